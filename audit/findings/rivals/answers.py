"""What the record answers to each test: yes, no, disputed, or open.

A test that a registered proposition or a claim settles is answered by its finding. Some are answered by what other chapters
compute. The others are answered by facts, by one rule for both sides: only firm facts decide, and what is merely reported or
alleged leaves a test open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from audit.findings import finding
from audit.findings.concert import domains
from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import NOT_SUPPORTED, ON_ITS_OWN_TERMS, SUPPORTED, WITH_EXCEPTIONS

YES, NO, DISPUTED, UNKNOWN = "yes", "no", "disputed", "open"

#: A prediction and the answer: as predicted, otherwise, or not settled.
CAME_OUT, DID_NOT, UNSETTLED = "as predicted", "otherwise", "not settled"

#: A test that speaks for no side, and one that known allies fail too.
NEITHER, SET_APART = "neither", "set apart"

#: Facts that decide. A report on the word of people without names, and an allegation, do not.
FIRM = ("stated", "published")

#: Everything that anybody told.
ALL_TOLD = (*FIRM, "reported", "alleged")

#: Whether the proposition of a finding holds. On its own terms means that another careful way says the reverse.
HOLDS = {SUPPORTED: True, WITH_EXCEPTIONS: True, NOT_SUPPORTED: False}

#: Signs of depth that would outlast an exercise.
STANDING = ("command", "deployment")

#: The pair that the tests are about, as ``alliance_depth`` names it.
OURS = "China–Russia"


def by_facts(rows: pd.DataFrame, firm: Iterable[str] = FIRM) -> str:
    """The rule for facts. ``rows``: columns ``says`` (yes, no) and ``status``."""
    decided = set(rows.loc[rows["status"].isin(list(firm)), "says"])
    told = set(rows["says"])
    if decided == {YES, NO}:
        return DISPUTED
    if decided == {YES} or (decided == {NO} and told == {NO}):
        return decided.pop()
    return UNKNOWN


def facts(record: Record, test_id: str) -> pd.DataFrame:
    """The facts on one test. Columns: ``says``, ``status``, ``date``, ``fact``, ``reporter``, ``source_id``, ``note`` …"""
    rows = record["rivals_facts"]
    return rows[rows["test_id"] == test_id]


def by_finding(record: Record, finding_id: str, yes_if: str) -> str:
    """The answer of a finding; open while nothing is judged, disputed where its checks differ."""
    try:
        verdict = finding(finding_id, record=record).verdict
    except LookupError:
        return UNKNOWN
    if verdict == ON_ITS_OWN_TERMS:
        return DISPUTED
    holds = HOLDS.get(verdict)
    return UNKNOWN if holds is None else YES if holds == (yes_if == "holds") else NO


#: From the record, and the status of facts that decide, to an answer and its sources.
Answering = Callable[[Record, Iterable[str]], tuple[str, list[str]]]


def by_conduct(kind: str) -> Answering:
    """The rule of the chapter on acting in concert for one kind of conduct; what it does not confirm is no, or still open."""

    def answer(record: Record, firm: Iterable[str]) -> tuple[str, list[str]]:
        rows = domains.conduct_rows(record, kind)
        sources = list(dict.fromkeys(rows["source_id"]))
        if domains.confirmed(record, rows, firm):
            return YES, sources
        return (UNKNOWN if (rows["helps"] == "yes").any() else NO), sources

    return answer


def duty_to_consult(record: Record, firm: Iterable[str]) -> tuple[str, list[str]]:
    """Is consultation listed in full among the signs of depth?"""
    return by_signs(record, OURS, ("consultation",))


def by_signs(record: Record, pair: str, indicators: Iterable[str]) -> tuple[str, list[str]]:
    """Is one of these signs of depth listed in full for a pair? Open where none is listed at all."""
    rows = record["alliance_depth"]
    rows = rows[(rows["pair"] == pair) & rows["indicator"].isin(list(indicators))]
    sources = list(dict.fromkeys(rows["source_id"]))
    return (UNKNOWN if rows.empty else YES if (rows["standing"] == "yes").any() else NO), sources


def grew_through_shock(record: Record, firm: Iterable[str]) -> tuple[str, list[str]]:
    """Did the share of trade, to its last full year, and exercises both grow, by the rules of the chapter on acting in concert?"""
    found = [domains.by_trade(record), domains.by_exercises(record)]
    grew = {bool(one.value) for one in found}
    sources = list(dict.fromkeys(source for one in found for source in one.sources))
    return (DISPUTED if len(grew) > 1 else YES if grew.pop() else NO), sources


#: Tests that other chapters' tables answer.
BY_TABLES: dict[str, Answering] = {
    "recognition": by_conduct("recognition of annexed land"),
    "duty-to-consult": duty_to_consult,
    "grew-through-shock": grew_through_shock,
}


def answer(record: Record, test_id: str, firm: Iterable[str] = FIRM) -> tuple[str, list[str]]:
    """The answer to a test, and the sources that it rests on. ``firm``: the status of a fact that decides."""
    row = record["rivals_tests"].set_index("test_id").loc[test_id]
    if pd.notna(row["finding_id"]):
        told = by_finding(record, row["finding_id"], row["yes_if"])
        return told, [] if told == UNKNOWN else finding(row["finding_id"], record=record).sources
    if test_id in BY_TABLES:
        return BY_TABLES[test_id](record, firm)
    rows = facts(record, test_id)
    return by_facts(rows, firm), list(dict.fromkeys(rows["source_id"]))


def outcome(predicted: str, answered: str) -> str:
    """Did it come out as predicted? Not settled where the answer is open or disputed."""
    if answered not in (YES, NO):
        return UNSETTLED
    return CAME_OUT if predicted == answered else DID_NOT


def side(allies: str, partners: str, answered: str) -> str:
    """Which side of the argument an answer speaks for; neither where both predict it or it is not settled."""
    if answered not in (YES, NO):
        return UNSETTLED
    fits = {"allies": allies in (answered, "either"), "partners": partners in (answered, "either")}
    return NEITHER if all(fits.values()) or not any(fits.values()) else next(name for name in fits if fits[name])


hold(__name__)
