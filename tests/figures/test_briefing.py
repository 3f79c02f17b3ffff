"""What the briefing counts and lists is what the findings say, and nothing of it is typed."""

import pytest

from audit.figures import briefing
from audit.figures.words import VERDICT_WORDS
from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.answer import LAYERS, answer
from audit.findings.forecasts import WAYS
from audit.findings.scorecard import LABELS, WRONG, label


@pytest.fixture(scope="module")
def judged():
    return findings() | of_propositions()


def test_the_scorecard_in_counts_has_every_claim_once(judged):
    told = briefing.score(default_ledger(), judged)
    assert sum(row["total"] for row in told["rows"]) == len(default_ledger().claims) == told["claims"]
    for row in told["rows"]:
        assert row["total"] == sum(row["numbers"]) > 0
        labelled = [one for one in findings().values() if label(one)[0] == row["label"]]
        if row["label"] != "out-of-scope":
            assert row["total"] == len(labelled), row["label"]


def test_each_wrong_claim_is_named(judged):
    told = briefing.score(default_ledger(), judged)
    assert [one.id for one in told["wrong"]] == [id for id, one in findings().items() if label(one)[0] == WRONG]
    assert told["otherwise"] <= len(told["wrong"])


def test_a_finding_less_is_a_claim_less_in_the_counts(judged):
    less = {id: one for id, one in judged.items() if id != "trade-growth-2022"}
    rows = {row["label"]: row["total"] for row in briefing.score(default_ledger(), less)["rows"]}
    before = {row["label"]: row["total"] for row in briefing.score(default_ledger(), judged)["rows"]}
    assert rows != before and rows["not-judged-yet"] == 1


def test_every_label_has_words_of_its_own():
    assert set(briefing.LABEL_WORDS) == set(LABELS) - {"not-judged-yet"}
    assert len({words for words, _ in briefing.LABEL_WORDS.values()}) == len(briefing.LABEL_WORDS)


def test_the_layers_say_what_the_answer_says(judged):
    rows = briefing.layers(default_ledger(), default_record(), judged)
    said = answer(default_ledger(), judged).lower()
    assert [row["name"] for row in rows] == [layer.name for layer in LAYERS]
    assert all(row["answer"].lower() in said for row in rows)


@pytest.mark.parametrize(
    "row, words",
    [
        ({"direction": "more", "known": 5, "more": 3, "less": 1, "level": 1}, "More (three of five indicators)"),
        ({"direction": "level", "known": 1, "level": 1}, "Level (one of one indicator)"),
        ({"direction": "mixed", "known": 3, "more": 1, "less": 1, "level": 1}, "Mixed (one more, one less, one level)"),
        ({"direction": "less even", "known": 3, "less even": 2, "evener": 1}, "Less even (two of three indicators)"),
        ({"direction": "no figure", "known": 0}, "No figure"),
    ],
)
def test_a_direction_is_told_with_how_many_indicators_went_there(row, words):
    counts = dict.fromkeys(("more", "less", "evener", "less even", "level"), 0)
    assert briefing.direction_words({**counts, **row}) == words


def test_every_headline_claim_is_in_the_briefing_with_a_sentence_or_in_the_list(judged):
    shown = ["trade-growth-2022", "ruble-rank-2023"]
    listed = [id for id, _, _ in briefing.other_headlines(judged, shown)]
    headline = {id for id, one in findings().items() if one.claim.headline}
    assert set(listed) == headline - set(shown) and len(listed) == len(set(listed))


def test_a_verdict_is_told_in_words_with_its_exception_and_its_checks(judged):
    assert "North Korea" in briefing.finding_words(judged["no-formal-alliances"])
    for one in judged.values():
        words = briefing.finding_words(one)
        assert words.lower().startswith(VERDICT_WORDS[one.verdict]) and words.endswith(".")


def test_every_forecast_stands_among_what_would_fell_the_thesis():
    rows = briefing.falsifiers(default_ledger(), default_record())
    told = [sentence for row in rows for sentence in row["decisive"] + row["weighing"]]
    assert sorted(told) == sorted(one.forecast for one in default_ledger().forecasts.values())
    assert len(rows) == len(WAYS) == len(briefing.WAY_WORDS)
