"""What falls with a source or a table that is missing: by three counts, from the findings, and nothing that is not there."""

import pytest

from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.answer import answer, clauses, said_by
from audit.findings.falling import BOUNDS, answers, by_origin, falls, falls_of_tables, most_first
from audit.findings.left_out import LeftOut, Witnesses, figures_of, without
from audit.findings.lineage import if_wrong, lineage
from audit.findings.sensitivity import Scenario, picture
from audit.findings.what_if import specifications_of

SOURCES = ["oxr_daily", "hellenic_2022_antipiracy", "comtrade_monthly_chn_rus", "tribune_xi_20220916", "worldjpn_2001"]


@pytest.fixture(scope="module")
def judged():
    return {**findings(), **of_propositions()}


@pytest.fixture(scope="module")
def fallen(judged):
    return falls(default_record(), judged, SOURCES)


@pytest.mark.parametrize("source", SOURCES)
def test_at_least_what_a_missing_source_takes_with_it_falls(fallen, judged, source):
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
    ours = clauses(said_by(judged))
    assert set(changed["bound"]) <= set(BOUNDS) and (changed["before"] != changed["after"]).all()
    assert all(ours[row.layer] == row.before for row in changed.itertuples())
    lost = changed[(changed["id"] == "worldjpn_2001") & (changed["bound"] == "at_least")]
    assert list(lost["layer"]) == ["duty"], "the one text of the treaty of friendship bears the answer on duty"


def test_sources_whose_fall_changes_the_answer_are_those_of_the_whole_picture(fallen, judged):
    scenarios = [Scenario("source", id, id, LeftOut(sources=frozenset({id}))) for id in SOURCES]
    shown = picture(default_ledger(), default_record(), judged, scenarios)
    changed = answers(default_ledger(), judged, fallen)
    assert set(shown.loc[shown["answer_moves"], "id"]) == set(changed.loc[changed["bound"] == "at_least", "id"])
    assert answer(judged)


def test_a_table_that_is_missing_takes_at_least_what_each_of_its_sources_takes_alone(judged):
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


def test_the_count_by_origin_lies_between_the_mild_and_the_harsh_one(fallen, judged):
    """Check by check: what the mild count takes, that by origin takes too, and what this takes, the harsh one does."""
    witnesses = Witnesses.of(default_record())
    lost = dict.fromkeys(("mild", "origin", "harsh"), 0)
    for row in fallen.itertuples():
        left_out = LeftOut(sources=frozenset({row.id}))
        for one in specifications_of(judged[row.claim_id]):
            left = {
                "mild": without(one, left_out, witnesses),
                "origin": by_origin(one, left_out, witnesses),
                "harsh": without(one, left_out, witnesses, strictly=True),
            }
            gone = {name: one.value is not None and other.value is None for name, other in left.items()}
            assert gone["mild"] <= gone["origin"] <= gone["harsh"], (row.id, row.claim_id, one.id)
            lost = {name: lost[name] + gone[name] for name in lost}
    assert lost["mild"] < lost["harsh"]


def test_a_reprint_of_the_same_origin_is_no_second_witness(judged):
    """A figure that stands by the mild count and falls by origin is printed elsewhere by its own origin alone."""
    record, tried = default_record(), 0
    witnesses = Witnesses.of(record)
    for one in specifications_of(judged["trade-growth-2022"]):
        for source in one.sources:
            left_out = LeftOut(sources=frozenset({source}))
            if without(one, left_out, witnesses).value is None or by_origin(one, left_out, witnesses).value is not None:
                continue
            only = [
                {witnesses.origin.get(reporter) for _, reporter in copies}
                for copies in figures_of(one)
                if source in {other for other, _ in copies}
            ]
            assert any(len(origins) == 1 for origins in only), (one.id, source)
            tried += 1
    assert tried, "customs figures are printed by many with one origin"


def test_what_falls_most_stands_first(fallen):
    counted = most_first(fallen)
    assert list(counted["moved_by_origin"]) == sorted(counted["moved_by_origin"], reverse=True)
    assert set(counted["id"]) == set(SOURCES) and (counted["moved_at_least"] <= counted["claims"]).all()
    assert most_first(fallen.head(0)).empty


def test_where_nothing_falls_the_list_is_empty(fallen):
    assert most_first(fallen.iloc[:0]).empty and list(most_first(fallen.iloc[:0])) == list(most_first(fallen))
