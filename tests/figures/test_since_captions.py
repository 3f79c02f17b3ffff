"""The captions, tables and words of the chapter on what happened since follow from their frames."""

import re

import pytest
from going import FOUND, SEEN

from audit.figures.figure import bears_out
from audit.figures.since import captions, parts, word_tables
from audit.findings import default_ledger, default_record, directions, findings, forecasts
from audit.findings.exercises import claims as exercises
from audit.findings.indicators import BY_ID, INDICATORS
from audit.findings.rivals import tables as rivals
from audit.findings.since import tables

RECORD = default_record()
LAYERS = directions.by_layer(FOUND)
LISTED, OURS = forecasts.listed(RECORD), list(default_ledger().forecasts.values())


def test_the_title_tells_each_layer_apart_and_holds_of_its_data():
    caption = captions.points(FOUND, LAYERS, SEEN)
    assert bears_out(caption["holds"], caption["data"].reset_index(drop=True))
    assert all(layer in caption["title"] for layer in ("duty", "behaviour", "equality"))


def test_other_figures_change_the_title():
    """Had trade grown as well, behaviour would not be level."""
    trade = FOUND["indicator"].isin(["trade-value", "trade-share"])
    changed = FOUND.assign(since_articles=FOUND["since_articles"].mask(trade, "more"))
    caption = captions.points(changed, directions.by_layer(changed), SEEN)
    assert "behaviour more" in caption["title"] and bears_out(caption["holds"], caption["data"].reset_index(drop=True))
    assert not bears_out(captions.points(FOUND, LAYERS, SEEN)["holds"], changed)


def test_the_text_alternative_has_every_figure():
    told = captions.points(FOUND, LAYERS, SEEN)["alt_text"]
    assert all(one.name in told for one in INDICATORS)


def test_a_figure_is_written_as_people_write_it():
    written = {240.11: "240", 1869.25: "1,869", 88.16: "88.2", 6.333: "6.33", 4.0: "4", 0.0083457: "0.0083", 0.0: "0"}
    assert {value: word_tables.written(value) for value in written} == written


def test_the_reader_who_changes_nothing_is_told_our_directions():
    """The expression of the readout, with our level put in, counts as ``by_layer`` does."""
    for span in directions.SINCE:
        told = directions_told(span, 100 * directions.TENTH)
        for layer, went in told.items():
            assert went == LAYERS.set_index(["layer", "span"]).loc[(layer, span), "direction"]


def test_without_arms_behaviour_is_level_since_the_articles():
    assert directions_told("since_articles", 100 * directions.TENTH, arms=False)["behaviour"] == "level"


def test_where_no_figure_counts_none_is_told():
    left = directions_told("since_articles", 10, goods=False, deeds=False, arms=False)
    assert left == {"duty": "level", "behaviour": "no figure", "equality": "no figure"}


def test_every_figure_but_treaties_can_be_left_out():
    assert set(parts.GROUP_OF) == {one.id for one in INDICATORS if one.layer != "duty"}


def directions_told(span: str, level: float, **ticked: bool) -> dict[str, str]:
    """What the readout says of a span, read as Vega reads it: by a level and the groups that are ticked."""
    [readout] = parts.told_by_level(tables.changes(FOUND), [span])
    names = {"level": level, "true": True} | dict.fromkeys(parts.GROUPS, True) | ticked
    found = {}
    for layer, chain in re.findall(
        r"'(duty|behaviour|equality) ' \+ \((.*?)\)(?= \+ ', '| \+ '\.')", readout.param.expr
    ):
        counts = re.compile(r"\((\w+)(?: && ([\d.]+) > level \+ 1e-9)? \? 1 : 0\)")
        plain = counts.sub(
            lambda one: str(int(names[one[1]] and (one[2] is None or float(one[2]) > level + 1e-9))), chain
        )
        *cases, last = plain.split(" : ")
        asked = [case.rsplit(" ? ", 1) for case in cases]
        chosen = next((word for condition, word in asked if eval(condition)), last)  # noqa: S307 - numbers of our own
        found[layer] = chosen.strip("'")
    return found


def test_every_forecast_stands_in_one_table_with_threshold_source_and_day():
    frames = [word_tables.what_would_fell(LISTED, way) for way in forecasts.WAYS]
    told = [row for frame in frames for row in frame.to_dict("records")]
    assert sorted(row["What would have to happen"] for row in told) == sorted(one.forecast for one in OURS)
    assert all(all(row.values()) for row in told)
    by_words = {one.forecast: one for one in OURS}
    for row in told:
        one = by_words[row["What would have to happen"]]
        assert row["Looked up"] == f"{one.scored_on.day} {one.scored_on:%B %Y}. {one.source}."


def test_what_it_takes_is_what_the_rule_says():
    needed = forecasts.needed(OURS).set_index("way")
    assert word_tables.way_caption(OURS, "closer").endswith("it takes one of the first four, or three of five others")
    assert tuple(needed.loc["apart", ["weighing", "needed"]]) == (3, 2)
    assert word_tables.way_caption(OURS, "apart").endswith("it takes two of three")


def test_the_decisive_stand_first_as_the_caption_says():
    for way in forecasts.WAYS:
        told = list(LISTED[LISTED["way"] == way]["strength"])
        assert told == sorted(told)


@pytest.mark.parametrize(
    ("layer", "before", "since"),
    [("duty", "level", "level"), ("behaviour", "mixed", "level"), ("equality", "less even", "no figure")],
)
def test_the_prose_rests_on_these_directions(layer, before, since):
    """Sentences of the chapter draw their conclusions from them: another direction needs another sentence."""
    own = LAYERS[LAYERS["layer"] == layer].set_index("span")["direction"]
    assert (own["since_before"], own["since_articles"]) == (before, since)


def test_the_prose_has_its_single_years_right():
    """Sentences say that arms fell year on year, to a tenth, and that exercises of 2025 are no more than those of 2023."""
    arms, drills = tables.arms_by_year(RECORD), tables.drills_by_year(RECORD)
    assert arms["from_russia"].iloc[-1] <= 0.1 * arms["from_russia"].iloc[0]
    assert drills[2025] <= drills[2023] and drills[2025] < drills[2024]
    assert list(FOUND[FOUND["since_articles"] == "more"]["indicator"]) == ["exercises"]


def test_trade_taken_as_one_or_a_narrower_band_leaves_conduct_mixed():
    """The chapter and the briefing say so."""
    apart = FOUND[~FOUND["indicator"].isin(["trade-share", "crude-share"])]
    told = directions.by_layer(apart).set_index(["layer", "span"])["direction"]
    assert told["behaviour", "since_articles"] == "mixed"
    assert directions_told("since_articles", 5)["behaviour"] == "mixed"


def test_with_deployments_merged_exercises_are_level():
    counts = exercises.counts(RECORD["exercises"], exercises.rules(RECORD)["forces-one-operation"], 2025)
    then, now = counts.loc[2021:2023].mean(), counts.loc[2024:2025].mean()
    assert directions.direction("more", then, now) == "level"


def test_half_the_trade_of_2023_is_more_than_that_of_any_year_to_2020():
    value = BY_ID["trade-value"].series(RECORD).set_index("year")["value"]
    assert value[2023] / 2 > value[value.index <= 2020].max()


def test_the_row_that_rests_on_an_overtaken_register_says_so():
    told = word_tables.tests_since(RECORD).set_index("If the answer is yes")["The record says"]
    assert list(told[told.str.contains("overtaken")].index) == [
        "China’s major arms for Russia reach a tenth of North Korea’s"
    ]


def test_what_is_said_of_the_rivals_holds():
    """The chapter says that their settled predictions came out, and what two of them risked."""
    assert (lambda rows: rows["settled"] == rows["right"])(tables.rivals_right(RECORD)).all()
    news = tables.tests_since(RECORD).set_index("test_id").loc["second-pipeline"]
    assert (news["thesis"], news["no"], news["answer"]) == ("either", ["Hedging", "Convenience"], "no")
    made = rivals.predictions(RECORD, rivals.tests(RECORD)).query("explanation == 'near-alliance'")
    older = made[~made["test_id"].isin(tables.tests_since(RECORD)["test_id"])]
    assert set(older["test_id"]) == {"duty-to-consult", "missile-warning"}
    assert set(older["outcome"]) == {"as predicted"}


def test_how_far_a_threshold_is_follows_from_the_last_value_known():
    told = {one.id: (word_tables.today(one), word_tables.how_far(one)) for one in LISTED.itertuples()}
    assert told["by-2030-goods-made-in-china"] == ("45 per cent (2023)", "1.1 times as much")
    assert told["by-2030-trade-halves"][1] == "47 per cent less"
    assert told["by-2030-treaty-ends"] == ("1 treaty in force (2026)", "all of it would have to go")
    assert told["by-2030-russian-troops"] == ("no such war is in the record", "–")
    assert told["by-2030-even-trade"][1] == "75 per cent less" and told["by-2030-even-arms"][1] == "60 times as much"


def test_predictions_are_told_with_their_verdicts():
    told = word_tables.stated(findings())
    assert len(told) == 7 and set(told["What became of it"]) == {"Came true", "Came true in part"}


def test_directions_do_not_tell_the_articles_from_their_rivals():
    told = word_tables.expected_directions(RECORD, LAYERS)
    for layer in ("Duty", "Behaviour", "Equality"):
        assert told[layer].nunique() <= 2  # a dash, and one expectation with one outcome
