"""What a page costs to fetch: requests, and bytes as a host sends them."""

import gzip
import re
from functools import cache

import pytest

from audit.book.light_pages import DATA, DRAWS, LIVE

#: Pages of prose. The lists (register, sources) are as long as the record, and three pages bring data of their own.
TEXT = ["briefing", "corrections", "glossary", "index", "method"]
#: Charts whose rows are daily for years, and drawn at three widths: over the 400 kB that the others keep to.
HEAVY = {"ruble": 450, "exercises": 440}
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
def test_a_page_of_charts_is_as_light_as_its_charts_let_it_be(built_book, name):
    files = asked_for(built_book, name)
    assert len(files) <= 10 and sum(map(sent, files)) <= 1000 * HEAVY.get(name, 400), {f.name: sent(f) for f in files}


def test_faces_are_asked_for_before_the_sheet_that_names_them(built_book):
    for name in TEXT + CHART:
        html = (built_book / "chapters" / f"{name}.html").read_text(encoding="utf-8")
        assert html.index('rel:"preload"') < html.index('rel="stylesheet"')
