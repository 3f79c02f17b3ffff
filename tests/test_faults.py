"""How a fault is said: numbers with what they count, and what a misspelt name may have meant."""

import pytest

from audit.faults import did_you_mean, how_many


@pytest.mark.parametrize(("number", "words"), [(0, "0 faults"), (1, "1 fault"), (2, "2 faults"), (1200, "1200 faults")])
def test_one_is_told_as_one(number, words):
    assert how_many(number, "fault") == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("rubel", " (did you mean ruble?)"),
        ("yuan", ""),
        (None, ""),
        ("line\nbreac", " (did you mean line\\nbreak?)"),
    ],
)
def test_a_misspelt_name_is_told_what_it_is_most_like_on_one_line(name, words):
    assert did_you_mean(name, ["ruble", "rule", "line\nbreak"]) == words


def test_how_like_a_name_must_be_is_the_callers_to_say():
    assert did_you_mean("rubel", ["ruble"], likeness=0.9) == ""
