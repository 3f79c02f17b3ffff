"""What a page is read from, found out while it is read, so that no list of it has to be kept by hand."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sphinx.util.docutils import CustomReSTDispatcher

from audit.paths import ROOT

CHAPTERS = ROOT / "chapters"


class Watch(CustomReSTDispatcher):
    """Of one page: does it use a directive or a role of this package, and which files among the chapters does it open?

    Whoever writes a directive need not say what it computes from: a page with one counts as computed from the whole record.
    """

    def __init__(self):
        super().__init__()
        self.computes = False
        self.opened: set[Path] = set()

    def directive(self, *asked):
        found, messages = super().directive(*asked)
        self._note(found)
        return found, messages

    def role(self, *asked):
        found, messages = super().role(*asked)
        self._note(found)
        return found, messages

    def _note(self, found) -> None:
        if str(getattr(found, "__module__", "")).partition(".")[0] == __package__.partition(".")[0]:
            self.computes = True

    def note_opened(self, name: object) -> None:
        if isinstance(name, (str, bytes, os.PathLike)):
            path = Path(os.path.abspath(os.fsdecode(name)))
            if path.is_relative_to(CHAPTERS):
                self.opened.add(path)


_watching: Watch | None = None


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch what is read meanwhile."""
    global _watching
    _listen()
    watch = Watch()
    with watch:
        _watching = watch
        try:
            yield watch
        finally:
            _watching = None


@cache
def _listen() -> None:
    """Once a process: Python never takes such a listener away again."""

    def hear(event: str, what: tuple) -> None:
        if event == "open" and _watching is not None:
            _watching.note_opened(what[0])

    sys.addaudithook(hear)
