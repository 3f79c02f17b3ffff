"""From a claim to its sources and back: nothing is lost on the way, and what falls with a source is computed."""

import pytest

from audit.findings import default_ledger, default_record, finding, findings, of_propositions
from audit.findings.left_out import LeftOut
from audit.findings.lineage import (
    Watched,
    behind,
    if_wrong,
    lineage,
    of_sources,
    of_tables,
    rests_on,
    sources_named,
    tables_of,
)
from audit.findings.sensitivity import Scenario, picture
from audit.findings.what_if import specifications_of


@pytest.fixture(scope="module")
def judged():
    return {**findings(), **of_propositions()}


@pytest.fixture(scope="module")
def frame(judged):
    return lineage(default_record(), judged)


def test_every_source_of_every_specification_is_reached_through_a_table(frame, judged):
    reached = {(row.claim_id, row.specification, row.source_id) for row in frame.itertuples()}
    wanted = {
        (id, one.id, source)
        for id, found in judged.items()
        for one in specifications_of(found)
        for source in one.sources
    }
    assert wanted <= reached
    assert frame["table"].notna().all()


def test_a_table_on_the_way_names_the_source_and_the_claim_has_opened_it(frame):
    record = default_record()
    for table, rows in frame.groupby("table"):
        named = {source for source, _ in sources_named(record, table)}
        assert set(rows["source_id"]) <= named
    for id in ("trade-growth-2022", "ruble-fall-2023", "exercises-record-2022"):
        assert set(behind(frame, id)["table"]) <= tables_of(default_ledger().claims[id], record)


def test_the_growth_of_trade_is_computed_from_the_tables_of_trade(frame):
    rows = behind(frame, "trade-growth-2022")
    assert set(rows["table"]) <= set(tables_of(default_ledger().claims["trade-growth-2022"], default_record()))
    assert all(name.startswith("trade_") for name in rows["table"])
    nearest = rows[rows["nearest"]]
    assert set(nearest["source_id"]) == set(finding("trade-growth-2022").nearest.specification.sources)


def test_both_ends_tell_the_same(frame):
    from_claims = {(id, row.source_id) for id in frame["claim_id"].unique() for row in behind(frame, id).itertuples()}
    from_sources = {
        (row.claim_id, id) for id in frame["source_id"].unique() for row in rests_on(frame, id).itertuples()
    }
    assert from_claims == from_sources


def test_a_source_that_stands_alone_is_the_only_copy_of_a_figure(frame, judged):
    for row in frame[frame["specification"].notna()].head(400).itertuples():
        (way,) = [
            one
            for one in specifications_of(judged[row.claim_id])
            if one.id == row.specification and one.reading == (row.reading if isinstance(row.reading, str) else None)
        ]
        single = [copies for copies in way.copies if {source for source, _ in copies} == {row.source_id}]
        assert row.alone == bool(single)


def test_only_what_rests_on_no_source_at_all_is_missing(frame, judged):
    for id in set(judged) - set(frame["claim_id"]):
        assert judged[id].sources == [] and judged[id].confidence is None


def test_evidence_of_a_judgement_is_found_under_its_id(frame):
    weighed = frame[frame["specification"].isna()]
    assert len(weighed) and {default_ledger().claims[id].kind for id in weighed["claim_id"]} == {"judgement"}


@pytest.mark.parametrize("source", ["oxr_daily", "comtrade_monthly_chn_rus", "cbr_keyrate_a"])
def test_what_falls_with_a_source_is_what_the_picture_without_it_says(judged, source):
    falls = if_wrong(source, default_record(), judged)
    scenario = Scenario("source", source, source, LeftOut(sources=frozenset({source})))
    row = picture(default_ledger(), default_record(), judged, [scenario]).iloc[0]
    claims = default_ledger().claims
    judged_here = falls[falls["claim_id"].isin(list(claims))]
    assert [claims[id].chapter for id in judged_here["claim_id"]] == judged_here["chapter"].tolist()
    moved = falls.loc[falls["moves"] & falls["article"].notna(), "claim_id"]
    assert len(falls) and ", ".join(moved) == row["claims_moved"]
    assert (falls["lost_that_count"] <= falls["lost"]).all() and (falls["lost"] <= falls["specifications"]).all()


def test_of_a_source_that_no_finding_uses_nothing_falls(frame, judged):
    record = default_record()
    unused = next(id for id in record.sources.index if id not in set(frame["source_id"]))
    assert if_wrong(unused, record, judged).empty and rests_on(frame, unused).empty


def test_a_source_or_a_claim_that_there_is_none_of_is_refused(frame, judged):
    with pytest.raises(KeyError, match="no source nobody_saw_this"):
        if_wrong("nobody_saw_this", default_record(), judged)
    with pytest.raises(KeyError, match="nothing is computed for no-such-claim"):
        behind(frame, "no-such-claim")


def test_a_finding_that_is_deleted_is_missing_from_both_ends(frame, judged):
    rest = {"ruble-rank-2023": judged["ruble-rank-2023"]}
    less = lineage(default_record(), rest)
    assert set(less["claim_id"]) == {"ruble-rank-2023"}
    assert set(rests_on(frame, "oxr_daily")["claim_id"]) > set(rests_on(less, "oxr_daily")["claim_id"])


def test_what_hangs_on_a_table_or_a_source_is_counted_once(frame):
    tables, sources = of_tables(frame), of_sources(frame)
    assert set(tables["table"]) == set(frame["table"]) and set(sources["source_id"]) == set(frame["source_id"])
    used = frame[frame["source_id"] == "oxr_daily"]
    row = sources.set_index("source_id").loc["oxr_daily"]
    assert row["claims"] == used["claim_id"].nunique()
    assert (sources["alone"] <= sources["specifications"]).all()


def test_a_watched_record_is_the_record_and_remembers_what_was_asked_for():
    watched = Watched(default_record())
    assert watched["trade_annual"].equals(default_record()["trade_annual"])
    assert watched.data_cutoff == default_record().data_cutoff
    assert watched.opened == {"trade_annual"}
    assert watched.features("map_outline") == default_record().features("map_outline")
    assert watched.opened == {"trade_annual", "map_outline"}
