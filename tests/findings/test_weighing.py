"""The reader's own weights: a mean of the layers, and for which weights the thesis fails."""

from types import SimpleNamespace

import pytest

from audit.findings import default_ledger
from audit.findings.weighing import fails_beyond, scores, speaking, thesis_fails, weighed

SCORED = {"duty": 0.0, "behaviour": 0.25, "equality": 1.0}


def test_with_no_weights_nothing_is_combined():
    assert weighed(SCORED, {}) is None and thesis_fails(None) is None
    assert weighed(SCORED, {"duty": 0}) is None
    assert weighed(SCORED | {"duty": None}, {"duty": 1}) is None


def test_the_weighted_mean_is_that_of_the_layers_that_are_known():
    assert weighed(SCORED, {"duty": 1, "equality": 1}) == 0.5
    assert weighed(SCORED | {"duty": None}, {"duty": 5, "behaviour": 1, "equality": 1}) == 0.625
    with pytest.raises(ValueError, match="zero or more"):
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


def test_whatever_holds_counts_for_partners_in_duty_and_behaviour_and_for_equals_in_equality():
    ledger = default_ledger()
    holding = {id: SimpleNamespace(verdict="supported") for ids in speaking(ledger).values() for id in ids}
    assert scores(ledger, holding) == {"duty": 0, "behaviour": 0, "equality": 1}
    assert scores(ledger, {}) == {"duty": None, "behaviour": None, "equality": None}


def test_every_proposition_speaks_to_its_layer():
    ledger = default_ledger()
    for one in ledger.propositions.values():
        assert one.id in speaking(ledger)[one.layer]
