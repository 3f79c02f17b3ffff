"""What was found sound, remembered on disk, so that no process checks again what another has checked.

A line of ``.cache/sound`` is a digest of a thing that was checked and of what checked it (the modules of ``audit.inputs``, the
versions of Python and of frictionless). So another byte in a table, another rule or another release is a thing not yet
checked, and a damaged line is the digest of nothing. The file may be deleted at any time.
"""

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from audit.paths import ROOT

FILE = ROOT / ".cache" / "sound"
#: A file of this size holds some 15,000 digests, most of them of tables long gone: it is begun anew.
LARGEST = 1_000_000

# Read when it is imported, along with the modules themselves: a checker edited since is not the one that runs.
_MODULES = [one.read_text(encoding="utf-8") for one in sorted(Path(__file__).parent.glob("*.py"))]
_found: set[str] = set()  # by this process, also where nothing can be written


def is_sound(what: str) -> bool:
    """Was the thing of this digest found sound, by this process or another, under the rules of today?"""
    key = _key(what)
    if key not in _found:
        _found.update(_on_disk() & {key})
    return key in _found


def remember(what: str) -> None:
    """Note that the thing of this digest was found sound. Where nothing can be written, only this process knows."""
    key = _key(what)
    _found.add(key)
    try:
        FILE.parent.mkdir(parents=True, exist_ok=True)
        begun_anew = FILE.is_file() and FILE.stat().st_size > LARGEST
        with FILE.open("w" if begun_anew else "a", encoding="ascii") as lines:
            lines.write(f"\n{key}\n")  # after a line that was cut off, too
    except OSError:
        return


def _on_disk() -> set[str]:
    try:
        return set(FILE.read_bytes().decode("ascii", "replace").split())
    except OSError:
        return set()


def _key(what: str) -> str:
    return hashlib.sha256(f"{_checker()} {what}".encode()).hexdigest()


@cache
def _checker() -> str:
    """Digest of everything that decides whether a table is sound, apart from the table and its description."""
    parts = [sys.version, version("frictionless"), *_MODULES]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
