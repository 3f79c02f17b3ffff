"""Citations in prose, ``{cite:t}`source_id` ``, through sphinxcontrib-bibtex from the one list of sources there is.

The bibliography is made from ``data/sources.csv`` while the book is built, of the sources that a page cites: reading all of
them would take longer than writing ten pages. Works on method, which are no source of any figure, stand in ``methods.bib``
beside this module.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from pybtex.plugin import find_plugin, register_plugin

from audit.book.places_of_sources import INDEX, source_pages
from audit.figures import static_pictures
from audit.findings import default_record

METHODS = Path(__file__).with_name("methods.bib")
#: What a page cites, as its author wrote it, and as ``make book`` stored it in a notebook (``audit.figures.stored_words``).
_CITED = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`|data-cite(?:-words)?=\\?\"([^\"\\]+)")
#: As TeX reads them.
_ESCAPED = str.maketrans({sign: "\\" + sign for sign in "&%$#_"} | {"{": "(", "}": ")", "\\": "/", "~": "-", "^": ""})


def setup(app):
    app.setup_extension("sphinxcontrib.bibtex")
    # It asks for this one with every citation, and each time looks through all that is installed.
    register_plugin("pybtex.backends", "plaintext", find_plugin("pybtex.backends", "plaintext"), force=True)
    app.config.bibtex_reference_style = "author_year"
    app.connect("config-inited", _make_bibliography, priority=100)
    app.connect("doctree-resolved", lead_to_rows)


def lead_to_rows(app, doctree, docname) -> None:
    """A citation of a source leads to its row in the list of sources, which says what was seen and where it is used."""
    known = set(default_record().sources.index)
    keys = {one.citation_id: one.key for one in app.env.get_domain("cite").citations if one.key in known}
    pages = source_pages(app.builder, docname, keys.values())
    for link in doctree.findall(nodes.reference):
        page, sign, anchor = link.get("refuri", "").rpartition("#")
        if sign and page.endswith(app.builder.get_target_uri(INDEX).rpartition("/")[2]) and anchor in keys:
            link["refuri"] = f"{pages[keys[anchor]] or page}#source-{keys[anchor]}"


def _make_bibliography(app, config) -> None:
    made = static_pictures.cache_folder().parent / "sources.bib"
    sources = default_record().sources
    pages = [Path(app.srcdir, "CHANGELOG.md"), *Path(app.srcdir, "chapters").rglob("*")]
    texts = [
        page.read_text("utf-8", "replace") for page in pages if page.is_file() and page.suffix in (".md", ".ipynb")
    ]
    static_pictures.write_whole(made, bibtex(sources[sources.index.isin(cited(texts))]))
    config.bibtex_bibfiles = [str(made), str(METHODS)]
    config.bibtex_reference_style = "author_year"
    config.bibtex_default_style = "unsrt"


def cited(texts: Iterable[str]) -> set[str]:
    """The keys that these pages cite; of one that is in no list Sphinx warns when it reads the page."""
    found = (written or stored for text in texts for written, stored in _CITED.findall(text))
    return {key.strip() for keys in found for key in keys.split(",")}


def bibtex(sources) -> str:
    """``sources`` (the frame, indexed by source_id) as BibTeX, one ``@misc`` a source, keyed by its id."""
    return "\n".join(_entry(source_id, row) for source_id, row in sources.sort_index().iterrows())


def _entry(source_id: str, row) -> str:
    published = "" if row["published"] != row["published"] else str(row["published"])[:10]
    year = re.match(r"\d{4}", published)
    fields = {
        "author": "{" + _as_pybtex_reads(row["publisher"]) + "}",
        "title": "{" + _as_pybtex_reads(row["title"]) + "}",
        "year": year[0] if year else "n.d.",
        "url": str(row["url"]) if row["url"] == row["url"] else "",
        "note": f"Published {published}" if len(published) > 4 else "",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{source_id},\n{lines}}}\n"


def bibtex_text(words) -> str:
    """Words as a field of BibTeX holds them."""
    return str(words).translate(_ESCAPED)


def _as_pybtex_reads(words) -> str:
    """The same for the page's own list, whose reader takes a dollar as it stands and would show the sign before it."""
    return bibtex_text(words).replace(r"\$", "$")
