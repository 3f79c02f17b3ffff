"""Exercises: the frames behind the chapter's charts, and the reader's own rule as expressions a page can compute.

A function takes the record, or a frame made from it, and returns what one chart shows; the counting itself is in ``claims.py``.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from audit.findings.exercises.claims import (
    CHARTED,
    FIRST,
    RECORD_YEAR,
    SINCE_ARTICLE,
    SINCE_PATROLS,
    UP_TO_2018,
    Rule,
    a_year,
    counted,
    counts,
    margin,
    missing_to_overturn,
    published_count,
    published_tally,
    rules,
    tally_figures,
)
from audit.inputs.record import Record
from audit.judgement import Finding

#: How the charts group the events: by what the dispute is about.
GROUPS = ["Exercises", "Patrols", "Other"]
KIND_WORDS = {
    "exercise": "Exercise",
    "air_patrol": "Air patrol",
    "naval_patrol": "Naval patrol",
    "computer_simulation": "Staff simulation",
    "competition": "Contest",
}
FRAMEWORK_WORDS = {
    "bilateral": "the two alone",
    "minilateral": "with one or a few partners",
    "sco": "Shanghai Cooperation Organisation",
    "russian_strategic": "Russian annual exercise",
    "large_multinational": "open to dozens of navies or armies",
}
SERVICE_WORDS = {
    "armed_forces": "armed forces",
    "internal_security": "police and border troops",
    "coast_guard": "coast guards",
}


def grouped_events(record: Record) -> pd.DataFrame:
    """Every event with ``year``, ``day`` (of the year, middle of the dates), ``group``, and words for kind and framework.

    Exercises and patrols are those that the charted rule counts; Other holds open events, police, coast guards, contests.
    """
    events = record["exercises"]
    core = events["event_id"].isin(counted(events, rules(record)[CHARTED])["event_id"])
    patrol = events["kind"].isin(["air_patrol", "naval_patrol"])
    group = pd.Series("Other", index=events.index).mask(core & ~patrol, "Exercises").mask(core & patrol, "Patrols")
    last = events["end_date"].fillna(events["start_date"])
    middle = events["start_date"] + (last - events["start_date"]) / 2
    return events.assign(
        year=events["start_date"].dt.year,
        day=middle.dt.day_of_year,
        first_day=events["start_date"].dt.day_of_year,
        last_day=last.dt.day_of_year,
        group=group,
        kind_words=events["kind"].map(KIND_WORDS),
        framework_words=events["framework"].map(FRAMEWORK_WORDS),
        service_words=events["service"].map(SERVICE_WORDS),
        when=[_when(*dates) for dates in zip(events["start_date"], last, events["date_precision"], strict=True)],
        others=events["other_participants"].fillna("none named").str.replace(";", ", "),
    )


def _when(start: pd.Timestamp, end: pd.Timestamp, precision: str) -> str:
    """The dates in words: a placeholder never reads like a day."""
    if precision == "month":
        months = f"{start:%B}" if start.month == end.month else f"{start:%B} to {end:%B}"
        return f"{months} {start.year}, days not known"
    return f"{start.day} {start:%b %Y}" + ("" if end == start else f" to {end.day} {end:%b %Y}")


def main_sources(record: Record, least: int = 3) -> list[str]:
    """The sources that report at least so many events of the list, most first: a figure cannot cite two hundred."""
    number = record["exercise_sightings"]["source_id"].value_counts()
    return number.index[number >= least].tolist()


def tally_sources(record: Record) -> list[str]:
    """The sources of the published tally, then those of our list: for charts that have both."""
    return [*published_count(record, "ndu_2022")["source_id"], *main_sources(record)]


def stacked_by_group(record: Record, last: int = 2026) -> pd.DataFrame:
    """Events by year and group, stacked: ``year``, ``group``, ``number``, and the edges ``low`` and ``high``."""
    events = grouped_events(record)
    table = events.groupby(["year", "group"]).size().unstack(fill_value=0)
    table = table.reindex(index=range(FIRST, last + 1), columns=GROUPS, fill_value=0)
    long = table.stack().rename("number").reset_index()
    long["high"] = long.groupby("year")["number"].cumsum()
    return long.assign(low=long["high"] - long["number"])


def by_year(record: Record, last: int = 2025) -> pd.DataFrame:
    """The tally as far as it was printed, and the count by rule and year.

    Columns: ``way``, ``standing``, ``year``, ``number``, and ``leads``: the year has the largest count from 2003 to 2022.
    """
    tally = published_tally(record, "published-tally")
    yearly = {(tally.label, "principled"): tally_figures(record)}
    yearly |= {(rule.label, rule.standing): counts(record["exercises"], rule, last) for rule in rules(record).values()}
    frames = []
    for (label, standing), numbers in yearly.items():
        best = numbers.loc[:RECORD_YEAR].max()
        leads = [year <= RECORD_YEAR and number == best for year, number in numbers.items()]
        columns = {"way": label, "standing": standing, "year": numbers.index, "number": numbers.to_numpy()}
        frames.append(pd.DataFrame({**columns, "leads": leads}))
    return pd.concat(frames, ignore_index=True)


def margins(record: Record) -> pd.DataFrame:
    """The lead of 2022 over the best year before, by the tally and by each rule.

    Columns: ``id``, ``way``, ``standing``, ``count``, ``lead``, ``text`` (of the lead), ``answer`` (leads, does not lead,
    set aside), ``closest`` (to the article's words). Of the tally two earlier years were seen; that no other has more than
    2022 is its own word, so its lead is over these two.
    """
    tally, printed = published_tally(record, "published-tally"), tally_figures(record)
    lead = int(printed[RECORD_YEAR] - printed.drop(RECORD_YEAR).max())
    rows = [(tally.id, tally.label, "principled", int(printed[RECORD_YEAR]), lead)]
    for rule in rules(record).values():
        yearly = counts(record["exercises"], rule)
        rows.append((rule.id, rule.label, rule.standing, int(yearly[RECORD_YEAR]), margin(yearly)))
    table = pd.DataFrame(rows, columns=["id", "way", "standing", "count", "lead"])
    text = ["tie" if lead == 0 else f"{lead:+d}".replace("-", "−") for lead in table["lead"]]
    answer = table["lead"].gt(0).map({True: "leads", False: "does not lead"})
    answer = answer.mask(table["standing"] == "set_aside", "set aside")
    return table.assign(text=text, answer=answer, closest=table["id"] == tally.id)


def cells_by_year(matrix: pd.DataFrame, first: int = 2012) -> pd.DataFrame:
    """The counts ``by_year`` as cells of a table from ``first`` on: with ``row`` (number of the way, from 0) and ``state``.

    ``state``: leads, later (than the claim covers) or other.
    """
    state = pd.Series("other", index=matrix.index).mask(matrix["year"] > RECORD_YEAR, "later")
    table = matrix.assign(row=pd.factorize(matrix["way"])[0], state=state.mask(matrix["leads"], "leads"))
    return table[table["year"] >= first]


def best_years(matrix: pd.DataFrame) -> pd.DataFrame:
    """The year or years with the largest count from 2003 to 2022: ``way``, ``standing``, ``years`` ("2019 and 2021")."""
    best = matrix[matrix["leads"]].groupby(["way", "standing"], sort=False)["year"]
    return best.apply(lambda years: " and ".join(map(str, years))).rename("years").reset_index()


def without_open_events(record: Record) -> pd.Series:
    """The checks if no rule that lets in events open to dozens of states counted.

    ``counting``, and of them ``leading`` and ``leading_or_level``, as 2022 stands by them.
    """
    known, table = rules(record), margins(record)
    open_ones = {id for id, rule in known.items() if "large_multinational" in rule.frameworks}
    left = table[(table["standing"] != "set_aside") & ~table["id"].isin(open_ones)]
    return pd.Series(
        {
            "counting": len(left),
            "leading": int((left["lead"] > 0).sum()),
            "leading_or_level": int((left["lead"] >= 0).sum()),
        }
    )


def with_third_states(record: Record, until: pd.Timestamp) -> pd.Series:
    """Events of our list up to a day that had third states: ``all``, and ``invited`` without those open to dozens."""
    events = record["exercises"]
    others = events[(events["start_date"] <= until) & (events["framework"] != "bilateral")]
    return pd.Series({"all": len(others), "invited": int((others["framework"] != "large_multinational").sum())})


#: The periods that are set side by side to see whether the two came closer: name and years.
PERIODS = {"2012 to 2018": UP_TO_2018, "2019 to 2022": SINCE_PATROLS, "2024 and 2025": SINCE_ARTICLE}


def closer(record: Record) -> pd.DataFrame:
    """Events a year by counting rule and period: ``id``, ``way``, ``period``, ``a_year``; only rules that count."""
    rows = []
    for rule in rules(record).values():
        if rule.standing != "set_aside":
            yearly = counts(record["exercises"], rule, SINCE_ARTICLE[-1])
            rows += [(rule.id, rule.label, name, a_year(yearly, years)) for name, years in PERIODS.items()]
    return pd.DataFrame(rows, columns=["id", "way", "period", "a_year"])


def spans(closer: pd.DataFrame) -> pd.DataFrame:
    """The smallest and the largest number of events a year of each counting rule: ``way``, ``low``, ``high``."""
    return closer.groupby("way", sort=False)["a_year"].agg(low="min", high="max").reset_index()


def missing_events(record: Record) -> pd.DataFrame:
    """By year before 2022, the events it lacks to draw level with 2022 under the charted rule: ``year``, ``needed``."""
    missing = missing_to_overturn(counts(record["exercises"], rules(record)[CHARTED]))
    return missing.rename("needed").rename_axis("year").reset_index()


def later_years(record: Record, year: int) -> pd.DataFrame:
    """Each rule's count of a later year beside that of 2022: ``rule_id``, ``count_2022``, ``later``."""
    events = record["exercises"]
    found = {rule.id: counts(events, rule, year) for rule in rules(record).values()}
    return pd.DataFrame(
        [(id, int(yearly[RECORD_YEAR]), int(yearly[year])) for id, yearly in found.items()],
        columns=["rule_id", "count_2022", "later"],
    )


def patrols_since(record: Record) -> pd.Series:
    """Since the first patrol: ``first`` (its year), ``patrols``, ``forces`` (all under the charted rule), ``with_open``.

    ``with_open``: the same with events open to dozens of states, so that their share can be given both ways.
    """
    events, rule = record["exercises"], rules(record)[CHARTED]
    forces = counted(events, rule)
    patrols = forces[forces["kind"].isin(["air_patrol", "naval_patrol"])]
    first = int(patrols["year"].min())
    wider = counted(events, replace(rule, frameworks=rule.frameworks | {"large_multinational"}))
    return pd.Series(
        {
            "first": first,
            "patrols": len(patrols),
            "forces": int((forces["year"] >= first).sum()),
            "with_open": int((wider["year"] >= first).sum()),
        }
    )


# --- how complete is the list? --------------------------------------------------------------------------------------------

#: Which of our rules comes closest to what each published total counts. CSIS counts contests and paramilitary drills too.
COMPARED = [
    ("mme_2003_2010", "everything", "Data set MME, 2003 to 2010"),
    ("ndu_bloomberg_before_2014", "published-six", "US defence university, before 2014"),
    ("ndu_bloomberg_since_2014", "published-six", "US defence university, 2014 to July 2023"),
    ("scmp_20_bilateral", "bilateral-no-patrols", "South China Morning Post, the two alone"),
    ("scmp_45", "all-but-contests", "South China Morning Post, all"),
    ("gpr_50", "everything", "greatpowerrelations.com, to 2019"),
    ("euiss_66", "all-but-contests", "EU institute, to mid-2024"),
    ("csis_78", "everything", "CSIS ChinaPower, to mid-2022"),
    ("csis_102", "everything", "CSIS ChinaPower, to September 2024"),
]


def in_period(events: pd.DataFrame, rule: Rule, start: pd.Timestamp, end: pd.Timestamp) -> int:
    """Number of things a rule counts among the events that began between two days, both included."""
    return int(counted(events[events["start_date"].between(start, end)], rule)["unit"].nunique())


#: How a published total is qualified, in words.
QUALIFIED = {"exact": "", "about": "about ", "at_least": "at least ", "more_than": "more than "}


def against_ours(published: float, qualifier: str, ours: int) -> str:
    """Is a published total below, level with or above ours? A bound or a rounded number can leave it open."""
    if qualifier == "exact":
        return "below" if published < ours else "level" if published == ours else "above"
    least = published + (qualifier == "more_than")
    return "above" if qualifier in ("at_least", "more_than") and least > ours else "open"


def completeness(record: Record) -> pd.DataFrame:
    """Published totals beside ours for the same period and the most similar rule.

    Columns: ``tally``, ``published``, ``words`` (the total as published), ``ours``, ``against``, ``rule``, ``source_id``.
    """
    events, known = record["exercises"], rules(record)
    rows = []
    for count_id, rule_id, label in COMPARED:
        first = published_count(record, count_id).iloc[0]
        ours = in_period(events, known[rule_id], first["period_start"], first["period_end"])
        rows.append(
            {
                "tally": label,
                "published": float(first["value"]),
                "words": f"{QUALIFIED[first['value_qualifier']]}{first['value']:g}",
                "ours": ours,
                "against": against_ours(first["value"], first["value_qualifier"], ours),
                "rule": known[rule_id].label,
                "source_id": first["source_id"],
            }
        )
    return pd.DataFrame(rows)


def beside_ours(tallies: pd.DataFrame) -> pd.DataFrame:
    """The totals of ``completeness`` with ``right``, the larger of the two numbers, and ``both``, their words."""
    both = tallies["words"] + ", ours " + tallies["ours"].astype(str)
    return tallies.assign(right=tallies[["published", "ours"]].max(axis=1), both=both)


# --- every event ----------------------------------------------------------------------------------------------------------

#: What the marks of single events tell apart.
AT_SEA = {True: "at sea or in the air", False: "on land, or several services"}


def at_sea(events: pd.DataFrame) -> pd.Series:
    """Was it at sea or in the air? Several services at once are neither, though some had ships."""
    return events["domain"].isin(["sea", "air"])


def lanes(events: pd.DataFrame) -> pd.DataFrame:
    """Grouped events piled up by year in a lane for each group, one lane above the other.

    Adds ``at_sea`` (words), ``place`` (number in its pile, from 0) and ``level`` (its height in the chart, in events).
    """
    table = events.assign(at_sea=at_sea(events).map(AT_SEA)).sort_values(["year", "at_sea", "start_date"])
    table["place"] = table.groupby(["group", "year"]).cumcount()
    tallest = table.groupby("group")["place"].max() + 1
    floors = (
        (tallest.reindex(GROUPS, fill_value=0) + 2).cumsum().shift(fill_value=0)
    )  # two events' height between lanes
    return table.assign(level=table["group"].map(floors) + table["place"])


def lane_tops(lanes: pd.DataFrame) -> pd.DataFrame:
    """Where the name of each lane stands, just above its tallest pile: ``group``, ``level``."""
    return lanes.groupby("group")["level"].max().add(1.1).reindex(GROUPS).reset_index()


def sea_and_air(events: pd.DataFrame) -> pd.DataFrame:
    """Exercises and patrols of the armed forces ``at_sea`` or in the air, and ``all``; rows: up to 2018, and since."""
    forces = events[events["group"] != "Other"]
    period = (forces["year"] > UP_TO_2018[-1]).map({False: "up to 2018", True: "since"})
    return at_sea(forces).groupby(period).agg(at_sea="sum", all="size").reindex(["up to 2018", "since"], fill_value=0)


# --- the map --------------------------------------------------------------------------------------------------------------


def land(record: Record) -> list[dict]:
    """Outlines of the land from the Baltic to the Bering Sea, as GeoJSON features (Natural Earth, public domain)."""
    return record.features("map_outline")


#: Neighbouring regions whose points would hide each other on a map of half the world.
TOGETHER = {
    "Gulf of Oman": "Gulf of Oman and Arabian Sea",
    "Arabian Sea": "Gulf of Oman and Arabian Sea",
    "Eurasia": "European Russia",
    "Russian Far East": "Amur and Manchuria",
    "Northeast China": "Amur and Manchuria",
    "Pacific and other seas": "Western Pacific",
    "North Pacific": "Western Pacific",
}


def places(record: Record) -> pd.DataFrame:
    """Events by region: ``place``, ``where``, ``map_lon``, ``map_lat`` (mean of its points), ``number``, ``first``, ``last``, ``names``.

    In ``map_lon`` the longitudes beyond the date line are above 180, so that the mean of a region does not jump across the
    world; ``where`` says them as people do, 175° west.
    """
    events = grouped_events(record).sort_values("start_date")
    events = events.assign(place=events["region"].replace(TOGETHER), map_lon=events["map_lon"] % 360)
    grouped = events.groupby("place")
    table = grouped.agg(
        map_lon=("map_lon", "mean"),
        map_lat=("map_lat", "mean"),
        number=("event_id", "size"),
        first=("year", "min"),
        last=("year", "max"),
        names=("name", _some),
    )
    table["where"] = [position(lat, lon) for lat, lon in zip(table["map_lat"], table["map_lon"], strict=True)]
    return table.reset_index().sort_values("number", ascending=False)


def position(lat: float, lon: float) -> str:
    """A point in words: (54.5, 185) -> "54.5° N, 175° W"."""
    west = lon % 360 > 180
    degrees = 360 - lon % 360 if west else lon % 360
    return f"{round(abs(lat), 1):g}° {'N' if lat >= 0 else 'S'}, {round(degrees, 1):g}° {'W' if west else 'E'}"


def _some(names: pd.Series) -> str:
    """At most four names, the latest first."""
    latest = names.iloc[::-1].tolist()
    return ", ".join(latest[:4]) + (f" and {len(latest) - 4} more" if len(latest) > 4 else "")


# --- off the Aleutians ----------------------------------------------------------------------------------------------------

#: When the group was counted elsewhere, by specification; all others are of the passage itself.
COUNTED_IN = {"japan-before": "July", "russian-list": "July", "japan-after": "mid-August"}
THE_PASSAGE = "early August"


def ships_counted(finding: Finding) -> pd.DataFrame:
    """The numbers of ships reported: those of the finding with ``value``, and ``standing`` (counts, set aside) and ``when``."""
    seen = finding.to_frame().dropna(subset="value")
    return seen.assign(
        value=seen["value"].astype(float),
        standing=seen["principled"].map({True: "counts", False: "set aside"}),
        when=seen["id"].map(COUNTED_IN).fillna(THE_PASSAGE),
    )


# --- allies ---------------------------------------------------------------------------------------------------------------


def pairs(record: Record) -> pd.DataFrame:
    """Exercises per pair from 2003 to 2010 under the one rule of the MME data set, most first.

    ``defend``: at least one owes the other defence, by the latest coding of the pledges of pairs. ``who``: both (China and
    Russia), allies, other. ``name``: the pair, and beside it that there is no such duty.
    """
    table = record["exercise_pairs"].groupby("pair", as_index=False)[["exercises_all", "exercises_bilateral"]].sum()
    table["defend"] = table["pair"].isin(owe_defence(record))
    table["pair"] = table["pair"].str.replace("-", "–").str.replace("United States", "US")
    table["who"] = table["defend"].map({True: "allies", False: "other"}).mask(table["pair"] == "China–Russia", "both")
    table["name"] = table["pair"].where(table["defend"], table["pair"] + ": no duty to defend")
    return table.sort_values("exercises_all", ascending=False, ignore_index=True)


#: Pairs of the exercises whose duty is that of a treaty of many, which the table of pledges by pair leaves out.
BY_A_TREATY_OF_MANY = {"Russia-Armenia": "csto_1992", "United States-United Kingdom": "nato_1949"}


def owe_defence(record: Record) -> set[str]:
    """The pairs of the exercise data of which at least one owes the other defence by treaty."""
    pledges, treaties = record["alliance_pledges_2018"], record["treaties"].set_index("pact_id")
    owing = pledges[pledges["defence"] == "yes"]
    sides = {frozenset(pair.replace("US", "United States").split("-")) for pair in owing["pair"]}
    sides |= {frozenset(pair.split("-")) for pair, pact in BY_A_TREATY_OF_MANY.items() if pact in treaties.index}
    return {pair for pair in record["exercise_pairs"]["pair"].unique() if frozenset(pair.split("-")) in sides}


#: What allies share, as the record can show it: indicator and the words for it. A row needs an answer for most pairs.
SHARED = [
    ("joint_exercises", "Joint exercises"),
    ("joint_command_in_exercises", "A joint staff for an exercise"),
    ("airfield_use", "Use of a partner's airfields"),
    ("standing_combined_command", "Standing combined command"),
    ("atop_consul", "Duty to consult (treaty)"),
    ("atop_defense", "Duty to defend (treaty)"),
    ("atop_base", "Bases (treaty)"),
    ("atop_milinst", "Military institutions (treaty)"),
]
PAIRS = ["China-Russia", "China-North Korea", "Russia-Belarus", "US-Philippines", "US-Japan", "US-South Korea", "NATO"]


def years_of(record: Record, indicator: str) -> list[int]:
    """The years for which the record has China and Russia sharing something, in order."""
    table = record["exercise_depth"]
    held = table[(table["pair"] == "China-Russia") & (table["indicator"] == indicator) & (table["value"] > 0)]
    return sorted(set(held["as_of"].dt.year))


def shared_sources(record: Record) -> pd.Series:
    """The sources of what is shown of pairs."""
    table = record["exercise_depth"]
    shown = table["indicator"].isin([id for id, _ in SHARED]) & table["pair"].isin(PAIRS)
    return table[shown]["source_id"]


def duty_to_defend(shared: pd.DataFrame) -> pd.Series:
    """The answers to one question, whether a treaty obliges to defence, by pair."""
    return shared[shared["indicator"] == "Duty to defend (treaty)"].set_index("pair")["answer"]


def airfield_years(record: Record) -> list[int]:
    """The years of the exercises for which Chinese aircraft used Russian airfields, in order; patrols are not among them."""
    table = record["exercise_depth"]
    used = table[(table["pair"] == "China-Russia") & (table["indicator"] == "airfield_use")]
    return sorted(set(used[used["instrument"].str.contains("Mission|Tsentr|Interaction")]["as_of"].dt.year))


def shared(record: Record) -> pd.DataFrame:
    """What pairs share: ``indicator``, ``pair``, ``answer`` (yes, no, not in the record).

    Who has a standing command has a staff for an exercise as well.
    """
    seen = record["exercise_depth"].groupby(["indicator", "pair"])["value"].max()
    rows = []
    for indicator, words in SHARED:
        for pair in PAIRS:
            value = seen.get((indicator, pair))
            if indicator == "joint_command_in_exercises" and seen.get(("standing_combined_command", pair), 0) > 0:
                value = 1
            answer = "not in the record" if value is None else "yes" if value > 0 else "no"
            rows.append((words, pair.replace("-", "–"), answer))
    return pd.DataFrame(rows, columns=["indicator", "pair", "answer"])


# --- the reader's own rule ------------------------------------------------------------------------------------------------

#: Names of the page's check boxes, by what they let in.
BOXES = {
    **{kind: f"kind_{kind}" for kind in KIND_WORDS},
    **{framework: f"frame_{framework}" for framework in FRAMEWORK_WORDS},
    **{service: f"by_{service}" for service in SERVICE_WORDS},
}
MERGE_BOX = "merge"


def terms(events: pd.DataFrame) -> dict[int, list[list[tuple[str, str, str]]]]:
    """By year, what can count: a list of units, each a list of the places (kind, framework, service) of its events.

    A unit is an operation; most have one event. An operation stays in the year in which it began, for that is where the
    rules put it.
    """
    unit = events["operation_group"].fillna(events["event_id"])
    year = events["start_date"].groupby(unit).transform("min").dt.year
    table: dict[int, list[list[tuple[str, str, str]]]] = {}
    for (when, _), members in events.groupby([year, unit]):
        places = list(zip(members["kind"], members["framework"], members["service"], strict=True))
        table.setdefault(int(when), []).append(places)
    return table


def count_expression(units: list[list[tuple[str, str, str]]]) -> str:
    """The number of one year as an expression of the check boxes: equal units are written once, with their number."""
    repeated = pd.Series([tuple(sorted(unit)) for unit in units]).value_counts(sort=False)
    parts = []
    for unit, number in repeated.items():
        flags = [f"({' && '.join(BOXES[name] for name in place)} ? 1 : 0)" for place in unit]
        one = flags[0] if len(flags) == 1 else f"({MERGE_BOX} ? max({', '.join(flags)}) : {' + '.join(flags)})"
        parts.append(one if number == 1 else f"{number} * {one}")
    return " + ".join(parts) or "0"


def year_expressions(record: Record, last: int = 2026) -> dict[int, str]:
    """For each year the expression that counts it under the reader's rule."""
    by_year = terms(record["exercises"])
    return {year: count_expression(by_year.get(year, [])) for year in range(FIRST, last + 1)}


def boxes_of(rule: Rule) -> dict[str, bool]:
    """How the check boxes stand for a rule."""
    ticked = rule.kinds | rule.frameworks | rule.services
    return {box: name in ticked for name, box in BOXES.items()} | {MERGE_BOX: rule.merge == "operations"}
