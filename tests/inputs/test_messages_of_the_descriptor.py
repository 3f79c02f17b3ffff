"""What a fault of the descriptor says, word for word, and of what hangs on it: outlines, hashes, row counts, the codebook.

One small descriptor, broken in one way for each place in ``audit.inputs.descriptor`` that can find something.
"""

import json
from pathlib import Path

import pytest

from audit.faults import Fault, FaultsError
from audit.inputs import descriptor, remembered
from audit.inputs.descriptor import read_descriptor
from audit.inputs.plain_json import read_json

TEXT = """\
{
"name": "parades-of-two-towns",
"title": "Parades",
"description": "Parades of two towns.",
"version": "1",
"data_cutoff": "2026-11-01",
"data_cutoff_meaning": "The day on which we last looked.",
"licenses": [
{"title": "CC BY 4.0", "path": "https://example.org/licence"}
],
"resources": [
{
"name": "parades",
"path": "parades.csv",
"format": "csv",
"encoding": "utf-8",
"title": "The parades",
"description": "One row a parade.",
"how_compiled": "By hand.",
"rights": "Ours.",
"schema": {
"fields": [
{"name": "parade_id", "type": "string", "description": "Its id.", "constraints": {"required": true}},
{"name": "day", "type": "string", "description": "Its day.", "constraints": {"unique": true}},
{"name": "held_date", "type": "date", "description": "Day.", "constraints": {"minimum": "2000-01-01"}},
{"name": "month", "type": "yearmonth", "description": "Month.", "constraints": {"maximum": "2030-12"}},
{"name": "kind", "type": "string", "description": "Kind.", "constraints": {"enum": ["parade", "drill"]}},
{"name": "town", "type": "string", "description": "Town.", "constraints": {"pattern": "[a-z]+"}},
{"name": "tanks", "type": "integer", "description": "Tanks.", "constraints": {"minimum": 0, "maximum": 50}},
{"name": "share", "type": "number", "unit": "per cent", "description": "Share.", "constraints": {"minimum": 0.5, "maximum": 99}},
{"name": "value", "type": "number", "unit": "as in measure", "description": "Value.",
"bounds_by": {"column": "measure", "bounds": {"ships": [0, 20]}}},
{"name": "measure", "type": "string", "description": "Measure."},
{"name": "due", "type": "date", "description": "When it is due.", "beyond_cutoff": "Planned."},
{"name": "source_id", "type": "string", "description": "Source."}
],
"primaryKey": ["parade_id"],
"foreignKeys": [
{"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}
],
"missingValues": [""]
}
},
{
"name": "coast", "path": "coast.geojson", "format": "geojson", "encoding": "utf-8",
"title": "A coast", "description": "Its line.", "how_compiled": "By hand.", "rights": "Ours.",
"bbox": [20, 40, 60.5, 80]
},
{
"name": "sources", "path": "sources.csv", "format": "csv", "encoding": "utf-8",
"title": "Sources", "description": "One row a source.", "how_compiled": "By hand.", "rights": "Ours.",
"schema": {
"fields": [{"name": "source_id", "type": "string", "description": "Its id."},
{"name": "published_earliest", "type": "date", "description": "First day."}],
"primaryKey": ["source_id"], "missingValues": [""]}
},
{
"name": "reporters", "path": "reporters.csv", "format": "csv", "encoding": "utf-8",
"title": "Reporters", "description": "One row a reporter.", "how_compiled": "By hand.", "rights": "Ours.",
"schema": {
"fields": [{"name": "reporter_id", "type": "string", "description": "Its id."}],
"primaryKey": ["reporter_id"], "missingValues": [""]}
}
]
}
"""


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch, tmp_path):
    monkeypatch.setattr(remembered, "FILE", tmp_path / "cache" / "sound")
    monkeypatch.setattr(remembered, "_found", set())


def faults_of(path: Path) -> list[Fault]:
    with pytest.raises(FaultsError) as caught:
        read_descriptor(path)
    return caught.value.faults


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_the_descriptor_that_is_broken_here_is_sound(tmp_path):
    path = tmp_path / "datapackage.json"
    path.write_text(TEXT)
    assert read_descriptor(path) == json.loads(TEXT)


PACKAGE = (
    "one of $schema, contributors, created, data_cutoff, data_cutoff_meaning, description, homepage, id, keywords, "
    "licenses, name, resources, sources, title, version"
)
RESOURCE = (
    "one of bbox, bytes, chapter, description, encoding, format, hash, how_compiled, licenses, mediatype, name, path, "
    "rights, rows, schema, title, type"
)
FIELD = "one of beyond_cutoff, bounds_by, constraints, description, name, title, type, unit"
PRINTED = "text on one line, without invisible characters"
TABLES, LICENCES, COLUMNS = (f"one entry for each {what}" for what in ("table", "licence", "column"))
NO_SCHEMA = ("has no usable schema", "fields, each with name and type")
TYPES = "one of string, number, integer, date, yearmonth"
BOUNDS = "bounds, so that a slip of a unit is seen"
BOX = "[west, south, east, north] in degrees"
BY_UNIT = "a column that names the unit, and bounds for each unit"
ONE_COLUMN = "fields, a list with one column of this table"
FOREIGN = (
    '"foreignKeys": [\n{"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}\n]'
)

#: What is replaced, by what, where the fault is (words on its line), and column, problem and expectation.
BROKEN = [
    # the package
    ('"version"', '"verson"', '"verson"', "verson", "unknown key (did you mean version?)", PACKAGE, "has no version"),
    ('{\n"name"', '{\n"zzz": 1,\n"name"', '"zzz"', "zzz", "unknown key", PACKAGE),
    ('"name": "parades-of-two-towns",\n', "", "{", "-", "has no name", "a name"),
    ('"title": "Parades",\n', "", "{", "-", "has no title", "a title"),
    ('"description": "Parades of two towns.",\n', "", "{", "-", "has no description", "a description"),
    ('"version": "1",\n', "", "{", "-", "has no version", "a version"),
    ('"version": "1"', '"version": 1', '"version"', "version", "is 1", PRINTED),
    ('"version": "1"', '"version": " "', '"version"', "version", 'is " "', PRINTED),
    ('"version": "1"', '"version": "1\\n"', '"version"', "version", r'is "1\n"', PRINTED),
    (
        *('"data_cutoff_meaning": "The day on which we last looked.",\n', "", "{", "-"),
        *("has no data_cutoff_meaning", "a data_cutoff_meaning"),
    ),
    ('"2026-11-01"', '"2026-11-31"', '"data_cutoff"', "data_cutoff", 'is "2026-11-31"', "a date like 2022-12-31"),
    ('"2026-11-01"', "2026", '"data_cutoff"', "data_cutoff", "is 2026", "a date like 2022-12-31"),
    ('"data_cutoff": "2026-11-01",\n', "", "{", "data_cutoff", "is None", "a date like 2022-12-31"),
    ('"licenses": [', '"keywords": [', "{", "licenses", "is missing or not a list of licences", LICENCES),
    ('"title": "CC BY 4.0", ', "", '{"path": "https', "licenses.0", "has no title", "a title"),
    (', "path": "https://example.org/licence"', "", '{"title": "CC', "licenses.0", "has no path", "a path"),
    ('"https://example.org/licence"', "7", '{"title": "CC', "licenses.0.path", "is 7", PRINTED),
    ('"resources": [\n', '"resources": [\n7,\n', '"resources"', "resources", "is missing or not a list of tables", TABLES),
    ('"name": "coast"', '"name": "parades"', '"name": "parades", ', "parades.name", '"parades" is described twice', "each once"),
    (
        *('"path": "coast.geojson"', '"path": "parades.csv"', '"path": "parades.csv", ', "coast.path"),
        *('"parades.csv" is described twice', "each once"),
    ),
    (
        *('"name": "reporters"', '"name": "reports"', '"resources"', "resources"),
        *("the table reporters is missing", "sources and reporters"),
    ),
    # a resource
    ('"format": "csv"', '"zzz": 1,\n"format": "csv"', '"zzz"', "parades.zzz", "unknown key", RESOURCE),
    ('"rights": "Ours."', '"right": "Ours."', '"right"', "parades.right", "unknown key (did you mean rights?)", RESOURCE, "has no rights"),
    ('"name": "parades",\n', "", '{\n"path"', "0", "has no name", "a name"),
    (
        *('"name": "parades"', '"name": "Parades"', '"Parades",\n"path"', "Parades.name"),
        *('is "Parades"', "a name in snake_case, such as trade_annual"),
    ),
    ('"path": "parades.csv",\n', "", '{\n"name": "parades"', "parades", "has no path", "a path"),
    *(
        ('"parades.csv"', f'"{out}"', f'"{out}"', "parades.path", f'is "{out}"', "a file in this folder, such as trade_annual.csv")
        for out in ("../parades.csv", "/parades.csv", "a/../parades.csv", "a//parades.csv", "-parades.csv")
    ),
    ('"title": "The parades",\n', "", '{\n"name": "parades"', "parades", "has no title", "a title"),
    ('"description": "One row a parade.",\n', "", '{\n"name": "parades"', "parades", "has no description", "a description"),
    ('"how_compiled": "By hand.",\n', "", '{\n"name": "parades"', "parades", "has no how_compiled", "a how_compiled"),
    ('"rights": "Ours.",\n', "", '{\n"name": "parades"', "parades", "has no rights", "a rights"),
    ('"rights": "Ours."', '"rights": ""', '"rights"', "parades.rights", 'is ""', PRINTED),
    ('"encoding": "utf-8"', '"encoding": "utf8"', '"utf8"', "parades.encoding", 'is "utf8"', "utf-8"),
    ('"encoding": "utf-8",\n', "", '{\n"name": "parades"', "parades.encoding", "is None", "utf-8"),
    ("[20, 40, 60.5, 80]", "[20, 40, 60.5]", '"bbox"', "coast.bbox", "is [20, 40, 60.5]", BOX),
    ("[20, 40, 60.5, 80]", "[20, 40, 60.5, true]", '"bbox"', "coast.bbox", "is [20, 40, 60.5, True]", BOX),
    ("[20, 40, 60.5, 80]", "7", '"bbox"', "coast.bbox", "is 7", BOX),
    ('"format": "csv"', '"format": "xls"', '"xls"', "parades.format", 'is "xls"', "csv or geojson"),
    ('"format": "csv",\n', "", '{\n"name": "parades"', "parades.format", "is None", "csv or geojson"),
    # a schema
    ('"schema": {', '"schemas": {', '{\n"name": "parades"', "parades", *NO_SCHEMA, "unknown key (did you mean schema?)"),
    ('"schema": {', '"schema": 7, "chapter": {', '{\n"name": "parades"', "parades", *NO_SCHEMA),
    ('"format": "geojson"', '"format": "json"', '{\n"name": "coast"', "coast", *NO_SCHEMA, 'is "json"'),
    ('"fields": [\n', '"fields": [\n7,\n', '"fields"', "parades.fields", "is missing or not a list of columns", COLUMNS, "is ['parade_id']"),
    ('"fields": [\n', '"fields": 7, "zzz": [\n', '"fields"', "parades.fields", "is missing or not a list of columns", COLUMNS, "unknown key", "is ['parade_id']", "is ['source_id']"),
    (
        *('"primaryKey": ["parade_id"]', '"primarykey": 1, "primaryKey": ["parade_id"]', '"primarykey"'),
        *("parades.primarykey", "unknown key (did you mean primaryKey?)"),
        "one of fields, foreignKeys, missingValues, primaryKey",
    ),
    (
        *('"name": "measure"', '"name": "town"', '{"name": "town", "type": "string", "description": "Measure."}'),
        *("parades.town.name", '"town" names two columns', "each once", 'is "measure"'),
    ),
    *(
        ('"primaryKey": ["parade_id"]', f'"primaryKey": {key}', '"primaryKey"', "parades.primaryKey", f"is {told}", "a list of columns of this table")
        for key, told in (("[]", "[]"), ('"day"', '"day"'), ('["days"]', "['days']"), ("[7]", "[7]"))
    ),
    ('"missingValues": [""]', '"missingValues": ["-"]', '"missingValues"', "parades.missingValues", "is ['-']", 'a list with "" alone'),
    (',\n"missingValues": [""]', "", '"schema"', "parades.missingValues", "is None", 'a list with "" alone'),
    # a field
    ('"description": "Its day."', '"descr": 1, "description": "Its day."', "Its day", "parades.day.descr", "unknown key (did you mean description?)", FIELD),
    ('"description": "Its day."', '"descriptions": "Its day."', "Its day", "parades.day.descriptions", "unknown key (did you mean description?)", FIELD, "has no description"),
    ('"name": "day", ', "", "Its day", "parades.1", "has no name", "a name"),
    ('"name": "day"', '"name": "Day"', "Its day", "parades.Day.name", 'is "Day"', "a name in snake_case, such as value_usd_bn"),
    ('"day", "type": "string"', '"day", "type": "text"', "Its day", "parades.day.type", 'is "text"', TYPES),
    ('"day", "type": "string"', '"day", "type": ["string"]', "Its day", "parades.day.type", "is ['string']", TYPES),
    ('"day", "type": "string"', '"day"', "Its day", "parades.day.type", "is None", TYPES),
    (
        *('"type": "date", "description": "Day.", "constraints": {"minimum": "2000-01-01"}', '"type": "string", "description": "Day."'),
        *('"Day."', "parades.held_date.type", "is string although the column is called held_date", "date"),
    ),
    ('"name": "due"', '"name": "month"', "When it is due", "parades.month.type", "is date although the column is called month", "yearmonth", '"month" names two columns'),
    ('"name": "town"', '"name": "year"', '"Town."', "parades.year.type", "is string although the column is called year", "integer"),
    ('"name": "due"', '"name": "published"', "When it is due", "parades.published.type", "is date although the column is called published", "string"),
    ('"unit": "per cent", ', "", '"Share."', "parades.share", "has no unit", "a unit"),
    ('"unit": "per cent"', '"unit": ""', '"Share."', "parades.share.unit", 'is ""', PRINTED),
    ('"description": "Tanks."', '"unit": 7, "description": "Tanks."', '"Tanks."', "parades.tanks.unit", "is 7", PRINTED),
    ('"description": "Its day."', '"unit": "days", "description": "Its day."', "Its day", "parades.day.type", "is string although the column has a unit", "number or integer"),
    ('"beyond_cutoff": "Planned."', '"beyond_cutoff": true', "When it is due", "parades.due.beyond_cutoff", "is True", PRINTED),
    ('{"minimum": 0, ', "{", '"Tanks."', "parades.tanks.constraints", "has no minimum", BOUNDS),
    (', "maximum": 99', "", '"Share."', "parades.share.constraints", "has no maximum", BOUNDS),
    # constraints
    ('{"unique": true}', "7", "Its day", "parades.day.constraints", "is 7", "an object such as {required: true}"),
    ('{"unique": true}', '{"minimum": "a"}', "Its day", "parades.day.constraints.minimum", "unknown key", "one of enum, pattern, required, unique", 'is "a"'),
    ('{"unique": true}', '{"uniqe": true}', "Its day", "parades.day.constraints.uniqe", "unknown key (did you mean unique?)", "one of enum, pattern, required, unique"),
    ('{"minimum": 0, ', '{"enum": [], "minimum": 0, ', '"Tanks."', "parades.tanks.constraints.enum", "unknown key", "one of maximum, minimum, required, unique", "is []"),
    ('{"unique": true}', '{"unique": 1}', "Its day", "parades.day.constraints.unique", "is 1", "true or false"),
    ('{"required": true}', '{"required": "yes"}', "Its id", "parades.parade_id.constraints.required", 'is "yes"', "true or false"),
    ('"minimum": "2000-01-01"', '"minimum": "2000-01"', '"Day."', "parades.held_date.constraints.minimum", 'is "2000-01"', "a date like 2022-12-31"),
    ('"maximum": "2030-12"', '"maximum": 2030', '"Month."', "parades.month.constraints.maximum", "is 2030", "a month like 2022-12"),
    ('"minimum": 0, ', '"minimum": 0.5, ', '"Tanks."', "parades.tanks.constraints.minimum", "is 0.5", "a whole number"),
    ('"maximum": 99', '"maximum": true', '"Share."', "parades.share.constraints.maximum", "is True", "a number like 190.272"),
    ('"maximum": 99', '"maximum": 0', '"Share."', "parades.share.constraints.minimum", "is 0.5, above maximum 0", "the smaller one"),
    ('"[a-z]+"', '"[a-z+"', '"Town."', "parades.town.constraints.pattern", 'is "[a-z+"', "a regular expression"),
    ('"[a-z]+"', '""', '"Town."', "parades.town.constraints.pattern", 'is ""', "a regular expression"),
    ('"[a-z]+"', "7", '"Town."', "parades.town.constraints.pattern", "is 7", "a regular expression"),
    *(
        ('["parade", "drill"]', listed, '"Kind."', "parades.kind.constraints.enum", f"is {told}", "a list of texts")
        for listed, told in (("[]", "[]"), ('"drill"', '"drill"'), ("[7]", "[7]"), ('["a", " "]', "['a', ' ']"))
    ),
    ('["parade", "drill"]', '["drill", "drill"]', '"Kind."', "parades.kind.constraints.enum", "names a value twice", "each value once"),
    # bounds by unit
    *(
        ('{"column": "measure", "bounds": {"ships": [0, 20]}}', by, '"bounds_by"', "parades.value.bounds_by", f"is {told}", BY_UNIT)
        for by, told in (
            ("7", "7"),
            ('{"column": "measure"}', "{'column': 'measure'}"),
            ('{"column": "measure", "bounds": {}}', "{'column': 'measure', 'bounds': {}}"),
            ('{"column": "measure", "bounds": [1]}', "{'column': 'measure', 'bounds': [1]}"),
            ('{"column": 7, "bounds": {"a": [0, 1]}}', "{'column': 7, 'bounds': {'a': [0, 1]}}"),
        )
    ),
    *(
        ("[0, 20]", pair, '"bounds_by"', "parades.value.bounds_by.bounds.ships", f"is {told}", "[smallest, largest]")
        for pair, told in (("[0]", "[0]"), ("[0, true]", "[0, True]"), ("7", "7"), ("[0, 1, 2]", "[0, 1, 2]"))
    ),
    ("[0, 20]", "[20, 0]", '"bounds_by"', "parades.value.bounds_by.bounds.ships", "is [20, 0]", "the smaller one first"),
    # references
    ('"column": "measure"', '"column": "units"', '"bounds_by"', "parades.value.bounds_by.column", 'is "units"', "a column of this table"),
    (FOREIGN, '"foreignKeys": 7', '"foreignKeys"', "parades.foreignKeys", "is 7", "a list of keys"),
    (FOREIGN, '"foreignKeys": [7]', '"foreignKeys"', "parades.foreignKeys", "is [7]", "a list of keys"),
    (FOREIGN, '"foreignKeys": []', '"source_id", "type": "string", "description": "Source."', "parades.source_id", "source_id has no foreign key", "one to the table sources"),
    ('"name": "town"', '"name": "reporter"', '"reporter"', "parades.reporter", "reporter has no foreign key", "one to the table reporters"),
    ('"name": "town"', '"name": "map_source_id"', '"map_source_id"', "parades.map_source_id", "map_source_id has no foreign key", "one to the table sources"),
    ('{"fields": ["source_id"], ', "{", '{"reference"', "parades.foreignKeys.0", "is None", ONE_COLUMN),
    ('{"fields": ["source_id"], ', '{"fields": ["source"], ', '"source"]', "parades.foreignKeys.0", "is ['source']", ONE_COLUMN),
    ('{"fields": ["source_id"], ', '{"fields": ["day", "town"], ', '"day", "town"', "parades.foreignKeys.0", "is ['day', 'town']", ONE_COLUMN),
    ('{"fields": ["source_id"], ', '{"fields": "day", ', '"fields": "day"', "parades.foreignKeys.0", 'is "day"', ONE_COLUMN),
    ('{"fields": ["source_id"], ', '{"to": 1, "fields": ["source_id"], ', '"to"', "parades.foreignKeys.0", "is ['source_id']", ONE_COLUMN),
    ('"resource": "sources"', '"resource": "source"', '"resource": "source"', "parades.foreignKeys.0.reference", 'names "source"', "a table of this record and its fields"),
    ('"resource": "sources"', '"resource": ["sources"]', '"resource": [', "parades.foreignKeys.0.reference", "names ['sources']", "a table of this record and its fields"),
    ('"resource": "sources", ', '"resource": "sources", "to": 1, ', '"to"', "parades.foreignKeys.0.reference", 'names "sources"', "a table of this record and its fields"),
    ('{"resource": "sources", "fields": ["source_id"]}', '"sources"', '"reference"', "parades.foreignKeys.0.reference", "names None", "a table of this record and its fields"),
    ('"sources", "fields": ["source_id"]', '"sources", "fields": ["id"]', '"id"', "parades.foreignKeys.0.reference", "is ['id']", "one column of sources"),
    ('"sources", "fields": ["source_id"]', '"", "fields": ["id"]', '"id"', "parades.foreignKeys.0.reference", "is ['id']", "one column of "),
]  # fmt: skip


@pytest.mark.parametrize("case", BROKEN, ids=[f"{number}: {case[3]} {case[4]}" for number, case in enumerate(BROKEN)])
def test_a_fault_of_the_descriptor_is_named_with_its_line_and_place(tmp_path, case):
    old, new, where, column, problem, expected, *others = case
    assert old in TEXT
    path, text = tmp_path / "datapackage.json", TEXT.replace(old, new, 1)
    path.write_text(text)
    found = faults_of(path)
    assert Fault(str(path), line_of(text, where), column, problem, expected) in found
    assert [fault.problem for fault in found if fault.problem != problem] == others


def test_every_fault_of_the_descriptor_is_told_in_one_run(tmp_path):
    path = tmp_path / "datapackage.json"
    path.write_text('{\n"name": "x",\n"resources": []\n}')
    own = [("-", f"has no {key}", f"a {key}") for key in ("title", "description", "version", "data_cutoff_meaning")]
    assert faults_of(path) == [
        *(Fault(str(path), 1, *one) for one in own),
        Fault(str(path), 1, "data_cutoff", "is None", "a date like 2022-12-31"),
        Fault(str(path), 1, "licenses", "is missing or not a list of licences", LICENCES),
        Fault(str(path), 3, "resources", "is missing or not a list of tables", TABLES),
    ]


def test_a_file_that_is_no_descriptor_is_named(tmp_path):
    path = tmp_path / "datapackage.json"
    assert faults_of(path) == [Fault(str(path), None, None, "file is missing", "a readable file")]
    path.write_text("[]")
    assert faults_of(path) == [Fault(str(path), None, None, "not a JSON object", "a Data Package descriptor")]


# --- what was checked before ---


def test_what_was_found_faulty_is_found_again_and_what_was_found_sound_is_not_read_again(tmp_path, monkeypatch):
    path = tmp_path / "datapackage.json"
    path.write_text(TEXT.replace("2026-11-01", "soon"))
    wanted = [Fault(str(path), 6, "data_cutoff", 'is "soon"', "a date like 2022-12-31")]
    assert faults_of(path) == faults_of(path) == wanted
    path.write_text(TEXT)
    content = read_descriptor(path)
    monkeypatch.setattr(descriptor, "read_json", None)
    assert read_descriptor(path) == content


def test_what_was_sound_is_looked_at_again_when_a_file_leads_out_of_the_folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    path = folder / "datapackage.json"
    path.write_text(TEXT)
    read_descriptor(path)
    (folder / "parades.csv").symlink_to(tmp_path / "elsewhere.csv")
    expected = "a file in this folder, such as trade_annual.csv"
    assert faults_of(path) == [Fault(str(path), 14, "parades.path", 'is "parades.csv"', expected)]


# --- JSON ---

SHORT = '{\n"a": [1, {"b": 2}],\n"c": {\n"d": 3\n}\n}\n'
JSON = {
    "not UTF-8": (b'{\n"a": "\xff"}', (2, None, "byte 0xff is not UTF-8", "UTF-8 text")),
    "not JSON": (b'{\n"a": 1,}', (2, None, "not JSON: Illegal trailing comma before end of object", "well-formed JSON")),
    "NaN": (b'{\n"a": 1,\n"b": NaN}', (3, None, "holds NaN", "plain finite numbers")),
    "endless": (b'{\n"a": 1,\n"b": 1e999}', (3, None, "holds 1e999", "plain finite numbers")),
    "long": (b'{\n"a": ' + b"1" * 50 + b"}", (2, None, "holds " + "1" * 40, "plain finite numbers")),
    "deep": (b"[\n" * 41 + b"]" * 41, (41, None, "is nested too deeply", "at most 40 levels")),
    "deep, of objects": (b'{"a":\n' * 41 + b"1" + b"}" * 41, (41, None, "is nested too deeply", "at most 40 levels")),
    "twice": (b'{\n"a": 1,\n"b": {\n"c": 1, "d": [{}],\n"c": 2}}', (5, "c", "is given twice, first in line 4", "each key once")),
    "twice, in a list": (b'[{"a": 1},\n{"a": 1,\n"\\u0061": 2}]', (3, "a", "is given twice, first in line 2", "each key once")),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), JSON.values(), ids=JSON)
def test_json_that_says_more_than_one_thing_is_named_with_its_line(tmp_path, text, expected):
    path = tmp_path / "some.json"
    path.write_bytes(text)
    with pytest.raises(FaultsError) as caught:
        read_json(path)
    if "Illegal" in expected[2]:  # the words are those of Python, of each release its own
        assert [(one.row, one.column, one.expected) for one in caught.value.faults] == [(2, None, "well-formed JSON")]
        assert caught.value.faults[0].problem.startswith("not JSON: ")
    else:
        assert caught.value.faults == [Fault(str(path), *expected)]


def test_json_of_the_deepest_nesting_and_the_longest_number_is_read(tmp_path):
    path = tmp_path / "some.json"
    path.write_text("[\n" * 40 + "1" * 30 + "]" * 40)
    assert read_json(path).line((0,) * 39) == 40


def test_anything_in_json_has_a_line_and_what_is_not_there_that_of_its_holder(tmp_path):
    path = tmp_path / "some.json"
    path.write_text(SHORT)
    lines = {(): 1, ("a",): 2, ("a", 1): 2, ("a", 1, "b"): 2, ("c",): 3, ("c", "d"): 4, ("c", "e"): 3, ("z", 4): 1}
    document = read_json(path)
    assert {place: document.line(place) for place in lines} == lines
