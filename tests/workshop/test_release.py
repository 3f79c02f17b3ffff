"""A release: one archive with all that the book is made of, the same bytes from the same commit, and made of nothing else."""

import hashlib
import json
import shutil
import subprocess
import zipfile

import pytest

from audit.book.citing import citation_file
from audit.findings import default_record
from audit.paths import ROOT
from audit.workshop.crate import METADATA, PARTS, crate
from audit.workshop.release import CHECKSUMS, ReleaseError, committed, make_release

NAME = f"partners-not-allies-{citation_file()['version']}"


def git(folder, *arguments):
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    """A small repository with what a release needs, its built site, and a bill of materials."""
    root = tmp_path / "root"
    for name in PARTS:
        part = root / name
        if name in ("book/", "sbom.cdx.json"):
            continue
        if name.endswith("/"):
            part.mkdir(parents=True)
            (part / "ä file").write_text(name, encoding="utf-8")
        else:
            part.write_text(name, encoding="utf-8")
    shutil.copy(ROOT / "CITATION.cff", root)
    (root / "run").write_text("#!/bin/sh\n", encoding="utf-8")
    (root / "run").chmod(0o755)
    (root / ".gitignore").write_text("_build/\n", encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "All")
    site = root / "_build" / "html"
    (site / "chapters").mkdir(parents=True)
    (site / "index.html").write_text("<p>front</p>", encoding="utf-8")
    (site / "chapters" / "trade.html").write_text("<p>trade</p>", encoding="utf-8")
    (root / "_build" / "sbom.cdx.json").write_text("{}", encoding="utf-8")
    return root


def release(root):
    return make_release(root, root / "_build" / "html", root / "_build" / "sbom.cdx.json")


def test_it_holds_the_commit_the_book_the_bill_and_what_it_says_of_itself(repository):
    made = release(repository)
    assert made == repository / "_build" / "release" / f"{NAME}.zip"
    with zipfile.ZipFile(made) as archive:
        assert archive.testzip() is None
        held = {name.removeprefix(f"{NAME}/") for name in archive.namelist()}
        assert archive.read(f"{NAME}/book/chapters/trade.html") == b"<p>trade</p>"
        programs = [entry.filename for entry in archive.infolist() if entry.external_attr >> 16 == 0o755]
    beside = {"book/index.html", "book/chapters/trade.html", "sbom.cdx.json", METADATA, CHECKSUMS}
    assert held == set(committed(repository)) | beside and "data/ä file" in held
    assert programs == [f"{NAME}/run"]


def test_the_same_commit_gives_the_same_bytes(repository, tmp_path):
    first = release(repository).read_bytes()
    elsewhere = tmp_path / "elsewhere"
    subprocess.run(["git", "clone", "-q", repository, elsewhere], check=True)
    shutil.copytree(repository / "_build", elsewhere / "_build", ignore=shutil.ignore_patterns("release"))
    assert release(elsewhere).read_bytes() == first


def test_the_checksums_are_those_of_the_files(repository):
    with zipfile.ZipFile(release(repository)) as archive:
        told = dict(line.split("  ", 1)[::-1] for line in archive.read(f"{NAME}/{CHECKSUMS}").decode().splitlines())
        held = {name.removeprefix(f"{NAME}/"): archive.read(name) for name in archive.namelist()}
    del held[CHECKSUMS]
    assert told == {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}


def test_what_is_not_committed_stops_it_and_is_named(repository):
    (repository / "README.md").write_text("other", encoding="utf-8")
    (repository / "new").write_text("new", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"these differ from it: README\.md, new\. Commit them"):
        release(repository)
    assert not (repository / "_build" / "release").exists()


def test_outside_of_a_repository_it_says_so(repository):
    shutil.rmtree(repository / ".git")
    with pytest.raises(ReleaseError, match="a release is made of a commit, and git says: .*not a git repository"):
        release(repository)


@pytest.mark.parametrize(
    ("missing", "command"), [("html/index.html", "make book"), ("sbom.cdx.json", "make sbom")], ids=["book", "bill"]
)
def test_what_is_not_made_yet_is_named_with_the_command_that_makes_it(repository, missing, command):
    (repository / "_build" / missing).unlink()
    with pytest.raises(ReleaseError, match=f"there is no .*{missing}: run '{command}' first"):
        release(repository)


# --- what it says of itself ---


@pytest.fixture
def graph(repository):
    with zipfile.ZipFile(release(repository)) as archive:
        told = json.loads(archive.read(f"{NAME}/{METADATA}"))
    assert told["@context"] == "https://w3id.org/ro/crate/1.2/context"
    return {one["@id"]: one for one in told["@graph"]}


def test_the_crate_has_what_its_specification_asks_for(graph, repository):
    """https://www.researchobject.org/ro-crate/specification/1.2/root-data-entity"""
    about = graph[METADATA]
    assert about["@type"] == "CreativeWork" and about["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    root = graph[about["about"]["@id"]]
    assert root["@type"] == "Dataset" and root["name"] == citation_file()["title"] and root["description"]
    assert root["datePublished"] == str(citation_file()["date-released"])
    assert graph[root["license"]["@id"]]["name"] and graph[root["author"]["@id"]]["name"]
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=repository, capture_output=True, text=True).stdout.strip()
    assert root["identifier"] == f"git commit {head}"
    assert root["temporalCoverage"].endswith(str(default_record().data_cutoff))


def test_the_crate_names_each_part_and_nothing_that_is_not_in_it(graph, repository):
    parts = [one["@id"] for one in graph["./"]["hasPart"]]
    assert parts == list(PARTS)
    for place in parts:
        entity = graph[place]
        assert entity["@type"] == ("Dataset" if place.endswith("/") else "File") and entity["name"]
        assert entity.get("license", {}).get("@id", place) in graph
    assert graph["README.md"]["contentSize"] == str((repository / "README.md").stat().st_size)


def test_all_that_the_crate_refers_to_is_described_in_it(graph):
    for one in graph.values():
        for value in one.values():
            for link in value if isinstance(value, list) else [value]:
                if isinstance(link, dict) and link["@id"] != "https://w3id.org/ro/crate/1.2":
                    assert link["@id"] in graph, (one["@id"], link)


@pytest.mark.parametrize("missing", ["data/x.csv", "sbom.cdx.json"])
def test_a_part_that_is_not_there_cannot_be_named(missing):
    sizes = {"a": 1} | {(place + "x.csv" if place.endswith("/") else place): 1 for place in PARTS}
    crate(citation_file(), default_record(), sizes, "0")
    del sizes[missing]
    with pytest.raises(KeyError):
        crate(citation_file(), default_record(), sizes, "0")
