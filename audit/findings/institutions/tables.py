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


def tiles(record: Record, across: int = 6) -> pd.DataFrame:
    """Members and partners as a grid, for the article's day and today: ``ranks`` with ``at``, ``row``, ``column``.

    Each rank begins a new row; ``across``: tiles in a row.
    """
    last = pd.Timestamp(record.data_cutoff)
    days = {f"{ARTICLE_DAY:%B %Y}": ARTICLE_DAY, "Today": last}
    frames = []
    for at, day in days.items():
        row = 0
        for rank, group in ranks(record, day).groupby("rank", sort=False):
            places = range(len(group))
            frames.append(
                group.assign(
                    at=at,
                    rank=rank,
                    row=[row + place // across for place in places],
                    column=[place % across for place in places],
                )
            )
            row += -(-len(group) // across)
    return pd.concat(frames, ignore_index=True)


# --- initiatives ------------------------------------------------------------------------------------------------------

#: The words for what happened, on the time line.
EVENTS = {
    "proposed": "proposed by China",
    "promoted": "pressed for by China",
    "credited": "called China’s by another government",
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
