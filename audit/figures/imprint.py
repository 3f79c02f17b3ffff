"""What leaves the book says where it is from: the book and the figure, its address or else its version, date, licence."""

import tomllib
from functools import cache
from pathlib import Path

from audit.figures.cards import day
from audit.findings import default_record
from audit.paths import ROOT

BOOK = "Partners, Not Allies?"
LICENCE = "Text and pictures: CC BY 4.0. The figures in them belong to their publishers."


def imprint(figure: str = "", address: str = "", notebook: str = "") -> str:
    """One line for a picture or a citation.

    ``figure``: its id. ``address``: where it stands on the web, empty if the settings name none (``html_baseurl``); then
    the version stands there, with ``notebook``: the file that it was made in, and which version of that.
    """
    what = f"{BOOK}{f' Figure {figure}' if figure else ''}"
    where = address or ", ".join(part for part in (version().capitalize(), notebook) if part)
    return f"{what}. {where}. Record to {record_date()}. {LICENCE}"


@cache
def version(root: Path = ROOT) -> str:
    """Which release of the book this is."""
    with open(root / "pyproject.toml", "rb") as file:
        return f"version {tomllib.load(file)['project']['version']}"


def record_date() -> str:
    """The day of the record's last datum, for people."""
    return day(default_record().data_cutoff)
