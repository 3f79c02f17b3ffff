"""What the section on the Mekong shows: the captions of its charts, its tables in words, and its numbers on their way into prose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from audit.figures.institutions.word_tables import named
from audit.figures.prose import in_words, percent
from audit.figures.titles import listed
from audit.findings.institutions import river, river_tables
from audit.inputs.record import Record
from audit.judgement import Finding

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
    unseen = sorted(grid[(grid["edition"] == last) & (grid["choice"] == river_tables.NOT_SEEN)]["state"])
    gap = f"; {listed(unseen)} not seen" if unseen else ""
    count = f"((data['edition'] == {last}) & (data['choice'] == 'China') & (data['half'] == '{{half}}')).sum() == {{number}}"
    told = grid[grid["choice"] != river_tables.NOT_SEEN]
    return {
        "id": "mekong-survey",
        "title": f"In {last} most of those asked chose China in {in_words(here)} of {of} Mekong states and {in_words(there)} of "
        f"{in_words(len(river.OTHERS))} others{gap}",
        "holds": f"{count.format(half=HERE, number=here)} and {count.format(half=THERE, number=there)} "
        f"and data['edition'].max() == {last} and "
        f"(lambda last: sorted(last['state'][last['choice'] == {river_tables.NOT_SEEN!r}]) == {unseen})(data[data['edition'] == {last}])",
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
        "notes": "Officials, scholars, business, press and groups were asked, not the public. As reported by newspapers and digests; of "
        "2025 Cambodia was not seen, and of 2026 only which side was ahead in all ten.",
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
        "notes": f"The survey is that of {river.LAST_BY_STATE}. No count of exercises by state was found, so without forces present that "
        "sign is not known, and two of three is in effect both of two.",
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


def then_and_now(record: Record) -> pd.DataFrame:
    """The signs of each state when the article appeared and when it was scored, for people."""
    told = river_tables.signs_then_and_now(record)
    word = {river.YES: "nearer", river.NO: "not", river.UNKNOWN: "not known"}
    return pd.DataFrame(
        {"State": told["state"], "Where": told["half"]}
        | {
            f"{river_tables.SIGN_WORDS[sign]}, {survey if sign == 'survey' else when}": told[f"{sign}_{column}"].map(
                word
            )
            for column, when, survey in (("then", 2023, river.ARTICLE_EDITION), ("now", 2026, river.LAST_BY_STATE))
            for sign in river.SIGNS
        }
        | {"Nearer, 2023": told["nearer_then"].map(word), "Nearer, 2026": told["nearer_now"].map(word)}
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


def words(record: Record, findings: Iterable[Finding]) -> pd.DataFrame:
    """Which text carries which part of the statements, or of another reading of them, and when, for people."""
    told = record["river_words"].query("carries == 'yes'")
    asked = {
        f"{one.claim.id}.{name}": said
        for one in findings
        for test in one.claim.readings
        for name, said in ({part.id: part.words for part in test.parts} or {test.id: test.reading}).items()
    }
    return pd.DataFrame(
        {
            "What was looked for": told["part"].map(asked),
            "Speaker": told["speaker"],
            "Month": told["date"].dt.strftime("%B %Y"),
            "Words, or what they are": told["words"].fillna(told["note"]),
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
            "Year": told["date"].dt.year.astype(str),
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
    sums = record["river_survey"].query("state == 'Ten states'").set_index("edition")
    drills = record["exercise_comparators"].drop_duplicates("comparator_id").set_index("comparator_id")["value"]
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
        "survey-whole": str(river.WHOLE_BY_STATE),
        "survey-sum-share": percent(sums.loc[river.LAST_BY_STATE, "share_pct"], 1),
        "survey-sum-side": sums.loc[river.LAST_BY_STATE, "choice"],
        "survey-last": str(sums.index.max()),
        "survey-last-side": sums.loc[sums.index.max(), "choice"],
        "drills-american": f"{drills['iiss_us_asia']:,.0f} American exercises",
        "drills-chinese": f"{drills['iiss_china_asia']:,.0f} Chinese",
        "mekong-chose-us": in_words(len(set(chose.index) & set(river.MEKONG))),
        "contrast-texts": in_words(int((words["part"] == "contrast-with-washington.contrast").sum())),
        "ream-first": f"{present['date'].min():%B %Y}",
    }
