"""The words beside the alliance charts follow from the frames: another figure, another title, and the data bear it out."""

import pytest

from audit.figures.alliance import captions
from audit.figures.figure import bears_out
from audit.findings import default_record
from audit.findings.alliance import claims, tables

RECORD = default_record()


def true_of_its_data(caption: dict) -> bool:
    data = caption["data"].reset_index(drop=True)
    return bears_out(caption["holds"], data, caption["id"])


def test_the_last_duty_to_defend_is_the_last_of_its_bars():
    runs = tables.obligation_runs(claims.pair_by_year(RECORD))
    ours = captions.pair(runs, RECORD)
    assert ours["title"].endswith(f"defence in {tables.last_year(runs)}") and true_of_its_data(ours)
    longer = runs.assign(last=runs["last"].where(runs["obligation"] != "Defence", 1991))
    theirs = captions.pair(longer, RECORD)
    assert theirs["title"] == "China and Russia last owed each other defence in 1991" and true_of_its_data(theirs)
    assert not bears_out(theirs["holds"], ours["data"])


def test_the_pacts_are_those_of_the_last_year():
    pacts = claims.defence_pacts(RECORD)
    more = pacts.assign(number=pacts["number"].where(pacts["country"] != "China", 40))
    caption = captions.pacts(more)
    assert caption["title"].endswith("China 40") and "highest number was 40" in caption["alt_text"]
    assert true_of_its_data(caption) and true_of_its_data(captions.pacts(pacts))


@pytest.mark.parametrize(
    ("north_korea", "russia", "whom"),
    [
        (("yes", "in force"), ("no", "in force"), "North Korea, and not Russia"),
        (("yes", "in force"), ("yes", "in force"), "North Korea and Russia"),
        (("no", "in force"), ("yes", "in force"), "Russia, and not North Korea"),
        (("yes", "ended"), ("differs", "in force"), "neither North Korea nor Russia"),
    ],
)
def test_whom_china_must_defend_is_what_is_coded_and_in_force(north_korea, russia, whom):
    pacts = tables.pacts(RECORD).set_index("pact")
    pacts.loc["China–North Korea 1961", ["defence", "state"]] = north_korea
    pacts.loc["China–Russia 2001", ["defence", "state"]] = russia
    caption = captions.matrix(pacts.reset_index(), RECORD)
    assert caption["title"] == f"China is bound by treaty to defend {whom}" and true_of_its_data(caption)


def test_signs_are_counted_by_stage():
    grid = tables.depth(RECORD, ["China–Russia", "NATO"])
    ours = captions.depth(grid, RECORD)
    assert "show all five moderate signs" in ours["title"] and true_of_its_data(ours)
    one_less = grid["indicator"].eq("exercises") & grid["pair"].eq("China–Russia")
    fewer = captions.depth(grid.assign(standing=grid["standing"].mask(one_less, "not found")), RECORD)
    assert "show four of five moderate signs" in fewer["title"] and true_of_its_data(fewer)
    assert not bears_out(fewer["holds"], ours["data"])


def test_who_denies_an_alliance_and_who_affirms_one():
    words = tables.statements_on_the_tie(RECORD)
    ours = captions.words(words)
    assert "and none affirms one" in ours["title"] and true_of_its_data(ours)
    chinese = words.index[words["side_name"] == "China"]
    one = words.assign(stance=words["stance"].mask(words.index == chinese[0], "alliance"))
    theirs = captions.words(one)
    assert "and one affirms one" in theirs["title"] and true_of_its_data(theirs)
    silent = captions.words(words[words["stance"] != "alliance"])
    assert "said “ally” in none of" in silent["title"] and true_of_its_data(silent)


def test_the_readers_test_says_how_many_pairs_were_looked_up():
    have = tables.pairs_to_try(RECORD)
    told = captions.attempt(have)
    assert "Bases were looked up for" in told["notes"]
    unseen = have.assign(has=have["has"].mask(have["clause"] == "bases", "unknown"))
    assert "Bases were looked up for no of" in captions.attempt(unseen)["notes"]
