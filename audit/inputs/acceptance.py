"""The repository's own data are accepted with the hash in the descriptor; a change on purpose is one command.

A cut or edited table often looks sound: what is left of it has the right columns, types and keys. So the tables in
data/ are used only as they were accepted, by ``python -m audit accept``, which checks everything before it writes a
hash. Another folder (``--data DIR``) is free of this rule: it is there to try a change.
"""

from pathlib import Path

from audit.faults import Fault, FaultsError
from audit.inputs.codebook import outdated
from audit.inputs.record import check_record
from audit.paths import DATA


def check_data(data_dir: Path | str | None = None, own: bool | None = None) -> list[Fault]:
    """Everything wrong with a record; of the repository's own, also what was changed and not accepted.

    ``own``: hold it to its hashes (default: if it is the repository's data/).
    """
    if own is None:
        own = data_dir is None or Path(data_dir).resolve() == DATA
    return [*check_record(data_dir), *(unaccepted(data_dir) if own else [])]


def unaccepted(data_dir: Path | str | None = None) -> list[Fault]:
    """What of the tables, their description and the codebook is not as it was accepted; [] if nothing can be read."""
    try:
        return outdated(data_dir)
    except FaultsError:
        return []  # has faults that say more
