"""The scratch folders in which books are built: whole copies of this repository, or of an earlier commit.

Every tool gets its own, so that what one keeps helps no other; the notebooks are the same.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import nbformat
import yaml

from audit.paths import ROOT
from audit.workshop.bench import chapters
from audit.workshop.bench.lines import FOLDER, state_of_code
from audit.workshop.bench.plan import BASELINE, CHAPTERS
from audit.workshop.bench.running import NotMeasured
from audit.workshop.house_rules import project_files

TREES = FOLDER / "trees"
#: Pages of our book beside the notebooks: chapters refer to them. Plain Jupyter Book, which knows none of their directives, goes without.
OUR_LISTS = ("register", "method", "glossary", "sources")
INDEX = "# A book to measure with\n\nIts chapters are listed at the side.\n"
PLAIN_CONFIG = {
    "title": "A book to measure with",
    "only_build_toc_files": True,
    "exclude_patterns": ["_build", "audit", "data", "seeds", "tests"],
    "execute": {"timeout": 300},
}
#: In place of our chart plug-in, which is installed for every build of this environment: plain means without it.
NO_PLUGIN = '''"""No chart plug-in: charts stand in the page as plain Jupyter Book puts them there."""


class VegaLiteRenderer:
    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(renderer, data, inline):
        return None
'''


def place(book: str, tool: str) -> Path:
    return TREES / f"{book}-{tool}".replace(" ", "-")


def is_ready(tree: Path) -> bool:
    """Is the tree whole, of this state of the code, and did the last that worked in it come to its end?"""
    mark = _mark(tree)
    return mark.exists() and mark.read_text(encoding="utf-8") == state_of_code()


def set_ready(tree: Path) -> None:
    _mark(tree).write_text(state_of_code(), encoding="utf-8")


def set_busy(tree: Path) -> None:
    """From now on the tree is in nobody knows what state, until it is ready again."""
    _mark(tree).unlink(missing_ok=True)


def remove(tree: Path) -> None:
    """Take the tree away, and leave the folder in which it is made anew."""
    set_busy(tree)
    shutil.rmtree(tree, ignore_errors=True)
    tree.parent.mkdir(parents=True, exist_ok=True)


def _mark(tree: Path) -> Path:
    return tree.with_name(f"{tree.name}.ready")


def make(book: str, tool: str) -> Path:
    """The tree of a book for a tool, anew: nothing executed, nothing built, nothing kept."""
    tree = place(book, tool)
    remove(tree)
    if tool.startswith("before"):
        copy_of_commit(tree, BASELINE)
    else:
        copy_of_repository(tree)
    if book.isdigit():
        _put_synthetic(tree, int(book))
    names = CHAPTERS if book == "book" else notebooks_of(tree)
    if book == "book" and tool == "ours":
        _cut_to(tree, names)
    if tool not in ("ours", "before"):
        _make_plain(tree, names)
    for file in (tree / "chapters").glob("*.ipynb"):
        nbformat.write(chapters.as_written(nbformat.read(file, as_version=4)), file)
    return tree


def copy_of_repository(tree: Path) -> None:
    """A clone, so that the history of registrations is there, with the files as they are now."""
    subprocess.run(["git", "clone", "--quiet", "--shared", str(ROOT), str(tree)], check=True, capture_output=True)
    for file in project_files():
        copy = tree / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, copy)


def copy_of_commit(tree: Path, commit: str) -> None:
    """The files of an earlier commit, from the history. Raises NotMeasured where the history is cut."""
    tree.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True)
    if archive.returncode:
        raise NotMeasured(f"the history does not reach back to {commit}: fetch all of it")
    subprocess.run(["tar", "-x", "-f", "-"], cwd=tree, input=archive.stdout, check=True)


def notebooks_of(tree: Path) -> tuple[str, ...]:
    """The notebooks of a table of contents, in its order."""
    toc = yaml.safe_load((tree / "_toc.yml").read_text(encoding="utf-8"))
    names = [Path(entry["file"]).name for entry in toc["chapters"]]
    return tuple(name for name in names if (tree / "chapters" / f"{name}.ipynb").exists())


def _put_synthetic(tree: Path, count: int) -> None:
    """That many chapters, each of one table of the record, in turn; the first reads the table that is edited."""
    for file in (tree / "chapters").glob("*.ipynb"):
        file.unlink()
    descriptor = json.loads((tree / "data" / "datapackage.json").read_text(encoding="utf-8"))
    tables = chapters.columns_of_numbers(descriptor)
    names = []
    for number in range(count):
        names.append(f"synthetic{number:02}")
        notebook = chapters.synthetic(number, *tables[number % len(tables)])
        nbformat.write(notebook, tree / "chapters" / f"{names[-1]}.ipynb")
    _cut_to(tree, tuple(names))


def _cut_to(tree: Path, names: tuple[str, ...]) -> None:
    """Leave the book these notebooks and its lists, with a front page that needs no other chapter."""
    lists = [*OUR_LISTS, *(f"sources-{name}" for name in names)]
    pages = [*names, *(name for name in lists if (tree / "chapters" / f"{name}.md").exists())]
    for file in [*(tree / "chapters").glob("*.ipynb"), *(tree / "chapters").glob("*.md")]:
        if file.stem not in pages:
            file.unlink()
    (tree / "chapters" / "index.md").write_text(INDEX, encoding="utf-8")
    write_toc(tree, pages)
    texts = {file: file.read_text(encoding="utf-8") for file in (tree / "chapters").glob("*.md")}
    notebooks = {
        file: chapters.as_written(nbformat.read(file, as_version=4)) for file in (tree / "chapters").glob("*.ipynb")
    }
    prose = [cell.source for one in notebooks.values() for cell in one.cells if cell.cell_type == "markdown"]
    known = chapters.labels([*texts.values(), *prose])
    for file, text in texts.items():
        file.write_text(chapters.without_links(text, [*pages, "index"], known), encoding="utf-8")
    for file, notebook in notebooks.items():
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = chapters.without_links(cell.source, [*pages, "index"], known)
        nbformat.write(notebook, file)


def _make_plain(tree: Path, names: tuple[str, ...]) -> None:
    """The same notebooks as a book of plain Jupyter Book: its own settings, no extension, no plug-in of ours."""
    (tree / "_config.yml").write_text(yaml.safe_dump(PLAIN_CONFIG), encoding="utf-8")
    (tree / "chapters" / "index.md").write_text(INDEX, encoding="utf-8")
    write_toc(tree, list(names))
    (tree / "audit" / "book" / "charts.py").write_text(NO_PLUGIN, encoding="utf-8")
    for file in (tree / "chapters").glob("*.ipynb"):
        if file.stem not in names:
            file.unlink()


def write_toc(tree: Path, pages: list[str]) -> None:
    toc = {"format": "jb-book", "root": "chapters/index", "chapters": [{"file": f"chapters/{page}"} for page in pages]}
    (tree / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")
