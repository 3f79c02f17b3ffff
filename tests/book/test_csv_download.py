"""The CSV of a figure opens right in a spreadsheet and runs nothing there; its origin stands in a file beside it."""

import csv
import io
import json

import pandas as pd
import pytest

from audit.book.charts import Origin, read_payload
from audit.book.csv_download import GUARDED, csv_text, guarded, sidecar_name, sidecar_text
from audit.paths import DATA

SOURCES = pd.DataFrame(
    {
        "title": ["Trade in 2022"],
        "publisher": ["China Customs"],
        "published": ["2023-01-13"],
        "url": ["https://customs.example/2022"],
        "rights": ["facts cited"],
    },
    index=["customs_2023"],
)


def payload(**changes):
    figure = {
        "id": "trade-annual",
        "title": "Trade rose by 29 per cent",
        "subtitle": "Two-way trade, billion US dollars, 2021–2022",
        "alt": "Bars: 147 and 190 billion dollars.",
        "sources": ["customs_2023"],
        "columns": ["year", "pair", "value_usd_bn"],
        "rows": [[2021, "China–Russia", 146.9], [2022, "China–Russia", None]],
        "labels": {"year": "Year", "value_usd_bn": "US$ billion"},
        "notes": None,
    }
    return read_payload({"usermeta": {"figure": figure | changes}})


# --- the CSV ---


def test_it_is_utf_8_with_a_mark_and_lines_as_spreadsheets_take_them():
    one = payload()
    assert csv_text(one.columns, one.rows).encode("utf-8") == (
        b"\xef\xbb\xbfyear,pair,value_usd_bn\r\n2021,China\xe2\x80\x93Russia,146.9\r\n2022,China\xe2\x80\x93Russia,\r\n"
    )


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")', "-2+3+cmd|' /C calc'!A0", "＝1"],
)
def test_a_text_that_looks_like_a_formula_is_text(text):
    [header, [cell]] = csv.reader(io.StringIO(csv_text(["note"], [[text]]), newline=""))
    assert cell == "'" + text
    assert guarded(text)[1:] == text


@pytest.mark.parametrize("cell", ["a=b", "−5", "5-6", "", "'=1", -5, -0.5, 3, True, None])
def test_other_texts_and_every_number_are_left_alone(cell):
    assert guarded(cell) is cell


def test_commas_quotes_and_line_breaks_stay_in_their_cell():
    odd = ['Sea of Japan, "north"', "two\nlines", "a;b"]
    assert list(csv.reader(io.StringIO(csv_text(["a", "b", "c"], [odd]), newline="")))[1] == odd


def test_programs_read_it_as_easily():
    one = payload()
    frame = pd.read_csv(io.BytesIO(csv_text(one.columns, one.rows).encode("utf-8")))
    assert list(frame.columns) == list(one.columns) and frame["value_usd_bn"].isna().tolist() == [False, True]


# --- its origin ---


def test_the_origin_names_title_unit_sources_version_licence_and_date():
    origin = Origin("trade.ipynb", "annual-chart", "0123456789ab")
    told = json.loads(sidecar_text(payload(), SOURCES, origin=origin, page_title="Trade", date="2026-11-15"))
    assert told["url"] == "trade-annual.csv" and sidecar_name("trade-annual") == "trade-annual.csv-metadata.json"
    assert told["dc:title"] == "Trade rose by 29 per cent"
    assert told["dc:description"] == "Two-way trade, billion US dollars, 2021–2022"
    assert told["dc:license"].startswith("https://creativecommons.org/") and "publisher" in told["dc:rights"]
    assert told["dc:date"] == "2026-11-15"
    assert told["dc:provenance"] == {
        "notebook": "trade.ipynb",
        "cell": "annual-chart",
        "version": "git blob 0123456789ab",
    }
    [source] = told["dc:source"]
    assert source["dc:publisher"] == "China Customs" and source["schema:url"] == "https://customs.example/2022"
    assert source["dc:rights"] == "facts cited" and source["dc:date"] == "2023-01-13"
    assert told["tableSchema"]["columns"] == [
        {"name": "year", "titles": "Year", "datatype": "integer"},
        {"name": "pair", "titles": "pair", "datatype": "string"},
        {"name": "value_usd_bn", "titles": "US$ billion", "datatype": "number"},
    ]
    assert "schema:url" not in told and told["notes"] == []


def test_the_origin_has_the_address_where_it_is_known_and_says_what_was_guarded():
    one = payload(rows=[[2022, "=evil()", 1]], notes="A note.")
    told = json.loads(sidecar_text(one, SOURCES, address="https://a.example/chapters/trade.html#fig-trade-annual"))
    assert told["schema:url"] == "https://a.example/chapters/trade.html#fig-trade-annual"
    assert told["notes"] == ["A note.", GUARDED]


# --- in the book ---


def test_every_figure_of_the_book_has_both(built_book):
    folder = built_book / "data" / "figures"
    files = sorted(folder.glob("*.csv"))
    assert len(files) > 20
    for file in files:
        content = file.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") and not content.startswith(b"\xef\xbb\xbf#"), file.name
        assert content.count(b"\n") == content.count(b"\r\n"), file.name
        told = json.loads((folder / sidecar_name(file.stem)).read_text(encoding="utf-8"))
        header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        assert [column["name"] for column in told["tableSchema"]["columns"]] == header and rows
        assert told["dc:source"] and all(source["dc:publisher"] for source in told["dc:source"])
        assert told["dc:date"]
        if not file.stem.startswith(("front-", "briefing-")):  # those of pages come from no notebook
            assert told["dc:provenance"]["version"]


def test_tables_of_the_record_keep_no_mark(built_book):
    tables = [*DATA.glob("*.csv"), *(built_book / "_downloads").rglob("*.csv")]
    assert len(tables) > 20
    assert not [table for table in tables if table.read_bytes().startswith(b"\xef\xbb\xbf")]
