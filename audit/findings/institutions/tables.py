"""The SCO and China's initiatives: the frames behind the chapter's charts.

Each function takes the record and returns what one chart or table shows; the arithmetic of the claims is in ``claims.py``.
"""

from __future__ import annotations

import pandas as pd

from audit.findings.institutions.claims import ARTICLE_DAY, NAMED, SPONSOR, endorsement, members, not_named
from audit.inputs.record import Record

#: How a member stands to a declaration, the strongest first.
NAMED_WORDS = {"named": "named", "not named": "not named", "sponsor": "the sponsor", "no member": "no member yet"}

#: Short words for who met, to stand under a year.
LEVELS = {"heads of state": "summit", "heads of government": "prime ministers", "foreign ministers": "ministers"}

#: What the SCO's ranks are called, the highest first.
RANKS = ("member", "observer", "dialogue partner", "partner")


def declarations(record: Record) -> pd.DataFrame:
    """The declarations of which all names are known, by date, with how many members they name.

    Columns: ``declaration_id``, ``date``, ``year``, ``level``, ``place``, ``basis`` (derived if no source quotes or lists),
    ``others`` (members other than China), ``named`` and ``missing`` (both in members), ``who_is_missing``.
    """
    rows = []
    for declaration, texts in record["institutions_bri_named"].groupby("declaration_id"):
        first = texts.iloc[0]
        others = [member for member in members(record, first["date"]) if member != SPONSOR]
        missing = not_named(endorsement(record, declaration), others)
        rows.append(
            {
                "declaration_id": declaration,
                "date": first["date"],
                "year": first["date"].year,
                "level": first["level"],
                "place": first["place"],
                "basis": "derived" if (texts["basis"] == "derived").all() else "seen",
                "others": len(others),
                "named": len(others) - len(missing),
                "missing": len(missing),
                "who_is_missing": " and ".join(missing),
            }
        )
    return pd.DataFrame(rows).sort_values("date", ignore_index=True)


def endorsements(record: Record) -> pd.DataFrame:
    """Every member of today against every declaration: columns of ``declarations``, and ``country``, ``stands``, ``when``.

    ``stands``: named, not named, the sponsor, or no member yet. ``when``: year and level in a few words.
    """
    table, told = record["institutions_bri_named"], declarations(record)
    countries = members(record, told["date"].max())
    rows = []
    for one in told.itertuples():
        for country in countries:
            texts = table[(table["declaration_id"] == one.declaration_id) & (table["country"] == country)]
            stands = texts["named"].iloc[0] if len(texts) else "no member"
            rows.append({"declaration_id": one.declaration_id, "country": country, "stands": NAMED_WORDS[stands]})
    frame = pd.DataFrame(rows).merge(told, on="declaration_id")
    return frame.assign(when=[f"{row.year} {LEVELS[row.level]}" for row in frame.itertuples()])


def measured(record: Record) -> pd.DataFrame:
    """Every meeting with whom its text misses, newcomers counted or not: ``when``, ``named``, and for ``all`` and ``before``

    ``asked_…`` (members other than China), ``missing_…`` (how many) and ``who_…`` (in words).
    """
    rows = []
    for one in declarations(record).itertuples():
        row = {"when": f"{one.year} {LEVELS[one.level]}", "named": one.named}
        for name, admitted in (("all", True), ("before", False)):
            asked = [country for country in members(record, one.date, admitted=admitted) if country != SPONSOR]
            missing = not_named(endorsement(record, one.declaration_id), asked)
            row |= {f"asked_{name}": len(asked), f"missing_{name}": len(missing), f"who_{name}": " and ".join(missing)}
        rows.append(row)
    return pd.DataFrame(rows)


def with_newcomers(record: Record) -> pd.DataFrame:
    """``endorsements`` with ``newcomer``: was the member admitted at that very meeting?"""
    frame = endorsements(record)
    newcomers = {
        (when, country)
        for when in frame["date"].unique()
        for country in set(members(record, when)) - set(members(record, when, admitted=False))
    }
    return frame.assign(newcomer=[(row.date, row.country) in newcomers for row in frame.itertuples()])


def at_summits(record: Record) -> pd.DataFrame:
    """The same for the summits, the meetings of heads of state, alone."""
    frame = endorsements(record)
    return frame[frame["level"] == "heads of state"].reset_index(drop=True)


def ranks(record: Record, day: pd.Timestamp) -> pd.DataFrame:
    """Who had which rank in the SCO on a day: ``country``, ``rank``, ``since`` (year), ``known`` (the beginning was seen)."""
    table = record["institutions_sco_status"]
    held = table[(table["from_date"] <= day) & (table["until_date"].isna() | (table["until_date"] > day))]
    held = held.assign(order=held["status"].map(RANKS.index)).sort_values(["order", "from_date", "country"])
    return pd.DataFrame(
        {
            "country": held["country"].to_numpy(),
            "rank": held["status"].to_numpy(),
            "since": held["from_date"].dt.year.to_numpy(),
            "known": (held["date_precision"] != "first seen").to_numpy(),
        }
    )


def first_seen(record: Record) -> pd.Series:
    """For each country the year of its first rank in the SCO, as text: "by 2019" where only an upper bound was seen."""
    first = (
        record["institutions_sco_status"]
        .sort_values("from_date", kind="stable")
        .drop_duplicates("country")
        .set_index("country")
    )
    year = first["from_date"].dt.year.astype(str)
    return year.where(first["date_precision"] != "first seen", "by " + year)


#: Names too long for a tile.
SHORT_NAMES = {"United Arab Emirates": "U. A. E."}


def tiles(record: Record, across: int = 4) -> pd.DataFrame:
    """Members and partners today as a grid: ``ranks`` with ``line``, ``column``, ``short`` and ``change``.

    Each rank begins below a line that is left free for its heading; ``across``: tiles in a line. ``change``, since the
    article: new (to the club), moved up (to member), or none; from observer or dialogue partner to partner is none.
    ``since``: of a member, when it became one; of a partner, when it first had any rank, or was first seen to have one.
    """
    before = ranks(record, ARTICLE_DAY).set_index("country")["rank"]
    first = first_seen(record)
    frames, line = [], 0
    for rank, group in ranks(record, pd.Timestamp(record.data_cutoff)).groupby("rank", sort=False):
        places = range(len(group))
        change = [
            "new" if country not in before else "moved up" if rank == "member" != before[country] else "none"
            for country in group["country"]
        ]
        frames.append(
            group.assign(
                since=[
                    first[country] if rank == "partner" else str(year)
                    for country, year in zip(group["country"], group["since"], strict=True)
                ],
                line=[line + 1 + place // across for place in places],
                column=[place % across for place in places],
                short=group["country"].replace(SHORT_NAMES),
                change=change,
            )
        )
        line += 1 + -(-len(group) // across)
    return pd.concat(frames, ignore_index=True)


def rank_heads(grid: pd.DataFrame) -> pd.DataFrame:
    """The heading of each rank of ``tiles``: ``line`` (the one left free above it) and ``words``, how many there are."""
    rows = [
        {"line": group["line"].min() - 1, "words": f"{len(group)} {rank}s"}
        for rank, group in grid.groupby("rank", sort=False)
    ]
    return pd.DataFrame(rows)


# --- initiatives ------------------------------------------------------------------------------------------------------

#: The words for what happened, on the time line.
EVENTS = {
    "proposed": "proposed by China",
    "promoted": "pressed for by China",
    "credited": "credited to China by others",
}


def initiative_events(record: Record) -> pd.DataFrame:
    """When each initiative was proposed, pressed for and credited: ``initiative``, ``date``, ``event``, ``fact``, ``exact``.

    One row a day and event; a month stands for its first day, and ``exact`` is false.
    """
    table = record["institutions_initiatives"]
    table = table[table["measure"].isin(EVENTS)].sort_values(["date_precision", "date"], kind="stable")
    dated = table[(table["measure"] != "proposed") | (table["date_precision"] == "day")]
    once = dated.drop_duplicates(["initiative", "measure", "date"])
    return pd.DataFrame(
        {
            "initiative": once["initiative"].to_numpy(),
            "date": once["date"].to_numpy(),
            "event": once["measure"].map(EVENTS).to_numpy(),
            "fact": once["fact"].to_numpy(),
            "exact": (once["date_precision"] == "day").to_numpy(),
        }
    ).sort_values(["date", "initiative"], ignore_index=True)


#: What a published count counts, in words.
COUNTED = {
    "states": "signed, states",
    "states and bodies": "signed, states and bodies",
    "supporters": "said to support it",
    "group of friends": "in the group of friends",
}


def initiative_counts(record: Record) -> pd.DataFrame:
    """Published counts, as printed: ``initiative``, ``date``, ``counted``, ``number`` (with its qualifier), ``unit``, ``source_id``."""
    table = record["institutions_initiatives"]
    table = table[table["measure"].isin(COUNTED)].sort_values(["initiative", "date"])
    words = table["value_qualifier"].replace("exact", "")
    return pd.DataFrame(
        {
            "initiative": table["initiative"].to_numpy(),
            "date": table["date"].to_numpy(),
            "counted": table["measure"].map(COUNTED).to_numpy(),
            "number": [f"{word} {value}".strip() for word, value in zip(words, table["value"], strict=True)],
            "unit": table["unit"].to_numpy(),
            "source_id": table["source_id"].to_numpy(),
        }
    )


def proposed_on(record: Record) -> pd.Series:
    """The day on which each of the four named initiatives was proposed."""
    events = initiative_events(record)
    first = events[events["event"] == EVENTS["proposed"]].groupby("initiative")["date"].min()
    return first[list(NAMED)]


# --- judgements and disputes ------------------------------------------------------------------------------------------


def evidence(record: Record, claim_id: str) -> pd.DataFrame:
    """The evidence on a judgement, by side and date: ``side``, ``point``, ``evidence``, ``as_of``, ``source_id``, ``note``."""
    table = record["institutions_evidence"]
    chosen = table[table["claim_id"] == claim_id]
    return chosen.sort_values(["side", "as_of"], kind="stable", ignore_index=True)


def disputes(record: Record) -> pd.DataFrame:
    """Each member of September 2023 but China: ``member``, ``border``, ``open``, ``settled_by``.

    ``open``: yes if governments differ over territory; a claim that stands on a map only is told as such.
    """
    table = record["institutions_borders"]
    rows = []
    for member in members(record, ARTICLE_DAY):
        of = table[table["member"] == member]
        if member == SPONSOR or of.empty:
            continue
        answers = set(of["dispute_open"])
        settled = of.loc[of["dispute_open"] != "claim on a map", "instrument"].iloc[0]
        rows.append(
            {
                "member": member,
                "border": of["has_border"].iloc[0],
                "open": "yes" if "yes" in answers else "on a map only" if "claim on a map" in answers else "no",
                "settled_by": settled,
            }
        )
    return pd.DataFrame(rows)
