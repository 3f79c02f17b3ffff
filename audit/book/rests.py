"""The page "What rests on what?": numbers, tables and a search from either end, all computed while the book is built.

``rests-data.js`` among the scripts holds what ``static/rests.js`` looks through. Sources and claims of the other lists link here.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from audit.book.kept_rests import rests as default_rests
from audit.book.own_templates import page_templates
from audit.faults import FaultsError
from audit.figures.rests import numbers, rows_of, script
from audit.figures.static_pictures import write_whole
from audit.figures.words import VERDICT_WORDS

FILE = "rests-data.js"
PAGE = "chapters/rests"
#: Rows of the tables that stand open; the others are folded. A table moves more verdicts than a source.
FIRST = {"source": 12, "table": 5}


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
        firsts = {kind: rows[kind][0]["items"][0] for kind in rows if rows[kind]}
        examples = [
            *((kind, first["id"], first["title"]) for kind, first in firsts.items()),
            ("claim", headline.claim.id, headline.claim.claim),
        ]
        return (
            page_templates().get_template("rests_search.html").render(examples=examples, verdicts=list(VERDICT_WORDS))
        )


class Most(_OfRests):
    """``{rests-most} source`` or ``table``: those that move a verdict on the articles by the count by origin.

    ``{rests-most} source ours``: those that move only a proposition of ours.
    """

    required_arguments, optional_arguments = 1, 1

    def html(self) -> str:
        kind, *whose = self.arguments
        if kind not in FIRST or whose not in ([], ["ours"]):
            raise LookupError(f"{' '.join(self.arguments)!r} is neither source nor table, nor one of them and ours")
        rows, first = rows_of(default_rests(), kind, bool(whose)), 0 if whose else FIRST[kind]
        template = page_templates().get_template("rests_most.html")
        return template.render(kind=kind, ours=bool(whose), first=rows[:first], others=rows[first:])


@cache
def _numbers() -> dict[str, str]:
    """Counted once a build: the page's prose says some thirty of them."""
    return numbers(default_rests())


class Number(SphinxRole):
    """``{rests}`moving` ``: a number of ``audit.figures.rests.numbers`` in the page's prose."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        name, known = self.text.removesuffix(" capital"), _numbers()
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
    app.connect("html-page-context", link_lists)
    app.connect("build-finished", write_data)


def bring_script(app, pagename, templatename, context, doctree) -> None:
    """Style, data and script of the page, on it only; the page of everything, which is printed, has the style."""
    if pagename == PAGE or app.builder.name == "singlehtml":
        app.add_css_file("rests.css", priority=903)
    if pagename == PAGE:
        app.add_js_file("find.js", loading_method="defer", priority=600)
        app.add_js_file(FILE, loading_method="defer", priority=601)
        app.add_js_file("rests.js", loading_method="defer", priority=602)


#: Where a list names a claim or a source, and what leads from there to this page. Not in the templates of cards and lists:
#: what a notebook has stored is no place for the page's links.
_CARD = re.compile(r'(<div><dt>In the register</dt><dd><a href="register\.html#claim-([a-z0-9-]+)">.*?</dd></div>)')
_CLAIM = re.compile(r'(<a href="#claim-([a-z0-9-]+)"><code>[^<]*</code></a>\s*· <a href="[^"]*">read the chapter</a>)')
_SOURCE = re.compile(r'(<tr id="source-(\w+)"(?:(?!</tr>).)*<td data-label="Used in">(?:(?!</td>).)*)', re.DOTALL)


def link_lists(app, pagename, templatename, context, doctree) -> None:
    """Each card and each row of the lists leads to what it rests on, or to what rests on it."""
    body = context.get("body", "")
    if app.builder.name != "html" or PAGE not in app.env.found_docs or not re.search("claim-card|data-list", body):
        return
    resting = set(default_rests().ways["source_id"])

    def source(found: re.Match) -> str:
        link = f' <a class="figure-link" href="rests.html?source={found[2]}">what rests on it</a>'
        return found[1] + (link if found[2] in resting else "")

    card = (
        r'\1\n<div><dt>What it rests on</dt><dd><a href="rests.html?claim=\2">Checks, tables and sources</a></dd></div>'
    )
    body = _CARD.sub(card, body)
    body = _CLAIM.sub(r'\1 · <a class="figure-link" href="rests.html?claim=\2">what it rests on</a>', body)
    context["body"] = _SOURCE.sub(source, body)


def write_data(app, exception) -> None:
    """Among the book's scripts: a page opened from a folder can load nothing else."""
    if not exception and app.builder.name == "html" and PAGE in app.env.found_docs:
        write_whole(Path(app.outdir) / "_static" / FILE, script(default_rests()))
