"""The captions of the charts: what ``figure`` needs beside the chart and its height. Titles and texts follow from the frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from audit.figures.prose import in_words
from audit.figures.scorecard.words import LABEL_WORDS, bounds, tally
from audit.figures.words import VERDICT_WORDS
from audit.findings.scorecard import MARKS, RIGHT
from audit.inputs.ledger import Ledger
from audit.judgement import Finding

LABELS = {
    "article": "Article",
    "claim": "Claim",
    "kind": "Kind",
    "layer": "Layer",
    "chapter": "Chapter",
    "label": "Label",
    "verdict_then": "When published",
    "verdict": "On the record",
    "agreeing": "Checks that agree",
    "counting": "Checks that count",
    "readings": "Other readings tried",
    "confidence": "How sure we are",
}
_SOURCES_NOTE = (
    "Sources: of each headline claim the first behind its closest check. The register and each card name all."
)


def sources_of(judged: Mapping[str, Finding]) -> list[str]:
    """Of each headline claim the first source behind its closest check: all sources would be hundreds."""
    closest = [one.nearest.specification for one in judged.values() if one.claim.headline and one.nearest]
    return list(dict.fromkeys(one.sources[0] for one in closest if one.sources))


def _table(card: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    outlets = card["article"].map({id: one.outlet for id, one in ledger.articles.items()})
    verdicts = {column: card[column].map(VERDICT_WORDS) for column in ("verdict_then", "verdict")}
    return card[[*LABELS]].assign(article=outlets, label=card["label"].map(LABEL_WORDS), **verdicts)


def board(card: pd.DataFrame, ledger: Ledger, judged: Mapping[str, Finding]) -> dict[str, Any]:
    """``card``: ``scorecard.scorecard``. The title says how many of the right ones met no other reading.

    It gives no share of each article: other readings were tried on one of the two more often.
    """
    data = _table(card, ledger)
    right, settled = LABEL_WORDS[RIGHT], [LABEL_WORDS[code] for code in MARKS]
    rows = data[data["label"] == right]
    of, here, untried = int(data["label"].isin(settled).sum()), len(rows), int((rows["readings"] == 0).sum())
    told = "; ".join(f"{paper}: {tally(rows)}" for paper, rows in card.groupby(data["article"], sort=False)["label"])
    return {
        "id": "scorecard-board",
        "title": f"Of {of} claims that the record settles {here} were right, {untried or 'none'} of these with no other reading tried",
        "holds": f"(int(data['label'].isin({settled}).sum()), int((data['label'] == '{right}').sum()), "
        f"int(((data['label'] == '{right}') & (data['readings'] == 0)).sum())) == ({of}, {here}, {untried})",
        "subtitle": "Every claim a mark, by article, best first. Right, lucky, imprecise and wrong are what the record "
        "settles. What each word means is said below.",
        "alt_text": f"A mark for each of {len(card)} claims, by article. {told}.",
        "data": data,
        "labels": LABELS,
        "sources": sources_of(judged),
        "notes": "Point at a mark, or tap it, for its claim. Below, every claim is in a list with a link to its checks. "
        + _SOURCES_NOTE,
    }


def try_it(card: pd.DataFrame, ledger: Ledger, judged: Mapping[str, Finding]) -> dict[str, Any]:
    """``card``: ``scorecard.scorecard``."""
    return {
        "id": "scorecard-try",
        "title": "Group the claims your way",
        "subtitle": "Every claim a mark. Choose a grouping, an article, or the headline claims, those on the front page.",
        "alt_text": f"Interactive chart: a mark for each claim, grouped by what the reader chooses. {tally(card['label']).capitalize()}.",
        "data": _table(card, ledger),
        "labels": LABELS,
        "sources": sources_of(judged),
        "readout": "readout",
        "notes": _SOURCES_NOTE,
    }


def scenarios(rows: pd.DataFrame, weight: pd.DataFrame, judged: Mapping[str, Finding]) -> dict[str, Any]:
    """``rows``: ``lists.scenarios``; ``weight``: ``sensitivity.weight_of_claims`` of the claims that the record settles."""
    verdicts = int(rows["of"].iloc[0])
    hang = [int((weight[column] > 0).sum()) for column in ("hangs_on", "hangs_on_at_most")]
    most = int(rows["most"].iloc[0])
    bounded = rows.assign(
        hang_least=[hang[0]] + [None] * (len(rows) - 1), hang_most=[hang[1]] + [None] * (len(rows) - 1)
    )
    return {
        "id": "scorecard-firmness",
        "title": f"Of {verdicts} verdicts {bounds(*hang)} hang on some single source; no single one moves more than "
        f"{in_words(most)}",
        "holds": f"(int(data['hang_least'].iloc[0]), int(data['hang_most'].iloc[0]), int(data['of'].iloc[0])) == "
        f"({hang[0]}, {hang[1]}, {verdicts}) and int(data['most'].iloc[0]) == {most}",
        "subtitle": "How many verdicts would be others if one thing were otherwise. Bar: at least, the mild bound. Line: at most, the "
        "strict one.",
        "alt_text": f"Bars: how many of {verdicts} verdicts move. "
        + "; ".join(f"{row.what}: {row.told}" for row in rows.itertuples())
        + ".",
        "data": bounded[["what", "least", "most", "of", "answer", "hang_least", "hang_most"]],
        "labels": {
            "hang_least": "Verdicts that hang on some one, at least",
            "hang_most": "Hang on some one, at most",
            "what": "If",
            "least": "Verdicts that move, at least",
            "most": "At most",
            "of": "Of verdicts",
            "answer": "Another answer in the three layers",
        },
        "sources": sources_of(judged),
        "notes": f"Of single sources and of those who counted the worst is shown. {_SOURCES_NOTE}",
    }


def origins(rows: pd.DataFrame, judged: Mapping[str, Finding]) -> dict[str, Any]:
    """``rows``: ``lists.origins``."""
    first, top = rows.iloc[0], int(rows["most"].max())
    alike = int((rows["most"] == top).sum())
    return {
        "id": "scorecard-origins",
        "title": f"Most hangs on one voice: {first['what']}"
        if alike == 1
        else f"Most hangs on {in_words(alike)} voices: {'; '.join(rows['what'].head(alike))}",
        "holds": f"list(data['what'].head({alike})) == {list(rows['what'].head(alike))} "
        f"and (data['most'].head({alike}) == {top}).all() and (data['most'].iloc[{alike}:] < {top}).all()",
        "subtitle": "How many verdicts move without all that one of them counted or said, whoever printed it. Bar: at least. "
        "Line: at most.",
        "alt_text": "Bars: how many verdicts move without one of those who counted. "
        + "; ".join(f"{row.what}: {row.told}" for row in rows.itertuples())
        + ".",
        "data": rows[["what", "least", "most"]],
        "labels": {"what": "Without", "least": "Verdicts that move, at least", "most": "At most"},
        "sources": sources_of(judged),
        "notes": f"The {in_words(len(rows))} with most. What a government said of its own policy can hardly be had from anyone else. "
        f"{_SOURCES_NOTE}",
    }
