"""Where each layer is going: duty, behaviour and equality, since the time from which the articles look back and since they appeared.

Every indicator is read at three points: around ``BEFORE``, in the year of the articles, and at the last year that the record
has. A difference of up to a tenth is none, as in the registered propositions. What is missing at a point stays blank and
gives no direction, and so does an indicator without a later figure. Three rules more: no year may stand on both sides of a
comparison; what is below a tenth of its counterpart at every date is too small to have a direction; and what a chapter of the
book sets aside has none here either. The layers are never added up.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from audit.findings.indicators import ARTICLES, BEFORE, INDICATORS, Indicator
from audit.held import hold
from audit.inputs.record import Record

#: A figure this many years from ``BEFORE`` still stands for it; the year of the articles has no such room.
NEAR = 1

#: The principle of the registered propositions: a difference of up to a tenth is none.
TENTH = 0.1

MORE, LESS, LEVEL = "more", "less", "level"
EVENER, LESS_EVEN = "evener", "less even"
#: Nothing stands at one of the two points, or nothing after the first of them.
UNKNOWN = "no figure"
#: Figures stand, but a rule lets them have no direction.
SILENT = "no direction"
#: A layer whose indicators go more than one way, none of which has more than half of them.
MIXED = "mixed"

#: The registered principle of one order of magnitude: below a tenth of another's amount is below it by an order.
ORDER = 0.1

#: Why a figure has no direction.
TOO_SMALL = "under a tenth of the other side’s at each date"
SHARED = "the two spans share years"

#: What a rise and a fall are called, by the sense of an indicator.
WORDS = {"more": (MORE, LESS), "ratio": (LESS_EVEN, EVENER), "lean": (LESS_EVEN, EVENER)}

#: The points, in order, and the two spans.
POINTS = ("before", "articles", "latest")
SINCE = {"since_before": "before", "since_articles": "articles"}


def distance(times: float) -> float:
    """How unequal a ratio is: how many times the smaller side goes into the larger; equal is one, and nothing is beyond all."""
    return float("inf") if times == 0 else max(times, 1 / times)


def direction(sense: str, then: float | None, now: float | None) -> str:
    """The word for a change: more or less, evener or less even, level up to a tenth, no figure without one of the two."""
    if then is None or now is None or pd.isna(then) or pd.isna(now):
        return UNKNOWN
    if sense == "ratio":
        then, now = distance(then), distance(now)
    if then == now:
        return LEVEL
    up, down = WORDS[sense]
    if abs(now - then) <= TENTH * abs(then) + 1e-12 and then != float("inf"):
        return LEVEL
    return up if now > then else down


def at_points(series: pd.DataFrame) -> pd.DataFrame:
    """The figure of each point that has one. ``series``: ``year``, ``value``, ``sources``, ``first``. Columns: ``point`` and these.

    Around ``BEFORE`` the nearest year counts, of two the earlier; the latest is the last after the year of the articles.
    """
    near = series[(series["year"] - BEFORE).abs() <= NEAR]
    near = near.assign(away=(near["year"] - BEFORE).abs()).sort_values(["away", "year"]).head(1).drop(columns="away")
    own = series[series["year"] == ARTICLES]
    latest = series[series["year"] > ARTICLES].sort_values("year").tail(1)
    found = [one.assign(point=point) for point, one in zip(POINTS, (near, own, latest), strict=True) if len(one)]
    columns = ["point", "year", "value", "sources", "first"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def points(record: Record, indicators: Sequence[Indicator] = INDICATORS) -> pd.DataFrame:
    """The figures of all indicators, one row an indicator and point that has one.

    Columns: ``indicator``, ``layer``, ``name``, ``unit``, ``sense``, ``point`` (before, articles, latest), ``year``, ``value``,
    ``sources`` (a list), ``first`` (the first year that the figure covers), ``of_articles`` (in per cent of the year of the articles,
    a ratio by its distance from one; blank without a figure of that year, or if that is zero).
    """
    found = []
    for one in indicators:
        own = at_points(one.series(record))
        size = own["value"].map(distance) if one.sense == "ratio" else own["value"]
        base = size[own["point"] == "articles"]
        base = float(base.iloc[0]) if len(base) and base.iloc[0] else None
        told = {"indicator": one.id, "layer": one.layer, "name": one.name, "unit": one.unit, "sense": one.sense}
        of_base = [None if base is None else 100 * value / base for value in size]
        found.append(own.assign(**told, of_articles=pd.Series(of_base, index=own.index, dtype=float)))
    order = [*told, "point", "year", "value", "sources", "first", "of_articles"]
    return pd.concat(found, ignore_index=True)[order].astype({"year": int, "value": float, "first": int})


def too_small(one: Indicator, figures: Sequence[float], others: Sequence[float]) -> bool:
    """Is it below a tenth of its counterpart at every date that has a figure? ``others``: the counterpart's, at the same dates.

    A ratio holds both sides, so it is too small when the distance of the two is more than ten times at every date.
    """
    if one.sense == "ratio":
        return bool(figures) and all(distance(value) > 1 / ORDER for value in figures)
    return (
        one.against is not None
        and bool(others)
        and all(value < ORDER * other for value, other in zip(figures, others, strict=True))
    )


def directions(record: Record, indicators: Sequence[Indicator] = INDICATORS) -> pd.DataFrame:
    """Each indicator with its figures and directions, one row each, in order.

    Columns: ``indicator``, ``layer``, ``name``, ``unit``, ``sense``; ``before``, ``articles``, ``latest`` and the year of each
    (``before_year`` …), blank where there is none; ``since_before`` and ``since_articles``: the direction to the latest figure,
    or, since ``BEFORE``, to that of the year of the articles where there is no later one; ``why`` there is none although figures stand.
    """
    told = ["indicator", "layer", "name", "unit", "sense"]
    rows = points(record, indicators)
    wide = pd.DataFrame(
        [{name: getattr(one, "id" if name == "indicator" else name) for name in told} for one in indicators]
    )
    for point in POINTS:
        own = rows[rows["point"] == point].set_index("indicator")
        wide[point] = wide["indicator"].map(own["value"])
        wide[f"{point}_year"] = wide["indicator"].map(own["year"]).astype("Int64")
        wide[f"{point}_first"] = wide["indicator"].map(own["first"]).astype("Int64")
    last = wide["latest"].fillna(wide["articles"])
    wide["since_before"] = [direction(*one) for one in zip(wide["sense"], wide["before"], last, strict=True)]
    wide["since_articles"] = [
        direction(*one) for one in zip(wide["sense"], wide["articles"], wide["latest"], strict=True)
    ]
    return _silenced(wide, indicators)


def _silenced(wide: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Take away directions that a rule forbids, and say why."""
    at = wide.set_index("indicator")
    told = []
    for one in indicators:
        row = at.loc[one.id]
        own = row[list(POINTS)].dropna()
        others = at.loc[one.against, own.index].fillna(0) if one.against in at.index else own.head(0)
        shared = row[["latest", "articles"]].notna().all() and row["latest_first"] <= row["articles_year"]
        why = one.aside or (TOO_SMALL if too_small(one, list(own), list(others)) else SHARED if shared else None)
        spans = [] if why is None else ["since_articles"] if why == SHARED else list(SINCE)
        told.append(
            {span: SILENT if span in spans and row[span] != UNKNOWN else row[span] for span in SINCE} | {"why": why}
        )
    return wide.assign(**pd.DataFrame(told, dtype=object, index=wide.index)).drop(
        columns=["before_first", "articles_first"]
    )


def by_layer(found: pd.DataFrame) -> pd.DataFrame:
    """How the indicators of each layer went. ``found``: ``directions``. One row a layer and span.

    Columns: ``layer``, ``span`` (since_before, since_articles), ``known`` (indicators with a direction), ``unknown`` (the rest), one column a
    direction (counts), ``direction``: that of more than half of those known, else mixed; no figure where none is known.
    """
    words = [MORE, LESS, EVENER, LESS_EVEN, LEVEL]
    rows = []
    for layer, own in found.groupby("layer", sort=False):
        for span in SINCE:
            counts = own[span].value_counts()
            known = int(counts.drop([UNKNOWN, SILENT], errors="ignore").sum())
            most = [word for word in words if 2 * counts.get(word, 0) > known]
            whole = most[0] if most else MIXED if known else UNKNOWN
            counted = {word: int(counts.get(word, 0)) for word in words}
            rows.append(
                {
                    "layer": layer,
                    "span": span,
                    "known": known,
                    "unknown": len(own) - known,
                    **counted,
                    "direction": whole,
                }
            )
    return pd.DataFrame(rows)


hold(__name__)
