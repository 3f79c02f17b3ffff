"""The answer to the book's title, in three layers that are never folded into one word: a function of the findings.

No verdict is typed here. Each clause hangs on the outcome of named claims (or, for equality, of the book's own propositions), and
there is one form of words for every outcome; ``tests/findings/test_answer.py`` goes through all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.inputs.ledger import Claim, Ledger
from audit.judgement import (
    CAME_TRUE,
    DID_NOT,
    IN_PART,
    NOT_FOUND,
    NOT_SUPPORTED,
    ON_ITS_OWN_TERMS,
    SAID,
    SAID_IN_PART,
    SUPPORTED,
    WITH_EXCEPTIONS,
    Finding,
)

HOLDS, PARTLY, FAILS, UNKNOWN = "holds", "partly", "fails", "unknown"
OUTCOMES = (HOLDS, PARTLY, FAILS, UNKNOWN)
_OUTCOME = {SUPPORTED: HOLDS, WITH_EXCEPTIONS: HOLDS, SAID: HOLDS, CAME_TRUE: HOLDS}
_OUTCOME |= {ON_ITS_OWN_TERMS: PARTLY, SAID_IN_PART: PARTLY, IN_PART: PARTLY}
_OUTCOME |= {NOT_SUPPORTED: FAILS, NOT_FOUND: FAILS, DID_NOT: FAILS}


def outcome(finding: Finding | None) -> str:
    """What a verdict says of its claim: it holds, it holds by the closest check or in part, it fails, or nobody can say yet."""
    return UNKNOWN if finding is None else outcome_of(finding.verdict)


def outcome_of(verdict: str | None) -> str:
    """The same of a verdict alone."""
    return _OUTCOME.get(verdict, UNKNOWN)


@dataclass(frozen=True)
class Layer:
    """One sense of the word ally. ``labels``: the headline claims that speak to it, each in a few words, those that decide first."""

    id: str
    name: str
    question: str
    labels: Mapping[str, str]

    def findings(self, ledger: Ledger, judged: Mapping[str, Finding]) -> list[tuple[Claim, str, Finding | None]]:
        """Each claim with its label and its finding, None while it is open."""
        return [(ledger.claims[id], label, judged.get(id)) for id, label in self.labels.items()]


LAYERS = (
    Layer(
        "duty",
        "Duty",
        "Must either fight if the other is attacked? An alliance in law is a treaty that says so.",
        {
            "not-formal-allies": "Russia is no formal ally of China",
            "no-formal-alliances": "China avoids formal alliances",
            "hub-and-spoke": "The United States has its hub and spokes",
        },
    ),
    Layer(
        "behaviour",
        "Behaviour",
        "Do they act together: trade, exercises, patrols, the war, the clubs they build?",
        {
            "trade-growth-2022": "Trade grew by around 29 per cent in 2022",
            "exercises-record-2022": "2022 is the record year of joint exercises",
            "stops-short-of-war": "China means to stay out of the war",
            "trade-mainly-energy": "Energy is most of that growth",
            "sea-of-japan-warships-2023": "More than 10 warships in the Sea of Japan",
            "sea-of-japan-warplanes-2023": "Over 30 warplanes there",
            "aleutians-ships-2023": "At least 11 ships near the Aleutians",
            "iran-sco-2023": "Iran joined the SCO in 2023",
            "belarus-sco-2024": "Belarus is to join the SCO in 2024",
        },
    ),
    Layer(
        "equality",
        "Equality",
        "Do they need each other alike, or does one lean and the other hold?",
        {
            "ruble-fall-2023": "The ruble lost about 25% in 2023",
            "ruble-rank-2023": "The ruble is among the third worst performers",
            "key-rate-august-2023": "Russia's key rate was set at 12%",
            "sco-bri-all-but-india": "All of the SCO but India endorsed the BRI",
        },
    ),
)

#: What the two do more of than before, by the claim that says so.
MORE = {"trade-growth-2022": "trade", "exercises-record-2022": "exercise together"}
#: The claims on which the clauses of duty and of the war hang.
ALLIES_IN_LAW, OUT_OF_THE_WAR = "not-formal-allies", "stops-short-of-war"


def duty(allies: str) -> str:
    """``allies``: the outcome of the claim that they are not allies in law."""
    return {
        HOLDS: "China and Russia are not allies in law",
        PARTLY: "China and Russia are not allies in law as the article counts",
        FAILS: "China and Russia are allies in law",
        UNKNOWN: "whether China and Russia are allies in law, the record cannot say",
    }[allies]


def behaviour(more: Mapping[str, str], war: str) -> str:
    """``more``: the outcomes of the claims in ``MORE``; ``war``: that of the claim that China stays out of the war."""
    together = {code: [MORE[id] for id in MORE if more[id] == code] for code in dict.fromkeys(more[id] for id in MORE)}
    words = {
        HOLDS: "they {} more than before",
        PARTLY: "they {} more than before, as the articles count",
        FAILS: "they do not {} more than before",
        UNKNOWN: "nobody can say yet whether they {} more than before",
    }
    closer = ", and ".join(words[code].format(" and ".join(verbs)) for code, verbs in together.items())
    apart = {
        HOLDS: "China keeps out of the fighting",
        PARTLY: "China keeps out of the fighting as the article means it",
        FAILS: "China is in the fighting",
        UNKNOWN: "nobody can say yet whether China is in the fighting",
    }[war]
    near = any(one in (HOLDS, PARTLY) for one in more.values())
    link = "but" if near and war in (HOLDS, PARTLY) else "and"
    return f"in practice {closer}, {link} {apart}"


def equality(outcomes: Iterable[str]) -> str:
    """``outcomes`` of the book's own propositions of equality, each of which says that the two are equal in something."""
    outcomes = list(outcomes)
    known = [one for one in outcomes if one != UNKNOWN]
    if not known:
        return "whether they need each other alike has no verdict yet"
    equal = sum(one in (HOLDS, PARTLY) for one in known)
    open_ones = ", as far as the record tells" if len(known) < len(outcomes) else ""
    if equal == len(known):
        return f"they need each other alike{open_ones}"
    if equal == 0:
        return f"they do not need each other alike{open_ones}"
    return f"they need each other alike in {equal} of {len(known)} respects{open_ones}"


def clauses(ledger: Ledger, judged: Mapping[str, Finding]) -> dict[str, str]:
    """The clause of each layer, by its id. ``judged`` may hold findings of propositions beside those of claims."""
    ours = [one.id for one in ledger.propositions.values() if one.layer == "equality"]
    return {
        "duty": duty(outcome(judged.get(ALLIES_IN_LAW))),
        "behaviour": behaviour({id: outcome(judged.get(id)) for id in MORE}, outcome(judged.get(OUT_OF_THE_WAR))),
        "equality": equality(outcome(judged.get(id)) for id in ours),
    }


def answer(ledger: Ledger, judged: Mapping[str, Finding]) -> str:
    """The answer in one sentence."""
    said = clauses(ledger, judged)
    sentence = "; ".join(said[layer.id] for layer in LAYERS)
    return sentence[:1].upper() + sentence[1:] + "."
