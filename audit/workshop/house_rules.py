"""The few rules every file of the repository keeps, for the tests and for pre-commit.

``python -m audit.workshop.house_rules [FILE ...]`` checks the named files (none named: all) and exits 1 on a fault.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from audit.faults import Fault
from audit.figures.stored_words import without_words
from audit.paths import ROOT

LARGEST = 1_500_000
LARGE_FILES: frozenset[str] = frozenset()  # files that may be larger, each with its reason beside it

# A number with its unit. Not: part of a word, a role, a path, an anchor or a glue key.
NUMBER_IN_PROSE = re.compile(
    r"(?<![\w`{.:/#-])\d+(?:[.,]\d+)*\s?"
    r"(?:%|per cent|percent|million|billion|trillion|bn|basis points)"
)
MACHINE_PATH = re.compile(r"(?:^|[^\w.])/(?:home|Users|root|work|farm)/|/tmp/ipykernel[_]")
PACKAGE_INDEX = re.compile(
    r"--(?:extra-)?index-url|\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org)\b|\"resolved\": \"http"
)
FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})\s*(\S*)")
# Two bare dollar signs in a paragraph: notebook viewers take what stands between them for mathematics.
DOLLARS = re.compile(r"(?<!\\)\$[^$\n]*(?:\n[^$\n]+)*?(?<!\\)\$")
CODE_DIRECTIVES = ("{code", "{math", "{raw")
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?")
READABLE_ID = re.compile(r"[a-z][a-z0-9-]*")


def project_files(root: Path = ROOT) -> list[Path]:
    """Every file that belongs to the project: what a commit of everything would hold, sorted."""
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout.decode()
        files = {root / name for name in listed.split("\0") if name}
        return sorted(file for file in files if file.is_file())
    return sorted(_walk(root, _ignored_names(root)))


def _ignored_names(root: Path) -> list[str]:
    """The patterns of .gitignore, which here are plain names of files and folders."""
    lines = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    return [".git", *(line.rstrip("/") for line in lines if line and not line.startswith("#"))]


def _walk(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for entry in folder.iterdir():
        if any(fnmatch(entry.name, pattern) for pattern in ignored):
            continue
        if entry.is_dir():
            yield from _walk(entry, ignored)
        elif entry.is_file():
            yield entry


def check_files(files: Iterable[Path], root: Path = ROOT) -> list[Fault]:
    """All faults of the files, in the order of the files."""
    return [fault for file in files for fault in _check_file(file, file.relative_to(root).as_posix())]


def _check_file(file: Path, name: str) -> Iterator[Fault]:
    try:
        content = file.read_bytes()
    except OSError as error:
        yield Fault(name, None, None, f"cannot be read ({error.strerror or error})", "a file that you may read")
        return
    if len(content) > LARGEST and name not in LARGE_FILES:
        yield Fault(name, None, None, f"{len(content):,} bytes", f"at most {LARGEST:,}")
    if b"\0" in content[:8000]:
        return  # a picture, a font: no text to look at
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        yield Fault(name, row, None, f"the byte 0x{content[error.start]:02x} is not UTF-8", "UTF-8 text")
        return
    if "\r" in text:
        row = text[: text.index("\r")].count("\n") + 1
        yield Fault(name, row, None, "a carriage return", "lines that end with LF alone")
    if text.startswith("\ufeff"):
        yield Fault(name, 1, None, "a byte order mark", "plain UTF-8")
    for row, line in enumerate(text.split("\n"), start=1):
        if found := MACHINE_PATH.search(line):
            yield Fault(name, row, None, f"a path of one machine ({found[0]!r})", "a path in the repository")
        if found := PACKAGE_INDEX.search(line):
            yield Fault(name, row, None, f"a package index ({found[0]!r})", "none: each machine has its own")
    path = PurePosixPath(name)
    if path.suffix == ".ipynb":
        yield from _check_notebook(text, name)
    elif path.suffix == ".md" and path.parts[0] == "chapters":
        for row, number in typed_numbers(text):
            yield Fault(name, row, None, f"the number {number!r} is typed into prose", "a glued number")


def typed_numbers(prose: str) -> list[tuple[int, str]]:
    """Numbers with a unit in MyST prose, each with its line. Code and directive options are not prose."""
    found = []
    literal = None  # the fence that ends the block of code we are in
    for row, line in enumerate(prose.split("\n"), start=1):
        fence = FENCE.match(line)
        if literal:
            if fence and fence[1].startswith(literal) and not fence[2]:
                literal = None
            continue
        if fence:
            # A bare fence closes a directive: what a directive holds is prose, unless it is one of code.
            if fence[1][0] != ":" and fence[2] and (fence[2][0] != "{" or fence[2].startswith(CODE_DIRECTIVES)):
                literal = fence[1]
            continue
        if not re.match(r"\s*:[\w-]+:(\s|$)", line):
            found += [(row, match[0]) for match in NUMBER_IN_PROSE.finditer(line)]
    return found


def _check_notebook(text: str, name: str) -> Iterator[Fault]:
    try:
        cells = json.loads(text)["cells"]
        whole = all("source" in cell and "cell_type" in cell for cell in cells)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        yield Fault(name, None, None, f"not a notebook ({error!r})", "notebook JSON")
        return
    if not whole:
        yield Fault(name, None, None, "not a notebook (a cell lacks its type or source)", "notebook JSON")
        return
    seen = set()
    for position, cell in enumerate(cells, start=1):
        identity = cell.get("id") or ""
        place = f"cell {identity or position}"
        if RANDOM_ID.fullmatch(identity) or not READABLE_ID.fullmatch(identity):
            yield Fault(name, None, place, f"the cell id {identity!r}", "words that stay ('annual-chart')")
        if identity in seen:
            yield Fault(name, None, place, "the cell id is used twice", "one id to a cell")
        seen.add(identity)
        if cell["cell_type"] == "markdown":
            # Words in a marker were computed: whoever types there is refused by `audit status` and the build.
            prose = without_words("".join(cell["source"]))
            for _, number in typed_numbers(prose):
                yield Fault(name, None, place, f"the number {number!r} is typed into prose", "a glued number")
            if found := DOLLARS.search(re.sub(r"`[^`]*`", "", prose)):
                yield Fault(
                    name, None, place, f"{found[0]!r} reads as mathematics in a notebook viewer", r"\$ for money"
                )
        if any(output["output_type"] == "error" for output in cell.get("outputs", [])):
            yield Fault(name, None, place, "an error is stored as output", "a cell that runs")
    code = [cell for cell in cells if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]
    if code and not any(cell.get("outputs") for cell in code):
        yield Fault(name, None, None, "no stored outputs", "an executed notebook: run `make book`")


def main(arguments: list[str]) -> int:
    files = [Path(argument).resolve() for argument in arguments] or project_files()
    faults = check_files(files)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
