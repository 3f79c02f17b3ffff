"""A finding as it would be without some of its evidence: a source, an origin, a kind of reporter, what was only seen in part.

Two bounds. At least: a figure stands while one copy of it is left, and a specification that lacks a figure has no value.
At most (``strictly``): a specification that used anything of it has none; that is the rule by which a reader leaves
something out (``choices.resting_on_what_is_left``), so that the reader's page and this module cannot differ. By both the
nearest stays the nearest, and what is left is judged by ``audit.judgement.judge``. Nothing is computed anew from the tables:
a count from which one case lost its only source is not one lower, it is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from audit.findings.choices import Choices, resting_on_what_is_left
from audit.findings.what_if import specifications_of
from audit.inputs.record import Record
from audit.judgement import Finding, Specification, judge


@dataclass(frozen=True)
class LeftOut:
    """What is left out, each by its id: sources, origins (who counted), kinds of reporter, and ways of having read a source."""

    sources: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()

    def meets(self, other: LeftOut) -> bool:
        """Is anything in both? ``other`` may be all that a finding uses."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in ("sources", "origins", "kinds", "seen"))
        return any(not mine.isdisjoint(theirs) for mine, theirs in pairs)


@dataclass(frozen=True)
class Witnesses:
    """What the record says of its sources and reporters, to look up by id.

    ``appeared``: the day by which a source is sure to have been out; ``printed``: its date as exactly as it says, with the
    first day on which it can have been out; ``seen``: how much of it was read; ``origin`` and ``kind`` of a reporter.
    """

    appeared: Mapping[str, date]
    printed: Mapping[str, tuple[pd.Timestamp, str]]
    seen: Mapping[str, str]
    origin: Mapping[str, str]
    kind: Mapping[str, str]

    @classmethod
    def of(cls, record: Record) -> Witnesses:
        """Read once from ``sources.csv`` and ``reporters.csv``."""
        sources, reporters = record.sources, record.reporters
        first = zip(sources["published_earliest"], sources["published"], strict=True)
        return cls(
            appeared={id: day.date() for id, day in sources["published_latest"].items()},
            printed=dict(zip(sources.index, first, strict=True)),
            seen=sources["seen"].to_dict(),
            origin=reporters["counted_by"].to_dict(),
            kind=reporters["kind"].to_dict(),
        )

    def drops(self, left_out: LeftOut, source: str, reporter: str | None) -> bool:
        """Does a copy of a figure fall away? Without a reporter (a text read in vain) its source alone decides."""
        return (
            source in left_out.sources
            or self.seen[source] in left_out.seen
            or self.origin.get(reporter) in left_out.origins
            or self.kind.get(reporter) in left_out.kinds
        )


def as_chosen(left_out: LeftOut, witnesses: Witnesses) -> Choices:
    """The same, as a reader would choose it: ways of having read a source become the sources that were read so."""
    read_so = {id for id, how in witnesses.seen.items() if how in left_out.seen} if left_out.seen else frozenset()
    return Choices(
        without={"sources": left_out.sources | read_so, "origins": left_out.origins, "kinds": left_out.kinds}
    )


def figures_of(one: Specification) -> tuple[tuple[tuple[str, str | None], ...], ...]:
    """Of each figure used, its copies as source and reporter. A text read in vain is a figure of its own, without reporter."""
    return one.copies or tuple(((source, None),) for source in one.sources)


def used_by(found: Finding, witnesses: Witnesses) -> LeftOut:
    """All that the specifications of a finding use, in the form of what can be left out."""
    ways = specifications_of(found)
    copies = [copy for one in ways for copies in figures_of(one) for copy in copies]
    reporters = {reporter for _, reporter in copies if reporter is not None}
    return LeftOut(
        sources=frozenset(source for source, _ in copies),
        origins=frozenset(
            {witnesses.origin[one] for one in reporters} | {name for one in ways for name in one.origins}
        ),
        kinds=frozenset({witnesses.kind[one] for one in reporters} | {name for one in ways for name in one.kinds}),
        seen=frozenset(witnesses.seen[source] for source, _ in copies),
    )


def without(one: Specification, left_out: LeftOut, witnesses: Witnesses, strictly: bool = False) -> Specification:
    """The specification without some of its evidence: itself if nothing of it falls away, without a value if a figure lacks.

    Dates, origins, kinds and sources are those of the copies that are left. What the arithmetic itself says of its origin
    or kind (a list of our own, two sides of one act) stays, unless just that is left out: then there is no value.
    ``strictly``: anything of it that falls away takes the value with it.
    """
    if _only_sources(left_out) and left_out.sources.isdisjoint(one.sources):
        return one  # most often so: the copies of a specification come from its sources
    if strictly and (chosen := resting_on_what_is_left(one, as_chosen(left_out, witnesses))) is not one:
        return chosen
    figures = figures_of(one)
    left = tuple(tuple(copy for copy in copies if not witnesses.drops(left_out, *copy)) for copies in figures)
    origins, kinds = _told(figures, witnesses.origin), _told(figures, witnesses.kind)
    named = (set(one.origins) - origins) & left_out.origins or (set(one.kinds) - kinds) & left_out.kinds
    if left == figures and not named:
        return one
    if named or strictly or not all(left):
        return Specification(
            one.id,
            one.label,
            None,
            one.principled,
            one.reason,
            nearest=one.nearest,
            reading=one.reading,
            choice=one.choice,
        )
    kept = dict.fromkeys(source for copies in left for source, _ in copies)
    sources = tuple(source for source in one.sources if source in kept)
    known, known_before = _known(left, witnesses), _known(figures, witnesses)
    return replace(
        one,
        sources=sources,
        seen=tuple(witnesses.seen[source] for source in sources),
        # A date that the arithmetic set itself (a rate known by the evening) stays while the copies do not move it.
        published=one.published if known == known_before else known,
        origins=tuple(name for name in one.origins if name not in origins - _told(left, witnesses.origin)),
        kinds=tuple(name for name in one.kinds if name not in kinds - _told(left, witnesses.kind)),
        last_source=max(witnesses.printed[source] for source in kept)[1],
        copies=left,
    )


def _only_sources(left_out: LeftOut) -> bool:
    return not (left_out.origins or left_out.kinds or left_out.seen)


def finding_without(found: Finding, left_out: LeftOut, witnesses: Witnesses, strictly: bool = False) -> Finding:
    """The finding judged again on what is left; the same object if nothing it rests on falls away."""
    ours = specifications_of(found)
    left = [without(one, left_out, witnesses, strictly) for one in ours]
    if all(one is before for one, before in zip(left, ours, strict=True)):
        return found
    return judge(found.claim, found.article, left, found.data_cutoff)


def _told(figures, by_reporter: Mapping[str, str]) -> set[str]:
    """The origins, or the kinds, of the reporters of these copies."""
    return {by_reporter[reporter] for copies in figures for _, reporter in copies if reporter in by_reporter}


def _known(figures, witnesses: Witnesses) -> date | None:
    """The day by which a copy of every figure is sure to have been out."""
    return max((min(witnesses.appeared[source] for source, _ in copies) for copies in figures), default=None)
