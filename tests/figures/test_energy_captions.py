"""Captions on energy and arms follow from their frames."""

from functools import cache

import pytest

from audit.figures.equality import arms as arms_shown
from audit.figures.equality import energy as energy_shown
from audit.figures.figure import bears_out
from audit.figures.war import arms as war_shown
from audit.findings import default_record
from audit.findings.equality import arms, energy
from audit.findings.war import arms as war

RECORD = default_record()
FRAMES = {
    energy_shown.two_sides: energy.two_sides,
    energy_shown.gas_prices: energy.gas_prices,
    arms_shown.both_ways: arms_shown.flows,
    arms_shown.yearly: arms.yearly,
    war_shown.to_russia: war.to_russia,
}


@cache
def frame(caption):
    """What a caption tells of; computed when a test asks for it: every process collects these tests, one runs them."""
    return FRAMES[caption](RECORD)


@pytest.mark.parametrize("caption", FRAMES, ids=lambda one: one.__name__)
def test_every_title_holds_of_its_data(caption):
    told = caption(frame(caption))
    assert bears_out(told["holds"], told["data"].reset_index(drop=True))
    assert set(told["labels"]) == set(told["data"].columns)


@pytest.mark.parametrize("caption", [arms_shown.both_ways, arms_shown.yearly, war_shown.to_russia])
def test_arms_print_their_vintage_and_their_measure(caption):
    told = caption(frame(caption))
    assert "SIPRI" in told["title"] and "February 2026" in told["subtitle"]


def test_another_price_changes_the_title():
    rows = frame(energy_shown.gas_prices).copy()
    last = (rows["year"] == 2025) & (rows["buyer"] == "China")
    rows.loc[last, "price"] = 401.9
    rows.loc[rows["year"] == 2025, "part_pct"] = 100
    told = energy_shown.gas_prices(rows)
    assert "at 100 per cent" in told["title"] and bears_out(told["holds"], told["data"])


def test_another_share_changes_the_title():
    rows = frame(energy_shown.two_sides).copy()
    coal = (rows["trade"] == "Coal") & (rows["side"] == energy.SELLER)
    rows.loc[coal, "share_pct"] = 20
    told = energy_shown.two_sides(rows)
    assert told["title"].startswith("In two of four") and bears_out(told["holds"], told["data"])


def test_try_it_has_both_states_of_a_pair_where_both_received_arms():
    rows = arms_shown.for_try(RECORD)
    ours = rows[(rows["pair"] == "China–Russia") & (rows["year"] == 2024)]
    assert len(ours) == 4 and ours["share_pct"].between(0, 100).all()
    assert rows["what"].notna().all() and rows.groupby("indicator")["pair"].nunique().to_dict() == {
        arms_shown.ARMS: 7,
        arms_shown.CRUDE: 2,
    }
