"""The face of the book, which travels with it: names, style sheet, and what it can say and how wide.

One family for words (``FAMILY``: Arimo, whose widths are Arial's) and one for code (Cousine), cut to the characters
that the book uses or may use and renamed, so that nothing installed on a machine can take their place; and the few Chinese
characters of the record (Noto Sans SC), which stand in for both. README.md says where they come from. Pages load the WOFF2 files, the renderer of static pictures the TTF files beside them.
"""

import base64
import hashlib
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audit.figures.faces.characters import CHINESE, LATIN, MORE

FOLDER = Path(__file__).parent
FAMILY, MONO_FAMILY = "Audit Sans", "Audit Mono"
#: Weight in a style sheet: name of the files. Heavier than 500 is bold.
WEIGHTS = {400: "AuditSans-Regular", 700: "AuditSans-Bold"}
MONO = "AuditMono-Regular"
#: Chinese, of one weight; its own name is ``HAN_FAMILY``, and on pages it is a part of the two families.
HAN, HAN_FAMILY = "AuditHan-Regular", "Audit Han"
#: The files a page is split into, by what they hold; a browser fetches the second only for a page that needs it.
PARTS = ("latin", "more")
#: ``unicode-range`` of all that is Chinese, so that the few characters of the file need not be listed on every page.
CHINESE_RANGE = ",".join(f"U+{some[0]:X}-{some[-1]:X}" for some in CHINESE)

# While the face is on its way (and where a browser refuses it) another stands in, set to the same width and height,
# so that nothing jumps. family: names of installed faces, then for regular and bold how much narrower they must be set:
# Arial's width over theirs, of running English words.
STAND_INS = {
    "Audit Sans as Arial": (("Arimo", "Arial", "Liberation Sans", "Helvetica"), (1.0, 1.0)),
    "Audit Sans as Roboto": (("Roboto",), (1.0, 1.06)),
    "Audit Sans as DejaVu": (("DejaVu Sans", "Verdana"), (0.876, 0.835)),
}


@dataclass(frozen=True)
class Face:
    """What a TTF file holds. Widths are in units of the em; ``kerns`` are not counted (they narrow words a little)."""

    widths: dict[int, float]
    ascent: float
    descent: float
    gap: float


@cache
def face(weight: int = 400) -> Face:
    """The regular or the bold face of the family for words."""
    return read_ttf(ttf(weight))


@cache
def mono() -> Face:
    return read_ttf((FOLDER / f"{MONO}.ttf").read_bytes())


@cache
def han() -> Face:
    """The few Chinese characters, for words and for code."""
    return read_ttf((FOLDER / f"{HAN}.ttf").read_bytes())


def ttf(weight: int = 400) -> bytes:
    return (FOLDER / f"{WEIGHTS[700 if weight > 500 else 400]}.ttf").read_bytes()


def digest() -> str:
    """Changes when any shipped face does: part of the name of every drawing that is kept."""
    return hashlib.sha256(b"".join(ttf(weight) for weight in WEIGHTS)).hexdigest()[:16]


def width(words: str, size: float, weight: int = 400) -> float:
    """How wide ``words`` stand, in pixels at most (without kerning)."""
    widths = face(700 if weight > 500 else 400).widths
    return size * sum(widths.get(ord(letter), 1.0) for letter in words)


def wrapped(words: str, room: float, size: float, weight: int = 400) -> list[str]:
    """The words in lines that fit ``room`` pixels, with a little to spare for a relative of the face."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, weight) <= 0.97 * room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def unknown(words: str) -> list[str]:
    """Characters of ``words`` that the face does not have, each once."""
    return [letter for letter in dict.fromkeys(words) if ord(letter) not in face().widths and letter not in "\n\t\r"]


# --- style sheets -----------------------------------------------------------------------------------------


def page_css(folder: str = "faces") -> str:
    """The faces for a style sheet that stands beside the folder of the WOFF2 files."""
    rules = []
    for family, weight, name in [
        *[(FAMILY, weight, name) for weight, name in WEIGHTS.items()],
        (MONO_FAMILY, 400, MONO),
    ]:
        files = {f"{name}.{part}": _range(name, part) for part in PARTS} | {HAN: CHINESE_RANGE}
        rules += [
            _rule(family, weight, f'url("{folder}/{file}.woff2") format("woff2")', characters, swap=True)
            for file, characters in files.items()
        ]
    return "\n".join(rules + stand_in_rules()) + "\n"


def stand_in_rules() -> list[str]:
    """``@font-face`` rules that give an installed face the width and the height of ours."""
    rules = []
    for family, (names, factors) in STAND_INS.items():
        for weight, factor in zip(WEIGHTS, factors, strict=True):
            bold = " Bold" if weight == 700 else ""
            local = ", ".join(f'local("{name}{bold}")' for name in names)
            ours = face(weight)
            heights = {"ascent": ours.ascent, "descent": ours.descent, "line-gap": ours.gap}
            fit = f"size-adjust:{factor:.2%};" if factor != 1 else ""
            fit += "".join(f"{name}-override:{height / factor:.2%};" for name, height in heights.items())
            rules.append(_rule(family, weight, local, more=fit))
    return rules


def svg_css(words: str, bold: bool) -> str:
    """The faces within a picture that leaves the page: only the files that hold a character of ``words``."""
    rules = []
    for weight, name in WEIGHTS.items():
        for part in PARTS:
            if (weight == 400 or bold) and any(ord(letter) in _characters(name, part) for letter in words):
                content = base64.b64encode((FOLDER / f"{name}.{part}.woff2").read_bytes()).decode()
                source = f'url(data:font/woff2;base64,{content}) format("woff2")'
                rules.append(_rule(FAMILY, weight, source, _range(name, part)))
    return "".join(rules)


def _rule(family: str, weight: int, source: str, characters: str = "", swap: bool = False, more: str = "") -> str:
    shown = "font-display:swap;" if swap else ""
    only = f"unicode-range:{characters};" if characters else ""
    return f'@font-face{{font-family:"{family}";font-weight:{weight};{shown}{more}{only}src:{source}}}'


@cache
def _characters(name: str, part: str) -> frozenset[int]:
    known = read_ttf((FOLDER / f"{name}.ttf").read_bytes()).widths
    return frozenset(known) & frozenset({"latin": LATIN, "more": MORE}[part])


@cache
def _range(name: str, part: str) -> str:
    """``unicode-range`` of a file: U+100-17F,U+400-45F …; empty for the first, which holds the rest."""
    if part == PARTS[0]:
        return ""
    runs: list[list[int]] = []
    for code in sorted(_characters(name, part)):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{first:X}" + (f"-{last:X}" if last > first else "") for first, last in runs)


# --- the TTF file -----------------------------------------------------------------------------------------


def read_ttf(content: bytes) -> Face:
    """Widths by character, and the heights. Raises ValueError for a file without a table of characters."""
    count = struct.unpack(">H", content[4:6])[0]
    tables = {}
    for number in range(count):
        tag, _, start, length = struct.unpack(">4sIII", content[12 + 16 * number : 28 + 16 * number])
        tables[tag.decode()] = content[start : start + length]
    em = struct.unpack(">H", tables["head"][18:20])[0]
    ascent, descent, gap = struct.unpack(">hhh", tables["hhea"][4:10])
    measured = struct.unpack(">H", tables["hhea"][34:36])[0]
    advances = [struct.unpack(">H", tables["hmtx"][4 * glyph : 4 * glyph + 2])[0] for glyph in range(measured)]
    widths = {code: advances[min(glyph, measured - 1)] / em for code, glyph in _glyphs(tables["cmap"]).items() if glyph}
    return Face(widths, ascent / em, -descent / em, gap / em)


def _glyphs(cmap: bytes) -> dict[int, int]:
    """The glyph of each character, from the table in format 4 (all our characters have four digits)."""
    for number in range(struct.unpack(">H", cmap[2:4])[0]):
        start = struct.unpack(">I", cmap[8 + 8 * number : 12 + 8 * number])[0]
        table = cmap[start:]
        if struct.unpack(">H", table[:2])[0] != 4:
            continue
        runs = struct.unpack(">H", table[6:8])[0] // 2

        def column(index: int, sign: str, table=table, runs=runs) -> tuple[int, ...]:
            place = 14 + 2 * runs * index + (2 if index else 0)
            return struct.unpack(f">{runs}{sign}", table[place : place + 2 * runs])

        ends, starts, deltas, offsets = column(0, "H"), column(1, "H"), column(2, "h"), column(3, "H")
        found = {}
        for run, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
            for code in range(first, min(last, 0xFFFE) + 1):
                glyph = code
                if offset:
                    place = 16 + 2 * runs * 3 + 2 * run + offset + 2 * (code - first)
                    glyph = struct.unpack(">H", table[place : place + 2])[0]
                found[code] = (glyph + delta) % 0x10000 if glyph or not offset else 0
        return found
    raise ValueError("no table of characters in this face")
