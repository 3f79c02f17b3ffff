"""Why a mutant survives: the faults that change nothing that anybody could see, each with its reason (``explained.yml``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from audit.workshop.mutants.code import Mutant

FILE = Path(__file__).with_name("explained.yml")
Place = tuple[str, str, str]


def read(file: Path = FILE) -> dict[Place, str]:
    """Module, line before and line after -> why no test can notice it. Raises ValueError where one is explained twice."""
    found: dict[Place, str] = {}
    for entry in yaml.safe_load(file.read_text(encoding="utf-8")) or []:
        for before, after in entry["mutants"]:
            place = (entry["module"], before, after)
            if place in found:
                raise ValueError(f"{file.name}: explained twice: {' | '.join(place)}")
            found[place] = entry["why"]
    return found


def told(survivors: Iterable[Mutant], reasons: Mapping[Place, str]) -> list[str]:
    """A line for each survivor that has its reason, and one for each that has none: a test to write."""
    lines = []
    for one in survivors:
        why = reasons.get((one.module, one.before, one.after))
        lines.append(f"{one}\n    {f'explained: {why}' if why else 'NOT EXPLAINED'}")
    return lines
