"""Arms between pairs of states: what the register says of the world, and what its vintages change."""

import pandas as pd
import pytest

from audit.findings import default_record
from audit.findings.equality import arms
from audit.findings.war import arms as war

RECORD = default_record()
LATEST = pd.Timestamp(arms.LATEST)


def specifications(function):
    return {one.id: one for one in function(RECORD)}


# --- the table --------------------------------------------------------------------------------------------------------


def test_no_state_delivers_more_to_one_than_to_all():
    rows = RECORD["arms_transfers"]
    keys = ["vintage", "supplier", "year"]
    total = rows[rows["recipient"] == "all"].set_index(keys)["delivered_tiv_mn"]
    pairs = rows[(rows["recipient"] != "all") & (rows["supplier"] != "all")].set_index(keys)
    pairs = pairs[pairs.index.isin(total.index)]
    assert len(pairs) > 300
    assert (pairs["delivered_tiv_mn"] <= total.reindex(pairs.index) + 0.01).all()


def test_every_direction_of_a_vintage_has_each_of_its_years():
    rows = RECORD["arms_transfers"]
    for _, one in rows.groupby(["vintage", "supplier", "recipient"]):
        assert sorted(one["year"]) == list(range(one["year"].min(), one["year"].max() + 1))


def test_vintages_disagree_on_the_same_year_and_are_kept_apart():
    rows = RECORD["arms_transfers"].set_index(["vintage", "supplier", "recipient", "year"])["delivered_tiv_mn"]
    earlier, later = pd.Timestamp(arms.EARLIER), pd.Timestamp("2026-05-24")
    assert rows[earlier, "Russia", "China", 2018] == 1686.05 and rows[LATEST, "Russia", "China", 2018] == 1656.05
    assert rows[LATEST, "Russia", "all", 2024] == 1338.75 and rows[later, "Russia", "all", 2024] == 1994.45
    assert rows[LATEST, "all", "Russia", 2024] == 466.5 and rows[later, "all", "Russia", 2024] == 315.3


def test_of_the_last_vintage_only_totals_were_seen():
    rows = RECORD["arms_transfers"]
    last = rows[rows["vintage"] == rows["vintage"].max()]
    assert ((last["supplier"] == "all") | (last["recipient"] == "all")).all() and last["year"].max() == 2025


def test_the_kinds_of_arms_add_up_to_the_years():
    kinds = RECORD["arms_to_russia"].groupby(["supplier", "year"])["delivered_tiv_mn"].sum()
    rows = RECORD["arms_transfers"]
    rows = rows[(rows["vintage"] == LATEST) & (rows["recipient"] == "Russia") & (rows["year"] >= 2018)]
    years = rows[rows["supplier"].isin(["China", "North Korea", "Iran"])].set_index(["supplier", "year"])[
        "delivered_tiv_mn"
    ]
    pd.testing.assert_series_equal(kinds.sort_index(), years[years > 0].sort_index(), check_exact=False)


def test_the_same_figures_stand_in_the_table_of_war_conduct():
    told = RECORD["war_conduct"].query("reporter == 'sipri'")
    ours = war.to_russia(RECORD).set_index(["supplier", "year"])["delivered"]
    assert len(told) == 9
    assert all(row.number == ours[row.state, row.date.year] for row in told.itertuples())


@pytest.mark.parametrize(("window", "published"), [((2018, 2022), 23), ((2019, 2023), 21)])
def test_our_sums_are_within_two_points_and_a_half_of_what_the_institute_printed(window, published):
    rows = RECORD["arms_published"].query("measure == 'share of China in Russia’s arms exports'")
    assert rows.set_index(["first_year", "year"])["value_pct"][window] == published
    for vintage in (arms.LATEST, arms.EARLIER):
        sold, total = (arms.delivered(RECORD, "Russia", to, *window, vintage) for to in ("China", "all"))
        assert abs(100 * sold / total - published) < 2.5


# --- China and Russia -------------------------------------------------------------------------------------------------


def test_russia_delivers_over_a_hundred_times_what_china_does():
    found = specifications(arms.arms_in_both_directions)
    assert found["latest-window"].value == pytest.approx(15.6 / 1869.25)
    assert found["earlier-vintage"].value == pytest.approx(15.38 / 3059.7)
    assert found["release-of-2026"].value is None
    assert 1 / found["latest-window"].value > 100


def test_the_balance_moved_because_russia_delivers_less():
    found = specifications(arms.arms_in_both_directions)
    assert found["nearing-latest"].value is True and found["nearing-earlier"].value is True
    china = [arms.delivered(RECORD, "China", "Russia", last - 4, last) for last in (2019, 2024)]
    russia = [arms.delivered(RECORD, "Russia", "China", last - 4, last) for last in (2019, 2024)]
    assert china[1] - china[0] < 2 and russia[1] < russia[0] / 2


def test_china_still_takes_most_of_its_imported_arms_from_russia_and_russia_sells_most_elsewhere():
    latest = arms.weights(RECORD).query("vintage == @arms.LATEST and year == 2024").set_index("measure")["share_pct"]
    assert latest["Russia in China’s imports"] > 70 and latest["China in Russia’s exports"] < 20
    india = arms.delivered(RECORD, "Russia", "India", 2020, 2024)
    assert india > 2 * arms.delivered(RECORD, "Russia", "China", 2020, 2024)


def test_among_unequal_allies_arms_flow_from_the_stronger_and_here_from_the_weaker_economy():
    latest = arms.pairs(RECORD).query("year == 2024").set_index("pair")
    for pair in ("US–Japan", "US–South Korea", "US–Canada", "Russia–Belarus"):
        assert latest.loc[pair, "from_first"] > 2 * latest.loc[pair, "from_second"]
    assert latest.loc["China–Russia", "from_second"] > 100 * latest.loc["China–Russia", "from_first"]
    assert latest.loc["Russia–North Korea", "from_second"] > latest.loc["Russia–North Korea", "from_first"] == 0


def test_no_pair_of_the_list_is_within_a_factor_of_two():
    latest = arms.pairs(RECORD).query("year == 2024 and (from_first > 0 or from_second > 0)")
    low, high = latest[["from_first", "from_second"]].min(axis=1), latest[["from_first", "from_second"]].max(axis=1)
    assert len(latest) == 6 and (high > 2 * low).all()


# --- to Russia in the war ---------------------------------------------------------------------------------------------


def test_china_delivered_under_a_tenth_of_what_north_korea_or_iran_did():
    found = specifications(war.arms_below_a_treaty_ally)
    assert found["beside-north-korea"].value == pytest.approx(100 * 10.8 / 255)
    assert found["beside-iran"].value == pytest.approx(100 * 10.8 / 493)


def test_to_the_end_of_2023_china_had_delivered_nearly_as_much_as_north_korea():
    early = specifications(war.arms_below_a_treaty_ally)["first-two-years"]
    assert early.value == pytest.approx(100 * 10.8 / 12.5) and not early.principled


def test_what_china_delivered_is_engines_ordered_before_the_war_and_eight_carriers():
    rows = war.items(RECORD, "China")
    engines = rows[rows["weapon"] == "ship engine"]
    assert (engines["order_year"] == 2015).all() and len(rows) - len(engines) == 1
    assert rows.loc[rows["weapon"] == "armoured personnel carrier", "number"].item() == 8


def test_most_of_irans_are_drones_marked_as_made_in_russia():
    rows = war.items(RECORD, "Iran").groupby("made_in_russia")["delivered_tiv_mn"].sum()
    assert rows["yes"] > 10 * rows["no"]


def test_a_ratio_nears_one_from_either_side():
    assert arms.nearer_to_one(0.5, 0.1) and arms.nearer_to_one(2, 10) and not arms.nearer_to_one(0.1, 0.5)
    assert arms.nearer_to_one(0.0, 0.5) is None and arms.nearer_to_one(None, 0.5) is None
