"""The chapter on what happened since: figures read off their tables, predictions and forecasts counted by hand."""

from audit.findings import default_ledger, finding
from audit.inputs.record import Record

from .exercises import yearly
from .findings import word
from .rivals import answers

#: Directions by layer, by hand from the table of figures: since 2012 and since 2023.
DIRECTIONS = {"duty": ("level", "level"), "behaviour": ("mixed", "level"), "equality": ("less even", "no figure")}
#: The figures of behaviour since 2023, by hand; equal votes have none after it.
UP, DOWN, WITHIN = ("exercises",), (), ("trade", "share of trade", "share of crude")
#: Arms either way share years or are too small, contacts are set aside.
NO_DIRECTION = ("votes", "contacts", "arms from Russia", "arms from China")
#: The same since 2012.
UP_BEFORE, DOWN_BEFORE, WITHIN_BEFORE = ("trade", "exercises"), ("arms from Russia",), ("votes",)
#: Of the figures of equality none can be compared with 2023.
COMPARED, EQUALITY = (), 5

CAMP_DAVID = ("camp-david-summit-2023", "camp-david-initiatives", "camp-david-responsibilities", "camp-david-hotline")
AHEAD = ("belarus-sco-2024", "challenge-to-us", "could-split-region")
ANNOUNCED, OPEN_ENDED = AHEAD[:1], AHEAD[1:]

#: Tests of the rivals' chapter without a fact from after the articles, by hand.
OLD_NEWS = ("secret-duty", "duty-to-consult", "recognition", "missile-warning")
#: Of equality only who sees a vassal expects a direction.
ON_EQUALITY = ("vassalage",)
#: Explanations of which something of a direction follows, by hand.
ON_DUTY = ("articles", "entente", "axis", "convenience", "partners")
ON_BEHAVIOUR = ("near-alliance", "entente", "axis", "hedging")


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the chapter glues beside its findings."""
    return directions() | figures(record) | predictions() | tests(record) | stakes(record)


def none(count: int) -> str:
    return word(count) if count else "none"


def directions() -> dict[str, str]:
    told = {f"{layer}-before": before for layer, (before, _) in DIRECTIONS.items()}
    told |= {f"{layer}-articles": since for layer, (_, since) in DIRECTIONS.items()}
    return told | {
        "behaviour-known": word(len(UP) + len(DOWN) + len(WITHIN)),
        "behaviour-all": word(len(UP) + len(DOWN) + len(WITHIN) + len(NO_DIRECTION)),
        "behaviour-level": word(len(WITHIN)),
        "behaviour-unknown": word(len(NO_DIRECTION)),
        "behaviour-before-known": word(len(UP_BEFORE) + len(DOWN_BEFORE) + len(WITHIN_BEFORE)),
        "behaviour-before-more": word(len(UP_BEFORE)),
        "equality-known": none(len(COMPARED)),
        "equality-all": word(EQUALITY),
    }


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def figures(record: Record) -> dict[str, str]:
    drills = yearly(record, "forces-with-patrols")
    trade = record["trade_annual"].query("flow == 'total' and vintage == 'first_release'").dropna(subset="value_usd_bn")
    trade = trade.groupby("year")["value_usd_bn"].first()
    arms = record["arms_transfers"].query("source_id == 'sipri_reg_2026'")

    def sent(supplier: str, recipient: str, last: int) -> float:
        rows = arms.query("supplier == @supplier and recipient == @recipient and @last - 5 < year <= @last")
        return rows["delivered_tiv_mn"].sum()

    size = record["equality_size"].set_index("year")
    times = size["china_gdp_usd_bn"] / size["russia_gdp_usd_bn"]
    told = {}
    for name, last in (("articles", 2023), ("latest", 2025)):
        told[f"exercises-{name}"] = number(
            drills.loc[2021:2023].mean() if last == 2023 else drills.loc[2024:2025].mean()
        )
        told[f"trade-{name}"] = f"US${trade[last]:.0f} billion"
    for name, last in (("before", 2012), ("latest", 2024)):
        told[f"arms-from-russia-{name}"] = number(sent("Russia", "China", last))
    told |= {f"drills-{year}": word(int(drills[year])) for year in (2023, 2024, 2025)}
    for year in (2023, 2024):
        one = arms.query("year == @year").set_index(["supplier", "recipient"])["delivered_tiv_mn"]
        told[f"arms-from-russia-{year}"] = number(one["Russia", "China"])
        told[f"arms-from-china-{year}"] = number(one["China", "Russia"])
    cast = record["un_votes_2025"].query("session == 80")
    both = cast[cast["china"].isin(["yes", "no", "abstain"]) & cast["russia"].isin(["yes", "no", "abstain"])]
    told["votes-cast"] = str(len(both))
    told["votes-2025"] = f"{100 * (both['china'] == both['russia']).mean():.0f} per cent"
    told |= {"domains-now": "four", "domains-then": "three", "arms-last": "2024"}  # the verdicts by domain, by hand
    goods = record["goods_published"].set_index("row_id")["value"]
    told |= {
        "goods-dispatch": f"{goods['dispatch-2023']:g} per cent",
        "goods-territory": f"{goods['territory-mainland-2023']:g} per cent",
        "goods-tools": f"{goods['tools-producer-2023-24']:g} per cent",
        "goods-west": f"{goods['producer-west-2023']:g} per cent",
        "allies": "seven",
        "allies-found": "one",  # by hand: North Korea fought with Russia
        "allies-untold": "six",
        "allies-most": "one",  # a command or base
    }
    return told | {
        "consult": "one",
        "defend": "none",
        "trade-fall": f"{100 - 100 * trade[2025] / trade[2023]:.1f} per cent",
        "trade-year": str(trade.index.max()),
        "arms-year": str(arms["year"].max()),
        "size-before": number(times[2012]),
        "size-articles": number(times[2023]),
        "leaning-before": "11 per cent",
        "leaning-articles": f"{100 * 227.7 / 710.1:.0f} per cent",
        "leaning-year": "2013",  # of 2012 seven months were stated
    }


def predictions() -> dict[str, str]:
    verdicts = {id: finding(id).verdict for id in (*CAMP_DAVID, *AHEAD)}
    of = lambda ids, verdict: [verdicts[id] for id in ids].count(verdict)  # noqa: E731
    others = [one for id in verdicts for one in finding(id).alternative_verdicts.values()]
    return {
        "predictions": word(len(verdicts)),
        "predictions-failed": none(of(verdicts, "did-not")),
        "calendar": word(len(CAMP_DAVID + ANNOUNCED)),
        "calendar-true": none(of(CAMP_DAVID + ANNOUNCED, "came-true")),
        "ahead": word(len(OPEN_ENDED)),
        "read-otherwise-failed": none(others.count("did-not")),
    }


def tests(record: Record) -> dict[str, str]:
    told = answers(record)
    rows = record["rivals_tests"]
    news = rows[~rows["test_id"].isin(OLD_NEWS)]
    says = news[news["partners"] != "either"]
    settled = says[says["test_id"].map(told).isin(["yes", "no"])]
    came = int((settled["test_id"].map(told) == settled["partners"]).sum())
    made = record["rivals_predictions"].merge(says[["test_id", "partners"]], on="test_id")
    against = set(made.loc[(made["predicts"] != made["partners"]) & (made["explanation"] != "partners"), "test_id"])
    return {
        "expect-duty": word(len(ON_DUTY)),
        "expect-behaviour": word(len(ON_BEHAVIOUR)),
        "expect-equality": word(len(ON_EQUALITY)),
        "expect-failed": word(len(ON_BEHAVIOUR)),  # more, and it is level; less even has no figure
        "rivals-right": "Axis of upheaval three of three, Hedging three of three, Convenience two of two, Entente two of two, "
        "Vassalage two of two and Nearly an alliance one of one",  # by hand from the table
        "says-overtaken": "one",  # major arms
        "tests": word(len(rows)),
        "news": word(len(news)),
        "says": word(len(says)),
        "says-came": none(came),
        "says-failed": none(len(settled) - came),
        "says-unsettled": none(len(says) - len(settled)),
        "against": none(len(against)),
        "against-settled": none(len(against & set(settled["test_id"]))),
    }


def stakes(record: Record) -> dict[str, str]:
    ours = default_ledger().forecasts.values()
    closer = [one.strength for one in ours if one.way == "closer"]
    goods = record["goods_published"].set_index("row_id").loc["producer-china-2023"]
    verdicts = [finding(one.id).verdict for one in ours]
    return {
        "forecasts": word(len(ours)),
        "open": none(verdicts.count("open")),
        "met": "none",
        "untold": "three",  # a secret promise and training: alleged, reported; no war of China's
        "principles": word(len({one.principle for one in ours})),
        "registered-on": "26 November 2026",
        "last-day": "30 June 2030",
        "closer-decisive": word(closer.count("decisive")),
        "closer-weighing": word(closer.count("weighs")),
        "closer-needed": word(closer.count("weighs") // 2 + 1),
        "nearest-today": f"{goods['value']:g} per cent",
        "nearest-threshold": "50 per cent",
        "nearest-year": str(goods["period_end"].year),
    }
