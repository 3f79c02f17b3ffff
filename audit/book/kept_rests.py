"""What rests on what, kept between builds: leaving out every source in turn takes as long as all findings together.

What is kept stands under a digest of the claims, the record, the package and the packages installed, so another byte in any
of them is another question. It is kept only if they were the same before and after it was computed. What falls with each source is
also kept claim by claim, under its specifications: after an edit of a table the claims that it does not reach are as they were.
"""

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

import pandas as pd

from audit.figures.kept import found, keep_few
from audit.figures.rests import Rests
from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.falling import COLUMNS, falls
from audit.findings.what_if import specifications_of
from audit.inputs.record import Record
from audit.judgement import Finding
from audit.paths import ROOT
from audit.workshop import unchanged
from audit.workshop.kept_findings import opened_by

FOLDER = ROOT / ".cache" / "rests"
INPUTS = ("audit", "seeds", "data")
#: What decides over a finding when a source is left out, apart from the record.
RULES = ("audit/findings", "audit/inputs", "audit/judgement.py", "seeds")
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
    by_claim = ByClaim.read(record)
    made = Rests.of(ledger, record, judged, opened_by(), by_claim.falls)
    if _inputs() == _at_first and unchanged.runs_what_is_there():
        keep_few(FOLDER, {question: pickle.dumps((made.ways, dict(made.falls), dict(made.answers)))}, MOST)
        keep_few(FOLDER / "by-claim", {by_claim.question: pickle.dumps(by_claim.rows)}, MOST)
    return made


@dataclass
class ByClaim:
    """What falls with each source, in rows, by a digest of a finding and its specifications.

    ``question``: digest of the rules and of all sources and reporters, under which they are kept.
    """

    question: str
    rows: dict[str, list[tuple]]

    @classmethod
    def read(cls, record: Record) -> "ByClaim":
        words = [record.digest(name) for name in ("sources", "reporters")]
        question = unchanged.digest(ROOT, RULES, ["falls", *words, *unchanged.environment()])
        content = found(FOLDER / "by-claim", question)
        return cls(question, {} if content is None else pickle.loads(content))

    def falls(self, record: Record, judged: Mapping[str, Finding]) -> pd.DataFrame:
        """As ``audit.findings.falling.falls``, computed for the claims whose rows are not kept."""
        now = {}
        for id, one in judged.items():
            key = hashlib.sha256(repr([one, specifications_of(one)]).encode()).hexdigest()
            if key not in self.rows:
                self.rows[key] = list(falls(record, {id: one}).itertuples(index=False, name=None))
            now[key] = self.rows[key]
        self.rows = now
        by_source = sorted((row for rows in now.values() for row in rows), key=itemgetter(0))
        return pd.DataFrame(by_source, columns=list(COLUMNS))


def _inputs() -> str | None:
    """Digest of all that it is computed from; None if a file cannot be read, which others will say."""
    try:
        return unchanged.digest(ROOT, INPUTS, unchanged.environment())
    except OSError:
        return None
