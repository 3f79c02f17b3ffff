"""The process in which tests are run on mutants: it imports once what all tests import, and makes a copy of itself for each.

Nothing of this book is imported here: a copy reads it from the tree in which it stands, fault and all. A request is a line:
JSON with the arguments of pytest, the file for what it says, and the seconds it may take. So is the answer: its exit code,
or null where the time was over. ``trials.py`` starts and asks it.
"""

import sys

if __name__ == "__main__":
    del sys.path[0]  # the folder of this script

import contextlib
import gc
import importlib
import json
import os
import signal
import time

IMPORTED = (
    "pytest",
    "pytest_notebook",
    "xdist",
    "frictionless",
    "pandas",
    "pydantic",
    "altair",
    "nbformat",
    "vl_convert",
)


def be_tests(arguments: list[str], report: str) -> None:
    """Run pytest in this copy. Never returns."""
    code = 3  # what pytest itself says of an internal error
    try:
        os.setsid()  # what the tests start ends with them
        with open(report, "wb") as said, open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
        import pytest

        code = int(pytest.main(arguments))
        sys.stdout.flush()
    finally:
        os._exit(code)


def waited_for(child: int, seconds: float) -> int | None:
    """The exit code of a copy; None, and it is gone, when the time is over."""
    end = time.monotonic() + seconds
    number = status = 0
    while not number and time.monotonic() < end:
        time.sleep(0.02)
        number, status = os.waitpid(child, os.WNOHANG)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # and what the tests have left
    if number:
        return os.waitstatus_to_exitcode(status)
    os.waitpid(child, 0)
    return None


def serve() -> None:
    gc.collect()
    gc.freeze()  # so that copies share what was imported
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            be_tests(wanted["arguments"], wanted["report"])
        print(json.dumps(waited_for(child, wanted["seconds"])), flush=True)


if __name__ == "__main__":
    for module in IMPORTED:
        importlib.import_module(module)
    serve()
