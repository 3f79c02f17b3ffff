"""Directives and roles that put findings on pages without a notebook: card, scorecard, tables of the method.

They compute from ``seeds/`` and ``data/`` while the book is built, with the same functions as the notebooks.
"""

from __future__ import annotations

import re
from collections import Counter
from statistics import median_low

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from audit.faults import FaultsError
from audit.figures.cards import claim_card, computed_text, counts, figure_text, templates
from audit.figures.prose import VERDICT_WORDS, every_article, in_words
from audit.figures.titles import listed
from audit.figures.words import VERDICT_GLOSS
from audit.findings import default_ledger, default_record, finding, findings, of_forecasts, of_propositions
from audit.findings.answer import LAYERS
from audit.inputs import registration
from audit.judgement import CONFIDENCE, LADDERS, LEVELS


class _Html(SphinxDirective):
    """A directive whose whole content is one piece of HTML; a table scrolls by itself where it is wider than the page."""

    def html(self) -> str:
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        try:
            return [nodes.raw("", within_reach(self.html()), format="html")]
        except (FaultsError, LookupError) as error:
            raise self.error(str(error)) from error


def within_reach(html: str) -> str:
    """A bare table in a region of its own, which scrolls sideways so that the page need not."""
    if not html.lstrip().startswith("<table"):
        return html
    caption = re.search(r"<caption[^>]*>(.*?)</caption>", html, re.DOTALL)
    name = re.sub(r"<[^>]+>", "", caption[1]).strip() if caption else "Table"
    return f'<div class="register-scroll" role="region" aria-label="{name}" tabindex="0">\n{html}</div>\n'


class ClaimCard(_Html):
    """``{claim-card} CLAIM_ID``."""

    required_arguments = 1

    def html(self) -> str:
        return claim_card(finding(self.arguments[0]))


class Scorecard(_Html):
    """``{scorecard}``: the headline claims by layer, judged or not; the layers are never folded into one word."""

    def html(self) -> str:
        claims, judged = default_ledger().claims, findings()
        layers = [
            {
                "name": layer.name,
                "question": layer.question,
                "claims": [(claims[id], judged.get(id)) for id in layer.labels],
            }
            for layer in LAYERS
        ]
        total = sum(len(layer["claims"]) for layer in layers)
        return templates().get_template("scorecard.html").render(layers=layers, total=total)


class Ladders(_Html):
    """``{ladders}``: the verdicts of each kind of claim, from the code that applies them."""

    def html(self) -> str:
        return templates().get_template("ladders.html").render(ladders=LADDERS)


class VerdictCodes(_Html):
    """``{verdict-codes}``: each verdict as software finds it and as the book says it, for each kind of claim that can have it."""

    def html(self) -> str:
        kinds = {ladder: [kind for kind, own in LADDERS.items() if own == ladder] for ladder in LADDERS.values()}
        return (
            templates().get_template("verdict_codes.html").render(kinds=kinds, gloss=VERDICT_GLOSS, words=VERDICT_WORDS)
        )


class ConfidenceTable(_Html):
    """``{confidence-table}``: the table that the code looks confidence up in."""

    def html(self) -> str:
        return (
            templates()
            .get_template("confidence.html")
            .render(cells=CONFIDENCE, columns=("limited", "medium", "robust"), rows=("high", "medium", "low"))
        )


class ConfidenceOrdering(_Html):
    """``{confidence-ordering}``: every finding with a confidence, surest first, so that neighbours can be compared."""

    def html(self) -> str:
        sure = [one for one in findings().values() if one.confidence]
        sure.sort(key=lambda one: LEVELS.index(one.confidence.level), reverse=True)
        return templates().get_template("confidence_ordering.html").render(rows=sure)


class SourcesRead(_Html):
    """``{sources-read}``: how much was read of the sources behind each headline finding."""

    def html(self) -> str:
        rows = [one for one in findings().values() if one.claim.headline]
        return templates().get_template("sources_read.html").render(rows=rows)


class Exceptions(_Html):
    """``{exceptions}``: what each claim of pattern gets with and without the rule of exceptions."""

    def html(self) -> str:
        rows = [one for one in findings().values() if getattr(one.claim.test, "comparison", "") == "every_case"]
        return templates().get_template("exceptions.html").render(rows=rows)


class Propositions(_Html):
    """``{propositions}``: the sentences of our own that are registered beside the claims."""

    def html(self) -> str:
        registered, judged = registration.default(), of_propositions()
        rows = [(one, registered.first(one.id), judged.get(one.id)) for one in default_ledger().propositions.values()]
        return templates().get_template("propositions.html").render(rows=rows)


class Forecasts(_Html):
    """``{forecasts}``: what would speak against the thesis, registered beside claims and propositions, and what became of it."""

    def html(self) -> str:
        registered, scored = registration.default(), of_forecasts()
        rows = [(one, registered.first(one.id), scored[one.id]) for one in default_ledger().forecasts.values()]
        return templates().get_template("forecasts.html").render(rows=rows)


def number(name: str) -> str:
    """The text of ``CLAIM_ID field`` or of a count of the ledger; KeyError for an unknown name.

    Fields: ``verdict``, ``verdict-at-publication``, ``confidence``, ``computed``, ``stated``, ``agreeing``, ``total``.
    Counts: ``claims``, those with a verdict (``judged``), which the record settles (``settled``) or not (``silent``), ``weighed``, ``out-of-scope``, ``open``, ``articles``,
    ``sources``, ``propositions``, ``forecasts``, ``claims-in-CHAPTER``; of the headline claims: ``headline``, ``headline-judged``,
    ``headline-VERDICT``. In words: ``every-article``, ``claims-by-article``.
    """
    ledger = default_ledger()
    by_article = Counter(claim.article for claim in ledger.claims.values())
    by_chapter = Counter(claim.chapter for claim in ledger.claims.values() if claim.chapter)
    headline = [one for one in findings().values() if one.claim.headline]
    numbers = {
        "claims": lambda: len(ledger.claims),
        "propositions": lambda: len(ledger.propositions),
        "forecasts": lambda: len(ledger.forecasts),
        "ways-supported": lambda: _ways("supported"),
        "ways-supported-on-its-own-terms": lambda: _ways("supported-on-its-own-terms"),
        "articles": lambda: len(ledger.articles),
        "sources": lambda: len(default_record().sources),
        "sources not archived": lambda: int(default_record().sources["archived"].isna().sum()),
        "headline": lambda: sum(claim.headline for claim in ledger.claims.values()),
        "headline-judged": lambda: len(headline),
    }
    numbers |= {
        standing: (lambda standing=standing: counts(ledger.claims.values(), findings())[standing])
        for standing in ("judged", "settled", "silent", "weighed", "out-of-scope", "open")
    }
    numbers |= {f"claims-in-{chapter}": (lambda chapter=chapter: by_chapter[chapter]) for chapter in by_chapter}
    numbers |= {
        f"headline-{verdict}": (lambda verdict=verdict: sum(one.verdict == verdict for one in headline))
        for verdict in VERDICT_WORDS
    }
    if name == "every-article":
        return every_article(len(ledger.articles))
    if name == "claims-by-article":
        return listed([f"{in_words(by_article[id])} from {one.outlet}" for id, one in ledger.articles.items()])
    if name in numbers:
        count = numbers[name]()
        return in_words(count) if count < 1000 else f"{count:,}"
    claim_id, _, field = name.partition(" ")
    one = finding(claim_id)
    unit = getattr(one.claim.test, "unit", None)
    return {
        "verdict": VERDICT_WORDS[one.verdict],
        "verdict-at-publication": VERDICT_WORDS.get(one.verdict_at_publication, "none"),
        "confidence": one.confidence.level if one.confidence else "none",
        "computed": computed_text(one),
        "stated": figure_text(getattr(one.claim.test, "stated", None), unit),
        "agreeing": in_words(one.agreeing),
        "total": in_words(one.principled_total),
    }[field]


def _ways(verdict: str) -> int:
    """The median number of checks behind the findings with a verdict."""
    return int(median_low(one.principled_total for one in findings().values() if one.verdict == verdict))


class Number(SphinxRole):
    """``{number}`trade-growth-2022 computed` ``: a number or verdict on a page that is not a notebook."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            return [nodes.Text(number(self.text))], []
        except (KeyError, LookupError) as error:
            message = self.inliner.reporter.error(f"no number called {self.text!r}: {error}", line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]


class DataCutoff(SphinxRole):
    """``{data-cutoff}`x` ``: the day to which the record goes."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        cutoff = default_record().data_cutoff
        return [nodes.Text(f"{cutoff.day} {cutoff:%B %Y}")], []


def setup(app) -> None:
    """Register the directives and the roles; called by ``audit.book.setup``."""
    for name, directive in {
        "claim-card": ClaimCard,
        "verdict-codes": VerdictCodes,
        "scorecard": Scorecard,
        "ladders": Ladders,
        "confidence-table": ConfidenceTable,
        "confidence-ordering": ConfidenceOrdering,
        "exceptions": Exceptions,
        "propositions": Propositions,
        "forecasts": Forecasts,
        "sources-read": SourcesRead,
    }.items():
        app.add_directive(name, directive)
    app.add_role("number", Number())
    app.add_role("data-cutoff", DataCutoff())
    app.add_css_file("claims.css", priority=902)  # after book.css
