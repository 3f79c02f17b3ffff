"""The alliance chapter: the last duty to defend, shares in trade, pacts and spokes, and how many statements were found."""

from audit.findings import findings
from audit.findings.alliance.words import STATEMENTS
from audit.inputs.record import Record

from .findings import word


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the alliance chapter glues beside its findings."""
    pair = record["china_russia_pair"].set_index("year")
    pacts = record["pacts_2016"].query("country == 'China'").set_index("atop_id")
    exception = pacts[pacts["defence"] == "yes"].iloc[0]
    formal = record["cow_alliances"].query("country == 'China'")
    shared = record["exercise_depth"].query("pair == 'China-Russia' and value > 0")
    commands, airfields = (shared[shared["indicator"] == one] for one in ("joint_command_in_exercises", "airfield_use"))
    goods = record["war_conduct"].set_index("row_id")["number"]
    verdicts = [findings()[claim_id].verdict for claim_id in STATEMENTS]
    assert set(verdicts) <= {"said", "said-in-part", "text-not-obtained"}
    li = [findings()[claim_id].verdict for claim_id in STATEMENTS if claim_id.startswith("li-")]
    return {
        "last-defence": str(pair.index[pair["defence"] == "yes"].max()),
        "last-coded": str(pair.index.max()),
        **shares(record),
        "china-pacts": str(pacts.index.nunique()),
        "china-exception": f"{exception['bilateral_partner']} {exception['started']:%Y}",
        "china-asking": word(int(((pacts["defence"] == "yes") | (pacts["consultation"] == "yes")).sum())),
        "china-forbid": str(int(((pacts["defence"] == "no") & (pacts["consultation"] == "no")).sum())),
        "pacts-end": "2016",
        "china-formal": word(len(set(formal.loc[formal["ended"].isna(), "cow_id"]))),
        "no-formal-alliances-without": "not supported",
        "spokes-washington": word(len(record["spoke_lists"])),
        **own_tests(record),
        "joint-commands": word(commands["record_id"].nunique()),
        "first-command": str(commands["as_of"].min().year),
        "last-command": str(commands["as_of"].max().year),
        "first-airfield": str(airfields["as_of"].min().year),
        "goods-sher": f"{goods['sher-2023']:.0f} per cent",
        "goods-kse": f"{goods['kse-2023']:.0f} per cent",
        "analysts-verdict": "text not obtained",
        **words(record),
        "statements": str(len(verdicts)),
        "said": word(verdicts.count("said")),
        "said-in-part": word(verdicts.count("said-in-part")),
        "not-obtained": word(verdicts.count("text-not-obtained")),
        "li-statements": word(len(li)),
        "li-said": word(li.count("said")),
        "li-said-in-part": word(li.count("said-in-part")),
        "word-not-obtained": "Text not obtained",
    }


def words(record: Record) -> dict[str, str]:
    """Statements on the timeline since 2019: how many of each side, how many deny an alliance, how many affirm one."""
    rows = record["alliance_words"].query("shown == 'yes' and date >= '2019-01-01'")
    told = {side: rows.loc[rows["side"] == side, "stance"] for side in ("china", "russia")}
    return {
        **{f"{side}-statements": word(len(stances)) for side, stances in told.items()},
        **{f"{side}-denials": word(int(stances.str.startswith("no alliance").sum())) for side, stances in told.items()},
        "china-both": word(int((told["china"] == "no alliance, and above one").sum())),
        "russia-ally": word(int((told["russia"] == "alliance").sum())),
    }


def shares(record: Record) -> dict[str, str]:
    """Russia in China's trade from China's declarations, month by month; China in Russia's from the last statement."""
    with_russia = record["trade_monthly"].query("flow == 'total'").set_index("month")["value_usd_bn"]
    whole = record["trade_totals"].query("measure == 'china_total_trade' and vintage == 'revised'")
    told = {}
    for row in whole[whole["period_start"].dt.year >= 2021].itertuples():
        year = row.period_start.year
        months = [value for month, value in with_russia.items() if str(month)[:4] == str(year)]
        assert len(months) == 12
        told[f"russia-in-china-{year}"] = f"{sum(months) / row.value_usd_bn * 100:.2f} per cent"
    last = max(told)
    told["russia-in-china-last"], told["russia-in-china-last-year"] = told.pop(last), last[-4:]
    russia = record["trade_shares"].query("measure == 'china_share_of_russia_total_trade'").set_index("period_end")
    latest = russia.loc[russia.index.max()]
    return told | {
        "china-in-russia": f"{latest['share_pct']:.0f} per cent",
        "china-in-russia-said": f"{record.sources.loc[latest['source_id'], 'published_latest']:%B %Y}",
        "china-in-russia-before": f"{russia.loc['2021-12-31', 'share_pct']:.0f} per cent",
    }


def own_tests(record: Record) -> dict[str, str]:
    """Our own propositions of duty: occasions searched, spokes above China and Russia by other coders."""
    said = record["treaty_invocations"]
    said = said[~said["treaty"].str.contains("Korea")]
    five = set(record["spoke_lists"]["state"])
    formal = record["cow_alliances"]
    formal = formal[(formal["country"] == "United States") & formal["ended"].isna() & formal["partner"].isin(five)]
    higher = formal[formal["type"].isin(["defence pact", "entente"])]["partner"].nunique()
    days = said.drop_duplicates("occasion").set_index("occasion")["date"]
    return {
        "occasions": word(len(days)),
        "taiwan-said": f"{days['Taiwan']:%B %Y}",
        "kursk-said": f"{days['Kursk']:%B %Y}",
        "spokes-number": word(len(five)),
        "spokes-by-cow": word(higher),
    }
