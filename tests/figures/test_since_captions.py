"""The captions, tables and words of the chapter on what happened since follow from their frames."""

import re

import pytest

from audit.figures.figure import bears_out
from audit.figures.since import captions, parts, word_tables
from audit.findings import default_ledger, default_record, directions, findings, forecasts
from audit.findings.indicators import INDICATORS
from audit.findings.since import tables

RECORD = default_record()
FOUND, SEEN = directions.directions(RECORD), directions.points(RECORD)
LAYERS = directions.by_layer(FOUND)
LISTED, OURS = forecasts.listed(RECORD), list(default_ledger().forecasts.values())


def test_the_title_tells_each_layer_apart_and_holds_of_its_data():
    caption = captions.points(FOUND, LAYERS, SEEN)
    assert bears_out(caption["holds"], caption["data"].reset_index(drop=True))
    assert all(layer in caption["title"] for layer in ("duty", "behaviour", "equality"))


def test_other_figures_change_the_title():
    """Had arms grown as well, behaviour would not be mixed."""
    arms = FOUND["indicator"].isin(["arms-from-russia", "arms-from-china"])
    changed = FOUND.assign(since_articles=FOUND["since_articles"].mask(arms, "more"))
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
    frames = [word_tables.what_would_fell(LISTED, OURS, way) for way in forecasts.WAYS]
    told = [row for frame in frames for row in frame.to_dict("records")]
    assert sorted(row["What would have to happen"] for row in told) == sorted(one.forecast for one in OURS)
    assert all(all(row.values()) for row in told)
    by_words = {one.forecast: one for one in OURS}
    for row in told:
        one = by_words[row["What would have to happen"]]
        assert row["Looked up"] == f"{one.scored_on.day} {one.scored_on:%B %Y}. {one.source}."
        assert (row["Fells the thesis"] == "alone") == (one.strength == "decisive")


def test_what_it_takes_is_what_the_rule_says():
    needed = forecasts.needed(OURS).set_index("way")
    assert word_tables.way_caption(OURS, "closer").endswith("It takes one of the first three, or three of five others")
    assert tuple(needed.loc["apart", ["weighing", "needed"]]) == (3, 2)
    assert word_tables.way_caption(OURS, "apart").endswith("It takes two of three")


def test_the_decisive_stand_first_as_the_caption_says():
    for way in forecasts.WAYS:
        told = list(word_tables.what_would_fell(LISTED, OURS, way)["Fells the thesis"])
        assert told == sorted(told, key=lambda one: one != "alone")


@pytest.mark.parametrize(
    ("layer", "before", "since"),
    [("duty", "level", "level"), ("behaviour", "more", "mixed"), ("equality", "less even", "mixed")],
)
def test_the_prose_rests_on_these_directions(layer, before, since):
    """Sentences of the chapter draw their conclusions from them: another direction needs another sentence."""
    own = LAYERS[LAYERS["layer"] == layer].set_index("span")["direction"]
    assert (own["since_before"], own["since_articles"]) == (before, since)


def test_arms_fell_both_ways_and_only_arms_are_evener():
    rows = FOUND.set_index("indicator")
    assert (rows.loc[["arms-from-russia", "arms-from-china"], "since_articles"] == "less").all()
    assert list(FOUND[FOUND["since_before"] == "evener"]["indicator"]) == ["arms-balance"]


def test_predictions_are_told_with_their_verdicts():
    told = word_tables.stated(findings())
    assert len(told) == 7 and set(told["What became of it"]) == {"Came true", "Came true in part"}


def test_directions_do_not_tell_the_articles_from_their_rivals():
    told = word_tables.expected_directions(RECORD, LAYERS)
    for layer in ("Duty", "Behaviour", "Equality"):
        assert told[layer].nunique() <= 2  # a dash, and one expectation with one outcome
