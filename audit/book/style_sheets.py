"""Style sheets put together: what they import and draw comes along, and rules that no page can match are left out.

A selector goes when a class or an id that it asks for is the name of nothing: no element of a page has it, and no
script knows the word. What stands in ``:is()``, ``:not()`` and their like is not looked at, so a rule that might match
stays. Order stays too, and with it which rule wins.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/)|(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^"')]*\))|(?P<mark>[{};])""",
    re.DOTALL,
)
_URL = re.compile(r"""url\(\s*(["']?)(?!data:|https?:|#)([^"')]+)\1\s*\)""")
_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?([^"')\s]+)["']?\s*\)?\s*;""")
_NAME = re.compile(r"[.#]((?:\\.|[\w-]|[^\x00-\x7f])+)")
#: At-rules that hold rules.
_GROUPS = ("@media", "@supports", "@container", "@layer")
_ATTRIBUTE = re.compile(r"""\s(?:class|id)=(?:"([^"]*)"|'([^']*)')""")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_DECLARED = re.compile(
    r"""(?<=[{;])(--[\w-]+):(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^"')]*\)|[^;{}"'])*(?:;|(?=\}))"""
)
_VARIABLE = re.compile(r"--[\w-]+")


@dataclass(frozen=True)
class Names:
    """Words that an element's class or id may be, beginnings of such words, and variables that pages and scripts use."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    variables: frozenset[str]

    @classmethod
    def of(cls, pages: Iterable[str], scripts: Iterable[str]) -> "Names":
        words, beginnings, variables = set(), set(), set()
        for page in pages:
            words.update(word for found in _ATTRIBUTE.findall(page) for word in (found[0] or found[1]).split())
            variables.update(_VARIABLE.findall(page))
        for script in scripts:
            known = set(_WORD.findall(script))
            words |= known
            beginnings |= {word for word in known if word.endswith("-")}  # `card-${kind}`
            variables.update(_VARIABLE.findall(script))
        return cls(frozenset(words), tuple(sorted(beginnings)), frozenset(variables))

    def has(self, name: str) -> bool:
        return name in self.words or name.startswith(self.beginnings)


def together(sheets: Iterable[tuple[Path, str]], folder: Path, names: Names) -> str:
    """One sheet for ``folder`` from ``(file, media)``, without what no page of these ``names`` can match."""
    parts = []
    for file, media in sheets:
        css = _read(file, folder)
        parts.append(f"@media {media}{{{css}}}" if media not in ("", "all") else css)
    css = _written(_pruned(_rules("".join(parts)), names))
    return _without_unused_variables(css, names)


def _read(file: Path, folder: Path) -> str:
    """A sheet with what it imports in its place, and addresses as they are seen from ``folder``."""
    css = _light(file.read_text(encoding="utf-8"))
    css = re.sub(r"""@charset\s+["'][^"']*["'];""", "", css)

    def moved(found: re.Match) -> str:
        return f'url("{Path(os.path.relpath(file.parent / found[2], folder)).as_posix()}")'

    done, at = [], 0
    for found in _IMPORT.finditer(css):
        done += [
            _URL.sub(moved, css[at : found.start()]),
            _read(Path(os.path.normpath(file.parent / found[1])), folder),
        ]
        at = found.end()
    return "".join([*done, _URL.sub(moved, css[at:])])


def _light(css: str) -> str:
    """Without comments (a licence stays) and without space that says nothing."""

    def plain(text: str) -> str:
        return re.sub(r"\s*([{};])\s*", r"\1", re.sub(r"\s+", " ", text))

    done, at = [], 0
    for found in _TOKEN.finditer(css):
        if found["mark"]:
            continue
        done.append(plain(css[at : found.start()]))
        done.append(found[0] if found["string"] or found[0].startswith("/*!") else "")
        at = found.end()
    return "".join([*done, plain(css[at:])]).strip()


@dataclass
class _Rule:
    head: str
    body: str | list  # declarations, or the rules of a group
    end: str = "}"  # of a block, ";" of a statement, nothing of a licence


def _rules(css: str) -> list[_Rule]:
    """The rules of a sheet, in their order."""
    found, at = [], 0
    while at < len(css):
        opened, closed = _next(css, at, "{;"), None
        if opened is None:
            break
        head = css[at : opened.start()].strip()
        if opened[0] == ";":
            found.append(_Rule(head, "", ";"))
            at = opened.end()
            continue
        closed = _end(css, opened.end())
        body = css[opened.end() : closed]
        found.append(_Rule(head, _rules(body) if _bare(head).startswith(_GROUPS) else body))
        at = closed + 1
    return found


def _bare(head: str) -> str:
    return re.sub(r"/\*.*?\*/", "", head, flags=re.DOTALL).strip()


def _marks(css: str, at: int) -> Iterator[re.Match]:
    return (found for found in _TOKEN.finditer(css, at) if found["mark"])


def _next(css: str, at: int, wanted: str) -> re.Match | None:
    return next((found for found in _marks(css, at) if found[0] in wanted), None)


def _end(css: str, at: int) -> int:
    """Where the block that begins at ``at`` ends."""
    depth = 1
    for found in _marks(css, at):
        depth += {"{": 1, "}": -1, ";": 0}[found[0]]
        if not depth:
            return found.start()
    return len(css)


def _pruned(rules: list[_Rule], names: Names) -> list[_Rule]:
    kept = []
    for rule in rules:
        head = _bare(rule.head)
        if isinstance(rule.body, list):
            rule = _Rule(rule.head, _pruned(rule.body, names))
        elif not head.startswith("@"):
            selectors = [one for one in _selectors(head) if _can_match(one, names)]
            licence = rule.head.removesuffix(head).strip()
            if licence:
                kept.append(_Rule(licence, "", ""))
            rule = _Rule(",".join(selectors), rule.body if selectors else "")
        if rule.body or rule.end == ";":
            kept.append(rule)
    return kept


def _selectors(head: str) -> list[str]:
    """The parts of a list of selectors; a comma within brackets parts nothing."""
    parts, depth, part = [], 0, ""
    for sign in head:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
        if sign == "," and not depth:
            parts.append(part.strip())
            part = ""
        else:
            part += sign
    return [*parts, part.strip()]


def _can_match(selector: str, names: Names) -> bool:
    plain = re.sub(r"\[[^\]]*\]", "", selector)
    while plain != (plain := re.sub(r"\([^()]*\)", "", plain)):
        pass
    return all(names.has(re.sub(r"\\(.)", r"\1", name)) for name in _NAME.findall(plain))


def _written(rules: list[_Rule]) -> str:
    def one(rule: _Rule) -> str:
        if rule.end != "}":  # a statement, or a licence
            return rule.head + rule.end
        return f"{rule.head}{{{_written(rule.body) if isinstance(rule.body, list) else rule.body}}}"

    return "".join(map(one, rules))


def _without_unused_variables(css: str, names: Names) -> str:
    """Without the variables that nothing reads, and those that only they read."""
    before = None
    while css != before:
        before, read = css, {*re.findall(r"var\(\s*(--[\w-]+)", css), *names.variables}
        css = _DECLARED.sub(lambda found, read=read: found[0] if found[1] in read else "", css)
    return css
