"""What compares builds: it sees every byte, and the places in which it builds are really otherwise."""

import platform
import sys

import pytest

from audit.workshop.same import HERE, OTHERWISE, all_at_once, differences, digests, possible, version


@pytest.fixture
def tree(tmp_path):
    for name, text in {
        "_build/html/index.html": "a",
        "_build/html/.nojekyll": "",
        "chapters/trade.ipynb": "{}",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_every_file_of_the_site_and_every_notebook_is_compared(tree):
    assert list(digests(tree)) == ["_build/html/.nojekyll", "_build/html/index.html", "chapters/trade.ipynb"]


def test_one_other_byte_one_file_more_and_one_less_are_told(tree):
    before = digests(tree)
    assert differences(before, digests(tree)) == []
    (tree / "_build/html/index.html").write_text("b")
    (tree / "_build/html/.nojekyll").unlink()
    (tree / "chapters/war.ipynb").write_text("{}")
    assert differences(before, digests(tree)) == [
        "_build/html/.nojekyll: only in the first",
        "_build/html/index.html: another content",
        "chapters/war.ipynb: only in the second",
    ]


def test_where_everything_is_otherwise_all_single_changes_are():
    place = all_at_once(OTHERWISE)
    for one in OTHERWISE:
        assert one != HERE
        assert one.environment.items() <= place.environment.items()
        assert one.folder in ("", place.folder) and one.umask in (HERE.umask, place.umask)
        assert not one.before or " ".join(one.before) in " ".join(place.before)


def test_a_python_is_named_by_its_version():
    assert version(sys.executable) == platform.python_version()
    with pytest.raises(OSError):
        version("python-that-is-not-there")


def test_a_program_that_lacks_is_named_and_its_place_left_out(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None if name == "faketime" else f"/usr/bin/{name}")
    places, lacking = possible(OTHERWISE)
    assert lacking == ["faketime"] and len(places) == len(OTHERWISE) - 1
