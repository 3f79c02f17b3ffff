"""The book at a glance, in README.md: the answer, a picture with its words, a table of verdicts; computed and never typed.

``python -m audit.workshop.glance`` writes all three; with ``--check`` it only says whether their words are up to date (exit code 1
if not). The drawing is compared by a test alone: another version of a library may give it other bytes.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from audit.faults import Fault, label, unreadable
from audit.figures.cards import counts
from audit.figures.figure import VEGALITE
from audit.figures.imprint import imprint
from audit.figures.kept import write_whole
from audit.figures.prose import VERDICT_WORDS
from audit.figures.static_pictures import titled_svg
from audit.figures.stored_chart import unpacked
from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.answer import answer
from audit.inputs.ledger import Ledger
from audit.inputs.record import Record
from audit.judgement import Finding
from audit.paths import CHAPTERS, ROOT

README, PICTURE = ROOT / "README.md", ROOT / "README.svg"
START, END = "<!-- verdicts: written by python -m audit.workshop.glance -->", "<!-- end of verdicts -->"


#: The chart that the README shows, and between which marks it says the answer.
BOARD = "scorecard-board"
ANSWER, AFTER_IT = "<!-- answer: written by python -m audit.workshop.glance -->", "<!-- end of answer -->"


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
    return between(text, START, END, table(judged))


def between(text: str, start: str, end: str, words: str) -> str:
    """The text with these words between two marks. Raises ValueError if a mark is missing."""
    before, mark, rest = text.partition(start)
    _, other, after = rest.partition(end)
    if not mark or not other:
        raise ValueError(f"README.md: expected the marks {start!r} and {end!r}")
    return f"{before}{start}\n{words}\n{end}{after}"


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


def picture(record: Record, notebook: Path = CHAPTERS / "scorecard.ipynb") -> tuple[str, str]:
    """Every claim as a mark, as the chapter's notebook stores that chart: as a drawing, and what it shows in words.

    Raises LookupError if the notebook stores no such chart.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    stored = [output["data"] for cell in cells for output in cell.get("outputs", []) if "data" in output]
    specs = [unpacked(data[VEGALITE]) for data in stored if VEGALITE in data]
    spec = next((one for one in specs if one["usermeta"]["figure"]["id"] == BOARD), None)
    if spec is None:
        raise LookupError(f"{notebook.name} stores no chart {BOARD}")
    figure = spec["usermeta"]["figure"]
    publishers = dict.fromkeys(record.sources.loc[list(figure["sources"]), "publisher"])
    drawing = titled_svg(spec, f"Sources: {'; '.join(publishers)}.", carry_face=True, imprint=imprint(BOARD))
    return drawing, f"{figure['title']}. {figure['alt']}"


def summary(ledger: Ledger, record: Record, judged: Mapping[str, Finding]) -> str:
    """The answer to the book's title, how many claims came to what, and how much of the sources was seen."""
    how_many = counts(ledger.claims.values(), judged)
    seen = record.sources["seen"].value_counts()
    return (
        f"**{answer(judged | of_propositions())}** Of {len(ledger.claims)} claims the record settles {how_many['settled']} "
        f"and cannot say on {how_many['silent']}; {how_many['weighed']} are judgements, weighed without a verdict; "
        f"{how_many['out-of-scope']} are out of scope. "
        f"The weak side: of {len(record.sources):,} sources {seen['excerpt']:,} were seen only as an excerpt."
    )


def with_words(text: str, words: str) -> str:
    """The README with these words in the place of the picture's. Raises ValueError if it shows no picture."""
    found = re.subn(r"!\[[^\]]*\]\(README\.svg\)", lambda _: f"![{words}](README.svg)", text)
    if found[1] != 1:
        raise ValueError("README.md: expected one ![](README.svg)")
    return found[0]


def with_answer(text: str, record: Record, words: str) -> str:
    """The README with the answer between its marks and these words for its picture."""
    return between(with_words(text, words), ANSWER, AFTER_IT, summary(default_ledger(), record, findings()))


def draw(record: Record, readme: Path = README) -> None:
    """Draw the picture beside the README, and write its words and the answer there."""
    drawing, words = picture(record)
    readme.write_text(with_answer(readme.read_text(encoding="utf-8"), record, words), encoding="utf-8")
    write_whole(readme.with_name(PICTURE.name), drawing)


def unanswered(record: Record, readme: Path = README) -> list[Fault]:
    """A fault if the README does not hold the answer of this record, or the words of its picture."""
    text, expected = readme.read_text(encoding="utf-8"), "what python -m audit.workshop.glance writes"
    try:
        if text == with_answer(text, record, picture(record)[1]):
            return []
    except ValueError as error:  # no marks, no picture
        return [Fault(label(readme), None, None, f"has no place for the answer ({error})", expected)]
    return [Fault(label(readme), None, None, "the answer or the words of the picture are out of date", expected)]


def main(arguments: list[str], readme: Path = README) -> int:
    """Write table, answer and picture, or with ``--check`` only compare their words; returns the exit code."""
    if "--check" in arguments:
        faults = outdated(findings(), readme) + unanswered(default_record(), readme)
        print(*faults, sep="\n", end="\n" if faults else "")
        return int(bool(faults))
    write(findings(), readme)
    draw(default_record(), readme)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
