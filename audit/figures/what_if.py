"""A changed assumption and what follows from it, beside our own finding: for the cell in which a reader tries it."""

from __future__ import annotations

import pandas as pd

from audit.figures.cards import STANDING, Html, plain_table, sentence, standing_of, strip_of, strip_words, value_of
from audit.figures.strip_drawing import draw
from audit.figures.theme import light
from audit.figures.words import NEAREST, VERDICT_WORDS, WAYS
from audit.findings.what_if import WhatIf
from audit.judgement import Finding, Judged

#: How the parts of the strip look where no style sheet of the book reaches, as in Jupyter; on a page the sheet wins.
LOOK = {
    "strip-band": {"fill": light("tint")},
    "strip-edge": {"stroke": light("muted")},
    "strip-axis": {"stroke": light("context")},
    "strip-leader": {"stroke": light("context")},
    "strip-claimed": {"stroke": light("ink"), "stroke-width": "2"},
    "strip-mark strip-agrees": {"fill": light("ink"), "stroke": light("paper")},
    "strip-mark strip-differs": {"fill": light("paper"), "stroke": light("ink"), "stroke-width": "1.5"},
    "strip-mark strip-aside": {"fill": light("context"), "stroke": light("paper")},
}

#: In Jupyter a drawing without a ground would stand dark on dark; on a page both colours are the page's.
GROUND = f"background:var(--audit-paper, {light('paper')});color:var(--audit-ink, {light('ink')});font-size:13px"


def show_what_if(tried: WhatIf) -> Html:
    """What moves against our finding: the verdict, the checks that agree, how sure one would be, each check; and the strip."""
    table = compared(tried)
    caption = f"{tried.claim.claim} What if: {'; '.join(tried.assumptions) or 'nothing is changed'}?"
    shown = plain_table(table, caption)
    strip = strip_of(tried)
    drawn = f'<div class="claim-card-strip" style="{GROUND}">{styled_strip(tried)}</div>'
    page = Html(f'<section class="what-if">{shown}{drawn if strip else ""}</section>')
    page.words = "\n".join([shown.words, *([strip_words(tried)] if strip else [])])
    return page


def compared(tried: WhatIf) -> pd.DataFrame:
    """A row for what a finding says, then one for each check that moved: ours, and what follows from the change."""
    both = (tried.ours, tried)
    rows = [
        ("Verdict", *(sentence(VERDICT_WORDS[one.verdict]) for one in both)),
        (f"{sentence(WAYS)} that agree", *(f"{one.agreeing} of {one.principled_total}" for one in both)),
        ("How sure", *(one.confidence.level if one.confidence else "–" for one in both)),
    ]
    for moved in tried.moved:
        found = zip(both, (moved.before, moved.after), strict=True)
        rows.append((moved.label, *(_told(finding, one) for finding, one in found)))
    if not tried.moved:
        rows.append((f"The {WAYS}", "as they are", "as they are"))
    return pd.DataFrame(rows, columns=["", "Ours", "What if"])


def styled_strip(finding: Finding) -> str:
    """The strip of a finding with its looks in it; nothing where its checks are no numbers."""
    strip = strip_of(finding)
    if strip is None:
        return ""
    drawing = draw(strip, strip_words(finding))
    for name, look in LOOK.items():
        attributes = " ".join(f'{attribute}="{value}"' for attribute, value in look.items())
        drawing = drawing.replace(f'class="{name}"', f'class="{name}" {attributes}')
    return drawing


def _told(finding: Finding, one: Judged | None) -> str:
    """A check's value, how it stands, and whether it is the closest."""
    if one is None:
        return "–"
    closest = f", {NEAREST}" if one.specification.nearest else ""
    if one.agrees is None:
        return STANDING["silent"] + closest
    value = value_of(finding, one)
    standing = STANDING[standing_of(one)]
    return f"{value}: {standing}{closest}" if not isinstance(one.specification.value, bool) else standing + closest
