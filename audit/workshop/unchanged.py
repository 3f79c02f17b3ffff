"""Digests that say whether anything has changed. Light on purpose: they are asked before pandas is imported.

The book in ``_build/html`` is the one that its inputs give as long as ``is_built`` says so: no file of the project, no
installed package, no commit and no byte of the site is another than when it was built.
"""

import hashlib
import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

import audit

#: What lies in the repository and shapes no page.
NO_INPUTS = ("_build", "tests", "BENCHMARKS.md", "BENCHMARKS.svg")
STAMP = Path("_build") / ".built"


def is_built(root: Path) -> bool:
    """Is the site in ``_build/html`` the one that ``note_built`` noted, and is everything it was made from as it was?"""
    try:
        noted = json.loads((root / STAMP).read_text(encoding="utf-8"))
        return noted == {"inputs": inputs(root), "site": site(root)} and (root / "_build/html/index.html").is_file()
    except (OSError, ValueError):
        return False


def note_built(root: Path, made_from: str) -> None:
    """Note that the site was made from inputs of this digest; not if they changed meanwhile."""
    stamp = root / STAMP
    stamp.unlink(missing_ok=True)
    if made_from == inputs(root):
        part = stamp.with_name(f"{stamp.name}.{os.getpid()}.part")
        part.write_text(json.dumps({"inputs": made_from, "site": site(root)}), encoding="utf-8")
        part.replace(stamp)


def inputs(root: Path) -> str:
    """Digest of all that a book is made from. Raises OSError for a file that cannot be read."""
    return digest(root, names(root), [*environment(), history(root)])


def steady(root: Path) -> str:
    """Digest of all inputs but the notebooks: of what a build reads and never writes. Raises OSError as ``inputs`` does."""
    pages = [one.relative_to(root).as_posix() for one in files(root, ["chapters"]) if one.suffix != ".ipynb"]
    others = [name for name in names(root) if name != "chapters"]
    return digest(root, [*others, *pages], [*environment(), history(root)])


def names(root: Path) -> list[str]:
    """The files and folders of the repository that may shape a page; a page shows a workflow, which is hidden."""
    listed = sorted(name for name in os.listdir(root) if not name.startswith(".") and name not in NO_INPUTS)
    listed += [name for name in (".github",) if (root / name).is_dir()]
    return [name for name in listed if not name.endswith(".egg-info")]


def site(root: Path) -> str:
    """Digest of every file of the built site."""
    return digest(root, ["_build/html"], [], everything=True)


def digest(root: Path, names: Iterable[str], words: Iterable[str], everything: bool = False) -> str:
    """Digest of ``words`` and of the files of ``root`` in these folders, name by name. Raises OSError if one cannot be read."""
    found = hashlib.sha256(json.dumps([str(root), *words]).encode())
    for file in files(root, names, everything):
        content = file.read_bytes()
        found.update(f"\n{file.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return found.hexdigest()


def files(root: Path, names: Iterable[str], everything: bool = False) -> Iterator[Path]:
    """Every file of these folders and files, in one order; not what Python and editors leave behind, unless ``everything``."""
    for name in names:
        if not (root / name).is_dir():
            yield from [root / name] if (root / name).exists() else []
            continue
        for folder, inner, here in os.walk(root / name, followlinks=True):
            inner[:] = sorted(
                one
                for one in inner
                if (everything or not one.startswith((".", "__pycache__"))) and not _leads_up(Path(folder) / one)
            )
            yield from (Path(folder) / one for one in sorted(here) if everything or not one.startswith("."))


def _leads_up(folder: Path) -> bool:
    """A link to a folder that it lies in has no end, and shows nothing that is not seen anyway."""
    return folder.is_symlink() and folder.parent.resolve().is_relative_to(folder.resolve())


def runs_what_is_there() -> bool:
    """Is the source of every module of the package that this process imported still what the file says?"""
    try:
        return all(hash(Path(file).read_bytes()) == source for file, source in list(audit.imported.items()))
    except OSError:
        return False


def environment() -> list[str]:
    """The Python that runs, and the name and version of every package that is installed for it."""
    packages = os.listdir(sysconfig.get_path("purelib"))
    return [sys.version, sys.executable, *sorted(name for name in packages if name.endswith((".dist-info", ".pth")))]


def history(root: Path) -> str:
    """The commit that the history of registrations is read from, and whether it is whole; empty without one."""
    command = ["git", "rev-parse", "HEAD", "--is-shallow-repository", "--show-toplevel"]
    try:
        return subprocess.run(command, cwd=root, capture_output=True, text=True).stdout
    except OSError:
        return ""
