"""What one process found sound, another does not check again; what is faulty is checked every time."""

import shutil

import pytest
from small_record import small_record

from audit.faults import FaultsError
from audit.inputs import descriptor, remembered
from audit.inputs.record import Record, check_record


@pytest.fixture(autouse=True)
def another_process(tmp_path, monkeypatch):
    """A memory of its own in every test, and nothing known from before."""
    monkeypatch.setattr(remembered, "FILE", tmp_path / "cache" / "sound")
    monkeypatch.setattr(remembered, "_found", set())
    return lambda: remembered._found.clear()


@pytest.fixture
def checked(monkeypatch) -> list[str]:
    """The names of the tables that were really checked."""
    names, real = [], Record._table_faults
    monkeypatch.setattr(
        Record, "_table_faults", lambda self, name, schema: names.append(name) or real(self, name, schema)
    )
    return names


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return small_record(tmp_path_factory.mktemp("small") / "data")


@pytest.fixture
def data(small, tmp_path):
    return shutil.copytree(small, tmp_path / "data")


def ask(data, name="ruble_key_rate"):
    return Record(data).faults(name, counted=False)


def test_a_sound_table_is_checked_once_by_all_processes(data, checked, another_process):
    assert ask(data) == [] and checked == ["ruble_key_rate"]
    another_process()
    assert ask(data) == [] and checked == ["ruble_key_rate"]


@pytest.mark.parametrize("change", [(",8.5,", ",eight,"), ("2023-08-15", "2023-08-32")])
def test_a_faulty_table_is_checked_and_told_every_time(data, checked, another_process, change):
    ask(data)
    file = data / "ruble_key_rate.csv"
    assert change[0] in file.read_text()
    file.write_text(file.read_text().replace(*change))
    first = ask(data)
    another_process()
    assert first and ask(data) == first and len(checked) == 3


@pytest.mark.parametrize("damage", [b"", b"\xff\x00 half a line", b"0" * 64 + b"\n"])
def test_a_damaged_memory_knows_nothing(data, checked, another_process, damage):
    ask(data)
    remembered.FILE.write_bytes(damage)
    another_process()
    assert ask(data) == [] and len(checked) == 2


def test_another_rule_is_another_question(data, checked, another_process, monkeypatch):
    ask(data)
    another_process()
    monkeypatch.setattr(remembered, "_checker", lambda: "rules of tomorrow")
    assert ask(data) == [] and len(checked) == 2


def test_another_description_of_the_sources_is_another_question(data, checked, another_process):
    ask(data)
    file = data / "datapackage.json"
    text = file.read_text()
    place = text.index('"description"', text.index('"name": "sources"'))
    file.write_text(text[:place] + text[place:].replace('"description": "', '"description": "Changed. ', 1))
    another_process()
    ask(data)
    assert len(checked) == 2


def test_where_nothing_can_be_written_the_check_goes_on(data, checked, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(remembered, "FILE", tmp_path / "file" / "sound")
    assert ask(data) == [] == ask(data) and checked == ["ruble_key_rate"]


def test_a_memory_that_grew_large_is_begun_anew(data, monkeypatch):
    monkeypatch.setattr(remembered, "LARGEST", 100)
    assert check_record(data, counted=False) == []
    assert remembered.FILE.stat().st_size < 400


@pytest.fixture
def read(monkeypatch) -> list[bool]:
    """One entry for each descriptor that was really held against the rules."""
    times, real = [], descriptor._Reading.package
    monkeypatch.setattr(descriptor._Reading, "package", lambda self: times.append(True) or real(self))
    return times


def test_a_sound_descriptor_is_held_against_the_rules_once_by_all_processes(data, read, another_process):
    first = Record(data).descriptor
    another_process()
    assert Record(data).descriptor == first and len(read) == 1


def test_a_faulty_descriptor_is_told_every_time(data, read, another_process):
    Record(data)
    file = data / "datapackage.json"
    file.write_text(file.read_text().replace('"number"', '"numbre"', 1))
    for _ in range(2):
        another_process()
        with pytest.raises(FaultsError, match="numbre"):
            Record(data)
    assert len(read) == 3


def test_a_table_that_became_a_link_to_elsewhere_is_refused_under_a_descriptor_known_as_sound(data, another_process):
    Record(data)
    another_process()
    (data / "ruble_key_rate.csv").replace(data.parent / "elsewhere.csv")
    (data / "ruble_key_rate.csv").symlink_to(data.parent / "elsewhere.csv")
    with pytest.raises(FaultsError, match="ruble_key_rate"):
        Record(data)
