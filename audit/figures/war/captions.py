"""The captions of the charts: what ``figure`` needs beside the chart and its height. Titles and texts follow from the frames."""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.prose import in_words
from audit.figures.titles import listed
from audit.findings.alliance.claims import WAR_ARTICLE_DAY
from audit.findings.war.arms import YARDSTICKS
from audit.judgement import Finding

_MARKS = {
    "kind": "Kind",
    "known": "Out by the article's day",
    "reading": "Points to",
    "status": "Status",
    "told": "Fact",
    "witness": "Who says so",
    "when": "Year",
}


def _firm_support(marks: pd.DataFrame, known: str) -> list[str]:
    """Kinds with support that is published or stated, by what was out on the article's day or came later."""
    rows = marks[(marks["reading"] == "support") & (marks["firm"] == "yes") & (marks["known"] == known)]
    return list(dict.fromkeys(rows["kind"]))


def conduct(marks: pd.DataFrame) -> dict[str, Any]:
    """``marks``: ``tables.marks``."""
    firm = marks[(marks["reading"] == "support") & marks["status"].isin(["published", "stated"])]
    goods, rest = (firm["kind"] == "Goods").sum(), (firm["kind"] != "Goods").sum()
    forces = marks[(marks["kind"] == "Forces") & (marks["reading"] == "support")]
    told = marks.groupby(["kind", "known", "reading"], sort=False).size()
    words = "; ".join(
        f"{kind}, {'by then' if known == 'yes' else 'later'}: {count} {reading}"
        for (kind, known, reading), count in told.items()
    )
    chosen = "data[(data['reading'] == 'support') & data['status'].isin(['published', 'stated'])]['kind']"
    return {
        "id": "war-conduct",
        "title": f"Of {in_words(len(firm))} firm facts of support {in_words(int(goods))} are about goods, and none is about forces",
        "holds": f"(lambda kind: (len(kind), (kind == 'Goods').sum(), (kind == 'Forces').sum()) == ({len(firm)}, {goods}, 0))({chosen})",
        "subtitle": f"China's conduct in the war, a mark a fact: {len(marks)} facts by kind, by what was out on "
        f"{WAR_ARTICLE_DAY.day} {WAR_ARTICLE_DAY:%B %Y} and since. Black: published or stated. Grey: reported or alleged.",
        "alt_text": f"Rows of marks for {marks['kind'].nunique()} kinds of conduct. {words}. Forces: {len(forces)} of support, "
        f"an allegation. Firm support of other kinds than goods: {rest}.",
        "data": marks[list(_MARKS)],
        "labels": _MARKS,
        "sources": list(dict.fromkeys(marks["source_id"])),
        "notes": "A mark is a fact that somebody tells, not an event: several can tell of one. The number of marks says what was "
        "found, and weighs nothing. Registered deliveries of arms stand in a chart of their own, votes too.",
    }


def votes(marks: pd.DataFrame) -> dict[str, Any]:
    """``marks``: ``tables.vote_marks``."""
    count = marks["side"].value_counts()
    like, unlike = int(count.get("as India", 0)), int(count.get("as Belarus", 0))
    costly = marks[marks["costly"] == "yes"]["side"].value_counts()
    hard = (int(costly.get("as India", 0)), int(costly.get("as Belarus", 0)))
    told = "; ".join(f"{row.text}: {row.side}" for row in marks.itertuples())
    return {
        "id": "war-votes",
        "title": f"China chose as India did on {in_words(like)} texts and as Belarus did on {in_words(unlike)}; on seat, reparation and "
        f"rights on {in_words(hard[0])} and {in_words(hard[1])}",
        "holds": "(lambda side, hard: ((side == 'as India').sum(), (side == 'as Belarus').sum(), (hard == 'as India').sum(), "
        f"(hard == 'as Belarus').sum()) == {(like, unlike, *hard)})(data['side'], data[data['costly'] == 'yes']['side'])",
        "subtitle": "Texts of the General Assembly on the war with a recorded vote since the invasion, a mark a text, by kind.",
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
        "notes": "India has no treaty duty to Russia and buys its oil and arms; Belarus has a defence treaty. On no text did China choose "
        "as both or as neither. Not seen: a vote of India or of Belarus that no source showed.",
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
        "title": f"By SIPRI's register of {vintage} China delivered {share[0]:.0f} per cent of the major arms that {YARDSTICKS[0]} did, and "
        f"{share[1]:.0f} per cent of what {YARDSTICKS[1]} did",
        "holds": f"(lambda total: ['%.0f' % (100 * total['China'] / total[one]) for one in [{order}]] == "
        f"['{share[0]:.0f}', '{share[1]:.0f}'])(data.groupby('supplier')['delivered'].sum())",
        "subtitle": f"Major arms delivered to Russia, {first} to {last}, in millions of trend-indicator values (TIV): capability, not money.",
        "alt_text": f"Bars by year and supplier. {first} to {last} together, in million TIV: {told}. "
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
        f"{status}: {(rows['reading'] == 'support').sum()} of support, {(rows['reading'] == 'restraint').sum()} of restraint"
        for status, rows in marks.groupby("status")
    )
    return {
        "id": "war-try-status",
        "title": "Choose how firm a fact must be",
        "subtitle": "China's conduct in the war, a mark a fact, by kind. What you do not tick turns pale.",
        "alt_text": f"Interactive rows of marks by kind of conduct. Check boxes choose the status of facts that count. {told}.",
        "data": marks[list(_MARKS)],
        "labels": _MARKS,
        "sources": list(dict.fromkeys(marks["source_id"])),
        "readout": "readout",
    }


def strip(found: Finding) -> dict[str, str]:
    """The title and subtitle of the strip of the votes, which words the rest itself."""
    total, agreeing = found.principled_total, found.agreeing
    values = [one.specification.value for one in found.judged if one.counts]
    least = int(min(values))
    return {
        "id": "war-strip",
        "title": f"{in_words(agreeing).capitalize()} of {in_words(total)} checks find more texts as India; the least margin is "
        f"{in_words(least)}",
        "holds": f"(lambda rows: (len(rows), (rows['value'] > 0).sum(), rows['value'].min()) == ({total}, {agreeing}, {least}))"
        "(data[data['standing'] != 'set aside'])",
        "subtitle": "Texts on which China chose as India did, less those on which it chose as Belarus did.",
        "axis_title": "Texts",
    }
