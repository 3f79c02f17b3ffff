# ruff: noqa: F401, F403
"""Everything a chapter's notebook shows its findings with, under one name: ``from audit.figures import show``.

Cards, strips and tables of a finding; the parts that charts share; ``figure``, which finishes a chart; and the way of numbers
into prose. What belongs to one chapter only stands beside its captions, in ``audit.figures.<chapter>``.
"""

from audit.figures.cards import Html, accepted_range, claim_card, day, plain_table
from audit.figures.chart_parts import *  # noqa: F403 - the parts are listed where they are made
from audit.figures.figure import Figure, Stops, figure
from audit.figures.folded import folded, folded_together
from audit.figures.prose import (
    dollars,
    glue_finding,
    glue_findings,
    glue_numbers,
    in_words,
    percent,
    signed_percent,
)
from audit.figures.strip import strip_figure
from audit.figures.theme import light
from audit.figures.titles import listed, of_ways
from audit.figures.what_if import show_what_if
from audit.figures.words import VERDICT_WORDS
from audit.findings.what_if import what_if

__all__ = [name for name in globals() if not name.startswith("_")]
