/* Filters and sorts a list in the page: the register of claims, the sources. The address holds what was chosen, so that a
   link, Back and reload give the same view. Without this script all of the list shows, as it stands in the page. */
(function () {
  "use strict";

  const form = document.querySelector(".register-filter");
  if (!form) return;
  const noun = form.dataset.noun;
  const bodies = [...document.querySelectorAll("[data-list] tbody")];
  const rows = bodies.flatMap(body => [...body.rows]);
  const buttons = [...form.querySelectorAll(".facet button")];
  const facets = [...new Set(buttons.map(button => button.name))];
  const words = form.elements.words, order = form.elements.sort, reset = form.querySelector("[type=reset]");
  const count = form.querySelector(".register-count"), empty = document.querySelector(".register-empty");
  const groups = [...document.querySelectorAll(".source-group")];
  const heads = [...document.querySelectorAll(".register thead [data-sort]")];
  const MOST_OPENED = 60;  // rows that a filter unfolds by itself
  const usual = order ? order.options[0].value : "";

  /* What a row does not say of itself, its group says of all. */
  const valueOf = (row, name) => row.closest(`[data-${name}]`).dataset[name];
  const told = new Map(rows.map(row => [row, `${row.id.replace(/^[a-z]+-/, "")} ${row.cells[0].textContent}`]));
  const values = new Map(rows.map(row => [row, Object.fromEntries(facets.map(name => [name, valueOf(row, name).split(" ")]))]));

  /* ---- what was chosen: one object, read from the address and written to it ---- */
  let chosen = read();

  function read() {
    const said = new URLSearchParams(location.search), found = { words: said.get("words") || "", sort: said.get("sort") || usual };
    for (const name of facets) {
      const known = buttons.some(button => button.name === name && button.value === said.get(name));
      found[name] = known ? said.get(name) : "";
    }
    const columns = order ? [...order.options].map(option => option.value) : heads.flatMap(head => [head.dataset.sort, `-${head.dataset.sort}`]);
    if (!columns.includes(found.sort)) found.sort = usual;
    return found;
  }

  function write(how) {
    const address = new URL(location.href);
    address.search = "";
    for (const [name, value] of Object.entries(chosen)) {
      if (value && !(name === "sort" && value === usual)) address.searchParams.set(name, value);
    }
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.hidden) address.hash = "";  // an address that names a row shows it
    try { history[how](null, "", address); } catch { /* a browser that keeps the address of a file as it is */ }
  }

  function choose(change, how = "pushState") {
    chosen = { ...chosen, ...change };
    show();
    write(how);
  }

  /* ---- the list, and numbers that say what each button would show ---- */
  function fitsAll(find, wanted, row) {
    return find.every(told.get(row)) && facets.every(name => !wanted[name] || values.get(row)[name].includes(wanted[name]));
  }

  function show() {
    const find = window.bookFind(chosen.words);
    const counts = Object.fromEntries(facets.map(name => [name, {}]));
    let shown = 0;
    for (const row of rows) {
      const has = values.get(row), misses = facets.filter(name => chosen[name] && !has[name].includes(chosen[name]));
      const found = find.every(told.get(row));
      row.hidden = !found || misses.length > 0;
      shown += !row.hidden;
      for (const name of found ? facets : []) {
        if (misses.every(one => one === name)) for (const value of has[name]) counts[name][value] = (counts[name][value] || 0) + 1;
      }
    }
    for (const button of buttons) {
      const number = counts[button.name][button.value] || 0;
      button.querySelector(".facet-count").textContent = number;
      button.classList.toggle("facet-none", !number);
      button.setAttribute("aria-pressed", String(chosen[button.name] === button.value));
    }
    for (const facet of form.querySelectorAll(".facet")) {
      const pressed = facet.querySelector("[aria-pressed=true] .facet-word");
      facet.querySelector(".facet-chosen").textContent = pressed ? `: ${pressed.textContent}` : "";
    }
    if (words.value !== chosen.words) words.value = chosen.words;
    count.textContent = `${shown} of ${rows.length} ${noun}`;
    reset.disabled = !chosen.words && facets.every(name => !chosen[name]) && chosen.sort === usual;
    sort();
    fold(shown);
    explain(shown);
  }

  function fold(shown) {
    const narrowed = shown < rows.length, few = narrowed && shown <= MOST_OPENED;
    for (const group of groups) {
      const left = [...group.querySelectorAll("tbody tr")].filter(row => !row.hidden).length;
      const number = group.querySelector(".facet-count");
      number.textContent = narrowed ? `${left} of ${number.dataset.of}` : number.dataset.of;
      group.hidden = !left;
      if (!few && group.dataset.opened) group.open = false;
      group.name = few ? "" : "sources";  // of a name only one is open: else the page has no end
      if (few) group.open = true;
      group.dataset.opened = few ? "by the filter" : "";
    }
    for (const list of document.querySelectorAll("[data-list]")) (list.closest(".register-scroll") || list).hidden = !shown;
  }

  /* Nothing fits: what was asked for, and what each part of it costs. */
  function explain(shown) {
    empty.hidden = shown > 0;
    if (shown) return empty.replaceChildren();
    const line = document.createElement("p");
    line.textContent = `None of the ${rows.length} ${noun} fits all that was chosen.`;
    const ways = ["words", ...facets].filter(name => chosen[name]).map(name => {
      const without = { ...chosen, [name]: "" }, find = window.bookFind(without.words);
      const left = rows.filter(row => fitsAll(find, without, row)).length;
      const said = name === "words" ? `the words “${chosen.words}”` : `“${label(name)}”`;
      return way(`Without ${said}: ${left}`, () => { choose({ [name]: "" }); words.focus(); });
    });
    empty.replaceChildren(line, ...ways, way(`Show all ${rows.length}`, () => { form.reset(); words.focus(); }));
  }

  const label = name => buttons.find(button => button.name === name && button.value === chosen[name]).querySelector(".facet-word").textContent;

  function way(text, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    button.addEventListener("click", act);
    return button;
  }

  /* ---- order ---- */
  const place = new Map(rows.map((row, at) => [row, at]));

  function key(row, column) {
    if (order) return row.cells[column === "published" ? 1 : 0].textContent;
    const cell = row.cells[heads.findIndex(head => head.dataset.sort === column)];
    return cell.dataset.key || (cell.querySelector(".register-claim") || cell).textContent.trim();
  }

  function sort() {
    const column = chosen.sort.replace(/^-/, ""), turn = chosen.sort.startsWith("-") ? -1 : 1;
    const compare = new Intl.Collator("en", { numeric: !order }).compare;
    const by = column ? (one, other) => turn * compare(key(one, column), key(other, column)) || place.get(one) - place.get(other)
      : (one, other) => place.get(one) - place.get(other);
    for (const body of bodies) {
      const sorted = [...body.rows].sort(by);
      if (sorted.some((row, at) => row !== body.rows[at])) body.append(...sorted);
    }
    if (order) order.value = chosen.sort;
    for (const head of heads) {
      if (head.dataset.sort === column) head.setAttribute("aria-sort", turn > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
  }

  for (const head of heads) {  // up, down, as it stands in the articles
    const button = way(head.textContent, () => {
      const name = head.dataset.sort;
      choose({ sort: chosen.sort === name ? `-${name}` : chosen.sort === `-${name}` ? "" : name });
    });
    head.replaceChildren(button);
  }

  /* ---- coming from a link, from Back, by hand ---- */
  function reveal() {  // a link to a row must find it
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.hidden) return;
    choose(nothing(), "replaceState");
    window.bookOpen();
    target.scrollIntoView({ behavior: "instant" });
  }

  const nothing = () => ({ words: "", sort: usual, ...Object.fromEntries(facets.map(name => [name, ""])) });

  if (matchMedia("(max-width: 37.5rem)").matches) for (const facet of form.querySelectorAll(".facet")) facet.open = false;
  form.inert = false;  // it has had its place and its height from the start: nothing below it moves
  for (const button of buttons) {
    button.addEventListener("click", () => choose({ [button.name]: chosen[button.name] === button.value ? "" : button.value }));
  }
  words.addEventListener("input", () => choose({ words: words.value.trim() === "" ? "" : words.value }, "replaceState"));
  if (order) order.addEventListener("change", () => choose({ sort: order.value }));
  form.addEventListener("reset", event => { event.preventDefault(); words.value = ""; choose(nothing()); });
  form.addEventListener("submit", event => event.preventDefault());
  for (const group of groups) {  // the one before it closes, and all below moves up
    group.addEventListener("toggle", () => {
      const summary = group.firstElementChild;
      if (group.open && document.activeElement === summary) summary.scrollIntoView({ block: "nearest", behavior: "instant" });
    });
  }
  addEventListener("hashchange", reveal);
  addEventListener("popstate", () => { chosen = read(); show(); });
  show();
  // Some browsers bring back what a field said only after the page has loaded: the address has the last word.
  addEventListener("pageshow", event => {
    show();
    const [visit] = performance.getEntriesByType("navigation");
    if (!event.persisted && (!visit || visit.type === "navigate")) reveal();  // on the way back the filter stays
  });
})();
