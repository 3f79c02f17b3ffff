"""A new vintage of a table: the source that it is from, what the checks and the verdicts say to it, and how it is written.

A new figure is a new row, which names a new source: the series as it was on that day. A row whose figure is what it was
keeps the source that it was first seen with. A changed figure, if accepted, is written in its row, as the key admits one
figure; what was there before stands in the note of the source that replaced it.
"""

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from audit.faults import Fault, FaultsError, label
from audit.findings import arithmetic, fit, judged_by, specifications
from audit.findings.lineage import Watched
from audit.inputs.ledger import Ledger
from audit.inputs.record import Record, check_record, open_record
from audit.judgement import Finding
from audit.workshop.kept_findings import BESIDE
from audit.workshop.refresh.difference import Difference
from audit.workshop.refresh.series import Series

#: So many replaced figures are named in the note of a source.
MOST_NAMED = 5


def as_text(content: bytes) -> pd.DataFrame:
    """A table with every cell as it stands in the CSV."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    return pd.DataFrame(rows, columns=header, dtype=str)


def as_csv(table: pd.DataFrame) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([table.columns, *table.itertuples(index=False)])
    return written.getvalue().encode("utf-8")


# --- the source -------------------------------------------------------------------------------------------------------


def source_id(series: Series, today: date) -> str:
    return f"{series.source}_{today:%Y%m%d}"


def source(series: Series, difference: Difference, address: str, published: date, today: date) -> dict[str, str]:
    """The row of ``sources.csv``. It counts as published when its newest figure was, or, if old ones are revised, today."""
    return {
        "source_id": source_id(series, today),
        "title": series.title,
        "publisher": series.publisher,
        "published": str(published),
        "published_earliest": str(published),
        "published_latest": str(published),
        "url": address,
        "archived": "",
        "kind": "official",
        "seen": "whole",
        "rights": series.rights,
        "note": " ".join([f"Asked {series.asked} on {today}.", *_replaced(difference)]),
    }


def _replaced(difference: Difference) -> Iterator[str]:
    changed = difference.changed
    if 0 < len(changed) <= MOST_NAMED:
        told = "; ".join(
            f"{one.column} of {one.key}, {one.before or 'blank'} in {one.source_before}" for one in changed
        )
        yield f"Replaces {told}."
    elif changed:
        yield f"Replaces {len(changed)} figures from {changed[0].key} to {changed[-1].key}."


def with_source(sources: pd.DataFrame, row: Mapping[str, str]) -> pd.DataFrame:
    """The sources with one more, in its place by the alphabet; one of the same id that a broken refresh left gives way."""
    others = sources[sources["source_id"] != row["source_id"]]
    place = int((others["source_id"] < row["source_id"]).sum())
    return pd.concat([others[:place], pd.DataFrame([row], columns=sources.columns), others[place:]], ignore_index=True)


# --- what the checks and the verdicts say -----------------------------------------------------------------------------


def moved(directory: Path, new: Mapping[str, bytes], table: str, ledger: Ledger, before: Record) -> list[str]:
    """What the verdicts that rest on ``table`` would be with ``new`` files in the record, where they are otherwise: a line each.

    Raises FaultsError with all that is wrong with such a record, as ``audit check`` would say it.
    """
    with tempfile.TemporaryDirectory(prefix="audit-refresh-") as folder:
        copy = Path(folder) / "data"
        shutil.copytree(directory, copy)
        for name, content in new.items():
            (copy / name).write_bytes(content)
        if faults := check_record(copy, counted=False):
            raise FaultsError(_in(directory, copy, fault) for fault in faults)
        now, moves = open_record(copy), []
        for stood in _resting_on(table, ledger, before):
            try:
                stands = fit.one_finding(stood.claim.id, ledger, now)
                moves += _moves(stood.claim.id, _answers(stood), _answers(stands))
            except FaultsError as error:
                faults += error.faults
    if faults:
        raise FaultsError(dict.fromkeys(faults))
    return moves


def _in(directory: Path, copy: Path, fault: Fault) -> Fault:
    file = Path(fault.file)
    return replace(fault, file=label(directory / file.relative_to(copy))) if file.is_relative_to(copy) else fault


def _resting_on(table: str, ledger: Ledger, record: Record) -> Iterator[Finding]:
    """The findings whose arithmetic opens the table, or asks the record for more than tables."""
    for id in [*ledger.claims, *ledger.propositions, *ledger.forecasts]:
        if arithmetic(ledger.tested(id)) is None:
            continue
        watched = Watched(record)
        made = specifications(id, ledger, watched)
        if table in watched.opened or watched.asked - BESIDE.keys():
            yield judged_by(id, made, ledger, record)


def _answers(one: Finding) -> dict[str, str | None]:
    answers = {"when published": one.verdict_at_publication, "on the record": one.verdict}
    answers["confidence"] = one.confidence.level if one.confidence else None
    return answers | {f"under the reading {id}": verdict for id, verdict in one.alternative_verdicts.items()}


def _moves(id: str, before: Mapping[str, str | None], now: Mapping[str, str | None]) -> Iterator[str]:
    for what in dict.fromkeys([*before, *now]):
        if before.get(what) != now.get(what):
            yield f"{id}, {what}: {before.get(what) or 'none'} → {now.get(what) or 'none'}"


# --- how it is written ------------------------------------------------------------------------------------------------


def write(directory: Path, new: Mapping[str, bytes], before: Mapping[str, bytes]) -> None:
    """Put the new files in the place of those that they were made from: each whole, and all or, if one is another now, none.

    In the order given: a break between two leaves a source that no row names yet, and the next refresh puts its own there.
    """
    partials = {name: directory / f".{name}.{os.getpid()}.tmp" for name in new}
    try:
        for name, content in new.items():
            partials[name].write_bytes(content)
        for name in new:
            if (directory / name).read_bytes() != before[name]:
                problem, expected = "changed meanwhile, nothing was written", "nobody else at it; run the command again"
                raise FaultsError([Fault(label(directory / name), None, None, problem, expected)])
        for name in new:
            os.replace(partials[name], directory / name)
    finally:
        for partial in partials.values():
            partial.unlink(missing_ok=True)
