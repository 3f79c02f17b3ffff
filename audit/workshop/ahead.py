"""The process that makes the pages is started ahead: while inputs are checked and notebooks executed, it imports Sphinx.

It waits for the word before it does anything. Nothing of this package is imported until then: what is edited meanwhile is
what it runs. If whoever started it ends without the word, so does it.
"""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

#: What building the pages imports that is not ours, in the order of how long it takes.
IMPORTED = (
    *("pandas", "jupyter_book.sphinx", "jupyter_book.cli.main", "sphinx.builders.html", "myst_nb.sphinx_ext"),
    *(
        "sphinx_book_theme",
        "sphinxcontrib.bibtex.domain",
        "sphinx_external_toc",
        "pydantic",
        "docutils.parsers.rst.directives",
    ),
)
WAITING = """\
import contextlib, importlib, json, sys
names, script = json.loads(sys.argv[1]), sys.argv[2]
for name in names:
    with contextlib.suppress(ImportError):  # the script itself says what it lacks
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
        [python, "-c", WAITING, json.dumps(IMPORTED), script, *arguments],
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
    """Let it begin. A process that has ended by itself says so when its output is read."""
    try:
        process.stdin.write("go\n")
        process.stdin.flush()
    except BrokenPipeError:
        return
