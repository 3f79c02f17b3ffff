"""The tables of the alliance chapter that are read, not charted: frames with headings for people, for ``show.folded``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from audit.figures.words import VERDICT_WORDS
from audit.findings.alliance import claims, duty
from audit.findings.alliance.words import joint_texts, parts_of
from audit.inputs.record import Record
from audit.judgement import Finding, Judged, verdict


def named(record: Record, sources: Iterable[str]) -> str:
    """Publishers and years of sources; the ids are in the list of sources."""
    shown = record.sources.loc[list(sources)]
    return "; ".join(f"{row.publisher}, {row.published[:4]}" for row in shown.itertuples())


def _each_named(record: Record, rows: pd.DataFrame) -> list[str]:
    return [named(record, [source]) for source in rows["source_id"]]


def readings(record: Record) -> pd.DataFrame:
    """How others read the treaty of 2001 and its model of 1971, the earliest first."""
    rows = record["treaty_readings"].sort_values("said_on")
    treaties = {"china_russia_2001": "China–Russia 2001", "india_soviet_1971": "India–USSR 1971"}
    return pd.DataFrame(
        {
            "Treaty": rows["pact_id"].map(treaties),
            "Who": rows["reader"],
            "When": rows["said_on"].dt.year,
            "Reads it as": rows["reads_as"],
            "In short": rows["paraphrase"],
            "Source": _each_named(record, rows),
        }
    )


#: Who codes a treaty: the columns of ``treaty_codings``.
CODERS = {"atop": "ATOP", "cow": "Correlates of War", "our_reading": "text, as far as read"}


def coders(record: Record, pacts: pd.DataFrame) -> pd.DataFrame:
    """Every pact (``pacts``: tables.pacts) with what each coder says of three clauses, its article, trigger and source."""
    coded = record["treaty_codings"].set_index(["pact_id", "clause"])[list(CODERS)]
    coded = coded.replace("general", "general promise only")

    def each_coder(clause: str) -> list[str]:
        rows = [(coded.loc[(pact, clause)] if (pact, clause) in coded.index else {}) for pact in pacts["pact_id"]]
        told = [[f"{CODERS[name]}: {value}" for name, value in row.items() if pd.notna(value)] for row in rows]
        return ["; ".join(one) or "not coded" for one in told]

    return pd.DataFrame(
        {
            "Pact": pacts["pact"],
            "Defence": each_coder("defence"),
            "Consultation": each_coder("consultation"),
            "No hostile bloc": each_coder("no hostile bloc"),
            "Article (* number not read)": pacts["clause"],
            "What sets it off": pacts["trigger"].fillna("not read"),
            "What is then owed": pacts["owed"].fillna("not read"),
            "Source": _each_named(record, pacts),
        }
    )


def invocations(record: Record) -> pd.DataFrame:
    """What was said of the treaty since the invasion, the earliest first, and North Korea's treaty for comparison."""
    rows = record["treaty_invocations"].sort_values("date", kind="stable")
    return pd.DataFrame(
        {
            "When": [f"{day:%-d %B %Y}" for day in rows["date"]],
            "Who": rows["speaker"],
            "Says": rows["fact"],
            "Treaty named": rows["treaty"],
            "Because of the war": rows["because_of_the_war"],
            "A step under it": rows["invokes"],
            "Note": rows["note"].fillna(""),
            "Source": _each_named(record, rows),
        }
    )


def renewals(record: Record) -> pd.DataFrame:
    """What was told of the extensions of the treaty, the earliest first."""
    rows = record["treaty_renewals"].sort_values("date", kind="stable")
    return pd.DataFrame(
        {
            "Extension": rows["extension"],
            "Who": rows["speaker"],
            "Says": rows["fact"],
            "A duty added": rows["duty_added"],
            "An assurance taken out": rows["taken_out"],
            "Note": rows["note"].fillna(""),
            "Source": _each_named(record, rows),
        }
    )


#: What a pact obliges to at most, by the place of its class in ``duty.CLASSES``.
OWED = {0: "no pact in force", 1: "to refrain from force", 2: "to consult", 3: "to defend"}


def spokes(record: Record) -> pd.DataFrame:
    """The strongest duty of each spoke's pact and of China and Russia, by each coder."""
    atop = {row["pledge_to"]: duty.class_of(row) for row in duty.pledges(record).to_dict("records")}
    cow, texts = duty.classes_by_cow(record), record["spoke_pacts"].set_index("state")
    pair = max(duty.class_of(row) for row in duty.pair_now(record).to_dict("records"))
    rows = [
        (
            f"United States–{state}",
            one.pact,
            OWED[atop[state]],
            f"{one.article}: to {one.duty}",
            OWED[cow[state]],
            named(record, [one.source_id]),
        )
        for state, one in texts.iterrows()
    ]
    text = record["treaties"].set_index("pact_id").loc["china_russia_2001"]
    own = f"{text['article']}: to consult"
    rows.append(
        (
            "China–Russia",
            duty.TREATY,
            OWED[pair],
            own,
            OWED[duty.pair_by_cow(record)],
            named(record, [text["source_id"]]),
        )
    )
    return pd.DataFrame(
        rows,
        columns=["Pair", "Pact", "ATOP, 2018", "The text, as we read it", "Correlates of War, 2012", "Text seen in"],
    )


def schools(record: Record, sees: str) -> pd.DataFrame:
    """Scholars who see "more" than a partnership, or "less" than an alliance, by year."""
    rows = record["alliance_schools"].sort_values("year")
    rows = rows[rows["sees"] == sees]
    return pd.DataFrame(
        {
            "Authors": [f"{row.authors}, {row.year}" for row in rows.itertuples()],
            "They look at": rows["looks_at"],
            "They conclude": rows["conclusion"],
            "Where it stands in our record": rows["where_it_stands"],
            "Source": _each_named(record, rows),
        }
    )


def then_and_now(readings: Mapping[str, Sequence[Judged]]) -> pd.DataFrame:
    """The verdict under each reading, on what was known when the article appeared and on the record."""
    rows = []
    for name, judged in readings.items():
        known = [one for one in judged if one.available_at_publication]
        rows.append([name, *(VERDICT_WORDS[verdict("structure", part)].capitalize() for part in (known, judged))])
    return pd.DataFrame(rows, columns=["China stays out", "When published", "On the record"])


def each_check(readings: Mapping[str, Sequence[Judged]]) -> pd.DataFrame:
    """Every check that counts, under each reading: does it agree, and was it known when the article appeared?"""
    rows = [
        [
            name.split(":")[0],
            one.specification.label,
            "agrees" if one.agrees else "does not",
            "yes" if one.available_at_publication else "later",
        ]
        for name, judged in readings.items()
        for one in judged
        if one.counts
    ]
    return pd.DataFrame(rows, columns=["Reading", "Check", "With the article", "Known when it appeared"])


def duty_and_conduct(record: Record) -> pd.DataFrame:
    """What states owed Russia, and the troops and arms that they gave."""
    beside = claims.in_the_war(record)
    years = [name for name in beside.columns if isinstance(name, int)]
    arms = {
        f"Arms {year}": [f"{value:g}" if pd.notna(value) else "not looked up" for value in beside[year]]
        for year in years
    }
    return pd.DataFrame(
        {
            "State": beside["state"],
            "Duty to defend Russia today": beside["duty"].map({"yes": "yes", "no": "none found"}),
            "Troops sent": beside["troops"].fillna("not looked up"),
            **arms,
        }
    )


#: What witnesses were asked about China in the war, in the order of the table.
QUESTIONS = {
    "forces": "Forces",
    "state arms": "Arms",
    "intelligence": "Intelligence",
    "training": "Training, observers",
    "company arms": "Arms from companies",
    "dual use": "Dual-use goods",
    "payments": "Payments",
    "recognition": "Recognition",
    "sanctions": "Sanctions",
    "diplomacy": "Words",
}


def witnesses(record: Record) -> pd.DataFrame:
    """What China and others did in the war, by question and day, with the witness of each fact."""
    conduct = record["war_conduct"]
    conduct = conduct.assign(place=conduct["question"].map(list(QUESTIONS).index)).sort_values(["place", "date"])
    number = [f": {row.number:g} {row.unit}" if pd.notna(row.number) else "" for row in conduct.itertuples()]
    return pd.DataFrame(
        {
            "About": conduct["question"].map(QUESTIONS),
            "Of": conduct["state"],
            "When": conduct["date"].dt.year,
            "Witness": conduct["witness"],
            "Says": conduct["fact"] + number,
            "Status": conduct["status"],
            "Note": conduct["note"],
            "Source": _each_named(record, conduct),
        }
    )


def formula(record: Record) -> pd.DataFrame:
    """The joint texts, a row a piece of the usual formula."""
    return joint_texts(record).rename_axis("Piece of the formula").reset_index()


def statements(record: Record, statements: Iterable[Finding]) -> pd.DataFrame:
    """Reported statements, with the parts that other sources carry and those that were not found."""
    rows = []
    for one in statements:
        parts = parts_of(record, one.claim)
        carried, lacking = ("; ".join(parts.loc[parts["found"] == found, "words"]) for found in (True, False))
        where = named(record, one.sources) if carried else ""
        rows.append([one.claim.claim, VERDICT_WORDS[one.verdict].capitalize(), carried, where, lacking])
    return pd.DataFrame(rows, columns=["The article reports", "On the record", "Found elsewhere", "Where", "Not found"])


def texts(record: Record) -> pd.DataFrame:
    """How much of each text could be read."""
    shown = {"text": "Text", "read": "Read", "sought": "What was looked for"}
    return record["statement_texts"][list(shown)].rename(columns=shown)


def events(record: Record, events: Sequence[Finding]) -> pd.DataFrame:
    """Events and forecasts: the verdict then and on the record, and the facts that speak for it."""
    facts = record["alliance_events"].drop_duplicates(["claim_id", "aspect", "date"])
    facts = facts.groupby("claim_id")["fact"].agg("; ".join)
    senses = [" (the lower of two plain senses)" if len(one.all_nearest) > 1 else "" for one in events]
    return pd.DataFrame(
        {
            "The article says": [one.claim.claim for one in events],
            "When published": [VERDICT_WORDS[one.verdict_at_publication] for one in events],
            "On the record": [VERDICT_WORDS[one.verdict] + sense for one, sense in zip(events, senses, strict=True)],
            "Evidence": [facts[one.claim.id] for one in events],
        }
    )
