"""The captions of the chapter on rival explanations follow from their frames."""

from audit.figures.figure import bears_out
from audit.figures.rivals import captions
from audit.findings import default_record
from audit.findings.rivals import tables

RECORD = default_record()
FOUND = tables.tests(RECORD)


def true_of_its_data(caption: dict) -> bool:
    return bears_out(caption["holds"], caption["data"].reset_index(drop=True))


def test_every_title_holds_of_its_data():
    made = tables.predictions(RECORD, FOUND)
    for caption in (captions.matrix(made), captions.sides(tables.telling(FOUND))):
        assert true_of_its_data(caption), caption["id"]


def test_another_answer_changes_both_titles():
    """Were the training confirmed, a test would speak for allies, and a prediction of this book would have failed."""
    answer = FOUND["answer"].where(FOUND["test_id"] != "war-training", "yes")
    side = FOUND["speaks_for"].where(FOUND["test_id"] != "war-training", "allies")
    changed = FOUND.assign(answer=answer, speaks_for=side)
    sides, matrix = captions.sides(tables.telling(changed)), captions.matrix(tables.predictions(RECORD, changed))
    assert "one for allies" in sides["title"] and true_of_its_data(sides)
    assert matrix["title"] != captions.matrix(tables.predictions(RECORD, FOUND))["title"] and true_of_its_data(matrix)


def test_the_chart_to_try_tells_what_it_starts_with():
    both = tables.under_both_rules(RECORD)
    caption = captions.try_it(both)
    assert set(caption["data"]["facts"]) == {"firm", "all told"}
    assert f"{caption['data']['name'].nunique()} explanations" not in caption["title"]
