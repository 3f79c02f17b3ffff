"""The captions of the SCO's charts follow from their frames: change a figure, and title and text follow."""

import pandas as pd
import pytest

from audit.figures.figure import bears_out
from audit.figures.institutions import captions, parts
from audit.findings import default_record
from audit.findings.institutions import tables

RECORD = default_record()
GRID = tables.at_summits(RECORD)


def holds(caption: dict) -> bool:
    data = caption["data"].copy()
    for column in data.select_dtypes("datetime"):
        data[column] = data[column].dt.strftime("%Y-%m-%d")
    return bears_out(caption["holds"], data)


def test_india_never_and_iran_once():
    told = captions.endorsements(GRID, RECORD)
    assert told["title"] == (
        "India is named in none of the seven summits' paragraphs found, 2018 to 2025; Iran was left out in 2023"
    )
    assert holds(told)


def test_were_iran_named_the_title_would_speak_of_india_alone():
    changed = GRID.assign(stands=GRID["stands"].mask((GRID["country"] == "Iran") & (GRID["year"] == 2023), "named"))
    told = captions.endorsements(changed, RECORD)
    assert told["title"] == "India is named in none of the seven summits' paragraphs found, 2018 to 2025" and holds(
        told
    )
    assert not bears_out(told["holds"], captions.endorsements(GRID, RECORD)["data"])


def test_the_club_is_counted_from_its_tiles():
    tiles = tables.tiles(RECORD)
    told = captions.club(tiles, RECORD)
    assert told["title"] == (
        "The club has 10 members and 17 partners; since the article came Belarus (member) and Laos (partner)"
    )
    assert holds(told)
    fewer = captions.club(tiles[tiles["country"] != "Turkey"], RECORD)
    assert "16 partners" in fewer["title"] and "Turkey" not in fewer["alt_text"] and holds(fewer)


def test_the_initiatives_are_dated_by_their_proposals():
    events = tables.initiative_events(RECORD)
    told = captions.initiatives(events, RECORD)
    assert told["title"] == "One initiative is of 2013; four more followed from 2021 to 2025" and holds(told)
    earlier = captions.initiatives(events[events["initiative"] != "GGI"], RECORD)
    assert earlier["title"] == "One initiative is of 2013; three more followed from 2021 to 2023" and holds(earlier)


@pytest.mark.parametrize("name", ["missing", "asked", "who"])
def test_the_readers_measure_knows_every_meeting(name):
    told = tables.measured(RECORD)
    [parameter] = [one for one in parts.measured(told) if one.name == name]
    expression = str(parameter.param.expr)
    assert all(f"'{when}'" in expression for when in told["when"])


def test_a_newcomer_is_pale_only_at_the_meeting_that_admitted_it():
    newcomers = tables.with_newcomers(RECORD).query("newcomer")
    pairs = set(zip(newcomers["when"], newcomers["country"], strict=True))
    assert pairs == {("2023 summit", "Iran"), ("2024 summit", "Belarus")}
    assert isinstance(newcomers["date"].iloc[0], pd.Timestamp)
