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

from audit.findings.answer import UNKNOWN, answer, outcome_of
from audit.findings.left_out import LeftOut, Witnesses, figures_of, finding_without, used_by
from audit.findings.scorecard import MARKS, OPEN_RECORD, marks
from audit.findings.what_if import specifications_of, with_demands
from audit.held import RULE, hold
from audit.inputs.ledger import HEDGE_SHARE, Ledger
from audit.inputs.record import Record
from audit.judgement import LADDERS, Finding, judge

#: How a verdict moves: the record falls silent, it can say after all, the verdict is lower or higher, or the claim is gone.
SILENT, HEARD, LOWER, HIGHER, GONE = "silent", "heard", "lower", "higher", "gone"
WAYS_TO_MOVE = (SILENT, LOWER, HIGHER, HEARD, GONE)
#: A wide reading of a hedge is twice as wide as ours; a narrow one accepts what a bare figure accepts.
WIDE = 2 * HEDGE_SHARE

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
        yield Scenario("origin", id, names.get(id, id), LeftOut(origins=frozenset({id})))
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
    for id, label in READING_LABELS.items():
        yield Scenario("reading", id, label, reading=id)


# --- readings ---------------------------------------------------------------------------------------------------------


def with_hedge(found: Finding, share: float) -> Finding:
    """The finding as it would be if a hedged figure accepted what lies within this part of it, never less than a bare one."""
    test = found.claim.test
    if getattr(test, "comparison", None) != "about":
        return found
    half = max(0.5 * 10**-test.decimals, share * abs(test.value))
    window = {"low": round(test.value - half, 9), "high": round(test.value + half, 9)}
    claim = found.claim.model_copy(update={"test": with_demands(found.claim, window)})
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


def without_exceptions(found: Finding) -> Finding:
    """The finding without the rule that a pattern may have named exceptions."""
    other = found.verdict_without_exceptions
    return found if other == found.verdict else replace(found, verdict=other)


READING_LABELS = {
    "hedges-narrow": "hedged figures read as bare ones",
    "hedges-wide": "hedges read twice as widely",
    "kindest": "every claim in its kindest registered reading",
    "harshest": "every claim in its harshest registered reading",
    "no-exceptions": "a pattern with an exception is none",
}
READINGS = {
    "hedges-narrow": partial(with_hedge, share=0),
    "hedges-wide": partial(with_hedge, share=WIDE),
    "kindest": partial(in_reading, harshest=False),
    "harshest": partial(in_reading, harshest=True),
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
    text); ``moved_then`` (verdicts of the day); ``moved_strictly`` (were any copy that falls away to take its value with
    it); ``propositions_moved``; ``right``, ``lucky``, ``imprecise``, ``wrong``, ``record-silent`` (labels then);
    ``answer_moves`` (is the answer in three layers another sentence?).
    """
    witnesses, ours = Witnesses.of(record), answer(ledger, judged)
    used = {id: used_by(one, witnesses) for id, one in judged.items()}
    chosen = scenarios(record, judged) if wanted is None else wanted
    return pd.DataFrame(
        [
            _row(
                one,
                ledger,
                judged,
                one.apply(judged, witnesses, used),
                one.apply(judged, witnesses, used, strictly=True),
                ours,
            )
            for one in chosen
        ]
    )


def _row(scenario: Scenario, ledger: Ledger, judged: Findings, then: Findings, at_most: Findings, ours: str) -> dict:
    found, strictly = moves(judged, then), moves(judged, at_most)
    claims = found[found["article"].notna()]
    how = claims["how"].dropna()
    return {
        "kind": scenario.kind,
        "id": scenario.id,
        "label": scenario.label,
        "touched": sum(one.article is not None and then.get(id) is not one for id, one in judged.items()),
        "moved": len(how),
        **{name: int((how == name).sum()) for name in WAYS_TO_MOVE},
        "claims_moved": ", ".join(claims.loc[claims["how"].notna(), "claim_id"]),
        "moved_then": int((claims["then_before"] != claims["then_after"]).sum()),
        "moved_strictly": int(strictly.loc[strictly["article"].notna(), "how"].notna().sum()),
        "propositions_moved": int(found.loc[found["article"].isna(), "how"].notna().sum()),
        **_labels(then),
        "answer_moves": len(found) > 0 and answer(ledger, then) != ours,
    }


def _labels(then: Findings) -> dict[str, int]:
    given = marks(one for one in then.values() if one.article is not None)
    return {name: given[name] for name in (*MARKS, OPEN_RECORD)}


def summary(pictures: pd.DataFrame) -> pd.DataFrame:
    """How firm the picture is by what is left out, for a chart. ``pictures``: from ``picture``.

    Columns: ``kind``, ``scenarios`` (how many there are), ``that_move`` (at least one verdict), ``most_moved`` (verdicts
    moved by the worst of them), ``worst`` (its label), ``answer_moves`` (how many change the answer).
    """
    rows = []
    for kind, group in pictures.groupby("kind", sort=False):
        worst = group.sort_values("moved", ascending=False, kind="stable").iloc[0]
        rows.append(
            {
                "kind": kind,
                "scenarios": len(group),
                "that_move": int((group["moved"] > 0).sum()),
                "most_moved": int(worst["moved"]),
                "worst": worst["label"] if worst["moved"] else None,
                "answer_moves": int(group["answer_moves"].sum()),
            }
        )
    return pd.DataFrame(rows)


def weight_of_claims(pictures: pd.DataFrame, judged: Findings, kind: str = "source") -> pd.DataFrame:
    """On how many single sources (or origins: ``kind``) each verdict hangs: which of them alone would move it.

    Columns: ``claim_id``, ``verdict``, ``hangs_on`` (how many), ``which`` (their ids, in one text). A claim that hangs on
    none has its verdict whichever one is left out.
    """
    moving = pictures[(pictures["kind"] == kind) & (pictures["moved"] > 0)]
    on: dict[str, list[str]] = {id: [] for id, one in judged.items() if one.article is not None}
    for row in moving.itertuples():
        for id in row.claims_moved.split(", "):
            on[id].append(row.id)
    rows = [(id, judged[id].verdict, len(which), ", ".join(which)) for id, which in on.items()]
    return pd.DataFrame(rows, columns=["claim_id", "verdict", "hangs_on", "which"])


hold(__name__, instead=RULE)
