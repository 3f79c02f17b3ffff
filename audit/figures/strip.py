"""The specification strip: every way to compute a claimed number on one scale (Simonsohn, Simmons & Nelson 2020)."""

from __future__ import annotations

from collections.abc import Iterable

import altair as alt
import pandas as pd

from audit.figures import faces
from audit.figures.cards import accepted_range, figure_text
from audit.figures.figure import Figure, figure
from audit.figures.theme import light
from audit.judgement import Finding

ANSWERS = {True: "agrees", False: "differs"}
ROW_HEIGHT = 46
PHONE = 340  # px for a label on the narrowest drawing


def strip_data(finding: Finding) -> pd.DataFrame:
    """The finding's numeric specifications, nearest first, then those that count, then those set aside, by value.

    Columns: ``label``, ``value``, ``text`` (value with unit), ``standing`` (agrees, differs or "set aside"), ``reason``.
    """
    table = finding.to_frame()
    table = table[[isinstance(value, float) for value in table["value"]]]
    table = table.assign(value=table["value"].astype(float))
    standing = [
        ANSWERS[agrees] if counts else "set aside"
        for agrees, counts in zip(table["agrees"], table["principled"], strict=True)
    ]
    text = [value_text(finding, one) for one in table["id"]]
    table = table.assign(standing=standing, text=text)
    order = ["nearest", "principled", "value"]
    columns = ["label", "value", "text", "standing", "reason"]
    return table.sort_values(order, ascending=[False, False, True])[columns].reset_index(drop=True)


def value_text(finding: Finding, specification_id: str) -> str:
    """The value to as many decimals as its inputs bear, and to two where it lies within a tenth of the test's bound."""
    one = finding.specification(specification_id).specification
    if one.text:
        return one.text
    bounds = [edge for edge in accepted_range(finding.claim.test) if edge is not None]
    close = one.decimals and any(abs(one.value - edge) < 0.1 for edge in bounds)
    return figure_text(one.value, getattr(finding.claim.test, "unit", None), 2 if close else one.decimals)


def strip_chart(finding: Finding, axis_title: str) -> alt.LayerChart:
    """One row a specification: its label over a dot, the range that the claim's test accepts as a band behind all rows.

    Filled dots agree, hollow ones differ, small grey ones are set aside and do not count towards the verdict. The first
    row, in bold, is the specification nearest to the article's wording; two are where two plain senses remain.
    """
    data = strip_data(finding)
    data["row"] = range(len(data))
    first = max(sum(isinstance(one.specification.value, float) for one in finding.all_nearest), 1)
    low, high = accepted_range(finding.claim.test)
    values = [*data["value"], *[edge for edge in (low, high) if edge is not None]]
    span = max(values) - min(values) or 1
    longest = data["text"].str.len().max()
    start, end = min(values) - 0.12 * span, max(values) + (0.12 + 0.025 * max(longest - 5, 0)) * span  # room for words
    scale = alt.Scale(domain=[start, end], nice=False, zero=False)
    x = alt.X("value:Q", title=axis_title, scale=scale, axis=alt.Axis(grid=False))
    y = alt.Y("row:O", axis=None)
    band = pd.DataFrame({"value": [start if low is None else low], "to": [end if high is None else high]})

    rows = alt.Chart(data).encode(y=y)
    dots = rows.encode(x=x).mark_point(yOffset=8, opacity=1, size=90, strokeWidth=1.75, stroke=light("ink"))
    fills = alt.Scale(domain=["agrees", "differs"], range=[light("ink"), light("paper")])
    tooltip = [alt.Tooltip("label", title="Check"), alt.Tooltip("text", title="Value")]
    tooltip += [alt.Tooltip("standing", title="Against the claim")]
    counting, aside = alt.datum.standing != "set aside", alt.datum.standing == "set aside"
    size = letters_of_labels(data["label"])
    names = rows.encode(x=alt.value(0), text="label").mark_text(align="left", dy=-13, fontSize=size)
    return (
        alt.Chart(band).mark_rect(color=light("tint")).encode(x=x, x2="to:Q")
        + names.transform_filter(alt.datum.row >= first)
        + names.transform_filter(alt.datum.row < first).mark_text(align="left", dy=-13, fontSize=size, fontWeight=600)
        + dots.transform_filter(aside)
        .mark_point(size=45, yOffset=8, opacity=1, color=light("context"))
        .encode(tooltip=tooltip)
        + dots.transform_filter(counting).encode(fill=alt.Fill("standing:N", legend=None, scale=fills), tooltip=tooltip)
        + rows.encode(x=x, text="text").mark_text(align="left", dx=9, yOffset=8)
    ).properties(height=len(data) * ROW_HEIGHT)


def letters_of_labels(labels: Iterable[str]) -> int:
    """13 px, or 12 where a label, in bold, would not fit a phone."""
    return 13 if all(faces.width(label, 13, 600) <= PHONE for label in labels) else 12


def strip_figure(finding: Finding, *, id: str, title: str, subtitle: str, axis_title: str, holds: str) -> Figure:
    """The strip as a finished figure: its text alternative, table and sources follow from the finding.

    ``holds``: the title as an expression over ``data``, with columns ``label``, ``value``, ``standing``, ``reason``.
    """
    data = strip_data(finding)
    aside = data[data["standing"] == "set aside"]
    told = "; ".join(f"{row.label}: {row.text}, {row.standing}" for row in data.itertuples())
    legend = (
        " Shaded: what the claim's test accepts. Filled dots agree, hollow ones differ, small grey ones do not count. "
        "In bold: closest to the article's words."
    )
    return figure(
        strip_chart(finding, axis_title),
        id=id,
        title=title,
        subtitle=subtitle + legend,
        alt_text=f"Dot plot of {len(data)} checks. {told}.",
        data=data[["label", "value", "standing", "reason"]],
        labels={"label": "Check", "value": axis_title, "standing": "Against the claim", "reason": "Why"},
        notes=" ".join(f"{row.label}: {row.reason}" for row in aside.itertuples()) or None,
        sources=finding.sources,
        holds=holds,
    )
