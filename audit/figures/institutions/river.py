"""What the section on the Mekong shows: the captions of its charts, its tables in words, and its numbers on their way into prose."""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.institutions.word_tables import named
from audit.figures.prose import in_words
from audit.figures.titles import listed
from audit.findings.institutions import river, river_tables
from audit.inputs.record import Record

HERE, THERE = "on the Mekong", "elsewhere"


def _sources(record: Record, *tables: str) -> list[str]:
    return list(dict.fromkeys(source for table in tables for source in record[table]["source_id"]))


# --- charts -----------------------------------------------------------------------------------------------------------


def survey(grid: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``grid``: state, half, name, when, edition, choice, share_pct."""
    last = int(grid["edition"].max())
    chose = grid[(grid["edition"] == last) & (grid["choice"] == "China")]["half"].value_counts()
    here, there = int(chose.get(HERE, 0)), int(chose.get(THERE, 0))
    of = in_words(len(river.MEKONG))
    count = f"((data['edition'] == {last}) & (data['choice'] == 'China') & (data['half'] == '{{half}}')).sum() == {{number}}"
    told = grid[grid["choice"] != river_tables.NOT_SEEN]
    return {
        "id": "mekong-survey",
        "title": f"In {last} most of those asked chose China in {in_words(here)} of {of} Mekong states and {in_words(there)} of "
        f"{in_words(len(river.OTHERS))} others",
        "holds": f"{count.format(half=HERE, number=here)} and {count.format(half=THERE, number=there)} "
        f"and data['edition'].max() == {last}",
        "subtitle": "If the region had to side with one of the two: the choice of most opinion leaders asked, by state and year.",
        "alt_text": "Table of ten states and the years of a survey. "
        + " ".join(
            f"{name}: " + "; ".join(f"{row.when} {row.choice}" for row in rows.itertuples()) + "."
            for name, rows in told.groupby("name", sort=False)
        ),
        "data": grid[["state", "half", "edition", "choice", "share_pct"]],
        "labels": {
            "state": "State",
            "half": "Where",
            "edition": "Survey of",
            "choice": "Most chose",
            "share_pct": "Share of those asked, per cent",
        },
        "sources": _sources(record, "river_survey"),
        "notes": "Officials, scholars, business, press and groups were asked, not the public. As reported by newspapers; of the later "
        "surveys only the sum of the ten was seen.",
    }


def signs(grid: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``grid``: state, half, name, sign, answer, nearer; one row a state and sign."""
    states = grid.drop_duplicates("state")
    near = states[states["nearer"] == "nearer"]["half"].value_counts()
    here, there = int(near.get(HERE, 0)), int(near.get(THERE, 0))
    count = "(data.drop_duplicates('state').query(\"nearer == 'nearer' and half == '{half}'\")).shape[0] == {number}"
    return {
        "id": "mekong-signs",
        "title": f"By two of the three signs at least {in_words(here)} of {in_words(len(river.MEKONG))} Mekong states are nearer to China, and "
        f"{in_words(there)} of the {in_words(len(river.OTHERS))} others",
        "holds": f"{count.format(half=HERE, number=here)} and {count.format(half=THERE, number=there)} and data['sign'].nunique() == "
        f"{grid['sign'].nunique()}",
        "subtitle": "Three signs of being nearer to China, on what was known by September 2026: most chose China in the last survey seen "
        "by state; a place in the SCO or the BRICS; Chinese forces present, or more drills with China than with the United States.",
        "alt_text": "Table of ten states and three signs. "
        + " ".join(
            f"{name}; " + "; ".join(f"{row.sign}: {row.answer}" for row in rows.itertuples()) + "."
            for name, rows in grid.groupby("name", sort=False)
        ),
        "data": grid[["state", "half", "sign", "answer", "nearer"]],
        "labels": {"state": "State", "half": "Where", "sign": "Sign", "answer": "Answer", "nearer": "Two of three"},
        "sources": _sources(record, "river_survey", "river_clubs", "river_drills"),
        "notes": f"The survey is that of {river.LAST_BY_STATE}. Nobody counted exercises by state, so without forces present that sign is "
        "not known.",
    }


# --- tables in words --------------------------------------------------------------------------------------------------


def meetings(record: Record) -> pd.DataFrame:
    """Every meeting of the LMC and its chairs, for people."""
    told = river_tables.meetings(record)
    return pd.DataFrame(
        {
            "Meeting of": told["level"],
            "Number": told["meeting_number"],
            "Month": told["date"].dt.strftime("%B %Y"),
            "Place": told["place"],
            "Chairs": told["chairs"],
            "Source": [named(record, source) for source in told["source_id"]],
        }
    )


def at_ream(record: Record) -> pd.DataFrame:
    """What happened at Ream, for people."""
    told = river_tables.at_ream(record)
    return pd.DataFrame(
        {
            "Month": told["date"].dt.strftime("%B %Y"),
            "What happened": told["event"],
            "Source": [named(record, source) for source in told["source_id"]],
        }
    )


def words(record: Record) -> pd.DataFrame:
    """Which official text carries which part of the four statements, for people."""
    told = record["river_words"].query("carries == 'yes'")
    return pd.DataFrame(
        {
            "Claim": told["part"].str.split(".").str[0].str.replace("-", " "),
            "Part": told["part"].str.split(".").str[1].str.replace("-", " "),
            "Speaker": told["speaker"],
            "Words": told["words"].fillna(""),
            "Source": [named(record, source) for source in told["source_id"]],
        }
    )


def evidence(record: Record, claim_id: str) -> pd.DataFrame:
    """The evidence on a judgement, the case against it first, for people."""
    told = river.weighed(record, claim_id)
    return pd.DataFrame(
        {
            "Speaks": told["side"],
            "Evidence": told["fact"],
            "As of": told["date"].dt.year.astype(str),
            "Source": [named(record, source) for source in told["source_id"]],
        }
    )


# --- numbers ----------------------------------------------------------------------------------------------------------


def numbers(record: Record) -> dict[str, str]:
    """Meetings and their chairs, and the states that are nearer."""
    held = river.meetings(record, river.ARTICLE_DAY).drop_duplicates("meeting_id")
    now = river.signs(record, river.SCORED, river.LAST_BY_STATE)
    then = river.signs(record, river.ARTICLE_DAY, river.ARTICLE_EDITION)
    here, there = river.nearer(now, mekong=True), river.nearer(now, mekong=False)
    asked = record["river_survey"].query("edition == @river.LAST_BY_STATE").drop_duplicates("state").set_index("state")
    chose = asked[asked["choice"] == "United States"]
    words = record["river_words"].query("carries == 'yes'")
    present = record["river_drills"].query("kind == 'presence'")
    return {
        "lmc-meetings": in_words(len(held)),
        "lmc-seen": in_words(int((held["china_chairs"] != "not seen").sum())),
        "lmc-chairs": listed(held["other_chair"].dropna().unique()),
        "mekong-nearer": in_words(here.sure),
        "mekong-before": in_words(river.nearer(then, mekong=True).possible),
        "others-nearer": in_words(there.sure),
        "others-possible": in_words(there.possible),
        "survey-by-state": str(river.LAST_BY_STATE),
        "mekong-chose-us": in_words(len(set(chose.index) & set(river.MEKONG))),
        "contrast-texts": in_words(int((words["part"] == "contrast-with-washington.contrast").sum())),
        "ream-first": f"{present['date'].min():%B %Y}",
    }
