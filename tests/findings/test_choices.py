"""A reader's choices: the verdict follows them as ``what_if`` says it does, and what is left out speaks no more."""

import json
from dataclasses import replace

import pytest

from audit.findings import default_ledger, default_record, finding, findings, of_propositions
from audit.findings.choices import (
    Choices,
    answers,
    by_weight,
    counted,
    judge_script,
    judged_by,
    one_judged_by,
    resting_on_what_is_left,
)
from audit.findings.left_out import Witnesses, as_chosen, used_by
from audit.findings.scorecard import label, scorecard
from audit.findings.sensitivity import scenarios
from audit.findings.what_if import specifications_of, what_if


def chosen(claim_id: str, **of_claim):
    return one_judged_by(Choices.from_json({"claims": {claim_id: of_claim}}), finding(claim_id))


@pytest.mark.parametrize(
    ("claim_id", "change"),
    [
        ("trade-growth-2022", {"nearest": ["customs-yuan"]}),
        ("trade-growth-2022", {"nearest": ["customs-published-dollars", "customs-yuan"]}),
        ("trade-growth-2022", {"counting": ["customs-published-dollars", "comtrade-months"]}),
        ("hub-and-spoke", {"test": {"threshold": 2}}),
        ("ruble-fall-2023", {"test": {"low": 20, "high": 31}}),
    ],
)
def test_one_choice_is_what_the_same_change_of_what_if_is(claim_id, change):
    ours, theirs = chosen(claim_id, **change), what_if(claim_id, **change)
    assert (ours.verdict, ours.reached.at_publication) == (theirs.verdict, theirs.verdict_at_publication)
    assert ours.reached.confidence == theirs.confidence


def test_what_rests_on_a_source_left_out_has_no_value_and_what_is_closest_stays_closest():
    nearest = finding("key-rate-august-2023").nearest.specification
    without = Choices.from_json({"without": {"sources": [nearest.sources[0]]}})
    one = one_judged_by(without, finding("key-rate-august-2023"))
    assert one.verdict == "not-testable" and one.reached.rests_on == nearest.id


def test_a_chapter_left_out_has_no_verdicts():
    judged, refused = judged_by(Choices.from_json({"without": {"chapters": ["trade"]}}), findings())
    assert refused == {} and judged
    assert {id for id, one in findings().items() if one.claim.chapter != "trade"} == set(judged)


def test_nothing_hangs_on_the_width_of_around_that_the_book_says_hangs_on_nothing():
    for hedge in (0.0, 0.05, 0.1):
        one = one_judged_by(Choices(hedge=hedge), finding("trade-growth-2022"))
        assert one.verdict == finding("trade-growth-2022").verdict


def test_a_pattern_with_an_exception_falls_when_none_is_allowed():
    assert one_judged_by(Choices(exceptions=0.0), finding("no-formal-alliances")).verdict == "not-supported"


def test_another_reading_is_judged_by_its_own_checks():
    one = chosen("not-formal-allies", reading="any-security-pact")
    assert one.verdict == finding("not-formal-allies").alternative_verdicts["any-security-pact"]
    with pytest.raises(KeyError, match="has no reading nowhere"):
        chosen("not-formal-allies", reading="nowhere")


def test_the_answer_follows():
    everything = findings() | of_propositions()
    ours = answers(default_ledger(), judged_by(Choices(), everything)[0])
    choice = Choices.from_json({"claims": {"not-formal-allies": {"reading": "any-security-pact"}}})
    theirs = answers(default_ledger(), judged_by(choice, everything)[0])
    assert ours["clauses"]["duty"] != theirs["clauses"]["duty"]
    assert ours["clauses"]["behaviour"] == theirs["clauses"]["behaviour"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"hedges": 0.1},
        {"without": {"papers": []}},
        {"claims": {"a": {"closest": []}}},
        {"claims": {"a": {"test": {"low": 1}}}},
    ],
)
def test_what_is_no_choice_is_refused(wrong):
    with pytest.raises(ValueError, match="no such choice|two ends"):
        Choices.from_json(wrong)


def test_a_choice_about_no_claim_is_refused():
    with pytest.raises(KeyError, match="no claim nowhere"):
        judged_by(Choices.from_json({"claims": {"nowhere": {}}}), findings())


def test_the_script_is_the_same_every_time_and_holds_no_blank_between_its_parts():
    told = [judge_script(default_ledger(), findings(), default_record()) for _ in range(2)]
    assert told[0] == told[1]
    data = told[0].removeprefix("window.AUDIT = ").removesuffix(";\n")
    assert data == json.dumps(json.loads(data), ensure_ascii=False, separators=(",", ":"))
    assert set(json.loads(data)) == {"clauses", "findings", "layers", "names", "outOfScope"}


def test_without_a_choice_every_finding_is_as_the_book_has_it():
    plain, refused = judged_by(Choices(), findings() | of_propositions())
    assert not refused
    for id, ours in (findings() | of_propositions()).items():
        reached = plain[id].reached
        assert (reached.verdict, reached.at_publication) == (ours.verdict, ours.verdict_at_publication), id
        assert (reached.agreeing, reached.counting) == (ours.agreeing, ours.principled_total), id
        assert reached.confidence == ours.confidence, id


def test_what_a_claim_makes_of_its_article_follows_the_choices():
    plain, _ = judged_by(Choices(), findings())
    assert {id: one.label for id, one in plain.items()} == {id: label(one)[0] for id, one in findings().items()}
    silent = one_judged_by(
        Choices.from_json({"without": {"chapters": []}, "whole": True}), finding("trade-growth-2022")
    )
    assert silent.label == "record-silent"


def test_the_claims_of_the_articles_are_counted_and_none_is_lost():
    plain, _ = judged_by(Choices(), findings() | of_propositions())
    card = scorecard(default_ledger(), findings())
    told = counted(default_ledger(), plain)
    assert sum(told.values()) == len(default_ledger().claims)
    assert {name: number for name, number in told.items() if number} == card["label"].value_counts().to_dict()
    without, _ = judged_by(Choices.from_json({"without": {"chapters": ["war"]}}), findings())
    assert counted(default_ledger(), without)["not-judged-yet"] == sum(
        one.claim.chapter == "war" for one in findings().values()
    )


def test_no_weights_weigh_nothing_and_the_threshold_is_the_readers():
    scored = {"duty": 0.0, "behaviour": 1.0}
    assert by_weight(Choices(), scored)["mean"] is None
    even = Choices.from_json({"weights": {"duty": 1, "behaviour": 1}})
    assert by_weight(even, scored)["mean"] == 0.5 and by_weight(even, scored)["fails"] is False
    assert by_weight(replace(even, threshold=0.4), scored)["fails"] is True


@pytest.mark.parametrize("kind", ["evidence", "origin", "seen"])
def test_leaving_out_here_moves_what_the_scorecard_says_moves_at_most(kind):
    everything, record = findings() | of_propositions(), default_record()
    witnesses = Witnesses.of(record)
    used = {id: used_by(one, witnesses) for id, one in everything.items()}
    wanted = [one for one in scenarios(record, everything) if one.kind == kind]
    assert wanted
    for one in wanted:
        at_most = one.apply(everything, witnesses, used, strictly=True)
        chosen = Choices(whole=True) if one.id == "whole" else as_chosen(one.left_out, witnesses)
        outcomes, refused = judged_by(chosen, everything)
        assert refused == {}
        for id, other in at_most.items():
            reached = outcomes[id].reached
            assert (reached.verdict, reached.at_publication) == (other.verdict, other.verdict_at_publication), (
                one.id,
                id,
            )


def test_a_body_is_left_out_with_all_that_printed_its_figures():
    of_all = [one for each in findings().values() for one in specifications_of(each)]
    hidden = [one for one in of_all if set(one.used_kinds) - set(one.kinds)]
    assert hidden
    for one in hidden:
        for kind in set(one.used_kinds) - set(one.kinds):
            left = resting_on_what_is_left(one, Choices(without={"kinds": frozenset({kind})}))
            assert left.value is None


def test_an_outcome_is_that_of_the_claim_it_was_reached_for():
    outcomes, _ = judged_by(Choices(), findings())
    assert outcomes and all(outcome.id == id for id, outcome in outcomes.items())
