"""The reader's own weights: a mean of the layers, and for which weights the thesis fails."""

from types import SimpleNamespace

import pytest

from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.choices import Choices, answers, judged_by
from audit.findings.clauses import CLAUSES
from audit.findings.weighing import (
    TRIED_ON_ALLIES,
    among_allies,
    beside,
    fails_beyond,
    scores,
    speaking,
    thesis_fails,
    weighed,
)

SCORED = {"duty": 0.0, "behaviour": 0.25, "equality": 1.0}


def test_with_no_weights_nothing_is_combined():
    assert weighed(SCORED, {}) is None and thesis_fails(None) is None
    assert weighed(SCORED, {"duty": 0}) is None
    assert weighed(SCORED | {"duty": None}, {"duty": 1}) is None


def test_the_weighted_mean_is_that_of_the_layers_that_are_known():
    assert weighed(SCORED, {"duty": 1, "equality": 1}) == 0.5
    assert weighed(SCORED | {"duty": None}, {"duty": 5, "behaviour": 1, "equality": 1}) == 0.625
    with pytest.raises(ValueError, match="from zero to"):
        weighed(SCORED, {"duty": -1})


def test_the_thesis_fails_above_the_threshold_and_not_at_it():
    assert thesis_fails(0.5) is False and thesis_fails(0.51) is True and thesis_fails(0.51, threshold=0.6) is False


def test_beyond_its_share_of_the_weight_a_layer_makes_the_thesis_fail():
    edges = fails_beyond(SCORED)
    assert [edge[:2] for edge in edges] == [("duty", "equality"), ("behaviour", "equality")]
    for low, high, share in edges:
        assert weighed(SCORED, {low: 1 - share, high: share}) == pytest.approx(0.5)
        assert thesis_fails(weighed(SCORED, {low: 0.99 - share, high: share + 0.01}))
    assert fails_beyond({"duty": 0.0, "equality": 0.5}) == []


def made_up(verdict: str, value: float) -> SimpleNamespace:
    """A finding by this verdict, and the one check of a growth."""
    way = SimpleNamespace(counts=True, specification=SimpleNamespace(value=value))
    return SimpleNamespace(verdict=verdict, judged=[way])


HOLDS, FAILS = made_up("supported", 1.0), made_up("not-supported", -1.0)


def test_no_weight_is_beyond_what_a_sum_can_bear():
    for weight in (-1, 101, float("inf"), float("nan")):
        with pytest.raises(ValueError, match="from zero to"):
            weighed(SCORED, {"duty": weight})


def test_findings_speak_for_allies_or_for_partners_and_equals_are_called_allies_only_by_weight():
    ledger = default_ledger()
    holding = {id: HOLDS for sides in speaking(ledger).values() for id in sides}
    sides = speaking(ledger)["behaviour"]
    for_allies = sum(side == "allies" for side in sides.values())
    assert 0 < for_allies < len(sides)
    assert scores(ledger, holding) == {"duty": 0, "behaviour": pytest.approx(for_allies / len(sides)), "equality": 1}
    assert scores(ledger, {}) == {"duty": None, "behaviour": None, "equality": None}


def test_allies_in_law_fell_the_thesis_whatever_else_duty_says_where_duty_alone_weighs():
    ledger = default_ledger()
    judged = {id: HOLDS for id in beside(ledger)} | {"not-formal-allies": FAILS}
    scored = scores(ledger, judged)
    assert scored["duty"] == 1 and thesis_fails(weighed(scored, {"duty": 1}))


def test_any_duty_as_an_alliance_fells_the_thesis_by_the_weight_of_duty():
    everything = findings() | of_propositions()
    any_duty = Choices.from_json({"clauses": list(CLAUSES)})
    scored = answers(default_ledger(), judged_by(any_duty, everything)[0])["scores"]
    assert scored["duty"] == 1 and thesis_fails(weighed(scored, {"duty": 1}))
    assert ("behaviour", "duty") in {edge[:2] for edge in fails_beyond(scored)}


def test_the_reader_says_which_conduct_counts():
    ledger = default_ledger()
    sides = speaking(ledger)["behaviour"]
    for side, score in (("allies", 1), ("partners", 0)):
        its = [id for id, told in sides.items() if told == side]
        assert scores(ledger, dict.fromkeys(sides, HOLDS), its)["behaviour"] == score
    assert scores(ledger, dict.fromkeys(sides, HOLDS), [])["behaviour"] is None


def test_by_the_findings_on_closeness_alone_the_thesis_can_fail():
    sides = speaking(default_ledger())["behaviour"]
    its = [id for id, told in sides.items() if told == "allies"]
    scored = scores(default_ledger(), findings() | of_propositions(), its)
    assert thesis_fails(weighed(scored, {"behaviour": 1}))


def test_what_was_tried_on_known_allies_is_told_with_how_many_pass():
    told = among_allies(default_record())
    assert set(told) == set(TRIED_ON_ALLIES) <= set(speaking(default_ledger())["behaviour"])
    assert all(0 <= passing <= asked for passing, asked in told.values())
    assert any(passing < asked for passing, asked in told.values())


def test_every_proposition_speaks_to_its_layer_or_stands_beside_it():
    ledger = default_ledger()
    for one in ledger.propositions.values():
        assert one.id in (beside(ledger) if one.layer == "duty" else speaking(ledger)[one.layer])
