"""What of a table is otherwise in the series as it is now: rows that came, rows whose figures changed, rows that are gone."""

from dataclasses import dataclass

import pandas as pd

from audit.faults import how_many
from audit.workshop.refresh.series import Series

#: So many rows of each kind are shown one by one.
MOST_SHOWN = 12


@dataclass(frozen=True)
class Change:
    """A figure that is another now."""

    key: str
    column: str
    before: str
    now: str
    source_before: str

    def __str__(self) -> str:
        return f"{self.key}: {self.column} {self.before or 'blank'} → {self.now or 'blank'}"


@dataclass(frozen=True)
class Difference:
    """Rows by their key; every cell is text, as it stands in the CSV."""

    added: pd.DataFrame
    changed: tuple[Change, ...]
    gone: pd.DataFrame

    @property
    def is_empty(self) -> bool:
        return not (len(self.added) or self.changed or len(self.gone))

    @property
    def loses(self) -> bool:
        """Is a figure that the table has another now, or no more there?"""
        return bool(self.changed or len(self.gone))

    def lines(self, series: Series) -> list[str]:
        def row(key: str, cells: pd.Series) -> str:
            return f"{key}: " + ", ".join(f"{name} {cells[name] or 'blank'}" for name in series.figures)

        return [
            *_few("+", [row(key, cells) for key, cells in self.added.iterrows()], "added"),
            *_few("~", [str(change) for change in self.changed], "changed"),
            *_few("-", [row(key, cells) for key, cells in self.gone.iterrows()], "gone"),
            f"{how_many(len(self.added), 'row')} added, {len({one.key for one in self.changed})} changed, {len(self.gone)} gone",
        ]


def _few(sign: str, lines: list[str], what: str) -> list[str]:
    """The last ones, and how many are before them."""
    left_out = len(lines) - MOST_SHOWN
    told = [f"{sign} … {left_out} more {what}"] if left_out > 0 else []
    return told + [f"{sign} {line}" for line in lines[-MOST_SHOWN:]]


def compare(old: pd.DataFrame, new: pd.DataFrame, series: Series) -> Difference:
    """What ``new`` has otherwise than ``old``, of the figures that the publisher gives."""
    before, now = series.by_key(old), series.by_key(new)
    changed = [
        Change(key, column, before.at[key, column], now.at[key, column], before.at[key, "source_id"])
        for key in before.index.intersection(now.index)
        for column in series.figures
        if not _equal(before.at[key, column], now.at[key, column])
    ]
    return Difference(now[~now.index.isin(before.index)], tuple(changed), before[~before.index.isin(now.index)])


def _equal(before: str, now: str) -> bool:
    return before == now or (bool(before and now) and float(before) == float(now))


def merged(old: pd.DataFrame, new: pd.DataFrame, difference: Difference, series: Series) -> pd.DataFrame:
    """The table with the difference in it, by day or month. A row without one stays as it was, whoever it was seen with."""
    kept, now = series.by_key(old).drop(difference.gone.index), series.by_key(new)
    for key in dict.fromkeys(change.key for change in difference.changed):
        for column in series.replaced:
            kept.at[key, column] = now.at[key, column]
    return pd.concat([kept, difference.added]).sort_values(series.key[0], kind="stable").reset_index(drop=True)
