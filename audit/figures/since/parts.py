"""Parts of this chapter's charts that carry places in pixels, shades or expressions; a cell adds them to its own marks."""

from __future__ import annotations

from collections.abc import Iterable

import altair as alt
import pandas as pd

from audit.figures.chart_parts import ANSWER_MARK
from audit.figures.prose import signed_percent
from audit.figures.since.word_tables import written
from audit.figures.theme import light
from audit.findings.directions import LEVEL, TENTH, UNKNOWN
from audit.findings.indicators import ARTICLES, BEFORE
from audit.findings.since.tables import BEYOND, DRAWN

#: Height of a row with its name above its marks, in pixels.
ROW = 38

#: What was before is a ring, what is latest a disc: names in ``answer_shape``.
MARKS = {DRAWN["before"]: "no", DRAWN["latest"]: "yes"}

#: The value of the year of the articles.
WHOLE = 100

#: Above what most figures were; to its left stand the marks, to its right nothing.
MOST = 170


def lines(rows: pd.DataFrame, y: alt.Y) -> alt.Chart:
    """A line under the name of each row, through its marks. ``rows``: ``chart_rows``."""
    base = alt.Chart(rows[~rows["head"]][["place"]]).encode(y=y, x=alt.value(0), x2=alt.value("width"))
    return base.mark_rule(strokeWidth=1, color=light("grid"), yOffset=9)


def across(rows: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """In each row its line, the band in which a difference is level, and the year of the articles. ``rows``: ``chart_rows``."""
    spans = rows[~rows["head"]][["place"]].assign(low=WHOLE * (1 - TENTH), high=WHOLE * (1 + TENTH), whole=WHOLE)
    base = alt.Chart(spans).encode(y=y)
    band = base.mark_bar(height=20, yOffset=9, color=light("grid")).encode(x=scale("low"), x2="high:Q")
    year = base.mark_tick(height=20, yOffset=9, thickness=2, color=light("muted")).encode(x=scale("whole"))
    return [lines(rows, y), band, year]


def scale(field: str) -> alt.X:
    """Per cent of the value of the year of the articles."""
    words = f"Per cent of the value of {ARTICLES}"
    return alt.X(f"{field}:Q", title=words, scale=alt.Scale(domain=[0, MOST], nice=False), axis=alt.Axis(tickCount=4))


def names(rows: pd.DataFrame, y: alt.Y, directions: bool = True) -> list[alt.Chart]:
    """The name of each row above its marks, layers in bold; and, if ``directions``, how it went at the right. ``rows``: ``chart_rows``."""
    found = []
    for head, lift, look in ((True, 0, {"fontWeight": 700}), (False, -11, {})):
        base = alt.Chart(rows[rows["head"] == head][["place", "row", "went"]]).encode(y=y)
        found.append(base.mark_text(align="left", dy=lift, **look).encode(x=alt.value(0), text="row"))
        if directions:
            found.append(base.mark_text(align="right", dy=lift, **look).encode(x=alt.value("width"), text="went"))
    return found


def in_words(silent: pd.DataFrame, y: alt.Y) -> alt.Chart:
    """The figures of a row in which nothing can be drawn. ``silent``: ``tables.without_marks``."""
    told = ["; ".join(f"{written(value)} in {year}" for year, value in figures) for figures in silent["figures"]]
    base = alt.Chart(silent[["place"]].assign(told=told)).encode(y=y, text="told")
    look = {"align": "left", "dy": 9, "color": light("muted")}
    halo = base.mark_text(**look, stroke=light("paper"), strokeWidth=4)
    return alt.layer(halo.encode(x=alt.value(0)), base.mark_text(**look).encode(x=alt.value(0)))


# --- the reader's choice ------------------------------------------------------------------------------------------------

#: How a direction is drawn, whatever its layer calls it.
FORMS = {
    "up": "triangle-up",
    "level": "M-1,-.16H1V.16H-1Z",
    "down": "triangle-down",
    "no figure": "M-.2,-.2H.2V.2H-.2Z",
}

#: How a direction is drawn in its row.
MARK = ANSWER_MARK | {"yOffset": 9, "size": 150}

#: The spans as heads of the columns.
SPANS = {"since_before": f"since {BEFORE}", "since_articles": f"since {ARTICLES}"}


def told(changed: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """``tables.changes`` with the place of each row, the head of its column and the change in words. ``rows``: ``chart_rows``."""
    words = [
        "no figure" if pd.isna(one) else "from or to nothing" if abs(one) >= BEYOND else signed_percent(one)
        for one in changed["change_pct"]
    ]
    placed = changed.assign(told=words, head=changed["span"].map(SPANS))
    return placed.merge(rows[["id", "place"]].rename(columns={"id": "indicator"}), on="indicator")


def slider() -> alt.Parameter:
    """How much of a change is none, in per cent."""
    bound = alt.binding_range(min=0, max=50, step=1, name="A change up to so many per cent is level")
    return alt.param(name="level", value=round(100 * TENTH), bind=bound)


def went() -> str:
    """The direction of a row under the reader's choice, as an expression."""
    return (
        "!isValid(datum.change_pct) ? 'no figure' : abs(datum.change_pct) <= level + 1e-9 ? 'level' "
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
    """``readout``: which way each layer went since the articles and before, by the level that the reader chooses. ``changed``: ``tables.changes``."""
    parts = []
    for span in spans:
        layers = []
        for layer, own in changed[changed["span"] == span].groupby("layer", sort=False):
            known = own["change_pct"].dropna()
            up, down = (_count(known, sign) for sign in (1, -1))
            rise, fall = ("less even", "evener") if set(own["sense"]) <= {"ratio", "lean"} else ("more", "less")
            if known.empty:
                layers.append(f"'{layer} {UNKNOWN}'")
                continue
            half = f"> {len(known)}"
            layers.append(
                f"'{layer} ' + (2 * ({up}) {half} ? '{rise}' : 2 * ({down}) {half} ? '{fall}' "
                f": 2 * ({len(known)} - ({up}) - ({down})) {half} ? '{LEVEL}' : 'mixed')"
            )
        parts.append(f"'{SPANS[span].capitalize()}: ' + " + " + ', ' + ".join(layers) + " + '.'")
    return [alt.param(name="readout", expr=" + ' ' + ".join(parts))]


def _count(changes: pd.Series, sign: int) -> str:
    """How many of these changes go one way by more than ``level``, as an expression."""
    own = [abs(one) for one in changes if one * sign > 0]
    return " + ".join(f"({one:.6g} > level + 1e-9 ? 1 : 0)" for one in own) or "0"
