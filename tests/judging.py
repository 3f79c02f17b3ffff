"""Cases for the rules that stand twice, in Python and in the page: choices, with what ``audit.judgement`` makes of each."""

from collections.abc import Iterable, Mapping

from audit.findings.answer import answer, clauses
from audit.findings.choices import OURS, Choices, Outcome, Rules, judged_by
from audit.inputs.ledger import Ledger
from audit.judgement import Finding


def told(outcome: Outcome) -> dict:
    """An outcome as the page tells it."""
    return {"reading": outcome.reading, "verdicts": {id: one.to_json() for id, one in outcome.verdicts.items()}}


def base(found: Mapping[str, Finding]) -> dict[str, dict]:
    """What is judged with no choices."""
    return {id: told(one) for id, one in judged_by(Choices(), found)[0].items()}


def cases(
    chosen: Iterable[dict], found: Mapping[str, Finding], ledger: Ledger, rules: Rules = OURS
) -> tuple[list[dict], list[dict[str, Outcome]]]:
    """Each set of choices with what differs from none at all (None: cannot be judged, or left out), and its outcomes."""
    plain, made, all_outcomes = base(found), [], []
    for one in chosen:
        outcomes, refused = judged_by(Choices.from_json(one), found, rules)
        all_outcomes.append(outcomes)
        now = {id: told(outcomes[id]) if id in outcomes else None for id in found}
        made.append(
            {
                "choices": one,
                "differs": {id: now[id] for id in found if now[id] != plain[id]},
                "refused": list(refused),
                "clauses": clauses(ledger, outcomes),
                "answer": answer(ledger, outcomes),
                "moved": [id for id in outcomes if outcomes[id].verdict != found[id].verdict],
            }
        )
    return made, all_outcomes
