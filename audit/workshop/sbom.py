"""The bill of materials of a release: ``python -m audit.workshop.sbom PATH/TO/cyclonedx-py`` (`make sbom`).

It lists what the lock lists, for every system, with the hashes of each file that may be installed. It is made from the lock and
not from an environment, which has only what one machine needs; and so that the same lock gives the same bytes, it has neither
the time at which it was made nor a number of its own.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from audit.paths import LOCK, ROOT

SBOM = ROOT / "_build" / "sbom.cdx.json"
#: An entry of the lock with extras and its lines of hashes; the same package stands beside it without them (see the Makefile).
_WITH_EXTRAS = re.compile(r"^[A-Za-z0-9._-]+\[.*\n(?:[ \t].*\n)*", re.MULTILINE)


def main(tool: str) -> None:
    SBOM.parent.mkdir(exist_ok=True)
    SBOM.write_text(bill(tool, LOCK.read_text(encoding="utf-8")), encoding="utf-8")
    print(SBOM)


def bill(tool: str, lock: str) -> str:
    """The packages of ``lock`` as CycloneDX JSON. Raises CalledProcessError if the tool fails: it validates what it made."""
    made = subprocess.run(
        [tool, "requirements", "-", "--pyproject", str(Path(ROOT, "pyproject.toml")), "--output-reproducible"],
        input=_WITH_EXTRAS.sub("", lock),
        env=_without_time(),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return made.stdout


def _without_time() -> dict[str, str]:
    """The environment without the time that the tool would stamp, and without its warning: a lock knows no graph."""
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return kept | {"PYTHONWARNINGS": "ignore::UserWarning"}


if __name__ == "__main__":
    main(sys.argv[1])
