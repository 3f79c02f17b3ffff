"""The answer to the book's title, in three layers that are never folded into one word: a function of the findings.

No verdict is typed here. Each clause hangs on the outcome of named claims (or, for equality, of the book's own propositions), and
there is one form of words for every outcome; ``tests/findings/test_answer.py`` goes through all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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
    Judged,
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


def growth_of(judged: Iterable[Judged]) -> str:
    """Did what a claim puts a number on grow at all: by every check that counts, by some, or by none?

    ``judged``: the checks of a claim on a growth in per cent.
    """
    grew = [one.specification.value > 0 for one in judged if one.counts]
    if not grew:
        return UNKNOWN
    return HOLDS if all(grew) else PARTLY if any(grew) else FAILS


def speaks(id: str, found: Any) -> str:
    """What a finding, or an outcome of a reader's choices, says for the answer: its verdict, or for ``GROWTHS`` that it grew."""
    if found is not None and id in GROWTHS:
        return growth_of(found.judged)
    return outcome(found)


@dataclass(frozen=True)
class Layer:
    """One sense of the word ally. ``labels``: the headline claims that speak to it, each in a few words, those that decide first.

    ``caution``: what speaks against reading too much into it; may be empty.
    """

    id: str
    name: str
    question: str
    labels: Mapping[str, str]
    caution: str = ""

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
        "Two data sets with wider definitions list the pair as allied: ATOP for a duty to confer, the Correlates of War for an "
        "agreement on confidence building.",
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
        "Many allies are unequal, so this tells equals from unequals, not allies from partners. The claims are filed here by "
        "chapter; the answer hangs on the propositions.",
    ),
)

#: What the two have come to do more of, by the claim that tells.
MORE = {"trade-growth-2022": "trade", "military-ties-strengthened": "exercise together"}
#: Of these the claims that name the size of a growth. Whether it grew at all is another question than how much.
GROWTHS = ("trade-growth-2022",)
#: In what the two would be equals, by our own proposition that says so.
EQUALS = {
    "equal-weight-in-trade": "in trade",
    "gas-at-others-price": "in the price of gas",
    "settlement-in-both-currencies": "in the money they pay with",
    "arms-in-both-directions": "in arms",
}
#: The claims on which the clauses of duty and of the war hang.
ALLIES_IN_LAW, OUT_OF_THE_WAR = "not-formal-allies", "stops-short-of-war"


def duty(allies: str) -> str:
    """``allies``: the outcome of the claim that they are not allies in law."""
    return {
        HOLDS: "China and Russia are not allies in law",
        PARTLY: "China and Russia are not allies in law as the article counts",
        FAILS: "China and Russia are allies in law, by this definition of an alliance",
        UNKNOWN: "whether China and Russia are allies in law, the record cannot say",
    }[allies]


def behaviour(more: Mapping[str, str], war: str) -> str:
    """``more``: what the claims in ``MORE`` say; ``war``: that of the claim that China stays out of the war."""
    together = {code: [MORE[id] for id in MORE if more[id] == code] for code in dict.fromkeys(more[id] for id in MORE)}
    words = {
        HOLDS: "they have come to {} more than before",
        PARTLY: "by some counts they have come to {} more than before",
        FAILS: "by this measure they have not come to {} more than before",
        UNKNOWN: "the record cannot say whether they have come to {} more than before",
    }
    closer = ", and ".join(words[code].format(" and ".join(verbs)) for code, verbs in together.items())
    apart = {
        HOLDS: "China keeps out of the fighting, as far as is known",
        PARTLY: "China keeps out of the war by the closest check, not by all",
        FAILS: "by this measure China does not keep out of the war",
        UNKNOWN: "the record cannot say whether China keeps out of the war",
    }[war]
    near = any(one in (HOLDS, PARTLY) for one in more.values())
    link = "but" if near and war in (HOLDS, PARTLY) else "and"
    return f"in practice {closer}, {link} {apart}"


def equality(equals: Mapping[str, str]) -> str:
    """``equals``: what the propositions in ``EQUALS`` say, each of which says that the two are equals in something.

    What the record cannot say is not named.
    """
    inside, outside = (
        _listed([EQUALS[id] for id in EQUALS if equals[id] in codes]) for codes in ((HOLDS, PARTLY), (FAILS,))
    )
    if inside and outside:
        return f"they are equals {inside}, and not {outside}"
    if inside or outside:
        return f"they are {'' if inside else 'not '}equals {inside or outside}"
    return "the record cannot say whether they are equals in anything"


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def said_by(judged: Mapping[str, Any]) -> dict[str, str]:
    """What each finding, or outcome of a reader's choices, says for the answer, by its id."""
    return {id: speaks(id, one) for id, one in judged.items()}


def clauses(said: Mapping[str, str]) -> dict[str, str]:
    """The clause of each layer, by its id. ``said``: what each claim and each proposition says, from ``said_by``."""
    return {
        "duty": duty(said.get(ALLIES_IN_LAW, UNKNOWN)),
        "behaviour": behaviour({id: said.get(id, UNKNOWN) for id in MORE}, said.get(OUT_OF_THE_WAR, UNKNOWN)),
        "equality": equality({id: said.get(id, UNKNOWN) for id in EQUALS}),
    }


def answer(judged: Mapping[str, Any]) -> str:
    """The answer in one sentence. ``judged``: findings, or outcomes of a reader's choices, of claims and of propositions."""
    said = clauses(said_by(judged))
    sentence = "; ".join(said[layer.id] for layer in LAYERS)
    return sentence[:1].upper() + sentence[1:] + "."
