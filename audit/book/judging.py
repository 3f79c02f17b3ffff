"""``judge-data.js``: every input of a rule, for the page on which readers judge for themselves (``static/judge.js``)."""

from __future__ import annotations

from pathlib import Path

from audit.figures.static_pictures import write_whole
from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.choices import judge_script

FILE = "judge-data.js"


def setup(app) -> None:
    app.connect("build-finished", write_inputs)


def write_inputs(app, exception) -> None:
    """Beside the book's pages, as a script: a page opened from a folder can load nothing else."""
    if exception or app.builder.name != "html":
        return
    write_whole(Path(app.outdir) / FILE, judge_script(default_ledger(), findings() | of_propositions(), default_record()))
