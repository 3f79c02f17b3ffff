"""The reader's own weighing of the three layers. The book's answer never combines them; only a reader's page does.

A layer's score says how far China and Russia are allies in its sense, from 0 to 1: the mean over the findings that are
counted for it, each speaking for allies or for partners where it holds. Duty is decided by one claim, as the answer of the
book is; for behaviour the reader says which findings count. The thesis, partners and not allies, fails for the weights by
which the weighted mean of the scores is above the threshold. There are no weights to begin with.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import permutations
from typing import Any

from audit.findings.answer import ALLIES_IN_LAW, FAILS, HOLDS, OUT_OF_THE_WAR, PARTLY, speaks
from audit.findings.rivals.controls import controls, passed
from audit.held import RULE, hold
from audit.inputs.ledger import Ledger
from audit.inputs.record import Record

#: What an outcome is worth; an unknown one is left out of the mean.
WORTH = {HOLDS: 1.0, PARTLY: 0.5, FAILS: 0.0}
#: What a finding says where it holds.
FOR_ALLIES, FOR_PARTNERS = "allies", "partners"
#: Claims of the articles that speak for allies in conduct: more trade and more exercises, closer forces, acting in concert.
TOGETHER = ("trade-growth-2022", "exercises-record-2022", "military-ties-strengthened", "acting-in-concert")
#: The layer of which the reader says which findings count.
CHOSEN = "behaviour"
THRESHOLD = 0.5
#: A weight is from zero to this.
MOST = 100
#: Propositions whose test was also put to pairs with a treaty of defence, in the chapter on rivals, and its name there.
TRIED_ON_ALLIES = {
    "arms-below-a-treaty-ally": "major-arms",
    "votes-as-india-not-belarus": "votes-as-ally",
    "no-standing-structures": "standing-structures",
}


def speaking(ledger: Ledger) -> dict[str, dict[str, str]]:
    """By layer, the ids of the findings that can count for it, each with what it says where it holds."""
    of_layer = {
        layer: [one.id for one in ledger.propositions.values() if one.layer == layer]
        for layer in ("behaviour", "equality")
    }
    return {
        "duty": {ALLIES_IN_LAW: FOR_PARTNERS},
        "behaviour": {
            **dict.fromkeys(TOGETHER, FOR_ALLIES),
            **dict.fromkeys((OUT_OF_THE_WAR, *of_layer["behaviour"]), FOR_PARTNERS),
        },
        "equality": dict.fromkeys(of_layer["equality"], FOR_ALLIES),
    }


def beside(ledger: Ledger) -> list[str]:
    """The propositions of duty: shown beside its score and not counted, as no conduct undoes what a treaty says."""
    return [one.id for one in ledger.propositions.values() if one.layer == "duty"]


def among_allies(record: Record) -> dict[str, tuple[int, int]]:
    """By proposition, how many pairs with a treaty of defence pass the same test, and of how many the record can say."""
    tried = passed(controls(record))
    return {
        id: (int(tried.loc[test, "pass"]), int(tried.loc[test, "asked"]))
        for id, test in TRIED_ON_ALLIES.items()
        if test in tried.index
    }


def scores(
    ledger: Ledger, judged: Mapping[str, Any], counting: Collection[str] | None = None
) -> dict[str, float | None]:
    """How far the two are allies in the sense of each layer, 0 to 1; None where nothing that counts for it is known.

    ``judged``: findings or outcomes by id; what each says is told by ``answer.speaks``. ``counting``: the findings of behaviour
    that count, all that speak to it by default.
    """
    return {
        layer: _score(
            [
                _towards(speaks(id, judged.get(id)), side)
                for id, side in sides.items()
                if layer != CHOSEN or counting is None or id in counting
            ]
        )
        for layer, sides in speaking(ledger).items()
    }


def _towards(code: str, side: str) -> float | None:
    """What an outcome is worth for allies; None where it is unknown."""
    worth = WORTH.get(code)
    return worth if worth is None or side == FOR_ALLIES else 1 - worth


def _score(worths: list[float | None]) -> float | None:
    known = [one for one in worths if one is not None]
    return sum(known) / len(known) if known else None


def weighed(scored: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """The weighted mean of the scores that are known; None while no such layer has a weight.

    Raises ValueError for a weight that is not from zero to ``MOST``.
    """
    if not all(0 <= weight <= MOST for weight in weights.values()):
        raise ValueError(f"a weight is from zero to {MOST}")
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
