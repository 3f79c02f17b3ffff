"""Every rung of a ladder can be reached: the mildest edit of the record that yields it, by the chapter's own arithmetic.

A statement is tried with every mix of parts found and texts read. Every other claim has a list of edits, one for each
verdict that its rule can give and that it has not today. A verdict that no record can yield is a fault of the rule or of the
claim's test, unless it stands here with the reason. A row taken out is silence, never a word against a claim: what speaks
against it is a row that says otherwise, or a list looked through in vain.
"""

from collections.abc import Iterable
from functools import cache

import pandas as pd
import pytest

from audit.findings import arithmetic, specifications
from audit.judgement import (
    CAME_TRUE,
    DID_NOT,
    EXCEPTIONS_SHARE,
    IN_PART,
    LADDERS,
    NOT_FOUND,
    NOT_OBTAINED,
    NOT_SUPPORTED,
    NOT_TESTABLE,
    ON_ITS_OWN_TERMS,
    OPEN,
    SAID,
    SAID_IN_PART,
    SUPPORTED,
    WITH_EXCEPTIONS,
)
from tests.findings.edits import LEDGER, RECORD, Edited, judged

JUDGED = [id for id in (*LEDGER.claims, *LEDGER.propositions) if arithmetic(LEDGER.tested(id))]
STATEMENTS = [id for id in JUDGED if LEDGER.tested(id).kind == "statement"]
OTHERS = [id for id in JUDGED if LEDGER.tested(id).kind not in ("statement", "judgement")]

ours = cache(judged)


# --- statements -------------------------------------------------------------------------------------------------------


def words_of(id: str) -> str:
    """The table of words in which a statement's parts are looked for."""
    record = Edited({})
    arithmetic(LEDGER.tested(id))(record, LEDGER.tested(id))
    return next(name for name in sorted(record.asked) if name.endswith("_words"))


def sought(id: str, found: int, whole: bool) -> dict[str, pd.DataFrame]:
    """The record in which the first parts of a statement are found, and its texts were read whole or not."""
    parts, table = [f"{id}.{part.id}" for part in LEDGER.tested(id).test.parts], words_of(id)
    rows = RECORD[table]
    if table == "river_words":  # one row for each place where a part was sought, found there or not
        mine = rows["part"].isin(parts)
        rows.loc[mine, "carries"] = rows.loc[mine, "part"].isin(parts[:found]).map({True: "yes", False: "no"})
        rows.loc[mine, "read"] = "whole" if whole else "part"
        return {table: rows}
    carrying = rows.iloc[[0] * found].assign(part=parts[:found])
    return {
        table: pd.concat([rows[~rows["part"].isin(parts)], carrying], ignore_index=True),
        "statement_texts": RECORD["statement_texts"].assign(read="whole" if whole else "part"),
    }


@pytest.mark.parametrize("id", STATEMENTS)
def test_a_statement_is_said_in_part_not_found_or_not_obtained_as_its_parts_are_found_and_its_texts_read(id):
    parts = len(LEDGER.tested(id).test.parts)
    for found in range(parts + 1):
        for whole in (True, False):
            silent = NOT_FOUND if whole else NOT_OBTAINED
            expected = SAID if found == parts else SAID_IN_PART if found else silent
            assert judged(id, sought(id, found, whole)).verdict == expected


# --- everything else --------------------------------------------------------------------------------------------------


def in_currencies(**shares: str) -> list[tuple]:
    """The yuan and the ruble, each with a share of its own in the payments of 2023: two rows of the table made into that."""
    table, rows = "equality_currency", {"yuan": {"row_id": "c083"}, "ruble": {"row_id": "c073"}}
    cells = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
    return [
        (table, rows[currency], column, cell)
        for currency, share in shares.items()
        for column, cell in {**cells, "currency": currency, "share_pct": share}.items()
    ]


def exercises_of(years: Iterable[int], day: str) -> list[tuple]:
    """The exercises of some years, held on another day."""
    events = RECORD["exercises"].query("start_date.dt.year in @years")
    return [("exercises", {"event_id": event}, "start_date", day) for event in events["event_id"]]


def dollar_at(before: str, after: str) -> list[tuple]:
    """The dollar everywhere at one price at the end of 2022, and at another in mid-August 2023."""
    official = RECORD["ruble_official"]["day_set"].dt.strftime("%Y-%m-%d")
    winter, summer = official[official.str.startswith("2022-12")], official[official.str.startswith("2023-08")]
    points = {"2022-12-30": before, "2023-08-14": after, "2023-08-15": after, "2023-08-16": after}
    return [
        *(("ruble_official", {"day_set": day}, "rub_per_usd", before) for day in winter),
        *(("ruble_official", {"day_set": day}, "rub_per_usd", after) for day in summer),
        *(("ruble_points", {"date": day, "currency": "USD"}, "rub_per_unit", rate) for day, rate in points.items()),
    ]


def defence_pacts_by_cow(begun: dict[str, str]) -> list[tuple]:
    """Pacts of China with these partners, as the Correlates of War would code a duty to defend."""
    return [
        ("cow_alliances", {"country": "China", "partner": partner}, column, cell)
        for partner, day in begun.items()
        for column, cell in (("started", day), ("defence", "yes"))
    ]


def goods_of_2024(value: str) -> list[tuple]:
    """The year asked for, by the source and on the list of 2023, in US$ million: another row of the table made into that."""
    year = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
    cells = {"goods": "45 codes", "reporter": "c-four-ads", "value": value, **year}
    row = {"row_id": "tools-value-2022"}
    return [("goods_published", row, column, cell) for column, cell in cells.items()]


#: By claim and verdict the edit that yields it: table, its rows (column -> cell) and what stands there instead (column, cell);
#: rows alone are taken out of the table. Where one edit is not enough, a list of them.
EDITS = {
    "stronger-military-partnership": {
        NOT_TESTABLE: ("exercises", {}),
        NOT_SUPPORTED: ("exercises", {}, "start_date", "2020-06-01"),
        ON_ITS_OWN_TERMS: exercises_of((2020, 2021), "2022-06-01"),
    },
    "stops-short-of-war": {
        NOT_SUPPORTED: ("war_conduct", {"row_id": "zelensky-welt-2023"}, "took_part", "yes"),
        ON_ITS_OWN_TERMS: ("war_conduct", {"row_id": "captured-2025"}, "took_part", "yes"),
        NOT_TESTABLE: ("war_conduct", {"reporter": "ukraine-president"}),
    },
    "li-moscow-conference-2023": {
        NOT_TESTABLE: ("alliance_events", {"source_id": "peopledaily_li_2023"}),
        NOT_SUPPORTED: ("alliance_events", {"source_id": "peopledaily_li_2023"}, "holds", "no"),
        ON_ITS_OWN_TERMS: ("alliance_events", {"source_id": "li_speech_2023"}, "holds", "no"),
    },
    "northern-interaction-2023": {
        NOT_TESTABLE: ("exercise_reports", {"observation_id": "ni_days_cn"}),
        NOT_SUPPORTED: ("exercise_reports", {"source_id": "chinamil_2023_north_end"}, "period_start", "2024-08-23"),
        ON_ITS_OWN_TERMS: ("exercise_reports", {"observation_id": "ni_days"}, "period_start", "2024-08-23"),
    },
    "sea-of-japan-warships-2023": {
        NOT_TESTABLE: ("exercise_reports", {"observation_id": "ni_ships_cn"}),
        NOT_SUPPORTED: (
            "exercise_reports",
            {"observation_id": "ni_ships_cn", "source_id": "tass_2023_mnd_north"},
            "value",
            "0",
        ),
        SUPPORTED: (
            "exercise_reports",
            {"observation_id": "ni_fighting", "source_id": "tass_2023_north"},
            "value",
            "25.0",
        ),
    },
    "sea-of-japan-warplanes-2023": {
        NOT_TESTABLE: ("exercise_reports", {"observation_id": "ni_aircraft_cn"}),
        NOT_SUPPORTED: (
            "exercise_reports",
            {"observation_id": "ni_aircraft_cn", "source_id": "tass_2023_mnd_north"},
            "value",
            "0",
        ),
        ON_ITS_OWN_TERMS: (
            "exercise_reports",
            {"observation_id": "ni_aircraft", "source_id": "tass_2023_north"},
            "value",
            "0",
        ),
    },
    "aleutians-ships-2023": {
        NOT_TESTABLE: ("exercise_reports", {"observation_id": "al_total_wsj"}),
        NOT_SUPPORTED: (
            "exercise_reports",
            {"observation_id": "al_total_wsj", "source_id": "thehill_2023"},
            "value",
            "0",
        ),
        ON_ITS_OWN_TERMS: (
            "exercise_reports",
            {"observation_id": "al_total_senators", "source_id": "sullivan_upi_2023"},
            "value",
            "0",
        ),
    },
    "aleutians-no-entry-2023": {
        NOT_TESTABLE: ("exercise_reports", {"observation_id": "al_territorial_wsj"}),
        NOT_SUPPORTED: (
            "exercise_reports",
            {"observation_id": "al_territorial_wsj", "source_id": "thehill_2023"},
            "value",
            "1.0",
        ),
        ON_ITS_OWN_TERMS: (
            "exercise_reports",
            {"observation_id": "al_territorial", "source_id": "sullivan_upi_2023"},
            "value",
            "1.0",
        ),
    },
    "li-trip-2023": {
        NOT_TESTABLE: ("alliance_events", {"claim_id": "li-trip-2023"}),
        NOT_SUPPORTED: ("alliance_events", {"source_id": "lbc_li_2023"}, "number", "0"),
    },
    "camp-david-summit-2023": {
        OPEN: ("alliance_events", {"claim_id": "camp-david-summit-2023"}),
        DID_NOT: ("alliance_events", {"fact": "Biden, Kishida and Yoon met at Camp David"}, "holds", "no"),
    },
    "camp-david-annual": {
        ON_ITS_OWN_TERMS: (
            "alliance_events",
            {"aspect": "a series of stand-alone summits existed", "reporter": "press-own"},
        ),
        NOT_TESTABLE: ("alliance_events", {}),
        SUPPORTED: ("alliance_events", {"claim_id": "camp-david-annual"}, "holds", "yes"),
    },
    "camp-david-initiatives": {
        OPEN: ("alliance_events", {"claim_id": "camp-david-initiatives"}),
        IN_PART: ("alliance_events", {"aspect": "defence"}, "holds", "no"),
        DID_NOT: ("alliance_events", {"claim_id": "camp-david-initiatives"}, "holds", "no"),
    },
    "camp-david-responsibilities": {
        OPEN: ("alliance_events", {"aspect": "commitment to consult"}),
        IN_PART: ("alliance_events", {"aspect": "commitment to consult"}, "aspect", "common concerns named"),
        DID_NOT: ("alliance_events", {"aspect": "commitment to consult"}, "holds", "no"),
    },
    "camp-david-hotline": {
        OPEN: ("alliance_events", {"claim_id": "camp-david-hotline"}),
        DID_NOT: ("alliance_events", {"fact": "Biden said the three would set up a hotline"}, "holds", "no"),
    },
    "us-china-high-level-meetings": {
        NOT_TESTABLE: ("alliance_events", {"claim_id": "us-china-high-level-meetings"}),
        NOT_SUPPORTED: ("alliance_events", {"aspect": "first word of the curbs"}, "date", "2024-06-14"),
    },
    "li-shoigu-meeting-2023": {
        NOT_TESTABLE: ("alliance_events", {"claim_id": "li-shoigu-meeting-2023"}),
        NOT_SUPPORTED: ("alliance_events", {"source_id": "pledgetimes_shoigu_2023"}, "holds", "no"),
    },
    "key-rate-august-2023": {
        NOT_TESTABLE: ("ruble_key_rate", {"decision_date": "2023-08-15"}),
        ON_ITS_OWN_TERMS: ("ruble_key_rate", {"decision_date": "2023-08-15"}, "effective_date", "2024-09-18"),
        NOT_SUPPORTED: ("ruble_key_rate", {"decision_date": "2023-08-15"}, "key_rate_pct", "0"),
    },
    "key-rate-rise-august-2023": {
        NOT_TESTABLE: ("ruble_key_rate", {}),
        NOT_SUPPORTED: ("ruble_key_rate", {"decision_date": "2023-07-21"}, "effective_date", "2024-08-27"),
    },
    "ruble-rank-2023": {
        NOT_TESTABLE: [("ruble_press", {"topic": "rank"}), ("ruble_currencies", {"currency": "RUB"})],
        SUPPORTED: [
            ("ruble_currencies", {"currency": "RUB", "date": "2023-08-15"}, "units_per_usd", "400"),
            ("ruble_press", {"topic": "rank", "reporter": "wall-street-journal"}, "figure", "2"),
        ],
        ON_ITS_OWN_TERMS: ("ruble_currencies", {"currency": "RUB", "date": "2023-08-15"}, "units_per_usd", "400"),
    },
    "xi-putin-march-2023": {
        NOT_TESTABLE: ("concert_events", {"reporter": "china-russia-joint"}),
        NOT_SUPPORTED: ("concert_events", {"source_id": "upravda_20230321"}, "holds", "no"),
        ON_ITS_OWN_TERMS: ("concert_events", {"source_id": "peoples_20230320"}, "holds", "no"),
    },
    "xi-matviyenko-july-2023": {
        NOT_TESTABLE: ("concert_events", {"source_id": "xinhua_20230711"}),
        NOT_SUPPORTED: ("concert_events", {"source_id": "xinhua_20230711"}, "holds", "no"),
        ON_ITS_OWN_TERMS: ("concert_events", {"source_id": "sputnik_20230710"}, "holds", "no"),
    },
    "not-formal-allies": {
        NOT_TESTABLE: ("treaties", {"pact_id": "china_russia_2001"}),
        ON_ITS_OWN_TERMS: ("china_russia_pair", {"year": "2018"}, "defence", "yes"),
        NOT_SUPPORTED: ("treaty_codings", {"pact_id": "china_russia_2001", "clause": "defence"}, "our_reading", "yes"),
    },
    "trade-growth-2022": {
        NOT_TESTABLE: ("trade_annual", {}),
        SUPPORTED: ("trade_annual", {"value_cny_bn": "436.43"}, "flow", "china_imports_from_russia"),
        NOT_SUPPORTED: ("trade_annual", {"source_id": "afternoonvoice_2022"}, "value_usd_bn", "441.661"),
    },
    "trade-mainly-energy": {
        NOT_TESTABLE: ("trade_annual", {"vintage": "first_release", "growth_usd_pct": "29.3"}),
        NOT_SUPPORTED: ("trade_annual", {"value_usd_bn": "190.272"}, "value_usd_bn", "571.816"),
        ON_ITS_OWN_TERMS: (
            "trade_products",
            {"product": "energy_all", "period_start": "2021-03-01", "period_end": "2021-11-30"},
            "value_usd_bn",
            "55",
        ),
    },
    "military-ties-strengthened": {
        NOT_TESTABLE: ("exercises", {}),
        NOT_SUPPORTED: exercises_of(range(2019, 2023), "2015-06-01"),
        ON_ITS_OWN_TERMS: ("exercise_counts", {"count_id": "ndu_bloomberg_before_2014"}, "value", "200"),
    },
    "sea-of-japan-exercise-july-2023": {
        NOT_TESTABLE: ("exercise_reports", {"value_qualifier": "more_than", "reporter": "china-military"}),
        ON_ITS_OWN_TERMS: (
            "exercise_reports",
            {"observation_id": "ni_named", "source_id": "tass_2023_north"},
            "value",
            "0",
        ),
        NOT_SUPPORTED: ("exercise_reports", {"incident": "northern_interaction_2023"}, "location", "Elsewhere"),
    },
    "bering-sea-patrol-2023": {
        NOT_TESTABLE: ("exercise_reports", {"observation_id": "np_seas"}),
        NOT_SUPPORTED: ("exercise_reports", {"observation_id": "np_seas"}, "period_start", "2024-08-31"),
        ON_ITS_OWN_TERMS: ("exercise_reports", {"observation_id": "np_seas_jp"}, "period_start", "2024-09-01"),
    },
    "china-iran-russia-drill-2023": {
        NOT_TESTABLE: ("exercise_reports", {"observation_id": "mar2023_navies"}),
        NOT_SUPPORTED: (
            "exercise_reports",
            {"observation_id": "mar2023_navies", "source_id": "scmp_2023_bond"},
            "value",
            "0",
        ),
        ON_ITS_OWN_TERMS: ("exercise_reports", {"observation_id": "mar2023_navies_us"}, "value", "0"),
    },
    "no-formal-alliances": {
        NOT_TESTABLE: ("pacts_2016", {"country": "China"}),
        NOT_SUPPORTED: ("pacts_2016", {"country": "China"}, "defence", "yes"),
        SUPPORTED: [(table, {"country": "China"}, "defence", "no") for table in ("pacts_2016", "cow_alliances")],
        ON_ITS_OWN_TERMS: defence_pacts_by_cow(
            {
                "Pakistan": "2005-04-05",
                "Kyrgyzstan": "2002-06-24",
                "Kazakhstan": "2002-12-23",
                "Uzbekistan": "2013-09-09",
            }
        ),
    },
    "hub-and-spoke": {
        SUPPORTED: ("cow_alliances", {}),
        NOT_SUPPORTED: ("treaties", {"united_states": "yes"}, "ended", "2020-01-01"),
        NOT_TESTABLE: ("treaties", {"united_states": "yes"}),  # nobody has listed them all, so none is silence
    },
    "xi-putin-samarkand-2022": {
        NOT_TESTABLE: ("concert_events", {"source_id": "tribune_xi_20220916"}),
        NOT_SUPPORTED: ("concert_events", {"source_id": "tribune_xi_20220916"}, "holds", "no"),
        ON_ITS_OWN_TERMS: ("concert_events", {"source_id": "independent_ng_202209"}, "holds", "no"),
    },
    "own-initiatives": {
        NOT_TESTABLE: ("institutions_initiatives", {}),
        NOT_SUPPORTED: ("institutions_initiatives", {"initiative": "GSI", "measure": "promoted"}, "date", "2024-02-21"),
    },
    "saudi-iran-brokering-2023": {
        NOT_TESTABLE: ("concert_events", {"reporter": "saudi-iran-china"}),
        NOT_SUPPORTED: ("concert_events", {"source_id": "inp_20230310"}, "holds", "no"),
        ON_ITS_OWN_TERMS: ("concert_events", {"source_id": "mehr_20230310"}, "holds", "no"),
    },
    "ukraine-peace-talks-support": {
        NOT_TESTABLE: ("alliance_events", {"claim_id": "ukraine-peace-talks-support"}),
        NOT_SUPPORTED: ("alliance_events", {"aspect": "called for talks"}, "holds", "no"),
    },
    "sco-bri-all-but-india": {
        NOT_TESTABLE: ("institutions_bri_named", {}),
        SUPPORTED: (
            "institutions_bri_named",
            {"country": "Iran", "source_id": "greaterkashmir_20230705"},
            "named",
            "named",
        ),
    },
    "india-sole-major-disputes": {
        NOT_TESTABLE: ("institutions_borders", {}),
        NOT_SUPPORTED: ("institutions_borders", {"source_id": "livemint_20230829"}, "member", "Russia"),
        ON_ITS_OWN_TERMS: ("institutions_borders", {"member": "All neighbours"}, "dispute_open", "no"),
    },
    "iran-sco-2023": {
        NOT_TESTABLE: ("institutions_facts", {"claim_id": "iran-sco-2023", "reporter": "sco-declarations"}),
        NOT_SUPPORTED: (
            "institutions_facts",
            {"claim_id": "iran-sco-2023", "reporter": "sco-declarations"},
            "number",
            "0",
        ),
        ON_ITS_OWN_TERMS: ("institutions_facts", {"source_id": "mehr_20230704"}, "number", "0"),
    },
    "belarus-sco-2024": {
        OPEN: ("institutions_facts", {"reporter": "russia-government-words"}),
        DID_NOT: ("institutions_facts", {"reporter": "russia-government-words"}, "date", "2025-08-08"),
    },
    "lmc-permanent-co-chair": {
        NOT_TESTABLE: ("river_lmc_meetings", {}),
        NOT_SUPPORTED: ("river_lmc_meetings", {}, "china_chairs", "no"),
        ON_ITS_OWN_TERMS: [
            ("river_lmc_meetings", {"reporter": reporter}, "other_chair", "Laos")
            for reporter in sorted(set(RECORD["river_lmc_meetings"]["reporter"]) - {"china-government-words"})
        ],
    },
    "challenge-to-us": {
        OPEN: ("river_facts", {}),
        DID_NOT: ("river_facts", {"aspect": "the United States names it a challenge"}, "holds", "no"),
        CAME_TRUE: ("river_facts", {"aspect": "an ally names it a challenge"}, "holds", "yes"),
    },
    "could-split-region": {
        OPEN: ("river_clubs", {}),
        CAME_TRUE: [
            ("river_survey", {"state": "Malaysia", "edition": "2025"}, "choice", "United States"),
            ("river_clubs", {"state": "Malaysia"}),
        ],
        DID_NOT: [
            ("river_survey", {"edition": "2025"}, "choice", "United States"),
            *(("river_clubs", {"state": state}) for state in ("Laos", "Thailand", "Vietnam")),
        ],
    },
    "duty-not-invoked": {
        NOT_TESTABLE: ("treaty_invocations", {}),
        NOT_SUPPORTED: ("treaty_invocations", {"row_id": "taiwan-2025"}, "because_of_the_war", "yes"),
    },
    "duty-not-raised-at-renewal": {
        NOT_TESTABLE: ("treaty_renewals", {"duty_added": "no"}),
        NOT_SUPPORTED: ("treaty_renewals", {}, "duty_added", "yes"),
    },
    "duty-below-every-spoke": {
        NOT_TESTABLE: ("alliance_pledges_2018", {}),
        NOT_SUPPORTED: ("alliance_pledges_2018", {"pledge_from": "US", "pledge_to": "Japan"}, "defence", "no"),
        ON_ITS_OWN_TERMS: ("spoke_pacts", {"state": "Japan"}, "duty", "consult"),
    },
    "ruble-fall-2023": {
        NOT_TESTABLE: ("ruble_points", {"date": "2023-08-15", "reporter": "open-exchange-rates"}),
        SUPPORTED: dollar_at(before="72", after="96"),
        NOT_SUPPORTED: (
            "ruble_points",
            {"date": "2023-08-15", "reporter": "open-exchange-rates"},
            "rub_per_unit",
            "105",
        ),
    },
    "exercises-record-2022": {
        NOT_SUPPORTED: ("exercise_counts", {"count_id": "ndu_2021"}, "value", "6"),
        NOT_TESTABLE: ("exercise_counts", {"count_id": "ndu_most"}),
        SUPPORTED: ("exercises", {"kind": "exercise"}, "start_date", "2022-06-01"),
    },
    "acting-in-concert": {
        NOT_SUPPORTED: ("concert_positions", {"question": "Taiwan"}, "same", "no"),
        ON_ITS_OWN_TERMS: (
            "trade_totals",
            {"measure": "china_total_trade", "vintage": "revised", "period_start": "2024-01-01"},
            "value_usd_bn",
            "60000",
        ),
    },
    "no-standing-structures": {
        NOT_SUPPORTED: ("standing_structures", {"pair": "China–Russia", "structure": "command"}, "exists", "yes"),
        NOT_TESTABLE: ("standing_structures", {"pair": "China–Russia"}),
    },
    "arms-below-a-treaty-ally": {
        NOT_SUPPORTED: ("arms_transfers", {"supplier": "China", "recipient": "Russia"}, "delivered_tiv_mn", "500"),
        NOT_TESTABLE: ("arms_transfers", {}),
    },
    "arms-in-both-directions": {
        NOT_TESTABLE: ("arms_transfers", {}),
        SUPPORTED: ("arms_transfers", {"supplier": "China", "recipient": "Russia"}, "delivered_tiv_mn", "400"),
        ON_ITS_OWN_TERMS: ("arms_transfers", {"supplier": "China", "recipient": "Russia"}, "delivered_tiv_mn", "200"),
    },
    "pressed-partner-gives-way": {
        SUPPORTED: goods_of_2024("3000"),
        NOT_SUPPORTED: goods_of_2024("4400"),
    },
    "equal-weight-in-trade": {
        NOT_TESTABLE: ("trade_totals", {}),
        SUPPORTED: ("trade_totals", {}, "value_usd_bn", "240"),
    },
    "settlement-in-both-currencies": {
        SUPPORTED: in_currencies(yuan="45", ruble="50"),
        NOT_SUPPORTED: in_currencies(yuan="75", ruble="20"),
    },
    "gas-at-others-price": {
        NOT_TESTABLE: ("energy_gas_prices", {}),
        ON_ITS_OWN_TERMS: ("energy_gas_prices", {"buyer": "China", "period_start": "2025-01-01"}, "price", "400"),
        SUPPORTED: ("energy_gas_prices", {}, "price", "250"),
    },
    "votes-as-india-not-belarus": {
        NOT_TESTABLE: ("un_war_votes", {}),
        NOT_SUPPORTED: ("un_war_votes", {"subject": "invasion and peace", "china": "abstain"}, "china", "no"),
        SUPPORTED: ("un_war_votes", {"china": "no"}, "china", "abstain"),
    },
}

#: Verdicts that no record yields although the claim's rule has a word for them, and why.
NEVER = {
    "own-initiatives": (
        {ON_ITS_OWN_TERMS},
        "the second check differs in who names China as the author; of anyone who names another the table has no place",
    ),
    "acting-in-concert": (
        {NOT_TESTABLE},
        "a domain of which nothing is known counts as one that does not say yes, so a sum can always be given",
    ),
    "outreach-since-invasion": (
        {SUPPORTED, NOT_SUPPORTED},
        "the test asks for all contacts, calls included; the tables hold counts of one kind and a list that is never whole",
    ),
}


def can_be_given(found) -> set[str]:
    """The verdicts that a claim's rule has words for."""
    ladder = set(LADDERS[found.claim.kind])
    listed = max((one.specification.population or 0 for one in found.judged if one.counts), default=0)
    if found.claim.test.comparison != "every_case" or listed * EXCEPTIONS_SHARE < 1:
        ladder.discard(WITH_EXCEPTIONS)  # only a pattern over ten listed cases or more can have one
    if all(one.specification.nearest for one in found.judged if one.counts):
        ladder.discard(ON_ITS_OWN_TERMS)  # no other check counts that could differ
    if "in part" not in found.claim.test.reading.lower():
        ladder.discard(IN_PART)  # its test names no part
    return ladder


def edited(*edits: tuple) -> dict[str, pd.DataFrame]:
    """The tables with some edits, one after the other."""
    tables = {}
    for table, *edit in edits:
        tables[table] = changed(tables.get(table, RECORD[table]), *edit)
    return tables


def changed(rows: pd.DataFrame, row: dict, column: str | None = None, cell: str | None = None) -> pd.DataFrame:
    """A table with one edit; cells are told as text and take the type of their column."""
    chosen = (rows[list(row)].astype(str) == pd.Series(row, dtype="str")).all(axis="columns")
    assert chosen.any(), f"no row has {row}"
    if column is None:
        return rows[~chosen].reset_index(drop=True)
    if pd.api.types.is_datetime64_any_dtype(rows[column]):
        cell = pd.Timestamp(cell)
    elif pd.api.types.is_numeric_dtype(rows[column]):
        cell = int(cell) if pd.api.types.is_integer_dtype(rows[column]) else float(cell)
    rows.loc[chosen, column] = cell
    return rows


@pytest.mark.parametrize("id, verdict", [(id, verdict) for id, edits in EDITS.items() for verdict in edits])
def test_an_edit_of_the_record_yields_the_verdict(id, verdict):
    edits = EDITS[id][verdict]
    assert judged(id, edited(*edits) if isinstance(edits, list) else edited(edits)).verdict == verdict


@pytest.mark.parametrize("id", OTHERS)
def test_every_verdict_that_a_claim_can_get_is_reached_or_known_not_to_be(id):
    never, _ = NEVER.get(id, (set(), ""))
    reached = {ours(id).verdict} | EDITS.get(id, {}).keys()
    assert reached.isdisjoint(never)
    assert reached | never == can_be_given(ours(id)) | reached


# --- single checks ----------------------------------------------------------------------------------------------------

#: Checks that pass where a list is empty, count none in it, or look for more: the edit, and what they then say.
EMPTIED = {
    ("camp-david-responsibilities", "duties-allotted"): (
        ("alliance_events", {"aspect": "commitment to consult"}, "aspect", "duties or roles stated"),
        CAME_TRUE,
    ),
    ("not-formal-allies", "any-duty-text"): (
        ("treaty_codings", {"pact_id": "china_russia_2001", "clause": "consultation"}, "our_reading", "no"),
        True,
    ),
    ("not-formal-allies", "article-nine-as-defence"): (
        ("treaty_readings", {"pact_id": "china_russia_2001"}, "reads_as", "no alliance"),
        True,
    ),
    ("hub-and-spoke", "spokes-unlinked-anzus"): (("treaties", {"pact_id": "anzus_1951"}, "ended", "2020-01-01"), True),
    ("hub-and-spoke", "cow-bilateral-2012"): (
        ("cow_alliances", {"country": "United States", "members": "2"}, "members", "3"),
        0,
    ),
    ("india-sole-major-disputes", "protests-found"): (
        ("institutions_facts", {"aspect": "protested"}, "holds", "no"),
        True,
    ),
}


@pytest.mark.parametrize("id, check", EMPTIED)
def test_a_list_that_was_looked_through_in_vain_is_no_silence(id, check):
    edit, value = EMPTIED[id, check]
    told = {one.id: one.value for one in specifications(id, LEDGER, Edited(edited(edit)))}
    assert told[check] == value
