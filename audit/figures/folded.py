"""A long table that opens on a click."""

from __future__ import annotations

from html import escape

import pandas as pd

from audit.figures.cards import Html, plain_table


def folded(frame: pd.DataFrame, caption: str) -> Html:
    """The table of ``plain_table`` behind its caption."""
    table = plain_table(frame, caption)
    closed = Html(f"<details><summary>{escape(caption)}</summary>{table}</details>")
    closed.words = table.words
    return closed
