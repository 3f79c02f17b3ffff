"""A caption of the trade chapter follows from the frames of its figure: change one, and title, words and table follow."""

import altair as alt
import pandas as pd
import pytest

from audit.figures import chart_parts
from audit.figures.figure import bears_out
from audit.figures.trade import captions, numbers, parts
from audit.findings import default_record, finding
from audit.findings.trade import tables

RECORD = default_record()
GROWTH, ENERGY = finding("trade-growth-2022"), finding("trade-mainly-energy")


def every_caption() -> dict[str, dict]:
    crude, flows = tables.crude_oil(RECORD), tables.annual_flows(RECORD)
    below = tables.months_below_the_year_before(RECORD, "China sells", 2022)
    world = tables.world_growth_revised(RECORD), tables.world_growth_first_released(RECORD)
    shown, bases = tables.partners_and_world(RECORD), tables.partner_growth_by_other_bases(RECORD)
    return {
        "annual": captions.annual(flows, GROWTH),
        "growth_definitions": captions.growth_definitions(GROWTH),
        "two_counts": captions.two_counts(tables.two_counts(RECORD), RECORD),
        "energy_definitions": captions.energy_definitions(ENERGY),
        "rise": captions.rise(tables.rise_by_part(RECORD)),
        "crude_price": captions.crude_price(tables.crude_split(crude), crude),
        "try_it": captions.try_it(tables.reader_levels(RECORD)),
        "yearly_growth": captions.yearly_growth(tables.published_growth(RECORD), *world),
        "monthly": captions.monthly(tables.monthly_flows(RECORD), below),
        "partners": captions.partners(shown, bases, GROWTH),
    }


def test_every_figure_has_one_caption_and_an_id_of_its_own():
    written = every_caption()
    ids = [caption["id"] for caption in written.values()]
    assert len(set(ids)) == len(ids) and all(id.startswith("trade-") for id in ids)
    assert set(written) == {
        name for name, one in vars(captions).items() if getattr(one, "__module__", None) == captions.__name__
    }


def test_a_changed_total_changes_title_words_and_table():
    flows = tables.annual_flows(RECORD)
    of_2022 = (flows["series"] == tables.AS_PRINTED) & (flows["year"] == 2022)
    flows.loc[of_2022, "value_usd_bn"] = 250.0
    caption = captions.annual(flows, GROWTH)
    assert caption["title"] == "A larger step than the article reports: from US$147 billion to US$250 billion"
    assert "US$250.0 billion in 2022" in caption["alt_text"] and 250.0 in set(caption["data"]["value_usd_bn"])
    assert bears_out(caption["holds"], caption["data"])
    assert numbers.annual(flows)["level-2022"] == "US$250.0 billion"


def test_a_changed_count_changes_the_gap_that_is_told():
    counts = tables.two_counts(RECORD)
    before = captions.two_counts(counts, RECORD)["alt_text"]
    counts.loc[(counts["side"] == "by Russia") & (counts["year"] == 2023), "value_usd_bn"] += 100
    after = captions.two_counts(counts, RECORD)["alt_text"]
    assert before != after and before.partition("2023: ")[0] == after.partition("2023: ")[0]
    assert numbers.two_counts(counts)["kremlin-2023"] == "US$327.7 billion"


def test_the_split_of_the_bill_is_told_as_it_is():
    crude = tables.crude_oil(RECORD)
    split = pd.DataFrame({"part": ["Price", "Volume"], "usd_bn": [3.0, 9.0]})
    caption = captions.crude_price(split, crude)
    assert caption["title"].startswith("Price made 25 per cent of the rise")
    assert "US$3.0 billion is due to price and US$9.0 billion is due to volume" in caption["alt_text"]
    assert numbers.price(crude, split, ENERGY)["crude-price-share"] == "25 per cent"


def test_the_sales_that_fell_are_named_and_none_is_said_to_be_none():
    flows = tables.monthly_flows(RECORD)
    assert "than a year before: July." in captions.monthly(flows, [pd.Timestamp("2022-07-01")])["alt_text"]
    assert "than a year before: none." in captions.monthly(flows, [])["alt_text"]
    assert numbers.pace(RECORD, [])["sales-below"] == "no month"


def test_the_readers_sentence_knows_the_test_and_every_level():
    levels = tables.reader_levels(RECORD)
    chart = alt.Chart(levels).mark_point().add_params(*parts.growth_sentence(levels, GROWTH.claim.test)).to_dict()
    params = {one["name"]: one for one in chart["params"]}
    assert len(params["levels"]["value"]) == len(levels)
    test = GROWTH.claim.test
    assert f"growth >= {test.low} && growth <= {test.high}" in params["answer"]["expr"]


@pytest.mark.parametrize(
    ("values", "domain"), [([17.8, 3.0], [0, 22]), ([13.9, -2.0], [-3, 18]), ([-1.0, -5.0], [-7, 0])]
)
def test_bars_leave_room_for_the_labels_at_their_ends(values, domain):
    assert chart_parts.room_for_labels(pd.Series(values)) == domain
