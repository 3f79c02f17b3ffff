"""What is measured, and in which order: round by round, so that a busy minute of the machine falls on every tool alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

KINDS = ("builds", "commands", "pages", "suite")
#: The commit against which the work on speed is judged, and its four chapters: the fixture *the book*.
BASELINE = "eb1a3fb"
CHAPTERS = ("trade", "ruble", "exercises", "alliance")
#: The rounds of a subject whatever was asked for: a book of 80 chapters is built once, and so is the suite run.
ONE_ROUND = ("80", "same tests")

#: Books and the tools that build them.
BUILDERS = {
    "book": ("ours", "force", "cache", "before", "before force"),
    "whole": ("ours", "force"),
    "20": ("ours", "force", "cache", "jupyter-book 2"),
    "80": ("ours", "force", "cache", "jupyter-book 2"),
}
#: In this order: a tool finds its book as the case before left it.
CASES = ("clean", "executed", "pages", "none", "cell", "csv")
#: Tools that store what a notebook gave, and so can make the pages alone.
STORING = ("ours", "before")
COMMANDS = {
    "help": ["--help"],
    "status": ["status"],
    "check": ["check"],
    "findings": ["findings"],
    "explain": ["explain", "trade-growth-2022"],
}
#: ``import pandas`` is what the commands are held against, in the same round.
PANDAS = "import pandas"
TEXT_PAGES = ("index", "method", "scorecard", "register", "sources")
CHART_PAGES = CHAPTERS
#: Pages that are also made with Altair's default embedding.
BOTH_WAYS = ("trade", "ruble")


@dataclass(frozen=True)
class Measurement:
    """One thing that is measured once: of which kind, of what, with which tool, in which case, in which round."""

    kind: str
    subject: str
    tool: str
    case: str
    round: int

    def key(self) -> dict[str, str | int]:
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}, {self.tool}, {self.case}, round {self.round}"


def plan(only: Iterable[str] = KINDS, repeat: int = 3, subjects: Iterable[str] | None = None) -> list[Measurement]:
    """Every measurement of these kinds (and of these subjects alone, if any are given), round by round."""
    wanted, kinds = set(subjects or ()), [kind for kind in KINDS if kind in set(only)]
    return [
        Measurement(kind, subject, tool, case, number)
        for number in range(1, repeat + 1)
        for kind in kinds
        for subject, tool, case in PLANS[kind]()
        if (not wanted or subject in wanted) and (number == 1 or (subject not in ONE_ROUND and case != "weight"))
    ]


def left(planned: Iterable[Measurement], lines: Iterable[dict]) -> list[Measurement]:
    """What has no line yet that holds a result; what failed is tried again."""
    done = [{name: line.get(name) for name in Measurement.__annotations__} for line in lines if "result" in line]
    return [one for one in planned if one.key() not in done]


def _builds() -> Iterator[tuple[str, str, str]]:
    """Case by case, the tools in turn."""
    for book, tools in BUILDERS.items():
        for case in CASES:
            yield from ((book, tool, case) for tool in tools if case != "pages" or tool in STORING)


def _commands() -> Iterator[tuple[str, str, str]]:
    """With nothing kept, with all kept but the answers, and asked again."""
    for case in ("nothing kept", "first time", "asked again"):
        yield PANDAS, "python", case
        yield from ((name, "ours", case) for name in COMMANDS)


def _pages() -> Iterator[tuple[str, str, str]]:
    for page in (*TEXT_PAGES, *CHART_PAGES):
        for tool in ("ours", "default") if page in BOTH_WAYS else ("ours",):
            yield page, tool, "weight"
            yield page, tool, "phone"


def _suite() -> Iterator[tuple[str, str, str]]:
    return (("same tests", tool, "run") for tool in ("before", "ours"))


PLANS = {"builds": _builds, "commands": _commands, "pages": _pages, "suite": _suite}
