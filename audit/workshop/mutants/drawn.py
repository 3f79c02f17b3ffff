"""Which mutants are tried: all of the rules, and of inputs and findings a sample that a seed draws, from every module its share."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from audit.paths import ROOT

PARTS = {
    "rules": ("audit/judgement.py",),
    "inputs": ("audit/inputs",),
    "findings": ("audit/findings",),
}


def modules_of(part: str, root: Path = ROOT) -> list[str]:
    """The modules of a part by path from the root, those that hold nothing but their docstring left out."""
    files = [
        file
        for name in PARTS[part]
        for file in ([root / name] if name.endswith(".py") else sorted((root / name).rglob("*.py")))
    ]
    return [
        file.relative_to(root).as_posix() for file in files if file.name != "__init__.py" or file.stat().st_size > 500
    ]


def draw(mutants: Mapping[str, Sequence[int]], count: int, seed: int) -> dict[str, list[int]]:
    """``count`` of the numbers of these modules: from each its share, the larger remainders rounded up, at least one.

    The same seed draws the same numbers; all of them where ``count`` is not less than there are.
    """
    whole = sum(map(len, mutants.values()))
    if count >= whole:
        return {module: sorted(numbers) for module, numbers in mutants.items()}
    exact = {module: count * len(numbers) / whole for module, numbers in mutants.items()}
    shares = {module: max(int(share), min(1, len(mutants[module]))) for module, share in exact.items()}
    by_remainder = sorted(exact, key=lambda module: (int(exact[module]) - exact[module], module))
    for module in by_remainder:
        if sum(shares.values()) >= count:
            break
        shares[module] += shares[module] < len(mutants[module])
    drawn = random.Random(seed)
    return {module: sorted(drawn.sample(sorted(mutants[module]), shares[module])) for module in sorted(mutants)}
