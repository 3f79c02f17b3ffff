"""The workflows may do little, run what is known, and try every Python and system that the book promises."""

import csv
import re
import tomllib

import pytest
import yaml

from audit.paths import ROOT

FOLDER = ROOT / ".github" / "workflows"
NAMES = sorted(file.name for file in FOLDER.glob("*.yml"))
#: How an action that is named by a tag says why.
NOT_PINNED = "# not pinned: digest could not be verified here"
#: Permissions to write, by the file and job that may have them: to publish, and to show who did.
MAY_WRITE = {("test.yml", "publish"): {"pages", "id-token"}}
#: All that a step may run, besides targets of the Makefile.
MAY_RUN = {
    'make lock "$LOCK"',
    'make offline PYTHON=python OFFLINE="sudo unshare --net"',
    "sudo apt-get install --yes faketime",
}
#: Workflows on which a push or a pull request waits; the others run by the clock.
WAITED_FOR = {"test.yml"}


def faults(name: str, text: str) -> list[str]:
    """What is wrong with a workflow, each in a line."""
    workflow = yaml.safe_load(text)
    found = (
        [] if workflow.get("permissions") in ({}, {"contents": "read"}) else ["permissions at the top are not least"]
    )
    for job_name, job in workflow["jobs"].items():
        writes = {what for what, how in job.get("permissions", {}).items() if how != "read"}
        if writes - MAY_WRITE.get((name, job_name), set()):
            found.append(f"{job_name} may write: {sorted(writes)}")
        if not 0 < job.get("timeout-minutes", 0) <= 90:
            found.append(f"{job_name} has no time limit of 90 minutes or less")
        commands = [step["run"].strip() for step in job["steps"] if "run" in step]
        found += [f"{job_name} runs {command!r}" for command in commands if not _known(command)]
    actions = [line for line in text.splitlines() if re.match(r"\s*(- )?uses:", line)]
    return found + [f"not pinned: {line.strip()}" for line in actions if not _pinned(line)]


def _known(command: str) -> bool:
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1].split()
    made = re.fullmatch(r"make ([a-z-]+)( [A-Z]+=[\w.]+)*", command)
    return command in MAY_RUN or (made is not None and made[1] in targets)


def _pinned(line: str) -> bool:
    """By a digest, with the version that it is; or openly not."""
    return re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) is not None or line.endswith(NOT_PINNED)


def read(name: str) -> dict:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_may_do_little_and_runs_what_is_known(name):
    assert faults(name, (FOLDER / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("name", "whole", "broken", "fault"),
    [
        ("test.yml", "permissions: {}", "permissions: write-all", "permissions at the top are not least"),
        ("test.yml", "permissions: {}\n", "", "permissions at the top are not least"),
        ("test.yml", "contents: read", "contents: write", "test may write: ['contents']"),
        ("test.yml", "id-token: write", "packages: write", "publish may write: ['packages', 'pages']"),
        ("watch.yml", "    timeout-minutes: 20\n", "", "advisories has no time limit of 90 minutes or less"),
        ("test.yml", "make sbom PYTHON=python", "make new PYTHON=python", "test runs 'make new PYTHON=python'"),
        ("test.yml", "make sbom PYTHON=python", "make sbom; id", "test runs 'make sbom; id'"),
        (
            "versions.yml",
            "20cfd1bf945f4377ade1205e4dbc17946fc9a30d # v10.0.1",
            "v10",
            "not pinned: - uses: astral-sh/setup-uv@v10",
        ),
        (
            "test.yml",
            " # v5.0.0\n        with",
            "\n        with",
            "not pinned: - uses: actions/upload-pages-artifact@fc32",
        ),
    ],
)
def test_a_workflow_that_is_broken_is_refused(name, whole, broken, fault):
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert whole in text
    [found] = faults(name, text.replace(whole, broken, 1))
    assert found.startswith(fault)


def test_an_action_without_a_digest_must_say_so():
    assert _pinned(f"- uses: a/b@v1 {NOT_PINNED}") and not _pinned("- uses: a/b@v1 # v1.0.0")


def promised() -> list[str]:
    """The Pythons that `make` looks for, by their names: of them the book's range takes all."""
    named = re.search(r"in \$\(PYTHON\) ((?:python3\.\d+ )+)", (ROOT / "Makefile").read_text(encoding="utf-8"))[1]
    return sorted((name.removeprefix("python") for name in named.split()), key=lambda one: int(one.split(".")[1]))


def test_every_python_that_is_promised_is_tried_on_every_system():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    matrix = read("test.yml")["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["python"] == promised() and settings["project"]["requires-python"] == f">={promised()[0]}"
    assert {system.split("-")[0] for system in matrix["system"]} == {"ubuntu", "macos"}
    assert not matrix.keys() & {"include", "exclude"}, "no combination is left out"


def test_the_oldest_versions_are_tried_on_the_oldest_python_and_the_newest_on_the_newest():
    tried = read("versions.yml")["jobs"]["test"]["strategy"]["matrix"]["include"]
    assert {(one["versions"], one["python"], one["lock"]) for one in tried} == {
        ("oldest", promised()[0], "RESOLUTION=lowest-direct"),
        ("newest", promised()[-1], "UPGRADE=1"),
    }


def test_what_fails_a_test_is_not_published():
    publish = read("test.yml")["jobs"]["publish"]
    assert set(publish["needs"]) == {"test", "book"} and "refs/heads/main" in publish["if"]


def test_the_weekly_run_takes_nothing_over():
    steps = read("test.yml")["jobs"]["test"]["steps"]
    kept = [step.get("if", "") for step in steps if step.get("uses", "").startswith("actions/cache@")]
    assert kept and all("github.event_name != 'schedule'" in condition for condition in kept)


def test_nobody_waits_for_what_changes_outside():
    for name in NAMES:
        started = set(read(name)[True])  # YAML reads the key `on` as true
        assert bool(started & {"push", "pull_request"}) == (name in WAITED_FOR), name
        assert "pull_request_target" not in started and "workflow_run" not in started, name
    assert {"schedule", "push", "pull_request"} <= set(read("test.yml")[True])


def test_what_the_look_up_of_links_leaves_out_is_linked():
    """An entry that leaves nothing out any more goes."""
    left_out = tomllib.loads((ROOT / ".github" / "lychee.toml").read_text(encoding="utf-8"))["exclude"]
    with (ROOT / "data" / "sources.csv").open(encoding="utf-8", newline="") as file:
        links = [row["url"] for row in csv.DictReader(file)]
    shares = {pattern: sum(bool(re.search(pattern, link)) for link in links) for pattern in left_out}
    assert left_out and all(shares.values()), shares
    assert sum(shares.values()) < len(links) / 20, "the list stays short"
