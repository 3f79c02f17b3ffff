"""Axes: money, percentages, years."""

from __future__ import annotations

import altair as alt


def dollar_axis() -> alt.Axis:
    """US$50 bn, US$100 bn … and a plain 0."""
    return alt.Axis(labelExpr="datum.value == 0 ? '0' : 'US$' + datum.label + ' bn'")


def percent_axis() -> alt.Axis:
    """+10%, −10% … and a plain 0, with a true minus sign."""
    return alt.Axis(labelExpr="datum.value == 0 ? '0' : replace(datum.label, '-', '−') + '%'", format="+d")


def decades(first: float, last: float) -> list[int]:
    """The first years of decades between two ends, without the ends: ticks for ``year_axis``."""
    return [year for year in range(0, int(last) + 1, 10) if first < year < last]


def year_axis(years: list[int]) -> alt.Axis:
    """These years as ticks; on a narrow chart every second one keeps its label."""
    kept = " || ".join(f"datum.value == {year}" for year in years[::2])
    return alt.Axis(
        format="d",
        grid=False,
        values=years,
        tickCount=len(years),  # the house's smaller count would thin the values out
        labelOverlap=False,
        labelExpr=f"width < 420 && !({kept}) ? '' : datum.label",
    )


def axis_room(pixels: int) -> dict[str, int]:
    """What the labels of an axis take, no more and no less: the plots of stacked panels stand one above the other."""
    return {"minExtent": pixels, "maxExtent": pixels}
