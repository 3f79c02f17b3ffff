"""The record with figures moved by hand, and what a finding rests on: which rows its own arithmetic was given."""

from collections.abc import Collection, Mapping
from contextlib import contextmanager
from functools import cache

import pandas as pd

from audit import judgement
from audit.findings import default_ledger, default_record, judged_by, specifications

RECORD, LEDGER = default_record(), default_ledger()

#: Numbers that say what a row is about, and are no figure of it.
PLACES = {"year", "first_year", "session", "members", "statement"}


class Edited:
    """The record with some tables replaced; it knows which ones were asked for."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]):
        self._tables, self.asked = tables, set()

    def __getitem__(self, name):
        self.asked.add(name)
        return self._tables[name].copy(deep=False) if name in self._tables else RECORD[name]

    def __getattr__(self, name):
        return getattr(RECORD, name)


def judged(id: str, tables: Mapping[str, pd.DataFrame] | None = None):
    """The finding of a claim by its chapter's own arithmetic, from the record with these tables in place of its own."""
    return judged_by(id, specifications(id, LEDGER, Edited(tables or {})), LEDGER, RECORD)


class Rests:
    """What a finding rests on: ``found``, the tables that were asked for, and the rows that were given to its checks."""

    def __init__(self, id: str):
        record = Edited({})
        with _noted() as frames:
            ways = specifications(id, LEDGER, record)
        self.found = judged_by(id, ways, LEDGER, RECORD)
        self.tables = sorted(name for name in record.asked if "source_id" in columns(name) and name != "sources")
        self._frames = frames
        self.on = cache(self._on)

    def _on(self, table: str) -> pd.Series:
        """For each row of a table: was it given to one of the checks? Its figures may have been reckoned with since."""
        rows, chosen = RECORD[table], pd.Series(False, index=RECORD[table].index)
        told = [name for name in rows if name not in figures(table)]
        for frame in self._frames:
            shared = [name for name in told if name in frame]
            given = set(frame[shared].astype(str).itertuples(index=False, name=None))
            chosen |= pd.Series([row in given for row in _texts(table, tuple(shared))], index=rows.index)
        return chosen

    def given_to(self, table: str, check) -> pd.Series:
        """The same for one check, by the sources that it names."""
        pairs = {pair for copies in check.specification.copies for pair in copies}
        rows = RECORD[table]
        named = [pair in pairs for pair in zip(rows["source_id"], rows["reporter"], strict=True)]
        return self.on(table) & pd.Series(named, index=rows.index)


@contextmanager
def _noted():
    """Every frame of rows that a check is made from, in a list, while this lasts."""
    frames, ours = [], judgement._pairs
    judgement._pairs = lambda figure: frames.append(figure) or ours(figure)
    try:
        yield frames
    finally:
        judgement._pairs = ours


_known: dict[tuple, list] = {}


def _texts(table: str, shared: tuple[str, ...]) -> list[tuple[str, ...]]:
    if (table, shared) not in _known:
        _known[table, shared] = list(RECORD[table][list(shared)].astype(str).itertuples(index=False, name=None))
    return _known[table, shared]


def fields(table: str) -> list[dict]:
    return RECORD.resource(table).get("schema", {}).get("fields", [])


def columns(table: str) -> list[str]:
    return [field["name"] for field in fields(table)]


def figures(table: str) -> list[str]:
    """The columns with figures: numbers that belong to no key."""
    key = RECORD.resource(table)["schema"].get("primaryKey", [])
    places = PLACES | set([key] if isinstance(key, str) else key)
    return [one["name"] for one in fields(table) if one["type"] in ("number", "integer") and one["name"] not in places]


def with_cell(table: str, rows: Collection, column: str, value) -> dict[str, pd.DataFrame]:
    """The table with one value in these rows (by their index)."""
    frame = RECORD[table]
    frame.loc[list(rows), column] = value
    return {table: frame}


#: How far a figure is moved to bring a check across its bound, in small steps: what is too far off is not believed.
FACTORS = (1.06, 0.94, 1.5, 0.5, 3, 0.1, 15, 0.01, 300, 1000)


def crossing(at, ours: float, step: float, beyond):
    """What ``at`` a figure is found just before and just past the place where ``beyond`` turns, to a ``step``; None if nowhere."""
    start = beyond(at(ours))
    far = next((ours * factor for factor in FACTORS if beyond(at(ours * factor)) is (not start)), None)
    if far is None:
        return None
    near = ours
    while abs(far - near) > step:
        middle = (near + far) / 2
        near, far = (middle, far) if beyond(at(middle)) is start else (near, middle)
    return at(near), at(far)
