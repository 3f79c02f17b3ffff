"""What was said of the tie, and what the articles report of it: statements about the world, computed from the record."""

import csv
import shutil
from pathlib import Path

import pytest

from audit.findings import default_ledger, finding
from audit.findings.alliance.words import STATEMENTS, joint_texts, missing, parts_of
from audit.inputs.record import check_record, open_record
from audit.judgement import NOT_FOUND, NOT_OBTAINED, SAID, SAID_IN_PART
from audit.paths import DATA

RECORD = open_record()
WORDS, ALL_PARTS, TEXTS = (RECORD[name] for name in ("alliance_words", "statement_parts", "statement_texts"))
SHOWN = WORDS[(WORDS["shown"] == "yes") & (WORDS["side"] != "other")]
CLAIMS = default_ledger().claims
PARTS = ALL_PARTS[[CLAIMS[claim].chapter == "alliance" for claim in ALL_PARTS["claim_id"]]]
LIU = [claim for claim in STATEMENTS if claim.startswith("liu-")]


@pytest.fixture
def changed(tmp_path: Path):
    """Opens a copy of the record after ``change`` has been made to the rows of one of its tables."""

    def opened(table, change):
        data = Path(shutil.copytree(DATA, tmp_path / "data"))
        path = data / f"{table}.csv"
        with path.open(newline="", encoding="utf-8") as text:
            reader = csv.DictReader(text)
            fields, rows = reader.fieldnames, list(reader)
        with path.open("w", newline="", encoding="utf-8") as text:
            writer = csv.DictWriter(text, fields, lineterminator="\n")
            writer.writeheader()
            writer.writerows(change(rows))
        return open_record(data)

    return opened


# --- who called the tie what ------------------------------------------------------------------------------------------


BOTH = "no alliance, and above one"


def test_only_russians_called_the_other_an_ally():
    assert set(SHOWN.loc[SHOWN["stance"] == "alliance", "side"]) == {"russia"}


def test_the_kremlin_said_ally_before_the_articles_and_putin_after_them():
    rows = SHOWN[SHOWN["stance"] == "alliance"]
    assert [(row.speaker, f"{row.date:%Y-%m-%d}") for row in rows.itertuples()] == [
        ("Dmitry Peskov", "2020-07-24"),
        ("Dmitry Peskov", "2023-02-21"),
        ("Vladimir Putin", "2024-11-07"),
        ("Vladimir Putin", "2025-12-19"),
    ]


def test_most_russian_statements_do_not_say_ally():
    russian = SHOWN[SHOWN["side"] == "russia"]
    assert (russian["stance"] == "alliance").mean() < 0.5
    assert russian["stance"].isin(["no alliance", BOTH]).sum() > (russian["stance"] == "alliance").sum()


def test_an_alliance_that_is_conceivable_is_not_denied():
    assert WORDS.set_index("statement_id").loc["2020-10-22-vladimir-putin", "stance"] == "not ruled out"


def test_who_says_both_halves_has_a_class_of_his_own_on_every_side():
    assert set(SHOWN.loc[SHOWN["stance"] == BOTH, "side"]) == {"both", "china", "russia"}
    assert not WORDS["note"].fillna("").str.contains("classed by the higher").any()


def test_of_14_chinese_statements_twelve_deny_an_alliance_and_none_affirms_one():
    chinese = SHOWN[(SHOWN["side"] == "china") & (SHOWN["date"] >= "2019-01-01")]
    assert (len(chinese), chinese["stance"].isin(["no alliance", BOTH]).sum()) == (14, 12)
    assert not chinese["stance"].isin(["alliance", "above an alliance"]).any()


def test_chinese_voices_put_the_tie_above_an_alliance_only_while_denying_one():
    rows = SHOWN[(SHOWN["side"] == "china") & (SHOWN["stance"] == BOTH)]
    assert list(rows["speaker"]) == ["Wang Yi", "Xi Jinping (per Ushakov)", "Li Shangfu", "Wang Wenbin"]


def test_a_disputed_interview_is_on_record_in_both_versions_and_not_counted():
    rows = WORDS[WORDS["speaker"] == "Zhang Hanhui"]
    assert set(rows["stance"]) == {"no alliance", "alliance"} and set(rows["shown"]) == {"no"}


def test_a_joint_text_whose_passage_was_not_seen_is_not_on_the_timeline():
    assert WORDS.set_index("statement_id").loc["2026-05-20-joint-statement", "shown"] == "no"


def test_no_piece_is_called_absent_from_a_joint_text():
    texts = joint_texts(RECORD)
    assert list(texts.columns) == ["June 2021", "February 2022", "March 2023", "May 2024", "May 2025", "May 2026"]
    assert set(texts.to_numpy().ravel()) == {"said", "not seen"}
    assert set(texts["May 2026"]) == {"not seen"}
    read = RECORD.sources.loc[WORDS.loc[WORDS["speaker"] == "Joint statement", "source_id"], "seen"]
    assert "whole" not in set(read)


def test_the_declared_policy_is_no_alliance_with_a_big_power():
    policy = WORDS[WORDS["claim_id"] == "no-formal-alliances"]
    assert policy["paraphrase"].str.contains("big power").all() and set(policy["shown"]) == {"no"}


def test_the_names_that_were_searched_are_printed_in_chinese():
    sought = TEXTS.set_index("text_id")["sought"]
    for text in ("liu-lan-article", "xiongjie-text", "wu-interview"):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in sought[text]), text


@pytest.mark.parametrize(
    ("day", "pieces"),
    [
        ("2021-06-28", {"is no alliance", "surpasses"}),
        ("2022-02-04", {"surpasses", "no limits", "third parties"}),
        ("2023-03-21", {"is no alliance", "surpasses", "three noes"}),
        ("2024-05-16", {"surpasses", "three noes"}),
        ("2025-05-08", {"third parties"}),
    ],
)
def test_the_joint_texts_hold_these_pieces_of_the_formula(day, pieces):
    row = WORDS[(WORDS["date"] == day) & (WORDS["side"] == "both")].squeeze()
    assert set(row["formula"].split(" | ")) == pieces
    denied = pieces & {"is no alliance", "three noes"}
    expected = (BOTH if denied else "above an alliance") if "surpasses" in pieces else "partnership"
    assert row["stance"] == expected


def test_that_they_are_no_alliance_was_last_said_jointly_in_2023():
    joint = WORDS[(WORDS["side"] == "both") & WORDS["formula"].fillna("").str.contains("is no alliance")]
    assert joint["date"].max().year == 2023


def test_only_a_joint_text_has_pieces_of_the_formula():
    assert set(WORDS.loc[WORDS["formula"].notna(), "side"]) == {"both"}


def test_only_the_treaty_is_addressed_as_a_treaty():
    assert list(WORDS.loc[WORDS["audience"] == "treaty", "speaker"]) == ["Treaty text"]


def test_the_words_of_the_initiative_are_not_on_the_timeline_of_the_tie():
    assert WORDS.set_index("statement_id").loc["2023-08-15-li-gsi", "shown"] == "no"


def test_quoted_words_are_few():
    assert WORDS["words"].dropna().str.split().str.len().max() <= 6


def test_a_placeholder_is_not_called_a_day():
    months = WORDS[WORDS["date_precision"] == "month"]
    assert (months["date"].dt.day == 1).all()


def test_no_statement_rests_on_the_audited_articles():
    used = {*WORDS["source_id"], *WORDS["second_source_id"].dropna(), *TEXTS["source_id"].dropna()}
    assert not RECORD.sources.loc[sorted(used), "publisher"].str.contains("Asia Times|Politburo").any()


# --- parts and texts --------------------------------------------------------------------------------------------------


def test_every_statement_of_the_chapter_is_judged_by_its_parts():
    judged = {name for name, claim in CLAIMS.items() if (claim.chapter, claim.kind) == ("alliance", "statement")}
    assert set(STATEMENTS) == judged == set(PARTS["claim_id"])


def test_a_part_belongs_to_one_claim_and_a_row_to_the_claim_of_its_part():
    assert (PARTS["part"].str.partition(".")[0] == PARTS["claim_id"]).all()
    carrying = WORDS[WORDS["part"].notna()]
    assert (carrying["part"].str.partition(".")[0] == carrying["claim_id"]).all()


def test_the_parts_are_those_that_the_ledger_names():
    for claim in STATEMENTS:
        named = {part.id for test in CLAIMS[claim].readings for part in test.parts}
        assert CLAIMS[claim].test.parts and named == set(
            PARTS.loc[PARTS["claim_id"] == claim, "part"].str.partition(".")[2]
        ), claim


def test_a_text_without_a_copy_was_not_obtained():
    assert ((TEXTS["read"] == "not obtained") == TEXTS["source_id"].isna()).all()


def test_no_text_is_called_whole_of_which_only_a_part_was_seen():
    whole = TEXTS.loc[TEXTS["read"] == "whole", "source_id"]
    assert (RECORD.sources.loc[whole, "seen"] == "whole").all()


def test_every_word_of_the_record_bears_on_a_claim_that_exists():
    assert set(WORDS["claim_id"].dropna()) | set(RECORD["alliance_events"]["claim_id"]) <= set(CLAIMS)


def test_what_must_fall_in_a_window_falls_in_it():
    days = WORDS.set_index("part")["date"].groupby("part").agg(["min", "max"])
    of = {claim: days[days.index.str.startswith(f"{claim}.")] for claim in ("alliance-concerns", "ream-denials")}
    assert (of["alliance-concerns"]["min"] >= "2022-02-24").all()
    assert (of["alliance-concerns"]["max"] <= "2023-09-03").all()
    assert (of["ream-denials"]["max"] < "2023-09-01").all()


# --- what was said ----------------------------------------------------------------------------------------------------

OUTCOMES = {
    SAID: {
        "shoigu-more-than-alliance",
        "beijing-does-not-want-more",
        "wu-dialogue-hope",
        "li-dialogue",
        "alliance-concerns",
        "putin-questions-concerns",
    },
    SAID_IN_PART: {"li-friend-circle", "li-gsi-example", "ream-denials"},
    NOT_OBTAINED: {
        "chinese-analysts-takeaway",
        *LIU,
        "xiongjie-cold-war-mentality",
        "xiongjie-bipolarize",
        "wu-partnership-motive",
        "li-needs-foreign-support",
    },
    NOT_FOUND: set(),
}


@pytest.mark.parametrize("claim", STATEMENTS)
def test_each_reported_statement_has_one_of_four_outcomes(claim):
    assert claim in OUTCOMES[finding(claim).verdict]


@pytest.mark.parametrize("claim", STATEMENTS)
def test_the_outcome_follows_from_the_parts(claim):
    parts = {f"{claim}.{part.id}" for part in CLAIMS[claim].test.parts}
    carried = parts & set(WORDS["part"].dropna())
    expected = SAID if carried == parts else SAID_IN_PART if carried else NOT_OBTAINED
    assert finding(claim).verdict == expected
    assert len(missing(RECORD, CLAIMS[claim])) == len(parts - carried)


@pytest.mark.parametrize("claim", STATEMENTS)
def test_a_statement_is_said_only_with_a_source_that_somebody_saw(claim):
    found = finding(claim)
    if found.verdict != NOT_OBTAINED:
        assert found.sources and sum(found.read.values()) == len(found.sources)


@pytest.mark.parametrize("claim", STATEMENTS)
def test_the_reason_names_what_was_found_and_what_was_not(claim):
    parts, reason = parts_of(RECORD, CLAIMS[claim]), finding(claim).nearest.specification.reason
    assert all(words in reason for words in parts["words"])
    assert ("Not found:" in reason) == (not parts["found"].all()) and ".." not in reason


def test_the_tie_was_never_called_an_example_of_the_initiative():
    assert missing(RECORD, CLAIMS["li-gsi-example"]) == ["that the tie is an example of the Initiative"]
    sources = finding("li-gsi-example").sources
    assert {"stheadline_li_2023", "dimsum_li_2023"} <= set(sources)  # both carry the tie as a model


def test_korea_is_in_the_list_of_conflicts():
    row = WORDS[WORDS["part"] == "li-dialogue.others"].squeeze()
    assert "Korea" in row["words"] and row["source_id"] == "efe_li_2023"


def test_the_regions_are_confirmed_and_the_circle_of_friends_is_not():
    assert missing(RECORD, CLAIMS["li-friend-circle"]) == [
        "a circle of friends",
        "the hope of multilateral defence systems",
    ]
    assert finding("li-friend-circle").alternative_verdicts == {"circle-only": SAID_IN_PART}


def test_two_commentators_are_two_origins_and_copies_of_one_speech_are_one():
    assert finding("beijing-does-not-want-more").confidence.origins == 2
    assert finding("alliance-concerns").confidence.origins == 2
    assert finding("li-dialogue").confidence.origins == 1


def test_without_the_copy_that_has_korea_the_list_is_said_in_part(changed):
    record = changed(
        "alliance_words", lambda rows: [row for row in rows if row["statement_id"] != "2023-08-15-li-dialogue-others"]
    )
    assert finding("li-dialogue", record=record).verdict == SAID_IN_PART


def test_silence_speaks_only_in_a_text_that_was_read_whole(changed):
    def whole(rows):
        return [row | ({"read": "whole"} if row["text_id"] == "li-speech" else {}) for row in rows]

    record = changed("statement_texts", whole)
    found = finding("li-needs-foreign-support", record=record)
    assert found.verdict == NOT_FOUND and found.sources == ["li_speech_2023"]
    assert found.verdict_at_publication == NOT_FOUND  # the text was out on the day of the speech
    assert finding("li-gsi-example", record=record).verdict == SAID_IN_PART
    assert finding("wu-partnership-motive", record=record).verdict == NOT_OBTAINED


def test_a_part_that_no_claim_has_is_a_fault(changed):
    record = changed(
        "alliance_words", lambda rows: [row | ({"part": "li-dialogue.china"} if row["part"] else {}) for row in rows]
    )
    assert any(fault.column == "part" for fault in check_record(record.directory))


# --- meetings ---------------------------------------------------------------------------------------------------------


def test_the_hosts_own_page_calls_the_conference_the_eleventh():
    found = finding("li-moscow-conference-2023")
    assert found.verdict == "supported" and "esmil_li_2023" in found.sources


def test_annual_has_two_plain_senses_and_the_lower_verdict_counts():
    found = finding("camp-david-annual")
    assert found.verdict == found.verdict_at_publication == "not-supported"
    senses = {one.specification.id: one.agrees for one in found.all_nearest}
    assert senses == {"press-own": False, "from-then-on-united-states-government": True}
    assert (found.agreeing, found.principled_total, found.confidence.level) == (2, 4, "medium")


def test_the_forecasts_for_camp_david_came_true_but_for_the_division_of_duties():
    verdicts = {claim: finding(claim).verdict for claim in CLAIMS if claim.startswith("camp-david-")}
    assert verdicts == {
        "camp-david-summit-2023": "came-true",
        "camp-david-annual": "not-supported",
        "camp-david-initiatives": "came-true",
        "camp-david-responsibilities": "came-true",
        "camp-david-hotline": "came-true",
    }


def test_the_length_of_a_journey_is_its_announcers_own_act():
    assert finding("li-trip-2023").confidence.issuer
