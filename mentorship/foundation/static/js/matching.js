/* A link is copied; weights are added up; arrows walk the pairs. */
"use strict";

(() => {
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

  /* What the weights make together, while they are typed; the server says the same. */
  const PROGRAMME = 100;
  const sayTogether = (said, inputs, floor) => {
    const number = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: "always" });
    const told = (value) => number.format(value);
    const total = inputs.reduce((sum, input) => sum + (Number.parseInt(input.value, 10) || 0), 0);
    const least = Number.parseInt(floor.value, 10);
    const isSame = total === PROGRAMME || Number.isNaN(least);
    const form = isSame ? said.dataset.same : total > PROGRAMME ? said.dataset.more : said.dataset.less;
    said.textContent = form
      .replace("{total}", told(total))
      .replace("{most}", told(PROGRAMME * total))
      .replace("{floor}", told(least));
  };
  const together = document.querySelector("[data-weights]");
  if (together) {
    const inputs = [...document.querySelectorAll(".oo-weights input")];
    const floor = document.getElementById("floor");
    [...inputs, floor].forEach((input) =>
      input.addEventListener("input", () => sayTogether(together, inputs, floor)),
    );
  }

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
