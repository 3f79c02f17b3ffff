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
    return conduct(record) | coding(record) | on_the_war(record) | arms(record)


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
    arms = rows[rows["question"] == "state arms"]
    firm = rows[rows["status"].isin(["published", "stated"])]
    helps, withheld = firm[firm["reading"] == "support"], firm[firm["reading"] == "restraint"]
    own = withheld["reporter"].isin(["china-government-words", "russia-government-words"])
    none = withheld.loc[withheld["question"] == "state arms", "reporter"].map(record.reporters["counted_by"])
    bought = record["arms_to_russia"].query("supplier == 'China' and year >= 2022").set_index("weapon")
    training = rows[(rows["question"] == "training") & (rows["reading"] == "support")]
    return {
        "firm-support": word(len(helps)),
        "firm-goods": word(int((helps["question"] == "dual use").sum())),
        "firm-kinds": word(helps["question"].nunique()),
        "firm-restraint": word(len(withheld) - int(own.sum())),
        "firm-own-word": word(int(own.sum())),
        "arms-support-firm": word(int((helps["question"] == "state arms").sum())),
        "arms-origins": word(len(set(none))),
        "carriers": word(int(bought.loc["armoured personnel carrier", "number"])),
        "engines-ordered": str(bought.loc["ship engine", "order_year"].unique().item()),
        "supplier-then": "not supported",  # American words of July 2023, and a French adviser's
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
    first = first[first.index.isin(second.index)]  # one row came later
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

    def worst(some: pd.DataFrame, which: int) -> int:
        """Texts on which, the unseen votes being cast against the proposition, China is as India (1) or as Belarus (-1)."""
        found = [
            int(row.china == row.india) - int(row.china == row.belarus or pd.isna(row.belarus))
            for row in some.itertuples()
        ]
        return found.count(which)

    council = record["un_war_votes"].query("body == 'Security Council' and date >= @INVASION and india != 'not member'")
    allies = record["war_ally_votes"].merge(rows, on="vote_id")
    share = record["un_agreement"].query("measure == 'identical' and first_year == 2023 and state_b == 'Russia'")
    agreed = share.set_index("state_a")["agreement_share"]

    def india(some: pd.DataFrame) -> int:
        return sum(china == other != ally for china, other, ally in both(some))

    def belarus(some: pd.DataFrame) -> int:
        return sum(china == ally != other for china, other, ally in both(some))

    unseen = len(rows) - len(both(rows))
    beside = (allies["vote"] == allies["india"]) & (allies["vote"] != allies["belarus"])
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
        "worst-india": word(worst(rows, 1)),
        "worst-belarus": word(worst(rows, -1)),
        "costly-worst": word(worst(costly, -1)),
        "council-india": word(int((council["china"] == council["india"]).sum())),
        "council-russia": word(int((council["china"] == council["russia"]).sum())),
        "ally-votes": word(len(allies)),
        "ally-votes-india": word(int(beside.sum())),
        "ally-texts": word(len(set(allies["vote_id"]))),
        "kazakhstan-agrees": f"{100 * agreed['Kazakhstan']:.0f} per cent",
        "china-agrees": f"{100 * agreed['China']:.0f} per cent",
    }


def arms(record: Record) -> dict[str, str]:
    rows = record["arms_transfers"].query("recipient == 'Russia' and 2022 <= year <= 2024")
    rows = rows.assign(vintage=rows["vintage"].dt.strftime("%Y-%m-%d"))
    sums = rows.groupby(["vintage", "supplier"])["delivered_tiv_mn"].sum()
    two = rows.query("vintage == '2026-02-12' and year < 2024").groupby("supplier")["delivered_tiv_mn"].sum()
    [treaty] = record["treaties"].query("pact_id == 'russia_dprk_2024'").to_dict("records")
    return {
        "arms-first-two": f"{100 * two['China'] / two['North Korea']:.0f} per cent",
        "arms-north-korea": f"{sums['2026-02-12', 'North Korea']:.0f}",
        "arms-iran": f"{sums['2026-02-12', 'Iran']:.0f}",
        "arms-all-february": f"{sums['2026-02-12', 'all']:.0f}",
        "arms-all-may": f"{sums['2026-05-24', 'all']:.0f}",
        "treaty-signed": f"{treaty['signed']:%B %Y}",
        "treaty-in-force": f"{treaty['in_force']:%B %Y}",
    }
