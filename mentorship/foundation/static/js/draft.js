/* While somebody writes: keeps the draft on the server, and says so. */
"use strict";

(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const said = form.querySelector("[data-draft-said]");
  const PAUSE = 1500; // after the last key
  const LATEST = 5000; // after the first key that is not saved yet
  const AGAIN = 15000; // after a failure that may pass
  const PATIENCE = 30000; // with one answer
  const KEPT_ALIVE = 60000; // bytes: no more of it goes on by itself when the page goes
  let unsavedSince = "dirty" in form.dataset ? Date.now() : 0;
  let notBefore = 0;
  let timer = 0;
  let saving = null;
  let isOver = false;
  let page = 0; // how many forms were filled in here

  const plan = () => {
    const now = Date.now();
    const due = Math.max(notBefore, Math.min(now + PAUSE, unsavedSince + LATEST));
    clearTimeout(timer);
    timer = setTimeout(save, due - now);
  };

  const post = () => {
    const body = new URLSearchParams(new FormData(form));
    const keepalive = String(body).length < KEPT_ALIVE;
    const signal = AbortSignal.timeout(PATIENCE);
    return fetch(form.dataset.draft, { method: "POST", body, keepalive, signal });
  };

  const onSaved = (kept) => {
    form.elements.version.value = kept.version;
    notBefore = 0;
    said.textContent = unsavedSince ? said.dataset.saving : kept.said;
  };

  /* What somebody can do about it; only what may pass by itself is tried again. */
  const onRefusal = async (answer) => {
    const { status } = answer;
    const words = {
      400: said.dataset.grownOld,
      401: said.dataset.signedOut,
      404: said.dataset.sent,
      409: said.dataset.changed,
      413: said.dataset.tooLarge,
    };
    isOver = status === 404 || status === 409;
    if (status === 429 || status >= 500) onFailure(said.dataset.busy);
    else said.textContent = status === 422 ? (await answer.json()).said : words[status] || said.dataset.refused;
  };

  const onFailure = (reason) => {
    said.textContent = reason;
    notBefore = Date.now() + AGAIN;
    plan();
  };

  /* True when the server has what was on the page at the start. */
  const send = async () => {
    if (isOver || form.dataset.sent) return false;
    unsavedSince = 0;
    let isKept = false;
    const begun = page;
    try {
      const answer = await post();
      if (begun !== page) return true;
      if (answer.ok) onSaved(await answer.json());
      else await onRefusal(answer);
      isKept = answer.ok;
    } catch {
      if (begun !== page) return true;
      onFailure(said.dataset.failed);
    }
    if (isKept && unsavedSince) plan();
    if (!isKept) unsavedSince ||= Date.now();
    return isKept;
  };

  /* One at a time: what is typed meanwhile goes with the next. */
  const save = () => {
    saving ||= send().finally(() => { saving = null; });
    return saving;
  };

  const saveAll = async () => {
    let isKept = await (saving || true);
    while (isKept && unsavedSince) isKept = await save();
    return isKept && !unsavedSince;
  };

  const onInput = () => {
    unsavedSince ||= Date.now();
    plan();
  };
  form.addEventListener("input", onInput);
  /* Who is quicker than this script, on a slow phone, is heard as well. */
  const written = form.querySelectorAll("textarea, select, input:not([type=hidden])");
  if (!unsavedSince && [...written].some(isFilledIn)) onInput();

  /* The words are safe elsewhere and the form is empty: what was said about them is over. */
  form.addEventListener("kept", () => {
    page += 1;
    unsavedSince = 0;
    notBefore = 0;
    clearTimeout(timer);
    said.textContent = "";
  });
  window.addEventListener("online", () => {
    notBefore = 0;
    if (unsavedSince) plan();
  });

  /* The page goes, or may go without another word: what is not on its way yet goes now. */
  const flush = () => {
    if (unsavedSince) send();
  };
  window.addEventListener("beforeunload", flush); // before a reload asks for the page anew
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) flush();
  });

  /* Another language and signing out wait until the draft is kept. */
  let isLetGo = false;
  const goOn = async (tool, button) => {
    button?.setAttribute("aria-busy", "true");
    isLetGo = (await saveAll()) || confirm(document.documentElement.dataset.unsaved);
    button?.removeAttribute("aria-busy");
    if (isLetGo) tool.requestSubmit(button);
    isLetGo = false;
  };
  document.addEventListener("submit", (event) => {
    const isTool = event.target.closest(".oo-header__tools");
    if (!isTool || isLetGo || !(unsavedSince || saving)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    goOn(event.target, event.submitter);
  }, { capture: true });
})();
