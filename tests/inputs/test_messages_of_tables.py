"""What a fault of a table says, word for word: the file, the line and the column that are blamed, the problem, and what was expected.

One small table, broken in one way for each place in ``audit.inputs.tables`` that can find something.
"""

import copy
import csv
from pathlib import Path

import pytest

from audit.faults import Fault
from audit.inputs.tables import LONGEST_CELL, LONGEST_LINE, expected_of, read_table, reference_faults, shortened

CUTOFF = "2026-11-01"


def field(name: str, kind: str = "string", required: bool = True, **constraints) -> dict:
    return {"name": name, "type": kind, "constraints": {"required": required, **constraints}}


def schema(*fields: dict, key: tuple[str, ...] = ()) -> dict:
    return {"fields": list(fields), "primaryKey": list(key) or [fields[0]["name"]]}


PARADES = schema(
    field("code", pattern="[A-Z]{2}"),
    field("day", "date", minimum="2000-01-01", maximum="2030-12-31"),
    field("month", "yearmonth", minimum="2000-01"),
    field("kind", enum=["parade", "drill"]),
    field("tanks", "integer", minimum=0, maximum=50),
    field("share", "number", maximum=100),
    field("as_of", required=False),
    field("seat", required=False, unique=True),
    field("note", required=False),
)
COLUMNS = "code,day,month,kind,tanks,share,as_of,seat,note"
WANTED = "the columns code, day, month, kind, tanks, share, as_of, seat, note"
ROWS = [
    "AB,2021-05-09,2021-05,parade,12,47.5,2021,s1,Sunny",
    "CD,2022-05-09,2022-05,drill,7,12,2022-06,s2,",
    "EF,2023-05-09,2023-05,parade,9,0.25,,,",
]


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("record") / "parades.csv"


def told(path: Path, text: str | bytes, described: dict = PARADES) -> list[Fault]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(path, described, CUTOFF)[0]


def written(rows: list[str], header: str = COLUMNS) -> str:
    return "\n".join([header, *rows]) + "\n"


def with_cell(column: str, cell: str, line: int = 3) -> str:
    rows = [row.split(",") for row in ROWS]
    rows[line - 2][COLUMNS.split(",").index(column)] = cell
    return written([",".join(row) for row in rows])


def as_faults(path: Path, *faults: tuple) -> list[Fault]:
    return [Fault(str(path), *one) for one in faults]


def test_the_table_that_is_broken_here_is_sound(path):
    assert told(path, written(ROWS)) == []


# --- the file ---

GOOD = written(ROWS).encode()
CSV = "cells separated by commas, quotes in pairs"
FILES = {
    "empty": (b"", (None, None, "file is empty", "a header and rows")),
    "blank": (b" \n\n", (None, None, "file is empty", "a header and rows")),
    "no rows": (COLUMNS.encode() + b"\n", (None, None, "table has no rows", "at least one row")),
    "not UTF-8": (GOOD.replace(b"CD", b"C\xff"), (3, None, "byte 0xff is not UTF-8", "UTF-8 text")),
    "not UTF-8, in the header": (b"\x0e\x8d" + GOOD, (1, None, "byte 0x8d is not UTF-8", "UTF-8 text")),
    "mark": (b"\xef\xbb\xbf" + GOOD, (1, None, "file starts with a byte order mark", "UTF-8 without a mark")),
    "carriage return": (
        GOOD.replace(b"s2,\n", b"s2,\r\n"),
        (3, None, "line ends with a carriage return", "lines ending with LF"),
    ),
    "carriage return below a blank line": (
        b"\n" + GOOD.replace(b"s2,\n", b"s2,\r\n"),
        (4, None, "line ends with a carriage return", "lines ending with LF"),
    ),
    "NUL": (GOOD.replace(b"EF", b"E\0"), (4, None, "line holds a NUL byte", "text")),
    "cut off": (GOOD[:-1], (4, None, "last line does not end, the file may be cut off", "a line break at the end")),
    "open quote": (GOOD.replace(b"drill", b'"drill'), (3, None, "not readable as CSV: unexpected end of data", CSV)),
    "odd quotes": (
        GOOD.replace(b"drill", b'"dr"ill"'),
        (3, None, "not readable as CSV: ',' expected after '\"'", CSV),
    ),
    "letters after a quote": (
        GOOD.replace(b"drill", b'"dr"ill'),
        (3, None, "not readable as CSV: ',' expected after '\"'", CSV),
    ),
    "cell of two lines": (
        GOOD.replace(b"drill", b'"dri').replace(b"EF,", b'll",'),
        (3, None, "a quoted cell runs over several lines", "one line for each row"),
    ),
    "cell of two lines, beside a quoted one": (
        GOOD.replace(b"CD", b'"CD"').replace(b"drill", b'"dri').replace(b"EF,", b'll",'),
        (3, None, "a quoted cell runs over several lines", "one line for each row"),
    ),
    "cell of three lines": (
        GOOD.replace(b"parade,12", b'"parade').replace(b"EF,", b'12",'),
        (2, None, "a quoted cell runs over several lines", "one line for each row"),
    ),
    "semicolons": (
        GOOD.replace(b",", b";"),
        (
            1,
            None,
            'header is a single cell, "code;day;month;kind;tanks;share;as_of;seat;note"',
            "cells separated by commas, not by another sign",
        ),
    ),
    "other order": (
        GOOD.replace(b"code,day", b"day,code"),
        (1, None, "columns are repeated or in another order", WANTED),
    ),
    "repeated": (GOOD.replace(b",note", b",note,note"), (1, None, "columns are repeated or in another order", WANTED)),
    "missing": (GOOD.replace(b"month,", b"", 1), (1, "month", "column is missing", WANTED)),
    "unknown": (GOOD.replace(b",note", b",note,town"), (1, "town", "column is not in the descriptor", WANTED)),
    "without a name": (GOOD.replace(b",note", b",note,"), (1, None, "column is not in the descriptor", WANTED)),
    "unseen name": (
        GOOD.replace(b",note", ",note,to\u200bwn".encode()),
        (1, r"to\u200bwn", "column is not in the descriptor", WANTED),
    ),
    "blank row": (GOOD.replace(b"EF", b"\nEF"), (4, None, "the row is blank", "no blank rows")),
    "short": (
        GOOD.replace(b",7,12,2022-06,s2,", b",7"),
        (3, "share", "cell is missing, the row is too short", "9 cells, not 5"),
    ),
    "long": (GOOD.replace(b"s2,", b"s2,,"), (3, None, "the row is too long", "9 cells, not 10")),
}


@pytest.mark.parametrize(("text", "expected"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_table_is_named_with_its_line(path, text, expected):
    assert told(path, text) == as_faults(path, expected)


def test_a_file_that_is_not_there_or_no_file(tmp_path):
    there, folder = tmp_path / "gone.csv", tmp_path / "folder.csv"
    folder.mkdir()
    assert read_table(there, PARADES, CUTOFF) == (
        [Fault(str(there), None, None, "file is missing", "a readable file")],
        None,
    )
    assert read_table(folder, PARADES, CUTOFF) == (
        [Fault(str(folder), None, None, "file cannot be read (Is a directory)", "a readable file")],
        None,
    )


def test_every_fault_of_the_bytes_is_told_in_one_run_with_the_first_line_of_each(path):
    text = "\ufeffcode\r\nAB\r\nC\0\nD\0\n"
    assert told(path, text) == as_faults(
        path,
        (1, None, "file starts with a byte order mark", "UTF-8 without a mark"),
        (1, None, "line ends with a carriage return", "lines ending with LF"),
        (3, None, "line holds a NUL byte", "text"),
    )


def test_every_column_that_is_missing_or_unknown_is_told(path):
    assert told(path, written(ROWS, "code,date,kind,tanks,share,as_of,seat,note,town")) == as_faults(
        path,
        *((1, name, "column is missing", WANTED) for name in ("day", "month")),
        *((1, name, "column is not in the descriptor", WANTED) for name in ("date", "town")),
    )


def test_a_table_of_one_column_is_not_taken_for_one_with_other_delimiters(path):
    one = schema(field("code"))
    assert told(path, "day\nAB\n", one) == as_faults(
        path,
        (1, "code", "column is missing", "the columns code"),
        (1, "day", "column is not in the descriptor", "the columns code"),
    )


def test_a_cut_line_is_told_besides_what_is_wrong_in_it(path):
    cut = (4, None, "last line does not end, the file may be cut off", "a line break at the end")
    assert told(path, GOOD[: GOOD.rindex(b"EF") + 4]) == as_faults(
        path, cut, (4, "month", "cell is missing, the row is too short", "9 cells, not 2")
    )
    assert told(path, GOOD[:-1].replace(b"drill", b'"drill')) == as_faults(
        path, cut, (3, None, "not readable as CSV: unexpected end of data", CSV)
    )
    assert told(path, GOOD[:-1].replace(b"month,", b"", 1)) == as_faults(
        path, cut, (1, "month", "column is missing", WANTED)
    )


def test_a_line_without_end_is_named_with_the_column_of_its_longest_cell(path):
    def line_of(row: str) -> tuple[str, str]:
        start = f'"{row}"'[:40]
        return (
            f"{start}… ({len(row):,} characters) is a line of {len(row):,} characters",
            "at most 1,000 characters in a cell",
        )

    long = "x" * LONGEST_LINE
    row = ROWS[1].replace("drill", long)
    assert told(path, written([ROWS[0], row])) == as_faults(path, (3, "kind", *line_of(row)))
    row = ROWS[1] + f",{long}"  # the longest cell stands below no column
    assert told(path, written([ROWS[0], row])) == as_faults(path, (3, None, *line_of(row)))
    row = ROWS[1] + f"{long},"
    assert told(path, written([row])) == as_faults(path, (2, "note", *line_of(row)))
    header = f"code,{long}"
    assert told(path, written(ROWS, header)) == as_faults(path, (1, None, *line_of(header)))


def test_a_line_of_just_the_longest_length_is_read(path):
    short = ROWS[1] + "x" * (LONGEST_LINE - len(ROWS[1]))
    assert told(path, written([ROWS[0], short])) == as_faults(
        path, (3, "note", f"cell has {len(short) - len(ROWS[1]):,} characters", "at most 1,000")
    )


def test_how_long_a_cell_may_be_is_put_back_when_a_table_was_read(path):
    before = csv.field_size_limit()
    told(path, GOOD.replace(b"drill", b'"drill'))
    told(path, GOOD)
    assert csv.field_size_limit() == before


# --- cells ---

DAY = "a date like 2022-12-31, from 2000-01-01 to 2030-12-31"
MONTH = "a month like 2022-12, from 2000-01"
TANKS = "a whole number, from 0 to 50"
SHARE = "a number like 190.272, to 100"
KIND = "one of parade, drill"
LATE = "nothing after the data cut-off, 2026-11-01"
CELLS = [
    ("code", "", 'cell is ""', "a text that matches [A-Z]{2}"),
    ("code", "ABC", 'cell is "ABC"', "a text that matches [A-Z]{2}"),
    ("day", "2022-02-30", 'cell is "2022-02-30"', DAY),
    ("day", "1999-12-31", 'cell is "1999-12-31"', DAY),
    ("day", "2031-01-01", 'cell is "2031-01-01"', DAY),
    ("day", "2026-11-02", 'cell is "2026-11-02"', LATE),
    ("month", "2022-13", 'cell is "2022-13"', MONTH),
    ("month", "1999-12", 'cell is "1999-12"', MONTH),
    ("month", "2026-12", 'cell is "2026-12"', LATE),
    ("kind", "march", 'cell is "march"', KIND),
    ("kind", "", 'cell is ""', KIND),
    ("tanks", "7.5", 'cell is "7.5"', TANKS),
    ("tanks", "-1", 'cell is "-1"', TANKS),
    ("tanks", "51", 'cell is "51"', TANKS),
    ("share", "1e1", 'cell is "1e1"', SHARE),
    ("share", "100.1", 'cell is "100.1"', SHARE),
    ("as_of", "202", 'cell is "202"', "a date like 2022-12-31, 2022-12 or 2022, or blank"),
    ("as_of", "2022-02-30", 'cell is "2022-02-30"', "a date like 2022-12-31, 2022-12 or 2022, or blank"),
    ("as_of", "2027", 'cell is "2027"', LATE),
    ("as_of", "2026-12", 'cell is "2026-12"', LATE),
    ("note", " x", 'cell is " x"', "no blanks around the text"),
    ("note", "x" * 1001, "cell has 1,001 characters", "at most 1,000"),
    ("note", "cafe\u0301", 'cell is "cafe\u0301", with letters in pieces', "composed letters (Unicode NFC)"),
    ("note", "a\u200bb", "cell holds an invisible character, U+200B (zero width space)", "visible characters"),
    ("note", "a\x1bb", "cell holds an invisible character, U+001B (a control character)", "visible characters"),
    ("note", "a\u3164b", "cell holds an invisible character, U+3164 (hangul filler)", "visible characters"),
    ("note", "a\u00a0b", "cell holds U+00A0 (no-break space)", "a plain space"),
    ("note", "\u0663", "cell holds \u0663 (arabic-indic digit three)", "the digits 0 to 9 and letters of plain width"),
    (
        "note",
        "\uff21",
        "cell holds \uff21 (fullwidth latin capital letter a)",
        "the digits 0 to 9 and letters of plain width",
    ),
    ("note", "the b\u0430nk", 'the word "b\u0430nk" mixes alphabets', "letters of one alphabet"),
]


@pytest.mark.parametrize(("column", "cell", "problem", "expected"), CELLS)
def test_a_cell_is_named_with_what_it_says_and_what_was_expected(path, column, cell, problem, expected):
    assert told(path, with_cell(column, cell)) == as_faults(path, (3, column, problem, expected))


ALLOWED = [
    *[("day", "2000-01-01"), ("day", "2026-11-01"), ("month", "2000-01"), ("month", "2026-11")],
    *[("tanks", "0"), ("tanks", "50"), ("share", "100"), ("share", "-12"), ("as_of", "2026"), ("as_of", "2026-11-01")],
    *[("note", "x" * LONGEST_CELL), ("note", "Zürich"), ("note", "Москва, a town".replace(",", ""))],
]


@pytest.mark.parametrize(("column", "cell"), ALLOWED)
def test_a_cell_at_the_edge_of_what_is_allowed_is_no_fault(path, column, cell):
    assert told(path, with_cell(column, cell)) == []


def test_a_wrong_value_is_told_on_every_line_that_repeats_it(path):
    text = with_cell("kind", "march").replace("parade", "march")
    assert told(path, text) == as_faults(path, *((line, "kind", 'cell is "march"', KIND) for line in (2, 3, 4)))


def test_a_year_is_none_after_the_cutoff_and_a_date_that_may_lie_beyond_it_may(path):
    years = schema(field("year", "integer", minimum=1900, maximum=2100), field("due", "date"))
    assert told(path, "year,due\n2026,2026-11-02\n2027,2026-01-01\n", years) == as_faults(
        path,
        (3, "year", 'cell is "2027"', LATE),
        (2, "due", 'cell is "2026-11-02"', LATE),
    )
    beyond = copy.deepcopy(years)
    beyond["fields"][1]["beyond_cutoff"] = "Planned."
    beyond["fields"][0]["constraints"].pop("maximum")
    assert told(path, "year,due\n2026,2026-11-02\n2027,2026-01-01\n", beyond) == as_faults(
        path, (3, "year", 'cell is "2027"', LATE)
    )
    past = schema(field("year", "integer", maximum=2020))
    assert told(path, "year\n2020\n2021\n", past) == as_faults(
        path, (3, "year", 'cell is "2021"', "a whole number, to 2020")
    )


def test_a_count_is_no_year_and_a_column_without_constraints_may_be_blank(path):
    counts = schema(field("id"), field("people", "integer", maximum=9000), {"name": "note", "type": "string"})
    assert told(path, "id,people,note\na,3000,\nb,9001,x\n", counts) == as_faults(
        path, (3, "people", 'cell is "9001"', "a whole number, to 9000")
    )


@pytest.mark.parametrize(
    ("kind", "constraints", "words"),
    [
        ("string", {}, "a text, or blank"),
        ("string", {"required": True}, "a text"),
        ("string", {"pattern": "[a-z]+"}, "a text that matches [a-z]+, or blank"),
        ("string", {"enum": ["a", "b"]}, "one of a, b, or blank"),
        ("string", {"enum": ["a", "b"], "required": True}, "one of a, b"),
        ("integer", {"minimum": 0}, "a whole number, from 0, or blank"),
        ("integer", {"maximum": 0}, "a whole number, to 0, or blank"),
        ("number", {"minimum": 0, "maximum": 1.5, "required": True}, "a number like 190.272, from 0 to 1.5"),
        ("date", {"minimum": "2000-01-01"}, "a date like 2022-12-31, from 2000-01-01, or blank"),
        ("yearmonth", {"maximum": "2030-01"}, "a month like 2022-12, to 2030-01, or blank"),
    ],
)
def test_what_a_column_asks_for_is_said_in_words(kind, constraints, words):
    assert expected_of({"name": "x", "type": kind, "constraints": constraints}) == words


def test_a_column_without_constraints_asks_for_its_type_alone():
    assert expected_of({"name": "x", "type": "number"}) == "a number like 190.272, or blank"


# --- rows ---


def test_of_two_dates_in_the_wrong_order_the_first_column_is_blamed(path):
    dates = schema(field("start_date", "date"), field("end_date", "date"))
    rows = "start_date,end_date\n2021-01-02,2021-01-02\n2021-01-03,2021-01-02\n2021-01-04,tomorrow\n"
    assert told(path, rows, dates) == as_faults(
        path,
        (4, "end_date", 'cell is "tomorrow"', "a date like 2022-12-31"),
        (3, "start_date", "2021-01-03 is after end_date 2021-01-02", "the earlier date first"),
    )


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("period_start", "period_end"),
        ("published_earliest", "published_latest"),
        ("start_date", "end_date"),
        ("decision_date", "effective_date"),
        ("day_set", "day_in_force"),
        ("signed", "in_force"),
        ("signed", "ended"),
        ("in_force", "ended"),
        ("started", "ended"),
    ],
)
def test_what_comes_first_is_known_by_the_names_of_two_columns(path, first, last):
    text = f"{first},{last}\n2021-01-03,2021-01-02\n"
    assert told(path, text, schema(field(first, "date"), field(last, "date"))) == as_faults(
        path, (2, first, f"2021-01-03 is after {last} 2021-01-02", "the earlier date first")
    )


def test_a_date_is_known_no_better_than_it_was_published(path):
    window = schema(
        field("id"), field("published"), field("published_earliest", "date"), field("published_latest", "date")
    )
    rows = [
        "a,2021,2021-01-01,2021-12-31",
        "b,2021-02,2021-01-31,2021-02-28",
        "c,2021-02-03,2021-02-03,2021-02-04",
        "d,2021-02,2020-12-31,2021-03-01",
        "e,soon,2020-12-31,2021-03-01",
    ]
    text = written(rows, "id,published,published_earliest,published_latest")
    assert told(path, text, window) == as_faults(
        path,
        (6, "published", 'cell is "soon"', "a date like 2022-12-31, 2022-12 or 2022"),
        (3, "published_earliest", 'cell is "2021-01-31"', "a day of 2021-02, as in published"),
        (4, "published_latest", 'cell is "2021-02-04"', "a day of 2021-02-03, as in published"),
        (5, "published_earliest", 'cell is "2020-12-31"', "a day of 2021-02, as in published"),
        (5, "published_latest", 'cell is "2021-03-01"', "a day of 2021-02, as in published"),
    )


def test_a_year_is_that_of_the_first_day_of_its_period(path):
    years = schema(field("year", "integer"), field("period_start", "date"), key=("year", "period_start"))
    rows = "year,period_start\n2020,2020-12-31\n2021,2020-12-31\n20x,2020-12-31\n2020,2021-13-01\n"
    assert told(path, rows, years) == as_faults(
        path,
        (4, "year", 'cell is "20x"', "a whole number"),
        (5, "period_start", 'cell is "2021-13-01"', "a date like 2022-12-31"),
        (3, "year", "is 2021", "the year of 2020-12-31"),
    )
    assert told(path, "year\n2020\n", schema(field("year", "integer"))) == []
    assert told(path, "period_start\n2020-12-31\n", schema(field("period_start", "date"))) == []


def test_a_number_is_held_to_the_bounds_of_its_unit(path):
    value = field("value", "number", required=False) | {
        "bounds_by": {"column": "unit", "bounds": {"ships": [1, 20], "per cent": [-5, 5]}}
    }
    units = schema(field("id"), value, field("unit"))
    rows = ["a,1,ships", "b,20,ships", "c,21,ships", "d,0,ships", "e,-5,per cent", "f,9,planes", "g,,planes"]
    assert told(path, written(rows, "id,value,unit"), units) == as_faults(
        path,
        (4, "value", 'cell is "21"', "1 to 20, as the unit is ships"),
        (5, "value", 'cell is "0"', "1 to 20, as the unit is ships"),
        (7, "unit", 'cell is "planes"', "one of ships, per cent"),
    )


RATES = schema(field("day"), field("key_rate_pct", "number", required=False), field("change_bp", "integer", False))
FIT = "a step and a change that fit each other"


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        # day by day: the rate, and by how many basis points it changed
        (["7,0", "7.5,50", "8.5,100", "12,350"], []),
        (
            ["7,0", "7.5,50", "9.5,100", "12,350"],
            [(4, "key_rate_pct", "key_rate_pct is 9.5 after 7.5, and change_bp is 100", FIT)],
        ),
        (
            ["7,0", "7.5,50", "8.5,10", "12,350"],
            [(4, "change_bp", "key_rate_pct is 8.5 after 7.5, and change_bp is 10", FIT)],
        ),
        (
            ["7,0", "7.5,50", "8.5,100", "12,300"],
            [(5, "key_rate_pct", "key_rate_pct is 12 after 8.5, and change_bp is 300", FIT)],
        ),
        (
            ["7.25,0", "7.5,50", "8.5,100", "12,350"],
            [(3, "change_bp", "key_rate_pct is 7.5 after 7.25, and change_bp is 50", FIT)],
        ),
        (
            ["7,0", "7.5,5", "8.5,10", "12,350"],
            [(3, "key_rate_pct", "key_rate_pct is 7.5 after 7, and change_bp is 5", FIT)],
        ),
        (
            ["7,0", "7.5,5", "8.5,100", "12,35", "13,100"],
            [
                (3, "change_bp", "key_rate_pct is 7.5 after 7, and change_bp is 5", FIT),
                (5, "change_bp", "key_rate_pct is 12 after 8.5, and change_bp is 35", FIT),
            ],
        ),
        (["7,0", ",50", "8.5,150", "12,"], []),
        (["7,0", "x,50", "8.5,150"], [(3, "key_rate_pct", 'cell is "x"', "a number like 190.272, or blank")]),
        (["7,0", "7.5,x", "8.5,100"], [(3, "change_bp", 'cell is "x"', "a whole number, or blank")]),
        (["7,0", "7.5,50,", "8.5,1"], [(3, None, "the row is too long", "3 cells, not 4")]),
        (["7,0", "7.1,10", "7.4,30"], []),  # not in floating point
        (["7,5"], []),
    ],
)
def test_a_rate_that_its_change_does_not_bear_out_is_blamed_or_the_change_is(path, rates, expected):
    rows = [f"d{number},{one}" for number, one in enumerate(rates)]
    assert told(path, written(rows, "day,key_rate_pct,change_bp"), RATES) == as_faults(path, *expected)


# --- keys ---

SEATS = schema(field("town"), field("day", "date"), field("seat", required=False, unique=True), key=("town", "day"))
ONCE = "one row for each town, day"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # a key in no order: the last
        (["B,2021-01-02,", "A,2021-01-01,", "B,2021-01-02,"], [(4, "same key as line 2: B, 2021-01-02")]),
        # the row that its neighbours do not fit, wherever it stands
        (
            ["A,2021-01-01,", "C,2021-01-03,", "B,2021-01-02,", "C,2021-01-03,", "D,2021-01-04,"],
            [(3, "same key as line 5: C, 2021-01-03")],
        ),
        (
            ["A,2021-01-01,", "B,2021-01-02,", "C,2021-01-03,", "B,2021-01-02,", "D,2021-01-04,"],
            [(5, "same key as line 3: B, 2021-01-02")],
        ),
        # by one column more than the other
        (
            ["A,2021-01-01,", "B,2021-01-05,", "C,2021-01-03,", "B,2021-01-05,", "D,2021-01-06,"],
            [(5, "same key as line 3: B, 2021-01-05")],
        ),
        # all fit, as neighbours
        (
            ["A,2021-01-01,", "B,2021-01-02,", "B,2021-01-02,", "C,2021-01-03,"],
            [(4, "same key as line 3: B, 2021-01-02")],
        ),
        # one of three
        (
            ["A,2021-01-01,", "A,2021-01-01,", "B,2021-01-02,", "A,2021-01-01,", "C,2021-01-03,"],
            [(5, "same key as line 2, 3: A, 2021-01-01")],
        ),
        # the first row has nothing before it, a row beside a broken one nothing to compare with
        (
            ["B,2021-01-02,", "A,2021-01-01,", "B,2021-01-02,", "C,2021-01-03,"],
            [(4, "same key as line 2: B, 2021-01-02")],
        ),
    ],
)
def test_of_rows_with_one_key_the_one_out_of_place_is_blamed(path, rows, expected):
    assert told(path, written(rows, "town,day,seat"), SEATS) == as_faults(
        path, *((line, "town+day", problem, ONCE) for line, problem in expected)
    )


def test_a_row_next_to_a_broken_one_fits_as_far_as_anyone_can_tell(path):
    rows = ["A,2021-01-01,", "C,2021-01-03,", "short", "C,2021-01-03,", "B,2021-01-02,"]
    assert told(path, written(rows, "town,day,seat"), SEATS) == as_faults(
        path,
        (4, "day", "cell is missing, the row is too short", "3 cells, not 1"),
        (5, "town+day", "same key as line 3: C, 2021-01-03", ONCE),
    )


def test_a_value_that_may_stand_once_stands_once_and_blanks_are_no_value(path):
    rows = ["A,2021-01-01,s1", "B,2021-01-02,", "C,2021-01-03,", "D,2021-01-04,s1"]
    assert told(path, written(rows, "town,day,seat"), SEATS) == as_faults(
        path, (5, "seat", "same value as line 2: s1", "one row for each seat")
    )


def test_a_key_that_is_unique_by_itself_is_told_once(path):
    ids = schema(field("id", unique=True))
    assert told(path, "id\na\na\n", ids) == as_faults(path, (3, "id", "same key as line 2: a", "one row for each id"))


def test_a_blank_key_counts_as_a_key_unless_it_has_a_fault_already(path):
    blank = schema(field("id", required=False), field("x", required=False))
    assert told(path, "id,x\n,1\n,2\n", blank) == as_faults(
        path, (3, "id", "same key as line 2: ", "one row for each id")
    )
    assert told(path, "id,x\n,1\n,2\n", schema(field("id"), field("x"))) == as_faults(
        path, *((line, "id", 'cell is ""', "a text") for line in (2, 3))
    )


def test_a_long_problem_is_cut(path):
    ids = schema(field("id"))
    word = "x" * 300
    assert told(path, f"id\n{word}\n{word}\n", ids) == as_faults(
        path, (3, "id", "same key as line 2: " + "x" * 180 + "…", "one row for each id")
    )
    assert shortened("x" * 200) == "x" * 200 and shortened("x" * 201) == "x" * 200 + "…"


# --- references ---

TOWNS = schema(field("town_id"), field("capital_id", required=False))
TOWNS["foreignKeys"] = [
    {"fields": ["capital_id"], "reference": {"resource": "", "fields": ["town_id"]}},
    {"fields": ["town_id"], "reference": {"resource": "places", "fields": ["place_id"]}},
]


def references(path: Path, known, *rows: dict | None) -> list[Fault]:
    return reference_faults(path, list(rows), TOWNS, known)


def test_a_reference_to_nothing_is_named_with_what_may_have_been_meant(path):
    asked = []

    def known(table: str, column: str) -> list[str]:
        asked.append((table, column))
        return ["beijing", "moscow", "minsk"]

    found = references(
        path,
        known,
        {"town_id": "beijing", "capital_id": "beijing"},
        None,
        {"town_id": "moskow", "capital_id": "beijng"},
        {"town_id": "minsk", "capital_id": ""},
        {"town_id": "ulan", "capital_id": "ulan"},
        {"town_id": "minsk", "capital_id": "q\u200b"},
    )
    assert found == as_faults(
        path,
        (4, "capital_id", '"beijng" is not in parades.csv', "a town_id of parades.csv (did you mean beijing?)"),
        (7, "capital_id", r'"q\u200b" is not in parades.csv', "a town_id of parades.csv"),
        (4, "town_id", '"moskow" is not in places.csv', "a place_id of places.csv (did you mean moscow?)"),
        (6, "town_id", '"ulan" is not in places.csv', "a place_id of places.csv"),
    )
    assert asked == [("places", "place_id")]


def test_what_stands_in_a_table_that_cannot_be_read_is_not_told_as_missing(path):
    assert references(path, lambda table, column: None, {"town_id": "x", "capital_id": "y"}) == as_faults(
        path, (2, "capital_id", '"y" is not in parades.csv', "a town_id of parades.csv")
    )


def test_a_table_without_references_has_no_fault_of_them(path):
    assert reference_faults(path, [{"code": "AB"}], PARADES, lambda table, column: []) == []
