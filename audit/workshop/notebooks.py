"""Chapters are stored executed: say which are out of date and why, and execute those again.

The outputs of a notebook are the published figures. Beside them, in ``metadata.audit.fingerprint``, the
runner stores digests of what produced them (cells, tables, claims, package files, lock) and of themselves.
"""

import ast
import asyncio
import codecs
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode

from audit.faults import Fault, FaultsError
from audit.figures import kept, stored_words
from audit.figures.live_html import LIVE
from audit.paths import ROOT
from audit.workshop import unchanged
from audit.workshop.errors import NotebookError
from audit.workshop.surroundings import clean_environment

if TYPE_CHECKING:
    from audit.workshop.nursery import Nursery

VEGALITE = "application/vnd.vegalite.v6+json"
TIMEOUT = 120  # seconds for one cell
KERNEL = {  # the same on every machine: the version of Python is the lock's business, not the notebook's
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}
PAGES_ONLY = Path("audit/book")  # its files that are no modules shape the pages, not a notebook's outputs
#: Where the digests of inputs are kept, and of how many states of them.
INPUTS, MOST_INPUTS = ROOT / ".cache" / "inputs", 3
STATUSES, MOST_STATUSES = ROOT / ".cache" / "statuses", 300
ASK_TRACE = "__import__('json').dumps(__import__('audit.inputs.trace', fromlist=['report']).report())"


@dataclass(frozen=True)
class Status:
    """Why a notebook is out of date; no reason means that it is up to date."""

    reasons: tuple[str, ...] = ()

    @property
    def up_to_date(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class Inputs:
    """Digests of everything a notebook may use, at one moment; one ``read`` serves many notebooks."""

    root: Path
    tables: Mapping[str, str]
    claims: Mapping[str, str]
    modules: Mapping[str, str]
    lock: str
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # what a citation says, by source
    question: str | None = field(default=None, compare=False)  # under which they, and what follows from them, are kept

    @classmethod
    def read(cls, root: Path = ROOT) -> "Inputs":
        """Read the repository at ``root``. Raises FaultsError when ledger or record is broken, or the lock is not installed."""
        lock = lock_digest(root)
        question = _question(root)
        told = question and kept.found(INPUTS, question)
        if not told:
            told = json.dumps(_read(root)).encode()
            if question != _question(root) or not unchanged.runs_what_is_there():
                question = None  # edited meanwhile: nobody knows of which state they are
            if question:
                kept.keep_few(INPUTS, {question: told}, MOST_INPUTS)
        return cls(root=root, lock=lock, question=question, **json.loads(told))


def _question(root: Path) -> str | None:
    """Digest of all that inputs are read from, and of what reads them; None for another tree, or if a file cannot be read."""
    if root != ROOT:
        return None
    try:
        return unchanged.digest(
            root, ["audit", "data", "seeds", "requirements.txt", "_toc.yml"], ["inputs", *unchanged.environment()]
        )
    except OSError:
        return None


def _read(root: Path) -> dict[str, Mapping]:
    """The digests of tables, claims and modules, and what a citation says of each source."""
    # Imported late: tests of the runner need neither ledger nor record.
    from audit.inputs.ledger import load_ledger
    from audit.inputs.record import open_record
    from audit.inputs.registration import read_if_any
    from audit.workshop.locked import other_versions

    if faults := other_versions(root / "requirements.txt"):
        raise FaultsError(faults)
    ledger, registrations = load_ledger(root / "seeds"), read_if_any(root / "seeds")
    record = open_record(root / "data")
    return {
        "tables": {name: record.digest(name) for name in record.resources},
        # A card shows the claim, its verdict and the revisions of its test.
        "claims": {
            name: ledger.digest(name) + registrations.digest(name)
            for name in (*ledger.claims, *ledger.propositions, *ledger.forecasts)
        }
        | ledger.digests_of_lists(),
        "modules": package_digests(root),
        "sources": _as_cited(record.sources),
    }


def _as_cited(sources: Any) -> dict[str, dict[str, str]]:
    """What a citation says of each source: its publisher, its year, its address."""
    told = sources[["publisher", "published", "url"]].astype("string").fillna("")
    return {
        one.Index: {"publisher": one.publisher, "year": one.published[:4] or "n.d.", "url": one.url}
        for one in told.itertuples()
    }


def package_digests(root: Path) -> dict[str, str]:
    """Digest of each file of the package (modules, templates), by path relative to ``root``."""
    files = {file.relative_to(root): file for file in sorted((root / "audit").rglob("*")) if file.is_file()}
    # What only the pages use (style sheets, scripts, page templates) cannot change a stored output.
    files = {name: file for name, file in files.items() if not name.is_relative_to(PAGES_ONLY) or name.suffix == ".py"}
    return {
        name.as_posix(): _digest(file.read_bytes())
        for name, file in files.items()
        if not any(part.startswith((".", "__pycache__")) for part in name.parts)
    }


def lock_digest(root: Path) -> str:
    """Digest of the locked requirements without their comments. Raises FaultsError when there are none."""
    try:
        lines = (root / "requirements.txt").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise FaultsError([Fault("requirements.txt", None, None, "there is no such file", "the lock")]) from None
    return _digest("\n".join(line for line in lines if not line.lstrip().startswith("#")))


def chapter_notebooks(root: Path = ROOT) -> list[Path]:
    """Every notebook of the book, sorted."""
    found = (root / "chapters").rglob("*.ipynb")
    return sorted(path for path in found if not any(part.startswith(".") for part in path.parts[-2:]))


# --- fingerprint and status -----------------------------------------------------------------------


def fingerprint(notebook: NotebookNode, used: Mapping[str, Iterable[str]], inputs: Inputs) -> dict[str, Any]:
    """Digests of what produced the outputs of ``notebook``, and of the outputs.

    ``used`` is the report of ``audit.inputs.trace``: names of tables, claims and modules.
    Raises NotebookError when it names something that ``inputs`` does not hold.
    """
    cells = _cell_digests(notebook)
    used = {**used, "modules": {*used["modules"], *_package_data(used["modules"], inputs.modules)}}
    prints: dict[str, Any] = {
        "cells": cells,
        "cell_order": _digest(list(cells)),  # nbformat sorts the keys of metadata
        "lock": inputs.lock,
        "outputs": _output_digests(notebook),
    }
    for kind, known in (("tables", inputs.tables), ("claims", inputs.claims), ("modules", inputs.modules)):
        unknown = sorted(set(used[kind]) - set(known))
        if unknown:
            raise NotebookError(f"used {kind} that the repository does not hold: {', '.join(unknown)}")
        prints[kind] = {name: known[name] for name in sorted(used[kind])}
    return prints | {"whole": _digest(prints)}


def status(path: Path, inputs: Inputs | None = None) -> Status:
    """Compare a stored notebook with what it was made from; starts no kernel.

    ``inputs`` saves reading ledger and record again for each notebook.
    Raises NotebookError for a notebook that cannot be read, FaultsError when ledger or record is broken.
    """
    notebook = read_notebook(path)
    stored = _fingerprint_in(notebook)
    if not stored:
        return Status(("never executed",))
    inputs = inputs or Inputs.read()
    return Status(
        (
            *_incomplete(stored),
            *_changed_cells(stored, notebook),
            *_changed("table {}", stored.get("tables", {}), inputs.tables),
            *_changed("claim {}", stored.get("claims", {}), inputs.claims),
            *_changed("package file {}", stored.get("modules", {}), inputs.modules),
            *(() if stored.get("lock") == inputs.lock else ("the lock changed",)),
            *_changed_outputs(stored, notebook),
            *_wrong_words(notebook, inputs),
        )
    )


def statuses(paths: Iterable[Path], inputs: Inputs) -> tuple[dict[Path, Status], list[str]]:
    """The status of each notebook that can be read, and one line for each that cannot."""
    found, broken = {}, []
    for path in paths:
        try:
            found[path] = _status_of_bytes(path, inputs)
        except NotebookError as error:
            broken.append(str(error))
    return found, broken


def _status_of_bytes(path: Path, inputs: Inputs) -> Status:
    """As ``status``; that of the same bytes and the same inputs is known from before. Raises NotebookError."""
    if inputs.question is None or path.is_symlink() or not path.is_file():
        return status(path, inputs)
    words = f"{inputs.question} {_label(path, inputs.root)} {_digest(path.read_bytes())}"
    if told := kept.found(STATUSES, words):
        return Status(tuple(json.loads(told)))
    found = status(path, inputs)
    if unchanged.runs_what_is_there() and words.endswith(_digest(path.read_bytes())):
        kept.keep_few(STATUSES, {words: json.dumps(found.reasons).encode()}, MOST_STATUSES)
    return found


def print_status(root: Path = ROOT) -> int:
    """Print which notebooks are out of date and because of what. Returns 1 if one is or cannot be read, else 0."""
    results, broken = statuses(chapter_notebooks(root), Inputs.read(root))
    for path, result in results.items():
        print(f"{_label(path, root)}: {'; '.join(result.reasons) or 'up to date'}")
    for line in broken:
        print(line)
    return 0 if all(result.up_to_date for result in results.values()) and not broken else 1


def _fingerprint_in(notebook: NotebookNode) -> dict[str, Any] | None:
    """The stored fingerprint; None if there is none or it is not one."""
    stored = notebook.metadata.get("audit")
    stored = stored.get("fingerprint") if isinstance(stored, dict) else None
    tables_of_digests = ("cells", "tables", "claims", "modules", "outputs")
    is_one = isinstance(stored, dict) and all(isinstance(stored.get(name, {}), dict) for name in tables_of_digests)
    return stored if is_one else None


def _incomplete(stored: Mapping[str, Any]) -> list[str]:
    """A fingerprint that lost an entry, as in a merge, would no longer ask after what it names."""
    rest = {name: value for name, value in stored.items() if name != "whole"}
    return [] if stored.get("whole") == _digest(rest) else ["the stored fingerprint was edited"]


def _package_data(modules: Iterable[str], known: Iterable[str]) -> list[str]:
    """Files that are not modules (templates), of the packages among ``modules``: any may have been read."""
    packages = {str(Path(name).parent) for name in known if name.endswith("/__init__.py")}
    imported = {str(Path(name).parent) for name in modules if name.endswith("/__init__.py")}
    nearest = {
        name: next(str(folder) for folder in Path(name).parents if str(folder) in packages)
        for name in known
        if not name.endswith(".py")
    }
    return [name for name, package in nearest.items() if package in imported]


def _changed(what: str, stored: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [
        what.format(name) + (" changed" if name in now else " is gone")
        for name, digest in stored.items()
        if now.get(name) != digest
    ]


def _changed_cells(stored: Mapping[str, Any], notebook: NotebookNode) -> list[str]:
    before, now = stored.get("cells", {}), _cell_digests(notebook)
    added = [f"cell '{cell}' is new" for cell in now if cell not in before]
    reasons = _changed("cell '{}'", before, now) + added
    if before.keys() == now.keys() and stored.get("cell_order") != _digest(list(now)):
        reasons.append("cells changed places")
    return reasons


def _changed_outputs(stored: Mapping[str, Any], notebook: NotebookNode) -> list[str]:
    before, now = stored.get("outputs", {}), _output_digests(notebook)
    missing = [f"an output is missing (cell '{cell}')" for cell in before if cell not in now]
    edited = [f"stored outputs were edited (cell '{cell}')" for cell in now if before.get(cell) != now[cell]]
    return missing + edited


def _wrong_words(notebook: NotebookNode, inputs: Inputs) -> list[str]:
    """Stored words of the prose that are not those computed: typed over, or of a source that changed."""
    known = _known_words(notebook, inputs)
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    empty = sum(stored_words.roles_in(cell.source) for cell in prose)
    waiting = [f"{empty} {'role has' if empty == 1 else 'roles have'} no text yet"] if empty else []
    return waiting + [
        f"cell '{cell.id}': {fault}" for cell in prose for fault in stored_words.wrong(cell.source, known)
    ]


def _known_words(notebook: NotebookNode, inputs: Inputs) -> stored_words.Known:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return stored_words.Known(stored_words.glued_in(outputs), inputs.sources)


def _write_words(notebook: NotebookNode, inputs: Inputs) -> None:
    """Put the computed words into the prose. Raises NotebookError for a name that nothing glues."""
    known = _known_words(notebook, inputs)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            try:
                cell.source = stored_words.filled(cell.source, known)
            except KeyError as error:
                raise NotebookError(f"cell '{cell.id}': nothing gives a text to {error.args[0]}") from error


def _cell_digests(notebook: NotebookNode) -> dict[str, str]:
    return {
        cell.id: _digest(
            [
                cell.cell_type,
                _as_written(cell),
                sorted(cell.metadata.get("tags", [])),
                *cell.get("attachments", {}).items(),
            ]
        )
        for cell in notebook.cells
    }


def _as_written(cell: NotebookNode) -> str:
    """The source without the words that an execution puts into it: those have a check of their own."""
    return stored_words.without_words(cell.source) if cell.cell_type == "markdown" else cell.source


def _output_digests(notebook: NotebookNode) -> dict[str, str]:
    """Digest of the outputs of each cell that has any."""
    return {cell.id: _digest([_hashed(out) for out in cell.outputs]) for cell in notebook.cells if cell.get("outputs")}


def _hashed(output: NotebookNode) -> dict[str, Any]:
    """What of an output a reader can see."""
    # Every form of it, static pictures too: another machine may draw them with another last decimal, but this digest
    # is of the stored ones, and is never compared with what another machine would draw.
    seen = {key: _with_plain_numbers(value) for key, value in output.items() if key != "execution_count"}
    html = seen.get("data", {}).get("text/html")
    if isinstance(html, str) and LIVE in html and VEGALITE in seen["data"]:
        seen["data"] = seen["data"] | {"text/html": html.partition(LIVE)[0]}
    return seen


def _with_plain_numbers(part: Any) -> Any:
    """JSON as JavaScript writes it, 25 for 25.0 and 0 for -0.0: a notebook saved in a browser holds the same numbers."""
    if isinstance(part, dict):
        return {key: _with_plain_numbers(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_with_plain_numbers(value) for value in part]
    return int(part) if isinstance(part, float) and part.is_integer() else part


def _digest(content: Any) -> str:
    if isinstance(content, str):
        content = content.encode()
    elif not isinstance(content, bytes):
        content = json.dumps(content, sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()


# --- the file -------------------------------------------------------------------------------------


def read_notebook(path: Path) -> NotebookNode:
    """Read and validate a notebook (cells without an id get one).

    Raises NotebookError: one line with the file, what is wrong with it and what to do.
    """
    try:
        text = _text_of(path)
        version = _version_of(text)
        if version != 4:
            raise _Unreadable(
                f"is in notebook format {version}", "open it in a current Jupyter and save it in format 4"
            )
        notebook = nbformat.reads(text, as_version=4)
        if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
            notebook = nbformat.v4.upgrade(notebook, notebook.nbformat, notebook.nbformat_minor)
        nbformat.validate(notebook)
    except _Unreadable as error:
        raise NotebookError(f"{_label(path)}: {error.cause}; {error.remedy or _restore(path)}") from error
    # What is JSON and says it is a notebook may still be anything inside.
    except (ValueError, TypeError, KeyError, AttributeError, nbformat.ValidationError, RecursionError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise NotebookError(f"{_label(path)}: is no valid notebook ({reason}); {_restore(path)}") from error
    return notebook


class _Unreadable(Exception):
    """A file that is no notebook: why, and what to do (None: take it from the history)."""

    def __init__(self, cause: str, remedy: str | None = None):
        self.cause, self.remedy = cause, remedy


def _text_of(path: Path) -> str:
    try:
        content = Path(path).read_bytes()
    except IsADirectoryError:
        raise _Unreadable("is a folder, not a notebook", "move it away, or take it out of _toc.yml") from None
    except FileNotFoundError:
        raise _Unreadable("there is no such file") from None
    except OSError as error:
        remedy = "let yourself read it (chmod u+r)" if isinstance(error, PermissionError) else None
        raise _Unreadable(f"cannot be read ({error.strerror or error})", remedy) from None
    if not content.strip():
        raise _Unreadable("is empty")
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _Unreadable("begins with a byte order mark", "save it as UTF-8 without one")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        cause = f"the byte 0x{content[error.start]:02x} on line {row} is not UTF-8"
        raise _Unreadable(cause, "save it as UTF-8") from None


def _version_of(text: str) -> int:
    """The major version of the notebook format. Raises _Unreadable for anything but a notebook."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        if marker := re.search(r"^(<{7}|={7}|>{7})( |$)", text, re.MULTILINE):
            row = text[: marker.start()].count("\n") + 1
            raise _Unreadable(
                f"has the marks of an unfinished merge (line {row})", "settle the merge, then run `make book`"
            ) from None
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        what = "is cut off" if cut else "is not JSON"
        raise _Unreadable(f"{what} (line {error.lineno}, column {error.colno}: {error.msg})") from None
    except RecursionError:
        raise _Unreadable("is not a notebook: its JSON is nested too deeply") from None
    version = content.get("nbformat") if isinstance(content, dict) else None
    if not isinstance(version, int) or not {"cells", "worksheets"} & set(content):  # worksheets: up to format 3
        raise _Unreadable("is JSON but not a notebook")
    return version


def _restore(path: Path) -> str:
    return f"restore it (git checkout -- {_label(path)}) or remove it"


def write_notebook(path: Path, notebook: NotebookNode) -> None:
    """Write a notebook whole or not at all: one layout, and none of what changes from run to run."""
    notebook.metadata.pop("widgets", None)
    for name, value in KERNEL.items():
        notebook.metadata[name] = nbformat.from_dict(value)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    text = nbformat.writes(notebook, version=4).rstrip("\n") + "\n"
    partial = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        shutil.copymode(path, partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _label(path: Path, root: Path = ROOT) -> str:
    path = Path(path).parent.resolve() / Path(path).name  # a link keeps its own name
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


# --- execution ------------------------------------------------------------------------------------


def execute(path: Path, inputs: Inputs | None = None) -> None:
    """Execute one notebook in a clean kernel and store it with its fingerprint.

    Raises NotebookError when a cell fails; the file on disk is then as it was.
    """
    asyncio.run(_execute(path, inputs or Inputs.read()))


def execute_all(
    paths: Iterable[Path] | None = None,
    workers: int | None = None,
    inputs: Inputs | None = None,
    say: Callable[[str], None] = print,
) -> list[Path]:
    """Execute the notebooks that are out of date, several at a time, and return them.

    ``paths`` defaults to all chapters, ``workers`` to one more than processors but at most 4. Twice as many kernels are
    there at a time: one that starts or ends mostly waits.
    Raises NotebookError with the message of each that failed, after the others are done.
    """
    # One snapshot for all, taken before any kernel starts: an input edited while kernels run
    # differs from the stored fingerprint, and so the next build executes again.
    inputs = inputs or Inputs.read()
    paths = chapter_notebooks(inputs.root) if paths is None else list(paths)
    return asyncio.run(_execute_all(paths, workers or min(os.cpu_count() or 1, 3) + 1, inputs, say))


async def _execute_all(paths: list[Path], workers: int, inputs: Inputs, say: Callable[[str], None]) -> list[Path]:
    kernels, places = asyncio.Semaphore(2 * workers), asyncio.Semaphore(workers)
    executed: list[Path] = []
    failures: list[str] = []

    async def bring_up_to_date(path: Path, reasons: str, copies: "Nursery | None") -> None:
        label, start = _label(path, inputs.root), time.perf_counter()

        @asynccontextmanager
        async def at_work() -> AsyncIterator[None]:
            nonlocal start
            async with places:
                say(f"{label}: executing ({reasons})")
                start = time.perf_counter()
                yield

        async with kernels:
            try:
                await _execute(path, inputs, copies, at_work)
            except NotebookError as error:
                failures.append(str(error))
                say(f"{label}: failed after {time.perf_counter() - start:.1f} s")
            else:
                executed.append(path)
                say(f"{label}: executed in {time.perf_counter() - start:.1f} s ({reasons})")

    results, broken = statuses(paths, inputs)
    if broken:
        raise NotebookError("\n".join(broken))
    stale = {path: "; ".join(result.reasons) for path, result in results.items()}
    for path in paths:
        if not stale[path]:
            say(f"{_label(path, inputs.root)}: up to date")
    waiting = {path: reasons for path, reasons in stale.items() if reasons}
    with _nursery(inputs.root, len(waiting)) as copies:
        await asyncio.gather(*(bring_up_to_date(path, reasons, copies) for path, reasons in waiting.items()))
    if failures:
        raise NotebookError("\n\n".join(failures))
    return sorted(executed)


def _nursery(root: Path, count: int) -> AbstractContextManager["Nursery | None"]:
    """Where the kernels of ``count`` notebooks come from; None for one notebook, which gains nothing."""
    if count < 2:
        return nullcontext()
    from audit.workshop.nursery import nursery  # imported late, as below

    return nursery(clean_environment(root))


async def _execute(
    path: Path,
    inputs: Inputs,
    copies: "Nursery | None" = None,
    at_work: Callable[[], AbstractAsyncContextManager] = nullcontext,
) -> None:
    before = path.read_bytes()
    notebook = read_notebook(path)
    notebook.metadata.pop("audit", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    try:
        used = await _run(notebook, path.resolve().parent, inputs.root, copies, at_work)
        _write_words(notebook, inputs)
        notebook.metadata["audit"] = nbformat.from_dict({"fingerprint": fingerprint(notebook, used, inputs)})
        if path.read_bytes() != before:
            raise NotebookError("was edited while it was executed; the edit is kept, build again")
    except NotebookError as error:
        raise NotebookError(f"{_label(path, inputs.root)}: {error}") from error
    write_notebook(path, notebook)


async def _run(
    notebook: NotebookNode,
    folder: Path,
    root: Path,
    copies: "Nursery | None",
    at_work: Callable[[], AbstractAsyncContextManager],
) -> dict[str, list[str]]:
    """Fill in the outputs of ``notebook`` and return what its kernel reports to have used.

    The kernel is one of ``copies``, if there are any. Its cells are executed within ``at_work()``.
    """
    # Imported late: they take half a second, and ``status`` does without.
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpecManager
    from nbclient import NotebookClient

    with tempfile.TemporaryDirectory(prefix="audit-kernel-", ignore_cleanup_errors=True) as private:
        # Sockets in a private folder: no ports to clash, nothing for others on the machine to listen to.
        # Windows has none for this use, and their paths must be short.
        sockets = os.name != "nt" and len(private) < 80
        # No kernel directories: the kernel of this very interpreter, whatever "python3" a user has installed.
        kernel = AsyncKernelManager(
            kernel_name="python3",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
            connection_file=str(Path(private) / "kernel.json"),
            transport="ipc" if sockets else "tcp",
        )
        if copies is not None:
            from audit.workshop.nursery import CopyingProvisioner

            kernel.provisioner = CopyingProvisioner.of(copies, kernel)
        client = NotebookClient(
            notebook,
            km=kernel,
            timeout=TIMEOUT,
            record_timing=False,
            force_raise_errors=True,
            coalesce_streams=True,  # else how a print is cut into pieces depends on timing
        )
        # A private IPYTHONDIR: no start-up files or settings of whoever runs this.
        env = clean_environment(root) | {"IPYTHONDIR": private}
        try:
            await _start(client, cwd=str(folder), env=env)
            async with at_work():
                for index, cell in enumerate(notebook.cells):
                    await _run_cell(client, cell, index)
                return await _ask_trace(client)
        finally:  # not nbclient's own clean-up: it replaces the handler that lets Ctrl-C stop every kernel
            if kernel.has_kernel:
                await kernel.shutdown_kernel(now=True)
            if client.kc is not None:
                client.kc.stop_channels()


async def _start(client: Any, cwd: str, env: Mapping[str, str]) -> None:
    try:
        await client.async_start_new_kernel(cwd=cwd, env=dict(env))
        await client.async_start_new_kernel_client()
    except (RuntimeError, OSError) as error:
        raise NotebookError(f"the kernel did not start: {error}") from error


async def _run_cell(client: Any, cell: NotebookNode, index: int) -> None:
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    try:
        await client.async_execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
    except CellExecutionError as error:
        value = f"{error.ename}: {error.evalue}".rstrip(": ")
        raise NotebookError(f"cell '{cell.id}': {value}\n{_last_lines(error.traceback)}") from error
    except CellTimeoutError as error:
        raise NotebookError(f"cell '{cell.id}': ran for more than {TIMEOUT} s") from error
    except DeadKernelError as error:
        raise NotebookError(f"cell '{cell.id}': the kernel died") from error


async def _ask_trace(client: Any) -> dict[str, list[str]]:
    """Ask the kernel what it used, without adding a cell or counting an execution."""
    message = client.kc.execute("", silent=True, store_history=False, user_expressions={"used": ASK_TRACE})
    reply = await client.async_wait_for_reply(message)
    answer = reply["content"].get("user_expressions", {}).get("used", {}) if reply else {}
    if answer.get("status") != "ok":
        raise NotebookError(f"the kernel cannot say what it used: {answer.get('evalue', 'no answer')}")
    return json.loads(ast.literal_eval(answer["data"]["text/plain"]))


def _last_lines(traceback: str, count: int = 12) -> str:
    """The end of a traceback, without colours, indented."""
    lines = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", traceback).splitlines() if line.strip()]
    return "\n".join(f"    {line}" for line in lines[-count:])
