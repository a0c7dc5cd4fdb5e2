/* A round looks again by itself; a link is copied; pairs are walked through with the arrows. */
"use strict";

(() => {
  const EVERY = 1000; // milliseconds

  const lookAgain = async (part) => {
    try {
      const answer = await fetch(part.dataset.progress, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      part.innerHTML = await answer.text();
      if (part.querySelector("[data-over]")) window.location.reload();
    } catch {
      /* No network for a moment: the next look may succeed. */
    }
  };

  const part = document.querySelector("[data-progress]");
  if (part) window.setInterval(() => lookAgain(part), EVERY);

  /* A link to hand over is copied by a button, where the browser lets a page do so. */
  const offerCopy = (text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "utrecht-button utrecht-button--secondary-action";
    button.textContent = text.dataset.copy;
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      said.textContent = "";
      try {
        await navigator.clipboard.writeText(text.textContent.trim());
        said.textContent = text.dataset.copied;
      } catch {
        window.getSelection().selectAllChildren(text); /* not allowed: ready to copy by hand */
      }
    });
    const row = document.createElement("p");
    row.className = "oo-actions";
    row.append(button, said);
    text.after(row);
  };
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(offerCopy);

  /* Arrow keys only while nobody is writing or choosing: those fields use them themselves. */
  const isBusy = (element) =>
    element instanceof HTMLElement && element.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || isBusy(event.target)) return;
    const rel = { ArrowRight: "next", ArrowLeft: "prev" }[event.key];
    const link = rel && document.querySelector(`.oo-pair__steps a[rel="${rel}"]`);
    if (link) window.location.assign(link.href);
  });
})();
