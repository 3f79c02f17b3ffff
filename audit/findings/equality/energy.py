"""Who needs whose energy: by supplier and by buyer, and what each pays for gas.

Russia's part in what China imports and China's part in what Russia exports are two questions with two sources, and stand side by side.
A share computed here divides two published quantities of one period and one unit; where two compilers are needed, the frame says so.
"""

from __future__ import annotations

import pandas as pd

from audit.findings.equality.arms import over
from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

#: Buyers outside the former Soviet Union beside China, Turkey included, as the ministry groups them.
OTHERS = "Europe and Turkey"

#: China's suppliers of pipeline gas in Central Asia.
CENTRAL_ASIA = ("Turkmenistan", "Kazakhstan", "Uzbekistan")

#: The price in which gas is quoted.
A_THOUSAND_M3 = "US$ per thousand m3"

#: The last year for which the ministry's estimate was seen, and the last whose outturn was.
ESTIMATED, KNOWN = 2025, 2022


# --- what China pays for gas ------------------------------------------------------------------------------------------


def prices(record: Record, seller: str, buyer: str, start: str, end: str | None = None) -> pd.DataFrame:
    """What one buyer paid one seller in a period, by everyone who printed it: copies of one figure."""
    rows = record["energy_gas_prices"]
    rows = rows[(rows["price_unit"] == A_THOUSAND_M3) & (rows["seller"] == seller) & (rows["buyer"] == buyer)]
    rows = rows[rows["period_start"] == pd.Timestamp(start)]
    return rows if end is None else rows[rows["period_end"] == pd.Timestamp(end)]


def paid(rows: pd.DataFrame) -> float | None:
    """The price; None where nobody prints it."""
    return None if rows.empty else float(rows["price"].iloc[0])


def part(price: float | None, of: float | None) -> float | None:
    """A price in per cent of another."""
    return over(None if price is None else 100 * price, of)


def volumes(record: Record, start: str) -> pd.Series:
    """Pipeline gas that China imported from each Central Asian supplier in a month, bcm; empty where one is not known."""
    rows = record["energy_flows"]
    rows = rows[(rows["commodity"] == "pipeline gas") & (rows["quantity_unit"] == "bcm")]
    rows = rows[(rows["period_start"] == pd.Timestamp(start)) & rows["supplier"].isin(CENTRAL_ASIA)]
    found = rows.set_index("supplier")["quantity"]
    return found if set(found.index) == set(CENTRAL_ASIA) else found.head(0)


def gas_at_others_price(record: Record) -> list[Specification]:
    """What China pays for Russian pipeline gas, in per cent of what others pay, and of what it pays to others."""

    def against_others(id: str, year: int, reason: str, **more) -> Specification:
        china, others = (prices(record, "Russia", buyer, f"{year}-01-01") for buyer in ("China", OTHERS))
        basis = "" if china.empty else f", {china['basis'].iloc[0]}"
        label = f"{year}{basis} of Russia's economy ministry"
        return specification(record, id, label, part(paid(china), paid(others)), [china, others], reason=reason, **more)

    def against_suppliers(
        id: str, start: str, label: str, reason: str, weighted: bool = False, **more
    ) -> Specification:
        russia = prices(record, "Russia", "China", start)
        rows = [prices(record, seller, "China", start) for seller in CENTRAL_ASIA]
        known = all(len(one) for one in rows)
        weights = volumes(record, start) if weighted else pd.Series(1.0, index=list(CENTRAL_ASIA))
        mean = None
        if known and len(weights):
            each = pd.Series([paid(one) for one in rows], index=list(CENTRAL_ASIA))
            mean = float((each * weights).sum() / weights.sum())
        value = part(paid(russia), mean)
        return specification(
            record, id, label, value, [russia, *rows], reason=reason, reading="beside-central-asia", **more
        )

    return [
        against_others(
            "estimate",
            ESTIMATED,
            "The latest full year. The ministry estimated it in its outlook of September, before the year was over.",
            nearest=True,
        ),
        against_others(
            "outturn",
            KNOWN,
            "The last year whose outturn was seen. Europe's market prices stood at records then, so the gap is no measure of the usual one.",
            choice="period",
        ),
        against_others(
            "forecast", 2024, "Set aside: a forecast of September 2023 for the year after.", principled=False
        ),
        against_suppliers(
            "january-2021-weighted",
            "2021-01-01",
            "January 2021, Central Asia by volume",
            "The latest month in which one source has all prices and volumes; customs withheld volumes in 2022. Before the war, and "
            "a single month: contracts tied to oil follow it with a lag.",
            weighted=True,
            nearest=True,
        ),
        against_suppliers(
            "january-2021",
            "2021-01-01",
            "January 2021, the three prices alike",
            "The same month without weights.",
            choice="rule",
        ),
        against_suppliers(
            "april-2020",
            "2020-04-01",
            "Spring 2020, the three prices alike",
            "The quarter before: Russia's price is of April to June, those of the others of April. No volumes by supplier were seen.",
            choice="period",
        ),
    ]


SPECIFICATIONS = {"gas-at-others-price": gas_at_others_price}


# --- the frames of the charts -----------------------------------------------------------------------------------------


def quantity(
    record: Record, commodity: str, importer: str, supplier: str, start: str, end: str, unit: str = "Mt"
) -> pd.DataFrame:
    """One published quantity, by everyone who printed it."""
    rows = record["energy_flows"]
    rows = rows[(rows["commodity"] == commodity) & (rows["importer"] == importer) & (rows["supplier"] == supplier)]
    rows = rows[(rows["quantity_unit"] == unit) & (rows["period_start"] == pd.Timestamp(start))]
    return rows[rows["period_end"] == pd.Timestamp(end)]


def russia_in_crude(record: Record) -> pd.DataFrame:
    """Russia's share in China's imports of crude oil by year, from quantities of one unit. Columns: year, share_pct, unit, sources."""
    found = []
    for year in range(2019, 2026):
        for unit in ("Mt", "mb/d"):
            whole, part_ = (
                quantity(record, "crude oil", "China", supplier, f"{year}-01-01", f"{year}-12-31", unit)
                for supplier in ("all", "Russia")
            )
            if len(whole) and len(part_):
                share = 100 * part_["quantity"].iloc[0] / whole["quantity"].iloc[0]
                found.append((year, share, unit, [*part_["source_id"], *whole["source_id"]]))
    return pd.DataFrame(found, columns=["year", "share_pct", "unit", "sources"])


def _published(record: Record, whole: str, partner: str, start: str, end: str) -> tuple[float, list[str]]:
    rows = record["energy_shares"]
    rows = rows[(rows["whole"] == whole) & (rows["partner"] == partner)]
    row = rows[(rows["period_start"] == pd.Timestamp(start)) & (rows["period_end"] == pd.Timestamp(end))].iloc[0]
    return float(row["share_low_pct"]), [row["source_id"]]


def _divided(
    record: Record, commodity: str, one: tuple, whole: tuple, start: str, end: str, unit: str
) -> tuple[float, list[str]]:
    """One quantity in per cent of another, which is taken from the same page where that page has it."""
    first, rows = (quantity(record, commodity, *pair, start, end, unit) for pair in (one, whole))
    same = rows[rows["source_id"].isin(first["source_id"])]
    second = (same if len(same) else rows).head(1)
    sources = [*first["source_id"].head(1), *second["source_id"]]
    return float(100 * first["quantity"].iloc[0] / second["quantity"].iloc[0]), list(dict.fromkeys(sources))


#: The two sides of each trade: in what the buyer imports, and in what the seller exports.
BUYER, SELLER = "seller’s share in the buyer’s imports", "buyer’s share in the seller’s exports"


def two_sides(record: Record) -> pd.DataFrame:
    """How much each side of an energy trade weighs for the other.

    Columns: trade, side, share_pct, period, basis (published; our division; our division, two compilers), sources.
    The last trade is that of two allies, for scale, by the newest share of each side.
    """
    y2024, y2025 = ("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")
    ours, two = "our division", "our division, two compilers"
    china = ("China", "Russia")
    buys, sells = ("China", "all"), ("all", "Russia")
    tankers = "crude oil and condensate"
    found = [
        ("Crude oil", BUYER, *_divided(record, "crude oil", china, buys, *y2024, "mb/d"), "2024", ours),
        ("Crude oil", SELLER, *_divided(record, tankers, china, sells, *y2024, "mb/d"), "2024", ours),
        ("Coal", BUYER, *_divided(record, "coal", china, buys, *y2024, "Mt"), "2024", ours),
        (
            "Coal",
            SELLER,
            *_published(record, "Russia’s coal exports", "China", "2022-12-01", "2024-07-31"),
            "December 2022 to July 2024",
            "published",
        ),
        ("Liquefied gas", BUYER, *_published(record, "China’s LNG imports", "Russia", *y2024), "2024", "published"),
        ("Liquefied gas", SELLER, *_divided(record, "LNG", china, sells, *y2025, "Mt"), "2025", two),
        (
            "Pipeline gas",
            BUYER,
            *_published(record, "China’s pipeline gas imports by value", "Russia", *y2024),
            "2024, by value",
            "published",
        ),
        (
            "Pipeline gas",
            SELLER,
            *_published(record, "Russia’s pipeline gas exports", "China", "2025-01-01", "2025-08-31"),
            "as told in 2025, months and unit not known",
            "published",
        ),
        (
            "Canada’s crude to the US",
            BUYER,
            *_published(record, "crude imports of the United States", "Canada", "2020-01-01", "2020-12-31"),
            "2020",
            "published",
        ),
        (
            "Canada’s crude to the US",
            SELLER,
            *_published(record, "Canada’s crude exports", "United States", "2023-01-01", "2023-12-31"),
            "2023",
            "published",
        ),
    ]
    return pd.DataFrame(found, columns=["trade", "side", "share_pct", "sources", "period", "basis"])


def gas_prices(record: Record) -> pd.DataFrame:
    """What China and the others paid Russia for pipeline gas, by year. Columns: year, buyer, price, basis, part_pct, source_id.

    ``part_pct``: China's price in per cent of the others' (blank where theirs was not seen).
    """
    rows = record["energy_gas_prices"]
    rows = rows[(rows["reporter"] == "russia-economy-ministry") & (rows["seller"] == "Russia")]
    rows = (
        rows.assign(year=rows["period_start"].dt.year).drop_duplicates(["year", "buyer"]).sort_values(["year", "buyer"])
    )
    wide = rows.pivot(index="year", columns="buyer", values="price")
    return rows.assign(part_pct=rows["year"].map(100 * wide["China"] / wide[OTHERS]))[
        ["year", "buyer", "price", "basis", "part_pct", "source_id"]
    ].reset_index(drop=True)


def beside_europe(record: Record) -> float:
    """China's price in per cent of Europe's over 2019 to 2021, from the averages of one institute."""
    rows = record["energy_gas_prices"]
    rows = rows[(rows["basis"] == "average") & (rows["seller"] == "Russia")].set_index("buyer")["price"]
    return float(100 * rows["China"] / rows["Europe"])


def siberia(record: Record) -> pd.DataFrame:
    """Gas through Power of Siberia by year, bcm, as the company gives it. Columns: year, quantity, source_id."""
    rows = record["energy_flows"]
    rows = rows[rows["commodity"] == "pipeline gas, Power of Siberia"].drop_duplicates("period_start", keep="last")
    return rows.assign(year=rows["period_start"].dt.year)[["year", "quantity", "source_id"]].reset_index(drop=True)


hold(__name__)
