"""Do the claims, the arithmetic and the record fit together? Found out by computing every finding.

Each may be without fault in itself: a claim given to a chapter that has no arithmetic for it, a comparison of numbers
where the arithmetic answers yes or no, a table that lacks the year a chapter asks for. Then a finding would vanish or
end in a traceback. Here it ends in a Fault.
"""

from __future__ import annotations

import difflib
import traceback
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

from audit import findings as package
from audit.faults import Fault, FaultsError, label
from audit.findings import arithmetic, finding
from audit.inputs.ledger import Chapter, Ledger
from audit.inputs.record import Record
from audit.judgement import Finding
from audit.paths import ROOT


def computed(ledger: Ledger, record: Record) -> tuple[dict[str, Finding], list[Fault]]:
    """Every finding of a claim that can be computed, in the order of the ledger, and a fault for each that cannot.

    Propositions are computed as well, for their faults; and forecasts, which rest on both, where these have none.
    """
    judged, faults = {}, [*_misplaced(ledger), *_unknown_claims(ledger, record)]
    for claim_id in [*ledger.claims, *ledger.propositions, *ledger.forecasts]:
        if arithmetic(ledger.tested(claim_id)) is None or (claim_id in ledger.forecasts and faults):
            continue
        try:
            judged[claim_id] = finding(claim_id, ledger, record)
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
    """One finding. Raises FaultsError when it cannot be computed, LookupError when nobody judges the claim yet."""
    if arithmetic(ledger.tested(claim_id)) is None:
        return finding(claim_id, ledger, record)
    try:
        return finding(claim_id, ledger, record)
    except FaultsError:
        raise
    except Exception as error:
        raise FaultsError([_not_computed(claim_id, ledger, error)]) from error


def _not_computed(claim_id: str, ledger: Ledger, error: Exception) -> Fault:
    """What a traceback would say, in one line: the last place in the arithmetic, and the claim it was for."""
    # Ours alone: the libraries stand in .venv, below ROOT as well.
    ours = ROOT / "audit"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(ours)]
    words = str(error).splitlines()[0] if str(error) else ""
    comparing = frames and frames[-1].name == "agrees"
    if comparing and isinstance(error, TypeError):
        problem = f"cannot be judged: {words}"
        return ledger.fault(
            claim_id, ("test", "comparison"), problem, "a comparison that fits what its arithmetic gives"
        )
    where = f" ({label(Path(frames[-1].filename))}, line {frames[-1].lineno})" if frames else ""
    problem = f"its finding cannot be computed: {type(error).__name__}: {words[:200]}{where}"
    return ledger.fault(claim_id, ("id",), problem, "a record that holds what its arithmetic asks for")


def _misplaced(ledger: Ledger) -> list[Fault]:
    """Claims whose arithmetic is in another chapter than theirs: their findings would vanish."""
    homes: dict[str, str] = {}
    for chapter in get_args(Chapter):
        name = f"{package.__name__}.{chapter}"
        if find_spec(name) is not None:
            homes |= dict.fromkeys(import_module(f"{name}.claims").SPECIFICATIONS, chapter)
    faults = []
    for claim_id, home in homes.items():
        known = claim_id in ledger.claims or claim_id in ledger.propositions
        given = ledger.tested(claim_id).chapter if known else home
        if given != home:
            problem = f"is {given or 'null'} although the arithmetic of the claim is in the chapter {home}"
            faults.append(ledger.fault(claim_id, ("chapter",), problem, home))
    return faults


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
                if near := difflib.get_close_matches(claim_id, known, n=1, cutoff=0.85):
                    problem = f'"{claim_id}" is no claim of the ledger'
                    faults.append(Fault(label(record.path(name)), number, "claim_id", problem, f"perhaps {near[0]}"))
    return faults
