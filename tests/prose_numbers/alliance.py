"""The alliance chapter: the last duty to defend, shares in trade, and how many reported statements were found."""

from audit.findings import default_ledger, findings
from audit.findings.alliance_words import IN_PART_ONLY
from audit.record import Record

from .findings import word


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the alliance chapter glues beside its findings."""
    pair = record["china_russia_pair"].set_index("year")
    shares = record["trade_shares"]
    totals = {
        "china-in-russia": shares[shares["measure"] == "china_share_of_russia_total_trade"],
        "russia-in-china": shares[shares["measure"] == "russia_share_of_china_total_trade"],
    }
    told = {}
    for name, rows in totals.items():
        for key, part in {name: rows, f"{name}-before": rows[rows["period_end"].dt.year < 2022]}.items():
            last = part[part["period_end"] == part["period_end"].max()]
            told[key] = f"{last['share_pct'].iloc[-1]:.0f} per cent"
            told[f"{key}-when"] = f"{last['period_end'].iloc[-1]:%Y}"
    told["russia-in-china-when"] = "January to November 2023"
    claims = default_ledger().claims.values()
    statements = [claim.id for claim in claims if (claim.chapter, claim.kind) == ("alliance", "statement")]
    verdicts = [findings()[claim_id].verdict for claim_id in statements]
    assert set(verdicts) <= {"said", "not-confirmed"}
    return {
        "last-defence": str(pair.index[pair["defence"] == "yes"].max()),
        "last-coded": str(pair.index.max()),
        **told,
        "statements": str(len(verdicts)),
        "said": word(verdicts.count("said")),
        "said-in-part": word(len(IN_PART_ONLY)),
        "not-confirmed": word(verdicts.count("not-confirmed")),
    }
