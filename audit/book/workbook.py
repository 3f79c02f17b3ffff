"""The record as one workbook for spreadsheets: contents, fields, and a sheet for each table, every cell of its type.

A spreadsheet that opens a CSV guesses: it drops the zeros that a code begins with and takes texts for dates or formulas.
Here the descriptor decides. A day is a date, a month is its first day shown as a month, a code is text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from audit.inputs.record import Record

CONTENTS, FIELDS = "contents", "fields"
#: How a cell of each type is read from its text; the type decides how it is shown too.
READ = {
    "string": str,
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "yearmonth": lambda text: date.fromisoformat(f"{text}-01"),
}
SHOWN = {"date": "yyyy-mm-dd", "yearmonth": "yyyy-mm"}
#: In letters: wider cells run on into the next.
NARROWEST, WIDEST = 6, 60


def workbook(record: Record) -> bytes:
    """The workbook, the same bytes for the same record."""
    from xlsxwriter import Workbook  # late: only a build that makes it anew needs it

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties(
            {"title": record.descriptor["title"], "created": datetime.combine(record.data_cutoff, datetime.min.time())}
        )
        sheets = _Sheets(book)
        tables = [record.resource(name) for name in record.tables]
        sheets.add(CONTENTS, CONTENT_TYPES, ([table[name] for name in CONTENT_TYPES] for table in tables))
        for row, table in enumerate(tables, start=1):
            sheets.link(CONTENTS, row, table["name"])
        sheets.add(FIELDS, FIELD_TYPES, (_told(table, field) for table in tables for field in _fields(table)))
        for table in tables:
            types = {field["name"]: field["type"] for field in _fields(table)}
            sheets.add(table["name"], types, _rows(record, table))
    return out.getvalue()


#: Columns of the two sheets that say what there is, with their types.
CONTENT_TYPES = dict.fromkeys(("name", "title", "rows", "description", "how_compiled", "rights", "path"), "string")
CONTENT_TYPES["rows"] = "integer"
FIELD_TYPES = dict.fromkeys(("table", "field", "type", "unit", "description", "may_be_blank", "one_of"), "string")


def _told(table: dict, field: dict) -> list:
    limits = field.get("constraints", {})
    blank = "no" if limits.get("required") else "yes"
    listed = ", ".join(limits.get("enum", ())) or None
    return [table["name"], field["name"], field["type"], field.get("unit"), field["description"], blank, listed]


def _fields(table: dict) -> list[dict]:
    return table["schema"]["fields"]


def _rows(record: Record, table: dict) -> Iterator[list]:
    """The rows of a table, each cell as a value of its type; None for a blank."""
    reads = [READ[field["type"]] for field in _fields(table)]
    with record.path(table["name"]).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)  # the header
        for cells in rows:
            yield [read(cell) if cell else None for read, cell in zip(reads, cells, strict=True)]


class _Sheets:
    """A workbook that is written sheet by sheet."""

    def __init__(self, book):
        self.book = book
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.shown = {kind: book.add_format({"num_format": shown}) for kind, shown in SHOWN.items()}

    def add(self, name: str, types: Mapping[str, str], rows: Iterable[list]) -> None:
        """A sheet with a header that stays in view and can be filtered by; ``types`` of its columns."""
        sheet = self.book.add_worksheet(name)
        widths = [len(column) + 2 for column in types]  # room for the arrow of the filter
        for at, column in enumerate(types):
            sheet.write_string(0, at, column, self.head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, (kind, value) in enumerate(zip(types.values(), row, strict=True)):
                if value is not None:
                    self._write(sheet, last, at, kind, value)
                    widths[at] = max(widths[at], len(str(value)))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, min(max(width, NARROWEST), WIDEST))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(types) - 1)

    def _write(self, sheet, row: int, at: int, kind: str, value: Any) -> None:
        if kind in self.shown:
            sheet.write_datetime(row, at, value, self.shown[kind])
        elif kind == "string":
            sheet.write_string(row, at, value)  # never a formula, a number or a link, whatever it looks like
        else:
            sheet.write_number(row, at, value)

    def link(self, name: str, row: int, other: str) -> None:
        """Let the first cell of a row lead to another sheet."""
        self.book.get_worksheet_by_name(name).write_url(row, 0, f"internal:'{other}'!A1", string=other)
