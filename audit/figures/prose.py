"""Numbers on their way into prose: formatted once, glued by name, never typed."""

from __future__ import annotations

import math
from ast import literal_eval
from collections.abc import Mapping

from myst_nb import glue

from audit.figures.words import VERDICT_GLOSS, VERDICT_WORDS, told_in
from audit.judgement import Finding

__all__ = ["VERDICT_GLOSS", "VERDICT_WORDS"]  # notebooks take the words of verdicts from here

_SMALL = "no one two three four five six seven eight nine ten eleven twelve".split()


def in_words(number: int) -> str:
    """Small whole numbers as words, as prose writes them: 3 -> "three", 0 -> "no", 15 -> "15"."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else str(number)


def every_article(number: int) -> str:
    """All articles of the ledger in words: 2 -> "both articles", 3 -> "all three articles"."""
    return {1: "the article", 2: "both articles"}.get(number, f"all {in_words(number)} articles")


def _finite(value: float) -> float:
    """A gap must not reach prose as the word "nan"."""
    if not math.isfinite(value):
        raise ValueError(f"prose needs a number, not {value}: a figure is missing")
    return value


def percent(value: float, decimals: int = 0) -> str:
    """29.3 -> "29.3 per cent"."""
    return f"{_finite(value):.{decimals}f} per cent"


def signed_percent(value: float, decimals: int = 1) -> str:
    """29.3 -> "+29.3%", with a true minus sign: charts and tables use it, prose uses ``percent``."""
    return f"{_finite(value):+.{decimals}f}%".replace("-", "−")


def dollars(value_usd_bn: float, decimals: int = 1) -> str:
    """190.272 -> "US$190.3 billion"."""
    return f"US${_finite(value_usd_bn):,.{decimals}f} billion"


def glue_numbers(numbers: Mapping[str, str]) -> None:
    """Glue texts by name; prose refers to them as ``{glue:text}`name` ``. Raises TypeError for anything but text."""
    for name, text in numbers.items():
        if not isinstance(text, str):
            raise TypeError(f"{name}: glue text, formatted once by the notebook, not {type(text).__name__}")
        glue(name, _Text(text), display=False)


def glue_finding(finding: Finding, decimals: int = 1) -> None:
    """Glue what prose says of a finding: computed, stated, verdicts, agreeing, total, confidence, and each specification.

    Names start with the claim's id: ``trade-growth-2022-computed``, ``trade-growth-2022-customs-yuan`` …
    """
    texts = {
        "verdict": VERDICT_WORDS[finding.verdict],
        "verdict-at-publication": VERDICT_WORDS.get(finding.verdict_at_publication, ""),
        "agreeing": in_words(finding.agreeing),
        "total": in_words(finding.principled_total),
        "confidence": finding.confidence.level if finding.confidence else "none",
        "confidence-reason": finding.confidence.reason if finding.confidence else "nothing could be judged",
    }
    texts |= {f"reading-{id}": VERDICT_WORDS[verdict] for id, verdict in finding.alternative_verdicts.items()}
    texts |= {
        f"reading-{id}-agreeing": in_words(sum(one.passes for one in judged if one.counts))
        for id, judged in finding.alternatives.items()
    }
    for one in finding.judged:
        value = one.specification.value
        if isinstance(value, float):
            places = min(decimals, one.specification.decimals)
            unit = getattr(finding.claim.test, "unit", None) or ""
            number = percent(value, places) if "per cent" in unit else told_in(f"{value:,.{places}f}", unit)
            texts[one.specification.id] = one.specification.text or number
    glue_numbers({f"{finding.claim.id}-{name}": text for name, text in texts.items()})


def glue_findings(*findings: Finding, decimals: Mapping[str, int] | None = None) -> None:
    """Glue several findings; ``decimals``: by claim id, where it is not none."""
    for one in findings:
        glue_finding(one, decimals=(decimals or {}).get(one.claim.id, 0))


class _Text(str):
    """A text whose notebook representation is itself: plain ``str`` would be glued with quotation marks."""

    def __repr__(self) -> str:
        """In quotes where Python would read another value in it: the page evaluates it, and 1,869 is a pair, 1.50 is 1.5."""
        try:
            read = str(literal_eval(self))
        except (SyntaxError, ValueError):
            return str(self)
        return str(self) if read == self else repr(str(self))
