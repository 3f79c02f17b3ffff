"""A long table brings its later rows when it is opened, a page without scripts says where they are, and on a phone words stay whole."""

import pytest
from browsing import CHAPTERS, LONGEST_SOURCES, PAGES, opened, restyled, unfold, unfold_all

from audit.book.charts import ROWS_AT_ONCE

LONG = ("chapters/ruble", "fig-ruble-key-rate")
ROWS = "one => one.querySelectorAll('tbody tr').length"


@pytest.mark.parametrize("number", [0, 1], ids=["at_the_first_opening", "at_the_second"])
def test_a_long_table_is_whole_once_it_is_open(browser, built_book, number):
    name, figure_id = LONG
    csv = (built_book / "data/figures" / f"{figure_id.removeprefix('fig-')}.csv").read_text(encoding="utf-8-sig")
    with opened(browser, (built_book / f"{name}.html").as_uri()) as page:
        figure = page.locator(f"#{figure_id}")
        assert figure.evaluate(ROWS) == ROWS_AT_ONCE
        for _ in range(2 * number + 1):
            unfold(figure.locator(".figure-data"))
        assert figure.evaluate(ROWS) == len(csv.splitlines()) - 1 > ROWS_AT_ONCE
        assert figure.locator("template").count() == 0
        last = figure.locator("tbody tr").last.inner_text()
        assert last.split()[0].strip() in csv.splitlines()[-1]


BROKEN = """() => [...document.querySelectorAll('.figure-table')].flatMap(box => {
  box.closest('details').open = true;
  return [...box.querySelectorAll('td:not(.number), th')].filter(cell => {
    const longest = Math.max(...cell.textContent.split(/[\\s-]+/).map(word => word.length));
    return cell.clientWidth < 5 * Math.min(longest, 12);
  }).map(cell => `${box.closest('.audit-figure').id}: ${cell.textContent}`); })"""


@pytest.mark.parametrize("name", CHAPTERS)
def test_on_a_phone_the_table_of_a_chart_scrolls_and_its_words_stay_whole(browser, built_book, name):
    with opened(browser, (built_book / f"{name}.html").as_uri(), 390) as page:
        assert page.locator(".figure-table").count() and page.evaluate(BROKEN) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        boxes = page.locator(".figure-table").all()
        assert all(box.get_attribute("tabindex") == "0" for box in boxes), "what scrolls is within reach of the keys"


#: Cells of sentences in which a line has room for fewer than 16 letters, half an em each; figures and words may be narrower.
SQUEEZED = """() => [...document.querySelectorAll('td, th')].flatMap(cell => {
  const words = cell.innerText.trim(), style = getComputedStyle(cell);
  const wide = cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const letters = Math.round(wide / parseFloat(style.fontSize) / .5);
  return words.length >= 60 && wide > 0 && letters < 16 ? [`${letters} letters: ${words.slice(0, 60)}`] : []; })"""


@pytest.mark.parametrize("name", [*PAGES, LONGEST_SOURCES])
def test_on_a_phone_a_sentence_in_a_table_is_no_column_of_words(browser, built_book, name):
    with opened(browser, (built_book / f"{name}.html").as_uri(), 390) as page:
        unfold_all(page)
        assert page.evaluate(SQUEEZED) == []


def test_a_squeezed_sentence_would_be_found(browser, built_book):
    with opened(browser, (built_book / "chapters/method.html").as_uri(), 390, bypass_csp=True) as page:
        with restyled(page, "table.plain.stacks tbody :is(th, td) { width: 5rem !important; }"):
            assert page.evaluate(SQUEEZED)
