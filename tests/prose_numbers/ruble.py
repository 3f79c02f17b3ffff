"""The ruble chapter: rates, the two directions of a fall, the press, the lists of currencies and the key rate."""

import pandas as pd

from audit.figures.prose import VERDICT_WORDS
from audit.findings import finding, findings
from audit.findings.ruble import claims as ruble
from audit.inputs.record import Record
from audit.judgement import Finding

from .findings import word

LAST_DAY_OF_2022, DECISION, DAY_BEFORE, EVE_OF_INVASION = "2022-12-30", "2023-08-15", "2023-08-14", "2022-02-23"


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the ruble chapter glues beside its findings."""
    return (
        rates(record)
        | directions(record)
        | key_rate(record)
        | lists(record)
        | other_side(record)
        | markets()
        | evidence(record)
    )


def date(day: pd.Timestamp) -> str:
    return day.strftime("%d %B %Y").lstrip("0")


def per_cent(value: float, decimals: int = 0) -> str:
    return f"{value:.{decimals}f} per cent"


def lost(start: float, end: float) -> float:
    """A ruble bought 1 / start dollars, then 1 / end."""
    return 100 * (1 / start - 1 / end) / (1 / start)


def official(record: Record) -> pd.Series:
    """Rubles for a dollar by the day the Bank of Russia set the rate."""
    return record["ruble_official"].set_index("day_set")["rub_per_usd"].sort_index()


def printed_losses(record: Record) -> pd.DataFrame:
    """Losses of the ruble in 2023 that a dated text had printed by the day of the decision."""
    press = record["ruble_press"].join(record.sources["published"], on="source_id")
    dated = press[press["published"].str.fullmatch(r"\d{4}-\d{2}-\d{2}") & (press["published"] <= DECISION)]
    return dated[(dated["topic"] == "fall") & (dated["window"] == "2023_to_date")]


def rates(record: Record) -> dict[str, str]:
    table, by_day = record["ruble_official"], official(record)
    [in_force] = table.index[table["day_in_force"] == DECISION]
    week = by_day["2023-08-10":"2023-08-18"]
    to_low = by_day["2023-01-01":DAY_BEFORE]
    later = by_day[by_day.index.year == by_day.index.max().year]
    [eve] = table.loc[table["day_in_force"] == EVE_OF_INVASION, "rub_per_usd"]
    august = by_day["2023-08"].max()
    fall = findings()["ruble-fall-2023"]
    test, end_of_2022 = fall.claim.test, by_day[LAST_DAY_OF_2022]
    until_article = by_day["2023-01-01" : str(fall.article.published_latest)].map(lambda rate: lost(end_of_2022, rate))
    return {
        "day-in-force": date(table.loc[in_force, "day_in_force"]),
        "day-set": date(table.loc[in_force, "day_set"]),
        "day-matters": per_cent(max(abs(100 * (week / week.shift() - 1)).dropna()), 1),
        "year-loss": per_cent(lost(by_day[LAST_DAY_OF_2022], by_day["2023"].iloc[-1])),
        "days-it-holds": ", ".join(
            day.strftime("%d %b").lstrip("0")
            for day in until_article.index[[test.agrees(one) for one in until_article]]
        )[::-1].replace(" ,", " dna ", 1)[::-1],
        "low-claim-day": date(by_day["2023-08"].idxmax()),
        "rates-end": date(by_day.index.max()),
        "rate-latest": f"{by_day.iloc[-1]:.0f}",
        "latest-side": "weaker" if by_day.iloc[-1] > eve else "stronger",
        "largest-loss-day": date(to_low.idxmin()),
        "largest-loss": per_cent(lost(to_low.min(), by_day[DAY_BEFORE]), 1),
        "low-2022": f"{by_day['2022'].max():.0f}",
        "low-claim": f"{august:.0f}",
        "low-2023": f"{by_day['2023-10'].max():.1f}",
        "low-2024": f"{by_day['2024-11'].max():.0f}",
        "strong-later": f"{later.min():.0f}",
        "strong-month": later.idxmin().strftime("%B %Y"),
        "rate-invasion": f"{eve:.0f}",
        "since-invasion": per_cent(lost(eve, august)),
    }


def directions(record: Record) -> dict[str, str]:
    points = record["ruble_points"].query("currency == 'USD'")
    vendor = points.query("reporter == 'open-exchange-rates' and kind == 'end_of_day'").set_index("date")
    start, end = (float(vendor.loc[day, "rub_per_unit"]) for day in (LAST_DAY_OF_2022, DECISION))
    moscow = points.query("quotation == 'moscow_exchange' and kind == 'close'").set_index("date")
    printed = printed_losses(record)
    most = printed["figure"].max()
    hedges = set(printed.loc[(printed["figure"] == most) & printed["qualifier"].notna(), "qualifier"])
    reuters = record["ruble_press"].query("reporter == 'reuters'").groupby("market")["figure"]
    fall = findings()["ruble-fall-2023"]
    low, high = 25 - 25 / 20, 25 + 25 / 20
    return {
        "start-rate": f"{start:.2f}",
        "end-rate": f"{end:.2f}",
        "bought-before": f"US${1000 / start:.2f}",
        "bought-after": f"US${1000 / end:.2f}",
        "lost": per_cent(lost(start, end), 1),
        "gained": per_cent(100 * (end - start) / start, 1),
        "start-gap": per_cent(100 * (start / moscow.loc[LAST_DAY_OF_2022, "rub_per_unit"] - 1), 1),
        "printed-most": f"{hedges.pop()} {per_cent(most)}",
        "reuters-moscow": per_cent(reuters.max()["moscow_exchange"]),
        "reuters-cross": per_cent(reuters.max()["cross_rate"], 1),
        "window": f"{low:g} to {high:g} per cent",
        "width-verdict": VERDICT_WORDS[verdict_at_every_width(fall)],
        "loss-behind-most": per_cent(lost(1, 1 + most / 100), 1),
        "stated": per_cent(findings()["ruble-fall-2023"].claim.test.stated),
    }


def key_rate(record: Record) -> dict[str, str]:
    table = record["ruble_key_rate"].sort_values("effective_date")
    [decided] = table[table["decision_date"] == DECISION].itertuples()
    assert decided.effective_date == pd.Timestamp(DECISION), "the chapter says: in force the same day"
    levels = table.set_index("effective_date")["key_rate_pct"]
    after, before = levels[levels.index > DECISION], levels[levels.index < DECISION]
    return {
        "step": f"{decided.change_bp:.0f} basis points",
        "level": per_cent(decided.key_rate_pct),
        "level-year-end": per_cent(levels[:"2023-12-31"].iloc[-1]),
        "level-peak": per_cent(after.max()),
        "month-peak": after.idxmax().strftime("%B %Y"),
        "level-latest": per_cent(levels.iloc[-1], 2),
        "level-2022": per_cent(before.max()),
    }


def lists(record: Record) -> dict[str, str]:
    peers = record["ruble_peers"]
    live = peers.query("behaviour != 'stale_or_fixed'")
    slides = live[~live["behaviour"].isin(["single_step", "base_outlier"])]
    vendor = record["ruble_currencies"].query("reporter == 'open-exchange-rates'")
    rate = vendor.pivot(index="currency", columns="date", values="units_per_usd").loc[live["currency"]]
    start, end = rate[pd.Timestamp(LAST_DAY_OF_2022)], rate[pd.Timestamp(DECISION)]
    [disputed] = live.loc[live["behaviour"] == "base_outlier", "currency"]
    others = record["ruble_currencies"].query("reporter != 'open-exchange-rates'").set_index(["currency", "date"])
    start[disputed] = others.loc[(disputed, "2022-12-31"), "units_per_usd"]
    worse = (end / start > end["RUB"] / start["RUB"]).sum()
    frozen = others.loc[
        others.index.get_level_values("currency").isin(peers.query("behaviour == 'stale_or_fixed'")["currency"])
    ]
    frozen = frozen["units_per_usd"].sort_index()
    auctions = [
        lost(one.iloc[0], one[one.index.get_level_values("date") <= DECISION].iloc[-1])
        for _, one in frozen.groupby("currency")
    ]
    return {
        "all-members": str(len(live)),
        "trading-members": str((live["in_trading_list"] == "yes").sum()),
        "pairs-members": str((live["in_pairs_list"] == "yes").sum()),
        "slides-members": str(len(slides)),
        "rank-other-start": str(worse + 1),
        "frozen-loss": per_cent(max(auctions)),
    }


def other_side(record: Record) -> dict[str, str]:
    cells = ruble.grid(record).query("family == 'Moscow' and currency == 'dollar' and start_day < '2023-01-01'")
    falls = cells[cells["end_day"].isin(pd.to_datetime([DAY_BEFORE, DECISION]))]["fall_pct"]
    judged = findings()
    bloomberg = record["ruble_press"].query("reporter == 'bloomberg' and topic == 'fall' and qualifier == 'about'")
    [loss] = set(bloomberg[bloomberg["source_id"].str.contains("20230815")]["figure"])
    return {
        "moscow-low": per_cent(falls.min()),
        "moscow-high": per_cent(falls.max()),
        "verdict-by-official": verdict_if_nearest(judged["ruble-fall-2023"], "official-set-15-august"),
        "verdict-by-investing": verdict_if_nearest(judged["ruble-fall-2023"], "investing-com-15-august"),
        "verdict-by-bloomberg": verdict_if_nearest(judged["ruble-fall-2023"], "bloomberg-fall-printed"),
        "bloomberg-loss": "about " + per_cent(loss),
        "bloomberg-start": f"{98.09 * (1 - 0.2625):.1f} to {98.09 * (1 - 0.2375):.1f} rubles",
        "verdict-by-source-list": verdict_if_nearest(judged["ruble-rank-2023"], "bloomberg-printed"),
    }


def markets() -> dict[str, str]:
    """How many checks of each market, of the day of the decision, and of one a market agree, and what verdict that makes."""
    one = findings()["ruble-fall-2023"]
    counting = [judged.specification for judged in one.judged if judged.specification.principled]
    chosen = {
        "worldwide": [way for way in counting if "dealers-worldwide" in way.origins],
        "moscow": [way for way in counting if "moscow-exchange" in way.origins],
        "day": [way for way in counting if str(way.published) == DECISION],
        "one-vote-each": [way for way in counting if way.id in ("worldwide-15-august", "official-set-15-august")],
    }
    texts = {}
    for name, ways in chosen.items():
        agreeing = [way for way in ways if abs(way.value - 25) <= 25 / 20]
        partly = "supported" if len(agreeing) == len(ways) else "supported-on-its-own-terms"
        verdict = partly if any(way.nearest for way in agreeing) else "not-supported"
        texts |= {
            f"{name}-agreeing": word(len(agreeing)) if agreeing else "none",
            f"{name}-total": word(len(ways)),
            f"{name}-verdict": VERDICT_WORDS[verdict],
        }
    return texts


def verdict_at_every_width(one: Finding) -> str:
    """The verdict, the same whatever "about 25" may mean from half a point to a tenth of it."""
    counting = [judged.specification for judged in one.judged if judged.specification.principled]
    [nearest] = [way.value for way in counting if way.nearest]
    verdicts = set()
    for width in [0.5 + step / 100 for step in range(201)]:
        near = [abs(way.value - 25) <= width for way in counting]
        agrees = "supported" if all(near) else "supported-on-its-own-terms"
        verdicts.add(agrees if abs(nearest - 25) <= width else "not-supported")
    [verdict] = verdicts
    return verdict


def verdict_if_nearest(one: Finding, specification_id: str) -> str:
    """The verdict, had this specification been the nearest: if it disagrees, all is said; else it hangs on the others."""
    if not one.claim.test.agrees(one.specification(specification_id).specification.value):
        return VERDICT_WORDS["not-supported"]
    return VERDICT_WORDS["supported" if one.agreeing == one.principled_total else "supported-on-its-own-terms"]


def evidence(record: Record) -> dict[str, str]:
    """Pieces of evidence on growing stress, and those that a dated text or a release of its day had made public."""
    rows = record["ruble_evidence"].join(record.sources["published_latest"], on="source_id")
    article = pd.Timestamp(finding("russian-economy-stress").article.published_latest)
    release = rows["date"].where(rows["date_precision"] == "day", rows["published_latest"])
    earliest = pd.concat([release, rows["published_latest"]], axis=1).min(axis=1)
    return {
        "evidence-total": word(len(rows)),
        "evidence-known": word(int((earliest <= article).sum())),
    }
