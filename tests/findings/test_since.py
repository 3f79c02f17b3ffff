"""What the chapter on the time since 2023 draws and lists: nothing is added to what the findings say, and nothing is lost."""

import pandas as pd
import pytest
from going import FOUND, SEEN

from audit.findings import default_ledger, default_record, directions, forecasts
from audit.findings.indicators import INDICATORS
from audit.findings.rivals import tables as rivals
from audit.findings.since import claims, tables

RECORD = default_record()
LAYERS = directions.by_layer(FOUND)
ROWS = tables.chart_rows(FOUND, LAYERS)
CHANGES = tables.changes(FOUND)
LISTED, OURS = forecasts.listed(RECORD), list(default_ledger().forecasts.values())


# --- directions -----------------------------------------------------------------------------------------------------------


def test_every_figure_has_a_row_under_its_layer():
    assert list(ROWS[~ROWS["head"]]["id"]) == [one.id for one in INDICATORS]
    assert list(ROWS[ROWS["head"]]["id"]) == ["duty", "behaviour", "equality"]
    layer = ROWS["id"].where(ROWS["head"]).ffill()
    assert list(layer[~ROWS["head"]]) == [one.layer for one in INDICATORS]


def test_a_layer_says_its_own_direction_and_no_row_speaks_for_two_layers():
    for row in ROWS[ROWS["head"]].itertuples():
        for span in directions.SINCE:
            [whole] = LAYERS[(LAYERS["layer"] == row.id) & (LAYERS["span"] == span)]["direction"]
            assert getattr(row, span) == whole


def test_each_figure_is_drawn_or_told_in_words_and_never_both():
    drawn = set(tables.chart_marks(SEEN, ROWS)["place"])
    silent = set(tables.without_marks(SEEN, ROWS)["place"])
    assert not drawn & silent
    assert drawn | silent == set(ROWS[~ROWS["head"]]["place"])


def test_a_mark_stands_at_the_per_cent_of_the_year_of_the_articles():
    marks = tables.chart_marks(SEEN, ROWS)
    trade = FOUND.set_index("indicator").loc["trade-value"]
    [latest] = marks[(marks["row"] == trade["name"]) & (marks["when"] == "latest year")]["of_articles"]
    assert latest == pytest.approx(100 * trade["latest"] / trade["articles"])


def test_sources_of_a_list_of_events_are_left_to_its_chapter():
    told, counts = set(tables.few_sources(SEEN)), SEEN.set_index("indicator")["sources"].map(len)
    assert "tass_2026jan" in told and counts["exercises"].max() > tables.FEW_SOURCES
    assert set(SEEN.loc[SEEN["sources"].map(len) <= tables.FEW_SOURCES, "sources"].explode()) == told


# --- another level ----------------------------------------------------------------------------------------------------------


def by_level(change: float, sense: str, level: float) -> str:
    if pd.isna(change):
        return directions.UNKNOWN
    up, down = directions.WORDS[sense]
    return directions.LEVEL if abs(change) <= level + 1e-9 else up if change > 0 else down


def test_with_our_level_the_changes_give_our_directions():
    ours = 100 * directions.TENTH
    told = CHANGES[CHANGES["direction"] != directions.SILENT]
    assert [by_level(one.change_pct, one.sense, ours) for one in told.itertuples()] == list(told["direction"])
    assert CHANGES.loc[CHANGES["direction"] == directions.SILENT, "change_pct"].isna().all()


@pytest.mark.parametrize(
    ("sense", "then", "now", "per_cent"),
    [
        ("more", 50.0, 60.0, 20.0),
        ("more", 0.0, 0.0, 0.0),
        ("more", 0.0, 3.0, tables.BEYOND),
        ("lean", 40.0, 30.0, -25.0),
        ("ratio", 2.0, 3.0, 50.0),
        ("ratio", 0.5, 0.25, 100.0),
        ("ratio", 0.0, 0.01, -tables.BEYOND),
        ("ratio", 0.01, 0.0, tables.BEYOND),
        ("more", None, 3.0, None),
    ],
)
def test_a_change_is_measured_as_the_direction_is(sense, then, now, per_cent):
    assert tables.change(sense, then, now) == per_cent


# --- expectations -----------------------------------------------------------------------------------------------------------


def test_the_articles_stand_first_and_every_explanation_is_there():
    found = tables.expected_directions(RECORD, LAYERS)
    assert list(found["name"]) == ["The two articles", *RECORD["rivals_explanations"]["name"]]


def test_who_predicted_what_is_what_the_rivals_chapter_says():
    made = rivals.predictions(RECORD, rivals.tests(RECORD))
    for row in tables.tests_since(RECORD).itertuples():
        own = made[(made["test_id"] == row.test_id) & (made["explanation"] != "partners")]
        assert set(row.yes) == set(own.loc[own["predicts"] == "yes", "name"])
        assert set(row.no) == set(own.loc[own["predicts"] == "no", "name"])


def test_every_listed_test_has_a_fact_from_after_the_articles():
    assert (tables.tests_since(RECORD)["last_day"] > pd.Timestamp(2023, 9, 3)).all()


# --- forecasts --------------------------------------------------------------------------------------------------------------


def test_every_forecast_is_counted_once_as_it_stands():
    counts = tables.stands(LISTED)
    assert counts == {"forecasts": len(OURS), "open": len(OURS), "met": 0, "untold": int(LISTED["value"].isna().sum())}


def test_without_the_treaty_the_list_finds_only_the_ally_that_sent_troops():
    found = tables.on_known_allies(RECORD).set_index("pair")
    assert list(found[found["found"] == "yes"].index) == ["Russia–North Korea"]
    assert found.loc["Russia–Belarus", "fights"] == "no" and found.loc["Russia–Belarus", "standing"] == "yes"
    assert found.drop(columns="found").notna().any(axis=1).all()


def test_every_share_of_goods_in_print_is_listed_and_the_one_we_picked_is_the_lowest_of_that_year_by_maker():
    rows = tables.goods_as_published(RECORD).set_index("row_id")
    assert {"dispatch-2023", "territory-mainland-2023", "producer-china-2023"} <= set(rows.index)
    wide = rows[rows["goods"].isin(["50 codes", "battlefield goods"]) & (rows["sender"] != "Hong Kong")]
    assert wide["value"].idxmin() == "producer-china-2023"


def test_a_forecast_that_comes_true_is_no_longer_open():
    changed = LISTED.assign(verdict=["came-true", *LISTED["verdict"][1:]], met_today=[True, *LISTED["met_today"][1:]])
    assert tables.stands(changed)["open"] == len(OURS) - 1 and tables.stands(changed)["met"] == 1


def test_the_nearest_lacks_least():
    near = tables.nearest(LISTED, OURS)
    assert near["id"] == "by-2030-goods-made-in-china"
    assert near["threshold_value"] - near["value"] == 5


def test_nothing_is_judged_in_this_chapter():
    assert claims.SPECIFICATIONS == {}
