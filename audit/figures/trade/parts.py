"""What only the charts of the trade chapter are drawn with: the marks of its claim, words beside them, the reader's sentence."""

from __future__ import annotations

import altair as alt
import pandas as pd

from audit.figures.prose import dollars
from audit.figures.theme import light
from audit.findings.trade.claims import AFTER, BEFORE
from audit.inputs.ledger import Between


def printed_beside(rings: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """What customs printed for the years of the claim, to the left of its ring; in the later one lower, clear of the step."""
    words = rings[rings["year"].isin([BEFORE, AFTER])]
    words = words.assign(text=[f"printed: {value:.1f}" for value in words["value_usd_bn"]])
    text = alt.Chart(words).mark_text(align="right", dx=-15, dy=alt.expr(f"datum.year == {AFTER} ? 12 : 0"))
    return text.encode(x=x, y=y, text="text")


def claimed_level(level: float, growth: float, x: alt.X) -> alt.LayerChart:
    """A short line at the level that the claimed ``growth`` (per cent) would give, with the level in words above it."""
    claim = alt.Chart(
        pd.DataFrame({"year": [AFTER], "value_usd_bn": [level], "from": [AFTER - 0.8], "to": [AFTER + 0.35]})
    )
    would_be = dollars(level).replace(" billion", " bn")
    words = alt.ExprRef(f"width < 420 ? 'claimed: {level:.1f}' : '+{growth:g}% would be {would_be}'")
    line = claim.mark_rule(strokeWidth=1.5).encode(x="from:Q", x2="to:Q", y="value_usd_bn:Q")
    text = claim.mark_text(align="right", dx=-12, dy=-8, fontWeight=600, text=words)
    return line + text.encode(x=x, y="value_usd_bn:Q")


def claim_over_bar(growth: float) -> alt.LayerChart:
    """A tick at the claimed growth across the bar of the claim's year, with its words above the bar."""
    claim = alt.Chart(pd.DataFrame({"period": [str(AFTER)], "y": [growth]}))
    claim = claim.encode(x=alt.X("period:N", sort=None), y="y:Q")
    words = claim.mark_text(align="left", dx=-10, dy=-30, fontWeight=600, text=f"claimed: +{growth:g}%")
    return claim.mark_tick(thickness=2, opacity=1, color=light("ink")) + words


def claim_on_bar(growth: float, partner: str = "Russia") -> alt.LayerChart:
    """A tick at the claimed growth across the horizontal bar of a partner, in a notch: ink on blue would hardly be seen."""
    claim = alt.Chart(pd.DataFrame({"partner": [partner], "x": [growth]}))
    claim = claim.encode(x="x:Q", y=alt.Y("partner:N", sort=None))
    notch = claim.mark_tick(thickness=8, opacity=1, size=26, color=light("paper"))
    return notch + claim.mark_tick(thickness=3, opacity=1, size=26, color=light("ink"))


def growth_labels(tops: pd.DataFrame, x: alt.X) -> alt.Chart:
    """The growth of each bar above it and above the world's mark; below a bar that hangs. ``tops``: ``tables.tops``."""
    free = alt.expr("datum.growth_usd_pct < 0 ? 13 : datum.top > datum.growth_usd_pct ? -15 : -9")
    return alt.Chart(tops).mark_text(dy=free, fontSize=12).encode(x=x, y="top:Q", text="label:N")


def name_of_marks(marks: alt.Chart, period: str, words: str) -> alt.Chart:
    """Words to the right of the mark of one period, which say what all of them are."""
    return marks.transform_filter(alt.datum.period == period).mark_text(align="left", dx=10, text=words)


def period_axis() -> alt.Axis:
    """Years and parts of a year below their bars: a part in two lines, and '22, '23, '26… where the chart is narrow."""
    part = "length(datum.label) > 4"
    narrow = f"\"'\" + slice(datum.label, 2, 4) + ({part} ? '…' : '')"
    wide = f"{part} ? [slice(datum.label, 0, 4), slice(datum.label, 5)] : datum.label"
    return alt.Axis(labelAngle=0, labelExpr=f"width < 520 ? {narrow} : {wide}", labelOverlap=False)


def year_of_month_axis() -> alt.Axis:
    """A tick for each January; on a narrow chart every second one keeps its year."""
    kept = "width < 420 && utcyear(datum.value) % 2 == 0 ? '' : datum.label"
    return alt.Axis(format="%Y", grid=False, tickCount="year", labelExpr=kept)


def chosen_money_axis() -> alt.Axis:
    """Billions in the currency that the reader has chosen."""
    return alt.Axis(labelExpr="datum.value == 0 ? '0' : (currency == 'yuan' ? '¥' : 'US$') + datum.label + ' bn'")


def growth_sentence(levels: pd.DataFrame, test: Between) -> list[alt.Parameter]:
    """The sentence that the page reads out, in steps that the page computes: the growth between the reader's two years, and
    whether it would pass the article's test.

    ``levels``: ``tables.reader_levels``. The reader's choices are the parameters base_year, end_year, flow and currency.
    """
    lookup = {f"{row.currency}|{row.flow_name}|{row.year}": row.value_bn for row in levels.itertuples()}
    claimed = f"“around {test.stated:g} per cent”"
    steps = {
        "early": "min(base_year, end_year)",  # whichever list the reader took it from
        "late": "max(base_year, end_year)",
        "first": "levels[currency + '|' + flow + '|' + early]",
        "second": "levels[currency + '|' + flow + '|' + late]",
        "growth": "(second / first - 1) * 100",
        "missing": "isValid(first) ? late : early",
        "answer": f"growth >= {test.low} && growth <= {test.high} ? 'That is {claimed}: the claim would hold.'"
        f" : 'That is not {claimed}: the claim would not hold.'",
        "readout": "early == late ? 'The same year twice: nothing has grown.' : !isValid(first) || !isValid(second) ? "
        "'The record has no ' + currency + ' figure for ' + missing + ' for this flow.' : flow + ', ' + currency + ', ' + early "
        "+ ' to ' + late + ': ' + replace(format(growth, '+.1f'), '-', '−') + '%. ' + answer",
    }
    return [alt.param(name="levels", value=lookup), *[alt.param(name=name, expr=text) for name, text in steps.items()]]


def values_above(points: alt.Chart, value: str, form: str) -> alt.Chart:
    """The value of each point above it."""
    return points.mark_text(dy=-16, fontWeight=600).encode(text=alt.Text(f"{value}:Q", format=form))
