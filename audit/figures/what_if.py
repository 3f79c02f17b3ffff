"""A changed assumption and what follows from it, beside our own finding: for the cell in which a reader tries it."""

from __future__ import annotations

import pandas as pd

from audit.figures.cards import (
    STANDING,
    Html,
    nearest_words,
    plain_table,
    sentence,
    standing_of,
    strip_of,
    strip_words,
    value_of,
)
from audit.figures.strip_drawing import draw
from audit.figures.words import VERDICT_WORDS, WAYS
from audit.findings.what_if import WhatIf
from audit.judgement import Finding, Judged

#: As many checks that did not move stand in rows of their own; more are told in one.
FEW = 3


def show_what_if(tried: WhatIf) -> Html:
    """What moves against our finding: the verdict, the checks that agree, how sure one would be, each check; and the strip."""
    table = compared(tried)
    caption = f"{tried.claim.claim} What if: {'; '.join(tried.assumptions) or 'nothing is changed'}?"
    shown = plain_table(table, caption, scrolls=False)
    strip = strip_of(tried)
    drawn = f'<div class="claim-card-strip">{draw(strip, strip_words(tried))}</div>' if strip else ""
    page = Html(f'<section class="what-if">{shown}{drawn}</section>')
    page.words = "\n".join([shown.words, *([strip_words(tried)] if strip else [])])
    return page


def compared(tried: WhatIf) -> pd.DataFrame:
    """A row for what a finding says, then one for each check: those that moved, and those that count and stand as they did."""
    both = (tried.ours, tried)
    rows = [
        ("Verdict", *(sentence(VERDICT_WORDS[one.verdict]) for one in both)),
        (f"{sentence(WAYS)} that agree", *(f"{one.agreeing} of {one.principled_total}" for one in both)),
        ("How sure", *(one.confidence.level if one.confidence else "–" for one in both)),
    ]
    for moved in tried.moved:
        found = zip(both, (moved.before, moved.after), strict=True)
        rows.append((moved.label, *(_told(finding, one) for finding, one in found)))
    rest = tried.unmoved
    if not tried.moved:
        rows.append((f"The {WAYS}", "as they are", "as they are"))
    elif len(rest) <= FEW:
        rows += [(one.specification.label, _told(tried, one), "as it is") for one in rest]
    else:
        agreeing = sum(one.passes for one in rest)
        rows.append((f"The {len(rest)} other {WAYS} that count", f"{agreeing} of them agree", "as they are"))
    return pd.DataFrame(rows, columns=["Finding and checks", "Ours", "What if"])


def _told(finding: Finding, one: Judged | None) -> str:
    """A check's value, how it stands, and whether it is the closest."""
    if one is None:
        return "–"
    closest = f", {nearest_words(finding)}" if one.specification.nearest else ""
    if one.agrees is None:
        return STANDING["silent"] + closest
    value = value_of(finding, one)
    standing = STANDING[standing_of(one)]
    return f"{value}: {standing}{closest}" if not isinstance(one.specification.value, bool) else standing + closest
