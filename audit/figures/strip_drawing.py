"""The specification strip as a small labelled drawing: every check on one scale, for cards, pages and print.

It draws what the definition chart (``audit.figures.strip``) draws, at a tenth of its height: the range that the claim's test accepts
as a band with its bounds, the claimed value as a line, ways that agree filled, ways that differ hollow, ways set aside small.

The drawing is inline SVG of which only the horizontal places follow the width of the page (per cent); everything else is in em.
So its words are never scaled: they are as large at 320 px as on a desk, and larger where the reader has made text larger.
Places for the words are found here once, such that at no width from ``NARROWEST`` on two of them touch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import product

#: px at a type of 13 px: the inside of a card on a phone of 320 px. Below it a page shows the values as a list.
NARROWEST = 258
WIDTHS = (NARROWEST, 290, 326, 420, 540, 670)
EM = 13.0
#: em: a line of words, a dot's radius, and the step of dots that would cover each other.
LINE, RADIUS, STEP = 1.3, 0.36, 0.78
MARGIN = 0.07  # of the width, on both sides of the outermost value
#: em a character in DejaVu Sans, the widest face that a reader is likely to have.
ADVANCE = {character: 0.34 for character in "ijl.,:;'’!|- "}
ADVANCE |= {character: 0.42 for character in "tfrI"} | {character: 0.59 for character in "ckszvxy"}
ADVANCE |= {character: 0.98 for character in "mw%MW≤≥"}


#: How words hang from a leader: SVG's anchor, and em by which they are moved. Beside it, under it, or under it and aside.
# How a mark looks where the book's style sheet is not (JupyterLab, a plain export); in the book the style sheet wins.
BARE_MARKS = {
    "agrees": 'fill="currentColor"',
    "differs": 'fill="none" stroke="currentColor"',
    "aside": 'fill="gray"',
}
SIDES = {
    "right": ("start", 0.3),
    "under": ("middle", 0.0),
    "left": ("end", -0.3),
    "under, to the right": ("middle", 1.2),
    "under, to the left": ("middle", -1.2),
}


def width_of(words: str) -> float:
    """em that words take, and no less in any usual face."""
    return sum(ADVANCE.get(character, 0.64) for character in words)


@dataclass(frozen=True)
class Way:
    """One check: its value and how it stands (``agrees``, ``differs``, ``aside``)."""

    value: float
    standing: str


@dataclass(frozen=True)
class Label:
    """A value with its name: ``closest`` and ``29.3%``, quiet and plain."""

    value: float
    name: str
    text: str

    @property
    def words(self) -> str:
        """Name and value as one."""
        return f"{self.name} {self.text}"

    @property
    def svg(self) -> str:
        """The content of a text element."""
        return f'<tspan class="strip-name">{escape(self.name)}</tspan> {escape(self.text)}'


@dataclass(frozen=True)
class Place:
    """Where a label stands: its row below the dots, and how its words hang from its leader (a key of ``SIDES``)."""

    row: int
    side: str


@dataclass(frozen=True)
class Strip:
    """What is drawn. ``low`` and ``high`` are the bounds of what agrees, None where there is none on that side.

    ``claimed``: the value that the article states, drawn as a line, as nobody counted it; None where it states none.
    """

    ways: tuple[Way, ...]
    low: float | None
    high: float | None
    bounds: Label
    labels: tuple[Label, ...] = ()
    claimed: Label | None = None

    @property
    def domain(self) -> tuple[float, float]:
        """The values at the left and the right edge."""
        numbers = [one.value for one in (*self.ways, *self.labels)]
        numbers += [edge for edge in (self.low, self.high) if edge is not None]
        numbers += [self.claimed.value] if self.claimed else []
        start, end = min(numbers), max(numbers)
        room = (end - start or abs(end) or 1) * MARGIN / (1 - 2 * MARGIN)
        if start == end:
            room = abs(end) or 1
        return start - room, end + room

    def x(self, value: float) -> float:
        """The place of a value, as a part of the width."""
        start, end = self.domain
        return (value - start) / (end - start)

    @property
    def band(self) -> tuple[float, float]:
        """Both edges of the range that agrees, as parts of the width."""
        return (0.0 if self.low is None else self.x(self.low)), (1.0 if self.high is None else self.x(self.high))


def levels(strip: Strip, width: float = 326) -> list[int]:
    """For each way, how many steps above or below the middle its dot stands, so that none hides another on a phone."""
    near = 2 * RADIUS * EM / width
    placed: list[tuple[float, int]] = []
    found = {}
    order = sorted(range(len(strip.ways)), key=lambda index: (strip.x(strip.ways[index].value), index))
    for index in order:
        x = strip.x(strip.ways[index].value)
        taken = {level for other, level in placed if abs(other - x) < near}
        level = next(level for step in range(len(strip.ways) + 1) for level in (step, -step) if level not in taken)
        placed.append((x, level))
        found[index] = level
    return [found[index] for index in range(len(strip.ways))]


def arrange(strip: Strip) -> tuple[Place, ...] | None:
    """A place for each label, in as few rows as will do; None if there is no way in which they keep apart."""
    labels = strip.labels
    for rows in range(1, len(labels) + 1):
        for sides in product(SIDES, repeat=len(labels)):
            for row in product(range(rows), repeat=len(labels)):
                places = tuple(Place(*one) for one in zip(row, sides, strict=True))
                if all(_apart(strip, places, width) for width in WIDTHS):
                    return places
    return () if not labels else None


def _apart(strip: Strip, places: Sequence[Place], width: float) -> bool:
    """Do all words stay inside, and off each other and off the leaders, at this width?"""
    gap, between = 0.3 * EM, 0.7 * EM
    boxes = []
    for label, place in zip(strip.labels, places, strict=True):
        x, wide = strip.x(label.value) * width, width_of(label.words) * EM
        anchor, shift = SIDES[place.side]
        left = x + shift * EM - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        if left < 0 or left + wide > width:
            return False
        boxes.append((left, left + wide, x, place.row))
    for index, (left, right, _, row) in enumerate(boxes):
        for other, (their_left, their_right, their_x, their_row) in enumerate(boxes):
            if index == other:
                continue
            if row == their_row and left < their_right + between and their_left < right + between:
                return False
            # a leader goes down to its own row, past the words of the rows above it
            if their_row > row and left - gap + 0.1 < their_x < right + gap - 0.1:
                return False
    return True


def hang(strip: Strip) -> tuple[float, str]:
    """Where the words above the band hang: a part of the width and the anchor, inside at every width."""
    left, right = strip.band
    wide = width_of(strip.bounds.words)
    x = (left + right) / 2
    if strip.claimed:
        wide, x = max(wide, width_of(strip.claimed.words)), strip.x(strip.claimed.value)
    part = wide * EM / NARROWEST
    if part / 2 <= x <= 1 - part / 2:
        return x, "middle"
    if strip.claimed is None and left + part <= 1:
        return left, "start"
    return (x, "start") if x + part <= 1 else (x, "end") if x >= part else (0.0, "start")


def draw(strip: Strip, words: str) -> str:
    """The drawing as an SVG element. ``words`` is its text alternative."""
    places = arrange(strip)
    steps = levels(strip)
    up, down = max([*steps, 0]), -min([*steps, 0])
    lines = 2 if strip.claimed else 1
    top = lines * LINE + 0.4  # below the words that hang above the band
    middle = top + up * STEP + RADIUS + 0.3
    bottom = middle + down * STEP + RADIUS + 0.3
    rows = max((place.row for place in places or ()), default=-1) + 1
    height = bottom + rows * LINE + (0.5 if rows else 0.2)

    def percent(part: float) -> str:
        return f"{round(100 * part, 1):g}%"

    def em(value: float) -> str:
        return f"{round(value, 2):g}em"

    left, right = strip.band
    at, anchor = hang(strip)
    where = f'x="{percent(at)}" text-anchor="{anchor}"'
    parts = [
        f'<rect class="strip-band" fill="#8883" x="{percent(left)}" y="{em(top)}" width="{percent(right - left)}" height="{em(bottom - top)}"/>',
        f'<text {where} y="{em(lines * LINE)}">{strip.bounds.svg}</text>',
    ]
    for edge in sorted({strip.low, strip.high} - {None}):
        x = percent(strip.x(edge))
        parts.append(
            f'<line class="strip-edge" stroke="currentColor" x1="{x}" x2="{x}" y1="{em(top)}" y2="{em(bottom)}"/>'
        )
    parts.append(
        f'<line class="strip-axis" stroke="currentColor" x1="0" x2="100%" y1="{em(middle)}" y2="{em(middle)}"/>'
    )
    if strip.claimed:
        x = percent(strip.x(strip.claimed.value))
        parts.append(
            f'<line class="strip-claimed" stroke="currentColor" x1="{x}" x2="{x}" y1="{em(top)}" y2="{em(bottom)}"/>'
        )
        parts.append(f'<text {where} y="{em(LINE)}">{strip.claimed.svg}</text>')
    for label, place in zip(strip.labels, places or (), strict=False):
        x, base = percent(strip.x(label.value)), bottom + (place.row + 1) * LINE
        anchor, move = SIDES[place.side]
        end = base - (0.85 if anchor == "middle" else 0)
        parts.append(
            f'<line class="strip-leader" stroke="currentColor" x1="{x}" x2="{x}" y1="{em(middle)}" y2="{em(end)}"/>'
        )
        shift = f' dx="{em(move)}"' if move else ""
        parts.append(f'<text x="{x}"{shift} y="{em(base)}" text-anchor="{anchor}">{label.svg}</text>')
    for one, step in sorted(zip(strip.ways, steps, strict=True), key=lambda pair: pair[0].standing != "aside"):
        radius = RADIUS * (0.62 if one.standing == "aside" else 1)
        parts.append(
            f'<circle class="strip-mark strip-{one.standing}" {BARE_MARKS[one.standing]} cx="{percent(strip.x(one.value))}"'
            f' cy="{em(middle - step * STEP)}" r="{em(radius)}"/>'
        )
    return (
        f'<svg class="strip" fill="currentColor" width="100%" height="{em(height)}" role="img" aria-label="{escape(words, quote=True)}">'
        f"{''.join(parts)}</svg>"
    )
