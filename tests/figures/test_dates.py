"""A chart's dates are the same everywhere: written in UTC, shown in UTC, and refused where they could not be."""

import json
import os
import subprocess
import sys

import altair as alt
import pandas as pd
import pytest

from audit.figures.dates import in_utc
from audit.figures.figure import figure

DAYS = pd.DataFrame({"day": pd.to_datetime(["2023-01-01", "2023-07-01"]), "rate": [70.3, 87.0]})
TEXTS = DAYS.assign(day=["2023-01-01", "2023-07-01"])
START = pd.Timestamp("2022-12-25")


def chart(data: pd.DataFrame = DAYS, x=None, **channels) -> alt.Chart:
    return alt.Chart(data).mark_line().encode(x=x or alt.X("day:T"), y="rate:Q", **channels)


def finished(of: alt.TopLevelMixin) -> dict:
    return figure(
        of,
        id="rates",
        title="The ruble by day",
        subtitle="Rubles for a dollar, 2023.",
        alt_text="Line chart of two days: 70.3 rubles in January and 87 rubles in July.",
        data=DAYS,
        sources=["hknews_2023"],
        holds="len(data) == 2",
    ).spec


def drawn_in(zone: str, spec: dict) -> str:
    """The drawing that a machine in ``zone`` makes, in a process of its own: the renderer reads the zone once."""
    code = (
        "import json, sys, vl_convert\n"
        "from audit.figures.static_pictures import VEGALITE_VERSION, with_width\n"
        "spec = with_width(json.load(sys.stdin), 600)\n"
        "print(vl_convert.vegalite_to_svg(spec, vl_version=VEGALITE_VERSION))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(spec),
        env=os.environ | {"TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


# --- written and shown in UTC ---


def test_timestamps_of_pandas_are_written_in_utc():
    spec = finished(chart())
    [rows] = spec["datasets"].values()
    assert [row["day"] for row in rows] == ["2023-01-01T00:00:00Z", "2023-07-01T00:00:00Z"]


def test_a_timestamp_with_a_time_zone_keeps_its_moment():
    data = DAYS.assign(day=DAYS["day"].dt.tz_localize("Asia/Shanghai"))
    [rows] = finished(chart(data))["datasets"].values()
    assert pd.Timestamp(rows[0]["day"]) == pd.Timestamp("2023-01-01", tz="Asia/Shanghai")


def test_every_scale_of_a_date_is_utc_and_keeps_what_else_it_says():
    x = alt.X("day:T", scale=alt.Scale(domain=[START, pd.Timestamp("2024-01-08")], nice=False))
    layered = chart(x=x) + chart(x=alt.X("day:T")).mark_point().encode(color="day:T")
    stacked = finished(alt.vconcat(layered, chart(x=alt.X("utcyearmonth(day):T"))))
    scales = [view["encoding"]["x"]["scale"] for view in [*stacked["vconcat"][0]["layer"], stacked["vconcat"][1]]]
    assert [scale["type"] for scale in scales] == ["utc"] * 3
    assert scales[0]["domain"] == ["2022-12-25T00:00:00Z", "2024-01-08T00:00:00Z"] and scales[0]["nice"] is False
    assert stacked["vconcat"][0]["layer"][1]["encoding"]["color"]["scale"] == {"type": "utc"}
    assert "scale" not in stacked["vconcat"][1]["encoding"]["y"]


def test_days_of_an_axis_and_dates_in_parts_are_utc():
    x = alt.X("day:T", axis=alt.Axis(values=[START]), scale=alt.Scale(domainMin=alt.DateTime(year=2022)))
    encoded = finished(chart(x=x))["encoding"]["x"]
    assert encoded["axis"]["values"] == ["2022-12-25T00:00:00Z"]
    assert encoded["scale"]["domainMin"] == {"year": 2022, "utc": True}


def test_a_year_in_a_row_of_data_is_no_date():
    data = pd.DataFrame({"year": [2022, 2023]})
    [rows] = finished(alt.Chart(data).mark_point().encode(x="year:Q"))["datasets"].values()
    assert rows == [{"year": 2022}, {"year": 2023}]


@pytest.mark.parametrize(
    ("tooltip", "format"),
    [(alt.Tooltip("day:T", format="%B %Y"), "%B %Y"), (alt.Tooltip("day:T"), "%-d %b %Y")],
)
def test_words_of_a_date_are_made_by_the_utc_formatter(tooltip, format):
    spec = finished(chart(tooltip=["rate:Q", tooltip], text=alt.Text("day:T", format=format)))
    for made in (spec["encoding"]["tooltip"][1], spec["encoding"]["text"]):
        assert (made["format"], made["formatType"]) == (format, "utcFormat")
    assert "formatType" not in spec["encoding"]["tooltip"][0]
    assert spec["config"]["customFormatTypes"] is True  # without it Vega-Lite drops the formatter


def test_a_utc_time_unit_keeps_its_own_words():
    tooltip = finished(chart(tooltip=alt.Tooltip("utcyearmonth(day):T")))["encoding"]["tooltip"]
    assert tooltip["timeUnit"] == "utcyearmonth" and "format" not in tooltip


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_a_drawing_has_the_same_words_in_every_time_zone(zone):
    x = alt.X("day:T", axis=alt.Axis(format="%-d %b %Y", values=list(DAYS["day"])))
    labelled = chart(x=x) + alt.Chart(DAYS).mark_text().encode(x="day:T", text=alt.Text("day:T", format="%d.%m.%Y"))
    drawn = drawn_in(zone, finished(labelled))
    assert ">1 Jan 2023<" in drawn and ">01.07.2023<" in drawn
    assert drawn == drawn_in("UTC", finished(labelled))


def test_the_chart_that_was_given_is_left_as_it_was():
    spec = chart().to_dict()
    before = json.dumps(spec)
    in_utc(spec)
    assert json.dumps(spec) == before


# --- refused ---


BARE_AXIS = alt.X("day:T", axis=alt.Axis(values=["2023-01-01"]))
BARE_DOMAIN = alt.X("day:T", scale=alt.Scale(domain=["2023-01-01", "2024-01-01"]))
BARE_UNION = alt.X("day:T", scale=alt.Scale(domain={"unionWith": ["2023-01-01"]}))
LABELS = alt.X("day:T", axis=alt.Axis(labelExpr="year(datum.value) % 2 ? '' : datum.label"))


@pytest.mark.parametrize(
    ("of", "complaint"),
    [
        (chart(TEXTS), r"timestamps \(pandas' own, or '2023-01-01T00:00:00Z'\) in its column 'day', not '2023-01-01'"),
        (chart(TEXTS.assign(day=["Jan 2023", None])), "in its column 'day', not 'Jan 2023'"),
        (alt.vconcat(chart(), chart(TEXTS)), "in its column 'day', not '2023-01-01'"),
        (alt.layer(alt.Chart().mark_rule().encode(x="day:T"), data=TEXTS), "in its column 'day'"),
        (chart(DAYS.assign(end="2024-01-01")).mark_rule().encode(x2="end:T"), "in its column 'end', not '2024-01-01'"),
        (chart(DAYS.assign(seen="2024-01-01"), tooltip="seen:T"), "in its column 'seen', not '2024-01-01'"),
        (chart(x=BARE_AXIS), "on its channel x, not '2023-01-01'"),
        (chart(x=BARE_DOMAIN), "on its channel x, not '2023-01-01'.*not '2024-01-01'"),
        (chart(x=BARE_UNION), "on its channel x, not '2023-01-01'"),
        (chart(x=alt.XDatum("2023-01-01", type="temporal")), "on its channel x, not '2023-01-01'"),
        (chart(x=LABELS), r"utcyear in place of the local year\(\) in .year"),
        (chart(x=alt.X("yearmonth(day):T")), "the time unit 'utcyearmonth' in place of the local 'yearmonth'"),
        (chart().transform_timeunit(month="month(day)"), "the time unit 'utcmonth'"),
        (chart().transform_calculate(m="month(datum.day)"), r"utcmonth in place of the local month\(\)"),
        (chart().transform_filter("datum.day > datetime(2023, 1, 1)"), r"utc in place of the local datetime\(\)"),
        (
            chart().transform_filter("datum.day > toDate('2023-01-01T00:00')"),
            "a time zone, such as Z, after '2023-01-0",
        ),
        (chart().add_params(alt.param(name="d", expr="timeFormat(day, '%Y')")), r"utcFormat in place of .* timeFormat"),
        (chart().add_params(alt.param(name="d", expr="now()")), r"a day of the record in place of the local now\(\)"),
    ],
)
def test_what_would_shift_is_refused_with_its_remedy(of, complaint):
    with pytest.raises(ValueError, match=f"figure 'rates': its dates would differ between time zones. .*{complaint}"):
        finished(of)


@pytest.mark.parametrize("expression", ["'in year (2023)' + datum.rate", "utcyear(datum.day)", "datum.year + 1"])
def test_words_and_utc_functions_are_no_local_functions(expression):
    assert finished(chart().transform_calculate(a=expression))


def test_a_layer_with_data_of_its_own_answers_for_itself():
    assert finished(alt.layer(chart().mark_rule(), data=TEXTS))


def test_every_complaint_is_told_at_once():
    with pytest.raises(ValueError, match="column 'day'") as refusal:
        finished(chart(TEXTS, x=BARE_AXIS).transform_calculate(m="month(datum.day)"))
    assert str(refusal.value).count(";") == 2
