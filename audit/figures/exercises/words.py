"""Words that the captions and the prose of the chapter share."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from audit.figures.titles import listed
from audit.findings.exercises.claims import RECORD_YEAR, margin, runners_up


def either(years: Iterable[int]) -> str:
    """2019 or 2021."""
    return " or ".join(map(str, years))


def best_before(yearly: pd.Series) -> str:
    """The best year or years before 2022: "2019 and 2021". ``yearly``: events by year."""
    return listed(map(str, runners_up(yearly)))


def standing(yearly: pd.Series) -> str:
    """Where 2022 stands among the years since 2003: it leads, ties or trails. ``yearly``: events by year."""
    lead = margin(yearly)
    return (
        "leads every year before it" if lead > 0 else f"{'ties with' if lead == 0 else 'trails'} {best_before(yearly)}"
    )


def first_years(yearly: pd.Series) -> list[int]:
    """The year or years up to 2022 with the largest number."""
    known = yearly.loc[:RECORD_YEAR]
    return known.index[known == known.max()].tolist()
