"""What the two-page briefing shows, from the same findings as the chapters: rows of its tables and its lists. Nothing is typed
but the words that stand for a label, a direction or a way to be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from audit.figures.cards import sentence, ways_in_words
from audit.figures.prose import in_words
from audit.figures.words import VERDICT_WORDS
from audit.findings.answer import LAYERS, clauses
from audit.findings.directions import MIXED, UNKNOWN, by_layer, directions
from audit.findings.forecasts import listed, needed
from audit.findings.scorecard import (
    IMPRECISE,
    LUCKY,
    OPEN_RECORD,
    OUT_OF_SCOPE,
    RIGHT,
    WEIGHED,
    WRONG,
    counts,
    scorecard,
)
from audit.inputs.ledger import Ledger
from audit.inputs.record import Record
from audit.judgement import Finding

Judged = Mapping[str, Finding]

#: What a label of the scorecard is called, and what it means in a few words; the rule itself is printed in full elsewhere.
LABEL_WORDS = {
    RIGHT: ("right", "it holds by every check that counts and in every reading"),
    LUCKY: ("lucky", "it holds, but the record of its day did not bear it out, or most checks do not agree"),
    IMPRECISE: ("imprecise", "it holds in part, or not in every reading of its words"),
    WRONG: ("wrong", "it fails as worded"),
    OPEN_RECORD: ("cannot be said", "the public record is silent, or the text was not to be had"),
    WEIGHED: ("weighed", "a judgement, which has no verdict"),
    OUT_OF_SCOPE: ("out of scope", "it does not bear on the question"),
}

#: How the thesis can be left, by the way of a forecast.
WAY_WORDS = {
    "closer": "They would be allies after all",
    "apart": "They would be partners no longer",
    "even": "They would be equals",
}


def layers(ledger: Ledger, record: Record, judged: Judged) -> list[dict[str, str]]:
    """One row a layer: ``name``, ``question``, ``answer`` (its clause), and where its indicators went ``since_before`` and ``since_articles``."""
    told = clauses(ledger, judged)
    went = by_layer(directions(record)).set_index(["layer", "span"])
    return [
        {
            "name": layer.name,
            "question": layer.question,
            "answer": sentence(told[layer.id]),
            **{span: direction_words(went.loc[(layer.id, span)]) for span in ("since_before", "since_articles")},
        }
        for layer in LAYERS
    ]


def direction_words(row: pd.Series) -> str:
    """Where the indicators of a layer went: ``More (three of five indicators)``, ``Mixed (two more, two less, three level)``."""
    if row["direction"] == UNKNOWN:
        return "No figure"
    if row["direction"] == MIXED:
        parts = [
            f"{in_words(int(row[word]))} {word}"
            for word in ("more", "less", "evener", "less even", "level")
            if row[word]
        ]
        return f"Mixed ({', '.join(parts)})"
    known = int(row["known"])
    return f"{sentence(row['direction'])} ({in_words(int(row[row['direction']]))} of {in_words(known)} indicator{'s' * (known > 1)})"


def finding_words(found: Finding) -> str:
    """The verdict of a finding, with a named exception and how many checks agree, in one line."""
    named = f" ({', '.join(found.exceptions)})" if found.exceptions else ""
    agree = ways_in_words(found)
    return f"{sentence(VERDICT_WORDS[found.verdict])}{named}{f'; {agree}' if agree else ''}."


def other_headlines(judged: Judged, shown: list[str]) -> list[tuple[str, str, Finding]]:
    """The headline claims that have no sentence of their own: id, the few words of the front page, and the finding."""
    return [
        (id, words, judged[id])
        for layer in LAYERS
        for id, words in layer.labels.items()
        if id in judged and id not in shown
    ]


def score(ledger: Ledger, judged: Judged) -> dict[str, Any]:
    """The scorecard in counts: ``articles`` (outlets), ``rows`` (label, ``words``, ``gloss``, ``numbers`` by article, ``total``), and what was
    ``wrong``: its claims, and how many of them hold in another sense of the words (``otherwise``)."""
    card = scorecard(ledger, {id: one for id, one in judged.items() if one.article is not None})
    table = counts(card, "article").pivot(index="label", columns="article", values="number").fillna(0).astype(int)
    rows = []
    for label in [*LABEL_WORDS, *(one for one in table.index if one not in LABEL_WORDS)]:
        if label not in table.index:
            continue
        numbers = [int(table.loc[label, id]) for id in ledger.articles]
        words, gloss = LABEL_WORDS.get(label, (label.replace("-", " "), ""))
        rows.append({"label": label, "words": words, "gloss": gloss, "numbers": numbers, "total": sum(numbers)})
    wrong = card[card["label"] == WRONG]
    return {
        "articles": [one.outlet for one in ledger.articles.values()],
        "rows": rows,
        "most": max(row["total"] for row in rows),
        "claims": len(card),
        "wrong": [judged[id].claim for id in wrong["claim_id"]],
        "otherwise": int((wrong["holds_under"] != "").sum()),
    }


def falsifiers(ledger: Ledger, record: Record) -> list[dict[str, Any]]:
    """What would fell the thesis, by way: ``words``, the ``decisive`` forecasts and those ``weighing``, how many of these are ``needed``, and
    how many are met ``today`` or cannot be said (``unknown``)."""
    rows, frame = [], listed(record, ledger)
    takes = needed(ledger.forecasts.values()).set_index("way")
    for way, own in frame.groupby("way", sort=False):
        met = own["met_today"]
        rows.append(
            {
                "words": WAY_WORDS[way],
                "decisive": list(own.loc[own["strength"] == "decisive", "forecast"]),
                "weighing": list(own.loc[own["strength"] == "weighs", "forecast"]),
                "needed": in_words(int(takes.loc[way, "needed"])),
                "today": sum(one is True for one in met),
                "unknown": sum(one is None for one in met),
            }
        )
    return rows
