"""The README's verdicts follow from the findings."""

import pytest

from audit.findings import findings
from audit.workshop import glance


def test_the_readme_shows_the_computed_verdicts():
    assert glance.main(["--check"]) == 0, "run `python -m audit.workshop.glance`"


def test_a_typed_verdict_is_noticed(tmp_path, capsys):
    copy = tmp_path / "README.md"
    copy.write_text(glance.README.read_text(encoding="utf-8").replace("| supported |", "| certain |"), encoding="utf-8")
    assert glance.main(["--check"], copy) == 1
    assert "out of date" in capsys.readouterr().out


def test_a_readme_without_marks_is_refused():
    with pytest.raises(ValueError, match="expected the marks"):
        glance.with_table("no marks here", findings())


def test_the_readme_fits_one_screen():
    assert len(glance.README.read_text(encoding="utf-8").splitlines()) <= 75
