"""A changed assumption: the verdict follows it, nothing else does, and the command line says the same of the same change."""

import ast
import csv
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from audit import cli
from audit.faults import FaultsError
from audit.findings import default_record, finding
from audit.findings.ruble import claims as ruble
from audit.findings.trade import claims as trade
from audit.findings.what_if import what_if
from audit.inputs import ledger
from audit.paths import CHAPTERS, DATA, ROOT, SEEDS

NOTEBOOKS = sorted(CHAPTERS.glob("*.ipynb"))

#: For each chapter a claim and one changed figure by which it fails: table, row and cells.
FIGURES = {
    "trade": ("trade-growth-2022", "trade_annual", {"year": "2022", "flow": "total"}, {"value_usd_bn": 150}),
    "ruble": (
        "ruble-fall-2023",
        "ruble_points",
        {"date": "2023-08-15", "reporter": "open-exchange-rates"},
        {"rub_per_unit": 105},
    ),
    "exercises": ("exercises-record-2022", "exercise_counts", {"count_id": "ndu_2021"}, {"value": 6}),
    "alliance": (
        "not-formal-allies",
        "treaty_codings",
        {"pact_id": "china_russia_2001", "clause": "defence"},
        {"our_reading": "yes"},
    ),
    "institutions": (
        "india-sole-major-disputes",
        "institutions_borders",
        {"member": "Pakistan", "source_id": "hisamullah_2014"},
        {"dispute_open": "yes"},
    ),
    "concert": ("acting-in-concert", "concert_positions", {"question": "Taiwan"}, {"same": "no"}),
    "rivals": (
        "not-formal-allies",
        "treaty_codings",
        {"pact_id": "china_russia_2001", "clause": "defence"},
        {"our_reading": "yes"},
    ),
}


def by_hand(data: Path, table: str, row: dict, cells: dict) -> Path:
    """A copy of data/ in which somebody changed these cells with an editor."""
    copy = shutil.copytree(DATA, data)
    file = copy / f"{table}.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    chosen = [one for one in rows if all(one[column] == value for column, value in row.items())]
    assert chosen
    for one in chosen:
        one.update({column: str(value) for column, value in cells.items()})
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return copy


def as_the_table_has_it(table: str, row: dict) -> dict:
    """A row as the typed table knows it: years are numbers there."""
    frame = default_record()[table]
    return {key: int(value) if pd.api.types.is_numeric_dtype(frame[key]) else value for key, value in row.items()}


@pytest.mark.parametrize("chapter", FIGURES)
def test_a_changed_figure_moves_the_verdict_as_the_command_line_says(chapter, tmp_path, capsys):
    claim_id, table, row, cells = FIGURES[chapter]
    tried = what_if(claim_id, figure=(table, as_the_table_has_it(table, row), cells))
    assert tried.verdict == "not-supported" and tried.moved
    assert cli.main(["explain", claim_id, "--data", str(by_hand(tmp_path / "data", table, row, cells))]) == 0
    told = capsys.readouterr().out
    then, now = tried.verdict_at_publication, tried.verdict
    assert f"When published: {then}. On the record to {tried.ours.data_cutoff}: {now}." in told
    assert f"Confidence: {tried.confidence.level} ({tried.confidence.reason})." in told
    for one in tried.judged:
        assert one.specification.label in told


def test_a_changed_test_moves_the_verdict_as_the_command_line_says(tmp_path, capsys):
    seeds = shutil.copytree(SEEDS, tmp_path / "seeds")
    text = (seeds / "claims.yml").read_text(encoding="utf-8")
    start = text.index("- id: hub-and-spoke\n")
    at = text.index("threshold: 3", start)
    (seeds / "claims.yml").write_text(text[:at] + "threshold: 2" + text[at + 12 :], encoding="utf-8")
    assert cli.main(["explain", "hub-and-spoke", "--seeds", str(seeds)]) == 0
    tried = what_if("hub-and-spoke", test={"threshold": 2})
    assert (tried.ours.verdict, tried.verdict) == ("supported-on-its-own-terms", "supported")
    assert f": {tried.verdict}." in capsys.readouterr().out


def examples(path: Path) -> list[tuple[str, dict]]:
    """The claim and each change that the what-if cell of a chapter offers, in it and in its comments."""
    cell = next(cell for cell in nbformat.read(path, as_version=4).cells if cell.id == "parameters")
    lines = [line.removeprefix("# ") for line in cell.source.splitlines()]
    given = dict(line.split(" = ", 1) for line in lines if line.startswith("claim_id = "))
    return [
        (ast.literal_eval(given["claim_id"]), ast.literal_eval(line.split(" = ", 1)[1]))
        for line in lines
        if line.startswith("change = ")
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_every_example_of_a_chapter_works_and_moves_something(path):
    found = examples(path)
    assert len(found) >= 4
    moved = [what_if(claim_id, **change) for claim_id, change in found]
    assert all(one.moved or one.verdict != one.ours.verdict for one in moved)
    assert moved[0].verdict != moved[0].ours.verdict
    assert {name for _, change in found for name in change} >= {"nearest", "figure", "constants"}


def test_another_closest_check_decides_and_counts():
    tried = what_if("ruble-fall-2023", nearest="bloomberg-fall-printed")
    assert tried.nearest.specification.id == "bloomberg-fall-printed"
    assert tried.principled_total == tried.ours.principled_total + 1
    both = what_if("trade-growth-2022", nearest={"customs-published-dollars", "customs-yuan"})
    assert both.verdict == "not-supported"


def test_only_some_checks_count():
    tried = what_if("trade-growth-2022", counting=["customs-published-dollars", "comtrade-months"])
    counted = {one.specification.id: one.agrees for one in tried.judged if one.specification.principled}
    assert counted.keys() == {"customs-published-dollars", "comtrade-months"} and tried.principled_total == 2
    assert (tried.verdict == "supported") == all(counted.values())
    with pytest.raises(ValueError, match="nearest specification must be a principled one"):
        what_if("trade-growth-2022", counting=["comtrade-months"])


def test_a_window_in_place_of_a_rule():
    tried = what_if("ruble-fall-2023", test={"high": 31})
    assert (tried.claim.test.low, tried.claim.test.high) == (tried.ours.claim.test.low, 31)
    assert tried.ours.claim.test.comparison == "about"


def test_what_follows_from_a_constant_follows_and_the_module_stays():
    tried = what_if("ruble-fall-2023", constants={"DECISION": "2023-08-16"})
    labels = [one.specification.label for one in tried.judged]
    assert "Official rate, set 16 Aug" in labels and "Official rate, set 15 Aug" not in labels
    assert ruble.DECISION == "2023-08-15" in ruble.MID_AUGUST
    assert what_if("exercises-record-2022", constants={"RECORD_YEAR": 2021}).verdict == "not-supported"


def test_readings_of_the_claim_survive_a_change():
    tried = what_if("no-formal-alliances", checks={})
    assert tried.finding == tried.ours and not tried.moved
    assert what_if("no-formal-alliances", tables={}).finding.alternative_verdicts == tried.ours.alternative_verdicts


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"nearest": "nowhere"}, KeyError, "has no check nowhere, only customs-published-dollars"),
        ({"counting": ["nowhere"]}, KeyError, "no check nowhere"),
        ({"checks": {"nowhere": {"value": 1.0}}}, KeyError, "no check nowhere"),
        ({"test": {"threshold": 12}}, ValueError, "threshold: Extra inputs"),
        ({"constants": {"DECISON": 1}}, LookupError, "no constant DECISON, only AFTER"),
        ({"figure": ("trade_annual", {"year": 1900}, {"growth_usd_pct": 1})}, LookupError, "no row with year 1900"),
        ({"figure": ("trade_annual", {"jahr": 2022}, {"growth_usd_pct": 1})}, LookupError, "no column jahr"),
        ({"figure": ("trade_anual", {"year": 2022}, {"growth_usd_pct": 1})}, FaultsError, 'no table "trade_anual"'),
        ({"figure": ("trade_annual", {"year": 2022}, {"growth_usd_pct": 1e5})}, FaultsError, "edited trade_annual.csv"),
        ({"figure": ("trade_annual", {"year": 2022}, {"source_id": "me"})}, FaultsError, "is not in sources.csv"),
    ],
)
def test_what_cannot_be_tried_is_said(change, error, words):
    with pytest.raises(error, match=words):
        what_if("trade-growth-2022", **change)


def test_a_slip_in_the_id_of_a_claim_is_told():
    with pytest.raises(KeyError, match="did you mean ruble-fall-2023"):
        what_if("ruble-fal-2023")


def test_a_claim_out_of_scope_for_good_says_so_with_its_reason():
    with pytest.raises(
        LookupError, match="li-taiwan-warning is out of scope: Taiwan is outside the question of this book"
    ):
        what_if("li-taiwan-warning", nearest="any")


# --- nothing else follows ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "name", "words"),
    [
        (ruble, "DECISION", r"what_if\(finding, constants=\{'DECISION': …\}\)"),
        (trade, "AFTER", "what_if"),
        (ledger, "HEDGE_SHARE", "one rule for every claim"),
    ],
)
def test_setting_a_constant_raises_and_says_what_to_do(module, name, words):
    before = getattr(module, name)
    with pytest.raises(AttributeError, match=words):
        setattr(module, name, "2023-08-16")
    assert getattr(module, name) == before


def test_a_constant_that_is_a_table_is_as_firm():
    before = dict(ruble.PEERS)
    for change in (lambda held: held.update(x=1), lambda held: held.pop("all"), lambda held: held.clear()):
        with pytest.raises(TypeError, match="PEERS is held"):
            change(ruble.PEERS)
    with pytest.raises(TypeError, match="what_if"):
        ruble.PEERS["all"] = before["trading"]
    assert ruble.PEERS == before


def test_every_chapter_holds_its_constants():
    judging = [path.stem for path in NOTEBOOKS if (ROOT / f"audit/findings/{path.stem}/claims.py").is_file()]
    assert len(judging) >= 9  # a chapter about all the others judges nothing itself
    for chapter in judging:
        module = __import__(f"audit.findings.{chapter}.claims", fromlist=["claims"])
        with pytest.raises(AttributeError, match="is held"):
            module.SPECIFICATIONS = {}


def test_an_edited_copy_takes_effect_through_what_if_only():
    record = default_record()
    ours = finding("trade-growth-2022").computed
    other = round(ours + 1, 1)  # near enough for the levels to bear it out
    edited = record["trade_annual"]
    edited.loc[edited["year"] == 2022, "growth_usd_pct"] = other
    sources, checks = record.sources, finding("trade-growth-2022").to_frame()
    sources["published_latest"], checks["value"] = pd.Timestamp("2030-01-01"), 0.0
    assert record.sources["published_latest"].max() < pd.Timestamp("2030-01-01")
    assert not (record["trade_annual"].query("year == 2022")["growth_usd_pct"] == other).any()
    assert finding("trade-growth-2022", record=record).computed == ours
    tried = what_if("trade-growth-2022", tables={"trade_annual": edited})
    assert tried.computed == other and tried.ours.computed == ours
    assert finding("trade-growth-2022", record=record).computed == ours


def test_an_edited_table_keeps_every_other_cell():
    for claim_id, table, *_ in FIGURES.values():
        tried = what_if(claim_id, tables={table: default_record()[table]})
        assert tried.finding == tried.ours, claim_id
