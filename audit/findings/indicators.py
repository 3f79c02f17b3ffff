"""Figures by year that speak of duty, behaviour or equality, each from the tables of the chapter that explains it.

``INDICATORS`` lists them. The rule that makes a direction of them is in ``directions``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from audit.findings.alliance import claims as alliance
from audit.findings.alliance import tables as alliance_tables
from audit.findings.concert import tables as concert
from audit.findings.concert import votes
from audit.findings.equality import arms, energy
from audit.findings.equality import claims as equality
from audit.findings.equality import tables as equality_tables
from audit.findings.exercises import claims as exercises
from audit.findings.trade import claims as trade
from audit.held import hold
from audit.inputs.record import Record

#: From when the articles look back: Xi Jinping came to office at the end of that year.
BEFORE = 2012

#: The year of the articles.
ARTICLES = 2023

#: The unit of a figure set against the year of the articles.
PER_CENT_OF = "per cent of the value of 2023"

#: Counts that jump from year to year are averaged over as many years, the last of which names them; after the year of the articles
#: over as many as have passed, so that no year stands on both sides.
SMOOTHED = 3

#: The last full year before the cut-off.
LAST_FULL = 2025

#: From the record to a figure by year. Columns: ``year``, ``value``, ``sources`` (a list), ``first`` (the first year that it covers).
Series = Callable[[Record], pd.DataFrame]
COLUMNS = ["year", "value", "sources"]

#: Why a list with gaps has no direction.
WITH_GAPS = "set aside, as the list has gaps"


@dataclass(frozen=True)
class Indicator:
    """One figure of a layer.

    ``sense``: ``more`` (a rise is more of it), ``ratio`` (equal at one, so nearer to one is evener), ``lean`` (how much one
    side leans on the other, so a rise is less even). ``against``: the id of its counterpart, what the other side does; of a ratio
    both are in it. ``aside``: why the book lets it have no direction, if so.
    """

    id: str
    layer: str
    name: str
    unit: str
    sense: str
    series: Series
    against: str | None = None
    aside: str | None = None


def frame(rows: list[tuple[int, float, list[str]]], years: int = 1) -> pd.DataFrame:
    """A series, in the order of its years. ``years``: how many a figure covers, the last of which names it."""
    found = pd.DataFrame(rows, columns=COLUMNS).sort_values("year", ignore_index=True)
    return found.assign(first=found["year"] - years + 1)


def smoothed(yearly: dict[int, float], sources: list[str]) -> pd.DataFrame:
    """The mean of some years, by the last of them; a year without a whole window before it has no row.

    After the year of the articles a window holds only later years.
    """
    rows = []
    for year in sorted(yearly):
        first = year - SMOOTHED + 1
        if year > ARTICLES:
            first = max(first, ARTICLES + 1)
        own = [yearly.get(one) for one in range(first, year + 1)]
        if None not in own:
            rows.append((year, sum(own) / len(own), sources, first))
    return pd.DataFrame(rows, columns=[*COLUMNS, "first"])


# --- duty -------------------------------------------------------------------------------------------------------------


def treaties(clause: str) -> Series:
    """How many treaties in force between the two, at the end of a year, hold a clause by our reading of the text."""

    def series(record: Record) -> pd.DataFrame:
        rows = alliance.coded(record, clause, "our_reading")
        rows = rows[rows["parties"] == "China; Russia"]
        found = []
        for year in range(BEFORE, record.data_cutoff.year + 1):
            last = min(pd.Timestamp(year, 12, 31), pd.Timestamp(record.data_cutoff))
            read = alliance.in_force(rows, last)
            found.append((year, float((read["codes"] == "yes").sum()), list(dict.fromkeys(read["source_id"]))))
        return frame(found)

    return series


# --- behaviour --------------------------------------------------------------------------------------------------------


def trade_value(record: Record) -> pd.DataFrame:
    """Goods trade as Chinese customs first printed it, US$ bn."""
    rows = record["trade_annual"]
    rows = rows[(rows["flow"] == "total") & (rows["vintage"] == "first_release") & rows["value_usd_bn"].notna()]
    return frame(
        [
            (year, trade.figure_of_record(one, "value_usd_bn"), sorted(set(one["source_id"])))
            for year, one in rows.groupby("year")
        ]
    ).dropna(subset="value", ignore_index=True)


def share_of_china(record: Record) -> pd.DataFrame:
    """Russia's share of China's goods trade, per cent, by China's declarations."""
    rows = alliance.russia_in_china(record)
    return frame([(one.year, one.share_pct, [one.source_id, one.whole_source_id]) for one in rows.itertuples()])


def drills(record: Record) -> pd.DataFrame:
    """Joint exercises and patrols a year, by the rule from which the exercises chapter starts, over three years."""
    rule = exercises.rules(record)[exercises.CHARTED]
    events = exercises.counted(record["exercises"], rule)
    seen = record["exercise_sightings"]
    sources = list(dict.fromkeys(seen.loc[seen["event_id"].isin(events["event_id"]), "source_id"]))
    yearly = exercises.counts(record["exercises"], rule, LAST_FULL)
    return smoothed({int(year): float(number) for year, number in yearly.items()}, sources)


def contacts(record: Record) -> pd.DataFrame:
    """Meetings and calls of the two presidents a year, over three years; before they were traced there is no figure."""
    rows = concert.contacts_by_year(record)
    rows = rows[rows["known"] == "traced"]
    rows = rows[rows["year"] <= LAST_FULL]
    sources = list(dict.fromkeys(record["leader_contacts"]["source_id"]))
    return smoothed({int(year): float(one) for year, one in rows.groupby("year")["number"].sum().items()}, sources)


def same_votes(record: Record) -> pd.DataFrame:
    """Equal votes in the General Assembly, per cent of those in which both cast one, by the year a session begins in."""
    rows = votes.published(record, "China", "Russia")
    return frame([(one.first_year, 100 * one.agreement_share, [one.source_id]) for one in rows.itertuples()])


def crude(record: Record) -> pd.DataFrame:
    """Russia's share of China's imports of crude oil in a whole year, per cent, as published."""
    rows = record["energy_shares"]
    rows = rows[(rows["whole"] == "China’s crude imports") & (rows["partner"] == "Russia")]
    whole = (rows["period_end"] - rows["period_start"]).dt.days > 363
    return frame(
        [(one.period_start.year, one.share_low_pct, [one.source_id]) for one in rows[whole].itertuples()]
    ).sort_values("year", ignore_index=True)


def arms_one_way(supplier: str, recipient: str) -> Series:
    """Major arms delivered in the five years that end with a year, million TIV, by the latest register."""

    def series(record: Record) -> pd.DataFrame:
        found = []
        for last in arms.window_ends(record):
            rows = arms.deliveries(record, supplier, recipient, last - arms.WINDOW + 1, last, arms.LATEST)
            if len(rows):
                found.append((last, float(rows["delivered_tiv_mn"].sum()), list(dict.fromkeys(rows["source_id"]))))
        return frame(found, arms.WINDOW)

    return series


def arms_share(record: Record) -> pd.DataFrame:
    """China's share of the major arms that Russia received in the five years that end with a year, per cent."""
    found = []
    for last in arms.window_ends(record):
        span = last - arms.WINDOW + 1, last, arms.LATEST
        part, whole = (arms.deliveries(record, one, "Russia", *span) for one in ("China", "all"))
        share = arms.over(100 * part["delivered_tiv_mn"].sum(), whole["delivered_tiv_mn"].sum())
        if len(part) and share is not None:
            found.append((last, float(share), sorted({*part["source_id"], *whole["source_id"]})))
    return frame(found, arms.WINDOW)


def goods_made(record: Record) -> pd.DataFrame:
    """China's share of the battlefield goods that Russia imports, per cent, by the country of the producer, as published."""
    rows = record["goods_published"]
    rows = rows[
        (rows["goods"] == "battlefield goods") & (rows["definition"] == "producer") & (rows["measure"] == "share")
    ]
    rows = rows[rows["sender"] == "China"]
    return frame([(one.period_end.year, one.value, [one.source_id]) for one in rows.itertuples()])


def against_articles(series: Series) -> Series:
    """The same figure in per cent of that of the year of the articles; no row at all without that one."""

    def relative(record: Record) -> pd.DataFrame:
        rows = series(record)
        base = rows.loc[rows["year"] == ARTICLES, "value"]
        if base.empty or not base.iloc[0]:
            return rows.head(0)
        return rows.assign(value=100 * rows["value"] / base.iloc[0])

    return relative


# --- equality ---------------------------------------------------------------------------------------------------------


def trade_weights(record: Record) -> pd.DataFrame:
    """China's share in Russia's goods trade over Russia's share in China's, each by its own side's count."""
    rows = equality_tables.asymmetry(record)
    rows = rows[rows["measure"] == "own"]
    return frame([(one.year, one.times, list(one.source_ids)) for one in rows.itertuples()])


def leaning(record: Record) -> pd.DataFrame:
    """China's share of Russia's goods trade, per cent: computed where both counts are whole, else as Russia's customs state it.

    A statement for less than a year, or for months that were not seen, is no figure of a year; the chapter on equality sets it aside too.
    """
    stated = alliance_tables.china_in_russia(record)
    stated = stated.assign(year=stated["period_start"].dt.year)
    stated = stated[stated["period_end"].dt.month == 12].drop_duplicates("year", keep="last")
    rows = {one.year: (one.share_pct, [one.source_id]) for one in stated.itertuples()}
    for year in range(BEFORE, LAST_FULL + 1):
        share, inputs = equality.china_in_russia(record, year)
        if share is not None:
            rows[year] = share, list(dict.fromkeys(pd.concat(inputs)["source_id"]))
    return frame([(year, *one) for year, one in sorted(rows.items())])


def size(record: Record) -> pd.DataFrame:
    """China's gross domestic product over Russia's."""
    return frame([(one.year, one.times, [one.source_id]) for one in equality_tables.size(record).itertuples()])


def arms_balance(record: Record) -> pd.DataFrame:
    """China's deliveries of major arms to Russia over Russia's to China, in the five years that end with a year."""
    found = [(last, arms.balance(record, last), arms.both_ways(record, last)) for last in arms.window_ends(record)]
    return frame(
        [(last, one, sorted(set(pd.concat(rows)["source_id"]))) for last, one, rows in found if one is not None],
        arms.WINDOW,
    )


def gas(record: Record) -> pd.DataFrame:
    """What China pays for Russian pipeline gas over what Russia's other buyers pay."""
    rows = energy.gas_prices(record).dropna(subset="part_pct").drop_duplicates("year")
    return frame([(one.year, one.part_pct / 100, [one.source_id]) for one in rows.itertuples()])


#: The indicators, by layer; each has its definition in the function that it names.
INDICATORS = (
    Indicator(
        "duty-to-defend", "duty", "Treaties that oblige to defend", "treaties in force", "more", treaties("defence")
    ),
    Indicator(
        "duty-to-consult",
        "duty",
        "Treaties that oblige to consult",
        "treaties in force",
        "more",
        treaties("consultation"),
    ),
    Indicator("trade-value", "behaviour", "Trade in goods", "US$ billion", "more", trade_value),
    Indicator("trade-share", "behaviour", "Russia in China’s trade", "per cent", "more", share_of_china),
    Indicator("crude-share", "behaviour", "Russia in China’s crude imports", "per cent", "more", crude),
    Indicator("exercises", "behaviour", "Joint exercises and patrols", "a year, on average", "more", drills),
    Indicator(
        "contacts",
        "behaviour",
        "Contacts of the presidents",
        "a year, on average",
        "more",
        contacts,
        aside=WITH_GAPS,
    ),
    Indicator("same-votes", "behaviour", "Equal votes in the Assembly", "per cent", "more", same_votes),
    Indicator(
        "arms-from-russia",
        "behaviour",
        "Arms from Russia to China",
        "million TIV, five years",
        "more",
        arms_one_way("Russia", "China"),
        against="arms-from-china",
    ),
    Indicator(
        "arms-from-china",
        "behaviour",
        "Arms from China to Russia",
        "million TIV, five years",
        "more",
        arms_one_way("China", "Russia"),
        against="arms-from-russia",
    ),
    Indicator("trade-weights", "equality", "Weight in each other’s trade", "times", "ratio", trade_weights),
    Indicator("china-in-russia", "equality", "China in Russia’s trade", "per cent", "lean", leaning),
    Indicator("size", "equality", "China’s economy over Russia’s", "times", "ratio", size),
    Indicator("arms-balance", "equality", "China’s arms over Russia’s", "times", "ratio", arms_balance),
    Indicator("gas-price", "equality", "China’s gas price over others’", "times", "ratio", gas),
)

#: Figures that a forecast is put to and that say nothing new of a direction.
FURTHER = (
    Indicator(
        "trade-against-articles", "behaviour", "Trade in goods", PER_CENT_OF, "more", against_articles(trade_value)
    ),
    Indicator(
        "goods-made-in-china",
        "behaviour",
        "China among makers of Russia’s battlefield goods",
        "per cent",
        "more",
        goods_made,
    ),
    Indicator(
        "arms-from-china-share",
        "behaviour",
        "China in Russia’s imports of arms",
        "per cent, five years",
        "more",
        arms_share,
    ),
)

#: Every indicator by its id.
BY_ID = {one.id: one for one in (*INDICATORS, *FURTHER)}

hold(__name__)
