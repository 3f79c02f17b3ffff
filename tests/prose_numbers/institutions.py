"""The chapter on the SCO: whom the declarations name, how the club grew, borders, and when the initiatives were proposed."""

import pandas as pd

from audit.inputs.record import Record

from . import river
from .findings import word


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the chapter glues beside its findings."""
    rows = record["institutions_bri_named"]
    first_source = rows.drop_duplicates(["declaration_id", "country"])
    of_2023 = first_source.query("declaration_id == '2023-07-state' and country != 'China'")["named"]
    days = first_source.drop_duplicates("declaration_id").set_index("declaration_id")["date"]
    return {
        "named": word(int((of_2023 == "named").sum())),
        "others": word(len(of_2023)),
        "missing": word(int((of_2023 == "not named").sum())),
        "missing-before": word(int((of_2023 == "not named").sum()) - 1),  # without Iran
        "others-before": word(len(of_2023) - 1),
        "texts": word(len(days)),
        "first-text": str(days.min().year),
        "last-text": str(days.max().year),
        "texts-since": word(int((days > days["2023-07-state"]).sum())),
        **club(record),
        **borders(record),
        **proposed(record),
        **river.texts(record),
    }


def club(record: Record) -> dict[str, str]:
    """Members by day, and the disagreement on dialogue partners."""
    joined = record["institutions_sco_status"].query("status == 'member'")["from_date"]
    counts = record["institutions_sco_counts"]
    counts = counts[counts["date"] == pd.Timestamp(2023, 7, 4)]["dialogue_partners"].dropna()
    return {
        "members-first": word(int((joined == joined.min()).sum())),
        "members-then": word(int((joined <= pd.Timestamp(2023, 9, 3)).sum())),
        "members-now": word(len(joined)),
        "partners-fewest": str(counts.min()),
        "partners-most": str(counts.max()),
    }


def borders(record: Record) -> dict[str, str]:
    """Members of September 2023 with and without a border, and the month of Iran's protest."""
    members = record["institutions_borders"].query("member != 'All neighbours'").drop_duplicates("member")
    protest = record["institutions_facts"].query("aspect == 'protested'")["date"]
    return {
        "asked": word(len(members)),
        "bordering": word(int((members["has_border"] == "yes").sum())),
        "protest-month": f"{protest.iloc[0]:%B %Y}",
    }


def proposed(record: Record) -> dict[str, str]:
    """The day of each proposal, from the rows whose day is known."""
    rows = record["institutions_initiatives"].query("measure == 'proposed' and date_precision == 'day'")
    first = rows.groupby("initiative")["date"].min().drop("GGI")
    return {f"proposed-{name.lower()}": f"{day.day} {day:%B %Y}" for name, day in first.items()}
