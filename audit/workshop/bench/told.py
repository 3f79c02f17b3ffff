"""What lines say together: medians, spread, ratios of the same round. Nothing here is ever guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audit.workshop.bench.lines import median_and_spread

NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Figure:
    """The values of one thing, by round; none if it was not measured, and then perhaps why."""

    values: dict[int, float]
    reason: str | None = None

    @property
    def median(self) -> float | None:
        return median_and_spread(self.values.values())[0] if self.values else None

    def words(self, digits: int = 1) -> str:
        """The median and, in brackets, the least and the most; ° marks a single run."""
        if not self.values:
            return NOT_MEASURED
        middle, least, most = (f"{value:,.{digits}f}" for value in median_and_spread(self.values.values()))
        return f"{middle}°" if len(self.values) == 1 else f"{middle} ({least}–{most})"

    def over(self, other: Figure) -> Figure:
        """The ratio in each round that both have."""
        rounds = [one for one in self.values if other.values.get(one)]
        return Figure({one: self.values[one] / other.values[one] for one in rounds})


class Told:
    """Figures out of lines."""

    def __init__(self, lines: Iterable[dict]):
        self.lines = list(lines)

    def results(self, kind: str, subject: str, tool: str, case: str) -> dict[int, dict]:
        """The results by round; a later line of a round replaces an earlier one."""
        found = self._of(kind, subject, tool, case)
        return {line["round"]: line["result"] for line in found if "result" in line}

    def figure(self, kind: str, subject: str, tool: str, case: str, name: str) -> Figure:
        results = self.results(kind, subject, tool, case)
        values = {number: one[name] for number, one in sorted(results.items()) if one.get(name) is not None}
        return Figure(values, None if values else self.reason(kind, subject, tool, case))

    def reason(self, kind: str, subject: str, tool: str, case: str) -> str | None:
        reasons = [line["not measured"] for line in self._of(kind, subject, tool, case) if "not measured" in line]
        return reasons[-1] if reasons else None

    def _of(self, kind: str, subject: str, tool: str, case: str) -> list[dict]:
        wanted = {"kind": kind, "subject": subject, "tool": tool, "case": case}
        return [line for line in self.lines if wanted.items() <= line.items()]
