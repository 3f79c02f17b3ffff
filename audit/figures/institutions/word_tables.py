"""The tables of the chapter on the SCO that are read, not charted: frames with headings for people, for ``show.folded``."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from audit.figures.words import VERDICT_WORDS
from audit.findings.institutions import tables
from audit.inputs.record import Record
from audit.judgement import Finding


def named(record: Record, source: str) -> str:
    """Publisher and year of a source; the id is in the list of sources."""
    row = record.sources.loc[source]
    return f"{row['publisher']}, {row['published'][:4]}"


def disputes(record: Record) -> pd.DataFrame:
    """Each member of September 2023 but China, with its border."""
    told = tables.disputes(record)
    return pd.DataFrame(
        {
            "Member": told["member"],
            "Borders China": told["border"],
            "Dispute open in 2023": told["open"],
            "Settled by": told["settled_by"].replace("none", "not settled"),
        }
    )


def counts(record: Record) -> pd.DataFrame:
    """Published counts of the initiatives, as printed."""
    told = tables.initiative_counts(record)
    return pd.DataFrame(
        {
            "Initiative": told["initiative"],
            "Month": told["date"].dt.strftime("%B %Y"),
            "Number": told["number"],
            "Of": told["unit"],
            "Counted": told["counted"],
            "Source": [named(record, source) for source in told["source_id"]],
        }
    )


def evidence(record: Record, claim_id: str) -> pd.DataFrame:
    """The evidence on a judgement, the case against it first."""
    told = tables.evidence(record, claim_id)
    return pd.DataFrame(
        {
            "Speaks": told["side"],
            "Evidence": told["evidence"],
            "Year": told["as_of"].str[:4].where(~told["note"].fillna("").str.contains("no date"), "not shown"),
            "Source": [named(record, source) for source in told["source_id"]],
        }
    )


def verdicts(findings: Iterable[Finding]) -> pd.DataFrame:
    """Claims with their verdicts at both dates."""
    rows = [
        (one.claim.claim, VERDICT_WORDS[one.verdict_at_publication], VERDICT_WORDS[one.verdict]) for one in findings
    ]
    return pd.DataFrame(rows, columns=["Claim", "When published", "On the record"])


def parts(record: Record, findings: Iterable[Finding]) -> pd.DataFrame:
    """Reported statements, part by part, with what was found and where."""
    words = record["institutions_words"].set_index("part")
    rows = []
    for one in findings:
        for part in one.claim.test.parts:
            found = words.loc[f"{one.claim.id}.{part.id}"]
            rows.append(
                {
                    "Speaker": one.claim.speaker,
                    "Part": part.words,
                    "Found": found["paraphrase"],
                    "Where": named(record, found["source_id"]),
                }
            )
    return pd.DataFrame(rows)
