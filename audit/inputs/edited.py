"""The record with some of its tables edited: a copy of data/, checked as every record is, and gone afterwards."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from audit.faults import FaultsError
from audit.inputs.record import Record, open_record


@contextmanager
def edited(record: Record, tables: Mapping[str, pd.DataFrame]) -> Iterator[Record]:
    """The record with these tables in place of its own, as ``--data COPY`` would read them.

    Raises FaultsError if an edited table is not as the descriptor says.
    """
    with tempfile.TemporaryDirectory(prefix="audit-what-if-") as folder:
        copy = Path(folder) / "data"
        shutil.copytree(record.directory, copy)
        for name, frame in tables.items():
            fields = {field["name"]: field["type"] for field in record.resource(name)["schema"]["fields"]}
            _write(copy / record.path(name).relative_to(record.directory), frame, fields)
        changed = open_record(copy)
        faults = [fault for name in tables for fault in changed.faults(name, counted=False)]
        if faults:
            raise FaultsError([replace(fault, file=f"edited {Path(fault.file).name}") for fault in faults])
        yield changed


def with_cells(frame: pd.DataFrame, name: str, row: Mapping[str, Any], cells: Mapping[str, Any]) -> pd.DataFrame:
    """A copy of the table ``name`` in which every row with the values of ``row`` has the values of ``cells``.

    A day is written "2023-08-15". Raises LookupError when there is no such column or no such row.
    """
    if unknown := sorted({*row, *cells} - set(frame.columns)):
        raise LookupError(f"{name} has no column {', '.join(unknown)}, only {', '.join(frame.columns)}")
    chosen = pd.Series(True, index=frame.index)
    for column, value in row.items():
        chosen &= frame[column].isna() if value is None else frame[column] == _like(frame[column], value)
    if not chosen.any():
        raise LookupError(f"{name} has no row with {', '.join(f'{key} {value}' for key, value in row.items())}")
    changed = frame.copy()
    for column, value in cells.items():
        changed.loc[chosen, column] = _like(frame[column], value)
    return changed


def _like(column: pd.Series, value: Any) -> Any:
    """A value as the column holds it: days are timestamps."""
    return pd.Timestamp(value) if pd.api.types.is_datetime64_any_dtype(column.dtype) and value is not None else value


def _write(path: Path, frame: pd.DataFrame, types: Mapping[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(frame.columns)
        for row in frame.itertuples(index=False):
            rows.writerow([_cell(value, types.get(column)) for column, value in zip(frame.columns, row, strict=True)])


def _cell(value: Any, type: str | None) -> str:
    """A cell as the tables write it. What does not fit its type is written as it is, for the checks to find."""
    if pd.isna(value):
        return ""
    if type in ("date", "yearmonth") and isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}" if type == "date" else f"{value:%Y-%m}"
    if type == "number" and not isinstance(value, str):
        return f"{float(value):.9f}".rstrip("0").rstrip(".")
    return str(value)
