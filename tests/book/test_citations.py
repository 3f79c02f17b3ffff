"""The bibliography holds what pages cite."""

import re

import pytest
from bs4 import BeautifulSoup

from audit.book.citations import cited


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("As {cite:t}`smith_2020` says.", {"smith_2020"}),
        ("So it is {cite:p}`smith_2020,jones_2021`.", {"smith_2020", "jones_2021"}),
        ("So it is {cite}`smith_2020, jones_2021`.", {"smith_2020", "jones_2021"}),
        ('As <span data-cite-words="smith_2020">Smith (2020)</span> says.', {"smith_2020"}),
        (r'"(<span data-cite=\"smith_2020\">Smith, 2020</span>)"', {"smith_2020"}),
        ("It grew by {glue:text}`growth`, see {term}`claim`.", set()),
    ],
)
def test_what_a_page_cites_is_found_as_written_and_as_stored(text, keys):
    assert cited([text, "# Nothing"]) == keys


def test_no_sign_of_tex_is_left_in_a_list_of_sources(built_book):
    for page in ("sources", "method", "corrections"):
        shown = BeautifulSoup((built_book / "chapters" / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
        for one in shown.select(".citation, .citation-list, dl.citation"):
            assert not re.search(r"\\[&%$#_]", one.get_text()), one.get_text()[:200]
