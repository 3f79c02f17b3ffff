"""The reader's own weighing of the three layers. The book's answer never combines them; only a reader's page does.

A layer's score says how far China and Russia are allies in its sense, from 0 (not at all) to 1 (in all respects): the mean
over the findings that speak to it. The thesis, partners and not allies, fails for the weights by which the weighted mean of
the scores is above the threshold. There are no weights to begin with.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import Any

from audit.findings.answer import ALLIES_IN_LAW, FAILS, HOLDS, OUT_OF_THE_WAR, PARTLY, outcome
from audit.held import RULE, hold
from audit.inputs.ledger import Ledger

#: What an outcome is worth; an unknown one is left out of the mean.
WORTH = {HOLDS: 1.0, PARTLY: 0.5, FAILS: 0.0}
#: Claims of the articles that speak to a layer beside the book's own propositions: those on which its clause hangs.
DECIDING = {"duty": (ALLIES_IN_LAW,), "behaviour": (OUT_OF_THE_WAR,)}
#: Layers whose findings say, where they hold, that the two are *not* allies. Those of equality say that they are equal.
OF_PARTNERS = ("duty", "behaviour")
THRESHOLD = 0.5


def speaking(ledger: Ledger) -> dict[str, list[str]]:
    """The ids of the findings that speak to each layer: its deciding claims, then the propositions registered for it."""
    ours = ledger.propositions.values()
    return {
        layer: [*DECIDING.get(layer, ()), *(one.id for one in ours if one.layer == layer)]
        for layer in dict.fromkeys(one.layer for one in ours)
    }


def scores(ledger: Ledger, judged: Mapping[str, Any]) -> dict[str, float | None]:
    """How far the two are allies in the sense of each layer, 0 to 1; None where nothing that speaks to it is known.

    ``judged``: findings or outcomes by id; all that counts of them is the verdict.
    """
    return {layer: _score(layer, [outcome(judged.get(id)) for id in ids]) for layer, ids in speaking(ledger).items()}


def _score(layer: str, outcomes: list[str]) -> float | None:
    known = [WORTH[one] for one in outcomes if one in WORTH]
    if not known:
        return None
    mean = sum(known) / len(known)
    return 1 - mean if layer in OF_PARTNERS else mean


def weighed(scored: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """The weighted mean of the scores that are known; None while no such layer has a weight.

    Raises ValueError for a weight below zero.
    """
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a weight is zero or more")
    total = mean = 0.0
    for layer, score in scored.items():  # one after the other, as the page does it: ``sum`` would round otherwise
        if score is not None:
            total += weights.get(layer, 0)
            mean += weights.get(layer, 0) * score
    return mean / total if total else None


def thesis_fails(mean: float | None, threshold: float = THRESHOLD) -> bool | None:
    """Does the thesis fail by this weighted mean? None while there is none."""
    return None if mean is None else mean > threshold


def fails_beyond(scored: Mapping[str, float | None], threshold: float = THRESHOLD) -> list[tuple[str, str, float]]:
    """For which weights the thesis fails, along each edge of the triangle of weights.

    One row ``(low, high, share)`` for each pair of layers of which one is at or below the threshold and the other above it:
    between these two alone the thesis fails when ``high`` has more than ``share`` of the weight. No rows: it fails for all
    weights, or for none.
    """
    known = [(layer, score) for layer, score in scored.items() if score is not None]
    return [
        (low, high, (threshold - one) / (other - one))
        for (low, one), (high, other) in permutations(known, 2)
        if one <= threshold < other
    ]


hold(__name__, instead=RULE)
