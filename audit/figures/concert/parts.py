"""Parts of this chapter's charts that carry places in pixels, shades or expressions; a cell adds them to its own marks."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from audit.figures.theme import light

#: Answers of the matrix: the name of the mark in ``answer_shape``.
ANSWER_MARKS = {"for": "yes", "abstained": "in part", "against": "no", "absent": "alleged", "not seen": "open"}

#: Height of a row of the matrix with its name above it, in pixels.
ROW = 38


def row_names(rows: alt.Chart, name: str, **look: object) -> alt.Chart:
    """The name of each row at the left edge, above its marks. ``rows``: one mark a row, with its ``y``."""
    return rows.mark_text(align="left", dy=-11, **look).encode(x=alt.value(0), text=name)


def heads(short: Mapping[str, str]) -> alt.Axis:
    """States as heads of the columns, the short names where the chart is narrow."""
    table = ", ".join(f"'{name}': '{told}'" for name, told in short.items())
    told = f"width < 560 ? {{{table}}}[datum.label] : datum.label"
    return alt.Axis(orient="top", labelAngle=0, labelExpr=told, domain=False)


def answer_shade(field: str) -> alt.Color:
    """The shade that goes with each answer: a vote for or against in ink, an abstention and a gap in grey."""
    shades = {"for": "ink", "against": "ink", "abstained": "context", "absent": "context", "not seen": "context"}
    scale = alt.Scale(domain=list(shades), range=[light(name) for name in shades.values()])
    return alt.Color(f"{field}:N", legend=None, scale=scale)


def alike_bands(rows: alt.Chart) -> alt.Chart:
    """A tint behind the rows in which China and Russia voted alike. ``rows``: one mark a row, with its ``y``."""
    return rows.mark_rect(color=light("tint")).encode(x=alt.value(0), x2=alt.value("width"))


def apart(data: pd.DataFrame, x: alt.X, y: alt.Y, meaning: Mapping[str, str], tooltip: list) -> alt.LayerChart:
    """Points of another count, hollow and joined to no line. ``data``: year, share, pair."""
    scale = alt.Scale(domain=list(meaning), range=[light(name) for name in meaning.values()])
    points = alt.Chart(data).mark_point(filled=False, size=70, strokeWidth=2, opacity=1)
    return points.encode(x=x, y=y, color=alt.Color("pair:N", legend=None, scale=scale), tooltip=tooltip)


def series_ends(after: float, x: alt.X, words: str) -> alt.LayerChart:
    """A fine rule where the published series ends, with words to its left. ``x``: the axis of years, of the field year."""
    base = alt.Chart(pd.DataFrame({"year": [after]})).encode(x=x)
    note = base.mark_text(align="right", dx=-5, baseline="top", color=light("muted"), text=words)
    return base.mark_rule(strokeDash=[2, 2], strokeWidth=1) + note.encode(y=alt.value(2))


def level_mark(data: pd.DataFrame, x: alt.X, words: str, down: int, side: str = "right") -> list[alt.Chart]:
    """A rule at a place on the axis with its name beside it, ``down`` pixels below the top. ``data``: one row."""
    base = alt.Chart(data).encode(x=x)
    text = {"align": "right", "dx": -5} if side == "left" else {"align": "left", "dx": 5}
    return [
        base.mark_rule(strokeWidth=1.25),
        base.mark_text(baseline="top", fontWeight=600, text=words, **text).encode(y=alt.value(down)),
    ]


def sample_note(first: int, last: int, top: int) -> list[alt.Chart]:
    """A line above the years of which there is but a sample, with words over it, on an axis of years as names."""
    base = alt.Chart(pd.DataFrame({"year": [first], "end": [last], "level": [top]})).encode(x="year:O", y="level:Q")
    words = base.mark_text(align="left", baseline="bottom", dx=-12, dy=-4, color=light("muted"), text="a sample only")
    return [base.mark_rule(strokeWidth=1.5, color=light("muted")).encode(x2="end:O"), words]


def paler_unless(counts: str) -> dict:
    """Full ink for what counts under the reader's choice, little for the rest."""
    return alt.condition(counts, alt.value(1.0), alt.value(0.2))


def shades(meaning: Mapping[str, str]) -> alt.Scale:
    """The scale of fills by names of the palette."""
    return alt.Scale(domain=list(meaning), range=[light(name) for name in meaning.values()])


def key() -> alt.Legend:
    """The key of fills above the chart, each with an outline, so that a hollow one is seen."""
    edge = light("muted")
    return alt.Legend(
        title=None, orient="top", symbolType="square", symbolStrokeColor=edge, symbolStrokeWidth=1, symbolOpacity=1
    )


def value_above(bars: alt.Chart, text: str) -> alt.Chart:
    """A number above its bar."""
    return bars.mark_text(dy=-8, fontSize=12).encode(text=text)


# --- the reader's choice of texts ---------------------------------------------------------------------------------------


def ticks(words: Mapping[str, str], on: Mapping[str, bool]) -> list[alt.Parameter]:
    """A check box for each kind of text: parameter -> words."""
    return [alt.param(name=key, value=on[key], bind=alt.binding_checkbox(name=told)) for key, told in words.items()]


def told_by_ticks(counts: pd.DataFrame) -> list[alt.Parameter]:
    """``readout``: how many of the ticked texts China and Russia voted alike on. ``counts``: key, same, texts."""
    rows = list(counts.itertuples())
    same, texts = (
        " + ".join(f"({row.key} ? {getattr(row, field)} : 0)" for row in rows) for field in ("same", "texts")
    )
    computed = {
        "same": same,
        "texts": texts,
        "readout": "texts == 0 ? 'Tick at least one kind of text.' : 'China and Russia voted alike on ' + same + ' of ' + texts + "
        "(2 * same > texts ? ' texts: more than half.' : ' texts: not more than half.')",
    }
    return [alt.param(name=name, expr=told) for name, told in computed.items()]


# --- the reader's pair ----------------------------------------------------------------------------------------------------


def pair_choice(pairs: list[str], start: str) -> list[alt.Parameter]:
    """A list of pairs and the two measures, which are never drawn together."""
    measures = ["identical", "half credit"]
    return [
        alt.param(name="two", value=start, bind=alt.binding_select(options=pairs, name="Two states")),
        alt.param(name="how", value=measures[0], bind=alt.binding_radio(options=measures, name="Measure")),
    ]


#: Steps of a share on its axis.
TENTHS = [0, 0.2, 0.4, 0.6, 0.8, 1]


def lines_named() -> alt.LayerChart:
    """What the two lines are, in the upper left corner: the name of the chosen pair follows the reader's choice."""
    one = alt.Chart(pd.DataFrame({"text": [""]}))
    look = {"align": "left", "baseline": "top", "fontWeight": 600}
    ours = "how == 'identical' ? 'China–Russia' : 'China–Russia is not in the copy'"
    solid = one.mark_text(**look, color=light("both_text"), text=alt.expr(ours)).encode(x=alt.value(6), y=alt.value(2))
    dashed = one.mark_text(**look, text=alt.expr("'Dashed: ' + two")).encode(x=alt.value(6), y=alt.value(18))
    return solid + dashed


def pair_told(data: pd.DataFrame) -> alt.Parameter:
    """``readout``: the chosen pair in its last session, by the chosen measure. ``data``: pair, measure, year, share."""
    last = data.sort_values("year").groupby(["pair", "measure"]).tail(1)
    table = ", ".join(f"'{row.pair}|{row.measure}': '{row.share:.2f} in {row.year}'" for row in last.itertuples())
    told = f"{{{table}}}"
    words = "two + ', ' + how + ': '"
    missing = "'the public copy does not hold this pair by this measure.'"
    expr = (
        f"{words} + ({told}[two + '|' + how] ? {told}[two + '|' + how] + ', the last session published.' : {missing})"
    )
    return alt.param(name="readout", expr=expr)


# --- counts of meetings ---------------------------------------------------------------------------------------------------


def who_counted() -> tuple[alt.Color, alt.Shape]:
    """Colour and shape of a count by its side, with the key above the chart."""
    sides = {"China": ("china", "circle"), "Russia": ("russia", "square"), "others": ("muted", "triangle-up")}
    key = alt.Legend(title=None, orient="top", symbolSize=90, symbolOpacity=1)
    colours = alt.Scale(domain=list(sides), range=[light(shade) for shade, _ in sides.values()])
    shapes = alt.Scale(domain=list(sides), range=[form for _, form in sides.values()])
    return alt.Color("side:N", scale=colours, legend=key), alt.Shape("side:N", scale=shapes, legend=key)


def numbers_beside(counts: pd.DataFrame, years: alt.Scale) -> list[alt.Chart]:
    """Each number to the left of its point, or below it where another point stands there. ``counts``: date, value, side."""
    crowded = (counts["side"] == "others") & (counts["date"] < counts["date"].max())
    base = {"x": alt.X("date:T", scale=years), "y": "value:Q", "text": "value:Q"}
    return [
        alt.Chart(counts[~crowded]).mark_text(align="right", dx=-9, fontSize=12).encode(**base),
        alt.Chart(counts[crowded]).mark_text(dy=15, fontSize=12).encode(**base),
    ]
