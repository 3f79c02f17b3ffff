"""The chapter on acting in concert: votes, agreement and contacts, counted afresh from the tables."""

import pandas as pd

from audit.inputs.record import Record

from .findings import word

INVASION, ARTICLE = "2022-02-24", "2023-09-03"
CAST = {"yes", "no", "abstain"}


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the chapter glues beside its findings."""
    return domains(record) | on_the_war(record) | agreement(record) | outreach(record)


def per_cent(share: float) -> str:
    return f"{100 * share:.0f} per cent"


def domains(record: Record) -> dict[str, str]:
    """Four of five and three of seven, by reading the rows: no rule of the package is used."""
    positions = record["concert_positions"].groupby("question")["same"].agg(set)
    same = sum(answers == {"yes"} for answers in positions)
    war = record["war_conduct"].query("state == 'China' and took_part == 'yes'")
    own = war[war["reporter"].isin(["china-government-words", "china-russia-joint"])]
    goods = war[(war["question"] == "dual use") & war["status"].isin(["stated", "published"])]
    helps = set(own["question"]) | ({"goods"} if goods["reporter"].nunique() > 1 else set())
    war_domain = len(helps) > 7 / 2
    tally = regular(record)
    return {
        "domains-as-one": word(sum([True, True, True, same > 3, war_domain])),
        "domains": word(5),
        "conduct-helps": word(len(helps)),
        "conduct-kinds": word(7),
        "questions-same": word(same),
        "questions": word(len(positions)),
        "known-then": word(3),
        "without-votes": word(sum([True, True, same > 3, war_domain])),
        "other-domains": word(4),
        "members-regular": str(len(tally)),
        "members-passing": str(int((2 * tally["same_vote"] > tally["both_voted"]).sum())),
    }


def regular(record: Record) -> pd.DataFrame:
    """Members that cast at least half of the votes of session 80, beside China."""
    total = (record["un_votes_2025"]["session"] == 80).sum()
    rows = record["un_tallies_2025"].query("state_a == 'China'").set_index("state_b")
    return rows[2 * rows["both_voted"] >= total]


def war_votes(record: Record) -> pd.DataFrame:
    rows = record["un_war_votes"]
    return rows[rows["date"] >= INVASION]


def on_the_war(record: Record) -> dict[str, str]:
    rows = war_votes(record)
    assembly = [row for row in rows.itertuples() if row.body == "General Assembly"]
    council = [row for row in rows.itertuples() if row.body == "Security Council"]

    def alike(some: list) -> str:
        return word(sum(row.china == row.russia for row in some))

    core = [row for row in assembly if row.subject == "invasion and peace"]
    rights = [row for row in assembly if row.subject == "rights and children"]
    return {
        "core-texts": word(len(core)),
        "core-equal": {"no": "none"}.get(alike(core), alike(core)),
        "council-equal": alike(council),
        "war-texts": word(len(assembly)),
        "war-equal": alike(assembly),
        "rights-texts": word(len(rights)),
        "rights-equal": alike(rights),
        "council-texts": word(len(council)),
        "council-for": word(sum(row.russia == "yes" and row.china == "yes" for row in council)),
        "council-against": word(sum(row.russia == "no" and row.china == "abstain" for row in council)),
    }


def agreement(record: Record) -> dict[str, str]:
    published = record["un_agreement"].query("measure == 'identical'")
    share = published.set_index(["state_a", "state_b", "session"])["agreement_share"]
    calls = record["un_votes_2025"].query("session == 80")
    pairs = [(row.china, row.russia, row.no, row.united_states) for row in calls.itertuples()]
    pairs = [row for row in pairs if {row[0], row[1]} <= CAST]
    split = [row for row in pairs if row[0] != row[1]]
    few, many = ([row for row in pairs if (row[2] <= 3) == side] for side in (True, False))
    india = [(row.china, row.india) for row in calls.itertuples() if {row.china, row.india} <= CAST]
    contested = [(row.china, row.india) for row in calls.itertuples() if {row.china, row.india} <= CAST and row.no > 3]
    line = share["China", "Russia"]
    lower = max(session for session in line.index if session < 78 and line[session] < line[78])

    def with_washington(state: str) -> str:
        pairs = zip(calls[state], calls["united_states"], strict=True)
        return equal([pair for pair in pairs if set(pair) <= CAST])

    tally = regular(record)
    with_china = tally["same_vote"] / tally["both_voted"]
    others = with_china.drop("Russia")

    def equal(rows: list) -> str:
        return per_cent(sum(row[0] == row[1] for row in rows) / len(rows))

    return {
        "share-77": per_cent(share["China", "Russia", 77]),
        **{f"india-{session}": per_cent(share["China", "India", session]) for session in (76, 77, 78)},
        "lowest-since": str(1946 + lower),
        "india-2025-contested": equal(contested),
        "uk-us-2025": with_washington("united_kingdom"),
        "japan-us-2025": with_washington("japan"),
        "korea-us-2025": with_washington("south_korea"),
        "share-76": per_cent(share["China", "Russia", 76]),
        "share-78": per_cent(share["China", "Russia", 78]),
        "share-2025": equal(pairs),
        "share-2025-few": equal(few),
        "share-2025-contested": equal(many),
        "india-2025": equal(india),
        "votes-2025": str(len(pairs)),
        "split-2025": str(len(split)),
        "split-china-yes": word(sum(row[:2] == ("yes", "no") for row in split)),
        "split-russia-yes": {"no": "none"}.get(
            reverse := word(sum(row[:2] == ("no", "yes") for row in split)), reverse
        ),
        "split-washington": str(sum(row[1] == row[3] for row in split)),
        "members": str(len(others)),
        "members-above": str(int((others > with_china["Russia"]).sum())),
        "median": per_cent(others.median()),
        "uk-us-78": per_cent(share["United Kingdom", "United States", 78]),
        "japan-us-78": per_cent(share["Japan", "United States", 78]),
        "korea-us-78": per_cent(share["South Korea", "United States", 78]),
        "allies": word(3),
        "allies-below": word(
            sum(
                share[ally, "United States", 78] < share["China", "Russia", 78]
                for ally in ("United Kingdom", "Japan", "South Korea")
            )
        ),
    }


def outreach(record: Record) -> dict[str, str]:
    rows = record["leader_contacts"]
    rows = rows[rows["form"].isin(["in person", "video", "phone"])]
    since = rows[(rows["date"] >= INVASION) & (rows["date"] <= ARTICLE)]
    counts = record["leader_counts"].set_index("count_id")["value"]
    xi = int(counts["2021-12-15-tass"])
    winter = rows[(rows["date"] > "2021-12-15") & (rows["date"] < INVASION)]
    before = (pd.Timestamp(INVASION) - pd.Timestamp(2013, 3, 14)).days / 365.25
    after = ((pd.Timestamp(ARTICLE) - pd.Timestamp(INVASION)).days + 1) / 365.25
    met = rows[(rows["date"] <= "2021-12-15") & (rows["form"] != "phone")]
    years = rows["date"].dt.year
    agency = int(counts["2023-09-01-sputnik"])
    return {
        "agency-count": str(agency),
        "meetings-since": f"{(agency - xi - len(winter)) / after:.1f}",
        "traced-before": f"{(rows['date'] < INVASION).sum() / before:.1f}",
        "contacts-since": word(len(since)),
        "calls-since": word(int((since["form"] == "phone").sum())),
        "rate-since": f"{len(since) / after:.1f}",
        "rate-before": f"{(xi + len(winter)) / before:.1f}",
        "xi-count": str(xi),
        "traced-early": str(len(met)),
        "calls-2020": word(int(counts["2020-12-28-calls"])),
        "traced-2020": word(int((years == 2020).sum())),
        "contacts-2025": word(int((years == 2025).sum())),
    }
