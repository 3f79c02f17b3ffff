"""Same in, same out: the book is built from nothing in two places where nothing else is the same, and compared byte by byte.

::

    python -m audit.workshop.same                       here, and where everything is otherwise
    python -m audit.workshop.same --each                and in places where one thing at a time is otherwise
    python -m audit.workshop.same --python python3.13   and with other Pythons, each with an environment of its own

Compared are all files of the site and all notebooks, which are executed without their stored outputs, with those of this
repository. The trees stay in ``_build/same`` to look at. Exit code 1 if a byte differs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from audit.faults import how_many
from audit.paths import ROOT
from audit.workshop.bench.chapters import as_written
from audit.workshop.bench.trees import copy_of_repository

FOLDER = ROOT / "_build" / "same"
BUILD = [sys.executable, "-m", "audit.workshop.building"]


@dataclass(frozen=True)
class Place:
    """Where a book is built: a folder, what stands before the command, and what else a user may have set."""

    name: str
    folder: str = ""
    before: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    umask: int = 0o022
    python: str = ""


HERE = Place("as it is here")
#: One thing at a time. The clock needs faketime (Debian: faketime), the core taskset (util-linux).
OTHERWISE = (
    Place("another folder", folder="far/away, with spaces/and ümlauts"),
    Place("another time zone", environment={"TZ": "Pacific/Chatham"}),
    Place("another language", environment={"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"}),
    Place("another seed of hashes", environment={"PYTHONHASHSEED": "4711"}),
    Place("a private umask", umask=0o077),
    Place("one core", before=("taskset", "--cpu-list", "0")),
    Place("another clock", before=("faketime", "-f", "+5y")),
)


def all_at_once(places: Iterable[Place]) -> Place:
    """A place where everything is otherwise that is in one of these."""
    environment, before, folder, umask = {}, (), "", HERE.umask
    for one in places:
        environment |= one.environment
        before += one.before
        folder, umask = one.folder or folder, one.umask if one.umask != HERE.umask else umask
    return Place("everything otherwise", folder, before, environment, umask)


def possible(places: Iterable[Place]) -> tuple[list[Place], list[str]]:
    """The places that this machine can make, and the programs that it lacks for the others."""
    places = list(places)
    lacking = sorted({one.before[0] for one in places if one.before and not shutil.which(one.before[0])})
    return [one for one in places if not one.before or one.before[0] not in lacking], lacking


def built(place: Place) -> Path:
    """Build the book in this place, from nothing; returns its folder. Raises RuntimeError if it is not built."""
    top = FOLDER / place.name.replace(" ", "-")
    shutil.rmtree(top, ignore_errors=True)
    tree = top / place.folder / "book"
    tree.parent.mkdir(parents=True)
    copy_of_repository(tree)
    for file in sorted((tree / "chapters").glob("*.ipynb")):
        nbformat.write(as_written(nbformat.read(file, as_version=4)), file)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONHASHSEED"} | {
        "PYTHONPATH": str(tree)
    }
    # With another Python everything is as for a stranger: make sets up an environment and chooses the settings.
    command = ["make", "book", f"PYTHON={place.python}"] if place.python else BUILD
    done = subprocess.run(
        [*place.before, *command],
        cwd=tree,
        env=environment | place.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        umask=place.umask,
    )
    if done.returncode:
        raise RuntimeError(f"{place.name}: not built\n{(done.stdout + done.stderr)[-2000:]}")
    return tree


def version(python: str) -> str:
    """The version of an interpreter. Raises OSError where there is none of that name."""
    command = [python, "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def digests(tree: Path) -> dict[str, str]:
    """The digest of every file of the site and of every notebook, by path from the root."""
    files = [*(tree / "_build" / "html").rglob("*"), *(tree / "chapters").glob("*.ipynb")]
    return {
        file.relative_to(tree).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(files)
        if file.is_file()
    }


def differences(first: Mapping[str, str], second: Mapping[str, str]) -> list[str]:
    """A line for each file that is not the same in both."""
    lines = []
    for name in sorted({*first, *second}):
        if name not in first or name not in second:
            lines.append(f"{name}: only in the {'first' if name in first else 'second'}")
        elif first[name] != second[name]:
            lines.append(f"{name}: another content")
    return lines


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    others, lacking = possible(OTHERWISE)
    if lacking:
        print(f"Not installed here, and so not otherwise: {', '.join(lacking)}")
    places = [all_at_once(others), *(others if options.each else ())]
    places += [Place(f"Python {version(python)}", python=python) for python in options.python]
    reference = digests(built(HERE))
    stored = {name: value for name, value in digests(ROOT).items() if name.startswith("chapters/")}
    made = {name: value for name, value in reference.items() if name.startswith("chapters/")}
    faults = _told("the notebooks as they are stored", len(stored), differences(stored, made))
    for place in places:
        found = digests(built(place))
        faults += _told(place.name, len(found), differences(reference, found))
    return 1 if faults else 0


def _told(name: str, count: int, lines: list[str]) -> int:
    print(
        f"{name}: {how_many(count, 'file')}, {len(lines) or 'none'} differ",
        *(f"    {line}" for line in lines[:20]),
        sep="\n",
        flush=True,
    )
    return len(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audit.workshop.same", description=__doc__.splitlines()[0])
    parser.add_argument("--each", action="store_true", help="also places where one thing alone is otherwise")
    parser.add_argument("--python", nargs="*", default=[], metavar="PATH", help="also with these Pythons")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
