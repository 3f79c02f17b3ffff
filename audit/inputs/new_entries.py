"""A new article or claim, put into ``seeds/`` in its place: checked as part of the whole ledger first, and then written whole or not at all.

No rule of the ledger is repeated here. The entry is written into a copy of the seeds and the copy is loaded; what the
ledger finds wrong with it is what is told.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from audit.faults import Fault, FaultsError, label
from audit.inputs import registration
from audit.inputs.ledger import Article, Claim, Ledger, load_ledger
from audit.paths import ROOT, SEEDS

ARTICLES, CLAIMS = "articles.yml", "claims.yml"
#: How a new article's paragraphs are counted, unless somebody counts otherwise.
PARAGRAPH_RULE = "The n-th non-blank line of the captured text."
Also = Callable[[Ledger], Collection[Fault]]


class Refused(ValueError):
    """Why nothing was written."""


def add_article(given: Mapping[str, Any], text: Path, seeds_dir: Path | None = None) -> Article:
    """Append an article. ``given``: its fields but those that follow from its captured ``text``, a file outside the repository.

    Raises Refused for an id that is taken or a text that cannot be had, FaultsError for whatever the ledger refuses.
    """
    ledger = load_ledger(seeds_dir)
    _free(given["id"], ledger, seeds_dir)
    entry = {**given, **_of_text(text)}
    return _added(entry, ARTICLES, seeds_dir, len).articles[given["id"]]


def add_claim(given: Mapping[str, Any], seeds_dir: Path | None = None, also: Also = lambda ledger: ()) -> Claim:
    """Put a claim where it belongs: by the order of the articles, then by its paragraph. Raises as ``add_article`` does.

    ``also``: the faults of a ledger that only those find who know more than the ledger does.
    """
    ledger = load_ledger(seeds_dir)
    _free(given["id"], ledger, seeds_dir)
    return _added(given, CLAIMS, seeds_dir, lambda written: _place(given, ledger, written), also).claims[given["id"]]


def _free(id: str, ledger: Ledger, seeds_dir: Path | None) -> None:
    """An id stands for one thing for ever, also when that is gone."""
    kinds = {"article": ledger.articles, "claim": ledger.claims}
    kinds |= {"proposition": ledger.propositions, "forecast": ledger.forecasts}
    for kind, known in kinds.items():
        if id in known:
            raise Refused(
                f"{id}: there is {'an' if kind == 'article' else 'a'} {kind} of this id, expected an id of its own"
            )
    if registration.read_if_any(seeds_dir or SEEDS).first(id):
        raise Refused(f"{id}: a test was registered under this id, expected an id that was never used")


def _of_text(text: Path) -> dict[str, Any]:
    """What an entry says of the captured text: its hash and its length."""
    if text.resolve().is_relative_to(ROOT):
        raise Refused(
            f"{label(text)}: lies in the repository, expected a file outside: an article's text is somebody else's"
        )
    try:
        content = text.read_bytes()
        lines = content.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise Refused(f"{text}: is not UTF-8, expected the captured text of the article") from None
    except OSError as error:
        raise Refused(f"{text}: cannot be read ({error.strerror}), expected the captured text of the article") from None
    paragraphs = sum(bool(line.strip()) for line in lines)
    return {
        "text_sha256": hashlib.sha256(content).hexdigest(),
        "paragraphs": paragraphs,
        "paragraph_rule": PARAGRAPH_RULE,
    }


def _place(given: Mapping[str, Any], ledger: Ledger, written: str) -> int:
    """Where in the file a new claim begins: after all of its article and paragraph and of what is before these."""
    order = list(ledger.articles)
    if given["article"] not in order:
        return len(written)
    wanted = (order.index(given["article"]), given["paragraph"])
    later = [one.id for one in ledger.claims.values() if (order.index(one.article), one.paragraph) > wanted]
    if not later:
        return len(written)
    start = re.search(rf"^- id: *[\"']?{re.escape(later[0])}[\"']? *$", written, re.MULTILINE)
    if start is None:
        raise Refused(f"the entry of {later[0]} does not begin with its id, expected - id: {later[0]}")
    before = written[: start.start()]
    if later[0] == next(iter(ledger.claims)):
        return max(len(before) - 1, 0)
    # Blank lines and comments before an entry belong to it.
    return len(re.sub(r"(\n|\n#.*)+\Z", "", before)) + 1


def _added(
    entry: Mapping[str, Any],
    name: str,
    seeds_dir: Path | None,
    place: Callable[[str], int],
    also: Also = lambda ledger: (),
) -> Ledger:
    """The ledger with ``entry`` in the file ``name`` of the seeds, which is written if the ledger has no fault."""
    file = (seeds_dir or SEEDS) / name
    before = file.read_bytes()
    written = before.decode("utf-8")
    written += "" if written.endswith("\n") else "\n"
    at = place(written)
    own = yaml.safe_dump([dict(entry)], sort_keys=False, allow_unicode=True, width=100)
    content = (written[:at] + "\n" + own + written[at:]).encode("utf-8")
    ledger = _checked(content, name, file.parent, also)
    partial = file.with_name(f".{name}.{os.getpid()}.tmp")
    try:
        partial.write_bytes(content)
        if file.read_bytes() != before:
            raise Refused(f"{label(file)} changed meanwhile, nothing was written; run the command again")
        os.replace(partial, file)
    finally:
        partial.unlink(missing_ok=True)
    return ledger


def _checked(content: bytes, name: str, seeds: Path, also: Also) -> Ledger:
    """The ledger of a copy of the seeds with ``content`` in one file. Raises FaultsError, with the places in the seeds."""
    with tempfile.TemporaryDirectory(prefix="audit-new-") as folder:
        copy = Path(folder)
        for one in seeds.glob("*.yml"):
            shutil.copy(one, copy)
        (copy / name).write_bytes(content)
        try:
            ledger = load_ledger(copy)
            if found := also(ledger):
                raise FaultsError(found)
            return ledger
        except FaultsError as error:
            faults = [replace(fault, file=label(seeds / Path(fault.file).name)) for fault in error.faults]
            raise FaultsError(faults) from None
