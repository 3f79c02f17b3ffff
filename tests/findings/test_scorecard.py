"""Every claim stands on the scorecard once, and what a verdict makes of its article follows from one printed rule."""

from dataclasses import replace
from datetime import date

import pytest

from audit.findings import default_ledger, finding, findings, of_propositions
from audit.findings.scorecard import (
    IMPRECISE,
    LABELS,
    LUCKY,
    MARKS,
    NOT_JUDGED,
    OPEN_RECORD,
    OUT_OF_SCOPE,
    RIGHT,
    RULE,
    WEIGHED,
    WRONG,
    by_origin,
    counts,
    label,
    layer_of,
    line_of,
    lucky_by_origin,
    marks,
    moved_since,
    readings_tried,
    rule_frame,
    scorecard,
    spared,
    then_and_now,
    without_a_reason,
)
from audit.inputs.ledger import Ledger
from audit.judgement import LADDERS, judge
from tests.findings.made_up import ARTICLE, CUTOFF, FAILED, HELD, NARROW, WIDE, made_up


@pytest.fixture(scope="module")
def card():
    return scorecard(default_ledger(), findings())


# --- the rule ---


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (made_up(HELD), RIGHT),
        (made_up(HELD, HELD, readings=[WIDE]), RIGHT),
        (made_up(FAILED), WRONG),
        (made_up(FAILED, readings=[WIDE]), WRONG),
        (made_up(None), OPEN_RECORD),
        (made_up(HELD, HELD, FAILED), IMPRECISE),
        (made_up(HELD, FAILED), IMPRECISE),
        (made_up(HELD, FAILED, FAILED), LUCKY),
        (made_up(HELD, readings=[NARROW]), IMPRECISE),
        (made_up(HELD, published=date(2024, 1, 1)), LUCKY),
        (made_up(HELD, published=date(2024, 1, 1), last=date(2023, 12, 31)), RIGHT),
    ],
    ids=[
        "it holds by every check",
        "a kinder reading takes nothing away",
        "it fails",
        "a kinder reading does not save it",
        "the record is silent",
        "most checks agree",
        "half of the checks agree",
        "fewer than half of the checks agree",
        "a reading of the words fails",
        "what bears it out was published later",
        "what bears it out had not happened yet",
    ],
)
def test_what_a_verdict_makes_of_the_article(found, expected):
    assert label(found)[0] == expected
    assert label(found)[1]


@pytest.mark.parametrize(
    ("kind", "outcome", "expected"),
    [
        ("prediction", "came-true", RIGHT),
        ("prediction", "came-true-in-part", IMPRECISE),
        ("prediction", "did-not", WRONG),
        ("prediction", "open", OPEN_RECORD),
        ("statement", "said", RIGHT),
        ("statement", "said-in-part", IMPRECISE),
        ("statement", "not-found", WRONG),
        ("statement", None, OPEN_RECORD),
    ],
)
def test_what_is_told_in_words_is_no_luck_although_its_text_was_found_later(kind, outcome, expected):
    test = {"comparison": "comes_true", "by": None} if kind == "prediction" else {"comparison": "was_said"}
    found = made_up(outcome, kind=kind, test={**test, "reading": "As worded."}, published=date(2024, 1, 1))
    assert label(found)[0] == expected


def test_a_pattern_with_a_named_exception_says_more_than_the_record_bears():
    found = made_up(0.0, kind="structure", test={"comparison": "every_case", "reading": "No case against it."})
    way = replace(found.judged[0].specification, value=1.0, exceptions=("North Korea",), population=20)
    excepted = judge(found.claim, ARTICLE, [way], CUTOFF)
    assert label(excepted) == (IMPRECISE, "it holds but for: North Korea")


def test_of_two_plain_senses_the_one_that_holds_is_named_beside_the_verdict():
    found = made_up(HELD, FAILED)
    two = [replace(one.specification, nearest=True) for one in found.judged]
    assert label(judge(found.claim, ARTICLE, two, CUTOFF)) == (WRONG, "it fails as worded, and holds under: way-0")


def test_the_rule_has_an_answer_for_every_verdict_and_is_printed_line_by_line():
    assert [*rule_frame()["label"]] == [one.label for one in RULE]
    assert RULE[-1].label == RIGHT and set(rule_frame()["label"]) == {*MARKS, WEIGHED, OPEN_RECORD}
    for kind, ladder in LADDERS.items():
        some = next(one for one in findings().values() if one.claim.kind == kind)
        assert all(label(replace(some, verdict=verdict))[0] in LABELS for verdict in ladder)


def test_the_rule_knows_no_claim():
    for line in RULE:
        assert not [id for id in default_ledger().claims if id in line.when]


def test_the_line_that_decides_is_the_first_that_fits():
    assert [line_of(one) for one in (made_up(FAILED), made_up(HELD, FAILED, FAILED), made_up(HELD))] == [
        3,
        5,
        len(RULE),
    ]
    assert line_of(made_up(HELD, published=date(2024, 1, 1))) == 4
    for one in findings().values():
        assert RULE[line_of(one) - 1].label == label(one)[0]


def counted_by(found, *origins):
    ways = [replace(one.specification, origins=(by,)) for one, by in zip(found.judged, origins, strict=True)]
    return judge(found.claim, ARTICLE, ways, CUTOFF)


def test_checks_of_one_who_counted_are_one_vote():
    """One list cut nine ways is one witness: two of ten checks agree, but one of two who counted."""
    found = counted_by(made_up(HELD, HELD, *[FAILED] * 8), "a-paper", *["a-list"] * 9)
    assert label(found)[0] == LUCKY and by_origin(found) == (1, 2) and not lucky_by_origin(found)
    apart = counted_by(made_up(HELD, FAILED, FAILED), "a-paper", "a-list", "an-office")
    assert by_origin(apart) == (1, 3) and lucky_by_origin(apart)
    assert by_origin(counted_by(made_up(HELD, FAILED), "a-list", "a-list")) == (1, 1)


def test_a_reading_that_says_nothing_was_not_tried():
    assert readings_tried(made_up(HELD, readings=[NARROW, WIDE])) == ["narrow", "wide"]
    assert readings_tried(made_up(None, readings=[NARROW])) == []


# --- the card ---


def test_every_claim_of_both_articles_stands_on_it_once_and_no_proposition_of_ours(card):
    assert [*card["claim_id"]] == [*default_ledger().claims]
    assert not set(card["claim_id"]) & set(of_propositions())
    assert set(card["article"]) == set(default_ledger().articles)


def test_no_claim_is_left_unjudged_without_a_stated_reason(card):
    assert without_a_reason(card) == []
    without = card[~card["label"].isin(MARKS)]
    assert set(without["label"]) <= {WEIGHED, OPEN_RECORD, OUT_OF_SCOPE}
    assert (without["reason"].str.len() > 10).all()


@pytest.mark.parametrize("claim_id", list(findings()))
def test_a_finding_that_is_deleted_is_missed(claim_id):
    rest = {id: one for id, one in findings().items() if id != claim_id}
    card = scorecard(default_ledger(), rest)
    assert without_a_reason(card) == [claim_id]
    assert card.set_index("claim_id").at[claim_id, "label"] == NOT_JUDGED


def test_its_numbers_are_those_of_the_findings(card):
    for row in card.itertuples():
        found = findings().get(row.claim_id)
        if found is None:
            assert row.label == OUT_OF_SCOPE
            continue
        assert (row.verdict, row.verdict_then) == (found.verdict, found.verdict_at_publication)
        if row.share == row.share:
            assert (row.agreeing, row.counting) == (found.agreeing, found.principled_total)
            assert row.share == found.agreeing / found.principled_total
        if found.confidence:
            assert row.confidence == found.confidence.level


def test_a_verdict_that_is_changed_changes_the_card():
    found = findings()
    right = next(id for id, one in found.items() if label(one)[0] == RIGHT and one.claim.kind == "event")
    card = scorecard(default_ledger(), {**found, right: replace(found[right], verdict="not-supported")})
    assert card.set_index("claim_id").at[right, "label"] == WRONG


@pytest.mark.parametrize("by", ["article", "kind", "layer", "chapter", "confidence"])
def test_the_counts_of_every_group_add_up_to_its_claims(card, by):
    found = counts(card, by)
    assert found["number"].sum() == len(card)
    assert (found.groupby(by)["share"].sum().round(9) == 1).all()
    for _, group in found.groupby(by, sort=False):
        places = [LABELS.index(one) for one in group["label"]]
        assert places == sorted(places)


def test_verdicts_can_be_counted_like_labels(card):
    found = counts(card, "article", "verdict")
    assert found["number"].sum() == len(card)
    assert found.loc[found["verdict"] == "none", "number"].sum() == (card["label"] == OUT_OF_SCOPE).sum()


def test_every_claim_that_was_judged_has_moved_from_one_verdict_to_another_or_stayed(card):
    assert then_and_now(card)["number"].sum() == len(findings())


def test_a_headline_has_the_layer_it_is_a_headline_of_and_what_is_out_of_scope_has_none(card):
    claims = default_ledger().claims
    assert layer_of(claims["hub-and-spoke"]) == "duty" and layer_of(claims["acting-in-concert"]) == "behaviour"
    assert set(card.loc[card["layer"].isna(), "label"]) == {OUT_OF_SCOPE}


def test_a_claim_of_a_chapter_that_asks_about_no_layer_is_in_none_and_not_out_of_scope():
    articles, claims = default_ledger().articles, default_ledger().claims
    claim = claims["trade-growth-2022"].model_copy(update={"id": "tea-trade", "chapter": "tea"})
    outside = claim.model_copy(update={"id": "tea-time", "chapter": None, "not_judged_reason": "Nobody knows."})
    card = scorecard(Ledger(articles, {one.id: one for one in (claim, outside)}), {})
    assert card["layer"].fillna("none").tolist() == ["no layer", "none"]


def test_what_lies_ahead_is_spared_from_luck_and_is_named(card):
    """Were the exemption taken back, just these would be lucky: nothing published on the day could bear them out."""
    found = spared(findings())
    assert found == {id: card.set_index("claim_id").at[id, "label"] for id in found}
    for id in found:
        one = finding(id)
        closest = replace(one.nearest.specification, last_datum=one.article.published_latest)
        ways = [closest if way.specification.nearest else way.specification for way in one.judged]
        assert label(judge(one.claim, one.article, ways, CUTOFF))[0] == LUCKY
    assert spared({"a": made_up(HELD, published=date(2024, 1, 1))}) == {}
    assert spared({"a": made_up(HELD, published=date(2024, 1, 1), last=date(2023, 12, 31))}) == {"a": RIGHT}


def test_what_moved_since_is_what_has_two_verdicts(card):
    moved = moved_since(card)
    two = [id for id, one in findings().items() if one.verdict != one.verdict_at_publication]
    assert [*moved["claim_id"]] == two


def test_marks_count_what_the_card_says(card):
    given = marks(findings().values())
    assert given == {name: int((card["label"] == name).sum()) for name in given}
