"""The rules of judgement: from specifications to two verdicts and a confidence, the same for every claim.

A *specification* is one defensible way to compute what a claim says (Simonsohn, Simmons & Nelson 2020; Steegen et al. 2016).
The claim's own test, written down in ``seeds/claims.yml``, decides whether its value agrees. Nothing here knows any claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
import pandas as pd

from audit.held import RULE, hold
from audit.inputs.ledger import Article, Claim, Forecast, Proposition
from audit.inputs.record import Record, observed

#: What a specification's value may be: a number, a yes or no, an outcome in words, or nothing where the record is silent.
Value = float | bool | str | None

SUPPORTED = "supported"
WITH_EXCEPTIONS = "supported-with-exceptions"
ON_ITS_OWN_TERMS = "supported-on-its-own-terms"
NOT_SUPPORTED = "not-supported"
NOT_TESTABLE = "not-testable"
SAID, SAID_IN_PART, NOT_FOUND, NOT_OBTAINED = "said", "said-in-part", "not-found", "text-not-obtained"
CAME_TRUE, IN_PART, DID_NOT, OPEN = "came-true", "came-true-in-part", "did-not", "open"
NO_VERDICT = "no-verdict"

#: Comparisons of a number with a bound: a reading that only moves the bound judges the same specifications.
NUMERIC = {"rounds_to", "about", "between", "more_than", "at_least", "at_most", "equals", "every_case"}

#: A pattern may have this part of its listed cases against it and still be called one, with the exceptions named.
EXCEPTIONS_SHARE = 0.1

#: The ladder of each kind of claim, best first (DESIGN, section 3; printed in the method chapter).
LADDERS = {
    "quantity": (SUPPORTED, WITH_EXCEPTIONS, ON_ITS_OWN_TERMS, NOT_SUPPORTED, NOT_TESTABLE),
    "event": (SUPPORTED, WITH_EXCEPTIONS, ON_ITS_OWN_TERMS, NOT_SUPPORTED, NOT_TESTABLE),
    "structure": (SUPPORTED, WITH_EXCEPTIONS, ON_ITS_OWN_TERMS, NOT_SUPPORTED, NOT_TESTABLE),
    "statement": (SAID, SAID_IN_PART, NOT_FOUND, NOT_OBTAINED),
    "prediction": (CAME_TRUE, IN_PART, DID_NOT, OPEN),
    "judgement": (NO_VERDICT,),
}


@dataclass(frozen=True)
class Specification:
    """One way to compute the claimed quantity, before it is judged.

    ``principled``: a careful analyst could choose it before seeing the result; ``reason`` says why, or why not.
    ``nearest``: the one nearest to the article's wording; two are where two plain senses remain, and the lower verdict counts.
    ``published``: the day by which all its inputs had been published (None: nothing to publish).
    ``origins``: who counted, not who printed: ten copies of one release are one origin, and so are a text and its coding.
    ``issuer``: the value is its issuer's own act (the rate that a bank set, the text that states signed).
    ``kinds``: the kinds of reporter behind it (official, dataset, research, press).
    ``choice``: what it chooses otherwise than the nearest (source, vintage, currency, day, rate, period, rule), where it counts.
    ``reading``: the alternative reading of the claim that it answers (None: the claim's own test).
    ``decimals``: as many as its inputs bear; a quotient of rounded figures bears none.
    ``text``: how the value is written where the number alone would say too much ("more than 10").
    ``population``, ``exceptions``: of a pattern, the number of listed cases and the names of those against it.
    ``last_datum``: the latest day that a figure it uses is about; ``last_source``: when its newest source appeared, as
    exactly as the source says (YYYY, YYYY-MM or YYYY-MM-DD).
    ``seen``: how much of each of ``sources`` was read, in their order (whole, part, excerpt).
    ``copies``: of each figure used, every copy of it, as source and reporter: while one is left, the figure stands.
    ``used_origins``, ``used_kinds``: those of all its copies, whatever ``origins`` and ``kinds`` say of the evidence.
    """

    id: str
    label: str
    value: Value
    principled: bool
    reason: str
    sources: tuple[str, ...] = ()
    published: date | None = None
    origins: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    nearest: bool = False
    reading: str | None = None
    decimals: int = 1
    text: str | None = None
    issuer: bool = False
    population: int | None = None
    exceptions: tuple[str, ...] = ()
    last_datum: date | None = None
    last_source: str | None = None
    seen: tuple[str, ...] = ()
    choice: str | None = None
    copies: tuple[tuple[tuple[str, str], ...], ...] = ()
    used_origins: tuple[str, ...] = ()
    used_kinds: tuple[str, ...] = ()


def specification(
    record: Record,
    id: str,
    label: str,
    value: Value,
    inputs: Sequence[pd.DataFrame],
    *,
    reason: str,
    principled: bool = True,
    nearest: bool = False,
    reading: str | None = None,
    decimals: int = 1,
    text: str | None = None,
    issuer: bool = False,
    population: int | None = None,
    exceptions: Sequence[str] = (),
    choice: str | None = None,
) -> Specification:
    """Build a specification and read its sources, dates and origins off the rows it was computed from.

    ``inputs``: one frame for each figure used, its rows being copies of that figure (columns ``source_id``, ``reporter``).
    An input is available from the day its earliest copy is sure to have been out; the specification, when all are.
    A specification that lacks an input has the value None: the record is silent, and it counts neither for nor against.
    """
    if not len(inputs) or any(len(copies) == 0 for copies in inputs):
        return Specification(id, label, None, principled, reason, nearest=nearest, reading=reading, choice=choice)
    rows = pd.concat(inputs)
    known, reporters = record.sources, record.reporters
    sources = tuple(dict.fromkeys(rows["source_id"]))
    used = known.loc[list(sources)]
    origins = tuple(sorted(set(reporters["counted_by"][rows["reporter"]])))
    kinds = tuple(sorted(set(reporters["kind"][rows["reporter"]])))
    # The day of each copy. Those of a figure stand together, so that all figures are looked at in one go.
    days = known["published_latest"][rows["source_id"]].to_numpy()
    beginnings = np.cumsum([0, *map(len, inputs[:-1])])
    return Specification(
        id=id,
        label=label,
        value=_plain(value),
        principled=principled,
        reason=reason,
        sources=sources,
        published=pd.Timestamp(np.fmin.reduceat(days, beginnings).max()).date(),
        origins=origins,
        kinds=kinds,
        nearest=nearest,
        reading=reading,
        decimals=decimals,
        text=text,
        issuer=issuer,
        population=population,
        exceptions=tuple(exceptions),
        last_datum=max((day for copies in inputs if (day := observed(copies)) is not None), default=None),
        last_source=used.sort_values("published_earliest", kind="stable")["published"].iloc[-1],
        seen=tuple(used["seen"]),
        choice=choice,
        copies=tuple(_pairs(figure) for figure in inputs),
        used_origins=origins,
        used_kinds=kinds,
    )


def _pairs(figure: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """The copies of one figure, as source and reporter."""
    return tuple(dict.fromkeys(zip(figure["source_id"], figure["reporter"], strict=True)))


def said(found: int, asked: int, read_whole: bool) -> str | None:
    """What became of an attributed statement: ``found`` of the ``asked`` parts stand in another source than the article.

    Nothing found says something only about a text that was read whole; otherwise the text was not obtained (None).
    """
    if found >= asked > 0:
        return SAID
    if found:
        return SAID_IN_PART
    return NOT_FOUND if read_whole else None


def _plain(value: Value) -> Value:
    """A Python value instead of a numpy one; a missing or infinite number becomes None."""
    if value is None or isinstance(value, str) or pd.isna(value):
        return value if isinstance(value, str) else None
    if isinstance(value, bool) or str(getattr(value, "dtype", "")).startswith("bool"):
        return bool(value)
    return float(value) if abs(float(value)) != float("inf") else None


@dataclass(frozen=True)
class Judged:
    """A specification with the answer of the claim's test; None where the record is silent.

    ``excepted``: the test asks for a pattern, and it holds but for named exceptions, at most one listed case in ten.
    """

    specification: Specification
    agrees: bool | None
    available_at_publication: bool
    excepted: bool = False

    @property
    def counts(self) -> bool:
        """Does it count towards the verdict? Only if it is principled and has a value."""
        return self.specification.principled and self.agrees is not None

    @property
    def passes(self) -> bool:
        """Does it agree, outright or but for named exceptions?"""
        return bool(self.agrees) or self.excepted


@dataclass(frozen=True)
class Confidence:
    """How sure we are of the verdict printed, after the guidance note of the IPCC (Mastrandrea et al. 2010).

    ``agreement`` is None where it is as sure as the weaker of two sides: the verdict itself says that checks differ, or two
    plain senses do. ``origins`` and ``issuer`` are those behind the verdict, or the weaker side; ``lone``: one single check
    counts; ``answering`` of ``counting`` answer as the verdict does; ``senses``: two plain senses differ.
    """

    level: str
    evidence: str
    agreement: str | None
    origins: int
    issuer: bool = False
    lone: bool = False
    answering: int = 0
    counting: int = 0
    senses: bool = False

    @property
    def reason(self) -> str:
        """What it was looked up from, in words, for the page."""
        counted = "one origin" if self.origins == 1 else f"{self.origins} origins"
        if self.issuer:
            counted = "the issuer's own act"
        elif self.origins == 1 and self.evidence == "medium":
            counted += ", seen in its releases and as a data set"
        if self.agreement is None:
            why = "two plain senses of the words differ" if self.senses else "that checks differ is the verdict itself"
            return f"{self.evidence} evidence on the weaker of two sides ({counted}); {why}"
        if self.lone:
            return f"{self.evidence} evidence ({counted}), from a single check"
        return f"{self.evidence} evidence ({counted}); {self.answering} of {self.counting} checks answer as the verdict does"


@dataclass(frozen=True)
class Finding:
    """A claim, its judged specifications, the verdicts at both dates, and the confidence.

    A proposition of our own has neither an article nor a verdict on its day.
    """

    claim: Claim | Proposition | Forecast
    article: Article | None
    judged: tuple[Judged, ...]
    verdict: str
    verdict_at_publication: str | None
    confidence: Confidence | None
    alternatives: dict[str, tuple[Judged, ...]]
    data_cutoff: date

    @property
    def alternative_verdicts(self) -> dict[str, str]:
        """The verdict on the record under each alternative reading that could be judged."""
        return {id: verdict(self.claim.kind, judged) for id, judged in self.alternatives.items()}

    @property
    def verdict_without_exceptions(self) -> str:
        """The verdict on the record if a pattern with exceptions were no pattern: what the rule of exceptions changes."""
        return verdict(self.claim.kind, self.judged, exceptions=False)

    @property
    def exceptions(self) -> tuple[str, ...]:
        """The named exceptions to a pattern that is supported but for them."""
        return self.nearest.specification.exceptions if self.verdict == WITH_EXCEPTIONS else ()

    @property
    def nearest(self) -> Judged | None:
        """The specification nearest to the article's wording; of two, the one on which the lower verdict rests."""
        return _lower(self.claim.kind, self.judged) or next(iter(self.all_nearest), None)

    @property
    def all_nearest(self) -> tuple[Judged, ...]:
        """All specifications that are nearest: one, or two where two plain senses of the words remain."""
        return tuple(one for one in self.judged if one.specification.nearest)

    @property
    def last_datum(self) -> date | None:
        """The latest day that a figure behind the finding is about; None where no input has a date."""
        return max((one.specification.last_datum for one in self.judged if one.specification.last_datum), default=None)

    @property
    def last_source(self) -> str | None:
        """When the newest source behind the finding appeared, as exactly as it says."""
        return max(
            (one.specification.last_source for one in self.judged if one.specification.last_source), default=None
        )

    @property
    def read(self) -> dict[str, int]:
        """How many of the sources were read whole, in part, and as an excerpt."""
        how = {source: seen for one in self.judged for source, seen in _read(one.specification)}
        return {seen: list(how.values()).count(seen) for seen in ("whole", "part", "excerpt")}

    @property
    def computed(self) -> Value:
        """The value of the nearest specification."""
        return self.nearest.specification.value if self.nearest else None

    @property
    def agreeing(self) -> int:
        """How many of the specifications that count agree with the claim, outright or but for named exceptions."""
        return sum(one.passes for one in self.judged if one.counts)

    @property
    def principled_total(self) -> int:
        """How many specifications count: principled, and the record has their inputs."""
        return sum(one.counts for one in self.judged)

    @property
    def sources(self) -> list[str]:
        """Every source the finding rests on, in the order of first use."""
        return list(dict.fromkeys(source for one in self.judged for source in one.specification.sources))

    def specification(self, specification_id: str) -> Judged:
        """One judged specification by its id; KeyError if there is none."""
        return {one.specification.id: one for one in self.judged}[specification_id]

    def to_frame(self) -> pd.DataFrame:
        """The specifications as a table: id, label, value, agrees, principled, nearest, choice, available_at_publication, reason."""
        columns = [
            "id",
            "label",
            "value",
            "agrees",
            "principled",
            "nearest",
            "choice",
            "available_at_publication",
            "reason",
        ]
        rows = [
            {
                **asdict(one.specification),
                "agrees": one.agrees,
                "available_at_publication": one.available_at_publication,
            }
            for one in self.judged
        ]
        return pd.DataFrame(rows, columns=columns)

    def to_json(self) -> dict:
        """The stable interface of DESIGN, section 7: one finding as JSON-ready data."""
        test = self.claim.test
        return {
            "claim_id": self.claim.id,
            "article": self.claim.article,
            "paragraph": self.claim.paragraph,
            "kind": self.claim.kind,
            "claim": self.claim.claim,
            "verdict": self.verdict,
            "verdict_at_publication": self.verdict_at_publication,
            "confidence": self.confidence.level if self.confidence else None,
            "confidence_reason": self.confidence.reason if self.confidence else None,
            "stated": getattr(test, "stated", None),
            "computed": _rounded(self.computed),
            "unit": getattr(test, "unit", None),
            "test": getattr(test, "words", None),
            "nearest_specification": self.nearest.specification.id if self.nearest else None,
            "also_nearest": [one.specification.id for one in self.all_nearest if one != self.nearest],
            "exceptions": list(self.exceptions),
            "verdict_without_exceptions": self.verdict_without_exceptions,
            "specifications": [
                {
                    "id": one.specification.id,
                    "label": one.specification.label,
                    "value": _rounded(one.specification.value),
                    "agrees": one.agrees,
                    "excepted": one.excepted,
                    "principled": one.specification.principled,
                    "nearest": one.specification.nearest,
                    "choice": one.specification.choice,
                    "reason": one.specification.reason,
                    "available_at_publication": one.available_at_publication,
                    "sources": list(one.specification.sources),
                }
                for one in self.judged
            ],
            "agreeing": self.agreeing,
            "principled_total": self.principled_total,
            "alternative_readings": self.alternative_verdicts,
            "chapter": self.claim.chapter,
            "sources": self.sources,
            "sources_read": self.read,
            "last_datum": self.last_datum.isoformat() if self.last_datum else None,
            "last_source": self.last_source,
            "data_cutoff": self.data_cutoff.isoformat(),
        }


def _read(one: Specification) -> Iterable[tuple[str, str]]:
    """Each source with how much of it was read; specifications made by hand may not say."""
    return zip(one.sources, one.seen, strict=False)


def _rounded(value: Value) -> Value:
    """Four decimals are enough for any reader and hide the noise of binary fractions."""
    return round(value, 4) if isinstance(value, float) else value


def judge(
    claim: Claim | Proposition | Forecast,
    article: Article | None,
    specifications: Iterable[Specification],
    data_cutoff: date,
) -> Finding:
    """Apply the claim's test to every specification and the ladder of its kind to the answers.

    A proposition has no article, and so no verdict for the day on which one appeared.
    Raises ValueError if the specifications of a claim that needs a verdict do not name one nearest, or two, or share an id.
    """
    specifications = list(specifications)
    own = [one for one in specifications if one.reading is None]
    _check(claim, own)
    judged = tuple(_apply(claim.test, one, article) for one in own)
    alternatives = {
        reading.id: _under(reading, claim, specifications, article) for reading in claim.alternative_readings
    }
    return Finding(
        claim=claim,
        article=article,
        judged=judged,
        verdict=verdict(claim.kind, judged),
        verdict_at_publication=article and verdict(claim.kind, [one for one in judged if one.available_at_publication]),
        confidence=confidence(claim.kind, judged),
        alternatives={id: judged for id, judged in alternatives.items() if judged},
        data_cutoff=data_cutoff,
    )


def _under(
    reading, claim: Claim | Proposition | Forecast, specifications: list[Specification], article: Article | None
) -> tuple[Judged, ...]:
    """The specifications judged under an alternative reading: its own, or the claim's where only the numbers differ.

    Empty where the reading asks another question (not another number) that no specification answers yet.
    """
    answering = [one for one in specifications if one.reading == reading.id]
    if not answering and reading.comparison in NUMERIC and reading.unit == claim.test.unit:
        answering = [one for one in specifications if one.reading is None]
    return tuple(_apply(reading, one, article) for one in answering)


def _check(claim: Claim | Proposition | Forecast, specifications: list[Specification]) -> None:
    ids = [one.id for one in specifications]
    repeated = sorted({one for one in ids if ids.count(one) > 1})
    if repeated:
        raise ValueError(f"{claim.id}: specification ids used twice: {', '.join(repeated)}")
    nearest = [one.id for one in specifications if one.nearest]
    if claim.kind != "judgement" and len(nearest) not in (1, 2):
        raise ValueError(
            f"{claim.id}: expected one nearest specification, or two plain senses, found {nearest or 'none'}"
        )
    ladder = LADDERS[claim.kind]
    if claim.kind in IN_WORDS and any(one.value not in (*ladder, None) for one in specifications):
        raise ValueError(f"{claim.id}: a {claim.kind}'s specification must say one of {', '.join(ladder)}")
    for one in specifications:
        if one.exceptions and (one.population is None or one.value != len(one.exceptions)):
            raise ValueError(f"{claim.id}: {one.id} must count its exceptions and its population")
    if any(one.nearest and not one.principled for one in specifications):
        raise ValueError(f"{claim.id}: the nearest specification must be a principled one")


#: Kinds whose specifications say the outcome in words; every other value is put to the claim's test.
IN_WORDS = {"prediction": CAME_TRUE, "statement": SAID}


def _apply(test, one: Specification, article: Article | None) -> Judged:
    """The article could know what was surely published by the last day on which it can have appeared."""
    available = article is not None and one.published is not None and one.published <= article.published_latest
    if test is None or one.value is None:
        agrees = None
    elif isinstance(one.value, str):
        agrees = one.value in IN_WORDS.values()
    else:
        agrees = test.agrees(one.value)
    few = bool(one.exceptions) and len(one.exceptions) <= EXCEPTIONS_SHARE * one.population
    return Judged(one, agrees, available, excepted=few and test is not None and test.comparison == "every_case")


#: What a claim gets where the record is silent.
_SILENT = {"prediction": OPEN, "statement": NOT_OBTAINED}


def verdict(kind: str, judged: Iterable[Judged], *, exceptions: bool = True) -> str:
    """The rung of the kind's ladder that the judged specifications reach; of two nearest, the lower rung.

    ``exceptions=False``: a pattern that has an exception is not supported, as before the rule of exceptions.
    """
    judged = list(judged)
    if kind == "judgement":
        return NO_VERDICT
    nearest = _lower(kind, judged, exceptions=exceptions)
    return _SILENT.get(kind, NOT_TESTABLE) if nearest is None else _rung(kind, nearest, judged, exceptions)


def _lower(kind: str, judged: Iterable[Judged], *, exceptions: bool = True) -> Judged | None:
    """The nearest specification on which the verdict rests: of two with a value, the one that gives the lower rung."""
    judged = list(judged)
    nearest = [one for one in judged if one.counts and one.specification.nearest]
    ladder = LADDERS[kind]
    return max(nearest, key=lambda one: ladder.index(_rung(kind, one, judged, exceptions)), default=None)


def _rung(kind: str, nearest: Judged, judged: Iterable[Judged], exceptions: bool) -> str:
    if kind in IN_WORDS:
        return str(nearest.specification.value)
    passes = {id(one): one.passes if exceptions else bool(one.agrees) for one in judged if one.counts}
    if not passes[id(nearest)]:
        return NOT_SUPPORTED
    if not all(passes.values()):
        return ON_ITS_OWN_TERMS
    return SUPPORTED if all(one.agrees for one in judged if one.counts) else WITH_EXCEPTIONS


#: Confidence by evidence (columns) and agreement (rows): printed in the method chapter.
CONFIDENCE = {
    ("limited", "low"): "very low",
    ("limited", "medium"): "low",
    ("limited", "high"): "medium",
    ("medium", "low"): "low",
    ("medium", "medium"): "medium",
    ("medium", "high"): "high",
    ("robust", "low"): "medium",
    ("robust", "medium"): "high",
    ("robust", "high"): "very high",
}
EVIDENCE = ("limited", "medium", "robust")
LEVELS = ("very low", "low", "medium", "high", "very high")


def confidence(kind: str, judged: Iterable[Judged]) -> Confidence | None:
    """How sure we are today of the verdict on the record; None where nothing could be judged.

    Evidence counts the origins of the specifications that answer as the verdict does: three or more are robust, two are
    medium, and so is one official count seen both in its release and as a deposited data set (a slip of the pen is then
    excluded, an error of the count is not); one alone is limited. Where the issuer's act is the fact, the issuer
    suffices: robust. Agreement is the share of the specifications that count which answer as the verdict does: high from
    4 in 5, medium from 1 in 2. *Supported on its own terms* has two answers, that the nearest agrees and that another
    does not: it is as sure as the weaker of the two, and agreement is not used (the middle row of the table). So is a
    verdict that is the lower of two plain senses which differ. A lone specification is at most medium, or high where the
    issuer's act is the fact.
    """
    counting = [one for one in judged if one.counts]
    reached = verdict(kind, counting)
    if not any(one.specification.nearest for one in counting):
        return None
    with_it = [one for one in counting if _answers(kind, one, reached)]
    senses = any(one.specification.nearest and one not in with_it for one in counting)
    if reached == ON_ITS_OWN_TERMS or senses:
        sides = [with_it, [one for one in counting if one not in with_it]]
        evidence, origins, issuer = min(map(_evidence, sides), key=lambda side: (EVIDENCE.index(side[0]), side[1]))
        return Confidence(
            CONFIDENCE[evidence, "medium"],
            evidence,
            None,
            origins,
            issuer,
            answering=len(with_it),
            counting=len(counting),
            senses=senses,
        )
    evidence, origins, issuer = _evidence(with_it)
    share = len(with_it) / len(counting)
    agreement = "high" if share >= 0.8 else "medium" if share >= 0.5 else "low"
    level, lone = CONFIDENCE[evidence, agreement], len(counting) == 1
    if lone:
        level = min(level, "high" if issuer else "medium", key=LEVELS.index)
    return Confidence(level, evidence, agreement, origins, issuer, lone, len(with_it), len(counting))


def _answers(kind: str, one: Judged, reached: str) -> bool:
    """Does a specification answer as the verdict does?"""
    if kind in IN_WORDS:
        return one.specification.value == reached
    return one.passes if reached != NOT_SUPPORTED else not one.passes


def _evidence(side: list[Judged]) -> tuple[str, int, bool]:
    """Evidence, number of origins, and whether the issuer's own act is among them."""
    origins = {origin for one in side for origin in one.specification.origins}
    kinds = {kind for one in side for kind in one.specification.kinds}
    issuer = any(one.specification.issuer for one in side)
    corroborated = {"official", "dataset"} <= kinds
    if issuer or len(origins) >= 3:
        return "robust", len(origins), issuer
    return ("medium" if len(origins) == 2 or corroborated else "limited"), len(origins), issuer


hold(__name__, instead=RULE)
