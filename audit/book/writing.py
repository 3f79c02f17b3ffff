"""Pages are written by several processes at once, copies of the one that has read them, where that can be copied safely.

It can while it has one thread: what another thread holds at that moment, a lock or half a list, nobody in the copy ever lets
go of. A process that has drawn a chart has more, and writes its pages one by one. Each copy writes whole pages and hands back
what a page made that is worth keeping. What goes wrong there is tried again in this process, page after page as Sphinx does
it, so that a fault is told in Sphinx's own words. No page is resolved twice: Sphinx counts on with the numbers it gives out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.build_phase import BuildPhase
from sphinx.util.parallel import ParallelTasks

from audit.book import kept_parts

#: More processes than this would wait for the first, which prepares the pages for all.
MOST = 4

_logger = logging.getLogger(__name__)


def setup(app) -> None:
    app.connect("builder-inited", take_over_writing)


def take_over_writing(app) -> None:
    """Let a ``Writing`` write the pages of the book, on Linux and with a second processor."""
    count = min(len(os.sched_getaffinity(0)), MOST) if sys.platform == "linux" else 1
    if app.builder.name == "html" and count > 1:
        app.builder._write_serial = Writing(app, count, app.builder._write_serial).write


def threads() -> int:
    """How many threads this process has, those of libraries too."""
    return len(os.listdir("/proc/self/task"))


class Writing:
    """The writing of the pages in one build: by ``count`` processes, or by Sphinx's own ``one_by_one`` where none can be copied."""

    def __init__(self, app, count: int, one_by_one: Callable[[list[str]], None]):
        self.app, self.count, self.one_by_one = app, count, one_by_one
        self.written: set[str] = set()

    def write(self, docnames: list[str]) -> None:
        """Write these pages; the first in this process, which has then compiled the templates for all."""
        if len(docnames) < 2 * self.count or threads() > 1:
            return self.one_by_one(docnames)
        first, *rest = docnames
        self._write_here([(first, self._prepared(first))])
        trees = [(docname, self._prepared(docname)) for docname in rest]
        if threads() == 1:
            self._write_in_copies(trees)
        self._write_here([page for page in trees if page[0] not in self.written])

    def _write_here(self, trees: list[tuple[str, nodes.document]]) -> None:
        for docname, tree in trees:
            self.app.builder.write_doc(docname, tree)
            self._tell(docname)

    def _write_in_copies(self, trees: list[tuple[str, nodes.document]]) -> None:
        tasks = ParallelTasks(self.count)
        try:
            for some in shares(trees, self.count, self._weight):
                tasks.add_task(self._write, some, self._done)
            tasks.join()
        except Exception as error:  # whatever it was, it is met again when the pages are written one by one
            _logger.info(f"not written in copies: {error}")

    def _prepared(self, docname: str) -> nodes.document:
        """The tree of a page, resolved, and what Sphinx keeps of it for the whole book."""
        self.app.phase = BuildPhase.RESOLVING
        tree = self.app.env.get_and_resolve_doctree(docname, self.app.builder)
        self.app.phase = BuildPhase.WRITING
        self.app.builder.write_doc_serialized(docname, tree)
        return tree

    def _write(self, trees: list[tuple[str, nodes.document]]) -> dict[str, bytes]:
        """In a copy of this process: the parts that these pages made. It ends when the process that wants them has ended."""
        parent = os.getppid()
        with kept_parts.made_meanwhile() as made:
            for docname, tree in trees:
                self.app.builder.write_doc(docname, tree)
                if os.getppid() != parent:
                    os._exit(1)
        return made

    def _done(self, trees: list[tuple[str, nodes.document]], made: dict[str, bytes]) -> None:
        kept_parts.take(made)
        for docname, _ in trees:
            self._tell(docname)

    def _tell(self, docname: str) -> None:
        self.written.add(docname)
        share = 100 * len(self.written) // len(self.app.env.found_docs)
        _logger.info(f"writing output... [{share:3}%] {docname}")

    def _weight(self, page: tuple[str, nodes.document]) -> int:
        return Path(self.app.doctreedir, f"{page[0]}.doctree").stat().st_size


def shares(things: Iterable, count: int, weight: Callable[[object], int]) -> list[list]:
    """``things`` in ``count`` lists of about the same weight: each, the heaviest first, goes to the lightest list."""
    lists: list[list] = [[] for _ in range(count)]
    weights = [0] * count
    for thing in sorted(things, key=weight, reverse=True):
        lightest = weights.index(min(weights))
        lists[lightest].append(thing)
        weights[lightest] += weight(thing)
    return [one for one in lists if one]
