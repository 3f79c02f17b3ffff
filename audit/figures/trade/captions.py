"""The captions of the trade chapter's figures: what ``figure`` needs of each beside its chart and its height.

A function is named as its figure and takes the frames that the chart shows, so that title, text alternative and table follow
from them.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.figure import Stops
from audit.figures.prose import dollars, percent, signed_percent
from audit.figures.titles import of_ways
from audit.figures.trade import titles
from audit.findings.trade import tables
from audit.findings.trade.claims import AFTER, BEFORE, TOTAL, mirror
from audit.inputs.record import Record
from audit.judgement import Finding

Caption = dict[str, Any]


def annual(flows: pd.DataFrame, growth: Finding) -> Caption:
    """``flows``: ``tables.annual_flows``."""
    printed, stated = tables.printed_totals(flows), growth.claim.test.stated
    last = printed.index.max()
    return {
        "id": "trade-annual",
        **titles.annual(printed, growth.claim.test),
        "subtitle": "Goods trade between China and Russia, billion US dollars a year. Lines: one source, the months that China "
        "reported to the UN, so that the two flows add up to both ways. Rings: the total as customs first printed it.",
        "alt_text": f"Line chart of goods trade between China and Russia from {flows['year'].min()} to {last}. Customs' printed "
        f"totals are {dollars(printed[BEFORE])} in {BEFORE} and {dollars(printed[AFTER])} in {AFTER}, beside a mark at "
        f"{dollars(tables.claimed_level(printed, stated))} for the claimed {stated:g} per cent. In {last} it stood at "
        f"{dollars(printed[last])}. The sums of months are at most {percent(tables.off_the_print(flows), 1)} off the printed "
        "totals.",
        "data": flows[["year", "series", "value_usd_bn"]],
        "labels": {"year": "Year", "series": "Flow", "value_usd_bn": "US$ billion"},
        "sources": flows["source_id"],
        "notes": "The printed total of 2015 is missing: only a newspaper's conversion from yuan was seen.",
    }


def growth_definitions(growth: Finding) -> Caption:
    """The strip of the checks on growth."""
    stated = f"{growth.claim.test.stated:g} per cent"
    return {
        "id": "trade-growth-definitions",
        **of_ways(growth, f"gives around {stated}", f"give around {stated}"),
        "subtitle": f"Growth of two-way goods trade from {BEFORE} to {AFTER}, per cent.",
        "axis_title": "Growth, per cent",
    }


def two_counts(counts: pd.DataFrame, record: Record) -> Caption:
    """``counts``: ``tables.two_counts``. ``record``: has what Russia's customs service said of the last year."""
    customs = mirror(record, AFTER + 1, TOTAL, "russia-customs")
    about, closer = sorted(customs["value_usd_bn"])
    by_side = tables.by_side(counts)
    gap = (by_side["by China"] - by_side["by Russia"]).dropna()
    return {
        "id": "trade-two-counts",
        **titles.two_counts(by_side),
        "subtitle": "Two-way goods trade, billion US dollars a year, by the country that counted.",
        "alt_text": f"Line chart of the same trade counted twice, {counts['year'].min()} to {counts['year'].max()}. China's count "
        "less Russia's, in billion US dollars: "
        + ", ".join(f"{year}: {tables.signed(points)}" for year, points in gap.items())
        + ".",
        "data": counts[["year", "side", "value_usd_bn"]],
        "labels": {"year": "Year", "side": "Counted", "value_usd_bn": "US$ billion"},
        "sources": [*counts["source_id"].dropna(), *customs["source_id"]],
        "notes": "Russia: its tables to 2021, then one statement a year: its president's round total for 2022, the Kremlin's "
        f"for {AFTER + 1}, for which its customs service said both about {about:g} and closer to {closer:g}. Earlier years are left out: the "
        "extract we have contradicts what Russian officials said.",
    }


def energy_definitions(energy: Finding) -> Caption:
    """The strip of the checks on energy."""
    return {
        "id": "trade-energy-definitions",
        **of_ways(energy, "makes energy more than half of the rise", "make energy more than half of the rise"),
        "subtitle": "Rise in China's energy imports from Russia as a share of the rise in two-way trade, "
        f"{BEFORE} to {AFTER}, per cent.",
        "axis_title": "Share of the rise, per cent",
    }


def rise(parts: pd.DataFrame) -> Caption:
    """``parts``: ``tables.rise_by_part``."""
    told = "; ".join(f"{row.part}: {dollars(row.rise_usd_bn)}" for row in parts.itertuples())
    return {
        "id": "trade-rise",
        **titles.rise(parts),
        "subtitle": f"Parts of the rise in two-way trade from {BEFORE} to {AFTER}, billion US dollars. Energy: the upper three.",
        "alt_text": f"Bar chart of the parts of the rise. {told}. Together {dollars(parts['rise_usd_bn'].sum())}.",
        "data": parts[["part", "kind", "rise_usd_bn"]],
        "labels": {"part": "Part", "kind": "Kind", "rise_usd_bn": "Rise, US$ billion"},
        "sources": [source for ids in parts["sources"] for source in ids],
        "notes": "Crude oil and gas as customs counted them, other energy from BACI, both flows from the months that China "
        "reported to the UN.",
    }


def crude_price(split: pd.DataFrame, crude: pd.DataFrame) -> Caption:
    """``split``: ``tables.crude_split``; ``crude``: ``tables.crude_oil``, from which it was made."""
    parts = split.set_index("part")["usd_bn"]
    return {
        "id": "trade-crude-price",
        **titles.crude_price(split),
        "subtitle": f"Rise in the value of crude oil imports from {BEFORE} to {AFTER}, split into price and volume (Bennet), "
        "billion US dollars.",
        "alt_text": f"Two bars. Of the rise in China's bill for Russian crude, {dollars(parts['Price'])} is due to price and "
        f"{dollars(parts['Volume'])} is due to volume.",
        "data": split,
        "labels": {"part": "Due to", "usd_bn": "US$ billion"},
        "sources": crude["source_id"],
    }


def try_it(levels: pd.DataFrame) -> Caption:
    """``levels``: ``tables.reader_levels``. The lists of years stop where there is no figure for the chosen flow."""
    answering = levels.groupby(["currency", "flow_name"])["year"].apply(list)
    return {
        "id": "trade-try",
        "title": "Choose the years, the flow and the currency",
        "subtitle": "Goods trade, billions a year. US dollars: sums of the months that China reported to the UN. Yuan: customs' "
        f"level of {BEFORE}, carried along its published growth.",
        "alt_text": "Interactive line chart of goods trade between China and Russia, "
        f"{levels['year'].min()} to {levels['year'].max()}. At the start it shows "
        f"both ways together in dollars from {BEFORE} to {AFTER}. The sentence under the controls reads out the growth.",
        "data": levels[["currency", "flow_name", "year", "value_bn"]],
        "labels": {"currency": "Currency", "flow_name": "Flow", "year": "Year", "value_bn": "Billion"},
        "sources": levels["source_id"],
        "readout": "readout",
        "ordered": ["base_year", "end_year"],
        "stops": Stops(
            ["base_year", "end_year"],
            by=["currency", "flow"],
            answering={"|".join(of): found for of, found in answering.items()},
        ),
    }


def yearly_growth(yearly: pd.DataFrame, world: pd.DataFrame, first_released: dict[int, float]) -> Caption:
    """``yearly``: ``tables.published_growth``; ``world`` and ``first_released``: growth of China's trade with the world."""
    told = [
        f"{row.period}: {row.label} per cent"
        + (f", with the world {mark}" if (mark := tables.signed(row.world_growth_pct)) else "")
        for row in yearly.itertuples()
    ]
    return {
        "id": "trade-yearly-growth",
        **titles.yearly(yearly),
        "subtitle": "Growth on the year before, per cent, US dollars. Bars: two-way trade with Russia, as Chinese customs "
        "published it; hollow ones came after the article. Diamonds: China's trade with the world, computed on the totals that "
        "the UN holds.",
        "alt_text": f"Bar chart of growth by year, with a mark for China's trade with the world. {'; '.join(told)}.",
        "data": yearly[["period", "growth_usd_pct", "world_growth_pct", "standing"]],
        "labels": {
            "period": "Period",
            "growth_usd_pct": "Growth, per cent",
            "world_growth_pct": "With the world, per cent",
            "standing": "Known to the article",
        },
        "sources": [*yearly["source_id"], *world["source_id"]],
        "notes": "The last bar is part of a year, against the same months of the year before. For 2025 and 2026 we have no dollar "
        f"total of the world. First releases for the world were {signed_percent(first_released[BEFORE])} in {BEFORE} and "
        f"{signed_percent(first_released[AFTER])} in {AFTER}.",
    }


def monthly(flows: pd.DataFrame, below: list[pd.Timestamp]) -> Caption:
    """``flows``: ``tables.monthly_flows``. ``below``: months of 2022 in which China sold less than a year before."""
    start, end = map(pd.Timestamp, tables.SPRING)
    spring = flows[flows["month"].between(start, end)].groupby("series")["value_usd_bn"].sum()
    return {
        "id": "trade-monthly",
        **titles.monthly(flows, *tables.SPRING),
        "subtitle": "Goods trade by month, billion US dollars, as China reported it to the UN; sales are the total less the "
        "purchases.",
        "alt_text": f"Line chart by month, {flows['month'].min().year} to {flows['month'].max().year}. From {start:%B} to "
        f"{end:%B %Y} China bought {dollars(spring['China buys'])} from Russia and sold it {dollars(spring['China sells'])}. "
        f"Months of {AFTER} in which it sold less than a year before: "
        f"{', '.join(f'{month:%B}' for month in below) or 'none'}. Its sales fall after every December.",
        "data": flows.assign(month=flows["month"].dt.strftime("%Y-%m"))[["month", "series", "value_usd_bn"]],
        "labels": {"month": "Month", "series": "Flow", "value_usd_bn": "US$ billion"},
        "sources": flows["source_id"],
        "notes": "China's sales fall after every December, so months are compared with the same months of the year before.",
    }


def partners(shown: pd.DataFrame, other_bases: pd.DataFrame, growth: Finding) -> Caption:
    """``shown``: ``tables.partners_and_world``; ``other_bases``: ``tables.partner_growth_by_other_bases``."""
    several = [
        f" {row.partner}: envoys gave several totals for {BEFORE}; by the highest, growth was "
        f"{signed_percent(row.least_pct, 0)}."
        for row in other_bases.itertuples()
    ]
    told = "; ".join(f"{row.partner}: {row.label}" for row in shown.itertuples())
    return {
        "id": "trade-partners",
        **titles.partners(shown),
        "subtitle": f"Growth of two-way trade with China, {AFTER} on {BEFORE}, per cent, US dollars, for partners with a Chinese "
        f"figure that we found: no full list. Mark on Russia's bar: the claimed {growth.claim.test.stated:g} per cent.",
        "alt_text": f"Bar chart of partners, the fastest growth first. {told}.",
        "data": shown[["partner", "growth_pct", "told_by"]],
        "labels": {"partner": "Partner", "growth_pct": "Growth, per cent", "told_by": "Told by"},
        "sources": shown["source_id"],
        "notes": "Blocs are left out, as they contain the others. The world: first release." + "".join(several),
    }
