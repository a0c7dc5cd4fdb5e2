/* Session logs without a network: sealed at once, kept on this phone, sent when it is back.

   Two stores. `holder` says for whom is sealed and with which public key; who signs out takes it
   away. `envelopes` holds what only the server can open; nobody who signs out loses any of it. */
"use strict";

(() => {
  const PATIENCE = 5000; // with a network that says it is there
  const AGAIN = 20000;
  const HOLDER = "/offline/holder";
  const ENVELOPES = "/offline/envelopes";

  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("one-on-one", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("holder");
      asked.result.createObjectStore("envelopes", { autoIncrement: true });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  /* Kept means kept: only once the whole transaction is on the disk. */
  const inStore = async (name, mode, work) => {
    const transaction = (await opened).transaction(name, mode, { durability: "strict" });
    const asked = work(transaction.objectStore(name));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  };
  const holder = () => inStore("holder", "readonly", (store) => store.get("now"));
  const keepHolder = (one) => inStore("holder", "readwrite", (store) => store.put(one, "now"));
  const forgetHolder = () => inStore("holder", "readwrite", (store) => store.clear());
  const envelopes = async () => {
    const keys = await inStore("envelopes", "readonly", (store) => store.getAllKeys());
    const all = await inStore("envelopes", "readonly", (store) => store.getAll());
    return keys.map((key, at) => ({ key, envelope: all[at] })).filter((one) => one.envelope);
  };
  const keep = (envelope) => inStore("envelopes", "readwrite", (store) => store.add(envelope));
  const remove = (key) => inStore("envelopes", "readwrite", (store) => store.delete(key));

  /* What the page says about it. */
  const box = document.querySelector("[data-on-phone]");
  const line = (name, number) => {
    const said = document.createElement("p");
    said.className = "utrecht-paragraph";
    const one = number === 1 ? box.dataset[`${name}One`] : undefined;
    said.textContent = (one || box.dataset[name]).replace("#", number);
    return said;
  };
  let damaged = []; // the keys of what the server can't open
  let news = []; // [name, number] each; it stays until there is other news
  const say = async () => {
    if (!box) return;
    const all = await envelopes();
    const now = await holder();
    const mine = all.filter((one) => one.envelope.user === now?.user);
    const lines = news.map(([name, number]) => line(name, number));
    const waiting = mine.filter((one) => !damaged.includes(one.key));
    if (waiting.length) lines.push(line("waiting", waiting.length));
    if (all.length > mine.length) lines.push(line("others", all.length - mine.length));
    box.querySelector("[data-on-phone-said]").replaceChildren(...lines);
    box.querySelector("[data-on-phone-send]").hidden = all.length === damaged.length;
    box.querySelector("[data-on-phone-throw]").hidden = !damaged.length;
    box.hidden = !lines.length;
  };
  const tell = (...latest) => {
    news = latest;
    return say();
  };

  /* Sending: one at a time, each answered by itself, gone here only once the server has it. */
  const SETTLED = ["stored", "known", "conflict", "refused", "gone"];
  const post = (envelope, csrf) => fetch(ENVELOPES, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify(envelope),
    signal: AbortSignal.timeout(6 * PATIENCE),
  });

  let isLeaving = false; // an answer that was on its way may not bring back who signs out
  const meet = async () => {
    const answer = await fetch(HOLDER, { signal: AbortSignal.timeout(PATIENCE), redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 401) return null;
    if (!answer.ok) throw new Error("not now");
    const { csrf, ...who } = await answer.json();
    if (!isLeaving) await keepHolder(who);
    return { csrf, ...who };
  };

  const answerTo = async (envelope, csrf) => {
    try {
      const answer = await post(envelope, csrf);
      return answer.ok ? (await answer.json()).status : "later";
    } catch {
      return "later";
    }
  };

  /* One that can't be stored now holds up none of the others. */
  const sendAll = async (who) => {
    const told = { stored: 0, refused: 0, unreadable: 0, later: 0 };
    damaged = [];
    for (const { key, envelope } of await envelopes()) {
      if (envelope.user !== who.user) continue;
      const status = await answerTo(envelope, who.csrf);
      if (SETTLED.includes(status)) await remove(key);
      if (status === "unreadable") damaged.push(key);
      if (status === "stored" || status === "known") told.stored += 1;
      else if (status === "refused" || status === "conflict") told.refused += 1;
      else if (status in told) told[status] += 1;
    }
    if (told.later) timer = setTimeout(send, AGAIN);
    return Object.entries(told).filter(([, number]) => number);
  };

  const throwAway = async () => {
    for (const key of damaged) await remove(key);
    damaged = [];
    await tell();
  };

  let sending = null;
  let timer = 0;
  /* On the kept page: what is only so without a network, and the way on once there is one. */
  const showNetwork = (isThere) => {
    for (const one of document.querySelectorAll("[data-only-offline]")) one.hidden = isThere;
    for (const one of document.querySelectorAll("[data-only-online]")) one.hidden = !isThere;
  };
  const trySending = async (isAsked) => {
    clearTimeout(timer);
    const before = news;
    try {
      const who = await meet();
      showNetwork(true);
      const told = who ? await sendAll(who) : [["signedOut", 0]];
      await tell(...told, ...(news === before ? [] : news)); // a slow answer wipes no newer words
    } catch {
      showNetwork(false);
      await (isAsked ? tell(["noNetwork", 0]) : say());
      if ((await envelopes()).length) timer = setTimeout(send, AGAIN);
    }
  };
  const send = (event) => {
    box?.setAttribute("aria-busy", "true");
    sending ||= trySending(event?.type === "click").finally(() => {
      sending = null;
      box?.removeAttribute("aria-busy");
    });
    return sending;
  };

  /* The form: on its own page when the network has gone, or on the page that is kept for that. */
  const form = document.querySelector("form[data-offline-form]");
  const isShell = document.documentElement.hasAttribute("data-shell");
  const fieldsOf = () => {
    const fields = {};
    for (const name of new Set(new FormData(form).keys())) {
      if (!form.dataset.offlineForm.split(" ").includes(name)) continue;
      const text = new FormData(form).getAll(name).join(",");
      if (text) fields[name] = text;
    }
    return fields;
  };

  /* Whose words these are: who opened the page, and on the kept page who was known at the first
     word. Somebody else may have signed in on this phone since, or the match may have ended. */
  let writer = form?.dataset.offlineUser;
  const noteWriter = async () => {
    writer ||= (await holder())?.user;
  };
  const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
  const ownAddress = form?.dataset.offlineTrajectory || location.pathname.match(ID)?.[0];

  /* {trajectory}, or {problem} rather than a guess under whom the words would be stored. */
  const placeOf = (now) => {
    if (!now?.trajectories.length) return { problem: "unknown" };
    const isOwn = !ownAddress || now.trajectories.includes(ownAddress);
    if (now.user !== (writer || now.user) || !isOwn) return { problem: "elsewhere" };
    const chosen = form.elements.trajectory?.value || ownAddress;
    if (now.trajectories.includes(chosen)) return { trajectory: chosen };
    return now.trajectories.length === 1 ? { trajectory: now.trajectories[0] } : { problem: "which" };
  };

  /* Nothing of one log is left for the next: `reset` would bring back what a draft held. */
  const AT_FIRST = { kind: "met", minutes: "60" };
  const empty = () => {
    for (const input of form.querySelectorAll("input:not([type=hidden]), textarea")) {
      if (input.type === "radio") input.checked = input.value === (AT_FIRST[input.name] || "");
      else if (input.type === "checkbox") input.checked = false;
      else input.value = "";
    }
    form.elements.submission.value = crypto.randomUUID();
    form.elements.version.value = "0";
    form.elements.held_on.value = days.written(days.away(0));
    if (isShell) writer = undefined;
    form.dispatchEvent(new Event("kept"));
  };

  /* True when the text is safe on this phone. */
  const sealAway = async () => {
    const now = await holder();
    const { trajectory, problem } = placeOf(now);
    if (problem) {
      await tell([problem, 0]);
      box.scrollIntoView({ block: "center" });
      return false;
    }
    if (!checking.isRight(form)) return false;
    const to = { user: now.user, trajectory, id: form.elements.submission.value };
    await keep(await sealing.seal(now.key, to, fieldsOf()));
    navigator.storage?.persist?.().catch(() => {});
    empty();
    await tell(["kept", 0]);
    box.scrollIntoView({ block: "center" });
    return true;
  };

  const isReachable = async () => {
    if (!navigator.onLine) return false;
    try {
      await fetch(HOLDER, { signal: AbortSignal.timeout(PATIENCE), redirect: "manual" });
      return true;
    } catch {
      return false;
    }
  };

  let isLetGo = false;
  const onSubmit = async (submitter) => {
    submitter?.setAttribute("aria-busy", "true");
    try {
      if (!isShell && (await isReachable())) {
        isLetGo = true;
        form.requestSubmit(submitter);
        isLetGo = false;
        return;
      }
      if ((await sealAway()) && isShell) send();
    } catch {
      await tell(["failed", 0]);
    } finally {
      submitter?.removeAttribute("aria-busy");
    }
  };

  /* What is not sent yet stays, and waits for the next sign-in; only who agrees leaves it. */
  const mayLeave = async () => {
    const now = await holder().catch(() => null);
    const own = (await envelopes().catch(() => [])).filter((one) => one.envelope.user === now?.user);
    const words = document.documentElement.dataset;
    return !own.length || confirm((own.length === 1 ? words.unsentOne : words.unsent).replace("#", own.length));
  };

  /* Without a network nobody is signed out, so nothing is forgotten here either. */
  let isForgotten = false;
  const signOut = async (target, submitter) => {
    if (!(await isReachable())) {
      sayOnTop(document.documentElement.dataset.stillIn);
      return;
    }
    if (!(await mayLeave())) return;
    isLeaving = true;
    await forgetHolder().catch(() => {});
    isForgotten = true;
    target.requestSubmit(submitter);
  };

  document.addEventListener("submit", (event) => {
    const isSignOut = event.target.action.endsWith("/sign-out") && !isForgotten;
    if (!isSignOut && (event.target !== form || isLetGo)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isSignOut) signOut(event.target, event.submitter);
    else onSubmit(event.submitter);
  }, { capture: true });

  const offerMatches = (now) => {
    const place = form?.querySelector("[data-offline-matches]");
    if (!place || !now || now.trajectories.length < 2) return;
    const select = place.querySelector("select");
    const all = now.trajectories.map((id, at) => new Option(`${select.dataset.word} ${at + 1}`, id));
    select.replaceChildren(new Option("", ""), ...all);
    select.value = placeOf(now).trajectory || "";
    place.hidden = false;
  };

  const begin = async () => {
    box?.setAttribute("aria-busy", "true");
    if (isShell) {
      empty();
      for (const one of document.querySelectorAll("[data-only-concerns]")) one.hidden = !location.pathname.startsWith("/concerns");
      form.addEventListener("input", noteWriter);
      await send(); // with a network it says who is signed in now
      const now = await holder();
      offerMatches(now);
      const { problem } = placeOf(now);
      if (problem && problem !== "which") await tell([problem, 0]);
      return;
    }
    const worker = await navigator.serviceWorker?.register("/service-worker.js");
    worker?.active?.postMessage({ language: document.documentElement.lang });
    await send();
  };

  window.addEventListener("online", send);
  box?.querySelector("[data-on-phone-send]").addEventListener("click", send);
  box?.querySelector("[data-on-phone-throw]").addEventListener("click", throwAway);
  begin().catch(() => box?.removeAttribute("aria-busy"));
})();
