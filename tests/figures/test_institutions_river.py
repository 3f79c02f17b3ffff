"""Captions of the Mekong follow from their frames: change a figure, and title and text follow."""

import pandas as pd
import pytest

from audit.figures.institutions import river
from audit.findings.institutions import river_tables
from audit.inputs.record import open_record

RECORD = open_record()
SURVEY, SIGNS = river_tables.survey(RECORD), river_tables.signs(RECORD)


def holds(caption) -> bool:
    return bool(eval(caption["holds"], {"pd": pd, "data": caption["data"]}))


@pytest.mark.parametrize(("caption", "grid"), [(river.survey, SURVEY), (river.signs, SIGNS)])
def test_a_caption_is_true_of_its_own_data(caption, grid):
    assert holds(caption(grid, RECORD))


def test_the_title_counts_who_chose_china_on_the_river_and_off_it():
    assert "two of five Mekong states and three of five others" in river.survey(SURVEY, RECORD)["title"]
    changed = SURVEY.copy()
    changed.loc[(changed["state"] == "Vietnam") & (changed["edition"] == 2025), "choice"] = "China"
    told = river.survey(changed, RECORD)
    assert (
        "three of five Mekong states" in told["title"]
        and "Vietnam, on the Mekong: 2020 United States" in told["alt_text"]
    )
    assert holds(told) and not holds(river.survey(SURVEY, RECORD) | {"data": told["data"]})


def test_the_title_counts_who_is_nearer():
    changed = SIGNS.copy()
    changed.loc[changed["state"] == "Laos", "nearer"] = "not nearer"
    assert "at least two of five Mekong states" in river.signs(changed, RECORD)["title"]
    assert holds(river.signs(changed, RECORD))


def test_what_was_not_seen_is_a_gap_and_no_side():
    gaps = SURVEY[SURVEY["choice"] == river_tables.NOT_SEEN]
    assert (
        set(gaps["edition"]) == {2022, 2025}
        and set(gaps.query("edition == 2025")["state"]) == {"Cambodia"}
        and gaps["share_pct"].isna().all()
    )


def test_a_table_of_evidence_puts_the_case_against_first():
    assert river.evidence(RECORD, "lmc-counterweight")["Speaks"].tolist() == ["against"] * 3 + ["for"] * 3


def test_every_meeting_stands_once_in_the_table():
    told = river.meetings(RECORD)
    assert len(told) == 14 and (told["Chairs"] == "not seen").sum() == 1
