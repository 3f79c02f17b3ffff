"""Details of the arithmetic that a slip could change without a sound, each on a record small enough to count by hand."""

import pandas as pd
import pytest

from audit.findings.alliance import claims as alliance
from audit.findings.concert import claims as concert
from audit.findings.concert import domains, votes
from audit.findings.equality import claims as equality
from audit.findings.exercises.claims import Rule, counted, counts
from audit.findings.institutions import claims as institutions
from audit.findings.institutions import river
from audit.findings.ruble import claims as ruble
from audit.findings.trade import claims as trade
from audit.findings.war import votes as war_votes
from audit.inputs.record import open_record


class SmallRecord(dict):
    """Tables by name; a table has the columns that the arithmetic asks for and no more."""

    reporters = pd.DataFrame(
        {"counted_by": {"customs": "china-customs", "repeated": "china-customs", "moscow": "russia"}}
    )


def days(*texts: str | None) -> list[pd.Timestamp]:
    return [pd.Timestamp(text) if text else pd.NaT for text in texts]


def test_a_product_is_counted_by_china_alone():
    rows = pd.DataFrame(
        {
            "product": "crude_oil",
            "period_start": pd.Timestamp(2022, 1, 1),
            "period_end": pd.Timestamp(2022, 12, 31),
            "value_usd_bn": [58.4, 50.0, 58.4, None],
            "reporter": ["customs", "moscow", "repeated", "customs"],
        }
    )
    copies = trade.product(SmallRecord(trade_products=rows), "crude_oil", "2022-01-01", "2022-12-31")
    assert copies["reporter"].tolist() == ["customs", "repeated"]


def test_russias_count_of_a_product_stands_in_the_record_and_is_no_copy_of_chinas():
    record = open_record()
    table = record["trade_products"]
    counted_by = table["reporter"].map(record.reporters["counted_by"])
    both = table[(table["product"] == "crude_oil") & table["value_usd_bn"].notna()].groupby(counted_by).size()
    assert {"china-customs", "russia-customs"} <= set(both.index)
    copies = trade.product(record, "crude_oil", "2021-01-01", "2021-12-31")
    assert not copies.empty and set(counted_by[copies.index]) == {"china-customs"}


@pytest.mark.parametrize(
    ("answers", "told_first", "denied"),
    [(["yes", "no"], "no", True), (["no", "yes"], "yes", False), (["yes", "no", "yes"], "yes", False)],
)
def test_a_witness_is_taken_at_the_latest_word(answers, told_first, denied):
    rows = pd.DataFrame(
        {
            "state": "China",
            "question": "forces",
            "reporter": "ukraine",
            "date": days(*[f"202{2 + number}-03-01" for number in range(len(answers))]),
            "took_part": answers,
        }
    )
    for shuffled in (rows, rows.iloc[::-1], rows.sample(frac=1, random_state=1)):
        said = alliance.testimony(SmallRecord(war_conduct=shuffled), "forces", "ukraine")
        assert said["took_part"].tolist() == [told_first]
        assert alliance.denies(said) is denied


def test_a_treaty_is_in_force_until_the_day_before_it_ends():
    treaties = pd.DataFrame(
        {
            "pact_id": ["ended", "lasting", "later", "promise"],
            "signed": days("1961-07-06", "1961-07-06", "1996-09-11", "1961-07-06"),
            "ended": days("1996-09-10", None, None, None),
            "instrument": ["treaty", "treaty", "treaty", "commitment"],
        }
    )

    def there(day: str) -> list[str]:
        return alliance.in_force(treaties, pd.Timestamp(day))["pact_id"].tolist()

    assert there("1996-09-09") == ["ended", "lasting"]
    assert there("1996-09-10") == ["lasting"]
    assert there("1996-09-11") == ["lasting", "later"]
    assert there("1961-07-05") == [] and there("1961-07-06") == ["ended", "lasting"]


def codings(*rows: tuple[str, str | None, str | None]) -> SmallRecord:
    """Codings of one clause: pact, our reading, ATOP's code."""
    table = pd.DataFrame(rows, columns=["pact_id", "our_reading", "atop"]).astype("str").replace("None", pd.NA)
    return SmallRecord(treaty_codings=table.assign(clause="defence", source_id="coded", text_source_id="text"))


def test_a_pair_has_no_duty_only_if_every_pact_of_it_was_coded():
    coded = codings(("old", "no", None), ("new", None, "no"))
    assert alliance._duty(coded, ["old", "new"], "defence")[0] == "no"
    assert alliance._duty(coded, ["old"], "defence")[0] == "no"
    assert alliance._duty(coded, ["old", "new", "secret"], "defence")[0] == "unknown"
    assert alliance._duty(codings(("old", None, None), ("new", "no", None)), ["old", "new"], "defence")[0] == "unknown"


def test_a_duty_in_one_pact_is_a_duty_of_the_pair():
    coded = codings(("old", "no", "no"), ("new", "yes", "no"))
    assert alliance._duty(coded, ["old", "new", "secret"], "defence")[0] == "yes"


def test_currencies_that_fell_alike_share_the_better_rank(monkeypatch):
    before = {"AAA": 10.0, "BBB": 10.0, "RUB": 10.0, "CCC": 10.0}
    after = {"AAA": 20.0, "BBB": 12.5, "RUB": 12.5, "CCC": 11.0}

    def rates(record, day, members):
        units = before if day == ruble.YEAR_END else after
        return pd.DataFrame({"currency": list(units), "units_per_usd": list(units.values()), "source_id": "quotes"})

    monkeypatch.setattr(ruble, "vendor_rates", rates)
    monkeypatch.setattr(ruble, "peers", lambda record, listed, rule: list(before))
    about = pd.DataFrame({"currency": list(before), "economy": list(before), "behaviour": "live"})
    falls = ruble.currency_falls(SmallRecord(ruble_peers=about)).set_index("currency")
    assert falls["rank"].to_dict() == {"AAA": 1, "BBB": 2, "RUB": 2, "CCC": 4}


def test_an_operation_over_the_turn_of_the_year_counts_in_the_year_it_began():
    events = pd.DataFrame(
        {
            "event_id": ["patrol-1", "patrol-2", "alone"],
            "kind": "naval_patrol",
            "framework": "bilateral",
            "service": "armed_forces",
            "start_date": days("2021-12-28", "2022-01-03", "2022-06-01"),
            "stage_group": [None, None, None],
            "operation_group": ["patrol", "patrol", None],
        }
    )
    everything = {"kinds": frozenset({"naval_patrol"}), "frameworks": frozenset({"bilateral"})}
    merged = Rule("merged", "Merged", services=frozenset({"armed_forces"}), merge="operations", **everything)
    apart = Rule("apart", "Apart", services=frozenset({"armed_forces"}), **everything)
    assert counted(events, merged).set_index("event_id")["year"].to_dict() == {
        "patrol-1": 2021,
        "patrol-2": 2021,
        "alone": 2022,
    }
    assert counts(events, merged)[[2021, 2022]].tolist() == [1, 1]
    assert counts(events, apart)[[2021, 2022]].tolist() == [1, 2]


def club(*rows: tuple[str, str, str | None]) -> SmallRecord:
    """Members of a club: country, first day, last day."""
    table = pd.DataFrame(rows, columns=["country", "from_date", "until_date"]).assign(status="member")
    table["from_date"], table["until_date"] = days(*table["from_date"]), days(*table["until_date"])
    return SmallRecord(institutions_sco_status=table)


def test_a_member_is_one_from_the_day_of_its_admission_and_no_longer_on_the_day_it_leaves():
    record = club(("China", "2001-06-15", None), ("Iran", "2023-07-04", None), ("Nowhere", "2001-06-15", "2023-07-04"))
    summit = pd.Timestamp("2023-07-04")
    assert institutions.members(record, summit - pd.Timedelta(days=1)) == ["China", "Nowhere"]
    assert institutions.members(record, summit) == ["China", "Iran"]
    assert institutions.members(record, summit, admitted=False) == ["China"]


def test_whom_no_source_names_is_not_named_and_the_sponsor_is_not_asked():
    rows = pd.DataFrame(
        {"country": ["China", "India", "Iran", "Iran"], "named": ["sponsor", "not named", "not named", "named"]}
    )
    assert institutions.not_named(rows, ["China", "India", "Iran", "Belarus"]) == ["India", "Belarus"]
    assert institutions.not_named(rows, ["Iran"]) == []


def test_a_statement_on_many_is_as_well_attested_as_the_weakest_of_them():
    two, one = pd.DataFrame({"reporter": ["customs", "moscow"]}), pd.DataFrame({"reporter": ["customs", "repeated"]})
    assert institutions.fewest_origins(SmallRecord(), [two, one]) == ("china-customs",)
    assert institutions.fewest_origins(SmallRecord(), [two]) == ("china-customs", "russia")
    assert institutions.fewest_origins(SmallRecord(), []) == ()


def drills(*rows: tuple[str, str, str]) -> SmallRecord:
    """What was seen with one state: kind, power, day."""
    table = pd.DataFrame(rows, columns=["kind", "with_state", "date"]).assign(state="Laos")
    return SmallRecord(river_drills=table.assign(date=pd.to_datetime(table["date"])))


@pytest.mark.parametrize(
    ("seen", "as_seen", "sign"),
    [
        ([("presence", "China", "2026-09-03")], False, "yes"),
        ([("presence", "China", "2026-09-04")], False, "unknown"),  # the day after
        ([("exercise", "China", "2025-06-01")], False, "unknown"),  # nobody counted
        ([("exercise", "China", "2025-06-01")], True, "yes"),
        ([("exercise", "China", "2025-06-01"), ("exercise", "United States", "2025-07-01")], True, "no"),  # not more
        ([("exercise", "China", "2024-06-01")], True, "unknown"),  # not the last full year
        ([("announced", "United States", "2025-06-01")], True, "unknown"),
    ],
)
def test_forces_are_a_sign_and_drills_only_as_far_as_they_are_taken_for_all(seen, as_seen, sign):
    assert river.drills_more(drills(*seen), "Laos", pd.Timestamp(2026, 9, 3), as_seen) == sign


def test_a_place_in_a_club_counts_from_its_first_day():
    clubs = pd.DataFrame({"state": ["Laos"], "from_date": days("2025-09-01")})
    held = [
        river.has_a_place(SmallRecord(river_clubs=clubs), state, pd.Timestamp(day))
        for state, day in (("Laos", "2025-08-31"), ("Laos", "2025-09-01"), ("Brunei", "2025-09-01"))
    ]
    assert held == ["no", "yes", "no"]


def test_a_survey_that_was_not_seen_is_no_answer():
    asked = pd.DataFrame({"state": ["Laos"], "edition": [2024], "choice": ["China"]})
    record = SmallRecord(river_survey=asked)
    assert [river.chose_china(record, "Laos", year) for year in (2024, 2026)] == ["yes", "unknown"]


def test_a_vote_in_which_one_state_is_silent_counts_for_no_pair():
    rows = pd.DataFrame(
        {
            "china": ["yes", "yes", "abstain", "absent", "no", None],
            "russia": ["yes", "no", "abstain", "yes", "not member", "no"],
        }
    )
    assert len(votes.both_cast(rows, "china", "russia")) == 3
    assert votes.equal_share(rows, "china", "russia") == pytest.approx(2 / 3)
    assert votes.equal_share(rows.iloc[3:], "china", "russia") is None


def test_a_share_at_the_median_is_not_above_it():
    rows = pd.DataFrame({"state_b": ["Russia", "A", "B", "C"], "share": [0.6, 0.5, 0.6, 0.7]})
    assert votes.above_the_median(rows) is False
    assert votes.above_the_median(rows.assign(share=[0.61, 0.5, 0.6, 0.7])) is True
    assert votes.above_the_median(rows.iloc[1:]) is None


@pytest.mark.parametrize(
    ("reporters", "status", "confirmed"),
    [
        (["moscow"], ["stated"], False),
        (["moscow", "customs"], ["stated", "published"], True),
        (["customs", "repeated"], ["stated", "stated"], False),
        (["moscow", "customs"], ["stated", "alleged"], False),
        (["china-government-words"], ["stated"], True),
        (["china-government-words"], ["alleged"], False),
    ],
)
def test_conduct_is_confirmed_by_chinas_own_word_or_by_two_firm_origins(reporters, status, confirmed):
    record = SmallRecord()
    record.reporters = pd.concat(
        [SmallRecord.reporters, pd.DataFrame({"counted_by": {"china-government-words": "china-government-words"}})]
    )
    rows = pd.DataFrame({"helps": "yes", "status": status, "reporter": reporters})
    assert domains.confirmed(record, rows) is confirmed
    assert domains.confirmed(record, rows.assign(helps="no")) is False


def test_a_rate_a_year_counts_both_ends():
    assert concert.a_year(4, pd.Timestamp(2021, 1, 1), pd.Timestamp(2022, 1, 1)) == pytest.approx(4 * 365.25 / 366)


def test_greetings_are_no_contact():
    rows = pd.DataFrame(
        {"form": ["in person", "greetings", "both present", "phone"], "date": days(*["2023-12-31"] * 4)}
    )
    record = SmallRecord(leader_contacts=rows)
    assert len(concert.contacts(record, pd.Timestamp(2023, 12, 31), pd.Timestamp(2023, 12, 31))) == 2


def test_a_year_of_eleven_months_is_no_year():
    months = pd.date_range("2023-01-01", periods=12, freq="MS")
    rows = pd.DataFrame({"month": months, "flow": "total", "value_usd_bn": 20.0})
    assert equality.chinese_months(SmallRecord(trade_monthly=rows), 2023)["value_usd_bn"].sum() == 240
    assert equality.chinese_months(SmallRecord(trade_monthly=rows[1:]), 2023).empty


def test_what_the_yuan_leaves_is_the_most_that_the_ruble_can_have():
    rows = pd.DataFrame(
        {
            "scope": "China and Russia",
            "flow": "both",
            "currency": ["yuan", "ruble and yuan"],
            "share_pct": [80.0, 90.0],
        }
    )
    floor, used = equality.floor_of_yuan(SmallRecord(equality_currency=rows))
    assert floor == 4 and used[0]["share_pct"].tolist() == [80]


def test_the_ratio_of_two_shares_needs_both():
    assert equality.ratio(32.0, 4.0) == 8 and equality.ratio(None, 4.0) is None and equality.ratio(32.0, None) is None


def test_only_a_text_on_which_the_two_yardsticks_differ_tells_with_whom_china_chose():
    rows = pd.DataFrame(
        [
            ("abstain", "abstain", "no"),  # as India
            ("no", "abstain", "no"),  # as Belarus
            ("abstain", "absent", "no"),  # as neither
            ("no", "no", "no"),  # as both
            ("no", "no", None),  # not seen
            ("yes", "yes", "no"),  # as India
        ],
        columns=["china", "india", "belarus"],
    )
    told = ["as India", "as Belarus", "as neither", "as both", "not seen", "as India"]
    assert war_votes.side(rows).tolist() == told and war_votes.balance(rows) == 1
