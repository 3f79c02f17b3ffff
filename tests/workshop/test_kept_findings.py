"""What the findings are computed from is kept between processes: what changed is computed again, and only that."""

import csv
import json
import shutil
import subprocess
import sys
from functools import cache

import pytest

import audit
from audit import findings
from audit.findings import default_ledger, default_record, finding, specifications
from audit.findings.lineage import Watched
from audit.inputs.record import open_record
from audit.paths import DATA, ROOT
from audit.workshop import kept_findings, unchanged

#: The arithmetic of this claim opens ``trade_annual``.
CLAIM, TABLE = "trade-growth-2022", "trade_annual"
#: What is computed here: with a forecast that rests on a finding, another on nothing, and a claim of another table.
FEW = [CLAIM, "key-rate-august-2023", "ruble-fall-2023"]


def few(ledger):
    rests = [id for id, one in ledger.forecasts.items() if one.base.finding is not None][:1]
    idle = [id for id, one in ledger.forecasts.items() if one.base.nothing is not None][:1]
    return [*FEW, *rests, *idle]


@pytest.fixture(scope="module")
def computed():
    """Their specifications, computed from the record as it is."""
    ledger, record = default_ledger(), default_record()
    return {id: specifications(id, ledger, record) for id in few(ledger)}


@pytest.fixture
def apart(tmp_path, monkeypatch):
    """A process that has computed nothing, with a place of its own to keep things and a copy of the record to edit."""
    monkeypatch.setattr(kept_findings, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(kept_findings, "_opened", {})
    monkeypatch.setattr(kept_findings, "_judged", few)
    monkeypatch.setattr(findings, "_computed_before", {})
    monkeypatch.setattr(findings, "_computed_from", [])
    data = shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.setattr(kept_findings, "open_record", lambda: open_record(data))
    return data


@pytest.fixture
def asked(monkeypatch):
    """The claims whose arithmetic is run."""
    ids = []

    def noted(id, ledger, record):
        ids.append(id)
        return specifications(id, ledger, record)

    monkeypatch.setattr(kept_findings, "specifications", noted)
    return ids


def edit(file, column, value, chosen=lambda row: True):
    """Write ``value`` into the first row that is ``chosen``."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    next(row for row in rows if chosen(row))[column] = value
    with file.open("w", encoding="utf-8", newline="") as lines:
        written = csv.DictWriter(lines, rows[0], lineterminator="\n")
        written.writeheader()
        written.writerows(rows)


def is_total_of_2022(row):
    return (row["year"], row["flow"]) == ("2022", "total") and row["value_usd_bn"]


def test_what_was_kept_is_what_is_computed_and_nothing_is_computed_twice(apart, asked, computed):
    kept_findings.hand_over()
    assert sorted(asked) == sorted(computed)
    asked.clear()
    findings._computed_before.clear()
    kept_findings.hand_over()
    assert asked == [] and findings._computed_before == computed


def test_after_an_edit_of_a_table_the_claims_that_open_it_are_computed_again_and_no_others(apart, asked):
    kept_findings.hand_over()
    asked.clear()
    edit(apart / f"{TABLE}.csv", "value_usd_bn", "195.372", is_total_of_2022)
    kept_findings.hand_over()
    ledger, fresh = default_ledger(), open_record(apart)
    assert asked == [id for id in few(ledger) if TABLE in opened_by(id, fresh)] != few(ledger)
    assert CLAIM in asked
    assert findings._computed_before == {id: specifications(id, ledger, fresh) for id in few(ledger)}


def opened_by(id, record):
    watched = Watched(record)
    specifications(id, default_ledger(), watched)
    return watched.opened


def test_after_an_edit_of_a_source_whoever_looks_at_sources_is_computed_again(apart, asked):
    kept_findings.hand_over()
    asked.clear()
    edit(apart / "sources.csv", "publisher", "Somebody else")
    kept_findings.hand_over()
    assert CLAIM in asked


def test_another_cut_off_computes_everything_again(apart, asked, computed):
    kept_findings.hand_over()
    asked.clear()
    descriptor = json.loads((apart / "datapackage.json").read_text(encoding="utf-8"))
    year = int(descriptor["data_cutoff"][:4])
    descriptor["data_cutoff"] = descriptor["data_cutoff"].replace(str(year), str(year + 1), 1)
    (apart / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    kept_findings.hand_over()
    assert sorted(asked) == sorted(computed)


@pytest.mark.parametrize("place", ["seeds", "audit/findings", "audit/inputs", "audit/judgement.py"])
def test_other_claims_or_other_arithmetic_are_another_question(apart, monkeypatch, tmp_path, place):
    copy = tmp_path / "repository"
    for name in kept_findings.INPUTS:
        whole = ROOT / name
        (shutil.copytree if whole.is_dir() else _copy)(whole, copy / name)
    monkeypatch.setattr(kept_findings, "ROOT", copy)
    before = kept_findings._question(open_record(apart))
    assert before == kept_findings._question(open_record(apart))
    file = copy / place if (copy / place).is_file() else next(one for one in (copy / place).rglob("*.*"))
    file.write_bytes(file.read_bytes() + b"\n")
    assert kept_findings._question(open_record(apart)) != before


def _copy(file, place):
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, place)


@pytest.mark.parametrize("damage", [b"", b"x", b"\x80\x04K\x01."])
def test_a_damaged_file_is_computed_anew(apart, asked, computed, damage):
    kept_findings.hand_over()
    (file,) = kept_findings.FOLDER.glob("*.kept")
    content = file.read_bytes()
    file.write_bytes(content[:-3] + damage if damage else b"")
    asked.clear()
    findings._computed_before.clear()
    kept_findings.hand_over()
    assert sorted(asked) == sorted(computed) and findings._computed_before == computed
    assert file.read_bytes() == content


def test_nothing_is_kept_of_a_record_that_is_edited_meanwhile(apart, monkeypatch):
    def edited_first(id, ledger, record):
        if id == CLAIM:
            edit(apart / f"{TABLE}.csv", "value_usd_bn", "195.372", is_total_of_2022)
        return specifications(id, ledger, record)

    monkeypatch.setattr(kept_findings, "specifications", edited_first)
    kept_findings.hand_over()
    assert not list(kept_findings.FOLDER.glob("*.kept"))


def test_nothing_is_kept_by_code_that_was_edited_since_it_was_imported(apart, monkeypatch):
    monkeypatch.setitem(audit.imported, findings.__file__, hash(b"what this file said when it was imported"))
    kept_findings.hand_over()
    assert not list(kept_findings.FOLDER.glob("*.kept")) and CLAIM in findings._computed_before


def test_the_code_that_runs_here_is_the_code_that_is_there():
    assert findings.__file__ in audit.imported and unchanged.runs_what_is_there()


def test_what_was_computed_from_one_record_is_not_said_of_another(apart, monkeypatch):
    kept_findings.hand_over()
    edit(apart / f"{TABLE}.csv", "value_usd_bn", "195.372", is_total_of_2022)
    other = open_record(apart)
    monkeypatch.setattr(findings, "default_record", cache(lambda: other))
    findings._default_finding.cache_clear()
    try:
        assert finding(CLAIM).computed == finding(CLAIM, default_ledger(), open_record(apart)).computed
    finally:
        findings._default_finding.cache_clear()


def test_what_cannot_be_computed_is_left_to_who_asks(apart, monkeypatch, computed):
    def failing(id, ledger, record):
        if id == CLAIM:
            raise IndexError("no such year")
        return specifications(id, ledger, record)

    monkeypatch.setattr(kept_findings, "specifications", failing)
    kept_findings.hand_over()
    assert sorted([*findings._computed_before, CLAIM]) == sorted(computed)


def test_where_nothing_can_be_written_everything_is_computed(apart, monkeypatch, computed):
    (kept_findings.FOLDER).write_text("a file where the folder should be")
    kept_findings.hand_over()
    assert findings._computed_before == computed


def test_arithmetic_asks_the_record_that_it_is_given_and_nothing_that_is_not_watched(monkeypatch):
    ledger, record = default_ledger(), open_record()

    class Refused:
        def __getattr__(self, name):
            raise AssertionError(f"arithmetic asked {name} of the repository's own record")

    refused = Refused()

    def refuse():
        return refused

    refuse.cache_info = default_record.cache_info
    for module in [one for name, one in sys.modules.items() if name.startswith("audit.findings")]:
        if hasattr(module, "default_record"):
            monkeypatch.setattr(module, "default_record", refuse)
    for id in kept_findings._judged(ledger):
        watched = Watched(record)
        specifications(id, ledger, watched)
        assert watched.asked <= set(kept_findings.BESIDE), id


MODULES = """
import json, sys
from audit.findings import default_ledger, default_record, fit
fit.computed(default_ledger(), default_record())
print(json.dumps([one.__file__ for name, one in sys.modules.items() if name.split(".")[0] == "audit"]))
"""


def test_no_module_outside_of_the_digest_takes_part_in_a_finding():
    told = subprocess.run([sys.executable, "-c", MODULES], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [file.removeprefix(f"{ROOT}/") for file in json.loads(told)]
    assert len(files) > 50
    assert [file for file in files if not file.startswith(kept_findings.INPUTS)] == []
