"""The page for those who come for the method: its first section, followed to the letter."""

import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from audit.paths import CHAPTERS

CHART = """\
import altair as alt
import pandas as pd

alt.renderers.enable("svg")
alt.Chart(pd.DataFrame({"year": [2021, 2022], "value": [1.5, 2.5]})).mark_line().encode(x="year", y="value")"""


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """A folder with the page's settings and two notebooks, their outputs stored by the page's command."""
    folder = tmp_path_factory.mktemp("mine")
    shutil.copy(CHAPTERS / "testing-start.toml", folder / "pyproject.toml")
    (folder / "notebooks").mkdir()
    text = (CHAPTERS / "testing.md").read_text(encoding="utf-8")
    command = re.search(r"^jupyter (nbconvert .*) notebooks/\*\.ipynb$", text, re.MULTILINE)[1].split()
    for name, cells in {"sum": ["2 + 3.5", "print('all told')"], "chart": [CHART]}.items():
        notebook = new_notebook(cells=[new_markdown_cell("# Mine"), *(new_code_cell(source) for source in cells)])
        nbformat.write(notebook, folder / "notebooks" / f"{name}.ipynb")
    notebooks = sorted(map(str, (folder / "notebooks").glob("*.ipynb")))
    stored = subprocess.run([sys.executable, "-m", *command, *notebooks], cwd=folder, capture_output=True, text=True)
    assert stored.returncode == 0, stored.stderr
    return folder


def said_there(folder, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTEST_ADDOPTS")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True).stdout


def test_what_is_stored_by_the_page_passes_one_test_a_notebook(followed):
    assert "2 passed" in said_there(followed)


def test_a_changed_number_fails_its_notebook(followed):
    path = followed / "notebooks" / "sum.ipynb"
    whole = path.read_text(encoding="utf-8")
    assert '"5.5"' in whole
    try:
        path.write_text(whole.replace('"5.5"', '"5.4"'), encoding="utf-8")
        said = said_there(followed)
        assert "1 failed, 1 passed" in said and re.search(r"-.*5\.4", said) and re.search(r"\+.*5\.5", said), said
    finally:
        path.write_text(whole, encoding="utf-8")


def test_a_pattern_that_fits_no_notebook_fails_nothing_as_the_page_warns(followed):
    (followed / "notebooks" / "test_other.py").write_text("def test_something_else():\n    assert True\n")
    assert "= 1 passed" in said_there(followed, "-o", "nb_file_fnmatch=elsewhere/*.ipynb")
