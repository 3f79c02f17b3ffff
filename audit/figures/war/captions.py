"""The captions of the charts: what ``figure`` needs beside the chart and its height. Titles and texts follow from the frames."""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.prose import in_words
from audit.figures.titles import listed
from audit.findings.alliance.claims import WAR_ARTICLE_DAY
from audit.findings.war.arms import YARDSTICKS
from audit.findings.war.tables import OWN_WORD
from audit.judgement import Finding

_MARKS = {
    "kind": "Kind",
    "known": "Out by the article's day",
    "points": "Points to",
    "status": "Status",
    "told": "Fact",
    "witness": "Who says so",
    "when": "Year",
}


def conduct(marks: pd.DataFrame) -> dict[str, Any]:
    """``marks``: ``tables.marks``."""
    firm = marks[(marks["points"] == "support") & (marks["firm"] == "yes")]
    goods, rest = (firm["kind"] == "Goods").sum(), (firm["kind"] != "Goods").sum()
    forces = marks[(marks["kind"] == "Forces") & (marks["points"] == "support")]
    told = marks.groupby(["kind", "known", "points"], sort=False).size()
    words = "; ".join(
        f"{kind}, {'by then' if known == 'yes' else 'later'}: {count} {points}"
        for (kind, known, points), count in told.items()
    )
    chosen = "data[(data['points'] == 'support') & data['status'].isin(['published', 'stated'])]['kind']"
    return {
        "id": "war-conduct",
        "title": f"Of {in_words(len(firm))} firm facts of support {in_words(int(goods))} are about goods, and none is about forces",
        "holds": f"(lambda kind: (len(kind), (kind == 'Goods').sum(), (kind == 'Forces').sum()) == ({len(firm)}, {goods}, 0))({chosen})",
        "subtitle": f"China's conduct in the war, a mark a fact: {len(marks)} facts by kind, by what was out on "
        f"{WAR_ARTICLE_DAY.day} {WAR_ARTICLE_DAY:%B %Y} and since. Strong marks: published or stated. Faint marks: reported or alleged.",
        "alt_text": f"Rows of marks for {marks['kind'].nunique()} kinds of conduct. {words}. Forces: {len(forces)} of support, "
        f"an allegation. Firm support of other kinds than goods: {rest}.",
        "data": marks[list(_MARKS)],
        "labels": _MARKS,
        "sources": list(dict.fromkeys(marks["source_id"])),
        "notes": "A mark is a fact that somebody tells, not an event: several can tell of one. The number of marks says what was "
        "found, and weighs nothing. Two of the firm marks of arms from the state are SIPRI's: engines for ships, and eight carriers. Own word: "
        "China's or Russia's, that nothing was given.",
    }


def votes(marks: pd.DataFrame) -> dict[str, Any]:
    """``marks``: ``tables.vote_marks``."""
    count = marks["side"].value_counts()
    like, unlike = int(count.get("as India", 0)), int(count.get("as Belarus", 0))
    costly = marks[marks["costly"] == "yes"]["side"].value_counts()
    hard = (int(costly.get("as India", 0)), int(costly.get("as Belarus", 0)))
    core = marks[marks["subject"] == "invasion and peace"]["side"].value_counts()
    peace = (int(core.get("as India", 0)), int(core.get("as Belarus", 0)))
    told = "; ".join(f"{row.text}: {row.side}" for row in marks.itertuples())
    return {
        "id": "war-votes",
        "title": f"Of the texts on the war China chose as India did on {in_words(like)} and as Belarus did on {in_words(unlike)}",
        "holds": f"((data['side'] == 'as India').sum(), (data['side'] == 'as Belarus').sum()) == {(like, unlike)}",
        "subtitle": "Texts of the General Assembly with a recorded vote since the invasion, a mark a text, by kind. Invasion and peace: "
        f"{peace[0]} as India, {peace[1]} as Belarus. Seat, reparation, rights and children: {hard[0]} and {hard[1]}.",
        "alt_text": f"Rows of marks by kind of text. {told}.",
        "data": marks[["date", "text", "subject", "side", "china", "india", "belarus", "costly"]],
        "labels": {
            "date": "Day",
            "text": "Text",
            "subject": "Kind",
            "side": "China chose",
            "china": "China",
            "india": "India",
            "belarus": "Belarus",
            "costly": "Seat, reparation or rights",
        },
        "sources": list(dict.fromkeys(marks["source_id"])),
        "notes": "India has no treaty duty to Russia and buys its oil and arms; Belarus has a defence treaty. On none of these "
        "texts is China known to have chosen as both or as neither. Not seen: a vote of India or of Belarus that no source showed.",
    }


def arms(delivered: pd.DataFrame, vintage: str) -> dict[str, Any]:
    """``delivered``: ``arms.to_russia``; ``vintage``: the day of the register, in words."""
    total = delivered.groupby("supplier")["delivered"].sum()
    first, last = delivered["year"].min(), delivered["year"].max()
    order = ", ".join(f"'{state}'" for state in YARDSTICKS)
    share = [100 * total["China"] / total[state] for state in YARDSTICKS]
    told = listed(f"{state} {total[state]:g}" for state in ("China", *YARDSTICKS))
    return {
        "id": "war-arms",
        "title": f"China delivered {share[0]:.0f} per cent of the major arms that {YARDSTICKS[0]} did, and {share[1]:.0f} per cent of what "
        f"{YARDSTICKS[1]} did",
        "holds": f"(lambda total: ['%.0f' % (100 * total['China'] / total[one]) for one in [{order}]] == "
        f"['{share[0]:.0f}', '{share[1]:.0f}'])(data.groupby('supplier')['delivered'].sum())",
        "subtitle": f"Major arms delivered to Russia, {first} to {last}, SIPRI's register generated in {vintage}, in millions of trend-indicator "
        "values (TIV): capability, not money.",
        "alt_text": f"Lines by year and supplier. {first} to {last} together, in million TIV: {told}. "
        + "; ".join(f"{row.supplier} {row.year}: {row.delivered:g}" for row in delivered.itertuples())
        + ".",
        "data": delivered[["year", "supplier", "delivered"]],
        "labels": {"year": "Year", "supplier": "Supplier", "delivered": "Million TIV"},
        "sources": list(dict.fromkeys(delivered["source_id"])),
        "notes": "The measure has no ammunition, parts, small drones or dual-use goods, in which China's weight lies. China's are ship "
        "engines ordered before the war and eight armoured carriers; who sold those is not said.",
    }


def own_status(marks: pd.DataFrame) -> dict[str, Any]:
    """``marks``: ``tables.marks``."""
    told = "; ".join(
        f"{status}: {(rows['points'] == 'support').sum()} of support, {(rows['points'] == 'restraint').sum()} of restraint, "
        f"{(rows['points'] == OWN_WORD).sum()} of restraint by the own word of those charged"
        for status, rows in marks.groupby("status")
    )
    return {
        "id": "war-try-status",
        "title": "Choose how firm a fact must be",
        "subtitle": "China's conduct in the war, a mark a fact, by kind. What you do not tick fades.",
        "alt_text": f"Interactive rows of marks by kind of conduct. Check boxes choose the status of facts that count. {told}.",
        "data": marks[list(_MARKS)],
        "labels": _MARKS,
        "sources": list(dict.fromkeys(marks["source_id"])),
        "readout": "readout",
    }


def strip(found: Finding) -> dict[str, str]:
    """The title and subtitle of the strip of the votes, which words the rest itself."""
    total, agreeing = found.principled_total, found.agreeing
    return {
        "id": "war-strip",
        "title": f"{in_words(agreeing).capitalize()} of {in_words(total)} checks find more texts as India than as Belarus",
        "holds": f"(lambda rows: (len(rows), (rows['value'] > 0).sum()) == ({total}, {agreeing}))"
        "(data[data['standing'] != 'set aside'])",
        "subtitle": "Texts on which China chose as India did, less those on which it chose as Belarus did.",
        "axis_title": "Texts",
    }
