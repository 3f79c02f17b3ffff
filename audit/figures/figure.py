"""One function finishes every figure: nothing is shown that lacks a finding, a text alternative, its data or its sources."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any
from urllib.parse import quote

import altair as alt
import pandas as pd

from audit.faults import how_many
from audit.figures.dates import in_utc
from audit.figures.live_html import has_controls, live_html, wants_live_html
from audit.figures.stored_chart import packed
from audit.figures.theme import house_config
from audit.findings import default_record
from audit.inputs.record import Record

VEGALITE = "application/vnd.vegalite.v6+json"
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
#: Words and signs by which a title claims something that its own data can contradict.
CLAIMING = re.compile(
    r"\d|\b(no|none|not|never|nobody|only|alone|all|every|each|both|neither|record|first|last|more|most|less|least|fewer|than|"
    r"half|third|quarter|twice|times|once|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|as|largest|smallest|"
    r"rose|fell|grew|jumped|higher|lower|faster|slower|is|are|was|were|has|have|had|made|gave|give|gives|lay|lies)\b",
    re.IGNORECASE,
)
_IN_HOLDS: dict[str, Any] = {
    **{"pd": pd, "len": len, "all": all, "any": any, "set": set, "sum": sum, "min": min, "max": max, "abs": abs},
    **{"round": round, "sorted": sorted, "int": int, "float": float, "str": str, "list": list, "dict": dict},
    **{"zip": zip, "range": range, "bool": bool, "tuple": tuple},
}


@dataclass(frozen=True)
class Stops:
    """Parameters that stop only where the record answers under the reader's other choices.

    ``of``: the parameters. ``by``: the choices it depends on. ``answering``: the numbers that answer, in order, by the
    options of ``by``, joined by ``|``. ``since``: the numbers are days after it, and are told as dates.
    """

    of: Sequence[str]
    by: Sequence[str]
    answering: Mapping[str, Sequence[int]]
    since: date | None = None

    def to_json(self) -> dict[str, Any]:
        since = {"since": str(self.since)[:10]} if self.since else {}
        answering = {choice: _runs(numbers) for choice, numbers in self.answering.items()}
        return {"of": list(self.of), "by": list(self.by), "answering": answering, **since}

    def names(self) -> list[str]:
        return [*self.of, *self.by]


class Figure:
    """A finished figure; a notebook cell that ends with it stores its chart, its picture and its words."""

    def __init__(self, spec: dict[str, Any]):
        self.spec = spec

    @property
    def payload(self) -> dict[str, Any]:
        """What the page needs beside the chart: id, title, subtitle, alt, sources, columns, rows, labels, controls, notes."""
        return self.spec["usermeta"]["figure"]

    def words(self) -> str:
        """The figure without its picture, in a few lines: id and title, subtitle, text alternative, sources."""
        figure = self.payload
        rows = f"{how_many(len(figure['rows']), 'row')}: {', '.join(figure['columns'])}"
        return (
            f"{figure['id']}: {figure['title']}\n{figure['subtitle']}\n{figure['alt']}\n"
            f"Sources: {', '.join(figure['sources'])}\n{rows}"
        )

    def picture(self) -> str:
        """The static picture as HTML that every viewer of notebooks shows, trusted or not: it is an image and nothing else."""
        from audit.figures.static_pictures import titled_svg  # vl-convert is needed only where a figure is shown

        address = "data:image/svg+xml," + quote(titled_svg(self.spec), safe=" =:/,;()!*-_.~+?@$[]{}|^")
        return f'<img alt="{escape(self.payload["alt"])}" style="max-width: 100%" src="{address}">'

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        html = self.picture()
        if has_controls(self.spec) and wants_live_html():
            html += live_html(self.spec)
        return {VEGALITE: packed(self.spec), "text/html": html, "text/plain": self.words()}


def figure(
    chart: alt.TopLevelMixin,
    *,
    id: str,
    title: str,
    subtitle: str,
    alt_text: str,
    data: pd.DataFrame,
    sources: Iterable[str],
    labels: Mapping[str, str] | None = None,
    holds: str | None = None,
    readout: str | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    ordered: Sequence[str] | None = None,
    stops: Stops | None = None,
    notes: str | None = None,
    height: int = 300,
    record: Record | None = None,
) -> Figure:
    """Finish a chart.

    ``id``: kebab-case, unique in the book. ``title``: the finding, a sentence with a verb. ``subtitle``: measure, unit,
    period. ``alt_text``: the text alternative, computed from the data. ``data``: the frame behind the chart, one row an
    observation (it becomes the table and the CSV). ``sources``: ids of ``sources.csv``. ``labels``: headings for people,
    by column. ``holds``: the title as a Python expression over ``data`` as the figure's table and CSV show it (days as ISO
    text), true exactly if the title is; only a title that claims nothing (see ``CLAIMING``) goes without. ``readout``: name of the chart's parameter whose text is read out under an interactive chart.
    ``groups``: check boxes that belong together, by the name of their group. ``ordered``: two parameters, the first never
    later than the second: the page changes their places. ``stops``: where parameters stop.
    ``height``: of the plot, in pixels, unless the chart sets its own; the width is the page's.

    Dates are written and shown in UTC (``audit.figures.dates``): give timestamps, not bare days, on a temporal channel.

    Raises ValueError that names the figure and everything that is missing.
    """
    sources = list(dict.fromkeys(sources))
    known = (record or default_record()).sources.index
    data = data.reset_index(drop=True)
    faults = [
        complaint
        for complaint, wrong in [
            ("its id must be kebab-case", not _ID.fullmatch(id)),
            ("a title that states the finding", not title.strip() or len(title.split()) < 3),
            ("a subtitle with measure, unit and period", not subtitle.strip()),
            ("a text alternative of at least ten words", len(alt_text.split()) < 10),
            ("the data behind it", data.empty),
            ("at least one source", not sources),
            (f"sources that exist, not {sorted(set(sources) - set(known))}", not set(sources) <= set(known)),
            (
                f"labels for columns that exist, not {sorted(set(labels or {}) - set(data.columns))}",
                not set(labels or {}) <= set(data.columns),
            ),
        ]
        if wrong
    ]
    if holds is None and CLAIMING.search(title):
        faults.append(f"an expression (holds=...) over its data that bears out its title ({title!r})")
    if faults:
        raise ValueError(f"figure {id!r} needs " + "; ".join(faults))
    columns, rows = list(data.columns), [[_cell(value) for value in row] for row in data.itertuples(index=False)]
    if holds is not None and not bears_out(holds, pd.DataFrame(rows, columns=columns), id):
        raise ValueError(f"figure {id!r}: its data do not bear out its title ({title!r}): {holds} is false")
    with alt.data_transformers.enable("without noise"):
        spec, local = in_utc({**chart.to_dict(), "config": house_config()})
    if local:
        raise ValueError(f"figure {id!r}: its dates would differ between time zones. It needs " + "; ".join(local))
    controls = {"readout": readout}  # and what else the page must know of them
    for name, given in (
        ("groups", groups and {legend: list(boxes) for legend, boxes in groups.items()}),
        ("ordered", ordered and list(ordered)),
        ("stops", stops and stops.to_json()),
    ):
        if given:
            controls[name] = given
    named = [name for boxes in (groups or {}).values() for name in boxes] + [*(ordered or ())]
    unknown = {*named, *(stops.names() if stops else ())} - {param["name"] for param in spec.get("params", ())}
    if unknown:
        raise ValueError(f"figure {id!r}: its chart has no parameters called {', '.join(sorted(unknown))}")
    if "vconcat" not in spec:  # stacked panels have widths of their own, which the page sets
        spec = {"width": "container", "height": height, **spec}
    spec["description"] = alt_text
    spec["background"] = "transparent"
    spec["usermeta"] = {
        "figure": {
            "id": id,
            "title": title,
            "subtitle": subtitle,
            "alt": alt_text,
            "sources": sources,
            "columns": columns,
            "rows": rows,
            "labels": {column: (labels or {}).get(column, _heading(column)) for column in data.columns},
            "controls": controls,
            "notes": notes,
            "holds": holds,
        }
    }
    return Figure(_without_noise(spec))


def _without_noise(part: Any) -> Any:
    """The same JSON, keys in order, its numbers to twelve digits: the last of a computed one change from version to version of what computes it."""
    return json.loads(json.dumps(part, sort_keys=True), parse_float=lambda digits: float(f"{float(digits):.12g}"))


def _rows_without_noise(data: Any) -> dict[str, Any]:
    """Rows as Altair writes them, before it names them by their digest: the name would hold the noise."""
    return _without_noise(alt.to_values(alt.limit_rows(data)))


alt.data_transformers.register("without noise", _rows_without_noise)


def bears_out(holds: str, data: pd.DataFrame, id: str = "") -> bool:
    """Is a title's expression true of these data? Raises ValueError for one that cannot be computed or ignores them."""
    if not re.search(r"\bdata\b", holds):
        raise ValueError(f"figure {id!r}: holds={holds!r} does not look at the data")
    try:
        # The expression is part of a notebook of this repository, as trusted as the cell that it stands in.
        return bool(eval(holds, {"__builtins__": {}, **_IN_HOLDS, "data": data}))  # noqa: S307
    except Exception as error:
        raise ValueError(f"figure {id!r}: holds={holds!r} cannot be computed: {error!r}") from error


def _cell(value: Any) -> Any:
    """A JSON value: ISO dates, numbers without binary noise, None for a gap."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, (pd.Timestamp, datetime, date)):
        return value.isoformat()[:10]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        rounded = round(value, 4)
        return int(rounded) if rounded.is_integer() and math.fabs(rounded) < 1e15 and value == rounded else rounded
    return value


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Numbers in a row as their first and last: [0, 1, 2, 9] becomes [[0, 2], [9, 9]]."""
    runs: list[list[int]] = []
    for number in map(int, numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return runs


def _heading(column: str) -> str:
    """``value_usd_bn`` -> ``Value usd bn``: only a fallback, a figure should name its columns."""
    return column.replace("_", " ").capitalize()
