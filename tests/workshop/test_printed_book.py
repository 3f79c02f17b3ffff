"""The book in one file, printed once for all tests here: title page, contents, numbers, bookmarks, and nothing cut or stranded."""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest
import yaml

from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.paths import ROOT
from audit.workshop import pdf
from audit.workshop.building import execute_notebooks
from conftest import copy_repository, lend_what_is_kept

MARGIN = 17 / 297  # of a sheet's height, above and below: what stands there is running head and number
REGISTER, SOURCES = "Every claim, and what became of it", "Where the figures come from"


@dataclass
class Book:
    """A printed book, sheet by sheet; ``begins``: the sheet of each chapter as its contents tell it, counted from 1."""

    document: pypdfium2.PdfDocument
    words: list[str] = field(init=False)
    letters: list[str] = field(init=False)
    begins: dict[str, int] = field(init=False)

    def __post_init__(self):
        self.words = [self.between(number, MARGIN, 1 - MARGIN) for number in range(1, len(self.document) + 1)]
        self.letters = [letters(words) for words in self.words]
        rows = re.findall(r"^(.+) (\d+)\s*$", self.words[1], re.MULTILINE)
        self.begins = {title: int(number) for title, number in rows}

    def between(self, number: int, low: float, high: float) -> str:
        """The words of a sheet between two heights, 0 at its foot."""
        sheet = self.document[number - 1]
        width, height = sheet.get_size()
        return sheet.get_textpage().get_text_bounded(0, low * height, width, high * height)

    def of(self, title: str) -> list[str]:
        """The sheets of a chapter, in letters."""
        ends = [*list(self.begins.values())[1:], len(self.document) + 1]
        end = dict(zip(self.begins, ends, strict=True))[title]
        return self.letters[self.begins[title] - 1 : end - 1]


def letters(text: str) -> str:
    """Letters and digits alone: lines end otherwise on paper."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


@pytest.fixture(scope="module")
def printed(chromium, tmp_path_factory) -> Path:
    copy = copy_repository(tmp_path_factory.mktemp("printed") / "copy")
    lend_what_is_kept(copy)
    execute_notebooks(copy, print)  # with another lock their outputs are out of date
    return pdf.make_pdf(copy)


@pytest.fixture(scope="module")
def book(printed) -> Book:
    return Book(pypdfium2.PdfDocument(printed))


# --- title page, contents, numbers, bookmarks ---


def test_the_title_page_stands_alone_and_the_contents_name_every_chapter_in_order(book):
    assert book.words[0].startswith("Partners, Not Allies?") and "Record to" in book.words[0]
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    assert book.words[1].startswith("Contents") and len(book.begins) == 1 + len(toc["chapters"])
    assert list(book.begins.values()) == sorted(set(book.begins.values()))


def test_each_chapter_begins_on_the_sheet_that_the_contents_tell(book):
    for title, number in book.begins.items():
        assert letters(book.words[number - 1]).startswith(letters(title)), (title, number)


def test_each_sheet_but_the_title_page_has_its_number(book):
    for number in range(2, len(book.document) + 1):
        assert book.between(number, 0, MARGIN).strip() == f"{number} / {len(book.document)}"
    assert not book.between(1, 0, MARGIN).strip()


def test_the_bookmarks_are_the_chapters_by_their_titles(book):
    marks = [(one.get_title(), one.get_dest().get_index() + 1) for one in book.document.get_toc() if one.level <= 1]
    assert not book.begins.items() - set(marks)  # with the spaces between words, where a title has two lines


def test_no_link_leads_to_a_file_of_the_machine_that_printed_it(printed):
    addresses = re.findall(rb"/URI \(([^)]*)", printed.read_bytes())
    assert len(addresses) > 1000
    assert not {one for one in addresses if not one.startswith((b"http://", b"https://", b"mailto:"))}


# --- the sheets ---


def test_no_heading_stands_last_on_a_sheet(book):
    stranded = []
    for mark in book.document.get_toc():
        number, (_, (_, top, *_)) = mark.get_dest().get_index() + 1, mark.get_dest().get_view()
        height = book.document[number - 1].get_height()
        below = letters(book.between(number, MARGIN, top / height))
        if below.removeprefix(letters(mark.get_title())) == "":
            stranded.append((number, mark.get_title()))
    assert not stranded, stranded


def test_no_sheet_is_empty(book):
    for number, sheet in enumerate(book.document, 1):
        picture = sheet.render(scale=0.5, grayscale=True).to_numpy().squeeze()
        margin = round(MARGIN * len(picture))
        assert (picture[margin:-margin] < 200).any(), f"sheet {number}"


def test_letters_have_the_size_that_the_style_sheet_gives_them(book):
    """Where something is wider than a sheet, Chromium makes everything smaller but the running heads."""
    about, head = letter_height(book, 1, "Two news articles"), letter_height(book, 3, "Partners, Not Allies?")
    assert about / head == pytest.approx(14 / 8, rel=0.003)


def letter_height(book: Book, number: int, words: str) -> float:
    """How high the first letter of some words is, with the room above and below it."""
    text = book.document[number - 1].get_textpage()
    first, _ = text.search(words, match_case=True).get_next()
    _, bottom, _, top = text.get_charbox(first, loose=True)
    return top - bottom


def test_every_card_is_whole_on_one_sheet(book):
    """The claim, every check by its name, and the last row; what is beyond the edge of a sheet has no letters there."""
    notebooks = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "chapters").glob("*.ipynb"))
    shown = set(re.findall(r'claim-card\\" id=\\"claim-([a-z0-9-]+)', notebooks))
    judged, cut = findings() | of_propositions(), []
    for id in shown:
        one, where = judged[id], "In the register" if id in findings() else "Among our propositions"
        wording = one.claim.claim if id in findings() else one.claim.proposition
        parts = [wording, *(each.specification.label for each in one.judged)]
        cards = [
            words.partition(letters(f"{where} {id}"))[0] for words in book.letters if letters(f"{where} {id}") in words
        ]
        if not any(all(letters(part) in card for part in parts) for card in cards):
            cut.append(id)
    assert len(shown) > 20 and not cut, cut


# --- the two long lists ---


def test_register_and_sources_together_have_fewer_than_25_sheets(book):
    register, sources = len(book.of(REGISTER)), len(book.of(SOURCES))
    assert register + sources < 25, (register, sources)


def test_the_register_has_every_claim_with_its_verdict_and_its_id(book):
    words = "".join(book.of(REGISTER))
    for id, claim in default_ledger().claims.items():
        assert letters(claim.claim) in words and letters(id) in words, id
    assert words.count(letters("on the record:")) >= len(default_ledger().claims)


def test_the_list_of_sources_has_each_by_its_title_and_its_id(book):
    words = "".join(book.of(SOURCES))
    for id, title in default_record().sources["title"].items():
        assert letters(title) in words and letters(id) in words, id


def test_a_source_below_a_figure_is_told_by_the_id_that_the_list_has(book):
    before_the_list = book.words[: book.begins[SOURCES] - 1]
    sheets = ["".join(words.split()) for words in before_the_list if re.search(r"^Sources?:", words, re.MULTILINE)]
    named = {id for id in default_record().sources.index if "_" in id and any(id in words for words in sheets)}
    assert len(sheets) > 50 and len(named) > 200
