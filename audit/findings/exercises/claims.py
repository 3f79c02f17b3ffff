"""Exercises: was 2022 the record, and what sailed and flew in the summer of 2023?

Read from top to bottom: first how a counting rule turns the list of events into a number for each year, then the record
of 2022 by the published tally and under every rule, then whether the two have come closer, then the figures reported in
2023, then the lists of specifications. A counting rule is a row of ``counting_rules.csv``; a reader's own rule is the same kind of object and goes through the
same functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import combinations

import pandas as pd

from audit.findings.exercises import structures
from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

#: The article's twenty years of data, both ends counted, and the year for which it claims the record.
FIRST, RECORD_YEAR = 2003, 2022

#: The first day of the full-scale invasion of Ukraine: the published tally says how many events came after it.
INVASION = pd.Timestamp(2022, 2, 24)

#: The rule from which the charts start: all that the two armed forces do together. It ranks with the other rules; closest
#: to the article's words is the published tally, which the article repeats.
CHARTED = "forces-with-patrols"

#: Who counted. Every rule counts one list, which is ours: the ministries and newspapers in it saw single events, and none
#: of them counted the record. Nor are two participants of one drill who publish one phrase two independent counts.
OUR_LIST, PARTICIPANTS = "our-list-of-events", "participants-of-the-drill"
THE_TWO = {"china-military", "russia-military"}

#: What counts as one: the row itself, the exercise it is a stage of, or the operation it belongs to.
MERGED_BY = {"none": None, "stages": "stage_group", "operations": "operation_group"}


# --- counting -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """A counting rule: which kinds, frameworks and services count, what is merged, and what is left out by name."""

    id: str
    label: str
    kinds: frozenset[str]
    frameworks: frozenset[str]
    services: frozenset[str]
    merge: str = "none"
    left_out: frozenset[str] = frozenset()
    standing: str = "principled"
    reason: str = ""

    def takes(self, kind: str, framework: str, service: str) -> bool:
        """Does an event of this kind, framework and service count?"""
        return kind in self.kinds and framework in self.frameworks and service in self.services


def rules(record: Record) -> dict[str, Rule]:
    """The counting rules of the record, by id, in the order of the table."""
    return {
        row.rule_id: Rule(
            id=row.rule_id,
            label=row.label,
            kinds=_names(row.kinds),
            frameworks=_names(row.frameworks),
            services=_names(row.services),
            merge=row.merge,
            left_out=_names(row.left_out),
            standing=row.standing,
            reason=row.reason,
        )
        for row in record["counting_rules"].itertuples()
    }


def _names(cell: str | float) -> frozenset[str]:
    return frozenset(cell.split(";")) if isinstance(cell, str) else frozenset()


def counted(events: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """The events that a rule counts, with two more columns: ``unit``, what counts as one, and its ``year``.

    Merged events share a unit; its year is that of the first of them.
    """
    takes = [rule.takes(*place) for place in zip(events["kind"], events["framework"], events["service"], strict=True)]
    chosen = events[pd.Series(takes, index=events.index, dtype=bool) & ~events["event_id"].isin(rule.left_out)]
    group = MERGED_BY[rule.merge]
    unit = chosen["event_id"] if group is None else chosen[group].fillna(chosen["event_id"])
    first_day = chosen["start_date"].groupby(unit).transform("min")
    return chosen.assign(unit=unit, year=first_day.dt.year)


def counts(events: pd.DataFrame, rule: Rule, last: int = RECORD_YEAR) -> pd.Series:
    """Number of exercises in each year from 2003 to ``last`` under a rule; a year without one has 0."""
    units = counted(events, rule).drop_duplicates("unit")
    return units["year"].value_counts().reindex(range(FIRST, last + 1), fill_value=0).sort_index()


def margin(yearly: pd.Series) -> int:
    """By how much 2022 leads the best earlier year; 0 is a tie, below 0 another year leads."""
    return int(yearly[RECORD_YEAR] - yearly.loc[: RECORD_YEAR - 1].max())


def runners_up(yearly: pd.Series) -> list[int]:
    """The year or years before 2022 with the largest count."""
    before = yearly.loc[: RECORD_YEAR - 1]
    return before.index[before == before.max()].tolist()


def missing_to_overturn(yearly: pd.Series) -> pd.Series:
    """For each year before 2022, how many more events it would need for 2022 to lead it no longer; 0: it needs none."""
    return (yearly[RECORD_YEAR] - yearly.loc[: RECORD_YEAR - 1]).clip(lower=0)


def published_six(record: Record) -> pd.DataFrame:
    """Our reconstruction of the published six of 2022, event by event, in the order of their dates."""
    chosen = counted(record["exercises"], rules(record)["published-six"])
    return chosen[chosen["year"] == RECORD_YEAR].sort_values("start_date")


def fitting_sets(record: Record, contests: bool = False) -> list[frozenset[str]]:
    """The sets of events of 2022 that fit every figure published about its six; contests only if asked for."""

    def figure(count_id: str) -> int:
        return int(published_count(record, count_id)["value"].iloc[0])

    events = record["exercises"]
    year = events[events["start_date"].dt.year == RECORD_YEAR].set_index("event_id")
    year = year if contests else year[year["kind"] != "competition"]
    fitting = []
    for chosen in combinations(year.index, figure("ndu_2022")):
        six = year.loc[list(chosen)]
        alone = six["framework"] == "bilateral"
        others = ";".join(six["other_participants"].dropna())
        # A contest of 37 unnamed states may have had Iran and Syria among them.
        both_named = ("Iran" in others and "Syria" in others) or (six["kind"] == "competition").any()
        after = (six["start_date"] >= INVASION).sum()
        if (alone.sum(), (~alone).sum(), after) == (
            figure("ndu_2022_bilateral"),
            figure("ndu_2022_with_others"),
            figure("ndu_2022_after_invasion"),
        ) and both_named:
            fitting.append(frozenset(chosen))
    return fitting


def seen_by(record: Record, source_id: str) -> frozenset[str]:
    """The events that one source reports."""
    table = record["exercise_sightings"]
    return frozenset(table[table["source_id"] == source_id]["event_id"])


def published_count(record: Record, count_id: str) -> pd.DataFrame:
    """The copies of one published count."""
    rows = record["exercise_counts"]
    return rows[rows["count_id"] == count_id]


# --- was 2022 the record? -------------------------------------------------------------------------------------------------


def sightings(record: Record, events: pd.DataFrame) -> list[pd.DataFrame]:
    """For each event the places where it was seen: one frame of copies (with ``source_id``, ``reporter``, dates) an event."""
    columns = ["event_id", "source_id", "reporter"]
    seen = pd.concat([record["exercises"][columns], record["exercise_sightings"][columns]]).drop_duplicates()
    seen = seen.merge(events[["event_id", "start_date", "end_date"]], on="event_id")
    by_event = dict(tuple(seen.groupby("event_id")))
    return [by_event[event_id] for event_id in events["event_id"]]


def record_of_2022(record: Record) -> list[Specification]:
    """Is 2022 the year with the most exercises since 2003? By the published tally, and by our list under every rule.

    Once as the claim is tested, and once for the reading in which a tie is a record.
    """
    specifications = [published_tally(record, "published-tally"), published_tally(record, "tally-tie", "shared-record")]
    for rule in rules(record).values():
        lead = margin(counts(record["exercises"], rule))
        specifications += [
            by_our_list(record, rule, rule.id, rule.label, lead > 0),
            by_our_list(record, rule, f"{rule.id}-tie", f"{rule.label}; a tie is a record", lead >= 0, "shared-record"),
        ]
    return specifications


def by_our_list(
    record: Record, rule: Rule, id: str, label: str, value: bool, reading: str | None = None
) -> Specification:
    """A rule's answer. The list of events is its one origin, whoever reported the single events."""
    chosen = counted(record["exercises"], rule)
    one = specification(
        record,
        id,
        label,
        value,
        sightings(record, chosen[chosen["year"] <= RECORD_YEAR]),
        principled=rule.standing != "set_aside",
        reason=rule.reason,
        reading=reading,
    )
    return replace(one, origins=(OUR_LIST,), kinds=("research",))


#: The years of the published tally whose figures were printed.
TALLY_YEARS = (2019, 2021, 2022)


def _and(years: Iterable[int]) -> str:
    """2019, 2021 and 2022."""
    *first, last = [str(year) for year in years]
    return f"{', '.join(first)} and {last}" if first else last


def tally_figures(record: Record) -> pd.Series:
    """The published tally by year, as far as it was printed."""
    found = {year: published_count(record, f"ndu_{year}") for year in TALLY_YEARS}
    return pd.Series({year: int(copies["value"].iloc[0]) for year, copies in found.items() if len(copies)})


def published_tally(record: Record, id: str, reading: str | None = None) -> Specification:
    """The tally that the sentence repeats: 2022 has the most of the printed years, and is said to have the most of all."""
    printed, most = tally_figures(record), published_count(record, "ndu_most")
    on_top = RECORD_YEAR in printed and (printed.drop(RECORD_YEAR) < printed[RECORD_YEAR]).all()
    return specification(
        record,
        id,
        f"Published tally, seen for {_and(printed.index)}",
        bool(on_top and (most["value"] == RECORD_YEAR).all()),
        [*(published_count(record, f"ndu_{year}") for year in TALLY_YEARS), most],
        nearest=True,
        reading=reading,
        reason="The sentence repeats, nearly in the same words, what Bloomberg printed of the tally of the US National Defense "
        "University, so it is the closest. Seen were "
        + ", ".join(f"{number} for {year}" for year, number in printed.items())
        + "; that no other year has more is the tally's own word.",
    )


# --- have they come closer? -----------------------------------------------------------------------------------------------

#: The years that are set against each other; the reason stands with each check below.
UP_TO_2018, SINCE_PATROLS = range(2012, 2019), range(2019, 2023)
UP_TO_INVASION, FIRST_OF_WAR = range(2017, 2022), range(2022, 2023)
BEFORE_ARTICLE, SINCE_ARTICLE = range(2020, 2023), range(2024, 2026)

PATROLS = {"air_patrol", "naval_patrol"}


def a_year(yearly: pd.Series, years: range) -> float:
    """The mean of some years."""
    return float(yearly.loc[list(years)].mean())


def more_often(record: Record, earlier: range, later: range, without_patrols: bool = False) -> pd.Series:
    """For each counting rule that counts: is there more a year in the later years? Indexed by the rule's id."""
    found = {}
    for rule in rules(record).values():
        if rule.standing == "set_aside" or (without_patrols and rule.kinds & PATROLS):
            continue
        yearly = counts(record["exercises"], rule, later[-1])
        found[rule.id] = a_year(yearly, later) > a_year(yearly, earlier)
    return pd.Series(found)


def new_forms(record: Record, until: pd.Timestamp) -> pd.DataFrame:
    """The first joint patrol of each kind, if there was none up to 2018 and it came before ``until``."""
    patrols = record["exercises"][record["exercises"]["kind"].isin(PATROLS)].sort_values("start_date")
    first = patrols.drop_duplicates("kind")
    return first[(first["start_date"].dt.year > UP_TO_2018[-1]) & (first["start_date"] <= until)]


#: The last day on which the later of the two articles can have appeared, up to which a new form of cooperation counts.
THE_ARTICLE = pd.Timestamp(2023, 9, 3)


def by_rules(
    record: Record,
    id: str,
    label: str,
    earlier: range,
    later: range,
    *,
    reason: str,
    nearest: bool = False,
    forms: pd.DataFrame | None = None,
    reading: str | None = None,
) -> Specification:
    """Our list of events under the counting rules: the later years have more a year by more than half of them.

    ``forms``: new forms of cooperation, of which there must be one. The list is its one origin.
    """
    found = more_often(record, earlier, later, without_patrols=reading == "exercises-only")
    holds = found.all() if reading == "under-every-rule" else found.sum() > len(found) / 2
    events = record["exercises"]
    years = events["start_date"].dt.year
    taken = set().union(
        *(counted(events, rule)["event_id"] for rule in rules(record).values() if rule.id in found.index)
    )
    used = events[events["event_id"].isin(taken) & (years.isin(earlier) | years.isin(later))]
    one = specification(
        record,
        id,
        label,
        bool(holds and (forms is None or len(forms) > 0)),
        sightings(record, used) + ([] if forms is None else sightings(record, forms)),
        reason=reason,
        nearest=nearest,
        reading=reading,
        text=f"by {found.sum()} of {len(found)} counting rules",
    )
    return replace(one, origins=(OUR_LIST,), kinds=("research",))


def ties_grew(record: Record) -> list[Specification]:
    """Had the two armed forces come closer by September 2023, in what they did together?"""
    forms = new_forms(record, THE_ARTICLE)
    since = {
        "earlier": UP_TO_2018,
        "later": SINCE_PATROLS,
        "label": "Our list, 2019 to 2022 against 2012 to 2018",
        "reason": "The years since patrols began against those from the first Joint Sea on: one plain sense, as no period is named.",
    }
    war = {
        "earlier": UP_TO_INVASION,
        "later": FIRST_OF_WAR,
        "label": "Our list, 2022 against 2017 to 2021",
        "reason": "The article begins with the invasion: the one full year since against the five before, another plain sense.",
    }
    return [
        by_rules(record, "since-patrols", **since, forms=forms, nearest=True),
        by_rules(record, "since-invasion", **war, forms=forms, nearest=True),
        by_tally(
            record,
            "ndu-tally",
            "Published tally, since March 2014 against 2003 to 2013",
            published_count(record, "ndu_bloomberg_before_2014"),
            published_count(record, "ndu_bloomberg_since_2014"),
            forms,
            reason="The US National Defense University and Bloomberg, in the only two periods that they printed.",
        ),
        by_tally(
            record,
            "csis",
            "CSIS, since 2016 against 2003 to 2015",
            rest_of(published_count(record, "csis_78"), published_count(record, "csis_since_2016")),
            published_count(record, "csis_since_2016"),
            forms,
            reason="More than half of its exercises fall in the last third of its years; it counts contests as well.",
        ),
        by_rules(record, "since-patrols-every", **since, forms=forms, nearest=True, reading="under-every-rule"),
        by_rules(record, "since-invasion-every", **war, forms=forms, nearest=True, reading="under-every-rule"),
        by_rules(record, "since-patrols-exercises", **since, nearest=True, reading="exercises-only"),
        by_rules(record, "since-invasion-exercises", **war, nearest=True, reading="exercises-only"),
    ]


def by_tally(
    record: Record, id: str, label: str, before: pd.DataFrame, after: pd.DataFrame, forms: pd.DataFrame, *, reason: str
) -> Specification:
    """Two periods of one published tally: the later has more a year. Who counted is its one origin."""
    rates = None if before.empty or after.empty else (rate(before), rate(after))
    one = specification(
        record,
        id,
        label,
        None if rates is None else rates[1] > rates[0] and len(forms) > 0,
        [before, after, *sightings(record, forms)],
        reason=reason,
        text=None if rates is None else f"{bound(after)}{rates[1]:.1f} a year against {bound(before)}{rates[0]:.1f}",
    )
    return replace(one, origins=tuple(sorted(set(after["reporter"]))), kinds=("research",))


def bound(copies: pd.DataFrame) -> str:
    """How a figure is qualified, in words before it: at_least -> "at least "."""
    qualifier = copies["value_qualifier"].iloc[0]
    return "" if qualifier == "exact" else qualifier.replace("_", " ") + " "


def rate(copies: pd.DataFrame) -> float:
    """A published count per year of its period, both ends counted."""
    first = copies.iloc[0]
    return float(first["value"]) / (((first["period_end"] - first["period_start"]).days + 1) / 365.25)


def rest_of(whole: pd.DataFrame, late: pd.DataFrame) -> pd.DataFrame:
    """What a count leaves for the time before its later part: where that is more than half, at most half."""
    if whole.empty or late.empty:
        return whole.head(0)
    part = late.iloc[0]
    return whole.head(1).assign(
        value=lambda rows: rows["value"] - part["value"],
        value_qualifier="at_most",
        period_end=part["period_start"] - pd.Timedelta(days=1),
    )


def ties_grew_on(record: Record) -> list[Specification]:
    """Did the two exercise and patrol together more often in the full years since August 2023?"""
    before = {
        "earlier": BEFORE_ARTICLE,
        "later": SINCE_ARTICLE,
        "label": "Our list, 2024 and 2025 against 2020 to 2022",
        "reason": "The full years since the article against the three before it; one of these, 2020, was a year of the pandemic.",
    }
    last = {
        "earlier": FIRST_OF_WAR,
        "later": SINCE_ARTICLE,
        "label": "Our list, 2024 and 2025 against 2022",
        "reason": "Against the last full year before the article alone, the highest until then.",
    }
    return [
        by_rules(record, "three-years", **before, nearest=True),
        by_rules(record, "last-year", **last),
        by_rules(record, "three-years-every", **before, nearest=True, reading="under-every-rule"),
        by_rules(record, "last-year-every", **last, reading="under-every-rule"),
    ]


# --- the summer of 2023 ---------------------------------------------------------------------------------------------------

LAST_DAY = pd.Timestamp(2023, 7, 23)


def report(record: Record, observation_id: str) -> pd.DataFrame:
    """The copies of one reported figure; empty where the reporter declined to give one."""
    rows = record["exercise_reports"]
    return rows[(rows["observation_id"] == observation_id) & rows["value"].notna()]


def least(copies: pd.DataFrame) -> float | None:
    """The smallest whole number that the report's words allow: "more than 10" is at least 11; None without a report."""
    if copies.empty:
        return None
    value = float(copies["value"].iloc[0])
    return value + 1 if copies["value_qualifier"].iloc[0] == "more_than" else value


def told(copies: pd.DataFrame) -> str | None:
    """How a lower bound is written: the value 11 of "more than 10" is only the least that the words allow."""
    if copies.empty or copies["value_qualifier"].iloc[0] != "more_than":
        return None
    return f"more than {copies['value'].iloc[0]:g}"


def by_participants(specifications: list[Specification]) -> list[Specification]:
    """The same specifications with the two participants of a drill as one origin: both publish what they planned together."""
    return [
        replace(one, origins=tuple(sorted({PARTICIPANTS if origin in THE_TWO else origin for origin in one.origins})))
        for one in specifications
    ]


def as_told(
    record: Record, figures: Iterable[tuple], value: Callable[[pd.DataFrame], float | bool | None], **more: Callable
) -> list[Specification]:
    """One specification a reported figure.

    ``figures``: observation_id, id, label and reason of each; ``value``: what its copies come to; ``more``: further arguments
    of ``specification``, as functions of the id.
    """
    return [
        specification(
            record,
            id,
            label,
            value(copies := report(record, figure)),
            [copies],
            reason=reason,
            text=told(copies),
            **{name: of(id) for name, of in more.items()},
        )
        for figure, id, label, reason in figures
    ]


def days(copies: pd.DataFrame) -> float | None:
    """Days from first to last, both counted, of an exercise that ended on 23 July 2023; None if it did not."""
    if copies.empty or copies["period_end"].iloc[0] != LAST_DAY:
        return None
    return float((copies["period_end"].iloc[0] - copies["period_start"].iloc[0]).days + 1)


def exercise_days(record: Record) -> list[Specification]:
    """How long the exercise in the Sea of Japan lasted, in days.

    When an exercise begins and ends is what those who hold it say: their own act.
    """
    lengths = [
        (
            "ni_days_cn",
            "chinese-ministry",
            "Chinese ministry, first to last day",
            "The organiser's own dates; who holds an exercise opens and closes it.",
        ),
        ("ni_days", "russian-fleet", "Russian Pacific Fleet, first to last day", "The other participant's dates."),
        ("ni_days_ceremony", "from-opening", "From the opening ceremony", "An exercise can begin with its opening."),
        (
            "ni_days_jp",
            "japan",
            "Japan's ministry, from the day on which the navies met",
            "With the gathering before the opening: it answers how long the ships were together, another question.",
        ),
        (
            "ni_days_ceremony_cctv",
            "opening-misdated",
            "From the opening ceremony, as one print dates it",
            "It dates the ceremony a day later than the news agency and the army's newspaper do: a slip.",
        ),
    ]
    return by_participants(
        as_told(
            record,
            lengths,
            days,
            nearest=lambda id: id == "chinese-ministry",
            principled=lambda id: id not in ("japan", "opening-misdated"),
            issuer=lambda id: id in ("chinese-ministry", "russian-fleet", "from-opening"),
        )
    )


def added(*figures: pd.DataFrame) -> float | None:
    """The least that several reported figures allow together; None where one is missing."""
    numbers = [least(copies) for copies in figures]
    return None if None in numbers else sum(numbers)


def ships_in_sea_of_japan(record: Record) -> list[Specification]:
    """Ships of both navies in the exercise of July 2023.

    One treatment for all: a list known to leave ships out says nothing where it does not exceed ten, and agrees where it
    does, whoever made it; what was told on the eve is a plan, by side and in total; a copy is no count.
    """
    announced, eve, usni = (report(record, f"ni_ships_{name}") for name in ("cn", "eve", "usni"))
    named, support, fighting = (report(record, f"ni_{name}") for name in ("named", "support", "fighting"))
    by_side = [report(record, "ni_cn_ships_cn"), report(record, "ni_ru_ships_cn")]
    japan = report(record, "ni_ships_jp")
    rows = [
        (
            "chinese-ministry",
            "Chinese ministry",
            least(announced),
            [announced],
            "The sentence repeats the ministry's pair of more than ten and more than thirty, so it is the closest; the ministry "
            "says ships, not warships.",
        ),
        (
            "russian-fleet",
            "Russian fleet, ships it named and support vessels",
            added(named, support),
            [named, support],
            "Its whole account after the drill: the named ships, and support vessels in the plural. A floor above ten.",
        ),
        (
            "fighting-ships",
            "Fighting ships only",
            least(fighting),
            [fighting],
            "Warship in the narrow sense. The fleet names its fighting ships one by one and leaves only support vessels without "
            "names, so this is no floor.",
        ),
        (
            "japan",
            "Ships that Japan saw and says had exercised",
            least(japan),
            [japan],
            "Of the ships that it met days later at Soya Strait; those that had gone home are not in it: a floor below eleven, "
            "which cannot rule out more.",
        ),
        (
            "named",
            "Ships with names only",
            least(named),
            [named],
            "The fleet's account without its support vessels: a floor below eleven, which cannot rule out more.",
        ),
        (
            "chinese-military-by-side",
            "Chinese military, by side on the eve",
            added(*by_side),
            by_side,
            "Told on the eve: who was to take part, not who did.",
        ),
        (
            "eve",
            "Chinese military, total on the eve",
            least(eve),
            [eve],
            "Told on the eve, in the same text, whose numbers by side exceed it; another print has it as “about”.",
        ),
        ("usni", "USNI News", least(usni), [usni], "Adds up the same names: a copy, not a count."),
    ]
    texts = {
        "chinese-ministry": told(announced),
        "russian-fleet": None if named.empty else f"{least(named):g} and support vessels",
        "eve": None if eve.empty else f"{least(eve):g} or about {least(eve):g}",
    }
    return by_participants(
        [
            specification(
                record,
                id,
                label,
                value,
                inputs,
                nearest=id == "chinese-ministry",
                principled=id in ("chinese-ministry", "russian-fleet", "fighting-ships"),
                choice={"russian-fleet": "source", "fighting-ships": "rule"}.get(id),
                text=texts.get(id),
                reason=reason,
            )
            for id, label, value, inputs, reason in rows
        ]
    )


def aircraft_in_sea_of_japan(record: Record) -> list[Specification]:
    """Military aircraft of both countries in the exercise of July 2023."""
    counts_told = [
        (
            "ni_aircraft_cn",
            "chinese-ministry",
            "Chinese ministry",
            "The sentence repeats the ministry's pair of more than ten and more than thirty, so it is the closest; a bound.",
        ),
        (
            "ni_aircraft",
            "russian-fleet",
            "Russian Pacific Fleet",
            "The same words by the other participant; naval aircraft, helicopters included.",
        ),
        (
            "ni_fixed_wing",
            "fixed-wing",
            "Aeroplanes only",
            "Warplane in the narrow sense; nobody published a split.",
        ),
        (
            "ni_aircraft_eve",
            "eve",
            "Chinese military, as printed on the eve",
            "Told on the eve, in prints that differ: who was to take part, not who did. A plan of ships is set aside as well.",
        ),
    ]
    counted = as_told(
        record,
        counts_told,
        least,
        nearest=lambda id: id == "chinese-ministry",
        principled=lambda id: id != "eve",
    )
    return by_participants(
        [replace(one, text=f"{one.value or 0:g} or nearly that") if one.id == "eve" else one for one in counted]
    )


def ships_off_aleutians(record: Record) -> list[Specification]:
    """Ships of the group that passed the Aleutians in early August 2023.

    Counts of another day and place are set aside, whatever they say: the sentence names early August and the Aleutians.
    """
    elsewhere = ("japan-before", "russian-list", "japan-after")
    counts_told = [
        (
            "al_total_wsj",
            "wall-street-journal",
            "The Wall Street Journal, on officials",
            "The sentence repeats its report as agencies carried it: at least eleven, in the northern state, and gone without "
            "entering territorial waters. So it is the closest.",
        ),
        ("al_total_senators", "senators", "Alaska's senators", "They spoke of the passage after briefings."),
        (
            "np_soya_total",
            "japan-before",
            "Japan, at Soya Strait in July",
            "Another day and place: the group as it set out, before an intelligence ship joined.",
        ),
        (
            "np_named",
            "russian-list",
            "Ships the Russian fleet named at departure",
            "Another day and place: the group as it set out.",
        ),
        (
            "np_okinotori",
            "japan-after",
            "Japan, off Okinotori in mid-August",
            "Another day and place: the group as it came back, the intelligence ship with it.",
        ),
        (
            "al_northcom_count",
            "northern-command",
            "US Northern Command, which gave no number",
            "The body that watched.",
        ),
    ]
    seen = as_told(
        record,
        counts_told,
        least,
        nearest=lambda id: id == "wall-street-journal",
        principled=lambda id: id not in elsewhere,
    )
    reports = [replace(one, reading="as-reported") for one in seen if one.id in ("senators", "wall-street-journal")]
    return seen + reports


def _said(record: Record, figure: str, value: float) -> bool | None:
    """Does a reported figure equal ``value``? None without a report."""
    copies = report(record, figure)
    return None if copies.empty else bool(copies["value"].iloc[0] == value)


def stayed_outside(record: Record) -> list[Specification]:
    """Did the group stay out of the territorial sea of the United States?"""
    return [
        specification(
            record,
            "wall-street-journal",
            "The Wall Street Journal, on officials",
            _said(record, "al_territorial_wsj", 0),
            [report(record, "al_territorial_wsj")],
            nearest=True,
            reason="The sentence repeats its report as agencies carried it: gone, and never in territorial waters.",
        ),
        specification(
            record,
            "northern-command",
            "US Northern Command",
            _said(record, "al_territorial", 0),
            [report(record, "al_territorial")],
            reason="The command that watched the group, in its own statement: international waters. The same forces as the officials.",
        ),
        specification(
            record,
            "senators",
            "Senator Murkowski, “transiting U.S. waters”: which waters, she did not say",
            None,
            [report(record, "al_us_waters")],
            reason="An economic zone reaches far beyond the territorial sea, so her words are silent on the latter; read as the "
            "territorial sea, they contradict the claim.",
        ),
    ]


def exercise_took_place(record: Record) -> list[Specification]:
    """Did ships and aircraft of both train together in the Sea of Japan in July 2023? By who says so."""
    witnesses = [
        ("chinese-ministry", "Chinese ministry", "ni_ships_cn", "ni_aircraft_cn", "The organiser.", True),
        ("russian-fleet", "Russian Pacific Fleet", "ni_named", "ni_aircraft", "The other participant.", False),
        (
            "japan",
            "Japan's ministry",
            "ni_ships_jp",
            "ni_aircraft_jp",
            "The neighbour; it is on record for ships only.",
            False,
        ),
    ]
    specifications = []
    for id, label, ships, aircraft, reason, near in witnesses:
        copies = [report(record, ships), report(record, aircraft)]
        value = all((least(one) or 0) > 0 and (one["location"] == "Sea of Japan").all() for one in copies)
        specifications.append(specification(record, id, label, value, copies, reason=reason, nearest=near))
    return by_participants(specifications)


def in_month(copies: pd.DataFrame) -> bool:
    """Did it begin within a month of the end of the exercise?"""
    return len(copies) > 0 and bool(copies["period_start"].iloc[0] <= LAST_DAY + pd.DateOffset(months=1))


def patrol_in_bering_sea(record: Record) -> list[Specification]:
    """Did a joint patrol enter the Bering Sea within a month of 23 July 2023? And, read wider, pass near Alaska?"""
    route = report(record, "np_seas")
    near_alaska = [
        ("al_near", "senators", "Alaska's senators, near the Aleutians", "near-alaska"),
        ("al_near_wsj", "wall-street-journal", "The Wall Street Journal, near the Aleutians", "near-alaska"),
    ]
    return [
        specification(
            record,
            "russian-route",
            "The route as Russia told it",
            _said(record, "np_seas", 1) and in_month(route),
            [route],
            nearest=True,
            reason="The only account of the whole route; it names the Bering Sea.",
        ),
        specification(
            record,
            "japan",
            "Japan's ministry, on where the ships had been",
            _said(record, "np_seas_jp", 1) and in_month(report(record, "np_seas_jp")),
            [report(record, "np_seas_jp")],
            reason="A neighbour that met them before and after; it believes so, it did not see it.",
        ),
        specification(
            record,
            "american-reports",
            "American reports of the passage",
            None,
            [report(record, "al_near")],
            reason="They say near the Aleutians, not on which side: silent on the Bering Sea itself.",
        ),
        *[
            specification(
                record,
                id,
                label,
                _said(record, figure, 1),
                [report(record, figure)],
                nearest=id == "senators",
                reason="They report the passage near Alaska.",
                reading=reading,
            )
            for figure, id, label, reading in near_alaska
        ],
    ]


def three_navies(record: Record) -> list[Specification]:
    """Did the navies of China, Iran and Russia train together in March 2023?"""
    witnesses = [
        (
            "mar2023_navies",
            "chinese-ministry",
            "Chinese ministry",
            "A participant's announcement of the exercise and of who takes part.",
        ),
        (
            "mar2023_navies_press",
            "trade-press",
            "Naval trade press",
            "It names no origin but the Chinese ministry's statement: a copy, not a witness.",
        ),
        (
            "mar2023_navies_us",
            "white-house",
            "The White House",
            "An adversary of all three that said it was watching the drills.",
        ),
    ]
    return by_participants(
        as_told(
            record,
            witnesses,
            lambda copies: None if copies.empty else bool(copies["value"].iloc[0] == 3),
            nearest=lambda id: id == "chinese-ministry",
            principled=lambda id: id != "trade-press",
        )
    )


def no_specifications(record: Record) -> list[Specification]:
    """A judgement: the chapter gives evidence for and against, and no verdict."""
    return []


SPECIFICATIONS = {
    "northern-interaction-2023": exercise_days,
    "sea-of-japan-warships-2023": ships_in_sea_of_japan,
    "sea-of-japan-warplanes-2023": aircraft_in_sea_of_japan,
    "aleutians-ships-2023": ships_off_aleutians,
    "aleutians-no-entry-2023": stayed_outside,
    "stronger-military-partnership": ties_grew_on,
    "military-ties-strengthened": ties_grew,
    "sea-of-japan-exercise-july-2023": exercise_took_place,
    "bering-sea-patrol-2023": patrol_in_bering_sea,
    "signal-to-us-allies": no_specifications,
    "exercises-record-2022": record_of_2022,
    "china-iran-russia-drill-2023": three_navies,
    **structures.SPECIFICATIONS,
}

hold(__name__)
