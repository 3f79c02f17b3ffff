"""What a page costs: requests, bytes as a host sends them, and elements that a browser lays out."""

import gzip
import re
from functools import cache

import pytest
from browsing import SOURCE_PAGES, opened, wait_until

from audit.book.light_pages import DATA, DRAWS, LIVE

#: Pages of text, the lists among them. Two pages (judge, rests) bring data of their own.
TEXT = ["briefing", "corrections", "data", "extending", "glossary", "index", "method", "register", "sources", "testing"]
TEXT += [name.removeprefix("chapters/") for name in SOURCE_PAGES]
CHART = "alliance concert equality exercises institutions rivals ruble since trade war".split()


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


def test_the_scorecard_fetches_no_library_and_weighs_less_than_half_of_what_it_did(built_book):
    """Over what a page of text may weigh: its two tables name every claim, and its code stands in it."""
    files = asked_for(built_book, "scorecard")
    assert len(files) <= 8 and sum(map(sent, files)) <= 145_000, {file.name: sent(file) for file in files}
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
    for name in [*TEXT, *CHART, "scorecard"]:
        html = (built_book / "chapters" / f"{name}.html").read_text(encoding="utf-8")
        assert html.index('rel:"preload"') < html.index('rel="stylesheet"')


#: Sums up by how much a page jumps while it loads.
WATCHED = """window.jumps = []; new PerformanceObserver(list => window.jumps.push(...list.getEntries().map(one => one.value)))
  .observe({ type: "layout-shift", buffered: true })"""


@pytest.mark.parametrize("name", [*TEXT, "scorecard"])
def test_a_page_of_text_stays_where_it_is_when_its_script_comes_late(browser, built_book, name):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(WATCHED)
    late = []
    page.route("**/_static/book.*.js", lambda route: late.append(route))
    page.goto((built_book / f"chapters/{name}.html").as_uri(), wait_until="commit")
    wait_until(page, "() => performance.getEntriesByType('paint').length > 0")
    page.wait_for_timeout(300)
    page.evaluate("window.jumps = []")  # what moved before, when the face came, is no matter of the script
    for route in late:
        route.continue_()
    wait_until(page, "() => document.readyState === 'complete'")
    page.wait_for_timeout(300)
    assert len(late) == 1 and sum(page.evaluate("window.jumps")) <= 0.1
    context.close()
