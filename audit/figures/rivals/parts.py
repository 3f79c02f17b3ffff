"""Parts of this chapter's charts that carry places in pixels, shades or expressions; a cell adds them to its own marks."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from audit.figures.chart_parts import ANSWER_MARK
from audit.figures.theme import light

#: How a prediction came out: the name of the mark in ``answer_shape``.
OUTCOME_MARKS = {"as predicted": "yes", "otherwise": "no", "not settled": "open"}

#: The same, by the parameter that counts it.
OUTCOMES = {"came": "as predicted", "missed": "otherwise", "unsettled": "not settled"}

#: How an outcome is drawn beside the name of its row.
MARK = ANSWER_MARK | {"yOffset": 0}

#: Height of a row of the matrix with its name above it, in pixels.
ROW = 38


def row_names(rows: alt.Chart, name: str) -> alt.Chart:
    """The name of each row at the left edge, above its marks. ``rows``: one mark a row, with its ``y``."""
    return rows.mark_text(align="left", dy=-11).encode(x=alt.value(0), text=name)


#: Heads of the columns: of an explanation, where the chart is wide and where it is narrow.
HEADS = {
    "Nearly an alliance": ("Nearly allied", "Near"),
    "Entente": ("Entente", "Ent."),
    "Axis of upheaval": ("Axis", "Axis"),
    "Hedging": ("Hedging", "Hed."),
    "Convenience": ("Convenience", "Con."),
    "Vassalage": ("Vassalage", "Vas."),
    "Partners, not allies": ("Partners", "Part."),
}

#: What the record says to a test: the name of the mark in ``answer_shape``.
ANSWER_MARKS = {"yes": "yes", "no": "no", "disputed": "in part", "open": "open"}


#: Heads of the columns: of a pair, where the chart is wide and where it is narrow.
PAIRS = {
    "China–Russia": ("China–Russia", "Ours"),
    "Russia–Belarus": ("Rus.–Belarus", "Bel."),
    "Russia–CSTO": ("Rus.–CSTO", "CSTO"),
    "Russia–North Korea": ("Rus.–N. Korea", "R–NK"),
    "China–North Korea": ("Chi.–N. Korea", "C–NK"),
    "US–Japan": ("US–Japan", "Jap."),
    "US–South Korea": ("US–S. Korea", "S.K."),
    "US–Philippines": ("US–Philippines", "Phil."),
}


def across(rows: alt.Chart) -> alt.Chart:
    """A line under the name of each row, through its marks. ``rows``: one mark a row, with its ``y``."""
    return rows.mark_rule(strokeWidth=1, color=light("grid"), yOffset=9)


def heads(names: Mapping[str, tuple[str, str]] = HEADS) -> alt.Axis:
    """Explanations as heads of the columns, the shorter names where the chart is narrow."""
    wide, narrow = (", ".join(f"'{name}': '{told[at]}'" for name, told in names.items()) for at in (0, 1))
    told = f"width < 560 ? {{{narrow}}}[datum.label] : {{{wide}}}[datum.label]"
    return alt.Axis(orient="top", labelAngle=0, labelExpr=told, domain=False)


def names() -> alt.Axis:
    """Explanations as names of the rows, which may take two lines."""
    return alt.Axis(labelLimit=150, domain=False)


def places(made: pd.DataFrame) -> list[int]:
    """As many places in a row as the explanation with most predictions needs."""
    return list(range(1, int(made.groupby(["name", "facts"]).size().max()) + 1))


def ticks(words: Mapping[str, str], on: bool = True) -> list[alt.Parameter]:
    """A check box for each of ``words``: parameter -> words."""
    return [alt.param(name=key, value=on, bind=alt.binding_checkbox(name=told)) for key, told in words.items()]


def kept(layers: Mapping[str, str]) -> str:
    """The predictions that the reader's choice keeps."""
    chosen = " || ".join(f"({key} && datum.layer == '{layer}')" for key, layer in layers.items())
    return f"({chosen}) && (!sure || datum.basis != 'our reading') && datum.facts == (told ? 'all told' : 'firm')"


def told_by_choice(both: pd.DataFrame, layers: Mapping[str, str]) -> list[alt.Parameter]:
    """``readout``: how the predictions that the reader's choice keeps came out. ``both``: ``tables.under_both_rules``."""
    ours = both["basis"] == "our reading"

    def kept_of(outcome: str) -> str:
        def count(layer: str, facts: str, stated: bool) -> int:
            rows = (both["layer"] == layer) & (both["facts"] == facts) & (both["outcome"] == outcome)
            return int((rows & ~ours if stated else rows).sum())

        def of(layer: str, facts: str) -> str:
            return f"(sure ? {count(layer, facts, True)} : {count(layer, facts, False)})"

        return " + ".join(
            f"({key} ? (told ? {of(layer, 'all told')} : {of(layer, 'firm')}) : 0)" for key, layer in layers.items()
        )

    computed = {name: kept_of(outcome) for name, outcome in OUTCOMES.items()}
    computed["readout"] = (
        "came + missed + unsettled == 0 ? 'No prediction is left: tick a layer.' : 'Predictions that came out: ' + came "
        "+ '; that did not: ' + missed + '; not settled: ' + unsettled + '.'"
    )
    return [alt.param(name=name, expr=expression) for name, expression in computed.items()]


def in_a_row(chart: alt.Chart) -> alt.Chart:
    """Predictions of one explanation side by side, those that came out first."""
    order = "{'as predicted': 0, 'otherwise': 1, 'not settled': 2}[datum.outcome]"
    ranked = chart.transform_calculate(rank=order)
    return ranked.transform_window(
        at="row_number()", sort=[alt.SortField("rank"), alt.SortField("place")], groupby=["name"]
    )
