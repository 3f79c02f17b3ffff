"""A chart in a notebook holds each row once, draws as before, and gives back what was put in."""

import json
import re

import nbformat
import pytest
import vl_convert

from audit.figures.figure import VEGALITE
from audit.figures.stored_chart import packed, unpacked
from audit.paths import CHAPTERS


def chart(rows: list[dict], table: list[list], columns=("year", "name", "value")) -> dict:
    return {
        "data": {"name": "trade"},
        "datasets": {"trade": rows},
        "encoding": {"x": {"field": "year", "type": "quantitative"}, "y": {"field": "value", "type": "quantitative"}},
        "mark": "line",
        "usermeta": {"figure": {"columns": list(columns), "rows": table}},
    }


ROWS = [{"year": 2021, "name": "a, b", "value": 1.5}, {"year": 2022, "name": '"c"', "value": None}]


def test_rows_of_the_chart_and_of_its_table_are_one():
    stored = packed(chart(ROWS, [list(row.values()) for row in ROWS]))
    assert stored["datasets"]["trade"] == 'year,name,value\n2021,"a, b",1.5\n2022,"""c""",'
    assert stored["data"]["format"] == {"type": "csv", "parse": {"year": "number", "value": "number"}}
    assert stored["usermeta"]["figure"]["rows"] == {"same_as": "trade"}


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        [{"year": 2021, "name": None, "value": 1}, {"year": 2022, "name": "b", "value": 2}],
        [{"year": 2021, "name": "", "value": True}, {"year": 2022, "name": " b", "value": False}],
        [{"year": "2021-01-01", "name": None, "value": 1}, {"year": None, "name": None, "value": 2}],
        [{"year": 2021, "name": {"type": "Feature"}, "value": [1, 2]}],
        [{"year": 2021, "name": "a"}, {"year": 2022, "value": 2}],
        [],
    ],
)
@pytest.mark.parametrize("table", [[[2021, "a", 1.5], [2022, None, -0.25]], [[2021, "", True]]])
def test_what_was_packed_comes_back(rows, table):
    spec = chart(rows, table)
    assert unpacked(packed(spec)) == spec
    assert unpacked(spec) == spec


CHARTS = [
    (path.stem, cell["id"], output["data"][VEGALITE])
    for path in sorted(CHAPTERS.glob("*.ipynb"))
    for cell in nbformat.read(path, 4).cells
    for output in cell.get("outputs", [])
    if VEGALITE in output.get("data", {})
]


@pytest.mark.parametrize("stored", [one for *_, one in CHARTS], ids=[f"{name}-{cell}" for name, cell, _ in CHARTS])
def test_a_chart_of_the_book_draws_the_same_packed_and_unpacked(stored):
    stored = json.loads(json.dumps(stored))
    drawn = [vl_convert.vegalite_to_svg(spec, vl_version="6.4") for spec in (stored, unpacked(stored))]
    assert len({re.sub(r"clip\d+", "clip", svg) for svg in drawn}) == 1
    assert packed(unpacked(stored)) == stored
