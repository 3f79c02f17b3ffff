"""One table against its description: bytes, header, cells, keys and references, each fault with its line and column.

frictionless, the validator of Data Packages, is asked as well (``audit.inputs.record``), but only about a table in which nothing
was found here: it reads a bad date in a key as a blank and so as a repeated key, and it knows neither the data cut-off
nor which date comes first.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from audit.faults import Fault, did_you_mean, how_many, label, shown, unreadable
from audit.inputs.descriptor import IN_WORDS, PARTIAL_DATES, is_date, is_month

LONGEST_CELL = 1000  # characters; the longest so far is an address of 334
LONGEST_LINE = 10_000

#: Columns of dates of which the first is never after the second, wherever a table has both.
ORDERED_DATES = (
    ("period_start", "period_end"),
    ("published_earliest", "published_latest"),
    ("start_date", "end_date"),
    ("decision_date", "effective_date"),
    ("day_set", "day_in_force"),
    ("signed", "in_force"),
    ("signed", "ended"),
    ("in_force", "ended"),
    ("started", "ended"),
)
#: A column that says by how much another changed from the row before: (value, change, factor of the units).
STEPS = (("key_rate_pct", "change_bp", 100),)

_SYNTAX = {
    "number": re.compile(r"-?\d{1,12}(\.\d{1,9})?", re.ASCII),
    "integer": re.compile(r"-?\d{1,12}", re.ASCII),
}
_NO_LETTERS = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}  # count as letters or signs, and show nothing

#: The cells of each row, None for a row of another width than the header.
Rows = list[dict[str, str] | None]


def read_table(path: Path, schema: dict, cutoff: str) -> tuple[list[Fault], Rows | None]:
    """Every fault of a table in itself, and its rows; ``cutoff``: the last day that a date may name.

    The rows are None when the file is no table with these columns: to look at its cells would only confuse.
    """
    name = label(path)
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        return [unreadable(path, error)], None
    if faults := _byte_faults(data, name):
        return faults, None
    lines = data.decode("utf-8").split("\n")
    faults = []
    if lines[-1]:
        faults.append(
            Fault(name, len(lines), None, "last line does not end, the file may be cut off", "a line break at the end")
        )
    else:
        lines.pop()
    table, broken = _cells(lines, name)
    if broken:
        return faults + broken, None
    columns = [field["name"] for field in schema["fields"]]
    if header_faults := _header_faults(name, table[0], columns):
        return faults + header_faults, None
    if len(table) == 1:
        faults.append(Fault(name, None, None, "table has no rows", "at least one row"))
    faults += _widths(name, table)
    rows = [dict(zip(columns, cells, strict=True)) if len(cells) == len(columns) else None for cells in table[1:]]
    in_cells = _cell_faults(name, rows, schema, cutoff)
    faulty = {(fault.row, fault.column) for fault in in_cells}
    faults += in_cells
    faults += _row_faults(name, rows, faulty, schema)
    faults += _repeated(name, rows, faulty, schema)
    return faults, rows


def reference_faults(
    path: Path, rows: Rows, schema: dict, known: Callable[[str, str], Iterable[str] | None]
) -> list[Fault]:
    """Cells that name what is not there. ``known``: the values of a column of a table, None if it cannot be read."""
    faults = []
    for key in schema.get("foreignKeys", []):
        column, target, there = key["fields"][0], key["reference"]["resource"], key["reference"]["fields"][0]
        values = {row[there] for row in rows if row} if target == "" else known(target, there)
        if values is None:
            continue
        values = set(values)
        table = target or path.stem
        for number, row in enumerate(rows, start=2):
            if row and row[column] and row[column] not in values:
                expected = f"a {there} of {table}.csv{did_you_mean(row[column], sorted(values))}"
                faults.append(
                    Fault(label(path), number, column, f"{shown(row[column])} is not in {table}.csv", expected)
                )
    return faults


#: What a column of days holds that may name a month or a year instead.
PARTIAL = "a date like 2022-12-31, 2022-12 or 2022"


def _is_partial(field: dict) -> bool:
    return field["name"] in PARTIAL_DATES and field["type"] == "string"


def expected_of(field: dict) -> str:
    """The descriptor's demands on a cell, in words."""
    constraints = field.get("constraints", {})
    if "enum" in constraints:
        words = "one of " + ", ".join(constraints["enum"])
        return words if constraints.get("required") else words + ", or blank"
    words = PARTIAL if _is_partial(field) else IN_WORDS[field["type"]]
    low, high = constraints.get("minimum"), constraints.get("maximum")
    if low is not None and high is not None:
        words += f", from {low} to {high}"
    elif low is not None or high is not None:
        words += f", from {low}" if high is None else f", to {high}"
    if "pattern" in constraints:
        words += f" that matches {constraints['pattern']}"
    return words if constraints.get("required") else words + ", or blank"


# --- the file ---------------------------------------------------------------------------------------


def _byte_faults(data: bytes, name: str) -> list[Fault]:
    """What makes a file no plain text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        return [Fault(name, row, None, f"byte 0x{data[error.start]:02x} is not UTF-8", "UTF-8 text")]
    faults = []
    if text.startswith("\ufeff"):
        faults.append(Fault(name, 1, None, "file starts with a byte order mark", "UTF-8 without a mark"))
    for sign, problem, expected in (
        ("\r", "line ends with a carriage return", "lines ending with LF"),
        ("\0", "line holds a NUL byte", "text"),
    ):
        if sign in text:
            faults.append(Fault(name, text.count("\n", 0, text.index(sign)) + 1, None, problem, expected))
    if not text.strip():
        faults.append(Fault(name, None, None, "file is empty", "a header and rows"))
    return faults


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    """So that a cell that is too long is named as such and not as bad CSV."""
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _cells(lines: list[str], name: str) -> tuple[list[list[str]], list[Fault]]:
    """The cells of each line; or what is wrong with the first line that cannot be cut into cells."""
    with _cells_of_any_length():
        table: list[list[str]] = []
        for number, line in enumerate(lines, start=1):
            if len(line) > LONGEST_LINE:
                cells = next(iter(csv.reader([line])), [])
                header = table[0] if table else cells
                at = max(range(len(cells)), key=lambda position: len(cells[position]))
                column = header[at] if table and at < len(header) else None
                problem = f"{shown(line)} is a line of {len(line):,} characters"
                return [], [Fault(name, number, column, problem, f"at most {LONGEST_CELL:,} characters in a cell")]
            try:
                table.append(next(iter(csv.reader([line], strict=True)), []))
            except csv.Error as error:
                if line.count('"') % 2:  # the quote may close in a later line
                    whole = csv.reader(io.StringIO("\n".join(lines[number - 1 :]), newline=""), strict=True)
                    try:
                        next(whole)
                        problem, expected = "a quoted cell runs over several lines", "one line for each row"
                        return [], [Fault(name, number, None, problem, expected)]
                    except csv.Error:
                        pass
                problem = f"not readable as CSV: {error}"
                return [], [Fault(name, number, None, problem, "cells separated by commas, quotes in pairs")]
    return table, []


def _header_faults(name: str, header: list[str], columns: list[str]) -> list[Fault]:
    """One cell where many are due: another delimiter. Otherwise each column missing, unknown or misplaced."""
    wanted = "the columns " + ", ".join(columns)
    if len(header) == 1 < len(columns):
        problem = f"header is a single cell, {shown(header[0])}"
        return [Fault(name, 1, None, problem, "cells separated by commas, not by another sign")]
    faults = [Fault(name, 1, column, "column is missing", wanted) for column in columns if column not in header]
    faults += [
        Fault(name, 1, shown(column)[1:-1] or None, "column is not in the descriptor", wanted)
        for column in header
        if column not in columns
    ]
    if not faults and header != columns:
        faults.append(Fault(name, 1, None, "columns are repeated or in another order", wanted))
    return faults


def _widths(name: str, table: list[list[str]]) -> list[Fault]:
    """Rows that are blank, too short or too long."""
    faults, columns = [], table[0]
    for number, cells in enumerate(table[1:], start=2):
        expected = f"{how_many(len(columns), 'cell')}, not {len(cells)}"
        if not cells:
            faults.append(Fault(name, number, None, "the row is blank", "no blank rows"))
        elif len(cells) < len(columns):
            problem = "cell is missing, the row is too short"
            faults.append(Fault(name, number, columns[len(cells)], problem, expected))
        elif len(cells) > len(columns):
            faults.append(Fault(name, number, None, "the row is too long", expected))
    return faults


# --- cells ------------------------------------------------------------------------------------------


def _cell_faults(name: str, rows: Rows, schema: dict, cutoff: str) -> list[Fault]:
    faults = []
    for field in schema["fields"]:
        column, problem_of = field["name"], _check(field, cutoff)
        verdicts: dict[str, tuple[str, str] | None] = {}  # a column repeats its values
        for number, row in enumerate(rows, start=2):
            if row is None:
                continue
            cell = row[column]
            if cell not in verdicts:
                verdicts[cell] = problem_of(cell)
            if verdicts[cell]:
                faults.append(Fault(name, number, column, *verdicts[cell]))
    return faults


def _check(field: dict, cutoff: str) -> Callable[[str], tuple[str, str] | None]:
    """What is wrong with a cell of this column, and what was expected; None if nothing is."""
    constraints, kind = field.get("constraints", {}), field["type"]
    required, expected = constraints.get("required", False), expected_of(field)
    low, high = constraints.get("minimum"), constraints.get("maximum")
    listed = set(constraints["enum"]) if "enum" in constraints else None
    pattern = re.compile(constraints["pattern"]) if "pattern" in constraints else None
    partial = _is_partial(field)
    partial_or_date = partial or kind in ("date", "yearmonth")
    is_year = kind == "integer" and field["name"] == "year"
    last = cutoff if is_year or (partial_or_date and "beyond_cutoff" not in field) else None

    def problem(cell: str) -> tuple[str, str] | None:
        if not cell:
            return ('cell is ""', expected) if required else None
        told = _unplain(cell) or (expected if is_wrong(cell) else None)
        if told is None and last is not None and cell > last[: len(cell)]:
            told = f"nothing after the data cut-off, {cutoff}"
        return (f"cell is {shown(cell)}", told) if isinstance(told, str) else told

    def is_wrong(cell: str) -> bool:
        if kind in _SYNTAX:
            if not _SYNTAX[kind].fullmatch(cell):
                return True
            return not ((low is None or low <= float(cell)) and (high is None or float(cell) <= high))
        if kind == "date" and not is_date(cell) or kind == "yearmonth" and not is_month(cell):
            return True
        if partial and not (is_date(cell) or is_month(cell) or is_date(f"{cell}-01-01")):
            return True
        if partial_or_date and ((low is not None and cell < low) or (high is not None and cell > high)):
            return True
        return (listed is not None and cell not in listed) or (pattern is not None and not pattern.fullmatch(cell))

    return problem


def _unplain(cell: str) -> tuple[str, str] | None:
    """What a reader would not see in a cell, or would take for something else."""
    if cell != cell.strip():
        return f"cell is {shown(cell)}", "no blanks around the text"
    if len(cell) > LONGEST_CELL:
        return f"cell has {len(cell):,} characters", f"at most {LONGEST_CELL:,}"
    if cell.isascii() and cell.isprintable():
        return None
    if unicodedata.normalize("NFC", cell) != cell:
        return f"cell is {shown(cell)}, with letters in pieces", "composed letters (Unicode NFC)"
    for sign in cell:
        if sign in _NO_LETTERS or unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp", "Me", "Mn"):
            what = unicodedata.name(sign, "a control character").lower()
            return f"cell holds an invisible character, U+{ord(sign):04X} ({what})", "visible characters"
        if unicodedata.category(sign) == "Zs" and sign != " ":
            return f"cell holds U+{ord(sign):04X} ({unicodedata.name(sign).lower()})", "a plain space"
        if not sign.isascii() and (sign.isdecimal() or "\uff00" <= sign <= "\uffef"):
            return (
                f"cell holds {sign} ({unicodedata.name(sign).lower()})",
                "the digits 0 to 9 and letters of plain width",
            )
    for word in re.findall(r"[^\W\d_]+", cell):
        scripts = {unicodedata.name(letter, "?").split()[0] for letter in word} & {"LATIN", "CYRILLIC", "GREEK"}
        if len(scripts) > 1:
            return f"the word {shown(word)} mixes alphabets", "letters of one alphabet"
    return None


# --- rows -------------------------------------------------------------------------------------------


def _row_faults(name: str, rows: Rows, faulty: set, schema: dict) -> list[Fault]:
    """Cells that contradict another cell of their row, or of the row before."""
    columns = {field["name"] for field in schema["fields"]}
    pairs = [pair for pair in ORDERED_DATES if columns.issuperset(pair)]
    steps = [step for step in STEPS if columns.issuperset(step[:2])]
    units = [(field["name"], field["bounds_by"]) for field in schema["fields"] if "bounds_by" in field]
    windows = {"published", "published_earliest", "published_latest"} <= columns
    dated_years = {"year", "period_start"} <= columns
    faults: list[Fault] = []

    def sound(number: int, row: dict | None, *names: str) -> bool:
        return row is not None and all(row[column] and (number, column) not in faulty for column in names)

    for number, row in enumerate(rows, start=2):
        for first, last in pairs:
            if sound(number, row, first, last) and row[first] > row[last]:
                problem = f"{row[first]} is after {last} {row[last]}"
                faults.append(Fault(name, number, first, problem, "the earlier date first"))
        if windows and sound(number, row, "published"):
            faults += _window_faults(name, number, row)
        if dated_years and sound(number, row, "year", "period_start") and row["period_start"][:4] != row["year"]:
            faults.append(Fault(name, number, "year", f"is {row['year']}", f"the year of {row['period_start']}"))
        for column, by in units:
            if sound(number, row, column):
                faults += _unit_faults(name, number, row, column, by)
    for step in steps:
        faults += _step_faults(name, rows, sound, *step)
    return faults


def _step_faults(name: str, rows: Rows, sound: Callable, value: str, change: str, factor: int) -> list[Fault]:
    """Values that the change written beside them does not bear out. Blames the value, or the change where the next step fits."""

    def fits(number: int) -> bool | None:
        """Does the step into this line fit? None where there is nothing to compare."""
        if not 3 <= number < len(rows) + 2:
            return None
        before, row = rows[number - 3], rows[number - 2]
        if not sound(number, row, value, change) or not sound(number - 1, before, value):
            return None
        return round((float(row[value]) - float(before[value])) * factor, 6) == float(row[change])

    faults, number = [], 3
    while number < len(rows) + 2:
        if fits(number) is False:
            before, row = rows[number - 3], rows[number - 2]
            told = f"{value} is {row[value]} after {before[value]}, and {change} is {row[change]}"
            column = change if fits(number + 1) else value
            faults.append(Fault(name, number, column, told, "a step and a change that fit each other"))
            number += column == value  # the step out of a wrong value is wrong too
        number += 1
    return faults


def _window_faults(name: str, number: int, row: dict[str, str]) -> list[Fault]:
    """The first and the last day that a date can mean lie in the day, month or year it names."""
    return [
        Fault(name, number, column, f"cell is {shown(row[column])}", f"a day of {row['published']}, as in published")
        for column in ("published_earliest", "published_latest")
        if not row[column].startswith(row["published"])
    ]


def _unit_faults(name: str, number: int, row: dict[str, str], column: str, by: dict) -> list[Fault]:
    """A number beyond the bounds of the unit that stands beside it."""
    unit, bounds = row[by["column"]], by["bounds"]
    if unit not in bounds:
        return [Fault(name, number, by["column"], f"cell is {shown(unit)}", "one of " + ", ".join(bounds))]
    low, high = bounds[unit]
    if low <= float(row[column]) <= high:
        return []
    return [Fault(name, number, column, f"cell is {shown(row[column])}", f"{low} to {high}, as the unit is {unit}")]


# --- keys -------------------------------------------------------------------------------------------


def _repeated(name: str, rows: Rows, faulty: set, schema: dict) -> list[Fault]:
    """Rows that share a key, and values that may stand once only."""
    key = tuple(schema["primaryKey"])
    unique = [(field["name"],) for field in schema["fields"] if field.get("constraints", {}).get("unique")]
    faults = []
    for columns in dict.fromkeys([key, *unique]):
        lines: dict[tuple[str, ...], list[int]] = {}
        for number, row in enumerate(rows, start=2):
            if row is not None and not any((number, column) in faulty for column in columns):
                cells = tuple(row[column] for column in columns)
                if all(cells) or columns == key:
                    lines.setdefault(cells, []).append(number)
        for cells, numbers in lines.items():
            if len(numbers) > 1:
                blamed = _out_of_place(rows, columns, numbers)
                others = ", ".join(str(number) for number in numbers if number != blamed)
                problem = f"same {'key' if columns == key else 'value'} as line {others}: {', '.join(cells)}"
                faults.append(
                    Fault(name, blamed, "+".join(columns), shortened(problem), "one row for each " + ", ".join(columns))
                )
    return faults


def shortened(problem: str, longest: int = 200) -> str:
    return problem if len(problem) <= longest else problem[:longest] + "…"


def _out_of_place(rows: Rows, columns: tuple[str, ...], numbers: list[int]) -> int:
    """Of rows with one key, the line that does not fit the order of its neighbours; the last one if all fit or none."""

    def misfits(number: int) -> int:
        around = [rows[number - 2 + step] if 0 <= number - 2 + step < len(rows) else None for step in (-1, 0, 1)]
        count = 0
        for column in columns:
            before, here, after = (row[column] if row else None for row in around)
            if before is not None and after is not None and before <= after and not before <= here <= after:
                count += 1
        return count

    return max(numbers, key=lambda number: (misfits(number), number))
