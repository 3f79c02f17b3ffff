"""One measurement is one line of a file: written when it is done, so that an interrupted one leaves none."""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from audit.paths import ROOT
from audit.workshop import unchanged
from audit.workshop.house_rules import project_files

PAGE, PICTURE = "BENCHMARKS.md", "BENCHMARKS.svg"
FOLDER = ROOT / "_build" / "bench"
LINES = FOLDER / "lines.jsonl"
_HOST = re.compile(r"https?://\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|io|dev)\b\S*|\b\d+(?:\.\d+){3}\b\S*")
_PATH = re.compile(r"(?:file://)?(?<![\w.])(?:/[\w.+@~-]+){2,}")


def read(file: Path = LINES) -> list[dict]:
    """Every whole line; one that was cut off by a crash is none."""
    try:
        texts = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for text in texts:
        try:
            line = json.loads(text)
        except ValueError:
            continue
        found += [line] if isinstance(line, dict) else []
    return found


def add(line: dict, file: Path = LINES) -> None:
    """Append a line, on a line of its own even after one that was cut off."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab+") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            cut = stream.read() != b"\n"
            stream.write(b"\n" if cut else b"")
        stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def of_run(lines: Iterable[dict], run: dict) -> list[dict]:
    """The lines that were measured in this state of the code, on this machine."""
    return [line for line in lines if line.get("run") == run]


def this_run() -> dict:
    """The state of the code and what of the machine is told: number of processors, system, Python. No name, no path."""
    return {
        "commit": state_of_code(),
        "processors": os.cpu_count() or 1,
        "system": platform.system(),
        "python": ".".join(map(str, sys.version_info[:3])),
    }


def state_of_code(root: Path = ROOT) -> str:
    """The commit, and after a plus a digest of what is not committed. The report itself belongs to no state."""
    but = ["--", ".", f":!{PAGE}", f":!{PICTURE}"]
    commit = _git(root, "log", "-1", "--format=%h", "--abbrev=10", *but)
    if not _git(root, "status", "--porcelain", *but):
        return commit or "unknown"
    files = [file for file in project_files(root) if file.name not in (PAGE, PICTURE)]
    return f"{commit}+{unchanged.digest(root, [file.relative_to(root).as_posix() for file in files], [])[:6]}"


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True).stdout.strip()


def without_places(words: str) -> str:
    """``words`` in one line, without hosts, and with the last part of every path of the machine in place of the whole."""
    told = _PATH.sub(lambda found: "…/" + found[0].rpartition("/")[2], _HOST.sub("(a host)", words))
    return re.sub(r"\s+", " ", told).strip()[:300]


def median_and_spread(values: Iterable[float]) -> tuple[float, float, float]:
    """The median, the least and the most. Raises ValueError without a value."""
    values = sorted(values)
    if not values:
        raise ValueError("nothing was measured")
    return statistics.median(values), values[0], values[-1]
