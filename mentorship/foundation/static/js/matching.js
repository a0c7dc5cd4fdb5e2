/* A round that is being computed looks again by itself; pairs are walked through with the arrows. */
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
