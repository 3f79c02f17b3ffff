"""Make the shipped faces again from their origins: ``python audit/figures/faces/make.py FOLDER`` (README.md says which folder).

Needs fonttools and brotli, which the book itself does not. Same origins and same versions give the same bytes.
"""

import hashlib
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path

#: Same dates in every file, whenever it is made.
os.environ["SOURCE_DATE_EPOCH"] = "1767225600"

from characters import LATIN, MORE, chinese_of  # noqa: E402
from fontTools import subset  # noqa: E402
from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: E402
from fontTools.ttLib import TTFont  # noqa: E402

HERE = Path(__file__).parent

# file made: (origin, its sha256, family, style)
FACES = {
    "AuditSans-Regular": (
        "Arimo_400Regular.ttf",
        "88cc899855d30f9c779b73c3319d0e077b098f927187aafce11ca029add707a6",
        ("Audit Sans", "Regular"),
    ),
    "AuditSans-Bold": (
        "Arimo_700Bold.ttf",
        "ec96ac9fdd94766f66f6140c1375bf011577558f88d43f76b3b59307d2a6bca3",
        ("Audit Sans", "Bold"),
    ),
    "AuditMono-Regular": (
        "Cousine_400Regular.ttf",
        "ca2264d6750d6c47df703be4486361a37ab943d42de6ea2bf794b7c7af767799",
        ("Audit Mono", "Regular"),
    ),
}
#: The same for the few Chinese characters.
HAN = (
    "NotoSansSC_400Regular.ttf",
    "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    ("Audit Han", "Regular"),
)
SIGNS_ADDED = ", with ◐ ◑ ✓ drawn for the book Partners, Not Allies?"

PARTS = {"latin": LATIN, "more": MORE}


def main(folder: Path) -> None:
    """Write each face as TTF (for the renderer) and in parts as WOFF2 (for pages), and one that has no letters."""
    for name, (origin, digest, (family, style)) in FACES.items():
        font = opened(folder, origin, digest)
        add_signs(font)
        font = cut(font, LATIN + MORE)
        rename(font, family, style, f"{origin.partition('_')[0]}, fewer characters{SIGNS_ADDED}")
        font.save(HERE / f"{name}.ttf")
        for part, characters in PARTS.items():
            piece = cut(TTFont(HERE / f"{name}.ttf"), characters)
            piece.flavor = "woff2"
            piece.save(HERE / f"{name}.{part}.woff2")

    origin, digest, (family, style) = HAN
    font = cut(opened(folder, origin, digest), chinese_of(HERE.parents[2]))
    rename(font, family, style, "Noto Sans SC, the characters of the book Partners, Not Allies?")
    font.save(HERE / "AuditHan-Regular.ttf")
    font.flavor = "woff2"
    font.save(HERE / "AuditHan-Regular.woff2")

    blank = cut(TTFont(HERE / "AuditSans-Regular.ttf"), [0x20])
    rename(blank, "Audit Blank", "Regular", f"Arimo, fewer characters{SIGNS_ADDED}")
    blank.save(HERE / "blank" / "AuditBlank-Regular.ttf")
    made = sorted(file for file in HERE.rglob("Audit*") if file.is_file())
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(HERE).as_posix()}\n" for file in made]
    (HERE / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def opened(folder: Path, origin: str, digest: str) -> TTFont:
    """A face as it comes; stops unless it is the version that the shipped ones come from."""
    [file] = folder.rglob(origin)
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != digest:
        sys.exit(f"{origin} is another version than the one these faces come from: sha256 {found}, not {digest}")
    return TTFont(file)


def cut(font: TTFont, characters: Sequence[int]) -> TTFont:
    """Only these characters; no hints, which would make widths depend on the size; kerning stays."""
    options = subset.Options(
        layout_features=["kern"], hinting=False, notdef_outline=True, name_IDs=["*"], glyph_names=False
    )
    options.drop_tables += ["STAT", "DSIG", "FFTM", "GSUB", "GDEF", "GlyphOrder"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    return font


def rename(font: TTFont, family: str, style: str, about: str) -> None:
    """A name of its own: neither a browser nor the renderer can take an installed relative in its place."""
    names = font["name"]
    kept = {number: names.getDebugName(number) for number in (0, 5, 13, 14)}
    full = family if style == "Regular" else f"{family} {style}"
    new = {1: family, 2: style, 3: f"{full}: {kept[5]}", 4: full, 6: f"{family.replace(' ', '')}-{style}", 10: about}
    names.names = []
    for number, text in sorted((kept | new).items()):
        if text:
            names.setName(text, number, 3, 1, 0x409)


# --- signs that the origins lack, drawn as relatives of their own ○ ------------------------------------------


def add_signs(font: TTFont) -> None:
    """◐ and ◑ of the size and stroke of the face's own ○, and a tick."""
    names, unit = font.getBestCmap(), font["head"].unitsPerEm
    advance = font["hmtx"][names[0x25CB]][0]
    (left, bottom, right, top), (inner, *_) = extents(font, names[0x25CB])
    x, y, radius, hole = (left + right) / 2, (bottom + top) / 2, (right - left) / 2, (left + right) / 2 - inner
    for code, side in ((0x25D0, 1), (0x25D1, -1)):  # the white half is to the right of ◐
        pen = TTGlyphPen(None)
        arc(pen, x, y, radius, 90, -270)
        arc(pen, x, y, hole, -90, -90 + side * 180)
        put(font, code, pen.glyph(), advance)
    if len({font["hmtx"][names[ord(letter)]][0] for letter in "iWm0"}) == 1:
        squeeze, advance = 0.72, font["hmtx"][names[ord("0")]][0]
    else:
        squeeze, advance = 1.0, round(0.83 * unit)
    corners = [(0.09, 0.30), (0.18, 0.38), (0.32, 0.23), (0.63, 0.68), (0.73, 0.61), (0.33, 0.04)]
    first, *rest = [(round(across * unit * squeeze), round(up * unit)) for across, up in corners]
    pen = TTGlyphPen(None)
    pen.moveTo(first)
    for corner in rest:
        pen.lineTo(corner)
    pen.closePath()
    put(font, 0x2713, pen.glyph(), advance)


def extents(font: TTFont, name: str) -> list[tuple[float, float, float, float]]:
    """The box of each outline of a glyph, largest first."""
    points, ends, _ = font["glyf"][name].getCoordinates(font["glyf"])
    found = []
    for start, end in zip([0, *[end + 1 for end in ends[:-1]]], ends, strict=True):
        xs, ys = zip(*points[start : end + 1], strict=True)
        found.append((min(xs), min(ys), max(xs), max(ys)))
    return sorted(found, key=lambda box: box[0] - box[2])


def arc(pen: TTGlyphPen, x: float, y: float, radius: float, start: float, end: float) -> None:
    """A closed outline: the arc between two angles in degrees and, unless it goes full round, its chord."""
    steps = round(abs(end - start) / 45)
    step = math.radians((end - start) / steps)

    def place(angle: float, reach: float) -> tuple[int, int]:
        return round(x + reach * math.cos(angle)), round(y + reach * math.sin(angle))

    angle = math.radians(start)
    pen.moveTo(place(angle, radius))
    for _ in range(steps):
        pen.qCurveTo(place(angle + step / 2, radius / math.cos(step / 2)), place(angle + step, radius))
        angle += step
    pen.closePath()


def put(font: TTFont, code: int, glyph, width: int) -> None:
    name = f"uni{code:04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, glyph.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


if __name__ == "__main__":
    main(Path(sys.argv[1]))
