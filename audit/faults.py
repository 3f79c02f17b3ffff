"""How the project says that an input is wrong: where, what, and what was expected."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from audit.paths import ROOT


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


def label(path: Path) -> str:
    """How a file is named in a fault: from the repository's root if it lies there, in full otherwise."""
    path = path.absolute()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def unreadable(path: Path, error: Exception) -> Fault:
    """The fault of a file that cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return Fault(label(path), None, None, "file is missing", "a readable file")
    reason = getattr(error, "strerror", None) or str(error)
    return Fault(label(path), None, None, f"file cannot be read ({reason})", "a readable file")


def how_many(number: int, noun: str) -> str:
    """A number with what it counts: 1 fault, 2 faults."""
    return f"{number} {noun}{'s' * (number != 1)}"


def did_you_mean(name: object, known: Iterable[object], likeness: float = 0.6) -> str:
    """For a message on a name that is none: the known one that is most like it, in brackets; blank if none is."""
    near = difflib.get_close_matches(str(name), [str(one) for one in known], n=1, cutoff=likeness)
    return f" (did you mean {shown(near[0])[1:-1]}?)" if near else ""


def shown(text: object, longest: int = 60) -> str:
    """A given value in a message: in quotes if it is text, without control characters, and never a page of it."""
    words = repr(text) if not isinstance(text, str) else '"' + text.encode("unicode_escape").decode() + '"'
    if isinstance(text, str) and text.isprintable() and len(text) <= longest:
        return f'"{text}"'
    return words if len(words) <= longest else f"{words[: longest - 20]}… ({len(str(text)):,} characters)"
