"""A mutant is tried: put into a copy of the repository, and the tests that reach its line are run until one fails."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from audit.workshop.mutants.reached import Reach
from audit.workshop.mutants.score import ENDLESS, KILLED, SURVIVED
from audit.workshop.surroundings import clean_environment

#: Tests may take so many times what they take with the code as it is, and some seconds for their start.
PATIENCE, START = 4, 30
PASSED, NONE_CHOSEN = 0, 5  # exit codes of pytest; every other one says that something was noticed


def attempt(tree: Path, module: str, mutated: str, files: list[Reach]) -> dict[str, str]:
    """Try the module with this source. ``outcome``, and under ``by`` the test that noticed it. The module in ``tree`` is as before, whatever happens."""
    if not files:
        return {"outcome": SURVIVED, "by": "no test reaches it"}
    path = tree / module
    source = path.read_text(encoding="utf-8")
    path.write_text(mutated, encoding="utf-8")
    try:
        return _run(tree, files)
    finally:
        path.write_text(source, encoding="utf-8")


def _run(tree: Path, files: list[Reach]) -> dict[str, str]:
    # No compiled code is kept: a fault that changes no length, put in and taken out within a second, would outlive itself.
    environment = clean_environment(tree) | {"PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *(one.file for one in files)]
    limit = START + PATIENCE * sum(one.seconds for one in files)
    child = subprocess.Popen(
        command, cwd=tree, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        said, _ = child.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return {"outcome": ENDLESS, "by": f"not done after {limit:.0f} s"}
    if child.returncode in (PASSED, NONE_CHOSEN):
        return {"outcome": SURVIVED, "by": f"{len(files)} test files passed"}
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE)
    return {"outcome": KILLED, "by": failed[1] if failed else f"pytest ended with code {child.returncode}"}
