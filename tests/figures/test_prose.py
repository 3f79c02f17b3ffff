"""Numbers on their way into prose: formatted once, never "nan", glued as text."""

import json
import math
from dataclasses import replace

import pytest
from myst_nb.core.variables import format_plain_text

from audit.figures import prose
from audit.figures.prose import (
    VERDICT_WORDS,
    dollars,
    every_article,
    glue_finding,
    glue_numbers,
    in_words,
    percent,
    signed_percent,
)
from audit.figures.stored_words import glued_in
from audit.findings import finding
from audit.judgement import LADDERS
from audit.paths import CHAPTERS, ROOT

RECORD = "application/papermill.record/text/plain"


@pytest.fixture
def glued(monkeypatch) -> dict[str, str]:
    """What was glued, by name, as a notebook would store it."""
    kept: dict[str, str] = {}
    monkeypatch.setattr(prose, "glue", lambda name, value, display: kept.__setitem__(name, repr(value)))
    return kept


@pytest.mark.parametrize("number_in_prose", [percent, signed_percent, dollars])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_gap_never_reaches_prose(number_in_prose, value):
    with pytest.raises(ValueError, match="a figure is missing"):
        number_in_prose(value)


def test_numbers_are_written_as_prose_writes_them():
    assert percent(29.3) == "29 per cent" and percent(29.3, 1) == "29.3 per cent"
    assert signed_percent(29.3) == "+29.3%" and signed_percent(-6.94) == "−6.9%"
    assert dollars(190.272) == "US$190.3 billion" and dollars(6050.04, 0) == "US$6,050 billion"
    assert [in_words(n) for n in (0, 3, 12, 13, 100)] == ["no", "three", "twelve", "13", "100"]


def test_how_many_articles_there_are_is_counted_and_stands_in_no_template():
    assert [every_article(n) for n in (1, 2, 3)] == ["the article", "both articles", "all three articles"]
    templates = [file for file in (ROOT / "audit").rglob("*.html") if "articles" in file.read_text(encoding="utf-8")]
    assert [file.name for file in templates if "both articles" in file.read_text(encoding="utf-8")] == [] != templates


@pytest.mark.parametrize("value", [29.3, 29, None, True, ["29"]])
def test_only_text_is_glued(glued, value):
    with pytest.raises(TypeError, match="growth: glue text.*not "):
        glue_numbers({"growth": value})
    assert glued == {}


def test_glued_text_has_no_quotation_marks(glued):
    glue_numbers({"growth": "29.3 per cent"})
    assert glued == {"growth": "29.3 per cent"}


@pytest.mark.parametrize(
    "text", ["1,869", "4,000", "1.50", "007", "0x10", "True", "(a)", "29", "US$3.5 billion", "'so'", "1_000"]
)
def test_a_text_that_python_could_read_as_a_number_or_a_pair_reaches_the_page_as_it_is(glued, text):
    glue_numbers({"growth": text})
    assert format_plain_text(glued["growth"], "") == text
    output = {"metadata": {"scrapbook": {"name": "growth"}}, "data": {RECORD: glued["growth"]}}
    assert glued_in([output]) == {"growth": text}


def test_a_finding_is_glued_with_every_specification_and_reading(glued):
    growth = finding("trade-growth-2022")
    glue_finding(growth)
    own = {name.removeprefix("trade-growth-2022-"): text for name, text in glued.items()}
    assert own["verdict"] == VERDICT_WORDS[growth.verdict]
    assert own["verdict-at-publication"] == VERDICT_WORDS[growth.verdict_at_publication]
    assert own["confidence"] == growth.confidence.level and own["confidence-reason"] == growth.confidence.reason
    assert (own["agreeing"], own["total"]) == (in_words(growth.agreeing), in_words(growth.principled_total))
    for one in growth.judged:
        places = min(1, one.specification.decimals)
        assert own[one.specification.id] == f"{one.specification.value:.{places}f} per cent"
    wider = growth.alternatives["narrow"]
    assert own["reading-narrow"] == VERDICT_WORDS[growth.alternative_verdicts["narrow"]]
    assert own["reading-narrow-agreeing"] == in_words(sum(one.agrees for one in wider if one.counts))


def test_a_finding_without_a_value_is_glued_without_nan(glued):
    growth = finding("trade-growth-2022")
    silent = tuple(
        replace(one, agrees=None, specification=replace(one.specification, value=None)) for one in growth.judged
    )
    glue_finding(replace(growth, judged=silent, confidence=None, alternatives={}))
    assert "nan" not in " ".join(glued.values()).lower() and "None" not in glued.values()
    assert glued["trade-growth-2022-confidence"] == "none"


def test_every_verdict_has_words():
    assert {rung for ladder in LADDERS.values() for rung in ladder} == set(VERDICT_WORDS) - {
        "not-judged-yet",
        "out-of-scope",
    }


#: What readers were once told, and misunderstood; the table of words has others now.
RETIRED = (
    "only as the article counts",
    "on its own terms",
    "way of checking",
    "ways of checking",
    "fair way",
    "not confirmed",
)


def own_text() -> dict[str, str]:
    """What we wrote on each page: no output, no changelog."""
    pages = {path.name: path.read_text(encoding="utf-8") for path in (*CHAPTERS.glob("*.md"), ROOT / "README.md")}
    for path in CHAPTERS.glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        pages[path.name] = "\n".join("".join(cell["source"]) for cell in cells)
    return pages


def test_no_page_says_a_word_that_was_retired():
    found = [(page, word) for page, text in own_text().items() for word in RETIRED if word in text.lower()]
    assert not found


def test_the_ladder_of_the_method_uses_the_words_that_readers_see():
    method = own_text()["method.md"].lower()
    lacking = [words for code in LADDERS["quantity"] if f"- *{(words := VERDICT_WORDS[code])}*" not in method]
    assert not lacking
