"""The chapter's numbers on their way into prose, by section: name -> text. What they are is computed in the findings."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from audit.figures.prose import in_words
from audit.figures.scorecard.lists import with_a_verdict, with_an_outcome
from audit.figures.scorecard.words import LABEL_WORDS, SCENARIO_WORDS, bounds, by_hindsight, lucky_words
from audit.figures.titles import listed
from audit.findings.answer import ALLIES_IN_LAW, EQUALS, FAILS, MORE, OUT_OF_THE_WAR, duty, outcome_of
from audit.findings.scorecard import (
    IMPRECISE,
    LUCKY,
    MARKS,
    OPEN_RECORD,
    OUT_OF_SCOPE,
    RIGHT,
    WEIGHED,
    WRONG,
    label,
    lucky_by_origin,
    moved_since,
    spared,
)
from audit.findings.sensitivity import BOUNDS, summary, weight_of_claims
from audit.inputs.ledger import Ledger
from audit.inputs.record import Record
from audit.judgement import CAME_TRUE, ON_ITS_OWN_TERMS, SAID, SUPPORTED, Finding

#: Verdicts by which a claim holds in full.
FULL = (SUPPORTED, SAID, CAME_TRUE)


def _none(number: int) -> str:
    return in_words(number) if number else "none"


def _labels(rows: pd.DataFrame, start: str, codes=MARKS) -> dict[str, str]:
    return {f"{start}{code}": _none(int((rows["label"] == code).sum())) for code in codes}


def answer(card: pd.DataFrame) -> dict[str, str]:
    """How many claims have which label, and of the headline claims; on how many claims the answer of the book hangs."""
    headline = card[card["headline"].astype(bool)]
    hanging = headline["claim_id"].isin([ALLIES_IN_LAW, *MORE, OUT_OF_THE_WAR]).sum()
    return {
        "claims": in_words(len(card)),
        "with-outcome": in_words(len(with_an_outcome(card))),
        **_labels(card, "", (*MARKS, OPEN_RECORD, WEIGHED, OUT_OF_SCOPE)),
        "headline-claims": in_words(len(headline)),
        **_labels(headline, "headline-"),
        "answer-headlines": _none(int(hanging)),
        "answer-others": _none(len(MORE) + 2 - int(hanging)),
        "answer-propositions": in_words(len(EQUALS)),
        "answer-idle": _none(len(headline) - int(hanging)),
    }


def right(card: pd.DataFrame) -> dict[str, str]:
    """What the right ones are, and where each article stands."""
    kinds = card.loc[card["label"] == RIGHT, "kind"].value_counts()
    told = {f"right-{kind}s": in_words(int(kinds.get(kind, 0))) for kind in ("statement", "event")}
    for article, rows in card.groupby("article", sort=False):
        told |= _labels(rows, f"{article}-", (RIGHT, WRONG, OPEN_RECORD, WEIGHED))
        told[f"{article}-with-outcome"] = in_words(len(with_an_outcome(rows)))
        told[f"{article}-claims"] = in_words(len(rows))
    return told


def readings(card: pd.DataFrame) -> dict[str, str]:
    """How many of the right claims had no other reading tried; of each article on how many that hold in full one was, and fell."""
    right = card[card["label"] == RIGHT]
    told = {"right-without-a-reading": _none(int((right["readings"] == 0).sum()))}
    for article, rows in card[card["verdict"].isin(FULL)].groupby("article", sort=False):
        told |= {
            f"{article}-full": _none(len(rows)),
            f"{article}-full-tried": _none(int((rows["readings"] > 0).sum())),
            f"{article}-full-fell": _none(int((rows["fails_under"] != "").sum())),
        }
    return told


def lucky(judged: Mapping[str, Finding]) -> dict[str, str]:
    """By which line of the rule claims are lucky, in words and in numbers, and what counting by origin would make of them."""
    found = [one for one in judged.values() if one.article is not None and label(one)[0] == LUCKY]
    return {
        "lucky-means": lucky_words(judged, "the closest check agrees, and most do not"),
        "lucky-by-hindsight": _none(sum(map(by_hindsight, found))),
        "lucky-by-few": _none(sum(not by_hindsight(one) for one in found)),
        "lucky-by-origin": _none(sum(by_hindsight(one) or lucky_by_origin(one) for one in found)),
    }


def rule(judged: Mapping[str, Finding], ledger: Ledger) -> dict[str, str]:
    """Which claims the exemption spared that was made when results had been seen."""
    found = spared(judged)
    return {
        "spared": _none(len(found)),
        "spared-names": listed([f"“{ledger.claims[id].claim.removesuffix('.')}”" for id in found]) if found else "none",
        "spared-labels": listed(list(dict.fromkeys(LABEL_WORDS[code] for code in found.values()))) if found else "none",
    }


def wrong(card: pd.DataFrame, judged: Mapping[str, Finding]) -> dict[str, str]:
    """How many wrong claims hold under another reading or in a plain sense, and why the imprecise ones are."""
    rows, half = card[card["label"] == WRONG], card[card["label"] == IMPRECISE]
    by_checks = half["verdict"] == ON_ITS_OWN_TERMS
    by_reading = (half["fails_under"] != "") & half["verdict"].isin(FULL)
    failed = [judged[id] for id in rows["claim_id"]]
    return {
        "wrong-in-one-of-two": _none(sum(any(way.passes for way in one.all_nearest if way.counts) for one in failed)),
        "wrong-with-a-reading": _none(int((rows["holds_under"] != "").sum())),
        "imprecise-by-checks": _none(int(by_checks.sum())),
        "imprecise-by-reading": _none(int(by_reading.sum())),
        "imprecise-in-part": _none(int((~by_checks & ~by_reading).sum())),
    }


def since(card: pd.DataFrame) -> dict[str, str]:
    """How many verdicts are others today than on the day, by kind of claim."""
    rows = moved_since(card)
    kinds = rows["kind"].value_counts()
    return {
        "verdicts": in_words(len(with_a_verdict(card))),
        "moved-since": _none(len(rows)),
        "moved-predictions": _none(int(kinds.get("prediction", 0))),
        "moved-statements": _none(int(kinds.get("statement", 0))),
        "moved-others": _none(int(len(rows) - kinds.get("prediction", 0) - kinds.get("statement", 0))),
    }


def firmness(pictures: pd.DataFrame, judged: Mapping[str, Finding], record: Record) -> dict[str, str]:
    """What moves if one thing is left out or read otherwise: the lower bound, and with ``-most`` the upper one."""
    short = summary(pictures).set_index(["kind", "bound"])
    told = {}
    for kind in ("source", "origin"):
        for bound, end in BOUNDS.items():
            row, most = short.loc[(kind, bound)], "-most" if end else ""
            told |= {
                f"{kind}s-used": in_words(int(row["scenarios"])),
                f"{kind}s-move{most}": _none(int(row["that_move"])),
                f"{kind}-worst{most}": _none(int(row["most_moved"])),
                f"{kind}s-answer{most}": _none(int(row["answer_moves"])),
            }
    told["origin-worst-name"] = str(short.loc[("origin", "at least"), "worst"])
    one = pictures.set_index(["kind", "id"])
    for id in ("official", "press", "research", "dataset"):
        row = one.loc[("evidence", id)]
        told[f"without-{id}"] = bounds(int(row["moved"]), int(row["moved_strictly"]))
    told |= _allies(pictures, judged[ALLIES_IN_LAW])
    weight, seen = weight_of_claims(pictures, judged), record.sources["seen"]
    fates = weight[weight["claim_id"].map(lambda id: label(judged[id])[0] in MARKS)]
    return told | {
        "whole-sources": in_words(int((seen == "whole").sum())),
        "all-sources": f"{len(seen):,}",
        "excerpts-per-hundred": in_words(round(100 * int((seen == "excerpt").sum()) / len(seen))),
        "whole-silent": _none(int(one.loc[("seen", "whole"), "silent"])),
        "whole-other": _none(int(one.loc[("seen", "whole"), "moved"] - one.loc[("seen", "whole"), "silent"])),
        "hedges-moved": _none(int(pictures[pictures["id"].isin(["hedges-narrow", "hedges-wide"])]["moved"].max())),
        "harshest-lower": _none(int(one.loc[("reading", "harshest"), "lower"])),
        "kindest-higher": _none(int(one.loc[("reading", "kindest"), "higher"])),
        "senses-higher": _none(int(one.loc[("reading", "better-sense"), "higher"])),
        **{f"senses-{code}": _none(int(one.loc[("reading", "better-sense"), code])) for code in MARKS},
        "exceptions-lower": _none(int(one.loc[("reading", "no-exceptions"), "lower"])),
        "hang": _none(int((fates["hangs_on"] > 0).sum())),
        "hang-most": _none(int((fates["hangs_on_at_most"] > 0).sum())),
        "steady": _none(int((fates["hangs_on_at_most"] == 0).sum())),
        "steady-most": _none(int((fates["hangs_on"] == 0).sum())),
        "chapters-answer": _none(int(one.loc["chapter"]["answer_moves"].sum())),
        "chapters-used": in_words(len(one.loc["chapter"])),
    }


def _allies(pictures: pd.DataFrame, claim: Finding) -> dict[str, str]:
    """When the answer becomes that they are allies in law: in how many ways of leaving out, in which readings, and how read."""
    says = [
        pictures[f"clauses_then{end}"].map(lambda others: others.get("duty") == duty(FAILS)) for end in BOUNDS.values()
    ]
    found = pictures[says[0] | says[1]]
    by_reading = found.loc[found["kind"] == "reading", "id"]
    readings = {one.id: one.reading.removesuffix(".") for one in claim.claim.alternative_readings}
    others = [readings[id] for id, verdict in claim.alternative_verdicts.items() if outcome_of(verdict) == FAILS]
    words = [SCENARIO_WORDS["reading", id] for id in by_reading if ("reading", id) in SCENARIO_WORDS]
    return {
        "allies-when-left-out": _none(int((found["kind"] != "reading").sum())),
        "allies-by-reading": listed([one[:1].lower() + one[1:] for one in words]) if words else "none",
        "allies-definition": listed([f"“{one}”" for one in others]) if others else "none",
    }
