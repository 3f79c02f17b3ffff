"""How arms for Russia in the war are shown: the caption of the chart and numbers for the prose."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from audit.figures.chart_parts.lines import names_at_ends
from audit.figures.prose import in_words, percent
from audit.figures.theme import light
from audit.findings.equality.arms import LATEST, vintage_words
from audit.findings.war import arms
from audit.inputs.record import Record

#: What each state is drawn as: the name of the palette, the mark and the dash.
STATES = {
    "North Korea": ("allies", "triangle-up", [2, 3]),
    "Iran": ("muted", "square", [6, 4]),
    "China": ("china", "circle", [1, 0]),
}


def to_russia(rows: pd.DataFrame) -> dict[str, Any]:
    """``rows``: ``arms.to_russia``."""
    total = rows.groupby("supplier")["delivered"].sum()
    first, last = int(rows["year"].min()), int(rows["year"].max())
    part = f"{100 * total['China'] / total['North Korea']:.0f}"
    told = "; ".join(f"{row.supplier} {row.year}: {row.delivered:g}" for row in rows.itertuples())
    return {
        "id": "war-arms",
        "title": f"In {first}–{last} China delivered {part} per cent of the major arms that North Korea did to Russia, in SIPRI’s measure",
        "holds": "(lambda total: '%.0f' % (100 * total['China'] / total['North Korea']))"
        f"(data.groupby('supplier')['delivered'].sum()) == '{part}'",
        "subtitle": f"Major arms delivered to Russia by year, million TIV, SIPRI’s measure, {vintage_words(LATEST)}. Without ammunition, "
        "parts and dual-use goods, in which China’s weight lies.",
        "alt_text": f"Points by state and year, joined by lines. {told}.",
        "data": rows[["supplier", "year", "delivered"]],
        "labels": {"supplier": "From", "year": "Year", "delivered": "Million TIV"},
        "sources": list(dict.fromkeys(rows["source_id"])),
        "notes": "Nought: none is recorded. Most of Iran’s are attack drones that the register marks as made in Russia.",
    }


def lines(rows: pd.DataFrame, x: alt.X, y: alt.Y, tooltip: list) -> alt.LayerChart:
    """A line, its points and its name for each state, told apart by shade, mark and dash."""

    def scale(place: int) -> alt.Scale:
        told = [light(look[0]) if place == 0 else look[place] for look in STATES.values()]
        return alt.Scale(domain=list(STATES), range=told)

    base = alt.Chart(rows).encode(x=x, y=y, color=alt.Color("supplier:N", legend=None, scale=scale(0)))
    line = base.mark_line().encode(strokeDash=alt.StrokeDash("supplier:N", legend=None, scale=scale(2)))
    points = base.mark_point(size=60, opacity=1, filled=True)
    points = points.encode(shape=alt.Shape("supplier:N", legend=None, scale=scale(1)), tooltip=tooltip)
    shades = {state: look[0] for state, look in STATES.items()}
    names = names_at_ends(
        rows, "year", "delivered", "supplier", shades, nudge={"China": -9, "North Korea": -4, "Iran": 4}
    )
    return alt.layer(line, points, names)


def numbers(record: Record) -> dict[str, str]:
    """What the section says of arms in the war: name -> text."""
    found = {one.id: one.value for one in arms.arms_below_a_treaty_ally(record)}
    rows = arms.to_russia(record)
    total = rows.groupby("supplier")["delivered"].sum()
    china = arms.items(record, "China")
    engines = china[china["weapon"] == "ship engine"]
    wide = record["arms_transfers"]
    wide = wide[(wide["supplier"] == "all") & (wide["recipient"] == "Russia") & (wide["year"] == rows["year"].max())]
    by_vintage = wide.sort_values("vintage")["delivered_tiv_mn"]
    return {
        "war-arms-vintage": vintage_words(LATEST),
        "war-arms-china": f"{total['China']:.1f}",
        "war-arms-north-korea": f"{total['North Korea']:.0f}",
        "war-arms-iran": f"{total['Iran']:.0f}",
        "war-arms-part": percent(found["beside-north-korea"]),
        "war-arms-part-iran": percent(found["beside-iran"]),
        "war-arms-part-2023": percent(found["first-two-years"]),
        "war-arms-part-2023-earlier": percent(found["earlier-vintage"]),
        "war-arms-carriers": in_words(int(china.loc[china["weapon"] == "armoured personnel carrier", "number"].sum())),
        "war-arms-engines": in_words(int(engines["number"].sum())),
        "war-arms-ordered": str(int(engines["order_year"].iloc[0])),
        "war-arms-all-february": f"{by_vintage.iloc[0]:.1f}",
        "war-arms-all-may": f"{by_vintage.iloc[-1]:.1f}",
    }
