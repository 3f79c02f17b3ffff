"""What rests on what is computed once for the same inputs, and never kept for inputs that it was not computed from."""

from types import SimpleNamespace

import pandas as pd
import pytest

from audit.book import kept_rests
from audit.figures.rests import Rests

FRAME = pd.DataFrame({"id": ["a", "b"], "article": ["x", None], "number": [1, 2]})


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A small repository, and a build of it that has not begun."""
    for name in ("audit/rule.py", "seeds/claims.yml", "data/table.csv"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("as it was")
    monkeypatch.setattr(kept_rests, "ROOT", tmp_path)
    monkeypatch.setattr(kept_rests, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(kept_rests, "_at_first", None)
    for name in ("default_ledger", "default_record"):
        monkeypatch.setattr(kept_rests, name, lambda name=name: name)
    for name in ("findings", "of_propositions"):
        monkeypatch.setattr(kept_rests, name, lambda name=name: {name: name})
    return tmp_path


@pytest.fixture
def computed(monkeypatch):
    """How often it was computed; ``computed.meanwhile`` happens while it is."""

    class Computed(list):
        meanwhile = staticmethod(lambda: None)

    calls = Computed()

    def of(ledger, record, judged):
        calls.append(1)
        calls.meanwhile()
        return Rests(ledger, record, judged, FRAME, {"source": FRAME}, {"source": FRAME.iloc[:1]})

    monkeypatch.setattr(kept_rests, "Rests", SimpleNamespace(of=of))
    return calls


@pytest.fixture
def build(monkeypatch):
    def build(noting: bool = True) -> Rests:
        kept_rests.rests.cache_clear()
        if noting:
            kept_rests.note_inputs()
        return kept_rests.rests()

    yield build
    kept_rests.rests.cache_clear()


@pytest.fixture
def kept(monkeypatch, root, computed, build):
    """Something kept; from here on it can be read as well."""
    build()
    of = kept_rests.Rests.of
    monkeypatch.setattr(kept_rests, "Rests", type("Made", (Rests,), {"of": staticmethod(of)}))
    return root


def test_a_second_build_reads_what_the_first_computed(kept, computed, build):
    again = build()
    assert len(computed) == 1 and again.judged == {"findings": "findings", "of_propositions": "of_propositions"}
    pd.testing.assert_frame_equal(again.ways, FRAME)
    pd.testing.assert_frame_equal(again.answers["source"], FRAME.iloc[:1])


@pytest.mark.parametrize("name", ["audit/rule.py", "seeds/claims.yml", "data/table.csv", "data/new.csv"])
def test_another_byte_is_another_question(kept, computed, build, name):
    (kept / name).write_text("as it is")
    build()
    assert len(computed) == 2


def test_another_package_is_another_question(kept, computed, build, monkeypatch):
    monkeypatch.setattr(kept_rests.unchanged, "environment", lambda: ["other"])
    build()
    assert len(computed) == 2


def test_a_damaged_one_is_computed_anew(kept, computed, build):
    [file] = (kept / "kept").iterdir()
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    build()
    assert len(computed) == 2


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_inputs_edited_under_a_build_are_never_those_of_what_it_keeps(root, computed, build, when):
    def edit():
        (root / "data/table.csv").write_text("as it is")

    if when == "meanwhile":
        computed.meanwhile = edit
        build()
    else:
        kept_rests.rests.cache_clear()
        kept_rests.note_inputs()
        edit()
        kept_rests.rests()
    assert len(computed) == 1 and not (root / "kept").exists()


def test_without_a_note_of_the_inputs_nothing_is_kept_or_read(root, computed, build):
    build(noting=False)
    build(noting=False)
    assert len(computed) == 2 and not (root / "kept").exists()


def test_few_are_kept(root, computed, build):
    for number in range(kept_rests.MOST + 3):
        (root / "data/table.csv").write_text(f"version {number}")
        build()
    assert len(list((root / "kept").iterdir())) == kept_rests.MOST
