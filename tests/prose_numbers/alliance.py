"""The alliance chapter: the last duty to defend, shares in trade, and how many reported statements were found."""

from audit.findings import default_ledger, findings
from audit.record import Record

from .findings import word


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the alliance chapter glues beside its findings."""
    pair = record["china_russia_pair"].set_index("year")
    shares = record["trade_shares"]
    last = shares[shares["period_end"] == shares.groupby("measure")["period_end"].transform("max")]
    share = {measure: rows["share_pct"].unique() for measure, rows in last.groupby("measure")}
    [china_in_russia] = share["china_share_of_russia_total_trade"]
    [russia_in_china] = share["russia_share_of_china_total_trade"]
    claims = default_ledger().claims.values()
    statements = [claim.id for claim in claims if (claim.chapter, claim.kind) == ("alliance", "statement")]
    verdicts = [findings()[claim_id].verdict for claim_id in statements]
    assert set(verdicts) <= {"said", "not-confirmed"}
    return {
        "last-defence": str(pair.index[pair["defence"] == "yes"].max()),
        "last-coded": str(pair.index.max()),
        "china-in-russia": f"{china_in_russia:.0f} per cent",
        "russia-in-china": f"{russia_in_china:.0f} per cent",
        "statements": str(len(verdicts)),
        "said": word(verdicts.count("said")),
        "not-confirmed": word(verdicts.count("not-confirmed")),
    }
