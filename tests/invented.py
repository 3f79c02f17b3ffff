"""Findings that nobody made: checks and tests drawn at random, for what rules say beyond the cases that the record has."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

import yaml

from audit.inputs.ledger import Article, Claim, Ledger
from audit.judgement import LADDERS, Finding, Specification, judge

BESIDE = {"chapter": None, "not_judged_reason": "It is beside the question."}
PLAIN, HEDGED = "Trade grew by some.", "Trade grew by “around 29”."
NUMBERS = (29.0, -29.0, 0.0, 3.0, 1.234567891, -0.123456789, 123456789.0, 0.25)
ORIGINS = ("bureau", "customs", "bank", "institute", "paper")
KINDS = ("official", "dataset", "research", "press")
#: Each comparison with the kind of claim that it is put to.
COMPARISONS = {
    **dict.fromkeys(("rounds_to", "about", "between", "more_than", "at_least", "at_most", "equals"), "quantity"),
    **dict.fromkeys(("every_case", "holds"), "structure"),
    **{"strict_maximum": "event", "was_said": "statement", "comes_true": "prediction"},
}
#: An article as the ledger holds it, for lists of claims in a folder of their own.
EVENING_PAPER = """\
- id: evening-paper
  title: Friends
  outlet: The Evening Paper
  author: A. Writer
  url: https://example.org/friends
  published_earliest: 2023-08-15
  published_latest: 2023-08-15
  published_reason: Printed on it.
  text_sha256: "0000000000000000000000000000000000000000000000000000000000000000"
  paragraphs: 9
  paragraph_rule: Non-blank lines.
"""


def findings(article: Article, how_many: int = 60, seed: int = 15) -> dict[str, Finding]:
    """``how_many`` findings of claims of ``article``, by id; every comparison in turn, and a judgement with checks."""
    chance = random.Random(seed)
    comparisons = [*COMPARISONS, None]
    made = [_finding(chance, article, number, comparisons[number % len(comparisons)]) for number in range(how_many)]
    return {one.claim.id: one for one in (*made, *at_the_edges(article))}


def at_the_edges(article: Article) -> list[Finding]:
    """A single check just at each end of each window: of a number with nine decimals, as ends are rounded to nine."""
    made = []
    for comparison in ("rounds_to", "about"):
        for end in ("low", "high"):
            test = {"comparison": comparison, "reading": "A reading.", "value": 1.234567891, "decimals": 3}
            words = HEDGED if comparison == "about" else PLAIN
            claim = _claim(article, f"{comparison.replace('_', '-')}-at-the-{end}", "quantity", words, test)
            way = Specification("check", "check", getattr(claim.test, end), True, "a reason", nearest=True)
            made.append(judge(claim, article, [way], date(2026, 1, 1)))
    # Just beyond the billionth by which two numbers may differ.
    claim = _claim(
        article,
        "beyond-a-billionth",
        "quantity",
        PLAIN,
        {"comparison": "equals", "reading": "A reading.", "value": 0.0},
    )
    way = Specification("check", "check", 1.2e-9, True, "", nearest=True)
    made.append(judge(claim, article, [way], date(2026, 1, 1)))
    # What another reading accepts is as wide as a reader lets it be.
    reading = {"id": "about-29", "comparison": "about", "reading": "A reading.", "value": 29.0, "decimals": 0}
    claim = _claim(
        article,
        "wider-reading",
        "quantity",
        PLAIN,
        {"comparison": "more_than", "reading": "A reading.", "threshold": 1.0},
        [reading],
    )
    return [
        *made,
        judge(claim, article, [Specification("check", "check", 31.0, True, "", nearest=True)], date(2026, 1, 1)),
    ]


def _claim(
    article: Article, id: str, kind: str, words: str, test: dict | None, readings: list[dict] | None = None
) -> Claim:
    speaker = "Someone" if kind == "statement" else None
    said = {"article": article.id, "paragraph": 1, "kind": kind, "claim": words, "speaker": speaker}
    place = {"topic": "trade", "chapter": "trade", "test": test, "alternative_readings": readings or []}
    return Claim(id=f"invented-{id}", **said, **place)


def _finding(chance: random.Random, article: Article, number: int, comparison: str | None) -> Finding:
    kind = COMPARISONS.get(comparison, "judgement")
    test = comparison and _test(chance, comparison)
    readings = []
    if comparison in ("between", "more_than", "at_least", "at_most", "equals", "rounds_to"):
        other = chance.choice(
            ("between", "more_than", "at_least", "at_most", "equals", "rounds_to", "about", "every_case")
        )
        readings = [_test(chance, other) | {"id": "other-number", "unit": chance.choice((None, "ships"))}]
    words = HEDGED if comparison == "about" else PLAIN
    claim = _claim(article, str(number), kind, words, test, readings)
    ids = [f"check-{place}" for place in range(chance.choice((1, 2, 3, 4, 6)))]
    nearest = set(chance.sample(ids, min(len(ids), chance.choice((1, 1, 2)))))
    ways = [_way(chance, claim, article, id, id in nearest) for id in ids]
    return judge(claim, article, ways, date(2026, 1, 1))


def _test(chance: random.Random, comparison: str) -> dict:
    number = chance.choice(NUMBERS)
    fields = {
        "rounds_to": {"value": number, "decimals": chance.choice((0, 1, 3))},
        "about": {"value": number, "decimals": chance.choice((0, 1, 3))},
        "equals": {"value": number},
        "between": {"low": number, "high": number + 2.0},
        "comes_true": {"by": None},
    }
    threshold = {"threshold": number} if comparison in ("more_than", "at_least", "at_most") else {}
    return {"comparison": comparison, "reading": "A reading.", **fields.get(comparison, threshold)}


def _way(chance: random.Random, claim: Claim, article: Article, id: str, nearest: bool) -> Specification:
    origins = tuple(sorted(chance.sample(ORIGINS, chance.choice((0, 1, 1, 2, 3)))))
    kinds = tuple(sorted(chance.sample(KINDS, chance.choice((1, 1, 2)))))
    named, population = (), None
    value = _value(chance, claim)
    if getattr(claim.test, "comparison", "") == "every_case":
        named, population = tuple("abc"[: chance.choice((0, 0, 1, 1, 2, 3))]), chance.choice((1, 8, 10, 20, 30))
        value = float(len(named)) if named else float(chance.choice((0, 0, 2)))
    return Specification(
        id=id,
        label=id,
        value=value,
        principled=nearest or chance.random() < 0.8,
        reason="a reason",
        sources=tuple(f"{name}_2023" for name in origins),
        published=article.published_latest + timedelta(days=chance.choice((-1, 0, 1))),
        origins=origins,
        kinds=kinds,
        nearest=nearest,
        issuer=chance.random() < 0.25,
        population=population,
        exceptions=named,
        seen=tuple(chance.choice(("whole", "part")) for _ in origins),
        last_datum=article.published_latest + timedelta(days=late)
        if (late := chance.choice((-30, 0, 1, None))) is not None
        else None,
    )


def _value(chance: random.Random, claim: Claim):
    test = claim.test
    if chance.random() < 0.1:
        return None
    if test is None:
        return 1.0
    if claim.kind in ("statement", "prediction"):
        return chance.choice(LADDERS[claim.kind])
    if test.comparison in ("holds", "strict_maximum"):
        return chance.random() < 0.6
    edges = [getattr(test, name) for name in ("low", "high", "threshold", "value") if hasattr(test, name)]
    edge = chance.choice(edges or [0.0])
    return edge + chance.choice((0.0, 0.0, 1e-6, -1e-6, 0.5, 4e-10, 1.2e-9, edge * 0.8e-9, edge * 1.2e-9))


def press(outlets: int, others: Mapping[str, dict] = MappingProxyType({})) -> Ledger:
    """A ledger of so many papers, each with a claim that a chapter judges and one that none does.

    ``others``: what of a claim is otherwise, by its id (``invented-of-paper-3``, ``invented-beside-paper-3``).
    """
    [first] = yaml.safe_load(EVENING_PAPER)
    articles = [Article(**first | {"id": f"paper-{n}", "outlet": f"Paper {n}"}) for n in range(1, outlets + 1)]
    test = {"comparison": "holds", "reading": "It grew."}
    claims = {}
    for paper in articles:
        for name, given in (("of", {}), ("beside", BESIDE)):
            one = _claim(paper, f"{name}-{paper.id}", "structure", PLAIN, test)
            claims[one.id] = one.model_copy(update={**given, **others.get(one.id, {})})
    return Ledger({one.id: one for one in articles}, claims)


def judged(ledger: Ledger, published: date = date(2023, 8, 1)) -> dict[str, Finding]:
    """A finding of each claim of a ledger that a chapter judges: they hold, by what was published on that day."""
    way = Specification("check", "check", True, True, "a reason", published=published, nearest=True)
    claims = [one for one in ledger.claims.values() if one.chapter]
    return {one.id: judge(one, ledger.articles[one.article], [way], date(2026, 1, 1)) for one in claims}
