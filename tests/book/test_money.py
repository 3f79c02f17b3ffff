"""Amounts of money in prose stay text, however many stand in a sentence; mathematics is still mathematics."""

import io

import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from audit.paths import ROOT

CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
PAGE = """\
# Oil

A barrel went from US$60 to US$90. It cost $5 more, then $$7, and \\$8 of $9.

| from | to |
|---|---|
| $60 | US$90 or $95 |

- cheap: $1, dear: $2

The growth is {math}`r = e^{x} - 1`, and as a block:

```{math}
a^2 + b^2 = c^2
```
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> BeautifulSoup:
    """A scratch page, read with the book's own settings."""
    folder = tmp_path_factory.mktemp("scratch")
    extensions = CONFIG["parse"]["myst_enable_extensions"]
    renderer = CONFIG["sphinx"]["config"]["html_math_renderer"]
    (folder / "conf.py").write_text(
        'extensions = ["myst_parser", "audit.book.clean"]\nhtml_theme = "basic"\n'
        f"myst_enable_extensions = {extensions!r}\nhtml_math_renderer = {renderer!r}\n"
    )
    (folder / "index.md").write_text(PAGE, encoding="utf-8")
    warnings = io.StringIO()
    with docutils_namespace():
        Sphinx(folder, folder, folder / "out", folder / "trees", "html", None, None, warnings).build()
    assert not warnings.getvalue()
    return BeautifulSoup((folder / "out" / "index.html").read_text(encoding="utf-8"), "html.parser")


def test_amounts_stay_text(page):
    first = page.select_one(".body p")
    assert first.get_text() == "A barrel went from US$60 to US$90. It cost $5 more, then $$7, and $8 of $9."
    assert not first.select("math, .math, em")
    assert [cell.get_text() for cell in page.select("td")] == ["$60", "US$90 or $95"]
    assert page.select_one(".body li").get_text().strip() == "cheap: $1, dear: $2"


def test_mathematics_is_mathematics(page):
    inline, block = page.select("math")
    assert "r" in inline.get_text() and inline.find_parent("p") and block.find_parent(class_="math")
