"""The chapter's numbers on their way into prose, by section: name -> text. What they are is computed in the findings."""

from __future__ import annotations

from audit.figures.prose import in_words
from audit.findings.war import tables, votes
from audit.inputs.record import Record


def conduct(record: Record) -> dict[str, str]:
    """Facts, kinds and what is confirmed, then and now."""
    rows, now, then = tables.conduct(record), tables.by_kind(record), tables.by_kind(record, known_only=True)
    arms = rows[(rows["question"] == "state arms") & (rows["reporter"] != "sipri")]
    return {
        "facts": str(len(rows)),
        "facts-then": str(int((rows["known"] == "yes").sum())),
        "kinds": in_words(len(now)),
        "kinds-confirmed": in_words(int(now["confirmed"].sum())),
        "kinds-confirmed-then": in_words(int(then["confirmed"].sum())),
        "training-facts": in_words(int(((rows["question"] == "training") & (rows["reading"] == "support")).sum())),
        "arms-support": in_words(int((arms["reading"] == "support").sum())),
        "arms-restraint": in_words(int((arms["reading"] == "restraint").sum())),
        "trained": f"about {rows.set_index('row_id').loc['training-2025', 'number']:.0f}",
        "drone-firms": in_words(int(rows.set_index("row_id").loc["treasury-2024", "number"])),
    }


def coding(record: Record) -> dict[str, str]:
    """How often the two coders agreed, and what the second coding would confirm."""
    found = tables.agreement(record).set_index("code")
    ours, second = tables.confirmed_by(record), tables.confirmed_by(record, second=True)
    return {
        "rows": str(int(found["rows"].max())),
        **{f"same-{code}": str(int(row["same"])) for code, row in found.iterrows()},
        **{f"kappa-{code}": f"{row['kappa']:.2f}" for code, row in found.iterrows()},
        "differ": in_words(len(tables.disagreements(record))),
        "confirmed-ours": in_words(sum(ours.values())),
        "confirmed-second": in_words(sum(second.values())),
    }


def on_the_war(record: Record) -> dict[str, str]:
    """Texts by the side on which China chose."""
    every = tables.war_votes(record)
    core, costly = every[every["subject"] == "invasion and peace"], every[every["costly"] == "yes"]
    late = every[every["lately"] == "yes"]

    def count(rows, side: str) -> str:
        number = int((rows["side"] == side).sum())
        return in_words(number) if number else "none"

    return {
        "texts": str(len(every)),
        "as-india": count(every, "as India"),
        "as-belarus": count(every, "as Belarus"),
        "not-seen": count(every, "not seen"),
        "core": in_words(len(core)),
        "core-india": count(core, "as India"),
        "costly-india": count(costly, "as India"),
        "costly-belarus": count(costly, "as Belarus"),
        "only-iran": in_words(int((votes.side(votes.texts(record), "iran") == "as Iran").sum())),
        "only-india": in_words(int((votes.side(votes.texts(record), "iran") == "as India").sum())),
        "late-india": count(late, "as India"),
        "late-belarus": count(late, "as Belarus"),
        "worst": in_words(votes.balance(votes.texts(record)) - int((every["side"] == "not seen").sum())),
    }
