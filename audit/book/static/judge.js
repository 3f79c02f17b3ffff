/* The rules of judgement in the page: what audit/judgement.py, the tests of audit/inputs/ledger.py and, of audit/findings,
   choices, clauses, scorecard, answer and weighing do, once more. The inputs come from judge-data.js (window.AUDIT); nothing here knows a claim.
   tests/book/test_judge.py proves that both judge alike. A plain script: it works in a page opened from a folder. */
(function (root) {
  "use strict";

  const AS_WORDED = "as-worded";
  const SUPPORTED = "supported", WITH_EXCEPTIONS = "supported-with-exceptions",
    ON_ITS_OWN_TERMS = "supported-on-its-own-terms", NOT_SUPPORTED = "not-supported", NOT_TESTABLE = "not-testable";
  const NO_VERDICT = "no-verdict";

  /* The ladder of each kind of claim, best first. */
  const OF_FACTS = [SUPPORTED, WITH_EXCEPTIONS, ON_ITS_OWN_TERMS, NOT_SUPPORTED, NOT_TESTABLE];
  const LADDERS = {
    quantity: OF_FACTS,
    event: OF_FACTS,
    structure: OF_FACTS,
    statement: ["said", "said-in-part", "not-found", "text-not-obtained"],
    prediction: ["came-true", "came-true-in-part", "did-not", "open"],
    judgement: [NO_VERDICT],
  };
  /* Kinds whose checks say the outcome in words, with the word that agrees; and what a claim gets where the record is silent. */
  const IN_WORDS = { prediction: "came-true", statement: "said" };
  const SILENT = { prediction: "open", statement: "text-not-obtained" };
  const NUMERIC = ["rounds_to", "about", "between", "more_than", "at_least", "at_most", "equals", "every_case"];

  const HEDGE_SHARE = 0.05, EXCEPTIONS_SHARE = 0.1;
  const EVIDENCE = ["limited", "medium", "robust"];
  const LEVELS = ["very low", "low", "medium", "high", "very high"];
  const CONFIDENCE = {
    limited: { low: "very low", medium: "low", high: "medium" },
    medium: { low: "low", medium: "medium", high: "high" },
    robust: { low: "medium", medium: "high", high: "very high" },
  };

  class Refused extends Error {}

  /* ---- the tests: does a value agree? ---- */

  const nine = number => Number(number.toFixed(9));

  /* The ends of the window of a test: null where there is none. */
  function windowOf(test, hedge) {
    const bare = 0.5 * Number(`1e-${test.decimals || 0}`);
    if (test.comparison === "between") return { low: test.low, high: test.high };
    if (test.comparison === "rounds_to") return { low: nine(test.value - bare), high: nine(test.value + bare) };
    if (test.comparison === "about") {
      const half = Math.max(bare, hedge * Math.abs(test.value));
      return { low: nine(test.value - half), high: nine(test.value + half) };
    }
    return { low: null, high: null };
  }

  const close = (a, b) => a === b || Math.abs(a - b) <= Math.max(1e-9 * Math.max(Math.abs(a), Math.abs(b)), 1e-9);

  const COMPARE = {
    more_than: (value, test) => value > test.threshold,
    at_least: (value, test) => value >= test.threshold,
    at_most: (value, test) => value <= test.threshold,
    equals: (value, test) => close(value, test.value),
    every_case: value => value === 0,
  };

  function agreesWith(test, value, hedge) {
    if (!NUMERIC.includes(test.comparison)) {
      if (typeof value !== "boolean") throw new Refused(`${test.comparison} is answered by true or false, not ${value}`);
      return value;
    }
    if (typeof value !== "number") throw new Refused(`${test.comparison} compares a number, not ${value}`);
    const { low, high } = windowOf(test, hedge);
    return low === null ? COMPARE[test.comparison](value, test) : low <= value && value <= high;
  }

  /* The test with other demands: a window, which has both ends, makes it one of two bounds. */
  function withDemands(finding, test, demands) {
    if (!test) throw new Refused(`${finding.id} is a judgement and has no test to change`);
    const made = { ...test, ...demands };
    if ("low" in demands) {
      made.comparison = "between";
      if (!(made.low <= made.high)) throw new Refused(`${finding.id}: the window ends below its beginning`);
    }
    return made;
  }

  /* ---- one check, judged ---- */

  function apply(test, way, published, rules) {
    const available = published !== null && way.published !== null && way.published <= published;
    let agrees = null;
    if (test && way.value !== null) {
      if (typeof way.value === "string") agrees = Object.values(IN_WORDS).includes(way.value);
      else agrees = agreesWith(test, way.value, rules.hedge);
    }
    const few = way.exceptions.length > 0 && way.exceptions.length <= rules.exceptions * way.population;
    const excepted = few && !!test && test.comparison === "every_case";
    return { way, agrees, available, excepted, counts: way.principled && agrees !== null, passes: agrees === true || excepted };
  }

  /* ---- the verdict ---- */

  function rung(kind, nearest, judged) {
    if (kind in IN_WORDS) return nearest.way.value;
    const counting = judged.filter(one => one.counts);
    if (!nearest.passes) return NOT_SUPPORTED;
    if (!counting.every(one => one.passes)) return ON_ITS_OWN_TERMS;
    return counting.every(one => one.agrees) ? SUPPORTED : WITH_EXCEPTIONS;
  }

  /* Of two closest checks with a value, the one that gives the lower rung: on it the verdict rests. */
  function lower(kind, judged) {
    let found = null, place = -1;
    for (const one of judged) {
      if (!one.counts || !one.way.nearest) continue;
      const at = LADDERS[kind].indexOf(rung(kind, one, judged));
      if (at > place) [found, place] = [one, at];
    }
    return found;
  }

  function verdict(kind, judged) {
    if (kind === "judgement") return NO_VERDICT;
    const nearest = lower(kind, judged);
    return nearest ? rung(kind, nearest, judged) : SILENT[kind] || NOT_TESTABLE;
  }

  /* ---- how sure ---- */

  function evidenceOf(side) {
    const origins = new Set(side.flatMap(one => one.way.origins)).size;
    const kinds = new Set(side.flatMap(one => one.way.kinds));
    const issuer = side.some(one => one.way.issuer);
    if (issuer || origins >= 3) return { evidence: "robust", origins, issuer };
    const corroborated = kinds.has("official") && kinds.has("dataset");
    return { evidence: origins === 2 || corroborated ? "medium" : "limited", origins, issuer };
  }

  function answersAs(kind, one, reached) {
    if (kind in IN_WORDS) return one.way.value === reached;
    return one.passes === (reached !== NOT_SUPPORTED);
  }

  function confidence(kind, judged) {
    const counting = judged.filter(one => one.counts);
    if (kind === "judgement" || !counting.some(one => one.way.nearest)) return null;
    const reached = verdict(kind, counting);
    const withIt = counting.filter(one => answersAs(kind, one, reached));
    const numbers = { answering: withIt.length, counting: counting.length };
    if (reached === ON_ITS_OWN_TERMS || counting.some(one => one.way.nearest && !withIt.includes(one))) {
      const [one, other] = [withIt, counting.filter(each => !withIt.includes(each))].map(evidenceOf);
      const order = EVIDENCE.indexOf(other.evidence) - EVIDENCE.indexOf(one.evidence) || other.origins - one.origins;
      const weaker = order < 0 ? other : one;
      return { level: CONFIDENCE[weaker.evidence].medium, agreement: null, lone: false, ...weaker, ...numbers };
    }
    const found = evidenceOf(withIt), share = withIt.length / counting.length, lone = counting.length === 1;
    const agreement = share >= 0.8 ? "high" : share >= 0.5 ? "medium" : "low";
    let level = CONFIDENCE[found.evidence][agreement];
    const most = found.issuer ? "high" : "medium";
    if (lone && LEVELS.indexOf(level) > LEVELS.indexOf(most)) level = most;
    return { level, agreement, lone, ...found, ...numbers };
  }

  /* ---- choices ---- */

  const LEFT_OUT = { sources: ["sources"], origins: ["origins", "usedOrigins"], kinds: ["kinds", "usedKinds"] };
  const restsOn = (way, name) => LEFT_OUT[name].flatMap(field => way[field]);

  /* A check where other duties make an alliance: each of its cases that holds one of them is against it. */
  function byClauses(way, check, chosen) {
    if (!check || way.value === null) return way;
    const allied = check.cases.filter(([, duties]) => duties.some(duty => chosen.includes(duty))).map(([name]) => name);
    if (!check.counts) return { ...way, value: !allied.length };
    return { ...way, value: allied.length, exceptions: allied, text: `${allied.length} of ${check.cases.length}` };
  }

  /* The checks of a finding with other values, another standing, and no value where they rest on what is left out. */
  function chosenWays(finding, mine, choices, checks) {
    const own = finding.specifications.filter(way => way.reading === null).map(way => way.id);
    const named = [...(mine.counting || []), ...(mine.nearest || []), ...Object.keys(mine.values || {})];
    const unknown = named.filter(id => !own.includes(id));
    if (unknown.length) throw new Refused(`${finding.id} has no check ${unknown.join(", ")}`);
    return finding.specifications.map(way => {
      let made = { ...way };
      if (choices.clauses) made = byClauses(made, checks[way.id], choices.clauses);
      if (way.reading === null) {
        if (mine.nearest) made.nearest = mine.nearest.includes(way.id);
        if (mine.counting) made.principled = mine.counting.includes(way.id);
        if (mine.nearest && made.nearest) made.principled = true;
        if (mine.values && way.id in mine.values) made.value = mine.values[way.id];
      }
      const without = choices.without || {};
      const gone = Object.keys(LEFT_OUT).some(name => (without[name] || []).some(id => restsOn(made, name).includes(id)));
      if (gone || (choices.whole && made.seen.some(seen => seen !== "whole"))) made = { ...made, value: null, exceptions: [] };
      return made;
    });
  }

  function check(finding, own) {
    const nearest = own.filter(way => way.nearest);
    if (finding.kind !== "judgement" && nearest.length !== 1 && nearest.length !== 2)
      throw new Refused(`${finding.id}: expected one closest check, or two plain senses`);
    if (finding.kind in IN_WORDS && own.some(way => way.value !== null && !LADDERS[finding.kind].includes(way.value)))
      throw new Refused(`${finding.id}: its check must say one of ${LADDERS[finding.kind].join(", ")}`);
    if (own.some(way => way.exceptions.length && (way.population === null || way.value !== way.exceptions.length)))
      throw new Refused(`${finding.id}: a check must count its exceptions and its population`);
    if (nearest.some(way => !way.principled)) throw new Refused(`${finding.id}: the closest check must count`);
  }

  /* One finding by these choices: what was judged by each reading, the reading that was chosen, and what that makes of the
     article. */
  function judgeOne(data, finding, choices) {
    const mine = (choices.claims || {})[finding.id] || {};
    const rules = { hedge: choices.hedge ?? HEDGE_SHARE, exceptions: choices.exceptions ?? EXCEPTIONS_SHARE };
    let [test, ...others] = finding.tests;
    if (mine.test && Object.keys(mine.test).length) test = withDemands(finding, test, mine.test);
    const ways = chosenWays(finding, mine, choices, data.clauses.checks[finding.id] || {}), own = ways.filter(way => way.reading === null);
    check(finding, own);

    const verdicts = {}, judgedBy = {};
    const reach = (name, by, answering) => {
      const judged = judgedBy[name] = answering.map(way => apply(by, way, finding.published, rules));
      const counting = judged.filter(one => one.counts);
      verdicts[name] = {
        verdict: verdict(finding.kind, judged),
        atPublication: finding.published === null ? null : verdict(finding.kind, judged.filter(one => one.available)),
        confidence: confidence(finding.kind, judged),
        agreeing: counting.filter(one => one.passes).length,
        counting: counting.length,
        restsOn: (lower(finding.kind, judged) || judged.find(one => one.way.nearest))?.way.id ?? null,
        checks: judged.map(one => [one.way.id, one.agrees, one.excepted, one.counts, one.available]),
      };
    };
    reach(AS_WORDED, test, own);
    for (const reading of others) {
      let answering = ways.filter(way => way.reading === reading.id);
      const sameNumber = NUMERIC.includes(reading.comparison) && (reading.unit ?? null) === ((test && test.unit) ?? null);
      if (!answering.length && sameNumber) answering = own;
      if (answering.length) reach(reading.id, reading, answering);
    }
    const reading = mine.reading || AS_WORDED;
    if (!Object.hasOwn(verdicts, reading)) throw new Refused(`${finding.id} has no reading ${reading}`);
    const told = { id: finding.id, reading, verdicts, verdict: verdicts[reading].verdict, judged: judgedBy[reading] };
    return { ...told, ...label(finding, told, judgedBy[reading]) };
  }

  /* Every finding by these choices: outcomes by id, and by id what cannot be judged. A chapter left out is in neither. */
  function judge(data, choices) {
    const outcomes = {}, refused = {}, gone = (choices.without || {}).chapters || [];
    for (const finding of data.findings) {
      if (gone.includes(finding.chapter)) continue;
      try {
        outcomes[finding.id] = judgeOne(data, finding, choices);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refused[finding.id] = error.message;
      }
    }
    const told = { ...answers(data.layers, outcomes, choices.behaviour), moved: moved(data, outcomes), counts: counts(data, outcomes) };
    return { outcomes, refused, ...told, ...byWeight(choices, told.scores) };
  }

  /* The findings whose verdict is another than the book's. */
  function moved(data, outcomes) {
    return data.findings
      .filter(one => one.id in outcomes && outcomes[one.id].verdict !== one.ours[AS_WORDED].verdict)
      .map(one => one.id);
  }

  /* ---- what a verdict makes of the article, as audit/findings/scorecard.py has it: the first line that fits ---- */

  const RIGHT = "right", LUCKY = "lucky", IMPRECISE = "imprecise", WRONG = "wrong";
  const RECORD_SILENT = "record-silent", WEIGHED = "weighed", OUT_OF_SCOPE = "out-of-scope", NOT_JUDGED = "not-judged-yet";
  const LABELS = [RIGHT, LUCKY, IMPRECISE, WRONG, RECORD_SILENT, WEIGHED, OUT_OF_SCOPE, NOT_JUDGED];

  /* ``falls``: readings under which less holds; ``holds``: readings, and of two plain senses those, under which it holds. */
  function label(finding, one, judged) {
    const others = Object.entries(one.verdicts).filter(([id]) => id !== one.reading).map(([id, by]) => [id, outcomeOf(by)]);
    const speaks = outcomeOf(one), below = other => other !== UNKNOWN && OUTCOMES.indexOf(other) > OUTCOMES.indexOf(speaks);
    const falls = speaks === UNKNOWN ? [] : others.filter(([, other]) => below(other)).map(([id]) => id);
    const senses = judged.filter(each => each.way.nearest && each.counts && each.passes).map(each => each.way.id);
    const holds = [...senses, ...others.filter(([, other]) => other === HOLDS).map(([id]) => id)];
    return { label: fitting(finding, one, judged, speaks, falls), falls, holds };
  }

  function fitting(finding, one, judged, speaks, falls) {
    if (one.verdict === NO_VERDICT) return WEIGHED;
    if (speaks === UNKNOWN) return RECORD_SILENT;
    if (speaks === FAILS) return WRONG;
    const { agreeing, counting, atPublication } = one.verdicts[one.reading];
    const then = outcomeOf({ verdict: atPublication }), early = then === FAILS || then === UNKNOWN;
    if (early && !(finding.kind in IN_WORDS) && !liesAhead(finding, judged)) return LUCKY;
    if (one.verdict === ON_ITS_OWN_TERMS && 2 * agreeing < counting) return LUCKY;
    return one.verdict === WITH_EXCEPTIONS || speaks === PARTLY || falls.length ? IMPRECISE : RIGHT;
  }

  /* Is the closest check about days after the article? Then nothing published could bear it out. There is one with a value. */
  function liesAhead(finding, judged) {
    const { lastDatum } = lower(finding.kind, judged).way;
    return finding.published !== null && lastDatum !== null && lastDatum > finding.published;
  }

  /* How many claims of the articles have which label. */
  function counts(data, outcomes) {
    const found = Object.fromEntries(LABELS.map(name => [name, 0]));
    for (const one of data.findings) if (one.counted) found[one.id in outcomes ? outcomes[one.id].label : NOT_JUDGED] += 1;
    found[OUT_OF_SCOPE] += data.outOfScope;
    return found;
  }

  /* ---- the answer in three layers, never folded into one word ---- */

  const HOLDS = "holds", PARTLY = "partly", FAILS = "fails", UNKNOWN = "unknown";
  const OUTCOMES = [HOLDS, PARTLY, FAILS, UNKNOWN];
  const OUTCOME = {
    [SUPPORTED]: HOLDS, [WITH_EXCEPTIONS]: HOLDS, said: HOLDS, "came-true": HOLDS,
    [ON_ITS_OWN_TERMS]: PARTLY, "said-in-part": PARTLY, "came-true-in-part": PARTLY,
    [NOT_SUPPORTED]: FAILS, "not-found": FAILS, "did-not": FAILS,
  };
  const outcomeOf = one => (one && OUTCOME[one.verdict]) || UNKNOWN;

  /* What a finding says for the answer: its verdict or, where the claim names the size of a growth, whether it grew at all. */
  const speaks = (layers, id, one) => (one && layers.growths.includes(id) ? growthOf(one.judged) : outcomeOf(one));

  function growthOf(judged) {
    const grew = judged.filter(one => one.counts).map(one => one.way.value > 0);
    if (!grew.length) return UNKNOWN;
    return grew.every(Boolean) ? HOLDS : grew.some(Boolean) ? PARTLY : FAILS;
  }

  const DUTY = {
    [HOLDS]: "China and Russia are not allies in law",
    [PARTLY]: "China and Russia are not allies in law as the article counts",
    [FAILS]: "China and Russia are allies in law, by this definition of an alliance",
    [UNKNOWN]: "whether China and Russia are allies in law, the record cannot say",
  };
  const CLOSER = {
    [HOLDS]: "they have come to {} more than before",
    [PARTLY]: "by some counts they have come to {} more than before",
    [FAILS]: "by this measure they have not come to {} more than before",
    [UNKNOWN]: "the record cannot say whether they have come to {} more than before",
  };
  const APART = {
    [HOLDS]: "China keeps out of the fighting, as far as is known",
    [PARTLY]: "China keeps out of the war by the closest check, not by all",
    [FAILS]: "by this measure China does not keep out of the war",
    [UNKNOWN]: "the record cannot say whether China keeps out of the war",
  };

  function behaviour(more, verbs, war) {
    const codes = [...new Set(Object.values(more))], holds = code => code === HOLDS || code === PARTLY;
    const closer = codes
      .map(code => CLOSER[code].replace("{}", Object.keys(verbs).filter(id => more[id] === code).map(id => verbs[id]).join(" and ")))
      .join(", and ");
    return `in practice ${closer}, ${codes.some(holds) && holds(war) ? "but" : "and"} ${APART[war]}`;
  }

  /* ``equals``: the words for each; what the record cannot say is not named. */
  function equality(equals, said) {
    const names = (...codes) => listed(Object.keys(equals).filter(id => codes.includes(said(id))).map(id => equals[id]));
    const inside = names(HOLDS, PARTLY), outside = names(FAILS);
    if (inside && outside) return `they are equals ${inside}, and not ${outside}`;
    if (inside || outside) return `they are ${inside ? "" : "not "}equals ${inside || outside}`;
    return "the record cannot say whether they are equals in anything";
  }

  const listed = words => (words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}` : words[0] || "");

  function answers(layers, outcomes, counting) {
    const more = Object.fromEntries(Object.keys(layers.more).map(id => [id, speaks(layers, id, outcomes[id])]));
    const clauses = {
      duty: DUTY[outcomeOf(outcomes[layers.duty])],
      behaviour: behaviour(more, layers.more, outcomeOf(outcomes[layers.war])),
      equality: equality(layers.equals, id => outcomeOf(outcomes[id])),
    };
    const sentence = layers.order.map(id => clauses[id]).join("; ");
    return { clauses, answer: `${sentence[0].toUpperCase()}${sentence.slice(1)}.`, scores: scores(layers, outcomes, counting) };
  }

  /* ---- the reader's own weights, as audit/findings/weighing.py has them ---- */

  const WORTH = { [HOLDS]: 1, [PARTLY]: 0.5, [FAILS]: 0 };
  const FOR_ALLIES = "allies", THRESHOLD = 0.5, MOST = 100;

  /* What a finding is worth for allies; undefined where nobody can say. */
  const towards = (side, code) => (side === FOR_ALLIES ? WORTH[code] : { [HOLDS]: 0, [PARTLY]: 0.5, [FAILS]: 1 }[code]);

  /* ``counting``: the findings that count for the layer of which the reader chooses them; all by default. */
  function scores(layers, outcomes, counting) {
    return Object.fromEntries(Object.entries(layers.speaking).map(([layer, sides]) => {
      const chosen = Object.entries(sides).filter(([id]) => layer !== layers.chosen || !counting || counting.includes(id));
      const known = chosen.map(([id, side]) => towards(side, speaks(layers, id, outcomes[id]))).filter(worth => worth !== undefined);
      return [layer, known.length ? known.reduce((sum, worth) => sum + worth, 0) / known.length : null];
    }));
  }

  function weighed(scored, weights) {
    const known = Object.keys(scored).filter(layer => scored[layer] !== null).map(layer => [scored[layer], weights[layer] || 0]);
    if (!Object.values(weights).every(weight => weight >= 0 && weight <= MOST)) throw new Refused(`a weight is from zero to ${MOST}`);
    const total = known.reduce((sum, [, weight]) => sum + weight, 0);
    return total ? known.reduce((sum, [score, weight]) => sum + weight * score, 0) / total : null;
  }

  const thesisFails = (mean, threshold = THRESHOLD) => (mean === null ? null : mean > threshold);

  function failsBeyond(scored, threshold = THRESHOLD) {
    const known = Object.entries(scored).filter(([, score]) => score !== null);
    return known.flatMap(([low, one]) => known
      .filter(([, other]) => one <= threshold && threshold < other)
      .map(([high, other]) => [low, high, (threshold - one) / (other - one)]));
  }

  function byWeight(choices, scored) {
    const threshold = choices.threshold ?? THRESHOLD, mean = weighed(scored, choices.weights || {});
    return { mean, fails: thesisFails(mean, threshold), beyond: failsBeyond(scored, threshold) };
  }

  /* ---- choices in an address: only what was chosen stands in it, in words that a person can read ---- */

  const isNumber = text => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) && Number.isFinite(Number(text));
  const valueFrom = text => (text === "" ? null : text === "true" || text === "false" ? text === "true" : isNumber(text) ? Number(text) : text);
  const listFrom = text => text.split(",").filter(Boolean);
  const SHARES = ["hedge", "exceptions", "threshold"], LISTS = { alliance: "clauses", behaviour: "behaviour" };

  function toAddress(choices) {
    const said = new URLSearchParams();
    for (const name of SHARES) if (choices[name] != null) said.set(name, choices[name]);
    for (const [name, ids] of Object.entries(choices.without || {})) if (ids.length) said.set(`without-${name}`, ids.join(","));
    if (choices.whole) said.set("whole", "yes");
    for (const [word, name] of Object.entries(LISTS)) if (choices[name]) said.set(word, choices[name].join(","));
    for (const [layer, weight] of Object.entries(choices.weights || {})) said.set(`weight-${layer}`, weight);
    for (const [id, mine] of Object.entries(choices.claims || {})) {
      for (const name of ["counting", "nearest"]) if (mine[name]) said.set(`${id}.${name}`, mine[name].join(","));
      if (mine.reading) said.set(`${id}.reading`, mine.reading);
      for (const [name, value] of Object.entries(mine.test || {})) said.set(`${id}.test.${name}`, value);
      for (const [check, value] of Object.entries(mine.values || {})) said.set(`${id}.value.${check}`, value ?? "");
    }
    return said.toString();
  }

  /* What an address says. ``aside`` is given the names of the parts that say nothing a choice could be. Of claims, checks and
     sources that there are none of, judge and the page tell. */
  function fromAddress(address, aside = []) {
    const choices = {};
    for (const [name, text] of new URLSearchParams(address)) if (!readPart(choices, name, text)) aside.push(name);
    return choices;
  }

  /* The object by this name in another, made if there is none. */
  const within = (all, name) => (all[name] ||= {});

  /* A name that every object has is no choice. */
  function put(all, name, value) {
    if (!name || name in Object.prototype) return false;
    all[name] = value;
    return true;
  }

  function readPart(choices, name, text) {
    if (SHARES.includes(name)) return isNumber(text) && put(choices, name, Number(text));
    if (name === "whole") return text === "yes" && put(choices, name, true);
    if (Object.hasOwn(LISTS, name)) return put(choices, LISTS[name], listFrom(text));
    const layer = /^weight-(.+)$/.exec(name), left = /^without-(.+)$/.exec(name);
    if (layer) return isNumber(text) && Number(text) >= 0 && Number(text) <= MOST && put(within(choices, "weights"), layer[1], Number(text));
    if (left) return put(within(choices, "without"), left[1], listFrom(text));
    const [id, what, which] = name.split(".");
    if (!["counting", "nearest", "reading", "test", "value"].includes(what) || (what === "test" && !isNumber(text))) return false;
    if (id in Object.prototype || (which || "") in Object.prototype) return false;
    const mine = within(within(choices, "claims"), id);
    if (what === "counting" || what === "nearest") return put(mine, what, listFrom(text));
    if (what === "reading") return put(mine, what, text);
    return what === "test" ? put(within(mine, "test"), which, Number(text)) : put(within(mine, "values"), which, valueFrom(text));
  }

  root.AuditJudge = {
    judge, judgeOne, answers, counts, moved, outcomeOf, windowOf, toAddress, fromAddress, scores, weighed, thesisFails, failsBeyond, byWeight,
    Refused, AS_WORDED, restsOn, HEDGE_SHARE, EXCEPTIONS_SHARE, THRESHOLD, MOST, LADDERS, OUTCOMES, LABELS, towards, speaks,
  };
})(typeof window === "undefined" ? globalThis : window);
