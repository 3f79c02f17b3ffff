"""Commands, each beside ``python -c 'import pandas'`` in the same round: the time below which no command with tables comes."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from audit.workshop.bench import trees
from audit.workshop.bench.lines import FOLDER
from audit.workshop.bench.plan import COMMANDS, PANDAS, Measurement
from audit.workshop.bench.running import succeeded, timed
from audit.workshop.surroundings import clean_environment

#: What a case takes away of what is kept: everything, only the answers, nothing.
GONE = {"nothing kept": ".cache", "first time": ".cache/answers", "asked again": None}
STALE = 1  # `status` says so of a tree whose notebooks were never executed, and has then answered


def measure(one: Measurement) -> dict:
    """The result of one command, in a copy of the repository in which nobody else works."""
    tree = trees.place("commands", "ours")
    if not trees.is_ready(tree):
        trees.remove(tree)
        trees.copy_of_repository(tree)
        trees.set_ready(tree)
    if one.subject == PANDAS:
        return _run(["-c", PANDAS], tree, "pandas")
    asked = ["-m", "audit", *COMMANDS[one.subject]]
    if one.case != "nothing kept":  # what is to be kept must have been asked for
        _run(asked, tree, "kept")
    if gone := GONE[one.case]:
        shutil.rmtree(tree / gone, ignore_errors=True)
    return _run(asked, tree, one.subject)


def _run(arguments: list[str], tree: Path, name: str) -> dict:
    log = FOLDER / "logs" / f"command-{name}.log"
    took = timed([sys.executable, *arguments], tree, clean_environment(tree), log)
    return succeeded(took, log, codes=(0, STALE) if "status" in arguments else (0,)).result()
