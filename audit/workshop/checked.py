"""The repository's own record is checked once: as long as no byte of it and of the package is another, it is not checked again."""

from audit.faults import Fault
from audit.inputs import remembered
from audit.inputs.acceptance import check_data
from audit.paths import ROOT
from audit.workshop import unchanged


def own_data() -> list[Fault]:
    """As ``check_data()``: everything wrong with the repository's own record, and what of it was not accepted."""
    question = _question()
    if question and remembered.is_sound(question):
        return []
    faults = check_data()
    if question and not faults and question == _question() and unchanged.runs_what_is_there():
        remembered.remember(question)
    return faults


def _question() -> str | None:
    """Digest of the record and of the package that checks it; None if a file cannot be read, which the check will say."""
    try:
        return unchanged.digest(ROOT, ["data", "audit"], ["own data", *unchanged.environment()])
    except OSError:
        return None
