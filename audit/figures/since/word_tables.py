"""The tables of the chapter that are read, not charted: frames with headings for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from audit.figures.cards import day, sentence
from audit.figures.prose import in_words
from audit.figures.titles import listed as in_a_list
from audit.figures.words import VERDICT_WORDS
from audit.findings import expectations, forecasts
from audit.findings.directions import SILENT
from audit.findings.indicators import ARTICLES, BEFORE
from audit.findings.rivals import answers
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


def _went(direction: str, why: str | None) -> str:
    """A direction, or why there is none (``why``: blank without a rule)."""
    return f"none: {why}" if direction == SILENT and pd.notna(why) else direction


def figures(found: pd.DataFrame) -> pd.DataFrame:
    """Each indicator with its figures and directions. ``found``: ``directions.directions``."""
    rows = [
        {
            "Figure": f"{one.name}, {one.unit}",
            "Layer": one.layer,
            f"Around {BEFORE}": _at(one.before, one.before_year, BEFORE),
            f"In {ARTICLES}": _at(one.articles, one.articles_year, ARTICLES),
            "Latest": _at(one.latest, one.latest_year),
            f"Since {BEFORE}": _went(one.since_before, one.why),
            f"Since {ARTICLES}": _went(one.since_articles, one.why),
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


#: What became of an expectation. It is our reading, so none of them fails.
CAME = {answers.CAME_OUT: "came in", answers.DID_NOT: "did not come in", answers.UNSETTLED: "not settled"}


def expected_directions(record: Record, layers: pd.DataFrame) -> pd.DataFrame:
    """Which direction of which layer each leads one to expect, and what came of it. ``layers``: ``directions.by_layer``."""
    found = tables.expected_directions(record, layers)
    told = found.set_index("name").map(lambda pair: NONE if pair is None else f"{pair[0]}: {CAME[pair[1]]}")
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
                "The record says": f"{one.answer}, by a register since overtaken" if one.overtaken else one.answer,
                "Newest fact": day(one.last_day),
            }
        )
    return pd.DataFrame(rows)


def what_would_fell(listed: pd.DataFrame, way: str) -> pd.DataFrame:
    """The forecasts of one way out of the thesis. ``listed``: ``forecasts.listed``."""
    rows = [
        {
            "What would have to happen": one.forecast,
            "Threshold": takes(one),
            "Last known": today(one),
            "Change needed": how_far(one),
            "Looked up": f"{day(one.scored_on)}. {one.source}.",
        }
        for one in listed[listed["way"] == way].itertuples(index=False)
    ]
    return pd.DataFrame(rows)


def takes(one) -> str:
    """The threshold of a forecast. ``one``: a row of ``forecasts.listed``."""
    return "one case is enough" if one.principle == "one case" else one.threshold


def today(one) -> str:
    """Where a forecast stands by the record: came true, the last value known with its unit and year, or why there is none."""
    if one.verdict != "open":
        return VERDICT_WORDS[one.verdict]
    if one.value is None or pd.isna(one.value):
        return one.base_id if one.base == "nothing" else "alleged or reported, not confirmed"
    if isinstance(one.value, bool):
        return "it has happened" if one.value else "no case known"
    return f"{_with_unit(float(one.value), one.unit)} ({one.value_year})"


def _with_unit(value: float, unit: str) -> str:
    """A value with the first words of its unit; the threshold beside it has them all."""
    if unit.startswith("per cent"):
        return f"{written(value)} per cent"
    return f"{written(value)} {unit.replace('treaties', 'treaty') if value == 1 else unit}"


def how_far(one) -> str:
    """What the last value lacks to its threshold. ``one``: a row of ``forecasts.listed``."""
    if pd.isna(one.bound) or one.value is None or pd.isna(one.value):
        return NONE
    value, bound = float(one.value), float(one.bound)
    if bound == 0:
        return "all of it would have to go"
    if bound > value:
        return f"{written(float(f'{bound / value:.2g}'))} times as much"
    return f"{100 * (1 - bound / value):.0f} per cent less"


#: What can be tried on an ally, as headings.
TRIED = {
    "fights": "Fights in the other’s war",
    "recognition": "Recognises annexed land",
    "standing": "Command or base",
    "most_arms": "Most of its major arms",
    "found": "Enough without the treaty",
}


def on_known_allies(found: pd.DataFrame) -> pd.DataFrame:
    """The list put to pairs with a treaty of defence. ``found``: ``tables.on_known_allies``."""
    told = found[list(TRIED)].astype(object)
    told = told.where(told.notna(), NONE).assign(found=found["found"].fillna("not told"))
    told.insert(0, "Pair", found["pair"])
    return told.rename(columns=TRIED)


#: How a published share of the goods was counted.
COUNTED = {
    "dispatch": "by country of dispatch",
    "territory": "by territory",
    "producer": "by country of the maker",
    "origin": "by country of origin",
    "supplier": "by who ships",
}


def goods(rows: pd.DataFrame) -> pd.DataFrame:
    """China's share in goods for Russia's war, as published. ``rows``: ``tables.goods_as_published``."""
    told = [
        {
            "Goods": one.goods,
            "Counted": COUNTED.get(one.definition, one.definition),
            "Who": one.sender,
            "To": f"{one.period_end:%B %Y}",
            "Per cent": written(one.value),
        }
        for one in rows.itertuples()
    ]
    return pd.DataFrame(told)


#: What each way out of the thesis is, in a few words.
WAYS = {"closer": "Closer: allies after all", "apart": "Apart: partners no more", "even": "Even: equals"}


def way_caption(ours: Iterable[Forecast], way: str) -> str:
    """What it takes to leave the thesis that way. ``ours``: the forecasts of the ledger."""
    one = forecasts.needed(ours).set_index("way").loc[way]
    some = f"{in_words(int(one['needed']))} of {in_words(int(one['weighing']))}"
    if not one["decisive"]:
        return f"{WAYS[way]}. To fell the thesis it takes {some}"
    return (
        f"{WAYS[way]}. To fell the thesis it takes one of the first {in_words(int(one['decisive']))}, or {some} others"
    )
