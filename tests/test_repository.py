"""The repository itself: the house rules, the lock, the commands, the citation."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml
from longest import LONGEST
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from audit.paths import LOCK, ROOT
from audit.workshop import house_rules
from audit.workshop.house_rules import check_files, project_files, typed_numbers

PYTHONS = ["3.11", "3.12", "3.13"]
PLATFORMS = ["linux", "darwin"]


# The house rules


def test_every_file_keeps_the_house_rules():
    files = project_files()
    assert ROOT / "pyproject.toml" in files
    assert not [str(fault) for fault in check_files(files)]


@pytest.mark.parametrize(
    "content, place, problem",
    [
        (b"a\r\nb\n", "1:-", "carriage return"),
        (b"a\n\xff\n", "2:-", "0xff is not UTF-8"),
        (b"\xef\xbb\xbfa\n", "1:-", "byte order mark"),
        (b"a\nsee /ho" + b"me/someone/data.csv\n", "2:-", "path of one machine"),
        (b"--index" + b"-url x\n", "1:-", "package index"),
        (b"https://py" + b"pi.org/project/x\n", "1:-", "package index"),
        (b"a" * (house_rules.LARGEST + 1), "-:-", "1,500,001 bytes"),
    ],
)
def test_a_broken_rule_is_found(tmp_path, content, place, problem):
    file = tmp_path / "notes.txt"
    file.write_bytes(content)
    [fault] = check_files([file], root=tmp_path)
    assert str(fault).startswith(f"notes.txt:{place}:")
    assert problem in str(fault)


def test_a_url_or_a_picture_is_no_machine_path(tmp_path):
    text, picture = tmp_path / "a.txt", tmp_path / "a.png"
    text.write_bytes(b"https://example.org/home/page and data/work/x and /usr/bin/env\n")
    picture.write_bytes(b"\x89PNG\0\r\n/root/")
    assert check_files([text, picture], root=tmp_path) == []


def test_numbers_typed_into_prose_are_found():
    prose = "\n".join(
        [
            "Trade grew by 29 per cent, or $190 billion.",
            "It grew by {glue:text}`growth:.1f` per cent in 2022.",
            "```{note}",
            ":width: 50%",
            "About 1,490.5 bn rubles.",
            "```",
            "```python",
            "share = '12 %'",
            "```",
            "Down 5%.",
        ]
    )
    assert typed_numbers(prose) == [
        (1, "29 per cent"),
        (1, "190 billion"),
        (5, "1,490.5 bn"),
        (10, "5%"),
    ]


def test_a_chapter_is_searched_for_typed_numbers(tmp_path):
    chapter = tmp_path / "chapters" / "a.md"
    chapter.parent.mkdir()
    chapter.write_text("# A\n\nIt fell by 25 percent.\n")
    assert [str(fault) for fault in check_files([chapter], root=tmp_path)] == [
        "chapters/a.md:3:-: the number '25 percent' is typed into prose, expected a glued number"
    ]


def notebook_of(*cells: dict) -> str:
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def code_cell(**changes) -> dict:
    shown = {"output_type": "stream", "name": "stdout", "text": "2"}
    return {"cell_type": "code", "id": "sum", "source": "print(1 + 1)", "outputs": [shown]} | changes


@pytest.mark.parametrize(
    "cells, problem",
    [
        ([code_cell(outputs=[])], "no stored outputs"),
        ([code_cell(id="3f9a01bc")], "the cell id '3f9a01bc'"),
        ([code_cell(id="5b0c6dc5-8a1b-4a5f-9d5e-0a1b2c3d4e5f")], "the cell id '5b0c6dc5"),
        ([code_cell(id=None)], "the cell id ''"),
        ([code_cell(), code_cell()], "used twice"),
        ([code_cell(outputs=[{"output_type": "error"}])], "an error is stored"),
        ([{"cell_type": "markdown", "id": "says", "source": ["Up ", "29%."]}], "'29%' is typed"),
        ([{"cell_type": "markdown", "id": "says", "source": "From US$60\nto US$90."}], "'$60\\nto US$' reads as math"),
    ],
)
def test_a_fault_of_a_notebook_is_found(tmp_path, cells, problem):
    notebook = tmp_path / "a.ipynb"
    notebook.write_text(notebook_of(*cells))
    [fault] = check_files([notebook], root=tmp_path)
    assert problem in str(fault)


def test_a_sound_notebook_has_no_fault(tmp_path):
    notebook = tmp_path / "a.ipynb"
    prose = "Up from US\\$60 to US$90.\n\nThen US$95, by `$HOME` and `US$`."
    notebook.write_text(notebook_of(code_cell(), {"cell_type": "markdown", "id": "says", "source": prose}))
    assert check_files([notebook], root=tmp_path) == []


def test_what_checks_inputs_is_tested_with_inputs_of_its_own():
    """A corrected figure fails the tests about it, and none about how a record is read. Two files need ours: one breaks every
    table that there is, one builds the book with them."""
    ours = re.compile(r"copytree\(DATA|copy2?\(DATA")
    files = {file.name for file in (ROOT / "tests" / "inputs").glob("*.py") if ours.search(file.read_text("utf-8"))}
    assert files == {"test_single_faults.py", "test_registration.py"}


def test_files_that_begin_first_are_there():
    there = {file.name for file in (ROOT / "tests").rglob("test_*.py")}
    assert len(set(LONGEST)) == len(LONGEST) and set(LONGEST) <= there


def test_the_files_of_a_copy_without_git_are_those_of_the_repository(copy_of_repository):
    (copy_of_repository / "_build" / "html").mkdir(parents=True)
    (copy_of_repository / "_build" / "html" / "index.html").touch()
    copied = {file.relative_to(copy_of_repository) for file in project_files(copy_of_repository)}
    assert copied == {file.relative_to(ROOT) for file in project_files()}


def test_the_command_reports_faults_and_exits_1(copy_of_repository):
    (copy_of_repository / "notes.txt").write_bytes(b"a\r\n")
    command = [sys.executable, "-m", "audit.workshop.house_rules"]
    done = subprocess.run(command, cwd=copy_of_repository, capture_output=True, text=True)
    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        ["notes.txt:1:-: a carriage return, expected lines that end with LF alone"],
    )


# The lock


@pytest.fixture(scope="module")
def locked() -> list[tuple[Requirement, int]]:
    """The entries of requirements.txt, each with its number of hashes."""
    entries = LOCK.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    entries = [entry for entry in entries if entry.strip() and not entry.lstrip().startswith("#")]
    return [(Requirement(entry.split("--hash")[0]), entry.count("--hash=sha256:")) for entry in entries]


@pytest.fixture(scope="module")
def wanted() -> list[Requirement]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lists = settings["project"]["dependencies"], settings["dependency-groups"]["dev"]
    return [Requirement(line) for line in [*lists[0], *lists[1], *settings["build-system"]["requires"]]]


def test_a_package_with_extras_is_locked_without_them_too(locked):
    """Old versions of pip, Debian's among them, take the one for a package that is not pinned otherwise."""
    bare = {(requirement.name, str(requirement.specifier)) for requirement, _ in locked if not requirement.extras}
    with_extras = [requirement for requirement, _ in locked if requirement.extras]
    assert with_extras
    assert all((requirement.name, str(requirement.specifier)) in bare for requirement in with_extras)


def test_every_locked_package_has_one_version_and_hashes(locked):
    for requirement, hashes in locked:
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes, requirement


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_meets_the_ranges_on_every_platform(locked, wanted, python, platform):
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": platform,
        "platform_system": platform.capitalize(),
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    versions = {}
    for requirement, _ in locked:
        if requirement.marker is None or Marker(str(requirement.marker)).evaluate(environment):
            name = canonicalize_name(requirement.name)
            version = next(iter(requirement.specifier)).version
            assert versions.setdefault(name, version) == version, f"{name} is locked in two versions"
    for requirement in wanted:
        version = versions.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not locked: run `make lock`"
        assert requirement.specifier.contains(version), f"{requirement} but {version} is locked"


# The commands


def test_make_help_lists_every_command():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in shown.splitlines() if line.startswith("  make ")} == phony
    assert {"book", "test"} <= phony


def fake_python(folder, name: str, answer: str):
    """A stand-in for an interpreter, which answers as ``answer`` (shell code) says."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{answer}\n")
    file.chmod(0o755)


def make_book_with_only(folder, copy, **interpreters: str) -> subprocess.CompletedProcess:
    """Run `make book` where nothing but the named stand-ins can be found as Python."""
    folder.mkdir()
    for tool in ["make", "sh", "cmp", "cp", "rm", "mkdir"]:
        (folder / tool).symlink_to(shutil.which(tool))
    for name in ["python3.13", "python3.12", "python3.11", "python3"]:
        fake_python(folder, name, interpreters.get(name.replace(".", "_"), "exit 127"))
    environment = {"PATH": str(folder), "HOME": os.environ.get("HOME", "")}
    return subprocess.run(["make", "book"], cwd=copy, env=environment, capture_output=True, text=True)


def test_make_says_that_python_is_too_old(tmp_path, copy_of_repository):
    made = make_book_with_only(tmp_path / "bin", copy_of_repository, python3="exit 1")
    assert made.returncode != 0
    assert "Python 3.11 or newer is needed" in made.stderr
    assert not (copy_of_repository / ".venv").exists()


def test_make_names_the_package_that_lacks(tmp_path, copy_of_repository):
    answer = 'case "$2" in *ensurepip*) exit 1;; *print*) echo python3.12;; esac'
    made = make_book_with_only(tmp_path / "bin", copy_of_repository, python3=answer)
    assert made.returncode != 0
    assert "apt-get install python3.12-venv" in made.stderr


def test_an_interrupted_installation_starts_again_from_an_empty_environment(tmp_path, copy_of_repository):
    """The stand-in makes an environment whose pip fails the first time, as a killed one would."""
    log, python = copy_of_repository / "log", copy_of_repository / ".venv" / "bin" / "python"
    inside = f"""\
case "$*" in
*require-hashes*) echo pip >> '{log}'; [ "$(grep -c pip '{log}')" -gt 1 ] ;;
*audit.workshop.building*) echo built >> '{log}' ;;
esac"""
    (tmp_path / "inside").write_text(f"#!/bin/sh\n{inside}\n")
    answer = f"""\
case "$*" in
*--clear*)
    echo clear >> '{log}'
    mkdir -p '{python.parent}' && cp '{tmp_path}/inside' '{python}' && chmod +x '{python}' ;;
esac"""
    fake_python(tmp_path, "python-stand-in", answer)
    command = ["make", "book", f"PYTHON={tmp_path / 'python-stand-in'}"]
    codes = [subprocess.run(command, cwd=copy_of_repository, capture_output=True).returncode for _ in range(3)]
    assert [code == 0 for code in codes] == [False, True, True]
    assert log.read_text().split() == ["clear", "pip", "clear", "pip", "built", "built"]


SLOW = """\
case "$*" in
*--clear*)
    echo clear >> '{log}'; sleep 1.5; echo cleared >> '{log}'
    mkdir -p '{bin}' && cp '{inside}' '{bin}/python' && chmod +x '{bin}/python' ;;
esac"""


def set_up(tmp_path, copy, path: str) -> subprocess.Popen:
    """Start `make book` with a stand-in that takes its time to make the environment, and tools from ``path`` only."""
    log, inside = copy / "log", tmp_path / "inside"
    inside.write_text(f"#!/bin/sh\ncase \"$*\" in *require-hashes*) echo pip >> '{log}' ;; esac\n")
    fake_python(tmp_path, "python-stand-in", SLOW.format(log=log, bin=copy / ".venv" / "bin", inside=inside))
    command = ["make", "book", f"PYTHON={tmp_path / 'python-stand-in'}"]
    return subprocess.Popen(
        command, cwd=copy, env=os.environ | {"PATH": path}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def path_without_flock(folder) -> str:
    folder.mkdir()
    for tool in "make sh cmp cp rm mkdir cat sleep find chmod true kill".split():
        if shutil.which(tool):
            (folder / tool).symlink_to(shutil.which(tool))
    return str(folder)


@pytest.mark.parametrize("flock", [True, False], ids=["with flock", "without flock"])
def test_two_first_builds_at_once_make_one_environment(tmp_path, copy_of_repository, flock):
    if flock and not shutil.which("flock"):
        pytest.skip("this machine has no flock")
    path = os.environ["PATH"] if flock else path_without_flock(tmp_path / "bin")
    both = [set_up(tmp_path, copy_of_repository, path) for _ in range(2)]
    said = [process.communicate(timeout=30) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert (copy_of_repository / "log").read_text().split() == ["clear", "cleared", "pip"]
    assert sum("Another command is setting up .venv" in out for out, _ in said) == 1


def test_a_set_up_that_was_killed_holds_up_nobody(tmp_path, copy_of_repository):
    dead = subprocess.Popen(["true"])
    dead.wait()
    (copy_of_repository / "_build" / ".setup").mkdir(parents=True)
    (copy_of_repository / "_build" / ".setup" / "holder").write_text(f"{dead.pid}\n")
    process = set_up(tmp_path, copy_of_repository, path_without_flock(tmp_path / "bin"))
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert not (copy_of_repository / "_build" / ".setup").exists()


def test_a_checkout_that_cannot_be_written_to_is_said_to_be_so(tmp_path, copy_of_repository):
    (copy_of_repository / "_build").write_text("in the way")  # nobody may write here, not even root
    made = set_up(tmp_path, copy_of_repository, os.environ["PATH"])
    out, err = made.communicate(timeout=30)
    assert made.returncode != 0 and "cannot be written to" in err
    assert not (copy_of_repository / ".venv").exists()


def test_ci_runs_make_test():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)
    assert script.read_text(encoding="utf-8").rstrip().endswith("\nexec make test")


def test_pre_commit_hooks_are_local_and_valid():
    from pre_commit.clientlib import load_config

    config = load_config(ROOT / ".pre-commit-config.yaml")
    assert {repository["repo"] for repository in config["repos"]} == {"local"}


# The citation


def test_the_citation_is_complete():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] in {"software", "dataset"}
    assert citation["authors"]
    for author in citation["authors"]:
        assert "name" in author or {"family-names", "given-names"} <= author.keys()
    assert all(isinstance(keyword, str) for keyword in citation["keywords"])


def test_the_version_and_licence_are_the_same_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


# The house


#: A room may use what stands before it in this list, never what stands behind it. The workshop makes notebooks and runs
#: the book as a command; the book asks the workshop whether the stored notebooks are up to date.
ROOMS = ["ground", "inputs", "judgement", "findings", "figures", "workshop", "book", "door"]
ROOM_OF = dict.fromkeys(["paths", "faults", "held", ""], "ground") | dict.fromkeys(
    ["cli", "commands", "answered", "__main__"], "door"
)


def room(module: str) -> str:
    first = [*module.split("."), ""][1]
    return ROOM_OF.get(first, first)


def arrows(root) -> set[tuple[str, str]]:
    """Which module of the package under ``root`` uses which, wherever in the module it says so."""
    files = {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (root / "audit").rglob("*.py")
    }
    found = set()
    for name, path in files.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {(name, one.name) for one in node.names if one.name.split(".")[0] == "audit"}
            elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "audit":
                below = {f"{node.module}.{one.name}" for one in node.names}
                found |= {(name, one if one in files else node.module) for one in below}
    return found


def against_the_arrow(root) -> list[str]:
    return sorted(
        f"{user} uses {used}" for user, used in arrows(root) if ROOMS.index(room(used)) > ROOMS.index(room(user))
    )


def test_no_arrow_runs_back_up():
    assert len(arrows(ROOT)) > 100
    assert against_the_arrow(ROOT) == []


def test_an_arrow_back_up_would_be_found(tmp_path):
    (tmp_path / "audit" / "inputs").mkdir(parents=True)
    (tmp_path / "audit" / "inputs" / "__init__.py").write_text("")
    (tmp_path / "audit" / "inputs" / "ledger.py").write_text("def f():\n    from audit.figures import cards\n")
    assert against_the_arrow(tmp_path) == ["audit.inputs.ledger uses audit.figures"]


def test_every_module_has_a_room_and_the_rules_know_no_claim():
    modules = {path.relative_to(ROOT / "audit").parts[0].removesuffix(".py") for path in (ROOT / "audit").rglob("*.py")}
    assert modules == {"__init__", "judgement", *ROOM_OF, *ROOMS[1:-1]} - {""}
    ids = set(re.findall(r"^- id: ([\w-]+)", (ROOT / "seeds" / "claims.yml").read_text(encoding="utf-8"), re.MULTILINE))
    rules = (ROOT / "audit" / "judgement.py").read_text(encoding="utf-8")
    assert ids and not [claim for claim in ids if claim in rules]
