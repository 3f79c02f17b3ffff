"""What rests on what, kept between builds: leaving out every source in turn takes as long as all findings together.

What is kept stands under a digest of the claims, the record, the package and the packages installed, so another byte in any
of them is another question. It is kept only if they were the same before and after it was computed.
"""

import pickle
from functools import cache

from audit.figures.kept import found, keep
from audit.figures.rests import Rests
from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.paths import ROOT
from audit.workshop import unchanged
from audit.workshop.kept_findings import opened_by

FOLDER = ROOT / ".cache" / "rests"
INPUTS = ("audit", "seeds", "data")
#: So many are kept: of the branches and states that one goes back and forth between.
MOST = 5

_at_first: str | None = None


def note_inputs() -> None:
    """To be called before anything is read: what is computed later is kept only if the inputs are still these."""
    global _at_first
    _at_first = _inputs()


@cache
def rests() -> Rests:
    """As ``audit.figures.rests.default_rests``, computed or as it was kept."""
    ledger, record, judged = default_ledger(), default_record(), findings() | of_propositions()
    if _at_first is None or _inputs() != _at_first:
        return Rests.of(ledger, record, judged)
    question = f"rests {_at_first}"
    if (frames := found(FOLDER, question)) is not None:
        return Rests(ledger, record, judged, *pickle.loads(frames))
    made = Rests.of(ledger, record, judged, opened_by())
    if _inputs() == _at_first and unchanged.runs_what_is_there():
        _keep(question, pickle.dumps((made.ways, dict(made.falls), dict(made.answers))))
    return made


def _inputs() -> str | None:
    """Digest of all that it is computed from; None if a file cannot be read, which others will say."""
    try:
        return unchanged.digest(ROOT, INPUTS, unchanged.environment())
    except OSError:
        return None


def _keep(question: str, frames: bytes) -> None:
    try:
        keep(FOLDER, question, frames)
        for old in sorted(FOLDER.glob("*.kept"), key=lambda file: file.stat().st_mtime)[:-MOST]:
            old.unlink(missing_ok=True)
    except OSError:  # nowhere to keep it
        return
