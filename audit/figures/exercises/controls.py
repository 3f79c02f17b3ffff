"""The reader's own counting rule: its check boxes, and the steps by which a page counts under it."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt

from audit.findings.exercises.claims import FIRST, RECORD_YEAR, Rule
from audit.findings.exercises.tables import MERGE_BOX, boxes_of

#: The check boxes by group, with their words.
GROUPS = {
    "Kind of event": {
        "kind_exercise": "exercises",
        "kind_air_patrol": "air patrols",
        "kind_naval_patrol": "naval patrols",
        "kind_computer_simulation": "staff simulations",
        "kind_competition": "contests",
    },
    "Who takes part": {
        "frame_bilateral": "the two alone",
        "frame_minilateral": "a few partners",
        "frame_sco": "Shanghai Cooperation Organisation",
        "frame_russian_strategic": "Russian annual exercises",
        "frame_large_multinational": "open to dozens of navies",
    },
    "Which services": {
        "by_armed_forces": "armed forces",
        "by_internal_security": "police, border troops",
        "by_coast_guard": "coast guards",
    },
}


def boxes(rule: Rule) -> list[alt.Parameter]:
    """The check boxes as they stand for a rule, and one for what counts as one."""
    words = {name: label for group in GROUPS.values() for name, label in group.items()}
    words[MERGE_BOX] = "Count one deployment once"
    ticked = boxes_of(rule)
    return [
        alt.param(name=name, value=ticked[name], bind=alt.binding_checkbox(name=told)) for name, told in words.items()
    ]


def steps(expressions: Mapping[int, str]) -> list[alt.Parameter]:
    """What follows from the boxes: ``numbers`` (one a year), ``best`` before 2022, and the ``readout``, with the answer.

    ``expressions``: by year, how its number follows from the boxes.
    """
    before = range(FIRST, RECORD_YEAR)
    ours = f"c{RECORD_YEAR}"
    leaders = " + ".join(f"(c{year} == best ? ' {year},' : '')" for year in before)
    computed = {f"c{year}": text for year, text in expressions.items()} | {
        "numbers": "[" + ", ".join(f"c{year}" for year in expressions) + "]",
        "best": f"max({', '.join(f'c{year}' for year in before)})",
        "leaders": f"replace({leaders}, /,$/, '')",
        "answer": f"{ours} > best ? 'The claim holds: {RECORD_YEAR} has the record.' : {ours} == best ? "
        "'A tie: the claim does not hold as worded.' : 'The claim does not hold.'",
        "readout": f"{ours} + best == 0 ? 'Nothing counts under this rule. Tick a kind, a framework and a service.' : "
        f"'{RECORD_YEAR}: ' + {ours} + '. Best year from {before[0]} to {before[-1]}:' + leaders + ', with ' + best + '. ' + answer",
    }
    return [alt.param(name=name, expr=text) for name, text in computed.items()]
