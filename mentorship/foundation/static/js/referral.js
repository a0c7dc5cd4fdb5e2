/* While somebody writes a referral: keeps the draft, and says gently what may better stay out. */
"use strict";

(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const said = form.querySelector("[data-draft-said]");
  const PAUSE = 1500;
  const AGAIN = 15000;
  let timer = 0;
  let isSaving = false;
  let isChanged = false;
  let isOver = false;

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  const onRefusal = async (answer) => {
    if (answer.status === 422) {
      said.textContent = (await answer.json()).said;
      return;
    }
    isOver = answer.status === 409 || answer.status === 404;
    const words = { 409: said.dataset.changed, 404: said.dataset.sent };
    words[401] = said.dataset.signedOut;
    words[413] = said.dataset.tooLarge;
    said.textContent = words[answer.status] || said.dataset.failed;
  };

  /* One at a time: what is typed meanwhile goes with the next. */
  const save = async () => {
    if (isSaving || isOver || form.dataset.sent) return;
    isSaving = true;
    isChanged = false;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form) });
      if (answer.ok) {
        const kept = await answer.json();
        form.elements.version.value = kept.version;
        said.textContent = kept.said;
      } else await onRefusal(answer);
    } catch {
      said.textContent = said.dataset.failed;
      isChanged = true;
    } finally {
      isSaving = false;
    }
    if (isChanged) later(AGAIN);
  };

  form.addEventListener("input", () => {
    isChanged = true;
    later(PAUSE);
  });

  /* The same closed word list as the server's; what it finds stays in this page. */
  const words = document.querySelector("[data-hint-words]").dataset;
  const hints = ["special", "thirdPerson"].map((name) => ({
    pattern: new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words[`${name}Words`].split(" ").join("|")})`, "iu"),
    saying: words[`${name}Saying`],
  }));

  for (const place of document.querySelectorAll("[data-hints-for]")) {
    const area = document.getElementById(place.dataset.hintsFor);
    const look = () => {
      const found = hints.filter((hint) => hint.pattern.test(area.value));
      if (found.length === place.children.length) return;
      place.replaceChildren(...found.map((hint) => {
        const line = document.createElement("p");
        line.className = "utrecht-paragraph oo-worklist__more";
        line.textContent = hint.saying;
        return line;
      }));
    };
    area.addEventListener("input", look);
    look();
  }
})();
