"""How this book is cited: an entry of BibTeX for the book, and for each page, figure and claim of it, with its address.

Each stands in a file of its own in ``cite/``, all of them in one, and reference managers read a page's head. Where the
configuration names no address of the book (``html_baseurl``), an entry says the version and the place in the book: none is
invented. Who made the book and when it was released is read from ``CITATION.cff``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urljoin

import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from audit.book.charts import DOWNLOADS, figures_of_book, read_payload
from audit.book.citations import bibtex_text
from audit.figures import static_pictures
from audit.figures.cards import published_on
from audit.figures.imprint import record_date, version
from audit.figures.words import VERDICT_WORDS
from audit.findings import default_ledger, findings
from audit.paths import ROOT

#: In the built book.
FOLDER, ALL = "cite", "partners-not-allies.bib"
KEY = "partners-not-allies"
#: As BibTeX knows them, without braces: a list of references then has them in its own language.
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
#: The page of claims.
REGISTER = "chapters/register"


@dataclass(frozen=True)
class Citation:
    """What is cited: its title, what it is in the book, and its place there (empty: the book itself)."""

    name: str  # its key, with the book's before it
    title: str
    what: str = ""
    place: str = ""
    note: str = ""

    @property
    def file(self) -> str:
        """Where its entry stands in the built book: a figure's beside its other files."""
        kind, _, name = self.name.partition("-")
        return f"{DOWNLOADS}/{name}.bib" if kind == "figure" else f"{FOLDER}/{self.name}.bib"


@cache
def citation_file(root: Path = ROOT) -> dict:
    """``CITATION.cff``: who made the book, its title, its version and the day of its release."""
    return yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))


def bibtex(one: Citation, base: str) -> str:
    """One entry. ``base``: the address of the published book, or empty."""
    book, released = citation_file(), citation_file()["date-released"]
    title = bibtex_text(book["title"])
    how = f"{one.what} of: {title}" if one.what else "Jupyter Book"
    where = [] if base or not one.place else [f"At {bibtex_text(one.place)} in the book"]
    fields = {
        "author": " and ".join("{" + bibtex_text(author["name"]) + "}" for author in book["authors"]),
        "title": "{" + (bibtex_text(one.title) if one.title else title) + "}",
        "howpublished": f"{how}, {version()}",
        "year": f"{released.year}",
        "month": MONTHS[released.month - 1],
        "url": urljoin(base, one.place) if base else "",
        "note": ". ".join([*([bibtex_text(one.note)] if one.note else []), *where, f"Record to {record_date()}"]),
    }
    held = {name: value if name == "month" else f"{{{value}}}" for name, value in fields.items() if value}
    lines = "".join(f"  {name} = {value},\n" for name, value in held.items())
    return f"@misc{{{KEY}{'' if one.name == 'book' else '-' + one.name},\n{lines}}}\n"


def pages(app) -> list[Citation]:
    """Every page of the book but the first, which stands for the whole, in its order."""
    titles = ((docname, app.env.titles[docname].astext()) for docname in list(app.config.external_site_map)[1:])
    return [
        Citation(
            f"page-{docname.rpartition('/')[2]}", nodes.unescape(title), "Page", app.builder.get_target_uri(docname)
        )
        for docname, title in titles
    ]


def figures(app) -> list[Citation]:
    made = []
    for docname, node in figures_of_book(app.env):
        name, title = read_payload(node["spec"]).id, static_pictures.told_title(node["spec"]).rstrip(".")
        place = f"{app.builder.get_target_uri(docname)}#{node['ids'][0]}"
        made.append(Citation(f"figure-{name}", title, f"Figure {name}", place))
    return made


def claims(app) -> list[Citation]:
    """Every claim, judged or not, at its place in the register, which stays; and whose claim it is."""
    ledger, judged, register = default_ledger(), findings(), app.builder.get_target_uri(REGISTER)
    made = []
    for claim in ledger.claims.values():
        article = ledger.articles[claim.article]
        who = f"{article.author} in {article.outlet}" if article.author else article.outlet
        said = f"Made by {who}, {published_on(article)}, paragraph {claim.paragraph}, in our words"
        verdict = f"Verdict on the record: {VERDICT_WORDS[judged[claim.id].verdict]}" if claim.id in judged else ""
        made.append(
            Citation(
                f"claim-{claim.id}",
                f"The claim: {claim.claim.rstrip('.')}",
                f"Claim {claim.id}",
                f"{register}#claim-{claim.id}",
                ". ".join(part for part in (said, verdict) if part),
            )
        )
    return made


BOOK = Citation("book", "")
DATA = Citation(
    "data", "The record: one table a question, every published figure with its source", "Data", "chapters/data.html"
)


def entries(app) -> list[Citation]:
    """All that can be cited. An id is an address, so no two have one name."""
    return [BOOK, DATA, *pages(app), *figures(app), *claims(app)]


def write_entries(app, exception) -> None:
    if exception or app.builder.name != "html":
        return
    made = {one.file: bibtex(one, app.config.html_baseurl) for one in entries(app)}
    for name, content in {**made, f"{FOLDER}/{ALL}": "\n".join(made.values())}.items():
        static_pictures.write_whole(Path(app.outdir) / name, content)


def describe_for_managers(app, pagename, templatename, context, doctree) -> None:
    """The head of a page as reference managers read it, and for its foot where its entry is."""
    if app.builder.name != "html" or pagename not in app.env.found_docs:
        return
    book, base, whole = citation_file(), app.config.html_baseurl, pagename == app.config.root_doc
    title = nodes.unescape(app.env.titles[pagename].astext())
    tags = [("citation_title", book["title"] if whole else title)]
    tags += [] if whole else [("citation_inbook_title", book["title"])]
    tags += [("citation_author", author["name"]) for author in book["authors"]]
    tags += [("citation_publication_date", f"{book['date-released']}".replace("-", "/")), ("citation_language", "en")]
    tags += [("citation_public_url", urljoin(base, app.builder.get_target_uri(pagename)))] if base else []
    lines = (f'<meta name="{name}" content="{escape(value)}">' for name, value in tags)
    context["metatags"] = "\n".join([context.get("metatags", ""), *lines])
    name = "book" if whole else f"page-{pagename.rpartition('/')[2]}"
    context["cite_entry"], context["cite_whole"] = context["pathto"](f"{FOLDER}/{name}.bib", 1), whole


class Entry(SphinxDirective):
    """``{cite-book}``: the book's entry, to be copied."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(ROOT / "CITATION.cff"))
        entry = bibtex(BOOK, self.config.html_baseurl)
        return [nodes.literal_block(entry, entry, language="none", classes=["cite-entry"])]


def setup(app) -> None:
    app.add_directive("cite-book", Entry)
    app.connect("html-page-context", describe_for_managers, priority=810)
    app.connect("build-finished", write_entries)
