"""The titles of the trade charts: each follows from the figures that its chart shows."""

from __future__ import annotations

import pandas as pd

from audit.figures.titles import listed
from audit.findings.trade.claims import AFTER, BEFORE, growth_pct
from audit.findings.trade.tables import AS_PRINTED, clearly_faster

ENVOYS = "Chinese ambassadors and envoys"


def annual(printed: pd.Series, test) -> dict[str, str]:
    """``printed``: customs' totals by year. ``test``: the claim's, which says which growth the article reports."""
    before, after = printed[BEFORE], printed[AFTER]
    growth = growth_pct(before, after)
    if test.low <= growth <= test.high:
        words, bounds = "The step the article reports is there", f"{test.low} <= growth <= {test.high}"
    elif growth > test.high:
        words, bounds = "A larger step than the article reports", f"growth > {test.high}"
    elif growth > 0:
        words, bounds = "A smaller step than the article reports", f"0 < growth < {test.low}"
    else:
        words, bounds = "No rise where the article reports one", "growth <= 0"
    rows = f"data[(data['series'] == {AS_PRINTED!r}) & data['year'].isin([{BEFORE}, {AFTER}])].sort_values('year')"
    return {
        "title": f"{words}: from US${before:.0f} billion to US${after:.0f} billion",
        "holds": f"(lambda levels, growth: ['%.0f' % level for level in levels] == ['{before:.0f}', '{after:.0f}'] and {bounds})"
        f"(*(lambda levels: (levels, (levels[1] / levels[0] - 1) * 100))(list({rows}['value_usd_bn'])))",
    }


def two_counts(by_side: pd.DataFrame) -> dict[str, str]:
    """``by_side``: index year, columns "by China" and "by Russia"."""
    both = by_side.dropna()
    more, less = (both.index[sign * (both["by Russia"] - both["by China"]) > 0].tolist() for sign in (1, -1))
    years = lambda some: listed(map(str, some))  # noqa: E731
    if more and less and more == both.index.tolist()[: len(more)] and len(more) + len(less) == len(both):
        words = f"Russia counted more than China in {years(more)}, and less in every year since"
    elif not more:
        words = f"Russia counted less than China in every year from {both.index.min()} to {both.index.max()}"
    elif not less:
        words = f"Russia counted more than China in every year from {both.index.min()} to {both.index.max()}"
    else:
        words = f"Russia counted more than China in {years(more)}, and less in {years(less)}"
    return {
        "title": words,
        "holds": f"(lambda wide: list(wide.index[wide['by Russia'] > wide['by China']]) == {more} "
        f"and list(wide.index[wide['by Russia'] < wide['by China']]) == {less})"
        "(data.pivot(index='year', columns='side', values='value_usd_bn').dropna())",
    }


def rise(parts: pd.DataFrame) -> dict[str, str]:
    """``parts``: columns part, kind, rise_usd_bn."""
    total = parts["rise_usd_bn"].sum()
    energy, crude = (
        parts.loc[chosen, "rise_usd_bn"].sum() / total * 100
        for chosen in (parts["kind"] == "energy", parts["part"] == "Crude oil")
    )
    whole = "rise" if total > 0 else "fall"
    share = "'%.0f' % (data[{which}]['rise_usd_bn'].sum() / data['rise_usd_bn'].sum() * 100) == '{value:.0f}'"
    return {
        "title": f"Energy made {energy:.0f} per cent of the {whole}, crude oil alone {crude:.0f}",
        "holds": share.format(which="data['kind'] == 'energy'", value=energy)
        + " and "
        + share.format(which="data['part'] == 'Crude oil'", value=crude)
        + f" and data['rise_usd_bn'].sum() {'>' if total > 0 else '<='} 0",
    }


def crude_price(split: pd.DataFrame) -> dict[str, str]:
    """``split``: columns part (Price, Volume) and usd_bn."""
    total = split["usd_bn"].sum()
    price = split.loc[split["part"] == "Price", "usd_bn"].sum() / total * 100
    whole = "rise" if total > 0 else "fall"
    return {
        "title": f"Price made {price:.0f} per cent of the {whole} in China's bill for Russian crude",
        "holds": "'%.0f' % (data[data['part'] == 'Price']['usd_bn'].sum() / data['usd_bn'].sum() * 100) == "
        f"'{price:.0f}' and data['usd_bn'].sum() {'>' if total > 0 else '<='} 0",
    }


def yearly(rates: pd.DataFrame) -> dict[str, str]:
    """``rates``: columns period, growth_usd_pct, world_growth_pct. Every year from 2021 for which both are known."""
    known = rates.dropna(subset=["growth_usd_pct", "world_growth_pct"])
    known = known[known["period"] >= str(BEFORE)].round(4)
    lead = {row.period: round(row.growth_usd_pct - row.world_growth_pct) for row in known.itertuples()}
    whole = "China's trade with the world"
    said = []
    for verb, sign in (("outgrew", 1), ("lagged", -1)):
        years = [(year, abs(points)) for year, points in lead.items() if points * sign > 0]
        if years:
            unit = " points" if not said else ""
            told = [f"{points}{unit if number == 0 else ''} in {year}" for number, (year, points) in enumerate(years)]
            said.append(f"{verb} {'it' if said else whole} by {listed(told)}")
    if level := [year for year, points in lead.items() if points == 0]:
        said.append(f"kept level with {'it' if said else whole} in {listed(level)}")
    return {
        "title": "Trade with Russia " + (", and ".join(said) if len(said) < 3 else "; ".join(said)),
        "holds": "(lambda lead: {year: round(points) for year, points in lead[lead.index >= '2021'].items()})"
        "((data.set_index('period')['growth_usd_pct'] - data.set_index('period')['world_growth_pct']).dropna())"
        f" == {lead}",
    }


def monthly(monthly: pd.DataFrame, start: str, end: str) -> dict[str, str]:
    """``monthly``: columns month, series, value_usd_bn. Both flows against the same months of the year before."""
    change = {}
    for name in ("China buys", "China sells"):
        rows = monthly[monthly["series"] == name].set_index("month")["value_usd_bn"]
        first, last, year = pd.Timestamp(start), pd.Timestamp(end), pd.DateOffset(years=1)
        change[name] = growth_pct(rows[first - year : last - year].sum(), rows[first:last].sum())
    buys, sells = (f"{abs(one):.0f} per cent {'more' if one > 0 else 'less'}" for one in change.values())
    period = f"From {pd.Timestamp(start):%B} to {pd.Timestamp(end):%B %Y}"
    before = [f"{pd.Timestamp(day) - pd.DateOffset(years=1):%Y-%m}" for day in (start, end)]
    holds = [
        f"'%+.0f' % ((data[(data['series'] == {name!r}) & (data['month'] >= {start!r}) & (data['month'] <= {end!r})]"
        f"['value_usd_bn'].sum() / data[(data['series'] == {name!r}) & (data['month'] >= {before[0]!r}) "
        f"& (data['month'] <= {before[1]!r})]['value_usd_bn'].sum() - 1) * 100) == '{one:+.0f}'"
        for name, one in change.items()
    ]
    return {
        "title": f"{period} China bought {buys} from Russia than a year before, and sold it {sells}",
        "holds": " and ".join(holds),
    }


def partners(shown: pd.DataFrame) -> dict[str, str]:
    """``shown``: columns partner, growth_pct, told_by, with a row for Russia and one for the whole world."""
    russia = shown.loc[shown["partner"] == "Russia", "growth_pct"].iloc[0]
    faster = shown[clearly_faster(shown["growth_pct"], russia)]
    names = faster["partner"].tolist()
    by_envoys = bool(len(faster)) and set(faster["told_by"]) == {ENVOYS}
    if names:
        told = "by what China's envoys told, " if by_envoys else ""
        title = f"Russia was not alone: {told}China's trade with {with_article(listed(names))} grew faster"
    else:
        title = "With no partner that we found did China's trade grow faster than with Russia"
    return {
        "title": title,
        "holds": f"(lambda ahead: sorted(set(ahead['partner'])) == {sorted(names)} and "
        f"(len(ahead) > 0 and set(ahead['told_by']) == {{{ENVOYS!r}}}) == {by_envoys})"
        "(data[data['growth_pct'].round(1) > data[data['partner'] == 'Russia']['growth_pct'].round(1).max()])",
    }


def with_article(names: str) -> str:
    """The United Arab Emirates take an article inside a sentence."""
    return names.replace("United Arab", "the United Arab")
