"""Every page for readers who have set letters of their own: nothing is cut off."""

import pytest
from browsing import LONGEST_SOURCES, PAGES, draw, opened, restyle, settle
from layout import CUT, MISPLACED, READERS

EVERY_PAGE = [*PAGES, LONGEST_SOURCES, "search", "genindex"]


def uri(book, name: str) -> str:
    return (book / f"{name}.html").as_uri()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", EVERY_PAGE)
def test_nothing_is_cut_off_for_a_reader_with(browser, built_book, name, reader):
    found = []
    with opened(browser, uri(built_book, name), 320) as page:
        restyle(page, READERS[reader](built_book))
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            draw(page)
            settle(page)
            found += [f"at {width} px, {fault}" for fault in page.evaluate(CUT) + page.evaluate(MISPLACED)]
    assert not found, "\n".join(found)
