"""A long table brings its later rows when it is opened, and a page without scripts says where they are."""

import pytest
from browsing import opened

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
            figure.locator(".figure-data > summary").click()
        page.wait_for_timeout(100)
        assert figure.evaluate(ROWS) == len(csv.splitlines()) - 1 > ROWS_AT_ONCE
        assert figure.locator("template").count() == 0
        last = figure.locator("tbody tr").last.inner_text()
        assert last.split()[0].strip() in csv.splitlines()[-1]
