"""The verdicts at a glance, in README.md: a table between two marks, computed and never typed.

``python -m audit.workshop.glance`` writes it; with ``--check`` it only says whether it is up to date (exit code 1 if not).
"""

from __future__ import annotations

import sys
from pathlib import Path

from audit.faults import Fault, label, unreadable
from audit.figures.prose import VERDICT_WORDS
from audit.findings import findings
from audit.judgement import Finding
from audit.paths import ROOT

README = ROOT / "README.md"
START, END = "<!-- verdicts: written by python -m audit.workshop.glance -->", "<!-- end of verdicts -->"


def table(judged: dict[str, Finding]) -> str:
    """A Markdown table of the headline claims that have been judged: claim, verdict at both dates, confidence."""
    lines = ["| claim | when published | on the record | confidence |", "|---|---|---|---|"]
    for one in judged.values():
        if one.claim.headline:
            level = one.confidence.level if one.confidence else "–"
            then, now = VERDICT_WORDS[one.verdict_at_publication], VERDICT_WORDS[one.verdict]
            lines.append(f"| {one.claim.claim} | {then} | {now} | {level} |")
    return "\n".join(lines)


def with_table(text: str, judged: dict[str, Finding]) -> str:
    """The README with the table between its marks. Raises ValueError if a mark is missing."""
    before, mark, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"README.md: expected the marks {START!r} and {END!r}")
    return f"{before}{START}\n{table(judged)}\n{END}{after}"


def outdated(judged: dict[str, Finding], readme: Path = README) -> list[Fault]:
    """A fault if there is a README and it does not hold the table of these findings."""
    expected = "what python -m audit.workshop.glance writes"
    if not readme.exists():
        return []
    try:
        text = readme.read_text(encoding="utf-8")
        if text == with_table(text, judged):
            return []
    except OSError as error:
        return [unreadable(readme, error)]
    except ValueError as error:  # no marks, or no UTF-8
        return [Fault(label(readme), None, None, f"has no place for the verdicts ({error})", expected)]
    row = text.count("\n", 0, text.index(START)) + 1
    return [Fault(label(readme), row, None, "the verdicts are out of date", expected)]


def write(judged: dict[str, Finding], readme: Path = README) -> list[str]:
    """Write the table of these findings; returns its lines that are new."""
    text = readme.read_text(encoding="utf-8")
    wanted = with_table(text, judged)
    if text != wanted:
        readme.write_text(wanted, encoding="utf-8")
    before = text.splitlines()
    return [line for line in wanted.splitlines() if line not in before]


def main(arguments: list[str], readme: Path = README) -> int:
    """Write the table, or with ``--check`` only compare; returns the exit code."""
    if "--check" in arguments:
        faults = outdated(findings(), readme)
        print(*faults, sep="\n", end="\n" if faults else "")
        return int(bool(faults))
    write(findings(), readme)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
