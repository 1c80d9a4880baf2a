"use strict";
const form = document.getElementById("filters");
const cases = [...document.querySelectorAll("#cases > details")];
function fits(element, wanted) {
  const has = (name) => !wanted[name] || element.dataset[name].split(" ").includes(wanted[name]);
  return ["suite", "tag", "language", "result", "wrong"].every(has)
    && (!wanted.text || element.textContent.toLowerCase().includes(wanted.text.toLowerCase()));
}
function filter() {
  const wanted = Object.fromEntries(new FormData(form));
  let shown = 0;
  for (const element of cases) { const fit = fits(element, wanted); element.hidden = !fit; shown += fit; }
  document.getElementById("shown").textContent = `${shown} of ${cases.length}`;
}
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();
