"""Do they act in concert? The meetings that the article names, outreach since the invasion, and the five domains.

Read from top to bottom: how a fact about an event is taken from the record, the four events, then how often the two
presidents were in contact. The five domains are in ``domains``, votes in ``votes``.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from audit.findings.concert import domains
from audit.findings.concert.votes import INVASION, copies
from audit.held import hold
from audit.inputs.record import Record
from audit.judgement import Specification, specification

#: The day of the article, up to which contacts count.
ARTICLE_DAY = pd.Timestamp(2023, 9, 3)

#: The first day of Xi's presidency, from which published counts of meetings begin.
PRESIDENT_SINCE = pd.Timestamp(2013, 3, 14)

#: What counts as a contact; greetings and mere presence at one table do not.
CONTACTS = ("in person", "video", "phone")

DAYS_A_YEAR = 365.25

#: How firm a fact about China's conduct in the war must be; what is alleged or reported confirms nothing.
CONFIRMING = domains.FIRM


# --- events -----------------------------------------------------------------------------------------------------------


def facts(record: Record, claim_id: str, aspect: str, reporter: str | None = None) -> pd.DataFrame:
    """What sources say on one part of a claim about an event."""
    rows = record["concert_events"]
    rows = rows[(rows["claim_id"] == claim_id) & (rows["aspect"] == aspect)]
    return rows if reporter is None else rows[rows["reporter"] == reporter]


def bears_out(*parts: pd.DataFrame) -> bool | None:
    """Do the sources on every part bear it out? None if one has none."""
    return None if any(part.empty for part in parts) else all(bool((part["holds"] == "yes").all()) for part in parts)


def by_origin(record: Record, claim_id: str, aspect: str, origins: dict[str, tuple[str, str]]) -> list[Specification]:
    """One specification an origin: reporter -> (label, reason). The first is nearest, and the act is its own."""
    return [
        specification(
            record,
            reporter,
            label,
            bears_out(facts(record, claim_id, aspect, reporter)),
            [facts(record, claim_id, aspect, reporter)],
            nearest=place == 0,
            issuer=place == 0,
            reason=reason,
        )
        for place, (reporter, (label, reason)) in enumerate(origins.items())
    ]


meeting_in_moscow = partial(
    by_origin,
    claim_id="xi-putin-march-2023",
    aspect="met in March 2023",
    origins={
        "china-russia-joint": ("The joint statement of 21 March 2023", "The text that the two signed at the meeting."),
        "china-government-words": ("China's agency", "On the arrival."),
        "russia-government-words": ("Putin, in September 2023", "Names the visit as the last."),
        "press-own": ("Press on the day after", "A newsroom of a third state."),
    },
)

matviyenko_in_beijing = partial(
    by_origin,
    claim_id="xi-matviyenko-july-2023",
    aspect="met in Beijing in July 2023",
    origins={
        "china-government-words": ("China's account", "The host's own."),
        "russia-government-words": ("Russian agencies", "The guest's side."),
        "press-own": ("Press", "South China Morning Post."),
    },
)

meeting_in_samarkand = partial(
    by_origin,
    claim_id="xi-putin-samarkand-2022",
    aspect="met in Uzbekistan at the summit",
    origins={
        "russia-government-words": ("Putin's own words at the meeting", "Said to Xi, before the press."),
        "press-own": ("Agencies and newspapers", "AP and others on the day."),
    },
)


def saudi_iran(record: Record) -> list[Specification]:
    """Host and third signatory; whether the main mediator; and whether it was carried out by the day of the article."""
    claim = "saudi-iran-brokering-2023"
    told = partial(facts, record, claim)
    statement = told("the statement gives China more part than others")
    saudi = told("own account gives China more part than others", "saudi-press-agency")
    iran = told("own account gives China more part than others", "iran-government")
    accounts = [bears_out(part) for part in (statement, iran)]
    riyadh, tehran = (
        told(f"{which} open", "iran-government") for which in ("Iran’s embassy in Riyadh", "Saudi embassy in Tehran")
    )
    return [
        *by_origin(
            record,
            claim,
            "agreed in talks hosted by China, which signed too",
            {
                "saudi-iran-china": ("The statement of the three", "The text that the three signed."),
                "iran-government": ("Iran's agency", "One party."),
                "saudi-press-agency": ("Saudi agency", "The other party."),
                "press-own": ("Press", "On the day."),
            },
        ),
        specification(
            record,
            "statement-and-parties",
            "The statement, and each party's own account",
            None if None in accounts or saudi.empty else all(accounts) and bool((saudi["holds"] == "yes").all()),
            [statement, saudi, iran],
            nearest=True,
            reading="main-mediator",
            reason="The statement names China as host and sponsor, thanks Iraq and Oman for earlier rounds, and ranks nobody. In their own accounts a Saudi source also points to the rounds in Iraq, "
            "and what was read of Iran's negotiator thanks Iraq for its mediation; nobody there weighs one against another.",
        ),
        specification(
            record,
            "statement-alone",
            "The statement alone",
            bears_out(statement),
            [statement],
            reading="main-mediator",
            principled=False,
            reason="The reading asks for the parties' own accounts as well.",
        ),
        specification(
            record,
            "embassies-by-iran",
            "Both embassies, by Iran's word",
            bears_out(riyadh, tehran),
            [riyadh, tehran],
            nearest=True,
            reading="carried-out",
            reason="One origin for the embassy in Tehran: no Saudi confirmation was in what was read.",
        ),
    ]


# --- outreach ---------------------------------------------------------------------------------------------------------


def contacts(record: Record, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """Traced contacts of the two presidents that began between two days, both included."""
    rows = record["leader_contacts"]
    return rows[rows["form"].isin(CONTACTS) & rows["date"].between(start, end)]


def a_year(number: float, start: pd.Timestamp, end: pd.Timestamp) -> float:
    """A number of contacts per year of the days from ``start`` to ``end``, both counted."""
    return number * DAYS_A_YEAR / ((end - start).days + 1)


def count(record: Record, count_id: str) -> pd.DataFrame:
    """One published count of meetings."""
    rows = record["leader_counts"]
    return rows[rows["count_id"] == count_id]


def before_the_war(record: Record) -> tuple[float | None, list[pd.DataFrame]]:
    """Meetings and video talks a year from March 2013 to the eve of the invasion: Xi's own count of 2021, and what was traced after it.

    Phone calls are not in it, so it is a floor for contacts.
    """
    xi, eve = count(record, "2021-12-15-tass"), INVASION - pd.Timedelta(days=1)
    if xi.empty:
        return None, [xi]
    after = contacts(record, xi["date"].iloc[0] + pd.Timedelta(days=1), eve)
    return a_year(xi["value"].iloc[0] + len(after), PRESIDENT_SINCE, eve), [xi, *copies(after)]


def outreach(record: Record) -> list[Specification]:
    """Were the presidents in contact more often a year after the invasion than before it?"""
    since, eve = contacts(record, INVASION, ARTICLE_DAY), INVASION - pd.Timedelta(days=1)
    floor, first = before_the_war(record)
    later = a_year(len(since), INVASION, ARTICLE_DAY)
    xi, sputnik = count(record, "2021-12-15-tass"), count(record, "2023-09-01-sputnik")
    envoy = count(record, "2017-08-28-tass")
    winter = contacts(record, pd.Timestamp(2021, 12, 16), eve)
    met = None if xi.empty or sputnik.empty else sputnik["value"].iloc[0] - xi["value"].iloc[0] - len(winter)
    met = None if met is None else a_year(met, INVASION, ARTICLE_DAY)
    early = None if envoy.empty else a_year(envoy["value"].iloc[0], PRESIDENT_SINCE, envoy["date"].iloc[0])
    sample = contacts(record, PRESIDENT_SINCE, eve)
    traced = a_year(len(sample), PRESIDENT_SINCE, eve)

    def against(
        id: str, label: str, now: float | None, then: float | None, inputs: list, reason: str, **more
    ) -> Specification:
        known = now is not None and then is not None
        told = f"{label}: {now:.1f} a year, {then:.1f} before" if known else label
        return specification(record, id, told, now > then if known else None, inputs, reason=reason, **more)

    aside = "Set aside, as every check that uses our own list of contacts: it is complete in no year, and we looked harder after 2022. "
    return [
        specification(
            record,
            "all-contacts",
            "All contacts of the presidents, calls included",
            None,
            [],
            nearest=True,
            reason="The test asks for all of them, and no list was found that is complete before the invasion or after it.",
        ),
        against(
            "published-meetings",
            "Meetings by two counts",
            met,
            floor,
            [*first, sputnik],
            "Set aside: one kind of contact, where the test asks for all. Calls are in neither count, Xi's of 2021 and a Russian agency's of "
            "September 2023; whether the second has video talks is not said. And of the article's two examples one is no meeting of the presidents.",
            principled=False,
        ),
        against(
            "contacts-against-meetings",
            "Our list and Xi's count",
            later,
            floor,
            [*first, *copies(since)],
            f"{aside}An incomplete list cannot show a fall against the full count of meetings before, which is Xi's.",
            principled=False,
        ),
        against(
            "russian-count",
            "Our list and the envoy's",
            later,
            early,
            [envoy, *copies(since)],
            f"{aside}The count before, to August 2017, is of Russia's ambassador, who had fewer meetings than China did.",
            principled=False,
        ),
        against(
            "traced-alone",
            "Our list alone",
            later,
            traced,
            copies(sample) + copies(since),
            f"{aside}It lacks nearly half of the meetings that Xi counted, so it cannot show a rise.",
            principled=False,
        ),
        *economic_outreach(record),
        specification(
            record,
            "visits-of-four",
            "Visits of China's president, premier and two ministers",
            None,
            [],
            nearest=True,
            reading="china-to-russia",
            reason="No complete list of these visits, before or after, was found.",
        ),
    ]


def economic_outreach(record: Record) -> list[Specification]:
    """Was trade higher in each year after the invasion than in any before it?"""
    rows = record["trade_annual"]
    printed = rows[(rows["flow"] == "total") & rows["value_usd_bn"].notna() & (rows["reporter"] == "china-customs")]
    printed = printed.assign(war=printed["year"] >= INVASION.year)
    months = record["trade_monthly"]
    months = months[months["flow"] == "total"].assign(year=months["month"].dt.year)
    whole = months.groupby("year").filter(lambda one: len(one) == 12)
    sums = whole.groupby("year")["value_usd_bn"].sum()
    lowest, highest = (
        printed.loc[printed["war"], "value_usd_bn"].min(),
        printed.loc[~printed["war"], "value_usd_bn"].max(),
    )
    return [
        specification(
            record,
            "trade-as-printed",
            "China's customs, as printed",
            bool(lowest > highest),
            [one for _, one in printed.groupby("year")],
            nearest=True,
            reading="economic-outreach",
            reason="Every printed total of a whole year, the rounded ones too.",
            text=f"at least {lowest:.0f} against at most {highest:.0f} US$ bn",
        ),
        specification(
            record,
            "trade-by-months",
            "Months added up, China's declarations at the United Nations",
            bool(sums[sums.index >= INVASION.year].min() > sums[sums.index < INVASION.year].max()),
            [whole],
            reading="economic-outreach",
            reason="The revised series; it begins later and ends earlier.",
        ),
    ]


SPECIFICATIONS = {
    "xi-putin-march-2023": meeting_in_moscow,
    "xi-matviyenko-july-2023": matviyenko_in_beijing,
    "xi-putin-samarkand-2022": meeting_in_samarkand,
    "saudi-iran-brokering-2023": saudi_iran,
    "outreach-since-invasion": outreach,
    "acting-in-concert": partial(domains.acting_in_concert, confirming=CONFIRMING),
}

hold(__name__)
