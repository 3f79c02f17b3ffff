"""The record: it is sound, it fits the world, and every way to break it ends in a clear fault."""

import csv
import datetime
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from small_record import small_record

from audit.faults import Fault, FaultsError
from audit.inputs import codebook, trace
from audit.inputs.record import check_record, open_record
from audit.paths import DATA

RECORD = open_record()
TABLES = RECORD.tables
TRADE = [name for name in TABLES if name.startswith("trade_")]
SOURCED = [
    name
    for name in TABLES
    if {"source_id", "reporter"} <= {field["name"] for field in RECORD.resource(name)["schema"]["fields"]}
]


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    return small_record(tmp_path_factory.mktemp("small") / "data")


@pytest.fixture
def copy(small, tmp_path) -> Path:
    """A small record to break, so that no figure of ours is asked for here."""
    return Path(shutil.copytree(small, tmp_path / "data"))


def edit(path: Path, old: str, new: str) -> int:
    """Replace the first occurrence and return the line it is on."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"the test wants to change {old!r}, which {path.name} no longer holds"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return text[: text.index(old)].count("\n") + 1


def edit_descriptor(data: Path, change) -> None:
    path = data / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def only(data: Path) -> Fault:
    faults = check_record(data)
    assert len(faults) == 1, faults
    return faults[0]


# The record as it is


def test_the_record_is_sound():
    assert check_record() == []


def test_hashes_and_codebook_are_up_to_date():
    assert [str(fault) for fault in codebook.outdated()] == []


@pytest.mark.parametrize("name", TABLES)
def test_files_are_plain_and_tidy(name):
    data = RECORD.path(name).read_bytes()
    assert b"\r" not in data and not data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\n")


@pytest.mark.parametrize("name", TRADE)
def test_numbers_carry_no_float_noise(name):
    table = pd.read_csv(RECORD.path(name), dtype="str")
    fields = RECORD.resource(name)["schema"]["fields"]
    for column in [field["name"] for field in fields if field["type"] == "number"]:
        decimals = table[column].dropna().str.partition(".")[2]
        assert (decimals.str.len() <= 5).all() and not decimals.str.endswith("0").any(), column


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_and_explains_its_blanks(name):
    for field in RECORD.resource(name)["schema"]["fields"]:
        assert field["description"].endswith("."), field["name"]
        if field["type"] == "number":
            assert field["unit"], field["name"]
        if not field.get("constraints", {}).get("required"):
            assert "Blank:" in field["description"], field["name"]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_how_it_was_made(name):
    resource = RECORD.resource(name)
    assert all(resource[key].strip() for key in ("title", "description", "how_compiled", "rights"))
    assert resource["schema"]["primaryKey"]


@pytest.mark.parametrize("name", SOURCED)
def test_every_row_names_a_source_and_a_reporter_that_exist(name):
    record = open_record()
    table = record[name]
    assert not table.empty
    assert set(table["source_id"]) <= set(record.sources.index)
    assert set(table["reporter"]) <= set(record.reporters.index)


def test_only_sources_and_reporters_that_a_table_uses():
    record = open_record()
    used = {"sources": set(), "reporters": set()}
    for name in set(TABLES) - set(used):
        for key in record.resource(name)["schema"].get("foreignKeys", []):
            referred = key["reference"]["resource"]
            if referred in used:  # a table may also refer to another table
                used[referred] |= set(record[name][key["fields"][0]].dropna())
    assert set(record.sources.index) == used["sources"]
    origins = record.reporters.loc[sorted(used["reporters"]), "counted_by"]
    assert set(record.reporters.index) == used["reporters"] | set(origins)


def test_an_origin_goes_back_to_itself():
    origins = open_record().reporters["counted_by"]
    assert (origins.loc[origins].to_numpy() == origins.to_numpy()).all()


@pytest.mark.parametrize(
    "name", [name for name in TRADE if name not in ("trade_monthly", "trade_chapters", "trade_energy_hs6")]
)
def test_no_source_comes_before_the_time_it_reports(name):
    record = open_record()
    table = record[name]
    end = table["period_end"] if "period_end" in table else pd.to_datetime(table["year"].astype("str") + "-12-31")
    published = table["source_id"].map(record.sources["published_latest"])
    early = table[published < end]
    assert early.empty, early[["source_id"]].assign(end=end, published=published).to_string()


def test_nothing_was_published_after_the_cutoff():
    record = open_record()
    whole_year = record.sources["published"].str.len() == 4
    exact = record.sources[~whole_year]
    assert (exact["published_latest"].dt.date <= record.data_cutoff).all()
    assert (record.sources["published_earliest"].dt.date <= record.data_cutoff).all()


@pytest.mark.parametrize("name", TRADE)
def test_every_row_states_something(name):
    table = open_record()[name]
    described = {"year", "month", "statement", "source_id", "reporter", "note"}
    numbers = [column for column in table.select_dtypes("number") if column not in described]
    assert table[numbers].notna().any(axis=1).all()


def test_quantity_and_unit_stand_together():
    products = open_record()["trade_products"]
    assert (products["quantity"].isna() == products["quantity_unit"].isna()).all()


def test_the_published_totals_of_2022_agree():
    annual = open_record()["trade_annual"]
    totals = annual.query("year == 2022 and flow == 'total'")["value_usd_bn"].dropna()
    assert len(totals) >= 3
    assert totals.between(190.2, 190.3).all()


def test_sources_agree_on_a_year_except_for_conversions():
    annual = open_record()["trade_annual"].query("vintage != 'press_conversion'")
    for value in ("value_usd_bn", "value_cny_bn"):
        spread = annual.groupby(["year", "flow"])[value].agg(lambda values: values.max() / values.min() - 1)
        assert (spread.dropna() < 0.01).all(), spread[spread >= 0.01]


def test_both_flows_make_the_total():
    annual = open_record()["trade_annual"].query("vintage != 'press_conversion'")
    wide = annual.pivot_table(index="year", columns="flow", values="value_usd_bn", aggfunc="median").dropna()
    assert len(wide) >= 8
    gap = wide["china_exports_to_russia"] + wide["china_imports_from_russia"] - wide["total"]
    assert (gap.abs() / wide["total"] < 0.005).all(), gap


def test_the_rejected_dollar_value_of_2015_stands_only_as_a_conversion():
    dollars = open_record()["trade_annual"].query("year == 2015").dropna(subset="value_usd_bn")
    assert set(dollars["vintage"]) == {"press_conversion"}


def test_months_are_complete_and_agree_with_the_year():
    record = open_record()
    monthly = record["trade_monthly"].query("flow == 'total'")
    per_year = monthly.groupby(monthly["month"].dt.year)["value_usd_bn"].agg(["count", "sum"])
    assert (per_year["count"] == 12).all()
    annual = record["trade_annual"].query("flow == 'total'").groupby("year")["value_usd_bn"].median()
    assert ((per_year["sum"] / annual.reindex(per_year.index) - 1).abs() < 0.006).all()


def test_cumulative_periods_start_with_the_year_and_months_are_months():
    table = open_record()["trade_cumulative"]
    cumulative = table[table["basis"] == "cumulative"]
    assert ((cumulative["period_start"].dt.month == 1) & (cumulative["period_start"].dt.day == 1)).all()
    single = table[table["basis"] == "single_month"]
    assert (single["period_start"].dt.to_period("M") == single["period_end"].dt.to_period("M")).all()
    assert table["period_end"].dt.is_month_end.all()


def test_chapter_27_is_the_sum_of_its_codes():
    record = open_record()
    keys = ["year", "flow"]
    chapter = record["trade_chapters"].query("hs_chapter == '27'").set_index(keys)["value_usd_mn"]
    codes = record["trade_energy_hs6"].groupby(keys)["value_usd_mn"].sum()
    assert ((chapter - codes.reindex(chapter.index)).abs() < 0.1).all()


def test_quantities_of_pipeline_gas_are_withheld():
    energy = open_record()["trade_energy_hs6"]
    assert energy[energy["hs6"] == "271121"]["quantity_kt"].isna().all()
    assert set(energy[energy["quantity_kt"].isna()]["hs6"]) == {"271121", "271600"}


# The record as code sees it


def test_columns_have_their_types():
    record = open_record()
    assert record["trade_annual"]["year"].dtype == "int64"
    assert record["trade_annual"]["value_usd_bn"].dtype == "float64"
    assert record["trade_chapters"]["hs_chapter"].iloc[0] == "01"
    assert pd.api.types.is_datetime64_any_dtype(record["trade_cumulative"]["period_end"])
    assert pd.api.types.is_datetime64_any_dtype(record["trade_monthly"]["month"])
    assert isinstance(record.data_cutoff, datetime.date)


def test_a_blank_is_missing_and_a_word_is_not(copy):
    edit(copy / "trade_partners.csv", ",Angola,", ",NA,")
    partners = open_record(copy)["trade_partners"]
    assert "NA" in set(partners["partner"]) and partners["note"].isna().any()


def test_a_changed_frame_leaves_the_record_alone():
    record = open_record()
    frame = record["trade_annual"]
    frame["value_usd_bn"] = 0.0
    assert record["trade_annual"]["value_usd_bn"].max() > 0


def test_tables_are_noted_as_used_but_not_for_their_sources():
    record = open_record()
    before = set(trace.report()["tables"])
    _ = record.sources, record.reporters
    assert set(trace.report()["tables"]) == before
    _ = record["trade_totals"]
    assert "trade_totals" in trace.report()["tables"]


def test_a_changed_number_can_be_used(copy):
    edit(copy / "trade_annual.csv", "190.272", "150")
    values = open_record(copy)["trade_annual"].query("year == 2022 and flow == 'total'")["value_usd_bn"]
    assert 150 in set(values)
    assert check_record(copy) == []


def test_a_changed_number_makes_hash_and_size_out_of_date_until_refreshed(copy):
    edit(copy / "trade_annual.csv", "190.272", "150")
    [fault] = codebook.outdated(copy)
    assert fault.file == str(copy / "trade_annual.csv") and "bytes and hash" in fault.problem
    assert f"python -m audit.inputs.codebook --data {copy}" in fault.expected
    assert codebook.refresh(copy) == ["trade_annual.csv"]
    assert codebook.outdated(copy) == []


def test_a_faulty_record_is_not_accepted(copy):
    edit(copy / "trade_annual.csv", "190.272", "19o.272")
    before = (copy / "datapackage.json").read_bytes()
    with pytest.raises(FaultsError, match="19o.272"):
        codebook.refresh(copy)
    assert (copy / "datapackage.json").read_bytes() == before


def test_a_new_table_is_hashed_and_counted_when_it_is_accepted(copy):
    def forget(descriptor):
        for key in ("bytes", "hash", "rows"):
            descriptor["resources"][2].pop(key)

    edit_descriptor(copy, forget)
    assert "nobody has counted them yet" in only(copy).problem
    codebook.refresh(copy)
    assert check_record(copy) == [] and codebook.outdated(copy) == []


def test_a_changed_description_makes_the_codebook_out_of_date(copy):
    edit_descriptor(copy, lambda d: d["resources"][2].update(title="Another title"))
    assert [Path(fault.file).name for fault in codebook.outdated(copy)] == ["README.md"]
    assert codebook.main(["--check", "--data", str(copy)]) == 1
    assert codebook.main(["--data", str(copy)]) == 0
    assert codebook.main(["--check", "--data", str(copy)]) == 0
    assert "Another title" in (copy / "README.md").read_text(encoding="utf-8")


def test_the_codebook_names_every_column():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for name in TABLES:
        section = text.split(f"## {name}: ")[1].split("\n## ")[0]
        for field in RECORD.resource(name)["schema"]["fields"]:
            assert f"| `{field['name']}` |" in section


# The digest: what a notebook depends on


def digests(data: Path) -> dict[str, str]:
    record = open_record(data)
    return {name: record.digest(name) for name in record.tables}


def changed(data: Path, change) -> set[str]:
    before = digests(data)
    change()
    after = digests(data)
    return {name for name in before if before[name] != after[name]}


def test_a_number_changes_its_table_only(copy):
    assert changed(copy, lambda: edit(copy / "trade_annual.csv", "190.272", "150")) == {"trade_annual"}


def test_a_source_changes_the_tables_that_name_it(copy):
    touched = changed(
        copy, lambda: edit(copy / "sources.csv", "China's trade with Russia, US", "Trade with Russia, US")
    )
    assert touched == {"sources", "trade_annual", "trade_cumulative", "trade_partners"}


def test_an_origin_changes_the_tables_that_go_back_to_it(copy):
    touched = changed(copy, lambda: edit(copy / "reporters.csv", "Federal Customs Service of Russia", "Customs"))
    assert {"reporters", "trade_mirror", "trade_shares"} <= touched
    assert "trade_monthly" not in touched and "trade_annual" not in touched


def test_an_open_record_sees_another_byte(copy):
    """Content is remembered by process; what was asked for before must not stand for what is there now."""
    record = open_record(copy)
    before = record.digest("trade_annual")
    file = copy / "trade_annual.csv"
    file.write_bytes(file.read_bytes().replace(b"2022", b"2032", 1))
    assert record.digest("trade_annual") != before
    file.write_bytes(file.read_bytes().replace(b"2032", b"2022", 1))
    assert record.digest("trade_annual") == before


@pytest.mark.parametrize("name", TABLES)
def test_the_sources_of_a_table_are_those_of_its_rows(name):
    frame = open_record()[name]
    named = {id for column in frame if column.endswith("source_id") for id in frame[column].dropna()}
    assert open_record().sources_of(name) == named


def test_a_description_and_the_cutoff_count_and_the_hash_does_not(copy):
    assert changed(copy, lambda: edit_descriptor(copy, lambda d: d["resources"][2].update(rights="none"))) == {
        "trade_annual"
    }
    assert changed(copy, lambda: edit_descriptor(copy, lambda d: d["resources"][2].update(hash="x", bytes=1))) == set()
    assert changed(copy, lambda: edit_descriptor(copy, lambda d: d["resources"][2].update(rows=1))) == set()
    assert changed(copy, lambda: edit_descriptor(copy, lambda d: d.update(data_cutoff="2026-11-22"))) == set(
        open_record(copy).tables
    )


# Each way to break it


def test_a_broken_number(copy):
    row = edit(copy / "trade_annual.csv", "190.272", "19o.272")
    fault = only(copy)
    assert (Path(fault.file).name, fault.row, fault.column) == ("trade_annual.csv", row, "value_usd_bn")
    assert fault.problem == 'cell is "19o.272"' and "a number" in fault.expected
    with pytest.raises(FaultsError, match="19o.272"):
        open_record(copy)["trade_annual"]
    assert not open_record(copy)["trade_mirror"].empty, "other tables stay usable"


@pytest.mark.parametrize("cell", ["NaN", "inf", "-Infinity", "1e3", "1_000", " 5", "٥", '"1,280"', "190272", "-3"])
def test_a_number_that_is_none_or_of_another_unit(copy, cell):
    row = edit(copy / "trade_annual.csv", "190.272", cell)
    faults = check_record(copy)
    assert {(fault.row, fault.column) for fault in faults} == {(row, "value_usd_bn")}, faults


@pytest.mark.parametrize(
    ("table", "old", "new", "column", "words"),
    [
        (
            "trade_annual",
            "2022,total,first_release,190.272",
            "2022.5,total,first_release,190.272",
            "year",
            "whole number",
        ),
        (
            "trade_annual",
            "2022,total,first_release,190.272",
            "202,total,first_release,190.272",
            "year",
            "1990",
        ),
        (
            "trade_annual",
            "2022,total,first_release,190.272",
            ",total,first_release,190.272",
            "year",
            "whole number",
        ),
        (
            "trade_annual",
            "2022,total,first_release,190.272",
            "2022,totals,first_release,190.272",
            "flow",
            "one of total",
        ),
        ("trade_cumulative", "2022-12-01,2022-12-31", "2022-12-01,2022-12-32", "period_end", "a date"),
        ("trade_monthly", "2022-01,total", "2022-13,total", "month", "a month"),
        (
            "trade_cumulative",
            "2022-12-01,2022-12-31",
            "2022-12-31,2022-12-01",
            "period_start",
            "earlier date first",
        ),
        (
            "sources",
            "2023-02-23,2023-02-23,2023-02-23",
            "2023-02-23,2023-02-24,2023-02-23",
            "published_earliest",
            "",
        ),
        (
            "sources",
            "2022-12,2022-12-01,2022-12-31",
            "2022-12,2022-11-01,2022-12-31",
            "published_earliest",
            "2022-12",
        ),
        ("sources", "http://203", "ftp://203", "url", "matches"),
        ("trade_annual", ",hknews_2023,", ",nobody_2023,", "source_id", "source_id of sources.csv"),
        (
            "trade_annual",
            ",china-customs,hknews_2023",
            ",my-customs,hknews_2023",
            "reporter",
            "reporter_id of reporters.csv",
        ),
        (
            "reporters",
            'China reporting",china-customs',
            'China reporting",nobody',
            "counted_by",
            "reporter_id of reporters.csv",
        ),
    ],
)
def test_a_cell_that_is_not_as_described(copy, table, old, new, column, words):
    row = edit(copy / f"{table}.csv", old, new)
    faults = check_record(copy)
    assert (f"{table}.csv", row, column) in {(Path(fault.file).name, fault.row, fault.column) for fault in faults}, (
        faults
    )
    assert any(words in fault.expected for fault in faults), faults


def test_all_faults_of_all_tables_in_one_run(copy):
    edit(copy / "trade_annual.csv", "190.272", "19o.272")
    edit(copy / "trade_annual.csv", "76.123", "x")
    edit(copy / "trade_mirror.csv", ",rec_2021,", ",nobody,")
    (copy / "trade_totals.csv").unlink()
    assert [Path(fault.file).name for fault in check_record(copy)] == ["trade_annual.csv"] * 2 + [
        "trade_mirror.csv",
        "trade_totals.csv",
    ]


def test_a_missing_file(copy):
    (copy / "trade_annual.csv").unlink()
    assert only(copy).problem == "file is missing"
    with pytest.raises(FaultsError, match="file is missing"):
        open_record(copy)["trade_annual"]
    with pytest.raises(FaultsError, match="file is missing"):
        codebook.refresh(copy)


@pytest.mark.parametrize("name", ["sources", "reporters"])
def test_a_missing_file_that_others_refer_to(copy, name):
    (copy / f"{name}.csv").unlink()
    assert only(copy) == Fault(str(copy / f"{name}.csv"), None, None, "file is missing", "a readable file")
    with pytest.raises(FaultsError, match=name):
        open_record(copy)["trade_annual"]


def test_a_renamed_table_is_missing_and_stray(copy):
    (copy / "trade_annual.csv").rename(copy / "trade_yearly.csv")
    faults = {Path(fault.file).name: fault.problem for fault in check_record(copy)}
    assert faults == {
        "trade_annual.csv": "file is missing",
        "trade_yearly.csv": "datapackage.json does not know this table",
    }


def test_a_table_that_does_not_exist():
    with pytest.raises(FaultsError, match=r'there is no table "trade_anual" \(did you mean trade_annual\?\)'):
        open_record()["trade_anual"]


def test_a_file_cut_off(copy):
    path = copy / "trade_annual.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1] + [lines[-1][:12]]), encoding="utf-8", newline="\n")
    faults = check_record(copy)
    assert {fault.row for fault in faults} == {len(lines)}
    assert any("cut off" in fault.problem for fault in faults) and any("too short" in fault.problem for fault in faults)


def test_a_row_too_short_and_a_row_too_long(copy):
    short = edit(copy / "trade_monthly.csv", ",un-comtrade-china,comtrade_monthly_chn_rus\n", ",un-comtrade-china\n")
    fault = only(copy)
    assert (fault.row, fault.column) == (short, "source_id") and "too short" in fault.problem
    long = edit(copy / "trade_monthly.csv", ",un-comtrade-china\n", ",un-comtrade-china,comtrade_monthly_chn_rus,,\n")
    faults = check_record(copy)
    assert faults and all(fault.row == long and "too long" in fault.problem for fault in faults)


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_another_delimiter(copy, sign):
    path = copy / "trade_monthly.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", sign), encoding="utf-8", newline="\n")
    fault = only(copy)
    assert fault.row == 1 and "single cell" in fault.problem and "commas" in fault.expected


def test_a_byte_that_is_not_utf8(copy):
    path = copy / "trade_partner_mirror.csv"
    data = path.read_bytes()
    at = data.index("Türkiye".encode())
    path.write_bytes(data.replace("Türkiye".encode(), "Türkiye".encode("latin-1"), 1))
    assert only(copy).row == data[:at].count(b"\n") + 1 and "0xfc is not UTF-8" in only(copy).problem


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: b"\xef\xbb\xbf" + data, "byte order mark"),
        (lambda data: data.replace(b"\n", b"\r\n"), "carriage return"),
        (lambda data: data.replace(b"total", b"to\0al", 1), "NUL"),
        (lambda data: b"", "empty"),
        (lambda data: data.splitlines(keepends=True)[0], "no rows"),
        (lambda data: data.replace(b"\n2017-02", b"\n\n2017-02", 1), "blank"),
        (lambda data: data.replace(b"total", b'"total', 1), "CSV"),
        (lambda data: data.replace(b"total", b'"to\ntal"', 1), "several lines"),
        (lambda data: data + data.splitlines(keepends=True)[-1], "same key"),
        (lambda data: data.replace(b"month,flow", b"month,stream", 1), "flow: column is missing"),
        (
            lambda data: data.replace(b"month,flow", b"month,stream", 1),
            "stream: column is not in the descriptor",
        ),
        (lambda data: data.replace(b"month,flow", b"flow,month", 1), "another order"),
        (lambda data: data.replace(b"month,flow", b"month,month,flow", 1), "repeated"),
    ],
)
def test_a_spoilt_file(copy, spoil, words):
    path = copy / "trade_monthly.csv"
    path.write_bytes(spoil(path.read_bytes()))
    faults = check_record(copy)
    assert {Path(fault.file).name for fault in faults} == {"trade_monthly.csv"}
    assert any(words in str(fault) for fault in faults), faults
    with pytest.raises(FaultsError):
        open_record(copy)["trade_monthly"]


def test_a_directory_that_does_not_exist(tmp_path):
    assert only(tmp_path / "nowhere").problem == "file is missing"
    with pytest.raises(FaultsError, match="datapackage.json"):
        open_record(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ("{}", "resources"),
        ('{"data_cutoff": "soon", "resources": []}', "data_cutoff"),
        ('{"data_cutoff": "2026-11-21", "resources": [1]}', "resources"),
        ('{"data_cutoff": "2026-11-21", "resources": [{"name": "x"}]}', "no usable schema"),
    ],
)
def test_a_descriptor_that_cannot_be_used(copy, text, words):
    (copy / "datapackage.json").write_text(text, encoding="utf-8")
    faults = check_record(copy)
    assert faults and any(words in str(fault) for fault in faults), faults


# Dates and rows that contradict one another


def set_cell(data: Path, table: str, wanted: dict, column: str, value: str) -> int:
    """Put ``value`` into the first row that holds what is ``wanted``; returns its line."""
    path = data / f"{table}.csv"
    header, *rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    lines = [
        line for line, row in enumerate(rows, start=2) if wanted.items() <= dict(zip(header, row, strict=True)).items()
    ]
    assert lines, f"the test finds no row of {table} with {wanted}"
    rows[lines[0] - 2][header.index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    return lines[0]


@pytest.mark.parametrize(
    ("table", "wanted", "column", "value", "blamed"),
    [
        ("exercises", {"event_id": "vostok-2022"}, "end_date", "2022-08-01", "start_date"),
        ("ruble_key_rate", {"effective_date": "2023-08-15"}, "decision_date", "2023-08-16", "decision_date"),
        ("treaties", {"pact_id": "union_1997"}, "ended", "1996-12-04", "signed"),
        ("treaties", {"pact_id": "us_japan_1960"}, "in_force", "1959-06-23", "signed"),
        ("ruble_official", {"day_set": "2022-02-24"}, "day_in_force", "2022-02-23", "day_set"),
        ("trade_totals", {"period_start": "2022-01-01"}, "period_end", "2021-12-31", "period_start"),
    ],
)
def test_nothing_ends_before_it_began(copy, table, wanted, column, value, blamed):
    line = set_cell(copy, table, wanted, column, value)
    faults = check_record(copy)
    assert (line, blamed) in {(fault.row, fault.column) for fault in faults}, faults
    assert any("is after" in fault.problem for fault in faults)


@pytest.mark.parametrize(
    ("table", "wanted", "column", "value"),
    [
        ("treaties", {"pact_id": "union_1997"}, "ended", "3022-12-04"),
        ("exercises", {"event_id": "vostok-2022"}, "end_date", "2032-09-05"),
        ("trade_monthly", {"month": "2024-12"}, "month", "2027-01"),
        ("trade_annual", {}, "year", "2027"),
        ("alliance_depth", {}, "as_of", "2027"),
        ("sources", {}, "published", "2027-01-01"),
    ],
)
def test_nothing_happened_after_the_last_look(copy, table, wanted, column, value):
    edit_descriptor(copy, lambda d: d.update(data_cutoff="2026-11-21"))
    line = set_cell(copy, table, wanted, column, value)
    faults = [fault for fault in check_record(copy) if (fault.row, fault.column) == (line, column)]
    assert len(faults) == 1 and value in faults[0].problem


@pytest.mark.parametrize(
    "value", ["2022-1-5", "20220105", "2022-02-30", "05.01.2022", "２０２２-01-05", "2022-01-05T00:00"]
)
def test_a_date_is_a_day_of_the_calendar_in_one_form(copy, value):
    line = set_cell(copy, "exercises", {"event_id": "vostok-2022"}, "start_date", value)
    assert [(fault.row, fault.column) for fault in check_record(copy)] == [(line, "start_date")]


@pytest.mark.parametrize(
    ("known", "day"), [("2022-12", "2023-01-01"), ("2022", "2023-01-01"), ("2023-08-15", "2023-08-16")]
)
def test_a_date_means_a_day_of_the_month_or_year_that_is_known(copy, known, day):
    line = set_cell(copy, "sources", {"published": known}, "published_latest", day)
    fault = only(copy)
    assert (fault.row, fault.column) == (line, "published_latest") and f"a day of {known}" in fault.expected


def test_the_key_rate_and_its_change_bear_each_other_out(copy):
    line = set_cell(copy, "ruble_key_rate", {"effective_date": "2023-08-15"}, "key_rate_pct", "21")
    fault = only(copy)
    assert (fault.row, fault.column) == (line, "key_rate_pct") and "change_bp is 350" in fault.problem


def test_a_wrong_change_is_blamed_and_not_the_rate_beside_it(copy):
    line = set_cell(copy, "ruble_key_rate", {"effective_date": "2023-08-15"}, "change_bp", "450")
    fault = only(copy)
    assert (fault.row, fault.column) == (line, "change_bp")


@pytest.mark.parametrize(
    ("table", "wanted", "column", "value"),
    [
        ("ruble_key_rate", {"effective_date": "2023-07-24"}, "key_rate_pct", "0.0085"),
        ("ruble_press", {"unit": "basis_points"}, "figure", "350000"),
        ("ruble_press", {"unit": "pct"}, "figure", "250"),
        ("trade_annual", {"year": "2022", "flow": "total"}, "value_usd_bn", "0.190272"),
        ("trade_monthly", {"month": "2022-05"}, "value_usd_bn", "16000"),
        ("exercise_reports", {"unit": "ships"}, "value", "10000"),
        ("exercises", {"event_id": "vostok-2022"}, "map_lat", "132"),
    ],
)
def test_a_slip_of_the_unit_is_out_of_bounds(copy, table, wanted, column, value):
    line = set_cell(copy, table, wanted, column, value)
    assert (line, column) in {(fault.row, fault.column) for fault in check_record(copy)}


# What nobody sees in a cell


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        ("\u200b", "invisible character, U+200B (zero width space)"),
        ("\u00ad", "invisible character, U+00AD (soft hyphen)"),
        ("\u2066", "invisible character, U+2066"),
        ("\ufe0f", "invisible character, U+FE0F"),
        ("\u3164", "invisible character, U+3164"),
        ("\x07", "invisible character, U+0007"),
        ("\u00a0", "U+00A0 (no-break space)"),
        ("\uff21", "letters of plain width"),
        ("\u0663", "digits 0 to 9"),
        ("e\u0301", "letters in pieces"),
        ("\u0430", "mixes alphabets"),
    ],
)
def test_a_cell_holds_only_what_a_reader_can_see(copy, sign, words):
    line = set_cell(copy, "treaties", {"pact_id": "nato_1949"}, "name", f"North Atl{sign}ntic Treaty")
    fault = only(copy)
    assert (fault.row, fault.column) == (line, "name") and words in str(fault), fault
    assert str(fault).isprintable()


def test_an_invisible_sign_in_a_key_is_found_there(copy):
    line = edit(copy / "trade_monthly.csv", "2017-02,total", "2017-02,total\u200b")
    assert ("flow", line) in {(fault.column, fault.row) for fault in check_record(copy)}


@pytest.mark.parametrize("length", [1_001, 200_000])
def test_a_cell_that_is_a_book_is_refused_in_a_few_words(copy, length):
    line = set_cell(copy, "treaties", {"pact_id": "nato_1949"}, "note", "x" * length)
    fault = only(copy)
    assert (fault.row, fault.column) == (line, "note") and len(str(fault)) < 400


# The line that is blamed


def test_a_bad_date_in_a_key_is_no_repeated_key(copy):
    first = edit(copy / "trade_monthly.csv", "2021-10,total", "2021-1o,total")
    second = edit(copy / "trade_monthly.csv", "2021-11,total", "2021-1l,total")
    assert [(fault.row, fault.column) for fault in check_record(copy)] == [(first, "month"), (second, "month")]
    assert not any("same key" in fault.problem for fault in check_record(copy))


@pytest.mark.parametrize(("old", "new"), [("2021-11", "2021-09"), ("2021-09", "2021-11"), ("2017-03", "2024-12")])
def test_of_two_rows_with_one_key_the_one_out_of_order_is_blamed(copy, old, new):
    line = edit(copy / "trade_monthly.csv", f"{old},total", f"{new},total")
    fault = only(copy)
    assert (fault.row, fault.column) == (line, "month+flow")
    assert re.fullmatch(rf"same key as line \d+: {new}, total", fault.problem)


def test_an_unknown_key_gets_a_suggestion(copy):
    edit(copy / "trade_annual.csv", ",china-customs,hknews_2023", ",china-custom,hknews_2023")
    assert "did you mean china-customs?" in only(copy).expected


# Rows are counted


def test_a_table_cut_at_the_end_of_a_line_has_too_few_rows(copy):
    path = copy / "trade_products.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-3]), encoding="utf-8", newline="\n")
    fault = only(copy)
    assert fault.problem == f"table has {len(lines) - 4} rows, the descriptor says {len(lines) - 1}"
    assert f"python -m audit.inputs.codebook --data {copy}" in fault.expected
    assert check_record(copy, counted=False) == []


def test_a_row_that_was_deleted_is_missed(copy):
    path = copy / "treaties.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("nato_1949,")), encoding="utf-8")
    assert any("rows, the descriptor says" in fault.problem for fault in check_record(copy))


def test_a_row_may_be_dropped_in_a_copy_to_see_what_it_changes(copy):
    path = copy / "trade_partners.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8", newline="\n")
    assert len(open_record(copy)["trade_partners"]) == len(lines) - 2
    codebook.refresh(copy)
    assert check_record(copy) == []


# The descriptor


FIELD = ("resources", 2, "schema", "fields")  # of trade_annual: year, flow, vintage, value_usd_bn ...


def put(*steps):
    """A change of the descriptor: the last of ``steps`` is put where the others lead."""
    *way, key, value = steps

    def change(descriptor):
        for step in way:
            descriptor = descriptor[step]
        descriptor[key] = value

    return change


def drop(*steps):
    *way, key = steps

    def change(descriptor):
        for step in way:
            descriptor = descriptor[step]
        del descriptor[key]

    return change


def second_resource(change):
    def do(descriptor):
        descriptor["resources"].append(json.loads(json.dumps(descriptor["resources"][2])) | change)

    return do


DESCRIPTORS = {
    "a name that is a number": (put("resources", 2, "name", 7), "name: is 7"),
    "a list as type": (put(*FIELD, 0, "type", ["integer"]), "trade_annual.year.type: is ['integer']"),
    "an unknown type": (put(*FIELD, 0, "type", "yeer"), 'trade_annual.year.type: is "yeer"'),
    "a key that is a text": (put("resources", 2, "schema", "primaryKey", "year"), "trade_annual.primaryKey"),
    "a key that is a number": (put("resources", 2, "schema", "primaryKey", [1]), "trade_annual.primaryKey"),
    "a key of no column": (put("resources", 2, "schema", "primaryKey", ["yeer"]), "trade_annual.primaryKey"),
    "no key": (drop("resources", 2, "schema", "primaryKey"), "trade_annual.primaryKey"),
    "references that are a text": (put("resources", 2, "schema", "foreignKeys", "x"), "trade_annual.foreignKeys"),
    "a reference to no table": (
        put("resources", 2, "schema", "foreignKeys", 0, "reference", "resource", "sauces"),
        'names "sauces"',
    ),
    "a reference without fields": (
        drop("resources", 2, "schema", "foreignKeys", 0, "reference", "fields"),
        "reference",
    ),
    "a reference from no column": (put("resources", 2, "schema", "foreignKeys", 0, "fields", ["x"]), "foreignKeys.0"),
    "a bound that is text": (put(*FIELD, 0, "constraints", "minimum", "low"), 'year.constraints.minimum: is "low"'),
    "a bound that is a list": (put(*FIELD, 3, "constraints", "maximum", [1]), "value_usd_bn.constraints.maximum"),
    "bounds the wrong way round": (put(*FIELD, 3, "constraints", "minimum", 900), "above maximum"),
    "no bounds": (drop(*FIELD, 3, "constraints", "maximum"), "has no maximum"),
    "a pattern that is none": (put("resources", 0, "schema", "fields", 0, "constraints", "pattern", "(["), "pattern"),
    "a pattern that is a number": (put("resources", 0, "schema", "fields", 0, "constraints", "pattern", 5), "pattern"),
    "a pattern for a number": (put(*FIELD, 3, "constraints", "pattern", "x"), "unknown key"),
    "constraints that are a list": (put(*FIELD, 0, "constraints", []), "constraints: is []"),
    "a list of values that is a text": (put(*FIELD, 1, "constraints", "enum", "total"), "enum"),
    "a list of no values": (put(*FIELD, 1, "constraints", "enum", []), "enum"),
    "required that is a word": (put(*FIELD, 0, "constraints", "required", "yes"), "required"),
    "a misspelt key": (put(*FIELD, 0, "constrains", {}), "unknown key (did you mean constraints?)"),
    "a misspelt constraint": (put(*FIELD, 3, "constraints", "minimun", 0), "did you mean minimum?"),
    "a date typed as text": (
        put("resources", 4, "schema", "fields", 0, "type", "string"),
        "is string although the column is called period_start",
    ),
    "a number typed as text": (put(*FIELD, 3, "type", "string"), "although the column has a unit"),
    "a number without a unit": (drop(*FIELD, 3, "unit"), "has no unit"),
    "a column without a description": (drop(*FIELD, 3, "description"), "has no description"),
    "a column named twice": (put(*FIELD, 1, "name", "year"), "names two columns"),
    "no fields": (put("resources", 2, "schema", "fields", []), "fields: is missing"),
    "fields that are numbers": (put("resources", 2, "schema", "fields", [1, 2]), "fields: is missing"),
    "a schema that is a text": (put("resources", 2, "schema", "x"), "has no usable schema"),
    "no title": (drop("resources", 2, "title"), "has no title"),
    "a title with a hidden sign": (put("resources", 2, "title", "Tra\u200bde"), "without invisible characters"),
    "half a character": (put("resources", 2, "title", "Tra\ud800de"), "without invisible characters"),
    "no rights": (drop("resources", 2, "rights"), "has no rights"),
    "no version": (drop("version"), "has no version"),
    "no licences": (drop("licenses"), "licenses: is missing"),
    "no cut-off": (drop("data_cutoff"), "data_cutoff"),
    "a cut-off in another form": (put("data_cutoff", "20261121"), 'data_cutoff: is "20261121"'),
    "a cut-off on no day": (put("data_cutoff", "2026-02-30"), "data_cutoff"),
    "a cut-off that is a number": (put("data_cutoff", 20261121), "data_cutoff: is 20261121"),
    "a cut-off long after the last source": (
        put("data_cutoff", "2099-01-01"),
        "more than a year after the newest source",
    ),
    "a path from the root": (put("resources", 2, "path", "/etc/passwd"), "a file in this folder"),
    "a path to the parent": (put("resources", 2, "path", "../data/trade_annual.csv"), "a file in this folder"),
    "a path with NUL": (put("resources", 2, "path", "trade\0annual.csv"), "path: is"),
    "a path that is an address": (put("resources", 2, "path", "https://example.org/a.csv"), "a file in this folder"),
    "a path that is a list": (put("resources", 2, "path", ["trade_annual.csv"]), "path: is"),
    "two tables of one file": (second_resource({"name": "trade_again"}), "is described twice"),
    "two tables of one name": (second_resource({"path": "again.csv"}), "is described twice"),
    "another encoding": (put("resources", 2, "encoding", "latin-1"), 'encoding: is "latin-1"'),
    "another format": (put("resources", 2, "format", "xlsx"), 'format: is "xlsx"'),
    "blanks that are something": (put("resources", 2, "schema", "missingValues", ["", "NA"]), "missingValues"),
    "a unit of no column": (
        put("resources", 5, "schema", "fields", 6, "bounds_by", "column", "x"),
        "column of this table",
    ),
    "bounds of a unit in disorder": (
        put("resources", 5, "schema", "fields", 6, "bounds_by", "bounds", "Mt", [9, 1]),
        "Mt",
    ),
    "resources that are an object": (put("resources", {}), "resources: is missing or not a list"),
}


@pytest.mark.parametrize("case", DESCRIPTORS.values(), ids=DESCRIPTORS.keys())
def test_a_fault_of_the_descriptor_is_named_by_line_and_key(copy, case):
    change, words = case
    edit_descriptor(copy, change)
    faults = check_record(copy)
    assert faults and all(fault.file == str(copy / "datapackage.json") for fault in faults), faults
    assert any(words in str(fault) for fault in faults), "\n".join(map(str, faults))
    assert "root:" not in str(faults)


def test_a_fault_of_the_descriptor_has_the_line_it_is_on(copy):
    path = copy / "datapackage.json"
    line = edit(path, '"type": "yearmonth"', '"type": "yearmoth"')
    assert [(fault.row, fault.column) for fault in check_record(copy)] == [(line, "trade_monthly.month.type")]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"minimum": 1990', '"minimum": NaN', "holds NaN"),
        ('"minimum": 1990', '"minimum": 1e999', "holds 1e999"),
        ('"data_cutoff":', '"data_cutoff": "2020-01-01",\n"data_cutoff":', "given twice, first in line"),
        ('"minimum": 1990', '"minimum": ' + "[" * 5000 + "]" * 5000, "nested too deeply"),
    ],
)
def test_what_json_should_not_hold_is_named_by_line(copy, old, new, words):
    line = edit(copy / "datapackage.json", old, new)
    fault = only(copy)
    assert words in fault.problem and fault.row in (line, line + 1)
    with pytest.raises(FaultsError, match=re.escape(words)):
        codebook.refresh(copy)


def test_a_link_out_of_the_folder_is_not_followed(copy, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("root:x:0:0\n")
    (copy / "trade_annual.csv").unlink()
    (copy / "trade_annual.csv").symlink_to(secret)
    faults = check_record(copy)
    assert faults and "root:x" not in str(faults) and "a file in this folder" in str(faults)


# The outline of the map


def outline(data: Path, change) -> None:
    path = data / "map_outline.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def swap(feature: dict) -> None:
    for ring in feature["geometry"]["coordinates"]:
        for point in ring:
            point.reverse()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: [swap(feature) for feature in d["features"]], "degrees north|east|swapped"),
        (lambda d: swap(d["features"][-1]), "feature|swapped"),
        (lambda d: d["features"][0]["geometry"]["coordinates"][0].pop(), "not closed"),
        (lambda d: d["features"][0]["geometry"]["coordinates"][0][1].__setitem__(0, 1454), "has the point [1454"),
        (lambda d: d["features"][0]["geometry"]["coordinates"][0][1].__setitem__(0, "145"), "two numbers"),
        (lambda d: d["features"][0]["geometry"].update(coordinates=[]), "no coordinates"),
        (lambda d: d["features"][0].pop("geometry"), "no outline"),
        (lambda d: d["features"].clear(), "features: are missing"),
        (lambda d: d["features"].pop(), "the descriptor says"),
        (lambda d: d.update(type="Feature"), "no collection of features"),
    ],
)
def test_a_broken_outline_is_refused(copy, change, words):
    outline(copy, change)
    faults = check_record(copy)
    assert faults and {Path(fault.file).name for fault in faults} == {"map_outline.geojson"}, faults
    assert any(word in str(fault) for fault in faults for word in words.split("|")), faults


@pytest.mark.parametrize(("content", "words"), [("", "not JSON"), ("{", "not JSON"), ("[]", "no collection")])
def test_an_outline_that_is_no_geojson_is_refused(copy, content, words):
    (copy / "map_outline.geojson").write_text(content)
    assert any(words in fault.problem for fault in check_record(copy))
    with pytest.raises(FaultsError, match=words):
        open_record(copy).features("map_outline")


def test_a_missing_outline_is_missed_and_an_unknown_one_is_stray(copy):
    (copy / "map_outline.geojson").rename(copy / "outline.geojson")
    faults = {Path(fault.file).name: fault.problem for fault in check_record(copy)}
    assert faults == {
        "map_outline.geojson": "file is missing",
        "outline.geojson": "datapackage.json does not know this table",
    }


def test_the_outline_is_no_table_and_a_table_no_outline():
    record = open_record()
    assert "map_outline" in record.resources and "map_outline" not in record.tables
    with pytest.raises(FaultsError, match="expected a table"):
        record["map_outline"]
    with pytest.raises(FaultsError, match="expected an outline"):
        record.features("trade_annual")


def test_the_outline_is_noted_as_used_and_its_digest_is_its_own(copy):
    record = open_record()
    record.features("map_outline")
    assert "map_outline" in trace.report()["tables"]
    before = open_record(copy).digest("map_outline")
    outline(copy, lambda d: d["features"].pop())
    assert open_record(copy).digest("map_outline") != before


def test_a_descriptor_that_describes_nonsense(copy):
    edit_descriptor(copy, lambda d: d["resources"][2]["schema"]["fields"][0].update(type="yeer"))
    faults = check_record(copy)
    assert faults and all(fault.file.endswith("datapackage.json") for fault in faults), faults


def test_a_resource_gone_from_the_descriptor(copy):
    edit_descriptor(copy, lambda d: d["resources"].pop(2))
    assert "does not know this table" in only(copy).problem
    edit_descriptor(copy, lambda d: d["resources"].pop(0))
    assert any("sources is missing" in fault.problem for fault in check_record(copy))
