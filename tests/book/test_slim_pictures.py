"""A picture on a page is told in fewer elements and digits, and looks as it did."""

import re
from xml.etree import ElementTree

import pytest

from audit.book import svg_paths
from audit.book.slim_pictures import slim


def drawn(inner: str) -> str:
    """What is within a small picture, slimmed."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g fill="none" stroke-miterlimit="10">{inner}</g></svg>'
    return re.fullmatch(r"<svg [^>]*><g [^>]*>(.*)</g></svg>", slim(svg))[1]


# --- a path ---


@pytest.mark.parametrize(
    "words, told",
    [
        ("M1.04,2.06L11,2.1L11,0", "m1 2.1h10v-2.1"),
        ("M0,0L3,4L6,8M1,1L2,3", "m0 0l3 4 3 4m-5-7l1 2"),
        ("M572.268,0h116.731v340h-116.731Z", "m572.3 0h116.7v340h-116.7z"),
        ("M0,0 10,10 20,0", "m0 0l10 10 10-10"),
        ("M3,0A3,3,0,1,1,-3,0A3,3,0,1,1,3,0", "m3 0a3 3 0 1 1-6 0 3 3 0 1 1 6 0"),
        ("M0,0C1,2,3,4,5,6c1,0,2,0,3,1", "m0 0c1 2 3 4 5 6 1 0 2 0 3 1"),
        ("M1,1H5V9ZM2,2h1", "m1 1h4v8zm1 1h1"),
        ("M1e-16,-0.04L.5,-.5", "m0 0l.5-.5"),
    ],
    ids=["sides", "letters_once", "rectangle", "more_places", "circle", "curves", "from_its_start", "small_numbers"],
)
def test_a_path_is_told_as_steps_between_rounded_places(words, told):
    assert svg_paths.written(svg_paths.read(words)) == told


def test_neighbours_share_their_edge_after_rounding():
    cells = [svg_paths.read(f"M{number * 50.714},0h50.714v9h-50.714Z") for number in range(40)]
    edges = [(left, right) for left, _, right, _ in map(svg_paths.box, cells)]
    assert all(one[1] == other[0] for one, other in zip(edges, edges[1:], strict=False))


def test_rounding_does_not_add_up_along_a_line():
    words = "M0,0" + "".join(f"L{number * 0.37},1" for number in range(1, 1000))
    steps = [float(step) for step in re.findall(r"[.\d]+", svg_paths.written(svg_paths.read(words)).partition("h")[2])]
    assert 0.37 * 999 == pytest.approx(sum(steps) + 0.4, abs=0.06)  # the first step is no side


def test_a_dot_stays_and_a_line_that_goes_nowhere_does_not():
    assert svg_paths.written(svg_paths.read("M5,5L5,5")) == "m5 5h0"
    assert svg_paths.written(svg_paths.read("M5,5L6,5L6.01,5L7,5")) == "m5 5h1 1"


@pytest.mark.parametrize("radius", [number / 100 for number in range(100, 400, 7)])
def test_a_dot_stays_round_whatever_its_place_and_size(radius):
    words = f"M{radius},0A{radius},{radius},0,1,1,{-radius},0A{radius},{radius},0,1,1,{radius},0"
    told = svg_paths.written(svg_paths.read(words, 17.123, 5.678))
    rounded, across = re.search(r"a([.\d]+) [.\d]+ 0 1 1(-[.\d]+) 0", told).groups()
    assert float(rounded) <= -float(across) / 2 <= float(rounded) + 0.06 and -float(across) == pytest.approx(
        2 * radius, abs=0.11
    )


def test_the_box_of_a_circle_is_its_own():
    assert svg_paths.box(svg_paths.read("M3,0A3,3,0,1,1,-3,0A3,3,0,1,1,3,0", 10, 10)) == (70, 70, 130, 130)


# --- groups and attributes ---


def test_a_group_that_says_nothing_is_opened():
    assert drawn('<g><g transform="translate(0,0)"><text x="1">a</text></g></g>') == '<text x="1">a</text>'
    assert drawn('<g transform="translate(1,2)"><text>a</text></g>').startswith('<g transform="translate(1,2)">')


def test_what_draws_nothing_is_left_out():
    bare, hidden = '<path d="M0,0h1v1h-1Z"/>', '<path d="M0,0h1" display="none" stroke="red"/>'
    assert drawn(f'{bare}{hidden}<path d="" fill="red"/><g class="empty"><g/></g><text>a</text>') == "<text>a</text>"


def test_numbers_have_one_digit_behind_the_point_and_words_all_of_theirs():
    told = drawn('<text transform="translate(17.123,-0.04)" class="a" pointer-events="none">1.2345 &lt; "x"</text>')
    assert told == '<text transform="translate(17.1,0)">1.2345 &lt; "x"</text>'


def test_a_clip_stays_while_something_is_cut_by_it():
    clip = '<clipPath id="a"><path d="M0,0h5v5h-5Z"/></clipPath>'
    used = drawn(f'{clip}<g clip-path="url(#a)"><text>a</text></g>')
    assert '<clipPath id="a"><path d="m0 0h5v5h-5z"/></clipPath>' in used
    assert "clipPath" not in drawn(f"{clip}<text>a</text>")


# --- marks ---


def dot(x: float, fill: str = "red", more: str = "") -> str:
    return f'<path transform="translate({x},5)" d="M1,0A1,1,0,1,1,-1,0A1,1,0,1,1,1,0" fill="{fill}"{more}/>'


def marks(inner: str) -> list[str]:
    """The fill or stroke of each element, in order."""
    within = ElementTree.fromstring(f"<g>{drawn(inner)}</g>")
    return [one.get("fill") or one.get("stroke") or one.text for one in within]


def test_marks_that_look_alike_are_one_path():
    assert marks(dot(2) + dot(5) + dot(8)) == ["red"]
    assert drawn('<line transform="translate(0,3)" x2="9" y2="0" stroke="red"/>') == '<path d="m0 3h9" stroke="red"/>'
    assert marks("".join(f'<line transform="translate(0,{y})" x2="9" y2="0" stroke="red"/>' for y in (1, 4))) == ["red"]


def test_a_mark_over_another_of_its_look_stays_by_itself():
    assert marks(dot(2) + dot(3)) == ["red", "red"]  # a half-transparent or outlined one shows where they overlap
    outlined = ' stroke="blue"'
    assert len(marks(dot(2, more=outlined) + dot(4.5, more=outlined))) == 2  # their outlines touch
    assert len(marks(dot(2, more=outlined) + dot(8, more=outlined))) == 1


def test_a_mark_joins_those_like_it_across_others_but_never_across_what_it_covers():
    assert marks(dot(2) + dot(5, "blue") + dot(8)) == ["red", "blue"]
    assert marks(dot(2) + dot(5, "blue") + dot(5.5)) == ["red", "blue", "red"]
    assert marks(dot(2) + "<text>a</text>" + dot(8)) == ["red", "a", "red"]


def test_a_dashed_line_stays_by_itself():
    dashed = "".join(f'<path d="M0,{y}h9" stroke="red" stroke-dasharray="2,2"/>' for y in (1, 5))
    assert marks(dashed) == ["red", "red"]


def test_a_mark_that_is_turned_keeps_its_turn():
    turned = '<path transform="rotate(45)" d="M0,0h1v1h-1Z" fill="red"/>'
    assert drawn(turned) == '<path d="m0 0h1v1h-1z" transform="rotate(45)" fill="red"/>'
