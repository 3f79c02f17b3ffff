"""Every claim of both articles in one frame, and what each verdict makes of the article: right, lucky, imprecise, wrong.

No label is typed. ``RULE`` is applied from top to bottom, the first line that fits decides, and the book prints the same
lines. It reads verdicts at both dates, how many specifications agree, and the alternative readings; it knows no claim.
The rule was written when the verdicts were known; that is why it names none, and why each of its numbers is one half.
One line was changed when its first results were seen: ``spared`` says for which claims that mattered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from audit import held
from audit.findings.answer import FAILS, HOLDS, LAYERS, OUTCOMES, PARTLY, UNKNOWN, outcome_of
from audit.inputs.ledger import Claim, Ledger
from audit.judgement import IN_WORDS, LADDERS, NO_VERDICT, ON_ITS_OWN_TERMS, WITH_EXCEPTIONS, Finding

RIGHT, LUCKY, IMPRECISE, WRONG = "right", "lucky", "imprecise", "wrong"
OPEN_RECORD, WEIGHED, OUT_OF_SCOPE, NOT_JUDGED = "record-silent", "weighed", "out-of-scope", "not-judged-yet"
#: What an article can be, best first.
MARKS = (RIGHT, LUCKY, IMPRECISE, WRONG)
LABELS = (*MARKS, OPEN_RECORD, WEIGHED, OUT_OF_SCOPE, NOT_JUDGED)

#: The layer of a claim that is no headline of one: that of the question its chapter asks. The chapter on alliance has two
#: subjects, so there the topic decides.
CHAPTER_LAYERS = {
    "trade": "behaviour",
    "exercises": "behaviour",
    "institutions": "behaviour",
    "concert": "behaviour",
    "war": "behaviour",
    "ruble": "equality",
    "equality": "equality",
}
TOPIC_LAYERS = {"alliance": "duty", "diplomacy": "behaviour"}
#: What stands for the layer of a claim that a chapter judges which asks about none of them.
NO_LAYER = "no layer"


@dataclass(frozen=True)
class Line:
    """One line of the rule: the label, when it is given in words, and the reason for a finding that it fits (None: it does not)."""

    label: str
    when: str
    why: Callable[[Finding], str | None]


def _weighed(found: Finding) -> str | None:
    return "a judgement, weighed for and against" if found.verdict == NO_VERDICT else None


def _silent(found: Finding) -> str | None:
    if outcome_of(found.verdict) != UNKNOWN:
        return None
    return found.nearest.specification.reason if found.nearest else "the record has no figure for it"


def _wrong(found: Finding) -> str | None:
    if outcome_of(found.verdict) != FAILS:
        return None
    held = holds_under(found)
    return "it fails as worded" + (f", and holds under: {', '.join(held)}" if held else "")


def _before_its_time(found: Finding) -> str | None:
    then = outcome_of(found.verdict_at_publication)
    if found.claim.kind in IN_WORDS or _lies_ahead(found) or then not in (FAILS, UNKNOWN):
        return None
    return "what had been published on the day " + ("spoke against it" if then == FAILS else "could not say")


def spared(judged: Mapping[str, Finding]) -> dict[str, str]:
    """The claims that would be lucky, had it been asked of days after the article, too: id -> the label that they have instead."""
    then = (FAILS, UNKNOWN)
    return {
        id: given
        for id, one in judged.items()
        if (given := label(one)[0]) in (IMPRECISE, RIGHT)
        and one.claim.kind not in IN_WORDS
        and _lies_ahead(one)
        and outcome_of(one.verdict_at_publication) in then
    }


def _lies_ahead(found: Finding) -> bool:
    """Is the closest check about days after the article? Then nothing published could bear it out, whatever the kind."""
    last = found.nearest and found.nearest.specification.last_datum
    return found.article is not None and bool(last) and last > found.article.published_latest


def _few_agree(found: Finding) -> str | None:
    if found.verdict != ON_ITS_OWN_TERMS or 2 * found.agreeing >= found.principled_total:
        return None
    return f"the closest check agrees, but only {found.agreeing} of the {found.principled_total} that count do"


def _in_part(found: Finding) -> str | None:
    if found.verdict == ON_ITS_OWN_TERMS:
        return f"{found.agreeing} of the {found.principled_total} checks that count agree"
    if found.verdict == WITH_EXCEPTIONS:
        return f"it holds but for: {', '.join(found.exceptions)}"
    return "it holds in part" if outcome_of(found.verdict) == PARTLY else None


def _other_reading(found: Finding) -> str | None:
    falls = fails_under(found)
    return f"the words admit a reading in which less holds: {', '.join(falls)}" if falls else None


#: From top to bottom; the first line that fits decides.
RULE = (
    Line(WEIGHED, "the claim is a judgement: evidence was weighed, and there is no verdict", _weighed),
    Line(OPEN_RECORD, "the record cannot say: not testable, text not obtained, or open", _silent),
    Line(
        WRONG, "as worded it fails on the record (if its words have two equally plain senses, in one of them)", _wrong
    ),
    Line(
        LUCKY,
        "it holds today, but what had been published on the day failed it or could not bear it out (not asked of what lay "
        "ahead, which nothing published could bear out, nor of statements, which the author may have heard)",
        _before_its_time,
    ),
    Line(LUCKY, "the check closest to the words agrees, but fewer than half of those that count do", _few_agree),
    Line(
        IMPRECISE,
        "it holds in part: by the closest check and not by all, but for an exception, or in some parts",
        _in_part,
    ),
    Line(
        IMPRECISE, "it holds, but the words admit a reading under which it fails or holds only in part", _other_reading
    ),
    Line(
        RIGHT,
        "none of these: it holds by every check that counts and under every reading that was tried, if any was",
        lambda _: "it holds",
    ),
)


def rule_frame() -> pd.DataFrame:
    """The rule as the book prints it. Columns: ``order``, ``label``, ``when``."""
    return pd.DataFrame([{"order": n, "label": one.label, "when": one.when} for n, one in enumerate(RULE, start=1)])


def label(found: Finding) -> tuple[str, str]:
    """What a finding makes of the article, and why, by the first line of ``RULE`` that fits."""
    return next((line.label, why) for line in RULE if (why := line.why(found)) is not None)


def line_of(found: Finding) -> int:
    """The number of the line of ``RULE`` that gives a finding its label, from 1."""
    return next(n for n, line in enumerate(RULE, start=1) if line.why(found) is not None)


def by_origin(found: Finding) -> tuple[int, int]:
    """The checks that count, one vote for each who counted, whoever printed it or cut it by day: how many agree, of how many.

    One who counted agrees if at least half of the checks do that rest on what they counted.
    """
    votes: dict[str, list[bool]] = {}
    for one in found.judged:
        for origin in one.specification.origins if one.counts else ():
            votes.setdefault(origin, []).append(one.passes)
    return sum(2 * sum(given) >= len(given) for given in votes.values()), len(votes)


def lucky_by_origin(found: Finding) -> bool:
    """Would a claim that few checks bear out be lucky still, were its checks counted by origin?"""
    agreeing, of = by_origin(found)
    return 2 * agreeing < of


def readings_tried(found: Finding) -> list[str]:
    """The ids of the other readings of the words that could be judged: without one, no reading can speak against a claim."""
    return [id for id, other in found.alternative_verdicts.items() if outcome_of(other) != UNKNOWN]


def fails_under(found: Finding) -> list[str]:
    """The ids of the readings under which less holds than as worded; those that cannot be judged say nothing."""
    return [id for id, other in found.alternative_verdicts.items() if _below(found.verdict, other)]


def holds_under(found: Finding) -> list[str]:
    """The ids of the readings, or of the plain senses of two, under which a claim that fails as worded holds."""
    senses = [one.specification.id for one in found.all_nearest if one.counts and one.passes]
    return senses + [id for id, other in found.alternative_verdicts.items() if outcome_of(other) == HOLDS]


def _below(verdict: str, other: str) -> bool:
    known = [outcome_of(one) for one in (verdict, other)]
    return UNKNOWN not in known and OUTCOMES.index(known[1]) > OUTCOMES.index(known[0])


def layer_of(claim: Claim) -> str | None:
    """The layer that a claim speaks to: the one it is a headline of, else that of its chapter; None for what is out of scope."""
    headlines = {id: layer.id for layer in LAYERS for id in layer.labels}
    of_chapter = CHAPTER_LAYERS.get(claim.chapter) or (TOPIC_LAYERS.get(claim.topic) if claim.chapter else None)
    return headlines.get(claim.id, of_chapter)


def scorecard(ledger: Ledger, judged: Mapping[str, Finding]) -> pd.DataFrame:
    """Every claim of both articles, judged or not, in the order of the ledger.

    Columns: ``claim_id``, ``claim``, ``article``, ``paragraph``, ``kind``, ``topic``, ``layer``, ``chapter``, ``headline``,
    ``verdict_then``, ``verdict`` (None where there is none), ``agreeing`` of ``counting`` specifications and their ``share``
    (blank where none counts, or where what was said or foretold holds in part), ``confidence``, ``label``, ``reason`` (why this label, and
    of a claim without a verdict why it has none), ``fails_under`` and ``holds_under`` (ids of readings, in one text),
    ``readings`` (how many others were tried), ``sources`` (how many).
    """
    return pd.DataFrame([_row(claim, judged.get(id)) for id, claim in ledger.claims.items()])


def _row(claim: Claim, found: Finding | None) -> dict:
    what, why = _label(claim, found)
    in_part = claim.kind in IN_WORDS and found is not None and outcome_of(found.verdict) == PARTLY
    shared = found is not None and found.principled_total > 0 and not in_part
    return {
        "claim_id": claim.id,
        "claim": claim.claim,
        "article": claim.article,
        "paragraph": claim.paragraph,
        "kind": claim.kind,
        "topic": claim.topic,
        "layer": layer_of(claim) or (NO_LAYER if claim.chapter else None),
        "chapter": claim.chapter,
        "headline": claim.headline,
        "verdict_then": found and found.verdict_at_publication,
        "verdict": found and found.verdict,
        "agreeing": found.agreeing if shared else None,
        "counting": found.principled_total if shared else None,
        "share": found.agreeing / found.principled_total if shared else None,
        "confidence": found.confidence.level if found and found.confidence else None,
        "label": what,
        "reason": why,
        "fails_under": ", ".join(fails_under(found)) if found else "",
        "holds_under": ", ".join(holds_under(found)) if what == WRONG else "",
        "readings": len(readings_tried(found)) if found else 0,
        "sources": len(found.sources) if found else 0,
    }


def _label(claim: Claim, found: Finding | None) -> tuple[str, str]:
    """The label of a claim, also of one that nobody judges."""
    if found is not None:
        return label(found)
    if claim.chapter is None:
        return OUT_OF_SCOPE, str(claim.not_judged_reason)
    return NOT_JUDGED, ""


def counts(card: pd.DataFrame, by: str, what: str = "label") -> pd.DataFrame:
    """How many claims of each group have which label (or verdict: ``what``), for a chart.

    Columns: ``by``, ``what``, ``number``, ``of`` (claims in the group), ``share``. Groups are in the order of the card,
    claims without a group (a layer) under "none"; labels and verdicts from best to worst; only what occurs is listed.
    """
    rows = card.assign(**{one: card[one].fillna("none") for one in (by, what)})
    found = rows.groupby([by, what], sort=False).size().rename("number").reset_index()
    of = found.groupby(by, sort=False)["number"].transform("sum")
    found = found.assign(of=of, share=found["number"] / of)
    groups, best_first = (
        list(dict.fromkeys(rows[by])),
        [*LABELS, *(one for ladder in LADDERS.values() for one in ladder)],
    )
    order = sorted(
        found.index,
        key=lambda at: (groups.index(found.at[at, by]), _place(best_first, found.at[at, what])),
    )
    return found.loc[order].reset_index(drop=True)


def _place(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def moved_since(card: pd.DataFrame) -> pd.DataFrame:
    """The claims whose verdict on the record is another than on the day: their rows of the card."""
    return card[card["verdict"].notna() & (card["verdict"] != card["verdict_then"])].reset_index(drop=True)


def then_and_now(card: pd.DataFrame) -> pd.DataFrame:
    """How many claims moved from which verdict on the day to which on the record. Columns: ``verdict_then``, ``verdict``, ``number``."""
    had = card[card["verdict"].notna()]
    return had.groupby(["verdict_then", "verdict"], sort=False).size().rename("number").reset_index()


def without_a_reason(card: pd.DataFrame) -> list[str]:
    """Claims that have no outcome and no stated reason: there must be none."""
    silent = ~card["label"].isin(MARKS) & (card["reason"].str.strip() == "")
    return list(card.loc[silent | (card["label"] == NOT_JUDGED), "claim_id"])


def marks(judged: Iterable[Finding]) -> dict[str, int]:
    """How many findings have which of the four marks, and how many have none because the record is silent."""
    given = [label(one)[0] for one in judged]
    return {name: given.count(name) for name in (*MARKS, OPEN_RECORD)}


held.hold(__name__, instead=held.RULE)
