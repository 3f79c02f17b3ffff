"""Parts of the alliance charts that carry pixels or expressions; each returns marks that a cell adds to its own."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from audit.figures.theme import light


def not_coded(start: float, end: float, x: alt.X) -> tuple[alt.Chart, alt.Chart]:
    """Years that nobody coded, on ``x``, of ``start``: a tint to lie behind the bars, and words to stand before them."""
    stretch = alt.Chart(pd.DataFrame({"start": [start], "end": [end], "text": ["not coded"]})).encode(x=x)
    words = stretch.mark_text(align="right", dx=-4, baseline="top", color=light("muted"), fontSize=12)
    return (
        stretch.mark_rect(color=light("tint")).encode(x2="end:Q"),
        words.encode(x="end:Q", y=alt.value(2), text="text"),
    )


def known_then(at: float, end: float, x: alt.X) -> alt.LayerChart:
    """A fine rule at the article's day and a tint over what was said later: years ``at`` and ``end`` on ``x``, of ``when``."""
    later = alt.Chart(pd.DataFrame({"when": [at], "end": [end]})).encode(x=x)
    note = {"baseline": "top", "color": light("muted")}
    return (
        later.mark_rect(color=light("tint")).encode(x2="end:Q")
        + later.mark_rule(strokeWidth=1, strokeDash=[2, 2])
        + later.mark_text(align="right", dx=-6, text="known then", **note).encode(y=alt.value(2))
        + later.mark_text(align="left", dx=6, text="since then", **note).encode(y=alt.value(2))
    )


def on_level(level: int) -> dict:
    """A filled point below the name of its row; points of the next ``level`` stand lower, so that none hides another."""
    return {"filled": True, "size": 110, "opacity": 1, "yOffset": 2 + 8 * level}


#: What a row that does not meet the reader's demands, and a clause that nobody demands, keep of their ink.
UNMET, UNDEMANDED = 0.72, 0.5


def paler(unless: str, opacity: float) -> dict:
    """Full ink where the expression ``unless`` holds, less elsewhere."""
    return alt.condition(unless, alt.value(1), alt.value(opacity))


# --- the reader's own test, in the chart's language -------------------------------------------------------------------


def asked_for(keys: Mapping[str, str]) -> str:
    """Is any clause ticked? ``keys``: the parameter of each clause."""
    return " || ".join(keys.values())


def _demands(row: pd.Series, keys: Mapping[str, str], what: str) -> str:
    """The condition under which one of the reader's demands meets ``what`` ("fails", "unknown") in this row."""
    met = {"no": "true", "partly": "partly != 'counts'"} if what == "fails" else {"unknown": "true"}
    return (
        " || ".join(f"({key} && {met[row[clause]]})" for clause, key in keys.items() if row[clause] in met) or "false"
    )


def judged_by(wide: pd.DataFrame, keys: Mapping[str, str]) -> list[alt.Parameter]:
    """Parameters computed from the reader's ticks: for each pair ``fails_N``, ``open_N`` and ``pair_N``; and ``readout``.

    ``wide``: a row a pair, a column a clause (``tables.pairs_by_clause``), the pair that the readout names first. A pair
    fails by one demand that it does not meet, is open by one that nobody looked up, and qualifies otherwise.
    """
    computed = {}
    for place, (_, row) in enumerate(wide.iterrows()):
        computed[f"fails_{place}"] = _demands(row, keys, "fails")
        computed[f"open_{place}"] = f"!fails_{place} && ({_demands(row, keys, 'unknown')})"
        computed[f"pair_{place}"] = f"!fails_{place} && !open_{place}"
    qualify, untold = (
        " + ".join(f"({name}_{place} ? 1 : 0)" for place in range(len(wide))) for name in ("pair", "open")
    )
    computed["readout"] = (
        f"!({asked_for(keys)}) ? 'Tick at least one: without a demand every pair is an alliance.' : "
        f"({qualify}) + ' of {len(wide)} pairs qualify, ' + ({untold}) + ' cannot be told. China and Russia ' + "
        "(pair_0 ? 'do.' : open_0 ? 'cannot be told.' : 'do not.')"
    )
    return [alt.param(name=name, expr=expression) for name, expression in computed.items()]


def with_judgement(rows: alt.Chart, places: int, keys: Mapping[str, str]) -> alt.Chart:
    """Rows with what follows from the ticks: ``qualifies``, ``untold``, ``demanded`` and ``shown``, the name with its answer.

    ``rows``: a chart of pairs and clauses, with ``place``, ``pair`` and ``clause``. ``places``: how many pairs.
    """
    of_pair = {
        field: " || ".join(f"(datum.place == {place} && {name}_{place})" for place in range(places))
        for field, name in {"qualifies": "pair", "untold": "open"}.items()
    }
    demanded = " || ".join(f"(datum.clause == '{clause}' && {key})" for clause, key in keys.items())
    answer = "datum.qualifies ? '  ✓ qualifies' : datum.untold ? '  cannot be told' : ''"
    return rows.transform_calculate(**of_pair, demanded=demanded).transform_calculate(
        shown=f"datum.pair + (!({asked_for(keys)}) ? '' : {answer})"
    )
