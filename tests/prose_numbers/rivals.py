"""The chapter on rival explanations: its tests and predictions, counted afresh from the tables and the verdicts."""

from audit.findings import finding
from audit.inputs.record import Record

from .findings import word

#: Answers that facts and other chapters' tables give, read off by hand; a finding gives the rest.
BY_HAND = {
    "raised-at-renewal": "no",
    "secret-duty": "open",
    "recognition": "no",
    "standing-structures": "no",
    "goods-for-war": "disputed",
    "war-training": "open",
    "grew-through-shock": "yes",
    "second-pipeline": "no",
    "yuan-spreads": "no",
    "russia-defers": "disputed",
}
#: What changes when reports and allegations decide too.
WITH_REPORTS = {"secret-duty": "disputed"}


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the chapter glues beside its findings."""
    return sides(record) | explanations(record) | published(record) | counted(record) | arms(record)


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


def sides(record: Record) -> dict[str, str]:
    told = answers(record)
    rows = [row for row in record["rivals_tests"].sort_values("place").itertuples()]
    telling = [row for row in rows if {row.allies, row.partners} != {"either"}]
    count = lambda side, layer=None: sum(  # noqa: E731
        speaks(row, told) == side and layer in (None, row.layer) for row in telling
    )
    return {
        "tests": word(len(rows)),
        "tests-telling": word(len(telling)),
        "for-partners": none(count("partners")),
        "for-allies": none(count("allies")),
        "for-neither": none(count("neither")),
        "not-settled": none(count("not settled")),
        "not-settled-names": listed([row.name for row in telling if speaks(row, told) == "not settled"]),
        "duty-telling": word(sum(row.layer == "duty" for row in telling)),
        "duty-partners": none(count("partners", "duty")),
        "behaviour-telling": word(sum(row.layer == "behaviour" for row in telling)),
        "behaviour-partners": none(count("partners", "behaviour")),
    }


def explanations(record: Record) -> dict[str, str]:
    told, made = answers(record), record["rivals_predictions"]
    missed = {
        row.explanation
        for row in made.itertuples()
        if told[row.test_id] in ("yes", "no") and told[row.test_id] != row.predicts
    }
    names = record["rivals_explanations"].set_index("explanation")["name"]
    said = {who: made[made["explanation"] == who].set_index("test_id")["predicts"] for who in ("entente", "partners")}
    common = sorted(set(said["entente"].index) & set(said["partners"].index))
    rows = record["rivals_tests"].set_index("test_id")
    return {
        "explanations": word(len(names)),
        "explanations-missed": word(len(missed)),
        "missed-names": listed([name.lower() for id, name in names.items() if id in missed]),
        "entente-common": word(len(common)),
        "entente-same": word(sum(said["entente"][test] == said["partners"][test] for test in common)),
        "own-readings": str(int((made["basis"] == "our reading").sum())),
        "predictions": str(len(made)),
        "moved": none(len(WITH_REPORTS)),
        "moved-names": listed([rows.loc[id, "name"] for id in WITH_REPORTS]),
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
        "goods-producer": f"{by['producer', 'China']:g} per cent",
        "goods-west": f"{by['producer', 'sanctioning states']:g} per cent",
        "crude-2023": f"{share['chinascope_2023']:g} per cent",
        "crude-2024": f"{share['econovis_2024']:g} per cent",
        "crude-2026": f"{share['lenta_opec_2026']:g} per cent",
    }


def counted(record: Record) -> dict[str, str]:
    went = list(record["rivals_decisions"]["direction"])
    weighed = record["river_weighing"]
    side = list(weighed.loc[weighed["claim_id"] == "hedge-against-dependence", "side"])
    words = record["rivals_words"]
    return {
        "decisions": word(len(went)),
        "decisions-more": word(went.count("more from Russia")),
        "decisions-not": word(went.count("not from Russia")),
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
