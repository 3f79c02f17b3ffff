"""The Mekong and what is foretold of it: who chairs, who said what, and whether the region split.

Read from top to bottom: the meetings of the Lancang-Mekong Cooperation (LMC), the statements by their parts, the prediction
that Southeast Asia could split, the prediction that the push will challenge the United States, and the judgements, which get
no verdict but two sides. The package's ``claims`` takes ``SPECIFICATIONS`` over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from audit.held import hold
from audit.inputs.ledger import Claim, WasSaid
from audit.inputs.record import Record
from audit.judgement import CAME_TRUE, DID_NOT, IN_PART, Specification, said, specification

#: The last day on which the article can have appeared, and the day by which its predictions are scored.
ARTICLE_DAY, SCORED = pd.Timestamp(2023, 9, 3), pd.Timestamp(2026, 9, 3)

#: Southeast Asia as the test reads it: the ten states that were in ASEAN in 2023.
MEKONG = ("Cambodia", "Laos", "Myanmar", "Thailand", "Vietnam")
OTHERS = ("Brunei", "Indonesia", "Malaysia", "Philippines", "Singapore")

#: What China says of itself, by whatever agency.
CHINA = "china-government-words"


# --- who chairs? ------------------------------------------------------------------------------------------------------


def meetings(record: Record, until: pd.Timestamp | None = None) -> pd.DataFrame:
    """Meetings of the LMC, one row a meeting and source, in the order of their dates; up to a day if one is given."""
    rows = record["river_lmc_meetings"]
    return (rows if until is None else rows[rows["date"] <= until]).sort_values("date", kind="stable")


def copies(rows: pd.DataFrame, by: str) -> list[pd.DataFrame]:
    """One input for each fact: the rows that share ``by`` are copies of it."""
    return [group for _, group in rows.groupby(by, sort=False)]


def always_china(rows: pd.DataFrame) -> bool | None:
    """Was China one chair every time, while the other changed? None if no chair was seen."""
    seen = rows[rows["china_chairs"] != "not seen"]
    if seen.empty:
        return None
    return bool((seen["china_chairs"] == "yes").all() and seen["other_chair"].nunique() > 1)


def chaired(
    record: Record, id: str, label: str, rows: pd.DataFrame, reason: str, nearest: bool = False
) -> Specification:
    """The answer of some accounts of the meetings; a meeting whose chairs they do not tell counts for neither side."""
    seen = rows[rows["china_chairs"] != "not seen"]
    held, told = rows["meeting_id"].nunique(), seen["meeting_id"].nunique()
    return specification(
        record,
        id,
        label,
        always_china(rows),
        copies(seen, "meeting_id"),
        nearest=nearest,
        text=f"{told} of {held} meetings, all with China",
        reason=reason,
    )


def permanent_co_chair(record: Record) -> list[Specification]:
    """China at the head of every meeting of leaders and of foreign ministers up to the article; and a rule that says so."""
    rows = meetings(record, ARTICLE_DAY)
    unseen = sorted(set(rows["place"][rows["china_chairs"] == "not seen"]))
    rule = record["river_facts"].query("claim_id == 'lmc-permanent-co-chair'")
    return [
        chaired(
            record,
            "meetings-seen",
            "All meetings whose chairs are on record",
            rows,
            "Practice is what the test asks for. Counted for neither side, as its chairs were not seen: "
            + ", ".join(unseen)
            + ".",
            nearest=True,
        ),
        chaired(
            record,
            "others-accounts",
            "The meetings of which others than China tell",
            rows[rows["reporter"] != CHINA],
            "Hosts, the six in a joint text, and newspapers: the same answer without China's word.",
        ),
        specification(
            record,
            "a-rule-on-chairs",
            "A text that makes China a chair for good",
            None,
            [rule],
            nearest=True,
            reading="by-rule",
            reason="Of the founding texts only parts could be read; no rule stands in them, and that shows nothing of the rest.",
        ),
    ]


# --- what was said ----------------------------------------------------------------------------------------------------

STATEMENTS = ("gsi-pilot-zone", "shared-river-rhetoric", "feel-good-concepts", "contrast-with-washington")

#: What a reader must know of the sources of a statement, beside where its parts were found.
CAUTIONS = {
    "gsi-pilot-zone": "The claim names a paper, and the paper's own paragraph was not in what could be read of it. China's minister had "
    "made the same proposal for the same region seven months earlier, and others wrote of it since.",
    "shared-river-rhetoric": "The official mottoes differ by meeting; this rendering is that of 2018 and 2021.",
    "contrast-with-washington": "All three texts that set a concept against the charge are of one week of February 2023.",
}

#: The source of the text that a claim names: words said elsewhere do not show what stands in it.
NAMED_TEXT = {"gsi-pilot-zone": "cpcml_gsi_2023"}


def statement(record: Record, claim: Claim) -> list[Specification]:
    """A statement, by the parts of its sentence; and under each reading, by the parts that it asks for."""
    return [
        by_parts(record, claim, parts_of(record, claim, test), None if test is claim.test else test.id)
        for test in claim.readings
    ]


def parts_of(record: Record, claim: Claim, test: WasSaid) -> pd.DataFrame:
    """The parts of a statement or of one of its readings. Columns: ``part``, ``words``, ``found``, ``whole``.

    A reading that names no parts is a part of its own. ``found``: an official text before the article, or another source,
    carries it, or, where the claim names a text, that text alone; ``whole``: every text in which it was sought was read from first line to last.
    """
    asked = {part.id: part.words for part in test.parts} or {test.id: test.reading}
    found = []
    for part, words in asked.items():
        rows = looked_in(record, claim, [f"{claim.id}.{part}"])
        found.append(
            {
                "part": f"{claim.id}.{part}",
                "words": words,
                "found": bool((rows["carries"] == "yes").any()),
                "whole": bool(len(rows) and (rows["read"] == "whole").all()),
            }
        )
    return pd.DataFrame(found)


def looked_in(record: Record, claim: Claim, parts: Iterable[str]) -> pd.DataFrame:
    """The places where some parts were sought, whether they stand there or not; where the claim names a text, that text alone."""
    rows = record["river_words"]
    rows = rows[rows["part"].isin(list(parts))]
    return rows if claim.id not in NAMED_TEXT else rows[rows["source_id"] == NAMED_TEXT[claim.id]]


def by_parts(record: Record, claim: Claim, parts: pd.DataFrame, reading: str | None) -> Specification:
    """All, some or none of ``parts`` in sources other than the article. If none is found, what was read in vain speaks."""
    found, lacking = parts[parts["found"]], parts[~parts["found"]]
    rows = looked_in(record, claim, parts["part"])
    carried = rows[rows["carries"] == "yes"]
    told = [f"Found: {'; '.join(found['words'].str.rstrip('.'))}."] if len(found) else []
    told += [f"Not found: {'; '.join(lacking['words'].str.rstrip('.'))}."] if len(lacking) else []
    caution = CAUTIONS.get(claim.id)
    return specification(
        record,
        reading or "by-parts",
        "Each part of the sentence, looked for in official texts and elsewhere",
        said(len(found), len(parts), bool(parts["whole"].all())),
        copies(carried if len(carried) else rows, "part"),
        nearest=True,
        reading=reading,
        reason=" ".join([*told, *([caution] if caution else [])]),
    )


# --- did the region split? --------------------------------------------------------------------------------------------

YES, NO, UNKNOWN = "yes", "no", "unknown"

#: Two of the three signs make a state nearer to China.
SIGNS, ENOUGH = ("survey", "club", "drills"), 2

#: The newest survey of which figures by state were seen, the newest of which all ten were, and the one of the article's year.
LAST_BY_STATE, WHOLE_BY_STATE, ARTICLE_EDITION = 2025, 2024, 2023


def signs(record: Record, day: pd.Timestamp, edition: int, as_seen: bool = False) -> pd.DataFrame:
    """The three signs of each of the ten states on a day, and what they make of it.

    Columns: ``state``, ``mekong``, one column a sign ("yes", "no", "unknown"), and ``nearer``: "yes" if two are sure, "no" if
    not even the unknown ones could make two, otherwise "unknown". ``as_seen``: exercises count as far as they were seen.
    """
    rows = [
        {
            "state": state,
            "mekong": state in MEKONG,
            "survey": chose_china(record, state, edition),
            "club": has_a_place(record, state, day),
            "drills": drills_more(record, state, day, as_seen),
        }
        for state in (*MEKONG, *OTHERS)
    ]
    table = pd.DataFrame(rows)
    sure = (table[list(SIGNS)] == YES).sum(axis=1)
    possible = sure + (table[list(SIGNS)] == UNKNOWN).sum(axis=1)
    nearer = [YES if a >= ENOUGH else UNKNOWN if b >= ENOUGH else NO for a, b in zip(sure, possible, strict=True)]
    return table.assign(nearer=nearer)


def chose_china(record: Record, state: str, edition: int) -> str:
    """Did the majority of those asked choose China in that year's survey?"""
    rows = record["river_survey"].query("state == @state and edition == @edition")
    return UNKNOWN if rows.empty else YES if (rows["choice"] == "China").all() else NO


def has_a_place(record: Record, state: str, day: pd.Timestamp) -> str:
    """Is the state a member or partner of the SCO or the BRICS? The lists of both were seen whole, so no row means no."""
    rows = record["river_clubs"]
    return YES if ((rows["state"] == state) & (rows["from_date"] <= day)).any() else NO


def drills_more(record: Record, state: str, day: pd.Timestamp, as_seen: bool) -> str:
    """Do Chinese forces stay there, or did it exercise more with China than with the United States in the last full year?

    No count of exercises by state was found, so without a presence the sign is unknown; ``as_seen`` takes what was seen for all.
    """
    rows = record["river_drills"].query("state == @state")
    if ((rows["kind"] == "presence") & (rows["date"] <= day)).any():
        return YES
    year = rows[(rows["kind"] == "exercise") & (rows["date"].dt.year == day.year - 1)]
    if not as_seen or year.empty:
        return UNKNOWN
    with_each = year["with_state"].value_counts()
    return YES if with_each.get("China", 0) > with_each.get("United States", 0) else NO


@dataclass(frozen=True)
class Nearer:
    """How many states are nearer to China: those that surely are, and those that could be."""

    sure: int
    possible: int


def nearer(table: pd.DataFrame, mekong: bool) -> Nearer:
    """The number of nearer states on the Mekong, or off it."""
    half = table.loc[table["mekong"] == mekong, "nearer"]
    return Nearer(int((half == YES).sum()), int((half != NO).sum()))


def split(now: pd.DataFrame, then: pd.DataFrame) -> str | None:
    """Three of the Mekong five and fewer than half of the others, and more on the Mekong than before.

    Where signs are unknown, the rung that is sure; None if not even whether the Mekong half holds is.
    """
    here, there, before = nearer(now, True), nearer(now, False), nearer(then, True)
    half = len(OTHERS) / 2
    if here.sure >= 3 and here.sure > before.possible:
        return CAME_TRUE if there.possible < half else IN_PART
    if here.possible < 3 or here.possible <= before.sure:
        return DID_NOT
    return None


def by_signs(
    record: Record, id: str, label: str, reason: str, *, edition: int, as_seen: bool = False, **more
) -> Specification:
    """The prediction scored with the survey of one year."""
    now = signs(record, SCORED, edition, as_seen)
    then = signs(record, ARTICLE_DAY, ARTICLE_EDITION, as_seen)
    here, there, before = nearer(now, True), nearer(now, False), nearer(then, True)
    survey = record["river_survey"]
    asked = survey[survey["edition"].isin([edition, ARTICLE_EDITION]) & (survey["state"] != "Ten states")]
    drills = record["river_drills"]
    used = drills[drills["kind"].isin(["presence", "exercise"] if as_seen else ["presence"])]
    return specification(
        record,
        id,
        label,
        split(now, then),
        [*copies(asked, "edition"), *copies(record["river_clubs"], "state"), *copies(used, "state")],
        text=f"{here.sure} of five on the Mekong, {before.possible} at most before; elsewhere {there.sure}"
        + (f", at most {there.possible}" if there.possible > there.sure else ""),
        reason=reason,
        **more,
    )


def could_split_region(record: Record) -> list[Specification]:
    """Are most Mekong states nearer to China by September 2026, and the others not?"""
    clubs = record["river_clubs"]
    return [
        by_signs(
            record,
            f"survey-{LAST_BY_STATE}",
            f"Three signs, the survey of {LAST_BY_STATE}",
            "The newest survey of which figures by state were seen, for all but Cambodia; clubs and presence up to the day of scoring. "
            "No count of exercises by state was found, so whether Brunei is a third of the others is not known, and the lower rung "
            "stands.",
            edition=LAST_BY_STATE,
            nearest=True,
        ),
        by_signs(
            record,
            f"survey-{WHOLE_BY_STATE}",
            f"The same, with the survey of {WHOLE_BY_STATE}",
            "An older survey, the newest of which the figures of all ten states were seen; the test asks for the newest one.",
            edition=WHOLE_BY_STATE,
            principled=False,
        ),
        by_signs(
            record,
            "drills-as-seen",
            "The same, with exercises as far as they were seen",
            "What searching found of 2025 is no count; with it Vietnam would be nearer and Brunei not.",
            edition=LAST_BY_STATE,
            as_seen=True,
            principled=False,
        ),
        specification(
            record,
            "survey-2026",
            "Three signs, the survey of 2026",
            None,
            [record["river_survey"].query("edition == 2026")],
            reason="The survey that the day of scoring asks for: of it only the sum of the ten was seen, narrowly for China.",
        ),
        specification(
            record,
            "formal-groups",
            "States that joined opposed groups",
            CAME_TRUE if (clubs["club"].eq("SCO") & clubs["status"].eq("member")).any() else DID_NOT,
            copies(clubs, "state"),
            nearest=True,
            reading="formal-groups",
            reason="None of the ten is a member of the SCO; three on the Mekong are partners. Of a group on the other side that "
            "others joined there is no row.",
        ),
    ]


# --- is it a challenge? -----------------------------------------------------------------------------------------------


def fact(record: Record, aspect: str) -> pd.DataFrame:
    """What was found on one part of the prediction of a challenge, after the article."""
    rows = record["river_facts"]
    return rows[(rows["claim_id"] == "challenge-to-us") & (rows["aspect"] == aspect) & (rows["date"] > ARTICLE_DAY)]


def both(record: Record, aspects: tuple[str, str]) -> str:
    """Both parts borne out: came true; one: in part; none: did not."""
    held = [bool((fact(record, aspect)["holds"] == "yes").any()) for aspect in aspects]
    return CAME_TRUE if all(held) else IN_PART if any(held) else DID_NOT


def challenge_to_us(record: Record) -> list[Specification]:
    """Official texts that call it a challenge; and whether Russia and Iran got something through it."""
    ways = {
        "texts-read": (
            "Texts of the two governments, as far as they were read",
            ("the United States names it a challenge", "an ally names it a challenge"),
            None,
            "Only what stood in a text that we read counts: Washington names the initiatives, Norway, whose text was read in part, none.",
        ),
        "text-as-reported": (
            "The ally's text as a newspaper reports it",
            ("the United States names it a challenge", "an ally names it a challenge, as a newspaper tells"),
            None,
            "A newspaper has the ally's text name the BRICS and the SCO; the sentence was not seen.",
        ),
        "obtained": (
            "Something that sanctions had denied, through a body of China's",
            ("Iran obtained something", "Russia obtained something"),
            "the-way-out-was-used",
            "For Iran one paper of its own state; for Russia banks that turned it away. Both are thin.",
        ),
    }
    return [
        specification(
            record,
            id,
            label,
            both(record, aspects),
            [fact(record, aspect) for aspect in aspects],
            nearest=id != "text-as-reported",
            reading=reading,
            reason=reason,
        )
        for id, (label, aspects, reading, reason) in ways.items()
    ]


# --- judgements -------------------------------------------------------------------------------------------------------

JUDGEMENTS = (
    "lmc-counterweight",
    "mekong-bri-fruit",
    "contributions-sco-mekong",
    "secures-interests-nearby",
    "push-since-xi",
    "motive-counter-us",
    "prefers-loose-coalitions",
    "hedge-against-dependence",
    "embraces-sanctioned-states",
)


def no_verdict(record: Record) -> list[Specification]:
    """A judgement is not computed: ``weighed`` gives its two sides."""
    return []


def weighed(record: Record, claim_id: str) -> pd.DataFrame:
    """The evidence on a judgement, what speaks against it first.

    Columns: ``side``, ``fact``, ``date``, ``kind_of_evidence`` (place in the ledger's list, or missing), ``source_id``.
    """
    rows = record["river_weighing"].query("claim_id == @claim_id")
    rows = rows.sort_values(["side", "date"], kind="stable")  # "against" sorts before "for"
    return rows[["side", "fact", "date", "kind_of_evidence", "source_id"]].reset_index(drop=True)


SPECIFICATIONS = {
    "lmc-permanent-co-chair": permanent_co_chair,
    **dict.fromkeys(STATEMENTS, statement),
    "could-split-region": could_split_region,
    "challenge-to-us": challenge_to_us,
    **dict.fromkeys(JUDGEMENTS, no_verdict),
}

hold(__name__)
