"""Do the claims, the arithmetic and the record fit together? Found out by computing every finding.

Each may be without fault in itself: a claim given to a chapter that has no arithmetic for it, a comparison of numbers
where the arithmetic answers yes or no, a table that lacks the year a chapter asks for. Then a finding would vanish or
end in a traceback. Here it ends in a Fault.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from audit.faults import Fault, FaultsError, did_you_mean, label
from audit.findings import arithmetic, default_ledger, finding, is_own, of_chapter
from audit.findings.answer import LAYERS
from audit.inputs.ledger import Ledger, chapters
from audit.inputs.record import NoTable, Record
from audit.judgement import Finding
from audit.paths import ROOT

#: What the rules of judgement ask first of the specifications of a claim.
NEAREST = "one principled specification, or two of plain senses, marked nearest"


def computed(ledger: Ledger, record: Record) -> tuple[dict[str, Finding], list[Fault]]:
    """Every finding of a claim that can be computed, in the order of the ledger, and a fault for each that cannot.

    Propositions are computed as well, for their faults; and forecasts, which rest on both, where these have none.
    """
    judged = {}
    faults = [
        *unplaced_headlines(ledger),
        *_misplaced(ledger),
        *_unknown_keys(ledger),
        *_unknown_labels(ledger),
        *_unknown_claims(ledger, record),
    ]
    for claim_id in [*ledger.claims, *ledger.propositions, *ledger.forecasts]:
        if arithmetic(ledger.tested(claim_id)) is None or (claim_id in ledger.forecasts and faults):
            continue
        try:
            judged[claim_id] = finding(claim_id, ledger, record)
        except NoTable as error:
            faults += _where_asked(error)
        except FaultsError as error:
            faults += error.faults
        except Exception as error:  # whatever arithmetic may raise on a record that nobody foresaw
            faults.append(_not_computed(claim_id, ledger, error))
    return {id: one for id, one in judged.items() if id in ledger.claims}, list(dict.fromkeys(faults))


def all_findings(ledger: Ledger, record: Record) -> dict[str, Finding]:
    """Every finding. Raises FaultsError with each that cannot be computed."""
    judged, faults = computed(ledger, record)
    if faults:
        raise FaultsError(faults)
    return judged


def one_finding(claim_id: str, ledger: Ledger, record: Record) -> Finding:
    """One finding. Raises FaultsError when it cannot be computed, LookupError when nobody judges the claim yet.

    Where its chapter has arithmetic under an id that no claim has, that is why nobody does: a fault, too.
    """
    claim = ledger.tested(claim_id)
    if arithmetic(claim) is None:
        if slips := list(_unknown_keys(ledger, claim.chapter)):
            raise FaultsError(slips)
        return finding(claim_id, ledger, record)
    try:
        return finding(claim_id, ledger, record)
    except NoTable as error:
        raise FaultsError(_where_asked(error)) from error
    except FaultsError:
        raise
    except Exception as error:
        raise FaultsError([_not_computed(claim_id, ledger, error)]) from error


def _frames(error: Exception, folder: Path) -> list[traceback.FrameSummary]:
    """The lines that the error passed through in a folder of ours, the last one at the end."""
    return [one for one in traceback.extract_tb(error.__traceback__) if Path(one.filename).is_relative_to(folder)]


def _where_asked(error: NoTable) -> list[Fault]:
    """The line of the arithmetic that asked for a table which the record lacks: the slip is there."""
    asked = _frames(error, ROOT / "audit" / "findings")[-1]
    return [replace(one, file=label(Path(asked.filename)), row=asked.lineno, column=None) for one in error.faults]


def _not_computed(claim_id: str, ledger: Ledger, error: Exception) -> Fault:
    """What a traceback would say, in one line: the last place in the arithmetic, and the claim it was for."""
    frames = _frames(error, ROOT / "audit")  # not ROOT: the libraries stand in .venv, below it as well
    words = str(error).splitlines()[0] if str(error) else ""
    last = frames[-1].name if frames else ""
    if last == "agrees" and isinstance(error, TypeError):
        problem = f"cannot be judged: {words}"
        return ledger.fault(
            claim_id, ("test", "comparison"), problem, "a comparison that fits what its arithmetic gives"
        )
    if last == "_check":  # of ``audit.judgement``: the arithmetic ran, and its specifications break a rule
        expected = NEAREST if "nearest specification" in words else "specifications that keep the rules of judgement"
        return ledger.fault(claim_id, ("id",), f"it cannot be judged: {words}", expected)
    where = f" ({label(Path(frames[-1].filename))}, line {frames[-1].lineno})" if frames else ""
    problem = f"its finding cannot be computed: {type(error).__name__}: {words[:200]}{where}"
    return ledger.fault(claim_id, ("id",), problem, "a record that holds what its arithmetic asks for")


def unplaced_headlines(ledger: Ledger) -> list[Fault]:
    """Headline claims that no layer lists: the front page, which shows the others by layer, would leave them out."""
    placed = {claim_id for layer in LAYERS for claim_id in layer.labels}
    problem = "is true although no layer of the front page lists the claim"
    expected = "a few words for it in LAYERS (audit/findings/answer.py), below its layer; or no headline"
    unplaced = [id for id, claim in ledger.claims.items() if claim.headline and id not in placed]
    return [ledger.fault(id, ("headline",), problem, expected) for id in unplaced]


def _misplaced(ledger: Ledger) -> list[Fault]:
    """Claims whose arithmetic is in another chapter than theirs: their findings would vanish."""
    homes: dict[str, str] = {}
    for chapter in chapters():
        homes |= dict.fromkeys(of_chapter(chapter), chapter)
    faults = []
    for claim_id, home in homes.items():
        known = claim_id in ledger.claims or claim_id in ledger.propositions
        given = ledger.tested(claim_id).chapter if known else home
        if given != home:
            problem = f"is {given or 'null'} although the arithmetic of the claim is in the chapter {home}"
            faults.append(ledger.fault(claim_id, ("chapter",), problem, home))
    return faults


def _unknown_keys(ledger: Ledger, of: str | None = None) -> Iterator[Fault]:
    """Arithmetic under an id that the ledger lacks, in one chapter or in all: its claim would wait for ever.

    Only of the repository's own ledger: a copy may lack claims.
    """
    if not is_own(ledger, default_ledger):
        return
    known = [*ledger.claims, *ledger.propositions]
    for chapter in chapters() if of is None else [of]:
        waiting = [id for id in known if ledger.tested(id).chapter == chapter and id not in of_chapter(chapter)]
        for key in of_chapter(chapter):
            if key not in known:
                meant = did_you_mean(key, waiting) or did_you_mean(key, known)
                problem = f'"{key}" is no claim of the ledger{meant}'
                yield Fault(
                    *_place_of_key(chapter, key), "SPECIFICATIONS", problem, "the id of a claim or a proposition"
                )


def _unknown_labels(ledger: Ledger) -> Iterator[Fault]:
    """Claims that a layer lists and the ledger lacks: the front page would look for them in vain. Only of our own ledger."""
    if not is_own(ledger, default_ledger):
        return
    for layer in LAYERS:
        for id in layer.labels:
            if id not in ledger.claims:
                problem = f'{layer.id}: "{id}" is no claim of the ledger{did_you_mean(id, ledger.claims)}'
                yield Fault("audit/findings/answer.py", None, "LAYERS", problem, "the id of a headline claim")


def _place_of_key(chapter: str, key: str) -> tuple[str, int | None]:
    """File and line that name the key: a chapter's arithmetic may stand in several files. Else its ``claims.py``."""
    folder = ROOT / "audit" / "findings" / chapter
    for file in sorted(folder.glob("*.py")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if f'"{key}":' in line:
                return label(file), number
    return label(folder / "claims.py"), None


def _unknown_claims(ledger: Ledger, record: Record) -> list[Fault]:
    """Rows of the record that name a claim by a misspelt id: nobody would ever read them.

    A ledger may lack claims (a copy with a few to try): only what comes near one that it has is taken for a slip.
    """
    faults = []
    for name in record.tables:
        if "claim_id" not in [field["name"] for field in record.resource(name)["schema"]["fields"]]:
            continue
        try:
            column = record[name]["claim_id"]
        except FaultsError as error:
            faults += error.faults
            continue
        for number, claim_id in enumerate(column.tolist(), start=2):
            if isinstance(claim_id, str) and claim_id not in ledger.claims and claim_id not in ledger.propositions:
                known = [*ledger.claims, *ledger.propositions]
                if meant := did_you_mean(claim_id, known, likeness=0.85):
                    problem = f'"{claim_id}" is no claim of the ledger{meant}'
                    faults.append(Fault(label(record.path(name)), number, "claim_id", problem, "the id of a claim"))
    return faults
