"""Captions of the exercises chapter follow from their frames: a changed figure changes title, text and expression alike."""

import altair as alt
import pandas as pd
import pytest

from audit.figures import chart_parts
from audit.figures.exercises import captions, controls, numbers, parts
from audit.figures.exercises.words import best_before, first_years, standing
from audit.figures.figure import bears_out
from audit.findings import finding
from audit.findings.exercises import claims, tables
from audit.inputs.record import open_record

RECORD = open_record()
EVENTS, STACKED = tables.grouped_events(RECORD), tables.stacked_by_group(RECORD)
PRINTED = finding("exercises-record-2022").article.published_latest


def sound(caption: dict) -> bool:
    return bears_out(caption["holds"], caption["data"].reset_index(drop=True), caption["id"])


def test_where_2022_stands_is_said_in_words():
    yearly = pd.Series({2019: 5, 2021: 5, 2022: 7, 2024: 9})
    assert standing(yearly) == "leads every year before it" and first_years(yearly) == [2022]
    yearly[2022] = 5
    assert standing(yearly) == "ties with 2019 and 2021" and first_years(yearly) == [2019, 2021, 2022]
    yearly[2022] = 4
    assert standing(yearly) == "trails 2019 and 2021" and best_before(yearly) == "2019 and 2021"


@pytest.mark.parametrize(
    "group, year, number, words",
    [
        ("Patrols", 2022, 0, "With patrols, 2022 trails 2019 and 2021;"),
        ("Patrols", 2021, 4, "With patrols, 2022 ties with 2021;"),
        ("Exercises", 2022, 9, "without them, it leads every year before it;"),
        ("Other", 2022, 8, "with all other events, 2022 leads"),
        ("Other", 2022, 3, "with all other events, 2019 and 2022 lead"),
    ],
)
def test_a_changed_number_of_a_year_changes_the_title_and_the_title_holds(group, year, number, words):
    changed = STACKED.copy()
    changed.loc[(changed["group"] == group) & (changed["year"] == year), "number"] = number
    ours, theirs = (captions.by_year(frame, EVENTS, PRINTED, RECORD) for frame in (STACKED, changed))
    assert words in theirs["title"] and words not in ours["title"] and theirs["alt_text"] != ours["alt_text"]
    assert sound(ours) and sound(theirs)
    assert not bears_out(ours["holds"], changed) and not bears_out(theirs["holds"], STACKED)


def test_the_group_columns_of_the_first_chart_are_what_the_counting_rules_count():
    """The title reads the rules with and without patrols from the groups of the chart."""
    by_group = STACKED.pivot(index="year", columns="group", values="number").loc[: claims.RECORD_YEAR]
    known, events = claims.rules(RECORD), RECORD["exercises"]
    with_patrols, without = (claims.counts(events, known[id]) for id in (claims.CHARTED, "forces-no-patrols"))
    assert by_group["Exercises"].tolist() == without.tolist()
    assert (by_group["Exercises"] + by_group["Patrols"]).tolist() == with_patrols.tolist()


def test_a_changed_lead_changes_title_and_text():
    leads = tables.margins(RECORD)
    leads.loc[leads["id"] == "forces-with-patrols", ["lead", "text"]] = [3, "+3"]
    caption = captions.margins(leads, RECORD)
    assert caption["title"].endswith("the widest lead is three") and ": +3, leads" in caption["alt_text"]
    assert sound(caption)


def test_a_changed_count_changes_the_number_of_checks_that_2019_wins_alone():
    matrix = tables.by_year(RECORD)
    before = captions.matrix(matrix, RECORD)["title"]
    way = matrix["way"] == "Exercises, open events included"
    matrix.loc[way & (matrix["year"] == 2018), "number"] = matrix[way]["number"].max() + 1
    best = matrix[matrix["year"] <= 2022].groupby("way")["number"].transform("max")
    matrix["leads"] = matrix["number"].eq(best.reindex(matrix.index))
    caption = captions.matrix(matrix, RECORD)
    assert caption["title"] != before and "Exercises, open events included: 2018" in caption["alt_text"]
    assert sound(caption)


def test_a_changed_tally_and_a_changed_shortfall_change_their_titles():
    tallies, missing = tables.completeness(RECORD), tables.missing_events(RECORD)
    tallies.loc[tallies.index[-1], "published"] += 4
    assert (
        f"the largest by {int(tallies['published'].iloc[-1] - tallies['ours'].iloc[-1])};"
        in (captions.completeness(tallies)["title"])
    )
    missing.loc[missing["year"] == 2016, "needed"] = 1
    caption = captions.sensitivity(missing, RECORD)
    assert "in 2016 would" in caption["title"] and numbers.sensitivity(missing)["years-before-or"] == "2016"
    assert sound(caption) and sound(captions.completeness(tallies))


def test_a_changed_rate_changes_how_many_rules_have_more():
    closer = tables.closer(RECORD)
    rule = closer["way"] == closer["way"].iloc[0]
    closer.loc[rule & (closer["period"] == "2024 and 2025"), "a_year"] = 0.0
    by_rule = closer.pivot(index="way", columns="period", values="a_year").loc[closer["way"].unique()]
    caption = captions.closer(closer, by_rule, RECORD)
    assert "and by eight of them more again" in caption["title"] and sound(caption)


def test_an_event_at_sea_moved_to_land_changes_the_title_of_the_timeline():
    events = EVENTS.copy()
    first = events[(events["group"] == "Exercises") & (events["domain"] == "sea")].index[0]
    events.loc[first, "domain"] = "land"
    ours, theirs = (captions.timeline(frame, RECORD) for frame in (EVENTS, events))
    assert ours["title"] != theirs["title"] and sound(ours) and sound(theirs)


def test_an_exercise_of_china_and_north_korea_would_be_told():
    pairs = tables.pairs(RECORD)
    pairs.loc[pairs["pair"] == "China–North Korea", "exercises_all"] = 2
    caption = captions.pairs(pairs, RECORD)
    assert caption["title"].endswith("its ally North Korea 2 times") and sound(caption)


def test_the_frames_behind_the_charts():
    lanes = tables.lanes(EVENTS)
    assert len(lanes) == len(EVENTS) and not lanes.duplicated(["year", "level"]).any()
    tops = tables.lane_tops(lanes)
    assert tops["group"].tolist() == tables.GROUPS and tops["level"].is_monotonic_increasing
    spans = tables.spans(tables.closer(RECORD))
    assert (spans["low"] <= spans["high"]).all() and spans["way"].is_unique
    missing = tables.missing_events(RECORD).set_index("year")["needed"]
    assert (
        missing.to_dict()
        == claims.missing_to_overturn(
            claims.counts(RECORD["exercises"], claims.rules(RECORD)[claims.CHARTED])
        ).to_dict()
    )
    cells = tables.cells_by_year(tables.by_year(RECORD), first=2012)
    assert cells["year"].min() == 2012 and cells.groupby("way")["row"].nunique().eq(1).all()
    assert (cells[cells["state"] == "later"]["year"] > claims.RECORD_YEAR).all()


def test_the_boxes_of_the_readers_rule_are_those_that_the_page_computes_with():
    named = {name for group in controls.GROUPS.values() for name in group}
    assert named == set(tables.BOXES.values())
    made = controls.boxes(claims.rules(RECORD)[claims.CHARTED])
    assert {box.param.to_dict()["name"] for box in made} == named | {tables.MERGE_BOX}


def test_the_places_named_on_the_map_are_places_of_the_record():
    assert {place for place, *_ in parts.PLACES} <= set(tables.places(RECORD)["place"])


def test_words_stand_above_their_row_and_values_beyond_their_bars():
    rows = alt.Chart(pd.DataFrame({"way": ["a"], "lead": [-1], "text": ["−1"]})).encode(y="way:N")
    name = chart_parts.names_above(rows, "way", "bars", fontWeight=600).to_dict()
    assert name["mark"]["dy"] < 0 and name["mark"]["fontWeight"] == 600 and name["encoding"]["y"]["field"] == "way"
    value = chart_parts.values_beyond(rows, "lead", "text").to_dict()
    assert value["mark"]["align"] == {"expr": "datum.lead < 0 ? 'right' : 'left'"}
