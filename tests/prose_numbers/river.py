"""The section on the Mekong: meetings and their chairs, states that are nearer, and two counts, taken once more by hand."""

from audit.inputs.record import Record

from .findings import word


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the section glues beside its findings."""
    meetings = record["river_lmc_meetings"].query("date <= '2023-09-03'").drop_duplicates("meeting_id")
    seen = meetings[meetings["china_chairs"] == "yes"]
    *first, last = dict.fromkeys(seen["other_chair"])
    clubs = set(record["river_clubs"]["state"])
    survey = record["river_survey"].query("edition == 2025 and state != 'Ten states'")
    china = set(survey.loc[survey["choice"] == "China", "state"])
    forces = record["river_drills"].query("kind == 'presence'")
    river = {"Cambodia", "Laos", "Myanmar", "Thailand", "Vietnam"}
    near = (clubs & china) | (clubs & set(forces["state"])) | (china & set(forces["state"]))
    early = set(record["river_clubs"].query("from_date <= '2023-09-03'")["state"])
    words = record["river_words"]
    whole = record["river_survey"].query("state != 'Ten states'").groupby("edition")["state"].nunique()
    sums = record["river_survey"].query("state == 'Ten states'").set_index("edition")
    drills = record["exercise_comparators"].query("source_id == 'scmp_2024_iiss'").set_index("comparator_id")["value"]
    contrast = words[(words["part"] == "contrast-with-washington.contrast") & (words["carries"] == "yes")]
    return {
        "lmc-meetings": word(len(meetings)),
        "lmc-seen": word(len(seen)),
        "lmc-chairs": f"{', '.join(first)} and {last}",
        "mekong-nearer": word(len(near & river)),
        "mekong-before": word(len(early & river)),  # with one sign, and drills that nobody counted
        "others-nearer": word(len(near - river)),
        "others-possible": word(len(near - river) + len(china - clubs - river)),
        "survey-by-state": str(survey["edition"].max()),
        "survey-whole": str(whole[whole == 10].index.max()),
        "survey-sum-share": f"{sums['share_pct'][2025]} per cent",
        "survey-sum-side": sums["choice"][2025],
        "survey-last": "2026",
        "survey-last-side": sums["choice"][2026],
        "drills-american": f"{int(drills['iiss_us_asia']):,} American exercises",
        "drills-chinese": f"{int(drills['iiss_china_asia'])} Chinese",
        "mekong-chose-us": word(len(river & set(survey.loc[survey["choice"] == "United States", "state"]))),
        "contrast-texts": word(len(contrast)),
        "ream-first": f"{forces['date'].min():%B %Y}",
    }
