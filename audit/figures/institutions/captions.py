"""The captions of the charts of the SCO: what ``figure`` needs beside the chart and its height.

Each takes the frames of its chart, then the record for what it cites; titles, notes and text alternatives follow from them.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.prose import in_words
from audit.figures.titles import listed
from audit.findings.institutions.tables import EVENTS, NAMED_WORDS
from audit.inputs.record import Record

NAMED, NOT_NAMED, SPONSOR, NO_MEMBER = NAMED_WORDS.values()


def _each(rows: pd.DataFrame, words: str, between: str = "; ") -> str:
    """The words of each row, e.g. "{year}: {needed}", one after another."""
    return between.join(words.format(**row) for row in rows.to_dict("records"))


def _sources(record: Record, table: str) -> list[str]:
    return record[table]["source_id"].drop_duplicates().tolist()


def never_and_once(grid: pd.DataFrame) -> tuple[list[str], dict[str, list[str]]]:
    """Members who are never named, and for each other one who is missing once or more, when that was.

    ``grid``: country, when, stands.
    """
    asked = grid[grid["stands"].isin([NAMED, NOT_NAMED])]
    ever = set(asked.loc[asked["stands"] == NAMED, "country"])
    never = [country for country in asked["country"].unique() if country not in ever]
    missing = asked[(asked["stands"] == NOT_NAMED) & ~asked["country"].isin(never)]
    return never, {country: list(rows["when"].str[:4]) for country, rows in missing.groupby("country", sort=False)}


def endorsements(grid: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``grid``: the summits: country, when, year, place, stands."""
    never, once = never_and_once(grid)
    first, last = grid["year"].min(), grid["year"].max()
    others = listed([f"{country} was left out in {listed(years)}" for country, years in once.items()]) if once else ""
    found = grid["when"].nunique()
    alone = f"{listed(never)} {'is' if len(never) == 1 else 'are'} named in none of the {in_words(found)} summits' paragraphs found, {first} to {last}"
    asked = f"data[data['stands'].isin([{NAMED!r}, {NOT_NAMED!r}])]"
    return {
        "id": "sco-endorsements",
        "title": alone + (f"; {others}" if others else ""),
        "holds": f"(lambda asked: [c for c in asked['country'].unique() if not (asked[asked['country'] == c]['stands'] == {NAMED!r}).any()] == {never} "
        f"and {{c: list(rows['when'].str[:4]) for c, rows in asked[(asked['stands'] == {NOT_NAMED!r}) & ~asked['country'].isin({never})].groupby('country', sort=False)}} == {once} "
        f"and (data['year'].min(), data['year'].max(), data['when'].nunique()) == ({first}, {last}, {found}))({asked})",
        "subtitle": "Members named as supporters of the Belt and Road in the declarations of SCO summits, by year. In a "
        "band: the declaration that the article reports.",
        "alt_text": "Table of members and summits. "
        + " ".join(
            f"{country}: " + "; ".join(f"{row.year} {row.stands}" for row in rows.itertuples()) + "."
            for country, rows in grid.groupby("country", sort=False)
        ),
        "data": grid[["country", "when", "year", "place", "stands", "basis"]],
        "labels": {
            "country": "Member",
            "when": "Text",
            "year": "Year",
            "place": "Place",
            "stands": "In the paragraph",
            "basis": "How we know",
        },
        "sources": _sources(record, "institutions_bri_named"),
        "notes": "None of the declarations was read whole: newspapers quote the paragraph or list its names. That of 2024 is derived "
        "from one newspaper of 2025. Missing are 2017, when the leaders welcomed the project as a body, 2020, whose paragraph was not seen, "
        "and 2026, of which no report was found.",
    }


def attempt(told: pd.DataFrame, grid: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``told``: a row a meeting, as ``parts.measured`` takes it. ``grid``: country, when, stands."""
    return {
        "id": "sco-try",
        "title": "Choose a text, and whom to count",
        "subtitle": "Members in the paragraph on the Belt and Road. Who was admitted at that very "
        "meeting fades while you leave newcomers out.",
        "alt_text": "Interactive table of members for one declaration of the reader's choice. It starts with the summit of July 2023, "
        "with newcomers counted and one member allowed to be missing. "
        + _each(told, "{when}: {named} named, {missing_all} missing", "; ")
        + ".",
        "data": grid[["when", "country", "stands"]],
        "labels": {"when": "Text", "country": "Member", "stands": "In the paragraph"},
        "sources": _sources(record, "institutions_bri_named"),
        "readout": "readout",
        "notes": "China is the sponsor and is never asked.",
    }


def club(tiles: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``tiles``: country, rank, since, change (since the article: new, moved up, or none)."""
    counts = tiles["rank"].value_counts()
    moved = tiles[tiles["change"] != "none"]
    told = listed([f"{row.country} ({row.rank})" for row in moved.itertuples()])
    members, partners = int(counts["member"]), int(counts["partner"])
    return {
        "id": "sco-club",
        "title": f"The club has {members} members and {partners} partners; since the article came {told}",
        "holds": f"(data['rank'] == 'member').sum() == {members} and (data['rank'] == 'partner').sum() == {partners} "
        f"and list(data['country'][data['change'] != 'none']) == {moved['country'].tolist()}",
        "subtitle": "Countries in the SCO by rank. Framed: new in their rank since September 2023; a mere change of name "
        "from observer or dialogue partner to partner is not marked.",
        "alt_text": "Tiles of countries. "
        + " ".join(
            f"{rank.capitalize()}s: {listed(rows['country'])}." for rank, rows in tiles.groupby("rank", sort=False)
        ),
        "data": tiles[["country", "rank", "since", "change"]],
        "labels": {"country": "Country", "rank": "Rank", "since": "Since", "change": "Since the article"},
        "sources": _sources(record, "institutions_sco_status"),
        "notes": "In September 2025 observers and dialogue partners became partners. In the table, a member has the year of its "
        'membership, a partner that of its first rank; "by 2019": first seen to have one that year, and it may be older.',
    }


def initiatives(events: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``events``: initiative, date, event, fact, exact."""
    proposed = events[events["event"] == EVENTS["proposed"]].sort_values("date").drop_duplicates("initiative")
    first, later = proposed.iloc[0], proposed.iloc[1:]
    years = (int(later["date"].dt.year.min()), int(later["date"].dt.year.max()))
    number = in_words(len(later))
    return {
        "id": "sco-initiatives",
        "title": f"One initiative is of {first['date'].year}; {number} more followed from {years[0]} to {years[1]}",
        "holds": "(lambda years: (min(years), len(years) - 1, sorted(years)[1], max(years)) == "
        f"({first['date'].year}, {len(later)}, {years[0]}, {years[1]}))([int(day[:4]) for day in "
        f"data[data['event'] == {EVENTS['proposed']!r}].groupby('initiative')['date'].min()])",
        "subtitle": "China's initiatives by date: Belt and Road (BRI), development (GDI), security (GSI), civilization (GCI), governance (GGI).",
        "alt_text": "Time line of five initiatives. "
        + _each(events.assign(day=events["date"].dt.strftime("%Y-%m-%d")), "{initiative} {event}, {day}")
        + ".",
        "data": events[["initiative", "date", "event", "fact"]],
        "labels": {"initiative": "Initiative", "date": "Date", "event": "Event", "fact": "What was said"},
        "sources": _sources(record, "institutions_initiatives"),
        "notes": "Acts that were found; China pressed for each more often. The governance initiative is later than the article.",
    }
