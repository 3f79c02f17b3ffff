"""No common misspelling stands anywhere, and pages spell as the British do: an American spelling is a name, or has its reason."""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from test_typed_prose import PAGES

from audit.paths import ROOT
from audit.workshop.house_rules import project_files


def misspelt(files: Iterable[Path]) -> list[str]:
    """What codespell finds, as pyproject.toml sets it: a line for each word."""
    command = [sys.executable, "-m", "codespell_lib", *map(str, files)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.splitlines()


def test_no_common_misspelling_stands_anywhere():
    assert misspelt(project_files()) == []


def test_a_misspelling_is_found(tmp_path):
    word = "".join(["par", "nters"])  # in parts, or this file would be found
    (tmp_path / "page.md").write_text(f"China and Russia are {word}.\n")
    [found] = misspelt([tmp_path / "page.md"])
    assert found.endswith(f"{word} ==> partners")


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
