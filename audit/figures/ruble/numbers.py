"""The numbers of the ruble chapter on their way into its prose: by section, name -> text."""

from __future__ import annotations

import pandas as pd

from audit.figures.cards import day
from audit.figures.prose import in_words, percent
from audit.figures.titles import listed
from audit.figures.words import VERDICT_WORDS
from audit.findings.ruble import claims, context
from audit.findings.what_if import what_if
from audit.inputs.record import Record
from audit.judgement import Finding

Texts = dict[str, str]


def answer(year: pd.DataFrame, printed: pd.DataFrame, fall: Finding) -> Texts:
    """``year``: of ``context.year_to_date``. ``printed``: of ``context.printed_falls``."""
    most = printed.loc[printed["figure"].idxmax()]
    dollar = year.loc[year["series"] == "against the dollar", "change_pct"]
    return {
        "printed-most": f"{most.qualifier} {percent(most.figure)}".strip(),
        "stated": percent(fall.claim.test.stated),
        "year-loss": percent(-dollar.iloc[-1]),
    }


def two_days(rates: pd.Series) -> Texts:
    """``rates``: the official rate by the day it was set, in the week of the decision."""
    decision = pd.Timestamp(claims.DECISION)
    return {
        "day-set": day(decision - pd.Timedelta(days=1)),
        "day-in-force": day(decision),
        "day-matters": percent(context.largest_move_pct(rates), 1),
    }


def directions(start: float, end: float, lost: float, gained: float) -> Texts:
    """``start``, ``end``: rubles for a dollar. ``lost``, ``gained``: what the ruble lost and the dollar gained, in per cent."""
    return {
        "start-rate": f"{start:.2f}",
        "end-rate": f"{end:.2f}",
        "bought-before": f"US${1000 / start:.2f}",
        "bought-after": f"US${1000 / end:.2f}",
        "lost": percent(lost, 1),
        "gained": percent(gained, 1),
    }


def other_checks(record: Record, fall: Finding) -> Texts:
    """What hangs on the market, the vendor, the day and the width of "about", from the bare figure to a tenth of it."""
    test, published = fall.claim.test, pd.Timestamp(fall.article.published_latest)
    verdicts = context.verdicts_by_width(fall, narrowest=0.5, widest=0.1 * test.stated)
    days = context.days_it_holds(record, test.agrees, published)
    alone = context.by_market(fall)
    return {
        **{f"{name}-agreeing": in_words(one.agreeing) if one.agreeing else "none" for name, one in alone.items()},
        **{f"{name}-total": in_words(one.principled_total) for name, one in alone.items()},
        **{f"{name}-verdict": VERDICT_WORDS[one.verdict] for name, one in alone.items()},
        "start-gap": percent(context.start_gap_pct(record), 1),
        "days-it-holds": listed(map(claims.short, days)),
        "window": test.words,
        "width-verdict": " or ".join(sorted(VERDICT_WORDS[one] for one in verdicts)),
    }


def press(record: Record, printed: pd.DataFrame) -> Texts:
    """What is behind the largest figure printed, the two figures of one text of Reuters, and what the year's best start gives."""
    largest, reuters = context.largest_loss(record), context.printed_by_market(record)
    return {
        "loss-behind-most": percent(claims.fall_from_rise(printed["figure"].max()), 1),
        "largest-loss": percent(largest["fall_pct"], 1),
        "largest-loss-day": day(largest["start_day"]),
        "reuters-moscow": percent(reuters["moscow_exchange"]),
        "reuters-cross": percent(reuters["cross_rate"], 1),
    }


def rank(record: Record) -> Texts:
    """How many currencies each list holds, and what another start and a frozen quote do to the rank."""
    members = {
        "all": ("all", "live"),
        "trading": ("trading", "live"),
        "pairs": ("pairs", "live"),
        "slides": ("all", "slides"),
    }
    return {
        "rank-other-start": str(claims.rank_with_other_starts(record)),
        "frozen-loss": percent(claims.falls_of_frozen(record)["fall_pct"].max()),
        **{f"{name}-members": str(len(claims.peers(record, *chosen))) for name, chosen in members.items()},
    }


def key_rate(steps: pd.DataFrame, level: Finding, step: Finding) -> Texts:
    """``steps``: of ``context.key_rate_steps``."""
    peak = context.peak_after(steps, claims.DECISION)
    return {
        "step": f"{step.computed:.0f} basis points",
        "level": percent(level.computed),
        "level-year-end": percent(context.level_at(steps, "2023-12-31")),
        "level-peak": percent(peak["key_rate_pct"]),
        "month-peak": f"{peak['day']:%B %Y}",
        "level-latest": percent(steps["key_rate_pct"].iloc[-1], 2),
    }


def stress(marks: pd.DataFrame, steps: pd.DataFrame, invasion: float) -> Texts:
    """``marks``: of ``context.landmarks``. ``steps``: of the key rate. ``invasion``: the rate before it, rubles for a dollar."""
    at, rate = marks.set_index("name")["day"], marks.set_index("name")["rub_per_usd"]
    strongest = marks[marks["name"].str.startswith("Strongest")].iloc[-1]
    before = steps[steps["day"] < claims.DECISION]
    return {
        "low-2022": f"{rate['March 2022']:.0f}",
        "low-claim": f"{rate['August 2023']:.0f}",
        "low-2023": f"{rate['October 2023']:.1f}",
        "low-2024": f"{rate['November 2024']:.0f}",
        "strong-later": f"{strongest['rub_per_usd']:.0f}",
        "strong-month": f"{strongest['day']:%B %Y}",
        "rate-invasion": f"{invasion:.0f}",
        "low-claim-day": day(at["August 2023"]),
        "rates-end": day(at["Latest"]),
        "rate-latest": f"{rate['Latest']:.0f}",
        "latest-side": "weaker" if rate["Latest"] > invasion else "stronger",
        "since-invasion": percent(claims.fall_pct(invasion, rate["August 2023"])),
        "level-2022": percent(before["key_rate_pct"].max()),
    }


def evidence(told: pd.DataFrame) -> Texts:
    """``told``: of ``context.evidence``. How many pieces there are, and how many were public before the article."""
    return {
        "evidence-total": in_words(len(told)),
        "evidence-known": in_words(int(told["known"].sum())),
    }


def evidence_table(told: pd.DataFrame, record: Record) -> pd.DataFrame:
    """The same for people, the case against it first. ``told``: of ``context.evidence``."""
    published = record.sources.loc[told["source_id"], ["publisher", "published"]]
    return pd.DataFrame(
        {
            "Speaks": told["side"],
            "Evidence": told["evidence"],
            "When": told["date"].dt.strftime("%B %Y"),
            "Public before the article": told["known"].map({True: "yes", False: "no"}),
            "Source": [f"{name}, {when[:4]}" for name, when in published.to_numpy()],
        }
    )


def other_side(record: Record, printed: pd.DataFrame, fall: Finding, rank: Finding) -> Texts:
    """What the other side of each choice gives. ``printed``: of ``context.printed_falls``."""
    moscow = context.ranges(record).set_index("measure").loc["Loss of the ruble, Moscow"]
    bloomberg = printed[printed["told_by"] == "Bloomberg"].iloc[-1]
    starts = context.bloomberg_starts(record, (fall.claim.test.high, fall.claim.test.low))

    def verdict_if_nearest(found: Finding, check: str) -> str:
        return VERDICT_WORDS[what_if(found, nearest=check).verdict]

    return {
        "verdict-by-official": verdict_if_nearest(fall, "official-set-15-august"),
        "verdict-by-investing": verdict_if_nearest(fall, "investing-com-15-august"),
        "verdict-by-bloomberg": verdict_if_nearest(fall, "bloomberg-fall-printed"),
        "verdict-by-source-list": verdict_if_nearest(rank, "bloomberg-printed"),
        "bloomberg-loss": f"{bloomberg['qualifier']} {percent(bloomberg['figure'])}",
        "bloomberg-start": "{:.1f} to {:.1f} rubles".format(*starts),
        "moscow-low": percent(moscow["low_pct"]),
        "moscow-high": percent(moscow["high_pct"]),
    }
