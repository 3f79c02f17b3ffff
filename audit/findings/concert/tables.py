"""What the chapter shows beside its findings: frames for the charts and numbers for the prose."""

from __future__ import annotations

import pandas as pd

from audit.findings.concert import domains, votes
from audit.findings.concert.claims import ARTICLE_DAY, CONTACTS, PRESIDENT_SINCE
from audit.held import hold
from audit.inputs.record import Record

#: The states of the matrix, as columns of ``un_war_votes``, with their names.
STATES = {
    "russia": "Russia",
    "china": "China",
    "belarus": "Belarus",
    "iran": "Iran",
    "india": "India",
    "united_states": "United States",
}

#: Pairs beside China and Russia: two that vote with them, two that are divided, three of the American alliances.
BESIDE = [
    ("China", "Russia"),
    ("China", "India"),
    ("China", "Iran"),
    ("Belarus", "Russia"),
    ("China", "United States"),
    ("United Kingdom", "United States"),
    ("Japan", "United States"),
    ("South Korea", "United States"),
]

#: Kinds of text in the reader's choice, by the name of their check box.
KINDS = {
    "invasion": "invasion and peace",
    "seat": "seat and reparation",
    "rights": "rights and children",
    "plants": "nuclear safety",
    "cooperation": "cooperation text",
    "council": "Security Council",
}

#: What the page calls a vote that no source showed.
NOT_SEEN = "not seen"


def pair_name(state_a: str, state_b: str) -> str:
    """China–Russia; the United States is US, the United Kingdom UK."""
    short = {"United States": "US", "United Kingdom": "UK"}
    return "–".join(short.get(state, state) for state in (state_a, state_b))


def war_matrix(record: Record) -> pd.DataFrame:
    """How six states voted on each text, one row a text and state.

    Columns: ``place`` (0 the oldest), ``vote_id``, ``when`` (March 2022), ``text`` (day and topic), ``body``, ``subject``,
    ``kind`` (the subject, or the Council), ``state``, ``answer`` (for, against, abstained, absent, no vote there, not seen), ``equal`` (China and Russia voted alike),
    ``totals`` (141–5–35), ``date``, ``source_id``.
    """
    words = {"yes": "for", "no": "against", "abstain": "abstained", "not member": "no vote there"}
    rows = record["un_war_votes"].sort_values("date", kind="stable").reset_index(drop=True)
    short = {"General Assembly": "", "Security Council": "Council: "}
    rows = rows.assign(
        place=rows.index,
        when=rows["date"].dt.strftime("%b %Y"),
        text=[
            f"{day:%b %Y}, {short[body]}{topic}"
            for day, body, topic in zip(rows["date"], rows["body"], rows["topic"], strict=True)
        ],
        kind=rows["subject"].where(rows["body"] == "General Assembly", KINDS["council"]),
        totals=[
            f"{yes}–{no}–{abstain}" for yes, no, abstain in zip(rows["yes"], rows["no"], rows["abstain"], strict=True)
        ],
        equal=["yes" if same else "no" for same in rows["china"] == rows["russia"]],
    )
    keep = ["place", "vote_id", "when", "text", "body", "subject", "kind", "equal", "totals", "date", "source_id"]
    long = rows.melt(id_vars=keep, value_vars=list(STATES), var_name="column", value_name="answer")
    answer = long["answer"].replace(words).fillna(NOT_SEEN)
    return long.assign(state=long["column"].map(STATES), answer=answer).drop(columns="column")


def agreement(record: Record, measure: str = "identical", since: int = 1992) -> pd.DataFrame:
    """Published agreement of the pairs by session: ``pair``, ``session``, ``year`` (in which it ends), ``share``, ``source_id``."""
    found = []
    for pair in BESIDE:
        rows = votes.published(record, *pair, measure)
        rows = rows.assign(pair=pair_name(*pair), year=rows["first_year"] + 1, share=rows["agreement_share"])
        found.append(rows[rows["year"] >= since])
    return pd.concat(found)[["pair", "session", "year", "share", "source_id"]].reset_index(drop=True)


def agreement_2025(record: Record) -> pd.DataFrame:
    """Our own count for session 80: ``pair``, ``kept`` (all, three or fewer against, more than three), ``votes``, ``same``, ``share``."""
    names = {"United Kingdom": "united_kingdom", "United States": "united_states", "South Korea": "south_korea"}
    every = votes.roll_calls(record)
    hard = votes.contested(every)
    sets = {"all": every, "three or fewer against": every.drop(hard.index), "more than three against": hard}
    rows = []
    for kept, chosen in sets.items():
        for pair in BESIDE:
            a, b = (names.get(state, state.lower()) for state in pair)
            both = votes.both_cast(chosen, a, b)
            same = int((both[a] == both[b]).sum())
            rows.append((pair_name(*pair), kept, len(both), same, same / len(both)))
    return pd.DataFrame(rows, columns=["pair", "kept", "votes", "same", "share"])


def all_pairs(record: Record, since: int = 1992) -> pd.DataFrame:
    """Every published pair and measure, for the reader's choice: ``a``, ``b``, ``pair``, ``measure``, ``year``, ``share``."""
    rows = record["un_agreement"]
    rows = rows.assign(year=rows["first_year"] + 1, share=rows["agreement_share"])
    rows = rows[rows["year"] >= since]
    name = [pair_name(a, b) for a, b in zip(rows["state_a"], rows["state_b"], strict=True)]
    return rows.assign(pair=name, a=rows["state_a"], b=rows["state_b"])[["a", "b", "pair", "measure", "year", "share"]]


def beside_all(record: Record) -> pd.DataFrame:
    """China beside every member that cast at least half of the votes of session 80.

    Columns: ``state``, ``share``, ``votes``, ``rank`` (1: most alike), ``named``.
    """
    rows = votes.beside_all(record)
    rows = rows[rows["both_voted"] >= domains.HALF * len(votes.roll_calls(record))].reset_index(drop=True)
    rank = rows["share"].rank(ascending=False, method="min").astype(int)
    named = rows["state_b"].where(
        rows["state_b"].isin(["Russia", "India", "Iran", "Belarus", "United States", "Japan"]), "others"
    )
    return rows.assign(state=rows["state_b"], votes=rows["both_voted"], rank=rank, named=named)[
        ["state", "share", "votes", "rank", "named"]
    ]


def contacts_by_year(record: Record) -> pd.DataFrame:
    """Traced contacts: ``year``, ``form``, ``number``, ``known`` (of that year: sample, traced, to May); a year without one has zeros."""
    rows = record["leader_contacts"]
    rows = rows[rows["form"].isin(CONTACTS)].assign(year=lambda one: one["date"].dt.year)
    years = range(PRESIDENT_SINCE.year, int(rows["year"].max()) + 1)
    table = rows.groupby(["year", "form"]).size().reindex(pd.MultiIndex.from_product([years, CONTACTS]), fill_value=0)
    table = table.rename_axis(["year", "form"]).rename("number").reset_index()
    last = int(rows["year"].max())
    known = ["sample" if year < 2021 else "to May" if year == last else "traced" for year in table["year"]]
    return table.assign(known=known)


def counted_meetings(record: Record) -> pd.DataFrame:
    """Published counts since March 2013; those that begin later are left out.

    Columns: ``date``, ``value``, ``who``, ``side`` (China, Russia, others), ``qualifier``, ``source_id``.
    """
    rows = record["leader_counts"]
    rows = rows[(rows["from_date"] == PRESIDENT_SINCE) & (rows["counted"] != "calls")]
    sides = {"china-government-words": "China", "russia-government-words": "Russia"}
    rows = rows.assign(side=rows["reporter"].map(sides).fillna("others"))
    return rows.rename(columns={"counted_by": "who", "value_qualifier": "qualifier"})[
        ["date", "value", "who", "side", "qualifier", "source_id"]
    ].sort_values("date", ignore_index=True)


def five_domains(record: Record) -> pd.DataFrame:
    """The five domains: ``domain``, ``answer`` (rule met or not), ``figure``, ``then`` (by the day of the article), ``rule``."""
    words = {True: "rule met", False: "not met"}
    then = {one.id: f"{words[one.value]}: {one.text}" for one in domains.known_then(record)}
    missing = "not met: no figure of that time found"
    rows = [(one.id, words[one.value], one.text, then.get(one.id, missing), one.reason) for one in domains.five(record)]
    return pd.DataFrame(rows, columns=["domain", "answer", "figure", "then", "rule"])


def positions_table(record: Record) -> pd.DataFrame:
    """The six questions: ``question``, ``answer`` (same, differ, disputed), ``then`` (by the article's day), ``said`` (latest words)."""
    rows = record["concert_positions"].sort_values("date", kind="stable")
    latest = rows.groupby(["question", "side"], sort=False).tail(1)
    told = [f"{row.position} ({row.side}, {row.date.year})" for row in latest.itertuples()]
    said = latest.assign(told=told).groupby("question")["told"].agg("; ".join)
    found = domains.positions(record)
    then = domains.positions(record, ARTICLE_DAY).reindex(found.index).fillna("no text")
    table = {"question": found.index, "answer": found.to_numpy(), "then": then.to_numpy()}
    return pd.DataFrame(table | {"said": said[found.index].to_numpy()})


def conduct_table(record: Record) -> pd.DataFrame:
    """The seven kinds of conduct: ``kind``, ``answer`` (yes, no, not shown), ``yes``, ``no`` (rows), ``why``."""
    found = domains.conduct(record)
    denied = (found["yes"] == 0) & (found["no"] > 0)
    answer = found["on_russias_side"].map({True: "yes", False: "not shown"}).mask(denied, "no")
    return found.assign(answer=answer)[["kind", "answer", "yes", "no", "why"]]


def where_they_split(record: Record) -> pd.Series:
    """Session 80: ``different`` votes of China and Russia, ``china_yes_russia_no``, ``russia_yes_china_no``, ``with_washington``.

    ``with_washington``: of the different votes, those in which Russia voted as the United States did.
    """
    rows = votes.both_cast(votes.roll_calls(record), "china", "russia")
    split = rows[rows["china"] != rows["russia"]]
    return pd.Series(
        {
            "votes": len(rows),
            "different": len(split),
            "china_yes_russia_no": int(((split["china"] == "yes") & (split["russia"] == "no")).sum()),
            "russia_yes_china_no": int(((split["russia"] == "yes") & (split["china"] == "no")).sum()),
            "with_washington": int((split["russia"] == split["united_states"]).sum()),
        }
    )


def contacts_since(record: Record) -> pd.DataFrame:
    """The traced contacts from the invasion to the article, in the order of their days."""
    rows = record["leader_contacts"]
    return rows[rows["form"].isin(CONTACTS) & rows["date"].between(votes.INVASION, ARTICLE_DAY)].sort_values("date")


def war_tiles(record: Record) -> pd.DataFrame:
    """The texts on the war since the invasion by kind, the Council's a kind of their own.

    Columns: ``key`` and ``kind`` (as in KINDS), ``place`` (1 the oldest of its kind), ``text``, ``equal``, ``date``, ``source_id``.
    """
    rows = war_matrix(record).query("state == 'China'")
    rows = rows[rows["date"] >= votes.INVASION].sort_values("date", kind="stable")
    rows = rows.assign(key=rows["kind"].map({words: key for key, words in KINDS.items()}))
    rows["place"] = rows.groupby("kind").cumcount() + 1
    return rows[["key", "kind", "place", "text", "equal", "date", "source_id"]].reset_index(drop=True)


def war_counts(record: Record) -> pd.DataFrame:
    """By kind of text: ``key``, ``kind``, ``same`` (China and Russia voted alike), ``texts``."""
    tiles = war_tiles(record).assign(alike=lambda rows: rows["equal"] == "yes")
    counted = tiles.groupby(["key", "kind"], sort=False)["alike"].agg(["sum", "size"]).reset_index()
    return counted.rename(columns={"sum": "same", "size": "texts"})


def agreement_bins(record: Record, width: float = 0.05) -> pd.DataFrame:
    """Members by their agreement with China: ``low``, ``high`` (of a step of the scale) and ``members``."""
    share = beside_all(record)["share"]
    step = (share / width).astype(int).clip(upper=round(1 / width) - 1)
    counted = step.value_counts().sort_index()
    low = counted.index * width
    return pd.DataFrame({"low": low, "high": low + width, "members": counted.to_numpy()})


def agreement_table(record: Record) -> pd.DataFrame:
    """The pairs in the last two sessions published and in autumn 2025, all and contested texts: shares as texts of two decimals."""
    lines = agreement(record).pivot(index="pair", columns="session", values="share")
    apart = agreement_2025(record).pivot(index="pair", columns="kept", values="share")
    order = [pair_name(*pair) for pair in BESIDE]
    table = pd.DataFrame(
        {
            "Pair": order,
            "Session 76": lines.loc[order, 76].to_numpy(),
            "Session 77": lines.loc[order, 77].to_numpy(),
            "Session 78": lines.loc[order, 78].to_numpy(),
            "2025, all": apart.loc[order, "all"].to_numpy(),
            "2025, contested": apart.loc[order, "more than three against"].to_numpy(),
        }
    )
    return table.assign(**{name: table[name].map("{:.2f}".format) for name in table.columns[1:]})


hold(__name__)
