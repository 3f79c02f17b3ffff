"""The same tests on known allies: pairs with a treaty of defence. Where the record has nothing, the pair is not asked."""

from __future__ import annotations

import pandas as pd

from audit.findings.rivals import answers
from audit.inputs.record import Record

#: Pairs with a treaty of defence: the treaty, and the name in ``alliance_depth``. The CSTO is Russia's; Belarus has its own row.
ALLIES = {
    "Russia–Belarus": ("csto_1992", "Russia–Belarus"),
    "Russia–CSTO": ("csto_1992", "Members of the CSTO"),
    "Russia–North Korea": ("russia_dprk_2024", "Russia–North Korea"),
    "China–North Korea": ("china_dprk_1961", "China–North Korea"),
    "US–Japan": ("us_japan_1960", "United States–Japan"),
    "US–South Korea": ("us_rok_1953", "United States–South Korea"),
    "US–Philippines": ("us_philippines_1951", "United States–Philippines"),
}

#: Members of the CSTO other than Russia and Belarus, as ``rivals_controls`` pairs them with Russia.
CSTO = ("Russia–Armenia", "Russia–Kazakhstan", "Russia–Kyrgyzstan", "Russia–Tajikistan")

#: Major arms: the share of North Korea's that the test asks for, and the years in which Russia fought.
TENTH, WAR_YEARS = 0.1, range(2022, 2025)

#: The test of arms is measured by North Korea and that of votes by Belarus, so neither is asked there.
REGISTER = "sipri_reg_2026"


def controls(record: Record) -> pd.DataFrame:
    """What the record says of known allies. Columns: ``test_id``, ``pair``, ``says`` (yes, no), ``sources`` (a list)."""
    rows = [*_treaties(record), *_depth(record), *_conduct(record), *_arms(record), *_votes(record)]
    return pd.DataFrame(rows, columns=["test_id", "pair", "says", "sources"])


def passed(known: pd.DataFrame) -> pd.DataFrame:
    """For each test tried on known allies: how many were ``asked`` and how many ``pass``. ``known``: ``controls``."""
    yes = known.assign(yes=known["says"] == answers.YES).groupby("test_id")["yes"]
    return pd.DataFrame({"asked": yes.size(), "pass": yes.sum()})


def _treaties(record: Record) -> list[tuple[str, str, str, list[str]]]:
    coded = record["treaty_codings"].query("clause == 'defence'").set_index("pact_id")
    return [
        ("treaty-duty", pair, coded.loc[pact, "our_reading"], [coded.loc[pact, "source_id"]])
        for pair, (pact, _) in ALLIES.items()
        if pact in coded.index
    ]


def _depth(record: Record) -> list[tuple[str, str, str, list[str]]]:
    """Command or base, and warning of missile attacks, from the signs of depth."""
    rows = record["alliance_depth"]
    warns = rows["observable"].str.contains("issile-warning") | (
        (rows["indicator"] == "technology") & (rows["standing"] == "no")
    )
    signs = {"standing-structures": rows["indicator"].isin(answers.STANDING), "missile-warning": warns}
    return [
        (test_id, pair, answers.YES if (told["standing"] == "yes").any() else answers.NO, list(told["source_id"]))
        for test_id, chosen in signs.items()
        for pair, (_, name) in ALLIES.items()
        if len(told := rows[chosen & (rows["pair"] == name)])
    ]


def _conduct(record: Record) -> list[tuple[str, str, str, list[str]]]:
    rows = record["war_conduct"].query("question == 'recognition'")
    states = {"Belarus": "Russia–Belarus", "North Korea": "Russia–North Korea"}
    return [
        ("recognition", states[row.state], row.took_part, [row.source_id])
        for row in rows.itertuples()
        if row.state in states
    ]


def _arms(record: Record) -> list[tuple[str, str, str, list[str]]]:
    rows = record["arms_transfers"].query("recipient == 'Russia' and source_id == @REGISTER")
    sums = rows[rows["year"].isin(WAR_YEARS)].groupby("supplier")["delivered_tiv_mn"].sum()
    says = answers.YES if sums["Belarus"] >= TENTH * sums["North Korea"] else answers.NO
    return [("major-arms", "Russia–Belarus", says, [REGISTER])]


def _votes(record: Record) -> list[tuple[str, str, str, list[str]]]:
    rows = record["rivals_controls"].query("test_id == 'votes-as-ally' and pair in @CSTO")
    says = answers.YES if (rows["says"] == answers.YES).mean() > 0.5 else answers.NO
    return [("votes-as-ally", "Russia–CSTO", says, list(dict.fromkeys(rows["source_id"])))]
