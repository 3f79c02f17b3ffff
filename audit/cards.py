"""The claim card and its parts: the same component in chapters, register, scorecard and front page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from audit import registration
from audit.judgement import IN_WORDS, Finding, Judged
from audit.ledger import Article, Claim
from audit.words import NEAREST, VERDICT_GLOSS, VERDICT_WORDS, WAYS

#: What the icon of a verdict shows; the word always stands beside it.
ICONS = {
    "supported": "full",
    "supported-with-exceptions": "full",
    "said": "full",
    "came-true": "full",
    "supported-on-its-own-terms": "half",
    "came-true-in-part": "half",
    "said-in-part": "half",
    "not-supported": "empty",
    "not-found": "empty",
    "did-not": "empty",
    "not-testable": "question",
    "text-not-obtained": "question",
    "open": "question",
    "no-verdict": "none",
    "not-judged-yet": "none",
    "out-of-scope": "none",
}


@cache
def templates() -> Environment:
    """The HTML templates of the package; everything put into them is escaped."""
    environment = Environment(
        loader=PackageLoader("audit"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        icons=ICONS, verdict_words=VERDICT_WORDS, verdict_gloss=VERDICT_GLOSS, ways=WAYS, nearest=NEAREST
    )
    environment.globals.update(revisions=revisions)
    environment.filters.update(day=day, sentence=sentence, agree=ways_in_words)
    return environment


def day(value) -> str:
    """3 September 2023."""
    return f"{value.day} {value:%B %Y}"


def sentence(text: str) -> str:
    """With a capital letter at its start."""
    return text[:1].upper() + text[1:]


def published_on(article: Article) -> str:
    """The article's date, or the days between which it appeared."""
    first, last = article.published_earliest, article.published_latest
    if first == last:
        return day(first)
    return (
        f"{first.day}–{day(last)}"
        if (first.year, first.month) == (last.year, last.month)
        else f"{day(first)} to {day(last)}"
    )


def figure_text(value, unit: str | None, decimals: int = 1) -> str:
    """A number with its unit, as people write it; yes or no for a condition; a dash for nothing."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    text = f"{value:,.{decimals}f}".removesuffix(".0").replace("-", "−")
    if unit and "per cent" in unit:
        return text + "%"
    return text


def computed_text(finding: Finding) -> str:
    """The value of the nearest specification, to as many decimals as its inputs bear; of two, both."""
    if not finding.all_nearest:
        return figure_text(None, None)
    return " or ".join(dict.fromkeys(value_of(finding, one) for one in finding.all_nearest))


def value_of(finding: Finding, judged: Judged) -> str:
    """The value of one specification, as people write it."""
    one = judged.specification
    if one.value in VERDICT_WORDS:
        return VERDICT_WORDS[one.value]
    return one.text or figure_text(one.value, getattr(finding.claim.test, "unit", None), one.decimals)


def beside(finding: Finding) -> Judged | None:
    """An independent way of checking to show beside the nearest: of those that count and have other origins, the middle one.

    The middle by value, so that neither the kindest nor the harshest count is picked.
    """
    if finding.nearest is None or not isinstance(finding.nearest.specification.value, float):
        return None
    theirs = {origin for one in finding.all_nearest for origin in one.specification.origins}
    others = [one for one in finding.judged if one.counts and not one.specification.nearest]
    others = [one for one in others if not theirs & set(one.specification.origins)]
    others.sort(key=lambda one: (one.specification.value, one.specification.id))
    return others[(len(others) - 1) // 2] if others else None


def ways_in_words(finding: Finding) -> str | None:
    """How many ways of checking agree; None where the outcome is told in words, as of a statement."""
    agreeing, total = finding.agreeing, finding.principled_total
    if not total or finding.claim.kind in IN_WORDS:
        return None
    if total == 1:
        return "the only way of checking " + ("agrees" if agreeing else "does not agree")
    return f"{agreeing} of {total} {WAYS} agree"


def as_published(text: str) -> str:
    """2026-03-14 -> 14 March 2026, 2026-03 -> March 2026, 2026 -> 2026: never more exact than the source is."""
    if len(text) == 4:
        return text
    first = pd.Timestamp(text)
    return f"{first:%B %Y}" if len(text) == 7 else day(first)


def newest(finding: Finding) -> str | None:
    """How fresh the finding is: the day of its latest datum and of its newest source; None where neither is dated."""
    parts = []
    if finding.last_datum:
        parts.append(f"latest figure for {day(finding.last_datum)}")
    if finding.last_source:
        parts.append(f"newest source of {as_published(finding.last_source)}")
    return ", ".join(parts) or None


def strip_marks(finding: Finding, width: int = 200) -> dict | None:
    """Positions for the tiny specification strip: the band the claim's test accepts and one mark a specification.

    None for claims whose specifications are not numbers.
    """
    test = finding.claim.test
    values = [one for one in finding.judged if isinstance(one.specification.value, float)]
    low, high = accepted_range(test)
    if not values or (low is None and high is None):
        return None
    edges = [edge for edge in (low, high) if edge is not None]
    numbers = [one.specification.value for one in values] + edges
    start, end = min(numbers), max(numbers)
    margin = (end - start or 1) * 0.08
    start, end = start - margin, end + margin

    def x(value: float) -> float:
        return round((value - start) / (end - start) * width, 1)

    return {
        "width": width,
        "band": (x(start if low is None else low), x(end if high is None else high)),
        "marks": [(x(one.specification.value), _mark(one)) for one in values],
    }


def accepted_range(test) -> tuple[float | None, float | None]:
    """The interval of values that a numeric test accepts; (None, None) for a test that is not about a number."""
    low = getattr(test, "low", getattr(test, "threshold", None))
    high = getattr(test, "high", None)
    if getattr(test, "comparison", "") == "at_most":
        low, high = None, getattr(test, "threshold", None)
    if getattr(test, "comparison", "") == "equals":
        low = high = test.value
    return low, high


def _mark(one: Judged) -> str:
    return "aside" if not one.specification.principled else "agrees" if one.agrees else "differs"


def revisions(claim_id: str) -> list:
    """The registered revisions of a claim's test, oldest first; none while it stands as it was first registered."""
    return registration.default().revisions(claim_id)


class Html(str):
    """HTML that a notebook shows as such, with its words as the plain alternative."""

    words: str = ""

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": str(self), "text/plain": self.words}


def claim_card(finding: Finding, register: str = "register.html") -> Html:
    """The card of one finding. ``register``: where the register is, seen from the page that shows the card."""
    html = (
        templates()
        .get_template("claim_card.html")
        .render(
            finding=finding,
            claim=finding.claim,
            article=finding.article,
            published=published_on(finding.article),
            strip=strip_marks(finding),
            stated=figure_text(getattr(finding.claim.test, "stated", None), getattr(finding.claim.test, "unit", None)),
            computed=computed_text(finding),
            register=register,
            agree=ways_in_words(finding),
            beside=beside(finding),
            value_of=value_of,
            newest=newest(finding),
        )
    )
    card = Html(html)
    card.words = card_words(finding)
    return card


def card_words(finding: Finding) -> str:
    """The card as plain text: claim, origin, both verdicts, confidence, figures."""
    test = finding.claim.test
    unit = getattr(test, "unit", None)
    confidence = f"{finding.confidence.level} ({finding.confidence.reason})" if finding.confidence else "none"
    return "\n".join(
        [
            f"The claim: {finding.claim.claim}",
            f"{finding.article.outlet}, {published_on(finding.article)}, paragraph {finding.claim.paragraph}",
            f"When published: {VERDICT_WORDS[finding.verdict_at_publication]}",
            f"On the record to {day(finding.data_cutoff)}: {VERDICT_WORDS[finding.verdict]}",
            f"Confidence: {confidence}",
            f"Stated: {figure_text(getattr(test, 'stated', None), unit)}",
            f"{sentence(NEAREST)}: {computed_text(finding)}",
            *([f"{sentence(WAYS)}: {ways_in_words(finding)}"] if ways_in_words(finding) else []),
            *([f"Exceptions: {', '.join(finding.exceptions)}"] if finding.exceptions else []),
            *([f"Newest: {newest(finding)}"] if newest(finding) else []),
        ]
    )


def register_rows(claims: Iterable[Claim], articles: dict[str, Article], findings: dict[str, Finding]) -> list[dict]:
    """One row a claim, for the register: the claim, its article, its verdict or why it has none, its chapter."""
    return [
        {
            "claim": claim,
            "article": articles[claim.article],
            "finding": findings.get(claim.id),
            "verdict": standing(claim, findings.get(claim.id)),
            "at_publication": findings[claim.id].verdict_at_publication
            if claim.id in findings
            else standing(claim, None),
        }
        for claim in claims
    ]


def standing(claim: Claim, finding: Finding | None) -> str:
    """The verdict of a claim, or its standing without one: out of scope for good, or not judged yet."""
    if finding is not None:
        return finding.verdict
    return "out-of-scope" if claim.chapter is None else "not-judged-yet"


def counts(claims: Iterable[Claim], findings: dict[str, Finding]) -> dict[str, int]:
    """How many claims have a verdict (``judged``), were weighed without one, are out of scope, and are still open."""
    standings = [standing(claim, findings.get(claim.id)) for claim in claims]
    without = {"weighed": "no-verdict", "out-of-scope": "out-of-scope", "open": "not-judged-yet"}
    found = {name: standings.count(code) for name, code in without.items()}
    return {"judged": len(standings) - sum(found.values()), **found}


def plain_table(frame: pd.DataFrame, caption: str) -> Html:
    """A small table in the text of a chapter: readable headings, no index, the caption for screen readers and people."""
    rows = [[("" if pd.isna(value) else str(value)) for value in row] for row in frame.itertuples(index=False)]
    html = templates().get_template("plain_table.html").render(columns=frame.columns, rows=rows, caption=caption)
    table = Html(html)
    table.words = f"{caption}\n{frame.to_string(index=False)}"
    return table
