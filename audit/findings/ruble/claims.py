"""The ruble: did it lose about 25 per cent in 2023 to mid-August, was it among the worst three, and what of the key rate?

Read from top to bottom: first the two directions of one change, then how a rate is taken from the record, then the grid
of every start, end, quotation and currency, then the claims. Rates are rubles for one unit of a currency, so that a
higher rate is a weaker ruble. Falls and rises are in per cent.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

#: The last working day of 2022: the start of "this year" in every quotation.
YEAR_END = "2022-12-30"
#: The day of the rate decision that the article's sentence reports.
DECISION = "2023-08-15"
#: Mid-August: from the day on which the dollar passed 100 rubles in Moscow to the day after the decision.
MID_AUGUST = tuple(sorted({"2023-08-14", DECISION, "2023-08-16"}))


def fall_pct(start: float, end: float) -> float:
    """What the ruble lost: the part of its value that is gone when a dollar costs ``end`` instead of ``start`` rubles."""
    return (1 - start / end) * 100


def rise_pct(start: float, end: float) -> float:
    """What the dollar gained: the same change seen from the other side; always the larger number when the ruble falls."""
    return (end / start - 1) * 100


def fall_from_rise(rise: float) -> float:
    """The fall of the ruble that goes with a rise of the dollar, both in per cent: fall = rise / (1 + rise)."""
    return rise / (100 + rise) * 100


# --- rates from the record --------------------------------------------------------------------------------------------


def set_on(record: Record, day: str) -> pd.DataFrame:
    """The official dollar rate that the Bank of Russia set on ``day``; no row on a day when it set none."""
    rows = record["ruble_official"]
    return rows[rows["day_set"] == pd.Timestamp(day)].assign(rate=lambda rows: rows["rub_per_usd"])


def in_force_on(record: Record, day: str) -> pd.DataFrame:
    """The official dollar rate that was in force on ``day``: the latest one that had come into force."""
    rows = record["ruble_official"]
    rows = rows[rows["day_in_force"] <= pd.Timestamp(day)].nlargest(1, "day_in_force")
    return rows.assign(rate=rows["rub_per_usd"])


def point(record: Record, day: str, quotation: str, currency: str = "USD", **where: str) -> pd.DataFrame:
    """A cited rate: the row of ``ruble_points`` for that day and quotation; ``where`` names further columns."""
    rows = record["ruble_points"]
    chosen = (rows["date"] == pd.Timestamp(day)) & (rows["quotation"] == quotation) & (rows["currency"] == currency)
    for column, value in where.items():
        chosen &= rows[column] == value
    return rows[chosen].assign(rate=lambda rows: rows["rub_per_unit"])


def quoted_by(record: Record, vendor: str, day: str) -> pd.DataFrame:
    """The dollar at the end of ``day`` in worldwide quotes, as one vendor collects them."""
    return point(record, day, "worldwide", reporter=vendor, kind="end_of_day")


def yuan_close(record: Record, day: str) -> pd.DataFrame:
    """The close of the yuan on the Moscow Exchange on ``day``."""
    rows = record["ruble_yuan"]
    return rows[rows["date"] == pd.Timestamp(day)].assign(rate=lambda rows: rows["close_rub_per_cny"])


def rate_of(rows: pd.DataFrame) -> float | None:
    """The rate in a selection; None if it is empty."""
    return None if rows.empty else float(rows["rate"].iloc[0])


def between_rates(change, start: pd.DataFrame, end: pd.DataFrame) -> float | None:
    """``change`` (fall_pct or rise_pct) between two selections; None if one is empty."""
    first, second = rate_of(start), rate_of(end)
    return None if first is None or second is None else change(first, second)


def public_on_the_day(one: Specification, day: str) -> Specification:
    """The same specification, known from ``day``.

    A rate is public when it is set or quoted; only the copy that we read is younger. Without this, the record's late
    copies would make the article blind to the rates of its own week.
    """
    return replace(one, published=date.fromisoformat(day)) if one.published else one


# --- the grid: start x end x quotation x currency ---------------------------------------------------------------------

#: Kinds of a cited level that are trades; a low printed before the day was over is not the low of the day.
TRADES = ("intraday", "printed_low")
GRID_ENDS = tuple(sorted({"2023-08-11", *MID_AUGUST, "2023-08-17"}))
VENDORS = {
    "open-exchange-rates": "Open Exchange Rates",
    "investing-com": "Investing.com",
    "yahoo-finance": "Yahoo Finance",
}


def _quotations(record: Record) -> list[tuple]:
    """Every line of the grid: currency, family, quotation, start (name, day, rows) and ends (name, day, rows)."""
    official_set = [(f"set {short(day)}", day, set_on(record, day)) for day in GRID_ENDS]
    official_force = [(f"in force {short(day)}", day, in_force_on(record, day)) for day in GRID_ENDS]
    yuan = [(f"close {short(day)}", day, yuan_close(record, day)) for day in GRID_ENDS]
    trades = record["ruble_points"].query("quotation == 'moscow_exchange' and date > '2023-08-10' and kind in @TRADES")
    exchange = [
        (f"{trade_name(row)}, {short(row.date)}", row.date, trades.loc[[row.Index]].assign(rate=row.rub_per_unit))
        for row in trades.itertuples()
    ]
    close = point(record, YEAR_END, "moscow_exchange", kind="close")
    first_trade = point(record, "2023-01-03", "moscow_exchange")
    by_set, by_force = "Official rate", "Official rate, by day in force"
    starts = [
        ("dollar", by_set, "set 30 December", YEAR_END, set_on(record, YEAR_END), official_set),
        ("dollar", by_set, "first set in 2023", "2023-01-09", set_on(record, "2023-01-09"), official_set),
        ("dollar", by_force, "in force 30 December", YEAR_END, in_force_on(record, YEAR_END), official_force),
        ("dollar", by_force, "in force 31 December", "2022-12-31", in_force_on(record, "2022-12-31"), official_force),
        ("dollar", "Moscow Exchange", "close 30 December", YEAR_END, close, exchange),
        ("dollar", "Moscow Exchange", "first trade of 2023", "2023-01-03", first_trade, exchange),
        ("yuan", "Moscow Exchange", "close 30 December", YEAR_END, yuan_close(record, YEAR_END), yuan),
        ("yuan", "Moscow Exchange", "first close of 2023", "2023-01-03", yuan_close(record, "2023-01-03"), yuan),
        (
            "yuan",
            by_set,
            "set 30 December",
            YEAR_END,
            point(record, YEAR_END, "official", "CNY"),
            [("set 11 Aug", "2023-08-11", point(record, "2023-08-11", "official", "CNY"))],
        ),
    ]
    lines = [(currency, "Moscow", name, (start, day, rows), ends) for currency, name, start, day, rows, ends in starts]
    for vendor, name in VENDORS.items():
        ends = [(f"end of {short(day)}", day, quoted_by(record, vendor, day)) for day in GRID_ENDS]
        start = ("end of 30 December", YEAR_END, quoted_by(record, vendor, YEAR_END))
        lines.append(("dollar", "worldwide", name, start, ends))
    return lines


def trade_name(row) -> str:
    """A trade by its hour, or as the low that was printed."""
    return f"{row.time} {row.zone}" if isinstance(row.time, str) else "low as printed"


def short(day: str | pd.Timestamp) -> str:
    """15 Aug."""
    day = pd.Timestamp(day)
    return f"{day.day} {day:%b}"


def grid(record: Record) -> pd.DataFrame:
    """Every fall we can compute for 2023 to mid-August, one row a cell; value of the ruble and price of the dollar apart.

    Columns: ``currency`` (dollar, yuan), ``family`` (Moscow, worldwide), ``quotation``, ``start``, ``start_day``,
    ``start_rate``, ``end``, ``end_day``, ``end_rate``, ``fall_pct``, ``rise_pct``, ``start_source_id``,
    ``end_source_id``. A day is the one that the name of the start or end says: the day set, in force, or traded. A cell
    without a rate at one end is left out.
    """
    rows = []
    for currency, family, quotation, (start, start_day, start_rows), ends in _quotations(record):
        for end, end_day, end_rows in ends:
            if start_rows.empty or end_rows.empty:
                continue
            first, second = rate_of(start_rows), rate_of(end_rows)
            rows.append(
                {
                    "currency": currency,
                    "family": family,
                    "quotation": quotation,
                    "start": start,
                    "start_day": pd.Timestamp(start_day),
                    "start_rate": first,
                    "end": end,
                    "end_day": pd.Timestamp(end_day),
                    "end_rate": second,
                    "fall_pct": fall_pct(first, second),
                    "rise_pct": rise_pct(first, second),
                    "start_source_id": start_rows["source_id"].iloc[0],
                    "end_source_id": end_rows["source_id"].iloc[0],
                }
            )
    return pd.DataFrame(rows)


# --- the claim of about 25 per cent -----------------------------------------------------------------------------------


def fall(record: Record, id: str, label: str, start: pd.DataFrame, end: pd.DataFrame, **more) -> Specification:
    """One way to compute the fall, from a start and an end."""
    return specification(record, id, label, between_rates(fall_pct, start, end), [start, end], **more)


#: Why worldwide quotes on the day of the decision are nearest, by the rule for every claim.
NEAREST_FALL = (
    "The sentence names no source. Bloomberg had printed the same loss, but so had others, and no quirk of wording ties the "
    "sentence to one of them, so by our rule the plain sense counts: the dollar, from the end of 2022, on the day of the "
    "decision that the sentence reports. Worldwide and not official, because this loss is what ranks the ruble among the currencies "
    "of the world, and only such quotes give a loss for each of them."
)


def worldwide_falls(record: Record) -> list[Specification]:
    """Worldwide quotes as data vendors collect them, end of 30 December to the end of a day; every vendor and day we have."""
    reasons = {
        DECISION: "The day of the decision that the sentence reports.",
        "2023-08-14": "The day on which the dollar passed 100 rubles in Moscow and the crisis meeting was called.",
        "2023-08-16": "The day after the decision, when the article may have been written.",
    }
    same = {
        "open-exchange-rates": "Of the three vendors only this one quotes every currency that the sentence ranks.",
        "investing-com": "The same market as another vendor saw it; in the thin trade at year-end vendors differed.",
        "yahoo-finance": "A third vendor; its file dates the closes a day late and holds impossible ones, so it does not count.",
    }
    found = []
    for vendor, name in VENDORS.items():
        for day in MID_AUGUST:
            rates = [quoted_by(record, vendor, day) for day in (YEAR_END, day)]
            main = vendor == "open-exchange-rates"
            if rates[1].empty and not main:  # the record has no quote of Yahoo Finance for the 16th
                continue
            one = fall(
                record,
                f"{'worldwide' if main else vendor}-{pd.Timestamp(day).day}-august",
                f"Worldwide quotes, {name}, {short(day)}",
                *rates,
                nearest=main and day == DECISION,
                choice=None if main and day == DECISION else "day" if main else "source",
                principled=vendor != "yahoo-finance",
                reason=NEAREST_FALL if main and day == DECISION else f"{same[vendor]} {reasons[day]}",
            )
            found.append(public_on_the_day(one, day))
    return found


def official_falls(record: Record) -> list[Specification]:
    """The rate of the Bank of Russia, by the day it was set and by the day it was in force."""
    found = [
        public_on_the_day(
            fall(
                record,
                f"official-set-{pd.Timestamp(day).day}-august",
                f"Official rate, set {short(day)}",
                set_on(record, YEAR_END),
                set_on(record, day),
                choice="rate",
                reason="Russia's own reference rate, by the day on which the market made it.",
            ),
            day,
        )
        for day in sorted(
            MID_AUGUST, key=lambda day: day != DECISION
        )  # the day of the nearest first: cards show it beside
    ]
    in_force = fall(
        record,
        "official-in-force-15-august",
        f"Official rate, in force 30 Dec and {short(DECISION)}",
        in_force_on(record, YEAR_END),
        in_force_on(record, DECISION),
        choice="rate",
        reason="The rate that applied on the two days, as accounts and contracts use it; each was set the day before.",
    )
    return [*found, public_on_the_day(in_force, DECISION)]


def exchange_falls(record: Record) -> list[Specification]:
    """Trades on the Moscow Exchange as newspapers and agencies printed them."""
    start = point(record, YEAR_END, "moscow_exchange", kind="close")
    moments = {
        "exchange-14-august": ("2023-08-14", "06:16", "Moscow Exchange, morning of 14 Aug"),
        "exchange-before-decision": (DECISION, "05:30", "Moscow Exchange, 15 Aug before the decision"),
        "exchange-after-decision": (DECISION, "16:02", "Moscow Exchange, 15 Aug after the decision"),
    }
    return [
        fall(
            record,
            id,
            label,
            start,
            point(record, day, "moscow_exchange", time=time),
            choice="rate",
            reason="The largest market for the ruble; its close of 2022 against a trade that was in print that day.",
        )
        for id, (day, time, label) in moments.items()
    ]


def falls_set_aside(record: Record) -> list[Specification]:
    """Figures in circulation that answer another question."""
    yuan = [yuan_close(record, day) for day in (YEAR_END, DECISION)]
    dollar = [quoted_by(record, "open-exchange-rates", day) for day in (YEAR_END, DECISION)]
    own = record["ruble_press"].query("reporter == 'associated-press' and start_rub_per_usd.notna()").tail(1)
    printed = record["ruble_press"].query("reporter == 'bloomberg' and topic == 'fall' and figure == 25")
    low = fall_pct(own["start_rub_per_usd"].iloc[0], own["end_rub_per_usd"].iloc[0]) if len(own) else None
    return [
        specification(
            record,
            "bloomberg-fall-printed",
            "Bloomberg, as printed on 14 and 15 Aug",
            None if printed.empty else printed["figure"].iloc[0],
            [printed],
            principled=False,
            decimals=0,
            text="about 25%",
            reason="The likely source of the figure, shown beside our own count: in what we read it states no start, and "
            "other newsrooms printed other figures.",
        ),
        public_on_the_day(
            fall(
                record,
                "yuan-15-august",
                f"Against the yuan, Moscow close, {short(DECISION)}",
                *yuan,
                principled=False,
                reason="Another currency: the test reads the dollar, in which news reports count.",
            ),
            DECISION,
        ),
        specification(
            record,
            "january-low",
            "From the Associated Press's own start",
            low,
            [own],
            principled=False,
            reason="Starts from a dollar cheaper than on any day of the year by the official rate, not with the year.",
        ),
        public_on_the_day(
            specification(
                record,
                "price-of-dollar",
                f"Rise of the dollar, worldwide quotes, {short(DECISION)}",
                between_rates(rise_pct, *dollar),
                dollar,
                principled=False,
                reason="The other direction: what the dollar gained, not what the ruble lost.",
            ),
            DECISION,
        ),
    ]


def ruble_fall(record: Record) -> list[Specification]:
    """Every way we know to compute what the ruble lost from the end of 2022 to mid-August 2023, in per cent."""
    return [*worldwide_falls(record), *official_falls(record), *exchange_falls(record), *falls_set_aside(record)]


# --- the rank ---------------------------------------------------------------------------------------------------------

#: A list of peers: its name, the column of ``ruble_peers`` that holds it (None: every currency), and why it is a list.
PEERS = {
    "all": ("All developing", None, "The word “developing” as it stands: every such economy whose quote moves."),
    "pairs": (
        "A collector's pairs",
        "in_pairs_list",
        "The pairs that somebody kept from a vendor, not picked to be the developing world, so a rank among them does not count.",
    ),
    "trading": (
        "Widely traded",
        "in_trading_list",
        "Our own list, picked by hand to stand for one whose members we have not seen, so a rank among them does not count.",
    ),
}
#: The one list that the words name; a rank on a list that somebody picked is shown and does not count.
NAMED_BY_THE_WORDS = "all"
#: What a rule leaves out, by behaviour of the quote. A stale quote says nothing of a market under either rule.
RULES = {
    "live": ("every quote that moves", ["stale_or_fixed"]),
    "slides": ("steps left out", ["stale_or_fixed", "single_step", "base_outlier"]),
}


def peers(record: Record, listed: str, rule: str) -> list[str]:
    """The currencies of a list after a rule, the ruble among them."""
    rows = record["ruble_peers"]
    column, dropped = PEERS[listed][1], RULES[rule][1]
    chosen = ~rows["behaviour"].isin(dropped) & (True if column is None else rows[column] == "yes")
    return rows.loc[chosen, "currency"].tolist()


def vendor_rates(record: Record, day: str, currencies: list[str]) -> pd.DataFrame:
    """One vendor's rates of these currencies on a day."""
    rows = record["ruble_currencies"]
    chosen = (rows["reporter"] == "open-exchange-rates") & (rows["date"] == pd.Timestamp(day))
    return rows[chosen & rows["currency"].isin(currencies)]


def currency_falls(record: Record, listed: str = "all", rule: str = "live", end: str = DECISION) -> pd.DataFrame:
    """What each currency of a list lost against the dollar from the end of 2022, largest fall first.

    Columns: ``currency``, ``economy``, ``behaviour``, ``fall_pct``, ``rank`` (1: the largest fall), ``source_id``.
    """
    members = peers(record, listed, rule)
    start, last = (vendor_rates(record, day, members).set_index("currency") for day in (YEAR_END, end))
    falls = fall_pct(start["units_per_usd"], last["units_per_usd"]).rename("fall_pct").dropna().reset_index()
    falls = falls.merge(record["ruble_peers"][["currency", "economy", "behaviour"]], on="currency")
    falls = falls.sort_values("fall_pct", ascending=False).reset_index(drop=True)
    falls["rank"] = falls["fall_pct"].rank(ascending=False, method="min").astype(int)
    return falls.assign(source_id=falls["currency"].map(last["source_id"]))


def rank_of_ruble(record: Record, listed: str, rule: str, end: str = DECISION) -> int | None:
    """The ruble's place from the bottom; None if the record cannot say."""
    place = currency_falls(record, listed, rule, end).query("currency == 'RUB'")["rank"]
    return None if place.empty else int(place.iloc[0])


def falls_of_frozen(record: Record) -> pd.DataFrame:
    """What currencies whose quote the vendor froze lost in 2023 by their own central bank, as printed.

    Columns: ``currency``, ``economy``, ``first_day``, ``last_day``, ``fall_pct``, ``source_id``; the first and last rate in
    the record up to the decision.
    """
    peers_of = record["ruble_peers"]
    stale = peers_of.loc[peers_of["behaviour"] == "stale_or_fixed", "currency"]
    rows = record["ruble_currencies"].sort_values("date")
    rows = rows[
        rows["currency"].isin(stale)
        & (rows["reporter"] != "open-exchange-rates")
        & (rows["date"] <= pd.Timestamp(DECISION))
    ]
    ends = rows.groupby(["currency", "economy"]).agg(
        first_day=("date", "first"),
        last_day=("date", "last"),
        start=("units_per_usd", "first"),
        end=("units_per_usd", "last"),
        source_id=("source_id", "last"),
    )
    ends = ends.assign(fall_pct=fall_pct(ends["start"], ends["end"])).reset_index()
    return ends[["currency", "economy", "first_day", "last_day", "fall_pct", "source_id"]]


def rank_with_other_starts(record: Record) -> int:
    """The ruble's place among all developing currencies if a disputed start is taken from the other source."""
    falls = currency_falls(record).set_index("currency")
    disputed = falls.index[falls["behaviour"] == "base_outlier"]
    rows = record["ruble_currencies"]
    rows = rows[(rows["reporter"] == "imf") & (rows["date"] == pd.Timestamp("2022-12-31"))].set_index("currency")
    end = vendor_rates(record, DECISION, list(disputed)).set_index("currency")["units_per_usd"]
    values = falls["fall_pct"].copy()
    values[disputed] = fall_pct(rows["units_per_usd"][disputed], end[disputed])
    return 1 + int((values > values["RUB"]).sum())


def worse_at_least(record: Record) -> int:
    """How many developing currencies had lost more than the ruble, whichever start of a disputed one is right.

    Counts a currency that the vendor froze if its own central bank's rates show a larger loss.
    """
    ruble = currency_falls(record).set_index("currency")["fall_pct"]["RUB"]
    ranked = min(rank_of_ruble(record, "all", "live"), rank_with_other_starts(record)) - 1
    return ranked + int((falls_of_frozen(record)["fall_pct"] > ruble).sum())


#: Why two ways are nearest, by the rule for every claim.
TWO_SENSES = (
    " The sentence names no source. Two Bloomberg texts of those days differ, third-worst in emerging markets and among the "
    "three worst in developing economies, so which it repeats cannot be seen, and the plain sense counts. Two are plain: "
    "these words as they stand, and the list of the likely source. The verdict is the lower of the two."
)


def computed_rank(record: Record, listed: str, rule: str, *, nearest: bool = False) -> Specification:
    """The rank on one list under one rule, on the day of the decision."""
    members = peers(record, listed, rule)
    inputs = [vendor_rates(record, day, members) for day in (YEAR_END, DECISION)]
    name, _, reason = PEERS[listed]
    extra = " Currencies whose fall is one step of an official rate, or whose start is disputed, are left out."
    one = specification(
        record,
        f"{listed}-{rule}",
        f"{name} ({len(members)}{', ' + RULES[rule][0] if rule == 'slides' else ''})",
        rank_of_ruble(record, listed, rule) if all(len(rows) for rows in inputs) else None,
        inputs,
        nearest=nearest,
        principled=listed == NAMED_BY_THE_WORDS,
        choice="rule" if rule == "slides" else None,
        decimals=0,
        reason=reason + (TWO_SENSES if nearest else extra if rule == "slides" else ""),
    )
    return public_on_the_day(one, DECISION)


def printed_rank(
    record: Record, reporter: str, units: dict[str, int], label: str, *, reason: str, nearest: bool = False
) -> Specification:
    """A rank as a newsroom printed it; ``units`` says what to add to the printed number to get a rank."""
    rows = record["ruble_press"].query("topic == 'rank' and reporter == @reporter and unit in @units")
    rows = rows[rows["source_id"].map(record.sources["published_earliest"]) < pd.Timestamp("2023-09-01")]
    ranks = rows["figure"] + rows["unit"].map(units)
    return specification(
        record,
        f"{reporter}-printed",
        label,
        None if rows.empty else float(ranks.max()),
        [rows],
        nearest=nearest,
        choice=None if nearest else "source",
        decimals=0,
        text=f"at least {ranks.max():.0f}" if "currencies_worse_at_least" in set(rows["unit"]) else None,
        reason=reason,
    )


def ruble_rank(record: Record) -> list[Specification]:
    """The ruble's place from the bottom, by peers and by rule; 1 is the largest fall against the dollar."""
    return [
        computed_rank(record, "all", "live", nearest=True),
        computed_rank(record, "all", "slides"),
        computed_rank(record, "pairs", "live"),
        computed_rank(record, "pairs", "slides"),
        computed_rank(record, "trading", "live"),
        printed_rank(
            record,
            "bloomberg",
            {"among_n_worst": 0, "nth_worst": 0},
            "Bloomberg, as printed: emerging or developing",
            nearest=True,
            reason="The other plain sense: the list of the likely source, which Bloomberg called emerging markets and, on the "
            "day of the decision, developing economies. The members of its list are not in what we read.",
        ),
        printed_rank(
            record,
            "wall-street-journal",
            {"currencies_worse": 1, "currencies_worse_at_least": 1},
            "Wall Street Journal, as printed: three named as worse",
            reason="A rank that was in print that week; the members of its list are not in what we read.",
        ),
    ]


# --- the key rate -----------------------------------------------------------------------------------------------------


def decided(record: Record, day: str) -> pd.DataFrame:
    """The decision on the key rate of ``day``; no row if there was none, or it changed nothing."""
    rows = record["ruble_key_rate"]
    return rows[rows["decision_date"] == pd.Timestamp(day)]


def key_rate_in_force(record: Record, day: str) -> pd.DataFrame:
    """The key rate in force on ``day``."""
    rows = record["ruble_key_rate"]
    return rows[rows["effective_date"] <= pd.Timestamp(day)].nlargest(1, "effective_date")


def printed_key_rate(record: Record, topic: str) -> list[Specification]:
    """The decision as two agencies printed it the same day: copies of one statement, set aside although they agree."""
    rows = record["ruble_press"].query("topic == @topic")
    return [
        specification(
            record,
            f"printed-{row.statement_id}",
            f"{row.outlet}, as printed",
            row.figure,
            [rows.loc[[row.Index]]],
            principled=False,
            reason="A copy of the bank's own statement, so no further check.",
        )
        for row in rows.itertuples()
    ]


def key_rate(record: Record) -> list[Specification]:
    """The key rate set on 15 August 2023, in per cent."""
    decision, in_force = decided(record, DECISION), key_rate_in_force(record, DECISION)
    own = [
        (
            "decided",
            "Bank of Russia, decided on 15 August",
            decision,
            "The decision that the sentence names: the bank's own act.",
        ),
        ("in-force", "Bank of Russia, in force on 15 August", in_force, "The rate that banks faced on that day."),
    ]
    found = [
        specification(
            record,
            id,
            label,
            None if rows.empty else rows["key_rate_pct"].iloc[0],
            [rows],
            nearest=id == "decided",
            issuer=True,
            reason=reason,
        )
        for id, label, rows, reason in own
    ]
    return [*[public_on_the_day(one, DECISION) for one in found], *printed_key_rate(record, "key_rate_level")]


def key_rate_step(record: Record) -> list[Specification]:
    """The step of 15 August 2023, in basis points."""
    decision, before = decided(record, DECISION), key_rate_in_force(record, "2023-08-14")
    levels = None
    if len(decision) and len(before):
        levels = (decision["key_rate_pct"].iloc[0] - before["key_rate_pct"].iloc[0]) * 100
    own = [
        specification(
            record,
            "levels",
            "Bank of Russia, level decided less level the day before",
            levels,
            [decision, before],
            nearest=True,
            issuer=True,
            reason="The step as the sentence means it: from the rate in force to the rate decided.",
        ),
        specification(
            record,
            "step",
            "Bank of Russia, step in the series of decisions",
            None if decision.empty else decision["change_bp"].iloc[0],
            [decision],
            principled=False,
            issuer=True,
            reason="The step as the series has it follows from the same levels, so it is no further check.",
        ),
    ]
    return [*[public_on_the_day(one, DECISION) for one in own], *printed_key_rate(record, "key_rate_change")]


SPECIFICATIONS = {
    "russian-economy-stress": lambda record: [],
    "key-rate-august-2023": key_rate,
    "key-rate-rise-august-2023": key_rate_step,
    "ruble-fall-2023": ruble_fall,
    "ruble-rank-2023": ruble_rank,
}

hold(__name__)
