"""The record: it is sound, it fits the world, and every way to break it ends in a clear fault."""

import datetime
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from audit import codebook, trace
from audit.faults import Fault, FaultsError
from audit.paths import DATA
from audit.record import check_record, open_record

TABLES = open_record().tables
TRADE = [name for name in TABLES if name.startswith("trade_")]
SOURCED = [
    name
    for name in TABLES
    if {"source_id", "reporter"} <= {field["name"] for field in open_record().resource(name)["schema"]["fields"]}
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of data/ to break."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


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
    data = open_record().path(name).read_bytes()
    assert b"\r" not in data and not data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\n")


@pytest.mark.parametrize("name", TRADE)
def test_numbers_carry_no_float_noise(name):
    table = pd.read_csv(open_record().path(name), dtype="str")
    fields = open_record().resource(name)["schema"]["fields"]
    for column in [field["name"] for field in fields if field["type"] == "number"]:
        decimals = table[column].dropna().str.partition(".")[2]
        assert (decimals.str.len() <= 5).all() and not decimals.str.endswith("0").any(), column


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_and_explains_its_blanks(name):
    for field in open_record().resource(name)["schema"]["fields"]:
        assert field["description"].endswith("."), field["name"]
        if field["type"] == "number":
            assert field["unit"], field["name"]
        if not field.get("constraints", {}).get("required"):
            assert "Blank:" in field["description"], field["name"]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_how_it_was_made(name):
    resource = open_record().resource(name)
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
    assert [fault.column for fault in codebook.outdated(copy)] == ["trade_annual"] * 2
    assert all("python -m audit.codebook" in fault.problem for fault in codebook.outdated(copy))
    codebook.refresh(copy)
    assert codebook.outdated(copy) == []


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
        for field in open_record().resource(name)["schema"]["fields"]:
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
    record = open_record(copy)
    assert touched == {"sources"} | {name for name in TRADE if "afternoonvoice_2022" in set(record[name]["source_id"])}


def test_an_origin_changes_the_tables_that_go_back_to_it(copy):
    touched = changed(copy, lambda: edit(copy / "reporters.csv", "Federal Customs Service of Russia", "Customs"))
    assert {"reporters", "trade_mirror", "trade_shares"} <= touched
    assert "trade_monthly" not in touched and "trade_annual" not in touched


def test_a_description_and_the_cutoff_count_and_the_hash_does_not(copy):
    assert changed(copy, lambda: edit_descriptor(copy, lambda d: d["resources"][2].update(rights="none"))) == {
        TABLES[2]
    }
    assert changed(copy, lambda: edit_descriptor(copy, lambda d: d["resources"][2].update(hash="x", bytes=1))) == set()
    assert changed(copy, lambda: edit_descriptor(copy, lambda d: d.update(data_cutoff="2026-11-22"))) == set(TABLES)


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
    with pytest.raises(FaultsError, match='there is no table "trade_yearly".*trade_annual'):
        open_record()["trade_yearly"]


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


def test_a_descriptor_that_describes_nonsense(copy):
    edit_descriptor(copy, lambda d: d["resources"][2]["schema"]["fields"][0].update(type="yeer"))
    faults = check_record(copy)
    assert faults and all(fault.file.endswith("datapackage.json") for fault in faults), faults


def test_a_resource_gone_from_the_descriptor(copy):
    edit_descriptor(copy, lambda d: d["resources"].pop(2))
    assert "does not know this table" in only(copy).problem
    edit_descriptor(copy, lambda d: d["resources"].pop(0))
    assert any("sources is missing" in fault.problem for fault in check_record(copy))
