"""Alliance: what China and Russia owe each other, and whether the articles' structural claims about it hold.

Read from top to bottom: how an obligation is taken from the record, then one function for each specification, then the
lists. The claims about words and meetings are in ``words``, our own propositions of duty in ``duty``. Two projects
code alliances, and are kept apart: for ATOP an alliance is a formal agreement with an obligation of defence, offence,
neutrality, non-aggression or consultation; the Correlates of War, whose term *formal alliance* is, have defence pacts,
neutrality or non-aggression pacts, and ententes. Of ATOP, statements on pacts use version 4.01 and statements on
states version 5.1; no finding mixes the two.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from audit.findings.alliance import duty as alliance_duty
from audit.findings.alliance import words as alliance_words
from audit.findings.alliance.origins import TEXTS, copies, one_origin
from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

#: The day of the article whose claims on treaties are judged; pacts must be in force on it.
ARTICLE_DAY = pd.Timestamp(2023, 9, 3)

#: The day of the article whose claim on the war is judged: what had been said by then speaks for the period it names.
WAR_ARTICLE_DAY = pd.Timestamp(2023, 8, 17)

#: The day of the newspaper that printed what a leaked paper says of arms.
LEAK_DAY = pd.Timestamp(2023, 4, 13)

#: The end of the Soviet Union, for "no new pact since the end of the Cold War".
COLD_WAR_ENDED = pd.Timestamp(1991, 12, 26)

#: The last days that the codings cover.
ATOP_PACTS_END, COW_ENDS = pd.Timestamp(2016, 12, 31), pd.Timestamp(2012, 12, 31)

#: The two state parties of a pact as columns of ``treaties``.
STATES = {"China": "china", "Russia": "russia", "United States": "united_states"}

#: The spokes of the American system in Asia and the Pacific, as their names stand in the parties of a treaty.
ASIA_PACIFIC = ("Japan", "Philippines", "South Korea", "Thailand", "Australia", "New Zealand")


# --- taking obligations from the record -------------------------------------------------------------------------------


def in_force(treaties: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Treaties (no mere commitments, no alleged texts) signed by ``day`` and not ended on it."""
    current = (treaties["signed"] <= day) & (treaties["ended"].isna() | (treaties["ended"] > day))
    return treaties[current & (treaties["instrument"] == "treaty")]


def coded(record: Record, clause: str, coder: str) -> pd.DataFrame:
    """Pacts that ``coder`` (``atop`` or ``our_reading``) codes on ``clause``, with yes or no.

    Columns: those of ``treaties`` with ``codes`` added; ``source_id`` is where the coding was seen.
    """
    codings = record["treaty_codings"]
    rows = codings[(codings["clause"] == clause) & codings[coder].notna()]
    seen = {"atop": rows["source_id"], "our_reading": rows["text_source_id"].fillna(rows["source_id"])}
    rows = rows.assign(codes=rows[coder], seen=seen[coder])
    merged = record["treaties"].merge(rows[["pact_id", "codes", "seen"]], on="pact_id")
    reporter = "atop" if coder == "atop" else merged["reporter"]
    return merged.assign(source_id=merged["seen"], reporter=reporter).drop(columns="seen")


def obliged(record: Record, clause: str, coder: str, *states: str) -> pd.DataFrame:
    """Treaties of all ``states`` in force on the article's day on which ``coder`` finds an obligation of ``clause``."""
    rows = in_force(coded(record, clause, coder), ARTICLE_DAY)
    for state in states:
        rows = rows[rows[STATES[state]] == "yes"]
    return rows[rows["codes"] == "yes"]


def read(record: Record, clause: str, *states: str) -> pd.DataFrame:
    """Treaties of all ``states`` in force whose text we read on ``clause``."""
    return in_force(looked_through(record, clause, *states), ARTICLE_DAY)


def looked_through(record: Record, clause: str, *states: str) -> pd.DataFrame:
    """Pacts of all ``states`` whose text we read on ``clause``, in force or not: that none is left of them is a finding.

    Where there is none at all the record is silent, as nobody has listed every pact.
    """
    rows = coded(record, clause, "our_reading")
    for state in states:
        rows = rows[rows[STATES[state]] == "yes"]
    return rows


def formal_alliances(record: Record, country: str) -> pd.DataFrame:
    """What the Correlates of War list as formal alliances of ``country`` in force at the end of 2012, one row a partner."""
    rows = record["cow_alliances"].query("country == @country")
    return as_of(rows[rows["ended"].isna()], COW_ENDS)


def listed_pacts(record: Record, country: str) -> pd.DataFrame:
    """Every pact of ``country`` that ATOP 4.01 lists as in force in 2016: the one complete list in the record."""
    return as_of(record["pacts_2016"].query("country == @country"), ATOP_PACTS_END)


def as_of(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Rows that describe the state of things on ``day``, whenever the pacts in them were signed."""
    return rows.assign(period_end=day)


# --- does China have formal allies? -----------------------------------------------------------------------------------


def asking(pacts: pd.DataFrame) -> pd.DataFrame:
    """Pacts that ask a party to act, to consult or to help, and not only to refrain from force."""
    return pacts[(pacts["defence"] == "yes") | (pacts["consultation"] == "yes")]


def named(pacts: pd.DataFrame) -> list[str]:
    """Pacts of ATOP's list by partner and year: North Korea 1961."""
    return [f"{row.bilateral_partner} {row.started.year}" for row in pacts.itertuples()]


def china_by_pacts(record: Record) -> Specification:
    """Of all pacts of China that ATOP lists, those with a duty to defend."""
    pacts = listed_pacts(record, "China")
    defence = pacts[pacts["defence"] == "yes"]
    return one_origin(
        specification(
            record,
            "atop-pacts-2016",
            "All pacts of China in ATOP 4.01: those with a duty to defend",
            float(len(defence)) if len(pacts) else None,
            [pacts],
            nearest=True,
            population=len(pacts),
            text=f"{len(defence)} of {len(pacts)}",
            exceptions=named(defence),
            reason=(
                "Nearest by the plain sense: the sentence states a policy, so every pact that could have held the duty is a "
                "case, and this is the one complete list, to 2016. "
                f"{len(pacts) - len(asking(pacts))} of its pacts only forbid force."
            ),
        )
    )


def china_by_correlates_of_war(record: Record) -> Specification:
    """The same list, with the defence pacts that the Correlates of War find."""
    pacts, formal = listed_pacts(record, "China"), formal_alliances(record, "China")
    pledged = formal[formal["defence"] == "yes"]
    keys = {(row.partner, row.started.year) for row in pledged.itertuples()}
    defence = pacts[[(row.bilateral_partner, row.started.year) in keys for row in pacts.itertuples()]]
    return one_origin(
        specification(
            record,
            "cow-on-the-same-list",
            "The same pacts, the duty to defend by the Correlates of War",
            float(len(defence)) if len(pacts) and len(formal) else None,
            [pacts, formal],
            population=len(pacts),
            text=f"{len(defence)} of {len(pacts)}",
            exceptions=named(defence),
            reason="Others' coding of the same texts, to 2012: no origin of its own. It finds no other defence pact of China.",
        )
    )


def china_by_short_list(record: Record) -> Specification:
    """The formal alliances of China in the Correlates of War's own list."""
    formal = formal_alliances(record, "China").drop_duplicates("cow_id")
    defence = formal[formal["defence"] == "yes"]
    return specification(
        record,
        "cow-own-list",
        "Formal alliances of China in the Correlates of War's own list",
        float(len(defence)) if len(formal) else None,
        [formal],
        population=len(formal),
        text=f"{len(defence)} of {len(formal)}",
        exceptions=[f"{row.partner} {row.started.year}" for row in defence.itertuples()],
        principled=False,
        reason=(
            "A list of alliances cannot show that alliances are avoided: whoever has one alliance has all of it. Of its "
            f"{len(formal)} entries one obliges China to defend; if it counted, the verdict would be not supported."
        ),
    )


def china_by_text(record: Record) -> Specification:
    """The treaties of China whose texts we read."""
    texts, duty = read(record, "defence", "China"), obliged(record, "defence", "our_reading", "China")
    partners = duty["parties"].str.replace("China; ", "")
    return specification(
        record,
        "treaty-texts",
        "The treaties of China that we read",
        float(len(duty)),
        copies(texts),
        population=len(texts),
        text=f"{len(duty)} of {len(texts)}",
        exceptions=[f"{partner} {signed.year}" for partner, signed in zip(partners, duty["signed"], strict=True)],
        principled=False,
        reason=f"We picked these {len(texts)}: no complete list. The text of the one exception was read, and promises help at once.",
    )


def china_by_widest_reading(record: Record) -> Specification:
    """ATOP's list, with the pact with Russia counted as a defence pact."""
    pacts = listed_pacts(record, "China")
    counted = pacts[(pacts["defence"] == "yes") | (pacts["bilateral_partner"] == "Russia")]
    return specification(
        record,
        "with-article-nine",
        "ATOP's list, with the treaty of 2001 counted as a defence pact",
        float(len(counted)) if len(pacts) else None,
        [pacts, alliance_readings(record)],
        population=len(pacts),
        text=f"{len(counted)} of {len(pacts)}",
        exceptions=named(counted),
        principled=False,
        reason="As Blank and Wikipedia read Article 9; the text holds no word of help. The pattern would survive it.",
    )


def pacts_with_a_duty(record: Record) -> list[Specification]:
    """The same pattern over the pacts that ask a party to act, to consult or to help, and not only to refrain from force."""
    lists = {
        "atop": ("ATOP 4.01", listed_pacts(record, "China"), "Most pacts only forbid force; these ask for more."),
        "cow": (
            "Correlates of War",
            formal_alliances(record, "China").drop_duplicates("cow_id"),
            "A short list, and without the treaty of 2001; it gives the same answer.",
        ),
    }
    ways = []
    for coder, (name, pacts, reason) in lists.items():
        these = asking(pacts)
        defence = these[these["defence"] == "yes"]
        partners = defence["bilateral_partner"] if coder == "atop" else defence["partner"]
        one = specification(
            record,
            f"with-a-duty-{coder}",
            f"Pacts of China with a duty to consult or to help, {name}",
            float(len(defence)) if len(pacts) else None,
            [these],
            nearest=coder == "atop",
            reading="pacts-with-a-duty",
            population=len(these),
            text=f"{len(defence)} of {len(these)}",
            exceptions=[f"{who} {day.year}" for who, day in zip(partners, defence["started"], strict=True)],
            reason=reason,
        )
        ways.append(one_origin(one))
    return ways


def how_many(record: Record, reading: str) -> list[Specification]:
    """China's defence pacts as a bare number, for the readings that ask for one."""
    pacts, formal = listed_pacts(record, "China"), formal_alliances(record, "China").drop_duplicates("cow_id")
    defence, pledged = pacts[pacts["defence"] == "yes"], formal[formal["defence"] == "yes"]
    text = obliged(record, "defence", "our_reading", "China")
    return [
        specification(
            record,
            f"{reading}-texts",
            "Treaties in force that oblige China to defend, by their texts",
            float(len(text)),
            copies(text) or copies(read(record, "defence", "China")),
            nearest=True,
            reading=reading,
            issuer=True,
            reason="One signed text decides: North Korea, 1961.",
        ),
        one_origin(
            specification(
                record,
                f"{reading}-atop",
                "Defence pacts in force in 2016, ATOP 4.01",
                float(len(defence)) if len(pacts) else None,
                [defence if len(defence) else pacts],
                reading=reading,
                reason="Others' coding of every pact of China; it finds the same treaty.",
            )
        ),
        one_origin(
            specification(
                record,
                f"{reading}-cow",
                "Defence pacts in force in 2012, Correlates of War",
                float(len(pledged)) if len(formal) else None,
                [formal],
                reading=reading,
                reason="A second project's coding; it finds the same treaty.",
            )
        ),
    ]


def no_new_pact(record: Record) -> list[Specification]:
    """Has China concluded a defence pact since the end of the Cold War?"""
    pacts, formal = listed_pacts(record, "China"), formal_alliances(record, "China")
    texts, duty = read(record, "defence", "China"), obliged(record, "defence", "our_reading", "China")

    def none_since(rows: pd.DataFrame) -> bool | None:
        return bool((rows.loc[rows["defence"] == "yes", "started"] < COLD_WAR_ENDED).all()) if len(rows) else None

    return [
        one_origin(
            specification(
                record,
                "none-new-atop",
                "No defence pact begun since 1991, ATOP 4.01",
                none_since(pacts),
                [pacts],
                nearest=True,
                reading="none-new",
                reason="Every pact of China, not only those that we read; ends with 2016.",
            )
        ),
        one_origin(
            specification(
                record,
                "none-new-cow",
                "No defence pact begun since 1991, Correlates of War",
                none_since(formal),
                [formal],
                reading="none-new",
                reason="A second project's coding; ends with 2012.",
            )
        ),
        specification(
            record,
            "none-new-texts",
            "No defence treaty signed since 1991, among those that we read",
            bool((duty["signed"] < COLD_WAR_ENDED).all()),
            copies(texts),
            reading="none-new",
            principled=False,
            reason="Picked by us; shown because it reaches to the day of the article.",
        ),
    ]


def no_formal_alliances(record: Record) -> list[Specification]:
    """Does China avoid alliances in the manner of hub and spokes, and treaties that would oblige it to defend an ally?"""
    return [
        china_by_pacts(record),
        china_by_correlates_of_war(record),
        china_by_short_list(record),
        china_by_text(record),
        china_by_widest_reading(record),
        *pacts_with_a_duty(record),
        *how_many(record, "no-system"),
        *how_many(record, "none-at-all"),
        *no_new_pact(record),
    ]


# --- are China and Russia formal allies? ------------------------------------------------------------------------------


def pair_in_last_year(record: Record) -> pd.DataFrame:
    """China and Russia in the last year of ATOP 5.1."""
    pair = record["china_russia_pair"]
    return pair[pair["year"] == pair["year"].max()]


def alliance_readings(record: Record, pact: str = "china_russia_2001") -> pd.DataFrame:
    """Published readings by which a treaty makes an alliance or holds a duty to defend."""
    rows = record["treaty_readings"].query("pact_id == @pact")
    return rows[rows["reads_as"].isin(["alliance", "implicit defence pact", "defence duty"])]


def not_formal_allies(record: Record) -> list[Specification]:
    """No treaty in force obliges China and Russia to defend one another."""
    pair, others = pair_in_last_year(record), alliance_readings(record)
    formal = formal_alliances(record, "China").query("partner == 'Russia or USSR'")
    consulting = obliged(record, "consultation", "our_reading", "China", "Russia")
    renewed = record["alliance_words"].query("statement_id == '2026-02-04-yuri-ushakov'")
    duties = ["consultation", "nonaggression", "neutrality"]
    return [
        specification(
            record,
            "treaty-text",
            "The treaty of 2001, in the parts that we read",
            obliged(record, "defence", "our_reading", "China", "Russia").empty,
            [read(record, "defence", "China", "Russia")],
            nearest=True,
            reason="A formal ally is one by treaty, so the text decides. We read parts of it, and found no duty to defend in them.",
        ),
        one_origin(
            specification(
                record,
                "atop-pair-2018",
                "All agreements of the pair in 2018, ATOP 5.1: no duty to defend",
                bool((pair["defence"] == "no").all()),
                [pair],
                reason=(
                    "Others' coding of the whole text, and of every other agreement of the pair, to 2018: no origin of its "
                    "own. ATOP calls the pair allied all the same, for lesser duties; that is the other reading."
                ),
            )
        ),
        one_origin(
            specification(
                record,
                "renewed-2026",
                "The same text, extended of itself in 2026, by the Kremlin",
                None if renewed.empty else True,
                [renewed],
                reason="Closes the years since the coding: what is extended automatically keeps its articles. No origin of its own.",
            )
        ),
        specification(
            record,
            "cow-pair-2012",
            "The pair in 2012, Correlates of War: no defence pact",
            bool((formal["defence"] == "no").all()),
            [formal],
            principled=False,
            reason=(
                "It has no defence pact of the pair, and yet lists it as formally allied, by the Shanghai agreement of 1996. "
                "Its own answer belongs to its own, wider sense: see the other reading."
            ),
        ),
        specification(
            record,
            "article-nine-as-defence",
            "Article 9 read as an alliance: Blank, Wikipedia, two headlines of 2001",
            others.empty,
            [others if len(others) else record["treaty_readings"].query("pact_id == 'china_russia_2001'")],
            principled=False,
            reason=(
                "They add what we did not find in the text: it speaks of contacts and consultations to remove the threat, not "
                "of help, and on the day both sides said that it was no military alliance."
            ),
        ),
        specification(
            record,
            "any-duty-text",
            "No duty of any kind, by the text",
            consulting.empty,
            [consulting if len(consulting) else read(record, "consultation", "China", "Russia")],
            nearest=True,
            reading="any-security-pact",
            issuer=True,
            reason="Article 9 obliges both to consult when one of them sees a threat, Article 2 not to attack.",
        ),
        one_origin(
            specification(
                record,
                "any-duty-atop",
                "No obligation of any kind in 2018, ATOP 5.1",
                bool((pair[duties] == "no").all(axis=None)),
                [pair],
                reading="any-security-pact",
                reason="ATOP counts the pair as an alliance: non-aggression and consultation are enough for its definition.",
            )
        ),
        one_origin(
            specification(
                record,
                "any-duty-cow",
                "No formal alliance of any class in 2012, Correlates of War",
                bool((formal[duties] == "no").all(axis=None)),
                [formal],
                reading="any-security-pact",
                reason="The Correlates of War list the pair as formally allied, by the Shanghai agreement of 1996.",
            )
        ),
    ]


# --- does the United States have hub and spokes? ----------------------------------------------------------------------


def hub_and_spoke(record: Record) -> list[Specification]:
    """Bilateral defence pacts of the United States in Asia and the Pacific, and its treaty allies there by its own list."""
    texts = obliged(record, "defence", "our_reading", "United States")
    texts = texts[texts["parties"].str.contains("|".join(ASIA_PACIFIC))]
    bilateral = texts[texts["parties"].str.count(";") == 1]
    formal = formal_alliances(record, "United States").query("type == 'defence pact'")
    two_sided = formal[formal["members"] == 2]
    spokes = record["spoke_lists"].query("list == 'washington'")
    five = set(spokes["state"])
    pledges = record["alliance_pledges_2018"].query("defence == 'yes'")
    pledged = pledges[(pledges["pledge_from"] == "US") & pledges["pledge_to"].isin(five)]
    among = record["alliance_pledges_2018"].query("pledge_from in @five and pledge_to in @five")
    formal_among = record["cow_alliances"].query("country in @five and partner in @five")
    standing = formal_among[formal_among["ended"].isna() & (formal_among["defence"] == "yes")]
    wider = texts[texts["parties"].str.count(";") > 1]
    return [
        specification(
            record,
            "treaty-texts",
            "Bilateral defence treaties in force, by their texts",
            float(len(bilateral)),
            copies(bilateral) or copies(looked_through(record, "defence", "United States")),
            nearest=True,
            issuer=True,
            reason=(
                "Separate treaties of one state with several are what the term means; their clause was read. Left out: "
                "the compacts with Pacific islands that had been American trust territory, which could only add to it."
            ),
        ),
        one_origin(
            specification(
                record,
                "cow-bilateral-2012",
                "Bilateral defence pacts in 2012 by type, Correlates of War",
                float(len(two_sided)) if len(formal) else None,
                [two_sided if len(two_sided) else formal],
                reason=(
                    "Others' coding of the same treaties. By its type that with South Korea is an entente, though it notes a "
                    "pledge of Washington to defend."
                ),
            )
        ),
        replace(
            specification(
                record,
                "five-spokes-atop",
                "Washington's five treaty allies in the region that it is pledged to defend, ATOP 5.1",
                float(len(pledged)),
                [spokes, pledged],
                reason=(
                    "The usual list of today: Australia by ANZUS and Thailand by what is left of the Manila Pact, beside the "
                    "three. Authors count five to seven."
                ),
            ),
            origins=(*TEXTS, "united-states-government"),
        ),
        replace(
            specification(
                record,
                "five-spokes-cow",
                "The same five in a defence pact by type, Correlates of War",
                float(formal["partner"].isin(five).sum()) if len(formal) else None,
                [spokes, formal[formal["partner"].isin(five)]],
                reason="South Korea falls out as an entente, Thailand because the Manila Pact, an entente, ended in 1977.",
            ),
            origins=(*TEXTS, "united-states-government"),
        ),
        one_origin(
            specification(
                record,
                "spokes-unlinked-atop",
                "No defence pact among the five in 2018, ATOP 5.1",
                bool((among["defence"] == "no").all()) if len(among) else None,
                [among],
                nearest=True,
                reading="spokes-not-linked",
                reason="Every pair of Washington's five treaty allies, in both directions.",
            )
        ),
        one_origin(
            specification(
                record,
                "spokes-unlinked-cow",
                "No defence pact among the five in 2012, Correlates of War",
                standing.empty,
                [as_of(formal_among, COW_ENDS)],
                reading="spokes-not-linked",
                reason="What once joined them, the Manila Pact, ended in 1977 by this count.",
            )
        ),
        specification(
            record,
            "spokes-unlinked-anzus",
            "All partners, with New Zealand: none linked, by the texts",
            wider.empty,
            copies(wider) or copies(texts),
            reading="spokes-not-linked",
            issuer=True,
            reason="ANZUS binds Australia and New Zealand to one another, and the Manila Pact of 1954 was never ended.",
        ),
    ]


# --- does China stop short of the war? --------------------------------------------------------------------------------


def testimony(
    record: Record,
    question: str,
    reporter: str,
    *,
    until: pd.Timestamp | None = None,
    since: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """The last word of one reporter on one question of China's conduct; between two days if they are given.

    Only the rows of its latest day: what it said before does not make the later word known earlier.
    """
    rows = record["war_conduct"]
    rows = rows[(rows["state"] == "China") & (rows["question"] == question) & (rows["reporter"] == reporter)]
    if until is not None:
        rows = rows[rows["date"] <= until]
    if since is not None:
        rows = rows[rows["date"] > since]
    return rows[rows["date"] == rows["date"].max()]


def denies(rows: pd.DataFrame) -> bool | None:
    """Do the rows say that it did not happen? None if there are none."""
    return None if rows.empty else bool((rows["took_part"] == "no").all())


def deliveries(record: Record) -> pd.DataFrame:
    """Major arms that SIPRI records from China to Russia since 2022."""
    rows = record["war_conduct"]
    return rows[(rows["reporter"] == "sipri") & (rows["state"] == "China")]


def stops_short_of_war(record: Record) -> list[Specification]:
    """As a soldier, as an armourer, as a supplier of goods: three degrees of one thing, each with a verdict of its own.

    The sentence is of August 2023: nearest is the plain sense for the period that it names, what had been said by then.
    """
    return [*no_forces(record), *no_arms(record), *no_goods(record)]


def no_forces(record: Record) -> list[Specification]:
    """Neither forces sent to fight nor a party to the war."""
    then, later = {"until": WAR_ARTICLE_DAY}, {"since": WAR_ARTICLE_DAY}

    def way(id: str, label: str, rows: pd.DataFrame, reason: str, **more) -> Specification:
        return specification(record, id, label, denies(rows), [rows], reason=reason, **more)

    def said(reporter: str, **days) -> pd.DataFrame:
        return testimony(record, "forces", reporter, **days)

    unarmed = pd.concat(
        testimony(record, "state arms", who, **then)
        for who in ("ukraine-government", "united-states-government", "nato")
    )
    return [
        way(
            "neutral-ukraine",
            "Ukraine before the article: China has not joined Russia",
            said("ukraine-president", **then),
            "Nearest by the plain sense for the period named: the state under attack, in February 2023, on China joining "
            "Russia as a thing that had not happened; in August 2022 it had called China neutral. Nobody alleged forces.",
            nearest=True,
        ),
        way(
            "forces-ukraine",
            "Ukraine in 2025: no Chinese forces",
            said("ukraine-government", **later),
            "The state under attack has most reason to find them; it called the Chinese it captured recruits.",
        ),
        way(
            "forces-united-states",
            "American officials in 2025: no Chinese forces",
            said("united-states-government", **later),
            "Another intelligence service, on the Chinese citizens in Russia's ranks.",
        ),
        way(
            "no-arms-either",
            "Ukraine, the United States and NATO before the article: no arms",
            unarmed,
            "They speak of arms, which the second reading tests. That nobody saw arms is no testimony on troops.",
            principled=False,
        ),
        way(
            "forces-press",
            "Press in 2025: no Chinese forces",
            said("press-own", **later),
            "Stands on the page that carries Ukraine's assessment: one page is counted once.",
            principled=False,
        ),
        way(
            "forces-china",
            "China's word before the article",
            said("china-government-words", **then),
            "A party's word on itself is no independent count.",
            principled=False,
        ),
        way(
            "forces-allegation",
            "Ukraine's president in 2025: citizens at the front with Beijing's knowledge",
            said("ukraine-president", **later),
            "Alleges knowledge of volunteers, not that the state sent forces, which is what the test asks.",
            principled=False,
        ),
    ]


def no_arms(record: Record) -> list[Specification]:
    """No complete weapons or ammunition from the Chinese state."""
    then, later = {"until": WAR_ARTICLE_DAY}, {"since": WAR_ARTICLE_DAY}
    registered = deliveries(record)
    firms = testimony(record, "company arms", "united-states-government", **later)

    def arms(who: str, **days) -> pd.DataFrame:
        return testimony(record, "state arms", who, **days)

    def way(id: str, label: str, rows: pd.DataFrame, reason: str, **more) -> Specification:
        return specification(
            record, id, label, denies(rows), [rows], reading="no-arms-from-the-state", reason=reason, **more
        )

    return [
        way(
            "arms-united-states-2023",
            "United States before the article",
            arms("united-states-government", **then),
            "Nearest for the period named: the Secretary of State in June 2023.",
            nearest=True,
        ),
        way(
            "arms-ukraine-2023",
            "Ukraine before the article",
            arms("ukraine-government", **then),
            "Its military intelligence, in March 2023.",
        ),
        way("arms-nato-2023", "NATO before the article", arms("nato", **then), "March 2023."),
        way(
            "arms-united-states",
            "United States since",
            arms("united-states-government", **later),
            "In May 2024: not seen in 2022, in 2023 or to date.",
        ),
        way(
            "arms-ukraine",
            "Ukraine's presidential office in 2026",
            arms("ukraine-government", **later),
            "The presidential office in 2026.",
        ),
        specification(
            record,
            "arms-sipri",
            "SIPRI's register since 2022",
            bool((registered["took_part"] == "no").all()) if len(registered) else None,
            [registered],
            reading="no-arms-from-the-state",
            principled=False,
            reason=(
                "Counts arms of Chinese make, whoever sells them, and engines, which are no complete weapons. Who sold the "
                "eight armoured carriers of 2023 is not known; the rest are ship engines ordered in 2015."
            ),
        ),
        way(
            "arms-allegation",
            "Ukraine's president in 2025",
            arms("ukraine-president"),
            "An allegation by a head of state, whose own office said otherwise in 2026: one origin with it, and counted all the same.",
        ),
        way(
            "arms-leak-2023",
            "A leaked American paper, April 2023: China approved arms",
            arms("press-own", until=LEAK_DAY),
            "What one service overheard another say: an approval and not a delivery, of which American officials had then seen none.",
            principled=False,
        ),
        specification(
            record,
            "arms-firms",
            "American Treasury in October 2024: complete drones from Chinese firms",
            denies(firms),
            [firms],
            reading="no-arms-from-the-state",
            principled=False,
            reason="The first American finding of a complete weapon. It names two firms; the test asks about the state.",
        ),
        way(
            "arms-allegation-british",
            "Britain's defence secretary in 2024",
            arms("uk-government"),
            "An allegation by a minister, contradicted by Washington on the same day; nothing was shown.",
        ),
    ]


def no_goods(record: Record) -> list[Specification]:
    """No war-relevant goods on a large scale, parts for civil and military use included."""
    then, later = {"until": WAR_ARTICLE_DAY}, {"since": WAR_ARTICLE_DAY}

    def way(id: str, label: str, who: str, reason: str, nearest: bool = False, **days) -> Specification:
        rows = testimony(record, "dual use", who, **days)
        return specification(
            record, id, label, denies(rows), [rows], reading="no-material-support", reason=reason, nearest=nearest
        )

    return [
        way(
            "goods-united-states-2023",
            "American intelligence report of July 2023",
            "united-states-government",
            "Nearest for the period named: published two weeks before the article, from customs records and the press.",
            nearest=True,
            **then,
        ),
        way(
            "goods-france-2023",
            "Adviser of France's president in July 2023",
            "french-government",
            "July 2023.",
            **then,
        ),
        way(
            "goods-customs",
            "Carnegie, from Chinese customs",
            "carnegie",
            "China's own export records of 2023 for goods on the allies' priority list.",
        ),
        way(
            "goods-kse",
            "KSE Institute, from Russian records",
            "kse",
            "Another record and a stricter rule; the share is lower and still more than half.",
        ),
        way(
            "goods-united-states",
            "United States since 2024",
            "united-states-government",
            "Intelligence of a party to the sanctions.",
            **later,
        ),
    ]


# --- what the chapter shows beside the claims -------------------------------------------------------------------------

#: What a reader may demand of an alliance, in the order of the controls.
CLAUSES = ("defence", "consultation", "neutrality", "bases", "joint command")


def matrix(record: Record) -> pd.DataFrame:
    """One row a pact: name, parties, signed, ended, clauses by coder ("yes", "no", "differs", "not coded"), article, trigger.

    A clause is ``differs`` where ATOP and our reading of the text disagree, a general promise to consult among them. The
    Correlates of War stand beside them in the table of coders; an alleged text is no pact.
    """
    codings = record["treaty_codings"].set_index(["pact_id", "clause"])
    rows = record["treaties"].query("instrument != 'alleged'").copy()
    for clause in ("defence", "consultation", "neutrality", "nonaggression", "no hostile bloc"):
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
    "China–North Korea": (["china_dprk_1961"], "China–North Korea"),
    "Russia–North Korea": (["russia_dprk_2024"], "Russia–North Korea"),
    "Russia–Belarus": (["union_state_2024", "union_1997", "csto_1992"], "Russia–Belarus"),
    "Iran–Russia": (["iran_russia_2025", "iran_russia_2001"], "Iran–Russia"),
    "Members of the CSTO": (["csto_1992"], "Members of the CSTO"),
    "Members of NATO": (["nato_1949"], "NATO"),
    "United States–Japan": (["us_japan_1960", "camp_david_2023"], "United States–Japan"),
    "United States–South Korea": (["us_rok_1953", "camp_david_2023"], "United States–South Korea"),
    "United States–Philippines": (["us_philippines_1951"], "United States–Philippines"),
    "Saudi Arabia–Pakistan": (["saudi_pakistan_2025"], "Saudi Arabia–Pakistan"),
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
    depth = signs(record).set_index(["pair", "indicator"])
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


def signs(record: Record) -> pd.DataFrame:
    """How deep a pair cooperates: one row a pair and sign, its sightings joined.

    Columns: ``pair``, ``indicator``, ``standing``, ``observable``, ``source_id`` (of the earliest), ``sightings``.
    """
    rows = record["alliance_depth"].sort_values("as_of", kind="stable")
    return (
        rows.groupby(["pair", "indicator"], sort=False)
        .agg(
            standing=("standing", "first"),
            observable=("observable", "; ".join),
            source_id=("source_id", "first"),
            sightings=("as_of", "size"),
        )
        .reset_index()
    )


def russia_in_china(record: Record) -> pd.DataFrame:
    """Russia's share of China's trade by whole year, numerator and denominator from one source, China's declarations at the UN.

    Columns: ``year``, ``share_pct``, ``source_id`` (of the numerator), ``whole_source_id``.
    """
    monthly = record["trade_monthly"].query("flow == 'total'")
    monthly = monthly.assign(year=monthly["month"].astype(str).str[:4].astype(int))
    with_russia = monthly.groupby("year").agg(
        value=("value_usd_bn", "sum"), months=("month", "nunique"), source_id=("source_id", "first")
    )
    totals = record["trade_totals"].query("measure == 'china_total_trade' and vintage == 'revised'")
    whole = totals.assign(year=totals["period_start"].dt.year).set_index("year")[["value_usd_bn", "source_id"]]
    whole = whole.rename(columns={"value_usd_bn": "whole", "source_id": "whole_source_id"})
    both = with_russia[with_russia["months"] == 12].join(whole, how="inner").reset_index()
    return both.assign(share_pct=100 * both["value"] / both["whole"])[
        ["year", "share_pct", "source_id", "whole_source_id"]
    ]


#: Who is set beside China in the war, with the pacts of each with Russia that are in force.
BESIDE_CHINA = {
    "China": ["china_russia_2001"],
    "North Korea": ["russia_dprk_2024"],
    "Belarus": ["union_state_2024", "union_1997", "csto_1992"],
    "Kazakhstan": ["csto_1992"],
    "Iran": ["iran_russia_2025", "iran_russia_2001"],
}


def in_the_war(record: Record) -> pd.DataFrame:
    """What states owed Russia and what they gave it: does conduct follow duty?

    Columns: ``state``, ``duty`` ("yes", "no": to defend, by a pact in force today), ``troops`` (as the last witness that
    counts for the state says; of China its own chapter tells) and one column a year of SIPRI's register, in millions of TIV.
    """
    rows = record["war_conduct"]
    arms = rows[rows["reporter"] == "sipri"].assign(year=lambda one: one["date"].dt.year)
    arms = arms.pivot(index="state", columns="year", values="number")
    troops = rows[(rows["question"] == "forces") & (rows["status"] != "alleged")].sort_values("date")
    troops = troops.groupby("state")["took_part"].last()
    told = [(state, _duty(record, pacts, "defence")[0], troops.get(state)) for state, pacts in BESIDE_CHINA.items()]
    return pd.DataFrame(told, columns=["state", "duty", "troops"]).join(arms, on="state")


def no_verdict(record: Record) -> list[Specification]:
    """A judgement is not computed: the chapter gives the evidence for and against."""
    return []


JUDGEMENTS = (
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
    **alliance_duty.SPECIFICATIONS,
}

hold(__name__)
