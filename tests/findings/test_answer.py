"""The answer to the title follows from the findings: every outcome has its words, and each verdict moves its own clause alone."""

import re
from dataclasses import replace
from itertools import product

import pytest

from audit.findings import default_ledger, finding, findings
from audit.findings.answer import (
    FAILS,
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
    outcome,
)
from audit.judgement import LADDERS

#: A verdict for each outcome, for a claim of structure and for one of quantity.
VERDICTS = {HOLDS: "supported", PARTLY: "supported-on-its-own-terms", FAILS: "not-supported", UNKNOWN: "not-testable"}
DECIDING = ["not-formal-allies", *MORE, "stops-short-of-war"]


def judged_as(outcomes: dict[str, str]) -> dict:
    """The findings, but with these claims coming out so."""
    found = findings()
    return found | {id: replace(found[id], verdict=VERDICTS[code]) for id, code in outcomes.items()}


def test_today_it_says_what_the_findings_say():
    said = answer(default_ledger(), findings())
    for id in DECIDING:
        assert outcome(finding(id)) in (HOLDS, PARTLY)
    assert said.startswith(
        "China and Russia are not allies in law; in practice they trade and exercise together more than before"
    )
    assert "but China keeps out of the fighting" in said
    assert said.endswith("whether they need each other alike has no verdict yet.")


@pytest.mark.parametrize("codes", list(product(OUTCOMES, repeat=len(DECIDING))), ids="-".join)
def test_every_combination_is_one_sentence_of_three_clauses_each_with_its_own_words(codes):
    ledger, outcomes = default_ledger(), dict(zip(DECIDING, codes, strict=True))
    said = clauses(ledger, judged_as(outcomes))
    sentence = answer(ledger, judged_as(outcomes))
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
    assert ("do not" in closer) == (FAILS in (trade, drills))
    assert ("as the articles count" in closer) == (PARTLY in (trade, drills))
    assert ("whether they" in closer) == (UNKNOWN in (trade, drills))
    assert ("keeps out" in closer) == (war in (HOLDS, PARTLY)) and ("is in the fighting" in closer) == (
        war in (FAILS, UNKNOWN)
    )
    assert closer.count("exercise together") == closer.count("trade") == 1


def test_different_outcomes_give_different_sentences():
    ledger = default_ledger()
    sentences = {
        answer(ledger, judged_as(dict(zip(DECIDING, codes, strict=True))))
        for codes in product(OUTCOMES, repeat=len(DECIDING))
    }
    assert len(sentences) == len(OUTCOMES) ** len(DECIDING)


@pytest.mark.parametrize("moved", DECIDING)
def test_a_verdict_moves_the_clause_of_its_own_layer_and_no_other(moved):
    ledger = default_ledger()
    before, after = clauses(ledger, findings()), clauses(ledger, judged_as({moved: FAILS}))
    layer = next(layer.id for layer in LAYERS if moved in layer.labels)
    assert [id for id in before if before[id] != after[id]] == [layer]


@pytest.mark.parametrize(
    "codes", [codes for size in range(4) for codes in product(OUTCOMES, repeat=size)], ids="-".join
)
def test_equality_has_no_verdict_until_a_proposition_of_it_is_judged(codes):
    known = [code for code in codes if code != UNKNOWN]
    said = equality(codes)
    assert ("no verdict yet" in said) == (not known)
    equal = sum(code in (HOLDS, PARTLY) for code in known)
    if known:
        assert ("do not need" in said) == (equal == 0)
        assert (f"in {equal} of {len(known)}" in said) == (0 < equal < len(known))
        assert ("as far as the record tells" in said) == (len(known) < len(codes))


def test_the_equality_clause_hangs_on_the_books_own_propositions():
    ledger = default_ledger()
    ours = [one.id for one in ledger.propositions.values() if one.layer == "equality"]
    assert len(ours) > 1
    made_up = {id: finding("not-formal-allies") for id in ours}
    assert clauses(ledger, findings() | made_up)["equality"] == "they need each other alike"
    unequal = {id: replace(one, verdict="not-supported") for id, one in made_up.items()}
    assert clauses(ledger, findings() | unequal)["equality"] == "they do not need each other alike"


@pytest.mark.parametrize("verdict", sorted({rung for ladder in LADDERS.values() for rung in ladder}))
def test_every_verdict_has_an_outcome(verdict):
    assert outcome(replace(finding("not-formal-allies"), verdict=verdict)) in OUTCOMES
    assert outcome(None) == UNKNOWN


def test_no_finding_at_all_is_no_answer():
    said = answer(default_ledger(), {})
    assert "cannot say" in said and "no verdict yet" in said and "not allies" not in said


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
