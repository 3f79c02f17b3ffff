"""The chapter's numbers on their way into prose, by section: name -> text. What they are is computed in the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from audit.figures.cards import day
from audit.figures.prose import dollars, in_words, percent
from audit.figures.since.word_tables import written
from audit.findings import expectations, forecasts
from audit.findings.directions import LESS, LEVEL, MORE
from audit.findings.rivals import answers
from audit.findings.since import tables
from audit.inputs import registration
from audit.inputs.ledger import Forecast
from audit.inputs.record import Record
from audit.judgement import CAME_TRUE, DID_NOT, IN_PART, Finding


def _none(number: int) -> str:
    return in_words(number) if number else "none"


#: The spans, as names in the prose have them.
_SPANS = {"since_before": "before", "since_articles": "articles"}


def layers(whole: pd.DataFrame) -> dict[str, str]:
    """The direction of each layer and span, and the counts that the prose gives. ``whole``: ``directions.by_layer``."""
    told = {f"{row.layer}-{_SPANS[row.span]}": row.direction for row in whole.itertuples()}
    rows = whole.set_index(["layer", "span"])
    behaviour, equality = rows.loc[("behaviour", "since_articles")], rows.loc[("equality", "since_articles")]
    told |= {f"behaviour-{name}": _none(int(behaviour[name])) for name in ("known", MORE, LESS, LEVEL)}
    return told | {
        "equality-known": _none(int(equality["known"])),
        "equality-all": in_words(int(equality["known"] + equality["unknown"])),
    }


def figures(found: pd.DataFrame) -> dict[str, str]:
    """Figures of single indicators, and the year of the latest. ``found``: ``directions.directions``."""
    rows = found.set_index("indicator")

    def at(indicator: str, *points: str) -> dict[str, str]:
        return {f"{indicator}-{point}": written(rows.loc[indicator, point]) for point in points}

    trade = rows.loc["trade-value"]
    told = {f"trade-{point}": dollars(trade[point], 0) for point in ("articles", "latest")}
    told |= {f"leaning-{point}": _exact(rows.loc["china-in-russia", point]) for point in ("before", "latest")}
    for indicator in ("exercises", "contacts", "arms-from-russia", "arms-from-china"):
        told |= at(indicator, "articles", "latest")
    years = {"trade": "trade-value", "exercises": "exercises", "arms": "arms-from-russia", "leaning": "china-in-russia"}
    return told | {
        "consult": _none(int(rows.loc["duty-to-consult", "latest"])),
        "defend": _none(int(rows.loc["duty-to-defend", "latest"])),
        "trade-fall": percent(100 * (1 - trade["latest"] / trade["articles"]), 1),
        **at("size", "before", "articles"),
        **at("arms-balance", "latest"),
        **{f"{name}-year": str(rows.loc[indicator, "latest_year"]) for name, indicator in years.items()},
    }


def _exact(share: float) -> str:
    """A share with a decimal, unless it is whole."""
    return percent(share, 0 if share == round(share) else 1)


def predictions(judged: Mapping[str, Finding]) -> dict[str, str]:
    """The stated predictions, scored. ``judged``: ``findings``."""
    found = expectations.stated(judged)
    ahead = found[~found["on_the_calendar"]]
    calendar = found[found["on_the_calendar"]]
    others = [verdict for readings in found["readings"] for verdict in readings.values()]
    return {
        "predictions": in_words(len(found)),
        "predictions-failed": _none(int((found["verdict"] == DID_NOT).sum())),
        "calendar": in_words(len(calendar)),
        "calendar-true": _none(int((calendar["verdict"] == CAME_TRUE).sum())),
        "ahead": in_words(len(ahead)),
        "ahead-true": in_words(int((ahead["verdict"] == CAME_TRUE).sum())),
        "ahead-part": in_words(int((ahead["verdict"] == IN_PART).sum())),
        "read-otherwise-failed": _none(others.count(DID_NOT)),
    }


def expected(record: Record, whole: pd.DataFrame) -> dict[str, str]:
    """Implied predictions beside what happened. ``whole``: ``directions.by_layer``."""
    beside = expectations.beside_layers(record, whole)
    counts = beside["layer"].value_counts()
    news = tables.tests_since(record)
    says = news[news["thesis"] != "either"]
    against = says[says["against"].map(len) > 0]
    settled_against = against[against["came_out"] != answers.UNSETTLED]
    return {
        "expect-duty": _none(int(counts.get("duty", 0))),
        "expect-behaviour": _none(int(counts.get("behaviour", 0))),
        "expect-failed": _none(int((beside["outcome"] == answers.DID_NOT).sum())),
        "news": in_words(len(news)),
        "tests": in_words(len(record["rivals_tests"])),
        "says": in_words(len(says)),
        "says-came": _none(int((says["came_out"] == answers.CAME_OUT).sum())),
        "says-failed": _none(int((says["came_out"] == answers.DID_NOT).sum())),
        "says-unsettled": _none(int((says["came_out"] == answers.UNSETTLED).sum())),
        "against": _none(len(against)),
        "against-settled": _none(len(settled_against)),
    }


def stakes(listed: pd.DataFrame, ours: Sequence[Forecast]) -> dict[str, str]:
    """What would fell the thesis. ``listed``: ``forecasts.listed``; ``ours``: the forecasts of the ledger."""
    needed = forecasts.needed(ours).set_index("way")
    near = tables.nearest(listed, ours)
    days = {registration.default().first(one.id).date for one in ours}
    counts = tables.stands(listed)
    told = {"forecasts": in_words(counts["forecasts"])}
    told |= {name: _none(counts[name]) for name in ("open", "met", "untold")}
    told |= {f"closer-{name}": _none(int(needed.loc["closer", name])) for name in needed.columns}
    return told | {
        "principles": in_words(len({one.principle for one in ours})),
        "registered-on": day(max(days)),
        "last-day": day(max(one.scored_on for one in ours)),
        "nearest-today": percent(float(near["value"])),
        "nearest-year": str(near["value_year"]),
        "nearest-threshold": percent(near["threshold_value"]),
    }
