"""Exercises: the published six, the counting rules, and what the record says of the summer of 2023."""

import json
import re
import shutil

import pandas as pd
import pytest

from audit.figures.cards import beside
from audit.findings import finding
from audit.findings.exercises import claims as exercises
from audit.findings.exercises import tables
from audit.findings.exercises.claims import CHARTED, FIRST, PARTICIPANTS, RECORD_YEAR, Rule, counted, counts, margin
from audit.inputs.record import open_record
from audit.paths import DATA

RECORD = open_record()
EVENTS = RECORD["exercises"]
RULES = exercises.rules(RECORD)
EVERYTHING = RULES["everything"]
UNLIKE = [RULES[name] for name in ("forces-with-patrols", "forces-one-operation", "everything")]


def published(count_id: str) -> float:
    """A published count."""
    return float(exercises.published_count(RECORD, count_id)["value"].iloc[0])


# The published six


def test_the_published_six_of_2022_are_these_events_in_this_order():
    assert exercises.published_six(RECORD)["event_id"].tolist() == [
        "security-belt-2022",
        "air-patrol-2022-1",
        "vostok-2022",
        "naval-patrol-2022",
        "air-patrol-2022-2",
        "joint-sea-2022",
    ]


def test_the_six_fit_every_figure_that_was_published_about_them():
    six = exercises.published_six(RECORD)
    assert len(six) == published("ndu_2022")
    assert (six["framework"] == "bilateral").sum() == published("ndu_2022_bilateral")
    assert (six["framework"] != "bilateral").sum() == published("ndu_2022_with_others")
    assert (six["start_date"] >= "2022-02-24").sum() == published("ndu_2022_after_invasion")
    others = six["other_participants"].dropna().str.cat(sep=";").split(";")
    assert {"Iran", "Syria"} <= set(others)


def test_no_other_choice_of_six_events_of_2022_fits():
    """Of all sets of six of the year's armed-forces events without contests, one fits the published figures."""
    from itertools import combinations

    year = EVENTS[(EVENTS["start_date"].dt.year == RECORD_YEAR) & (EVENTS["kind"] != "competition")]
    fitting = []
    for chosen in combinations(year.index, int(published("ndu_2022"))):
        six = year.loc[list(chosen)]
        with_others = six[six["framework"] != "bilateral"]["other_participants"].str.cat(sep=";")
        if (
            (six["framework"] == "bilateral").sum() == published("ndu_2022_bilateral")
            and "Iran" in with_others
            and "Syria" in with_others
            and (six["start_date"] >= "2022-02-24").sum() == published("ndu_2022_after_invasion")
        ):
            fitting.append(set(six["event_id"]))
    assert fitting == [set(exercises.published_six(RECORD)["event_id"])]


def test_leaving_out_contests_the_page_finds_the_same_one_set_and_with_contests_more():
    assert exercises.fitting_sets(RECORD) == [frozenset(exercises.published_six(RECORD)["event_id"])]
    with_contests = exercises.fitting_sets(RECORD, contests=True)
    assert len(with_contests) > 1 and any("army-games-2022" in one for one in with_contests)


def test_the_pentagons_list_of_the_five_after_the_invasion_is_the_same_five():
    six = exercises.published_six(RECORD)
    after = set(six[six["start_date"] >= "2022-02-24"]["event_id"])
    assert exercises.seen_by(RECORD, "dod_cmpr_2023_p198") == after
    assert len(after) == published("dod_cmpr_2023_post_invasion") == published("ndu_2022_after_invasion")


def test_exercises_and_patrols_of_the_armed_forces_are_one_more_than_the_published_six():
    taken = counted(EVENTS, RULES[CHARTED])
    ours = set(taken[taken["year"] == RECORD_YEAR]["event_id"])
    assert ours - set(exercises.published_six(RECORD)["event_id"]) == {"anti-piracy-2022"}


def test_three_of_the_six_are_patrols():
    assert exercises.published_six(RECORD)["kind"].str.endswith("patrol").sum() == 3


def test_the_tally_was_printed_for_three_years_and_its_record_is_by_one():
    printed = exercises.tally_figures(RECORD)
    assert printed.to_dict() == {2019: 5, 2021: 5, 2022: 6}


def test_the_years_of_the_tally_that_were_seen_stand_in_its_name_on_card_and_charts():
    label = finding("exercises-record-2022").nearest.specification.label
    assert label.endswith("seen for 2019, 2021 and 2022")
    assert label in set(tables.margins(RECORD)["way"]) and label in set(tables.by_year(RECORD)["way"])


def test_csis_counted_open_events_before_the_article_and_they_change_the_share_and_not_the_verdict():
    """More than half of its 78 had third states; our list has too few such without the events open to dozens of states."""
    multilateral = exercises.published_count(RECORD, "csis_multilateral").iloc[0]
    published_on = RECORD.sources.loc[multilateral["source_id"]]
    assert published_on["published_latest"] < pd.Timestamp(2023, 8, 1) and published_on["seen"] == "whole"
    ours = tables.with_third_states(RECORD, multilateral["period_end"])
    assert ours.to_dict() == {"all": 33, "invited": 15} and ours["invited"] < multilateral["value"]
    without = tables.without_open_events(RECORD)
    assert without.to_dict() == {"counting": 7, "leading": 3, "leading_or_level": 5}
    assert 0 < without["leading"] < without["counting"]


def test_the_tally_is_said_to_have_2022_on_top_by_more_than_one_print_of_one_origin():
    copies = exercises.published_count(RECORD, "ndu_most")
    assert (copies["value"] == RECORD_YEAR).all() and copies["source_id"].nunique() >= 3
    assert set(RECORD.reporters.loc[copies["reporter"], "counted_by"]) == {"ndu-tally"}


def test_without_patrols_the_year_has_too_few_events_for_the_published_six():
    assert counts(EVENTS, RULES["forces-no-patrols"])[RECORD_YEAR] < published("ndu_2022")


@pytest.mark.parametrize("year", [2019, 2021, 2022])
def test_the_fitted_rule_gives_the_published_years(year):
    assert counts(EVENTS, RULES["published-six"])[year] == published(f"ndu_{year}")


# Counting


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_counts_from_the_list_alone(rule):
    """Counted once more, row by row, without the functions under test."""
    seen = {}
    for row in EVENTS.to_dict("records"):
        if row["event_id"] in rule.left_out:
            continue
        if row["kind"] in rule.kinds and row["framework"] in rule.frameworks and row["service"] in rule.services:
            group = {"stages": "stage_group", "operations": "operation_group"}.get(rule.merge)
            unit = row[group] if group and isinstance(row[group], str) else row["event_id"]
            seen[unit] = min(seen.get(unit, 9999), row["start_date"].year)
    expected = {year: list(seen.values()).count(year) for year in range(FIRST, 2027)}
    assert counts(EVENTS, rule, 2026).to_dict() == expected


@pytest.mark.parametrize("rule", UNLIKE, ids=lambda rule: rule.id)
def test_dropping_an_event_changes_exactly_its_year(rule):
    whole = counts(EVENTS, rule, 2026)
    units = counted(EVENTS, rule)
    for event_id in EVENTS["event_id"]:
        change = counts(EVENTS[EVENTS["event_id"] != event_id], rule, 2026) - whole
        mine = units[units["event_id"] == event_id]
        alone = len(mine) == 1 and (units["unit"] == mine["unit"].iloc[0]).sum() == 1
        expected = {int(mine["year"].iloc[0]): -1} if alone else {}
        assert change[change != 0].to_dict() == expected, event_id


@pytest.mark.parametrize("rule", UNLIKE, ids=lambda rule: rule.id)
def test_adding_an_event_changes_its_year_if_the_rule_takes_it_and_nothing_else(rule):
    whole = counts(EVENTS, rule, 2026)
    for kind in tables.KIND_WORDS:
        for framework in tables.FRAMEWORK_WORDS:
            for service in tables.SERVICE_WORDS:
                new = {"event_id": "new", "kind": kind, "framework": framework, "service": service}
                new["start_date"] = pd.Timestamp(2018, 5, 5)
                change = counts(pd.concat([EVENTS, pd.DataFrame([new])]), rule, 2026) - whole
                expected = {2018: 1} if rule.takes(kind, framework, service) else {}
                assert change[change != 0].to_dict() == expected


def test_a_wider_rule_never_counts_less():
    for rule in RULES.values():
        if rule.merge == "none":
            assert (counts(EVENTS, rule, 2026) <= counts(EVENTS, EVERYTHING, 2026)).all(), rule.id


def test_merging_never_counts_more():
    for rule in RULES.values():
        if rule.merge == "operations":
            unmerged = Rule(rule.id, rule.label, rule.kinds, rule.frameworks, rule.services, left_out=rule.left_out)
            assert (counts(EVENTS, rule, 2026) <= counts(EVENTS, unmerged, 2026)).all(), rule.id


def test_an_operation_does_not_straddle_two_years():
    years = EVENTS["start_date"].dt.year.groupby(EVENTS["operation_group"]).nunique()
    assert (years == 1).all()


def test_stages_of_one_exercise_belong_to_one_operation():
    staged = EVENTS.dropna(subset="stage_group")
    assert (staged.groupby("stage_group")["operation_group"].nunique() == 1).all()


def test_every_group_has_at_least_two_members():
    for group in ("stage_group", "operation_group"):
        assert (EVENTS[group].value_counts() >= 2).all()


def test_no_rule_of_ours_ranks_above_another_and_every_word_of_a_rule_is_known():
    assert {rule.standing for rule in RULES.values()} == {"principled", "set_aside"} and CHARTED in RULES
    for rule in RULES.values():
        assert rule.kinds <= set(tables.KIND_WORDS) and rule.kinds
        assert rule.frameworks <= set(tables.FRAMEWORK_WORDS) and rule.frameworks
        assert rule.services <= set(tables.SERVICE_WORDS) and rule.services
        assert rule.left_out <= set(EVENTS["event_id"])


# The record of 2022


def test_2022_is_the_record_only_when_patrols_count():
    for rule in RULES.values():
        if margin(counts(EVENTS, rule)) > 0:
            assert {"air_patrol", "naval_patrol"} <= rule.kinds, rule.id


def test_2022_is_not_the_record_when_open_events_count():
    for rule in RULES.values():
        if "large_multinational" in rule.frameworks:
            assert margin(counts(EVENTS, rule)) < 0, rule.id


def test_the_claim_holds_by_the_tally_that_it_repeats_and_not_by_most_other_ways_of_checking():
    found = finding("exercises-record-2022")
    assert found.verdict == found.verdict_at_publication == "supported-on-its-own-terms"
    assert (found.nearest.specification.id, found.computed) == ("published-tally", True)
    assert (found.agreeing, found.principled_total) == (3, 10)


def test_a_rule_fitted_afterwards_and_one_without_a_unit_are_set_aside():
    aside = {rule.id for rule in RULES.values() if rule.standing == "set_aside"}
    assert aside == {"everything", "published-six"}


def test_the_chart_of_leads_and_the_finding_count_the_same_ways_of_checking():
    found, leads = finding("exercises-record-2022"), tables.margins(RECORD)
    counting = leads[leads["standing"] != "set_aside"]
    assert len(counting) == found.principled_total and (counting["lead"] > 0).sum() == found.agreeing
    assert set(leads["id"]) == {one.specification.id for one in found.judged}
    by_year = tables.by_year(RECORD)
    assert set(by_year["way"]) == set(leads["way"])


def test_the_record_belongs_to_2019_alone_by_four_ways_of_checking():
    table = tables.by_year(RECORD)
    best = table[table["leads"] & (table["standing"] != "set_aside")].groupby("way")["year"].agg(list)
    assert sum(years == [2019] for years in best) == 4


def test_taken_literally_2022_ties_with_2019():
    yearly = counts(EVENTS, RULES["forces-no-patrols"])
    assert margin(yearly) == 0 and exercises.runners_up(yearly) == [2019]


def test_one_list_is_one_origin_however_many_reporters_stand_in_it():
    found = finding("exercises-record-2022")
    ours = [one.specification for one in found.judged if one.specification.id != "published-tally"]
    assert {one.origins for one in ours} == {("our-list-of-events",)}
    assert found.confidence.origins == 1 and found.confidence.level == "low"
    assert len(found.sources) > 50


def test_the_finding_on_2022_uses_nothing_of_a_later_year():
    assert finding("exercises-record-2022").last_datum.isoformat() == "2022-12-31"


def test_every_year_but_two_would_need_four_more_events_or_more():
    needed = exercises.missing_to_overturn(counts(EVENTS, RULES[CHARTED]))
    assert needed[needed < 4].index.tolist() == [2019, 2021]


def test_the_missing_events_that_end_the_record_do_end_it_and_one_less_does_not():
    charted = RULES[CHARTED]
    needed = exercises.missing_to_overturn(counts(EVENTS, charted))
    assert needed.min() == margin(counts(EVENTS, charted)) == 2
    for year, number in needed.items():
        for extra, record_stands in [(number - 1, True), (number, False)]:
            new = pd.DataFrame(
                {
                    "event_id": [f"missing-{i}" for i in range(extra)],
                    "kind": "exercise",
                    "framework": "bilateral",
                    "service": "armed_forces",
                    "start_date": pd.Timestamp(year, 6, 1),
                }
            )
            assert (margin(counts(pd.concat([EVENTS, new]), charted)) > 0) is record_stands, year


def test_under_every_rule_that_gave_2022_the_record_2024_is_larger_and_two_merged_rules_are_level():
    later = tables.later_years(RECORD, 2024).set_index("rule_id")
    gave = [rule.id for rule in RULES.values() if margin(counts(EVENTS, rule)) > 0]
    assert gave and (later.loc[gave, "later"] > later.loc[gave, "count_2022"]).all()
    assert (later["later"] >= later["count_2022"]).all()
    level = later.index[later["later"] == later["count_2022"]]
    assert len(level) == 2 and all(RULES[rule].merge == "operations" for rule in level)


def changed(tmp_path, name: str, keep) -> object:
    """The finding on 2022 from a copy of the data in which only some lines of one table are kept."""
    data = shutil.copytree(DATA, tmp_path / "data")
    file = data / name
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if keep(line)), encoding="utf-8")
    return finding("exercises-record-2022", record=open_record(data))


def test_dropping_a_patrol_from_a_copy_of_the_data_moves_a_way_of_checking(tmp_path):
    data = shutil.copytree(DATA, tmp_path / "data")
    for name in ("exercises.csv", "exercise_sightings.csv"):
        file = data / name
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not line.startswith("air-patrol-2022-")), encoding="utf-8")
    moved = finding("exercises-record-2022", record=open_record(data))
    assert moved.specification(CHARTED).specification.value is False
    assert moved.computed is True and moved.agreeing == 1


def test_if_the_tally_had_as_many_in_an_earlier_year_the_claim_would_fall(tmp_path):
    data = shutil.copytree(DATA, tmp_path / "data")
    file = data / "exercise_counts.csv"
    text = file.read_text(encoding="utf-8")
    start = "2021-01-01,2021-12-31,5,exact,exercises,yes,yes"
    assert text.count(start) == 1
    file.write_text(text.replace(start, start.replace(",5,", ",6,")), encoding="utf-8")
    assert finding("exercises-record-2022", record=open_record(data)).verdict == "not-supported"


def test_without_the_tallys_own_word_on_other_years_it_cannot_be_judged(tmp_path):
    moved = changed(tmp_path, "exercise_counts.csv", lambda line: not line.startswith("ndu_most,"))
    assert moved.computed is None and moved.verdict == "not-testable"


# The reader's rule


def evaluated(expression: str, boxes: dict[str, bool]) -> int:
    """The page's expression, computed here: ``a && b ? 1 : 0`` is a flag, ``merge ? x : y`` a choice."""
    text = re.sub(r"\(([\w& ]+) \? 1 : 0\)", lambda found: f"int({found[1].replace('&&', 'and')})", expression)
    text = re.sub(r"\(merge \? (max\(.*?\)\)) : (.*?\))\)(?= \+ |$)", r"(\1 if merge else \2)", text)
    assert "?" not in text, text
    return eval(text, {"max": max, "int": int, **boxes})  # our own expression, made of names and numbers


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if not rule.left_out], ids=lambda rule: rule.id)
def test_the_page_counts_as_the_package_does(rule):
    boxes = tables.boxes_of(rule)
    page = {year: evaluated(text, boxes) for year, text in tables.year_expressions(RECORD).items()}
    assert page == counts(EVENTS, rule, 2026).to_dict()


def test_the_page_counts_as_the_package_does_for_rules_a_reader_may_make():
    names = list(tables.BOXES)
    for number in range(0, 2**13, 293):
        ticked = frozenset(name for place, name in enumerate(names) if number >> place & 1)
        merge = "operations" if number % 2 else "none"
        rule = Rule("reader", "reader", ticked, ticked, ticked, merge)
        boxes = tables.boxes_of(rule)
        page = {year: evaluated(text, boxes) for year, text in tables.year_expressions(RECORD).items()}
        assert page == counts(EVENTS, rule, 2026).to_dict(), sorted(ticked)


# The list of events


def test_every_event_was_seen_somewhere():
    sightings = RECORD["exercise_sightings"]
    assert set(sightings["event_id"]) == set(EVENTS["event_id"])
    first = EVENTS.set_index("event_id")["source_id"]
    assert all(
        (event, source) in set(zip(sightings["event_id"], sightings["source_id"], strict=True))
        for event, source in first.items()
    )


def test_an_event_reported_as_held_has_a_source_from_no_earlier_than_its_first_day():
    published_latest = RECORD["exercise_sightings"]["source_id"].map(RECORD.sources["published_latest"])
    latest = published_latest.groupby(RECORD["exercise_sightings"]["event_id"]).max()
    held = EVENTS[EVENTS["evidence"] == "reported"].set_index("event_id")
    early = held[latest[held.index] < held["start_date"]]
    assert early.empty, early.index.tolist()


def test_events_end_after_they_begin_and_within_the_period():
    both = EVENTS.dropna(subset="end_date")
    assert (both["end_date"] >= both["start_date"]).all()
    assert EVENTS["start_date"].dt.year.between(FIRST, 2026).all()


def test_a_placeholder_date_never_reads_like_a_day():
    words = tables.grouped_events(RECORD)
    vague = words[words["date_precision"] == "month"]["when"]
    assert len(vague) and vague.str.contains("days not known").all() and not vague.str.match(r"\d").any()


def test_numbered_series_are_complete():
    """The official ordinal of the latest air patrol is the number of air patrols in the list."""
    patrols = EVENTS[EVENTS["kind"] == "air_patrol"].sort_values("start_date")
    assert [int(re.match(r"\d+", name)[0]) for name in patrols["name"]] == list(range(1, len(patrols) + 1))
    to_2025 = patrols[patrols["start_date"] < "2026-01-01"]
    assert len(to_2025) == published("mnd_air_10")


def test_what_a_second_check_found_missing_is_in_the_list():
    events = EVENTS.set_index("event_id")
    assert events.loc["air-patrol-2026", "start_date"] == pd.Timestamp(2026, 6, 27)
    assert events.loc["shanghai-drills-2023", ["evidence", "date_precision"]].tolist() == ["reported", "month"]
    assert events.loc["amur-bridge-2024", "start_date"] == pd.Timestamp(2024, 6, 25)


@pytest.mark.parametrize(
    ("event_id", "first", "last"),
    [
        ("security-belt-2025", "2025-03-10", None),
        ("security-belt-2024", "2024-03-11", "2024-03-15"),
        ("naval-patrol-2022", "2022-09-15", "2022-10-04"),
        ("vostok-2022", "2022-08-31", "2022-09-07"),
        ("admm-plus-ct-2023-cpx", "2023-08-02", "2023-08-04"),
        ("admm-plus-ct-2023", "2023-09-25", "2023-09-30"),
    ],
)
def test_corrected_dates_stand(event_id, first, last):
    row = EVENTS.set_index("event_id").loc[event_id]
    assert row["start_date"] == pd.Timestamp(first)
    assert pd.isna(row["end_date"]) if last is None else row["end_date"] == pd.Timestamp(last)


def test_what_may_be_counted_twice_shares_an_operation():
    operation = EVENTS.set_index("event_id")["operation_group"]
    for together in [
        ("submarine-patrol-2025", "joint-sea-2025", "naval-patrol-2025"),
        ("joint-sea-2021", "naval-patrol-2021"),
        ("gulf-of-finland-2024", "naval-patrol-2024-1", "joint-sea-2024"),
        ("coast-guard-patrol-2024", "coast-guard-exercise-2024"),
        ("northern-interaction-2024", "naval-patrol-2024-2"),
        ("joint-sea-2019", "admm-plus-ms-2019"),
    ]:
        assert operation[list(together)].nunique() == 1 and operation[list(together)].notna().all(), together


def test_the_share_of_patrols_is_given_with_and_without_open_events():
    share = tables.patrols_since(RECORD)
    assert share.to_dict() == {"first": 2019, "patrols": 18, "forces": 45, "with_open": 53}


def test_up_to_2018_fewer_than_half_of_the_drills_were_at_sea_or_in_the_air_and_since_then_most():
    own = tables.grouped_events(RECORD).query("group != 'Other'")
    at_sea = own["domain"].isin(["sea", "air"]).groupby(own["year"] > 2018).agg(["sum", "size"])
    assert at_sea.to_numpy().tolist() == [[9, 22], [36, 45]]


def test_a_point_beyond_the_date_line_is_west_for_people():
    assert tables.position(54.5, 185.0) == tables.position(54.5, -175.0) == "54.5° N, 175° W"
    assert tables.position(-34.0, 18.5) == "34° S, 18.5° E"
    spots = tables.places(RECORD).set_index("place")
    assert spots.loc["Bering Sea/Alaska", "where"] == "54.5° N, 175° W"


def test_the_outline_of_the_map_is_plain_geojson_in_the_public_domain():
    outline = json.loads((DATA / "map_outline.geojson").read_text(encoding="utf-8"))
    assert outline["type"] == "FeatureCollection" and outline["licence"].startswith("Public domain")
    for feature in outline["features"]:
        for ring in feature["geometry"]["coordinates"]:
            assert ring[0] == ring[-1] and len(ring) >= 4


@pytest.mark.parametrize(
    ("published_total", "qualifier", "ours", "answer"),
    [
        (9, "exact", 11, "below"),
        (10, "exact", 10, "level"),
        (102, "exact", 76, "above"),
        (36, "at_least", 34, "above"),
        (45, "at_least", 53, "open"),
        (34, "at_least", 34, "open"),
        (50, "about", 49, "open"),
        (10, "more_than", 10, "above"),
    ],
)
def test_a_published_bound_below_ours_does_not_say_that_it_is_less(published_total, qualifier, ours, answer):
    assert tables.against_ours(published_total, qualifier, ours) == answer


def test_three_published_tallies_are_above_ours_and_bounds_stay_bounds():
    table = tables.completeness(RECORD).set_index("tally")
    assert table["against"].value_counts().to_dict() == {"below": 3, "above": 3, "open": 2, "level": 1}
    assert table.loc["South China Morning Post, all", "words"] == "at least 45"


# The summer of 2023


def test_more_than_ten_is_at_least_eleven():
    assert exercises.least(exercises.report(RECORD, "ni_ships_cn")) == 11
    assert exercises.least(exercises.report(RECORD, "ni_named")) == 9
    assert exercises.least(exercises.report(RECORD, "al_northcom_count")) is None


def test_a_lower_bound_is_written_as_one():
    for claim_id, words in [
        ("sea-of-japan-warships-2023", "more than 10"),
        ("sea-of-japan-warplanes-2023", "more than 30"),
        ("aleutians-ships-2023", None),
    ]:
        assert finding(claim_id).nearest.specification.text == words


def test_one_phrase_of_two_participants_is_one_count():
    found = finding("sea-of-japan-warplanes-2023")
    assert (found.confidence.origins, found.confidence.level) == (1, "medium")


@pytest.mark.parametrize(
    "claim_id",
    [
        "northern-interaction-2023",
        "sea-of-japan-warships-2023",
        "sea-of-japan-warplanes-2023",
        "sea-of-japan-exercise-july-2023",
        "china-iran-russia-drill-2023",
    ],
)
def test_the_participants_of_a_drill_are_one_origin(claim_id):
    origins = {origin for one in finding(claim_id).judged for origin in one.specification.origins}
    assert PARTICIPANTS in origins and not origins & exercises.THE_TWO


def test_no_list_of_the_ships_by_name_or_sighting_exceeds_ten():
    found = finding("sea-of-japan-warships-2023")
    for id in ("named", "fighting-ships", "japan", "usni"):
        assert found.specification(id).specification.value <= 10


def test_the_sides_told_by_the_chinese_military_add_up_to_thirteen_ships():
    assert finding("sea-of-japan-warships-2023").specification("chinese-military-by-side").specification.value == 13


def test_nine_named_ships_and_support_vessels_in_the_plural_are_at_least_eleven():
    one = finding("sea-of-japan-warships-2023").specification("russian-fleet").specification
    assert (one.value, one.text) == (11, "9 and support vessels")


def test_a_floor_below_the_bound_a_copy_and_a_plan_of_the_eve_do_not_count_whoever_made_them():
    """One treatment: Japan's floor as the fleet's, the plan by side as the plan in total, ships as aircraft."""
    found = finding("sea-of-japan-warships-2023")
    aside = {one.specification.id for one in found.judged if not one.specification.principled}
    assert aside == {"named", "japan", "eve", "chinese-military-by-side", "usni"}
    assert found.specification("russian-fleet").counts and found.specification("russian-fleet").agrees
    assert not finding("sea-of-japan-warplanes-2023").specification("eve").specification.principled


def test_the_fleet_names_its_fighting_ships_one_by_one_so_that_they_are_no_floor():
    ships = exercises.report(RECORD, "ni_fighting")
    assert set(ships["metric"]) == {"fighting_ships"} and ships["source_id"].nunique() == 3
    assert finding("sea-of-japan-warships-2023").specification("fighting-ships").counts


def test_more_than_ten_ships_sailed_but_not_ten_fighting_ships():
    found = finding("sea-of-japan-warships-2023")
    assert found.verdict == found.verdict_at_publication == "supported-on-its-own-terms"
    assert (found.agreeing, found.principled_total, found.confidence.level) == (2, 3, "low")
    assert found.specification("fighting-ships").agrees is False


def test_no_outsider_counted_the_ships_where_and_when_the_sentences_say():
    for claim_id in ("sea-of-japan-warships-2023", "aleutians-ships-2023"):
        assert beside(finding(claim_id)) is None


def test_the_named_ships_are_nine_and_eight_of_them_fight():
    values = {
        figure: exercises.least(exercises.report(RECORD, figure))
        for figure in ["ni_cn_ships", "ni_ru_ships", "ni_named"]
    }
    assert values["ni_cn_ships"] + values["ni_ru_ships"] == values["ni_named"]
    assert exercises.least(exercises.report(RECORD, "ni_fighting")) == values["ni_named"] - 1


def test_ten_ships_and_one_that_joined_make_eleven():
    ten, one, eleven = (
        exercises.least(exercises.report(RECORD, figure)) for figure in ["np_soya_total", "np_agi", "np_miyako_total"]
    )
    assert ten + one == eleven == finding("aleutians-ships-2023").computed


def test_the_sentence_on_the_aleutians_repeats_the_newspaper_as_an_agency_carried_it():
    carried = exercises.report(RECORD, "al_total_wsj").set_index("source_id").loc["aljazeera_2023_aleutians"]
    assert (carried["value"], carried["value_qualifier"]) == (11, "at_least")
    for claim_id in ("aleutians-ships-2023", "aleutians-no-entry-2023"):
        nearest = finding(claim_id).nearest.specification
        assert nearest.id == "wall-street-journal" and "aljazeera_2023_aleutians" in nearest.sources


def test_counts_of_another_day_and_place_are_set_aside_whichever_way_they_point():
    found = finding("aleutians-ships-2023")
    aside = {one.specification.id: one.agrees for one in found.judged if not one.specification.principled}
    assert aside == {"japan-before": False, "russian-list": False, "japan-after": True}


def test_both_reports_of_the_passage_say_eleven_and_rest_on_one_force():
    found = finding("aleutians-ships-2023")
    assert found.verdict == found.alternative_verdicts["as-reported"] == "supported"
    assert (found.agreeing, found.principled_total) == (2, 2)
    assert (found.confidence.origins, found.confidence.level) == (1, "medium")


def test_the_eleven_off_okinawa_were_six_chinese_and_five_russian_ships():
    chinese, russian, all_of_them = (
        exercises.least(exercises.report(RECORD, f"np_miyako_{part}")) for part in ("cn", "ru", "total")
    )
    assert (chinese, russian, all_of_them) == (6, 5, 11)


def test_a_senators_us_waters_leave_open_which_waters_so_the_way_is_silent():
    found = finding("aleutians-no-entry-2023")
    assert found.specification("senators").agrees is None
    assert "arctictoday_2023_senators" in found.specification("senators").specification.sources
    assert found.verdict == "supported" and found.confidence.origins == 1


def test_two_origins_put_the_patrol_into_the_bering_sea():
    found = finding("bering-sea-patrol-2023")
    assert found.verdict == "supported" and found.confidence.origins == 2


def test_the_exercise_lasted_four_days_as_those_who_held_it_say():
    found = finding("northern-interaction-2023")
    assert found.specification("chinese-ministry").specification.value == 4
    assert found.specification("from-opening").specification.value == 4
    assert (found.verdict, found.confidence.level, found.confidence.issuer) == ("supported", "very high", True)


def test_japans_six_days_begin_with_the_gathering_and_are_set_aside():
    japan = finding("northern-interaction-2023").specification("japan").specification
    assert japan.value == 6 and not japan.principled


def test_a_report_that_names_no_origin_but_the_ministry_is_no_further_way_of_checking():
    found = finding("china-iran-russia-drill-2023")
    assert not found.specification("trade-press").specification.principled
    assert (found.verdict, found.confidence.origins) == ("supported", 2)


def test_the_exercise_opened_on_20_july_and_a_print_that_says_the_21st_is_set_aside():
    opening = exercises.report(RECORD, "ni_days_ceremony")
    assert set(opening["period_start"]) == {pd.Timestamp(2023, 7, 20)} and opening["source_id"].nunique() == 2
    misdated = finding("northern-interaction-2023").specification("opening-misdated").specification
    assert misdated.value == 3 and not misdated.principled


def test_every_claim_of_the_chapter_is_judged_or_is_a_judgement():
    for claim_id in exercises.SPECIFICATIONS:
        found = finding(claim_id)
        assert (found.verdict == "no-verdict") is (found.claim.kind == "judgement")
        assert found.verdict not in ("not-testable",)


# Have they come closer?


def test_there_was_more_a_year_since_patrols_began_by_all_rules_but_the_two_alone_without_patrols():
    found = exercises.more_often(RECORD, exercises.UP_TO_2018, exercises.SINCE_PATROLS)
    assert found.index[~found].tolist() == ["bilateral-no-patrols"] and len(found) == 9


def test_by_every_rule_2022_has_more_than_a_year_from_2017_to_2021():
    assert exercises.more_often(RECORD, exercises.UP_TO_INVASION, exercises.FIRST_OF_WAR).all()


def test_by_every_rule_there_was_more_a_year_in_2024_and_2025_than_from_2020_to_2022():
    years = [*exercises.BEFORE_ARTICLE, *exercises.SINCE_ARTICLE]
    assert years == [2020, 2021, 2022, 2024, 2025], "full years, and 2023 is that of the article"
    assert exercises.more_often(RECORD, exercises.BEFORE_ARTICLE, exercises.SINCE_ARTICLE).all()
    alone = exercises.more_often(RECORD, exercises.FIRST_OF_WAR, exercises.SINCE_ARTICLE)
    assert alone.index[~alone].tolist() == ["forces-one-operation"]


def test_a_year_is_the_mean_of_whole_years():
    yearly = pd.Series({2019: 2, 2020: 4, 2021: 9})
    assert exercises.a_year(yearly, range(2019, 2021)) == 3.0


def test_joint_patrols_are_new_since_2018_and_joint_commands_and_airfields_are_not():
    forms = exercises.new_forms(RECORD, exercises.THE_ARTICLE)
    assert forms["event_id"].tolist() == ["air-patrol-2019", "naval-patrol-2021"]
    assert exercises.new_forms(RECORD, pd.Timestamp(2019, 1, 1)).empty
    assert tables.years_of(RECORD, "joint_command_in_exercises")[0] == 2012
    assert tables.years_of(RECORD, "airfield_use")[0] == 2007


def test_two_tallies_have_more_a_year_in_their_later_periods():
    before, since = (exercises.published_count(RECORD, f"ndu_bloomberg_{when}_2014") for when in ("before", "since"))
    assert (round(exercises.rate(before), 1), round(exercises.rate(since), 1)) == (0.9, 3.8)
    late = exercises.published_count(RECORD, "csis_since_2016")
    early = exercises.rest_of(exercises.published_count(RECORD, "csis_78"), late)
    assert (round(exercises.rate(early), 1), round(exercises.rate(late), 1)) == (3.0, 6.0)
    assert early["period_end"].iloc[0] == pd.Timestamp(2015, 12, 31)


def test_that_ties_grew_rests_on_three_counters_and_could_be_known_in_2023():
    found = finding("military-ties-strengthened")
    assert found.verdict == found.verdict_at_publication == "supported"
    assert [one.specification.id for one in found.all_nearest] == ["since-patrols", "since-invasion"]
    assert (found.agreeing, found.principled_total, found.confidence.origins) == (4, 4, 3)
    assert found.alternative_verdicts == {"under-every-rule": "not-supported", "exercises-only": "supported"}


def test_that_ties_grew_on_could_not_be_known_in_2023_and_is_borne_out_since():
    found = finding("stronger-military-partnership")
    assert (found.verdict_at_publication, found.verdict) == ("not-testable", "supported")
    assert (found.agreeing, found.principled_total, found.confidence.origins) == (2, 2, 1)
    assert found.alternative_verdicts == {"under-every-rule": "supported-on-its-own-terms"}


def test_without_the_patrols_there_would_be_no_new_form_and_ties_would_not_have_grown(tmp_path):
    data = shutil.copytree(DATA, tmp_path / "data")
    patrols = EVENTS[EVENTS["kind"].isin(exercises.PATROLS)]["event_id"]
    for name in ("exercises.csv", "exercise_sightings.csv"):
        file = data / name
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if line.split(",")[0] not in set(patrols)), encoding="utf-8")
    moved = exercises.ties_grew(open_record(data))
    assert {one.value for one in moved if one.reading is None} == {False}


# Allies


def test_china_and_russia_owe_each_other_consultation_and_no_defence():
    shared = tables.shared(RECORD).set_index(["pair", "indicator"])["answer"]
    assert shared["China–Russia", "Duty to consult (treaty)"] == "yes"
    for indicator in ("Duty to defend (treaty)", "Bases (treaty)", "Military institutions (treaty)"):
        assert shared["China–Russia", indicator] == "no"
        assert shared["US–Japan", indicator] == "yes"


def test_all_six_others_owe_defence_and_china_and_russia_do_not():
    shared = tables.shared(RECORD)
    duty = shared[shared["indicator"] == "Duty to defend (treaty)"].set_index("pair")["answer"].to_dict()
    assert duty.pop("China–Russia") == "no" and list(duty.values()) == ["yes"] * 6


def test_the_one_ally_by_treaty_of_china_does_not_exercise_with_it():
    shared = tables.shared(RECORD).set_index(["pair", "indicator"])["answer"]
    assert shared["China–North Korea", "Duty to defend (treaty)"] == "yes"
    assert shared["China–North Korea", "Joint exercises"] == "no"
    assert shared["China–Russia", "Joint exercises"] == "yes"
    assert RECORD["exercise_pairs"].query("pair == 'China-North Korea'")["exercises_all"].sum() == 0


def test_a_joint_staff_for_an_exercise_counts_for_all_and_who_has_a_standing_command_has_one():
    shared = tables.shared(RECORD).set_index(["pair", "indicator"])["answer"]
    for pair in ("China–Russia", "US–Japan", "Russia–Belarus", "US–South Korea", "NATO"):
        assert shared[pair, "A joint staff for an exercise"] == "yes"
    assert (
        shared["China–Russia", "Standing combined command"] == shared["US–Japan", "Standing combined command"] == "no"
    )


def test_the_pairs_with_a_duty_to_defend_are_all_but_china_with_russia_and_with_pakistan():
    table = tables.pairs(RECORD)
    assert table[~table["defend"]]["pair"].tolist() == ["China–Russia", "China–Pakistan"]


def test_what_pairs_share_has_an_answer_for_most_of_them():
    answered = tables.shared(RECORD).assign(known=lambda rows: rows["answer"] != "not in the record")
    assert (answered.groupby("indicator")["known"].sum() >= 4).all()


def test_joint_commands_were_set_up_for_ten_exercises_one_of_them_three_sided():
    depth = RECORD["exercise_depth"].query("pair == 'China-Russia' and indicator == 'joint_command_in_exercises'")
    assert depth["record_id"].nunique() == 10
    assert depth[depth["note"].fillna("").str.startswith("Three-sided")]["record_id"].unique().tolist() == [
        "cr_joint_post_2025"
    ]
    assert tables.years_of(RECORD, "joint_command_in_exercises") == [2012, 2014, 2015, 2016, 2021, 2023, 2024, 2025]


def test_airfields_were_used_in_seven_years_and_no_length_is_given_where_none_was_told():
    assert tables.years_of(RECORD, "airfield_use") == [2007, 2013, 2018, 2019, 2022, 2023, 2024]
    used = RECORD["exercise_depth"].query("pair == 'China-Russia' and indicator == 'airfield_use'")
    told = used[used["as_of"] >= "2022-01-01"]["note"].str.cat(sep=" ")
    assert "for a day" not in told and told.count("not told") >= 3


def test_an_airfield_that_is_only_inferred_enters_no_chart():
    depth = RECORD["exercise_depth"]
    inferred = depth[depth["indicator"] == "airfield_use_inferred"]
    assert inferred["as_of"].tolist() == [pd.Timestamp(2024, 7, 24)]
    assert "airfield_use_inferred" not in dict(tables.SHARED)


def test_a_region_is_one_point_and_no_event_is_lost_on_the_map():
    spots = tables.places(RECORD)
    assert spots["place"].is_unique and spots["number"].sum() == EVENTS["map_lon"].notna().sum()


def test_japan_and_the_united_states_exercised_more_in_every_year_of_the_common_rule():
    table = RECORD["exercise_pairs"].pivot(index="year", columns="pair", values="exercises_all")
    assert (table["United States-Japan"] > table["China-Russia"]).all()


def test_every_witness_of_the_three_navies_says_that_three_took_part():
    told = {one.specification.id: one.specification.value for one in finding("china-iran-russia-drill-2023").judged}
    assert told["trade-press"] is True and None not in told.values()
