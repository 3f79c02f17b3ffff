"""pytest-notebook, as pyproject.toml sets it: every changed number, word, chart and picture fails a notebook, and nothing else does.

Its execution is replaced: what a run would give is the stored notebook with something changed in it.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from pytest_notebook import nb_regression as regression
from pytest_notebook.execution import ExecuteResult

from audit.figures.figure import VEGALITE
from audit.paths import CHAPTERS

NOTEBOOKS = sorted(path.stem for path in CHAPTERS.glob("*.ipynb"))
#: What outputs hold, as wholes: how one differs within is not asked here.
FORMS = ("text/plain", "text/html", VEGALITE, "application/papermill.record/text/plain")


@pytest.fixture
def checked(nb_regression, monkeypatch):
    """Checks a chapter whose execution gives what ``change`` makes of it; returns what pytest-notebook has against it."""

    def check(name: str, change: Callable[[NotebookNode], None]) -> list[dict]:
        path = CHAPTERS / f"{name}.ipynb"
        given = nbformat.read(path, as_version=4)
        change(given)
        monkeypatch.setattr(regression, "execute_notebook", lambda *_, **__: ExecuteResult(None, given, {}))
        return nb_regression.check(path, raise_errors=False).diff_filtered

    return check


def outputs(notebook: NotebookNode) -> Iterator[tuple[tuple[int, int], NotebookNode]]:
    for cell, one in enumerate(notebook.cells):
        for number, output in enumerate(one.get("outputs", [])):
            yield (cell, number), output


def with_another_digit(text: str) -> str:
    """The text with its last digit changed; with its last character changed where it has no digit."""
    place = max((one.start() for one in re.finditer(r"\d", text)), default=len(text) - 1)
    return text[: max(place, 0)] + ("7" if text[place : place + 1] != "7" else "8") + text[place + 1 :]


def told(diff: list[dict], *place: Any) -> Iterator[tuple]:
    """The places that a difference of notebooks names: ``("cells", 3, "outputs", 0, "data", "text/html")``."""
    for entry in diff:
        inner = (*place, entry["key"])
        if entry["op"] == "patch" and entry["key"] not in FORMS:
            yield from told(entry["diff"], *inner)
        else:
            yield inner


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_chapter_that_gives_what_it_stores_passes(checked, name):
    assert checked(name, lambda notebook: None) == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_digit_changed_in_any_output_fails_the_chapter(checked, name):
    changed = set()

    def change(notebook):
        for (cell, number), output in outputs(notebook):
            for form, content in output.get("data", {}).items():
                if isinstance(content, str):
                    output.data[form] = with_another_digit(content)
                    changed.add(("cells", cell, "outputs", number, "data", form))

    found = set(told(checked(name, change)))
    assert changed and found == changed


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_changed_row_and_a_changed_mark_of_any_chart_fail_the_chapter(checked, name):
    changed = set()

    def change(notebook):
        for (cell, number), output in outputs(notebook):
            spec = output.get("data", {}).get(VEGALITE)
            if spec:
                dataset, rows = next(iter(spec["datasets"].items()))
                spec["datasets"][dataset] = with_another_digit(rows)
                spec["config"] = {"background": "red"}
                changed.add(("cells", cell, "outputs", number, "data", VEGALITE))

    found = set(told(checked(name, change)))
    assert changed and found == changed


def test_another_verdict_and_a_picture_drawn_otherwise_fail_the_chapter(checked):
    def replaced(cell: str, before: str, after: str):
        def change(notebook):
            [data] = [output.data for one in notebook.cells if one.id == cell for output in one.outputs]
            assert before in data["text/html"], f"{cell} no longer holds what this test changes"
            data["text/html"] = data["text/html"].replace(before, after, 1)

        return change

    assert checked("trade", replaced("card-growth", "Supported", "Not supported"))
    assert checked("trade", replaced("annual-chart", "stroke-width=%221%22", "stroke-width=%222%22"))
    assert checked("trade", replaced("annual-chart", 'alt="', 'alt="Not '))


def test_counters_timings_and_settings_of_an_editor_fail_nothing(checked):
    def change(notebook):
        notebook.metadata["kernelspec"] = {"name": "other", "display_name": "Another kernel", "language": "python"}
        notebook.metadata["widgets"] = {"open": True}
        for cell in notebook.cells:
            cell.metadata["execution"] = {"iopub.execute_input": "2031-01-01T00:00:00Z"}
            if cell.cell_type == "code":
                cell.execution_count = 1000
        for _, output in outputs(notebook):
            if output.output_type == "execute_result":
                output.execution_count = 1000

    assert checked("trade", change) == []
