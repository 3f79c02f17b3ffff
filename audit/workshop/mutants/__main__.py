"""The command: try what is not tried yet, then tell the score and the survivors (``make mutants``)."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import queue
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from audit.faults import how_many
from audit.paths import ROOT
from audit.workshop import unchanged
from audit.workshop.bench.lines import add, read
from audit.workshop.bench.trees import copy_of_repository, remove
from audit.workshop.mutants import code, explained
from audit.workshop.mutants.drawn import PARTS, draw, modules_of
from audit.workshop.mutants.reached import Reach, notebooks, reach, reaching, statement, test_files
from audit.workshop.mutants.score import KILLED, NOTICED, score
from audit.workshop.mutants.trials import Trials

FOLDER = ROOT / "_build" / "mutants"
LINES = FOLDER / "lines.jsonl"
#: What tests of these parts read beside themselves.
READ = [*(name for names in PARTS.values() for name in names), "data", "seeds"]
ALL_OF = "rules"  # every mutant of these; of the other parts a sample


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0 done, 130 interrupted; what was tried is kept."""
    options = _parser().parse_args(arguments)
    state = unchanged.digest(ROOT, [*READ, "tests"], [])[:12]
    drawn = _drawn(options)
    if not options.report:
        try:
            _try(drawn, state, options)
        except KeyboardInterrupt:
            print("\nInterrupted. What was tried is kept: the same command goes on.", file=sys.stderr)
            return 130
    _report(drawn, _known(state, options.seconds))
    return 0


def _drawn(options: argparse.Namespace) -> dict[str, dict[str, list[int]]]:
    """By part and module, the numbers of the mutants that are tried."""
    found = {}
    sampled = {part: _numbers(part) for part in options.only if part != ALL_OF}
    whole = sum(len(numbers) for part in sampled.values() for numbers in part.values())
    if ALL_OF in options.only:
        found[ALL_OF] = _numbers(ALL_OF)
    for part, modules in sampled.items():
        share = round(options.sample * sum(map(len, modules.values())) / whole)
        found[part] = draw(modules, share, options.seed)
    return found


def _numbers(part: str) -> dict[str, list[int]]:
    return {module: code.numbers(_source(module)) for module in modules_of(part)}


@cache
def _source(module: str) -> str:
    return (ROOT / module).read_text(encoding="utf-8")


def _try(drawn: dict[str, dict[str, list[int]]], state: str, options: argparse.Namespace) -> None:
    """Try those that nothing is known of yet, so many at a time."""
    trials: queue.Queue[Trials] = queue.Queue()
    for number in range(options.processes):
        tree = FOLDER / f"tree-{number}"
        remove(tree)
        copy_of_repository(tree)
        trials.put(Trials(tree))
    try:
        with ThreadPoolExecutor(options.processes) as pool:
            reaches = list(pool.map(lambda file: _with_one(trials, _reach, file), test_files(ROOT)))
            reaches += notebooks(ROOT)
            known = _known(state, options.seconds)
            places = [
                (module, number) for part in drawn.values() for module, numbers in part.items() for number in numbers
            ]
            left = [one for one in places if one not in known]
            print(f"{how_many(len(places), 'mutant')}, {len(left)} to be tried", flush=True)
            said = pool.map(lambda one: _with_one(trials, _attempt, *one, reaches, options.seconds, state), left)
            for count, line in enumerate(said, start=1):
                print(f"{count}/{len(left)} {line}", flush=True)
    finally:
        while not trials.empty():
            trials.get().close()


def _with_one(trials: queue.Queue[Trials], work: Callable, *given: Any) -> Any:
    one = trials.get()
    try:
        return work(one, *given)
    finally:
        trials.put(one)


def _reach(trials: Trials, file: str) -> Reach:
    """What a test file reaches, as it was found before in this state of it and of what it reads."""
    kept = FOLDER / "reached" / f"{unchanged.digest(ROOT, [*READ, file], [])[:12]}-{file.replace('/', '-')}.json"
    if kept.exists():
        seconds, lines = json.loads(kept.read_text(encoding="utf-8"))
        return Reach(file, seconds, {module: frozenset(numbers) for module, numbers in lines.items()})
    found = reach(trials.tree, file)
    kept.parent.mkdir(parents=True, exist_ok=True)
    lines = {module: sorted(numbers) for module, numbers in found.lines.items() if numbers}
    kept.write_text(json.dumps([found.seconds, lines]), encoding="utf-8")
    print(f"{file}: {found.seconds:.1f} s", flush=True)
    return found


def _attempt(trials: Trials, module: str, number: int, reaches: list[Reach], budget: float, state: str) -> str:
    source = _source(module)
    one = code.mutant(module, source, number)
    files = reaching(module, statement(source, one.line), reaches, budget)
    found = trials.attempt(module, code.mutated(source, number), files)
    line = {"state": state, "module": module, "number": number, "source": _digest(module), "seconds": budget} | found
    add(line | {"test": _digest(found["by"].partition("::")[0])}, LINES)
    return f"{found['outcome']}: {module}:{one.line}, {found['by']}"


@cache
def _digest(name: str) -> str:
    """The digest of a file of the repository; nothing where there is none of that name."""
    path = ROOT / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""


def _known(state: str, budget: float) -> dict[tuple[str, int], dict]:
    """What became of mutants, by module and number.

    That one survived holds for this very state of everything and tests of so many seconds; that a test killed it, while
    module and test file are the same.
    """
    return {
        (one["module"], one["number"]): one
        for one in read(LINES)
        if one["source"] == _digest(one["module"])
        and (
            (one["state"] == state and one["seconds"] >= budget)
            or (one["outcome"] == KILLED and one["test"] == _digest(one["by"].partition("::")[0]) != "")
        )
    }


def _report(drawn: dict[str, dict[str, list[int]]], known: dict[tuple[str, int], dict]) -> None:
    """Every survivor with its reason, the score of each part, and how many nobody has explained."""
    outcomes: dict[str, list[str]] = {}
    survivors = []
    for part, modules in drawn.items():
        places = [(module, number) for module, numbers in modules.items() for number in numbers]
        outcomes[part] = [known[one]["outcome"] for one in places if one in known]
        survivors += [one for one in places if one in known and known[one]["outcome"] not in NOTICED]
    reasons = explained.read()
    mutants = [code.mutant(module, _source(module), number) for module, number in survivors]
    for line in explained.told(mutants, reasons):
        print(line)
    unexplained = sum((one.module, one.before, one.after) not in reasons for one in mutants)
    places = {(one.module, one.before, one.after) for one in mutants}
    for place in sorted(place for place in reasons if place[0] in drawn.get(ALL_OF, {}) and place not in places):
        print(f"explained, but it is killed, not tried or not there: {' | '.join(place)}")
    print("\n".join(score(outcomes)) or "No mutant has been tried.")
    print(f"{len(mutants)} survived, {unexplained} of them not explained")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audit.workshop.mutants", description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="mutants of these parts alone")
    parser.add_argument(
        "--sample", type=int, default=400, metavar="N", help="so many of inputs and findings together (400)"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=60,
        metavar="N",
        help="of tests for each mutant; fewer are quicker to tell (60)",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="what draws them (1)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N", help="so many at a time")
    parser.add_argument("--report", action="store_true", help="only tell what has been tried")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
