"""The same chapters with Altair's default embedding, in plain Jupyter Book: what a reader would fetch without this book's care.

Its three libraries come from a public host; here they lie beside the page, so that the network counts for both alike.
They come out of the bundle that vl-convert holds: the last of the three addresses gives all, the first two nothing.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import nbformat
import yaml
from nbformat import NotebookNode

from audit.figures.static_pictures import VEGALITE_MIME, script_that_draws
from audit.figures.stored_chart import unpacked
from audit.paths import ROOT
from audit.workshop.bench import trees
from audit.workshop.bench.lines import FOLDER
from audit.workshop.bench.plan import BOTH_WAYS
from audit.workshop.bench.running import succeeded, timed
from audit.workshop.building import JUPYTER_BOOK
from audit.workshop.surroundings import environment_with_own_kernel

#: Where Altair's code looks for its libraries, as seen from a page in ``chapters/``.
LIBRARIES = "../_static/libraries"
ADDRESSES = {"vega": "vega@6", "vega-lite": "vega-lite@6", "vega-embed": "vega-embed@7"}


def site() -> Path:
    """The built pages; made once for a state of the stored chapters."""
    tree = trees.place("pages", "default")
    html, stored = tree / "_build" / "html", {name: _stored(name).read_text(encoding="utf-8") for name in BOTH_WAYS}
    if trees.is_ready(tree):
        return html
    trees.remove(tree)
    chapters = tree / "chapters"
    chapters.mkdir(parents=True, exist_ok=True)
    for name, text in stored.items():
        nbformat.write(with_default_embedding(nbformat.reads(text, as_version=4)), chapters / f"{name}.ipynb")
    (chapters / "index.md").write_text(trees.INDEX, encoding="utf-8")
    settings = trees.PLAIN_CONFIG | {"execute": {"execute_notebooks": "off"}}
    (tree / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    trees.write_toc(tree, list(BOTH_WAYS))
    log = FOLDER / "logs" / "default-embedding.log"
    with tempfile.TemporaryDirectory() as kernels:
        env = environment_with_own_kernel(ROOT, Path(kernels) / "jupyter")
        succeeded(timed([sys.executable, "-c", JUPYTER_BOOK, "build", "--all", "."], tree, env, log), log)
    put_libraries(html / "_static" / "libraries")
    trees.set_ready(tree)
    return html


def put_libraries(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, address in ADDRESSES.items():
        whole = name == "vega-embed"
        (folder / address).write_bytes(script_that_draws() if whole else b"/* in vega-embed */\n")


def with_default_embedding(notebook: NotebookNode) -> NotebookNode:
    """The notebook with each chart as Altair's default renderer stores it."""
    notebook = nbformat.from_dict(json.loads(json.dumps(notebook)))
    number = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if VEGALITE_MIME in output.get("data", {}):
                number += 1
                output.data = {"text/html": _html(output.data[VEGALITE_MIME], number), "text/plain": "alt.Chart(...)"}
    return notebook


def _html(stored: dict, number: int) -> str:
    from altair.utils.html import spec_to_html

    spec = {key: value for key, value in unpacked(stored).items() if key != "usermeta"}
    return spec_to_html(
        spec,
        mode="vega-lite",
        vega_version=ADDRESSES["vega"].partition("@")[2],
        vegalite_version=ADDRESSES["vega-lite"].partition("@")[2],
        vegaembed_version=ADDRESSES["vega-embed"].partition("@")[2],
        base_url=LIBRARIES,
        output_div=f"altair-viz-{number}",
        template="universal",
    )


def _stored(name: str) -> Path:
    return ROOT / "chapters" / f"{name}.ipynb"
