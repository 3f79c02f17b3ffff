"""The trade chapter: its arithmetic, what the record says of the world, and whether the charts' titles say the same."""

import json
import math
import random
import re
import shutil

import pandas as pd
import pytest

from audit.findings import default_ledger, default_record, finding, trade
from audit.paths import CHAPTERS, DATA
from audit.record import open_record

RECORD = default_record()
EXACT = {"rel": 1e-9, "abs": 1e-9}


@pytest.fixture(scope="module")
def growth():
    return finding("trade-growth-2022")


@pytest.fixture(scope="module")
def energy():
    return finding("trade-mainly-energy")


def table(name: str) -> pd.DataFrame:
    """A table read plainly, so that a test does not lean on the code under test."""
    return pd.read_csv(DATA / f"{name}.csv", dtype={"hs_chapter": "str", "hs6": "str"})


def values(finding_) -> dict[str, float]:
    return {one.specification.id: one.specification.value for one in finding_.judged}


# --- arithmetic ---


def test_growth_is_the_change_over_the_first_level():
    assert trade.growth_pct(100, 129) == pytest.approx(29)
    assert trade.growth_pct(200, 100) == -50
    random.seed(1)
    for _ in range(100):
        before, after = random.uniform(1, 500), random.uniform(1, 500)
        assert before * (1 + trade.growth_pct(before, after) / 100) == pytest.approx(after, **EXACT)


@pytest.mark.parametrize(
    ("published", "from_levels", "kept"),
    [
        (29.3, 29.54, 29.3),
        (29.3, 31.3, 29.3),  # at the bound
        (29.3, 31.31, 31.31),
        (29.3, 2.1, 2.1),  # a slip: the levels decide
        (-29.3, 29.3, 29.3),
        (29.3, None, 29.3),
        (None, 29.3, None),
    ],
)
def test_a_printed_rate_that_the_levels_contradict_falls_back_to_the_levels(published, from_levels, kept):
    assert trade.borne_out(published, from_levels) == kept


def test_price_and_volume_add_up_exactly():
    random.seed(2)
    for _ in range(500):
        quantities, amounts = [random.uniform(1, 100) for _ in "ab"], [random.uniform(1, 100) for _ in "ab"]
        parts = trade.price_and_volume(quantities[0], amounts[0], quantities[1], amounts[1])
        assert parts["price"] + parts["volume"] == pytest.approx(amounts[1] - amounts[0], **EXACT)
        if abs(amounts[1] - amounts[0]) > 1e-3:
            assert parts["price_pct"] + parts["volume_pct"] == pytest.approx(100, rel=1e-6)
        back = trade.price_and_volume(quantities[1], amounts[1], quantities[0], amounts[0])
        assert back["price"] == pytest.approx(-parts["price"], **EXACT)  # neither year is favoured
        assert back["volume"] == pytest.approx(-parts["volume"], **EXACT)


def test_price_and_volume_where_only_one_moves():
    assert trade.price_and_volume(10, 100, 20, 200) == {"volume": 100, "price": 0, "volume_pct": 100, "price_pct": 0}
    assert trade.price_and_volume(10, 100, 10, 150) == {"volume": 0, "price": 50, "volume_pct": 0, "price_pct": 100}


def test_share_of_the_rise():
    assert trade.share_of_rise_pct(40, 70, 100, 140) == pytest.approx(75)
    assert trade.share_of_rise_pct(40, 30, 100, 140) == pytest.approx(-25)


def test_published_rise_is_what_level_and_growth_imply():
    rows = pd.DataFrame({"value_usd_bn": [120.0, 999], "growth_usd_pct": [20.0, 1]})
    assert trade.published_rise(rows) == pytest.approx(20)
    assert trade.published_rise(rows.head(0)) is None


def test_first_row_is_the_figure_of_record_and_no_row_is_none():
    rows = pd.DataFrame({"v": [1.5, 2.5]})
    assert trade.figure_of_record(rows, "v") == 1.5 and trade.figure_of_record(rows.head(0), "v") is None
    assert trade.quotient_growth(rows, rows.head(0), "v") is None


@pytest.mark.parametrize("flow", [trade.TOTAL, trade.EXPORTS, trade.IMPORTS])
def test_chained_yuan_grows_by_the_published_rates_and_ends_where_they_end(flow):
    chain = trade.chained_yuan(RECORD, flow).set_index("year")["value_bn"].sort_index()
    rates = table("trade_annual").query("flow == @flow").dropna(subset="growth_cny_pct").drop_duplicates("year")
    rates = rates.set_index("year")["growth_cny_pct"]
    assert list(chain.index) == list(range(chain.index.min(), chain.index.max() + 1))
    for year in chain.index[1:]:
        assert trade.growth_pct(chain[year - 1], chain[year]) == pytest.approx(rates[year], abs=0.05), year
    assert chain.index.max() + 1 not in rates.index


def test_months_are_summed_only_when_all_are_there():
    months = table("trade_monthly").query("flow == 'total' and month.str.startswith('2022')")
    total, rows = trade.monthly_sum(RECORD, trade.TOTAL, "2022-01", "2022-12")
    assert total == pytest.approx(months["value_usd_bn"].sum()) and len(rows) == 12
    assert trade.monthly_sum(RECORD, trade.TOTAL, "2016-07", "2017-06")[0] is None


def test_all_years_of_comtrade_are_whole_and_flows_add_up():
    wide = trade.comtrade_years(RECORD).pivot(index="year", columns="flow", values="value_usd_bn")
    assert (wide[trade.TOTAL] - wide[trade.EXPORTS] - wide[trade.IMPORTS]).abs().max() < 0.002
    assert len(wide) >= 8


def test_a_missing_year_is_a_gap_and_no_conversion_from_yuan_is_shown():
    flows = trade.annual_flows(RECORD).query("series == 'Both ways'").set_index("year")["value_usd_bn"]
    assert list(flows.index) == list(range(flows.index.min(), flows.index.max() + 1)) and flows.isna()[2015]
    assert "converted" not in set(trade.annual_levels(RECORD)["vintage"])


def test_first_release_is_preferred_and_a_year_stands_once():
    levels = trade.annual_levels(RECORD).set_index("year")
    assert levels.index.is_unique and levels.index.is_monotonic_increasing
    given = table("trade_annual").query("flow == 'total' and vintage == 'first_release'").dropna(subset="value_usd_bn")
    for year, value in given.drop_duplicates("year").set_index("year")["value_usd_bn"].items():
        assert (levels.loc[year, "vintage"], levels.loc[year, "value_usd_bn"]) == ("first_release", value), year


def test_parts_of_the_rise_add_up_to_the_rise():
    parts = trade.rise_by_part(RECORD)
    years = table("trade_monthly").query("flow == 'total'").assign(year=lambda rows: rows["month"].str[:4])
    rise = years.groupby("year")["value_usd_bn"].sum().loc[["2021", "2022"]].diff().iloc[1]
    assert parts["rise_usd_bn"].sum() == pytest.approx(rise, abs=0.002)
    assert (parts["rise_usd_bn"] > 0).all()


# --- the specifications ---


def test_at_least_six_specifications_for_the_growth_and_three_for_energy(growth, energy):
    assert growth.principled_total >= 6 and len(growth.judged) >= 6
    assert energy.principled_total >= 3 and len(energy.judged) >= 3


def test_no_specification_is_empty_and_each_gives_reason_and_sources(growth, energy):
    for one in [*growth.judged, *energy.judged]:
        specification = one.specification
        assert isinstance(specification.value, float) and math.isfinite(specification.value), specification.id
        assert specification.sources and specification.origins and specification.reason.endswith(".")
        assert set(specification.sources) <= set(RECORD.sources.index)


def test_every_definition_the_issue_asks_for_is_there(growth, energy):
    assert {
        *("customs-published-dollars", "customs-levels-first-release", "customs-levels-later", "customs-yuan"),
        *("comtrade-months", "russian-side", "baci"),
    } <= set(values(growth))
    assert {"baci-hs27", "customs-bill-march-november", "customs-crude-and-gas"} <= set(values(energy))


def test_growth_by_hand(growth):
    months = table("trade_monthly").query("flow == 'total'")
    year = months.groupby(months["month"].str[:4])["value_usd_bn"].sum()
    baci = table("trade_chapters").groupby("year")["value_usd_mn"].sum()
    first = table("trade_annual").query("flow == 'total' and vintage == 'first_release'").dropna(subset="value_usd_bn")
    first = first.drop_duplicates("year").set_index("year")["value_usd_bn"]
    computed = values(growth)
    assert computed["comtrade-months"] == pytest.approx((year["2022"] / year["2021"] - 1) * 100)
    assert computed["baci"] == pytest.approx((baci[2022] / baci[2021] - 1) * 100)
    assert computed["customs-levels-first-release"] == pytest.approx((first[2022] / first[2021] - 1) * 100)


def test_energy_by_hand(energy):
    rows = table("trade_chapters").query("year in (2021, 2022)")
    total = rows.groupby("year")["value_usd_mn"].sum()
    fuel = (
        rows.query("hs_chapter == '27' and flow == 'china_imports_from_russia'").groupby("year")["value_usd_mn"].sum()
    )
    share = (fuel[2022] - fuel[2021]) / (total[2022] - total[2021]) * 100
    assert values(energy)["baci-hs27"] == pytest.approx(share)


def cut(tmp_path, name: str, drop) -> object:
    """The record without some rows of one table."""
    data = shutil.copytree(DATA, tmp_path / "data")
    rows = pd.read_csv(data / f"{name}.csv", dtype="str", keep_default_na=False)
    kept = rows[~drop(rows)]
    assert len(kept) < len(rows)
    kept.to_csv(data / f"{name}.csv", index=False, lineterminator="\n")
    return open_record(data)


def test_growth_is_not_testable_without_the_2022_rate_and_levels_in_dollars(tmp_path):
    record = cut(tmp_path, "trade_annual", lambda rows: (rows["year"] == "2022") & (rows["flow"] == "total"))
    silent = finding("trade-growth-2022", default_ledger(), record)
    assert silent.verdict == silent.verdict_at_publication == "not-testable" and silent.confidence is None


def test_a_lost_month_silences_the_sum_of_months_and_nothing_else(tmp_path, growth):
    record = cut(tmp_path, "trade_monthly", lambda rows: rows["month"] == "2022-05")
    without = values(finding("trade-growth-2022", default_ledger(), record))
    assert without.pop("comtrade-months") is None
    assert without == {id: value for id, value in values(growth).items() if id != "comtrade-months"}


def test_energy_share_is_not_testable_without_the_bill(tmp_path):
    record = cut(tmp_path, "trade_products", lambda rows: rows["product"] == "energy_all")
    assert finding("trade-mainly-energy", default_ledger(), record).verdict == "not-testable"


# --- the world, as the record has it ---


def test_trade_grew_29_percent_in_dollars_but_more_in_yuan(growth):
    by = values(growth)
    assert round(by["customs-published-dollars"]) == 29
    assert by["customs-yuan"] > 33 and by["customs-yuan"] > by["customs-published-dollars"] + 4
    assert growth.verdict == growth.verdict_at_publication == "supported-on-its-own-terms"


def test_russias_own_count_is_smaller_and_grew_more(growth):
    assert values(growth)["russian-side"] > values(growth)["customs-published-dollars"]
    counts = trade.two_counts(RECORD).pivot(index="year", columns="side", values="value_usd_bn").dropna()
    assert (counts["by China"] > counts["by Russia"])[[2021, 2022]].all()


def test_baci_is_set_aside_because_its_basis_changes(growth):
    baci = growth.specification("baci")
    assert not baci.counts and not baci.specification.principled
    assert "Not comparable" in baci.specification.reason
    note = RECORD.reporters.loc["cepii-baci", "note"]
    assert "2021" in note and "2022" in note  # the record says why, too


def test_energy_was_more_than_half_of_the_rise_on_every_definition(energy):
    assert all(value > 50 for value in values(energy).values()), values(energy)
    assert energy.verdict == energy.verdict_at_publication == "supported"


def test_energy_was_the_largest_part_but_not_in_volume(energy):
    assert energy.alternative_verdicts == {"largest-part": "supported", "mainly-in-volume": "not-supported"}
    for one in energy.alternatives["mainly-in-volume"]:
        assert 0 < one.specification.value < 50


def test_price_and_not_volume_made_most_of_the_crude_bill():
    crude = trade.crude_oil(RECORD)
    parts = trade.price_and_volume(*crude.loc[2021].iloc[:2], *crude.loc[2022].iloc[:2])
    assert parts["price"] > 2 * parts["volume"] > 0
    assert 75 < crude.loc[2021, "quantity"] < 85 < crude.loc[2022, "quantity"] < 90  # million tonnes


def published(year: int) -> float:
    rows = table("trade_annual").query("flow == 'total' and year == @year").dropna(subset="growth_usd_pct")
    return float(rows["growth_usd_pct"].iloc[0])


def test_trade_grew_faster_in_2021_than_in_2022():
    assert published(2021) > published(2022) + 5


def test_trade_kept_growing_in_2023_and_fell_in_2025():
    assert published(2023) > 20 and published(2024) > 0 > published(2025)


def test_russia_was_not_the_fastest_growing_partner():
    ranked = trade.partner_growth(RECORD)
    assert ranked["partner"].is_unique and ranked["growth_pct"].is_monotonic_decreasing
    assert "Russia" in ranked["partner"].tolist()[1:6]
    assert not set(ranked["partner"]) & {"World", "ASEAN", "European Union"}


def test_the_partners_own_declarations_name_faster_ones_too():
    mirror = trade.partners_reporting(RECORD)
    assert len(mirror) > 50 and (mirror["growth_pct"] > published(2022)).any()


def test_levels_for_the_reader_give_the_published_growth():
    levels = trade.reader_levels(RECORD).set_index(["currency", "flow_name", "year"])["value_bn"]
    assert levels.index.is_unique and (levels > 0).all()
    step = {
        currency: trade.growth_pct(levels[currency, "Both ways", 2021], levels[currency, "Both ways", 2022])
        for currency in ("US dollars", "yuan")
    }
    assert step["US dollars"] == pytest.approx(published(2022), abs=0.5)
    assert step["yuan"] == pytest.approx(34.3, abs=0.1)


# --- the titles of the charts ---

NUMBER = r"([+−-]?[\d,]+(?:\.\d+)?)"


def numbers(text: str) -> list[float]:
    return [float(found.replace("−", "-").replace(",", "")) for found in re.findall(NUMBER, text)]


def first_release(year: int) -> float:
    rows = table("trade_annual").query("flow == 'total' and year == @year and vintage == 'first_release'")
    return float(rows["value_usd_bn"].dropna().iloc[0])


def annual_title(title):
    before, after = (float(text) for text in re.search(r"from US\$(\d+) billion to US\$(\d+) billion", title).groups())
    assert (before, after) == (round(first_release(2021)), round(first_release(2022))) and after > before


def definitions_title(title):
    agree, total, stated = re.match(
        r"(\d+) of (\d+) definitions round to (\d+) per cent; the others give more$", title
    ).groups()
    counting = [one.specification.value for one in finding("trade-growth-2022").judged if one.counts]
    near = [value for value in counting if round(value) == int(stated)]
    assert (int(agree), int(total)) == (len(near), len(counting))
    assert min(set(counting) - set(near)) > max(near)


def two_counts_title(title):
    gap, year = re.match(r"Russia counted US\$(\d+) billion less of the same trade in (\d+)$", title).groups()
    mirror = table("trade_mirror").query(
        "flow == 'total' and reporter == 'russia-government' and period_start == '2022-01-01'"
    )
    russia = mirror.query("period_end == '2022-12-31'")["value_usd_bn"].dropna().iloc[0]
    assert int(year) == 2022 and int(gap) == round(first_release(2022) - russia) > 0


def energy_title(title):
    counting = [one.specification.value for one in finding("trade-mainly-energy").judged if one.counts]
    assert title.startswith("On every definition, energy was more than half of the rise") and min(counting) > 50


def rise_title(title):
    crude = table("trade_products").query("product == 'crude_oil' and reporter == 'china-customs'")
    bill = [
        crude.query("period_start == @start and period_end == @end")["value_usd_bn"].dropna().iloc[0]
        for start, end in (("2021-01-01", "2021-12-31"), ("2022-01-01", "2022-12-31"))
    ]
    months = table("trade_monthly").query("flow == 'total'")
    year = months.groupby(months["month"].str[:4])["value_usd_bn"].sum()
    share = int(re.match(r"Crude oil alone was (\d+) per cent of the rise$", title)[1])
    assert share == round((bill[1] - bill[0]) / (year["2022"] - year["2021"]) * 100)


def crude_title(title):
    crude = trade.crude_oil(RECORD)
    (q0, v0), (q1, v1) = (crude.loc[year, ["quantity", "value_usd_bn"]] for year in (2021, 2022))
    price = (v1 / q1 - v0 / q0) * (q0 + q1) / 2 / (v1 - v0) * 100
    assert title.startswith("Price made ") and numbers(title)[0] == round(price) > 50


def yearly_title(title):
    faster, slower = re.match(rf"Trade grew faster in 2021 \({NUMBER}%\) than in 2022 \({NUMBER}%\)$", title).groups()
    assert (float(faster), float(slower)) == (published(2021), published(2022)) and float(faster) > float(slower)


def monthly_title(title):
    assert "jumped in spring 2022; its sales fell by half, recovered by autumn and then set records" in title
    ways = trade.monthly_flows(RECORD).pivot(index="month", columns="series", values="value_usd_bn")
    buys, sells = ways["China buys"], ways["China sells"]
    assert buys["2022-05-01"] > 1.4 * buys["2021-05-01"] and buys["2022-05-01"] > buys[:"2022-02"].max()
    peak = sells[:"2022-02"].max()
    assert 0.4 * peak < sells["2022-03":"2022-04"].min() < 0.55 * peak
    assert sells["2022-08":"2022-10"].max() > 0.95 * peak
    assert sells["2023"].max() > peak


def partners_title(title):
    rank, faster, others = re.match(
        r"At best number (\d+): (\w+) of the (\d+) other partners we could list grew faster$", title
    ).groups()
    growth = trade.partner_growth(RECORD).set_index("partner")["growth_pct"]
    ahead = int((growth > growth["Russia"]).sum())
    assert (int(rank), int(others)) == (ahead + 1, len(growth) - 1)
    assert faster == ["no", "one", "two", "three", "four", "five"][ahead]


TITLES = {
    "trade-annual": annual_title,
    "trade-growth-definitions": definitions_title,
    "trade-two-counts": two_counts_title,
    "trade-energy-definitions": energy_title,
    "trade-rise": rise_title,
    "trade-crude-price": crude_title,
    "trade-yearly-growth": yearly_title,
    "trade-monthly": monthly_title,
    "trade-partners": partners_title,
    "trade-try": lambda title: None,  # it asserts nothing: an invitation
}


def titles() -> dict[str, str]:
    notebook = json.loads((CHAPTERS / "trade.ipynb").read_text(encoding="utf-8"))
    shown = [output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", [])]
    figures = [data["application/vnd.vegalite.v6+json"] for data in shown if "application/vnd.vegalite.v6+json" in data]
    return {one["usermeta"]["figure"]["id"]: one["usermeta"]["figure"]["title"] for one in figures}


@pytest.mark.parametrize("figure_id", [*titles()])
def test_the_title_says_what_the_record_says(figure_id):
    assert figure_id in TITLES, f"no test of the title of {figure_id}: write one"
    TITLES[figure_id](titles()[figure_id])


def test_every_chart_that_the_issue_asks_for_is_there():
    assert set(titles()) >= set(TITLES)


@pytest.mark.parametrize(
    ("figure_id", "wrong"),
    [
        ("trade-yearly-growth", "Trade grew faster in 2021 (+29.3%) than in 2022 (+35.8%)"),
        ("trade-rise", "Crude oil alone was 62 per cent of the rise"),
        ("trade-partners", "At best number 1: no of the 14 other partners we could list grew faster"),
        ("trade-growth-definitions", "6 of 6 definitions round to 29 per cent; the others give more"),
    ],
)
def test_a_wrong_title_would_be_found(figure_id, wrong):
    with pytest.raises(AssertionError):
        TITLES[figure_id](wrong)
