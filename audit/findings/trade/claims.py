"""Trade: did it grow by about 29 per cent from 2021 to 2022, and was it mainly energy?

Read from top to bottom: first how a figure is taken from the record, then one function for each specification's
arithmetic, then the two lists of specifications. Flows take China's side. Values are billions of US dollars unless a
name says otherwise; growth is in per cent.

Which one is nearest follows one rule for the whole book. Neither sentence names a source, and neither can be seen to repeat
one text, so the plain sense of the words decides. Growth: in a text in English, dollars, on the count of the country that
publishes it. Energy: all energy, in the calendar years that the sentence names.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

TOTAL, EXPORTS, IMPORTS = "total", "china_exports_to_russia", "china_imports_from_russia"
BEFORE, AFTER = 2021, 2022

#: A published rate must be borne out by the levels of the same side, within this many points, whichever side published it.
#: The year before is revised, so the two never match exactly; the largest gap that explains in the record is below two points.
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


def label_of_rate(printed: float | None, value: float | None, label: str) -> str:
    """What a check of a published rate is called: where the levels stand in for the rate, its name says so."""
    return label if value == printed else f"{label} (its levels, which contradict the rate)"


def texts_that_print_growth(record: Record) -> dict[str, int]:
    """How many texts of our tables print a rate of growth of this trade: ``all`` of them, in ``dollars`` and in ``yuan``."""
    rows = pd.concat([record[name] for name in ("trade_annual", "trade_cumulative")])
    in_dollars, in_yuan = (
        set(rows.loc[rows[column].notna(), "source_id"]) for column in ("growth_usd_pct", "growth_cny_pct")
    )
    return {"all": len(in_dollars | in_yuan), "dollars": len(in_dollars), "yuan": len(in_yuan)}


def published_in_dollars(record: Record) -> Specification:
    """The rate that Chinese customs printed, checked against the levels it printed."""
    texts = texts_that_print_growth(record)
    rate = annual(record, AFTER, TOTAL, "growth_usd_pct", "first_release")
    before = annual(record, BEFORE, TOTAL, "value_usd_bn", "first_release")
    after = annual(record, AFTER, TOTAL, "value_usd_bn", "first_release")
    printed = figure_of_record(rate, "growth_usd_pct")
    value = borne_out(printed, quotient_growth(before, after, "value_usd_bn"))
    return specification(
        record,
        "customs-published-dollars",
        label_of_rate(printed, value, "Chinese customs, published rate, dollars"),
        value,
        [rate, before, after],
        nearest=True,
        reason=(
            "Nearest by the rule: the sentence names no source, and no single text can be seen that it repeats, so the plain "
            "sense counts. In a text in English that is dollars, on the count of the country that publishes it: of "
            f"{texts['all']} texts in our tables that print a growth of this trade, {texts['dollars']} print it in dollars. "
            "Customs had revised 2021 for its rate."
        ),
    )


def levels_of(record: Record, vintage: str, id: str, label: str, reason: str) -> Specification:
    """The level of one vintage for 2022 over that vintage's level for 2021, in dollars: set aside, 2021 is unrevised."""
    before = annual(record, BEFORE, TOTAL, "value_usd_bn", vintage)
    after = annual(record, AFTER, TOTAL, "value_usd_bn", vintage)
    value = quotient_growth(before, after, "value_usd_bn")
    return specification(record, id, label, value, [before, after], principled=False, reason=reason)


def first_release_levels(record: Record) -> Specification:
    """January 2023's level over January 2022's level."""
    return levels_of(
        record,
        "first_release",
        "customs-levels-first-release",
        "Chinese customs, first-release levels, dollars",
        "Ignores a known revision: the rate that customs printed in January 2023 rests on a higher 2021 than its release of "
        "January 2022.",
    )


def later_levels(record: Record) -> Specification:
    """The levels as officials quoted them later."""
    return levels_of(
        record,
        "later_statement",
        "customs-levels-later",
        "Chinese customs, levels as quoted later, dollars",
        "No revised vintage: officials quoted the levels of the first releases again, so it ignores the same revision.",
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
        choice="currency",
        reason=(
            "Customs publishes in yuan first; the yuan fell against the dollar in 2022, so the rise is larger. Two outlets "
            "print the rate, one of them in so many words in yuan; in what we read of customs' own transcript there are "
            "levels only, and they bear it out."
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
        "UN Comtrade in a kept copy, sum of China's months, dollars",
        None if before is None or after is None else growth_pct(before, after),
        [rows_before, rows_after],
        choice="vintage",
        reason=(
            "The same count in a later, revised vintage, deposited with the United Nations month by month; read in a copy "
            "whose years agree with what customs printed."
        ),
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
        "BACI in a kept copy, both flows, dollars",
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


def russian_levels(record: Record) -> tuple[float | None, list[pd.DataFrame]]:
    """Growth of Russia's own levels, and their rows: the President's total for 2022 over the tables for 2021.

    Those tables are the last that Russia published, so the two years rest on different bases.
    """
    flows = [
        mirror(record, BEFORE, flow, "un-comtrade-russia")
        for flow in ("russia_exports_to_china", "russia_imports_from_china")
    ]
    inputs = [*flows, mirror(record, AFTER, TOTAL, "russia-government")]
    figures = [figure_of_record(rows, "value_usd_bn") for rows in inputs]
    return (None if None in figures else growth_pct(figures[0] + figures[1], figures[2])), inputs


def russian_side(record: Record) -> Specification:
    """The rate that Russia's president gave, checked against Russia's levels: treated as the printed rate of customs is."""
    from_levels, levels = russian_levels(record)
    rate = mirror(record, AFTER, TOTAL, "russia-government").dropna(subset="growth_usd_pct")
    stated = figure_of_record(rate, "growth_usd_pct")
    value = borne_out(stated, from_levels)
    one = specification(
        record,
        "russian-side",
        label_of_rate(stated, value, "Russia's president, stated rate, dollars"),
        value,
        [rate, *levels],
        choice="source",
        decimals=0,
        reason=(
            "The only count that does not come from China's customs, taken as a printed rate like that of customs: in his "
            "words as Sputnik quotes them, 30 per cent. TASS has him say “more than” that at the talks of the same day. His "
            "total over Russia's last tables gives nearly a point more, a gap such as customs' own rates and levels have."
        ),
    )
    # The rate was out when it was spoken; only the copy of the tables that check it is younger.
    return replace(one, published=specification(record, one.id, one.label, one.value, [rate], reason="").published)


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
        reason="Second hand; which declarations or months it sums is not in what we read.",
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


def year_of_the_claim(record: Record) -> pd.DataFrame:
    """The copies of two-way trade in 2022 with level and growth, from which the rise of the year follows.

    The rise rests on 2021 as customs had revised it; a difference of two first releases would ignore the revision.
    """
    rows = annual(record, AFTER, TOTAL, "value_usd_bn", "first_release")
    return rows[rows["growth_usd_pct"].notna()]


def part_of_the_year(record: Record, energy_rise: float) -> float:
    """A rise in energy imports as a part of the year's rise in two-way trade, in per cent."""
    return energy_rise / published_rise(year_of_the_claim(record)) * 100


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
        choice="period",
        decimals=0,
        reason=(
            "All energy, on China's count in both years, but nine months of the twelve: the longest stretch of 2022 for "
            "which the bill is in the record. That it starts in March is seen from the reports before it."
        ),
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
        "BACI in a kept copy, HS chapter 27, calendar years",
        share_of_rise_pct(*map(usd_bn, energy + trade)) if complete else None,
        energy + trade,
        principled=False,
        decimals=0,
        reason=(
            "Its 2021 rests partly on Russia's declarations, its 2022 on China's alone; the change of basis adds to the "
            "rise in energy."
        ),
    )


def crude_of_the_claim(record: Record) -> pd.DataFrame:
    """The copies of China's crude oil from Russia in 2022 that give value and growth, as customs counted it."""
    rows = product(record, "crude_oil", f"{AFTER}-01-01", f"{AFTER}-12-31")
    return rows[rows["growth_value_usd_pct"].notna()]


def year_before(rows: pd.DataFrame, value: str, growth: str) -> float:
    """The level a year before, from a level and its published growth: so as customs had it when it printed the growth."""
    return float(rows[value].iloc[0] / (1 + rows[growth].iloc[0] / 100))


def fuels(record: Record) -> dict[str, pd.DataFrame]:
    """China's imports from Russia under HS chapter 27 in both years, and what replaces crude oil in them.

    Names: ``chapter-2021``, ``baci-crude-2021``, the same for 2022, and ``customs-crude``.
    """
    codes = record["trade_energy_hs6"].query("flow == @IMPORTS and hs6 == '270900'")
    rows = {"customs-crude": crude_of_the_claim(record)}
    for year in (BEFORE, AFTER):
        rows[f"chapter-{year}"] = chapters(record, year, IMPORTS, "27")
        rows[f"baci-crude-{year}"] = codes[codes["year"] == year]
    return rows


def fuels_on_one_count(rows: dict[str, pd.DataFrame], year: int) -> float:
    """Chapter 27 with crude oil, its largest part, moved from BACI's count to that of customs; billions of dollars."""
    rest = usd_bn(rows[f"chapter-{year}"]) - usd_bn(rows[f"baci-crude-{year}"])
    crude = rows["customs-crude"]
    if year == BEFORE:
        return rest + year_before(crude, "value_usd_bn", "growth_value_usd_pct")
    return rest + figure_of_record(crude, "value_usd_bn")


def baci_with_customs_crude(record: Record) -> Specification:
    """All energy of both calendar years on one count, over the year's rise."""
    rows = fuels(record)
    inputs = [*rows.values(), year_of_the_claim(record)]
    complete = all(len(part) for part in inputs)
    rise = fuels_on_one_count(rows, AFTER) - fuels_on_one_count(rows, BEFORE) if complete else None
    return specification(
        record,
        "baci-hs27-customs-crude",
        "All energy (HS chapter 27), crude oil as customs counted it",
        part_of_the_year(record, rise) if complete else None,
        inputs,
        nearest=True,
        decimals=0,
        reason=(
            "Nearest by the rule: the sentence names no source and gives no figure, so the plain sense counts, all energy in "
            "the two calendar years. No customs total for them was found. In BACI crude oil of 2021 is off customs' count, gas "
            "within two per cent of it and coal within six, so crude oil is taken from customs. We knew the raw share, "
            "which is higher."
        ),
    )


def previous_year(rows: pd.DataFrame) -> float:
    """The level a year before, from a level and the published multiple of it."""
    row = rows[rows["times_previous_year"].notna()].iloc[0]
    return float(row["value_usd_bn"] / row["times_previous_year"])


def crude_and_gas(record: Record) -> Specification:
    """Crude oil, liquefied and pipeline gas only: coal and oil products are left out, so this is a floor."""
    crude = crude_of_the_claim(record)
    gases = [product(record, gas, "2022-01-01", "2022-12-31", "times_previous_year") for gas in ("lng", "pipeline_gas")]
    inputs = [crude, *gases, year_of_the_claim(record)]
    value = None
    if all(len(rows) for rows in inputs):
        rise = figure_of_record(crude, "value_usd_bn") - year_before(crude, "value_usd_bn", "growth_value_usd_pct")
        rise += sum(figure_of_record(gas, "value_usd_bn") - previous_year(gas) for gas in gases)
        value = part_of_the_year(record, rise)
    return specification(
        record,
        "customs-crude-and-gas",
        "Customs, crude oil and gas only (a floor)",
        value,
        inputs,
        nearest=True,
        decimals=0,
        reason=(
            "Nearest too, in the narrow sense of energy: the same calendar years, every figure from customs and in print "
            "when the article appeared. It leaves out coal and oil products, so the share of all energy is higher."
        ),
    )


def crude_and_lng_at_old_prices(record: Record) -> Specification:
    """The part of the rise that more crude and more liquefied gas would have made at the prices of 2021."""
    crude = crude_of_the_claim(record)
    tonnes = [product(record, "lng", f"{year}-01-01", f"{year}-12-31", "quantity") for year in (BEFORE, AFTER)]
    gas = product(record, "lng", "2022-01-01", "2022-12-31", "times_previous_year")
    inputs, added = [crude, *tonnes, gas], None
    if all(len(rows) for rows in inputs):
        more_gas = quotient_growth(*tonnes, "quantity") / 100
        more_crude = crude["growth_quantity_pct"].iloc[0] / 100
        added = year_before(crude, "value_usd_bn", "growth_value_usd_pct") * more_crude + previous_year(gas) * more_gas
    inputs.append(year_of_the_claim(record))
    return specification(
        record,
        "crude-and-lng-at-2021-prices",
        "Crude oil and liquefied gas, at the prices of 2021",
        part_of_the_year(record, added) if all(len(rows) for rows in inputs) else None,
        inputs,
        nearest=True,
        reading="mainly-in-volume",
        decimals=0,
        reason="The two products for which customs published tonnes in both years.",
    )


def all_energy_at_old_prices(record: Record) -> Specification:
    """The same for all energy: a Russian minister's growth in volume, on the energy imports of 2021 on one count."""
    rows = record["trade_products"]
    told = rows[
        (rows["product"] == "energy_all")
        & (rows["reporter"] == "russia-energy-officials")
        & rows["growth_quantity_pct"].notna()
    ]
    before = {name: part for name, part in fuels(record).items() if not name.endswith(str(AFTER))}
    inputs = [told, *before.values(), year_of_the_claim(record)]
    complete = all(len(part) for part in inputs)
    added = fuels_on_one_count(before, BEFORE) * told["growth_quantity_pct"].iloc[0] / 100 if complete else None
    return specification(
        record,
        "all-energy-at-2021-prices",
        "All energy, at the prices of 2021",
        part_of_the_year(record, added) if complete else None,
        inputs,
        reading="mainly-in-volume",
        decimals=0,
        reason="Covers all energy, but the growth is a round number for eleven months.",
    )


def energy_rose_most(record: Record) -> Specification:
    """Did any other chapter of the Harmonized System, in either direction, rise by more than mineral fuels?

    Fuels must lead twice: as BACI has them, and with crude oil on one count, which takes the change of basis out of them.
    """
    both = record["trade_chapters"].query("year in (@BEFORE, @AFTER)")
    by_year = both.pivot_table(
        index=["flow", "hs_chapter"], columns="year", values="value_usd_mn", aggfunc="sum"
    ).fillna(0)
    rise = (by_year[AFTER] - by_year[BEFORE]) / 1000
    rows = fuels(record)
    inputs = [chapters(record, BEFORE), chapters(record, AFTER), *rows.values()]
    value = None
    if all(len(part) for part in inputs):
        on_one_count = fuels_on_one_count(rows, AFTER) - fuels_on_one_count(rows, BEFORE)
        value = bool(min(rise[IMPORTS, "27"], on_one_count) > rise.drop((IMPORTS, "27")).max())
    return specification(
        record,
        "baci-largest-rise",
        "BACI in a kept copy, all chapters, both directions",
        value,
        inputs,
        nearest=True,
        reading="largest-part",
        reason=(
            "The only account of every group of goods in both directions. Its change of basis adds to fuels, so they must "
            "lead without it too."
        ),
    )


def trade_energy(record: Record) -> list[Specification]:
    """Every way we know to compute energy's part of the rise in two-way trade from 2021 to 2022, in per cent."""
    return [
        baci_with_customs_crude(record),
        crude_and_gas(record),
        bill_march_to_november(record),
        baci_mineral_fuels(record),
        bill_read_as_printed(record),
        bill_to_february(record),
        crude_and_lng_at_old_prices(record),
        all_energy_at_old_prices(record),
        energy_rose_most(record),
    ]


SPECIFICATIONS = {"trade-growth-2022": trade_growth, "trade-mainly-energy": trade_energy}

hold(__name__)
