"""What was claimed: the articles, every claim in them, our own propositions and forecasts, read from ``seeds/`` and checked.

``load_ledger`` is the way in. The models say what an entry may hold; every rule that an entry can break
is a validator here, and each fault is reported with its file, line and field, all of them in one run.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, get_args

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from audit.faults import Fault, FaultsError, did_you_mean, how_many
from audit.held import RULE, hold
from audit.inputs import trace
from audit.paths import ROOT, SEEDS

MAX_QUOTED_WORDS = 6
#: A hedged figure accepts what lies within this part of it, and never less than the bare figure does. One rule for all
#: claims; the method chapter says how it was chosen and that no verdict hangs on its width.
HEDGE_SHARE = 0.05
HEDGES = ("around", "about", "nearly", "almost", "some", "roughly", "approximately")
#: The table of contents of the book, which says what its chapters are.
TOC = "_toc.yml"
KINDS_WITH_A_TEST = ("quantity", "event", "structure", "statement", "prediction")

Kind = Literal["quantity", "event", "structure", "statement", "prediction", "judgement"]
Layer = Literal["duty", "behaviour", "equality"]
#: Every unit a test may compare in. A slip (per cent for basis points) would otherwise be a unit like any other.
UNITS = (
    *(
        "per cent",
        "per cent of the rise",
        "per cent of votes",
        "per cent of the value of 2023",
        "percentage points",
        "basis points",
        "times",
    ),
    *("per cent of North Korea's deliveries", "per cent of Iran's deliveries", "per cent of the price"),
    *("per cent of the others' price", "of five domains", "rank from the bottom", "year", "days", "ships", "aircraft"),
    *("exercises a year", "meetings", "initiatives", "initiatives named", "texts", "standing structures of three"),
    *("members that do not endorse", "members not named", "defence pacts", "bilateral defence pacts"),
    "bilateral defence pacts, or treaty allies",
    *("pacts of China that ask for action", "pacts of the hub and spokes"),
    *(
        "treaties in force",
        "per cent of Russia's imports of major arms",
        "per cent of Russia's imports of battlefield goods",
    ),
)


# ---- field types ----


def _wrong(problem: str, expected: str) -> PydanticCustomError:
    # The words travel as context: pydantic would read braces in a template.
    return PydanticCustomError("rule", "{problem}", {"problem": problem, "expected": expected})


def _kebab(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise _wrong(f"{text!r} is not kebab-case", "words joined by hyphens, such as trade-growth-2022")
    return text


def _one_line(text: str) -> str:
    if not text.strip():
        raise _wrong("is empty", "text")
    if "\n" in text.strip():
        raise _wrong("has more than one line", "text on one line (fold it with >- in YAML)")
    return text.strip()


def _iso_day(value: Any) -> Any:
    # Without this, pydantic would read the number 20230815 as seconds since 1970.
    if isinstance(value, date) or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        return value
    raise _wrong(f"{value!r} is not a day", "a day as YYYY-MM-DD")


@cache
def chapters(root: Path = ROOT) -> tuple[str, ...]:
    """The chapters that a claim may name: the notebooks of ``_toc.yml`` in its order, there or to come, and any other
    that has arithmetic. Raises FaultsError when ``_toc.yml`` cannot be read."""
    try:
        listed = _files_of(yaml.load((root / TOC).read_text(encoding="utf-8"), Loader=_Loader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        problem = f"cannot be read: {str(error).splitlines()[0]}"
        raise FaultsError([Fault(TOC, None, None, problem, "the table of contents of the book")]) from None
    names = [name.removeprefix("chapters/") for name in listed if name.startswith("chapters/")]
    with_arithmetic = sorted(file.parent.name for file in (root / "audit" / "findings").glob("*/claims.py"))
    pages = {file.stem for file in (root / "chapters").glob("*.md")}
    return tuple(dict.fromkeys(name for name in (*names, *with_arithmetic) if name not in pages))


def _files_of(toc: Any) -> Iterator[str]:
    """The pages that a table of contents names, in their order, however deep."""
    if isinstance(toc, dict):
        if isinstance(toc.get("file"), str):
            yield toc["file"].removesuffix(".ipynb")
        for inner in toc.values():
            yield from _files_of(inner)
    elif isinstance(toc, list):
        for inner in toc:
            yield from _files_of(inner)


def _planned(chapter: str) -> str:
    if chapter not in chapters():
        known = ", ".join(chapters())
        raise _wrong(f"is {chapter!r}{did_you_mean(chapter, chapters())}", f"a chapter that {TOC} lists: {known}")
    return chapter


Id = Annotated[str, AfterValidator(_kebab)]
Text = Annotated[str, AfterValidator(_one_line)]
Chapter = Annotated[Text, AfterValidator(_planned)]
Day = Annotated[date, BeforeValidator(_iso_day)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=1)]


class _Entry(BaseModel):
    # Rules are built when an entry is read: many processes read none.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


# ---- tests ----


class _Test(_Entry):
    """What the words of a claim mean in practice.

    ``reading`` is that meaning in one sentence, ``unit`` the unit of the value compared,
    ``stated`` the figure as the article states it (None where it states none),
    ``id`` the name of the reading.
    """

    id: Id = "as-worded"
    reading: Text
    unit: Text | None = None
    stated: Number | None = None

    @property
    def words(self) -> str:
        """The test in a few words, such as ``28.5 to 29.5 per cent``."""
        raise NotImplementedError

    def misfit(self) -> tuple[str, str] | None:
        """Why ``stated`` and the numbers of the test cannot belong to one figure, and what was expected; None if they can."""
        return None

    def agrees(self, value: Any) -> bool:
        """Does a computed value agree? Raises TypeError or ValueError for a value that cannot be judged."""
        raise NotImplementedError


class _NumberTest(_Test):
    #: The field that repeats the figure as stated, if the test has one.
    repeats: ClassVar[str | None] = None

    def misfit(self) -> tuple[str, str] | None:
        if self.repeats and self.stated is not None and self.stated != getattr(self, self.repeats):
            named = getattr(self, self.repeats)
            return f"is {self.stated:g} although {self.repeats} is {named:g}", f"the same number as {self.repeats}"
        return None

    def agrees(self, value: float) -> bool:
        """True if the number ``value``, in ``unit``, agrees with this reading.

        Raises TypeError for anything but a number, ValueError for one that is not finite.
        """
        value = _plain(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"{self.comparison} compares a number, not {value!r}")
        if not math.isfinite(value):
            raise ValueError(f"{self.comparison} cannot judge {value!r}, which is not finite")
        return self._compare(value)

    @property
    def words(self) -> str:
        return self._number_words() + (f" {self.unit}" if self.unit else "")


class _YesNoTest(_Test):
    def misfit(self) -> tuple[str, str] | None:
        return None if self.stated is None else ("is given although no number is compared", "no stated figure")

    def agrees(self, value: bool) -> bool:
        """True if the condition was met. Raises TypeError for anything but True or False."""
        value = _plain(value)
        if not isinstance(value, bool):
            raise TypeError(f"{self.comparison} is answered by True or False, not {value!r}")
        return value


class _Window(_NumberTest):
    """A window around ``value`` that a rule sets, so that no claim has a width of its own."""

    repeats: ClassVar[str] = "value"
    value: Number
    decimals: Annotated[int, Field(strict=True, ge=0, le=6)] = 0

    @property
    def _bare(self) -> float:
        """Half a unit of the last digit that the article prints."""
        return 0.5 * 10**-self.decimals

    @property
    def _half_width(self) -> float:
        raise NotImplementedError

    @property
    def low(self) -> float:
        """The smallest value that agrees."""
        return round(self.value - self._half_width, 9)

    @property
    def high(self) -> float:
        """The largest value that agrees."""
        return round(self.value + self._half_width, 9)

    def _compare(self, value: float) -> bool:
        return self.low <= value <= self.high

    def _number_words(self) -> str:
        return f"{self.low:g} to {self.high:g}"


class RoundsTo(_Window):
    """A bare figure: what rounds to it, to as many decimals as are printed."""

    comparison: Literal["rounds_to"]

    @property
    def _half_width(self) -> float:
        return self._bare


class About(_Window):
    """A hedged figure (around, about, nearly, some, roughly): within a twentieth of it, and never less than a bare one."""

    comparison: Literal["about"]

    @property
    def _half_width(self) -> float:
        return max(self._bare, HEDGE_SHARE * abs(self.value))


class Between(_NumberTest):
    comparison: Literal["between"]
    low: Number
    high: Number

    @field_validator("high")
    @classmethod
    def _not_below_low(cls, high: float, info) -> float:
        low = info.data.get("low")
        if low is not None and high < low:
            raise _wrong(f"is {high:g}, below low, which is {low:g}", "high at or above low")
        return high

    def misfit(self) -> tuple[str, str] | None:
        if self.stated is None:
            return None
        if self.low * self.stated < 0 or self.high * self.stated < 0:
            sides = f"low is {self.low:g} and high {self.high:g}"
            return f"is {self.stated:g} although {sides}", "low, stated and high on one side of zero"
        if not self.low <= self.stated <= self.high:
            return (
                f"is {self.stated:g}, outside {self.low:g} to {self.high:g}",
                "a figure within the window of its test",
            )
        return None

    def _compare(self, value: float) -> bool:
        return self.low <= value <= self.high

    def _number_words(self) -> str:
        return f"{self.low:g} to {self.high:g}"


class MoreThan(_NumberTest):
    repeats: ClassVar[str] = "threshold"
    comparison: Literal["more_than"]
    threshold: Number

    def _compare(self, value: float) -> bool:
        return value > self.threshold

    def _number_words(self) -> str:
        return f"more than {self.threshold:g}"


class AtLeast(_NumberTest):
    repeats: ClassVar[str] = "threshold"
    comparison: Literal["at_least"]
    threshold: Number

    def _compare(self, value: float) -> bool:
        return value >= self.threshold

    def _number_words(self) -> str:
        return f"at least {self.threshold:g}"


class AtMost(_NumberTest):
    repeats: ClassVar[str] = "threshold"
    comparison: Literal["at_most"]
    threshold: Number

    def _compare(self, value: float) -> bool:
        return value <= self.threshold

    def _number_words(self) -> str:
        return f"at most {self.threshold:g}"


class Equals(_NumberTest):
    repeats: ClassVar[str] = "value"
    comparison: Literal["equals"]
    value: Number

    def _compare(self, value: float) -> bool:
        return math.isclose(value, self.value, rel_tol=1e-9, abs_tol=1e-9)

    def _number_words(self) -> str:
        return f"exactly {self.value:g}"


class EveryCase(_NumberTest):
    """A pattern over a complete, listed population: the value compared is the number of cases against it."""

    comparison: Literal["every_case"]

    def _compare(self, value: float) -> bool:
        return value == 0

    def _number_words(self) -> str:
        return "none against it, or at most one in ten, each named:"


class StrictMaximum(_YesNoTest):
    comparison: Literal["strict_maximum"]

    @property
    def words(self) -> str:
        return "larger than every other" + (f" ({self.unit})" if self.unit else "")


class Holds(_YesNoTest):
    comparison: Literal["holds"]

    @property
    def words(self) -> str:
        return "the condition holds"


class Part(_Entry):
    """One thing that a sentence attributes to its speaker."""

    id: Id
    words: Text


class WasSaid(_YesNoTest):
    """``parts``: what the sentence attributes, split; a statement is said, said in part, or not found, by its parts."""

    comparison: Literal["was_said"]
    parts: tuple[Part, ...] = ()

    @field_validator("parts")
    @classmethod
    def _parts_are_told_apart(cls, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        if len({part.id for part in parts}) < len(parts):
            raise _wrong("have a repeated id", "an id of its own for each part")
        return parts

    @property
    def words(self) -> str:
        return "it was said"


class ComesTrue(_YesNoTest):
    comparison: Literal["comes_true"]
    by: Day | None

    @property
    def words(self) -> str:
        return f"it comes true by {self.by.isoformat()}" if self.by else "it comes true"


#: A figure of a sentence with the unit that it is written in.
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)\s?(%|percentage points?|per cent|percent|basis points)")
#: Units in which a figure may be below zero: everything else is a count or a share.
_SIGNED = ("per cent", "percentage points", "basis points")


def _unit_misfits(test: _NumberTest, sentence: str) -> Iterator[tuple[str, str, str]]:
    """Field, problem and expectation where the unit does not fit the sentence or the numbers of its test."""
    if test.unit is None:
        return
    if test.unit not in UNITS:
        known = ", ".join(UNITS)
        yield "unit", f"is {test.unit!r}{did_you_mean(test.unit, UNITS)}", f"a unit that is listed (UNITS): {known}"
        return
    for figure, written in _FIGURE.findall(sentence):
        wanted = written.removesuffix("s") + "s" if "point" in written else "per cent"
        if test.stated == float(figure) and not test.unit.startswith(wanted):
            yield "unit", f"is {test.unit!r} although the sentence says {figure} {written}", wanted
    for name in ("low", "high", "threshold", "value"):
        if test.unit not in _SIGNED and getattr(test, name, 0) < 0 and name in type(test).model_fields:
            yield name, f"is {getattr(test, name):g} although {test.unit} cannot be below zero", "zero or more"


Test = Annotated[
    RoundsTo
    | About
    | EveryCase
    | Between
    | MoreThan
    | AtLeast
    | AtMost
    | Equals
    | StrictMaximum
    | Holds
    | WasSaid
    | ComesTrue,
    Field(discriminator="comparison"),
]
_TESTS = {get_args(model.model_fields["comparison"].annotation)[0]: model for model in get_args(get_args(Test)[0])}


def _plain(value: Any) -> Any:
    """A numpy scalar as the Python value it stands for."""
    return value.item() if hasattr(value, "item") else value


# ---- articles and claims ----


class Article(_Entry):
    """One audited article. ``paragraphs`` counts the non-blank lines of the captured text."""

    id: Id
    title: Text | None
    title_note: Text | None = Field(default=None, validate_default=True)
    outlet: Text
    author: Text | None
    author_note: Text | None = Field(default=None, validate_default=True)
    url: Annotated[str, Field(pattern=r"^https://\S+$")] | None
    url_note: Text | None = Field(default=None, validate_default=True)
    published_earliest: Day
    published_latest: Day
    published_reason: Text
    text_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    paragraphs: Count
    paragraph_rule: Text

    @field_validator("title_note", "author_note", "url_note")
    @classmethod
    def _nothing_missing_without_a_note(cls, note: str | None, info) -> str | None:
        named = info.field_name.removesuffix("_note")
        if note is None and info.data.get(named, "") is None:
            raise _wrong(f"is missing although {named} is null", f"a note that says why there is no {named}")
        return note

    @field_validator("published_latest")
    @classmethod
    def _not_before_earliest(cls, latest: date, info) -> date:
        earliest = info.data.get("published_earliest")
        if earliest is not None and latest < earliest:
            raise _wrong(
                f"is {latest}, before published_earliest, which is {earliest}",
                "published_latest on or after published_earliest (swapped?)",
            )
        return latest


class Evidence(_Entry):
    """What would speak for a judgement and against it, and what would change one's mind: named before it is looked for."""

    supports: tuple[Text, ...] = Field(alias="for", min_length=1)
    opposes: tuple[Text, ...] = Field(alias="against", min_length=1)
    would_change: Text


class _Tested(_Entry):
    """What a claim and a proposition share: a test that fits the kind. The fields stand in the subclasses, in their order."""

    @property
    def readings(self) -> tuple[_Test, ...]:
        """The test and the alternative readings; empty for a judgement."""
        return () if self.test is None else (self.test, *self.alternative_readings)

    @property
    def places(self) -> list[tuple[tuple, _Test]]:
        """The test and the alternative readings, each with its place in the entry."""
        own = [] if self.test is None else [(("test",), self.test)]
        return own + [(("alternative_readings", number), one) for number, one in enumerate(self.alternative_readings)]

    def misfits(self) -> Iterator[tuple[tuple, str, str]]:
        """Place, problem and expectation of tests that are well-formed and cannot be meant: they do not fit the claim."""
        figures: dict[float | None, str | None] = {}
        for place, test in self.places:
            if told := test.misfit():
                yield (*place, "stated"), *told
            if isinstance(test, _NumberTest):
                for field, problem, expected in _unit_misfits(test, self._words):
                    yield (*place, field), problem, expected
            known = test.stated is not None and test.unit in UNITS
            first = figures.setdefault(test.stated, test.unit) if known else test.unit
            if test.unit != first:
                yield (*place, "unit"), f"is {test.unit!r} although the same figure is tested in {first!r}", first
        if self.kind == "quantity" and not isinstance(self.test, _NumberTest | StrictMaximum):
            expected = "a comparison of numbers, or strict_maximum"
            yield ("test", "comparison"), f"is {self.test.comparison} although the kind is quantity", expected

    @property
    def _words(self) -> str:
        """The sentence that is tested."""
        return getattr(self, "claim", "")

    @field_validator("test", check_fields=False)
    @classmethod
    def _test_fits_the_kind(cls, test: _Test | None, info) -> _Test | None:
        kind = info.data.get("kind")
        if kind in KINDS_WITH_A_TEST and test is None:
            raise _wrong("is missing", f"a test, as the kind is {kind}")
        if kind == "judgement" and test is not None:
            raise _wrong("is given although a judgement gets no verdict", "no test, or another kind")
        if test is not None:
            _comparison_fits(kind, test)
        return test

    @field_validator("alternative_readings", check_fields=False)
    @classmethod
    def _readings_are_told_apart(cls, readings: tuple[_Test, ...], info) -> tuple[_Test, ...]:
        kind = info.data.get("kind")
        if readings and kind == "judgement":
            raise _wrong("are given although a judgement has no test", "no alternative readings")
        ids = ["as-worded", *(reading.id for reading in readings)]
        if len(set(ids)) < len(ids):
            raise _wrong("have a missing or repeated id", "an id of its own for each reading")
        for reading in readings:
            _comparison_fits(kind, reading)
        return readings


class Claim(_Tested):
    """One assertion of an article, in our words, with the test that will judge it."""

    id: Id
    article: Text
    paragraph: Count
    kind: Kind
    claim: Text
    speaker: Text | None = Field(default=None, validate_default=True)
    topic: Id
    chapter: Chapter | None
    not_judged_reason: Text | None = Field(default=None, validate_default=True)
    headline: bool = Field(default=False, strict=True)
    wording_note: Text | None = None
    relies_on: tuple[Id, ...] = ()
    test: Test | None = Field(default=None, validate_default=True)
    alternative_readings: tuple[Test, ...] = ()
    evidence: Evidence | None = Field(default=None)

    @property
    def quotes(self) -> tuple[str, ...]:
        """The article's own words in the claim, by which its place can be found."""
        return tuple(re.findall(r"“([^”]*)”", self.claim))

    @field_validator("claim")
    @classmethod
    def _paraphrase(cls, claim: str) -> str:
        if '"' in claim or not re.fullmatch(r"([^“”]*“[^“”]+”)*[^“”]*", claim):
            raise _wrong("has straight or unpaired quotation marks", "quoted words between “ and ”")
        quoted = sum(len(quote.split()) for quote in re.findall(r"“([^”]*)”", claim))
        if quoted > MAX_QUOTED_WORDS:
            raise _wrong(f"quotes {quoted} words", f"at most {MAX_QUOTED_WORDS} quoted words")
        if not claim.rstrip("”").endswith("."):
            raise _wrong("does not end with a full stop", "a complete sentence")
        return claim

    @field_validator("speaker")
    @classmethod
    def _statement_has_a_speaker(cls, speaker: str | None, info) -> str | None:
        if speaker is None and info.data.get("kind") == "statement":
            raise _wrong("is missing", "who is said to have said it, as the kind is statement")
        return speaker

    @field_validator("not_judged_reason")
    @classmethod
    def _either_judged_or_a_reason(cls, reason: str | None, info) -> str | None:
        if "chapter" not in info.data:
            return reason
        if info.data["chapter"] is None and reason is None:
            raise _wrong("is missing although chapter is null", "why no chapter judges this claim")
        if info.data["chapter"] is not None and reason is not None:
            raise _wrong("is given although a chapter will judge the claim", "no reason, or chapter: null")
        return reason

    @field_validator("test")
    @classmethod
    def _a_hedge_is_read_as_one(cls, test: _Test | None, info) -> _Test | None:
        if "claim" not in info.data:  # has a fault of its own
            return test
        quoted = " ".join(re.findall(r"“([^”]*)”", info.data["claim"]))
        hedge = re.search(rf"\b({'|'.join(HEDGES)}) \d", quoted, re.IGNORECASE)
        if test is not None and hedge and test.comparison in ("rounds_to", "equals", "between"):
            raise _wrong(f"compares by {test.comparison} although the figure is hedged ({hedge[1]})", "about")
        if test is not None and not hedge and test.comparison == "about":
            raise _wrong("compares by about although no quoted figure is hedged", "rounds_to, or the hedge in quotes")
        return test

    @field_validator("evidence")
    @classmethod
    def _evidence_is_for_judgements(cls, evidence: Evidence | None, info) -> Evidence | None:
        if evidence is not None and info.data.get("kind") != "judgement":
            raise _wrong("is given although the claim has a test", "evidence for judgements only")
        return evidence


class Predicts(_Entry):
    """What a proposition would find of allies, and what of partners."""

    allies: Text
    partners: Text


class Proposition(_Tested):
    """A testable sentence of our own about duty, behaviour or equality; never counted among the articles' claims."""

    id: Id
    layer: Layer
    proposition: Text
    predicts: Predicts
    kind: Kind
    chapter: Chapter
    wording_note: Text | None = None
    test: Test | None = Field(default=None, validate_default=True)
    alternative_readings: tuple[Test, ...] = ()

    @property
    def claim(self) -> str:
        """The sentence that is judged, by the name that it has in a claim of an article."""
        return self.proposition


class Base(_Entry):
    """What the book has on a forecast today: one finding, one test of the rivals' chapter, or one indicator of a layer.

    ``specification``: of the finding, where not the nearest. ``met_if``: of a finding or a test that is answered by yes or no,
    the answer with which the forecast has come true. ``nothing``: why the book has nothing to look at yet.
    """

    finding: Id | None = None
    specification: Id | None = None
    answer: Id | None = None
    indicator: Id | None = None
    nothing: Text | None = None
    met_if: Literal["holds", "fails"] = "holds"

    @model_validator(mode="after")
    def _names_one(self) -> "Base":
        if sum(one is not None for one in (self.finding, self.answer, self.indicator, self.nothing)) != 1:
            raise _wrong("does not name one place in the book", "one of finding, answer, indicator, nothing")
        if self.specification is not None and self.finding is None:
            raise _wrong("names a specification without its finding", "a finding beside it")
        return self


class Meaning(_Entry):
    """What it would mean if the forecast came true: for the thesis, and for its rivals."""

    thesis: Text
    rivals: Text


class Forecast(_Tested):
    """Something that would speak against the thesis if it happened, with the day on which that is looked up.

    ``way``: in which direction the two would have left the thesis: ``closer`` to an alliance, ``apart`` until they are no
    partners, ``even`` where the book says that they are unequal. ``strength``: one that is decisive fells the thesis alone;
    of those that weigh it takes more than half of its way. ``threshold``: what is measured and how much it takes, by one of
    the principles. ``year``: the year that the figure must be about (None: whatever happens until the day of the test).
    """

    id: Id
    layer: Layer
    way: Literal["closer", "apart", "even"]
    strength: Literal["decisive", "weighs"]
    forecast: Text
    indicator: Text
    source: Text
    principle: Literal["one case", "none left", "a tenth", "double", "majority"]
    threshold: MoreThan | AtLeast | AtMost | Between | Holds = Field(discriminator="comparison")
    year: Count | None = None
    kind: Literal["prediction"]
    scored_on: Day
    means: Meaning
    gains: tuple[Id, ...] = ()
    base: Base
    chapter: Chapter
    wording_note: Text | None = None
    test: Test = Field(validate_default=True)
    alternative_readings: tuple[Test, ...] = ()

    @property
    def claim(self) -> str:
        """The sentence that is scored, by the name that it has in a claim of an article."""
        return self.forecast

    @property
    def places(self) -> list[tuple[tuple, _Test]]:
        """The test, its threshold and the alternative readings, each with its place in the entry."""
        return [*super().places, (("threshold",), self.threshold)]

    @model_validator(mode="after")
    def _scored_when_it_can_be(self) -> "Forecast":
        if self.test.by is None:
            raise _wrong("has a test without a last day", "test.by, the last day on which it can come true")
        if self.scored_on <= self.test.by:
            raise _wrong(f"is scored on {self.scored_on}, before its time is over", f"a day after {self.test.by}")
        if self.year is not None and self.year > self.test.by.year:
            raise _wrong(f"is about {self.year}, after its last day", f"{self.test.by.year} or before")
        return self


def _comparison_fits(kind: str | None, test: _Test) -> None:
    for special_kind, comparison in (("statement", "was_said"), ("prediction", "comes_true")):
        if kind is not None and (kind == special_kind) != (test.comparison == comparison):
            raise _wrong(
                f"compares by {test.comparison} although the kind is {kind}",
                f"{comparison} for a {special_kind}, and for nothing else",
            )


class _Claims(dict[str, Claim]):
    """Claims by id. Reading one is noted: a notebook's fingerprint names the claims it rests on.

    Whoever reads all of them rests on their list as well, whose name is ``list_name``: a claim that is added changes it.
    """

    def __init__(self, claims: dict[str, Claim], list_name: str):
        super().__init__(claims)
        self.list_name = list_name

    def __getitem__(self, claim_id: str) -> Claim:
        claim = super().__getitem__(claim_id)
        trace.note_claim(claim_id)
        return claim

    def __missing__(self, claim_id: str) -> Claim:
        raise KeyError(f"no claim {claim_id!r} in the ledger{did_you_mean(claim_id, self)}")

    def get(self, claim_id: str, default: Any = None) -> Any:
        return self[claim_id] if claim_id in self else default

    def values(self) -> list[Claim]:
        trace.note_claim(self.list_name)
        return [self[claim_id] for claim_id in self]

    def items(self) -> list[tuple[str, Claim]]:
        trace.note_claim(self.list_name)
        return [(claim_id, self[claim_id]) for claim_id in self]


class Ledger:
    """All articles, claims, propositions and forecasts, by id, in the order of the files."""

    def __init__(
        self,
        articles: dict[str, Article],
        claims: dict[str, Claim],
        propositions: dict[str, Proposition] | None = None,
        file: "_File | None" = None,
        proposition_file: "_File | None" = None,
        forecasts: dict[str, Forecast] | None = None,
        forecast_file: "_File | None" = None,
    ):
        self._files = [one for one in (file, proposition_file, forecast_file) if one is not None]
        self.articles = articles
        self.propositions = _Claims(propositions or {}, "list of propositions")
        self.forecasts = _Claims(forecasts or {}, "list of forecasts")
        self.claims = _Claims(claims, "list of claims")
        self._unnoted = claims | (propositions or {}) | (forecasts or {})

    def tested(self, id: str) -> Claim | Proposition | Forecast:
        """What is judged under this id: a claim of an article, a proposition or a forecast of our own. KeyError for none."""
        for ours in (self.propositions, self.forecasts):
            if id in ours:
                return ours[id]
        return self.claims[id]

    def article_of(self, claim: Claim) -> Article:
        """The article in which a claim stands."""
        return self.articles[claim.article]

    def of_chapter(self, chapter: str) -> list[Claim]:
        """The claims one chapter judges, in the order of the file."""
        return [self.claims[id] for id in self.claims if self._unnoted[id].chapter == chapter]

    def fault(self, claim_id: str, place: tuple, problem: str, expected: str) -> Fault:
        """A fault of a claim or proposition that only its finding shows, with file and line if it was read from a file."""
        for file in self._files:
            for entry in file.entries:
                if entry.value.get("id") == claim_id:
                    return file.as_fault(entry, place, problem, expected)
        return Fault("claims.yml", None, ".".join(map(str, place)), f"in {claim_id}: {problem}", expected)

    def digest(self, claim_id: str) -> str:
        """SHA-256 over a claim and its article, or over a sentence of our own: it changes when a verdict could."""
        claim = self._unnoted[claim_id]
        text = claim.model_dump_json()
        if isinstance(claim, Claim):
            text += self.article_of(claim).model_dump_json()
        return hashlib.sha256(text.encode()).hexdigest()

    def digests_of_lists(self) -> dict[str, str]:
        """SHA-256 over each whole list by its name: which entries there are, with the articles and chapters to group them by."""
        lists = (self.claims, self.propositions, self.forecasts)
        around = [*self.articles, *chapters()]
        return {one.list_name: hashlib.sha256("\n".join([*one, *around]).encode()).hexdigest() for one in lists}


# ---- loading ----


def load_ledger(seeds_dir: Path | str | None = None) -> Ledger:
    """Read and check ``articles.yml``, ``claims.yml``, ``propositions.yml`` and ``forecasts.yml`` (default: the repository's ``seeds/``).

    A folder without propositions or forecasts has none. Raises FaultsError with all faults of all files: line as row, field as column.
    """
    seeds = Path(seeds_dir) if seeds_dir is not None else SEEDS
    chapters()  # without a table of contents there is nothing to check against
    faults: list[Fault] = []
    article_file = _File(seeds / "articles.yml", faults)
    claim_file = _File(seeds / "claims.yml", faults)
    articles = article_file.models(Article)
    claims = claim_file.models(Claim)
    propositions, proposition_file = _ours(seeds / "propositions.yml", Proposition, faults)
    forecasts, forecast_file = _ours(seeds / "forecasts.yml", Forecast, faults)
    _check_ids(proposition_file, {"claim": claim_file})
    _check_ids(forecast_file, {"claim": claim_file, "proposition": proposition_file})
    if article_file.readable and claim_file.readable:
        _check_references(article_file, claim_file)
        _check_circles(claim_file)
        _check_topics(claim_file)
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: (fault.file, fault.row or 0, fault.column or "")))
    return Ledger(
        {article.id: article for article in articles},
        {claim.id: claim for claim in claims},
        {proposition.id: proposition for proposition in propositions},
        claim_file,
        proposition_file,
        {forecast.id: forecast for forecast in forecasts},
        forecast_file,
    )


def _ours(path: Path, model: type[_Entry], faults: list[Fault]) -> tuple[list, "_File | None"]:
    """The sentences of our own in a file that need not be there, and the file."""
    file = _File(path, faults) if path.exists() else None
    return ([] if file is None else file.models(model)), file


def _check_ids(file: "_File | None", others: dict[str, "_File | None"]) -> None:
    """A sentence of our own must never pass for a claim, or for one of another kind: ids are used once in all files."""
    for kind, other in others.items():
        taken = {entry.value.get("id") for entry in other.entries} if other else set()
        for entry in file.entries if file else []:
            if entry.value.get("id") in taken:
                file.fault(entry, ("id",), f"is the id of a {kind}", "an id of its own")


def _check_references(article_file: "_File", claim_file: "_File") -> None:
    """What one entry says of another. Works on the raw entries, so that a fault elsewhere hides nothing."""
    lengths = {str(entry.value.get("id")): entry.value.get("paragraphs") for entry in article_file.entries}
    claim_ids = [entry.value.get("id") for entry in claim_file.entries]
    for entry in claim_file.entries:
        article, paragraph = entry.value.get("article"), entry.value.get("paragraph")
        if isinstance(article, str) and article not in lengths:
            known = ", ".join(lengths)
            claim_file.fault(
                entry, ("article",), f"unknown article {article!r}{did_you_mean(article, lengths)}", f"one of {known}"
            )
        length = lengths.get(article) if isinstance(article, str) else None
        if type(paragraph) is int and type(length) is int and paragraph > length:
            claim_file.fault(
                entry,
                ("paragraph",),
                f"is {paragraph}, but {article} has {how_many(length, 'paragraph')}",
                f"1 to {length}",
            )
        relies_on = entry.value.get("relies_on")
        for other in relies_on if isinstance(relies_on, list) else []:
            if other == entry.value.get("id"):
                claim_file.fault(entry, ("relies_on",), "names the claim itself", "other claims")
            elif other not in claim_ids:
                claim_file.fault(
                    entry,
                    ("relies_on",),
                    f"unknown claim {other!r}",
                    f"a claim of this file{did_you_mean(other, claim_ids)}",
                )


def _check_topics(claim_file: "_File") -> None:
    """A topic is a word that claims share, and a new one may begin with any of them; but what is almost a topic of others is a slip."""
    used = Counter(str(entry.value.get("topic")) for entry in claim_file.entries)
    shared = [topic for topic, times in used.items() if times > 1]
    for entry in claim_file.entries:
        topic = str(entry.value.get("topic"))
        meant = did_you_mean(topic, shared, likeness=0.8) if used[topic] == 1 else ""
        if meant:
            problem = f"is {topic!r}, which no other claim has{meant}"
            claim_file.fault(entry, ("topic",), problem, "a topic of others, or one that is not almost theirs")


def _check_circles(claim_file: "_File") -> None:
    """No claim rests on itself by way of others."""
    rests = {}
    for entry in claim_file.entries:
        others = entry.value.get("relies_on")
        if isinstance(entry.value.get("id"), str) and isinstance(others, list):
            rests[entry.value["id"]] = [other for other in others if isinstance(other, str)]
    told: set[frozenset[str]] = set()
    for entry in claim_file.entries:
        start = entry.value.get("id")
        circle = _circle(start, rests) if isinstance(start, str) else []
        if len(circle) > 1 and frozenset(circle) not in told:
            told.add(frozenset(circle))
            problem = "goes round in a circle: " + " → ".join([*circle, start])
            claim_file.fault(entry, ("relies_on",), problem, "claims that do not rest on this one")


def _circle(start: str, rests: dict[str, list[str]]) -> list[str]:
    """The claims on a way from ``start`` back to it, by what each relies on; [] if there is none."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop()
        for other in rests.get(way[-1], []):
            if other == start:
                return way
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return []


# ---- YAML with line numbers ----


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Safe YAML in which a date stays text, so that an impossible one is a fault and not a crash."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


#: How a number and a truth value are written. YAML also reads 011 as nine, 1:30 as ninety, 1_0 as ten, and yes as true.
_PLAIN = {
    "tag:yaml.org,2002:int": (r"-?(0|[1-9]\d{0,8})", "a plain decimal number such as 29 or 28.5"),
    "tag:yaml.org,2002:float": (r"-?(0|[1-9]\d{0,8})\.\d{1,6}", "a plain decimal number such as 29 or 28.5"),
    "tag:yaml.org,2002:bool": (r"true|false", "true or false"),
}
#: Tests nest entries five levels deep.
_DEEPEST = 12


def _unplain_events(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, problem and expectation of what makes YAML more than lists, fields and values: references, tags, depth.

    Looked for before anything is built: an alias in its own anchor is a circle that never ends.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        row = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            yield row, f"*{event.anchor} stands for what is written elsewhere", "the words themselves"
        elif getattr(event, "anchor", None):
            yield row, f"&{event.anchor} marks a place to refer to", "no anchors and aliases"
        if getattr(event, "tag", None):
            yield row, f"has the tag {event.tag}", "values without a tag"
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style:
            yield row, "<< merges another entry into this one", "every field written out"
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                yield row, "is nested too deeply", f"at most {_DEEPEST} levels"
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _RawEntry:
    """One entry of a file as plain values, with the line of each of its fields.

    ``unplain``: the places whose value is not written plainly; they have their fault already.
    """

    def __init__(self, value: dict, lines: dict[tuple, int], unplain: frozenset[tuple] = frozenset()):
        self.value = value
        self.lines = lines
        self.unplain = set(unplain)

    def line(self, place: tuple) -> int:
        """The line of a field, or of the nearest thing that holds it."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]


class _File:
    """A YAML list of entries. What is wrong with it goes to ``faults``."""

    def __init__(self, path: Path, faults: list[Fault]):
        self.name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
        self.faults = faults
        self.entries: list[_RawEntry] = []
        before = len(faults)
        text = self._read(path)
        if text is not None:
            self._parse(text)
        self.readable = len(faults) == before or bool(self.entries)

    def fault(self, entry: _RawEntry, place: tuple, problem: str, expected: str) -> None:
        self.faults.append(self.as_fault(entry, place, problem, expected))

    def as_fault(self, entry: _RawEntry, place: tuple, problem: str, expected: str) -> Fault:
        name = entry.value.get("id")
        fields = ".".join(part for part in place if isinstance(part, str))
        where = f"in {name}: " if isinstance(name, str) else ""
        return Fault(self.name, entry.line(place), fields or None, where + problem, expected)

    def _file_fault(self, row: int | None, problem: str, expected: str, column: str | None = None) -> None:
        self.faults.append(Fault(self.name, row, column, problem, expected))

    def models(self, model: type[_Entry]) -> list[_Entry]:
        """The entries as models, those that can be; the others leave faults."""
        good, first_lines = [], {}
        for entry in self.entries:
            try:
                good.append(model.model_validate(entry.value))
                if not entry.unplain and isinstance(good[-1], _Tested):
                    for place, problem, expected in good[-1].misfits():
                        self.fault(entry, place, problem, expected)
            except ValidationError as error:
                for detail in error.errors(include_url=False):
                    place, problem, expected = _for_humans(detail, model)
                    if place not in entry.unplain:
                        self.fault(entry, place, problem, expected)
            name = entry.value.get("id")
            if isinstance(name, str):
                first = first_lines.setdefault(name, entry.line(("id",)))
                if first != entry.line(("id",)):
                    self.fault(entry, ("id",), f"id already used in line {first}", "an id of its own")
        return good

    def _read(self, path: Path) -> str | None:
        if not path.is_file():
            self._file_fault(None, "file is missing", "a YAML list of entries")
            return None
        data = path.read_bytes()
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            row = data.count(b"\n", 0, error.start) + 1
            self._file_fault(row, f"byte 0x{data[error.start]:02x} is not UTF-8", "UTF-8 text")
            return None

    def _parse(self, text: str) -> None:
        try:
            if unplain := list(_unplain_events(text)):
                for row, problem, expected in unplain:
                    self._file_fault(row, problem, expected)
                return
            loader = _Loader(text)
            try:
                top = loader.get_single_node()
                if not isinstance(top, yaml.SequenceNode) or not top.value:
                    row = top.start_mark.line + 1 if top is not None else None
                    self._file_fault(row, "holds no list of entries", "entries as - id: ...")
                    return
                for node in top.value:
                    self._add(node, loader)
            finally:
                loader.dispose()
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or str(error).splitlines()[0]
            row = mark.line + 1 if mark is not None else None
            self._file_fault(row, f"cannot be read as YAML: {problem}", "well-formed YAML")

    def _add(self, node: yaml.Node, loader: _Loader) -> None:
        row = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            self._file_fault(row, "is not an entry with fields", "- id: ...")
            return
        entry = _RawEntry(loader.construct_document(node), {(): row})
        self.entries.append(entry)
        for place, line in _lines(node):
            if place in entry.lines:
                # YAML itself would silently keep the last one.
                self._file_fault(line, "field given twice", "each field once", column=str(place[-1]))
            entry.lines[place] = line
        for place, scalar in _scalars(node):
            form, expected = _PLAIN.get(scalar.tag, ("", ""))
            if not scalar.style and form and not re.fullmatch(form, scalar.value):
                entry.unplain.add(place)
                self.fault(entry, place, f"is written {_shown(scalar.value)}", expected)


def _lines(node: yaml.Node, place: tuple = ()) -> Iterator[tuple[tuple, int]]:
    """The place of every field and item below a node, with its line number."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, key.value if isinstance(key, yaml.ScalarNode) else str(key.start_mark.line))
            yield inner, key.start_mark.line + 1
            yield from _lines(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield (*place, number), value.start_mark.line + 1
            yield from _lines(value, (*place, number))


def _scalars(node: yaml.Node, place: tuple = ()) -> Iterator[tuple[tuple, yaml.ScalarNode]]:
    """Every value below a node with its place."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*place, key.value if isinstance(key, yaml.ScalarNode) else ""))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _scalars(value, (*place, number))
    else:
        yield place, node


# ---- pydantic's faults in plain words ----


def _for_humans(error: dict, model: type[_Entry]) -> tuple[tuple, str, str]:
    """Place, problem and expectation of one pydantic error."""
    place, model = _without_tags(error["loc"], model)
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "rule":
        return place, context["problem"], context["expected"]
    if kind == "missing":
        return place, "is missing", "a value" + (" or null" if _may_be_null(model, place) else "")
    if kind == "extra_forbidden":
        fields = list(model.model_fields)
        return place, f"unknown field{did_you_mean(place[-1], fields)}", "one of " + ", ".join(fields)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        given = given.get("comparison") if isinstance(given, dict) else given
        meant = "" if given in _TESTS else did_you_mean(given, _TESTS)
        return (*place, "comparison"), f"unknown comparison {given!r}{meant}", "one of " + ", ".join(_TESTS)
    expected = {
        "literal_error": f"one of {context.get('expected')}".replace("'", ""),
        "string_type": "text",
        "bool_type": "true or false",
        "int_type": "a whole number",
        "float_type": "a number",
        "finite_number": "a finite number",
        "greater_than_equal": f"{context.get('ge')} or more",
        "string_pattern_mismatch": f"text of the pattern {context.get('pattern')}",
        "tuple_type": "a list",
        "too_short": f"a list of at least {context.get('min_length')}",
        "model_type": "a mapping of fields",
        "model_attributes_type": "a mapping of fields",
        "invalid_key": "field names that are text",
    }.get(kind, error["msg"])
    if kind.startswith("date"):
        expected = "a day of the calendar as YYYY-MM-DD"
    meant = did_you_mean(given, re.findall(r"'([^']+)'", context["expected"])) if kind == "literal_error" else ""
    return place, f"is {_shown(given)}{meant}", expected


def _without_tags(loc: tuple, model: type[_Entry]) -> tuple[tuple, type[_Entry]]:
    """The place without pydantic's union tags, which are no level of the file, and the model at the place."""
    place = []
    for part in loc:
        if part in _TESTS and place and (place[-1] in ("test", "threshold") or isinstance(place[-1], int)):
            model = _TESTS[part]
        else:
            place.append(part)
    return tuple(place), model


def _may_be_null(model: type[_Entry], place: tuple) -> bool:
    field = model.model_fields.get(place[-1])
    return field is not None and type(None) in get_args(field.annotation)


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


hold(__name__, instead=RULE)
