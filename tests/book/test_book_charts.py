"""Figures of the book: complete, safe, as wide as promised, the same from build to build."""

import copy
import itertools
import json
import re
from html import unescape
from html.parser import HTMLParser
from types import SimpleNamespace

import pandas as pd
import pytest

from audit.book import charts
from audit.book.slim_pictures import slim
from audit.figures import static_pictures
from audit.figures.theme import FONT, PALETTE, contrast, house_config, light

SOURCES = pd.DataFrame(
    {
        "title": ["Trade in <2022>", "Trade in 2023"],
        "publisher": ["China Customs", "China Customs"],
        "published": ["2023-01-13", "2024-01-12"],
    },
    index=["customs_2023", "customs_2024"],
)


def spec(**changes) -> dict:
    """A small finished chart; ``changes`` replace parts of its payload (None takes the part away)."""
    payload = {
        "id": "trade-annual",
        "title": "Trade rose by 29 per cent",
        "subtitle": "Two-way trade, billion US dollars, 2020–2022",
        "alt": "Bars: 108, 147 and 190 billion dollars.",
        "sources": ["customs_2023", "customs_2024"],
        "columns": ["year", "value_usd_bn"],
        "rows": [[2020, 107.8], [2021, 146.9], [2022, None]],
        "labels": {"year": "Year"},
        "controls": {"readout": None},
        "notes": None,
    } | changes
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.4.1.json",
        "description": payload["alt"],
        "width": "container",
        "height": 120,
        "config": house_config(),
        "data": {"values": [{"year": y, "v": v} for y, v in ((2020, 107.8), (2021, 146.9), (2022, 190.3))]},
        "mark": {"type": "bar", "color": light("both"), "clip": True},
        "encoding": {"x": {"field": "year", "type": "ordinal"}, "y": {"field": "v", "type": "quantitative"}},
        "usermeta": {"figure": {name: value for name, value in payload.items() if value is not None}},
    }


def stacked() -> dict:
    chart = spec()
    view = {name: chart.pop(name) for name in ("mark", "encoding", "height", "width")}
    return chart | {"vconcat": [view, copy.deepcopy(view) | {"height": 50}]}


def interactive() -> dict:
    return spec(controls={"readout": "sentence"}) | {
        "params": [
            {
                "name": "since",
                "value": 2021,
                "bind": {"input": "select", "options": [2020, 2021], "name": "From"},
            },
            {"name": "sentence", "expr": "'From ' + since + ' on'"},
        ]
    }


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Charts are really drawn, not taken from an earlier build."""
    monkeypatch.setattr(static_pictures, "cache_folder", lambda: tmp_path)


def html(chart: dict | None = None, **options) -> str:
    options = {"sources": SOURCES, "source_pages": dict.fromkeys(SOURCES.index, "sources-trade.html")} | options
    return charts.figure_html(chart or spec(), **options)


def sizes(svg: str) -> tuple[float, float]:
    return tuple(map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()))


# --- the static picture ---


@pytest.mark.parametrize("chart", [spec, stacked], ids=["single", "stacked"])
@pytest.mark.parametrize("width", [static_pictures.WIDE, static_pictures.NARROW])
def test_picture_is_exactly_as_wide_as_asked(chart, width):
    assert sizes(static_pictures.inline_svg(chart(), width, "a-"))[0] == width


def test_picture_has_the_pages_colours_and_face():
    svg = static_pictures.inline_svg(spec(), 360, "a-")
    assert "var(--audit-both)" in svg and "var(--audit-muted)" in svg
    assert not re.search("|".join(colours[0] for colours in PALETTE.values()), svg, re.IGNORECASE)
    assert "font-family" not in svg


#: Words that look like what slimming takes out of a drawing, or rounds in it.
AWKWARD = [
    "29.54%",
    "98.50",
    "−0.125",
    "12.3456 to 98.7650",
    "first class / second",
    'a class="a" role="b" opacity="1"',
]
AWKWARD += ['an id="x" href="#y" font-family="Arial"', "#1B1F24", "a <b> & 'c' > 1.2345", "<g></g>", 'd="M1.234,5.678"']


def with_words(lines: list[str]) -> dict:
    """The small chart with these lines written into it."""
    chart = spec()
    rows = [{"line": line, "place": place} for place, line in enumerate(lines)]
    bars = {name: chart.pop(name) for name in ("mark", "encoding", "data")}
    place = {"y": {"field": "place", "type": "ordinal", "axis": None}, "text": {"field": "line"}}
    words = {"mark": {"type": "text", "align": "left"}, "encoding": {"x": {"value": 0}, **place}}
    return chart | {"layer": [bars, words | {"data": {"values": rows}}], "resolve": {"scale": {"y": "independent"}}}


def words_of(svg: str) -> list[str]:
    """Every text of a picture, as a reader sees it."""
    return [unescape(words) for words in re.findall(r"<text[^>]*>([^<]+)</text>", svg)]


@pytest.mark.parametrize("width", [static_pictures.WIDE, static_pictures.MIDDLE, static_pictures.NARROW])
def test_slimming_a_picture_leaves_its_words_alone(width):
    words = words_of(slim(static_pictures.inline_svg(with_words(AWKWARD), width, "a-")))
    assert [line for line in words if line in AWKWARD] == AWKWARD
    drawn = words_of(static_pictures._drawn_to_fit(with_words(AWKWARD), width))
    assert words == drawn


def test_a_download_has_the_words_of_the_picture_on_the_page():
    inline = words_of(slim(static_pictures.inline_svg(with_words(AWKWARD), static_pictures.WIDE, "a-")))
    titled = words_of(static_pictures.titled_svg(with_words(AWKWARD)))
    assert titled[-len(inline) :] == inline


def test_ids_of_two_pictures_do_not_clash():
    pictures = [static_pictures.inline_svg(spec(), 360, prefix) for prefix in ("one-", "two-")]
    ids = [set(re.findall(r'\bid="([^"]+)"', picture)) for picture in pictures]
    assert ids[0] and not ids[0] & ids[1]
    for picture, known in zip(pictures, ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", picture)) <= known


def test_same_chart_gives_the_same_bytes(tmp_path):
    first = html(interactive())
    for file in tmp_path.iterdir():
        file.unlink()
    assert html(interactive()) == first
    assert static_pictures.titled_svg(spec(), "Source: x") == static_pictures.titled_svg(spec(), "Source: x")


def test_kept_picture_is_used_again(monkeypatch):
    first = static_pictures.inline_svg(spec(), 360, "a-")

    class Broken:
        __version__ = static_pictures._vl_convert().__version__

    monkeypatch.setattr(static_pictures, "_vl_convert", Broken)
    assert static_pictures.inline_svg(spec(), 360, "a-") == first


def broken_entries(folder) -> list[tuple[str, bytes]]:
    """Ways in which a kept entry can go wrong, each with what the file then holds."""
    [entry] = folder.glob("*.kept")
    whole = entry.read_bytes()
    digest, _, content = whole.partition(b"\n")
    return [
        ("changed", whole.replace(b"2021", b"2031")),
        ("cut", whole[:-20]),
        ("cut to nothing", b""),
        ("longer", whole + b" "),
        ("without its digest", content),
        ("with another digest", digest[::-1] + b"\n" + content),
        ("no text", b"\xff" * 70 + b"\n" + content),
    ]


def test_a_kept_picture_that_was_changed_or_cut_is_drawn_again(tmp_path):
    first = static_pictures._draw(spec())
    [entry] = tmp_path.glob("*.kept")
    for how, broken in broken_entries(tmp_path):
        entry.write_bytes(broken)
        assert static_pictures._draw(spec()) == first, how
        assert entry.read_bytes() != broken, how


def test_a_kept_picture_does_not_stand_in_for_another(tmp_path):
    first, other = static_pictures._draw(spec()), {**spec(), "height": 77}
    wanted = static_pictures._draw(other)
    one, two = sorted(tmp_path.glob("*.kept"))
    contents = one.read_bytes(), two.read_bytes()
    one.write_bytes(contents[1])
    two.write_bytes(contents[0])
    assert (static_pictures._draw(spec()), static_pictures._draw(other)) == (first, wanted)


def test_a_kept_png_that_was_cut_is_drawn_again(tmp_path):
    svg = static_pictures.titled_svg(spec(), "Source: x")
    for file in tmp_path.glob("*.kept"):
        file.unlink()
    first = static_pictures.png(svg)
    [entry] = tmp_path.glob("*.kept")
    entry.write_bytes(entry.read_bytes()[:-100])
    assert static_pictures.png(svg) == first and first.startswith(b"\x89PNG")


def test_the_script_that_draws_charts_is_made_anew_where_its_copy_was_changed(tmp_path, monkeypatch):
    app = SimpleNamespace(builder=SimpleNamespace(format="html"), config=SimpleNamespace(html_static_path=[]))
    folder = tmp_path / "charts"
    monkeypatch.setattr(static_pictures, "cache_folder", lambda: folder)
    charts._prepare_static_files(app)
    bundle = tmp_path / "static" / "vega-bundle.js"
    sound = bundle.read_bytes()
    bundle.write_bytes(sound + b"alert(1)")
    [entry] = [file for file in folder.glob("*.kept") if file.stat().st_size > 100_000]
    entry.write_bytes(entry.read_bytes() + b"alert(1)")
    charts._prepare_static_files(app)
    assert bundle.read_bytes() == sound


def test_views_side_by_side_are_refused():
    chart = stacked()
    chart["hconcat"] = chart.pop("vconcat")
    with pytest.raises(charts.FigureError, match="'trade-annual'.*side by side"):
        html(chart)


def test_downloaded_picture_stands_alone():
    svg = static_pictures.titled_svg(spec(title="A & B rose"), "Source: China Customs (2023)")
    assert "A &amp; B rose" in svg and "Source: China Customs (2023)" in svg and "var(" not in svg
    assert "<desc>Bars: 108, 147 and 190 billion dollars.</desc>" in svg


# --- what a figure must have ---


@pytest.mark.parametrize(
    ("part", "complaint"),
    [
        ("id", "an id"),
        ("title", "a title"),
        ("subtitle", "a subtitle"),
        ("alt", "a text alternative"),
        ("sources", "its sources"),
        ("rows", "the data behind it"),
        ("columns", "the data behind it"),
    ],
)
def test_incomplete_figure_is_refused(part, complaint):
    with pytest.raises(charts.FigureError, match=f"trade.ipynb, cell 3.*{complaint}"):
        charts.read_payload(spec(**{part: None}), "trade.ipynb, cell 3")


def test_all_that_is_missing_is_said_at_once():
    with pytest.raises(charts.FigureError, match="title.*text alternative.*sources"):
        charts.read_payload(spec(title=None, alt=None, sources=None))


def test_unknown_source_is_refused():
    with pytest.raises(charts.FigureError, match="'trade-annual'.*nobody_2023"):
        html(spec(sources=["nobody_2023"]))


def test_unknown_readout_is_refused():
    with pytest.raises(charts.FigureError, match="no signal called 'nothing'"):
        html(spec(controls={"readout": "nothing"}))


# --- the HTML ---


class Elements(HTMLParser):
    """Start tags with their attributes, and the text inside scripts."""

    def __init__(self, text: str):
        super().__init__()
        self.tags, self.open, self.scripts, self.words = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        (self.scripts if self.open and self.open[-1] == "script" else self.words).append(data)

    def with_class(self, name: str) -> list[dict]:
        return [attrs for _, attrs in self.tags if name in (attrs.get("class") or "").split()]


def test_words_of_a_figure_cannot_become_markup():
    nasty = "</script><script>alert(1)</script> & \"quotes\" 'too'"
    parts = dict.fromkeys(["title", "subtitle", "alt", "notes"], nasty)
    chart = spec(**parts, rows=[[nasty, 1]], labels={"year": nasty})
    chart["data"]["values"].append({"year": nasty, "v": 1})
    chart["config"]["axis"]["labelLimit"] = 1000
    page = Elements(html(chart))
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert page.with_class("figure-picture")[0]["aria-label"] == nasty
    data = json.loads("".join(page.scripts))
    assert data["spec"]["data"][0]["columns"]["year"][-1] == nasty


def test_figure_has_everything_a_reader_needs():
    page = Elements(html(downloads="../data/figures/"))
    (figure,) = page.with_class("audit-figure")
    assert figure["id"] == "fig-trade-annual"
    (picture,) = page.with_class("figure-picture")
    assert picture["role"] == "img" and picture["aria-label"].startswith("Bars")
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert {
        "sources-trade.html#source-customs_2023",
        "sources-trade.html#source-customs_2024",
        "../data/figures/trade-annual.csv",
        "../data/figures/trade-annual.csv-metadata.json",
        "../data/figures/trade-annual.svg",
        "#fig-trade-annual",
    } <= set(links)
    scopes = [attrs.get("scope") for tag, attrs in page.tags if tag == "th"]
    assert scopes == ["col", "col", "row", "row", "row"]
    assert "caption" in [tag for tag, _ in page.tags]


def test_without_a_sources_page_sources_are_text():
    page = html(source_pages=None)
    assert "China Customs" in page and "#source-" not in page


def test_controls_are_labelled_and_belong_to_the_page():
    text = html(interactive())
    page = Elements(text)
    (select,) = [attrs for tag, attrs in page.tags if tag == "select"]
    assert select["id"] in [attrs.get("for") for tag, attrs in page.tags if tag == "label"]
    data = json.loads("".join(page.scripts))
    (control,) = data["controls"]
    assert control == {"kind": "select", "options": [2020, 2021], "signal": "since", "value": 2021}
    assert not any("bind" in signal for signal in data["spec"]["signals"])
    assert ("fieldset", {"disabled": None}) in page.tags  # until the chart is live


def test_readout_says_before_any_script_what_the_chart_says():
    assert '<output class="figure-readout" aria-live="polite">From 2021 on</output>' in html(interactive())


def test_live_chart_follows_the_page():
    live = json.dumps(charts.live_spec(spec()))
    assert "var(--audit-both)" in live and light("both") not in live
    assert "usermeta" not in live and charts.live_spec(spec())["config"]["font"] == FONT


@pytest.mark.parametrize(
    ("value", "text"),
    [(2022, "2022"), (-3.7, "−3.7"), (12345, "12,345"), (None, "–"), (float("nan"), "–"), (True, "yes")],
)
def test_cells_read_well(value, text):
    assert charts.shown(value) == text


def test_source_line_names_each_publisher_once():
    line = charts.source_line(["customs_2023", "customs_2024"], SOURCES, "x")
    assert line == "Source: China Customs (2023, 2024)"


# --- the palette ---


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_contrast_of_the_palette(mode):
    colour = {name: colours[mode] for name, colours in PALETTE.items()}
    words = ["ink", "muted", *(name for name in colour if name.endswith("_text"))]
    for name, ground in itertools.product(words, ["paper", "tint"]):
        assert contrast(colour[name], colour[ground]) >= 4.5, f"{name} on {ground}"
    for name in ("china", "russia", "both", "allies", "context"):
        for ground in ("paper", "tint"):
            assert contrast(colour[name], colour[ground]) >= 3, f"{name} on {ground}"


def test_known_contrast():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#0072B2", "#FFFFFF") == pytest.approx(5.19, abs=0.01)


def test_light_colours_differ_so_that_each_can_be_replaced():
    lights = [colours[0].upper() for colours in PALETTE.values()]
    assert len(set(lights)) == len(lights)


def test_css_has_each_colour_in_both_modes():
    css = static_pictures.palette_css()
    for name, (bright, dark) in PALETTE.items():
        variable = f"--audit-{name.replace('_', '-')}:"
        assert f"{variable}{bright};" in css and f"{variable}{dark};" in css


# --- the table ---


def test_a_long_table_has_its_first_rows_and_the_others_wait():
    many = charts.ROWS_AT_ONCE + 5
    page = html(spec(rows=[[2000 + number, number + 0.5] for number in range(many)]))
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert table.count("<tr>") == charts.ROWS_AT_ONCE
    waiting = json.loads(re.search(r'<script type="application/json">(.*)</script>', table)[1])
    assert len(waiting) == 5 and waiting[-1] == [str(2000 + many - 1), str(many - 0.5)]
    assert f"the first {charts.ROWS_AT_ONCE} of {many} rows" in page[page.index("<noscript>") :]


def test_a_short_table_is_whole_and_says_nothing_about_it():
    page = html(spec(rows=[[2000 + number, number] for number in range(charts.ROWS_AT_ONCE)]))
    assert page.count('<th scope="row"') == charts.ROWS_AT_ONCE
    assert "<script" not in page[: page.index("</table>")] and "rows. The CSV" not in page


def test_a_cell_cannot_end_the_script_of_the_later_rows():
    rows = [[number, "</script><b>& 'c'\n"] for number in range(charts.ROWS_AT_ONCE + 1)]
    table = html(spec(rows=rows)).partition("<tbody>")[2].partition("</tbody>")[0]
    [waiting] = re.findall(r'<script type="application/json">([^<]*)</script>', table)
    assert json.loads(waiting) == [[str(charts.ROWS_AT_ONCE), rows[0][1]]]


# --- the page ---


def test_what_live_charts_are_drawn_from_stands_behind_all_that_is_read():
    one, two = html(spec(id="one")), html(spec(id="two"))
    context = {"body": f"<p>first</p>{one}<p>then</p>{two}<p>last</p>"}
    charts.charts_last(None, "chapters/a", "page.html", context, None)
    words, *data = context["body"].split('<script type="application/json" data-figure="')
    assert words.endswith("<p>last</p>") and words.count("<figure") == 2
    assert [part.partition('"')[0] for part in data] == ["fig-one", "fig-two"]
    assert all(part.endswith("</script>") for part in data)


def test_a_page_without_charts_is_left_alone():
    context = {"body": "<p>words</p>"}
    charts.charts_last(None, "chapters/a", "page.html", context, None)
    assert context == {"body": "<p>words</p>"}
