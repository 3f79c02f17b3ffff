"""Computed words in a notebook's prose: readable where nothing runs, and no number is typed."""

import json

import nbformat
import pytest

from audit.figures.stored_words import Known, filled, glued_in, roles_in, roles_in_file, without_words, wrong
from audit.paths import CHAPTERS

WRITTEN = (
    "{.answer}\nTrade grew by {glue:text}`growth` to {glue:text}`level`, from {glue:text}`level` {cite:p}`rt_2022`."
)
KNOWN = Known(
    glued={"growth": "29.3 per cent", "level": "US$190.3 billion"},
    sources={"rt_2022": {"publisher": "RT", "year": "2022", "url": "https://example.org/a_(b)"}},
)
STORED = filled(WRITTEN, KNOWN)


def test_a_viewer_that_runs_nothing_shows_numbers_and_citations():
    assert ">29.3 per cent</span>" in STORED
    assert "([RT, 2022](https://example.org/a_%28b%29))" in STORED
    assert "{glue" not in STORED and "{cite" not in STORED
    assert STORED.startswith("<!-- {.answer} -->\n")  # an attribute of MyST is no text


def test_money_is_not_mathematics():
    assert r"US\$190.3 billion" in STORED


def test_the_author_wrote_only_names():
    assert without_words(STORED) == WRITTEN
    assert filled(STORED, KNOWN) == STORED
    assert roles_in(WRITTEN) == 4 and roles_in(STORED) == 0


def test_the_book_reads_roles():
    assert json.loads(roles_in_file(json.dumps([STORED]))) == [WRITTEN]


def test_a_number_typed_into_a_marker_is_found():
    typed = STORED.replace("29.3 per cent", "39.3 per cent")
    assert list(wrong(STORED, KNOWN)) == []
    assert list(wrong(typed, KNOWN)) == ["growth reads '39.3 per cent', computed: '29.3 per cent'"]


def test_a_name_that_nothing_glues_is_named():
    with pytest.raises(KeyError, match="grwoth"):
        filled("{glue:text}`grwoth`", KNOWN)
    assert list(wrong('<span data-glue="grwoth">29</span>', KNOWN)) == ["grwoth reads '29', computed by nothing"]


@pytest.mark.parametrize("path", sorted(CHAPTERS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_marker_of_a_chapter_holds_what_was_glued(path):
    notebook = nbformat.read(path, 4)
    glued = glued_in(output for cell in notebook.cells for output in cell.get("outputs", []))
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert roles_in(prose) == 0 and prose.count("<span data-glue=") > 20
    assert [fault for fault in wrong(prose, Known(glued, {})) if "computed by nothing" not in fault] == []
