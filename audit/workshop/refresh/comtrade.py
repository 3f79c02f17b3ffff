"""The public preview of UN Comtrade: how China's monthly trade with Russia is asked for, and how an answer reads.

``/public/v1/preview`` needs no key; those who use it say that it takes one month a question, and it gives at most 500 records.
Asked for are the totals alone: all goods, with any customs procedure and means of transport, through whatever third country.
That leaves a record for imports and one for exports, or none at all for a month that China has not reported yet.
"""

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

import pandas as pd

from audit.faults import shown
from audit.workshop.refresh.series import Request, Series, Unusable, months, plain

#: What is asked for and what every record has to say of itself.
CHINA_WITH_RUSSIA = {
    "reporterCode": "156",
    "partnerCode": "643",
    "partner2Code": "0",
    "cmdCode": "TOTAL",
    "customsCode": "C00",
    "motCode": "0",
}
IMPORTS, EXPORTS = "M", "X"
#: An answer with so many may have lost others.
MOST_RECORDS = 500
#: In US dollars; a month's trade of the whole world is less than a hundredth of it.
BEYOND_ALL = Decimal(10**15)
BILLION = Decimal(10**9)


def ask_for_month(first: date, last: date) -> Request:
    asked = {**CHINA_WITH_RUSSIA, "flowCode": f"{IMPORTS},{EXPORTS}", "period": f"{first:%Y%m}"}
    return Request(f"/public/v1/preview/C/M/HS?{urlencode(asked, safe=',')}")


def parse_month(answer: bytes, first: date, last: date) -> pd.DataFrame:
    """China's imports and exports of the month in US dollars, by flow; no row if it has reported none."""
    month, values = f"{first:%Y%m}", {}
    for record in _records(answer):
        for name, expected in {**CHINA_WITH_RUSSIA, "period": month}.items():
            if str(record.get(name)) != expected:
                raise Unusable(name, f"is {shown(record.get(name))} in {month}", f"{expected}, as asked for")
        flow = record.get("flowCode")
        if flow not in (IMPORTS, EXPORTS):
            raise Unusable("flowCode", f"is {shown(flow)} in {month}", f"{IMPORTS} or {EXPORTS}, as asked for")
        if flow in values:
            raise Unusable("flowCode", f"has {flow} of {month} twice", "one record a flow")
        values[flow] = _value(record.get("primaryValue"), f"for {flow} of {month}")
    if len(values) == 1:
        raise Unusable(
            "flowCode", f"has {', '.join(values)} of {month} alone", f"both {IMPORTS} and {EXPORTS}, or neither"
        )
    return pd.DataFrame([(first, flow, value) for flow, value in values.items()], columns=["day", "flow", "figure"])


def month_rows(monthly: pd.DataFrame, source_id: str, first: date) -> pd.DataFrame:
    """Two rows a month: the total, which is rounded after adding, and the imports. No month of the series may be missing."""
    values = {(day, flow): figure for day, flow, figure in monthly.itertuples(index=False)}
    newest = max(monthly["day"], default=first)
    rows = []
    for month in pd.period_range(first, newest, freq="M"):
        day = month.start_time.date()
        if (day, IMPORTS) not in values:
            raise Unusable(
                "period", f"has no figure for {month}", f"one for each month from {first:%Y-%m} to the newest"
            )
        imports, exports = values[day, IMPORTS], values[day, EXPORTS]
        for flow, value in {"total": imports + exports, "china_imports_from_russia": imports}.items():
            in_billions = (value / BILLION).quantize(Decimal("0.001"), ROUND_HALF_UP)
            rows.append(
                {
                    "month": str(month),
                    "flow": flow,
                    "value_usd_bn": plain(in_billions),
                    "reporter": "un-comtrade-china",
                    "source_id": source_id,
                }
            )
    return pd.DataFrame(rows)


def _records(answer: bytes) -> list[dict]:
    try:
        told = json.loads(answer, parse_float=Decimal, parse_constant=Decimal)
    except (ValueError, RecursionError):
        begins = shown(answer[:40].decode("utf-8", "replace"))
        raise Unusable(None, f"is not JSON, but begins with {begins}", "the JSON of the interface") from None
    told = told if isinstance(told, dict) else {}
    if told.get("error"):
        raise Unusable("error", f"is {shown(told['error'])}", "none")
    records = told.get("data")
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise Unusable(
            "data", f"is no list of records in {shown(answer.decode('utf-8', 'replace'))}", "a list of records"
        )
    if len(records) >= MOST_RECORDS:
        raise Unusable("data", f"has {len(records)} records", f"fewer than {MOST_RECORDS}, of which no more are given")
    if told.get("count") != len(records):
        raise Unusable("count", f"is {shown(told.get('count'))}, with {len(records)} records", "as many as there are")
    return records


def _value(value: object, where: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise Unusable("primaryValue", f"is {shown(value)} {where}", "a number of US dollars")
    number = Decimal(value)
    if not number.is_finite() or not 0 < number < BEYOND_ALL:
        raise Unusable("primaryValue", f"is {value} {where}", "US dollars, more than 0 and less than a quadrillion")
    return number


SERIES = (
    Series(
        table="trade_monthly",
        home="https://comtradeapi.un.org",
        key=("month", "flow"),
        figures=("value_usd_bn",),
        replaced=("value_usd_bn", "source_id"),
        source="comtrade_monthly",
        title="China's monthly trade with Russia as China reported it, from the public preview of UN Comtrade",
        publisher="UN Comtrade",
        ask=ask_for_month,
        parse=parse_month,
        rows=month_rows,
        pieces=months,
        asked="month by month, each at this address with its own `period`,",
        form="json",
        pauses=2,
        rights="facts cited; UN Comtrade terms of use",
        revised=True,
    ),
)
