"""Remember what a notebook used, so that its stored outputs can be told apart from out-of-date ones.

The loaders call ``note_table`` and ``note_claim``; after the last cell the runner asks the kernel for ``report``.
"""

import sys
from pathlib import Path

from audit.paths import ROOT

_tables: set[str] = set()
_claims: set[str] = set()


def note_table(name: str) -> None:
    """A table of the record was read."""
    _tables.add(name)


def note_claim(claim_id: str) -> None:
    """A claim of the ledger was read."""
    _claims.add(claim_id)


def report() -> dict[str, list[str]]:
    """Tables, claims and package files used since the interpreter started, each list sorted."""
    modules = [module for name, module in list(sys.modules.items()) if name.split(".")[0] == "audit"]
    files = [Path(module.__file__).resolve() for module in modules if getattr(module, "__file__", None)]
    return {
        "tables": sorted(_tables),
        "claims": sorted(_claims),
        "modules": sorted(file.relative_to(ROOT).as_posix() for file in files),
    }
