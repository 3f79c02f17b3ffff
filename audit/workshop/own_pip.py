"""pip for this project's environment alone: ``python -I audit/workshop/own_pip.py install ...`` takes pip's own arguments.

Of the user's settings for pip (environment, configuration files) only those count that say where packages come from: a
machine may reach no other index. How and where to install is this project's business: ``PIP_USER``, a ``target`` and the
like would break or mislead the installation. Runs before anything is installed, so with the standard library only.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Mapping

#: Options of pip that say where packages come from, and how to get there.
WHERE_FROM = (
    *("index-url", "extra-index-url", "no-index", "find-links", "trusted-host", "keyring-provider", "proxy"),
    *("cert", "client-cert", "timeout", "default-timeout", "retries", "cache-dir", "no-cache-dir"),
)
PIP = [sys.executable, "-I", "-m", "pip"]


def main(arguments: list[str]) -> int:
    command = arguments[0] if arguments else "install"
    bare = without_settings(os.environ)
    # The files are read by pip itself: each system has them elsewhere, and another may be named.
    named = {"PIP_CONFIG_FILE": os.environ["PIP_CONFIG_FILE"]} if "PIP_CONFIG_FILE" in os.environ else {}
    listed = subprocess.run([*PIP, "config", "list"], env=bare | named, capture_output=True, text=True)
    if listed.returncode:
        print(f"pip cannot read its configuration, which may name an index:\n{listed.stderr.strip()}", file=sys.stderr)
        return listed.returncode
    settings = where_from(listed.stdout, os.environ, command)
    return subprocess.run([*PIP, *arguments], env=bare | settings | {"PIP_CONFIG_FILE": os.devnull}).returncode


def without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without any setting of pip, nor of Python for other projects: pip starts processes of its own."""
    unwanted = ("PIP_", "PYTHON", "__PYVENV_LAUNCHER__")
    return {name: value for name, value in environment.items() if not name.startswith(unwanted)}


def where_from(listed: str, environment: Mapping[str, str], command: str) -> dict[str, str]:
    """The settings to keep, as environment variables: ``listed`` is what ``pip config list`` prints of the files.

    As in pip, a section of the command goes before the global one, and the environment before both.
    """
    kept: dict[str, str] = {}
    found = [line.partition("=") for line in listed.splitlines() if "=" in line]
    for section in ("global", command):
        for key, _, value in found:
            name = key.removeprefix(f"{section}.")
            if key != name and name in WHERE_FROM:
                kept[_variable(name)] = str(ast.literal_eval(value))
    names = [_variable(option) for option in WHERE_FROM]
    return kept | {name: environment[name] for name in names if environment.get(name)}


def _variable(option: str) -> str:
    return "PIP_" + option.upper().replace("-", "_")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
