"""Trade: did it grow by about 29 per cent from 2021 to 2022, and was it mainly energy?

Read from top to bottom: first how a figure is taken from the record, then one function for each specification's
arithmetic, then the two lists of specifications. Flows take China's side. Values are billions of US dollars unless a
name says otherwise; growth is in per cent.
"""

from __future__ import annotations

import pandas as pd

from audit.judgement import Specification, specification
from audit.record import Record

TOTAL, EXPORTS, IMPORTS = "total", "china_exports_to_russia", "china_imports_from_russia"
BEFORE, AFTER = 2021, 2022

#: A published rate must be borne out by the levels published with it, within this many points. Customs revises the year
#: before, so the two never match exactly; the largest gap it explains in the record is below two points.
REVISION_POINTS = 2.0


def growth_pct(before: float, after: float) -> float:
    """Growth in per cent from one level to a later one."""
    return (after / before - 1) * 100


def annual(record: Record, year: int, flow: str, column: str, vintage: str | None = None) -> pd.DataFrame:
    """The copies of one annual figure: rows of ``trade_annual`` that have ``column``, in the order of the table."""
    rows = record["trade_annual"].query("year == @year and flow == @flow")
    if vintage is not None:
        rows = rows[rows["vintage"] == vintage]
    return rows[rows[column].notna()]


def figure_of_record(copies: pd.DataFrame, column: str) -> float | None:
    """The figure that copies of it report: the first row's, because the table lists the fullest copy first."""
    return None if copies.empty else float(copies[column].iloc[0])


def quotient_growth(before: pd.DataFrame, after: pd.DataFrame, column: str) -> float | None:
    """Growth between two figures of record; None if one is missing."""
    first, second = figure_of_record(before, column), figure_of_record(after, column)
    return None if first is None or second is None else growth_pct(first, second)


# --- the claim of 29 per cent -----------------------------------------------------------------------------------------


def borne_out(published: float | None, from_levels: float | None) -> float | None:
    """A published rate, if the levels bear it out; otherwise what the levels say.

    A rate printed beside levels that contradict it is a slip of the pen (the record has rejected several).
    """
    if published is None or from_levels is None:
        return published
    return published if abs(published - from_levels) <= REVISION_POINTS else from_levels


def published_in_dollars(record: Record) -> Specification:
    """The rate that Chinese customs printed, checked against the levels it printed."""
    rate = annual(record, AFTER, TOTAL, "growth_usd_pct", "first_release")
    before = annual(record, BEFORE, TOTAL, "value_usd_bn", "first_release")
    after = annual(record, AFTER, TOTAL, "value_usd_bn", "first_release")
    value = borne_out(figure_of_record(rate, "growth_usd_pct"), quotient_growth(before, after, "value_usd_bn"))
    return specification(
        record,
        "customs-published-dollars",
        "Chinese customs, published rate, dollars",
        value,
        [rate, before, after],
        nearest=True,
        reason="The rate that was in print, in the currency that news reports use; China's own count of its own trade.",
    )


def levels_of(record: Record, vintage: str, id: str, label: str, reason: str) -> Specification:
    """The level of one vintage for 2022 over that vintage's level for 2021, in dollars."""
    before = annual(record, BEFORE, TOTAL, "value_usd_bn", vintage)
    after = annual(record, AFTER, TOTAL, "value_usd_bn", vintage)
    value = quotient_growth(before, after, "value_usd_bn")
    return specification(record, id, label, value, [before, after], reason=reason)


def first_release_levels(record: Record) -> Specification:
    """January 2023's level over January 2022's level."""
    return levels_of(
        record,
        "first_release",
        "customs-levels-first-release",
        "Chinese customs, first-release levels, dollars",
        "What a reader gets from the two press releases; it ignores that customs had revised 2021 in between.",
    )


def later_levels(record: Record) -> Specification:
    """The levels as officials quoted them later."""
    return levels_of(
        record,
        "later_statement",
        "customs-levels-later",
        "Chinese customs, levels as quoted later, dollars",
        "The same count after the first release; customs' full revised tables are not in the record.",
    )


def level_in_yuan(record: Record, year: int) -> tuple[float | None, list[pd.DataFrame]]:
    """Two-way trade in billions of yuan and the figures it comes from: the published total, or the sum of both flows."""
    total = annual(record, year, TOTAL, "value_cny_bn")
    if len(total):
        return figure_of_record(total, "value_cny_bn"), [total]
    flows = [annual(record, year, flow, "value_cny_bn") for flow in (EXPORTS, IMPORTS)]
    figures = [figure_of_record(flow, "value_cny_bn") for flow in flows]
    return (None if None in figures else sum(figures)), flows


def in_yuan(record: Record) -> Specification:
    """Growth in China's own currency: the published rate, checked against the published levels."""
    rate = annual(record, AFTER, TOTAL, "growth_cny_pct")
    (before, inputs_before), (after, inputs_after) = (
        level_in_yuan(record, BEFORE),
        level_in_yuan(record, AFTER),
    )
    from_levels = None if before is None or after is None else growth_pct(before, after)
    published = borne_out(figure_of_record(rate, "growth_cny_pct"), from_levels)
    return specification(
        record,
        "customs-yuan",
        "Chinese customs, yuan",
        from_levels if published is None else published,
        [*inputs_before, *inputs_after] if rate.empty else [rate, *inputs_before, *inputs_after],
        reason=(
            "Customs publishes in yuan first; the yuan fell against the dollar in 2022, so the rise is larger. The rate "
            "stands beside the yuan level without naming its currency; it cannot be the dollar rate."
        ),
    )


def monthly_sum(record: Record, flow: str, start: str, end: str) -> tuple[float | None, pd.DataFrame]:
    """Sum of the UN Comtrade months from ``start`` to ``end`` ("2022-01"), and the rows; None if a month is missing."""
    months = record["trade_monthly"]
    rows = months[(months["flow"] == flow) & months["month"].between(pd.Timestamp(start), pd.Timestamp(end))]
    complete = len(rows) == len(pd.period_range(start, end, freq="M"))
    return (float(rows["value_usd_bn"].sum()) if complete else None), rows


def comtrade_months(record: Record) -> Specification:
    """The sums of twelve months that China reported to the United Nations."""
    before, rows_before = monthly_sum(record, TOTAL, f"{BEFORE}-01", f"{BEFORE}-12")
    after, rows_after = monthly_sum(record, TOTAL, f"{AFTER}-01", f"{AFTER}-12")
    return specification(
        record,
        "comtrade-months",
        "UN Comtrade, sum of China's months, dollars",
        None if before is None or after is None else growth_pct(before, after),
        [rows_before, rows_after],
        reason="The same count in a later, revised vintage, deposited with the United Nations month by month.",
    )


def chapters(record: Record, year: int, flow: str | None = None, hs_chapter: str | None = None) -> pd.DataFrame:
    """Rows of BACI by HS chapter for one year, optionally one flow and one chapter ("27": mineral fuels)."""
    rows = record["trade_chapters"].query("year == @year")
    if flow is not None:
        rows = rows[rows["flow"] == flow]
    return rows if hs_chapter is None else rows[rows["hs_chapter"] == hs_chapter]


def usd_bn(rows: pd.DataFrame) -> float:
    """Sum of a BACI selection in billions of dollars."""
    return float(rows["value_usd_mn"].sum()) / 1000


def baci_growth(record: Record) -> Specification:
    """Growth of the reconciled data set of CEPII."""
    before, after = chapters(record, BEFORE), chapters(record, AFTER)
    return specification(
        record,
        "baci",
        "CEPII BACI, both flows, dollars",
        growth_pct(usd_bn(before), usd_bn(after)) if len(before) and len(after) else None,
        [before, after],
        principled=False,
        reason=(
            "Not comparable across these two years: 2021 reconciles both countries' declarations, 2022 rests on China's "
            "alone, because Russia stopped publishing."
        ),
    )


def mirror(record: Record, year: int, flow: str, reporter: str) -> pd.DataFrame:
    """The copies of one figure for a whole calendar year as Russia counted it."""
    rows = record["trade_mirror"]
    whole_year = (rows["period_start"] == pd.Timestamp(year, 1, 1)) & (rows["period_end"] == pd.Timestamp(year, 12, 31))
    return rows[whole_year & (rows["flow"] == flow) & (rows["reporter"] == reporter) & rows["value_usd_bn"].notna()]


def russian_side(record: Record) -> Specification:
    """Growth by Russia's own count: the President's total for 2022 over the tables for 2021, the last that Russia published."""
    flows = [
        mirror(record, BEFORE, flow, "un-comtrade-russia")
        for flow in ("russia_exports_to_china", "russia_imports_from_china")
    ]
    total = mirror(record, AFTER, TOTAL, "russia-government")
    figures = [figure_of_record(rows, "value_usd_bn") for rows in [*flows, total]]
    return specification(
        record,
        "russian-side",
        "Russian total over Russian tables, dollars",
        None if None in figures else growth_pct(figures[0] + figures[1], figures[2]),
        [*flows, total],
        decimals=0,
        reason=(
            "The only count that does not come from China's customs. Our division: a round total that the President gave "
            "for 2022, over the last tables that Russia published. He himself spoke of more than 30 per cent."
        ),
    )


def reported_on_russia(record: Record) -> Specification:
    """A think tank's count of Russia's trade with its partners, as a newspaper relayed it."""
    partners = record["trade_partners"]
    rows = partners[
        (partners["perspective"] == "russia") & (partners["partner"] == "China") & (partners["year"] == AFTER)
    ]
    return specification(
        record,
        "atlantic-council",
        "Atlantic Council, as the press relayed it",
        float(rows["growth_pct"].iloc[0]) if len(rows) else None,
        [rows],
        principled=False,
        reason="Second hand, and the report does not say which declarations or months it sums.",
    )


def trade_growth(record: Record) -> list[Specification]:
    """Every way we know to compute the growth of two-way goods trade from 2021 to 2022, in per cent."""
    return [
        published_in_dollars(record),
        first_release_levels(record),
        later_levels(record),
        comtrade_months(record),
        in_yuan(record),
        russian_side(record),
        baci_growth(record),
        reported_on_russia(record),
    ]


# --- "mainly" energy --------------------------------------------------------------------------------------------------


def share_of_rise_pct(energy_before: float, energy_after: float, trade_before: float, trade_after: float) -> float:
    """Which part of the rise in two-way trade is the rise in energy imports, in per cent."""
    return (energy_after - energy_before) / (trade_after - trade_before) * 100


def product(record: Record, name: str, start: str, end: str, column: str = "value_usd_bn") -> pd.DataFrame:
    """The copies of one figure of ``trade_products`` on China's count: exactly this product and period, with ``column``.

    Russia's count of the same product is another figure, not another copy.
    """
    rows = record["trade_products"]
    period = (rows["period_start"] == pd.Timestamp(start)) & (rows["period_end"] == pd.Timestamp(end))
    chinese = rows["reporter"].map(record.reporters["counted_by"]) == "china-customs"
    return rows[(rows["product"] == name) & period & chinese & rows[column].notna()]


def cumulative(record: Record, end: str) -> pd.DataFrame:
    """The copies of a year's two-way trade from January to the month that ends on ``end``, with level and growth."""
    rows = record["trade_cumulative"].query(
        "basis == 'cumulative' and flow == @TOTAL and period_end == @pd.Timestamp(@end)"
    )
    return rows[rows["value_usd_bn"].notna() & rows["growth_usd_pct"].notna()]


def published_rise(copies: pd.DataFrame) -> float | None:
    """The rise on the year before that a published level and its published growth imply, in billions of dollars."""
    level, rate = figure_of_record(copies, "value_usd_bn"), figure_of_record(copies, "growth_usd_pct")
    return None if level is None or rate is None else level - level / (1 + rate / 100)


def bill_march_to_november(record: Record) -> Specification:
    """Nine months' energy bill against the same nine of the year before, over the rise of trade in those months.

    The rise from March to November is the rise to November less the rise to February, each as customs published it.
    """
    bill_before = product(record, "energy_all", "2021-03-01", "2021-11-30")
    bill_after = product(record, "energy_all", "2022-03-01", "2022-11-30")
    to_november, to_february = cumulative(record, "2022-11-30"), cumulative(record, "2022-02-28")
    inputs = [bill_before, bill_after, to_november, to_february]
    value = None
    if all(len(rows) for rows in inputs):
        rise = published_rise(to_november) - published_rise(to_february)
        bills = [figure_of_record(bill, "value_usd_bn") for bill in (bill_before, bill_after)]
        value = (bills[1] - bills[0]) / rise * 100
    return specification(
        record,
        "customs-bill-march-november",
        "Customs energy bill, March to November",
        value,
        inputs,
        nearest=True,
        decimals=0,
        reason="All energy, on China's count in both years; the longest stretch of 2022 for which the bill is in the record.",
    )


def bill_read_as_printed(record: Record) -> Specification:
    """The same bill, if it ran from January as the report that printed it says."""
    bills = [product(record, "energy_all", f"{year}-03-01", f"{year}-11-30") for year in (BEFORE, AFTER)]
    to_november = cumulative(record, "2022-11-30")
    figures = [figure_of_record(bill, "value_usd_bn") for bill in bills] + [published_rise(to_november)]
    return specification(
        record,
        "customs-bill-as-printed",
        "The same bill, read as January to November",
        None if None in figures else (figures[1] - figures[0]) / figures[2] * 100,
        [*bills, to_november],
        principled=False,
        decimals=0,
        reason=(
            "The report says “since the beginning of the year”; the run of earlier reports shows that the count starts "
            "in March."
        ),
    )


def bill_to_february(record: Record) -> Specification:
    """The energy bill of the twelve months from March 2022, over the rise of trade in the same months."""
    before, after = ("2021-03-01", "2022-02-28"), ("2022-03-01", "2023-02-28")
    bills = [product(record, "energy_all", *period) for period in (before, after)]
    (trade_before, rows_before), (trade_after, rows_after) = [
        monthly_sum(record, TOTAL, start[:7], end[:7]) for start, end in (before, after)
    ]
    figures = [figure_of_record(bill, "value_usd_bn") for bill in bills] + [trade_before, trade_after]
    return specification(
        record,
        "customs-bill-war-year",
        "Customs energy bill, March 2022 to February 2023",
        None if None in figures else share_of_rise_pct(*figures),
        [*bills, rows_before, rows_after],
        principled=False,
        decimals=0,
        reason="A full year, but not the claim's: it takes in January and February 2023.",
    )


def baci_mineral_fuels(record: Record) -> Specification:
    """HS chapter 27 in China's imports from Russia, over the rise of both flows, in BACI."""
    energy = [chapters(record, year, IMPORTS, "27") for year in (BEFORE, AFTER)]
    trade = [chapters(record, year) for year in (BEFORE, AFTER)]
    complete = all(len(rows) for rows in energy + trade)
    return specification(
        record,
        "baci-hs27",
        "CEPII BACI, HS chapter 27, calendar years",
        share_of_rise_pct(*map(usd_bn, energy + trade)) if complete else None,
        energy + trade,
        principled=False,
        reason=(
            "Its 2021 rests partly on Russia's declarations, its 2022 on China's alone; the change of basis adds to the "
            "rise in energy."
        ),
    )


def baci_with_customs_crude(record: Record) -> Specification:
    """BACI's chapter 27 with crude oil, its largest part, moved to the customs count in both years."""
    fuels = [chapters(record, year, IMPORTS, "27") for year in (BEFORE, AFTER)]
    codes = record["trade_energy_hs6"]
    baci_crude = [
        codes[(codes["year"] == year) & (codes["flow"] == IMPORTS) & (codes["hs6"] == "270900")]
        for year in (BEFORE, AFTER)
    ]
    customs_crude = [product(record, "crude_oil", f"{year}-01-01", f"{year}-12-31") for year in (BEFORE, AFTER)]
    trade = [annual(record, year, TOTAL, "value_usd_bn", "first_release") for year in (BEFORE, AFTER)]
    inputs = fuels + baci_crude + customs_crude + trade
    if not all(len(rows) for rows in inputs):
        return specification(record, "baci-hs27-customs-crude", "", None, inputs, reason="")
    energy = [
        usd_bn(fuel) - usd_bn(baci) + figure_of_record(customs, "value_usd_bn")
        for fuel, baci, customs in zip(fuels, baci_crude, customs_crude, strict=True)
    ]
    levels = [figure_of_record(rows, "value_usd_bn") for rows in trade]
    return specification(
        record,
        "baci-hs27-customs-crude",
        "HS chapter 27, crude oil as customs counted it",
        share_of_rise_pct(*energy, *levels),
        inputs,
        reason=(
            "Calendar years and all of chapter 27, with its largest part on one count in both years. Built to undo BACI's "
            "change of basis; we knew the raw figure, which is higher, when we chose it."
        ),
    )


def previous_year(rows: pd.DataFrame) -> float:
    """The level a year before, from a level and the published multiple of it."""
    row = rows[rows["times_previous_year"].notna()].iloc[0]
    return float(row["value_usd_bn"] / row["times_previous_year"])


def crude_and_gas(record: Record) -> Specification:
    """Crude oil, liquefied and pipeline gas only: coal and oil products are left out, so this is a floor."""
    crude_before = product(record, "crude_oil", "2021-01-01", "2021-12-31")
    crude_after = product(record, "crude_oil", "2022-01-01", "2022-12-31")
    gases = [product(record, gas, "2022-01-01", "2022-12-31", "times_previous_year") for gas in ("lng", "pipeline_gas")]
    trade = [annual(record, year, TOTAL, "value_usd_bn", "first_release") for year in (BEFORE, AFTER)]
    inputs = [crude_before, crude_after, *gases, *trade]
    value = None
    if all(len(rows) for rows in inputs):
        value = share_of_rise_pct(
            figure_of_record(crude_before, "value_usd_bn") + sum(map(previous_year, gases)),
            figure_of_record(crude_after, "value_usd_bn") + sum(figure_of_record(gas, "value_usd_bn") for gas in gases),
            *[figure_of_record(rows, "value_usd_bn") for rows in trade],
        )
    return specification(
        record,
        "customs-crude-and-gas",
        "Customs, crude oil and gas only (a floor)",
        value,
        inputs,
        reason="Leaves out coal and oil products, so the true share is higher; if this passes, so does the claim.",
    )


def crude_and_lng_at_old_prices(record: Record) -> Specification:
    """The part of the rise that more crude and more liquefied gas would have made at the prices of 2021."""
    inputs, added = [], 0.0
    for name in ("crude_oil", "lng"):
        tonnes = [product(record, name, f"{year}-01-01", f"{year}-12-31", "quantity") for year in (BEFORE, AFTER)]
        values = product(record, name, "2022-01-01", "2022-12-31", "times_previous_year") if name == "lng" else None
        bill = product(record, name, "2021-01-01", "2021-12-31") if values is None else values
        inputs += [*tonnes, bill]
        if all(len(rows) for rows in inputs):
            before = figure_of_record(bill, "value_usd_bn") if values is None else previous_year(bill)
            quantities = [figure_of_record(rows, "quantity") for rows in tonnes]
            added += (quantities[1] - quantities[0]) * before / quantities[0]
    trade = [annual(record, year, TOTAL, "value_usd_bn", "first_release") for year in (BEFORE, AFTER)]
    inputs += trade
    complete = all(len(rows) for rows in inputs)
    levels = [figure_of_record(rows, "value_usd_bn") for rows in trade]
    return specification(
        record,
        "crude-and-lng-at-2021-prices",
        "Crude oil and liquefied gas, at the prices of 2021",
        added / (levels[1] - levels[0]) * 100 if complete else None,
        inputs,
        nearest=True,
        reading="mainly-in-volume",
        reason="The two products for which customs published tonnes in both years.",
    )


def all_energy_at_old_prices(record: Record) -> Specification:
    """The same for all energy: a Russian minister's growth in volume, on BACI's energy imports of 2021."""
    rows = record["trade_products"]
    told = rows[
        (rows["product"] == "energy_all")
        & (rows["reporter"] == "russia-energy-officials")
        & rows["growth_quantity_pct"].notna()
    ]
    fuels = chapters(record, BEFORE, IMPORTS, "27")
    trade = [annual(record, year, TOTAL, "value_usd_bn", "first_release") for year in (BEFORE, AFTER)]
    inputs = [told, fuels, *trade]
    complete = all(len(part) for part in inputs)
    levels = [figure_of_record(part, "value_usd_bn") for part in trade]
    return specification(
        record,
        "all-energy-at-2021-prices",
        "All energy, at the prices of 2021",
        usd_bn(fuels) * told["growth_quantity_pct"].iloc[0] / (levels[1] - levels[0]) if complete else None,
        inputs,
        reading="mainly-in-volume",
        reason="Covers all energy, but the growth is a round number for eleven months.",
    )


def energy_rose_most(record: Record) -> Specification:
    """Did any other chapter of the Harmonized System, in either direction, rise by more than mineral fuels?"""
    rows = record["trade_chapters"].query("year in (@BEFORE, @AFTER)")
    by_year = rows.pivot_table(
        index=["flow", "hs_chapter"], columns="year", values="value_usd_mn", aggfunc="sum"
    ).fillna(0)
    rise = by_year[AFTER] - by_year[BEFORE]
    return specification(
        record,
        "baci-largest-rise",
        "CEPII BACI, all chapters, both directions",
        bool(rise[IMPORTS, "27"] > rise.drop((IMPORTS, "27")).max()),
        [chapters(record, BEFORE), chapters(record, AFTER)],
        nearest=True,
        reading="largest-part",
        reason="The only account of every group of goods in both directions.",
    )


def trade_energy(record: Record) -> list[Specification]:
    """Every way we know to compute energy's part of the rise in two-way trade from 2021 to 2022, in per cent."""
    return [
        bill_march_to_november(record),
        baci_mineral_fuels(record),
        crude_and_gas(record),
        baci_with_customs_crude(record),
        bill_read_as_printed(record),
        bill_to_february(record),
        crude_and_lng_at_old_prices(record),
        all_energy_at_old_prices(record),
        energy_rose_most(record),
    ]


# --- what the chapter shows beside the claims -------------------------------------------------------------------------


def price_and_volume(
    quantity_before: float, value_before: float, quantity_after: float, value_after: float
) -> dict[str, float]:
    """Split a change in value into a part due to quantity and a part due to price (Bennet 1920).

    Each change is weighted with the mean of the other factor, so that the parts add up exactly and neither year is
    favoured. Returns ``volume``, ``price`` (in the unit of the values) and ``volume_pct``, ``price_pct`` of the change.
    """
    price_before, price_after = value_before / quantity_before, value_after / quantity_after
    volume = (quantity_after - quantity_before) * (price_before + price_after) / 2
    price = (price_after - price_before) * (quantity_before + quantity_after) / 2
    change = value_after - value_before
    return {
        "volume": volume,
        "price": price,
        "volume_pct": volume / change * 100,
        "price_pct": price / change * 100,
    }


def annual_levels(record: Record) -> pd.DataFrame:
    """Two-way trade by year in dollars, one row a year: first release where there is one, never a conversion from yuan.

    Columns: ``year``, ``flow``, ``vintage``, ``value_usd_bn``, ``source_id``.
    """
    order = {"first_release": 0, "later_statement": 1, "rounded": 2}
    rows = record["trade_annual"].query("flow == @TOTAL and vintage in @order and value_usd_bn.notna()")
    rows = (
        rows.assign(rank=rows["vintage"].map(order))
        .sort_values(["year", "rank"], kind="stable")
        .drop_duplicates("year")
    )
    return rows[["year", "flow", "vintage", "value_usd_bn", "source_id"]].reset_index(drop=True)


def comtrade_years(record: Record) -> pd.DataFrame:
    """Both flows and their total by year, sums of twelve UN Comtrade months; exports are the total less the imports.

    Columns: ``year``, ``flow``, ``value_usd_bn``, ``source_id``; only years with all twelve months.
    """
    months = record["trade_monthly"].assign(year=lambda rows: rows["month"].dt.year)
    sums = (
        months.groupby(["year", "flow"])["value_usd_bn"]
        .agg(["sum", "count"])
        .query("count == 12")["sum"]
        .unstack("flow")
    )
    sums[EXPORTS] = sums[TOTAL] - sums[IMPORTS]
    tidy = sums.round(3).stack().rename("value_usd_bn").reset_index()
    return tidy.assign(source_id=months["source_id"].iloc[0])[["year", "flow", "value_usd_bn", "source_id"]]


FLOW_NAMES = {TOTAL: "Both ways", EXPORTS: "China sells", IMPORTS: "China buys"}


def annual_flows(record: Record) -> pd.DataFrame:
    """Trade by year from 2014, both ways as customs published it and each way from UN Comtrade; a missing year is a gap.

    Columns: ``year``, ``series`` ("Both ways", "China buys", "China sells"), ``value_usd_bn``, ``source_id``.
    """
    both = annual_levels(record).query("year >= 2014").set_index("year")
    both = both.reindex(range(2014, both.index.max() + 1)).rename_axis("year").reset_index().assign(flow=TOTAL)
    ways = comtrade_years(record).query("flow != @TOTAL")
    rows = pd.concat([both, ways]).assign(series=lambda rows: rows["flow"].map(FLOW_NAMES))
    return rows.sort_values(["series", "year"])[["year", "series", "value_usd_bn", "source_id"]].reset_index(drop=True)


def monthly_flows(record: Record) -> pd.DataFrame:
    """Both flows by month; sales are the total less the purchases.

    Columns: ``month``, ``series`` ("China buys", "China sells"), ``value_usd_bn``, ``source_id``.
    """
    months = record["trade_monthly"]
    wide = months.pivot(index="month", columns="flow", values="value_usd_bn")
    wide[EXPORTS] = wide[TOTAL] - wide[IMPORTS]
    rows = wide[[IMPORTS, EXPORTS]].melt(ignore_index=False, var_name="flow", value_name="value_usd_bn").reset_index()
    rows = rows.assign(series=rows["flow"].map(FLOW_NAMES), source_id=months["source_id"].iloc[0])
    return rows[["month", "series", "value_usd_bn", "source_id"]].round({"value_usd_bn": 3})


def crude_oil(record: Record) -> pd.DataFrame:
    """China's crude oil imports from Russia in both years: index year; ``quantity`` (Mt), ``value_usd_bn``, ``source_id``.

    Only rows that give quantity and value together: a unit price must not mix two reports.
    """
    rows = [
        product(record, "crude_oil", f"{year}-01-01", f"{year}-12-31", "quantity").dropna(subset="value_usd_bn").head(1)
        for year in (BEFORE, AFTER)
    ]
    frame = pd.concat(rows)
    return frame.set_index(frame["period_start"].dt.year)[["quantity", "value_usd_bn", "source_id"]]


def published_growth(record: Record) -> pd.DataFrame:
    """Growth on the year before as customs published it in dollars, by year from 2016, and the latest part of a year.

    Columns: ``period`` (a year, or a year and its last month, "2026 to April"), ``growth_usd_pct``, ``label``,
    ``standing`` ("known then", "the claim", "since then"), ``source_id``.
    """
    years = (
        record["trade_annual"]
        .query("flow == @TOTAL and growth_usd_pct.notna() and year >= 2016")
        .drop_duplicates("year")
    )
    years = years.assign(period=years["year"].astype(str))
    parts = record["trade_cumulative"].query("basis == 'cumulative' and flow == @TOTAL and growth_usd_pct.notna()")
    latest = parts[parts["period_start"].dt.year > years["year"].max()].nlargest(1, "period_end")
    latest = latest.assign(year=latest["period_end"].dt.year, period=latest["period_end"].dt.strftime("%Y to %B"))
    rows = pd.concat([years, latest])
    standing = [
        "the claim" if year == AFTER else "known then" if year < AFTER else "since then" for year in rows["year"]
    ]
    label = [f"{value:+.1f}".replace("-", "−") for value in rows["growth_usd_pct"]]
    rows = rows.assign(standing=standing, label=label)
    return rows[["period", "growth_usd_pct", "label", "standing", "source_id"]].reset_index(drop=True)


def reader_levels(record: Record) -> pd.DataFrame:
    """Levels from which a reader can compute growth between any two years.

    Dollars: the sums of UN Comtrade months, all three flows. Yuan: the levels of 2021 that customs published, carried to
    the other years by the yuan growth it published, as far as the chain reaches.
    Columns: ``currency``, ``flow_name``, ``year``, ``value_bn``, ``source_id``.
    """
    in_dollars = comtrade_years(record).rename(columns={"value_usd_bn": "value_bn"}).assign(currency="US dollars")
    in_yuan = pd.concat([chained_yuan(record, flow) for flow in FLOW_NAMES], ignore_index=True).assign(currency="yuan")
    rows = pd.concat([in_dollars, in_yuan], ignore_index=True).assign(
        flow_name=lambda rows: rows["flow"].map(FLOW_NAMES)
    )
    return rows.sort_values(["currency", "flow_name", "year"])[
        ["currency", "flow_name", "year", "value_bn", "source_id"]
    ]


def chained_yuan(record: Record, flow: str) -> pd.DataFrame:
    """Levels in billions of yuan: the published level of 2021, carried along the published yuan growth of each year.

    Columns: ``year``, ``flow``, ``value_bn``, ``source_id``. The chain ends where a year's growth is missing.
    """
    if flow == TOTAL:
        start, inputs = level_in_yuan(record, BEFORE)
        source = inputs[0]["source_id"].iloc[0]
    else:
        level = annual(record, BEFORE, flow, "value_cny_bn")
        start, source = figure_of_record(level, "value_cny_bn"), level["source_id"].iloc[0]
    rates = (
        record["trade_annual"]
        .query("flow == @flow and growth_cny_pct.notna()")
        .drop_duplicates("year")
        .set_index("year")
    )
    rows = [(BEFORE, start, source)]
    if BEFORE in rates.index:
        rows.append((BEFORE - 1, start / (1 + rates["growth_cny_pct"][BEFORE] / 100), rates["source_id"][BEFORE]))
    year, level = BEFORE + 1, start
    while year in rates.index:
        level *= 1 + rates["growth_cny_pct"][year] / 100
        rows.append((year, level, rates["source_id"][year]))
        year += 1
    return pd.DataFrame(rows, columns=["year", "value_bn", "source_id"]).round({"value_bn": 1}).assign(flow=flow)


def rise_by_part(record: Record) -> pd.DataFrame:
    """The rise in two-way trade from 2021 to 2022 by part, on the Chinese count: itemised energy, other purchases, sales.

    Columns: ``part``, ``kind`` (energy, other, exports), ``energy`` (bool), ``rise_usd_bn``, ``sources`` (list of ids).
    """
    crude = [product(record, "crude_oil", f"{year}-01-01", f"{year}-12-31") for year in (BEFORE, AFTER)]
    gas = [product(record, name, "2022-01-01", "2022-12-31", "times_previous_year") for name in ("lng", "pipeline_gas")]
    years = comtrade_years(record).set_index(["flow", "year"])["value_usd_bn"]
    monthly_source = [record["trade_monthly"]["source_id"].iloc[0]]
    rise_crude = figure_of_record(crude[1], "value_usd_bn") - figure_of_record(crude[0], "value_usd_bn")
    rise_gas = sum(figure_of_record(rows, "value_usd_bn") - previous_year(rows) for rows in gas)
    rise_imports = years[IMPORTS, AFTER] - years[IMPORTS, BEFORE]
    first = lambda rows: rows["source_id"].iloc[0]  # noqa: E731
    parts = [
        ("Crude oil", "energy", rise_crude, [first(rows) for rows in crude]),
        ("Natural gas, liquefied and by pipeline", "energy", rise_gas, [first(rows) for rows in gas]),
        (
            "China's other purchases, coal and oil products among them",
            "other",
            rise_imports - rise_crude - rise_gas,
            monthly_source,
        ),
        (
            "China's sales to Russia",
            "exports",
            years[EXPORTS, AFTER] - years[EXPORTS, BEFORE],
            monthly_source,
        ),
    ]
    frame = pd.DataFrame(parts, columns=["part", "kind", "rise_usd_bn", "sources"])
    return frame.assign(energy=frame["kind"] == "energy")


def two_counts(record: Record) -> pd.DataFrame:
    """Two-way trade by year as each country counted it, 2018 to 2023, in dollars.

    Columns: ``year``, ``side`` ("by China", "by Russia"), ``value_usd_bn``, ``source_id``. Russia's
    figures are its tables to 2021 and statements by its officials after that.
    """
    china = annual_levels(record).set_index("year").reindex(range(2018, 2024)).rename_axis("year").reset_index()
    china = china.assign(side="by China")
    flows = record["trade_mirror"].query(
        "reporter == 'un-comtrade-russia' and flow != @TOTAL and period_start >= '2018'"
    )
    tables = (
        flows.assign(year=flows["period_start"].dt.year)
        .groupby("year")
        .agg(value_usd_bn=("value_usd_bn", "sum"), source_id=("source_id", "first"), flows=("flow", "nunique"))
    )
    statements = pd.concat([mirror(record, year, TOTAL, "russia-government").head(1) for year in (AFTER, AFTER + 1)])
    statements = statements.assign(year=statements["period_start"].dt.year)
    russia = pd.concat([tables.query("flows == 2").reset_index(), statements]).assign(side="by Russia")
    columns = ["year", "side", "value_usd_bn", "source_id"]
    return pd.concat([china[columns], russia[columns]]).sort_values(["side", "year"]).round(3).reset_index(drop=True)


def partner_growth(record: Record) -> pd.DataFrame:
    """Growth of China's trade with each country, 2022 on 2021, whole year, in dollars, by the Chinese side; largest first.

    Blocs and the world total are left out, as they contain the others.
    Columns: ``partner``, ``growth_pct``, ``label``, ``told_by``, ``source_id``.
    """
    blocs = [
        "World",
        "ASEAN",
        "European Union",
        "Portuguese-speaking countries",
        "Africa",
        "Latin America",
        "Arab states",
    ]
    rows = record["trade_partners"].query("perspective == 'china' and year == @AFTER and growth_currency == 'USD'")
    whole_year = (rows["period_start"] == pd.Timestamp(AFTER, 1, 1)) & (
        rows["period_end"] == pd.Timestamp(AFTER, 12, 31)
    )
    reporters = record.reporters
    chinese = rows["reporter"].map(reporters["side"]) == "china"
    rows = rows[whole_year & chinese & rows["growth_pct"].notna() & ~rows["partner"].isin(blocs)].drop_duplicates(
        "partner"
    )
    rows = rows.sort_values("growth_pct", ascending=False).assign(
        label=lambda rows: [f"{value:+.1f}%".replace("-", "−") for value in rows["growth_pct"]],
        told_by=lambda rows: rows["reporter"].map(reporters["name"]),
    )
    return rows[["partner", "growth_pct", "label", "told_by", "source_id"]].reset_index(drop=True)


def partners_reporting(record: Record) -> pd.DataFrame:
    """Growth of trade with China, 2022 on 2021, by the partners' own declarations (UN Comtrade).

    Columns: ``partner``, ``before_usd_bn``, ``after_usd_bn``, ``growth_pct``; partners with both flows in both years.
    """
    rows = record["trade_partner_mirror"].query("year in (@BEFORE, @AFTER)")
    totals = (
        rows.groupby(["partner", "year"])["value_usd_bn"]
        .agg(["sum", "count"])
        .query("count == 2")["sum"]
        .unstack("year")
    )
    totals = totals.dropna().rename(columns={BEFORE: "before_usd_bn", AFTER: "after_usd_bn"})
    totals["growth_pct"] = growth_pct(totals["before_usd_bn"], totals["after_usd_bn"])
    return totals.sort_values("growth_pct", ascending=False).reset_index()


SPECIFICATIONS = {"trade-growth-2022": trade_growth, "trade-mainly-energy": trade_energy}
