"""The Mekong: statements about the world, computed from the record, and the rules by which its predictions are scored."""

import pandas as pd
import pytest

from audit.findings import default_ledger, finding
from audit.findings.institutions import river
from audit.findings.institutions.river import NO, UNKNOWN, YES, Nearer, nearer, signs, split, weighed
from audit.inputs.record import open_record
from audit.judgement import CAME_TRUE, DID_NOT, IN_PART, NOT_OBTAINED, NOT_TESTABLE, OPEN, SAID, SUPPORTED

RECORD = open_record()
CLAIMS = default_ledger().claims
TODAY = signs(RECORD, river.SCORED, river.LAST_BY_STATE).set_index("state")
BEFORE = signs(RECORD, river.ARTICLE_DAY, river.ARTICLE_EDITION).set_index("state")


# --- who chairs? ------------------------------------------------------------------------------------------------------


def test_china_was_a_chair_of_every_meeting_whose_chairs_were_seen():
    rows = river.meetings(RECORD)
    assert set(rows["china_chairs"]) == {"yes", "not seen"}
    assert rows.loc[rows["china_chairs"] == "yes", "other_chair"].notna().all()


def test_of_ten_meetings_before_the_article_one_is_not_seen():
    rows = river.meetings(RECORD, river.ARTICLE_DAY).drop_duplicates("meeting_id")
    assert (len(rows), (rows["china_chairs"] == "not seen").sum()) == (10, 1)
    assert rows.loc[rows["china_chairs"] == "not seen", "place"].tolist() == ["Dali"]


def test_no_meeting_is_missing_from_either_level():
    rows = river.meetings(RECORD).drop_duplicates("meeting_id")
    for _, level in rows.groupby("level"):
        assert level["meeting_number"].tolist() == list(range(1, len(level) + 1))


def test_the_other_chair_goes_round():
    seen = river.meetings(RECORD, river.ARTICLE_DAY).drop_duplicates("meeting_id")["other_chair"].dropna()
    assert seen.tolist() == [
        "Thailand",
        "Thailand",
        "Cambodia",
        "Cambodia",
        "Laos",
        "Laos",
        "Laos",
        "Myanmar",
        "Myanmar",
    ]


def test_permanent_holds_in_practice_and_without_chinas_word_and_the_rule_was_not_seen():
    one = finding("lmc-permanent-co-chair")
    assert (one.verdict, one.verdict_at_publication) == (SUPPORTED, SUPPORTED)
    assert "china-government-words" not in one.specification("others-accounts").specification.origins
    assert one.alternative_verdicts == {"by-rule": NOT_TESTABLE}


@pytest.mark.parametrize(
    ("chairs", "others", "answer"),
    [
        (["yes", "yes"], ["Laos", "Thailand"], True),
        (["yes", "yes"], ["Laos", "Laos"], False),
        (["yes", "no"], ["Laos", "Thailand"], False),
        (["yes", "not seen", "yes"], ["Laos", None, "Thailand"], True),
        (["not seen"], [None], None),
    ],
)
def test_a_permanent_chair_never_changes_while_the_other_does(chairs, others, answer):
    assert river.always_china(pd.DataFrame({"china_chairs": chairs, "other_chair": others})) is answer


# --- what was said ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim_id", [one for one in river.STATEMENTS if one not in river.NAMED_TEXT])
def test_each_statement_was_said_before_the_article(claim_id):
    one = finding(claim_id)
    assert (one.verdict, one.verdict_at_publication) == (SAID, SAID)
    assert set(one.alternative_verdicts.values()) <= {SAID}


def test_the_phrase_is_chinas_own_rendering_and_not_only_a_scholars():
    rows = RECORD["river_words"].query("part == 'shared-river-rhetoric.the-phrase'")
    carried = rows[rows["carries"] == "yes"]
    assert carried["date"].min() == pd.Timestamp(2018, 12, 17)
    assert set(rows.loc[rows["carries"] == "no", "reporter"]) == {"china-commentators"}


def test_the_paper_itself_was_read_in_part_and_its_reason_says_so():
    rows = RECORD["river_words"].query("source_id == 'cpcml_gsi_2023'")
    assert set(rows["carries"]) == {"no"} and set(rows["read"]) == {"part"}
    found = finding("gsi-pilot-zone")
    assert found.verdict == NOT_OBTAINED  # the minister's words of the year before are no words of the paper
    assert "own paragraph was not" in found.nearest.specification.reason


def test_often_rests_on_three_texts_of_one_week():
    rows = RECORD["river_words"].query("part == 'contrast-with-washington.contrast' and carries == 'yes'")
    assert len(rows) == 3
    assert rows["date"].max() - rows["date"].min() < pd.Timedelta(days=7)


def test_every_part_of_a_registered_test_was_looked_for_and_none_that_is_not_in_one():
    asked = set()
    for claim_id in river.STATEMENTS:
        for test in CLAIMS[claim_id].readings:
            asked |= {f"{claim_id}.{part.id}" for part in test.parts} or {f"{claim_id}.{test.id}"}
    assert set(RECORD["river_words"]["part"]) == asked


def test_at_most_six_words_are_quoted():
    assert RECORD["river_words"]["words"].dropna().str.split().str.len().max() <= 6


# --- did the region split? --------------------------------------------------------------------------------------------


def test_cambodia_laos_and_thailand_are_nearer_to_china_and_so_are_indonesia_and_malaysia():
    assert TODAY.index[TODAY["nearer"] == YES].tolist() == ["Cambodia", "Laos", "Thailand", "Indonesia", "Malaysia"]


def test_none_was_surely_nearer_when_the_article_appeared():
    assert YES not in set(BEFORE["nearer"])
    assert BEFORE.index[BEFORE["nearer"] == UNKNOWN].tolist() == [
        "Cambodia",
        "Myanmar",
        "Brunei",
        "Indonesia",
        "Malaysia",
    ]


def test_all_five_mekong_states_have_a_place_in_a_club_and_two_of_the_others():
    assert set(TODAY.loc[TODAY["mekong"], "club"]) == {YES}
    assert (TODAY.loc[~TODAY["mekong"], "club"] == YES).sum() == 2
    assert BEFORE.index[BEFORE["club"] == YES].tolist() == ["Cambodia", "Myanmar"]


def test_chinese_forces_were_seen_to_stay_in_cambodia_alone_and_after_the_article():
    rows = RECORD["river_drills"].query("kind == 'presence'")
    assert set(rows["state"]) == {"Cambodia"}
    assert rows["date"].min() > river.ARTICLE_DAY


def test_exercises_are_a_sign_only_where_forces_stay():
    assert TODAY["drills"].to_dict() == {**dict.fromkeys(TODAY.index, UNKNOWN), "Cambodia": YES}


def test_vietnam_is_nearer_only_if_what_was_seen_of_exercises_counts():
    seen = signs(RECORD, river.SCORED, river.LAST_BY_STATE, as_seen=True).set_index("state")
    assert (TODAY.loc["Vietnam", "nearer"], seen.loc["Vietnam", "nearer"]) == (UNKNOWN, YES)
    assert (TODAY.loc["Brunei", "nearer"], seen.loc["Brunei", "nearer"]) == (UNKNOWN, NO)


def test_the_prediction_of_a_split_came_true_in_part_at_least():
    one = finding("could-split-region")
    assert (one.verdict, one.verdict_at_publication) == (IN_PART, OPEN)
    assert one.specification("drills-as-seen").specification.value == CAME_TRUE
    assert one.specification("survey-2026").specification.value is None
    older = one.specification("survey-2024")
    assert (
        older.specification.value == IN_PART and not older.counts
    )  # the same sum with one input swapped is no second check
    assert one.alternative_verdicts == {"formal-groups": DID_NOT}


def halves(here: str, there: str) -> pd.DataFrame:
    """Ten states from letters: y nearer, n not, u unknown; the Mekong five first."""
    words = {"y": YES, "n": NO, "u": UNKNOWN}
    return pd.DataFrame({"mekong": [True] * 5 + [False] * 5, "nearer": [words[letter] for letter in here + there]})


@pytest.mark.parametrize(
    ("now", "then", "rung"),
    [
        (("yyynn", "yynnn"), ("nnnnn", "nnnnn"), CAME_TRUE),
        (("yyynn", "yyynn"), ("nnnnn", "nnnnn"), IN_PART),
        (("yyynn", "yyunn"), ("nnnnn", "nnnnn"), IN_PART),  # the rung that is sure
        (("yynnn", "nnnnn"), ("nnnnn", "nnnnn"), DID_NOT),
        (("yyynn", "nnnnn"), ("yyynn", "nnnnn"), DID_NOT),  # no more than before
        (("yyynn", "nnnnn"), ("uuunn", "nnnnn"), None),
        (("yyuuu", "nnnnn"), ("nnnnn", "nnnnn"), None),
    ],
)
def test_a_split_is_scored_by_what_is_sure(now, then, rung):
    assert split(halves(*now), halves(*then)) == rung


def test_what_could_be_is_counted_beside_what_is():
    assert nearer(halves("yyunn", "nnnnn"), mekong=True) == Nearer(2, 3)


def test_every_state_is_of_one_half():
    assert set(river.MEKONG) | set(river.OTHERS) == set(RECORD["river_survey"]["state"]) - {"Ten states"}
    assert not set(river.MEKONG) & set(river.OTHERS)


def test_sources_of_the_survey_agree_where_two_tell_of_one_state():
    rows = RECORD["river_survey"].dropna(subset="share_pct")
    assert rows.groupby(["edition", "state"])[["choice", "share_pct"]].nunique().max().max() == 1


def test_no_survey_by_state_was_seen_after_2025_and_the_last_whole_one_is_of_2024():
    rows = RECORD["river_survey"].query("state != 'Ten states'")
    assert rows["edition"].max() == river.LAST_BY_STATE
    seen = rows.groupby("edition")["state"].nunique()
    assert seen[seen == 10].index.max() == river.WHOLE_BY_STATE
    assert set(RECORD["river_survey"].query("state == 'Ten states'")["edition"]) == {
        2020,
        2021,
        2022,
        2023,
        2024,
        2025,
        2026,
    }


# --- is it a challenge? -----------------------------------------------------------------------------------------------


def test_washington_named_the_initiatives_and_no_text_of_an_ally_that_was_read_did():
    one = finding("challenge-to-us")
    assert (one.verdict, one.verdict_at_publication) == (IN_PART, OPEN)
    assert one.specification("text-as-reported").specification.value == CAME_TRUE
    assert one.alternative_verdicts == {"the-way-out-was-used": IN_PART}


def test_every_text_of_the_prediction_is_newer_than_the_article():
    rows = RECORD["river_facts"].query("claim_id == 'challenge-to-us'")
    assert (rows["date"] > river.ARTICLE_DAY).all() and (rows["date"] <= river.SCORED).all()


# --- judgements -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim_id", river.JUDGEMENTS)
def test_a_judgement_has_two_sides_and_the_other_side_comes_first(claim_id):
    rows = weighed(RECORD, claim_id)
    assert (rows["side"].value_counts() >= 2).all() and set(rows["side"]) == {"for", "against"}
    assert rows["side"].iloc[0] == "against"
    assert finding(claim_id).verdict == "no-verdict"


@pytest.mark.parametrize("claim_id", river.JUDGEMENTS)
def test_evidence_is_of_a_kind_that_the_ledger_named_beforehand_or_says_that_it_is_not(claim_id):
    evidence = CLAIMS[claim_id].evidence
    named = {"for": len(evidence.supports), "against": len(evidence.opposes)}
    for row in weighed(RECORD, claim_id).dropna(subset="kind_of_evidence").itertuples():
        assert row.kind_of_evidence <= named[row.side]


def test_no_row_weighs_a_claim_that_has_a_test():
    assert set(RECORD["river_weighing"]["claim_id"]) == set(river.JUDGEMENTS)


def test_every_claim_of_the_mekong_is_answered():
    assert {claim_id for claim_id in river.SPECIFICATIONS if finding(claim_id).verdict == "not-judged-yet"} == set()
