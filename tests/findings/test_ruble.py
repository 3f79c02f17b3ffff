"""The ruble: the two directions, the two days of an official rate, the grid, the ranks and the key rate."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from audit.figures.cards import beside
from audit.findings import finding
from audit.findings.ruble import claims as ruble
from audit.findings.ruble import context as ruble_context
from audit.inputs.edited import edited
from audit.inputs.record import open_record
from audit.judgement import judge
from audit.paths import DATA

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
    printed = printed[printed["kind"].isin(["set_that_day", "weighted_average"])].set_index("date")["rub_per_unit"]
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
    ranges = ruble_context.ranges(RECORD).set_index("measure")
    outside, moscow = ranges.loc["Loss of the ruble, worldwide quotes"], ranges.loc["Loss of the ruble, Moscow"]
    assert outside["low_pct"] < 25 < outside["high_pct"] < moscow["low_pct"]
    assert moscow["high_pct"] == pytest.approx(31.30, abs=0.01)
    assert ranges.loc["Gain of the dollar, Moscow", "high_pct"] == pytest.approx(45.57, abs=0.01)


def test_101_04_is_the_official_rate_of_14_august_and_no_low_of_the_exchange():
    """The end of the figures 30.8 and 44.5 per cent that the chapter once printed."""
    moscow = GRID[(GRID["quotation"] == "Moscow Exchange") & (GRID["end_day"] == "2023-08-14")]
    assert moscow["end_rate"].max() == 101.75 and 101.04 not in set(moscow["end_rate"])
    official = ruble.rate_of(ruble.set_on(RECORD, "2023-08-14"))
    assert round(official, 2) == 101.04
    assert round(official - ruble.rate_of(ruble.set_on(RECORD, "2023-08-11")), 2) == 2.83  # "2.83 dearer by 18:00"
    assert ruble.fall_pct(70.3375, official) == pytest.approx(30.39, abs=0.01)
    assert ruble.fall_pct(69.9, 102) == pytest.approx(31.5, abs=0.05)  # Reuters: close to 102


def test_the_ruble_was_weaker_on_11_august_than_on_the_14th_in_worldwide_quotes():
    for vendor in ("open-exchange-rates", "investing-com"):
        eleventh, fourteenth = (ruble.rate_of(ruble.quoted_by(RECORD, vendor, f"2023-08-{day}")) for day in (11, 14))
        assert eleventh > fourteenth
    assert not [one for one in finding("ruble-fall-2023").judged if "low" in one.specification.reason.split()]


def test_no_start_in_2023_gives_a_loss_of_40_per_cent():
    assert ruble_context.largest_loss(RECORD)["fall_pct"] < 34
    printed = ruble_context.printed_falls(RECORD)
    assert printed["figure"].max() > 34


# --- what was printed -------------------------------------------------------------------------------------------------

HEDGES = ("about", "around", "almost", "nearly", "more than")


def test_a_printed_figure_keeps_its_hedge():
    printed = ruble_context.printed_falls(RECORD).set_index(["told_by", "figure"])["printed"]
    assert printed["CNN", 40] == "nearly 40%" and printed["Wall Street Journal", 30] == "almost 30%"
    assert printed["Deutschlandfunk", 33.3] == "more than 33%" and printed["Reuters", 30] == "30%"


def test_a_hedge_stands_in_the_paraphrase_if_and_only_if_the_column_has_it():
    for row in table("ruble_press").fillna({"qualifier": ""}).itertuples():
        found = [hedge for hedge in HEDGES if f"{hedge} " in row.paraphrase.lower()]
        assert found == ([row.qualifier] if row.qualifier else []), row.statement_id


def test_the_same_agency_printed_one_loss_for_moscow_and_a_smaller_one_by_the_cross_rate():
    reuters = table("ruble_press").query("reporter == 'reuters'").set_index("market")["figure"]
    assert reuters["moscow_exchange"].min() == 30 and reuters["cross_rate"] == 26.2


def test_bloombergs_figure_needs_a_start_as_in_worldwide_quotes_and_not_as_in_moscow():
    test = finding("ruble-fall-2023").claim.test
    [dollar] = RECORD["ruble_points"].query("reporter == 'bloomberg'")["rub_per_unit"]
    year_end = ruble.grid(RECORD).query("currency == 'dollar' and start_day < '2023-01-01'")
    fits = year_end["start_rate"].map(lambda start: test.agrees(ruble.fall_pct(start, dollar)))
    assert set(year_end.loc[fits, "family"]) == {"worldwide"} and set(year_end.loc[~fits, "family"]) == {"Moscow"}


# --- the verdicts -----------------------------------------------------------------------------------------------------


def test_the_fall_holds_on_its_own_terms_at_both_dates():
    found = finding("ruble-fall-2023")
    assert found.nearest.specification.id == "worldwide-15-august"
    assert found.verdict == found.verdict_at_publication == "supported-on-its-own-terms"
    assert all(one.available_at_publication for one in found.judged)
    assert (found.agreeing, found.principled_total) == (4, 13)


def test_about_25_reaches_from_23_75_to_26_25():
    test = finding("ruble-fall-2023").claim.test
    assert (test.low, test.high) == (23.75, 26.25)


def test_day_and_vendor_decide_among_worldwide_quotes():
    found = finding("ruble-fall-2023")
    agrees = {
        (vendor, day): found.specification(f"{vendor}-{day}-august").agrees
        for vendor in ("worldwide", "investing-com")
        for day in (14, 15, 16)
    }
    assert agrees["worldwide", 14] and not agrees["investing-com", 14]
    assert agrees["worldwide", 15] and agrees["investing-com", 15]
    assert not agrees["worldwide", 16] and agrees["investing-com", 16]
    quoted = RECORD["ruble_points"].query("quotation == 'worldwide' and '2023-08-14' <= date <= '2023-08-16'")
    of_vendors = [one for one in found.judged if one.specification.label.startswith("Worldwide quotes")]
    assert len(of_vendors) == len(quoted), "every vendor's quote of those days is a check"


def test_what_its_own_reason_disqualifies_does_not_count():
    fall, rank = finding("ruble-fall-2023"), finding("ruble-rank-2023")
    aside = {one.specification.id for one in (*fall.judged, *rank.judged) if not one.specification.principled}
    assert {"yahoo-finance-14-august", "yahoo-finance-15-august", "bloomberg-fall-printed"} <= aside
    assert {"pairs-live", "pairs-slides", "trading-live"} <= aside
    for one in (*fall.judged, *rank.judged):
        assert not one.specification.principled or "does not count" not in one.specification.reason


def test_no_width_of_about_moves_the_verdict_on_the_fall():
    found = finding("ruble-fall-2023")
    assert ruble_context.verdicts_by_width(found, 0.5, 2.5) == {found.verdict}
    assert "not-supported" in ruble_context.verdicts_by_width(found, 0.1, 2.5), "the search can find another verdict"
    counts = {id: sum(one.agrees for one in judged if one.counts) for id, judged in found.alternatives.items()}
    assert counts == {"narrow": 3, "nearest-five": 7}
    assert set(found.alternative_verdicts.values()) == {found.verdict}


def test_the_official_rate_gave_about_25_on_five_days_before_the_article_could_appear():
    published = pd.Timestamp(finding("ruble-fall-2023").article.published_latest)
    days = ruble_context.days_it_holds(RECORD, finding("ruble-fall-2023").claim.test.agrees, published)
    assert [f"{day:%d %b}" for day in days] == ["06 Jul", "02 Aug", "03 Aug", "04 Aug", "17 Aug"]


def test_a_newsroom_that_names_its_start_is_measured_by_it():
    printed, ranges = ruble_context.printed_falls(RECORD), ruble_context.ranges(RECORD)
    fits = ruble_context.closest_measure(printed, ranges)
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


def test_two_plain_senses_of_the_rank_remain_and_the_lower_verdict_counts():
    found = finding("ruble-rank-2023")
    assert [one.specification.id for one in found.all_nearest] == ["all-live", "bloomberg-printed"]
    assert found.nearest.specification.id == "all-live"
    assert not found.specification("all-live").agrees and found.specification("bloomberg-printed").agrees
    assert found.verdict == found.verdict_at_publication == "not-supported"


def test_by_the_list_of_the_likely_source_alone_the_rank_would_hold_on_its_own_terms():
    found = finding("ruble-rank-2023")
    ways = [replace(one.specification, nearest=one.specification.id == "bloomberg-printed") for one in found.judged]
    assert judge(found.claim, found.article, ways, RECORD.data_cutoff).verdict == "supported-on-its-own-terms"


def test_two_bloomberg_texts_of_those_days_compete_so_neither_can_be_seen_to_be_repeated():
    rows = table("ruble_press").query("reporter == 'bloomberg' and topic == 'rank' and window == '2023_to_date'")
    of_those_days = rows[rows["source_id"].isin(["bloomberg_20230815_recap", "smh_20230815"])]
    assert set(of_those_days["unit"]) == {"among_n_worst", "nth_worst"}
    others = table("ruble_press").query("topic == 'fall' and window == '2023_to_date' and figure == 25")["outlet"]
    assert set(others) - {"BNN Bloomberg", "Sydney Morning Herald"}, "others printed the loss of 25 per cent too"
    for claim in ("ruble-fall-2023", "ruble-rank-2023"):
        reason = finding(claim).nearest.specification.reason
        assert "names no source" in reason and "plain sense counts" in reason and "garbl" not in reason


def test_the_thirteen_checks_of_the_fall_are_two_markets():
    found = finding("ruble-fall-2023")
    origins = {one.specification.id: one.specification.origins for one in found.judged if one.counts}
    assert set(origins.values()) == {("dealers-worldwide",), ("moscow-exchange",)} and len(origins) == 13
    slices = ruble_context.by_market(found)
    told = {name: (one.agreeing, one.principled_total, one.verdict) for name, one in slices.items()}
    only_by_closest = "supported-on-its-own-terms"
    assert told == {
        "worldwide": (4, 6, only_by_closest),
        "moscow": (0, 7, "not-supported"),
        "day": (2, 6, only_by_closest),
        "one-vote-each": (1, 2, only_by_closest),
    }
    assert {one.specification.id for one in slices["day"].judged if one.counts} == {
        *("worldwide-15-august", "investing-com-15-august", "official-set-15-august", "official-in-force-15-august"),
        *("exchange-before-decision", "exchange-after-decision"),
    }


def test_the_independent_count_of_the_fall_is_the_middle_one_of_the_only_other_market():
    found = finding("ruble-fall-2023")
    others = sorted(
        one.specification.value
        for one in found.judged
        if one.counts and one.specification.origins == ("moscow-exchange",)
    )
    assert beside(found).specification.value == others[len(others) // 2]
    assert finding("ruble-fall-2023").specification("investing-com-15-august").specification.origins == (
        "dealers-worldwide",
    )  # it agrees, and quotes the same market


def test_a_list_that_somebody_picked_has_no_rank_that_counts():
    counting = {one.specification.id for one in finding("ruble-rank-2023").judged if one.counts}
    assert counting == {"all-live", "all-slides", "bloomberg-printed", "wall-street-journal-printed"}


def test_bloomberg_called_its_list_developing_economies_on_the_day_of_the_decision():
    said = (
        table("ruble_press").query("reporter == 'bloomberg' and topic == 'rank'").set_index("source_id")["paraphrase"]
    )
    assert "developing economies" in said["bloomberg_20230815_recap"] and "emerging markets" in said["smh_20230815"]


def test_the_key_rate_rose_by_350_points_to_12_decided_and_in_force_on_one_day():
    for claim in ("key-rate-august-2023", "key-rate-rise-august-2023"):
        found = finding(claim)
        assert found.verdict == found.verdict_at_publication == "supported"
        assert found.confidence.issuer and found.confidence.level in ("high", "very high")
        assert {origin for one in found.judged for origin in one.specification.origins} == {"bank-of-russia"}
    row = ruble.decided(RECORD, "2023-08-15").iloc[0]
    assert (row["key_rate_pct"], row["change_bp"]) == (12, 350)
    assert row["decision_date"] == row["effective_date"] and row["meeting"] == "extraordinary"


def test_copies_of_the_banks_statement_are_no_further_checks_although_they_agree():
    ways = {claim: finding(claim) for claim in ("key-rate-august-2023", "key-rate-rise-august-2023")}
    counting = {claim: [one.specification.id for one in found.judged if one.counts] for claim, found in ways.items()}
    assert counting == {"key-rate-august-2023": ["decided", "in-force"], "key-rate-rise-august-2023": ["levels"]}
    for found in ways.values():
        aside = [one for one in found.judged if not one.specification.principled]
        assert aside and all(one.agrees and "no further check" in one.specification.reason for one in aside)
        printed = RECORD["ruble_press"].query("topic.str.startswith('key_rate')")["statement_id"]
        assert not {f"printed-{id}" for id in printed} & set(counting[found.claim.id])


def test_the_steps_of_the_key_rate_add_up():
    rates = table("ruble_key_rate", "effective_date", "decision_date")
    assert ((rates["key_rate_pct"].diff() * 100).round() == rates["change_bp"])[1:].all()
    assert (rates["decision_date"] <= rates["effective_date"]).all()


# --- the long frame ---------------------------------------------------------------------------------------------------


def test_mid_august_2023_was_neither_the_first_nor_the_last_low():
    landmarks = ruble_context.landmarks(RECORD)
    assert landmarks["day"].is_monotonic_increasing and list(landmarks.index) == list(range(len(landmarks)))
    lows = landmarks.query("weakest").set_index("name")["rub_per_usd"]
    assert lows["March 2022"] > lows["August 2023"]
    assert lows["November 2024"] > lows["October 2023"] > lows["August 2023"]


def test_the_record_of_rates_begins_on_10_january_2013():
    official = table("ruble_official", "day_set", "day_in_force")
    assert official["day_in_force"].min() == pd.Timestamp("2013-01-10")
    assert ruble_context.weekly_rate(RECORD)["day"].min() <= pd.Timestamp("2013-01-11")
    assert "in force from the 10th" in RECORD.resource("ruble_official")["description"]


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


# --- the judgement on stress ------------------------------------------------------------------------------------------


def test_the_evidence_on_stress_has_both_sides_and_a_rival_cause_on_each():
    told = ruble_context.evidence(RECORD, "russian-economy-stress", "2023-08-17")
    assert set(told["side"]) == {"against", "for"} and list(told["side"]) == sorted(told["side"])
    assert set(told.loc[told["kind_of_evidence"] == "cause", "side"]) == {"against", "for"}
    assert told.groupby("side").size().min() > 5


def test_nothing_of_a_later_day_counts_as_known_to_the_article():
    told = ruble_context.evidence(RECORD, "russian-economy-stress", "2023-08-17")
    assert (told.loc[told["known"], "date"] <= "2023-08-17").all()
    assert not told.loc[told["date"] > "2023-08-17", "known"].any() and not told["known"].all()


def test_evidence_known_only_to_its_month_is_not_taken_to_precede_the_article():
    told = ruble_context.evidence(RECORD, "russian-economy-stress", "2023-08-17").set_index("source_id")
    assert not told.loc["yahoo_reuters_202308", "known"] and told.loc["scobrics_202308", "known"]


def test_a_step_without_a_decision_is_silence_and_one_rate_is_in_force():
    rows = RECORD["ruble_key_rate"]
    with edited(RECORD, {"ruble_key_rate": rows[rows["decision_date"] < ruble.DECISION]}) as record:
        assert {one.value for one in ruble.key_rate_step(record) if one.id in ("levels", "step")} == {None}
    assert len(ruble.key_rate_in_force(RECORD, ruble.DECISION)) == 1
