"""The captions of the charts: what ``figure`` needs beside the chart and its height. Titles and texts follow from the frames."""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.prose import in_words
from audit.figures.since.word_tables import written
from audit.findings import directions
from audit.findings.directions import LEVEL, MIXED, SILENT, UNKNOWN, WORDS
from audit.findings.indicators import ARTICLES, BEFORE
from audit.findings.since import tables

LABELS = {
    "layer": "Layer",
    "name": "Figure",
    "unit": "Unit",
    "before": f"Around {BEFORE}",
    "before_year": "Year of it",
    "articles": f"In {ARTICLES}",
    "latest": "Latest",
    "latest_year": "Year of the latest",
    "since_before": f"Since {BEFORE}",
    "since_articles": f"Since {ARTICLES}",
    "why": "Why it has no direction",
}

#: The direction of a layer, as an expression over its indicators' directions: that of more than half of those known, else mixed.
_WHOLE = (
    f"(lambda known: ([one for one in {sorted({word for pair in WORDS.values() for word in pair} | {LEVEL})} "
    f"if 2 * known.count(one) > len(known)] + [{MIXED!r}])[0] if known else {UNKNOWN!r})"
)


def _told(row) -> str:
    figures = [(row.before, row.before_year), (row.articles, row.articles_year), (row.latest, row.latest_year)]
    told = ", ".join(f"{written(value)} in {year}" for value, year in figures if pd.notna(value))
    why = "" if pd.isna(row.why) else f" ({row.why})"
    return f"{row.name} ({row.unit}): {told or 'nothing'}; {row.since_before}, {row.since_articles}{why}"


def points(found: pd.DataFrame, layers: pd.DataFrame, seen: pd.DataFrame) -> dict[str, Any]:
    """``found``: ``directions.directions``; ``layers``: ``by_layer`` of it; ``seen``: ``directions.points``."""
    went = layers[layers["span"] == "since_articles"].set_index("layer")["direction"]
    told = {
        layer: f"{_WHOLE}([one for one in data.loc[data['layer'] == {layer!r}, 'since_articles'] if one not in {(UNKNOWN, SILENT)!r}])"
        for layer in went.index
    }
    return {
        "id": "since-points",
        "title": f"Since {ARTICLES}: {_went(went, layers)}",
        "holds": " and ".join(f"{expression} == {went[layer]!r}" for layer, expression in told.items()),
        "subtitle": f"Each figure in per cent of its value of {ARTICLES}, the line. Inside the band a difference is level; in equality "
        f"the right is less even. At the right: direction since {BEFORE} · since {ARTICLES}, a dash for none; in bold that of each layer.",
        "alt_text": f"Rows of marks for {len(found)} figures in three layers, with directions since {BEFORE} and since {ARTICLES}. "
        + ". ".join(_told(row) for row in found.itertuples(index=False))
        + ".",
        "data": found[list(LABELS)],
        "labels": LABELS,
        "sources": tables.few_sources(seen),
        "notes": "Where no mark is drawn, words say why, or the figures. Arms are sums of five years, of which the last two share four; "
        "exercises are means, after 2023 of the later years alone. The chapters on exercises and on acting in concert name the "
        "sources of exercises and of the presidents’ contacts. The layers are not added up.",
    }


def _went(went: pd.Series, layers: pd.DataFrame) -> str:
    """The direction of each layer, with how many of its figures tell it where that is fewer than half. ``layers``: ``by_layer``."""
    rows = layers[layers["span"] == "since_articles"].set_index("layer")
    told = []
    for layer, word in went.items():
        known, every = int(rows.loc[layer, "known"]), int(rows.loc[layer, "known"] + rows.loc[layer, "unknown"])
        told.append(
            f"{layer} without a direction"
            if not known
            else f"{layer} {word}"
            + (f" (by {in_words(known)} figure{'s' * (known > 1)} of {in_words(every)})" if 2 * known < every else "")
        )
    return ", ".join(told)


def try_it(changed: pd.DataFrame, seen: pd.DataFrame) -> dict[str, Any]:
    """``changed``: ``tables.changes``; ``seen``: ``directions.points``."""
    shown = changed.assign(
        span=changed["span"].map({"since_before": f"since {BEFORE}", "since_articles": f"since {ARTICLES}"}),
        change_pct=changed["change_pct"].where(changed["change_pct"].abs() < tables.BEYOND),
    )
    told = "; ".join(f"{row.name}, {row.span}: {row.direction}" for row in shown.itertuples(index=False))
    return {
        "id": "since-try",
        "title": "Choose which change counts for level",
        "subtitle": f"Figures by layer. {directions.TENTH:.0%} is our choice. A mark up: more, or in equality less even; down: less, or evener.",
        "alt_text": f"Interactive table of marks, with a slider for the change that counts as level. As we choose: {told}.",
        "data": shown[["layer", "name", "span", "change_pct", "direction"]],
        "labels": {
            "layer": "Layer",
            "name": "Figure",
            "span": "Span",
            "change_pct": "Change, per cent",
            "direction": "Direction by our rule",
        },
        "sources": tables.few_sources(seen),
        "readout": "readout",
        "notes": "Ratios count by their distance from one. A change from nothing has no per cent, and is never level. A figure without a direction by our rules has none here.",
    }
