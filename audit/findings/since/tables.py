"""The frames behind the charts and tables of the chapter: pure functions of the record and of what the modules beside it find."""

from __future__ import annotations

import pandas as pd

from audit.findings import directions, expectations, finding
from audit.findings.equality import arms
from audit.findings.exercises import claims as exercises
from audit.findings.indicators import ARTICLES, BEFORE, LAST_FULL
from audit.findings.rivals import answers, controls
from audit.findings.rivals import tables as rivals
from audit.held import hold
from audit.inputs.record import Record

#: The two points that are drawn; the third, the year of the articles, is the line that they are set against.
DRAWN = {"before": f"around {BEFORE}", "latest": "latest year"}

#: An indicator that rests on more sources than this is a list of events, whose chapter names them.
FEW_SOURCES = 10

#: The check that sets a newer register aside, of which only totals were seen.
OVERTAKEN = "newest-vintage"

#: What stands for a change from nothing: more than any level that a reader can choose.
BEYOND = 1_000.0


# --- directions -----------------------------------------------------------------------------------------------------------


def chart_rows(found: pd.DataFrame, layers: pd.DataFrame) -> pd.DataFrame:
    """Each layer as a row, followed by its indicators. ``found``: ``directions.directions``; ``layers``: ``by_layer`` of it.

    Columns: ``place``, ``head`` (is it a layer), ``id``, ``row`` (its name), ``since_before``, ``since_articles``, ``went`` (both, a dash for none), ``why``
    (there is no direction at all although figures stand; else blank).
    """
    whole = layers.set_index(["layer", "span"])["direction"]
    rows = []
    for layer, own in found.groupby("layer", sort=False):
        rows.append((True, layer, layer.capitalize(), *(whole[layer, span] for span in directions.SINCE), None))
        rows += [
            (False, one.indicator, one.name, one.since_before, one.since_articles, one.why if _silent(one) else None)
            for one in own.itertuples(index=False)
        ]
    shown = pd.DataFrame(rows, columns=["head", "id", "row", *directions.SINCE, "why"])
    told = shown[[*directions.SINCE]].replace([directions.UNKNOWN, directions.SILENT], "–")
    shown["went"] = told["since_before"] + " · " + told["since_articles"]
    shown.insert(0, "place", range(1, len(shown) + 1))
    return shown


def _silent(one) -> bool:
    """Has an indicator no direction in either span, and a rule that says so? ``one``: a row of ``directions``."""
    return pd.notna(one.why) and {one.since_before, one.since_articles} <= {directions.UNKNOWN, directions.SILENT}


def chart_marks(points: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """What is drawn of each indicator: its figure before and its latest, in per cent of that of the year of the articles.

    ``points``: ``directions.points``; ``rows``: ``chart_rows``. Columns: ``place``, ``row``, ``when``, ``year``, ``value``,
    ``of_articles``.
    """
    drawn = points[points["point"].isin(DRAWN) & points["of_articles"].notna()]
    drawn = drawn.assign(when=drawn["point"].map(DRAWN))
    placed = rows.loc[rows["why"].isna(), ["id", "place", "row"]].rename(columns={"id": "indicator"})
    return drawn.merge(placed, on="indicator")[["place", "row", "when", "year", "value", "of_articles"]]


def without_marks(points: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Indicators of which nothing can be drawn: no figure beside that of the year of the articles, or none of that year to divide by,
    or no direction at all by a rule.

    Columns: ``place``, ``figures`` (a list of year and value, all there are), ``why`` (the rule; blank without one).
    """
    drawn = set(chart_marks(points, rows)["place"])
    found = []
    for one in rows[~rows["head"]].itertuples():
        if one.place not in drawn:
            own = points[points["indicator"] == one.id]
            found.append((one.place, list(zip(own["year"], own["value"], strict=True)), one.why))
    return pd.DataFrame(found, columns=["place", "figures", "why"])


def few_sources(points: pd.DataFrame) -> list[str]:
    """The sources of the indicators that rest on few, in order."""
    told = points[points["sources"].map(len) <= FEW_SOURCES]["sources"]
    return list(dict.fromkeys(source for sources in told for source in sources))


def changes(found: pd.DataFrame) -> pd.DataFrame:
    """How much each indicator changed in each span, so that a reader may choose what counts as level.

    ``found``: ``directions.directions``. Columns: ``layer``, ``indicator``, ``name``, ``sense``, ``span``, ``change_pct`` (of the figure, or of the
    distance from one of a ratio; ``BEYOND`` for a change from nothing or to it, by its sign; blank without two figures or a direction), ``direction``.
    """
    rows = []
    for one in found.itertuples():
        last = one.articles if pd.isna(one.latest) else one.latest
        spans = {"since_before": (one.before, last), "since_articles": (one.articles, one.latest)}
        for span, (then, now) in spans.items():
            went = getattr(one, span)
            size = None if went == directions.SILENT else change(one.sense, then, now)
            rows.append((one.layer, one.indicator, one.name, one.sense, span, size, went))
    return pd.DataFrame(rows, columns=["layer", "indicator", "name", "sense", "span", "change_pct", "direction"])


def change(sense: str, then: float, now: float) -> float | None:
    """A change in per cent, by the measure of which ``directions.direction`` makes a word; None without one of the two."""
    if pd.isna(then) or pd.isna(now):
        return None
    if sense == "ratio":
        then, now = directions.distance(then), directions.distance(now)
    if then == now:
        return 0.0
    if then == 0 or float("inf") in (then, now):
        return BEYOND if now > then else -BEYOND
    return 100 * (now - then) / then


def drills_by_year(record: Record) -> pd.Series:
    """Joint exercises and patrols by year, from that of the articles on, by the rule of the indicator."""
    rule = exercises.rules(record)[exercises.CHARTED]
    return exercises.counts(record["exercises"], rule, LAST_FULL).loc[ARTICLES:]


def arms_by_year(record: Record) -> pd.DataFrame:
    """Major arms delivered in the year of the articles and after it, million TIV. Columns: ``from_russia``, ``from_china``; index: year."""
    pairs = {"from_russia": ("Russia", "China"), "from_china": ("China", "Russia")}
    found = {
        name: arms.deliveries(record, *pair, ARTICLES, arms.LAST_YEAR, arms.LATEST).set_index("year")[
            "delivered_tiv_mn"
        ]
        for name, pair in pairs.items()
    }
    return pd.DataFrame(found)


# --- expectations ---------------------------------------------------------------------------------------------------------


def expected_directions(record: Record, layers: pd.DataFrame) -> pd.DataFrame:
    """What each leads one to expect of each layer since the articles, and what came of it, one row each.

    Columns: ``name``; one a layer, each a pair of the direction expected and the outcome, None where nothing is expected.
    """
    beside = expectations.beside_layers(record, layers)
    names = list(dict.fromkeys([expectations.ARTICLES_NAME, *record["rivals_explanations"]["name"]]))
    told = {(one.name, one.layer): (one.expects, one.outcome) for one in beside.itertuples(index=False)}
    whole = list(dict.fromkeys(layers["layer"]))
    return pd.DataFrame([{"name": name, **{layer: told.get((name, layer)) for layer in whole}} for name in names])


def tests_since(record: Record) -> pd.DataFrame:
    """The tests of the rivals' chapter of which there is news from after the articles, with who predicted what.

    Columns: ``question``, ``thesis`` (yes, no, either), ``yes`` and ``no`` (names of the rivals that predicted it, lists), ``answer``,
    ``came_out`` (of the thesis; blank where it expects either), ``overtaken`` (a newer register overtakes the figures of its
    finding), ``last_day``.
    """
    made = record["rivals_predictions"].merge(record["rivals_explanations"][["explanation", "name"]], on="explanation")
    made = made[made["explanation"] != expectations.THESIS]
    found = expectations.since_articles(record)
    said = {
        answer: [
            list(made.loc[(made["test_id"] == test) & (made["predicts"] == answer), "name"])
            for test in found["test_id"]
        ]
        for answer in ("yes", "no")
    }
    by_finding = record["rivals_tests"].set_index("test_id")["finding_id"]
    overtaken = [_overtaken(record, by_finding[test]) for test in found["test_id"]]
    return found.assign(**said, overtaken=overtaken)[
        ["test_id", "question", "thesis", "yes", "no", "answer", "came_out", "overtaken", "against", "last_day"]
    ]


def _overtaken(record: Record, finding_id: str | None) -> bool:
    """Does a finding set aside a newer register of which only totals were seen?"""
    if pd.isna(finding_id):
        return False
    return any(one.specification.id == OVERTAKEN for one in finding(finding_id, record=record).judged)


def rivals_right(record: Record) -> pd.DataFrame:
    """How many predictions of each rival on the tests with news are settled, and how many of these came out, most first.

    Columns: ``name``, ``settled``, ``right``.
    """
    made = rivals.predictions(record, rivals.tests(record))
    made = made[made["test_id"].isin(tests_since(record)["test_id"]) & (made["explanation"] != expectations.THESIS)]
    made = made[made["outcome"] != answers.UNSETTLED].assign(right=lambda rows: rows["outcome"] == answers.CAME_OUT)
    found = made.groupby("name", sort=False)["right"].agg(["size", "sum"]).reset_index()
    found.columns = ["name", "settled", "right"]
    return found.sort_values(["settled", "name"], ascending=[False, True], ignore_index=True)


# --- forecasts ------------------------------------------------------------------------------------------------------------


def nearest(listed: pd.DataFrame, ledger_forecasts) -> pd.Series:
    """Of the forecasts about a share that must be passed, the one that lacks least. ``listed``: ``forecasts.listed``.

    The row, with ``threshold_value`` beside it.
    """
    bounds = {
        one.id: one.threshold.threshold
        for one in ledger_forecasts
        if one.threshold.comparison in ("more_than", "at_least")
    }
    own = listed[listed["id"].isin(bounds)].dropna(subset="value")
    own = own.assign(threshold_value=own["id"].map(bounds))
    return own.loc[(own["threshold_value"] - own["value"].astype(float)).idxmin()]


def on_known_allies(record: Record) -> pd.DataFrame:
    """The forecasts of conduct that would make the two allies, put to pairs with a treaty of defence, one row a pair.

    Columns: ``pair``; ``fights``, ``recognition``, ``standing``, ``most_arms`` (yes, no; blank where the record has nothing or the question does
    not arise); ``found``: would the pair count as allied without the treaty: yes, no, or blank (not told). It does if one fights in
    the other's war, or on three of the five that weigh; training and goods, which were tried on no ally, are the other two.
    """
    known = controls.controls(record).set_index(["test_id", "pair"])["says"]
    forces = record["war_conduct"].query("question == 'forces'").set_index("state")["took_part"]
    troops = {"Belarus": "Russia–Belarus", "North Korea": "Russia–North Korea"}
    span = arms.LAST_YEAR - arms.WINDOW + 1, arms.LAST_YEAR, arms.LATEST
    whole = arms.deliveries(record, "all", "Russia", *span)["delivered_tiv_mn"].sum()
    rows = []
    for pair in controls.ALLIES:
        state = next((one for one, own in troops.items() if own == pair), None)
        sent = arms.deliveries(record, state, "Russia", *span)["delivered_tiv_mn"].sum() if state else None
        most = None if sent is None else answers.YES if 2 * sent > whole else answers.NO
        weighing = [known.get(("recognition", pair)), known.get(("standing-structures", pair)), most, None, None]
        fights = None if state is None else forces[state]
        yes, open_ones = weighing.count(answers.YES), weighing.count(None)
        found = (
            answers.YES
            if fights == answers.YES or yes >= 3
            else None
            if fights is None or yes + open_ones >= 3
            else answers.NO
        )
        rows.append((pair, fights, *weighing[:3], found))
    return pd.DataFrame(rows, columns=["pair", "fights", "recognition", "standing", "most_arms", "found"])


def goods_as_published(record: Record) -> pd.DataFrame:
    """Every published share of China in goods for Russia's war, by definition, in the order of the table. Columns: those of ``goods_published``."""
    rows = record["goods_published"]
    rows = rows[(rows["measure"] == "share") & (rows["receiver"] == "Russia")]
    return rows[rows["sender"].isin(["China", "mainland China", "Hong Kong", "China and Hong Kong"])]


def stands(listed: pd.DataFrame) -> dict[str, int]:
    """How many forecasts there are, are open, would be met by the value of today, and have no value today."""
    return {
        "forecasts": len(listed),
        "open": int((listed["verdict"] == "open").sum()),
        "met": int(listed["met_today"].eq(True).sum()),
        "untold": int(listed["value"].isna().sum()),
    }


hold(__name__)
