"""The environment is that of the lock, or nothing is published: another version of a package may give another number.

Notebooks are stored under the digest of the lock, not of what is installed. ``make`` installs a changed lock, but goes by the
times of files, and knows nothing of a package that somebody installed by hand.
"""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement

from audit.faults import Fault

_ENTRY = re.compile(r"^[A-Za-z0-9][^#\\]*==[^#\\]*")


def other_versions(lock: Path) -> list[Fault]:
    """Each locked package that is installed in another version, by the line of the lock. One that lacks is told by who needs it."""
    found = []
    for row, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), start=1):
        if entry := _ENTRY.match(line):
            wanted = Requirement(entry[0].strip())
            there = _installed(wanted)
            if there is not None and not wanted.specifier.contains(there, prereleases=True):
                problem = f"{there} is installed, the lock says {str(wanted.specifier).removeprefix('==')}"
                found.append(Fault(lock.name, row, wanted.name, problem, _EXPECTED))
    return found


_EXPECTED = "what is locked: `make clean`, then the command again"


def _installed(wanted: Requirement) -> str | None:
    """The version that is here; None if there is none, or if this machine needs none."""
    if wanted.marker is not None and not wanted.marker.evaluate():
        return None
    try:
        return version(wanted.name)
    except PackageNotFoundError:
        return None
