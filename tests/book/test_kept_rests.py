"""What rests on what is computed once for the same inputs, and never kept for inputs that it was not computed from."""

import shutil
from types import SimpleNamespace

import pandas as pd
import pytest

from audit.book import kept_rests
from audit.book.kept_rests import ByClaim
from audit.figures.rests import Rests
from audit.findings import default_record, finding
from audit.findings.falling import falls
from audit.findings.what_if import what_if
from audit.inputs.record import open_record
from audit.paths import DATA

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
    monkeypatch.setattr(kept_rests.ByClaim, "read", lambda record: kept_rests.ByClaim("rules and sources", {}))
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

    def of(ledger, record, judged, opened_by=None, falls=None):
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
    [file] = (kept / "kept").glob("*.kept")
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
    assert len(list((root / "kept").glob("*.kept"))) == kept_rests.MOST


# --- claim by claim ---


@pytest.fixture(scope="module")
def few():
    record = default_record()
    return record, {id: finding(id) for id in ("trade-growth-2022", "key-rate-august-2023", "ruble-fall-2023")}


@pytest.fixture
def asked(monkeypatch):
    """The claims for which it is computed what falls."""
    ids = []

    def noted(record, judged):
        ids.extend(judged)
        return falls(record, judged)

    monkeypatch.setattr(kept_rests, "falls", noted)
    return ids


def test_claim_by_claim_the_same_falls_as_for_all_together(few):
    record, judged = few
    pd.testing.assert_frame_equal(ByClaim("", {}).falls(record, judged), falls(record, judged))


def test_what_falls_is_computed_again_for_a_finding_that_is_another_and_for_no_other(few, asked):
    record, judged = few
    rows = ByClaim("", {})
    rows.falls(record, judged)
    asked.clear()
    moved = what_if("ruble-fall-2023", test={"low": 1.0}).finding
    pd.testing.assert_frame_equal(
        rows.falls(record, judged | {"ruble-fall-2023": moved}), falls(record, judged | {"ruble-fall-2023": moved})
    )
    assert asked == ["ruble-fall-2023"]


def test_other_sources_or_other_rules_are_another_question(tmp_path, monkeypatch):
    record, before = default_record(), ByClaim.read(default_record()).question
    assert ByClaim.read(record).question == before
    data = shutil.copytree(DATA, tmp_path / "data")
    (data / "sources.csv").write_text((data / "sources.csv").read_text(encoding="utf-8").replace("whole", "part", 1))
    assert ByClaim.read(open_record(data)).question != before
    for name in kept_rests.RULES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("other rules") if name.endswith(".py") else (tmp_path / name).mkdir()
    monkeypatch.setattr(kept_rests, "ROOT", tmp_path)
    assert ByClaim.read(record).question != before
