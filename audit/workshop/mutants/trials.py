"""A mutant is tried: put into a copy of the repository, and the tests that reach its line are run until one fails."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from audit.workshop.mutants.reached import Reach
from audit.workshop.mutants.score import ENDLESS, KILLED, SURVIVED
from audit.workshop.surroundings import clean_environment

SCRIPT = Path(__file__).with_name("tests_process.py")
#: Tests may take so many times what they take with the code as it is, and some seconds for their start: on a busy machine too.
PATIENCE, START = 10, 60
PASSED, NONE_CHOSEN = 0, 5  # exit codes of pytest; every other one says that something was noticed
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


class Trials:
    """A copy of the repository and the process that runs its tests. Close it when all is tried."""

    def __init__(self, tree: Path):
        self.tree = tree
        self._report = tree / ".tried.txt"
        self._times = itertools.count(1_000_000_000)
        environment = clean_environment(tree)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._process = subprocess.Popen(
            [sys.executable, str(SCRIPT)],
            cwd=tree,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for the command, which closes this
        )

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()

    def attempt(self, module: str, mutated: str, files: list[Reach]) -> dict[str, str]:
        """Try the module with this source. ``outcome``, and under ``by`` the test that noticed it.

        The module in the tree is as before, whatever happens. Raises RuntimeError where the process that runs tests is gone.
        """
        if not files:
            return {"outcome": SURVIVED, "by": "no test reaches it"}
        path = self.tree / module
        source, written = path.read_bytes(), path.stat().st_mtime_ns
        path.write_text(mutated, encoding="utf-8")
        # Compiled code is kept under the second of its source: each mutant gets one of its own, or it would outlive itself.
        second = next(self._times)
        os.utime(path, (second, second))
        try:
            return self._run(files)
        finally:
            path.write_bytes(source)
            os.utime(path, ns=(written, written))

    def _run(self, files: list[Reach]) -> dict[str, str]:
        limit = START + PATIENCE * sum(one.seconds for one in files)
        arguments = ["-x", "-q", "-p", "no:cacheprovider", *(one.file for one in files)]
        request = {"arguments": arguments, "report": str(self._report), "seconds": limit}
        try:
            print(json.dumps(request), file=self._process.stdin, flush=True)
        except OSError as error:
            raise RuntimeError(f"the process that runs tests in {self.tree.name} has ended") from error
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the process that runs tests in {self.tree.name} has ended")
        code = json.loads(answer)
        if code is None:
            return {"outcome": ENDLESS, "by": f"not done after {limit:.0f} s"}
        if code in (PASSED, NONE_CHOSEN):
            return {"outcome": SURVIVED, "by": f"{len(files)} test files passed"}
        failed = _FAILED.search(self._report.read_text(encoding="utf-8", errors="replace"))
        return {"outcome": KILLED, "by": failed[1] if failed else f"pytest ended with code {code}"}
