"""The README's verdicts follow from the findings."""

import pytest

from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.answer import answer
from audit.workshop import glance


def test_the_readme_shows_the_computed_verdicts():
    assert glance.main(["--check"]) == 0, "run `python -m audit.workshop.glance`"


def test_a_typed_verdict_is_noticed(tmp_path, capsys):
    copy = tmp_path / "README.md"
    copy.write_text(glance.README.read_text(encoding="utf-8").replace("| supported |", "| certain |"), encoding="utf-8")
    assert glance.main(["--check"], copy) == 1
    assert "out of date" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("there", "typed", "said"),
    [
        ("and cannot say on ", "and says nothing on ", "the answer or the words of the picture are out of date"),
        ("![Of ", "![About ", "the answer or the words of the picture are out of date"),
        (glance.ANSWER, "", "has no place for the answer (README.md: expected the marks"),
        ("(README.svg)", "(other.svg)", "has no place for the answer (README.md: expected one"),
    ],
)
def test_a_typed_answer_is_noticed(tmp_path, capsys, there, typed, said):
    copy, text = tmp_path / "README.md", glance.README.read_text(encoding="utf-8")
    assert there in text
    copy.write_text(text.replace(there, typed), encoding="utf-8")
    assert glance.main(["--check"], copy) == 1
    [line] = capsys.readouterr().out.splitlines()
    assert said in line


def test_a_readme_without_marks_is_refused():
    with pytest.raises(ValueError, match="expected the marks"):
        glance.with_table("no marks here", findings())


def test_the_readme_fits_one_screen():
    assert len(glance.README.read_text(encoding="utf-8").splitlines()) <= 75


def test_the_readme_says_the_answer_the_tally_and_the_weak_side():
    said = glance.summary(default_ledger(), default_record(), findings())
    assert said in glance.README.read_text(encoding="utf-8"), "run `python -m audit.workshop.glance`"
    assert answer(findings() | of_propositions()) in said and f"Of {len(default_ledger().claims)} claims" in said


# Drawn by the locked versions: with others its bytes may differ, as those of the stored chapters do.
def test_the_picture_is_that_of_every_claim_and_its_words_tell_what_it_shows():
    drawing, words = glance.picture(default_record())
    assert glance.PICTURE.read_text(encoding="utf-8") == drawing, "run `python -m audit.workshop.glance`"
    assert f"![{words}](README.svg)" in glance.README.read_text(encoding="utf-8")


def test_a_readme_without_a_picture_is_refused():
    with pytest.raises(ValueError, match="expected one"):
        glance.with_words("no picture here", "words")
