"""The chapter's numbers on their way into prose, by section: name -> text. What they are is computed in the findings."""

from __future__ import annotations

import pandas as pd

from audit.figures.prose import in_words, percent
from audit.figures.titles import listed
from audit.findings import finding
from audit.findings.rivals import tables
from audit.inputs.record import Record

ARMS = "arms-below-a-treaty-ally"


def _none(number: int) -> str:
    return in_words(number) if number else "none"


def sides(found: pd.DataFrame) -> dict[str, str]:
    """The tests, and for whom they speak. ``found``: ``tables.tests``."""
    telling = tables.telling(found)
    speaks = telling["speaks_for"]
    return {
        "tests": in_words(len(found)),
        "tests-telling": in_words(len(telling)),
        "for-partners": _none(int((speaks == "partners").sum())),
        "for-allies": _none(int((speaks == "allies").sum())),
        "for-neither": _none(int((speaks == "neither").sum())),
        "not-settled": _none(int((speaks == "not settled").sum())),
        "not-settled-names": listed(telling.loc[speaks == "not settled", "name"]),
        "duty-telling": in_words(int((telling["layer"] == "duty").sum())),
        "duty-partners": _none(int(((telling["layer"] == "duty") & (speaks == "partners")).sum())),
        "behaviour-telling": in_words(int((telling["layer"] == "behaviour").sum())),
        "behaviour-partners": _none(int(((telling["layer"] == "behaviour") & (speaks == "partners")).sum())),
    }


def explanations(record: Record, made: pd.DataFrame) -> dict[str, str]:
    """How the predictions came out. ``made``: ``tables.predictions``."""
    counts = tables.how_they_came_out(made).set_index("name")
    same, common = tables.alike(made, "entente", "partners")
    missed = counts.index[counts["otherwise"] > 0]
    return {
        "explanations": in_words(len(counts)),
        "explanations-missed": in_words(len(missed)),
        "missed-names": listed(name.lower() for name in record["rivals_explanations"]["name"] if name in set(missed)),
        "entente-common": in_words(common),
        "entente-same": in_words(same),
        "own-readings": str(int((made["basis"] == "our reading").sum())),
        "predictions": str(len(made)),
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
    told = {f"goods-{name}": _exact(shares[row]) for name, row in rows.items()}
    return told | {"goods-west": _exact(shares["producer-west-2023"])}


def arms(record: Record) -> dict[str, str]:
    """China's major arms for Russia as a share of North Korea's, in three years and in the first two."""
    share = {one.specification.id: one.specification.value for one in finding(ARMS, record=record).judged}
    return {"arms-all": percent(share["beside-north-korea"]), "arms-early": percent(share["first-two-years"])}


def hedging(record: Record) -> dict[str, str]:
    """Russia's part in China's crude, as published, and which way the decisions went."""
    rows = record["energy_shares"].query("whole == 'China’s crude imports' and partner == 'Russia'")
    share = rows.set_index("period_end")["share_low_pct"]
    went = record["rivals_decisions"]["direction"].value_counts()
    weighed = record["river_weighing"].query("claim_id == 'hedge-against-dependence'")["side"].value_counts()
    return {
        "crude-2023": _exact(share["2023-12-31"]),
        "crude-2024": _exact(share["2024-12-31"]),
        "crude-2026": _exact(share["2026-01-31"]),
        "decisions": in_words(int(went.sum())),
        "decisions-more": in_words(int(went["more from Russia"])),
        "decisions-not": in_words(int(went["not from Russia"])),
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
