"""Who counts as one witness: a text and every coding of it are one origin; rows that are facts of their own are not copies."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from audit.held import hold
from audit.judgement import Specification

#: One origin: the texts of the treaties, with every coding of these texts.
TEXTS = ("treaty-texts",)


def copies(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """One input for each row: every treaty is a fact of its own, and all must be known for the count."""
    return [rows.iloc[[place]] for place in range(len(rows))]


def one_origin(one: Specification) -> Specification:
    """A coding of treaty texts is no second count beside the texts."""
    return replace(one, origins=TEXTS)


hold(__name__)
