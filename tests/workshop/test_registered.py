"""The registration is checked once for one list under one commit, and again for every other."""

import subprocess

import pytest

from audit.faults import Fault
from audit.inputs import registration, remembered
from audit.workshop import registered

LEDGER = object()  # what it holds is what seeds/ holds
FAULT = Fault("seeds/registrations.yml", 3, None, "entry 1 was changed", "every entry as it was committed")


def git(root, *arguments):
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments], cwd=root, check=True)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    monkeypatch.setattr(remembered, "FILE", tmp_path / "cache" / "sound")
    monkeypatch.setattr(remembered, "_found", set())
    root = tmp_path / "repository"
    (root / "seeds").mkdir(parents=True)
    (root / "seeds" / "registrations.yml").write_text("[]\n")
    git(root, "init", "-q")
    git(root, "commit", "-q", "--allow-empty", "-m", "One")
    return root


@pytest.fixture
def asked(monkeypatch):
    """How often it was really checked; ``asked.answer`` is what is found then."""

    class Asked(list):
        answer = ([], None)

    calls = Asked()
    monkeypatch.setattr(registration, "check", lambda ledger, root: calls.append(root) or calls.answer)
    return calls


def test_what_was_faultless_is_not_checked_again_by_another_process(repository, asked):
    assert registered.check(LEDGER, repository) == ([], None)
    remembered._found.clear()
    assert registered.check(LEDGER, repository) == ([], None) and len(asked) == 1


@pytest.mark.parametrize("answer", [([FAULT], None), ([], "this clone is shallow"), ([FAULT], "there is no git")])
def test_faults_and_a_history_that_cannot_be_read_are_told_every_time(repository, asked, answer):
    asked.answer = answer
    assert [registered.check(LEDGER, repository) for _ in range(2)] == [answer, answer] and len(asked) == 2


def test_a_list_whose_claims_cannot_be_read_is_not_remembered(repository, asked):
    registered.check(None, repository)
    registered.check(LEDGER, repository)
    assert len(asked) == 2


@pytest.mark.parametrize("name", ["seeds/registrations.yml", "seeds/claims.yml"])
def test_another_byte_is_checked(repository, asked, name):
    registered.check(LEDGER, repository)
    (repository / name).write_text("[ ]\n")
    asked.answer = ([FAULT], None)
    assert registered.check(LEDGER, repository) == ([FAULT], None)


def test_another_commit_is_checked(repository, asked):
    registered.check(LEDGER, repository)
    git(repository, "commit", "-q", "--allow-empty", "-m", "Two")
    asked.answer = ([FAULT], None)
    assert registered.check(LEDGER, repository) == ([FAULT], None)


def test_without_git_it_is_checked_every_time(tmp_path, monkeypatch, repository, asked):
    asked.answer = ([], "there is no history")
    bare = tmp_path / "bare" / "seeds"
    bare.mkdir(parents=True)
    assert [registered.check(LEDGER, bare.parent) for _ in range(2)] == [asked.answer] * 2 and len(asked) == 2
