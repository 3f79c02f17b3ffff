"""A reader's choices: which checks count, which is closest, how wide "around" is, what is left out, which duties make an
alliance, what weighs what; every verdict follows.

``judged_by`` judges all findings again by one ``Choices``, through ``audit.judgement``. ``judge_data`` is what a page needs
to do the same without Python: the unrounded values and every other input of a rule. ``audit/book/static/judge.js`` holds the
same rules once more, and ``tests/book/test_judge.py`` proves that both judge alike.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from types import ModuleType
from typing import Any

from audit import judgement
from audit.findings.answer import ALLIES_IN_LAW, EQUALS, GROWTHS, LAYERS, MORE, OUT_OF_THE_WAR, answer, clauses, said_by
from audit.findings.clauses import CLAUSES, OURS, by_clause, with_clauses
from audit.findings.scorecard import LABELS, NOT_JUDGED, OUT_OF_SCOPE, label
from audit.findings.weighing import CHOSEN, among_allies, beside, fails_beyond, scores, speaking, thesis_fails, weighed
from audit.findings.what_if import specifications_of, with_constants, with_demands
from audit.inputs import ledger as ledger_module
from audit.inputs.ledger import Ledger, Test
from audit.inputs.record import Record
from audit.judgement import Finding, Judged, Specification, Value

AS_WORDED = "as-worded"
#: Demands of a test that a reader may change: a window (both ends), or the one number that the comparison takes.
DEMANDS = ("low", "high", "threshold", "value")
#: What can be left out, and the fields of a specification that say what it rests on: for origins and kinds those behind its
#: evidence and those of every copy of a figure that it used.
LEFT_OUT = {"sources": ("sources",), "origins": ("origins", "used_origins"), "kinds": ("kinds", "used_kinds")}


@dataclass(frozen=True)
class OfClaim:
    """What a reader chose for one claim or proposition; None and empty are as with us.

    ``counting``: the only checks that count. ``nearest``: the closest check, or two where two senses remain.
    ``reading``: the reading that is judged. ``test``: other demands of the claim's own test. ``values``: another value of
    single checks.
    """

    counting: frozenset[str] | None = None
    nearest: frozenset[str] | None = None
    reading: str = AS_WORDED
    test: Mapping[str, float] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """All that a reader chose; none made is the book as it stands.

    ``hedge``: the part of a hedged figure that is still "around" it. ``exceptions``: the part of the listed cases that may
    be against a pattern. ``without``: sources, origins (who counted), kinds (of reporter) and chapters that are left out.
    ``whole``: only sources that were seen whole. ``clauses``: the duties that make an alliance. ``claims``: the choices for
    single claims, by id. ``weights``: of the layers, none to begin with; ``threshold``: beyond it the thesis fails;
    ``behaviour``: the findings that count for the score of that layer.
    """

    hedge: float | None = None
    exceptions: float | None = None
    without: Mapping[str, frozenset[str]] = field(default_factory=dict)
    whole: bool = False
    clauses: frozenset[str] | None = None
    claims: Mapping[str, OfClaim] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    threshold: float | None = None
    behaviour: frozenset[str] | None = None

    @classmethod
    def from_json(cls, chosen: Mapping[str, Any]) -> Choices:
        """Choices as a page writes them. Raises ValueError for a name that is no choice."""
        _known(chosen, [one.name for one in fields(cls)])
        without = chosen.get("without", {})
        _known(without, (*LEFT_OUT, "chapters"))
        _known(chosen.get("weights", {}), [layer.id for layer in LAYERS])
        _known(dict.fromkeys(chosen.get("clauses") or ()), CLAUSES)
        return cls(
            hedge=chosen.get("hedge"),
            exceptions=chosen.get("exceptions"),
            without={name: frozenset(ids) for name, ids in without.items()},
            whole=chosen.get("whole", False),
            clauses=None if chosen.get("clauses") is None else frozenset(chosen["clauses"]),
            weights=chosen.get("weights", {}),
            threshold=chosen.get("threshold"),
            behaviour=None if chosen.get("behaviour") is None else frozenset(chosen["behaviour"]),
            claims={id: _of_claim(one) for id, one in chosen.get("claims", {}).items()},
        )


def _of_claim(chosen: Mapping[str, Any]) -> OfClaim:
    _known(chosen, ("counting", "nearest", "reading", "test", "values"))
    _known(chosen.get("test", {}), DEMANDS)
    if len({"low", "high"} & set(chosen.get("test", {}))) == 1:
        raise ValueError("a window has two ends: low and high")
    ids = {name: frozenset(chosen[name]) for name in ("counting", "nearest") if chosen.get(name) is not None}
    return OfClaim(
        **ids,
        reading=chosen.get("reading", AS_WORDED),
        test=chosen.get("test", {}),
        values=chosen.get("values", {}),
    )


def _known(given: Mapping[str, Any], names: Collection[str]) -> None:
    if unknown := sorted(set(given) - set(names)):
        raise ValueError(f"no such choice: {', '.join(unknown)}")


# --- the rules, with the shares that a reader may choose ---------------------------------------------------------------


@dataclass(frozen=True)
class Rules:
    """The rules of two modules, by default the package's own: ``judge`` and its like, and the model of each comparison."""

    judgement: ModuleType = judgement
    ledger: ModuleType = ledger_module

    def judging(self, exceptions: float | None) -> Mapping[str, Any]:
        """The names of the rules of judgement, where this part of the listed cases may be exceptions."""
        return _names(self.judgement, () if exceptions is None else (("EXCEPTIONS_SHARE", exceptions),))

    def test(self, test: Test | None, hedge: float | None) -> Test | None:
        """The test, where a hedged figure accepts this part of it on both sides."""
        if test is None or (hedge is None and self.ledger is ledger_module):
            return test
        names = _names(self.ledger, () if hedge is None else (("HEDGE_SHARE", hedge),))
        return names["_TESTS"][test.comparison].model_validate(test.model_dump())


@cache
def _names(module: ModuleType, constants: tuple[tuple[str, float], ...]) -> Mapping[str, Any]:
    return with_constants(module, dict(constants)) if constants else vars(module)


BY_THE_BOOK = Rules()


# --- judging again ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What one finding becomes. ``verdicts``: by reading, what was judged; ``reading``: the one that was chosen.

    ``finding``: judged by that reading, the others being its alternatives.
    """

    id: str
    reading: str
    verdicts: Mapping[str, Reached]
    finding: Finding

    @property
    def reached(self) -> Reached:
        return self.verdicts[self.reading]

    @property
    def verdict(self) -> str:
        """The verdict by the chosen reading; by this name the answer of the book asks for it."""
        return self.reached.verdict

    @property
    def judged(self) -> tuple[Judged, ...]:
        """The checks of the chosen reading."""
        return self.reached.checks

    @property
    def label(self) -> str:
        """What it makes of the article, by the rule of the scorecard."""
        return label(self.finding)[0]


@dataclass(frozen=True)
class Reached:
    """A verdict at both dates with all that is printed beside it, of one reading.

    ``rests_on``: the closest check, of two the one on which the lower verdict rests.
    """

    verdict: str
    at_publication: str | None
    confidence: judgement.Confidence | None
    agreeing: int
    counting: int
    rests_on: str | None
    checks: tuple[Judged, ...]

    def to_json(self) -> dict:
        sure = self.confidence
        return {
            "verdict": self.verdict,
            "atPublication": self.at_publication,
            "confidence": sure
            and {
                "level": sure.level,
                "evidence": sure.evidence,
                "agreement": sure.agreement,
                "origins": sure.origins,
                "issuer": sure.issuer,
                "lone": sure.lone,
                "answering": sure.answering,
                "counting": sure.counting,
            },
            "agreeing": self.agreeing,
            "counting": self.counting,
            "restsOn": self.rests_on,
            "checks": [
                [one.specification.id, one.agrees, one.excepted, one.counts, one.available_at_publication]
                for one in self.checks
            ],
        }


def judged_by(
    choices: Choices, found: Mapping[str, Finding], rules: Rules = BY_THE_BOOK
) -> tuple[dict[str, Outcome], dict[str, str]]:
    """Every finding judged by these choices, and by id what is wrong where they cannot be judged.

    A finding of a chapter that is left out is in neither. Raises KeyError for a choice about a claim that there is none of.
    """
    if unknown := sorted(set(choices.claims) - set(found)):
        raise KeyError(f"there is no claim {', '.join(unknown)}")
    outcomes, refused = {}, {}
    for id, one in found.items():
        if one.claim.chapter in choices.without.get("chapters", ()):
            continue
        try:
            outcomes[id] = one_judged_by(choices, one, rules)
        except (KeyError, TypeError, ValueError) as error:
            refused[id] = str(error)
    return outcomes, refused


def one_judged_by(choices: Choices, found: Finding, rules: Rules = BY_THE_BOOK) -> Outcome:
    """One finding judged by these choices.

    Raises KeyError for a check or a reading that the claim has not, ValueError or TypeError for what cannot be judged.
    """
    names, mine = rules.judging(choices.exceptions), choices.claims.get(found.claim.id, OfClaim())
    claim = found.claim
    if mine.test:
        claim = claim.model_copy(update={"test": with_demands(claim, mine.test)})
    readings = tuple(rules.test(one, choices.hedge) for one in claim.alternative_readings)
    claim = claim.model_copy(update={"test": rules.test(claim.test, choices.hedge), "alternative_readings": readings})
    ways = with_choices(with_clauses(specifications_of(found), claim.id, choices.clauses), mine, claim.id)
    ways = [resting_on_what_is_left(one, choices) for one in ways]
    judged = names["judge"](claim, found.article, ways, found.data_cutoff)

    def reached(checks: tuple[Judged, ...]) -> Reached:
        then = [one for one in checks if one.available_at_publication]
        return Reached(
            verdict=names["verdict"](claim.kind, checks),
            at_publication=names["verdict"](claim.kind, then) if found.article else None,
            confidence=names["confidence"](claim.kind, checks),
            agreeing=sum(one.passes for one in checks if one.counts),
            counting=sum(one.counts for one in checks),
            rests_on=nearest.specification.id if (nearest := replace(judged, judged=checks).nearest) else None,
            checks=checks,
        )

    verdicts = {AS_WORDED: reached(judged.judged)} | {id: reached(one) for id, one in judged.alternatives.items()}
    if mine.reading not in verdicts:
        raise KeyError(f"{claim.id} has no reading {mine.reading}, only {', '.join(verdicts)}")
    checks, chosen = {AS_WORDED: judged.judged} | judged.alternatives, verdicts[mine.reading]
    by_it = replace(
        judged,
        judged=checks.pop(mine.reading),
        verdict=chosen.verdict,
        verdict_at_publication=chosen.at_publication,
        confidence=chosen.confidence,
        alternatives=checks,
    )
    return Outcome(claim.id, mine.reading, verdicts, by_it)


def with_choices(ways: Iterable[Specification], mine: OfClaim, claim_id: str) -> list[Specification]:
    """The checks with other values, and with another standing of those that judge the claim as worded.

    A closest check counts. Raises KeyError for a check that there is none of.
    """
    ways = list(ways)
    own = {one.id for one in ways if one.reading is None}
    if unknown := sorted((set(mine.counting or ()) | set(mine.nearest or ()) | set(mine.values)) - own):
        raise KeyError(f"{claim_id} has no check {', '.join(unknown)}")

    def standing(one: Specification) -> Specification:
        if one.reading is not None:
            return one
        nearest = one.nearest if mine.nearest is None else one.id in mine.nearest
        principled = one.principled if mine.counting is None else one.id in mine.counting
        principled = principled or (mine.nearest is not None and nearest)
        return replace(one, nearest=nearest, principled=principled, value=mine.values.get(one.id, one.value))

    return [standing(one) for one in ways]


def resting_on_what_is_left(one: Specification, choices: Choices) -> Specification:
    """The check, without a value if it rests on anything that is left out; what is closest stays closest."""
    gone = any(rests_on(one, name) & choices.without.get(name, frozenset()) for name in LEFT_OUT)
    if gone or (choices.whole and set(one.seen) - {"whole"}):
        return replace(one, value=None, exceptions=())
    return one


def rests_on(one: Specification, name: str) -> set[str]:
    """The ids of the sources, origins or kinds (``name``) that a check used, in any copy of any figure."""
    return {id for field in LEFT_OUT[name] for id in getattr(one, field)}


# --- what a page needs --------------------------------------------------------------------------------------------------


def answers(
    ledger: Ledger, outcomes: Mapping[str, Outcome], behaviour: Collection[str] | None = None
) -> dict[str, Any]:
    """The clause and the score of each layer, and the answer in one sentence, by the chosen verdicts.

    ``behaviour``: the findings that count for the score of behaviour, all that speak to it by default.
    """
    return {
        "clauses": clauses(said_by(outcomes)),
        "answer": answer(outcomes),
        "scores": scores(ledger, outcomes, behaviour),
    }


def counted(ledger: Ledger, outcomes: Mapping[str, Outcome]) -> dict[str, int]:
    """How many claims of the articles have which label of the scorecard; those without an outcome are not judged."""

    def of(id: str, chapter: str | None) -> str:
        if id in outcomes:
            return outcomes[id].label
        return NOT_JUDGED if chapter else OUT_OF_SCOPE

    given = [of(id, claim.chapter) for id, claim in ledger.claims.items()]
    return {name: given.count(name) for name in LABELS}


def by_weight(choices: Choices, scored: Mapping[str, float | None]) -> dict[str, Any]:
    """What the reader's weights make of the scores: ``mean``, ``fails``, and ``beyond`` which share of weight the thesis fails.

    Raises ValueError for a weight that is none.
    """
    threshold = () if choices.threshold is None else (choices.threshold,)
    mean = weighed(scored, choices.weights)
    beyond = [list(row) for row in fails_beyond(scored, *threshold)]
    return {"mean": mean, "fails": thesis_fails(mean, *threshold), "beyond": beyond}


def judge_data(ledger: Ledger, found: Mapping[str, Finding], record: Record) -> dict[str, Any]:
    """Every input of a rule, as JSON-ready data with nothing rounded.

    ``findings``: one object each, in the order of ``found``: what is judged, its ``tests`` (the claim's own first), its
    ``specifications``, and ``ours``, the verdicts of this book. ``layers``: which findings speak to which layer.
    ``clauses``: by claim and check, its cases with their duties. ``outOfScope``: how many claims nobody judges. ``names``:
    what sources and origins are called.
    """
    return {
        "findings": [_finding_data(one, ledger) for one in found.values()],
        "outOfScope": sum(claim.chapter is None for claim in ledger.claims.values()),
        "clauses": {"words": dict(CLAUSES), "ours": sorted(OURS), "checks": _clauses_data(record)},
        "names": _names_of(record, found),
        "layers": {
            "order": [layer.id for layer in LAYERS],
            "duty": ALLIES_IN_LAW,
            "more": dict(MORE),
            "growths": list(GROWTHS),
            "war": OUT_OF_THE_WAR,
            "speaking": speaking(ledger),
            "chosen": CHOSEN,
            "beside": beside(ledger),
            "allies": {id: list(told) for id, told in among_allies(record).items()},
            "equals": dict(EQUALS),
        },
    }


def _clauses_data(record: Record) -> dict[str, Any]:
    return {
        claim: {
            check: {"counts": one.counts, "cases": [[name, sorted(duties)] for name, duties in one.cases]}
            for check, one in checks.items()
        }
        for claim, checks in by_clause(record).items()
    }


def _names_of(record: Record, found: Mapping[str, Finding]) -> dict[str, dict[str, str]]:
    """What the sources and the origins of any check are called; an origin by the first reporter of its name, else by its id."""
    every = [one for each in found.values() for one in specifications_of(each)]
    used, counting = ({id for one in every for id in rests_on(one, name)} for name in ("sources", "origins"))
    sources = record.sources[record.sources.index.isin(used)]
    titles = {
        id: f"{row.publisher}: {row.title}, {row.published}"
        for id, row in zip(sources.index, sources.itertuples(), strict=True)
    }
    reporters = record.reporters
    called = {
        id: reporters.loc[id, "name"]
        for id in reporters.index
        if id in counting and reporters.loc[id, "counted_by"] == id
    }
    for name, by in zip(reporters["name"], reporters["counted_by"], strict=True):
        if by in counting:
            called.setdefault(by, name)
    return {"sources": dict(sorted(titles.items())), "origins": dict(sorted(called.items()))}


def _finding_data(found: Finding, ledger: Ledger) -> dict[str, Any]:
    claim, article = found.claim, found.article
    ours = one_judged_by(Choices(), found)
    return {
        "id": claim.id,
        "article": article.id if article else None,
        "published": article.published_latest.isoformat() if article else None,
        "kind": claim.kind,
        "layer": getattr(claim, "layer", None),
        "chapter": claim.chapter,
        "headline": getattr(claim, "headline", False),
        "claim": claim.claim,
        "counted": claim.id in ledger.claims,
        "tests": [_test_data(test) for test in claim.readings],
        "specifications": [_specification_data(one) for one in specifications_of(found)],
        "ours": {id: reached.to_json() for id, reached in ours.verdicts.items()},
        "label": ours.label,
    }


def _test_data(test: Test) -> dict[str, Any]:
    told = test.model_dump(mode="json", exclude={"parts"})
    return {name: value for name, value in told.items() if value is not None} | {"words": test.words}


def _specification_data(one: Specification) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "value": one.value,
        "text": one.text,
        "decimals": one.decimals,
        "principled": one.principled,
        "nearest": one.nearest,
        "reading": one.reading,
        "choice": one.choice,
        "reason": one.reason,
        "published": one.published.isoformat() if one.published else None,
        "lastDatum": one.last_datum.isoformat() if one.last_datum else None,
        "origins": list(one.origins),
        "kinds": list(one.kinds),
        "usedOrigins": sorted(set(one.used_origins) - set(one.origins)),
        "usedKinds": sorted(set(one.used_kinds) - set(one.kinds)),
        "issuer": one.issuer,
        "population": one.population,
        "exceptions": list(one.exceptions),
        "sources": list(one.sources),
        "seen": list(one.seen),
    }


def judge_script(ledger: Ledger, found: Mapping[str, Finding], record: Record) -> str:
    """``judge-data.js``: the data as a script, because a page opened from a folder can load no JSON."""
    told = json.dumps(judge_data(ledger, found, record), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"window.AUDIT = {told};\n"
