"""The suite on the tests that both have: those of the baseline that stand in today's suite under the same name."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from pathlib import Path

from audit.workshop.bench import trees
from audit.workshop.bench.lines import FOLDER
from audit.workshop.bench.plan import BASELINE, Measurement
from audit.workshop.bench.running import NotMeasured, succeeded, timed
from audit.workshop.surroundings import clean_environment

FAILED_TESTS = 1  # pytest's code for a suite that ran to its end with failures: its time counts, and it is told


def measure(one: Measurement) -> dict:
    """The time of the tests that both suites have, in the suite of the tool's tree, as ``make test`` runs them."""
    made = {tool: trees.place("suite", tool) for tool in ("ours", "before")}
    for tool, tree in made.items():
        if not trees.is_ready(tree):
            _make(tool, tree)
    mine, theirs = (tests_of(made[tool]) for tool in (one.tool, "before" if one.tool == "ours" else "ours"))
    chosen = common(mine, theirs)
    if not chosen:
        raise NotMeasured("the two suites have no test in common")
    log = FOLDER / "logs" / f"suite-{one.tool}.log"
    listed = FOLDER / f"suite-{one.tool}.txt"
    listed.write_text("\n".join(chosen) + "\n", encoding="utf-8")
    options = ["-q", "-n", "logical", "--maxprocesses", "8", "--dist", "loadfile", f"@{listed}"]
    tree = made[one.tool]
    took = timed([sys.executable, "-m", "pytest", *options], tree, clean_environment(tree), log)
    return succeeded(took, log, codes=(0, FAILED_TESTS)).result() | {
        "tests": len(chosen),
        "failed": took.code == FAILED_TESTS,
    }


def _make(tool: str, tree: Path) -> None:
    """The repository as it is, or as it was: what a suite runs on."""
    trees.remove(tree)
    if tool == "ours":
        trees.copy_of_repository(tree)
    else:
        trees.copy_of_commit(tree, BASELINE)
    trees.set_ready(tree)


def tests_of(tree: Path) -> dict[tuple[str, str], str]:
    """Every test of a tree by file name and name, with the address by which pytest runs it."""
    found = {}
    for file in sorted((tree / "tests").rglob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[file.name, node.name] = f"{file.relative_to(tree).as_posix()}::{node.name}"
    return found


def common(mine: Mapping[tuple[str, str], str], theirs: Mapping[tuple[str, str], str]) -> list[str]:
    """The addresses of my tests that the other suite has too, under the same name; a file may have been split meanwhile."""
    names = {name for _, name in theirs}
    return [address for (_, name), address in mine.items() if name in names]
