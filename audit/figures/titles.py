"""Titles of charts, worded from the data: a changed figure changes the title, and never stops the book.

A function returns what ``figure`` needs to know of a title: the words, and the expression over the figure's own data that
is true exactly if they are (``figure(..., **title)``).
"""

from __future__ import annotations

from collections.abc import Iterable

from audit.figures.cards import accepted_range
from audit.figures.words import WAY, WAYS
from audit.judgement import Finding


def listed(words: Iterable[str]) -> str:
    """One, two and three."""
    *words, last = words
    return f"{', '.join(words)} and {last}" if words else last


def of_ways(finding: Finding, one: str, many: str) -> dict[str, str]:
    """The title of a specification strip: how many checks agree, and which way the others differ.

    ``one``, ``many``: what agreeing checks say, after one and after several ("gives around 29 per cent", "give around …").
    """
    values = [judged.specification.value for judged in finding.judged if judged.counts and not judged.passes]
    low, high = accepted_range(finding.claim.test)
    agreeing, total = finding.agreeing, finding.principled_total
    above, below = (
        sum(value > high for value in values) if high is not None else 0,
        sum(value < low for value in values) if low is not None else 0,
    )
    if not agreeing:
        who, says = f"None of {total} {WAYS}", one
    elif agreeing == total:
        who, says = (f"The only {WAY}", one) if total == 1 else (f"All {total} {WAYS}", many)
    else:
        who, says = f"{agreeing} of {total} {WAYS}", one if agreeing == 1 else many
    agree = "data[data['standing'] == 'agrees']['value']"
    differ = "data[data['standing'] == 'differs']['value']"
    holds = [
        f"len({agree}) == {agreeing} and (data['standing'] != 'set aside').sum() == {total}",
        *([f"({agree} >= {low}).all()"] if low is not None else []),
        *([f"({agree} <= {high}).all()"] if high is not None else []),
        *([f"({differ} > {high}).sum() == {above}"] if high is not None else []),
        *([f"({differ} < {low}).sum() == {below}"] if low is not None else []),
        *([f"{low} <= {finding.claim.test.stated:g} <= {high}"] if None not in (low, high) else []),
    ]
    tail = _others(len(values), above, below, bool(agreeing), two_sided=None not in (low, high))
    return {"title": f"{who} {says}{tail}", "holds": " and ".join(holds)}


def _others(count: int, above: int, below: int, some_agree: bool, two_sided: bool) -> str:
    """What the checks that differ say: more, less, or both; of a test with one bound only that they do not agree."""
    if not count or not (two_sided or some_agree):
        return ""
    if not two_sided:
        return "; the other does not" if count == 1 else "; the others do not"
    if count == 1:
        word = "more" if above else "less"
        return f"; the other gives {word}" if some_agree else f", but {word}"
    word = "more" if above > below else "less"
    if count in (above, below):
        return f"; the others give {word}" if some_agree else f"; all give {word}"
    if above == below:
        return "; half of the others give more, half less" if some_agree else "; half give more, half less"
    return f"; most of the others give {word}" if some_agree else f"; most give {word}"
