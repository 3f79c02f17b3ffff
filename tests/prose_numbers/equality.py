"""The chapter on who needs whom: shares, ratios, currencies and polls, counted afresh from the tables."""

import pandas as pd

from audit.inputs.record import Record

from . import energy


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the chapter glues beside its findings."""
    return shares(record) | asymmetry(record) | money(record) | opinion(record) | energy.texts(record)


def china(record: Record) -> dict[int, float]:
    """Russia in China's trade, per cent: twelve months over the revised total."""
    months, totals = record["trade_monthly"], record["trade_totals"]
    shares = {}
    for year in range(2021, 2025):
        part = sum(row.value_usd_bn for row in months.itertuples() if row.month.year == year and row.flow == "total")
        [whole] = totals[
            (totals["measure"] == "china_total_trade")
            & (totals["vintage"] == "revised")
            & (totals["period_start"] == f"{year}-01-01")
        ]["value_usd_bn"]
        shares[year] = 100 * part / whole
    return shares


def shares(record: Record) -> dict[str, str]:
    size = record["equality_size"].set_index("year")
    totals = record["trade_totals"].query("measure == 'china_total_trade' and vintage == 'revised'")
    world = totals[totals["period_start"] == "2023-01-01"]["value_usd_bn"].item()
    others = record["equality_pairs"].query("pair == 'China–others'").set_index("partner")["share_pct"]
    return {
        **{f"russia-in-china-{year}": f"{share:.2f} per cent" for year, share in china(record).items()},
        "china-in-russia-2022": f"{100 * 185 / (592.5 + 255.3):.0f} per cent",
        "china-in-russia-low": f"{100 * 220 / 710.1:.0f}",
        "china-in-russia-high": f"{100 * 230 / 710.1:.0f} per cent",
        "trade-part": f"{100 * 710.1 / world:.0f} per cent",
        "china-in-russia-2023": f"{100 * 227.7 / 710.1:.0f} per cent",
        "size-2023": f"{size.loc[2023, 'china_gdp_usd_bn'] / size.loc[2023, 'russia_gdp_usd_bn']:.1f}",
        "size-1992": f"{size.loc[1992, 'china_gdp_usd_bn'] / size.loc[1992, 'russia_gdp_usd_bn']:.2f}",
        "asean-2025": f"{others['ASEAN']:.1f} per cent",
        "eu-2025": f"{others['European Union']:.1f} per cent",
        "us-2025": f"{others['United States']:.1f} per cent",
    }


def asymmetry(record: Record) -> dict[str, str]:
    """The least is what Russia sold to China in 2021, the most what China sold to Russia in 2025."""
    totals = record["trade_totals"].query("measure == 'china_total_trade' and vintage == 'revised'")
    china_2023 = totals[totals["period_start"] == "2023-01-01"]["value_usd_bn"].item()
    months = record["trade_monthly"]
    months = months[months["month"].dt.year == 2021].groupby("flow")["value_usd_bn"].sum()
    bought = 100 * months["china_imports_from_russia"] / 2679.412
    korea = 96.7 / (100 * 1.53 / 6309.599)
    return {
        "times-least": f"{14 / bought:.1f}",
        "times-most": f"{39 / 2.7:.1f}",
        "belarus-2023": f"{50 / (100 * 46.5 / 710.1):.1f}",
        "totals-ours": f"{china_2023 / 710.1:.1f}",
        "totals-japan": f"{(2000 + 3200) / (681 + 743):.1f}",
        "totals-korea": f"{(2000 + 3200) / (632.69 + 642.67):.1f}",
        "imports-2025": "39 per cent",
        "exports-2025": "2.7 per cent",
        "ours-2022": f"{100 * 185 / 847.8 / china(record)[2022]:.1f}",
        "belarus-2022": f"{60 / (100 * 45 / 847.8):.1f}",
        "belarus-2024": f"{60 / 8:.1f}",
        "canada-low": f"{62.2 / 14.4:.1f}",
        "canada-high": f"{75.9 / 14.4:.1f}",
        "korea-share": "96.7 per cent",
        "korea-times": f"{round(korea / 100) * 100:,}",
    }


def money(record: Record) -> dict[str, str]:
    rows = record["equality_currency"]
    yuan = rows[(rows["currency"] == "yuan") & (rows["flow"] == "exports")].set_index("period_start")["share_pct"]
    year = rows[(rows["currency"] == "ruble") & (rows["flow"] == "exports") & (rows["period_end"] == "2025-12-31")]
    year = year[year["scope"] == "Russia with all partners"]["share_pct"].item()
    bought = rows[(rows["scope"] == "Russia with all partners") & (rows["flow"] == "imports")]
    imports = {(row.currency, f"{row.period_start:%Y-%m-%d}"): row.share_pct for row in bought.itertuples()}
    stakes = {row.row_id: row.value for row in record["equality_stakes"].itertuples()}
    together = rows[rows["currency"] == "ruble and yuan"].sort_values("period_end")["share_pct"]
    return {
        "yuan-2022": f"{yuan[pd.Timestamp('2022-01-01')]:.1f} per cent",
        "yuan-2024": f"{yuan[pd.Timestamp('2024-01-01')]:.1f} per cent",
        "yuan-imports-2024": f"{imports['yuan', '2024-01-01']:.1f} per cent",
        "friendly-imports-2025": f"{imports['friendly currencies', '2025-04-01']:.1f} per cent",
        "ruble-2025": f"{year:.1f} per cent",
        "yuan-alone": f"{rows[(rows['currency'] == 'yuan') & (rows['flow'] == 'both')]['share_pct'].max():.0f} per cent",
        "together-last": f"{together.iloc[-1]:.1f} per cent",
        "loans-russia": f"US${stakes['l1']:.0f} billion",
        "loans-other": f"US${stakes['l6']:.0f} billion",
        "investment-2018": f"US${stakes['f1']:.1f} billion",
        "cars-2022": f"{stakes['c1']:.1f} per cent",
        "cars-2025": f"{stakes['c5']:.0f} per cent",
    }


def opinion(record: Record) -> dict[str, str]:
    rows = {row.row_id: row.value for row in record["equality_polls"].itertuples()}
    return {
        "partner-2017": f"{rows['v2017p']:.0f} per cent",
        "ally-2017": f"{rows['v2017f']:.0f} per cent",
        "partner-2023": f"{rows['v2023p']:.0f} per cent",
        "ally-2023": f"{rows['v2023f']:.0f} per cent",
        "warmth-2023": f"{rows['o024']:.2f}",
        "warmth-2025": f"{rows['o026']:.2f}",
        "friendly-2022": f"{rows['o019']:.0f} per cent",
        "friendly-2024": f"{rows['o021']:.0f} per cent",
        "either-2023": f"{rows['o039']:.0f} per cent",
        "leaders-2019": f"{rows['g2019']:.0f} per cent",
        "leaders-2025": f"{rows['g2025']:.0f} per cent",
        "interest-2022": f"{rows['o037']:.0f} per cent",
        "interest-2024": f"{rows['k2024']:.0f} per cent",
    }
