"""What a fault of the record as a whole says, word for word: of outlines, of row counts and hashes, of files and tables that are
not there; and what the command that accepts a change prints.

One small record of four files, broken in one way for each place that can find something.
"""

import datetime
import json
from pathlib import Path

import pandas as pd
import pytest

from audit.faults import Fault, FaultsError
from audit.inputs import codebook, outline, remembered
from audit.inputs.edited import edited, with_cells
from audit.inputs.record import OBSERVED, check_record, observed, open_record

#: A square with a square hole: the outer line runs clockwise with north above, the hole does not.
SQUARE = [[20, 40], [20, 60.5], [40, 60.5], [40, 40], [20, 40]]
HOLE = [[25, 45], [30, 45], [30, 50], [25, 50], [25, 45]]
BOX = [20, 40, 60.5, 80]


def feature(coordinates, kind: str = "Polygon") -> dict:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}}


def outline_of(*features) -> str:
    """A collection with each feature on a line of its own, from line 3 on."""
    return '{"type": "FeatureCollection",\n"features": [\n' + ",\n".join(map(json.dumps, features)) + "\n]}\n"


def table(name: str, *fields: dict, **more) -> dict:
    said = dict.fromkeys(("title", "description", "how_compiled", "rights"), "Text.")
    schema = {"fields": list(fields), "primaryKey": [fields[0]["name"]], "missingValues": [""], **more}
    return {"name": name, "path": f"{name}.csv", "format": "csv", "encoding": "utf-8", **said, "schema": schema}


def field(name: str, kind: str = "string", **constraints) -> dict:
    return {"name": name, "type": kind, "description": "Text.", "constraints": {"required": True, **constraints}}


def described() -> dict:
    coast = table("coast", {"name": "x"}) | {"path": "coast.geojson", "format": "geojson", "bbox": BOX}
    coast.pop("schema")
    said = dict.fromkeys(("title", "description", "version", "data_cutoff_meaning"), "Text.")
    return {
        **{"name": "parades", "data_cutoff": "2026-11-01", "licenses": [{"title": "L", "path": "p"}], **said},
        "resources": [
            table(
                *("parades", field("parade_id"), field("tanks", "integer", minimum=0, maximum=50), field("source_id")),
                foreignKeys=[{"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}],
            ),
            coast,
            table("sources", field("source_id"), field("published_earliest", "date")),
            table("reporters", field("reporter_id")),
        ],
    }


FILES = {
    "parades.csv": "parade_id,tanks,source_id\np1,12,paper\np2,9,paper\n",
    "coast.geojson": outline_of(feature([SQUARE, HOLE]), feature([[SQUARE]], "MultiPolygon")),
    "sources.csv": "source_id,published_earliest\npaper,2026-05-09\n",
    "reporters.csv": "reporter_id\nbureau\n",
}


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch, tmp_path_factory):
    monkeypatch.setattr(remembered, "FILE", tmp_path_factory.mktemp("cache") / "sound")
    monkeypatch.setattr(remembered, "_found", set())


@pytest.fixture
def data(tmp_path) -> Path:
    """A sound record whose rows were never counted."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    describe(folder, described())
    return folder


def describe(folder: Path, descriptor: dict) -> None:
    (folder / "datapackage.json").write_text(json.dumps(descriptor))


@pytest.fixture
def counted(data) -> Path:
    """The same with hashes, sizes, row counts and a codebook."""
    assert codebook.refresh(data) == ["parades.csv", "coast.geojson", "sources.csv", "reporters.csv"]
    return data


def raised(call, *arguments) -> list[Fault]:
    with pytest.raises(FaultsError) as caught:
        call(*arguments)
    return caught.value.faults


def how_to_accept(data: Path) -> str:
    return f"if the change is meant: python -m audit.inputs.codebook --data {data}"


def test_the_record_that_is_broken_here_is_sound(counted):
    assert check_record(counted) == [] and codebook.outdated(counted) == []
    assert open_record(counted).bookkeeping("coast")["rows"] == 2


# --- outlines ---

NO_OUTLINE = ("has no outline", "a feature whose geometry is a Polygon or a MultiPolygon")
NO_POINTS = ("has no coordinates", "rings of points")
OPEN = ("has a ring that is not closed", "at least four points, the last one the first again")
TURNED = (
    "runs the wrong way round, as it does where east and north are swapped",
    "an outline that runs clockwise and holes that do not, each point [east, north]",
)
NUMBERS, WITHIN = "two numbers, [east, north]", "[east, north], 20 to 60.5 east and 40 to 80 north"


def ring_with(point) -> list:
    return [SQUARE[0], point, *SQUARE[2:]]


FEATURES = {
    "a word": ("x", *NO_OUTLINE),
    "another type": (feature([SQUARE]) | {"type": "feature"}, *NO_OUTLINE),
    "no geometry": ({"type": "Feature", "geometry": None}, *NO_OUTLINE),
    "a point": (feature([20, 40], "Point"), *NO_OUTLINE),
    "nothing": (feature([]), *NO_POINTS),
    "nothing in it": (feature([[]], "MultiPolygon"), *NO_POINTS),
    "no list": (feature(7), *NO_POINTS),
    "one of them none": (feature([[SQUARE], 7], "MultiPolygon"), *NO_POINTS),
    "a polygon of two": (feature([SQUARE], "MultiPolygon"), *OPEN),
    "three points": (feature([[SQUARE[0], SQUARE[1], SQUARE[0]]]), *OPEN),
    "open": (feature([SQUARE[:-1]]), *OPEN),
    "no ring": (feature([SQUARE, 7]), *OPEN),
    "three numbers": (feature([ring_with([20, 50, 1])]), "has the point [20, 50, 1]", NUMBERS),
    "truth": (feature([ring_with([20, True])]), "has the point [20, true]", NUMBERS),
    "long": (feature([ring_with("x" * 60)]), 'has the point "' + "x" * 39, NUMBERS),
    "too far west": (feature([ring_with([19.9, 60])]), "has the point [19.9, 60]", WITHIN),
    "too far east": (feature([ring_with([60.6, 60])]), "has the point [60.6, 60]", WITHIN),
    "too far south": (feature([ring_with([20, 39.9])]), "has the point [20, 39.9]", WITHIN),
    "too far north": (feature([ring_with([20, 80.1])]), "has the point [20, 80.1]", WITHIN),
    "the second ring": (feature([SQUARE, [*HOLE[:-1], [25, 39]]]), *OPEN),
    "turned": (feature([SQUARE[::-1]]), *TURNED),
    "turned hole": (feature([SQUARE, HOLE[::-1]]), *TURNED),
    "turned second": (feature([[SQUARE], [SQUARE[::-1]]], "MultiPolygon"), *TURNED),
    "flat": (feature([[[20, 40], [30, 40], [25, 40], [20, 40]]]), *TURNED),
}


@pytest.mark.parametrize(("broken", "problem", "expected"), FEATURES.values(), ids=FEATURES)
def test_a_feature_that_is_no_outline_is_named_by_its_number_and_line(tmp_path, broken, problem, expected):
    path = tmp_path / "coast.geojson"
    path.write_text(outline_of(feature([SQUARE]), broken, feature([SQUARE, HOLE])))
    assert outline.faults(path, BOX) == [Fault(str(path), 4, "feature 2", problem, expected)]


def test_a_point_on_each_edge_of_the_box_lies_within_it(tmp_path):
    path = tmp_path / "coast.geojson"
    path.write_text(outline_of(feature([[[20, 40], [20, 80], [60.5, 80], [60.5, 40], [20, 40]]])))
    assert outline.faults(path, BOX) == []


@pytest.mark.parametrize(
    ("text", "row", "column", "problem", "expected"),
    [
        ("[]", 1, None, "is no collection of features", 'GeoJSON of "type": "FeatureCollection"'),
        ('{"type": "Feature"}', 1, None, "is no collection of features", 'GeoJSON of "type": "FeatureCollection"'),
        ('{"type": "FeatureCollection"}', 1, "features", "are missing", "a list of features"),
        ('{"type": "FeatureCollection",\n"features": []}', 2, "features", "are missing", "a list of features"),
        ('{"type": "FeatureCollection",\n"features": {"a": 1}}', 2, "features", "are missing", "a list of features"),
        ("{", 1, None, "not JSON: *", "well-formed JSON"),
    ],
)
def test_a_file_that_is_no_collection_of_outlines_is_named(tmp_path, text, row, column, problem, expected):
    path = tmp_path / "coast.geojson"
    path.write_text(text)
    [fault] = outline.faults(path, BOX)
    if problem.endswith("*"):  # the words after it are those of Python
        assert fault.problem.startswith(problem[:-1])
        problem = fault.problem
    assert fault == Fault(str(path), row, column, problem, expected)


def test_features_are_counted_in_what_is_no_outline_any_more():
    assert outline.count_features(FILES["coast.geojson"].encode()[:-5]) == 2


# --- rows, hashes, codebook ---


def test_rows_that_nobody_counted_or_that_are_others_are_told(data):
    path = str(data / "parades.csv")
    told = f"every row; {how_to_accept(data)}"
    assert open_record(data).faults("parades") == [
        Fault(path, None, None, "table has 2 rows, nobody has counted them yet", told)
    ]
    for said in (3, "2", 2.0):
        descriptor = described()
        descriptor["resources"][0]["rows"] = said
        describe(data, descriptor)
        problem = f"table has 2 rows, the descriptor says {said}"
        assert open_record(data).faults("parades") == [Fault(path, None, None, problem, told)]
        assert open_record(data).faults("parades", counted=False) == []


def test_rows_are_counted_by_lines_whatever_stands_at_the_end(data):
    counts = []
    for text in ("", "a\n", "a\n1\n", "a\n1", "a\n1\n\n"):
        (data / "parades.csv").write_text(text)
        counts.append(open_record(data).bookkeeping("parades")["rows"])
    assert counts == [0, 0, 1, 1, 1]


def test_a_file_that_is_not_as_it_was_accepted_is_named_with_what_differs(counted):
    path = counted / "parades.csv"
    expected = f"the accepted file; {how_to_accept(counted)}"
    for text, what in ((FILES["parades.csv"].replace("12", "13"), "hash"), ("parade_id,tanks\n", "bytes and hash")):
        path.write_text(text)
        problem = f"does not fit its {what} in datapackage.json"
        assert codebook.outdated(counted) == [Fault(str(path), None, None, problem, expected)]


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("Mine.")])
def test_a_codebook_that_is_not_the_one_of_the_descriptor_is_named(counted, damage):
    damage(counted / "README.md")
    expected = f"the text generated from it; {how_to_accept(counted)}"
    assert codebook.outdated(counted) == [
        Fault(str(counted / "README.md"), None, None, "does not fit datapackage.json", expected)
    ]


def test_the_command_prints_what_is_out_of_date_and_nothing_where_nothing_is(counted, capsys):
    asked = ["--check", "--data", str(counted)]
    assert codebook.main(asked) == 0
    assert capsys.readouterr() == ("", "")
    (counted / "README.md").unlink()
    (counted / "parades.csv").write_text(FILES["parades.csv"].replace("12", "13"))
    assert codebook.main(asked) == 1
    how = how_to_accept(counted)
    assert capsys.readouterr() == (
        f"{counted}/parades.csv:-:-: does not fit its hash in datapackage.json, expected the accepted file; {how}\n"
        f"{counted}/README.md:-:-: does not fit datapackage.json, expected the text generated from it; {how}\n",
        "",
    )
    assert codebook.main(["--data", str(counted)]) == 0
    assert capsys.readouterr() == ("", "")
    assert codebook.main(asked) == 0


def test_the_command_writes_nothing_where_a_table_has_a_fault(counted, capsys):
    text = (counted / "datapackage.json").read_bytes()
    (counted / "parades.csv").write_text(FILES["parades.csv"].replace("12", "51"))
    assert codebook.main(["--data", str(counted)]) == 1
    told = f'{counted}/parades.csv:2:tanks: cell is "51", expected a whole number, from 0 to 50\n'
    assert capsys.readouterr() == ("", told)
    assert (counted / "datapackage.json").read_bytes() == text


def test_only_the_files_that_had_changed_are_named(counted):
    (counted / "parades.csv").write_text(FILES["parades.csv"].replace("12", "13"))
    assert codebook.refresh(counted) == ["parades.csv"]
    assert codebook.refresh(counted) == []


# --- files and tables that are not there ---


def test_a_file_of_data_that_nobody_described_is_named(counted):
    (counted / "old").mkdir()
    for name in ("old/towns.csv", "b.geojson", "a.json", "notes.txt"):
        (counted / name).write_text("x\n")
    expected = "a resource for it in datapackage.json, or no such file"
    assert open_record(counted).stray_files() == [
        Fault(str(counted / name), None, None, "datapackage.json does not know this table", expected)
        for name in ("a.json", "b.geojson", "old/towns.csv")
    ]


def test_a_file_that_is_missing_is_told_for_itself_and_for_each_table_that_refers_to_it(counted):
    (counted / "sources.csv").unlink()
    missing = Fault(str(counted / "sources.csv"), None, None, "file is missing", "a readable file")
    record = open_record(counted)
    assert record.faults("parades") == record.faults("sources") == [missing]
    assert raised(record.bookkeeping, "sources") == [missing]
    assert check_record(counted) == [missing]


def test_a_table_that_is_not_there_is_named_with_the_one_that_may_be_meant(counted):
    descriptor = str(counted / "datapackage.json")
    expected = f"a table that {descriptor} describes"
    wanted = [Fault(descriptor, None, "resources", 'there is no table "towns"', expected)]
    record = open_record(counted)
    assert raised(record.resource, "towns") == raised(record.path, "towns") == record.faults("towns") == wanted
    assert raised(lambda: record["towns"]) == wanted


def test_a_table_is_no_outline_and_an_outline_no_table(counted):
    descriptor, record = str(counted / "datapackage.json"), open_record(counted)
    assert raised(record.features, "parades") == [
        Fault(descriptor, None, "parades", "is a table", "an outline in GeoJSON")
    ]
    assert raised(lambda: record["coast"]) == [Fault(descriptor, None, "coast", "is an outline", "a table")]
    (counted / "coast.geojson").write_text(outline_of(feature([])))
    assert raised(open_record(counted).features, "coast") == [
        Fault(str(counted / "coast.geojson"), 3, "feature 1", *NO_POINTS)
    ]


def test_a_cutoff_long_after_the_newest_source_is_told(data):
    for newest, told in (
        ("2025-10-30", "2025-10-30"),
        ("2025-10-31", None),
        ("2025-10-29\nb,2025-10-30", "2025-10-30"),
    ):
        (data / "sources.csv").write_text(f"source_id,published_earliest\nold,2020-01-01\na,{newest}\nc,soon\n")
        problem = f"is 2026-11-01, more than a year after the newest source ({told})"
        expected = "the day on which we last looked for figures"
        assert open_record(data).cutoff_faults() == (
            [] if told is None else [Fault(str(data / "datapackage.json"), None, "data_cutoff", problem, expected)]
        )
    (data / "sources.csv").unlink()
    assert open_record(data).cutoff_faults() == []


def test_faults_stand_in_the_order_of_lines_and_columns_and_files(counted):
    (counted / "parades.csv").write_text("parade_id,tanks,source_id\np1,51,papier\np2,x,paper\n")
    (counted / "reporters.csv").write_text("reporter\nbureau\n")
    table, tanks = str(counted / "parades.csv"), "a whole number, from 0 to 50"
    of_parades = [
        Fault(
            table, 2, "source_id", '"papier" is not in sources.csv', "a source_id of sources.csv (did you mean paper?)"
        ),
        Fault(table, 2, "tanks", 'cell is "51"', tanks),
        Fault(table, 3, "tanks", 'cell is "x"', tanks),
    ]
    columns = "the columns reporter_id"
    of_reporters = [
        Fault(str(counted / "reporters.csv"), 1, "reporter", "column is not in the descriptor", columns),
        Fault(str(counted / "reporters.csv"), 1, "reporter_id", "column is missing", columns),
    ]
    assert open_record(counted).faults("parades") == of_parades
    assert check_record(counted) == of_parades + of_reporters
    assert raised(lambda: open_record(counted)["parades"]) == of_parades


def test_what_the_validator_of_data_packages_finds_is_told_in_its_words_with_our_places(counted):
    (counted / "parades.csv").write_text("parade_id,tanks,source_id\np1,51,paper\np1,x,book\n")
    told = {(one.row, one.column) for one in open_record(counted)._validate("parades")}
    assert told == {(2, "tanks"), (3, "tanks"), (3, None)}  # bounds, type, key and reference
    assert {(one.file, one.expected) for one in open_record(counted)._validate("parades")} == {
        (str(counted / "parades.csv"), "a table as the descriptor says")
    }
    record = open_record(counted)
    record.resource("parades")["schema"]["fields"][1]["type"] = "cannons"
    [fault] = record._validate("parades")
    assert fault == Fault(
        *(str(counted / "datapackage.json"), None, "parades", fault.problem),
        "a valid Data Package descriptor",
    )
    assert "cannons" in fault.problem


def test_a_problem_in_somebody_else_s_words_is_cut(counted):
    (counted / "parades.csv").write_text(f"parade_id,tanks,source_id\np1,{'x' * 400},paper\n")
    [fault] = open_record(counted)._validate("parades")
    assert len(fault.problem) == 300


def test_the_repository_s_own_files_are_accepted_by_another_command(counted, monkeypatch):
    monkeypatch.setattr(codebook, "DATA", counted.resolve())
    (counted / "parades.csv").write_text("x\n")
    [fault] = codebook.outdated(counted)
    assert fault.expected == "the accepted file; if the change is meant: python -m audit accept"
    monkeypatch.setattr("audit.inputs.record.DATA", counted.resolve())
    [fault] = [one for one in open_record(counted).faults("parades") if one.row is None]
    assert fault.expected == "every row; if the change is meant: python -m audit accept"


# --- a record with some of its tables edited ---


def test_a_fault_of_an_edited_table_is_told_of_the_edited_table(counted):
    record = open_record(counted)
    changed = with_cells(record["parades"], "parades", {"parade_id": "p2"}, {"tanks": 51, "source_id": "book"})
    with pytest.raises(FaultsError) as caught, edited(record, {"parades": changed}):
        pass
    assert caught.value.faults == [
        Fault("edited parades.csv", 3, "source_id", '"book" is not in sources.csv', "a source_id of sources.csv"),
        Fault("edited parades.csv", 3, "tanks", 'cell is "51"', "a whole number, from 0 to 50"),
    ]


def test_a_column_or_row_that_an_edit_asks_for_in_vain_is_named(counted):
    frame = open_record(counted)["parades"]
    for row, cells, told in (
        ({"town": "x"}, {"ships": 1}, "parades has no column ships, town, only parade_id, tanks, source_id"),
        ({"parade_id": "p9", "tanks": 3}, {"tanks": 1}, "parades has no row with parade_id p9, tanks 3"),
    ):
        with pytest.raises(LookupError) as caught:
            with_cells(frame, "parades", row, cells)
        assert str(caught.value) == told


# --- the day that rows are about ---


def test_the_day_that_rows_are_about_is_told_by_the_first_column_that_can():
    assert OBSERVED == (
        *("period_end", "end_date", "date", "day_set", "decision_date", "effective_date", "month", "year"),
        *("start_date", "ended", "signed", "started", "from_date"),
    )
    days = {name: pd.to_datetime([f"20{number:02}-02-03"]) for number, name in enumerate(OBSERVED, start=1)}
    frame = pd.DataFrame(days | {"year": [2008], "note": ["x"]})
    told = {
        "month": datetime.date(2007, 2, 28),
        "year": datetime.date(2008, 12, 31),
    }
    for number, name in enumerate(OBSERVED, start=1):
        assert observed(frame) == told.get(name, datetime.date(2000 + number, 2, 3)), name
        frame = frame.drop(columns=name)
    assert observed(frame) is None


def test_a_column_that_is_blank_tells_no_day():
    frame = pd.DataFrame({"month": pd.to_datetime([None, None]), "year": [2020, 2022]})
    assert observed(frame) == datetime.date(2022, 12, 31)
    month = pd.DataFrame({"month": pd.to_datetime(["2022-01-01", "2022-04-01"])})
    assert observed(month) == datetime.date(2022, 4, 30)


def test_a_ring_has_a_direction_however_small_it_is():
    ring = [[0, 0], [0, 0.1], [0.1, 0.1], [0.1, 0], [0, 0]]
    assert outline._clockwise(ring) and not outline._clockwise(ring[::-1])
