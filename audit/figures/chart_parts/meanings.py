"""What stands for what: colours, dashes, shapes, marks of answers, and what a mark says of itself."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt

from audit.figures.theme import light

#: Dash and point shape of each meaning: colour is never the only channel (DESIGN, section 6).
MARKS = {
    "china": ([1, 0], "circle"),
    "russia": ([6, 4], "square"),
    "both": ([1, 0], "diamond"),
    "allies": ([2, 3], "triangle-up"),
    "context": ([1, 0], "circle"),
    "muted": ([1, 0], "circle"),
    "ink": ([1, 0], "circle"),
}


def colour(field: str, meaning: Mapping[str, str]) -> alt.Color:
    """Colour by ``field``; ``meaning`` gives each of its values a name of the palette, e.g. {"China buys": "russia"}."""
    scale = alt.Scale(domain=list(meaning), range=[light(name) for name in meaning.values()])
    return alt.Color(f"{field}:N", legend=None, scale=scale)


def fill(field: str, meaning: Mapping[str, str]) -> alt.Fill:
    """The same for what a mark is filled with, where its outline has a colour of its own."""
    scale = alt.Scale(domain=list(meaning), range=[light(name) for name in meaning.values()])
    return alt.Fill(f"{field}:N", legend=None, scale=scale)


def dash(field: str, meaning: Mapping[str, str]) -> alt.StrokeDash:
    """The dash that goes with each colour."""
    scale = alt.Scale(domain=list(meaning), range=[MARKS[name][0] for name in meaning.values()])
    return alt.StrokeDash(f"{field}:N", legend=None, scale=scale)


def shape(field: str, meaning: Mapping[str, str]) -> alt.Shape:
    """The point shape that goes with each colour."""
    scale = alt.Scale(domain=list(meaning), range=[MARKS[name][1] for name in meaning.values()])
    return alt.Shape(f"{field}:N", legend=None, scale=scale)


def hollow_where(condition: object) -> dict:
    """Filled, but hollow where ``condition`` holds: ``fillOpacity=hollow_where(alt.datum.standing == "since then")``."""
    return alt.condition(condition, alt.value(0), alt.value(1))


_DISC = "M0,-1A1,1,0,0,1,0,1A1,1,0,0,1,0,-1Z"


_HOLE = "M0,-.8A.8,.8,0,0,0,0,.8A.8,.8,0,0,0,0,-.8Z"  # wound the other way, so that it stays empty


#: Answers as marks of one fill, so that they look alike in every face, picture and scheme.
ANSWERS = {
    "yes": _DISC,
    "in part": "M0,-1A1,1,0,0,0,0,1ZM0,-1A1,1,0,0,1,0,1L0,.8A.8,.8,0,0,0,0,-.8Z",
    "no": _DISC + _HOLE,
    "open": "M-.62,-.14H.62V.14H-.62Z",
    "alleged": "M0,-1L1,.8H-1ZM0,-.6L-.66,.6H.66Z",
}


def answer_shape(field: str, meaning: Mapping[str, str], columns: int = 2) -> alt.Shape:
    """The mark of each answer, with its key above the chart; ``meaning`` gives each value of ``field`` a name in ANSWERS."""
    scale = alt.Scale(domain=list(meaning), range=[ANSWERS[name] for name in meaning.values()])
    ink = light("ink")
    key = alt.Legend(
        title=None, columns=columns, symbolFillColor=ink, symbolStrokeWidth=0, symbolSize=150, rowPadding=4
    )
    return alt.Shape(f"{field}:N", scale=scale, legend=key)


#: How ``answer_shape`` is drawn: filled, without an outline, below the name of its row.
ANSWER_MARK = {"size": 190, "strokeWidth": 0, "opacity": 1, "color": light("ink"), "yOffset": 9}


def tooltip(**fields: str | tuple[str, str]) -> list[alt.Tooltip]:
    """What a mark says of itself: ``tooltip(series="Flow", value_usd_bn=("US$ billion", ",.1f"))``, in that order.

    A name that is no keyword of Python is given by ``**{"month:T": ("Month", "%B %Y")}``.
    """
    told = {field: (words, None) if isinstance(words, str) else words for field, words in fields.items()}
    return [
        alt.Tooltip(field, title=title, **({"format": form} if form else {})) for field, (title, form) in told.items()
    ]


def choice(name: str, label: str, value: object, options: list) -> alt.Parameter:
    """A list that the reader chooses from: parameter ``name``, with ``label`` in front of it."""
    return alt.param(name=name, value=value, bind=alt.binding_select(options=options, name=label))
