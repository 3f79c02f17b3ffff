"""The lists one looks things up in: the register of claims, and the sources by chapter and kind.

All carry the same filter (``templates/filters.html``), whose buttons say how much they would show; ``static/register.js``
keeps the numbers true, and the filter in the address.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache

from docutils import nodes
from markupsafe import Markup, escape
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from audit.book.places_of_sources import page_of
from audit.faults import FaultsError
from audit.figures.cards import register_rows, sentence, templates
from audit.figures.prose import every_article
from audit.figures.words import VERDICT_WORDS
from audit.findings import default_ledger, default_record, findings
from audit.inputs.record import Record
from audit.judgement import LADDERS
from audit.paths import ROOT

#: Kinds of source, nearest to the fact first.
KINDS = ("official", "dataset", "research", "wire", "press")
#: Whether an address in an archive of the web is noted of a source.
ARCHIVED = {"noted": "Noted", "none": "Not noted"}
NEWEST_FIRST, OLDEST_FIRST, BY_PUBLISHER = "-published", "published", "publisher"
#: What stands in place of the index in a book of one page, whose lists are set without addresses (``static/one_file.css``).
ONE_FILE = (
    "An entry is publisher, title, id and day. In a file its title is a link to its address; on paper data/sources.csv has "
    "the address under the id. What is not marked whole or part was seen as an excerpt."
)
ORDERS = ((NEWEST_FIRST, "Newest first"), (OLDEST_FIRST, "Oldest first"), (BY_PUBLISHER, "By publisher"))


def facet(name: str, label: str, words: dict[str, str], values: Iterable[str]) -> dict:
    """One way to narrow a list: the values that occur, in the order of ``words``, each with how often it does."""
    counted = Counter(values)
    return {
        "name": name,
        "label": label,
        "choices": [(value, text, counted[value]) for value, text in words.items() if counted[value]],
    }


class _List(SphinxDirective):
    def make(self) -> list[nodes.Node]:
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        try:
            return self.make()
        except (FaultsError, LookupError) as error:
            raise self.error(str(error)) from error

    def chapters(self) -> list[str]:
        """As ``chapters_of``; the page is read again when one of their notebooks is another, whoever asked for it first."""
        chapters = chapters_of(self.config)
        for name in chapters:
            self.env.note_dependency(str(ROOT / "chapters" / f"{name}.ipynb"))
        return chapters


def chapters_of(config) -> list[str]:
    """Names of the chapters that the book has, in its order."""
    names = [docname.removeprefix("chapters/") for docname in config.external_site_map]
    return [name for name in names if (ROOT / "chapters" / f"{name}.ipynb").exists()]


class Register(_List):
    """``{register}``: every claim of the ledger, with filters. ``{claim}`` links to its row."""

    def make(self) -> list[nodes.Node]:
        html = register(self.chapters())
        made = nodes.raw("", html, format="html")
        for claim_id in default_ledger().claims:
            self.env.get_domain("std").note_object("claim", claim_id, f"claim-{claim_id}", location=made)
        return [made]


def register(chapters: list[str]) -> Markup:
    """The register as HTML; ``chapters`` are those that the book has."""
    ledger = default_ledger()
    rows = register_rows(ledger.claims.values(), ledger.articles, findings())
    to_come = dict.fromkeys(row["claim"].chapter for row in rows if row["claim"].chapter not in (None, *chapters))
    chapter_words = {name: sentence(name) for name in chapters}
    chapter_words |= {name: f"{sentence(name)}, to come" for name in to_come} | {"none": "No chapter"}
    facets = [
        facet(
            "verdict",
            "Verdict on the record",
            {code: sentence(words) for code, words in VERDICT_WORDS.items()},
            (row["verdict"] for row in rows),
        ),
        facet("chapter", "Chapter", chapter_words, (row["claim"].chapter or "none" for row in rows)),
        facet(
            "article",
            "Article",
            {article.id: article.outlet for article in ledger.articles.values()},
            (row["claim"].article for row in rows),
        ),
        facet("kind", "Kind", {kind: sentence(kind) for kind in LADDERS}, (row["claim"].kind for row in rows)),
    ]
    ladder = list(VERDICT_WORDS)
    return Markup(
        templates()
        .get_template("register.html")
        .render(rows=rows, facets=facets, rank=ladder.index, every_article=every_article(len(ledger.articles)))
    )


class SourceIndex(_List):
    """``{sources}``: how many sources each chapter brings, of which kind, with a link to their page; and each by its id.

    The ids are old addresses of the sources: what leads to one here goes on to its row.
    """

    def make(self) -> list[nodes.Node]:
        listed = listed_by_chapter(self.chapters())
        lists = [
            {
                "chapter": chapter,
                "title": sentence(chapter),
                "own": len(listed.get(chapter, ())),
                "kinds": Counter(row["kind"] for row in listed.get(chapter, ())),
                "elsewhere": _elsewhere(chapter, listed),
            }
            for chapter in (*self.chapters(), *({"none"} & listed.keys()))
        ]
        html = templates().get_template("source_index.html").render(lists=lists, listed=listed, kinds=KINDS)
        # in a book of one page the rows themselves stand at these addresses
        index, one_file = addnodes.only(expr="not builder_singlehtml"), addnodes.only(expr="builder_singlehtml")
        index += nodes.raw("", html, format="html")
        one_file += nodes.paragraph(text=ONE_FILE)
        return [index, one_file]


class SourcesOf(_List):
    """``{sources-of} CHAPTER``: the sources that this chapter uses and none before it, folded by kind, with filters.

    By chapter, as readers come from one; by kind within it, as that says who stands behind the chapter. Publishers would
    make hundreds of groups of one.
    """

    required_arguments = 1

    def make(self) -> list[nodes.Node]:
        (chapter,) = self.arguments
        listed = listed_by_chapter(self.chapters())
        if chapter not in listed:
            raise LookupError(f"no source stands under {chapter!r}: a page is for one of {', '.join(listed)}")
        return [nodes.raw("", sources_of(chapter, listed, self.chapters()), format="html")]


def sources_of(chapter: str, listed: dict[str, list[dict]], chapters: list[str]) -> Markup:
    """The page of a chapter's sources as HTML."""
    rows, words = listed[chapter], {name: sentence(name) for name in chapters} | {"none": "No chapter yet"}
    seen = {"whole": "Whole", "part": "Part", "excerpt": "Excerpt"}
    facets = [
        facet("kind", "Kind", {kind: sentence(kind) for kind in KINDS}, (row["kind"] for row in rows)),
        facet("seen", "Seen as", seen, (row["seen"] for row in rows)),
        facet("archived", "Archived copy", ARCHIVED, ("noted" if row["archived"] else "none" for row in rows)),
        facet("chapter", "Used by", words, (name for row in rows for name in row["chapters"])),
    ]
    kinds = [*KINDS, *sorted({row["kind"] for row in rows} - set(KINDS))]
    groups = [(kind, mine) for kind in kinds if (mine := [row for row in rows if row["kind"] == kind])]
    return Markup(
        templates()
        .get_template("sources.html")
        .render(
            chapter_id=chapter,
            chapter=words[chapter],
            total=len(rows),
            elsewhere=_elsewhere(chapter, listed),
            facets=facets,
            orders=ORDERS,
            groups=groups,
            breakable=breakable,
        )
    )


def _elsewhere(chapter: str, listed: dict[str, list[dict]]) -> list[tuple[str, str, int]]:
    """Where else sources of a chapter stand: chapter, its title, how many."""
    counts = {
        other: sum(chapter in row["chapters"] for row in rows) for other, rows in listed.items() if other != chapter
    }
    return [(other, sentence(other), number) for other, number in counts.items() if number]


def listed_by_chapter(chapters: Iterable[str]) -> dict[str, list[dict]]:
    """The rows of all sources under the first chapter that uses each; chapters that bring none of their own are left out.

    Looked up once: every page of a list asks, and by then no notebook is executed any more.
    """
    return _listed_by_chapter(tuple(chapters))


@cache
def _listed_by_chapter(chapters: tuple[str, ...]) -> dict[str, list[dict]]:
    rows = source_rows(default_record(), {name: tables_of(name) for name in chapters})
    under = {chapter: [row for row in rows if row["chapters"][0] == chapter] for chapter in (*chapters, "none")}
    return {chapter: mine for chapter, mine in under.items() if mine}


def source_rows(record: Record, tables_of_chapter: dict[str, Iterable[str]]) -> list[dict]:
    """Each source with the ``tables`` that name it and the ``chapters`` that use one of them, newest first.

    A source that no chapter uses yet has the one chapter ``none``.
    """
    used: dict[str, set[str]] = {}
    for table in record.tables:
        if table in ("sources", "reporters"):
            continue
        for source_id in record.sources_of(table):
            used.setdefault(source_id, set()).add(table)
    return [
        {
            "source_id": source_id,
            **source,
            "archived": source["archived"] if isinstance(source["archived"], str) else "",
            "tables": sorted(used.get(source_id, ())),
            "chapters": [
                chapter for chapter, tables in tables_of_chapter.items() if used.get(source_id, set()) & set(tables)
            ]
            or ["none"],
        }
        for source_id, source in record.sources.sort_values("published", ascending=False).to_dict("index").items()
    ]


def tables_of(chapter: str) -> list[str]:
    """The tables that a chapter used when it was last executed, as its notebook noted."""
    notebook = json.loads((ROOT / "chapters" / f"{chapter}.ipynb").read_text(encoding="utf-8"))
    return list(notebook["metadata"].get("audit", {}).get("fingerprint", {}).get("tables", ()))


def breakable(name: str) -> Markup:
    """A name of a table, which may break after its underscores and nowhere else."""
    return escape(name).replace("_", Markup("_<wbr>"))


def setup(app) -> None:
    """Register the directives; called by ``audit.book.setup``."""
    app.add_directive("register", Register)
    app.add_directive("sources", SourceIndex)
    app.add_directive("sources-of", SourcesOf)
    app.add_object_type("claim", "claim", objname="claim")  # {claim}`trade-growth-2022` links to the register
    app.connect("html-page-context", bring_script)


def bring_script(app, pagename, templatename, context, doctree) -> None:
    """The scripts of the lists, where there is one: on the register, the sources, and a page of everything."""
    if pagename == "chapters/register" or pagename.startswith(page_of("")) or app.builder.name == "singlehtml":
        app.add_js_file("find.js", loading_method="defer", priority=600)
        app.add_js_file("register.js", loading_method="defer", priority=601)
