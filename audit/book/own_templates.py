"""Templates of pages that are no notebook: beside those of the theme, and with all that those of a figure know."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from audit.figures.cards import templates

FOLDER = Path(__file__).parent / "templates"


@cache
def page_templates() -> Environment:
    """The environment of ``audit.figures.cards``, which finds the templates of this room as well.

    They stand here and not there, because whatever stands there shapes what a notebook shows.
    """
    return templates().overlay(loader=ChoiceLoader([FileSystemLoader(FOLDER), templates().loader]))
