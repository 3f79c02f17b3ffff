"""The registration of tests, which is not checked again while neither the claims nor the history behind them are others.

Reading every committed version of the list takes as long as the rest of the checks. A commit cannot change, so what was
found faultless under one commit, for one state of ``seeds/`` and under the rules of today stays so. Only that is remembered.
"""

from pathlib import Path

from audit.faults import Fault
from audit.inputs import registration
from audit.inputs.ledger import Ledger
from audit.inputs.remembered import is_sound, remember
from audit.paths import ROOT
from audit.workshop import unchanged


def check(ledger: Ledger | None, root: Path = ROOT) -> tuple[list[Fault], str | None]:
    """As ``audit.inputs.registration.check``: the faults, and why the history could not be verified (None if it was)."""
    question = unchanged.digest(root, ["seeds"], ["registration", unchanged.history(root)])
    if is_sound(question):
        return [], None
    found, note = registration.check(ledger, root)
    if not found and note is None and ledger is not None:
        remember(question)
    return found, note
