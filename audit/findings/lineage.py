"""What is computed from what: claim → specification → table → source, to be read from either end.

Nothing of it is written down by hand. The specifications of a finding carry the copies of every figure they use; which tables
a claim's arithmetic opened is watched while it runs once more. A specification's table is one that its claim opened and that
names the source, and the reporter where it names reporters: where two tables of one claim hold the same copy, both are listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from audit.findings import arithmetic
from audit.findings.left_out import LeftOut, Witnesses, figures_of, finding_without
from audit.findings.what_if import specifications_of
from audit.inputs.ledger import Claim, Proposition
from audit.inputs.record import Record
from audit.judgement import Finding

COLUMNS = (
    *("claim_id", "article", "chapter", "specification", "label", "reading", "principled", "nearest", "counts"),
    *("table", "source_id", "alone"),
)


class Watched:
    """A record that remembers what of it was asked for: ``opened`` its tables, ``asked`` all else; otherwise the record itself."""

    def __init__(self, record: Record):
        self._record = record
        self.opened: set[str] = set()
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.opened.add(name)
        return self._record[name]

    def features(self, name: str) -> list[dict]:
        self.opened.add(name)
        return self._record.features(name)

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return getattr(self._record, name)


def tables_of(claim: Claim | Proposition, record: Record) -> frozenset[str]:
    """The tables that the arithmetic of a claim opens. Raises LookupError for a claim that nobody judges yet."""
    compute, watched = arithmetic(claim), Watched(record)
    if compute is None:
        raise LookupError(f"{claim.id} is in the ledger but not judged yet")
    compute(watched, claim) if claim.kind == "statement" else compute(watched)
    return frozenset(watched.opened)


def sources_named(record: Record, table: str) -> frozenset[tuple[str, str | None]]:
    """The sources that a table names, each with the reporter of its row (None where the table has no reporters)."""
    keys = record.resource(table).get("schema", {}).get("foreignKeys", [])
    columns = [key["fields"][0] for key in keys if key["reference"].get("resource") == "sources"]
    if not columns:
        return frozenset()
    rows = record[table]
    reporters = rows["reporter"] if "reporter" in rows else pd.Series(None, index=rows.index, dtype=object)
    pairs = {pair for column in columns for pair in zip(rows[column], reporters, strict=True) if not pd.isna(pair[0])}
    return frozenset((source, None if pd.isna(reporter) else reporter) for source, reporter in pairs)


def lineage(
    record: Record, judged: Mapping[str, Finding], opened_by: Mapping[str, frozenset[str]] | None = None
) -> pd.DataFrame:
    """Every way from a claim to a source, in the order of the findings. ``opened_by``: ``tables_of`` each claim, where known.

    Columns: ``claim_id``, ``article`` (None: a proposition of ours), ``chapter``; ``specification`` with its ``label``, the
    ``reading`` it answers (None: as worded), whether it is ``principled``, ``nearest``, and ``counts`` towards the verdict;
    ``table`` (None: a text that was read, from no table); ``source_id``; ``alone``: no other copy bears its figure, so
    that without the source the specification has no value. A judgement has no specifications: its evidence is what the
    tables hold under its id, with a blank specification.
    """
    rows, named = [], {}
    for id, found in judged.items():
        opened = sorted((opened_by or {}).get(id) or tables_of(found.claim, record))
        named |= {table: sources_named(record, table) for table in opened if table not in named}
        if found.claim.kind == "judgement":
            head = (id, found.claim.article, found.claim.chapter, None, None, None, False, False, False)
            rows += [(*head, table, source, False) for table, source in weighed(record, id)]
        counting = {one.specification.id for one in found.judged if one.counts}
        for one in specifications_of(found):
            head = (
                id,
                found.claim.article if found.article else None,
                found.claim.chapter,
                one.id,
                one.label,
                one.reading,
            )
            counts = one.reading is None and one.id in counting
            alone = {copies[0][0] for copies in figures_of(one) if len({source for source, _ in copies}) == 1}
            pairs = dict.fromkeys(copy for copies in figures_of(one) for copy in copies)
            for table, source in dict.fromkeys(place for pair in pairs for place in _places(pair, opened, named)):
                rows.append((*head, one.principled, one.nearest, counts, table, source, source in alone))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def weighed(record: Record, claim_id: str) -> list[tuple[str, str]]:
    """Each table that holds evidence under the id of a claim, with every source that the evidence names."""
    found = []
    for table in record.tables:
        fields = {field["name"] for field in record.resource(table)["schema"]["fields"]}
        if {"claim_id", "source_id"} <= fields:
            rows = record[table]
            found += [(table, source) for source in dict.fromkeys(rows.loc[rows["claim_id"] == claim_id, "source_id"])]
    return found


def _places(pair: tuple[str, str | None], opened: list[str], named: Mapping[str, frozenset]):
    """Each table that holds a copy, with its source; with the reporter if one does so, else by the source alone."""
    source, _ = pair
    exact = [table for table in opened if pair in named[table]]
    found = exact or [table for table in opened if any(source == other for other, _ in named[table])]
    return [(table, source) for table in found] or [(None, source)]


def behind(frame: pd.DataFrame, claim_id: str) -> pd.DataFrame:
    """From a claim to its sources: its rows. Raises KeyError for a claim without any."""
    rows = frame[frame["claim_id"] == claim_id]
    if rows.empty:
        raise KeyError(f"nothing is computed for {claim_id}")
    return rows.reset_index(drop=True)


def rests_on(frame: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """From a source to the claims: its rows; empty where no finding uses it."""
    return frame[frame["source_id"] == source_id].reset_index(drop=True)


def if_wrong(source_id: str, record: Record, judged: Mapping[str, Finding]) -> pd.DataFrame:
    """What falls if a source is wrong: every finding that uses it, judged again without it.

    Columns: ``claim_id``, ``article`` (None: a proposition of ours), ``chapter``, ``specifications`` that use it, of them
    ``lost`` (without a value then) and ``lost_that_count``; ``before`` and ``after`` (the verdict), ``moves``. Empty where
    no finding uses it. Raises KeyError for a source that the record does not know.
    """
    if source_id not in record.sources.index:
        raise KeyError(f"there is no source {source_id}")
    witnesses, rows = Witnesses.of(record), []
    for id, found in judged.items():
        then = finding_without(found, LeftOut(sources=frozenset({source_id})), witnesses)
        if then is found:
            continue
        ways = list(zip(specifications_of(found), specifications_of(then), strict=True))
        lost = [one for one, other in ways if one.value is not None and other.value is None]
        rows.append(
            {
                "claim_id": id,
                "article": found.claim.article if found.article else None,
                "chapter": found.claim.chapter,
                "specifications": sum(one is not other for one, other in ways),
                "lost": len(lost),
                "lost_that_count": sum(one.principled and one.reading is None for one in lost),
                "before": found.verdict,
                "after": then.verdict,
                "moves": found.verdict != then.verdict,
            }
        )
    columns = "claim_id article chapter specifications lost lost_that_count before after moves".split()
    return pd.DataFrame(rows, columns=columns)


def of_tables(frame: pd.DataFrame) -> pd.DataFrame:
    """What hangs on each table. Columns: ``table``, ``claims``, ``specifications``, ``sources`` (how many of each)."""
    rows = frame[frame["table"].notna()].assign(way=lambda one: one["claim_id"] + "." + one["specification"])
    found = rows.groupby("table").agg(
        claims=("claim_id", "nunique"), specifications=("way", "nunique"), sources=("source_id", "nunique")
    )
    return found.sort_values(["claims", "specifications"], ascending=False, kind="stable").reset_index()


def of_sources(frame: pd.DataFrame) -> pd.DataFrame:
    """What hangs on each source. Columns: ``source_id``, ``claims``, ``specifications``, ``alone`` (ways with no other copy)."""
    rows = frame.assign(way=frame["claim_id"] + "." + frame["specification"].fillna(""))
    rows = rows.drop_duplicates(["way", "reading", "source_id"])
    found = rows.groupby("source_id").agg(
        claims=("claim_id", "nunique"), specifications=("way", "nunique"), alone=("alone", "sum")
    )
    return found.sort_values(["claims", "specifications"], ascending=False, kind="stable").reset_index()
