"""Every page at every width, also for readers who have set letters of their own: nothing sideways, no word cut off."""

import pytest
from browsing import LONGEST_SOURCES, PAGES, Lent, draw, restyled, settle
from layout import CUT, MISPLACED, READERS, WIDTHS

EVERY_PAGE = [*PAGES, LONGEST_SOURCES, "search", "genindex"]


@pytest.fixture(scope="module")
def narrow(browser, built_book):
    """Lends a page as it opens in the narrowest window, its charts drawn."""
    lent = Lent(browser, built_book, draw, width=WIDTHS[0])
    yield lent
    lent.take_back()


def cut_or_misplaced(page, widths) -> list[str]:
    """What is wrong with the page at each width, its charts drawn for it."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        draw(page)
        settle(page)
        found += [f"at {width} px, {fault}" for fault in page.evaluate(CUT) + page.evaluate(MISPLACED)]
    return found


@pytest.mark.parametrize("name", EVERY_PAGE, scope="module")
def test_a_page_fits_every_width_and_words_of_charts_are_whole_and_apart(narrow, name):
    found = cut_or_misplaced(narrow(name), WIDTHS)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", EVERY_PAGE, scope="module")
def test_nothing_is_cut_off_for_a_reader_with(narrow, built_book, name, reader):
    page = narrow(name)
    with restyled(page, READERS[reader](built_book)):
        found = cut_or_misplaced(page, (320, 768, 1280))
    assert not found, "\n".join(found)
