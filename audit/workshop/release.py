"""One archive to keep or to deposit: ``python -m audit.workshop.release`` (`make release`, which builds what goes into it).

It holds what git holds, so that `make book` and `make test` work in it, and beside that the built book, the bill of materials,
what the release says of itself (``audit.workshop.crate``) and the checksums of all. It is made of a commit, and the same commit
gives the same bytes: files are sorted, and all of the day of the release.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

from audit.figures.kept import write_whole
from audit.findings import default_record
from audit.paths import ROOT
from audit.workshop.crate import METADATA, crate
from audit.workshop.sbom import SBOM
from audit.workshop.zips import zipped

BOOK, CHECKSUMS = "book", "SHA256SUMS"


class ReleaseError(Exception):
    """A release cannot be made; says what is missing and what to do."""


def main() -> int:
    """Returns the exit code: 0 made, 1 not made."""
    try:
        made = make_release()
    except ReleaseError as error:
        print(f"No release: {error}", file=sys.stderr)
        return 1
    content = made.read_bytes()
    print(f"{made}\n{len(content) / 1e6:.1f} MB, sha256 {hashlib.sha256(content).hexdigest()}")
    return 0


def make_release(root: Path = ROOT, site: Path = ROOT / "_build" / "html", bill: Path = SBOM) -> Path:
    """The archive in ``_build/release``, named after the version; returns its path. Raises ReleaseError."""
    book = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    name = f"partners-not-allies-{book['version']}"
    for needed, command in ((site / "index.html", "make book"), (bill, "make sbom")):
        if not needed.is_file():
            raise ReleaseError(f"there is no {needed}: run '{command}' first")
    files = {file: (root / file).read_bytes() for file in committed(root)}
    files |= {
        f"{BOOK}/{one.relative_to(site).as_posix()}": one.read_bytes() for one in site.rglob("*") if one.is_file()
    }
    files[bill.name] = bill.read_bytes()
    sizes = {file: len(content) for file, content in files.items()}
    files[METADATA] = crate(book, default_record(), sizes, _git(root, "rev-parse", "HEAD").strip()).encode()
    files[CHECKSUMS] = checksums(files).encode()
    made = root / "_build" / "release" / f"{name}.zip"
    write_whole(made, zipped(files, book["date-released"], name, executable(root)))
    return made


def committed(root: Path) -> list[str]:
    """The files of the commit that is checked out. Raises ReleaseError where it is another than what lies there."""
    changed = _git(root, "status", "--porcelain").splitlines()
    if changed:
        shown = ", ".join(line[3:] for line in changed[:5]) + (
            f" and {len(changed) - 5} more" if len(changed) > 5 else ""
        )
        raise ReleaseError(
            f"a release is made of a commit, and these differ from it: {shown}. Commit them or set them aside"
        )
    return _git(root, "ls-files", "-z").split("\0")[:-1]


def executable(root: Path) -> set[str]:
    """The files that git holds as programs."""
    entries = (line.split(maxsplit=3) for line in _git(root, "ls-files", "--stage", "-z").split("\0")[:-1])
    return {entry[3] for entry in entries if entry[0] == "100755"}


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise ReleaseError(f"a release is made of a commit, and git says: {done.stderr.strip()}")
    return done.stdout


def checksums(files: Mapping[str, bytes]) -> str:
    """As ``sha256sum --check`` reads them."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


if __name__ == "__main__":
    sys.exit(main())
