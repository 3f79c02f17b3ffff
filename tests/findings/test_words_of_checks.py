"""What every check of a claim calls itself and why it is there: words that stand on its card."""

import re

import pytest

from audit.findings import default_ledger, findings
from audit.judgement import Specification

#: Names that are written small.
SMALL = ("dpa-AFX",)
CLAIMS = list(default_ledger().claims)


def checks(id: str) -> list[Specification]:
    found = findings().get(id)
    if found is None:
        return []
    return [one.specification for judged in (found.judged, *found.alternatives.values()) for one in judged]


def test_most_claims_have_checks():
    assert sum(bool(checks(id)) for id in CLAIMS) > 60


@pytest.mark.parametrize("id", CLAIMS)
def test_a_check_is_called_by_a_name_and_gives_its_reason_in_a_sentence(id):
    for one in checks(id):
        assert re.match(r"[A-Z0-9“]", one.label) or one.label.startswith(SMALL), one.id
        assert re.search(r"[a-z0-9]", one.label) and not one.label.endswith((".", "X")), one.id
        assert re.match(r"[A-Z0-9“]", one.reason) and one.reason.endswith((".", ".”")), one.id
        assert re.search(r"[a-z]", one.reason) and not one.reason.startswith("XX"), one.id


@pytest.mark.parametrize("id", CLAIMS)
def test_who_counted_is_an_id(id):
    """An office that the table of reporters lists, or, for a count of our own, a name made like one."""
    for one in checks(id):
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", origin) for origin in (*one.origins, *one.used_origins))
