"""How many mutants were killed, between which bounds the share of all of them lies, and who survived."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

#: What became of a mutant. One that makes the tests run for ever was noticed too.
KILLED, SURVIVED, ENDLESS = "killed", "survived", "endless"
NOTICED = (KILLED, ENDLESS)
#: Of a normal distribution: 95 of 100 values lie within so many standard deviations.
Z = 1.959964


def interval(killed: int, tried: int) -> tuple[float, float]:
    """The 95 per cent interval of the share that was killed (Wilson 1927). Raises ValueError where none was tried."""
    if not tried:
        raise ValueError("no mutant was tried")
    share, square = killed / tried, Z * Z
    middle = share + square / (2 * tried)
    half = Z * math.sqrt(share * (1 - share) / tried + square / (4 * tried * tried))
    return tuple(max(0.0, min(1.0, (middle + sign * half) / (1 + square / tried))) for sign in (-1, 1))


def score(outcomes: Mapping[str, Iterable[str]]) -> list[str]:
    """A line for each part: how many of how many were noticed, the share, and its interval."""
    lines = []
    for part, found in outcomes.items():
        found = list(found)
        killed = sum(one in NOTICED for one in found)
        if found:
            least, most = interval(killed, len(found))
            share = f"{killed / len(found):.1%} (95% interval {least:.1%} to {most:.1%})"
            lines.append(f"{part}: {killed} of {len(found)} mutants noticed, {share}")
    return lines
