/* The week as a grid: dragging over parts gives them all what the first one got. */
"use strict";

(() => {
  for (const week of document.querySelectorAll("[data-week]")) {
    let paints = null;
    const slotAt = (event) => {
      const found = document.elementFromPoint(event.clientX, event.clientY);
      const label = found && found.closest(".oo-week__slot");
      return label && week.contains(label) ? label.querySelector("input") : null;
    };
    const paint = (box) => {
      if (box && box.checked !== paints) box.click();
    };
    week.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" || event.button !== 0) return;
      const box = slotAt(event);
      if (!box) return;
      event.preventDefault();
      box.focus();
      paints = !box.checked;
      paint(box);
      week.classList.add("oo-week--painting");
    });
    week.addEventListener("pointermove", (event) => {
      if (paints !== null) paint(slotAt(event));
    });
    addEventListener("pointerup", () => {
      paints = null;
      week.classList.remove("oo-week--painting");
    });
    /* The press painted already; the click that follows would take it back. */
    week.addEventListener("click", (event) => {
      if (event.detail > 0 && event.isTrusted && event.pointerType === "mouse") {
        event.preventDefault();
      }
    });
    const hint = week.closest("fieldset").querySelector("[data-with-script]");
    if (hint && matchMedia("(hover: hover)").matches) hint.hidden = false;
  }
})();
