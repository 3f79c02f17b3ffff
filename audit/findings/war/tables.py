"""Frames of the chapter on the war: the coded conduct, the two codings beside each other, the three readings, the votes."""

from __future__ import annotations

import pandas as pd

from audit.findings import finding
from audit.findings.alliance.claims import WAR_ARTICLE_DAY
from audit.findings.concert.domains import confirmed, out_by
from audit.findings.war import votes
from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Judged, verdict

#: The kinds of conduct, in the order of the chart: from the gravest part in a war to mere words.
KINDS = {
    "forces": "Forces",
    "state arms": "Arms from the state",
    "company arms": "Arms from firms",
    "training": "Training, observers",
    "intelligence": "Intelligence",
    "dual use": "Goods",
    "payments": "Payments",
    "recognition": "Recognition",
    "sanctions": "Refusal of sanctions",
    "diplomacy": "Other words",
}

#: What is coded, as columns: ours, and the second coder's.
CODES = {
    "kind": ("question", "second_kind"),
    "status": ("status", "second_status"),
    "reading": ("reading", "second_reading"),
}

#: The three readings of the article's words, from the nearest to the widest.
READINGS = {None: "As a soldier", "no-arms-from-the-state": "As an armourer", "no-material-support": "As a supplier"}

#: How firm a fact is, from the firmest.
STATUS = ("published", "stated", "reported", "alleged")


# --- conduct ----------------------------------------------------------------------------------------------------------


def conduct(record: Record, state: str = "China") -> pd.DataFrame:
    """One state's rows, oldest first.

    Columns: those of ``war_conduct`` with ``kind`` (in words), ``known`` (yes: out by the article's day), ``when`` (the year,
    as many days are placeholders), ``told`` (the fact with its figure), ``firm`` (yes: published or stated) and ``points``: the
    reading, with the own word of a state that is charged apart.
    """
    rows = record["war_conduct"].query("state == @state").sort_values("date", kind="stable")
    figure = [f": {row.number:g} {row.unit}" if pd.notna(row.number) else "" for row in rows.itertuples()]
    early = out_by(record, rows, WAR_ARTICLE_DAY).index
    return rows.assign(
        kind=rows["question"].map(KINDS),
        known=["yes" if row in early else "no" for row in rows.index],
        when=rows["date"].dt.strftime("%Y"),
        told=rows["fact"] + figure,
        firm=["yes" if status in STATUS[:2] else "no" for status in rows["status"]],
        points=rows["reading"].mask((rows["reading"] == "restraint") & rows["reporter"].isin(CHARGED), OWN_WORD),
    ).reset_index(drop=True)


#: Where the marks of a row begin, in marks from the left: what the article could know, and what came later.
COLUMNS = {"yes": 0, "no": 7}

#: The states that are charged: their own word that nothing was given is told apart from what others saw.
CHARGED = ("china-government-words", "russia-government-words")
OWN_WORD = "restraint, own word"

#: The order of marks in a row.
READING = ("support", "mixed", "restraint", OWN_WORD)


def marks(record: Record) -> pd.DataFrame:
    """One mark a fact of China's conduct: support first, and what is firm before what is not.

    Columns: ``kind``, ``row`` (0 is the first kind), ``x`` (place in the row, from ``COLUMNS``), ``points``, ``status``, ``firm``,
    ``known``, ``told``, ``witness``, ``when``, ``source_id``.
    """
    rows = conduct(record)
    order = rows["points"].map(READING.index) * len(STATUS) + rows["status"].map(STATUS.index)
    rows = rows.assign(
        row=rows["question"].map(list(KINDS).index),
        order=order,
    ).sort_values(["row", "known", "order", "date"], kind="stable")
    place = rows.groupby(["row", "known"]).cumcount()
    rows = rows.assign(x=place + rows["known"].map(COLUMNS))
    keep = ["kind", "row", "x", "points", "status", "firm", "known", "told", "witness", "when", "source_id"]
    return rows[keep].reset_index(drop=True)


def by_kind(record: Record, known_only: bool = False) -> pd.DataFrame:
    """What China's conduct comes to, kind by kind.

    Columns: ``kind``, one a reading (number of rows), ``firm`` (rows of support that are published or stated), ``confirmed``
    (China is on Russia's side by its own word, or by two independent origins that are firm).
    """
    rows = conduct(record)
    rows = rows[rows["known"] == "yes"] if known_only else rows
    found = []
    for question, kind in KINDS.items():
        of = rows[rows["question"] == question]
        told = of["reading"].value_counts()
        support = of[of["reading"] == "support"]
        sure = confirmed(record, of.rename(columns={"took_part": "helps"}))
        firm = int(support["status"].isin(STATUS[:2]).sum())
        found.append((kind, *(int(told.get(word, 0)) for word in ("support", "mixed", "restraint")), firm, sure))
    return pd.DataFrame(found, columns=["kind", "support", "mixed", "restraint", "firm", "confirmed"])


def firm_facts(record: Record) -> pd.DataFrame:
    """Facts that are published or stated, counted by kind and by ``points`` (columns, in the order of ``READING``)."""
    rows = conduct(record).query("firm == 'yes'")
    counted = pd.crosstab(rows["kind"], rows["points"])
    return counted.reindex(index=list(KINDS.values()), columns=list(READING), fill_value=0)


def beside(record: Record) -> pd.DataFrame:
    """The same kinds of other states: ``state``, ``kind``, ``when``, ``told``, ``status``, ``source_id``; registered arms apart."""
    rows = pd.concat(conduct(record, state) for state in ("North Korea", "Iran", "Belarus", "Kazakhstan", "Russia"))
    rows = rows[rows["reporter"] != "sipri"]
    return rows.assign(when=rows["date"].dt.strftime("%B %Y"))[["state", "kind", "when", "told", "status", "source_id"]]


# --- the two codings --------------------------------------------------------------------------------------------------


def codings(record: Record) -> pd.DataFrame:
    """Each row with both codings: the columns of ``war_conduct`` and of ``war_second_coding``."""
    return record["war_conduct"].merge(record["war_second_coding"], on="row_id")


def agreement(record: Record) -> pd.DataFrame:
    """How often the two coders chose the same word, and how often chance alone would have made them.

    Columns: ``code``, ``rows``, ``same``, ``share`` (0 to 1), ``kappa`` (Cohen's, 1 is full agreement and 0 is chance).
    """
    both, found = codings(record), []
    for code, (ours, second) in CODES.items():
        same = both[ours] == both[second]
        a, b = (both[column].value_counts(normalize=True) for column in (ours, second))
        chance = float(a.mul(b, fill_value=0).sum())
        found.append((code, len(both), int(same.sum()), same.mean(), (same.mean() - chance) / (1 - chance)))
    return pd.DataFrame(found, columns=["code", "rows", "same", "share", "kappa"])


def disagreements(record: Record) -> pd.DataFrame:
    """Every code on which the two differ: ``told``, ``when``, ``witness``, ``code``, ``ours``, ``second``, ``second_note``."""
    both, found = codings(record), []
    for code, (ours, second) in CODES.items():
        differ = both[both[ours] != both[second]]
        found.append(differ.assign(code=code, ours=differ[ours], second=differ[second]))
    rows = pd.concat(found).sort_values(["date", "row_id"], kind="stable")
    when = rows["date"].dt.strftime("%B %Y")
    return rows.assign(when=when, told=rows["fact"])[
        ["when", "witness", "told", "code", "ours", "second", "second_note"]
    ]


def confirmed_by(record: Record, second: bool = False) -> dict[str, bool]:
    """For each kind, is China confirmed on Russia's side, by our codes or by the second coder's?"""
    both = codings(record).query("state == 'China'")
    kind, status = (CODES[code][1 if second else 0] for code in ("kind", "status"))
    rows = both.assign(asked=both[kind], status=both[status], helps=both["took_part"])
    return {words: confirmed(record, rows[rows["asked"] == asked]) for asked, words in KINDS.items()}


# --- the three readings -----------------------------------------------------------------------------------------------


def _answer(one: Judged) -> str:
    """A check and its answer: does it agree with the article's words?"""
    return f"{one.specification.label}: {'yes' if one.passes else 'no'}"


def readings() -> pd.DataFrame:
    """The three degrees of taking part, with equal weight and at both dates.

    Columns: ``degree``, ``asks`` (the registered words), ``then`` and ``now`` (verdicts), ``then_by`` and ``now_by`` (the labels
    of the checks that count at each date, each with its answer).
    """
    found = finding("stops-short-of-war")
    words = {one.id: one.reading for one in found.claim.alternative_readings} | {None: found.claim.test.reading}
    rows = []
    for reading, degree in READINGS.items():
        judged = found.judged if reading is None else found.alternatives[reading]
        early = [one for one in judged if one.available_at_publication]
        by = ["; ".join(_answer(one) for one in some if one.counts) for some in (early, judged)]
        told = (verdict(found.claim.kind, some) for some in (early, judged))
        rows.append((degree, words[reading], *told, *by))
    return pd.DataFrame(rows, columns=["degree", "asks", "then", "now", "then_by", "now_by"])


# --- votes ------------------------------------------------------------------------------------------------------------


def war_votes(record: Record) -> pd.DataFrame:
    """Each text of the Assembly on the war, oldest first.

    Columns: ``place``, ``text`` (month and topic), ``subject``, ``side`` (with whom China chose), ``china``, ``india``, ``belarus``,
    ``costly`` (yes: seat, reparation, rights or children), ``lately`` (yes: in the last two years), ``date``, ``source_id``.
    """
    rows = votes.texts(record).sort_values("date", kind="stable").reset_index(drop=True)
    late = rows["date"] > pd.Timestamp(record.data_cutoff) - votes.LATELY
    words = {"yes": "for", "no": "against", "abstain": "abstained"}
    told = {state: rows[state].map(words).fillna("not seen") for state in ("china", "india", "belarus")}
    rows = rows.assign(
        place=rows.index,
        text=[f"{row.date:%b %Y}, {row.topic}" for row in rows.itertuples()],
        side=votes.side(rows),
        costly=["yes" if kind in votes.COSTLY else "no" for kind in rows["subject"]],
        lately=["yes" if one else "no" for one in late],
        **told,
    )
    keep = ["place", "text", "subject", "side", "china", "india", "belarus", "costly", "lately", "date", "source_id"]
    return rows[keep]


#: The columns of the chart of votes, in marks from the left.
SIDES = {"as India": 0, "as Belarus": 9, "not seen": 14}


def vote_marks(record: Record) -> pd.DataFrame:
    """One mark a text: the columns of ``war_votes`` with ``row`` (kind of text) and ``x`` (place, from ``SIDES``)."""
    rows = war_votes(record)
    kinds = list(dict.fromkeys(rows["subject"]))
    place = rows.groupby(["subject", "side"]).cumcount()
    return rows.assign(row=rows["subject"].map(kinds.index), x=place + rows["side"].map(SIDES))


def sides(record: Record) -> pd.DataFrame:
    """Number of texts by kind of text and side: ``subject``, ``side``, ``texts``."""
    return war_votes(record).groupby(["subject", "side"]).size().rename("texts").reset_index()


hold(__name__)
