"""Which lines of the package each test file runs, and how long it takes: a mutant is tried with the files that reach it.

File by file, each in a process of its own: in one process the first test that asks for a finding computes it for all others.
"""

from __future__ import annotations

import ast
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen

from audit.workshop.surroundings import clean_environment

#: The tests of rules, inputs and findings. Those of pages and commands see them too, but take minutes.
TESTS = ("tests/test_judgement.py", "tests/inputs", "tests/findings")
#: So many times longer tests take when coverage watches them.
WATCHED = 2.5
#: Seconds of a chapter's notebook, about.
NOTEBOOK = 8.0


@dataclass(frozen=True)
class Reach:
    """A test file: the seconds of processor time that it takes, and the lines that it runs by module."""

    file: str
    seconds: float
    lines: Mapping[str, frozenset[int]]


def test_files(root: Path) -> list[str]:
    found = [
        file for name in TESTS for file in ([root / name] if name.endswith(".py") else (root / name).glob("test_*.py"))
    ]
    return sorted(file.relative_to(root).as_posix() for file in found)


def reach(tree: Path, file: str) -> Reach:
    """Run a test file under coverage. Raises RuntimeError if it does not pass: then no mutant can be tried with it."""
    from coverage import CoverageData  # not in every environment of the tests

    data = tree / f".coverage-{Path(file).stem}"
    environment = clean_environment(tree) | {"COVERAGE_FILE": str(data)}
    command = [
        sys.executable,
        "-m",
        "coverage",
        "run",
        "--source",
        "audit",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        file,
    ]
    said = data.with_suffix(".txt")
    with said.open("wb") as stream:
        child = Popen(command, cwd=tree, env=environment, stdin=DEVNULL, stdout=stream, stderr=STDOUT)
        _, status, used = os.wait4(child.pid, 0)  # what it used itself: a busy machine makes no test slow
    if status:
        raise RuntimeError(f"{file} does not pass with the code as it is:\n{said.read_text(errors='replace')[-2000:]}")
    said.unlink()
    ran = CoverageData(str(data))
    ran.read()
    root = tree.resolve()
    lines = {Path(name).relative_to(root).as_posix(): frozenset(ran.lines(name)) for name in ran.measured_files()}
    data.unlink()
    return Reach(file, (used.ru_utime + used.ru_stime) / WATCHED, lines)


def notebooks(root: Path) -> list[Reach]:
    """The chapters: run again and compared with what they store, they are tests too, of the findings that they say they use.

    Of inputs they show only that sound ones are read: what is refused stands in no chapter.
    """
    found = []
    for path in sorted((root / "chapters").glob("*.ipynb")):
        used = json.loads(path.read_text(encoding="utf-8"))["metadata"]["audit"]["fingerprint"]["modules"]
        modules = [name for name in used if name.startswith("audit/findings/") and name.endswith(".py")]
        found.append(
            Reach(path.relative_to(root).as_posix(), NOTEBOOK, {name: _all_lines(root / name) for name in modules})
        )
    return found


def _all_lines(path: Path) -> frozenset[int]:
    return frozenset(range(1, len(path.read_text(encoding="utf-8").splitlines()) + 1))


def statement(source: str, line: int) -> int:
    """The first line of the smallest statement that a line belongs to: where coverage notes that it ran."""
    around = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return max(around, key=lambda node: (node.lineno, -(node.end_lineno or 0))).lineno if around else line


def reaching(module: str, line: int, reaches: Iterable[Reach], budget: float) -> list[Reach]:
    """The files that run a line, as many as take ``budget`` seconds, at least one: those named after the module first; of these
    and of the others test files before notebooks, and the quickest first.
    """
    words = set(Path(module).with_suffix("").parts) | set(Path(module).stem.split("_"))
    found = [one for one in reaches if line in one.lines.get(module, ())]
    found.sort(
        key=lambda one: (-len(words & set(Path(one.file).stem.split("_"))), one.file.endswith(".ipynb"), one.seconds)
    )
    chosen, seconds = [], 0.0
    for one in found:
        if chosen and seconds + one.seconds > budget:
            continue
        chosen.append(one)
        seconds += one.seconds
    return chosen
