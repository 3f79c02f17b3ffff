"""Parts of this chapter's charts that carry places in pixels, shades or expressions; a cell adds them to its own marks."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from audit.figures.theme import light

#: Readings of a fact: the name of the mark in ``answer_shape``.
READING_MARKS = {"support": "yes", "mixed": "in part", "restraint": "no", "restraint, own word": "alleged"}

#: Sides of a vote, likewise.
SIDE_MARKS = {"as India": "no", "as Belarus": "yes", "not seen": "open"}

#: Height of a row of marks with its name above it, in pixels.
ROW = 40


def places(last: float) -> alt.X:
    """The axis of places in a row: marks beside one another, no measure."""
    scale = alt.Scale(domain=[-0.6, last + 0.6], nice=False, zero=False)
    return alt.X("x:Q", scale=scale, axis=None)


def rows_below_heads(last: int) -> alt.Y:
    """The axis of rows, 0 to ``last``, with a free row above them for the heads of the columns."""
    return alt.Y("row:O", axis=None, scale=alt.Scale(domain=[-1, *range(last + 1)]))


def firm_shade() -> alt.Color:
    """What is published or stated in ink, what is reported or alleged in grey."""
    scale = alt.Scale(domain=["yes", "no"], range=[light("ink"), light("context")])
    return alt.Color("firm:N", legend=None, scale=scale)


def row_names(rows: alt.Chart, name: str, **look: object) -> alt.Chart:
    """The name of each row at the left edge, above its marks. ``rows``: a chart with the ``y`` of each row."""
    return rows.mark_text(align="left", dy=-11, **look).encode(x=alt.value(0), text=name)


def heads(words: Mapping[str, float], x: alt.X) -> alt.Chart:
    """What each column of marks is, in the free row above them. ``words``: name -> place of its first mark."""
    base = alt.Chart(pd.DataFrame({"x": [place - 0.4 for place in words.values()], "head": list(words)}))
    text = base.mark_text(align="left", baseline="middle", fontWeight=600)
    return text.encode(x=x, y=alt.value(ROW / 2), text="head")


def column_rule(at: float, x: alt.X) -> alt.Chart:
    """A fine rule between two columns."""
    base = alt.Chart(pd.DataFrame({"x": [at]}))
    return base.mark_rule(strokeWidth=1, strokeDash=[2, 2]).encode(x=x)


def named_spans(told: pd.DataFrame) -> pd.DataFrame:
    """``told``: ``goods.changes``. Its spans from ``month`` to ``end`` with a ``label``: who sent, and by how much it changed."""
    short = told["sender"].replace("mainland China", "mainland")  # the whole name passes the edge of a phone
    words = [
        f"{name}: {change:+.0f}%".replace("-", "\N{MINUS SIGN}")
        for name, change in zip(short, told["change_pct"], strict=True)
    ]
    return told.rename(columns={"start": "month"}).assign(label=words)


def beside_bars(bars: alt.Chart, name: str, below: str) -> alt.Chart:
    """The name of each bar above it, from its left end; below it for the sender ``below``, whose bar has another close above."""
    lower = f"datum.sender == '{below}' ? 12 : -10"
    return bars.mark_text(align="left", baseline="middle", dy=alt.ExprRef(lower)).encode(text=name)


def ticks(words: Mapping[str, str], on: Mapping[str, bool]) -> list[alt.Parameter]:
    """A check box for each status: parameter -> words."""
    return [alt.param(name=key, value=on[key], bind=alt.binding_checkbox(name=told)) for key, told in words.items()]


def paler_unless(counts: str) -> dict:
    """Full ink for what counts under the reader's choice, little for the rest."""
    return alt.condition(counts, alt.value(1.0), alt.value(0.15))


def told_by_ticks(marks: pd.DataFrame, statuses: list[str]) -> list[alt.Parameter]:
    """``readout``: rows of support and of restraint that the ticked statuses leave, and kinds with support among them."""
    table = marks.groupby(["status", "points"]).size()

    def ticked(points: str) -> str:
        return " + ".join(f"({status} ? {int(table.get((status, points), 0))} : 0)" for status in statuses)

    helping = marks[marks["points"] == "support"]
    kinds = [
        "(" + " || ".join(f"{one}" for one in sorted(set(rows["status"]))) + " ? 1 : 0)"
        for _, rows in helping.groupby("kind")
    ]
    total = marks["kind"].nunique()
    computed = {
        "helping": ticked("support"),
        "withheld": ticked("restraint"),
        "denied": ticked("restraint, own word"),
        "kinds": " + ".join(kinds),
        "readout": "helping + withheld + denied == 0 ? 'Tick at least one box.' : 'Facts that point to support: ' + helping + '; to restraint: ' "
        "+ withheld + ', and by the own word of those charged: ' + denied + "
        f"'. Kinds of conduct with any support: ' + kinds + ' of {total}.'",
    }
    return [alt.param(name=name, expr=told) for name, told in computed.items()]
