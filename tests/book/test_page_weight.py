"""What a page costs: requests, bytes as a host sends them, and elements that a browser lays out."""

import gzip
import re
from functools import cache

import pytest
from browsing import opened

from audit.book.light_pages import DATA, DRAWS, LIVE

#: Pages of prose. The lists (register, sources) are as long as the record, and three pages bring data of their own.
TEXT = ["briefing", "corrections", "glossary", "index", "method"]
CHART = "alliance concert equality exercises institutions rivals ruble scorecard since trade war".split()


@cache
def sent(file) -> int:
    """Bytes that a host sends for a file."""
    content = file.read_bytes()
    return min(len(content), len(gzip.compress(content, 9, mtime=0)))


def asked_for(book, name: str) -> list:
    """The files that a browser fetches for a page, seen to its end."""
    page = book / "chapters" / f"{name}.html"
    html = page.read_text(encoding="utf-8")
    found = re.findall(r'<script\b[^>]*\ssrc="([^"?]+)|<link rel="(?:stylesheet|icon)" href="([^"?]+)', html)
    files = [page, *((page.parent / (script or link)).resolve() for script, link in found)]
    mono = re.search(r"<(code|pre|kbd)\b", html.partition("<article")[2])
    faces = ["AuditSans-Regular", "AuditSans-Bold", *(["AuditMono-Regular"] if mono else [])]
    files += [book / f"_static/faces/{face}.latin.woff2" for face in faces]
    return files + ([book / "_static" / DRAWS] if LIVE in html else [])


@pytest.mark.parametrize("name", TEXT)
def test_a_page_of_prose_is_light(built_book, name):
    files = asked_for(built_book, name)
    assert len(files) <= 8 and sum(map(sent, files)) <= 100_000, {file.name: sent(file) for file in files}
    assert not any(file.name in (DRAWS, *DATA) for file in files)


@pytest.mark.parametrize("name", CHART)
def test_a_page_of_charts_is_light(built_book, name):
    files = asked_for(built_book, name)
    assert len(files) <= 10 and sum(map(sent, files)) <= 400_000, {file.name: sent(file) for file in files}


def elements(book, name: str) -> int:
    """Elements of a page as it comes, where scripts run."""
    html = (book / "chapters" / f"{name}.html").read_text(encoding="utf-8")
    return len(re.findall(r"<[a-z]", re.sub(r"(?s)<noscript>.*?</noscript>", "", html)))


@pytest.mark.parametrize("name", CHART)
def test_a_page_of_charts_has_no_more_elements_than_a_phone_lays_out(built_book, name):
    assert elements(built_book, name) <= 8_000


def test_nor_has_the_fullest_once_its_charts_are_live(browser, built_book):
    fullest = max(CHART, key=lambda name: elements(built_book, name))
    with opened(browser, (built_book / f"chapters/{fullest}.html").as_uri()) as page:
        for number in range(page.locator(".audit-figure").count()):
            page.locator(".audit-figure").nth(number).scroll_into_view_if_needed()
            page.locator(f".audit-figure >> nth={number} >> css=.figure-live svg").wait_for(state="attached")
        page.wait_for_function("() => !document.querySelector('.audit-figure:not([data-state=live])')")
        assert page.evaluate("document.querySelectorAll('*').length") <= 8_000


def test_faces_are_asked_for_before_the_sheet_that_names_them(built_book):
    for name in TEXT + CHART:
        html = (built_book / "chapters" / f"{name}.html").read_text(encoding="utf-8")
        assert html.index('rel:"preload"') < html.index('rel="stylesheet"')
