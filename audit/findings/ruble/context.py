"""What the ruble chapter shows beside its claims: the year, the press, the key rate and the long frame.

Rates are rubles for one unit of a currency; charts over time place a rate on the day it was set.
"""

from __future__ import annotations

import pandas as pd

from audit.findings.ruble.claims import (
    DECISION,
    YEAR_END,
    fall_pct,
    grid,
    in_force_on,
    point,
    quoted_by,
    rank_of_ruble,
    rank_with_other_starts,
    rate_of,
    rise_pct,
)
from audit.findings.what_if import only
from audit.inputs.ledger import Between
from audit.inputs.record import Record
from audit.judgement import Finding, judge

#: A quiet week's last day before the invasion of 24 February 2022.
BEFORE_INVASION = "2022-02-23"
#: The day before the rate decision, on which the dollar passed 100 rubles in Moscow.
EVE = "2023-08-14"


def year_to_date(record: Record) -> pd.DataFrame:
    """The ruble's value through 2023 against its value at the end of 2022.

    Columns: ``day``, ``series`` ("against the dollar", "against the yuan"), ``change_pct`` (negative: a loss), ``rate``,
    ``source_id``. Dollar: official rate by the day set; yuan: close on the Moscow Exchange.
    """
    dollar = record["ruble_official"].rename(columns={"day_set": "day", "rub_per_usd": "rate"})
    yuan = record["ruble_yuan"].rename(columns={"date": "day", "close_rub_per_cny": "rate"})
    parts = []
    for name, rows in (("against the dollar", dollar), ("against the yuan", yuan)):
        rows = rows[rows["day"].between(YEAR_END, "2023-12-31")].sort_values("day")
        parts.append(rows.assign(series=name, change_pct=-fall_pct(rows["rate"].iloc[0], rows["rate"])))
    return pd.concat(parts)[["day", "series", "change_pct", "rate", "source_id"]].reset_index(drop=True)


def ranges(record: Record) -> pd.DataFrame:
    """What each market gives for the day of the decision and its eve, from the end of 2022, as the ruble's loss and as the dollar's gain.

    Columns: ``measure``, ``direction`` ("loss of the ruble", "gain of the dollar"), ``low_pct``, ``high_pct``.
    """
    cells = grid(record)
    cells = cells[(cells["currency"] == "dollar") & cells["end_day"].isin(pd.to_datetime([EVE, DECISION]))]
    cells = cells[cells["start_day"] <= pd.Timestamp("2022-12-31")]
    rows = []
    for direction, column in (("loss of the ruble", "fall_pct"), ("gain of the dollar", "rise_pct")):
        for family, place in (("worldwide", "worldwide quotes"), ("Moscow", "Moscow")):
            values = cells.loc[cells["family"] == family, column]
            rows.append((f"{direction[:1].upper()}{direction[1:]}, {place}", direction, values.min(), values.max()))
    return pd.DataFrame(rows, columns=["measure", "direction", "low_pct", "high_pct"])


def printed_falls(record: Record) -> pd.DataFrame:
    """What was printed as the ruble's loss in 2023 by the day of the decision, one row a newsroom and figure.

    Columns: ``told_by``, ``published``, ``label``, ``figure``, ``qualifier`` (about, nearly …; empty: none), ``printed``
    (both, as text), ``names_start`` (bool), ``source_id``; by figure.
    """
    rows = record["ruble_press"].query("topic == 'fall' and window == '2023_to_date'")
    rows = rows.assign(
        published=rows["source_id"].map(record.sources["published_earliest"]),
        exact=rows["source_id"].map(record.sources["published"]).str.len() == 10,
        names_start=rows["start_rub_per_usd"].notna(),
    )
    rows = rows[rows["exact"] & (rows["published"] <= DECISION)]
    names = rows["reporter"].map(record.reporters["name"].str.partition(",")[0])
    rows = rows.assign(told_by=names.where(rows["reporter"] != "press-on-the-ruble", rows["outlet"]))
    rows = rows.sort_values(["figure", "published", "told_by"], kind="stable").drop_duplicates(["told_by", "figure"])
    rows = rows.assign(
        label=[f"{row.told_by}, {row.published.day} {row.published:%B}" for row in rows.itertuples()],
        qualifier=rows["qualifier"].fillna(""),
    )
    rows["printed"] = (rows["qualifier"] + " " + rows["figure"].map("{:.0f}%".format)).str.strip()
    columns = ["told_by", "published", "label", "figure", "qualifier", "printed", "names_start", "source_id"]
    return rows[columns].reset_index(drop=True)


def verdicts_by_width(found: Finding, narrowest: float, widest: float) -> set[str]:
    """The verdicts of a claim about a number if "about" meant any width from ``narrowest`` to ``widest`` to either side.

    Between the distances of two values from the stated figure nothing can change, so those distances are all there is to try.
    """
    stated = found.claim.test.stated
    values = [one.specification.value for one in found.judged if isinstance(one.specification.value, float)]
    widths = {narrowest, widest, *(abs(value - stated) for value in values)}
    verdicts = set()
    for width in sorted(width for width in widths if narrowest <= width <= widest):
        window = Between(comparison="between", reading="Any width.", low=stated - width, high=stated + width)
        claim = found.claim.model_copy(update={"test": window, "alternative_readings": ()})
        ways = [one.specification for one in found.judged]
        verdicts.add(judge(claim, found.article, ways, found.data_cutoff).verdict)
    return verdicts


#: Who makes the prices of each market, as ``reporters.csv`` has it.
WORLDWIDE_DEALERS, MOSCOW_TRADERS = "dealers-worldwide", "moscow-exchange"
#: The check that stands for Moscow where only Moscow is asked: Russia's own rate of the day of the decision.
MOSCOW_OF_THE_DAY = "official-set-15-august"


def by_market(found: Finding) -> dict[str, Finding]:
    """The fall as it would be judged by one market alone, by the day of the decision alone, and by one vote a market that day.

    The many checks are two markets, cut by day and vendor; this shows what hangs on the cutting. Keys:
    ``worldwide``, ``moscow``, ``day``, ``one-vote-each``.
    """
    counting = {one.specification.id: one.specification for one in found.judged if one.counts}
    nearest = found.nearest.specification.id
    worldwide = {id for id, one in counting.items() if one.origins == (WORLDWIDE_DEALERS,)}
    moscow = {id for id, one in counting.items() if one.origins == (MOSCOW_TRADERS,)}
    of_the_day = {id for id, one in counting.items() if one.published == pd.Timestamp(DECISION).date()}
    return {
        "worldwide": only(found, worldwide, nearest),
        "moscow": only(found, moscow, MOSCOW_OF_THE_DAY),
        "day": only(found, of_the_day, nearest),
        "one-vote-each": only(found, {nearest, MOSCOW_OF_THE_DAY}, nearest),
    }


def days_it_holds(record: Record, agrees, day: pd.Timestamp) -> list[pd.Timestamp]:
    """The days up to ``day`` on which the loss by the official rate, by the day set, passes the claim's test."""
    rows = record["ruble_official"].set_index("day_set")["rub_per_usd"][YEAR_END:day]
    falls = fall_pct(rows.iloc[0], rows)
    return falls.index[falls.map(agrees).astype(bool)].tolist()


def largest_loss(record: Record) -> dict:
    """The largest loss that any start in 2023 gives by the ruble's low of mid-August, on the official rate.

    Returns ``start_day``, ``start_rate``, ``fall_pct``: what the year's best day as a start makes of the fall.
    """
    rows = record["ruble_official"].set_index("day_set")["rub_per_usd"]
    year = rows["2023-01-01":EVE]
    return {"start_day": year.idxmin(), "start_rate": year.min(), "fall_pct": fall_pct(year.min(), year.iloc[-1])}


def start_gap_pct(record: Record) -> float:
    """By how much the dollar was dearer in our worldwide quotes than in Moscow at the end of 2022, in per cent."""
    worldwide = quoted_by(record, "open-exchange-rates", YEAR_END)
    return rise_pct(rate_of(point(record, YEAR_END, "moscow_exchange", kind="close")), rate_of(worldwide))


def printed_starts(record: Record) -> list[float]:
    """The starts that the Associated Press named, rubles for a dollar, the lowest first."""
    return sorted(record["ruble_press"].query("reporter == 'associated-press'")["start_rub_per_usd"].dropna())


def lowest_of_january(record: Record) -> float:
    """The lowest official rate of January 2023, rubles for a dollar."""
    return record["ruble_official"].set_index("day_set").loc["2023-01", "rub_per_usd"].min()


def printed_by_market(record: Record) -> pd.Series:
    """The losses that Reuters printed, in per cent, by the market that it named; the largest of each."""
    rows = record["ruble_press"].query("reporter == 'reuters' and market.notna()")
    return rows.groupby("market")["figure"].max()


def bloomberg_starts(record: Record, losses: tuple[float, ...]) -> list[float]:
    """The start, rubles for a dollar, that each loss (per cent) needs to end at the rate that Bloomberg printed with its own."""
    end = record["ruble_points"].query("reporter == 'bloomberg'")["rub_per_unit"].iloc[0]
    return [end * (1 - loss / 100) for loss in losses]


def largest_move_pct(rates: pd.Series) -> float:
    """The largest change of a series of rates from one day to the next, up or down, in per cent."""
    return (rates.pct_change().abs() * 100).max()


def start_decides(record: Record) -> bool:
    """Whether a currency with a disputed start is worse than the ruble by one start and not by the other."""
    return rank_with_other_starts(record) != rank_of_ruble(record, "all", "live")


#: A newsroom that names its start is measured by that start, not by ours.
OWN_START = "Loss of the ruble, from a start of its own"


def closest_measure(printed: pd.DataFrame, ranges: pd.DataFrame) -> pd.Series:
    """For each printed figure the measure whose range it lies in or is nearest to; a start that it names comes first."""

    def distance(figure: float) -> pd.Series:
        below, above = ranges["low_pct"] - figure, figure - ranges["high_pct"]
        return pd.concat([below, above], axis=1).max(axis=1).clip(lower=0)

    closest = printed["figure"].map(lambda figure: ranges["measure"][distance(figure).idxmin()])
    return closest.mask(printed["names_start"], OWN_START)


def key_rate_steps(record: Record) -> pd.DataFrame:
    """The key rate from its first day to the last day of the official dollar rate in the record, one row a level.

    Columns: ``day`` (in force), ``until``, ``key_rate_pct``, ``source_id``.
    """
    rows = record["ruble_key_rate"].rename(columns={"effective_date": "day"}).sort_values("day")
    end = record["ruble_official"]["day_set"].max()
    return rows.assign(until=rows["day"].shift(-1).fillna(end))[["day", "until", "key_rate_pct", "source_id"]]


def level_at(steps: pd.DataFrame, day: str) -> float:
    """The key rate in force on ``day``, of ``key_rate_steps``."""
    return steps.loc[steps["day"] <= day, "key_rate_pct"].iloc[-1]


def peak_after(steps: pd.DataFrame, day: str) -> pd.Series:
    """The step to the highest key rate after ``day``, the first one if it was reached twice."""
    return steps[steps["day"] > day].nlargest(1, "key_rate_pct").iloc[0]


def weekly_rate(record: Record) -> pd.DataFrame:
    """The weakest ruble of each week by the official rate: columns ``day`` (set), ``rub_per_usd``, ``source_id``.

    The record starts with the rate set on 9 January 2013, the first of that year.
    """
    rows = record["ruble_official"].rename(columns={"day_set": "day"})
    highest = rows.groupby(rows["day"].dt.to_period("W"))["rub_per_usd"].idxmax()
    return rows.loc[highest, ["day", "rub_per_usd", "source_id"]].sort_values("day").reset_index(drop=True)


def landmarks(record: Record) -> pd.DataFrame:
    """The official rate at the turning points of the long frame, one row each.

    Columns: ``name``, ``day`` (set), ``rub_per_usd``, ``weakest`` (bool: a low of the ruble).
    """
    rows = record["ruble_official"].set_index("day_set")["rub_per_usd"]
    lows = {
        "March 2022": rows["2022-03-01":"2022-03-31"],
        "August 2023": rows["2023-08-01":"2023-08-31"],
        "October 2023": rows["2023-10-01":"2023-10-31"],
        "November 2024": rows["2024-11-01":"2024-11-30"],
    }
    found = [(name, part.idxmax(), part.max(), True) for name, part in lows.items()]
    found.append(("Strongest of 2022", rows["2022"].idxmin(), rows["2022"].min(), False))
    last_year = str(rows.index.max().year)
    found.append((f"Strongest of {last_year}", rows[last_year].idxmin(), rows[last_year].min(), False))
    found.append(("Latest", rows.index.max(), rows.iloc[-1], False))
    return pd.DataFrame(found, columns=["name", "day", "rub_per_usd", "weakest"]).sort_values("day", ignore_index=True)


def before_invasion(record: Record) -> float:
    """The official rate in force on the day before the invasion."""
    return float(in_force_on(record, BEFORE_INVASION)["rate"].iloc[0])


#: Worldwide quotes as one vendor collects them: single days, no series.
WORLDWIDE = "Worldwide quotes"
READER_BASES = {
    WORLDWIDE: "USD",
    "Official rate, by day set": "USD",
    "Official rate, by day in force": "USD",
    "Yuan, Moscow close": "CNY",
}


def reader_rates(record: Record) -> pd.DataFrame:
    """Rates from which a reader can compute the change between any two days from 30 December 2022 to the end of 2023.

    A day without a new rate keeps the one before it, except for the worldwide quotes, of which the record has only a few
    days. Columns: ``basis``, ``day``, ``number`` (0: 30 December 2022), ``rate``, ``fresh`` (bool), ``source_id``.
    """
    days = pd.date_range(YEAR_END, "2023-12-29")
    official = record["ruble_official"]
    points = record["ruble_points"].query("quotation == 'worldwide' and reporter == 'open-exchange-rates'")
    series = {
        WORLDWIDE: points.set_index("date")["rub_per_unit"],
        "Official rate, by day set": official.set_index("day_set")["rub_per_usd"],
        "Official rate, by day in force": official.set_index("day_in_force")["rub_per_usd"],
        "Yuan, Moscow close": record["ruble_yuan"].set_index("date")["close_rub_per_cny"],
    }
    source = {
        WORLDWIDE: points["source_id"].iloc[0],
        "Yuan, Moscow close": record["ruble_yuan"]["source_id"].iloc[0],
    }
    parts = []
    for basis, rates in series.items():
        daily = rates.reindex(rates.index.union(days))
        fresh = daily.notna()
        if basis != WORLDWIDE:
            daily = daily.ffill()
        frame = pd.DataFrame({"day": days, "rate": daily[days].to_numpy(), "fresh": fresh[days].to_numpy()})
        parts.append(frame.assign(basis=basis, source_id=source.get(basis, official["source_id"].iloc[0])))
    rows = pd.concat(parts, ignore_index=True)
    rows["number"] = (rows["day"] - pd.Timestamp(YEAR_END)).dt.days
    return rows[["basis", "day", "number", "rate", "fresh", "source_id"]]


def evidence(record: Record, claim_id: str, article_day: str) -> pd.DataFrame:
    """The evidence on a judgement, what speaks against it first, by date.

    Columns: ``side``, ``evidence``, ``kind_of_evidence``, ``date``, ``date_precision``, ``known`` (bool: its source was sure to be
    out by ``article_day``), ``source_id``, ``note``.
    """
    rows = record["ruble_evidence"].query("claim_id == @claim_id")
    known = rows["source_id"].map(record.sources["published_latest"]) <= article_day
    said = (rows["date_precision"] == "day") & (rows["date"] <= article_day)
    # A statement of a day was known from that day, whatever the day of the copy that we read.
    rows = rows.assign(known=known | said).sort_values(["side", "date"], kind="stable")
    columns = ["side", "evidence", "kind_of_evidence", "date", "date_precision", "known", "source_id", "note"]
    return rows[columns].reset_index(drop=True)
