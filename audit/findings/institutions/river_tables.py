"""Frames for the section on the Mekong: the survey by state and year, the three signs, and the meetings; pure, frame out."""

from __future__ import annotations

import pandas as pd

from audit.findings.institutions import river
from audit.inputs.record import Record

#: The three signs as the chart names them, and what a mark means.
SIGN_WORDS = {"survey": "Survey", "club": "Club", "drills": "Forces, drills"}
ANSWER_WORDS = {river.YES: "nearer to China", river.NO: "not", river.UNKNOWN: "not known"}

#: What stands where the choice of a state's people was not seen.
NOT_SEEN = "not seen"


def half(state: str) -> str:
    """On the Mekong, or elsewhere in Southeast Asia."""
    return "on the Mekong" if state in river.MEKONG else "elsewhere"


def survey(record: Record) -> pd.DataFrame:
    """Whom the people asked in each state would choose, every state against every survey seen by state.

    Columns: ``state``, ``half``, ``name``, ``when`` (the year, as text), ``edition``, ``choice`` ("China", "United States", "not
    seen"), ``share_pct`` (of those asked; missing where only the side was told), ``source_id``.
    """
    rows = record["river_survey"].query("state != 'Ten states'")
    told = rows.sort_values("share_pct", ascending=False).drop_duplicates(["state", "edition"])
    every = pd.MultiIndex.from_product(
        [(*river.MEKONG, *river.OTHERS), sorted(told["edition"].unique())], names=["state", "edition"]
    )
    grid = told.set_index(["state", "edition"]).reindex(every).reset_index()
    return grid.assign(
        half=grid["state"].map(half),
        name=[f"{state}, {half(state)}" for state in grid["state"]],
        when=grid["edition"].astype(str),
        choice=grid["choice"].astype(object).where(grid["choice"].notna(), NOT_SEEN),
    )[["state", "half", "name", "when", "edition", "choice", "share_pct", "source_id"]]


def signs_then_and_now(record: Record) -> pd.DataFrame:
    """What the signs make of each state when the article appeared and on the day of scoring.

    Columns: ``state``, ``half``, and for ``then`` and ``now`` each of the signs and ``nearer`` ("yes", "no", "unknown").
    """
    then = river.signs(record, river.ARTICLE_DAY, river.ARTICLE_EDITION)
    now = river.signs(record, river.SCORED, river.LAST_BY_STATE)
    both = then.drop(columns="mekong").merge(now.drop(columns="mekong"), on="state", suffixes=("_then", "_now"))
    return both.assign(half=both["state"].map(half))


def signs(record: Record) -> pd.DataFrame:
    """The three signs of each state on the day of scoring, one row a state and sign.

    Columns: ``state``, ``half``, ``name`` (the state and what its signs make of it), ``sign``, ``answer``, ``nearer``.
    """
    table = river.signs(record, river.SCORED, river.LAST_BY_STATE)
    long = table.melt(["state", "nearer"], list(river.SIGNS), var_name="sign", value_name="answer")
    long = long.sort_values("state", key=lambda states: states.map(list(table["state"]).index), kind="stable")
    verdict = {river.YES: "nearer", river.NO: "not nearer", river.UNKNOWN: "not known"}
    return long.assign(
        half=long["state"].map(half),
        name=[f"{row.state}, {half(row.state)}: {verdict[row.nearer]}" for row in long.itertuples()],
        sign=long["sign"].map(SIGN_WORDS),
        answer=long["answer"].map(ANSWER_WORDS),
        nearer=long["nearer"].map(verdict),
    ).reset_index(drop=True)[["state", "half", "name", "sign", "answer", "nearer"]]


def meetings(record: Record) -> pd.DataFrame:
    """Every meeting of the LMC, one row each. Columns: ``date``, ``level``, ``meeting_number``, ``place``, ``chairs``, ``source_id``."""
    rows = river.meetings(record).drop_duplicates("meeting_id")
    chairs = ["not seen" if pd.isna(other) else f"China and {other}" for other in rows["other_chair"]]
    return rows.assign(chairs=chairs)[["date", "level", "meeting_number", "place", "chairs", "source_id"]]


def at_ream(record: Record) -> pd.DataFrame:
    """What happened at the base of Ream, in order. Columns: ``date``, ``date_precision``, ``event``, ``source_id``."""
    rows = record["river_events"].query("body == 'Ream'").sort_values("date", kind="stable")
    return rows[["date", "date_precision", "event", "source_id"]]
