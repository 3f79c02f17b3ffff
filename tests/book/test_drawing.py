"""Charts drawn ahead, in several processes, are those that the pages would have drawn, and a page finds nothing left to draw."""

import os
from pathlib import Path

import pytest
from test_book_charts import interactive, spec

from audit.book import charts, drawing
from audit.figures import static_pictures

LINE, IMPRINT = "Source: China Customs (2023).", "A book, figure."


class CrashingPictures(drawing.Pictures):
    """Pictures whose drawing ends its process, as a fault in the renderer does."""

    def draw(self) -> None:
        os._exit(11)


def pictures(chart: dict, id: str, kind=drawing.Pictures, small: bool = False) -> drawing.Pictures:
    chart["usermeta"]["figure"]["id"] = id
    return kind(id, chart, small, None if small else charts.live_spec(chart), LINE, IMPRINT)


def several() -> list[drawing.Pictures]:
    return [
        pictures(spec(), "trade-one"),
        pictures(spec(title="Trade fell"), "trade-two"),
        pictures(interactive(), "trade-three"),
        pictures(spec(), "trade-small", small=True),
    ]


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A new folder of kept charts, each time it is asked for one."""

    def renewed(name: str) -> Path:
        monkeypatch.setattr(static_pictures, "cache_folder", lambda: tmp_path / name)
        return tmp_path / name

    return renewed


def kept(folder: Path) -> dict[str, bytes | str]:
    """What is kept, by its name. Vega counts ids through the life of a process; whoever reads a picture counts anew."""
    contents = {file.name: file.read_bytes().partition(b"\n")[2] for file in folder.glob("*.kept")}
    return {
        name: static_pictures._renumber_ids(content.decode()) if content.startswith(b"<svg") else content
        for name, content in contents.items()
    }


@pytest.fixture
def shared_out(monkeypatch) -> list[tuple[list[str], int]]:
    """Which figures went to how many processes."""
    asked, real = [], drawing._share_out

    def noted(some, processes):
        asked.append(([one.id for one in some], processes))
        real(some, processes)

    monkeypatch.setattr(drawing, "_share_out", noted)
    return asked


def test_several_processes_draw_the_same_bytes_as_one(cache, shared_out):
    together = cache("together")
    drawing.draw(several(), processes=2)
    assert shared_out == [(["trade-one", "trade-two", "trade-three", "trade-small"], 2)]
    alone = cache("alone")
    for one in several():
        drawing._draw_and_mark(one)
    assert kept(together) == kept(alone)


def test_a_page_finds_nothing_left_to_draw(cache, monkeypatch, tmp_path):
    cache("drawn")
    drawing.draw(several(), processes=2)

    def unexpected():
        raise AssertionError("something was left to draw")

    monkeypatch.setattr(static_pictures, "_vl_convert", unexpected)
    for one in several():
        if one.small:
            charts.small_figure_html(one.spec)
        else:
            charts.figure_html(one.spec)
        static_pictures.png(static_pictures.titled_svg(one.spec, LINE, carry_face=True, imprint=IMPRINT))


def test_what_is_kept_is_not_drawn_again(cache, shared_out):
    cache("drawn")
    drawing.draw(several(), processes=2)
    drawing.draw(several(), processes=2)
    assert len(shared_out) == 1


def test_a_few_charts_are_left_to_the_page(cache, shared_out):
    cache("few")
    drawing.draw(several()[:3], processes=2)
    drawing.draw(several(), processes=1)
    assert shared_out == []


def test_a_process_that_ends_while_it_draws_is_an_error_that_names_the_figure(cache):
    cache("crash")
    crashing = pictures(spec(), "trade-crash", CrashingPictures)
    with pytest.raises(drawing.DrawingError, match="figure 'trade-crash': the process that drew it ended"):
        drawing.draw([*several(), crashing], processes=2)


def test_a_chart_that_cannot_be_shown_is_told_where_its_page_is_written(cache):
    cache("faulty")
    side_by_side = spec() | {"hconcat": [{"mark": "bar"}, {"mark": "bar"}]}
    drawing.draw([*several(), pictures(side_by_side, "trade-wide")], processes=2)
    with pytest.raises(charts.FigureError, match="trade-wide.*phone"):
        charts.figure_html(side_by_side)
