"""Long tables that open on a click."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd

from audit.figures.cards import Html, plain_table


def folded(frame: pd.DataFrame, caption: str) -> Html:
    """The table of ``plain_table`` behind its caption."""
    return _behind(caption, [plain_table(frame, caption)])


def folded_together(frames: Mapping[str, pd.DataFrame], caption: str) -> Html:
    """Several tables, each with its own caption (the key), behind one: so that the keys need not stop at every one."""
    return _behind(caption, [plain_table(frame, name) for name, frame in frames.items()])


def _behind(caption: str, tables: list[Html]) -> Html:
    closed = Html(f"<details><summary>{escape(caption)}</summary>{''.join(tables)}</details>")
    closed.words = "\n\n".join(table.words for table in tables)
    return closed
