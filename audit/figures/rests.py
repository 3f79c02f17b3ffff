"""What rests on what, ready to be shown: numbers for the page's prose, rows of its tables, and the data of its search.

Pure functions on the frames of ``audit.findings.lineage`` and ``audit.findings.falling``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from audit.figures.cards import sentence
from audit.figures.prose import in_words
from audit.figures.words import VERDICT_WORDS
from audit.findings import default_ledger, default_record, findings, of_propositions
from audit.findings.answer import LAYERS, UNKNOWN, outcome_of
from audit.findings.falling import BOUNDS, answers, falls, falls_of_tables, most_first
from audit.findings.lineage import lineage, of_tables, sources_named
from audit.findings.sensitivity import HIGHER, LOWER, SILENT, moved
from audit.inputs.ledger import Ledger
from audit.inputs.record import Record
from audit.judgement import Finding

Judged = Mapping[str, Finding]


@dataclass(frozen=True)
class Rests:
    """All that the page shows. ``ways``: ``lineage``; the others by source and by table: ``falls``, ``answers``."""

    ledger: Ledger
    record: Record
    judged: Judged
    ways: pd.DataFrame
    falls: Mapping[str, pd.DataFrame]
    answers: Mapping[str, pd.DataFrame]

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        record: Record,
        judged: Judged,
        opened_by: Mapping[str, frozenset[str]] | None = None,
        falls: Callable[[Record, Judged], pd.DataFrame] = falls,
    ) -> Rests:
        """Computed once; it takes about as long as all findings. ``opened_by``: as for ``lineage``; ``falls``: what computes them."""
        ways = lineage(record, judged, opened_by)
        fallen = {"source": falls(record, judged), "table": falls_of_tables(ways, record, judged)}
        changed = {kind: answers(ledger, judged, frame) for kind, frame in fallen.items()}
        return cls(ledger, record, judged, ways, fallen, changed)


@cache
def default_rests() -> Rests:
    """Of the repository's own ledger and record: claims of the articles and propositions of ours."""
    return Rests.of(default_ledger(), default_record(), findings() | of_propositions())


# --- numbers of the prose ----------------------------------------------------------------------------------------------


#: How the names of numbers end, by count; the count by origin, which is the method's own rule, needs no ending.
TAILS = {"at_least": "-mild", "by_origin": "", "at_most": "-harsh"}


def numbers(rests: Rests) -> dict[str, str]:
    """What the page's prose says in numbers, by name, as words where they are small.

    ``sources`` behind a verdict, ``tables`` and ``checks``; ``settled``: verdicts on the articles that the record decides.
    By origin, and with an ending of ``TAILS`` by the other counts: ``firm``: sources of which none moves a verdict of an
    article; ``moving`` ones, and the most verdicts that one moves (``worst``); ``hang``: verdicts that some single source
    moves; ``moves``: verdicts moved by all of them one at a time, of them ``silent``, ``lower``, ``higher`` (and
    ``silent-cases``: no case, one case, two cases); ``answer``: sources that would change a clause of the answer.
    """
    fallen, changed = rests.falls["source"], rests.answers["source"]
    most = most_first(fallen)
    theirs = fallen[fallen["article"].notna()]
    kinds = {id: one.claim.kind for id, one in rests.judged.items()}
    found = {
        "sources": len(most),
        "tables": len(of_tables(rests.ways)),
        "checks": len(
            rests.ways.dropna(subset="specification")[["claim_id", "reading", "specification"]].drop_duplicates()
        ),
        "settled": sum(one.article is not None and outcome_of(one.verdict) != UNKNOWN for one in rests.judged.values()),
    }
    for bound, tail in TAILS.items():
        verdicts = zip(theirs["claim_id"], theirs["before"], theirs[bound], strict=True)
        how = [moved(kinds[id], before, after) for id, before, after in verdicts]
        found |= {
            f"firm{tail}": int((most[f"moved_{bound}"] == 0).sum()),
            f"moving{tail}": int((most[f"moved_{bound}"] > 0).sum()),
            f"worst{tail}": int(most[f"moved_{bound}"].max()),
            f"hang{tail}": theirs.loc[theirs[bound] != theirs["before"], "claim_id"].nunique(),
            f"answer{tail}": changed.loc[changed["bound"] == bound, "id"].nunique(),
            f"moves{tail}": sum(one is not None for one in how),
            **{f"{name}{tail}": how.count(name) for name in (SILENT, LOWER, HIGHER)},
        }
    told = {name: in_words(int(value)) for name, value in found.items()}
    return told | {f"{name}-cases": f"{told[name]} case{'s' * (found[name] > 1)}" for name in (SILENT, LOWER, HIGHER)}


# --- rows of the tables ------------------------------------------------------------------------------------------------


def rows_of(rests: Rests, kind: str, ours: bool = False) -> list[dict[str, Any]]:
    """The sources (or tables: ``kind``) that move a verdict by the count by origin, most first; those that move the same
    verdicts in one row. ``ours``: those that move verdicts on propositions of ours alone, which are left out otherwise.

    ``items``: of each ``id``, ``title`` (of a source with its publisher) and how many verdicts it moves by the ``mild`` and
    the ``harsh`` count; ``number``: the same by origin; ``moved``: the claims or propositions, each with its verdict
    ``before`` and ``after``; ``answer``: the layers whose clause changes.
    """
    fallen, changed = rests.falls[kind], rests.answers[kind]
    changed = changed[changed["bound"] == "by_origin"]
    owns, groups, names = dict(iter(fallen.groupby("id", sort=False))), {}, names_of(rests.record, kind)
    for one in most_first(fallen).itertuples():
        own = owns[one.id]
        moving = own[own["by_origin"] != own["before"]]
        if moving.empty or ours == bool(one.moved_by_origin):
            continue
        key = tuple(zip(moving["claim_id"], moving["by_origin"], strict=True))
        row = groups.setdefault(
            key,
            {
                "items": [],
                "number": len(moving),
                "moved": [
                    {"claim": rests.judged[row.claim_id].claim, "before": row.before, "after": row.by_origin}
                    for row in moving.itertuples()
                ],
                "answer": [
                    layer.name for layer in LAYERS if layer.id in set(changed[changed["id"] == one.id]["layer"])
                ],
            },
        )
        counts = {
            "mild": one.moved_at_least + one.propositions_at_least,
            "harsh": one.moved_at_most + one.propositions_at_most,
        }
        row["items"].append({"id": one.id, "title": names[one.id], **counts})
    return list(groups.values())


def names_of(record: Record, kind: str) -> dict[str, str]:
    """What every source (with its publisher) or table is called."""
    if kind == "table":
        return {id: record.resource(id)["title"] for id in record.tables}
    sources = record.sources
    return dict(zip(sources.index, sources["publisher"] + ": " + sources["title"], strict=True))


# --- the data of the search --------------------------------------------------------------------------------------------


def data(rests: Rests) -> dict[str, Any]:
    """All that the page's script needs, JSON-ready; claims, tables and sources are named by their place in its lists.

    ``verdicts``: words by code. ``claims``, ``tables``, ``sources``: one list each, in the order of ledger and record.
    ``ways``: claim, name of the check, how it stands, and each table with a source, with a 1 where no other copy is left.
    ``falls``: by ``sources`` and ``tables``, rows of place, claim, verdict by the three counts (mild, by origin, harsh),
    checks that use it, those lost. ``answers``: by both, rows of place, count (0 to 2) and the sentence for the layer. ``named``: of each
    source the tables that name it, whether or not a verdict is computed from it there.
    """
    record, judged = rests.record, rests.judged
    tables, sources = list(record.tables), list(record.sources.index)
    place = {
        "claim": {id: at for at, id in enumerate(judged)},
        "table": {id: at for at, id in enumerate(tables)},
        "source": {id: at for at, id in enumerate(sources)},
    }
    ladder = {code: at for at, code in enumerate(VERDICT_WORDS)}
    outlets = {id: one.outlet for id, one in rests.ledger.articles.items()}
    named: list[list[int]] = [[] for _ in sources]
    for table in tables:
        for source in sorted({source for source, _ in sources_named(record, table)}):
            named[place["source"][source]].append(place["table"][table])
    return {
        "verdicts": list(VERDICT_WORDS.items()),
        "claims": [
            [
                id,
                one.claim.claim,
                outlets[one.claim.article] if one.article else "",
                one.claim.chapter,
                ladder[one.verdict],
            ]
            for id, one in judged.items()
        ],
        "tables": [[id, record.resource(id)["title"], len(record[id])] for id in tables],
        "sources": [
            [id, row.publisher, row.title, row.published, row.seen, row.url]
            for id, row in zip(sources, record.sources.itertuples(), strict=True)
        ],
        "named": named,
        "ways": _ways(rests.ways, place, judged),
        "falls": {
            f"{kind}s": [
                [
                    place[kind][row.id],
                    place["claim"][row.claim_id],
                    *(ladder[getattr(row, bound)] for bound in BOUNDS),
                    row.ways,
                    row.lost,
                ]
                for row in frame.itertuples()
            ]
            for kind, frame in rests.falls.items()
        },
        "answers": {
            f"{kind}s": [
                [place[kind][row.id], BOUNDS.index(row.bound), sentence(row.after)] for row in frame.itertuples()
            ]
            for kind, frame in rests.answers.items()
        },
    }


CLOSEST, COUNTS, ASIDE, OTHER, WEIGHED = "closest", "counts", "set aside", "another reading", "weighed"


def _ways(ways: pd.DataFrame, place: Mapping[str, Mapping[str, int]], judged: Judged) -> list[list]:
    """One row a check, or one for all that was weighed for a judgement."""
    found = []
    told = ways.assign(reading=ways["reading"].fillna(""), specification=ways["specification"].fillna(""))
    for (id, reading, specification), own in told.groupby(["claim_id", "reading", "specification"], sort=False):
        first = own.iloc[0]
        standing = WEIGHED if not specification else CLOSEST if first["nearest"] and not reading else None
        standing = standing or (OTHER if reading else COUNTS if first["principled"] else ASIDE)
        label = first["label"] if specification else "Evidence for and against"
        pairs = [
            [
                place["table"][row.table] if row.table else -1,
                place["source"][row.source_id],
                *([1] if row.alone else []),
            ]
            for row in own.itertuples()
        ]
        found.append([place["claim"][id], label, standing, pairs])
    return found


def script(rests: Rests) -> str:
    """``rests-data.js``: the data as a script, because a page opened from a folder can load no JSON."""
    told = json.dumps(data(rests), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"window.bookRests = {told};\n"
