"""Parts of this chapter's charts that carry places in pixels, shades or expressions; a cell adds them to its own marks."""

from __future__ import annotations

from collections.abc import Iterable

import altair as alt
import pandas as pd

from audit.figures.chart_parts import ANSWER_MARK
from audit.figures.prose import signed_percent
from audit.figures.since.word_tables import written
from audit.figures.theme import light
from audit.findings.directions import LEVEL, SILENT, TENTH, UNKNOWN
from audit.findings.indicators import ARTICLES, BEFORE
from audit.findings.since.tables import BEYOND, DRAWN

#: Height of a row with its name above its marks, in pixels.
ROW = 46

#: What was before is a ring, what is latest a disc: names in ``answer_shape``.
MARKS = {DRAWN["before"]: "no", DRAWN["latest"]: "yes"}

#: The value of the year of the articles.
WHOLE = 100

#: Above what most figures were; to its left stand the marks, to its right nothing.
MOST = 170


#: Marks stand this far below the middle of a row, close under its name.
UNDER = 9


def lines(rows: pd.DataFrame, y: alt.Y) -> alt.Chart:
    """A line under the name of each row, through its marks. ``rows``: ``chart_rows``."""
    base = alt.Chart(rows[~rows["head"]][["place"]]).encode(y=y, x=alt.value(0), x2=alt.value("width"))
    return base.mark_rule(strokeWidth=1, color=light("grid"), yOffset=UNDER)


def across(rows: pd.DataFrame, y: alt.Y, silent: pd.DataFrame) -> list[alt.Chart]:
    """In each row its line, the band in which a difference is level, and the year of the articles; nothing in a row of words.

    ``rows``: ``chart_rows``; ``silent``: ``tables.without_marks``.
    """
    rows = rows[~rows["place"].isin(silent["place"])]
    spans = rows[~rows["head"]][["place"]].assign(low=WHOLE * (1 - TENTH), high=WHOLE * (1 + TENTH), whole=WHOLE)
    base = alt.Chart(spans).encode(y=y)
    band = base.mark_bar(height=18, yOffset=UNDER, color=light("grid")).encode(x=scale("low"), x2="high:Q")
    year = base.mark_tick(height=18, yOffset=UNDER, thickness=2, color=light("muted")).encode(x=scale("whole"))
    return [lines(rows, y), band, year]


def scale(field: str) -> alt.X:
    """Per cent of the value of the year of the articles."""
    words = f"Per cent of the value of {ARTICLES}"
    return alt.X(
        f"{field}:Q", title=words, scale=alt.Scale(domain=[0, MOST], nice=False), axis=alt.Axis(tickCount=4, grid=False)
    )


def names(rows: pd.DataFrame, y: alt.Y, directions: bool = True) -> list[alt.Chart]:
    """The name of each row above its marks, layers in bold; and, if ``directions``, how it went at the right. ``rows``: ``chart_rows``."""
    found = []
    for head, lift, look in ((True, 0, {"fontWeight": 700}), (False, -9, {})):
        base = alt.Chart(rows[rows["head"] == head][["place", "row", "went"]]).encode(y=y)
        found.append(base.mark_text(align="left", dy=lift, **look).encode(x=alt.value(0), text="row"))
        if directions:
            found.append(base.mark_text(align="right", dy=lift, **look).encode(x=alt.value("width"), text="went"))
    return found


def in_words(silent: pd.DataFrame, y: alt.Y) -> alt.Chart:
    """The figures of a row in which nothing can be drawn. ``silent``: ``tables.without_marks``."""
    figures = ["; ".join(f"{written(value)} in {year}" for year, value in own) for own in silent["figures"]]
    told = [
        own if pd.isna(why) else f"{why[0].upper()}{why[1:]}" for own, why in zip(figures, silent["why"], strict=True)
    ]
    base = alt.Chart(silent[["place"]].assign(told=told)).encode(y=y, text="told")
    look = {"align": "left", "dy": UNDER, "color": light("muted")}
    return base.mark_text(**look).encode(x=alt.value(0))


# --- the reader's choice ------------------------------------------------------------------------------------------------

#: How a direction is drawn, whatever its layer calls it.
FORMS = {
    "up": "triangle-up",
    "level": "M-1,-.16H1V.16H-1Z",
    "down": "triangle-down",
    "none": "M-.2,-.2H.2V.2H-.2Z",
}

#: How a direction is drawn in its row.
MARK = ANSWER_MARK | {"yOffset": UNDER, "size": 150}

#: The spans as heads of the columns.
SPANS = {"since_before": f"since {BEFORE}", "since_articles": f"since {ARTICLES}"}


def told(changed: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """``tables.changes`` with the place of each row, the head of its column and the change in words. ``rows``: ``chart_rows``."""
    words = [
        went if went in (UNKNOWN, SILENT) else "from or to nothing" if abs(one) >= BEYOND else signed_percent(one)
        for one, went in zip(changed["change_pct"], changed["direction"], strict=True)
    ]
    placed = changed.assign(told=words, head=changed["span"].map(SPANS), group=changed["indicator"].map(GROUP_OF))
    return placed.merge(rows[["id", "place"]].rename(columns={"id": "indicator"}), on="indicator")


#: Figures that the reader may leave out together: parameter -> name and indicators. Treaties always count.
GROUPS = {
    "goods": (
        "Trade, energy and size",
        ("trade-value", "trade-share", "crude-share", "trade-weights", "china-in-russia", "size", "gas-price"),
    ),
    "deeds": ("Exercises and votes", ("exercises", "contacts", "same-votes")),
    "arms": ("Arms", ("arms-from-russia", "arms-from-china", "arms-balance")),
}
GROUP_OF = {indicator: key for key, (_, own) in GROUPS.items() for indicator in own}


def ticks() -> list[alt.Parameter]:
    """A check box for each group of figures."""
    return [alt.param(name=key, value=True, bind=alt.binding_checkbox(name=name)) for key, (name, _) in GROUPS.items()]


def faint_where_left_out() -> dict:
    """Little ink for a figure that the reader leaves out."""
    left = " || ".join(f"(!{key} && datum.group == '{key}')" for key in GROUPS)
    return alt.condition(left, alt.value(0.25), alt.value(1))


def slider() -> alt.Parameter:
    """How much of a change is none, in per cent."""
    bound = alt.binding_range(min=0, max=50, step=1, name="A change up to so many per cent is level")
    return alt.param(name="level", value=round(100 * TENTH), bind=bound)


def went() -> str:
    """The direction of a row under the reader's choice, as an expression."""
    return (
        "!isValid(datum.change_pct) ? 'none' : abs(datum.change_pct) <= level + 1e-9 ? 'level' "
        ": datum.change_pct > 0 ? 'up' : 'down'"
    )


def form() -> alt.Shape:
    """The mark of each direction, with its key above the chart."""
    ink = light("ink")
    key = alt.Legend(title=None, columns=4, symbolFillColor=ink, symbolStrokeWidth=0, symbolSize=120, rowPadding=4)
    return alt.Shape("went:N", scale=alt.Scale(domain=list(FORMS), range=list(FORMS.values())), legend=key)


def span_heads() -> alt.Axis:
    """The spans above their columns."""
    return alt.Axis(orient="top", labelAngle=0, domain=False)


def told_by_level(changed: pd.DataFrame, spans: Iterable[str] = SPANS) -> list[alt.Parameter]:
    """``readout``: which way each layer went, by the level and the figures that the reader chooses. ``changed``: ``tables.changes``."""
    parts = []
    for span in spans:
        layers = []
        for layer, own in changed[changed["span"] == span].groupby("layer", sort=False):
            known, up, down = (_count(own.dropna(subset="change_pct"), sign) for sign in (0, 1, -1))
            rise, fall = ("less even", "evener") if set(own["sense"]) <= {"ratio", "lean"} else ("more", "less")
            layers.append(
                f"'{layer} ' + (({known}) == 0 ? '{UNKNOWN}' : 2 * ({up}) > ({known}) ? '{rise}' "
                f": 2 * ({down}) > ({known}) ? '{fall}' "
                f": 2 * (({known}) - ({up}) - ({down})) > ({known}) ? '{LEVEL}' : 'mixed')"
            )
        parts.append(f"'{SPANS[span].capitalize()}: ' + " + " + ', ' + ".join(layers) + " + '.'")
    return [alt.param(name="readout", expr=" + ' ' + ".join(parts))]


def _count(changes: pd.DataFrame, sign: int) -> str:
    """How many of the ticked figures go one way by more than ``level`` (``sign`` 0: how many there are), as an expression."""
    told = []
    for one in changes.itertuples():
        ticked = GROUP_OF.get(one.indicator, "true")
        if sign == 0:
            told.append(f"({ticked} ? 1 : 0)")
        elif one.change_pct * sign > 0:
            told.append(f"({ticked} && {abs(one.change_pct):.6g} > level + 1e-9 ? 1 : 0)")
    return " + ".join(told) or "0"
