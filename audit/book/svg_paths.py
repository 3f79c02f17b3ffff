"""The path of an SVG drawing: read into places, to a tenth of a pixel, and told as steps from one place to the next.

Steps are short where places are near; and as places are rounded, not steps, no gap opens between neighbours.
"""

import math
import re
from typing import NamedTuple

Place = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom

_SIZES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}  # numbers of a command
_COMMAND = re.compile(r"([MLHVCSQTAZ])([^MLHVCSQTAZ]*)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")


class Command(NamedTuple):
    """One letter of a path. Numbers are tenths of a pixel; those of ``arc`` are radii, an angle and two flags."""

    letter: str  # M, L, C, S, Q, T, A or Z
    arc: tuple[int, ...]
    places: tuple[tuple[int, int], ...]


def read(words: str, across: float = 0, down: float = 0) -> list[Command]:
    """The commands of ``words`` (the attribute ``d``), moved ``across`` and ``down``, from places in the drawing."""
    commands: list[Command] = []
    pen = start = (across, down)
    for letter, rest in _COMMAND.findall(words):
        if letter in "Zz":
            commands.append(Command("Z", (), ()))
            pen = start
            continue
        kind, numbers = letter.upper(), [float(number) for number in _NUMBER.findall(rest)]
        for at in range(0, len(numbers), _SIZES[kind]):
            own = numbers[at : at + _SIZES[kind]]
            before, own_arc = pen, own[:5] if kind == "A" else []
            own = own[len(own_arc) :]
            x, y = pen if letter.islower() else (across, down)
            if kind == "H":
                places = [(x + own[0], pen[1])]
            elif kind == "V":
                places = [(pen[0], y + own[0])]
            else:
                places = [(x + right, y + lower) for right, lower in zip(own[::2], own[1::2], strict=True)]
            pen = places[-1]
            if kind == "M":
                start = pen
            line = kind in "LHV" or (kind == "M" and at)  # more places after a move are lines
            arc = _arc(own_arc, before, pen) if own_arc else ()
            commands.append(Command("L" if line else kind, arc, tuple(map(_rounded, places))))
    return commands


def _arc(numbers: list[float], start: Place, end: Place) -> tuple[int, ...]:
    """Radii, angle and flags. Half a circle stays half a circle: with a radius rounded up it would be more, and a dot an egg."""
    half = math.dist(start, end) / 2
    radii = [
        int(math.dist(_rounded(start), _rounded(end)) / 2)
        if math.isclose(radius, half, rel_tol=0.01)
        else tenths(radius)
        for radius in numbers[:2]
    ]  # a radius too small for its ends is taken as large as they need
    return (*radii, *map(round, numbers[2:]))


def written(commands: list[Command]) -> str:
    """The attribute ``d`` of a path, each place as the step from the one before."""
    words, said = [], ""
    pen = start = (0, 0)
    for command in commands:
        steps = [(x - pen[0], y - pen[1]) for x, y in command.places]
        letter, numbers = command.letter.lower(), [told(number) for step in steps for number in step]
        if command.letter == "L" and steps == [(0, 0)] and said in ("l", "h", "v"):
            continue  # a line that stays where it is; the first of a path may be a dot
        if command.letter == "L" and 0 in steps[0]:
            letter, numbers = ("h", numbers[:1]) if steps[0][1] == 0 else ("v", numbers[1:])
        if command.arc:
            numbers = [told(command.arc[0]), told(command.arc[1]), *map(str, command.arc[2:]), *numbers]
        pen = command.places[-1] if command.places else start
        if command.letter == "M":
            start = pen
        line = " ".join(numbers).replace(" -", "-")
        words.append(f"{letter}{line}" if letter != said or letter == "m" else line if line[:1] == "-" else f" {line}")
        said = letter
    return "".join(words)


def box(commands: list[Command]) -> Box:
    """What a path lies within, in tenths of a pixel."""
    xs, ys = [], []
    pen = (0, 0)
    for _, arc, places in commands:
        for x, y in places:
            xs.append(x)
            ys.append(y)
        if arc:  # it lies within a circle round the middle of its ends, and a half circle fills that
            end, reach = places[-1], 2 * max(arc[:2]) - math.dist(pen, places[-1]) / 2
            xs += [(pen[0] + end[0]) / 2 - reach, (pen[0] + end[0]) / 2 + reach]
            ys += [(pen[1] + end[1]) / 2 - reach, (pen[1] + end[1]) / 2 + reach]
        pen = places[-1] if places else pen
    return (min(xs), min(ys), max(xs), max(ys))


def _rounded(place: Place) -> tuple[int, int]:
    return tenths(place[0]), tenths(place[1])


def tenths(number: float) -> int:
    return round(10 * number)


def told(number: int) -> str:
    """Tenths of a pixel as an SVG has them: 12, -.5."""
    return f"{number / 10:g}".replace("0.", ".", 1) if abs(number) < 10 else f"{number / 10:.1f}".removesuffix(".0")
