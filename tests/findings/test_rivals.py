"""The chapter on rival explanations: what its tests, predictions and facts say of the world."""

from types import SimpleNamespace

import pandas as pd
import pytest

from audit.findings import default_record, finding, of_propositions
from audit.findings.rivals import answers, tables
from audit.findings.rivals.controls import ALLIES, controls
from audit.inputs.edited import edited

RECORD = default_record()
TESTS = tables.tests(RECORD)
MADE = tables.predictions(RECORD, TESTS)
ANSWERS = TESTS.set_index("test_id")["answer"]
FIRST_DAY = pd.Timestamp(2022, 2, 24)


@pytest.mark.parametrize(
    ("verdict", "answer"),
    [
        ("supported", "yes"),
        ("supported-with-exceptions", "yes"),
        ("supported-on-its-own-terms", "disputed"),
        ("not-supported", "no"),
        ("not-testable", "open"),
    ],
)
def test_a_finding_answers_a_test_by_its_verdict(monkeypatch, verdict, answer):
    monkeypatch.setattr(answers, "finding", lambda id, record: SimpleNamespace(verdict=verdict))
    assert answers.by_finding(RECORD, "a-claim", "holds") == answer
    other = {"yes": "no", "no": "yes"}.get(answer, answer)
    assert answers.by_finding(RECORD, "a-claim", "fails") == other


# --- the tests --------------------------------------------------------------------------------------------------------


def test_no_treaty_and_no_renewal_gave_a_duty_to_fight():
    assert ANSWERS["treaty-duty"] == ANSWERS["raised-at-renewal"] == "no"


def test_trade_grew_to_2024_and_fell_in_2025_and_tells_no_ally_from_a_partner():
    rows = TESTS.set_index("test_id").loc[["grew-through-shock", "grew-again"]]
    assert list(rows["answer"]) == ["yes", "no"] and set(rows["speaks_for"]) == {"neither"}


def test_russia_helps_china_with_missile_warning_which_speaks_for_allies():
    row = TESTS.set_index("test_id").loc["missile-warning"]
    assert (row["answer"], row["speaks_for"]) == ("yes", "allies")


def test_a_treaty_obliges_the_two_to_consult_which_is_no_duty_to_fight():
    assert ANSWERS["duty-to-consult"] == "yes" and ANSWERS["treaty-duty"] == "no"


# --- known allies -----------------------------------------------------------------------------------------------------


def test_known_allies_fail_the_tests_of_arms_and_votes_which_are_set_apart():
    apart = TESTS[TESTS["speaks_for"] == "set apart"]
    assert set(apart["test_id"]) == {"major-arms", "votes-as-ally"}
    assert (2 * apart["pass"] <= apart["asked"]).all()
    assert not set(apart["test_id"]) & set(tables.telling(TESTS)["test_id"])


def test_a_treaty_ally_may_lack_a_joint_command_and_a_base():
    says = controls(RECORD).query("test_id == 'standing-structures'").set_index("pair")["says"]
    assert (says["China–North Korea"], says["US–Philippines"], says["US–South Korea"]) == ("no", "no", "yes")


def test_every_known_ally_has_a_treaty_of_defence_and_no_test_is_tried_on_its_yardstick():
    known = controls(RECORD)
    assert set(known.query("test_id == 'treaty-duty'")["says"]) == {"yes"}
    assert set(known["pair"]) == set(known.query("test_id == 'treaty-duty'")["pair"]) == set(ALLIES)
    yardsticks = {("major-arms", "Russia–North Korea"), ("votes-as-ally", "Russia–Belarus")}
    assert not yardsticks & set(zip(known["test_id"], known["pair"], strict=True))


def test_no_author_predicted_the_allies_answer_where_a_test_speaks_for_partners():
    assert set(TESTS.query("speaks_for == 'partners'")["predicted_by"]) == {"nobody"}


def test_secret_training_is_reported_and_not_confirmed():
    assert ANSWERS["war-training"] == "open"


def test_whether_most_goods_are_chinas_depends_on_the_definition():
    assert ANSWERS["goods-for-war"] == "disputed"
    rows = answers.facts(RECORD, "goods-for-war")
    assert set(rows.loc[rows["fact"].str.contains("producer"), "says"]) == {"no"}
    assert set(rows.loc[rows["fact"].str.contains("dispatch|territory"), "says"]) == {"yes"}


def test_no_second_pipeline_has_a_price():
    assert ANSWERS["second-pipeline"] == "no"


def test_the_yuan_cannot_be_followed_past_its_last_figure_and_russia_signed_with_north_korea():
    assert ANSWERS["yuan-spreads"] == "open"
    assert "pravda_20241015" in set(answers.facts(RECORD, "russia-defers").query("says == 'no'")["source_id"])


def test_a_test_of_equality_never_tells_allies_from_partners():
    rows = TESTS[TESTS["layer"] == "equality"]
    assert len(rows) >= 3 and set(rows["allies"]) == set(rows["partners"]) == {"either"}
    assert not set(rows["speaks_for"]) & {"allies", "partners"}


def test_each_layer_has_its_tests_and_only_the_last_year_of_trade_was_predicted_by_nobody():
    assert set(TESTS["layer"]) == {"duty", "behaviour", "equality"}
    assert set(TESTS["test_id"]) - set(RECORD["rivals_predictions"]["test_id"]) == {"grew-again"}


def test_a_test_has_one_answer_a_finding_a_table_or_facts():
    of_facts = set(RECORD["rivals_facts"]["test_id"])
    of_findings = set(TESTS.dropna(subset="finding_id")["test_id"])
    of_tables = set(answers.BY_TABLES)
    assert of_facts | of_findings | of_tables == set(TESTS["test_id"])
    assert len(of_facts) + len(of_findings) + len(of_tables) == len(TESTS)


# --- one rule for both sides --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows, answer",
    [
        ([("yes", "stated")], "yes"),
        ([("no", "published")], "no"),
        ([("yes", "stated"), ("no", "stated")], "disputed"),
        ([("yes", "reported"), ("no", "stated")], "open"),
        ([("yes", "alleged")], "open"),
        ([("no", "reported")], "open"),
        ([("yes", "published"), ("no", "reported")], "yes"),
    ],
)
def test_only_firm_facts_decide_and_a_report_keeps_a_test_open(rows, answer):
    assert answers.by_facts(pd.DataFrame(rows, columns=["says", "status"])) == answer


@pytest.mark.parametrize(
    "allies, partners, answer, speaks_for",
    [
        ("yes", "no", "yes", "allies"),
        ("yes", "no", "no", "partners"),
        ("yes", "either", "no", "partners"),
        ("yes", "either", "yes", "neither"),
        ("either", "either", "no", "neither"),
        ("either", "no", "yes", "allies"),
        ("yes", "no", "disputed", "not settled"),
    ],
)
def test_an_answer_speaks_for_a_side_only_if_the_other_predicted_otherwise(allies, partners, answer, speaks_for):
    assert answers.side(allies, partners, answer) == speaks_for


# --- the alleged annex ----------------------------------------------------------------------------------------------------


def without_annex():
    """The record as if nobody had spoken of the annex."""
    treaties, told = RECORD["treaties"], RECORD["rivals_facts"]
    tables = {
        "treaties": treaties[treaties["pact_id"] != "annex_2022"],
        "rivals_facts": told[told["test_id"] != "secret-duty"],
    }
    return edited(RECORD, tables)


def test_the_annex_rests_on_one_author_and_is_alleged():
    told = answers.facts(RECORD, "secret-duty").query("says == 'yes'")
    assert set(told["reporter"]) == {"owen-matthews"} and set(told["status"]) == {"alleged"}
    assert ANSWERS["secret-duty"] == "open"


def test_the_annex_moves_no_verdict():
    with without_annex() as record:
        for claim_id in ("not-formal-allies", "no-formal-alliances", "hub-and-spoke"):
            assert finding(claim_id, record=record).verdict == finding(claim_id).verdict
        for id, one in of_propositions().items():
            assert finding(id, record=record).verdict == one.verdict
        rest = tables.tests(record).set_index("test_id")["answer"].drop("secret-duty")
    assert rest.equals(ANSWERS.drop("secret-duty"))


# --- the explanations -----------------------------------------------------------------------------------------------------


def test_the_books_own_explanation_predicts_what_its_propositions_do():
    own = RECORD["rivals_predictions"].query("explanation == 'partners'").set_index("test_id")
    tests = TESTS.set_index("test_id")
    for test_id, row in own.iterrows():
        assert row["predicts"] == tests.loc[test_id, "partners"]
        if tests.loc[test_id, "finding_id"] in of_propositions():
            assert row["basis"] == "registered" and row["ground"] == tests.loc[test_id, "finding_id"]


def test_what_others_predict_has_a_source_and_what_we_predict_has_none():
    rows = RECORD["rivals_predictions"]
    assert (rows["source_id"].isna() == (rows["explanation"] == "partners")).all()
    assert not (rows["basis"].eq("registered") & rows["explanation"].ne("partners")).any()


def test_no_prediction_of_others_failed_and_most_are_our_reading():
    others = MADE[MADE["explanation"] != "partners"]
    assert not (others["outcome"] == "otherwise").any()
    assert 2 * (others["basis"] == "our reading").sum() > len(others)


def test_what_an_author_did_not_say_is_no_prediction():
    made = {(row.explanation, row.test_id) for row in MADE.itertuples()}
    assert not made & {("near-alliance", "standing-structures"), ("convenience", "grew-through-shock")}


def test_a_report_moves_the_training_as_it_moves_the_annex():
    moved = tables.moved_by_reports(RECORD).set_index("name")["with_reports"]
    assert moved["training"] == moved["secret promise"] == "disputed"


def test_entente_and_partners_differ_on_no_test_on_which_both_speak():
    two = MADE[MADE["explanation"].isin(["entente", "partners"])].pivot(
        index="test_id", columns="explanation", values="predicts"
    )
    both = two.dropna()
    assert len(both) and (both["entente"] == both["partners"]).all()


def test_every_explanation_of_others_was_put_before_this_books():
    rows = RECORD["rivals_explanations"].set_index("explanation")
    assert (rows.drop("partners")["year"] < rows.loc["partners", "year"]).all()


# --- words and decisions ----------------------------------------------------------------------------------------------------


def test_a_key_word_stands_beside_its_original_or_says_that_it_was_seen_in_translation_only():
    rows = RECORD["rivals_words"]
    seen = rows["wording"] == "original seen"
    assert (rows["original"].notna() == seen).all() and (rows["in_latin_letters"].notna() == seen).all()
    assert set(rows["wording"]) == {"original seen", "translation only"}


def test_foreign_support_is_in_no_source_but_the_article():
    assert not RECORD["rivals_words"]["english"].str.contains("foreign support").any()
    assert finding("li-needs-foreign-support").verdict == "text-not-obtained"


def test_decisions_on_energy_went_both_ways_and_none_of_them_names_dependence_in_chinas_words():
    rows = RECORD["rivals_decisions"]
    assert set(rows["direction"]) == {"more from Russia", "not from Russia"}
    assert rows.groupby("project").size().max() > 1 and len(tables.decisions(RECORD)) == rows["project"].nunique()
    named = rows[rows["reason_given"].str.contains("dependence")]
    assert "china-government-words" not in set(named["reporter"])
    assert (rows["date"] >= pd.Timestamp(2022, 1, 1)).all()


def test_hedging_has_evidence_on_both_sides_of_the_invasion_and_of_the_article():
    rows = RECORD["river_weighing"].query("claim_id == 'hedge-against-dependence'")
    assert (rows["side"].value_counts() >= 5).all()
    assert (rows["date"] < FIRST_DAY).any() and (rows["date"] > pd.Timestamp(2023, 9, 3)).any()
