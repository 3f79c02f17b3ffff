"""The frames behind the alliance charts: small ones by hand, and what must hold of those made from the record."""

import pandas as pd
import pytest

from audit.findings import default_record
from audit.findings.alliance import claims, tables

RECORD = default_record()


def test_years_in_a_row_become_one_bar_and_a_gap_begins_another():
    pair = pd.DataFrame({"year": [1951, 1950, 1953], "obligation": "Defence", "source_id": "a"})
    runs = tables.obligation_runs(pd.concat([pair, pair.iloc[[2]].assign(obligation="Consultation")]))
    columns = ["obligation", "start", "last", "end", "row"]
    assert runs[columns].to_numpy().tolist() == [
        ["Defence", 1950, 1951, 1952, 0],
        ["Defence", 1953, 1953, 1954, 0],
        ["Consultation", 1953, 1953, 1954, 4],
    ]
    assert tables.last_year(runs) == 1953


def test_the_bars_of_the_record_hold_every_coded_year_once():
    pair = claims.pair_by_year(RECORD)
    runs = tables.obligation_runs(pair)
    assert (runs["last"] - runs["start"] + 1).sum() == len(pair)


def test_every_pact_has_a_name_and_three_places():
    pacts = tables.pacts(RECORD)
    assert pacts["pact"].notna().all() and pacts["pact"].is_unique
    assert pacts["by_year"].tolist() == list(range(len(pacts)))
    assert pacts.sort_values("by_name")["pact"].is_monotonic_increasing
    first = pacts.sort_values("by_duty")["defence"]
    assert first.map(tables.DEFENCE_FIRST).is_monotonic_increasing
    assert len(tables.duties_of(pacts)) == len(pacts) * len(tables.DUTIES)


def test_a_sign_that_nobody_saw_is_not_found_and_one_that_is_not_asked_says_so():
    grid = tables.depth(RECORD, ["China–Russia", "Nowhere–Else"]).set_index(["pair", "indicator"])["standing"]
    elsewhere = grid["Nowhere–Else"]
    assert elsewhere.pop("confidence") == "not asked" and set(elsewhere) == {"not found"}
    assert "not asked" not in set(grid["China–Russia"])


def test_stances_are_counted_by_side():
    words = pd.DataFrame(
        {"side_name": ["China", "China", "Russia"], "stance": ["no alliance", "partnership", "alliance"]}
    )
    counts = tables.stances_of(words)
    assert counts.loc["China", "no alliance"] == counts.loc["Russia", "alliance"] == 1
    assert counts.to_numpy().sum() == 3 and counts.loc["jointly"].sum() == 0
    assert tables.in_years(pd.Timestamp(2023, 1, 1)) == 2023 and tables.in_years(
        pd.Timestamp(2023, 7, 2)
    ) == pytest.approx(2023.5, abs=0.002)
