"""What was known to the articles and what came later; days with a name."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from audit.figures.chart_parts.lines import beside
from audit.figures.theme import light


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


def tint_between(start: pd.Timestamp, end: pd.Timestamp, field: str) -> alt.Chart:
    """The tint of what came later, from one day to another, on an axis of time named ``field``."""
    span = alt.Chart(pd.DataFrame({field: [start], "end": [end]}))
    return span.mark_rect(color=light("tint")).encode(x=f"{field}:T", x2="end:T")


def marked_days(days: Mapping[str, pd.Timestamp], field: str) -> alt.LayerChart:
    """A fine rule on each day, with its name (the key) to the left of it, below the upper edge; ``field``: the axis of time."""
    marks = alt.Chart(pd.DataFrame({field: list(days.values()), "event": list(days)})).encode(x=f"{field}:T")
    names = marks.mark_text(align="right", dx=-5, baseline="top", color=light("muted"))
    return marks.mark_rule(strokeDash=[2, 2], strokeWidth=1) + names.encode(y=alt.value(2), text="event")


def note_at_top(base: alt.Chart, words: str) -> alt.Chart:
    """A quiet note below the upper edge, to the right of the place that ``base`` (one row, with its ``x``) stands for."""
    note = base.mark_text(**beside("right"), baseline="top", color=light("muted"), text=words)
    return note.encode(y=alt.value(2))
