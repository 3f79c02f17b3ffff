"""The tables of the chapter that are read, not charted: frames with headings for people."""

from __future__ import annotations

import pandas as pd

from audit.figures.cards import computed_text
from audit.figures.prose import percent
from audit.figures.words import VERDICT_WORDS
from audit.findings.equality import energy, tables
from audit.inputs.record import Record
from audit.judgement import Finding


def expectations(record: Record, *found: Finding) -> pd.DataFrame:
    """Each indicator: which layer it speaks to, what it would look like between allies, what it looks like here.

    ``found``: the findings of our propositions; each becomes a row with the words of its registration.
    """
    rows = [(one.claim.proposition, one.claim.layer, _between_allies(one), _here(one)) for one in found]
    pairs = tables.by_shares(tables.among_pairs(record))
    size = tables.size(record).iloc[-1]
    stakes = record["equality_stakes"].set_index("row_id")["value"]
    canada = pairs.loc[("US–Canada", 2024)]
    crude = energy.two_sides(record).set_index(["trade", "side"])["share_pct"]
    times = {
        trade: crude[trade, energy.SELLER] / crude[trade, energy.BUYER]
        for trade in ("Crude oil", "Canada’s crude to the US")
    }
    rows += [
        (
            "Weight in each other’s crude oil trade.",
            "equality",
            f"United States and Canada, by the newest share of each side: {times['Canada’s crude to the US']:.1f} times.",
            f"{times['Crude oil']:.1f} times, Russia the more dependent (2024).",
        ),
        (
            "Size of the economies.",
            "equality",
            "Any: an alliance may join states of unequal size.",
            f"China’s is {size['times']:.1f} times Russia’s ({size['year']:.0f}).",
        ),
        (
            "Weight in each other’s goods trade, beside allies.",
            "equality",
            f"United States and Canada: {canada['low']:.1f} to {canada['high']:.1f} times. Russia and Belarus: "
            f"{pairs.loc[('Russia–Belarus', 2024), 'low']:.1f} to {pairs.loc[('Russia–Belarus', 2022), 'low']:.1f}.",
            f"{pairs.loc[('China–Russia', 2022), 'low']:.1f} to {pairs.loc[('China–Russia', 2023), 'low']:.1f} times.",
        ),
        (
            "Loans of the richer side.",
            "equality",
            "The stronger lends for the common cause, in war more than before.",
            f"US${stakes['l1']:g} billion from 2000 to 2017; nothing found for the war years.",
        ),
        (
            "What the peoples say.",
            "none: opinion",
            "The other is called an ally.",
            f"2023, Russians: partner {percent(tables.poll(record, 'v2023p'))}, friendly state or ally "
            f"{percent(tables.poll(record, 'v2023f'))}. Chinese: “ally or partner”, one answer, {percent(tables.poll(record, 'o039'))}.",
        ),
    ]
    return pd.DataFrame(rows, columns=["Indicator", "Layer", "Between allies", "Here"])


#: What our registration leaves out, found since by readers: the registered words stand as they are.
ADDED = {"gas-at-others-price": " A reader adds: a low price may also be a gift between allies, so either."}


def _between_allies(one: Finding) -> str:
    return one.claim.predicts.allies + ADDED.get(one.claim.id, "")


def _here(one: Finding) -> str:
    """The verdict, with the figure that decided it and its unit where there is one."""
    told = VERDICT_WORDS[one.verdict].capitalize()
    if all(way.specification.value is None for way in one.all_nearest):
        return f"{told}."
    return f"{told}: {computed_text(one)} {one.claim.test.unit.removeprefix('per cent ')}."
