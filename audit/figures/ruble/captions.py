"""The titles of the ruble charts: each follows from the figures that its chart shows."""

from __future__ import annotations

import pandas as pd

from audit.figures.prose import in_words


def year(quotes: pd.DataFrame, lowest_pct: float, published: pd.Timestamp) -> dict[str, str]:
    """``quotes``: worldwide quotes of the day of the decision (change_pct). ``lowest_pct``: the largest loss by the official
    rate until ``published``, the day by which the article had appeared."""
    change = float(quotes["change_pct"].iloc[0])
    return {
        "title": f"By mid-August the ruble was {'down' if change < 0 else 'up'} by {abs(change):.0f} per cent in worldwide quotes "
        f"and had touched a loss of {lowest_pct:.0f} per cent by the official rate",
        "holds": f"(lambda change: '%.0f' % abs(change) == '{abs(change):.0f}' and change {'<' if change < 0 else '>='} 0)"
        "(data.loc[data['series'] == 'worldwide quotes', 'change_pct'].iloc[0]) and '%.0f' % "
        f"-data.loc[(data['series'] == 'against the dollar') & (data['day'] <= '{published:%Y-%m-%d}'), 'change_pct'].min()"
        f" == '{lowest_pct:.0f}'",
    }


def press(printed: pd.DataFrame) -> dict[str, str]:
    """``printed``: columns figure, printed (hedge and all), published."""
    least, most = (printed.loc[getattr(printed["figure"], which)(), "printed"] for which in ("idxmin", "idxmax"))
    days = (printed["published"].max() - printed["published"].min()).days
    return {
        "title": f"What was printed as the ruble's loss within {days} days ran from {least} to {most}",
        "holds": f"data.loc[data['figure'].idxmin(), 'printed'] == {least!r} and data.loc[data['figure'].idxmax(), 'printed'] == "
        f"{most!r} and (pd.Timestamp(data['published'].max()) - pd.Timestamp(data['published'].min())).days == {days}",
    }


def curve(cells: pd.DataFrame, test) -> dict[str, str]:
    """``cells``: the grid, with fall_pct. ``test``: the claim's."""
    within = int(cells["fall_pct"].map(test.agrees).sum())
    return {
        "title": f"In the full grid {within or 'none'} of {len(cells)} combinations come to about {test.stated:g} per cent",
        "holds": f"data['fall_pct'].between({test.low}, {test.high}).sum() == {within} and len(data) == {len(cells)} "
        f"and {test.low} <= {test.stated:g} <= {test.high}",
    }


def rank(worst: pd.DataFrame, start_decides: bool) -> dict[str, str]:
    """``worst``: the currencies shown, the ruble among them (currency, fall_pct, behaviour).

    ``start_decides``: whether a currency with a disputed start is worse than the ruble by one start only, so that it does not
    count in a floor.
    """
    ruble = worst.loc[worst["currency"] == "RUB", "fall_pct"].iloc[0]
    sure = worst["behaviour"] != "base_outlier" if start_decides else worst["behaviour"].notna()
    count = int(((worst["fall_pct"] > ruble) & sure).sum())
    told = "currency" if count == 1 else "currencies"
    floor = f"At least {in_words(count)} {told}" if count else "No currency"
    only = " & (data['behaviour'] != 'base_outlier')" if start_decides else ""
    return {
        "title": f"{floor} of the developing world had lost more than the ruble",
        "holds": f"((data['fall_pct'] > data.loc[data['currency'] == 'RUB', 'fall_pct'].iloc[0]){only}).sum() == {count}",
    }


def key_rate(steps: pd.DataFrame, decision: pd.Timestamp) -> dict[str, str]:
    """``steps``: columns day (in force) and key_rate_pct. The rate set at the decision, and the peaks before and after it."""
    day = f"{decision:%Y-%m-%d}"
    until, later = steps[steps["day"] <= decision], steps[steps["day"] > decision]
    set_at = until["key_rate_pct"].iloc[-1]
    peaks = [rows.nlargest(1, "key_rate_pct").iloc[0] for rows in (until.iloc[:-1], later)]
    (before, then), (after, since) = ((peak["key_rate_pct"], peak["day"].year) for peak in peaks)
    return {
        "title": f"The key rate was set at {set_at:g} per cent in {decision:%B %Y}, after a peak of {before:g} in {then} and before "
        f"one of {after:g} in {since}",
        "holds": "(lambda rate, year: "
        f"rate[rate.index <= {day!r}].iloc[-1] == {set_at:g} and "
        f"rate[rate.index < {day!r}].max() == rate[(rate.index < {day!r}) & (year == '{then}')].max() == {before:g} and "
        f"rate[rate.index > {day!r}].max() == rate[(rate.index > {day!r}) & (year == '{since}')].max() == {after:g})"
        "(*(lambda rate: (rate, rate.index.str[:4]))"
        "(data[data['series'] == 'Key rate, per cent'].set_index('day')['value'].sort_index()))",
    }


def long_frame(low: pd.Series) -> dict[str, str]:
    """``low``: the ruble's weakest rate by month ("March 2022", "August 2023", "November 2024"), rubles for a dollar."""
    names = {"March 2022": "2022-03", "August 2023": "2023-08", "November 2024": "2024-11"}
    then, now, later = (f"{low[name]:.0f}" for name in names)
    return {
        "title": f"At the ruble's weakest a dollar cost {now} rubles in August 2023, after {then} in March 2022 and before {later} in "
        "November 2024",
        "holds": "["
        + ", ".join(
            f"'%.0f' % data.loc[data['day'].str.startswith('{month}'), 'rub_per_usd'].max() == '{low[name]:.0f}'"
            for name, month in names.items()
        )
        + "] == [True, True, True]",
    }
