"""What would falsify the thesis by 2030: thresholds by principle, scored by the same code when the day comes."""

from datetime import date

import pandas as pd
import pytest

from audit.findings import (
    default_ledger,
    default_record,
    finding,
    findings,
    forecasts,
    indicators,
    of_forecasts,
    of_propositions,
)
from audit.inputs import registration
from audit.inputs.edited import edited
from tests.findings.edits import Edited, crossing, with_cell

RECORD = default_record()
LEDGER = default_ledger()
OURS = LEDGER.forecasts
LISTED = forecasts.listed(RECORD).set_index("id")
EARLY, LATE = date(2026, 11, 26), date(2031, 1, 1)

#: What each principle allows a threshold to be, as in the registered propositions.
PRINCIPLES = {
    "one case": {("holds",)},
    "none left": {("at_most", 0)},
    "a tenth": {("at_least", 90), ("at_most", 10)},
    "double": {("between", 0.5, 2), ("at_most", 50), ("at_least", 200)},
    "majority": {("more_than", 50), ("at_most", 2)},
}
#: Of five domains the majority is three, so two is what is left without one.
FIVE = "of five domains"


def shape(threshold) -> tuple:
    numbers = (getattr(threshold, name, None) for name in ("low", "high", "threshold"))
    return (threshold.comparison, *(one for one in numbers if one is not None))


# --- the list ---------------------------------------------------------------------------------------------------------


def test_there_are_ten_to_fifteen_for_every_layer_and_every_way_out_of_the_thesis():
    assert 10 <= len(OURS) <= 15
    assert {one.layer for one in OURS.values()} == {"duty", "behaviour", "equality"}
    assert {one.way for one in OURS.values()} == set(forecasts.WAYS)


@pytest.mark.parametrize("id", list(OURS))
def test_a_threshold_follows_from_its_principle_and_not_from_a_result(id):
    one = OURS[id]
    assert shape(one.threshold) in PRINCIPLES[one.principle]
    assert (one.threshold.unit == FIVE) == (shape(one.threshold) == ("at_most", 2))


def test_every_forecast_is_registered_as_it_stands():
    listed = registration.default()
    for id, one in OURS.items():
        assert listed.latest(id).test == registration.test_digest(one)
        assert listed.first(id).results_known == "no"


def test_no_forecast_is_a_claim_or_a_proposition():
    assert not set(of_forecasts()) & (set(findings()) | set(of_propositions()))
    assert not set(OURS) & (set(LEDGER.claims) | set(LEDGER.propositions))


def test_all_are_decided_by_2030_and_looked_up_after_their_time():
    for one in OURS.values():
        assert RECORD.data_cutoff < one.test.by <= date(2029, 12, 31) < date(2030, 12, 31) >= one.scored_on
        assert one.scored_on > one.test.by


def test_it_names_explanations_that_the_rivals_chapter_has():
    assert {id for one in OURS.values() for id in one.gains} <= set(RECORD["rivals_explanations"]["explanation"])
    assert not any("partners" in one.gains for one in OURS.values())


# --- today ------------------------------------------------------------------------------------------------------------


def test_none_has_come_true_and_none_would_today():
    assert set(LISTED["verdict"]) == {"open"} and not LISTED["met_today"].fillna(False).astype(bool).any()
    assert {one.verdict for one in of_forecasts().values()} == {"open"}


def test_only_what_is_alleged_or_reported_or_has_no_war_to_be_seen_in_has_no_value_today():
    silent = {"by-2030-secret-promise", "by-2030-training-for-war", "by-2030-russian-troops"}
    assert set(LISTED[LISTED["value"].isna()].index) == silent
    assert LISTED.loc["by-2030-russian-troops", ["base", "base_id"]].tolist() == [
        "nothing",
        "no such war is in the record",
    ]


def test_fighting_for_the_other_is_decisive_in_both_directions():
    assert OURS["by-2030-russian-troops"].means == OURS["by-2030-troops"].means
    assert OURS["by-2030-russian-troops"].strength == OURS["by-2030-troops"].strength == "decisive"


def test_a_value_is_that_of_the_finding_or_indicator_it_names():
    assert LISTED.loc["by-2030-even-trade", "value"] == finding("equal-weight-in-trade").computed
    assert LISTED.loc["by-2030-even-gas", "value"] == finding("gas-at-others-price").computed
    domains = finding("acting-in-concert").specification("five-domains").specification.value
    assert LISTED.loc["by-2030-no-concert", "value"] == domains
    series = indicators.BY_ID["arms-from-china-share"].series(RECORD)
    assert LISTED.loc["by-2030-arsenal", "value"] == series["value"].iloc[-1]
    rows = RECORD["goods_published"].set_index("row_id")["value"]
    assert LISTED.loc["by-2030-goods-made-in-china", "value"] == rows["producer-china-2023"]


def test_the_nearest_to_its_threshold_is_who_makes_the_goods():
    numbers = {id: one.threshold.threshold for id, one in OURS.items() if one.threshold.comparison == "more_than"}
    short = {id: bound - LISTED.loc[id, "value"] for id, bound in numbers.items()}
    assert min(short, key=short.get) == "by-2030-goods-made-in-china"


def test_half_of_the_trade_of_2023_is_less_than_that_before_the_war():
    rows = indicators.BY_ID["trade-against-articles"].series(RECORD).set_index("year")["value"]
    assert OURS["by-2030-trade-halves"].threshold.threshold < rows[2021]


# --- scoring ----------------------------------------------------------------------------------------------------------


def test_an_event_counts_from_the_day_it_happens_and_did_not_only_when_its_day_is_over():
    one = OURS["by-2030-recognition"]
    assert forecasts.outcome(one, True, 2026, EARLY) == "came-true"
    assert forecasts.outcome(one, False, 2026, EARLY) is None
    assert forecasts.outcome(one, False, 2030, one.test.by) is None
    assert forecasts.outcome(one, False, 2030, one.scored_on) == "did-not"
    assert forecasts.outcome(one, None, None, LATE) is None


def test_a_figure_waits_for_its_year_however_low_it_falls_before():
    one = OURS["by-2030-trade-halves"]
    assert forecasts.outcome(one, 20.0, 2028, EARLY) is None
    assert forecasts.outcome(one, 20.0, 2028, LATE) is None
    assert forecasts.outcome(one, 50.0, 2029, LATE) == "came-true"
    assert forecasts.outcome(one, 50.1, 2029, LATE) == "did-not"
    assert forecasts.outcome(one, None, 2029, LATE) is None


@pytest.mark.parametrize("id", list(OURS))
def test_each_can_come_true_and_can_fail(id):
    one = OURS[id]
    numbers = {"holds": (True, False), "between": (1.0, 7.0), "at_most": (0.0, 99.0)}
    true, false = numbers.get(one.threshold.comparison, (95.0, 5.0))
    assert forecasts.outcome(one, true, 2029, LATE) == "came-true"
    assert forecasts.outcome(one, false, 2029, LATE) == "did-not"


OF_CHINA = {"supplier": "China", "recipient": "Russia", "vintage": pd.Timestamp(2026, 2, 12), "year": 2022}
TRADE = {"year": 2025, "flow": "total", "vintage": "first_release"}
#: The figure of the record on which a forecast hangs: table, rows, column.
DECIDING = {
    "by-2030-arsenal": ("arms_transfers", OF_CHINA, "delivered_tiv_mn"),
    "by-2030-goods-made-in-china": ("goods_published", {"row_id": "producer-china-2023"}, "value"),
    "by-2030-trade-halves": ("trade_annual", TRADE, "value_usd_bn"),
    "by-2030-even-trade": ("trade_totals", {"value_usd_bn": 5936.511}, "value_usd_bn"),
    "by-2030-even-gas": ("energy_gas_prices", {"price": 248.7}, "price"),
    "by-2030-even-arms": ("arms_transfers", OF_CHINA, "delivered_tiv_mn"),
}

#: What is counted from words: the tests beside these turn it case by case.
COUNTED = {"by-2030-treaty-ends", "by-2030-no-concert"}


def test_every_forecast_with_a_number_is_turned_by_what_decides_it():
    assert {*DECIDING, *COUNTED} == {id for id, one in OURS.items() if one.threshold.comparison != "holds"}


@pytest.mark.parametrize("id", DECIDING)
def test_a_forecast_turns_where_the_deciding_figure_passes_its_threshold_and_not_before(id):
    one, (table, row, column) = OURS[id], DECIDING[id]
    rows = RECORD[table]
    [*these] = rows.index[(rows[list(row)] == pd.Series(row)).all(axis="columns")]
    ours = rows.at[these[0], column]

    def at(figure: float) -> float:
        return forecasts.today(Edited(with_cell(table, these, column, float(figure))), one).value

    values = crossing(at, ours, 0.0005 * ours, lambda value: forecasts.met(one, value))
    said = [forecasts.outcome(one, value, one.year or one.test.by.year, LATE) for value in values]
    assert said == ["did-not", "came-true"]
    bound = forecasts.bound(one, at(ours))
    assert min(values) <= bound <= max(values) and max(values) - min(values) < 0.01 * bound


def test_they_no_longer_act_in_concert_when_two_of_the_four_domains_are_gone():
    one, said, votes = OURS["by-2030-no-concert"], RECORD["concert_positions"], RECORD["un_agreement"]
    words = with_cell("concert_positions", said.index, "same", "no")
    agreement = with_cell("un_agreement", votes.index, "agreement_share", 0.4)
    left = [forecasts.today(Edited(tables), one).value for tables in ({}, words, agreement, words | agreement)]
    assert left == [4, 3, 3, 2]
    assert [forecasts.outcome(one, value, 2029, LATE) for value in left] == ["did-not"] * 3 + ["came-true"]


def test_a_recognition_by_china_itself_would_come_true_at_once():
    rows = RECORD["war_conduct"]
    word = rows[(rows["state"] == "China") & (rows["question"] == "recognition")].head(1)
    word = word.assign(took_part="yes", status="stated", reporter="china-government-words", row_id="new")
    with edited(RECORD, {"war_conduct": pd.concat([rows, word])}) as record:
        assert finding("by-2030-recognition", record=record).verdict == "came-true"
        found = forecasts.listed(record).set_index("id")["verdict"]
        assert found["by-2030-recognition"] == "came-true" and found["by-2030-duty-to-fight"] == "open"


def test_the_end_of_the_treaty_would_come_true_at_once():
    rows = RECORD["treaties"].copy()
    rows.loc[rows["pact_id"] == "china_russia_2001", "ended"] = pd.Timestamp(2026, 6, 1)
    with edited(RECORD, {"treaties": rows}) as record:
        assert finding("by-2030-treaty-ends", record=record).verdict == "came-true"


# --- when the thesis falls ----------------------------------------------------------------------------------------------


def outcomes(**said):
    return dict.fromkeys(OURS, "did-not") | {id.replace("_", "-"): word for id, word in said.items()}


def fallen(**said):
    return forecasts.fallen(outcomes(**said), OURS.values())


def test_one_decisive_forecast_fells_the_thesis_alone():
    assert fallen(by_2030_duty_to_fight="came-true") == {"closer": True, "apart": False, "even": False}


def test_of_those_that_weigh_it_takes_more_than_half_of_their_way():
    assert fallen(by_2030_even_gas="came-true")["even"] is False
    assert fallen(by_2030_even_gas="came-true", by_2030_even_arms="came-true")["even"] is True
    assert fallen(by_2030_trade_halves="came-true")["apart"] is False
    assert fallen(by_2030_trade_halves="came-true", by_2030_no_concert="came-true")["apart"] is True
    two = {"by_2030_arsenal": "came-true", "by_2030_recognition": "came-true"}
    assert fallen(**two)["closer"] is False
    assert fallen(**two, by_2030_standing_structures="came-true")["closer"] is True


def test_while_open_ones_could_decide_it_nobody_can_say():
    assert fallen(by_2030_troops="open")["closer"] is None
    assert fallen(by_2030_even_gas="open")["even"] is False
    assert set(forecasts.fallen(dict.fromkeys(OURS, "open"), OURS.values()).values()) == {None}


def test_what_it_takes_is_told_as_the_rule_has_it():
    rows = forecasts.needed(OURS.values()).set_index("way")
    assert (rows["needed"] > rows["weighing"] / 2).all() and (rows["needed"] - 1 <= rows["weighing"] / 2).all()
    assert (rows["decisive"] + rows["weighing"]).sum() == len(OURS)
