"""The house spells as the British do; an American spelling is somebody's name, or stands here with its reason."""

import re

import pytest
from test_typed_prose import PAGES

AMERICAN = re.compile(
    r"\b(?:\w{3,}iz(?:e[sd]?|ing|ations?)|colors?|behaviors?|defense|offense|labor|neighbors?|favor(?:s|ed|ite)?|centers?|"
    r"programs?|analyz\w+|percent|catalogs?|gray|traveled|modeling|judgment|harbors?|honors?)\b",
    re.IGNORECASE,
)
#: Page -> words as they stand there -> why. What stands here and not on the page fails.
KEPT = {
    "exercises.ipynb": {"National Defense University": "its name"},
    "glossary.md": {"Harmonized System": "its name", "Security Treaty Organization": "its name"},
    "institutions.ipynb": {
        "that on civilization": "as the initiative is named; the glossary has it the house’s way",
        "*countries and organizations*": "the unit, as the texts that are counted word it",
    },
    "war.ipynb": {"its own program": "one of a computer"},
    "trade.ipynb": {"Harmonized System": "its name"},
}


@pytest.mark.parametrize("page", PAGES)
def test_no_page_spells_as_americans_do(page):
    text = PAGES[page]
    for words in KEPT.get(page, {}):
        assert words in text
        text = text.replace(words, "")
    assert AMERICAN.findall(text) == []


@pytest.mark.parametrize("word", ["organization", "realized", "Color", "behavior", "percent", "program", "center"])
def test_an_american_spelling_is_found(word):
    assert AMERICAN.search(f"It is of one {word} only.")


@pytest.mark.parametrize("word", ["organisation", "per cent", "programme", "size", "prize", "seized", "colour"])
def test_a_british_one_is_not(word):
    assert not AMERICAN.search(f"It is of one {word} only.")
