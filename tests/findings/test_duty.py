"""Our own propositions of duty: was the treaty of 2001 invoked, was it raised when extended, does it stand below the spokes?"""

import pandas as pd
import pytest

from audit.findings import default_record, finding
from audit.findings.alliance import duty

RECORD = default_record()


def specifications(function, record=RECORD):
    return {one.id: one for one in function(record)}


class Edited:
    """The record with one table of ours in place of its own."""

    def __init__(self, **tables):
        self._tables = tables

    def __getitem__(self, name):
        return self._tables[name].copy() if name in self._tables else RECORD[name]

    def __getattr__(self, name):
        return getattr(RECORD, name)


# --- invoked? ---------------------------------------------------------------------------------------------------------


def test_neither_government_was_found_to_invoke_the_treaty_because_of_the_war():
    assert finding("duty-not-invoked").verdict == "supported"


def test_that_nothing_was_found_gives_no_more_than_medium_confidence():
    assert finding("duty-not-invoked").confidence.level in ("very low", "low", "medium")


def test_each_side_speaks_for_itself_in_what_was_searched():
    rows = duty.said_in_the_war(RECORD)
    assert {"china", "russia", "both"} <= set(rows["side"])
    assert (rows["date"] >= "2022-02-24").all()


def test_russia_named_the_treaty_over_taiwan_and_not_over_ukraine():
    rows = duty.said_in_the_war(RECORD)
    [taiwan] = rows[rows["invokes"] == "yes"]["occasion"].unique()
    assert taiwan == "Taiwan"
    assert specifications(duty.duty_not_invoked)["any-cause"].value is False
    assert not specifications(duty.duty_not_invoked)["any-cause"].principled


def test_the_duty_to_another_ally_was_invoked_in_public_for_the_same_war():
    rows = RECORD["treaty_invocations"]
    korea = rows[rows["treaty"] == "Russia–North Korea 2024"]
    assert (korea["invokes"] == "yes").all() and {"north-korea", "russia"} == set(korea["side"])


def test_one_text_that_invokes_it_would_be_against_the_proposition():
    rows = RECORD["treaty_invocations"]
    rows.loc[rows["occasion"] == "Kursk", ["treaty", "invokes"]] = ["China–Russia 2001", "yes"]
    ways = specifications(duty.duty_not_invoked, Edited(treaty_invocations=rows))
    assert ways["texts-found"].value is False


def test_a_record_without_a_word_of_one_side_cannot_say():
    rows = RECORD["treaty_invocations"].query("side != 'china'")
    ways = specifications(duty.duty_not_invoked, Edited(treaty_invocations=rows))
    assert ways["texts-found"].value is None


# --- raised? ----------------------------------------------------------------------------------------------------------


def test_no_duty_was_found_to_be_added_at_either_extension():
    assert finding("duty-not-raised-at-renewal").verdict == "supported"
    assert set(RECORD["treaty_renewals"]["extension"]) == {2021, 2026}


def test_whether_an_assurance_was_taken_out_in_2026_nobody_can_say_from_what_was_read():
    found = finding("duty-not-raised-at-renewal")
    assert found.alternative_verdicts["none-removed-either"] == "not-testable"


def test_the_formula_of_no_alliance_was_missing_from_what_was_read_a_year_before_the_second_extension():
    way = specifications(duty.duty_not_raised)["formula-of-2025"]
    assert way.value is False and not way.principled


def test_russias_own_treaties_of_2024_did_add_a_duty():
    treaties = RECORD["treaties"].set_index("pact_id")
    defence = RECORD["treaty_codings"].query("clause == 'defence'").set_index("pact_id")["our_reading"]
    for pact in ("russia_dprk_2024", "union_state_2024"):
        assert treaties.loc[pact, "signed"].year == 2024 and defence[pact] == "yes"


def test_a_duty_added_at_one_extension_would_be_against_the_proposition():
    rows = RECORD["treaty_renewals"]
    rows.loc[rows["extension"] == 2026, "duty_added"] = "yes"
    assert specifications(duty.duty_not_raised, Edited(treaty_renewals=rows))["both-extensions"].value is False


def test_one_extension_alone_is_not_enough():
    rows = RECORD["treaty_renewals"].query("extension == 2021")
    assert specifications(duty.duty_not_raised, Edited(treaty_renewals=rows))["both-extensions"].value is None


# --- below the spokes? ------------------------------------------------------------------------------------------------


def test_all_five_spokes_are_owed_defence_and_china_and_russia_owe_each_other_less():
    found = finding("duty-below-every-spoke")
    assert found.verdict == "supported" and found.nearest.specification.population == 5
    assert found.computed == 0 and found.exceptions == ()


def test_texts_and_coding_are_one_origin():
    ways = specifications(duty.below_every_spoke)
    assert ways["atop-2018"].origins == ("treaty-texts", "united-states-government")
    assert ways["texts"].origins == ("treaty-texts",)


def test_by_the_correlates_of_war_thailand_stands_in_no_pact():
    found = finding("duty-below-every-spoke")
    assert found.alternative_verdicts["by-other-coders"] == "not-supported"
    classes = duty.classes_by_cow(RECORD)
    assert [state for state, place in classes.items() if place <= duty.pair_by_cow(RECORD)] == ["Thailand"]


def test_with_camp_david_the_order_would_break():
    way = specifications(duty.below_every_spoke)["with-camp-david"]
    assert way.value == 1 and not way.principled and way.exceptions == ("Camp David 2023",)


def test_the_classes_stand_in_the_order_that_the_proposition_names():
    row = {"defence": "no", "consultation": "no", "nonaggression": "no"}
    rows = [row, row | {"nonaggression": "yes"}, row | {"consultation": "yes"}, row | {"defence": "yes"}]
    assert [duty.class_of(one) for one in rows] == [0, 1, 2, 3]
    assert duty.class_of({"defence": "yes", "consultation": "yes", "nonaggression": "yes"}) == 3


def test_a_spoke_whose_duty_was_no_higher_would_be_an_exception():
    pledges = RECORD["alliance_pledges_2018"]
    thai = (pledges["pledge_from"] == "US") & (pledges["pledge_to"] == "Thailand")
    pledges.loc[thai, "defence"] = "no"
    ways = specifications(duty.below_every_spoke, Edited(alliance_pledges_2018=pledges))
    assert ways["atop-2018"].value == 1 and ways["atop-2018"].exceptions == ("Thailand",)


@pytest.mark.parametrize("table", ["treaty_invocations", "treaty_renewals", "spoke_pacts"])
def test_every_row_names_a_source_that_was_seen(table):
    rows = RECORD[table]
    assert set(rows["source_id"]) <= set(RECORD.sources.index)
    assert rows["fact"].str.len().gt(10).all() and isinstance(rows, pd.DataFrame)


def test_the_pair_is_looked_up_in_both_directions():
    rows = duty.pair_now(default_record())
    assert set(zip(rows["pledge_from"], rows["pledge_to"], strict=True)) == {("China", "Russia"), ("Russia", "China")}
