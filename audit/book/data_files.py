"""The record as files at addresses that stay: ``data/`` as in the repository, all of it as one zip, and a workbook.

The zip is a Data Package with its descriptor at the root, as tools for such packages expect it; the workbook is made by
``audit.book.workbook``. The schemas of ``findings.json`` and ``claims.jsonld`` stand beside them in ``schemas/``.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.osutil import relative_uri

from audit.book.catalogue import breakable
from audit.book.kept_parts import part
from audit.book.own_templates import page_templates
from audit.book.workbook import workbook
from audit.figures.static_pictures import write_whole
from audit.findings import default_record
from audit.inputs.codebook import CODEBOOK
from audit.inputs.record import DESCRIPTOR, Record
from audit.workshop.zips import zipped

#: In the built book.
FOLDER, SCHEMAS = "data", "schemas"
ZIP, WORKBOOK = "partners-not-allies-data.zip", "partners-not-allies.xlsx"
SCHEMA_FILES = Path(__file__).parent / SCHEMAS


def package_files(record: Record) -> dict[str, bytes]:
    """Every file of the data package by its name: descriptor, codebook, and what the descriptor describes."""
    names = [DESCRIPTOR, CODEBOOK, *(record.resource(name)["path"] for name in record.resources)]
    return {name: (record.directory / name).read_bytes() for name in sorted(names)}


def write_data(app, exception) -> None:
    """Put everything beside the pages. The workbook takes seconds to make, so it is kept between builds."""
    if exception or app.builder.name != "html":
        return
    record, site = default_record(), Path(app.outdir)
    files = package_files(record)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    for name, content in files.items():
        write_whole(site / FOLDER / name, content)
    write_whole(site / FOLDER / ZIP, zipped(files, record.data_cutoff))
    write_whole(site / FOLDER / WORKBOOK, part(["workbook", digests], lambda: workbook(record)))
    for schema in sorted(SCHEMA_FILES.glob("*.json")):
        write_whole(site / SCHEMAS / schema.name, schema.read_bytes())


class SiteFile(SphinxRole):
    """``{site-file}`data/sources.csv` ``: a file beside the pages, by its address in the book, with a link to it."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        name = nodes.literal(self.text)
        for number, words in enumerate(re.split("(?<=/)|(?=[.])", self.text)):
            # On a phone it may break here, and not within a word.
            name += [nodes.raw("", "<wbr>", format="html")] * bool(number) + [nodes.Text(words)]
        if address := _address(self.env, self.text):
            return [nodes.reference("", "", name, refuri=address, internal=True)], []
        return [name], []


class Tables(SphinxDirective):
    """``{data-tables}``: every table of the record with its number of rows and a link to its file."""

    def run(self) -> list[nodes.Node]:
        record = default_record()
        tables = [record.resource(name) for name in record.tables]
        template = page_templates().get_template("data_tables.html")
        html = template.render(tables=tables, folder=_address(self.env, f"{FOLDER}/"), breakable=breakable)
        return [nodes.raw("", html, format="html")]


def _address(env, name: str) -> str | None:
    """Where a file of the book is, seen from the page that is read; None in a book of one page, which is only printed."""
    builder = env.app.builder
    return relative_uri(builder.get_target_uri(env.docname), name) if builder.name == "html" else None


def setup(app) -> None:
    app.add_role("site-file", SiteFile())
    app.add_directive("data-tables", Tables)
    app.connect("build-finished", write_data)
