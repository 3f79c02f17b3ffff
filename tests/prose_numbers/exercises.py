"""The exercises chapter: counts by rule and year, the published tally, patrols and ships, all counted afresh here."""

import pandas as pd

from audit.findings import findings
from audit.findings.exercises import claims as exercises
from audit.findings.exercises import tables as exercise_tables
from audit.inputs.record import Record

from .findings import word

PATROLS = ["air_patrol", "naval_patrol"]


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the exercises chapter glues beside its findings."""
    return (
        record_of_2022(record)
        | open_events(record)
        | published(record)
        | patrols(record)
        | closer(record)
        | summer_of_2023(record)
        | allies(record)
        | standing_found(record)
    )


def taken(record: Record, rule_id: str) -> pd.DataFrame:
    """The events a rule takes, one row a unit, with the year in which the unit began."""
    rule = record["counting_rules"].set_index("rule_id").fillna("").loc[rule_id]
    events = record["exercises"]
    for column, allowed in [("kind", "kinds"), ("framework", "frameworks"), ("service", "services")]:
        events = events[events[column].isin(rule[allowed].split(";"))]
    events = events[~events["event_id"].isin(rule["left_out"].split(";"))]
    group = {"none": "event_id", "stages": "stage_group", "operations": "operation_group"}[rule["merge"]]
    units = events.assign(unit=events[group].fillna(events["event_id"])).sort_values("start_date")
    return units.drop_duplicates("unit").assign(year=lambda rows: rows["start_date"].dt.year)


def yearly(record: Record, rule_id: str) -> pd.Series:
    return taken(record, rule_id)["year"].value_counts().reindex(range(2003, 2027), fill_value=0)


def best_before(counts: pd.Series) -> tuple[int, list[str]]:
    """The largest count of a year before 2022, and the years that have it."""
    before = counts.loc[2003:2021]
    return int(before.max()), [str(year) for year in before.index[before == before.max()]]


def standing(counts: pd.Series) -> str:
    most, years = best_before(counts)
    if counts[2022] > most:
        return "leads every year before it"
    return ("ties with " if counts[2022] == most else "trails ") + " and ".join(years)


def record_of_2022(record: Record) -> dict[str, str]:
    rules = record["counting_rules"].set_index("rule_id")
    counts = yearly(record, "forces-with-patrols")  # the rule from which the charts start
    most, years = best_before(counts)
    lacking = counts[2022] - counts.loc[2003:2021]
    weakest = [str(year) for year in lacking.index[lacking == lacking.min()]]
    beaten = [int(yearly(record, rule_id)[2024] - yearly(record, rule_id)[2022]) for rule_id in rules.index]
    assert min(beaten) >= 0, "the chapter says that the rules that 2024 does not beat are level"
    return {
        "count-2022": word(int(counts[2022])),
        "count-before": word(most),
        "years-before": " and ".join(years),
        "open-year": " and ".join(best_before(yearly(record, "exercises-and-patrols"))[1]),
        "set-aside": word(int((rules["standing"] == "set_aside").sum())),
        "without-patrols": standing(yearly(record, "forces-no-patrols")),
        "without-patrols-2022": word(int(yearly(record, "forces-no-patrols")[2022])),
        "level-2024": word(beaten.count(0)),
        "fewest": word(int(lacking.min())),
        "next-fewest": word(sorted(set(lacking))[1]),
        "years-before-or": " or ".join(weakest),
    }


def open_events(record: Record) -> dict[str, str]:
    """The checks without the rules that let in events open to dozens of states, and what CSIS counted."""
    rules = record["counting_rules"].set_index("rule_id").query("standing == 'principled'")
    kept = [id for id in rules.index if "large_multinational" not in rules.loc[id, "frameworks"]]
    leads = [int(yearly(record, id)[2022]) - best_before(yearly(record, id))[0] for id in kept]
    leads.append(tally_lead(record))
    csis = record["exercise_counts"].set_index("count_id").loc["csis_78"]
    events = record["exercises"]
    by_then = events[(events["start_date"] <= csis["period_end"]) & (events["framework"] != "bilateral")]
    assert csis["value_qualifier"] == "at_least", "the chapter says: at least"
    return {
        "without-open-leading": word(sum(lead > 0 for lead in leads)),
        "without-open-level": word(sum(lead >= 0 for lead in leads)),
        "without-open-total": word(len(leads)),
        "csis-2022": f"at least {csis['value']:.0f} exercises",
        "with-others": str(len(by_then)),
        "with-others-invited": str(int((by_then["framework"] != "large_multinational").sum())),
    }


def tally_lead(record: Record) -> int:
    values = record["exercise_counts"].drop_duplicates("count_id").set_index("count_id")["value"]
    return int(values["ndu_2022"] - max(values["ndu_2019"], values["ndu_2021"]))


def closer(record: Record) -> dict[str, str]:
    """Whether the two have come closer: a year by rule, the two tallies in their own periods, and what is new."""
    rules = record["counting_rules"].query("standing == 'principled'")["rule_id"]
    counts = {id: yearly(record, id) for id in rules}
    grew = [counts[id].loc[2019:2022].sum() / 4 > counts[id].loc[2012:2018].sum() / 7 for id in rules]
    assert [id for id, more in zip(rules, grew, strict=True) if not more] == ["bilateral-no-patrols"]
    values = record["exercise_counts"].drop_duplicates("count_id").set_index("count_id")

    def years(count_id: str) -> float:
        row = values.loc[count_id]
        return ((row["period_end"] - row["period_start"]).days + 1) / 365.25

    late, before = values.loc["csis_since_2016", "value"], values.loc["csis_78", "value"]
    early = (before - late) / (years("csis_78") - years("csis_since_2016"))
    tally = {when: values.loc[f"ndu_bloomberg_{when}_2014", "value"] for when in ("since", "before")}
    rates = {when: value / years(f"ndu_bloomberg_{when}_2014") for when, value in tally.items()}
    first = record["exercises"].sort_values("start_date").drop_duplicates("kind").set_index("kind")["start_date"]
    return {
        "closer-agree": word(sum(grew)),
        "closer-rules": word(len(grew)),
        "csis-rates": f"more than {late / years('csis_since_2016'):.1f} a year against at most {early:.1f}",
        "ndu-rates": f"at least {rates['since']:.1f} a year against {rates['before']:.1f}",
        "first-naval-patrol": str(first["naval_patrol"].year),
        "first-command": years_shared(record, "joint_command_in_exercises")[0],
        "first-airfield": years_shared(record, "airfield_use")[0],
    }


def published(record: Record) -> dict[str, str]:
    table = record["exercise_counts"]
    copies = {count_id: rows for count_id, rows in table.groupby("count_id")}

    def value(count_id: str) -> int:
        [one] = copies[count_id]["value"].unique()  # every copy prints the same number
        return int(one)

    printed = {year: value(f"ndu_{year}") for year in (2019, 2021, 2022)}
    best = max(number for year, number in printed.items() if year != 2022)
    assert value("ndu_most") == 2022, "the chapter says that no other year has more by the tally's own word"
    six = taken(record, "published-six").query("year == 2022")
    assert len(six) == value("ndu_2022")
    patrols = word(int(six["kind"].isin(PATROLS).sum()))
    after = set(six.loc[six["start_date"] >= "2022-02-24", "event_id"])
    sightings = record["exercise_sightings"]
    pentagon = set(sightings.loc[sightings["source_id"] == "dod_cmpr_2023_p198", "event_id"])
    number = word(len(after))
    tallies = exercise_tables.completeness(record).set_index("tally")
    csis = tallies["published"].idxmax()
    assert csis.startswith("CSIS"), "the chapter says: the largest, that of CSIS"
    qualifiers = {label: copies[count_id]["value_qualifier"].iloc[0] for count_id, _, label in exercise_tables.COMPARED}
    against = {}
    for tally, row in tallies.iterrows():
        more = row["published"] - row["ours"]
        exact, bound = qualifiers[tally] == "exact", qualifiers[tally] in ("at_least", "more_than")
        against[tally] = (
            "above" if more > 0 and (exact or bound) else "open" if not exact else "below" if more else "level"
        )
    return {
        "six": word(value("ndu_2022")),
        "tally-before": word(best),
        "tally-years": " and ".join(str(year) for year, number in printed.items() if number == best),
        "tally-lead": word(printed[2022] - best),
        "tally-printed": word(len(printed)),
        "tally-reports": word(copies["ndu_2022"]["source_id"].nunique()),
        "more-than-tally": word(int(yearly(record, "forces-with-patrols")[2022]) - printed[2022]),
        "six-bilateral": word(value("ndu_2022_bilateral")),
        "six-others": word(value("ndu_2022_with_others")),
        "after-invasion": word(value("ndu_2022_after_invasion")),
        "patrols-in-six": patrols,
        "sets-that-fit": word(len(exercises.fitting_sets(record))),
        "pentagon-list": f"the Pentagon's list of the {number} after the invasion is "
        + (f"the same {number}" if pentagon == after else "another"),
        "tallies": word(len(tallies)),
        "tallies-below": word(list(against.values()).count("below")).capitalize(),
        "tallies-above": word(list(against.values()).count("above")),
        "tallies-open": word(list(against.values()).count("open")),
        "csis-gap": f"{(tallies['published'] / tallies['ours'] - 1)[csis] * 100:.0f} per cent",
    }


def patrols(record: Record) -> dict[str, str]:
    events = record["exercises"]
    forces = events[(events["service"] == "armed_forces") & (events["kind"] != "competition")]
    since = forces[forces["start_date"].dt.year >= forces[forces["kind"].isin(PATROLS)]["start_date"].dt.year.min()]
    patrol = since[since["kind"].isin(PATROLS)]
    months = sorted(set(patrol["start_date"].dt.month))
    names = [pd.Timestamp(2000, month, 1).month_name() for month in (months[0], months[-1])]
    return {
        "first-patrol": str(since["start_date"].dt.year.min()),
        "patrols-since": str(len(patrol)),
        "forces-since": str(int((since["framework"] != "large_multinational").sum())),
        "forces-with-open-since": str(len(since)),
        "patrol-months": " and ".join(names),
    }


def years_shared(record: Record, indicator: str) -> list[str]:
    table = record["exercise_depth"].query("pair == 'China-Russia' and indicator == @indicator and value == 1")
    return sorted({f"{day:%Y}" for day in table["as_of"]})


def summer_of_2023(record: Record) -> dict[str, str]:
    reports = record["exercise_reports"].dropna(subset="value").groupby("observation_id")["value"].first()
    return {
        "warplanes-stated": f"{findings()['sea-of-japan-warplanes-2023'].claim.test.stated:g}",
        "warplanes-eve": f"{reports['ni_aircraft_eve']:.0f} or nearly that",
        "fleet-account": f"{reports['ni_named']:.0f} and support vessels",
        "ships-eve": f"{reports['ni_ships_eve']:.0f} or about {reports['ni_ships_eve']:.0f}",
        "ships-senators": word(int(reports["al_total_senators"])),
        "japan-before": word(int(reports["np_soya_total"])),
        "japan-after": word(int(reports["np_okinotori"])),
        "japan-chinese": word(int(reports["np_miyako_cn"])),
        "japan-russian": word(int(reports["np_miyako_ru"])),
        "seen-2022": word(int(reports["precedent_2022_total"])),
    }


def allies(record: Record) -> dict[str, str]:
    rows = record["exercise_comparators"].groupby("comparator_id").first()
    comparators, iiss = rows["value"], rows.loc["iiss_us_asia"]
    depth = record["exercise_depth"].query("pair == 'China-Russia'")
    commands = depth[depth["indicator"] == "joint_command_in_exercises"]
    flown = depth[(depth["indicator"] == "airfield_use") & ~depth["instrument"].str.contains("air patrol")]
    flown = sorted({f"{day:%Y}" for day in flown["as_of"]})
    pairs = record["exercise_pairs"].groupby("pair")["exercises_all"].sum()
    assert pairs["China-North Korea"] == 0, "the chapter says: not once"
    duty = exercise_tables.shared(record).query("indicator == 'Duty to defend (treaty)'").set_index("pair")["answer"]
    assert (duty.drop("China–Russia") == "yes").all() and duty["China–Russia"] == "no", "the chapter says: all others"
    return {
        "common-until": str(record["exercise_pairs"]["year"].max()),
        "mme-us-japan": str(pairs["United States-Japan"]),
        "iiss-years": f"{iiss['period_start'].year} to {iiss['period_end'].year}",
        "iiss-us": f"{comparators['iiss_us_asia']:,.0f} exercises",
        "iiss-china": f"{comparators['iiss_china_asia']:.0f}",
        "us-japan": f"{comparators['us_jp_2022']:.0f}",
        "command-number": word(commands["record_id"].nunique()),
        "last-command": str(commands["as_of"].max().year),
        "airfield-years": ", ".join(flown[:-1]) + " and " + flown[-1],
        "other-pairs": word(len(duty) - 1),
    }


def standing_found(record: Record) -> dict[str, str]:
    """Our own proposition: how many of the three structures stand between America and each of its spokes."""
    rows = record["standing_structures"]
    stands = rows.assign(stands=rows["exists"] == "yes").groupby(["pair", "structure"])["stands"].any()
    numbers = stands.groupby("pair").sum()
    spokes = numbers.drop("China–Russia")
    few = sorted(pair.removeprefix("United States–") for pair in spokes.index[spokes <= numbers["China–Russia"]])
    return {
        "structures-asked": word(rows["structure"].nunique()),
        "standing-korea": word(int(numbers["United States–South Korea"])),
        "standing-japan": word(int(numbers["United States–Japan"])),
        "spokes-as-few": word(len(few)),
        "spokes-as-few-names": f"{', '.join(few[:-1])} and {few[-1]}".replace("Philippines", "the Philippines"),
    }
