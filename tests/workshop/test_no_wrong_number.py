"""After any edit the new number is told, or the edit is refused by its name: never the old number, never in silence.

Every edit here puts one character in the place of another and keeps the file's times, so that who goes by size and time
sees nothing. The book is small: one chapter that prints, glues, cites, judges, draws and maps, beside the book's own lists.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from audit import answered
from audit.faults import FaultsError
from audit.figures import static_pictures
from audit.figures.kept import code_of, found, keep
from audit.figures.live_html import LIVE, without_live_charts
from audit.inputs import codebook, registration
from audit.inputs.acceptance import unaccepted
from audit.inputs.ledger import load_ledger
from audit.paths import ROOT
from audit.workshop import building, locked, notebooks, unchanged
from audit.workshop.bench import trees
from audit.workshop.notebooks import Inputs

SET_UP = """\
import altair as alt
from myst_nb import glue

from audit.figures import show
from audit.figures.figure import figure
from audit.findings import default_record, finding

record = default_record()
rates = record["ruble_key_rate"]
glue("highest", f"{rates['key_rate_pct'].max():g} per cent", display=False)"""
NUMBER = 'print("since:", rates["effective_date"].max().date(), "one:", 1)'
JUDGED = """\
judged = finding("key-rate-august-2023")
print(judged.verdict, "at", judged.computed)
show.claim_card(judged)"""
MAPPED = """print("corner:", record.features("map_outline")[0]["geometry"]["coordinates"][0][1])"""
DRAWN = """\
data = rates[["key_rate_pct"]].head(40)
data.insert(0, "row", range(len(data)))
figure(
    alt.Chart(data).mark_bar().encode(x=alt.X("row:O", axis=None), y=alt.Y("key_rate_pct:Q", title=None)),
    id="rates-in-short",
    title="The rates as their table has them",
    subtitle="per cent",
    alt_text="Bars, one for each of the first rows of the table, as high as the rate.",
    data=data,
    sources=["cbr_keyrate_a"],
    holds="len(data) > 0",
)"""
PROSE = """# What is the rate?

The highest is {glue:text}`highest`, says {cite:p}`cbr_keyrate_a`."""
CHAPTER = Path("chapters/rates.ipynb")
#: What is answered from what was kept; ``check`` and ``findings`` are kept in the same way, and take long.
COMMANDS = (["status"], ["explain", "key-rate-august-2023"])


def run(copy: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def tree(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """A small book, built: a copy of the repository cut to one chapter and the lists, with a history of its own."""
    from conftest import copy_repository

    copy = copy_repository(tmp_path_factory.mktemp("small") / "book")
    for file in (copy / "chapters").glob("*.ipynb"):
        file.unlink()
    code = {"set-up": SET_UP, "number": NUMBER, "judged": JUDGED, "mapped": MAPPED, "drawn": DRAWN}
    cells = [new_markdown_cell(PROSE, id="question"), *(new_code_cell(text, id=id) for id, text in code.items())]
    nbformat.write(new_notebook(cells=cells), copy / CHAPTER)
    trees._cut_to(copy, (CHAPTER.stem,))
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "One"]):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *command], cwd=copy, check=True)
    run(copy, "audit.workshop.building")
    for command in COMMANDS:
        run(copy, "audit", *command)
    return copy


@pytest.fixture
def edited(book, tmp_path) -> Path:
    """A copy of the small book to edit, without what only Sphinx needs."""
    return shutil.copytree(book, tmp_path / "book", ignore=shutil.ignore_patterns("_build", ".cache", ".git", "tests"))


def put(file: Path, old: str, new: str, after: str = "") -> None:
    """Put ``new`` in the place of the first ``old`` (after ``after``): as long as before, and the file as old as before."""
    assert len(old) == len(new) and old != new
    text, times = file.read_bytes().decode(), file.stat()
    place = text.index(old, text.index(after))
    file.write_bytes((text[:place] + new + text[place + len(old) :]).encode())
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (times.st_size, times.st_mtime_ns)


def told(root: Path) -> str:
    """What the build, its guard and ``audit status`` say of the chapter; '' if it would be published as it stands."""
    try:
        registered = registration.check(load_ledger(root / "seeds"), root)[0]
        faults = [*registered, *unaccepted(root / "data")]
        return "; ".join([*map(str, faults), *notebooks.status(root / CHAPTER, Inputs.read(root)).reasons])
    except FaultsError as error:
        return str(error)


def test_what_nobody_edited_is_up_to_date(edited):
    assert told(edited) == ""


#: What is edited: file, the words, what stands there afterwards, after which words; and what is said of it.
EDITS = {
    "the code of a cell": (CHAPTER, "one:\\\", 1)", "one:\\\", 2)", "", "cell 'number' changed"),
    "the prose": (CHAPTER, "The highest is", "The lowest was", "", "cell 'question' changed"),
    "a printed number": (CHAPTER, " one: 1", " one: 2", "", "stored outputs were edited (cell 'number')"),
    "a printed verdict": (CHAPTER, "supported at", "supportet at", "", "stored outputs were edited (cell 'judged')"),
    "a number of a card": (CHAPTER, "12%", "13%", "claim-card-claim", "stored outputs were edited (cell 'judged')"),
    "a glued number": (CHAPTER, "'21 per cent'", "'22 per cent'", "", "stored outputs were edited (cell 'set-up')"),
    "a row of a chart": (CHAPTER, "5.5", "6.5", "vegalite", "stored outputs were edited (cell 'drawn')"),
    "a stored picture": (CHAPTER, "data:image", "data:inage", "", "stored outputs were edited (cell 'drawn')"),
    "a word of the prose": (CHAPTER, ">21 per cent<", ">22 per cent<", "", "highest reads '22 per cent'"),
    "a cited source": (CHAPTER, "Bank of Russia", "Bank of Xussia", "data-cite", "cbr_keyrate_a reads"),
    "a fingerprint": (CHAPTER, '"ruble_key_rate"', '"ruble_key_fate"', "fingerprint", "fingerprint was edited"),
    "a cell of a table": ("data/ruble_key_rate.csv", "2026-07-27", "2026-07-28", "", "ruble_key_rate.csv"),
    "a row of a source": ("data/sources.csv", "Bank of Russia", "Bank of Xussia", "\ncbr_keyrate_a", "sources.csv"),
    "a coordinate of the map": ("data/map_outline.geojson", "146.4,", "146.5,", "", "map_outline.geojson"),
    "a description": ("data/datapackage.json", "Bank of Russia", "Bank of Xussia", '"ruble_key_rate"', "README.md"),
    "the words of a claim": ("seeds/claims.yml", "rate at 12%", "rate at 13%", "", "key-rate-august-2023"),
    "the test of a claim": ("seeds/claims.yml", "15 August", "16 August", "reading: The key", "without a revision"),
    "a registered test": ("seeds/registrations.yml", "a1b45bf2", "b1b45bf2", "", "registrations.yml"),
    "a rule of the package": ("audit/judgement.py", "max(", "min(", "", "package file audit/judgement.py changed"),
    "a template of the figures": ("audit/figures/templates/verdict.html", 'width="16"', 'width="17"', "", "verdict.html changed"),
    "the lock": ("requirements.txt", "altair==6", "altair==5", "", "the lock says 5."),
}  # fmt: skip


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_is_named(edited, what):
    name, old, new, after, expected = EDITS[what]
    put(edited / name, old, new, after)
    assert expected in told(edited)


@pytest.mark.parametrize("what", ["a cell of a table", "a row of a source", "a coordinate of the map", "a description"])
def test_an_edit_of_the_record_that_was_accepted_is_named_as_well(edited, what):
    name, old, new, after, _ = EDITS[what]
    put(edited / name, old, new, after)
    codebook.refresh(edited / "data")
    table = "map_outline" if "map" in what else "ruble_key_rate"
    assert told(edited).startswith(f"table {table} changed")


#: What is in no chapter's fingerprint, because it shapes pages alone: these are made anew.
OF_PAGES = {
    "a template of the book": ("audit/book/templates/figure.html", "<", " ", ""),
    "a style sheet": ("audit/book/static/book.css", "0", "1", ""),
    "a page of prose": ("chapters/method.md", "claim", "clain", ""),
    "the settings": ("_config.yml", "title", "titel", ""),
    "a corrected number": ("CHANGELOG.md", "number", "numbre", ""),
}


@pytest.mark.parametrize("what", EDITS | OF_PAGES)
def test_after_an_edit_no_answer_is_the_one_from_before_and_the_book_is_built(edited, what, monkeypatch):
    monkeypatch.setattr(answered, "ROOT", edited)
    name, old, new, after, *_ = (EDITS | OF_PAGES)[what]
    commands = (*COMMANDS, ["check"], ["findings"], ["findings", "--json"])
    asked = [answered.question_of(command) for command in commands], unchanged.inputs(edited)
    put(edited / name, old, new, after)
    again = [answered.question_of(command) for command in commands], unchanged.inputs(edited)
    assert asked[1] != again[1]
    same = [command for command, one, other in zip(commands, asked[0], again[0], strict=True) if one == other]
    of_chapters = str(name).startswith("chapters/")
    assert same == ([command for command in commands if command != ["status"]] if of_chapters else [])


def test_the_next_execution_tells_the_new_numbers(edited):
    for what in ("the code of a cell", "a cell of a table", "a coordinate of the map", "a template of the figures"):
        name, old, new, after, _ = EDITS[what]
        put(edited / name, old, new, after)
    codebook.refresh(edited / "data")
    before = nbformat.read(edited / CHAPTER, 4).cells
    notebooks.execute(edited / CHAPTER, Inputs.read(edited))
    assert told(edited) == ""
    after = nbformat.read(edited / CHAPTER, 4).cells
    old, new = ({cell.id: json.dumps(cell.get("outputs")) for cell in cells} for cells in (before, after))
    assert " one: 1" in old["number"] and " one: 2" in new["number"]
    assert "since: 2026-07-27" in old["number"] and "since: 2026-07-28" in new["number"]
    assert 'width=\\"17\\"' in new["judged"] and 'width=\\"17\\"' not in old["judged"]
    assert "146.4" in old["mapped"] and "146.5" in new["mapped"]


# --- what is kept between builds ---


def damaged(content: bytes, how: int, of_another: bytes) -> bytes:
    """A file as a failing disk, a stray editor or a full one leaves it; one in four each."""
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :] if content else b"?"
    return [flipped, content[:middle], of_another, b""][how % 4]


def test_whatever_is_damaged_in_the_cache_no_published_byte_and_no_answer_changes(book):
    """Every file there is, whoever put it there: a new kind of kept file is tried without being named here.

    Only what rests on what is tried elsewhere (``test_kept_rests.py``): its page takes as long as all others.
    """
    site, answers = tree(book / "_build" / "html"), [run(book, "audit", *command) for command in COMMANDS]
    files = sorted(file for file in (book / ".cache").rglob("*") if file.is_file())
    contents = [file.read_bytes() for file in files]
    assert {"answers", "charts", "sound", "sources.bib", "static"} <= {
        file.relative_to(book / ".cache").parts[0] for file in files
    }
    alone = [file for file in files if sum(other.parent == file.parent for other in files) < 4]
    for number, (file, content) in enumerate(zip(files, contents, strict=True)):
        times = file.stat()
        file.write_bytes(damaged(content, 0 if file in alone else number, contents[number - 1]))
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    (book / ".cache" / "static" / "old.css").write_text("body { display: none }")
    (book / unchanged.STAMP).unlink()
    assert [run(book, "audit", *command) for command in COMMANDS] == answers
    run(book, "audit.workshop.building")
    again = tree(book / "_build" / "html")
    assert sorted(again) == sorted(site) and [name for name in site if again[name] != site[name]] == []


@pytest.mark.parametrize("how", range(4))
def test_a_damaged_entry_is_no_entry(tmp_path, how):
    keep(tmp_path, "what it is made from", b"29.3 per cent")
    [file] = tmp_path.iterdir()
    keep(tmp_path, "another", b"25.2 per cent")
    [other] = set(tmp_path.iterdir()) - {file}
    assert found(tmp_path, "what it is made from") == b"29.3 per cent"
    file.write_bytes(damaged(file.read_bytes(), how, other.read_bytes()))
    assert found(tmp_path, "what it is made from") is None


def test_a_picture_that_other_code_drew_is_drawn_again(tmp_path, monkeypatch):
    monkeypatch.setattr(static_pictures, "cache_folder", lambda: tmp_path)
    drawn = []
    for code in ("as it was", "as it was", "as it is"):
        monkeypatch.setattr(static_pictures, "MADE_BY", code)
        static_pictures._kept("svg", {"mark": "bar"}, lambda: drawn.append(1) or "<svg/>")
    assert len(drawn) == 2
    (tmp_path / "drawing.py").write_text("WIDTH = 1")
    before = code_of(str(tmp_path / "drawing.py"))
    (tmp_path / "drawing.py").write_text("WIDTH = 2")
    assert code_of(str(tmp_path / "drawing.py")) != before


# --- the code that runs, and what it runs on ---


def test_the_rule_that_runs_is_the_rule_that_is_written(tmp_path):
    """Python takes compiled code for that of a source of the same size and time."""
    (tmp_path / "audit" / "inner").mkdir(parents=True)
    shutil.copy(ROOT / "audit" / "__init__.py", tmp_path / "audit")
    (tmp_path / "audit" / "inner" / "__init__.py").write_text("")
    rule = tmp_path / "audit" / "inner" / "rule.py"
    rule.write_text("THRESHOLD = 28.5")
    asked = "from audit.inner.rule import THRESHOLD; print(THRESHOLD)"

    def answer() -> str:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(
            [sys.executable, "-c", asked], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        ).stdout.strip()

    assert answer() == answer() == "28.5" and list(rule.parent.glob("__pycache__/rule.*.pyc"))
    put(rule, "28.5", "29.5")
    assert answer() == "29.5"


def test_another_version_of_a_package_is_refused_by_its_name(edited, monkeypatch):
    real = locked.version
    monkeypatch.setattr(locked, "version", lambda name: "9.9" if name == "pandas" else real(name))
    assert re.fullmatch(
        r"requirements\.txt:\d+:pandas: 9\.9 is installed, the lock says [\d.]+, expected what is locked: .*",
        told(edited),
    )


def test_what_this_machine_does_not_need_or_lacks_is_no_other_version(tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text(
        "# pandas==1.0\npandas==1.0 ; sys_platform == 'none' \\\n    --hash=sha256:0\nno-such-package[with]==1.0 \\\n"
    )
    assert locked.other_versions(lock) == []
    lock.write_text("pandas==1.0 ; sys_platform != 'none' \\\n    --hash=sha256:0\n")
    assert [fault.row for fault in locked.other_versions(lock)] == [1]


def test_another_release_among_the_packages_is_another_environment(tmp_path, monkeypatch):
    monkeypatch.setattr(unchanged.sysconfig, "get_path", lambda name: str(tmp_path))
    (tmp_path / "pandas-2.3.3.dist-info").mkdir()
    before = unchanged.environment()
    (tmp_path / "pandas-2.3.3.dist-info").rename(tmp_path / "pandas-2.3.4.dist-info")
    assert unchanged.environment() != before


# --- the built site ---


def test_a_changed_or_missing_file_of_the_site_and_a_forged_stamp_are_seen(book):
    """One file of each ending, wherever it lies; the stamp with one digit changed."""
    site = [file for file in (book / "_build" / "html").rglob("*") if file.is_file()]
    stamp = book / unchanged.STAMP
    assert unchanged.is_built(book)
    for file in [*{file.suffix: file for file in site}.values(), stamp]:
        content, times = file.read_bytes(), file.stat()
        file.write_bytes(damaged(content, 0, b""))
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert not unchanged.is_built(book), file
        file.unlink()
        assert not unchanged.is_built(book), file
        file.write_bytes(content)
    assert unchanged.is_built(book)


def test_what_lies_behind_a_link_is_seen(tmp_path):
    elsewhere, root = tmp_path / "elsewhere", tmp_path / "root"
    elsewhere.mkdir()
    (root / "chapters").mkdir(parents=True)
    (elsewhere / "more.md").write_text("29 per cent")
    (root / "chapters" / "more").symlink_to(elsewhere)
    (root / "chapters" / "up").symlink_to(root)
    before = unchanged.inputs(root)
    put(elsewhere / "more.md", "29", "39")
    assert unchanged.inputs(root) != before


def test_an_edit_during_a_build_keeps_the_old_site(tmp_path, monkeypatch):
    """The guard has passed, and the page is read afterwards: whatever it says now, nobody looked at it."""
    for name in ("audit/page.html", "_build/html/index.html"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("as it was")

    def edited_meanwhile(root, staging, say, process):
        (staging / "_build" / "html").mkdir(parents=True)
        (root / "audit" / "page.html").write_text("as it is!")

    monkeypatch.setattr(building, "check_inputs", lambda root: None)
    monkeypatch.setattr(building, "execute_notebooks", lambda root, say: None)
    monkeypatch.setattr(building, "build_site", edited_meanwhile)
    with pytest.raises(building.BuildError, match="edited or committed meanwhile"):
        building.build(tmp_path, lambda line: None)
    assert (tmp_path / "_build" / "html" / "index.html").read_text() == "as it was"


def test_an_edit_while_notebooks_are_executed_keeps_the_old_site(tmp_path, monkeypatch):
    """Sphinx has started meanwhile, and knows the table as it was."""
    for name in ("data/table.csv", "chapters/one.ipynb", "_build/html/index.html"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("as it was")

    def executed(root, say):
        (root / "chapters" / "one.ipynb").write_text("executed")  # which is what this is for
        (root / "data" / "table.csv").write_text("as it is!")

    def built(root, staging, say, process):
        (staging / "_build" / "html").mkdir(parents=True)

    monkeypatch.setattr(building, "check_inputs", lambda root: None)
    monkeypatch.setattr(building, "execute_notebooks", executed)
    monkeypatch.setattr(building, "build_site", built)
    with pytest.raises(building.BuildError, match="edited or committed meanwhile"):
        building.build(tmp_path, lambda line: None)
    assert (tmp_path / "_build" / "html" / "index.html").read_text() == "as it was"


def test_a_live_chart_that_a_viewer_saved_is_not_published():
    """No digest knows it, so nobody could say what it shows."""
    output = {"data": {"text/html": ["<img>\n", f"{LIVE}\n", "<script>29</script>"]}, "output_type": "display_data"}
    saved = {"cells": [{"cell_type": "code", "outputs": [output]}, {"cell_type": "markdown", "source": ["a"]}]}
    shipped = json.loads(without_live_charts(json.dumps(saved).encode()))
    assert (
        shipped["cells"][0]["outputs"][0]["data"]["text/html"] == ["<img>\n"]
        and shipped["cells"][1] == saved["cells"][1]
    )
    untouched = json.dumps({"cells": []}).encode()
    assert without_live_charts(untouched) is untouched
