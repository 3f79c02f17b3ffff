"""The captions of the charts: what ``figure`` needs beside the chart and its height. Titles and texts follow from the frames."""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.prose import in_words
from audit.findings.equality.tables import BY_TOTALS
from audit.judgement import Finding


def _sources(frame: pd.DataFrame, column: str = "source_ids") -> list[str]:
    """All sources of a frame whose rows list them, each once."""
    return list(dict.fromkeys(source for row in frame[column] for source in row))


def shares(china: pd.DataFrame, russia: pd.DataFrame, computed: pd.DataFrame) -> dict[str, Any]:
    """``china``: ``tables.russia_in_china``. ``russia``: ``tables.china_in_russia``. ``computed``: our quotients of the latter."""
    first = min(int(china["year"].min()), int(russia["year"].min()))
    highest, least = china["share_pct"].max(), min(russia["share_pct"].min(), computed["share_pct"].min())
    data = pd.concat(
        [
            china.assign(
                series="Russia in China’s trade", kind="computed, one source", months=china["year"].astype(str)
            ),
            russia.assign(series="China in Russia’s trade", kind="as stated"),
            computed.assign(
                series="China in Russia’s trade",
                kind="computed from two statements",
                months=computed["year"].astype(str),
            ),
        ]
    )
    rows = "data[data['series'].str.startswith('{}')]['share_pct']"
    last = computed.iloc[-1]
    return {
        "id": "equality-shares",
        "title": f"Since {first} Russia was at most {highest:.1f} per cent of China’s goods trade, and China at least {least:.0f} per cent "
        "of Russia’s",
        "holds": f"data['months'].str.extract(r'(\\d{{4}})')[0].astype(int).min() == {first} and round({rows.format('Russia')}.max(), 1) == {highest:.1f} and round({rows.format('China')}.min()) == {least:.0f}",
        "subtitle": "Per cent of all goods trade, exports and imports together. Line: China’s declarations, one source for all years. "
        "Squares: single statements, each with its months in the table. Diamonds: our quotient of Russia’s own counts.",
        "alt_text": "Line and points. Russia in China’s goods trade: "
        + ", ".join(f"{row.year} {row.share_pct:.2f}" for row in china.itertuples())
        + " per cent. China in Russia’s, as stated: "
        + ", ".join(f"{row.months} {row.share_pct:g}" for row in russia.itertuples())
        + f"; computed, {last['year']:.0f}: {last['share_pct']:.1f} per cent.",
        "data": data[["months", "series", "share_pct", "kind", "who"]],
        "labels": {
            "months": "Months",
            "series": "Share of",
            "share_pct": "Per cent",
            "kind": "How",
            "who": "Who stated it",
        },
        "sources": ["comtrade_monthly_chn_rus", "cipf_comtrade", *russia["source_id"], *_sources(computed)],
        "notes": "No line joins the squares: they come from several offices, and some cover part of a year. Russia stopped publishing by "
        "partner in 2022. The line ends with the last whole year of the United Nations’ monthly data that we hold.",
    }


def strip(found: Finding) -> dict[str, str]:
    """The checks on equal weight in trade."""
    values = [one.specification.value for one in found.judged if one.counts]
    least, most = min(values), max(values)
    agreeing = in_words(found.agreeing).capitalize() if found.agreeing else "None"
    title = f"{agreeing} of {in_words(len(values))} checks finds a ratio between a half and two; they give {least:.1f} to {most:.1f}"
    if len(values) == 1:
        title = f"The one check that counts gives {most:.1f} times, {'within' if found.agreeing else 'outside'} a half to two"
    return {
        "id": "equality-strip",
        "title": title,
        "holds": "(lambda rows: (len(rows), (rows['standing'] == 'agrees').sum(), round(rows['value'].min(), 1), "
        f"round(rows['value'].max(), 1)) == ({found.principled_total}, {found.agreeing}, {least:.1f}, {most:.1f}))"
        "(data[data['standing'] != 'set aside'])",
        "subtitle": "China’s share in Russia’s goods trade, divided by Russia’s share in China’s.",
        "axis_title": "Times",
    }


def asymmetry(rows: pd.DataFrame) -> dict[str, Any]:
    """``rows``: ``tables.asymmetry``."""
    least, most = rows["times"].min(), rows["times"].max()
    return {
        "id": "equality-asymmetry",
        "title": f"By {in_words(rows.loc[rows['measure'] != 'size', 'label'].nunique())} measures of trade, and by size, China’s weight is "
        f"{least:.1f} to {most:.1f} times Russia’s, {rows['year'].min()} to {rows['year'].max()}",
        "holds": f"data['label'].nunique() == {rows['label'].nunique()} and data['year'].min() == {rows['year'].min()} "
        f"and data['year'].max() == {rows['year'].max()} and round(data['times'].min(), 1) == {least:.1f} "
        f"and round(data['times'].max(), 1) == {most:.1f}",
        "subtitle": "China’s share in Russia’s figure divided by Russia’s share in China’s, by measure and year. Band: equal by the registered "
        "test, a half to two. Only the first measure is the test’s. Figures: the least and the most.",
        "alt_text": "Points by measure and year, in times. "
        + "; ".join(f"{row.label}, {row.year}: {row.times:.1f}" for row in rows.itertuples())
        + ".",
        "data": rows[["label", "year", "russia_pct", "china_pct", "times"]],
        "labels": {
            "label": "Measure",
            "year": "Year",
            "russia_pct": "China in Russia’s, per cent",
            "china_pct": "Russia in China’s, per cent",
            "times": "Times",
        },
        "sources": _sources(rows),
        "notes": "A gap is a year in which one of the two shares was not found. Size has no shares: it is one GDP over the other. Russian goods: their part in all that Russia "
        "exports, divided by their part in all that China imports; Chinese goods likewise.",
    }


def pairs(rows: pd.DataFrame) -> dict[str, Any]:
    """``rows``: ``tables.among_pairs``."""
    totals = rows[rows["how"] == BY_TOTALS].set_index("pair")["high"]
    shares = rows[rows["how"] != BY_TOTALS].groupby("pair")["high"].max()
    told = tuple(f"{totals[pair]:.1f}" for pair in ("China–Russia", "US–Japan", "US–South Korea"))
    told += tuple(f"{shares[pair]:.1f}" for pair in ("Russia–Belarus", "China–Russia"))
    return {
        "id": "equality-pairs",
        "title": f"By totals China–Russia stands at {told[0]} times, US–Japan and US–South Korea at {told[1]} and {told[2]}; by shares "
        f"Russia–Belarus reached {told[3]} and China–Russia {told[4]}",
        "holds": "(lambda most: tuple('%.1f' % most[key] for key in ((True, 'China–Russia'), (True, 'US–Japan'), (True, 'US–South Korea'), "
        f"(False, 'Russia–Belarus'), (False, 'China–Russia'))) == {told!r})"
        f"(data.groupby([data['how'] == {BY_TOTALS!r}, 'pair'])['high'].max())",
        "subtitle": "Share of the larger state in the smaller one’s goods trade, divided by the reverse share. Circles: no defence treaty. "
        "Squares: treaty allies. A bar without a mark: only bounds follow. Band: equal by the registered test.",
        "alt_text": "Points by pair and year, in times. "
        + "; ".join(
            f"{row.pair} {row.year}: {row.low:.1f}"
            + (f" to {row.high:.1f}" if row.high > row.low else "")
            + f" ({row.how})"
            for row in rows.itertuples()
        )
        + ".",
        "data": rows[["pair", "year", "low", "high", "how", "allied"]],
        "labels": {
            "pair": "Pair",
            "year": "Year",
            "low": "Times, lowest",
            "high": "Times, highest",
            "how": "From what",
            "allied": "Defence treaty",
        },
        "sources": _sources(rows),
        "notes": "Compare marks of one method only. By totals: one state’s trade with the world over the other’s, which is the ratio if both "
        "count the trade between them alike. Years differ, as the names say. China–North Korea lies far outside the scale.",
    }


def own_pair(rows: pd.DataFrame) -> dict[str, Any]:
    """*Try it*. ``rows``: ``tables.latest`` of every indicator."""
    return {
        "id": "equality-try",
        "title": "Mutual dependence, by the indicator and the pair of your choice",
        "subtitle": "Per cent, in the latest period found for each side; the definitions are read out above the bars.",
        "alt_text": "Two bars, one a state, for the chosen indicator and pair. "
        + "; ".join(f"{row.indicator}, {row.state} on {row.other}: {row.share_pct:.3g}" for row in rows.itertuples())
        + " per cent.",
        "data": rows[["indicator", "pair", "state", "other", "share_pct", "what"]],
        "labels": {
            "indicator": "Indicator",
            "pair": "Pair",
            "state": "Who depends",
            "other": "On whom",
            "share_pct": "Per cent",
            "what": "Definition",
        },
        "sources": rows["source_id"],
        "readout": "readout",
        "notes": "A side without a bar was not found. The bars of one choice can rest on two periods, which the table names.",
    }
