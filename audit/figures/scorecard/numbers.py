"""The chapter's numbers on their way into prose, by section: name -> text. What they are is computed in the findings."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from audit.figures.prose import in_words
from audit.figures.scorecard.lists import with_a_verdict, with_an_outcome
from audit.figures.scorecard.words import LABEL_WORDS, bounds
from audit.figures.titles import listed
from audit.findings.scorecard import (
    IMPRECISE,
    MARKS,
    OPEN_RECORD,
    OUT_OF_SCOPE,
    RIGHT,
    WEIGHED,
    WRONG,
    label,
    moved_since,
    spared,
)
from audit.findings.sensitivity import BOUNDS, summary, weight_of_claims
from audit.inputs.ledger import Ledger
from audit.inputs.record import Record
from audit.judgement import ON_ITS_OWN_TERMS, Finding


def _none(number: int) -> str:
    return in_words(number) if number else "none"


def _labels(rows: pd.DataFrame, start: str, codes=MARKS) -> dict[str, str]:
    return {f"{start}{code}": _none(int((rows["label"] == code).sum())) for code in codes}


def answer(card: pd.DataFrame) -> dict[str, str]:
    """How many claims have which label, and of the headline claims."""
    headline = card[card["headline"].astype(bool)]
    return {
        "claims": in_words(len(card)),
        "with-outcome": in_words(len(with_an_outcome(card))),
        **_labels(card, "", (*MARKS, OPEN_RECORD, WEIGHED, OUT_OF_SCOPE)),
        "headline-claims": in_words(len(headline)),
        **_labels(headline, "headline-"),
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


def rule(judged: Mapping[str, Finding], ledger: Ledger) -> dict[str, str]:
    """Which claims the exemption spared that was made when results had been seen."""
    found = spared(judged)
    return {
        "spared": _none(len(found)),
        "spared-names": listed([f"“{ledger.claims[id].claim.removesuffix('.')}”" for id in found]) if found else "none",
        "spared-labels": listed(list(dict.fromkeys(LABEL_WORDS[code] for code in found.values()))) if found else "none",
    }


def wrong(card: pd.DataFrame) -> dict[str, str]:
    """How many wrong claims hold under another reading, and why the imprecise ones are."""
    rows, half = card[card["label"] == WRONG], card[card["label"] == IMPRECISE]
    by_checks = half["verdict"] == ON_ITS_OWN_TERMS
    by_reading = (half["fails_under"] != "") & half["verdict"].isin(["supported", "came-true", "said"])
    return {
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
    weight, seen = weight_of_claims(pictures, judged), record.sources["seen"]
    fates = weight[weight["claim_id"].map(lambda id: label(judged[id])[0] in MARKS)]
    return told | {
        "whole-sources": in_words(int((seen == "whole").sum())),
        "all-sources": in_words(len(seen)),
        "whole-silent": _none(int(one.loc[("seen", "whole"), "silent"])),
        "whole-other": _none(int(one.loc[("seen", "whole"), "moved"] - one.loc[("seen", "whole"), "silent"])),
        "hedges-moved": _none(int(pictures[pictures["id"].isin(["hedges-narrow", "hedges-wide"])]["moved"].max())),
        "harshest-lower": _none(int(one.loc[("reading", "harshest"), "lower"])),
        "kindest-higher": _none(int(one.loc[("reading", "kindest"), "higher"])),
        "exceptions-lower": _none(int(one.loc[("reading", "no-exceptions"), "lower"])),
        "steady": in_words(int((fates["hangs_on_at_most"] == 0).sum())),
        "steady-most": in_words(int((fates["hangs_on"] == 0).sum())),
        "chapters-answer": _none(int(one.loc["chapter"]["answer_moves"].sum())),
        "chapters-used": in_words(len(one.loc["chapter"])),
    }
