"""The ruble: the two directions, the two days of an official rate, the grid, the ranks and the key rate."""

from datetime import date

import pandas as pd
import pytest

from audit.findings import finding, ruble, ruble_context
from audit.paths import DATA
from audit.record import open_record

RECORD = open_record()
GRID = ruble.grid(RECORD)


def table(name: str, *dates: str) -> pd.DataFrame:
    """A table as any reader of the CSV would open it."""
    return pd.read_csv(DATA / f"{name}.csv", parse_dates=list(dates))


# --- the two directions -----------------------------------------------------------------------------------------------


def test_fall_and_rise_are_the_same_change_in_any_two_rates():
    for start in (1, 5.06, 30.3727, 69.9, 73.7099, 120.3785):
        for end in (0.5, 9.91, 51.16, 98.5, 101.0399, 400):
            fall, rise = ruble.fall_pct(start, end), ruble.rise_pct(start, end)
            assert fall / 100 == pytest.approx((rise / 100) / (1 + rise / 100))
            assert ruble.fall_from_rise(rise) == pytest.approx(fall)
            assert fall == pytest.approx(-ruble.rise_pct(end, start))
            assert fall < 100


def test_the_directions_agree_only_on_whether_there_was_a_change():
    assert ruble.fall_pct(70, 70) == ruble.rise_pct(70, 70) == 0
    assert ruble.fall_pct(50, 100) == pytest.approx(50) and ruble.rise_pct(50, 100) == pytest.approx(100)


def test_every_cell_of_the_grid_keeps_the_two_directions_apart():
    assert (GRID["fall_pct"] > 0).all() and (GRID["fall_pct"] < GRID["rise_pct"]).all()
    rise = GRID["rise_pct"] / 100
    pd.testing.assert_series_equal(GRID["fall_pct"] / 100, rise / (1 + rise), check_names=False)


# --- the day set and the day in force ---------------------------------------------------------------------------------


def test_the_rate_for_15_august_was_set_on_14_august():
    assert ruble.rate_of(ruble.set_on(RECORD, "2023-08-14")) == 101.0399
    assert ruble.rate_of(ruble.in_force_on(RECORD, "2023-08-15")) == 101.0399
    assert ruble.rate_of(ruble.in_force_on(RECORD, "2023-08-14")) == 98.2066
    assert ruble.rate_of(ruble.set_on(RECORD, "2023-08-15")) == 97.4217
    assert ruble.rate_of(ruble.in_force_on(RECORD, "2023-08-16")) == 97.4217


def test_a_weekend_keeps_the_rate_set_on_friday():
    for day in ("2023-08-12", "2023-08-13", "2023-08-14"):
        assert ruble.rate_of(ruble.in_force_on(RECORD, day)) == ruble.rate_of(ruble.set_on(RECORD, "2023-08-11"))
    assert ruble.set_on(RECORD, "2023-08-12").empty and ruble.set_on(RECORD, "2023-08-13").empty


def test_the_year_ended_at_a_rate_that_was_set_before_it_ended():
    assert ruble.rate_of(ruble.set_on(RECORD, "2022-12-30")) == 70.3375
    assert ruble.rate_of(ruble.in_force_on(RECORD, "2022-12-30")) == 71.9778
    assert ruble.rate_of(ruble.in_force_on(RECORD, "2023-01-09")) == 70.3375


def test_every_rate_comes_into_force_after_it_is_set():
    official = table("ruble_official", "day_set", "day_in_force")
    wait = (official["day_in_force"] - official["day_set"]).dt.days
    assert (wait >= 1).all() and (wait == 1).mean() > 0.99
    assert official["day_set"].is_monotonic_increasing and official["day_in_force"].is_monotonic_increasing


def contradicted(official: pd.Series) -> list[str]:
    """Days on which a series by the day set contradicts what was in print at the time."""
    printed = table("ruble_points", "date").query("currency == 'USD'")
    printed = printed[
        printed["kind"].isin(["set_that_day", "weighted_average"]) | (printed["kind"] == "printed_low")
    ].set_index("date")["rub_per_unit"]
    assert len(printed) >= 4
    return [f"{day:%Y-%m-%d}" for day, rate in printed.items() if abs(official.get(day, 0) - rate) > 0.006]


def test_the_official_series_is_the_one_in_print_and_a_shifted_or_inverted_one_is_caught():
    official = table("ruble_official", "day_set", "day_in_force")
    by_set = official.set_index("day_set")["rub_per_usd"]
    assert contradicted(by_set) == []
    assert contradicted(by_set.shift(1)) and contradicted(by_set.shift(-1))
    assert contradicted(official.set_index("day_in_force")["rub_per_usd"])
    assert contradicted(1 / by_set)


def test_a_series_shifted_by_one_day_or_read_the_wrong_way_changes_the_figure():
    by_set = table("ruble_official", "day_set").set_index("day_set")["rub_per_usd"]
    right = ruble.fall_pct(by_set["2022-12-30"], by_set["2023-08-15"])
    assert right == pytest.approx(
        finding("ruble-fall-2023").specification("official-set-15-august").specification.value
    )
    shifted = by_set.shift(1)
    assert abs(ruble.fall_pct(shifted["2022-12-30"], shifted["2023-08-15"]) - right) > 0.5
    assert abs(ruble.fall_pct(shifted["2022-12-30"], by_set["2023-08-15"]) - right) > 1
    assert abs(ruble.rise_pct(by_set["2022-12-30"], by_set["2023-08-15"]) - right) > 10


# --- the grid ---------------------------------------------------------------------------------------------------------


def recomputed(cell) -> float:
    """A cell of the grid from the CSV files: one line to choose the rates, one line for the fall."""
    if cell.quotation == "Official rate, by day in force":
        rates = table("ruble_official", "day_in_force").set_index("day_in_force")["rub_per_usd"].asfreq("D").ffill()
        return (1 - rates[cell.start_day] / rates[cell.end_day]) * 100
    if cell.quotation == "Official rate" and cell.currency == "dollar":
        rates = table("ruble_official", "day_set").set_index("day_set")["rub_per_usd"]
        return (1 - rates[cell.start_day] / rates[cell.end_day]) * 100
    if cell.quotation == "Moscow Exchange" and cell.currency == "yuan":
        rates = table("ruble_yuan", "date").set_index("date")["close_rub_per_cny"]
        return (1 - rates[cell.start_day] / rates[cell.end_day]) * 100
    points = table("ruble_points", "date").set_index(["source_id", "date", "currency", "rub_per_unit"]).index
    keys = [
        (source, day, {"dollar": "USD", "yuan": "CNY"}[cell.currency], rate)
        for source, day, rate in (
            (cell.start_source_id, cell.start_day, cell.start_rate),
            (cell.end_source_id, cell.end_day, cell.end_rate),
        )
    ]
    assert all(key in points for key in keys), cell
    return (1 - keys[0][3] / keys[1][3]) * 100


def test_every_cell_of_the_grid_can_be_recomputed_from_the_files():
    for cell in GRID.itertuples():
        assert cell.fall_pct == pytest.approx(recomputed(cell)), cell


def test_the_grid_is_start_by_end_by_quotation_by_currency():
    assert set(GRID["currency"]) == {"dollar", "yuan"}
    assert {"Official rate", "Official rate, by day in force", "Moscow Exchange"} <= set(GRID["quotation"])
    assert not GRID.duplicated(["currency", "quotation", "start", "end"]).any()
    official = GRID[(GRID["quotation"] == "Official rate") & (GRID["currency"] == "dollar")]
    assert len(official) == 2 * len(ruble.GRID_ENDS)


def test_worldwide_quotes_give_about_25_and_moscow_more():
    ranges = ruble_context.definitions(RECORD).set_index("definition")
    outside, moscow = ranges.loc["Loss of the ruble, worldwide quotes"], ranges.loc["Loss of the ruble, Moscow"]
    assert outside["low_pct"] < 25 < outside["high_pct"] < moscow["low_pct"] and moscow["high_pct"] < 31


def test_no_start_in_2023_gives_a_loss_of_40_per_cent():
    assert ruble_context.largest_loss(RECORD)["fall_pct"] < 34
    printed = ruble_context.printed_falls(RECORD)
    assert printed["figure"].max() > 34


# --- the verdicts -----------------------------------------------------------------------------------------------------


def test_the_fall_holds_on_its_own_terms_at_both_dates():
    found = finding("ruble-fall-2023")
    assert found.nearest.specification.id == "worldwide-15-august"
    assert found.verdict == found.verdict_at_publication == "supported-on-its-own-terms"
    assert all(one.available_at_publication for one in found.judged)
    assert 0 < found.agreeing < found.principled_total / 2


def test_the_vendor_decides_among_worldwide_quotes():
    found = finding("ruble-fall-2023")
    by_vendor = {vendor: found.specification(f"{vendor}-15-august").agrees for vendor in ("worldwide", "investing-com")}
    assert by_vendor == {"worldwide": True, "investing-com": False}
    quoted = RECORD["ruble_points"].query("quotation == 'worldwide' and '2023-08-14' <= date <= '2023-08-16'")
    of_vendors = [one for one in found.judged if one.specification.label.startswith("Worldwide quotes")]
    assert len(of_vendors) == len(quoted), "every vendor's quote of those days is a definition"


def test_nearest_five_would_agree_more_often_with_the_same_verdict():
    found = finding("ruble-fall-2023")
    wider = sum(one.agrees for one in found.alternatives["nearest-five"] if one.counts)
    assert found.agreeing < wider < found.principled_total
    assert found.alternative_verdicts["nearest-five"] == found.verdict


def test_the_official_rate_passed_25_per_cent_twice_before_the_article_could_appear():
    published = pd.Timestamp(finding("ruble-fall-2023").article.published_latest)
    days = ruble_context.days_it_holds(RECORD, finding("ruble-fall-2023").claim.test.agrees, published)
    assert [f"{day:%d %b}" for day in days] == ["03 Aug", "17 Aug"]
    assert 30 < ruble_context.low_before(RECORD, published)["fall_pct"] < 30.5


def test_a_newsroom_that_names_its_start_is_measured_by_it():
    printed, ranges = ruble_context.printed_falls(RECORD), ruble_context.definitions(RECORD)
    fits = ruble_context.nearest_definition(printed, ranges)
    assert set(fits[printed["told_by"] == "Associated Press"]) == {ruble_context.OWN_START}
    assert (fits[printed["told_by"] == "CNN"] == "Gain of the dollar, Moscow").all()
    starts = RECORD["ruble_press"]["start_rub_per_usd"].dropna()
    january = table("ruble_official", "day_set").set_index("day_set").loc["2023-01", "rub_per_usd"]
    assert starts.max() < january.min()


def test_a_rate_is_known_on_its_day_and_not_before():
    one = finding("ruble-fall-2023").specification("official-set-16-august").specification
    assert one.published == date(2023, 8, 16)


def test_the_same_trades_are_not_counted_as_two_witnesses():
    origins = RECORD.reporters["counted_by"]
    assert origins["bank-of-russia-dollar"] == origins["moscow-exchange"] == "moscow-exchange"
    assert origins["yahoo-finance"] == origins["open-exchange-rates"]


def test_the_peso_and_the_lira_fell_more_on_every_list():
    for listed in ruble.PEERS:
        for rule in ruble.RULES:
            falls = ruble.currency_falls(RECORD, listed, rule).set_index("currency")["fall_pct"]
            assert falls["ARS"] > falls["TRY"] > falls["RUB"]


def test_the_rank_falls_as_the_list_narrows():
    for rule in ruble.RULES:
        ranks = [ruble.rank_of_ruble(RECORD, listed, rule) for listed in ("all", "pairs", "trading")]
        assert ranks == sorted(ranks, reverse=True)
    assert ranks[-1] == 3


def test_a_stale_quote_is_never_ranked_and_a_single_step_only_under_the_wider_rule():
    peers = RECORD["ruble_peers"].set_index("currency")["behaviour"]
    assert "stale_or_fixed" not in set(peers[ruble.peers(RECORD, "all", "live")])
    assert {"LBP", "NGN", "BIF"} <= set(ruble.peers(RECORD, "all", "live"))
    assert not {"LBP", "NGN", "BIF", "GHS"} & set(ruble.peers(RECORD, "all", "slides"))


def test_a_frozen_quote_hides_a_larger_fall_and_ghana_decides_one_place():
    frozen = ruble.falls_of_frozen(RECORD).set_index("currency")["fall_pct"]
    assert frozen["ZWL"] > 80 and "ZWL" not in ruble.peers(RECORD, "all", "live")
    assert ruble.rank_with_other_starts(RECORD) == ruble.rank_of_ruble(RECORD, "all", "live") - 1
    assert ruble.worse_at_least(RECORD) == 8


def test_the_word_developing_decides_the_rank():
    found = finding("ruble-rank-2023")
    assert found.verdict == found.verdict_at_publication == "not-supported"
    assert found.specification("trading-live").agrees and not found.specification("all-live").agrees


def test_the_key_rate_rose_by_350_points_to_12_decided_and_in_force_on_one_day():
    for claim in ("key-rate-august-2023", "key-rate-rise-august-2023"):
        found = finding(claim)
        assert found.verdict == found.verdict_at_publication == "supported"
    row = ruble.decided(RECORD, "2023-08-15").iloc[0]
    assert (row["key_rate_pct"], row["change_bp"]) == (12, 350)
    assert row["decision_date"] == row["effective_date"] and row["meeting"] == "extraordinary"


def test_the_steps_of_the_key_rate_add_up():
    rates = table("ruble_key_rate", "effective_date", "decision_date")
    assert ((rates["key_rate_pct"].diff() * 100).round() == rates["change_bp"])[1:].all()
    assert (rates["decision_date"] <= rates["effective_date"]).all()


# --- the long frame ---------------------------------------------------------------------------------------------------


def test_mid_august_2023_was_neither_the_first_nor_the_last_low():
    lows = ruble_context.landmarks(RECORD).query("weakest").set_index("name")["rub_per_usd"]
    assert lows["March 2022"] > lows["August 2023"]
    assert lows["November 2024"] > lows["October 2023"] > lows["August 2023"]


def test_the_long_line_marks_every_change_of_method_after_april_2022():
    methods = RECORD["ruble_rate_methods"]["from_date"].dt.strftime("%Y-%m-%d").tolist()
    assert methods == ["2022-04-25", "2024-06-13", "2024-12-27"]


def test_a_reader_gets_the_figures_of_the_findings():
    rates = ruble_context.reader_rates(RECORD).set_index(["basis", "day"])["rate"]
    found = finding("ruble-fall-2023")
    for basis, id in (
        ("Worldwide quotes", "worldwide-15-august"),
        ("Official rate, by day set", "official-set-15-august"),
        ("Official rate, by day in force", "official-in-force-15-august"),
        ("Yuan, Moscow close", "yuan-15-august"),
    ):
        value = ruble.fall_pct(rates[basis, "2022-12-30"], rates[basis, "2023-08-15"])
        assert value == pytest.approx(found.specification(id).specification.value)
