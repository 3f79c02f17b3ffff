"""A small record of its own for tests of what reads and checks a record: some rows of some tables, as they once were.

Nobody keeps these rows up to date: a figure that is corrected in ``data/`` stays here as it is, so that its correction fails
the tests about that figure and none of these. How a table must look is taken from the descriptor: that is a rule, and no figure.
"""

import json
import shutil
from pathlib import Path

from audit.inputs import codebook
from audit.paths import DATA

ROWS = Path(__file__).parent
#: The last look at these rows. That of ``data/`` moves on, and may not be a year after the newest source.
CUTOFF = "2026-11-26"


def small_record(folder: Path) -> Path:
    """A new folder with these tables, described and accepted like ``data/``."""
    folder.mkdir()
    described = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"] = [one for one in described["resources"] if (ROWS / one["path"]).is_file()]
    described["data_cutoff"] = CUTOFF
    for one in described["resources"]:
        shutil.copy(ROWS / one["path"], folder)
    (folder / "datapackage.json").write_text(json.dumps(described, indent=2), encoding="utf-8")
    codebook.refresh(folder)
    return folder
