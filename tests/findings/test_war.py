"""The acid test, as statements about the world."""

import pytest

from audit.figures.war import captions, numbers
from audit.findings import default_record, finding
from audit.findings.war import arms, tables, votes
from tests.prose_numbers import war

RECORD = default_record()


# --- votes ------------------------------------------------------------------------------------------------------------


def test_on_the_war_china_votes_as_india_more_often_than_as_belarus():
    found = finding("votes-as-india-not-belarus")
    assert found.verdict == "supported-on-its-own-terms"  # texts that would cost Russia something turn it round
    assert found.alternative_verdicts == {"also-in-the-last-two-years": "supported"}
    values = {one.specification.id: one.specification.value for one in found.judged}
    assert values["all-texts"] == 5 and values["invasion-and-peace"] == 7
    assert values["not-seen-as-belarus"] == 3  # even at its worst


def test_on_texts_that_would_cost_russia_something_the_answer_turns_round_and_it_counts():
    found = finding("votes-as-india-not-belarus")
    assert found.specification("costly-texts").specification.value == -3
    assert found.specification("costly-texts").counts and found.specification("invasion-and-peace").counts
    assert found.confidence.origins == 1  # every check cuts the same roll calls


def test_a_vote_that_was_seen_bounds_a_text_of_which_another_was_not():
    rows = votes.texts(RECORD).set_index("vote_id")
    worst = votes.at_worst(rows)
    assert worst["ga_78_plant"] == 0  # China and India abstained: at worst it is as both
    assert worst["ga_78_rights"] == -1 and worst["ga_79_rights"] == -1
    seen = votes.known(rows).index
    assert worst[seen].sum() == votes.balance(rows)


def test_in_the_council_china_gave_russia_the_only_other_vote_on_two_drafts_and_it_is_set_aside():
    one = finding("votes-as-india-not-belarus").specification("security-council")
    assert one.specification.text == "3 as India, 2 as Russia" and not one.counts
    rows = votes.council(RECORD)
    alone = rows[(votes.side(rows, "russia") == "as Russia") & (rows["yes"] == 2)]
    assert len(alone) == 2 and set(alone["drafted_by"]) == {"Russia"}


def test_other_treaty_allies_of_russia_were_seen_to_abstain_as_india_does():
    rows = votes.treaty_allies(RECORD)
    assert set(rows["side"]) == {"as India"} and rows["state"].nunique() == 4


def test_every_text_on_the_invasion_and_on_peace_found_china_with_india():
    rows = tables.war_votes(RECORD)
    assert set(rows.loc[rows["subject"] == "invasion and peace", "side"]) == {"as India"}


def test_beside_iran_the_answer_would_be_another():
    assert votes.balance(votes.texts(RECORD), "iran") < 0


def test_a_text_on_which_a_vote_was_not_seen_counts_for_neither():
    rows = votes.texts(RECORD)
    assert len(rows) - len(votes.known(rows)) == (votes.side(rows) == "not seen").sum() == 3


# --- the codings ------------------------------------------------------------------------------------------------------


def test_every_fact_on_china_was_coded_twice():
    once = set(RECORD["war_conduct"]["row_id"]) ^ set(RECORD["war_second_coding"]["row_id"])
    assert once == {"rusi-2025"}  # on Russia, and added later


def test_the_coders_agree_on_nearly_all_kinds_and_readings_and_less_on_status():
    found = tables.agreement(RECORD).set_index("code")
    assert found["same"].to_dict() == {"kind": 68, "status": 63, "reading": 69}
    assert found["kappa"].idxmin() == "status" and found["kappa"].min() > 0.8
    assert len(tables.disagreements(RECORD)) == 13


def test_the_second_coding_would_confirm_arms_too_and_ours_does_not():
    ours, second = tables.confirmed_by(RECORD), tables.confirmed_by(RECORD, second=True)
    assert {kind for kind in second if second[kind] != ours[kind]} == {
        "Arms from the state",
        "Arms from firms",
    }
    assert (
        sum(second[kind] for kind in tables.KINDS.values() if kind != "Arms from firms") > 7 / 2
    )  # the concert's kinds
    assert [kind for kind, sure in ours.items() if sure] == ["Goods", "Payments", "Refusal of sanctions"]


def test_a_reading_follows_the_written_rules():
    rows = RECORD["war_conduct"]
    assert set(rows.loc[rows["took_part"] == "no", "reading"]) <= {"restraint", "mixed"}
    assert set(rows.loc[rows["took_part"] == "yes", "reading"]) <= {"support", "mixed"}


# --- conduct ----------------------------------------------------------------------------------------------------------


def test_only_goods_payments_and_sanctions_are_confirmed_and_payments_not_in_2023():
    now, then = (tables.by_kind(RECORD, known_only=only).set_index("kind")["confirmed"] for only in (False, True))
    assert list(now.index[now]) == ["Goods", "Payments", "Refusal of sanctions"]
    assert list(then.index[then]) == ["Goods", "Refusal of sanctions"]


def test_firm_facts_are_counted_alike_in_chart_table_and_text():
    counted, marks = tables.firm_facts(RECORD), tables.marks(RECORD)
    firm = marks[(marks["firm"] == "yes") & (marks["points"] == "support")]
    assert counted["support"].sum() == len(firm) == tables.by_kind(RECORD)["firm"].sum() == 19
    assert counted["restraint"].sum() == 10 and counted[tables.OWN_WORD].sum() == 8
    assert counted.loc["Arms from the state"].tolist() == [2, 0, 8, 1]


def test_the_newest_register_has_less_for_russia_than_the_one_before_has_of_two_states():
    every = arms.everybody(RECORD).groupby("vintage")["delivered_tiv_mn"].sum()
    two = arms.to_russia(RECORD).query("supplier != 'China'")["delivered"].sum()
    assert every[arms.NEWEST] < two < every[arms.LATEST]
    one = finding("arms-below-a-treaty-ally").specification("newest-vintage")
    assert one.specification.value is None and not one.counts


def test_reports_on_training_are_all_of_newsrooms_and_are_denied():
    rows = tables.conduct(RECORD).query("question == 'training'")
    assert set(rows.loc[rows["reading"] == "support", "status"]) == {"reported"}
    assert rows.loc[rows["reading"] == "restraint", "reporter"].tolist() == ["china-government-words"]
    assert (rows["known"] == "no").all()


def test_the_american_statements_of_june_and_july_2023_were_out_before_the_article():
    rows = tables.conduct(RECORD).set_index("row_id")
    for row in ("blinken-2023", "blinken-firms-2023", "odni-goods-2023", "odni-payments-2023", "leak-2023"):
        assert rows.loc[row, "known"] == "yes", row


def test_the_three_degrees_differ_and_stand_at_both_dates():
    found = tables.readings().set_index("degree")
    assert found["then"].to_dict() == {
        "As a soldier": "supported",
        "As an armourer": "supported",
        "As a supplier": "not-supported",
    }
    assert found["now"].to_dict() == found["then"].to_dict() | {"As an armourer": "supported-on-its-own-terms"}


def test_a_leak_and_a_listing_of_firms_are_shown_and_set_aside():
    ways = {one.specification.id: one for one in finding("stops-short-of-war").alternatives["no-arms-from-the-state"]}
    for aside in ("arms-leak-2023", "arms-firms"):
        assert ways[aside].agrees is False and not ways[aside].specification.principled


def test_a_state_with_a_duty_recognises_and_one_without_does_not():
    rows = tables.beside(RECORD).query("kind == 'Recognition'").set_index("state")
    assert rows.loc["North Korea", "told"].startswith("Supports")
    assert rows.loc["Iran", "told"].startswith("Does not recognise")


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_marks_of_a_row_stand_side_by_side():
    for marks in (tables.marks(RECORD), tables.vote_marks(RECORD)):
        assert not marks.duplicated(["row", "x"]).any()
    then = tables.marks(RECORD).query("known == 'yes'")
    assert then["x"].max() < tables.COLUMNS["no"]


@pytest.mark.parametrize("caption", [captions.conduct, captions.own_status])
def test_a_caption_of_conduct_follows_from_its_marks(caption):
    told = caption(tables.marks(RECORD))
    assert len(told["data"]) == len(tables.marks(RECORD)) and told["sources"]


def test_the_title_of_the_votes_follows_from_the_marks():
    marks = tables.vote_marks(RECORD)
    assert "as India did on ten and as Belarus did on five" in captions.votes(marks)["title"]
    assert "as India did on nine" in captions.votes(marks[marks["place"] > 0])["title"]


def test_the_numbers_of_the_prose_are_those_counted_afresh():
    found = (numbers.conduct, numbers.coding, numbers.on_the_war, numbers.arms)
    assert {name: text for one in found for name, text in one(RECORD).items()} == war.own(RECORD)
