"""What a notebook gives now beside what it stored, a line for each number, word, chart or picture that is another.

pytest-notebook finds that something differs; this says what, where and from what to what, before its long comparison.
"""

import json
import os
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any
from urllib.parse import unquote

from nbformat import NotebookNode

from audit.faults import how_many
from audit.figures.stored_chart import unpacked
from audit.workshop.notebooks import VEGALITE

#: So many lines for one output; the others are counted.
MOST = 3
#: Characters shown of each of two texts, and how many of them before the first that differs.
SHOWN, BEFORE = 60, 20
_PICTURE = re.compile(r'data:image/svg\+xml,([^"]*)')
_ABSENT = object()


def told(name: str, stored: NotebookNode, now: NotebookNode) -> str:
    """The notebook, how many differences there are, each in a line, and what to do if they are meant."""
    lines = differences(stored, now)
    count = how_many(len(lines), "difference")
    advice = "If this is meant, `make book` stores what it gives now; look at the change before you commit it."
    return "\n".join([f"{name} gives something else than it stores: {count}", *(f"  {line}" for line in lines), advice])


def differences(stored: NotebookNode, now: NotebookNode) -> list[str]:
    """A line for each difference between two executions of a notebook: its cell, what differs, the stored value and that of now."""
    found = []
    for before, after in zip_longest(stored.cells, now.cells, fillvalue={}):
        cell = (before or after).get("id", "without an id")
        lines = _of_outputs(before.get("outputs", []), after.get("outputs", []))
        found += [f"cell '{cell}', {line}" for line in lines]
    return found


def _of_outputs(before: list[NotebookNode], after: list[NotebookNode]) -> Iterator[str]:
    if len(before) != len(after):
        yield f"number of outputs: stored {len(before)}, now {len(after)}"
    for old, new in zip(before, after, strict=False):
        lines = list(_of_output(old, new))
        yield from lines[:MOST]
        if len(lines) > MOST:
            yield f"and {len(lines) - MOST} more in the same output"


def _of_output(old: NotebookNode, new: NotebookNode) -> Iterator[str]:
    kinds = [(output.output_type, output.get("name", "")) for output in (old, new)]
    if kinds[0] != kinds[1]:
        yield "kind of output: stored {}, now {}".format(*(" ".join(kind).strip() for kind in kinds))
        return
    yield from _of_text("what it prints", old.get("text", ""), new.get("text", ""))
    error = [
        {name: output[name] for name in ("ename", "evalue", "traceback") if name in output} for output in (old, new)
    ]
    yield from _of_json("the error", *error)
    before, after = old.get("data", {}), new.get("data", {})
    called = _name_of(new) or _name_of(old)
    yield from _of_json(f"what is noted of {called or 'the output'}", old.get("metadata", {}), new.get("metadata", {}))
    for form in dict.fromkeys([*before, *after]):
        what = f"{called or 'output'} as {form}"
        if form not in before or form not in after:
            yield f"{what}: {'stored, and now there is none' if form in before else 'not stored, and now there is one'}"
        elif form == VEGALITE:
            yield from _of_chart(before[form], after[form])
        elif form == "text/html":
            yield from _of_html(what, before[form], after[form])
        elif isinstance(before[form], str) and isinstance(after[form], str):
            yield from _of_text(what, before[form], after[form])
        else:
            yield from _of_json(what, before[form], after[form])


def _name_of(output: NotebookNode) -> str:
    """The name under which an output is glued, if it is."""
    name = output.get("metadata", {}).get("scrapbook", {}).get("name")
    return f"glued {name!r}" if name else ""


def _of_chart(old: dict, new: dict) -> Iterator[str]:
    figure = (new.get("usermeta") or {}).get("figure") or {}
    yield from _of_json(
        f"chart {figure.get('id', 'without an id')!r}", *(_plainly_named(unpacked(one)) for one in (old, new))
    )


def _plainly_named(spec: dict) -> dict:
    """The chart with its datasets numbered: their own names are digests, other ones as soon as a number is."""
    datasets = spec.get("datasets", {})
    text = json.dumps({name: part for name, part in spec.items() if name != "datasets"}, sort_keys=True)
    names = {name: f"data {number}" for number, name in enumerate(sorted(datasets, key=text.find), start=1)}
    for name, plain in names.items():
        text = text.replace(json.dumps(name), json.dumps(plain))
    return json.loads(text) | ({"datasets": {names[name]: rows for name, rows in datasets.items()}} if datasets else {})


def _of_html(what: str, old: str, new: str) -> Iterator[str]:
    """Words first, then what the pictures in it say, then how they are drawn, then the rest."""
    pictures = [[unquote(one) for one in _PICTURE.findall(html)] for html in (old, new)]
    rests = [_PICTURE.sub("", html) for html in (old, new)]
    lines = list(_of_text(f"words of {what}", _words(rests[0]), _words(rests[1])))
    for before, after in zip(*pictures, strict=False):
        lines += list(_of_text("words of the picture", _words(before), _words(after))) or list(
            _of_text("the picture", before, after)
        )
    yield from lines or _of_text(what, old, new)


def _words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def _of_json(what: str, old: Any, new: Any) -> Iterator[str]:
    before, after = dict(_leaves(old)), dict(_leaves(new))
    for place in dict.fromkeys([*before, *after]):
        one, other = before.get(place, _ABSENT), after.get(place, _ABSENT)
        if one is _ABSENT or other is _ABSENT:
            yield f"{what}, {place}: stored {_shown(one)}, now {_shown(other)}"
        elif isinstance(one, str) and isinstance(other, str):
            yield from _of_text(f"{what}, {place}", one, other)
        elif one != other or isinstance(one, bool) != isinstance(other, bool):
            yield f"{what}, {place}: stored {_shown(one)}, now {_shown(other)}"


def _leaves(part: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every value in JSON with its place, such as ``datasets.data 1[3].value``."""
    if isinstance(part, dict) and part:
        for name, inner in part.items():
            yield from _leaves(inner, f"{place}.{name}" if place else name)
    elif isinstance(part, list) and part:
        for number, inner in enumerate(part):
            yield from _leaves(inner, f"{place}[{number}]")
    else:
        yield place or "all of it", part


def _shown(value: Any) -> str:
    return "nothing" if value is _ABSENT else json.dumps(value, ensure_ascii=False)


def _of_text(what: str, old: str, new: str) -> Iterator[str]:
    """One line where two texts first differ, with a little of what stands around."""
    if old != new:
        start = max(0, len(os.path.commonprefix([old, new])) - BEFORE)
        before, after = (("…" * bool(start)) + text[start : start + SHOWN] for text in (old, new))
        yield f"{what}: stored {before!r}, now {after!r}"
