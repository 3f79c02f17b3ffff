"""The captions of the charts: what ``figure`` needs beside the chart and its height. Titles and texts follow from the frames."""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.prose import in_words
from audit.figures.titles import listed
from audit.findings.rivals.tables import OUTCOMES, how_they_came_out

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
    """``made``: ``tables.predictions``."""
    counts = made["outcome"].value_counts().reindex(list(OUTCOMES), fill_value=0)
    found = (len(made), *(int(number) for number in counts))
    number = {outcome: in_words(int(count)) if count else "none" for outcome, count in counts.items()}
    return {
        "id": "rivals-matrix",
        "title": f"Of {len(made)} predictions {number['as predicted']} came out, {number['otherwise']} did not, and "
        f"{number['not settled']} are not settled",
        "holds": f"(lambda outcome: (len(outcome), *(int((outcome == one).sum()) for one in {list(OUTCOMES)})) == {found})"
        "(data['outcome'])",
        "subtitle": "What each explanation predicts of each test, and how it came out. No mark: it predicts nothing.",
        "alt_text": f"Table of {made['test_id'].nunique()} tests and {made['name'].nunique()} explanations. {_told(made)}.",
        "data": made[["layer", "test", "question", "name", "predicts", "answer", "outcome", "basis"]],
        "labels": {key: word for key, word in LABELS.items() if key != "facts"},
        "sources": list(dict.fromkeys(made["source_id"].dropna())),
        "notes": "The tests are our choice, so the sums rank nobody: who predicts little misses little. The book’s own predictions "
        "were worded when most results were known.",
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
    }


def sides(found: pd.DataFrame) -> dict[str, Any]:
    """``found``: the tests that could tell, of ``tables.telling``."""
    counts = found["speaks_for"].value_counts()
    for_partners, for_allies = int(counts.get("partners", 0)), int(counts.get("allies", 0))
    by_facts = found[found["finding_id"].isna()]
    open_tests = listed(found.loc[found["speaks_for"] == "not settled", "name"])
    return {
        "id": "rivals-sides",
        "title": f"Of {len(found)} tests that could tell allies from partners {in_words(for_partners)} speak for partners and "
        f"{in_words(for_allies) if for_allies else 'none'} for allies",
        "holds": f"(len(data), (data['speaks_for'] == 'partners').sum(), (data['speaks_for'] == 'allies').sum()) == "
        f"({len(found)}, {for_partners}, {for_allies})",
        "subtitle": "Each mark a test, in the column of the side for which its answer speaks, by layer.",
        "alt_text": f"Chart of tests by side. Not settled: {open_tests}. "
        + "; ".join(f"{row.name}: {row.speaks_for}" for row in found[["name", "speaks_for"]].itertuples(index=False))
        + ".",
        "data": found[["layer", "name", "question", "allies", "partners", "answer", "speaks_for"]],
        "labels": {
            "layer": "Layer",
            "name": "Test",
            "question": "If the answer is yes",
            "allies": "Allies",
            "partners": "Partners",
            "answer": "The record says",
            "speaks_for": "Speaks for",
        },
        "sources": list(dict.fromkeys(source for sources in by_facts["sources"] for source in sources)),
        "notes": "The sources are those of tests that facts and tables answer; what a finding answers has them on its card.",
    }
