"""Controls of a chart as the page gets them: groups with names, sliders with stops, moments in order."""

from datetime import date

import altair as alt
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from audit.book.charts import figure_html
from audit.figures import static_pictures
from audit.figures.figure import Stops, figure
from audit.findings import default_record


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Nothing is left behind in the repository."""
    monkeypatch.setattr(static_pictures, "cache_folder", lambda: tmp_path)


def made(**options):
    """A small chart with two days, a choice and two check boxes."""
    data = pd.DataFrame({"day": [0, 1], "value": [1, 2]})
    controls = [
        alt.param(name="first", value=0, bind=alt.binding_range(min=0, max=9, step=1, name="From")),
        alt.param(name="last", value=7, bind=alt.binding_range(min=0, max=9, step=1, name="To")),
        alt.param(name="rate", value="few", bind=alt.binding_select(options=["few", "all"], name="Rate")),
        alt.param(name="sea", value=True, bind=alt.binding_checkbox(name="at sea")),
        alt.param(name="air", value=False, bind=alt.binding_checkbox(name="in the air")),
        alt.param(name="merge", value=False, bind=alt.binding_checkbox(name="Count once")),
        alt.param(name="said", expr="rate"),
    ]
    return figure(
        alt.Chart(data).mark_point().encode(x="day:Q", y="value:Q").add_params(*controls),
        id="a-chart",
        title="Choose the days",
        subtitle="Rate by day, number, both years",
        alt_text="Two points, the first at one and the second at two, as the days go on.",
        data=data,
        sources=[default_record().sources.index[0]],
        readout="said",
        **options,
    )


STOPS = Stops(["first", "last"], by=["rate"], answering={"few": [0, 6, 7], "all": range(10)}, since=date(2022, 12, 30))


def page(**options) -> BeautifulSoup:
    return BeautifulSoup(figure_html(made(**options).spec), "html.parser")


def test_a_slider_of_days_has_a_stop_for_each_day_that_answers_and_says_it():
    first, last = page(stops=STOPS).select("input[type=range]")
    assert [last[name] for name in ("min", "max", "step", "value")] == ["0", "2", "1", "2"]
    assert first["aria-valuetext"] == "30 Dec 2022" and last["aria-valuetext"] == "6 Jan 2023"
    assert last.find_next("span").text == "6 Jan 2023"


def test_without_stops_a_slider_says_its_number():
    first, last = page().select("input[type=range]")
    assert last["max"] == "9" and last["aria-valuetext"] == last["value"] == "7"


def test_numbers_that_answer_are_kept_as_runs():
    kept = made(stops=STOPS).payload["controls"]["stops"]
    assert kept["answering"] == {"few": [[0, 0], [6, 7]], "all": [[0, 9]]} and kept["since"] == "2022-12-30"


def test_check_boxes_of_a_group_stand_in_a_field_set_with_its_name():
    form = page(groups={"Where": ["sea", "air"]}).select_one("form")
    [group] = form.select("fieldset fieldset")
    assert group.legend.text == "Where"
    assert [label.text for label in group.select("label")] == ["at sea", "in the air"]
    assert form.select_one("[data-signal=merge]").find_parent("fieldset") != group


def test_a_chart_without_any_of_it_keeps_the_payload_it_had():
    assert made().payload["controls"] == {"readout": "said"}


@pytest.mark.parametrize(
    "options",
    [
        {"groups": {"Where": ["land"]}},
        {"ordered": ["first", "later"]},
        {"stops": Stops(["first"], by=["quote"], answering={})},
    ],
)
def test_a_parameter_that_the_chart_does_not_have_is_refused(options):
    with pytest.raises(ValueError, match="'a-chart': its chart has no parameters called"):
        made(**options)


@pytest.mark.parametrize("level", [2, 3, 4])
def test_the_title_is_a_heading_of_the_level_asked_for(level):
    html = BeautifulSoup(figure_html(made().spec, level=level), "html.parser")
    assert html.select_one(".figure-title").name == f"h{level}"
