"""What takes long to make is kept between builds, under a digest of what it was made from and with a digest of itself.

An entry that was changed, cut or put under another name is made again: a picture is never published on trust.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path


def kept(folder: Path, words: str, make: Callable[[], bytes]) -> bytes:
    """``make()``, or what it gave before for the same ``words``, which say all that it depends on."""
    name = hashlib.sha256(words.encode()).hexdigest()[:32]
    file = folder / f"{name}.kept"
    try:
        digest, _, content = file.read_bytes().partition(b"\n")
        if digest.decode("ascii", "replace") == _digest(name, content):
            return content
    except OSError:
        pass
    content = make()
    write_whole(file, f"{_digest(name, content)}\n".encode() + content)
    return content


def _digest(name: str, content: bytes) -> str:
    return hashlib.sha256(name.encode() + content).hexdigest()


def write_whole(file: Path, content: str | bytes) -> None:
    """Write ``content`` so that nobody ever sees half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    part.replace(file)
