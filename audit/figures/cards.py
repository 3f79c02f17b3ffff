"""The claim card and its parts: the same component in chapters, register, scorecard and front page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from audit.figures.strip_drawing import BARE_MARKS, Label, Strip, Way, draw
from audit.figures.words import NEAREST, UNITS_TOLD, VERDICT_GLOSS, VERDICT_WORDS, WAY, WAYS, of_proposition, told_in
from audit.findings.answer import UNKNOWN, outcome_of
from audit.inputs import registration
from audit.inputs.ledger import Article, Claim
from audit.judgement import IN_WORDS, NOT_SUPPORTED, ON_ITS_OWN_TERMS, Finding, Judged

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
#: The shape of a mark tells whose claim it is: one for each article, in their order; ``verdict.html`` draws them.
SHAPES = ("round", "square", "diamond", "triangle")


@cache
def templates() -> Environment:
    """The HTML templates of the package; everything put into them is escaped."""
    environment = Environment(
        loader=PackageLoader("audit.figures"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        icons=ICONS,
        verdict_words=VERDICT_WORDS,
        bare_marks=BARE_MARKS,
        verdict_gloss=VERDICT_GLOSS,
        ways=WAYS,
        way=WAY,
        to_come=to_come,
        where_to_come=where_to_come,
        revisions=revisions,
    )
    environment.filters.update(day=day, sentence=sentence, agree=ways_in_words, in_verdict_words=VERDICT_WORDS.get)
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
    number = _number_text(value, unit, decimals)
    return f"{number}%" if unit and "per cent" in unit else told_in(number, unit)


def _number_text(value, unit: str | None, decimals: int) -> str:
    """The number of a figure alone."""
    if unit == "year":
        return f"{value:.0f}"  # a year is a name, not a quantity
    return f"{value:,.{decimals}f}".removesuffix(".0").replace("-", "−")


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
    """An independent check to show beside the nearest: of those that count and have other origins, the middle one.

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
    """How many checks agree; None where the outcome is told in words, as of a statement."""
    agreeing, total = finding.agreeing, finding.principled_total
    if not total or finding.claim.kind in IN_WORDS:
        return None
    if total == 1:
        return f"the only {WAY} " + ("agrees" if agreeing else "does not agree")
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


#: How a stated figure is compared, in the words that an article would use.
HOW_COMPARED = {"more_than": "more than ", "at_least": "at least ", "at_most": "at most ", "about": "about "}


def stated_text(test) -> str | None:
    """The figure that the article states, with its hedge or bound: about 29%, more than 10; None where it states none."""
    if getattr(test, "stated", None) is None:
        return None
    return HOW_COMPARED.get(test.comparison, "") + with_unit(figure_text(test.stated, test.unit), test.unit)


def with_unit(number: str, unit: str | None) -> str:
    """A figure with its unit where that is one or two words; a longer one stands in the caption, and some have been told.

    So has that of 2023, which nobody calls "2023 year".
    """
    told = not unit or "per cent" in unit or unit in (*UNITS_TOLD, "year")
    return number if told or len(unit.split()) > 2 else f"{number} {unit}"


def bounds_text(test) -> str:
    """What agrees, as a number: 27.55–30.45%, more than 10."""
    low, high = accepted_range(test)

    def edge(value: float, text=figure_text) -> str:
        decimals = next((places for places in (0, 1, 2) if round(value, places) == value), 2)
        return text(value, test.unit, decimals)

    if low is not None and high is not None and low != high:
        return f"{edge(low, _number_text)}–{edge(high)}"
    said = {"more_than": "more than ", "at_least": "at least ", "at_most": "at most ", "equals": "exactly "}
    return said.get(test.comparison, "") + edge(low if low is not None else high)


def standing_of(one: Judged) -> str:
    """How one check stands against the claim: ``agrees``, ``differs``, ``aside``, or ``silent`` without a value.

    A pattern that holds but for named exceptions agrees.
    """
    if not one.specification.principled:
        return "aside"
    if one.agrees is None:
        return "silent"
    return "agrees" if one.passes else "differs"


def strip_of(finding: Finding) -> Strip | None:
    """The finding's checks on one scale, with the words beside them; None where they are not numbers."""
    test = finding.claim.test
    low, high = accepted_range(test)
    shown = [one for one in finding.judged if isinstance(one.specification.value, float)]
    if not shown or (low is None and high is None):
        return None
    ways = tuple(
        Way(one.specification.value, standing_of(one))
        for one in shown
        if standing_of(one) in ("agrees", "differs", "aside")
    )
    stated = stated_text(test)
    if stated and test.unit not in UNITS_TOLD:
        stated = stated.removesuffix(f" {test.unit}")
    claimed = Label(float(test.stated), "claimed", stated) if stated else None
    bounds = Label(low if low is not None else high, "agrees", bounds_text(test))
    return Strip(ways, low, high, bounds, tuple(_labels(finding)), claimed)


def _labels(finding: Finding) -> list[Label]:
    """What is closest, or both plain senses, and an independent count."""
    nearest = [one for one in finding.all_nearest if one.specification.value is not None]
    names = ["closest"] if len(nearest) == 1 else ["one sense", "another sense"][: len(nearest)]
    shown = [*zip(names, nearest, strict=True), *([("independent", other)] if (other := beside(finding)) else [])]
    return [Label(one.specification.value, name, value_of(finding, one)) for name, one in shown]


def strip_words(finding: Finding) -> str:
    """The strip in words: what agrees, the values it labels, and each check with its value."""
    strip, unit = strip_of(finding), getattr(finding.claim.test, "unit", None)
    told = ", ".join(label.words for label in (*([strip.claimed] if strip.claimed else []), *strip.labels))
    ways = "; ".join(
        f"{one.specification.label}: {value_of(finding, one)}, {STANDING[standing_of(one)]}"
        for one in finding.judged
        if isinstance(one.specification.value, float)
    )
    scale = f", {unit}" if unit else ""
    return f"{sentence(WAYS)} on one scale{scale}. {sentence(strip.bounds.words)}. {sentence(told)}. {ways}."


#: How a check stands, in words.
STANDING = {"agrees": "agrees", "differs": "differs", "aside": "set aside", "silent": "no figure in the record"}
#: Names of checks stand on the card itself where there are few and they are short.
MOST_NAMES, MOST_CHARACTERS = 5, 190


def marks_of(finding: Finding) -> list[dict] | None:
    """The checks by how they stand, for a claim that is no number: ``standing``, ``words``, ``ways``.

    None where there is a strip, where the outcome is told in words, and where there is only one way.
    """
    shown = [one for one in finding.judged if standing_of(one) != "silent"]
    if strip_of(finding) is not None or finding.claim.kind in IN_WORDS or len(shown) < 2:
        return None
    groups = {code: [one for one in shown if standing_of(one) == code] for code in ("agrees", "differs", "aside")}
    return [{"standing": code, "words": STANDING[code], "ways": ways} for code, ways in groups.items() if ways]


def names_fit(finding: Finding) -> bool:
    """Are the names of the checks few and short enough to stand on the card?"""
    names = [one.specification.label for one in finding.judged if standing_of(one) != "silent"]
    return len(names) <= MOST_NAMES and sum(map(len, names)) <= MOST_CHARACTERS


def gloss(finding: Finding) -> str:
    """What the verdict means for this claim, in one sentence."""
    nearest = len([one for one in finding.all_nearest if one.counts])
    others, differ = finding.principled_total - nearest, finding.principled_total - finding.agreeing
    if finding.verdict == ON_ITS_OWN_TERMS:
        rest = "the one other that counts does not"
        if others > 1:
            rest = f"{differ} of the {others} others that count {'does' if differ == 1 else 'do'} not"
        whose = "article's" if finding.article else "proposition's"
        return f"The {WAY} closest to the {whose} words agrees; {rest}."
    if finding.verdict == NOT_SUPPORTED and len(finding.all_nearest) > 1:
        if any(one.passes for one in finding.all_nearest):
            return "Two plain senses of the words remain, and in one of them it does not hold: that verdict decides."
        return "Two plain senses of the words remain, and it holds in neither."
    meaning = VERDICT_GLOSS[finding.verdict]
    return meaning if finding.article else of_proposition(meaning)


def nearest_words(finding: Finding) -> str:
    """What the closest check is closest to: the words of the article, or of the proposition."""
    return NEAREST if finding.article else of_proposition(NEAREST)


def senses(finding: Finding) -> str | None:
    """Both plain senses with their values where two remain, in one sentence; None where there is one."""
    if len(finding.all_nearest) < 2:
        return None
    told = [f"{one.specification.label}, {value_of(finding, one)}" for one in finding.all_nearest]
    return f"The two senses: {'; '.join(told)}."


def aside_in_words(finding: Finding) -> str | None:
    """How many checks are set aside, and how many have no figure; None for none."""
    standings = [standing_of(one) for one in finding.judged]
    parts = []
    if standings.count("aside"):
        parts.append(f"{standings.count('aside')} more {'is' if standings.count('aside') == 1 else 'are'} set aside")
    if standings.count("silent") and finding.claim.kind not in IN_WORDS:
        parts.append(f"{standings.count('silent')} without a figure")
    return ", ".join(parts) or None


def readings_in_words(finding: Finding) -> str | None:
    """How many other readings there are and how many of them have another verdict; None for none."""
    others = finding.alternative_verdicts
    if not others:
        return None
    moved = sum(verdict != finding.verdict for verdict in others.values())
    count = "one other reading" if len(others) == 1 else f"{len(others)} other readings"
    if not moved:
        return f"{count} (same verdict)"
    which = "" if len(others) == moved == 1 else "all " if len(others) == moved else f"{moved} "
    return f"{count} ({which}with another verdict)"


def where_to_come(claim: Claim) -> str:
    """Where an open claim will get its verdict, or be weighed."""
    what = "to be weighed in" if claim.kind == "judgement" else "its verdict comes with"
    return f"{what} the chapter on {claim.chapter}, which is to come"


def to_come(claim: Claim) -> str:
    """When and where a claim without a verdict will get one: since when its test stands, and which chapter."""
    entry = registration.default().latest(claim.id)
    since = f"its test stands since {day(entry.date)}; " if entry and claim.kind != "judgement" else ""
    return since + where_to_come(claim)


def accepted_range(test) -> tuple[float | None, float | None]:
    """The interval of values that a numeric test accepts; (None, None) for a test that is not about a number."""
    low = getattr(test, "low", getattr(test, "threshold", None))
    high = getattr(test, "high", None)
    if getattr(test, "comparison", "") == "at_most":
        low, high = None, getattr(test, "threshold", None)
    if getattr(test, "comparison", "") == "equals":
        low = high = test.value
    return low, high


def revisions(claim_id: str) -> list:
    """The registered revisions of a claim's test, oldest first; none while it stands as it was first registered."""
    return registration.default().revisions(claim_id)


class Html(str):
    """HTML that a notebook shows as such, with its words as the plain alternative."""

    words: str = ""

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": str(self), "text/plain": self.words}

    def _repr_pretty_(self, printer, cycle: bool) -> None:
        """The words again: IPython has a form of its own for every text, and prefers it to the one above."""
        printer.text(self.words)


def claim_card(finding: Finding, register: str = "register.html") -> Html:
    """The card of one finding. ``register``: where the register is, seen from the page that shows the card."""
    strip = strip_of(finding)
    html = (
        templates()
        .get_template("claim_card.html")
        .render(
            finding=finding,
            claim=finding.claim,
            article=finding.article,
            published=published_on(finding.article) if finding.article else None,
            same=finding.verdict == finding.verdict_at_publication,
            gloss=gloss(finding),
            senses=senses(finding),
            strip=Markup(draw(strip, strip_words(finding))) if strip else None,
            marks=marks_of(finding),
            named=names_fit(finding),
            standing_of=standing_of,
            standing_words=STANDING,
            key=[
                code
                for code in ("agrees", "differs", "aside")
                if any(standing_of(one) == code for one in finding.judged)
            ],
            unit=getattr(finding.claim.test, "unit", None),
            stated=stated_text(finding.claim.test),
            bounds=bounds_text(finding.claim.test) if strip else None,
            register=register,
            agree=ways_in_words(finding),
            aside=aside_in_words(finding),
            others=readings_in_words(finding),
            beside=beside(finding),
            value_of=value_of,
            newest=newest(finding),
            nearest=nearest_words(finding),
        )
    )
    card = Html(html)
    card.words = card_words(finding)
    return card


def card_words(finding: Finding) -> str:
    """The card as plain text: claim, origin, both verdicts, what they mean, figures, and how sure we are."""
    confidence = f"{finding.confidence.level} ({finding.confidence.reason})" if finding.confidence else "none"
    stated, agree, aside = stated_text(finding.claim.test), ways_in_words(finding), aside_in_words(finding)
    now, then = VERDICT_WORDS[finding.verdict], VERDICT_WORDS.get(finding.verdict_at_publication)
    independent = beside(finding)
    lines = {
        "The claim" if finding.article else "A proposition of this book": finding.claim.claim,
        "Where": finding.article
        and f"{finding.article.outlet}, {published_on(finding.article)}, paragraph {finding.claim.paragraph}",
        "When published": then,
        f"On the record to {day(finding.data_cutoff)}": now,
        "How sure of the verdict": confidence,
        "What that means": gloss(finding),
        "Exceptions": ", ".join(finding.exceptions),
        "Senses": senses(finding),
        "Claimed": stated,
        sentence(nearest_words(finding)): None if isinstance(finding.computed, bool) else computed_text(finding),
        "An independent count": value_of(finding, independent) if independent else None,
        sentence(WAYS): f"{agree}; {aside}" if agree and aside else agree,
        "Newest": newest(finding),
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items() if value and value != "–")


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


def shapes(articles: Sequence[Article]) -> dict[str, str]:
    """The shape of the marks of each article, by its id. LookupError where two articles would share one."""
    if len(articles) > len(SHAPES):
        raise LookupError(
            f"marks have {len(SHAPES)} shapes for {len(articles)} articles: draw another in "
            "audit/figures/templates/verdict.html, and name it in SHAPES (audit/figures/cards.py)"
        )
    return {one.id: shape for one, shape in zip(articles, SHAPES, strict=False)}


def standing(claim: Claim, finding: Finding | None) -> str:
    """The verdict of a claim, or its standing without one: out of scope for good, or not judged yet."""
    if finding is not None:
        return finding.verdict
    return "out-of-scope" if claim.chapter is None else "not-judged-yet"


def counts(claims: Iterable[Claim], findings: dict[str, Finding]) -> dict[str, int]:
    """How many claims have a verdict (``judged``), were weighed without one, are out of scope, and are still open.

    Of those judged, the record settles some (``settled``); on the others it is ``silent``, and their verdict says so.
    """
    standings = [standing(claim, findings.get(claim.id)) for claim in claims]
    without = {"weighed": "no-verdict", "out-of-scope": "out-of-scope", "open": "not-judged-yet"}
    found = {name: standings.count(code) for name, code in without.items()}
    verdicts = [one for one in standings if one not in without.values()]
    silent = sum(outcome_of(one) == UNKNOWN for one in verdicts)
    return {"judged": len(verdicts), "settled": len(verdicts) - silent, "silent": silent, **found}


def plain_table(frame: pd.DataFrame, caption: str, scrolls: bool = True, stacks: bool = False) -> Html:
    """A small table in the text of a chapter: readable headings, no index, the caption for screen readers and people.

    ``scrolls``: it may be wider than a phone, and is then reached and moved by keyboard. ``stacks``: where it is narrow
    each row becomes a block, with the heading before each cell.
    """
    rows = [[("" if pd.isna(value) else str(value)) for value in row] for row in frame.itertuples(index=False)]
    html = (
        templates()
        .get_template("plain_table.html")
        .render(columns=frame.columns, rows=rows, caption=caption, scrolls=scrolls, stacks=stacks)
    )
    table = Html(html)
    table.words = f"{caption}\n{frame.to_string(index=False)}"
    return table
