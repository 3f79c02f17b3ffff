"""The cell in which a reader changes an assumption: there in every chapter, and what it is given decides what it shows."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from audit.figures.what_if import show_what_if
from audit.findings.what_if import what_if
from audit.paths import CHAPTERS, ROOT

NOTEBOOKS = sorted(CHAPTERS.glob("*.ipynb"))
#: A changed assumption for each chapter, other than the one its cell shows: the claim and the change.
GIVEN = {
    "trade": ("trade-mainly-energy", {"test": {"threshold": 99}}),
    "ruble": ("ruble-rank-2023", {"test": {"threshold": 9}}),
    "exercises": ("sea-of-japan-warships-2023", {"test": {"threshold": 12}}),
    "alliance": ("no-formal-alliances", {"nearest": "with-article-nine"}),
    "institutions": ("india-sole-major-disputes", {"nearest": "map-counts"}),
    "equality": ("equal-weight-in-trade", {"test": {"high": 9}}),
    "concert": ("acting-in-concert", {"test": {"threshold": 5}}),
    "war": ("votes-as-india-not-belarus", {"nearest": "costly-texts"}),
    "rivals": ("acting-in-concert", {"test": {"threshold": 4}}),
    "scorecard": ("ruble-rank-2023", {"test": {"threshold": 20}}),
    "since": ("belarus-sco-2024", {"constants": {"EXPECTED": 2023}}),
}


def given_to(chapter: str) -> tuple[str, dict]:
    if chapter not in GIVEN:
        pytest.fail(
            f"chapters/{chapter}.ipynb is new here: add it to GIVEN in {Path(__file__).name}, with a claim and a change that moves "
            "its verdict or a check, other than the change that its cell shows",
            pytrace=False,
        )
    return GIVEN[chapter]


def cells_of(path) -> dict[str, nbformat.NotebookNode]:
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_every_chapter_has_one_marked_cell_to_change(path):
    cells = cells_of(path)
    ids = list(cells)
    at = ids.index("what-if-intro")
    assert ids[at - 1] == "try-chart" and ids[at : at + 3] == ["what-if-intro", "parameters", "what-if"]
    assert [id for id, cell in cells.items() if "parameters" in cell.metadata.get("tags", [])] == ["parameters"]
    assert cells["parameters"].source.startswith("# What if? Change this")
    assert next(id for id, cell in cells.items() if cell.cell_type == "code") == "installed"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_what_is_stored_is_a_change_and_says_so(path):
    cells, given = cells_of(path), {}
    exec(cells["parameters"].source, given)
    tried = what_if(given["claim_id"], **given["change"])
    [output] = cells["what-if"].outputs
    assert tried.verdict != tried.ours.verdict and output["data"]["text/plain"] == show_what_if(tried).words
    assert output["data"]["text/plain"].startswith(f"{tried.claim.claim} What if: ")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_parameters_from_outside_decide_as_papermill_gives_them(path, monkeypatch):
    """papermill puts a cell of assignments after the one that is tagged ``parameters`` and runs the notebook."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    claim_id, change = given_to(path.stem)
    cells = cells_of(path)
    injected = nbformat.v4.new_code_cell(f"# Parameters\nclaim_id = {claim_id!r}\nchange = {change!r}\n")
    injected.metadata["tags"] = ["injected-parameters"]
    chosen = [cells["installed"], cells["set-up"], cells["parameters"], injected, cells["what-if"]]
    notebook = nbformat.v4.new_notebook(cells=chosen)
    for cell in chosen:
        cell.outputs = []
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    ).execute()
    [output] = notebook.cells[-1].outputs
    tried = what_if(claim_id, **change)
    assert output["data"]["text/plain"] == show_what_if(tried).words
    assert tried.moved


def test_a_new_chapter_is_told_what_to_add():
    with pytest.raises(pytest.fail.Exception, match=r"chapters/harbour\.ipynb is new here: add it to GIVEN"):
        given_to("harbour")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_without_the_package_the_first_cell_says_the_one_line_that_helps(path):
    first = cells_of(path)["installed"].source
    run = subprocess.run([sys.executable, "-I", "-S", "-c", first], cwd="/", capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].endswith("is not installed here. In the folder of the book run: make lab")
    assert subprocess.run([sys.executable, "-c", first], cwd=ROOT).returncode == 0
