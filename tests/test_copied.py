"""No sentence of the articles is copied: more than six of their words in a row stand nowhere but for a stated reason."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from article_texts import article_texts
from copied import copied, words

from audit.inputs.ledger import load_ledger
from audit.paths import ROOT
from audit.workshop.house_rules import project_files

#: Words that an article shares with others and took from them too, each with its reason.
SHARED = {
    "China’s Multilateral Diplomacy: Not Quite a Beijing-Moscow Alliance": "the title of an article, by which it is cited",
    "at the 11th Moscow Conference on International Security": "the title of a source: its publisher’s words",
    "23rd Meeting of the Council of Heads of State of the SCO": "the name of a meeting, in titles of sources",
    "a community with a shared future in": "China’s slogan, which both quote",
    "incompatible with the principles of international law": "the declaration of the SCO, which both quote",
}

KINDS = {".html", ".json", ".jsonld", ".js", ".csv", ".svg", ".xml", ".txt", ".ipynb", ".md", ".yml", ".py", ".bib"}


def found_in(files: Iterable[Path], root: Path, articles: Mapping[str, str]) -> dict[str, set[str]]:
    """File -> runs of an article's words in it, of those files that are text."""
    found = {}
    for file in files:
        if file.suffix in KINDS or not file.suffix:
            runs = copied(file.read_text(encoding="utf-8", errors="replace"), articles.values())
            if runs:
                found[file.relative_to(root).as_posix()] = runs
    return found


def not_shared(found: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """What is left when the shared words are taken away."""
    known = [" ".join(words(phrase)) for phrase in SHARED]
    left = {
        file: sorted(run for run in runs if not any(run in phrase for phrase in known)) for file, runs in found.items()
    }
    return {file: runs for file, runs in left.items() if runs}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return article_texts(load_ledger())


@pytest.fixture(scope="module")
def committed(texts) -> dict[str, set[str]]:
    return found_in(project_files(), ROOT, texts)


def test_no_sentence_of_an_article_stands_in_the_repository(committed):
    assert not_shared(committed) == {}


def test_no_sentence_of_an_article_stands_in_the_built_book(texts, built_book):
    files = [file for file in built_book.rglob("*") if file.is_file()]
    assert not_shared(found_in(files, built_book, texts)) == {}


def test_words_that_are_shared_still_stand_somewhere(committed):
    runs = {run for found in committed.values() for run in found}
    assert [phrase for phrase in SHARED if not any(run in " ".join(words(phrase)) for run in runs)] == []


ARTICLE = "First of all, the old bridge’s keeper said he would “never again” open it at night. He did, twice."


@pytest.mark.parametrize(
    "text",
    [
        "It is told that the old bridge’s keeper said he would wait.",
        "so the old bridge's keeper\n    said he\n  would",
        "THE OLD BRIDGE’S KEEPER SAID HE WOULD",
        "keeper said he would 'never again' open",
        "keeper said he would &ldquo;never again&rdquo; open",
        "keeper said he *would* “**never** again” open",
        "keeper <em>said</em> he w<b>oul</b>d never&nbsp;again open",
        "keeper said he would [never](https://example.org/a) again open",
        "keeper {term}`said` he would never again open",
        '<img alt="The old bridge’s keeper said he would">',
        json.dumps({"source": ["the old bridge’s ", "keeper said\n", "he would"]}, indent=1),
        '"the old bridge’s keeper "\n    "said he would"',
        "# the old bridge’s keeper said\n# he would",
        "the old brid\u00adge’s keeper said he would",
    ],
)
def test_a_copied_sentence_is_found_however_it_is_dressed(text):
    assert copied(text, [ARTICLE])


@pytest.mark.parametrize(
    "text",
    [
        "The keeper of the old bridge said that he would never open it again.",
        "It is told that “never again” open it at night",
        "<td>the old bridge’s keeper</td><td>said he would</td>",
        '["the old bridge’s keeper","said he would"]',
    ],
)
def test_six_words_and_words_of_two_cells_are_no_copy(text):
    assert not copied(text, [ARTICLE])


def test_a_copied_sentence_is_found_in_a_file_of_any_kind(tmp_path):
    names = ["a.md", "b.ipynb", "c.csv", "d.html", "e.py", "LICENSE"]
    for name in names:
        (tmp_path / name).write_text(f"x, {ARTICLE}\n", encoding="utf-8")
    found = found_in(sorted(tmp_path.iterdir()), tmp_path, {"made-up": ARTICLE})
    assert sorted(found) == sorted(names) and not_shared(found) == {name: sorted(runs) for name, runs in found.items()}
