"""The command line: ``python -m audit findings | explain CLAIM_ID | check | accept | register CLAIM_ID … | status``."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

from audit.faults import FaultsError


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 something is wrong with the inputs, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        # Imported late: whoever asks for help, or for what is out of date, does not wait for pandas.
        if options.command == "status":
            return import_module("audit.workshop.notebooks").print_status()
        return getattr(import_module("audit.commands"), options.command)(options)
    except FaultsError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m audit", description="Audit the claims of two articles against the record."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")

    def command(name: str, help: str, folders: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        if folders:
            added.add_argument("--seeds", type=Path, metavar="DIR", help="read the claims from here (default: seeds/)")
            added.add_argument("--data", type=Path, metavar="DIR", help="read the record from here (default: data/)")
        return added

    command("findings", "every finding, as a table or as JSON").add_argument(
        "--json", action="store_true", help="a JSON list, one object a finding"
    )
    command("explain", "one finding with its specifications and sources").add_argument("claim_id", metavar="CLAIM_ID")
    command("check", "validate the claims, their registration and the record; every fault in one run")
    help = "after a change of data/ on purpose: check everything, then write hashes, codebook and the verdicts in README.md"
    command("accept", help, folders=False)
    command("status", "which notebooks are out of date, and because of which input", folders=False)
    added = command("register", "register tests, or revisions of tests, before their data", folders=False)
    added.add_argument("claim_ids", nargs="+", metavar="CLAIM_ID", help="a claim or a proposition")
    added.add_argument("--reason", required=True, metavar="TEXT", help="why, in one line")
    added.add_argument(
        "--results-known",
        required=True,
        choices=["yes", "no", "part"],
        help="did whoever wrote the test know results: yes, no or in part",
    )
    added.add_argument("--note", metavar="TEXT", help="anything else, in one line")
    added.add_argument(
        "--date", type=_past_day, default=date.today(), metavar="YYYY-MM-DD", help="default: today, and never later"
    )
    added.add_argument("--seeds", type=Path, metavar="DIR", help="the claims and the list (default: seeds/)")
    return parser


def _past_day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text or day > date.today():
        raise ValueError
    return day


_past_day.__name__ = "day up to today"  # argparse: "invalid day up to today value"
