"""China's months of trade are asked for one by one, and what UN Comtrade answers is believed only if it is what was asked for.

How a server is treated, and how a record is written, the tests of the bank's series say.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from audit.cli import main
from audit.findings import default_ledger
from audit.inputs import codebook
from audit.inputs.acceptance import check_data
from audit.inputs.ledger import Ledger
from audit.paths import DATA
from audit.workshop.refresh import course, pieces
from audit.workshop.refresh.asking import Manners
from audit.workshop.refresh.comtrade import parse_month
from audit.workshop.refresh.series import months
from tests.workshop.publishers import (
    QUICK,
    Answer,
    Behaviour,
    Publisher,
    files,
    is_cut,
    on,
    open_to_all,
    rows_of,
    says,
    writes,
)

TABLE = "trade_monthly"
NOW = date(2026, 11, 26)
#: Of the table, of what is asked for on that day, and what of it China has not reported yet.
FIRST, NEWEST = date(2017, 1, 1), 202412
ASKED = [int(f"{begin:%Y%m}") for begin, _ in months(FIRST, NOW)]
NOT_YET = [month for month in ASKED if month > NEWEST]
NOTHING = "0 rows added, 0 changed, 0 gone\n"


# --- UN Comtrade ------------------------------------------------------------------------------------------------------


def dollars() -> dict[int, dict[str, Decimal]]:
    """What the record has, in dollars: imports, and exports as the rest of the total."""
    values: dict[int, dict[str, Decimal]] = {}
    for row in rows_of(TABLE):
        month = values.setdefault(int(row["month"].replace("-", "")), {})
        month[row["flow"]] = Decimal(row["value_usd_bn"]) * 10**9 + Decimal("123456.5")
    return {
        month: {"M": flows["china_imports_from_russia"], "X": flows["total"] - flows["china_imports_from_russia"]}
        for month, flows in values.items()
    }


def record(month: int, flow: str, value: Decimal) -> dict[str, object]:
    return {
        **{"typeCode": "C", "freqCode": "M", "refYear": month // 100, "refMonth": month % 100, "period": str(month)},
        **{"reporterCode": 156, "reporterISO": None, "flowCode": flow, "partnerCode": 643, "partner2Code": 0},
        **{"classificationCode": "H6", "cmdCode": "TOTAL", "customsCode": "C00", "mosCode": "0", "motCode": 0},
        **{"qty": None, "primaryValue": float(value), "isReported": False, "isAggregate": True},
    }


def document(records: list[dict]) -> dict[str, object]:
    return {"elapsedTime": "0.08 secs", "count": len(records), "data": records, "error": ""}


class Comtrade(Publisher):
    """Its pieces are months."""

    def __init__(self):
        super().__init__()
        self.values = dollars()

    def answer(self, path: str, posted: str) -> tuple[int, Answer]:
        address, asked = urlsplit(path), parse_qs(urlsplit(path).query)
        assert address.path == "/public/v1/preview/C/M/HS"
        month = int(asked.pop("period")[0])
        assert {name: value for name, [value] in asked.items()} == {
            **{"reporterCode": "156", "partnerCode": "643", "partner2Code": "0", "flowCode": "M,X"},
            **{"cmdCode": "TOTAL", "customsCode": "C00", "motCode": "0"},
        }
        records = [record(month, flow, value) for flow, value in self.values.get(month, {}).items()]
        return month, (200, {"Content-Type": "application/json"}, json.dumps(document(records)).encode())


@pytest.fixture
def comtrade() -> Iterator[Comtrade]:
    with open_to_all(Comtrade()) as server:
        yield server


# --- how it misbehaves ------------------------------------------------------------------------------------------------


def tells(edit: Callable[[dict], object]) -> Behaviour:
    """The honest document after an edit, or what the edit gives instead of it."""

    def edited(text: str) -> str:
        told = json.loads(text)
        instead = edit(told)
        return json.dumps(told if instead is None else instead)

    return writes(edited)


def says_of_imports(**cells: object) -> Behaviour:
    return tells(lambda told: told["data"][0].update(cells))


def gives(edit: Callable[[list[dict]], list[dict]]) -> Behaviour:
    """Other records, and their number."""
    return tells(lambda told: document(edit(told["data"])))


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
    few = {"trade-growth-2022": known.claims["trade-growth-2022"]}
    monkeypatch.setattr(course, "default_ledger", lambda: Ledger(known.articles, few))
    monkeypatch.setattr(course, "Manners", lambda: QUICK)
    monkeypatch.setattr(pieces, "FOLDER", tmp_path / "pieces")


@pytest.fixture
def refresh(capsys, comtrade, data):
    def run(*more: str) -> tuple[int, str, str]:
        code = main(["refresh", TABLE, "--from", comtrade.address, "--data", str(data), *more])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def refused(refresh, data):
    """What was said of a refresh that leaves the record as it was, byte for byte."""

    def run(*more: str) -> tuple[str, str]:
        before = files(data)
        code, out, err = refresh(*more)
        assert files(data) == before
        assert code == 1
        return out, err

    return run


# --- what is right ----------------------------------------------------------------------------------------------------


def test_months_that_say_the_same_change_nothing(refresh, comtrade, data):
    before = files(data)
    code, out, err = refresh()
    assert (code, out) == (0, NOTHING)
    assert files(data) == before
    assert comtrade.asked == ASKED and (ASKED[0], ASKED[-1]) == (201701, 202610)
    assert f"1 of {len(ASKED)}, 2017-01-01 to 2017-01-31: 2 figures, fetched" in err
    assert f"{len(ASKED)} of {len(ASKED)}, 2026-10-01 to 2026-10-31: 0 figures, fetched" in err
    assert not (pieces.FOLDER / TABLE).exists()


def test_a_new_month_is_two_rows_of_a_new_source_and_its_total_is_rounded_after_adding(refresh, comtrade, data):
    before = (data / "trade_monthly.csv").read_bytes()
    comtrade.values[202501] = {"X": Decimal(10_000_400_000), "M": Decimal(9_000_400_000)}
    code, out, err = refresh()
    assert code == 0, err
    assert (
        "+ 2025-01 total: value_usd_bn 19.001\n+ 2025-01 china_imports_from_russia: value_usd_bn 9\n2 rows added" in out
    )
    now = (data / "trade_monthly.csv").read_bytes()
    assert now.startswith(before)
    assert now[len(before) :].decode().splitlines() == [
        "2025-01,total,19.001,un-comtrade-china,comtrade_monthly_20261126",
        "2025-01,china_imports_from_russia,9,un-comtrade-china,comtrade_monthly_20261126",
    ]
    codebook.refresh(data)
    assert check_data(data) == []


def test_a_vintage_is_of_the_day_on_which_it_was_asked_for(refresh, comtrade, data):
    """Old months are revised: that a figure was to be had before that day is not known."""
    comtrade.values[202501] = comtrade.values[202412]
    assert refresh()[0] == 0
    source = next(row for row in rows_of("sources", data) if row["source_id"] == "comtrade_monthly_20261126")
    assert {source[name] for name in ("published", "published_earliest", "published_latest")} == {str(NOW)}
    assert source["publisher"] == "UN Comtrade" and source["rights"] == "facts cited; UN Comtrade terms of use"
    assert source["url"].startswith(f"{comtrade.address}/public/v1/preview/C/M/HS?reporterCode=156&partnerCode=643&")
    assert source["note"] == f"Asked month by month, each at this address with its own `period`, on {NOW}."


def test_a_vintage_of_a_day_after_the_cut_off_is_refused_by_the_checks_of_the_record(refused, comtrade, monkeypatch):
    on(monkeypatch, NOW + timedelta(days=1))
    comtrade.values[202501] = comtrade.values[202412]
    _, err = refused()
    assert "sources.csv:" in err and "nothing after the data cut-off, 2026-11-26" in err


#: Written by hand after the form that public code reads and a public copy of such answers has.
BY_HAND = b"""{"elapsedTime":"0.12 secs","count":2,"data":[
{"typeCode":"C","freqCode":"M","refPeriodId":20220501,"refYear":2022,"refMonth":5,"period":"202205","reporterCode":156,
"reporterISO":null,"flowCode":"M","partnerCode":643,"partner2Code":0,"classificationCode":"H6","classificationSearchCode":"HS",
"isOriginalClassification":true,"cmdCode":"TOTAL","customsCode":"C00","mosCode":"0","motCode":0,"qty":0.0,"netWgt":0.0,
"cifvalue":10604000000.1,"fobvalue":null,"primaryValue":10604000000.1,"isReported":false,"isAggregate":true},
{"period":"202205","reporterCode":156,"flowCode":"X","partnerCode":643,"partner2Code":0,"cmdCode":"TOTAL","customsCode":"C00",
"motCode":0,"fobvalue":4277000000,"primaryValue":4277000000}],"error":""}"""


def test_the_form_that_public_code_reads_is_read():
    first, last = date(2022, 5, 1), date(2022, 5, 31)
    found = parse_month(BY_HAND, first, last)
    assert list(found["day"]) == [first, first] and list(found["flow"]) == ["M", "X"]
    assert list(found["figure"]) == [Decimal("10604000000.1"), Decimal(4277000000)]
    assert parse_month(b'{"elapsedTime":"0.02 secs","count":0,"data":[],"error":""}', first, last).empty


def test_a_month_is_asked_for_once_it_is_over():
    february, march = (date(2024, 2, 1), date(2024, 2, 29)), (date(2024, 3, 1), date(2024, 3, 31))
    assert list(months(date(2024, 2, 1), date(2024, 3, 30))) == [february]
    assert list(months(date(2024, 2, 1), date(2024, 3, 31))) == [february, march]


# --- what goes wrong --------------------------------------------------------------------------------------------------


def of_another_month(records: list[dict]) -> list[dict]:
    return [{**one, "period": "201704"} for one in records]


@pytest.mark.parametrize(
    "behaviour, problem",
    [
        (says(500), "the server answers 500, 3 times, expected an answer"),
        (says(400), "the server answers 400, expected 200"),
        (says(429, Retry_After="86400"), "429, and asks us to wait for longer, expected an answer within 5 seconds"),
        (is_cut, "the answer was cut, 3 times"),
        (says(200), 'is not JSON, but begins with "<html>an error</html>", expected the JSON of the interface'),
        (writes(lambda text: text[:-9]), 'is not JSON, but begins with "{'),
        (writes(lambda _: ""), 'is not JSON, but begins with ""'),
        (writes(lambda _: "[" * 100_000), "is not JSON, but begins with"),
        (tells(lambda _: {"statusCode": 429, "message": "Rate limit"}), 'data: is no list of records in "{'),
        (tells(lambda _: ["busy"]), "data: is no list of records in"),
        (tells(lambda told: told.update(data=["busy"])), "data: is no list of records in"),
        (tells(lambda told: told.update(data=7)), "data: is no list of records in"),
        (tells(lambda _: {"data": None, "error": "Maximum number"}), 'error: is "Maximum number", expected none'),
        (tells(lambda told: told.update(error="Timeout")), 'error: is "Timeout", expected none'),
        (tells(lambda told: told.update(count=501)), "count: is 501, with 2 records, expected as many as there are"),
        (gives(lambda _: [{}] * 500), "data: has 500 records, expected fewer than 500"),
        (gives(lambda records: records * 2), "flowCode: has M of 201703 twice, expected one record a flow"),
        (gives(lambda records: records[:1]), "flowCode: has M of 201703 alone, expected both M and X, or neither"),
        (gives(lambda records: records[1:]), "flowCode: has X of 201703 alone, expected both M and X, or neither"),
        (gives(of_another_month), 'period: is "201704" in 201703, expected 201703, as asked for'),
        (says_of_imports(period=None), "period: is None in 201703, expected 201703"),
        (says_of_imports(reporterCode=643), "reporterCode: is 643 in 201703, expected 156, as asked for"),
        (says_of_imports(partnerCode=0), "partnerCode: is 0 in 201703, expected 643, as asked for"),
        (says_of_imports(partner2Code=344), "partner2Code: is 344 in 201703, expected 0, as asked for"),
        (says_of_imports(cmdCode="27"), 'cmdCode: is "27" in 201703, expected TOTAL, as asked for'),
        (says_of_imports(customsCode="C01"), 'customsCode: is "C01" in 201703, expected C00, as asked for'),
        (says_of_imports(motCode=2100), "motCode: is 2100 in 201703, expected 0, as asked for"),
        (says_of_imports(flowCode="RM"), 'flowCode: is "RM" in 201703, expected M or X, as asked for'),
        (says_of_imports(flowCode=["M"]), "flowCode: is ['M'] in 201703, expected M or X, as asked for"),
        (says_of_imports(primaryValue=None), "primaryValue: is None for M of 201703, expected a number"),
        (says_of_imports(primaryValue="3.5e9"), 'primaryValue: is "3.5e9" for M of 201703, expected a number'),
        (says_of_imports(primaryValue=True), "primaryValue: is True for M of 201703, expected a number"),
        (says_of_imports(primaryValue=float("nan")), "primaryValue: is NaN for M of 201703, expected US dollars"),
        (says_of_imports(primaryValue=0), "primaryValue: is 0 for M of 201703, expected US dollars, more than 0"),
        (says_of_imports(primaryValue=-3.5), "primaryValue: is -3.5 for M of 201703, expected US dollars, more than 0"),
        (says_of_imports(primaryValue=1e300), "primaryValue: is 1E+300 for M of 201703, expected US dollars"),
    ],
)
def test_what_is_no_answer_changes_nothing_and_is_not_kept(refused, comtrade, behaviour, problem):
    comtrade.always[201703] = behaviour
    out, err = refused()
    assert not out and problem in err
    address = (
        f"{comtrade.address}/public/v1/preview/C/M/HS?reporterCode=156&partnerCode=643&partner2Code=0&cmdCode=TOTAL"
    )
    assert err.splitlines()[-1].startswith(f"{address}&customsCode=C00&motCode=0&flowCode=M,X&period=201703:-:")
    kept = sorted(file.name for file in pieces.FOLDER.glob("*/*/*"))
    assert kept == ["2017-01-01_2017-01-31.json", "2017-02-01_2017-02-28.json"]


@pytest.mark.parametrize("month, told", [(201701, "2017-01"), (202205, "2022-05")])
def test_a_month_missing_among_others_is_refused_and_asked_for_again(refused, refresh, comtrade, month, told):
    comtrade.instead[month] = [tells(lambda _: document([]))]
    _, err = refused("--accept-changes")
    assert f"period: has no figure for {told}, expected one for each month from 2017-01 to the newest" in err
    comtrade.asked.clear()
    assert refresh()[:2] == (0, NOTHING)
    assert comtrade.asked == [month, *NOT_YET]


def test_an_interface_without_any_figure_is_refused(refused, comtrade):
    comtrade.values.clear()
    assert "has no figure for 2017-01" in refused("--accept-changes")[1]


# --- what was there and is otherwise ----------------------------------------------------------------------------------


def test_a_revised_month_is_shown_and_written_only_if_somebody_accepts_it(refused, refresh, comtrade, data):
    comtrade.values[201905]["M"] += 2_000_000
    out, err = refused()
    assert (
        "~ 2019-05 total: value_usd_bn 9.206 → 9.208\n~ 2019-05 china_imports_from_russia: value_usd_bn 5.39 → 5.392\n"
        in out
    )
    assert "0 rows added, 2 changed, 0 gone\n" in out and err.splitlines()[-1].startswith("Nothing was written")
    assert refresh("--accept-changes")[0] == 0
    before = rows_of(TABLE)
    assert [row for row, was in zip(rows_of(TABLE, data), before, strict=True) if row != was] == [
        {**was, "value_usd_bn": now, "source_id": "comtrade_monthly_20261126"}
        for was, now in zip((row for row in before if row["month"] == "2019-05"), ("9.208", "5.392"), strict=True)
    ]
    source = next(row for row in rows_of("sources", data) if row["source_id"] == "comtrade_monthly_20261126")
    assert "Replaces value_usd_bn of 2019-05 total, 9.206 in comtrade_monthly_chn_rus; " in source["note"]
    codebook.refresh(data)
    assert check_data(data) == []


def test_the_newest_months_gone_are_shown_and_kept_unless_somebody_accepts_it(refused, refresh, comtrade, data):
    del comtrade.values[202412]
    out, _ = refused()
    assert "- 2024-12 total: value_usd_bn 22.099\n" in out and "0 rows added, 0 changed, 2 gone\n" in out
    assert refresh("--accept-changes")[0] == 0
    assert rows_of(TABLE, data) == [row for row in rows_of(TABLE) if row["month"] != "2024-12"]


def test_a_verdict_that_would_move_is_shown(refused, comtrade):
    for month in range(202201, 202213):
        comtrade.values[month]["M"] += 3_000_000_000
    out, err = refused()
    assert "trade-growth-2022, " in out and " → " in out.split("24 changed, 0 gone\n")[1]
    assert "Nothing was written" in err


# --- breaks, trials and manners ---------------------------------------------------------------------------------------


def test_after_a_break_only_what_is_missing_is_asked_for(refused, refresh, comtrade):
    comtrade.always[202001] = says(404)
    refused()
    assert comtrade.asked == [month for month in ASKED if month <= 202001]
    del comtrade.always[202001]
    comtrade.asked.clear()
    code, out, err = refresh()
    assert (code, out) == (0, NOTHING) and comtrade.asked == [month for month in ASKED if month >= 202001]
    assert "2019-12-01 to 2019-12-31: 2 figures, kept from before" in err


def test_a_trial_writes_nothing(refresh, comtrade, data):
    comtrade.values[202501] = comtrade.values[202412]
    before = files(data)
    code, out, err = refresh("--dry-run")
    assert code == 0 and "2 rows added" in out and "Nothing was written: --dry-run" in err
    assert files(data) == before


def test_comtrade_is_asked_half_as_often_as_others(refresh, comtrade, data, monkeypatch):
    table = data / "trade_monthly.csv"
    header, *lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join([header, *(line for line in lines if line >= "2024-10")]), encoding="utf-8")
    codebook.refresh(data)
    monkeypatch.setattr(course, "Manners", lambda: Manners(pause=0.05))
    assert refresh()[:2] == (0, NOTHING)
    assert len(comtrade.times) == 3 + len(NOT_YET)
    gaps = [after[0] - before[0] for before, after in zip(comtrade.times, comtrade.times[1:], strict=False)]
    assert min(gaps) >= 0.09
    assert [agent.split("/")[0] for agent in comtrade.agents] == ["partners-not-allies"]


def test_what_passes_is_asked_for_again(refresh, comtrade):
    comtrade.instead[201801] = [says(429, Retry_After="1"), says(503)]
    code, out, err = refresh()
    assert (code, out) == (0, NOTHING) and err.count("again in") == 2
    assert comtrade.asked.count(201801) == 3
