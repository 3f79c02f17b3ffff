"""How much of the whole picture hangs on one thing? Every finding is judged again without it, and what moves is counted.

One scenario leaves out one source, one origin, one kind of reporter, one chapter, or what was not read whole; or it reads
hedges narrowly or widely, every claim in its kindest or its harshest registered reading, or patterns without the rule of
exceptions. What is left out follows ``audit.findings.left_out``; readings are judged by ``audit.judgement`` as ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from audit.findings.answer import UNKNOWN, clauses, outcome_of, said_by
from audit.findings.choices import BY_THE_BOOK
from audit.findings.left_out import LeftOut, Witnesses, figures_of, finding_without, used_by
from audit.findings.scorecard import MARKS, OPEN_RECORD, label
from audit.findings.what_if import specifications_of
from audit.held import RULE, hold
from audit.inputs.ledger import HEDGE_SHARE, Ledger
from audit.inputs.record import Record
from audit.judgement import LADDERS, Finding, judge

#: How a verdict moves: the record falls silent, it can say after all, the verdict is lower or higher, or the claim is gone.
SILENT, HEARD, LOWER, HIGHER, GONE = "silent", "heard", "lower", "higher", "gone"
WAYS_TO_MOVE = (SILENT, LOWER, HIGHER, HEARD, GONE)
#: A wide reading of a hedge is twice as wide as ours; a narrow one accepts what a bare figure accepts.
WIDE = 2 * HEDGE_SHARE

#: The two bounds of what moves, and how their columns end.
BOUNDS = {"at least": "", "at most": "_strictly"}

Findings = Mapping[str, Finding]


@dataclass(frozen=True)
class Scenario:
    """One thing that is otherwise. ``kind``: what sort of thing; ``id``: which; ``label``: in words.

    ``left_out``: what falls away; ``chapter``: the chapter whose findings do; ``reading``: how the words are read.
    """

    kind: str
    id: str
    label: str
    left_out: LeftOut | None = None
    chapter: str | None = None
    reading: str | None = None

    def apply(
        self, judged: Findings, witnesses: Witnesses, used: Mapping[str, LeftOut] | None = None, strictly: bool = False
    ) -> dict[str, Finding]:
        """The findings as they are then; those that it does not touch are the same objects, those of a chapter left out lack.

        ``used``: what each finding uses (``left_out.used_by``), so that the others need not be looked through.
        """
        if self.chapter is not None:
            return {id: one for id, one in judged.items() if one.claim.chapter != self.chapter}
        if self.left_out is None:
            return {id: READINGS[self.reading](one) for id, one in judged.items()}
        return {
            id: finding_without(one, self.left_out, witnesses, strictly)
            if used is None or self.left_out.meets(used[id])
            else one
            for id, one in judged.items()
        }


def scenarios(record: Record, judged: Findings) -> Iterator[Scenario]:
    """Every scenario there is, by kind; of sources, origins and kinds of reporter those that a finding uses."""
    ways = [way for one in judged.values() for way in specifications_of(one)]
    copies = {copy for way in ways for figure in figures_of(way) for copy in figure}
    titles, names = record.sources["title"], record.reporters["name"]
    counted_by, kind_of = record.reporters["counted_by"], record.reporters["kind"]
    reporters = {reporter for _, reporter in copies if reporter is not None}
    for id in sorted({source for source, _ in copies}):
        yield Scenario("source", id, titles[id], LeftOut(sources=frozenset({id})))
    origins = {counted_by[one] for one in reporters} | {origin for way in ways for origin in way.origins}
    for id in sorted(origins):
        yield Scenario("origin", id, names.get(id, id.replace("-", " ")), LeftOut(origins=frozenset({id})))
    kinds = sorted({kind_of[one] for one in reporters} | {kind for way in ways for kind in way.kinds})
    for id in kinds:
        yield Scenario("evidence", id, f"without {id}", LeftOut(kinds=frozenset({id})))
    for id in kinds:
        others = frozenset(kinds) - {id}
        yield Scenario("evidence", f"only-{id}", f"only {id}", LeftOut(kinds=others))
    for id in dict.fromkeys(one.claim.chapter for one in judged.values()):
        yield Scenario("chapter", id, f"without the chapter on {id}", chapter=id)
    yield Scenario("seen", "whole", "only what was read whole", LeftOut(seen=frozenset({"part", "excerpt"})))
    yield Scenario("seen", "whole-or-part", "only what was read whole or in part", LeftOut(seen=frozenset({"excerpt"})))
    for id, words in READING_LABELS.items():
        yield Scenario("reading", id, words, reading=id)


# --- readings ---------------------------------------------------------------------------------------------------------


def with_hedge(found: Finding, share: float) -> Finding:
    """The finding as it would be if a hedged figure accepted what lies within this part of it, never less than a bare one."""
    readings = found.claim.readings
    if "about" not in {one.comparison for one in readings}:
        return found
    own, *others = (BY_THE_BOOK.test(one, share) for one in readings)
    claim = found.claim.model_copy(update={"test": own, "alternative_readings": tuple(others)})
    return judge(claim, found.article, specifications_of(found), found.data_cutoff)


def in_reading(found: Finding, harshest: bool) -> Finding:
    """The finding with the lowest, or the highest, verdict that a registered reading of its words gives; silent ones give none."""
    ladder = LADDERS[found.claim.kind]
    given = [found.verdict, *found.alternative_verdicts.values()]
    known = [one for one in given if outcome_of(one) != UNKNOWN]
    if not known:
        return found
    chosen = (max if harshest else min)(known, key=ladder.index)
    return found if chosen == found.verdict else replace(found, verdict=chosen)


def better_sense(found: Finding) -> Finding:
    """The finding where of two equally plain senses the better counts, and not the worse as by our rule."""
    senses = [one.specification.id for one in found.all_nearest if one.counts]
    if len(senses) < 2:
        return found
    ways = specifications_of(found)

    def by(sense: str) -> Finding:
        own = [replace(way, nearest=way.id == sense) if way.reading is None else way for way in ways]
        return judge(found.claim, found.article, own, found.data_cutoff)

    best = min(map(by, senses), key=lambda one: LADDERS[found.claim.kind].index(one.verdict))
    return found if best.verdict == found.verdict else best


def without_exceptions(found: Finding) -> Finding:
    """The finding without the rule that a pattern may have named exceptions."""
    other = found.verdict_without_exceptions
    return found if other == found.verdict else replace(found, verdict=other)


READING_LABELS = {
    "hedges-narrow": "hedged figures read as bare ones",
    "hedges-wide": "hedges read twice as widely",
    "kindest": "every claim in its kindest registered reading",
    "harshest": "every claim in its harshest registered reading",
    "better-sense": "of two equally plain senses the better counts",
    "no-exceptions": "a pattern with an exception is none",
}
READINGS = {
    "hedges-narrow": partial(with_hedge, share=0),
    "hedges-wide": partial(with_hedge, share=WIDE),
    "kindest": partial(in_reading, harshest=False),
    "harshest": partial(in_reading, harshest=True),
    "better-sense": better_sense,
    "no-exceptions": without_exceptions,
}


# --- what moves -------------------------------------------------------------------------------------------------------


def moved(kind: str, before: str | None, after: str | None) -> str | None:
    """How a verdict moved on the ladder of its kind, or None if it did not."""
    if before == after:
        return None
    if after is None:
        return GONE
    silent = [outcome_of(one) == UNKNOWN for one in (before, after)]
    if silent[0] != silent[1]:
        return SILENT if silent[1] else HEARD
    ladder = LADDERS[kind]
    return LOWER if ladder.index(after) > ladder.index(before) else HIGHER


def moves(judged: Findings, then: Findings) -> pd.DataFrame:
    """What stands otherwise in ``then``: one row for each claim or proposition of ours whose verdict moved, at either date.

    Columns: ``claim_id``, ``article`` (None: a proposition), ``chapter``, ``before``, ``after``, ``how`` (a word of
    ``WAYS_TO_MOVE``, None where only the verdict of the day moved), ``then_before``, ``then_after``.
    """
    rows = []
    for id, one in judged.items():
        other = then.get(id)
        if other is one:
            continue
        verdicts = (one.verdict, other and other.verdict)
        on_the_day = (one.verdict_at_publication, other and other.verdict_at_publication)
        how = moved(one.claim.kind, *verdicts)
        if how or on_the_day[0] != on_the_day[1]:
            rows.append(
                (id, one.claim.article if one.article else None, one.claim.chapter, *verdicts, how, *on_the_day)
            )
    columns = ["claim_id", "article", "chapter", "before", "after", "how", "then_before", "then_after"]
    return pd.DataFrame(rows, columns=columns)


def picture(ledger: Ledger, record: Record, judged: Findings, wanted: Iterable[Scenario] | None = None) -> pd.DataFrame:
    """The whole picture under every scenario (or those ``wanted``), one row each. ``judged``: claims and propositions of ours.

    Columns: ``kind``, ``id``, ``label``; ``touched`` (claims of the articles that use it), ``moved`` (verdicts on the record
    that are another) and of them ``silent``, ``lower``, ``higher``, ``heard``, ``gone``; ``claims_moved`` (their ids, in one
    text); ``moved_then`` (verdicts of the day); ``propositions_moved``; ``right``, ``lucky``, ``imprecise``, ``wrong``,
    ``record-silent`` (labels then); ``answer_moves`` (is the answer in three layers another sentence?). All of that is the
    lower bound. The upper one, where anything that falls away takes with it what it touched: ``moved_strictly``,
    ``claims_moved_strictly``, ``answer_moves_strictly``. Readings and chapters have one bound: both are equal.
    ``clauses_then`` and ``clauses_then_strictly``: of the answer by layer the clauses that are others, empty where none is.
    """
    witnesses, book = Witnesses.of(record), _Book.of(ledger, judged)
    used = {id: used_by(one, witnesses) for id, one in judged.items()}
    rows = []
    for one in scenarios(record, judged) if wanted is None else wanted:
        then = one.apply(judged, witnesses, used)
        at_most = then if one.left_out is None else one.apply(judged, witnesses, used, strictly=True)
        rows.append(_row(one, book, then, at_most))
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class _Book:
    """The book as it stands: what a scenario is compared with."""

    ledger: Ledger
    judged: Findings
    clauses: Mapping[str, str]
    labels: Mapping[str, str]

    @classmethod
    def of(cls, ledger: Ledger, judged: Findings) -> _Book:
        labels = {id: label(one)[0] for id, one in judged.items() if one.article is not None}
        return cls(ledger, judged, clauses(said_by(judged)), labels)

    def labels_in(self, then: Findings) -> dict[str, int]:
        """How many claims have which label; what did not move keeps its own."""
        here = [id for id in self.labels if id in then]
        given = [self.labels[id] if then[id] is self.judged[id] else label(then[id])[0] for id in here]
        return {name: given.count(name) for name in (*MARKS, OPEN_RECORD)}

    def other_clauses(self, then: Findings) -> dict[str, str]:
        """By layer the clauses of the answer that are others than ours."""
        if all(then.get(id) is one for id, one in self.judged.items()):
            return {}
        return {layer: said for layer, said in clauses(said_by(then)).items() if said != self.clauses[layer]}


def _row(scenario: Scenario, book: _Book, then: Findings, at_most: Findings) -> dict:
    found = moves(book.judged, then)
    claims = found[found["article"].notna()]
    how = claims["how"].dropna()
    strictly = found if at_most is then else moves(book.judged, at_most)
    others = [book.other_clauses(one) for one in (then, at_most)]
    strictly = list(strictly.loc[strictly["article"].notna() & strictly["how"].notna(), "claim_id"])
    return {
        "kind": scenario.kind,
        "id": scenario.id,
        "label": scenario.label,
        "touched": sum(then.get(id) is not book.judged[id] for id in book.labels),
        "moved": len(how),
        **{name: int((how == name).sum()) for name in WAYS_TO_MOVE},
        "claims_moved": ", ".join(claims.loc[claims["how"].notna(), "claim_id"]),
        "moved_then": int((claims["then_before"] != claims["then_after"]).sum()),
        "moved_strictly": len(strictly),
        "claims_moved_strictly": ", ".join(strictly),
        "propositions_moved": int(found.loc[found["article"].isna(), "how"].notna().sum()),
        **book.labels_in(then),
        "answer_moves": bool(others[0]),
        "answer_moves_strictly": bool(others[1]),
        "clauses_then": others[0],
        "clauses_then_strictly": others[1],
    }


def summary(pictures: pd.DataFrame) -> pd.DataFrame:
    """How firm the picture is by what is left out, for a chart. ``pictures``: from ``picture``.

    Columns: ``kind``, ``bound`` (``at least`` or ``at most``), ``scenarios`` (how many there are), ``that_move`` (at least one
    verdict), ``most_moved`` (verdicts moved by the worst of them), ``worst`` (its label, None where none moves any),
    ``answer_moves`` (how many change the answer). One row for each kind and bound.
    """
    rows = []
    for kind, group in pictures.groupby("kind", sort=False):
        for bound, end in BOUNDS.items():
            worst = group.sort_values(f"moved{end}", ascending=False, kind="stable").iloc[0]
            rows.append(
                {
                    "kind": kind,
                    "bound": bound,
                    "scenarios": len(group),
                    "that_move": int((group[f"moved{end}"] > 0).sum()),
                    "most_moved": int(worst[f"moved{end}"]),
                    "worst": worst["label"] if worst[f"moved{end}"] else None,
                    "answer_moves": int(group[f"answer_moves{end}"].sum()),
                }
            )
    return pd.DataFrame(rows)


def weight_of_claims(pictures: pd.DataFrame, judged: Findings, kind: str = "source") -> pd.DataFrame:
    """On how many single sources (or origins: ``kind``) each verdict hangs: which of them alone would move it.

    Columns: ``claim_id``, ``verdict``, ``hangs_on`` (how many, at least), ``which`` (their ids, in one text),
    ``hangs_on_at_most``. A claim that hangs on none has its verdict whichever one is left out.
    """
    rows = pictures[pictures["kind"] == kind]
    ids = [id for id, one in judged.items() if one.article is not None]
    on = {bound: _moving(rows, f"claims_moved{end}") for bound, end in BOUNDS.items()}
    frame = pd.DataFrame({"claim_id": ids, "verdict": [judged[id].verdict for id in ids]})
    which = [on["at least"].get(id, []) for id in ids]
    at_most = [len(on["at most"].get(id, [])) for id in ids]
    return frame.assign(
        hangs_on=[len(one) for one in which], which=[", ".join(one) for one in which], hangs_on_at_most=at_most
    )


def _moving(rows: pd.DataFrame, column: str) -> dict[str, list[str]]:
    """By claim, the scenarios that move it."""
    on: dict[str, list[str]] = {}
    for scenario, claims in zip(rows["id"], rows[column], strict=True):
        for claim in filter(None, claims.split(", ")):
            on.setdefault(claim, []).append(scenario)
    return on


hold(__name__, instead=RULE)
