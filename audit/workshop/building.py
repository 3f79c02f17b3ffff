"""Build the book: check, execute what is out of date, build aside, swap in (``python -m audit.workshop.building``).

One build at a time, and never half a site: Sphinx writes into a staging folder, which takes the place of
``_build/html`` only when everything went well. A build that fails or is killed leaves the old site.
"""

import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from audit.faults import FaultsError, how_many
from audit.inputs import remembered
from audit.paths import ROOT
from audit.workshop import unchanged
from audit.workshop.ahead import WAITS_AGAIN, ahead, go
from audit.workshop.errors import BuildError, NotebookError
from audit.workshop.surroundings import clean_environment

STAGING = ".staging-"
PREVIOUS = ".previous-html"
# jupyter-book has no __main__, and its script may lie in another environment than this interpreter.
JUPYTER_BOOK = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
# The same, but it ends when it is done: taking Sphinx and the trees of all pages apart, object by object, takes a second. And
# it looks for garbage less often: of the objects of a book there is hardly any, and looking took an eighth of the time.
AND_END = """\
import gc, os, sys
from jupyter_book.cli.main import main
gc.freeze()
gc.set_threshold(100_000, 50, 100)
try:
    main()
except SystemExit as ended:
    if ended.code not in (None, 0):
        raise
sys.stdout.flush()
sys.stderr.flush()
os._exit(0)
"""

# numpy starts a thread for each processor when it is imported; with one alone the process can be copied (audit/book/writing.py).
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

Say = Callable[[str], None]


def main() -> int:
    """Build the book of this repository. Returns the exit code: 0 built, 1 not built, 130 interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # let `kill` clean up as Ctrl-C does
    try:
        if unchanged.is_built(ROOT):
            _print(f"Nothing has changed since the book was built: {_where(ROOT)}")
        else:
            build(ROOT, _print)
    except FaultsError as error:
        count = how_many(len(error.faults), "fault")
        print(error, f"\nNot built: {count} in the inputs.", sep="\n", file=sys.stderr)
        return 1
    except (BuildError, NotebookError) as error:
        print(f"\nNot built: {error}", file=sys.stderr)
        return 1
    except OSError as error:  # a full disk, a folder that cannot be written to
        print(f"\nNot built: {error.filename or 'the system'}: {error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The book in _build/html is the one from before.", file=sys.stderr)
        return 130
    return 0


def build(root: Path, say: Say = print) -> Path:
    """Check, execute, build, swap in; returns the path of the book's first page.

    Raises FaultsError (ledger or record), NotebookError (a cell fails) or BuildError (anything in the book).
    """
    folder = root / "_build"
    refuse_unwritable(folder)
    with only_build(folder, say):
        start = time.perf_counter()
        clean_up(folder)
        staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
        try:
            say("1/3 Checking the claims, their registration and the record")
            with pages_process(root, staging) as process:
                check_inputs(root)
                begun = unchanged.steady(root)
                go(process)  # it starts Sphinx, and waits again
                say("2/3 Executing the notebooks that are out of date")
                execute_notebooks(root, lambda line: say(f"    {line}"))
                made_from = unchanged.inputs(root)
                say("3/3 Building the pages")
                build_site(root, staging, say, process)
            # Where Sphinx notes the settings it was run with, the folder among them: same input, same bytes.
            (staging / "_build" / "html" / ".buildinfo").unlink(missing_ok=True)
            if (unchanged.inputs(root), unchanged.steady(root)) != (made_from, begun):
                raise BuildError(
                    "something was edited or committed meanwhile: no page says of which state it is. Build again"
                )
            swap_in(staging / "_build" / "html", folder / "html")
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        unchanged.note_built(root, made_from)
        say(f"Built in {time.perf_counter() - start:.0f} s: {_where(root)}")
    return folder / "html" / "index.html"


def _where(root: Path) -> str:
    """The first page, as a path and as an address."""
    index = root / "_build" / "html" / "index.html"
    return f"{index}\n{index.as_uri()}"


def refuse_unwritable(folder: Path) -> None:
    """Raise BuildError when the build folder cannot be written to, or the site in it is no folder that can be replaced."""
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BuildError(
            f"{folder} cannot be written to ({error.strerror}). The book is built there: "
            "make this checkout writable, or copy it to a place that is."
        ) from None
    site = folder / "html"
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        what = f"a link to {site.readlink()}" if site.is_symlink() else "no folder"
        raise BuildError(
            f"{site} is {what}. A finished book takes the place of the one before, which a link cannot give up: "
            f"remove it, and let the other place link to {site} or copy from it."
        )


def check_inputs(root: Path) -> None:
    """Raise FaultsError with every fault of ledger, registrations and record; not again while all of them are as they were."""
    question = _question(root)
    if question is not None and remembered.is_sound(question):
        return
    # Imported late, so that the first line of progress appears at once.
    from audit.findings import default_ledger, default_record, fit
    from audit.inputs.acceptance import check_data
    from audit.inputs.ledger import load_ledger
    from audit.inputs.record import open_record
    from audit.workshop import glance, kept_findings, registered

    own = root == ROOT
    ledger, faults = None, []
    try:
        ledger = default_ledger() if own else load_ledger(root / "seeds")
    except FaultsError as error:
        faults += error.faults
    faults += check_data(root / "data", own=True)
    if not faults and own:
        kept_findings.hand_over()
    if not faults:
        judged, faults = fit.computed(ledger, default_record() if own else open_record(root / "data"))
        faults = faults or glance.outdated(judged, root / "README.md")
    unregistered, note = registered.check(ledger, root)
    if note:
        print(f"    {note}", file=sys.stderr, flush=True)
    faults = unregistered + faults
    if faults:
        raise FaultsError(faults)
    if question is not None and note is None and question == _question(root):  # nothing was edited meanwhile
        remembered.remember(question)


def _question(root: Path) -> str | None:
    """Digest of all that the checks read and of the package that makes them; None if a file cannot be read."""
    try:
        package = unchanged.digest(ROOT, ["audit"], unchanged.environment())
        return unchanged.digest(
            root, ["seeds", "data", "README.md", "_toc.yml"], ["checks", package, unchanged.history(root)]
        )
    except OSError:
        return None


def execute_notebooks(root: Path, say: Say) -> None:
    """Bring the stored outputs of every chapter up to date."""
    from audit.workshop.notebooks import Inputs, execute_all  # imported late, as above

    execute_all(inputs=Inputs.read(root), say=say)


@contextmanager
def only_build(folder: Path, say: Say) -> Iterator[None]:
    """Hold the lock of the build folder; the system lets go of it when a build is killed."""
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("Another build is running: waiting until it is done")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def clean_up(folder: Path) -> None:
    """Put right what a killed build left behind."""
    site, previous = folder / "html", folder / PREVIOUS
    if previous.exists() and not site.exists():  # killed between the two renames of swap_in
        previous.rename(site)
    for left in (previous, *folder.glob(f"{STAGING}*")):
        if left.is_symlink():
            left.unlink()
        shutil.rmtree(left, ignore_errors=True)


def swap_in(new: Path, site: Path) -> None:
    """Put a finished site in the place of the old one."""
    previous = site.with_name(PREVIOUS)
    if site.exists():
        site.rename(previous)
    new.rename(site)
    shutil.rmtree(previous, ignore_errors=True)


# --- the pages ---------------------------------------------------------------------------------------


def pages_process(root: Path, staging: Path) -> AbstractContextManager[subprocess.Popen]:
    """The process of ``build_site``: it imports what it needs and waits, starts Sphinx and waits until notebooks are executed."""
    environment = clean_environment(root) | {"PYTHONUNBUFFERED": "1", WAITS_AGAIN: "1"} | ONE_THREAD
    return ahead(book_command(root, staging), root, environment)


def build_site(root: Path, staging: Path, say: Say, process: subprocess.Popen) -> None:
    """Let a jupyter-book that has started read and write the pages, showing its progress; all of its output goes to ``_build/build.log``.

    Raises BuildError with the warnings and errors, or when a page of the table of contents is missing.
    """
    log_path = root / "_build" / "build.log"
    reader = _Output(say)
    go(process)
    with log_path.open("w", encoding="utf-8") as log:
        for line in process.stdout:
            line = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", line).rstrip()
            print(line, file=log, flush=True)
            reader.read(line)
    code = process.wait()
    if code:
        problems = reader.problems or [f"jupyter-book stopped with exit code {code}", *reader.last_lines]
        raise BuildError("\n".join(["the pages have problems", *problems, f"All of the output is in {log_path}"]))
    missing = [page for page in _pages(root) if not (staging / "_build" / "html" / page).is_file()]
    if missing:
        raise BuildError(f"jupyter-book made no {', '.join(missing)}\nAll of the output is in {log_path}")


def book_command(root: Path, staging: Path) -> list[str]:
    """The command that builds the pages; they end up in ``staging/_build/html``."""
    options = ["--all", "-W", "--keep-going", "--path-output", str(staging)]
    return [sys.executable, "-c", AND_END, "build", str(root), *options]


def _pages(root: Path) -> list[str]:
    """The page of each entry of the table of contents, and the index."""
    from sphinx_external_toc.parsing import parse_toc_yaml

    return [
        "index.html",
        *(f"{Path(name).with_suffix('')}.html" for name in parse_toc_yaml(root / "_toc.yml")),
    ]


class _Output:
    """Tells progress and problems from the rest of what Sphinx prints."""

    PROGRESS = re.compile(r"(reading sources|writing output)\.\.\. \[ *(\d+%)\] (\S+)")
    PROBLEM = re.compile(r"\b(WARNING|ERROR|CRITICAL): ")
    HEADING = re.compile(r"^(\w+ error\b.*|Exception occurred):$")  # what follows explains it
    END = re.compile(r"^(Traceback \(most recent|=====|The full traceback)|^$")

    def __init__(self, say: Say):
        self.say = say
        self.problems: list[str] = []
        self.last_lines: deque[str] = deque(maxlen=8)  # the only reason there is when jupyter-book itself fails
        self.explaining = False

    def read(self, line: str) -> None:
        if line and not line.startswith("====="):
            self.last_lines.append(line)
        if self.END.match(line):
            self.explaining = False
        elif self.explaining:
            self.problems[-1] += f"\n    {line.strip()}"
        elif self.HEADING.match(line):
            self.problems.append(line)
            self.explaining = True
        elif self.PROBLEM.search(line):
            self.problems.append(line)
            self.say(f"    {line}")
        elif progress := self.PROGRESS.match(line):
            step, share, page = progress.groups()
            self.say(f"    {step.split()[0]} {page} ({share})")
        elif line.startswith("pages kept: "):  # audit/book/kept_pages.py
            self.say(f"    {line}")


def _print(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
