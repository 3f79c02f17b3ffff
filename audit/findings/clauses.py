"""Which duties make an alliance? Here to defend; a reader may choose others, and the checks follow case by case.

A check of the claims on formal alliances asks, of each pact in its list, whether it holds a duty to defend. ``by_clause`` has
the same lists with every duty that is coded, so that the question can be put with other duties. Readings of a claim that
name their own duty, and the claim on hub and spokes, whose term means defence pacts, stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from audit.findings import default_record
from audit.findings.alliance.claims import (
    ARTICLE_DAY,
    coded,
    formal_alliances,
    in_force,
    listed_pacts,
    pair_in_last_year,
    read,
)
from audit.held import RULE, hold
from audit.inputs.record import Record
from audit.judgement import Specification

#: The duties that pacts are coded on, as what the parties promise.
CLAUSES = {
    "defence": "to defend each other when attacked",
    "consultation": "to consult when one of them is threatened",
    "neutrality": "to stay neutral in the other's wars",
    "nonaggression": "not to attack each other",
}
#: What makes an alliance in this book, as the articles' claims are read.
OURS = frozenset({"defence"})


@dataclass(frozen=True)
class ByClause:
    """A check as a list of cases, each a name and the duties it holds.

    ``counts``: the value is the number of cases with a chosen duty, each of them an exception by name; else it is whether
    there is none.
    """

    counts: bool
    cases: tuple[tuple[str, frozenset[str]], ...]

    def judged(self, one: Specification, chosen: Collection[str]) -> Specification:
        """The check with the value that it has where the ``chosen`` duties make an alliance; silent if it was silent."""
        if one.value is None:
            return one
        allied = tuple(name for name, duties in self.cases if duties & set(chosen))
        if not self.counts:
            return replace(one, value=not allied)
        return replace(one, value=float(len(allied)), exceptions=allied, text=f"{len(allied)} of {len(self.cases)}")


def with_clauses(ways: Iterable[Specification], claim_id: str, chosen: Collection[str] | None) -> list[Specification]:
    """The checks of a claim where the ``chosen`` duties make an alliance; None leaves them as they are."""
    checks = {} if chosen is None else of_the_book().get(claim_id, {})
    return [checks[one.id].judged(one, chosen) if one.id in checks else one for one in ways]


@cache
def of_the_book() -> Mapping[str, Mapping[str, ByClause]]:
    """``by_clause`` of the record in the repository."""
    return by_clause(default_record())


def by_clause(record: Record) -> dict[str, dict[str, ByClause]]:
    """By claim and check, its cases with their duties; with ``OURS`` each has the value that the book computes."""
    text = tuple(_texts(record, "China", "Russia").items())
    pair = _duties(pair_in_last_year(record), "the pair")
    pacts, formal = listed_pacts(record, "China"), formal_alliances(record, "China")
    names = [_name(row.bilateral_partner, row.label, row.started) for row in pacts.itertuples()]
    russia = (pacts["bilateral_partner"] == "Russia").to_list()
    listed = tuple(zip(names, _codes(pacts), strict=True))
    once = formal.drop_duplicates("cow_id")
    return {
        "not-formal-allies": {
            "treaty-text": ByClause(False, text),
            "renewed-2026": ByClause(False, text),
            "atop-pair-2018": ByClause(False, pair),
            "cow-pair-2012": ByClause(False, _duties(formal[formal["partner"] == "Russia or USSR"], "the pair")),
            "article-nine-as-defence": ByClause(False, (*text, ("Article 9 as others read it", OURS))),
        },
        "no-formal-alliances": {
            "atop-pacts-2016": ByClause(True, listed),
            "cow-on-the-same-list": ByClause(True, tuple(zip(names, _matched(pacts, formal), strict=True))),
            "cow-own-list": ByClause(
                True,
                tuple(
                    (_name(row.partner, row.label if row.members > 2 else None, row.started), duties)
                    for row, duties in zip(once.itertuples(), _codes(once), strict=True)
                ),
            ),
            "treaty-texts": ByClause(True, tuple(_texts(record, "China", with_year=True).items())),
            "with-article-nine": ByClause(
                True,
                tuple(
                    (name, duties | OURS if its else duties) for (name, duties), its in zip(listed, russia, strict=True)
                ),
            ),
        },
    }


def _codes(rows: pd.DataFrame) -> list[frozenset[str]]:
    """The duties of each row of a table that has one column a duty, yes or no."""
    return [frozenset(clause for clause in CLAUSES if row[clause] == "yes") for row in rows.to_dict("records")]


def _duties(rows: pd.DataFrame, name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((name, duties) for duties in _codes(rows))


def _name(partner: str | None, label: str | None, started: pd.Timestamp) -> str:
    """North Korea 1961; a pact of many by its own name."""
    return label if isinstance(label, str) and not _is_one(partner, label) else f"{partner} {started.year}"


def _is_one(partner: str | None, label: str) -> bool:
    return isinstance(partner, str) and partner in label


def _texts(record: Record, *states: str, with_year: bool = False) -> dict[str, frozenset[str]]:
    """The treaties of all ``states`` whose duty to defend we read, each with its duties by our reading or, where we did not
    read a clause, by ATOP's code."""
    texts = read(record, "defence", *states)
    partners = texts["parties"].str.replace("China; ", "")
    names = dict(
        zip(
            texts["pact_id"],
            (f"{who} {day.year}" for who, day in zip(partners, texts["signed"], strict=True)),
            strict=True,
        )
    )
    found = {pact: set() for pact in names}
    for clause in CLAUSES:
        ours = in_force_codes(record, clause, "our_reading")
        codes = in_force_codes(record, clause, "atop") | ours
        for pact in found:
            if codes.get(pact) == "yes":
                found[pact].add(clause)
    return {names[pact] if with_year else pact: frozenset(duties) for pact, duties in found.items()}


def in_force_codes(record: Record, clause: str, coder: str) -> dict[str, str]:
    """By pact, what ``coder`` says of a clause; only pacts that are in force on the article's day."""
    rows = in_force(coded(record, clause, coder), ARTICLE_DAY)
    return dict(zip(rows["pact_id"], rows["codes"], strict=True))


def _matched(pacts: pd.DataFrame, formal: pd.DataFrame) -> list[frozenset[str]]:
    """The duties of each pact of ATOP's list by the Correlates of War: of the same partner and year, or of the same name."""
    codes: dict[object, frozenset[str]] = {}
    for row, duties in zip(formal.itertuples(), _codes(formal), strict=True):
        for key in ((row.partner, row.started.year), row.label):
            codes[key] = codes.get(key, frozenset()) | duties
    return [
        codes.get((row.bilateral_partner, row.started.year), codes.get(row.label, frozenset()))
        for row in pacts.itertuples()
    ]


hold(__name__, instead=RULE)
