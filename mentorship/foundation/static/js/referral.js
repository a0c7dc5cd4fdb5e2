/* While somebody writes a referral: says gently what may better stay out. */
"use strict";

(() => {
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
