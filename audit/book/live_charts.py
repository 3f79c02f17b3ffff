"""Charts as the pages draw them: Vega-Lite is compiled when the book is built, so that a page fetches Vega alone.

The script has Vega's parser and view, the interpreter of expressions (the policy allows no ``eval``) and the transforms
that a chart of this book may need. It leaves out Vega-Lite, its embedding, and transforms that no chart uses; a chart
that asks for one of these is refused here, not in the reader's browser.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from audit.figures import static_pictures
from audit.figures.kept import code_of, kept
from audit.figures.static_pictures import VEGALITE_VERSION, is_stacked

MADE_BY = f"{code_of(__file__)} {static_pictures.MADE_BY}"

#: The parts of Vega that vl-convert 1.9 carries within itself, by the addresses it knows them under: nothing is fetched.
_PART = "https://cdn.jsdelivr.net/npm/{}/+esm"
_PARTS = {
    "{ parse }": "vega-parser@7.1.0",
    "{ View }": "vega-view@6.1.0",
    "{ expressionInterpreter }": "vega-interpreter@2.0.0",
    "{ transforms }": "vega-dataflow@6.1.0",
    "* as data": "vega-transforms@5.1.0",
    "* as layout": "vega-view-transforms@5.1.0",
    "* as encoding": "vega-encode@5.1.0",
    "* as maps": "vega-geo@5.1.0",
}
#: Transforms that Vega has and the script leaves out.
LEFT_OUT = frozenset(
    "crossfilter resolvefilter force label loess regression voronoi wordcloud "
    "nest pack partition stratify tree treelinks treemap".split()
)

#: What reads a row otherwise than by a name that stands there: a tooltip of all there is, a name put together, another data set.
_WHOLE_ROW = re.compile(
    r"""\bdatum\b(?!\s*(?:\.\s*\w|\[\s*(?:"[^"]*"|'[^']*')\s*\]))|\bdata\(\s*(?!["']\w+_store["'])"""
)
_SELECTED = re.compile(
    r"\bvlSelection\w*\([^()]*\)"
)  # the marks that a reader chose, which Vega-Lite names in the chart


def script() -> bytes:
    """The one script that draws charts on the pages. Raises RuntimeError where vl-convert has other parts within it."""
    version = f"/* Vega, by vl-convert {static_pictures.vl_convert_version()} */\n"
    imports = "".join(f'import {name} from "{_PART.format(part)}";\n' for name, part in _PARTS.items())
    snippet = (
        f"{imports}Object.assign(transforms, data, layout, encoding, maps);\n"
        "window.bookVega = { parse, View, expressionInterpreter };\n"
    )

    def bundle() -> bytes:
        try:
            code = static_pictures._vl_convert().javascript_bundle(snippet, vl_version=VEGALITE_VERSION)
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # of Rust, which no Exception covers
                raise
            raise RuntimeError(
                f"this vl-convert has other parts of Vega within it than audit/book/live_charts.py names: {error}"
            ) from error
        # a function of its own: the bundle's short top-level names clash with Sphinx's
        return f"{version}(function(){{{code}}})();\n".encode()

    return kept(static_pictures.cache_folder(), f"script of the pages, {MADE_BY}, {version}, {snippet}", bundle)


def compiled(spec: dict[str, Any]) -> dict[str, Any]:
    """``{"spec", "widths"}``: a Vega-Lite chart as Vega, and the places in it that hold its width.

    Raises ValueError for a chart that needs what the script leaves out, or whose width is more than a number in places.
    """
    words = json.dumps(
        ["vega, with the columns it names", MADE_BY, static_pictures.vl_convert_version(), VEGALITE_VERSION, spec],
        sort_keys=True,
    )
    return json.loads(kept(static_pictures.cache_folder(), words, lambda: json.dumps(_compiled(spec)).encode()))


def _compiled(spec: dict[str, Any]) -> dict[str, Any]:
    one, other = 358, 701  # px: two widths, to see what they change
    vega = _at(spec, one)
    if left_out := _transforms(vega) & LEFT_OUT:
        raise ValueError(
            f"its chart needs what the book's script leaves out (live_charts.py): {', '.join(sorted(left_out))}"
        )
    places = [list(place) for place in _changed(vega, _at(spec, other), one, other)]
    if not places or (places != [["width"]] and not is_stacked(spec)):
        raise ValueError("its chart has no width that a page could set")
    return {"spec": _without_unread(vega), "widths": places}


def _without_unread(vega: dict[str, Any]) -> dict[str, Any]:
    """The chart without the columns of its data that nothing in it names: the figure's table and its CSV have them."""
    said = "\n".join(_strings({**vega, "data": [{**one, "values": None} for one in vega.get("data", [])]}))
    if _WHOLE_ROW.search(_SELECTED.sub("", said)):
        return vega
    data = [{**one, "values": _named(one["values"], said)} if "values" in one else one for one in vega.get("data", [])]
    return {**vega, "data": data} if data else vega


def _named(rows: Any, said: str) -> Any:
    """Rows with the columns that are named; a map's outlines as they are."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "geometry" not in row for row in rows):
        return rows
    columns = {column for row in rows for column in row}
    read = {column for column in columns if column in said}
    return [{column: value for column, value in row.items() if column in read} for row in rows]


def in_columns(vega: dict[str, Any]) -> dict[str, Any]:
    """The chart with its rows told by column, each name once; ``static/figure.js`` makes rows of them again."""
    return {**vega, "data": [_by_column(one) for one in vega.get("data", [])]}


def _by_column(one: dict[str, Any]) -> dict[str, Any]:
    rows = one.get("values")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        return one
    if not rows[0] or any(row.keys() != rows[0].keys() for row in rows):
        return one
    told = {key: value for key, value in one.items() if key != "values"}
    return {**told, "columns": {column: [row[column] for row in rows] for column in rows[0]}}


def _strings(part: Any) -> Iterator[str]:
    """Every word of a chart, names of its parts among them."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from _strings(one)
    elif isinstance(part, dict):
        yield from part
        for one in part.values():
            yield from _strings(one)


def _at(spec: dict[str, Any], width: int) -> dict[str, Any]:
    spec = json.loads(json.dumps(spec))
    static_pictures._set_width(spec, width)
    if not is_stacked(spec):
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    return static_pictures._vl_convert().vegalite_to_vega(spec, vl_version=VEGALITE_VERSION)


def _changed(one: Any, other: Any, width: int, wider: int, at: tuple = ()) -> list[tuple]:
    """The places where two charts hold their widths. Raises ValueError if they differ in anything else."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [place for key in one for place in _changed(one[key], other[key], width, wider, (*at, key))]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [place for key, (a, b) in pairs for place in _changed(a, b, width, wider, (*at, key))]
    if one == other:
        return []
    if (one, other) == (width, wider):
        return [at]
    raise ValueError(f"its chart is another at another width, in {'.'.join(map(str, at))}")


def _transforms(part: Any) -> set[str]:
    """The types of all transforms of a Vega chart."""
    if isinstance(part, list):
        return set().union(*map(_transforms, part)) if part else set()
    if not isinstance(part, dict):
        return set()
    listed = part.get("transform")
    found = (
        {one["type"].lower() for one in listed if isinstance(one, dict) and "type" in one}
        if isinstance(listed, list)
        else set()
    )
    return found.union(*(_transforms(value) for key, value in part.items() if key != "values"))
