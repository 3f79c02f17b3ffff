"""The mutants of a module: its source with one fault in it, each with a number that stays the same for the same source."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import libcst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider
from mutmut.mutation.file_mutation import create_mutations

#: What a person reads and no program does: the arguments of these calls, and whatever is raised.
MESSAGES = ("Fault", "FaultsError", "ValueError", "TypeError", "KeyError", "RuntimeError")


@dataclass(frozen=True)
class Mutant:
    """A fault in a module: which of its mutations, in which line, and what the line becomes."""

    module: str
    number: int
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        return (
            f"{self.module}:{self.line} (mutant {self.number})\n    - {self.before.strip()}\n    + {self.after.strip()}"
        )


@cache
def _mutations(source: str) -> tuple[libcst.Module, list, dict[int, int]]:
    """The module, its mutations but those of messages, and the line of each by its number."""
    module, mutations, _, _ = create_mutations("module", source)
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)  # the nodes of the mutations are this very tree's
    parents, places = (wrapper.resolve(provider) for provider in (ParentNodeProvider, PositionProvider))
    lines = {
        number: places[one.original_node].start.line
        for number, one in enumerate(mutations)
        if one.original_node in places and not _is_message(one.original_node, parents)
    }
    return module, mutations, lines


def _is_message(node: libcst.CSTNode, parents) -> bool:
    """Is it a string, or part of one, that only a person reads?"""
    if not isinstance(node, libcst.SimpleString):
        return False
    while node in parents:
        node = parents[node]
        if isinstance(node, libcst.Raise):
            return True
        if isinstance(node, libcst.Call) and isinstance(node.func, libcst.Name) and node.func.value in MESSAGES:
            return True
        if isinstance(node, libcst.FunctionDef):
            return False
    return False


def numbers(source: str) -> list[int]:
    """The numbers of all mutants of a source."""
    return sorted(_mutations(source)[2])


def mutated(source: str, number: int) -> str:
    """The source with the fault of that number. Raises IndexError for a number that there is not."""
    module, mutations, _ = _mutations(source)
    fault = mutations[number]
    return module.deep_replace(fault.original_node, fault.mutated_node).code


def mutant(module: str, source: str, number: int) -> Mutant:
    before, after = next(_changed(source, mutated(source, number)), ("", ""))
    return Mutant(module, number, _mutations(source)[2][number], before, after)


def _changed(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The lines that differ, as they were and as they are."""
    old, new = before.splitlines(), after.splitlines()
    for kind, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield " ".join(map(str.strip, old[first:last])), " ".join(map(str.strip, new[start:end]))
