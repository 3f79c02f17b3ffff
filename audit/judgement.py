"""The rules of judgement: from specifications to two verdicts and a confidence, the same for every claim.

A *specification* is one defensible way to compute what a claim says (Simonsohn, Simmons & Nelson 2020; Steegen et al. 2016).
The claim's own test, written down in ``seeds/claims.yml``, decides whether its value agrees. Nothing here knows any claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import pandas as pd

from audit.ledger import Article, Claim
from audit.record import Record

#: What a specification's value may be: a number, a yes or no, an outcome in words, or nothing where the record is silent.
Value = float | bool | str | None

SUPPORTED = "supported"
ON_ITS_OWN_TERMS = "supported-on-its-own-terms"
NOT_SUPPORTED = "not-supported"
NOT_TESTABLE = "not-testable"
SAID, NOT_CONFIRMED = "said", "not-confirmed"
CAME_TRUE, IN_PART, DID_NOT, OPEN = "came-true", "came-true-in-part", "did-not", "open"
NO_VERDICT = "no-verdict"

#: Comparisons of a number with a bound: a reading that only moves the bound judges the same specifications.
NUMERIC = {"between", "more_than", "at_least", "at_most", "equals"}

#: The ladder of each kind of claim, best first (DESIGN, section 3; printed in the method chapter).
LADDERS = {
    "quantity": (SUPPORTED, ON_ITS_OWN_TERMS, NOT_SUPPORTED, NOT_TESTABLE),
    "event": (SUPPORTED, ON_ITS_OWN_TERMS, NOT_SUPPORTED, NOT_TESTABLE),
    "structure": (SUPPORTED, ON_ITS_OWN_TERMS, NOT_SUPPORTED, NOT_TESTABLE),
    "statement": (SAID, NOT_CONFIRMED),
    "prediction": (CAME_TRUE, IN_PART, DID_NOT, OPEN),
    "judgement": (NO_VERDICT,),
}


@dataclass(frozen=True)
class Specification:
    """One way to compute the claimed quantity, before it is judged.

    ``principled``: a careful analyst could choose it before seeing the result; ``reason`` says why, or why not.
    ``nearest``: the one nearest to the article's wording; exactly one of a claim's specifications is.
    ``published``: the day by which all its inputs had been published (None: nothing to publish).
    ``origins``: who counted, not who printed: ten copies of one release are one origin.
    ``kinds``: the kinds of reporter behind it (official, dataset, research, press).
    ``reading``: the alternative reading of the claim that it answers (None: the claim's own test).
    ``decimals``: as many as its inputs bear; a quotient of rounded figures bears none.
    ``text``: how the value is written where the number alone would say too much ("more than 10").
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
) -> Specification:
    """Build a specification and read its sources, dates and origins off the rows it was computed from.

    ``inputs``: one frame for each figure used, its rows being copies of that figure (columns ``source_id``, ``reporter``).
    An input is available from the day its earliest copy is sure to have been out; the specification, when all are.
    A specification that lacks an input has the value None: the record is silent, and it counts neither for nor against.
    """
    rows = pd.concat(inputs) if len(inputs) else pd.DataFrame(columns=["source_id", "reporter"])
    if len(rows) == 0 or any(len(copies) == 0 for copies in inputs):
        return Specification(id, label, None, principled, reason, nearest=nearest, reading=reading)
    published = record.sources["published_latest"]
    counted_by = record.reporters["counted_by"]
    return Specification(
        id=id,
        label=label,
        value=_plain(value),
        principled=principled,
        reason=reason,
        sources=tuple(dict.fromkeys(rows["source_id"])),
        published=max(pd.Timestamp(published[copies["source_id"]].min()).date() for copies in inputs),
        origins=tuple(sorted(set(counted_by[rows["reporter"]]))),
        kinds=tuple(sorted(set(record.reporters["kind"][rows["reporter"]]))),
        nearest=nearest,
        reading=reading,
        decimals=decimals,
        text=text,
    )


def _plain(value: Value) -> Value:
    """A Python value instead of a numpy one; a missing or infinite number becomes None."""
    if value is None or isinstance(value, str) or pd.isna(value):
        return value if isinstance(value, str) else None
    if isinstance(value, bool) or str(getattr(value, "dtype", "")).startswith("bool"):
        return bool(value)
    return float(value) if abs(float(value)) != float("inf") else None


@dataclass(frozen=True)
class Judged:
    """A specification with the answer of the claim's test; None where the record is silent."""

    specification: Specification
    agrees: bool | None
    available_at_publication: bool

    @property
    def counts(self) -> bool:
        """Does it count towards the verdict? Only if it is principled and has a value."""
        return self.specification.principled and self.agrees is not None


@dataclass(frozen=True)
class Confidence:
    """How sure we are: evidence and agreement, after the guidance note of the IPCC (Mastrandrea et al. 2010)."""

    level: str
    evidence: str
    agreement: str
    origins: int

    @property
    def reason(self) -> str:
        """The two inputs in words, for the page."""
        counted = "one independent count" if self.origins == 1 else f"{self.origins} independent counts"
        if self.origins == 1 and self.evidence == "medium":
            counted += ", seen in its releases and as a data set"
        return f"{self.evidence} evidence ({counted}), {self.agreement} agreement"


@dataclass(frozen=True)
class Finding:
    """A claim, its judged specifications, the verdicts at both dates, and the confidence."""

    claim: Claim
    article: Article
    judged: tuple[Judged, ...]
    verdict: str
    verdict_at_publication: str
    confidence: Confidence | None
    alternatives: dict[str, tuple[Judged, ...]]
    data_cutoff: date

    @property
    def alternative_verdicts(self) -> dict[str, str]:
        """The verdict on the record under each alternative reading that could be judged."""
        return {id: verdict(self.claim.kind, judged) for id, judged in self.alternatives.items()}

    @property
    def nearest(self) -> Judged | None:
        """The specification nearest to the article's wording."""
        return next((one for one in self.judged if one.specification.nearest), None)

    @property
    def computed(self) -> Value:
        """The value of the nearest specification."""
        return self.nearest.specification.value if self.nearest else None

    @property
    def agreeing(self) -> int:
        """How many of the specifications that count agree with the claim."""
        return sum(one.agrees for one in self.judged if one.counts)

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
        """The specifications as a table: id, label, value, agrees, principled, nearest, available_at_publication, reason."""
        columns = [
            "id",
            "label",
            "value",
            "agrees",
            "principled",
            "nearest",
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
        test = getattr(self.claim, "test", None)
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
            "specifications": [
                {
                    "id": one.specification.id,
                    "label": one.specification.label,
                    "value": _rounded(one.specification.value),
                    "agrees": one.agrees,
                    "principled": one.specification.principled,
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
            "data_cutoff": self.data_cutoff.isoformat(),
        }


def _rounded(value: Value) -> Value:
    """Four decimals are enough for any reader and hide the noise of binary fractions."""
    return round(value, 4) if isinstance(value, float) else value


def judge(claim: Claim, article: Article, specifications: Iterable[Specification], data_cutoff: date) -> Finding:
    """Apply the claim's test to every specification and the ladder of its kind to the answers.

    Raises ValueError if the specifications of a claim that needs a verdict do not name exactly one nearest, or share an id.
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
        verdict_at_publication=verdict(claim.kind, [one for one in judged if one.available_at_publication]),
        confidence=confidence(judged),
        alternatives={id: judged for id, judged in alternatives.items() if judged},
        data_cutoff=data_cutoff,
    )


def _under(reading, claim: Claim, specifications: list[Specification], article: Article) -> tuple[Judged, ...]:
    """The specifications judged under an alternative reading: its own, or the claim's where only the numbers differ.

    Empty where the reading asks another question (not another number) that no specification answers yet.
    """
    answering = [one for one in specifications if one.reading == reading.id]
    if not answering and reading.comparison in NUMERIC and reading.unit == getattr(claim.test, "unit", None):
        answering = [one for one in specifications if one.reading is None]
    return tuple(_apply(reading, one, article) for one in answering)


def _check(claim: Claim, specifications: list[Specification]) -> None:
    ids = [one.id for one in specifications]
    repeated = sorted({one for one in ids if ids.count(one) > 1})
    if repeated:
        raise ValueError(f"{claim.id}: specification ids used twice: {', '.join(repeated)}")
    nearest = [one.id for one in specifications if one.nearest]
    if claim.kind != "judgement" and len(nearest) != 1:
        raise ValueError(f"{claim.id}: expected exactly one nearest specification, found {nearest or 'none'}")
    ladder = LADDERS["prediction"]
    if claim.kind == "prediction" and any(one.value not in (*ladder, None) for one in specifications):
        raise ValueError(f"{claim.id}: a prediction's specification must say one of {', '.join(ladder)}")
    if any(one.nearest and not one.principled for one in specifications):
        raise ValueError(f"{claim.id}: the nearest specification must be a principled one")


def _apply(test, one: Specification, article: Article) -> Judged:
    """The article could know what was surely published by the last day on which it can have appeared.

    A prediction's specification says in words what became of it; every other value is put to the claim's test.
    """
    available = one.published is not None and one.published <= article.published_latest
    if test is None or one.value is None:
        agrees = None
    elif isinstance(one.value, str):
        agrees = one.value == CAME_TRUE
    else:
        agrees = test.agrees(one.value)
    return Judged(one, agrees, available)


def verdict(kind: str, judged: Iterable[Judged]) -> str:
    """The rung of the kind's ladder that the judged specifications reach."""
    counting = [one for one in judged if one.counts]
    nearest = next((one for one in counting if one.specification.nearest), None)
    if kind == "judgement":
        return NO_VERDICT
    if kind == "prediction":
        return str(nearest.specification.value) if nearest else OPEN
    if kind == "statement":
        return SAID if nearest and nearest.agrees else NOT_CONFIRMED
    if nearest is None:
        return NOT_TESTABLE
    if not nearest.agrees:
        return NOT_SUPPORTED
    return SUPPORTED if all(one.agrees for one in counting) else ON_ITS_OWN_TERMS


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


def confidence(judged: Iterable[Judged]) -> Confidence | None:
    """How sure we are today; None where nothing could be judged.

    Evidence counts origins among the specifications that count: three or more are robust, two are medium, and so is one
    official count seen both in its release and as a deposited data set (a slip of the pen is then excluded, an error of
    the count is not); one alone is limited. Agreement is the share of those specifications that answer as the nearest
    does: high from 4 in 5, medium from 1 in 2.
    """
    counting = [one for one in judged if one.counts]
    nearest = next((one for one in counting if one.specification.nearest), None)
    if nearest is None:
        return None
    origins = {origin for one in counting for origin in one.specification.origins}
    kinds = {kind for one in counting for kind in one.specification.kinds}
    corroborated = {"official", "dataset"} <= kinds
    evidence = "robust" if len(origins) >= 3 else "medium" if len(origins) == 2 or corroborated else "limited"
    share = sum(one.agrees == nearest.agrees for one in counting) / len(counting)
    agreement = "high" if share >= 0.8 else "medium" if share >= 0.5 else "low"
    return Confidence(CONFIDENCE[evidence, agreement], evidence, agreement, len(origins))
