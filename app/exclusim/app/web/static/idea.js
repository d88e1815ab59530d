// The live size of the target group, asked for a moment after the form stops changing.
"use strict";
const form = document.getElementById("idea");
const place = document.getElementById("size");
const asks = /^(target\.|starts$)/;
let waiting = 0;
let latest = 0;

async function ask() {
  const mine = ++latest;
  place.textContent = place.dataset.counting;
  const body = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (asks.test(name)) body.append(name, value);
  }
  const answer = await fetch(form.dataset.size, { method: "POST", body });
  if (mine !== latest) return;
  place.textContent = answer.ok ? (await answer.json()).text : "";
}

form.addEventListener("change", (event) => {
  if (!asks.test(event.target.name)) return;
  clearTimeout(waiting);
  waiting = setTimeout(ask, 300);
});
ask();
