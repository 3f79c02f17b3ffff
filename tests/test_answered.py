"""The command line answers again while nothing has changed, and asks anew when anything has."""

import json
import shutil
import subprocess
import sys

import pytest

from audit import answered
from audit.paths import ROOT
from audit.workshop import unchanged


@pytest.fixture
def counted(tmp_path, monkeypatch) -> list[list[str]]:
    """The commands that were really run, each of which prints its own number; answers are kept in a folder of the test."""
    ran = []

    def main(arguments):
        ran.append(arguments)
        print(f"answer {len(ran)}")
        print("a warning", file=sys.stderr)
        return 1 if arguments[-1] == "wrong" else 0

    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for folder in ("audit", "data", "chapters"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "file.txt").write_text("as it was")
    monkeypatch.setattr(answered, "ROOT", tmp_path)
    monkeypatch.setattr(answered, "FOLDER", tmp_path / ".cache" / "answers")
    monkeypatch.setattr(answered, "main", main)
    return ran


@pytest.mark.parametrize("command", ["findings", "findings --json", "check", "status", "explain ruble-fall-2023"])
def test_an_answer_is_given_again_to_the_letter(counted, capfd, command):
    assert answered.answer(command.split()) == 0
    first = capfd.readouterr()
    assert answered.answer(command.split()) == 0
    assert capfd.readouterr() == first == ("answer 1\n", "a warning\n") and len(counted) == 1


@pytest.mark.parametrize("folder", ["audit", "data", "seeds"])
def test_any_changed_byte_is_another_question(counted, tmp_path, folder):
    answered.answer(["findings"])
    (tmp_path / folder / "file.txt").write_text("as it is!")
    answered.answer(["findings"])
    (tmp_path / folder / "new.csv").write_text("")
    answered.answer(["findings"])
    assert len(counted) == 3


def test_only_the_status_is_about_the_chapters(counted, tmp_path):
    for command in ("findings", "status"):
        answered.answer([command])
    (tmp_path / "chapters" / "file.txt").write_text("as it is!")
    for command in ("findings", "status"):
        answered.answer([command])
    assert counted == [["findings"], ["status"], ["status"]]


def test_a_new_release_of_a_package_is_another_question(counted, monkeypatch):
    answered.answer(["check"])
    monkeypatch.setattr(unchanged, "environment", lambda: ["pandas-9.0.dist-info"])
    answered.answer(["check"])
    assert len(counted) == 2


def test_a_commit_is_another_question_to_check(counted, monkeypatch):
    answered.answer(["check"])
    monkeypatch.setattr(unchanged, "history", lambda root: "another commit")
    answered.answer(["check"])
    assert len(counted) == 2


@pytest.mark.parametrize(
    "command", ["explain wrong", "findings --data elsewhere", "findings --see seeds", "register x", "accept"]
)
def test_what_failed_or_asks_about_other_folders_is_not_kept(counted, command):
    for _ in range(2):
        answered.answer(command.split())
    assert len(counted) == 2


def test_a_damaged_answer_is_worked_out_again(counted, tmp_path, capfd):
    answered.answer(["findings"])
    [file] = (tmp_path / ".cache" / "answers").glob("*.kept")
    file.write_bytes(file.read_bytes().replace(b"answer 1", b"answer 7"))
    capfd.readouterr()
    answered.answer(["findings"])
    assert capfd.readouterr().out == "answer 2\n"


def test_inputs_that_change_while_a_command_runs_leave_no_answer(counted, tmp_path, monkeypatch):
    run = answered.main
    monkeypatch.setattr(
        answered, "main", lambda told: (tmp_path / "data" / "file.txt").write_text("edited") and run(told)
    )
    answered.answer(["findings"])
    assert not list((tmp_path / ".cache").rglob("*.kept"))


def test_where_nothing_can_be_kept_the_command_answers(counted, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(answered, "FOLDER", tmp_path / "file" / "answers")
    assert [answered.answer(["findings"]) for _ in range(2)] == [0, 0] and len(counted) == 2


def test_no_more_than_so_many_are_kept(counted, tmp_path, monkeypatch):
    monkeypatch.setattr(answered, "MOST", 3)
    for number in range(6):
        answered.answer(["explain", f"claim-{number}"])
    assert len(list((tmp_path / ".cache").rglob("*.kept"))) == 3


def test_help_waits_for_no_data_frame():
    script = "import sys; from audit.answered import answer\ntry: answer(['--help'])\nexcept SystemExit: pass\n"
    script += "print(sorted({'pandas', 'altair', 'nbformat', 'yaml', 'pydantic'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]" and "usage: python -m audit" in done.stdout


def test_what_is_kept_is_what_is_printed(counted, tmp_path):
    answered.answer(["findings"])
    [file] = (tmp_path / ".cache" / "answers").glob("*.kept")
    assert json.loads(file.read_bytes().partition(b"\n")[2]) == ["answer 1\n", "a warning\n", 0]
