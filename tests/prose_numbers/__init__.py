"""What each chapter's prose must say: every glued text, computed again from ``seeds/`` and ``data/``.

``expected(chapter)`` gives name -> text. Names that start with a claim's id follow from its finding, the same for all
chapters. What a chapter glues beside them is computed in the module of its name: a new chapter adds its own.
"""

from audit.inputs.record import open_record

from . import alliance, concert, equality, exercises, institutions, rivals, ruble, scorecard, since, trade, war
from .findings import of_findings, specification_values, word

__all__ = ["CHAPTERS", "expected", "specification_values", "word"]

CHAPTERS = {
    "trade": trade.texts,
    "ruble": ruble.texts,
    "exercises": exercises.texts,
    "alliance": alliance.texts,
    "institutions": institutions.texts,
    "concert": concert.texts,
    "equality": equality.texts,
    "war": war.texts,
    "rivals": rivals.texts,
    "scorecard": scorecard.texts,
    "since": since.texts,
}


def expected(chapter: str) -> dict[str, str]:
    """Name -> text for everything that a chapter may glue."""
    own = CHAPTERS.get(chapter)
    return of_findings() | (own(open_record()) if own else {})
