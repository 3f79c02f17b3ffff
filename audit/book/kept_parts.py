"""Parts of pages that take long to make, kept between builds: figures with their downloads, passages of the search, style sheets.

A part stands under everything that it is made from: what its maker is given, the package, and the packages installed. It is
kept only at the end of a good build, and only if the package is the one that the build began with.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from audit.figures import static_pictures
from audit.figures.kept import found, keep_few
from audit.paths import ROOT
from audit.workshop import unchanged

FOLDER = ROOT / ".cache" / "parts"
#: So many are kept, those made last: a book has some 120.
MOST = 300
#: Drawings are kept one by one, some ten of a figure.
MOST_DRAWINGS = 1500

Made = TypeVar("Made")
_at_first: str | None = None
_made: dict[str, bytes] = {}


def note_package() -> None:
    """To be called before anything is made."""
    global _at_first
    _at_first = _package()
    _made.clear()


def setup(app) -> None:
    app.connect("build-finished", keep_parts, priority=999)


def part(given: list, make: Callable[[], Made]) -> Made:
    """``make()``, or what it gave before for the same ``given``: JSON that says all that it is made from."""
    if _at_first is None:
        return make()
    words = hashlib.sha256(json.dumps([_at_first, *given]).encode()).hexdigest()
    if (content := found(FOLDER, words)) is not None:
        return pickle.loads(content)
    made = make()
    _made[words] = pickle.dumps(made)
    return made


@contextmanager
def made_meanwhile() -> Iterator[dict[str, bytes]]:
    """What is made within, for the process that this one is a copy of to ``take``; filled in at the end."""
    before, made = set(_made), {}
    yield made
    made |= {words: content for words, content in _made.items() if words not in before}


def take(made: Mapping[str, bytes]) -> None:
    """Keep at the end what another process made."""
    _made.update(made)


def keep_parts(app, exception) -> None:
    if exception or _package() != _at_first:
        return
    keep_few(FOLDER, _made, MOST)
    keep_few(static_pictures.cache_folder(), {}, MOST_DRAWINGS)


def _package() -> str | None:
    """Digest of what makes the parts; None if a file of it cannot be read."""
    try:
        return unchanged.digest(ROOT, ["audit"], unchanged.environment())
    except OSError:
        return None
