"""What processes of a build find around them: the package of this repository and no other, and nothing that changes outputs."""

import json
import os
import sys
from pathlib import Path

#: Settings of whoever runs this that would change outputs or choose another kernel, by the beginning of their names.
UNWANTED = (
    "PYTHON",
    "JUPYTER",
    "JPY_",
    "IPYTHON",
    "PIP_",
    "LC_",
    "LANG",
    "VSCODE_",
    "SOURCE_DATE_EPOCH",
    "DOCUTILSCONFIG",
)
HARMLESS = {"PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"}


def clean_environment(root: Path) -> dict[str, str]:
    """Environment for a child process: the package of ``root`` and no other, and nothing that changes outputs."""
    kept = {name: value for name, value in os.environ.items() if name in HARMLESS or not name.startswith(UNWANTED)}
    return kept | {
        "PYTHONPATH": str(root),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONNOUSERSITE": "1",
        "TZ": "UTC",
    }


def environment_with_own_kernel(root: Path, folder: Path) -> dict[str, str]:
    """``clean_environment`` for programs that look up the kernel python3 by name: ``folder`` gets one, and goes first.

    It is the kernel of this very interpreter, without start-up files or settings of the user.
    """
    kernel = folder / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": command, "display_name": "Python 3", "language": "python"}), encoding="utf-8")
    own = {"JUPYTER_PATH": folder, "JUPYTER_CONFIG_DIR": folder / "config", "JUPYTER_DATA_DIR": folder / "data"}
    own |= {"JUPYTER_RUNTIME_DIR": folder / "runtime", "IPYTHONDIR": folder / "ipython"}
    return clean_environment(root) | {name: str(value) for name, value in own.items()}
