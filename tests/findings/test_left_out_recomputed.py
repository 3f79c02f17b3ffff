"""Leaving out by rule against really taking the rows of a source out of the tables and computing again, on a sample.

All sources were tried once so; the sample keeps it true. One text is known to differ and is no part of it: a speech read
whole, without whose row a search in vain becomes a text that does not say it.
"""

from dataclasses import replace

import pytest

from audit.findings import arithmetic, default_record, findings, of_propositions
from audit.findings.left_out import LeftOut, Witnesses, finding_without, used_by
from audit.findings.what_if import specifications_of
from audit.judgement import judge

EVERY = 45
CHOSEN = ("oxr_daily", "chinadaily_2019", "tass_2022_patrol", "tribune_xi_20220916", "statista_2024", "hknews_2023")
KNOWN_TO_DIFFER = "li_speech_2023"


class Without:
    """The record without the rows that name a source; a second source of a row is blanked alone."""

    def __init__(self, record, source):
        self._record, self._source = record, source

    def __getitem__(self, name):
        rows = self._record[name]
        if name in ("sources", "reporters"):
            return rows
        for column in [one for one in rows if one.endswith("source_id") and one != "source_id"]:
            rows.loc[rows[column] == self._source, column] = None
        kept = rows["source_id"] != self._source if "source_id" in rows else rows.index >= 0
        return rows[kept].reset_index(drop=True)

    def __getattr__(self, name):
        return getattr(self._record, name)


@pytest.fixture(scope="module")
def judged():
    return findings() | of_propositions()


@pytest.fixture(scope="module")
def users(judged):
    """source -> the findings that use it."""
    witnesses, by_source = Witnesses.of(default_record()), {}
    for id, found in judged.items():
        for source in used_by(found, witnesses).sources:
            by_source.setdefault(source, []).append(id)
    return by_source


def computed_without(found, source):
    """The specifications computed from what is left, without a value where one is not there; None where none can be."""
    ours = {(one.id, one.reading): one for one in specifications_of(found)}
    compute, record = arithmetic(found.claim), Without(default_record(), source)
    try:
        ways = compute(record, found.claim) if found.claim.kind == "statement" else compute(record)
    except (KeyError, IndexError, ValueError):
        return None
    again = {(one.id, one.reading): one for one in ways}
    return list(({key: replace(one, value=None, exceptions=()) for key, one in ours.items()} | again).values())


def test_what_is_computed_otherwise_without_a_source_rests_on_it_and_moves_at_most_what_the_rule_moves(judged, users):
    sample = [*CHOSEN, *[one for one in sorted(users)[::EVERY] if one != KNOWN_TO_DIFFER]]
    witnesses, tried = Witnesses.of(default_record()), 0
    for source in sample:
        for id in users[source]:
            found = judged[id]
            at_most = finding_without(found, LeftOut(sources=frozenset({source})), witnesses, strictly=True)
            again = computed_without(found, source)
            if again is None:
                assert at_most is not found, (source, id)
                continue
            ours = {(one.id, one.reading): one for one in specifications_of(found)}
            for one in again:
                before = ours.get((one.id, one.reading))
                if before is not None and source not in before.sources and before.value is not None:
                    assert one.value == before.value, (source, id, one.id)
            verdict = judge(found.claim, found.article, again, found.data_cutoff).verdict
            assert verdict == found.verdict or at_most.verdict != found.verdict, (source, id)
            tried += 1
    assert tried >= len(sample)


def test_the_speech_that_differs_still_does():
    """Should it agree one day, the sample may have it."""
    found = findings()["li-gsi-example"]
    at_most = finding_without(
        found, LeftOut(sources=frozenset({KNOWN_TO_DIFFER})), Witnesses.of(default_record()), strictly=True
    )
    again = judge(found.claim, found.article, computed_without(found, KNOWN_TO_DIFFER), found.data_cutoff)
    assert again.verdict != found.verdict == at_most.verdict
