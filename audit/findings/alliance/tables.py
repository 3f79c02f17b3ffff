"""Alliance: the frames behind the chapter's charts, one section a chart, in the order of the page.

Each function takes the record, or a frame made from it, and returns what one chart shows; the arithmetic of the claims is
in ``claims.py`` and ``words.py``.
"""

from __future__ import annotations

import pandas as pd

from audit.findings.alliance.claims import CLAUSES, PAIRS, matrix, pairs_and_clauses, signs
from audit.inputs.record import Record

# --- what China and Russia owed each other ----------------------------------------------------------------------------

#: Obligations as ATOP names them, in the order of the rows.
OBLIGATIONS = ["Defence", "Offence", "Neutrality", "Non-aggression", "Consultation"]


def obligation_runs(pair: pd.DataFrame) -> pd.DataFrame:
    """Years in a row in which an obligation was in force, joined.

    ``pair``: columns year, obligation, source_id (``claims.pair_by_year``). Columns: ``obligation``, ``run`` (the same for
    all years in a row), ``start`` and ``last`` (first and last year), ``source_id``, ``end`` (the year after, where a bar
    ends), ``row`` (place in OBLIGATIONS).
    """
    runs = pair.sort_values("year").assign(run=lambda rows: rows["year"] - rows.groupby("obligation").cumcount())
    columns = {"start": ("year", "min"), "last": ("year", "max"), "source_id": ("source_id", "first")}
    runs = runs.groupby(["obligation", "run"]).agg(**columns).reset_index()
    runs = runs.assign(end=runs["last"] + 1, row=runs["obligation"].map(OBLIGATIONS.index))
    return runs.sort_values(["row", "start"])


def last_year(runs: pd.DataFrame, obligation: str = "Defence") -> int:
    """The last year in which an obligation was in force."""
    return int(runs.loc[runs["obligation"] == obligation, "last"].max())


def last_coded(record: Record) -> int:
    """The last year for which ATOP codes the pair."""
    return int(record["china_russia_pair"]["year"].max())


def end_of_1950(record: Record) -> pd.DataFrame:
    """When the treaty of 1950 ended: index coder ("ATOP", "Correlates of War"); columns ``ended``, ``source_id``."""
    atop = record["treaties"].set_index("pact_id").loc["sino_soviet_1950"]
    cow = record["cow_alliances"].query("country == 'China' and partner == 'Russia or USSR' and defence == 'yes'")
    cow = cow.loc[cow["ended"].idxmax()]
    ended = {"ATOP": atop, "Correlates of War": cow}
    return pd.DataFrame({coder: row[["ended", "source_id"]] for coder, row in ended.items()}).T


def china_in_russia(record: Record) -> pd.DataFrame:
    """What Russians said of China's share in Russia's trade, per cent, the earliest period first: rows of ``trade_shares``."""
    return record["trade_shares"].query("measure == 'china_share_of_russia_total_trade'").sort_values("period_end")


# --- every pact with its duties ---------------------------------------------------------------------------------------

#: Pacts by short names: the parties, and the year of signing.
PACT_NAMES = {
    "sino_soviet_1950": "China–USSR 1950",
    "china_dprk_1961": "China–North Korea 1961",
    "china_russia_2001": "China–Russia 2001",
    "nato_1949": "NATO 1949",
    "us_japan_1960": "United States–Japan 1960",
    "us_rok_1953": "United States–South Korea 1953",
    "us_philippines_1951": "United States–Philippines 1951",
    "anzus_1951": "ANZUS 1951",
    "rio_1947": "Rio Treaty 1947",
    "csto_1992": "Collective Security Treaty 1992",
    "union_1997": "Russia–Belarus 1997",
    "union_state_2024": "Russia–Belarus 2024",
    "russia_dprk_2024": "Russia–North Korea 2024",
    "russia_dprk_2000": "Russia–North Korea 2000",
    "ussr_dprk_1961": "USSR–North Korea 1961",
    "saudi_pakistan_2025": "Saudi Arabia–Pakistan 2025",
    "iran_russia_2025": "Iran–Russia 2025",
    "iran_russia_2001": "Iran–Russia 2001",
    "india_soviet_1971": "India–USSR 1971",
    "china_pakistan_2005": "China–Pakistan 2005",
    "camp_david_2023": "Camp David 2023, not a treaty",
}
#: Duties by the names of their columns, in the order of the chart.
DUTIES = {
    "defence": "Defence",
    "consultation": "Consultation",
    "neutrality": "Neutrality",
    "nonaggression": "Non-aggression",
}
#: Pacts with a duty to defend stand first, then those on which coders differ.
DEFENCE_FIRST = {"yes": 0, "differs": 1, "no": 2, "not coded": 3}


def pacts(record: Record) -> pd.DataFrame:
    """Every pact by the day it was signed: the columns of ``claims.matrix`` and how the chart names and sorts it.

    Columns added: ``pact`` (short name), ``state`` ("in force", "ended"), ``clause`` (its central article; an asterisk:
    number not read), ``label`` (name, article and state), and the places ``by_year``, ``by_name``, ``by_duty``.
    """
    rows = matrix(record)
    rows = rows.assign(
        pact=rows["pact_id"].map(PACT_NAMES), state=rows["ended"].isna().map({True: "in force", False: "ended"})
    )
    unread = (rows["article_seen"] == "no") & rows["article"].str.startswith("Article")
    words = {"not seen": "article not read", "one paragraph, no articles": "no articles"}
    rows["clause"] = rows["article"].replace(words) + unread.map({True: "*", False: ""})
    rows["label"] = rows["pact"] + " · " + rows["clause"] + rows["state"].map({"in force": "", "ended": " · ended"})
    rows = rows.sort_values("signed", kind="stable").reset_index(drop=True)
    rows["by_year"], rows["by_name"] = range(len(rows)), rows["pact"].rank(method="first").astype(int)
    by_duty = rows["defence"].map(DEFENCE_FIRST) * 100 + rows["by_year"]
    return rows.assign(by_duty=by_duty.rank(method="first").astype(int))


def duties_of(pacts: pd.DataFrame) -> pd.DataFrame:
    """One row a pact and duty: what a control or a mark of the chart asks for, with ``duty`` (DUTIES) and ``coded``."""
    kept = ["label", "pact", "china", "russia", "united_states", "state", "by_year", "by_name", "by_duty"]
    long = pacts.melt([*kept, "trigger", "owed"], list(DUTIES), var_name="duty", value_name="coded")
    read = {column: long[column].fillna("not read") for column in ("trigger", "owed")}
    return long.assign(duty=long["duty"].map(DUTIES), **read)


# --- how deep a pair cooperates ---------------------------------------------------------------------------------------

#: Korolev's criteria as Blivas tables them, in their order, with his stages; the last is ours.
SIGNS = {
    "treaty": "Alliance treaty or agreement · moderate",
    "consultation": "Regular consultations · moderate",
    "technology": "Arms and technology · moderate",
    "exercises": "Regular exercises · moderate",
    "confidence": "Confidence building · moderate",
    "command": "Integrated command · deep",
    "deployment": "Joint deployment or bases · deep",
    "common policy": "Common defence policy · deep",
    "intelligence": "Intelligence · our addition",
}
#: Building confidence is asked of former rivals only.
FORMER_RIVALS = "China–Russia"


def depth(record: Record, pairs: list[str]) -> pd.DataFrame:
    """One row a sign and pair, also where nothing was found.

    Columns: ``indicator`` and its ``name``, ``stage`` and ``row`` (SIGNS), ``pair``, ``standing`` ("yes", "partly", "no",
    "alleged", "not found", "not asked"), ``observable`` (what was seen), ``answer`` (the standing as a mark of the chart).
    """
    grid = pd.MultiIndex.from_product([SIGNS, pairs], names=["indicator", "pair"]).to_frame(index=False)
    grid = grid.merge(signs(record)[["pair", "indicator", "standing", "observable"]], how="left")
    asked = (grid["indicator"] != "confidence") | (grid["pair"] == FORMER_RIVALS)
    grid["standing"] = grid["standing"].fillna("not found").where(asked, "not asked")
    grid["observable"] = grid["observable"].fillna("Nothing in what we read").where(asked, "For former rivals only")
    name = grid["indicator"].map(SIGNS)
    return grid.assign(
        answer=grid["standing"].replace({"partly": "in part"}),
        row=grid["indicator"].map(list(SIGNS).index),
        name=name,
        stage=name.str.split(" · ").str[1],
    )


def standings(grid: pd.DataFrame, pair: str = FORMER_RIVALS) -> pd.DataFrame:
    """How many signs of each stage stand how: index stage, a column a standing (of ``depth``)."""
    ours = grid[grid["pair"] == pair]
    table = pd.crosstab(ours["stage"], ours["standing"])
    return table.reindex(
        index=["moderate", "deep"], columns=["yes", "partly", "no", "alleged", "not found"], fill_value=0
    )


# --- what both sides called it ----------------------------------------------------------------------------------------

#: Classes of statements, from below to above.
STANCES = [
    "above an alliance",
    "alliance",
    "no alliance, and above one",
    "partnership",
    "not ruled out",
    "no alliance",
    "distance",
]
SIDES = {"russia": "Russia", "china": "China", "both": "jointly"}
#: Classes that deny an alliance: the second says more beside it.
DENYING = ["no alliance", "no alliance, and above one"]
#: Classes that affirm one.
AFFIRMING = ["alliance", "above an alliance"]


def in_years(days):
    """Days as a year and its fraction. ``days``: a timestamp, or the ``dt`` of a column."""
    return days.year + (days.day_of_year - 1) / 365


def statements_on_the_tie(record: Record, since: str = "2019-01-01") -> pd.DataFrame:
    """Statements of China, of Russia and of both that the chart shows: rows of ``alliance_words``.

    Columns added: ``when`` (a year and its fraction), ``row`` (place in STANCES), ``side_name`` (SIDES).
    """
    words = record["alliance_words"].query("shown == 'yes' and side != 'other'")
    words = words[words["date"] >= since]
    return words.assign(
        when=in_years(words["date"].dt),
        row=words["stance"].map(STANCES.index),
        side_name=words["side"].map(SIDES),
    )


def stances_of(words: pd.DataFrame) -> pd.DataFrame:
    """How many statements of each side are of each class: index ``side_name``, a column a class."""
    return pd.crosstab(words["side_name"], words["stance"]).reindex(
        index=list(SIDES.values()), columns=STANCES, fill_value=0
    )


# --- the reader's own test --------------------------------------------------------------------------------------------


def pairs_to_try(record: Record) -> pd.DataFrame:
    """Which pair has which clause: the columns of ``claims.pairs_and_clauses``, ``place`` (in PAIRS) and ``answer``."""
    have = pairs_and_clauses(record)
    return have.assign(place=have["pair"].map(list(PAIRS).index), answer=have["has"].replace({"partly": "in part"}))


def pairs_by_clause(have: pd.DataFrame) -> pd.DataFrame:
    """The same with a row a pair and a column a clause ("yes", "partly", "no", "unknown")."""
    return have.pivot(index="pair", columns="clause", values="has").loc[list(PAIRS), list(CLAUSES)]
