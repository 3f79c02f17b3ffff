"""Vega-Lite specification to static picture: what a reader sees before, or without, the live chart.

Three products, each a pure function of the specification:

- ``inline_svg``: for the page, which slims it. Exactly as wide as asked; colours are CSS variables and follow dark mode.
- ``titled_svg``: for the download and for notebook viewers. Light, with title, subtitle and source line.
- ``signal_text``: what a signal of the chart says before the reader touches anything.
"""

import copy
import json
import re
from collections import Counter
from functools import cache
from html import escape, unescape
from pathlib import Path

from audit.figures import faces
from audit.figures.kept import code_of, kept, write_whole
from audit.figures.theme import FONT, MONO, PALETTE, light

__all__ = ["write_whole"]  # what writes into the book takes it from here

MADE_BY = code_of(__file__, faces.__file__)  # part of the name of all that is kept here
VEGALITE_MIME = "application/vnd.vegalite.v6+json"
VEGALITE_VERSION = "6.4"
# px: the column of a desk (book.css, --audit-column), of a tablet, of a phone. book.css shows the one that fits,
# so that no word is scaled below 12 px between them.
WIDE, MIDDLE, NARROW = 720, 560, 360


def with_width(spec: dict, width: int) -> dict:
    """A copy of ``spec`` drawn ``width`` px wide.

    A single or layered view is fitted: ``width`` is that of the whole picture, axes and labels included.
    In views set one below the other it is the width of each plotting area (Vega-Lite cannot fit those).
    Raises ValueError for views side by side: they do not fit a phone.
    """
    spec = copy.deepcopy(spec)
    _set_width(spec, width)
    if not is_stacked(spec):
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    return spec


def is_stacked(spec: dict) -> bool:
    """True if the chart has several plotting areas, which Vega-Lite cannot fit to a width."""
    return any(key in spec for key in ("vconcat", "concat", "facet", "spec")) or "row" in spec.get("encoding", {})


def _set_width(spec: dict, width: int) -> None:
    side_by_side = "hconcat" in spec or "repeat" in spec or "column" in spec.get("encoding", {})
    one_column = spec.get("columns") == 1 or set(spec.get("facet", {})) == {"row"}
    if side_by_side or (("concat" in spec or "facet" in spec) and not one_column):
        raise ValueError("views side by side do not fit a phone: use vconcat, or one column")
    for key in ("vconcat", "concat"):
        for child in spec.get(key, []):
            _set_width(child, width)
    if isinstance(spec.get("spec"), dict):
        _set_width(spec["spec"], width)
    if not any(key in spec for key in ("vconcat", "concat", "spec")):
        spec["width"] = width


def side_space(spec: dict) -> int:
    """px beside the plotting areas of a stacked chart: axis labels and padding (0 for a fitted one)."""
    if not is_stacked(spec):
        return 0
    trial = 400
    return round(_size(_draw(with_width(spec, trial)))[0]) - trial


def inline_svg(spec: dict, width: int, prefix: str) -> str:
    """The chart as an SVG element for an HTML page, ``width`` px wide over all.

    ``prefix`` makes the ids in it unique on the page. Raises ValueError if the chart does not fit.
    """
    svg = _drawn_to_fit(spec, width)
    svg = _hold_widths(_without_aria(svg))
    svg = _prefix_ids(svg, prefix)
    svg = _without_family(svg)  # the page's own, by CSS
    return _in_tags(svg, with_css_colours).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def titled_svg(
    spec: dict, source_line: str = "", width: int = WIDE, carry_face: bool = False, imprint: str = ""
) -> str:
    """The chart as a file of its own: title, subtitle, chart, ``source_line`` and ``imprint`` on white paper.

    ``carry_face``: with the face in it (up to 29 kB), so that it looks the same where nothing like it is installed.
    """
    payload = spec.get("usermeta", {}).get("figure", {})
    title, subtitle = told_title(spec), payload.get("subtitle", "")
    chart = _prefix_ids(_without_aria(_drawn_to_fit(spec, width)), "chart-")
    chart = _without_family(chart)
    chart_height = _size(chart)[1]
    y, texts = 0, []
    for words, size, weight, colour in [
        (title, 20, 700, light("ink")),
        (subtitle, 14, 400, light("muted")),
    ]:
        for line in faces.wrapped(words, width, size, weight):
            y += round(size * 1.3)
            texts.append(_text(line, y, size, weight, colour))
    top = y + 12
    y = top + chart_height + 4
    for words in (source_line, imprint):
        for line in faces.wrapped(words, width, 12, 400):
            y += 16
            texts.append(_text(line, y, 12, 400, light("muted")))
    chart = chart.replace("<svg ", f'<svg y="{top:g}" ', 1)
    drawn = _hold_widths("".join(texts) + chart)
    _refuse_unknown_characters(drawn)
    style = f"<style>{faces.svg_css(_words(drawn), bold=_is_bold(drawn))}</style>" if carry_face else ""
    margin, full_height = 16, y + 8
    box = f"{-margin} {-margin} {width + 2 * margin} {full_height + 2 * margin:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 2 * margin}"'
        f' height="{full_height + 2 * margin:g}" viewBox="{box}" role="img" font-family="{escape(FONT)}">'
        f"<title>{escape(title)}</title><desc>{escape(payload.get('alt', ''))}</desc>{style}"
        f'<rect x="{-margin}" y="{-margin}" width="100%" height="100%" fill="{light("paper")}"/>'
        f"{drawn}</svg>\n"
    )


def told_title(spec: dict) -> str:
    """What a picture of the chart shows: its title, or the sentence that the chart itself computes.

    The title of a chart with a reader's controls says what to do with them, which is nothing for a picture.
    """
    payload = spec.get("usermeta", {}).get("figure", {})
    readout = (payload.get("controls") or {}).get("readout")
    return signal_text(spec, readout) if readout else payload.get("title", "")


def script_that_draws() -> bytes:
    """The one script that draws charts in a browser, for the book's pages and for JupyterLab; it asks no other host."""
    version = f"/* vega-lite {VEGALITE_VERSION}, vl-convert {vl_convert_version()} */\n"

    def bundle() -> bytes:
        code = _vl_convert().javascript_bundle(vl_version=VEGALITE_VERSION)
        # a function of its own: the bundle's short top-level names clash with Sphinx's
        return f"{version}(function(){{{code}}})();\n".encode()

    return kept(cache_folder(), f"vega-bundle, in a function, {version} {MADE_BY}", bundle)


def png(svg: str, scale: float = 2) -> bytes:
    """A standalone SVG as PNG, ``scale`` times its size, in the shipped face: alike everywhere."""
    svg = re.sub(r"<style>.*?</style>", "", svg)  # the renderer has the face from its own folder
    svg = re.sub(r' textLength="[\d.]+" lengthAdjust="spacingAndGlyphs"', "", svg)
    svg = re.sub(r'font-family="[^"]*"', f'font-family="{faces.FAMILY}"', svg)
    _refuse_unknown_characters(svg)
    words = json.dumps(["png", MADE_BY, vl_convert_version(), faces.digest(), scale, svg])
    return kept(cache_folder(), words, lambda: _vl_convert().svg_to_png(svg, scale=scale))


def sharing_card(finding: str, kicker: str, spec: dict | None, words: str = "", imprint: str = "") -> str:
    """The picture a shared link shows, 1200 by 630: what the page finds beside its chart, or over ``words``.

    ``kicker`` stands above, ``imprint`` below: where the picture is from.
    """
    width, height, margin = 1200, 630, 48
    foot = faces.wrapped(imprint, width - 2 * margin, 15, 400)
    bottom = height - 24 - 20 * len(foot)
    column = 380 if spec else width - 2 * margin
    y, parts = margin, []
    for line in faces.wrapped(kicker, column, 20, 700):
        y += 26
        parts.append(_text(line, y, 20, 700, light("muted")))
    size = _largest(finding, column, bottom - y - 24, 42 if spec else 60)
    for line in faces.wrapped(finding, column, size, 700):
        y += round(size * 1.2)
        parts.append(_text(line, y + 12, size, 700, light("ink")))
    if spec is None:
        y += 40
        for line in faces.wrapped(words, column, 32, 400)[: max(0, int((bottom - y - 16) / 46))]:
            y += 46
            parts.append(_text(line, y, 32, 400, light("muted")))
    else:
        room, high = (width - 3 * margin - column, bottom - margin - 16), _size(_drawn_to_fit(spec, WIDE))[1]
        scale = max(room[1] / high, 1)  # a chart too tall is cut: words must stay legible
        scale = min(scale, room[0] / NARROW)
        chart = _drawn_to_fit(spec, max(NARROW, round(room[0] / scale)))
        chart = _without_family(_prefix_ids(_without_aria(chart), "card-"))
        wide, high = _size(chart)
        root, _, rest = chart.partition(">")
        root = re.sub(r' (?:width|height)="[^"]*"', "", root)
        place = f' x="{column + margin}" y="{margin}" width="{wide * scale:.1f}" height="{high * scale:.1f}"'
        parts.append(f"{root}{place}>{rest}")
    ground = f'fill="{light("paper")}"'
    parts.append(f'<rect x="{-margin}" y="{bottom}" width="{width}" height="{height - bottom}" {ground}/>')
    parts += [_text(line, bottom + 20 * n, 15, 400, light("muted")) for n, line in enumerate(foot, 1)]
    body = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="{escape(FONT)}"'
        f' viewBox="{-margin} 0 {width} {height}"><rect x="{-margin}" width="{width}" height="{height}"'
        f' {ground}/><rect x="{-margin}" width="{width}" height="12" fill="{light("ink")}"/>{body}</svg>'
    )


def _largest(words: str, width: float, height: float, most: int) -> int:
    """The largest size of bold letters, up to ``most`` px, at which words fit a box; not below 22."""
    fits = (size for size in range(most, 22, -2) if len(faces.wrapped(words, width, size, 700)) * size * 1.2 <= height)
    return next(fits, 22)


def signal_text(spec: dict, name: str) -> str:
    """The value of signal ``name`` when the chart opens, as text. Raises ValueError if there is none."""
    probe = {"name": "signal-probe", "type": "text", "encode": {"update": {"text": {"signal": name}}}}

    def read() -> str:
        vega = _vl_convert().vegalite_to_vega(with_width(spec, NARROW), vl_version=VEGALITE_VERSION)
        if name not in {signal["name"] for signal in vega.get("signals", [])}:
            raise ValueError(f"the chart has no signal called {name!r}")
        vega.setdefault("marks", []).append(probe)
        scene = _vl_convert().vega_to_scenegraph(vega)["scenegraph"]
        return str(_find_mark(scene, "signal-probe")["items"][0].get("text", ""))

    return _kept("signal:" + name, spec, read)


def with_css_colours(text: str) -> str:
    """Each light palette colour in ``text`` (SVG or JSON) as its CSS variable: ``var(--audit-ink)``."""
    names = {colour.upper(): name for name, (colour, _) in PALETTE.items()}

    def variable(found: re.Match) -> str:
        name = names.get(found[0].upper())
        return f"var(--audit-{name.replace('_', '-')})" if name else found[0]

    return re.sub(r"#[0-9A-Fa-f]{6}\b", variable, text)


def palette_css() -> str:
    """The palette as CSS variables that follow the page's theme, or else the system's."""

    def rules(mode: int) -> str:
        return "".join(f"--audit-{n.replace('_', '-')}:{colours[mode]};" for n, colours in PALETTE.items())

    return (
        f":root{{--audit-sans:{FONT};--audit-mono:{MONO};{rules(0)}}}\n"
        f"@media (prefers-color-scheme:dark){{html:not([data-theme=light]){{{rules(1)}}}}}\n"
        f"html[data-theme=dark]{{{rules(1)}}}\n"
        f"@media print{{html,html[data-theme]{{{rules(0)}}}}}\n"
    )


# --- drawing --------------------------------------------------------------------------------------------


def _drawn_to_fit(spec: dict, width: int) -> str:
    """SVG whose total width is exactly ``width``."""
    inner = width - side_space(spec)
    svg = _draw(with_width(spec, inner))
    for _ in range(3):  # an axis may label itself otherwise at another width
        excess = round(_size(svg)[0]) - width
        if not excess:
            return _whole(with_width(spec, inner), svg)
        inner -= excess
        svg = _draw(with_width(spec, inner))
    raise ValueError(f"the chart does not fit {width} px: it is {_size(svg)[0]:g} px wide")


def _whole(spec: dict, svg: str) -> str:
    """The picture, once it is known to have every word of its chart."""
    _kept("words", spec, lambda: _refuse_lost_words(spec, svg))
    return svg


def _draw(spec: dict) -> str:
    def draw() -> str:
        return _vl_convert().vegalite_to_svg(_for_drawing(spec), vl_version=VEGALITE_VERSION)

    return _renumber_ids(_kept("svg", spec, draw))


def _for_drawing(spec: dict) -> dict:
    spec = {key: value for key, value in spec.items() if key not in ("usermeta", "description")}
    config = {**spec.get("config", {}), "font": faces.FAMILY}
    return {**spec, "config": config, "background": "transparent"}


def _kept(kind: str, spec: dict, make) -> str:
    """``make()``, or what it gave for the same specification in an earlier build."""
    made_with = [MADE_BY, vl_convert_version(), VEGALITE_VERSION, faces.digest()]
    words = json.dumps([kind, *made_with, spec], sort_keys=True)
    return kept(cache_folder(), words, lambda: make().encode("utf-8")).decode("utf-8")


def cache_folder() -> Path:
    """Where drawn charts are kept between builds. Safe to delete."""
    from audit.paths import ROOT

    return ROOT / ".cache" / "charts"


def vl_convert_version() -> str:
    """Which release draws; what is kept was drawn by this one."""
    import vl_convert

    return vl_convert.__version__


@cache
def _vl_convert():
    """What draws, once it has proved that it does: this takes a moment, and a build with everything kept does not draw."""
    import vl_convert

    vl_convert.register_font_directory(str(faces.FOLDER))
    for weight in faces.WEIGHTS:
        prove_it_draws(vl_convert, faces.FAMILY, weight)
    return vl_convert


# --- no word is lost ------------------------------------------------------------------------------------


def prove_it_draws(vl_convert, family: str, weight: int) -> None:
    """Raise RuntimeError unless ``family`` leaves ink: the renderer leaves words out of a face it does not know."""
    root = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    words = f'<text x="2" y="15" font-family="{family}" font-weight="{weight}" font-size="13">Words</text>'
    if vl_convert.svg_to_png(f"{root}{words}</svg>") == vl_convert.svg_to_png(f"{root}</svg>"):
        raise RuntimeError(f"the renderer does not know the face {family!r}: its pictures would have no words")


def _refuse_lost_words(spec: dict, svg: str) -> str:
    """The words of a picture. Raises ValueError if one of its chart's is lost: with its face, or cut to fit a limit."""
    vega = _vl_convert().vegalite_to_vega(_for_drawing(spec), vl_version=VEGALITE_VERSION)
    scene = _vl_convert().vega_to_scenegraph(vega)
    lost = Counter(_words_of_scene(scene["scenegraph"])) - Counter(_lines(svg))
    if lost:
        words = ", ".join(repr(line) for line in lost)
        raise ValueError(f"its picture lost the words {words}: cut by a limit (labelLimit, limit), or not drawn")
    _refuse_unknown_characters(svg)
    return _words(svg)


def _refuse_unknown_characters(svg: str) -> None:
    """Raise ValueError if a word has a character that the shipped face lacks: each machine would draw another one."""
    if unknown := faces.unknown(_words(svg)):
        names = ", ".join(f"{letter!r} (U+{ord(letter):04X})" for letter in unknown)
        raise ValueError(
            f"the book's face has no {names}: draw it as a mark, or add it to audit/figures/faces/characters.py"
        )


def _hold_widths(svg: str) -> str:
    """Each line of text with its width in the shipped face, so that another face is squeezed and not cut."""

    def hold(found: re.Match) -> str:
        attributes, line = found.groups()
        size = re.search(r'font-size="([\d.]+)', attributes)
        if not size:
            return found[0]
        held = faces.width(unescape(line), float(size[1]), 700 if _is_bold(attributes) else 400)
        return f'<text{attributes} textLength="{held:.1f}" lengthAdjust="spacingAndGlyphs">{line}</text>'

    return re.sub(r"<text\b([^>]*)>([^<]+)</text>", hold, svg)


def _words_of_scene(part) -> list[str]:
    """Every line of text in a scene graph."""
    if isinstance(part, list):
        return [line for one in part for line in _words_of_scene(one)]
    if not isinstance(part, dict):
        return []
    if part.get("marktype") == "text":
        texts = [item.get("text") for item in part.get("items", [])]
        lines = [line for text in texts for line in (text if isinstance(text, list) else [text])]
        return [str(line) for line in lines if line not in (None, "")]
    return _words_of_scene(list(part.values()))


def _lines(svg: str) -> list[str]:
    """Every line of text in a picture."""
    return [unescape(line) for line in re.findall(r"<(?:text|tspan)\b[^>]*>([^<]+)</", svg)]


def _words(svg: str) -> str:
    return "".join(_lines(svg))


def _is_bold(text: str) -> bool:
    """Is a line of text, or any in a picture, in the bold face?"""
    weights = re.findall(r'font-weight="(\w+)"', text)
    return any(weight == "bold" or (weight.isdigit() and int(weight) > 500) for weight in weights)


# --- text of an SVG --------------------------------------------------------------------------------------


def _size(svg: str) -> tuple[float, float]:
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if not found:
        raise ValueError("the chart could not be drawn: no size in its picture")
    return float(found[1]), float(found[2])


def _in_tags(svg: str, change) -> str:
    """``svg`` with ``change`` applied to each of its tags: what stands between them, its words, is never touched."""
    return _TAG.sub(lambda tag: change(tag[0]), svg)


def _without_aria(svg: str) -> str:
    """The words for a screen reader are those on the figure; the parts would only chatter."""
    return _in_tags(svg, lambda tag: re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", tag))


def _without_family(svg: str) -> str:
    return _in_tags(svg, lambda tag: re.sub(r' font-family="[^"]*"', "", tag))


_TAG = re.compile(r"""<[/!?]?[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>""")


def _renumber_ids(svg: str) -> str:
    """Vega counts ids through the life of a process: count anew, so that a chart keeps its ids."""
    names = dict.fromkeys(name for tag in _TAG.findall(svg) for name in re.findall(r'\sid="([^"]+)"', tag))
    numbers = {name: f"id-{number}" for number, name in enumerate(names)}
    return _with_ids(svg, lambda name: numbers.get(name, name))


def _prefix_ids(svg: str, prefix: str) -> str:
    return _with_ids(svg, lambda name: prefix + name)


def _with_ids(svg: str, renamed) -> str:
    ids = re.compile(r'((?:\sid="|url\(#|href="#))([^")]+)(?=["\)])')
    return _in_tags(svg, lambda tag: ids.sub(lambda found: found[1] + renamed(found[2]), tag))


def _text(words: str, y: float, size: int, weight: int, colour: str) -> str:
    return f'<text y="{y:g}" font-size="{size}" font-weight="{weight}" fill="{colour}">{escape(words)}</text>'


def _find_mark(scene, name: str) -> dict:
    if isinstance(scene, dict):
        if scene.get("name") == name:
            return scene
        scene = list(scene.values())
    if isinstance(scene, list):
        for part in scene:
            if found := _find_mark(part, name):
                return found
    return {}
