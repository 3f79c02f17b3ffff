"""The command: measure what is left, then write the report (``make bench``)."""

from __future__ import annotations

import argparse
import signal
import sys
import time

from audit.faults import how_many
from audit.workshop.bench import lines, report
from audit.workshop.bench.plan import BUILDERS, KINDS, Measurement, left, plan
from audit.workshop.bench.running import NotMeasured, Unavailable


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0 done, 1 something failed (what is not on this machine is no failure), 130 interrupted."""
    options = _parser().parse_args(arguments)
    if options.report:
        return _report(lines.read())
    run = lines.this_run()
    planned = plan(options.only or KINDS, options.repeat, options.subject)
    todo = left(planned, lines.of_run(lines.read(), run))
    print(f"{how_many(len(planned), 'measurement')}, {len(planned) - len(todo)} done before", flush=True)
    if options.dry_run:
        print(*todo, sep="\n")
        return 0
    try:
        failed = sum([not _measure(one, run, f"{place}/{len(todo)}") for place, one in enumerate(todo, start=1)])
    except KeyboardInterrupt:
        print("\nInterrupted. What was measured is kept: the same command goes on.", file=sys.stderr)
        return 130
    return _report(lines.read()) or int(failed > 0)


def _measure(one: Measurement, run: dict, place: str) -> bool:
    """Measure, and write the line; False if that failed."""
    print(f"{place} {one}", end=": ", flush=True)
    start, sound = time.perf_counter(), True
    try:
        found = {"result": _measurer(one.kind)(one)}
    except Exception as error:  # a fault of one tool must not keep the others from being measured
        reason = str(error) if isinstance(error, NotMeasured) else f"{type(error).__name__}: {error}"
        found, sound = {"not measured": lines.without_places(reason)}, isinstance(error, Unavailable)
    lines.add(one.key() | {"run": run} | found)
    print(found.get("not measured") or found["result"], f"({time.perf_counter() - start:.0f} s)", flush=True)
    return sound


def _measurer(kind: str):
    # Imported late: `--report` and `--help` need no browser and no notebook.
    from audit.workshop.bench import builds, commands, pages, suites

    return {"builds": builds.measure, "commands": commands.measure, "pages": pages.measure, "suite": suites.measure}[
        kind
    ]


def _report(found: list[dict]) -> int:
    for file in report.write(found):
        print(f"written: {file.name}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audit.workshop.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=KINDS, help="measure these kinds alone")
    parser.add_argument(
        "--subject",
        nargs="+",
        metavar="NAME",
        help=f"measure these alone: a book ({', '.join(BUILDERS)}), a page, a command",
    )
    parser.add_argument("--repeat", type=_positive, default=3, metavar="N", help="rounds (3)")
    parser.add_argument("--dry-run", action="store_true", help="only list what is left to measure")
    parser.add_argument("--report", action="store_true", help="only write BENCHMARKS.md from what has been measured")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `kill` ends what is being measured, as Ctrl-C does
    sys.exit(main(sys.argv[1:]))
