/* Runs in the page of test_judge.py: puts cases, each a set of choices with what audit.judgement makes of it, to judge.js, or to
   a copy of it with a bug planted. A case names only the findings that are judged otherwise than with no choices. */
(function (root) {
  "use strict";

  function same(a, b) {
    if (a === b) return true;
    if (!a || !b || typeof a !== "object" || typeof b !== "object" || Array.isArray(a) !== Array.isArray(b)) return false;
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every(name => name in b && same(a[name], b[name]));
  }

  const told = (rules, one) => one && {
    reading: one.reading, speaks: rules.outcomeOf(one), label: one.label, falls: one.falls, holds: one.holds, verdicts: one.verdicts,
  };
  const WHOLE = ["clauses", "answer", "scores", "moved", "counts", "mean", "fails", "beyond"];

  /* Everything of every case; at most three differences are told. */
  function compare(rules, data, base, cases) {
    const faults = [];
    cases.forEach((one, number) => {
      const page = rules.judge(data, one.choices);
      for (const { id } of data.findings) {
        const ours = id in one.differs ? one.differs[id] : base[id];
        if (!same(told(rules, page.outcomes[id]) || null, ours)) faults.push([number, id, told(rules, page.outcomes[id]), ours]);
      }
      for (const name of WHOLE)
        if (!same(page[name], one[name])) faults.push([number, name, page[name], one[name]]);
      if (!same(Object.keys(page.refused), one.refused)) faults.push([number, "refused", page.refused, one.refused]);
    });
    return { faults: faults.slice(0, 3), cases: cases.length };
  }

  /* What weights come to, as the page has it. */
  function weighedBy(rules, scored, weights, threshold) {
    try {
      const mean = rules.weighed(scored, weights);
      return [mean, rules.thesisFails(mean, threshold), rules.failsBeyond(scored, threshold)];
    } catch (error) {
      if (!(error instanceof rules.Refused)) throw error;
      return "refused";
    }
  }

  /* Is a bug found? Only what a case is about is judged: what it leaves alone is in the first case, which has no choices. */
  function isFound(rules, data, base, cases) {
    try {
      const plain = rules.judge(data, {});
      if (!Object.keys(base).every(id => same(told(rules, plain.outcomes[id]), base[id]))) return true;
      if (root.given.weighed.some(([scored, weights, threshold, ours]) => !same(weighedBy(rules, scored, weights, threshold), ours))) return true;
      return cases.some(one => {
        const outcomes = { ...plain.outcomes }, named = new Set([...Object.keys(one.differs), ...Object.keys(one.choices.claims || {})]);
        for (const finding of data.findings) {
          if (!named.has(finding.id)) continue;
          const gone = ((one.choices.without || {}).chapters || []).includes(finding.chapter), refused = one.refused.includes(finding.id);
          let page = null;
          try {
            if (!gone) page = rules.judgeOne(data, finding, one.choices);
          } catch (error) {
            if (!(error instanceof rules.Refused) || !refused) return true;
          }
          const ours = finding.id in one.differs ? one.differs[finding.id] : base[finding.id];
          if (!same(told(rules, page), ours)) return true;
          if (page) outcomes[finding.id] = page; else delete outcomes[finding.id];
        }
        const said = rules.answers(data.layers, outcomes, one.choices.behaviour);
        const page = { ...said, moved: rules.moved(data, outcomes), counts: rules.counts(data, outcomes), ...rules.byWeight(one.choices, said.scores) };
        return WHOLE.some(name => !same(page[name], one[name]));
      });
    } catch (error) {
      return true;
    }
  }

  /* The places of the bugs that no case finds. ``text``: of judge.js; a bug: [place, length, what stands there instead]. */
  function unfound(text, bugs, data, base, cases) {
    const ours = root.AuditJudge;
    const left = bugs.filter(([place, length, instead]) => {
      try {
        new Function(text.slice(0, place) + instead + text.slice(place + length))();
      } catch (error) {
        return false;
      }
      return !isFound(root.AuditJudge, data, base, cases);
    });
    root.AuditJudge = ours;
    return left;
  }

  root.harness = { compare, weighedBy, isFound, unfound };
})(typeof window === "undefined" ? globalThis : window);
