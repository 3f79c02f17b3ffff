"""Parts of this chapter's charts that carry places in pixels or are drawn the same twice: keys, axes of years, the map's names."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from audit.figures.theme import light
from audit.findings.exercises.claims import FIRST
from audit.findings.exercises.tables import GROUPS

#: What the groups of events are called in the charts.
GROUP_NAMES = dict(
    zip(GROUPS, ["Exercises of the armed forces", "Patrols", "Open events, police, contests"], strict=True)
)


# --- years ----------------------------------------------------------------------------------------------------------------


def year_scale(last: int, **more) -> dict:
    """The axis on which the years 2003 to ``last`` have a column each, half a column on either side of the year."""
    scale = alt.Scale(domain=[FIRST - 0.6, last + 0.6], nice=False, **more)
    return {
        "title": None,
        "scale": scale,
        "axis": alt.Axis(format="d", grid=False, values=[2003, 2008, 2013, 2018, 2022, 2025]),
    }


def thinned_years(keep: int = 0, short: bool = False) -> alt.Axis:
    """A label a year; on a phone only for those that leave ``keep`` when divided by three. ``short``: '22."""
    narrow, label = (520, '"\'" + slice(toString(datum.value), 2)') if short else (620, "toString(datum.value)")
    told = f"width < {narrow} && datum.value % 3 != {keep} ? '' : {label}"
    return alt.Axis(labelAngle=0, labelOverlap=False, labelExpr=told)


def year_heads() -> alt.Axis:
    """The years as heads of the columns of a table, short on a phone."""
    told = 'width < 520 ? "\'" + slice(datum.label, 2) : datum.label'
    return alt.Axis(labelAngle=0, orient="top", domain=False, labelExpr=told)


def group_key(x: alt.X, y: alt.Y, fill: alt.Fill) -> list[alt.Chart]:
    """The key of the groups of events, inside the chart where no bar reaches. x and y: of the fields start and low."""
    key = pd.DataFrame({"group": GROUPS, "start": float(FIRST), "low": [13.5, 12.6, 11.4]})
    base = alt.Chart(key.assign(name=key["group"].map(GROUP_NAMES))).encode(x=x, y=y)
    squares = base.mark_point(shape="square", size=110, stroke=light("context"), strokeWidth=0.75, opacity=1)
    return [squares.encode(fill=fill), base.mark_text(align="left", dx=10).encode(text="name")]


#: Where the marks of days stand below the lowest lane: their end and their top, in events.
DAYS_FROM, DAYS_TO = -1.6, -0.6


def days_below(x: alt.X, y: alt.Y, days: Mapping[str, pd.Timestamp]) -> alt.LayerChart:
    """Two days as marks below the lanes, the first named to its left and the second to its right. x, y: fields year, level."""
    # The marks of a year stand on its middle, so a day within it lies half a column around that.
    at = [day.year - 0.5 + day.day_of_year / 365 for day in days.values()]
    base = alt.Chart(pd.DataFrame({"name": list(days), "year": at, "level": DAYS_FROM, "end": DAYS_TO})).encode(
        x=x, y=y
    )
    left, right = (f"datum.name == '{name}'" for name in days)
    muted = {"dy": -7, "color": light("muted")}
    return (
        base.mark_rule(color=light("muted")).encode(y2="end")
        + base.transform_filter(left).mark_text(align="right", dx=-4, **muted).encode(text="name")
        + base.transform_filter(right).mark_text(align="left", dx=4, **muted).encode(text="name")
    )


#: Numbers on top of the bars of the reader's own rule.
NUMBER = {"dy": -8, "fontSize": 12}
BEST_NUMBER = {"dy": -9, "fontSize": 14, "fontWeight": 700}

#: Cells of a table below the name of their row.
CELL = {"yOffset": 7}


def pair_heads() -> alt.Axis:
    """Pairs as heads of columns: one state below the other, and long names in two lines."""
    lines = "replace(replace(replace(datum.label, 'South ', 'South–'), 'North ', 'North–'), 'Philippines', 'Phil.')"
    heads = f"split({lines}, '–')"
    return alt.Axis(orient="top", labelAngle=0, domain=False, labelExpr=heads, labelFontSize=12, labelPadding=36)


# --- the map --------------------------------------------------------------------------------------------------------------

#: Places named on the map: region, name, side, px to the right and down. The first three are named on a phone as well.
PLACES = [
    ("Sea of Japan", "Sea of Japan", "left", 19, -3),
    ("European Russia", "European Russia", "left", 8, -21),
    ("Gulf of Oman and Arabian Sea", "Gulf of Oman", "left", -14, 23),
    ("Bering Sea/Alaska", "Bering Sea", "right", 8, -16),
    ("Southeast Asia", "Southeast Asia", "left", 15, 4),
    ("Central Asia", "Central Asia", "left", 13, 4),
    ("Amur and Manchuria", "Amur", "right", -13, -4),
    ("Western Pacific", "Western Pacific", "left", 12, 8),
    ("East China Sea", "East China Sea", "left", 10, 14),
    ("Urals", "Urals", "left", 12, 4),
]
_NARROW = "width < 520"


def half_the_globe() -> alt.Projection:
    """From 15° to 195° east: half the globe over the whole width, and as much of the south as the height leaves."""
    down = f"height / 2 + ({_NARROW} ? 0.85 : 0.576) * width / PI"
    return alt.Projection(
        type=alt.expr(f"{_NARROW} ? 'mercator' : 'equirectangular'"),
        rotate=[-105, 0],
        scale=alt.expr("width / PI"),
        translate=alt.expr(f"[width / 2, {down}]"),
    )


def place_names(spots: alt.Chart) -> list[alt.Chart]:
    """The names of the places of most events beside their circles. ``spots``: a chart with longitude, latitude and place."""
    always = [place for place, *_ in PLACES[:3]]
    shown = alt.expr(f"{_NARROW} && indexof({always}, datum.place) < 0 ? 0 : 1")
    return [
        spots.transform_filter(f"datum.place == '{place}'")
        .mark_text(align=side, dx=right, dy=down, opacity=shown, baseline="middle")
        .encode(text=alt.value(name))
        for place, name, side, right, down in PLACES
    ]


def at_lower_edge(words: str) -> alt.Chart:
    """Words in the lower left corner, for what lies beyond the edge."""
    text = alt.Chart(pd.DataFrame({"text": [words]})).mark_text(align="left", baseline="bottom", color=light("muted"))
    return text.encode(x=alt.value(0), y=alt.value("height"), text="text:N")
