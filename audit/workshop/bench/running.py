"""A child process and what it took: seconds on the clock, and of all processors together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: A setting of some machines that keeps Python from storing what it compiled: every tool is measured without it.
NOT_STORING = "PYTHONDONTWRITEBYTECODE"


class NotMeasured(RuntimeError):
    """Why there is no figure, in words that may be published."""


class Unavailable(NotMeasured):
    """What it takes is not on this machine: no fault, and the report says so."""


@dataclass(frozen=True)
class Took:
    wall: float
    cpu: float
    code: int

    def result(self) -> dict[str, float]:
        return {"wall": round(self.wall, 3), "cpu": round(self.cpu, 3)}


def timed(command: Sequence[str], folder: Path, env: Mapping[str, str], log: Path) -> Took:
    """Run a command to its end, its output going to ``log``. CPU seconds are its own and those of children it waited for.

    What it left running behind it is ended: Jupyter Book 2 leaves the Jupyter server that it executed with.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        start = time.perf_counter()
        child = subprocess.Popen(
            command,
            cwd=folder,
            env={name: value for name, value in env.items() if name != NOT_STORING},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:  # interrupted: end it and its children, then go
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            raise
        wall = time.perf_counter() - start
    with contextlib.suppress(ProcessLookupError, PermissionError):  # none is left, or none that still runs
        os.killpg(child.pid, signal.SIGKILL)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Took(wall, used.ru_utime + used.ru_stime, child.returncode)


def succeeded(took: Took, log: Path, codes: Sequence[int] = (0,)) -> Took:
    """``took``, if the command ended well. Raises NotMeasured with the last line that says something."""
    if took.code in codes:
        return took
    said = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    telling = [line for line in said if "error" in line.lower() or "not built" in line.lower()]
    raise NotMeasured(f"ended with code {took.code}: {(telling or said or ['without a word'])[-1]}")
