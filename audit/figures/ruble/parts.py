"""What only the ruble charts draw, and where their words stand: everything that is measured in pixels."""

from __future__ import annotations

import altair as alt
import pandas as pd

from audit.figures.chart_parts import beside, by_width
from audit.figures.theme import light

# --- rows that are named on the left, and on a narrow drawing above their mark ----------------------------------------

#: Height of a row in pixels.
ROW = 40
#: ``mark_bar(**BELOW_NAME)``: where a row's mark stands, so that on a narrow drawing its name has room above it.
BELOW_NAME = {"yOffset": by_width(9, 0)}
#: The range of a horizontal scale beside the names and before the words at the right.
BESIDE_NAMES = [by_width(52, 230), by_width("width - 78", "width - 60")]


def row_names(base: alt.Chart, field: str) -> alt.Chart:
    """The name of each row."""
    return base.mark_text(align="left", dy=by_width(-12, 0)).encode(x=alt.value(0), text=field)


def row_values(base: alt.Chart, side: str) -> alt.Chart:
    """The text of the rows whose ``side`` this is, left or right of their mark; ``base`` says which end of it."""
    return base.transform_filter(f"datum.side == '{side}'").mark_text(**beside(side, "point"), **BELOW_NAME)


def claimed_in_rows(base: alt.Chart) -> alt.Chart:
    """The claim as a piece a row, not as one rule, which would strike through the names."""
    return base.mark_tick(size=by_width(16, 40), thickness=1.5, color=light("muted"), opacity=1, **BELOW_NAME)


# --- words of one chart -----------------------------------------------------------------------------------------------


def claimed_words(base: alt.Chart, words: str) -> alt.Chart:
    """The name of the claimed line at its left end: below a loss, above a gain."""
    below_or_above = alt.expr("reads_ruble ? 12 : -10")
    return base.mark_text(align="left", dx=4, dy=below_or_above, fontWeight=600, text=words).encode(x=alt.value(0))


def rates_at_ends(base: alt.Chart) -> alt.Chart:
    """The rates of the two chosen days: above the points, the later one to the right, so that they keep apart."""
    up, right = alt.expr("datum.number == late ? -13 : -16"), alt.expr("datum.number == late ? 26 : 0")
    return base.mark_text(dy=up, dx=right, fontWeight=600).encode(text=alt.Text("rate:Q", format=".2f"))


def level_at_decision(base: alt.Chart, words: str) -> alt.Chart:
    """The level of the claimed rate, below the step that it was."""
    return base.mark_text(align="left", dx=8, dy=12, fontWeight=600, text=words)


#: How the official rate is made since each change, and where on the scale of rubles the words have room below the line.
METHODS = {
    "moscow_exchange": ("average to 15:30", 41),
    "over_the_counter": ("no exchange", 50),
    "combined": ("combined", 42),
}


def named_methods(methods: pd.DataFrame) -> pd.DataFrame:
    """The changes of method (``ruble_rate_methods``) with the words of each and their height in rubles."""
    text, height = zip(*methods["market"].map(METHODS), strict=True)
    return methods.rename(columns={"from_date": "day"}).assign(text=text, rub_per_usd=height)


def method_names(base: alt.Chart) -> alt.Chart:
    """The words of ``named_methods`` beside their upright line, to the left where the next one is near."""
    left = "datum.market == 'over_the_counter'"
    align, gap = alt.expr(f"{left} ? 'right' : 'left'"), alt.expr(f"{left} ? -4 : 4")
    return base.mark_text(align=align, dx=gap, color=light("muted")).encode(text="text")


def rates_of_landmarks(base: alt.Chart) -> alt.Chart:
    """The rates of ``context.landmarks``: above a weak ruble, below a strong one, and clear of each other."""
    up = alt.expr("datum.name == 'Latest' ? -2 : datum.weakest ? -13 : 15")
    right = alt.expr(
        "datum.name == 'Latest' ? 13 : datum.name == 'August 2023' ? -9 : datum.name == 'October 2023' ? 11 : 0"
    )
    return base.mark_text(fontWeight=600, dy=up, dx=right).encode(text="text")
