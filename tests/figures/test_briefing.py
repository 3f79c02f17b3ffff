"""What the briefing counts and lists is what the findings say, and nothing of it is typed."""

from datetime import date

import invented
import pytest
from invented import press

from audit.figures import briefing
from audit.figures.words import VERDICT_WORDS
from audit.findings import default_ledger, default_record, directions, findings, indicators, of_propositions
from audit.findings.answer import LAYERS, answer
from audit.findings.exercises import claims as exercises
from audit.findings.forecasts import WAYS
from audit.findings.scorecard import IMPRECISE, LABELS, LUCKY, WRONG, holds_under, label
from audit.findings.since import tables as since_tables
from audit.paths import ROOT


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
    wrong = {id: one for id, one in findings().items() if label(one)[0] == WRONG}
    assert [one["claim"].id for one in told["wrong"]] == list(wrong)
    for one in told["wrong"]:
        found = wrong[one["claim"].id]
        assert one["fails"] in {way.specification.label for way in found.all_nearest if not way.passes}
        assert bool(one["holds"]) == bool(holds_under(found)) and one["agree"]


def test_the_labels_of_the_headline_claims_are_counted(judged):
    told = briefing.score(default_ledger(), judged)["headlines"]
    labels = [briefing.LABEL_WORDS[label(one)[0]] for one in findings().values() if one.claim.headline]
    assert {one["words"]: one["total"] for one in told} == {words: labels.count(words) for words in set(labels)}


def test_who_is_lucky_by_hindsight_is_not_said_to_be_so_by_few_checks():
    papers = press(3)
    [row] = [
        one
        for one in briefing.score(papers, invented.judged(papers, date(2024, 1, 1)))["rows"]
        if one["label"] != "out-of-scope"
    ]
    assert (row["label"], row["numbers"]) == (LUCKY, [1, 1, 1])
    assert "what had been published on the day" in row["gloss"] and "most of the others" not in row["gloss"]


def test_to_be_lucky_is_told_by_what_makes_the_lucky_claims_so(judged):
    lucky = [label(one)[1] for one in findings().values() if label(one)[0] == LUCKY]
    [row] = [one for one in briefing.score(default_ledger(), judged)["rows"] if one["label"] == LUCKY]
    few, day = (any(words in why for why in lucky) for words in ("the closest check agrees", "on the day"))
    assert ("most of the others do not" in row["gloss"], "on the day" in row["gloss"]) == (few, day)


def test_a_finding_less_is_a_claim_less_in_the_counts(judged):
    less = {id: one for id, one in judged.items() if id != "trade-growth-2022"}
    rows = {row["label"]: row["total"] for row in briefing.score(default_ledger(), less)["rows"]}
    before = {row["label"]: row["total"] for row in briefing.score(default_ledger(), judged)["rows"]}
    assert rows != before and rows["not-judged-yet"] == 1


def test_every_label_has_words_of_its_own():
    assert set(briefing.GLOSS) == set(LABELS) - {"not-judged-yet"}
    assert len(set(briefing.LABEL_WORDS.values())) == len(briefing.LABEL_WORDS)


def test_the_layers_say_what_the_answer_says(judged):
    rows = briefing.layers(default_ledger(), default_record(), judged)
    said = answer(judged).lower()
    assert [row["name"] for row in rows] == [layer.name for layer in LAYERS]
    assert all(row["answer"].lower() in said for row in rows)


@pytest.mark.parametrize(
    "row, words",
    [
        ({"direction": "more", "known": 5, "more": 3, "less": 1, "level": 1}, "More (three of five indicators)"),
        ({"direction": "level", "known": 1, "unknown": 0, "level": 1}, "Level (one of one indicator)"),
        (
            {"direction": "level", "known": 1, "unknown": 4, "level": 1},
            "Level (one of five indicators; four without direction)",
        ),
        (
            {"direction": "mixed", "known": 2, "unknown": 3, "more": 1, "less": 1},
            "Mixed (more: drills; less: arms)",
        ),
        (
            {"direction": "mixed", "known": 3, "more": 1, "less": 1, "level": 1},
            "Mixed (more: drills; less: arms; level: votes)",
        ),
        ({"direction": "less even", "known": 3, "less even": 2, "evener": 1}, "Less even (two of three indicators)"),
        ({"direction": "no figure", "known": 0, "unknown": 5}, "No direction (none of five has one)"),
    ],
)
def test_a_direction_is_told_with_how_many_indicators_went_there(row, words):
    counts = dict.fromkeys(("unknown", "more", "less", "evener", "less even", "level"), 0)
    names = {"more": "drills", "less": "arms", "level": "votes"}
    assert briefing.direction_words({**counts, **row}, names) == words


def test_a_mixed_layer_names_the_indicators_that_went_each_way():
    found = directions.directions(default_record())
    names = briefing.named(found[found["layer"] == "behaviour"], "since_before")
    assert names["more"] == "trade in goods, joint exercises and patrols"
    assert names["less"] == "arms from Russia to China" and names["level"] == "equal votes in the Assembly"


def test_what_the_layers_are_not_to_be_taken_for_is_what_the_front_page_says():
    caution = {layer.id: layer.caution for layer in LAYERS}
    assert briefing.NOTES["equality"] in caution["equality"]


def test_since_2021_all_ties_of_which_the_briefing_says_so_rose_and_the_level_ones_are_trade():
    """A sentence of the briefing and one of the chapter on what happened since say so without numbers."""
    record = default_record()
    for id in ("trade-value", "trade-share", "china-in-russia"):
        value = indicators.BY_ID[id].series(record).set_index("year")["value"]
        assert value.iloc[-1] > 1.1 * value[2021], id
    assert (
        since_tables.drills_by_year(record).min()
        > 5
        == exercises.counts(record["exercises"], exercises.rules(record)[exercises.CHARTED], 2025)[2021]
    )
    found = directions.directions(record).query("layer == 'behaviour'")
    level = found.loc[found["since_articles"] == "level", "indicator"]
    assert set(level) == {"trade-value", "trade-share", "crude-share"}


def test_2022_leads_only_with_patrols_without_open_drills_and_with_each_deployment_alone():
    record, leads = default_record(), set()
    for rule, one in exercises.rules(record).items():
        yearly = exercises.counts(record["exercises"], one, 2022).loc[:2022]
        if yearly[2022] > yearly.drop(2022).max():
            leads.add(rule)
    assert leads == {"forces-with-patrols", "bilateral-with-patrols", "published-six"}


def test_most_published_shares_of_the_goods_are_past_half():
    record = default_record()
    rows = since_tables.goods_as_published(record)
    rows = rows[(rows["period_end"].dt.year >= 2022) & (rows["sender"] != "Hong Kong")]
    assert list(rows.loc[rows["value"] <= 50, "row_id"]) == ["producer-china-2023"] and len(rows) > 2


def test_every_headline_claim_is_in_the_briefing_with_a_sentence_or_in_the_list(judged):
    shown = ["trade-growth-2022", "ruble-rank-2023"]
    listed = [id for id, *_ in briefing.other_headlines(judged, shown)]
    headline = {id for id, one in findings().items() if one.claim.headline}
    assert set(listed) == headline - set(shown) and len(listed) == len(set(listed))


def test_a_verdict_is_told_in_words_with_its_exception_and_its_checks(judged):
    assert "North Korea" in briefing.finding_words(judged["no-formal-alliances"])
    for one in judged.values():
        words = briefing.finding_words(one)
        assert VERDICT_WORDS[one.verdict] in words.lower() and words.endswith(".")
        if one.article:
            assert words.lower().startswith(briefing.LABEL_WORDS[label(one)[0]])


def test_a_claim_that_every_check_supports_and_is_imprecise_says_by_what(judged):
    told = {id: briefing.finding_words(judged[id]) for id in ("not-formal-allies", "hub-and-spoke")}
    assert {label(judged[id])[0] for id in told} == {IMPRECISE}
    assert "(in another reading less holds)" in told["not-formal-allies"], "all of its checks agree"
    assert "in another reading" not in told["hub-and-spoke"], "a check that counts disagrees"


def test_what_the_prose_says_of_the_record_is_in_the_record(judged):
    record = default_record()
    atop = record["china_russia_pair"].sort_values("year").iloc[-1]
    assert (atop["consultation"], atop["defence"]) == ("yes", "no"), (
        "for ATOP the pair is allied, by its duty to consult"
    )
    listed = record["cow_alliances"].query("country == 'China' and partner.str.contains('Russia') and ended.isna()")
    assert len(listed) and not (listed["defence"] == "yes").any(), (
        "the Correlates of War list the pair, without that duty"
    )
    told = briefing.numbers(record, judged)
    assert told["allies"] == "Belarus and Kazakhstan keep out too, North Korea fights"
    share = 100 * (record.sources["seen"] == "excerpt").sum() / len(record.sources)
    assert told["excerpts"].startswith(f"{share:.0f}")


def test_what_the_record_cannot_score_is_named_with_what_is_told_of_it():
    rows = briefing.falsifiers(default_ledger(), default_record())
    unknown = {sentence: told for row in rows for sentence, told in row["open"].items()}
    assert len(unknown) == sum(row["unknown"] for row in rows)
    forecasts = default_ledger().forecasts
    assert unknown[next(one.forecast for one in forecasts.values() if one.base.answer == "secret-duty")] == "alleged"
    assert unknown[next(one.forecast for one in forecasts.values() if one.base.answer == "war-training")] == "reported"


def test_every_forecast_stands_among_what_would_fell_the_thesis():
    rows = briefing.falsifiers(default_ledger(), default_record())
    told = [sentence for row in rows for sentence in row["decisive"] + row["weighing"]]
    assert sorted(told) == sorted(one.forecast for one in default_ledger().forecasts.values())
    assert len(rows) == len(WAYS) == len(briefing.WAY_WORDS)


#: As it stands where the forecasts are registered.
THESIS = "partners by treaty and not allies, close in conduct, and unequal"


@pytest.mark.parametrize(
    "file", ["seeds/forecasts.yml", "chapters/briefing.md", "chapters/method.md", "chapters/since.ipynb"]
)
def test_the_thesis_is_worded_alike_wherever_it_is_staked(file):
    assert THESIS in (ROOT / file).read_text(encoding="utf-8")
