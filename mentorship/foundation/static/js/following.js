/* A part of a page that tells how far some work is looks again by itself, until it is over. */
"use strict";

(() => {
  const EVERY = 1000; // milliseconds

  const lookAgain = async (part) => {
    try {
      const answer = await fetch(part.dataset.progress, { headers: { Accept: "text/html" } });
      if (answer.redirected) window.location.reload(); /* signed out meanwhile: the page says so */
      if (!answer.ok || answer.redirected) return;
      const told = await answer.text();
      /* The same words again are not read aloud again. */
      if (told !== part.dataset.told) part.innerHTML = part.dataset.told = told;
      if (part.querySelector("[data-over]")) window.location.reload();
    } catch {
      /* No network for a moment: the next look may succeed. */
    }
  };

  const part = document.querySelector("[data-progress]");
  if (part) window.setInterval(() => lookAgain(part), EVERY);
})();
