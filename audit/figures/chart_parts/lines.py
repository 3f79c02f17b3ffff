"""Lines with their points, and words beside lines, points and panels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import altair as alt
import pandas as pd

from audit.figures.chart_parts.meanings import colour, dash, shape
from audit.figures.theme import PALETTE, light


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


def level_line(levels: alt.Chart, end: str, words: str) -> list[alt.Chart]:
    """A level as a line with words on top of its start, for ``alt.layer(…, *line)``.

    ``levels``: a chart with x and y; ``end``: the field that says where the line ends.
    """
    line = levels.mark_rule(strokeWidth=1.5).encode(x2=f"{end}:Q")
    return [line, levels.mark_text(align="left", dx=2, dy=-9, fontWeight=600).encode(text=alt.value(words))]


def corner_name(base: alt.Chart, words: str) -> alt.Chart:
    """The name of a panel in its upper left corner; ``base`` has one row, so that the words are drawn once."""
    name = base.mark_text(align="left", baseline="top", fontWeight=600, text=words)
    return name.encode(x=alt.value(6), y=alt.value(2))
