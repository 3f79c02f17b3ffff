"""What every check calls itself and why it is there: words that stand on the card of a claim, a proposition, a forecast."""

import re

import pytest

from audit.book.catalogue import KINDS
from audit.findings import default_ledger, default_record, finding
from audit.findings.indicators import FURTHER, INDICATORS
from audit.judgement import Specification

#: Names that are written small.
SMALL = ("dpa-AFX",)
LEDGER = default_ledger()
JUDGED = [*LEDGER.claims, *LEDGER.propositions, *LEDGER.forecasts]
ID = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
PLACEHOLDER = re.compile(r"^XX|XX$")


def checks(id: str) -> list[Specification]:
    try:
        found = finding(id)
    except LookupError:  # out of scope
        return []
    return [one.specification for judged in (found.judged, *found.alternatives.values()) for one in judged]


def test_most_of_what_is_judged_has_checks():
    assert sum(bool(checks(id)) for id in JUDGED) > 80


@pytest.mark.parametrize("id", JUDGED)
def test_a_check_is_called_by_a_name_and_gives_its_reason_in_a_sentence(id):
    for one in checks(id):
        assert re.match(r"[A-Z0-9“]", one.label) or one.label.startswith(SMALL), one.id
        assert re.search(r"[a-z0-9]", one.label) and not one.label.endswith("."), one.id
        assert re.match(r"[A-Z0-9“]", one.reason) and one.reason.endswith((".", ".”")), one.id
        assert re.search(r"[a-z]", one.reason), one.id
        assert not PLACEHOLDER.search(one.label) and not PLACEHOLDER.search(one.reason), one.id


@pytest.mark.parametrize("id", JUDGED)
def test_a_check_its_sources_and_who_counted_have_ids(id):
    """Who counted is an office that the table of reporters lists or, for a count of our own, a name made like one."""
    sources = set(default_record().sources.index)
    for one in checks(id):
        assert all(ID.fullmatch(name) for name in (one.id, one.choice or "none", *one.origins, *one.used_origins)), one
        assert set(one.sources) <= sources
        assert {*one.kinds, *one.used_kinds} <= set(KINDS), one.id


@pytest.mark.parametrize("indicator", [*INDICATORS, *FURTHER], ids=lambda one: one.id)
def test_an_indicator_has_an_id_a_name_and_a_unit(indicator):
    assert ID.fullmatch(indicator.id) and re.match(r"[A-Z][a-z]", indicator.name)
    assert re.match(r"[a-z]|US\$|[A-Z][a-z]", indicator.unit) and not PLACEHOLDER.search(indicator.unit)
    assert indicator.sense in ("more", "ratio", "lean")
    others = {one.id for one in (*INDICATORS, *FURTHER)}
    assert indicator.against is None or indicator.against in others


SMALL_AFTER_A_STOP = re.compile(r"[a-z]{3,}[.!?] [a-z]")
SHOUTED = re.compile(r"(?:\b[A-Z]{4,}\b\W+){3}")


@pytest.mark.parametrize("id", JUDGED)
def test_every_sentence_of_a_reason_begins_with_a_capital_and_none_is_shouted(id):
    for one in checks(id):
        assert not SMALL_AFTER_A_STOP.search(one.reason), one.id
        assert not SHOUTED.search(f"{one.label} {one.reason} {one.text or ''} "), one.id
