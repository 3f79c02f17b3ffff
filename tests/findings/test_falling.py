"""What falls with a source or a table: both bounds, from the findings, and nothing that is not there."""

import pytest

from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.answer import answer, clauses
from audit.findings.falling import BOUNDS, answers, falls, falls_of_tables, most_first
from audit.findings.left_out import LeftOut
from audit.findings.lineage import if_wrong, lineage
from audit.findings.sensitivity import Scenario, picture

SOURCES = ["oxr_daily", "hellenic_2022_antipiracy", "comtrade_monthly_chn_rus", "tribune_xi_20220916", "worldjpn_2001"]


@pytest.fixture(scope="module")
def judged():
    return {**findings(), **of_propositions()}


@pytest.fixture(scope="module")
def fallen(judged):
    return falls(default_record(), judged, SOURCES)


@pytest.mark.parametrize("source", SOURCES)
def test_at_least_what_a_wrong_source_takes_with_it_falls(fallen, judged, source):
    one, other = fallen[fallen["id"] == source], if_wrong(source, default_record(), judged)
    assert dict(zip(one["claim_id"], one["at_least"], strict=True)) == dict(
        zip(other["claim_id"], other["after"], strict=True)
    )
    assert list(one["ways"]) == list(other["specifications"]) and list(one["lost"]) == list(other["lost"])


def test_both_bounds_are_those_of_the_whole_picture(fallen, judged):
    scenarios = [Scenario("source", id, id, LeftOut(sources=frozenset({id}))) for id in SOURCES]
    shown = picture(default_ledger(), default_record(), judged, scenarios).set_index("id")
    counted = most_first(fallen).set_index("id")
    for id in SOURCES:
        assert counted.loc[id, "moved_at_least"] == shown.loc[id, "moved"]
        assert counted.loc[id, "moved_at_most"] == shown.loc[id, "moved_strictly"]


def test_where_no_check_loses_its_value_but_by_the_harsh_count_the_mild_one_moves_nothing(fallen):
    untouched = fallen[fallen["lost"] == 0]
    assert len(untouched) and (untouched["lost"] <= untouched["ways"]).all()
    assert (fallen["ways"] >= 1).all()


def test_a_clause_of_the_answer_changes_where_its_claim_moves(fallen, judged):
    changed = answers(default_ledger(), judged, fallen)
    ours = clauses(default_ledger(), judged)
    assert set(changed["bound"]) <= set(BOUNDS) and (changed["before"] != changed["after"]).all()
    assert all(ours[row.layer] == row.before for row in changed.itertuples())
    lost = changed[(changed["id"] == "worldjpn_2001") & (changed["bound"] == "at_least")]
    assert list(lost["layer"]) == ["duty"], "the one text of the treaty of friendship bears the answer on duty"


def test_sources_whose_fall_changes_the_answer_are_those_of_the_whole_picture(fallen, judged):
    scenarios = [Scenario("source", id, id, LeftOut(sources=frozenset({id}))) for id in SOURCES]
    shown = picture(default_ledger(), default_record(), judged, scenarios)
    changed = answers(default_ledger(), judged, fallen)
    assert set(shown.loc[shown["answer_moves"], "id"]) == set(changed.loc[changed["bound"] == "at_least", "id"])
    assert answer(default_ledger(), judged)


def test_a_table_that_is_wrong_takes_at_least_what_each_of_its_sources_takes_alone(judged):
    few = {id: judged[id] for id in ("ruble-rank-2023", "ruble-fall-2023", "key-rate-august-2023")}
    ways = lineage(default_record(), few)
    tables = falls_of_tables(ways, default_record(), few)
    assert set(tables["id"]) == set(ways["table"])
    alone = falls(default_record(), few)
    for row in alone[alone["lost"] > 0].itertuples():
        through = set(ways.loc[(ways["source_id"] == row.id) & (ways["claim_id"] == row.claim_id), "table"])
        own = tables[(tables["claim_id"] == row.claim_id) & tables["id"].isin(through)]
        assert len(own) == len(through) and (own["lost"] >= row.lost).all()


def test_without_a_finding_nothing_of_it_falls(judged):
    rest = {id: one for id, one in judged.items() if id != "ruble-rank-2023"}
    assert "ruble-rank-2023" in set(falls(default_record(), judged, ["oxr_daily"])["claim_id"])
    assert "ruble-rank-2023" not in set(falls(default_record(), rest, ["oxr_daily"])["claim_id"])


def test_a_source_that_nobody_saw_is_refused(judged):
    with pytest.raises(KeyError, match="no source nobody_saw_this"):
        falls(default_record(), judged, ["nobody_saw_this"])


def test_what_falls_most_stands_first(fallen):
    counted = most_first(fallen)
    assert list(counted["moved_at_least"]) == sorted(counted["moved_at_least"], reverse=True)
    assert set(counted["id"]) == set(SOURCES) and (counted["moved_at_least"] <= counted["claims"]).all()
    assert most_first(fallen.head(0)).empty
