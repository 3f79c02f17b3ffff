"""The alliance chapter: statements about the world, computed from the record."""

import json

import pandas as pd
import pytest

from audit.findings import alliance, default_ledger, finding
from audit.judgement import LADDERS, NO_VERDICT, NOT_TESTABLE
from audit.paths import CHAPTERS
from audit.record import open_record

RECORD = open_record()
CLAIMS = [claim for claim in default_ledger().claims.values() if claim.chapter == "alliance"]
NAMED_BY_THE_ISSUE = [
    "sino_soviet_1950",
    "china_dprk_1961",
    "china_russia_2001",
    "nato_1949",
    "us_japan_1960",
    "us_rok_1953",
    "us_philippines_1951",
    "anzus_1951",
    "rio_1947",
    "csto_1992",
    "russia_dprk_2024",
    "iran_russia_2025",
    "saudi_pakistan_2025",
    "camp_david_2023",
]


def payload(figure_id: str) -> dict:
    """The stored figure of the chapter: what the page shows."""
    notebook = json.loads((CHAPTERS / "alliance.ipynb").read_text(encoding="utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    specs = [output["data"][mime] for output in outputs for mime in output.get("data", {}) if "vegalite" in mime]
    return {spec["usermeta"]["figure"]["id"]: spec["usermeta"]["figure"] for spec in specs}[figure_id]


def frame(figure_id: str) -> pd.DataFrame:
    figure = payload(figure_id)
    return pd.DataFrame(figure["rows"], columns=figure["columns"])


# --- duty -------------------------------------------------------------------------------------------------------------


def test_every_treaty_names_an_article_or_why_not_and_a_source():
    treaties = RECORD["treaties"]
    excuses = {"not seen", "text not published", "one paragraph, no articles"}
    named = treaties["article"].str.fullmatch(r"Article ([IVX]+|\d+)")
    assert (named | treaties["article"].isin(excuses)).all()
    assert set(treaties["source_id"]) <= set(RECORD.sources.index)
    assert (
        treaties.loc[treaties["article_seen"] == "yes", "article"].isin({"not seen", "text not published"}).sum() == 0
    )


@pytest.mark.parametrize("pact", NAMED_BY_THE_ISSUE)
def test_the_pacts_that_matter_have_an_article_and_a_trigger(pact):
    row = RECORD["treaties"].set_index("pact_id").loc[pact]
    assert row["trigger"] and isinstance(row["trigger"], str)
    assert row["article"].startswith("Article") or row["article"] in (
        "text not published",
        "one paragraph, no articles",
    )


def test_the_duty_with_russia_is_to_consult_and_with_north_korea_to_defend():
    matrix = alliance.matrix(RECORD).set_index("pact_id")
    assert matrix.loc["china_russia_2001", "consultation"] == "yes"
    assert matrix.loc["china_dprk_1961", "defence"] == "yes"


def test_coders_who_disagree_are_both_kept():
    codings = RECORD["treaty_codings"].set_index(["pact_id", "clause"])
    assert tuple(codings.loc[("india_soviet_1971", "defence"), ["atop", "our_reading"]]) == ("yes", "no")
    assert tuple(codings.loc[("china_russia_2001", "defence"), ["atop", "our_reading", "other_reading"]]) == (
        "no",
        "no",
        "yes",
    )
    matrix = alliance.matrix(RECORD).set_index("pact_id")
    assert set(matrix.index[matrix["defence"] == "differs"]) == {"india_soviet_1971"}  # Wikipedia alone makes none
    general = {"sino_soviet_1950", "china_dprk_1961", "ussr_dprk_1961"}  # ATOP: no; the text: in general terms
    assert set(matrix.index[matrix["consultation"] == "differs"]) == general


def test_pacts_of_2016_are_as_many_as_the_yearly_series_says():
    pacts, years = RECORD["pacts_2016"], RECORD["alliances_by_year"]
    for measure, counted in {"defence_pacts": pacts[pacts["defence"] == "yes"], "pacts_any_obligation": pacts}.items():
        series = years[(years["year"] == 2016) & (years["measure"] == measure)].set_index("country")["number"]
        assert counted.groupby("country").size().to_dict() == series.to_dict()


def test_the_charted_pacts_are_the_rows_of_the_record():
    rows = RECORD["alliances_by_year"].query("measure == 'defence_pacts'")[["year", "country", "number"]]
    charted = frame("alliance-pacts")
    assert charted.to_numpy().tolist() == rows.to_numpy().tolist()
    assert charted["year"].max() == 2016  # the series ends where ATOP 4.01 ends


def test_the_charted_pair_is_the_coding_year_by_year():
    pair = RECORD["china_russia_pair"].set_index("year")
    columns = {"Defence": "defence", "Offence": "offence", "Neutrality": "neutrality"}
    columns |= {"Non-aggression": "nonaggression", "Consultation": "consultation"}
    charted = frame("alliance-pair")
    for name, column in columns.items():
        spans = charted[charted["obligation"] == name]
        years = [year for row in spans.itertuples() for year in range(row.start, row.last + 1)]
        assert sorted(years) == pair.index[pair[column] == "yes"].tolist()


def test_china_and_russia_owe_no_defence_after_1980_in_the_coding():
    pair = RECORD["china_russia_pair"]
    assert pair.loc[pair["defence"] == "yes", "year"].max() == 1980
    assert pair["year"].agg(["min", "max"]).tolist() == [1945, 2018]


def test_the_matrix_shows_every_treaty_once():
    assert len(frame("alliance-matrix")) == len(RECORD["treaties"])


def test_a_pledge_to_japan_is_not_a_pledge_by_japan():
    pledges = RECORD["alliance_pledges_2018"].query("pair == 'US-Japan'").set_index("pledge_from")["defence"]
    assert pledges.to_dict() == {"US": "yes", "Japan": "no"}


def test_a_commitment_is_no_treaty_in_force():
    current = alliance.in_force(RECORD["treaties"], pd.Timestamp(2026, 1, 1))
    assert "camp_david_2023" not in set(current["pact_id"])
    assert "sino_soviet_1950" not in set(current["pact_id"])


# --- the reader's own definition --------------------------------------------------------------------------------------


def test_the_reader_starts_with_the_pacts_of_defence():
    have = alliance.pairs_and_clauses(RECORD)
    defence = have[have["clause"] == "defence"].set_index("pair")["has"]
    assert defence["China–Russia"] == "no"
    assert defence["China–North Korea"] == defence["Members of NATO"] == "yes"
    assert len(have) == len(alliance.PAIRS) * len(alliance.CLAUSES)


def test_with_consultation_alone_china_and_russia_are_allies_and_camp_david_too():
    have = alliance.pairs_and_clauses(RECORD).pivot(index="pair", columns="clause", values="has")["consultation"]
    assert have["China–Russia"] == have["Camp David three (no treaty)"] == "yes"
    assert have["China–North Korea"] == "partly"


def test_a_pair_has_what_any_of_its_pacts_in_force_holds():
    have = alliance.pairs_and_clauses(RECORD).pivot(index="pair", columns="clause", values="has")
    assert have.loc["Iran–Russia", "consultation"] == "yes"  # the treaty of 2001
    assert have.loc["Russia–Belarus", "consultation"] == "yes"  # the Collective Security Treaty


def test_what_nobody_looked_up_is_unknown_and_not_a_no():
    have = alliance.pairs_and_clauses(RECORD)
    looked_up = {pair for pair, (_, seen) in alliance.PAIRS.items() if seen}
    practice = have[have["clause"].isin(["bases", "joint command"]) & ~have["pair"].isin(looked_up)]
    assert len(practice) and set(practice["has"]) == {"unknown"}


# --- findings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_every_claim_of_the_chapter_is_judged_on_the_ladder_of_its_kind(claim):
    found = finding(claim.id)
    assert found.verdict in LADDERS[claim.kind]
    assert (found.verdict == NO_VERDICT) == (claim.kind == "judgement")
    assert found.verdict != NOT_TESTABLE


def test_china_has_one_defence_pact_and_no_new_one():
    found = finding("no-formal-alliances")
    assert {one.specification.value for one in found.judged if one.counts} == {1.0}  # North Korea, 1961
    assert found.alternative_verdicts["none-new"] == found.alternative_verdicts["no-system"] == "supported"


@pytest.mark.parametrize("claim", ["not-formal-allies", "no-formal-alliances"])
def test_releases_of_one_coding_are_counted_once(claim):
    counting = [one.specification.origins for one in finding(claim).judged if one.counts]
    assert len(counting) == len(set(counting))


def test_who_says_that_china_sent_no_troops_is_counted_once_a_page():
    counting = [one.specification for one in finding("stops-short-of-war").judged if one.counts]
    pages = [source for one in counting for source in one.sources]
    assert len(pages) == len(set(pages)) == 2
    assert "china-government-words" not in {origin for one in counting for origin in one.origins}


def test_war_support_is_told_in_three_readings_that_differ():
    found = finding("stops-short-of-war")
    assert found.verdict == "supported"
    assert found.verdict_at_publication == NOT_TESTABLE  # what we found on troops is later than the article
    assert found.alternative_verdicts["no-arms-from-the-state"] == "supported-on-its-own-terms"
    assert found.alternative_verdicts["no-material-support"] == "not-supported"
    sipri = {one.specification.id: one for one in found.alternatives["no-arms-from-the-state"]}["arms-sipri"]
    assert sipri.agrees is False  # ship engines and armoured carriers are in the register


@pytest.mark.parametrize("author", ["Korolev", "Lukin", "axis of upheaval"])
def test_the_other_side_is_named(author):
    notebook = json.loads((CHAPTERS / "alliance.ipynb").read_text(encoding="utf-8"))
    text = next("".join(cell["source"]) for cell in notebook["cells"] if cell["id"] == "other-side")
    assert author in text


def test_the_answer_separates_duty_behaviour_and_equality():
    notebook = json.loads((CHAPTERS / "alliance.ipynb").read_text(encoding="utf-8"))
    answer = next("".join(cell["source"]) for cell in notebook["cells"] if cell["id"] == "answer")
    places = [answer.index(part) for part in ("**In law**", "**In behaviour**", "**And they are not equals**")]
    assert places == sorted(places)
