"""How the project says that an input is wrong: where, what, and what was expected."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with one input.

    ``row`` is the line number in the file, the header being line 1 (None: the whole file).
    ``column`` is the name of the column or field (None: the whole row).
    """

    file: str
    row: int | None
    column: str | None
    problem: str
    expected: str = ""

    def __str__(self) -> str:
        place = ":".join([self.file, str(self.row or "-"), self.column or "-"])
        return f"{place}: {self.problem}" + (f", expected {self.expected}" if self.expected else "")


class FaultsError(ValueError):
    """All faults found in one run, one to a line."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
