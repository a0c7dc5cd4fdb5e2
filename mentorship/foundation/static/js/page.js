/* What a page does better with JavaScript. Every page works without. */
"use strict";

/* Said above the page, where a button in the header has no room for words. */
const sayOnTop = (text) => {
  const said = document.querySelector(".oo-on-top") || document.createElement("p");
  said.className = "oo-on-top";
  said.setAttribute("role", "alert");
  document.querySelector("main").prepend(said);
  said.textContent = text;
  said.scrollIntoView({ block: "center" });
};

/* Something else than the server put there; in a form that came back, anything at all. */
const chosenAtFirst = (select) => Math.max(0, [...select.options].findIndex((option) => option.defaultSelected));
const isFilledIn = (field) => {
  const cameBack = field.closest("[data-dirty]") !== null;
  if (["radio", "checkbox"].includes(field.type)) return field.checked !== (field.defaultChecked && !cameBack);
  if (field.type === "select-one") return field.selectedIndex !== (cameBack ? 0 : chosenAtFirst(field));
  return field.value.trim() !== (cameBack ? "" : field.defaultValue.trim());
};

(() => {
  const words = document.documentElement.dataset;

  /* The summary of what to put right is read first, and each link of it leads into the field. */
  const lookAtSummary = (root) => {
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".oo-summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });

  /* The menu is one row on a phone: where one is stands in sight. */
  const row = document.querySelector(".oo-nav__list");
  const here = row?.querySelector("[aria-current]");
  if (here && row.scrollWidth > row.clientWidth) {
    row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }

  /* More than the server reads stays here, with a word why: once sent it would be lost. */
  const isTooMuch = (form) => {
    let bytes = 0;
    for (const area of form.querySelectorAll("textarea")) bytes += encodeURIComponent(area.value).length;
    return bytes > Number(words.largestRequest) * 0.95;
  };

  /* Without a network the browser would put its own error page in place of what was typed. */
  const whyNot = (form) => {
    if (!navigator.onLine) return words.offline;
    return isTooMuch(form) ? words.tooMuch : "";
  };

  const sayWhyNot = (form, reason) => {
    if (form.closest(".oo-header__tools")) {
      sayOnTop(form.action.endsWith("/sign-out") && !navigator.onLine ? words.stillIn : reason);
      return;
    }
    const said = form.querySelector(".oo-why-not") || document.createElement("p");
    said.className = "oo-why-not oo-field__error utrecht-form-field-error-message";
    said.setAttribute("role", "alert");
    form.append(said);
    said.textContent = reason;
  };

  /* A page that answered a form would on Back be sent again, for which a browser shows a page of
     its own. Left by a form or a link it becomes an ordinary page to ask for, at its own address;
     reloaded it still is what it was. */
  const leave = () => history.replaceState(history.state, "");

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const staysHere = event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!link || staysHere || link.target || link.getAttribute("href").startsWith("#")) return;
    if (link.protocol.startsWith("http")) leave();
  });

  /* Sent, but after Stop or a long wait somebody may want to press again. */
  const SOON = 8000;
  const maySendAgain = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };

  /* A second press on the same button doesn't send the same thing twice. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const reason = whyNot(form);
    if (form.dataset.sent || reason) {
      event.preventDefault();
      if (!form.dataset.sent) sayWhyNot(form, reason);
      return;
    }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    setTimeout(maySendAgain, SOON, form);
    leave();
  });
  document.addEventListener("input", (event) => {
    if (event.target.form?.dataset.sent) maySendAgain(event.target.form);
  });

  /* Another language or signing out begins a new page: what was filled in here would be gone. A
     form that came back holds it already at the start. A password or a code is no work to lose. */
  const NO_WORK = "[type=hidden], [type=password], [autocomplete=username], [name=code]";
  const WORK = `main form[method=post]:not([data-draft]) :is(textarea, select, input:not(${NO_WORK}))`;
  document.addEventListener("submit", (event) => {
    if (!event.target.closest(".oo-header__tools")) return;
    if ([...document.querySelectorAll(WORK)].some(isFilledIn) && !confirm(words.unsaved)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, { capture: true });

  /* Back from the next page, or an answer that stayed here: it may be sent again. */
  const forgetSent = () => document.querySelectorAll("form[data-sent]").forEach(maySendAgain);
  window.addEventListener("pageshow", forgetSent);
  document.addEventListener("htmx:after:request", forgetSent);

  /* How much still fits under a long text; it is said aloud only near the end. */
  const count = (area, counter) => {
    const longest = Number(area.dataset.longest);
    const left = longest - area.value.replace(/\r\n/g, "\n").length;
    const number = new Intl.NumberFormat(document.documentElement.lang).format(Math.abs(left));
    counter.textContent = (left < 0 ? words.charactersOver : words.charactersLeft).replace("#", number);
    counter.classList.toggle("oo-counter--over", left < 0);
    counter.hidden = left > longest / 4;
    counter.setAttribute("aria-live", left < longest / 20 ? "polite" : "off");
  };

  const prepare = (root) => {
    for (const area of root.querySelectorAll("textarea[data-longest]:not([data-counted])")) {
      if (area.dataset.longest === "0") continue;
      area.dataset.counted = "yes";
      const counter = document.createElement("p");
      counter.className = "oo-counter";
      area.insertAdjacentElement("afterend", counter);
      area.addEventListener("input", () => count(area, counter));
      count(area, counter);
    }
  };

  prepare(document);
  lookAtSummary(document);
  document.addEventListener("htmx:after:swap", (event) => {
    const root = event.target instanceof Element ? event.target : document;
    prepare(document);
    lookAtSummary(root);
  });
})();
