"""Frames behind the chapter's charts and tables; pure, frame out."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from audit.findings.rivals import answers
from audit.findings.rivals.controls import controls, passed
from audit.inputs.record import Record

OUTCOMES = (answers.CAME_OUT, answers.DID_NOT, answers.UNSETTLED)


def tests(record: Record, firm: Iterable[str] = answers.FIRM) -> pd.DataFrame:
    """The tests with their answers, in order. ``firm``: the status of a fact that decides.

    Columns: those of ``rivals_tests``, ``answer`` (yes, no, disputed, open), ``speaks_for`` (allies, partners, neither, not
    settled, or set apart where known allies fail it too), ``asked`` and ``pass`` (known allies), ``predicted_by`` (who
    predicted the answer that would speak for allies), ``row`` (layer and short name), ``sources`` (a list).
    """
    rows = record["rivals_tests"].sort_values("place").reset_index(drop=True)
    found = [answers.answer(record, test_id, firm) for test_id in rows["test_id"]]
    rows = rows.assign(answer=[told for told, _ in found], sources=[sources for _, sources in found])
    sides = [answers.side(*one) for one in zip(rows["allies"], rows["partners"], rows["answer"], strict=True)]
    names = [f"{layer.capitalize()}: {name}" for layer, name in zip(rows["layer"], rows["name"], strict=True)]
    rows = rows.assign(speaks_for=sides, row=names).join(passed(controls(record)), on="test_id")
    rows[["asked", "pass"]] = rows[["asked", "pass"]].fillna(0).astype(int)
    fails = _marked(rows) & (rows["asked"] > 0) & (2 * rows["pass"] <= rows["asked"])
    rows["speaks_for"] = rows["speaks_for"].mask(fails, answers.SET_APART)
    return rows.assign(predicted_by=[_for_allies(record, row) for row in rows.itertuples()])


def _marked(found: pd.DataFrame) -> pd.Series:
    return (found["allies"] != "either") | (found["partners"] != "either")


def _for_allies(record: Record, row) -> str:
    """Who of the others predicted the answer that would speak for allies; a dash where none would."""
    sought = row.allies if row.allies != "either" else {"yes": "no", "no": "yes"}.get(row.partners)
    if sought is None:
        return "–"
    made = record["rivals_predictions"]
    made = made[(made["test_id"] == row.test_id) & (made["predicts"] == sought) & (made["explanation"] != "partners")]
    names = record["rivals_explanations"].set_index("explanation")["name"]
    return ", ".join(names[made["explanation"]]) or "nobody"


def worded(found: pd.DataFrame) -> pd.DataFrame:
    """The tests in which allies and partners are expected to differ, those set apart with them. ``found``: ``tests``."""
    return found[_marked(found)]


def telling(found: pd.DataFrame) -> pd.DataFrame:
    """The tests that could tell allies from partners: known allies do not fail them. ``found``: ``tests``."""
    return found[_marked(found) & (found["speaks_for"] != answers.SET_APART)]


def beside_allies(record: Record, found: pd.DataFrame) -> pd.DataFrame:
    """Each test in which the two sides differ, for China and Russia and for known allies. ``found``: ``tests``.

    Columns: ``test_id``, ``place``, ``name``, ``question``, ``row``, ``pair``, ``says`` (yes, no, disputed, open), ``sources``.
    """
    rows = worded(found)[["test_id", "place", "name", "question", "row", "answer", "sources"]]
    ours = rows.rename(columns={"answer": "says"}).assign(pair=answers.OURS)
    theirs = rows.drop(columns=["answer", "sources"]).merge(controls(record), on="test_id")
    return pd.concat([ours, theirs], ignore_index=True).sort_values("place", kind="stable", ignore_index=True)


def predictions(record: Record, found: pd.DataFrame) -> pd.DataFrame:
    """What each explanation predicted of each test, and how it came out; one row a prediction. ``found``: ``tests``.

    Columns: ``explanation``, ``name``, ``sees``, ``test_id``, ``place``, ``test`` (its short name), ``row``, ``layer``, ``question``,
    ``predicts``, ``answer``, ``outcome``, ``basis``, ``ground``, ``source_id``.
    """
    asked = found.rename(columns={"name": "test"})[["test_id", "place", "test", "row", "layer", "question", "answer"]]
    rows = record["rivals_predictions"].merge(asked, on="test_id")
    rows = rows.merge(record["rivals_explanations"][["explanation", "name", "sees"]], on="explanation")
    rows["outcome"] = [
        answers.outcome(predicted, told) for predicted, told in zip(rows["predicts"], rows["answer"], strict=True)
    ]
    order = {name: place for place, name in enumerate(record["rivals_explanations"]["explanation"])}
    return rows.sort_values(
        ["place", "explanation"], key=lambda one: one.map(order) if one.name == "explanation" else one
    )


def how_they_came_out(made: pd.DataFrame) -> pd.DataFrame:
    """Predictions by explanation and outcome. ``made``: ``predictions``.

    Columns: ``name``, ``sees``, ``as predicted``, ``otherwise``, ``not settled``, in the order of the explanations.
    """
    counts = made.groupby(["name", "sees", "outcome"]).size().unstack("outcome", fill_value=0)
    counts = counts.reindex(columns=list(OUTCOMES), fill_value=0).reset_index()
    return counts.rename_axis(columns=None)


def explained(record: Record, made: pd.DataFrame) -> pd.DataFrame:
    """Each explanation with its observable, what it predicted and what happened. ``made``: ``predictions``.

    Columns: ``whose`` (name, authors, year), ``observable``, and ``came_out``: its tests by outcome.
    """
    told = [
        f"{row.test} ({row.predicts}{'' if row.basis == 'stated' else '*' if row.basis == 'our reading' else '†'})"
        for row in made.itertuples()
    ]
    lists = made.assign(told=told).groupby(["explanation", "outcome"])["told"].agg("; ".join).unstack("outcome")
    rows = record["rivals_explanations"].set_index("explanation").join(lists.reindex(columns=list(OUTCOMES)))
    whose = [f"{row.name} ({row.authors}, {row.year})" for row in rows.reset_index().itertuples(index=False)]
    told = [
        ". ".join(f"{outcome.capitalize()}: {row[outcome]}" for outcome in OUTCOMES if pd.notna(row[outcome]))
        for _, row in rows.iterrows()
    ]
    return rows.assign(whose=whose, came_out=told).reset_index()[["whose", "observable", "came_out"]]


def under_both_rules(record: Record) -> pd.DataFrame:
    """The predictions, judged on firm facts alone and on everything told. Columns: those of ``predictions``, ``facts``."""
    rules = {"firm": answers.FIRM, "all told": answers.ALL_TOLD}
    return pd.concat(
        [predictions(record, tests(record, firm)).assign(facts=name) for name, firm in rules.items()], ignore_index=True
    )


def moved_by_reports(record: Record) -> pd.DataFrame:
    """The tests whose answer changes when reports and allegations decide too. Columns: ``name``, ``answer``, ``with_reports``."""
    firm, told = (tests(record, rule)[["name", "answer"]] for rule in (answers.FIRM, answers.ALL_TOLD))
    both = firm.merge(told.rename(columns={"answer": "with_reports"}), on="name")
    return both[both["answer"] != both["with_reports"]]


def alike(made: pd.DataFrame, one: str, other: str) -> tuple[int, int]:
    """On how many tests two explanations predict the same, and on how many both predict. ``made``: ``predictions``."""
    two = made[made["explanation"].isin([one, other])]
    both = two.pivot(index="test_id", columns="explanation", values="predicts").dropna()
    return int((both[one] == both[other]).sum()), len(both)


def key_words(record: Record) -> pd.DataFrame:
    """Key words beside their original, in Latin letters. Columns: ``when``, ``speaker``, ``english``, ``original``, ``wording``."""
    rows = record["rivals_words"].sort_values("date", kind="stable")
    original = rows["in_latin_letters"].where(rows["in_latin_letters"].notna(), rows["wording"])
    when = [f"{day.day}\N{NO-BREAK SPACE}{day:%b}\N{NO-BREAK SPACE}{day:%Y}" for day in rows["date"]]
    return rows.assign(original=original, when=when)[["when", "speaker", "english", "original", "wording", "source_id"]]


def decisions(record: Record) -> pd.DataFrame:
    """Projects of Russian energy, the steps of each in order. Columns: ``project``, ``steps``, ``reasons``."""
    rows = record["rivals_decisions"].sort_values("date", kind="stable")
    steps = [f"{day:%b %Y}: {told}" for day, told in zip(rows["date"], rows["decision"], strict=True)]
    rows = rows.assign(steps=steps).groupby("project", sort=False)
    reasons = rows["reason_given"].agg(lambda told: "; ".join(dict.fromkeys(told)))
    return pd.DataFrame({"steps": rows["steps"].agg(". ".join), "reasons": reasons}).reset_index()
