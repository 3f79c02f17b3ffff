"""Claims, arithmetic and record fit together, or a Fault says what does not; no traceback is ever the message."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from invented import press

from audit.cli import main
from audit.faults import Fault, FaultsError
from audit.findings import default_ledger, default_record, findings, fit
from audit.inputs.ledger import load_ledger
from audit.inputs.record import open_record
from audit.paths import DATA, SEEDS


@pytest.fixture
def seeds(tmp_path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


@pytest.fixture
def data(tmp_path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def change(file: Path, entry: str, old: str, new: str) -> int:
    """Replace the first ``old`` after the entry; returns the line of the change."""
    text = file.read_text(encoding="utf-8")
    start = text.index(old, text.index(f"- id: {entry}\n"))
    file.write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")
    return text.count("\n", 0, start) + 1


def faults(seeds=None, data=None) -> list:
    return fit.computed(load_ledger(seeds), open_record(data))[1]


def test_all_fits_and_is_given_if_and_only_if_it_does(monkeypatch):
    ledger, record = load_ledger(), open_record()
    judged, found = fit.computed(ledger, record)
    assert found == [] and judged == findings()
    monkeypatch.setattr(fit, "computed", lambda *given: (judged, found) if given == (ledger, record) else None)
    assert fit.all_findings(ledger, record) == judged
    found.append(Fault("claims.yml", 1, "chapter", "is another", "the chapter of its arithmetic"))
    with pytest.raises(FaultsError, match="is another"):
        fit.all_findings(ledger, record)


def test_a_claim_given_to_another_chapter_is_named_and_its_finding_does_not_vanish(seeds):
    line = change(seeds / "claims.yml", "trade-growth-2022", "chapter: trade", "chapter: ruble")
    [fault] = faults(seeds)
    assert (fault.file, fault.row, fault.column) == (str(seeds / "claims.yml"), line, "chapter")
    assert fault.problem.endswith("is ruble although the arithmetic of the claim is in the chapter trade")


@pytest.mark.parametrize("chapter", ["trade", "rivals"])  # one asks about a layer, the other about none
def test_a_headline_that_no_layer_lists_is_named(monkeypatch, chapter):
    """The front page shows what its layers list, and other pages count on it to show every headline claim."""
    ledger = press(3, {"invented-of-paper-3": {"chapter": chapter, "headline": True}})
    _, [fault] = fit.computed(ledger, open_record())
    assert (fault.file, fault.column) == ("claims.yml", "headline")
    assert fault.problem == "in invented-of-paper-3: is true although no layer of the front page lists the claim"
    assert fault.expected.startswith("a few words for it in LAYERS (audit/findings/answer.py)")
    listing = replace(fit.LAYERS[0], labels={"invented-of-paper-3": "Trade grew"})
    monkeypatch.setattr(fit, "LAYERS", (listing, *fit.LAYERS[1:]))
    assert fit.unplaced_headlines(ledger) == []


def test_a_layer_that_lists_an_unknown_claim_is_named(monkeypatch):
    listing = replace(fit.LAYERS[1], labels={**fit.LAYERS[1].labels, "iran-sco-2032": "Iran joined"})
    monkeypatch.setattr(fit, "LAYERS", (fit.LAYERS[0], listing, *fit.LAYERS[2:]))
    _, [fault] = fit.computed(default_ledger(), default_record())
    assert (fault.file, fault.column) == ("audit/findings/answer.py", "LAYERS") and fault.row is None
    assert fault.problem == 'behaviour: "iran-sco-2032" is no claim of the ledger (did you mean iran-sco-2023?)'
    assert faults() == [], "a copy may lack claims"


def test_a_comparison_that_does_not_fit_what_is_computed_is_named(seeds, capsys):
    line = change(seeds / "claims.yml", "northern-interaction-2023", "comparison: equals", "comparison: holds")
    text = (seeds / "claims.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [
        one
        for number, one in enumerate(text, start=1)
        if not (line < number <= line + 3 and re.match(r"    (value|stated|unit):", one))
    ]
    (seeds / "claims.yml").write_text("".join(kept), encoding="utf-8")
    [fault] = faults(seeds)
    assert (fault.row, fault.column) == (line, "test.comparison")
    assert "holds is answered by True or False, not 4.0" in fault.problem
    for command in (["findings"], ["check"], ["explain", "northern-interaction-2023"]):
        assert main([*command, "--seeds", str(seeds)]) == 1
        printed = capsys.readouterr()
        assert f"claims.yml:{line}:test.comparison: " in printed.out + printed.err
        assert "Traceback" not in printed.out + printed.err


def test_a_record_without_what_the_arithmetic_asks_for_is_said_to_be_so(data, capsys):
    path = data / "trade_chapters.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("2022,")), encoding="utf-8")
    found = faults(data=data)
    assert found and all(fault.file.endswith("claims.yml") and fault.row for fault in found)
    assert all("cannot be computed: " in fault.problem and "audit/findings/" in fault.problem for fault in found)
    with pytest.raises(FaultsError, match="cannot be computed"):
        fit.one_finding("trade-mainly-energy", load_ledger(), open_record(data))


def test_a_row_that_names_an_unknown_claim_is_named(data):
    path = data / "alliance_events.csv"
    text = path.read_text(encoding="utf-8")
    line = text[: text.index("li-trip-2023,")].count("\n") + 1
    path.write_text(text.replace("li-trip-2023,", "li-tripp-2023,", 1), encoding="utf-8")
    [fault] = faults(data=data)
    assert (Path(fault.file).name, fault.row, fault.column) == ("alliance_events.csv", line, "claim_id")
    problem = '"li-tripp-2023" is no claim of the ledger (did you mean li-trip-2023?)'
    assert (fault.problem, fault.expected) == (problem, "the id of a claim")


def test_a_claim_of_a_chapter_without_arithmetic_is_not_judged_yet():
    claim = next(iter(load_ledger().claims.values())).model_copy(update={"chapter": "not_begun"})
    assert fit.arithmetic(claim) is None


def test_a_claim_without_a_verdict_is_no_fault_and_says_why():
    ledger = load_ledger()
    waiting = next(claim_id for claim_id in ledger.claims if fit.arithmetic(ledger.claims[claim_id]) is None)
    with pytest.raises(LookupError, match="not judged yet|is out of scope"):
        fit.one_finding(waiting, ledger, open_record())


def test_an_error_without_words_is_told_by_its_kind():
    fault = fit._not_computed("trade-growth-2022", load_ledger(), ZeroDivisionError())
    assert fault.problem == "in trade-growth-2022: its finding cannot be computed: ZeroDivisionError: "


def test_arithmetic_of_claims_that_a_copy_of_the_ledger_lacks_is_no_fault_there():
    small = load_ledger(Path(__file__).parent.parent / "small_ledger")
    assert any(key not in small.claims for key in fit.of_chapter("exercises"))
    assert list(fit._unknown_keys(small)) == []
