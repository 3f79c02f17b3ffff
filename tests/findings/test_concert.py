"""The chapter on acting in concert: what its tables and findings say of the world."""

import pandas as pd
import pytest

from audit.findings import default_record, finding
from audit.findings.concert import claims, domains, tables, votes
from audit.findings.what_if import what_if
from audit.inputs.edited import edited

RECORD = default_record()
MEMBERS, COUNCIL = 193, 15
CLAIMS = (*claims.SPECIFICATIONS,)


# --- the votes --------------------------------------------------------------------------------------------------------


def test_no_vote_has_more_ballots_than_members():
    rows = RECORD["un_war_votes"]
    cast = rows["yes"] + rows["no"] + rows["abstain"]
    council = rows["body"] == "Security Council"
    assert (cast[~council] <= MEMBERS).all()
    # In the Council nobody stays away: the three add up to its members.
    assert (cast[council] == COUNCIL).all()


def test_a_vote_of_a_state_is_among_the_totals():
    rows = RECORD["un_war_votes"]
    for state in tables.STATES:
        for answer, total in [("yes", "yes"), ("no", "no"), ("abstain", "abstain")]:
            assert (rows.loc[rows[state] == answer, total] > 0).all()


def test_a_council_text_that_a_permanent_member_opposed_failed_unless_it_was_procedure():
    rows = RECORD["un_war_votes"].query("body == 'Security Council'")
    vetoed = rows[rows[["china", "russia", "united_states"]].eq("no").any(axis=1) & (rows["subject"] != "procedure")]
    assert (vetoed["adopted"] == "no").all()


def test_the_roll_calls_of_2025_agree_with_the_texts_on_the_war():
    calls = RECORD["un_votes_2025"].set_index("resolution")
    rows = RECORD["un_war_votes"]
    rows = rows[rows["symbol"].isin(calls.index)].set_index("symbol")
    assert len(rows) == 6
    for symbol, row in rows.iterrows():
        for column in ("yes", "no", "abstain", *tables.STATES):
            assert row[column] == calls.loc[symbol, column]


def test_russia_voted_against_every_assembly_text_on_the_war():
    assert (votes.on_the_war(RECORD)["russia"] == "no").all()


def test_china_never_voted_with_russia_on_the_invasion_itself():
    core = votes.on_the_war(RECORD, subject="invasion and peace")
    assert len(core) == 7 and (core["china"] == "abstain").all()


def test_china_voted_with_russia_on_the_seat_the_reparation_human_rights_and_chornobyl():
    rows = votes.on_the_war(RECORD)
    alike = rows[rows["china"] == rows["russia"]]
    assert set(alike["subject"]) == {"seat and reparation", "rights and children", "nuclear safety"} and len(alike) == 7


def test_china_supported_every_russian_draft_in_the_council():
    council = votes.on_the_war(RECORD, body="Security Council")
    assert (council.loc[council["russia"] == "yes", "china"] == "yes").all()
    assert (council.loc[council["russia"] == "no", "china"] == "abstain").all()


# --- agreement --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "session", "share"),
    [
        (("China", "Russia"), 74, 0.793),
        (("China", "Russia"), 76, 0.779),
        (("China", "Russia"), 77, 0.701),
        (("China", "Russia"), 78, 0.682),
        (("China", "Russia"), 44, 0.927),
        (("China", "Russia"), 48, 0.371),
        (("China", "India"), 78, 0.679),
        (("China", "Iran"), 78, 0.802),
        (("United Kingdom", "United States"), 78, 0.718),
        (("South Korea", "United States"), 78, 0.570),
        (("Japan", "United States"), 78, 0.500),
        (("China", "United States"), 78, 0.165),
    ],
)
def test_published_agreement(pair, session, share):
    rows = votes.published(RECORD, *pair).set_index("session")
    assert rows.loc[session, "agreement_share"] == pytest.approx(share, abs=5e-4)


def test_the_two_measures_differ_and_are_kept_apart():
    one, other = (
        votes.published(RECORD, "China", "United States", way).tail(1) for way in ("identical", "half credit")
    )
    assert one["agreement_share"].item() == pytest.approx(0.165, abs=5e-4)
    assert other["agreement_share"].item() == pytest.approx(0.279, abs=5e-4)
    assert set(tables.agreement(RECORD)["pair"]) >= {"China–Russia", "UK–US"}
    assert "China–Russia" not in set(tables.all_pairs(RECORD).query("measure == 'half credit'")["pair"])


def test_the_published_line_ends_with_session_78_and_2025_stands_apart():
    assert tables.agreement(RECORD)["session"].max() == 78
    apart = tables.agreement_2025(RECORD).set_index(["pair", "kept"])["share"].round(3)
    assert apart["China–Russia", "all"] == 0.769
    assert apart["China–Russia", "three or fewer against"] == 0.820
    assert apart["China–Russia", "more than three against"] == 0.683
    assert apart["China–India", "all"] == 0.875 and apart["China–US", "all"] == 0.044
    assert apart["UK–US", "all"] == 0.231 and apart["Japan–US", "all"] == 0.119


def test_the_tally_of_all_members_agrees_with_the_roll_calls():
    calls = votes.roll_calls(RECORD)
    tally = RECORD["un_tallies_2025"].query("state_a == 'China'").set_index("state_b")
    for column, state in [
        ("russia", "Russia"),
        ("india", "India"),
        ("iran", "Iran"),
        ("united_states", "United States"),
    ]:
        both = votes.both_cast(calls, "china", column)
        assert tally.loc[state, "both_voted"] == len(both)
        assert tally.loc[state, "same_vote"] == (both["china"] == both[column]).sum()
    assert (tally["same_vote"] + tally["opposed"] <= tally["both_voted"]).all()


def test_most_members_vote_with_china_more_often_than_russia_does():
    rows = tables.beside_all(RECORD).set_index("state")
    assert (rows["share"] > rows.loc["Russia", "share"]).mean() > 0.5
    assert rows.loc["India", "share"] > rows.loc["Russia", "share"] > rows.loc["United States", "share"]


# --- the domains ------------------------------------------------------------------------------------------------------


def test_four_of_five_domains_act_as_one_and_the_war_is_the_exception():
    found = tables.five_domains(RECORD).set_index("domain")["answer"]
    assert found["conduct in the war"] == "not met" and (found.drop("conduct in the war") == "rule met").all()


def test_by_the_articles_day_three_domains_met_their_rule():
    then = tables.five_domains(RECORD).set_index("domain")["then"]
    assert list(then.index[then.str.startswith("rule met")]) == ["trade", "exercises", "statements"]


def test_every_kind_of_conduct_says_what_decides_it():
    found = tables.conduct_table(RECORD).set_index("kind")
    assert found.loc["recognition of annexed land", "answer"] == "no"
    assert found["why"].to_dict() == {
        "troops": "only alleged or reported",
        "arms from the state": "one firm origin only",
        "training": "only alleged or reported",
        "goods for the arms industry": "6 independent origins",
        "payments": "China’s own word, or a text it signed",
        "recognition of annexed land": "China itself says no",
        "keeping out of the sanctions": "China’s own word, or a text it signed",
    }


def test_a_rule_stricter_for_votes_leaves_just_enough():
    assert finding("acting-in-concert").specification("stricter-votes").specification.value == 3


def test_a_member_that_seldom_voted_is_not_ranked():
    half = len(votes.roll_calls(RECORD)) / 2
    assert (tables.beside_all(RECORD)["votes"] >= half).all() and len(tables.beside_all(RECORD)) == 180


def test_one_scheme_of_kinds_for_chart_and_choice():
    china = tables.war_matrix(RECORD).query("state == 'China' and date >= '2022-02-24'")
    assert china.set_index("text")["kind"].to_dict() == tables.war_tiles(RECORD).set_index("text")["kind"].to_dict()


def test_the_six_questions():
    found = domains.positions(RECORD)
    assert found["annexed regions"] == "differ" and found["nuclear threats"] == "disputed"
    assert (found.drop(["annexed regions", "nuclear threats"]) == "same").all() and len(found) == 6


def test_goods_payments_and_sanctions_are_confirmed_and_nothing_else():
    found = domains.conduct(RECORD).set_index("kind")["on_russias_side"]
    assert list(found.index[found]) == ["goods for the arms industry", "payments", "keeping out of the sanctions"]


def test_allegations_would_add_the_fifth_domain_and_are_set_aside():
    specifications = {one.specification.id: one.specification for one in finding("acting-in-concert").judged}
    assert specifications["allegations-count"].value == 5 and not specifications["allegations-count"].principled
    assert specifications["five-domains"].value == 4 and specifications["known-in-2023"].value == 3


def test_acting_in_concert_holds_by_domains_and_fails_where_votes_alone_are_asked_closely():
    one = finding("acting-in-concert")
    assert one.verdict == one.verdict_at_publication == "supported"
    assert one.alternative_verdicts == {
        "votes-alone": "supported",
        "on-ukraine": "not-supported",
        "more-than-with-most": "not-supported",
    }


# --- contacts and events ----------------------------------------------------------------------------------------------


def test_the_traced_list_before_the_invasion_lacks_nearly_half_of_the_meetings_that_xi_counted():
    counted_on = pd.Timestamp(2021, 12, 15)
    traced = claims.contacts(RECORD, claims.PRESIDENT_SINCE, counted_on)
    meetings = len(traced[traced["form"] != "phone"])
    assert 0.5 < meetings / claims.count(RECORD, "2021-12-15-tass")["value"].item() < 0.6


def test_there_were_five_contacts_from_the_invasion_to_the_article():
    since = tables.contacts_since(RECORD)
    assert since["form"].value_counts().to_dict() == {"phone": 2, "in person": 2, "video": 1}


def test_contacts_by_year():
    by_year = tables.contacts_by_year(RECORD).groupby("year")["number"].sum()
    assert by_year[2022] == 5 and by_year[2023] == 2 and by_year[2025] == 6
    assert set(tables.contacts_by_year(RECORD).query("year == 2026")["known"]) == {"to May"}


def test_outreach_cannot_be_checked_as_no_list_of_contacts_is_complete_and_trade_grew():
    one = finding("outreach-since-invasion")
    assert one.verdict == one.verdict_at_publication == "not-testable" and one.confidence is None
    assert one.alternative_verdicts == {"economic-outreach": "supported", "china-to-russia": "not-testable"}
    assert one.nearest.specification.id == "all-contacts" and one.computed is None
    assert not [way for way in one.judged if way.counts]


def test_meetings_alone_are_set_aside_and_would_decide_against_it():
    one = finding("outreach-since-invasion")
    aside = {way.specification.id: way.agrees for way in one.judged if not way.specification.principled}
    assert aside == {
        "published-meetings": False,
        "contacts-against-meetings": False,
        "russian-count": False,
        "traced-alone": True,
    }
    assert what_if(one, nearest="published-meetings").verdict == "not-supported"
    assert what_if(one, nearest="traced-alone").verdict == "supported"


@pytest.mark.parametrize("claim_id", [claim for claim in CLAIMS if claim.startswith(("xi-", "saudi"))])
def test_every_event_took_place_by_the_issuers_act_or_by_two_origins(claim_id):
    one = finding(claim_id)
    assert one.verdict == one.verdict_at_publication == "supported"
    assert len({origin for judged in one.judged for origin in judged.specification.origins}) >= 2
    assert one.confidence.issuer


def test_the_brokering_was_carried_out_and_china_was_not_shown_to_be_the_main_mediator():
    assert finding("saudi-iran-brokering-2023").alternative_verdicts == {
        "main-mediator": "not-supported",
        "carried-out": "supported",
    }


def test_the_first_year_of_the_war_is_a_year_of_the_war():
    rows = RECORD["trade_annual"]
    first = (rows["year"] == votes.INVASION.year) & (rows["flow"] == "total") & (rows["reporter"] == "china-customs")
    with edited(RECORD, {"trade_annual": rows.assign(value_usd_bn=rows["value_usd_bn"].mask(first, 100.0))}) as record:
        as_printed = claims.economic_outreach(record)[0]
    assert claims.economic_outreach(RECORD)[0].value is True and as_printed.value is False


# --- what is not in the record ---


def test_a_part_that_nobody_reports_leaves_it_open_and_one_denial_is_enough_against_it():
    yes, no = (pd.DataFrame({"holds": [word]}) for word in ("yes", "no"))
    assert claims.bears_out(yes, yes.iloc[:0]) is None
    assert claims.bears_out(yes, yes) is True
    assert claims.bears_out(yes, no) is False


def test_a_disputed_question_counts_only_where_that_is_asked_for():
    strict, lenient = domains.by_statements(RECORD), domains.by_statements(RECORD, disputed=True)
    number = [int(one.text.split()[0]) for one in (strict, lenient)]
    assert number[1] == number[0] + (domains.positions(RECORD) == "disputed").sum() > number[0]
    labels = [one.id for one in domains.acting_in_concert(RECORD)]
    assert labels.index("disputed-as-same") > 0


def test_a_share_of_nothing_is_no_share():
    assert domains.per_cent(None) is None and domains.per_cent(0.25) == 25


def test_texts_on_the_invasion_itself_are_fewer_than_all_and_agree_less():
    every, core, _ = domains.votes_on_ukraine(RECORD)
    equal, asked = (int(number) for number in core.text.split(" of "))
    assert asked < int(every.text.split(" of ")[1]) and equal / asked < every.value / 100


def test_a_session_of_the_assembly_ends_when_the_next_begins():
    last = votes.last_complete(RECORD).iloc[0]
    assert last["period_end"] == pd.Timestamp(last["first_year"] + 1, 9, 1)


def test_a_disputed_question_may_decide_where_it_counts_as_the_same(monkeypatch):
    answers = pd.Series(["same"] * 3 + ["disputed"] + ["differ"] * 2)
    monkeypatch.setattr(domains, "positions", lambda record, until=None: answers)
    counts = {one.id: one.value for one in domains.acting_in_concert(RECORD)}
    assert counts["disputed-as-same"] == counts["five-domains"] + 1
