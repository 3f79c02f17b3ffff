"""Every title states a finding that the figure's own table bears out, and would not bear out if it were another."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from audit.figures.figure import CLAIMING, VEGALITE, bears_out
from audit.figures.stored_chart import unpacked
from audit.paths import CHAPTERS


def stored_figures() -> dict[str, dict]:
    """The payload of every figure that a chapter stores, by id."""
    found = {}
    for path in sorted(Path(CHAPTERS).glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if spec := output.get("data", {}).get(VEGALITE):
                    payload = unpacked(spec)["usermeta"]["figure"]
                    found[payload["id"]] = payload
    return found


FIGURES = stored_figures()
CLAIMS = {id: payload for id, payload in FIGURES.items() if payload.get("holds")}


def table(payload: dict) -> pd.DataFrame:
    return pd.DataFrame(payload["rows"], columns=payload["columns"])


def other_tables(data: pd.DataFrame):
    """Tables that tell another story: numbers turned round, cut, shifted or levelled, texts swapped, rows left out."""
    numbers = data.select_dtypes("number").columns
    words = [column for column in data.columns if column not in numbers]
    yield data.assign(**{column: -data[column] for column in numbers})
    yield data.assign(**{column: data[column] * 0 for column in numbers})
    yield data.assign(**{column: data[column] * 3 + 7 for column in numbers})
    yield data.assign(**{column: data[column].to_numpy()[::-1] for column in numbers})
    for column in [*numbers, *words]:
        yield data.assign(**{column: np.roll(data[column].to_numpy(), 1)})
        yield data.assign(**{column: data[column].to_numpy()[::-1]})
    for column in words:
        for value in data[column].dropna().unique()[:12]:
            yield data.assign(**{column: value})
            yield data[data[column] != value]
    yield from (data.head(1), data.tail(1), data.iloc[::2], data.iloc[len(data) // 2 :])


def refuted(holds: str, data: pd.DataFrame) -> bool:
    """Is the title false of these data? An expression that cannot even be computed on them does not hold either."""
    try:
        return not bears_out(holds, data.reset_index(drop=True))
    except ValueError:
        return True


def test_every_figure_claims_something_but_those_that_the_reader_sets():
    silent = [payload for payload in FIGURES.values() if not payload.get("holds")]
    assert len(FIGURES) >= 20 and len(CLAIMS) >= 20
    assert all(payload["controls"].get("readout") for payload in silent)


@pytest.mark.parametrize("figure_id", FIGURES)
def test_a_claiming_title_is_borne_out_by_its_own_table(figure_id):
    payload = FIGURES[figure_id]
    if not payload.get("holds"):
        assert not CLAIMING.search(payload["title"]), f"{payload['title']!r} claims something and nothing bears it out"
        return
    assert bears_out(payload["holds"], table(payload)), payload["title"]


@pytest.mark.parametrize("figure_id", CLAIMS)
def test_another_table_would_refute_the_title(figure_id):
    payload = CLAIMS[figure_id]
    assert any(refuted(payload["holds"], other) for other in other_tables(table(payload))), payload["holds"]


@pytest.mark.parametrize("figure_id", CLAIMS)
def test_every_number_of_a_title_stands_in_its_expression(figure_id):
    """So that a number cannot be printed that nothing compares with the data."""
    import re

    payload = CLAIMS[figure_id]
    title = re.sub(r"\b(19|20)\d\d\b", "", payload["title"])  # years name the period
    for number in re.findall(r"\d+(?:[.,]\d+)*", title):
        plain = number.replace(",", "")
        assert plain in payload["holds"].replace(",", ""), f"{number} of {payload['title']!r}"
