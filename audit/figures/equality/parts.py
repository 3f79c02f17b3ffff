"""Parts of this chapter's charts that carry places in pixels, shades or expressions; a cell adds them to its own marks."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from audit.figures.theme import light

#: A mark for a statement, for our own quotient, and for a value of a series.
STATED = {"shape": "square", "size": 90, "filled": False, "strokeWidth": 2, "opacity": 1}
COMPUTED = {"shape": "diamond", "size": 130, "filled": True, "opacity": 1}
OF_A_LINE = {"shape": "circle", "size": 45, "filled": True, "opacity": 1}

#: Any mark whose shape and shade say what it is.
MARK = {"size": 110, "filled": False, "strokeWidth": 2.25, "opacity": 1}

#: Height of a row with its name above it, in pixels.
ROW = 50

#: A bar between two bounds.
BOUNDS = {"strokeWidth": 5}


def per_cent_axis() -> alt.Axis:
    """30 per cent as 30%."""
    return alt.Axis(labelExpr="datum.value == 0 ? '0' : datum.label + '%'", tickCount=5)


def equal_band(low: float, high: float, rows: pd.DataFrame, name: str, x: alt.X, y: alt.Y) -> alt.Chart:
    """Over what the test calls equal, a tint in each row, below its name. ``x``: the axis of the marks. ``name``: what a row is."""
    field = str(x.to_dict()["field"])
    spans = rows[[name]].drop_duplicates().assign(**{field: low, "end": high})
    return alt.Chart(spans).mark_bar(height=20, color=light("grid")).encode(x=x, x2="end:Q", y=y)


def end_values(rows: pd.DataFrame, field: str, x: alt.X, y: alt.Y) -> alt.Chart:
    """The least and the most of all marks in figures, below them."""
    ends = rows.loc[[rows[field].idxmin(), rows[field].idxmax()]]
    return alt.Chart(ends).mark_text(dy=16, fontSize=12).encode(x=x, y=y, text=alt.Text(f"{field}:Q", format=".1f"))


def by_state(rows: pd.DataFrame, field: str = "state") -> alt.Color:
    """China and Russia in their shades, every other state in a neutral one."""
    states = list(dict.fromkeys(rows[field]))
    own = {"China": "china", "Russia": "russia"}
    scale = alt.Scale(domain=states, range=[light(own.get(state, "muted")) for state in states])
    return alt.Color(f"{field}:N", legend=None, scale=scale)


def named_rows(rows: alt.Chart, name: str) -> alt.Chart:
    """The name of each row at the left edge, above its marks, clear of the band."""
    return rows.mark_text(align="left", dy=-18).encode(x=alt.value(0), text=name)


def by_form(
    field: str, meaning: Mapping[str, tuple[str, str]], title: str | None = None
) -> tuple[alt.Shape, alt.Color]:
    """Shape and shade of a mark by what it stands for, with a key above the chart: name -> (shape, name of a shade)."""
    key = alt.Legend(title=title, orient="top", symbolSize=110, symbolOpacity=1, symbolFillColor=None)
    names = list(meaning)
    shapes = alt.Scale(domain=names, range=[form for form, _ in meaning.values()])
    shades = alt.Scale(domain=names, range=[light(shade) for _, shade in meaning.values()])
    return alt.Shape(f"{field}:N", scale=shapes, legend=key), alt.Color(f"{field}:N", scale=shades, legend=key)


# --- the reader's choice ------------------------------------------------------------------------------------------------


def choices(rows: pd.DataFrame, indicator: str, pair: str) -> list[alt.Parameter]:
    """A list of indicators and one of pairs. ``rows``: indicator, pair."""
    one = alt.binding_select(options=list(dict.fromkeys(rows["indicator"])), name="Indicator")
    two = alt.binding_select(options=list(dict.fromkeys(rows["pair"])), name="Pair")
    return [alt.param(name="what", value=indicator, bind=one), alt.param(name="two", value=pair, bind=two)]


def depends_told(rows: pd.DataFrame) -> alt.Parameter:
    """``readout``: what is known of both sides for the choice made. ``rows``: indicator, pair, state, other, share_pct, what."""
    told = {}
    for (indicator, pair), group in rows.groupby(["indicator", "pair"], sort=False):
        sides = [
            f"{row.state} on {row.other}: {row.share_pct:.3g} per cent ({row.what})." for row in group.itertuples()
        ]
        gap = " The other side was not found." if len(group) == 1 else ""
        told[f"{indicator}|{pair}"] = " ".join(sides) + gap
    table = ", ".join(f"'{key}': '{words}'" for key, words in told.items())
    missing = "'Of this pair nothing was found on this indicator.'"
    expr = f"({{{table}}})[what + '|' + two] ? ({{{table}}})[what + '|' + two] : {missing}"
    return alt.param(name="readout", expr=expr)


def ends_of_bars(bars: alt.Chart, value: str) -> alt.Chart:
    """The share at the end of each bar."""
    return bars.mark_text(align="left", dx=5).encode(text=alt.Text(f"{value}:Q", format=".3~r"))
