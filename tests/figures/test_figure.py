"""The figure function: complete or refused, the same bytes each time, and a strip that shows the finding."""

import json
from urllib.parse import unquote

import altair as alt
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from audit.book.charts import read_payload
from audit.figures import faces
from audit.figures.figure import VEGALITE, figure
from audit.figures.stored_chart import unpacked
from audit.figures.strip import letters_of_labels, strip_chart, strip_data, strip_figure, value_text
from audit.findings import default_record, finding
from audit.findings.what_if import what_if

DATA = pd.DataFrame({"year": [2021, 2022], "value_usd_bn": [146.887, 190.272]})
SOURCE = "hknews_2023"


def chart(data: pd.DataFrame = DATA) -> alt.Chart:
    return alt.Chart(data).mark_bar().encode(x="year:O", y="value_usd_bn:Q")


def finished(of=None, **changes):
    parts = {
        "id": "trade-small",
        "title": "Trade rose from 2021 to 2022",
        "subtitle": "Goods trade both ways, billion US dollars, 2021 and 2022.",
        "alt_text": "Bar chart of two years: 146.9 billion dollars in 2021 and 190.3 billion in 2022.",
        "data": DATA,
        "labels": {"year": "Year", "value_usd_bn": "US$ billion"},
        "sources": [SOURCE],
        "holds": "list(data['value_usd_bn'])[1] > list(data['value_usd_bn'])[0]",
    }
    return figure(of or chart(), **(parts | changes))


# --- refused, with the reason ---


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"id": "Trade small"}, "its id must be kebab-case"),
        ({"id": "trade-"}, "its id must be kebab-case"),
        ({"title": " "}, "a title that states the finding"),
        ({"title": "Annual trade"}, "a title that states the finding"),
        ({"subtitle": ""}, "a subtitle with measure, unit and period"),
        ({"alt_text": "Bar chart of trade."}, "a text alternative of at least ten words"),
        ({"data": DATA.head(0)}, "the data behind it"),
        ({"sources": []}, "at least one source"),
        ({"sources": [SOURCE, "nobody_2023"]}, r"sources that exist, not \['nobody_2023'\]"),
        ({"labels": {"value": "US$ billion"}}, r"labels for columns that exist, not \['value'\]"),
    ],
)
def test_a_figure_that_lacks_a_part_is_refused(changes, complaint):
    with pytest.raises(ValueError, match=f"^figure '{changes.get('id', 'trade-small')}' needs {complaint}$"):
        finished(**changes)


def test_all_that_is_missing_is_named_at_once():
    with pytest.raises(ValueError) as refusal:
        finished(title="", subtitle="", alt_text="", data=DATA.head(0), sources=[])
    assert str(refusal.value).count(";") == 4


@pytest.mark.parametrize("part", ["id", "title", "subtitle", "alt_text", "data", "sources"])
def test_no_part_has_a_default(part):
    parts = {"id": "a", "title": "b", "subtitle": "c", "alt_text": "d", "data": DATA, "sources": [SOURCE]}
    parts.pop(part)
    with pytest.raises(TypeError, match=part):
        figure(chart(), **parts)


# --- what it holds ---


def test_payload_is_what_the_page_needs():
    made = finished(notes="A note.", readout="sentence", sources=[SOURCE, "scio_2023", SOURCE])
    assert made.payload == {
        "id": "trade-small",
        "title": "Trade rose from 2021 to 2022",
        "subtitle": "Goods trade both ways, billion US dollars, 2021 and 2022.",
        "alt": "Bar chart of two years: 146.9 billion dollars in 2021 and 190.3 billion in 2022.",
        "sources": [SOURCE, "scio_2023"],
        "columns": ["year", "value_usd_bn"],
        "rows": [[2021, 146.887], [2022, 190.272]],
        "labels": {"year": "Year", "value_usd_bn": "US$ billion"},
        "controls": {"readout": "sentence"},
        "notes": "A note.",
        "holds": "list(data['value_usd_bn'])[1] > list(data['value_usd_bn'])[0]",
    }
    assert read_payload(made.spec).id == "trade-small"  # the page's own check


def test_spec_carries_the_text_alternative_and_no_title_of_its_own():
    spec = finished().spec
    assert spec["description"] == spec["usermeta"]["figure"]["alt"]
    assert (spec["width"], spec["background"]) == ("container", "transparent")
    assert "title" not in spec


def test_cells_are_plain_json_and_a_gap_is_null():
    data = pd.DataFrame(
        {
            "day": pd.to_datetime(["2022-02-24", None]),
            "count": pd.array([3, None], dtype="Int64"),
            "share": [0.1 + 0.2, np.nan],
            "whole": [2.0, -0.5],
            "known": [True, False],
            "word": ["a", None],
        }
    )
    rows = finished(data=data, labels={}, holds="len(data) == 2").payload["rows"]
    assert rows == [["2022-02-24", 3, 0.3, 2, True, "a"], [None, None, None, -0.5, False, None]]
    assert "NaN" not in json.dumps(rows)


def test_a_changed_number_is_one_changed_line_of_the_stored_rows():
    def stored(data) -> list[str]:
        [rows] = (
            finished(chart(data), data=data, holds="len(data) == 2")._repr_mimebundle_()[VEGALITE]["datasets"].values()
        )
        return rows.splitlines()

    before, after = stored(DATA), stored(DATA.assign(value_usd_bn=[146.887, 190.3]))
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [("190.272,2022", "190.3,2022")]


def test_words_are_a_summary_and_no_wall_of_rows():
    words = finished().words().splitlines()
    assert f"Sources: {SOURCE}" in words and words[0] == "trade-small: Trade rose from 2021 to 2022"
    assert words[-1] == "2 rows: year, value_usd_bn" and len(words) == 5


def test_same_input_gives_the_same_bytes():
    def stored() -> str:
        return json.dumps(finished()._repr_mimebundle_())

    first = stored()
    assert stored() == first
    chart().to_dict()  # a chart drawn in between must not shift names or counters
    assert stored() == first


def test_the_last_digits_of_a_number_that_was_computed_are_not_stored():
    """Versions of pandas add up differently in them; the chart and the name of its rows would differ with these."""
    sums, exact = DATA.assign(value_usd_bn=[0.1 + 0.2, 0.5]), DATA.assign(value_usd_bn=[0.3, 0.5])
    assert not sums.equals(exact)
    assert finished(chart(sums), data=sums).spec == finished(chart(exact), data=exact).spec
    size = alt.Chart(DATA).mark_bar(size=0.1 + 0.2).encode(x="year:O", y="value_usd_bn:Q")
    assert finished(size).spec["mark"]["size"] == 0.3


def test_numbers_keep_twelve_digits_and_whole_ones_all():
    long = DATA.assign(value_usd_bn=[1234.56789012, 4321.12345678], number=[1, 987654321098765])
    [rows] = finished(chart(long), data=long).spec["datasets"].values()
    assert [row["value_usd_bn"] for row in rows] == [1234.56789012, 4321.12345678]
    assert [row["number"] for row in rows] == [1, 987654321098765]


def test_a_notebook_stores_the_chart_the_picture_and_the_words():
    bundle = finished()._repr_mimebundle_()
    assert set(bundle) == {VEGALITE, "text/html", "text/plain"}
    assert unpacked(bundle[VEGALITE]) == finished().spec
    assert bundle["text/plain"] == finished().words()


def test_the_picture_is_an_image_with_its_alternative_which_untrusted_viewers_show():
    [image] = BeautifulSoup(finished()._repr_mimebundle_()["text/html"], "html.parser").find_all()
    assert image.name == "img" and image["alt"] == finished().payload["alt"]
    kind, _, picture = image["src"].partition(",")
    assert kind == "data:image/svg+xml" and "Trade rose from 2021 to 2022" in unquote(picture)


# --- a title holds over the figure's own data ---


def test_a_title_that_claims_something_needs_an_expression_that_bears_it_out():
    with pytest.raises(ValueError, match=r"needs an expression \(holds=...\) over its data that bears out its title"):
        finished(holds=None)


@pytest.mark.parametrize("title", ["Tick what makes an alliance", "Choose the years, the flow and the currency"])
def test_a_title_that_claims_nothing_needs_none(title):
    assert finished(title=title, holds=None).payload["holds"] is None


@pytest.mark.parametrize(
    "title",
    [
        "Trade reached a record, so they say",
        "China and Russia had none",
        "They alone signed the treaty",
        "All pacts hold a duty",
        "It rose by more than half",
        "Two of six agree with it",
        "Russia fell behind in trade",
    ],
)
def test_claiming_words_are_recognised(title):
    with pytest.raises(ValueError, match="that bears out its title"):
        finished(title=title, holds=None)


def test_a_title_that_its_own_data_contradict_is_refused():
    with pytest.raises(ValueError, match="its data do not bear out its title"):
        finished(data=DATA.assign(value_usd_bn=[190.272, 146.887]))


@pytest.mark.parametrize("holds", ["True", "1 + 1 == 2", "len('x') == 1"])
def test_an_expression_that_ignores_the_data_is_refused(holds):
    with pytest.raises(ValueError, match="does not look at the data"):
        finished(holds=holds)


@pytest.mark.parametrize("holds", ["data['missing'].sum() > 0", "data.", "open('x') or data"])
def test_an_expression_that_cannot_be_computed_is_refused_with_its_error(holds):
    with pytest.raises(ValueError, match="cannot be computed"):
        finished(holds=holds)


# --- the strip ---


@pytest.fixture(scope="module")
def growth():
    return finding("trade-growth-2022")


def test_strip_shows_every_number_and_how_it_stands(growth):
    rows = strip_data(growth)
    assert len(rows) == len([one for one in growth.judged if one.specification.value is not None])
    by_label = {one.specification.label: one for one in growth.judged}
    for row in rows.itertuples():
        one = by_label[row.label.partition(" — ")[0]]
        assert row.value == one.specification.value
        standing = "set aside" if not one.specification.principled else "agrees" if one.agrees else "differs"
        assert row.standing == standing
    assert rows["label"][0].startswith(growth.nearest.specification.label)
    counting = rows[rows["standing"] != "set aside"]
    assert counting.index.tolist() == list(range(len(counting)))  # what is set aside stands last


def test_strip_groups_its_checks_by_the_choice_they_make(growth):
    rows = strip_data(growth)
    assert rows["group"].drop_duplicates().tolist() == [
        "Closest to the article's words", "Another source", "Another vintage", "Another currency", "Set aside, does not count",
    ]  # fmt: skip
    assert rows.set_index("label")["group"]["Chinese customs, yuan"] == "Another currency"
    assert all(part["value"].is_monotonic_increasing for _, part in rows.groupby("group"))


STRIPS = [
    "trade-growth-2022",
    "trade-mainly-energy",
    "ruble-fall-2023",
    "ruble-rank-2023",
    "sea-of-japan-warships-2023",
]


@pytest.mark.parametrize("claim_id", STRIPS)
def test_every_check_that_counts_says_what_it_chooses_otherwise(claim_id):
    for one in finding(claim_id).judged:
        if one.counts:
            assert (one.specification.choice is None) == one.specification.nearest, one.specification.id


def test_a_strip_of_a_changed_assumption_has_every_check(growth):
    rows = strip_data(what_if(growth, nearest="customs-yuan")).set_index("label")["group"]
    assert set(rows.index) == set(strip_data(growth)["label"])
    assert rows["Chinese customs, yuan"] == "Closest to the article's words"
    assert rows["Chinese customs, published rate, dollars"] == "Another check"  # nobody said what it chooses otherwise


@pytest.mark.parametrize("claim_id", STRIPS)
def test_no_two_rows_of_a_strip_share_a_line(claim_id):
    spec = strip_chart(finding(claim_id), "Value").to_dict()
    lines = [row["y"] for data in spec["datasets"].values() for row in data if "label" in row]
    assert len(lines) == len(set(lines)) and min(abs(a - b) for a in lines for b in lines if a != b) >= 38
    assert max(lines) + 38 <= spec["height"]


def test_strip_text_never_rounds_a_value_across_the_bound(growth):
    accepts = growth.claim.test.agrees
    for one in growth.judged:
        if one.agrees is not None and one.specification.decimals:
            text = value_text(growth, one.specification.id)
            assert accepts(float(text.rstrip("%"))) == one.agrees, text


def test_strip_text_claims_no_decimals_that_the_inputs_do_not_bear(growth):
    assert value_text(growth, "russian-side") == "30%"  # as its president stated it


AGREE = "0 < (data['standing'] == 'agrees').sum() < len(data)"


def test_strip_figure_tells_each_way_of_checking_in_words(growth):
    made = strip_figure(
        growth,
        id="a-strip",
        title="Not all of them agree",
        subtitle="Growth, per cent.",
        axis_title="Growth",
        holds=AGREE,
    )
    rows = strip_data(growth)
    assert made.payload["sources"] == growth.sources
    for row in rows.itertuples():
        assert f"{row.label}: {row.text}, {row.standing}" in made.payload["alt"]
    assert [row[0] for row in made.payload["rows"]] == rows["label"].tolist()


def test_labels_of_the_strip_fit_a_phone():
    assert letters_of_labels(["Chinese customs, published rate, dollars"]) == 13
    assert letters_of_labels(["All energy (HS chapter 27), with crude oil as customs counted it"]) == 12
    for name in ("trade-growth-2022", "trade-mainly-energy", "ruble-fall-2023", "sea-of-japan-warships-2023"):
        labels = strip_data(finding(name))["label"]
        size = letters_of_labels(labels)
        assert not [label for label in labels if faces.width(label, size, 400) > 356], name


def test_record_of_the_caller_decides_which_sources_exist():
    record = default_record()

    class Other:
        sources = record.sources.drop(index=SOURCE)

    with pytest.raises(ValueError, match="sources that exist"):
        finished(record=Other())
