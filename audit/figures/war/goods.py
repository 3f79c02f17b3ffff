"""What the war's chapter shows of goods, payments and sanctions: captions, numbers for the prose, tables for people."""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.cards import day
from audit.figures.institutions.word_tables import named
from audit.figures.prose import in_words, percent
from audit.figures.titles import listed
from audit.findings.war import goods
from audit.inputs.record import Record

# --- captions ---------------------------------------------------------------------------------------------------------


def shares(told: pd.DataFrame) -> dict[str, Any]:
    """``told``: ``goods.shares``."""
    chosen = {
        "dispatch": ("dispatch", goods.GOODS, "China"),
        "territory": ("territory", goods.GOODS, goods.SENDER),
        "producer": ("producer", "battlefield goods", "China"),
    }
    found, holds = {}, []
    for name, (definition, what, sender) in chosen.items():
        rows = told[(told["definition"] == definition) & (told["goods"] == what) & (told["sender"] == sender)]
        found[name] = rows.iloc[0]
        holds.append(
            f"data.loc[(data['definition'] == '{definition}') & (data['goods'] == '{what}') & (data['sender'] == '{sender}'), "
            f"'printed'].iloc[0] == '{rows['printed'].iloc[0]}'"
        )
    by = {name: row["printed"].replace("%", " per cent") for name, row in found.items()}
    return {
        "id": "war-goods-shares",
        "title": f"Russia's high-priority goods in 2023: {by['dispatch']} Chinese by what senders declare, {by['territory']} from the "
        f"mainland by territory",
        "holds": " and ".join(holds),
        "subtitle": "China's share of goods for Russia that the war needs, per cent, by what was asked and of which goods. By dispatch: of what "
        "the customs of the senders declare. No two rows with different questions are one series.",
        "alt_text": "Dot chart, one row a figure. "
        + "; ".join(f"{row.asked}: {row.printed}, {row.period}" for row in told.itertuples())
        + ".",
        "data": told[["asked", "list", "definition", "goods", "sender", "low", "high", "printed", "period"]],
        "labels": {
            "asked": "Asked",
            "list": "List",
            "definition": "Definition",
            "goods": "Goods",
            "sender": "Sender",
            "low": "Per cent",
            "high": "To",
            "printed": "As printed",
            "period": "Period",
        },
        "sources": list(dict.fromkeys(told["source_id"])),
        "notes": "Whether Hong Kong is in the share by dispatch was not seen. 50 codes: the Common High Priority List. The latest figure of each source and question. By way round: of what goes round the "
        "sanctions. Where a speaker gave no definition, the row names the speaker.",
    }


def order(months: pd.DataFrame, told: pd.DataFrame) -> dict[str, Any]:
    """``months``: ``goods.around_the_order``. ``told``: ``goods.changes``."""
    year = goods.YEAR
    after = months[months["month"].dt.year == year]
    falling, rising = int((after["change_pct"] < 0).sum()), int((after["change_pct"] > 0).sum())
    change = told.set_index("sender")["change_pct"]
    mainland = f"{-change[goods.SENDER]:g}"
    every = months.assign(series="all goods", start=months["month"], end=months["month"])
    listed_goods = told.assign(series=told["sender"] + ", 50 codes")
    data = pd.concat([every, listed_goods])[["series", "start", "end", "change_pct"]]
    worst = after.loc[after["change_pct"].idxmin()]
    return {
        "id": "war-goods-order",
        "title": f"After the order China's exports to Russia were below a year before in {in_words(falling)} months of {year} and above it in "
        f"{in_words(rising)}",
        "holds": f"((data['series'] == 'all goods') & (data['start'] >= '{year}-01-01') & (data['change_pct'] < 0)).sum() == {falling} and "
        f"((data['series'] == 'all goods') & (data['start'] >= '{year}-01-01') & (data['change_pct'] > 0)).sum() == {rising} and "
        f"data.loc[data['series'] == '{goods.SENDER}, 50 codes', 'change_pct'].iloc[0] == -{mainland}",
        "subtitle": "Above: all goods by Chinese customs, by month, change on the same month a year before, per cent. Below: the 50 codes of "
        f"the Common High Priority List, as published for several months together: {mainland} per cent less through the mainland from "
        "January to May, by American count. Upright line: the American order.",
        "alt_text": f"Two panels with one time axis. All goods: up by {months['change_pct'].iloc[11]:.0f} per cent in December 2023, the month of "
        f"the order, at worst {worst['change_pct']:.0f} per cent in {worst['month']:%B %Y}, and "
        f"{after['change_pct'].max():.0f} per cent up in {after.loc[after['change_pct'].idxmax(), 'month']:%B %Y}. High-priority goods: "
        + listed(
            f"{row.sender} {row.change_pct:g} per cent, {row.start:%B}–{row.end:%B %Y}" for row in told.itertuples()
        )
        + ".",
        "data": data,
        "labels": {"series": "Series", "start": "From", "end": "To", "change_pct": "Change, per cent"},
        "sources": ["comtrade_monthly_chn_rus", *dict.fromkeys(told["source_id"]), "shepherdgazette_20231227"],
        "notes": "The two panels are two definitions. Since when the American figures fell is not in what was read; Turkey's are against the "
        "same months a year before. October 2024 had a rush of cars before a Russian fee.",
    }


# --- numbers ----------------------------------------------------------------------------------------------------------


def _million(value: float) -> str:
    return f"US${value:,.0f} million"


def _billion(millions: float) -> str:
    return f"US${millions / 1000:.1f} billion"


def numbers(record: Record) -> dict[str, str]:
    """Shares by definition, the book's own sum, and what followed the order."""
    told, sums, levels = goods.shares(record), goods.by_year(record).set_index("year"), goods.monthly_levels(record)
    change, falling = goods.changes(record).set_index("sender")["change_pct"], goods.falling_months(record)
    price = goods.published(record, measure="price change").set_index("receiver")["value"]
    west = goods.published(record, sender="sanctioning states")["value"].iloc[0]
    territory = told[told["definition"] == "territory"].set_index("sender")["printed"]
    shares_of, imported = goods.three_answers(record), goods.imported(record)
    tools, cable = goods.tier_by_year(record, "4.B"), goods.cable(record)
    base, before = goods.BASE_YEAR, goods.BASE_YEAR - 1
    return {
        "goods-order-day": day(pd.Timestamp(goods.ORDER)),
        "goods-dispatch": "about " + percent(shares_of["dispatch"]),
        "goods-territory": percent(shares_of["territory"], 1),
        "goods-hong-kong": territory["Hong Kong"].replace("%", " per cent"),
        "goods-maker": percent(shares_of["producer"]),
        "goods-maker-west": percent(west),
        "goods-codes": str(int(goods.own_sum(record).query("year == @base")["codes"].sum())),
        "goods-sum-before": _billion(sums.loc[before, "value_usd_mn"]),
        "goods-sum": _billion(sums.loc[base, "value_usd_mn"]),
        "goods-rise": percent(goods.rise(record)),
        "goods-rise-all": percent(goods.rise(record, "all_usd_mn")),
        "goods-tools-part": percent(goods.part_of_rise(record, "4.B")),
        "goods-part-before": percent(sums.loc[before, "share_pct"], 1),
        "goods-part": percent(sums.loc[base, "share_pct"], 1),
        "goods-peak": "over " + _million(levels["peak"]),
        "goods-after": "over " + _million(levels["after"]),
        "goods-five-mainland": percent(-change[goods.SENDER]),
        "goods-five-hong-kong": percent(-change["Hong Kong"]),
        "goods-turkey": percent(-change["Turkey"]),
        "goods-falling": in_words(len(falling)),
        "goods-rising": in_words(12 - len(falling)),
        "goods-year": percent(goods.year_on_year(record), 1),
        "goods-average": "about " + _million(goods.by_year(record).set_index("year")["value_usd_mn"][base] / 12),
        "goods-imported": _billion(imported),
        "goods-of-imported": percent(100 * sums.loc[base, "value_usd_mn"] / imported),
        "goods-tools-before": _million(tools[before]),
        "goods-tools": _million(tools[base]),
        "goods-cable-may": f"{cable.iloc[0]:,.0f} km",
        "goods-cable-august": f"{cable.iloc[-1]:,.0f} km",
        "goods-worst": percent(-falling["change_pct"].min()),
        "goods-worst-month": f"{falling.loc[falling['change_pct'].idxmin(), 'month']:%B %Y}",
        "goods-rest": percent(goods.rest_of_year_below(record)),
        "goods-price": percent(price["Russia"]),
        "goods-price-others": percent(price["others"]),
    }


def payments_numbers(record: Record) -> dict[str, str]:
    """What was said of payments, and by whom the listings are."""
    rows = record["payments_frictions"].set_index("row_id")
    lists = record["goods_sanctions"]
    return {
        "payments-banks": in_words(int(rows.loc["three-of-four", "value"])),
        "payments-returned": "about " + percent(rows.loc["returned-march", "value"]),
        "payments-refused": "over " + percent(rows.loc["refused-august", "value"]),
        "payments-mark-up": percent(rows.loc["mark-up-august", "value"]),
        "listings": in_words(len(lists)),
        "listings-kinds": in_words(lists["list"].nunique()),
        "listings-first": f"{lists['date'].min():%B %Y}",
    }


# --- tables -----------------------------------------------------------------------------------------------------------

_HEDGES = {"": "", "over": "over ", "about": "about ", "nearly": "nearly ", "at least": "at least ", "under": "under "}


def _when(rows: pd.DataFrame) -> list[str]:
    """A day where the day is known, else the month or the year."""
    forms = {"day": "{0.day} {0:%B %Y}", "month": "{0:%B %Y}", "year": "{0:%Y}", "about": "by {0:%B %Y}"}
    return [forms[row.date_precision].format(row.date) for row in rows.itertuples()]


def payments(record: Record) -> pd.DataFrame:
    """Payments between Russia and China under pressure, oldest first."""
    rows = record["payments_frictions"].sort_values("date", kind="stable")
    units = {"pct": "%", "banks": " banks", "entities": " entities"}
    figure = [
        ""
        if pd.isna(row.value)
        else f"{'' if pd.isna(row.qualifier) else row.qualifier + ' '}{row.value:g}{units[row.unit]}"
        for row in rows.itertuples()
    ]
    return pd.DataFrame(
        {
            "When": _when(rows),
            "What": rows["what"],
            "Figure": figure,
            "Of": rows["covers"],
            "Standing": rows["status"],
            "Source": [named(record, source) for source in rows["source_id"]],
        }
    )


def events(record: Record) -> pd.DataFrame:
    """The order, China's own controls, and the one report of a direction, oldest first."""
    rows = record["goods_events"].sort_values("date", kind="stable")
    return pd.DataFrame(
        {
            "When": _when(rows),
            "Who": rows["actor"],
            "What": rows["event"],
            "Kind": rows["kind"],
            "Source": [named(record, source) for source in rows["source_id"]],
        }
    )


def listings(record: Record) -> pd.DataFrame:
    """Listings of Chinese firms, by authority and time. The counts are never added: lists differ and overlap."""
    rows = record["goods_sanctions"].sort_values(["authority", "date"], kind="stable")
    hedge = rows["qualifier"].fillna("").map(_HEDGES)
    return pd.DataFrame(
        {
            "Authority": rows["authority"],
            "When": _when(rows),
            "Action": rows["action"],
            "List": rows["list"],
            "Number": hedge + rows["count"].astype(str) + " " + rows["unit"],
            "Where they sit": rows["scope"],
            "Standing": rows["status"],
            "Source": [named(record, source) for source in rows["source_id"]],
        }
    )


def own_sum(record: Record) -> pd.DataFrame:
    """The book's own sum by tier, for the two years that rest on China's declarations alone."""
    rows = goods.own_sum(record)
    wide = rows[rows["year"] >= goods.CHINA_ALONE_SINCE].pivot_table(
        index="tier", columns="year", values="value_usd_mn"
    )
    wide.loc["all"] = wide.sum()
    names = {
        **{"1": "1, integrated circuits", "2": "2, communication and navigation", "3.A": "3.A, electronic parts"},
        **{"3.B": "3.B, bearings, optical parts", "4.A": "4.A, making of electronics", "4.B": "4.B, machine tools"},
    }
    told = wide.round(0).astype(int).reset_index()
    told["tier"] = told["tier"].map(names).fillna("All")
    return told.rename(columns={"tier": "Tier", **{year: str(year) for year in wide.columns}})


def elsewhere(record: Record) -> pd.DataFrame:
    """Goods outside the list, as published: what each figure is of, from whom, when."""
    rows = record["goods_published"]
    rows = rows[rows["measure"].isin(["quantity", "monthly value", "value"]) & (rows["goods"] != goods.GOODS)]
    rows = rows.sort_values(["goods", "period_start"], kind="stable")
    units = {
        "usd_mn": "US$ million",
        "usd_mn_month": "US$ million a month",
        "gbp_mn": "£ million",
        "t": "tonnes",
        "km": "km",
    }
    hedge = rows["qualifier"].fillna("").map(_HEDGES)
    return pd.DataFrame(
        {
            "Goods": rows["goods"],
            "Asked": rows["definition"],
            "Sender": rows["sender"],
            "Receiver": rows["receiver"],
            "Figure": hedge + rows["value"].map("{:,g}".format) + " " + rows["unit"].map(units),
            "When": goods.periods(rows),
            "Source": [named(record, source) for source in rows["source_id"]],
        }
    )
