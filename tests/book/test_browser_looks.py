"""A fault of the layout would be found; static pictures are whole; everything is large enough to touch."""

import pytest
from browsing import CHAPTERS, PAGES, draw, opened, settle, unfold_all
from layout import CUT, MISPLACED, WIDTHS


def uri(book, name: str) -> str:
    return (book / f"{name}.html").as_uri()


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<p style="white-space:nowrap">' + "wide " * 99 + "</p>", "leaves the page"),
        ('<div style="overflow:hidden;width:40px;white-space:nowrap">' + "x " * 30 + "</div>", "cuts off"),
        ('<div style="overflow:auto;width:40px;white-space:nowrap">' + "x " * 30 + "</div>", "scrolls sideways"),
        ('<button style="width:40px;padding:0;white-space:nowrap">a long name</button>', "leaves button"),
        ('<p>one line of words</p><p style="margin-top:-2em">another line</p>', "stand on each other"),
    ],
)
def test_a_fault_of_the_layout_would_be_found(browser, built_book, html, fault):
    with opened(browser, uri(built_book, PAGES[0]), 390) as page:
        assert page.evaluate(CUT) == []
        page.evaluate("html => { document.querySelector('article').insertAdjacentHTML('afterbegin', html); }", html)
        assert any(fault in found for found in page.evaluate(CUT)), page.evaluate(CUT)


@pytest.mark.parametrize("name", CHAPTERS)
def test_words_of_static_pictures_are_whole_and_apart(browser, built_book, name):
    found = []
    with opened(browser, uri(built_book, name), WIDTHS[0], java_script_enabled=False) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            settle(page)
            found += [f"at {width} px, {fault}" for fault in page.evaluate(MISPLACED)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", CHAPTERS)
def test_things_to_touch_are_large_enough(browser, built_book, name):
    with opened(browser, uri(built_book, name), 390, has_touch=True) as page:
        draw(page)
        unfold_all(page, ".figure-data")
        small = page.evaluate(
            """() => [...document.querySelectorAll('.figure-controls :is(select, button, .figure-choices label),'
              + ' .figure-files > :is(a, button), .figure-data > summary, .article-header-buttons button, .code-switch')]
              .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5)
              .map(one => one.outerHTML.slice(0, 90) + ' ' + one.getBoundingClientRect().height)"""
        )
        assert not small, "\n".join(small)
