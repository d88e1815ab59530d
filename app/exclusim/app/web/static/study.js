// Follows a study while it runs, and shows the result when it is there.
"use strict";
const box = document.querySelector("[data-progress]");
const stage = document.getElementById("stage");
const bar = box.querySelector("progress");
const stream = new EventSource(box.dataset.progress);

stream.onmessage = (event) => {
  const state = JSON.parse(event.data);
  if (state.over) {
    stream.close();
    location.reload();
    return;
  }
  bar.value = state.share;
  if (state.phase === "waiting") {
    stage.textContent = box.dataset.waiting.replace("{n}", state.ahead);
    return;
  }
  const left = state.left === null ? "" : state.left < 2 ? box.dataset.almost : box.dataset.left.replace("{n}", state.left);
  stage.textContent = left ? `${box.dataset.running}, ${left}` : box.dataset.running;
};
