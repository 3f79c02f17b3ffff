"""The specification strip: every way to compute a claimed number on one scale (Simonsohn, Simmons & Nelson 2020)."""

from __future__ import annotations

from collections.abc import Iterable

import altair as alt
import pandas as pd

from audit.faults import how_many
from audit.figures import faces
from audit.figures.cards import accepted_range, bounds_text, figure_text, stated_text
from audit.figures.chart_parts import COLUMN, by_width
from audit.figures.figure import Figure, figure
from audit.figures.theme import light
from audit.figures.words import CHOICE_WORDS, of_proposition
from audit.judgement import Finding

ANSWERS = {True: "agrees", False: "differs"}
CLOSEST, OTHER, ASIDE = "Closest to the article's words", "Another check", "Set aside, does not count"
HEAD, GROUP, ROW = 26, 30, 38  # px: the line of the range's name, of a group's, and of a check
PHONE = 340  # px for a label on the narrowest drawing


def strip_data(finding: Finding) -> pd.DataFrame:
    """The finding's numeric specifications by group: the nearest, then by the choice made, then those set aside; each by value.

    Columns: ``label``, ``value``, ``text`` (value with unit), ``standing`` (agrees, differs or "set aside"), ``group`` (its
    heading), ``reason``.
    """
    table = finding.to_frame()
    table = table[[isinstance(value, float) for value in table["value"]]]
    table = table.assign(value=table["value"].astype(float))
    standing = [
        ANSWERS[agrees] if counts else "set aside"
        for agrees, counts in zip(table["agrees"], table["principled"], strict=True)
    ]
    group = [
        ASIDE
        if not counts
        else CLOSEST
        if nearest
        else CHOICE_WORDS.get(choice, OTHER)  # of a what-if, which counts others
        for counts, nearest, choice in table[["principled", "nearest", "choice"]].itertuples(index=False)
    ]
    text = [value_text(finding, one) for one in table["id"]]
    table = table.assign(standing=standing, text=text, group=group)
    order = [CLOSEST, *CHOICE_WORDS.values(), OTHER, ASIDE]
    table = table.sort_values(
        ["group", "value"], key=lambda column: column.map(order.index) if column.name == "group" else column
    )
    if finding.article is None:
        table["group"] = table["group"].map(of_proposition)
    return table[["label", "value", "text", "standing", "group", "reason"]].reset_index(drop=True)


def value_text(finding: Finding, specification_id: str) -> str:
    """The value to as many decimals as its inputs bear, and to two where it lies within a tenth of the test's bound."""
    one = finding.specification(specification_id).specification
    if one.text:
        return one.text
    bounds = [edge for edge in accepted_range(finding.claim.test) if edge is not None]
    close = one.decimals and any(abs(one.value - edge) < 0.1 for edge in bounds)
    return figure_text(one.value, getattr(finding.claim.test, "unit", None), 2 if close else one.decimals)


def strip_chart(finding: Finding, axis_title: str) -> alt.LayerChart:
    """A row a check on one scale, in groups by the choice made, over the range that the claim's test accepts.

    On a desk the labels stand in a column on the left and the values in one on the right; on a phone both stand by the dot.
    Filled dots agree, hollow ones differ, small ones are set aside: they stand last, behind a rule, and do not count.
    """
    data = strip_data(finding)
    heads, height = _laid_out(data)
    data["crossed"] = False  # would the claim's line cross its value on the right of the dot?
    test = finding.claim.test
    low, high = accepted_range(test)
    values = [*data["value"], *[edge for edge in (low, high) if edge is not None]]
    span = max(values) - min(values) or 1
    start, end = min(values) - 0.06 * span, max(values) + 0.06 * span
    after = 14 + 7 * data["text"].str.len().max()  # px for a value after the last dot
    places = [
        by_width(0, COLUMN),
        by_width(f"width - {after}", f"width - {after + 12}"),
    ]
    x = alt.X(
        "value:Q",
        title=axis_title,
        scale=alt.Scale(domain=[start, end], nice=False, zero=False, range=places),
        axis=alt.Axis(grid=False),
    )
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False))

    band = pd.DataFrame(
        {
            "value": [start if low is None else low],
            "to": [end if high is None else high],
            "y": [HEAD],
            "bottom": [height],
        }
    )
    told = f"Band: what agrees, {bounds_text(test)}"  # of a bound, its edge is the claim
    claimed = []
    if (stated := stated_text(test)) and None not in (low, high):
        told = f"Line: the claim, {stated} · band: what agrees, {bounds_text(test)}"
        claimed = data[["y"]].assign(value=float(test.stated))  # a piece a row: no word is crossed
        room = (
            (14 + 7 * data["text"].str.len()) * (end - start) / (PHONE - after)
        )  # of a value, in units of a phone's axis
        data["crossed"] = (data["value"] < test.stated) & (data["value"] + room > test.stated)
    key = pd.DataFrame({"y": [HEAD / 2], "name": [told]})
    titles = pd.DataFrame({"y": [head + 22 for head in heads.values()], "name": list(heads)})
    rows = alt.Chart(data).encode(y=y)
    tall = by_width(18, ROW)
    down = by_width(26, 19)
    dots = rows.encode(x=x).mark_point(yOffset=down, opacity=1, size=90, strokeWidth=1.75, stroke=light("ink"))
    fills = alt.Scale(domain=["agrees", "differs"], range=[light("ink"), light("paper")])
    tooltip = [alt.Tooltip("label", title="Check"), alt.Tooltip("text", title="Value")]
    tooltip += [alt.Tooltip("standing", title="Against the claim")]
    counting, aside = alt.datum.standing != "set aside", alt.datum.standing == "set aside"
    size = letters_of_labels(data["label"])
    # A value has one place for each width: an invisible twin would be read out, selected and found.
    by_the_dot = {"yOffset": down, "text": by_width("datum.text", "''")}
    layers = [
        alt.Chart(band).mark_rect(color=light("tint")).encode(x=x, x2="to:Q", y=y, y2="bottom:Q"),
        alt.Chart(key)
        .mark_text(align="left", fontSize=12, color=light("muted"))
        .encode(x=alt.value(0), y=y, text="name"),
        alt.Chart(titles)
        .mark_text(align="left", fontSize=12, color=light("muted"), fontWeight=600)
        .encode(x=alt.value(0), y=y, text="name"),
        rows.mark_text(align="left", yOffset=by_width(9, 19), fontSize=size).encode(x=alt.value(0), text="label"),
        dots.transform_filter(aside)
        .mark_point(size=45, yOffset=down, opacity=1, color=light("context"))
        .encode(tooltip=tooltip),
        dots.transform_filter(counting).encode(fill=alt.Fill("standing:N", legend=None, scale=fills), tooltip=tooltip),
        rows.encode(x=x).transform_filter("!datum.crossed").mark_text(align="left", dx=9, **by_the_dot),
        rows.encode(x=x).transform_filter("datum.crossed").mark_text(align="right", dx=-9, **by_the_dot),
        rows.encode(x=alt.value("width")).mark_text(align="right", yOffset=down, text=by_width("''", "datum.text")),
    ]
    if len(claimed):
        line = alt.Chart(claimed).encode(x=x, y=y)
        layers.insert(
            1,
            line.mark_tick(orient="vertical", thickness=1.5, size=tall, yOffset=down, color=light("muted"), opacity=1),
        )
    if ASIDE in heads and len(heads) > 1:
        layers.insert(0, alt.Chart(pd.DataFrame({"y": [heads[ASIDE] + 4]})).mark_rule(color=light("grid")).encode(y=y))
    return alt.layer(*layers).properties(height=height)


def _laid_out(data: pd.DataFrame) -> tuple[dict[str, int], int]:
    """Give each row its line, as column ``y``: the line of each group's name, and the height of all, in px."""
    data["y"] = 0
    heads, line = {}, HEAD
    for name, rows in data.groupby("group", sort=False):
        heads[name] = line
        data.loc[rows.index, "y"] = [line + GROUP + place * ROW for place in range(len(rows))]
        line += GROUP + len(rows) * ROW
    return heads, line


def letters_of_labels(labels: Iterable[str]) -> int:
    """13 px, or 12 where a label would not fit a phone."""
    return 13 if all(faces.width(label, 13, 400) <= PHONE for label in labels) else 12


def strip_figure(finding: Finding, *, id: str, title: str, subtitle: str, axis_title: str, holds: str) -> Figure:
    """The strip as a finished figure: its text alternative, table and sources follow from the finding.

    ``holds``: the title as an expression over ``data``, with columns ``label``, ``value``, ``standing``, ``reason``.
    """
    data = strip_data(finding)
    aside = data[data["standing"] == "set aside"]
    told = "; ".join(f"{row.label}: {row.text}, {row.standing}" for row in data.itertuples())
    legend = " Filled dots agree with the claim, hollow ones differ, small ones do not count."
    return figure(
        strip_chart(finding, axis_title),
        id=id,
        title=title,
        subtitle=subtitle + legend,
        alt_text=f"Dot plot of {how_many(len(data), 'check')}. {told}.",
        data=data[["label", "value", "standing", "reason"]],
        labels={"label": "Check", "value": axis_title, "standing": "Against the claim", "reason": "Why"},
        notes=" ".join(f"{row.label}: {row.reason}" for row in aside.itertuples()) or None,
        sources=finding.sources,
        holds=holds,
    )
