"""The articles as forecasts, beside what their rivals lead one to expect."""

import pandas as pd
import pytest
from going import FOUND

from audit.findings import default_ledger, default_record, directions, expectations, findings
from audit.findings.rivals import tables

RECORD = default_record()
STATED = expectations.stated(findings())
EXPECTED = expectations.expected(RECORD).set_index("test_id")
EXPECTS = expectations.expects(RECORD)
LAYERS = expectations.beside_layers(RECORD, directions.by_layer(FOUND))
INDICATORS = expectations.beside_indicators(RECORD, FOUND)


# --- stated -----------------------------------------------------------------------------------------------------------


def test_every_prediction_of_the_articles_is_scored_and_nothing_else():
    kinds = {id for id, one in default_ledger().claims.items() if one.kind == "prediction"}
    assert set(STATED["claim_id"]) == kinds
    assert list(STATED["verdict"]) == [findings()[id].verdict for id in STATED["claim_id"]]


def test_a_finding_less_is_a_prediction_less():
    without = {id: one for id, one in findings().items() if id != "belarus-sco-2024"}
    assert len(expectations.stated(without)) == len(STATED) - 1


def test_what_came_true_in_whole_was_on_the_calendar_or_announced():
    score = expectations.score(STATED).set_index("on_the_calendar")
    assert score.loc[True, "came-true"] == score.loc[True, "made"] == 5 and score.loc[False, "came-true"] == 0


def test_the_score_counts_each_prediction_once():
    score = expectations.score(STATED)
    ladder = ["came-true", "came-true-in-part", "did-not", "open"]
    assert score["made"].sum() == len(STATED) and (score[ladder].sum(axis=1) == score["made"]).all()
    assert (score["decided"] == score["made"] - score["open"]).all()


def test_a_split_into_formal_groups_did_not_come():
    row = STATED.set_index("claim_id").loc["could-split-region"]
    assert row["readings"]["formal-groups"] == "did-not" and not row["holds_in_all"]


# --- expected of each test ----------------------------------------------------------------------------------------------


def test_the_thesis_expects_what_the_rivals_chapter_says_and_no_test_is_lost():
    tests = tables.tests(RECORD).set_index("test_id")
    assert list(EXPECTED.index) == list(tests.index)
    assert (EXPECTED["thesis"] == tests["partners"]).all() and (EXPECTED["answer"] == tests["answer"]).all()


def test_the_one_test_that_went_against_the_thesis_is_missile_warning_and_a_rival_foretold_it():
    wrong = EXPECTED[EXPECTED["came_out"] == "otherwise"]
    assert list(wrong.index) == ["missile-warning"]
    assert wrong["against"].iloc[0] == ["Nearly an alliance"]


def test_where_the_thesis_expects_either_it_cannot_come_out():
    assert EXPECTED.loc[EXPECTED["thesis"] == "either", "came_out"].isna().all()


def test_what_a_view_predicted_is_the_prediction_of_its_authors():
    made = RECORD["rivals_predictions"].merge(RECORD["rivals_explanations"][["explanation", "sees"]], on="explanation")
    for sees in ("closer", "looser", "unequal"):
        own = made[made["sees"] == sees]
        assert set(EXPECTED[EXPECTED[sees].notna()].index) == set(own["test_id"])


def test_news_of_a_test_lies_between_the_articles_and_the_cut_off():
    rows = expectations.since_articles(RECORD)
    assert (rows["last_day"] > expectations.ARTICLES_DAY).all()
    assert (rows["last_day"] <= pd.Timestamp(RECORD.data_cutoff)).all()
    assert "secret-duty" not in set(rows["test_id"]) and "second-pipeline" in set(rows["test_id"])


# --- expected of each direction -----------------------------------------------------------------------------------------


def test_an_explanation_expects_no_direction_that_it_does_not_predict():
    made = {(one.explanation, one.test_id, one.predicts) for one in RECORD["rivals_predictions"].itertuples()}
    for one in EXPECTS[EXPECTS["explanation"] != "articles"].itertuples():
        [predicts] = [answer for (test, answer) in expectations.LEADS_TO if test == one.because]
        assert (one.explanation, one.because, predicts) in made
        assert expectations.LEADS_TO[one.because, predicts] == (one.layer, one.expects)


def test_the_articles_expect_by_claims_that_they_make():
    own = EXPECTS[EXPECTS["explanation"] == "articles"]
    assert set(own["because"]) <= set(default_ledger().claims) and set(own["layer"]) == {"duty"}


def test_a_mixed_layer_settles_nothing_and_a_level_one_fails_who_expected_more():
    mixed = expectations.beside_layers(RECORD, directions.by_layer(FOUND).assign(direction="mixed"))
    assert len(mixed) and set(mixed["outcome"]) == {"not settled"}
    assert set(LAYERS.loc[LAYERS["layer"] == "duty", "outcome"]) == {"as predicted"}
    assert set(LAYERS.loc[LAYERS["layer"] == "behaviour", "outcome"]) == {"otherwise"}


def test_what_was_announced_was_in_print_before_the_article():
    words = RECORD["institutions_words"].set_index("statement_id")
    for claim_id, row in expectations.ANNOUNCED.items():
        assert words.loc[row, "date"] < pd.Timestamp(findings()[claim_id].article.published_latest)


def test_by_indicator_those_who_see_an_alliance_are_right_on_some_and_the_articles_foretell_none():
    behaviour = INDICATORS[INDICATORS["layer"] == "behaviour"]
    own = behaviour.pivot(index="indicator", columns="explanation", values="outcome")
    assert "articles" not in own and {"as predicted", "otherwise"} <= set(own["near-alliance"])


@pytest.mark.parametrize("frame", [LAYERS, INDICATORS], ids=["layers", "indicators"])
def test_every_expectation_is_counted_once(frame):
    counted = expectations.tally(frame)
    assert counted[["as predicted", "otherwise", "not settled"]].to_numpy().sum() == len(frame)
