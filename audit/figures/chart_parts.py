"""Parts that charts share, so that a colour, a dash or a tint means the same in every chapter.

A chapter's notebook composes its charts; only what must look alike everywhere is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil, floor

import altair as alt
import pandas as pd

from audit.figures.theme import PALETTE, light

__all__ = [
    "ABOVE_BAR",
    "AFTER_DOT",
    "ANSWERS",
    "ANSWER_MARK",
    "BELOW_NAME",
    "COLUMN",
    "DESK",
    "MARKS",
    "NAMED_BAR",
    "SPAN_BAR",
    "STEADY_ROWS",
    "answer_shape",
    "axis_room",
    "beside",
    "by_width",
    "choice",
    "colour",
    "column_headings",
    "corner_name",
    "dash",
    "decades",
    "dollar_axis",
    "fill",
    "gutter",
    "hollow_where",
    "labels_beside_bars",
    "later_years",
    "level_line",
    "lines_with_points",
    "marked_days",
    "named_bars",
    "names_above",
    "names_at_ends",
    "names_of_rows",
    "names_over_ends",
    "note_at_top",
    "percent_axis",
    "room_for_labels",
    "shape",
    "since_article",
    "tint_between",
    "tooltip",
    "values_beyond",
    "words_at",
    "year_axis",
]

#: Dash and point shape of each meaning: colour is never the only channel (DESIGN, section 6).
MARKS = {
    "china": ([1, 0], "circle"),
    "russia": ([6, 4], "square"),
    "both": ([1, 0], "diamond"),
    "allies": ([2, 3], "triangle-up"),
    "context": ([1, 0], "circle"),
    "muted": ([1, 0], "circle"),
    "ink": ([1, 0], "circle"),
}


def colour(field: str, meaning: Mapping[str, str]) -> alt.Color:
    """Colour by ``field``; ``meaning`` gives each of its values a name of the palette, e.g. {"China buys": "russia"}."""
    scale = alt.Scale(domain=list(meaning), range=[light(name) for name in meaning.values()])
    return alt.Color(f"{field}:N", legend=None, scale=scale)


def fill(field: str, meaning: Mapping[str, str]) -> alt.Fill:
    """The same for what a mark is filled with, where its outline has a colour of its own."""
    scale = alt.Scale(domain=list(meaning), range=[light(name) for name in meaning.values()])
    return alt.Fill(f"{field}:N", legend=None, scale=scale)


def dash(field: str, meaning: Mapping[str, str]) -> alt.StrokeDash:
    """The dash that goes with each colour."""
    scale = alt.Scale(domain=list(meaning), range=[MARKS[name][0] for name in meaning.values()])
    return alt.StrokeDash(f"{field}:N", legend=None, scale=scale)


def shape(field: str, meaning: Mapping[str, str]) -> alt.Shape:
    """The point shape that goes with each colour."""
    scale = alt.Scale(domain=list(meaning), range=[MARKS[name][1] for name in meaning.values()])
    return alt.Shape(f"{field}:N", legend=None, scale=scale)


def tooltip(**fields: str | tuple[str, str]) -> list[alt.Tooltip]:
    """What a mark says of itself: ``tooltip(series="Flow", value_usd_bn=("US$ billion", ",.1f"))``, in that order.

    A name that is no keyword of Python is given by ``**{"month:T": ("Month", "%B %Y")}``.
    """
    told = {field: (words, None) if isinstance(words, str) else words for field, words in fields.items()}
    return [
        alt.Tooltip(field, title=title, **({"format": form} if form else {})) for field, (title, form) in told.items()
    ]


_DISC = "M0,-1A1,1,0,0,1,0,1A1,1,0,0,1,0,-1Z"
_HOLE = "M0,-.8A.8,.8,0,0,0,0,.8A.8,.8,0,0,0,0,-.8Z"  # wound the other way, so that it stays empty
#: Answers as marks of one fill, so that they look alike in every face, picture and scheme.
ANSWERS = {
    "yes": _DISC,
    "in part": "M0,-1A1,1,0,0,0,0,1ZM0,-1A1,1,0,0,1,0,1L0,.8A.8,.8,0,0,0,0,-.8Z",
    "no": _DISC + _HOLE,
    "open": "M-.62,-.14H.62V.14H-.62Z",
    "alleged": "M0,-1L1,.8H-1ZM0,-.6L-.66,.6H.66Z",
}


def answer_shape(field: str, meaning: Mapping[str, str], columns: int = 2) -> alt.Shape:
    """The mark of each answer, with its key above the chart; ``meaning`` gives each value of ``field`` a name in ANSWERS."""
    scale = alt.Scale(domain=list(meaning), range=[ANSWERS[name] for name in meaning.values()])
    ink = light("ink")
    key = alt.Legend(
        title=None, columns=columns, symbolFillColor=ink, symbolStrokeWidth=0, symbolSize=150, rowPadding=4
    )
    return alt.Shape(f"{field}:N", scale=scale, legend=key)


#: How ``answer_shape`` is drawn: filled, without an outline, below the name of its row.
ANSWER_MARK = {"size": 190, "strokeWidth": 0, "opacity": 1, "color": light("ink"), "yOffset": 9}

#: A bar from a first to a last year, below the name of its row.
SPAN_BAR = {"height": 18, "yOffset": 10}

#: For ``chart.properties``: each row keeps its height, however many the reader's choices leave.
STEADY_ROWS = {"height": {"step": 46}, "autosize": alt.AutoSizeParams(type="fit-x", contains="padding")}


def names_of_rows(rows: alt.Chart, name: str, lift: int = 11, halo: bool = False, **look: object) -> list[alt.Chart]:
    """The name of each row at the left edge, ``lift`` pixels above its middle: for ``alt.layer(…, *names)``.

    ``rows``: a chart with one mark a row and its ``y``. ``name``: the field. ``halo``: lines may run behind the names.
    ``look``: of the letters, for example ``fontWeight=600``.
    """
    marks = [{"stroke": light("paper"), "strokeWidth": 3}] * halo + [{}]
    return [rows.mark_text(align="left", dy=-lift, **look, **mark).encode(x=alt.value(0), text=name) for mark in marks]


def column_headings(short: Mapping[str, str | tuple[str, str]], below: int = 420, **more: object) -> alt.Axis:
    """Headings above the columns of a table drawn as a chart, ``short`` ones where it is narrower than ``below`` px.

    A pair is what a phone has room for, and a tablet.
    """
    words = {
        name: f"width < 420 ? '{told[0]}' : '{told[1]}'" if isinstance(told, tuple) else f"'{told}'"
        for name, told in short.items()
    }
    table = ", ".join(f"'{name}': {told}" for name, told in words.items())
    told = f"width < {below} ? {{{table}}}[datum.label] : datum.label"
    return alt.Axis(orient="top", labelAngle=0, labelExpr=told, **more)


#: px of a drawing from which the names of its rows stand in a column on the left, and of that column.
DESK, COLUMN = 560, 300


def by_width(on_phone: str | float, on_desk: str | float) -> alt.ExprRef:
    """A length, place or opacity that depends on the width of the drawing."""
    return alt.ExprRef(f"width < {DESK} ? {on_phone} : {on_desk}")


def gutter(pixels: float) -> list:
    """The range of a horizontal scale that ends with its data, with room for words on the right."""
    return [0, alt.ExprRef(f"width - {pixels}")]


def lines_with_points(
    data: pd.DataFrame, x: alt.X, y: alt.Y, field: str, meaning: Mapping[str, str], tooltip: list
) -> alt.LayerChart:
    """A line and its points for each value of ``field``; missing values (NaN) break the line."""
    base = alt.Chart(data).encode(x=x, y=y, color=colour(field, meaning))
    points = base.mark_point(size=40, opacity=1).encode(shape=shape(field, meaning), tooltip=tooltip)
    return base.mark_line().encode(strokeDash=dash(field, meaning), detail=f"{field}:N") + points


def names_at_ends(
    data: pd.DataFrame, x: str, y: str, field: str, meaning: Mapping[str, str], nudge: Mapping[str, int] | None = None
) -> alt.Chart:
    """The name of each line to the right of its last point, in the readable shade of its colour.

    ``nudge``: pixels down, by name, for lines that end close together.
    """
    ends = data.dropna(subset=y).sort_values(x).groupby(field).tail(1)
    shades = {value: light(f"{name}_text" if f"{name}_text" in PALETTE else name) for value, name in meaning.items()}
    ends = ends.assign(shade=ends[field].map(shades))
    ends = ends.assign(nudge=ends[field].map(nudge or {}).fillna(0))
    text = alt.Chart(ends).mark_text(align="left", dx=9, dy=alt.expr("datum.nudge"), fontWeight=600)
    kind = "T" if pd.api.types.is_datetime64_any_dtype(data[x]) else "Q"
    return text.encode(x=f"{x}:{kind}", y=f"{y}:Q", text=field, color=alt.Color("shade:N", scale=None))


def names_over_ends(data: pd.DataFrame, x: alt.X, y: alt.Y, field: str, meaning: Mapping[str, str]) -> list[alt.Chart]:
    """The name of each line above its end, where nothing is free to the right of it: for ``alt.layer(…, *names)``.

    ``data``: the last row of each line. A halo keeps the names readable where they cross another line.
    """
    shades = data[field].map(lambda value: light(f"{meaning[value]}_text"))
    look = {"align": "right", "baseline": "bottom", "dy": -4, "fontWeight": 600}
    names = alt.Chart(data.assign(shade=shades)).encode(x=x, y=y, text=field)
    halo = names.mark_text(**look, stroke=light("paper"), strokeWidth=4)
    return [halo, names.mark_text(**look).encode(color=alt.Color("shade:N", scale=None))]


#: px between words and the mark that they stand beside: a line has no breadth, a point has.
_GAPS = {"line": 5, "point": 9}


def beside(side: str, of: str = "line") -> dict:
    """Where words stand: ``mark_text(**beside("left"), …)``, to the left or right of a "line" or of a "point"."""
    away, align = {"left": (-1, "right"), "right": (1, "left")}[side]
    return {"align": align, "dx": away * _GAPS[of]}


def words_at(places: Iterable[tuple], x: str, y: str) -> alt.Chart:
    """Names of lines that cross or end elsewhere, each where it has room: (value of ``x``, value of ``y``, words, shade).

    Places are those of the data, a day as text; shades are names of the palette.
    """
    data = pd.DataFrame(places, columns=[x, y, "text", "shade"])
    kind = "Q" if pd.api.types.is_numeric_dtype(data[x]) else "T"
    data = data.assign(shade=data["shade"].map(light)).astype({x: "datetime64[ns]"} if kind == "T" else {})
    text = alt.Chart(data).mark_text(align="left", fontWeight=600)
    return text.encode(x=f"{x}:{kind}", y=f"{y}:Q", text="text", color=alt.Color("shade:N", scale=None))


def note_at_top(base: alt.Chart, words: str) -> alt.Chart:
    """A quiet note below the upper edge, to the right of the place that ``base`` (one row, with its ``x``) stands for."""
    note = base.mark_text(**beside("right"), baseline="top", color=light("muted"), text=words)
    return note.encode(y=alt.value(2))


def corner_name(base: alt.Chart, words: str) -> alt.Chart:
    """The name of a panel in its upper left corner; ``base`` has one row, so that the words are drawn once."""
    name = base.mark_text(align="left", baseline="top", fontWeight=600, text=words)
    return name.encode(x=alt.value(6), y=alt.value(2))


def axis_room(pixels: int) -> dict[str, int]:
    """What the labels of an axis take, no more and no less: the plots of stacked panels stand one above the other."""
    return {"minExtent": pixels, "maxExtent": pixels}


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


def since_article(at: float, end: float, field: str = "year") -> alt.LayerChart:
    """A fine rule where the article's knowledge ends and a tint over what came later, on a numeric axis named ``field``."""
    words = {"then": ["known to the article"], "later": ["since then"]}
    base = alt.Chart(pd.DataFrame({field: [at], "end": [end], **words}))
    # A rectangle would pull zero into the scale and squeeze the years together.
    x = alt.X(f"{field}:Q", scale=alt.Scale(zero=False, nice=False))
    note = {"baseline": "top", "color": light("muted")}
    return (
        base.mark_rect(color=light("tint")).encode(x=x, x2="end:Q")
        + base.mark_rule(strokeWidth=1, strokeDash=[2, 2]).encode(x=x)
        + base.mark_text(align="right", dx=-6, **note).encode(x=x, y=alt.value(2), text="then")
        + base.mark_text(align="left", dx=6, **note).encode(x=x, y=alt.value(2), text="later")
    )


def tint_between(start: pd.Timestamp, end: pd.Timestamp, field: str) -> alt.Chart:
    """The tint of what came later, from one day to another, on an axis of time named ``field``."""
    span = alt.Chart(pd.DataFrame({field: [start], "end": [end]}))
    return span.mark_rect(color=light("tint")).encode(x=f"{field}:T", x2="end:T")


def marked_days(days: Mapping[str, pd.Timestamp], field: str) -> alt.LayerChart:
    """A fine rule on each day, with its name (the key) to the left of it, below the upper edge; ``field``: the axis of time."""
    marks = alt.Chart(pd.DataFrame({field: list(days.values()), "event": list(days)})).encode(x=f"{field}:T")
    names = marks.mark_text(align="right", dx=-5, baseline="top", color=light("muted"))
    return marks.mark_rule(strokeDash=[2, 2], strokeWidth=1) + names.encode(y=alt.value(2), text="event")


def hollow_where(condition: object) -> dict:
    """Filled, but hollow where ``condition`` holds: ``fillOpacity=hollow_where(alt.datum.standing == "since then")``."""
    return alt.condition(condition, alt.value(0), alt.value(1))


def room_for_labels(values: pd.Series) -> list[int]:
    """The domain of horizontal bars with labels at their ends: from nought beyond the longest on either side, in whole units."""
    return [floor(min(0, values.min()) * 1.23), ceil(max(0, values.max()) * 1.23)]


def labels_beside_bars(bars: alt.Chart, value: str, label: str) -> alt.Chart:
    """The text of ``label`` beyond the end of each horizontal bar: on the right, for a negative ``value`` on the left."""
    negative = f"datum.{value} < 0"
    text = bars.mark_text(align=alt.expr(f"{negative} ? 'right' : 'left'"), dx=alt.expr(f"{negative} ? -4 : 4"))
    return text.encode(text=label)


def choice(name: str, label: str, value: object, options: list) -> alt.Parameter:
    """A list that the reader chooses from: parameter ``name``, with ``label`` in front of it."""
    return alt.param(name=name, value=value, bind=alt.binding_select(options=options, name=label))


#: Height of one bar of ``named_bars`` with its name above it, in pixels.
NAMED_BAR = 58


def named_bars(
    data: pd.DataFrame,
    value: str,
    name: str,
    x: alt.X,
    fill: alt.Color | alt.Value,
    tooltip: list,
    format: str = "+.1f",
    outline: str | None = None,
) -> alt.LayerChart:
    """Horizontal bars, each with its name above and its value at the end: long names fit on a phone.

    ``outline``: a name of the palette, for bars that may be hollow.
    """
    y = alt.Y(f"{name}:N", axis=None, sort=None, scale=alt.Scale(paddingInner=0.62, paddingOuter=0.35))
    edge = {"stroke": light(outline), "strokeWidth": 1} if outline else {}
    bars = alt.Chart(data).mark_bar(yOffset=9, **edge).encode(x=x, y=y, color=fill, tooltip=tooltip)
    names = alt.Chart(data).mark_text(align="left", dy=-14).encode(x=alt.value(0), y=y, text=name)
    values = alt.Chart(data).mark_text(align="left", dx=6, yOffset=9)
    return bars + names + values.encode(x=x, y=y, text=alt.Text(f"{value}:Q", format=format))


#: How a mark is drawn below the name of its row, the words after a dot there, and a number on top of a standing bar.
BELOW_NAME = {"yOffset": 9}
AFTER_DOT = {"align": "left", "dx": 10, "yOffset": 9}
ABOVE_BAR = {"dy": -8}

#: px by which a name stands above the middle of its row, by the marks that the row holds.
_NAME_UP = {"dots": 12, "signs": 13, "bars": 14, "cells": 19}


def names_above(rows: alt.Chart, name: str, marks: str, **look) -> alt.Chart:
    """The name of each row above its marks (bars, dots, cells, signs), from the left edge, so that long names fit on a phone.

    ``rows``: a chart whose y is the row. ``look``: of the words, e.g. ``fontWeight=600``.
    """
    text = rows.mark_text(align="left", dy=-_NAME_UP[marks], **look)
    return text.encode(x=alt.value(0), text=name)


def values_beyond(rows: alt.Chart, value: str, text: str) -> alt.Chart:
    """The words of each horizontal bar beyond its end, to the left of bars below zero."""
    place = {"align": alt.expr(f"datum.{value} < 0 ? 'right' : 'left'"), "dx": alt.expr(f"datum.{value} < 0 ? -6 : 6")}
    return rows.mark_text(**place, **BELOW_NAME).encode(x=f"{value}:Q", text=text)


def level_line(levels: alt.Chart, end: str, words: str) -> list[alt.Chart]:
    """A level as a line with words on top of its start, for ``alt.layer(…, *line)``.

    ``levels``: a chart with x and y; ``end``: the field that says where the line ends.
    """
    line = levels.mark_rule(strokeWidth=1.5).encode(x2=f"{end}:Q")
    return [line, levels.mark_text(align="left", dx=2, dy=-9, fontWeight=600).encode(text=alt.value(words))]


def later_years(x: alt.X, field: str, at: float, end: float, to: str, on: str) -> list[alt.Chart]:
    """A fine rule at ``at`` and a tint from there to ``end`` on the chart's own axis, for ``alt.layer(*later, …)``.

    ``to``, ``on``: words before and after.
    """
    base = alt.Chart(pd.DataFrame({field: [at], "end": [end], "to": [to], "on": [on]})).encode(x=x)
    beside = {"baseline": "top", "color": light("muted")}
    return [
        base.mark_rect(color=light("tint")).encode(x2="end"),
        base.mark_rule(strokeWidth=1, strokeDash=[2, 2]),
        base.mark_text(align="right", dx=-6, **beside).encode(y=alt.value(2), text="to"),
        base.mark_text(align="left", dx=6, **beside).encode(y=alt.value(2), text="on"),
    ]
