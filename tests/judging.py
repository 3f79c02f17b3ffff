"""Cases for the rules that stand twice, in Python and in the page: choices, with what ``audit.judgement`` makes of each."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from audit.findings.answer import clauses, outcome
from audit.findings.choices import (
    BY_THE_BOOK,
    LEFT_OUT,
    Choices,
    Outcome,
    Rules,
    answers,
    by_weight,
    counted,
    judged_by,
    one_judged_by,
    rests_on,
)
from audit.findings.clauses import of_the_book
from audit.findings.scorecard import fails_under, holds_under, label
from audit.findings.weighing import scores
from audit.findings.what_if import specifications_of, with_constants
from audit.inputs.ledger import Ledger
from audit.judgement import Finding


def told(one: Outcome) -> dict:
    """An outcome as the page tells it."""
    return {
        "reading": one.reading,
        "speaks": outcome(one),
        "label": label(one.finding)[0],
        "falls": fails_under(one.finding),
        "holds": holds_under(one.finding),
        "verdicts": {id: by.to_json() for id, by in one.verdicts.items()},
    }


def base(found: Mapping[str, Finding]) -> dict[str, dict]:
    """What is judged with no choices."""
    return {id: told(one) for id, one in judged_by(Choices(), found)[0].items()}


def touching(choices: Choices, one: Finding) -> tuple:
    """What of the choices could touch one finding: choices alike in this judge it alike, so it is judged once for all."""
    of_checks = {name: {id for each in specifications_of(one) for id in rests_on(each, name)} for name in LEFT_OUT}
    of_checks["chapters"] = {one.claim.chapter}
    without = [(name, tuple(sorted(ids & of_checks[name]))) for name, ids in sorted(choices.without.items())]
    clauses = choices.clauses if one.claim.id in of_the_book() else None
    mine = repr(choices.claims.get(one.claim.id))
    return (
        one.claim.id,
        choices.hedge,
        choices.exceptions,
        choices.whole,
        clauses,
        mine,
        tuple(x for x in without if x[1]),
    )


def cases(
    chosen: Iterable[dict], found: Mapping[str, Finding], ledger: Ledger, rules: Rules = BY_THE_BOOK
) -> tuple[list[dict], list[dict[str, Outcome]], list[dict[str, str]]]:
    """Each set of choices with what differs from none at all (None: cannot be judged, or left out), its outcomes,
    and why what was refused was."""
    plain, made, all_outcomes, reasons, kept = base(found), [], [], [], {}
    for one in chosen:
        choices = Choices.from_json(one)
        outcomes, refused, now = {}, {}, {}
        for id, each in found.items():
            key = touching(choices, each)
            if key not in kept:
                only = replace(choices, claims={id: choices.claims[id]} if id in choices.claims else {})
                judged, wrong = judged_by(only, {id: each}, rules)
                kept[key] = judged.get(id), wrong.get(id), told(judged[id]) if judged else None
            outcome, wrong, now[id] = kept[key]
            if outcome:
                outcomes[id] = outcome
            elif wrong is not None:
                refused[id] = wrong
        all_outcomes.append(outcomes)
        reasons.append(refused)
        made.append(
            {
                "choices": one,
                "differs": {id: now[id] for id in found if now[id] != plain[id]},
                "refused": list(refused),
                **(said := answers(ledger, outcomes, choices.behaviour)),
                **by_weight(choices, said["scores"]),
                "counts": counted(ledger, outcomes),
                "moved": [id for id in outcomes if outcomes[id].verdict != found[id].verdict],
            }
        )
    return made, all_outcomes, reasons


# --- the same rules with a bug in them ----------------------------------------------------------------------------------


_LABELS = {"label": label, "fails_under": fails_under, "holds_under": holds_under}


def is_found(
    cases: Iterable[dict], found: Mapping[str, Finding], ledger: Ledger, base: Mapping[str, dict], **planted
) -> bool:
    """Does a case differ, now that a rule has a bug? Only what a case is about is judged, as ``judge_harness.js`` does it.

    ``planted``: names of ``audit.findings.choices`` and ``audit.findings.answer`` that are to be taken from a copy with
    the bug; ``rules``: the rules with it.
    """
    rules = planted.get("rules", BY_THE_BOOK)
    judge_one = planted.get("one_judged_by", one_judged_by)
    says, clause = planted.get("outcome", outcome), planted.get("clauses", clauses)
    score = planted.get("scores", scores)
    labels = {name: planted.get(name, ours) for name, ours in _LABELS.items()}

    def as_told(one: Outcome) -> dict:
        marks = {name: rule(one.finding) for name, rule in labels.items()}
        return told(one) | {
            "speaks": says(one),
            "label": marks["label"][0],
            "falls": marks["fails_under"],
            "holds": marks["holds_under"],
        }

    try:
        plain = {id: judge_one(Choices(), one, rules) for id, one in found.items()}
        if any(as_told(plain[id]) != base[id] for id in found):
            return True
        for case in cases:
            choices, outcomes = Choices.from_json(case["choices"]), dict(plain)
            gone = choices.without.get("chapters", ())
            for id in {**case["differs"], **choices.claims}:
                outcomes.pop(id)
                if found[id].claim.chapter not in gone:
                    try:
                        outcomes[id] = judge_one(choices, found[id], rules)
                    except (KeyError, TypeError, ValueError):
                        if id not in case["refused"]:
                            return True
                if (as_told(outcomes[id]) if id in outcomes else None) != case["differs"].get(id, base[id]):
                    return True
            if (
                clause(ledger, outcomes) != case["clauses"]
                or score(ledger, outcomes, choices.behaviour) != case["scores"]
            ):
                return True
    except Exception:  # a bug may do anything
        return True
    return False


def with_bug(module: ModuleType, text: str, folder: Path) -> ModuleType:
    """A copy of a module with another text; the module itself stays as it is."""
    file = folder / "with_bug.py"
    file.write_text(text, encoding="utf-8")
    copy = ModuleType(module.__name__)
    copy.__file__ = str(file)
    vars(copy).update(with_constants(copy, {}))
    return copy
