"""Alliance: what China and Russia owe each other, and whether the articles' structural claims about it hold.

Read from top to bottom: how an obligation is taken from the record, then one function for each specification, then the
lists. The claims about words and meetings are in ``alliance_words``. ATOP's terms are used as its codebook does: an
alliance is a formal agreement with an obligation of defence, offence, neutrality, non-aggression or consultation.
"""

from __future__ import annotations

import pandas as pd

from audit.findings import alliance_words
from audit.judgement import Specification, specification
from audit.record import Record

#: The day of the article whose claims on treaties are judged; pacts must be in force on it.
ARTICLE_DAY = pd.Timestamp(2023, 9, 3)

#: The end of the Soviet Union, for "no new pact since the end of the Cold War".
COLD_WAR_ENDED = pd.Timestamp(1991, 12, 26)

#: The two state parties of a pact as columns of ``treaties``.
STATES = {"China": "china", "Russia": "russia", "United States": "united_states"}

#: The spokes of the American system in Asia and the Pacific: states, as ATOP names the partners of bilateral pacts.
ASIA_PACIFIC = ("Japan", "Philippines", "South Korea", "Thailand", "Australia", "New Zealand")


# --- taking obligations from the record -------------------------------------------------------------------------------


def in_force(treaties: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Treaties (no mere commitments) signed by ``day`` and not ended on it."""
    current = (treaties["signed"] <= day) & (treaties["ended"].isna() | (treaties["ended"] > day))
    return treaties[current & (treaties["instrument"] == "treaty")]


def coded(record: Record, clause: str, coder: str) -> pd.DataFrame:
    """Pacts that ``coder`` (``atop``, ``our_reading`` or ``other_reading``) codes on ``clause``, with yes or no.

    Columns: those of ``treaties`` with ``codes`` added; ``source_id`` is where the coding was seen.
    """
    codings = record["treaty_codings"]
    rows = codings[(codings["clause"] == clause) & codings[coder].notna()]
    seen = {"atop": rows["source_id"], "our_reading": rows["text_source_id"].fillna(rows["source_id"])}
    rows = rows.assign(codes=rows[coder], seen=seen.get(coder, rows["other_source_id"]))
    merged = record["treaties"].merge(rows[["pact_id", "codes", "seen", "reporter"]], on="pact_id", suffixes=("", "_c"))
    reporter = {"atop": "atop", "other_reading": "encyclopaedia"}.get(coder)
    return merged.assign(source_id=merged["seen"], reporter=reporter or merged["reporter"]).drop(
        columns=["seen", "reporter_c"]
    )


def obliged(record: Record, clause: str, coder: str, *states: str) -> pd.DataFrame:
    """Treaties of all ``states`` in force on the article's day on which ``coder`` finds an obligation of ``clause``."""
    rows = in_force(coded(record, clause, coder), ARTICLE_DAY)
    for state in states:
        rows = rows[rows[STATES[state]] == "yes"]
    return rows[rows["codes"] == "yes"]


def read_or_coded(record: Record, clause: str, *states: str) -> pd.DataFrame:
    """Treaties of all ``states`` in force that were read or coded on ``clause`` at all: what a count rests on."""
    parts = [in_force(coded(record, clause, coder), ARTICLE_DAY) for coder in ("our_reading", "atop")]
    rows = pd.concat(parts).drop_duplicates("pact_id")
    for state in states:
        rows = rows[rows[STATES[state]] == "yes"]
    return rows


def copies(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """One input for each row: every treaty is a fact of its own, and all must be known for the count."""
    return [rows.iloc[[place]] for place in range(len(rows))]


# --- does China have formal allies? -----------------------------------------------------------------------------------


def china_by_text(record: Record) -> Specification:
    """Treaties in force that oblige China to defend another state, as their texts read."""
    rows = obliged(record, "defence", "our_reading", "China")
    return specification(
        record,
        "treaty-texts",
        "Defence treaty texts",
        float(len(rows)),
        copies(rows) or copies(read_or_coded(record, "defence", "China")),
        nearest=True,
        reason="The sentence defines the thing by what a treaty obliges China to do. One treaty decides: North Korea, 1961.",
    )


def china_by_pacts(record: Record) -> Specification:
    """Defence pacts of China in the last year of ATOP 4.01."""
    rows = record["pacts_2016"].query("country == 'China'")
    defence = rows[rows["defence"] == "yes"]
    return specification(
        record,
        "atop-pacts-2016",
        "Defence pacts in force in 2016, ATOP 4.01",
        float(len(defence)) if len(rows) else None,
        [defence if len(defence) else rows],
        reason="Others' coding of every pact of China. It finds the same one treaty; its treaties end with 2016.",
    )


def partners(record: Record, country: str, measure: str) -> pd.DataFrame:
    """The last year of one state's series in ``alliances_by_year``."""
    rows = record["alliances_by_year"].query("country == @country and measure == @measure")
    return rows[rows["year"] == rows["year"].max()]


def china_by_partners(record: Record) -> Specification:
    """States that share a defence obligation with China in the last year of ATOP 5.1."""
    rows = partners(record, "China", "defence_partners")
    return specification(
        record,
        "atop-partners-2018",
        "Defence partners in 2018, ATOP 5.1",
        float(rows["number"].iloc[0]) if len(rows) else None,
        [rows],
        principled=False,
        reason="The same project and the same treaty once more, counted by partner: shown, and not counted twice.",
    )


def china_by_widest_reading(record: Record) -> Specification:
    """The texts, with the pact with Russia counted as a hidden defence pact."""
    rows = obliged(record, "defence", "our_reading", "China")
    more = obliged(record, "defence", "other_reading", "China")
    return specification(
        record,
        "with-article-nine",
        "With Article 9 read as a defence duty",
        float(len(set(rows["pact_id"]) | set(more["pact_id"]))),
        [*copies(rows), *copies(more)],
        principled=False,
        reason="Wikipedia's reading of a clause that speaks of contacts and consultations; ATOP does not share it.",
    )


def no_new_pact(record: Record) -> list[Specification]:
    """Has China concluded a defence pact since the end of the Cold War?"""
    pacts = record["pacts_2016"].query("country == 'China'")
    texts = read_or_coded(record, "defence", "China")
    read = obliged(record, "defence", "our_reading", "China")
    return [
        specification(
            record,
            "none-new-texts",
            "No defence treaty signed since 1991, by the texts",
            bool((read["signed"] < COLD_WAR_ENDED).all()),
            copies(texts),
            nearest=True,
            reading="none-new",
            reason="The treaties of China that were read, to the day of the article.",
        ),
        specification(
            record,
            "none-new-atop",
            "No defence pact begun since 1991, ATOP 4.01",
            bool((pacts.loc[pacts["defence"] == "yes", "started"] < COLD_WAR_ENDED).all()) if len(pacts) else None,
            [pacts],
            reading="none-new",
            reason="Every pact of China, not only those that we read; ends with 2016.",
        ),
    ]


def no_formal_alliances(record: Record) -> list[Specification]:
    """How many treaties oblige China to defend another state."""
    return [
        china_by_text(record),
        china_by_pacts(record),
        china_by_partners(record),
        china_by_widest_reading(record),
        *no_new_pact(record),
    ]


# --- are China and Russia formal allies? ------------------------------------------------------------------------------


def pair_in_last_year(record: Record) -> pd.DataFrame:
    """China and Russia in the last year of ATOP 5.1."""
    pair = record["china_russia_pair"]
    return pair[pair["year"] == pair["year"].max()]


def not_formal_allies(record: Record) -> list[Specification]:
    """No treaty in force obliges China and Russia to defend one another."""
    read = read_or_coded(record, "defence", "China", "Russia")
    pair = pair_in_last_year(record)
    treaty = in_force(coded(record, "defence", "atop"), ARTICLE_DAY).query("china == 'yes' and russia == 'yes'")
    other = obliged(record, "defence", "other_reading", "China", "Russia")
    consulting = obliged(record, "consultation", "our_reading", "China", "Russia")
    return [
        specification(
            record,
            "treaty-text",
            "The treaty of 2001, as its text reads",
            obliged(record, "defence", "our_reading", "China", "Russia").empty,
            [read],
            nearest=True,
            reason="A formal ally is one by treaty; the text of the one security treaty in force decides.",
        ),
        specification(
            record,
            "atop-treaty",
            "The treaty of 2001, ATOP 4.01",
            bool((treaty["codes"] == "no").all()),
            [treaty],
            principled=False,
            reason="One coding of one treaty in two releases: the pair of 2018 holds it, so it is not counted twice.",
        ),
        specification(
            record,
            "atop-pair-2018",
            "The pair in 2018, ATOP 5.1",
            bool((pair["defence"] == "no").all()),
            [pair],
            reason="Others' coding of all agreements of the pair: non-aggression and consultation. It ends with 2018.",
        ),
        specification(
            record,
            "article-nine-as-defence",
            "Article 9 read as an implicit defence pact",
            other.empty,
            [other],
            principled=False,
            reason="Wikipedia's reading, alone; the article speaks of contacts and consultations, not of help.",
        ),
        specification(
            record,
            "any-duty-text",
            "No duty of any kind, by the text",
            consulting.empty,
            [consulting],
            nearest=True,
            reading="any-security-pact",
            reason="Article 9 obliges both to consult when one of them sees a threat.",
        ),
        specification(
            record,
            "any-duty-atop",
            "No obligation of any kind in 2018, ATOP 5.1",
            bool((pair[["consultation", "nonaggression", "neutrality"]] == "no").all(axis=None)),
            [pair],
            reading="any-security-pact",
            reason="ATOP counts the pair as an alliance: non-aggression and consultation are enough for its definition.",
        ),
    ]


# --- does the United States have hub and spokes? ----------------------------------------------------------------------


def hub_and_spoke(record: Record) -> list[Specification]:
    """Bilateral defence pacts of the United States in Asia and the Pacific."""
    read = obliged(record, "defence", "our_reading", "United States")
    bilateral = read[(read["parties"].str.count(";") == 1) & read["parties"].str.contains("|".join(ASIA_PACIFIC))]
    pacts = record["pacts_2016"].query("country == 'United States' and defence == 'yes' and bilateral == 'yes'")
    coded_pacts = pacts[pacts["bilateral_partner"].isin(ASIA_PACIFIC)]
    trimmed = pacts[~pacts["bilateral_partner"].isin(ASIA_PACIFIC)]
    pledges = record["alliance_pledges_2018"]
    pledges = pledges[
        (pledges["pledge_from"] == "US") & (pledges["defence"] == "yes") & pledges["pledge_to"].isin(ASIA_PACIFIC)
    ]
    three = read[read["parties"].str.contains("|".join(ASIA_PACIFIC))]
    linked = three[three["parties"].str.count(";") > 1]
    return [
        specification(
            record,
            "treaty-texts",
            "Bilateral defence treaties in force, by their texts",
            float(len(bilateral)),
            copies(bilateral),
            nearest=True,
            reason=(
                "Separate treaties of one state with several are what the term means; the texts were read. Left out: "
                "the compacts with Pacific islands that had been American trust territory, which could only add to it."
            ),
        ),
        specification(
            record,
            "atop-pacts-2016",
            "Bilateral defence pacts in 2016, ATOP 4.01",
            float(len(coded_pacts)) if len(pacts) else None,
            [coded_pacts],
            principled=False,
            reason=(
                f"The same treaties, picked by the same list of ours: shown, and not counted twice. ATOP has {len(pacts)} with two "
                "parties left; Turkey is elsewhere, Pakistan (1959) and the rest of the Manila Pact are no spokes of today."
            ),
        ),
        specification(
            record,
            "atop-untrimmed",
            "The same before trimming, any region",
            float(len(pacts)) if len(pacts) else None,
            [coded_pacts, trimmed],
            principled=False,
            reason="Counts Turkey, Pakistan and the Manila Pact, of which ATOP leaves two members.",
        ),
        specification(
            record,
            "pledges-2018",
            "Partners in the region that the United States is pledged to defend, ATOP 5.1",
            float(len(pledges)) if len(pledges) else None,
            [pledges],
            principled=False,
            reason="Counts partners, Australia through the three-sided ANZUS among them, not bilateral pacts.",
        ),
        specification(
            record,
            "spokes-unlinked-bilateral",
            "Japan, South Korea and the Philippines: no defence pact among them",
            linked[linked["parties"].str.contains("Japan|Korea|Philippines")].empty,
            copies(bilateral),
            nearest=True,
            reading="spokes-not-linked",
            reason="The partners of the bilateral treaties; Camp David added a promise to consult, not to defend.",
        ),
        specification(
            record,
            "spokes-unlinked-anzus",
            "All partners, with those of ANZUS",
            linked.empty,
            copies(three),
            reading="spokes-not-linked",
            reason="ANZUS binds Australia and New Zealand to one another, and the Manila Pact of 1954 was never ended.",
        ),
    ]


# --- does China stop short of the war? --------------------------------------------------------------------------------


def testimony(record: Record, question: str, reporter: str) -> pd.DataFrame:
    """What one origin says on one question of ``alliance_war_conduct``, latest first."""
    rows = record["alliance_war_conduct"].query("question == @question and reporter == @reporter")
    return rows.sort_values("date", ascending=False, kind="stable")


def denies(rows: pd.DataFrame) -> bool | None:
    """Does the origin, where it last spoke, say that it did not happen? None if it is silent."""
    return None if rows.empty else bool(rows["took_part"].iloc[0] == "no")


def deliveries(record: Record) -> pd.DataFrame:
    """Major arms that SIPRI records from China to Russia since 2022."""
    rows = record["alliance_war_conduct"]
    return rows[(rows["reporter"] == "sipri") & rows["fact"].str.contains("by China")]


def stops_short_of_war(record: Record) -> list[Specification]:
    """Belligerence (the article's own reading), arms from the state, and material support."""
    ukraine, americans, press, president = (
        testimony(record, "forces", who)
        for who in ("ukraine-government", "united-states-government", "press-own", "ukraine-president")
    )
    early = testimony(record, "state arms", "ukraine-government")
    early = early[early["date"] <= ARTICLE_DAY]
    china = testimony(record, "forces", "china-government-words")
    arms = {who: testimony(record, "state arms", who) for who in ("united-states-government", "ukraine-government")}
    alleged, registered = testimony(record, "state arms", "ukraine-president"), deliveries(record)
    goods = {who: testimony(record, "dual use", who) for who in ("carnegie", "kse", "united-states-government")}
    reading_arms, reading_goods = {"reading": "no-arms-from-the-state"}, {"reading": "no-material-support"}
    return [
        specification(
            record,
            "forces-ukraine",
            "No Chinese forces, by Ukraine's assessment",
            denies(ukraine),
            [ukraine],
            nearest=True,
            reason="The state under attack has most reason to find them; it called the Chinese it captured recruits.",
        ),
        specification(
            record,
            "forces-united-states",
            "No Chinese forces, by American officials",
            denies(americans),
            [americans],
            reason="Another intelligence service, by another agency. Added in review, for a copy that was counted twice.",
        ),
        specification(
            record,
            "forces-press",
            "No Chinese forces, by the press",
            denies(press),
            [press],
            principled=False,
            reason="Stands on the page that carries Ukraine's assessment: one page is counted once.",
        ),
        specification(
            record,
            "forces-china",
            "No Chinese forces, by China's word",
            denies(china),
            [china],
            principled=False,
            reason="A party's word on itself is no independent count.",
        ),
        specification(
            record,
            "arms-ukraine-2023",
            "No evidence of arms, by Ukraine in 2023",
            denies(early),
            [early],
            principled=False,
            reason="About arms, not forces, and added after a first run had nothing to go by for the article's date.",
        ),
        specification(
            record,
            "forces-allegation",
            "Citizens at the front with Beijing's knowledge, by Ukraine's president",
            denies(president),
            [president],
            principled=False,
            reason="Alleges knowledge of volunteers, not that the state sent forces, which is what the test asks.",
        ),
        specification(
            record,
            "arms-united-states",
            "No arms from the state, by the United States",
            denies(arms["united-states-government"]),
            [arms["united-states-government"]],
            nearest=True,
            reason="The government that had warned China of it and watched for it.",
            **reading_arms,
        ),
        specification(
            record,
            "arms-ukraine",
            "No arms from the state, by Ukraine's latest word",
            denies(arms["ukraine-government"]),
            [arms["ukraine-government"]],
            reason="The presidential office in 2026, as its intelligence service in 2023.",
            **reading_arms,
        ),
        specification(
            record,
            "arms-sipri",
            "No major arms delivered since 2022, SIPRI's register",
            bool((registered["took_part"] == "no").all()) if len(registered) else None,
            [registered],
            reason="Counts major arms and their engines: from China ship engines of an old order and, in 2023, armoured carriers.",
            **reading_arms,
        ),
        specification(
            record,
            "arms-allegation",
            "Ukraine's president, April 2025",
            denies(alleged),
            [alleged],
            reason="An allegation by a head of state; the promised documents were not seen.",
            **reading_arms,
        ),
        specification(
            record,
            "goods-customs",
            "No war-relevant goods on a large scale, Carnegie from Chinese customs",
            denies(goods["carnegie"]),
            [goods["carnegie"]],
            nearest=True,
            reason="China's own export records for goods on the allies' priority list.",
            **reading_goods,
        ),
        specification(
            record,
            "goods-kse",
            "The same, KSE Institute from Russian records",
            denies(goods["kse"]),
            [goods["kse"]],
            reason="Another record and a stricter rule; the share is lower and still more than half.",
            **reading_goods,
        ),
        specification(
            record,
            "goods-united-states",
            "The same, United States",
            denies(goods["united-states-government"]),
            [goods["united-states-government"]],
            reason="Intelligence of a party to the sanctions.",
            **reading_goods,
        ),
    ]


# --- what the chapter shows beside the claims -------------------------------------------------------------------------

#: What a reader may demand of an alliance, in the order of the controls.
CLAUSES = ("defence", "consultation", "neutrality", "bases", "joint command")


def matrix(record: Record) -> pd.DataFrame:
    """One row a pact: name, parties, signed, ended, clauses by coder ("yes", "no", "differs", "not coded"), article, trigger.

    A clause is ``differs`` where ATOP and our reading of the text disagree, a general promise to consult among them.
    The one other reading in the record, Wikipedia's of China and Russia, is told in a note and makes no difference.
    """
    codings = record["treaty_codings"].set_index(["pact_id", "clause"])
    rows = record["treaties"].copy()
    for clause in ("defence", "consultation", "neutrality", "nonaggression"):
        rows[clause] = [_cell(codings, pact, clause) for pact in rows["pact_id"]]
    return rows


def _cell(codings: pd.DataFrame, pact: str, clause: str) -> str:
    if (pact, clause) not in codings.index:
        return "not coded"
    coders = codings.loc[(pact, clause), ["atop", "our_reading"]].dropna()
    return str(coders.iloc[0]) if coders.nunique() == 1 else "differs"


def defence_pacts(record: Record) -> pd.DataFrame:
    """Defence pacts in force by state and year (ATOP 4.01). Columns: ``year``, ``country``, ``number``, ``source_id``."""
    rows = record["alliances_by_year"].query("measure == 'defence_pacts'")
    return rows[["year", "country", "number", "source_id"]].reset_index(drop=True)


def pair_by_year(record: Record) -> pd.DataFrame:
    """China and Russia by year: one row a year and obligation in force, with the years in which there was none.

    Columns: ``year``, ``obligation``, ``source_id``.
    """
    pair = record["china_russia_pair"]
    names = {"defence": "Defence", "nonaggression": "Non-aggression", "consultation": "Consultation"}
    names |= {"offence": "Offence", "neutrality": "Neutrality"}
    long = pair.melt(["year", "source_id"], list(names), var_name="obligation", value_name="coded")
    long = long[long["coded"] == "yes"]
    return long.assign(obligation=long["obligation"].map(names))[["year", "obligation", "source_id"]].reset_index(
        drop=True
    )


#: Pairs of the reader's test: all pacts of the record that bind them, and the row of ``alliance_depth`` that describes them.
PAIRS = {
    "China–Russia": (["china_russia_2001"], "China–Russia"),
    "China–North Korea": (["china_dprk_1961"], None),
    "Russia–North Korea": (["russia_dprk_2024"], None),
    "Russia–Belarus": (["union_state_2024", "union_1997", "csto_1992"], None),
    "Iran–Russia": (["iran_russia_2025", "iran_russia_2001"], None),
    "Members of the CSTO": (["csto_1992"], None),
    "Members of NATO": (["nato_1949"], "NATO"),
    "United States–Japan": (["us_japan_1960", "camp_david_2023"], "United States–Japan"),
    "United States–South Korea": (["us_rok_1953", "camp_david_2023"], "United States–South Korea"),
    "United States–Philippines": (["us_philippines_1951"], "United States–Philippines"),
    "Saudi Arabia–Pakistan": (["saudi_pakistan_2025"], None),
    "Camp David three (no treaty)": (["camp_david_2023"], None),
}

#: How answers of several pacts join into one: what any of them holds, the pair has.
STRENGTH = ("yes", "general", "no")


def pairs_and_clauses(record: Record) -> pd.DataFrame:
    """Which pair has which of ``CLAUSES``: one row a pair and clause.

    Columns: ``pair``, ``clause``, ``has`` ("yes", "partly", "no", "unknown"), ``basis``, ``source_id``. Duties come from
    all pacts of the pair that are still in force, by our reading or, where there is none, by ATOP's code. A duty is
    unknown where no pact holds it and one was not coded; bases and command where nobody looked them up.
    """
    depth = record["alliance_depth"].set_index(["pair", "indicator"])
    treaties = record["treaties"].set_index("pact_id")
    rows = []
    for pair, (pacts, seen) in PAIRS.items():
        current = [pact for pact in pacts if pd.isna(treaties.loc[pact, "ended"])]
        for clause in CLAUSES:
            indicator = {"bases": "deployment", "joint command": "command"}.get(clause)
            if indicator is None:
                has, basis, source = _duty(record, current, clause)
            elif (seen, indicator) in depth.index:
                row = depth.loc[(seen, indicator)]
                has, basis, source = row["standing"], row["observable"], row["source_id"]
            else:
                has, basis, source = "unknown", "not looked up", None
            source = source or treaties.loc[current[0], "source_id"]
            rows.append({"pair": pair, "clause": clause, "has": has, "basis": basis, "source_id": source})
    return pd.DataFrame(rows)


def _duty(record: Record, pacts: list[str], clause: str) -> tuple[str, str, str | None]:
    """What the pacts of a pair oblige it to, who says so, and where it was seen."""
    codings = record["treaty_codings"]
    rows = codings[codings["pact_id"].isin(pacts) & (codings["clause"] == clause)]
    rows = rows.assign(code=rows["our_reading"].fillna(rows["atop"])).dropna(subset="code")
    for code in STRENGTH:
        held = rows[rows["code"] == code]
        if len(held) and (code != "no" or set(rows["pact_id"]) >= set(pacts)):
            row = held.iloc[0]
            ours = isinstance(row["our_reading"], str)
            source = row["text_source_id"] if ours and isinstance(row["text_source_id"], str) else row["source_id"]
            if code == "general":
                return "partly", "ATOP: no; text: general promise only", source
            return code, "text" if ours else "ATOP", source
    return "unknown", "a pact of the pair was not coded on it", None


def no_verdict(record: Record) -> list[Specification]:
    """A judgement is not computed: the chapter gives the evidence for and against."""
    return []


JUDGEMENTS = (
    "stronger-military-partnership",
    "signs-of-formal-alliance",
    "hypothetical-foes-active",
    "xi-putin-caption",
    "alliance-label-inaccurate",
    "russia-major-partner",
    "entrapment-explains-distance",
)

SPECIFICATIONS = {
    "no-formal-alliances": no_formal_alliances,
    "hub-and-spoke": hub_and_spoke,
    "stops-short-of-war": stops_short_of_war,
    "not-formal-allies": not_formal_allies,
    **{claim: no_verdict for claim in JUDGEMENTS},
    **alliance_words.SPECIFICATIONS,
}
