"""A part of a page is made once, and made again as soon as anything it is made from is another."""

from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

import audit.book
from audit.book import kept_pages, kept_parts, kept_rests

CASES = {
    "what is given": lambda root: None,
    "the package": lambda root: (root / "audit" / "module.py").write_text("new"),
    "a template": lambda root: (root / "audit" / "page.html").write_text("new"),
    "what was kept": lambda root: [file.write_bytes(file.read_bytes()[:-1]) for file in (root / "kept").iterdir()],
    "a part under another name": lambda root: [
        file.rename(file.with_stem("0" * 32)) for file in (root / "kept").iterdir()
    ],
}


@pytest.fixture
def root(tmp_path, monkeypatch):
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit" / "module.py").write_text("as it was")
    (tmp_path / "audit" / "page.html").write_text("as it was")
    monkeypatch.setattr(kept_parts, "ROOT", tmp_path)
    monkeypatch.setattr(kept_parts, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(kept_parts, "_at_first", None)
    return tmp_path


def built(given, meanwhile=lambda: None, failure=None):
    """What a build gets for ``given``, and how often it had to make it."""
    made = []
    kept_parts.note_package()
    part = kept_parts.part(given, lambda: made.append(1) or f"made of {given}".encode())
    meanwhile()
    kept_parts.keep_parts(SimpleNamespace(), failure)
    return part, len(made)


def test_a_part_is_made_once(root):
    assert built(["figure", 1]) == (b"made of ['figure', 1]", 1)
    assert built(["figure", 1]) == (b"made of ['figure', 1]", 0)


@pytest.mark.parametrize("changed", CASES)
def test_a_part_is_made_again_if_it_is_made_from_something_else(root, changed):
    built(["figure", 1])
    CASES[changed](root)
    given = ["figure", 2 if changed == "what is given" else 1]
    assert built(given) == (f"made of {given}".encode(), 1)


def test_another_environment_makes_it_again(root, monkeypatch):
    built(["figure", 1])
    monkeypatch.setattr(kept_parts.unchanged, "environment", lambda: ["another"])
    assert built(["figure", 1])[1] == 1


def test_a_build_that_fails_or_whose_package_changes_keeps_nothing(root):
    built(["figure", 1], failure=ValueError())
    assert built(["figure", 1], meanwhile=lambda: CASES["the package"](root))[1] == 1
    assert not (root / "kept").exists()


def test_only_so_many_parts_are_kept(root, monkeypatch):
    monkeypatch.setattr(kept_parts, "MOST", 3)
    for number in range(5):
        built(["figure", number])
    assert len(list((root / "kept").iterdir())) == 3


def test_nothing_is_kept_where_no_build_began(root):
    assert [kept_parts.part(["figure"], lambda: "made") for _ in range(2)] == ["made", "made"]
    assert not (root / "kept").exists()


def test_the_book_keeps_its_parts_and_its_pages(monkeypatch):
    for module in (kept_parts, kept_pages, kept_rests):
        monkeypatch.setattr(module, "_at_first", None)  # set while the extension is set up, for a build
    app = MagicMock()
    audit.book.setup(app)
    connected = {call.args for call in app.connect.call_args_list}
    assert ("builder-inited", kept_pages.take_over_reading) in connected
    assert ("build-finished", kept_parts.keep_parts) in connected
