"""What git remembers of one file: every committed version and the versions it came from, in a few calls of git."""

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# A hook of git sets these for its own repository; here the folder alone decides. Replaced objects and grafts hide history.
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
_AS_COMMITTED = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


class NoHistory(LookupError):
    """The history cannot be read; the message is the reason, as part of a sentence."""


@dataclass(frozen=True)
class Version:
    """A file as one commit holds it. ``content`` is None where the commit holds no such file.

    ``parents`` are the nearest commits before it that are listed too.
    """

    commit: str
    parents: tuple[str, ...]
    content: bytes | None


@dataclass(frozen=True)
class History:
    """The versions of a file, oldest first; the last is the one of the commit checked out.

    ``shallow`` says that the clone was cut off: what came before the oldest commit is unknown.
    """

    versions: tuple[Version, ...]
    shallow: bool


def history_of(root: Path, name: str) -> History:
    """Every commit that changed the file ``name`` (a path below ``root``), and every merge.

    Side branches count, those too of which a merge kept nothing. Raises NoHistory where there is no git, no ``.git``
    in ``root``, or no commit.
    """
    if not (root / ".git").exists():
        raise NoHistory("there is no .git here")
    shallow = _git(root, "rev-parse", "--is-shallow-repository", "HEAD").split()[0] == b"true"
    listed = _git(root, "rev-list", "--topo-order", "--reverse", "--full-history", "--parents", "HEAD", "--", name)
    commits = [line.split() for line in listed.decode().splitlines()]
    asked = "".join(f"{commit}:{name}\n" for commit, *_ in commits)
    held = _git(root, "cat-file", "--batch-check", given=asked.encode()).decode().splitlines()
    blobs = [answer.split()[0] if answer.split()[-2] == "blob" else None for answer in held]
    contents = _contents(root, blobs)
    return History(
        tuple(
            Version(commit, tuple(parents), contents[blob] if blob else None)
            for (commit, *parents), blob in zip(commits, blobs, strict=True)
        ),
        shallow,
    )


def _contents(root: Path, blobs: Iterable[str | None]) -> dict[str, bytes]:
    wanted = sorted({blob for blob in blobs if blob})
    answer = _git(root, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in wanted).encode())
    contents, start = {}, 0
    for blob in wanted:  # "<id> blob <size>\n<content>\n" each
        header, _, _ = answer[start:].partition(b"\n")
        try:
            size = int(header.split()[2])
        except (IndexError, ValueError):
            raise NoHistory(f"git lacks the object {blob}") from None
        start += len(header) + 1
        contents[blob] = answer[start : start + size]
        start += size + 1
    return contents


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE} | _AS_COMMITTED
    try:
        done = subprocess.run(["git", *arguments], cwd=root, env=environment, input=given, capture_output=True)
    except OSError:
        raise NoHistory("the command git was not found") from None
    if done.returncode:
        reason = (done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[0]
        raise NoHistory(f"git could not read the history ({reason})")
    return done.stdout
