"""Frames behind the chapter's charts and tables; pure, frame out."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from audit.findings.rivals import answers
from audit.inputs.record import Record

OUTCOMES = (answers.CAME_OUT, answers.DID_NOT, answers.UNSETTLED)


def tests(record: Record, firm: Iterable[str] = answers.FIRM) -> pd.DataFrame:
    """The tests with their answers, in order. ``firm``: the status of a fact that decides.

    Columns: those of ``rivals_tests``, ``answer`` (yes, no, disputed, open), ``speaks_for`` (allies, partners, neither, not
    settled), ``row`` (layer and short name), ``sources`` (a list).
    """
    rows = record["rivals_tests"].sort_values("place").reset_index(drop=True)
    found = [answers.answer(record, test_id, firm) for test_id in rows["test_id"]]
    rows = rows.assign(answer=[told for told, _ in found], sources=[sources for _, sources in found])
    sides = [answers.side(*one) for one in zip(rows["allies"], rows["partners"], rows["answer"], strict=True)]
    names = [f"{layer.capitalize()}: {name}" for layer, name in zip(rows["layer"], rows["name"], strict=True)]
    return rows.assign(speaks_for=sides, row=names)


def telling(found: pd.DataFrame) -> pd.DataFrame:
    """The tests that could tell allies from partners. ``found``: ``tests``."""
    return found[(found["allies"] != "either") | (found["partners"] != "either")]


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

    Columns: ``name``, ``authors`` (with the year), ``observable``, and for each outcome its tests with the answer.
    """
    told = [
        f"{row.test} ({row.predicts}{'' if row.basis == 'stated' else '*' if row.basis == 'our reading' else '†'})"
        for row in made.itertuples()
    ]
    lists = made.assign(told=told).groupby(["explanation", "outcome"])["told"].agg("; ".join).unstack("outcome")
    rows = record["rivals_explanations"].set_index("explanation").join(lists.reindex(columns=list(OUTCOMES)))
    rows = rows.assign(authors=[f"{who}, {year}" for who, year in zip(rows["authors"], rows["year"], strict=True)])
    return rows.reset_index()[["name", "authors", "observable", *OUTCOMES]]


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
    when = [f"{day.day} {day:%b %Y}" for day in rows["date"]]
    return rows.assign(original=original, when=when)[["when", "speaker", "english", "original", "wording", "source_id"]]


def decisions(record: Record) -> pd.DataFrame:
    """Decisions on Russian energy in order. Columns: ``when``, ``fuel``, ``decision``, ``direction``, ``reason_given``, ``source_id``."""
    rows = record["rivals_decisions"].sort_values("date", kind="stable")
    exact = rows["date_precision"].isin(["day", "about"])
    when = [f"{day:%b %Y}" if told else f"{day:%Y}" for day, told in zip(rows["date"], exact, strict=True)]
    return rows.assign(when=when)[["when", "fuel", "decision", "direction", "reason_given", "source_id"]]
