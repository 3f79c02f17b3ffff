"""Did China arm Russia as a treaty ally did? Major arms delivered to Russia in the war, on one measure and in one vintage.

The measure, the trend-indicator value (TIV), has no ammunition, parts or dual-use goods, in which China's weight lies.
"""

from __future__ import annotations

import pandas as pd

from audit.findings.equality.arms import EARLIER, EARLIER_YEAR, LAST_YEAR, LATEST, deliveries, over, vintage_words
from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

#: The first year of the war.
WAR_YEAR = 2022

#: The states beside which China is set: one with a defence treaty with Russia (of 2024), one without.
YARDSTICKS = ("North Korea", "Iran")

#: What the register calls a part or an engine, and not a whole weapon.
PARTS = ("ship engine", "aircraft engine", "turbofan")


def share(
    record: Record, yardstick: str, first: int, last: int, vintage: str
) -> tuple[float | None, list[pd.DataFrame]]:
    """China's deliveries to Russia, in per cent of another state's, with the rows of both."""
    ours, theirs = (deliveries(record, state, "Russia", first, last, vintage) for state in ("China", yardstick))
    if ours.empty or theirs.empty:
        return None, [ours, theirs]
    return over(100 * ours["delivered_tiv_mn"].sum(), theirs["delivered_tiv_mn"].sum()), [ours, theirs]


#: The newest register in the record: totals of states only.
NEWEST = "2026-05-24"


def everybody(record: Record) -> pd.DataFrame:
    """Major arms delivered to Russia by all states in the years compared, one row a vintage and year."""
    rows = record["arms_transfers"]
    rows = rows[(rows["supplier"] == "all") & (rows["recipient"] == "Russia")]
    return rows[rows["year"].between(WAR_YEAR, LAST_YEAR)]


def items(record: Record, supplier: str, since: int = WAR_YEAR) -> pd.DataFrame:
    """The kinds of arms that one state delivered to Russia from a year on, by the latest register."""
    rows = record["arms_to_russia"]
    return rows[(rows["supplier"] == supplier) & (rows["year"] >= since)]


def arms_below_a_treaty_ally(record: Record) -> list[Specification]:
    """China's share of what North Korea delivered, and of what Iran did; and the choices that could move it."""

    def beside(id: str, yardstick: str, last: int, vintage: str, reason: str, **more) -> Specification:
        value, rows = share(record, yardstick, WAR_YEAR, last, vintage)
        label = f"Beside {yardstick}, {WAR_YEAR}–{last}, {vintage_words(vintage)}"
        return specification(record, id, label, value, rows, reason=reason, **more)

    def by_items(id: str, label: str, kept, reason: str) -> Specification:
        ours, theirs = (items(record, state) for state in ("China", "North Korea"))
        value = over(100 * ours.loc[kept(ours), "delivered_tiv_mn"].sum(), theirs["delivered_tiv_mn"].sum())
        return specification(record, id, label, value, [ours, theirs], reason=reason, principled=False)

    newest = everybody(record)
    reading = {"reading": "beside-iran"}
    return [
        beside(
            "beside-north-korea",
            "North Korea",
            LAST_YEAR,
            LATEST,
            "As the test says: the three years, one register, and the ally whose treaty is of 2024.",
            nearest=True,
        ),
        beside(
            "first-two-years",
            "North Korea",
            LAST_YEAR - 1,
            LATEST,
            "Set aside, as it leaves out the year in which North Korea delivered most; until then China had delivered nearly as much.",
            principled=False,
        ),
        beside(
            "earlier-vintage",
            "North Korea",
            EARLIER_YEAR,
            EARLIER,
            "Set aside for the same reason: this register ends with 2023.",
            principled=False,
        ),
        by_items(
            "ordered-in-the-war",
            "Only what was ordered since the invasion",
            lambda rows: rows["order_year"] >= WAR_YEAR,
            "Set aside, as the test counts what was delivered. China's engines were ordered in 2015.",
        ),
        by_items(
            "whole-weapons",
            "Without engines",
            lambda rows: ~rows["weapon"].isin(PARTS),
            "Set aside, as the test counts all major arms. Eight armoured carriers remain; who sold them is not said.",
        ),
        specification(
            record,
            "newest-vintage",
            f"Beside North Korea, {WAR_YEAR}–{LAST_YEAR}, {vintage_words(NEWEST)}",
            None,
            [newest[newest["vintage"] == pd.Timestamp(NEWEST)]],
            reason="Totals alone were seen of it, no pairs. By them all states together delivered less than the register before has from "
            "North Korea and Iran alone, so its figures are overtaken, and ours with them.",
        ),
        beside(
            "beside-iran",
            "Iran",
            LAST_YEAR,
            LATEST,
            "Iran, which has no defence treaty with Russia; most of it are attack drones that the register marks as made in Russia.",
            nearest=True,
            **reading,
        ),
        beside(
            "beside-iran-earlier",
            "Iran",
            EARLIER_YEAR,
            EARLIER,
            "Set aside as it is with North Korea: this register ends with 2023.",
            principled=False,
            **reading,
        ),
    ]


SPECIFICATIONS = {"arms-below-a-treaty-ally": arms_below_a_treaty_ally}


def to_russia(record: Record, vintage: str = LATEST) -> pd.DataFrame:
    """Major arms delivered to Russia in the war, by state and year. Columns: supplier, year, delivered, source_id."""
    rows = record["arms_transfers"]
    rows = rows[
        (rows["vintage"] == pd.Timestamp(vintage)) & (rows["recipient"] == "Russia") & (rows["year"] >= WAR_YEAR)
    ]
    rows = rows[rows["supplier"].isin(["China", *YARDSTICKS])].rename(columns={"delivered_tiv_mn": "delivered"})
    return rows.sort_values(["year", "supplier"], ignore_index=True)[["supplier", "year", "delivered", "source_id"]]


hold(__name__)
