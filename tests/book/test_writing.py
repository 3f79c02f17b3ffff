"""Pages are written by several processes, and whatever happens to one of them, every page is written."""

import os
import signal
import sys
import threading
from types import SimpleNamespace

import pytest

from audit.book import kept_parts, writing

PAGES = [f"page{number}" for number in range(9)]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")


class Builder:
    """Writes a page as a file that says which process wrote it; ``trouble`` happens where a page is written."""

    def __init__(self, folder, trouble):
        self.folder, self.trouble, self.alone = folder, trouble, os.getpid()

    def write_doc_serialized(self, docname, tree):
        assert os.getpid() == self.alone

    def write_doc(self, docname, tree):
        if os.getpid() != self.alone and docname == "page5":
            self.trouble()
        kept_parts.part(["part", docname], lambda: tree.upper())
        (self.folder / docname).write_text(f"{tree} {os.getpid()}")


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write all pages; what was written, by page, and which of them one by one."""
    monkeypatch.setattr(kept_parts, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(kept_parts, "_at_first", "the package")
    own = writing.threads()  # of the libraries that other tests use
    monkeypatch.setattr(writing, "threads", lambda threads=writing.threads: threads() - own + 1)
    kept_parts._made.clear()

    def written(trouble=lambda: None):
        builder, one_by_one = Builder(tmp_path, trouble), []
        for page in PAGES:
            (tmp_path / f"{page}.doctree").write_text("x" * 10)
        tree = {page: f"tree of {page}" for page in PAGES}
        env = SimpleNamespace(found_docs=PAGES, get_and_resolve_doctree=lambda page, builder: tree.pop(page))
        app = SimpleNamespace(env=env, builder=builder, doctreedir=tmp_path, phase=None)

        def serially(docnames):
            one_by_one.extend(docnames)
            for docname in docnames:
                builder.write_doc(docname, tree.pop(docname))

        writing.Writing(app, 2, serially).write(PAGES)
        said = {page: (tmp_path / page).read_text().rpartition(" ") for page in PAGES}
        return said, one_by_one

    yield written
    kept_parts._made.clear()


def test_pages_are_written_by_several_processes(write):
    said, one_by_one = write()
    assert {page: words for page, (words, _, _) in said.items()} == {page: f"tree of {page}" for page in PAGES}
    assert said["page0"][2] == str(os.getpid()) and len({process for _, _, process in said.values()}) == 3
    assert one_by_one == []


def test_what_they_made_is_kept_by_the_process_that_asked(write):
    write()
    assert len(kept_parts._made) == len(PAGES)


def test_a_process_with_a_thread_writes_its_pages_one_by_one(write):
    """A lock that the thread holds would be held in every copy for ever."""
    ends = threading.Event()
    thread = threading.Thread(target=ends.wait)
    thread.start()
    try:
        said, one_by_one = write()
    finally:
        ends.set()
        thread.join()
    assert one_by_one == PAGES and {process for _, _, process in said.values()} == {str(os.getpid())}


def fail():
    raise ValueError("a fault of the page")


@pytest.mark.parametrize("trouble", [fail, lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: os._exit(0)])
def test_where_one_process_fails_or_ends_every_page_is_written_all_the_same(write, trouble):
    said, one_by_one = write(trouble)
    assert [words for words, _, _ in said.values()] == [f"tree of {page}" for page in PAGES]
    assert said["page5"][2] == str(os.getpid()) and one_by_one == []


def test_few_pages_are_written_one_by_one():
    asked = []
    writing.Writing(SimpleNamespace(), 2, asked.extend).write(PAGES[:3])
    assert asked == PAGES[:3]


def test_shares_are_about_equally_heavy():
    shares = writing.shares([9, 1, 5, 4, 2, 1], 2, lambda one: one)
    assert sorted(map(sum, shares)) == [11, 11] and sorted(sum(shares, [])) == [1, 1, 2, 4, 5, 9]
    assert writing.shares([7], 3, lambda one: one) == [[7]]
