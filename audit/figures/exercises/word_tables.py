"""The tables of the exercises chapter that are read, not charted: frames with headings for people."""

from __future__ import annotations

import pandas as pd

from audit.findings.exercises import structures
from audit.inputs.record import Record

#: The three structures by the names of their columns.
NAMES = {"command": "Standing joint command", "base": "Base or stationing", "plan": "Published common war plan"}
#: Of several sightings of one structure, what counts for the table: the first of these that was found.
STRONGEST = ("yes", "in part", "no", "not found")


def standing(record: Record) -> pd.DataFrame:
    """One row a pair: what was found of each structure, and how many stand."""
    pairs = [structures.OURS, *structures.spokes(record)]
    rows = []
    for pair in pairs:
        found = [set(one["exists"]) for one in structures.asked(record, pair)]
        rows.append([pair, *(next(word for word in STRONGEST if word in one) for one in found)])
    shown = pd.DataFrame(rows, columns=["Pair", *NAMES.values()])
    return shown.assign(Standing=[structures.number(record, pair) for pair in pairs])


def sightings(record: Record) -> pd.DataFrame:
    """Every sighting of a structure, with where it was seen."""
    rows = record["standing_structures"]
    seen = record.sources.loc[list(rows["source_id"])]
    return pd.DataFrame(
        {
            "Pair": rows["pair"],
            "Structure": rows["structure"].map(NAMES),
            "Found": rows["exists"],
            "Seen": rows["fact"],
            "Note": rows["note"].fillna(""),
            "Source": [f"{one.publisher}, {one.published[:4]}" for one in seen.itertuples()],
        }
    )
