"""Tests are registered before their data enter: ``seeds/registrations.yml``, a list that only grows.

Each entry holds the digest of one claim's test and the digest of the entry before it. ``faults`` compares the list
with the ledger and follows the chain; ``check_history`` compares it with every version ever committed, which finds what
a chain cannot: an entry that was written anew together with all that follows it.
"""

import hashlib
import json
import math
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from audit.faults import Fault, FaultsError, did_you_mean
from audit.inputs.history import NoHistory, history_of
from audit.inputs.ledger import Claim, Forecast, Ledger, Proposition
from audit.paths import ROOT, SEEDS

FILE = "registrations.yml"
RESULTS_KNOWN = ("yes", "no", "in part")
HOW = "python -m audit register {} --reason TEXT --results-known yes|no|part"

#: What of a claim, or of a proposition or forecast of our own, is registered. Notes, chapter, topic and the like can change without a
#: revision.
REGISTERED = (
    *("id", "claim", "layer", "proposition", "predicts", "kind"),
    *("test", "alternative_readings", "evidence"),
    *(
        "forecast",
        "way",
        "strength",
        "indicator",
        "source",
        "principle",
        "threshold",
        "year",
        "scored_on",
        "means",
        "gains",
    ),
)

HEADER = f"""\
# Every test that was registered, and every revision, in the order of registration.
#
# Never edit this file: it grows at its end, by `{HOW.format("CLAIM_ID")}`.
#
# claim          the id of a claim, or of a proposition or forecast of our own; its first entry registers it, later ones revise it
# test           digest of what is registered: wording, kind, test, other readings, evidence asked for; of a forecast also its
#                threshold, source, day and what it would mean
# date, reason   when and why
# results_known  whether results were known to who wrote the test: yes, no or in part
# note           optional
# previous       digest of the entry before ("" for the first)
# digest         digest of this entry without this line
"""


@dataclass(frozen=True)
class Registration:
    """One entry of the list: a test as it stood from ``date`` on."""

    claim: str
    test: str
    date: date
    reason: str
    results_known: str
    previous: str
    digest: str
    note: str | None = None


class Registrations:
    """The entries, oldest first, and by claim."""

    def __init__(self, entries: Iterable[Registration] = ()):
        self.entries = tuple(entries)
        self._by_claim: dict[str, list[Registration]] = {}
        for entry in self.entries:
            self._by_claim.setdefault(entry.claim, []).append(entry)

    def of(self, claim_id: str) -> tuple[Registration, ...]:
        """The entries of one claim, oldest first; empty if it has none."""
        return tuple(self._by_claim.get(claim_id, ()))

    def first(self, claim_id: str) -> Registration | None:
        """The entry that registered a claim's test."""
        return next(iter(self.of(claim_id)), None)

    def latest(self, claim_id: str) -> Registration | None:
        """The entry that says which test holds now."""
        return next(reversed(self.of(claim_id)), None)

    def revisions(self, claim_id: str) -> tuple[Registration, ...]:
        """The entries after the first."""
        return self.of(claim_id)[1:]

    def digest(self, claim_id: str) -> str:
        """Changes with every entry of the claim: a card that shows the entries is then out of date; "" without any."""
        return _sha256([entry.digest for entry in self.of(claim_id)]) if self.of(claim_id) else ""


# ---- digests ----


def test_digest(claim: Claim | Proposition | Forecast) -> str:
    """SHA-256 over what the registration of ``claim`` fixes.

    Bounds that the code derives from a figure are part of the test, so a changed rule for hedges changes
    the digest of every hedged figure. A field without a value counts as absent.
    """
    said = claim.model_dump(mode="json", include=set(REGISTERED), exclude_none=True)
    if claim.test is not None:
        said["test"] = _with_bounds(claim.test, said["test"])
    pairs = zip(claim.alternative_readings, said["alternative_readings"], strict=True)
    said["alternative_readings"] = [_with_bounds(reading, dumped) for reading, dumped in pairs]
    return _sha256(said)


test_digest.__test__ = False  # pytest: no test, whatever its name


def _with_bounds(reading: Any, said: dict) -> dict:
    bounds = {name: getattr(reading, name, None) for name in ("low", "high")}
    return said | {name: round(value, 9) for name, value in bounds.items() if isinstance(value, int | float)}


def entry_digest(entry: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of an entry (texts by field) without its ``digest``."""
    return _sha256({name: value for name, value in entry.items() if name != "digest"})


def _sha256(value: Any) -> str:
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


# ---- the file ----


def read(path: Path | str | None = None) -> Registrations:
    """The entries of the file (default: the repository's). Raises FaultsError when it is missing or malformed.

    Neither the chain nor the ledger is looked at: that is what ``faults`` is for.
    """
    file = _File(Path(path) if path is not None else SEEDS / FILE)
    file.read()
    if file.faults:
        raise FaultsError(file.faults)
    return file.registrations


@cache
def default() -> Registrations:
    """The repository's, read once; empty without the file. Raises FaultsError when it is malformed."""
    return read_if_any(SEEDS)


def read_if_any(seeds_dir: Path) -> Registrations:
    """As ``read``, but without the file there are no entries. ``audit check`` refuses a missing file; others need not."""
    return read(seeds_dir / FILE) if (seeds_dir / FILE).exists() else Registrations()


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None


def _is_digest(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{64}", text) is not None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_line(text: str) -> bool:
    breaks = re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", text)
    return breaks is None and text == text.strip() != ""


#: For each field: is this text a value of it, and what a value looks like.
_FIELDS: dict[str, tuple[Callable[[str], bool], str]] = {
    "claim": (_is_id, "the id of a claim, proposition or forecast"),
    "test": (_is_digest, "a SHA-256 digest, 64 digits of 0-9 and a-f"),
    "date": (_is_day, "a day of the calendar as YYYY-MM-DD"),
    "reason": (_is_line, "text on one line"),
    "results_known": (RESULTS_KNOWN.__contains__, 'one of "yes", "no", "in part"'),
    "note": (_is_line, "text on one line, or no such field"),
    "previous": (lambda text: text == "" or _is_digest(text), 'a SHA-256 digest, or "" in the first entry'),
    "digest": (_is_digest, "a SHA-256 digest, 64 digits of 0-9 and a-f"),
}
_OPTIONAL = ("note",)


@dataclass(frozen=True)
class _Raw:
    """An entry as it stands in the file: text by field (None: no text but a list or a mapping), and lines."""

    row: int
    value: dict[str, str | None]
    lines: dict[str, int]
    repeated: tuple[str, ...]

    def line(self, field: str) -> int:
        return self.lines.get(field, self.row)

    @property
    def name(self) -> str:
        return f"{self.value.get('claim') or 'an entry without a claim'}, {self.value.get('date') or 'no date'}"


_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _NoList(ValueError):
    """Line, problem and expectation."""


def _parse(text: str) -> list[_Raw]:
    """The entries of a YAML list. Raises yaml.YAMLError, or _NoList for anything but a list of mappings.

    Every plain value is text, whatever YAML makes of it: ``yes`` stays "yes" and a day stays as it is printed.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > 3:  # compose() recurses, in C without a limit
            raise _NoList(event.start_mark.line + 1, "is nested deeper than an entry", "entries as - claim: ...")
    top = yaml.compose(text, Loader=_LOADER)
    if top is None:
        return []
    if not isinstance(top, yaml.SequenceNode):
        raise _NoList(top.start_mark.line + 1, "holds no list of entries", "entries as - claim: ...")
    return [_entry(node) for node in top.value]


def _entry(node: yaml.Node) -> _Raw:
    row = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise _NoList(row, "is not an entry with fields", "- claim: ...")
    value, lines, repeated = {}, {}, []
    for key, content in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "(a key that is no text)"
        repeated += [name] if name in value else []
        value[name] = content.value if isinstance(content, yaml.ScalarNode) else None
        lines[name] = key.start_mark.line + 1
    return _Raw(row, value, lines, tuple(repeated))


class _File:
    """The file as it is on disk. What is wrong with it goes to ``faults``."""

    def __init__(self, path: Path):
        self.path = path
        self.name = _label(path)
        self.faults: list[Fault] = []
        self.entries: list[_Raw] = []
        self.sound: list[bool] = []

    @property
    def registrations(self) -> Registrations:
        """The entries without a fault of form."""
        good = [raw.value for raw, sound in zip(self.entries, self.sound, strict=True) if sound]
        return Registrations(Registration(**{**one, "date": date.fromisoformat(one["date"])}) for one in good)

    def fault(self, row: int | None, column: str | None, problem: str, expected: str) -> None:
        self.faults.append(Fault(self.name, row, column, problem, expected))

    def read(self) -> bytes | None:
        """Read and check the form of each entry; returns the bytes, None if there are none to be had."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            self.fault(None, None, "file is missing", "the list of registered tests")
            return None
        except OSError as error:
            self.fault(None, None, f"cannot be read ({error.strerror})", "the list of registered tests")
            return None
        self.take(data)
        return data

    def take(self, data: bytes) -> None:
        """Check the form of each entry of ``data``."""
        try:
            self.entries = _parse(data.decode("utf-8"))
        except UnicodeDecodeError as error:
            row = data.count(b"\n", 0, error.start) + 1
            self.fault(row, None, f"byte 0x{data[error.start]:02x} is not UTF-8", "UTF-8 text")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or str(error).splitlines()[0]
            self.fault(mark and mark.line + 1, None, f"cannot be read as YAML: {problem}", "well-formed YAML")
        except _NoList as error:
            row, problem, expected = error.args
            self.fault(row, None, problem, expected)
        self.sound = [self._check_form(entry) for entry in self.entries]

    def _check_form(self, entry: _Raw) -> bool:
        before = len(self.faults)
        for name in entry.repeated:
            self.fault(entry.line(name), name, "field given twice", "each field once")
        for name in entry.value:
            if name not in _FIELDS:
                expected = "one of " + ", ".join(_FIELDS)
                self.fault(entry.line(name), name, f"unknown field{did_you_mean(name, _FIELDS)}", expected)
        for name, (fits, expected) in _FIELDS.items():
            if name not in entry.value:
                if name not in _OPTIONAL:
                    self.fault(entry.row, name, "is missing", expected)
            elif (text := entry.value[name]) is None or not fits(text):
                self.fault(entry.line(name), name, f"is {_shown(text)}", expected)
        return len(self.faults) == before

    def check_chain(self) -> None:
        """Each entry fits its own digest, names the digest of the one before it, and is not dated before it."""
        day = ""
        for number, (entry, sound) in enumerate(zip(self.entries, self.sound, strict=True)):
            before = self.entries[number - 1].value.get("digest") if number else ""
            if sound:
                value = entry.value
                if value["digest"] != entry_digest(value):
                    self.fault(
                        entry.line("digest"),
                        "digest",
                        f"does not fit the entry ({entry.name}), which was changed after it was written",
                        "the entry as it was written; " + _ONLY_GROWS,
                    )
                if before is not None and value["previous"] != before:
                    self.fault(
                        entry.line("previous"),
                        "previous",
                        f"of {entry.name} breaks the chain: an entry before it was changed, removed, moved or inserted",
                        f"the digest of the entry before, {before[:12]}…"
                        if before
                        else '"", as no entry stands before',
                    )
                if value["date"] < day:
                    self.fault(
                        entry.line("date"),
                        "date",
                        f"of {entry.value['claim']} is {value['date']}, before that of the entry before it",
                        f"{day} or later",
                    )
                day = max(day, value["date"])


_ONLY_GROWS = "a change is a new entry at the end: " + HOW.format("CLAIM_ID")


def _label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def _shown(text: str | None) -> str:
    if text is None:
        return "not text"
    return repr(text if len(text) <= 60 else text[:57] + "...")


# ---- the file and the ledger ----


def registrable(ledger: Ledger) -> dict[str, Claim | Proposition | Forecast]:
    """Everything that has a test to register: the claims, and the book's own propositions and forecasts."""
    return dict(ledger.claims.items()) | ledger.propositions | ledger.forecasts


def faults(ledger: Ledger | None, seeds_dir: Path | str | None = None) -> list[Fault]:
    """Everything wrong with the registrations in ``seeds_dir`` (default: the repository's), by line.

    That is the form of each entry, the chain, and a test of ``ledger`` that has no entry or is not the one registered
    last. Without a ledger (it is faulty itself) only form and chain are checked.
    """
    seeds = Path(seeds_dir) if seeds_dir is not None else SEEDS
    file = _File(seeds / FILE)
    if file.read() is None:
        return file.faults
    file.check_chain()
    found = sorted(file.faults, key=lambda fault: (fault.row or 0, fault.column or ""))
    if ledger is None or (file.faults and not file.entries):
        return found
    known, registered = registrable(ledger), file.registrations
    for entry in file.entries:
        name = entry.value.get("claim")
        if name is not None and _is_id(name) and name not in known:
            problem = f"no claim {name!r} in the ledger{did_you_mean(name, known)}"
            found.append(Fault(file.name, entry.line("claim"), "claim", problem, "the id of a claim or proposition"))
    unclear = {entry.value.get("claim") for entry, sound in zip(file.entries, file.sound, strict=True) if not sound}
    for name, claim in known.items():
        latest = registered.latest(name)
        if name in unclear:
            continue  # one of its entries has a fault of form, which is told already
        if latest is None:
            problem, expected = "has no registered test", f"an entry in {file.name}: {HOW.format(name)}"
        elif latest.test != test_digest(claim):
            problem = "the test changed without a revision"
            expected = (
                f"the test registered on {latest.date} ({latest.test[:12]}…); register it with `{HOW.format(name)}`"
            )
        else:
            continue
        found.append(Fault(*_place(seeds, name), "test", f"in {name}: {problem}", expected))
    return found


def _place(seeds: Path, name: str) -> tuple[str, int | None]:
    """File and line where a claim or proposition begins."""
    begin = re.compile(rf"(?:- |  )id: *[\"']?{re.escape(name)}[\"']? *(?:#.*)?")
    for path in sorted(seeds.glob("*.yml")):
        if path.name != FILE:
            for row, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
                if begin.fullmatch(line):
                    return _label(path), row
    return _label(seeds / "claims.yml"), None


# ---- the file and its history ----


def check_history(root: Path = ROOT) -> tuple[list[Fault], str | None]:
    """Compare every committed version of ``seeds/registrations.yml`` with the next and with the file on disk.

    Each must begin with all entries of the one before. Returns the faults, and why the history could not be
    verified, or not wholly (None if it was).
    """
    name = f"{SEEDS.name}/{FILE}"
    try:
        history = history_of(root, name)
    except NoHistory as error:
        return [], str(error)
    held: dict[str, list[_Raw]] = {}
    first_seen: dict[str, str] = {}
    found: dict[tuple, Fault] = {}

    def compare(before: list[_Raw], after: list[_Raw], where: str, on_disk: bool) -> None:
        for number, entry in enumerate(before):
            if number < len(after) and after[number].value == entry.value:
                continue
            now = after[number] if number < len(after) else None
            same_claim = now is not None and now.value.get("claim") == entry.value.get("claim")
            what = "removed" if now is None else "changed" if same_claim else "moved or removed"
            committed = f"entry {number + 1} ({entry.name}), committed in {first_seen[_key(entry)][:10]}"
            problem = f"{committed}, was {what} {where}"
            row = now.row if on_disk and now is not None else None
            # An entry written anew takes all that follow it along: the first is the one to name.
            found.setdefault((number, _key(entry)), Fault(name, row, None, problem, _KEPT))
            return

    for version in history.versions:
        known = [held[parent] for parent in version.parents if parent in held]
        entries = _committed(version.content)
        if entries is None:  # no YAML: it holds what came before, so that nothing slips through
            entries = max(known, key=len, default=[])
        for entry in entries:
            first_seen.setdefault(_key(entry), version.commit)
        for before in known:
            compare(before, entries, f"in {version.commit[:10]}", on_disk=False)
        held[version.commit] = entries
    if history.versions:
        file = root / name
        on_disk = _committed(file.read_bytes() if file.is_file() else None)
        if on_disk is not None:
            compare(held[history.versions[-1].commit], on_disk, "since", on_disk=True)
    note = "this clone is shallow: what came before its oldest commit is unknown" if history.shallow else None
    return list(found.values()), note


_KEPT = "every entry as it was committed, in its order; " + _ONLY_GROWS


def history_faults(root: Path = ROOT) -> list[Fault]:
    """The faults of ``check_history``; none where there is no history."""
    return check_history(root)[0]


def _committed(content: bytes | None) -> list[_Raw] | None:
    """The entries of a version: none without the file, None if it is no list that can be read."""
    try:
        return _parse(content.decode("utf-8")) if content is not None else []
    except (yaml.YAMLError, UnicodeDecodeError, _NoList):
        return None


def _key(entry: _Raw) -> str:
    return json.dumps(entry.value, sort_keys=True)


def check(ledger: Ledger | None, root: Path = ROOT) -> tuple[list[Fault], str | None]:
    """Everything there is to check of a repository's own registrations: ``faults`` and ``check_history``."""
    found, note = check_history(root)
    return faults(ledger, root / SEEDS.name) + found, note and only_the_chain(note)


def only_the_chain(why: str) -> str:
    """What to tell people where the history could not be read."""
    return f"registrations: only the chain of digests could be verified, not the whole history ({why})"


# ---- registering ----


class Refused(ValueError):
    """Nothing was registered; the message is the reason."""


def register(
    claim_ids: Iterable[str],
    ledger: Ledger,
    *,
    reason: str,
    results_known: str,
    day: date,
    note: str | None = None,
    seeds_dir: Path | str | None = None,
) -> list[Registration]:
    """Append an entry for each claim, all or none, and return them.

    Raises Refused for an unknown claim, a test that is registered already, a text that is not one line, or a date
    before the last entry's; FaultsError when the list is broken. The file is made if there is none.
    """
    path = (Path(seeds_dir) if seeds_dir is not None else SEEDS) / FILE
    given = {"date": day.isoformat(), "reason": reason, "results_known": results_known}
    given |= {"note": note} if note is not None else {}
    for field, text in given.items():
        fits, expected = _FIELDS[field]
        if not fits(text):
            raise Refused(f"{field} is {_shown(text)}, expected {expected}")
    file = _File(path)
    before = file.read() if path.exists() else None
    file.check_chain()
    if file.faults:
        raise FaultsError(file.faults)
    registered, known = file.registrations, registrable(ledger)
    if registered.entries and day < registered.entries[-1].date:
        raise Refused(f"the date {day} is before that of the last entry, {registered.entries[-1].date}")
    previous, new = (registered.entries[-1].digest if registered.entries else ""), []
    for name in dict.fromkeys(claim_ids):
        if name not in known:
            raise Refused(f"{name}: no such claim{did_you_mean(name, known)}")
        test, latest = test_digest(known[name]), registered.latest(name)
        if latest is not None and latest.test == test:
            raise Refused(f"{name}: this test was registered on {latest.date}; nothing to register")
        entry = {"claim": name, "test": test, **given, "previous": previous}
        previous = entry_digest(entry)
        new.append(entry | {"digest": previous})
    head = before if before is not None else HEADER.encode()
    separator = b"" if head.endswith(b"\n") or not head else b"\n"
    _write_if_sound(path, before, head + separator + "".join(map(_as_yaml, new)).encode(), file.entries, new)
    return [Registration(**{**entry, "date": day}) for entry in new]


def _as_yaml(entry: Mapping[str, str]) -> str:
    # The dumper quotes what other readers of YAML would take for something else: a plain yes, a day.
    return "\n" + yaml.safe_dump([dict(entry)], sort_keys=False, allow_unicode=True, width=math.inf)


def _write_if_sound(path: Path, before: bytes | None, data: bytes, old: list[_Raw], new: list[dict]) -> None:
    """All of the file or nothing, and only if it reads as the old entries and the new ones."""
    wanted = [entry.value for entry in old] + new
    check = _File(path)
    check.take(data)
    check.check_chain()
    if check.faults or [entry.value for entry in check.entries] != wanted:
        raise Refused(
            f"{check.name} cannot grow as it is written, expected entries as - claim: ... down to its last line"
        )
    partial = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        partial.write_bytes(data)
        if (path.read_bytes() if path.exists() else None) != before:
            raise Refused(f"{check.name} changed meanwhile; nothing was registered")
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
