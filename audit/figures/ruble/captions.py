"""What stands around each ruble chart: title, subtitle, text alternative, table, sources. All of it follows from its frames.

A function has the name of its figure and returns what ``figure`` needs beside the chart and its height.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from audit.figures.cards import day
from audit.figures.prose import in_words
from audit.figures.titles import listed, of_ways
from audit.findings.ruble import context, tables
from audit.findings.ruble.claims import DECISION, YEAR_END, currency_falls, grid
from audit.inputs.record import Record
from audit.judgement import Finding

Caption = dict[str, Any]


def year(year: pd.DataFrame, quotes: pd.DataFrame, fall: Finding) -> Caption:
    """``year``: of ``context.year_to_date``. ``quotes``: of ``tables.quotes_of_the_day``. ``fall``: the claim's finding."""
    published = pd.Timestamp(fall.article.published_latest)
    dollar = year[year["series"] == "against the dollar"].set_index("day")["change_pct"]
    low, then, last = dollar.idxmin(), dollar[:published].idxmin(), dollar.iloc[-1]
    start = day(year["day"].min())
    return {
        "id": "ruble-year",
        **_title_of_year(quotes, -dollar[then], published),
        "subtitle": f"Change in the ruble's value since {start}, per cent. Lines: official dollar rate by the day it was set, and close of "
        "the yuan in Moscow, which shows that the dollar alone was not the cause. Circle: worldwide dollar quotes on the day of "
        "the rate decision.",
        "alt_text": f"Line chart of the ruble's value in 2023. By the official dollar rate its low before the article was on {day(then)}, "
        f"{-dollar[then]:.1f} per cent down; the low of the year came on {day(low)}, {-dollar[low]:.1f} per cent down; the year ended "
        f"{-last:.1f} per cent down. The claimed {fall.claim.test.stated:g} per cent is marked in mid-August, where the worldwide quotes lie.",
        "data": pd.concat([year, quotes])[["day", "series", "change_pct"]],
        "labels": {"day": "Day", "series": "Ruble", "change_pct": "Change since the end of 2022, per cent"},
        "sources": [*year["source_id"].unique(), *quotes["source_id"].unique()],
    }


def _title_of_year(quotes: pd.DataFrame, lowest_pct: float, published: pd.Timestamp) -> dict[str, str]:
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


def press(rows: pd.DataFrame, printed: pd.DataFrame, record: Record) -> Caption:
    """``rows``: of ``tables.press_rows``. ``printed``: of ``context.printed_falls``, with ``fits``."""
    given, told = (rows[(rows["kind"] == "printed") == printed_too] for printed_too in (False, True))
    starts, january = context.printed_starts(record), context.lowest_of_january(record)
    said = ["; ".join(part["name"] + ": " + part["text"]) for part in (given, told)]
    eve, decision = map(pd.Timestamp, (context.EVE, DECISION))
    return {
        "id": "ruble-press",
        **_title_of_press(printed),
        "subtitle": f"Top {in_words(len(given))}: what each market gives for {eve.day} and {decision.day} {decision:%B %Y}, from the end of 2022. Below: what each "
        f"newsroom printed as the loss in 2023, hedge and all. Line: the claimed {rows['claimed'].iloc[0]:g} per cent.",
        "alt_text": f"Dot plot. What each market gives: {said[0]}. Printed: {said[1]}.",
        "data": printed[["told_by", "published", "printed", "figure", "fits"]],
        "labels": {
            "told_by": "Newsroom",
            "published": "Printed on",
            "printed": "Loss as printed",
            "figure": "Its number, per cent",
            "fits": "Number is closest to",
        },
        "sources": [*printed["source_id"], *grid(record)["end_source_id"].unique()],
        "notes": f"The Associated Press named its starts, {listed(map('{:.0f}'.format, starts))} rubles, lower than any official rate of "
        f"January ({january:.2f}); in what we read the others name no start. In Moscow the largest numbers are those of the lowest "
        f"trade of {eve.day} {eve:%B}. Whoever printed earlier did so while a dollar cost less.",
    }


def _title_of_press(printed: pd.DataFrame) -> dict[str, str]:
    """``printed``: columns figure, printed (hedge and all), published."""
    least, most = (printed.loc[getattr(printed["figure"], which)(), "printed"] for which in ("idxmin", "idxmax"))
    days = (printed["published"].max() - printed["published"].min()).days
    return {
        "title": f"What was printed as the ruble's loss within {days} days ran from {least} to {most}",
        "holds": f"data.loc[data['figure'].idxmin(), 'printed'] == {least!r} and data.loc[data['figure'].idxmax(), 'printed'] == "
        f"{most!r} and (pd.Timestamp(data['published'].max()) - pd.Timestamp(data['published'].min())).days == {days}",
    }


def fall_definitions(fall: Finding) -> Caption:
    """The strip of the fall."""
    about = f"about {fall.claim.test.stated:g} per cent"
    return {
        "id": "ruble-fall-definitions",
        **of_ways(fall, f"comes to {about}", f"come to {about}"),
        "subtitle": "What the ruble lost against the dollar from the end of 2022 to mid-August 2023, per cent.",
        "axis_title": "Loss, per cent",
    }


def curve(curve: pd.DataFrame, fall: Finding) -> Caption:
    """``curve``: of ``tables.curve``."""
    test, falls = fall.claim.test, curve["fall_pct"]
    return {
        "id": "ruble-curve",
        **_title_of_curve(curve, test),
        "subtitle": "Loss of the ruble in 2023, per cent, by quotation, currency, start and end; smallest first. "
        f"Band: what “about {test.stated:g}” accepts. Below, which choices each dot makes.",
        "alt_text": f"Curve of {len(curve)} combinations of quotation, start and end. The loss runs from {falls.min():.1f} to "
        f"{falls.max():.1f} per cent; {int(falls.map(test.agrees).sum())} come to about {test.stated:g}. The dollar in Moscow fills the "
        "upper end, worldwide quotes and the yuan the lower.",
        "data": curve[["currency", "quotation", "start", "end", "start_rate", "end_rate", "fall_pct", "rise_pct"]],
        "labels": {
            "currency": "Against",
            "quotation": "Quotation",
            "start": "Start",
            "end": "End",
            "start_rate": "Start, rubles",
            "end_rate": "End, rubles",
            "fall_pct": "Loss of the ruble, per cent",
            "rise_pct": "Gain of the other currency, per cent",
        },
        "sources": [*curve["start_source_id"].unique(), *curve["end_source_id"].unique()],
    }


def _title_of_curve(cells: pd.DataFrame, test) -> dict[str, str]:
    """``cells``: the grid, with fall_pct. ``test``: the claim's."""
    within = int(cells["fall_pct"].map(test.agrees).sum())
    return {
        "title": f"In the full grid {within or 'none'} of {len(cells)} combinations come to about {test.stated:g} per cent",
        "holds": f"data['fall_pct'].between({test.low}, {test.high}).sum() == {within} and len(data) == {len(cells)} "
        f"and {test.low} <= {test.stated:g} <= {test.high}",
    }


def try_it(rates: pd.DataFrame, lost: float) -> Caption:
    """``rates``: of ``context.reader_rates``. ``lost``: what the chart shows before anything is chosen, in per cent."""
    fresh = rates[rates["fresh"]]
    known = in_words(int((fresh["basis"] == context.WORLDWIDE).sum()))
    return {
        "id": "ruble-try",
        "title": "Choose the days, the quotation and the direction",
        "subtitle": "Change since the first chosen day, per cent. Labels: rubles for a dollar or a yuan. A day without a new rate keeps the "
        f"one before it; worldwide quotes are on record for {known} days, drawn as points before the thin line of the official rate.",
        "alt_text": "Interactive line chart of the change between two chosen days of 2023. At the start it shows the worldwide quotes from "
        f"the end of 2022 to {day(pd.Timestamp(DECISION))}: a loss of {lost:.1f} per cent. The sentence under the controls reads out loss and gain.",
        "data": fresh[["basis", "day", "rate"]],
        "labels": {"basis": "Quotation", "day": "Day", "rate": "Rubles for one unit"},
        "sources": rates["source_id"].unique(),
        "readout": "readout",
    }


def sentence(rates: pd.DataFrame, test) -> dict[str, str]:
    """The sentence under the reader's controls (``readout``) and its parts, as expressions over what the chart computes.

    These are ``early`` and ``late`` (days after the end of 2022), ``before`` and ``after`` (rates), ``lost`` and ``gained``
    (per cent), ``reads_ruble`` (whose loss or gain is read) and ``read`` (that number).
    """
    known = rates[(rates["basis"] == context.WORLDWIDE) & rates["fresh"]]["day"]
    return {
        "other": "indexof(basis, 'Yuan') == 0 ? 'yuan' : 'dollar'",
        "from_text": "utcFormat(utc(2022, 11, 30 + early), '%-d %b %Y')",
        "to_text": "utcFormat(utc(2022, 11, 30 + late), '%-d %b %Y')",
        "holds": f"read >= {test.low} && read <= {test.high}",
        "answer": "'Read as ' + (reads_ruble ? 'the ruble’s loss, ' : 'the ' + other + '’s gain, ') + (holds ? 'that is' : 'that is not')"
        f" + ' about {test.stated:g}%: the claim ' + (holds ? 'would hold.' : 'would not hold.')",
        "ruble_text": "lost >= 0 ? 'the ruble lost ' + format(lost, '.1f') + '%, the ' + other + ' gained ' + format(gained, '.1f') + '%. '"
        " : 'the ruble gained ' + format(-lost, '.1f') + '%, the ' + other + ' lost ' + format(-gained, '.1f') + '%. '",
        "readout": "early == late ? 'The same day twice: nothing has changed.' : !isValid(before) || !isValid(after) ? "
        f"'For worldwide quotes the record has only {_days(known)}. Choose one of these, or another quotation.' : "
        "from_text + ' (' + format(before, '.2f') + ') to ' + to_text + ' (' + format(after, '.2f') + '): ' + ruble_text + answer",
    }


def _days(days: Iterable[pd.Timestamp]) -> str:
    """30 December 2022 and 11, 14 and 15 August 2023."""
    months: dict[str, list[str]] = {}
    for one in days:
        months.setdefault(f"{one:%B %Y}", []).append(str(one.day))
    return listed(f"{listed(numbers)} {month}" for month, numbers in months.items())


def rank(worst: pd.DataFrame, record: Record) -> Caption:
    """``worst``: of ``tables.worst``."""
    moving = len(currency_falls(record))
    frozen = worst.dropna(subset="first_day")
    return {
        "id": "ruble-rank",
        **_title_of_rank(worst, context.start_decides(record)),
        "subtitle": f"Loss against the dollar from {day(pd.Timestamp(YEAR_END))} to {day(pd.Timestamp(DECISION))}, per cent, by one vendor's "
        f"quotes, of which {moving} move. Filled: slides, lost little by little. Hollow: one step of an official rate, a disputed start, or a "
        "quote that the vendor froze, for which the country's own rates stand.",
        "alt_text": "Bar chart of the largest losses. "
        + "; ".join(f"{row.name}, {row.fall_pct:.1f} per cent" for row in worst.itertuples())
        + ".",
        "data": tables.on_lists(worst, record)[
            ["rank", "economy", "currency", "fall_pct", "behaviour", "pairs", "trading"]
        ],
        "labels": {
            "rank": "Rank",
            "economy": "Economy",
            "currency": "Currency",
            "fall_pct": "Loss, per cent",
            "behaviour": "How it moved",
            "pairs": "Among a collector's pairs",
            "trading": "On our list of traded ones",
        },
        "sources": worst["source_id"],
        "notes": " ".join(
            f"{row.economy}: official auctions of {day(row.first_day)} and {day(row.last_day)}."
            for row in frozen.itertuples()
        ),
    }


def _title_of_rank(worst: pd.DataFrame, start_decides: bool) -> dict[str, str]:
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


def rank_definitions(rank: Finding) -> Caption:
    """The strip of the rank."""
    return {
        "id": "ruble-rank-definitions",
        **of_ways(rank, "puts the ruble among the worst three", "put the ruble among the worst three"),
        "subtitle": f"The ruble's place from the bottom, {day(pd.Timestamp(DECISION))}; 1 is the largest loss in 2023.",
        "axis_title": "Place from the bottom",
    }


def key_rate(steps: pd.DataFrame, weekly: pd.DataFrame, level: Finding) -> Caption:
    """``steps``: of ``context.key_rate_steps``. ``weekly``: of ``context.weekly_rate``. ``level``: the finding on the rate."""
    decision = pd.Timestamp(DECISION)
    until_2024, peak = context.level_at(steps, "2023-12-31"), context.peak_after(steps, DECISION)
    return {
        "id": "ruble-key-rate",
        **_title_of_key_rate(steps, decision),
        "subtitle": f"Key rate by day in force, per cent, since its first day, {day(steps['day'].iloc[0])}; the week's highest official dollar "
        f"rate, rubles, from {day(weekly['day'].iloc[0])}, when the record begins, to {day(weekly['day'].iloc[-1])}. Dot: the claimed rate. "
        "Field at the right: after the article.",
        "alt_text": f"Two line charts with one time axis. The key rate rises to {level.computed:.0f} per cent on {day(decision)}, to "
        f"{until_2024:.0f} by the end of 2023 and to {peak['key_rate_pct']:.0f} in {peak['day']:%B %Y}; it ends at "
        f"{steps['key_rate_pct'].iloc[-1]:g}. The dollar is highest in {weekly.loc[weekly['rub_per_usd'].idxmax(), 'day']:%B %Y}, at "
        f"{weekly['rub_per_usd'].max():.0f} rubles.",
        "data": tables.key_rate_and_ruble(steps, weekly),
        "labels": {"day": "Day", "series": "Series", "value": "Value"},
        "sources": [*steps["source_id"].unique(), *weekly["source_id"].unique()],
    }


def _title_of_key_rate(steps: pd.DataFrame, decision: pd.Timestamp) -> dict[str, str]:
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


def long_frame(since: pd.DataFrame, marks: pd.DataFrame, methods: pd.DataFrame, invasion: float) -> Caption:
    """``since``: the official rate. ``marks``: of ``context.landmarks``. ``methods``: how the rate was made.

    ``invasion``: the rate before it, rubles for a dollar.
    """
    return {
        "id": "ruble-long-frame",
        **_title_of_long_frame(marks.set_index("name")["rub_per_usd"]),
        "subtitle": "Official rate by the day it was set, rubles for a dollar; up is a weaker ruble. Dotted: the rate before the invasion. "
        "Upright lines: changes of method.",
        "alt_text": f"Line chart of the official dollar rate from {since['day'].min():%Y} to {since['day'].max():%B %Y}. "
        + "; ".join(f"{row.name}: {row.rub_per_usd:.1f} on {day(row.day)}" for row in marks.itertuples())
        + f". Before the invasion it was {invasion:.1f}.",
        "data": since[["day", "rub_per_usd"]],
        "labels": {"day": "Set on", "rub_per_usd": "Rubles for a dollar"},
        "sources": [*since["source_id"].unique(), *methods["source_id"], *methods["second_source_id"].dropna()],
        "notes": "15:30 average: trades on the Moscow Exchange up to that hour. No exchange: bank reports, after dollar trading stopped in "
        "Moscow. Combined: both kinds of trades.",
    }


def _title_of_long_frame(low: pd.Series) -> dict[str, str]:
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
