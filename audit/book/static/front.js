/* The marks of the front page: one stop for the Tab key, arrow keys from claim to claim; a tap shows the words, a second one goes
   to the register; Escape puts the words away. Without it each mark is a plain link, and the words show at hover and focus. */
(function () {
  "use strict";

  const chart = document.querySelector(".unit-chart");
  if (!chart) return;
  const groups = [...chart.querySelectorAll(".unit-marks")].map(list => [...list.querySelectorAll("a")]);
  const marks = groups.flat();
  let touched = null;

  function stopAt(mark) {
    for (const one of marks) one.tabIndex = one === mark ? 0 : -1;
  }

  function goTo(mark) {
    if (!mark) return;
    stopAt(mark);
    mark.focus();
  }

  chart.addEventListener("keydown", event => {
    const here = marks.indexOf(event.target.closest(".unit-marks a"));
    if (event.key === "Escape") chart.dataset.quiet = "";
    if (here < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const row = groups.findIndex(group => group.includes(marks[here]));
    const to = { ArrowRight: marks[here + 1], ArrowLeft: marks[here - 1], Home: marks[0], End: marks[marks.length - 1],
      ArrowDown: groups[row + 1] && groups[row + 1][0], ArrowUp: groups[row - 1] && groups[row - 1][0] }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    delete chart.dataset.quiet;
    goTo(to);
  });
  chart.addEventListener("focusin", event => {
    const mark = event.target.closest(".unit-marks a");
    if (mark) { stopAt(mark); delete chart.dataset.quiet; }
  });
  chart.addEventListener("pointerover", () => { delete chart.dataset.quiet; });

  /* a finger covers the mark it means: the first tap shows the words */
  chart.addEventListener("click", event => {
    const mark = event.target.closest(".unit-marks a");
    if (!mark || event.pointerType !== "touch") return;
    if (touched !== mark) { event.preventDefault(); touched = mark; mark.focus(); }
  });

  chart.dataset.keys = "";
  stopAt(marks[0]);
})();
