"""The page on which readers judge for themselves: ``{judge}``, and ``judge-data.js`` with every input of a rule.

The directive writes what stands without a script, the verdicts of this book. ``static/judge.js`` has the rules once more, and
``static/judge-page.js`` the controls; what they judge is compared with the package in ``tests/book/test_judge.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from audit.faults import FaultsError
from audit.figures.cards import register_rows, sentence, shapes, templates
from audit.figures.prose import every_article, in_words
from audit.figures.scorecard.words import LABEL_WORDS
from audit.figures.static_pictures import write_whole
from audit.figures.words import VERDICT_WORDS
from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.answer import LAYERS, answer, outcome
from audit.findings.choices import judge_script
from audit.findings.clauses import CLAUSES, OURS
from audit.findings.scorecard import LABELS, NOT_JUDGED, scorecard
from audit.findings.weighing import MOST, THRESHOLD, TOGETHER, WORTH, among_allies, beside, speaking
from audit.inputs.ledger import HEDGE_SHARE
from audit.judgement import EXCEPTIONS_SHARE, Finding

PAGE, FILE = "chapters/judge", "judge-data.js"

#: Here a claim has no label only if the reader leaves out all that judges it.
NOT_JUDGED_HERE = "not judged by these choices"
#: What an outcome of a proposition is called.
OUTCOME_WORDS = {"holds": "holds", "partly": "holds in part", "fails": "fails", "unknown": "the record cannot say"}
#: Kinds of reporter that can be left out, as readers know them.
KIND_WORDS = {
    "official": "governments and official bodies",
    "dataset": "data sets",
    "research": "research",
    "press": "the press",
}


class Judge(SphinxDirective):
    """``{judge} PART``: one of the parts of the page, ``verdict``, ``start``, ``choices``, ``claims``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        part = self.arguments[0]
        if part not in PARTS:
            raise self.error(f"no part {part!r}: one of {', '.join(PARTS)}")
        try:
            return [nodes.raw("", PARTS[part](self), format="html")]
        except (FaultsError, LookupError) as error:
            raise self.error(str(error)) from error

    def pages(self) -> list[str]:
        """The pages of the book by name, in its order."""
        return [name.removeprefix("chapters/") for name in self.config.external_site_map]


def verdict_part(page: Judge) -> str:
    """The answer, its three clauses, and every claim as a mark, grouped by what it makes of its article; ours, to begin with."""
    ledger, judged, ours = default_ledger(), findings(), of_propositions()
    rows = {row["claim"].id: row for row in register_rows(ledger.claims.values(), ledger.articles, judged)}
    articles = list(ledger.articles.values())
    given = scorecard(ledger, judged).groupby("label", sort=False)["claim_id"].apply(list)
    groups = [
        {"code": code, "words": LABEL_WORDS[code], "rows": [_mark(rows[id]) for id in given.get(code, [])]}
        for code in LABELS
        if code != NOT_JUDGED or code in given
    ]
    return (
        templates()
        .get_template("judge_verdict.html")
        .render(
            answer=answer(judged | ours),
            groups=groups,
            articles=articles,
            shapes=shapes(articles),
            every_article=every_article(len(articles)),
            propositions=_outcomes(ours),
            verdicts=VERDICT_WORDS,
            scorecard="scorecard" in page.pages(),
        )
    )


def _mark(row: Mapping) -> dict:
    claim = row["claim"]
    return {"id": claim.id, "claim": claim.claim, "verdict": row["verdict"], "article": claim.article}


def _outcomes(ours: Mapping[str, Finding]) -> list[tuple[str, str, list[Finding]]]:
    """The propositions of the book by what became of them: code, words, findings."""
    return [
        (code, words, found)
        for code, words in OUTCOME_WORDS.items()
        if (found := [one for one in ours.values() if outcome(one) == code])
    ]


def choices_part(page: Judge) -> str:
    """The controls, which work with a script alone; the chapters in the order of the book."""
    order = page.pages()
    chapters = list(dict.fromkeys(one.claim.chapter for one in (findings() | of_propositions()).values()))
    chapters.sort(key=lambda name: order.index(name) if name in order else len(order))
    return (
        templates()
        .get_template("judge_choices.html")
        .render(
            clauses=CLAUSES,
            our_clauses=OURS,
            hedge=100 * HEDGE_SHARE,
            exceptions=100 * EXCEPTIONS_SHARE,
            kinds=KIND_WORDS,
            chapters={name: sentence(name) for name in chapters},
            layers=LAYERS,
            threshold=THRESHOLD,
            worth=WORTH,
            most=MOST,
            speaking={
                layer: [_speaking(id, side) for id, side in sides.items()]
                for layer, sides in speaking(default_ledger()).items()
            },
            beside=[_speaking(id, "") for id in beside(default_ledger())],
        )
    )


def _speaking(id: str, side: str) -> dict:
    """A finding that can count for the score of a layer, with what it says there and how known allies fare."""
    ledger = default_ledger()
    one = ledger.claims.get(id) or ledger.propositions[id]
    return {"id": id, "claim": one.claim, "side": side, "known": cautions(id)}


#: The check of a newer release, which has no figure, by the proposition that rests on an older one.
OVERTAKEN = {"arms-below-a-treaty-ally": "newest-vintage"}


def cautions(id: str) -> str:
    """What belongs beside a verdict: that a newer release overtakes it, and how known allies, or non-allies, fare by its test.

    Empty where there is nothing to say.
    """
    if id in TOGETHER:
        return "Non-allies put to this test: none."
    passing, asked = among_allies(default_record()).get(id, (0, 0))
    little = " So it says little." if 2 * passing <= asked else ""
    known = f"Known allies put to this test: {in_words(asked)}; as allies should do: {in_words(passing) if passing else 'none'}.{little}"
    overtaken = "A newer release of the register overtakes these figures, and gives none by pair."
    return " ".join([*([overtaken] if _overtaken(id) else []), *([known] if asked else [])])


def _overtaken(id: str) -> bool:
    judged = of_propositions()[id].judged if id in OVERTAKEN else ()
    return any(one.specification.id == OVERTAKEN[id] and one.specification.value is None for one in judged)


def part_of(name: str):
    return lambda page: templates().get_template(f"judge_{name}.html").render()


PARTS = {"verdict": verdict_part, "start": part_of("start"), "choices": choices_part, "claims": part_of("claims")}


def data_script() -> str:
    """``judge-data.js``: the inputs of the rules, and the words for what they say."""
    labels = {**LABEL_WORDS, NOT_JUDGED: NOT_JUDGED_HERE}
    words = {"verdicts": VERDICT_WORDS, "labels": labels, "outcomes": OUTCOME_WORDS, "kinds": KIND_WORDS}
    told = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    inputs = judge_script(default_ledger(), findings() | of_propositions(), default_record())
    return f"{inputs}window.AUDIT_WORDS = {told};\n"


def setup(app) -> None:
    app.add_directive("judge", Judge)
    app.connect("env-updated", write_inputs)  # before the pages, whose links to it carry its digest
    app.connect("html-page-context", bring_scripts)


def bring_scripts(app, pagename, templatename, context, doctree) -> None:
    """Style and scripts of the page, on the page alone; one page of everything has its looks."""
    if pagename == PAGE or app.builder.name == "singlehtml":
        app.add_css_file("judge.css", priority=903)
    if pagename == PAGE:
        app.add_js_file("find.js", loading_method="defer", priority=600)
        app.add_js_file(f"../{FILE}", loading_method="defer", priority=600)
        app.add_js_file("judge.js", loading_method="defer", priority=601)
        app.add_js_file("judge-page.js", loading_method="defer", priority=602)


def write_inputs(app, env) -> None:
    """Beside the book's pages, as a script: a page opened from a folder can load nothing else."""
    if app.builder.name == "html":
        Path(app.outdir).mkdir(parents=True, exist_ok=True)
        write_whole(Path(app.outdir) / FILE, data_script())
