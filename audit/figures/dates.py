"""Dates of a chart: written and shown in UTC, so that every reader sees the same day wherever the page is opened.

Vega reads a timestamp without a time zone as the reader's local time and a bare day as UTC, and shows both in local
time: west of Greenwich a New Year's Day becomes the year before. Here a moment has one form, in UTC, and every scale,
label and tooltip shows UTC.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

#: How a day is written where a chart's author names no format.
DAY_FORMAT = "%-d %b %Y"
#: Functions of Vega's expressions that read or show local time, with what to write instead.
LOCAL = {
    **{name: f"utc{name}" for name in ("year", "quarter", "month", "date", "day", "hours", "minutes", "seconds")},
    **{name: f"utc{name}" for name in ("milliseconds", "dayofyear", "week")},
    **{"timeFormat": "utcFormat", "timeParse": "utcParse", "timeOffset": "utcOffset", "timeSequence": "utcSequence"},
    **{"datetime": "utc", "timezoneoffset": "nothing: the chart shows UTC", "now": "a day of the record"},
}
_LOCAL_CALL = re.compile(rf"(?<![\w.$])({'|'.join(LOCAL)})\s*\(")
_EXPRESSIONS = {"calculate", "expr", "filter", "labelExpr", "signal", "test", "update"}
_WITHOUT_ZONE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?")
_MOMENT = re.compile(r"[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_PARTS_OF_DATE = {"year", "quarter", "month", "date", "day", "hours", "minutes", "seconds", "milliseconds", "utc"}
#: Channels that turn a date into words and have no scale that could say how.
_WORDS = {"tooltip", "text", "href", "url", "description"}
_HEADED = {"facet", "row", "column"}
_UNSCALED = {*_WORDS, *_HEADED, "detail", "order", "key", "x2", "y2", "xError", "yError"}
_SECOND = {"x2": "x", "y2": "y"}


def in_utc(spec: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The chart with all its dates in UTC, and what in it would differ from one time zone to the next.

    A timestamp without a time zone (what pandas writes) stands for UTC. A bare day ("2023-06-20") on a temporal
    channel, a local time unit and a local function of an expression are complaints: words for an error message.
    """
    spec = _with_zones({**copy.deepcopy(spec), "config": {**spec.get("config", {}), "customFormatTypes": True}})
    complaints = [*_local_expressions({key: part for key, part in spec.items() if key != "datasets"})]
    complaints += _fix_view(spec, [], spec.get("datasets", {}))
    return spec, list(dict.fromkeys(complaints))


def _with_zones(part: Any, in_data: bool = False) -> Any:
    """Every timestamp that names no zone, marked as UTC; dates in parts ({"year": 2023}) likewise, but for rows of data."""
    if isinstance(part, dict):
        if not in_data and "year" in part and set(part) <= _PARTS_OF_DATE:
            return {**part, "utc": True}
        return {key: _with_zones(value, in_data or key in ("data", "datasets")) for key, value in part.items()}
    if isinstance(part, list):
        return [_with_zones(value, in_data) for value in part]
    if isinstance(part, str) and _WITHOUT_ZONE.fullmatch(part):
        return part.replace(" ", "T") + "Z"
    return part


def _local_expressions(part: Any, key: str = "") -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            yield from _local_expressions(value, name)
            if name == "timeUnit":
                yield from _local_unit(value)
    elif isinstance(part, list):
        for value in part:
            yield from _local_expressions(value, key)
    elif isinstance(part, str) and key in _EXPRESSIONS:
        for call in _LOCAL_CALL.finditer(_without_texts(part)):
            yield f"{LOCAL[call[1]]} in place of the local {call[1]}() in {_short(part)}"
        if found := re.search(rf"(['\"])({_WITHOUT_ZONE.pattern})\1", part):
            yield f"a time zone, such as Z, after {found[2]!r} in {_short(part)}"


def _local_unit(unit: Any) -> Iterator[str]:
    name = unit.get("unit", "") if isinstance(unit, dict) else unit
    utc = isinstance(unit, dict) and unit.get("utc") or "utc" in str(name)
    if isinstance(name, str) and name and not utc:
        yield f"the time unit 'utc{name}' in place of the local {name!r}"


def _without_texts(expression: str) -> str:
    """An expression without what stands in quotes."""
    return re.sub(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", "''", expression)


def _fix_view(view: dict[str, Any], rows: list[dict], datasets: dict[str, list]) -> Iterator[str]:
    """Set scales and formats of a view, and of those within it, to UTC in place; yields complaints."""
    rows = _rows(view, datasets, rows)
    encoding = view.get("encoding", {})
    for channel, defined in encoding.items():
        for one in defined if isinstance(defined, list) else [defined]:
            yield from _fix_channel(channel, one, encoding, rows)
    for key in ("layer", "vconcat", "hconcat", "concat"):
        for child in view.get(key, []):
            # Layers share their view's encoding, and so the types of its axes.
            inherited = {**encoding, **child.get("encoding", {})} if key == "layer" else child.get("encoding", {})
            if key == "layer":
                yield from _bare_second_ends(inherited, rows if "data" not in child else _rows(child, datasets, rows))
            yield from _fix_view(child, rows, datasets)
    if isinstance(view.get("spec"), dict):
        yield from _fix_view(view["spec"], rows, datasets)


def _rows(view: dict[str, Any], datasets: dict[str, list], inherited: list[dict]) -> list[dict]:
    data = view.get("data")
    if not isinstance(data, dict):
        return inherited
    values = data.get("values", datasets.get(data.get("name", ""), []))
    return [row for row in values if isinstance(row, dict)] if isinstance(values, list) else []


def _fix_channel(channel: str, one: Any, encoding: dict[str, Any], rows: list[dict]) -> Iterator[str]:
    if not isinstance(one, dict):
        return
    conditions = one.get("condition", [])
    for condition in conditions if isinstance(conditions, list) else [conditions]:
        yield from _fix_channel(channel, condition, encoding, rows)
    main = encoding.get(_SECOND.get(channel, channel))
    if not (one.get("type") == "temporal" or (isinstance(main, dict) and main.get("type") == "temporal")):
        return
    yield from _bare_days(channel, one, rows)
    if channel in _WORDS:
        if "format" in one or "timeUnit" not in one:  # a UTC time unit has words of its own, in UTC
            one |= {"format": one.get("format", DAY_FORMAT), "formatType": "utcFormat"}
    elif channel in _HEADED:
        one["header"] = {"format": DAY_FORMAT, **(one.get("header") or {}), "formatType": "utcFormat"}
    elif channel not in _UNSCALED and one.get("scale", {}) is not None:
        one["scale"] = {**one.get("scale", {}), "type": "utc"}


def _bare_second_ends(encoding: dict[str, Any], rows: list[dict]) -> Iterator[str]:
    """Second ends (x2) of a layer whose first end stands in the view around it."""
    for second, first in _SECOND.items():
        if isinstance(encoding.get(second), dict) and encoding.get(first, {}).get("type") == "temporal":
            yield from _bare_days(second, encoding[second], rows)


def _bare_days(channel: str, one: dict[str, Any], rows: list[dict]) -> Iterator[str]:
    field = one.get("field")
    if isinstance(field, str):
        wrong = next((row[field] for row in rows if isinstance(row.get(field), str) and _is_bare(row[field])), None)
        if wrong is not None:
            yield f"timestamps (pandas' own, or {_example(wrong)}) in its column {field!r}, not {wrong!r}"
    named = [one.get("datum"), *_values(one.get("scale"), "domain", "domainMin", "domainMax", "domainMid")]
    named += [*_values(one.get("axis"), "values"), *_values(one.get("legend"), "values")]
    for wrong in named:
        if isinstance(wrong, str) and _is_bare(wrong):
            yield f"a timestamp (pd.Timestamp, or {_example(wrong)}) on its channel {channel}, not {wrong!r}"


def _values(part: Any, *names: str) -> Iterator[Any]:
    for name in names if isinstance(part, dict) else ():
        value = part.get(name)
        value = value.get("unionWith", []) if isinstance(value, dict) else value
        yield from value if isinstance(value, list) else [value]


def _is_bare(text: str) -> bool:
    return bool(text) and not _MOMENT.fullmatch(text)


def _example(wrong: str) -> str:
    return repr(f"{wrong}T00:00:00Z" if re.fullmatch(r"\d{4}-\d\d-\d\d", wrong) else "2023-06-20T00:00:00Z")


def _short(expression: str) -> str:
    return repr(expression if len(expression) <= 60 else expression[:57] + "…")
