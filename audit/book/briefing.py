"""Directives of the briefing: two pages of A4 from the same findings as the chapters, and of what the page is made on paper.

What is printed is the page itself (``static/briefing.css``), by a reader's browser or by ``make pdf``.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.util.docutils import SphinxDirective, SphinxRole

from audit.book.front import figure_of
from audit.book.own_templates import page_templates
from audit.faults import FaultsError
from audit.figures import briefing
from audit.figures.imprint import LICENCE, record_date, version
from audit.figures.prose import in_words
from audit.findings import default_ledger, default_record, findings, of_propositions

PAGE = "chapters/briefing"


class _Brief(SphinxDirective):
    def make(self) -> list[nodes.Node]:
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        try:
            return self.make()
        except (FaultsError, LookupError, ValueError) as error:
            raise self.error(str(error)) from error

    def has(self, chapter: str) -> bool:
        """Is it in the book?"""
        return f"chapters/{chapter}" in self.env.found_docs

    def html(self, name: str, **given) -> list[nodes.Node]:
        template = page_templates().get_template(f"brief_{name}.html")
        return [nodes.raw("", template.render(in_words=in_words, **given), format="html")]


class Layers(_Brief):
    """``{brief-layers}``: the three senses of ally, each with its clause of the answer and its directions."""

    def make(self) -> list[nodes.Node]:
        rows = briefing.layers(default_ledger(), default_record(), findings() | of_propositions())
        return self.html("layers", rows=rows)


class Figures(_Brief):
    """``{brief-figures} NAME NAME``: charts of the front page, side by side, under ids of their own."""

    required_arguments, final_argument_whitespace = 1, True

    def make(self) -> list[nodes.Node]:
        row = nodes.container("", classes=["brief-figures"])
        for name in self.arguments[0].split():
            node = figure_of(name, self.env)
            node["spec"] = deepcopy(node["spec"])
            payload = node["spec"]["usermeta"]["figure"]
            payload["id"] = f"briefing-{name}"
            node["ids"] = [f"fig-{payload['id']}"]
            row += node
        return [row]


class FindingOf(_Brief):
    """``{brief-finding} ID``: a sentence of the page's own, whose numbers are roles, and below it the verdict, computed."""

    required_arguments, has_content = 1, True

    def make(self) -> list[nodes.Node]:
        id = self.arguments[0]
        found = (findings() | of_propositions())[id]
        self.env.metadata[self.env.docname].setdefault("briefed", []).append(id)
        item = nodes.container("", classes=["brief-finding"])
        self.state.nested_parse(self.content, self.content_offset, item)
        ours = "" if found.article else Markup("<span>A proposition of ours.</span> ")
        words = escape(briefing.finding_words(found))
        link = Markup('<a href="{}.html#claim-{}">{}</a>').format(found.claim.chapter, id, words)
        item += nodes.raw("", Markup('<p class="brief-verdict">{}{}</p>').format(ours, link), format="html")
        return [item]


class Others(_Brief):
    """``{brief-others}``: every headline claim that has no sentence above, in one paragraph with its verdict."""

    def make(self) -> list[nodes.Node]:
        shown = self.env.metadata[self.env.docname].get("briefed", [])
        return self.html("others", rows=briefing.other_headlines(findings(), shown))


@cache
def _numbers() -> dict[str, str]:
    """Counted once a build: the page's prose says a dozen of them."""
    return briefing.numbers(default_record(), findings())


class Number(SphinxRole):
    """``{brief}`asking` ``: a number of ``audit.figures.briefing.numbers`` in the page's prose."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        known = _numbers()
        if self.text not in known:
            message = self.inliner.reporter.error(
                f"no number called {self.text!r}: one of {', '.join(known)}", line=self.lineno
            )
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [nodes.Text(known[self.text])], []


class Score(_Brief):
    """``{brief-score}``: how many claims were right, lucky, imprecise or wrong, and which were wrong."""

    def make(self) -> list[nodes.Node]:
        return self.html("score", **briefing.score(default_ledger(), findings()), scorecard=self.has("scorecard"))


class Falsifiers(_Brief):
    """``{brief-falsifiers}``: what would fell the thesis by 2030."""

    def make(self) -> list[nodes.Node]:
        rows = briefing.falsifiers(default_ledger(), default_record())
        counted = {name: sum(row[name] for row in rows) for name in ("today", "unknown")}
        return self.html("falsifiers", rows=rows, since=self.has("since"), **counted)


class Imprint(_Brief):
    """``{brief-imprint}``: which release this is, and to which day the record goes."""

    def make(self) -> list[nodes.Node]:
        words = f"{version().capitalize()}. Record to {record_date()}. {LICENCE}"
        return [nodes.paragraph(text=words, classes=["brief-imprint"])]


def setup(app) -> None:
    """Register the directives; called by ``audit.book.setup``."""
    for name, directive in {
        "brief-layers": Layers,
        "brief-figures": Figures,
        "brief-finding": FindingOf,
        "brief-others": Others,
        "brief-score": Score,
        "brief-falsifiers": Falsifiers,
        "brief-imprint": Imprint,
    }.items():
        app.add_directive(name, directive)
    app.add_role("brief", Number())
    app.connect("html-page-context", bring_styles)


def bring_styles(app, pagename, templatename, context, doctree) -> None:
    """Style of the briefing, on it only; one page of everything has it too."""
    if pagename == PAGE:
        app.add_css_file("front.css", priority=903)  # small charts
    if pagename == PAGE or app.builder.name == "singlehtml":
        app.add_css_file("briefing.css", priority=905)  # after print.css
