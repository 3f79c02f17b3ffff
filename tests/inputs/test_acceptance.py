"""The repository's own data are used as they were accepted; a change on purpose is one command, which checks first."""

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_record import small_record

from audit.cli import main
from audit.faults import FaultsError
from audit.inputs import acceptance, codebook
from audit.inputs.acceptance import check_data, unaccepted
from audit.inputs.record import open_record
from audit.paths import DATA, ROOT, SEEDS
from audit.workshop import checked
from audit.workshop.building import check_inputs


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    return small_record(tmp_path_factory.mktemp("small") / "data")


@pytest.fixture
def data(small, tmp_path) -> Path:
    """A small record to edit, so that no figure of ours is asked for here."""
    return Path(shutil.copytree(small, tmp_path / "data"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_the_data_are_as_they_were_accepted():
    assert check_data() == [] and unaccepted() == []


def test_a_sound_change_of_a_number_is_refused_in_our_own_data_and_free_in_a_copy(data):
    edit(data / "trade_annual.csv", "190.272", "150")
    assert check_data(data) == []
    [fault] = check_data(data, own=True)
    assert fault.file == str(data / "trade_annual.csv")
    assert "does not fit its bytes and hash" in fault.problem and "if the change is meant" in fault.expected


def test_a_change_that_keeps_the_size_is_seen_by_the_hash_alone(data):
    edit(data / "trade_annual.csv", "190.272", "190.273")
    [fault] = check_data(data, own=True)
    assert "does not fit its hash" in fault.problem


@pytest.mark.parametrize("name", ["trade_products", "trade_annual", "treaties"])
def test_a_table_cut_at_the_end_of_a_line_is_refused(data, name):
    path = data / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[: len(lines) // 2]), encoding="utf-8", newline="\n")
    problems = [fault.problem for fault in check_data(data, own=True) if fault.file == str(path)]
    assert any("does not fit its bytes and hash" in problem for problem in problems)
    assert any(re.search("rows?, the descriptor says", problem) for problem in problems)
    assert any(re.search("rows?, the descriptor says", fault.problem) for fault in check_data(data))


def test_the_outline_of_the_map_is_accepted_like_a_table(data):
    path = data / "map_outline.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace("145.4", "145.5"), encoding="utf-8")
    assert [fault.file for fault in check_data(data, own=True)] == [str(path)]


@pytest.mark.parametrize("change", [lambda path: path.unlink(), lambda path: path.open("a").write("more\n")])
def test_a_codebook_that_says_something_else_is_refused(data, change):
    change(data / "README.md")
    [fault] = check_data(data, own=True)
    assert fault.file == str(data / "README.md") and "does not fit datapackage.json" in fault.problem
    assert check_data(data) == []


def test_a_looser_descriptor_shows_in_the_codebook(data):
    edit(data / "datapackage.json", '"maximum": 500', '"maximum": 50000')
    assert [Path(fault.file).name for fault in check_data(data, own=True)] == ["README.md"]


@pytest.mark.parametrize("key", ["hash", "bytes"])
def test_a_hash_that_is_gone_or_garbled_fits_nothing(data, key):
    descriptor = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][2].pop(key)
    descriptor["resources"][3][key] = ["x"]
    (data / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    files = [Path(fault.file).name for fault in check_data(data, own=True)]
    assert files == ["trade_annual.csv", "trade_monthly.csv"]


def test_what_cannot_be_read_at_all_is_told_once(data):
    (data / "datapackage.json").write_text("{", encoding="utf-8")
    assert len(check_data(data, own=True)) == 1 and unaccepted(data) == []


def test_data_of_our_own_are_known_under_any_name(monkeypatch):
    """Whoever names data/ itself with --data is not free of the rule."""
    monkeypatch.setattr(acceptance, "unaccepted", lambda data_dir: ["not accepted"])
    for name in (None, DATA, DATA / ".." / "data", str(DATA)):
        assert check_data(name)[-1:] == ["not accepted"]


def test_the_build_refuses_data_that_were_not_accepted(tmp_path, data):
    shutil.copytree(SEEDS, tmp_path / "seeds")
    shutil.copy(ROOT / "README.md", tmp_path)
    edit(data / "trade_annual.csv", "190.272", "190.273")
    with pytest.raises(FaultsError, match=r"trade_annual\.csv.*does not fit its hash"):
        check_inputs(tmp_path)


def test_nothing_is_judged_on_data_that_were_not_accepted(monkeypatch, capsys):
    fault = codebook.Fault("data/trade_annual.csv", None, None, "does not fit its hash", "the accepted file")
    monkeypatch.setattr(acceptance, "unaccepted", lambda data_dir: [fault])
    monkeypatch.setattr(checked, "_question", lambda: None)  # these very data were found sound before
    assert main(["findings"]) == 1
    assert "data/trade_annual.csv:-:-: does not fit its hash" in capsys.readouterr().err


def run(copy: Path, command: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "audit", command], cwd=copy, capture_output=True, text=True)


def put_total_of_2022(file: Path, figure: str) -> None:
    """Write ``figure`` in the place of the first total of 2022 in dollars, whatever stands there."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    next(row for row in rows if (row["year"], row["flow"]) == ("2022", "total"))["value_usd_bn"] = figure
    with file.open("w", encoding="utf-8", newline="") as lines:
        written = csv.DictWriter(lines, rows[0], lineterminator="\n")
        written.writeheader()
        written.writerows(rows)


def test_a_change_on_purpose_is_accepted_by_one_command_and_told(copy_of_repository):
    put_total_of_2022(copy_of_repository / "data" / "trade_annual.csv", "150")
    readme = copy_of_repository / "README.md"  # which says another verdict, whatever the one of today is
    row = next(line for line in readme.read_text("utf-8").splitlines() if "China–Russia trade grew by" in line)
    readme.write_text(readme.read_text("utf-8").replace(row, row.replace("supported", "open")), encoding="utf-8")
    checked = run(copy_of_repository, "check")
    assert checked.returncode == 1 and "python -m audit accept" in checked.stdout
    accepted = run(copy_of_repository, "accept")
    assert accepted.returncode == 0, accepted.stderr
    assert "accepted: data/trade_annual.csv" in accepted.stdout
    assert "README.md: " in accepted.stdout, "the verdict that moved is told"
    assert run(copy_of_repository, "check").returncode == 0


def test_what_is_faulty_is_not_accepted(copy_of_repository):
    data = copy_of_repository / "data"
    put_total_of_2022(data / "trade_annual.csv", "19o.272")
    before = {file.name: file.read_bytes() for file in data.iterdir()}
    refused = run(copy_of_repository, "accept")
    assert refused.returncode == 1 and 'value_usd_bn: cell is "19o.272"' in refused.stderr
    assert {file.name: file.read_bytes() for file in data.iterdir()} == before


def test_a_cut_off_still_to_come_is_not_accepted(copy_of_repository):
    cutoff = open_record().data_cutoff
    edit(
        copy_of_repository / "data" / "datapackage.json",
        f'"data_cutoff": "{cutoff}"',
        '"data_cutoff": "9999-12-31"',
    )
    refused = run(copy_of_repository, "accept")
    assert refused.returncode == 1 and "data_cutoff: is 9999-12-31, " in refused.stderr
