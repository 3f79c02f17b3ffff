"""The captions of the charts: what ``figure`` needs beside the chart and its height. Titles and texts follow from the frames."""

from __future__ import annotations

from typing import Any

import pandas as pd

from audit.figures.prose import in_words
from audit.judgement import Finding


def _sources(frame: pd.DataFrame, column: str = "source_ids") -> list[str]:
    """All sources of a frame whose rows list them, each once."""
    return list(dict.fromkeys(source for row in frame[column] for source in row))


def shares(china: pd.DataFrame, russia: pd.DataFrame, computed: pd.DataFrame) -> dict[str, Any]:
    """``china``: ``tables.russia_in_china``. ``russia``: ``tables.china_in_russia``. ``computed``: our quotients of the latter."""
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
        "title": f"At its highest Russia was {highest:.1f} per cent of China’s goods trade; at its lowest China was {least:.0f} per cent "
        "of Russia’s",
        "holds": f"round({rows.format('Russia')}.max(), 1) == {highest:.1f} and round({rows.format('China')}.min()) == {least:.0f}",
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
        "partner in 2022.",
    }


def strip(found: Finding) -> dict[str, str]:
    """The checks on equal weight in trade."""
    values = [one.specification.value for one in found.judged if one.counts]
    least, most = min(values), max(values)
    agreeing = in_words(found.agreeing).capitalize() if found.agreeing else "Neither"
    return {
        "id": "equality-strip",
        "title": f"{agreeing} of {in_words(found.principled_total)} checks finds a ratio between a half and two; "
        f"they give {least:.1f} and {most:.1f}",
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
        "title": f"By each of {in_words(rows['label'].nunique())} measures and in each year found, China weighs {least:.1f} to {most:.1f} "
        "times as much for Russia as Russia for China",
        "holds": f"data['label'].nunique() == {rows['label'].nunique()} and round(data['times'].min(), 1) == {least:.1f} "
        f"and round(data['times'].max(), 1) == {most:.1f}",
        "subtitle": "China’s share in Russia’s figure divided by Russia’s share in China’s, by measure and year. Band: equal by the registered "
        "test, a half to two. Only the first two measures are the test’s.",
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
        "notes": "A gap is a year in which one of the two shares was not found. Size has no shares: it is one GDP over the other. The goods of one flow are a part of the seller’s exports and "
        "of the buyer’s imports.",
    }


def pairs(rows: pd.DataFrame) -> dict[str, Any]:
    """``rows``: ``tables.among_pairs``."""
    allied = rows[rows["allied"] == "yes"]
    ours, highest = rows.loc[rows["allied"] == "no", "high"].max(), allied.loc[allied["high"].idxmax()]
    american = allied[allied["pair"].str.startswith("US")]["high"].max()
    return {
        "id": "equality-pairs",
        "title": f"China–Russia is more lopsided than the American pairs found, up to {ours:.1f} times against {american:.1f}; "
        f"{highest['pair']} reached {highest['high']:.1f}",
        "holds": "(lambda ours, us, top: "
        f"(round(ours, 1), round(us, 1), round(top, 1)) == ({ours:.1f}, {american:.1f}, {highest['high']:.1f}) and ours > us)("
        "data[data['allied'] == 'no']['high'].max(), data[data['pair'].str.startswith('US')]['high'].max(), "
        "data[data['allied'] == 'yes']['high'].max())",
        "subtitle": "Share of the larger state in the smaller one’s goods trade, divided by the reverse share. Circles: no defence treaty. "
        "Squares: treaty allies. A bar: only bounds follow.",
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
        "notes": "The marks rest on different counts, which the table names, and their years differ: no ranking closer than the eye can see "
        "should be read from them. Japan and South Korea: their trade with the world against America’s, which is the ratio if both "
        "count the trade between them alike. China–North Korea lies far outside the scale.",
    }


def own_pair(rows: pd.DataFrame) -> dict[str, Any]:
    """*Try it*. ``rows``: ``tables.latest`` of every indicator."""
    return {
        "id": "equality-try",
        "title": "Mutual dependence, by the indicator and the pair of your choice",
        "subtitle": "Per cent, in the latest period found; each definition is read out below. Arms: SIPRI’s register, vintage in the definition.",
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
