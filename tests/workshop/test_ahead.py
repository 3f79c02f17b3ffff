"""The process that makes the pages waits for the word, and imports nothing of ours before it."""

import importlib
import subprocess
import sys
import time

import pytest

from audit.paths import ROOT
from audit.workshop.ahead import IMPORTED, SET_UP_BY, WAITS_AGAIN, ahead, go
from audit.workshop.surroundings import clean_environment

SCRIPT = "import sys; print(sys.argv[1:], __name__, [name for name in sys.modules if name.split('.')[0] == 'audit'])"


def command(script: str) -> list[str]:
    return [sys.executable, "-c", script, "one", "two words"]


def test_it_runs_the_script_with_its_arguments_once_the_word_is_given(tmp_path):
    with ahead(command(SCRIPT), tmp_path, clean_environment(tmp_path)) as process:
        go(process)
        assert process.stdout.read() == "['one', 'two words'] __main__ []\n"
        assert process.wait() == 0


def test_without_the_word_nothing_happens_and_nothing_is_left(tmp_path):
    script = f"import pathlib; pathlib.Path({str(tmp_path / 'made')!r}).touch()"
    with ahead(command(script), tmp_path, clean_environment(tmp_path)) as process:
        time.sleep(0.5)
        assert process.poll() is None
    assert process.poll() is not None and not (tmp_path / "made").exists()


def test_it_ends_when_whoever_started_it_has_ended(tmp_path):
    """As after a kill that lets nobody clean up."""
    driver = (
        "import os, sys; from pathlib import Path; from audit.workshop import ahead\n"
        "ahead.IMPORTED = ()\n"
        f"with ahead.ahead([sys.executable, '-c', 'print(1)'], Path({str(tmp_path)!r}), os.environ) as process:\n"
        "    print(process.pid, flush=True); os._exit(0)\n"
    )
    told = subprocess.run([sys.executable, "-c", driver], capture_output=True, text=True, check=True).stdout
    for _ in range(100):
        if not _runs(int(told)):
            return
        time.sleep(0.1)
    pytest.fail("it waits for a word that nobody can give any more")


def _runs(number: int) -> bool:
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True)
    return done.stdout.strip() not in ("", "Z")


TWICE = "from audit.workshop.ahead import wait_again; print('began', flush=True); wait_again(); print('went on')"


@pytest.mark.parametrize("waits", ["1", ""])
def test_where_it_is_told_to_it_waits_a_second_time(tmp_path, waits):
    environment = clean_environment(tmp_path) | {"PYTHONPATH": str(ROOT), WAITS_AGAIN: waits}
    with ahead(command(TWICE), tmp_path, environment) as process:
        go(process)
        assert process.stdout.readline() == "began\n"
        if waits:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=0.5)
            go(process)
        assert (process.stdout.read(), process.wait()) == ("went on\n", 0)


def test_without_a_second_word_it_does_not_go_on(tmp_path):
    environment = clean_environment(tmp_path) | {"PYTHONPATH": str(ROOT), WAITS_AGAIN: "1"}
    with ahead(command(TWICE), tmp_path, environment) as process:
        go(process)
        process.stdin.close()
        said = process.stdout.read()
        assert "whoever started this process has ended" in said and "went on\n" not in said
        assert process.wait() != 0


def test_what_it_ends_with_is_seen(tmp_path):
    with ahead(command("print('no such page'); raise SystemExit(7)"), tmp_path, clean_environment(tmp_path)) as process:
        go(process)
        assert (process.stdout.read(), process.wait()) == ("no such page\n", 7)


def test_only_a_script_can_wait(tmp_path):
    with pytest.raises(ValueError, match="a script after -c"), ahead([sys.executable, "-m", "this"], tmp_path, {}):
        pass


def test_what_it_imports_is_there_and_not_ours():
    script = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]; print([name for name in sys.modules if name.split('.')[0] == 'audit'])"
    module, listed = SET_UP_BY
    names = [*IMPORTED, *getattr(importlib.import_module(module), listed)]
    done = subprocess.run([sys.executable, "-c", script, *names], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
