"""The process that makes the pages is started ahead: while inputs are checked, it imports Sphinx; while notebooks are executed, it starts Sphinx.

It waits for the word before it does anything. Nothing of this package is imported until then: what is edited meanwhile is
what it runs. It may wait for a second word later. If whoever started it ends without the word, so does it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

#: What building the pages imports that is not ours, in the order of how long it takes; and what Sphinx itself sets up.
IMPORTED = (
    *("pandas", "jupyter_book.sphinx", "jupyter_book.cli.main", "sphinx.builders.html", "myst_nb.sphinx_ext"),
    *("sphinx_book_theme", "sphinxcontrib.bibtex.domain", "altair", "narwhals.stable.v1", "vl_convert"),
    *("sphinx_external_toc.events", "pydantic.functional_validators", "docutils.parsers.rst.directives"),
    *("sphinx_design.extension", "sphinx_jupyterbook_latex.transforms", "sphinx_togglebutton", "sphinx_thebe"),
    *("pybtex.style.formatting.unsrt", "sphinxcontrib.bibtex.style.referencing.author_year", "sphinx_comments"),
)
SET_UP_BY = ("sphinx.application", "builtin_extensions")
#: Where this stands in the environment, the process waits a second time: until notebooks are executed.
WAITS_AGAIN = "AUDIT_WAITS_FOR_NOTEBOOKS"
WAITING = """\
import contextlib, importlib, json, sys
(names, (module, listed)), script = json.loads(sys.argv[1]), sys.argv[2]
with contextlib.suppress(ImportError):  # the script itself says what it lacks
    names += getattr(importlib.import_module(module), listed, ())
for name in names:
    with contextlib.suppress(ImportError):
        importlib.import_module(name)
if not sys.stdin.readline():
    sys.exit("not needed")
sys.argv[:] = ["-c", *sys.argv[3:]]
exec(compile(script, "<string>", "exec"), {"__name__": "__main__"})
"""


@contextmanager
def ahead(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen]:
    """The process of ``command``, which is ``python -c SCRIPT ARGUMENTS…``, waiting for ``go``; ended when it is left."""
    python, option, script, *arguments = command
    if option != "-c":
        raise ValueError(f"a script after -c is what can wait, not {option}")
    process = subprocess.Popen(
        [python, "-c", WAITING, json.dumps([IMPORTED, SET_UP_BY]), script, *arguments],
        cwd=folder,
        env=dict(environment),
        umask=0o022,  # pages are for a web server to read, whatever its builder keeps private
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    try:
        yield process
    finally:  # interrupted, or not needed after all: do not leave it behind
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def go(process: subprocess.Popen) -> None:
    """Let it begin, or go on. A process that has ended by itself says so when its output is read."""
    try:
        process.stdin.write("go\n")
        process.stdin.flush()
    except BrokenPipeError:
        return


def wait_again() -> None:
    """In the process itself: wait for the second word, if there is to be one. Raises EOFError if it never comes."""
    if os.environ.get(WAITS_AGAIN) and not sys.stdin.readline():
        raise EOFError("not needed: whoever started this process has ended")
