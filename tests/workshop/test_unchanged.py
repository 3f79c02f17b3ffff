"""Nothing is built when nothing has changed, and everything that can change is noticed."""

import shutil
import subprocess

import pytest

from audit.workshop import building, unchanged


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A repository with a site, noted as built."""
    for name in (
        ".github/workflows/test.yml",
        "audit/book/page.html",
        "data/table.csv",
        "seeds/claims.yml",
        "chapters/one.ipynb",
        "data/map.geojson",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    for name in ("requirements.txt", "_config.yml", "_toc.yml", "_build/html/index.html", "_build/html/_static/a.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    unchanged.note_built(tmp_path, unchanged.inputs(tmp_path))
    assert unchanged.is_built(tmp_path)
    monkeypatch.setattr(building, "ROOT", tmp_path)
    return tmp_path


CHANGED = """.github/workflows/test.yml audit/book/page.html data/table.csv seeds/claims.yml chapters/one.ipynb data/map.geojson requirements.txt
_config.yml _toc.yml _build/html/index.html _build/html/_static/a.png""".split()


BESIDE = [(name, True) for name in CHANGED if not name.startswith(("chapters", "_build"))]


@pytest.mark.parametrize("name", CHANGED)
@pytest.mark.parametrize("change", ["edited", "emptied", "gone"])
def test_every_file_is_noticed(built, name, change):
    if change == "gone":
        (built / name).unlink()
    else:
        (built / name).write_text("as it is!" if change == "edited" else "")
    assert not unchanged.is_built(built)


@pytest.mark.parametrize("name", ["data/new.csv", "chapters/two.md", "_build/html/new.html", "conf.py"])
def test_a_new_file_is_noticed(built, name):
    (built / name).write_text("")
    assert not unchanged.is_built(built)


def test_files_that_changed_places_are_noticed(built):
    (built / "data" / "table.csv").rename(built / "data" / "elbat.csv")
    assert not unchanged.is_built(built)


@pytest.mark.parametrize(("name", "noticed"), [("chapters/one.ipynb", False), ("chapters/two.md", True), *BESIDE])
def test_what_a_build_may_change_itself_are_the_notebooks_alone(built, name, noticed):
    before = unchanged.steady(built)
    (built / name).write_text("as it is!")
    assert (unchanged.steady(built) != before) is noticed


@pytest.mark.parametrize("stamp", ["", "{", "[]", "{}", None])
def test_a_damaged_note_is_no_note(built, stamp):
    (built / unchanged.STAMP).unlink()
    if stamp is not None:
        (built / unchanged.STAMP).write_text(stamp)
    assert not unchanged.is_built(built)


def test_another_place_another_commit_or_another_package_is_noticed(built, tmp_path_factory, monkeypatch):
    elsewhere = shutil.copytree(built, tmp_path_factory.mktemp("elsewhere") / "copy")
    assert not unchanged.is_built(elsewhere)
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *author, "commit", "-q", "--allow-empty", "-m", "One"], cwd=built, check=True)
    assert not unchanged.is_built(built)
    unchanged.note_built(built, unchanged.inputs(built))
    monkeypatch.setattr(unchanged, "environment", lambda: ["sphinx-99.dist-info"])
    assert not unchanged.is_built(built)


def test_inputs_that_changed_during_a_build_leave_no_note(built):
    before = unchanged.inputs(built)
    (built / "data" / "table.csv").write_text("edited meanwhile")
    unchanged.note_built(built, before)
    assert not (built / unchanged.STAMP).exists()


def test_what_python_and_tests_leave_behind_is_no_change(built):
    for name in (
        "audit/__pycache__/a.pyc",
        "tests/test_a.py",
        ".cache/charts/a.kept",
        "chapters/.ipynb_checkpoints/a.ipynb",
    ):
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (built / name).write_text("")
    assert unchanged.is_built(built)


def test_make_book_does_nothing_and_says_where_the_book_is(built, monkeypatch, capsys):
    monkeypatch.setattr(building, "build", lambda *_: pytest.fail("built although nothing had changed"))
    assert building.main() == 0
    said = capsys.readouterr().out
    assert said.startswith("Nothing has changed since the book was built: ") and "file:///" in said


def test_make_book_builds_when_a_page_is_damaged(built, monkeypatch):
    asked = []
    monkeypatch.setattr(building, "build", lambda root, say: asked.append(root))
    (built / "_build" / "html" / "index.html").write_text("cut")
    assert building.main() == 0 and asked == [built]
