"""What the record shows: the tables in data/, opened with their types and refused when they are faulty.

The descriptor data/datapackage.json says what every table, column and cell must look like (``audit.inputs.descriptor``);
``audit.inputs.tables`` holds a table against it and frictionless does so again. Everything is said in one form: a Fault with
file, line, column, problem and what was expected.

A table is checked when it is first asked for, together with the sources and reporters it names. The hashes in the
descriptor are not part of that check, so that a copy of data/ with a changed number can be used (``--data``): the
repository's own tables are held to them by ``audit.inputs.acceptance``.
"""

import csv
import datetime
import hashlib
import io
import json
from functools import lru_cache, partial
from pathlib import Path

import pandas as pd

from audit.faults import Fault, FaultsError, did_you_mean, how_many, label, unreadable
from audit.inputs import outline, remembered, trace
from audit.inputs.descriptor import BOOKKEEPING, DESCRIPTOR, is_date, read_descriptor
from audit.inputs.tables import read_table, reference_faults
from audit.paths import DATA

__all__ = ["DESCRIPTOR", "NoTable", "Record", "check_record", "observed", "open_record"]

#: How long after the newest source we can still say to have looked for figures.
LONGEST_SILENCE = datetime.timedelta(days=366)

#: Columns that say which day a row is about, the end before the beginning; a year or month stands for its last day.
OBSERVED = (
    *("period_end", "end_date", "date", "day_set", "decision_date", "effective_date", "month", "year"),
    *("start_date", "ended", "signed", "started", "from_date"),
)


class NoTable(FaultsError):
    """The record has no table of that name: what is wrong is in the code that asks, not in the record."""


# Tables that this process has opened, by digest.
_frames: dict[str, pd.DataFrame] = {}
# What each file held when it was last read. The same content is the same object, so that what follows from it is found at once.
_contents: dict[Path, bytes] = {}


def open_record(data_dir: Path | str | None = None) -> "Record":
    """The record in ``data_dir`` (default: data/ of the repository). Tables are read when asked for.

    Raises FaultsError when the descriptor is missing or cannot be used.
    """
    return Record(data_dir)


def check_record(data_dir: Path | str | None = None, counted: bool = True) -> list[Fault]:
    """Everything wrong with the record in ``data_dir``, in one run, by file and line; [] when it is sound.

    ``counted=False``: a table may have gained or lost rows since they were counted.
    """
    try:
        record = open_record(data_dir)
    except FaultsError as error:
        return error.faults
    faults = record.stray_files() + record.cutoff_faults()
    for name in record.resources:
        faults += record.faults(name, counted)
    return sorted(set(faults), key=lambda fault: (fault.file, fault.row or 0, fault.column or "", fault.problem))


class Record:
    """The tables of one directory. ``record["trade_annual"]`` is a DataFrame, typed by the descriptor:

    numbers are float64, integers int64 (Int64 where blanks are allowed), dates and months datetime64 (a month
    is its first day), all else str; a blank cell is missing (NaN, NaT, NA).
    """

    def __init__(self, data_dir: Path | str | None = None):
        self.directory = Path(data_dir) if data_dir is not None else DATA
        descriptor = read_descriptor(self.directory / DESCRIPTOR)
        self.data_cutoff: datetime.date = datetime.date.fromisoformat(descriptor["data_cutoff"])
        self._resources = {resource["name"]: resource for resource in descriptor["resources"]}
        self.descriptor = descriptor
        self._opened: dict[str, pd.DataFrame] = {}  # each table is read once: a record does not change while it is open
        self._by_key: dict[str, pd.DataFrame] = {}

    @property
    def resources(self) -> list[str]:
        """Names of everything the descriptor describes, in its order."""
        return list(self._resources)

    @property
    def tables(self) -> list[str]:
        """Names of all tables, in the order of the descriptor."""
        return [name for name, resource in self._resources.items() if "schema" in resource]

    @property
    def sources(self) -> pd.DataFrame:
        """sources.csv, indexed by source_id. Not noted as used: what a table names is in its digest."""
        return self._indexed("sources", "source_id")

    @property
    def reporters(self) -> pd.DataFrame:
        """reporters.csv, indexed by reporter_id. Not noted as used, as for ``sources``."""
        return self._indexed("reporters", "reporter_id")

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table ``name``; the caller may change it freely.

        Raises FaultsError when there is no such table or it is faulty.
        """
        frame = self._frame(name)
        trace.note_table(name)
        return frame

    def features(self, name: str) -> list[dict]:
        """The features of the outline ``name``, as GeoJSON. Raises FaultsError when there is none or it is faulty."""
        resource = self.resource(name)
        if "schema" in resource:
            raise FaultsError([Fault(self._label, None, name, "is a table", "an outline in GeoJSON")])
        if faults := self.faults(name, counted=False):
            raise FaultsError(faults)
        trace.note_table(name)
        return json.loads(self._bytes(name))["features"]

    def path(self, name: str) -> Path:
        """The file of a table. Raises FaultsError when the descriptor has no such table."""
        return self.directory / self.resource(name)["path"]

    def digest(self, name: str) -> str:
        """SHA-256 over everything that can change what a reader of the table sees.

        That is the bytes of the table, its description, the rows of sources.csv and reporters.csv it refers
        to, and the data cut-off. Raises FaultsError when one of these files is missing.
        """
        resource = self.resource(name)
        parts: list[object] = [{key: value for key, value in resource.items() if key not in BOOKKEEPING}]
        if "schema" in resource:
            parts.append(self.data_cutoff.isoformat())
        keys = resource.get("schema", {}).get("foreignKeys", [])
        targets = [(key["fields"][0], key["reference"]["fields"][0], key["reference"].get("resource")) for key in keys]
        named = tuple((column, key, self._bytes(target or name)) for column, key, target in targets)
        return _digest(self._bytes(name), json.dumps(parts, sort_keys=True, ensure_ascii=False), named)

    def sources_of(self, name: str) -> set[str]:
        """The ids of the sources that the rows of a table name, as they stand there. Raises FaultsError without the table."""
        rows = self._rows(name)
        # second_source_id and the like too
        columns = [column for column in rows[0] if column.endswith("source_id")] if rows else []
        return {row[column] for row in rows for column in columns} - {""}

    def bookkeeping(self, name: str) -> dict[str, object]:
        """What the descriptor keeps of a file so that a change is seen. Raises FaultsError when it cannot be read."""
        data = self._bytes(name)
        if "schema" in self.resource(name):
            rows = max(data.rstrip(b"\n").count(b"\n"), 0)
        else:
            rows = outline.count_features(data)
        return {"bytes": len(data), "hash": "sha256:" + hashlib.sha256(data).hexdigest(), "rows": rows}

    def faults(self, name: str, counted: bool = True) -> list[Fault]:
        """Everything wrong with one table, references to sources and reporters included.

        ``counted``: the number of rows is that of the descriptor, so that a cut or a lost row is seen.
        """
        try:
            digest = self.digest(name)
        except FaultsError as error:
            return error.faults
        faults = []
        if counted:
            there, said = self.bookkeeping(name)["rows"], self.resource(name).get("rows")
            if there != said or type(said) is not int:
                told = f"the descriptor says {said}" if "rows" in self.resource(name) else "nobody has counted them yet"
                problem = f"table has {how_many(there, 'row')}, {told}"
                faults.append(Fault(label(self.path(name)), None, None, problem, self._how_to_accept))
        checked = self._as_checked(name, digest)
        if remembered.is_sound(checked):
            return faults
        schema = self.resource(name).get("schema")
        if schema is None:
            found = outline.faults(self.path(name), self.resource(name)["bbox"])
        else:
            found = self._table_faults(name, schema)
        if not found:
            remembered.remember(checked)
        return sorted([*faults, *found], key=lambda fault: (fault.row or 0, fault.column or ""))

    def _as_checked(self, name: str, digest: str) -> str:
        """The digest of a table together with how the tables it refers to are described: all that its check looks at."""
        described = [{**self.resource(other), **dict.fromkeys(BOOKKEEPING)} for other in self._references(name)]
        return digest + json.dumps(described, sort_keys=True)

    def _table_faults(self, name: str, schema: dict) -> list[Fault]:
        faults, rows = read_table(self.path(name), schema, self.data_cutoff.isoformat())
        if rows is None:  # no table to speak of
            return faults
        for other in self._references(name):
            if not self.path(other).is_file():  # nothing can be looked up there
                faults.append(unreadable(self.path(other), FileNotFoundError()))
        faults += reference_faults(self.path(name), rows, schema, self._values)
        return faults or self._validate(name)

    def cutoff_faults(self) -> list[Fault]:
        """A data cut-off that lies long after the newest source: nobody looked until then."""
        days = [row.get("published_earliest", "") for row in self._rows_if_any("sources")]
        newest = max((day for day in days if is_date(day)), default=None)
        if newest is None or self.data_cutoff - datetime.date.fromisoformat(newest) <= LONGEST_SILENCE:
            return []
        problem = f"is {self.data_cutoff}, more than a year after the newest source ({newest})"
        return [Fault(self._label, None, "data_cutoff", problem, "the day on which we last looked for figures")]

    @property
    def _label(self) -> str:
        return label(self.directory / DESCRIPTOR)

    @property
    def _how_to_accept(self) -> str:
        own = self.directory.resolve() == DATA
        command = "python -m audit accept" if own else f"python -m audit.inputs.codebook --data {self.directory}"
        return f"every row; if the change is meant: {command}"

    def stray_files(self) -> list[Fault]:
        """Files of data that the descriptor does not know."""
        known = {resource["path"] for resource in self._resources.values()} | {DESCRIPTOR}
        found = sorted(file for ending in ("csv", "json", "geojson") for file in self.directory.glob(f"**/*.{ending}"))
        stray = [file for file in found if file.relative_to(self.directory).as_posix() not in known]
        expected = f"a resource for it in {DESCRIPTOR}, or no such file"
        return [Fault(label(file), None, None, f"{DESCRIPTOR} does not know this table", expected) for file in stray]

    def resource(self, name: str) -> dict:
        """The description of a table. Raises NoTable when there is none."""
        if name not in self._resources:
            problem = f'there is no table "{name}"{did_you_mean(name, self.resources)}'
            raise NoTable([Fault(self._label, None, "resources", problem, f"a table that {self._label} describes")])
        return self._resources[name]

    def _bytes(self, name: str) -> bytes:
        path = self.path(name)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise FaultsError([unreadable(path, error)]) from None
        if content != _contents.get(path):
            _contents[path] = content
        return _contents[path]

    def _rows(self, name: str) -> list[dict[str, str]]:
        """The cells as text. Takes what it can get: digests are wanted of faulty tables too."""
        return _rows_of(self._bytes(name))

    def _rows_if_any(self, name: str) -> list[dict[str, str]]:
        try:
            return self._rows(name)
        except FaultsError:
            return []

    def _values(self, name: str, column: str) -> set[str] | None:
        """The values of a column of another table, None when there is no such file or column."""
        return {row[column] for row in self._rows_if_any(name) if column in row} or None

    def _references(self, name: str) -> list[str]:
        """The other tables a table refers to."""
        keys = self.resource(name).get("schema", {}).get("foreignKeys", [])
        return sorted({key["reference"].get("resource") for key in keys} - {"", None, name})

    def _frame(self, name: str) -> pd.DataFrame:
        if "schema" not in self.resource(name):
            raise FaultsError([Fault(self._label, None, name, "is an outline", "a table")])
        if name not in self._opened:
            digest = self.digest(name)
            if digest not in _frames:
                # Rows are counted by the checks, not here: whoever drops one in a copy may look at what is left.
                if faults := self.faults(name, counted=False):
                    raise FaultsError(faults)
                _frames[digest] = _typed(self.path(name), self.resource(name)["schema"])
            self._opened[name] = _frames[digest]
        return _own_copy(self._opened[name])

    def _indexed(self, name: str, key: str) -> pd.DataFrame:
        if name not in self._by_key:  # every specification asks for it
            self._by_key[name] = self._frame(name).set_index(key)
        return _own_copy(self._by_key[name])

    def _validate(self, name: str) -> list[Fault]:
        """What frictionless finds in a table in which nothing was found before: most of it is new to us, so it is quoted."""
        from frictionless import FrictionlessException, Package  # 0.6 s, so only where a table is checked

        wanted = [name, *self._references(name)]
        resources = [{k: v for k, v in self.resource(other).items() if k not in BOOKKEEPING} for other in wanted]
        descriptor = {"name": "record", "resources": resources}
        try:
            package = Package.from_descriptor(descriptor, basepath=str(self.directory))
            report = package.get_resource(name).validate()
        except FrictionlessException as exception:
            errors = exception.reasons or [exception.error]
            return [Fault(self._label, None, name, error.note, "a valid Data Package descriptor") for error in errors]
        errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
        fault = partial(Fault, label(self.path(name)))
        return [
            fault(
                getattr(error, "row_number", None),
                getattr(error, "field_name", None),
                error.message[:300],
                "a table as the descriptor says",
            )
            for error in errors
        ]


def _own_copy(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame that the caller may change: pandas 3 copies a column when it is written to, and not before."""
    return frame.copy(deep=False)


@lru_cache(maxsize=1024)  # asked for by every process, and by each of its checks
def _digest(table: bytes, described: str, named: tuple[tuple[str, str, bytes], ...]) -> str:
    """``named``: a column of the table, and the column and the content of the file that its values are looked up in."""
    parts: list[object] = json.loads(described)
    for column, key, target in named:
        parts += _referred(target, key, {row.get(column, "") for row in _rows_of(table)})
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(table + text.encode()).hexdigest()


def _referred(target: bytes, key: str, wanted: set[str]) -> list[dict[str, str]]:
    """Rows of ``target`` with the wanted keys and, for reporters, the origins these go back to."""
    rows = _rows_of(target)
    wanted = wanted | {row["counted_by"] for row in rows if "counted_by" in row and row.get(key) in wanted}
    return [row for row in rows if row.get(key) in wanted]


@lru_cache(maxsize=256)  # every digest looks into the sources
def _rows_of(data: bytes) -> list[dict[str, str]]:
    try:
        return list(
            csv.DictReader(io.StringIO(data.decode("utf-8", "replace"), newline=""), restkey="(too many)", restval="")
        )
    except csv.Error:
        return []


def observed(rows: pd.DataFrame) -> datetime.date | None:
    """The latest day that the rows are about, from the first of ``OBSERVED`` that they have and fill; None without one."""
    for column in OBSERVED:
        told = rows[column].dropna() if column in rows else ()
        if len(told) == 0:
            continue
        latest = told.max()
        if column == "year":
            return datetime.date(int(latest), 12, 31)
        day = pd.Timestamp(latest) + pd.offsets.MonthEnd(0) if column == "month" else pd.Timestamp(latest)
        return day.date()
    return None


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
