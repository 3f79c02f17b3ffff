"""Numbers of the alliance chapter on their way into prose, by section: name -> text."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from audit.figures.prose import in_words, percent
from audit.figures.words import VERDICT_WORDS
from audit.findings.alliance import claims, duty, tables
from audit.inputs.record import Record
from audit.judgement import Finding

#: The year before the war, with which shares are compared.
BEFORE = 2021


def pair(record: Record, runs: pd.DataFrame) -> dict[str, str]:
    """The last duty to defend (``runs``: tables.obligation_runs), and what each is in the other's trade."""
    in_russia = tables.china_in_russia(record)
    now, before = (rows.iloc[-1] for rows in (in_russia, in_russia[in_russia["period_end"].dt.year == BEFORE]))
    in_china = claims.russia_in_china(record).set_index("year")["share_pct"]
    return {
        "last-defence": str(tables.last_year(runs)),
        "last-coded": str(tables.last_coded(record)),
        "china-in-russia": percent(now["share_pct"]),
        "china-in-russia-said": f"{record.sources.loc[now['source_id'], 'published_earliest']:%B %Y}",
        "china-in-russia-before": percent(before["share_pct"]),
        "russia-in-china-last": percent(in_china.iloc[-1], 2),
        "russia-in-china-last-year": str(in_china.index[-1]),
    }


def pacts(record: Record, none: Finding) -> dict[str, str]:
    """Pacts of China by ATOP's list, and the finding on formal alliances without its rule of exceptions."""
    listed, formal = claims.listed_pacts(record, "China"), claims.formal_alliances(record, "China")
    return {
        "china-pacts": str(len(listed)),
        "china-exception": " and ".join(none.exceptions),
        "china-asking": in_words(none.alternatives["pacts-with-a-duty"][0].specification.population),
        "china-forbid": str(len(listed) - len(claims.asking(listed))),
        "pacts-end": str(claims.ATOP_PACTS_END.year),
        "china-formal": in_words(formal["cow_id"].nunique()),
        "no-formal-alliances-without": VERDICT_WORDS[none.verdict_without_exceptions],
    }


def hub(record: Record) -> dict[str, str]:
    """How many spokes Washington lists."""
    return {"spokes-washington": in_words(len(record["spoke_lists"]))}


def own_tests(record: Record, below: Finding) -> dict[str, str]:
    """How much was searched for our own propositions of duty; ``below``: the one on the spokes."""
    said = duty.said_in_the_war(record)
    taiwan, kursk = (said[said["occasion"] == one]["date"].iloc[0] for one in ("Taiwan", "Kursk"))
    higher = len(duty.spokes(record)) - len(duty.not_above(duty.classes_by_cow(record), duty.pair_by_cow(record)))
    return {
        "occasions": in_words(said["occasion"].nunique()),
        "taiwan-said": f"{taiwan:%B %Y}",
        "kursk-said": f"{kursk:%B %Y}",
        "spokes-number": in_words(below.nearest.specification.population),
        "spokes-by-cow": in_words(higher),
    }


def depth(record: Record) -> dict[str, str]:
    """Joint commands of China and Russia and Chinese aircraft on Russian airfields, as the list of the exercises has them."""
    seen = record["exercise_depth"].query("pair == 'China-Russia' and value > 0").groupby("indicator")
    commands, airfields = (seen.get_group(sign) for sign in ("joint_command_in_exercises", "airfield_use"))
    return {
        "joint-commands": in_words(commands["record_id"].nunique()),
        "first-command": str(commands["as_of"].min().year),
        "last-command": str(commands["as_of"].max().year),
        "first-airfield": str(airfields["as_of"].min().year),
    }


def war(record: Record, takeaway: Finding) -> dict[str, str]:
    """China's part in Russia's imports of high-priority goods by two counts, and what was found of the analysts' lesson."""
    goods = record["war_conduct"].set_index("row_id")["number"]
    return {
        "goods-sher": percent(goods["sher-2023"]),
        "goods-kse": percent(goods["kse-2023"]),
        "analysts-verdict": VERDICT_WORDS[takeaway.verdict],
    }


def words(words: pd.DataFrame) -> dict[str, str]:
    """How many statements of each side deny an alliance, and how many Russian ones affirm one (tables.statements_on_the_tie)."""
    stances = tables.stances_of(words)
    china, russia = stances.loc["China"], stances.loc["Russia"]
    return {
        "china-statements": in_words(int(china.sum())),
        "china-denials": in_words(int(china[tables.DENYING].sum())),
        "china-both": in_words(int(china["no alliance, and above one"])),
        "russia-statements": in_words(int(russia.sum())),
        "russia-denials": in_words(int(russia[tables.DENYING].sum())),
        "russia-ally": in_words(int(russia["alliance"])),
    }


def statements(statements: Sequence[Finding]) -> dict[str, str]:
    """How many reported statements were found elsewhere, in full, in part or not; and the same of Li Shangfu's."""

    def how_many(some: Sequence[Finding], verdict: str) -> str:
        return in_words(sum(one.verdict == verdict for one in some))

    li = [one for one in statements if one.claim.speaker.startswith("Li Shangfu")]
    return {
        "statements": str(len(statements)),
        "said": how_many(statements, "said"),
        "said-in-part": how_many(statements, "said-in-part"),
        "not-obtained": how_many(statements, "text-not-obtained"),
        "li-statements": in_words(len(li)),
        "li-said": how_many(li, "said"),
        "li-said-in-part": how_many(li, "said-in-part"),
        "word-not-obtained": VERDICT_WORDS["text-not-obtained"].capitalize(),
    }
