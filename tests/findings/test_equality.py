"""Who needs whom: what the record says of shares, ratios and currencies."""

import pytest

from audit.findings import default_record, finding
from audit.findings.equality import claims, tables
from audit.findings.what_if import what_if
from tests.findings.edits import Edited

RECORD = default_record()


@pytest.mark.parametrize(("year", "share"), [(2021, 2.45), (2022, 3.01), (2023, 4.04), (2024, 3.98)])
def test_russia_in_chinas_trade_on_one_source(year, share):
    assert claims.russia_in_china(RECORD, year)[0] == pytest.approx(share, abs=0.005)


def test_china_weighs_about_eight_times_as_much_for_russia_as_russia_for_china():
    found = finding("equal-weight-in-trade")
    assert found.verdict == "not-supported"
    assert found.specification("own-side").specification.value == pytest.approx(7.93, abs=0.01)
    assert found.specification("china-counts-both").specification.value == pytest.approx(8.36, abs=0.01)


def test_with_one_count_for_both_the_ratio_is_that_of_their_trade_with_the_world():
    total, _ = claims.russia_with_world(RECORD, 2023)
    world = claims.whole_trade(RECORD, "china_total_trade", 2023)["value_usd_bn"].item()
    value = finding("equal-weight-in-trade").specification("china-counts-both").specification.value
    assert value == pytest.approx(world / total)


def test_one_count_for_both_is_no_check_of_its_own():
    found = finding("equal-weight-in-trade")
    assert [one.specification.id for one in found.judged if one.counts] == ["own-side"]
    assert found.confidence.lone and found.confidence.level == "medium"


def test_over_half_of_the_trade_of_belarus_is_a_floor_below_the_ratio_tested():
    assert claims.floor_of_belarus(RECORD) == pytest.approx(50 / (100 * 46.5 / 710.1))
    assert (
        claims.floor_of_belarus(RECORD) < finding("equal-weight-in-trade").specification("own-side").specification.value
    )


def test_like_is_set_beside_like_among_pairs():
    rows = tables.among_pairs(RECORD)
    totals = rows[rows["how"] == tables.BY_TOTALS].set_index("pair")["low"]
    assert set(totals.index) == {"China–Russia", "US–Japan", "US–South Korea"} and totals.idxmax() == "China–Russia"


def test_a_statement_told_twice_is_drawn_once():
    rows = tables.china_in_russia(RECORD)
    assert (rows["months"] == "2024, months not known").sum() == 1


def test_the_reader_gets_the_latest_period_of_each_side():
    rows = tables.latest(tables.for_try(RECORD)).set_index(["indicator", "pair", "state"])["year"]
    assert rows["goods exports", "China–Russia", "Russia"] == rows["goods imports", "China–Russia", "Russia"] == 2025
    assert rows["goods trade", "Russia–Belarus", "Belarus"] == 2024


def test_they_were_unequal_before_the_war_too():
    found = finding("equal-weight-in-trade")
    assert found.alternative_verdicts["equal-in-2021"] == "not-supported"
    values = [one.specification.value for one in found.alternatives["equal-in-2021"]]
    assert values == pytest.approx([7.35, 9.0], abs=0.01)


def test_beside_allies_the_year_of_the_test_is_not_testable_and_the_others_disagree():
    found = finding("equal-weight-in-trade")
    assert found.alternative_verdicts["as-among-allies"] == "not-testable"
    ways = {one.specification.id: one.specification.value for one in found.alternatives["as-among-allies"]}
    assert ways["belarus-2022"] is True and ways["belarus-2024"] is False


def test_no_measure_and_no_year_is_near_equality():
    rows = tables.asymmetry(RECORD)
    assert rows["times"].min() > 4 and rows["times"].max() < 15
    assert rows.groupby("measure")["year"].nunique().min() >= 2


def test_the_american_pairs_are_unequal_too_but_less():
    rows = tables.among_pairs(RECORD).set_index("pair")
    american = rows.loc[["US–Canada", "US–Japan", "US–South Korea"]]
    assert american["low"].min() > 2 and american["high"].max() < rows.loc["China–Russia", "low"].min()
    assert rows.loc["Russia–Belarus", "high"].max() > rows.loc["China–Russia", "high"].max()


def test_yuan_and_ruble_are_not_told_apart_for_a_whole_year():
    found = finding("settlement-in-both-currencies")
    assert found.verdict == "not-testable"
    assert found.specification("half-of-2023").specification.value == pytest.approx(3)
    assert not found.specification("half-of-2023").counts


def test_a_share_and_a_value_never_stand_in_one_row():
    rows = RECORD["equality_pairs"]
    assert (rows["share_pct"].isna() != rows["value_bn"].isna()).all()
    assert (rows["value_bn"].isna() == rows["currency"].isna()).all()


def test_no_share_is_computed_from_two_currencies():
    rows = RECORD["equality_pairs"].dropna(subset="currency")
    assert (rows.groupby(["holder", "period_start", "period_end"])["currency"].nunique() == 1).all()


def test_the_statements_of_chinas_share_name_their_months():
    rows = tables.china_in_russia(RECORD)
    assert (
        rows["months"].str.len().gt(3).all()
        and (rows.loc[rows["year"] == 2024, "months"] == "2024, months not known").all()
    )


def test_payments_with_all_partners_are_not_payments_between_the_two():
    rows = RECORD["equality_currency"]
    assert set(rows.loc[rows["scope"] == "China and Russia", "currency"]) == {"ruble and yuan", "yuan"}
    yuan = tables.payments(RECORD).query("currency == 'yuan'")
    assert yuan["date"].max().strftime("%Y-%m") == "2024-01"


def test_the_loans_are_cut_in_two_ways_and_not_added():
    rows = RECORD["equality_stakes"].set_index("row_id")
    assert rows.loc["l1", "unit"] != rows.loc["l6", "unit"]


def test_equal_shares_would_be_called_equal():
    def months(trade: float) -> dict:
        return {"china-counts-both": {"value": trade}, "own-side": {"value": trade}}

    assert what_if("equal-weight-in-trade", months(1.5)).verdict == "supported"


def test_a_floor_of_the_yuan_wants_a_share_that_leaves_something():
    rows = RECORD["equality_currency"]
    for none in (rows.iloc[:0], rows.assign(share_pct=100.0)):
        assert claims.floor_of_yuan(Edited({"equality_currency": none}))[0] is None
