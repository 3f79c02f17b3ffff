"""What the findings are computed from, kept between processes: only those are computed again whose inputs changed.

Kept are the specifications of a claim, never a verdict: the rules are applied anew by every process. They stand under a digest
of the claims, of the arithmetic and of the packages installed; and beside each stands the digest of every table that its
arithmetic opened, so that another byte in one of them, or in a source that it names, is another question. What asks for more of
the record than tables is computed anew whenever anything of the record is another.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass

from audit import findings
from audit.faults import FaultsError
from audit.figures.kept import found, keep_few
from audit.findings import arithmetic, default_ledger, specifications
from audit.findings.lineage import Watched
from audit.inputs.descriptor import DESCRIPTOR
from audit.inputs.ledger import Ledger
from audit.inputs.record import Record, open_record
from audit.judgement import Specification
from audit.paths import ROOT
from audit.workshop import unchanged

FOLDER = ROOT / ".cache" / "findings"
#: Where a specification can come from, apart from the record: the claims, the arithmetic, the rules. A test holds it to that.
INPUTS = (
    "seeds",
    "audit/__init__.py",
    "audit/findings",
    "audit/inputs",
    "audit/judgement.py",
    "audit/held.py",
    "audit/faults.py",
    "audit/paths.py",
)
#: So many states of claims and arithmetic are kept: of the branches that one goes back and forth between.
MOST = 5
#: What arithmetic may ask of a record beside its tables, and the tables that this stands in.
BESIDE = {"sources": ("sources",), "reporters": ("reporters",), "data_cutoff": ()}


@dataclass(frozen=True)
class Kept:
    """The specifications of a claim, the tables that its arithmetic opened, and the digest of each input of the record."""

    specifications: list[Specification]
    opened: frozenset[str]
    inputs: Mapping[str, str | None]

    def is_of(self, now: Mapping[str, str | None]) -> bool:
        """Is every input of the record as it was?"""
        return all(digest is not None and now.get(name) == digest for name, digest in self.inputs.items())


_opened: dict[str, frozenset[str]] = {}


def hand_over() -> None:
    """Compute what is not kept, keep it, and give this process all of it; what cannot be computed is left to who asks for it.

    Raises FaultsError where ledger or record cannot be opened.
    """
    ledger = default_ledger()
    record = open_record()  # a fresh one: nothing of it was opened before its digests are taken
    question, now = _question(record), _digests(record)
    kept = {id: one for id, one in _read(question).items() if one.is_of(now)}
    made = {id: one for id in _judged(ledger) if id not in kept and (one := _compute(id, ledger, record, now))}
    known = kept | made
    if made and _are_as_they_were(question, now):
        keep_few(FOLDER, {question: pickle.dumps(known)}, MOST)
    _opened.update({id: one.opened for id, one in known.items()})
    findings.take_over({id: one.specifications for id, one in known.items()})


def _are_as_they_were(question: str, now: Mapping[str, str | None]) -> bool:
    """Was nothing edited meanwhile, neither claims and record nor the code that runs?"""
    record = open_record()
    return question == _question(record) and now == _digests(record) and unchanged.runs_what_is_there()


def opened_by() -> Mapping[str, frozenset[str]]:
    """The tables that the arithmetic of each claim opened, as far as ``hand_over`` knows them."""
    return _opened


def _judged(ledger: Ledger) -> list[str]:
    ids = [*ledger.claims, *ledger.propositions, *ledger.forecasts]
    return [id for id in ids if arithmetic(ledger.tested(id)) is not None]


def _compute(id: str, ledger: Ledger, record: Record, now: Mapping[str, str | None]) -> Kept | None:
    """None for what cannot be computed: whoever asks for the finding is told why."""
    watched = Watched(record)
    try:
        made = specifications(id, ledger, watched)
    except Exception:  # whatever arithmetic may raise on a record that nobody foresaw
        return None
    wanted = watched.opened.union(*(BESIDE.get(name, now) for name in watched.asked))
    return Kept(made, frozenset(watched.opened), {name: now[name] for name in sorted(wanted)})


def _digests(record: Record) -> dict[str, str | None]:
    """The digest of each table with all that it names, and of the descriptor; None for what cannot be read."""
    files = _files(record)
    if files and (told := found(FOLDER / "digests", files)):
        return json.loads(told)
    made = {}
    for name in record.resources:
        try:
            made[name] = record.digest(name)
        except FaultsError:
            made[name] = None
    made[DESCRIPTOR] = unchanged.digest(record.directory, [DESCRIPTOR], [])
    if files and files == _files(record) and unchanged.runs_what_is_there():
        keep_few(FOLDER / "digests", {files: json.dumps(made).encode()}, MOST)
    return made


def _files(record: Record) -> str | None:
    """Digest of every file of the record and of what reads them; None if one cannot be read."""
    try:
        code = unchanged.digest(ROOT, ["audit/inputs"], unchanged.environment())
        return unchanged.digest(record.directory.parent, [record.directory.name], ["digests", code])
    except OSError:
        return None


def _question(record: Record) -> str:
    """Digest of claims, arithmetic and packages."""
    return unchanged.digest(ROOT, INPUTS, ["findings", record.data_cutoff.isoformat(), *unchanged.environment()])


def _read(question: str) -> dict[str, Kept]:
    content = found(FOLDER, question)
    return {} if content is None else pickle.loads(content)
