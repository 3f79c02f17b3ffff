"""What a series is: where its figures are asked for, how an answer is read, and which columns of its table they fill."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd

from audit.faults import Fault


class Unusable(ValueError):
    """An answer that is not what was asked for: where in it, what is wrong, and what was expected."""

    def __init__(self, column: str | None, problem: str, expected: str):
        self.column, self.problem, self.expected = column, problem, expected
        super().__init__(f"{problem}, expected {expected}")

    def fault(self, address: str) -> Fault:
        return Fault(address, None, self.column, self.problem, self.expected)


@dataclass(frozen=True)
class Request:
    """One question to a server: an address below the series' home, and what is posted there, if anything."""

    path: str
    posted: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Series:
    """One table that is an official series.

    ``ask`` gives the request for a period, both days included; ``parse`` reads the answer to it as a frame of ``day`` and
    ``figure``, by day, and raises Unusable; ``rows`` makes of the whole series the rows of the table, every cell as it
    stands in the CSV, of the source and from the first day that it is given, and raises Unusable if answers do not go together.
    """

    table: str
    home: str
    key: tuple[str, ...]  #: by which a row is known to the publisher, its day or month first
    figures: tuple[str, ...]  #: the columns that the publisher's figures fill
    replaced: tuple[str, ...]  #: what of a row is another when a figure of it is
    source: str  #: how the ids of its sources begin
    title: str
    publisher: str
    ask: Callable[[date, date], Request]
    parse: Callable[[bytes, date, date], pd.DataFrame]
    rows: Callable[[pd.DataFrame, str, date], pd.DataFrame]
    pieces: Callable[[date, date], Iterator[tuple[date, date]]]  #: of a period, one for each question
    asked: str  #: how, for the note of a source
    form: str = "xml"  #: of an answer
    pauses: int = 1  #: so many of the usual ones between two questions
    rights: str = "official figures"
    revised: bool = False  #: its publisher revises old figures: a vintage is of the day on which it was asked for

    def by_key(self, table: pd.DataFrame) -> pd.DataFrame:
        return table.set_axis([" ".join(cells) for cells in table[list(self.key)].itertuples(index=False)])

    def first_day(self, table: pd.DataFrame) -> date:
        """Of the table: the first day in it, or that of the first month."""
        return pd.Period(table[self.key[0]].min()).start_time.date()


def years(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The period in pieces: the years in it, the first and the last one perhaps not whole."""
    for year in range(first.year, last.year + 1):
        yield max(first, date(year, 1, 1)), min(last, date(year, 12, 31))


def months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The months of the period that are over by its end."""
    begin = first.replace(day=1)
    while (after := (begin + timedelta(days=31)).replace(day=1)) <= last + timedelta(days=1):
        yield begin, after - timedelta(days=1)
        begin = after


def plain(number: Decimal) -> str:
    """As our tables write numbers: 28.62, 5.5, 7."""
    return f"{number.normalize():f}"
