"""What falls if a source is missing, or a whole table: every finding that uses it, judged again without it, by three counts.

At least: a figure stands while one copy of it is left elsewhere. By origin: it stands only if a copy of another origin is
left, so that ten reprints of one release are one witness, as the method has it. At most: any figure of which a copy falls
away is gone, though others printed it too. The first and the last follow ``audit.findings.left_out``. All three leave a
source out; none knows what a corrected figure would say, so none bounds what a *wrong* source could do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from audit.findings.answer import clauses, said_by, speaks
from audit.findings.left_out import LeftOut, Witnesses, figures_of, used_by, without
from audit.findings.what_if import specifications_of
from audit.inputs.ledger import Ledger
from audit.inputs.record import Record
from audit.judgement import Finding, Specification, judge

#: The three counts, from the mildest to the harshest, by the column that holds the verdict of each.
BOUNDS = ("at_least", "by_origin", "at_most")
COLUMNS = (
    "id",
    "claim_id",
    "article",
    "chapter",
    "ways",
    "lost",
    "before",
    *BOUNDS,
    *(f"said_{one}" for one in BOUNDS),
)


def falls(record: Record, judged: Mapping[str, Finding], sources: Iterable[str] | None = None) -> pd.DataFrame:
    """What falls if one source is missing: a row for every source and every finding whose checks use it.

    ``sources``: those asked for; every one that a finding uses if left out. Columns: ``id`` (of the source), ``claim_id``,
    ``article`` (None: a proposition of ours), ``chapter``; ``ways``: the checks that use it, of them ``lost`` without a value
    then; ``before``: the verdict; ``at_least``: the verdict if its figures stand wherever another copy is left; ``by_origin``:
    if they stand only where a copy of another origin is left; ``at_most``: if every figure that it bears falls; ``said_at_least`` and so on:
    what the finding then says for the answer. Raises KeyError for a source that the record does not know.
    """
    witnesses = Witnesses.of(record)
    used = {id: used_by(one, witnesses).sources for id, one in judged.items()}
    wanted = sorted(set().union(*used.values())) if sources is None else list(sources)
    if unknown := [one for one in wanted if one not in record.sources.index]:
        raise KeyError(f"there is no source {', '.join(unknown)}")
    rows = [
        _row(source, judged[id], frozenset({source}), witnesses)
        for source in wanted
        for id, theirs in used.items()
        if source in theirs
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def falls_of_tables(lineage: pd.DataFrame, record: Record, judged: Mapping[str, Finding]) -> pd.DataFrame:
    """What falls if all that a table took from its sources is missing: a row for every table and every finding computed from it.

    ``lineage``: from ``audit.findings.lineage``; of each finding the sources that it reaches through the table are left out.
    Columns as of ``falls``, with the name of the table as ``id``.
    """
    witnesses, rows = Witnesses.of(record), []
    ways = lineage[lineage["table"].notna() & lineage["specification"].notna()]
    for (table, id), own in ways.groupby(["table", "claim_id"], sort=False):
        rows.append(_row(table, judged[id], frozenset(own["source_id"]), witnesses))
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values("id", kind="stable", ignore_index=True)


def _row(id: str, found: Finding, sources: frozenset[str], witnesses: Witnesses) -> tuple:
    left_out, ours = LeftOut(sources=sources), specifications_of(found)
    left = {
        "at_least": [without(one, left_out, witnesses) for one in ours],
        "by_origin": [by_origin(one, left_out, witnesses) for one in ours],
        "at_most": [without(one, left_out, witnesses, strictly=True) for one in ours],
    }
    then = [_judged(found, ours, left[bound]) for bound in BOUNDS]
    return (
        id,
        found.claim.id,
        found.claim.article if found.article else None,
        found.claim.chapter,
        sum(one is not other for one, other in zip(ours, left["at_most"], strict=True)),
        sum(one.value is not None and other.value is None for one, other in zip(ours, left["at_least"], strict=True)),
        found.verdict,
        *(one.verdict for one in then),
        *(speaks(found.claim.id, one) for one in then),
    )


def _judged(found: Finding, ours: list[Specification], left: list[Specification]) -> Finding:
    if all(one is before for one, before in zip(left, ours, strict=True)):
        return found
    return judge(found.claim, found.article, left, found.data_cutoff)


def by_origin(one: Specification, left_out: LeftOut, witnesses: Witnesses) -> Specification:
    """The specification without some sources, if what the same origin printed elsewhere is no second witness.

    Itself if nothing of it falls away; without a value if a figure is left with no copy of another origin than the copies
    that fell. A copy whose origin is not told is no other origin.
    """
    kept = without(one, left_out, witnesses)
    if kept is one or kept.value is None or all(_seconded(copies, left_out, witnesses) for copies in figures_of(one)):
        return kept
    return without(one, left_out, witnesses, strictly=True)


def _seconded(copies, left_out: LeftOut, witnesses: Witnesses) -> bool:
    """Does a figure stand by another origin than that of its copies which fall away? One that loses none stands."""
    fallen = {witnesses.origin.get(reporter) for source, reporter in copies if source in left_out.sources}
    others = {witnesses.origin.get(reporter) for source, reporter in copies if source not in left_out.sources}
    return not fallen or bool(others - fallen - {None})


def most_first(fallen: pd.DataFrame) -> pd.DataFrame:
    """How much falls with each source (or table), most first. ``fallen``: from ``falls`` or ``falls_of_tables``.

    Columns: ``id``; ``claims`` of the articles that use it; of them those that move by each count (``moved_at_least``,
    ``moved_by_origin``, ``moved_at_most``); and the same of ``propositions`` of ours (``propositions_at_least`` and so on).
    """
    theirs = fallen["article"].notna()
    moves = {bound: fallen[bound] != fallen["before"] for bound in BOUNDS}
    counted = pd.DataFrame(
        {
            "claims": theirs,
            **{f"moved_{bound}": moves[bound] & theirs for bound in BOUNDS},
            **{f"propositions_{bound}": moves[bound] & ~theirs for bound in BOUNDS},
        }
    ).astype("int64")
    found = counted.groupby(fallen["id"], sort=False).sum().reset_index()
    kinds = ("moved_by_origin", "moved_at_least", "moved_at_most")
    order = [*kinds, *(one.replace("moved", "propositions") for one in kinds), "claims"]
    return found.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def answers(ledger: Ledger, judged: Mapping[str, Finding], fallen: pd.DataFrame) -> pd.DataFrame:
    """Which layers of the answer would read otherwise: one row for each source (or table), bound and clause that changes.

    Columns: ``id``, ``bound`` (a word of ``BOUNDS``), ``layer``, ``before``, ``after`` (the clause).
    """
    said, rows = said_by(judged), []
    ours = clauses(said)
    for id, own in fallen.groupby("id", sort=False):
        for bound in BOUNDS:
            then = dict(zip(own["claim_id"], own[f"said_{bound}"], strict=True))
            moved = any(code != said[claim] for claim, code in then.items())
            told = clauses({**said, **then}) if moved else ours
            rows += [(id, bound, layer, ours[layer], told[layer]) for layer in ours if told[layer] != ours[layer]]
    return pd.DataFrame(rows, columns=["id", "bound", "layer", "before", "after"])
