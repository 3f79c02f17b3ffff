"""What more than one test file uses: a copy of the repository, the built book, a browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Lent, draw
from filelock import FileLock
from longest import LONGEST

from audit.paths import ROOT
from audit.workshop.house_rules import project_files
from audit.workshop.pdf import HOW_TO_GET_CHROMIUM, find_chromium, find_shell, launch

NO_BROWSER = "no Chromium was found"


def pytest_addoption(parser):
    parser.addoption("--book", metavar="DIR", help="test this built book instead of building one")


def pytest_xdist_auto_num_workers() -> int | None:
    """A process more than the machine has cores: tests of pages leave a fifth of their time to others. None: what the user set."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return None if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else cores + 1


def pytest_collection_modifyitems(items):
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))


def copy_repository(target: Path) -> Path:
    """Copy what belongs to the project (no .venv, no _build, no .git) to ``target``."""
    for file in project_files():
        copy = target / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, copy)
    return target


def lend_what_is_kept(copy: Path, kept: Path = ROOT / ".cache") -> None:
    """What was drawn and what was found sound need not be done again in a copy: each stands under a digest of all that it
    was made from, wherever that lies. What copies make they keep for themselves."""
    if (kept / "charts").is_dir():
        partial = shutil.ignore_patterns("*.part")
        shutil.copytree(kept / "charts", copy / ".cache" / "charts", ignore=partial, copy_function=_link)
    if (kept / "sound").is_file():
        (copy / ".cache").mkdir(exist_ok=True)
        shutil.copy(kept / "sound", copy / ".cache")


def _link(file: str, copy: str) -> None:
    """A kept file is never written to, only put in the place of another: a second name for it will do."""
    try:
        os.link(file, copy)
    except OSError:  # another disk
        shutil.copy2(file, copy)


@pytest.fixture
def copy_of_repository(tmp_path, monkeypatch) -> Path:
    """A copy to change at will. Processes started by the test import the ``audit`` package of the copy."""
    copy = copy_repository(tmp_path / "copy")
    lend_what_is_kept(copy)
    monkeypatch.setenv("PYTHONPATH", str(copy))
    return copy


@pytest.fixture(scope="session")
def built_book(request, tmp_path_factory) -> Path:
    """The folder of the built HTML book: built once, in a copy, by whichever test process comes first."""
    if given := request.config.getoption("--book"):
        folder = (request.config.invocation_params.dir / given).resolve()
        assert (folder / "index.html").is_file(), f"{folder} holds no book"
        return folder
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    copy, log, failed = shared / "book", shared / "book.log", shared / "book.failed"
    with FileLock(shared / "book.lock"):
        if not log.exists():
            copy_repository(copy)
            lend_what_is_kept(copy)
            build = subprocess.run(
                [sys.executable, "-m", "audit.workshop.building"],
                cwd=copy,
                env={**os.environ, "PYTHONPATH": str(copy)},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            if build.returncode:
                failed.touch()
            log.write_text(build.stdout, encoding="utf-8")
    if failed.exists():
        pytest.fail(f"the book was not built:\n{log.read_text(encoding='utf-8')[-4000:]}", pytrace=False)
    return copy / "_build" / "html"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium. Where a machine tests for others (it sets CI), it must have one."""
    return find_chromium() or no_browser()


def no_browser():
    (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_BROWSER)


@pytest.fixture(scope="session")
def shell() -> str:
    """The path of what only looks at pages: Chromium's headless shell, or Chromium where there is none."""
    return find_shell() or no_browser()


@pytest.fixture(scope="module")
def playwright() -> Iterator:
    """Playwright, for one module and no longer: while it runs it occupies the thread's event loop, and no notebook could
    be executed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright, shell) -> Iterator:
    """A running browser without network (playwright's Browser), to look at pages."""
    running = launch(playwright, shell)
    yield running
    running.close()


@pytest.fixture(scope="module")
def whole_browser(playwright, chromium) -> Iterator:
    """The Chromium that readers have, with a window around its page: for what the headless shell does otherwise or not at all."""
    running = launch(playwright, chromium)
    yield running
    running.close()


@pytest.fixture(scope="module")
def as_opened(browser, built_book) -> Iterator[Lent]:
    """Lends a page of the book by its name, as it opens in a wide window; with ``scope="module"`` beside the names of
    ``parametrize``, the tests of a page follow each other, and it is opened once."""
    lent = Lent(browser, built_book)
    yield lent
    lent.take_back()


@pytest.fixture(scope="module")
def as_drawn(browser, built_book) -> Iterator[Lent]:
    """Lends a page as ``as_opened`` does, when all its charts have been drawn."""
    lent = Lent(browser, built_book, draw)
    yield lent
    lent.take_back()


def pytest_terminal_summary(terminalreporter):
    """Say plainly what was not tested for want of a browser."""
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = sorted(report.nodeid for report in skipped if NO_BROWSER in str(report.longrepr))
    if left_out:
        terminalreporter.section(f"{len(left_out)} tests were LEFT OUT: {NO_BROWSER}", yellow=True, bold=True)
        for name in left_out:
            terminalreporter.line(f"  {name}")
        terminalreporter.line(f"To run them, {HOW_TO_GET_CHROMIUM}. Then run `make test` again.")
