"""What a notebook gives otherwise than it stored is told in a line: where, from what, to what."""

import copy
from urllib.parse import quote

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from audit.figures.stored_chart import packed
from audit.workshop.notebook_differences import MOST, differences, told
from audit.workshop.notebooks import VEGALITE


def chart(level: float = 190.3, colour: str = "#00441b") -> dict:
    rows = [{"year": 2021, "usd_bn": 147.1}, {"year": 2022, "usd_bn": level}]
    figure = {"id": "trade-annual", "columns": ["year", "usd_bn"], "rows": [list(row.values()) for row in rows]}
    name = f"data-{hash(level)}"
    spec = {"mark": {"type": "bar", "color": colour}, "data": {"name": name}, "datasets": {name: rows}}
    return packed(spec | {"usermeta": {"figure": figure}})


def picture(words: str = "190.3", x: float = 10.0) -> str:
    drawn = f'<svg><text x="{x}">{words}</text></svg>'
    return f'<img alt="Trade" src="data:image/svg+xml,{quote(drawn)}">'


def card(verdict: str = "Supported") -> str:
    return f'<div class="card"><b>{verdict}</b> of 29.3 per cent</div>'


def notebook(shown: dict | None = None, printed: str = "29.3\n", glued: str = "'29.3 per cent'"):
    shown = {VEGALITE: chart(), "text/html": picture(), "text/plain": "trade-annual"} | (shown or {})
    cells = [
        new_code_cell("print(growth)", id="growth", outputs=[new_output("stream", name="stdout", text=printed)]),
        new_code_cell("chart", id="annual-chart", outputs=[new_output("execute_result", data=shown)]),
        new_code_cell(
            "glue('growth', growth)",
            id="glued",
            outputs=[
                new_output("display_data", data={"text/plain": glued}, metadata={"scrapbook": {"name": "growth"}})
            ],
        ),
        new_code_cell("card", id="card", outputs=[new_output("display_data", data={"text/html": card()})]),
    ]
    return new_notebook(cells=cells)


def test_the_same_outputs_have_no_difference():
    assert differences(notebook(), notebook()) == []


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        (notebook(printed="29.4\n"), "cell 'growth', what it prints: stored '29.3\\n', now '29.4\\n'"),
        (
            notebook(glued="'29.4 per cent'"),
            "cell 'glued', glued 'growth' as text/plain: stored \"'29.3 per cent'\", now \"'29.4 per cent'\"",
        ),
        (
            notebook({VEGALITE: chart(190.2)}),
            "cell 'annual-chart', chart 'trade-annual', datasets.data 1[1].usd_bn: stored 190.3, now 190.2",
        ),
        (
            notebook({VEGALITE: chart(colour="#00441c")}),
            "cell 'annual-chart', chart 'trade-annual', mark.color: stored '#00441b', now '#00441c'",
        ),
        (
            notebook({"text/html": picture("190.2")}),
            "cell 'annual-chart', words of the picture: stored '190.3', now '190.2'",
        ),
    ],
    ids=["print", "glue", "chart's number", "chart's colour", "picture's word"],
)
def test_a_change_is_told_with_its_cell_and_both_values(changed, line):
    found = differences(notebook(), changed)
    assert line in found and len(found) <= 2, found


def test_a_picture_that_is_drawn_otherwise_is_told_though_it_says_the_same():
    [line] = differences(notebook(), notebook({"text/html": picture(x=11.0)}))
    assert line.startswith("cell 'annual-chart', the picture: stored ") and '"10.0"' in line and '"11.0"' in line


def test_another_verdict_is_told_in_the_words_of_its_card():
    changed = notebook()
    changed.cells[3].outputs[0].data["text/html"] = card("Not supported")
    [line] = differences(notebook(), changed)
    assert "cell 'card', words of output as text/html: stored 'Supported of 29.3" in line
    assert "now 'Not supported of 29.3" in line


def test_another_number_type_or_mark_of_html_is_told_too():
    changed = notebook()
    changed.cells[3].outputs[0].data["text/html"] = card().replace('class="card"', 'class="card open"')
    [line] = differences(notebook(), changed)
    assert "card open" in line


def test_an_output_more_or_less_and_another_kind_are_told():
    less, other = notebook(), notebook()
    less.cells[1].outputs = []
    other.cells[0].outputs = [new_output("error", ename="ValueError", evalue="no")]
    assert differences(notebook(), less) == ["cell 'annual-chart', number of outputs: stored 1, now 0"]
    assert differences(notebook(), other) == ["cell 'growth', kind of output: stored stream stdout, now error"]


def test_a_form_of_an_output_that_comes_or_goes_is_told():
    changed = notebook()
    del changed.cells[1].outputs[0].data["text/plain"]
    gone = "cell 'annual-chart', output as text/plain: stored, and now there is none"
    come = "cell 'annual-chart', output as text/plain: not stored, and now there is one"
    assert differences(notebook(), changed) == [gone] and differences(changed, notebook()) == [come]


def test_another_error_and_another_note_of_an_output_are_told():
    before, after = notebook(), notebook()
    before.cells[0].outputs = [new_output("error", ename="ValueError", evalue="no", traceback=[])]
    after.cells[0].outputs = [new_output("error", ename="ValueError", evalue="yes", traceback=[])]
    after.cells[2].outputs[0].metadata["scrapbook"]["name"] = "decline"
    assert differences(before, after) == [
        "cell 'growth', the error, evalue: stored 'no', now 'yes'",
        "cell 'glued', what is noted of glued 'decline', scrapbook.name: stored 'growth', now 'decline'",
    ]


def test_many_changes_of_one_output_are_counted():
    before = notebook({VEGALITE: {"a": list(range(9))}})
    [*lines, last] = differences(before, notebook({VEGALITE: {"a": [-1 - number for number in range(9)]}}))
    assert len(lines) == MOST and last == "cell 'annual-chart', and 6 more in the same output"


def test_what_is_told_begins_with_the_notebook_and_ends_with_what_to_do():
    changed = copy.deepcopy(notebook())
    changed.cells[0].outputs[0].text = "29.4\n"
    first, line, last = told("chapters/trade.ipynb", notebook(), changed).splitlines()
    assert first == "chapters/trade.ipynb gives something else than it stores: 1 difference"
    assert line.startswith("  cell 'growth'") and "make book" in last
