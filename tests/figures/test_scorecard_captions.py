"""The scorecard as it is shown: captions follow from their frames, and no claim is lost on the way to a list or a mark."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import altair as alt
import invented
import pandas as pd
import pytest
from invented import press

from audit.figures.figure import bears_out
from audit.figures.prose import in_words
from audit.figures.scorecard import captions, lists, numbers, parts
from audit.figures.scorecard.words import HINDSIGHT_WORDS, LABEL_WORDS, SCENARIO_WORDS, bounds, lucky_words, tally
from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.answer import answer
from audit.findings.scorecard import LABELS, LUCKY, MARKS, RULE, WRONG, by_origin, scorecard
from audit.findings.sensitivity import picture, scenarios, weight_of_claims
from tests.findings.made_up import FAILED, HELD, made_up

LEDGER = default_ledger()


@pytest.fixture(scope="module")
def judged():
    return findings()


@pytest.fixture(scope="module")
def card(judged):
    return scorecard(LEDGER, judged)


@pytest.fixture(scope="module")
def pictures(judged):
    """Everything but single sources and those who counted, of which a few stand for all."""
    every = judged | of_propositions()
    ways = list(scenarios(default_record(), every))
    some = [one for kind in ("source", "origin") for one in [way for way in ways if way.kind == kind][:12]]
    rest = [one for one in ways if one.kind not in ("source", "origin")]
    return picture(LEDGER, default_record(), every, some + rest)


def true_of_its_data(caption: dict) -> bool:
    return bears_out(caption["holds"], caption["data"].reset_index(drop=True))


def test_every_title_holds_of_its_data(card, judged, pictures):
    for caption in (
        captions.board(card, LEDGER, judged),
        captions.scenarios(lists.scenarios(pictures, card), weight_of_claims(pictures, judged), judged),
        captions.origins(lists.origins(pictures), judged),
    ):
        assert true_of_its_data(caption), caption["id"]
        assert caption["sources"]


def test_another_label_changes_the_title(card, judged):
    before = captions.board(card, LEDGER, judged)
    changed = captions.board(card.assign(label=card["label"].replace("right", WRONG)), LEDGER, judged)
    assert changed["title"] != before["title"] and true_of_its_data(changed)


def test_the_headline_claims_that_could_fall_move_no_word_of_the_answer(card, judged):
    every, told = judged | of_propositions(), numbers.answer(card)
    headline = card.loc[card["headline"].astype(bool), "claim_id"]
    moves = [id for id in headline if answer({**every, id: None}) != answer(every)]
    assert told["answer-headlines"] == in_words(len(moves)) and told["answer-others"] == "one"
    assert told["answer-idle"] == in_words(len(headline) - len(moves))
    assert answer({id: one for id, one in every.items() if id not in {*headline} - {*moves}}) == answer(every)


def test_two_voices_that_weigh_alike_are_both_named(pictures, judged):
    rows = lists.origins(pictures)
    rows.loc[[0, 1], "most"] = 30
    caption = captions.origins(rows, judged)
    assert all(name in caption["title"] for name in rows["what"].head(2)) and true_of_its_data(caption)


# --- marks ---


def test_every_label_has_a_word_and_all_that_occur_a_mark(card):
    assert set(LABEL_WORDS) == set(LABELS)
    assert set(card["label"]) <= set(parts.LABEL_MARKS)
    assert len(set(parts.LABEL_MARKS.values())) == len(parts.LABEL_MARKS)


@pytest.mark.parametrize("name", parts.GROUPINGS)
def test_every_claim_has_a_place_in_every_grouping_and_groups_keep_their_order(card, name):
    marks = parts.claims_as_marks(card, LEDGER)
    assert len(marks) == len(card) and marks[name].notna().all()
    places = marks.groupby(name)[f"{name} place"].nunique()
    assert (places == 1).all() and marks[f"{name} place"].nunique() == marks[name].nunique()


def test_marks_of_a_share_stand_best_first(card):
    marks = parts.claims_as_marks(card, LEDGER)
    name = "share of checks that agree"
    order = marks.sort_values(f"{name} place")[name].drop_duplicates().tolist()
    assert [one for one in order if one in parts.SHARES] == [one for one in parts.SHARES if one in order]


def test_the_sentence_under_the_chart_counts_what_the_choice_keeps(card):
    marks = parts.claims_as_marks(card, LEDGER)
    chart = parts.board(alt.Chart(marks), by="by").add_params(*parts.choices(marks)).to_dict()
    (told,) = [one["expr"] for one in chart["params"] if one["name"] == "readout"]
    headline = card[card["headline"].astype(bool)]
    assert f"{len(card)} claims: {tally(card['label'])}." in told
    assert f"{len(headline)} claims: {tally(headline['label'])}." in told


# --- lists ---


def test_every_claim_stands_in_one_list_with_a_link_to_the_register(card, judged):
    html = "".join(lists.claims_of(card, judged, LEDGER, label) for label in LABEL_WORDS)
    for id in LEDGER.claims:
        assert html.count(f'href="register.html#claim-{id}"') == 1


def test_beside_a_wrong_claim_stands_the_reading_under_which_it_holds(card, judged):
    html = lists.claims_of(card, judged, LEDGER, WRONG)
    held = [ids for ids in card.loc[card["label"] == WRONG, "holds_under"] if ids]
    assert html.count("Holds if:") == sum(len(ids.split(", ")) for ids in held) > 0


def test_beside_a_wrong_claim_stands_by_how_many_checks_it_fails_and_by_what_test(card, judged):
    told = lists.claims_of(card, judged, LEDGER, WRONG).words
    for id in card.loc[card["label"] == WRONG, "claim_id"]:
        assert judged[id].claim.test.reading in told and judged[id].nearest.specification.label in told


def test_beside_a_lucky_claim_stands_its_count_by_origin(card, judged):
    told = lists.claims_of(card, judged, LEDGER, LUCKY).words
    for id in card.loc[card["label"] == LUCKY, "claim_id"]:
        assert "With one vote for each who counted, {} of {} agree.".format(*by_origin(judged[id])) in told


LATE = {"published": date(2024, 1, 1)}


@pytest.mark.parametrize(
    ("found", "told", "numbers_of_them"),
    [
        ([made_up(HELD, FAILED, FAILED)], "few", "none one one"),
        ([made_up(HELD, **LATE)], HINDSIGHT_WORDS, "one none one"),
        ([made_up(HELD, FAILED, FAILED), made_up(HELD, **LATE)], f"few; or {HINDSIGHT_WORDS}", "one one two"),
        ([made_up(HELD)], f"few; or {HINDSIGHT_WORDS}", "none none none"),
    ],
    ids=["by few checks", "by hindsight", "by either", "nobody"],
)
def test_to_be_lucky_is_told_by_what_makes_claims_so(found, told, numbers_of_them):
    """And one vote for each who counted takes no hindsight away: of the made-up checks all were counted by one office."""
    lucky = dict(enumerate(found))
    assert lucky_words(lucky, "few") == told
    counted = numbers.lucky(lucky)
    assert [counted[f"lucky-{by}"] for by in ("by-hindsight", "by-few", "by-origin")] == numbers_of_them.split()
    assert counted["lucky-means"] == lucky_words(lucky, "the closest check agrees, and most do not")


def test_beside_a_claim_that_is_lucky_by_hindsight_stands_why_and_no_vote():
    papers = press(3)
    late = invented.judged(papers, **LATE)
    html = lists.claims_of(scorecard(papers, late), late, papers, LUCKY)
    assert html.count("What had been published on the day could not say.") == len(late) == 3
    assert "With one vote" not in html


def test_beside_every_settled_claim_stands_how_many_readings_were_tried(card, judged):
    html = lists.claims_of(card, judged, LEDGER, *MARKS)
    assert html.count("No other reading was tried.") == (card["label"].isin(MARKS) & (card["readings"] == 0)).sum()
    assert html.count(" tried.</span>") == card["label"].isin(MARKS).sum()


def test_what_is_filed_under_a_layer_adds_up_to_all_claims_in_scope(card):
    table = lists.by_layer(card)
    assert table["all"].sum() == card["layer"].notna().sum()
    assert (table.drop(columns=["label", "all"]).sum(axis=1) == table["all"]).all()


def test_claims_of_a_chapter_that_asks_about_no_layer_have_a_column_where_there_are_any():
    ledger = press(3, {"invented-of-paper-3": {"chapter": "rivals"}})
    table = lists.by_layer(scorecard(ledger, invented.judged(ledger))).set_index("label")
    assert list(table.columns) == ["duty", "behaviour", "equality", "no layer", "all"]
    assert table.loc["right"].tolist() == [0, 2, 0, 1, 3] and len(table) == 1
    filed = scorecard(ledger, invented.judged(ledger)).query("layer != 'no layer'")
    assert list(lists.by_layer(filed).columns) == ["label", "duty", "behaviour", "equality", "all"]


def test_every_other_answer_names_its_layer_and_what_leads_to_it(pictures):
    table = lists.other_answers(pictures)
    moved = {pair for others in pictures["clauses_then_strictly"] for pair in others.items()}
    assert len(table) >= len(moved) > 0 and (table["without"].str.len() > 5).all()
    assert list(table["layer"].drop_duplicates()) == [
        one for one in ("Duty", "Behaviour", "Equality") if one in set(table["layer"])
    ]
    told = table.loc[table["then"].str.startswith("China and Russia are allies in law"), "without"]
    assert list(told) == ["Every claim in its harshest reading"]


def test_no_id_of_a_reading_reaches_the_reader(card, judged):
    html = "".join(lists.claims_of(card, judged, LEDGER, label) for label in LABEL_WORDS)
    ids = {one.id for claim in LEDGER.claims.values() for one in claim.alternative_readings if "-" in one.id}
    assert not [id for id in ids if f" {id}" in html]


def test_the_rule_is_printed_line_by_line():
    assert len(lists.rule()) == len(RULE) and lists.rule()["label"].notna().all()


@pytest.mark.parametrize("by", ["article", "kind", "layer", "chapter"])
def test_groups_add_up_to_all_claims(card, by):
    table = lists.by_group(card, LEDGER, by)
    assert table["claims"].sum() == len(card) == table.drop(columns=["group", "claims"]).to_numpy().sum()


def test_a_verdict_that_moved_is_listed_with_both(card, judged):
    rows = lists.moved(card, LEDGER)
    assert len(rows) == sum(one.verdict != one.verdict_at_publication for one in judged.values())
    assert (rows["then"] != rows["now"]).all()
    still = {id: replace(one, verdict_at_publication=one.verdict) for id, one in judged.items()}
    assert lists.moved(scorecard(LEDGER, still), LEDGER).empty


# --- what is left out ---


def test_every_reading_and_kind_of_evidence_has_its_bar(pictures, card):
    rows = lists.scenarios(pictures, card)
    assert list(rows["what"]) == list(SCENARIO_WORDS.values())
    assert (rows["least"] <= rows["most"]).all() and (rows["most"] <= rows["of"]).all()
    told = {(kind, id) for kind, id in SCENARIO_WORDS if id}
    known = set(zip(pictures["kind"], pictures["id"], strict=True))
    assert told <= known
    left = {one for one in known - told if one[0] in ("reading", "seen", "evidence")}
    assert all(id.startswith("only-") for _, id in left)


def test_two_bounds_are_told_as_one_where_they_agree():
    assert bounds(4, 4) == "4" and bounds(19, 21) == "19 to 21"
    assert tally(pd.Series(["wrong", "right", "right"])) == "2 right, 1 wrong"


def test_a_third_article_has_a_choice_of_its_own_and_is_counted_with_all(monkeypatch, card):
    marks = parts.claims_as_marks(card, LEDGER)
    third = pd.concat([marks, marks.tail(1).assign(paper="The Evening Paper")])
    monkeypatch.setattr(parts, "default_ledger", lambda: SimpleNamespace(articles=["one", "another", "a third"]))
    _, whose, _, readout = parts.choices(third)
    assert whose.param.bind.options == ["all three articles", *dict.fromkeys(third["paper"])]
    assert "whose == 'all three articles' || " in parts.kept()
    assert f"'all three articles': ['{len(third)} claims: " in readout.param.expr
