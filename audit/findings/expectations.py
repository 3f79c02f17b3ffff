"""The articles as forecasts: what they foretold, and what their thesis and its rivals lead one to expect of 2023 to 2026.

Nothing is judged here. Stated predictions are the findings of their kind; expectations are those of the rivals' chapter, a
test a row, and those of each layer's direction, which follow from what an explanation predicts there.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from audit.findings import finding
from audit.findings.directions import LESS_EVEN, LEVEL, MIXED, MORE, SILENT, UNKNOWN
from audit.findings.rivals import answers, tables
from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import LADDERS, OPEN, Finding

#: The day of the later article: what the record has of the time after it is news to both.
ARTICLES_DAY = pd.Timestamp(2023, 9, 3)

#: A prediction whose day lay within a week was on the calendar when it was made.
CALENDAR_DAYS = 7

#: What was announced before the article said it: the claim, and the row of ``institutions_words`` that says so. It counts as on
#: the calendar too.
ANNOUNCED = {"belarus-sco-2024": "li-2023-soon"}

#: The book's own explanation, as the rivals' tables name it.
THESIS = "partners"

#: Which answer to which test, if an explanation predicts it, leads one to expect which direction of which layer. So an
#: explanation expects no more of a direction than the rivals' chapter has it predict.
LEADS_TO = {
    ("treaty-duty", "no"): ("duty", LEVEL),
    ("grew-through-shock", "yes"): ("behaviour", MORE),
    ("yuan-spreads", "yes"): ("equality", LESS_EVEN),
}

#: The articles' own expectation, by the claim that leads to it: what has no duty keeps none. That ties go on growing is in neither.
ARTICLES_EXPECT = {"not-formal-allies": ("duty", LEVEL)}

#: The articles among the explanations.
ARTICLES, ARTICLES_NAME = "articles", "The two articles"


# --- stated -------------------------------------------------------------------------------------------------------------


def stated(judged: Mapping[str, Finding]) -> pd.DataFrame:
    """The predictions that the articles state, scored: one row each, in the order of the ledger. ``judged``: ``findings``.

    Columns: ``claim_id``, ``article``, ``claim``, ``by`` (the last day of the test), ``ahead_days`` (from the last day on which the
    article can have appeared), ``on_the_calendar`` (its day lay within a week, or it was announced), ``verdict``, ``confidence``, ``readings`` (verdicts
    under other readings, by id), ``holds_in_all`` (every reading that could be judged has the same verdict).
    """
    rows = []
    for one in judged.values():
        if one.claim.kind != "prediction" or one.article is None:
            continue
        by, others = pd.Timestamp(one.claim.test.by), one.alternative_verdicts
        ahead = (by - pd.Timestamp(one.article.published_latest)).days
        rows.append(
            {
                "claim_id": one.claim.id,
                "article": one.claim.article,
                "claim": one.claim.claim,
                "by": by,
                "ahead_days": ahead,
                "on_the_calendar": ahead <= CALENDAR_DAYS or one.claim.id in ANNOUNCED,
                "verdict": one.verdict,
                "confidence": one.confidence.level if one.confidence else None,
                "readings": others,
                "holds_in_all": set(others.values()) <= {one.verdict},
            }
        )
    columns = [
        "claim_id",
        "article",
        "claim",
        "by",
        "ahead_days",
        "on_the_calendar",
        "verdict",
        "confidence",
        "readings",
    ]
    return pd.DataFrame(rows, columns=[*columns, "holds_in_all"])


def score(found: pd.DataFrame) -> pd.DataFrame:
    """How the stated predictions came out, apart for those on the calendar. ``found``: ``stated``.

    Columns: ``on_the_calendar``, one a verdict of the ladder of predictions (counts), ``made``, ``decided`` (no longer open).
    """
    ladder = list(LADDERS["prediction"])
    counts = found.groupby(["on_the_calendar", "verdict"]).size().unstack("verdict", fill_value=0)
    counts = counts.reindex(index=[True, False], columns=ladder, fill_value=0)
    made = counts.sum(axis=1)
    return counts.assign(made=made, decided=made - counts[OPEN]).rename_axis(columns=None).reset_index()


# --- implied ------------------------------------------------------------------------------------------------------------


def expected(record: Record) -> pd.DataFrame:
    """What the thesis expects of each test of the rivals' chapter, what its rivals do, and what the record answers.

    Columns: ``test_id``, ``name``, ``layer``, ``question``, ``thesis`` and ``allies`` (yes, no, either), ``closer``, ``looser``,
    ``unequal`` (what the explanations of that view predicted: yes, no, both; blank where none did), ``answer`` (yes, no,
    disputed, open), ``came_out`` (for the thesis: as predicted, otherwise, not settled; blank where it expects either),
    ``against`` (names of the explanations whose prediction differs from the thesis's), ``set_apart`` (known allies fail it).
    """
    found = tables.tests(record)
    made = record["rivals_predictions"].merge(
        record["rivals_explanations"][["explanation", "name", "sees"]], on="explanation"
    )
    made = made[made["explanation"] != THESIS]
    rows = []
    for test in found.itertuples():
        own = made[made["test_id"] == test.test_id]
        views = {sees: _joined(own.loc[own["sees"] == sees, "predicts"]) for sees in ("closer", "looser", "unequal")}
        says = test.partners if test.partners in (answers.YES, answers.NO) else None
        rows.append(
            {
                "test_id": test.test_id,
                "name": test.name,
                "layer": test.layer,
                "question": test.question,
                "thesis": test.partners,
                "allies": test.allies,
                **views,
                "answer": test.answer,
                "came_out": answers.outcome(says, test.answer) if says else None,
                "against": list(own.loc[own["predicts"] != says, "name"]) if says else [],
                "set_apart": test.speaks_for == answers.SET_APART,
            }
        )
    return pd.DataFrame(rows)


def _joined(predicted: pd.Series) -> str | None:
    said = set(predicted)
    return None if not said else said.pop() if len(said) == 1 else "both"


def since_articles(record: Record) -> pd.DataFrame:
    """The tests of which the record has news from after the articles. Columns: those of ``expected``, ``last_day``.

    That is the day of the newest fact of the test, else of the newest figure of its finding, else the day on which the newest
    of its sources was sure to be out.
    """
    found, printed = expected(record), record.sources["published_latest"]
    days = []
    for row in tables.tests(record).itertuples():
        rows = answers.facts(record, row.test_id)
        if len(rows):
            days.append(rows["date"].max())
        elif pd.notna(row.finding_id):
            days.append(pd.Timestamp(finding(row.finding_id, record=record).last_datum))
        else:
            days.append(pd.to_datetime(printed.reindex(row.sources)).max())
    last = pd.Series(pd.to_datetime(days)).clip(upper=pd.Timestamp(record.data_cutoff))
    found = found.assign(last_day=last)
    return found[found["last_day"] > ARTICLES_DAY].reset_index(drop=True)


def expects(record: Record) -> pd.DataFrame:
    """Which direction of which layer an explanation leads one to expect; none where it predicts nothing that leads to one.

    Columns: ``explanation``, ``name``, ``layer``, ``expects``, ``because`` (the id of the test or claim). The articles stand first.
    """
    names = record["rivals_explanations"].set_index("explanation")["name"]
    rows = [(ARTICLES, ARTICLES_NAME, *told, claim_id) for claim_id, told in ARTICLES_EXPECT.items()]
    made = record["rivals_predictions"]
    for explanation in names.index:
        for one in made[made["explanation"] == explanation].itertuples():
            if told := LEADS_TO.get((one.test_id, one.predicts)):
                rows.append((explanation, names[explanation], *told, one.test_id))
    return pd.DataFrame(rows, columns=["explanation", "name", "layer", "expects", "because"])


def _beside(wanted: str, went: str) -> str:
    if went in (MIXED, UNKNOWN, SILENT):
        return answers.UNSETTLED
    return answers.CAME_OUT if went == wanted else answers.DID_NOT


def beside_layers(record: Record, layers: pd.DataFrame, span: str = "since_articles") -> pd.DataFrame:
    """What each explanation leads one to expect of a layer's direction, and what happened. ``layers``: ``directions.by_layer``.

    Columns: those of ``expects``, ``direction``, ``outcome`` (as predicted, otherwise; not settled: mixed, or no figure).
    """
    went = layers[layers["span"] == span].set_index("layer")["direction"]
    rows = expects(record)
    rows = rows.assign(direction=rows["layer"].map(went))
    return rows.assign(outcome=[_beside(*one) for one in zip(rows["expects"], rows["direction"], strict=True)])


def beside_indicators(record: Record, found: pd.DataFrame, span: str = "since_articles") -> pd.DataFrame:
    """The same by indicator, one row an explanation and indicator of a layer it speaks of. ``found``: ``directions.directions``.

    Columns: those of ``expects``; ``indicator``, ``indicator_name``, ``articles`` and ``latest`` (figures), ``direction``, ``outcome``.
    """
    told = found.rename(columns={"name": "indicator_name", span: "direction"})
    told = told[["indicator", "indicator_name", "layer", "articles", "latest", "direction"]]
    rows = expects(record).merge(told, on="layer", sort=False)
    return rows.assign(outcome=[_beside(*one) for one in zip(rows["expects"], rows["direction"], strict=True)])


def tally(beside: pd.DataFrame) -> pd.DataFrame:
    """How often each explanation came out as predicted. ``beside``: either of the frames above.

    Columns: ``explanation``, ``name``, ``as predicted``, ``otherwise``, ``not settled``.
    """
    counts = beside.groupby(["explanation", "name", "outcome"], sort=False).size().unstack("outcome", fill_value=0)
    counts = counts.reindex(columns=[answers.CAME_OUT, answers.DID_NOT, answers.UNSETTLED], fill_value=0)
    return counts.rename_axis(columns=None).reset_index()


hold(__name__)
