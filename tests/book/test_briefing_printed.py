"""The briefing on paper: exactly two sheets of A4, and on them what the findings say."""

import re
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
from bs4 import BeautifulSoup

from audit.book.claims import number
from audit.figures.briefing import finding_words, other_headlines, score
from audit.figures.briefing import numbers as own_numbers
from audit.figures.rests import default_rests, numbers
from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.answer import answer
from audit.paths import ROOT
from audit.workshop import pdf
from audit.workshop.building import BuildError

PAGE = ROOT / "chapters" / "briefing.md"
A4 = (595, 842)  # points
SHOWN = re.findall(r"```\{brief-finding\} (\S+)", PAGE.read_text(encoding="utf-8"))


def letters(text: str) -> str:
    """Letters and digits alone, as lines end and words are parted otherwise on paper."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


class Sheets:
    def __init__(self, file: Path):
        sheets = list(pypdfium2.PdfDocument(file))
        self.sizes = [tuple(round(side) for side in sheet.get_size()) for sheet in sheets]
        self.texts = [letters(sheet.get_textpage().get_text_range()) for sheet in sheets]
        self.text = "".join(self.texts)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory, chromium, built_book):
    root = tmp_path_factory.mktemp("printed")
    (root / "_build").mkdir()
    (root / "_build" / "html").symlink_to(built_book)
    return Sheets(pdf.make_briefing(root))


@pytest.fixture(scope="module")
def article(built_book):
    html = (built_book / pdf.BRIEFING).read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser").select_one("article.bd-article")


def test_it_is_two_sheets_of_a4(sheets):
    assert sheets.sizes == [A4, A4]


def test_the_answer_stands_on_the_first_sheet(sheets):
    assert letters(answer(findings() | of_propositions())) in sheets.texts[0]


def test_each_number_of_its_prose_is_the_findings_and_stands_on_paper(sheets, article):
    prose = re.sub(r"\]\([^)]*\)", "", PAGE.read_text(encoding="utf-8"))  # where a link leads is not read
    roles = re.findall(r"([^`{}\n]{0,25})\{(number|rests|brief)\}`([^`]+)`([^`{}\n]{0,25})", prose)
    assert len(roles) >= 12
    ours = {"rests": numbers(default_rests()), "brief": own_numbers(default_record(), findings())}
    for before, role, name, after in roles:
        told = number(name) if role == "number" else ours[role][name]
        assert letters(before + told + after) in letters(article.get_text()), (name, told)
        assert letters(before + told + after) in sheets.text, (name, told)


@pytest.mark.parametrize("id", SHOWN)
def test_each_finding_is_followed_by_its_verdict(sheets, article, id):
    found = (findings() | of_propositions())[id]
    item = next(one for one in article.select(".brief-finding") if one.select_one(f"a[href$='#claim-{id}']"))
    assert letters(item.get_text()).endswith(letters(finding_words(found)))
    assert letters(item.get_text()) in sheets.text


def test_every_headline_claim_is_there(sheets):
    others = other_headlines(findings(), SHOWN)
    headline = {claim.id for claim in default_ledger().claims.values() if claim.headline}
    assert {id for id, *_ in others} | {id for id in SHOWN if id in findings()} == headline
    for _, words, _, label in others:
        assert letters(words + label) in sheets.text


def test_claims_that_hurt_the_articles_and_propositions_of_ours_are_among_its_findings():
    assert {id for id, one in findings().items() if one.claim.headline and one.verdict == "not-supported"} <= set(SHOWN)
    assert len([id for id in SHOWN if id not in findings()]) >= 1


def test_the_counts_of_the_scorecard_are_on_paper(sheets):
    for row in score(default_ledger(), findings())["rows"]:
        told = "".join(map(str, [*row["numbers"], row["total"]]))
        assert letters(f"{row['words']}{row['gloss']}") + told in sheets.text, row


def test_each_wrong_claim_is_on_paper_with_what_it_fails_and_holds_by(sheets):
    for one in score(default_ledger(), findings())["wrong"]:
        for words in (one["claim"].claim, one["fails"], one["agree"], one["holds"]):
            assert letters(words) in sheets.text, words


def test_every_forecast_is_on_paper(sheets):
    assert [one.id for one in default_ledger().forecasts.values() if letters(one.forecast) not in sheets.text] == []


def test_it_says_how_to_check_and_how_to_get_it(sheets):
    for words in ("python -m audit explain", "make pdf", "_build/briefing.pdf", "Record to"):
        assert letters(words) in sheets.text


def test_without_a_book_it_says_what_to_do_first(tmp_path, chromium):
    with pytest.raises(BuildError, match="make book"):
        pdf.make_briefing(tmp_path)
