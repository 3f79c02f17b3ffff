"""The Corrections page, made from CHANGELOG.md: what was corrected, newest first, and the verdicts that moved.

The changelog is read strictly: an entry that is not of the stated form is an error of the build, never left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from audit.faults import Fault, FaultsError
from audit.figures.prose import VERDICT_WORDS
from audit.findings import default_ledger
from audit.inputs.registration import registrable
from audit.paths import ROOT

CHANGELOG = ROOT / "CHANGELOG.md"
CORRECTED, MOVED = "Corrected", "Verdicts that moved"
SECTIONS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", CORRECTED, MOVED)
ENTRY_FORM = "- YYYY-MM-DD · what: old → new. Reason. (point)"
TABLE_FORM = "| claim | before | after | rule |"

_ENTRY = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d) · (?P<what>[^:→]*[^\s:→]): (?P<old>[^\s→][^→]*) → "
    r"(?P<new>[^\s→][^→]*?\.”?) (?P<reason>[A-Z“][^→]*\.”?) \((?P<point>[^()]*[^\s()])\)"
)


@dataclass(frozen=True)
class Correction:
    """One entry under *Corrected*; ``row`` is its line."""

    day: date
    what: str
    old: str
    new: str
    reason: str
    point: str
    row: int


@dataclass(frozen=True)
class Move:
    """One row under *Verdicts that moved*."""

    claim: str
    before: str
    after: str
    rule: str
    row: int


# --- the changelog ----------------------------------------------------------------------------------------


def read_changelog(path: Path = CHANGELOG) -> tuple[list[Correction], list[Move]]:
    """Corrections (newest first, those of one day as they stand) and moved verdicts (as they stand).

    Raises FaultsError with every line that is not of the form.
    """
    if not path.is_file():
        raise FaultsError([Fault(path.name, None, None, "file is missing", "the list of changes")])
    faults: list[Fault] = []
    corrections: list[Correction] = []
    moves: list[Move] = []
    for section, lines in _sections(path, faults):
        if section == CORRECTED:
            corrections += _corrections(path.name, lines, faults)
        elif section == MOVED:
            moves += _moves(path.name, lines, faults)
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.row))
    return sorted(corrections, key=lambda one: one.day, reverse=True), moves


Line = tuple[int, str]


def _sections(path: Path, faults: list[Fault]) -> Iterator[tuple[str, list[Line]]]:
    """Each ``###`` section of each release, with its lines that are not blank."""
    section, lines = "", []
    for row, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(("## ", "### ")):
            yield section, lines
            section, lines = line.lstrip("#").strip() if line.startswith("### ") else "", []
            if section and section not in SECTIONS:
                faults.append(Fault(path.name, row, None, f"no section {section!r}", "one of " + ", ".join(SECTIONS)))
        elif line.strip():
            lines.append((row, line.rstrip()))
    yield section, lines


def _corrections(name: str, lines: list[Line], faults: list[Fault]) -> Iterator[Correction]:
    entries: list[Line] = []
    for row, line in lines:
        if line.startswith("  ") and entries:  # an entry may be folded
            entries[-1] = (entries[-1][0], f"{entries[-1][1]} {line.strip()}")
        else:
            entries.append((row, line))
    for row, line in entries:
        found = _ENTRY.fullmatch(line.removeprefix("- ")) if line.startswith("- ") else None
        day = found and _day(found["day"])
        if day is None:
            problem = "is no day of the calendar" if found else "is not of the form of a correction"
            faults.append(
                Fault(name, row, CORRECTED, f"{_shown(found['day'] if found else line)} {problem}", ENTRY_FORM)
            )
            continue
        old, new = found["old"].strip(), found["new"].removesuffix(".")
        yield Correction(day, found["what"], old, new, found["reason"], found["point"], row)


def _moves(name: str, lines: list[Line], faults: list[Fault]) -> Iterator[Move]:
    head = [_cells(line) for _, line in lines[:2]]
    if lines and (head[0] != ["claim", "before", "after", "rule"] or len(head) < 2 or not _is_ruler(head[1])):
        faults.append(Fault(name, lines[0][0], MOVED, f"{_shown(lines[0][1])} is no head of a table", TABLE_FORM))
        return
    known = registrable(default_ledger())
    for row, line in lines[2:]:
        cells = _cells(line)
        if len(cells) != 4 or not all(cells):
            faults.append(Fault(name, row, MOVED, f"{_shown(line)} is no row of four cells", TABLE_FORM))
        elif (claim := cells[0].strip("`")) not in known:
            faults.append(Fault(name, row, MOVED, f"no claim {claim!r} in the ledger", "the id of a claim"))
        else:
            yield Move(claim, *cells[1:], row)


def _cells(line: str) -> list[str]:
    whole = re.fullmatch(r"\|(.*)\|", line)
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", whole[1])] if whole else []


def _is_ruler(cells: list[str]) -> bool:
    return len(cells) == 4 and all(re.fullmatch(r":?-+:?", cell) for cell in cells)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shown(line: str) -> str:
    return repr(line if len(line) <= 60 else line[:57] + "...")


# --- the page ---------------------------------------------------------------------------------------------


class _FromChangelog(SphinxDirective):
    """A directive whose content comes from the changelog."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(CHANGELOG))
        try:
            corrections, moves = read_changelog(CHANGELOG)
        except FaultsError as error:  # one message each: the driver of the build tells them by line
            return [self.state.document.reporter.error(str(fault), line=self.lineno) for fault in error.faults]
        return self.content_nodes(corrections, moves)

    def content_nodes(self, corrections: list[Correction], moves: list[Move]) -> list[nodes.Node]:
        raise NotImplementedError


class Corrections(_FromChangelog):
    """``{corrections}``: a section for each day, newest first; each entry has an anchor of its own."""

    def content_nodes(self, corrections: list[Correction], moves: list[Move]) -> list[nodes.Node]:
        if not corrections:
            return [nodes.paragraph(text="Nothing has been corrected so far.")]
        made, taken = [], set()
        for day, entries in groupby(corrections, key=lambda one: one.day):
            section = nodes.section(ids=[f"corrected-{day}"])
            section += nodes.title(text=f"{day.day} {day:%B %Y}")
            listed = nodes.bullet_list(bullet="-", classes=["corrections"])
            listed += [_item(entry, _anchor(entry, taken)) for entry in entries]
            section += listed
            made.append(section)
        return made


def _anchor(entry: Correction, taken: set[str]) -> str:
    """The same from build to build, whatever else is corrected later on another subject."""
    name = wanted = f"correction-{entry.day}-{nodes.make_id(entry.what)}".rstrip("-")
    number = 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name)
    return name


def _item(entry: Correction, anchor: str) -> nodes.list_item:
    words = nodes.paragraph()
    words += nodes.strong("", "", *_inline(entry.what))
    for label, text in ((". Before: ", entry.old), ("Now: ", entry.new)):
        words += [nodes.Text(label), *_inline(text), nodes.Text(" " if re.search(r"[.?!]”?$", text) else ". ")]
    words += _inline(entry.reason)
    words += [nodes.Text(" "), nodes.inline(text=f"({entry.point})", classes=["correction-point"])]
    return nodes.list_item("", words, ids=[anchor])


class VerdictsMoved(_FromChangelog):
    """``{verdicts-moved}``: claim, verdict before and after, and the rule that moved it."""

    def content_nodes(self, corrections: list[Correction], moves: list[Move]) -> list[nodes.Node]:
        if not moves:
            return [nodes.paragraph(text="No verdict has moved so far.")]
        group = nodes.tgroup(cols=4)
        group += [nodes.colspec(colwidth=width) for width in (40, 17, 17, 26)]
        group += nodes.thead(
            "", _row(*([nodes.Text(text)] for text in ("Claim", "Before", "After", "Rule that moved it")))
        )
        rows = (
            _row(self.claim(move.claim), _verdict(move.before), _verdict(move.after), _inline(move.rule))
            for move in moves
        )
        group += nodes.tbody("", *rows)
        return [nodes.table("", group, classes=["verdicts-moved"])]

    def claim(self, claim_id: str) -> list[nodes.Node]:
        """The claim in our words, linked to its place in the register; a proposition by its id."""
        if claim_id not in default_ledger().claims:
            return [nodes.literal(text=claim_id)]
        target = {"refdomain": "std", "reftype": "claim", "reftarget": claim_id, "refdoc": self.env.docname}
        link = addnodes.pending_xref("", refexplicit=True, refwarn=True, **target)
        link += nodes.inline(text=default_ledger().claims[claim_id].claim)
        return [link]


def _row(*cells: list[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def _verdict(text: str) -> list[nodes.Node]:
    """A code of the ladder in the words that readers see, a retired code without its hyphens; other text as it stands."""
    code = text.strip("`")
    if code in VERDICT_WORDS or re.fullmatch(r"[a-z]+(-[a-z]+)+", code):
        return [nodes.Text(VERDICT_WORDS.get(code, code.replace("-", " ")))]
    return _inline(text)


def _inline(text: str) -> list[nodes.Node]:
    """Text with ``code`` and *emphasis*. No more Markdown than that: two dollar signs would become a formula."""
    made = []
    for piece in re.split(r"(`[^`]+`|\*[^*\s][^*]*\*)", text.replace("\\|", "|")):
        if piece.startswith("`") and len(piece) > 2:
            made.append(nodes.literal(text=piece[1:-1]))
        elif piece.startswith("*") and len(piece) > 2:
            made.append(nodes.emphasis(text=piece[1:-1]))
        elif piece:
            made.append(nodes.Text(piece))
    return made


def setup(app) -> None:
    app.add_directive("corrections", Corrections)
    app.add_directive("verdicts-moved", VerdictsMoved)
