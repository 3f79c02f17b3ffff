"""The captions of the chapter on acting in concert follow from their frames."""

import pandas as pd
import pytest

from audit.figures.concert import captions
from audit.figures.figure import bears_out
from audit.findings import default_record
from audit.findings.concert import tables

RECORD = default_record()


def true_of_its_data(caption: dict) -> bool:
    """The title's expression over the data as the figure shows them: days as text."""
    data = caption["data"].reset_index(drop=True)
    if "date" in data:
        data = data.assign(date=data["date"].dt.strftime("%Y-%m-%d"))
    return bears_out(caption["holds"], data)


def shares() -> tuple[pd.DataFrame, pd.DataFrame]:
    return tables.agreement(RECORD), tables.agreement_2025(RECORD).query("kept == 'all'").assign(year=2025.9)


def test_every_title_holds_of_its_data():
    matrix, members = tables.war_matrix(RECORD), tables.beside_all(RECORD)
    for caption in (
        captions.war_votes(matrix),
        captions.agreement(*shares()),
        captions.beside_all(members, tables.agreement_bins(RECORD), RECORD),
        captions.counts(tables.counted_meetings(RECORD)),
        captions.contacts(tables.contacts_by_year(RECORD), RECORD),
    ):
        assert true_of_its_data(caption), caption["id"]


def test_a_vote_alike_on_the_invasion_changes_the_title():
    matrix = tables.war_matrix(RECORD)
    before = captions.war_votes(matrix)["title"]
    changed = matrix.assign(equal=matrix["equal"].where(matrix["vote_id"] != "es11_1", "yes"))
    after = captions.war_votes(changed)
    assert "in none of seven texts" in before and "in one of seven texts" in after["title"] and true_of_its_data(after)


def test_another_share_changes_the_title_of_the_lines():
    lines, apart = shares()
    apart = apart.assign(share=apart["share"].where(apart["pair"] != "China–Russia", 0.5))
    caption = captions.agreement(lines, apart)
    assert "and in 50 in autumn" in caption["title"] and true_of_its_data(caption)


def test_steps_of_the_histogram_hold_every_member():
    assert tables.agreement_bins(RECORD)["members"].sum() == len(tables.beside_all(RECORD))


@pytest.mark.parametrize("kind", ["invasion", "seat", "rights", "plants", "cooperation", "council"])
def test_every_text_on_the_war_has_a_box(kind):
    tiles = tables.war_tiles(RECORD)
    assert kind in set(tiles["key"]) and tiles["key"].notna().all()
    assert tables.war_counts(RECORD)["texts"].sum() == len(tiles)
