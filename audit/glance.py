"""The verdicts at a glance, in README.md: a table between two marks, computed and never typed.

``python -m audit.glance`` writes it; with ``--check`` it only says whether it is up to date (exit code 1 if not).
"""

from __future__ import annotations

import sys
from pathlib import Path

from audit.findings import findings
from audit.judgement import Finding
from audit.paths import ROOT
from audit.prose import VERDICT_WORDS

README = ROOT / "README.md"
START, END = "<!-- verdicts: written by python -m audit.glance -->", "<!-- end of verdicts -->"


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


def main(arguments: list[str], readme: Path = README) -> int:
    """Write the table, or with ``--check`` only compare; returns the exit code."""
    text = readme.read_text(encoding="utf-8")
    wanted = with_table(text, findings())
    if "--check" in arguments:
        if text != wanted:
            print("README.md: the verdicts are out of date, expected what `python -m audit.glance` writes")
        return int(text != wanted)
    readme.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
