/* What a phone can check of a session log before it seals it: nobody else sees it until it is sent. */
"use strict";

const checking = (() => {
  const CLOCK = /^([01]?\d|2[0-3])[:.]?[0-5]\d$/;
  const EUROS = /^(?:€\s*)?(\d{1,5})(?:[.,](\d{1,2}))?$/;
  const words = document.querySelector("[data-checks]");
  const limits = words ? JSON.parse(words.dataset.checks) : {};

  const isWithin = (name, text) => {
    const { least, most } = limits[name];
    if (name !== "expenses") return /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
    const [, euros, cents] = text.match(EUROS) || [];
    return euros !== undefined && Number(`${euros}.${cents || 0}`) <= most;
  };

  const ofDay = (text, isPast) => {
    const day = days.read(text, isPast);
    if (!day) return words.dataset.day;
    return isPast && day > days.away(0) ? words.dataset.future : "";
  };

  const ofNext = (form) => {
    const [on, clock] = [form.elements.next_on, form.elements.next_clock].map((one) => one.value.trim());
    const coming = form.elements.coming?.value; // only asked of who has an appointment
    if (coming === "other" && !on) return ["next_on", words.dataset.comingOther];
    if (coming && coming !== "other" && (on || clock)) return ["next_on", words.dataset.comingElse];
    if (!on && !clock) return form.elements.next_place.value.trim() ? ["next_place", words.dataset.nextPlace] : null;
    if (!on) return ["next_on", words.dataset.nextDay];
    const wrong = ofDay(on, false);
    if (wrong) return ["next_on", wrong];
    if (days.read(on, false) < days.read(form.elements.held_on.value, true)) return ["next_on", words.dataset.before];
    if (!clock) return ["next_clock", words.dataset.nextClock];
    return CLOCK.test(clock) ? null : ["next_clock", words.dataset.clock];
  };

  /* [name of a field, what is wrong with it], or null. */
  const find = (form) => {
    const held = ofDay(form.elements.held_on.value, true);
    if (held) return ["held_on", held];
    const { note } = form.elements;
    if (note.value.length > Number(note.dataset.longest)) return ["note", words.dataset.tooLong];
    for (const [name, { said }] of Object.entries(limits)) {
      const text = form.elements[name].value.trim();
      if (text && !isWithin(name, text)) return [name, said];
    }
    return ofNext(form);
  };

  const clear = (form) => {
    for (const said of form.querySelectorAll("[data-found-here]")) {
      const input = document.getElementById(said.dataset.foundHere);
      input.removeAttribute("aria-invalid");
      if (said.dataset.describedBefore) input.setAttribute("aria-describedby", said.dataset.describedBefore);
      else input.removeAttribute("aria-describedby");
      said.remove();
    }
  };

  /* At the field itself, folded open, and read out with it. */
  const show = (input, text) => {
    const said = document.createElement("div");
    said.className = "utrecht-form-field-error-message oo-field__error";
    said.id = `${input.id}-found`;
    said.dataset.foundHere = input.id;
    said.dataset.describedBefore = input.getAttribute("aria-describedby") || "";
    said.textContent = text;
    (input.closest(".utrecht-form-field__input") || input).before(said);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", `${said.dataset.describedBefore} ${said.id}`.trim());
    for (let fold = input.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    input.focus();
    said.scrollIntoView({ block: "center" });
  };

  /* True when nothing is wrong; days are then written out, so that another day reads the same. */
  const isRight = (form) => {
    clear(form);
    const found = find(form);
    if (found) show(form.elements[found[0]], found[1]);
    for (const [name, isPast] of [["held_on", true], ["next_on", false]]) {
      const day = days.read(form.elements[name].value, isPast);
      if (day && !found) form.elements[name].value = days.written(day);
    }
    return !found;
  };
  return { isRight };
})();
