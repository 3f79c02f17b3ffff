"""The exercises chapter: counts by rule and year, the published tally, patrols and ships, all counted afresh here."""

import pandas as pd

from audit.findings import exercise_tables, exercises, findings
from audit.record import Record

from .findings import word

PATROLS = ["air_patrol", "naval_patrol"]


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the exercises chapter glues beside its findings."""
    return record_of_2022(record) | published(record) | patrols(record) | summer_of_2023(record)


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
    [nearest] = rules.index[rules["standing"] == "nearest"]
    counts = yearly(record, nearest)
    most, years = best_before(counts)
    lacking = counts[2022] - counts.loc[2003:2021]
    weakest = [str(year) for year in lacking.index[lacking == lacking.min()]]
    beaten = [int(yearly(record, rule_id)[2024] - yearly(record, rule_id)[2022]) for rule_id in rules.index]
    assert min(beaten) >= 0, "the chapter says that the rules that 2024 does not beat are level"
    return {
        "count-2022": word(int(counts[2022])),
        "count-before": word(most),
        "years-before": " and ".join(years),
        "tie-year": " and ".join(best_before(yearly(record, "forces-no-patrols"))[1]),
        "open-year": " and ".join(best_before(yearly(record, "exercises-and-patrols"))[1]),
        "set-aside": word(int((rules["standing"] == "set_aside").sum())),
        "without-patrols": standing(yearly(record, "forces-no-patrols")),
        "level-2024": word(beaten.count(0)),
        "fewest": word(int(lacking.min())),
        "fewest-capital": word(int(lacking.min())).capitalize(),
        "next-fewest": word(sorted(set(lacking))[1]),
        "years-before-or": " or ".join(weakest),
    }


def published(record: Record) -> dict[str, str]:
    table = record["exercise_counts"]
    copies = {count_id: rows for count_id, rows in table.groupby("count_id")}

    def value(count_id: str) -> int:
        [one] = copies[count_id]["value"].unique()  # every copy prints the same number
        return int(one)

    six = taken(record, "published-six").query("year == 2022")
    assert len(six) == value("ndu_2022")
    patrols = word(int(six["kind"].isin(PATROLS).sum()))
    after = set(six.loc[six["start_date"] >= "2022-02-24", "event_id"])
    sightings = record["exercise_sightings"]
    pentagon = set(sightings.loc[sightings["source_id"] == "dod_cmpr_2023_p198", "event_id"])
    number = word(len(after))
    tallies = exercise_tables.completeness(record).set_index("tally")
    [csis] = [tally for tally in tallies.index if tally.startswith("CSIS")]
    assert tallies["published"].idxmax() == csis, "the chapter says: the largest"
    return {
        "six": word(value("ndu_2022")),
        "six-bilateral": word(value("ndu_2022_bilateral")),
        "six-others": word(value("ndu_2022_with_others")),
        "after-invasion": word(value("ndu_2022_after_invasion")),
        "patrols-in-six": patrols,
        "patrols-in-six-capital": patrols.capitalize(),
        "sets-that-fit": word(len(exercises.fitting_sets(record))),
        "pentagon-list": f"the Pentagon's list of the {number} after the invasion is "
        + (f"the same {number}" if pentagon == after else "another"),
        "tallies": word(len(tallies)),
        "tallies-below": word(int((tallies["published"] < tallies["ours"]).sum())).capitalize(),
        "csis-gap": f"{(tallies['published'] / tallies['ours'] - 1)[csis] * 100:.0f} per cent",
    }


def patrols(record: Record) -> dict[str, str]:
    together = taken(record, "forces-with-patrols")
    patrol = together[together["kind"].isin(PATROLS)]
    since = together[together["year"] >= patrol["year"].min()]
    months = sorted(set(patrol["start_date"].dt.month))
    names = [pd.Timestamp(2000, month, 1).month_name() for month in (months[0], months[-1])]
    return {
        "first-patrol": str(patrol["year"].min()),
        "patrol-share": f"{len(patrol) / len(since) * 100:.0f} per cent",
        "patrol-months": " and ".join(names),
    }


def summer_of_2023(record: Record) -> dict[str, str]:
    reports = record["exercise_reports"].dropna(subset="value").groupby("observation_id")["value"].first()
    comparators = record["exercise_comparators"].set_index("comparator_id")["value"]
    warships = [reports[one] for one in ("ni_named", "ni_fighting", "ni_ships_jp", "ni_ships_usni")]
    return {
        "most-seen": f"{max(warships):.0f}",
        "common-until": str(record["exercise_pairs"]["year"].max()),
        "warplanes-stated": f"{findings()['sea-of-japan-warplanes-2023'].claim.test.stated:g}",
        "ships-senators": word(int(reports["al_total_senators"])).capitalize(),
        "seen-2022": word(int(reports["precedent_2022_total"])),
        "us-japan": f"{comparators['us_jp_2022']:.0f}",
    }
