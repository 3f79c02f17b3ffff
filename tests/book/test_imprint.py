"""What leaves the page says where it is from: pictures, citations, data and the card of a shared link."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from browsing import CHAPTERS, PAGES
from bs4 import BeautifulSoup

from audit.book import sharing
from audit.book.charts import citation, figure_imprint
from audit.figures import static_pictures
from audit.figures.figure import VEGALITE
from audit.figures.imprint import BOOK, LICENCE, imprint, record_date, version
from audit.figures.stored_chart import unpacked
from audit.findings import default_record
from audit.paths import ROOT

ADDRESS = "https://a.example/book/chapters/trade.html#fig-trade-annual"
QUESTION, ANSWER = "Did trade grow by 29 per cent?", "Trade grew by 29.3 per cent in dollars."


def stored(figure_id: str) -> dict:
    """A figure as a chapter's notebook keeps it."""
    for notebook in sorted((ROOT / "chapters").glob("*.ipynb")):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                spec = output.get("data", {}).get(VEGALITE)
                if spec and spec["usermeta"]["figure"]["id"] == figure_id:
                    return {"spec": unpacked(spec), "notebook": str(notebook)}
    raise AssertionError(figure_id)


def words(svg: str) -> str:
    """The words drawn in a picture, its lines joined."""
    return " ".join(unescape(line) for line in re.findall(r"<(?:text|tspan)\b[^>]*>([^<]+)</", svg))


# --- one line for all ---


def test_with_an_address_it_stands_there_and_without_one_the_version():
    assert imprint("trade-annual", ADDRESS) == (
        f"{BOOK} Figure trade-annual. {ADDRESS}. Record to {record_date()}. {LICENCE}"
    )
    alone = imprint("trade-annual", notebook="trade.ipynb, git blob 0123456789ab")
    assert f"{version().capitalize()}, trade.ipynb, git blob 0123456789ab." in alone and "http" not in alone


def test_the_day_is_that_of_the_record():
    assert record_date() == f"{default_record().data_cutoff:%-d %B %Y}"


# --- citation ---


def test_a_citation_names_figure_page_book_address_date_licence_and_sources():
    spec = stored("trade-annual")["spec"]
    told = citation(spec, "Source: Customs (2023)", "How fast?", ADDRESS)
    title = spec["usermeta"]["figure"]["title"].rstrip(".")
    assert told == f"{title}. “How fast?”, in: {figure_imprint(spec, ADDRESS)} Source: Customs (2023)."


# --- pictures ---


def test_a_picture_with_controls_is_titled_with_what_it_shows():
    spec = stored("trade-try")["spec"]
    readout = static_pictures.signal_text(spec, "readout")
    assert f"<title>{readout}</title>" in unescape(static_pictures.titled_svg(spec))
    assert spec["usermeta"]["figure"]["title"] not in words(static_pictures.titled_svg(spec))


def test_every_downloaded_drawing_names_its_origin(built_book):
    files = sorted((built_book / "data" / "figures").glob("*.svg"))
    assert len(files) > 20
    for file in files:
        told = words(file.read_text(encoding="utf-8"))
        for part in (BOOK, f"Figure {file.stem}.", f"Record to {record_date()}", LICENCE):
            assert part in told, (file.name, part)
        assert version().capitalize() in told or f"#fig-{file.stem}" in told, file.name
        assert re.search(r"Sources?: \w", told), file.name


def test_the_image_is_the_drawing(built_book):
    drawing = built_book / "data" / "figures" / "trade-annual.svg"
    assert static_pictures.png(drawing.read_text(encoding="utf-8")) == drawing.with_suffix(".png").read_bytes()


@pytest.mark.parametrize("name", [PAGES[0], *CHAPTERS])
def test_every_figure_links_its_data_and_their_origin(built_book, name):
    page = built_book / f"{name}.html"
    html = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    for figure in html.select("figure.audit-figure"):
        links = [link["href"] for link in figure.select("a.figure-link[download]")]
        for ending in (".csv", ".csv-metadata.json", ".svg", ".png"):
            [link] = [one for one in links if one.endswith(ending)]
            assert (page.parent / link).resolve().is_file()


# --- the card of a shared link ---


@pytest.mark.parametrize("address", [ADDRESS, ""])
def test_the_card_answers_and_says_where_it_is_from(address):
    figure = stored("trade-annual")
    told = words(sharing.card(QUESTION, "About.", ANSWER, figure, address))
    assert ANSWER in told and QUESTION in told
    assert f"{BOOK} Figure trade-annual" in told and f"Record to {record_date()}" in told and LICENCE in told
    assert (address or version().capitalize()) in told and "Sources: " in told


def test_a_page_without_a_question_has_its_title_and_its_words():
    told = words(sharing.card("How we judge", "A verdict follows from a rule.", "", None, ""))
    assert "How we judge" in told and "A verdict follows from a rule." in told and LICENCE in told


def test_a_long_answer_and_a_small_chart_stay_on_the_card():
    svg = sharing.card(QUESTION, "", f"{ANSWER} " * 6, stored("trade-crude-price"), "")
    assert max(float(y) for y in re.findall(r'<text y="([\d.]+)"', svg)) < 630
    for x, width in re.findall(r'<svg\b[^>]* x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg):
        assert float(x) + float(width) <= 1200 - 48


@pytest.mark.parametrize("name", PAGES)
def test_the_title_of_a_shared_link_states(built_book, name):
    html = BeautifulSoup(Path(built_book / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    title, alt = (html.find("meta", property=f"og:{one}")["content"] for one in ("title", "image:alt"))
    assert not title.endswith("?")
    if answer := html.select_one("p.answer"):
        told = " ".join(answer.get_text().split())
        assert told.startswith(title) and alt.startswith(told)
