"""What findings.json and claims.jsonld hold is as their schemas say, and a field that is missing or misspelt is noticed."""

import copy
import json
from collections.abc import Iterator
from functools import cache

import pytest
from jsonschema import Draft202012Validator

from audit.book.data_files import SCHEMA_FILES, SCHEMAS
from audit.book.sharing import RATINGS, claim_reviews
from audit.findings import findings
from audit.judgement import LADDERS, LEVELS

DOCUMENTS = {"findings": "findings.json", "claims": "claims.jsonld"}


@cache
def schema(name: str) -> dict:
    return json.loads((SCHEMA_FILES / f"{name}.schema.json").read_text(encoding="utf-8"))


def faults(name: str, document) -> list[str]:
    checker = Draft202012Validator.FORMAT_CHECKER
    return [error.message for error in Draft202012Validator(schema(name), format_checker=checker).iter_errors(document)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_files_of_the_book_are_as_their_schemas_say(built_book, name):
    document = json.loads((built_book / DOCUMENTS[name]).read_text(encoding="utf-8"))
    assert len(document if name == "findings" else document["@graph"]) > 50
    assert faults(name, document) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_schema_is_one_and_stands_in_the_book(built_book, name):
    Draft202012Validator.check_schema(schema(name))
    file = f"{name}.schema.json"
    assert schema(name)["$id"] == file and schema(name)["$schema"].endswith("/2020-12/schema")
    assert (built_book / SCHEMAS / file).read_bytes() == (SCHEMA_FILES / file).read_bytes()


def described(node, place: str = "") -> Iterator[tuple[str, str]]:
    """Every field of a schema with its description. What ``allOf`` adds is about fields described before."""
    for key, inside in node.items() if isinstance(node, dict) else ():
        if key == "allOf":
            continue
        if key == "properties":
            yield from ((f"{place}.{name}", field.get("description", "")) for name, field in inside.items())
        yield from described(inside, f"{place}.{key}")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_field_is_described_in_a_sentence(name):
    told = dict(described(schema(name)))
    assert len(told) > 20
    assert [place for place, words in told.items() if not (words[:1].isupper() and words.endswith("."))] == []


def test_the_words_of_the_schemas_are_those_of_the_rules():
    told, one = schema("findings")["$defs"], schema("findings")["$defs"]["finding"]["properties"]
    assert set(told["verdict"]["enum"]) == {rung for ladder in LADDERS.values() for rung in ladder}
    assert one["kind"]["enum"] == list(LADDERS)
    assert all(
        any(set(ladder) == set(told[name]["enum"]) for name in told if "verdict_on" in name)
        for ladder in LADDERS.values()
    )
    assert set(one["confidence"]["enum"]) == {*LEVELS, None}
    rating = schema("claims")["$defs"]["rating"]["properties"]["ratingValue"]
    assert (rating["minimum"], rating["maximum"]) == (min(RATINGS.values()), max(RATINGS.values()))


@cache
def examples() -> dict[str, list]:
    """A few small documents, which together have every field that may be left out."""
    judged = list(findings().values())
    with_readings = next(one for one in judged if one.alternatives and one.judged)
    reviewed = [one for one in judged if one.verdict in RATINGS]
    titled = next(one for one in reviewed if one.article.title and one.article.url)
    return {"findings": [with_readings.to_json()], "claims": claim_reviews([titled], "chapters/register.html")}


def places(node, place: tuple = ()) -> Iterator[tuple]:
    """Where each field of a document stands, in the first item of every list. Names of readings are no fields."""
    if isinstance(node, dict):
        for key, inside in node.items():
            yield (*place, key)
            yield from places(inside, (*place, key)) if key != "alternative_readings" else ()
    elif isinstance(node, list) and node:
        yield from places(node[0], (*place, 0))


def without(name: str, place: tuple, put: str | None = None):
    """An example without the field at a place; ``put``: with its value under this name."""
    document = inside = copy.deepcopy(examples()[name])
    for step in place[:-1]:
        inside = inside[step]
    value = inside.pop(place[-1])
    if put:
        inside[put] = value
    return document


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_examples_are_as_the_schemas_say_and_have_every_field(name):
    assert faults(name, examples()[name]) == []
    fields = {place.rpartition(".")[2] for place, _ in described(schema(name))}
    assert fields == {place[-1] for place in places(examples()[name])}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_field_that_is_missing_is_noticed(name):
    unnoticed = [place for place in places(examples()[name]) if not faults(name, without(name, place))]
    optional = [("appearance", "headline"), ("appearance", "url")]
    assert [place[-2:] for place in unnoticed] == (optional if name == "claims" else [])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_field_that_is_misspelt_is_noticed(name):
    everywhere = list(places(examples()[name]))
    assert len(everywhere) > 20
    assert [place for place in everywhere if not faults(name, without(name, place, f"{place[-1]}s"))] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("verdict", "Supported"),
        ("kind", "claim"),
        ("confidence", "certain"),
        ("paragraph", 0),
        ("data_cutoff", "2026-13-01"),
        ("agreeing", 1.5),
        ("sources", ["The Times"]),
        ("computed", [1]),
    ],
)
def test_a_value_that_a_field_may_not_have_is_noticed(field, value):
    [one] = examples()["findings"]
    assert faults("findings", [one | {field: value}])


@pytest.mark.parametrize("kind", LADDERS)
def test_a_verdict_of_another_kind_of_claim_is_noticed(kind):
    [one] = examples()["findings"]
    fields = ("verdict", "verdict_at_publication", "verdict_without_exceptions")
    for rung in {rung for ladder in LADDERS.values() for rung in ladder}:
        noticed = rung not in LADDERS[kind]
        told = one | {"kind": kind} | dict.fromkeys(fields, LADDERS[kind][0]) | {"alternative_readings": {}}
        assert faults("findings", [told]) == []
        assert all(bool(faults("findings", [told | {field: rung}])) == noticed for field in fields)
        assert bool(faults("findings", [told | {"alternative_readings": {"another": rung}}])) == noticed
