"""Pages are read again only when something that they are read from has changed; the others are taken as they were read.

Sphinx reads a page into a tree, and notes in its environment what the page has for others: titles, targets, citations.
Here a build goes through all pages in one order, as a clean one does, and a page that is as it was gets the tree and the
notes of the last good build, in the way in which Sphinx takes over pages that another process has read
(``merge_info_from``). So nothing is left of a page that is gone, and what is built is the same, byte for byte. All pages
are written in every build: navigation, citations and definitions come from other pages.

What a page is read from: its source, the files that Sphinx notes for it, the files among the chapters that it opens, and
the whole record if it uses a directive or a role of this package (``read_from``). Everything else in the repository, the
settings, the names of the pages and the packages installed shape every page: if one is another, all pages are read.
"""

from __future__ import annotations

import hashlib
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sphinx.builders.html import BuildInfo
from sphinx.util import logging

from audit.book.read_from import watched
from audit.figures.kept import found, keep_few, write_whole
from audit.paths import ROOT
from audit.workshop import unchanged

FOLDER = ROOT / ".cache" / "pages"
#: What a page is read from if it computes; ``chapters`` holds the pages themselves.
RECORD = ("seeds", "data", "CHANGELOG.md", "README.md")
#: So many books are kept: of the branches and states that one goes back and forth between.
MOST = 3
#: How the log says how many pages were not read.
KEPT = "pages kept: "

_logger = logging.getLogger(__name__)
_at_first: str | None = None


def note_inputs() -> None:
    """To be called before anything is read: pages are kept only if by the end of the build no input is another.

    Notebooks may be executed until pages are read.
    """
    global _at_first
    _at_first = _digest_of(unchanged.steady)


def setup(app) -> None:
    app.connect("builder-inited", take_over_reading)


def take_over_reading(app) -> None:
    """Let a ``Reading`` go through the pages. A Sphinx that reads them in another way reads all, as it always did."""
    if app.builder.name == "html":
        reading = Reading(app)
        app.builder._read_serial = reading.read
        app.connect("build-finished", reading.keep, priority=999)


@dataclass(frozen=True)
class Page:
    """A page as it was read: its tree, the outputs that other pages may paste, and what it was read from."""

    tree: bytes
    glued: bytes | None
    files: tuple[Path, ...]
    computes: bool
    digest: str


@dataclass(frozen=True)
class Book:
    """What is kept of a build: the pages, and the environment of Sphinx when all of them were read."""

    environment: bytes
    pages: dict[str, Page]


class Reading:
    """The reading of the pages in one build."""

    def __init__(self, app):
        self.app = app
        self.digest = cache(_digest)
        self.shape = ""
        #: Digest of all inputs when reading began; None if by then one was another.
        self.begun: str | None = None
        #: Of each page the files it was read from, and whether it computes.
        self.read_from: dict[str, tuple[tuple[Path, ...], bool]] = {}

    def read(self, docnames: list[str]) -> None:
        """Read the pages that are not as they were and take over the others, all in their order."""
        env, self.shape = self.app.env, self._shape()
        self.begun = _digest_of(unchanged.inputs) if _digest_of(unchanged.steady) == _at_first else None
        kept = found(FOLDER, self.shape)
        book: Book | None = pickle.loads(kept) if kept else None
        before = pickle.loads(book.environment) if book else None
        targets = _targets(before) if book else {}
        read = 0
        for number, docname in enumerate(docnames, start=1):
            self.app.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)
            page = book.pages.get(docname) if book else None
            if page and page.digest == self.digest(page.files, page.computes) and not _taken(targets[docname], env):
                self._take_over(docname, page, before)
            else:
                read += 1
                _logger.info(f"reading sources... [{100 * number // len(docnames):3}%] {docname}")
                self._read(docname)
        _logger.info(f"{KEPT}{len(docnames) - read} of {len(docnames)} are as they were read before")

    def _take_over(self, docname: str, page: Page, before) -> None:
        write_whole(self._tree(docname), page.tree)
        if page.glued is not None:
            write_whole(self._glued(docname), page.glued)
        self.app.env.merge_info_from([docname], before, self.app)
        self.read_from[docname] = page.files, page.computes

    def _read(self, docname: str) -> None:
        env = self.app.env
        with watched() as watch:
            self.app.builder.read_doc(docname)
        noted = {ROOT / name for name in env.dependencies[docname]}
        self.read_from[docname] = tuple(sorted({Path(env.doc2path(docname)), *noted, *watch.opened})), watch.computes

    def keep(self, app, exception) -> None:
        """Keep the pages of a good build: one without a warning, as a page that is not read again would not warn again."""
        if exception or app._warncount or not self.read_from:
            return
        if self.begun is None or _digest_of(unchanged.inputs) != self.begun:
            return
        if not unchanged.runs_what_is_there():
            return
        pages = {
            docname: Page(
                self._tree(docname).read_bytes(),
                self._glued(docname).read_bytes() if self._glued(docname).is_file() else None,
                files,
                computes,
                _digest(files, computes),
            )
            for docname, (files, computes) in self.read_from.items()
        }
        environment = Path(app.doctreedir, "environment.pickle").read_bytes()  # as it was before pages were written
        keep_few(FOLDER, {self.shape: pickle.dumps(Book(environment, pages))}, MOST)

    def _shape(self) -> str:
        """Digest of what shapes every page."""
        app = self.app
        settings = BuildInfo(app.config, app.tags, frozenset(["env", "html", ""]))
        pages = sorted(str(app.env.doc2path(docname)) for docname in app.env.found_docs)
        words = ["pages", *unchanged.environment(), settings.config_hash, settings.tags_hash, *pages]
        names = [name for name in unchanged.names(ROOT) if name not in ("chapters", *RECORD)]
        return unchanged.digest(ROOT, names, words)

    def _tree(self, docname: str) -> Path:
        return Path(self.app.doctreedir, f"{docname}.doctree")

    def _glued(self, docname: str) -> Path:
        return Path(self.app.env.mystnb_config.output_folder, f"{docname}.glue.json")


def _digest_of(inputs: Callable[[Path], str]) -> str | None:
    """A digest of inputs of this repository; None if one cannot be read, which others will say."""
    try:
        return inputs(ROOT)
    except OSError:
        return None


def _digest(files: Iterable[Path], computes: bool) -> str:
    """Digest of what a page is read from; a file that is gone has one of its own."""
    words = [unchanged.digest(ROOT, RECORD, [])] if computes else []
    for file in files:
        content = file.read_bytes() if file.is_file() else None
        words.append(f"{file} {content and hashlib.sha256(content).hexdigest()}")
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _targets(env) -> dict[str, list[tuple[str, str, object]]]:
    """The targets of each page in an environment: domain, kind, name."""
    found = defaultdict(list)
    for domain, kinds in env.domaindata.items():
        for kind, named in kinds.items():
            for name, target in named.items() if isinstance(named, dict) else ():
                if isinstance(target, tuple) and target and target[0] in env.all_docs:
                    found[target[0]].append((domain, kind, name))
    return found


def _taken(targets: list[tuple[str, str, object]], env) -> bool:
    """Has another page one of these targets by now? Sphinx warns of it, but only when it reads the page."""
    return any(name in env.domaindata[domain].get(kind, ()) for domain, kind, name in targets)
