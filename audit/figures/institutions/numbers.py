"""The chapter's numbers on their way into prose, by section: name -> text. What they are is computed in the findings."""

from __future__ import annotations

import pandas as pd

from audit.figures.cards import day
from audit.figures.prose import in_words
from audit.findings.institutions import claims, tables
from audit.inputs.record import Record


def answer(record: Record) -> dict[str, str]:
    """The declaration that the article reports, and the others."""
    told, measured = tables.declarations(record), tables.measured(record).set_index("when").loc["2023 summit"]
    ours = told.set_index("declaration_id").loc[claims.DECLARATION]
    since = told[told["date"] > claims.SUMMIT]
    return {
        "named": in_words(int(ours["named"])),
        "others": in_words(int(ours["others"])),
        "missing": in_words(int(ours["missing"])),
        "missing-before": in_words(int(measured["missing_before"])),
        "others-before": in_words(int(measured["asked_before"])),
        "texts": in_words(len(told)),
        "first-text": str(told["year"].min()),
        "last-text": str(told["year"].max()),
        "texts-since": in_words(len(since)),
    }


def club(record: Record) -> dict[str, str]:
    """How the club grew."""
    founded, last = pd.Timestamp(2001, 6, 15), pd.Timestamp(record.data_cutoff)
    counts = record["institutions_sco_counts"]
    partners = counts[counts["date"] == claims.SUMMIT]["dialogue_partners"].dropna()
    return {
        "members-first": in_words(len(claims.members(record, founded))),
        "members-then": in_words(len(claims.members(record, claims.ARTICLE_DAY))),
        "members-now": in_words(len(claims.members(record, last))),
        "partners-fewest": str(int(partners.min())),
        "partners-most": str(int(partners.max())),
    }


def disputes(record: Record) -> dict[str, str]:
    """Borders and protests."""
    told = tables.disputes(record)
    protest = claims.facts(record, "india-sole-major-disputes", "protested")
    return {
        "bordering": in_words(int((told["border"] == "yes").sum())),
        "asked": in_words(len(told)),
        "protest-month": f"{protest['date'].min():%B %Y}",
    }


def initiatives(record: Record) -> dict[str, str]:
    """When the four were proposed."""
    proposed = tables.proposed_on(record)
    return {f"proposed-{name.lower()}": day(when) for name, when in proposed.items()}
