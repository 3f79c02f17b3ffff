/* "What rests on what?": finds a source, a table or a claim, and says what hangs on it or on what it hangs. The data stand in
   rests-data.js; the address holds the question, so that a link, Back and reload give the same answer. */
(function () {
  "use strict";

  const form = document.querySelector(".rests-form"), told = document.querySelector(".rests-told");
  if (!form || !window.bookRests) return;
  const { verdicts, claims, tables, sources, named, ways, falls, answers } = window.bookRests;
  const KINDS = ["source", "table", "claim"], MOST = 6, FEW = 12;
  const LISTS = { source: sources, table: tables, claim: claims };
  const field = form.elements.words, count = form.querySelector(".rests-count"), found = form.querySelector(".rests-found");
  const place = Object.fromEntries(KINDS.map(kind => [kind, new Map(LISTS[kind].map((one, at) => [one[0], at]))]));
  const names = {
    source: ([, publisher, title]) => `${publisher}: ${title}`,
    table: ([, title]) => title,
    claim: ([, words]) => words,
  };
  const texts = Object.fromEntries(KINDS.map(kind => [kind, LISTS[kind].map(one => `${one[0]} ${names[kind](one)}`)]));

  /* ---- small parts ---- */
  function part(tag, inside = [], attributes = {}) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...[inside].flat());
    return made;
  }

  function link(kind, at, words) {
    const id = LISTS[kind][at][0];
    return part("a", words || names[kind](LISTS[kind][at]), { href: `?${kind}=${encodeURIComponent(id)}`, [`data-${kind}`]: id });
  }

  const plainLink = (href, words) => part("a", words, { href });
  const number = (many, one, more = `${one}s`) => `${many || "no"} ${many === 1 ? one : more}`;
  const capital = text => text[0].toUpperCase() + text.slice(1);
  const chip = at => form.parentElement.querySelector(`template[data-verdict="${verdicts[at][0]}"]`).content.cloneNode(true);
  const change = (from, to) => from === to ? chip(from) : part("span", [chip(from), " → ", chip(to)], { class: "rests-change" });
  const unique = all => [...new Set(all)];

  const heading = words => part("h3", words, { id: "rests-told-name" });  // names the region and the page

  function list(items) {
    return part("ul", items, { class: "rests-list" });
  }

  function fold(title, inside, open = false) {
    const made = part("details", [part("summary", title), ...[inside].flat()], { class: "rests-fold" });
    made.open = open;
    return made;
  }

  function section(title, items, note) {
    if (!items.length) return [];
    const body = [...(note ? [part("p", note, { class: "rests-note" })] : []), list(items)];
    return [items.length > FEW ? fold(`${title} (${items.length})`, body) : part("section", [part("h4", `${title} (${items.length})`), ...body])];
  }

  /* ---- finding ---- */
  const weight = { source: new Map(), table: new Map(), claim: new Map() };
  for (const [claim, , , places] of ways) {
    for (const [table, source] of places) {
      for (const [kind, at] of [["table", table], ["source", source]]) {
        if (!weight[kind].has(at)) weight[kind].set(at, new Set());
        weight[kind].get(at).add(claim);
      }
    }
  }
  const uses = (kind, at) => (weight[kind].get(at) || new Set()).size;

  function look(words) {
    const find = window.bookFind(words), asked = words.trim().toLowerCase();
    if (!find.terms.length) return null;
    return KINDS.map(kind => {
      const fits = texts[kind].flatMap((text, at) => find.every(text) || LISTS[kind][at][0] === asked ? [at] : []);
      fits.sort((one, other) => (LISTS[kind][other][0] === asked) - (LISTS[kind][one][0] === asked) || uses(kind, other) - uses(kind, one) || one - other);
      return [kind, fits];
    });
  }

  function showFound(words, all = "") {
    const groups = look(words);
    found.replaceChildren();
    count.textContent = "";
    if (!groups) return;
    const many = Object.fromEntries(groups.map(([kind, fits]) => [kind, fits.length]));
    count.textContent = groups.some(([, fits]) => fits.length)
      ? `Found: ${KINDS.map(kind => number(many[kind], kind)).join(", ")}.`
      : "Nothing has all of these words. Fewer words find more.";
    for (const [kind, fits] of groups) {
      if (!fits.length) continue;
      const shown = kind === all ? fits : fits.slice(0, MOST);
      const items = shown.map(at => part("li", [link(kind, at), " ", part("code", LISTS[kind][at][0]), kind === "claim" ? "" : part("span", ` ${number(uses(kind, at), "claim")}`, { class: "rests-note" })]));
      const body = [part("h3", `${capital(kind)}s (${fits.length})`), list(items)];
      if (fits.length > shown.length) {
        const more = part("button", `Show all ${fits.length}`, { type: "button" });
        more.addEventListener("click", () => { showFound(words, kind); found.querySelector(`[data-group=${kind}] li:nth-child(${MOST + 1}) a`).focus(); });
        body.push(more);
      }
      found.append(part("section", body, { "data-group": kind }));
    }
  }

  /* ---- answering ---- */
  const MILD = 0, ORIGIN = 1, HARSH = 2, COUNTS = ["mild count", "count by origin", "harsh count"];
  const MOVED = ["Moves by the mild count", "Moves by the count by origin, not by the mild one", "Moves only by the harsh count"];
  const ALONE = ["Each of these alone moves its verdict", "And these by the count by origin", "And these only by the harsh count"];
  const WHY = [
    "No other source prints a figure that they need.",
    "What other sources print comes from the same origin.",
    "Another origin gives the figure too; it falls only if all that the source carries falls, whoever else prints it.",
  ];
  const moves = (row, bound) => row[2 + bound] !== claims[row[1]][4];
  const first = row => [MILD, ORIGIN, HARSH].find(bound => moves(row, bound));  // the mildest count by which it moves

  function sentenceOf(mild, origin, harsh) {
    if (!mild && !origin && !harsh) return "no verdict moves.";
    const told = `${number(origin, "verdict")} move${origin === 1 ? "s" : ""}`;
    return mild === origin && origin === harsh ? `${told}.` : `${told} by the count by origin, ${mild || "none"} by the mild and ${harsh || "none"} by the harsh count.`;
  }

  const whose = at => claims[at][2] ? "" : " (a proposition of ours)";

  function fallsItem(row, bound, total) {
    const [, claim, , , , used, lost] = row, now = claims[claim][4];
    const what = `${used} of its ${total.get(claim)} checks ${used === 1 ? "uses" : "use"} it; ${lost || "none"} ${lost > 1 ? "have" : "has"} no figure at all without it.`;
    return part("li", [link("claim", claim), whose(claim), " ", change(now, row[2 + bound]), " ", part("span", what, { class: "rests-note" })]);
  }

  function fromBelow(kind, at) {  // a source or a table: what hangs on it
    const one = LISTS[kind][at], own = falls[`${kind}s`].filter(row => row[0] === at);
    const total = new Map();
    for (const [claim, , standing] of ways) if (standing !== "weighed") total.set(claim, (total.get(claim) || 0) + 1);
    const weighed = unique(ways.filter(([, , standing, places]) => standing === "weighed" && places.some(pair => pair[kind === "table" ? 0 : 1] === at)).map(([claim]) => claim));
    const parts = [heading(names[kind](one))];
    parts.push(kind === "source" ? aboutSource(one, at) : part("p", ["Table ", part("code", one[0]), ` with ${one[2]} rows, data/${one[0]}.csv of the repository.`], { class: "rests-note" }));
    const many = [MILD, ORIGIN, HARSH].map(bound => own.filter(row => moves(row, bound)).length);
    if (own.length) parts.push(part("p", `If ${kind === "source" ? "this source is missing" : "all that this table holds is missing"}, ${sentenceOf(...many)}`, { class: "rests-verdict" }));
    else if (!weighed.length) parts.push(part("p", `No verdict is computed from it. ${kind === "source" && named[at].length ? "It stands behind rows that the charts or the text show." : ""}`, { class: "rests-verdict" }));
    for (const [row, bound, words] of answers[`${kind}s`].filter(row => row[0] === at)) {
      if (answers[`${kind}s`].some(other => other[0] === row && other[1] < bound && other[2] === words)) continue;
      parts.push(part("p", `By the ${COUNTS[bound]} the answer on the front page would say: “${words}.”`, { class: "rests-answer" }));
    }
    parts.push(
      ...[MILD, ORIGIN, HARSH].flatMap(bound => section(MOVED[bound], own.filter(row => first(row) === bound).map(row => fallsItem(row, bound, total)), WHY[bound])),
      ...section("Uses it and keeps its verdict", own.filter(row => first(row) === undefined).map(row => fallsItem(row, MILD, total))),
      ...section("Weighed as evidence for", weighed.map(claim => part("li", link("claim", claim)))),
    );
    if (kind === "source") parts.push(...section("Tables that name it", named[at].map(table => part("li", [link("table", table), " ", part("code", tables[table][0])]))));
    else {
      const theirs = unique(ways.flatMap(([, , , places]) => places.filter(pair => pair[0] === at).map(pair => pair[1])));
      parts.push(...section("Its sources that a verdict rests on", theirs.map(source => part("li", link("source", source)))));
    }
    return parts;
  }

  function aboutSource([id, , , published, seen, url]) {
    const how = { whole: "read whole", part: "read in part", excerpt: "seen as an excerpt" }[seen] || seen;
    return part("p", ["Source ", part("code", id), `, published ${published}, ${how}. `, plainLink(url, "The source itself"), " · ", plainLink(`sources.html#source-${id}`, "in the list of sources")], { class: "rests-note" });
  }

  function fromAbove(at) {  // a claim: what it hangs on
    const [id, words, outlet, chapter, verdict] = claims[at], own = ways.filter(([claim]) => claim === at);
    const theirs = unique(own.flatMap(([, , , places]) => places.map(pair => pair[1]))), through = unique(own.flatMap(([, , , places]) => places.map(pair => pair[0]))).filter(one => one >= 0);
    const alone = falls.sources.filter(row => row[1] === at), by = bound => alone.filter(row => first(row) === bound);
    const weighed = own.some(([, , standing]) => standing === "weighed");
    const parts = [
      heading(words),
      part("p", [outlet ? `A claim of ${outlet}: ` : "A proposition of ours: ", part("code", id), ". ", ...(outlet ? [plainLink(`register.html#claim-${id}`, "In the register"), " · "] : []), plainLink(`${chapter}.html#claim-${id}`, "Its chapter")], { class: "rests-note" }),
      part("p", chip(verdict)),
    ];
    if (!own.length) return [...parts, part("p", "No table holds a figure or a text for it.", { class: "rests-verdict" })];
    parts.push(part("p", weighed
      ? `A judgement: ${number(theirs.length, "source")} in ${number(through.length, "table")} were weighed for and against.`
      : `It rests on ${number(theirs.length, "source")} in ${number(through.length, "table")}, through ${number(own.length, "check")}. ${firmness(alone)}`, { class: "rests-verdict" }));
    const item = bound => row => part("li", [link("source", row[0]), " ", change(verdict, row[2 + bound])]);
    parts.push(...[MILD, ORIGIN, HARSH].flatMap(bound => section(ALONE[bound], by(bound).map(item(bound)), WHY[bound])));
    const checks = own.map(([, label, standing, places]) => fold([part("strong", label), ` ${standing}; ${number(unique(places.map(pair => pair[1])).length, "source")}`], throughTables(places), standing === "closest" && places.length <= FEW));
    parts.push(part("section", [part("h4", weighed ? "What was weighed" : "Check by check: table, then source"), ...checks]));
    return parts;
  }

  function firmness(alone) {
    const [mild, origin, harsh] = [MILD, ORIGIN, HARSH].map(bound => alone.filter(row => moves(row, bound)).length);
    if (!harsh && !origin && !mild) return "No single one of these sources moves its verdict.";
    return `If one is missing, ${origin || "none"} of these sources would move its verdict by the count by origin, ${mild || "none"} by the mild and ${harsh || "none"} by the harsh count.`;
  }

  function throughTables(places) {
    return list(unique(places.map(pair => pair[0])).map(table => part("li", [
      ...(table < 0 ? ["A text that was read"] : [link("table", table), " ", part("code", tables[table][0])]),
      list(places.filter(pair => pair[0] === table).map(([, source, alone]) => part("li", [link("source", source), ...(alone ? [part("span", " no other copy of its figure", { class: "rests-note" })] : [])]))),
    ])));
  }

  /* ---- the question: read from the address, written to it ---- */
  function read() {
    const said = new URLSearchParams(location.search), given = KINDS.flatMap(kind => said.getAll(kind).map(id => [kind, id]));
    const [kind, id] = given.find(([one, name]) => place[one].has(name)) || ["", ""];
    const aside = given.filter(one => one[0] !== kind || one[1] !== id);
    return { kind, id, words: said.get("words") || "", aside };
  }

  function leftAside(aside) {  // what the address asked and the page does not answer
    const unknown = aside.filter(([kind, id]) => !place[kind].has(id)), more = aside.filter(([kind, id]) => place[kind].has(id));
    const named = pairs => pairs.map(([kind, id]) => `${kind} ${id.length > 60 ? `${id.slice(0, 60)}…` : id || "without a name"}`).join(", ");
    return [...(unknown.length ? [`Not in this edition: ${named(unknown)}.`] : []), ...(more.length ? [`One question at a time; left aside: ${named(more)}.`] : [])].join(" ");
  }

  function write({ kind, id, words }, how) {
    const address = new URL(location.href);
    address.search = "";
    address.hash = "";
    if (kind) address.searchParams.set(kind, id);
    else if (words) address.searchParams.set("words", words);
    try { history[how](null, "", address); } catch { /* a browser that keeps the address of a file as it is */ }
  }

  const pageTitle = document.title;

  function show(asked) {
    if (field.value !== asked.words) field.value = asked.words;
    showFound(asked.words);
    if (asked.aside && asked.aside.length) count.textContent = `${leftAside(asked.aside)} ${count.textContent}`.trim();
    told.hidden = !asked.kind;
    told.replaceChildren(...(asked.kind ? [asked.kind === "claim" ? fromAbove(place.claim.get(asked.id)) : fromBelow(asked.kind, place[asked.kind].get(asked.id))].flat() : []));
    document.title = asked.kind ? `${told.firstChild.textContent} · ${pageTitle}` : pageTitle;
  }

  function ask(kind, id) {
    const asked = { kind, id, words: "" };
    show(asked);
    write(asked, "pushState");
    told.focus({ preventScroll: true });
    told.scrollIntoView({ block: "start", behavior: "instant" });
  }

  form.hidden = false;
  document.addEventListener("click", event => {
    const pressed = event.target.closest("a[data-source], a[data-table], a[data-claim]");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const kind = KINDS.find(one => pressed.dataset[one]);
    if (!place[kind].has(pressed.dataset[kind])) return;
    event.preventDefault();
    ask(kind, pressed.dataset[kind]);
  });
  field.addEventListener("input", () => {
    const answered = !told.hidden, asked = { kind: "", id: "", words: field.value.trim() ? field.value : "" };
    told.hidden = true;
    told.replaceChildren();
    document.title = pageTitle;
    showFound(field.value);
    write(asked, answered ? "pushState" : "replaceState");  // Back leads to the answer; further letters make no steps
  });
  form.addEventListener("reset", event => {
    event.preventDefault();
    const asked = { kind: "", id: "", words: "" };
    show(asked);
    write(asked, "pushState");
    field.focus();
  });
  form.addEventListener("submit", event => {
    event.preventDefault();
    const first = found.querySelector("a");
    if (first) first.click();
  });
  addEventListener("popstate", () => show(read()));
  addEventListener("pageshow", () => { const asked = read(); if (field.value !== asked.words) show(asked); });
  show(read());
})();
