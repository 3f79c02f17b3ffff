"""Who arms whom: the volume of major arms that two states deliver to each other, over five years and in one vintage.

The measure is the trend-indicator value (TIV) of the Stockholm International Peace Research Institute. It counts the capability of
major arms delivered; ammunition, parts, training and dual-use goods are not in it. A zero means that nothing is recorded.
A later vintage revises earlier years, so every figure here is taken from one of them, and says which.
"""

from __future__ import annotations

import pandas as pd

from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

#: The latest vintage that was read deal by deal, and its last full year.
LATEST, LAST_YEAR = "2026-02-12", 2024

#: The vintage before it, and its last full year.
EARLIER, EARLIER_YEAR = "2025-01-03", 2023

#: The newest register: totals of states only, by a copy. Its figures stand beside those of the latest, as a check.
NEWEST, NEWEST_YEAR = "2026-05-24", 2025

#: Years in a window: one or two contracts move a single year.
WINDOW = 5

#: The pairs that a reader may compare, by the names that charts print. The stronger economy stands first.
PAIRS = {
    "China–Russia": ("China", "Russia"),
    "US–Japan": ("United States", "Japan"),
    "US–South Korea": ("United States", "South Korea"),
    "US–Canada": ("United States", "Canada"),
    "China–North Korea": ("China", "North Korea"),
    "Russia–Belarus": ("Russia", "Belarus"),
    "Russia–North Korea": ("Russia", "North Korea"),
}


def vintage_words(vintage: str) -> str:
    """How a vintage is named: “register of February 2026”."""
    return f"register of {pd.Timestamp(vintage):%B %Y}"


def register_told(vintage: str = LATEST, last: int = LAST_YEAR) -> str:
    """The same in prose: the day on which the copy was generated, and the year to which it goes."""
    day = pd.Timestamp(vintage)
    return f"register as generated on {day.day} {day:%B %Y}, with data to {last}"


def deliveries(record: Record, supplier: str, recipient: str, first: int, last: int, vintage: str) -> pd.DataFrame:
    """The yearly rows of one direction, from ``first`` to ``last``; ``all`` is every state. Empty unless every year is there."""
    rows = record["arms_transfers"]
    rows = rows[(rows["supplier"] == supplier) & (rows["recipient"] == recipient)]
    rows = rows[(rows["vintage"] == pd.Timestamp(vintage)) & rows["year"].between(first, last)]
    return rows if len(rows) == last - first + 1 else rows.head(0)


def delivered(
    record: Record, supplier: str, recipient: str, first: int, last: int, vintage: str = LATEST
) -> float | None:
    """Volume delivered over some years, in million TIV; None where the vintage does not have them all."""
    rows = deliveries(record, supplier, recipient, first, last, vintage)
    return None if rows.empty else float(rows["delivered_tiv_mn"].sum())


def over(one: float | None, other: float | None) -> float | None:
    """A ratio; None where either is unknown or nothing stands below."""
    return None if one is None or not other else one / other


def balance(record: Record, last: int, vintage: str = LATEST) -> float | None:
    """China's deliveries to Russia divided by Russia's to China, in the window that ends with ``last``."""
    first = last - WINDOW + 1
    return over(
        delivered(record, "China", "Russia", first, last, vintage),
        delivered(record, "Russia", "China", first, last, vintage),
    )


def both_ways(record: Record, last: int, vintage: str = LATEST) -> list[pd.DataFrame]:
    """The rows behind one balance, one frame a direction: all of them from one register."""
    first = last - WINDOW + 1
    parts = (deliveries(record, *pair, first, last, vintage) for pair in (("China", "Russia"), ("Russia", "China")))
    return list(parts)


def _rounded(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2f}"


def nearer_to_one(now: float | None, before: float | None) -> bool | None:
    """Is a ratio nearer to one than another, both below or above it? By the distance of their logarithms."""
    if not now or not before:
        return None
    return max(now, 1 / now) < max(before, 1 / before)


def newest_bound(record: Record) -> float | None:
    """What the ratio is at most in the newest window: all that Russia received, from anyone, over China's part of its exports.

    That part is the institute's rounded share of Russia's exports in the release of that window.
    """
    first = NEWEST_YEAR - WINDOW + 1
    everything, sold = (
        delivered(record, *way, first, NEWEST_YEAR, NEWEST) for way in (("all", "Russia"), ("Russia", "all"))
    )
    share = record["arms_published"]
    share = share[(share["measure"] == "share of China in Russia’s arms exports") & (share["year"] == NEWEST_YEAR)]
    return None if sold is None or share.empty else over(everything, sold * share["value_pct"].iloc[0] / 100)


def arms_in_both_directions(record: Record) -> list[Specification]:
    """How much China delivers to Russia for each unit that Russia delivers to China."""
    latest, earlier = (LATEST, LAST_YEAR), (EARLIER, EARLIER_YEAR)

    def ratio(id: str, vintage: str, last: int, reason: str, **more) -> Specification:
        value = balance(record, last, vintage)
        return specification(
            record,
            id,
            f"{last - WINDOW + 1}–{last}, {vintage_words(vintage)}",
            value,
            both_ways(record, last, vintage),
            reason=reason,
            decimals=3,
            **more,
        )

    def nearing(id: str, vintage: str, last: int, reason: str, **more) -> Specification:
        now, before = balance(record, last, vintage), balance(record, last - WINDOW, vintage)
        return specification(
            record,
            id,
            f"{last - WINDOW + 1}–{last} against {last - 2 * WINDOW + 1}–{last - WINDOW}, {vintage_words(vintage)}",
            nearer_to_one(now, before),
            [*both_ways(record, last, vintage), *both_ways(record, last - WINDOW, vintage)],
            reason=reason,
            reading="nearing-balance",
            text=None if now is None or before is None else f"{now:.4f} against {before:.4f}",
            **more,
        )

    return [
        ratio(
            "latest-window",
            *latest,
            "The latest window whose deliveries by pair were read, deal by deal.",
            nearest=True,
        ),
        ratio(
            "earlier-vintage",
            *earlier,
            "The window and the register before it: a later one revises earlier years.",
            choice="vintage",
        ),
        specification(
            record,
            "release-of-2026",
            "2021–2025, release of March 2026",
            None,
            [],
            reason="Of this release only China's share of Russia's exports was seen, and not what China delivered. With the totals of the "
            f"newest register the ratio is at most {_rounded(newest_bound(record))}: all that Russia received from anyone would have to be China's.",
            choice="vintage",
        ),
        nearing(
            "nearing-latest",
            *latest,
            "Nearer to one in the latest window than in the five years before it. Nearly all of the change is that Russia delivers less.",
            nearest=True,
        ),
        nearing("nearing-earlier", *earlier, "The same in the register before it.", choice="vintage"),
    ]


SPECIFICATIONS = {"arms-in-both-directions": arms_in_both_directions}


# --- the frames of the charts -----------------------------------------------------------------------------------------


def yearly(record: Record, vintage: str = LATEST) -> pd.DataFrame:
    """What China and Russia delivered to each other by year. Columns: year, direction, delivered, source_id."""
    rows = record["arms_transfers"]
    rows = rows[rows["vintage"] == pd.Timestamp(vintage)]
    ours = rows[rows["supplier"].isin(["China", "Russia"]) & rows["recipient"].isin(["China", "Russia"])]
    direction = ours["supplier"] + " to " + ours["recipient"]
    return (
        ours.assign(direction=direction)
        .rename(columns={"delivered_tiv_mn": "delivered"})
        .sort_values(["direction", "year"], ignore_index=True)[["year", "direction", "delivered", "source_id"]]
    )


def window_ends(record: Record, vintage: str = LATEST) -> range:
    """The last years of all windows that a vintage has whole by pair."""
    rows = record["arms_transfers"]
    years = rows.loc[(rows["vintage"] == pd.Timestamp(vintage)) & (rows["supplier"] == "Russia"), "year"]
    return range(int(years.min()) + WINDOW - 1, int(years.max()) + 1)


def pairs(record: Record, vintage: str = LATEST) -> pd.DataFrame:
    """Each pair in each window of five years, by one vintage.

    Columns: pair, first, second (the states), window, year (its last), from_first, from_second (million TIV),
    in_imports_of_second and in_imports_of_first (per cent of all major arms that each received; blank: it received none
    or its total was not carried).
    """
    found = []
    for pair, (one, other) in PAIRS.items():
        for last in window_ends(record, vintage):
            first = last - WINDOW + 1
            there, back = (delivered(record, *way, first, last, vintage) for way in ((one, other), (other, one)))
            shares = [
                over(100 * part, delivered(record, "all", state, first, last, vintage))
                for part, state in ((there, other), (back, one))
            ]
            found.append((pair, one, other, f"{first}–{last}", last, there, back, *shares))
    columns = ["pair", "first", "second", "window", "year", "from_first", "from_second"]
    return pd.DataFrame(found, columns=[*columns, "in_imports_of_second", "in_imports_of_first"])


def weights(record: Record) -> pd.DataFrame:
    """What each weighs in the other's arms trade, by vintage and window without overlap, from the last year of the vintage back.

    Columns: vintage, window, year, measure (China in Russia's exports; Russia in China's imports), share_pct.
    """
    found = []
    for vintage, last_year in ((LATEST, LAST_YEAR), (EARLIER, EARLIER_YEAR)):
        for last in range(last_year, min(window_ends(record, vintage)) - 1, -WINDOW):
            first = last - WINDOW + 1
            sold = delivered(record, "Russia", "China", first, last, vintage)
            for measure, whole in (
                ("China in Russia’s exports", ("Russia", "all")),
                ("Russia in China’s imports", ("all", "China")),
            ):
                total = delivered(record, *whole, first, last, vintage)
                found.append((vintage, f"{first}–{last}", last, measure, over(100 * sold, total)))
    return pd.DataFrame(found, columns=["vintage", "window", "year", "measure", "share_pct"]).dropna(ignore_index=True)


hold(__name__)
