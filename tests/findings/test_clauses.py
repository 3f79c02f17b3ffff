"""Which duties make an alliance: case by case, and with the duty to defend everything is as the book computes it."""

import pytest

from audit.findings import default_record, finding, findings, of_propositions
from audit.findings.answer import clauses, said_by
from audit.findings.choices import Choices, judged_by, one_judged_by
from audit.findings.clauses import CLAUSES, OURS, by_clause
from audit.findings.what_if import specifications_of

CHECKS = by_clause(default_record())


def checks_of(claim_id: str) -> dict:
    return {one.id: one for one in specifications_of(finding(claim_id)) if one.reading is None}


def by(*duties: str, claim_id: str):
    return one_judged_by(Choices.from_json({"clauses": duties}), finding(claim_id))


@pytest.mark.parametrize("claim_id", CHECKS)
def test_with_the_duty_to_defend_every_check_is_what_the_book_computes(claim_id):
    ours = checks_of(claim_id)
    assert set(CHECKS[claim_id]) == set(ours)  # no check is forgotten
    for id, one in ours.items():
        assert CHECKS[claim_id][id].judged(one, OURS) == one, id


def test_by_a_duty_to_consult_the_two_are_allies():
    assert by("defence", "consultation", claim_id="not-formal-allies").verdict == "not-supported"
    outcomes, _ = judged_by(Choices.from_json({"clauses": ["consultation"]}), findings() | of_propositions())
    assert clauses(said_by(outcomes))["duty"].startswith("China and Russia are allies in law, by this definition")


def test_every_pact_on_the_list_forbids_force():
    one = by("nonaggression", claim_id="no-formal-alliances").reached.checks[0].specification
    assert one.value == one.population == len(one.exceptions) and one.text == f"{one.population} of {one.population}"


def test_more_duties_never_make_fewer_allies():
    every = list(CLAUSES)
    for claim_id, checks in CHECKS.items():
        ways = checks_of(claim_id)
        for id, check in checks.items():
            values = [check.judged(ways[id], every[:number]).value for number in range(len(every) + 1)]
            told = values if check.counts else [not value for value in values]
            assert told == sorted(told) and not told[0], id


def test_other_claims_and_readings_with_a_duty_of_their_own_stay():
    every, none = (judged_by(Choices.from_json(chosen), findings())[0] for chosen in ({"clauses": list(CLAUSES)}, {}))
    assert {id for id in none if every[id].verdict != none[id].verdict} <= set(CHECKS)
    readings = [one["not-formal-allies"].verdicts["any-security-pact"].verdict for one in (every, none)]
    assert readings[0] == readings[1]
