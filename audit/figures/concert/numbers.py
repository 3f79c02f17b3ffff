"""The chapter's numbers on their way into prose, by section: name -> text. What they are is computed in the findings."""

from __future__ import annotations

import pandas as pd

from audit.figures.prose import in_words, percent
from audit.findings.concert import claims, domains, tables, votes
from audit.inputs.record import Record


def _share(share: float) -> str:
    return percent(100 * share)


def _none(number: int) -> str:
    return in_words(number) if number else "none"


def answer(record: Record) -> dict[str, str]:
    """The five domains, and the votes on the war."""
    found = tables.five_domains(record)
    core, war = votes.on_the_war(record, subject="invasion and peace"), votes.on_the_war(record)
    conduct, asked = domains.conduct(record), domains.positions(record)
    without_votes = found[found["domain"] != "votes"]
    members = tables.beside_all(record)
    return {
        "domains-as-one": in_words(int((found["answer"] == "rule met").sum())),
        "domains": in_words(len(found)),
        "core-texts": in_words(len(core)),
        "core-equal": _none(int((core["china"] == core["russia"]).sum())),
        "war-texts": in_words(len(war)),
        "war-equal": in_words(int((war["china"] == war["russia"]).sum())),
        "conduct-helps": in_words(int(conduct["on_russias_side"].sum())),
        "conduct-kinds": in_words(len(conduct)),
        "questions-same": in_words(int((asked == "same").sum())),
        "questions": in_words(len(asked)),
        "known-then": in_words(int(_known_then(record))),
        "without-votes": in_words(int((without_votes["answer"] == "rule met").sum())),
        "other-domains": in_words(len(without_votes)),
        "members-regular": str(len(members)),
        "members-passing": str(int((members["share"] > domains.HALF).sum())),
    }


def _known_then(record: Record) -> float:
    """How many domains the evidence of 2023 alone would give."""
    return next(one.value for one in domains.acting_in_concert(record) if one.id == "known-in-2023")


def on_the_war(record: Record) -> dict[str, str]:
    """The Assembly's other texts, and the Council."""
    council = votes.on_the_war(record, body="Security Council")
    drafts = council[council["russia"] == "yes"]
    rights = votes.on_the_war(record, subject="rights and children")
    return {
        "council-texts": in_words(len(council)),
        "council-equal": in_words(int((council["china"] == council["russia"]).sum())),
        "council-for": in_words(len(drafts)),
        "council-against": in_words(int((council["russia"] == "no").sum())),
        "rights-texts": in_words(len(rights)),
        "rights-equal": in_words(int((rights["china"] == rights["russia"]).sum())),
    }


def agreement(record: Record) -> dict[str, str]:
    """What was published to 2024, and what we counted for 2025."""
    line = votes.published(record, "China", "Russia").set_index("session")["agreement_share"]
    apart = tables.agreement_2025(record).set_index(["pair", "kept"])["share"]
    split, all_members = tables.where_they_split(record), tables.beside_all(record)
    russia = all_members.set_index("state").loc["Russia"]
    others = all_members[all_members["state"] != "Russia"]
    india = votes.published(record, "China", "India").set_index("session")["agreement_share"]
    lower = line[(line < line[78]) & (line.index < 78)]
    return {
        "share-77": _share(line[77]),
        "india-76": _share(india[76]),
        "india-77": _share(india[77]),
        "india-78": _share(india[78]),
        "lowest-since": str(int(_ends(record, lower.index.max()))),
        "india-2025-contested": _share(apart["China–India", "more than three against"]),
        "share-76": _share(line[76]),
        "share-78": _share(line[78]),
        "share-2025": _share(apart["China–Russia", "all"]),
        "share-2025-few": _share(apart["China–Russia", "three or fewer against"]),
        "share-2025-contested": _share(apart["China–Russia", "more than three against"]),
        "india-2025": _share(apart["China–India", "all"]),
        "votes-2025": str(int(split["votes"])),
        "split-2025": str(int(split["different"])),
        "split-china-yes": in_words(int(split["china_yes_russia_no"])),
        "split-russia-yes": _none(int(split["russia_yes_china_no"])),
        "split-washington": str(int(split["with_washington"])),
        "members": str(len(others)),
        "members-above": str(int((others["share"] > russia["share"]).sum())),
        "median": _share(others["share"].median()),
    }


def _ends(record: Record, session: int) -> int:
    """The year in which a session ends."""
    rows = votes.published(record, "China", "Russia").set_index("session")
    return rows.loc[session, "first_year"] + 1


def allies(record: Record) -> dict[str, str]:
    """Allies of Washington in session 78, and in autumn 2025."""
    pairs = {"uk": "United Kingdom", "japan": "Japan", "korea": "South Korea"}
    last = {key: _last(record, state, "United States") for key, state in pairs.items()}
    below = sum(share < _last(record, "China", "Russia") for share in last.values())
    apart = tables.agreement_2025(record).query("kept == 'all'").set_index("pair")["share"]
    now = {f"{key}-us-2025": _share(apart[tables.pair_name(state, "United States")]) for key, state in pairs.items()}
    return (
        now
        | {f"{key}-us-78": _share(share) for key, share in last.items()}
        | {
            "allies": in_words(len(last)),
            "allies-below": in_words(below),
        }
    )


def _last(record: Record, state_a: str, state_b: str) -> float:
    return float(votes.last_complete(record, state_a, state_b)["agreement_share"].iloc[0])


def outreach(record: Record) -> dict[str, str]:
    """Contacts before and after the invasion, and how much of them was traced."""
    since = tables.contacts_since(record)
    rate = claims.a_year(len(since), votes.INVASION, claims.ARTICLE_DAY)
    before, _ = claims.before_the_war(record)
    xi, calls = (claims.count(record, id)["value"].iloc[0] for id in ("2021-12-15-tass", "2020-12-28-calls"))
    by_year = tables.contacts_by_year(record).groupby("year")["number"].sum()
    early = claims.contacts(record, claims.PRESIDENT_SINCE, claims.count(record, "2021-12-15-tass")["date"].iloc[0])
    agency = claims.count(record, "2023-09-01-sputnik")["value"].iloc[0]
    winter = claims.contacts(record, pd.Timestamp(2021, 12, 16), votes.INVASION - pd.Timedelta(days=1))
    traced = claims.contacts(record, claims.PRESIDENT_SINCE, votes.INVASION - pd.Timedelta(days=1))
    return {
        "agency-count": str(int(agency)),
        "meetings-since": f"{claims.a_year(agency - xi - len(winter), votes.INVASION, claims.ARTICLE_DAY):.1f}",
        "traced-before": f"{claims.a_year(len(traced), claims.PRESIDENT_SINCE, votes.INVASION - pd.Timedelta(days=1)):.1f}",
        "contacts-since": in_words(len(since)),
        "calls-since": in_words(int((since["form"] == "phone").sum())),
        "rate-since": f"{rate:.1f}",
        "rate-before": f"{before:.1f}",
        "xi-count": str(int(xi)),
        "traced-early": str(int((early["form"] != "phone").sum())),
        "calls-2020": in_words(int(calls)),
        "traced-2020": in_words(int(by_year[2020])),
        "contacts-2025": in_words(int(by_year[2025])),
    }
