"""The captions of the charts: what ``figure`` needs beside the chart and its height. Titles and texts follow from the frames."""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.prose import in_words
from audit.findings.rivals.answers import OURS
from audit.findings.rivals.tables import OUTCOMES, how_they_came_out

#: This book's own explanation.
BOOK = "Partners, not allies"

LABELS = {
    "name": "Explanation",
    "test": "Test",
    "question": "If the answer is yes",
    "layer": "Layer",
    "predicts": "Predicted",
    "answer": "The record says",
    "outcome": "How it came out",
    "basis": "How we know that it was predicted",
    "facts": "Facts that decide",
}


def _told(made: pd.DataFrame) -> str:
    counts = how_they_came_out(made)
    return "; ".join(
        f"{row['name']}: " + ", ".join(f"{row[outcome]} {outcome}" for outcome in OUTCOMES)
        for _, row in counts.iterrows()
    )


def matrix(made: pd.DataFrame) -> dict[str, Any]:
    """``made``: ``tables.predictions``. The title counts the predictions of others; the book's own are drawn beside them."""
    others = made[made["name"] != BOOK]
    counts = others["outcome"].value_counts().reindex(list(OUTCOMES), fill_value=0)
    found = (len(others), *(int(number) for number in counts))
    number = {outcome: in_words(int(count)) if count else "none" for outcome, count in counts.items()}
    return {
        "id": "rivals-matrix",
        "title": f"Of {len(others)} predictions by others {number['as predicted']} came out, {number['otherwise']} failed, and "
        f"{number['not settled']} are not settled",
        "holds": f"(lambda outcome: (len(outcome), *(int((outcome == one).sum()) for one in {list(OUTCOMES)})) == {found})"
        f"(data.loc[data['name'] != {BOOK!r}, 'outcome'])",
        "subtitle": "How each came out, by test. No mark: it predicts nothing. Columns, from left: nearly allied, entente, axis of "
        "upheaval, hedging, convenience, vassalage; last this book’s own, worded when most results were known.",
        "alt_text": f"Table of {made['test_id'].nunique()} tests and {made['name'].nunique()} explanations. {_told(made)}.",
        "data": made[["layer", "test", "question", "name", "predicts", "answer", "outcome", "basis"]],
        "labels": {key: word for key, word in LABELS.items() if key != "facts"},
        "sources": list(dict.fromkeys(made["source_id"].dropna())),
        "notes": "The tests are our choice, so the sums rank nobody: who predicts little misses little.",
    }


def try_it(both: pd.DataFrame) -> dict[str, Any]:
    """``both``: ``tables.under_both_rules``."""
    firm = both[both["facts"] == "firm"]
    return {
        "id": "rivals-try",
        "title": "Choose the tests that count",
        "subtitle": "A mark a prediction, by explanation. Choose layers, take only what an author states or the book registered, "
        "or let reports and allegations decide too.",
        "alt_text": f"Interactive chart of predictions by explanation. On firm facts: {_told(firm)}. Check boxes choose.",
        "data": both[["name", "layer", "test", "question", "predicts", "answer", "outcome", "basis", "facts"]],
        "labels": LABELS,
        "sources": list(dict.fromkeys(both["source_id"].dropna())),
        "readout": "readout",
    }


def beside_allies(both: pd.DataFrame) -> dict[str, Any]:
    """``both``: ``tables.beside_allies``."""
    known = both[both["pair"] != OURS]
    passes = (known["says"] == "yes").groupby(known["test_id"]).mean()
    failed, tried = int((passes <= 0.5).sum()), len(passes)
    told = "; ".join(
        f"{name}: " + ", ".join(f"{row.pair} {row.says}" for row in rows.itertuples())
        for name, rows in both.groupby("name", sort=False)
    )
    return {
        "id": "rivals-allies",
        "title": f"Of {in_words(tried)} tests tried on known allies, at least half of those asked fail "
        f"{in_words(failed) if failed else 'none'}",
        "holds": "(lambda passes: (len(passes), int((passes <= .5).sum())) == "
        f"({tried}, {failed}))((data['says'] == 'yes')[data['pair'] != {OURS!r}].groupby(data['name']).mean())",
        "subtitle": "What the record says. Columns, from left: China–Russia; then pairs with a treaty of defence, Russia with Belarus, "
        "the CSTO and North Korea, China with North Korea, America with Japan, South Korea and the Philippines. No mark: nothing "
        "in our record, or the pair is the yardstick.",
        "alt_text": f"Table of tests and pairs. {told}.",
        "data": both[["name", "question", "pair", "says"]],
        "labels": {"name": "Test", "question": "If the answer is yes", "pair": "Pair", "says": "The record says"},
        "sources": list(dict.fromkeys(source for sources in both["sources"] for source in sources)),
        "notes": "CSTO: Russia’s treaty with Armenia, Kazakhstan, Kyrgyzstan and Tajikistan; Belarus has a column of its own. Votes: "
        "the first on the invasion, of March 2022, for the CSTO. Russia and North Korea have had a treaty of defence since 2024.",
    }
