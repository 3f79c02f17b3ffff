"""The answer to the title follows from the findings: every outcome has its words, and each verdict moves its own clause alone."""

import re
from dataclasses import replace
from itertools import product

import pytest

from audit.findings import default_ledger, finding, findings, of_propositions
from audit.findings.answer import (
    ALLIES_IN_LAW,
    EQUALS,
    FAILS,
    GROWTHS,
    HOLDS,
    LAYERS,
    MORE,
    OUTCOMES,
    PARTLY,
    UNKNOWN,
    answer,
    behaviour,
    clauses,
    duty,
    equality,
    growth_of,
    outcome,
    said_by,
    speaks,
)
from audit.judgement import LADDERS, Finding

#: A verdict for each outcome, for a claim of structure and for one of quantity.
VERDICTS = {HOLDS: "supported", PARTLY: "supported-on-its-own-terms", FAILS: "not-supported", UNKNOWN: "not-testable"}
DECIDING = ["not-formal-allies", *MORE, "stops-short-of-war"]


#: What every check of a growth says, or the first and the others, for each outcome.
GROWTH = {HOLDS: (1.0, 30.0), PARTLY: (1.0, -1.0), FAILS: (0.0, -1.0), UNKNOWN: (None, None)}


def growing(found: Finding, code: str) -> Finding:
    """The finding, with such values of its checks that its growth comes out so."""
    first, others = GROWTH[code]
    judged = [
        replace(one, specification=replace(one.specification, value=first if place == 0 else others))
        for place, one in enumerate(found.judged)
    ]
    return replace(found, judged=tuple(replace(one, agrees=None) if code == UNKNOWN else one for one in judged))


def judged_as(outcomes: dict[str, str]) -> dict:
    """The findings, but with these claims coming out so."""
    found = findings()
    return found | {
        id: growing(found[id], code) if id in GROWTHS else replace(found[id], verdict=VERDICTS[code])
        for id, code in outcomes.items()
    }


def test_today_it_says_what_the_findings_say():
    said = answer(findings())
    for id in DECIDING:
        assert speaks(id, finding(id)) in (HOLDS, PARTLY)
    assert said.startswith(
        "China and Russia are not allies in law; in practice they have come to trade and exercise together more than before"
    )
    assert "but China keeps out of the fighting, as far as is known" in said
    assert said.endswith("the record cannot say whether they are equals in anything."), (
        "no proposition is among the claims"
    )
    whole = answer(findings() | of_propositions())
    assert whole.endswith("they are not equals in trade, in the price of gas and in arms.")


@pytest.mark.parametrize("codes", list(product(OUTCOMES, repeat=len(DECIDING))), ids="-".join)
def test_every_combination_is_one_sentence_of_three_clauses_each_with_its_own_words(codes):
    outcomes = dict(zip(DECIDING, codes, strict=True))
    said = clauses(said_by(judged_as(outcomes)))
    sentence = answer(judged_as(outcomes))
    assert sentence.count(".") == 1 and sentence.endswith(".") and sentence.count(";") == 2
    assert all(said[layer.id].lower() in sentence.lower() for layer in LAYERS)
    law, (trade, drills), war = (
        outcomes["not-formal-allies"],
        (outcomes[id] for id in MORE),
        outcomes["stops-short-of-war"],
    )
    assert ("not allies in law" in said["duty"]) == (law in (HOLDS, PARTLY))
    assert ("record cannot say" in said["duty"]) == (law == UNKNOWN)
    assert ("as the article counts" in said["duty"]) == (law == PARTLY)
    closer = said["behaviour"]
    assert ("have not come" in closer) == (FAILS in (trade, drills))
    assert ("by some counts" in closer) == (PARTLY in (trade, drills))
    assert ("whether they have" in closer) == (UNKNOWN in (trade, drills))
    assert ("but China keeps out" in closer or "and China keeps out" in closer) == (war in (HOLDS, PARTLY))
    assert ("does not keep out" in closer) == (war == FAILS)
    assert ("whether China keeps out" in closer) == (war == UNKNOWN)
    assert closer.count("exercise together") == closer.count("trade") == 1


def test_different_outcomes_give_different_sentences():
    sentences = {
        answer(judged_as(dict(zip(DECIDING, codes, strict=True)))) for codes in product(OUTCOMES, repeat=len(DECIDING))
    }
    assert len(sentences) == len(OUTCOMES) ** len(DECIDING)


@pytest.mark.parametrize("moved", DECIDING)
def test_a_verdict_moves_the_clause_of_its_own_layer_and_no_other(moved):
    before, after = clauses(said_by(findings())), clauses(said_by(judged_as({moved: FAILS})))
    layer = "duty" if moved == ALLIES_IN_LAW else "behaviour"
    assert [id for id in before if before[id] != after[id]] == [layer]


@pytest.mark.parametrize("codes", list(product(OUTCOMES, repeat=len(EQUALS))), ids="-".join)
def test_equality_names_in_what_they_are_equals_and_in_what_not_and_not_what_nobody_knows(codes):
    said = equality(dict(zip(EQUALS, codes, strict=True)))
    assert ("cannot say" in said) == (set(codes) == {UNKNOWN})
    inside, _, outside = said.replace("not equals", ", and not").partition(", and not")
    for words, code in zip(EQUALS.values(), codes, strict=True):
        assert (words in inside) == (code in (HOLDS, PARTLY)) and (words in outside) == (code == FAILS)


def test_the_equality_clause_hangs_on_the_books_own_propositions():
    ours = [one.id for one in default_ledger().propositions.values() if one.layer == "equality"]
    assert sorted(ours) == sorted(EQUALS)
    made_up = {id: finding("not-formal-allies") for id in ours}
    equal = "they are equals in trade, in the price of gas, in the money they pay with and in arms"
    assert clauses(said_by(findings() | made_up))["equality"] == equal
    unequal = {id: replace(one, verdict="not-supported") for id, one in made_up.items()}
    assert clauses(said_by(findings() | unequal))["equality"] == equal.replace("are", "are not")


@pytest.mark.parametrize("verdict", sorted({rung for ladder in LADDERS.values() for rung in ladder}))
def test_every_verdict_has_an_outcome(verdict):
    assert outcome(replace(finding("not-formal-allies"), verdict=verdict)) in OUTCOMES
    assert outcome(None) == UNKNOWN


def test_that_trade_grew_is_told_by_every_check_that_counts_and_not_by_the_size_that_the_article_names():
    trade = finding("trade-growth-2022")
    assert outcome(trade) == PARTLY and growth_of(trade.judged) == HOLDS
    assert all(growth_of(growing(trade, code).judged) == code for code in OUTCOMES)
    aside = [
        replace(one, specification=replace(one.specification, value=-1.0)) for one in trade.judged if not one.counts
    ]
    assert aside and growth_of([*(one for one in trade.judged if one.counts), *aside]) == HOLDS


def test_no_finding_at_all_is_no_answer():
    said = answer({})
    assert said.count("cannot say") == 4 and "not allies" not in said


def test_words_agree_whatever_the_outcome():
    for codes in product(OUTCOMES, repeat=3):
        said = behaviour(dict(zip(MORE, codes[:2], strict=True)), codes[2])
        assert not re.search(r"\b(\w+) \1\b", said) and "  " not in said
    assert len({duty(code) for code in OUTCOMES}) == len(OUTCOMES)


def test_layers_hold_each_headline_claim_once_and_labels_have_no_number_of_their_own():
    ledger = default_ledger()
    listed = [id for layer in LAYERS for id in layer.labels]
    assert sorted(listed) == sorted(claim.id for claim in ledger.claims.values() if claim.headline)
    for layer in LAYERS:
        for id, label in layer.labels.items():
            claim = ledger.claims[id]
            assert set(re.findall(r"\d+", label)) <= set(re.findall(r"\d+", claim.claim + claim.id)), label
