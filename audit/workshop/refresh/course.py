"""From a question to the publisher to a table that is written: ``python -m audit refresh``."""

import sys
from datetime import date
from pathlib import Path

from audit.faults import FaultsError, label
from audit.findings import default_ledger
from audit.inputs.acceptance import check_data
from audit.inputs.record import DESCRIPTOR, Record, open_record
from audit.paths import DATA
from audit.workshop import checked
from audit.workshop.refresh import bank_of_russia, comtrade, pieces, vintage
from audit.workshop.refresh.asking import Manners
from audit.workshop.refresh.difference import Difference, compare, merged
from audit.workshop.refresh.series import Series, Unusable

SERIES = {one.table: one for one in (*bank_of_russia.SERIES, *comtrade.SERIES)}


class Refused(ValueError):
    """Why nothing was asked."""


def refresh(
    table: str,
    *,
    data_dir: Path | None = None,
    home: str | None = None,
    today: date | None = None,
    dry_run: bool = False,
    accept_changes: bool = False,
    manners: Manners | None = None,
) -> int:
    """Fetch, show, check, and write if nothing is lost by it; returns the exit code: 1 if somebody has to accept it first.

    Raises Refused for what cannot be asked, FaultsError for an answer or a record that will not do. Whatever it raises or
    returns, the record is as it was unless all was well.
    """
    today = today or date.today()
    series = _series(table)
    own = data_dir is None or data_dir.resolve() == DATA
    if own and home is not None and not dry_run:
        raise Refused(
            "--from: figures of another address do not enter data/, expected --dry-run, or --data with a copy"
        )
    if faults := checked.own_data() if own else check_data(data_dir):
        raise FaultsError(faults)
    record = open_record(data_dir)
    before = {name: (record.directory / name).read_bytes() for name in _files(series, record)}
    source_id = vintage.source_id(series, today)
    _once_a_day(source_id, before[record.resource(table)["path"]])

    old = vintage.as_text(before[record.resource(table)["path"]])
    first, last = series.first_day(old), min(today, record.data_cutoff)
    address = home or series.home
    daily = pieces.fetched(series, address, first, last, today, manners or Manners(), _tell)
    if last < today:
        _tell(f"Asked until {last}, the data cut-off; later figures need a later one in {DESCRIPTOR}.")
    url = address.rstrip("/") + series.ask(first, last).path
    try:
        new = series.rows(daily, source_id, first)
    except Unusable as error:
        raise FaultsError([error.fault(url)]) from None
    difference = compare(old, new, series)
    print(*difference.lines(series), sep="\n")
    if difference.is_empty:
        pieces.done(series)
        return 0

    after = {record.resource(table)["path"]: vintage.as_csv(merged(old, new, difference, series))}
    if len(difference.added) or difference.changed:
        row = vintage.source(series, difference, url, today if series.revised else daily["day"].max(), today)
        sources = record.resource("sources")["path"]
        after = {sources: vintage.as_csv(vintage.with_source(vintage.as_text(before[sources]), row)), **after}
    moves = vintage.moved(record.directory, after, table, default_ledger(), record)
    print(*moves, f"verdicts or degrees of confidence moved: {len(moves)}", sep="\n")
    if (difference.loses or moves) and not accept_changes:
        _tell(
            "Nothing was written: figures or verdicts that stood are otherwise now. If they are right: --accept-changes"
        )
        return 1
    if dry_run:
        _tell("Nothing was written: --dry-run")
        return 0
    vintage.write(record.directory, after, before)
    pieces.done(series)
    _say_what_is_next(record, own, after, difference, bool(moves))
    return 0


def _series(table: str) -> Series:
    if table not in SERIES:
        raise Refused(f"{table}: no table that can be refreshed, expected one of {', '.join(sorted(SERIES))}")
    return SERIES[table]


def _files(series: Series, record: Record) -> list[str]:
    return [record.resource(name)["path"] for name in (series.table, "sources")]


def _once_a_day(source_id: str, table: bytes) -> None:
    if source_id in set(vintage.as_text(table)["source_id"]):
        raise Refused(f"{source_id}: the table was refreshed today, expected at most one vintage a day")


def _say_what_is_next(
    record: Record, own: bool, written: dict[str, bytes], difference: Difference, verdicts: bool
) -> None:
    for name in written:
        print(f"written: {label(record.directory / name)}")
    accept = "python -m audit accept" if own else f"python -m audit.inputs.codebook --data {record.directory}"
    _tell(f"Next: say in {DESCRIPTOR} until when the table goes and how it was compiled, then {accept}")
    if difference.loses or verdicts:
        _tell("Then list in CHANGELOG.md what was corrected, and which verdicts moved.")


def _tell(words: str) -> None:
    """Progress and advice: what it found alone goes where it can be kept."""
    print(words, file=sys.stderr, flush=True)
