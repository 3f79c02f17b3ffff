"""A record that was found sound is not checked again, and another byte of it, or of what checks it, is."""

import pytest

from audit.faults import Fault
from audit.inputs import remembered
from audit.workshop import checked

FAULT = Fault("data/table.csv", 2, "value", "is no number", "a number")


@pytest.fixture
def checks(tmp_path, monkeypatch):
    """A repository, and every check that was made of it: its data are sound while they say so."""
    for name in ("data/table.csv", "audit/module.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("sound")
    made = []

    def check_data():
        made.append(1)
        return [] if (tmp_path / "data/table.csv").read_text().startswith("sound") else [FAULT]

    monkeypatch.setattr(checked, "ROOT", tmp_path)
    monkeypatch.setattr(checked, "check_data", check_data)
    monkeypatch.setattr(remembered, "FILE", tmp_path / ".cache" / "sound")
    monkeypatch.setattr(remembered, "_found", set())
    return tmp_path, made


def test_a_sound_record_is_checked_once(checks):
    assert checked.own_data() == checked.own_data() == [] and len(checks[1]) == 1


@pytest.mark.parametrize("name", ["data/table.csv", "audit/module.py"])
def test_another_byte_is_checked(checks, name):
    root, made = checks
    checked.own_data()
    (root / name).write_text("sound!")
    assert checked.own_data() == [] and len(made) == 2


def test_a_fault_is_told_every_time(checks):
    root, made = checks
    (root / "data/table.csv").write_text("faulty")
    assert checked.own_data() == checked.own_data() == [FAULT] and len(made) == 2


def test_an_edit_during_the_check_is_checked(checks, monkeypatch):
    root, made = checks
    check = checked.check_data

    def edited_meanwhile():
        found = check()
        (root / "data/table.csv").write_text("faulty")
        return found

    monkeypatch.setattr(checked, "check_data", edited_meanwhile)
    assert checked.own_data() == []
    assert checked.own_data() == [FAULT]
