/* Filters the register of claims in the page: by article, kind, verdict and words. Without it all claims show. */
(function () {
  "use strict";

  const form = document.querySelector(".register-filter");
  if (!form) return;
  const rows = [...document.querySelectorAll(".register tbody tr")];
  const count = form.querySelector(".register-count");

  function filter() {
    const wanted = new FormData(form);
    const words = (wanted.get("words") || "").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = (row.id + " " + row.textContent).toLowerCase();
      const fits = ["article", "kind", "verdict"].every(name => !wanted.get(name) || row.dataset[name] === wanted.get(name));
      row.hidden = !(fits && words.every(word => text.includes(word)));
      shown += !row.hidden;
    }
    count.textContent = `${shown} of ${rows.length} claims`;
  }

  function reveal() {  // a link to a claim must find it
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.hidden) { form.reset(); filter(); target.scrollIntoView(); }
  }

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("hashchange", reveal);
  filter();
  // Back and reload bring back what the controls said, some browsers only after the page has loaded.
  addEventListener("pageshow", event => {
    filter();
    const [visit] = performance.getEntriesByType("navigation");
    if (!event.persisted && (!visit || visit.type === "navigate")) reveal();  // on the way back the filter stays
  });
})();
