"""Goods that the war needs, the order of December 2023, payments and listings: what the tables say of the world."""

import pandas as pd
import pytest
from prose_numbers import goods as again

from audit.figures.war import goods as shown
from audit.findings import default_ledger, default_record
from audit.findings.war import goods
from audit.judgement import NOT_TESTABLE, judge

RECORD = default_record()
PROPOSITION = default_ledger().propositions["pressed-partner-gives-way"]


def judged(record=RECORD):
    return judge(PROPOSITION, None, goods.pressed_partner_gives_way(record), RECORD.data_cutoff)


class Changed:
    """The record with some tables replaced."""

    def __init__(self, **tables):
        self.tables = tables

    def __getitem__(self, name):
        return self.tables[name] if name in self.tables else RECORD[name]

    def __getattr__(self, name):
        return getattr(RECORD, name)


# --- the proposition --------------------------------------------------------------------------------------------------


def test_whether_the_pressed_partner_gives_way_cannot_be_said_of_the_whole_year():
    found = judged()
    assert found.verdict == NOT_TESTABLE and found.alternative_verdicts == {"with-hong-kong": NOT_TESTABLE}
    assert found.principled_total == 0 and found.confidence is None


def test_what_stands_near_the_question_points_both_ways():
    values = {one.specification.id: one.specification.value for one in judged().judged}
    assert values["five-months"] == 81 and values["after-the-peak"] == 50
    assert values["all-goods"] == pytest.approx(100 * 115.28 / 111.08, abs=0.1)
    assert values["year-as-published"] is None and values["year-own-sum"] is None


def test_a_published_year_would_be_judged():
    rows = RECORD["goods_published"]
    two = rows[rows["row_id"] == "wsj-2023"]
    for value, agrees in [(4000, True), (4200, False)]:
        days = {"period_start": pd.Timestamp("2024-01-01"), "period_end": pd.Timestamp("2024-12-31")}
        asked = two.assign(row_id="new", value=value, **days)
        found = judged(Changed(goods_published=pd.concat([rows, asked])))
        assert found.nearest.agrees is agrees and found.computed == pytest.approx(value / 45)


def test_a_year_of_another_list_or_reporter_is_not_set_beside_it():
    rows = RECORD["goods_published"]
    days = {"period_start": pd.Timestamp("2024-01-01"), "period_end": pd.Timestamp("2024-12-31")}
    for other in ({"goods": "50 codes"}, {"reporter": "carnegie"}, {"definition": "territory"}):
        asked = rows[rows["row_id"] == "wsj-2023"].assign(row_id="new", value=100, **days, **other)
        assert judged(Changed(goods_published=pd.concat([rows, asked]))).computed is None


def test_a_year_of_the_own_sum_would_be_judged_as_another_source():
    rows = RECORD["goods_codes"]
    asked = rows[rows["year"] == 2023].assign(year=2024, value_usd_mn=lambda part: 0.8 * part["value_usd_mn"])
    found = judged(Changed(goods_codes=pd.concat([rows, asked])))
    assert found.specification("year-own-sum").specification.value == pytest.approx(80)
    assert found.principled_total == 1


# --- the list and the own sum -----------------------------------------------------------------------------------------


def test_the_list_has_fifty_codes_in_six_tiers():
    sizes = RECORD["goods_list"]["tier"].value_counts().to_dict()
    assert sizes == {"1": 4, "2": 5, "3.A": 16, "3.B": 9, "4.A": 11, "4.B": 5} and sum(sizes.values()) == 50


def test_every_code_stands_in_every_year_of_the_sum_once():
    rows = RECORD["goods_codes"]
    assert rows.groupby("year").size().to_dict() == dict.fromkeys(range(2017, 2024), 50)
    assert (rows.loc[rows["match"] == "unchanged", "hs6"] == rows.loc[rows["match"] == "unchanged", "hs6_used"]).all()
    assert rows.loc[rows["match"] == "in another code", "value_usd_mn"].isna().all()


def test_44_codes_rose_by_less_than_all_exports():
    sums = goods.by_year(RECORD).set_index("year")
    assert sums["value_usd_mn"][[2022, 2023]].round().tolist() == [3469, 4798]
    assert goods.rise(RECORD) == pytest.approx(38.3, abs=0.05) and goods.rise(RECORD, "all_usd_mn") == pytest.approx(
        46, abs=0.05
    )
    assert sums["share_pct"][[2022, 2023]].round(1).tolist() == [4.6, 4.4]


def test_machine_tools_carry_most_of_any_tier():
    parts = {tier: goods.part_of_rise(RECORD, tier) for tier in RECORD["goods_list"]["tier"].unique()}
    assert sum(parts.values()) == pytest.approx(100)
    assert max(parts, key=parts.get) == "4.B" and parts["4.B"] == pytest.approx(44.4, abs=0.05)


def test_the_older_wider_codes_can_only_add():
    narrow, wide = (goods.by_year(RECORD, wide)["value_usd_mn"] for wide in (False, True))
    assert (wide > narrow).all()


def test_a_step_of_basis_is_marked_and_never_counted_as_a_fall():
    bases = RECORD["goods_codes"].groupby("year")["basis"].unique()
    assert all(len(basis) == 1 for basis in bases)
    assert (bases.index[bases.str[0] == "China alone"] >= goods.CHINA_ALONE_SINCE).all()
    assert goods.BASE_YEAR - 1 >= goods.CHINA_ALONE_SINCE
    assert not set(shown.own_sum(RECORD).columns) & {"2017", "2018", "2019", "2020", "2021"}


# --- definitions ------------------------------------------------------------------------------------------------------


def test_three_questions_have_three_answers_for_2023():
    assert goods.three_answers(RECORD) == {"dispatch": 90, "territory": 56.3, "producer": 45}


def test_no_two_shares_stand_in_the_same_row():
    told = goods.shares(RECORD)
    assert told["asked"].is_unique and told["low"].between(0, 100).all()


def test_mainland_hong_kong_and_others_are_not_more_than_all():
    rows = goods.published(RECORD, definition="territory", measure="share")
    assert rows["value"].sum() <= 100
    assert (
        goods.published(RECORD, definition="producer", goods="battlefield goods", measure="share")["value"].sum() <= 100
    )


def test_no_monthly_series_of_goods_of_double_use_is_in_the_record():
    rows = goods.published(RECORD, goods=goods.GOODS)
    months = rows[rows["period_end"] - rows["period_start"] < pd.Timedelta(days=31)]
    assert list(months["row_id"]) == ["peak-2023-12"]


# --- before and after the order ---------------------------------------------------------------------------------------


def test_all_exports_dipped_in_spring_2024_and_rose_again():
    months = goods.around_the_order(RECORD).set_index("month")["change_pct"]
    assert (months["2024-03":"2024-05"] < 0).all() and (months["2024-08":"2024-10"] > 10).all()
    assert months["2023-12-01"] == pytest.approx(22.4, abs=0.05)


def test_exports_by_month_fit_those_of_the_year():
    year = goods.exports(RECORD).groupby(lambda row: goods.exports(RECORD)["month"][row].year)["value_usd_bn"].sum()
    annual = RECORD["trade_cumulative"] if "trade_cumulative" in RECORD.tables else None
    assert (
        annual is not None
        and year[2024] == pytest.approx(115.5, rel=0.01)
        and year[2023] == pytest.approx(111, rel=0.01)
    )


def test_after_the_order_turkey_fell_further_than_hong_kong_and_hong_kong_than_the_mainland():
    change = goods.changes(RECORD).set_index("sender")["change_pct"]
    assert change["Turkey"] < change["Hong Kong"] < change["mainland China"] < -10


def test_what_the_rest_of_the_year_must_stay_below():
    below = goods.rest_of_year_below(RECORD)
    assert 5 * 81 + 7 * below == pytest.approx(12 * 90)


# --- payments and listings --------------------------------------------------------------------------------------------


def test_no_bank_confirmed_a_share_of_refused_payments():
    rows = RECORD["payments_frictions"]
    assert set(rows.loc[rows["unit"] == "pct", "reporter"]) == {"press-on-payments"}


def test_what_was_planned_is_not_counted_as_adopted():
    rows = RECORD["goods_sanctions"].set_index("row_id")
    assert rows.loc[["eu-16", "eu-19-draft"], "status"].tolist() == ["planned", "draft"]
    assert rows.loc["us-2024-all", "note"].startswith("Not only over Russia")


def test_tables_for_people_have_a_row_for_each_row():
    assert len(shown.payments(RECORD)) == len(RECORD["payments_frictions"])
    assert len(shown.events(RECORD)) == len(RECORD["goods_events"])
    assert len(shown.listings(RECORD)) == len(RECORD["goods_sanctions"])


@pytest.mark.parametrize("told", [shown.numbers(RECORD), shown.payments_numbers(RECORD)])
def test_numbers_for_prose_are_texts(told):
    assert all(isinstance(text, str) and "nan" not in text for text in told.values())


def test_captions_follow_their_frames():
    told = goods.shares(RECORD)
    higher = told.assign(printed=told["printed"].where(told["definition"] != "dispatch", "about 91%"))
    assert "about 91 per cent" in shown.shares(higher)["title"]
    months = goods.around_the_order(RECORD)
    calm = months.assign(change_pct=months["change_pct"].abs())
    assert "in no months" in shown.order(calm, goods.changes(RECORD))["title"]


def test_numbers_for_prose_come_out_the_same_when_counted_once_more():
    assert shown.numbers(RECORD) | shown.payments_numbers(RECORD) == again.texts(RECORD)


def test_the_order_is_the_day_of_the_table():
    [order] = RECORD["goods_events"].query("kind == 'order'")["date"]
    assert order == pd.Timestamp(goods.ORDER)
    assert RECORD["payments_frictions"].set_index("row_id").loc["order", "date"] == order
