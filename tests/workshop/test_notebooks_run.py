"""nbconvert runs a chapter as pytest-notebook runs them all; and a stored number that no longer follows is found."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
from nbconvert.preprocessors import ExecutePreprocessor

from audit.figures.figure import VEGALITE
from audit.paths import CHAPTERS, ROOT


def test_nbconvert_executes_a_chapter_in_a_clean_kernel(monkeypatch):
    """One: pytest-notebook gives every chapter to the same client, and compares what it makes with what is stored."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    path = CHAPTERS / "trade.ipynb"
    notebook = nbformat.read(path, as_version=4)
    stored = [cell.get("outputs") for cell in notebook.cells]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    ExecutePreprocessor(timeout=120, kernel_name="python3").preprocess(notebook, {"metadata": {"path": path.parent}})
    made = [cell.get("outputs") for cell in notebook.cells]
    assert not [output for outputs in made for output in outputs or [] if output.output_type == "error"]
    # What shows something in the stored chapter shows something here.
    assert [bool(outputs) for outputs in made] == [bool(outputs) for outputs in stored]


def test_a_changed_stored_number_fails_the_notebook_test(copy_of_repository):
    # Only the cells up to the first chart: enough, and quicker.
    path: Path = copy_of_repository / "chapters" / "trade.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    charts = [
        number
        for number, cell in enumerate(notebook["cells"])
        if any(VEGALITE in output.get("data", {}) for output in cell.get("outputs", []))
    ]
    notebook["cells"] = notebook["cells"][: charts[0] + 1]
    for other in path.parent.glob("*.ipynb"):
        other.unlink()

    def run() -> subprocess.CompletedProcess:
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-m", "pytest", "chapters", "-q", "-p", "no:cacheprovider"],
            cwd=copy_of_repository,
            env=os.environ | {"COLUMNS": "120"},
            capture_output=True,
            text=True,
        )

    sound = run()
    assert sound.returncode == 0 and "1 passed" in sound.stdout, sound.stdout[-3000:]
    [chart] = [output["data"][VEGALITE] for output in notebook["cells"][-1]["outputs"] if VEGALITE in output["data"]]
    figures = "series,source_id,value_usd_bn,year\n"
    name, rows = next(
        (name, rows)
        for name, rows in chart["datasets"].items()
        if rows.startswith(figures) and rows.count(",2022") == 1
    )
    stored = next(line for line in rows.splitlines() if line.endswith(",2022")).split(",")[-2]
    changed = stored[:-1] + ("1" if stored[-1] != "1" else "2")
    chart["datasets"][name] = rows.replace(stored, changed)
    broken = run()
    assert broken.returncode == 1 and "1 failed" in broken.stdout
    report = broken.stdout.partition("= FAILURES =")[2].splitlines()[2:12]
    [told] = [one for one in report if one.startswith(f"  cell '{notebook['cells'][-1]['id']}', chart 'trade-")]
    assert told.endswith(f".value_usd_bn: stored {float(changed)}, now {float(stored)}"), told
    shown = (CHAPTERS / "testing-report.txt").read_text(encoding="utf-8").splitlines()
    assert report[: len(shown)] == shown, "what the page of the method shows is what is said"
