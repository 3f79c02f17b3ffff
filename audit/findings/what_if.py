"""What a verdict would be, had one of our decisions been another: computed, so that nobody need take our word for it.

``what_if`` is the one way to change an assumption. It changes nothing but its own answer: the record, the ledger, the
constants and the findings of the process stay as they are.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, fields, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from audit.faults import did_you_mean
from audit.findings import arithmetic, default_ledger, default_record, finding, not_judged
from audit.inputs.edited import edited, with_cells
from audit.inputs.ledger import Claim, Test
from audit.inputs.record import Record
from audit.judgement import Finding, Judged, Specification, judge

#: One changed figure: the table, the row (column -> value) and the new values (column -> value).
FigureOfRecord = tuple[str, Mapping[str, Any], Mapping[str, Any]]


def what_if(
    found: Finding | str,
    checks: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    nearest: str | Collection[str] | None = None,
    counting: Collection[str] | None = None,
    test: Mapping[str, Any] | None = None,
    figure: FigureOfRecord | Sequence[FigureOfRecord] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
    constants: Mapping[str, Any] | None = None,
    record: Record | None = None,
) -> WhatIf:
    """Judge a claim again with something changed; its id or its finding comes first. Any of these, and together:

    ``nearest``: another check is closest to the words, and so another source, vintage, day or counting rule decides. An
    id of ``found.to_frame()``, or two where two senses remain. A check that was set aside then counts.
    ``counting``: only these checks count.
    ``test``: other demands of the claim's test: ``{"low": 20, "high": 30}`` (another window), ``{"threshold": 12}``.
    ``figure``: another figure in the record, as table, row and new values:
    ``("counting_rules", {"rule_id": "forces-with-patrols"}, {"kinds": "exercise"})`` is another counting rule.
    ``tables``: edited copies of tables, by name; one taken from ``record["trade_annual"]`` counts only when given here.
    ``constants``: constants of the chapter's arithmetic, such as ``{"DECISION": "2023-08-16"}``; what follows from them does.
    ``checks``: fields of single checks, by id: ``{"russian-side": {"value": 28.0}}``.

    ``record``: the record that is edited (the repository's own by default). A changed table is held to the descriptor, as
    ``python -m audit explain --data COPY`` would: FaultsError says what is wrong with it.
    Raises LookupError for a claim, check, table, row or constant that there is none of, ValueError for what cannot be judged.
    """
    ours = _ours(found) if isinstance(found, str) else found
    claim, ways = ours.claim, specifications_of(ours)
    told = []

    if figure or tables or constants:
        frames, changed = _changed_tables(record or default_record(), figure, tables)
        told += changed
        compute, replaced = _arithmetic(claim, constants or {})
        told += replaced
        with edited(record or default_record(), frames) if frames else nullcontext(record or default_record()) as used:
            ways = compute(used, claim) if claim.kind == "statement" else compute(used)

    if test is not None:
        claim = claim.model_copy(update={"test": with_demands(claim, test)})
        told.append(f"the test asks whether it is {claim.test.words}")

    changes: dict[str, dict[str, Any]] = {id: dict(new) for id, new in (checks or {}).items()}
    told += [f"{id}: {name} is {value}" for id, new in changes.items() for name, value in new.items()]
    own = {one.id: one for one in ways if one.reading is None}
    if counting is not None:
        _known(ours, own, counting)
        told.append(f"only these checks count: {'; '.join(own[id].label for id in own if id in set(counting))}")
        for id in own:
            changes.setdefault(id, {})["principled"] = id in set(counting)
    if nearest is not None:
        closest = {nearest} if isinstance(nearest, str) else set(nearest)
        _known(ours, own, closest)
        told.append(f"closest to the words is {' and '.join(own[id].label for id in own if id in closest)}")
        for id in own:
            changes.setdefault(id, {})["nearest"] = id in closest
            if id in closest:
                changes[id]["principled"] = True
    _known(ours, own, changes)

    ways = [replace(one, **changes[one.id]) if one.reading is None and one.id in changes else one for one in ways]
    judged = judge(claim, ours.article, ways, ours.data_cutoff)
    return WhatIf(**vars(judged), ours=ours, assumptions=tuple(told))


@dataclass(frozen=True)
class Moved:
    """A check that stands otherwise than with us; None where it was not there before, or is there no more."""

    before: Judged | None
    after: Judged | None

    @property
    def label(self) -> str:
        return (self.after or self.before).specification.label


@dataclass(frozen=True, repr=False)
class WhatIf(Finding):
    """The finding that follows from changed assumptions: a finding like any other, with ours beside it.

    ``assumptions``: what was changed, in words.
    """

    ours: Finding
    assumptions: tuple[str, ...]

    @property
    def finding(self) -> Finding:
        """The same without ours, to compare or to keep."""
        return Finding(**{field.name: getattr(self, field.name) for field in fields(Finding)})

    @property
    def moved(self) -> tuple[Moved, ...]:
        """The checks whose value, answer or standing is another."""
        before, after = ({one.specification.id: one for one in found.judged} for found in (self.ours, self))
        pairs = [Moved(before.get(id), after.get(id)) for id in dict.fromkeys([*before, *after])]
        return tuple(pair for pair in pairs if _standing(pair.before) != _standing(pair.after))

    @property
    def unmoved(self) -> tuple[Judged, ...]:
        """The checks that count and stand as they do with us: without them a table of what moved does not add up."""
        moved = {pair.after.specification.id for pair in self.moved if pair.after}
        return tuple(one for one in self.judged if one.counts and one.specification.id not in moved)

    def __repr__(self) -> str:
        return f"<what if: {self.claim.id} {self.ours.verdict} -> {self.verdict}>"


def _standing(one: Judged | None) -> tuple | None:
    return one and (one.specification.value, one.passes, one.counts, one.specification.nearest)


def only(found: Finding, ids: Collection[str], nearest: str) -> Finding:
    """The finding as it would be if only these checks counted, ``nearest`` among them being the nearest."""
    return what_if(found, counting=ids, nearest=nearest).finding


def specifications_of(found: Finding) -> list[Specification]:
    """The checks behind a finding: those of the claim's own test, then those that answer another reading."""
    own = [one.specification for one in found.judged]
    others = [one.specification for judged in found.alternatives.values() for one in judged]
    return own + [one for one in others if one.reading is not None]


def with_demands(claim: Claim, demands: Mapping[str, Any]) -> Test:
    """The claim's test with other demands. Bounds given to a test by a rule (about, rounds to) make it one of two bounds.

    Raises ValueError for a claim without a test, or demands that its comparison does not take.
    """
    if claim.test is None:
        raise ValueError(f"{claim.id} is a judgement and has no test to change")
    ours = claim.test.model_dump()
    if {"low", "high"} & set(demands) and "comparison" not in demands:
        bounds = {name: getattr(claim.test, name, None) for name in ("low", "high")}
        demands = {"comparison": "between", **bounds, **demands}
    if demands.get("comparison", ours["comparison"]) != ours["comparison"]:
        ours = {name: ours[name] for name in ("id", "reading", "unit", "stated")}
    try:
        return TypeAdapter(Test).validate_python({**ours, **demands})
    except ValidationError as error:
        wrong = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
        raise ValueError(f"{claim.id}: no such test ({wrong}). Ours compares by {claim.test!r}") from None


def _ours(claim_id: str) -> Finding:
    """Our finding of a claim, by its id."""
    known = [*default_ledger().claims, *default_ledger().propositions]
    if claim_id not in known:
        raise KeyError(f"there is no claim {claim_id}{did_you_mean(claim_id, known)}")
    return finding(claim_id)


def _known(ours: Finding, own: Mapping[str, Specification], ids: Collection[str]) -> None:
    if unknown := sorted(set(ids) - set(own)):
        raise KeyError(f"{ours.claim.id} has no check {', '.join(unknown)}, only {', '.join(own)}")


def _changed_tables(record: Record, figure, tables) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """The tables that are edited, and each edit in words."""
    frames = {name: frame.copy() for name, frame in (tables or {}).items()}
    told = [f"{name} as edited" for name in frames]
    single = bool(figure) and isinstance(figure[0], str)
    for name, row, cells in [figure] if single else figure or []:
        frames[name] = with_cells(frames[name] if name in frames else record[name], name, row, cells)
        where, now = (", ".join(f"{key} {value}" for key, value in part.items()) for part in (row, cells))
        told.append(f"{name}, where {where}: {now}")
    return frames, told


def _arithmetic(claim: Claim, constants: Mapping[str, Any]):
    """The function that computes the claim's checks, with other constants if there are any, and each change in words."""
    compute = arithmetic(claim)
    if compute is None:
        raise not_judged(claim)
    if not constants:
        return compute, []
    module = import_module(f"audit.findings.{claim.chapter}.claims")
    told = [f"{name} is {value!r}, not {getattr(module, name, None)!r}" for name, value in constants.items()]
    return with_constants(module, constants)["SPECIFICATIONS"][claim.id], told


def with_constants(module: ModuleType, constants: Mapping[str, Any]) -> dict[str, Any]:
    """The names of a module as they would be, did its source give these values to these constants.

    The source is run once more, so that every constant and default that is made from them follows; the module itself
    stays as it is.
    """
    path = Path(module.__file__)
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    lines: list[ast.stmt] = []
    found = set()
    for line in tree.body:
        lines.append(line)
        for name in sorted(_assigned(line) & set(constants)):
            found.add(name)
            again = ast.parse(f"{name} = __constants__[{name!r}]").body[0]
            lines.append(ast.fix_missing_locations(ast.copy_location(again, line)))
    if unknown := sorted(set(constants) - found):
        known = ", ".join(sorted(name for line in tree.body for name in _assigned(line) if name.isupper()))
        raise LookupError(f"{module.__name__} has no constant {', '.join(unknown)}, only {known}")
    names = {"__name__": module.__name__, "__file__": module.__file__, "__constants__": dict(constants)}
    exec(compile(ast.Module(lines, tree.type_ignores), str(path), "exec"), names)  # noqa: S102
    return names


def _assigned(line: ast.stmt) -> set[str]:
    """The names that a line of a module gives a value to."""
    if not isinstance(line, ast.Assign | ast.AnnAssign):
        return set()
    targets = line.targets if isinstance(line, ast.Assign) else [line.target]
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
