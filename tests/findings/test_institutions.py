"""Whose club is the SCO? Statements about the world, computed from the record."""

import pandas as pd
import pytest

from audit.findings import default_ledger, finding
from audit.findings.institutions import claims, tables
from audit.inputs.record import open_record
from audit.judgement import CAME_TRUE, DID_NOT, NOT_SUPPORTED, OPEN, SAID, SUPPORTED
from tests.findings.edits import Edited

RECORD = open_record()
TOLD = tables.declarations(RECORD)


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


# Members


@pytest.mark.parametrize(
    ("when", "number", "newest"),
    [
        ("2001-06-15", 6, "Uzbekistan"),
        ("2017-06-08", 6, "Uzbekistan"),
        ("2017-06-09", 8, "Pakistan"),
        ("2023-07-03", 8, "Pakistan"),
        ("2023-07-04", 9, "Iran"),
        ("2024-07-03", 9, "Iran"),
        ("2024-07-04", 10, "Belarus"),
    ],
)
def test_the_sco_grew_from_six_to_ten_members(when, number, newest):
    there = claims.members(RECORD, day(when))
    assert len(there) == number and there[-1] == newest


def test_who_is_admitted_at_a_summit_was_no_member_before_it():
    with_iran = claims.members(RECORD, claims.SUMMIT)
    assert set(with_iran) - set(claims.members(RECORD, claims.SUMMIT, admitted=False)) == {"Iran"}


@pytest.mark.parametrize("when", ["2001-06-15", "2019-06-14", "2023-07-04", "2024-07-04", "2025-09-01"])
def test_the_list_of_members_has_as_many_as_are_published(when):
    counts = RECORD["institutions_sco_counts"]
    published = counts.loc[counts["date"] == day(when), "members"].dropna()
    assert set(published) == {len(claims.members(RECORD, day(when)))}


def test_partners_are_as_many_as_are_published():
    held = tables.ranks(RECORD, day("2023-07-05"))["rank"].value_counts()
    assert (held["observer"], held["dialogue partner"]) == (3, 14)
    assert tables.ranks(RECORD, day("2025-09-01"))["rank"].value_counts()["partner"] == 17


def test_no_country_has_two_ranks_on_a_day():
    for when in pd.date_range("2001-06-15", "2026-06-15", freq="YS-JUN"):
        assert tables.ranks(RECORD, when)["country"].is_unique


def test_iran_became_a_member_in_2023_by_three_accounts_and_2021_was_the_beginning():
    iran = finding("iran-sco-2023")
    assert (iran.verdict, iran.verdict_at_publication) == (SUPPORTED, SUPPORTED)
    assert iran.specification("procedure-begun").specification.value == 2021
    assert not iran.specification("procedure-begun").specification.principled


def test_belarus_became_a_member_in_2024_and_that_was_open_when_it_was_foretold():
    belarus = finding("belarus-sco-2024")
    assert (belarus.verdict, belarus.verdict_at_publication) == (CAME_TRUE, OPEN)
    assert belarus.last_datum == day("2024-07-04").date()
    assert belarus.last_datum <= belarus.claim.test.by


# The Belt and Road in the declarations


def test_india_is_named_in_no_declaration_that_was_read():
    india = RECORD["institutions_bri_named"].query("country == 'India'")
    assert set(india["named"]) == {"not named"}
    assert set(india["declaration_id"]) == set(TOLD["declaration_id"])


def test_iran_was_not_named_in_2023_and_was_in_every_text_since():
    iran = RECORD["institutions_bri_named"].query("country == 'Iran'").drop_duplicates("declaration_id")
    told = iran.set_index("declaration_id")["named"]
    assert told["2023-07-state"] == "not named"
    assert set(told.drop("2023-07-state")) == {"named"} and len(told) == 4


def test_belarus_was_named_at_the_summit_that_admitted_it_and_iran_was_not():
    told = tables.endorsements(RECORD).set_index(["declaration_id", "country"])["stands"]
    assert told["2024-07-state", "Belarus"] == "named" and told["2023-07-state", "Iran"] == "not named"


@pytest.mark.parametrize(
    ("declaration", "named", "others", "missing"),
    [
        ("2018-06-state", 6, 7, "India"),
        ("2019-06-state", 6, 7, "India"),
        ("2021-09-state", 6, 7, "India"),
        ("2022-09-state", 6, 7, "India"),
        ("2023-07-state", 6, 8, "India and Iran"),
        ("2024-07-state", 8, 9, "India"),
        ("2024-10-government", 8, 9, "India"),
        ("2025-09-state", 8, 9, "India"),
    ],
)
def test_so_many_members_are_named(declaration, named, others, missing):
    row = TOLD.set_index("declaration_id").loc[declaration]
    assert (row["named"], row["others"], row["who_is_missing"]) == (named, others, missing)


def test_all_sources_of_a_declaration_agree_on_every_member():
    told = RECORD["institutions_bri_named"].groupby(["declaration_id", "country"])["named"].nunique()
    assert (told == 1).all()


def test_a_declaration_has_a_row_for_every_member_of_its_day():
    for one in TOLD.itertuples():
        rows = claims.endorsement(RECORD, one.declaration_id)
        assert set(rows["country"]) == set(claims.members(RECORD, one.date)), one.declaration_id


def test_india_and_iran_taken_alone_rest_on_rows_of_their_own():
    rows = RECORD["institutions_bri_named"]
    for one in claims.named_alone(RECORD, rows):
        country = "India" if one.id.startswith("india") else "Iran"
        own = rows[rows["country"] == country]
        assert set(one.sources) == set(own["source_id"])


def test_all_but_india_holds_only_if_iran_is_left_out_and_almost_all_holds_either_way():
    bri = finding("sco-bri-all-but-india")
    values = {one.specification.id: one.specification.value for one in bri.judged}
    assert values == {"members-of-the-day": 2, "members-before-the-summit": 1}
    assert (bri.verdict, bri.verdict_at_publication) == (NOT_SUPPORTED, NOT_SUPPORTED)
    assert len(bri.all_nearest) == 2 and bri.nearest.specification.id == "members-of-the-day"
    assert bri.alternative_verdicts == {
        "almost-all": SUPPORTED,
        "india-not-named": SUPPORTED,
        "iran-named": NOT_SUPPORTED,
        "endorsed-elsewhere": SUPPORTED,
    }


def test_what_is_derived_says_so_and_nothing_else_is():
    derived = RECORD["institutions_bri_named"].query("basis == 'derived'")
    assert set(derived["declaration_id"]) == {"2024-07-state"}
    assert TOLD.set_index("declaration_id")["basis"].eq("derived").sum() == 1


# Disputes


def test_only_india_has_an_open_border_and_a_map_alone_makes_no_dispute():
    told = tables.disputes(RECORD).set_index("member")
    assert told.index[told["open"] == "yes"].tolist() == ["India"]
    assert told.index[told["open"] == "on a map only"].tolist() == ["Russia"]
    assert set(told.index[told["border"] == "no"]) == {"Iran", "Uzbekistan"}
    assert set(told.index) == set(claims.members(RECORD, claims.ARTICLE_DAY)) - {"China"}
    assert finding("india-sole-major-disputes").verdict == SUPPORTED


def test_iran_protested_too_so_not_only_india_by_the_wider_reading():
    disputes = finding("india-sole-major-disputes")
    assert disputes.alternative_verdicts == {"any-formal-protest": NOT_SUPPORTED}


def test_a_statement_on_all_borders_is_as_well_attested_as_the_weakest():
    [by_member] = [one for one in finding("india-sole-major-disputes").judged if one.specification.nearest]
    assert by_member.specification.origins == ("treaty-texts",)


# Initiatives


def test_china_proposed_all_four_and_pressed_for_them_in_the_year_before():
    own = finding("own-initiatives")
    assert (own.verdict, own.verdict_at_publication) == (SUPPORTED, SUPPORTED)
    for name in claims.NAMED:
        assert len(claims.told(RECORD, name, "proposed")) and len(claims.promoted(RECORD, name)), name
    assert own.alternative_verdicts == {"no-rival-author": SUPPORTED}


def test_the_initiatives_came_in_this_order():
    proposed = tables.proposed_on(RECORD)
    assert {name: f"{when:%Y-%m-%d}" for name, when in proposed.items()} == {
        "BRI": "2013-09-07",
        "GDI": "2021-09-21",
        "GSI": "2022-04-21",
        "GCI": "2023-03-15",
    }
    assert proposed.is_monotonic_increasing


def test_every_count_has_a_unit_and_supporters_changed_theirs():
    counts = tables.initiative_counts(RECORD)
    assert counts["unit"].notna().all()
    supporters = counts[(counts["initiative"] == "GDI") & (counts["counted"] == "said to support it")]
    assert supporters["unit"].tolist() == ["countries", "countries and organizations"]


def test_no_published_count_is_a_bare_number_where_the_source_says_nearly():
    counts = tables.initiative_counts(RECORD)
    assert set(counts.loc[counts["counted"] == "said to support it", "number"]) == {
        "nearly 100",
        "more than 100",
        "more than 140",
        "more than 150",
    }


# Statements and judgements


@pytest.mark.parametrize(
    "claim", ["xi-sco-shared-future", "xi-sco-bullying-acts", "new-delhi-declaration-sanctions", "li-iran-belarus"]
)
def test_every_part_of_the_statement_was_found(claim):
    one = finding(claim)
    assert (one.verdict, one.verdict_at_publication) == (SAID, SAID)
    asked = {f"{claim}.{part.id}" for part in one.claim.test.parts}
    assert asked <= set(RECORD[claims.WORDS]["part"])


def test_the_sentence_on_sanctions_speaks_for_india_and_names_no_state():
    assert finding("new-delhi-declaration-sanctions").alternative_verdicts == {"india-too": SAID}
    rows = RECORD[claims.WORDS].query("claim_id == 'new-delhi-declaration-sanctions'")
    assert not rows["paraphrase"].str.contains("Russia|United States|Iran").any()


def test_no_more_than_six_words_are_quoted():
    assert (RECORD[claims.WORDS]["words"].dropna().str.split().str.len() <= 6).all()


@pytest.mark.parametrize("claim", claims.JUDGEMENTS)
def test_a_judgement_has_evidence_on_both_sides_and_no_verdict(claim):
    told = tables.evidence(RECORD, claim)
    assert (told["side"].value_counts() >= 3).all() and set(told["side"]) == {"for", "against"}
    assert finding(claim).verdict == "no-verdict"
    assert default_ledger().claims[claim].evidence.would_change


def test_every_judgement_with_evidence_is_one_of_the_chapter():
    assert set(RECORD["institutions_evidence"]["claim_id"]) == set(claims.JUDGEMENTS)


# Frames


def test_every_member_of_today_stands_somehow_to_every_declaration():
    frame = tables.endorsements(RECORD)
    today = claims.members(RECORD, day("2026-01-01"))
    assert len(frame) == len(TOLD) * len(today)
    assert set(frame["stands"]) == set(tables.NAMED_WORDS.values())
    china = frame[frame["country"] == "China"]
    assert set(china["stands"]) == {"the sponsor"}


def test_tiles_do_not_cover_each_other():
    tiles = tables.tiles(RECORD)
    assert not tiles.duplicated(["line", "column"]).any() and tiles["country"].is_unique
    assert not set(tiles["line"]) & set(tables.rank_heads(tiles)["line"])


def test_since_the_article_belarus_moved_up_and_laos_is_new():
    tiles = tables.tiles(RECORD).set_index("country")["change"]
    assert tiles[tiles != "none"].to_dict() == {"Belarus": "moved up", "Laos": "new"}


def test_a_newcomer_changes_only_the_count_of_2023():
    told = tables.measured(RECORD).set_index("when")
    differ = told[told["missing_all"] != told["missing_before"]]
    assert differ.index.tolist() == ["2023 summit"]
    assert (told["named"] + told["missing_all"] == told["asked_all"]).all()


def test_a_member_a_year_late_would_not_have_come_true():
    facts = RECORD["institutions_facts"]
    late = facts.assign(date=facts["date"].where(facts["claim_id"] != "belarus-sco-2024", day("2025-07-04")))
    found = claims.belarus_joined(Edited({"institutions_facts": late}))
    assert {one.value for one in found if one.principled} == {DID_NOT}
