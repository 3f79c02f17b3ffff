"""The chapter's numbers on their way into prose, by section: name -> text. What they are is computed in the findings."""

from __future__ import annotations

from audit.figures.prose import VERDICT_WORDS, in_words, percent
from audit.findings.war import arms as arms_found
from audit.findings.war import tables, votes
from audit.inputs.record import Record


def conduct(record: Record) -> dict[str, str]:
    """Facts, kinds and what is confirmed, then and now."""
    rows, now, then = tables.conduct(record), tables.by_kind(record), tables.by_kind(record, known_only=True)
    told = rows[rows["question"] == "state arms"]
    none, some = told[told["reading"] == "restraint"], told[told["reading"] == "support"]
    firm = tables.firm_facts(record)
    bought = arms_found.items(record, "China")
    return {
        "confirmed-second": in_words(sum(tables.confirmed_by(record, second=True).values())),
        "firm-support": in_words(int(firm["support"].sum())),
        "firm-goods": in_words(int(firm.loc["Goods", "support"])),
        "firm-kinds": in_words(int((firm["support"] > 0).sum())),
        "firm-restraint": in_words(int(firm["restraint"].sum())),
        "firm-own-word": in_words(int(firm[tables.OWN_WORD].sum())),
        "arms-support-firm": in_words(int((some["firm"] == "yes").sum())),
        "arms-origins": in_words(none.query("firm == 'yes'")["reporter"].map(record.reporters["counted_by"]).nunique()),
        "carriers": in_words(int(bought.loc[bought["weapon"] == "armoured personnel carrier", "number"].sum())),
        "engines-ordered": str(int(bought.loc[bought["weapon"] == "ship engine", "order_year"].iloc[0])),
        "supplier-then": VERDICT_WORDS[tables.readings().set_index("degree").loc["As a supplier", "then"]].lower(),
        "facts": str(len(rows)),
        "facts-then": str(int((rows["known"] == "yes").sum())),
        "kinds": in_words(len(now)),
        "kinds-confirmed": in_words(int(now["confirmed"].sum())),
        "kinds-confirmed-then": in_words(int(then["confirmed"].sum())),
        "training-facts": in_words(int(((rows["question"] == "training") & (rows["reading"] == "support")).sum())),
        "arms-support": in_words(len(some)),
        "arms-restraint": in_words(len(none)),
        "trained": f"about {rows.set_index('row_id').loc['training-2025', 'number']:.0f}",
        "drone-firms": in_words(int(rows.set_index("row_id").loc["treasury-2024", "number"])),
    }


def arms(record: Record) -> dict[str, str]:
    """Major arms to Russia: what one year and the newest register change, and when North Korea's treaty came."""
    found = {one.id: one.value for one in arms_found.arms_below_a_treaty_ally(record)}
    sums = arms_found.to_russia(record).groupby("supplier")["delivered"].sum()
    every = arms_found.everybody(record).groupby("vintage")["delivered_tiv_mn"].sum()
    treaty = record["treaties"].set_index("pact_id").loc["russia_dprk_2024"]
    return {
        "arms-first-two": percent(found["first-two-years"]),
        "arms-north-korea": f"{sums['North Korea']:.0f}",
        "arms-iran": f"{sums['Iran']:.0f}",
        "arms-all-february": f"{every[arms_found.LATEST]:.0f}",
        "arms-all-may": f"{every[arms_found.NEWEST]:.0f}",
        "treaty-signed": f"{treaty['signed']:%B %Y}",
        "treaty-in-force": f"{treaty['in_force']:%B %Y}",
    }


def coding(record: Record) -> dict[str, str]:
    """How often the two coders agreed, and what the second coding would confirm."""
    found = tables.agreement(record).set_index("code")
    ours = tables.confirmed_by(record)
    return {
        "rows": str(int(found["rows"].max())),
        **{f"same-{code}": str(int(row["same"])) for code, row in found.iterrows()},
        **{f"kappa-{code}": f"{row['kappa']:.2f}" for code, row in found.iterrows()},
        "differ": in_words(len(tables.disagreements(record))),
        "confirmed-ours": in_words(sum(ours.values())),
    }


def on_the_war(record: Record) -> dict[str, str]:
    """Texts by the side on which China chose."""
    every = tables.war_votes(record)
    core, costly = every[every["subject"] == "invasion and peace"], every[every["costly"] == "yes"]
    late = every[every["lately"] == "yes"]
    worst = votes.at_worst(votes.texts(record))
    costly_worst = worst[votes.texts(record)["subject"].isin(votes.COSTLY)]
    council = votes.side(votes.council(record), "russia")
    allies = votes.treaty_allies(record)
    share = record["un_agreement"].query("measure == 'identical' and first_year >= 2022")
    pair = share.set_index(["state_a", "state_b", "first_year"])["agreement_share"]

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
        "worst-india": in_words(int((worst > 0).sum())),
        "worst-belarus": in_words(int((worst < 0).sum())),
        "costly-worst": in_words(int((costly_worst < 0).sum())),
        "council-india": in_words(int((council == "as India").sum())),
        "council-russia": in_words(int((council == "as Russia").sum())),
        "ally-votes": in_words(len(allies)),
        "ally-votes-india": in_words(int((allies["side"] == "as India").sum())),
        "ally-texts": in_words(allies["vote_id"].nunique()),
        "kazakhstan-agrees": percent(100 * pair["Kazakhstan", "Russia", 2023]),
        "china-agrees": percent(100 * pair["China", "Russia", 2023]),
    }
