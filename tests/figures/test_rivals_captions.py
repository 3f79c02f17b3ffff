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
    for caption in (captions.matrix(made), captions.beside_allies(tables.beside_allies(RECORD, FOUND))):
        assert true_of_its_data(caption), caption["id"]


def test_another_answer_changes_the_title_of_the_predictions():
    """Were trade to have fallen by 2024, predictions of others would have failed."""
    changed = FOUND.assign(answer=FOUND["answer"].where(FOUND["test_id"] != "grew-through-shock", "no"))
    matrix = captions.matrix(tables.predictions(RECORD, changed))
    assert matrix["title"] != captions.matrix(tables.predictions(RECORD, FOUND))["title"] and true_of_its_data(matrix)


def test_another_vote_of_known_allies_changes_the_title_of_the_control():
    beside = tables.beside_allies(RECORD, FOUND)
    voted = (beside["test_id"] == "votes-as-ally") & (beside["pair"] == "Russia–CSTO")
    caption = captions.beside_allies(beside.assign(says=beside["says"].mask(voted, "yes")))
    assert caption["title"].endswith("fail one") and true_of_its_data(caption)


def test_the_chart_to_try_tells_what_it_starts_with():
    both = tables.under_both_rules(RECORD)
    caption = captions.try_it(both)
    assert set(caption["data"]["facts"]) == {"firm", "all told"}
    assert f"{caption['data']['name'].nunique()} explanations" not in caption["title"]
