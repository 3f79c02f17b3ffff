"""Set-up, build and tests are the same whatever the user has set for pip, Python, Jupyter, language, time and file modes."""

import base64
import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from audit.paths import ROOT
from audit.workshop import building
from audit.workshop.own_pip import where_from, without_settings
from audit.workshop.surroundings import clean_environment, environment_with_own_kernel


def hostile(folder: Path) -> dict[str, str]:
    """Settings as people have them for other projects, each of which would break or change something here."""
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir(parents=True)
    (elsewhere / "pandas.py").write_text("raise SystemExit('a pandas of another project')\n")
    (elsewhere / "startup.py").write_text("raise SystemExit('start-up of another project')\n")
    kernel = folder / "share" / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps({"argv": ["false"], "display_name": "Elsewhere", "language": "python"}))
    startup = folder / "ipython" / "profile_default" / "startup" / "00.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("raise SystemExit('IPython of another project')\n")
    return {
        "PYTHONPATH": str(elsewhere),
        "PYTHONSTARTUP": str(elsewhere / "startup.py"),
        "PYTHONOPTIMIZE": "2",
        "PYTHONWARNINGS": "error",
        "JUPYTER_PATH": str(folder / "share"),
        "JUPYTER_CONFIG_DIR": str(elsewhere),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "IPYTHONDIR": str(folder / "ipython"),
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C",
        "LC_TIME": "tr_TR.UTF-8",
        "TZ": "Pacific/Auckland",
        "SOURCE_DATE_EPOCH": "0",
        "PIP_USER": "1",
    }


# --- pip ---


def wheel(folder: Path) -> None:
    """An index with one package, as a folder."""
    files = {
        "tiny_book/__init__.py": b"",
        "tiny_book-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: tiny-book\nVersion: 1.0\n",
        "tiny_book-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    digest = {
        name: base64.urlsafe_b64encode(hashlib.sha256(text).digest()).decode().rstrip("=")
        for name, text in files.items()
    }
    record = "".join(f"{name},sha256={digest[name]},{len(text)}\n" for name, text in files.items())
    files["tiny_book-1.0.dist-info/RECORD"] = (record + "tiny_book-1.0.dist-info/RECORD,,\n").encode()
    (folder / "tiny-book").mkdir(parents=True)
    name = "tiny_book-1.0-py3-none-any.whl"
    with zipfile.ZipFile(folder / "tiny-book" / name, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    (folder / "tiny-book" / "index.html").write_text(f'<a href="{name}">{name}</a>')


def pip(program: list[str], settings: dict[str, str], home: Path) -> subprocess.CompletedProcess:
    """Would install the one package of the index, and says what it would do."""
    arguments = ["install", "--disable-pip-version-check", "--dry-run", "--no-deps", "--ignore-installed", "tiny-book"]
    environment = os.environ | {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")} | settings
    return subprocess.run([sys.executable, *program, *arguments], env=environment, capture_output=True, text=True)


PLAIN, OWN = ["-m", "pip"], ["-I", str(ROOT / "audit" / "workshop" / "own_pip.py")]


@pytest.fixture
def home(tmp_path) -> Path:
    """The home of a user whose pip has an index of its own, without which nothing can be installed."""
    wheel(tmp_path / "index")
    file = tmp_path / ".config" / "pip" / "pip.conf"
    file.parent.mkdir(parents=True)
    file.write_text(f"[global]\nindex-url = {(tmp_path / 'index').as_uri()}\n")
    return tmp_path


def test_an_index_that_the_user_has_set_is_used(home):
    done = pip(OWN, {}, home)
    assert done.returncode == 0 and "Would install tiny-book-1.0" in done.stdout, done.stderr
    elsewhere = home / "none"
    elsewhere.mkdir()
    by_environment = {"PIP_INDEX_URL": (home / "index").as_uri(), "PIP_CONFIG_FILE": os.devnull}
    assert "Would install tiny-book-1.0" in pip(OWN, by_environment, elsewhere).stdout


@pytest.mark.parametrize(
    "settings",
    [{"PIP_USER": "1"}, {"PIP_REQUIRE_HASHES": "1"}, {"PIP_PYTHON": "/nowhere"}, {"PIP_NO_BINARY": ":all:"}],
    ids=lambda settings: next(iter(settings)),
)
def test_settings_in_the_environment_that_would_stop_an_installation_do_not(home, settings):
    assert pip(PLAIN, settings, home).returncode != 0
    done = pip(OWN, settings, home)
    assert done.returncode == 0 and "Would install tiny-book-1.0" in done.stdout, done.stderr


@pytest.mark.parametrize(
    "setting", ["user = true", "require-hashes = true", "no-binary = :all:", "constraint = /nowhere"]
)
def test_settings_in_a_file_that_would_stop_an_installation_do_not(home, setting):
    file = home / ".config" / "pip" / "pip.conf"
    file.write_text(file.read_text() + f"\n[install]\n{setting}\n")
    assert pip(PLAIN, {}, home).returncode != 0
    done = pip(OWN, {"PIP_TARGET": str(home / "target"), "PIP_REQUIRE_VIRTUALENV": "1"}, home)
    assert done.returncode == 0 and "Would install tiny-book-1.0" in done.stdout, done.stderr
    assert not (home / "target").exists()


def test_a_configuration_that_pip_cannot_read_is_told(home):
    (home / ".config" / "pip" / "pip.conf").write_text("index-url = nonsense\n")
    done = pip(OWN, {}, home)
    assert done.returncode != 0 and "pip cannot read its configuration" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_nearer_setting_wins_as_in_pip():
    listed = "global.index-url='a'\ninstall.index-url='b'\nglobal.trusted-host='one\\ntwo'\ndownload.proxy='x'\n"
    kept = where_from(listed + "install.user='true'\nglobal.target='/t'\n", {}, "install")
    assert kept == {"PIP_INDEX_URL": "b", "PIP_TRUSTED_HOST": "one\ntwo"}
    assert where_from(listed, {"PIP_INDEX_URL": "c", "PIP_USER": "1"}, "install")["PIP_INDEX_URL"] == "c"
    assert without_settings({"PIP_USER": "1", "PYTHONHOME": "/x", "PATH": "/bin"}) == {"PATH": "/bin"}


# --- make ---


def test_no_command_of_make_sees_the_users_settings(tmp_path, copy_of_repository):
    """The stand-in for the environment's Python prints what it was given."""
    python = copy_of_repository / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nenv\n")
    python.chmod(0o755)
    shutil.copy(copy_of_repository / "requirements.txt", copy_of_repository / ".venv" / ".installed")
    settings = hostile(tmp_path / "user") | {"PYTHONHOME": "/nowhere", "PYTHONSAFEPATH": "1", "LANGUAGE": "tr"}
    for command in ("book", "test", "check"):
        made = subprocess.run(
            ["make", command], cwd=copy_of_repository, env=os.environ | settings, capture_output=True, text=True
        )
        assert made.returncode == 0, made.stderr
        seen = dict(line.split("=", 1) for line in made.stdout.splitlines() if "=" in line)
        assert seen["TZ"] == "UTC" and seen["PYTHONUTF8"] == "1" and seen["PYTHONNOUSERSITE"] == "1"
        left = {name for name in settings if seen.get(name) == settings[name]}
        assert left == {"SOURCE_DATE_EPOCH", "PIP_USER"}, "what own_pip and the build see to"


# --- kernels ---


def test_a_child_process_gets_none_of_it(tmp_path, monkeypatch):
    settings = hostile(tmp_path / "user")
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    environment = clean_environment(ROOT)
    assert {name for name in settings if name in environment} == {"PYTHONPATH", "TZ"}
    assert (environment["PYTHONPATH"], environment["TZ"]) == (str(ROOT), "UTC")
    assert environment["PATH"] == os.environ["PATH"]


def test_tests_of_notebooks_use_this_interpreter_and_nothing_of_the_users(tmp_path, copy_of_repository):
    for other in (copy_of_repository / "chapters").glob("*.ipynb"):
        other.unlink()
    source = (
        "import os, sys, time, audit\nprint(sys.executable, audit.__file__, time.strftime('%B', (2023, 8) + 7 * (1,)))"
    )
    cell = new_code_cell(source, id="where", execution_count=1)
    printed = f"{sys.executable} {copy_of_repository / 'audit' / '__init__.py'} August\n"
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=printed)]
    nbformat.write(new_notebook(cells=[cell]), copy_of_repository / "chapters" / "where.ipynb")
    settings = hostile(tmp_path / "user") | {
        "PYTHONPATH": str(copy_of_repository),
        "PYTHONOPTIMIZE": "",
        "PYTHONWARNINGS": "",
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "chapters", "-q", "-p", "no:cacheprovider"],
        cwd=copy_of_repository,
        env=os.environ | settings,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout[-3000:]


def test_the_kernel_found_by_name_is_the_one_of_this_interpreter(tmp_path):
    from jupyter_client.kernelspec import KernelSpecManager

    assert KernelSpecManager().get_kernel_spec("python3").argv[0] == sys.executable
    environment = environment_with_own_kernel(ROOT, tmp_path / "own")
    assert environment["JUPYTER_PATH"] == str(tmp_path / "own")
    assert json.loads((tmp_path / "own/kernels/python3/kernel.json").read_text())["argv"][0] == sys.executable


# --- the build ---


def test_pages_can_be_read_by_a_web_server_whatever_its_builder_keeps_private(tmp_path, monkeypatch):
    page = "html = pathlib.Path(sys.argv[-1], '_build/html'); html.mkdir(parents=True); (html / 'index.html').write_text('')"
    script = f"import pathlib, sys; {page}"
    monkeypatch.setattr(building, "book_command", lambda root, staging: [sys.executable, "-c", script, str(staging)])
    monkeypatch.setattr(building, "_pages", lambda root: ["index.html"])
    (tmp_path / "_build").mkdir()
    before = os.umask(0o077)
    try:
        with building.pages_process(tmp_path, tmp_path / "staging") as process:
            building.build_site(tmp_path, tmp_path / "staging", print, process)
    finally:
        os.umask(before)
    site = tmp_path / "staging" / "_build" / "html"
    assert stat.S_IMODE(site.stat().st_mode) == 0o755
    assert stat.S_IMODE((site / "index.html").stat().st_mode) == 0o644


def test_no_text_is_read_or_written_in_the_language_of_the_machine():
    """Where Python's encoding is left to the machine it says so on request; then that is an error."""
    code = "from audit.findings import findings; from audit.workshop.notebooks import package_digests; from audit.paths import ROOT"
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error::EncodingWarning:audit",
            "-X",
            "warn_default_encoding",
            "-c",
            f"{code}; findings(); package_digests(ROOT)",
        ],
        cwd=ROOT,
        env=clean_environment(ROOT) | {"PYTHONUTF8": "0"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
