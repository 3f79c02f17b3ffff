"""The chapter's numbers on their way into prose, by section: name -> text. What they are is computed in the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from audit.figures.cards import day
from audit.figures.prose import dollars, in_words, percent
from audit.figures.since.word_tables import written
from audit.figures.titles import listed as in_a_list
from audit.findings import expectations, finding, forecasts
from audit.findings.concert import tables as concert_tables
from audit.findings.directions import LEVEL, MORE
from audit.findings.rivals import answers
from audit.findings.since import tables
from audit.inputs import registration
from audit.inputs.ledger import Forecast
from audit.inputs.record import Record
from audit.judgement import CAME_TRUE, DID_NOT, Finding


def _none(number: int) -> str:
    return in_words(number) if number else "none"


#: The spans, as names in the prose have them.
_SPANS = {"since_before": "before", "since_articles": "articles"}


def layers(whole: pd.DataFrame) -> dict[str, str]:
    """The direction of each layer and span, and the counts that the prose gives. ``whole``: ``directions.by_layer``."""
    before = whole.set_index(["layer", "span"]).loc[("behaviour", "since_before")]
    told = {f"{row.layer}-{_SPANS[row.span]}": row.direction for row in whole.itertuples()}
    rows = whole.set_index(["layer", "span"])
    behaviour, equality = rows.loc[("behaviour", "since_articles")], rows.loc[("equality", "since_articles")]
    told["behaviour-known"] = _none(int(behaviour["known"]))
    told |= {f"behaviour-before-{name}": _none(int(before[name])) for name in ("known", MORE)}
    told |= {f"behaviour-{name}": _none(int(behaviour[name])) for name in (LEVEL, "unknown")}
    return told | {
        "behaviour-all": in_words(int(behaviour["known"] + behaviour["unknown"])),
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
    leaning = rows.loc["china-in-russia"]
    told |= {"leaning-before": _exact(leaning["before"]), "leaning-articles": percent(leaning["articles"])}
    told |= at("exercises", "articles", "latest") | at("arms-from-russia", "before", "latest")
    years = {"trade": "trade-value", "arms": "arms-from-russia"}
    return told | {
        "consult": _none(int(rows.loc["duty-to-consult", "latest"])),
        "defend": _none(int(rows.loc["duty-to-defend", "latest"])),
        "trade-fall": percent(100 * (1 - trade["latest"] / trade["articles"]), 1),
        **at("size", "before", "articles"),
        "leaning-year": str(leaning["before_year"]),
        **{f"{name}-year": str(rows.loc[indicator, "latest_year"]) for name, indicator in years.items()},
    }


def yearly(record: Record) -> dict[str, str]:
    """Single years behind the means and sums, and what was not compared."""
    drills, arms = tables.drills_by_year(record), tables.arms_by_year(record)
    told = {f"drills-{year}": in_words(int(number)) for year, number in drills.items()}
    for name in arms:
        told |= {f"arms-{name.replace('_', '-')}-{year}": written(value) for year, value in arms[name].items()}
    votes = concert_tables.where_they_split(record)
    share = concert_tables.agreement_2025(record).query("kept == 'all' and pair == 'China–Russia'")["share"]
    return told | {
        "arms-last": str(arms.index.max()),
        "votes-2025": percent(100 * float(share.iloc[0])),
        "votes-cast": str(int(votes["votes"])),
        "domains-then": in_words(
            int(finding("acting-in-concert", record=record).specification("known-in-2023").specification.value)
        ),
        "domains-now": in_words(
            int(finding("acting-in-concert", record=record).specification("five-domains").specification.value)
        ),
    }


def goods(record: Record) -> dict[str, str]:
    """China's share in goods for Russia's war by three definitions, and those who pass without a treaty."""
    rows = record["goods_published"].set_index("row_id")["value"]
    found = tables.on_known_allies(record)
    others = found[found["found"] != answers.YES].drop(columns=["pair", "found"])
    return {
        "goods-dispatch": percent(rows["dispatch-2023"]),
        "goods-territory": percent(rows["territory-mainland-2023"], 1),
        "goods-west": percent(rows["producer-west-2023"]),
        "goods-tools": percent(rows["tools-producer-2023-24"]),
        "allies": in_words(len(found)),
        "allies-found": _none(int((found["found"] == answers.YES).sum())),
        "allies-untold": _none(int(found["found"].isna().sum())),
        "allies-most": in_words(int(others.eq(answers.YES).sum(axis=1).max())),
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
        "expect-equality": _none(int(counts.get("equality", 0))),
        "expect-failed": _none(int((beside["outcome"] == answers.DID_NOT).sum())),
        "rivals-right": in_a_list(
            [
                f"{one.name} {_none(one.right)} of {in_words(one.settled)}"
                for one in tables.rivals_right(record).itertuples()
            ]
        ),
        "news": in_words(len(news)),
        "tests": in_words(len(record["rivals_tests"])),
        "says": in_words(len(says)),
        "says-came": _none(int((says["came_out"] == answers.CAME_OUT).sum())),
        "says-overtaken": _none(int(((says["came_out"] == answers.CAME_OUT) & says["overtaken"]).sum())),
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
