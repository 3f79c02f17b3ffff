"""How a fault is said: numbers with what they count."""

import pytest

from audit.faults import how_many


@pytest.mark.parametrize(("number", "words"), [(0, "0 faults"), (1, "1 fault"), (2, "2 faults"), (1200, "1200 faults")])
def test_one_is_told_as_one(number, words):
    assert how_many(number, "fault") == words
