"""Whose club is the SCO? Members, endorsements, disputes, initiatives and statements, by their claims.

Read from top to bottom: who was a member on a day, who is named in a declaration, then one function for each claim, then
the list. What the articles say of the Mekong is in ``river``. A declaration is its members' own act, so its text suffices for what stands in it, whoever carries it; yet none
was read whole, only quotations and lists of its names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from audit.findings import statements
from audit.findings.institutions import river
from audit.held import hold
from audit.inputs.ledger import Claim
from audit.inputs.record import Record
from audit.judgement import CAME_TRUE, DID_NOT, SAID, Specification, specification

#: China is the sponsor of the Belt and Road, and does not endorse its own project.
SPONSOR = "China"

#: The declaration that the article reports, its day, and that of the article.
DECLARATION, SUMMIT = "2023-07-state", pd.Timestamp(2023, 7, 4)
ARTICLE_DAY = pd.Timestamp(2023, 9, 3)

#: The summit of 2021 and that of 2023, between which the reading on protests asks.
BETWEEN_SUMMITS = (pd.Timestamp(2021, 9, 17), SUMMIT)

#: The four initiatives that the article names, and the twelve months before it appeared.
NAMED = ("BRI", "GDI", "GSI", "GCI")
TWELVE_MONTHS = (pd.Timestamp(2022, 9, 1), pd.Timestamp(2023, 8, 31))

#: The year for which the article expects Belarus.
EXPECTED = 2024

#: Where the words stand that bear out a part of a statement.
WORDS = "institutions_words"


# --- members and declarations -----------------------------------------------------------------------------------------


def members(record: Record, day: pd.Timestamp, *, admitted: bool = True) -> list[str]:
    """The members of the SCO on a day, in the order of their admission; those admitted that very day only if asked for."""
    table = record["institutions_sco_status"].query("status == 'member'")
    table = table[(table["from_date"] <= day) if admitted else (table["from_date"] < day)]
    table = table[table["until_date"].isna() | (table["until_date"] > day)]
    return table.sort_values("from_date", kind="stable")["country"].tolist()


def endorsement(record: Record, declaration: str) -> pd.DataFrame:
    """The rows of one declaration: a member and source each, with ``named`` (sponsor, named, not named)."""
    table = record["institutions_bri_named"]
    return table[table["declaration_id"] == declaration]


def not_named(rows: pd.DataFrame, of: Iterable[str]) -> list[str]:
    """Those of some members, the sponsor left out, whom the declaration does not name as supporters."""
    named = set(rows.loc[rows["named"] == "named", "country"])
    return [member for member in of if member not in named and member != SPONSOR]


def one_each(rows: pd.DataFrame, column: str, values: Iterable[str]) -> list[pd.DataFrame]:
    """One input for each value: the copies of what the record says of it."""
    return [rows[rows[column] == value] for value in values]


# --- the Belt and Road ------------------------------------------------------------------------------------------------


def endorsed_by_all_but_one(record: Record) -> list[Specification]:
    """How many members other than China the declaration of 2023 does not name: with Iran, admitted that day, and without.

    Two plain senses of members, so both are nearest, and the lower verdict counts.
    """
    rows = endorsement(record, DECLARATION)

    def count(id: str, label: str, who: list[str], reason: str) -> Specification:
        asked = [member for member in who if member != SPONSOR]
        missing = not_named(rows, asked)
        return specification(
            record,
            id,
            label,
            float(len(missing)),
            one_each(rows, "country", asked),
            nearest=True,
            issuer=True,
            text=f"{len(missing)} of {len(asked)} not named",
            reason=f"{reason} Not named: {' and '.join(missing) or 'nobody'}.",
        )

    return [
        count(
            "members-of-the-day",
            "Members on the day of the declaration",
            members(record, SUMMIT),
            "One plain sense of members: the article itself counts Iran among those of 2023.",
        ),
        count(
            "members-before-the-summit",
            "Members before the summit",
            members(record, SUMMIT, admitted=False),
            "The other plain sense: the text was made by those who were members when it was negotiated.",
        ),
        *named_alone(record, rows),
        elsewhere(record, rows),
    ]


def named_alone(record: Record, rows: pd.DataFrame) -> list[Specification]:
    """India and Iran, each taken alone."""
    asked = {"India": ("india-not-named", "not named"), "Iran": ("iran-named", "named")}
    return [
        specification(
            record,
            reading,
            f"{country} in the paragraph",
            bool((rows.loc[rows["country"] == country, "named"] == words).all()),
            [rows[rows["country"] == country]],
            nearest=True,
            issuer=True,
            reading=reading,
            reason=f"{country} alone, by all sources that quote or list the paragraph.",
        )
        for country, (reading, words) in asked.items()
    ]


def elsewhere(record: Record, rows: pd.DataFrame) -> Specification:
    """Had every member whom the declaration does not name, India left out, endorsed the BRI in another official text?"""
    table = facts(record, "sco-bri-all-but-india")
    missing = [member for member in not_named(rows, members(record, SUMMIT)) if member != "India"]
    texts = [table[table["aspect"] == f"{member} endorsed the BRI elsewhere"] for member in missing]
    texts = [text[text["date"] <= ARTICLE_DAY] for text in texts]
    return specification(
        record,
        "endorsed-elsewhere",
        "Endorsements in another official text",
        all(len(text) and (text["holds"] == "yes").all() for text in texts),
        texts or [rows],
        nearest=True,
        issuer=True,
        reading="endorsed-elsewhere",
        reason="In a joint statement with China of February 2023 Iran welcomes and supports it. Its president also spoke for it in Beijing "
        "that month and at the summit itself, both as told by Chinese media.",
    )


# --- members ----------------------------------------------------------------------------------------------------------


def facts(record: Record, claim_id: str, aspect: str | None = None) -> pd.DataFrame:
    """What the record has on a claim, or on one part of it: one row a fact and source."""
    table = record["institutions_facts"]
    chosen = table[table["claim_id"] == claim_id]
    return chosen if aspect is None else chosen[chosen["aspect"] == aspect]


def iran_joined(record: Record) -> list[Specification]:
    """The year in which Iran became a full member, by the text of the summit, by Iran and by the chair."""
    claim = "iran-sco-2023"
    rows, begun = facts(record, claim, "became a full member"), facts(record, claim, "admission was decided")

    def year(id: str, label: str, these: pd.DataFrame, reason: str, **more) -> Specification:
        value = float(these["number"].iloc[0]) if these["number"].nunique() == 1 else None
        return specification(record, id, label, value, [these], decimals=0, reason=reason, **more)

    def by(reporter: str) -> pd.DataFrame:
        return rows[rows["reporter"] == reporter]

    return [
        year(
            "declaration",
            "The declaration of the summit",
            by("sco-declarations"),
            "The members’ own text, as quoted.",
            nearest=True,
            issuer=True,
        ),
        year("iran", "Iran’s state agency", by("iran-government"), "The new member’s own account."),
        year("chair", "India’s foreign secretary", by("india-government"), "The chair of the summit."),
        year(
            "procedure-begun",
            "The decision to begin the admission",
            begun,
            "Some wrote so then. It began a procedure of two years; a member is who has been admitted.",
            principled=False,
        ),
    ]


def belarus_joined(record: Record) -> list[Specification]:
    """Did Belarus become a full member in 2024?"""
    rows = facts(record, "belarus-sco-2024", "became a full member")

    def outcome(id: str, label: str, these: pd.DataFrame, reason: str, **more) -> Specification:
        in_time = bool(len(these)) and (these["date"].dt.year == EXPECTED).all()
        return specification(record, id, label, CAME_TRUE if in_time else DID_NOT, [these], reason=reason, **more)

    def by(reporter: str) -> pd.DataFrame:
        return rows[rows["reporter"] == reporter]

    return [
        outcome(
            "record-of-the-meeting",
            "Record of the meeting, by a member",
            by("russia-government-words"),
            "The resolution signed there, as the Kremlin’s record has it.",
            nearest=True,
            issuer=True,
        ),
        outcome("host", "The host’s state agency", by("kazakhstan-government"), "Kazakhstan was in the chair."),
        outcome("press", "Agencies and newspapers", by("press-own"), "Reports of the day."),
    ]


def only_india_has_a_dispute(record: Record) -> list[Specification]:
    """Was India the only member with an open dispute over territory with China in September 2023?"""
    table = record["institutions_borders"]
    rows = table[table["member"].isin(members(record, ARTICLE_DAY))]
    bordering = [member for member in members(record, ARTICLE_DAY) if (rows["member"] == member).any()]
    bordering = [member for member in bordering if (rows.loc[rows["member"] == member, "has_border"] == "yes").all()]
    papers = table[table["member"] == "All neighbours"]
    on_maps = rows[rows["dispute_open"] == "claim on a map"]
    between = rows[rows["dispute_open"] != "claim on a map"]
    disputed = set(between.loc[between["dispute_open"] == "yes", "member"])
    by_member = specification(
        record,
        "by-member",
        "Laws, treaties and statements, member by member",
        disputed == {"India"},
        one_each(between, "member", bordering),
        nearest=True,
        reason="Each member that borders China, by what governments signed or said. Iran and Uzbekistan do not border it.",
    )
    return [
        replace(by_member, origins=fewest_origins(record, one_each(between, "member", bordering))),
        specification(
            record,
            "china-papers",
            "China’s own papers on all its borders",
            bool((papers["dispute_open"] == "two of 14").all()),
            one_each(papers, "source_id", papers["source_id"]),
            reason="In 2019 two of 14 land borders were open; a later paper names India and Bhutan, which is no member.",
        ),
        specification(
            record,
            "map-counts",
            "With the claim on China’s map of August 2023",
            disputed | set(on_maps["member"]) == {"India"},
            [on_maps, *one_each(between, "member", bordering)],
            principled=False,
            reason="The map shows as Chinese an island that a treaty divides; but Russia’s ministry said that both sides hold the border settled.",
        ),
        protests(record),
    ]


def fewest_origins(record: Record, inputs: list[pd.DataFrame]) -> tuple[str, ...]:
    """The origins of the input that has fewest: a statement on all of them is as well attested as the weakest."""
    counted_by = record.reporters["counted_by"]
    return min((tuple(sorted(set(counted_by[rows["reporter"]]))) for rows in inputs), key=len, default=())


def protests(record: Record) -> Specification:
    """Did no member but India protest to China, or China to it, between the summits of 2021 and 2023?"""
    told = facts(record, "india-sole-major-disputes", "protested")
    rows = told[told["date"].between(*BETWEEN_SUMMITS) & (told["holds"] == "yes")]
    others = rows[rows["reporter"] != "india-government"]
    return specification(
        record,
        "protests-found",
        "Protests between governments that we found",
        len(others) == 0,
        [others if len(others) else told],
        nearest=True,
        reading="any-formal-protest",
        reason="In December 2022 Iran called in China’s ambassador over a text on islands in the Gulf. It was then an observer, and "
        "no member: of members of that time nothing was found. One report says that Iran chose a milder word than summons.",
    )


# --- initiatives ------------------------------------------------------------------------------------------------------


def told(record: Record, initiative: str, measure: str) -> pd.DataFrame:
    """What the record has of one initiative: when it was proposed, promoted, credited to China, or counted."""
    table = record["institutions_initiatives"]
    return table[(table["initiative"] == initiative) & (table["measure"] == measure)]


def promoted(record: Record, initiative: str) -> pd.DataFrame:
    """China's own acts for an initiative in the twelve months before the article."""
    rows = told(record, initiative, "promoted")
    return rows[rows["date"].between(*TWELVE_MONTHS) & (rows["reporter"] == "china-government-words")]


def initiatives_of_its_own(record: Record) -> list[Specification]:
    """Of the four initiatives named: how many were not proposed by China, or no longer pressed for by it?"""
    proposed = {one: told(record, one, "proposed") for one in NAMED}
    credited = {one: told(record, one, "credited") for one in NAMED}
    pressed = {one: promoted(record, one) for one in NAMED}
    # Acts of other years or of others, looked through in vain, speak against it; where there are none the record is silent.
    acts = [rows if len(rows) else told(record, one, "promoted") for one, rows in pressed.items()]
    renamed = [one for one, rows in proposed.items() if rows["note"].fillna("").str.contains("present name").any()]

    def against(source: dict[str, pd.DataFrame]) -> list[str]:
        return [one for one in NAMED if source[one].empty or pressed[one].empty]

    def count(id: str, label: str, source: dict[str, pd.DataFrame], failing: list[str], reason: str, **more):
        return specification(
            record,
            id,
            label,
            float(len(failing)),
            [*source.values(), *acts],
            population=len(NAMED),
            exceptions=failing,
            text=f"{len(failing) or 'none'} of {len(NAMED)} fails",
            reason=reason,
            **more,
        )

    return [
        count(
            "proposed-by-china",
            "China’s texts and reports of the day",
            proposed,
            against(proposed),
            "Who proposed is seen in the proposal itself; pressing for it, in acts of the twelve months before.",
            nearest=True,
            issuer=True,
        ),
        count(
            "credited-by-others",
            "Other governments’ words on who proposed it",
            credited,
            against(credited),
            "Iran, Kazakhstan, Pakistan and the presidents of Central Asia call them China’s.",
        ),
        count(
            "present-name-from-the-first-day",
            "Under its present name from the first day",
            proposed,
            renamed,
            "The Belt and Road was first a Silk Road belt; but the new name came from China as well.",
            principled=False,
        ),
        specification(
            record,
            "no-rival-author",
            "Governments on who proposed the four",
            all(len(rows) for rows in credited.values()),
            list(credited.values()),
            nearest=True,
            reading="no-rival-author",
            reason="For each of the four another government names China. The American New Silk Road of 2011 was another plan, and no "
            "government was found that claims one of the four.",
        ),
    ]


# --- statements and judgements ----------------------------------------------------------------------------------------


def statement(record: Record, claim: Claim) -> list[Specification]:
    """A statement of this chapter, by the parts of its sentence."""
    return statements.statement(record, claim, WORDS)


def sanctions_sentence(record: Record, claim: Claim) -> list[Specification]:
    """The sentence on sanctions, by its parts; and whether it speaks for India too."""
    joined = facts(record, claim.id, "India joined in")
    return [
        *statement(record, claim),
        specification(
            record,
            "india-too",
            "India’s part in the declaration",
            SAID if len(joined) and (joined["holds"] == "yes").all() else None,
            [joined.iloc[[place]] for place in range(len(joined))],
            nearest=True,
            reading="india-too",
            reason="India’s prime minister was in the chair and signed. No reservation on this sentence is told, and where India stood aside the "
            "text itself says so.",
        ),
    ]


def no_verdict(record: Record) -> list[Specification]:
    """A judgement is not computed: the chapter gives the evidence for and against."""
    return []


STATEMENTS = ("xi-sco-shared-future", "xi-sco-bullying-acts", "li-iran-belarus")
JUDGEMENTS = (
    "bri-shows-clout",
    "india-sole-dissent",
    "sco-alternative-order",
    "sco-counters-west",
    "sco-lacks-cohesion",
)

SPECIFICATIONS = {
    "sco-bri-all-but-india": endorsed_by_all_but_one,
    "iran-sco-2023": iran_joined,
    "belarus-sco-2024": belarus_joined,
    "india-sole-major-disputes": only_india_has_a_dispute,
    "own-initiatives": initiatives_of_its_own,
    "new-delhi-declaration-sanctions": sanctions_sentence,
    **dict.fromkeys(STATEMENTS, statement),
    **dict.fromkeys(JUDGEMENTS, no_verdict),
    **river.SPECIFICATIONS,
}

hold(__name__)
