"""Charts are compiled when the book is built, and what the pages' script cannot draw is refused there."""

import copy

import pytest

from audit.book import live_charts
from audit.figures import static_pictures

BARS = {
    "mark": "bar",
    "width": "container",
    "data": {"values": [{"year": 2021, "value": 3}, {"year": 2022, "value": 5}]},
    "encoding": {"x": {"field": "year", "type": "ordinal"}, "y": {"field": "value", "type": "quantitative"}},
    "params": [{"name": "since", "value": 2021}],
}


def view(height: int) -> dict:
    return {**{key: value for key, value in BARS.items() if key not in ("width", "params", "data")}, "height": height}


STACKED = {"data": BARS["data"], "vconcat": [view(40), view(60)]}


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(static_pictures, "cache_folder", lambda: tmp_path)


def test_a_chart_is_vega_with_one_place_for_its_width():
    made = live_charts.compiled(BARS)
    assert "vega/v6" in made["spec"]["$schema"] and made["widths"] == [["width"]]
    assert made["spec"]["autosize"] == {"type": "fit-x", "contains": "padding"}
    assert {"name": "since", "value": 2021} in made["spec"]["signals"]


def test_every_plotting_area_of_a_stack_gets_its_width():
    made = live_charts.compiled(STACKED)
    for *place, last in made["widths"]:
        part = made["spec"]
        for key in place:
            part = part[key]
        assert part[last] == 358
        part[last] = 500
    assert made["widths"] and made["spec"] == live_charts._at(STACKED, 500)


def test_it_is_compiled_once_and_the_kept_one_is_the_same(monkeypatch):
    first = live_charts.compiled(BARS)
    monkeypatch.setattr(live_charts, "_compiled", None)
    assert live_charts.compiled(copy.deepcopy(BARS)) == first


def test_another_chart_is_compiled_anew():
    taller = {**BARS, "height": 400}
    assert live_charts.compiled(BARS)["spec"] != live_charts.compiled(taller)["spec"]


def test_a_transform_that_the_script_leaves_out_is_refused():
    trend = {**BARS, "transform": [{"regression": "value", "on": "year"}]}
    with pytest.raises(ValueError, match=r"leaves out .*regression"):
        live_charts.compiled(trend)


def test_a_chart_that_is_another_at_another_width_is_refused():
    with pytest.raises(ValueError, match=r"another width, in marks\.0"):
        live_charts._changed({"marks": [{"size": 1}]}, {"marks": [{"size": 2}]}, 358, 701)


NOTED = {**BARS, "data": {"values": [{"year": 2021, "value": 3, "note": "a long story", "unit, as told": "bn"}]}}


def rows(chart: dict) -> list[dict]:
    return live_charts.compiled(chart)["spec"]["data"][0]["values"]


def test_columns_that_a_chart_does_not_name_are_left_to_its_table():
    assert rows(NOTED) == [{"year": 2021, "value": 3}]


@pytest.mark.parametrize(
    "part",
    [
        {"transform": [{"filter": "datum.note != ''"}]},
        {"transform": [{"filter": "datum['note'] != ''"}]},
        {"encoding": {**BARS["encoding"], "tooltip": {"field": "note"}}},
    ],
    ids=["filter", "brackets", "tooltip"],
)
def test_a_column_that_is_named_anywhere_stays(part):
    assert [set(row) for row in rows({**NOTED, **part})] == [{"year", "value", "note"}]


@pytest.mark.parametrize(
    "part",
    [
        {"mark": {"type": "bar", "tooltip": {"content": "data"}}},
        {"transform": [{"filter": "length(keys(datum)) > 3"}]},
        {"params": [{"name": "which", "value": "note"}], "transform": [{"filter": "datum[which] != ''"}]},
        {"transform": [{"filter": "datum['no' + 'te'] != ''"}]},
        {"params": [{"name": "told", "expr": "data('source_0')[0].note"}]},
    ],
    ids=["tooltip_of_all", "whole_row", "column_by_choice", "name_put_together", "rows_of_another_place"],
)
def test_whole_rows_stay_where_they_may_be_read(part):
    assert rows({**NOTED, **part}) == NOTED["data"]["values"]


def test_outlines_of_a_map_stay_as_they_are():
    outline = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
    assert rows({"mark": "geoshape", "width": "container", "data": {"values": [outline]}}) == [outline]


def test_rows_are_told_by_column_and_uneven_ones_as_they_are():
    even, uneven = {"name": "a", "values": [{"x": 1, "y": None}, {"y": 2, "x": 3}]}, {"values": [{"x": 1}, {"y": 2}]}
    others = [{"values": {"type": "Feature"}}, {"values": [1, 2]}, {"values": []}, {"values": [{}]}, {"source": "a"}]
    told = live_charts.in_columns({"data": [even, uneven, *others]})["data"]
    assert told == [{"name": "a", "columns": {"x": [1, 3], "y": [None, 2]}}, uneven, *others]


def test_views_side_by_side_are_refused():
    with pytest.raises(ValueError, match="side by side"):
        live_charts.compiled({"data": BARS["data"], "hconcat": [view(40), view(60)]})


def test_the_script_has_vega_and_nothing_that_compiles():
    script = live_charts.script()
    assert b"window.bookVega" in script and b"vegaEmbed" not in script and b"vegaLite" not in script
    assert 300_000 < len(script) < 560_000


def test_other_parts_within_vl_convert_are_named(monkeypatch):
    monkeypatch.setitem(live_charts._PARTS, "{ parse }", "vega-parser@0.0.1")
    with pytest.raises(RuntimeError, match="other parts of Vega"):
        live_charts.script()
