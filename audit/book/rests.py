"""The page "What rests on what?": numbers, tables and a search from either end, all computed while the book is built.

``rests-data.js`` among the scripts holds what ``static/rests.js`` looks through. Sources and claims of the other lists link here.
"""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from audit.faults import FaultsError
from audit.figures.cards import templates
from audit.figures.rests import default_rests, numbers, rows_of, script
from audit.figures.static_pictures import write_whole
from audit.figures.words import VERDICT_WORDS

FILE = "rests-data.js"
PAGE = "chapters/rests"
#: Rows of the table of sources that stand open; the others are folded.
FIRST = 12


class _OfRests(SphinxDirective):
    def html(self) -> str:
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        try:
            return [nodes.raw("", self.html(), format="html")]
        except (FaultsError, LookupError) as error:
            raise self.error(str(error)) from error


class Search(_OfRests):
    """``{rests-search}``: the field and the place of its answer; without a script there is neither."""

    def html(self) -> str:
        rests = default_rests()
        rows = {kind: rows_of(rests, kind) for kind in ("source", "table")}
        headline = next(one for one in rests.judged.values() if one.article and one.claim.headline)
        examples = [
            *((kind, rows[kind][0]["id"], rows[kind][0]["title"]) for kind in ("source", "table") if rows[kind]),
            ("claim", headline.claim.id, headline.claim.claim),
        ]
        return templates().get_template("rests_search.html").render(examples=examples, verdicts=list(VERDICT_WORDS))


class Most(_OfRests):
    """``{rests-most} source`` or ``table``: those that move a verdict although what others print alike still stands."""

    required_arguments = 1

    def html(self) -> str:
        kind = self.arguments[0]
        if kind not in ("source", "table"):
            raise LookupError(f"{kind!r} is neither source nor table")
        rows = rows_of(default_rests(), kind)
        return templates().get_template("rests_most.html").render(kind=kind, first=rows[:FIRST], others=rows[FIRST:])


class Number(SphinxRole):
    """``{rests}`moving` ``: a number of ``audit.figures.rests.numbers`` in the page's prose."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        name, known = self.text.removesuffix(" capital"), numbers(default_rests())
        if name not in known:
            message = self.inliner.reporter.error(
                f"no number called {name!r}: one of {', '.join(known)}", line=self.lineno
            )
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [nodes.Text(known[name] if name == self.text else known[name].capitalize())], []


def setup(app) -> None:
    """Register the directives, the role and what is written and brought along; called by ``audit.book.setup``."""
    app.add_directive("rests-search", Search)
    app.add_directive("rests-most", Most)
    app.add_role("rests", Number())
    app.connect("html-page-context", bring_script)
    app.connect("html-page-context", link_cards)
    app.connect("build-finished", write_data)


def bring_script(app, pagename, templatename, context, doctree) -> None:
    """Style, data and script of the page, on it only; the page of everything, which is printed, has the style."""
    if pagename == PAGE or app.builder.name == "singlehtml":
        app.add_css_file("rests.css", priority=903)
    if pagename == PAGE:
        app.add_js_file("find.js", loading_method="defer", priority=600)
        app.add_js_file(FILE, loading_method="defer", priority=601)
        app.add_js_file("rests.js", loading_method="defer", priority=602)


_IN_REGISTER = re.compile(
    r'(<div><dt>In the register</dt><dd><a href="register\.html#claim-([a-z0-9-]+)">.*?</dd></div>)'
)


def link_cards(app, pagename, templatename, context, doctree) -> None:
    """Each card of a claim leads to what it rests on. Not in the stored card: a notebook is no place for the page's links."""
    if app.builder.name == "html" and "claim-card" in (body := context.get("body", "")):
        link = r'\1\n<div><dt>What it rests on</dt><dd><a href="rests.html?claim=\2">Checks, tables and sources</a></dd></div>'
        context["body"] = _IN_REGISTER.sub(link, body)


def write_data(app, exception) -> None:
    """Among the book's scripts: a page opened from a folder can load nothing else."""
    if not exception and app.builder.name == "html":
        write_whole(Path(app.outdir) / "_static" / FILE, script(default_rests()))
