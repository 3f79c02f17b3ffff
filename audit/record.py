"""What the record shows: the tables in data/, opened with their types and refused when they are faulty.

The descriptor data/datapackage.json says what every table, column and cell must look like; frictionless
holds the tables against it. This module adds what frictionless leaves open (bytes, number syntax, order of
dates, stray files) and says everything in one form: a Fault with file, line, column, problem and what was
expected.

A table is checked when it is first asked for, together with the sources and reporters it names. The hashes
in the descriptor are not part of that check, so that a copy of data/ with a changed number can be used
(``--data``); a hash that no longer fits is reported by ``audit.codebook`` and by the tests.
"""

import csv
import datetime
import hashlib
import io
import json
import re
from pathlib import Path

import pandas as pd

from audit import trace
from audit.faults import Fault, FaultsError
from audit.paths import DATA, ROOT

DESCRIPTOR = "datapackage.json"
SHARED = ("sources", "reporters")  # every other table refers to these two
BOOKKEEPING = ("hash", "bytes")  # follow from the file, say nothing about it

NUMBER_SYNTAX = {"number": r"-?\d+(\.\d+)?", "integer": r"-?\d+"}
EXPECTED = {
    "number": "a number like 190.272",
    "integer": "a whole number",
    "date": "a date like 2022-12-31",
    "yearmonth": "a month like 2022-12",
    "string": "a text",
}
ORDERED_DATES = [("period_start", "period_end"), ("published_earliest", "published_latest")]

#: Columns that say which day a row is about, the end before the beginning; a year or month stands for its last day.
OBSERVED = (
    *("period_end", "end_date", "date", "day_set", "decision_date", "effective_date", "month", "year"),
    *("start_date", "ended", "signed", "started", "from_date"),
)

# What this process found sound, by digest: a table is checked once, however often it is opened.
_sound: set[str] = set()
_frames: dict[str, pd.DataFrame] = {}


def open_record(data_dir: Path | str | None = None) -> "Record":
    """The record in ``data_dir`` (default: data/ of the repository). Tables are read when asked for.

    Raises FaultsError when the descriptor is missing or cannot be used.
    """
    return Record(data_dir)


def check_record(data_dir: Path | str | None = None) -> list[Fault]:
    """Everything wrong with the record in ``data_dir``, in one run, by file and line; [] when it is sound."""
    try:
        record = open_record(data_dir)
    except FaultsError as error:
        return error.faults
    faults = record.stray_files()
    for name in record.tables:
        faults += record.faults(name)
    return sorted(set(faults), key=lambda fault: (fault.file, fault.row or 0, fault.column or "", fault.problem))


class Record:
    """The tables of one directory. ``record["trade_annual"]`` is a DataFrame, typed by the descriptor:

    numbers are float64, integers int64 (Int64 where blanks are allowed), dates and months datetime64 (a month
    is its first day), all else str; a blank cell is missing (NaN, NaT, NA).
    """

    def __init__(self, data_dir: Path | str | None = None):
        self.directory = Path(data_dir) if data_dir is not None else DATA
        descriptor = _read_descriptor(self.directory / DESCRIPTOR)
        self.data_cutoff: datetime.date = datetime.date.fromisoformat(descriptor["data_cutoff"])
        self._resources = {resource["name"]: resource for resource in descriptor["resources"]}
        self.descriptor = descriptor
        self._opened: dict[str, pd.DataFrame] = {}  # each table is read once: a record does not change while it is open

    @property
    def tables(self) -> list[str]:
        """Names of all tables, in the order of the descriptor."""
        return list(self._resources)

    @property
    def sources(self) -> pd.DataFrame:
        """sources.csv, indexed by source_id. Not noted as used: what a table names is in its digest."""
        return self._frame("sources").set_index("source_id")

    @property
    def reporters(self) -> pd.DataFrame:
        """reporters.csv, indexed by reporter_id. Not noted as used, as for ``sources``."""
        return self._frame("reporters").set_index("reporter_id")

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table ``name``; the caller may change it freely.

        Raises FaultsError when there is no such table or it is faulty.
        """
        frame = self._frame(name)
        trace.note_table(name)
        return frame

    def path(self, name: str) -> Path:
        """The file of a table. Raises FaultsError when the descriptor has no such table."""
        return self.directory / self.resource(name)["path"]

    def digest(self, name: str) -> str:
        """SHA-256 over everything that can change what a reader of the table sees.

        That is the bytes of the table, its description, the rows of sources.csv and reporters.csv it refers
        to, and the data cut-off. Raises FaultsError when one of these files is missing.
        """
        resource = self.resource(name)
        described = {key: value for key, value in resource.items() if key not in BOOKKEEPING}
        parts: list[object] = [described, self.data_cutoff.isoformat()]
        for key in resource["schema"].get("foreignKeys", []):
            target = key["reference"].get("resource") or name
            wanted = {row.get(key["fields"][0], "") for row in self._rows(name)}
            parts += self._referred(target, key["reference"]["fields"][0], wanted)
        text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(self._bytes(name) + text.encode()).hexdigest()

    def faults(self, name: str) -> list[Fault]:
        """Everything wrong with one table, references to sources and reporters included."""
        try:
            digest = self.digest(name)
        except FaultsError as error:
            return error.faults
        if digest in _sound:
            return []
        label = _label(self.path(name))
        faults, rows = _read_cells(self.path(name), label, self.resource(name)["schema"])
        if rows is None:  # no table to speak of
            return faults
        for other in self._references(name):
            faults_there, rows = _read_cells(self.path(other), _label(self.path(other)), self.resource(other)["schema"])
            if rows is None:  # nothing can be looked up there
                return faults + faults_there
        known = {(fault.row, fault.column) for fault in faults}
        faults += [fault for fault in self._validate(name, label) if (fault.row, fault.column) not in known]
        if not faults:
            _sound.add(digest)
        return sorted(faults, key=lambda fault: (fault.row or 0, fault.column or ""))

    def stray_files(self) -> list[Fault]:
        """CSV files that the descriptor does not know."""
        known = {resource["path"] for resource in self._resources.values()}
        stray = [
            file
            for file in sorted(self.directory.glob("**/*.csv"))
            if file.relative_to(self.directory).as_posix() not in known
        ]
        expected = f"a resource for it in {DESCRIPTOR}, or no such file"
        return [Fault(_label(file), None, None, f"{DESCRIPTOR} does not know this table", expected) for file in stray]

    def resource(self, name: str) -> dict:
        """The description of a table. Raises FaultsError when there is none."""
        if name not in self._resources:
            place = _label(self.directory / DESCRIPTOR)
            raise FaultsError(
                [
                    Fault(
                        place,
                        None,
                        "resources",
                        f'there is no table "{name}"',
                        "one of " + ", ".join(self.tables),
                    )
                ]
            )
        return self._resources[name]

    def _bytes(self, name: str) -> bytes:
        try:
            return self.path(name).read_bytes()
        except OSError as error:
            raise FaultsError([_unreadable(self.path(name), error)]) from None

    def _rows(self, name: str) -> list[dict[str, str]]:
        """The cells as text. Takes what it can get: digests are wanted of faulty tables too."""
        text = io.StringIO(self._bytes(name).decode("utf-8", "replace"), newline="")
        try:
            return list(csv.DictReader(text, restkey="(too many)", restval=""))
        except csv.Error:
            return []

    def _references(self, name: str) -> list[str]:
        """The other tables a table refers to."""
        keys = self.resource(name)["schema"].get("foreignKeys", [])
        return sorted({key["reference"].get("resource") for key in keys} - {"", None, name})

    def _referred(self, target: str, key: str, wanted: set[str]) -> list[dict[str, str]]:
        """Rows of ``target`` with the wanted keys and, for reporters, the origins these go back to."""
        rows = self._rows(target)
        wanted = wanted | {row["counted_by"] for row in rows if "counted_by" in row and row.get(key) in wanted}
        return [row for row in rows if row.get(key) in wanted]

    def _frame(self, name: str) -> pd.DataFrame:
        if name not in self._opened:
            digest = self.digest(name)
            if digest not in _frames:
                if faults := self.faults(name):
                    raise FaultsError(faults)
                _frames[digest] = _typed(self.path(name), self.resource(name)["schema"])
            self._opened[name] = _frames[digest]
        return self._opened[name].copy()

    def _validate(self, name: str, label: str) -> list[Fault]:
        """What frictionless finds: types, constraints, keys, references."""
        from frictionless import FrictionlessException, Package  # 0.6 s, so only where a table is checked

        schema = self.resource(name)["schema"]
        wanted = [name, *self._references(name)]
        resources = [{k: v for k, v in self.resource(other).items() if k not in BOOKKEEPING} for other in wanted]
        descriptor = {"name": "record", "resources": resources}
        try:
            package = Package.from_descriptor(descriptor, basepath=str(self.directory))
            report = package.get_resource(name).validate()
        except FrictionlessException as exception:
            place = _label(self.directory / DESCRIPTOR)
            errors = exception.reasons or [exception.error]
            return [Fault(place, None, name, error.note, "a valid Data Package descriptor") for error in errors]
        errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
        errors.sort(key=lambda error: error.type != "missing-cell")  # says more than "the cell is blank"
        faults: dict[tuple, Fault] = {}
        for number, error in enumerate(errors):
            fault = _fault(error, label, schema)
            place = (fault.row, fault.column) if fault.row else (None, number)  # one fault for each cell
            faults.setdefault(place, fault)
        return list(faults.values())


def observed(rows: pd.DataFrame) -> datetime.date | None:
    """The latest day that the rows are about, from the first of ``OBSERVED`` that they have and fill; None without one."""
    for column in OBSERVED:
        if column not in rows or rows[column].dropna().empty:
            continue
        latest = rows[column].dropna().max()
        if column == "year":
            return datetime.date(int(latest), 12, 31)
        day = pd.Timestamp(latest) + pd.offsets.MonthEnd(0) if column == "month" else pd.Timestamp(latest)
        return day.date()
    return None


def _label(path: Path) -> str:
    """How a file is named in a fault: from the repository's root if it lies there, in full otherwise."""
    path = path.absolute()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def _unreadable(path: Path, error: OSError) -> Fault:
    missing = isinstance(error, FileNotFoundError)
    return Fault(
        _label(path),
        None,
        None,
        "file is missing" if missing else f"file cannot be read ({error.strerror})",
        "a readable file",
    )


def _read_descriptor(path: Path) -> dict:
    """The descriptor, if everything this module relies on is there."""
    label = _label(path)
    try:
        descriptor = json.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise FaultsError([_unreadable(path, error)]) from None
    except UnicodeDecodeError as error:
        raise FaultsError(
            [
                Fault(
                    label,
                    error.object[: error.start].count(b"\n") + 1,
                    None,
                    "a byte is not UTF-8",
                    "UTF-8 text",
                )
            ]
        ) from None
    except json.JSONDecodeError as error:
        raise FaultsError([Fault(label, error.lineno, None, f"not JSON: {error.msg}", "a JSON object")]) from None
    if not isinstance(descriptor, dict):
        raise FaultsError([Fault(label, None, None, "not a JSON object", "a Data Package descriptor")])

    faults = []
    try:
        datetime.date.fromisoformat(descriptor.get("data_cutoff"))
    except (TypeError, ValueError):
        faults.append(Fault(label, None, "data_cutoff", f"is {descriptor.get('data_cutoff')!r}", EXPECTED["date"]))
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not all(isinstance(resource, dict) for resource in resources):
        raise FaultsError(
            [
                *faults,
                Fault(label, None, "resources", "is missing or not a list of tables", "one entry for each table"),
            ]
        )
    for number, resource in enumerate(resources, start=1):
        name = resource.get("name") or f"resource {number}"
        fields = resource["schema"].get("fields") if isinstance(resource.get("schema"), dict) else None
        usable = isinstance(fields, list) and all(isinstance(f, dict) and {"name", "type"} <= f.keys() for f in fields)
        for key in ("name", "path"):
            if not isinstance(resource.get(key), str):
                faults.append(Fault(label, None, name, f"has no {key}", f"a {key} for each table"))
        if not fields or not usable:
            faults.append(Fault(label, None, name, "has no usable schema", "fields, each with name and type"))
    names = [resource.get("name") for resource in resources]
    faults += [
        Fault(label, None, name, "is described twice", "one entry for each table")
        for name in sorted({n for n in names if n and names.count(n) > 1})
    ]
    faults += [
        Fault(label, None, "resources", f"the table {name} is missing", "sources and reporters")
        for name in SHARED
        if name not in names
    ]
    if faults:
        raise FaultsError(faults)
    return descriptor


def _read_cells(path: Path, label: str, schema: dict) -> tuple[list[Fault], list[list[str]] | None]:
    """Faults of the file, its header and its cells that need no descriptor but the columns; and the rows.

    The rows are None when the file is no table with these columns: to look at its cells would only confuse.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        return [_unreadable(path, error)], None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        return [Fault(label, row, None, f"byte 0x{data[error.start]:02x} is not UTF-8", "UTF-8 text")], None

    faults = []
    if text.startswith("\ufeff"):
        faults.append(Fault(label, 1, None, "file starts with a byte order mark", "UTF-8 without a mark"))
    if "\r" in text:
        faults.append(
            Fault(
                label,
                text[: text.index("\r")].count("\n") + 1,
                None,
                "line ends with a carriage return",
                "lines ending with LF",
            )
        )
    if "\0" in text:
        faults.append(Fault(label, text[: text.index("\0")].count("\n") + 1, None, "line holds a NUL byte", "text"))
    if not text.strip():
        faults.append(Fault(label, None, None, "file is empty", "a header and rows"))
    if faults:
        return faults, None
    if not text.endswith("\n"):
        last = text.count("\n") + 1
        faults.append(
            Fault(
                label,
                last,
                None,
                "last line does not end, the file may be cut off",
                "a line break at the end",
            )
        )
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return [
            *faults,
            Fault(label, None, None, f"not readable as CSV: {error}", "cells separated by commas"),
        ], None
    for number, row in enumerate(rows, start=1):
        if any("\n" in cell for cell in row):
            return [
                *faults,
                Fault(label, number, None, "a quoted cell runs over several lines", "one line for each row"),
            ], None

    fields = {field["name"]: field for field in schema["fields"]}
    if header_faults := _header_faults(label, rows[0], list(fields)):
        return faults + header_faults, None
    if len(rows) == 1:
        faults.append(Fault(label, None, None, "table has no rows", "at least one row"))
    for number, cells in enumerate(rows[1:], start=2):
        faults += _row_faults(label, number, dict(zip(rows[0], cells, strict=False)), fields)
    return faults, rows


def _header_faults(label: str, header: list[str], names: list[str]) -> list[Fault]:
    """One cell where many are due: another delimiter. Otherwise each column missing, unknown or misplaced."""
    if len(header) == 1 < len(names):
        return [
            Fault(
                label,
                1,
                None,
                f'header is a single cell, "{header[0]}"',
                "cells separated by commas, not by another sign",
            )
        ]
    faults = [
        Fault(label, 1, name, "column is missing", "the columns " + ", ".join(names))
        for name in names
        if name not in header
    ]
    faults += [
        Fault(label, 1, name or None, "column is not in the descriptor", "the columns " + ", ".join(names))
        for name in header
        if name not in names
    ]
    if not faults and header != names:
        faults.append(
            Fault(label, 1, None, "columns are repeated or in another order", "the columns " + ", ".join(names))
        )
    return faults


def _row_faults(label: str, number: int, row: dict[str, str], fields: dict[str, dict]) -> list[Fault]:
    """Numbers that are no plain finite decimals; dates in the wrong order; a span that belies its date."""
    faults = []
    for name, cell in row.items():
        syntax = NUMBER_SYNTAX.get(fields[name]["type"])
        if cell and syntax and not re.fullmatch(syntax, cell, re.ASCII):
            faults.append(Fault(label, number, name, f'cell is "{cell}"', _expected(fields[name])))
        if cell != cell.strip():
            faults.append(Fault(label, number, name, f'cell is "{cell}"', "no blanks around the text"))
    for first, last in ORDERED_DATES:
        if row.get(first) and row.get(last) and row[first] > row[last]:
            faults.append(
                Fault(
                    label,
                    number,
                    first,
                    f"{row[first]} is after {last} {row[last]}",
                    "the earlier date first",
                )
            )
        published = row.get("published")
        if published and first == "published_earliest":
            for name in (first, last):
                if name in row and not row[name].startswith(published):
                    faults.append(
                        Fault(
                            label,
                            number,
                            name,
                            f'cell is "{row[name]}"',
                            f"a day of {published}, as in published",
                        )
                    )
    return faults


def _expected(field: dict) -> str:
    """The descriptor's demands on a cell, in words."""
    constraints = field.get("constraints", {})
    if "enum" in constraints:
        return "one of " + ", ".join(str(value) for value in constraints["enum"])
    words = EXPECTED.get(field["type"], f"a {field['type']}")
    low, high = constraints.get("minimum"), constraints.get("maximum")
    if low is not None and high is not None:
        words += f", from {low} to {high}"
    if "pattern" in constraints:
        words += f" that matches {constraints['pattern']}"
    return words if constraints.get("required") else words + ", or blank"


def _fault(error, label: str, schema: dict) -> Fault:
    """One error of frictionless in our words."""
    row, column = getattr(error, "row_number", None), getattr(error, "field_name", None)
    cell = getattr(error, "cell", None)
    field = next((field for field in schema["fields"] if field["name"] == column), None)
    match error.type:
        case "type-error" | "constraint-error":
            return Fault(label, row, column, f'cell is "{cell or ""}"', _expected(field) if field else "")
        case "missing-cell":
            return Fault(label, row, column, "cell is missing, the row is too short", f"{len(schema['fields'])} cells")
        case "extra-cell":
            return Fault(label, row, None, "the row is too long", f"{len(schema['fields'])} cells")
        case "blank-row":
            return Fault(label, row, None, "the row is blank", "no blank rows")
        case "primary-key":
            return Fault(
                label,
                row,
                None,
                f"same key as another row: {error.note}",
                "one row for each " + ", ".join(schema.get("primaryKey", [])),
            )
        case "unique-error":
            return Fault(label, row, column, f'"{cell}" stands there twice', "each value once")
        case "foreign-key":
            key = next(key for key in schema["foreignKeys"] if key["fields"] == list(error.field_names))
            target = key["reference"].get("resource") or "reporters"
            values = ", ".join(f'"{value}"' for value in error.field_cells)
            return Fault(
                label,
                row,
                key["fields"][0],
                f"{values} is not in {target}.csv",
                f"a {key['reference']['fields'][0]} of {target}.csv",
            )
    return Fault(label, row, column, error.message, "a table as the descriptor says")


def _typed(path: Path, schema: dict) -> pd.DataFrame:
    """A checked table as a DataFrame with the types of its schema."""
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    for field in schema["fields"]:
        name, blanks = field["name"], not field.get("constraints", {}).get("required")
        match field["type"]:
            case "number":
                frame[name] = frame[name].astype("float64")
            case "integer":
                frame[name] = frame[name].astype("Int64" if blanks else "int64")
            case "date":
                frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
            case "yearmonth":
                frame[name] = pd.to_datetime(frame[name], format="%Y-%m")
    return frame
