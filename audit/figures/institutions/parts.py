"""Parts of the charts of the SCO that carry pixels or expressions; each returns marks that a cell adds to its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import altair as alt
import pandas as pd

from audit.figures.chart_parts import ANSWER_MARK
from audit.figures.theme import light

#: Height in pixels of a row with its name above its marks, of one with three levels of marks, of a line of a list, of a tile.
ROW, LEVELLED_ROW, LINE, TILE = 44, 76, 30, 38


def names_above_rows(rows: alt.Chart, name: str, lift: int = 11, **look: object) -> alt.Chart:
    """The name of each row at its left edge, ``lift`` pixels above its middle. ``rows``: one mark a row, with its ``y``."""
    return rows.mark_text(align="left", dy=-lift, **look).encode(x=alt.value(0), text=name)


def marks_in_rows(rows: alt.Chart) -> alt.Chart:
    """The marks of answers, below the name of their row."""
    return rows.mark_point(**ANSWER_MARK)


def on_levels(rows: alt.Chart, field: str, levels: Iterable[str]) -> alt.LayerChart:
    """The marks of a row below its name, each value of ``field`` on a level of its own, so that none hides another."""
    return alt.layer(
        *[
            rows.transform_filter(alt.datum[field] == value).mark_point(**ANSWER_MARK | {"yOffset": 16 * level - 8})
            for level, value in enumerate(levels)
        ]
    )


def names_above_levels(rows: alt.Chart, name: str) -> alt.Chart:
    """The name of each row above its levels of marks."""
    return names_above_rows(rows, name, lift=26, fontWeight=600)


def listed_rows(rows: alt.Chart, name: str) -> tuple[alt.Chart, alt.Chart]:
    """A list: the mark of each row at the left edge, and its name beside it. ``rows``: one mark a row, with its ``y``."""
    marks = rows.mark_point(**ANSWER_MARK | {"yOffset": 0}).encode(x=alt.value(12))
    return marks, rows.mark_text(align="left").encode(x=alt.value(30), text=name)


def column_of(year: str, x: alt.X) -> alt.Chart:
    """A tint behind one column of a table drawn as a chart, on the axis ``x`` of ``when``."""
    column = alt.Chart(pd.DataFrame({"when": [year]})).encode(x=x)
    return column.mark_rect(color=light("tint"))


def year_heads() -> alt.Axis:
    """Years above the columns, from names that begin with a year; the last two digits where the drawing is narrow."""
    told = "width < 420 ? '’' + slice(datum.label, 2, 4) : slice(datum.label, 0, 4)"
    return alt.Axis(orient="top", labelAngle=0, domain=False, labelExpr=told)


# --- tiles ------------------------------------------------------------------------------------------------------------

#: How a tile of each rank is filled; a frame marks what is new since the article.
RANK_FILLS = {"member": "ink", "partner": "tint"}


def tile_fill(field: str) -> alt.Fill:
    """The fill of a tile by rank."""
    scale = alt.Scale(domain=list(RANK_FILLS), range=[light(name) for name in RANK_FILLS.values()])
    return alt.Fill(f"{field}:N", legend=None, scale=scale)


def tile_names(tiles: alt.Chart, condition: object) -> alt.Chart:
    """The name on each tile, pale where ``condition`` says that the tile is dark."""
    colour = alt.condition(condition, alt.value(light("paper")), alt.value(light("ink")))
    return tiles.mark_text(fontSize=12).encode(text="short", color=colour)


def heads_of_ranks(heads: pd.DataFrame, y: alt.Y) -> alt.Chart:
    """How many have each rank, above its first row of tiles. ``heads``: line, words."""
    words = alt.Chart(heads).mark_text(align="left", fontWeight=600, baseline="middle")
    return words.encode(x=alt.value(0), y=y, text="words")


# --- time -------------------------------------------------------------------------------------------------------------


def articles_day(day: pd.Timestamp, x: alt.X) -> alt.LayerChart:
    """A fine rule on the article's day, with its name to the left, at the upper edge."""
    mark = alt.Chart(pd.DataFrame({"date": [day], "words": ["the article"]})).encode(x=x)
    name = mark.mark_text(align="right", dx=-5, baseline="top", color=light("muted"))
    return mark.mark_rule(strokeDash=[2, 2], strokeWidth=1) + name.encode(y=alt.value(2), text="words")


# --- the reader's own measure -----------------------------------------------------------------------------------------


def lookup(table: Mapping[str, object], key: str) -> str:
    """An expression that looks a parameter up in a table: ``{'2023 summit': 6}[meeting]``."""
    entries = ", ".join(f"'{name}': {value}" for name, value in table.items())
    return f"{{{entries}}}[{key}]"


def measured(told: pd.DataFrame) -> list[alt.Parameter]:
    """What follows from the reader's choices of ``meeting``, ``newcomers`` and ``allowed``; and the ``readout``.

    ``told``: a row a meeting, with ``when``, ``named``, ``asked_all`` and ``missing_all`` (with those admitted at that very
    meeting), ``asked_before`` and ``missing_before`` (without them), ``who_all`` and ``who_before``.
    """

    def of(column: str) -> str:
        words = [f"'{value}'" if isinstance(value, str) else str(value) for value in told[column]]
        return lookup(dict(zip(told["when"], words, strict=True)), "meeting")

    def either(what: str) -> str:
        return f"newcomers ? {of(f'{what}_all')} : {of(f'{what}_before')}"

    computed = {
        "asked": either("asked"),
        "missing": either("missing"),
        "who": either("who"),
        "readout": "meeting + ': ' + (asked - missing) + ' of ' + asked + ' members are named'"
        " + (missing == 0 ? '.' : ', ' + who + (missing == 1 ? ' is' : ' are') + ' not.')"
        " + (missing <= allowed ? ' Almost all, by your measure.' : ' That is more than you allow.')",
    }
    return [alt.param(name=name, expr=expression) for name, expression in computed.items()]


def paler_newcomers() -> dict:
    """Less ink for whoever was admitted at that very meeting, while the reader leaves newcomers out."""
    return alt.condition("!newcomers && datum.newcomer", alt.value(0.35), alt.value(1))
