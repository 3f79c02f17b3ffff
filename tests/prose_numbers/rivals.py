"""The chapter on rival explanations: its tests and predictions, counted afresh from the tables and the verdicts."""

from audit.findings import finding
from audit.inputs.record import Record

from .findings import word

#: Answers that facts and other chapters' tables give, read off by hand; a finding gives the rest.
BY_HAND = {
    "secret-duty": "open",
    "recognition": "no",
    "duty-to-consult": "yes",
    "missile-warning": "yes",
    "goods-for-war": "disputed",
    "war-training": "open",
    "grew-through-shock": "yes",
    "grew-again": "no",
    "second-pipeline": "no",
    "yuan-spreads": "open",
    "russia-defers": "disputed",
}
#: What changes when reports and allegations decide too.
WITH_REPORTS = {"secret-duty": "disputed", "war-training": "disputed", "yuan-spreads": "disputed"}
#: Tests that at least half of the known allies asked fail, and those that none could be asked, by hand.
SET_APART = ("major-arms", "votes-as-ally")
UNTRIED = ("raised-at-renewal", "secret-duty", "bears-the-cost", "goods-for-war", "war-training")


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the chapter glues beside its findings."""
    return sides(record) | explanations(record) | published(record) | counted(record) | arms(record) | growth(record)


def none(count: int) -> str:
    return word(count) if count else "none"


def listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def answers(record: Record) -> dict[str, str]:
    told = dict(BY_HAND)
    for row in record["rivals_tests"].dropna(subset="finding_id").itertuples():
        try:
            verdict = finding(row.finding_id).verdict
        except LookupError:
            verdict = "not judged"
        holds = {"supported": "holds", "not-supported": "fails"}.get(verdict)
        told[row.test_id] = "open" if holds is None else "yes" if holds == row.yes_if else "no"
    return told


def speaks(row, told: dict[str, str]) -> str:
    answer = told[row.test_id]
    if answer in ("open", "disputed"):
        return "not settled"
    wrong = [name for name in ("allies", "partners") if getattr(row, name) not in (answer, "either")]
    return "neither" if len(wrong) != 1 else {"allies": "partners", "partners": "allies"}[wrong[0]]


def foreseen(record: Record, test_id: str, sought: str) -> bool:
    made = record["rivals_predictions"].query("test_id == @test_id and predicts == @sought")
    return bool((made["explanation"] != "partners").any())


def sides(record: Record) -> dict[str, str]:
    told = answers(record)
    rows = [row for row in record["rivals_tests"].sort_values("place").itertuples()]
    worded = [row for row in rows if {row.allies, row.partners} != {"either"}]
    telling = [row for row in worded if row.test_id not in SET_APART]
    of = {side: [row for row in telling if speaks(row, told) == side] for side in ("partners", "allies", "not settled")}
    names = lambda some: listed([row.name for row in some])  # noqa: E731
    return {
        "tests": word(len(rows)),
        "tests-worded": word(len(worded)),
        "tests-telling": word(len(telling)),
        "for-partners": none(len(of["partners"])),
        "for-partners-names": names(of["partners"]),
        "for-partners-foreseen": none(sum(foreseen(record, row.test_id, row.allies) for row in of["partners"])),
        "for-allies": none(len(of["allies"])),
        "for-allies-names": names(of["allies"]),
        "not-settled": none(len(of["not settled"])),
        "not-settled-names": names(of["not settled"]),
        "set-apart": none(len(SET_APART)),
        "set-apart-names": names(row for row in worded if row.test_id in SET_APART),
        "one-sided-names": names(row for row in telling if "either" in (row.allies, row.partners)),
        "untried": word(len(UNTRIED)),
    }


def explanations(record: Record) -> dict[str, str]:
    told, made = answers(record), record["rivals_predictions"]
    others = [row for row in made.itertuples() if row.explanation != "partners"]
    said = {who: made[made["explanation"] == who].set_index("test_id")["predicts"] for who in ("entente", "partners")}
    common = sorted(set(said["entente"].index) & set(said["partners"].index))
    rows = record["rivals_tests"].sort_values("place").set_index("test_id")
    settled = [row for row in others if told[row.test_id] in ("yes", "no")]
    return {
        "explanations": word(len({row.explanation for row in others})),
        "others": str(len(others)),
        "others-missed": none(sum(told[row.test_id] != row.predicts for row in settled)),
        "others-unsettled": none(len(others) - len(settled)),
        "entente-common": word(len(common)),
        "entente-same": word(sum(said["entente"][test] == said["partners"][test] for test in common)),
        "own-readings": str(sum(row.basis == "our reading" for row in others)),
        "book": word(len(made) - len(others)),
        "moved": none(len(WITH_REPORTS)),
        "moved-names": listed([name for id, name in rows["name"].items() if id in WITH_REPORTS]),
        "moved-settled": none(sum(answer in ("yes", "no") for answer in WITH_REPORTS.values())),
    }


def published(record: Record) -> dict[str, str]:
    """Shares as the sources have them."""
    goods = record["goods_published"].query("measure == 'share'")
    year = goods[goods["source_id"].isin(["carnegie_sher_2024", "free_kse_2024", "freerussia_kse_2024"])]
    by = year.set_index(["definition", "sender"])["value"]
    crude = record["energy_shares"].query("partner == 'Russia' and whole.str.startswith('China’s crude')")
    share = {row.source_id: row.share_low_pct for row in crude.itertuples()}
    return {
        "goods-dispatch": f"{by['dispatch', 'China']:g} per cent",
        "goods-territory": f"{by['territory', 'mainland China']:g} per cent",
        "goods-hong-kong": f"{by['territory', 'Hong Kong']:g} per cent",
        "goods-producer": f"{by['producer', 'China']:g} per cent",
        "goods-west": f"{by['producer', 'sanctioning states']:g} per cent",
        "crude-2023": f"{share['chinascope_2023']:g} per cent",
        "crude-2024": f"{share['econovis_2024']:g} per cent",
    }


def counted(record: Record) -> dict[str, str]:
    weighed = record["river_weighing"]
    side = list(weighed.loc[weighed["claim_id"] == "hedge-against-dependence", "side"])
    words = record["rivals_words"]
    return {
        "weighed-for": word(side.count("for")),
        "weighed-against": word(side.count("against")),
        "key-words": word(len(words)),
        "originals-seen": word(int(words["original"].notna().sum())),
        "translations-only": word(int((words["wording"] == "translation only").sum())),
    }


def arms(record: Record) -> dict[str, str]:
    """From the register of February 2026, by hand."""
    rows = record["arms_transfers"].query("recipient == 'Russia' and source_id == 'sipri_reg_2026'")
    sums = lambda state, years: rows[(rows["supplier"] == state) & rows["year"].isin(years)]["delivered_tiv_mn"].sum()  # noqa: E731
    share = lambda years: f"{100 * sums('China', years) / sums('North Korea', years):.0f} per cent"  # noqa: E731
    return {"arms-all": share([2022, 2023, 2024]), "arms-early": share([2022, 2023])}


def growth(record: Record) -> dict[str, str]:
    """Russia's part in China's trade from the months, China's in Russia's from two statements, and the fall of 2025."""
    months, totals, size = record["trade_monthly"], record["trade_totals"], record["trade_cumulative"]
    whole = totals[(totals["measure"] == "china_total_trade") & (totals["vintage"] == "revised")]
    whole = whole.groupby(whole["period_start"].dt.year)["value_usd_bn"].first()
    ours = months[months["flow"] == "total"].groupby(months["month"].dt.year)["value_usd_bn"].sum()
    [fall] = size[(size["source_id"] == "tass_2026jan") & (size["flow"] == "total")]["growth_usd_pct"]
    return {f"china-{year}": f"{100 * ours[year] / whole[year]:.2f} per cent" for year in (2021, 2024)} | {
        "russia-2021": "18 per cent",
        "russia-2023": "32 per cent",
        "fall-2025": f"{-fall:.1f} per cent",
    }
