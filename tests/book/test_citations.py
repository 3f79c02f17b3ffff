"""The bibliography holds what pages cite."""

import pytest

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
