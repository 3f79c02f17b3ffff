"""Every finding: a claim of the ledger meets the record. One package a chapter holds the arithmetic of its claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec

from audit.inputs.ledger import Claim, Forecast, Ledger, Proposition, load_ledger
from audit.inputs.record import Record, open_record
from audit.judgement import Finding, Specification, judge

Arithmetic = Callable[..., list[Specification]]


def arithmetic(claim: Claim | Proposition | Forecast) -> Arithmetic | None:
    """The function that computes the specifications of a claim or a sentence of our own, or None while no chapter judges it.

    A chapter's package is imported only when one of its claims is asked for, so that a notebook depends on its own
    chapter's arithmetic and not on everyone's.
    """
    if isinstance(claim, Forecast):
        return partial(import_module(f"{__name__}.forecasts").score, forecast=claim)
    return None if claim.chapter is None else of_chapter(claim.chapter).get(claim.id)


def of_chapter(chapter: str) -> Mapping[str, Arithmetic]:
    """The arithmetic of a chapter by claim; none while its package has no ``claims.py``."""
    name = f"{__name__}.{chapter}"
    package = find_spec(name)
    if package is None or not package.submodule_search_locations or find_spec(f"{name}.claims") is None:
        return {}
    return import_module(f"{name}.claims").SPECIFICATIONS


def not_judged(claim: Claim | Proposition) -> LookupError:
    """The error that tells why there is no finding: out of scope for good with the ledger's reason, or not judged yet."""
    if claim.chapter is None:
        return LookupError(f"{claim.id} is out of scope: {claim.not_judged_reason}")
    where = f"audit/findings/{claim.chapter}/claims.py"
    return LookupError(f"{claim.id} is in the ledger but not judged yet: SPECIFICATIONS of {where} has no such key")


@cache
def default_ledger() -> Ledger:
    """The ledger in ``seeds/``, read once."""
    return load_ledger()


@cache
def default_record() -> Record:
    """The record in ``data/``, opened once."""
    return open_record()


def finding(claim_id: str, ledger: Ledger | None = None, record: Record | None = None) -> Finding:
    """The finding of one claim, or of a proposition or forecast of our own; KeyError for an unknown id, LookupError for one without.

    Without a ledger and a record of the caller's it is the repository's, computed once in a process.
    """
    if is_own(ledger, default_ledger) and is_own(record, default_record):
        return _default_finding(claim_id)
    ledger, record = ledger or default_ledger(), record or default_record()
    return judged_by(claim_id, specifications(claim_id, ledger, record), ledger, record)


def is_own(given: Ledger | Record | None, own: Callable) -> bool:
    """Is it the repository's own? That is not opened to find out."""
    return given is None or (own.cache_info().currsize == 1 and given is own())


@cache
def _default_finding(claim_id: str) -> Finding:
    ledger, record = default_ledger(), default_record()
    of_these = len(_computed_from) == 2 and _computed_from[0] is ledger and _computed_from[1] is record
    known = _computed_before.get(claim_id) if of_these else None
    return judged_by(claim_id, known or specifications(claim_id, ledger, record), ledger, record)


#: Of the repository's own ledger and record, what another process computed from the same inputs, by claim.
_computed_before: dict[str, list[Specification]] = {}
_computed_from: list[Ledger | Record] = []


def take_over(known: Mapping[str, list[Specification]]) -> None:
    """Judge these specifications, computed before from the repository's own ledger and record as they are now."""
    _computed_from[:] = default_ledger(), default_record()  # of no other that may take their place
    _computed_before.clear()
    _computed_before.update(known)


def specifications(claim_id: str, ledger: Ledger, record: Record) -> list[Specification]:
    """What the arithmetic of a claim computes; LookupError for one that no chapter judges."""
    claim = ledger.tested(claim_id)
    compute = arithmetic(claim)
    if compute is None:
        raise not_judged(claim)
    # A statement is judged by the parts that its claim lists, so its arithmetic is given the claim as well.
    return compute(record, claim) if claim.kind == "statement" else compute(record)


def judged_by(claim_id: str, specifications: list[Specification], ledger: Ledger, record: Record) -> Finding:
    """The finding of a claim from its specifications: the rules are applied anew, whatever was computed before."""
    claim = ledger.tested(claim_id)
    article = ledger.articles[claim.article] if isinstance(claim, Claim) else None
    return judge(claim, article, specifications, record.data_cutoff)


def findings(ledger: Ledger | None = None, record: Record | None = None) -> dict[str, Finding]:
    """Every claim that has been judged, in the order of the ledger."""
    claims = (ledger or default_ledger()).claims
    return {claim_id: finding(claim_id, ledger, record) for claim_id, claim in claims.items() if arithmetic(claim)}


def of_propositions(ledger: Ledger | None = None, record: Record | None = None) -> dict[str, Finding]:
    """Every proposition of our own that has been judged, in the order of the ledger; never counted among the claims."""
    ours = (ledger or default_ledger()).propositions
    return {id: finding(id, ledger, record) for id, one in ours.items() if arithmetic(one)}


def of_forecasts(ledger: Ledger | None = None, record: Record | None = None) -> dict[str, Finding]:
    """Every forecast of our own, scored as far as the record goes, in the order of the ledger; none is a claim."""
    return {id: finding(id, ledger, record) for id in (ledger or default_ledger()).forecasts}
