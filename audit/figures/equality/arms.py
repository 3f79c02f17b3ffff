"""How arms are shown: captions of the charts, their parts, numbers for the prose, and the frame of *Try it*."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from audit.figures.prose import percent
from audit.figures.theme import light
from audit.findings.equality import arms, energy
from audit.inputs.record import Record

#: The pairs of the chart: allies of the United States and of Russia beside China and Russia.
SHOWN = ("China–Russia", "US–Japan", "US–South Korea", "US–Canada", "Russia–Belarus", "Russia–North Korea")

#: The pair of the chapter, the giver first.
OURS = "Russia–China"

#: Whose delivery a bar shows, and the name of the palette that fills it.
GIVERS = {"first": "ink", "second": "paper"}

#: Height of a row with its name above the bar, in pixels.
ROW = 62

#: The measure, for subtitles.
MEASURE = "major arms in million TIV, SIPRI’s measure"


def flows(record: Record, last: int = arms.LAST_YEAR) -> pd.DataFrame:
    """Both deliveries of the pairs shown in one window. Columns: pair, giver, supplier, recipient, window, delivered, signed, words.

    ``signed``: negative for what the second state of a pair delivers to the first, which the chart draws to the left.
    """
    rows, found = arms.pairs(record).query("year == @last").set_index("pair"), []
    for name in SHOWN:
        row = rows.loc[name]
        ways = [
            (row["first"], row["second"], row["from_first"]),
            (row["second"], row["first"], row["from_second"]),
        ]
        pair = OURS if name == "China–Russia" else name
        ways = ways[::-1] if name == "China–Russia" else ways
        for (giver, sign), (supplier, recipient, value) in zip((("first", 1), ("second", -1)), ways, strict=True):
            short = supplier.replace("United States", "US")
            words = f"{short} {value:,.0f}" if value else f"{short}: none"
            found.append((pair, giver, supplier, recipient, row["window"], value, sign * value + 0.0, words))
    columns = ["pair", "giver", "supplier", "recipient", "window", "delivered", "signed", "words"]
    return pd.DataFrame(found, columns=columns)


def both_ways(rows: pd.DataFrame) -> dict[str, Any]:
    """``rows``: ``flows``."""
    ours = rows[rows["pair"] == OURS].set_index("supplier")["delivered"]
    window, there, back = rows["window"].iloc[0], f"{ours['Russia']:.0f}", f"{ours['China']:.0f}"
    told = "; ".join(f"{row.supplier} to {row.recipient} {row.delivered:,.0f}" for row in rows.itertuples())
    return {
        "id": "equality-arms",
        "title": f"In {window} Russia delivered {ours['Russia']:,.0f} million TIV of major arms to China and received {back} from it, in SIPRI’s measure",
        "holds": "(lambda value: ('%.0f' % value['Russia'], '%.0f' % value['China']))"
        f"(data[data['pair'] == {OURS!r}].set_index('supplier')['delivered']) == {(there, back)!r}",
        "subtitle": f"Deliveries of {MEASURE}; {arms.register_told()}. Filled, to the right: from the state named "
        "first. Hollow, to the left: from the one named second.",
        "alt_text": f"Bars to both sides by pair. {told}.",
        "data": rows[["pair", "supplier", "recipient", "window", "delivered"]],
        "labels": {
            "pair": "Pair",
            "supplier": "From",
            "recipient": "To",
            "window": "Years",
            "delivered": "Million TIV",
        },
        "sources": ["sipri_reg_2026"],
        "notes": "TIV counts the capability of what is delivered, not money; ammunition, parts, training and dual-use goods are not in it. "
        "Where no bar stands, none is recorded.",
    }


def yearly(rows: pd.DataFrame) -> dict[str, Any]:
    """``rows``: ``arms.yearly``."""
    to_china = rows[rows["direction"] == "Russia to China"].set_index("year")["delivered"]
    last, lowest = int(to_china.index.max()), to_china.idxmin() == to_china.index.max()
    return {
        "id": "equality-arms-years",
        "title": f"Russia’s deliveries to China in {last} {'were' if lowest else 'were not'} the smallest of any year since "
        f"{to_china.index.min()}, in SIPRI’s measure",
        "holds": "(lambda rows: rows['delivered'].iloc[-1] == rows['delivered'].min())"
        f"(data[data['direction'] == 'Russia to China'].sort_values('year')) == {lowest}",
        "subtitle": f"Deliveries of {MEASURE}, by year, {arms.vintage_words(arms.LATEST)}. Bars: Russia to China. Circles: China to Russia, "
        "in the years with any.",
        "alt_text": "Bars by year, Russia to China: "
        + "; ".join(f"{year} {value:,.0f}" for year, value in to_china.items())
        + f". China to Russia in all years together: {rows.loc[rows['direction'] == 'China to Russia', 'delivered'].sum():.0f}.",
        "data": rows[["year", "direction", "delivered"]],
        "labels": {"year": "Year", "direction": "Direction", "delivered": "Million TIV"},
        "sources": list(dict.fromkeys(rows["source_id"])),
        "notes": "One or two contracts move a year. SIPRI puts the fall of China’s imports down to its own production.",
    }


def bars(rows: pd.DataFrame, x: alt.X, y: alt.Y, tooltip: list) -> alt.LayerChart:
    """Bars to both sides of nought, each pair named above its own and each end worded; hollow for the second state."""
    scale = alt.Scale(domain=list(GIVERS), range=[light(name) for name in GIVERS.values()])
    base = alt.Chart(rows).encode(y=y)
    drawn = base.mark_bar(height=14, stroke=light("ink"), strokeWidth=1)
    left = "datum.giver == 'second'"
    ends = base.mark_text(align=alt.expr(f"{left} ? 'right' : 'left'"), dx=alt.expr(f"{left} ? -6 : 6"), fontSize=12)
    names = alt.Chart(rows.drop_duplicates("pair")).encode(y=y).mark_text(align="left", dy=-18, fontWeight=600)
    return alt.layer(
        drawn.encode(x=x, fill=alt.Fill("giver:N", legend=None, scale=scale), tooltip=tooltip),
        ends.encode(x=x, text="words:N"),
        names.encode(x=alt.value(0), text="pair:N"),
    )


def volumes() -> alt.Axis:
    """Volumes to both sides of nought, without a sign."""
    return alt.Axis(labelExpr="format(abs(datum.value), ',')", tickCount=5)


# --- try it -------------------------------------------------------------------------------------------------------------

#: The indicators of this module for *Try it*.
ARMS, CRUDE = "major arms received", "crude oil"


def for_try(record: Record) -> pd.DataFrame:
    """How much each state of a pair depends on the other: rows for *Try it*, beside those on trade.

    Columns: indicator, pair, period, year, state (who depends), other, share_pct, what (the definition), source_id.
    A state that received no major arms at all, or whose total was not carried, has no row.
    """
    found = []
    for row in arms.pairs(record).itertuples():
        what = f"share in all major arms that it received, {row.window}, by TIV, {arms.vintage_words(arms.LATEST)}"
        for state, other, share in (
            (row.first, row.second, row.in_imports_of_first),
            (row.second, row.first, row.in_imports_of_second),
        ):
            found.append((ARMS, row.pair, row.window, row.year, state, other, share, what, "sipri_reg_2026"))
    sides = energy.two_sides(record)
    trades = {
        "Crude oil": ("China–Russia", "China", "Russia"),
        "Canada’s crude to the US": ("US–Canada", "United States", "Canada"),
    }
    for trade, (pair, buyer, seller) in trades.items():
        for row in sides[sides["trade"] == trade].itertuples():
            state, other = (buyer, seller) if row.side == energy.BUYER else (seller, buyer)
            what, year = f"{row.side}, {row.period}, {row.basis}", int(row.period[-4:])
            found.append((CRUDE, pair, row.period, year, state, other, row.share_pct, what, row.sources[0]))
    columns = ["indicator", "pair", "period", "year", "state", "other", "share_pct", "what", "source_id"]
    return pd.DataFrame(found, columns=columns).dropna(subset="share_pct").reset_index(drop=True)


def numbers(record: Record) -> dict[str, str]:
    """What the section says of arms: name -> text."""
    latest = arms.pairs(record).query("year == @arms.LAST_YEAR").set_index("pair")
    ours = latest.loc["China–Russia"]
    weights = arms.weights(record).query("vintage == @arms.LATEST").set_index(["year", "measure"])["share_pct"]
    published = record["arms_published"]
    printed = published[published["measure"] == "share of China in Russia’s arms exports"].sort_values("year").iloc[-1]
    year = arms.yearly(record).set_index(["direction", "year"])["delivered"]
    span = (arms.LAST_YEAR - arms.WINDOW + 1, arms.LAST_YEAR)
    exports, newest = (arms.delivered(record, "Russia", "all", *span, one) for one in (arms.LATEST, arms.NEWEST))
    received = [arms.delivered(record, "all", "Russia", *span, one) for one in (arms.LATEST, arms.NEWEST)]
    china = published[published["measure"] == "change of China’s arms imports"].iloc[0]
    shares = published[published["measure"] == printed["measure"]].set_index("year")["value_pct"]
    return {
        "arms-window": ours["window"],
        "arms-before-the-war": percent(
            100 * arms.delivered(record, "Russia", "China", span[0], 2021) / ours["from_second"]
        ),
        "arms-exports": f"{exports:,.0f}",
        "arms-exports-newest": f"{newest:,.0f}",
        "arms-part-newest": percent(100 * ours["from_second"] / newest),
        "arms-received": f"{received[0]:,.0f}",
        "arms-received-newest": f"{received[1]:,.0f}",
        "arms-bound": f"{arms.newest_bound(record):.2f}",
        "arms-imports-fall": percent(-china["value_pct"]),
        "arms-shares-printed": f"{shares[2022]:.0f} and {shares[2023]:.0f}",
        "arms-to-china": f"{ours['from_second']:,.0f}",
        "arms-to-russia": f"{ours['from_first']:.1f}",
        "arms-in-chinas-imports": percent(weights[arms.LAST_YEAR, "Russia in China’s imports"]),
        "arms-in-russias-exports": percent(weights[arms.LAST_YEAR, "China in Russia’s exports"]),
        "arms-in-russias-exports-2004": percent(weights[2004, "China in Russia’s exports"]),
        "arms-printed": percent(printed["value_pct"]),
        "arms-printed-window": f"{printed['first_year']}–{printed['year']}",
        "arms-last-year": f"{year['Russia to China', arms.LAST_YEAR]:.0f}",
        "arms-japan": percent(latest.loc["US–Japan", "in_imports_of_second"]),
        "arms-korea": percent(latest.loc["US–South Korea", "in_imports_of_second"]),
        "arms-belarus": percent(latest.loc["Russia–Belarus", "in_imports_of_second"], 1),
        "arms-vintage": arms.register_told(),
        "arms-newest": arms.register_told(arms.NEWEST, arms.NEWEST_YEAR),
    }
