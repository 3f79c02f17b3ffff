"""Parts of the scorecard's charts that carry places in pixels, shades or expressions; a cell adds them to its own marks."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from audit.faults import how_many
from audit.figures.chart_parts import ANSWERS, STEADY_ROWS, by_width, choice, tooltip
from audit.figures.chart_parts.rows import DESK
from audit.figures.prose import every_article
from audit.figures.scorecard.words import LABEL_WORDS, tally
from audit.figures.theme import light
from audit.figures.words import VERDICT_WORDS
from audit.findings import default_ledger
from audit.findings.answer import LAYERS
from audit.findings.scorecard import (
    IMPRECISE,
    LABELS,
    LUCKY,
    MARKS,
    OPEN_RECORD,
    OUT_OF_SCOPE,
    RIGHT,
    WEIGHED,
    WRONG,
)
from audit.inputs.ledger import Ledger, chapters
from audit.judgement import LADDERS, LEVELS

_DOT = "M0,-.4A.4,.4,0,0,1,0,.4A.4,.4,0,0,1,0,-.4Z"
_LOZENGE = "M0,-1L1,0L0,1L-1,0ZM0,-.7L-.7,0L0,.7L.7,0Z"

#: The mark of each label: full, half, empty, and for what is no outcome a sign of its own.
LABEL_MARKS = {
    RIGHT: ANSWERS["yes"],
    LUCKY: ANSWERS["alleged"],
    IMPRECISE: ANSWERS["in part"],
    WRONG: ANSWERS["no"],
    OPEN_RECORD: ANSWERS["open"],
    WEIGHED: _LOZENGE,
    OUT_OF_SCOPE: _DOT,
}
#: Marks in a line, and px from one to the next: a line fits on a phone.
COLUMNS, PITCH = 17, 19
#: Where the first and the last of a line stand: further apart where there is room.
_ACROSS = [PITCH / 2, alt.ExprRef(f"min(width - {PITCH / 2}, {PITCH * COLUMNS * 1.4})")]
#: px of a line of marks.
LINE = 22

#: By what a reader may group the claims: the words of the choice -> the column of the card.
GROUPINGS = {
    "article": "article",
    "kind of claim": "kind",
    "layer": "layer",
    "chapter": "chapter",
    "label": "label",
    "verdict when published": "verdict_then",
    "verdict on the record": "verdict",
    "share of checks that agree": "share",
    "how sure we are": "confidence",
}
SHARES = ("all checks agree", "half or more", "fewer than half", "none agrees")
_BEST_FIRST = list(dict.fromkeys(one for ladder in LADDERS.values() for one in ladder))


def claims_as_marks(card: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """One row a claim, for ``board``: what its mark is and says, and for every grouping its group and the group's place.

    Columns: those of the tooltip; ``mark``, ``rank`` (of the label), ``order``, ``paper``, ``headline``; each name of GROUPINGS, and
    the same with `` place``.
    """
    rows = pd.DataFrame(
        {
            "claim_id": card["claim_id"],
            "claim": card["claim"],
            "paper": card["article"].map({id: one.outlet for id, one in ledger.articles.items()}),
            "headline": card["headline"].astype(bool),
            "mark": card["label"].map(LABEL_WORDS),
            "rank": card["label"].map(LABELS.index),
            "order": range(len(card)),
            "then": card["verdict_then"].map(VERDICT_WORDS).fillna("–"),
            "now": card["verdict"].map(VERDICT_WORDS).fillna("–"),
            "checks": [_checks(one) for one in card.itertuples()],
            "why": card["reason"].where(card["reason"].str.len() < 160, card["reason"].str.slice(0, 157) + "…"),
        }
    )
    for name, column in GROUPINGS.items():
        words = [_group(column, one, ledger) for one in card[column].astype(object).where(card[column].notna(), None)]
        order = list(dict.fromkeys([*_order(column, ledger), *words]))
        rows[name], rows[f"{name} place"] = words, [order.index(one) for one in words]
    return rows


def _checks(one) -> str:
    return f"{one.agreeing:.0f} of {one.counting:.0f}" if one.share == one.share and one.share is not None else "–"


def _group(column: str, value: object, ledger: Ledger) -> str:
    """The group of one claim in words; what has no value is in a group of its own."""
    if column == "article":
        return ledger.articles[value].outlet
    if column == "share":
        if value is None:
            return "not counted in checks"
        return SHARES[0 if value == 1 else 1 if value >= 0.5 else 2 if value > 0 else 3]
    if value is None:
        return {"confidence": "no degree of it", "verdict": "no verdict", "verdict_then": "no verdict"}.get(
            column, "out of scope"
        )
    words = {"label": LABEL_WORDS, "verdict": VERDICT_WORDS, "verdict_then": VERDICT_WORDS}.get(column, {})
    return words.get(value, value)


def _order(column: str, ledger: Ledger) -> list[str]:
    """The groups from first to last, best first where there is a best."""
    return {
        "label": [LABEL_WORDS[one] for one in LABELS],
        "verdict": [VERDICT_WORDS[one] for one in _BEST_FIRST],
        "verdict_then": [VERDICT_WORDS[one] for one in _BEST_FIRST],
        "share": list(SHARES),
        "confidence": list(reversed(LEVELS)),
        "layer": [layer.id for layer in LAYERS],
        "kind": list(LADDERS),
        "chapter": list(chapters()),
    }.get(column, [])


def label_shape() -> alt.Shape:
    """The mark of each label, with its key above the chart."""
    scale = alt.Scale(domain=[LABEL_WORDS[one] for one in LABEL_MARKS], range=list(LABEL_MARKS.values()))
    ink = light("ink")
    key = alt.Legend(
        title=None, columns=2, symbolFillColor=ink, symbolStrokeWidth=0, symbolSize=150, rowPadding=4, columnPadding=16
    )
    return alt.Shape("mark:N", scale=scale, legend=key)


def board(marks: alt.Chart, by: str) -> alt.LayerChart:
    """Every claim a mark, in lines below the name of its group. ``marks``: a chart of ``claims_as_marks``.

    ``by``: an expression for the name of the grouping, ``'article'`` in quotes or the name of a parameter.
    """
    grouped = marks.transform_calculate(group=f"datum[{by}]", place=f"datum[{by} + ' place']")
    numbered = grouped.transform_window(
        at="row_number()", sort=[alt.SortField("rank"), alt.SortField("order")], groupby=["group"]
    ).transform_calculate(
        column=f"(datum.at - 1) % {COLUMNS}",
        line=f"datum.place * 100 + 1 + floor((datum.at - 1) / {COLUMNS})",
        head="datum.place * 100",
    )
    x = alt.X("column:Q", axis=None, scale=alt.Scale(domain=[0, COLUMNS - 1], range=_ACROSS, nice=False))
    y = alt.Y("line:O", axis=None, sort="ascending", title=None)
    told = tooltip(
        claim="Claim", paper="Article", mark="Label", now="On the record", then="When published", checks="Checks agree"
    )
    size = by_width(150, 230)
    claims = numbered.mark_point(size=size, strokeWidth=0, opacity=1, color=light("ink"))
    return alt.layer(
        claims.encode(x=x, y=y, shape=label_shape(), tooltip=told), _names_of_groups(grouped, y)
    ).properties(**(STEADY_ROWS | {"height": {"step": LINE}}))


def _names_of_groups(grouped: alt.Chart, y: alt.Y) -> alt.Chart:
    """The name of each group above its marks, with how many claims it has, and where there is room how many are what."""
    outcomes = {f"n{place}": LABEL_WORDS[code] for place, code in enumerate(MARKS)}
    ones = {field: f"datum.mark == '{words}' ? 1 : 0" for field, words in outcomes.items()}
    sums = [alt.AggregatedFieldDef(**{"op": "sum", "field": field, "as": field}) for field in outcomes]
    number = alt.AggregatedFieldDef(**{"op": "count", "as": "number"})
    counted = grouped.transform_calculate(**ones).transform_aggregate([number, *sums], groupby=["group", "place"])
    parts = " + ".join(f"(datum.{field} ? ', ' + datum.{field} + ' {words}' : '')" for field, words in outcomes.items())
    counted = counted.transform_calculate(
        line="datum.place * 100",
        short="upper(slice(datum.group, 0, 1)) + slice(datum.group, 1) + ': ' + datum.number",
        long=f"datum.short + (datum.number == 1 ? ' claim' : ' claims') + ({parts} == '' ? '' : ' ·' + slice({parts}, 1))",
    )
    words = alt.expr(f"width < {DESK} ? datum.short : datum.long")
    return counted.mark_text(align="left", dy=3, fontWeight=600, text=words).encode(x=alt.value(0), y=y)


def of_every_article() -> str:
    """The choice that keeps the claims of every article, in words."""
    return every_article(len(default_ledger().articles))


def choices(marks: pd.DataFrame) -> list[alt.Parameter]:
    """How the claims are grouped, whose they are, and whether only the headline claims show; and a sentence that counts them."""
    papers = [of_every_article(), *dict.fromkeys(marks["paper"])]
    return [
        choice("by", "Group by", "layer", list(GROUPINGS)),
        choice("whose", "Claims of", papers[0], papers),
        alt.param(name="headline", value=False, bind=alt.binding_checkbox(name="Headline claims only")),
        alt.param(name="readout", expr=_told(marks, papers)),
    ]


def kept() -> str:
    """The claims that the reader's choice keeps."""
    return f"(whose == '{of_every_article()}' || datum.paper == whose) && (!headline || datum.headline)"


def _told(marks: pd.DataFrame, papers: list[str]) -> str:
    """An expression for the sentence that counts what is kept."""
    codes = {words: code for code, words in LABEL_WORDS.items()}

    def told(paper: str, headline: bool) -> str:
        rows = marks[(marks["paper"] == paper) | (paper == papers[0])]
        rows = rows[rows["headline"]] if headline else rows
        return f"{how_many(len(rows), 'claim')}: {tally(rows['mark'].map(codes))}."

    table: Mapping[str, list[str]] = {paper: [told(paper, False), told(paper, True)] for paper in papers}
    return f"{table!r}[whose][headline ? 1 : 0]"


#: For bars of two bounds, each below its name.
BAR = {"height": 13, "yOffset": 9, "color": light("muted")}
REACH = {"yOffset": 9, "strokeWidth": 2}
REACH_END = {"yOffset": 9, "size": 14, "thickness": 2, "color": light("ink"), "opacity": 1}
BEYOND = {"align": "left", "dx": 8, "yOffset": 9}
ROW = 42


def from_zero(most: float) -> alt.X:
    """A scale of counted verdicts from nought, with room for words beyond the longest bar."""
    return alt.X("least:Q", title=None, scale=alt.Scale(domain=[0, most * 1.3], nice=False), axis=None)


def between_bounds(rows: alt.Chart, most: float) -> list[alt.Chart]:
    """For ``alt.layer(*…)``: a bar to the lower bound, a line on to the upper one, and both as words beyond.

    ``rows``: a chart with its ``y``; fields ``least``, ``most``, ``told``.
    """
    x = from_zero(most)
    return [
        rows.transform_filter("datum.least > 0").mark_bar(**BAR).encode(x=x),
        rows.mark_rule(**REACH).encode(x=x, x2="most:Q"),
        rows.mark_tick(**REACH_END).encode(x=alt.X("most:Q")),
        rows.mark_text(**BEYOND).encode(x=alt.X("most:Q"), text="told:N"),
    ]
