"""Who needs whom? How much each weighs in the other's trade, and in whose currency they pay.

Read from top to bottom: a share from each side, the ratio of the two, the same ratio among allies, and the currencies.
Energy is in ``energy`` and arms are in ``arms``. A ratio above two or below a half tells equals from unequals; unequal
alliances exist, so it says nothing of alliance by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from audit.findings.equality import arms, energy
from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

#: The last year before the invasion.
BEFORE = 2021

#: The latest year of which both sides stated a whole: Russia's customs name no partner's share of a whole year after it.
LATEST = 2023

#: A share of one side: per cent, and the rows that it was computed from, one frame a figure.
Share = tuple[float | None, list[pd.DataFrame]]


def _per_cent(part: float | None, whole: float | None) -> float | None:
    return None if part is None or whole is None else 100 * part / whole


def _only(rows: pd.DataFrame, column: str) -> float | None:
    """The one figure that the rows are copies of; None without a row."""
    return None if rows.empty else float(rows[column].iloc[0])


def _of_year(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Rows about a whole calendar year."""
    return rows[(rows["period_start"] == f"{year}-01-01") & (rows["period_end"] == f"{year}-12-31")]


# --- shares -----------------------------------------------------------------------------------------------------------


def chinese_months(record: Record, year: int, flow: str = "total") -> pd.DataFrame:
    """China's trade with Russia in the twelve months of a year, as China declares it; empty if one is missing."""
    rows = record["trade_monthly"]
    rows = rows[(rows["month"].dt.year == year) & (rows["flow"] == flow)]
    return rows if len(rows) == 12 else rows[:0]


def whole_trade(record: Record, measure: str, year: int) -> pd.DataFrame:
    """A state's trade with the world in a year; China's as the United Nations hold it, Russia's as first stated."""
    rows = _of_year(record["trade_totals"], year)
    rows = rows[rows["measure"] == measure]
    return rows[rows["vintage"] == "revised"] if measure.startswith("china") else rows


def russia_in_china(record: Record, year: int, flow: str = "total") -> Share:
    """Russia's share in China's goods trade, or in one flow of it, per cent: one source for every year."""
    measure = {"total": "trade", "china_imports_from_russia": "imports"}[flow]
    months, world = chinese_months(record, year, flow), whole_trade(record, f"china_total_{measure}", year)
    part = None if months.empty else float(months["value_usd_bn"].sum())
    return _per_cent(part, _only(world, "value_usd_bn")), [months, world]


def russian_count(record: Record, year: int) -> pd.DataFrame:
    """Trade with China in a year as the government of Russia states it, in US$ bn: copies of one statement."""
    rows = _of_year(record["trade_mirror"], year)
    rows = rows[(rows["flow"] == "total") & (rows["reporter"] == "russia-government") & rows["value_usd_bn"].notna()]
    return rows[rows["value_usd_bn"] == rows["value_usd_bn"].mode().min()] if len(rows) else rows


def printed_share(record: Record, measure: str, year: int, source: str | None = None) -> pd.DataFrame:
    """A share as published for a whole year."""
    rows = _of_year(record["trade_shares"], year)
    rows = rows[rows["measure"] == measure]
    return rows if source is None else rows[rows["source_id"] == source]


def russia_with_world(record: Record, year: int) -> tuple[float | None, list[pd.DataFrame]]:
    """Russia's goods trade with the world, US$ bn, as its customs first stated it: the total, or its two flows added."""
    rows = whole_trade(record, "russia_total_trade", year)
    if len(rows):
        return _only(rows, "value_usd_bn"), [rows]
    flows = [_of_year(pair_rows(record, "Russia", "World", flow), year) for flow in ("exports", "imports")]
    values = [_only(one, "value_bn") for one in flows]
    return (None if None in values else sum(values)), flows


def china_in_russia(record: Record, year: int) -> Share:
    """China's share in Russia's goods trade, per cent: Russia's count of the trade over Russia's total."""
    own, (total, world) = russian_count(record, year), russia_with_world(record, year)
    return _per_cent(_only(own, "value_usd_bn"), total), [own, *world]


def pair_rows(record: Record, holder: str, partner: str, flow: str = "total") -> pd.DataFrame:
    """What was published of a state's trade with another."""
    rows = record["equality_pairs"]
    return rows[(rows["holder"] == holder) & (rows["partner"] == partner) & (rows["flow"] == flow)]


def _until(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Rows about a part of one year, from its first day."""
    begins = rows["period_start"] == f"{year}-01-01"
    return rows[begins & (rows["period_end"].dt.year == year) & rows["share_pct"].notna()]


def ratio(one: float | None, other: float | None) -> float | None:
    """How many times the first share is the second; None if one is missing."""
    return None if one is None or other is None else one / other


# --- equal weight in trade ----------------------------------------------------------------------------------------------


def equal_weight(record: Record) -> list[Specification]:
    """China's share in Russia's goods trade over Russia's share in China's, by who counted and by year."""
    china, china_rows = russia_in_china(record, LATEST)
    russian, russian_rows = china_in_russia(record, LATEST)
    total, world = russia_with_world(record, LATEST)
    months = chinese_months(record, LATEST)
    part = None if months.empty else float(months["value_usd_bn"].sum())
    as_china_counts = _per_cent(part, total)
    last = _until(pair_rows(record, "Russia", "China"), 2024)
    china_2024, rows_2024 = russia_in_china(record, 2024)
    return [
        specification(
            record,
            "own-side",
            f"Each from its own side, {LATEST}",
            ratio(russian, china),
            [*russian_rows, *china_rows],
            nearest=True,
            reason="Russia's count of the trade over Russia's total; China's count over China's total. The latest whole year that both have.",
        ),
        specification(
            record,
            "china-counts-both",
            f"Both from China's count of the trade, {LATEST}",
            ratio(as_china_counts, china),
            [*china_rows, *world],
            principled=False,
            choice="source",
            reason="Set aside: with one figure for the trade between them the ratio is that of the two states' trade with the world. Both of "
            "those stand in the first check too, so this one has no origin of its own and could hardly disagree.",
        ),
        specification(
            record,
            "months-of-2024",
            "Russia's customs in autumn 2024, China's whole year",
            ratio(_only(last, "share_pct"), china_2024),
            [last, *rows_2024],
            principled=False,
            choice="period",
            reason="Set aside: the months of the Russian share are not in what was read, and the test asks for a whole year.",
        ),
        *one_flow(record),
        *before_the_war(record),
        *among_allies(record),
    ]


def one_flow(record: Record) -> list[Specification]:
    """The goods that Russia sells to China: their share in Russia's exports over their share in China's imports."""
    printed = _of_year(pair_rows(record, "Russia", "China", "exports"), LATEST)
    china, rows = russia_in_china(record, LATEST, "china_imports_from_russia")
    return [
        specification(
            record,
            "goods-one-way",
            f"What Russia sells to China only, {LATEST}",
            ratio(_only(printed, "share_pct"), china),
            [printed, *rows],
            principled=False,
            choice="flow",
            reason="Set aside: the test speaks of trade and not of one flow. The Russian share is an institute's.",
        )
    ]


def before_the_war(record: Record) -> list[Specification]:
    """The same ratio in the last year before the invasion."""
    total_of_china, total_of_russia = "russia_share_of_china_total_trade", "china_share_of_russia_total_trade"
    printed = printed_share(record, total_of_russia, BEFORE, "crs_2022")
    china, rows = russia_in_china(record, BEFORE)
    both = printed_share(record, total_of_china, BEFORE, "crs_2022")
    common = {"reading": "equal-in-2021"}
    return [
        specification(
            record,
            "own-side-2021",
            "Each from its own side, 2021",
            ratio(_only(printed, "share_pct"), china),
            [printed, *rows],
            nearest=True,
            reason="Russia's customs as an American research service gives them; China's own declarations.",
            **common,
        ),
        specification(
            record,
            "one-page-2021",
            "Both as one research service printed them, 2021",
            ratio(_only(printed, "share_pct"), _only(both, "share_pct")),
            [printed, both],
            principled=False,
            choice="source",
            reason="Set aside: the same count of Russia's customs as above, and China's once more, rounded to a whole number.",
            **common,
        ),
    ]


# --- the same among allies ----------------------------------------------------------------------------------------------


def belarus(record: Record, year: int) -> tuple[float | None, list[pd.DataFrame]]:
    """Russia's share in the trade of Belarus over Belarus's share in Russia's, from what was published about a year.

    2022: Belarus's share of ten months, and Russia's count over Russia's total. 2024: two rounded statements of Russians.
    """
    of_belarus = pair_rows(record, "Belarus", "Russia")
    if year == 2024:
        russia = _until(pair_rows(record, "Russia", "Belarus"), year)
        mine = of_belarus[(of_belarus["period_start"] == "2024-01-01") & of_belarus["share_pct"].notna()]
        return ratio(_only(mine, "share_pct"), _only(russia, "share_pct")), [mine, russia]
    mine = _until(of_belarus, year)
    value = _of_year(pair_rows(record, "Russia", "Belarus"), year)
    total, world = russia_with_world(record, year)
    share = _per_cent(_only(value, "value_bn"), total)
    return ratio(_only(mine, "share_pct"), share), [mine, value, *world]


def floor_of_belarus(record: Record, year: int = LATEST) -> float | None:
    """What “over half” of Belarus's trade is over Belarus's share in Russia's: a floor if Russia's figure is exact."""
    said = pair_rows(record, "Belarus", "Russia").query("hedge == 'more than'")
    said = said[said["period_end"].dt.year == year]
    value, total = _of_year(pair_rows(record, "Russia", "Belarus"), year), russia_with_world(record, year)[0]
    return ratio(_only(said, "share_pct"), _per_cent(_only(value, "value_bn"), total))


def _told(times: float | None) -> str:
    return "an unknown number of" if times is None else f"about {times:.1f}"


def among_allies(record: Record) -> list[Specification]:
    """Is the ratio not above that of Russia and Belarus, the highest of the four pairs by what was found?"""
    russian, own = china_in_russia(record, 2022)
    china, rows = russia_in_china(record, 2022)
    then, then_rows = belarus(record, 2022)
    last = _until(pair_rows(record, "Russia", "China"), 2024)
    china_2024, rows_2024 = russia_in_china(record, 2024)
    now, now_rows = belarus(record, 2024)

    def not_above(
        id: str, label: str, ours: float | None, theirs: float | None, inputs: Sequence, **more
    ) -> Specification:
        known = ours is not None and theirs is not None
        told = f"{label}: {ours:.1f} against {theirs:.1f}" if known else label
        return specification(
            record, id, told, ours <= theirs if known else None, inputs, reading="as-among-allies", **more
        )

    return [
        not_above(
            "same-year",
            f"The year of the test, {LATEST}",
            None,
            None,
            [],
            nearest=True,
            reason="Of Belarus's trade of 2023 only Russia's “over half” was found. With Russia's count that makes "
            f"{_told(floor_of_belarus(record))} times or more, on either side of the ratio tested. Of the American pairs only Canada's is "
            "known from both sides, for 2024.",
        ),
        not_above(
            "belarus-2022",
            "Beside Russia and Belarus, 2022",
            ratio(russian, china),
            then,
            [*own, *rows, *then_rows],
            principled=False,
            reason="Set aside: another year, and ten months of it for Belarus.",
        ),
        not_above(
            "belarus-2024",
            "Beside Russia and Belarus, about 2024",
            ratio(_only(last, "share_pct"), china_2024),
            now,
            [last, *rows_2024, *now_rows],
            principled=False,
            reason="Set aside: another year, and both shares of that pair are rounded statements without months.",
        ),
    ]


# --- in whose currency --------------------------------------------------------------------------------------------------


def settlements(record: Record, currency: str) -> pd.DataFrame:
    """What was said of one currency in the trade between China and Russia, both ways."""
    rows = record["equality_currency"]
    return rows[(rows["scope"] == "China and Russia") & (rows["flow"] == "both") & (rows["currency"] == currency)]


def floor_of_yuan(record: Record) -> Share:
    """The yuan over the ruble, at least: if the one has a share, the other has no more than what is left."""
    yuan = settlements(record, "yuan")
    share = _only(yuan, "share_pct")
    return (None if share is None or share >= 100 else share / (100 - share)), [yuan]


def last_whole_year(record: Record) -> Share:
    """The yuan over the ruble in the latest whole year of which both shares were published; nobody gives them apart yet."""
    yuan, ruble = (settlements(record, currency) for currency in ("yuan", "ruble"))
    years = set(yuan["period_start"].dt.year) & set(ruble["period_start"].dt.year)
    for year in sorted(years, reverse=True):
        both = [_of_year(rows, year) for rows in (yuan, ruble)]
        if all(map(len, both)):
            return ratio(*(_only(rows, "share_pct") for rows in both)), both
    return None, []


def both_currencies(record: Record) -> list[Specification]:
    """Share of the yuan over that of the ruble in the payments between the two."""
    floor, rows = floor_of_yuan(record)
    apart, apart_rows = last_whole_year(record)
    return [
        specification(
            record,
            "whole-year",
            "A whole year, bilateral payments",
            apart,
            apart_rows,
            nearest=True,
            reason="Nobody was found who gives yuan and ruble apart for a whole year. Officials of Russia give the two together, and the Bank of "
            "Russia gives the yuan in payments with all partners: other questions.",
        ),
        specification(
            record,
            "half-of-2023",
            "Half of 2023, the yuan as a newspaper has it: at least",
            floor,
            rows,
            principled=False,
            choice="period",
            reason="Set aside: half a year, one newspaper, and the ruble can only be the rest. If it is right, the ratio is no lower.",
        ),
    ]


SPECIFICATIONS = {
    "equal-weight-in-trade": equal_weight,
    "settlement-in-both-currencies": both_currencies,
}

SPECIFICATIONS |= energy.SPECIFICATIONS | arms.SPECIFICATIONS

hold(__name__)
