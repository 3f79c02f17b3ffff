"""Energy between China and Russia: who buys what from whom, and what gas costs."""

import pytest

from audit.findings import default_record, finding
from audit.findings.equality import energy, tables

RECORD = default_record()
A_TENTH_LESS = 90


def values(found):
    return {one.specification.id: one.specification.value for one in found}


# --- gas --------------------------------------------------------------------------------------------------------------


def test_china_pays_under_nine_tenths_of_what_others_pay_in_every_year_that_was_seen():
    rows = energy.gas_prices(RECORD).dropna(subset="part_pct")
    assert set(rows["year"]) == {2022, 2024, 2025} and (rows["part_pct"] < A_TENTH_LESS).all()


def test_the_gap_is_widest_in_the_year_of_records_in_europe():
    rows = energy.gas_prices(RECORD).drop_duplicates("year").set_index("year")["part_pct"].dropna()
    assert rows.idxmin() == 2022 and rows[2022] == pytest.approx(100 * 277.1 / 983.8)


def test_gas_is_not_sold_to_china_at_the_price_of_others():
    found = finding("gas-at-others-price")
    assert values(found.judged)["estimate"] == pytest.approx(100 * 248.7 / 401.9)
    assert found.verdict == "not-supported" and found.alternative_verdicts == {"beside-central-asia": "not-supported"}


def test_china_paid_russia_less_than_its_central_asian_suppliers_before_the_war_too():
    found = values(finding("gas-at-others-price").alternatives["beside-central-asia"])
    weighted = (187 * 2.786 + 162 * 0.319 + 151 * 0.307) / (2.786 + 0.319 + 0.307)
    assert found["january-2021-weighted"] == pytest.approx(100 * 118.5 / weighted)
    assert found["january-2021"] == pytest.approx(100 * 118.5 / ((187 + 162 + 151) / 3))
    assert found["april-2020"] == pytest.approx(100 * 183 / ((227 + 212 + 194) / 3))


def test_in_early_2021_china_paid_less_than_russias_treaty_ally_belarus():
    china = energy.paid(energy.prices(RECORD, "Russia", "China", "2021-01-01", "2021-01-31"))
    assert china < energy.paid(energy.prices(RECORD, "Russia", "Belarus", "2021-01-01"))


def test_copies_of_the_estimate_agree():
    rows = energy.prices(RECORD, "Russia", "China", "2025-01-01")
    assert len(rows) == 3 and rows["price"].nunique() == 1


def test_prices_of_two_units_never_meet():
    rows = RECORD["energy_gas_prices"]
    assert set(rows.loc[rows["price_unit"] != energy.A_THOUSAND_M3, "basis"]) == {"average"}
    assert set(energy.gas_prices(RECORD)["price"]) <= set(rows.loc[rows["price_unit"] == energy.A_THOUSAND_M3, "price"])


def test_more_gas_has_come_each_year_up_to_the_contract():
    rows = energy.siberia(RECORD)
    assert rows["quantity"].is_monotonic_increasing and list(rows["year"]) == list(range(2020, 2026))
    assert rows["quantity"].iloc[-1] > 38


# --- both sides -------------------------------------------------------------------------------------------------------


def test_in_all_fuels_but_piped_gas_china_weighs_over_twice_as_much_for_russia_as_russia_for_china():
    wide = energy.two_sides(RECORD).pivot(index="trade", columns="side", values="share_pct")
    twice = wide[energy.SELLER] > 2 * wide[energy.BUYER]
    assert set(twice.index[twice]) == {"Crude oil", "Coal", "Liquefied gas"}
    assert wide.loc["Pipeline gas", energy.SELLER] < wide.loc["Pipeline gas", energy.BUYER]
    assert wide.loc["Crude oil", energy.SELLER] == pytest.approx(100 * 2.2 / 4.8)
    assert wide.loc["Crude oil", energy.BUYER] == pytest.approx(100 * 2.17 / 11.1)
    assert wide.loc["Coal", energy.BUYER] == pytest.approx(100 * 88 / 542.69)


def test_by_the_newest_shares_two_allies_are_nearer_to_balance_in_crude_than_china_and_russia():
    wide = energy.two_sides(RECORD).pivot(index="trade", columns="side", values="share_pct")
    ratio = wide[energy.SELLER] / wide[energy.BUYER]
    assert ratio["Canada’s crude to the US"] == pytest.approx(97 / 61) and ratio["Crude oil"] > 2


def test_beside_europe_china_paid_less_before_the_war_than_the_estimate_for_2025_has_it():
    before = energy.beside_europe(RECORD)
    assert before == pytest.approx(44) and before < values(finding("gas-at-others-price").judged)["estimate"]


def test_a_treaty_ally_paid_about_what_china_paid():
    china = energy.paid(energy.prices(RECORD, "Russia", "China", "2021-01-01", "2021-01-31"))
    assert china / energy.paid(energy.prices(RECORD, "Russia", "Belarus", "2021-01-01")) > 0.9


def test_a_share_that_needs_two_compilers_says_so():
    rows = energy.two_sides(RECORD).set_index(["trade", "side"])
    for row in rows.itertuples():
        counters = RECORD.reporters["counted_by"]
        flows = RECORD["energy_flows"]
        used = counters[flows.loc[flows["source_id"].isin(row.sources), "reporter"]].nunique()
        assert ("two compilers" in row.basis) == (used > 1)


def test_russias_part_in_chinas_crude_rose_from_2020_to_2024():
    rows = energy.russia_in_crude(RECORD).set_index("year")["share_pct"]
    assert list(rows.index) == [2020, 2021, 2022, 2024] and rows.is_monotonic_increasing
    assert rows[2020] == pytest.approx(100 * 83.57 / 542.4) and rows[2024] < 20


def test_a_published_share_and_our_division_agree_within_a_point():
    published = RECORD["energy_shares"].query("whole == 'China’s crude imports' and partner == 'Russia'")
    told = published[published["period_start"] == "2024-01-01"]["share_low_pct"].item()
    assert abs(told - energy.russia_in_crude(RECORD).set_index("year").loc[2024, "share_pct"]) < 1


def test_no_supplier_sells_more_than_all():
    rows = RECORD["energy_flows"].query("importer == 'China'")
    keys = ["period_start", "period_end", "commodity", "quantity_unit"]
    whole = rows[rows["supplier"] == "all"].groupby(keys)["quantity"].min()
    parts = rows[rows["supplier"] != "all"].groupby(keys)["quantity"].sum()
    both = parts.index.intersection(whole.index)
    assert len(both) >= 6 and (parts[both] <= whole[both] + 1e-9).all()


def test_the_ends_of_a_range_are_in_order():
    rows = RECORD["energy_shares"]
    assert (rows["share_low_pct"] <= rows["share_high_pct"]).all()


def test_nobody_in_china_is_on_record_for_the_second_pipeline():
    rows = RECORD["energy_siberia2"]
    sides = RECORD.reporters.loc[rows["reporter"], "side"]
    assert "china" not in set(sides) and len(rows) == 7


def test_the_second_pipeline_is_told_row_by_row_in_order_of_time():
    told = tables.second_pipeline(RECORD)
    assert len(told) == len(RECORD["energy_siberia2"]) and told.notna().all().all()
    assert told["When"].iloc[0] == "about June 2024" and told["When"].iloc[-1] == "about May 2026"
