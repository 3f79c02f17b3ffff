"""Whoever takes the data finds all of it where the page says, whole, and with its types."""

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime

import pandas as pd
import pytest
from openpyxl import load_workbook
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from audit.book.data_files import FOLDER, WORKBOOK, ZIP, package_files
from audit.book.workbook import CONTENTS, FIELDS, workbook
from audit.findings import default_record
from audit.inputs.codebook import refresh
from audit.inputs.record import open_record
from audit.paths import CHAPTERS, DATA
from audit.workshop.zips import zipped

RECORD = default_record()


# --- the files ---


def test_the_site_has_the_package_byte_for_byte(built_book):
    names = sorted(file.name for file in DATA.iterdir())
    assert {"datapackage.json", "README.md", "sources.csv", "reporters.csv"} <= set(names)
    for name in names:
        assert (built_book / FOLDER / name).read_bytes() == (DATA / name).read_bytes(), name


def test_the_zip_holds_the_same_files_and_nothing_else(built_book):
    with zipfile.ZipFile(built_book / FOLDER / ZIP) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == package_files(RECORD)
        assert archive.namelist() == sorted(file.name for file in DATA.iterdir())


def test_the_zip_says_nothing_of_when_and_where_it_was_made():
    files = {"b.csv": b"a\n1\n", "a.csv": b"a\n2\n"}
    made = zipped(files, date(2026, 11, 26))
    assert made == zipped(dict(sorted(files.items())), date(2026, 11, 26))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        told = [(entry.filename, entry.date_time, entry.create_system) for entry in archive.infolist()]
        assert told == [(name, (2026, 11, 26, 0, 0, 0), 3) for name in ("a.csv", "b.csv")]
        assert all(entry.external_attr >> 16 == 0o644 for entry in archive.infolist())


def test_tools_for_data_packages_open_the_zip_as_it_is(tmp_path):
    from frictionless import Package

    (tmp_path / ZIP).write_bytes(zipped(package_files(RECORD), RECORD.data_cutoff))
    package = Package(str(tmp_path / ZIP))
    assert package.resource_names == RECORD.resources
    assert package.get_resource("reporters").read_rows()[0]["reporter_id"] == RECORD["reporters"]["reporter_id"][0]


# --- the workbook ---

TYPED = """\
code,day,month,count,value,words
007,2022-12-31,2022-12,3,-1.5,=1+1
010,,,,,
"""


@pytest.fixture
def small(tmp_path):
    """A record with one table of every type, whose texts look like something else."""
    from_record = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    kept = [one for one in from_record["resources"] if one["name"] in ("sources", "reporters")]
    bounds = {"minimum": -10, "maximum": 10}
    kinds = {"code": "string", "day": "date", "month": "yearmonth", "count": "integer", "value": "number"}
    fields = [
        {"name": name, "type": kind, "description": f"A {kind}."}
        for name, kind in (kinds | {"words": "string"}).items()
    ]
    for field in fields:
        field |= {"constraints": bounds} if field["type"] in ("integer", "number") else {}
        field |= {"unit": "per cent"} if field["type"] == "number" else {}
    fields[0]["constraints"] = {"required": True}
    table = {"name": "typed", "path": "typed.csv", "title": "One of each", "description": "Made up.", "rights": "None."}
    table |= {"format": "csv", "encoding": "utf-8", "how_compiled": "By hand.", "rows": 2}
    table |= {"schema": {"fields": fields, "primaryKey": ["code"], "missingValues": [""]}}
    for one in kept:
        (tmp_path / one["path"]).write_bytes((DATA / one["path"]).read_bytes())
    (tmp_path / "typed.csv").write_text(TYPED, encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(from_record | {"resources": [*kept, table]}))
    refresh(tmp_path)
    return open_record(tmp_path)


def sheets(content: bytes) -> dict[str, list[tuple]]:
    """The rows of each sheet as another program reads them."""
    book = load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_each_cell_of_the_workbook_has_the_type_of_its_field(small):
    header, full, sparse = sheets(workbook(small))["typed"]
    assert header == ("code", "day", "month", "count", "value", "words")
    assert full == ("007", datetime(2022, 12, 31), datetime(2022, 12, 1), 3, -1.5, "=1+1")
    assert sparse == ("010", None, None, None, None, None)


def test_a_text_that_looks_like_a_formula_is_none_and_a_month_shows_no_day(small):
    sheet = load_workbook(io.BytesIO(workbook(small)))["typed"]
    kinds = {cell.column_letter: (cell.data_type, cell.number_format) for cell in sheet[2]}
    assert kinds["A"][0] == kinds["F"][0] == "s"
    assert kinds["B"] == ("d", "yyyy-mm-dd") and kinds["C"] == ("d", "yyyy-mm")
    assert kinds["D"][0] == kinds["E"][0] == "n"


def test_the_workbook_says_nothing_of_when_it_was_made(small):
    made = workbook(small)
    assert workbook(small) == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert len({entry.date_time for entry in archive.infolist()}) == 1
        days = re.findall(r"\d{4}-\d\d-\d\d(?=T)", archive.read("docProps/core.xml").decode())
    assert days == [small.data_cutoff.isoformat()] * 2  # made, and changed


def test_the_workbook_of_the_site_holds_every_table_whole(built_book):
    found = sheets((built_book / FOLDER / WORKBOOK).read_bytes())
    assert list(found) == [CONTENTS, FIELDS, *RECORD.tables]
    for name in RECORD.tables:
        with RECORD.path(name).open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        kinds = [field["type"] for field in RECORD.resource(name)["schema"]["fields"]]
        assert list(found[name][0]) == header
        told = [tuple(map(_as_text, row, kinds)) for row in found[name][1:]]
        assert told == [tuple(map(_plain, row, kinds)) for row in rows], name


def _as_text(value, kind: str) -> str:
    """A cell of the workbook as it stands in a CSV; numbers without the zeros that say nothing."""
    if value is None:
        return ""
    if kind in ("date", "yearmonth"):
        assert isinstance(value, datetime)
        return value.strftime("%Y-%m-%d" if kind == "date" else "%Y-%m")
    assert isinstance(value, str if kind == "string" else (int, float)), (value, kind)
    return value if kind == "string" else repr(float(value))


def _plain(cell: str, kind: str) -> str:
    return repr(float(cell)) if cell and kind in ("integer", "number") else cell


def test_contents_and_fields_say_what_there_is(built_book):
    found = sheets((built_book / FOLDER / WORKBOOK).read_bytes())
    contents = pd.DataFrame(found[CONTENTS][1:], columns=found[CONTENTS][0])
    assert list(contents["name"]) == RECORD.tables and contents.notna().all(axis=None)
    assert list(contents["rows"]) == [len(found[name]) - 1 for name in RECORD.tables]
    fields = pd.DataFrame(found[FIELDS][1:], columns=found[FIELDS][0])
    assert fields["description"].notna().all()
    assert {name: tuple(mine["field"]) for name, mine in fields.groupby("table")} == {
        name: found[name][0] for name in RECORD.tables
    }
    book = load_workbook(built_book / FOLDER / WORKBOOK)
    links = [row[0].hyperlink.location for row in book[CONTENTS].iter_rows(min_row=2)]
    assert links == [f"'{name}'!A1" for name in RECORD.tables]


# --- the page ---

PAGE = (CHAPTERS / "data.md").read_text(encoding="utf-8")
[PYTHON] = re.findall(r"(?s)^```python\n(.*?)^```", PAGE, re.MULTILINE)


@pytest.fixture(scope="module", params=["the folder of the site", "the zip, unpacked"])
def read_table(request, built_book, tmp_path_factory):
    """What the page says to run in Python, run where the page says."""
    folder = built_book
    if "zip" in request.param:
        folder = tmp_path_factory.mktemp("reader")
        with zipfile.ZipFile(built_book / FOLDER / ZIP) as archive:
            archive.extractall(folder / "data")
    names = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        exec(PYTHON, names)
    assert len(names["trade"]) == len(RECORD["trade_chapters"]) and "publisher" in names["trade"]
    return lambda name: names["read_table"](name, folder / "data")


def test_the_lines_for_pandas_read_every_table_as_the_book_does(read_table):
    for name in RECORD.tables:
        read, ours = read_table(name), RECORD[name]
        pd.testing.assert_frame_equal(read, ours, check_dtype=False, check_column_type=False, obj=name)
        assert [kind(read[column]) for column in read] == [kind(ours[column]) for column in ours], name


def kind(column: pd.Series) -> str:
    """Text, number, date: whatever pandas calls the type."""
    for name in ("integer", "float", "datetime64_any", "string"):
        if getattr(pd.api.types, f"is_{name}_dtype")(column):
            return name
    return str(column.dtype)


def test_the_lines_for_pandas_keep_codes_as_texts(read_table):
    assert read_table("trade_chapters")["hs_chapter"].str.fullmatch(r"\d\d").all()
    assert read_table("treaties")["signed"].dtype.kind == "M"


def test_the_page_names_every_table_with_its_rows(built_book):
    html = (built_book / "chapters" / "data.html").read_text(encoding="utf-8")
    for name in RECORD.tables:
        table = RECORD.resource(name)
        row = re.search(rf'<tr><th scope="row"><a href="\.\./data/{name}\.csv">.*?</tr>', html)
        assert row and f'<td class="number">{table["rows"]:,}</td>' in row[0], name


@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_a_page_links_to_files_beside_it_and_the_book_on_one_page_only_names_them(tmp_path, builder):
    (tmp_path / "conf.py").write_text('extensions = ["myst_parser", "audit.book.data_files"]\nhtml_theme = "basic"\n')
    (tmp_path / "index.md").write_text("# A book\n\n```{toctree}\nchapters/one\n```\n")
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "one.md").write_text("# One\n\n{site-file}`findings.json`\n\n```{data-tables}\n```\n")
    with docutils_namespace():
        Sphinx(tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees", builder, {}, None, io.StringIO()).build()
    page = "chapters/one.html" if builder == "html" else "index.html"
    html = (tmp_path / "out" / page).read_text(encoding="utf-8")
    assert "findings.json" in re.sub("<[^>]+>", "", html) and "trade_<wbr>annual" in html
    links = re.findall(r'href="([^"]*(?:findings.json|trade_annual.csv))"', html)
    assert links == (["../findings.json", "../data/trade_annual.csv"] if builder == "html" else [])
    assert (tmp_path / "out" / FOLDER / ZIP).is_file() is (builder == "html")
