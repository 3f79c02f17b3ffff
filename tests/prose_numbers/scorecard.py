"""The scorecard: labels given once more by a rule of few lines, and evidence left out without the package's own arithmetic."""

from dataclasses import replace

from audit.findings import default_ledger, findings, of_propositions
from audit.findings.answer import answer
from audit.findings.what_if import specifications_of, what_if
from audit.inputs.record import Record
from audit.judgement import LADDERS, Finding, verdict

from .findings import word

HELD = {"supported", "supported-with-exceptions", "said", "came-true"}
PARTLY = {"supported-on-its-own-terms", "said-in-part", "came-true-in-part"}
FAILED = {"not-supported", "not-found", "did-not"}
WORDS = {
    "right": "right",
    "lucky": "lucky",
    "imprecise": "imprecise",
    "wrong": "wrong",
    "record-silent": "record silent",
}


def none(count: int) -> str:
    return word(count) if count else "none"


SILENT = {"statement": "text-not-obtained", "prediction": "open"}


def rank(one: str) -> int | None:
    return next((place for place, among in enumerate((HELD, PARTLY, FAILED)) if one in among), None)


def label_of(found: Finding | None) -> str:
    if found is None:
        return "out-of-scope"
    if found.verdict == "no-verdict":
        return "weighed"
    own = rank(found.verdict)
    if own is None:
        return "record-silent"
    if own == 2:
        return "wrong"
    if too_early(found) and not about_later_days(found):
        return "lucky"
    if found.verdict == "supported-on-its-own-terms" and found.agreeing < found.principled_total / 2:
        return "lucky"
    return "imprecise" if own or found.exceptions or worse_readings(found) else "right"


def too_early(found: Finding) -> bool:
    told = found.claim.kind in ("statement", "prediction")
    return not told and rank(found.verdict_at_publication) in (None, 2)


def about_later_days(found: Finding) -> bool:
    last = found.nearest.specification.last_datum
    return last is not None and last > found.article.published_latest


def worse_readings(found: Finding) -> list[str]:
    own = rank(found.verdict)
    return [id for id, other in found.alternative_verdicts.items() if (rank(other) or 0) > own]


def kinder_readings(found: Finding) -> bool:
    senses = any(one.specification.nearest and one.counts and one.passes for one in found.judged)
    return senses or any(other in HELD for other in found.alternative_verdicts.values())


def listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the chapter glues beside its findings."""
    return labels() | others() | firmness(record)


def labels() -> dict[str, str]:
    ledger, judged = default_ledger(), findings()
    given = {id: label_of(judged.get(id)) for id in ledger.claims}

    def counted(start: str, ids: list[str]) -> dict[str, str]:
        codes = ("right", "lucky", "imprecise", "wrong", "record-silent", "weighed", "out-of-scope", "not-judged-yet")
        told = {f"{start}{code}": none(sum(given[id] == code for id in ids)) for code in codes}
        return told | {f"{start}with-outcome": word(sum(given[id] in codes[:4] for id in ids))}

    headline = [id for id, claim in ledger.claims.items() if claim.headline]
    told = counted("", list(given)) | counted("headline-", headline)
    told |= {"claims": word(len(given)), "headline-claims": word(len(headline))}
    for article in ledger.articles:
        own = [id for id, claim in ledger.claims.items() if claim.article == article]
        told |= counted(f"{article}-", own) | {f"{article}-claims": word(len(own))}
        told |= tried(article, [judged[id] for id in own if id in judged])
    hang = {"not-formal-allies", "trade-growth-2022", "military-ties-strengthened", "stops-short-of-war"}
    told |= {"answer-headlines": none(len(hang & {*headline})), "answer-others": none(len(hang - {*headline}))}
    told |= {"answer-propositions": word(4), "answer-idle": none(len({*headline} - hang))}
    right = [ledger.claims[id].kind for id, code in given.items() if code == "right"]
    for many, kind in (("quantities", "quantity"), *((f"{kind}s", kind) for kind in set(right))):
        told[f"right-{many}"] = word(right.count(kind))
    return told


def tried(article: str, own: list[Finding]) -> dict[str, str]:
    """Of the claims that hold in full: on how many another reading was tried, and how many fell by one."""
    full = [one for one in own if one.verdict in HELD - {"supported-with-exceptions"}]
    ranks = [[rank(other) for other in one.alternative_verdicts.values() if rank(other) is not None] for one in full]
    return {
        f"{article}-full": none(len(full)),
        f"{article}-full-tried": none(sum(map(bool, ranks))),
        f"{article}-full-fell": none(sum(any(one) for one in ranks)),
    }


def others() -> dict[str, str]:
    """The spared, the wrong and their readings, the three kinds of imprecise, and what moved since."""
    judged = findings()
    label = {id: label_of(one) for id, one in judged.items()}
    spared = [
        id
        for id, one in judged.items()
        if label[id] in ("right", "imprecise") and too_early(one) and about_later_days(one)
    ]
    half = [judged[id] for id, code in label.items() if code == "imprecise"]
    by_checks = sum(one.verdict == "supported-on-its-own-terms" for one in half)
    by_reading = sum(rank(one.verdict) == 0 and not one.exceptions for one in half)
    wrong = [judged[id] for id, code in label.items() if code == "wrong"]
    moved = [one.claim.kind for one in judged.values() if one.verdict != one.verdict_at_publication]
    return {
        "spared": none(len(spared)),
        "spared-names": listed([f"“{judged[id].claim.claim.removesuffix('.')}”" for id in spared])
        if spared
        else "none",
        "spared-labels": listed(list(dict.fromkeys(WORDS[label[id]] for id in spared))) if spared else "none",
        **votes(judged, label),
        **senses(judged, label),
        "wrong-with-a-reading": none(sum(map(kinder_readings, wrong))),
        "imprecise-by-checks": none(by_checks),
        "imprecise-by-reading": none(by_reading),
        "imprecise-in-part": none(len(half) - by_checks - by_reading),
        "verdicts": word(sum(code in WORDS for code in label.values())),
        "moved-since": none(len(moved)),
        "moved-predictions": none(moved.count("prediction")),
        "moved-statements": none(moved.count("statement")),
        "moved-others": none(len(moved) - moved.count("prediction") - moved.count("statement")),
    }


def votes(judged: dict[str, Finding], label: dict[str, str]) -> dict[str, str]:
    """Readings tried, and what the lucky ones would be with one vote for each who counted."""
    known = {
        id: sum(rank(other) is not None for other in one.alternative_verdicts.values()) for id, one in judged.items()
    }
    lucky = [id for id, code in label.items() if code == "lucky"]
    early = [id for id in lucky if too_early(judged[id]) and not about_later_days(judged[id])]

    def still(found: Finding) -> bool:
        counted = [one for one in found.judged if one.counts]
        names = {name for one in counted for name in one.specification.origins}
        own = {name: [one.passes for one in counted if name in one.specification.origins] for name in names}
        return sum(sum(given) >= len(given) / 2 for given in own.values()) < len(names) / 2

    few = "the closest check agrees, and most do not"
    hindsight = "it holds today, but what had been published on the day spoke against it or could not say"
    ways = ((few, len(lucky) > len(early)), (hindsight, bool(early)))
    return {
        "lucky-means": "; or ".join(words for words, some in ways if some or not lucky),
        "right-without-a-reading": none(sum(code == "right" and known[id] == 0 for id, code in label.items())),
        "lucky-by-hindsight": none(len(early)),
        "lucky-by-few": none(len(lucky) - len(early)),
        "lucky-by-origin": none(sum(id in early or still(judged[id]) for id in lucky)),
    }


def senses(judged: dict[str, Finding], label: dict[str, str]) -> dict[str, str]:
    """Wrong by the worse of two plain senses, wrong by a single check, and all labels were the better sense to count."""
    wrong = [id for id, code in label.items() if code == "wrong"]
    better = {
        id: [
            one.specification.id for one in judged[id].judged if one.specification.nearest and one.counts and one.passes
        ]
        for id in wrong
    }
    then = dict(label)
    for id, ids in better.items():
        if ids:
            then[id] = label_of(what_if(id, nearest=ids[0]))
    return {
        "wrong-in-one-of-two": none(sum(map(bool, better.values()))),
        "senses-higher": none(sum(then[id] != label[id] for id in label)),
        **{f"senses-{code}": none([*then.values()].count(code)) for code in ("right", "lucky", "imprecise", "wrong")},
    }


# --- what is left out -------------------------------------------------------------------------------------------------


def firmness(record: Record) -> dict[str, str]:
    told: dict[str, str] = {}
    judged = findings() | of_propositions()
    claims, ours = [id for id, one in judged.items() if one.article], answer(judged)
    seen, origin, kind = record.sources["seen"], record.reporters["counted_by"], record.reporters["kind"]
    copies = {
        id: [[set(figure) for figure in way.copies] for way in specifications_of(one)] for id, one in judged.items()
    }
    used = {id: {pair for way in ways for figure in way for pair in figure} for id, ways in copies.items()}
    pairs = set().union(*used.values())
    silent_texts = {
        id: {source for way in specifications_of(one) if not way.copies for source in way.sources}
        for id, one in judged.items()
    }

    def left(gone: set, name: str | None, sources: set, strictly: bool) -> dict[str, Finding]:
        """All findings without the copies in ``gone``; ``name``: an origin or kind that a check may name itself."""
        then = dict(judged)
        for id, one in judged.items():
            own = any(name in (*way.origins, *way.kinds) for way in specifications_of(one))
            if not (used[id] & gone or own or silent_texts[id] & sources):
                continue
            fallen = {
                way.id
                for way, figures in zip(specifications_of(one), copies[id], strict=True)
                if way.reading is None and falls(way, figures, gone, name, sources, strictly)
            }
            checks = [
                replace(check, agrees=None) if check.specification.id in fallen else check for check in one.judged
            ]
            then[id] = replace(one, verdict=verdict(one.claim.kind, checks))
        return then

    def falls(way, figures, gone, name, sources, strictly) -> bool:
        lost = any(figure <= gone for figure in figures) or bool(not way.copies and set(way.sources) & sources)
        by_copies = {origin[reporter] for figure in figures for _, reporter in figure}
        by_copies |= {kind[reporter] for figure in figures for _, reporter in figure}
        itself = name in (*way.origins, *way.kinds) and name not in by_copies
        at_most = name in (*way.origins, *way.kinds) or bool(set(way.sources) & sources)
        at_most = at_most or any(figure & gone for figure in figures)
        return lost or itself or (strictly and at_most)

    def moved(then: dict[str, Finding]) -> set[str]:
        return {id for id in claims if then[id].verdict != judged[id].verdict}

    def told_of(what: str, ways: dict[str, tuple[set, str | None, set]]) -> dict[str, set[str]]:
        at_least = {}
        for strictly, end in ((False, ""), (True, "-most")):
            thens = {id: left(*way, strictly) for id, way in ways.items()}
            moving = {id: moved(then) for id, then in thens.items()}
            told.update(
                {
                    f"{what}s-used": word(len(ways)),
                    f"{what}s-move{end}": none(sum(map(bool, moving.values()))),
                    f"{what}-worst{end}": none(max(map(len, moving.values()))),
                    f"{what}s-answer{end}": none(sum(answer(then) != ours for then in thens.values())),
                }
            )
            settled = [id for id in claims if rank(judged[id].verdict) is not None]
            steady = [id for id in settled if not any(id in ids for ids in moving.values())]
            if what == "source":
                told[f"steady{'' if end else '-most'}"] = none(len(steady))
                told[f"hang{end}"] = none(len(settled) - len(steady))
            at_least = at_least or moving
        return at_least

    texts_read = set().union(*silent_texts.values())
    by_source = {
        id: ({pair for pair in pairs if pair[0] == id}, None, {id}) for id in {one for one, _ in pairs} | texts_read
    }
    told_of("source", by_source)
    own_origins = {name for one in judged.values() for way in specifications_of(one) for name in way.origins}
    names = {origin[reporter] for _, reporter in pairs} | own_origins
    by_origin = {name: ({pair for pair in pairs if origin[pair[1]] == name}, name, set()) for name in names}
    worst = told_of("origin", by_origin)
    top = max(map(len, worst.values()))
    told["origin-worst-name"] = record.reporters["name"][min(id for id, ids in worst.items() if len(ids) == top)]
    for name in ("official", "press", "research", "dataset"):
        gone = ({pair for pair in pairs if kind[pair[1]] == name}, name, set())
        least, most = (len(moved(left(*gone, strictly))) for strictly in (False, True))
        told[f"without-{name}"] = str(least) if least == most else f"{least} to {most}"
    partly = {source for source in {one for one, _ in pairs} | texts_read if seen[source] != "whole"}
    whole = left({pair for pair in pairs if pair[0] in partly}, None, partly, False)
    quiet = [id for id in moved(whole) if rank(whole[id].verdict) is None]
    return told | {
        "whole-sources": word(int((seen == "whole").sum())),
        "all-sources": f"{len(seen):,}",
        "excerpts-per-hundred": word(round(100 * float((seen == "excerpt").mean()))),
        "whole-silent": none(len(quiet)),
        "whole-other": none(len(moved(whole)) - len(quiet)),
        **readings(),
        **chapters(judged, ours),
        **allies(judged, [left(*way, True) for way in (*by_source.values(), *by_origin.values())]),
    }


def readings() -> dict[str, str]:
    judged = findings()
    hedged = {id: one.claim.test for id, one in judged.items() if getattr(one.claim.test, "comparison", "") == "about"}
    moved = 0
    for share in (0, 0.1):
        half = {id: max(0.5 * 10**-test.decimals, share * test.value) for id, test in hedged.items()}
        others = [
            what_if(id, test={"low": test.value - half[id], "high": test.value + half[id]})
            for id, test in hedged.items()
        ]
        moved = max(moved, sum(one.verdict != one.ours.verdict for one in others))
    known = {}
    for id, one in judged.items():
        if rank(one.verdict) is not None:
            rungs = [
                LADDERS[one.claim.kind].index(other) for other in (one.verdict, *one.alternative_verdicts.values())
            ]
            silent = LADDERS[one.claim.kind].index(SILENT.get(one.claim.kind, "not-testable"))
            known[id] = [rung for rung in rungs if rung != silent]
    return {
        "hedges-moved": none(moved),
        "harshest-lower": none(sum(max(ranks) > ranks[0] for ranks in known.values())),
        "kindest-higher": none(sum(min(ranks) < ranks[0] for ranks in known.values())),
        "exceptions-lower": none(sum(one.verdict_without_exceptions != one.verdict for one in judged.values())),
    }


def allies(judged: dict[str, Finding], thens: list[dict[str, Finding]]) -> dict[str, str]:
    """Allies in law: what is left out cannot say so, a reading of the claim can."""
    claim = judged["not-formal-allies"]
    others = claim.alternative_verdicts.values()
    failing = [
        f"“{one.reading.rstrip('.')}”"
        for one in claim.claim.alternative_readings
        if rank(claim.alternative_verdicts[one.id]) == 2
    ]
    return {
        "allies-when-left-out": none(sum(rank(then["not-formal-allies"].verdict) == 2 for then in thens)),
        "allies-by-reading": "every claim in its harshest reading" if 2 in map(rank, others) else "none",
        "allies-definition": listed(failing) if failing else "none",
    }


def chapters(judged: dict[str, Finding], ours: str) -> dict[str, str]:
    names = {one.claim.chapter for one in judged.values()}
    rest = [{id: one for id, one in judged.items() if one.claim.chapter != name} for name in names]
    return {
        "chapters-used": word(len(names)),
        "chapters-answer": none(sum(answer(then) != ours for then in rest)),
    }
