"""What China sent Russia that the war needs, before and after the American order on banks of December 2023.

Read from top to bottom: what was published on the goods of the Common High Priority List, the book's own sum from BACI, the
months of all exports, then the proposition. Two definitions, two lists or two sources never share a line.
"""

from __future__ import annotations

import pandas as pd

from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

#: The list and the sender of the proposition.
GOODS, SENDER, WITH_HONG_KONG = "50 codes", "mainland China", "China and Hong Kong"
#: The year of the order is the base, the year after it is asked.
BASE_YEAR, YEAR = 2023, 2024
#: The day of the American order on banks that serve Russia's war industry.
ORDER = "2023-12-22"
#: The first year in which BACI rests on China's declarations alone: before it no level can be compared.
CHINA_ALONE_SINCE = 2022
#: The proposition's bound, per cent of the base year: "fell by more than a tenth".
BOUND = 90


# --- what was published -----------------------------------------------------------------------------------------------


def published(record: Record, **where: str) -> pd.DataFrame:
    """Rows of ``goods_published`` with these values of these columns."""
    rows = record["goods_published"]
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return rows


#: What each definition asks, in words; and in which order goods are shown.
ASKED = {
    "dispatch": "by customs of dispatch",
    "territory": "by territory",
    "producer": "by maker",
    "origin": "by declared origin",
    "supplier": "by supplier",
    "counted in weapons": "counted in recovered arms",
    "circumvention route": "by way round",
    "not stated": "definition not stated",
}
#: Who speaks, where no definition was given.
SAYS = {"press-from-china-customs": "The Economist", "united-states-government": "Washington"}
ORDER_OF_GOODS = (
    GOODS,
    "battlefield goods",
    "EU-sanctioned goods",
    "parts in weapons",
    "microelectronics",
    "machine tools",
)


def shares(record: Record) -> pd.DataFrame:
    """China's share of what Russia imports of such goods, one row a figure and definition, the latest of each.

    Columns: ``asked`` (goods and definition, in words), ``list`` ("the 50 codes", "other goods"), ``definition``, ``goods``,
    ``sender``, ``low``, ``high`` (per cent), ``printed``, ``period``, ``label`` (both), ``source_id``. Makers outside China stay away.
    """
    rows = published(record, measure="share", unit="pct", receiver="Russia")
    rows = rows[rows["sender"].isin([SENDER, "China", WITH_HONG_KONG, "Hong Kong"])]
    keys = ["goods", "definition", "sender", "reporter"]
    rows = rows.sort_values("period_end", kind="stable").drop_duplicates(keys, keep="last")
    high = rows["value_high"].fillna(rows["value"])
    hedge = rows["qualifier"].fillna("")
    span = rows["value_high"].notna()
    one = rows["value"].map("{:g}%".format)
    printed = one.where(~span, rows["value"].map("{:g}".format) + "–" + high.map("{:g}%".format))
    rows = rows.assign(low=rows["value"], high=high, printed=(hedge + " " + printed).str.strip(), period=periods(rows))
    rows["list"] = (rows["goods"] == GOODS).map({True: "the 50 codes", False: "other goods"})
    who = rows["sender"].map({"China": "", WITH_HONG_KONG: ", with Hong Kong"}).fillna(", " + rows["sender"])
    asked = rows["goods"].str[:1].str.upper() + rows["goods"].str[1:] + ", " + rows["definition"].map(ASKED) + who
    says = rows["reporter"].map(SAYS)
    rows["asked"] = asked.where(
        rows["definition"] != "not stated", asked.str.partition(", ")[0] + ", as " + says.fillna("") + " says"
    )
    rows = rows.sort_values("goods", key=lambda goods: goods.map(list(ORDER_OF_GOODS).index), kind="stable")
    rows["label"] = rows["printed"] + ", " + rows["period"]
    columns = [
        "asked",
        "list",
        "definition",
        "goods",
        "sender",
        "low",
        "high",
        "printed",
        "period",
        "label",
        "source_id",
    ]
    return rows[columns].reset_index(drop=True)


def periods(rows: pd.DataFrame) -> list[str]:
    """The time of each figure in words: 2023, Jan–Oct 2023, July 2023, 2023–24; "to" where only its end is known."""
    told = []
    for row in rows.itertuples():
        first, last = row.period_start, row.period_end
        whole = first.day == 1 and first.month == 1 and last.month == 12 and last.day == 31
        if whole and first.year == last.year:
            text = f"{first:%Y}"
        elif whole:
            text = f"{first:%Y}–{last:%y}"
        elif (first.year, first.month) == (last.year, last.month):
            text = f"{last:%B %Y}"
        elif row.date_precision == "about":
            text = f"by {last:%B %Y}"
        elif first.year == last.year:
            text = f"{first:%b}–{last:%b %Y}"
        else:
            text = f"{first:%b %Y}–{last:%b %Y}"
        told.append(text)
    return told


#: The three questions that the book sets side by side, in the year before the order.
THREE_QUESTIONS = ("dispatch", "territory", "producer")


def three_answers(record: Record) -> dict[str, float]:
    """China's share in 2023 by dispatch, by territory (mainland) and by producer, per cent; the goods differ."""
    told = shares(record)
    mainland = told[told["sender"].isin([SENDER, "China"]) & told["goods"].isin([GOODS, "battlefield goods"])]
    return {name: float(mainland.loc[mainland["definition"] == name, "low"].iloc[0]) for name in THREE_QUESTIONS}


# --- the book's own sum -----------------------------------------------------------------------------------------------


def own_sum(record: Record, wide: bool = False) -> pd.DataFrame:
    """China's exports to Russia of the listed codes in BACI, by year and tier.

    Columns: ``year``, ``tier``, ``value_usd_mn``, ``codes``, ``basis``. ``wide``: with older codes that hold more than the list.
    """
    rows = record["goods_codes"].merge(record["goods_list"][["hs6", "tier"]], on="hs6", how="left")
    rows = rows[rows["match"].isin(["unchanged", "older and wider"] if wide else ["unchanged"])]
    grouped = rows.groupby(["year", "tier", "basis"], as_index=False)
    return grouped.agg(value_usd_mn=("value_usd_mn", "sum"), codes=("hs6", "size"))


def by_year(record: Record, wide: bool = False) -> pd.DataFrame:
    """The sum of all tiers beside all exports to Russia in the same data set: ``year``, ``value_usd_mn``, ``share_pct``, ``basis``."""
    total = own_sum(record, wide).groupby(["year", "basis"], as_index=False)["value_usd_mn"].sum()
    chapters = record["trade_chapters"].query("flow == 'china_exports_to_russia' and reporter == 'cepii-baci'")
    every = chapters.groupby("year")["value_usd_mn"].sum()
    return total.assign(
        all_usd_mn=total["year"].map(every), share_pct=100 * total["value_usd_mn"] / total["year"].map(every)
    )


def rise(record: Record, column: str = "value_usd_mn") -> float:
    """What ``by_year`` has for the base year over the year before, change in per cent: both rest on China alone."""
    values = by_year(record).set_index("year")[column]
    return float(100 * (values[BASE_YEAR] / values[BASE_YEAR - 1] - 1))


def part_of_rise(record: Record, tier: str) -> float:
    """The part of that rise that one tier carries, per cent."""
    tiers = own_sum(record).pivot_table(index="year", columns="tier", values="value_usd_mn")
    added = tiers.loc[BASE_YEAR] - tiers.loc[BASE_YEAR - 1]
    return float(100 * added[tier] / added.sum())


def imported(record: Record) -> float:
    """What Russia imported of the 50 codes from the whole world in the base year, as the institute that asks by territory prints it."""
    return float(published(record, goods=GOODS, sender="world", measure="value")["value"].iloc[0])


def tier_by_year(record: Record, tier: str) -> pd.Series:
    """The book's own sum of one tier by year, US$ million."""
    return own_sum(record).query("tier == @tier").set_index("year")["value_usd_mn"]


def cable(record: Record) -> pd.Series:
    """Fibre-optic cable sent to Russia by month, km: drones that no signal can jam are flown on it."""
    return published(record, goods="fibre-optic cable").sort_values("period_end").set_index("period_end")["value"]


# --- before and after the order ---------------------------------------------------------------------------------------


def exports(record: Record) -> pd.DataFrame:
    """All exports of China to Russia by month: ``month``, ``value_usd_bn``, ``change_pct`` on the same month a year before."""
    rows = record["trade_monthly"].pivot_table(index="month", columns="flow", values="value_usd_bn")
    value = rows["total"] - rows["china_imports_from_russia"]
    before = value.reindex(value.index - pd.DateOffset(years=1)).to_numpy()
    change = 100 * (value / before - 1)
    return pd.DataFrame({"month": value.index, "value_usd_bn": value.to_numpy(), "change_pct": change.to_numpy()})


def around_the_order(record: Record) -> pd.DataFrame:
    """``exports`` of the base year and the year after it."""
    months = exports(record)
    return months[months["month"].dt.year.isin([BASE_YEAR, YEAR])].reset_index(drop=True)


def year_on_year(record: Record) -> float:
    """All exports in the year after the order against the base year, change in per cent."""
    months = exports(record)
    sums = months.groupby(months["month"].dt.year)["value_usd_bn"].sum()
    return float(100 * (sums[YEAR] / sums[BASE_YEAR] - 1))


def falling_months(record: Record) -> pd.DataFrame:
    """The months of the year after the order in which all exports were below those of a year before."""
    months = around_the_order(record)
    return months[(months["month"].dt.year == YEAR) & (months["change_pct"] < 0)]


def changes(record: Record) -> pd.DataFrame:
    """What was published on the change of the listed goods after the order, one row a figure and sender.

    Columns: ``sender``, ``start``, ``end``, ``change_pct``, ``source_id``. A figure printed twice stands once.
    """
    rows = published(record, measure="change", goods=GOODS, unit="pct_change")
    rows = rows[rows["period_start"] > ORDER].drop_duplicates(["sender", "period_end", "value"])
    named = {"period_start": "start", "period_end": "end", "value": "change_pct"}
    return rows.rename(columns=named)[["sender", "start", "end", "change_pct", "source_id"]].reset_index(drop=True)


def monthly_levels(record: Record) -> dict[str, float]:
    """The monthly level of the listed goods from the mainland at its peak and in early 2024, US$ million: floors both."""
    rows = published(record, goods=GOODS, sender=SENDER, measure="monthly value").sort_values("period_end")
    return {"peak": float(rows["value"].iloc[0]), "after": float(rows["value"].iloc[-1])}


def rest_of_year_below(record: Record) -> float:
    """Below which part of the year before, per cent, June to December of 2024 must stay for the year to be within the bound.

    It takes the published change of January to May, as a change on the year, and months of equal weight: neither is sure.
    """
    known = changes(record).set_index("sender").loc[SENDER]
    months = known["end"].month
    return (12 * BOUND - months * (100 + known["change_pct"])) / (12 - months)


# --- the proposition --------------------------------------------------------------------------------------------------


def annual(record: Record, sender: str) -> tuple[float | None, list[pd.DataFrame]]:
    """The listed goods in the year asked, per cent of the base year, on one list and one reporter; None if one is missing."""
    rows = record["goods_published"]
    rows = rows[(rows["measure"] == "value") & (rows["sender"] == sender) & (rows["receiver"] == "Russia")]
    whole = (rows["period_start"].dt.strftime("%m%d") == "0101") & (rows["period_end"].dt.strftime("%m%d") == "1231")
    one_year = rows["period_start"].dt.year == rows["period_end"].dt.year
    rows = rows[whole & one_year & rows["goods"].isin([GOODS, "45 codes"])]
    for _, same in rows.groupby(["goods", "definition", "reporter"]):
        base, asked = (same[same["period_start"].dt.year == year] for year in (BASE_YEAR, YEAR))
        if len(base) and len(asked):
            return float(100 * asked["value"].iloc[0] / base["value"].iloc[0]), [base, asked]
    return None, [rows[:0]]


def annual_own(record: Record) -> tuple[float | None, list[pd.DataFrame]]:
    """The same from the book's own sum of unchanged codes; None while BACI's year is not in the record."""
    rows = record["goods_codes"].query("match == 'unchanged'")
    base, asked = rows[rows["year"] == BASE_YEAR], rows[rows["year"] == YEAR]
    if base.empty or asked.empty:
        return None, [base, asked]
    return float(100 * asked["value_usd_mn"].sum() / base["value_usd_mn"].sum()), [base, asked]


def pressed_partner_gives_way(record: Record) -> list[Specification]:
    """Exports of the listed goods in 2024 as a part of those of 2023: what the record cannot say, and what stands near it."""
    mainland, mainland_rows = annual(record, SENDER)
    own, own_rows = annual_own(record)
    both, both_rows = annual(record, WITH_HONG_KONG)
    after = published(record, goods=GOODS, measure="change")
    five, hong_kong = (
        after[(after["sender"] == sender) & (after["period_start"] > ORDER)] for sender in (SENDER, "Hong Kong")
    )
    levels = published(record, goods=GOODS, sender=SENDER, measure="monthly value").sort_values("period_end")
    months = record["trade_monthly"]
    year = exports(record).assign(year=lambda rows: rows["month"].dt.year).groupby("year")["value_usd_bn"].sum()
    used = months[months["month"].dt.year.isin([BASE_YEAR, YEAR])]

    def one(id: str, label: str, value, inputs, reason: str, **more) -> Specification:
        return specification(record, id, label, value, inputs, reason=reason, **more)

    told = 100 + five["value"].iloc[0] if len(five) else None
    aside = {"principled": False, "decimals": 0}
    return [
        one(
            "year-as-published",
            "Both years as one source published them",
            mainland,
            mainland_rows,
            "The test's own words. No source that we found prints 2024 as a whole, on this list or the older one.",
            nearest=True,
        ),
        one(
            "year-own-sum",
            "Both years in the book's own sum from BACI",
            own,
            own_rows,
            "One list and one source, by code. The release that we have ends with 2023.",
            choice="source",
        ),
        one(
            "five-months",
            "January to May, as the American commerce department has it",
            told,
            [five],
            "Five months of twelve, and since when they fell is not in what was read. From the autumn these goods rose again.",
            choice="period",
            **aside,
        ),
        one(
            "after-the-peak",
            "A month of early 2024 against December 2023",
            float(100 * levels["value"].iloc[-1] / levels["value"].iloc[0]) if len(levels) > 1 else None,
            [levels],
            "The test rules this base out: it is the peak, in the month of the order. Both figures are floors.",
            choice="period",
            **aside,
        ),
        one(
            "all-goods",
            "All goods, both years, by month",
            float(100 * year[YEAR] / year[BASE_YEAR]),
            [used],
            "Another question: cars and clothes are in it, and these goods are a small part.",
            choice="goods",
            **aside,
        ),
        one(
            "year-with-hong-kong",
            "Both years with Hong Kong, as one source published them",
            both,
            both_rows,
            "No source that we found prints either year for the two together.",
            reading="with-hong-kong",
        ),
        one(
            "five-months-with-hong-kong",
            "January to May, Hong Kong and the mainland each",
            told,
            [five, hong_kong],
            "How much each weighs is not printed: together they lie between the two, and the higher stands here.",
            reading="with-hong-kong",
            choice="period",
            text=f"{100 + hong_kong['value'].iloc[0]:.0f} to {told:.0f}" if len(hong_kong) and len(five) else None,
            **aside,
        ),
    ]


SPECIFICATIONS = {"pressed-partner-gives-way": pressed_partner_gives_way}

hold(__name__)
