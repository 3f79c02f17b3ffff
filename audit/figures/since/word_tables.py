"""The tables of the chapter that are read, not charted: frames with headings for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from audit.figures.cards import day, sentence
from audit.figures.prose import in_words
from audit.figures.titles import listed as in_a_list
from audit.figures.words import VERDICT_WORDS
from audit.findings import expectations, forecasts
from audit.findings.indicators import ARTICLES, BEFORE
from audit.findings.since import tables
from audit.inputs.ledger import Forecast
from audit.inputs.record import Record
from audit.judgement import Finding

#: Nothing stands here.
NONE = "–"


def written(value: float) -> str:
    """A figure as people write it: whole from a hundred up, else to three digits that count, below one to two."""
    if value == round(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 1 else f"{value:.2g}"


def _at(value: float, year: int, named: int | None = None) -> str:
    """A figure with its year, unless the heading names that one."""
    if pd.isna(value):
        return NONE
    return written(value) if year == named else f"{written(value)} ({year})"


def figures(found: pd.DataFrame) -> pd.DataFrame:
    """Each indicator with its figures and directions. ``found``: ``directions.directions``."""
    rows = [
        {
            "Figure": f"{one.name}, {one.unit}",
            "Layer": one.layer,
            f"Around {BEFORE}": _at(one.before, one.before_year, BEFORE),
            f"In {ARTICLES}": _at(one.articles, one.articles_year, ARTICLES),
            "Latest": _at(one.latest, one.latest_year),
            f"Since {BEFORE}": one.since_before,
            f"Since {ARTICLES}": one.since_articles,
        }
        for one in found.itertuples(index=False)
    ]
    return pd.DataFrame(rows)


def stated(judged: Mapping[str, Finding]) -> pd.DataFrame:
    """The predictions of the articles, scored. ``judged``: ``findings``."""
    rows = [
        {
            "What was foretold": one.claim,
            "Last day": day(one.by),
            "Days ahead": f"{one.ahead_days:,}",
            "What became of it": sentence(VERDICT_WORDS[one.verdict]),
            "Read another way": "; ".join(VERDICT_WORDS[verdict] for verdict in one.readings.values()) or NONE,
        }
        for one in expectations.stated(judged).itertuples(index=False)
    ]
    return pd.DataFrame(rows)


def expected_directions(record: Record, layers: pd.DataFrame) -> pd.DataFrame:
    """Which direction of which layer each leads one to expect, and what came of it. ``layers``: ``directions.by_layer``."""
    found = tables.expected_directions(record, layers)
    told = found.set_index("name").map(lambda pair: NONE if pair is None else f"{pair[0]}: {pair[1]}")
    told.columns = [layer.capitalize() for layer in told.columns]
    return told.reset_index(names="Who")


def tests_since(record: Record) -> pd.DataFrame:
    """The tests with news from after the articles: what this book and its rivals predicted, and what the record says."""
    rows = []
    for one in tables.tests_since(record).itertuples():
        rivals = [f"{answer}: {in_a_list(names)}" for answer, names in (("yes", one.yes), ("no", one.no)) if names]
        rows.append(
            {
                "If the answer is yes": one.question,
                "This book": one.thesis,
                "Rivals": "; ".join(rivals) or NONE,
                "The record says": one.answer,
                "Newest fact": day(one.last_day),
            }
        )
    return pd.DataFrame(rows)


def what_would_fell(listed: pd.DataFrame, ours: Iterable[Forecast], way: str) -> pd.DataFrame:
    """The forecasts of one way out of the thesis. ``listed``: ``forecasts.listed``; ``ours``: the forecasts of the ledger."""
    needed = forecasts.needed(ours).set_index("way").loc[way, "needed"]
    rows = [
        {
            "What would have to happen": one.forecast,
            "Threshold": takes(one),
            "Today": today(one),
            "Looked up": f"{day(one.scored_on)}. {one.source}.",
            "Fells the thesis": "alone" if one.strength == "decisive" else with_others(int(needed)),
        }
        for one in listed[listed["way"] == way].itertuples(index=False)
    ]
    return pd.DataFrame(rows)


def takes(one) -> str:
    """The threshold of a forecast. ``one``: a row of ``forecasts.listed``."""
    return "one case is enough" if one.principle == "one case" else one.threshold


def today(one) -> str:
    """Where a forecast stands by the record: came true, the value of today with its year, or why there is none."""
    if one.verdict != "open":
        return VERDICT_WORDS[one.verdict]
    if one.value is None or pd.isna(one.value):
        return "alleged or reported only"
    if isinstance(one.value, bool):
        return "it has" if one.value else "it has not"
    return f"{written(float(one.value))} ({one.value_year})"


def with_others(needed: int) -> str:
    """What else it takes, for a forecast that weighs."""
    others = needed - 1
    return "alone" if not others else f"with {in_words(others)} other" + ("s" if others > 1 else "")


#: What each way out of the thesis is, in a few words.
WAYS = {"closer": "Closer: allies after all", "apart": "Apart: partners no more", "even": "Even: equals"}


def way_caption(ours: Iterable[Forecast], way: str) -> str:
    """What it takes to leave the thesis that way. ``ours``: the forecasts of the ledger."""
    one = forecasts.needed(ours).set_index("way").loc[way]
    some = f"{in_words(int(one['needed']))} of {in_words(int(one['weighing']))}"
    if not one["decisive"]:
        return f"{WAYS[way]}. It takes {some}"
    return f"{WAYS[way]}. It takes one of the first {in_words(int(one['decisive']))}, or {some} others"
