"""Parts of this chapter's charts that carry places in pixels, shades or expressions; a cell adds them to its own marks."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt

#: How a prediction came out: the name of the mark in ``answer_shape``.
OUTCOME_MARKS = {"as predicted": "yes", "otherwise": "no", "not settled": "open"}

#: Height of a row of the matrix with its name above it, in pixels.
ROW = 38


def row_names(rows: alt.Chart, name: str) -> alt.Chart:
    """The name of each row at the left edge, above its marks. ``rows``: one mark a row, with its ``y``."""
    return rows.mark_text(align="left", dy=-11).encode(x=alt.value(0), text=name)


def heads(short: Mapping[str, str]) -> alt.Axis:
    """Explanations as heads of the columns, the short names where the chart is narrow."""
    table = ", ".join(f"'{name}': '{told}'" for name, told in short.items())
    told = f"width < 640 ? {{{table}}}[datum.label] : split(datum.label, ' ')"
    return alt.Axis(orient="top", labelAngle=0, labelExpr=told, labelLimit=120, domain=False)


def ticks(words: Mapping[str, str], on: bool = True) -> list[alt.Parameter]:
    """A check box for each of ``words``: parameter -> words."""
    return [alt.param(name=key, value=on, bind=alt.binding_checkbox(name=told)) for key, told in words.items()]


def kept(layers: Mapping[str, str]) -> str:
    """The predictions that the reader's choice keeps."""
    chosen = " || ".join(f"({key} && datum.layer == '{layer}')" for key, layer in layers.items())
    return f"({chosen}) && (!sure || datum.basis != 'our reading') && datum.facts == (told ? 'all told' : 'firm')"


def in_a_row(chart: alt.Chart) -> alt.Chart:
    """Predictions of one explanation side by side, those that came out first."""
    order = "{'as predicted': 0, 'otherwise': 1, 'not settled': 2}[datum.outcome]"
    ranked = chart.transform_calculate(rank=order)
    return ranked.transform_window(
        at="row_number()", sort=[alt.SortField("rank"), alt.SortField("place")], groupby=["name"]
    )
