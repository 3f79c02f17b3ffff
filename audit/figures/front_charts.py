"""The three small charts of the front page, one a layer: made from the record like every figure, and drawn for 360 px."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt
import pandas as pd

from audit.figures.figure import Figure, figure
from audit.figures.prose import in_words
from audit.figures.theme import light
from audit.figures.titles import listed
from audit.findings.alliance import claims as alliance
from audit.findings.exercises import tables as exercise_tables
from audit.findings.trade import tables
from audit.findings.trade.tables import AS_PRINTED
from audit.inputs.record import Record

#: The obligations that the chart shows, as ATOP names them, in plain words.
DUTIES = {"Defence": "must defend", "Non-aggression": "must not attack", "Consultation": "must consult"}
#: The first year of the charts of trade and of exercises: from it on customs' printed totals have no gap.
SINCE, WAR = 2016, 2022


def duty(record: Record) -> Figure:
    """What China and the USSR or Russia owed each other, year by year."""
    pair = alliance.pair_by_year(record)
    pair = pair[pair["obligation"].isin(DUTIES)].sort_values("year")
    last_coded = int(record["china_russia_pair"]["year"].max())
    runs = pair.assign(run=lambda rows: rows["year"] - rows.groupby("obligation").cumcount())
    runs = runs.groupby(["obligation", "run"]).agg(start=("year", "min"), last=("year", "max")).reset_index()
    runs = runs[runs["last"] - runs["start"] > 2]  # a year or two would be a speck; the chapter shows all
    runs = runs.assign(end=runs["last"] + 1, duty=runs["obligation"].map(DUTIES))
    runs["years"] = [
        f"from {one.start}" if one.last == last_coded else f"{one.start} to {one.last}" for one in runs.itertuples()
    ]
    last_defence = int(runs.loc[runs["obligation"] == "Defence", "last"].max())
    x = alt.X(
        "start:Q",
        title=None,
        scale=alt.Scale(domain=[1897, last_coded + 9], nice=False),  # a third of the width for the names
        axis=alt.Axis(format="d", grid=False, domain=False, values=[1950, 1970, 1990, 2010]),
    )
    y = alt.Y("duty:N", axis=None, sort=list(DUTIES.values()))
    rows = alt.Chart(runs).encode(x=x, y=y)
    fill = alt.condition(alt.datum.obligation == "Defence", alt.value(light("ink")), alt.value(light("both")))
    names = alt.Chart(runs.drop_duplicates("duty")).mark_text(align="left", yOffset=8, fontWeight=600)
    chart = (
        rows.mark_bar(height=13, yOffset=8).encode(x2="end:Q", color=fill)
        + rows.mark_text(align="left", dy=-8, color=light("muted"), fontSize=12).encode(text="years")
        + names.encode(x=alt.value(0), y=y, text="duty")
    ).properties(height=len(DUTIES) * 40)
    return figure(
        chart,
        id="front-duty",
        title=f"They last had to defend each other in {last_defence}",
        holds=f"int(data.loc[data['obligation'] == 'Defence', 'last'].max()) == {last_defence}",
        subtitle=f"Duties by treaty between China and the USSR or Russia, 1945 to {last_coded}, as ATOP codes them; stretches of under four years left out.",
        alt_text=f"Bars over time, 1945 to {last_coded}, of three duties. "
        + "; ".join(f"{one.duty}: {one.start} to {one.last}" for one in runs.itertuples())
        + ".",
        data=runs[["obligation", "start", "last"]],
        labels={"obligation": "Duty", "start": "First year", "last": "Last year"},
        sources=pair["source_id"],
        record=record,
    )


def behaviour(record: Record) -> Figure:
    """Trade, and exercises and patrols, by year: the two things of which the articles say that they grew."""
    trade_by_year = tables.annual_flows(record)
    trade_by_year = trade_by_year[(trade_by_year["series"] == AS_PRINTED) & (trade_by_year["year"] >= SINCE)]
    events = exercise_tables.stacked_by_group(record, last=int(trade_by_year["year"].max()))
    alone = events[(events["group"] == "Exercises") & (events["year"] >= SINCE)].groupby("year")["number"].sum()
    most = alone[alone == alone.max()]
    drills = events[events["group"].isin(["Exercises", "Patrols"]) & (events["year"] >= SINCE)]
    drills = drills.groupby("year", as_index=False)["number"].sum()
    parts = [
        trade_by_year.rename(columns={"value_usd_bn": "value"})[["year", "value"]].assign(what="Trade, US$ billion"),
        drills.rename(columns={"number": "value"}).assign(what="Exercises and patrols"),
    ]
    data = pd.concat(parts, ignore_index=True).sort_values(["what", "year"], ascending=[False, True])
    first, last = int(data["year"].min()), int(data["year"].max())

    def panel(what: str, unit: str, years: bool) -> alt.LayerChart:
        rows = data[data["what"] == what].assign(
            end=lambda one: one["year"] + 0.38, start=lambda one: one["year"] - 0.38
        )
        rows = rows.assign(text=[f"{value:,.0f}" for value in rows["value"]], zero=0)
        axis = alt.Axis(
            format="d", grid=False, values=[*range(first, last + 1, 3)], labels=years, domain=True, labelFlush=False
        )
        scale = alt.Scale(domain=[first - 0.6, last + 0.6], nice=False, zero=False)
        x = alt.X("start:Q", title=None, axis=axis, scale=scale)
        top = float(rows["value"].max()) * 1.22
        y = alt.Y("zero:Q", title=None, axis=None, scale=alt.Scale(domain=[0, top], nice=False))
        shade = alt.condition(alt.datum.year >= WAR, alt.value(light("both")), alt.value(light("muted")))
        bars = alt.Chart(rows).mark_rect().encode(x=x, x2="end:Q", y=y, y2="value:Q", color=shade)
        numbers = (
            alt.Chart(rows)
            .mark_text(dy=-8, fontSize=12)
            .encode(x=alt.X("year:Q", scale=scale), y=alt.Y("value:Q"), text="text")
        )
        name = alt.Chart(pd.DataFrame({"text": [f"{what}{unit}"]})).mark_text(
            align="left", baseline="top", fontWeight=600
        )
        return (bars + numbers + name.encode(x=alt.value(0), y=alt.value(0), text="text")).properties(height=104)

    since = f"data[data['year'] >= {WAR}].groupby('what')['value'].min()"
    before = f"data[data['year'] < {WAR}].groupby('what')['value'].max()"
    return figure(
        alt.vconcat(
            panel("Trade, US$ billion", " a year", False), panel("Exercises and patrols", " a year", True), spacing=10
        ),
        id="front-behaviour",
        title=f"Since {WAR} trade, and drills and patrols together, stand above every year before",
        holds=f"({since} > {before}).all()",
        subtitle=f"Goods trade as China's customs first printed it; exercises and patrols of both armed forces in our list, {first} to {last}.",
        alt_text=f"Two bar charts by year, {first} to {last}. "
        + " ".join(
            f"{what}: " + ", ".join(f"{one.year} {one.value:,.0f}" for one in rows.itertuples()) + "."
            for what, rows in data.groupby("what", sort=False)
        ),
        data=data[["what", "year", "value"]],
        labels={"what": "What", "year": "Year", "value": "Number, or US$ billion"},
        sources=[*trade_by_year["source_id"], *exercise_tables.main_sources(record, least=8)],
        notes=f"Exercises alone, without patrols: at most {in_words(int(alone.max()))} a year, in {listed(most.index.map(str))}. Open events, "
        "police and contests are left out. The exercises chapter has every way of counting, the trade chapter every source.",
        record=record,
    )


def equality(record: Record) -> Figure:
    """The share of each in the trade of the other: one source on China's side, published points on Russia's."""
    ours = alliance.russia_in_china(record).assign(share="Russia's part in China's trade")
    theirs = record["trade_shares"].query("measure == 'china_share_of_russia_total_trade'")
    theirs = theirs.assign(year=theirs["period_start"].dt.year, share="China's part in Russia's trade")
    whole = theirs["period_end"].dt.strftime("%m-%d") == "12-31"
    latest = theirs["period_end"] == theirs["period_end"].max()
    theirs = theirs[(whole | latest) & (theirs["year"] >= int(ours["year"].min()))].drop_duplicates("year")
    last_ours, last_theirs = ours.iloc[-1], theirs.sort_values("year").iloc[-1]
    first, last = int(ours["year"].min()), int(max(ours["year"].max(), theirs["year"].max()))
    scale = alt.Scale(domain=[first - 0.4, last + 0.9], nice=False, zero=False)
    axis = alt.Axis(format="d", grid=False, values=[first, first + 2, first + 4, last], labelFlush=False)
    x = alt.X("year:Q", title=None, scale=scale, axis=axis)
    y = alt.Y(
        "share_pct:Q",
        title=None,
        scale=alt.Scale(domain=[0, 40]),
        axis=alt.Axis(values=[0, 10, 20, 30], labelExpr="datum.label + '%'"),
    )
    line = alt.Chart(ours).encode(x=x, y=y)
    points = alt.Chart(theirs).encode(x=x, y=y)
    ends = pd.DataFrame(
        [
            (last_theirs["year"], last_theirs["share_pct"], f"{last_theirs['share_pct']:.0f}%"),
            (last_ours["year"], last_ours["share_pct"], f"{last_ours['share_pct']:.0f}%"),
        ],
        columns=["year", "share_pct", "text"],
    )
    names = pd.DataFrame(
        {
            "year": [first - 0.2] * 2,
            "share_pct": [float(theirs["share_pct"].iloc[0]) + 8.5, float(ours["share_pct"].iloc[0]) + 4],
            "text": ["China's part in Russia's trade", "Russia's part in China's trade"],
            "shade": [light("china_text"), light("russia_text")],
        }
    )
    chart = (
        line.mark_line(color=light("russia"), strokeDash=[6, 4])
        + line.mark_point(color=light("russia"), shape="square", size=36, opacity=1)
        + points.mark_point(color=light("china"), size=60, opacity=1)
        + alt.Chart(ends).mark_text(align="left", dx=8, fontWeight=600).encode(x=x, y=y, text="text")
        + alt.Chart(names)
        .mark_text(align="left", fontWeight=600)
        .encode(x=x, y=y, text="text", color=alt.Color("shade:N", scale=None))
    ).properties(height=190)
    both = pd.concat([theirs, ours])[["share", "year", "share_pct"]].assign(
        share_pct=lambda one: one["share_pct"].round(2)
    )
    said = f"{record.sources.loc[last_theirs['source_id'], 'published_earliest']:%B %Y}"
    end = "data[data['share'] == {!r}].sort_values('year')['share_pct'].iloc[-1]"
    return figure(
        chart,
        id="front-equality",
        title=f"By a Russian statement China has {last_theirs['share_pct']:.0f} per cent of Russia's trade; Russia has {last_ours['share_pct']:.0f} per cent of China's",
        holds=" and ".join(
            f"round({end.format(name)}) == {value:.0f}"
            for name, value in [
                ("China's part in Russia's trade", last_theirs["share_pct"]),
                ("Russia's part in China's trade", last_ours["share_pct"]),
            ]
        ),
        subtitle=f"Share of goods trade, per cent, {first} to {last}. Line: China's reports to the UN. Points: Russia's side, as published.",
        alt_text="Two series of shares. "
        + " ".join(
            f"{name}: " + ", ".join(f"{one.year} {one.share_pct:.1f}" for one in rows.itertuples()) + "."
            for name, rows in both.groupby("share", sort=False)
        ),
        data=both,
        labels={"share": "Share", "year": "Year", "share_pct": "Per cent"},
        sources=[*theirs["source_id"], *ours["source_id"], *ours["whole_source_id"]],
        notes="For the years without a point no share was published that we found; the chapter on equality computes two of them from "
        f"statements. The last point is a Russian statement of {said} that does not say which months it covers.",
        record=record,
    )


CHARTS: dict[str, Callable[[Record], Figure]] = {"duty": duty, "behaviour": behaviour, "equality": equality}
