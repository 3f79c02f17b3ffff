"""The driver behind `make book`: one build at a time, never half a site, and a reason when it fails."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from audit.faults import Fault, FaultsError
from audit.paths import ROOT
from audit.workshop import building
from audit.workshop.building import BuildError, build, check_inputs

# Stand-ins for jupyter-book: they get the staging folder as last argument.
WRITE_PAGE = "import pathlib, sys; html = pathlib.Path(sys.argv[-1], '_build/html'); html.mkdir(parents=True);"
GOOD = WRITE_PAGE + "(html / 'index.html').write_text('new'); (html / 'one.html').write_text('new')"
FAILING = WRITE_PAGE + "(html / 'index.html').write_text('half'); print('one.md:3: WARNING: no such page'); sys.exit(1)"
INCOMPLETE = WRITE_PAGE + "(html / 'index.html').write_text('half')"
ENDLESS = (
    WRITE_PAGE + "(html / 'index.html').write_text('half'); import time; print('half', flush=True); time.sleep(60)"
)


def book_command(script: str):
    return lambda root, staging: [sys.executable, "-c", script, str(staging)]


@pytest.fixture
def repository(tmp_path, monkeypatch) -> Path:
    """A book of two pages with a site from before; inputs and notebooks are tested elsewhere."""
    (tmp_path / "_config.yml").write_text("title: Small\nonly_build_toc_files: true\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n- file: one.md\n")
    (tmp_path / "index.md").write_text("# Small\n\nA book.\n")
    (tmp_path / "one.md").write_text("# One\n\nA page.\n")
    (tmp_path / "_build" / "html").mkdir(parents=True)
    (tmp_path / "_build" / "html" / "index.html").write_text("old")
    monkeypatch.setattr(building, "check_inputs", lambda root: None)
    monkeypatch.setattr(building, "execute_notebooks", lambda root, say: say("chapters/a.ipynb: up to date"))
    return tmp_path


def site(repository: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in (repository / "_build" / "html").iterdir()}


def left_over(repository: Path) -> set[str]:
    return {file.name for file in (repository / "_build").iterdir()} - {"html", ".lock", "build.log", ".built"}


def test_jupyter_book_builds_and_the_site_is_swapped_in(repository):
    lines = []
    index = build(repository, lines.append)
    assert index == repository / "_build" / "html" / "index.html"
    assert "A book." in index.read_text() and (index.parent / "one.html").exists()
    assert left_over(repository) == set()
    assert "    reading one (100%)" in lines and "    chapters/a.ipynb: up to date" in lines
    assert re.fullmatch(rf"Built in \d+ s: {re.escape(str(index))}\n{index.as_uri()}", lines[-1])
    assert "build succeeded" in (repository / "_build" / "build.log").read_text()


def test_a_warning_of_jupyter_book_fails_the_build(repository):
    (repository / "one.md").write_text("# One\n\n{doc}`nowhere`\n")
    with pytest.raises(BuildError, match=r"\n.*one\.md:3: WARNING: unknown document: 'nowhere'"):
        build(repository, print)
    assert site(repository) == {"index.html": "old"}
    assert left_over(repository) == set()


def test_an_error_in_an_extension_is_the_reason(repository):
    (repository / "refusing.py").write_text(
        "from sphinx.errors import ExtensionError\n"
        "def refuse(app):\n    raise ExtensionError('a.ipynb is out of date:\\n  table x changed')\n"
        "def setup(app):\n    app.connect('builder-inited', refuse)\n"
    )
    with (repository / "_config.yml").open("a") as config:
        config.write("sphinx: {local_extensions: {refusing: .}}\n")
    with pytest.raises(BuildError, match="a.ipynb is out of date:\n +table x changed\n") as error:
        build(repository, print)
    assert "Traceback" not in str(error.value)
    assert site(repository) == {"index.html": "old"}


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (FAILING, "one.md:3: WARNING: no such page"),
        (INCOMPLETE, "jupyter-book made no one.html"),
        ("print('no _toc.yml'); raise SystemExit(7)", "exit code 7\nno _toc.yml"),
    ],
)
def test_failed_build_keeps_the_old_site(repository, monkeypatch, script, reason):
    monkeypatch.setattr(building, "book_command", book_command(script))
    with pytest.raises(BuildError, match=reason):
        build(repository, print)
    assert site(repository) == {"index.html": "old"}
    assert left_over(repository) == set()


def test_broken_inputs_build_nothing(repository, monkeypatch, capsys):
    fault = Fault("data/t.csv", 3, "year", "'202x' is not a whole number", "a year")

    def check(root):
        raise FaultsError([fault, fault])

    monkeypatch.setattr(building, "check_inputs", check)
    monkeypatch.setattr(building, "build_site", lambda *_: pytest.fail("built in spite of faults"))
    monkeypatch.setattr(building, "ROOT", repository)
    assert building.main() == 1
    printed = capsys.readouterr().err
    assert printed.count("data/t.csv:3:year: '202x' is not a whole number, expected a year\n") == 2
    assert "Not built: 2 faults" in printed
    assert site(repository) == {"index.html": "old"}


def test_every_fault_of_claims_and_record_is_told_at_once(tmp_path):
    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "README.md", tmp_path)
    check_inputs(tmp_path)
    (tmp_path / "data" / "trade_annual.csv").unlink()
    (tmp_path / "seeds" / "articles.yml").unlink()
    with pytest.raises(FaultsError) as error:
        check_inputs(tmp_path)
    assert "articles.yml:-:-" in str(error.value) and "trade_annual.csv:-:-" in str(error.value)


@pytest.fixture
def checks(tmp_path, monkeypatch):
    """A repository of three files, the checks of which are counted; ``checks.answer`` is what they find."""

    class Checks(list):
        root, faults, note = tmp_path / "checked", [], None
        meanwhile = staticmethod(lambda: None)

    calls = Checks()

    def check(*_, **__):
        calls.append(1)
        calls.meanwhile()
        return calls.faults, calls.note

    for name in ("seeds/claims.yml", "data/table.csv", "README.md"):
        (calls.root / name).parent.mkdir(parents=True, exist_ok=True)
        (calls.root / name).write_text("as it was")
    monkeypatch.setattr(building.remembered, "FILE", tmp_path / "cache" / "sound")
    monkeypatch.setattr(building.remembered, "_found", set())
    monkeypatch.setattr("audit.inputs.ledger.load_ledger", lambda folder: None)
    monkeypatch.setattr("audit.inputs.record.open_record", lambda folder: None)
    monkeypatch.setattr("audit.inputs.acceptance.check_data", lambda folder, own: [])
    monkeypatch.setattr("audit.findings.fit.computed", lambda ledger, record: (None, []))
    monkeypatch.setattr("audit.workshop.glance.outdated", lambda judged, readme: [])
    monkeypatch.setattr("audit.workshop.registered.check", check)
    return calls


def test_inputs_found_sound_are_not_checked_again_by_another_process(checks):
    check_inputs(checks.root)
    building.remembered._found.clear()
    check_inputs(checks.root)
    assert len(checks) == 1


@pytest.mark.parametrize("name", ["seeds/claims.yml", "data/table.csv", "README.md", "data/new.geojson"])
def test_another_byte_is_checked(checks, name):
    check_inputs(checks.root)
    (checks.root / name).write_text("as it is")
    check_inputs(checks.root)
    assert len(checks) == 2


def test_another_package_is_checked(checks, monkeypatch):
    check_inputs(checks.root)
    monkeypatch.setattr(building.unchanged, "environment", lambda: ["another"])
    check_inputs(checks.root)
    assert len(checks) == 2


def test_a_fault_is_told_every_time(checks):
    checks.faults = [Fault("seeds/claims.yml", 1, None, "is wrong", "what is right")]
    for _ in range(2):
        with pytest.raises(FaultsError, match="is wrong"):
            check_inputs(checks.root)


def test_what_could_not_be_verified_is_told_every_time(checks, capsys):
    checks.note = "only the chain could be verified"
    for _ in range(2):
        check_inputs(checks.root)
    assert capsys.readouterr().err.count("only the chain") == len(checks) == 2


def test_an_edit_during_the_checks_is_checked(checks):
    checks.meanwhile = lambda: (checks.root / "data/table.csv").write_text("as it is")
    check_inputs(checks.root)
    checks.meanwhile = lambda: None
    check_inputs(checks.root)
    assert len(checks) == 2


def test_a_readme_with_other_verdicts_is_told(tmp_path):
    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (tmp_path / "README.md").write_text(text.replace("| not supported |", "| supported |", 1), encoding="utf-8")
    with pytest.raises(FaultsError, match=r"README\.md:\d+:-: the verdicts are out of date, .*audit\.workshop\.glance"):
        check_inputs(tmp_path)


def test_findings_that_cannot_be_computed_build_nothing(tmp_path):
    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    claims = tmp_path / "seeds" / "claims.yml"
    text = claims.read_text(encoding="utf-8")
    start = text.index("chapter: trade", text.index("- id: trade-growth-2022"))
    claims.write_text(text[:start] + "chapter: ruble" + text[start + len("chapter: trade") :], encoding="utf-8")
    with pytest.raises(FaultsError, match="the arithmetic of the claim is in the chapter trade"):
        check_inputs(tmp_path)


def test_a_site_that_is_a_link_is_refused_with_what_to_do(repository, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (repository / "_build" / "html").rename(elsewhere)
    (repository / "_build" / "html").symlink_to(elsewhere)
    for _ in range(2):
        with pytest.raises(BuildError, match=r"html is a link to .*elsewhere.*remove it"):
            build(repository, print)
    assert (elsewhere / "index.html").read_text() == "old"


def test_a_link_left_behind_by_an_earlier_build_is_removed(repository, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    (repository / "_build" / building.PREVIOUS).symlink_to(tmp_path / "elsewhere")
    monkeypatch.setattr(building, "book_command", book_command(GOOD))
    build(repository, print)
    assert site(repository) == {"index.html": "new", "one.html": "new"} and left_over(repository) == set()
    assert (tmp_path / "elsewhere").is_dir()


@pytest.mark.parametrize("what", ["no folder can be made", "no file can be made"])
def test_a_checkout_that_cannot_be_written_to_is_said_to_be_so(repository, monkeypatch, capsys, what):
    if what == "no folder can be made":
        shutil.rmtree(repository / "_build")
        (repository / "_build").write_text("in the way")
    else:  # root may write anywhere: the refusal of the system is played

        def refuse(**options):
            raise PermissionError(13, "Read-only file system")

        monkeypatch.setattr(building.tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(building, "ROOT", repository)
    assert building.main() == 1
    said = capsys.readouterr().err
    assert "cannot be written to" in said and "make this checkout writable" in said and "Traceback" not in said


def test_a_full_disk_ends_in_a_sentence(repository, monkeypatch, capsys):
    def full(root, say):
        raise OSError(28, "No space left on device", "chapters/a.ipynb")

    monkeypatch.setattr(building, "execute_notebooks", full)
    monkeypatch.setattr(building, "ROOT", repository)
    assert building.main() == 1
    assert "Not built: chapters/a.ipynb: No space left on device" in capsys.readouterr().err


def test_the_site_does_not_say_where_it_was_built(repository):
    build(repository, print)
    assert not (repository / "_build" / "html" / ".buildinfo").exists()


# A driver in a process of its own, with a stand-in for jupyter-book.
# It listens to Ctrl-C also where the tests run in the background, whose children a shell tells to ignore it.
DRIVER = """
import signal
import sys
from pathlib import Path
from audit.workshop import building
signal.signal(signal.SIGINT, signal.default_int_handler)
building.ROOT = Path(sys.argv[1])
building.check_inputs = lambda root: None
building.execute_notebooks = lambda root, say: None
building.book_command = lambda root, staging: [sys.executable, "-c", sys.argv[2], str(staging)]
sys.exit(building.main())
"""


def start(repository: Path, script: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(repository), script],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def half_built(repository: Path) -> bool:
    return any(repository.glob("_build/.staging-*/_build/html/index.html"))


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGKILL, -9), (signal.SIGTERM, 130), (signal.SIGINT, 130)])
def test_killed_build_keeps_the_old_site_and_the_next_one_cleans_up(repository, monkeypatch, stop, code):
    process = start(repository, ENDLESS)
    wait_until(lambda: half_built(repository))
    process.send_signal(stop)
    assert process.wait(timeout=20) == code
    assert site(repository) == {"index.html": "old"}
    if stop != signal.SIGKILL:
        assert left_over(repository) == set()
    monkeypatch.setattr(building, "book_command", book_command(GOOD))
    build(repository, print)
    assert site(repository) == {"index.html": "new", "one.html": "new"}
    assert left_over(repository) == set()


def test_build_killed_between_the_renames_is_put_right(repository, monkeypatch):
    (repository / "_build" / "html").rename(repository / "_build" / building.PREVIOUS)
    monkeypatch.setattr(building, "book_command", book_command(FAILING))
    with pytest.raises(BuildError):
        build(repository, print)
    assert site(repository) == {"index.html": "old"}


def test_second_build_waits_for_the_first(repository):
    with FileLock(repository / "_build" / ".lock"):
        process = start(repository, GOOD)
        assert process.stdout.readline() == "Another build is running: waiting until it is done\n"
        time.sleep(0.3)
        assert process.poll() is None
        assert site(repository) == {"index.html": "old"}
    assert process.wait(timeout=20) == 0
    assert site(repository) == {"index.html": "new", "one.html": "new"}
