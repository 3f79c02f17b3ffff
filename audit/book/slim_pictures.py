"""A static picture as a page carries it: it looks the same, in as few elements and digits as that takes.

Vega draws each mark by itself, within groups of its own, to the last digit of a float. Here numbers are rounded to a
tenth of a pixel, groups that say nothing are opened, and marks that look alike, follow one another and do not overlap
are one path. Nobody reads them singly: a screen reader has the figure's text alternative, a mouse the live chart.
Words are never touched.
"""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from audit.book import svg_paths
from audit.book.svg_paths import Box, Command

_SVG = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
GROUP, PATH, LINE, CLIP, DEFINITIONS = (f"{{{_SVG}}}{name}" for name in ("g", "path", "line", "clipPath", "defs"))

#: What draws nothing: names for a style sheet and a mouse that the page has not, and what holds anyway.
_SAYS_NOTHING = {"class": None, "pointer-events": None, "opacity": "1", "transform": "translate(0,0)"}
_STROKE = ("stroke-width", "stroke-dasharray")
_PLACE = tuple("width height viewBox transform x y dx dy r rx ry cx cy".split())
_LONG_NUMBER = re.compile(r"-?\d+(?:\.\d\d+|\.?\d*e-?\d+)")
_MOVED = re.compile(r"translate\(([^,()]+),([^,()]+)\)")


def slim(svg: str) -> str:
    """The same picture in fewer elements and bytes."""
    picture = ElementTree.fromstring(svg)
    clips = set(re.findall(r'clip-path="url\(#([^)]+)\)"', svg))
    for one in picture.iter():
        _slim_attributes(one)
    _open_groups(picture, clips)
    for one in picture.iter():
        one[:] = _alike_together(one)
    return ElementTree.tostring(picture, encoding="unicode").replace(" />", "/>")


def _slim_attributes(one: Element) -> None:
    for name in _STROKE if one.tag in (PATH, LINE) else _STROKE + _PLACE:
        if name in one.attrib:
            one.set(name, _LONG_NUMBER.sub(_short, one.get(name)))
    for name, value in _SAYS_NOTHING.items():
        if value in (None, one.get(name)):
            one.attrib.pop(name, None)
    if one.tag == PATH and "stroke" not in one.attrib:
        one.attrib.pop("stroke-width", None)


def _short(number: re.Match) -> str:
    return svg_paths.told(svg_paths.tenths(float(number[0])))


def _open_groups(parent: Element, clips: set[str]) -> None:
    """Put what is in a group without attributes in its place; leave out what draws nothing."""
    if parent.tag == CLIP:
        return
    children: list[Element] = []
    for one in parent:
        _open_groups(one, clips)
        if one.tag == GROUP and not one.attrib:
            children += one
        elif not _draws_nothing(one, clips):
            children.append(one)
    parent[:] = children


def _draws_nothing(one: Element, clips: set[str]) -> bool:
    if one.tag == PATH:  # it has the colour that it says, or none: the picture itself is filled with none
        return not one.get("d") or one.get("display") == "none" or not {"fill", "stroke"} & one.attrib.keys()
    if one.tag == CLIP:
        return one.get("id") not in clips
    return one.tag in (GROUP, DEFINITIONS) and not len(one)


# --- marks that look alike --------------------------------------------------------------------------------


class _Alike:
    """Marks that look alike and do not overlap: one path draws them as they were drawn singly."""

    def __init__(self, look: dict[str, str]):
        self.look = look
        self.commands: list[Command] = []
        self.boxes: list[Box] = []

    def overlaps(self, box: Box) -> bool:
        return any(_overlap(box, one) for one in self.boxes)

    def add(self, commands: list[Command], box: Box) -> None:
        self.commands += commands
        self.boxes.append(box)

    def path(self) -> Element:
        return Element(PATH, {"d": svg_paths.written(self.commands), **self.look})


def _alike_together(parent: Element) -> list[Element]:
    """The children of ``parent``, with one path for marks that look alike; what covers another still does."""
    children: list[Element | _Alike] = []
    for one in parent:
        if one.tag not in (PATH, LINE):
            children.append(one)
            continue
        commands, look = _mark(one)
        box = _grown(svg_paths.box(commands), look)
        alike = _place_among(children, look, box)
        if alike is None:
            children.append(alike := _Alike(look))
        alike.add(commands, box)
    return [one.path() if isinstance(one, _Alike) else one for one in children]


def _place_among(children: list[Element | _Alike], look: dict[str, str], box: Box) -> _Alike | None:
    """Where a mark may be drawn instead of last: with those that look like it, if nothing that it covers comes later."""
    for one in reversed(children):
        if not isinstance(one, _Alike) or one.overlaps(box):
            return None
        if one.look == look and "stroke-dasharray" not in look:  # browsers differ in where a dash starts
            return one
    return None


def _mark(one: Element) -> tuple[list[Command], dict[str, str]]:
    """Where a path or a line goes, and all else that is said of it."""
    look = dict(one.attrib)
    moved = _MOVED.fullmatch(look.get("transform", ""))
    if moved:
        del look["transform"]
    if one.tag == LINE:
        x1, y1, x2, y2 = (look.pop(name, "0") for name in ("x1", "y1", "x2", "y2"))
        words = f"M{x1},{y1}L{x2},{y2}"
    else:
        words = look.pop("d")
    return svg_paths.read(words, *map(float, moved.groups() if moved else ())), look


def _grown(box: Box, look: dict[str, str]) -> Box:
    """A box with the stroke round it."""
    stroke = 10 * float(look.get("stroke-width", 1)) if "stroke" in look else 0
    left, top, right, bottom = box
    return left - stroke, top - stroke, right + stroke, bottom + stroke


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
