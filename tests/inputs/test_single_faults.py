"""One thing wrong at a time, in every table: refused as found, and named again as if its hash had been accepted.

The faults are generated from the descriptor, so that a new table or column is broken too. Each is tried twice: as found,
where the hash of the repository's own data must refuse it, and as with ``--data``, free of hashes, where the validator
itself must name file, row and column, or the cause where there is no row. What no rule can tell from a legitimate edit is
generated as well, at the end, and counted.
"""

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from audit.faults import FaultsError
from audit.inputs.acceptance import check_data
from audit.inputs.codebook import not_as_accepted
from audit.inputs.record import Record, check_record, open_record
from audit.inputs.tables import ORDERED_DATES
from audit.paths import DATA

RECORD = open_record()
ROWS = {
    name: list(csv.reader(io.StringIO(RECORD.path(name).read_text(encoding="utf-8"), newline="")))
    for name in RECORD.tables
}


@dataclass(frozen=True)
class Single:
    """One fault: what it is, in which file, what makes it, and where the validator must find it.

    ``rows``: any of these lines (empty: the whole file); ``columns``: any of these (empty: the row is enough).
    """

    what: str
    table: str
    make: Callable[[bytes], bytes]
    rows: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    words: str = ""

    def __str__(self) -> str:
        return f"{self.table}: {self.what}"


def fields(table: str) -> list[dict]:
    return RECORD.resource(table)["schema"]["fields"]


def middle(table: str, column: str, wanted: Callable[[str], bool] = bool) -> tuple[int, str] | None:
    """Line and text of a cell in the middle of a column, of those that are ``wanted``; None if there is none."""
    at = ROWS[table][0].index(column)
    cells = [(line, row[at]) for line, row in enumerate(ROWS[table], start=1) if line > 1 and wanted(row[at])]
    return cells[len(cells) // 2] if cells else None


def written(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def put(table: str, line: int, **cells: str) -> Callable[[bytes], bytes]:
    """A change of some cells of one line."""

    def make(data: bytes) -> bytes:
        rows = [list(row) for row in ROWS[table]]
        for column, cell in cells.items():
            rows[line - 1][rows[0].index(column)] = cell
        return written(rows)

    return make


# --- whole files ---

#: Said where nothing but the number of rows is wrong.
MISSED = "the descriptor says"


def of_files() -> Iterator[Single]:
    """Every table cut, and one after another with a fault of its lines, bytes or header."""
    for table in RECORD.tables:
        last = len(ROWS[table])
        for what, keep in (("cut in half at the end of a line", 0.5), ("without its last line", 1.0)):
            lines = max(1 + (last == 2), int(last * keep) - (keep == 1.0))
            if 1 < lines < last:
                yield Single(what, table, cut(lines), words=MISSED)
        yield Single("cut in the middle of the last line", table, lambda data: data[:-9], (last,))
    makers = [
        ("a line in the middle is gone", lambda d: without_line(d), MISSED),
        ("a line stands twice", lambda d: d + d.splitlines(keepends=True)[-1], "same key as line"),
        ("a blank line", lambda d: d.replace(b"\n", b"\n\n", 2)[: len(d) + 1], ""),
        ("lines that end with CR LF", lambda d: d.replace(b"\n", b"\r\n"), "carriage return"),
        ("a byte order mark", lambda d: b"\xef\xbb\xbf" + d, "byte order mark"),
        ("a byte that is not UTF-8", lambda d: d[:-2] + b"\xff\n", "not UTF-8"),
        ("a NUL byte", lambda d: d[:-2] + b"\0\n", "NUL"),
        ("cells between semicolons", lambda d: d.replace(b",", b";"), "single cell"),
        ("nothing in it", lambda d: b"", "empty"),
        ("a header alone", lambda d: d.splitlines(keepends=True)[0], "no rows"),
        ("a quote that stays open", open_quote, ""),
        ("a cell too many", lambda d: d[:-1] + b",x\n", "too long"),
        ("a cell too few", lambda d: d[: d.rindex(b",")] + b"\n", "too short"),
        ("a column under another name", lambda d: b"x" + d, "column is missing"),
        ("two columns that changed places", swapped_header, "another order"),
    ]
    for number, (what, make, words) in enumerate(makers):
        for table in RECORD.tables[number % 5 :: 15]:
            yield Single(what, table, make, words=words)


def open_quote(data: bytes) -> bytes:
    """The last cell begins with a quotation mark that nothing closes."""
    if data.endswith(b'"\n'):
        return data[:-2] + b"\n"
    start = data.rindex(b",") + 1
    return data[:start] + b'"' + data[start:]


def cut(lines: int) -> Callable[[bytes], bytes]:
    return lambda data: b"".join(data.splitlines(keepends=True)[:lines])


def without_line(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    del lines[len(lines) // 2]
    return b"".join(lines)


def swapped_header(data: bytes) -> bytes:
    header, rest = data.split(b"\n", 1)
    names = header.split(b",")
    return b",".join([names[1], names[0], *names[2:]]) + b"\n" + rest


# --- cells ---

#: What makes a number none, or another one without looking like it.
NO_NUMBERS = ("19O.5", "1,280", "1e3", "NaN", "-inf", "٣٫٥", "１２", "1 280", "0x1F", "1_000", "12.")
NO_DATES = (
    "2022-1-5",
    "20220105",
    "2022-02-30",
    "05/01/2022",
    "２０２２-01-05",
    "3022-01-05",
    "0022-01-05",
    "tomorrow",
)
#: What a reader does not see, or takes for another sign, in front of the last letter of a text.
UNSEEN = ("\u200b", "\u00a0", "\u00ad", "\u202e", "\ufeff", "\x1b", "\u0430\u0061", "e\u0301", "\uff41")


def of_cells() -> Iterator[Single]:
    """Faults of every column, by its type: one after another of the ways in which such a cell can be wrong."""
    turn = {kind: 0 for kind in ("number", "date", "text")}

    def next_of(kind: str, ways: tuple[str, ...]) -> str:
        turn[kind] += 1
        return ways[turn[kind] % len(ways)]

    for table in RECORD.tables:
        for field in fields(table):
            name, kind, constraints = field["name"], field["type"], field.get("constraints", {})
            found = middle(table, name)
            if found is None:
                continue
            line, cell = found

            def one(what: str, text: str, *columns: str, table=table, line=line, name=name) -> Single:
                return Single(
                    f"{name} {what} ({text[:20]!r})",
                    table,
                    put(table, line, **{name: text}),
                    (line,),
                    columns or (name,),
                )

            if constraints.get("required"):
                yield one("left out", "")
            if kind in ("number", "integer"):
                yield one("that is no number", next_of("number", NO_NUMBERS))
                if kind == "integer":
                    yield one("with decimals", cell + ".5")
            elif kind == "date":
                yield one("that is no day", next_of("date", NO_DATES))
            elif kind == "yearmonth":
                yield one("that is no month", "2022-13")
            else:
                sign = next_of("text", UNSEEN)
                yield one(f"with U+{ord(sign[0]):04X}", cell[:-1] + sign + cell[-1])
                if "enum" in constraints:
                    yield one("misspelt", cell[:-1] + "x" + cell[-1])
                if "pattern" in constraints:
                    yield one("against its pattern", f"?{cell}")
                if name in ("note", "name", "title", "paraphrase"):
                    yield one("as long as a book", "x" * 200_000)
        yield from of_slipped_units(table)
        yield from of_dates(table)
        yield from of_keys(table)


#: Columns in which a thousandth or a thousandfold of a middle value is a value like others: no bound can tell.
WIDE = {
    ("trade_chapters", "value_usd_mn"): "from a thousand dollars to ninety billion",
    ("trade_energy_hs6", "value_usd_mn"): "from a thousand dollars to sixty billion",
    ("trade_energy_hs6", "quantity_kt"): "from a tonne to a hundred million",
    ("trade_partner_mirror", "value_usd_bn"): "from a small state to the United States",
    ("ruble_currencies", "units_per_usd"): "from the dinar to the rial",
}


def of_slipped_units(table: str) -> Iterator[Single]:
    """A number in thousands, in thousandths, or with a sign, wherever the bounds can tell."""
    for field in fields(table):
        name = field["name"]
        found = middle(table, name, lambda cell: bool(cell) and float(cell) != 0) if is_number(field) else None
        if found is None or name == "year":
            continue
        line, cell = found
        for what, factor in (("in thousands", 1000), ("in thousandths", 0.001)):
            slipped = plain(float(cell) * factor)
            if ((table, name) not in WIDE) and not within_bounds(table, field, line, float(slipped)):
                yield Single(
                    f"{name} {what}: {cell} is {slipped}", table, put(table, line, **{name: slipped}), (line,), (name,)
                )
        if not within_bounds(table, field, line, -float(cell)):
            turned = cell.removeprefix("-") if cell.startswith("-") else f"-{cell}"
            yield Single(
                f"{name} with its sign turned: {turned}", table, put(table, line, **{name: turned}), (line,), (name,)
            )


def is_number(field: dict) -> bool:
    return field["type"] in ("number", "integer")


def plain(number: float) -> str:
    text = f"{number:.9f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def within_bounds(table: str, field: dict, line: int, value: float) -> bool:
    """What the descriptor says of a value, read here once more and in another way than the validator does."""
    constraints = field.get("constraints", {})
    if "bounds_by" in field:
        unit = ROWS[table][line - 1][ROWS[table][0].index(field["bounds_by"]["column"])]
        low, high = field["bounds_by"]["bounds"][unit]
    else:
        low, high = constraints.get("minimum"), constraints.get("maximum")
    return low <= value <= high and (field["type"] == "number" or value.is_integer())


def of_dates(table: str) -> Iterator[Single]:
    """An end before the beginning, and a day on which nobody had looked yet."""
    names = [field["name"] for field in fields(table)]
    for first, last in ORDERED_DATES:
        if first in names and last in names:
            at = {name: names.index(name) for name in (first, last)}
            both = [
                line
                for line, row in enumerate(ROWS[table][1:], start=2)
                if row[at[first]] and row[at[last]] and row[at[first]] != row[at[last]]
            ]
            if both:
                line = both[len(both) // 2]
                row = ROWS[table][line - 1]
                swapped = {first: row[at[last]], last: row[at[first]]}
                yield Single(f"{first} and {last} swapped", table, put(table, line, **swapped), (line,), (first, last))
    for field in fields(table):
        if field["type"] in ("date", "yearmonth") and "beyond_cutoff" not in field:
            line, cell = middle(table, field["name"])
            later = "2031-12-30"[: len(cell)]
            yield Single(f"{field['name']} to come", table, put(table, line, **{field["name"]: later}), (line,))
        if field["name"] == "year":
            line, _ = middle(table, "year")
            yield Single("a year to come", table, put(table, line, year="2031"), (line,), ("year",))


def of_keys(table: str) -> Iterator[Single]:
    """The key of another row, and a reference to what is not there."""
    key = RECORD.resource(table)["schema"]["primaryKey"]
    names = ROWS[table][0]
    line = len(ROWS[table]) // 2 + 1
    if line < len(ROWS[table]):
        other = {name: ROWS[table][line][names.index(name)] for name in key}
        yield Single("the key of the row below", table, put(table, line, **other), (line, line + 1))
    for reference in RECORD.resource(table)["schema"].get("foreignKeys", []):
        name = reference["fields"][0]
        if found := middle(table, name):
            line, cell = found
            unknown = cell[:-1] + ("y" if cell[-1] != "y" else "z") + "q"
            yield Single(f"{name} that nobody knows", table, put(table, line, **{name: unknown}), (line,), (name,))


FAULTS = [*of_files(), *of_cells()]


# --- tried twice ---


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    return Path(shutil.copytree(DATA, tmp_path_factory.mktemp("single") / "data"))


@pytest.fixture(scope="module")
def record(copy) -> Record:
    """The copy, opened once: its descriptor stays as it is, its files are read at every check."""
    return open_record(copy)


@pytest.fixture
def broken(record):
    """A function that breaks one table of the copy; what was broken is mended after the test."""
    touched: list[tuple[Path, bytes]] = []

    def do(single: Single) -> Path:
        path = record.path(single.table)
        sound = path.read_bytes()
        touched.append((path, sound))
        spoilt = single.make(sound)
        assert spoilt != sound, "the test changes nothing"
        path.write_bytes(spoilt)
        return path

    yield do
    for path, sound in touched:
        path.write_bytes(sound)


@pytest.mark.parametrize("single", FAULTS, ids=str)
def test_a_single_fault_is_refused_as_found_and_named_as_if_accepted(record, broken, single):
    path = broken(single)
    [found] = not_as_accepted(record, single.table)
    assert found.file == str(path) and "does not fit its" in found.problem
    named = record.faults(single.table)
    assert named, f"{single}: the validator finds nothing"
    assert {fault.file for fault in named} == {str(path)}
    assert all(fault.problem and str(fault).isprintable() and len(str(fault)) < 1_500 for fault in named), named
    told = [fault for fault in named if single.words in str(fault)]
    assert told, named
    if single.rows:
        assert any(
            fault.row in single.rows and (not single.columns or fault.column in single.columns) for fault in told
        ), "\n".join(map(str, named))
    if all(MISSED in fault.problem for fault in named):
        # Rows are counted by the checks alone: who drops one may look at what is left. Opened anew, for what a record has
        # opened once it gives again.
        open_record(record.directory)[single.table]
    else:
        with pytest.raises(FaultsError):
            record[single.table]


# --- what no rule can tell ---


def told_apart_by_the_hash_alone() -> Iterator[Single]:
    """Edits that could be corrections: a value like others, a reworded text, another source, another day."""

    def change(what: str, table: str, column: str, new: Callable[[str], str], wanted=bool) -> Single:
        line, cell = middle(table, column, wanted)
        return Single(f"{what}: {column} {cell[:30]!r}", table, put(table, line, **{column: new(cell)}), (line,))

    def add(amount: float) -> Callable[[str], str]:
        return lambda cell: plain(float(cell) + amount)

    def swap(old: str, new: str) -> Callable[[str], str]:
        return lambda cell: cell.replace(old, new)

    yield change("a number like the others", "trade_annual", "value_usd_bn", add(10))
    yield change("a number like the others", "trade_annual", "growth_usd_pct", add(3))
    yield change("a number like the others", "trade_monthly", "value_usd_bn", add(1))
    yield change("a number like the others", "trade_products", "value_usd_bn", add(2))
    yield change("a number like the others", "trade_shares", "share_pct", add(1))
    yield change("a number like the others", "trade_totals", "value_usd_bn", add(10))
    yield change("a number like the others", "ruble_points", "rub_per_unit", add(1))
    yield change("a number like the others", "ruble_yuan", "close_rub_per_cny", add(0.1))
    yield change("a number like the others", "alliances_by_year", "number", add(1))
    yield change("a number like the others", "exercise_pairs", "exercises_all", add(1))
    yield change("a number like the others", "exercise_counts", "value", add(1), lambda cell: cell == "6")
    yield change("a number like the others", "war_conduct", "number", add(1), lambda cell: cell == "200")
    yield change("a number like the others", "trade_mirror", "value_usd_bn", add(1))
    for (table, column), why in WIDE.items():
        factor = 1000 if table == "ruble_currencies" else 0.001
        yield change(
            f"a slipped unit, in a column {why}", table, column, lambda cell, factor=factor: plain(float(cell) * factor)
        )
    yield change("another day of the month", "exercises", "start_date", lambda cell: cell[:8] + "02")
    yield change("another day of the month", "alliance_words", "date", lambda cell: cell[:8] + "11")
    yield change("another day of the month", "alliance_events", "date", lambda cell: cell[:8] + "11")
    yield change("another year of those there are", "alliance_depth", "as_of", lambda cell: "2021")
    yield change("yes for no", "treaty_codings", "our_reading", lambda cell: "yes" if cell == "no" else "no")
    yield change("yes for no", "pacts_2016", "defence", lambda cell: "yes" if cell == "no" else "no")
    yield change("yes for no", "china_russia_pair", "defence", lambda cell: "yes" if cell == "no" else "no")
    yield change("yes for no", "war_conduct", "took_part", lambda cell: "yes" if cell == "no" else "no")
    yield change("yes for no", "treaties", "china", lambda cell: "yes" if cell == "no" else "no")
    yield change("another kind of those there are", "exercises", "kind", lambda cell: "competition")
    yield change("another stance of those there are", "alliance_words", "stance", lambda cell: "distance")
    yield change("another source of those there are", "trade_shares", "source_id", lambda cell: ROWS["sources"][5][0])
    yield change("another reporter of those there are", "alliance_words", "reporter", lambda cell: "nato")
    yield change("another origin of those there are", "reporters", "counted_by", lambda cell: "nato")
    yield change("a reworded text", "alliance_words", "paraphrase", lambda cell: cell + " indeed")
    yield change("a reworded text", "treaties", "name", swap("Treaty", "Pact"), lambda cell: "Treaty" in cell)
    yield change("a reworded text", "sources", "title", lambda cell: cell + " again")
    yield change("another address", "sources", "url", lambda cell: cell + "x")
    yield change("an id of the same form", "exercise_reports", "observation_id", lambda cell: cell + "_b")
    yield change("an id of the same form", "exercise_counts", "count_id", lambda cell: cell + "_b")
    yield change("a note gone", "trade_annual", "note", lambda cell: "")
    yield change("a value gone that may be blank", "trade_annual", "value_usd_bn", lambda cell: "")


UNTOLD = list(told_apart_by_the_hash_alone())


@pytest.mark.parametrize("single", UNTOLD, ids=str)
def test_an_edit_that_could_be_a_correction_is_refused_as_found_and_left_to_whoever_accepts_it(record, broken, single):
    broken(single)
    assert len(not_as_accepted(record, single.table)) == 1
    assert record.faults(single.table) == []


# --- all the way, and counted ---


def test_the_doors_that_everybody_uses_refuse_them_too(copy, broken):
    single = next(one for one in FAULTS if one.table == "trade_products" and "cut in half" in one.what)
    path = broken(single)
    for faults in (check_data(copy, own=True), check_data(copy), check_record(copy)):
        assert any(fault.file == str(path) and "the descriptor says" in fault.problem for fault in faults)
    assert any("does not fit its" in fault.problem for fault in check_data(copy, own=True))


def test_the_copy_is_sound_where_nothing_is_broken(copy):
    assert check_data(copy, own=True) == []


def test_there_are_enough_of_them_in_every_table(capsys):
    assert len(FAULTS) >= 150 and len({str(one) for one in [*FAULTS, *UNTOLD]}) == len(FAULTS) + len(UNTOLD)
    assert {one.table for one in FAULTS} == set(RECORD.tables)
    with capsys.disabled():
        print(
            f"\nsingle faults: {len(FAULTS)} generated in {len(RECORD.tables)} tables, each refused as found and named "
            f"as if accepted; {len(UNTOLD)} edits that no rule can tell from a correction, refused as found only"
        )
