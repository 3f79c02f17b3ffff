"""Goods, payments and listings of the war's chapter, counted once more from the tables."""

import pandas as pd

from audit.inputs.record import Record

from .findings import word


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the chapter glues from ``audit.figures.war.goods``."""
    return shares(record) | own_sum(record) | after_the_order(record) | payments(record)


def per_cent(value: float, decimals: int = 0) -> str:
    return f"{value:.{decimals}f} per cent"


def shares(record: Record) -> dict[str, str]:
    value = record["goods_published"].set_index("row_id")["value"]
    return {
        "goods-dispatch": "about " + per_cent(value["dispatch-2023"]),
        "goods-territory": per_cent(value["territory-mainland-2023"], 1),
        "goods-hong-kong": per_cent(value["territory-hong-kong-2023"], 1),
        "goods-maker": per_cent(value["producer-china-2023"]),
        "goods-maker-west": per_cent(value["producer-west-2023"]),
        "goods-price": per_cent(value["price-russia"]),
        "goods-price-others": per_cent(value["price-others"]),
    }


def own_sum(record: Record) -> dict[str, str]:
    rows = record["goods_codes"]
    rows = rows[rows["hs6"] == rows["hs6_used"]]
    year = {year: rows[rows["year"] == year].set_index("hs6")["value_usd_mn"] for year in (2022, 2023)}
    trade = record["trade_chapters"]
    trade = trade[(trade["flow"] == "china_exports_to_russia") & (trade["reporter"] == "cepii-baci")]
    all_goods = {number: trade.loc[trade["year"] == number, "value_usd_mn"].sum() for number in year}
    tools = record["goods_list"].loc[record["goods_list"]["tier"] == "4.B", "hs6"]
    rise = year[2023].sum() - year[2022].sum()
    world = record["goods_published"].set_index("row_id").loc["world-2023", "value"]
    added = sum(year[2023].get(code, 0) - year[2022].get(code, 0) for code in tools)
    return {
        "goods-codes": str(len(year[2023])),
        "goods-sum-before": f"US${year[2022].sum() / 1000:.1f} billion",
        "goods-sum": f"US${year[2023].sum() / 1000:.1f} billion",
        "goods-average": f"about US${year[2023].sum() / 12:,.0f} million",
        "goods-imported": f"US${world / 1000:.1f} billion",
        "goods-of-imported": per_cent(100 * year[2023].sum() / world),
        "goods-tools-before": f"US${year[2022].reindex(tools).sum():,.0f} million",
        "goods-tools": f"US${year[2023].reindex(tools).sum():,.0f} million",
        "goods-rise": per_cent(100 * rise / year[2022].sum()),
        "goods-rise-all": per_cent(100 * (all_goods[2023] / all_goods[2022] - 1)),
        "goods-tools-part": per_cent(100 * added / rise),
        "goods-part-before": per_cent(100 * year[2022].sum() / all_goods[2022], 1),
        "goods-part": per_cent(100 * year[2023].sum() / all_goods[2023], 1),
    }


def after_the_order(record: Record) -> dict[str, str]:
    value = record["goods_published"].set_index("row_id")["value"]
    months = record["trade_monthly"].set_index(["month", "flow"])["value_usd_bn"].unstack()
    sent = months["total"] - months["china_imports_from_russia"]
    change = pd.Series(
        {month: 100 * (sent[month] / sent[month - pd.DateOffset(years=1)] - 1) for month in sent["2024"].index}
    )
    fallen = change[change < 0]
    [order] = record["goods_events"].query("kind == 'order'")["date"]
    return {
        "goods-order-day": order.strftime("%d %B %Y").lstrip("0"),
        "goods-peak": f"over US${value['peak-2023-12']:.0f} million",
        "goods-after": f"over US${value['low-2024']:.0f} million",
        "goods-five-mainland": per_cent(-value["mainland-five-months-2024"]),
        "goods-five-hong-kong": per_cent(-value["hong-kong-five-months-2024"]),
        "goods-turkey": per_cent(-value["turkey-2024"]),
        "goods-falling": word(len(fallen)),
        "goods-rising": word(int((change > 0).sum())),
        "goods-year": per_cent(100 * (sent["2024"].sum() / sent["2023"].sum() - 1), 1),
        "goods-cable-may": f"{value['fibre-2025-05']:,.0f} km",
        "goods-cable-august": f"{value['fibre-2025-08']:,.0f} km",
        "goods-worst": per_cent(-fallen.min()),
        "goods-worst-month": f"{fallen.idxmin():%B %Y}",
        "goods-rest": per_cent((12 * 90 - 5 * (100 + value["mainland-five-months-2024"])) / 7),
    }


def payments(record: Record) -> dict[str, str]:
    value = record["payments_frictions"].set_index("row_id")["value"]
    lists = record["goods_sanctions"]
    return {
        "payments-banks": word(int(value["three-of-four"])),
        "payments-returned": "about " + per_cent(value["returned-march"]),
        "payments-refused": "over " + per_cent(value["refused-august"]),
        "payments-mark-up": per_cent(value["mark-up-august"]),
        "listings": word(len(lists)),
        "listings-kinds": word(len(set(lists["list"]))),
        "listings-first": f"{lists['date'].min():%B %Y}",
    }
