"""The alliance chapter: statements about the world, computed from the record."""

import json

import pandas as pd
import pytest

from audit.figures.stored_chart import unpacked
from audit.findings import default_ledger, finding, findings, of_propositions
from audit.findings.alliance import claims as alliance
from audit.findings.answer import HOLDS, clauses, outcome, said_by
from audit.findings.what_if import specifications_of
from audit.inputs.record import open_record
from audit.judgement import LADDERS, NO_VERDICT, NOT_TESTABLE
from audit.paths import CHAPTERS

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
    specs = [unpacked(spec) for spec in specs]
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


def test_no_treaty_text_was_read_from_first_line_to_last():
    texts = set(RECORD["treaties"].query("reporter == 'treaty-texts'")["source_id"])
    assert "whole" not in set(RECORD.sources.loc[sorted(texts), "seen"])
    notebook = json.loads((CHAPTERS / "alliance.ipynb").read_text(encoding="utf-8"))
    how = next("".join(cell["source"]) for cell in notebook["cells"] if cell["id"] == "how")
    assert "not in the parts that we read" in how


def test_washingtons_allies_act_by_their_own_processes_and_north_korea_is_promised_help_at_once():
    owed = RECORD["treaties"].set_index("pact_id")["owed"]
    for pact in ("us_japan_1960", "us_rok_1953", "us_philippines_1951", "anzus_1951"):
        assert "constitutional" in owed[pact]
    for pact in ("china_dprk_1961", "russia_dprk_2024"):
        assert "help at once" in owed[pact] and "all means" in owed[pact]


def test_coders_who_disagree_are_both_kept():
    codings = RECORD["treaty_codings"].set_index(["pact_id", "clause"])
    assert tuple(codings.loc[("india_soviet_1971", "defence"), ["atop", "our_reading"]]) == ("yes", "no")
    assert tuple(codings.loc[("china_russia_2001", "defence"), ["atop", "our_reading", "other_reading"]]) == (
        "no",
        "no",
        "yes",
    )
    matrix = alliance.matrix(RECORD).set_index("pact_id")
    assert set(matrix.index[matrix["defence"] == "differs"]) == {"india_soviet_1971"}
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


def test_the_matrix_shows_every_treaty_once_and_no_alleged_one():
    treaties = RECORD["treaties"].set_index("pact_id")
    assert len(frame("alliance-matrix")) == len(treaties) - 1
    assert treaties.index[treaties["instrument"] == "alleged"].tolist() == ["annex_2022"]


def test_the_alleged_annex_has_one_origin_and_moves_no_finding():
    annex = RECORD["treaties"].set_index("pact_id").loc["annex_2022"]
    assert RECORD.reporters.loc[annex["reporter"], "counted_by"] == annex["reporter"] == "owen-matthews"
    sources = {annex["source_id"], annex["second_source_id"]}
    for claim in CLAIMS:
        assert not sources & set(finding(claim.id).sources)


def test_the_treaty_of_2001_asks_for_consultations_and_forbids_hostile_blocs():
    matrix = alliance.matrix(RECORD).set_index("pact_id")
    assert matrix.loc[
        "china_russia_2001", ["defence", "consultation", "nonaggression", "no hostile bloc"]
    ].tolist() == [
        "no",
        "yes",
        "yes",
        "yes",
    ]
    assert matrix.loc["china_pakistan_2005", "no hostile bloc"] == "yes"  # the same clause


def test_the_coders_divide_over_the_measures_of_1971_not_over_the_consultations():
    codings = RECORD["treaty_codings"].set_index(["pact_id", "clause"])
    assert codings.loc[("india_soviet_1971", "defence"), ["atop", "cow", "our_reading"]].tolist() == ["yes", "no", "no"]
    assert codings.loc[("india_soviet_1971", "consultation"), ["atop", "cow", "our_reading"]].tolist() == ["yes"] * 3
    assert codings.loc[("china_russia_2001", "defence"), ["atop", "our_reading"]].tolist() == ["no", "no"]


def test_wikipedia_is_not_alone_in_reading_an_alliance_into_the_treaty():
    readings = alliance.alliance_readings(RECORD)
    assert {"Stephen Blank", "Wikipedia", "Chicago Tribune, headline", "Irish Times"} == set(readings["reader"])
    denials = RECORD["treaty_readings"].query("pact_id == 'china_russia_2001' and reads_as == 'no alliance'")
    assert "Both sides, by Newsday" in set(denials["reader"])


def test_the_correlates_of_war_list_the_pair_but_not_the_treaty_of_2001():
    pair = alliance.formal_alliances(RECORD, "China").query("partner == 'Russia or USSR'")
    assert pair["started"].dt.year.tolist() == [1996]
    assert pair[["defence", "nonaggression", "consultation"]].to_numpy().tolist() == [["no", "yes", "yes"]]


def test_two_coders_end_the_treaty_of_1950_in_the_same_year_on_different_days():
    atop = RECORD["treaties"].set_index("pact_id").loc["sino_soviet_1950", "ended"]
    cow = RECORD["cow_alliances"].query("cow_id == '229'")["ended"].iloc[0]
    assert (str(atop.date()), str(cow.date())) == ("1980-04-11", "1980-02-14")


def test_a_row_of_the_correlates_of_war_for_a_pact_equals_its_code_in_the_table_of_coders():
    pairs = {"china_dprk_1961": "265", "sino_soviet_1950": "229", "india_soviet_1971": "289", "anzus_1951": "232"}
    codes = RECORD["treaty_codings"].set_index(["pact_id", "clause"])["cow"]
    for pact, number in pairs.items():
        rows = RECORD["cow_alliances"]
        row = rows[rows["cow_id"] == number].iloc[-1]
        for clause in ("defence", "neutrality", "nonaggression", "consultation"):
            assert codes[(pact, clause)] == row[clause]


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


def test_bases_were_looked_up_for_all_pairs_but_one_and_commands_for_most():
    have = alliance.pairs_and_clauses(RECORD)
    known = have[have["has"] != "unknown"].groupby("clause").size()
    assert (known["bases"], known["joint command"]) == (11, 8)
    assert "eleven of twelve pairs, commands for eight" in payload("alliance-try")["notes"]


def test_a_staff_for_one_exercise_counts_in_part_for_every_pair():
    commands = RECORD["alliance_depth"].query("indicator == 'command'").groupby("pair")["standing"].first()
    assert commands["China–Russia"] == commands["United States–Japan"] == "partly"


def test_chinas_one_treaty_ally_cooperates_with_it_less_than_russia_does():
    depth = alliance.signs(RECORD).set_index(["pair", "indicator"])["standing"]
    for sign in ("exercises", "command", "deployment", "technology"):
        assert depth["China–North Korea", sign] == "no" and depth["China–Russia", sign] in ("yes", "partly")


def test_joint_commands_served_four_exercises_of_the_two():
    rows = RECORD["alliance_depth"].query("pair == 'China–Russia' and indicator == 'command'")
    assert rows["as_of"].str[:4].tolist() == ["2021", "2023", "2024", "2025"]
    assert set(rows["standing"]) == {"partly"}
    mongolia = RECORD["exercise_depth"].query("record_id == 'cr_joint_post_2025'")
    assert mongolia["value_text"].str.contains("parallel").all()  # a third side, and no joint command: not among them


def test_aircraft_used_each_others_airfields_in_2022_2023_and_2024():
    rows = RECORD["alliance_depth"].query("pair == 'China–Russia' and indicator == 'deployment'")
    assert sorted(rows["as_of"].str[:4]) == ["2022", "2023", "2024"]
    assert any("inferred" in str(note) for note in rows["note"])  # Alaska, July 2024


def test_the_sightings_of_one_sign_have_one_standing():
    assert (RECORD["alliance_depth"].groupby(["pair", "indicator"])["standing"].nunique() == 1).all()


def test_by_korolevs_own_words_the_pair_has_all_moderate_signs_and_no_deep_one_in_full():
    ours = frame("alliance-depth").query("pair == 'China–Russia'")
    standing = ours.groupby("stage")["standing"].value_counts()
    assert standing["moderate"].to_dict() == {"yes": 5}  # a treaty or agreement: ATOP calls it an alliance agreement
    assert standing["deep"].to_dict() == {"partly": 2, "not found": 1}
    title, notes = payload("alliance-depth")["title"], payload("alliance-depth")["notes"]
    assert "as others report it" in title and "all five" in title and "two of three deep ones in part" in title
    assert "own table was not read" in notes and "no duty to defend" in notes


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


def test_of_the_pacts_of_china_one_in_32_holds_a_duty_to_defend():
    found = finding("no-formal-alliances")
    assert found.verdict == found.verdict_at_publication == "supported-with-exceptions"
    assert found.exceptions == ("North Korea 1961",) and found.nearest.specification.population == 32
    assert found.verdict_without_exceptions == "not-supported"
    assert {one.specification.value for one in found.judged if one.counts} == {1.0}


def test_the_readings_of_the_sentence_on_formal_alliances_differ():
    verdicts = finding("no-formal-alliances").alternative_verdicts
    assert verdicts["no-system"] == verdicts["none-new"] == "supported"
    assert verdicts["none-at-all"] == verdicts["pacts-with-a-duty"] == "not-supported"


def test_the_short_list_of_the_correlates_of_war_is_shown_and_set_aside():
    ways = {one.specification.id: one for one in finding("no-formal-alliances").judged}
    short = ways["cow-own-list"]
    assert not short.counts and short.specification.population == 3 and not short.excepted
    assert "whoever has one alliance has all of it" in short.specification.reason
    assert "not supported" in short.specification.reason  # what it would do if it counted


def test_most_of_the_pacts_only_forbid_force_and_the_reading_without_them_fails():
    pacts = alliance.listed_pacts(RECORD, "China")
    assert (len(pacts), len(alliance.asking(pacts))) == (32, 6)
    nearest = finding("no-formal-alliances").nearest.specification
    assert "26 of its pacts only forbid force" in nearest.reason


def test_two_codings_of_the_same_pacts_are_one_origin():
    assert finding("no-formal-alliances").confidence.level == "medium"
    assert finding("no-formal-alliances").confidence.origins == 1


@pytest.mark.parametrize("claim", ["not-formal-allies", "no-formal-alliances", "hub-and-spoke"])
def test_no_finding_mixes_two_releases_of_atop(claim):
    found = finding(claim)
    ways = [*found.judged, *(one for judged in found.alternatives.values() for one in judged)]
    sources = {source for one in ways for source in one.specification.sources}
    older, newer = {"atop_4_01", "atop_401_alliance"} & sources, {"atop_5_1", "atop_51"} & sources
    assert bool(older) != bool(newer)


def test_a_text_and_its_coding_are_one_origin():
    ways = {one.specification.id: one.specification for one in finding("not-formal-allies").judged}
    counted = ("treaty-text", "atop-pair-2018", "renewed-2026")
    assert {ways[way].origins for way in counted} == {("treaty-texts",)}
    assert not ways["treaty-text"].issuer  # an absence in a text that was read in part is not its issuer's act


def test_who_lists_the_pair_as_allied_is_not_counted_as_saying_that_it_is_not():
    ways = {one.specification.id: one for one in finding("not-formal-allies").judged}
    assert not ways["cow-pair-2012"].counts
    assert finding("not-formal-allies").confidence.level == "high"


def test_the_treaty_is_known_to_stand_after_the_codings_end():
    assert finding("not-formal-allies").last_datum.year == 2026


def test_both_projects_call_the_pair_allied_in_their_own_sense():
    found = finding("not-formal-allies")
    assert found.verdict == "supported"
    judged = found.alternatives["any-security-pact"]
    assert {one.specification.id for one in judged} == {"any-duty-text", "any-duty-atop", "any-duty-cow"}
    assert not any(one.agrees for one in judged)


def test_washington_has_three_bilateral_treaties_and_five_allies_in_the_region():
    ways = {one.specification.id: one.specification.value for one in finding("hub-and-spoke").judged}
    assert ways == {"treaty-texts": 3, "cow-bilateral-2012": 2, "five-spokes-atop": 5, "five-spokes-cow": 3}
    assert RECORD["spoke_lists"].groupby("list")["state"].size().to_dict() == {"washington": 5}


def test_an_entente_is_no_defence_pact_by_type_so_the_coders_divide_over_the_spokes():
    korea = RECORD["cow_alliances"].query("partner == 'South Korea'").squeeze()
    assert (korea["type"], korea["defence"]) == ("entente", "yes")
    assert finding("hub-and-spoke").verdict == "supported-on-its-own-terms"


def test_the_five_are_not_pledged_to_one_another_but_new_zealand_is_to_australia():
    judged = {one.specification.id: one for one in finding("hub-and-spoke").alternatives["spokes-not-linked"]}
    assert judged["spokes-unlinked-atop"].agrees and judged["spokes-unlinked-cow"].agrees
    assert judged["spokes-unlinked-anzus"].agrees is False
    five = set(RECORD["spoke_lists"].query("list == 'washington'")["state"])
    pledges = RECORD["alliance_pledges_2018"]
    among = pledges[pledges["pledge_from"].isin(five) & pledges["pledge_to"].isin(five)]
    assert len(among) == 20  # every pair, in both directions


def test_who_says_that_china_sent_no_troops_is_counted_once_a_page():
    counting = [one.specification for one in finding("stops-short-of-war").judged if one.counts]
    pages = [source for one in counting for source in one.sources]
    assert len(pages) == len(set(pages))
    assert "china-government-words" not in {origin for one in counting for origin in one.origins}


def test_what_had_been_said_by_august_2023_decides_what_the_article_could_know():
    found = finding("stops-short-of-war")
    then = [one for one in found.judged if one.counts and one.available_at_publication]
    assert {one.specification.id for one in then} == {"neutral-ukraine"}
    assert found.verdict_at_publication == "supported"
    for reading, nearest in {
        "no-arms-from-the-state": "arms-united-states-2023",
        "no-material-support": "goods-united-states-2023",
    }.items():
        closest = [one for one in found.alternatives[reading] if one.specification.nearest]
        assert [one.specification.id for one in closest] == [nearest] and closest[0].available_at_publication


def test_a_word_of_2025_was_not_known_in_2023():
    found = finding("stops-short-of-war")
    ways = [*found.judged, *(one for judged in found.alternatives.values() for one in judged)]
    for one in ways:
        if "2025" in one.specification.label or "2026" in one.specification.label:
            assert not one.available_at_publication, one.specification.id


def test_a_president_and_his_government_are_one_origin():
    assert RECORD.reporters.loc["ukraine-president", "counted_by"] == "ukraine-government"
    assert finding("stops-short-of-war").confidence.origins == 2


def test_words_on_arms_are_no_testimony_on_troops():
    conduct = RECORD["war_conduct"].set_index("row_id")
    forces = set(conduct.loc[conduct["question"] == "forces", "source_id"])
    for one in finding("stops-short-of-war").judged:
        assert not one.counts or set(one.specification.sources) <= forces


def test_the_silence_of_a_report_that_was_not_read_counts_for_nothing():
    row = RECORD["war_conduct"].set_index("row_id").loc["odni-arms-2023"]
    assert row["reporter"] == "press-own"
    ways = finding("stops-short-of-war").alternatives["no-arms-from-the-state"]
    assert not any("washtimes_odni_2023" in one.specification.sources for one in ways)


def test_arms_do_not_follow_duty_in_this_war():
    beside = alliance.in_the_war(RECORD).set_index("state")
    assert beside.loc["Iran", "duty"] == "no" and beside.loc["North Korea", "duty"] == "yes"
    for year in (2022, 2023):
        assert beside.loc["Iran", year] > max(beside.loc[["North Korea", "China"], year])
    assert beside.loc["Iran", [2022, 2023, 2024]].sum() > beside.loc["North Korea", [2022, 2023, 2024]].sum()
    allies = beside.loc[["Belarus", "Kazakhstan"]]
    assert set(allies["duty"]) == {"yes"} and set(allies["troops"]) == {"no"}


def test_the_table_of_conduct_drops_no_row():
    notebook = json.loads((CHAPTERS / "alliance.ipynb").read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "war-table")
    shown = "".join(cell["outputs"][-1]["data"]["text/html"])
    assert shown.count("<tr>") == len(RECORD["war_conduct"]) + 1


def test_war_support_is_told_in_three_readings_that_differ():
    found = finding("stops-short-of-war")
    assert found.verdict == "supported"
    assert found.alternative_verdicts["no-arms-from-the-state"] == "supported-on-its-own-terms"
    assert found.alternative_verdicts["no-material-support"] == "not-supported"
    dissent = {one.specification.id for one in found.alternatives["no-arms-from-the-state"] if one.agrees is False}
    aside = {"arms-sipri", "arms-leak-2023", "arms-firms"}
    assert dissent == aside | {"arms-allegation", "arms-allegation-british"}
    sipri = next(one for one in found.alternatives["no-arms-from-the-state"] if one.specification.id == "arms-sipri")
    assert not any(one.counts for one in found.alternatives["no-arms-from-the-state"] if one.specification.id in aside)
    assert not sipri.counts  # engines are no complete weapons, and who sold the carriers is not known


def test_the_three_degrees_have_equal_weight_on_the_page():
    notebook = json.loads((CHAPTERS / "alliance.ipynb").read_text(encoding="utf-8"))
    cells = {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}
    bullets = [line for line in cells["war-answer"].splitlines() if line.startswith("- ")]
    assert [line.split("**")[1] for line in bullets] == ["As a soldier.", "As an armourer.", "As a supplier."]


def test_russias_share_of_chinas_trade_rose_from_2_4_to_4_0_per_cent_by_one_source():
    shares = alliance.russia_in_china(RECORD).set_index("year")
    assert shares.loc[2021:2024, "share_pct"].round(2).tolist() == [2.45, 3.01, 4.04, 3.98]
    assert shares["source_id"].nunique() == shares["whole_source_id"].nunique() == 1


def test_the_matrix_title_does_not_count_treaties_that_were_picked():
    assert not any(character.isdigit() for character in payload("alliance-matrix")["title"])


@pytest.mark.parametrize("author", ["Korolev", "Lukin", "axis of upheaval", "Blank"])
def test_the_other_side_is_named(author):
    notebook = json.loads((CHAPTERS / "alliance.ipynb").read_text(encoding="utf-8"))
    text = next("".join(cell["source"]) for cell in notebook["cells"] if cell["id"] == "other-side")
    assert author in text


def test_the_answer_separates_duty_behaviour_and_equality():
    notebook = json.loads((CHAPTERS / "alliance.ipynb").read_text(encoding="utf-8"))
    answer = next("".join(cell["source"]) for cell in notebook["cells"] if cell["id"] == "answer")
    answer = answer.lower()
    # What it says in words of its own is what the findings say: when they change, the sentence must.
    judged, ours = findings(), of_propositions()
    said = clauses(said_by(judged | ours))["equality"]
    places = [answer.index(part) for part in ("**in law**", "**in behaviour**", said.split(",")[0])]
    assert places == sorted(places) and said in answer.replace("*", "")
    assert outcome(judged["not-formal-allies"]) == outcome(judged["stops-short-of-war"]) == HOLDS


def test_what_a_state_said_or_signed_itself_is_its_own_act_and_what_others_coded_is_not():
    own = {
        id: {one.id for one in specifications_of(found) if one.issuer}
        for id, found in findings().items()
        if found.claim.chapter == "alliance"
    }
    assert {id: checks for id, checks in own.items() if checks} == {
        "li-trip-2023": {"announced"},
        "not-formal-allies": {"any-duty-text"},
        "no-formal-alliances": {"no-system-texts", "none-at-all-texts"},
        "hub-and-spoke": {"treaty-texts", "spokes-unlinked-anzus"},
    }
