"""What takes long to make is kept between builds, under a digest of what it was made from and with a digest of itself.

An entry that was changed, cut or put under another name is made again: a picture is never published on trust. Nor is one
that other code made: whoever keeps something names its makers by ``code_of``.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path


def kept(folder: Path, words: str, make: Callable[[], bytes]) -> bytes:
    """``make()``, or what it gave before for the same ``words``, which say all that it depends on."""
    content = found(folder, words)
    if content is None:
        content = make()
        keep(folder, words, content)
    return content


def found(folder: Path, words: str) -> bytes | None:
    """What is kept under ``words``; None if there is nothing, or if it was changed."""
    file = _file(folder, words)
    try:
        digest, _, content = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if digest.decode("ascii", "replace") == _digest(file.stem, content) else None


def keep(folder: Path, words: str, content: bytes) -> None:
    """Keep ``content`` under ``words``. Raises OSError where nothing can be written."""
    file = _file(folder, words)
    write_whole(file, f"{_digest(file.stem, content)}\n".encode() + content)


def keep_few(folder: Path, entries: Mapping[str, bytes], most: int) -> None:
    """Keep each content under its words, and of the folder the ``most`` that were made last; nothing where nothing can be written."""
    try:
        for words, content in entries.items():
            keep(folder, words, content)
        for old in sorted(folder.glob("*.kept"), key=lambda file: file.stat().st_mtime)[:-most]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def code_of(*files: str) -> str:
    """Digest of these modules. To be taken while they are imported: later, the files may no longer be what runs."""
    return hashlib.sha256("\0".join(Path(file).read_text(encoding="utf-8") for file in files).encode()).hexdigest()[:16]


def _file(folder: Path, words: str) -> Path:
    return folder / f"{hashlib.sha256(words.encode()).hexdigest()[:32]}.kept"


def _digest(name: str, content: bytes) -> str:
    return hashlib.sha256(name.encode() + content).hexdigest()


def write_whole(file: Path, content: str | bytes) -> None:
    """Write ``content`` so that nobody ever sees half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    part.replace(file)
