"""The chapter on the war: facts, codings and votes, counted afresh from the tables."""

import pandas as pd

from audit.inputs.record import Record

from . import goods
from .findings import word

INVASION, ARTICLE, CUTOFF = "2022-02-24", "2023-08-17", "2026-11-26"


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the chapter glues beside its findings."""
    return own(record) | goods.texts(record)


def own(record: Record) -> dict[str, str]:
    """Without the goods, which are counted in a module of their own."""
    return conduct(record) | coding(record) | on_the_war(record)


def confirmed(record: Record, rows: pd.DataFrame, kind: str, status: str) -> int:
    """Kinds in which China's own word, or two origins that are firm, put it on Russia's side."""
    counted = record.reporters["counted_by"]
    firm = rows[(rows["took_part"] == "yes") & rows[status].isin(["published", "stated"])]
    own = {"china-government-words", "china-russia-joint"}
    return sum(
        bool(own & set(some["reporter"])) or some["reporter"].map(counted).nunique() > 1
        for _, some in firm.groupby(kind)
    )


def conduct(record: Record) -> dict[str, str]:
    rows = record["war_conduct"].query("state == 'China'")
    printed = rows["source_id"].map(record.sources["published_latest"])
    then = rows[(rows["date"] <= ARTICLE) & (printed <= pd.Timestamp(ARTICLE))]
    arms = rows[(rows["question"] == "state arms") & (rows["source_id"] != "sipri_reg_2026")]
    training = rows[(rows["question"] == "training") & (rows["reading"] == "support")]
    return {
        "facts": str(len(rows)),
        "facts-then": str(len(then)),
        "kinds": word(rows["question"].nunique()),
        "kinds-confirmed": word(confirmed(record, rows, "question", "status")),
        "kinds-confirmed-then": word(confirmed(record, then, "question", "status")),
        "training-facts": word(len(training)),
        "arms-support": word(int((arms["reading"] == "support").sum())),
        "arms-restraint": word(int((arms["reading"] == "restraint").sum())),
        "trained": f"about {int(rows.loc[rows['row_id'] == 'training-2025', 'number'].item())}",
        "drone-firms": word(int(rows.loc[rows["row_id"] == "treasury-2024", "number"].item())),
    }


def coding(record: Record) -> dict[str, str]:
    first, second = (record[table].set_index("row_id") for table in ("war_conduct", "war_second_coding"))
    second = second.reindex(first.index)
    pairs = {"kind": "question", "status": "status", "reading": "reading"}
    same, kappa = {}, {}
    for code, column in pairs.items():
        a, b = list(first[column]), list(second[f"second_{code}"])
        same[code] = sum(x == y for x, y in zip(a, b, strict=True))
        chance = sum(a.count(one) * b.count(one) for one in set(a)) / len(a) ** 2
        kappa[code] = (same[code] / len(a) - chance) / (1 - chance)
    china = first.join(second).query("state == 'China'")
    return {
        "rows": str(len(first)),
        **{f"same-{code}": str(number) for code, number in same.items()},
        **{f"kappa-{code}": f"{number:.2f}" for code, number in kappa.items()},
        "differ": word(3 * len(first) - sum(same.values())),
        "confirmed-ours": word(confirmed(record, china, "question", "status")),
        "confirmed-second": word(confirmed(record, china, "second_kind", "second_status")),
    }


def on_the_war(record: Record) -> dict[str, str]:
    rows = record["un_war_votes"]
    rows = rows[(rows["body"] == "General Assembly") & (rows["date"] >= INVASION)]
    late = rows[rows["date"] > pd.Timestamp(CUTOFF) - pd.DateOffset(years=2)]
    core = rows[rows["subject"] == "invasion and peace"]
    costly = rows[rows["subject"].isin(["seat and reparation", "rights and children"])]

    def both(some: pd.DataFrame) -> list[tuple[str, str, str]]:
        votes = [(row.china, row.india, row.belarus) for row in some.itertuples()]
        return [vote for vote in votes if not any(pd.isna(one) for one in vote)]

    def india(some: pd.DataFrame) -> int:
        return sum(china == other != ally for china, other, ally in both(some))

    def belarus(some: pd.DataFrame) -> int:
        return sum(china == ally != other for china, other, ally in both(some))

    unseen = len(rows) - len(both(rows))
    cast = [row for row in rows.itertuples() if not (pd.isna(row.iran) or pd.isna(row.india) or pd.isna(row.china))]
    return {
        "texts": str(len(rows)),
        "as-india": word(india(rows)),
        "as-belarus": word(belarus(rows)),
        "not-seen": word(unseen),
        "core": word(len(core)),
        "core-india": word(india(core)),
        "costly-india": word(india(costly)),
        "costly-belarus": word(belarus(costly)),
        "only-iran": word(sum(row.china == row.iran != row.india for row in cast)),
        "only-india": word(sum(row.china == row.india != row.iran for row in cast)),
        "late-india": word(india(late)),
        "late-belarus": word(belarus(late)),
        "worst": word(india(rows) - belarus(rows) - unseen),
    }
