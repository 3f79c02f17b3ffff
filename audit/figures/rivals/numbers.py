"""The chapter's numbers on their way into prose, by section: name -> text. What they are is computed in the findings."""

from __future__ import annotations

import pandas as pd

from audit.figures.prose import in_words, percent
from audit.figures.titles import listed
from audit.findings import finding
from audit.findings.equality import tables as equality
from audit.findings.rivals import tables
from audit.inputs.record import Record

ARMS = "arms-below-a-treaty-ally"


def _none(number: int) -> str:
    return in_words(number) if number else "none"


def sides(found: pd.DataFrame) -> dict[str, str]:
    """The tests, and for whom they speak. ``found``: ``tables.tests``."""
    telling = tables.telling(found)
    speaks, apart = telling["speaks_for"], found[found["speaks_for"] == "set apart"]
    partners = telling[speaks == "partners"]
    one_sided = telling[(telling["allies"] == "either") | (telling["partners"] == "either")]
    return {
        "tests": in_words(len(found)),
        "tests-worded": in_words(len(tables.worded(found))),
        "tests-telling": in_words(len(telling)),
        "for-partners": _none(len(partners)),
        "for-partners-names": listed(partners["name"]),
        "for-partners-foreseen": _none(int((partners["predicted_by"] != "nobody").sum())),
        "for-allies": _none(int((speaks == "allies").sum())),
        "for-allies-names": listed(telling.loc[speaks == "allies", "name"]),
        "not-settled": _none(int((speaks == "not settled").sum())),
        "not-settled-names": listed(telling.loc[speaks == "not settled", "name"]),
        "set-apart": _none(len(apart)),
        "set-apart-names": listed(apart["name"]),
        "one-sided-names": listed(one_sided["name"]),
        "untried": in_words(int((telling["asked"] == 0).sum())),
    }


def explanations(record: Record, made: pd.DataFrame) -> dict[str, str]:
    """How the predictions came out; those of others, the book's own aside. ``made``: ``tables.predictions``."""
    same, common = tables.alike(made, "entente", "partners")
    others = made[made["explanation"] != "partners"]
    outcome = others["outcome"].value_counts()
    return {
        "explanations": in_words(others["explanation"].nunique()),
        "others": str(len(others)),
        "others-missed": _none(int(outcome.get("otherwise", 0))),
        "others-unsettled": _none(int(outcome.get("not settled", 0))),
        "entente-common": in_words(common),
        "entente-same": in_words(same),
        "own-readings": str(int((others["basis"] == "our reading").sum())),
        "book": in_words(len(made) - len(others)),
    }


def other_rule(record: Record) -> dict[str, str]:
    """What changes when reports and allegations decide too."""
    moved = tables.moved_by_reports(record)
    settled = moved["with_reports"].isin(["yes", "no"])
    return {
        "moved": _none(len(moved)),
        "moved-names": listed(moved["name"]),
        "moved-settled": _none(int(settled.sum())),
    }


def goods(record: Record) -> dict[str, str]:
    """Shares of 2023 in the goods that matter most for arms, as published, by definition."""
    shares = record["goods_published"].set_index("row_id")["value"]
    rows = {"dispatch": "dispatch-2023", "territory": "territory-mainland-2023", "producer": "producer-china-2023"}
    rows |= {"hong-kong": "territory-hong-kong-2023"}
    told = {f"goods-{name}": _exact(shares[row]) for name, row in rows.items()}
    return told | {"goods-west": _exact(shares["producer-west-2023"])}


def arms(record: Record) -> dict[str, str]:
    """China's major arms for Russia as a share of North Korea's, in three years and in the first two."""
    share = {one.specification.id: one.specification.value for one in finding(ARMS, record=record).judged}
    return {"arms-all": percent(share["beside-north-korea"]), "arms-early": percent(share["first-two-years"])}


def growth(record: Record) -> dict[str, str]:
    """Shares in each other's trade, and the trade of 2025."""
    china = equality.russia_in_china(record).set_index("year")["share_pct"]
    russia = equality.china_in_russia_computed(record).set_index("year")["share_pct"]
    told = record["trade_shares"].query("measure == 'china_share_of_russia_total_trade' and source_id == 'crs_2022'")
    told = told[told["period_end"].dt.year == 2021]
    whole = record["trade_cumulative"].query("flow == 'total' and source_id == 'tass_2026jan'")
    return {
        "china-2021": percent(china[2021], 2),
        "china-2024": percent(china[2024], 2),
        "russia-2021": _exact(told["share_pct"].iloc[0]),
        "russia-2023": percent(russia[2023]),
        "fall-2025": percent(-whole["growth_usd_pct"].iloc[0], 1),
    }


def hedging(record: Record) -> dict[str, str]:
    """Russia's part in China's crude, as published, and the weighing of the judgement."""
    rows = record["energy_shares"].query("whole == 'China’s crude imports' and partner == 'Russia'")
    share = rows.set_index("period_end")["share_low_pct"]
    weighed = record["river_weighing"].query("claim_id == 'hedge-against-dependence'")["side"].value_counts()
    return {
        "crude-2023": _exact(share["2023-12-31"]),
        "crude-2024": _exact(share["2024-12-31"]),
        "weighed-for": in_words(int(weighed["for"])),
        "weighed-against": in_words(int(weighed["against"])),
    }


def words(record: Record) -> dict[str, str]:
    """Key words, and of how many the original was seen."""
    seen = record["rivals_words"]["wording"].value_counts()
    return {
        "key-words": in_words(int(seen.sum())),
        "originals-seen": in_words(int(seen["original seen"])),
        "translations-only": in_words(int(seen["translation only"])),
    }


def _exact(share: float) -> str:
    """A published share with as many decimals as it was published with."""
    return percent(share, 0 if share == round(share) else 1)
