"""A made-up claim, its specifications and its finding, for tests of what is done with findings."""

from datetime import date

from audit.inputs.ledger import Article, Claim
from audit.judgement import Specification, judge

CUTOFF, DAY = date(2024, 6, 30), date(2023, 9, 3)
ARTICLE = Article(
    id="paper-2023",
    title="A title",
    outlet="A paper",
    author="A. Writer",
    url="https://example.org/a",
    published_earliest=DAY,
    published_latest=DAY,
    published_reason="Printed on the page.",
    text_sha256="0" * 64,
    paragraphs=9,
    paragraph_rule="Lines that are not blank.",
)
TEST = {"comparison": "between", "low": 28.5, "high": 29.5, "unit": "per cent", "reading": "Rounds to 29."}
WIDE = {**TEST, "id": "wide", "low": 20.0, "high": 40.0}
NARROW = {**TEST, "id": "narrow", "low": 29.0, "high": 29.1}
HELD, FAILED = 29.3, 34.3


def made_up(*values, kind="quantity", test=TEST, readings=(), published=date(2023, 9, 1), last=date(2022, 12, 31)):
    """The finding of a made-up claim from the values of its specifications, the nearest first."""
    claim = Claim(
        id="a-claim",
        article="paper-2023",
        paragraph=2,
        kind=kind,
        claim="Trade grew by some.",
        speaker="Someone" if kind == "statement" else None,
        topic="trade",
        chapter="trade",
        test=test,
        alternative_readings=list(readings),
    )
    ways = [
        Specification(
            id=f"way-{n}",
            label=f"Way {n}",
            value=value,
            principled=True,
            reason="a reason",
            sources=("a_source",),
            published=published,
            origins=("an-office",),
            kinds=("press",),
            nearest=n == 0,
            seen=("excerpt",),
            last_datum=last,
        )
        for n, value in enumerate(values)
    ]
    return judge(claim, ARTICLE, ways, CUTOFF)
