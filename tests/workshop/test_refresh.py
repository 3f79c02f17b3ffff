"""A refresh asks politely, believes nothing that is not whole and right, and leaves the record as it was unless all is well.

The bank is a server on this machine that can be told to misbehave. Its answers are written by hand after the documented form
of the services: the live ones were not asked.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from audit.cli import main
from audit.findings import default_ledger
from audit.inputs import codebook
from audit.inputs.acceptance import check_data
from audit.inputs.ledger import Ledger
from audit.paths import DATA, ROOT
from audit.workshop.house_rules import project_files
from audit.workshop.refresh import course, pieces, vintage
from audit.workshop.refresh.asking import Manners
from audit.workshop.refresh.bank_of_russia import parse_dollar, parse_key_rate
from audit.workshop.refresh.course import SERIES
from tests.workshop.publishers import (
    QUICK,
    Answer,
    Handler,
    Publisher,
    drips,
    files,
    hangs_up,
    is_cut,
    is_silent,
    never_ends,
    on,
    open_to_all,
    rows_of,
    says,
    writes,
)

DOLLAR, KEY_RATE = "ruble_official", "ruble_key_rate"
#: The last day of the record's own series, and the last of the bank's in these tests.
KNOWN, NOW = date(2026, 8, 22), date(2026, 11, 26)
YEARS = len(range(2013, 2027))


# --- a bank -----------------------------------------------------------------------------------------------------------


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def dollar_series() -> dict[date, str]:
    """What the record has, with the commas of the bank; and a rate for each day after that."""
    known = {date.fromisoformat(row["day_in_force"]): row["rub_per_usd"] for row in rows_of(DOLLAR)}
    later = {day: f"{80 + day.day / 16:.4f}" for day in days(KNOWN + timedelta(days=1), NOW)}
    return {day: f"{Decimal(rate):.4f}".replace(".", ",") for day, rate in (known | later).items()}


def key_rate_series() -> dict[date, str]:
    """A level for each working day from 17 September 2013, four days after the first rate of the record."""
    steps = {date.fromisoformat(row["effective_date"]): row["key_rate_pct"] for row in rows_of(KEY_RATE)}
    series, level = {}, ""
    for day in days(min(steps), NOW):
        level = steps.get(day, level)
        if day >= date(2013, 9, 17) and (day.weekday() < 5 or day in steps):
            series[day] = f"{Decimal(level):.2f}"
    return series


class Bank(Publisher):
    """Answers for any period; its pieces are years."""

    def __init__(self):
        super().__init__()
        self.dollar, self.key_rate = dollar_series(), key_rate_series()
        self.nominal = 1

    def answer(self, path: str, posted: str) -> tuple[int, Answer]:
        """The year that is asked for, and the honest answer."""
        if path.startswith("/scripts/XML_dynamic.asp"):
            asked = parse_qs(urlsplit(path).query)
            first, last = (date(*map(int, asked[name][0].split("/")[::-1])) for name in ("date_req1", "date_req2"))
            assert asked["VAL_NM_RQ"] == ["R01235"]
            records = "".join(
                f'<Record Date="{day:%d.%m.%Y}" Id="R01235"><Nominal>{self.nominal}</Nominal><Value>{rate}</Value></Record>'
                for day, rate in self.dollar.items()
                if first <= day <= last
            )
            span = f'DateRange1="{first:%d.%m.%Y}" DateRange2="{last:%d.%m.%Y}" name="Foreign Currency Market Dynamic"'
            body = f'<?xml version="1.0" encoding="windows-1251"?>\n<ValCurs ID="R01235" {span}>{records}</ValCurs>'
            return first.year, (200, {"Content-Type": "application/xml; charset=windows-1251"}, body.encode("cp1251"))
        assert path == "/DailyInfoWebServ/DailyInfo.asmx" and '<KeyRateXML xmlns="http://web.cbr.ru/">' in posted
        first, last = (date.fromisoformat(day) for day in re.findall(r"Date>(\d{4}-\d\d-\d\d)T00:00:00<", posted))
        records = "".join(
            f"<KR><DT>{day}T00:00:00+03:00</DT><Rate>{level}</Rate></KR>"
            for day, level in reversed(self.key_rate.items())
            if first <= day <= last
        )
        body = (
            '<?xml version="1.0" encoding="utf-8"?>'
            '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
            '<KeyRateXMLResponse xmlns="http://web.cbr.ru/"><KeyRateXMLResult>'
            f'<KeyRate xmlns="">{records}</KeyRate></KeyRateXMLResult></KeyRateXMLResponse></soap:Body></soap:Envelope>'
        )
        return first.year, (200, {"Content-Type": "text/xml; charset=utf-8"}, body.encode())


@pytest.fixture
def bank() -> Iterator[Bank]:
    with open_to_all(Bank()) as server:
        yield server


def first_record(text: str) -> str:
    return re.search(r"<Record.*?</Record>", text)[0]


# --- how the command is run -------------------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture(autouse=True)
def quickly(monkeypatch, tmp_path):
    """On the last day of the record, impatiently, with pieces and verdicts that belong to no other test."""
    on(monkeypatch, NOW)
    known = default_ledger()
    few = {id: known.claims[id] for id in ("key-rate-august-2023", "ruble-fall-2023")}
    monkeypatch.setattr(course, "default_ledger", lambda: Ledger(known.articles, few))
    monkeypatch.setattr(course, "Manners", lambda: QUICK)
    monkeypatch.setattr(pieces, "FOLDER", tmp_path / "pieces")


@pytest.fixture
def refresh(capsys, bank, data):
    def run(table: str, *more: str) -> tuple[int, str, str]:
        code = main(["refresh", table, "--from", bank.address, "--data", str(data), *more])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def refused(refresh, data):
    """Exit code 1 and what was said, of a refresh that leaves the record as it was, byte for byte."""

    def run(table: str, *more: str) -> tuple[str, str]:
        before = files(data)
        code, out, err = refresh(table, *more)
        assert files(data) == before
        assert code == 1
        return out, err

    return run


# --- what is right ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", [DOLLAR, KEY_RATE])
def test_a_series_that_says_the_same_changes_nothing(refresh, bank, data, monkeypatch, table):
    on(monkeypatch, KNOWN)
    before = files(data)
    code, out, err = refresh(table)
    assert (code, out) == (0, "0 rows added, 0 changed, 0 gone\n")
    assert files(data) == before
    assert len(bank.asked) == YEARS and f"{table}: {YEARS} of {YEARS}, 2026-01-01 to {KNOWN}: " in err
    assert not (pieces.FOLDER / table).exists()


def test_new_rates_are_new_rows_of_a_new_source_and_nothing_else_moves(refresh, bank, data):
    table, sources = (data / "ruble_official.csv").read_bytes(), (data / "sources.csv").read_bytes()
    code, out, err = refresh(DOLLAR)
    assert code == 0, err
    new = (NOW - KNOWN).days
    assert f"{new} rows added, 0 changed, 0 gone\nverdicts or degrees of confidence moved: 0\n" in out
    now = (data / "ruble_official.csv").read_bytes()
    assert now.startswith(table)
    rate = bank.dollar[NOW].replace(",", ".").rstrip("0")
    last = f"{NOW - timedelta(days=1)},{NOW},{rate},inferred,0,bank-of-russia-dollar,cbr_usd_20261126"
    assert now[len(table) :].decode().splitlines()[-1] == last
    added = set((data / "sources.csv").read_bytes().splitlines()) - set(sources.splitlines())
    assert [line.split(b",")[0] for line in added] == [b"cbr_usd_20261126"]
    codebook.refresh(data)
    assert check_data(data) == []
    source = next(row for row in rows_of("sources", data) if row["source_id"] == "cbr_usd_20261126")
    assert source["url"].startswith(bank.address) and source["published"] == str(NOW)
    assert "python -m audit.inputs.codebook --data" in err


def test_a_new_step_of_the_key_rate_is_one_row(refresh, bank, data):
    before = (data / "ruble_key_rate.csv").read_bytes()
    bank.key_rate |= {day: "13.50" for day in bank.key_rate if day >= date(2026, 9, 14)}
    code, out, _ = refresh(KEY_RATE)
    assert code == 0 and "+ 2026-09-14: key_rate_pct 13.5, change_bp -50\n1 row added, 0 changed, 0 gone\n" in out
    now = (data / "ruble_key_rate.csv").read_bytes()
    assert now.startswith(before)
    row = rows_of(KEY_RATE, data)[-1]
    assert (row["decision_date"], row["decision_basis"], row["meeting"]) == ("2026-09-11", "inferred", "")
    assert {row["source_id"], row["decision_source_id"]} == {"cbr_keyrate_20261126"}
    codebook.refresh(data)
    assert check_data(data) == []


def test_a_rate_for_a_hundred_units_is_a_rate_for_one(refresh, bank, data, monkeypatch):
    on(monkeypatch, KNOWN)
    bank.nominal = 100
    bank.dollar = {day: f"{Decimal(rate.replace(',', '.')) * 100:.4f}" for day, rate in bank.dollar.items()}
    assert refresh(DOLLAR)[:2] == (0, "0 rows added, 0 changed, 0 gone\n")


#: Written by hand in the documented form, with what the bank adds: the rate of one unit, Cyrillic, and in the second a schema.
BY_HAND = """<?xml version="1.0" encoding="windows-1251"?>
<ValCurs ID="R01235" DateRange1="28.02.2023" DateRange2="01.03.2023" name="Динамика">
    <Record Date="01.03.2023" Id="R01235">
        <Nominal>1</Nominal>
        <Value>74,8932</Value>
        <VunitRate>74,8932</VunitRate>
    </Record>
    <Record Date="28.02.2023" Id="R01235"><Nominal>10</Nominal><Value>754,3230</Value></Record>
</ValCurs>"""
BY_HAND_TOO = """<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
<KeyRateResponse xmlns="http://web.cbr.ru/"><KeyRateResult>
<diffgr:diffgram xmlns:msdata="urn:schemas-microsoft-com:xml-msdata" xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1">
<KeyRate xmlns="">
<KR diffgr:id="KR1" msdata:rowOrder="0"><DT>2023-08-15T00:00:00+03:00</DT><Rate>12.00</Rate></KR>
<KR diffgr:id="KR2" msdata:rowOrder="1"><DT>2023-08-14T00:00:00+03:00</DT><Rate>8.50</Rate></KR>
</KeyRate></diffgr:diffgram></KeyRateResult></KeyRateResponse></soap:Body></soap:Envelope>"""


def test_the_documented_forms_are_read():
    first, last = date(2023, 2, 28), date(2023, 3, 1)
    rates = parse_dollar(BY_HAND.encode("cp1251"), first, last)
    assert list(rates["day"]) == [first, last]
    assert list(rates["figure"]) == [Decimal("75.4323"), Decimal("74.8932")]
    levels = parse_key_rate(BY_HAND_TOO.encode(), date(2023, 8, 14), date(2023, 8, 15))
    assert list(levels["figure"]) == [Decimal("8.5"), Decimal(12)]


# --- what goes wrong and passes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", [says(500), says(503), says(429, Retry_After="1"), is_cut, hangs_up])
def test_what_passes_is_asked_for_again(refresh, bank, monkeypatch, behaviour):
    on(monkeypatch, KNOWN)
    bank.instead[2015] = [behaviour, behaviour]
    code, out, err = refresh(DOLLAR)
    assert (code, out) == (0, "0 rows added, 0 changed, 0 gone\n")
    assert bank.asked == [2013, 2014, 2015, 2015, 2015, *range(2016, 2027)]
    assert err.count("again in") == 2


def test_a_server_that_says_when_is_asked_then(refresh, bank, monkeypatch):
    on(monkeypatch, KNOWN)
    bank.instead[2015] = [says(429, Retry_After="2")]
    assert refresh(DOLLAR)[0] == 0
    third, fourth = bank.times[2:4]
    assert fourth[0] - third[1] >= 1.9


def test_a_server_that_does_not_answer_is_left(refused, bank, monkeypatch):
    monkeypatch.setattr(course, "Manners", lambda: Manners(pause=0, attempts=2, first_wait=0.01, silence=2))
    bank.always[2014] = is_silent
    _, err = refused(DOLLAR)
    assert "the server did not answer in time, 2 times, expected an answer; try again" in err
    assert bank.asked == [2013, 2014, 2014]


def test_a_server_that_cannot_be_reached_is_said_to_be_so(capsys, data):
    before = files(data)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as closed:
        address = f"http://127.0.0.1:{closed.server_port}"
    assert main(["refresh", DOLLAR, "--from", address, "--data", str(data)]) == 1
    err = capsys.readouterr().err
    assert f"{address}/scripts/XML_dynamic.asp?" in err and "the server cannot be reached, 3 times" in err
    assert files(data) == before


# --- what goes wrong and stays ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "behaviour, problem",
    [
        (says(500), "the server answers 500, 3 times, expected an answer"),
        (says(404), "the server answers 404, expected 200"),
        (says(429, Retry_After="86400"), "429, and asks us to wait for longer, expected an answer within 5 seconds"),
        (is_cut, "the answer was cut, 3 times"),
        (never_ends, "the answer does not end, expected at most 150,000 bytes"),
        (drips, "the answer does not end, expected it within 3 seconds"),
        (says(302, Location="/other"), 'leads to another address, "/other", expected the figures themselves'),
        (says(200), 'holds no series, but html "an error", expected ValCurs of R01235'),
        (writes(lambda _: "<!doctype html><p>Busy"), "has a document type, as a web page has, expected plain XML"),
        (writes(lambda text: text[:-9]), "is not XML ("),
        (writes(lambda text: text.replace("windows-1251", "koi-99")), "is not XML ("),
        (writes(lambda _: ""), "is not XML ("),
        (writes(lambda _: "<ValCurs>Error in parameters</ValCurs>"), 'but ValCurs "Error in parameters"'),
        (writes(lambda text: text.replace('ID="R01235"', 'ID="R01239"')), 'Id: is "R01239" on 20'),
        (writes(lambda text: text.replace(' Id="R01235"', ' Id="R01375"', 1)), 'Id: is "R01375" on 20'),
        (writes(lambda text: text.replace(first_record(text), first_record(text) * 2)), "Date: has 2014-01-01 twice"),
        (writes(lambda text: re.sub("<Record.*</Record>", "", text)), "no figure between 2013-12-31 and 2015-01-01"),
        (writes(lambda text: text.replace(".2014", ".2015")), "Date: is 2015-01-01, expected a day from 2014-01-01"),
        (writes(lambda text: text.replace(".2014", "")), 'Date: is "01.01", expected a day, as 15.08.2023'),
        (writes(lambda text: text.replace("<Nominal>1<", "<Nominal>0<", 1)), 'Nominal: is "0" on 2014-01-01'),
        (writes(lambda text: text.replace("<Nominal>1</Nominal>", "", 1)), "Nominal: is None on 2014-01-01"),
        (writes(lambda text: text.replace("<Value>3", "<Value>-3", 1)), 'Value: is "-32,6587" on 2014-01-01'),
        (writes(lambda text: text.replace("<Value>32", "<Value>x", 1)), "Value: is "),
        (writes(lambda text: text.replace("32,6587", "NaN", 1)), 'Value: is "NaN" on 2014-01-01, expected a number'),
    ],
)
def test_what_is_no_answer_changes_nothing_and_is_not_kept(refused, bank, behaviour, problem):
    bank.always[2014] = behaviour
    out, err = refused(DOLLAR)
    assert not out and problem in err
    address = f"{bank.address}/scripts/XML_dynamic.asp?date_req1=01/01/2014&date_req2=31/12/2014&VAL_NM_RQ=R01235:-:"
    assert err.splitlines()[-1].startswith(address)
    assert [file.name for file in pieces.FOLDER.glob("*/*/*")] == ["2013-01-10_2013-12-31.xml"]


@pytest.mark.parametrize(
    "edit, problem",
    [
        (
            lambda _: "<Envelope><Fault>Server was unable</Fault></Envelope>",
            'Envelope "Server was unable", expected KeyRate',
        ),
        (lambda text: text.replace("2014-03-", "x"), 'Date: is "x'),
        (lambda text: text.replace("<Rate>", "<Rate>0*", 1), "Rate: is "),
        (lambda text: re.sub("<KR>.*</KR>", "", text), "no figure between"),
    ],
)
def test_what_is_no_key_rate_changes_nothing(refused, bank, edit, problem):
    bank.always[2014] = writes(edit)
    assert problem in refused(KEY_RATE)[1]


def test_another_host_is_not_asked_even_if_the_bank_sends_us_there(refused, bank):
    with open_to_all(Bank()) as elsewhere:
        bank.always[2013] = says(301, Location=f"{elsewhere.address}/scripts/XML_dynamic.asp")
        _, err = refused(DOLLAR)
    assert "leads to another address" in err and elsewhere.asked == []


def test_a_rate_beyond_all_bounds_is_refused_by_the_checks_of_the_record(refused, bank, data):
    bank.dollar[date(2026, 10, 1)] = "8000,0000"
    _, err = refused(DOLLAR, "--accept-changes")
    line = len(rows_of(DOLLAR)) + 2 + (date(2026, 10, 1) - KNOWN).days - 1
    assert f"{data}/ruble_official.csv:{line}:rub_per_usd: " in err and "200" in err


# --- what was there and is otherwise ----------------------------------------------------------------------------------


def test_a_changed_rate_is_shown_and_written_only_if_somebody_accepts_it(refused, refresh, bank, data):
    bank.dollar[date(2015, 3, 3)] = "62,0001"
    out, err = refused(DOLLAR)
    [before] = [row for row in rows_of(DOLLAR, data) if row["day_in_force"] == "2015-03-03"]
    assert f"~ 2015-03-03: rub_per_usd {before['rub_per_usd']} → 62.0001" in out and "1 changed, 0 gone" in out
    assert err.splitlines()[-1].startswith("Nothing was written") and "--accept-changes" in err
    code, _, err = refresh(DOLLAR, "--accept-changes")
    assert code == 0 and "CHANGELOG.md" in err and len(bank.asked) == YEARS
    [now] = [row for row in rows_of(DOLLAR, data) if row["day_in_force"] == "2015-03-03"]
    other = {"rub_per_usd": "62.0001", "copies_compared": "0", "source_id": "cbr_usd_20261126"}
    assert now == before | other
    source = next(row for row in rows_of("sources", data) if row["source_id"] == "cbr_usd_20261126")
    assert f"Replaces rub_per_usd of 2015-03-03, {before['rub_per_usd']} in cbr_usd_a." in source["note"]
    codebook.refresh(data)
    assert check_data(data) == []


def test_a_day_that_is_gone_is_shown_and_kept_unless_somebody_accepts_it(refused, refresh, bank, data, monkeypatch):
    on(monkeypatch, KNOWN)
    sources = (data / "sources.csv").read_bytes()
    del bank.dollar[date(2015, 3, 3)]
    out, _ = refused(DOLLAR)
    assert "- 2015-03-03: rub_per_usd 6" in out and "0 rows added, 0 changed, 1 gone" in out
    assert refresh(DOLLAR, "--accept-changes")[0] == 0
    rows = rows_of(DOLLAR)
    assert rows_of(DOLLAR, data) == [row for row in rows if row["day_in_force"] != "2015-03-03"]
    assert (data / "sources.csv").read_bytes() == sources  # no row would name another


def test_a_level_that_changes_moves_the_step_after_it_too(refused, bank):
    bank.key_rate |= {day: "9.00" for day in bank.key_rate if date(2023, 7, 24) <= day < date(2023, 8, 15)}
    out, _ = refused(KEY_RATE)
    assert "~ 2023-07-24: key_rate_pct 8.5 → 9\n~ 2023-07-24: change_bp 100 → 150\n" in out
    assert "~ 2023-08-15: change_bp 350 → 300\n0 rows added, 2 changed, 0 gone\n" in out


def test_a_confidence_that_would_move_is_shown_and_needs_somebody_to_accept_it(refused, refresh, data):
    """Here by rows that the record lacked: nothing else is otherwise."""
    table = data / "ruble_official.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(line for line in lines if not line.startswith("2023-08-1")), encoding="utf-8")
    codebook.refresh(data)
    out, err = refused(DOLLAR)
    assert ", 0 changed, 0 gone\n" in out
    assert re.search(r"^ruble-fall-2023, confidence: \w+ → \w+$", out, re.MULTILINE)
    assert "Nothing was written" in err
    code, _, err = refresh(DOLLAR, "--accept-changes")
    assert code == 0 and "which verdicts moved" in err
    assert {row["day_set"] for row in rows_of(DOLLAR)} < {row["day_set"] for row in rows_of(DOLLAR, data)}


# --- breaks, trials and manners ---------------------------------------------------------------------------------------


def test_after_a_break_only_what_is_missing_is_asked_for(refused, refresh, bank, data):
    bank.always[2018] = says(404)
    refused(DOLLAR)
    assert bank.asked == [2013, 2014, 2015, 2016, 2017, 2018]
    del bank.always[2018]
    bank.asked.clear()
    code, _, err = refresh(DOLLAR)
    assert code == 0 and bank.asked == list(range(2018, 2027))
    assert re.search(r"2017-01-01 to 2017-12-31: \d+ figures, kept from before", err)
    assert not (pieces.FOLDER / DOLLAR).exists()


def test_a_kept_piece_that_was_damaged_is_asked_for_again(refused, refresh, bank):
    bank.always[2016] = says(404)
    refused(DOLLAR)
    del bank.always[2016]
    [piece] = pieces.FOLDER.glob("*/*/2014*")
    piece.write_bytes(piece.read_bytes()[:500])
    bank.asked.clear()
    assert refresh(DOLLAR)[0] == 0 and bank.asked == [2014, *range(2016, 2027)]


def test_a_vintage_is_of_one_day_and_of_one_server(refused, refresh, bank, monkeypatch):
    bank.always[2015] = says(404)
    refused(DOLLAR)
    on(monkeypatch, NOW - timedelta(days=1))
    refused(DOLLAR)
    assert bank.asked == [2013, 2014, 2015] * 2
    [folder] = (pieces.FOLDER / DOLLAR).iterdir()
    assert folder.name == f"2026-11-25-127.0.0.1-{bank.server_port}"


def test_a_trial_writes_nothing_and_what_follows_need_not_ask_again(refresh, bank, data):
    before = files(data)
    code, out, err = refresh(DOLLAR, "--dry-run")
    assert code == 0 and "rows added" in out and "Nothing was written: --dry-run" in err
    assert files(data) == before and len(bank.asked) == YEARS
    assert refresh(DOLLAR)[0] == 0 and len(bank.asked) == YEARS


def test_there_is_one_vintage_a_day(refresh, bank, data):
    assert refresh(DOLLAR)[0] == 0
    codebook.refresh(data)
    before, asked = files(data), len(bank.asked)
    code, out, err = refresh(DOLLAR)
    assert (code, out) == (2, "") and err.startswith("cbr_usd_20261126: the table was refreshed today")
    assert files(data) == before and len(bank.asked) == asked


def test_a_source_that_a_broken_refresh_left_gives_way_to_the_next(refresh, data, monkeypatch):
    """The break that writing whole files cannot rule out: between the sources and the table."""
    replaced = []

    def once(partial, file):
        if replaced:
            raise KeyboardInterrupt
        replaced.append(file.name)
        os.replace(partial, file)

    with monkeypatch.context() as patch:
        patch.setattr(vintage, "os", SimpleNamespace(replace=once, getpid=os.getpid))
        code, _, err = refresh(DOLLAR)
    assert code == 130 and replaced == ["sources.csv"] and "Stopped" in err
    codebook.refresh(data)
    assert check_data(data) == [] and not list(data.glob(".*"))
    assert refresh(DOLLAR)[0] == 0
    assert [row["source_id"] for row in rows_of("sources", data)].count("cbr_usd_20261126") == 1


def test_what_somebody_edits_meanwhile_is_not_written_over(refresh, bank, data):
    def while_edited(handler: Handler, honest: Answer) -> None:
        sources.write_bytes(edited)
        handler.send(honest)

    sources, table = data / "sources.csv", (data / "ruble_official.csv").read_bytes()
    edited = sources.read_bytes().replace(b"Yuan share soars", b"Yuan share rises")
    bank.instead[2026] = [while_edited]
    code, _, err = refresh(DOLLAR)
    assert code == 1 and "sources.csv:-:-: changed meanwhile, nothing was written" in err
    assert (data / "ruble_official.csv").read_bytes() == table
    assert sources.read_bytes() == edited and not list(data.glob(".*"))


def test_whoever_stops_it_is_told_how_it_goes_on(refresh, data, monkeypatch):
    def stopped(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(course, "compare", stopped)
    before = files(data)
    code, _, err = refresh(DOLLAR)
    assert code == 130 and err.splitlines()[-1].startswith("Stopped; nothing was written.")
    assert files(data) == before and len(list(pieces.FOLDER.glob("*/*/*.xml"))) == YEARS


def test_a_server_is_asked_one_thing_at_a_time_with_pauses_by_somebody_with_a_name(refresh, bank, monkeypatch):
    on(monkeypatch, KNOWN)
    monkeypatch.setattr(course, "Manners", lambda: Manners(pause=0.1))
    assert refresh(KEY_RATE)[0] == 0
    assert all(after[0] - before[0] >= 0.09 for before, after in zip(bank.times, bank.times[1:], strict=False))
    assert [agent.split("/")[0] for agent in bank.agents] == ["partners-not-allies"]


def test_nobody_is_less_polite_than_that_unless_a_test_is():
    usual = Manners()
    assert usual.pause >= 1 and usual.attempts <= 5 and usual.first_wait >= 5 and usual.longest_wait >= 300


@pytest.mark.parametrize("more", [(), ("--data", str(DATA))])
def test_figures_of_another_server_do_not_enter_the_record(capsys, bank, monkeypatch, more):
    monkeypatch.setattr(vintage, "write", lambda *arguments: pytest.fail("it would have been written"))
    assert main(["refresh", DOLLAR, "--from", bank.address, *more]) == 2
    assert "--from: figures of another address do not enter data/" in capsys.readouterr().err
    assert bank.asked == []


def test_another_server_may_be_asked_what_it_would_do_to_the_record(capsys, bank):
    before = files(DATA)
    assert main(["refresh", KEY_RATE, "--from", bank.address, "--dry-run"]) == 0
    assert "0 rows added, 0 changed, 0 gone" in capsys.readouterr().out
    assert len(bank.asked) == YEARS and files(DATA) == before


def test_the_record_itself_is_asked_for_at_the_bank_and_has_to_be_accepted_then(capsys, bank, data, monkeypatch):
    """Its folder is a copy here, and the bank is ours."""
    monkeypatch.setattr(course, "DATA", data)
    monkeypatch.setitem(SERIES, DOLLAR, replace(SERIES[DOLLAR], home=bank.address))
    assert SERIES[KEY_RATE].home == "https://www.cbr.ru"
    assert main(["refresh", DOLLAR, "--data", str(data)]) == 0
    printed = capsys.readouterr()
    assert f"written: {data}/sources.csv\nwritten: {data}/ruble_official.csv\n" in printed.out
    assert printed.err.splitlines()[-1].endswith("then python -m audit accept")
    assert len(rows_of(DOLLAR, data)) > len(rows_of(DOLLAR))


def test_a_table_that_is_no_series_is_refused_with_those_that_are(capsys):
    assert main(["refresh", "treaties"]) == 2
    expected = (
        "treaties: no table that can be refreshed, expected one of ruble_key_rate, ruble_official, trade_monthly\n"
    )
    assert capsys.readouterr().err == expected


@pytest.mark.parametrize("address", ["cbr.ru", "ftp://cbr.ru", "https://cbr.ru/scripts", "https://me@cbr.ru"])
def test_an_address_is_that_of_a_server(capsys, address):
    with pytest.raises(SystemExit) as stopped:
        main(["refresh", DOLLAR, "--from", address])
    assert stopped.value.code == 2 and "invalid address of a server value" in capsys.readouterr().err


def test_a_record_with_a_fault_is_not_refreshed(refused, bank, data):
    file = data / "treaties.csv"
    file.write_bytes(file.read_bytes()[:-20])
    assert "treaties.csv" in refused(DOLLAR)[1] and bank.asked == []


def test_help_names_every_series(capsys):
    with pytest.raises(SystemExit):
        main(["refresh", "--help"])
    out = capsys.readouterr().out
    assert SERIES and all(table in out for table in SERIES)


# --- never in a build -------------------------------------------------------------------------------------------------


def users_of_the_refresh(files: list[Path]) -> list[str]:
    """The modules outside it that say its name in an import."""
    found = []
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                module = [getattr(node, "module", None) or "", *(one.name for one in node.names)]
                if any(name == "refresh" or "workshop.refresh" in name or name == "urllib3" for name in module):
                    found.append(file.relative_to(ROOT).as_posix())
    return sorted(set(found))


def test_no_build_asks_anybody():
    package = ROOT / "audit" / "workshop" / "refresh"
    others = [file for file in (ROOT / "audit").rglob("*.py") if not file.is_relative_to(package)]
    assert users_of_the_refresh(others) == ["audit/commands.py"]
    steps = [file for file in project_files() if file.name == "Makefile" or ".github" in file.parts]
    assert len(steps) > 3 and not [file for file in steps if "audit refresh" in file.read_text(encoding="utf-8")]
    code = "import sys, audit.commands, audit.workshop.building, audit.workshop.notebooks\n"
    code += "print(*[name for name in sys.modules if name.startswith('audit.workshop.refresh')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_no_notebook_rests_on_the_refresh():
    assert not [file for file in (ROOT / "chapters").glob("*.ipynb") if "workshop.refresh" in file.read_text("utf-8")]
