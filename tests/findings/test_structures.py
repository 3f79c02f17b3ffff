"""Standing structures: what two armed forces keep between exercises, for China and Russia and for the five spokes."""

import pytest

from audit.findings import default_record, finding
from audit.findings.exercises import structures

RECORD = default_record()
SPOKES = ["Australia", "Japan", "Philippines", "South Korea", "Thailand"]


class Edited:
    """The record with one table of ours in place of its own."""

    def __init__(self, rows):
        self._rows = rows

    def __getitem__(self, name):
        return self._rows.copy() if name == "standing_structures" else RECORD[name]

    def __getattr__(self, name):
        return getattr(RECORD, name)


def specifications(record=RECORD):
    return {one.id: one for one in structures.no_standing_structures(record)}


def test_none_of_the_three_was_found_between_china_and_russia():
    found = finding("no-standing-structures")
    assert found.verdict == "supported" and found.computed == 0


def test_that_nothing_was_found_gives_no_more_than_medium_confidence():
    assert finding("no-standing-structures").confidence.level in ("very low", "low", "medium")


def test_south_korea_has_a_command_and_bases_and_japan_has_bases():
    assert structures.number(RECORD, "United States–South Korea") >= 2
    assert structures.number(RECORD, "United States–Japan") >= 1


def test_two_treaty_allies_of_america_have_no_more_than_china_and_russia():
    numbers = {state: structures.number(RECORD, f"United States–{state}") for state in SPOKES}
    assert [state for state, number in numbers.items() if number == 0] == ["Australia", "Philippines", "Thailand"]
    assert finding("no-standing-structures").alternative_verdicts["fewer-than-any-spoke"] == "not-supported"


def test_what_lasts_for_an_exercise_is_set_aside():
    way = specifications()["with-those-in-part"]
    assert way.value > 0 and not way.principled


def test_atop_codes_the_treaty_of_2001_like_that_with_the_philippines():
    codes = ["atop_base", "atop_milinst"]
    depth = RECORD["exercise_depth"].query("indicator in @codes").set_index(["pair", "indicator"])["value"]
    for code in codes:
        assert depth["China-Russia", code] == depth["US-Philippines", code] == 0


@pytest.mark.parametrize("structure", structures.STRUCTURES)
def test_one_standing_structure_would_be_against_the_proposition(structure):
    rows = RECORD["standing_structures"]
    ours = (rows["pair"] == structures.OURS) & (rows["structure"] == structure)
    rows.loc[ours, "exists"] = "yes"
    assert specifications(Edited(rows))["record"].value == 1


@pytest.mark.parametrize("structure", structures.STRUCTURES)
def test_a_question_that_nobody_asked_cannot_be_answered(structure):
    rows = RECORD["standing_structures"]
    rows = rows[~((rows["pair"] == structures.OURS) & (rows["structure"] == structure))]
    assert specifications(Edited(rows))["record"].value is None


def test_each_pair_was_asked_for_all_three():
    asked = RECORD["standing_structures"].groupby("pair")["structure"].agg(set)
    assert len(asked) == 1 + len(SPOKES) and (asked == set(structures.STRUCTURES)).all()
