"""The services of the Bank of Russia: how its official dollar rate and its key rate are asked for, and how an answer reads.

Rates: ``XML_dynamic.asp``, in windows-1251, decimal commas, a rate for so many (``Nominal``) units on the day from which it is
in force. The key rate: the method KeyRateXML of ``DailyInfo.asmx``, a level for each working day, newest first.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

import pandas as pd

from audit.faults import shown
from audit.workshop.refresh.series import Request, Series, Unusable, plain, years

HOME = "https://www.cbr.ru"
DOLLAR = "R01235"
#: The longest holidays have given no figure for 13 days; an answer that is silent for longer has lost some.
LONGEST_SILENCE = timedelta(days=15)
KEY_RATE = b"""<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
<KeyRateXML xmlns="http://web.cbr.ru/"><fromDate>%s</fromDate><ToDate>%s</ToDate></KeyRateXML>
</soap:Body></soap:Envelope>
"""
NOTE = "Last working day before the new rate took effect in the bank's own series; decision report not seen."


# --- the dollar -------------------------------------------------------------------------------------------------------


def ask_for_dollar(first: date, last: date) -> Request:
    return Request(f"/scripts/XML_dynamic.asp?date_req1={first:%d/%m/%Y}&date_req2={last:%d/%m/%Y}&VAL_NM_RQ={DOLLAR}")


def parse_dollar(answer: bytes, first: date, last: date) -> pd.DataFrame:
    """Rubles for one dollar, by the day from which they were in force."""
    root = _xml(answer)
    if root.tag != "ValCurs" or root.get("ID") is None:
        told = " ".join("".join(root.itertext()).split())
        raise Unusable(None, f"holds no series, but {root.tag} {shown(told)}", f"ValCurs of {DOLLAR}")
    found = []
    for record in root.iter("Record"):
        day = _day(record.get("Date"), "%d.%m.%Y")
        for currency in (root.get("ID"), record.get("Id")):
            if currency != DOLLAR:
                raise Unusable("Id", f"is {shown(currency)} on {day}", f"{DOLLAR}, the dollar")
        nominal = _number(record.findtext("Nominal"), "Nominal", day)
        found.append((day, _number(record.findtext("Value"), "Value", day) / nominal))
    return _by_day(found, first, last)


def dollar_rows(daily: pd.DataFrame, source_id: str, first: date) -> pd.DataFrame:
    """A rate is set on the day before it comes into force; that day is no part of the answer, so it is inferred."""
    return pd.DataFrame(
        {
            "day_set": [str(day - timedelta(days=1)) for day in daily["day"]],
            "day_in_force": [str(day) for day in daily["day"]],
            "rub_per_usd": [plain(figure) for figure in daily["figure"]],
            "day_set_basis": "inferred",
            "copies_compared": "0",
            "reporter": "bank-of-russia-dollar",
            "source_id": source_id,
        }
    )


# --- the key rate -----------------------------------------------------------------------------------------------------


def ask_for_key_rate(first: date, last: date) -> Request:
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '"http://web.cbr.ru/KeyRateXML"'}
    posted = KEY_RATE % (f"{first}T00:00:00".encode(), f"{last}T00:00:00".encode())
    return Request("/DailyInfoWebServ/DailyInfo.asmx", posted, headers)


def parse_key_rate(answer: bytes, first: date, last: date) -> pd.DataFrame:
    """The key rate in per cent, by working day."""
    root = _xml(answer)
    if not any(_name(one) == "KeyRate" for one in root.iter()):
        told = " ".join("".join(root.itertext()).split())
        raise Unusable(None, f"holds no series, but {_name(root)} {shown(told)}", "KeyRate")
    found = []
    for record in (one for one in root.iter() if _name(one) == "KR"):
        cells = {_name(one): one.text for one in record}
        day = _day((cells.get("DT") or "")[:10], "%Y-%m-%d")
        found.append((day, _number(cells.get("Rate"), "Rate", day)))
    return _by_day(found, first, last)


def key_rate_rows(daily: pd.DataFrame, source_id: str, first: date) -> pd.DataFrame:
    """A row for each change; the day of a decision is no part of the answer, so it is inferred.

    The first level counts from the ``first`` day asked for: the bank's series begins some days after its first key rate.
    """
    rows, before = [], None
    for day, figure in zip(daily["day"], daily["figure"], strict=True):
        if before is None or figure != before[1]:
            rows.append(
                {
                    "decision_date": str(before[0] if before else first),
                    "effective_date": str(day if before else first),
                    "key_rate_pct": plain(figure),
                    "change_bp": plain((figure - before[1]) * 100) if before else "",
                    "decision_basis": "inferred",
                    "meeting": "",
                    "reporter": "bank-of-russia",
                    "source_id": source_id,
                    "decision_source_id": source_id,
                    "note": NOTE,
                }
            )
        before = day, figure
    return pd.DataFrame(rows)


# --- how an answer is read --------------------------------------------------------------------------------------------


def _xml(answer: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in answer.upper():
        raise Unusable(None, "has a document type, as a web page has", "plain XML")
    try:
        return ElementTree.fromstring(answer)
    except (ElementTree.ParseError, LookupError, ValueError) as error:  # the last two: an encoding that nobody knows
        raise Unusable(None, f"is not XML ({error})", "the XML of the service") from None


def _name(element: ElementTree.Element) -> str:
    """Its name without the namespace: the service gives one to some of its elements."""
    return element.tag.rpartition("}")[2]


def _day(text: str | None, form: str) -> date:
    try:
        return datetime.strptime(text or "", form).date()
    except ValueError:
        raise Unusable("Date", f"is {shown(text)}", f"a day, as {datetime(2023, 8, 15).strftime(form)}") from None


def _number(text: str | None, column: str, day: date) -> Decimal:
    try:
        number = Decimal((text or "").strip().replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number <= 0:
        raise Unusable(column, f"is {shown(text)} on {day}", "a number above 0, as 28,6200")
    return number


def _by_day(found: Iterable[tuple[date, Decimal]], first: date, last: date) -> pd.DataFrame:
    """The figures in the order of their days, which lie in the period asked for, one figure each, and never far apart."""
    daily = pd.DataFrame(sorted(found), columns=["day", "figure"])
    for day in daily["day"]:
        if not first <= day <= last:
            raise Unusable("Date", f"is {day}", f"a day from {first} to {last}, as asked for")
    for day in daily["day"][daily["day"].duplicated()]:
        raise Unusable("Date", f"has {day} twice", "one figure a day")
    days = [first - timedelta(days=1), *daily["day"], last + timedelta(days=1)]
    for before, after in zip(days, days[1:], strict=False):
        if after - before > LONGEST_SILENCE:
            raise Unusable("Date", f"has no figure between {before} and {after}", "one at least every two weeks")
    return daily


SERIES = (
    Series(
        table="ruble_official",
        home=HOME,
        key=("day_in_force",),
        figures=("rub_per_usd",),
        replaced=("rub_per_usd", "copies_compared", "source_id"),
        source="cbr_usd",
        title="Official dollar rate, daily, from the XML service of the Bank of Russia",
        publisher="Bank of Russia",
        ask=ask_for_dollar,
        parse=parse_dollar,
        rows=dollar_rows,
        pieces=years,
        asked="year by year",
    ),
    Series(
        table="ruble_key_rate",
        home=HOME,
        key=("effective_date",),
        figures=("key_rate_pct", "change_bp"),
        replaced=("key_rate_pct", "change_bp", "source_id"),
        source="cbr_keyrate",
        title="Key rate, daily, from the DailyInfo service of the Bank of Russia",
        publisher="Bank of Russia",
        ask=ask_for_key_rate,
        parse=parse_key_rate,
        rows=key_rate_rows,
        pieces=years,
        asked="year by year",
    ),
)
