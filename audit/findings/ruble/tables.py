"""The ruble: the frames behind the chapter's charts, reshaped from what ``claims`` and ``context`` compute.

Each function returns a new frame, one row a mark. Rates are rubles for one unit of a currency, changes are in per cent.
"""

from __future__ import annotations

import pandas as pd

from audit.findings.ruble.claims import (
    DECISION,
    GRID_ENDS,
    YEAR_END,
    currency_falls,
    fall_pct,
    falls_of_frozen,
    grid,
    peers,
    quoted_by,
    rate_of,
)
from audit.inputs.record import Record


def quotes_of_the_day(record: Record) -> pd.DataFrame:
    """Worldwide quotes on the day of the decision, in the form of ``context.year_to_date``.

    Columns: ``day``, ``series`` ("worldwide quotes"), ``change_pct`` since the end of 2022, and those of ``ruble_points``.
    """
    start = rate_of(quoted_by(record, "open-exchange-rates", YEAR_END))
    quotes = quoted_by(record, "open-exchange-rates", DECISION).rename(columns={"date": "day"})
    return quotes.assign(series="worldwide quotes", change_pct=-fall_pct(start, quotes["rate"]))


def press_rows(ranges: pd.DataFrame, printed: pd.DataFrame, stated: float) -> pd.DataFrame:
    """What the markets give (``context.ranges``) above what was printed (``context.printed_falls``), a row each.

    Columns: ``name``, ``kind`` (the direction of a range, or "printed"), ``low_pct``, ``high_pct``, ``printed`` (as text),
    ``row`` (0: the first), ``text`` (the number to show), ``claimed`` (the same in every row), ``side`` (of the mark on
    which the number has room: left below the claim, right above it).
    """
    outlets = printed.rename(columns={"label": "name"})
    outlets = outlets.assign(low_pct=printed["figure"], high_pct=printed["figure"], kind="printed")
    given = ranges.rename(columns={"measure": "name"}).assign(kind=ranges["direction"])
    rows = pd.concat([given, outlets], ignore_index=True)[["name", "kind", "low_pct", "high_pct", "printed"]]
    span = rows["low_pct"].map("{:.1f}–".format) + rows["high_pct"].map("{:.1f}%".format)
    return rows.assign(
        row=range(len(rows)),
        text=rows["printed"].where(rows["kind"] == "printed", span),
        claimed=stated,
        side=(rows["high_pct"] < stated).map({True: "left", False: "right"}),
    )


#: The three groups of the curve, by currency and family of the grid.
CURVE_GROUPS = {"Moscow": "dollar, Moscow", "worldwide": "dollar, worldwide", "yuan": "yuan, Moscow"}


def curve(record: Record) -> pd.DataFrame:
    """The grid in order of size: its columns, ``order`` (1: the smallest fall) and ``group`` (of ``CURVE_GROUPS``)."""
    cells = grid(record).sort_values(["fall_pct", "quotation", "start", "end"]).reset_index(drop=True)
    group = cells["family"].where(cells["currency"] == "dollar", "yuan").map(CURVE_GROUPS)
    return cells.assign(order=range(1, len(cells) + 1), group=group)


#: A start of the grid, by the year of its day.
STARTS = {2022: "from 2022's end", 2023: "from 2023's first"}


def choices(curve: pd.DataFrame) -> pd.DataFrame:
    """Which choices make each cell of ``curve``, a row each: its quotation, its start and its end.

    Columns: those of ``curve`` that a chart shows, and ``choice`` (one of ``choices_in_order``).
    """
    ends = "to " + curve["end_day"].dt.day.astype(str) + " August"
    made = [curve.assign(choice=one) for one in (curve["group"], curve["start_day"].dt.year.map(STARTS), ends)]
    return pd.concat(made)[["order", "group", "start", "end", "fall_pct", "rise_pct", "choice"]]


def choices_in_order() -> list[str]:
    """Quotations, starts and ends, as they stand below the curve."""
    ends = [f"to {pd.Timestamp(day).day} August" for day in GRID_ENDS]
    return [*CURVE_GROUPS.values(), *STARTS.values(), *ends]


#: How a quote moved, in words.
MOVEMENTS = {
    "moving": "a slide",
    "single_step": "one step of an official rate",
    "base_outlier": "its start is disputed",
}


def worst(record: Record) -> pd.DataFrame:
    """The currencies that lost most, to three places after the ruble, largest loss first.

    Currencies whose quote the vendor froze stand among them by their own auctions, without a rank. Columns: those of
    ``claims.currency_falls``; ``first_day``, ``last_day`` (frozen ones only); ``name`` (the rank, the currency and how it
    moved); ``kind`` ("ruble", "slide" or "step").
    """
    falls = currency_falls(record)
    ranked = falls[falls["rank"] <= falls.set_index("currency")["rank"]["RUB"] + 3]
    slides = set(peers(record, "all", "slides"))
    ranked = ranked.assign(
        name=[f"{row.rank}. {row.economy} ({row.currency}): {MOVEMENTS[row.behaviour]}" for row in ranked.itertuples()],
        kind=["ruble" if one == "RUB" else "slide" if one in slides else "step" for one in ranked["currency"]],
    )
    frozen = falls_of_frozen(record).assign(kind="step", behaviour="stale_or_fixed", rank=pd.NA)
    frozen["name"] = [f"Not ranked: {row.economy} ({row.currency}), by its own auctions" for row in frozen.itertuples()]
    both = pd.concat([one.astype({"rank": "Int64"}) for one in (ranked, frozen)], ignore_index=True)
    return both.sort_values("fall_pct", ascending=False)


def on_lists(worst: pd.DataFrame, record: Record) -> pd.DataFrame:
    """``worst`` with ``pairs`` and ``trading`` (bool): whether a currency is on the lists that somebody picked."""
    lists = {listed: worst["currency"].isin(peers(record, listed, "live")) for listed in ("pairs", "trading")}
    return worst.assign(**lists)


def key_rate_and_ruble(steps: pd.DataFrame, weekly: pd.DataFrame) -> pd.DataFrame:
    """The two panels of the key rate, one below the other: columns ``day``, ``series``, ``value``."""
    panels = [
        steps.assign(series="Key rate, per cent", value=steps["key_rate_pct"]),
        weekly.assign(series="Rubles for a dollar", value=weekly["rub_per_usd"]),
    ]
    return pd.concat(panels)[["day", "series", "value"]]


def official_since(record: Record, day: str) -> pd.DataFrame:
    """The official rate from ``day`` on: columns ``day`` (set), ``rub_per_usd``, ``source_id``."""
    rows = record["ruble_official"].rename(columns={"day_set": "day"})
    return rows.loc[rows["day"] >= day, ["day", "rub_per_usd", "source_id"]]
