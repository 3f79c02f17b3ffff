"""Opened in JupyterLab, VS Code, Binder, Colab or a plain export, a chapter shows its charts and its numbers."""

import ast
import copy
import json
import re
import subprocess
import sys

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter, PythonExporter
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from audit.figures.figure import VEGALITE
from audit.figures.live_html import DRAWN_BY_LAB, LIVE, live_html, wants_live_html
from audit.figures.stored_chart import unpacked
from audit.paths import CHAPTERS, ROOT
from audit.workshop import lab, notebooks, surroundings

NOTEBOOKS = sorted(CHAPTERS.glob("*.ipynb"))
each_chapter = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def outputs(notebook) -> list[dict]:
    return [output for cell in notebook["cells"] for output in cell.get("outputs", [])]


def charts(notebook) -> list[dict]:
    return [output for output in outputs(notebook) if VEGALITE in output.get("data", {})]


# --- what nothing runs ---


@each_chapter
def test_a_plain_export_shows_every_chart_as_a_picture_and_every_number(path):
    page, _ = HTMLExporter().from_filename(str(path))
    whole = BeautifulSoup(page, "html.parser")
    pictures = [image["alt"] for image in whole.select('img[src^="data:image/svg+xml"]')]
    stored = charts(nbformat.read(path, 4))
    assert pictures == [chart["data"][VEGALITE]["description"] for chart in stored] != []
    prose = " ".join(cell.get_text() for cell in whole.select(".jp-RenderedMarkdown"))
    assert not re.search(r"\{(glue|cite|\.answer)|</?span", prose)


@each_chapter
def test_the_plain_form_of_an_output_is_words_and_no_wall(path):
    for output in outputs(nbformat.read(path, 4)):
        words = output.get("data", {}).get("text/plain", "")
        assert not re.search(r"<\w+[ >]", words), words[:100]
        lines = [line for line in words.splitlines() if line.count(",") and re.match(r"[\w.-]+(,[\w.-]*)+$", line)]
        assert len(lines) < 5, "a wall of CSV"


@each_chapter
def test_a_chapter_exports_as_a_script(path):
    script, _ = PythonExporter().from_filename(str(path))
    ast.parse(script)


# --- saved in a browser ---


def as_javascript_writes(part):
    """JSON that went through a browser: 25.0 is 25, -0.0 is 0."""
    if isinstance(part, dict):
        return {key: as_javascript_writes(value) for key, value in part.items()}
    if isinstance(part, list):
        return [as_javascript_writes(value) for value in part]
    return int(part) if isinstance(part, float) and part == int(part) else part


@each_chapter
def test_a_save_in_a_browser_is_no_edit(path):
    stored = nbformat.read(path, 4)
    saved = nbformat.from_dict(as_javascript_writes(copy.deepcopy(stored)))
    assert notebooks._output_digests(saved) == notebooks._output_digests(stored)


def test_what_a_live_viewer_added_counts_for_nothing_and_a_forged_picture_does():
    notebook = nbformat.read(NOTEBOOKS[0], 4)
    before = notebooks._output_digests(notebook)
    chart = charts(notebook)[0]
    chart["data"]["text/html"] += f"{LIVE}<script>1</script>"
    assert notebooks._output_digests(notebook) == before
    chart["data"]["text/html"] = chart["data"]["text/html"].replace("svg", "SVG", 1)
    assert notebooks._output_digests(notebook) != before


def test_no_chapter_stores_a_live_chart():
    assert [path.name for path in NOTEBOOKS if LIVE in path.read_text(encoding="utf-8")] == []


# --- live ---


def test_html_is_live_only_before_a_person_whose_viewer_draws_no_vega_lite(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    for name in ("VSCODE_PID", "JPY_SESSION_NAME", DRAWN_BY_LAB):
        monkeypatch.delenv(name, raising=False)
    assert not wants_live_html()  # make book, nbconvert, papermill, pytest
    monkeypatch.setenv("JPY_SESSION_NAME", "trade.ipynb")
    assert wants_live_html()
    monkeypatch.setenv(DRAWN_BY_LAB, "yes")
    assert not wants_live_html()
    monkeypatch.setenv("VSCODE_PID", "1")
    assert wants_live_html()
    assert not any(name.startswith("VSCODE") for name in surroundings.clean_environment(ROOT))


def test_live_html_asks_no_other_host():
    spec = next(unpacked(chart["data"][VEGALITE]) for chart in charts(nbformat.read(CHAPTERS / "trade.ipynb", 4)))
    made = BeautifulSoup(live_html(spec), "html.parser")
    assert len(made.select("script")) == 2 and not made.select("[src], [href]")


def test_the_renderer_of_jupyterlab_is_whole(tmp_path):
    folder = lab.write_renderer(tmp_path) / lab.NAME
    told = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    entry = (folder / told["jupyterlab"]["_build"]["load"]).read_text(encoding="utf-8")
    assert told["name"] == lab.NAME and f'NAME = "{lab.NAME}"' in entry
    assert VEGALITE in entry and told["jupyterlab"]["_build"]["mimeExtension"] in entry
    assert "https:" not in entry and (folder / "static" / "vega-bundle.js").stat().st_size > 500_000


# --- without installing ---


def locked(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    found = [Requirement(line.rstrip(" \\")) for line in lines if re.match(r"[A-Za-z0-9]", line)]
    return {canonicalize_name(one.name): str(one.specifier) for one in found}


def test_the_lock_of_jupyterlab_agrees_with_that_of_the_book():
    book, with_lab = locked("requirements.txt"), locked("requirements-lab.txt")
    assert {name for name in book.keys() & with_lab if book[name] != with_lab[name]} == set()
    assert {"jupyterlab", "notebook", "altair", "pandas"} <= with_lab.keys()
    assert "://" not in (ROOT / "requirements-lab.txt").read_text(encoding="utf-8")


def test_the_dev_container_runs_commands_that_exist():
    told = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    target = told["postCreateCommand"].removeprefix("make ")
    assert f"\n{target}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.fullmatch(r"python:3\.1[123]-\w+", told["image"])
    assert {"ms-python.python", "ms-toolsai.jupyter"} <= {*told["customizations"]["vscode"]["extensions"]}


def test_binder_installs_the_lock():
    folder = ROOT / "binder"
    assert re.fullmatch(r"python-3\.1[123]\n", (folder / "runtime.txt").read_text())
    [line] = [line for line in (folder / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert (folder / line.removeprefix("-r ")).resolve() == ROOT / "requirements-lab.txt"
    subprocess.run(["sh", "-n", str(folder / "postBuild")], check=True)
    assert "audit.workshop.lab --install" in (folder / "postBuild").read_text()


def test_the_first_cell_for_colab_says_what_is_missing():
    code = (ROOT / "binder" / "colab_first_cell.py").read_text(encoding="utf-8")
    with pytest.raises(SystemExit, match="Set REPOSITORY"):
        exec(compile(code, "first cell", "exec"), {})  # noqa: S102 (our own file)
