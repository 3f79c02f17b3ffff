"""JSON that says one thing only: no key twice, no NaN, no endless nesting; and the line of every key in it."""

import json
import math
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from audit.faults import Fault, FaultsError, label, unreadable

DEEPEST = 40  # levels; the descriptor has 7
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,\n]|[^\s{}\[\]:,"]+')
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]')

#: Where something stands in a JSON document: the keys and positions that lead to it.
Place = tuple[str | int, ...]


class PlainJson:
    """A JSON document that was read: ``content``, its ``text``, and the line of anything in it."""

    def __init__(self, content: Any, text: str):
        self.content = content
        self.text = text

    def line(self, place: Place) -> int:
        """The line of a key or item, or of the nearest thing that holds it."""
        lines, _ = self._lines
        while place not in lines:
            place = place[:-1]
        return lines[place]

    @cached_property
    def _lines(self) -> tuple[dict[Place, int], list[tuple[Place, int]]]:
        return _lines(self.text)  # a fault needs them, a sound document does not


def read_json(path: Path) -> PlainJson:
    """Read a JSON file. Raises FaultsError for anything but plain JSON."""
    name = label(path)

    def refuse(row: int | None, problem: str, expected: str) -> FaultsError:
        return FaultsError([Fault(name, row, None, problem, expected)])

    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise FaultsError([unreadable(path, error)]) from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise refuse(row, f"byte 0x{data[error.start]:02x} is not UTF-8", "UTF-8 text") from None
    if row := _too_deep(text):
        raise refuse(row, "is nested too deeply", f"at most {DEEPEST} levels")
    try:
        content = json.loads(
            text, object_pairs_hook=_each_key_once, parse_constant=_refused, parse_float=_finite, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        raise refuse(error.lineno, f"not JSON: {error.msg}", "well-formed JSON") from None
    except _NotPlain as error:
        row = text.count("\n", 0, text.find(error.args[0])) + 1
        raise refuse(row, f"holds {error.args[0][:40]}", "plain finite numbers") from None
    except _Twice:
        lines, twice = _lines(text)
        raise FaultsError(
            Fault(name, row, str(place[-1]), f"is given twice, first in line {lines[place]}", "each key once")
            for place, row in twice
        ) from None
    return PlainJson(content, text)


class _NotPlain(ValueError):
    """A number that JSON does not know, or that no computer holds."""


class _Twice(ValueError):
    """A key that stands twice: JSON itself would silently keep the last one."""


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _Twice
    return made


def _refused(text: str) -> None:
    raise _NotPlain(text)


def _finite(text: str) -> float:
    if not math.isfinite(float(text)):
        raise _NotPlain(text)
    return float(text)


def _whole(text: str) -> int:
    if len(text) > 30:
        raise _NotPlain(text)
    return int(text)


def _too_deep(text: str) -> int | None:
    """The line on which the nesting becomes too deep, if it does: Python's own reader would give up or crash."""
    depth = 0
    for token in _BRACKET.finditer(text):
        depth += 1 if token[0] in "{[" else -1 if token[0] in "}]" else 0
        if depth > DEEPEST:
            return text.count("\n", 0, token.start()) + 1
    return None


def _lines(text: str) -> tuple[dict[Place, int], list[tuple[Place, int]]]:
    """Of well-formed JSON: the line of each key and item (its first), and the keys that stand twice, with their lines."""
    lines: dict[Place, int] = {(): 1}
    twice: list[tuple[Place, int]] = []
    place: list[Any] = []  # of the value that is being read
    kinds: list[str] = []
    row, key_next = 1, False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign == "\n":
            row += 1
            continue
        if kinds and kinds[-1] == "[" and sign not in ",]":
            lines.setdefault(tuple(place), row)
        if sign in "{[":
            kinds.append(sign)
            key_next = sign == "{"
            place.append("" if key_next else 0)
        elif sign in "}]":
            kinds.pop()
            place.pop()
            key_next = False
        elif sign == ",":
            if kinds[-1] == "[":
                place[-1] += 1
            key_next = kinds[-1] == "{"
        elif key_next and sign[0] == '"':
            place[-1] = json.loads(sign)
            if tuple(place) in lines:
                twice.append((tuple(place), row))
            lines.setdefault(tuple(place), row)
            key_next = False
    return lines, twice
