"""The page for those who add a claim: its code blocks, run in their order in a copy, lead to the verdict that it names."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from audit.figures.prose import in_words
from audit.findings import default_ledger
from audit.paths import CHAPTERS, ROOT
from conftest import copy_repository

PAGE = (CHAPTERS / "extending.md").read_text(encoding="utf-8")
CLAIM, CHAPTER = "harbour-trade-2023", "harbour"
GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]


def blocks() -> list[str]:
    """What a reader types, block by block; what stands in a block without a name (``make book``) is not run here."""
    return re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def run(copy: Path, script: str) -> subprocess.CompletedProcess:
    """A block in a shell in which the environment is active, as the page asks. Who commits is the test's business."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    who |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
    environment = {**os.environ, **who, "PATH": path, "PYTHONPATH": str(copy)}
    return subprocess.run(["bash", "-e", "-c", script], cwd=copy, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """The copy after the last block, and what each block printed."""
    copy = copy_repository(tmp_path_factory.mktemp("clone") / "book")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "The book as it is"]):
        subprocess.run([*GIT, *command], cwd=copy, check=True)
    printed = []
    for block in blocks():
        done = run(copy, block)
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
        printed.append(done.stdout + done.stderr)
    return copy, printed


def test_the_page_leads_to_the_verdict_that_it_names_and_the_check_finds_no_fault(followed):
    [said] = [out for block, out in zip(blocks(), followed[1], strict=True) if "audit check" in block]
    named = re.search(r"`On the record to …: ([\w-]+)`", PAGE)[1]
    assert re.search(rf"On the record to [\d-]+: {named}\.", said)
    assert [len(re.findall(rf", {answer}$", said, re.MULTILINE)) for answer in ("agrees", "does not agree")] == [2, 1]
    assert "claims and record: no faults" in said


def test_its_chapter_runs_and_shows_the_verdict_and_the_chart(followed):
    notebook = Path("chapters") / f"{CHAPTER}.ipynb"
    code = f"from pathlib import Path; from audit.workshop.notebooks import execute; execute(Path({str(notebook)!r}))"
    done = run(followed[0], f"python -c {shlex.quote(code)}")
    assert done.returncode == 0, done.stderr
    cells = {cell.id: cell for cell in nbformat.read(followed[0] / notebook, as_version=4).cells}
    [card], [chart] = cells["card"].outputs, cells["ways-chart"].outputs
    words = "supported by the closest check, not by all"
    assert words in card["data"]["text/plain"]
    assert chart["data"]["text/plain"].startswith("harbour-ways: Trade grew by ")
    assert f'<span data-glue="{CLAIM}-verdict">{words}</span>' in cells["answer"].source
    [in_pandas] = cells["growth-pandas"].outputs
    assert re.fullmatch(r"Year +Growth, per cent\n2023 +\d+\.\d", in_pandas["data"]["text/plain"])


def test_what_the_page_writes_passes_the_check_of_style(followed):
    written = [f"audit/findings/{CHAPTER}", f"audit/figures/{CHAPTER}", f"chapters/{CHAPTER}.ipynb"]
    for command in ("check", "format --check"):
        done = run(followed[0], f"python -m ruff {command} {' '.join(written)}")
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_says_how_many_blocks_there_are():
    number = len(re.findall(r"^```", PAGE, re.MULTILINE)) // 2
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"| **add a claim** of another article | {in_words(number)} |" in readme


def test_at_its_end_the_readme_counts_the_new_claim(followed):
    readme = (followed[0] / "README.md").read_text(encoding="utf-8")
    assert f"Of {len(default_ledger().claims) + 1} claims" in readme
    assert run(followed[0], "python -m audit.workshop.glance --check").returncode == 0


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            f'SPECIFICATIONS = {{"{CLAIM}"',
            'SPECIFICATIONS = {"harbour-trade-2032"',
            rf':SPECIFICATIONS: "harbour-trade-2032" is no claim of the ledger \(did you mean {CLAIM}\?\), '
            "expected the id of a claim or a proposition",
        ),
        (
            'record["trade_annual"]',
            'record["trade_anual"]',
            r':-: there is no table "trade_anual" \(did you mean trade_annual\?\), '
            r"expected a table that data/datapackage\.json describes",
        ),
    ],
)
def test_a_slip_in_the_arithmetic_is_told_by_its_line_by_both_commands(followed, right, wrong, told):
    file = followed[0] / "audit" / "findings" / CHAPTER / "claims.py"
    text = file.read_text(encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    try:
        file.write_text(text.replace(right, wrong), encoding="utf-8")
        for command in ("check", f"explain {CLAIM}"):
            done = run(followed[0], f"python -m audit {command}")
            said = [one for one in (done.stdout + done.stderr).splitlines() if not one.startswith("only the chain")]
            assert done.returncode == 1
            assert re.fullmatch(rf"audit/findings/{CHAPTER}/claims\.py:{line}{told}", said[0]), said
            assert said[1:] == (["1 fault"] if command == "check" else [])
    finally:
        file.write_text(text, encoding="utf-8")


def test_arithmetic_that_marks_no_specification_as_nearest_is_told_what_to_mark(followed):
    file = followed[0] / "audit" / "findings" / CHAPTER / "claims.py"
    text = file.read_text(encoding="utf-8")
    try:
        file.write_text(text.replace("nearest=True", "nearest=False"), encoding="utf-8")
        said = run(followed[0], f"python -m audit explain {CLAIM}").stderr
    finally:
        file.write_text(text, encoding="utf-8")
    assert "expected one nearest specification, or two plain senses, found none" in said
    assert said.endswith(", expected one principled specification, or two of plain senses, marked nearest\n")


def test_the_test_is_registered_in_a_commit_of_its_own_before_anything_computes(followed):
    changed = subprocess.run(
        [*GIT, "show", "--name-only", "--format="], cwd=followed[0], capture_output=True, text=True
    )
    registered = set(changed.stdout.split())
    assert registered == {"_toc.yml", "seeds/articles.yml", "seeds/claims.yml", "seeds/registrations.yml"}
