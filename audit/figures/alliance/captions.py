"""What ``figure`` needs beside a chart of the alliance chapter: one function a figure, worded from the frames it shows."""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.cards import day
from audit.figures.prose import in_words
from audit.findings.alliance import tables
from audit.findings.alliance.claims import CLAUSES
from audit.inputs.record import Record

Caption = dict[str, Any]


def pair(runs: pd.DataFrame, record: Record) -> Caption:
    """``runs``: tables.obligation_runs."""
    last_coded, last_defence = tables.last_coded(record), tables.last_year(runs)
    ended = tables.end_of_1950(record)
    atop, cow = (day(ended.loc[coder, "ended"]) for coder in ("ATOP", "Correlates of War"))
    cow = cow.removesuffix(f" {ended.loc['ATOP', 'ended'].year}")  # the year is said once
    return {
        "id": "alliance-pair",
        "title": f"China and Russia last owed each other defence in {last_defence}",
        "holds": f"int(data.loc[data['obligation'] == 'Defence', 'last'].max()) == {last_defence}",
        "subtitle": f"Obligations between China and the USSR or Russia by year, 1945 to {last_coded}, as ATOP 5.1 codes them.",
        "alt_text": f"Bars over time for {len(tables.OBLIGATIONS)} obligations. "
        + "; ".join(f"{row.obligation}: {row.start} to {row.last}" for row in runs.itertuples())
        + f". The coding ends with {last_coded}.",
        "data": runs[["obligation", "start", "last"]],
        "labels": {"obligation": "Obligation", "start": "First year", "last": "Last year"},
        "sources": [*runs["source_id"], ended.loc["Correlates of War", "source_id"]],
        "notes": "The first years are the treaty of the Republic of China. The short bar of consultation in the 1960s is in "
        "ATOP's file, which names no agreement for it; the Correlates of War have one on the neutrality of Laos for the same "
        f"years. The treaty of 1950 ended on {atop} by ATOP, on {cow} by the Correlates of War. From 1992 non-aggression, from "
        f"2001 consultation too. The coding ends with {last_coded} and is not carried on; the treaty of 2001 has been extended "
        "since.",
    }


def pacts(pacts: pd.DataFrame) -> Caption:
    """``pacts``: claims.defence_pacts."""
    last = int(pacts["year"].max())
    end = pacts[pacts["year"] == last].set_index("country")["number"]
    end = {state: int(end[state]) for state in ("United States", "Russia or USSR", "China")}
    united_states, russia, china = end.values()
    return {
        "id": "alliance-pacts",
        "title": f"In {last} the United States had {united_states} defence pacts, Russia {russia}, China {china}",
        "holds": f"dict(data[data['year'] == {last}].set_index('country')['number'].astype(int)) == {end}",
        "subtitle": f"Defence pacts in force, number by year, 1946 to {last} (ATOP 4.01). A pact of many members counts once.",
        "alt_text": f"Step lines by year. In {last}: "
        + "; ".join(f"{state}: {number}" for state, number in end.items())
        + f". China's highest number was {pacts.loc[pacts['country'] == 'China', 'number'].max()}.",
        "data": pacts[["year", "country", "number"]],
        "labels": {"year": "Year", "country": "State", "number": "Defence pacts"},
        "sources": pacts["source_id"],
        "notes": "NATO is one pact and dozens of partners. The series ends with ATOP 4.01 and is not carried on; later pacts "
        "are in the table below.",
    }


#: China's pacts with its two neighbours, which the title of the matrix sets side by side.
NEIGHBOURS = {"North Korea": "China–North Korea 1961", "Russia": "China–Russia 2001"}


def matrix(pacts: pd.DataFrame, record: Record) -> Caption:
    """``pacts``: tables.pacts."""
    told = pacts.set_index("pact").loc[list(NEIGHBOURS.values()), ["defence", "state"]]
    rows = [(pact, row["defence"], row["state"]) for pact, row in told.iterrows()]
    bound = {
        state: (defence, force) == ("yes", "in force")
        for state, (_, defence, force) in zip(NEIGHBOURS, rows, strict=True)
    }
    first, second = sorted(bound, key=lambda state: not bound[state])  # whom it must defend comes first
    whom = {0: f"neither {first} nor {second}", 1: f"{first}, and not {second}", 2: f"{first} and {second}"}
    owed = {row.pact: row.defence for row in pacts[pacts["instrument"] == "treaty"].itertuples()}
    return {
        "id": "alliance-matrix",
        "title": f"China is bound by treaty to defend {whom[sum(bound.values())]}",
        "holds": f"set(zip(data['pact'], data['defence'], data['state'])) >= {{{', '.join(map(repr, rows))}}}",
        "subtitle": "Obligations of each pact, by ATOP 4.01 and by the texts as far as read, with the article of its central "
        "clause. An asterisk: number not read.",
        "alt_text": "Interactive table of pacts and obligations, to filter by party and to sort. Defence duty: "
        + "; ".join(f"{pact}: {value}" for pact, value in owed.items())
        + ".",
        "data": pacts[["pact", "clause", "trigger", "owed", *tables.DUTIES, "state"]],
        "labels": {
            **{"pact": "Pact", "clause": "Article", "trigger": "Trigger", "owed": "Then owed", "state": "State"},
            **tables.DUTIES,
        },
        "sources": [*pacts["source_id"], *record["treaty_codings"]["source_id"].dropna()],
        "notes": "Half circles under consultation: ATOP no, text a general promise only. Codes of the Correlates of War, and "
        "other readings of single treaties, stand in the tables.",
    }


def depth(grid: pd.DataFrame, record: Record) -> Caption:
    """``grid``: tables.depth."""
    found = tables.standings(grid)
    (moderate, deep), full, partly = found.sum(axis=1), found.loc["moderate", "yes"], found.loc["deep", "partly"]
    shown = f"all {in_words(full)}" if full == moderate else f"{in_words(full)} of {in_words(moderate)}"
    ours = f"data['pair'] == '{tables.FORMER_RIVALS}'"
    exact = [("moderate", "yes"), ("deep", "partly"), ("deep", "not found")]
    return {
        "id": "alliance-depth",
        "title": f"On Korolev's list, as others report it, China and Russia show {shown} moderate signs of an alliance, "
        f"and {in_words(partly)} of {in_words(deep)} deep ones in part",
        "holds": " and ".join(
            [
                f"int((({ours}) & (data['stage'] == '{stage}') & (data['standing'] == '{standing}')).sum())"
                f" == {found.loc[stage, standing]}"
                for stage, standing in exact
            ]
            + [
                f"sorted(data.loc[{ours}, 'stage']).count('{stage}') == {number}"
                for stage, number in {"moderate": moderate, "deep": deep}.items()
            ]
        ),
        "subtitle": "Criteria of Korolev (2018) as Blivas (2020) tables them, and where five pairs stand. "
        "An empty place: not asked.",
        "alt_text": "Table of indicators and pairs. "
        + "; ".join(f"{row.pair}, {row.indicator}: {row.standing}" for row in grid.itertuples())
        + ".",
        "data": grid[["indicator", "stage", "pair", "standing", "observable"]],
        "labels": {
            **{"indicator": "Sign", "stage": "Stage", "pair": "Pair"},
            **{"standing": "Where it stands", "observable": "What was seen"},
        },
        "sources": record["alliance_depth"].query("pair in @grid.pair.unique()")["source_id"],
        "notes": "Korolev's own table was not read: of Blivas we know the abstract and the table of contents, and the last two "
        "deep criteria are as Valerii Li (2025) gives them, whose list is much the same. "
        "The first sign is an alliance treaty or agreement, in Korolev's words; the treaty of 2001 is one for ATOP, and has no "
        "duty to defend. A command or airfields for the length of an exercise or a patrol count in part, for every pair. "
        "Confidence building is asked of former rivals only. Intelligence: alleged by Ukraine since 2025, not shown. A dash is "
        "a gap in our reading, not proof of absence.",
    }


def words(words: pd.DataFrame) -> Caption:
    """``words``: tables.statements_on_the_tie."""
    stances = tables.stances_of(words)
    china, russia = stances.loc["China"], stances.loc["Russia"]
    denied, affirmed = int(china[tables.DENYING].sum()), int(china[tables.AFFIRMING].sum())
    ally, affirm = int(russia["alliance"]), "affirms" if affirmed < 2 else "affirm"
    exact = [("Russia", ["alliance"], ally), ("China", tables.DENYING, denied), ("China", tables.AFFIRMING, affirmed)]
    calling = ", ".join(repr(side) for side in stances.index[stances["alliance"] > 0])
    return {
        "id": "alliance-words",
        "title": f"{_none_or(denied).capitalize()} of {in_words(china.sum())} Chinese statements deny an alliance and "
        f"{_none_or(affirmed)} {affirm} one; Russians said “ally” in {_none_or(ally)} of {in_words(russia.sum())}",
        "holds": f"set(data.loc[data['stance'] == 'alliance', 'side_name']) == {f'{{{calling}}}' if calling else 'set()'} and "
        + " and ".join(
            [
                f"int(((data['side_name'] == '{side}') & data['stance'].isin({classes})).sum()) == {number}"
                for side, classes, number in exact
            ]
            + [
                f"int((data['side_name'] == '{side}').sum()) == {number}"
                for side, number in {"Russia": russia.sum(), "China": china.sum()}.items()
            ]
        ),
        "subtitle": f"Statements on the tie, {words['date'].min():%Y} to {words['date'].max():%Y}, by our classes. "
        "Circles: China. Squares: Russia. Diamonds: joint texts.",
        "alt_text": "Timeline of statements. "
        + "; ".join(f"{row.date:%Y-%m}, {row.speaker}, to {row.audience}: {row.stance}" for row in words.itertuples())
        + ".",
        "data": words[["date", "speaker", "side_name", "audience", "stance", "paraphrase"]],
        "labels": {
            **{"date": "Date", "speaker": "Speaker", "side_name": "Side", "audience": "To whom", "stance": "Class"},
            "paraphrase": "What was said",
        },
        "sources": words["source_id"],
        "notes": "One rule for every side: who says both halves, no alliance and above one, has a class of his own. Xi's "
        "statement of December 2021 is known from a Russian official, Peskov's of February 2023 from a Chinese commentator. "
        "Left out: the ambassador's disputed words, and the joint text of 2026, whose passage on the tie was not seen. A "
        "selection, not a census; days are placeholders where only a month is known.",
    }


def _none_or(number: int) -> str:
    return in_words(number) if number else "none"


def attempt(have: pd.DataFrame) -> Caption:
    """The reader's own test. ``have``: tables.pairs_to_try."""
    wide = tables.pairs_by_clause(have)
    qualify = int((wide["defence"] == "yes").sum())
    bases, commands = (int((wide[clause] != "unknown").sum()) for clause in ("bases", "joint command"))
    return {
        "id": "alliance-try",
        "title": "Tick what makes an alliance",
        "subtitle": "Duties from all pacts in force of the pair; bases and command as seen.",
        "alt_text": f"Interactive table of {len(wide)} pairs and {len(CLAUSES)} clauses. At the start only a duty to defend is "
        f"asked for, and {qualify} pairs qualify.",
        "data": have[["pair", "clause", "has", "basis"]],
        "labels": {"pair": "Pair", "clause": "Clause", "has": "Has it", "basis": "Seen"},
        "sources": have["source_id"],
        "notes": f"Bases were looked up for {in_words(bases)} of {in_words(len(wide))} pairs, commands for {in_words(commands)}; "
        "troops on the other's soil without a base, and staffs for single exercises, are in part. In part under consultation: "
        "ATOP no, text a general promise only.",
    }
