"""On the war, does China vote as India does or as Belarus does? The difference of two counts, and what could move it.

Only texts on which both choices are known can tell; where China chose as neither or as both, a text counts for neither.
"""

from __future__ import annotations

import pandas as pd

from audit.findings.concert.votes import INVASION, copies
from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

#: What a member can do in a recorded vote; a member that stays away has chosen too.
CHOICES = ("yes", "no", "abstain", "absent")

#: The two yardsticks, as columns of ``un_war_votes``: no treaty duty to Russia, and a defence treaty with it.
LIKE, UNLIKE = "india", "belarus"

#: How long before the cut-off the second reading begins.
LATELY = pd.DateOffset(years=2)

#: Texts that would cost Russia something: its seat, reparation, a record of what was done to people.
COSTLY = ("seat and reparation", "rights and children")


def texts(record: Record) -> pd.DataFrame:
    """Texts on the war put to a recorded vote in the General Assembly since the invasion."""
    rows = record["un_war_votes"]
    return rows[(rows["body"] == "General Assembly") & (rows["date"] >= INVASION)]


def known(rows: pd.DataFrame, unlike: str = UNLIKE) -> pd.DataFrame:
    """Texts on which the choices of China and of both yardsticks were seen."""
    return rows[rows[["china", LIKE, unlike]].isin(CHOICES).all(axis=1)]


def side(rows: pd.DataFrame, unlike: str = UNLIKE) -> pd.Series:
    """With whom China chose on each text: India, Belarus (``unlike``), neither, both, or not seen."""
    seen = rows[["china", LIKE, unlike]].isin(CHOICES).all(axis=1)
    as_like, as_unlike = rows["china"] == rows[LIKE], rows["china"] == rows[unlike]
    words = {(True, False): "as India", (False, True): f"as {unlike.capitalize()}", (True, True): "as both"}
    found = [words.get(pair, "as neither") for pair in zip(as_like, as_unlike, strict=True)]
    return pd.Series(found, index=rows.index, dtype="object").where(seen, "not seen")


def balance(rows: pd.DataFrame, unlike: str = UNLIKE) -> int:
    """Texts on which China chose as India did, less those on which it chose as Belarus did."""
    found = side(rows, unlike)
    return int((found == "as India").sum() - (found == f"as {unlike.capitalize()}").sum())


def votes_as_india_not_belarus(record: Record, unlike: str = UNLIKE) -> list[Specification]:
    """The balance over all texts, over narrower lists, at its worst, and over the last two years.

    ``unlike``: the second yardstick, Belarus by the test.
    """
    every = texts(record)
    core = every[every["subject"] == "invasion and peace"]
    late = every[every["date"] > pd.Timestamp(record.data_cutoff) - LATELY]

    def way(id: str, label: str, rows: pd.DataFrame, reason: str, lost: int = 0, **more) -> Specification:
        told, found = known(rows, unlike), side(rows, unlike)
        value = float(balance(told, unlike) - lost) if len(told) else None
        one, other = ((found == which).sum() for which in ("as India", f"as {unlike.capitalize()}"))
        text = f"{one} as India, {other + lost} as {unlike.capitalize()}"
        return specification(record, id, label, value, copies(told), text=text, reason=reason, **more)

    unseen = len(every) - len(known(every, unlike))
    return [
        way(
            "all-texts",
            "All texts of the General Assembly on the war",
            every,
            "Nearest: every text with a recorded vote that entered the list. The roll call is the fact.",
            nearest=True,
            issuer=True,
        ),
        way(
            "invasion-and-peace",
            "Texts on the invasion and on peace",
            core,
            "The narrowest list that one could mean by texts on the war.",
            issuer=True,
        ),
        way(
            "without-cooperation",
            "Without the texts on cooperation with the Council of Europe",
            every[every["subject"] != "cooperation text"],
            "They name the war in a line and are about something else.",
            issuer=True,
        ),
        way(
            "not-seen-as-belarus",
            "All texts, those not seen counted for Belarus",
            every,
            "The worst case: on each text where a vote was not seen China is taken to have sided with Belarus.",
            lost=unseen,
            issuer=True,
        ),
        way(
            "costly-texts",
            "Only texts that would cost Russia something",
            every[every["subject"].isin(COSTLY)],
            "Seat, reparation, rights and children: a subset that leaves out the texts on the invasion, so no list of texts on the "
            "war. Set aside, and shown because it turns the answer round.",
            principled=False,
        ),
        way(
            "last-two-years",
            "All texts of the last two years",
            late,
            "Nearest for the second reading: the two years before the cut-off.",
            nearest=True,
            reading="also-in-the-last-two-years",
            issuer=True,
        ),
        way(
            "last-two-years-worst",
            "The same, texts not seen counted for Belarus",
            late,
            "The worst case of the two years.",
            lost=len(late) - len(known(late, unlike)),
            reading="also-in-the-last-two-years",
            issuer=True,
        ),
    ]


hold(__name__)
