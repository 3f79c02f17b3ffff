"""The command line: stable JSON, verdicts that follow the data, faults that name their place."""

import contextlib
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from audit.cli import main
from audit.findings import of_propositions
from audit.inputs.ledger import load_ledger
from audit.paths import DATA, ROOT, SEEDS

#: DESIGN, section 7: others may rely on these.
FIELDS = {
    *("claim_id", "article", "kind", "claim", "verdict", "verdict_at_publication", "confidence", "stated", "computed"),
    *("unit", "nearest_specification", "specifications", "agreeing", "principled_total", "chapter", "sources"),
    "data_cutoff",
}
MORE_FIELDS = {
    *("paragraph", "confidence_reason", "test", "alternative_readings", "also_nearest", "exceptions"),
    *("verdict_without_exceptions", "sources_read", "last_datum", "last_source"),
}
SPECIFICATION_FIELDS = {"id", "label", "value", "agrees", "principled", "available_at_publication", "sources"}
HEADLINES = """trade-growth-2022 trade-mainly-energy ruble-fall-2023 ruble-rank-2023 key-rate-august-2023
exercises-record-2022 sea-of-japan-warships-2023 sea-of-japan-warplanes-2023 aleutians-ships-2023 no-formal-alliances
not-formal-allies hub-and-spoke sco-bri-all-but-india iran-sco-2023 belarus-sco-2024 stops-short-of-war""".split()


def run(capsys, *arguments) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


_own: list[str] = []  # what is printed of the repository's own inputs, which no test here changes


def printed_findings(capsys, *arguments) -> str:
    if arguments or not _own:
        code, out, err = run(capsys, "findings", "--json", *arguments)
        assert code == 0, err
        if arguments:
            return out
        _own.append(out)
    return _own[0]


def findings(capsys, *arguments) -> dict[str, dict]:
    return {one["claim_id"]: one for one in json.loads(printed_findings(capsys, *arguments))}


@pytest.fixture
def data(tmp_path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture
def seeds(tmp_path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


def change_cells(file: Path, wanted, column: str, value: str, first_only: bool = False) -> list[int]:
    """Put ``value`` into ``column`` of the rows that are ``wanted`` and returns their lines."""
    with file.open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    changed = []
    for line, row in enumerate(rows, 2):
        if wanted(dict(zip(header, row, strict=True))) and not (first_only and changed):
            row[header.index(column)] = value
            changed.append(line)
    assert changed, "the test finds no row to change"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    return changed


def total_of(year: int):
    """Is a row a total of that year in dollars?"""
    return lambda row: (row["year"], row["flow"]) == (str(year), "total") and row["value_usd_bn"] != ""


# --- findings ---


def test_json_has_exactly_the_promised_fields(capsys):
    for one in findings(capsys).values():
        assert set(one) == FIELDS | MORE_FIELDS
        for specification in one["specifications"]:
            assert set(specification) == SPECIFICATION_FIELDS | {"reason", "excepted", "nearest", "choice"}


def test_json_says_what_it_counts(capsys):
    judged = findings(capsys)
    assert {"trade-growth-2022", "trade-mainly-energy"} <= set(judged)
    for one in judged.values():
        if one["kind"] == "judgement":
            continue
        by_id = {specification["id"]: specification for specification in one["specifications"]}
        counting = [s for s in by_id.values() if s["principled"] and s["agrees"] is not None]
        assert one["principled_total"] == len(counting)
        assert one["agreeing"] == sum(s["agrees"] or s["excepted"] for s in counting)
        assert one["computed"] == by_id[one["nearest_specification"]]["value"]
        assert set(one["sources"]) == {source for s in by_id.values() for source in s["sources"]}


def test_at_least_six_specifications_for_the_growth_and_three_for_energy(capsys):
    judged = findings(capsys)
    for claim_id, least in (("trade-growth-2022", 6), ("trade-mainly-energy", 3)):
        assert sum(one["value"] is not None for one in judged[claim_id]["specifications"]) >= least


def test_headline_claims_keep_their_ids():
    claims = load_ledger().claims
    assert [claim_id for claim_id in HEADLINES if claim_id not in claims] == []


def test_table_for_people_and_the_count_of_what_is_judged(capsys):
    code, out, _ = run(capsys, "findings")
    judged_now = findings(capsys)
    count = len(judged_now)
    assert code == 0 and re.search(rf"trade-growth-2022 +{judged_now['trade-growth-2022']['verdict']} ", out)
    counted = next(line for line in out.splitlines() if line.startswith("Of ") and " claims: " in line)
    numbers = [int(word) for word in re.findall(r"\d+", counted)]
    total, judged, silent, weighed, outside, waiting = numbers
    assert (total, judged + weighed) == (len(load_ledger().claims), count)
    assert judged + weighed + outside + waiting == total and outside > 0 and 0 < silent < judged
    ours, propositions = out.partition("propositions of our own")[2], of_propositions()
    assert f"equal-weight-in-trade: {propositions['equal-weight-in-trade'].verdict}" in ours
    assert ours.count("\n  ") == len(propositions)


def test_output_is_the_same_from_process_to_process(capsys):
    """Worked out by both: this process has a seed of its own, and an answer that was kept would prove nothing."""
    work_out = "import sys; from audit.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", work_out, "findings", "--json"],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "1"},
        stdout=subprocess.PIPE,
        check=True,
    )
    assert done.stdout.decode() == printed_findings(capsys)


# --- verdicts follow the data ---


@pytest.fixture(scope="module")
def of_a_copy(tmp_path_factory) -> dict[str, dict]:
    """What is found in a copy of the record of which nothing was changed: worked out once, for whoever then changes one."""
    copy, printed = shutil.copytree(DATA, tmp_path_factory.mktemp("copy") / "data"), io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert main(["findings", "--json", "--data", str(copy)]) == 0
    return {one["claim_id"]: one for one in json.loads(printed.getvalue())}


def test_a_copy_of_which_nothing_was_changed_has_the_same_findings(capsys, of_a_copy):
    assert of_a_copy == findings(capsys)


@pytest.mark.parametrize("first_only", [True, False], ids=["one cell", "all cells"])
def test_another_total_for_2022_flips_the_verdict(capsys, data, first_only):
    annual = data / "trade_annual.csv"
    change_cells(annual, total_of(2021), "value_usd_bn", "100")
    change_cells(annual, total_of(2022), "value_usd_bn", "129")
    before = findings(capsys, "--data", data)["trade-growth-2022"]
    change_cells(annual, total_of(2022), "value_usd_bn", "150", first_only)
    after = findings(capsys, "--data", data)["trade-growth-2022"]
    assert before["verdict"] != "not-supported"
    assert after["verdict"] == after["verdict_at_publication"] == "not-supported"
    assert after["computed"] == 50


def test_the_readers_first_try_in_the_readme_flips_the_verdict(capsys, data):
    told = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    id, copy, then = re.search(r"explain (\S+) --data (\S+)` then says `(\S+)`", told).groups()
    edit = r"in its `(\w+)\.csv` put (\d+) for the `(\w+)` of the first total of (\d+)"
    table, wanted, column, year = re.search(edit, told).groups()
    assert f"cp -r data {copy}" in told
    before = findings(capsys, "--data", data)[id]["verdict"]
    change_cells(data / f"{table}.csv", total_of(int(year)), column, wanted, first_only=True)
    assert findings(capsys, "--data", data)[id]["verdict"] == then != before


def test_another_test_in_the_seeds_flips_the_verdict(capsys, seeds):
    claims = seeds / "claims.yml"
    text = claims.read_text(encoding="utf-8")
    start = text.index("- id: trade-growth-2022")
    changed = text[start:].replace("value: 29\n    stated: 29", "value: 25\n    stated: 25", 1)
    claims.write_text(text[:start] + changed, encoding="utf-8")
    one = findings(capsys, "--seeds", seeds)["trade-growth-2022"]
    assert (one["verdict"], one["test"]) == ("not-supported", "23.75 to 26.25 per cent")


def test_a_later_article_could_have_known_more(capsys, seeds, data):
    # Every source published after the article: nothing was available, and the verdict of today stays.
    change_cells(data / "sources.csv", lambda row: True, "published_latest", "2026-01-01")
    change_cells(data / "sources.csv", lambda row: True, "published_earliest", "2026-01-01")
    change_cells(data / "sources.csv", lambda row: True, "published", "2026-01-01")
    verdict = findings(capsys)["trade-growth-2022"]["verdict"]
    one = findings(capsys, "--data", data)["trade-growth-2022"]
    assert (one["verdict_at_publication"], one["verdict"]) == ("not-testable", verdict)


# --- check ---


def test_sound_inputs_pass(capsys):
    code, out, err = run(capsys, "check")
    assert (code, out) == (0, "") and err.endswith("claims and record: no faults\n")


def test_a_broken_cell_is_named_by_file_row_and_column(data):
    [line] = change_cells(data / "trade_annual.csv", total_of(2022), "value_usd_bn", "19O.272", first_only=True)
    command = [sys.executable, "-m", "audit", "check", "--data", str(data)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    [fault] = done.stdout.splitlines()
    assert fault.startswith(f"{data / 'trade_annual.csv'}:{line}:value_usd_bn: ") and ", expected " in fault
    assert "Traceback" not in done.stderr


def test_all_faults_of_claims_and_record_are_told_in_one_run(capsys, seeds, data):
    [one] = change_cells(data / "trade_annual.csv", total_of(2022), "value_usd_bn", "n/a", first_only=True)
    [two] = change_cells(
        data / "trade_monthly.csv", lambda row: row["month"] == "2022-05", "source_id", "nobody", first_only=True
    )
    claims = seeds / "claims.yml"
    claims.write_text(claims.read_text(encoding="utf-8").replace("kind: quantity", "kind: quantities", 1))
    code, out, err = run(capsys, "check", "--seeds", seeds, "--data", data)
    assert code == 1 and err.endswith(f"\n{len(out.splitlines())} faults\n")
    assert f"trade_annual.csv:{one}:value_usd_bn: " in out
    assert f"trade_monthly.csv:{two}:source_id: " in out
    assert "claims.yml:" in out and "quantities" in out


@pytest.mark.parametrize("command", [["findings"], ["findings", "--json"], ["explain", "trade-growth-2022"]])
def test_nothing_is_judged_on_broken_inputs(capsys, data, command):
    change_cells(data / "trade_shares.csv", lambda row: True, "share_pct", "many", first_only=True)
    code, out, err = run(capsys, *command, "--data", data)
    assert (code, out) == (1, "") and ":share_pct: " in err


@pytest.mark.parametrize("command", [["findings"], ["check"], ["explain", "trade-growth-2022"]])
@pytest.mark.parametrize("folder", ["--data", "--seeds"])
def test_a_missing_folder_is_a_fault_and_no_traceback(capsys, tmp_path, command, folder):
    code, out, err = run(capsys, *command, folder, tmp_path / "nowhere")
    assert code == 1 and "nowhere" in out + err and ", expected " in out + err


# --- explain, status, usage ---


def test_explain_tells_verdicts_specifications_and_sources(capsys):
    code, out, err = run(capsys, "explain", "trade-growth-2022")
    one = findings(capsys)["trade-growth-2022"]
    assert (code, err) == (0, "")
    assert out.startswith("trade-growth-2022 (quantity; ") and one["claim"] in out and "Confidence: " in out
    for specification in one["specifications"]:
        line = f"({specification['label']}: " if not specification["principled"] else f"{specification['label']}: "
        assert line in out and specification["reason"] in out
    assert out.count("  * ") == 1
    for source in one["sources"]:
        assert f"    {source}: " in out


def test_explain_of_a_claim_out_of_scope_gives_the_reason(capsys):
    judged, claims = findings(capsys), load_ledger().claims
    waiting = next(claim_id for claim_id in claims if claim_id not in judged)
    code, out, err = run(capsys, "explain", waiting)
    assert (code, out, err) == (2, "", f"{waiting} is out of scope: {claims[waiting].not_judged_reason}\n")


def test_explain_of_an_unknown_claim_names_the_one_that_was_meant(capsys):
    code, out, err = run(capsys, "explain", "trade-growth-2032")
    assert (code, out) == (2, "")
    assert err == "trade-growth-2032: no such claim (did you mean trade-growth-2022?)\n"


def test_explain_of_a_claim_that_is_like_no_other_lists_the_known_ones(capsys):
    code, _, err = run(capsys, "explain", "zzz")
    assert code == 2 and err.startswith("zzz: no such claim, expected one of: ") and "trade-growth-2022" in err


@pytest.mark.parametrize("arguments", [[], ["findigs"], ["explain"]])
def test_wrong_usage_exits_2(capsys, arguments):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2 and "usage: python -m audit" in capsys.readouterr().err


def test_stored_chapters_are_up_to_date(capsys):
    code, out, _ = run(capsys, "status")
    assert code == 0, out
    assert "chapters/trade.ipynb: up to date" in out


def test_status_names_a_broken_notebook_in_one_line(copy_of_repository):
    path = copy_of_repository / "chapters" / "trade.ipynb"
    path.write_text("<<<<<<< HEAD\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    command = [sys.executable, "-m", "audit", "status"]
    done = subprocess.run(command, cwd=copy_of_repository, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "")
    [line] = [line for line in done.stdout.splitlines() if "trade.ipynb" in line]
    assert line.startswith("chapters/trade.ipynb: has the marks of an unfinished merge (line 1); settle the merge")
    building = subprocess.run(
        [sys.executable, "-m", "audit.workshop.building"], cwd=copy_of_repository, capture_output=True, text=True
    )
    assert building.returncode == 1 and f"Not built: {line}\n" in building.stderr
    assert "Traceback" not in building.stderr
