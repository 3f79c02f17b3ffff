"""Claims as lists, each with a link to its row in the register, and the small tables of the chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from audit.figures.cards import Html, sentence, templates, ways_in_words
from audit.figures.scorecard.words import LABEL_WORDS, MANY_WORDS, SCENARIO_WORDS, SHORT_NAMES, bounds, by_hindsight
from audit.figures.words import VERDICT_WORDS
from audit.findings.answer import FAILS, LAYERS, outcome_of
from audit.findings.scorecard import (
    IMPRECISE,
    LABELS,
    LUCKY,
    MARKS,
    NO_LAYER,
    OPEN_RECORD,
    RIGHT,
    WRONG,
    by_origin,
    fails_under,
    holds_under,
    label,
    moved_since,
    rule_frame,
)
from audit.findings.sensitivity import BOUNDS
from audit.inputs.ledger import Ledger
from audit.inputs.record import Record
from audit.judgement import Finding


def claims_of(
    card: pd.DataFrame, judged: Mapping[str, Finding], ledger: Ledger, *labels: str, folded: bool = False
) -> Html:
    """The claims with these labels, each with its verdict and why it has its label; of readings, what they say.

    ``folded``: each label behind its name.
    """
    groups = [
        {
            "name": LABEL_WORDS[code],
            "rows": [_row(one, judged, ledger) for one in card[card["label"] == code].itertuples()],
        }
        for code in labels
    ]
    groups = [group for group in groups if group["rows"]]
    html = Html(templates().get_template("scored.html").render(groups=groups, folded=folded))
    html.words = "\n\n".join(
        f"{group['name']}\n" + "\n".join(_in_words(row) for row in group["rows"]) for group in groups
    )
    return html


def _row(one, judged: Mapping[str, Finding], ledger: Ledger) -> dict:
    claim, found = ledger.claims[one.claim_id], judged.get(one.claim_id)
    by_checks = one.label == WRONG or (one.label == LUCKY and not by_hindsight(found))
    by_reading = one.fails_under != "" and one.reason.endswith(one.fails_under)
    return {
        "claim": claim,
        "outlet": ledger.articles[claim.article].outlet,
        "verdict": one.verdict if found else "out-of-scope",
        "then": one.verdict_then if found and one.verdict_then != one.verdict else None,
        "why": None if one.label == RIGHT or by_checks or by_reading else one.reason.removesuffix("."),
        "rests": _rests_on(found) if one.label in (WRONG, LUCKY) else [],
        "tried": _tried(one.readings) if one.label in MARKS else None,
        "holds": _words(found, holds_under(found)) if one.label == WRONG else [],
        "fails": _words(found, fails_under(found)) if one.label == IMPRECISE else [],
    }


def _rests_on(found: Finding) -> list[str]:
    """By how many checks, by what measure, and by how many of those who counted: a sentence each."""
    agreeing, of = by_origin(found)
    told = [f"{sentence(ways_in_words(found))}."] if ways_in_words(found) else []
    fate = "fails" if outcome_of(found.verdict) == FAILS else "agrees"
    told += [f"The closest check, which {fate}: {found.nearest.specification.label}."]
    told += [f"The test: {found.claim.test.reading}"]
    by_few = label(found)[0] == LUCKY and not by_hindsight(found)
    return told + ([f"With one vote for each who counted, {agreeing} of {of} agree."] if by_few else [])


def _tried(readings: int) -> str:
    """How many other readings of the words were tried."""
    if not readings:
        return "No other reading was tried."
    return f"{readings} other reading{'s' if readings > 1 else ''} tried."


def _words(found: Finding, ids: Sequence[str]) -> list[str]:
    """What readings, or one of two plain senses, say: a sentence each."""
    readings = {one.id: one.reading for one in found.claim.alternative_readings}
    senses = {one.specification.id: f"{one.specification.label} (one of two plain senses)." for one in found.judged}
    return [readings.get(id) or senses[id] for id in ids]


def _in_words(row: dict) -> str:
    told = [f"holds if: {one}" for one in row["holds"]] + [f"less holds if: {one}" for one in row["fails"]]
    told = ([row["why"]] if row["why"] else []) + row["rests"] + told + ([row["tried"]] if row["tried"] else [])
    return (
        f"- {row['claim'].claim} ({row['outlet']}, paragraph {row['claim'].paragraph}) {VERDICT_WORDS[row['verdict']]}. "
        + " ".join(told)
    )


def rule() -> pd.DataFrame:
    """The rule of labels as the chapter prints it. Columns: ``order``, ``if``, ``label``."""
    lines = rule_frame()
    return pd.DataFrame(
        {"order": lines["order"], "if": lines["when"], "label": lines["label"].map(LABEL_WORDS)},
    )


def by_group(card: pd.DataFrame, ledger: Ledger, by: str) -> pd.DataFrame:
    """How many claims of each group have which label. Columns: ``group``, one for each label that occurs, ``claims``."""
    names = {id: one.outlet for id, one in ledger.articles.items()}
    group = card[by].map(lambda one: names.get(one, one)).fillna("out of scope")
    labels = [code for code in LABELS if (card["label"] == code).any()]
    first = [layer.id for layer in LAYERS] if by == "layer" else []
    table = pd.crosstab(group, card["label"])[labels]
    table = table.loc[[one for one in dict.fromkeys([*first, *group]) if one in table.index]]
    table = table.rename(columns=LABEL_WORDS)
    return table.assign(claims=table.sum(axis=1)).rename_axis(index="group", columns=None).reset_index()


def by_layer(card: pd.DataFrame) -> pd.DataFrame:
    """How many claims with which label are filed under which layer, those out of scope left out: narrow enough for a phone.

    Columns: ``label``, one for each layer, ``no layer`` where a chapter asks about none, ``all``.
    """
    filed = card[card["layer"].notna()]
    layers = [layer.id for layer in LAYERS] + ([NO_LAYER] if (filed["layer"] == NO_LAYER).any() else [])
    labels = [code for code in LABELS if (filed["label"] == code).any()]
    table = pd.crosstab(filed["label"], filed["layer"]).reindex(index=labels, columns=layers, fill_value=0)
    table = table.assign(all=table.sum(axis=1)).rename_axis(index="label", columns=None).reset_index()
    return table.assign(label=table["label"].map(LABEL_WORDS))


def other_answers(pictures: pd.DataFrame) -> pd.DataFrame:
    """What else the answer says in each layer when one thing is otherwise, the most frequent first.

    Columns: ``layer``, ``then`` (the other clause), ``without`` (how many single sources, voices, chapters, and by name all
    else: where both bounds differ the second is told after "at most").
    """
    names = {layer.id: layer.name for layer in LAYERS}
    told: dict[tuple[str, str], dict[str, list]] = {}
    for end in BOUNDS.values():
        for at, others in pictures[f"clauses_then{end}"].items():
            for pair in others.items():
                told.setdefault(pair, {one: [] for one in BOUNDS.values()})[end].append(at)
    rows = []
    for (layer, said), found in told.items():
        least, most = (_without(pictures.loc[at]) for at in found.values())
        words = least if least == most else f"{least}. At most: {most}" if least else f"at most: {most}"
        rows.append(
            {
                "layer": names[layer],
                "then": sentence(said),
                "without": sentence(words),
                "number": len(found["_strictly"]),
            }
        )
    table = pd.DataFrame(rows, columns=["layer", "then", "without", "number"])
    place = table["layer"].map([*names.values()].index)
    table = table.assign(place=place).sort_values(["place", "number"], ascending=[True, False], kind="stable")
    return table[["layer", "then", "without"]].reset_index(drop=True)


def _without(group: pd.DataFrame) -> str:
    """What leads to one other answer: single things counted, whole kinds and readings named."""
    told = []
    for kind, (one, many) in MANY_WORDS.items():
        if number := int((group["kind"] == kind).sum()):
            told.append(f"any one of {number} {many}" if number > 1 else f"one {one}")
    named = [
        words for (kind, id), words in SCENARIO_WORDS.items() if ((group["kind"] == kind) & (group["id"] == id)).any()
    ]
    kinds = [id.removeprefix("only-") for id in group["id"] if id.startswith("only-")]
    only = [SCENARIO_WORDS["evidence", kind].removeprefix("Without ") for kind in kinds]
    return "; ".join([*told, *(words[:1].lower() + words[1:] for words in named), *(f"only {words}" for words in only)])


def moved(card: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """The claims whose verdict is another today. Columns: ``claim``, ``then``, ``now``, ``label``."""
    rows = moved_since(card)
    words = {"then": rows["verdict_then"].map(VERDICT_WORDS), "now": rows["verdict"].map(VERDICT_WORDS)}
    return pd.DataFrame({"claim": rows["claim"], **words, "label": rows["label"].map(LABEL_WORDS)})


def scenarios(pictures: pd.DataFrame, card: pd.DataFrame) -> pd.DataFrame:
    """What moves if one thing is otherwise, for a chart; of sources and origins the worst of each bound.

    Columns: ``what``, ``least``, ``most`` (verdicts that move), ``of`` (how many verdicts the record settles), ``told`` (both bounds as words),
    ``answer`` (is the answer in three layers another sentence? ``yes``, ``at most`` or ``no``), ``place``.
    """
    verdicts = len(with_an_outcome(card))
    rows = []
    for place, ((kind, id), words) in enumerate(SCENARIO_WORDS.items()):
        of = pictures[(pictures["kind"] == kind) & ((pictures["id"] == id) | (id is None))]
        least, most = int(of["moved"].max()), int(of["moved_strictly"].max())
        answer = "yes" if of["answer_moves"].any() else "at most" if of["answer_moves_strictly"].any() else "no"
        moved = {"least": least, "most": most, "of": verdicts, "told": bounds(least, most)}
        rows.append({"what": words, **moved, "answer": answer, "place": place})
    return pd.DataFrame(rows)


def origins(pictures: pd.DataFrame, number: int = 10) -> pd.DataFrame:
    """Those who counted, without whom most verdicts move. Columns: ``origin``, ``what``, ``least``, ``most``, ``told``, ``place``."""
    rows = pictures[pictures["kind"] == "origin"].sort_values(
        ["moved_strictly", "moved"], ascending=False, kind="stable"
    )
    rows = rows.head(number).reset_index(drop=True)
    return pd.DataFrame(
        {
            "origin": rows["id"],
            "what": [SHORT_NAMES.get(one.id, sentence(one.label)) for one in rows.itertuples()],
            "least": rows["moved"],
            "most": rows["moved_strictly"],
            "told": [bounds(*pair) for pair in zip(rows["moved"], rows["moved_strictly"], strict=True)],
            "place": range(len(rows)),
        }
    )


def sources_of_the_answer(pictures: pd.DataFrame, record: Record) -> pd.DataFrame:
    """The single sources without which the answer in three layers is another sentence, whichever other copies are left.

    Columns: ``source``, ``publisher``, ``verdicts`` (that move, both bounds).
    """
    rows = pictures[(pictures["kind"] == "source") & pictures["answer_moves"]]
    rows = rows.sort_values(["moved", "moved_strictly"], ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "source": list(rows["label"]),
            "publisher": list(record.sources.loc[rows["id"], "publisher"]),
            "verdicts": [bounds(*pair) for pair in zip(rows["moved"], rows["moved_strictly"], strict=True)],
        }
    )


def with_an_outcome(card: pd.DataFrame) -> pd.DataFrame:
    """The claims that the record settles: those with one of the four marks."""
    return card[card["label"].isin(MARKS)]


def with_a_verdict(card: pd.DataFrame) -> pd.DataFrame:
    """The claims that have a verdict, those of a silent record included."""
    return card[card["label"].isin([*MARKS, OPEN_RECORD])]
