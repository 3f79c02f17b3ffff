"""On paper: every verdict and every source of a page, no half-empty sheet, light even from a dark page.

Each page is printed as a reader would print it, from a dark screen and with backgrounds, and its PDF is read again.
"""

import re
import unicodedata
from functools import cache

import numpy
import pypdfium2
import pytest
from browsing import CHAPTERS, PAGES, draw, opened, wait_until
from bs4 import BeautifulSoup

from audit.findings import findings, of_propositions

REGISTER, SOURCES = "chapters/register", "chapters/sources"
MOST_EMPTY = 1 / 3  # of the room on a sheet
MARGIN = 18 / 297  # of its height, above and below: what stands there is running head and number


class Printed:
    """A page as its HTML and as its sheets. ``sheets``: letters of each; ``ends``: how far down each is filled, 0 to 1."""

    def __init__(self, html: str, pdf: bytes):
        self.html = BeautifulSoup(html, "html.parser").select_one("article.bd-article")
        self.title = letters(words(self.html.h1))
        document = pypdfium2.PdfDocument(pdf)
        self.sheets, self.margins, self.pictures = [], [], []
        for sheet in document:
            text, (width, height) = sheet.get_textpage(), sheet.get_size()
            low, high = MARGIN * height, height * (1 - MARGIN)
            self.sheets.append(letters(text.get_text_bounded(0, low, width, high)))
            ends = (text.get_text_bounded(0, 0, width, low), text.get_text_bounded(0, high, width, height))
            self.margins.append(" ".join(ends))
            self.pictures.append(sheet.render(scale=0.5, grayscale=True).to_numpy().squeeze())
        self.text = "".join(self.sheets)

    @property
    def ends(self) -> list[float]:
        return [filled(picture) for picture in self.pictures]


def letters(text: str) -> str:
    """Letters and digits alone: lines end and words are parted otherwise on paper."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def words(element) -> str:
    """What a reader sees of an element: without words for screen readers and the sign of a link."""
    skip = ("visually-hidden", "headerlink", "term-definition")
    return "".join(
        text
        for text in element.strings
        if not any(set(parent.get("class") or ()) & set(skip) for parent in text.parents if parent is not None)
    )


def filled(picture) -> float:
    margin = round(MARGIN * len(picture))
    rows = numpy.where((picture[margin:-margin] < 235).any(axis=1))[0]
    return float(rows.max() + 1) / (len(picture) - 2 * margin) if len(rows) else 0.0


@pytest.fixture(scope="module")
def printed(whole_browser, built_book):
    """Prints a page of the book, once, with what readers print with."""

    @cache
    def of(name: str) -> Printed:
        file = built_book / f"{name}.html"
        with opened(whole_browser, file.as_uri(), scheme="dark") as page:
            wait_until(page, "() => document.fonts.status === 'loaded'")
            if name == CHAPTERS[0]:
                draw(page)  # a chart that is live on the screen is a picture on paper
            pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        return Printed(file.read_text(encoding="utf-8"), pdf)

    return of


# --- nothing is lost ---

#: What carries a claim and its verdicts, the claim's own words in it, and the verdicts.
ROWS = ".claim-card, tr:has(.verdict), #every-claim-as-a-table tbody tr, .score, .front-findings > li"
CLAIM = ".claim-card-claim, .score-claim, .register-claim, .front-findings a, td > a, tbody > tr > th"


def claim_of(row):
    return next((found for one in CLAIM.split(", ") if (found := row.select_one(one))), row)


#: Letters that may stand between the parts of a row: the header of a table, again on a new sheet.
SLACK = 100
VERDICTS = ".verdict, .front-verdict, .claim-card-sure, #every-claim-as-a-table td:last-child"


@pytest.mark.parametrize("name", PAGES)
def test_every_verdict_is_on_paper_beside_its_claim(printed, name):
    page = printed(name)
    rows, lost = page.html.select(ROWS), []
    for row in rows:
        claim, whole = letters(words(claim_of(row))), len(letters(words(row)))
        places = (page.text[found.start() :][: whole + SLACK] for found in re.finditer(claim, page.text))
        verdicts = [letters(words(verdict)) for verdict in row.select(VERDICTS)]
        if not any(all(verdict in place for verdict in verdicts) for place in places):
            lost.append(f"{' '.join(words(row).split())[:90]}: {verdicts}")
    assert not lost, lost[:10]
    judging = {f"chapters/{one.claim.chapter}" for one in (findings() | of_propositions()).values()}
    if name in (REGISTER, PAGES[0], *judging):
        assert rows


@pytest.mark.parametrize("name", PAGES)
def test_every_source_is_on_paper(printed, name):
    page = printed(name)
    expected = []
    for line in page.html.select(".figure-sources"):
        expected += [link["title"] for link in line.select("a[title]")]
        for link in line.select("a, summary, .figure-sources-word"):
            link.extract()
        expected += [part for part in re.split(r"[,;.\n]\s*", words(line)) if letters(part)]  # the publishers
    expected += [words(link) for link in page.html.select("a[href*='#source-']:not(.figure-sources a), .citation p")]
    for row in page.html.select("tr[id^=source-]"):
        link = row.find("a", href=re.compile("^http"))
        expected += [words(link), link["href"], row["id"].removeprefix("source-")]
    lost = [one for one in expected if letters(one) not in page.text]
    assert not lost, lost[:10]
    if name in (*CHAPTERS, SOURCES):
        assert len(expected) > 10


@pytest.mark.parametrize("name", PAGES)
def test_what_is_folded_on_a_screen_is_open_on_paper(printed, name):
    page = printed(name)
    for details in page.html.select("details:not(.figure-data, .figure-citation, .figure-behind, .hide)"):
        if details.find_parent(["noscript", "form"]):  # controls are for a screen
            continue
        for part in details.select("p, li, dd, td, th"):
            if not part.select(
                "p, li, dd, td, a[title], a[href^=http], .visually-hidden"
            ):  # addresses are printed behind links
                said = words(part)
                for link in part.select(".figure-link"):  # to another page: there is nothing to press on paper
                    said = said.replace(words(link), "")
                assert letters(said)[:40] in page.text, said


# --- the sheets ---


@pytest.mark.parametrize("name", PAGES)
def test_no_sheet_is_half_empty_but_before_a_picture_or_a_card_that_does_not_fit(printed, name):
    page = printed(name)
    whole = page.html.select(".figure-title, .figure-printed, .claim-card-kicker")
    pictures = [letters(words(title)) for title in whole]
    for number, end in enumerate(page.ends[:-1], 1):
        if 1 - end > MOST_EMPTY:
            following = page.sheets[number]
            assert any(title in following[: len(title) + 300] for title in pictures), (number, round(end, 2))


@pytest.mark.parametrize("name", PAGES)
def test_paper_is_white_whatever_the_screen(printed, name):
    for picture in printed(name).pictures:
        assert {*picture[0], *picture[-1], *picture[:, 0], *picture[:, -1]} == {255}
        assert (picture > 235).mean() > 0.6


@pytest.mark.parametrize("name", PAGES)
def test_each_sheet_names_book_and_page_and_has_its_number(printed, name):
    page = printed(name)
    for number, margin in enumerate(page.margins, 1):
        assert letters("Partners, Not Allies?") in letters(margin) and page.title in letters(margin)
        assert re.search(rf"\b{number} / {len(page.sheets)}\b", margin)


def test_the_register_has_its_header_on_every_sheet(printed):
    page = printed(REGISTER)
    header = letters("".join(words(cell) for cell in page.html.select("table.register thead th")))
    assert header and all(header in sheet for sheet in page.sheets)
