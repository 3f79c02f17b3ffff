"""What may be glued of every finding: the names that start with a claim's id."""

from audit.figures.prose import VERDICT_WORDS
from audit.findings import findings, of_propositions

WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def word(count: int) -> str:
    return WORDS[count] if count < len(WORDS) else str(count)


def of_findings() -> dict[str, str]:
    """What may be glued of every finding; specifications as ``(value, unit)`` decided by the caller's decimals."""
    texts = {}
    for claim_id, one in (findings() | of_propositions()).items():
        counting = [judged for judged in one.judged if judged.specification.principled and judged.agrees is not None]
        own = {
            "verdict": VERDICT_WORDS[one.verdict],
            "verdict-at-publication": VERDICT_WORDS.get(one.verdict_at_publication, ""),
            "agreeing": word(sum(judged.agrees for judged in counting)),
            "total": word(len(counting)),
            "confidence": one.confidence.level if one.confidence else "none",
            "confidence-reason": one.confidence.reason if one.confidence else "nothing could be judged",
        }
        for id, judged in one.alternatives.items():
            own[f"reading-{id}"] = VERDICT_WORDS[one.alternative_verdicts[id]]
            own[f"reading-{id}-agreeing"] = word(sum(bool(answer.agrees) for answer in judged if answer.counts))
        texts |= {f"{claim_id}-{name}": text for name, text in own.items()}
    return texts


def specification_values() -> dict[str, float]:
    """``claim-specification`` -> its number; prose shows it rounded to as many decimals as it likes."""
    return {
        f"{claim_id}-{judged.specification.id}": judged.specification.value
        for claim_id, one in (findings() | of_propositions()).items()
        for judged in one.judged
        if isinstance(judged.specification.value, float)
    }
