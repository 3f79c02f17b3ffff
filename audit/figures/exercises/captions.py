"""The captions of the charts of exercises: what ``figure`` needs beside the chart and its height.

Each takes the frames of its chart, then the record for what it cites; titles, notes and text alternatives follow from them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from audit.figures.exercises.controls import GROUPS as BOXES
from audit.figures.exercises.words import best_before, either, first_years, standing
from audit.figures.prose import in_words
from audit.figures.titles import listed
from audit.findings.exercises import tables
from audit.findings.exercises.claims import FIRST, RECORD_YEAR, tally_figures
from audit.inputs.record import Record
from audit.judgement import Finding

MORE_SOURCES = "The list has more sources; named here are those of most events."


def _each(rows: pd.DataFrame, words: str, between: str = "; ") -> str:
    """The words of each row, e.g. "{year}: {needed}", one after another."""
    return between.join(words.format(**row) for row in rows.to_dict("records"))


def by_year(stacked: pd.DataFrame, events: pd.DataFrame, printed: date, record: Record) -> dict[str, Any]:
    """``stacked``: year, group, number. ``events``: all, with group. ``printed``: the latest day on which the article appeared."""
    by_group = stacked.pivot(index="year", columns="group", values="number")
    wider, narrower = ["Exercises", "Patrols"], ["Exercises"]
    with_patrols, without, everything = (by_group[groups].sum(axis=1) for groups in (wider, narrower, tables.GROUPS))
    leaders = first_years(everything)
    tops = [(wider, first_years(with_patrols)), (narrower, first_years(without)), (tables.GROUPS, leaders)]
    day = pd.Timestamp(printed)
    by_then = events[(events["year"] == day.year) & (events["start_date"] <= day)]
    return {
        "id": "exercises-by-year",
        "title": f"With patrols, 2022 {standing(with_patrols)}; without them, it {standing(without)}; "
        f"with all other events, {listed(map(str, leaders))} {'lead' if len(leaders) > 1 else 'leads'}",
        "holds": " and ".join(
            "(lambda year: list(year.index[year == year.max()]))"
            f"(data[data['group'].isin({groups}) & (data['year'] <= {RECORD_YEAR})].groupby('year')['number'].sum()) == {years}"
            for groups, years in tops
        ),
        "subtitle": "Joint activities of China and Russia by the year in which they began, number of events in our list.",
        "alt_text": "Stacked bar chart by year, 2003 to 2026: exercises of the armed forces, patrols, and other events. "
        + _each(by_group.loc[2012:].reset_index(), "{year}: {Exercises}, {Patrols} and {Other}")
        + f". Before 2012 no year has more than {in_words(int(by_group.loc[:2011].sum(axis=1).max()))}.",
        "data": stacked[["year", "group", "number"]],
        "labels": {"year": "Year", "group": "Group", "number": "Events"},
        "sources": tables.main_sources(record),
        "notes": f"Stages count separately. 2026 is part of a year, to {events['start_date'].max():%B}. By the article's day, "
        f"{day.day} {day:%B %Y}, our list has {in_words(len(by_then))} events of {day.year}, "
        f"{in_words(int((by_then['group'] != 'Other').sum()))} of them exercises and patrols of the armed forces. "
        f"The list rests on {record['exercise_sightings']['source_id'].nunique()} sources; named here are those of most events, "
        "all stand in the table of sightings.",
    }


def margins(leads: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``leads``: way, count, lead, text, answer (leads, does not lead, set aside)."""
    counting = leads[leads["answer"] != "set aside"]
    ways, leading, widest = len(counting), int((counting["lead"] > 0).sum()), int(counting["lead"].max())
    seen = best_before(tally_figures(record))
    return {
        "id": "exercises-margins",
        "title": f"{in_words(leading).capitalize()} of {in_words(ways)} checks give 2022 the record; "
        f"the widest lead is {in_words(widest)}",
        "holds": f"(lambda counting: len(counting) == {ways} and (counting['lead'] > 0).sum() == {leading} "
        f"and counting['lead'].max() == {widest})(data[data['answer'] != 'set aside'])",
        "subtitle": f"Number of events in 2022 less that of the best earlier year: of {seen}, the years seen, by the published "
        "tally; of 2003 to 2021 by our counting rules. In bold: closest to the article's words. Hollow: set aside.",
        "alt_text": f"Bar chart of the lead of 2022 by check. {_each(leads, '{way}: {text}, {answer}')}.",
        "data": leads[["way", "count", "lead", "answer"]],
        "labels": {"way": "Check", "count": "Events in 2022", "lead": "Lead", "answer": "2022"},
        "sources": tables.tally_sources(record),
        "notes": f"That no year but {seen} comes closer is the tally's own word: the figures of the other years were not seen. "
        + MORE_SOURCES,
    }


def matrix(matrix: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``matrix``: way, standing, year, number, leads."""
    best = tables.best_years(matrix)
    counting = best[best["standing"] == "principled"]["years"]
    sole = int((counting == "2019").sum())
    before = int(matrix[matrix["year"] < 2012]["number"].max())
    told = {"principled": "counts", "set_aside": "set aside"}
    return {
        "id": "exercises-matrix",
        "title": f"By {in_words(sole)} of {in_words(len(counting))} checks the record to 2022 belongs to 2019 alone",
        "holds": f"(lambda counting: counting['way'].nunique() == {len(counting)} and {sole} == sum("
        "list(one['year'][one['number'] == one['number'].max()]) == [2019] for _, one in counting.groupby('way')))"
        f"(data[(data['standing'] == 'counts') & (data['year'] <= {RECORD_YEAR})])",
        "subtitle": "Events a year by the published tally, as far as seen, and by our counting rules. Marked: the largest number "
        "from 2003 to 2022. On bare ground: later years.",
        "alt_text": "Table of counts by check and year. Years with the largest count from 2003 to 2022: "
        + _each(best, "{way}: {years}")
        + ".",
        "data": matrix.assign(standing=matrix["standing"].map(told))[["way", "standing", "year", "number"]],
        "labels": {"way": "Check", "standing": "Standing", "year": "Year", "number": "Events"},
        "sources": tables.tally_sources(record),
        "notes": f"No rule has more than {in_words(before)} in a year before 2012. The last two rows are set aside. {MORE_SOURCES}",
    }


def own_rule(yearly: pd.Series, record: Record) -> dict[str, Any]:
    """``yearly``: events by year up to 2022, under the rule with which the boxes start."""
    best = int(yearly.loc[: RECORD_YEAR - 1].max())
    return {
        "id": "exercises-try",
        "title": "Choose what to count",
        "subtitle": f"Events a year under your rule. Number in bold: the largest from {FIRST} to {RECORD_YEAR}. Hollow: later years.",
        "alt_text": f"Interactive bar chart of events by year, {FIRST} to 2026. It starts with the rule of the charts: armed "
        f"forces, patrols counted, open events not. {RECORD_YEAR} then has {int(yearly[RECORD_YEAR])}, the best year before "
        f"{best}. Check boxes change the rule.",
        "data": pd.DataFrame({"year": yearly.index, "events": yearly.to_numpy()}),
        "labels": {"year": "Year", "events": "Events under the starting rule"},
        "sources": tables.main_sources(record),
        "readout": "readout",
        "groups": {legend: list(boxes) for legend, boxes in BOXES.items()},
        "notes": "One deployment: a patrol and the exercise it sailed from, or stages of one exercise. " + MORE_SOURCES,
    }


def completeness(tallies: pd.DataFrame) -> dict[str, Any]:
    """``tallies``: tally, published, words, ours, against, rule, source_id; the largest last."""
    above, below = (int((tallies["against"] == answer).sum()) for answer in ("above", "below"))
    largest = int((tallies["published"] - tallies["ours"]).iloc[-1])
    return {
        "id": "exercises-completeness",
        "title": f"{in_words(above).capitalize()} published tallies are above our list, the largest by {largest}; "
        f"{in_words(below)} are below it",
        "holds": f"(lambda gap: (data['against'] == 'above').sum() == {above} == (gap[data['against'] == 'above'] > 0).sum() "
        f"and (data['against'] == 'below').sum() == {below} == (gap[data['against'] == 'below'] < 0).sum() "
        f"and gap[data['published'].idxmax()] == gap.max() == {largest})(data['published'] - data['ours'])",
        "subtitle": "Events in published tallies (circles) and in our list for the same period under our most similar counting "
        "rule (diamonds).",
        "alt_text": "Dot plot of published tallies beside ours. "
        + _each(tallies, "{tally}: {words} published, {ours} in ours")
        + ".",
        "data": tallies[["tally", "published", "words", "ours", "against", "rule"]],
        "labels": {
            "tally": "Tally and period",
            "published": "Published",
            "words": "As published",
            "ours": "Ours",
            "against": "Against ours",
            "rule": "Our most similar counting rule",
        },
        "sources": tallies["source_id"],
        "notes": "The rules are similar, not the same: only three of these tallies say what they count. CSIS counts contests and "
        "paramilitary drills as well, so beside it stands all that we have. The sources of our list stand in the table of sightings.",
    }


def sensitivity(missing: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``missing``: year, needed (events that it lacks to draw level with 2022)."""
    fewest = int(missing["needed"].min())
    weakest = missing[missing["needed"] == fewest]["year"].tolist()
    return {
        "id": "exercises-sensitivity",
        "title": f"{in_words(fewest).capitalize()} events missing from our list in {either(weakest)} would end the lead of 2022, "
        "patrols counted",
        "holds": f"data['needed'].min() == {fewest} and list(data['year'][data['needed'] == data['needed'].min()]) == {weakest}",
        "subtitle": "Events a year would need on top of ours to draw level with 2022: exercises and patrols of the armed forces.",
        "alt_text": "Bar chart by year of how many missing events would end the record of 2022. "
        + _each(missing, "{year}: {needed}")
        + ".",
        "data": missing,
        "labels": {"year": "Year", "needed": "Missing events needed"},
        "sources": tables.main_sources(record),
        "notes": MORE_SOURCES,
    }


def closer(closer: pd.DataFrame, by_rule: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``closer``: way, period, a_year. ``by_rule``: the same with a column a period."""
    first, then, lately = tables.PERIODS
    rules, grew = len(by_rule), int((by_rule[then] > by_rule[first]).sum())
    again = int((by_rule[lately] > by_rule[then]).sum())
    many = "all" if again == rules else in_words(again)
    return {
        "id": "exercises-closer",
        "title": f"By {in_words(grew)} of {in_words(rules)} counting rules there was more a year from {then} than from {first}, "
        f"and by {many} of them more again in {lately}",
        "holds": f"(lambda table: len(table) == {rules} {'==' if again == rules else f'and {again} =='} "
        f"(table['{lately}'] > table['{then}']).sum() and (table['{then}'] > table['{first}']).sum() == {grew})"
        "(data.pivot(index='way', columns='period', values='a_year'))",
        "subtitle": f"Events a year by counting rule. Circle: {first}. Diamond: {then}. Triangle: {lately}.",
        "alt_text": "Dot plot of events a year by counting rule and period. "
        + "; ".join(
            f"{way}: {row[first]:.1f}, {row[then]:.1f} and {row[lately]:.1f}" for way, row in by_rule.iterrows()
        )
        + ".",
        "data": closer[["way", "period", "a_year"]],
        "labels": {"way": "Counting rule", "period": "Years", "a_year": "Events a year"},
        "sources": tables.main_sources(record),
        "notes": "Only rules that count. 2020 was a year of the pandemic; 2023, the year of the articles, is left out. "
        + MORE_SOURCES,
    }


def timeline(events: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``events``: all, with year, group, domain and words."""
    early, since = tables.sea_and_air(events).itertuples(index=False, name=None)
    of_period = (
        "(lambda rows: (rows['domain'].isin(['sea', 'air']).sum(), len(rows)))"
        "(data[(data['group'] != 'Other') & ((data['year'] > 2018) == {later})]) == {numbers}"
    )
    undated = int((events["date_precision"] != "day").sum())
    labels = {
        "name": "Event",
        "year": "Year",
        "when": "When",
        "kind_words": "Kind",
        "framework_words": "Framework",
        "service_words": "By",
        "domain": "Domain",
        "group": "Group",
        "location": "Where",
    }
    return {
        "id": "exercises-timeline",
        "title": f"{in_words(early[0]).capitalize()} of the armed forces' {early[1]} drills up to 2018 were at sea or in the air; "
        f"since then, with the patrols, {since[0]} of {since[1]}",
        "holds": f"{of_period.format(later=False, numbers=early)} and {of_period.format(later=True, numbers=since)}",
        "subtitle": "Every event in the list, a mark each, by the year in which it began.",
        "alt_text": f"Dot plot of all {len(events)} events by year, in three lanes: exercises of the armed forces, patrols, and "
        f"open events. {undated} have no exact dates. "
        f"The first patrol is that of {events[events['group'] == 'Patrols']['when'].iloc[0]}. The table lists every event.",
        "data": events[list(labels)],
        "labels": labels,
        "sources": tables.main_sources(record),
        "notes": "Domain “joint” is several services at once; such exercises are not among those at sea or in the air, though "
        f"some had ships. {MORE_SOURCES}",
    }


def places(spots: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``spots``: place, where (in words), number, first, last, names; the busiest first."""
    busiest = spots["place"].iloc[0]
    return {
        "id": "exercises-map",
        "title": f"From the Baltic to the Bering Sea, but most often in the {busiest}",
        "holds": "{'Baltic', 'Bering Sea/Alaska'} <= set(data['place']) and "
        f"list(data['place'][data['number'] == data['number'].max()]) == [{busiest!r}]",
        "subtitle": "Events of 2003 to 2026 by place, number. A point is the middle of what happened in a region.",
        "alt_text": "Map from the Baltic to the Bering Sea and the Cape with a circle at each place. Most events: "
        + _each(spots.head(8), "{place} ({where}): {number}")
        + ".",
        "data": spots[["place", "where", "number", "first", "last", "names"]],
        "labels": {
            "place": "Region",
            "where": "Point on the map",
            "number": "Events",
            "first": "First",
            "last": "Last",
            "names": "Which",
        },
        "sources": tables.main_sources(record),
        "notes": "Land: Natural Earth, public domain. The regions, and so the points, are our choice. Contests with many hosts stand "
        f"in European Russia. {MORE_SOURCES}",
    }


def warships(finding: Finding) -> dict[str, str]:
    """The title and subtitle of the strip, which words the rest itself."""
    total, agreeing = finding.principled_total, finding.agreeing
    fighting = int(finding.specification("fighting-ships").specification.value)
    return {
        "id": "exercises-warships",
        "title": f"{in_words(agreeing).capitalize()} of {in_words(total)} checks exceed ten ships; "
        f"fighting ships alone are {in_words(fighting)}",
        "holds": f"(data['standing'] != 'set aside').sum() == {total} "
        f"and (data['value'][data['standing'] != 'set aside'] > 10).sum() == {agreeing} "
        f"and list(data['value'][data['label'] == 'Fighting ships only']) == [{fighting}]",
        "subtitle": "Ships of both navies in the Sea of Japan exercise of July 2023. “Over ten” and “support vessels” are lower "
        "bounds, drawn at their least.",
        "axis_title": "Ships",
    }


def aleutians(seen: pd.DataFrame, finding: Finding) -> dict[str, Any]:
    """``seen``: label, when, value (ships), standing (counts, set aside)."""
    here, before, after = (
        int(seen[seen["when"] == when]["value"].iloc[0]) for when in (tables.THE_PASSAGE, "July", "mid-August")
    )
    return {
        "id": "exercises-aleutians",
        "title": f"Both reports of the passage have {here} ships; counts of other days, set aside, have {before} before and "
        f"{after} after it",
        "holds": f"(lambda found, times: list(data['value'][data['standing'] == 'counts']) == [{here}, {here}] and times == "
        f"{{'early August': {{{here}}}, 'July': {{{before}}}, 'mid-August': {{{after}}}}} and set(found) == {{'early August'}}"
        ")(data['when'][data['standing'] == 'counts'], {when: set(rows['value']) for when, rows in data.groupby('when')})",
        "subtitle": "Russian and Chinese ships of the patrol of July and August 2023, by who counted them. Filled: near the "
        "Aleutians. Hollow: elsewhere, set aside. Line: the claimed number.",
        "alt_text": "Bar chart of the number of ships by reporter. "
        + _each(seen, "{label}: {value:.0f}, {when}, {standing}")
        + ". US Northern Command gave no number.",
        "data": seen[["label", "when", "value", "standing"]],
        "labels": {"label": "By", "when": "Counted in", "value": "Ships", "standing": "Standing"},
        "sources": finding.sources,
    }


def pairs(pairs: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``pairs``: pair, exercises_all, exercises_bilateral, who (both, allies, other)."""
    compared = {"China–Russia": "both", "US–Japan": "allies", "China–North Korea": "allies"}
    number = pairs.set_index("pair")["exercises_all"].astype(int)
    ours, japan, korea = (int(number[pair]) for pair in compared)
    start, end = record["exercise_pairs"]["year"].agg(["min", "max"]).tolist()
    events = record["exercises"]
    joint_sea = int(events[events["name"].str.startswith("Joint Sea")]["start_date"].dt.year.min())
    return {
        "id": "exercises-pairs",
        "title": f"From {start} to {end}, before Joint Sea began, China and Russia exercised {ours} times, Japan and the United "
        f"States {japan}, and China and its ally North Korea {f'{korea} times' if korea else 'never'}",
        "holds": f"(lambda by: (by.get('China–Russia'), by.get('US–Japan'), by.get('China–North Korea')) == ({ours}, {japan}, {korea}) "
        f"and {korea} {'>' if korea else '=='} 0)"
        f"(data.set_index('pair')['exercises_all'].to_dict()) and {end} < {joint_sea}",
        "subtitle": "Exercises in which both took part, 2003 to 2010, number, by one rule for all. One owes the other defence, "
        "unless a name says otherwise.",
        "alt_text": f"Bar chart of exercises by pair, 2003 to 2010. {_each(pairs, '{pair}: {exercises_all}')}.",
        "data": pairs[["pair", "exercises_all", "exercises_bilateral", "who"]].replace(
            {"who": {"both": "no", "other": "no", "allies": "yes"}}
        ),
        "labels": {
            "pair": "Pair",
            "exercises_all": "Exercises",
            "exercises_bilateral": "By the two alone",
            "who": "Duty to defend",
        },
        "sources": record["exercise_pairs"]["source_id"],
        "notes": f"The data set ends in {end}; Joint Sea began in {joint_sea}, patrols later. It misses some exercises of China and "
        "Russia that our list has.",
    }


def shared(shared: pd.DataFrame, record: Record) -> dict[str, Any]:
    """``shared``: indicator, pair, answer (yes, no, not in the record)."""
    others = len(tables.duty_to_defend(shared)) - 1
    return {
        "id": "exercises-shared",
        "title": f"All {in_words(others)} others owe defence, and China and Russia do not; yet they exercise together, and China and "
        "its ally North Korea do not",
        "holds": f"(lambda duty, drills: duty.pop('China–Russia') == 'no' and len(duty) == {others} and set(duty.values()) == {{'yes'}} "
        "and (drills.get('China–Russia'), drills.get('China–North Korea')) == ('yes', 'no')"
        ")(*(data[data['indicator'] == row].set_index('pair')['answer'].to_dict() for row in ['Duty to defend (treaty)', 'Joint exercises']))",
        "subtitle": "What pairs share, by treaty text or report. Filled: yes. Hollow: no. Question mark: not in our record.",
        "alt_text": "Table of what pairs share. "
        + " ".join(
            f"{pair}: {_each(rows, '{indicator}: {answer}')}." for pair, rows in shared.groupby("pair", sort=False)
        ),
        "data": shared,
        "labels": {"indicator": "Shared", "pair": "Pair", "answer": "Answer"},
        "sources": tables.shared_sources(record),
        "notes": "Treaty rows: ATOP's coding (version 4.01) of the treaty itself, so bases under later agreements, as in the "
        "Philippines, do not show; of Russia and Belarus the Collective Security Treaty. Airfields: use for a patrol or an exercise "
        "by China and Russia; stationed or rotating aircraft, or agreed access, for the others. A joint staff: any centre from which "
        "both led or planned an exercise. Two answers are inferred: that Japan and the United States have no standing command, from "
        "descriptions of separate ones, and that China and Russia have none, from RAND's outlook of 2024.",
    }
