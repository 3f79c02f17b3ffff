"""What each command of ``python -m audit`` does; ``audit.cli`` reads the arguments. Each returns its exit code."""

from __future__ import annotations

import json
import sys
from datetime import date

import pandas as pd

from audit.faults import Fault, FaultsError, did_you_mean, how_many, label
from audit.findings import default_ledger, default_record, fit, of_propositions
from audit.inputs import codebook, new_entries, registration
from audit.inputs.acceptance import check_data
from audit.inputs.ledger import Ledger, load_ledger
from audit.inputs.record import Record, check_record, open_record
from audit.paths import SEEDS


def _inputs(options) -> tuple[Ledger, Record]:
    """The ledger and the record, both checked in full: a verdict never rests on an input that has a fault.

    A copy of the claims (``--seeds``) is there to try another test: what is not registered in it is only told.
    """
    ledger, faults = _loaded(options)
    unregistered = registration.faults(ledger, options.seeds) if ledger else []
    if faults or (unregistered and _own_seeds(options)):
        raise FaultsError(unregistered + faults)
    for fault in unregistered:
        print(f"warning: {fault}", file=sys.stderr)
    return ledger, _record(options)


def _record(options) -> Record:
    """The record that is asked for; of the repository's own, with what was computed from it before."""
    if options.seeds is not None or options.data is not None:
        return open_record(options.data)
    from audit.workshop import kept_findings

    kept_findings.hand_over()
    return default_record()


def _loaded(options) -> tuple[Ledger | None, list[Fault]]:
    """The ledger, None if it is faulty, and the faults of ledger and record."""
    ledger, faults = None, []
    try:
        ledger = default_ledger() if options.seeds is None else load_ledger(options.seeds)
    except FaultsError as error:
        faults += error.faults
    if options.data is not None:
        return ledger, faults + check_data(options.data)
    from audit.workshop import checked

    return ledger, faults + checked.own_data()


def _own_seeds(options) -> bool:
    return options.seeds is None or options.seeds.resolve() == SEEDS


def findings(options) -> int:
    from audit.figures.cards import counts

    ledger, record = _inputs(options)
    judged = fit.all_findings(ledger, record)
    if options.json:
        print(json.dumps([one.to_json() for one in judged.values()], indent=2, ensure_ascii=False))
        return 0
    table = pd.DataFrame(
        {
            "claim": claim_id,
            "when published": one.verdict_at_publication,
            f"on the record to {one.data_cutoff}": one.verdict,
            "confidence": one.confidence.level if one.confidence else "-",
            "agree": f"{one.agreeing} of {one.principled_total}",
            "stated": _number(getattr(one.claim.test, "stated", None)),
            "computed": _number(one.computed),
        }
        for claim_id, one in judged.items()
    )
    print(table.to_string(index=False) if len(table) else "no claim is judged yet")
    found = counts(ledger.claims.values(), judged)
    print(
        f"\nOf {how_many(len(ledger.claims), 'claim')}: with a verdict {found['judged']} (of them {found['silent']} that the record "
        f"cannot say), weighed without one {found['weighed']}, out of scope {found['out-of-scope']}, not judged yet {found['open']}."
    )
    ours = of_propositions(ledger, record)
    print(f"Judged of {how_many(len(ledger.propositions), 'proposition')} of our own: {len(ours)}")
    for id, one in ours.items():
        print(f"  {id}: {one.verdict} ({one.confidence.level if one.confidence else '-'})")
    return 0


def explain(options) -> int:
    ledger, record = _inputs(options)
    if not any(options.claim_id in ours for ours in (ledger.claims, ledger.propositions, ledger.forecasts)):
        known = [*ledger.claims, *ledger.propositions, *ledger.forecasts]
        meant = did_you_mean(options.claim_id, known) or f", expected one of: {', '.join(known)}"
        print(f"{options.claim_id}: no such claim{meant}", file=sys.stderr)
        return 2
    try:
        one = fit.one_finding(options.claim_id, ledger, record)
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return 2
    claim, article = one.claim, one.article
    ours = "forecast" if options.claim_id in ledger.forecasts else "proposition"
    where = f"{article.outlet}, paragraph {claim.paragraph}" if article else f"a {ours} of this book"
    print(f"{claim.id} ({claim.kind}; {where})")
    print(f"  {claim.claim}")
    if claim.test is not None:
        print(f"  Tested as: {claim.test.reading}")
    then = f"When published: {one.verdict_at_publication}. " if article else ""
    print(f"  {then}On the record to {one.data_cutoff}: {one.verdict}.")
    if one.confidence:
        print(f"  Confidence: {one.confidence.level} ({one.confidence.reason}).")
    print("  Specifications (* nearest to the wording; those in brackets do not count):")
    for judged in one.judged:
        spec = judged.specification
        answer = {True: "agrees", False: "does not agree", None: "no figure"}[judged.agrees]
        mark = "*" if spec.nearest else " "
        value = _number(spec.value)
        line = f"{spec.label}: {value}, {answer}" if judged.agrees is not None else f"{spec.label}: {answer}"
        print(f"  {mark} {line}" if spec.principled else f"  {mark} ({line})")
        print(f"      {spec.reason}")
    if one.exceptions:
        print(
            f"  Exceptions: {', '.join(one.exceptions)}. Without the rule of exceptions: {one.verdict_without_exceptions}."
        )
    print(f"  Sources read: {', '.join(f'{number} {how}' for how, number in one.read.items() if number) or 'none'}.")
    if one.last_datum:
        print(f"  Latest datum: {one.last_datum}; newest source: {one.last_source}.")
    for reading, verdict in one.alternative_verdicts.items():
        print(f"  Under the reading {reading}: {verdict}.")
    print("  Sources:")
    for source_id in one.sources:
        source = record.sources.loc[source_id]
        print(f"    {source_id}: {source['publisher']}, {source['title']} ({source['published']}) {source['url']}")
    return 0


def check(options) -> int:
    ledger, faults = _loaded(options)
    faults = faults or _misfits(ledger, options)
    if options.seeds is None:
        from audit.workshop import registered

        unregistered, note = registered.check(ledger)
    elif _own_seeds(options):
        unregistered, note = registration.check(ledger)
    else:
        unregistered = registration.faults(ledger, options.seeds)
        note = registration.only_the_chain("these are not the repository's own claims")
    faults = unregistered + faults
    for fault in faults:
        print(fault)
    if note:
        print(note, file=sys.stderr)
    print(how_many(len(faults), "fault") if faults else "claims and record: no faults", file=sys.stderr)
    return 1 if faults else 0


def _misfits(ledger: Ledger, options) -> list[Fault]:
    """What only shows when the findings are computed; of the repository's own, also a README that says otherwise."""
    from audit.workshop import glance

    judged, faults = fit.computed(ledger, _record(options))
    own = _own_seeds(options) and options.data is None
    return faults or (glance.outdated(judged) if own else [])


def accept(options) -> int:
    from audit.workshop import glance, kept_findings, registered

    ledger, record = default_ledger(), default_record()
    faults = [*registered.check(ledger)[0], *check_record(counted=False)]
    if record.data_cutoff > date.today():
        place, problem = label(record.directory / codebook.DESCRIPTOR), f"is {record.data_cutoff}, a day to come"
        faults.append(Fault(place, None, "data_cutoff", problem, "the day on which we last looked for figures"))
    if not faults:
        kept_findings.hand_over()
    judged, misfits = fit.computed(ledger, record) if not faults else ({}, [])
    if faults or misfits:
        raise FaultsError(faults + misfits)
    for name in codebook.refresh():
        print(f"accepted: data/{name}")
    for line in glance.write(judged):
        print(f"README.md: {line}")
    print("data/ is accepted as it is: hashes, sizes and row counts are written, and data/README.md", file=sys.stderr)
    return 0


def refresh(options) -> int:
    # Imported late: no other command, and no build, has anything to do with a network.
    from audit.workshop.refresh import course

    try:
        return course.refresh(
            options.table,
            data_dir=options.data,
            home=options.home,
            dry_run=options.dry_run,
            accept_changes=options.accept_changes,
        )
    except course.Refused as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(
            "Stopped; nothing was written. What was fetched is kept: the same command goes on today.", file=sys.stderr
        )
        return 130


def register(options) -> int:
    try:
        entries = registration.register(
            options.claim_ids,
            load_ledger(options.seeds),
            reason=options.reason,
            results_known={"part": "in part"}.get(options.results_known, options.results_known),
            day=options.date,
            note=options.note,
            seeds_dir=options.seeds,
        )
    except registration.Refused as error:
        print(error, file=sys.stderr)
        return 2
    for entry in entries:
        print(f"{entry.claim}: registered on {entry.date}, test {entry.test[:12]}…, entry {entry.digest[:12]}…")
    return 0


def new_article(options) -> int:
    """Its fields in the order in which entries are written."""
    earliest, *later = options.published
    given = {"id": options.id, "title": options.title, "title_note": options.title_note, "outlet": options.outlet}
    given |= {"author": options.author, "author_note": options.author_note}
    given |= {"url": options.url, "url_note": options.url_note}
    given |= {"published_earliest": _day(earliest), "published_latest": _day(later[-1] if later else earliest)}
    given |= {"published_reason": options.published_reason}
    given = {name: value for name, value in given.items() if value is not None or not name.endswith("_note")}
    try:
        article = new_entries.add_article(given, options.text, options.seeds)
    except new_entries.Refused as error:
        print(error, file=sys.stderr)
        return 2
    print(
        f"{article.id}: written into {label((options.seeds or SEEDS) / new_entries.ARTICLES)}; {how_many(article.paragraphs, 'paragraph')}"
    )
    print(f"Next: each of its claims, by python -m audit new-claim CLAIM_ID --article {article.id} …")
    return 0


def new_claim(options) -> int:
    """Its fields in the order in which entries are written."""
    test = {"comparison": options.comparison, "reading": options.reading, "unit": options.unit}
    test |= {name: getattr(options, name) for name in ("stated", "value", "decimals", "threshold", "low", "high")}
    test |= {"by": options.by and _day(options.by)}
    test = {name: value for name, value in test.items() if value is not None}
    given = {"id": options.id, "article": options.article, "paragraph": options.paragraph, "kind": options.kind}
    given |= {"claim": options.claim, "speaker": options.speaker, "topic": options.topic, "chapter": options.chapter}
    given |= {"not_judged_reason": options.out_of_scope, "headline": options.headline or None}
    given |= {"wording_note": options.wording_note, "test": test or None}
    given = {name: value for name, value in given.items() if value is not None or name == "chapter"}
    try:
        claim = new_entries.add_claim(given, options.seeds, fit.unplaced_headlines)
    except new_entries.Refused as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{claim.id}: written into {label((options.seeds or SEEDS) / new_entries.CLAIMS)}")
    if claim.test is not None:
        print(f"What agrees: {claim.test.words}")
        print(
            f"Next: python -m audit register {claim.id} --reason TEXT --results-known yes|no|part, in a commit of its own."
        )
    if claim.chapter is not None:
        print(f"Then its arithmetic, in audit/findings/{claim.chapter}/claims.py, under SPECIFICATIONS[{claim.id!r}].")
    return 0


def _day(text: str) -> date | str:
    """A day as YAML writes it; what is none stays as it is, for the ledger to refuse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _number(value) -> str:
    if value is None:
        return "-"
    return f"{value:,.4g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
