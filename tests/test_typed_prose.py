"""No verdict, number or day is typed into the prose of a page or of a chart: what a table holds is glued or computed, what is
typed has its reason.

Years and months alone name a period, and ``audit.workshop.house_rules`` refuses numbers with a unit in any case. Numbers as
words are not looked for: most are of the rules (“two dates”) or of a sentence about itself (“three things”).
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.figures.stored_words import without_words
from audit.figures.words import VERDICT_WORDS
from audit.judgement import LADDERS
from audit.paths import CHAPTERS, ROOT

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = re.compile(rf"\b\d{{1,2}} (?:{MONTHS})\b|\b(?:{MONTHS}) \d{{1,2}}\b(?!\d)|\b\d{{4}}-\d\d-\d\d\b")
YEAR = r"(?:1[89]|20)\d\d"
NUMBER = re.compile(rf"(?<![\w-])(?!{YEAR}\b)\d[\d.,]*\b")
#: Words of a verdict, where the sentence gives one: of *supported* alone only as such, for states support texts too.
RUNGS = {
    VERDICT_WORDS[rung].partition(",")[0] for ladder in LADDERS.values() for rung in ladder if rung != "no-verdict"
}
VERDICT = re.compile("|".join(sorted(map(re.escape, (one for one in RUNGS if " " in one)), key=len)), re.IGNORECASE)

#: What is no prose: generated tables, code, roles, addresses, tags.
NO_PROSE = (
    (r"(?s)<!-- verdicts:.*?<!-- end of verdicts -->", ""),
    (r"(?s)<!-- answer:.*?<!-- end of answer -->", ""),
    (r"!\[[^\]]*\]\(README\.svg\)", ""),  # written by the same command; tests/workshop/test_glance.py compares
    (r"(?ms)^(`{3,})(?:(\{(?!code|math|raw)[^\n]*)|[^\n]*)\n(.*?)^\1$", lambda block: block[3] if block[2] else ""),
    (r"(?m)^:[\w-]+:.*$", ""),
    (r"\{[\w:-]+\}`[^`]*`|`[^`\n]*`", "§"),
    (r"\]\([^)]*\)", "]"),
    (r"(?s)<!--.*?-->|<[^>]+>", ""),
    (r"(?m)^\d\. ", ""),
)

MEASURED = "measured on a machine, and no datum"
NAME = "a name: of an article of a treaty, a release, a licence or a chapter of a list"
RULE = "the rules’ own vocabulary"
SESSION = "the number of a session of the Assembly is its name"
DATED = "a day by which the sentence names what happened; no figure hangs on it"
COUNTED = "how many did is computed and glued beside it"
#: Page -> what may be typed there -> why. What stands here and not on the page fails.
TYPED = {
    "alliance.ipynb": {
        "Article 9": NAME,
        "Article 8": NAME,
        "release 5.1": NAME,
        "the older 4.01": NAME,
        "*Said in part* is no reproach": RULE,
    },
    "briefing.md": {"15 August 2023": DATED},
    "concert.ipynb": {
        "number 78": SESSION,
        "session 76": SESSION,
        "session 77": SESSION,
        "session 78": SESSION,
        "session 80": SESSION,
        "sessions 76 to 78": SESSION,
        "mediator is not supported": "a verdict on no claim: what no source bears out",
    },
    "cite.md": {"CC BY 4.0": NAME},
    "glossary.md": {
        "HS 27": NAME,
        "Chapter 27": NAME,
        "*supported by the closest check": RULE,
        "*not supported*": RULE,
        "*cannot be checked*": RULE,
    },
    "institutions.ipynb": {"4 July 2023": DATED, "4 July of that year": DATED},
    "method.md": {
        "ule 1": RULE,
        "ule 2": RULE,
        "ule 3": RULE,
        "ule 4": RULE,
        "ule 5": RULE,
        "ule 6": RULE,
        "ule 7": RULE,
        "ule 8": RULE,
        "ule 9": RULE,
        "CC BY 4.0": NAME,
        "*Supported by the closest check": RULE,
        "*supported by the closest check": RULE,
        "*said in part*": RULE,
        "*Not supported*": RULE,
        "*Cannot be checked*": RULE,
        "*not in the text*": RULE,
        "*text not obtained*": RULE,
    },
    "README.md": {
        "Python 3.11, 3.12 or 3.13": NAME,
        "CC BY 4.0": NAME,
        "OFL 1.1": NAME,
        "some 160 MB of packages into a folder of 0.8 GB": MEASURED,
        "has 90 MB": MEASURED,
        "put 150 for the": "an edit to be made, which a test makes",
    },
    "rivals.ipynb": {"4 February 2022": DATED},
    "ruble.ipynb": {"rise / (1 + rise)": "arithmetic"},
    "since.ipynb": {
        "All § came true": COUNTED,
        "The other § came true in part": COUNTED,
        "§ of the § did not come true": COUNTED,
    },
    "trade.ipynb": {"hapter 27": NAME},
}


def prose(text: str) -> str:
    text = without_words(text)
    for pattern, instead in NO_PROSE:
        text = re.sub(pattern, instead, text)
    return text


def typed(text: str) -> list[str]:
    """Verdicts, numbers and days that a page's prose types, each with the words around it."""
    found = [match for pattern in (DAY, NUMBER, VERDICT) for match in pattern.finditer(text)]
    return [text[max(0, one.start() - 30) : one.end() + 20].replace("\n", " ") for one in found]


def read(path: Path) -> str:
    """What a page says, without the code of a notebook."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return text
    return "\n\n".join("".join(one["source"]) for one in json.loads(text)["cells"] if one["cell_type"] == "markdown")


PAGES = {
    path.name: prose(read(path))
    for path in [*sorted(CHAPTERS.glob("*.ipynb")), *sorted(CHAPTERS.glob("*.md")), ROOT / "README.md"]
}


@pytest.mark.parametrize("page", PAGES)
def test_no_verdict_number_or_day_is_typed_but_for_a_reason(page):
    text = PAGES[page]
    for phrase in sorted(TYPED.get(page, {}), key=len, reverse=True):
        text = text.replace(phrase, "§")
    assert typed(text) == []


def test_what_may_be_typed_is_typed_and_would_be_found():
    phrases = [(page, phrase) for page, allowed in TYPED.items() for phrase in allowed]
    assert [(page, phrase) for page, phrase in phrases if phrase not in PAGES[page]] == []
    assert [(page, phrase) for page, phrase in phrases if not typed(phrase)] == []


@pytest.mark.parametrize(
    "text",
    [
        "It has 14 members.",
        "It was set on 15 August.",
        "It was set on August 15, 2023.",
        "So the claim is *not supported*.",
        "All of them came true.",
        "It is supported by the closest check, not by all.",
        "```{note}\nUp to 1,490.5 of them.\n```",
    ],
)
def test_what_is_typed_is_found(text):
    assert typed(prose(text))


@pytest.mark.parametrize(
    "text",
    [
        "It grew by {glue:text}`growth` from 2021 to July 2022, in the HS27.",
        'It grew by <span data-glue="growth">29.3 per cent</span>.',
        "```python\nshare = 12\n```",
        "See [there](https://example.org/a/12).",
        "China supported all of them.",
    ],
)
def test_what_is_glued_or_no_prose_is_not(text):
    assert not typed(prose(text))


# --- charts ---

#: What a chart says in words.
WORDS_OF_A_CHART = {"title", "subtitle", "notes", "alt_text", "axis_title"}
AXIS = "how to read the axis"
#: Phrase -> why it may be typed in a chart.
TYPED_IN_CHARTS = {
    "ATOP 5.1": NAME,
    "ATOP 4.01": NAME,
    "ATOP's coding (version 4.01)": NAME,
    "in § of 100 votes": "a unit",
    "Session 79": SESSION,
    "session 80": SESSION,
    "1 is the largest loss": AXIS,
    "15:30 average": NAME,
    "50 codes": "a name: of the list by its length, as its makers give it",
}


def strings(node: ast.AST) -> Iterator[str]:
    """What is typed in an expression, string by string; what is computed between is §."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "§" for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        for part in ast.iter_child_nodes(node):
            yield from strings(part)


def words_of_charts(source: str) -> Iterator[str]:
    """The typed words of titles, subtitles, notes and alternative texts, in dictionaries, calls and assignments."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            named = [(getattr(key, "value", None), value) for key, value in zip(node.keys, node.values, strict=True)]
        elif isinstance(node, ast.Call):
            named = [(one.arg, one.value) for one in node.keywords]
        elif isinstance(node, ast.Assign):
            named = [(getattr(one, "id", None), node.value) for one in node.targets]
        else:
            continue
        for name, value in named:
            if name in WORDS_OF_A_CHART:
                yield from strings(value)


CHARTS = [
    text
    for path in sorted((ROOT / "audit" / "figures").rglob("*.py"))
    for text in words_of_charts(path.read_text("utf-8"))
]


def test_no_number_or_day_is_typed_into_the_words_of_a_chart_but_for_a_reason():
    found = []
    for text in CHARTS:
        for phrase in sorted(TYPED_IN_CHARTS, key=len, reverse=True):
            text = text.replace(phrase, "§")
        found += typed(text)
    assert found == []


def test_what_may_be_typed_in_a_chart_is_typed_and_would_be_found():
    assert len(CHARTS) > 200, "the words are looked up where they stand"
    assert [
        phrase for phrase in TYPED_IN_CHARTS if not any(phrase in text for text in CHARTS) or not typed(phrase)
    ] == []


@pytest.mark.parametrize(
    "source",
    [
        '{"title": f"Up {n} per cent, and 12 more"}',
        'caption(notes="On 9 August a dollar cost less")',
        'title = "A" + f"b {c} 7.5"',
    ],
    ids=["dictionary", "call", "assignment"],
)
def test_a_number_typed_into_the_words_of_a_chart_is_found(source):
    assert any(typed(text) for text in words_of_charts(source))
