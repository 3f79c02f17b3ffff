"""A changed figure changes the title of its chart, and never stops the chapter: trade and ruble, run on edited tables."""

import json
import shutil

import pandas as pd
import pytest

import audit.figures.figure
import audit.figures.prose
import audit.findings
from audit.figures.figure import bears_out
from audit.figures.titles import listed, of_ways
from audit.figures.trade import titles as trade_titles
from audit.findings import finding
from audit.findings.what_if import what_if
from audit.inputs.record import open_record
from audit.paths import CHAPTERS, DATA


def run(chapter: str, monkeypatch, record=None) -> dict[str, dict]:
    """Run the code of a chapter on a record; the payload of each of its figures, by id."""
    found = {}
    begin = audit.figures.figure.Figure.__init__

    def keep(self, spec):
        begin(self, spec)
        found[self.payload["id"]] = self.payload

    monkeypatch.setattr(audit.figures.figure.Figure, "__init__", keep)
    monkeypatch.setattr(audit.figures.prose, "glue", lambda *args, **kwargs: None)
    if record is not None:
        monkeypatch.setattr(audit.findings, "default_record", lambda: record)
        audit.findings._default_finding.cache_clear()
    names = {}
    try:
        for cell in json.loads((CHAPTERS / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)  # noqa: S102 (the chapter's own code)
    finally:
        audit.findings._default_finding.cache_clear()
    return found


@pytest.fixture
def edited(tmp_path):
    """The record with some cells of some tables changed: table -> [(condition on a row, {column: new text})]."""

    def make(edits):
        data = shutil.copytree(DATA, tmp_path / "data")
        for table, changes in edits.items():
            rows = pd.read_csv(data / f"{table}.csv", dtype="str", keep_default_na=False)
            for chosen, values in changes:
                hit = rows.apply(chosen, axis=1)
                assert hit.any(), f"{table}: the edit hits no row"
                for column, value in values.items():
                    rows.loc[hit, column] = rows.loc[hit, column].map(value) if callable(value) else value
            rows.to_csv(data / f"{table}.csv", index=False, lineterminator="\n")
        return open_record(data)

    return make


def total_of_2022(row) -> bool:
    return row["year"] == "2022" and row["flow"] == "total" and row["value_usd_bn"] != ""


def times(factor):
    return lambda text: f"{float(text) * factor:.4f}" if text else text


#: name -> (chapter, edits, words that the titles must then have, by figure).
EDITS = {
    "more than claimed": (
        "trade",
        {"trade_annual": [(total_of_2022, {"value_usd_bn": "195.272", "growth_usd_pct": "32.9"})]},
        {
            "trade-annual": "A larger step than the article reports: from US$147 billion to US$195 billion",
            "trade-growth-definitions": "2 of 4 checks give around 29 per cent; the others give more",
            "trade-yearly-growth": "28 in 2022",
        },
    ),
    "a fall": (
        "trade",
        {
            "trade_annual": [
                (total_of_2022, {"value_usd_bn": "130", "growth_usd_pct": "-11.7"}),
                (lambda row: row["year"] == "2022" and row["growth_cny_pct"] != "", {"growth_cny_pct": "35"}),
            ],
            "trade_mirror": [
                (lambda row: row["reporter"] == "un-comtrade-russia", {"value_usd_bn": times(0.8)}),
                (
                    lambda row: row["growth_usd_pct"] == "30" and "2022-12" in row["period_end"],
                    {"growth_usd_pct": "60"},
                ),
            ],
            "trade_monthly": [
                (
                    lambda row: row["month"][:7] in ("2022-03", "2022-04") and row["flow"] == "total",
                    {"value_usd_bn": "15"},
                )
            ],
            "trade_totals": [
                (
                    lambda row: (
                        row["measure"] == "china_total_trade"
                        and row["vintage"] == "revised"
                        and row["period_start"] == "2022-01-01"
                    ),
                    {"value_usd_bn": times(1.4)},
                )
            ],
            "trade_partners": [
                (lambda row: row["partner"] == "Russia" and row["growth_pct"] != "", {"growth_pct": "50"})
            ],
        },
        {
            "trade-annual": "No rise where the article reports one: from US$147 billion to US$130 billion",
            "trade-growth-definitions": "None of 4 checks gives around 29 per cent; most give more",
            "trade-two-counts": "Russia counted more than China in 2022, and less in 2018, 2019, 2020, 2021 and 2023",
            "trade-yearly-growth": "lagged it by",
            "trade-monthly": "and sold it 10 per cent more",
            "trade-partners": "With no partner that we found did China's trade grow faster than with Russia",
        },
    ),
    "less than claimed, and oil cheaper": (
        "trade",
        {
            "trade_annual": [
                (total_of_2022, {"value_usd_bn": "161.6", "growth_usd_pct": "10"}),
            ],
            "trade_products": [
                (
                    lambda row: (
                        row["product"] == "crude_oil"
                        and row["period_start"] == "2022-01-01"
                        and row["period_end"] == "2022-12-31"
                        and row["growth_value_usd_pct"] != ""
                    ),
                    {"value_usd_bn": "39", "growth_value_usd_pct": "-4"},
                )
            ],
        },
        {
            "trade-annual": "A smaller step than the article reports: from US$147 billion to US$162 billion",
            "trade-crude-price": "of the fall in China's bill for Russian crude",
            "trade-energy-definitions": "energy more than half of the rise",
        },
    ),
    "the official rate": (
        "ruble",
        {
            "ruble_official": [
                (lambda row: "2023-07-01" <= row["day_set"] <= "2023-08-31", {"rub_per_usd": times(0.93)}),
                (lambda row: row["day_set"].startswith("2024-11"), {"rub_per_usd": times(0.8)}),
            ],
            "ruble_key_rate": [
                (lambda row: row["decision_date"] == "2023-08-15", {"key_rate_pct": "13", "change_bp": "450"}),
                (lambda row: row["decision_date"] == "2023-09-15", {"change_bp": "0"}),
            ],
        },
        {
            "ruble-year": "had touched a loss of 25 per cent by the official rate",
            "ruble-fall-definitions": "5 of 13 checks come to about 25 per cent; half of the others give more, half less",
            "ruble-key-rate": "The key rate was set at 13 per cent",
            "ruble-long-frame": "94 rubles in August 2023, after 120 in March 2022 and before 88",
        },
    ),
    "the quotes and the press": (
        "ruble",
        {
            "ruble_points": [
                (
                    lambda row: row["reporter"] == "open-exchange-rates" and row["date"] == "2023-08-15",
                    {"rub_per_unit": "70"},
                )
            ],
            "ruble_currencies": [
                (lambda row: row["currency"] == "RUB" and row["date"] == "2023-08-15", {"units_per_usd": "100000"})
            ],
            "ruble_press": [(lambda row: row["reporter"] == "cnn" and row["topic"] == "fall", {"figure": "24"})],
        },
        {
            "ruble-year": "the ruble was up by 5 per cent in worldwide quotes",
            "ruble-fall-definitions": "3 of 13 checks come to about 25 per cent",
            "ruble-press": "to more than 33%",
            "ruble-rank": "No currency of the developing world had lost more than the ruble",
            "ruble-rank-definitions": "3 of 4 checks put the ruble among the worst three; the other does not",
        },
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_changed_figure_changes_the_title_and_the_chapter_goes_on(name, edited, monkeypatch):
    chapter, edits, words = EDITS[name]
    found = run(chapter, monkeypatch, edited(edits))
    for figure, part in words.items():
        assert part in found[figure]["title"]
    for payload in found.values():
        if payload["holds"]:  # and what is then claimed follows from what is then shown
            assert bears_out(payload["holds"], pd.DataFrame(payload["rows"], columns=payload["columns"]))


def test_words_are_listed_as_prose_lists_them():
    assert [listed(words) for words in ("a", "ab", "abc")] == ["a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ((29, 29, 29, 29), "All 4 checks give around 29 per cent"),
        ((29, 29, 29, 40), "3 of 4 checks give around 29 per cent; the other gives more"),
        ((29, 29, 29, 20), "3 of 4 checks give around 29 per cent; the other gives less"),
        ((29, 20, 20, 40), "1 of 4 checks gives around 29 per cent; most of the others give less"),
        ((29, 29, 20, 40), "2 of 4 checks give around 29 per cent; half of the others give more, half less"),
        ((40, 40, 40, 40), "None of 4 checks gives around 29 per cent; all give more"),
        ((40, 20, 20, 20), "None of 4 checks gives around 29 per cent; most give less"),
    ],
)
def test_the_title_of_a_strip_says_how_many_agree_and_where_the_others_are(values, title):
    ids = ("customs-published-dollars", "comtrade-months", "russian-side", "customs-yuan")
    changed = what_if(
        finding("trade-growth-2022"), {id: {"value": float(value)} for id, value in zip(ids, values, strict=True)}
    )
    assert of_ways(changed, "gives around 29 per cent", "give around 29 per cent")["title"] == title


def test_a_check_that_is_not_there_cannot_be_changed():
    with pytest.raises(KeyError, match="has no check nowhere"):
        what_if(finding("trade-growth-2022"), {"nowhere": {"value": 1.0}})


def test_two_counts_are_compared_year_by_year():
    def title(*russia):
        years = range(2018, 2018 + len(russia))
        return trade_titles.two_counts(pd.DataFrame({"by China": 10.0, "by Russia": russia}, index=years))["title"]

    assert title(11, 9, 9) == "Russia counted more than China in 2018, and less in every year since"
    assert title(9, 11, 9) == "Russia counted more than China in 2019, and less in 2018 and 2020"
    assert title(9, 9, 9) == "Russia counted less than China in every year from 2018 to 2020"
    assert title(11, 11, 11) == "Russia counted more than China in every year from 2018 to 2020"
