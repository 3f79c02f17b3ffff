"""Forecasts of our own are read like claims, apart from them, and every fault is named by line and field."""

import shutil
from datetime import date

import pytest

from audit.faults import FaultsError
from audit.inputs import registration
from audit.inputs.ledger import load_ledger
from audit.paths import SEEDS

FORECAST = """\
- id: either-fights
  layer: duty
  way: closer
  strength: decisive
  forecast: One of the two fights for the other.
  indicator: Fighting for the other
  source: The newspapers
  principle: majority
  threshold:
    comparison: more_than
    threshold: 50
    unit: per cent
    reading: Part of the army that fights.
  year: 2029
  kind: prediction
  scored_on: 2030-01-31
  means:
    thesis: It falls.
    rivals: They win.
  gains:
    - axis
  base:
    indicator: exercises
  chapter: war
  test:
    comparison: comes_true
    by: 2029-12-31
    reading: It happened by the last day.
"""


@pytest.fixture
def seeds(tmp_path):
    for name in ("articles.yml", "claims.yml", "propositions.yml"):
        shutil.copy(SEEDS / name, tmp_path)
    (tmp_path / "forecasts.yml").write_text(FORECAST)
    return tmp_path


def faults(seeds, old: str, new: str):
    assert FORECAST.count(old)
    (seeds / "forecasts.yml").write_text(FORECAST.replace(old, new, 1))
    with pytest.raises(FaultsError) as caught:
        load_ledger(seeds)
    return caught.value.faults


def test_a_forecast_is_read_and_stands_apart(seeds):
    read = load_ledger(seeds)
    assert list(read.forecasts) == ["either-fights"] and read.tested("either-fights") is read.forecasts["either-fights"]
    assert "either-fights" not in read.claims and "either-fights" not in read.propositions
    (seeds / "forecasts.yml").unlink()
    assert load_ledger(seeds).forecasts == {}


@pytest.mark.parametrize(
    "old, new, field, problem",
    [
        ("layer: duty", "layer: love", "layer", "is 'love'"),
        ("way: closer", "way: away", "way", "is 'away'"),
        ("strength: decisive", "strength: strong", "strength", "is 'strong'"),
        ("principle: majority", "principle: a guess", "principle", "is 'a guess'"),
        ("kind: prediction", "kind: event", "kind", "is 'event'"),
        ("chapter: war", "chapter: peace", "chapter", "is 'peace'"),
        ("comparison: more_than", "comparison: was_said", "threshold.comparison", "unknown comparison"),
        ("threshold: 50", "threshold: fifty", "threshold.threshold", "is 'fifty'"),
        ("unit: per cent", "unit: per cnt", "threshold.unit", "is 'per cnt'"),
        ("comparison: comes_true\n    by: 2029-12-31", "comparison: holds", "test", "compares by holds"),
        ("    indicator: exercises", "    {}", "base", "does not name one place"),
        (
            "    indicator: exercises",
            "    indicator: exercises\n    answer: recognition",
            "base",
            "does not name one place",
        ),
        ("    indicator: exercises", "    indicator: exercises\n    specification: a", "base", "without its finding"),
        ("scored_on: 2030-01-31", "scored_on: 2029-12-31", None, "before its time is over"),
        ("year: 2029", "year: 2030", None, "after its last day"),
        ("by: 2029-12-31", "by: null", None, "without a last day"),
        ("    rivals: They win.\n", "", "means.rivals", "is missing"),
        ("id: either-fights", "id: trade-growth-2022", "id", "is the id of a claim"),
        ("id: either-fights", "id: equal-weight-in-trade", "id", "is the id of a proposition"),
    ],
)
def test_a_wrong_forecast_is_named_by_field(seeds, old, new, field, problem):
    found = faults(seeds, old, new)
    assert [one.column for one in found] == [field] and problem in found[0].problem
    assert found[0].file == str(seeds / "forecasts.yml") and found[0].row


def test_it_is_registered_like_a_claim_and_a_change_of_what_is_scored_needs_a_revision(seeds):
    def told():
        return [one for one in registration.faults(load_ledger(seeds), seeds) if "either-fights" in one.problem]

    def enter():
        registration.register(
            ["either-fights"],
            load_ledger(seeds),
            reason="A test.",
            results_known="no",
            day=date(2026, 11, 26),
            seeds_dir=seeds,
        )

    enter()
    assert told() == []
    for old, new in (
        ("threshold: 50", "threshold: 40"),
        ("scored_on: 2030-01-31", "scored_on: 2030-02-28"),
        ("strength: decisive", "strength: weighs"),
        ("source: The newspapers", "source: The radio"),
        ("thesis: It falls.", "thesis: It stands."),
        ("by: 2029-12-31", "by: 2029-12-30"),
    ):
        (seeds / "forecasts.yml").write_text(FORECAST.replace(old, new))
        assert ["the test changed without a revision" in one.problem for one in told()] == [True], old
    (seeds / "forecasts.yml").write_text(FORECAST.replace("indicator: exercises", "indicator: contacts"))
    assert told() == []
