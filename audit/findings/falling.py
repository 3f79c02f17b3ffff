"""What falls if a source is wrong, or a whole table: every finding that uses it, judged again without it, by two bounds.

At least: a figure stands while one copy of it is left elsewhere. At most: any figure of which a copy falls away is gone,
though others printed it too. Both follow ``audit.findings.left_out``; the truth about one wrong source lies between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from audit.findings.answer import clauses
from audit.findings.left_out import LeftOut, Witnesses, finding_without, used_by
from audit.findings.what_if import specifications_of
from audit.inputs.ledger import Ledger
from audit.inputs.record import Record
from audit.judgement import Finding

COLUMNS = ("id", "claim_id", "article", "chapter", "ways", "lost", "before", "at_least", "at_most")
#: The two bounds, by the column that holds the verdict of each.
BOUNDS = ("at_least", "at_most")


def falls(record: Record, judged: Mapping[str, Finding], sources: Iterable[str] | None = None) -> pd.DataFrame:
    """What falls if one source is wrong: a row for every source and every finding whose checks use it.

    ``sources``: those asked for; every one that a finding uses if left out. Columns: ``id`` (of the source), ``claim_id``,
    ``article`` (None: a proposition of ours), ``chapter``; ``ways``: the checks that use it, of them ``lost`` without a value
    then; ``before``: the verdict; ``at_least``: the verdict if its figures stand wherever another copy is left; ``at_most``:
    the verdict if every figure that it bears falls. Raises KeyError for a source that the record does not know.
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
    """What falls if all that a table took from its sources is wrong: a row for every table and every finding computed from it.

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
    least, most = (finding_without(found, left_out, witnesses, strictly) for strictly in (False, True))
    pairs = list(zip(ours, specifications_of(least), specifications_of(most), strict=True))
    return (
        id,
        found.claim.id,
        found.claim.article if found.article else None,
        found.claim.chapter,
        sum(one is not other for one, _, other in pairs),
        sum(one.value is not None and other.value is None for one, other, _ in pairs),
        found.verdict,
        least.verdict,
        most.verdict,
    )


def most_first(fallen: pd.DataFrame) -> pd.DataFrame:
    """How much falls with each source (or table), most first. ``fallen``: from ``falls`` or ``falls_of_tables``.

    Columns: ``id``; ``claims`` of the articles that use it; of them ``moved_at_least`` and ``moved_at_most``; ``propositions``
    of ours whose verdict moves, at least and at most (``propositions_at_least``, ``propositions_at_most``).
    """
    rows = []
    for id, own in fallen.groupby("id", sort=False):
        theirs = own["article"].notna()
        moves = {bound: own[bound] != own["before"] for bound in BOUNDS}
        rows.append(
            {
                "id": id,
                "claims": int(theirs.sum()),
                **{f"moved_{bound}": int((moves[bound] & theirs).sum()) for bound in BOUNDS},
                **{f"propositions_{bound}": int((moves[bound] & ~theirs).sum()) for bound in BOUNDS},
            }
        )
    columns = ["id", "claims", *(f"{what}_{bound}" for what in ("moved", "propositions") for bound in BOUNDS)]
    found = pd.DataFrame(rows, columns=columns)
    order = ["moved_at_least", "moved_at_most", "propositions_at_least", "propositions_at_most", "claims"]
    return found.sort_values(order, ascending=False, kind="stable", ignore_index=True)


@dataclass(frozen=True)
class _Then:
    verdict: str


def answers(ledger: Ledger, judged: Mapping[str, Finding], fallen: pd.DataFrame) -> pd.DataFrame:
    """Which layers of the answer would read otherwise: one row for each source (or table), bound and clause that changes.

    Columns: ``id``, ``bound`` (a word of ``BOUNDS``), ``layer``, ``before``, ``after`` (the clause).
    """
    ours, rows = clauses(ledger, judged), []
    for id, own in fallen.groupby("id", sort=False):
        for bound in BOUNDS:
            moved = own[own[bound] != own["before"]]
            then = {**judged, **{row.claim_id: _Then(getattr(row, bound)) for row in moved.itertuples()}}
            said = clauses(ledger, then) if len(moved) else ours
            rows += [(id, bound, layer, ours[layer], said[layer]) for layer in ours if said[layer] != ours[layer]]
    return pd.DataFrame(rows, columns=["id", "bound", "layer", "before", "after"])
