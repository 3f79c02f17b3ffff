"""The chapter's numbers on their way into prose, by section: name -> text. What they are is computed in the findings."""

from __future__ import annotations

import pandas as pd

from audit.figures.exercises.words import best_before, either, standing
from audit.figures.prose import in_words, percent
from audit.figures.titles import listed
from audit.findings.exercises import structures, tables
from audit.findings.exercises.claims import (
    CHARTED,
    INVASION,
    RECORD_YEAR,
    THE_ARTICLE,
    counts,
    fitting_sets,
    new_forms,
    published_count,
    published_six,
    report,
    rules,
    runners_up,
    seen_by,
    tally_figures,
)
from audit.inputs.record import Record
from audit.judgement import Finding

#: The Pentagon's report of 2023, whose page lists the events after the invasion.
PENTAGON = "dod_cmpr_2023_p198"


def answer(record: Record) -> dict[str, str]:
    """The tally and our list, with and without what one may leave out."""
    tally, known = tally_figures(record), rules(record)
    yearly = {id: counts(record["exercises"], rule) for id, rule in known.items()}
    charted, others = yearly[CHARTED], tally.drop(RECORD_YEAR)
    without_open = tables.without_open_events(record)
    csis = published_count(record, "csis_78").iloc[0]
    with_others = tables.with_third_states(record, csis["period_end"])
    return {
        "count-2022": in_words(int(charted[RECORD_YEAR])),
        "count-before": in_words(int(charted[runners_up(charted)[0]])),
        "years-before": best_before(charted),
        "patrols-in-six": in_words(int(published_six(record)["kind"].str.endswith("patrol").sum())),
        "six": in_words(int(tally[RECORD_YEAR])),
        "tally-before": in_words(int(others.max())),
        "tally-years": best_before(tally),
        "tally-lead": in_words(int(tally[RECORD_YEAR] - others.max())),
        "without-patrols": standing(yearly["forces-no-patrols"]),
        "tie-year": best_before(yearly["forces-no-patrols"]),
        "open-year": best_before(yearly["exercises-and-patrols"]),
        "without-open-leading": in_words(int(without_open["leading"])),
        "without-open-level": in_words(int(without_open["leading_or_level"])),
        "without-open-total": in_words(int(without_open["counting"])),
        "csis-2022": f"at least {csis['value']:.0f} exercises",
        "with-others": str(with_others["all"]),
        "with-others-invited": str(with_others["invited"]),
    }


def the_six(record: Record) -> dict[str, str]:
    """Which events the published six may be."""
    six, events, known = published_six(record), record["exercises"], rules(record)
    after = frozenset(six[six["start_date"] >= INVASION]["event_id"])
    number, same = in_words(len(after)), seen_by(record, PENTAGON) == after
    without_patrols, charted = (counts(events, known[id])[RECORD_YEAR] for id in ("forces-no-patrols", CHARTED))

    def printed(count_id: str) -> str:
        return in_words(int(published_count(record, count_id)["value"].iloc[0]))

    return {
        "sets-that-fit": in_words(len(fitting_sets(record))),
        "tally-reports": in_words(published_count(record, "ndu_2022")["source_id"].nunique()),
        "without-patrols-2022": in_words(int(without_patrols)),
        "more-than-tally": in_words(int(charted - tally_figures(record)[RECORD_YEAR])),
        "pentagon-list": f"the Pentagon's list of the {number} after the invasion is "
        + (f"the same {number}" if same else "another"),
        "after-invasion": printed("ndu_2022_after_invasion"),
        "six-bilateral": printed("ndu_2022_bilateral"),
        "six-others": printed("ndu_2022_with_others"),
    }


def margins(leads: pd.DataFrame) -> dict[str, str]:
    """``leads``: the checks, with standing."""
    return {"set-aside": in_words(int((leads["standing"] == "set_aside").sum()))}


def matrix(record: Record) -> dict[str, str]:
    """2024 beside 2022, and the years seen of the tally."""
    later = tables.later_years(record, 2024)
    return {
        "level-2024": in_words(int((later["later"] == later["count_2022"]).sum())),
        "tally-printed": in_words(len(tally_figures(record))),
    }


def completeness(tallies: pd.DataFrame) -> dict[str, str]:
    """``tallies``: published totals beside ours, that of CSIS last."""
    csis, against = (
        tallies.iloc[-1],
        tallies["against"].value_counts().reindex(["below", "above", "open"], fill_value=0),
    )
    return {
        "csis-gap": percent((csis["published"] / csis["ours"] - 1) * 100),
        "tallies-below": in_words(int(against["below"])).capitalize(),
        "tallies-above": in_words(int(against["above"])),
        "tallies-open": in_words(int(against["open"])),
        "tallies": in_words(len(tallies)),
    }


def sensitivity(missing: pd.DataFrame) -> dict[str, str]:
    """``missing``: columns year, needed (events that it lacks)."""
    needed = missing["needed"]
    return {
        "fewest": in_words(int(needed.min())),
        "years-before-or": either(missing["year"][needed == needed.min()]),
        "next-fewest": in_words(int(needed[needed > needed.min()].min())),
    }


def closer(record: Record, by_rule: pd.DataFrame, ties: Finding) -> dict[str, str]:
    """``by_rule``: events a year, a row a counting rule, a column a period."""
    earlier, then, _ = tables.PERIODS
    first_days = new_forms(record, THE_ARTICLE).set_index("kind")["start_date"]
    commands, airfields = (tables.years_of(record, name) for name in ("joint_command_in_exercises", "airfield_use"))
    return {
        "closer-agree": in_words(int((by_rule[then] > by_rule[earlier]).sum())),
        "closer-rules": in_words(len(by_rule)),
        "csis-rates": ties.specification("csis").specification.text,
        "ndu-rates": ties.specification("ndu-tally").specification.text,
        "first-naval-patrol": str(first_days["naval_patrol"].year),
        "first-command": str(commands[0]),
        "first-airfield": str(airfields[0]),
    }


def timeline(record: Record, events: pd.DataFrame) -> dict[str, str]:
    """``events``: every event with its group."""
    since, months = tables.patrols_since(record), events[events["group"] == "Patrols"]["start_date"].dt.month
    earliest, latest = (pd.Timestamp(2000, month, 1) for month in (months.min(), months.max()))
    return {
        "first-patrol": str(since["first"]),
        "patrols-since": str(since["patrols"]),
        "forces-since": str(since["forces"]),
        "forces-with-open-since": str(since["with_open"]),
        "patrol-months": f"{earliest:%B} and {latest:%B}",
    }


def warships(finding: Finding) -> dict[str, str]:
    return {
        "fleet-account": finding.specification("russian-fleet").specification.text,
        "ships-eve": finding.specification("eve").specification.text,
    }


def warplanes(finding: Finding) -> dict[str, str]:
    return {
        "warplanes-stated": f"{finding.claim.test.stated:g}",
        "warplanes-eve": finding.specification("eve").specification.text,
    }


def aleutians(record: Record, seen: pd.DataFrame) -> dict[str, str]:
    """``seen``: ships counted, with id and value."""
    ships = seen.set_index("id")["value"]
    japan = {
        f"japan-{side}": report(record, f"np_miyako_{code}")["value"].iloc[0]
        for side, code in [("chinese", "cn"), ("russian", "ru")]
    }
    counted = {"ships-senators": ships["senators"], **ships[["japan-before", "japan-after"]], **japan}
    return {name: in_words(int(value)) for name, value in counted.items()}


def before_it(record: Record) -> dict[str, str]:
    """The ships met off Kiska in September 2022."""
    return {"seen-2022": in_words(int(report(record, "precedent_2022_total")["value"].iloc[0]))}


def pairs(record: Record, pairs: pd.DataFrame) -> dict[str, str]:
    """``pairs``: exercises by pair under one rule."""
    comparators = record["exercise_comparators"].drop_duplicates("comparator_id").set_index("comparator_id")
    value, iiss = comparators["value"], comparators.loc[["iiss_us_asia", "iiss_china_asia"]]
    return {
        "us-japan": f"{value['us_jp_2022']:.0f}",
        "mme-us-japan": str(pairs.set_index("pair")["exercises_all"].astype(int)["US–Japan"]),
        "common-until": str(record["exercise_pairs"]["year"].max()),
        "iiss-years": f"{iiss['period_start'].dt.year.min()} to {iiss['period_end'].dt.year.max()}",
        "iiss-us": f"{value['iiss_us_asia']:,.0f} exercises",
        "iiss-china": f"{value['iiss_china_asia']:.0f}",
    }


def shared(record: Record, shared: pd.DataFrame) -> dict[str, str]:
    """``shared``: what pairs share, with answers."""
    depth = record["exercise_depth"]
    commanded = (depth["pair"] == "China-Russia") & (depth["indicator"] == "joint_command_in_exercises")
    return {
        "command-number": in_words(depth[commanded]["record_id"].nunique()),
        "last-command": str(tables.years_of(record, "joint_command_in_exercises")[-1]),
        "airfield-years": listed(map(str, tables.airfield_years(record))),
        "other-pairs": in_words(len(tables.duty_to_defend(shared)) - 1),
    }


def standing_found(record: Record) -> dict[str, str]:
    """How many of the three structures stand between pairs, and which spokes have no more than China and Russia."""
    numbers = {pair.split("–")[1]: structures.number(record, pair) for pair in structures.spokes(record)}
    few = structures.as_few(record)
    return {
        "structures-asked": in_words(len(structures.STRUCTURES)),
        "standing-korea": in_words(numbers["South Korea"]),
        "standing-japan": in_words(numbers["Japan"]),
        "spokes-as-few": in_words(len(few)),
        "spokes-as-few-names": listed(few) if few else "none of them",
    }
