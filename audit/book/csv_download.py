"""The data of a figure as a file for a spreadsheet, and where they come from as a file beside it.

The CSV opens right on a double click: UTF-8 with a byte order mark (or "China–Russia" is garbled), a header and rows,
nothing else, lines that end as RFC 4180 has it. A text that a spreadsheet would take for a formula is preceded by an
apostrophe. The file beside it is CSV on the Web metadata, which W3C places at the CSV's own address: the title, the
unit, the sources, the version and the licence do not fit a CSV.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

MARK = "\ufeff"
#: What begins a formula, also in full width, and what a spreadsheet skips before one.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
RIGHTS = "Title, notes and compilation: CC BY 4.0. Each figure belongs to its publisher: see the rights of the sources."
GUARDED = "A text that begins like a formula (= + - @) is preceded by an apostrophe, so that no spreadsheet runs it."


def csv_text(columns, rows) -> str:
    """A header of machine names and one line a row; blanks for gaps."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(column) for column in columns])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return MARK + out.getvalue()


def guarded(cell: Any) -> Any:
    """A text that is text in a spreadsheet too. Numbers, also negative ones, are left alone."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def sidecar_name(figure_id: str) -> str:
    """The name that CSV on the Web gives the metadata of ``<figure_id>.csv``."""
    return f"{figure_id}.csv-metadata.json"


def sidecar_text(payload, sources, *, origin=None, page_title: str = "", address: str = "", date: str = "") -> str:
    """Where the CSV comes from, as JSON.

    ``payload``: of the figure. ``sources``: frame of sources by id. ``origin``: the notebook cell that made it. ``address``:
    of the figure in the published book, empty if that is not known. ``date``: of the record, ISO.
    """
    told: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{payload.id}.csv",
        "dialect": {"encoding": "utf-8", "header": True},
        "dc:identifier": payload.id,
        "dc:title": payload.title,
        "dc:description": payload.subtitle,  # measure, unit and period
        "dc:isPartOf": f"Partners, Not Allies?{f': {page_title}' if page_title else ''}",
        "dc:date": date,
        "dc:license": LICENCE,
        "dc:rights": RIGHTS,
        "dc:source": [_source(source_id, sources) for source_id in payload.sources],
        "notes": [note for note in (payload.notes, GUARDED if _has_guarded(payload) else None) if note],
        "tableSchema": {"columns": [_column(payload, index) for index in range(len(payload.columns))]},
    }
    if address:
        told["schema:url"] = address
    if origin:
        told["dc:provenance"] = {
            "notebook": origin.notebook,
            "cell": origin.cell,
            "version": f"git blob {origin.version}",
        }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _source(source_id: str, sources) -> dict[str, str]:
    row = {} if sources is None else sources.loc[source_id].to_dict()
    names = {"dc:publisher": "publisher", "dc:title": "title", "schema:url": "url", "dc:rights": "rights"}
    told = {"dc:identifier": source_id} | {term: row.get(name) for term, name in names.items()}
    told["dc:date"] = str(row.get("published") or "")[:10]
    return {term: text for term, text in told.items() if isinstance(text, str) and text}


def _column(payload, index: int) -> dict[str, str]:
    name = payload.columns[index]
    values = [row[index] for row in payload.rows if row[index] is not None]
    return {"name": name, "titles": payload.labels.get(name, name), "datatype": _datatype(values)}


def _datatype(values: list) -> str:
    if not values:
        return "string"
    if all(isinstance(value, bool) for value in values):
        return "boolean"
    if any(isinstance(value, (bool, str)) for value in values):
        return "string"
    return "integer" if all(isinstance(value, int) for value in values) else "number"


def _has_guarded(payload) -> bool:
    return any(guarded(cell) is not cell for row in (payload.columns, *payload.rows) for cell in row)
