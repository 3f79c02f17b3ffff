"""The bill of materials: what the lock lists, each package once, and the same bytes from the same lock."""

import json
import re
import subprocess

import pytest

from audit.paths import LOCK, ROOT
from audit.workshop.sbom import bill

TOOL = ROOT / "_build" / "supply" / "bin" / "cyclonedx-py"
ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def stand_in(folder, script: str) -> str:
    tool = folder / "cyclonedx-py"
    tool.write_text(f"#!/bin/sh\n{script}\n")
    tool.chmod(0o755)
    return str(tool)


def test_a_package_that_is_locked_with_and_without_extras_is_listed_once(tmp_path):
    lock = "a==1 \\\n    --hash=sha256:01\n    # via b\na[x]==1 \\\n    --hash=sha256:01\n    # via b\nb==2 \\\n    --hash=sha256:02\n"
    left = "a==1 \\\n    --hash=sha256:01\n    # via b\nb==2 \\\n    --hash=sha256:02\n"
    assert bill(stand_in(tmp_path, "cat"), lock) == left


def test_no_time_reaches_the_bill(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert bill(stand_in(tmp_path, 'echo "time: $SOURCE_DATE_EPOCH"'), "") == "time: \n"


def test_a_tool_that_fails_gives_no_bill(tmp_path):
    with pytest.raises(subprocess.CalledProcessError):
        bill(stand_in(tmp_path, "echo '{}'; exit 1"), "")


@pytest.mark.skipif(not TOOL.exists(), reason="`make sbom` installs cyclonedx-bom")
def test_the_bill_lists_the_lock_and_is_the_same_twice():
    lock = LOCK.read_text(encoding="utf-8")
    first, second = (bill(str(TOOL), lock) for _ in range(2))
    made = json.loads(first)
    listed = [(part["name"], part["version"]) for part in made["components"]]
    hashes = {
        one["content"] for part in made["components"] for place in part["externalReferences"] for one in place["hashes"]
    }
    assert first == second and "serialNumber" not in made and "timestamp" not in made["metadata"]
    assert sorted(listed) == sorted(ENTRY.findall(lock)), "each locked package once, in each of its versions"
    assert hashes == set(re.findall(r"--hash=sha256:([0-9a-f]{64})", lock))
    assert made["metadata"]["component"]["name"] == "partners-not-allies"
