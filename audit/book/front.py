"""Directives of the front page: the answer, the three layers with their charts, and every claim as one mark.

All of it is computed from ``seeds/`` and ``data/`` while the book is built.
"""

from __future__ import annotations

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from audit.book.charts import figure_node
from audit.book.judging import cautions
from audit.faults import FaultsError
from audit.figures.cards import register_rows, sentence, shapes, templates
from audit.figures.front_charts import CHARTS
from audit.figures.prose import VERDICT_WORDS, every_article, in_words
from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.answer import LAYERS, answer, clauses, said_by


class _OnTheFrontPage(SphinxDirective):
    """What the front page says follows from the findings; a fault in claims or record stops the build."""

    def make(self) -> list[nodes.Node]:
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        try:
            return self.make()
        except (FaultsError, LookupError, ValueError) as error:  # a chart whose title its data no longer bear out
            raise self.error(str(error)) from error


class Answer(_OnTheFrontPage):
    """``{answer}``: the answer to the book's title in one sentence."""

    def make(self) -> list[nodes.Node]:
        return [nodes.paragraph(text=answer(findings() | of_propositions()), classes=["answer"])]


class FigureOf(_OnTheFrontPage):
    """``{figure-of} NAME``: a figure on a page that is no notebook, built from the record by the function of that name.

    It is shown small and still, as a picture with its data behind a disclosure.
    """

    required_arguments = 1

    def make(self) -> list[nodes.Node]:
        return [figure_of(self.arguments[0], self.env)]


def figure_of(name: str, env) -> figure_node:
    """The node of a figure of ``audit.figures.front_charts``; LookupError for a name that is none."""
    if name not in CHARTS:
        raise LookupError(f"no figure called {name!r}: one of {', '.join(CHARTS)}")
    made = CHARTS[name](default_record())
    payload = made.payload
    node = figure_node("", spec=made.spec, ids=[f"fig-{payload['id']}"], small=True)
    node["notebook"], node["cell"] = str(env.doc2path(env.docname)), ""
    node += nodes.paragraph(text=f"{payload['title']}. {payload['subtitle']}. {payload['alt']}")
    return node


class LayerRow(_OnTheFrontPage):
    """``{layer} ID``: what the findings say of one sense of the word ally, its chart, and the findings that speak to it."""

    required_arguments = 1

    def make(self) -> list[nodes.Node]:
        ledger, judged = default_ledger(), findings()
        layer = next((one for one in LAYERS if one.id == self.arguments[0]), None)
        if layer is None:
            raise LookupError(f"no layer {self.arguments[0]!r}: one of {', '.join(one.id for one in LAYERS)}")
        rows = layer.findings(ledger, judged)
        ours = of_propositions()
        about = [one for one in ours.values() if one.claim.layer == layer.id]
        listed = (
            templates()
            .get_template("front_findings.html")
            .render(
                rows=rows,
                ours=about,
                beside={one.claim.id: cautions(one.claim.id) for one in about},
                caution=layer.caution,
                note=open_claims(rows),
            )
        )
        row, body = nodes.container("", classes=["layer-row"]), nodes.container("", classes=["layer-body"])
        told = clauses(said_by(judged | ours))[layer.id]
        row += nodes.paragraph(text=f"{sentence(told)}.", classes=["layer-answer"])
        row += nodes.paragraph(text=layer.question, classes=["layer-question"])
        body += [figure_of(layer.id, self.env), nodes.raw("", listed, format="html")]
        row += body
        return [row]


def open_claims(rows) -> str | None:
    """What of a layer is still to come, and where; None where everything is judged."""
    waiting = [claim for claim, _, finding in rows if finding is None]
    notes = []
    if waiting:
        chapters = " and ".join(dict.fromkeys(claim.chapter for claim in waiting))
        notes.append(
            f"{sentence(in_words(len(waiting)))} of these {len(rows)} claims {'is' if len(waiting) == 1 else 'are'} open until "
            f"the chapter on {chapters}."
        )
    return " ".join(notes) or None


class EveryClaim(_OnTheFrontPage):
    """``{every-claim}``: each claim of the articles as one mark, grouped by verdict, in the order of the articles."""

    def make(self) -> list[nodes.Node]:
        return [nodes.raw("", unit_chart(), format="html")]


def unit_chart() -> Markup:
    """The unit chart and the same as a table."""
    ledger = default_ledger()
    articles = list(ledger.articles.values())
    rows = register_rows(ledger.claims.values(), ledger.articles, findings())
    groups = [
        {"verdict": verdict, "rows": found, "note": note_on(verdict, found)}
        for verdict in VERDICT_WORDS
        if (found := [row for row in rows if row["verdict"] == verdict])
    ]
    words = {"total": len(rows), "every_article": every_article(len(articles)), "shapes": shapes(articles)}
    return Markup(templates().get_template("unit_chart.html").render(groups=groups, articles=articles, **words))


def note_on(verdict: str, rows: list[dict]) -> str | None:
    """When and where open claims are judged or weighed."""
    if verdict != "not-judged-yet":
        return None
    claims = [row["claim"] for row in rows]
    weighed = sum(claim.kind == "judgement" for claim in claims)
    chapters = dict.fromkeys(claim.chapter for claim in claims)
    place = f"the chapter{'s' if len(chapters) > 1 else ''} on {' and '.join(chapters)}, still to come"
    return f"{len(claims) - weighed} get their verdict and {weighed} are weighed in {place}."


def setup(app) -> None:
    """Register the directives; called by ``audit.book.setup``."""
    directives_of = {"answer": Answer, "figure-of": FigureOf, "layer": LayerRow, "every-claim": EveryClaim}
    for name, directive in directives_of.items():
        app.add_directive(name, directive)
    app.connect("html-page-context", bring_styles)


def bring_styles(app, pagename, templatename, context, doctree) -> None:
    """Style and script of the front page, on the front page only; one page of everything has them too."""
    if pagename == app.config.root_doc or app.builder.name == "singlehtml":
        app.add_css_file("front.css", priority=903)
        app.add_js_file("front.js", loading_method="defer")
