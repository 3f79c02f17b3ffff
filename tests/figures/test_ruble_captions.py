"""The captions and numbers of the ruble chapter follow from its frames: a figure is changed, and so are its words."""

import altair as alt
import pandas as pd
import pytest

from audit.figures.figure import bears_out, figure
from audit.figures.ruble import captions, numbers
from audit.findings import default_record, finding
from audit.findings.ruble import context, tables

RECORD = default_record()
FALL, RANK, LEVEL, STEP = map(
    finding, ("ruble-fall-2023", "ruble-rank-2023", "key-rate-august-2023", "key-rate-rise-august-2023")
)
YEAR, QUOTES, PRINTED = context.year_to_date(RECORD), tables.quotes_of_the_day(RECORD), context.printed_falls(RECORD)
KEY, WEEKLY, MARKS = context.key_rate_steps(RECORD), context.weekly_rate(RECORD), context.landmarks(RECORD)


def holds(caption: dict) -> bool:
    """Whether a title is true of the table that it comes with, as the page shows that table; ``figure`` refuses others."""
    shown = figure(alt.Chart(pd.DataFrame({"x": [1]})).mark_bar().encode(x="x:Q"), **caption).payload
    return bears_out(shown["holds"], pd.DataFrame(shown["rows"], columns=shown["columns"]))


def test_a_deeper_fall_of_the_year_is_told_in_title_and_text_alternative():
    deeper = YEAR.assign(change_pct=YEAR["change_pct"].where(YEAR["day"] != "2023-08-14", -40.0))
    caption = captions.year(deeper, QUOTES, FALL)
    assert "had touched a loss of 40 per cent by the official rate" in caption["title"] and holds(caption)
    assert (
        "was on 14 August 2023, 40.0 per cent down; the low of the year came on 14 August 2023" in caption["alt_text"]
    )
    assert "touched a loss of 30 per cent" in captions.year(YEAR, QUOTES, FALL)["title"]


def test_the_press_is_told_row_by_row_and_each_number_stands_on_the_side_of_the_claim_where_it_has_room():
    ranges = context.ranges(RECORD)
    printed = PRINTED.assign(fits=context.closest_measure(PRINTED, ranges))
    rows = tables.press_rows(ranges, printed, stated=25)
    assert rows["row"].tolist() == list(range(len(ranges) + len(printed)))
    assert (rows["side"] == "left").equals(rows["high_pct"] < 25)
    assert set(rows.loc[rows["kind"] == "printed", "text"]) == set(printed["printed"])
    caption = captions.press(rows.iloc[1:], printed, RECORD)
    assert "Top three: what each market gives" in caption["subtitle"] and holds(caption)
    assert "about 25%" in caption["alt_text"] and rows["name"].iloc[0] not in caption["alt_text"]
    assert "named its starts, 65 and 66 rubles" in caption["notes"]


def test_the_curve_counts_its_cells_and_each_makes_three_choices():
    curve = tables.curve(RECORD)
    made = tables.choices(curve)
    assert made.groupby("order").size().eq(3).all() and set(made["choice"]) == set(tables.choices_in_order())
    few = captions.curve(curve.head(10), FALL)
    assert (
        few["alt_text"].startswith("Curve of 10 combinations") and "of 10 combinations" in few["title"] and holds(few)
    )


def test_the_largest_losses_are_named_by_rank_and_the_frozen_one_has_none():
    worst = tables.worst(RECORD)
    assert worst["fall_pct"].is_monotonic_decreasing and worst.loc[worst["rank"].isna(), "first_day"].notna().all()
    assert set(worst.loc[worst["kind"] == "ruble", "currency"]) == {"RUB"}
    milder = worst.assign(fall_pct=worst["fall_pct"].where(worst["currency"] == "RUB", 1.0))
    caption = captions.rank(milder, RECORD)
    assert caption["title"].startswith("No currency of the developing world") and holds(caption)
    assert caption["alt_text"].count(", 1.0 per cent") == len(worst) - 1


def test_another_key_rate_is_told_wherever_it_stands():
    higher = KEY.assign(key_rate_pct=KEY["key_rate_pct"].where(KEY["day"] != "2024-10-28", 30.0))
    caption, texts = captions.key_rate(higher, WEEKLY, LEVEL), numbers.key_rate(higher, LEVEL, STEP)
    assert (
        "before one of 30 in 2024" in caption["title"]
        and "to 30 in October 2024" in caption["alt_text"]
        and holds(caption)
    )
    assert texts["level-peak"] == "30 per cent" and texts["month-peak"] == "October 2024"
    assert set(caption["data"]["series"]) == {"Key rate, per cent", "Rubles for a dollar"}


@pytest.mark.parametrize(("invasion", "side"), [(70.0, "weaker"), (100.0, "stronger")])
def test_the_latest_rate_is_told_against_the_one_before_the_invasion(invasion, side):
    assert numbers.stress(MARKS, KEY, invasion)["latest-side"] == side
    since = tables.official_since(RECORD, "2022-01-01")
    caption = captions.long_frame(since, MARKS, RECORD["ruble_rate_methods"], invasion)
    assert f"Before the invasion it was {invasion:.1f}." in caption["alt_text"] and holds(caption)


def test_the_sentence_under_the_controls_names_the_days_that_the_record_has():
    rates = context.reader_rates(RECORD)
    only = rates[(rates["basis"] != context.WORLDWIDE) | (rates["day"] < "2023-08-15")]
    told = captions.sentence(only, FALL.claim.test)
    assert "has only 30 December 2022 and 11 and 14 August 2023. Choose" in told["readout"]
    assert "on record for three days" in captions.try_it(only, 25.0)["subtitle"]
    assert told["holds"] == f"read >= {FALL.claim.test.low} && read <= {FALL.claim.test.high}"
