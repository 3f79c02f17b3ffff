"""What a verdict would be, had one of our decisions been another: computed, so that nobody need take our word for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from audit.judgement import Finding, judge


def what_if(found: Finding, changes: Mapping[str, Mapping[str, Any]]) -> Finding:
    """The finding with some checks changed: id -> fields of ``Specification`` and their new values."""
    known = {one.specification.id for one in found.judged}
    if unknown := set(changes) - known:
        raise KeyError(f"{found.claim.id} has no check {', '.join(sorted(unknown))}")
    ways = [replace(one.specification, **changes.get(one.specification.id, {})) for one in found.judged]
    return judge(found.claim, found.article, ways, found.data_cutoff)


def only(found: Finding, ids: Collection[str], nearest: str) -> Finding:
    """The finding as it would be if only these checks counted, ``nearest`` among them being the nearest."""
    return what_if(
        found,
        {
            one.specification.id: {
                "nearest": one.specification.id == nearest,
                "principled": one.specification.id in ids,
            }
            for one in found.judged
        },
    )
