"""What was said, and which meetings took place: the statements and events of the alliance chapter.

A statement is judged on whether it was said, by the parts of its sentence (``audit.findings.statements``); where each was
found stands in ``alliance_words``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from audit.findings import statements
from audit.held import hold
from audit.inputs.ledger import Claim, WasSaid
from audit.inputs.record import Record
from audit.judgement import CAME_TRUE, DID_NOT, IN_PART, Specification, specification

# --- statements -------------------------------------------------------------------------------------------------------

#: Where the parts that were found stand.
WORDS = "alliance_words"

STATEMENTS = (
    "chinese-analysts-takeaway",
    "shoigu-more-than-alliance",
    "beijing-does-not-want-more",
    "liu-russia-stands-alone",
    "liu-not-allies",
    "liu-careful-wording",
    "liu-alliance-not-in-interest",
    "liu-current-focus",
    "liu-alliance-costs",
    "xiongjie-cold-war-mentality",
    "xiongjie-bipolarize",
    "wu-partnership-motive",
    "wu-dialogue-hope",
    "li-friend-circle",
    "li-gsi-example",
    "li-dialogue",
    "li-needs-foreign-support",
    "alliance-concerns",
    "putin-questions-concerns",
    "ream-denials",
)


def statement(record: Record, claim: Claim) -> list[Specification]:
    """A statement of this chapter, by the parts of its sentence."""
    return statements.statement(record, claim, WORDS)


def parts_of(record: Record, claim: Claim, test: WasSaid | None = None) -> pd.DataFrame:
    """The parts of a statement of this chapter: columns as in ``statements.parts_of``."""
    return statements.parts_of(record, claim, WORDS, test)


def missing(record: Record, claim: Claim) -> list[str]:
    """What the article attributes and no other source carries, in words."""
    parts = parts_of(record, claim)
    return list(parts.loc[~parts["found"], "words"])


# --- the words of the joint texts -------------------------------------------------------------------------------------

#: The pieces of the usual formula, in the order of a table.
FORMULA = {
    "is no alliance": "A clause of its own: the two are no alliance",
    "three noes": "Three noes: no alliance, no confrontation, no third country as target",
    "third parties": "Not aimed at third countries, among the noes or alone",
    "surpasses": "Beyond the alliances of the Cold War",
    "no limits": "Friendship without limits",
}


def joint_texts(record: Record) -> pd.DataFrame:
    """Which piece of the formula was in what was read of each joint text: one row a piece, one column a text.

    None of the texts was read from first line to last, so a piece is ``said`` or ``not seen``, never absent.
    """
    words = record["alliance_words"]
    texts = words[(words["side"] == "both") & (words["speaker"] == "Joint statement")].sort_values("date")
    said_in = {
        f"{row.date:%B %Y}": set(row.formula.split(" | ")) if isinstance(row.formula, str) else set()
        for row in texts.itertuples()
    }
    for found in said_in.values():
        found |= {"third parties"} if "three noes" in found else set()
    return pd.DataFrame(
        {day: ["said" if piece in found else "not seen" for piece in FORMULA] for day, found in said_in.items()},
        index=pd.Index(FORMULA.values(), name="piece"),
    )


# --- events and predictions -------------------------------------------------------------------------------------------


def facts(record: Record, claim_id: str, aspect: str) -> pd.DataFrame:
    """The copies of one fact about an event."""
    rows = record["alliance_events"]
    return rows[(rows["claim_id"] == claim_id) & (rows["aspect"] == aspect)]


def bears_out(rows: pd.DataFrame) -> bool | None:
    """Do the sources on a fact bear it out? None if there are none."""
    return None if rows.empty else bool((rows["holds"] == "yes").all())


def by_origin(
    record: Record, claim_id: str, aspect: str, reasons: dict[str, tuple[str, str]], reading: str | None = None
) -> list[Specification]:
    """One specification for each origin of a fact; ``reasons``: reporter -> (label, reason), the nearest first."""
    rows = facts(record, claim_id, aspect)
    return [
        specification(
            record,
            f"{reading}-{reporter}" if reading else reporter,
            label,
            bears_out(rows[rows["reporter"] == reporter]),
            [rows[rows["reporter"] == reporter]],
            nearest=place == 0,
            reading=reading,
            reason=reason,
        )
        for place, (reporter, (label, reason)) in enumerate(reasons.items())
    ]


def li_conference(record: Record) -> list[Specification]:
    """Li at the eleventh conference on 15 August 2023."""
    claim, aspect = "li-moscow-conference-2023", "spoke at the eleventh conference on 15 August"
    tenth = facts(record, claim, "which conference it was")
    return [
        *by_origin(
            record,
            claim,
            aspect,
            {
                "china-government-words": ("China's ministry", "The speaker's own ministry."),
                "russia-government-words": (
                    "The host's record",
                    "The host's own page and its text of the speech: the other side's account of the day.",
                ),
            },
        ),
        specification(
            record,
            "called-the-tenth",
            "An account that calls it the tenth",
            bears_out(tenth),
            [tenth],
            principled=False,
            reason="A slip of one page against the texts of both sides.",
        ),
    ]


def li_trip(record: Record) -> list[Specification]:
    """Days of the journey as announced, first and last counted."""
    rows = facts(record, "li-trip-2023", "days announced, first and last counted")
    return [
        specification(
            record,
            "announced",
            "Days announced by China's ministry",
            float(rows["number"].iloc[0]) if len(rows) else None,
            [rows],
            nearest=True,
            issuer=True,
            reason="The article speaks of what the journey was to last, so the announcement decides.",
        )
    ]


def camp_david_annual(record: Record) -> list[Specification]:
    """Was there a yearly series before, or was one agreed? Two plain senses of annual, so both are nearest."""
    claim = "camp-david-annual"
    before = by_origin(
        record,
        claim,
        "a series of stand-alone summits existed",
        {
            "press-own": (
                "A yearly series before: the press",
                "One plain sense of the word, a series before. Reported at the announcement and since.",
            ),
            "united-states-government": (
                "A yearly series before: the host's fact sheet",
                "The organiser's own count of such summits.",
            ),
        },
    )
    after = by_origin(
        record,
        claim,
        "yearly from then on",
        {
            "united-states-government": (
                "Yearly from then on: the host's fact sheet",
                "The other plain sense, one planned each year: the organiser's own word.",
            ),
            "press-own": ("Yearly from then on: the American press", "Reported by others."),
        },
    )
    return [*before, *(replace(one, id=f"from-then-on-{one.id}") for one in after)]


def foretold(record: Record, claim_id: str, aspects: tuple[str, ...], best: str, reason: str) -> list[Specification]:
    """A forecast: ``best`` if the record bears out every aspect, came true in part if only some, otherwise it did not."""
    parts = [facts(record, claim_id, aspect) for aspect in aspects]
    held = [bears_out(part) for part in parts]
    value = best if all(held) else IN_PART if any(held) else DID_NOT
    return [
        specification(record, "summit-documents", "The summit's documents", value, parts, nearest=True, reason=reason)
    ]


def initiatives(record: Record) -> list[Specification]:
    """A series of joint projects, in technology and in defence: three or more, with at least one in each."""
    parts = [facts(record, "camp-david-initiatives", aspect) for aspect in ("defence", "technology")]
    projects = sum(int(part["number"].max()) for part in parts if part["number"].notna().any())
    held = [bears_out(part) for part in parts]
    value = CAME_TRUE if all(held) and projects >= 3 else IN_PART if any(held) else DID_NOT
    reason = f"The test asks for three or more projects and for both fields; the documents name {projects}."
    return [
        specification(record, "summit-documents", "The summit's documents", value, parts, nearest=True, reason=reason)
    ]


def responsibilities(record: Record) -> list[Specification]:
    """A mutual understanding of responsibilities; and, read more strictly, an allotment of duties.

    Concerns in common alone make it come true in part, as a commitment to consult does for the stricter reading.
    """
    duties, consult, concerns = (
        facts(record, "camp-david-responsibilities", aspect)
        for aspect in ("duties or roles stated", "commitment to consult", "common concerns named")
    )

    def outcome(id: str, label: str, whole: pd.DataFrame, part: pd.DataFrame, reason: str, **more) -> Specification:
        value = CAME_TRUE if bears_out(whole) else IN_PART if bears_out(part) else DID_NOT
        told = [rows for rows in (whole, part) if len(rows)]
        return specification(record, id, label, value, told, nearest=True, reason=reason, **more)

    return [
        outcome(
            "summit-documents",
            "The summit's documents",
            consult,
            concerns,
            "The three committed themselves to consult on challenges to the region: that is what they owe each other.",
        ),
        outcome(
            "duties-allotted",
            "The summit's documents, for duties or roles",
            duties,
            consult,
            "A commitment to consult counts only in part; no division of duties was found.",
            reading="duties-allotted",
        ),
    ]


def high_level_meetings(record: Record) -> list[Specification]:
    """Meetings of ministers after the first word of the curbs, and their number."""
    claim = "us-china-high-level-meetings"
    first, pause, meetings = (
        facts(record, claim, aspect) for aspect in ("first word of the curbs", "pause", "meeting")
    )
    in_window = meetings[meetings["date"].between("2023-05-01", "2023-08-15")]
    later = bool(len(in_window) and len(first) and (in_window["date"] > first["date"].min()).any())
    each = [in_window.iloc[[place]] for place in range(len(in_window))]
    before = in_window[in_window["date"] < "2023-08-09"]
    return [
        specification(
            record,
            "ministers-met-again",
            "Ministers met between May and August, after the first word of the curbs",
            later and bool(len(pause)),
            [first, pause, *each],
            nearest=True,
            reason="The order in time of what was reported, with the pause after the balloon in February.",
        ),
        specification(
            record,
            "rounds-before-the-order",
            "Meetings of ministers before the order of 9 August",
            float(len(before)),
            each,
            nearest=True,
            reading="several-rounds",
            reason="Commerce, foreign affairs and treasury; envoys and deputies are not counted.",
        ),
    ]


def li_met_shoigu(record: Record) -> list[Specification]:
    """The two ministers met and spoke of military cooperation."""
    claim, aspect = "li-shoigu-meeting-2023", "met and spoke of military cooperation"
    return by_origin(
        record,
        claim,
        aspect,
        {"russia-government-words": ("Russian agencies on the talks", "The host's account, with words of both.")},
    )


def peace_talks(record: Record) -> list[Specification]:
    """China called for talks, took a step, and doubts were voiced."""
    aspects = ("called for talks", "a step of its own", "doubts voiced")
    parts = [facts(record, "ukraine-peace-talks-support", aspect) for aspect in aspects]
    return [
        specification(
            record,
            "call-step-doubt",
            "A call, a step of its own, and doubts",
            all(bears_out(part) for part in parts),
            parts,
            nearest=True,
            reason="The three parts of the sentence, each from a report of 2023.",
        )
    ]


SPECIFICATIONS = {
    **dict.fromkeys(STATEMENTS, statement),
    "li-moscow-conference-2023": li_conference,
    "li-trip-2023": li_trip,
    "li-shoigu-meeting-2023": li_met_shoigu,
    "camp-david-annual": camp_david_annual,
    "us-china-high-level-meetings": high_level_meetings,
    "ukraine-peace-talks-support": peace_talks,
    "camp-david-summit-2023": partial(
        foretold,
        claim_id="camp-david-summit-2023",
        aspects=("the three met",),
        best=CAME_TRUE,
        reason="Whether the three met is in every account of the day.",
    ),
    "camp-david-initiatives": initiatives,
    "camp-david-responsibilities": responsibilities,
    "camp-david-hotline": partial(
        foretold,
        claim_id="camp-david-hotline",
        aspects=("hotline announced",),
        best=CAME_TRUE,
        reason="Announced by the president on the day.",
    ),
}

hold(__name__, instead="To try another value, edit a copy of the repository.")
