"""The captions of the chapter on who needs whom follow from their frames."""

from audit.figures.equality import captions, word_tables
from audit.figures.figure import bears_out
from audit.findings import default_record, finding
from audit.findings.equality import tables

RECORD = default_record()


def holds(caption: dict) -> bool:
    return bears_out(caption["holds"], caption["data"].reset_index(drop=True))


def test_every_title_holds_of_its_data():
    for caption in (
        captions.shares(
            *(one(RECORD) for one in (tables.russia_in_china, tables.china_in_russia, tables.china_in_russia_computed))
        ),
        captions.asymmetry(tables.asymmetry(RECORD)),
        captions.pairs(tables.among_pairs(RECORD)),
    ):
        assert holds(caption), caption["id"]


def test_another_ratio_changes_the_title():
    rows = tables.asymmetry(RECORD)
    rows.loc[0, "times"] = 1.2
    caption = captions.asymmetry(rows)
    assert "1.2 to" in caption["title"] and holds(caption)


def test_each_indicator_names_its_layer():
    table = word_tables.expectations(RECORD, finding("equal-weight-in-trade"), finding("settlement-in-both-currencies"))
    assert (
        set(table["Layer"].iloc[:-1]) == {"equality"}
        and table["Layer"].iloc[-1] == "none: opinion"
        and table.notna().all().all()
    )
