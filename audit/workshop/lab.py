"""Open the chapters in JupyterLab or Notebook, with charts that are live there (``make lab``).

``python -m audit.workshop.lab [notebook] [OPTION ...]`` starts one of the two on ``chapters/``; options are theirs.
``python -m audit.workshop.lab --install`` only puts the charts' renderer into this environment, for a JupyterLab that
is started by others (Binder, a dev container).
"""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from audit.figures.live_html import DRAWN_BY_LAB, RENDERER
from audit.paths import ROOT

HERE = Path(__file__).parent / "lab_charts"
NAME = RENDERER.name
HOW_TO_GET_IT = (
    "JupyterLab is not in this environment: make lab installs it (or: .venv/bin/python -m pip install --group lab)."
)


def write_renderer(folder: Path) -> Path:
    """Make ``folder`` a place where JupyterLab finds the renderer of the book's charts; returns ``folder``."""
    from audit.figures.static_pictures import script_that_draws, write_whole

    for name, content in {
        "package.json": (HERE / "package.json").read_bytes(),
        "static/remoteEntry.js": (HERE / "remoteEntry.js").read_bytes(),
        "static/vega-bundle.js": script_that_draws(),
    }.items():
        write_whole(folder / NAME / name, content)
    return folder


def installed_folder() -> Path:
    """Where every JupyterLab of this environment looks for extensions."""
    return (Path(sys.prefix) / RENDERER).parent


def main(arguments: list[str]) -> int:
    if arguments == ["--install"]:
        print(write_renderer(installed_folder()) / NAME)
        return 0
    notebook = arguments[:1] == ["notebook"]
    program = "notebook" if notebook else "jupyterlab"
    if find_spec(program) is None:
        print(HOW_TO_GET_IT, file=sys.stderr)
        return 1
    shutil.rmtree(installed_folder() / NAME, ignore_errors=True)  # one of an older version would be read first
    folder = write_renderer(ROOT / "_build" / "lab")
    command = [sys.executable, "-m", program, f"--LabServerApp.extra_labextensions_path={folder}"]
    os.environ[DRAWN_BY_LAB] = "yes"
    os.execv(sys.executable, [*command, *arguments[notebook:], str(ROOT / "chapters")])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
