"""Trade: what the chapter shows beside its claims, and the frames behind its charts.

Each function takes the record, or frames made of it, and returns what one chart, table or sentence shows. Values are billions
of US dollars unless a name says otherwise; growth is in per cent. The claims themselves are judged in ``claims.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import ceil

import pandas as pd

from audit.findings.trade.claims import (
    AFTER,
    BEFORE,
    EXPORTS,
    IMPORTS,
    TOTAL,
    annual,
    crude_of_the_claim,
    figure_of_record,
    fuels,
    fuels_on_one_count,
    growth_pct,
    level_in_yuan,
    mirror,
    previous_year,
    product,
    year_before,
    year_of_the_claim,
)
from audit.inputs.record import Record
from audit.judgement import Finding, verdict


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


#: The months in which China sold Russia less than a year before, first and last: a stretch that the chapter names.
SPRING = ("2022-03", "2022-06")
FLOW_NAMES = {TOTAL: "Both ways", EXPORTS: "China sells", IMPORTS: "China buys"}
AS_PRINTED = "Both ways, as customs printed it"


def annual_flows(record: Record) -> pd.DataFrame:
    """Trade by year: three series of one vintage, whose two flows add up to the total, and customs' printed totals.

    The three are sums of UN Comtrade months. The printed totals go on where the months end, and begin before them.
    Columns: ``year``, ``series`` ("Both ways", "China buys", "China sells", "Both ways, as customs printed it"),
    ``value_usd_bn``, ``source_id``.
    """
    months = comtrade_years(record).assign(series=lambda rows: rows["flow"].map(FLOW_NAMES))
    printed = annual_levels(record).query("year >= 2014").assign(series=AS_PRINTED)
    rows = pd.concat([months, printed])[["year", "series", "value_usd_bn", "source_id"]]
    return rows.sort_values(["series", "year"]).reset_index(drop=True)


def printed_totals(flows: pd.DataFrame) -> pd.Series:
    """Two-way trade as customs first printed it, by year, out of ``annual_flows``."""
    return flows[flows["series"] == AS_PRINTED].set_index("year")["value_usd_bn"]


def claimed_level(printed: pd.Series, growth: float) -> float:
    """What two-way trade of 2022 would be, had it grown by ``growth`` per cent from the printed total of 2021."""
    return printed[BEFORE] * (1 + growth / 100)


def off_the_print(flows: pd.DataFrame) -> float:
    """By how much the sums of months are off the printed totals at most, in per cent."""
    summed = flows[flows["series"] == FLOW_NAMES[TOTAL]].set_index("year")["value_usd_bn"]
    return ((summed / printed_totals(flows)).dropna() - 1).abs().max() * 100


def implied_levels_of_2021(record: Record) -> dict[str, float]:
    """Two-way trade of 2021 as the rates that customs printed for 2022 imply it: by the ``total``, and by the two ``flows``."""
    flows = [annual(record, AFTER, flow, "growth_usd_pct", "first_release") for flow in (EXPORTS, IMPORTS)]
    return {
        "total": year_before(year_of_the_claim(record), "value_usd_bn", "growth_usd_pct"),
        "flows": sum(year_before(copies, "value_usd_bn", "growth_usd_pct") for copies in flows),
    }


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
    """China's crude oil from Russia in both years: index year; ``quantity`` (Mt), ``value_usd_bn``, ``source_id``.

    From one report that gives quantity, value and the growth of both: a unit price must not mix two reports, and 2021 is
    what the growth implies, so as customs had revised it.
    """
    row = crude_of_the_claim(record).dropna(subset=["quantity", "growth_quantity_pct"]).head(1)
    before = {
        "quantity": year_before(row, "quantity", "growth_quantity_pct"),
        "value_usd_bn": year_before(row, "value_usd_bn", "growth_value_usd_pct"),
    }
    columns = ["quantity", "value_usd_bn", "source_id"]
    return pd.concat([row.assign(**before), row]).set_index(pd.Index([BEFORE, AFTER], name="year"))[columns]


def crude_change(crude: pd.DataFrame) -> dict[str, float]:
    """By how much ``quantity``, ``value`` and ``unit price`` of ``crude_oil`` changed from 2021 to 2022, in per cent."""
    quantity, value = (
        growth_pct(crude[column][BEFORE], crude[column][AFTER]) for column in ("quantity", "value_usd_bn")
    )
    return {"quantity": quantity, "value": value, "unit price": ((1 + value / 100) / (1 + quantity / 100) - 1) * 100}


def crude_split(crude: pd.DataFrame) -> pd.DataFrame:
    """The change in the bill for crude oil, split into price and volume.

    Columns: ``part`` ("Price", "Volume"), ``usd_bn``.
    """
    before, after = (crude.loc[year, ["quantity", "value_usd_bn"]] for year in (BEFORE, AFTER))
    parts = price_and_volume(*before, *after)
    return pd.DataFrame({"part": ["Price", "Volume"], "usd_bn": [parts["price"], parts["volume"]]})


def world_trade(record: Record, year: int, vintage: str, column: str) -> pd.DataFrame:
    """The copies of one figure of China's trade with the whole world: rows of ``trade_totals`` that have ``column``."""
    rows = record["trade_totals"].query("measure == 'china_total_trade' and vintage == @vintage")
    return rows[(rows["period_start"].dt.year == year) & rows[column].notna()]


def world_growth_revised(record: Record) -> pd.DataFrame:
    """Growth of China's trade with the whole world in dollars, computed on UN Comtrade's revised totals.

    Columns: ``year``, ``world_growth_pct``, ``source_id``.
    """
    rows = record["trade_totals"].query("measure == 'china_total_trade' and vintage == 'revised'")
    rows = rows.assign(year=rows["period_start"].dt.year).sort_values("year")
    consecutive = rows["year"].diff() == 1
    growth = rows["value_usd_bn"].pct_change() * 100
    rows = rows.assign(world_growth_pct=growth.where(consecutive))
    return rows.dropna(subset="world_growth_pct")[["year", "world_growth_pct", "source_id"]].reset_index(drop=True)


def world_growth_first_released(record: Record) -> dict[int, float | None]:
    """Growth of China's trade with the whole world in dollars as customs first printed it, for 2021 and for 2022."""
    return {
        year: figure_of_record(world_trade(record, year, "first_release", "growth_usd_pct"), "growth_usd_pct")
        for year in (BEFORE, AFTER)
    }


def growth_over_two_years_to_2021(record: Record) -> dict[str, float]:
    """Growth from 2019 to 2021, with ``Russia`` and with the ``world``."""
    russia = annual_levels(record).set_index("year")["value_usd_bn"]
    world = record["trade_totals"].query("measure == 'china_total_trade' and vintage == 'revised'")
    world = world.set_index(world["period_start"].dt.year)["value_usd_bn"]
    return {name: growth_pct(rows[BEFORE - 2], rows[BEFORE]) for name, rows in (("Russia", russia), ("world", world))}


def signed(value: float) -> str:
    """+29.3 and −6.9, with a true minus sign, for labels; nothing for a gap."""
    return "" if pd.isna(value) else f"{value:+.1f}".replace("-", "−")


def published_growth(record: Record) -> pd.DataFrame:
    """Growth on the year before, with Russia and with the world, by year from 2016, and the latest part of a year.

    With Russia as customs published it in dollars; with the world computed on UN Comtrade's revised totals, blank where
    they end. Columns: ``period`` (a year, or a year and its last month, "2026 to April"), ``growth_usd_pct``, ``label``,
    ``standing`` ("known then", "the claim", "since then"), ``world_growth_pct``, ``lead_points``, ``source_id``.
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
    world = world_growth_revised(record).set_index("year")["world_growth_pct"]
    years = years.assign(world_growth_pct=years["year"].map(world))
    rows = pd.concat([years, latest])
    standing = [
        "the claim" if year == AFTER else "known then" if year < AFTER else "since then" for year in rows["year"]
    ]
    rows = rows.assign(
        standing=standing,
        label=rows["growth_usd_pct"].map(signed),
        lead_points=rows["growth_usd_pct"] - rows["world_growth_pct"],
    )
    columns = ["period", "growth_usd_pct", "label", "standing", "world_growth_pct", "lead_points", "source_id"]
    return rows[columns].reset_index(drop=True)


def tops(yearly: pd.DataFrame) -> pd.DataFrame:
    """``published_growth`` with ``top``: the height above which a bar's label is free, of the bar or of the world's mark.

    The label of a fall stands below its bar, where no mark of the world can be.
    """
    highest = yearly[["growth_usd_pct", "world_growth_pct"]].max(axis=1)
    top = highest.where(yearly["growth_usd_pct"] > 0).fillna(yearly["growth_usd_pct"])
    return yearly.assign(top=top)


def wider_leads(yearly: pd.DataFrame) -> int:
    """In how many years before 2022 trade with Russia led trade with the world by more points than in 2022."""
    lead = yearly.set_index("period")["lead_points"]
    return int((lead[lead.index < str(AFTER)] > lead[str(AFTER)]).sum())


def lead_over_the_world(record: Record, year: int) -> dict[str, float | None]:
    """By how many points trade with Russia outgrew China's trade with the world: over the first release, over the revised."""
    with_russia = figure_of_record(annual(record, year, TOTAL, "growth_usd_pct"), "growth_usd_pct")
    first = figure_of_record(world_trade(record, year, "first_release", "growth_usd_pct"), "growth_usd_pct")
    revised = world_growth_revised(record).set_index("year")["world_growth_pct"].get(year)
    return {
        "first_release": None if None in (with_russia, first) else with_russia - first,
        "revised": None if None in (with_russia, revised) else with_russia - revised,
    }


def pace_of_2023(record: Record) -> pd.DataFrame:
    """Growth from January to each month of 2023 up to July, the last that the article could know, as customs printed it.

    Columns: ``end``, ``flow``, ``growth_usd_pct``, ``source_id``.
    """
    rows = record["trade_cumulative"].query("basis == 'cumulative' and growth_usd_pct.notna()")
    rows = rows[rows["period_end"].between(pd.Timestamp("2023-01-01"), pd.Timestamp("2023-07-31"))]
    rows = rows.drop_duplicates(["period_end", "flow"]).sort_values(["flow", "period_end"])
    return rows.rename(columns={"period_end": "end"})[["end", "flow", "growth_usd_pct", "source_id"]].reset_index(
        drop=True
    )


def same_months(record: Record, name: str, start: str, end: str) -> float:
    """Growth of a flow over the same months of the year before, in per cent, from the months that China reported.

    ``name``: "China buys" or "China sells". ``start``, ``end``: "2022-03", both included. The base of a growth rate is
    these months a year earlier, never the month before the first.
    """
    months = monthly_flows(record).query("series == @name").set_index("month")["value_usd_bn"]
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    year = pd.DateOffset(years=1)
    return growth_pct(months[first - year : last - year].sum(), months[first:last].sum())


def growth_over_two_years(record: Record, name: str, start: str, end: str) -> float:
    """The same over the same months two years before."""
    once = same_months(record, name, start, end)
    first, last = (f"{pd.Timestamp(day) - pd.DateOffset(years=1):%Y-%m}" for day in (start, end))
    return ((1 + once / 100) * (1 + same_months(record, name, first, last) / 100) - 1) * 100


def months_below_the_year_before(record: Record, name: str, year: int) -> list[pd.Timestamp]:
    """The months of ``year`` in which a flow was below the same month of the year before."""
    months = monthly_flows(record).query("series == @name").set_index("month")["value_usd_bn"]
    change = months.pct_change(12)
    return change.index[(change.index.year == year) & (change < 0)].tolist()


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
    """The rise in two-way trade from 2021 to 2022 by part: three kinds of energy, other purchases, sales.

    Crude oil and gas as customs counted them, the rest of chapter 27 from BACI, both flows from UN Comtrade.
    Columns: ``part``, ``kind`` (energy, other, exports), ``energy`` (bool), ``rise_usd_bn``, ``sources`` (list of ids).
    """
    rows = fuels(record)
    crude = rows["customs-crude"]
    gas = [product(record, name, "2022-01-01", "2022-12-31", "times_previous_year") for name in ("lng", "pipeline_gas")]
    years = comtrade_years(record).set_index(["flow", "year"])["value_usd_bn"]
    rise_crude = figure_of_record(crude, "value_usd_bn") - year_before(crude, "value_usd_bn", "growth_value_usd_pct")
    rise_gas = sum(figure_of_record(part, "value_usd_bn") - previous_year(part) for part in gas)
    rise_fuels = fuels_on_one_count(rows, AFTER) - fuels_on_one_count(rows, BEFORE)
    rise_imports = years[IMPORTS, AFTER] - years[IMPORTS, BEFORE]
    first = lambda part: part["source_id"].iloc[0]  # noqa: E731
    months, baci = first(record["trade_monthly"]), first(rows[f"chapter-{AFTER}"])
    parts = [
        ("Crude oil", "energy", rise_crude, [first(crude)]),
        ("Natural gas, liquefied and by pipeline", "energy", rise_gas, [first(part) for part in gas]),
        ("Coal, oil products and other energy", "energy", rise_fuels - rise_crude - rise_gas, [baci]),
        ("China's other purchases", "other", rise_imports - rise_fuels, [months]),
        ("China's sales to Russia", "exports", years[EXPORTS, AFTER] - years[EXPORTS, BEFORE], [months]),
    ]
    frame = pd.DataFrame(parts, columns=["part", "kind", "rise_usd_bn", "sources"])
    return frame.assign(energy=frame["kind"] == "energy")


def kept_copies(record: Record) -> pd.DataFrame:
    """How far the kept copies of UN Comtrade's months are from what customs printed, in per cent, by year and flow.

    Columns: ``year``, ``flow``, ``gap_pct``; only where customs printed the year in dollars.
    """
    printed = record["trade_annual"].query("vintage in ('first_release', 'later_statement') and value_usd_bn.notna()")
    printed = printed.drop_duplicates(["year", "flow"]).set_index(["year", "flow"])["value_usd_bn"]
    summed = comtrade_years(record).set_index(["year", "flow"])["value_usd_bn"]
    gaps = ((summed / printed.reindex(summed.index) - 1) * 100).dropna()
    return gaps.rename("gap_pct").reset_index()


def widest_gaps(record: Record) -> dict[str, float]:
    """The widest gap of ``kept_copies``, rounded up to a tenth: for the ``total`` and for either of the ``flows``."""
    gaps = kept_copies(record)
    by = gaps["flow"].map(lambda flow: "total" if flow == TOTAL else "flows")
    return gaps["gap_pct"].abs().groupby(by).max().map(lambda gap: ceil(gap * 10) / 10).to_dict()


def baci_against_customs(record: Record) -> dict[str, float]:
    """How far BACI's energy of 2021, in per cent, is from what customs printed for it: crude oil, gas, and coal in tonnes."""
    codes = record["trade_energy_hs6"].query("flow == @IMPORTS and year == @BEFORE").set_index("hs6")
    gas = [product(record, name, "2022-01-01", "2022-12-31", "times_previous_year") for name in ("lng", "pipeline_gas")]
    coal = product(record, "coal", f"{BEFORE}-01-01", f"{BEFORE}-12-31", "quantity")
    by_customs = {
        "crude oil": year_before(crude_of_the_claim(record), "value_usd_bn", "growth_value_usd_pct"),
        "gas": sum(map(previous_year, gas)),
        "coal, tonnes": figure_of_record(coal, "quantity"),
    }
    in_baci = {
        "crude oil": codes["value_usd_mn"]["270900"] / 1000,
        "gas": codes["value_usd_mn"][["271111", "271121"]].sum() / 1000,
        "coal, tonnes": codes["quantity_kt"][codes.index.str.startswith(("2701", "2702"))].sum() / 1000,
    }
    return {name: (in_baci[name] / by_customs[name] - 1) * 100 for name in by_customs}


def verdicts_by_width(finding: Finding, half_widths: Iterable[float]) -> list[str]:
    """The verdict if the claim's window were its stated figure and so many points on either side, for each width."""
    stated = finding.claim.test.stated
    return [
        verdict(
            finding.claim.kind,
            [
                replace(one, agrees=None if one.agrees is None else abs(one.specification.value - stated) <= half_width)
                for one in finding.judged
            ],
        )
        for half_width in half_widths
    ]


def same_at_every_width(finding: Finding) -> bool:
    """Is the verdict the same at every width, from half a point on either side, as of a bare figure, to a tenth of the figure?"""
    widest = int(finding.claim.test.stated * 10)  # hundredths of a point
    return set(verdicts_by_width(finding, [hundredths / 100 for hundredths in range(50, widest + 1)])) == {
        finding.verdict
    }


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


def by_side(counts: pd.DataFrame) -> pd.DataFrame:
    """``two_counts`` side by side: index ``year``, columns "by China" and "by Russia"."""
    return counts.pivot(index="year", columns="side", values="value_usd_bn")


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
        label=lambda rows: rows["growth_pct"].map(signed) + "%",
        told_by=lambda rows: rows["reporter"].map(reporters["name"]),
    )
    return rows[["partner", "growth_pct", "label", "told_by", "source_id"]].reset_index(drop=True)


def partners_and_world(record: Record) -> pd.DataFrame:
    """``partner_growth`` with a row for the whole world by the first release, the fastest growth first.

    Columns: those of ``partner_growth``, and ``kind`` ("Russia", "The whole world", "other").
    """
    ranked = partner_growth(record)
    world = world_trade(record, AFTER, "first_release", "growth_usd_pct").head(1)
    world = world.assign(
        partner="The whole world",
        growth_pct=world["growth_usd_pct"],
        label=world["growth_usd_pct"].map(signed) + "%",
        told_by=world["reporter"].map(record.reporters["name"]),
    )
    shown = pd.concat([ranked, world[ranked.columns]]).sort_values("growth_pct", ascending=False, kind="stable")
    return shown.assign(kind=shown["partner"].where(shown["partner"].isin(["Russia", "The whole world"]), "other"))


def partner_growth_by_other_bases(record: Record) -> pd.DataFrame:
    """Where the Chinese side gave several totals of 2021 for a partner: what each makes of the growth to its total of 2022.

    Columns: ``partner``, ``least_pct``, ``most_pct``.
    """
    rows = record["trade_partners"].query("perspective == 'china' and value_usd_bn.notna()")
    january, december = rows["period_start"].dt.month == 1, rows["period_end"].dt.month == 12
    rows = rows[january & december & (rows["reporter"].map(record.reporters["side"]) == "china")]
    found = []
    for partner in partner_growth(record)["partner"]:
        levels = (
            rows[rows["partner"] == partner].groupby("year")["value_usd_bn"].agg(["first", "min", "max", "nunique"])
        )
        if {BEFORE, AFTER} <= set(levels.index) and levels.loc[BEFORE, "nunique"] > 1:
            after, before = levels.loc[AFTER, "first"], levels.loc[BEFORE]
            found.append((partner, growth_pct(before["max"], after), growth_pct(before["min"], after)))
    return pd.DataFrame(found, columns=["partner", "least_pct", "most_pct"])


def partners_reporting(record: Record) -> pd.DataFrame:
    """Growth of trade with China, 2022 on 2021, by the partners' own declarations (UN Comtrade).

    Columns: ``partner``, ``before_usd_bn``, ``after_usd_bn``, ``growth_pct``; partners with both flows in both years, less
    those whose level the record calls implausible (see ``partners_left_out``).
    """
    rows = record["trade_partner_mirror"].query("year in (@BEFORE, @AFTER)")
    rows = rows[~rows["partner"].isin(partners_left_out(record))]
    totals = (
        rows.groupby(["partner", "year"])["value_usd_bn"]
        .agg(["sum", "count"])
        .query("count == 2")["sum"]
        .unstack("year")
    )
    totals = totals.dropna().rename(columns={BEFORE: "before_usd_bn", AFTER: "after_usd_bn"})
    totals["growth_pct"] = growth_pct(totals["before_usd_bn"], totals["after_usd_bn"])
    return totals.sort_values("growth_pct", ascending=False).reset_index()


def partners_left_out(record: Record) -> list[str]:
    """Partners with a declared level of 2021 or 2022 that the record itself calls implausible, by name."""
    rows = record["trade_partner_mirror"].query("year in (@BEFORE, @AFTER)")
    return sorted(set(rows.loc[rows["note"].fillna("").str.contains("implausible"), "partner"]))


def clearly_faster(growth: pd.Series, rate: float) -> pd.Series:
    """Which rates are above ``rate``, a printed one of one decimal: a lead of hundredths is none."""
    return growth.round(1) > round(rate, 1)
