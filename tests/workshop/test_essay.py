"""A chapter's notebook is an essay with code in it: short cells, few imports, no pixels; plumbing lives in the package."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from audit.paths import ROOT
from audit.workshop.house_rules import NUMBER_IN_PROSE

CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))
LONGEST_CELL, LONGEST_SET_UP, MOST_IMPORTS = 40, 16, 7
# A place in pixels, a size or a shade belongs to the parts that charts share.
PIXELS = re.compile(r"\b(?:dx|dy|xOffset|yOffset)\s*=|[\"']#[0-9A-Fa-f]{3,8}[\"']|\balt\.value\(-?\d")


def code_cells(chapter: str) -> dict[str, str]:
    notebook = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4)
    return {cell.id: cell.source for cell in notebook.cells if cell.cell_type == "code"}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_cell_is_longer_than_a_screen(chapter):
    lengths = {name: len(source.splitlines()) for name, source in code_cells(chapter).items()}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_CELL}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_code_of_every_cell_folds_and_stays_off_paper(chapter):
    cells = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4).cells
    tags = {cell.id: set(cell.metadata.get("tags", ())) for cell in cells if cell.cell_type == "code"}
    assert [name for name, own in tags.items() if not own & {"hide-input", "remove-input", "remove-cell"}] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_set_up_is_short_and_the_only_place_of_imports(chapter):
    cells = code_cells(chapter)
    imports = {
        name: sum(isinstance(one, ast.Import | ast.ImportFrom) for one in ast.walk(ast.parse(source)))
        for name, source in cells.items()
    }
    assert len(cells["set-up"].splitlines()) <= LONGEST_SET_UP
    assert imports.pop("set-up") <= MOST_IMPORTS
    imports.pop("installed")
    assert not any(imports.values())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_charts_carry_no_pixels_and_no_shades(chapter):
    found = {name: PIXELS.findall(source) for name, source in code_cells(chapter).items()}
    assert not {name: marks for name, marks in found.items() if marks}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_claimed_figure_is_computed_from_the_table_in_plain_pandas(chapter):
    """One of the first cells after the chart does it, with the record and pandas and nothing of the package."""
    cells = code_cells(chapter)
    [name] = [name for name in cells if name.endswith("-pandas")]
    lines = [line for line in cells[name].splitlines() if line.strip()]
    assert "record[" in cells[name] and len(lines) <= 12
    names = {node.id for node in ast.walk(ast.parse(cells[name])) if isinstance(node, ast.Name)}
    assert not names & {chapter, "claims", "tables", "captions", "numbers", "finding", "show"}
    assert list(cells).index(name) <= 8


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_cell_hides_what_it_shows_behind_many_outputs(chapter):
    """JupyterLab shows fifty outputs of a cell, and then a button in their place; each glued text is one."""
    notebook = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4)
    assert not {cell.id: len(cell.outputs) for cell in notebook.cells if len(cell.get("outputs", [])) > 50}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_frame_that_is_shown_has_no_empty_heading(chapter):
    """A named index leaves a row of empty headings: ``rename_axis(index=None, columns=…)``."""
    notebook = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4)
    shown = [
        output.get("data", {}).get("text/html", "") for cell in notebook.cells for output in cell.get("outputs", [])
    ]
    assert not [html for html in shown if 'class="dataframe"' in html and "<th></th>" in html]


def words_of(module: Path) -> list[str]:
    """The texts of a module, without its docstrings and without what stands in place of a value."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in texts if text not in docstrings]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_number_is_typed_into_a_caption(chapter):
    modules = sorted((ROOT / "audit" / "figures" / chapter).glob("*.py"))
    assert modules
    typed = [
        (module.name, found[0])
        for module in modules
        for text in words_of(module)
        for found in NUMBER_IN_PROSE.finditer(text)
    ]
    assert not typed


def test_the_guards_see_what_they_guard_against():
    assert PIXELS.search("mark_text(dx=-5)") and PIXELS.search("color='#fff'") and PIXELS.search("y=alt.value(2)")
    assert not PIXELS.search("alt.value('x')")
    assert NUMBER_IN_PROSE.search("grew by 29 per cent")
