"""A chart as a notebook stores it: each row once, and still a Vega-Lite chart that any viewer may draw.

Rows are written as CSV or as one line of JSON, which Vega-Lite reads as it reads records; the table behind the figure names the chart's own rows
where they are the same. ``unpacked`` gives back what was packed, value for value.
"""

import csv
import io
import json
import math
import re
from collections.abc import Iterator
from typing import Any

_DAY = re.compile(r"\d{4}-\d\d")
SAME_AS = "same_as"  # in place of the rows of a figure: which rows of the chart they are


def packed(spec: dict[str, Any]) -> dict[str, Any]:
    """``spec`` with its datasets as text and its figure's rows by reference, wherever that gives the same values back."""
    spec = json.loads(json.dumps(spec))
    datasets = spec.get("datasets", {})
    places = list(_named_data(spec))
    used, taken = {place["name"] for place in places}, {place["name"] for place in places if "format" in place}
    free = {name: rows for name, rows in datasets.items() if name in used - taken}
    as_text = {name: _as_csv(rows) or _as_json(rows) for name, rows in free.items()}
    figure = spec["usermeta"]["figure"]
    reference = _reference(figure, datasets)
    if not reference:
        rows = [dict(zip(figure["columns"], row, strict=True)) for row in figure["rows"]]
        text, kind = _as_csv(rows) or _as_json(rows)
        reference = {"text": text, "format": kind}
    figure["rows"] = reference
    for place in places:
        if made := as_text.get(place["name"]):
            place["format"] = made[1]
    spec["datasets"] = {name: made[0] if (made := as_text.get(name)) else rows for name, rows in datasets.items()}
    return spec if datasets else {key: value for key, value in spec.items() if key != "datasets"}


def unpacked(stored: dict[str, Any]) -> dict[str, Any]:
    """The chart that ``packed`` was given; a chart that was never packed is returned as it is."""
    spec = json.loads(json.dumps(stored))
    datasets = spec.get("datasets", {})
    texts = {name: rows for name, rows in datasets.items() if isinstance(rows, str)}
    for place in list(_named_data(spec)):
        if place["name"] in texts:
            datasets[place["name"]] = _read(texts[place["name"]], place.pop("format"))
    figure = (spec.get("usermeta") or {}).get("figure") or {}
    rows = figure.get("rows")
    if isinstance(rows, dict) and SAME_AS in rows:
        figure["rows"] = _rows_of(datasets[rows[SAME_AS]], figure["columns"], rows.get("cut", {}))
    elif isinstance(rows, dict):
        figure["rows"] = [list(row.values()) for row in _read(rows["text"], rows["format"])]
    return spec


def _named_data(part: Any) -> Iterator[dict[str, Any]]:
    """Every ``data`` of a chart that takes its rows from a named dataset."""
    if isinstance(part, dict):
        data = part.get("data")
        if isinstance(data, dict) and "name" in data and "values" not in data and "url" not in data:
            yield data
        for key, value in part.items():
            if key not in ("datasets", "usermeta", "config", "data"):
                yield from _named_data(value)
        if isinstance(data, dict):  # of a lookup: {"from": {"data": …}} is reached above, {"data": {"data": …}} here
            yield from _named_data(data)
    elif isinstance(part, list):
        for value in part:
            yield from _named_data(value)


def _as_csv(rows: list[dict[str, Any]]) -> tuple[str, dict[str, Any]] | None:
    """Records as CSV with the format that reads them back; None where CSV could not hold them."""
    if not rows or not all(isinstance(row, dict) for row in rows):
        return None
    columns = list(rows[0])
    if any(list(row) != columns for row in rows):
        return None
    kinds = {column: _kind([row[column] for row in rows]) for column in columns}
    parse = {column: kind for column, kind in kinds.items() if kind in ("number", "string")}
    if not parse or None in kinds.values():  # without a column to read, Vega-Lite guesses them all
        return None
    cells = [[row[column] for column in columns] for row in rows]
    written = [
        ["" if cell is None else cell if isinstance(cell, str) else json.dumps(cell) for cell in row] for row in cells
    ]
    return _written([columns, *written]), {"type": "csv", "parse": parse}


def _as_json(rows: Any) -> tuple[str, dict[str, Any]]:
    """What no CSV holds (outlines of a map): JSON on one line, which Vega-Lite reads as well."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")), {"type": "json"}


def _read(text: str, kind: dict[str, Any]) -> list[dict[str, Any]]:
    return json.loads(text) if kind["type"] == "json" else _from_csv(text, kind["parse"])


def _from_csv(text: str, parse: dict[str, str]) -> list[dict[str, Any]]:
    columns, *rows = csv.reader(io.StringIO(text))
    return [
        {
            column: None if cell == "" else json.loads(cell) if parse.get(column, "string") != "string" else cell
            for column, cell in zip(columns, row, strict=True)
        }
        for row in rows
    ]


def _kind(values: list[Any]) -> str | None:
    """What Vega-Lite must read a column as to get these values back; None if CSV cannot hold them."""
    there = [value for value in values if value is not None]
    if there and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in there):
        return "number"
    if not all(isinstance(value, str) and value.strip() == value != "" for value in there):
        return None
    if len(there) == len(values):
        return "text"
    # A gap is read back only by an explicit type, and that would keep Vega-Lite from reading days as days.
    return "string" if there and not any(_DAY.match(value) for value in there) else None


def _written(rows: list[list[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().rstrip("\n")


def _reference(figure: dict[str, Any], datasets: dict[str, list]) -> dict[str, Any] | None:
    """Where the chart itself holds the rows of its figure; None if nowhere."""
    columns, wanted = figure["columns"], figure["rows"]
    for name, rows in datasets.items():
        if len(rows) != len(wanted) or not all(isinstance(row, dict) and {*columns} <= {*row} for row in rows):
            continue
        cut = {
            column: len(wanted[0][index])
            for index, column in enumerate(columns)
            if isinstance(wanted[0][index], str) and rows[0][column] != wanted[0][index]
        }
        if _rows_of(rows, columns, cut) == wanted:
            return {SAME_AS: name} | ({"cut": cut} if cut else {})
    return None


def _rows_of(rows: list[dict[str, Any]], columns: list[str], cut: dict[str, int]) -> list[list[Any]]:
    """The rows of a dataset as a figure's table has them: days and months cut from moments, numbers without noise."""
    return [[_plain(row[column], cut.get(column)) for column in columns] for row in rows]


def _plain(value: Any, length: int | None) -> Any:
    if isinstance(value, str):
        return value[:length]
    if isinstance(value, float):
        rounded = round(value, 4)
        return int(rounded) if rounded.is_integer() and math.fabs(rounded) < 1e15 and value == rounded else rounded
    return value
