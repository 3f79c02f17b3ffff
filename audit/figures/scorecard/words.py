"""What readers see for the labels of the scorecard and for what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from audit.findings.scorecard import (
    IMPRECISE,
    LUCKY,
    NOT_JUDGED,
    OPEN_RECORD,
    OUT_OF_SCOPE,
    RIGHT,
    WEIGHED,
    WRONG,
    label,
    line_of,
)
from audit.judgement import Finding

#: What a claim is to its article, in words.
LABEL_WORDS = {
    RIGHT: "right",
    LUCKY: "lucky",
    IMPRECISE: "imprecise",
    WRONG: "wrong",
    OPEN_RECORD: "record silent",
    WEIGHED: "weighed only",
    OUT_OF_SCOPE: "out of scope",
    NOT_JUDGED: "not judged yet",
}

#: The line of the rule by which a claim is lucky with hindsight, and what that is; by the other one few checks agree.
HINDSIGHT = 4
HINDSIGHT_WORDS = "it holds today, but what had been published on the day spoke against it or could not say"

#: One thing otherwise, by the kind and id of its scenario; of sources and origins the worst one stands for all.
SCENARIO_WORDS = {
    ("source", None): "Without one source, whichever",
    ("origin", None): "Without one of those who counted",
    ("evidence", "official"): "Without what officials published",
    ("evidence", "press"): "Without the press",
    ("evidence", "research"): "Without research",
    ("evidence", "dataset"): "Without data sets",
    ("seen", "whole-or-part"): "Only what was read whole or in part",
    ("seen", "whole"): "Only what was read whole",
    ("reading", "hedges-narrow"): "Hedged figures read as bare ones",
    ("reading", "hedges-wide"): "Hedges read twice as widely",
    ("reading", "kindest"): "Every claim in its kindest reading",
    ("reading", "harshest"): "Every claim in its harshest reading",
    ("reading", "better-sense"): "Of two equally plain senses the better",
    ("reading", "no-exceptions"): "A pattern with an exception is none",
}


#: Names of those who counted that are too long for a phone.
SHORT_NAMES = {
    "us-armed-forces": "Armed forces of the United States",
    "china-military": "China’s defence ministry and state press",
    "russia-military": "Russia’s defence ministry, and agencies",
    "united-states-government": "Government of the United States, on policy",
    "press-own": "Newspapers and agencies, by their own reporting",
}


#: Whole sorts of things left out, one by one, for the table of other answers.
MANY_WORDS = {"source": ("source", "sources"), "origin": ("voice", "voices"), "chapter": ("chapter", "chapters")}


def by_hindsight(found: Finding) -> bool:
    """Is a claim lucky by what had been published on the day, and not by how few checks agree?"""
    return line_of(found) == HINDSIGHT


def lucky_words(judged: Mapping[str, Finding], few: str) -> str:
    """What it is to be lucky, by the lines of the rule that make claims so, or by both if none is; ``few``: that few checks agree."""
    lucky = [one for one in judged.values() if one.article is not None and label(one)[0] == LUCKY]
    ways = {by_hindsight(one) for one in lucky} or {False, True}
    return "; or ".join(words for hindsight, words in ((False, few), (True, HINDSIGHT_WORDS)) if hindsight in ways)


def tally(labels: Iterable[str]) -> str:
    """How many of these labels there are, best first: 37 right, 2 lucky."""
    given = pd.Series(list(labels), dtype=object).value_counts()
    return ", ".join(f"{given[code]} {words}" for code, words in LABEL_WORDS.items() if code in given)


def bounds(least: int, most: int) -> str:
    """Two bounds as people write them: 4, or 19 to 21."""
    return str(least) if least == most else f"{least} to {most}"
