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
    [readout] = parts.told_by_level(tables.changes(FOUND))
    told = readout.param.expr
    for part in told.split("Since ")[1:]:
        span = {"2012": "since_before", "2023": "since_articles"}[part[:4]]
        for layer, expression in re.findall(r"'(duty|behaviour|equality) ' \+ \((.*?)\)(?= \+ ', '| \+ '\.')", part):
            [ours] = LAYERS[(LAYERS["layer"] == layer) & (LAYERS["span"] == span)]["direction"]
            assert value(expression, 100 * directions.TENTH) == ours


def value(expression: str, level: float) -> str:
    """The value of a chain of ``condition ? 'word' :`` for a level, read as Vega reads it."""
    counted = re.sub(
        r"\(([\d.]+) > level \+ 1e-9 \? 1 : 0\)", lambda one: str(int(float(one[1]) > level + 1e-9)), expression
    )
    for condition, word in re.findall(r"(2 \* .*? > \d+) \? '([^']+)'", counted):
        if eval(condition):  # noqa: S307 - numbers and signs of our own
            return word
    return re.search(r": '([^']+)'$", counted)[1]


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
