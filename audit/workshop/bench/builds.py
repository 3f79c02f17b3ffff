"""Builds: from nothing, all executed, the pages alone, nothing changed, one cell, one CSV, by our workshop and by others.

A case is the command that its tool's manual gives for it. Jupyter Book looks at sources alone, so that after an edit of a
CSV its only correct command is ``--all`` with ``execute_notebooks: force``; with ``cache`` it is quicker and wrong, which
is shown: the page is searched for the number that the CSV has now.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
import yaml

from audit.workshop.bench import chapters, trees
from audit.workshop.bench.lines import FOLDER
from audit.workshop.bench.plan import STORING, Measurement
from audit.workshop.bench.running import NotMeasured, Took, Unavailable, succeeded, timed
from audit.workshop.building import JUPYTER_BOOK
from audit.workshop.surroundings import clean_environment, environment_with_own_kernel

#: The command of Jupyter Book 2 (it cannot live in one environment with 1), and a folder with its theme, built beforehand.
SECOND, SECOND_THEME = "JUPYTER_BOOK_2", "JUPYTER_BOOK_2_THEME"
WITHOUT_SECOND = (
    f"Jupyter Book 2 was not tried: it needs an environment of its own (name its command in {SECOND}) and fetches its theme "
    f"from a public host at every first build (name a local copy in {SECOND_THEME})"
)
#: Where Jupyter Book 1 (with `cache`) and 2 keep what they executed.
KEPT_EXECUTIONS = (".jupyter_cache", "execute")
#: With this it marks a fault in what it says.
FAULT = "⛔"
#: What is edited, a total and its growth that the first chapter tells, and to what: by turns, so that each round is an edit.
TABLE, COLUMN, YEAR = "trade_annual", "value_usd_bn", "2022"
EDITS = (("195.272", "32.9"), ("195.372", "33.0"))


def measure(one: Measurement) -> dict:
    """The result of one build. Raises NotMeasured with the reason why there is none."""
    if one.tool == "jupyter-book 2":
        check_second()
    tree, log = _ready(one), FOLDER / "logs" / f"{one.subject}-{one.tool}-{one.case}.log".replace(" ", "-")
    more: dict = {}
    trees.set_busy(tree)
    if one.case == "executed":
        _as_never_executed(tree, one.tool)
    elif one.case == "pages":
        shutil.rmtree(tree / "_build")
    elif one.case == "cell":
        _edit_cell(tree, one)
    elif one.case == "csv":
        more = edit_csv(tree, one)
    took = build(tree, one, log)
    trees.set_ready(tree)
    if one.case == "csv":
        more = {"stale": is_stale(tree, one, more["told"])} | ({"accept": more["accept"]} if "accept" in more else {})
    result = took.result() | more
    if one.tool == "jupyter-book 2":
        del result[
            "cpu"
        ]  # its server and kernels, which do the most, end as nobody's children: their time is not known
    return result


def _ready(one: Measurement) -> Path:
    """The tree as the case finds it: empty for a clean build, else built and nothing changed."""
    tree = trees.place(one.subject, one.tool)
    if one.case == "clean":
        return trees.make(one.subject, one.tool)
    if not trees.is_ready(tree):
        trees.make(one.subject, one.tool)
        first = Measurement(one.kind, one.subject, one.tool, "clean", one.round)
        build(tree, first, FOLDER / "logs" / "made-ready.log")
    return tree


def build(tree: Path, one: Measurement, log: Path) -> Took:
    """Run the tool's own command for the case."""
    tool = one.tool.removeprefix("before ")
    if tool == "ours":
        command = [sys.executable, "-m", "audit.workshop.building"]
        return succeeded(timed(command, tree, clean_environment(tree), log), log)
    if tool == "before":
        command = [sys.executable, "-m", "audit.building"]
        return succeeded(timed(command, tree, clean_environment(tree), log), log)
    with tempfile.TemporaryDirectory() as kernels:
        env = environment_with_own_kernel(tree, Path(kernels) / "jupyter")
        if tool == "jupyter-book 2":
            (tree / "myst.yml").write_text(yaml.safe_dump(second_settings(tree)), encoding="utf-8")
            _let_root_serve(Path(env["JUPYTER_CONFIG_DIR"]))
            command = [os.environ[SECOND], "build", "--html", "--execute"]
            took = succeeded(timed(command, tree, env | _second_path(), log), log)
            check_executed(log)
            return took
        _set_execution(tree, tool)
        everything = ["--all"] if one.case in ("executed", "csv") else []
        command = [sys.executable, "-c", JUPYTER_BOOK, "build", ".", *everything]
        return succeeded(timed(command, tree, env, log), log)


def check_second() -> None:
    """Raises NotMeasured where there is no Jupyter Book 2."""
    if not shutil.which(os.environ.get(SECOND, "")):
        raise Unavailable(WITHOUT_SECOND)


def _second_path() -> dict[str, str]:
    """Its kernels are found by the Python beside it; ours go first, so that both execute in the same environment."""
    return {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def _let_root_serve(config: Path) -> None:
    """It executes through a Jupyter server, which refuses to run as root, as it must in a container, unless it is told to."""
    config.mkdir(parents=True, exist_ok=True)
    settings = {"ServerApp": {"allow_root": True}}
    (config / "jupyter_server_config.json").write_text(json.dumps(settings), encoding="utf-8")


def check_executed(log: Path) -> None:
    """Jupyter Book 2 ends well even if it executed nothing. Raises NotMeasured with the first fault that it told."""
    said = log.read_text(encoding="utf-8", errors="replace").splitlines()
    if faults := [line.strip() for line in said if FAULT in line]:
        raise NotMeasured(f"it ended well, but: {faults[0]}")


def second_settings(tree: Path) -> dict:
    """The settings of a Jupyter Book 2 of the same pages, which reads neither _config.yml nor _toc.yml."""
    toc = yaml.safe_load((tree / "_toc.yml").read_text(encoding="utf-8"))
    pages = [{"file": "chapters/index.md"}, *({"file": f"{entry['file']}.ipynb"} for entry in toc["chapters"])]
    site = {"template": os.environ[SECOND_THEME]} if os.environ.get(SECOND_THEME) else {"template": "book-theme"}
    return {"version": 1, "project": {"title": "A book to measure with", "toc": pages}, "site": site}


def _set_execution(tree: Path, tool: str) -> None:
    settings = yaml.safe_load((tree / "_config.yml").read_text(encoding="utf-8"))
    if settings["execute"].get("execute_notebooks") != tool:
        settings["execute"]["execute_notebooks"] = tool
        (tree / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")


def _as_never_executed(tree: Path, tool: str) -> None:
    """No notebook has an output any more, stored or kept; what is kept of tables and charts stays."""
    for kept in KEPT_EXECUTIONS:
        shutil.rmtree(tree / "_build" / kept, ignore_errors=True)
    if tool in STORING:
        for file in (tree / "chapters").glob("*.ipynb"):
            nbformat.write(chapters.as_written(nbformat.read(file, as_version=4)), file)


def edited_chapter(one: Measurement) -> str:
    return "synthetic00" if one.subject.isdigit() else "trade"


def _edit_cell(tree: Path, one: Measurement) -> None:
    file = tree / "chapters" / f"{edited_chapter(one)}.ipynb"
    nbformat.write(chapters.with_edited_cell(nbformat.read(file, as_version=4), one.round), file)


# --- one CSV ---------------------------------------------------------------------------------------


def edit_csv(tree: Path, one: Measurement) -> dict:
    """Edit the CSV, and accept the edit where the record asks for that; what the page must tell then."""
    file = tree / "data" / f"{TABLE}.csv"
    text, level = with_total(file.read_text(encoding="utf-8"), one.round)
    file.write_text(text, encoding="utf-8")
    told = f"is {chapters.total(text, COLUMN)}" if one.subject.isdigit() else f"{float(level):.1f} billion"
    accepting = {"ours": ["-m", "audit", "accept"], "before": ["-m", "audit.codebook"]}.get(one.tool)
    if accepting is None:
        return {"told": told}
    log = FOLDER / "logs" / "accept.log"
    took = succeeded(timed([sys.executable, *accepting], tree, clean_environment(tree), log), log)
    return {"told": told, "accept": took.result()}


def with_total(text: str, number: int) -> tuple[str, str]:
    """The table with the total of 2022 and its growth that a round puts there, and that total."""
    lines = text.splitlines()
    header = lines[0].split(",")  # what may hold a comma stands last in this table
    year, flow, level, growth = (header.index(name) for name in ("year", "flow", COLUMN, "growth_usd_pct"))
    new = EDITS[(number - 1) % len(EDITS)]
    for index, line in enumerate(lines[1:], start=1):
        cells = line.split(",")
        if (cells[year], cells[flow]) == (YEAR, "total") and cells[level]:
            cells[level], cells[growth] = new
            lines[index] = ",".join(cells)
    return "\n".join(lines) + "\n", new[0]


def is_stale(tree: Path, one: Measurement, told: str) -> bool:
    """Does the page of the edited chapter lack the number that the CSV has now?"""
    name = edited_chapter(one)
    pages = [page for page in (tree / "_build").rglob("*.html") if name in (page.stem, page.parent.name)]
    if not pages:
        raise NotMeasured(f"no page of {name} was built")
    return not any(told in told_by(page.read_text(encoding="utf-8")) for page in pages)


def told_by(html: str) -> str:
    """The words of a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))
