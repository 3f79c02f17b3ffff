/* The search page: every passage of the book (search-passages.js) that has the words asked for, best first, with the words
   round them. Works from a folder too. Nothing is marked on the page that a result leads to. */
(function () {
  "use strict";

  const FIRST = 30, ROUND = 120;  // results shown at once; letters before and after the first word found
  const KINDS = { claim: "Claim", card: "Claim", figure: "Figure", section: "Section", term: "Term", source: "Source" };
  const WEIGHT = { claim: 6, card: 6, term: 5, section: 4, figure: 4, source: 0 };

  const { pages, passages } = window.bookPassages;
  const rows = new Map(passages.filter(([, , kind]) => kind === "claim").map(passage => [passage[1], passage]));  // of the register
  const field = document.querySelector(".bd-search-container input[name=q]");
  const status = document.querySelector(".search-status"), list = document.querySelector("#search-results ul");
  const more = document.querySelector(".search-more"), help = document.querySelector(".search-help");
  const { plain } = window.bookFind;

  function score(passage, find, query) {
    const [, anchor, kind, title, text] = passage;
    const whole = plain(query).trim(), inTitle = find.places(title), inText = find.places(text);
    let points = WEIGHT[kind];
    if (anchor.replace(/^(?:claim|source|fig|term)-/, "") === whole) points += 1000;
    if (plain(title).includes(whole)) points += 30;
    if (plain(text).includes(whole)) points += 10;
    find.terms.forEach((term, at) => {
      points += Math.min(inTitle[at].length, 1) * 20 + Math.min(inText[at].length, 5);
    });
    return points;
  }

  function marked(text, find, from = 0, to = text.length) {
    const piece = document.createDocumentFragment();
    let here = from;
    for (const [start, end] of find.places(text).flat().sort((one, other) => one[0] - other[0])) {
      if (start < here || end > to) continue;
      piece.append(text.slice(here, start), Object.assign(document.createElement("mark"), { textContent: text.slice(start, end) }));
      here = end;
    }
    piece.append(text.slice(here, to));
    return piece;
  }

  /* The stretch of a text that holds most of the words asked for, cut between words. */
  function excerpt(text, find) {
    const found = find.places(text).flatMap((places, term) => places.map(([start]) => ({ start, term })));
    found.sort((one, other) => one.start - other.start);
    let best = { start: 0, terms: 0 };
    for (const { start } of found) {
      const terms = new Set(found.filter(one => one.start >= start && one.start < start + ROUND).map(one => one.term)).size;
      if (terms > best.terms) best = { start, terms };
    }
    let from = Math.max(0, best.start - ROUND), to = Math.min(text.length, best.start + 2 * ROUND);
    if (from) from = text.indexOf(" ", from) + 1;
    if (to < text.length) to = text.lastIndexOf(" ", to);
    const line = Object.assign(document.createElement("p"), { className: "context" });
    line.append(from ? "… " : "", marked(text, find, from, to), to < text.length ? " …" : "");
    return line;
  }

  function item([page, anchor, kind, title, text], find) {
    const [address, pageTitle] = pages[page];
    const entry = document.createElement("li"), link = document.createElement("a");
    link.href = `${address}#${anchor}`;
    link.append(marked(title || pageTitle, find));
    const where = Object.assign(document.createElement("span"), { className: "search-where" });
    where.append(`${KINDS[kind]}${title === pageTitle ? "" : `, in: ${pageTitle}`}`);
    const row = kind === "card" && rows.get(anchor);
    if (row) where.append(" · ", Object.assign(document.createElement("a"), { href: `${pages[row[0]][0]}#${anchor}`, textContent: "in the register" }));
    entry.append(link, where);
    if (text) entry.append(excerpt(text, find));
    return entry;
  }

  function search(query) {
    const find = window.bookFind(query);
    list.replaceChildren();
    more.hidden = true;
    help.hidden = false;
    status.textContent = "";
    if (!find.terms.length) return;
    const ofAll = passages.filter(passage => find.every(`${passage[1]} ${passage[3]} ${passage[4]}`));
    let found = ofAll.length ? ofAll : passages.filter(passage => find.some(`${passage[1]} ${passage[3]} ${passage[4]}`));
    const cards = new Set(found.filter(([, , kind]) => kind === "card").map(([, anchor]) => anchor));
    found = found.filter(([, anchor, kind]) => kind !== "claim" || !cards.has(anchor));  // its card names its row
    const points = new Map(found.map(passage => [passage, score(passage, find, query)]));
    found.sort((one, other) => points.get(other) - points.get(one));  // of equals the first in the book stays first
    const count = found.length === 1 ? "One passage has" : `${found.length} passages have`;
    status.textContent = ofAll.length ? `${count} “${query}”.`
      : found.length ? `No passage has all of “${query}”; ${found.length} ${found.length === 1 ? "has" : "have"} some of it.`
      : `No passage has “${query}”.`;
    help.hidden = ofAll.length > 0;
    list.append(...found.slice(0, FIRST).map(passage => item(passage, find)));
    more.hidden = found.length <= FIRST;
    more.textContent = `Show all ${found.length}`;
    more.onclick = () => {
      const rest = found.slice(FIRST).map(passage => item(passage, find));
      list.append(...rest);
      more.hidden = true;
      rest[0].querySelector("a").focus();
    };
  }

  const asked = new URLSearchParams(location.search).get("q") || "";
  for (const one of document.querySelectorAll("input[name=q]")) one.value = asked;
  search(asked);
  if (!asked) field.focus();
})();
