"""The command line: ``python -m audit findings | explain CLAIM_ID | check | accept | refresh TABLE | new-article | new-claim | register | status``."""

from __future__ import annotations

import argparse
import re
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
        return getattr(import_module("audit.commands"), options.command.replace("-", "_"))(options)
    except FaultsError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m audit", description="Audit the claims of articles against the record."
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
    _refresh(
        command("refresh", "fetch an official series, show what is new, write it if everything holds", folders=False)
    )
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
    _new_article(command("new-article", "write down an article that is to be audited", folders=False))
    _new_claim(command("new-claim", "write down a claim of an article, with its test", folders=False))
    return parser


def _refresh(added: argparse.ArgumentParser) -> None:
    added.add_argument("table", metavar="TABLE", help="ruble_official, ruble_key_rate or trade_monthly")
    added.add_argument("--dry-run", action="store_true", help="fetch and show, write nothing")
    accepting = "write also where a figure changed or is gone, or where a verdict would move"
    added.add_argument("--accept-changes", action="store_true", help=accepting)
    address = "ask this server and not the publisher's, for a trial (http://127.0.0.1:8000)"
    added.add_argument("--from", dest="home", type=_address, metavar="ADDRESS", help=address)
    added.add_argument("--data", type=Path, metavar="DIR", help="refresh the table of this copy (default: data/)")


def _new_article(added: argparse.ArgumentParser) -> None:
    added.add_argument("id", metavar="ARTICLE_ID", help="words joined by hyphens")
    added.add_argument("--text", required=True, type=Path, metavar="FILE", help="the captured text, kept elsewhere")
    added.add_argument("--outlet", required=True, metavar="NAME", help="who published it")
    for name in ("title", "author", "url"):
        added.add_argument(f"--{name}", metavar="TEXT", help=f"its {name}, if it has one")
        added.add_argument(f"--{name}-note", metavar="TEXT", help=f"why there is no {name}, or where it was found")
    days = "the first and the last day on which it can have appeared; one day if that is known"
    added.add_argument("--published", required=True, nargs="+", metavar="YYYY-MM-DD", help=days)
    added.add_argument("--published-reason", required=True, metavar="TEXT", help="how we know")
    added.add_argument("--seeds", type=Path, metavar="DIR", help="the folder of articles.yml (default: seeds/)")


def _new_claim(added: argparse.ArgumentParser) -> None:
    added.add_argument("id", metavar="CLAIM_ID", help="words joined by hyphens; never changed or used again")
    added.add_argument("--article", required=True, metavar="ARTICLE_ID")
    added.add_argument("--paragraph", required=True, type=int, metavar="N", help="the n-th non-blank line of its text")
    added.add_argument("--kind", required=True, metavar="KIND", help="such as quantity, event, statement")
    sentence = "our paraphrase, with at most six of its own words between “ and ”"
    added.add_argument("--claim", required=True, metavar="TEXT", help=sentence)
    added.add_argument("--speaker", metavar="TEXT", help="of a statement: who is said to have said it")
    added.add_argument("--topic", required=True, metavar="WORD", help="a word that other claims have, or a new one")
    where = added.add_mutually_exclusive_group(required=True)
    where.add_argument("--chapter", metavar="NAME", help="which judges it: one that _toc.yml lists")
    where.add_argument("--out-of-scope", metavar="REASON", help="why no chapter judges it")
    headline = "it stands on the front page, if LAYERS in audit/findings/answer.py has a few words for it"
    added.add_argument("--headline", action="store_true", help=headline)
    added.add_argument("--wording-note", metavar="TEXT", help="what its words leave open")
    test = added.add_argument_group("its test; a judgement has none")
    test.add_argument("--comparison", metavar="NAME", help="such as rounds_to, more_than, holds, was_said, comes_true")
    test.add_argument("--reading", metavar="TEXT", help="what its words mean in practice, in one sentence")
    test.add_argument("--unit", metavar="UNIT", help="of the figure compared")
    for name in ("stated", "value", "threshold", "low", "high"):
        test.add_argument(f"--{name}", type=_number, metavar="NUMBER")
    test.add_argument("--decimals", type=int, metavar="N", help="how many the article prints")
    test.add_argument("--by", metavar="YYYY-MM-DD", help="of a prediction: the last day on which it can come true")
    added.add_argument("--seeds", type=Path, metavar="DIR", help="the folder of claims.yml (default: seeds/)")


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


_number.__name__ = "number"


def _address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+/?", text):
        raise ValueError
    return text


_address.__name__ = "address of a server"


def _past_day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text or day > date.today():
        raise ValueError
    return day


_past_day.__name__ = "day up to today"  # argparse: "invalid day up to today value"
