"""How two states vote in the United Nations: agreement as published, by our count of the roll calls, and on the war.

Two measures are published and never mixed. *Identical* is the share of equal votes among those in which both cast one of
yes, no and abstain; our own counts follow it. *Half credit* gives half for an abstention against a yes or a no and leaves
unanimous votes out.
"""

from __future__ import annotations

import pandas as pd

from audit.held import hold
from audit.inputs.record import Record

#: The first day of the full-scale invasion of Ukraine.
INVASION = pd.Timestamp(2022, 2, 24)

#: What a member can say in a recorded vote; all else is silence.
CAST = ("yes", "no", "abstain")

#: The session of which most recorded votes were seen as roll calls. The published series ends before it.
ROLL_CALLS = 80

#: A text with more votes against it than this is contested. The line is ours: many texts of 2025 had three or fewer.
FEW_AGAINST = 3


# --- as published -----------------------------------------------------------------------------------------------------


def published(record: Record, state_a: str, state_b: str, measure: str = "identical") -> pd.DataFrame:
    """Agreement of a pair by session, as published, in the order of the sessions, with ``period_end``, the September it ends in."""
    rows = record["un_agreement"]
    pair = (rows["state_a"] == state_a) & (rows["state_b"] == state_b) & (rows["measure"] == measure)
    rows = rows[pair].sort_values("session")
    return rows.assign(period_end=[pd.Timestamp(year + 1, 9, 1) for year in rows["first_year"]])


def last_complete(record: Record, state_a: str = "China", state_b: str = "Russia") -> pd.DataFrame:
    """The published agreement of a pair in the last session that the series has, which it has whole: one row."""
    return published(record, state_a, state_b).tail(1)


# --- by the roll calls ------------------------------------------------------------------------------------------------


def both_cast(votes: pd.DataFrame, state_a: str, state_b: str) -> pd.DataFrame:
    """The votes in which both states cast one. The states are columns, such as ``united_states``."""
    return votes[votes[state_a].isin(CAST) & votes[state_b].isin(CAST)]


def equal_share(votes: pd.DataFrame, state_a: str, state_b: str) -> float | None:
    """The share of equal votes among those in which both cast one; None if there is none."""
    both = both_cast(votes, state_a, state_b)
    return float((both[state_a] == both[state_b]).mean()) if len(both) else None


def roll_calls(record: Record) -> pd.DataFrame:
    """Recorded votes of session 80, one row a resolution."""
    rows = record["un_votes_2025"]
    return rows[rows["session"] == ROLL_CALLS]


def contested(votes: pd.DataFrame) -> pd.DataFrame:
    """Texts with more than a few votes against them."""
    return votes[votes["no"] > FEW_AGAINST]


def beside_all(record: Record, state: str = "China") -> pd.DataFrame:
    """One state's agreement with every other member in session 80, highest first.

    Columns: those of ``un_tallies_2025`` with ``share`` (of votes in which both cast one); who never voted is left out.
    """
    rows = record["un_tallies_2025"]
    rows = rows[(rows["state_a"] == state) & (rows["both_voted"] > 0)]
    return rows.assign(share=rows["same_vote"] / rows["both_voted"]).sort_values(
        ["share", "state_b"], ascending=[False, True], ignore_index=True
    )


def above_the_median(rows: pd.DataFrame, state: str = "Russia") -> bool | None:
    """Does the share with ``state`` exceed the median of the shares with all others?"""
    own = rows[rows["state_b"] == state]
    others = rows[rows["state_b"] != state]
    return bool(own["share"].iloc[0] > others["share"].median()) if len(own) and len(others) else None


# --- on the war -------------------------------------------------------------------------------------------------------


def on_the_war(record: Record, body: str | None = "General Assembly", subject: str | None = None) -> pd.DataFrame:
    """Recorded votes on the war since the invasion in which the votes of China and Russia are known."""
    rows = record["un_war_votes"]
    rows = rows[rows["date"] >= INVASION]
    if body is not None:
        rows = rows[rows["body"] == body]
    if subject is not None:
        rows = rows[rows["subject"] == subject]
    return both_cast(rows, "china", "russia")


def copies(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """One input for each row, with its second source as a copy where there is one: every row is a fact of its own."""
    found = []
    for place in range(len(rows)):
        one = rows.iloc[[place]]
        second = one[one["second_source_id"].notna()]
        found.append(pd.concat([one, second.assign(source_id=second["second_source_id"])]))
    return found


hold(__name__)
