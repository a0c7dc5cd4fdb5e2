/* A part of a page that tells how far some work is looks again by itself, until it is over. */
"use strict";

(() => {
  const EVERY = 1000; // milliseconds

  let timer;

  /* Once: another look would stop a page that is slow to come. */
  const reload = () => {
    window.clearInterval(timer);
    timer = undefined;
    window.location.reload();
  };

  const lookAgain = async (part) => {
    try {
      const answer = await fetch(part.dataset.progress, { headers: { Accept: "text/html" } });
      if (timer === undefined) return;
      if (answer.redirected) reload(); /* signed out meanwhile: the page says so */
      if (!answer.ok || answer.redirected) return;
      const told = await answer.text();
      /* The same words again are not read aloud again. */
      if (told !== part.dataset.told) part.innerHTML = part.dataset.told = told;
      if (part.querySelector("[data-over]")) reload();
    } catch {
      /* No network for a moment: the next look may succeed. */
    }
  };

  const part = document.querySelector("[data-progress]");
  if (part) timer = window.setInterval(() => lookAgain(part), EVERY);
})();
