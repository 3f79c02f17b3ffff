"""Rows and bars with their names above them, so that long names fit on a phone, and their values beside them."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor

import altair as alt
import pandas as pd

from audit.figures.theme import light

#: px of a drawing from which the names of its rows stand in a column on the left, and of that column.
DESK, COLUMN = 560, 300


def by_width(on_phone: str | float, on_desk: str | float) -> alt.ExprRef:
    """A length, place or opacity that depends on the width of the drawing."""
    return alt.ExprRef(f"width < {DESK} ? {on_phone} : {on_desk}")


#: A bar from a first to a last year, below the name of its row.
SPAN_BAR = {"height": 18, "yOffset": 10}


#: For ``chart.properties``: each row keeps its height, however many the reader's choices leave.
STEADY_ROWS = {"height": {"step": 46}, "autosize": alt.AutoSizeParams(type="fit-x", contains="padding")}


#: How a mark is drawn below the name of its row, the words after a dot there, and a number on top of a standing bar.
BELOW_NAME = {"yOffset": 9}


#: px by which a name stands above the middle of its row, by the marks that the row holds.
_NAME_UP = {"dots": 12, "signs": 13, "bars": 14, "cells": 19}


def names_above(rows: alt.Chart, name: str, marks: str, **look) -> alt.Chart:
    """The name of each row above its marks (bars, dots, cells, signs), from the left edge, so that long names fit on a phone.

    ``rows``: a chart whose y is the row. ``look``: of the words, e.g. ``fontWeight=600``.
    """
    text = rows.mark_text(align="left", dy=-_NAME_UP[marks], **look)
    return text.encode(x=alt.value(0), text=name)


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


ABOVE_BAR = {"dy": -8}


AFTER_DOT = {"align": "left", "dx": 10, "yOffset": 9}


def values_beyond(rows: alt.Chart, value: str, text: str) -> alt.Chart:
    """The words of each horizontal bar beyond its end, to the left of bars below zero."""
    place = {"align": alt.expr(f"datum.{value} < 0 ? 'right' : 'left'"), "dx": alt.expr(f"datum.{value} < 0 ? -6 : 6")}
    return rows.mark_text(**place, **BELOW_NAME).encode(x=f"{value}:Q", text=text)


def labels_beside_bars(bars: alt.Chart, value: str, label: str) -> alt.Chart:
    """The text of ``label`` beyond the end of each horizontal bar: on the right, for a negative ``value`` on the left."""
    negative = f"datum.{value} < 0"
    text = bars.mark_text(align=alt.expr(f"{negative} ? 'right' : 'left'"), dx=alt.expr(f"{negative} ? -4 : 4"))
    return text.encode(text=label)


def room_for_labels(values: pd.Series) -> list[int]:
    """The domain of horizontal bars with labels at their ends: from nought beyond the longest on either side, in whole units."""
    return [floor(min(0, values.min()) * 1.23), ceil(max(0, values.max()) * 1.23)]
