"""The notebooks of the books that are built: synthetic ones, and real ones as their author wrote them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from audit.figures.stored_words import without_words
from audit.workshop.notebooks import KERNEL

#: Every synthetic chapter is like this one: what it needs, a number, a chart. It has no glue, which Jupyter Book 2 lacks.
SET_UP = """\
import altair as alt

from audit.figures.figure import figure
from audit.findings import default_record

record = default_record()
table = record["{table}"]"""
NUMBER = """\
print("The total of {column} is", format(float(table["{column}"].sum()), ".3f"))"""
CHART = """\
data = table[["{column}"]].dropna().head(40).astype(float)
data.insert(0, "row", range(len(data)))
figure(
    alt.Chart(data).mark_bar().encode(x=alt.X("row:O", axis=None), y=alt.Y("{column}:Q", title=None)),
    id="synthetic-{number}",
    title="Chapter {words} draws what its table says",
    subtitle="{column}, in the unit of its table",
    alt_text="Bars, one for each of the first rows of the table, as high as the value in that row.",
    data=data,
    sources=[record.sources.index[0]],
    holds="len(data) > 0",
)"""
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([\w./-]+\.(?:md|ipynb))(#[^)]*)?\)")
_REF = re.compile(r"\{(?:ref|numref)\}`([^<`]*?)\s*<([\w-]+)>`")
_LABEL = re.compile(r"^\(([\w-]+)\)=\s*$", re.MULTILINE)


def synthetic(number: int, table: str, column: str) -> NotebookNode:
    """The chapter of this number, never executed. It reads one table, prints the sum of a column and draws it."""
    words = "-".join("abcdefghij"[int(digit)] for digit in str(number))  # a title that states a number needs its proof
    told = {"number": number, "table": table, "column": column, "words": words}
    cells = [
        new_markdown_cell(f"# Chapter {words}\n\nIt reads one table of the record, and draws it.", id="title"),
        *(new_code_cell(text.format(**told), id=id) for id, text in CELLS.items()),
    ]
    return new_notebook(cells=cells, metadata=json.loads(json.dumps(KERNEL)))


CELLS = {"set-up": SET_UP, "number": NUMBER, "chart": CHART}


def columns_of_numbers(descriptor: dict) -> list[tuple[str, str]]:
    """A table and a column of numbers in it, for each table of the record that has one, in the record's order."""
    found = []
    for resource in descriptor["resources"]:
        numbers = [field["name"] for field in resource.get("schema", {}).get("fields", ()) if field["type"] == "number"]
        if numbers and str(resource.get("path", "")).endswith(".csv"):
            found.append((resource["name"], numbers[0]))
    return found


def total(text: str, column: str) -> str:
    """What a synthetic chapter prints of a CSV's column."""
    values = [row[column] for row in csv.DictReader(io.StringIO(text)) if row[column]]
    return format(sum(map(float, values)), ".3f")


def as_written(notebook: NotebookNode) -> NotebookNode:
    """The notebook as its author wrote it: roles in place of stored words, no outputs, nothing noted of an execution."""
    notebook = nbformat.from_dict(json.loads(json.dumps(notebook)))
    notebook.metadata.pop("audit", None)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = without_words(cell.source)
        elif cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def with_edited_cell(notebook: NotebookNode, step: int) -> NotebookNode:
    """The notebook with another comment at the end of its first cell of code that computes something."""
    notebook = nbformat.from_dict(json.loads(json.dumps(notebook)))
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code" and "record" in cell.source)
    cell.source = re.sub(r"\n\n# edit \d+$", "", cell.source) + f"\n\n# edit {step}"
    return notebook


def labels(texts: Iterable[str]) -> set[str]:
    """The labels that these pages define."""
    return {label for text in texts for label in _LABEL.findall(text)}


def without_links(text: str, pages: Iterable[str], known: Iterable[str]) -> str:
    """Prose in which links to other pages than these, and references to other labels, are only their words."""
    pages, known = set(pages), set(known)
    text = _LINK.sub(lambda link: link[0] if "/" in link[2] or _stem(link[2]) in pages else link[1], text)
    return _REF.sub(lambda ref: ref[0] if ref[2] in known or ref[2].startswith("fig-") else ref[1], text)


def _stem(name: str) -> str:
    return name.rpartition(".")[0]
