"""How the record is described: data/datapackage.json, read and held against everything that the code relies on.

A Data Package descriptor may say almost anything. This one may say what follows here and no more, so that a slip of the
pen (a misspelt key, a bound that is text, a date typed as text) is a fault with its line and never a looser check.
"""

import datetime
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from audit.faults import Fault, FaultsError, did_you_mean, label, shown
from audit.inputs import remembered
from audit.inputs.plain_json import Place, PlainJson, read_json

DESCRIPTOR = "datapackage.json"
SHARED = ("sources", "reporters")  # every other table refers to these two
BOOKKEEPING = (
    "bytes",
    "hash",
    "rows",
)  # follow from the file, say nothing about it; ``python -m audit accept`` writes them

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
#: Columns with these names hold a date, whatever the descriptor calls them.
DATE_COLUMNS = re.compile(r"(.*_)?date|published_.*|period_.*|day_(set|in_force)|signed|started|ended|in_force")
#: Columns that hold a day, a month or a year, as far as it is known.
PARTIAL_DATES = ("published", "as_of")
#: What a cell of each type is, for messages.
IN_WORDS = {
    "number": "a number like 190.272",
    "integer": "a whole number",
    "date": "a date like 2022-12-31",
    "yearmonth": "a month like 2022-12",
    "string": "a text",
}

TYPES = ("string", "number", "integer", "date", "yearmonth")
_TEXTS = ("title", "description", "how_compiled", "rights")
_PACKAGE = {
    *("$schema", "name", "title", "description", "version", "data_cutoff", "data_cutoff_meaning", "licenses"),
    *("contributors", "resources", "homepage", "keywords", "created", "id", "sources"),
}
_RESOURCE = {
    *("name", "path", "type", "format", "mediatype", "encoding", "schema", "chapter", "licenses", "bbox"),
    *(*_TEXTS, *BOOKKEEPING),
}
_FIELD = {"name", "title", "type", "unit", "description", "constraints", "beyond_cutoff", "bounds_by"}
_SCHEMA = {"fields", "primaryKey", "foreignKeys", "missingValues"}
_CONSTRAINTS = {
    "string": {"required", "unique", "enum", "pattern"},
    **dict.fromkeys(("number", "integer", "date", "yearmonth"), {"required", "unique", "minimum", "maximum"}),
}


def read_descriptor(path: Path) -> dict:
    """The descriptor, if everything that this package relies on is there. Raises FaultsError with every fault of it."""
    if (content := _known_as_sound(path)) is not None:
        return content
    document = read_json(path)
    if not isinstance(document.content, dict):
        raise FaultsError([Fault(label(path), None, None, "not a JSON object", "a Data Package descriptor")])
    reading = _Reading(path, document)
    reading.package()
    if reading.faults:
        raise FaultsError(reading.faults)
    remembered.remember(_as_read(document.text.encode()))
    return document.content


def _known_as_sound(path: Path) -> dict | None:
    """The descriptor, if these very bytes were found sound before, and no file has become a link to elsewhere since."""
    try:
        data = path.read_bytes()
    except (OSError, ValueError):
        return None
    if not remembered.is_sound(_as_read(data)):
        return None
    content = json.loads(data)
    folder = path.parent.resolve()
    stay = all((folder / resource["path"]).resolve().is_relative_to(folder) for resource in content["resources"])
    return content if stay else None


def _as_read(data: bytes) -> str:
    return "descriptor " + hashlib.sha256(data).hexdigest()


def is_date(text: str) -> bool:
    """A day of the calendar, written 2022-12-31."""
    try:
        return bool(DATE.fullmatch(text) and datetime.date.fromisoformat(text))
    except ValueError:
        return False


def is_month(text: str) -> bool:
    """A month, written 2022-12."""
    return bool(MONTH.fullmatch(text)) and is_date(f"{text}-01")


class _Reading:
    """One reading of a descriptor; what is wrong with it gathers in ``faults``."""

    def __init__(self, path: Path, document: PlainJson):
        self.path = path
        self.document = document
        self.root = document.content
        self.faults: list[Fault] = []

    def fault(self, place: Place, problem: str, expected: str) -> None:
        self.faults.append(Fault(label(self.path), self.document.line(place), self._column(place), problem, expected))

    def _column(self, place: Place) -> str:
        """``trade_annual.year.type``: the place by names, where there are names."""
        words, inside = [], self.root
        for step in place:
            inside = inside[step] if isinstance(inside, list) or step in inside else {}
            if step in ("resources", "schema", "fields") and len(place) > len(words) + 1 and step != place[-1]:
                continue
            name = inside.get("name") if isinstance(inside, dict) else None
            words.append(name if isinstance(step, int) and isinstance(name, str) else str(step))
        return ".".join(words) if place else "-"

    # --- small checks ---

    def keys(self, place: Place, given: dict, known: set[str]) -> None:
        for key in given:
            if key not in known:
                meant = did_you_mean(key, sorted(known))
                self.fault((*place, key), f"unknown key{meant}", "one of " + ", ".join(sorted(known)))

    def text(self, place: Place, given: dict, key: str) -> str | None:
        value = given.get(key)
        if isinstance(value, str) and value.strip() and value.isprintable():
            return value
        if key not in given:
            self.fault(place, f"has no {key}", f"a {key}")
        else:
            self.fault((*place, key), f"is {shown(value)}", "text on one line, without invisible characters")
        return None

    def _items(self, place: Place, value: Any, what: str) -> Iterator[tuple[Place, dict]]:
        """The objects of a list, each with its place."""
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            self.fault(place, f"is missing or not a list of {what}s", f"one entry for each {what}")
            return
        for number, item in enumerate(value):
            yield (*place, number), item

    # --- the parts ---

    def package(self) -> None:
        self.keys((), self.root, _PACKAGE)
        for key in ("name", "title", "description", "version", "data_cutoff_meaning"):
            self.text((), self.root, key)
        cutoff = self.root.get("data_cutoff")
        if not isinstance(cutoff, str) or not is_date(cutoff):
            self.fault(("data_cutoff",), f"is {shown(cutoff)}", "a date like 2022-12-31")
        for place, licence in self._items(("licenses",), self.root.get("licenses"), "licence"):
            self.text(place, licence, "title")
            self.text(place, licence, "path")
        resources = list(self._items(("resources",), self.root.get("resources"), "table"))
        for place, resource in resources:
            self.resource(place, resource)
        for key in ("name", "path"):
            self._once([((*place, key), resource.get(key)) for place, resource in resources], "is described twice")
        names = [resource.get("name") for _, resource in resources]
        for name in SHARED if resources else ():
            if name not in names:
                self.fault(("resources",), f"the table {name} is missing", "sources and reporters")
        for place, resource in resources:
            self.references(place, resource, {r["name"]: r for _, r in resources if isinstance(r.get("name"), str)})

    def _once(self, places: list[tuple[Place, Any]], problem: str) -> None:
        seen = set()
        for place, value in places:
            if isinstance(value, str) and value in seen:
                self.fault(place, f"{shown(value)} {problem}", "each once")
            elif isinstance(value, str):
                seen.add(value)

    def resource(self, place: Place, resource: dict) -> None:
        self.keys(place, resource, _RESOURCE)
        name = self.text(place, resource, "name")
        if name is not None and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            self.fault((*place, "name"), f"is {shown(name)}", "a name in snake_case, such as trade_annual")
        path = self.text(place, resource, "path")
        if path is not None and not _stays_inside(self.path.parent, path):
            self.fault((*place, "path"), f"is {shown(path)}", "a file in this folder, such as trade_annual.csv")
        for key in _TEXTS:
            self.text(place, resource, key)
        if resource.get("encoding") != "utf-8":
            self.fault((*place, "encoding"), f"is {shown(resource.get('encoding'))}", "utf-8")
        if resource.get("format") == "geojson":
            box = resource.get("bbox")
            if not isinstance(box, list) or len(box) != 4 or any(type(side) not in (int, float) for side in box):
                self.fault((*place, "bbox"), f"is {shown(box)}", "[west, south, east, north] in degrees")
        elif resource.get("format") == "csv":
            self.schema((*place, "schema"), resource.get("schema"))
        else:
            self.fault((*place, "format"), f"is {shown(resource.get('format'))}", "csv or geojson")
            if "schema" not in resource:
                self.fault(place, "has no usable schema", "fields, each with name and type")

    def schema(self, place: Place, schema: Any) -> None:
        if not isinstance(schema, dict):
            self.fault(place[:-1], "has no usable schema", "fields, each with name and type")
            return
        self.keys(place, schema, _SCHEMA)
        fields = list(self._items((*place, "fields"), schema.get("fields"), "column"))
        for inside, field in fields:
            self.field(inside, field)
        self._once([((*inside, "name"), field.get("name")) for inside, field in fields], "names two columns")
        names = [field.get("name") for _, field in fields]
        key = schema.get("primaryKey")
        if not isinstance(key, list) or not key or not all(isinstance(name, str) and name in names for name in key):
            self.fault((*place, "primaryKey"), f"is {shown(key)}", "a list of columns of this table")
        if schema.get("missingValues") != [""]:
            self.fault((*place, "missingValues"), f"is {shown(schema.get('missingValues'))}", 'a list with "" alone')

    def field(self, place: Place, field: dict) -> None:
        self.keys(place, field, _FIELD)
        name, kind = self.text(place, field, "name"), field.get("type")
        self.text(place, field, "description")
        if name is not None and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            self.fault((*place, "name"), f"is {shown(name)}", "a name in snake_case, such as value_usd_bn")
        if not isinstance(kind, str) or kind not in TYPES:
            self.fault((*place, "type"), f"is {shown(kind)}", "one of " + ", ".join(TYPES))
            return
        for wanted, named in _named_types(name or ""):
            if named and kind != wanted:
                self.fault((*place, "type"), f"is {kind} although the column is called {name}", wanted)
        if kind == "number" or "unit" in field:
            self.text(place, field, "unit")
        if "unit" in field and kind not in ("number", "integer"):
            self.fault((*place, "type"), f"is {kind} although the column has a unit", "number or integer")
        if "beyond_cutoff" in field:
            self.text(place, field, "beyond_cutoff")
        self.constraints((*place, "constraints"), field.get("constraints", {}), kind)
        if kind in ("number", "integer"):
            if "bounds_by" in field:
                self.bounds_by((*place, "bounds_by"), field["bounds_by"])
            elif isinstance(field.get("constraints", {}), dict):
                for bound in ("minimum", "maximum"):
                    if bound not in field.get("constraints", {}):
                        self.fault(
                            (*place, "constraints"), f"has no {bound}", "bounds, so that a slip of a unit is seen"
                        )

    def constraints(self, place: Place, given: Any, kind: str) -> None:
        if not isinstance(given, dict):
            self.fault(place, f"is {shown(given)}", "an object such as {required: true}")
            return
        self.keys(place, given, _CONSTRAINTS[kind])
        for key in ("required", "unique"):
            if key in given and not isinstance(given[key], bool):
                self.fault((*place, key), f"is {shown(given[key])}", "true or false")
        for key in ("minimum", "maximum"):
            if key in given and not _is_bound(given[key], kind):
                self.fault((*place, key), f"is {shown(given[key])}", IN_WORDS[kind])
        bounds = [given.get(key) for key in ("minimum", "maximum")]
        if all(_is_bound(bound, kind) for bound in bounds) and bounds[0] > bounds[1]:
            self.fault((*place, "minimum"), f"is {bounds[0]}, above maximum {bounds[1]}", "the smaller one")
        if "pattern" in given and not _is_pattern(given["pattern"]):
            self.fault((*place, "pattern"), f"is {shown(given['pattern'])}", "a regular expression")
        listed = given.get("enum", ["a"])
        if not isinstance(listed, list) or not listed or not all(isinstance(v, str) and v.strip() for v in listed):
            self.fault((*place, "enum"), f"is {shown(listed)}", "a list of texts")
        elif len(set(listed)) < len(listed):
            self.fault((*place, "enum"), "names a value twice", "each value once")

    def bounds_by(self, place: Place, given: Any) -> None:
        """Bounds for each unit of a column whose unit stands beside it: ``{"column": "unit", "bounds": {"ships": [0, 500]}}``."""
        bounds = given.get("bounds") if isinstance(given, dict) and set(given) == {"column", "bounds"} else None
        if not isinstance(bounds, dict) or not bounds or not isinstance(given["column"], str):
            self.fault(place, f"is {shown(given)}", "a column that names the unit, and bounds for each unit")
            return
        for unit, pair in bounds.items():
            if not isinstance(pair, list) or len(pair) != 2 or not all(_is_bound(one, "number") for one in pair):
                self.fault((*place, "bounds", unit), f"is {shown(pair)}", "[smallest, largest]")
            elif pair[0] > pair[1]:
                self.fault((*place, "bounds", unit), f"is {shown(pair)}", "the smaller one first")

    def references(self, place: Place, resource: dict, resources: dict[str, dict]) -> None:
        """Foreign keys and units point to columns that there are; each key is one column, and no source is without one."""
        schema = resource.get("schema")
        if not isinstance(schema, dict):
            return
        own = _columns(resource)
        for number, field in enumerate(schema["fields"] if isinstance(schema.get("fields"), list) else []):
            by = field.get("bounds_by") if isinstance(field, dict) else None
            if isinstance(by, dict) and isinstance(by.get("column"), str) and by["column"] not in own:
                inside = (*place, "schema", "fields", number, "bounds_by", "column")
                self.fault(inside, f"is {shown(by['column'])}", "a column of this table")
        keys = schema.get("foreignKeys", [])
        if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
            self.fault((*place, "schema", "foreignKeys"), f"is {shown(keys)}", "a list of keys")
            return
        for number, key in enumerate(keys):
            inside = (*place, "schema", "foreignKeys", number)
            reference = key.get("reference")
            target = reference.get("resource") if isinstance(reference, dict) else None
            there = own if target == "" else _columns(resources.get(target, {})) if isinstance(target, str) else ()
            if set(key) != {"fields", "reference"} or not _one_of(key["fields"], own):
                self.fault(inside, f"is {shown(key.get('fields'))}", "fields, a list with one column of this table")
            elif not isinstance(reference, dict) or set(reference) != {"resource", "fields"} or not there:
                self.fault((*inside, "reference"), f"names {shown(target)}", "a table of this record and its fields")
            elif not _one_of(reference["fields"], there):
                self.fault((*inside, "reference"), f"is {shown(reference['fields'])}", f"one column of {target}")
        named = [key.get("fields") for key in keys]
        for number, name in enumerate(own if all(_one_of(fields, own) for fields in named) else []):
            target = _named_target(name)
            # Without a key nobody would look whether the source that a row names is there.
            if target and [name] not in named and resource.get("name") != target:
                inside = (*place, "schema", "fields", number)
                self.fault(inside, f"{name} has no foreign key", f"one to the table {target}")


def _named_types(name: str) -> tuple[tuple[str, bool], ...]:
    """Which type a column must have for its name."""
    return (
        ("date", bool(DATE_COLUMNS.fullmatch(name))),
        ("yearmonth", name == "month"),
        ("integer", name == "year"),
        ("string", name in PARTIAL_DATES[:1]),
    )


def _named_target(name: Any) -> str | None:
    """The table that a column must point to for its name."""
    if isinstance(name, str) and re.fullmatch(r"(.*_)?source_id", name):
        return "sources"
    return "reporters" if name == "reporter" else None


def _columns(resource: dict) -> list[str]:
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return [f.get("name") for f in fields if isinstance(f, dict)] if isinstance(fields, list) else []


def _one_of(names: Any, known: Any) -> bool:
    return isinstance(names, list) and len(names) == 1 and isinstance(names[0], str) and names[0] in known


def _stays_inside(folder: Path, path: str) -> bool:
    """A relative path to a plain place below ``folder``, not out of it by a link either."""
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_./-]*", path, re.ASCII) or path != PurePosixPath(path).as_posix():
        return False
    inside = ".." not in PurePosixPath(path).parts and not PurePosixPath(path).is_absolute()
    return inside and (folder / path).resolve().is_relative_to(folder.resolve())


def _is_bound(value: Any, kind: str) -> bool:
    if kind == "date":
        return isinstance(value, str) and is_date(value)
    if kind == "yearmonth":
        return isinstance(value, str) and is_month(value)
    return type(value) is int or (kind == "number" and type(value) is float)


def _is_pattern(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(value) and re.compile(value) is not None
    except (re.error, RecursionError, OverflowError):
        return False
