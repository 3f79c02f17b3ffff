"""Do China and Russia largely act in concert? Five domains, each with the rule of the registered test.

A domain is itself a yes or a no with its sources. The claim's number is how many say yes: ``counted`` joins them, so that
the sum is known only when the last of them is. ``until`` asks for what had happened and was in print by a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import pandas as pd

from audit.findings.alliance.claims import russia_in_china
from audit.findings.concert import votes
from audit.findings.exercises import claims as exercises
from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

#: The day of the article.
ARTICLE_DAY = pd.Timestamp(2023, 9, 3)

#: The domains, in the order of the test.
NAMES = ("votes", "trade", "exercises", "statements", "conduct in the war")

#: A domain, or a kind of fact within one, needs more than half.
HALF = 0.5

#: The year before the war with which Russia's share of China's trade is compared.
BEFORE_WAR = 2021

#: The full years of exercises since the invasion; the years before it stand in the exercises chapter.
WAR_YEARS = range(2022, 2026)

#: The seven kinds of conduct of the test, and the question of ``war_conduct`` that each has there.
CONDUCT = {
    "troops": "forces",
    "arms from the state": "state arms",
    "training": "training",
    "goods for the arms industry": "dual use",
    "payments": "payments",
    "recognition of annexed land": "recognition",
    "keeping out of the sanctions": "sanctions",
}

#: What is alleged, or reported on the word of people without names, confirms nothing.
FIRM = ("stated", "published")

#: Whose word confirms alone: China's own, or that of a text it signed.
OWN_WORD = ("china-government-words", "china-russia-joint")


def out_by(record: Record, rows: pd.DataFrame, until: pd.Timestamp | None) -> pd.DataFrame:
    """The rows about no later day whose source was out by then."""
    if until is None:
        return rows
    printed = rows["source_id"].map(record.sources["published_latest"])
    return rows[(rows["date"] <= until) & (printed <= until)]


# --- votes ------------------------------------------------------------------------------------------------------------


def by_published_votes(record: Record) -> Specification:
    """The last complete session of the published series."""
    row = votes.last_complete(record)
    share = None if row.empty else float(row["agreement_share"].iloc[0])
    return specification(
        record,
        "votes",
        "Votes: the last complete session, as published",
        None if share is None else share > HALF,
        [row],
        reason="The same vote in more than half of the recorded votes of the last session published (78, 2023 to 2024) in which both voted.",
        text=None if share is None else f"{100 * share:.0f} per cent of the votes",
    )


def by_roll_calls(record: Record) -> Specification:
    """The autumn of 2025, by the roll calls."""
    rows = votes.roll_calls(record)
    share = votes.equal_share(rows, "china", "russia")
    return specification(
        record,
        "votes",
        "Votes: autumn 2025, by the roll calls",
        None if share is None else share > HALF,
        [votes.both_cast(rows, "china", "russia")],
        reason="The latest votes that we have, of a session not complete.",
        text=None if share is None else f"{100 * share:.0f} per cent of the votes",
    )


def by_stricter_votes(record: Record) -> Specification:
    """The autumn of 2025, by a stricter rule: more often than China votes with the median of all other members."""
    rows = votes.beside_all(record)
    return specification(
        record,
        "votes",
        "Votes: autumn 2025, against the median of all other members",
        votes.above_the_median(rows),
        [rows],
        reason="More often than with the median of all other members.",
    )


# --- trade ------------------------------------------------------------------------------------------------------------


def no_sanctions(record: Record, until: pd.Timestamp | None = None) -> pd.DataFrame:
    """China's own words on taking part in sanctions over the war."""
    rows = record["war_conduct"]
    return out_by(record, rows[(rows["state"] == "China") & (rows["question"] == "sanctions")], until).rename(
        columns={"took_part": "on_russias_side"}
    )


def by_trade(record: Record) -> Specification:
    """No trade sanctions, and Russia's share of China's trade in the last full year above that of 2021."""
    shares = russia_in_china(record).set_index("year")
    before, after = shares.loc[[BEFORE_WAR]], shares.tail(1)
    months, totals = record["trade_monthly"], record["trade_totals"]
    years = [BEFORE_WAR, int(after.index[0])]
    used = months[(months["flow"] == "total") & months["month"].dt.year.isin(years)]
    whole = totals[(totals["measure"] == "china_total_trade") & (totals["vintage"] == "revised")]
    whole = whole[whole["period_start"].dt.year.isin(years)]
    words = no_sanctions(record)
    rose = bool(after["share_pct"].iloc[0] > before["share_pct"].iloc[0])
    return specification(
        record,
        "trade",
        f"Trade: Russia's share of China's trade in {years[1]} against {BEFORE_WAR}",
        rose and bool((words["on_russias_side"] == "yes").all()),
        [used, whole, words],
        reason="Neither holds sanctions over the war against the other, and Russia's share of China's trade in goods was higher in "
        f"{years[1]}, the last year whose months we have whole, than in {BEFORE_WAR}.",
        text=f"{before['share_pct'].iloc[0]:.1f} to {after['share_pct'].iloc[0]:.1f} per cent, {BEFORE_WAR} to {years[1]}",
    )


def by_first_trade_figures(record: Record) -> Specification:
    """The same with what Chinese customs first printed for 2021 and 2022."""

    def printed(year: int) -> tuple[float, list[pd.DataFrame]]:
        rows, totals = record["trade_annual"], record["trade_totals"]
        pair = rows[(rows["year"] == year) & (rows["flow"] == "total") & (rows["vintage"] == "first_release")]
        pair = pair[pair["value_usd_bn"].notna()]
        world = totals[(totals["measure"] == "china_total_trade") & (totals["vintage"] == "first_release")]
        world = world[(world["period_start"].dt.year == year) & world["value_usd_bn"].notna()]
        return 100 * pair["value_usd_bn"].iloc[0] / world["value_usd_bn"].iloc[0], [pair, world]

    (before, first), (after, second) = printed(BEFORE_WAR), printed(BEFORE_WAR + 1)
    words = no_sanctions(record, ARTICLE_DAY)
    return specification(
        record,
        "trade",
        "Trade: Russia's share of China's trade in 2022 against 2021, as first printed",
        after > before and bool((words["on_russias_side"] == "yes").all()),
        [*first, *second, words],
        reason="What was known in 2023.",
        text=f"{before:.1f} to {after:.1f} per cent, {BEFORE_WAR} to {BEFORE_WAR + 1}",
    )


# --- exercises --------------------------------------------------------------------------------------------------------


def by_exercises(record: Record, years: range = WAR_YEARS) -> Specification:
    """More joint exercises and patrols a year since 2022 than from 2017 to 2021, by more than half of the counting rules."""
    return exercises.by_rules(
        record,
        "exercises",
        f"Exercises: {years[0]} to {years[-1]} against 2017 to 2021"
        if len(years) > 1
        else "Exercises: 2022 against 2017 to 2021",
        exercises.UP_TO_INVASION,
        years,
        reason="More joint exercises and patrols a year since 2022 than from 2017 to 2021, by more than half of the counting rules of the "
        "exercises chapter.",
    )


# --- statements -------------------------------------------------------------------------------------------------------


def positions(record: Record, until: pd.Timestamp | None = None) -> pd.Series:
    """For each of the six questions: ``same``, ``differ`` or ``disputed``, where texts point both ways."""
    rows = record["concert_positions"]
    order = list(dict.fromkeys(rows["question"]))
    found = out_by(record, rows, until).groupby("question")["same"].agg(set)
    words = {frozenset({"yes"}): "same", frozenset({"no"}): "differ"}
    return found.map(lambda answers: words.get(frozenset(answers), "disputed")).reindex(order).dropna()


def by_statements(record: Record, until: pd.Timestamp | None = None, disputed: bool = False) -> Specification:
    """The same stated position on more than half of the six questions; ``disputed``: a disputed one counts as the same."""
    found = positions(record, until)
    same = int(found.isin(["same", "disputed"] if disputed else ["same"]).sum())
    asked = record["concert_positions"]["question"].nunique()
    rows = out_by(record, record["concert_positions"], until)
    return specification(
        record,
        "statements",
        "Statements: six questions" + (", a disputed one taken as the same" if disputed else ""),
        same > HALF * asked,
        [one for _, one in rows.groupby("question", sort=False)],
        reason="The same stated position on more than half of six questions, as we judge it from texts that both signed and China's own.",
        text=f"{same} of {asked} questions",
    )


# --- conduct in the war -----------------------------------------------------------------------------------------------


def conduct_rows(record: Record, kind: str, until: pd.Timestamp | None = None) -> pd.DataFrame:
    """What witnesses say of one kind of China's conduct. Columns: ``helps`` (yes, no), ``status``, ``reporter``, ``fact`` …"""
    rows = record["war_conduct"]
    rows = rows[(rows["state"] == "China") & (rows["question"] == CONDUCT[kind])]
    return out_by(record, rows.rename(columns={"took_part": "helps"}), until)


def confirmed(record: Record, rows: pd.DataFrame, status: Iterable[str] = FIRM) -> bool:
    """Is it confirmed that China is on Russia's side? By its own word, or by two independent origins that are firm."""
    firm = rows[(rows["helps"] == "yes") & rows["status"].isin(list(status))]
    origins = set(record.reporters["counted_by"][firm["reporter"]])
    return bool(firm["reporter"].isin(OWN_WORD).any()) or len(origins) > 1


def why(record: Record, rows: pd.DataFrame, status: Iterable[str] = FIRM) -> str:
    """What decides about one kind of conduct, in a few words."""
    yes = rows[rows["helps"] == "yes"]
    firm = yes[yes["status"].isin(list(status))]
    origins = record.reporters["counted_by"][firm["reporter"]].nunique()
    if firm["reporter"].isin(OWN_WORD).any():
        return "China’s own word, or a text it signed"
    if origins > 1:
        return f"{origins} independent origins"
    if origins == 1:
        return "one firm origin only"
    if len(yes):
        return "only alleged or reported"
    return "China itself says no" if rows["reporter"].isin(OWN_WORD).any() else "nobody says so"


def conduct(record: Record, until: pd.Timestamp | None = None, status: Iterable[str] = FIRM) -> pd.DataFrame:
    """The seven kinds: ``kind``, ``on_russias_side`` (confirmed), ``yes`` and ``no`` (witnesses who say so), ``why``."""
    rows = []
    for kind in CONDUCT:
        seen = conduct_rows(record, kind, until)
        told = seen["helps"].value_counts()
        counts = int(told.get("yes", 0)), int(told.get("no", 0))
        rows.append((kind, confirmed(record, seen, status), *counts, why(record, seen, status)))
    return pd.DataFrame(rows, columns=["kind", "on_russias_side", "yes", "no", "why"])


def by_conduct(record: Record, until: pd.Timestamp | None = None, status: Iterable[str] = FIRM) -> Specification:
    """Confirmed facts on Russia's side in more than half of the seven kinds."""
    found = conduct(record, until, status)
    helps = int(found["on_russias_side"].sum())
    rows = [conduct_rows(record, kind, until) for kind in CONDUCT]
    return specification(
        record,
        "conduct in the war",
        "Conduct in the war: seven kinds",
        helps > HALF * len(CONDUCT),
        [one for one in rows if len(one)],
        reason="Confirmed on Russia's side in more than half of seven kinds: by China's own word, or by two independent origins that are "
        "more than an allegation.",
        text=f"{helps} of {len(CONDUCT)} kinds",
    )


# --- the sum ----------------------------------------------------------------------------------------------------------


def five(record: Record, confirming: Iterable[str] = FIRM) -> list[Specification]:
    """The five domains by the registered rules, on all that the record holds."""
    return [
        by_published_votes(record),
        by_trade(record),
        by_exercises(record),
        by_statements(record),
        by_conduct(record, status=confirming),
    ]


def known_then(record: Record, confirming: Iterable[str] = FIRM) -> list[Specification]:
    """The domains by what was out on the day of the article. No figure of votes was seen in a source of that time."""
    return [
        by_first_trade_figures(record),
        by_exercises(record, exercises.FIRST_OF_WAR),
        by_statements(record, ARTICLE_DAY),
        by_conduct(record, ARTICLE_DAY, confirming),
    ]


def counted(id: str, label: str, domains: list[Specification], reason: str, **more) -> Specification:
    """How many domains say yes. A domain about which nothing was known counts as none; the sum is as late as its last input.

    Its origins are those of the domains that say yes: who speaks of the others bears out nothing.
    """
    known = [one for one in domains if one.value is not None]
    yes = [one for one in known if one.value]
    seen = {source: how for one in known for source, how in zip(one.sources, one.seen, strict=False)}
    first = replace(known[0], id=id, label=label, reason=reason, reading=None, **more)
    return replace(
        first,
        value=float(len(yes)),
        text=f"{len(yes)} of {len(NAMES)}",
        sources=tuple(seen),
        seen=tuple(seen.values()),
        copies=tuple(figure for one in known for figure in one.copies),
        used_origins=tuple(sorted({origin for one in known for origin in one.used_origins})),
        used_kinds=tuple(sorted({kind for one in known for kind in one.used_kinds})),
        published=max(one.published for one in known),
        origins=tuple(sorted({origin for one in yes for origin in one.origins})),
        kinds=tuple(sorted({kind for one in yes for kind in one.kinds})),
        last_datum=max(one.last_datum for one in known if one.last_datum),
        last_source=max(one.last_source for one in known if one.last_source),
        issuer=False,
    )


def acting_in_concert(record: Record, confirming: Iterable[str] = FIRM) -> list[Specification]:
    """In how many of five domains do the two act as one? And how do they vote? ``confirming``: the status of a fact that counts."""
    published, trade, drills, statements, war = five(record, confirming)
    latest = by_roll_calls(record)
    alleged = by_conduct(record, status=(*FIRM, "alleged", "reported"))
    lenient = by_statements(record, disputed=True)
    return [
        counted(
            "five-domains",
            "Five domains, by the rules of the test",
            [published, trade, drills, statements, war],
            "Nearest: the test itself, with the last complete session of votes and the last year of trade whose months we have.",
            nearest=True,
            principled=True,
        ),
        counted(
            "votes-of-2025",
            "The same, with the votes of autumn 2025",
            [latest, trade, drills, statements, war],
            "The latest votes instead of the last complete session.",
        ),
        counted(
            "disputed-as-same",
            "The same, a disputed question taken as the same",
            [published, trade, drills, lenient, war],
            "It cannot lower the count: statements pass without it. On nuclear threats both signed one sentence, and China alone said another.",
        ),
        counted(
            "stricter-votes",
            "A stricter rule for votes: more often than with the median member",
            [by_stricter_votes(record), trade, drills, statements, war],
            "More than half is a rule that nearly every member passes with China. Added when the figures were known.",
        ),
        counted(
            "known-in-2023",
            "The same, by what was out on 3 September 2023",
            known_then(record, confirming),
            "Nearest too: now, in the article, is its own day; so taken when the figures were known. A floor: no figure of agreement was "
            "seen in a source of that time, so votes count as none.",
            nearest=True,
        ),
        counted(
            "allegations-count",
            "The same, if allegations and reports counted",
            [published, trade, drills, statements, alleged],
            "Set aside: the test asks for confirmed facts. It would add the fifth domain.",
            principled=False,
        ),
        *votes_alone(record),
        *votes_on_ukraine(record),
        *beside_the_median(record),
    ]


# --- the readings about votes -----------------------------------------------------------------------------------------


def per_cent(share: float | None) -> float | None:
    """A share as per cent."""
    return None if share is None else 100 * share


def votes_alone(record: Record) -> list[Specification]:
    """Equal votes in the latest session, in per cent."""
    rows, last = votes.roll_calls(record), votes.last_complete(record)
    hard = votes.contested(rows)
    share = None if last.empty else float(last["agreement_share"].iloc[0])
    take = partial(specification, record, reading="votes-alone")
    return [
        take(
            "votes-alone-2025",
            "Session 80, to 18 December 2025, by the roll calls",
            per_cent(votes.equal_share(rows, "china", "russia")),
            [votes.both_cast(rows, "china", "russia")],
            nearest=True,
            reason="The latest votes that we have: the main part of a session.",
        ),
        take(
            "votes-alone-contested",
            "The same, texts with more than three votes against",
            per_cent(votes.equal_share(hard, "china", "russia")),
            [votes.both_cast(hard, "china", "russia")],
            reason="In 2025 many texts that nearly all support came to a vote; without them the share is lower.",
        ),
        take(
            "votes-alone-published",
            "Session 78, as published",
            per_cent(share),
            [last],
            reason="The last complete session of the published series, by another compiler.",
        ),
    ]


def votes_on_ukraine(record: Record) -> list[Specification]:
    """Equal votes on the war in Ukraine, in per cent."""
    assembly, core = votes.on_the_war(record), votes.on_the_war(record, subject="invasion and peace")
    both = votes.on_the_war(record, body=None)
    rows = [
        (
            "on-ukraine-assembly",
            "Every text of the Assembly since the invasion",
            assembly,
            True,
            "Nearest: all of them.",
        ),
        (
            "on-ukraine-core",
            "Texts on the invasion itself and on peace",
            core,
            True,
            "Without rights, reactors and cooperation.",
        ),
        (
            "on-ukraine-with-council",
            "With the votes of the Security Council",
            both,
            False,
            "The reading names the Assembly. In the Council the two also voted for each other's drafts.",
        ),
    ]
    return [
        specification(
            record,
            id,
            label,
            per_cent(votes.equal_share(chosen, "china", "russia")),
            votes.copies(chosen),
            nearest=place == 0,
            principled=principled,
            reading="on-ukraine",
            reason=reason,
            text=f"{int((chosen['china'] == chosen['russia']).sum())} of {len(chosen)}",
        )
        for place, (id, label, chosen, principled, reason) in enumerate(rows)
    ]


def beside_the_median(record: Record) -> list[Specification]:
    """Does China vote with Russia more often than with the median of all others, in the latest session?"""
    rows = votes.beside_all(record)
    most = rows[rows["both_voted"] >= HALF * len(votes.roll_calls(record))]
    take = partial(specification, record, reading="more-than-with-most")
    return [
        take(
            "median-all",
            "All members that voted",
            votes.above_the_median(rows),
            [rows],
            nearest=True,
            reason="Every member with a vote in session 80, to 18 December 2025.",
        ),
        take(
            "median-regular",
            "Members that voted in at least half",
            votes.above_the_median(most),
            [most],
            reason="A member that voted a few times has no share to speak of.",
        ),
    ]


hold(__name__)
