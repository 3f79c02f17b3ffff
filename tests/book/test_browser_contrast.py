"""Contrast is read from the drawn charts, live and static, in light and in dark, figure by figure.

Two fills told apart by colour alone have 3:1 to each other. Series that differ in dash, shape, fill or label as well have 3:1
to the ground, and their colours stay apart for readers with a colour deficiency. Words have 4.5:1.
"""

import re
from collections import defaultdict
from itertools import combinations

import pytest
from browsing import CHAPTERS, opened, switch_to, wait_until

from audit.figures.theme import PALETTE, contrast

PAGES = ["chapters/index", *CHAPTERS]
MARKS, WORDS, APART = 3, 4.5, 10  # two contrasts of WCAG 2.2; a distance in CIELAB: four to five just noticeable ones

#: How a reader without these cones sees (Machado, Oliveira and Fernandes 2009, severity 1.0; rows times linear RGB).
DEFICIENCIES = {
    "no deficiency": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}

#: Figures whose colours repeat what words or places say, and how. Whatever is not here is told apart by the drawing itself.
SAID_BESIDE = {
    "front-behaviour": "the years stand on the axis",
    "trade-annual": "each line has its name at its end, and its points a shape",
    "trade-rise": "each bar has its name",
    "trade-yearly-growth": "the year of the claim is named, and stands on the axis",
    "trade-partners": "each bar has its name",
    "ruble-press": "each bar has its name",
    "ruble-curve": "the row of a tick names its choice, and dots have shapes",
    "ruble-rank": "each bar has its name",
    "exercises-timeline": "a line goes through the shape of its kind",
    "alliance-depth": "each row has its name",
    "exercises-pairs": "each bar has its name, which says where there is no duty",
    "concert-agreement": "each line has its name at its point of 2025, and its points a shape",
    "equality-asymmetry": "each year has the shape of the key, the hollow ones too",
    "equality-pairs": "pairs with a treaty of defence have another shape",
    "equality-try": "each bar has its name",
    "concert-counts": "points have the shapes of the key, the hollow ones too",
}

#: Every mark and word of the drawings that show, with the colours that the page gives it. A static picture draws marks that
#: look alike as one path (``slim_pictures``): each is looked at by itself, and its letters are told as Vega told them.
DRAWN = r"""kind => [...document.querySelectorAll('.audit-figure')].flatMap(figure => {
  const svg = figure.querySelector(kind === 'live' ? '.figure-live svg' : '.figure-static svg');
  if (!svg) return [];
  const SIZES = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 };
  for (const path of svg.querySelectorAll('path')) {
    const d = path.getAttribute('d') || '';
    if (path.closest('clipPath, defs') || /[A-Z]/.test(d)) continue;
    const marks = [];
    let x = 0, y = 0, start = [0, 0];
    for (const [, letter, rest] of d.matchAll(/([a-z])([^a-z]*)/g)) {
      const numbers = (rest.match(/-?(?:\d+\.?\d*|\.\d+)/g) || []).map(Number), size = SIZES[letter];
      if (letter === 'z') { marks.at(-1).d += 'z'; marks.at(-1).shape += 'Z'; [x, y] = start; continue; }
      for (let at = 0; at < numbers.length; at += size) {
        const own = numbers.slice(at, at + size);
        x += letter === 'v' ? 0 : own.at(letter === 'h' ? -1 : -2);
        y += letter === 'h' ? 0 : own.at(-1);
        if (letter === 'm') { marks.push({ d: `M${x},${y}`, shape: 'M' }); start = [x, y]; continue; }
        marks.at(-1).d += `${letter}${own.join(' ')}`;
        marks.at(-1).shape += letter.toUpperCase();
      }
    }
    path.replaceWith(...marks.map(mark => {
      const one = path.cloneNode();
      one.setAttribute('d', mark.d);
      one.dataset.shape = mark.shape;
      return one;
    }));
  }
  const place = svg.querySelector(':scope > g') || svg;
  return [...svg.querySelectorAll('path, rect, line, text')].flatMap(one => {
    if (one.closest('clipPath, defs') || one.getAttribute('display') === 'none') return [];
    const style = getComputedStyle(one), box = one.getBBox();
    const words = one.tagName === 'text' ? one.textContent.trim() : '';
    if (one.tagName === 'text' ? !words : box.width < 1.5 && box.height < 1.5) return [];
    let opacity = 1;
    for (let part = one; part !== svg; part = part.parentElement) opacity *= Number(getComputedStyle(part).opacity);
    const here = one.getBoundingClientRect(), all = place.getBoundingClientRect();
    return [{ figure: figure.id.slice(4), kind: one.tagName, words, fill: style.fill, stroke: style.stroke, dash: style.strokeDasharray,
      fillOpacity: opacity * Number(style.fillOpacity), strokeOpacity: opacity * Number(style.strokeOpacity),
      strokeWidth: parseFloat(style.strokeWidth), shape: one.tagName === 'path' ? one.dataset.shape || one.getAttribute('d') : one.tagName,
      box: [here.left, here.top, here.right, here.bottom], whole: here.width * here.height > .25 * all.width * all.height }]; }); })"""


def hex_of(colour: str) -> str | None:
    """#RRGGBB of what a browser computes; None for none and for what cannot be seen."""
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)]
    if len(parts) < 3 or (len(parts) == 4 and parts[3] == 0):
        return None
    return "#" + "".join(f"{round(part):02X}" for part in parts[:3])


def over(colour: str, ground: str, opacity: float) -> str:
    """What is seen of a colour that lets its ground through."""
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(opacity * a + (1 - opacity) * b):02X}" for a, b in pairs)


def lab(colour: str, seen_by: str) -> tuple[float, ...]:
    """A colour in CIELAB (D65), as it is seen with a deficiency."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    rows = DEFICIENCIES[seen_by]
    red, green, blue = (min(1, max(0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in rows)
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str) -> float:
    """How far apart two colours are for whoever sees them least apart."""
    return min(
        sum((a - b) ** 2 for a, b in zip(lab(one, seen_by), lab(other, seen_by), strict=True)) ** 0.5
        for seen_by in DEFICIENCIES
    )


class Scheme:
    """The colours of the palette in one scheme, and what is drawn in it."""

    def __init__(self, name: str):
        self.colour = {colour: pair[name == "dark"].upper() for colour, pair in PALETTE.items()}
        self.ground = self.colour["paper"]
        #: behind marks and words, never a mark itself: paper, tint, grid lines, land
        self.grounds = {self.colour[one] for one in ("paper", "tint", "grid")}

    def seen(self, colour: str, opacity: float) -> str | None:
        found = hex_of(colour)
        return over(found, self.ground, opacity) if found and opacity > 0.2 else None  # fainter is a ground, too


def series(marks: list[dict], scheme: Scheme) -> dict[str, set]:
    """The visible colours of a figure's marks, by kind of mark, each with the other signs that it comes with."""
    found = defaultdict(set)
    for one in marks:
        if one["kind"] == "text" or one["whole"]:
            continue
        fill, stroke = scheme.seen(one["fill"], one["fillOpacity"]), scheme.seen(one["stroke"], one["strokeOpacity"])
        wide, high = one["box"][2] - one["box"][0], one["box"][3] - one["box"][1]
        if (
            one["kind"] != "line"
            and stroke
            and (not fill or fill == scheme.ground)
            and re.search("[AZ]", one["shape"] or "")
        ):
            found["fill"].add((stroke, "hollow"))
        elif fill and one["kind"] != "line":
            if fill in scheme.grounds:
                continue
            curved = "A" in (one["shape"] or "")
            letters = re.findall("[MLHV]", (one["shape"] or "").upper())
            angles = (
                f"{len(letters)} angles{', upright' if 'H' in letters else ''}"  # a square, and a square on its corner
            )
            kind = "tick" if min(wide, high) <= 3 else "fill"
            found[kind].add((fill, f"round, {round(wide / 4)} wide" if curved else angles))
        elif stroke and stroke not in scheme.grounds:
            dash = one["dash"] if one["dash"] not in ("none", "1px, 0px") else "unbroken"
            kind = "line" if one["strokeWidth"] > 1 or dash != "unbroken" else "hairline"  # axes and leaders
            found[kind].add((stroke, f"{dash}, {one['strokeWidth']:.1f} px"))
    return found


def faults_of(marks: list[dict], scheme: Scheme, said_beside: bool) -> list[str]:
    """What one figure's drawing lacks."""
    faults = []
    for kind, found in series(marks, scheme).items():
        for colour in {colour for colour, _ in found}:
            if contrast(colour, scheme.ground) < MARKS:
                faults.append(f"{kind} {colour} has {contrast(colour, scheme.ground):.2f}:1 to the ground")
        for (one, sign), (other, other_sign) in combinations(sorted(found), 2):
            if one == other or kind == "hairline":
                continue
            alone = sign == other_sign and not said_beside
            if alone and contrast(one, other) < MARKS:
                faults.append(
                    f"{kind}s {one} and {other} ({sign}) differ in colour alone: {contrast(one, other):.2f}:1"
                )
            elif (
                "hollow" not in {sign, other_sign} and distance(one, other) < APART
            ):  # the face of a hollow one is the ground
                faults.append(f"{kind}s {one} and {other} are {distance(one, other):.0f} apart")
    marked = [one for one in marks if one["kind"] in ("path", "rect")]
    for one in marks:
        if one["kind"] != "text":
            continue
        x, y = (one["box"][0] + one["box"][2]) / 2, (one["box"][1] + one["box"][3]) / 2
        under = scheme.ground
        for mark in marked:  # later ones lie above earlier ones
            left, top, right, bottom = mark["box"]
            fill = hex_of(mark["fill"])
            if fill and left <= x <= right and top <= y <= bottom and not re.search("[C]", mark["shape"] or ""):
                under = over(fill, under, mark["fillOpacity"])
        colour = over(hex_of(one["fill"]), under, one["fillOpacity"])
        if contrast(colour, under) < WORDS:
            faults.append(f"{one['words'][:30]!r} in {colour} on {under} has {contrast(colour, under):.2f}:1")
    return faults


def faults_in_both_schemes(page, kind: str) -> list[str]:
    """What the drawings of a page lack in either scheme; it is left in light, as it was."""
    found = []
    for scheme in ("dark", "light"):
        switch_to(page, scheme)
        by_figure = defaultdict(list)
        for one in page.evaluate(DRAWN, kind):
            by_figure[one["figure"]].append(one)
        assert by_figure or (kind == "live" and page.url.endswith("index.html"))
        for figure, marks in by_figure.items():
            faults = faults_of(marks, Scheme(scheme), figure in SAID_BESIDE)
            found += [f"{figure}, {scheme}: {fault}" for fault in dict.fromkeys(faults)]
    return found


@pytest.mark.parametrize("name", PAGES, scope="module")
def test_colours_of_live_charts_can_be_told_apart(as_drawn, name):
    found = faults_in_both_schemes(as_drawn(name), "live")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", PAGES)
def test_colours_of_static_pictures_can_be_told_apart(browser, built_book, name):
    with opened(browser, (built_book / f"{name}.html").as_uri()) as page:
        found = faults_in_both_schemes(page, "static")
    assert not found, "\n".join(found)


def test_a_weak_colour_would_be_found(browser, built_book):
    with opened(browser, (built_book / "chapters/trade.html").as_uri()) as page:
        wait_until(page, "document.documentElement.dataset.theme === 'light'")
        marks = [one for one in page.evaluate(DRAWN, "static") if one["figure"] == "trade-rise"]
    scheme = Scheme("light")
    assert not faults_of(marks, scheme, said_beside=True)
    assert any("colour alone" in fault for fault in faults_of(marks, scheme, said_beside=False))
    pale = [one | {"fill": "rgb(225, 225, 225)"} if one["kind"] == "path" else one for one in marks]
    assert any("to the ground" in fault for fault in faults_of(pale, scheme, said_beside=True)) or not pale


def test_known_distances():
    assert distance("#FFFFFF", "#000000") > 90
    assert distance(PALETTE["china"][0], PALETTE["russia"][0]) > 80
    assert distance("#C66C9E", "#868E97") < 5, "pink and grey are one for a reader without green cones"


# --- words ---

SHADES = re.compile(
    r"\b(dark|darker|darkest|pale|paler|palest|strong tone|strongest tone|black|white|gr[ea]y|green|orange|blue|pink|purple|red|"
    r"brown|yellow|tinted|tint|shade|shaded|coloured|colour)\b|\b(strong|light|tone)\s*:",
    re.IGNORECASE,
)
#: Names that have a colour in them.
NAMES = re.compile(r"Red (Star|Sea|Cross)|White (House|Paper|paper)|Black Sea|Yellow Sea|Orange Book", re.IGNORECASE)


@pytest.mark.parametrize("name", PAGES, scope="module")
def test_no_title_legend_or_caption_names_a_shade(as_drawn, name):
    page = as_drawn(name)
    parts = ".figure-title, .figure-subtitle, .figure-notes, .figure-controls label, .figure-picture svg text"
    words = page.locator(f":is({parts})").evaluate_all(
        "all => all.map(one => one.closest('.audit-figure').id + ': ' + one.textContent)"
    )
    words += page.locator(".figure-picture").evaluate_all(
        "all => all.map(one => one.closest('.audit-figure').id + ' (alt): ' + one.getAttribute('aria-label'))"
    )
    assert len(words) > 10
    named = [line for line in words if SHADES.search(NAMES.sub("", line))]
    assert not named, "\n".join(dict.fromkeys(named))
