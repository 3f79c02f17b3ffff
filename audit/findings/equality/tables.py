"""Who needs whom: the frames behind the chapter's charts and tables, in the order of the page."""

from __future__ import annotations

import pandas as pd

from audit.findings.equality import claims, energy
from audit.held import hold
from audit.inputs.record import Record

#: Years for which China's declarations by month are whole.
YEARS = range(2017, 2025)

#: The last year of which an institute printed shares in one flow.
LAST = 2025


def fuels_by_side(record: Record) -> pd.DataFrame:
    """Each fuel from the seller's and from the buyer's side: the frame of ``energy.two_sides``."""
    return energy.two_sides(record)


# --- shares in each other's trade ---------------------------------------------------------------------------------------


def russia_in_china(record: Record) -> pd.DataFrame:
    """Russia's share in China's goods trade, one source for all years. Columns: year, share_pct."""
    return pd.DataFrame({"year": year, "share_pct": claims.russia_in_china(record, year)[0]} for year in YEARS)


def _months(start: pd.Timestamp, end: pd.Timestamp, note: object) -> str:
    if isinstance(note, str) and "months" in note and "not in what was read" in note:
        return f"{start.year}, months not known"
    if start.month == 1 and start.day == 1 and end.month == 12:
        return f"{start.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%B %Y}"
    return f"{start:%B} to {end:%B %Y}" if start.year == end.year else f"{start:%B %Y} to {end:%B %Y}"


def china_in_russia(record: Record) -> pd.DataFrame:
    """China's share in Russia's goods trade, as published, a point a statement; nothing joins them.

    Columns: year (the middle of the months, as a number), share_pct, months, who, source_id.
    """
    own = record["trade_shares"].query("measure == 'china_share_of_russia_total_trade'")
    pairs = claims.pair_rows(record, "Russia", "China").dropna(subset="share_pct")
    columns = ["period_start", "period_end", "share_pct", "reporter", "source_id", "note"]
    again = pairs["note"].fillna("").str.startswith("the same statement")
    rows = pd.concat([own[columns], pairs.loc[~again, columns]])
    rows = rows[rows["period_end"].dt.year >= min(YEARS)]
    middle = rows["period_start"] + (rows["period_end"] - rows["period_start"]) / 2
    months = [_months(*one) for one in zip(rows["period_start"], rows["period_end"], rows["note"], strict=True)]
    return pd.DataFrame(
        {
            "year": [
                start.year if "not known" in told else round(mid.year + (mid.day_of_year - 183) / 365, 1)
                for start, mid, told in zip(rows["period_start"], middle, months, strict=True)
            ],
            "share_pct": rows["share_pct"],
            "months": months,
            "who": rows["reporter"].map(record.reporters["name"]),
            "source_id": rows["source_id"],
        }
    ).sort_values(["year", "source_id"])


def china_in_russia_computed(record: Record) -> pd.DataFrame:
    """The same from Russia's own counts of the trade and of all its trade: our quotient. Columns: year, share_pct, source_ids."""
    shares = {year: claims.china_in_russia(record, year) for year in (2022, claims.LATEST)}
    rows = [(year, share, _sources(inputs)) for year, (share, inputs) in shares.items()]
    return pd.DataFrame(rows, columns=["year", "share_pct", "source_ids"])


# --- one measure of asymmetry, and how it depends on what is measured -----------------------------------------------------

#: What is divided by what. The first two are the registered test's; the rest ask how much hangs on the measure. With the goods
#: of one flow the share of the seller stands beside that of the buyer.
MEASURES = {
    "own": "All goods trade, each side’s count",
    "china": "All goods trade, China’s count for both",
    "exports": "What each sells to the other, of all it sells",
    "imports": "What each buys from the other, of all it buys",
    "russia-sells": "Russian goods: in Russia’s exports, in China’s imports",
    "china-sells": "Chinese goods: in Russia’s imports, in China’s exports",
    "size": "Size of the economies (GDP)",
}


def _printed(record: Record, flow: str, year: int) -> tuple[float | None, list[str]]:
    """China's share in a flow of Russia in a whole year, as published: one figure, from either table."""
    shares = claims.printed_share(record, f"china_share_of_russia_{flow}", year)
    pairs = claims._of_year(claims.pair_rows(record, "Russia", "China", flow), year)
    rows = pd.concat([shares, pairs.dropna(subset="share_pct")])
    return (None, []) if rows.empty else (float(rows["share_pct"].iloc[0]), [rows["source_id"].iloc[0]])


def china_flow(record: Record, flow: str, year: int) -> float | None:
    """Russia's share in China's exports or imports of a year, per cent, from China's declarations."""
    both = claims.chinese_months(record, year)["value_usd_bn"].sum()
    buys = claims.chinese_months(record, year, "china_imports_from_russia")["value_usd_bn"].sum()
    world = claims.whole_trade(record, f"china_total_{flow}", year)
    if world.empty or not both:
        return None
    return 100 * (buys if flow == "imports" else both - buys) / world["value_usd_bn"].iloc[0]


def asymmetry(record: Record) -> pd.DataFrame:
    """How many times China weighs for Russia what Russia weighs for China, by measure and year.

    Columns: measure (key), label, year, russia_pct and china_pct (the two shares, blank for size), times, source_ids.
    """
    rows = []
    ours = ["comtrade_monthly_chn_rus", "cipf_comtrade"]

    def add(measure: str, year: int, russia: float | None, china: float | None, sources: list[str]) -> None:
        if russia is not None and china is not None:
            rows.append((measure, MEASURES[measure], year, russia, china, russia / china, sources))

    crs = claims.printed_share(record, "china_share_of_russia_total_trade", 2021, "crs_2022")
    add("own", 2021, claims._only(crs, "share_pct"), claims.russia_in_china(record, 2021)[0], ["crs_2022", *ours])
    for year, share, sources in china_in_russia_computed(record).itertuples(index=False):
        add("own", year, share, claims.russia_in_china(record, year)[0], [*sources, *ours])
        months = claims.chinese_months(record, year)["value_usd_bn"].sum()
        add(
            "china",
            year,
            100 * months / claims.russia_with_world(record, year)[0],
            claims.russia_in_china(record, year)[0],
            [*sources, *ours],
        )
    for flow in ("exports", "imports"):
        for year in (2021, 2023, 2024):
            share, sources = _printed(record, flow, year)
            add(flow, year, share, china_flow(record, flow, year), [*sources, *ours])
            seller, other = {"exports": ("russia-sells", "imports"), "imports": ("china-sells", "exports")}[flow]
            add(seller, year, share, china_flow(record, other, year), [*sources, *ours])
    share, sources = _printed(record, "imports", LAST)
    last = claims.printed_share(record, "russia_share_of_china_exports", LAST)
    add("china-sells", LAST, share, claims._only(last, "share_pct"), [*sources, *last["source_id"]])
    for one in size(record).query("year >= 2021").itertuples():
        rows.append(("size", MEASURES["size"], one.year, None, None, one.times, ["wb_gdp_datahub"]))
    columns = ["measure", "label", "year", "russia_pct", "china_pct", "times", "source_ids"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values("measure", key=lambda keys: keys.map([*MEASURES].index), kind="stable", ignore_index=True)


def size(record: Record) -> pd.DataFrame:
    """GDP of both and how many times China's is Russia's. Columns of ``equality_size`` and times."""
    rows = record["equality_size"]
    return rows.assign(times=rows["china_gdp_usd_bn"] / rows["russia_gdp_usd_bn"])


# --- the same between allies --------------------------------------------------------------------------------------------


#: How a pair is measured when only the two states' trade with the world was found.
BY_TOTALS = "their trade with the world"


def by_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """``among_pairs`` without the rows that measure by totals, by pair and year."""
    return rows[rows["how"] != BY_TOTALS].set_index(["pair", "year"])


def among_pairs(record: Record) -> pd.DataFrame:
    """The ratio for pairs of states, as far as both sides were found: a mark, or a span where only bounds follow.

    Columns: pair, year, low, high (times), how, allied (yes, no), source_ids.
    """
    own = asymmetry(record).query("measure == 'own'").set_index("year")
    rows = [
        (
            "China–Russia",
            year,
            own.loc[year, "times"],
            own.loc[year, "times"],
            "each side’s count",
            "no",
            own.loc[year, "source_ids"],
        )
        for year in (2022, 2023)
    ]
    for year, how in ((2022, "ten months for Belarus"), (2024, "two rounded statements")):
        times, inputs = claims.belarus(record, year)
        rows.append(("Russia–Belarus", year, times, times, how, "yes", _sources(inputs)))
    canada = claims.pair_rows(record, "United States", "Canada")
    sides = [claims.pair_rows(record, "Canada", "United States", flow) for flow in ("exports", "imports")]
    ends = sorted(one["share_pct"].iloc[0] / canada["share_pct"].iloc[0] for one in sides)
    rows.append(("US–Canada", 2024, *ends, "between exports and imports of Canada", "yes", _sources([canada, *sides])))
    totals = [*claims.whole_trade(record, "china_total_trade", 2023)["source_id"]]
    totals += [source for rows_ in claims.russia_with_world(record, 2023)[1] for source in rows_["source_id"]]
    both = asymmetry(record).query("measure == 'china' and year == 2023")["times"].item()
    rows.append(("China–Russia", 2023, both, both, BY_TOTALS, "no", list(dict.fromkeys(totals))))
    america = trade_of(record, "United States", 2023)
    for state, pair in (("Japan", "US–Japan"), ("South Korea", "US–South Korea")):
        times = america / trade_of(record, state, 2023)
        used = [
            claims.pair_rows(record, one, "World", flow)
            for one in (state, "United States")
            for flow in ("exports", "imports")
        ]
        rows.append(
            (
                pair,
                2023,
                times,
                times,
                BY_TOTALS,
                "yes",
                _sources([one[one["period_end"].dt.year == 2023] for one in used]),
            )
        )
    return pd.DataFrame(rows, columns=["pair", "year", "low", "high", "how", "allied", "source_ids"])


def trade_of(record: Record, state: str, year: int) -> float:
    """A state's goods trade with the world, US$ bn, exports and imports added."""
    flows = [claims._of_year(claims.pair_rows(record, state, "World", flow), year) for flow in ("exports", "imports")]
    return float(sum(one.loc[one["currency"] == "USD", "value_bn"].iloc[0] for one in flows))


def north_korea(record: Record) -> pd.DataFrame:
    """China and North Korea in 2022, off the scale of the chart. One row: of_korea_pct, of_china_pct, times."""
    rows = claims.pair_rows(record, "North Korea", "China")
    share, value = rows["share_pct"].dropna().iloc[0], rows["value_bn"].dropna().iloc[0]
    china = 100 * value / claims.whole_trade(record, "china_total_trade", 2022)["value_usd_bn"].iloc[0]
    return pd.DataFrame([{"of_korea_pct": share, "of_china_pct": china, "times": share / china}])


def _sources(inputs: list[pd.DataFrame]) -> list[str]:
    return list(dict.fromkeys(pd.concat(inputs)["source_id"]))


# --- in whose currency --------------------------------------------------------------------------------------------------


def payments(record: Record) -> pd.DataFrame:
    """Yuan and ruble in Russia's payments with all partners, a point a figure published for a month or year.

    Columns: date (the last day), currency, flow, share_pct, hedge, span (month or year), source_id.
    """
    rows = record["equality_currency"]
    rows = rows[(rows["scope"] == "Russia with all partners") & rows["currency"].isin(["yuan", "ruble"])]
    months = (rows["period_end"] - rows["period_start"]).dt.days < 31
    kept = rows.assign(date=rows["period_end"], span=months.map({True: "month", False: "year"}))
    kept = kept[kept["span"] == "month"].sort_values(["date", "currency", "flow"])
    return kept.drop_duplicates(["date", "currency", "flow"])[
        ["date", "currency", "flow", "share_pct", "hedge", "span", "source_id"]
    ]


def spoken(record: Record) -> pd.DataFrame:
    """What officials and newspapers said of the currencies in the trade between the two. Columns for people."""
    rows = record["equality_currency"]
    rows = rows[rows["scope"] == "China and Russia"].sort_values("period_end")
    hedge = rows["hedge"].map({"exact": "", "about": "about ", "more than": "more than ", "less than": "less than "})
    return pd.DataFrame(
        {
            "When": rows["period_end"].dt.strftime("%B %Y"),
            "Of what": rows["currency"],
            "Share": hedge + rows["share_pct"].map("{:g}%".format),
            "Said by": rows["reporter"].map(record.reporters["name"]),
            "Source": rows["source_id"].map(record.sources["publisher"]),
        }
    )


def payments_told(record: Record) -> pd.DataFrame:
    """``payments`` with headings for people."""
    rows = payments(record)
    return pd.DataFrame(
        {
            "Month": rows["date"].dt.strftime("%B %Y"),
            "Payments for": "Russia’s " + rows["flow"],
            "Currency": rows["currency"],
            "Share": rows["share_pct"].map("{:g}%".format),
            "Source": rows["source_id"].map(record.sources["publisher"]),
        }
    )


def of_currency(record: Record, currency: str, flow: str, start: str) -> float:
    """One share in Russia's payments with all partners, for the period that begins on a day."""
    rows = record["equality_currency"]
    wanted = (rows["currency"] == currency) & (rows["flow"] == flow) & (rows["period_start"] == start)
    rows = rows[wanted & (rows["scope"] == "Russia with all partners")].sort_values("period_end")
    return float(rows["share_pct"].iloc[0])


# --- loans, investment, cars, polls --------------------------------------------------------------------------------------


def second_pipeline(record: Record) -> pd.DataFrame:
    """What was said of Power of Siberia 2, in the order of time, with headings for people."""
    rows = record["energy_siberia2"].sort_values("date", kind="stable")
    when = [
        "about " * (how == "about") + f"{day:%B %Y}"
        for day, how in zip(rows["date"], rows["date_precision"], strict=True)
    ]
    return pd.DataFrame(
        {
            "When": when,
            "On": rows["aspect"].to_numpy(),
            "What": rows["fact"].to_numpy(),
            "Said by": rows["reporter"].map(record.reporters["name"]).to_numpy(),
            "Seen in": rows["source_id"].map(record.sources["publisher"]).to_numpy(),
        }
    )


def stakes(record: Record) -> pd.DataFrame:
    """Loans, investment and cars, with headings for people."""
    rows = record["equality_stakes"]
    hedge = rows["hedge"].map({"exact": "", "about": "about ", "more than": "more than "})
    periods = [_months(*one, None) for one in zip(rows["period_start"], rows["period_end"], strict=True)]
    periods = [
        f"{a.year} to {b.year}" if a.year != b.year else told
        for a, b, told in zip(rows["period_start"], rows["period_end"], periods, strict=True)
    ]
    return pd.DataFrame(
        {
            "What": rows["indicator"],
            "When": periods,
            "Figure": hedge + rows["value"].map("{:g}".format) + " " + rows["unit"],
            "Counted by": rows["reporter"].map(record.reporters["name"]),
            "Source": rows["source_id"].map(record.sources["publisher"]),
        }
    )


def polls(record: Record, asked: str) -> pd.DataFrame:
    """Polls among one people, with headings for people, by pollster and date."""
    rows = record["equality_polls"]
    rows = rows[rows["asked"] == asked].sort_values(["pollster", "answer", "fieldwork_end"])
    hedge = rows["hedge"].map({"exact": "", "about": "about "})
    unit = rows["unit"].map({"per cent": "%", "mean from 1 to 5": " of 5"})
    when = (
        rows["fieldwork_end"]
        .dt.strftime("%B %Y")
        .where(rows["date_precision"] != "year", rows["fieldwork_end"].dt.year.astype(str))
    )
    return pd.DataFrame(
        {
            "Asked by": rows["pollster"],
            "When": when,
            "About": rows["about"],
            "Answer": rows["answer"],
            "Result": hedge + rows["value"].map("{:g}".format) + unit,
            "Source": rows["source_id"].map(record.sources["publisher"]),
        }
    )


def poll(record: Record, row_id: str) -> float:
    """One result."""
    rows = record["equality_polls"]
    return float(rows.loc[rows["row_id"] == row_id, "value"].iloc[0])


# --- try it -------------------------------------------------------------------------------------------------------------

#: Indicators of the reader's choice, each with one definition. Arms and crude oil come from their own modules.
TRADE = {"total": "goods trade", "exports": "goods exports", "imports": "goods imports"}


def for_try(record: Record) -> pd.DataFrame:
    """How much of one state's goods trade is with the other, by indicator and pair: the latest period found.

    Columns: indicator, pair, period, year, state (who depends), other, share_pct, what (the definition), source_id. A side that
    was not found has no row.
    """
    found = []

    def add(
        flow: str, pair: str, period: str, year: int, state: str, other: str, share: float, how: str, source: str
    ) -> None:
        what = {"total": "all its goods trade", "exports": "its exports of goods", "imports": "its imports of goods"}[
            flow
        ]
        found.append(
            (TRADE[flow], pair, period, year, state, other, share, f"share in {what}, {period}, {how}", source)
        )

    ours = "comtrade_monthly_chn_rus"
    told = china_in_russia(record).iloc[-1]
    year = max(YEARS)
    add(
        "total", "China–Russia", told["months"], year, "Russia", "China", told["share_pct"], "stated", told["source_id"]
    )
    share = claims.russia_in_china(record, year)[0]
    add("total", "China–Russia", str(year), year, "China", "Russia", share, "its declarations", ours)
    for flow in ("exports", "imports"):
        share, source = _printed(record, flow, LAST)
        add(flow, "China–Russia", str(LAST), LAST, "Russia", "China", share, "published", source[0])
        share = china_flow(record, flow, year)
        add(flow, "China–Russia", str(year), year, "China", "Russia", share, "its declarations", ours)
        for row in claims.printed_share(record, f"russia_share_of_china_{flow}", LAST).itertuples():
            add(flow, "China–Russia", str(LAST), LAST, "China", "Russia", row.share_pct, "published", row.source_id)
        [canada] = claims.pair_rows(record, "Canada", "United States", flow).itertuples()
        add(flow, "US–Canada", "2024", 2024, "Canada", "United States", canada.share_pct, "published", canada.source_id)
        part, whole = (claims.pair_rows(record, "Japan", other, flow) for other in ("United States", "World"))
        part, whole = part.iloc[-1], whole[whole["currency"] == "JPY"].iloc[-1]
        share = 100 * part["value_bn"] / whole["value_bn"]
        add(
            flow,
            "US–Japan",
            "April 2024 to March 2025",
            2025,
            "Japan",
            "United States",
            share,
            "our division",
            part["source_id"],
        )
    part, whole = (
        claims.pair_rows(record, "South Korea", other, "exports").iloc[-1] for other in ("United States", "World")
    )
    share = 100 * part["value_bn"] / whole["value_bn"]
    add(
        "exports",
        "US–South Korea",
        "2023",
        2023,
        "South Korea",
        "United States",
        share,
        "our division",
        part["source_id"],
    )
    [us] = claims.pair_rows(record, "United States", "Canada").itertuples()
    add(
        "total",
        "US–Canada",
        "January to September 2024",
        2024,
        "United States",
        "Canada",
        us.share_pct,
        "published",
        us.source_id,
    )
    belarus, russia = (inputs.iloc[-1] for inputs in claims.belarus(record, year)[1])
    for row in (belarus, russia):
        add(
            "total",
            "Russia–Belarus",
            "2024 or early 2025, months not known" if row["holder"] == "Belarus" else "2024, months not known",
            year,
            row["holder"],
            row["partner"],
            row["share_pct"],
            "stated",
            row["source_id"],
        )
    korea = north_korea(record).iloc[0]
    rows = claims.pair_rows(record, "North Korea", "China")
    for state, other, share, how in (
        ("North Korea", "China", korea["of_korea_pct"], "published"),
        ("China", "North Korea", korea["of_china_pct"], "our division"),
    ):
        add("total", "China–North Korea", "2022", 2022, state, other, share, how, rows["source_id"].iloc[0])
    return pd.DataFrame(
        found, columns=["indicator", "pair", "period", "year", "state", "other", "share_pct", "what", "source_id"]
    )


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The latest row of each indicator, pair and state."""
    rows = rows.sort_values("year", kind="stable")
    return rows.drop_duplicates(["indicator", "pair", "state"], keep="last").reset_index(drop=True)


hold(__name__)
