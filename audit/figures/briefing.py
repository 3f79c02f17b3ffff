"""What the two-page briefing shows, from the same findings as the chapters: rows of its tables and its lists. Nothing is typed
but the words that stand for a label, a direction or a way to be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from audit.figures.cards import sentence, ways_in_words
from audit.figures.prose import in_words, percent
from audit.figures.scorecard.words import LABEL_WORDS, lucky_words
from audit.figures.words import VERDICT_WORDS
from audit.findings import default_ledger
from audit.findings.alliance import tables
from audit.findings.answer import HOLDS, LAYERS, clauses, outcome_of, said_by
from audit.findings.concert import votes
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
    fails_under,
    holds_under,
    label,
    scorecard,
)
from audit.findings.since import tables as since
from audit.inputs.ledger import Ledger
from audit.inputs.record import Record
from audit.judgement import Finding

Judged = Mapping[str, Finding]

#: What a label of the scorecard means in a few words; the rule itself is printed in full elsewhere. To be lucky is told by the
#: way in which claims are so, of which this is one: ``lucky_words``.
GLOSS = {
    RIGHT: "it holds by every check that counts and in every reading that we tried",
    LUCKY: "the check closest to the words agrees, most of the others do not",
    IMPRECISE: "it holds in part, or not in every reading of its words",
    WRONG: "it fails as worded",
    OPEN_RECORD: "the public record cannot say, or the text was not to be had",
    WEIGHED: "a judgement, which has no verdict",
    OUT_OF_SCOPE: "it does not bear on the question",
}

#: How the thesis can be left, by the way of a forecast.
WAY_WORDS = {
    "closer": "They would be allies after all",
    "apart": "They would be partners no longer",
    "even": "They would be equals",
}


def layers(ledger: Ledger, record: Record, judged: Judged) -> list[dict[str, str]]:
    """One row a layer: ``name``, ``question``, ``answer`` (its clause), a ``note`` against reading too much into it (may be blank), and where
    its indicators went, ``since_before`` and ``since_articles``."""
    told = clauses(said_by(judged))
    found = directions(record)
    went = by_layer(found).set_index(["layer", "span"])
    return [
        {
            "name": layer.name,
            "question": layer.question,
            "answer": sentence(told[layer.id]),
            "note": NOTES.get(layer.id, ""),
            **{
                span: direction_words(went.loc[(layer.id, span)], named(found[found["layer"] == layer.id], span))
                for span in ("since_before", "since_articles")
            },
        }
        for layer in LAYERS
    ]


#: What a layer's row of the table must not be taken for.
NOTES = {
    "duty": "Its direction counts treaties, which cannot move without a signature.",
    "equality": "Many allies are unequal, so this tells equals from unequals, not allies from partners.",
}


def named(found: pd.DataFrame, span: str) -> dict[str, str]:
    """The names of the indicators that went each way: ``more`` -> ``trade in goods, joint exercises``. ``found``: ``directions``."""
    names = found["name"].where(found["name"].str.startswith(("China", "Russia")), found["name"].map(_small))
    return names.groupby(found[span], sort=False).agg(", ".join).to_dict()


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def direction_words(row: pd.Series, names: Mapping[str, str]) -> str:
    """Where the indicators of a layer went, of how many: ``More (three of five indicators; one without direction)``,
    ``Mixed (more: trade; less: arms)``. ``names``: ``named``."""
    unknown = int(row["unknown"])
    silent = f"; {in_words(unknown)} without direction" if unknown else ""
    if row["direction"] == UNKNOWN:
        return f"No direction (none of {in_words(unknown)} has one)"
    if row["direction"] == MIXED:
        parts = [f"{word}: {names[word]}" for word in ("more", "less", "evener", "less even", "level") if row[word]]
        return f"Mixed ({'; '.join(parts)})"
    every = int(row["known"]) + unknown
    told = f"{in_words(int(row[row['direction']]))} of {in_words(every)} indicator{'s' * (every > 1)}"
    return f"{sentence(row['direction'])} ({told}{silent})"


def finding_words(found: Finding) -> str:
    """The label of a claim, how many checks agree, and the verdict with a named exception, in one line; the number first."""
    named = f" ({', '.join(found.exceptions)})" if found.exceptions else ""
    agree = ways_in_words(found)
    told = f"{f'{agree}; ' if agree else ''}{VERDICT_WORDS[found.verdict]}{named}."
    return f"{sentence(label_words(found))}: {told}" if found.article else sentence(told)


def label_words(found: Finding) -> str:
    """The label of a claim in words; of a claim that holds and is imprecise, that another reading makes it so."""
    given = label(found)[0]
    by_reading = (
        given == IMPRECISE and outcome_of(found.verdict) == HOLDS and not found.exceptions and fails_under(found)
    )
    return LABEL_WORDS[given] + (" (in another reading less holds)" if by_reading else "")


def other_headlines(judged: Judged, shown: list[str]) -> list[tuple[str, str, Finding, str]]:
    """The headline claims that have no sentence of their own: id, the few words of the front page, the finding, its label."""
    return [
        (id, words, judged[id], LABEL_WORDS[label(judged[id])[0]])
        for layer in LAYERS
        for id, words in layer.labels.items()
        if id in judged and id not in shown
    ]


def numbers(record: Record, judged: Judged) -> dict[str, str]:
    """What the prose says in numbers that no claim and no page of its own has, by name.

    ``asking``: pacts of China that ask it to do anything; ``moderate`` (without its treaty), ``moderate-with-treaty`` and
    ``deep-in-part`` (of ``deep``): signs on Korolev's list that the two show; ``allies-found`` (of ``known-allies``): known allies
    that the forecasts would find without their treaties; ``goods-made`` (``goods-year``): China among the makers of battlefield goods;
    ``war-votes``: equal votes on the war in the Assembly; ``excerpts``: the share of sources that were seen only as an excerpt; ``allies``: what
    Russia's treaty allies on record do in its war.
    """
    asking = judged["no-formal-alliances"].alternatives["pacts-with-a-duty"][0].specification.population
    stood = tables.standings(tables.depth(record, [tables.FORMER_RIVALS]))
    moderate, deep = stood.sum(axis=1)
    signs = stood.loc["moderate", "yes"]
    without = tables.depth(record, [tables.FORMER_RIVALS]).query("stage == 'moderate' and indicator != 'treaty'")
    known = since.on_known_allies(record)
    near = since.nearest(listed(record), list(default_ledger().forecasts.values()))
    war = votes.on_the_war(record)
    return {
        "asking": in_words(int(asking)),
        "moderate": f"{in_words(int((without['standing'] == 'yes').sum()))} of {in_words(int(moderate))}",
        "moderate-with-treaty": in_words(int(signs)),
        "known-allies": in_words(len(known)),
        "allies-found": in_words(int((known["found"] == "yes").sum())),
        "goods-made": percent(float(near["value"])),
        "goods-year": str(near["value_year"]),
        "war-votes": f"{in_words(int((war['china'] == war['russia']).sum()))} of {in_words(len(war))}",
        "deep-in-part": in_words(int(stood.loc["deep", "partly"])),
        "deep": in_words(int(deep)),
        "excerpts": percent(100 * (record.sources["seen"] == "excerpt").mean()),
        "allies": allies_in_the_war(record),
    }


#: States with a treaty of defence with Russia, of whose forces in its war the record has something.
TREATY_ALLIES = ("Belarus", "Kazakhstan", "North Korea")


def allies_in_the_war(record: Record) -> str:
    """What Russia's treaty allies do, for comparison: ``Belarus and Kazakhstan keep out too, North Korea fights``."""
    rows = record["war_conduct"].query("question == 'forces' and state in @TREATY_ALLIES")
    fight = {state: (own["took_part"] == "yes").any() for state, own in rows.groupby("state", sort=False)}
    apart, along = ([one for one in TREATY_ALLIES if one in fight and fight[one] == fights] for fights in (False, True))
    parts = [
        f"{' and '.join(names)} {verb}{'' if len(names) > 1 else 's'}{tail}"
        for names, verb, tail in ((apart, "keep", " out too"), (along, "fight", ""))
        if names
    ]
    return ", ".join(parts)


def score(ledger: Ledger, judged: Judged) -> dict[str, Any]:
    """The scorecard in counts: ``articles`` (outlets), ``rows`` (label, ``words``, ``gloss``, ``numbers`` by article, ``total``), the same of
    the ``headlines`` alone (``words``, ``total``), and what was ``wrong``: each ``claim`` with how many checks ``agree``, what it
    ``fails`` by and the first sense in which it ``holds`` (blank if in none)."""
    card = scorecard(ledger, {id: one for id, one in judged.items() if one.article is not None})
    table = counts(card, "article").pivot(index="label", columns="article", values="number").fillna(0).astype(int)
    rows = []
    for code in LABEL_WORDS:
        if code not in table.index:
            continue
        numbers = [int(table.loc[code, id]) for id in ledger.articles]
        gloss = lucky_words(judged, GLOSS[LUCKY]) if code == LUCKY else GLOSS.get(code, "")
        rows.append(
            {"label": code, "words": LABEL_WORDS[code], "gloss": gloss, "numbers": numbers, "total": sum(numbers)}
        )
    first = card.loc[card["headline"], "label"].value_counts()
    return {
        "articles": [one.outlet for one in ledger.articles.values()],
        "rows": rows,
        "most": max(row["total"] for row in rows),
        "claims": len(card),
        "headlines": [
            {"words": LABEL_WORDS[code], "total": int(first[code])} for code in LABEL_WORDS if code in first.index
        ],
        "wrong": [_wrong(judged[id]) for id in card.loc[card["label"] == WRONG, "claim_id"]],
    }


def _wrong(found: Finding) -> dict[str, Any]:
    failed = next(one for one in found.all_nearest if not one.passes)
    return {
        "claim": found.claim,
        "agree": ways_in_words(found),
        "fails": failed.specification.label,
        "holds": _sense(found),
    }


def _sense(found: Finding) -> str:
    """The first sense in which a claim that fails as worded holds: one of two plain ones by its check, or a reading in full."""
    for id in holds_under(found):
        for one in found.all_nearest:
            if one.specification.id == id:
                return one.specification.label
        for one in found.claim.alternative_readings:
            if one.id == id:
                return one.reading.strip().removesuffix(".")
    return ""


def falsifiers(ledger: Ledger, record: Record) -> list[dict[str, Any]]:
    """What would fell the thesis, by way: ``words``, the ``decisive`` forecasts and those ``weighing``, how many of these are ``needed``, and
    how many are met ``today`` or cannot be said (``unknown``); of these what is told (``open``: forecast -> alleged, reported)."""
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
                "open": {row.forecast: _told_today(record, row) for row in own.itertuples() if row.met_today is None},
            }
        )
    return rows


def _told_today(record: Record, row) -> str:
    """What is said today of a forecast that the record cannot score: ``alleged, reported``; blank if nothing."""
    rows = record["rivals_facts"]
    said = rows[(rows["test_id"] == row.base_id) & (rows["says"] == "yes")] if row.base == "answer" else rows.head(0)
    return ", ".join(sorted(set(said["status"])))
