"""A series is asked for piece by piece; each answer is kept until the refresh is done, so that a break costs one question.

An answer is kept for the day on which it was given: a vintage is what was seen on one day.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from audit.faults import FaultsError, how_many
from audit.paths import ROOT
from audit.workshop.refresh.asking import Manners, Server
from audit.workshop.refresh.series import Series, Unusable

FOLDER = ROOT / "_build" / "refresh"


def fetched(
    series: Series, home: str, first: date, last: date, today: date, manners: Manners, tell: Callable[[str], None]
) -> pd.DataFrame:
    """The whole series from ``first`` to ``last``; asks only for what is not kept. Raises FaultsError for an answer that will not do."""
    folder = _folder(series, home, today)
    _forget_other_days(folder)
    folder.mkdir(parents=True, exist_ok=True)
    manners = replace(manners, pause=manners.pause * series.pauses)
    server, pieces = Server(home, manners, lambda words: tell(f"  {words}")), list(series.pieces(first, last))
    found = []
    for number, (begin, end) in enumerate(pieces, start=1):
        file = folder / f"{begin}_{end}.{series.form}"
        kept = _kept(series, file, begin, end)
        found.append(_asked(series, server, file, begin, end) if kept is None else kept)
        how = "fetched" if kept is None else "kept from before"
        tell(
            f"{series.table}: {number} of {len(pieces)}, {begin} to {end}: {how_many(len(found[-1]), 'figure')}, {how}"
        )
    return pd.concat(found, ignore_index=True)


def done(series: Series) -> None:
    """What was kept is no longer needed."""
    shutil.rmtree(FOLDER / series.table, ignore_errors=True)


def _folder(series: Series, home: str, today: date) -> Path:
    """Another server may say something else: its answers are never taken for those of the publisher."""
    address = urlsplit(home)
    server = f"{address.hostname}-{address.port}" if address.port else f"{address.hostname}"
    return FOLDER / series.table / f"{today}-{server}"


def _forget_other_days(folder: Path) -> None:
    day = folder.name[:10]
    for other in folder.parent.glob("*"):
        if other.name[:10] != day:
            shutil.rmtree(other, ignore_errors=True)


def _kept(series: Series, file: Path, begin: date, end: date) -> pd.DataFrame | None:
    """None for what is not there or was damaged."""
    try:
        return series.parse(file.read_bytes(), begin, end)
    except (OSError, Unusable):
        return None


def _asked(series: Series, server: Server, file: Path, begin: date, end: date) -> pd.DataFrame:
    """Only an answer that reads as it should is kept, and it is kept whole; one without figures may have some a little later."""
    request = series.ask(begin, end)
    answer = server.answer(request)
    try:
        figures = series.parse(answer, begin, end)
    except Unusable as error:
        raise FaultsError([error.fault(server.address(request))]) from None
    if figures.empty:
        return figures
    partial = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    partial.write_bytes(answer)
    os.replace(partial, file)
    return figures
