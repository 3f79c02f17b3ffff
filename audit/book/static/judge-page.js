/* The page "Judge it yourself": controls for the choices that judge.js judges by, and what follows from them. The choices stand
   in the address, so that a link, Back and reload give the same verdict. Without this script the page shows our verdicts. */
(function () {
  "use strict";

  const parts = Object.fromEntries([...document.querySelectorAll("[data-judge]")].map(one => [one.dataset.judge, one]));
  if (!parts.verdict) return;
  const bar = document.querySelector(".judge-bar");
  const rules = window.AuditJudge;
  let data, words, ours, byId, top, pressed = null, choices = {}, aside = [];

  document.addEventListener("DOMContentLoaded", () => {
    if (!window.AUDIT || !rules) return;
    data = window.AUDIT;
    words = window.AUDIT_WORDS;
    byId = new Map(data.findings.map(one => [one.id, one]));
    ours = rules.judge(data, {});
    for (const one of document.querySelectorAll(".judge-fallback")) one.remove();
    for (const part of [...Object.values(parts), bar]) part.hidden = false;
    parts.verdict.closest("section").parentElement.append(bar);  // in sight from the first section to the last
    makeTop();
    makePresets();
    connectChoices();
    makeClaims();
    connectBar();
    for (const kind of ["click", "change"]) document.addEventListener(kind, event => { pressed = event.target; }, true);
    addEventListener("popstate", read);
    read();
    const named = /^#judge-(.+)/.exec(location.hash);
    if (named) goTo(named[1]);
  });

  /* ---- small helpers ---- */

  function make(tag, settings = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(settings)) {
      if (name in made && name !== "list") made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...children.filter(child => child !== null && child !== undefined));
    return made;
  }
  const capital = text => text.slice(0, 1).toUpperCase() + text.slice(1);
  const percent = share => `${Number((100 * share).toFixed(2))}%`;
  const plural = (number, one, many) => `${number} ${number === 1 ? one : many}`;
  const short = text => (text.length > 90 ? `${text.slice(0, text.lastIndexOf(" ", 88))} …` : text);
  const same = (one, other) => one.length === other.length && one.every(each => other.includes(each));
  const wordsOf = verdict => words.verdicts[verdict] || "not judged by these choices";
  const icon = (verdict, shape = "round") => {
    const found = parts.verdict.querySelector(".judge-icons").content.querySelector(`[data-icon="${words.verdicts[verdict] ? verdict : "not-judged-yet"} ${shape}"]`);
    return found.firstElementChild.cloneNode(true);
  };
  const isQuestioned = finding => finding.kind !== "judgement";
  const ownOf = finding => finding.specifications.filter(way => way.reading === null);
  const mineOf = id => (choices.claims || {})[id] || {};

  /* ---- the choices: one object, read from the address and written to it ---- */

  /* What the book has; the rest of an address is from another edition, or was mistyped, and is named. A value of a check is
     not taken from an address: no control would show it. */
  function known(given, strange) {
    const keep = (ids, has) => ids.filter(id => has(id) || (strange.push(id), false));
    const only = (all, has) => Object.fromEntries(Object.entries(all || {}).filter(([name]) => has(name) || (strange.push(name), false)));
    const list = (ids, has) => { const kept = keep(ids, has); return kept.length || !ids.length ? kept : undefined; };
    const ways = data.findings.flatMap(one => one.specifications), found = { ...given };
    const has = new Map([["chapters", new Set(data.findings.map(one => one.chapter))]]);
    for (const name of ["sources", "origins", "kinds"]) has.set(name, new Set(ways.flatMap(way => rules.restsOn(way, name))));
    found.without = Object.fromEntries(Object.entries(only(given.without, name => has.has(name))).map(([name, ids]) => [name, keep(ids, id => has.get(name).has(id))]));
    if (given.clauses) found.clauses = list(given.clauses, id => Object.hasOwn(data.clauses.words, id));
    if (given.behaviour) found.behaviour = list(given.behaviour, id => Object.hasOwn(data.layers.speaking[data.layers.chosen], id));
    found.weights = only(given.weights, layer => data.layers.order.includes(layer));
    found.claims = Object.fromEntries(Object.entries(only(given.claims, id => byId.has(id))).map(([id, mine]) => {
      const own = ownOf(byId.get(id)).map(way => way.id), its = { ...mine };
      for (const name of ["counting", "nearest"]) if (mine[name]) its[name] = list(mine[name], check => own.includes(check));
      if (mine.reading && !Object.hasOwn(ours.outcomes[id].verdicts, mine.reading)) { strange.push(mine.reading); delete its.reading; }
      const demands = Object.keys(mine.test || {}), allowed = (demandsOf(byId.get(id).tests[0]) || []).map(([name]) => name);
      const fits = same(demands, allowed);
      if (demands.length && !fits) { strange.push(`${id}.test`); delete its.test; }
      if (mine.values) { strange.push(`${id}.value`); delete its.values; }
      return [id, its];
    }));
    for (const name of ["hedge", "exceptions", "threshold"]) if (found[name] < 0 || found[name] > 1) { delete found[name]; strange.push(name); }
    return found;
  }

  /* Without what is as with us: an address holds only what was chosen. */
  function tidy(given) {
    const found = { ...given };
    if (found.hedge === rules.HEDGE_SHARE) delete found.hedge;
    if (found.exceptions === rules.EXCEPTIONS_SHARE) delete found.exceptions;
    if (found.threshold === rules.THRESHOLD) delete found.threshold;
    if (!found.whole) delete found.whole;
    for (const name of Object.keys(found)) if (found[name] === null || found[name] === undefined) delete found[name];
    if (found.clauses && same(found.clauses, data.clauses.ours)) delete found.clauses;
    if (found.behaviour && same(found.behaviour, Object.keys(data.layers.speaking[data.layers.chosen]))) delete found.behaviour;
    found.without = Object.fromEntries(Object.entries(found.without || {}).filter(([, ids]) => ids.length));
    found.claims = Object.fromEntries(Object.entries(found.claims || {}).map(([id, mine]) => [id, tidyClaim(byId.get(id), mine)]).filter(([, mine]) => Object.keys(mine).length));
    for (const name of ["without", "claims", "weights"]) if (!Object.keys(found[name] || {}).length) delete found[name];
    return found;
  }

  function tidyClaim(finding, mine) {
    const found = { ...mine }, own = ownOf(finding);
    const closest = own.filter(way => way.nearest).map(way => way.id), counting = own.filter(way => way.principled).map(way => way.id);
    if (found.nearest && same(found.nearest, closest)) delete found.nearest;
    if (found.counting && same(found.counting, counting)) delete found.counting;
    if (found.reading === rules.AS_WORDED) delete found.reading;
    if (found.test && !Object.keys(found.test).length) delete found.test;
    for (const name of Object.keys(found)) if (found[name] === undefined) delete found[name];
    return found;
  }

  function read() {
    const strange = [];
    choices = tidy(known(rules.fromAddress(location.search, strange), strange));
    aside = strange;
    show();
  }

  /* Only what changed is a step to go back. What was pressed stays where it is on the screen, whatever grows above it. */
  function choose(change) {
    const before = rules.toAddress(choices), held = pressed, height = held && held.getBoundingClientRect().top;
    choices = tidy({ ...choices, ...change });
    aside = [];
    if (rules.toAddress(choices) !== before) {
      try { history.pushState(null, "", address()); } catch { /* a browser that keeps the address of a file as it is */ }
    }
    show();
    if (held && held.isConnected) scrollBy({ top: held.getBoundingClientRect().top - height, behavior: "instant" });
  }

  function address() {
    const here = new URL(location.href);
    here.search = rules.toAddress(choices);
    here.hash = "";
    return here;
  }

  const chooseFor = (id, change) => choose({ claims: { ...choices.claims, [id]: { ...mineOf(id), ...change } } });
  const leave = (name, ids) => choose({ without: { ...choices.without, [name]: ids } });

  /* ---- everything that follows ---- */

  function show() {
    const told = rules.judge(data, choices);
    showAnswer(told);
    showMarks(told);
    showMoves(told);
    showChosen();
    showPresets();
    showControls(told);
    showWeights(told);
    showClaims(told);
    showBar(told);
  }

  const isMoved = (finding, told) => isQuestioned(finding) && verdictOf(finding.id, told) !== ours.outcomes[finding.id].verdict;
  const movedIds = told => data.findings.filter(one => isMoved(one, told)).map(one => one.id);

  /* How far from ours, counted as the scorecard counts: claims that have a verdict with us, claims on which the record is silent,
     propositions of our own, and apart from them what is not judged by these choices. */
  const kindOf = finding => (!finding.counted ? "own" : ["right", "lucky", "imprecise", "wrong"].includes(ours.outcomes[finding.id].label) ? "settled" : "silent");
  function tally(told) {
    const number = (findings, kind) => findings.filter(one => kindOf(one) === kind).length, asked = data.findings.filter(isQuestioned);
    const differ = told.moved.map(id => byId.get(id)).filter(isQuestioned);
    const parts = ["settled", "own", "silent"].map(kind => [number(differ, kind), number(asked, kind)]);
    return { differ: differ.length, gone: asked.filter(one => !told.outcomes[one.id]).length, parts };
  }
  const inWords = ([[claims, of], [mine, ofMine], [silent, ofSilent]]) =>
    `${claims} of ${of} claims${mine ? `, ${mine} of our ${ofMine} propositions` : ""}${silent ? `, ${silent} of ${ofSilent} that we could not judge` : ""}`;

  const verdictOf = (id, told) => (told.outcomes[id] ? told.outcomes[id].verdict : null);

  /* The answer and what was chosen stand above the first choice, so that a press is seen to change them; what changed, above the marks. */
  function makeTop() {
    const found = [".judge-answer:not(.judge-answer-ours)", ".judge-answer-ours", ".judge-chosen"].map(one => parts.verdict.querySelector(one));
    found[1].firstElementChild.textContent = "Ours, where it differs:";
    top = make("div", { className: "judge judge-top" }, make("p", { className: "judge-tag judge-whose" }), ...found);
    parts.start.closest("section").before(top);
    parts.verdict.prepend(parts.verdict.querySelector(".judge-moves"));
  }

  const otherLayers = told => data.layers.order.filter(layer => told.clauses[layer] !== ours.clauses[layer]);

  function showAnswer(told) {
    const before = top.querySelector(".judge-answer-ours"), other = otherLayers(told), chosen = Object.keys(choices).length > 0;
    top.querySelector(".judge-whose").textContent = !chosen ? "Our answer" : other.length ? "The answer by your choices" : "The answer by your choices, the same as ours";
    top.querySelector(".judge-answer:not(.judge-answer-ours)").textContent = told.answer;
    before.hidden = !other.length;
    before.lastChild.textContent = ` ${capital(other.map(layer => ours.clauses[layer]).join("; "))}.`;
  }

  function showMarks(told) {
    const marks = new Map([...parts.verdict.querySelectorAll(".judge-groups .judge-mark")].map(mark => [mark.dataset.id, mark]));
    for (const [id, mark] of marks) {
      const finding = byId.get(id);
      if (!finding) continue;  // out of scope: there is nothing to judge
      const verdict = verdictOf(id, told), moved = isMoved(finding, told);
      if (mark.dataset.verdict !== String(verdict)) mark.replaceChildren(icon(verdict, mark.dataset.shape));
      mark.dataset.verdict = String(verdict);
      mark.classList.toggle("judge-moved", moved);
      const title = `${finding.claim} ${capital(wordsOf(verdict))}.${moved ? ` We: ${wordsOf(ours.outcomes[id].verdict)}.` : ""}`;
      if (mark.title !== title) mark.title = title;
      if (finding.counted) place("label", told.outcomes[id] ? told.outcomes[id].label : "not-judged-yet", mark, words.labels);
      else place("outcome", rules.outcomeOf(told.outcomes[id]), mark, words.outcomes);
    }
    for (const group of parts.verdict.querySelectorAll(".judge-group")) {
      const row = group.querySelector(".judge-marks"), was = group.querySelector(".judge-was");
      const marks = [...row.children], order = [...marks].sort((one, other) => places.get(one) - places.get(other));
      if (order.some((mark, at) => mark !== marks[at])) row.replaceChildren(...order);
      const before = Number(group.dataset.ours || 0), number = order.length;
      if (group.querySelector(".judge-number").textContent !== String(number)) group.querySelector(".judge-number").textContent = number;
      was.hidden = number === before;
      was.textContent = ` (ours: ${before})`;
      group.hidden = !number && !before;
    }
    parts.verdict.querySelector(".judge-key-moved").hidden = !movedIds(told).length;
  }

  /* The order in which marks stood at first, and how many were in each group. */
  const places = new Map([...parts.verdict.querySelectorAll(".judge-groups .judge-mark")].map((mark, at) => [mark, at]));
  for (const group of parts.verdict.querySelectorAll(".judge-group")) group.dataset.ours = group.querySelectorAll(".judge-mark").length;

  function place(name, code, mark, called) {
    const held = mark.closest(".judge-group");
    if (held && held.dataset[name] === code) return;
    const list = parts.verdict.querySelector(name === "label" ? ".judge-groups:not(.judge-propositions)" : ".judge-propositions");
    let group = list.querySelector(`[data-${name}="${code}"]`);
    if (!group) {
      group = make("li", { className: "judge-group" },
        make("p", { className: "judge-name" }, make("strong", { className: "judge-number" }), ` ${called[code]}`, make("span", { className: "judge-was" })),
        make("p", { className: "judge-marks", "aria-hidden": "true" }));
      group.dataset[name] = code;
      list.append(group);
    }
    group.querySelector(".judge-marks").append(mark);
  }

  function differWords(told) {
    const { differ, gone, parts: counted } = tally(told);
    const said = differ ? `${inWords(counted)} differ from ours` : "no verdict differs from ours";
    return gone ? `${said}; ${plural(gone, "is", "are")} not judged by these choices` : said;
  }

  /* What differs, claim by claim: ours, and the reader's. */
  function showMoves(told) {
    const box = parts.verdict.querySelector(".judge-moves"), ids = movedIds(told);
    box.hidden = !ids.length;
    if (!ids.length) return box.replaceChildren();
    const open = box.querySelector("details") ? box.querySelector("details").open : ids.length <= 6;
    const rows = ids.map(id => make("li", {},
      make("a", { href: `#judge-${id}` }, byId.get(id).claim), " ",
      make("span", { className: "judge-change" }, icon(ours.outcomes[id].verdict), ` ${wordsOf(ours.outcomes[id].verdict)} → `, icon(verdictOf(id, told)), " ", make("strong", {}, wordsOf(verdictOf(id, told))), ".")));
    box.replaceChildren(make("details", { open, className: "judge-fold" },
      make("summary", {}, capital(differWords(told))), make("ul", {}, ...rows)));
  }

  /* ---- what was chosen, each with a way back ---- */

  function chosenItems() {
    const items = [], without = choices.without || {};
    const add = (said, back) => items.push([said, back]);
    if (choices.clauses) add(same(choices.clauses, Object.keys(data.clauses.words)) ? "Any duty of a treaty makes an alliance" : choices.clauses.length ? `An alliance is a treaty with a duty ${choices.clauses.map(id => data.clauses.words[id]).join(", or ")}` : "No duty makes an alliance", { clauses: null });
    if (choices.hedge !== undefined) add(`“Around” allows ${percent(choices.hedge)} of a figure (ours: ${percent(rules.HEDGE_SHARE)})`, { hedge: undefined });
    if (choices.exceptions !== undefined) add(`A pattern may have ${percent(choices.exceptions)} of its cases against it (ours: ${percent(rules.EXCEPTIONS_SHARE)})`, { exceptions: undefined });
    if (choices.whole) add("Only sources that we read whole", { whole: false });
    for (const [name, ids] of Object.entries(without)) {
      for (const id of ids) add(`Left out: ${name === "kinds" ? words.kinds[id] : name === "chapters" ? `the chapter “${id}”` : nameOf(name, id)}`, { without: { ...without, [name]: ids.filter(one => one !== id) } });
    }
    const weights = Object.entries(choices.weights || {});
    if (choices.behaviour) add(`${choices.behaviour.length} of ${Object.keys(data.layers.speaking[data.layers.chosen]).length} findings of behaviour count for its score`, { behaviour: undefined });
    if (weights.length) add(`Weights: ${weights.map(([layer, weight]) => `${layer} ${weight}`).join(", ")}`, { weights: {} });
    if (choices.threshold !== undefined) add(`The thesis fails above ${choices.threshold} (ours: ${rules.THRESHOLD})`, { threshold: undefined });
    for (const [id, mine] of Object.entries(choices.claims || {})) {
      const rest = { ...choices.claims };
      delete rest[id];
      add(`${short(byId.get(id).claim).replace(/\.$/, "")}: ${saidOf(byId.get(id), mine)}`, { claims: rest });
    }
    return items;
  }

  const nameOf = (name, id) => data.names[name][id] || id;

  function saidOf(finding, mine) {
    const called = ids => ids.map(id => `“${(ownOf(finding).find(way => way.id === id) || { label: id }).label}”`).join(" and ");
    const said = [];
    if (mine.reading) said.push("read in another way");
    if (mine.nearest) said.push(mine.nearest.length ? `closest is ${called(mine.nearest)}` : "nothing is closest");
    if (mine.counting) said.push(`${plural(mine.counting.length, "check counts", "checks count")}`);
    if (mine.test) said.push("low" in mine.test ? `accepted is ${mine.test.low} to ${mine.test.high}` : `the bound is ${Object.values(mine.test).join()}`);
    return said.join("; ");
  }

  function showChosen() {
    const box = top.querySelector(".judge-chosen"), items = chosenItems();
    const at = [...box.querySelectorAll("button")].indexOf(document.activeElement);
    box.hidden = !items.length && !aside.length;
    const rows = items.map(([said, back]) => make("li", {}, said, " ", make("button", { type: "button", className: "judge-undo", ariaLabel: `Take back: ${said}`, onclick: () => choose(back) }, "Take back")));
    const strange = aside.length ? [make("p", { className: "judge-note" }, `Left aside, as no choice in this edition of the book: ${aside.slice(0, 5).map(short).join(", ")}${aside.length > 5 ? `, and ${aside.length - 5} more` : ""}.`)] : [];
    const list = make("ul", {}, ...rows);
    const told = items.length > 5 ? make("details", { className: "judge-fold", open: at >= 0 }, make("summary", {}, `Your ${items.length} choices`), list) : items.length ? make("div", {}, make("p", { className: "judge-tag" }, "Your choices"), list) : null;
    box.replaceChildren(...[told, ...strange].filter(Boolean));
    if (at >= 0) (box.querySelectorAll("button")[Math.min(at, rows.length - 1)] || parts.start.querySelector("button")).focus();
  }

  /* ---- choices to start from ---- */

  function extreme(lowest) {
    const claims = {};
    for (const finding of data.findings) {
      const rank = by => rules.LADDERS[finding.kind].indexOf(by.verdict);
      const known = Object.entries(ours.outcomes[finding.id].verdicts).filter(([, by]) => rules.outcomeOf(by) !== "unknown");
      if (!known.length) continue;
      let [best, ...others] = known;
      for (const one of others) if (lowest ? rank(one[1]) > rank(best[1]) : rank(one[1]) < rank(best[1])) best = one;
      if (best[0] !== rules.AS_WORDED) claims[finding.id] = { reading: best[0] };
    }
    return { claims };
  }

  const PRESETS = () => [
    ["Any duty of a treaty makes an alliance", { clauses: Object.keys(data.clauses.words) }],
    ["Leave out what governments say", { without: { kinds: ["official"] } }],
    ["Leave out the press", { without: { kinds: ["press"] } }],
    ["Only what we read whole", { whole: true }],
    ["The harshest reading of each claim", extreme(true)],
    ["The kindest reading of each claim", extreme(false)],
    ["A pattern has no exceptions", { exceptions: 0 }],
    ["“Around” means exactly", { hedge: 0 }],
  ];

  /* A start is put to the other choices, and taken from them. */
  function join(mine, its) {
    const without = { ...mine.without }, claims = { ...mine.claims };
    for (const [name, ids] of Object.entries(its.without || {})) without[name] = [...new Set([...(without[name] || []), ...ids])];
    for (const [id, one] of Object.entries(its.claims || {})) claims[id] = { ...claims[id], ...one };
    return { ...mine, ...its, without, claims };
  }
  function part(mine, its) {
    const left = { ...mine, without: { ...mine.without }, claims: { ...mine.claims } };
    for (const name of ["clauses", "hedge", "exceptions", "whole"]) if (name in its) delete left[name];
    for (const [name, ids] of Object.entries(its.without || {})) left.without[name] = (left.without[name] || []).filter(id => !ids.includes(id));
    for (const id of Object.keys(its.claims || {})) left.claims[id] = { ...left.claims[id], reading: undefined };
    return left;
  }
  const isIn = its => rules.toAddress(tidy(join(choices, its))) === rules.toAddress(choices);
  let presets = [];

  function makePresets() {
    presets = PRESETS().map(([said, given]) => {
      const made = tidy(given), told = rules.judge(data, made);
      const button = make("button", { type: "button", ariaPressed: "false" }, `${said} `, make("span", { className: "judge-effect" }, told.moved.length ? `changes ${inWords(tally(told).parts)}${otherLayers(told).length ? ", and the answer" : ""}` : "changes nothing: no verdict hangs on it"));
      button.addEventListener("click", () => {
        const next = tidy(isIn(made) ? part(choices, made) : join(choices, made));
        choose({ ...Object.fromEntries(Object.keys(choices).map(name => [name, undefined])), ...next });
      });
      return [button, made];
    });
    parts.start.querySelector(".judge-presets").append(...presets.map(([button]) => button));
  }

  function showPresets() {
    for (const [button, its] of presets) button.setAttribute("aria-pressed", String(isIn(its)));
  }

  /* ---- controls for all claims ---- */

  const form = parts.choices, all = name => [...form.querySelectorAll(`[name="${name}"]`)];
  const ticked = name => all(name).filter(box => box.checked).map(box => box.value);
  /* The number in a field, undefined where it is empty. One that is none is refused aloud (null), and the field goes back. */
  function numberIn(field) {
    const say = words => { const place = field.closest("[data-refusing]").querySelector("[data-told=refused]"); if (place) place.textContent = words; };
    const least = field.min === "" ? -Infinity : Number(field.min), most = field.max === "" ? Number.MAX_VALUE : Number(field.max), given = Number(field.value);
    say("");
    if (field.value === "" && !field.validity.badInput) return undefined;
    if (!field.validity.badInput && given >= least && given <= most) return given;
    const range = field.max === "" ? "a number" : `a number from ${field.min} to ${field.max}`;
    say(`Not taken: ${field.validity.badInput ? "what was typed" : field.value} is not ${range}. What stood there stands again.`);
    return null;
  }
  let choice = new Map();  // what can be left out by name, with what stands for it

  function connectChoices() {
    form.addEventListener("submit", event => event.preventDefault());
    form.addEventListener("change", event => {
      const field = event.target;
      if (field.name === "clauses") choose({ clauses: ticked("clauses") });
      if (field.name === "kinds" || field.name === "chapters") leave(field.name, ticked(field.name));
      if (field.name === "whole") choose({ whole: field.checked });
      if (field.name === "behaviour") choose({ behaviour: ticked("behaviour") });
      if (!["hedge", "exceptions", "threshold", "weight"].includes(field.name)) return;
      const given = numberIn(field);
      if (given === null) {
        field.value = "";
        show();
      } else if (field.name === "threshold") choose({ threshold: given });
      else if (field.name === "weight") {
        const weights = { ...choices.weights, [field.dataset.layer]: given };
        choose({ weights: Object.fromEntries(data.layers.order.filter(layer => weights[layer] !== undefined).map(layer => [layer, weights[layer]])) });
      } else choose({ [field.name]: given === undefined ? undefined : given / 100 });
    });
    for (const [name, called] of Object.entries(data.names)) {
      for (const [id, title] of Object.entries(called)) choice.set(name === "origins" ? `All that ${title} counted or said` : title, [name, id]);
    }
    const field = form.querySelector("[name=leave]"), list = form.querySelector("datalist");
    field.addEventListener("focus", () => { if (!list.children.length) list.append(...[...choice.keys()].map(value => make("option", { value }))); });
    field.addEventListener("keydown", event => { if (event.key === "Enter") { event.preventDefault(); leaveNamed(field); } });
    form.querySelector("[name=leave-out]").addEventListener("click", () => leaveNamed(field));
  }

  /* By its whole name, its id, or words that only one has. */
  function leaveNamed(field) {
    const say = form.querySelector("[data-told=leave]"), given = field.value.trim();
    if (!given) return;
    const entries = [...choice], exact = entries.filter(([title, [, id]]) => title === given || id === given);
    const found = exact.length ? exact : entries.filter(([title]) => window.bookFind(given).every(title));
    if (found.length !== 1) {
      say.textContent = found.length ? `${found.length} fit. Write more of the name, or choose from the list.` : "None of the sources and bodies behind a check is called so.";
      return;
    }
    const [title, [name, id]] = found[0], gone = (choices.without || {})[name] || [];
    field.value = "";
    say.textContent = `Left out: ${title}.`;
    leave(name, [...new Set([...gone, id])]);
  }

  function showControls() {
    const without = choices.without || {}, clauses = choices.clauses || data.clauses.ours;
    for (const box of all("clauses")) box.checked = clauses.includes(box.value);
    for (const name of ["kinds", "chapters"]) for (const box of all(name)) box.checked = (without[name] || []).includes(box.value);
    form.querySelector("[name=whole]").checked = !!choices.whole;
    fill(form.querySelector("[name=hedge]"), 100 * (choices.hedge ?? rules.HEDGE_SHARE));
    fill(form.querySelector("[name=exceptions]"), 100 * (choices.exceptions ?? rules.EXCEPTIONS_SHARE));
    fill(form.querySelector("[name=threshold]"), choices.threshold ?? rules.THRESHOLD);
    const counting = choices.behaviour || Object.keys(data.layers.speaking[data.layers.chosen]);
    for (const box of all("behaviour")) box.checked = counting.includes(box.value);
    for (const field of all("weight")) fill(field, (choices.weights || {})[field.dataset.layer] ?? "");
  }

  function fill(field, value) {
    const text = value === "" ? "" : String(Number(value.toPrecision(12)));
    if (field.value !== text) field.value = text;
  }

  /* ---- the weights, which are the reader's alone ---- */

  /* Of a claim on the size of a growth only this counts here: that it grew at all. */
  const GREW = { holds: "it grew, by every check", partly: "it grew, by some of the checks", fails: "it did not grow, by any check", unknown: "not known whether it grew" };

  function showWeights({ outcomes, scores, mean, fails, beyond }) {
    const threshold = choices.threshold ?? rules.THRESHOLD, rounded = number => Number(number.toFixed(2));
    for (const place of form.querySelectorAll("[data-score]")) place.textContent = scores[place.dataset.score] === null ? "unknown" : rounded(scores[place.dataset.score]);
    for (const place of form.querySelectorAll("[data-speaks]")) {
      const id = place.dataset.speaks, code = rules.speaks(data.layers, id, outcomes[id]), worth = rules.towards(place.dataset.side, code);
      const says = data.layers.growths.includes(id) ? GREW[code] : wordsOf(verdictOf(id, { outcomes }));
      place.textContent = `${capital(says)}${!place.dataset.side ? "" : worth === undefined ? ": left out" : `: ${worth}`}`;
    }
    form.querySelector("[data-told=weights]").textContent = weightWords(scores, mean, fails, rounded);
    const known = Object.values(scores).filter(score => score !== null), counted = "with the findings that count here", sentences = beyond.map(([low, high, share]) =>
      `Between ${low} and ${high} alone, ${counted}, the thesis fails when ${high} has more than ${percent(Number(share.toFixed(3)))} of the weight.`);
    if (!beyond.length && known.length) sentences.push(known.every(score => score > threshold) ? `${capital(counted)} the thesis fails whatever the weights: every score is above ${threshold}.` : `${capital(counted)} no score is above ${threshold}, and so no weights can make the thesis fail. Other findings, or another threshold, may.`);
    form.querySelector("[data-told=beyond]").replaceChildren(...sentences.map(said => make("li", {}, said)));
    form.querySelector("[data-told=triangle]").replaceChildren(...(known.length === 3 ? [triangle(scores, threshold)] : []));
  }

  function weightWords(scores, mean, fails, rounded) {
    const weighed = Object.entries(choices.weights || {}), some = weighed.filter(([, weight]) => weight > 0).map(([layer]) => layer);
    if (!weighed.length) return "No weights are set, and so nothing is folded into one word.";
    if (!some.length) return "Your weights are all zero, and so nothing is folded into one word.";
    const unknown = some.filter(layer => scores[layer] === null).join(" and ");
    if (mean === null) return `Of ${unknown} the record says nothing by these choices, and so there is no mean.`;
    return `By your weights, and the findings that count here, the mean is ${rounded(mean)}: the thesis ${fails ? "fails" : "holds"}.${unknown ? ` It leaves out ${unknown}, which has no score by these choices.` : ""}`;
  }

  /* All weights as a triangle, a layer at each corner: the part where the thesis fails is hatched, a dot is the reader's. */
  function triangle(scores, threshold) {
    const layers = data.layers.order, corners = [[110, 26], [24, 164], [196, 164]], excess = layers.map(layer => scores[layer] - threshold);
    const at = weights => [0, 1].map(axis => weights.reduce((sum, weight, i) => sum + weight * corners[i][axis], 0));
    const unit = layers.map((_, i) => layers.map((_, j) => Number(i === j))), inside = [];
    unit.forEach((corner, i) => {
      const next = (i + 1) % 3;
      if (excess[i] > 0) inside.push(corner);
      if (excess[i] > 0 !== excess[next] > 0) {
        const share = excess[i] / (excess[i] - excess[next]);
        inside.push(corner.map((weight, j) => weight * (1 - share) + unit[next][j] * share));
      }
    });
    const points = list => list.map(weights => at(weights).map(one => one.toFixed(1)).join()).join(" ");
    const draw = (tag, settings, text) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(settings)) made.setAttribute(name, value);
      if (text) made.textContent = text;
      return made;
    };
    const picture = draw("svg", { viewBox: "0 0 220 192", class: "judge-triangle", role: "img", "aria-label": `All weights as a triangle, a layer at each corner; hatched where the thesis fails with the findings that count here${inside.length ? "" : ", which is nowhere"}` });
    const hatch = draw("pattern", { id: "judge-hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    hatch.append(draw("path", { d: "M0 0V6", class: "judge-hatch" }));
    picture.append(hatch);
    if (inside.length) picture.append(draw("polygon", { points: points(inside), fill: "url(#judge-hatch)", class: "judge-failing" }));
    picture.append(draw("polygon", { points: points(unit), class: "judge-edge" }));
    layers.forEach((layer, i) => picture.append(draw("text", { x: corners[i][0], y: i ? 184 : 16, "text-anchor": ["middle", "start", "end"][i] }, capital(layer))));
    const weights = layers.map(layer => (choices.weights || {})[layer] || 0), total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total) {
      const [cx, cy] = at(weights.map(weight => weight / total));
      picture.append(draw("circle", { cx, cy, r: 6, class: "judge-mine" }));
    }
    return make("figure", {}, picture, make("figcaption", {}, "Hatched: weights for which the thesis fails, with the findings that count here. A dot: yours."));
  }

  /* ---- claim by claim ---- */

  const claims = parts.claims, rows = new Map();

  function makeClaims() {
    const groups = new Map(all("chapters").map(box => [box.value, []]));  // in the order of the book
    for (const finding of data.findings) {
      if (!groups.has(finding.chapter)) groups.set(finding.chapter, []);
      groups.get(finding.chapter).push(finding);
    }
    for (const [chapter, findings] of groups) {
      const fold = make("details", { className: "judge-fold judge-chapter" }, make("summary", {}, `${capital(chapter)} `, make("span", { className: "judge-effect" })));
      const list = make("ul", { className: "judge-list" });
      for (const finding of findings) list.append(makeRow(finding));
      fold.append(list);
      claims.querySelector(".judge-chapters").append(fold);
    }
    claims.querySelector("[name=words]").addEventListener("input", () => showClaims(rules.judge(data, choices)));
    claims.querySelector("[name=only-moved]").addEventListener("change", () => showClaims(rules.judge(data, choices)));
    document.addEventListener("click", event => {
      const link = event.target.closest('a[href^="#judge-"]');
      if (link) { event.preventDefault(); goTo(link.getAttribute("href").slice("#judge-".length)); }
    });
  }

  function goTo(id) {
    const row = rows.get(id);
    if (!row) return;
    claims.querySelector("[name=words]").value = "";
    claims.querySelector("[name=only-moved]").checked = false;
    showClaims(rules.judge(data, choices));
    row.item.closest(".judge-chapter").open = true;
    row.item.querySelector("details").open = true;
    row.item.scrollIntoView({ block: "start" });
    row.item.querySelector("summary").focus({ preventScroll: true });
  }

  function makeRow(finding) {
    const head = make("summary", {}), body = make("div", { className: "judge-editor" });
    const item = make("li", { id: `judge-${finding.id}` }, make("details", {}, head, body));
    const row = { finding, item, head, body, refresh: null };
    rows.set(finding.id, row);
    item.querySelector("details").addEventListener("toggle", event => {
      if (!event.target.open || row.refresh) return;
      row.refresh = makeEditor(row);
      row.refresh(rules.judge(data, choices));
    });
    return item;
  }

  function showClaims(told) {
    const find = window.bookFind(claims.querySelector("[name=words]").value), only = claims.querySelector("[name=only-moved]").checked;
    let shown = 0;
    for (const row of rows.values()) {
      const { finding, head, item } = row, verdict = verdictOf(finding.id, told), moved = isMoved(finding, told);
      const key = `${verdict}${moved}`;
      if (row.key !== key) head.replaceChildren(icon(verdict), make("span", { className: "judge-claim-words" }, `${finding.claim} `,
        make("span", { className: "judge-change" }, capital(wordsOf(verdict)), moved ? make("span", { className: "judge-was" }, ` (ours: ${wordsOf(ours.outcomes[finding.id].verdict)})`) : null, finding.counted ? null : ", a proposition of our own")));
      row.key = key;
      item.classList.toggle("judge-differs", moved);
      item.hidden = !(find.every(`${finding.id} ${finding.claim}`) && (!only || moved));
      shown += !item.hidden;
      if (row.refresh && item.querySelector("details").open) row.refresh(told);
    }
    const narrowed = shown < rows.size;
    for (const fold of claims.querySelectorAll(".judge-chapter")) {
      const items = [...fold.querySelectorAll(".judge-list > li")], left = items.filter(item => !item.hidden).length, moved = items.filter(item => item.classList.contains("judge-differs")).length;
      fold.hidden = !left;
      fold.querySelector("summary .judge-effect").textContent = `${narrowed ? `${left} of ${items.length}` : items.length}${moved ? `, ${moved} not as ours` : ""}`;
      if (narrowed && shown <= 12 && !fold.open && left) { fold.open = true; fold.dataset.opened = "yes"; }
      if (!narrowed && fold.dataset.opened) { fold.open = false; delete fold.dataset.opened; }
    }
    claims.querySelector("[data-told=claims]").textContent = narrowed ? `${shown} of ${rows.size} fit.` : "";
  }

  /* The choices of one claim; what is returned keeps them true. */
  function makeEditor({ finding, body }) {
    const { id } = finding, own = ownOf(finding), readings = Object.keys(ours.outcomes[id].verdicts), refreshers = [];
    const box = make("div", {});
    if (finding.tests.length) box.append(make("p", { className: "judge-note" }, `Judged as: ${finding.tests[0].reading} A check agrees if ${finding.tests[0].words}.`));
    const wrong = make("p", { className: "judge-note", role: "status" });
    box.append(wrong);
    if (data.clauses.checks[id]) {
      const defined = make("p", { className: "judge-note" });
      box.append(defined);
      refreshers.push(() => { defined.textContent = choices.clauses ? "You defined an alliance otherwise: where a check names the duty to defend, read your duties." : ""; });
    }
    refreshers.push(told => { wrong.textContent = told.refused[id] ? "By these choices it cannot be judged: a claim has one closest check or two, a window ends above its beginning, and what is closest counts." : ""; });

    if (readings.length > 1) {
      const set = make("fieldset", {}, make("legend", {}, "What do the words mean?"));
      for (const reading of readings) {
        const said = reading === rules.AS_WORDED ? "As we read them." : finding.tests.find(test => test.id === reading).reading;
        const input = make("input", { type: "radio", name: `reading-${id}`, value: reading }), verdict = make("strong", {});
        input.addEventListener("change", () => chooseFor(id, { reading }));
        set.append(make("label", { className: "judge-check" }, input, make("span", {}, `${said} `, verdict)));
        refreshers.push(told => {
          input.checked = (mineOf(id).reading || rules.AS_WORDED) === reading;
          const by = told.outcomes[id] && told.outcomes[id].verdicts[reading];
          verdict.textContent = by ? `${capital(wordsOf(by.verdict))}.` : "";
        });
      }
      box.append(set);
    }
    if (own.length && isQuestioned(finding)) {
      const list = make("ul", { className: "judge-checks" });
      for (const way of own) list.append(makeCheck(finding, own, way, refreshers));
      box.append(list);
      const bounds = makeBounds(finding, refreshers);
      if (bounds) box.append(bounds);
    } else box.append(make("p", { className: "judge-note" }, "A judgement was weighed, and there is no verdict that a choice could change."));
    const back = make("button", { type: "button" }, "This claim as we judged it");
    back.addEventListener("click", () => { const rest = { ...choices.claims }; delete rest[id]; choose({ claims: rest }); });
    refreshers.push(() => { back.disabled = !(choices.claims || {})[id]; });
    box.append(make("p", { className: "judge-foot" }, back, " ", make("a", { href: `${finding.chapter}.html#claim-${id}` }, "Read the chapter")));
    body.replaceChildren(box);
    return told => refreshers.forEach(one => one(told));
  }

  function makeCheck(finding, own, way, refreshers) {
    const { id } = finding, standing = make("span", { className: "judge-standing" }), value = make("strong", {});
    const box = said => { const input = make("input", { type: "checkbox", ariaLabel: `${said}: ${way.label}` }); return [input, make("label", { className: "judge-check" }, input, make("span", {}, said))]; };
    const [counts, countsLabel] = box("Counts"), [closest, closestLabel] = box("Closest to the words");
    const now = (name, field) => mineOf(id)[name] || own.filter(one => one[field]).map(one => one.id);
    const toggled = (ids, on) => own.map(one => one.id).filter(one => (one === way.id ? on : ids.includes(one)));
    counts.addEventListener("change", () => chooseFor(id, { counting: toggled(now("counting", "principled"), counts.checked) }));
    closest.addEventListener("change", () => {
      const change = { nearest: toggled(now("nearest", "nearest"), closest.checked) };
      if (closest.checked && mineOf(id).counting) change.counting = toggled(mineOf(id).counting, true);
      chooseFor(id, change);
    });
    refreshers.push(told => {
      const one = told.outcomes[id], check = one && one.verdicts[rules.AS_WORDED].checks.find(([name]) => name === way.id);
      closest.checked = now("nearest", "nearest").includes(way.id);
      counts.checked = closest.checked || now("counting", "principled").includes(way.id);
      counts.disabled = closest.checked;
      value.textContent = check && check[1] === null && way.value !== null ? "left out" : valueText(finding, way);
      standing.textContent = !check || check[1] === null ? "says nothing" : check[1] || check[2] ? "agrees" : "does not agree";
    });
    return make("li", {}, make("p", {}, `${way.label}: `, value, ", ", standing, ". ", make("span", { className: "judge-note" }, way.reason)), make("p", { className: "judge-boxes" }, countsLabel, closestLabel));
  }

  function valueText(finding, way) {
    const clauses = choices.clauses && (data.clauses.checks[finding.id] || {})[way.id];
    if (clauses && way.value !== null) {
      const allied = clauses.cases.filter(([, duties]) => duties.some(duty => choices.clauses.includes(duty))).length;
      return clauses.counts ? `${allied} of ${clauses.cases.length}` : allied ? "no" : "yes";
    }
    if (way.value === null) return "no value";
    if (typeof way.value === "boolean") return way.value ? "yes" : "no";
    if (typeof way.value === "string") return words.verdicts[way.value] || way.value;
    if (way.text) return way.text;
    const unit = (finding.tests[0] || {}).unit || "";
    const number = unit === "year" ? String(way.value) : way.value.toLocaleString("en-GB", { maximumFractionDigits: way.decimals });
    return unit.includes("per cent") ? `${number}%` : unit ? `${number} ${unit}` : number;
  }

  /* Another window, or another bound, for a claim about a number. */
  function makeBounds(finding, refreshers) {
    const { id } = finding, test = finding.tests[0], unit = test.unit ? `, ${test.unit}` : "";
    const names = demandsOf(test);
    if (!names) return null;
    const fields = names.map(([name, said]) => {
      const field = make("input", { type: "number", step: "any", inputMode: "decimal" });
      refreshers.push(() => {
        const window = rules.windowOf(test, choices.hedge ?? rules.HEDGE_SHARE), usual = name === "low" || name === "high" ? window[name] : test[name];
        fill(field, (mineOf(id).test || {})[name] ?? usual);
      });
      return [name, field, make("label", { className: "judge-field" }, `${said}${unit} `, field)];
    });
    for (const [, field] of fields) {
      field.addEventListener("change", () => {
        if (numberIn(field) === null) {
          field.value = "";
          return show();
        }
        const given = fields.map(([name, each]) => [name, each.value === "" ? undefined : Number(each.value)]);
        chooseFor(id, { test: given.some(([, number]) => number === undefined) ? {} : Object.fromEntries(given) });
      });
    }
    return make("fieldset", { "data-refusing": "" }, make("legend", {}, "What agrees with the words?"), make("div", { className: "judge-fields" }, ...fields.map(([, , label]) => label)), make("p", { className: "judge-note", role: "status", "data-told": "refused" }));
  }

  function demandsOf(test) {
    if (!test) return null;
    if (["rounds_to", "about", "between"].includes(test.comparison)) return [["low", "From"], ["high", "to"]];
    const said = { more_than: "More than", at_least: "At least", at_most: "At most" }[test.comparison];
    return said ? [["threshold", said]] : test.comparison === "equals" ? [["value", "Exactly"]] : null;
  }

  /* ---- the bar: how far from ours, a link to take away, the way back ---- */

  function connectBar() {
    bar.querySelector("[name=back]").addEventListener("click", () => {
      choose(Object.fromEntries(Object.keys(choices).map(name => [name, undefined])));
      parts.start.querySelector("button").focus();
    });
    bar.querySelector("[name=share]").addEventListener("click", share);
    bar.querySelector("[name=share]").before(make("button", { type: "button", name: "changed", onclick: () => {
      const fold = parts.verdict.querySelector(".judge-moves details");
      fold.open = true;
      fold.scrollIntoView({ block: "start" });
      fold.querySelector("summary").focus({ preventScroll: true });
    } }, "What changed"), " ");
  }

  function showBar(told) {
    const chosen = Object.keys(choices).length > 0;
    const other = otherLayers(told), last = other.pop();
    for (const button of bar.querySelectorAll("button")) button.disabled = !chosen;
    bar.querySelector("[name=changed]").disabled = !movedIds(told).length;
    bar.querySelector(".judge-bar-words").textContent = chosen ? `${capital(differWords(told))}; the answer ${last ? `changes on ${other.length ? `${other.join(", ")} and ${last}` : last}` : "stays"}.` : "These are our verdicts. What you change is counted here.";
    const box = bar.querySelector("textarea");
    if (box) box.remove();
  }

  async function share(event) {
    const button = event.currentTarget, before = "Copy link";
    try {
      await navigator.clipboard.writeText(address().href);
      button.textContent = "Link copied";
      setTimeout(() => { button.textContent = before; }, 2000);
    } catch {  // no permission, or opened from a file: the reader copies by hand
      let box = bar.querySelector("textarea");
      if (!box) {
        box = make("textarea", { readOnly: true, rows: 2, ariaLabel: "The address of your verdict, ready to copy" });
        bar.append(box);
      }
      box.value = address().href;
      box.focus();
      box.select();
    }
  }
})();
