"""What readers see for what the code says: the one table of verdicts, of what they mean, and of terms.

Codes, JSON keys and ids never change; the words were tried on people who had not read the method.
"""

#: Code of a verdict, or of a claim's standing without one, -> words, as they stand in a sentence.
VERDICT_WORDS = {
    "supported": "supported",
    "supported-with-exceptions": "supported, with a named exception",
    "supported-on-its-own-terms": "supported by the closest check, not by all",
    "not-supported": "not supported",
    "not-testable": "cannot be checked",
    "said": "said",
    "said-in-part": "said in part, the rest not found",
    "not-found": "not in the text",
    "text-not-obtained": "text not obtained",
    "came-true": "came true",
    "came-true-in-part": "came true in part",
    "did-not": "did not come true",
    "open": "open",
    "no-verdict": "a judgement, no verdict",
    "not-judged-yet": "not judged yet",
    "out-of-scope": "out of scope",
}

#: What a verdict means, in one sentence for someone who has not read the method.
VERDICT_GLOSS = {
    "supported": "Every check that counts agrees with the article, if the words mean what we take them to mean.",
    "supported-with-exceptions": "It holds for every listed case but those named here; at most one case in ten may be against it.",
    "supported-on-its-own-terms": "The check closest to the article's words agrees; of the others that count at least one does not.",
    "not-supported": "The check closest to the article's words does not agree, or one of two equally close does not.",
    "not-testable": "The record that we have cannot say.",
    "said": "Another source than the article carries all of it.",
    "said-in-part": "Another source carries part of what the article reports; the rest we did not find.",
    "not-found": "We read the whole text, and it is not there.",
    "text-not-obtained": "We could not read the text whole and found the words nowhere else; that does not show they were not said.",
    "came-true": "What was foretold has happened.",
    "came-true-in-part": "Part of what was foretold has happened.",
    "did-not": "What was foretold has not happened.",
    "open": "It is too early to say.",
    "no-verdict": "A judgement cannot be checked, only weighed: the chapter gives both sides.",
    "not-judged-yet": "Its test is registered; its chapter is still to come.",
    "out-of-scope": "It does not bear on the question of this book, and stays unjudged.",
}

#: What a check chooses otherwise than the closest one, as the heading of a group of checks.
CHOICE_WORDS = {
    "source": "Another source",
    "vintage": "Another vintage",
    "currency": "Another currency",
    "rate": "Another rate",
    "day": "Another day",
    "period": "Another period",
    "rule": "Another rule",
}

#: What a reader is told for a term of the code. One word for one thing: a *reading* is another meaning of the words.
WAY, WAYS = "check", "checks"
NEAREST = "closest to the article's words"


def of_proposition(words: str) -> str:
    """Words about a claim of an article, said of a proposition of our own, which has no article."""
    return words.replace("agrees with the article", "agrees with it").replace("the article's", "the proposition's")


#: Units that stand with every value, as the sign of per cent does.
UNITS_TOLD = ("percentage points", "basis points")


def told_in(number: str, unit: str | None) -> str:
    """The number with its unit if that stands with every value: 2 percentage points, 1 percentage point."""
    if unit not in UNITS_TOLD:
        return number
    return f"{number} {unit.removesuffix('s') if number in ('1', '-1', '−1') else unit}"
