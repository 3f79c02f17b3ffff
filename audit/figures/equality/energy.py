"""How energy is shown: captions of its two charts, their parts, and numbers for the prose."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from audit.figures.prose import in_words, percent
from audit.figures.theme import light
from audit.findings.equality import energy
from audit.inputs.record import Record

#: The allied trade that stands below China's and Russia's, for scale.
ALLIES = "Canada’s crude to the US"

#: What each side of a trade is drawn as: the name of the palette, with its mark.
SIDES = {energy.BUYER: ("muted", "square"), energy.SELLER: ("ink", "circle")}


#: Height of a row with its name above the marks, in pixels.
ROW = 58


def two_sides(rows: pd.DataFrame) -> dict[str, Any]:
    """``rows``: ``energy.two_sides``."""
    wide = rows[rows["trade"] != ALLIES].pivot(index="trade", columns="side", values="share_pct")
    twice = int((wide[energy.SELLER] > 2 * wide[energy.BUYER]).sum())
    least = (wide[energy.SELLER] / wide[energy.BUYER]).idxmin()
    seller, buyer = wide.loc[least, energy.SELLER], wide.loc[least, energy.BUYER]
    told = "; ".join(
        f"{row.trade}, {row.side}: {row.share_pct:.0f} per cent, {row.period}" for row in rows.itertuples()
    )
    return {
        "id": "equality-energy-sides",
        "title": f"In {in_words(twice)} of {in_words(len(wide))} fuels China’s share of Russia’s exports is more than twice Russia’s "
        f"share of China’s imports; in {least.lower()} it is {seller:.0f} against {buyer:.0f} per cent (years differ)",
        "holds": f"(lambda wide: (wide[{energy.SELLER!r}] > 2 * wide[{energy.BUYER!r}]).sum())"
        f"(data[data['trade'] != {ALLIES!r}].pivot(index='trade', columns='side', values='share_pct')) == {twice} "
        f"and tuple(data[data['trade'] == {least!r}].set_index('side')['share_pct'][[{energy.SELLER!r}, {energy.BUYER!r}]].round()) "
        f"== ({seller:.0f}, {buyer:.0f})",
        "subtitle": "Square: the seller’s share in the buyer’s imports. Circle: the buyer’s share in the seller’s exports. Per cent of volume, "
        "of value for gas by pipe into China; years and compilers of the two differ, so they are joined only to show the distance. Last row: "
        "two allies, for scale.",
        "alt_text": f"Two marks a row. {told}.",
        "data": rows[["trade", "side", "share_pct", "period", "basis"]],
        "labels": {
            "trade": "Trade",
            "side": "What is measured",
            "share_pct": "Share, per cent",
            "period": "Period",
            "basis": "How it was found",
        },
        "sources": list(dict.fromkeys(source for sources in rows["sources"] for source in sources)),
        "notes": "What China’s customs call Malaysian holds crude of Iran and Venezuela, so Russia’s share of China’s crude is overstated to "
        "that extent. China’s purchase of liquefied gas is by customs, Russia’s total by tracking of ships. The share of Russia’s "
        "exports of pipeline gas is a newspaper’s, without its months, and buyers in the former Soviet Union may be left out.",
    }


def gas_prices(rows: pd.DataFrame) -> dict[str, Any]:
    """``rows``: ``energy.gas_prices``."""
    last = rows.dropna(subset="part_pct").sort_values("year").iloc[-1]
    part, year = f"{last['part_pct']:.0f}", int(last["year"])
    told = "; ".join(f"{row.year}, {row.buyer}: {row.price:.0f}, {row.basis}" for row in rows.itertuples())
    return {
        "id": "equality-gas-prices",
        "title": f"For {year} Russia’s ministry put China’s price for pipeline gas at {part} per cent of that for Europe and Turkey",
        "holds": "(lambda price: '%.0f' % (100 * price['China'] / price['Europe and Turkey']))"
        f"(data[data['year'] == {year}].set_index('buyer')['price']) == '{part}'",
        "subtitle": "Price of Russian pipeline gas by buyer, US dollars per thousand cubic metres, from outlooks of Russia’s economy "
        "ministry. Circle: China. Triangle: Europe and Turkey. Filled: a year that was over; hollow: an estimate or a forecast.",
        "alt_text": f"Marks by year. {told}.",
        "data": rows[["year", "buyer", "price", "basis", "part_pct"]],
        "labels": {
            "year": "Year",
            "buyer": "Buyer",
            "price": "US$ per thousand m³",
            "basis": "Kind of figure",
            "part_pct": "China’s in per cent of theirs",
        },
        "sources": list(dict.fromkeys(rows["source_id"])),
        "notes": f"In {energy.KNOWN} Europe’s market prices stood at records. Routes differ: Gazprom says that China pays less because the "
        "fields lie nearer. Blank: the other price stood in no part that we read.",
    }


def marks(
    rows: pd.DataFrame, field: str, meaning: dict[str, tuple[str, str]], x: alt.X, y: alt.Y, tooltip: list
) -> alt.Chart:
    """Marks that differ in shape and shade by ``field``; hollow in rows whose ``hollow`` is yes."""
    shades = alt.Scale(domain=list(meaning), range=[light(shade) for shade, _ in meaning.values()])
    forms = alt.Scale(domain=list(meaning), range=[form for _, form in meaning.values()])
    points = alt.Chart(rows).mark_point(size=120, strokeWidth=2, opacity=1, filled=False)
    return points.encode(
        x=x,
        y=y,
        stroke=alt.Stroke(f"{field}:N", legend=None, scale=shades),
        fill=alt.Fill(f"{field}:N", legend=None, scale=shades),
        fillOpacity=alt.condition("datum.hollow == 'yes'", alt.value(0), alt.value(1)),
        shape=alt.Shape(f"{field}:N", legend=None, scale=forms),
        tooltip=tooltip,
    )


def frame(rows: pd.DataFrame, name: str, value: str, x: alt.X, y: alt.Y, format: str) -> list[alt.Chart]:
    """For each row its name at the left edge, a fine rule between its marks, and their numbers below: for ``alt.layer``."""
    spans = rows.groupby(name, sort=False)[value].agg(["min", "max"]).reset_index()
    rule = alt.Chart(spans).mark_rule(color=light("context"), strokeWidth=1)
    first = alt.Chart(rows.drop_duplicates(name)).encode(y=y)
    return [
        rule.encode(y=y, x=alt.X("min:Q"), x2="max:Q"),
        first.mark_text(align="left", dy=-15, fontWeight=600).encode(x=alt.value(0), text=f"{name}:N"),
        alt.Chart(rows).mark_text(dy=17, fontSize=12).encode(x=x, y=y, text=alt.Text(f"{value}:Q", format=format)),
    ]


def numbers(record: Record) -> dict[str, str]:
    """What the section says of energy: name -> text."""
    sides = energy.two_sides(record).set_index(["trade", "side"])["share_pct"]
    crude = energy.russia_in_crude(record).set_index("year")["share_pct"]
    gas = energy.gas_prices(record).drop_duplicates("year").set_index("year")["part_pct"]
    pipe = energy.siberia(record).set_index("year")["quantity"]
    central = {one.id: one.value for one in energy.gas_at_others_price(record)}
    belarus, china = (
        energy.paid(energy.prices(record, "Russia", buyer, "2021-01-01")) for buyer in ("Belarus", "China")
    )
    return {
        "crude-buyer": percent(sides["Crude oil", energy.BUYER]),
        "crude-seller": percent(sides["Crude oil", energy.SELLER]),
        "crude-times": f"{sides['Crude oil', energy.SELLER] / sides['Crude oil', energy.BUYER]:.1f}",
        "crude-2020": percent(crude[2020]),
        "coal-buyer": percent(sides["Coal", energy.BUYER]),
        "coal-seller": percent(sides["Coal", energy.SELLER]),
        "lng-buyer": percent(sides["Liquefied gas", energy.BUYER]),
        "lng-seller": percent(sides["Liquefied gas", energy.SELLER]),
        "canada-buyer": percent(sides[ALLIES, energy.BUYER]),
        "canada-seller": percent(sides[ALLIES, energy.SELLER]),
        "canada-times": f"{sides[ALLIES, energy.SELLER] / sides[ALLIES, energy.BUYER]:.1f}",
        "gas-part-2025": percent(gas[energy.ESTIMATED]),
        "gas-part-2022": percent(gas[energy.KNOWN]),
        "gas-central-asia": percent(central["january-2021-weighted"]),
        "gas-central-asia-spring": percent(central["april-2020"]),
        "gas-europe-before": percent(energy.beside_europe(record)),
        "gas-belarus-part": percent(100 * china / belarus),
        "pipe-buyer": percent(sides["Pipeline gas", energy.BUYER]),
        "pipe-seller": percent(sides["Pipeline gas", energy.SELLER]),
        "gas-china-2021": f"{china:.1f}",
        "gas-belarus-2021": f"{belarus:.1f}",
        "siberia-first": f"{pipe.iloc[0]:.1f}",
        "siberia-last": f"{pipe.iloc[-1]:.1f}",
        "siberia-year": str(pipe.index[-1]),
    }
