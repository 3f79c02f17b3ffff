"""The strip on a card: values where they belong, words that never touch at any width, and nothing that is not drawn."""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from audit.figures.cards import accepted_range, bounds_text, marks_of, standing_of, stated_text, strip_of, strip_words
from audit.figures.strip_drawing import (
    EM,
    NARROWEST,
    SIDES,
    WIDTHS,
    Label,
    Place,
    Strip,
    Way,
    _apart,
    arrange,
    draw,
    hang,
    levels,
    width_of,
)
from audit.findings import finding, findings

NUMERIC = [id for id, one in findings().items() if strip_of(one)]
each = pytest.mark.parametrize("claim_id", NUMERIC)


def drawing(one) -> BeautifulSoup:
    return BeautifulSoup(draw(strip_of(one), strip_words(one)), "html.parser").svg


def test_the_lead_claims_in_numbers_have_a_strip():
    assert {"trade-growth-2022", "trade-mainly-energy", "ruble-fall-2023", "ruble-rank-2023"} <= set(NUMERIC)


@each
def test_dots_lie_in_the_band_exactly_when_they_agree(claim_id):
    one = finding(claim_id)
    strip, (low, high) = strip_of(one), strip_of(one).band
    shown = [judged for judged in one.judged if isinstance(judged.specification.value, float)]
    assert len(strip.ways) == len(shown) and 0 <= low <= high <= 1
    for way, judged in zip(strip.ways, shown, strict=True):
        inside = low - 1e-9 <= strip.x(way.value) <= high + 1e-9
        edge = min(abs(strip.x(way.value) - low), abs(strip.x(way.value) - high)) < 1e-9
        assert inside == judged.agrees or edge
        assert way.standing == standing_of(judged)
        assert 0 < strip.x(way.value) < 1


@each
def test_claimed_value_both_bounds_and_what_is_closest_are_labelled(claim_id):
    one, svg = finding(claim_id), drawing(finding(claim_id))
    words = [text.get_text() for text in svg.select("text")]
    low, high = accepted_range(one.claim.test)
    assert f"agrees {bounds_text(one.claim.test)}" in words
    assert len(svg.select(".strip-edge")) == len({low, high} - {None})
    stated = stated_text(one.claim.test)
    assert len(svg.select(".strip-claimed")) == (stated is not None)
    if stated:
        number = re.search(r"[\d.,]+%?", stated)[0]
        assert any(text.startswith("claimed ") and number in text for text in words)
    assert sum(text.startswith(("closest ", "one sense ", "another sense ")) for text in words) == len(
        [nearest for nearest in one.all_nearest if nearest.specification.value is not None]
    )


@each
def test_words_have_a_place_of_their_own_at_every_width(claim_id):
    strip = strip_of(finding(claim_id))
    places = arrange(strip)
    assert places is not None and len(places) == len(strip.labels)
    assert all(_apart(strip, places, width) for width in range(NARROWEST, 721, 7))
    x, anchor = hang(strip)
    wide = max(width_of(label.words) for label in (strip.bounds, strip.claimed) if label) * EM
    for width in WIDTHS:
        left = x * width - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        assert left >= -1 and left + wide <= width + 1


@each
def test_the_drawing_says_in_words_all_that_it_shows(claim_id):
    one, svg = finding(claim_id), drawing(finding(claim_id))
    assert svg["role"] == "img"
    for judged in one.judged:
        if isinstance(judged.specification.value, float):
            assert judged.specification.label in svg["aria-label"]
    assert len(svg.select("circle")) == len(strip_of(one).ways)
    assert not re.search(r"(?:nan|None|inf)\b", str(svg))


def test_no_width_is_in_pixels_so_that_words_grow_with_the_readers_type():
    svg = drawing(finding("trade-growth-2022"))
    for tag in [svg, *svg.find_all(True)]:
        for name in ("x", "y", "cx", "cy", "r", "x1", "x2", "y1", "y2", "dx", "width", "height"):
            if tag.get(name):
                assert re.fullmatch(r"-?[\d.]+(?:%|em)|0", tag[name]), (tag.name, name, tag[name])


def test_dots_that_would_hide_each_other_are_stacked():
    strip = Strip(tuple(Way(12.0, "agrees") for _ in range(4)), 12.0, 12.0, Label(12.0, "agrees", "exactly 12"))
    assert sorted(levels(strip)) == [-1, 0, 1, 2]
    assert strip.x(12.0) == pytest.approx(0.5)


def test_labels_that_cannot_be_kept_apart_are_left_to_the_list():
    crowd = tuple(Label(10 + step / 100, "a name as long as a line of a narrow page", "10") for step in range(2))
    strip = Strip((Way(10.0, "agrees"),), 9.0, 11.0, Label(9.0, "agrees", "9–11"), crowd)
    assert arrange(strip) is None
    assert "<text" in draw(strip, "words") and "a name as long" not in draw(strip, "words")


def test_a_leader_never_crosses_the_words_of_another():
    strip = Strip(
        (), 0.0, 10.0, Label(0.0, "agrees", "0–10"), (Label(3.0, "closest", "3"), Label(4.0, "independent", "4"))
    )
    assert not _apart(strip, (Place(0, "right"), Place(1, "right")), 326)
    assert _apart(strip, (Place(1, "right"), Place(0, "right")), 326)
    assert set(SIDES) == {"right", "under", "left", "under, to the right", "under, to the left"}


def test_band_of_an_open_test_reaches_the_edge():
    low, high = strip_of(finding("trade-mainly-energy")).band
    assert 0 < low < high == 1


def test_no_strip_for_what_is_not_a_number_but_its_checks_as_marks():
    growth = finding("trade-growth-2022")
    judged = tuple(
        replace(one, specification=replace(one.specification, value=bool(one.agrees))) for one in growth.judged
    )
    other = replace(growth, judged=judged)
    assert strip_of(other) is None
    standings = [standing_of(one) for one in judged]
    assert {group["standing"]: len(group["ways"]) for group in marks_of(other)} == {
        code: standings.count(code) for code in ("agrees", "differs", "aside") if code in standings
    }
    alone = replace(growth, judged=judged[:1])
    assert marks_of(alone) is None
