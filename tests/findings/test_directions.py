"""Where duty, behaviour and equality are going: the rule, and what the record shows by it."""

import math

import going
import pandas as pd
import pytest

from audit.findings import default_record, directions, finding, indicators
from audit.findings.directions import EVENER, LESS, LESS_EVEN, LEVEL, MIXED, MORE, SILENT, UNKNOWN, direction
from audit.inputs.edited import edited

RECORD = default_record()
FOUND = going.FOUND.set_index("indicator")
LAYERS = directions.by_layer(going.FOUND).set_index(["layer", "span"])


# --- the rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sense, then, now, word",
    [
        ("more", 100, 110, LEVEL),
        ("more", 100, 111, MORE),
        ("more", 100, 90, LEVEL),
        ("more", 100, 89, LESS),
        ("more", 0, 0, LEVEL),
        ("more", 0, 1, MORE),
        ("lean", 10, 20, LESS_EVEN),
        ("lean", 20, 10, EVENER),
        ("ratio", 8, 4, EVENER),
        ("ratio", 4, 8, LESS_EVEN),
        ("ratio", 8, 0.125, LEVEL),
        ("ratio", 0.1, 0.5, EVENER),
        ("ratio", 0.5, 0.1, LESS_EVEN),
        ("ratio", 0, 0.01, EVENER),
        ("ratio", 0.01, 0, LESS_EVEN),
        ("ratio", 0, 0, LEVEL),
        ("ratio", 2, 2.2, LEVEL),
        ("more", None, 1, UNKNOWN),
        ("more", 1, float("nan"), UNKNOWN),
    ],
)
def test_a_difference_of_up_to_a_tenth_is_none_and_a_ratio_is_even_at_one(sense, then, now, word):
    assert direction(sense, then, now) == word


def test_a_ratio_is_as_unequal_as_its_reverse():
    assert directions.distance(4) == directions.distance(0.25) == 4 and math.isinf(directions.distance(0))


def series(*rows):
    return indicators.frame([(year, value, ["a"]) for year, value in rows])


def test_around_2012_is_the_nearest_year_and_of_two_the_earlier():
    def before(*rows):
        found = directions.at_points(series(*rows))
        return list(found.loc[found["point"] == "before", "year"])

    assert before((2011, 1.0), (2013, 2.0)) == [2011] and before((2011, 1.0), (2012, 2.0), (2013, 3.0)) == [2012]
    assert before((2010, 1.0), (2014, 2.0)) == []


def test_the_year_of_the_articles_has_no_room_and_the_latest_is_later():
    found = directions.at_points(series((2022, 1.0), (2024, 2.0), (2025, 3.0)))
    assert list(zip(found["point"], found["year"], strict=True)) == [("latest", 2025)]
    found = directions.at_points(series((2012, 1.0), (2023, 2.0)))
    assert list(found["point"]) == ["before", "articles"] and list(found.index) == [0, 1]


def test_a_layer_goes_where_more_than_half_of_its_known_indicators_go():
    def layer(*words):
        rows = pd.DataFrame({"layer": "behaviour", "since_before": words, "since_articles": words})
        return directions.by_layer(rows)["direction"].iloc[0]

    assert layer(MORE, MORE, LESS) == MORE and layer(MORE, LESS) == MIXED
    assert layer(MORE, UNKNOWN, UNKNOWN) == MORE and layer(UNKNOWN) == UNKNOWN


# --- what the record shows --------------------------------------------------------------------------------------------


def test_the_treaty_of_2001_obliges_to_consult_and_nothing_obliges_to_defend_then_and_now():
    points = ["before", "articles", "latest"]
    assert list(FOUND.loc["duty-to-consult", points]) == [1, 1, 1]
    assert list(FOUND.loc["duty-to-defend", points]) == [0, 0, 0]
    assert set(LAYERS.loc["duty", "direction"]) == {LEVEL}


def test_a_new_treaty_of_defence_would_turn_the_duty():
    treaties, codings = RECORD["treaties"], RECORD["treaty_codings"]
    ours = treaties["pact_id"] == "china_russia_2001"
    pact = treaties[ours].assign(pact_id="defence_2025", signed=pd.Timestamp(2025, 1, 1), in_force=pd.NaT)
    clause = codings[(codings["pact_id"] == "china_russia_2001") & (codings["clause"] == "defence")]
    clause = clause.assign(pact_id="defence_2025", our_reading="yes")
    tables = {"treaties": pd.concat([treaties, pact]), "treaty_codings": pd.concat([codings, clause])}
    with edited(RECORD, tables) as record:
        [one] = directions.directions(record, [indicators.BY_ID["duty-to-defend"]]).itertuples()
    assert (one.before, one.articles, one.latest) == (0, 0, 1) and one.since_before == one.since_articles == MORE


def test_conduct_went_both_ways_since_2012_and_of_four_figures_since_the_articles_only_exercises_rose():
    assert LAYERS.loc[("behaviour", "since_before"), "direction"] == MIXED
    assert LAYERS.loc[("behaviour", "since_articles"), "direction"] == LEVEL
    assert FOUND.loc["exercises", "since_articles"] == MORE and FOUND.loc["trade-value", "since_articles"] == LEVEL
    assert FOUND.loc["arms-from-russia", "since_before"] == LESS


def test_russia_leans_more_on_china_than_in_2012_and_nothing_went_the_other_way():
    equality = FOUND[FOUND["layer"] == "equality"]
    assert set(equality.loc[equality["since_before"] == LESS_EVEN].index) == {"china-in-russia", "size"}
    assert not (equality[list(directions.SINCE)] == EVENER).any(axis=None)
    assert LAYERS.loc[("equality", "since_before"), "direction"] == LESS_EVEN
    assert tuple(LAYERS.loc[("equality", "since_articles"), ["known", "direction"]]) == (0, UNKNOWN)


def test_a_share_stated_for_months_that_were_not_seen_is_no_figure_of_a_year():
    stated = RECORD["trade_shares"].query("measure == 'china_share_of_russia_total_trade' and share_pct == 34")
    assert len(stated) == 1 and (stated["period_end"].dt.month != 12).all()
    assert pd.isna(FOUND.loc["china-in-russia", "latest"])
    assert (FOUND.loc["china-in-russia", "before"], FOUND.loc["china-in-russia", "before_year"]) == (11, 2013)


# --- when figures have no direction -----------------------------------------------------------------------------------


def test_no_year_stands_on_both_sides_of_a_comparison():
    seen = going.SEEN.set_index(["indicator", "point"])
    for id, row in FOUND.iterrows():
        if row["since_articles"] not in (SILENT, UNKNOWN):
            assert seen.loc[(id, "latest"), "first"] > seen.loc[(id, "articles"), "year"]
        if row["since_before"] not in (SILENT, UNKNOWN):
            last = "articles" if pd.isna(row["latest"]) else "latest"
            assert seen.loc[(id, last), "first"] > seen.loc[(id, "before"), "year"]


def test_sums_of_five_years_that_share_four_have_no_direction():
    assert FOUND.loc["arms-from-russia", "since_articles"] == SILENT
    assert FOUND.loc["arms-from-russia", "why"] == directions.SHARED


def test_a_few_ship_engines_have_no_direction():
    for id in ("arms-from-china", "arms-balance"):
        assert set(FOUND.loc[id, list(directions.SINCE)]) == {SILENT} and FOUND.loc[id, "why"] == directions.TOO_SMALL
    assert not directions.too_small(indicators.BY_ID["size"], [3.9, 8.8], [])
    assert not directions.too_small(indicators.BY_ID["arms-from-china"], [1.0, 1.0], [5.0, 50.0])


def test_a_list_that_its_own_chapter_sets_aside_has_none_here():
    assert FOUND.loc["contacts", "since_articles"] == SILENT and FOUND.loc["contacts", "why"] == indicators.WITH_GAPS


def test_what_is_not_known_gives_no_direction():
    assert FOUND.loc["gas-price", "since_before"] == FOUND.loc["gas-price", "since_articles"] == UNKNOWN
    assert FOUND.loc["same-votes", "since_articles"] == UNKNOWN and pd.isna(FOUND.loc["same-votes", "latest"])
    assert (
        LAYERS["known"] + LAYERS["unknown"] == LAYERS.index.get_level_values("layer").map(FOUND["layer"].value_counts())
    ).all()


def test_an_indicator_has_the_figure_that_a_finding_has():
    assert FOUND.loc["trade-weights", "articles"] == pytest.approx(finding("equal-weight-in-trade").computed)
    assert FOUND.loc["arms-balance", "latest"] == pytest.approx(finding("arms-in-both-directions").computed)
    assert 100 * FOUND.loc["gas-price", "latest"] == pytest.approx(finding("gas-at-others-price").computed)


def test_trade_of_2023_is_what_customs_first_printed():
    rows = RECORD["trade_annual"].query("year == 2023 and flow == 'total' and vintage == 'first_release'")
    assert FOUND.loc["trade-value", "articles"] in set(rows["value_usd_bn"])


def test_exercises_are_a_mean_of_three_years_and_of_the_years_after_the_articles_alone():
    rule = indicators.exercises.rules(RECORD)[indicators.exercises.CHARTED]
    yearly = indicators.exercises.counts(RECORD["exercises"], rule, 2025)
    assert FOUND.loc["exercises", "latest"] == pytest.approx(yearly.loc[2024:2025].mean())
    assert FOUND.loc["exercises", "articles"] == pytest.approx(yearly.loc[2021:2023].mean())
    assert FOUND.loc["exercises", "before"] == pytest.approx(yearly.loc[2010:2012].mean())


# --- the frames -------------------------------------------------------------------------------------------------------


def test_every_point_names_sources_of_the_record():
    rows = going.SEEN
    assert rows["sources"].map(len).min() > 0
    assert {one for sources in rows["sources"] for one in sources} <= set(RECORD.sources.index)
    own = rows.loc[(rows["point"] == "articles") & rows["of_articles"].notna(), "of_articles"]
    assert len(own) > 5 and list(own) == pytest.approx([100] * len(own))


def test_each_layer_has_indicators_and_none_is_counted_twice():
    assert set(FOUND["layer"]) == {"duty", "behaviour", "equality"}
    ids = [one.id for one in (*indicators.INDICATORS, *indicators.FURTHER)]
    assert len(set(ids)) == len(ids) == len(indicators.BY_ID)
    assert not {one.id for one in indicators.FURTHER} & set(FOUND.index)


def test_a_figure_against_the_articles_year_is_a_hundred_in_that_year():
    rows = indicators.BY_ID["trade-against-articles"].series(RECORD).set_index("year")
    assert rows.loc[2023, "value"] == pytest.approx(100)
    assert indicators.against_articles(lambda record: series((2024, 5.0)))(RECORD).empty
