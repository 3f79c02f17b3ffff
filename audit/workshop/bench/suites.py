"""The suite on the tests that both have: those of the baseline that stand in today's suite under the same name.

A test that runs once for each page or notebook counts once for each, and only for those that both books have.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
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
    took = timed([sys.executable, "-m", "pytest", *options], tree, _environment(tree), log)
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


def tests_of(tree: Path) -> list[str]:
    """The addresses of all tests of a tree, as pytest gives them. Raises NotMeasured if it cannot."""
    log = FOLDER / "logs" / f"tests-of-{tree.name}.log"
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q"]
    succeeded(timed(command, tree, _environment(tree), log), log)
    return [line for line in log.read_text(encoding="utf-8").splitlines() if "::" in line and not line[0].isspace()]


def _environment(tree: Path) -> dict[str, str]:
    """Without the options that a user gives to every pytest: `-v` lists tests in another form, `-x` ends a suite early."""
    return {name: value for name, value in clean_environment(tree).items() if name != "PYTEST_ADDOPTS"}


def common(mine: Iterable[str], theirs: Iterable[str]) -> list[str]:
    """The addresses of my tests that the other suite has too: under the same name, whichever file it stands in now."""
    names = set(map(name, theirs))
    return [address for address in mine if name(address) in names]


def name(address: str) -> str:
    """What follows the file in a test's address, parameters included; of a notebook, which has one test, the file too."""
    file, _, rest = address.partition("::")
    return rest if file.endswith(".py") else address
