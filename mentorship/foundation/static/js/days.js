/* A day close by: buttons for it, and what somebody typed short is written out at once. */
"use strict";

const days = (() => {
  const WORDS = {
    vandaag: 0, gisteren: -1, eergisteren: -2, morgen: 1, overmorgen: 2, today: 0, yesterday: -1, tomorrow: 1,
  };
  const WRITTEN = /^(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?$/;
  const FIGURES = /^(\d\d)(\d\d)(\d{4}|\d{2})?$/;
  const pad = (number) => String(number).padStart(2, "0");
  const written = (day) => `${pad(day.getDate())}-${pad(day.getMonth() + 1)}-${day.getFullYear()}`;
  const away = (number) => {
    const now = new Date();
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() + number);
  };
  const existing = (day, month, year) => {
    const found = new Date(year, month - 1, day);
    return found.getDate() === Number(day) && found.getMonth() === month - 1 ? found : null;
  };

  const nearest = (day, month, isPast) => {
    const today = away(0);
    for (let gap = 0; gap < 9; gap += 1) {
      const found = existing(day, month, today.getFullYear() + (isPast ? -gap : gap));
      if (found && (isPast ? found <= today : found >= today)) return found;
    }
    return null;
  };

  /* The day somebody means, or null for none that exists. */
  const read = (text, isPast) => {
    const typed = text.trim().toLowerCase();
    if (typed in WORDS) return away(WORDS[typed]);
    const [, day, month, year] = typed.match(WRITTEN) || typed.match(FIGURES) || [];
    if (!day) return null;
    if (!year) return nearest(day, month, isPast);
    return existing(day, month, Number(year) + (year.length === 2 ? 2000 : 0));
  };

  for (const place of document.querySelectorAll("[data-near-day]")) {
    const input = place.querySelector("input");
    const chips = [...place.querySelectorAll("[data-days-ago]")];
    const dayOf = (chip) => written(away(-Number(chip.dataset.daysAgo)));
    const show = () => {
      for (const chip of chips) chip.setAttribute("aria-pressed", String(dayOf(chip) === input.value));
    };
    const writeOut = () => {
      const found = read(input.value, place.dataset.nearDay === "past");
      if (found) input.value = written(found);
      show();
    };
    for (const chip of chips) {
      chip.addEventListener("click", () => {
        input.value = dayOf(chip);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        show();
      });
    }
    input.addEventListener("change", writeOut);
    input.form?.addEventListener("kept", show);
    const row = place.querySelector("[data-day-chips]");
    if (row) row.hidden = false;
    show();
  }
  return { read, written, away };
})();
