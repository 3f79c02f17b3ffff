"""What the page "What rests on what?" says is what lineage and falls say: nothing lost, nothing of its own."""

import json

import pytest
from prose_numbers import word

from audit.figures.rests import CLOSEST, WEIGHED, Rests, data, default_rests, numbers, rows_of, script
from audit.findings import default_ledger, default_record, findings
from audit.findings.falling import most_first


@pytest.fixture(scope="module")
def rests():
    return default_rests()


@pytest.fixture(scope="module")
def told(rests):
    return json.loads(json.dumps(data(rests)))


def test_every_way_of_the_lineage_is_in_the_data(rests, told):
    ways = {
        (told["claims"][claim][0], told["tables"][table][0], told["sources"][source][0])
        for claim, _, _, places in told["ways"]
        for table, source, *_ in places
        if table >= 0
    }
    expected = rests.ways[rests.ways["table"].notna()]
    assert ways == set(zip(expected["claim_id"], expected["table"], expected["source_id"], strict=True))


def test_each_check_stands_as_its_finding_has_it(rests, told):
    closest = {told["claims"][claim][0] for claim, _, standing, _ in told["ways"] if standing == CLOSEST}
    assert closest == {
        id
        for id, one in rests.judged.items()
        if any(way.specification.nearest and way.specification.sources for way in one.judged)
    }
    weighed = {told["claims"][claim][0] for claim, _, standing, _ in told["ways"] if standing == WEIGHED}
    assert weighed and {rests.judged[id].claim.kind for id in weighed} == {"judgement"}


@pytest.mark.parametrize("kind", ["source", "table"])
def test_what_falls_is_in_the_data_by_every_count(rests, told, kind):
    codes = [code for code, _ in told["verdicts"]]
    listed = {
        (told[f"{kind}s"][at][0], told["claims"][claim][0]): (codes[least], codes[origin], codes[most])
        for at, claim, least, origin, most, _, _ in told["falls"][f"{kind}s"]
    }
    frame = rests.falls[kind]
    assert listed == {(row.id, row.claim_id): (row.at_least, row.by_origin, row.at_most) for row in frame.itertuples()}
    assert all(ways >= lost for *_, ways, lost in told["falls"][f"{kind}s"])


def test_every_source_and_table_of_the_record_can_be_asked_for(told):
    record = default_record()
    assert [one[0] for one in told["sources"]] == list(record.sources.index)
    assert [one[0] for one in told["tables"]] == list(record.tables)
    assert len(told["named"]) == len(told["sources"]) and all(told["named"]), "no source without a table that names it"


def test_a_source_that_a_verdict_uses_is_named_by_the_table_that_it_is_used_through(told):
    for _, _, _, places in told["ways"]:
        assert all(table in told["named"][source] for table, source, *_ in places if table >= 0)


def test_the_sources_that_move_a_verdict_are_listed_most_first(rests):
    counted = most_first(rests.falls["source"]).set_index("id")
    rows, ours = rows_of(rests, "source"), rows_of(rests, "source", ours=True)
    theirs = counted["moved_by_origin"] > 0
    assert [one["id"] for row in rows for one in row["items"]].count(rows[0]["items"][0]["id"]) == 1
    assert {one["id"] for row in rows for one in row["items"]} == set(counted[theirs].index)
    only = ~theirs & (counted["propositions_by_origin"] > 0)
    assert {one["id"] for row in ours for one in row["items"]} == set(counted[only].index)
    for row in [*rows, *ours]:
        assert row["number"] == len(row["moved"]) > 0 and all(one["before"] != one["after"] for one in row["moved"])
        for one in row["items"]:
            of = counted.loc[one["id"]]
            assert row["number"] == of["moved_by_origin"] + of["propositions_by_origin"]
            assert (one["mild"], one["harsh"]) == tuple(
                of[f"moved_{bound}"] + of[f"propositions_{bound}"] for bound in ("at_least", "at_most")
            )
    assert counted.loc[rows[0]["items"][0]["id"], "moved_by_origin"] == counted["moved_by_origin"].max()


def test_sources_that_move_the_same_verdicts_share_a_row(rests):
    rows = rows_of(rests, "source")
    moved = [tuple((one["claim"].id, one["after"]) for one in row["moved"]) for row in rows]
    assert len(set(moved)) == len(moved) < sum(len(row["items"]) for row in rows)


def test_the_numbers_of_the_prose_are_those_of_the_frames(rests):
    told, frame = numbers(rests), rests.falls["source"]
    theirs = frame[frame["article"].notna()]
    moves = theirs[theirs["before"] != theirs["by_origin"]]
    assert told["sources"] == word(frame["id"].nunique())
    assert told["moving"] == word(moves["id"].nunique()) and told["moves"] == word(len(moves))
    assert told["firm"] == word(frame["id"].nunique() - moves["id"].nunique())
    assert told["worst"] == word(int(moves.groupby("id").size().max()))
    for tail, bound in {"-mild": "at_least", "": "by_origin", "-harsh": "at_most"}.items():
        own = theirs[theirs["before"] != theirs[bound]]
        assert told[f"moving{tail}"] == word(own["id"].nunique()) and told[f"hang{tail}"] == word(
            own["claim_id"].nunique()
        )
    silent = moves["by_origin"].isin(["not-testable", "open", "text-not-obtained"]) & ~moves["before"].isin(
        ["not-testable", "open", "text-not-obtained"]
    )
    assert told["silent"] == word(int(silent.sum()))


def test_a_finding_less_is_gone_from_both_ends():
    one = {"ruble-rank-2023": findings()["ruble-rank-2023"]}
    both = one | {"key-rate-august-2023": findings()["key-rate-august-2023"]}
    less, more = (data(Rests.of(default_ledger(), default_record(), judged)) for judged in (one, both))
    assert len(less["claims"]) == 1 and len(more["claims"]) == 2
    assert len(less["ways"]) < len(more["ways"]) and len(less["falls"]["sources"]) < len(more["falls"]["sources"])


def test_the_data_are_a_script_that_a_page_from_a_folder_can_load(rests):
    written = script(rests)
    assert written.startswith("window.bookRests = {") and "NaN" not in written and "</script" not in written


def test_the_mild_count_moves_fewest_and_the_harsh_one_most(rests):
    frame = rests.falls["source"]
    moving = [set(frame.loc[frame["before"] != frame[bound], "id"]) for bound in ("at_least", "by_origin", "at_most")]
    assert moving[0] < moving[1] < moving[2]
