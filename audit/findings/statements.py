"""A reported statement, judged on whether it was said: the same arithmetic for every chapter that has statements.

The test of a statement lists the parts of its sentence, and each part is looked for in a source other than the audited
article: a chapter's table of words has a row for each part that was found (column ``part``), ``statement_parts`` says in
which text it was sought, and ``statement_texts`` how much of that text was read. All parts found: said; some: said in part;
none: not found, if the text was read whole, otherwise the text was not obtained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from audit.inputs.ledger import Claim, WasSaid
from audit.inputs.record import Record
from audit.judgement import Specification, said, specification


def statement(record: Record, claim: Claim, table: str) -> list[Specification]:
    """A statement, by the parts of its sentence; and under each reading that has parts, by the parts that it asks for.

    ``table``: the chapter's table of words.
    """
    return [
        by_parts(record, parts_of(record, claim, table, test), table, None if test is claim.test else test.id)
        for test in claim.readings
        if test is claim.test or test.parts
    ]


def parts_of(record: Record, claim: Claim, table: str, test: WasSaid | None = None) -> pd.DataFrame:
    """The parts of a statement, or of one of its readings: where each was looked for, and whether it was found.

    Columns: ``part``, ``words``, those of ``statement_texts``, and ``found``: is there a source other than the article?
    """
    asked = [(f"{claim.id}.{part.id}", part.words) for part in (test or claim.test).parts]
    parts = pd.DataFrame(asked, columns=["part", "words"]).merge(record["statement_parts"], on="part")
    parts = parts.merge(record["statement_texts"], on="text_id")
    return parts.assign(found=parts["part"].isin(record[table]["part"].dropna()))


def by_parts(record: Record, parts: pd.DataFrame, table: str, reading: str | None) -> Specification:
    """All, some or none of ``parts`` in sources other than the article."""
    found, lacking = parts[parts["found"]], parts[~parts["found"]]
    words = record[table]
    outcome = said(len(found), len(parts), bool((parts["read"] == "whole").all()))
    one = specification(
        record,
        reading or "by-parts",
        "Each part of the sentence, looked for in other sources",
        outcome,
        [copies(words[words["part"] == part]) for part in found["part"]],
        nearest=True,
        reading=reading,
        reason=" ".join(
            [
                "The article attributes the words, so they themselves were looked for.",
                *_listed("Found", found["words"]),
                *_listed("Not found", lacking["words"]),
                *_texts(lacking),
            ]
        ),
    )
    return one if len(found) else _looked_in(record, one, outcome, parts)


def _looked_in(record: Record, one: Specification, outcome: str | None, parts: pd.DataFrame) -> Specification:
    """Nothing was found: the sources are the copies that were read, and a text read whole speaks by its silence."""
    looked = list(dict.fromkeys(parts["source_id"].dropna()))
    sources = record.sources.loc[looked]
    known = sources["published_latest"].max().date() if outcome and looked else None
    return replace(one, value=outcome, sources=tuple(looked), seen=tuple(sources["seen"]), published=known)


def copies(rows: pd.DataFrame) -> pd.DataFrame:
    """The statements that carry a part, one row for each place where they were seen."""
    second = rows[rows["second_source_id"].notna()]
    return pd.concat([rows, second.assign(source_id=second["second_source_id"])])


def _listed(heading: str, words: Sequence[str]) -> list[str]:
    return [f"{heading}: {'; '.join(words)}."] if len(words) else []


def _texts(parts: pd.DataFrame) -> list[str]:
    """How much was read of the texts in which a part is missing, and what was sought."""
    how = {"whole": "read whole", "part": "read in part", "not obtained": "not obtained"}
    texts = parts.drop_duplicates("text_id")
    return [f"{row.text}: {how[row.read]} (sought: {row.sought})." for row in texts.itertuples()]
