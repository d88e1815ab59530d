(function () {
  "use strict";
  var field = document.getElementById("sok");
  if (!field) { return; }
  var rows = Array.prototype.slice.call(document.querySelectorAll("table[data-filter] tbody tr"));
  var hits = document.getElementById("traffar");
  field.parentNode.hidden = false;
  field.addEventListener("input", function () {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      var match = words.every(function (word) { return text.indexOf(word) >= 0; });
      row.hidden = !match;
      if (match) { shown += 1; }
    });
    var text = hits.dataset.text.replace("{shown}", shown).replace("{all}", rows.length);
    hits.textContent = words.length ? text : "";
  });
  window.addEventListener("beforeprint", function () {
    rows.forEach(function (row) { row.hidden = false; });
  });
})();
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll(".switch"), function (group) {
    var buttons = Array.prototype.slice.call(group.querySelectorAll("button"));
    function choose(chosen) {
      buttons.forEach(function (button) {
        button.setAttribute("aria-pressed", String(button === chosen));
        document.getElementById(button.getAttribute("aria-controls")).hidden = button !== chosen;
      });
    }
    buttons.forEach(function (button) {
      button.addEventListener("click", function () { choose(button); });
    });
    choose(group.querySelector("[aria-pressed=true]"));
    group.hidden = false;
  });
})();
