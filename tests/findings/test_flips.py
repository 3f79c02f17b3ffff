"""Where a verdict turns: the figure that decides it is moved in the record, through the chapter's own arithmetic.

Every finding that compares what was computed with a stated figure, a bound or a rank is tried. Just inside its bound the
verdict stays, just past it there is another; and the figures that a check was not given may be any others. The ledger
says which findings these are, and each finding which rows it rests on. A figure that is counted from words has lines of its
own, and what cannot be done stands in a list with its reason.
"""

from functools import cache, partial

import pandas as pd
import pytest

from audit.findings import arithmetic
from audit.judgement import NOT_SUPPORTED, NUMERIC
from tests.findings.edits import LEDGER, RECORD, Rests, crossing, figures, judged, with_cell

COMPARED = [
    id
    for id in (*LEDGER.claims, *LEDGER.propositions)
    if arithmetic(LEDGER.tested(id))
    and getattr(LEDGER.tested(id).test, "comparison", "") in NUMERIC | {"strict_maximum"}
]

#: Checks of which the first figure that moves them is not the plainest, or moves another nearest one: table, row, column.
FIGURES = {
    "customs-published-dollars": ("trade_annual", {"flow": "total", "growth_usd_pct": 29.3}, "growth_usd_pct"),
    "all-live": ("ruble_currencies", {"currency": "RUB", "date": pd.Timestamp("2023-08-15")}, "units_per_usd"),
    "baci-hs27-customs-crude": (
        "trade_chapters",
        {"year": 2022, "flow": "china_imports_from_russia", "hs_chapter": "27"},
        "value_usd_mn",
    ),
    "latest-window": (
        "arms_transfers",
        {"supplier": "China", "recipient": "Russia", "vintage": pd.Timestamp("2026-02-12"), "delivered_tiv_mn": 4.8},
        "delivered_tiv_mn",
    ),
    "customs-crude-and-gas": ("trade_products", {"product": "lng", "times_previous_year": 2.4}, "value_usd_bn"),
}

#: Where words, days or whole numbers are counted: table, rows, what is one case, column, what it is set to, case by case,
#: and how many cases change nothing before the next one turns the verdict.
COUNTED = {
    "northern-interaction-2023": (
        *("exercise_reports", {"observation_id": "ni_days_cn"}, "observation_id", "period_start"),
        *(pd.Timestamp("2023-07-21"), 0),
    ),
    "exercises-record-2022": ("exercise_counts", {"count_id": "ndu_2021"}, "count_id", "value", 6.0, 0),
    "no-formal-alliances": ("pacts_2016", {"country": "China", "defence": "no"}, "atop_id", "defence", "yes", 2),
    "hub-and-spoke": ("treaties", {"pact_id": "us_japan_1960"}, "pact_id", "instrument", "commitment", 0),
    "sco-bri-all-but-india": (
        *("institutions_bri_named", {"country": "Iran", "date": pd.Timestamp("2023-07-04")}, "country"),
        *("named", "named", 0),
    ),
    "own-initiatives": (
        *("institutions_initiatives", {"measure": "promoted"}, "initiative"),
        *("date", pd.Timestamp("2024-02-21"), 0),
    ),
    "acting-in-concert": ("concert_positions", {"question": "Taiwan"}, "question", "same", "no", 0),
    "duty-below-every-spoke": (
        *("alliance_pledges_2018", {"pledge_from": "US", "pledge_to": "Japan"}, "pledge_to", "defence", "no", 0),
    ),
    "votes-as-india-not-belarus": (
        *("un_war_votes", {"subject": "invasion and peace", "china": "abstain", "belarus": "no"}, "vote_id", "china"),
        *("no", 2),
    ),
    "no-standing-structures": (
        *("standing_structures", {"pair": "China–Russia", "structure": "command"}, "structure", "exists", "yes", 0),
    ),
}

#: The other side, where there is one: only an exact number, met today, can be missed by more and by less.
COUNTED_BACK = {
    "northern-interaction-2023": (
        *("exercise_reports", {"observation_id": "ni_days_cn"}, "observation_id", "period_start"),
        *(pd.Timestamp("2023-07-19"), 0),
    ),
}

#: What no figure of the record can turn, and why.
LEFT_OUT = {
    "settlement-in-both-currencies": "nobody gives the two apart yet; test_rungs makes two rows that do, near and far",
    "pressed-partner-gives-way": "its year is not in the record yet; test_goods adds one on either side of the bound",
}

BY_FIGURE = [id for id in COMPARED if id not in {*COUNTED, *LEFT_OUT}]

rests = cache(Rests)


def chosen(table: str, row: dict) -> pd.Series:
    """The rows of a table that have these values."""
    rows = RECORD[table]
    return (rows[list(row)] == pd.Series(row)).all(axis="columns")


# --- what decides -----------------------------------------------------------------------------------------------------


def deciding(found) -> list:
    """The nearest checks on which the verdict turns: no other nearest one stands in the way."""
    nearest = [one for one in found.all_nearest if one.counts]
    return [one for one in nearest if all(other.passes for other in nearest if other is not one)]


def bounds(test) -> list[float]:
    """The numbers of a test on one side of which it agrees."""
    if test.comparison in ("between", "about", "rounds_to"):
        return [test.low, test.high]
    return [test.value if test.comparison == "equals" else test.threshold]


def figures_of(id: str, check):
    """Each figure that a check rests on, with all its copies: table, rows and column."""
    if check.specification.id in FIGURES:
        table, row, column = FIGURES[check.specification.id]
        yield table, [*RECORD[table].loc[chosen(table, row)].index], column
        return
    for table in rests(id).tables:
        rows = RECORD[table][rests(id).given_to(table, check)]
        for column in figures(table):
            for value in rows[column].dropna().drop_duplicates():
                yield table, [*rows.index[rows[column] == value]], column


class Dial:
    """A figure that can be set to anything, and what a check then says."""

    def __init__(self, id: str, check, table: str, rows: list, column: str):
        self.id, self.check, self.place = id, check.specification.id, (table, rows, column)
        self.ours = RECORD[table].at[rows[0], column]
        self.step = 1 if pd.api.types.is_integer_dtype(RECORD[table][column]) else 0.002 * abs(float(self.ours))

    def at(self, value):
        table, rows, column = self.place
        return judged(self.id, with_cell(table, rows, column, int(value) if self.step == 1 else float(value)))

    def value(self, found) -> float | None:
        return found.specification(self.check).specification.value

    def across(self, bound: float):
        """The findings just before and just past the place where the check crosses a bound; None if it cannot be brought there."""

        test = LEDGER.tested(self.id).test
        counts_as_beyond = test.comparison == "at_least" or bound == getattr(
            test, "low", None
        )  # the bound itself agrees

        def beyond(found):
            value = self.value(found)
            return None if value is None else value > bound or (counts_as_beyond and value == bound)

        return crossing(self.at, self.ours, self.step, beyond)


def dial_of(id: str, check) -> Dial:
    """The first figure that moves a check and leaves it a value."""
    for place in figures_of(id, check):
        dial = Dial(id, check, *place)
        if check.specification.id in FIGURES:
            return dial
        value = dial.value(dial.at(dial.ours + dial.step))
        if value is not None and value != check.specification.value:
            return dial
    raise AssertionError(f"{id}: no figure of the record moves {check.specification.id}")


# --- the bound --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", BY_FIGURE)
def test_the_verdict_turns_where_the_deciding_figure_passes_its_bound_and_not_before(id):
    found = rests(id).found
    for check in deciding(found):
        dial = dial_of(id, check)
        if found.claim.test.comparison == "equals":
            sides = [(found, dial.at(dial.ours + dial.step)), (found, dial.at(dial.ours - dial.step))]
        else:
            sides = [dial.across(bound) for bound in bounds(found.claim.test)]
        for near, past in sides:
            agrees = [one.specification(dial.check).agrees for one in (near, past)]
            assert sorted(agrees) == [False, True]
            assert [one.verdict == NOT_SUPPORTED for one in (near, past)] == [not one for one in agrees]
        as_today = [near for near, _ in sides if near.specification(dial.check).agrees is check.agrees]
        assert as_today and all(near.verdict == found.verdict for near in as_today)


@pytest.mark.parametrize("id, counted", [*COUNTED.items(), *COUNTED_BACK.items()])
def test_the_verdict_turns_with_the_case_that_is_one_too_many_and_not_before(id, counted):
    table, row, case, column, value, stays = counted
    found, rows = rests(id).found, RECORD[table][chosen(table, row)]
    cases = [[*these.index] for _, these in rows.groupby(case, sort=False)]
    told = [judged(id, with_cell(table, sum(cases[: n + 1], []), column, value)).verdict for n in range(stays + 1)]
    assert told[:-1] == [found.verdict] * stays
    assert NOT_SUPPORTED in {found.verdict, told[-1]} and found.verdict != told[-1]


def test_every_count_with_two_sides_is_tried_on_both():
    exact = {id for id in COUNTED if LEDGER.tested(id).test.comparison == "equals"}
    assert set(COUNTED_BACK) == {id for id in exact if rests(id).found.verdict != NOT_SUPPORTED}


def test_what_is_left_out_is_known_and_cannot_be_done():
    assert set(COUNTED) | set(LEFT_OUT) <= set(COMPARED) and not set(COUNTED) & set(LEFT_OUT)
    for id in LEFT_OUT:
        for check in rests(id).found.all_nearest:
            with pytest.raises(AssertionError, match="no figure of the record moves"):
                dial_of(id, check)


# --- what does not matter ---------------------------------------------------------------------------------------------


def as_judged(found) -> tuple:
    checks = [(one.specification.id, one.specification.value, one.agrees, one.excepted) for one in found.judged]
    return found.verdict, found.verdict_at_publication, found.confidence, found.alternative_verdicts, checks


def with_others_moved(id: str, given) -> tuple[dict[str, pd.DataFrame], int]:
    """The tables of a finding with every note changed and every figure of other rows than ``given``; and how many of these.

    ``given``: by the name of a table, which of its rows stay.
    """
    tables, moved = {}, 0
    for table in rests(id).tables:
        rows, other = RECORD[table], ~given(table)
        for column in figures(table):
            whole = pd.api.types.is_integer_dtype(rows[column])
            rows.loc[other, column] = rows.loc[other, column] + 13 if whole else rows.loc[other, column] * 1.37 + 11
            moved += int(rows.loc[other, column].notna().sum())
        if "note" in rows:
            rows["note"] = rows["note"].fillna("") + " Another note."
        tables[table] = rows
    return tables, moved


@pytest.mark.parametrize("id", COMPARED)
def test_figures_that_no_check_was_given_and_notes_may_be_any_others(id):
    tables, moved = with_others_moved(id, rests(id).on)
    assert as_judged(judged(id, tables)) == as_judged(rests(id).found)
    assert moved or not any(figures(table) for table in tables)


@pytest.mark.parametrize("id", COMPARED)
def test_what_a_check_says_does_not_hang_on_figures_that_only_others_were_given(id):
    judgements = rests(id).found.judged
    for sources in {frozenset(one.specification.copies) for one in judgements}:
        alike = [one for one in judgements if frozenset(one.specification.copies) == sources]
        tables, moved = with_others_moved(id, partial(rests(id).given_to, check=alike[0]))
        now = judged(id, tables)
        for check in alike:
            again = now.specification(check.specification.id)
            assert (again.specification.value, again.agrees) == (check.specification.value, check.agrees)
        only_others = any(set(one.specification.copies) - sources for one in judgements)
        assert moved or not only_others or not any(figures(table) for table in tables)
