"""What would falsify the thesis by 2030: the registered forecasts, scored as far as the record goes.

Each says what would speak against the thesis, by which threshold, and when that is looked up. Here a forecast meets what the
book has on it: a finding, a test of the rivals' chapter or an indicator of a layer. It comes true as soon as its threshold is
passed, or, if it is about one year, by the figure of that year; it did not come true when its day is over; until then it is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from audit.findings import default_ledger, finding, indicators
from audit.findings.rivals import answers
from audit.held import hold
from audit.inputs.ledger import Forecast, Ledger
from audit.inputs.record import Record
from audit.judgement import (
    CAME_TRUE,
    DID_NOT,
    NOT_SUPPORTED,
    SUPPORTED,
    WITH_EXCEPTIONS,
    Specification,
    Value,
    specification,
)

#: In which direction the thesis can be left.
WAYS = ("closer", "apart", "even")

#: Where the book has what a forecast is put to.
BASES = ("finding", "answer", "indicator", "nothing")

#: Of the forecasts of one way that only weigh, more than this part must come true.
HALF = 0.5

#: What a verdict says of a claim that is met if it holds.
_HOLDS = {SUPPORTED: True, WITH_EXCEPTIONS: True, NOT_SUPPORTED: False}


@dataclass(frozen=True)
class Today:
    """What the book has on a forecast: the value that the threshold is put to, the year it is about, and how it was come by.

    ``value`` is None where the record cannot say. ``way``: a specification with the sources behind it.
    """

    value: Value
    year: int | None
    way: Specification


def today(record: Record, forecast: Forecast) -> Today:
    """The value on the record. Raises KeyError or LookupError where the book has no such finding, test or indicator."""
    base = forecast.base
    if base.nothing is not None:
        return Today(None, None, _way(forecast, None, ()))
    if base.indicator is not None:
        return _by_indicator(record, forecast)
    if base.answer is not None:
        return _by_answer(record, forecast)
    found = finding(base.finding, record=record)
    way = (found.specification(base.specification) if base.specification else found.nearest).specification
    if forecast.threshold.comparison != "holds":
        return Today(way.value, way.last_datum.year if way.last_datum else None, way)
    holds = _HOLDS.get(found.verdict)
    met = None if holds is None else holds == (base.met_if == "holds")
    return Today(met, found.data_cutoff.year, way)


def _by_indicator(record: Record, forecast: Forecast) -> Today:
    series = indicators.BY_ID[forecast.base.indicator].series(record)
    last = series.tail(1)
    seen = pd.DataFrame({"source_id": [one for sources in last["sources"] for one in sources]})
    value = None if last.empty else float(last["value"].iloc[0])
    way = _way(forecast, value, tuple(seen["source_id"]))
    return Today(value, None if last.empty else int(last["year"].iloc[0]), way)


def _by_answer(record: Record, forecast: Forecast) -> Today:
    told, sources = answers.answer(record, forecast.base.answer)
    holds = {answers.YES: True, answers.NO: False}.get(told)
    met = None if holds is None else holds == (forecast.base.met_if == "holds")
    rows = answers.facts(record, forecast.base.answer)
    rows = rows[rows["source_id"].isin(sources)]
    if met is not None and len(rows):
        copies = [one for _, one in rows.groupby("source_id", sort=False)]
        way = specification(record, "as-registered", forecast.indicator, met, copies, reason=forecast.threshold.reading)
    else:
        way = _way(forecast, met, tuple(sources))
    return Today(met, record.data_cutoff.year, way)


def _way(forecast: Forecast, value: Value, sources: tuple[str, ...]) -> Specification:
    return Specification("as-registered", forecast.indicator, value, True, forecast.threshold.reading, sources=sources)


def met(forecast: Forecast, value: Value) -> bool | None:
    """Does a value pass the threshold? None where there is no value."""
    return None if value is None else forecast.threshold.agrees(value)


def bound(forecast: Forecast, value: Value) -> float | None:
    """The number of the threshold that a value must reach: of two the nearer one. None for what happens or does not."""
    threshold = forecast.threshold
    if threshold.comparison == "between":
        return threshold.low if value is not None and value < threshold.low else threshold.high
    return getattr(threshold, "threshold", None)


def outcome(forecast: Forecast, value: Value, year: int | None, day: date) -> str | None:
    """What has become of a forecast on a day: came true, did not, or None while it is open.

    ``value`` is about ``year``. A forecast about one year waits for the figure of that year, and stays open without it.
    """
    passed = met(forecast, value)
    if forecast.year is not None:
        if year is None or year < forecast.year or passed is None or day <= forecast.test.by:
            return None
        return CAME_TRUE if passed else DID_NOT
    if passed:
        return CAME_TRUE
    return DID_NOT if day >= forecast.scored_on and passed is not None else None


def score(record: Record, forecast: Forecast) -> list[Specification]:
    """The one specification of a forecast, by which its finding is judged."""
    now = today(record, forecast)
    said = outcome(forecast, now.value, now.year, record.data_cutoff)
    return [
        replace(
            now.way,
            id="as-registered",
            label=forecast.indicator,
            value=said,
            reason=forecast.threshold.reading,
            principled=True,
            nearest=True,
            reading=None,
            exceptions=(),
            population=None,
            text=None,
        )
    ]


# --- frames -----------------------------------------------------------------------------------------------------------


def listed(record: Record, ledger: Ledger | None = None) -> pd.DataFrame:
    """The forecasts with what the book has today, by way and day, one row each.

    Columns: ``id``, ``layer``, ``way``, ``strength``, ``forecast``, ``indicator``, ``source``, ``principle``, ``threshold`` (in words), ``bound`` (the number that
    today's value must reach; blank for events), ``unit`` (of both),
    ``by`` and ``scored_on`` (days), ``year``, ``value`` (today's; blank where the record cannot say), ``value_year``,
    ``met_today`` (would the threshold be passed by today's value; None without one), ``verdict``, ``thesis`` and ``rivals`` (what it
    would mean), ``gains`` (explanations that it would strengthen), ``base`` (finding, answer, indicator or nothing) and ``base_id`` (of
    nothing: why).
    """
    rows = []
    for one in (ledger or default_ledger()).forecasts.values():
        now = today(record, one)
        said = outcome(one, now.value, now.year, record.data_cutoff)
        kind, place = next((kind, getattr(one.base, kind)) for kind in BASES if getattr(one.base, kind) is not None)
        rows.append(
            {
                **{name: getattr(one, name) for name in ("id", "layer", "way", "strength", "forecast", "indicator")},
                "source": one.source,
                "principle": one.principle,
                "threshold": one.threshold.words,
                "bound": bound(one, now.value),
                "unit": getattr(one.threshold, "unit", None),
                "by": pd.Timestamp(one.test.by),
                "scored_on": pd.Timestamp(one.scored_on),
                "year": one.year,
                "value": now.value,
                "value_year": now.year,
                "met_today": met(one, now.value),
                "verdict": said or "open",
                "thesis": one.means.thesis,
                "rivals": one.means.rivals,
                "gains": list(one.gains),
                "base": kind,
                "base_id": place,
            }
        )
    found = pd.DataFrame(rows).astype({"year": "Int64", "value_year": "Int64"})
    order = {way: place for place, way in enumerate(WAYS)}
    return found.sort_values(
        ["way", "scored_on"],
        key=lambda one: one.map(order) if one.name == "way" else one,
        kind="stable",
        ignore_index=True,
    )


def fallen(outcomes: Mapping[str, str], forecasts: Iterable[Forecast]) -> dict[str, bool | None]:
    """Has the thesis been left, by way? True if one decisive forecast came true or more than half of those that weigh.

    ``outcomes``: the verdict of each forecast by its id. None while open ones could still decide it.
    """
    forecasts = list(forecasts)
    found = {}
    for way in WAYS:
        own = [one for one in forecasts if one.way == way]
        weighing = [one.id for one in own if one.strength == "weighs"]
        decisive = [one.id for one in own if one.strength == "decisive"]

        def left(said: tuple[str, ...], decisive=decisive, weighing=weighing) -> bool:
            true = sum(outcomes[id] in said for id in weighing)
            return any(outcomes[id] in said for id in decisive) or true > HALF * len(weighing)

        found[way] = True if left((CAME_TRUE,)) else None if left((CAME_TRUE, "open")) else False
    return found


def needed(forecasts: Iterable[Forecast]) -> pd.DataFrame:
    """What it takes to leave the thesis. Columns: ``way``, ``decisive`` (each alone), ``weighing``, ``needed`` (of those that weigh)."""
    forecasts = list(forecasts)
    rows = []
    for way in WAYS:
        counts = {
            name: sum(one.way == way and one.strength == name for one in forecasts) for name in ("decisive", "weighs")
        }
        rows.append((way, counts["decisive"], counts["weighs"], int(HALF * counts["weighs"]) + 1))
    return pd.DataFrame(rows, columns=["way", "decisive", "weighing", "needed"])


hold(__name__)
