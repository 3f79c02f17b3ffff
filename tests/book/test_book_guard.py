"""The Sphinx extension refuses to publish numbers that are out of date or another tree's."""

from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

import audit.workshop.notebooks
from audit.book import guard
from audit.faults import Fault, FaultsError
from audit.workshop.notebooks import Inputs, Status


def book(folder, *pages):
    for page in pages:
        (folder / f"{page}.ipynb").write_text("{}")
    config = SimpleNamespace(external_site_map={page: None for page in (*pages, "words")})
    return SimpleNamespace(srcdir=str(folder), config=config)


@pytest.fixture
def in_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(guard, "ROOT", tmp_path)
    monkeypatch.setattr(Inputs, "read", classmethod(lambda cls, root: SimpleNamespace(question=None)))
    return tmp_path


def test_stale_notebooks_stop_the_build_with_reasons(in_folder, monkeypatch):
    reasons = {
        "one": ("table trade_annual changed", "the lock changed"),
        "two": (),
        "three": ("never executed",),
    }
    monkeypatch.setattr(audit.workshop.notebooks, "status", lambda path, inputs: Status(reasons[path.stem]))
    with pytest.raises(ExtensionError) as refusal:
        guard.refuse_stale_notebooks(book(in_folder, *reasons))
    text = str(refusal.value)
    assert "one.ipynb: table trade_annual changed; the lock changed" in text
    assert "three.ipynb: never executed" in text and "make book" in text and "two.ipynb" not in text


def test_fresh_notebooks_pass(in_folder, monkeypatch):
    monkeypatch.setattr(audit.workshop.notebooks, "status", lambda path, inputs: Status())
    guard.refuse_stale_notebooks(book(in_folder, "one"))


def test_broken_record_stops_the_build_with_its_faults(in_folder, monkeypatch):
    def read(cls, root):
        raise FaultsError([Fault("data/trade_annual.csv", 7, "value_usd_bn", "not a number")])

    monkeypatch.setattr(Inputs, "read", classmethod(read))
    with pytest.raises(ExtensionError, match="data/trade_annual.csv:7:value_usd_bn: not a number"):
        guard.refuse_stale_notebooks(book(in_folder, "one"))


def test_tables_that_nobody_accepted_stop_the_build(monkeypatch):
    fault = Fault("data/trade_annual.csv", None, None, "has another hash than it was accepted with")
    monkeypatch.setattr(guard, "unaccepted", lambda folder: [fault])
    with pytest.raises(ExtensionError, match="data/trade_annual.csv.*another hash"):
        guard.refuse_unaccepted_data(None)
    monkeypatch.setattr(guard, "unaccepted", lambda folder: [])
    guard.refuse_unaccepted_data(None)


def test_broken_notebooks_stop_the_build_with_a_line_for_each(in_folder):
    app = book(in_folder, "one", "two")
    (in_folder / "one.ipynb").write_text("<<<<<<< HEAD\n")
    (in_folder / "two.ipynb").unlink()
    (in_folder / "two.ipynb").mkdir()
    with pytest.raises(ExtensionError) as refusal:
        guard.refuse_stale_notebooks(app)
    heading, *lines = str(refusal.value).splitlines()
    assert heading == "notebooks cannot be read:" and len(lines) == 2
    assert "unfinished merge" in lines[0] and "is a folder" in lines[1]


def test_package_of_another_checkout_is_refused(tmp_path):
    with pytest.raises(ExtensionError, match="belongs to"):
        guard.refuse_other_checkout(book(tmp_path))
    guard.refuse_other_checkout(SimpleNamespace(srcdir=str(guard.ROOT)))


def test_every_page_is_read_in_every_build():
    env = SimpleNamespace(found_docs={"b", "a"})
    assert guard.read_every_page(None, env, set(), set(), set()) == ["a", "b"]
