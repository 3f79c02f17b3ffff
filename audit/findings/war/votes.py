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


def at_worst(rows: pd.DataFrame, unlike: str = UNLIKE) -> pd.Series:
    """What each text adds to the balance, 1, 0 or -1, if every vote that was not seen had been cast against the proposition.

    A vote that was seen bounds it: where China is known to have chosen as India, the text can at worst count for neither.
    """
    as_like = (rows["china"] == rows[LIKE]) & rows[LIKE].isin(CHOICES)
    as_unlike = (rows["china"] == rows[unlike]) | ~rows[unlike].isin(CHOICES)
    return as_like.astype(int) - as_unlike.astype(int)


def council(record: Record) -> pd.DataFrame:
    """Texts on the war put to the vote in the Security Council since the invasion."""
    rows = record["un_war_votes"]
    return rows[(rows["body"] == "Security Council") & (rows["date"] >= INVASION)]


def treaty_allies(record: Record) -> pd.DataFrame:
    """Votes of Russia's other treaty allies, with the side on which each chose: ``vote_id``, ``state``, ``vote``, ``side``, ``source_id``."""
    rows = record["war_ally_votes"].merge(texts(record)[["vote_id", LIKE, UNLIKE]], on="vote_id")
    return rows.assign(side=side(rows.rename(columns={"vote": "china"})))[
        ["vote_id", "state", "vote", "side", "source_id"]
    ]


def votes_as_india_not_belarus(record: Record, unlike: str = UNLIKE) -> list[Specification]:
    """The balance over all texts, over narrower lists, at its worst, over the last two years, and in the Security Council.

    ``unlike``: the second yardstick, Belarus by the test.
    """
    every = texts(record)
    core = every[every["subject"] == "invasion and peace"]
    late = every[every["date"] > pd.Timestamp(record.data_cutoff) - LATELY]

    def way(id: str, label: str, rows: pd.DataFrame, reason: str, second: str = unlike, **more) -> Specification:
        told, found = known(rows, second), side(rows, second)
        value = float(balance(told, second)) if len(told) else None
        one, other = ((found == which).sum() for which in ("as India", f"as {second.capitalize()}"))
        text = f"{one} as India, {other} as {second.capitalize()}"
        return specification(record, id, label, value, copies(told), text=text, reason=reason, **more)

    def worst(id: str, label: str, rows: pd.DataFrame, reason: str, **more) -> Specification:
        each = at_worst(rows, unlike)
        value = float(each.sum()) if len(known(rows, unlike)) else None
        text = f"{(each > 0).sum()} as India, {(each < 0).sum()} as {unlike.capitalize()}"
        return specification(record, id, label, value, copies(rows), text=text, reason=reason, issuer=True, **more)

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
            "A list by kind: the narrowest that one could mean by texts on the war.",
            issuer=True,
        ),
        way(
            "without-cooperation",
            "Without the texts on cooperation with the Council of Europe",
            every[every["subject"] != "cooperation text"],
            "They name the war in a line and are about something else.",
            issuer=True,
        ),
        worst(
            "not-seen-as-belarus",
            "All texts, votes not seen taken against the proposition",
            every,
            "The worst case that the votes seen allow: where China is known to have chosen as India, a text counts at worst for neither.",
        ),
        way(
            "costly-texts",
            "Only texts that would cost Russia something",
            every[every["subject"].isin(COSTLY)],
            "A list by kind: seat, reparation, rights and children. They are texts on the war as those on the invasion are, so it counts as "
            "that list does.",
            issuer=True,
        ),
        way(
            "security-council",
            "The Security Council, while India sat in it: as Russia or as India",
            council(record),
            "Set aside, as the test asks of the Assembly: another body, in which Belarus has no seat. Two of the texts were Russia's own.",
            second="russia",
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
        worst(
            "last-two-years-worst",
            "The same, votes not seen taken against the proposition",
            late,
            "The worst case of the two years that the votes seen allow.",
            reading="also-in-the-last-two-years",
        ),
    ]


hold(__name__)
