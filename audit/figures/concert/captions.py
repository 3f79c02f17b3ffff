"""The captions of the charts: what ``figure`` needs beside the chart and its height. Titles and texts follow from the frames."""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.prose import in_words
from audit.figures.titles import listed
from audit.findings.concert.votes import INVASION, roll_calls
from audit.inputs.record import Record
from audit.judgement import Finding

ROLL_CALLS = "unga_2025_rollcalls"


def war_votes(matrix: pd.DataFrame) -> dict[str, Any]:
    """``matrix``: ``tables.war_matrix``."""
    wide = matrix[(matrix["body"] == "General Assembly") & (matrix["date"] >= INVASION)]
    equal = wide[wide["state"] == "China"].set_index("text")["equal"] == "yes"
    core = wide[(wide["state"] == "China") & (wide["subject"] == "invasion and peace")]
    same = int((core["equal"] == "yes").sum())
    council = matrix[(matrix["state"] == "China") & (matrix["body"] == "Security Council")]["equal"] == "yes"
    found = (len(core), same, len(equal), int(equal.sum()), len(council), int(council.sum()))
    rows = f"data[(data['state'] == 'China') & (data['body'] == 'General Assembly') & (data['date'] >= '{INVASION:%Y-%m-%d}')]"
    told = "; ".join(
        f"{row.text}: China {row.answer}, Russia {other}"
        for row, other in zip(
            matrix[matrix["state"] == "China"].itertuples(), matrix[matrix["state"] == "Russia"]["answer"], strict=True
        )
    )
    return {
        "id": "concert-war-votes",
        "title": f"In the Assembly the two voted alike in {in_words(same) if same else 'none'} of {in_words(len(core))} texts on the "
        f"invasion and peace, and in {in_words(int(equal.sum()))} of all {in_words(len(equal))}; in the Security Council in "
        f"{in_words(int(council.sum()))} of {in_words(len(council))}",
        "holds": "(lambda *parts: tuple(one for part in parts for one in (len(part), (part['equal'] == 'yes').sum())) == "
        f"{found})({rows}[lambda part: part['kind'] == 'invasion and peace'], {rows}, "
        "data[(data['state'] == 'China') & (data['body'] == 'Security Council')])",
        "subtitle": "Votes in the General Assembly and the Security Council on the war. On a band: China and Russia voted alike. "
        "No mark: not a member.",
        "alt_text": f"Table of {matrix['vote_id'].nunique()} votes and six states. {told}.",
        "data": matrix[["date", "body", "text", "kind", "state", "answer", "equal", "totals"]],
        "labels": {
            "date": "Day",
            "body": "Body",
            "text": "Text",
            "kind": "Kind",
            "state": "State",
            "answer": "Vote",
            "equal": "China and Russia alike",
            "totals": "For, against, abstained",
        },
        "sources": list(dict.fromkeys(matrix["source_id"])),
        "notes": "Oldest first; the first row is Crimea, before the invasion. Taken in: every recorded vote of either body, found by us, on a "
        "text about the war or one that names Russia's aggression or attacks; the totals stand in the table.",
    }


def agreement(lines: pd.DataFrame, apart: pd.DataFrame) -> dict[str, Any]:
    """``lines``: pair, session, year, share, as published. ``apart``: pair, year, share, our count of 2025."""
    apart = apart.assign(year=apart["year"].astype(int))  # in the chart the points stand at the end of their year
    ours = lines[lines["pair"] == "China–Russia"].set_index("session")["share"]
    first, last = ours.loc[76], ours.iloc[-1]
    now = apart.loc[apart["pair"] == "China–Russia", "share"].iloc[0]
    ended = {session: int(lines.loc[lines["session"] == session, "year"].iloc[0]) for session in (76, ours.index[-1])}
    words = listed(f"{row.pair} {row.share:.2f}" for row in lines[lines["session"] == ours.index[-1]].itertuples())
    both = pd.concat(
        [lines.assign(count="as published")[["pair", "year", "share", "count"]], apart.assign(count="our count")]
    )
    value = "data[(data['pair'] == 'China–Russia') & (data['year'] == {year}) & (data['count'] == '{count}')]['share'].iloc[0]"
    figures = [(ended[76], "as published", first), (ended[ours.index[-1]], "as published", last)]
    figures += [(int(apart["year"].iloc[0]), "our count", now)]
    return {
        "id": "concert-agreement",
        "title": f"China and Russia voted alike in {100 * first:.0f} of 100 votes in the session to {ended[76]}, "
        f"in {100 * last:.0f} in that to {ended[ours.index[-1]]}, and in {100 * now:.0f} in autumn 2025",
        "holds": " and ".join(
            f"'%.0f' % (100 * {value.format(year=year, count=count)}) == '{100 * share:.0f}'"
            for year, count, share in figures
        ),
        "subtitle": "Equal votes among the recorded votes of the General Assembly in which both cast one, by the year in which a "
        "session ends. Hollow: our count of autumn 2025 by the roll calls, another compiler's, so joined to no line.",
        "alt_text": f"Lines of agreement by session to {ended[ours.index[-1]]}, and points apart for 2025. Last session published: "
        f"{words}. In 2025: {listed(f'{row.pair} {row.share:.2f}' for row in apart.itertuples())}.",
        "data": both[["pair", "year", "share", "count"]],
        "labels": {"pair": "Pair", "year": "Session ends", "share": "Share of equal votes", "count": "Count"},
        "sources": ["bsv_2024", ROLL_CALLS],
        "notes": "Only items on which somebody asks for a vote are recorded. Session 79 is missing: of its main part no roll call was found.",
    }


def beside_all(members: pd.DataFrame, bins: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``members``: ``tables.beside_all``. ``bins``: low, high, members."""
    russia = members.loc[members["state"] == "Russia", "share"].iloc[0]
    others = members[members["state"] != "Russia"]
    last = roll_calls(record)["date"].max()
    above = int((others["share"] > russia).sum())
    few = members[members["named"] != "others"]
    return {
        "id": "concert-beside-all",
        "title": f"In autumn 2025 China voted alike more often with {above} of {len(others)} other members than with Russia",
        "holds": "(lambda russia, others: ((others['share'] > russia).sum(), len(others)) == "
        f"({above}, {len(others)}))(data.loc[data['state'] == 'Russia', 'share'].iloc[0], data[data['state'] != 'Russia'])",
        "subtitle": "Members that cast at least half of the votes, by the share in which they voted as China did; session 80, to "
        f"{last.day} {last:%B %Y}.",
        "alt_text": "Histogram of agreement with China. "
        + "; ".join(f"from {row.low:.2f}: {row.members}" for row in bins.itertuples())
        + ". Named: "
        + listed(f"{row.state} {row.share:.2f}" for row in few.itertuples())
        + f". The median of all members but Russia is {others['share'].median():.2f}.",
        "data": members[["state", "share", "votes", "rank"]],
        "labels": {"state": "Member", "share": "Share of equal votes", "votes": "Votes of both", "rank": "Rank"},
        "sources": [ROLL_CALLS],
        "notes": "Counted by us from the roll calls. Many texts of that autumn had nearly all support, which lifts every share.",
    }


def strip(found: Finding) -> dict[str, str]:
    """The title and subtitle of the strip, which words the rest itself."""
    total, agreeing = found.principled_total, found.agreeing
    least = int(min(one.specification.value for one in found.judged if one.counts))
    return {
        "id": "concert-strip",
        "title": f"{in_words(agreeing).capitalize()} of {in_words(total)} checks find at least three domains; "
        f"the least is {in_words(least)}",
        "holds": f"(lambda rows: (len(rows), (rows['value'] >= 3).sum(), rows['value'].min()) == ({total}, {agreeing}, {least}))"
        "(data[data['standing'] != 'set aside'])",
        "subtitle": "Domains, of five, in which China and Russia act as one.",
        "axis_title": "Domains",
    }


def counts(published: pd.DataFrame) -> dict[str, Any]:
    """``published``: date, value, who, qualifier, source_id."""
    xi = published[published["source_id"] == "tass_20211215"].iloc[0]
    russia = published[published["source_id"] == "sputnik_20230901"].iloc[0]
    hedged = {"exact": "", "about": "about ", "almost": "almost ", "more_than": "more than "}
    china, ambassador = (published.set_index("source_id").loc[name] for name in ("ahram_201707", "tass_20170828"))
    told = [f"{row.date:%B %Y} {hedged[row.qualifier]}{row.value} ({row.who})" for row in published.itertuples()]
    return {
        "id": "concert-counts",
        "title": f"Xi counted {xi['value']} meetings to {xi['date']:%B %Y}; a Russian agency {russia['value']} to "
        f"{russia['date']:%B %Y}",
        "holds": "(lambda value: [int(value[day]) for day in "
        f"{[f'{one:%Y-%m-%d}' for one in (xi['date'], russia['date'])]}] == {[int(xi['value']), int(russia['value'])]})"
        "(data.set_index('date')['value'])",
        "subtitle": "Meetings of Xi and Putin since March 2013, number, by who counted; some count video talks. Hollow: about, "
        "almost or more than.",
        "alt_text": f"Points by day. {'; '.join(told)}.",
        "data": published[["date", "value", "qualifier", "who"]],
        "labels": {"date": "To", "value": "Meetings", "qualifier": "As told", "who": "Who counted"},
        "sources": list(published["source_id"]),
        "notes": f"The counts disagree: in {china['date'].year} China had {china['value']} where the Russian ambassador had "
        f"{ambassador['value']}.",
    }


def contacts(by_year: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``by_year``: year, form, number, known."""
    total = by_year.groupby("year")["number"].sum()
    most, years = int(total.max()), total.index[total == total.max()].tolist()
    rows = record["leader_contacts"]
    return {
        "id": "concert-contacts",
        "title": f"Of contacts in {listed(map(str, years))} we traced {in_words(most)}, more than of any other year, but our list has gaps",
        "holds": f"(lambda year: (year.max(), list(year.index[year == year.max()])) == ({most}, {years}))"
        "(data.groupby('year')['number'].sum())",
        "subtitle": "Contacts of the two presidents that we traced, by year and form. To 2020 the list is but a sample.",
        "alt_text": "Stacked bars by year: " + "; ".join(f"{year} {number}" for year, number in total.items()) + ".",
        "data": by_year[["year", "form", "number", "known"]],
        "labels": {"year": "Year", "form": "Form", "number": "Contacts", "known": "How complete"},
        "sources": list(dict.fromkeys(rows["source_id"])),
        "notes": "No year is known to be complete; 2026 is told to May. Greetings are not counted, nor are summits without talks "
        "of the two.",
    }


def texts(counts: pd.DataFrame, tiles: pd.DataFrame) -> dict[str, Any]:
    """``counts``: kind, same, texts. ``tiles``: kind, place, text, equal, date, source_id."""
    told = "; ".join(f"{row.kind}: {row.same} of {row.texts}" for row in counts.itertuples())
    return {
        "id": "concert-try-texts",
        "title": "Choose the texts that count",
        "subtitle": "Votes on the war since the invasion by kind of text, a mark a text. Filled: China and Russia voted alike.",
        "alt_text": f"Interactive chart of votes by kind. Voted alike: {told}. Check boxes choose the kinds that count.",
        "data": tiles[["date", "kind", "text", "equal"]],
        "labels": {"date": "Day", "kind": "Kind", "text": "Text", "equal": "China and Russia alike"},
        "sources": list(dict.fromkeys(tiles["source_id"])),
        "readout": "readout",
    }


def own_pair(rows: pd.DataFrame) -> dict[str, Any]:
    """``rows``: pair, measure, year, share."""
    return {
        "id": "concert-try-pairs",
        "title": "Choose a pair and a measure",
        "subtitle": "Agreement in the General Assembly by the year in which a session ends, to 2024, as published. China–Russia "
        "stands beside the chosen pair, where the measure has it.",
        "alt_text": "Interactive line chart of agreement by session. A list chooses two states, buttons the measure; the two measures "
        f"are never drawn together. There are {rows['pair'].nunique()} pairs.",
        "data": rows[["pair", "measure", "year", "share"]],
        "labels": {"pair": "Pair", "measure": "Measure", "year": "Session ends", "share": "Agreement"},
        "sources": ["bsv_2024", "bsv_dyadic_2024"],
        "readout": "readout",
        "notes": "Half credit: an abstention against a yes or a no counts half, and unanimous votes are left out. The public copy "
        "holds few pairs by it, and China–Russia is not one of them.",
    }
