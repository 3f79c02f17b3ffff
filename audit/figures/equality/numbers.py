"""The chapter's numbers on their way into prose, by section: name -> text. What they are is computed in the findings."""

from __future__ import annotations

from audit.figures.prose import percent
from audit.findings.equality import claims, tables
from audit.inputs.record import Record


def _times(value: float) -> str:
    return f"{value:.1f}"


def shares(record: Record) -> dict[str, str]:
    """Shares in each other's trade, and the size of the two economies."""
    china = tables.russia_in_china(record).set_index("year")["share_pct"]
    russia = tables.china_in_russia_computed(record).set_index("year")["share_pct"]
    size = tables.size(record).set_index("year")["times"]
    total, _ = claims.russia_with_world(record, claims.LATEST)
    customs = claims._of_year(record["trade_mirror"], claims.LATEST).query("reporter == 'russia-customs'")[
        "value_usd_bn"
    ]
    low, high = customs.min() / total, customs.max() / total
    others = {
        partner: claims.pair_rows(record, "China", partner)["share_pct"].iloc[0]
        for partner in ("ASEAN", "European Union", "United States")
    }
    return {
        **{f"russia-in-china-{year}": percent(china[year], 2) for year in range(2021, 2025)},
        "china-in-russia-2022": percent(russia[2022]),
        "china-in-russia-low": f"{100 * low:.0f}",
        "china-in-russia-2023": percent(russia[2023]),
        "china-in-russia-high": percent(100 * high),
        "trade-part": percent(
            100 * total / claims.whole_trade(record, "china_total_trade", 2023)["value_usd_bn"].iloc[0]
        ),
        "size-2023": _times(size[2023]),
        "size-1992": f"{size[1992]:.2f}",
        "asean-2025": percent(others["ASEAN"], 1),
        "eu-2025": percent(others["European Union"], 1),
        "us-2025": percent(others["United States"], 1),
    }


def asymmetry(record: Record) -> dict[str, str]:
    """The ratio by measure and year, and among pairs."""
    rows, all_pairs = tables.asymmetry(record), tables.among_pairs(record)
    pairs, totals = (
        tables.by_shares(all_pairs),
        all_pairs[all_pairs["how"] == tables.BY_TOTALS].set_index("pair")["low"],
    )
    imports = claims.printed_share(record, "china_share_of_russia_imports", tables.LAST).iloc[0]
    exports = claims.printed_share(record, "russia_share_of_china_exports", tables.LAST).iloc[0]
    korea = tables.north_korea(record).iloc[0]
    return {
        "times-least": _times(rows["times"].min()),
        "times-most": _times(rows["times"].max()),
        "ours-2022": _times(pairs.loc[("China–Russia", 2022), "low"]),
        "belarus-2022": _times(pairs.loc[("Russia–Belarus", 2022), "low"]),
        "belarus-2024": _times(pairs.loc[("Russia–Belarus", 2024), "low"]),
        "belarus-2023": _times(claims.floor_of_belarus(record)),
        "totals-ours": _times(totals["China–Russia"]),
        "totals-japan": _times(totals["US–Japan"]),
        "totals-korea": _times(totals["US–South Korea"]),
        "imports-2025": percent(imports["share_pct"]),
        "exports-2025": percent(exports["share_pct"], 1),
        "canada-low": _times(pairs.loc[("US–Canada", 2024), "low"]),
        "canada-high": _times(pairs.loc[("US–Canada", 2024), "high"]),
        "korea-share": percent(korea["of_korea_pct"], 1),
        "korea-times": f"{round(korea['times'], -2):,.0f}",
    }


def money(record: Record) -> dict[str, str]:
    """Currencies, loans, cars and polls."""
    spoken = claims.settlements(record, "ruble and yuan").sort_values("period_end")["share_pct"]
    stakes = record["equality_stakes"].set_index("row_id")["value"]
    return {
        "yuan-2022": percent(tables.of_currency(record, "yuan", "exports", "2022-01-01"), 1),
        "yuan-2024": percent(tables.of_currency(record, "yuan", "exports", "2024-01-01"), 1),
        "yuan-imports-2024": percent(tables.of_currency(record, "yuan", "imports", "2024-01-01"), 1),
        "friendly-imports-2025": percent(tables.of_currency(record, "friendly currencies", "imports", "2025-04-01"), 1),
        "ruble-2025": percent(tables.of_currency(record, "ruble", "exports", "2025-01-01"), 1),
        "yuan-alone": percent(claims.settlements(record, "yuan")["share_pct"].iloc[0]),
        "together-last": percent(spoken.iloc[-1], 1),
        "loans-russia": f"US${stakes['l1']:g} billion",
        "loans-other": f"US${stakes['l6']:g} billion",
        "investment-2018": f"US${stakes['f1']:.1f} billion",
        "cars-2022": percent(stakes["c1"], 1),
        "cars-2025": percent(stakes["c5"]),
    }


def opinion(record: Record) -> dict[str, str]:
    """What polls found."""
    one = {name: tables.poll(record, row) for name, row in ROWS.items()}
    return {
        **{name: percent(one[name]) for name in ("partner-2023", "ally-2023", "partner-2017", "ally-2017")},
        "warmth-2023": f"{one['warmth-2023']:.2f}",
        "warmth-2025": f"{one['warmth-2025']:.2f}",
        "friendly-2022": percent(one["friendly-2022"]),
        "friendly-2024": percent(one["friendly-2024"]),
        "either-2023": percent(one["either-2023"]),
        "leaders-2019": percent(one["leaders-2019"]),
        "leaders-2025": percent(one["leaders-2025"]),
        "interest-2022": percent(one["interest-2022"]),
        "interest-2024": percent(one["interest-2024"]),
    }


#: Polls named in the prose, by row.
ROWS = {
    "partner-2017": "v2017p",
    "ally-2017": "v2017f",
    "partner-2023": "v2023p",
    "ally-2023": "v2023f",
    "friendly-2022": "o019",
    "friendly-2024": "o021",
    "either-2023": "o039",
    "leaders-2019": "g2019",
    "leaders-2025": "g2025",
    "warmth-2023": "o024",
    "warmth-2025": "o026",
    "interest-2022": "o037",
    "interest-2024": "k2024",
}
