"""Standing structures, our own proposition: what two armed forces keep between exercises, and what America's spokes keep."""

from __future__ import annotations

import pandas as pd

from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

#: The three that the proposition names, as in ``standing_structures``.
STRUCTURES = ("command", "base", "plan")

OURS = "China–Russia"

#: What a sighting of a structure adds to the number that stands; what is in part, denied or not found adds nothing.
STANDING = ("yes",)


def asked(record: Record, pair: str) -> list[pd.DataFrame]:
    """What was found of a pair, one frame a structure; an empty one where nobody asked."""
    rows = record["standing_structures"]
    return [rows[(rows["pair"] == pair) & (rows["structure"] == one)] for one in STRUCTURES]


def number(record: Record, pair: str, standing: tuple[str, ...] = STANDING) -> int:
    """How many of the three stand between a pair."""
    return sum(bool(rows["exists"].isin(standing).any()) for rows in asked(record, pair))


def spokes(record: Record) -> list[str]:
    """The other pairs of the table: the United States with each of its spokes."""
    return [pair for pair in record["standing_structures"]["pair"].unique() if pair != OURS]


def as_few(record: Record) -> list[str]:
    """The spokes with no more standing structures than China and Russia, as prose names them."""
    few = [pair for pair in spokes(record) if number(record, pair) <= number(record, OURS)]
    names = (pair.removeprefix("United States–") for pair in few)
    return sorted(
        ("the Philippines" if name == "Philippines" else name for name in names),
        key=lambda name: name.removeprefix("the "),
    )


def treaty_codes(record: Record, pair: str) -> pd.DataFrame:
    """What ATOP codes of bases and military institutions in a pair's treaty."""
    rows = record["exercise_depth"]
    return rows[(rows["pair"] == pair) & rows["indicator"].isin(["atop_base", "atop_milinst"])]


def no_standing_structures(record: Record) -> list[Specification]:
    """The number between China and Russia, and whether each of the five spokes has more."""
    mine, others = asked(record, OURS), {pair: number(record, pair) for pair in spokes(record)}
    code, ally = treaty_codes(record, "China-Russia"), treaty_codes(record, "US-Philippines")
    none = as_few(record)
    return [
        specification(
            record,
            "record",
            "A command, a base or stationing, a published plan: found to stand",
            float(number(record, OURS)),
            mine,
            nearest=True,
            decimals=0,
            reason="None was found that outlasts an exercise or a patrol. That nothing was found is weak evidence, of a plan above all: "
            "one that is secret would not be seen.",
        ),
        specification(
            record,
            "atop",
            "Bases and military institutions in the treaty of 2001, ATOP",
            float((code["value"] > 0).sum()),
            [code[code["indicator"] == one] for one in ("atop_base", "atop_milinst")],
            principled=False,
            decimals=0,
            reason="Set aside, as it is two of the three, and the treaty's words only.",
        ),
        specification(
            record,
            "with-those-in-part",
            "The same, with what lasts for an exercise or a patrol",
            float(number(record, OURS, ("yes", "in part"))),
            mine,
            principled=False,
            decimals=0,
            reason="Set aside, as standing means between exercises: headquarters for one exercise, airfields for one patrol.",
        ),
        specification(
            record,
            "five-spokes",
            "Fewer than each of the five spokes",
            not none,
            [*mine, *(rows for pair in others for rows in asked(record, pair))],
            nearest=True,
            reading="fewer-than-any-spoke",
            reason=f"As few have {', '.join(none) or 'none of them'}: no base of America's own and no standing command. Facilities that two run, "
            "access and troops in turns are in part, for every pair.",
        ),
        specification(
            record,
            "treaty-codes",
            "Fewer than the Philippines in ATOP's codes of bases and institutions",
            bool(code["value"].sum() < ally["value"].sum()),
            [code, ally],
            reading="fewer-than-any-spoke",
            principled=False,
            reason="Set aside, as it is two of the three; the codes are the same.",
        ),
    ]


SPECIFICATIONS = {"no-standing-structures": no_standing_structures}

hold(__name__)
