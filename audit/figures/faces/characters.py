"""The characters that the shipped faces are cut to, in the files that a page may load."""

from pathlib import Path

#: What every page may use: one file for the first paint.
LATIN = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *range(0x2010, 0x2016),  # dashes
    *range(0x2018, 0x201F),  # quotation marks
    *(0x2009, 0x202F, 0x2020, 0x2021, 0x2022, 0x2026, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044),
    *(0x20AC, 0x20BD, 0x2116, 0x2122),  # € ₽ № ™
    *range(0x2190, 0x2194),  # arrows
    *(0x2212, 0x221E, 0x2248, 0x2260, 0x2264, 0x2265),
    *(0x25A0, 0x25A1, 0x25B2, 0x25BC, 0x25CB, 0x25CF, 0x25D0, 0x25D1, 0x2713),
)
#: Names in other languages: a second file that a browser fetches only for a page that has one of these.
MORE = (*range(0x100, 0x180), *range(0x1CD, 0x1DD), *range(0x218, 0x21C), *range(0x400, 0x460), 0x490, 0x491)
#: Where Chinese stands: its marks, its characters, its wide forms.
CHINESE = (range(0x3000, 0x3040), range(0x4E00, 0xA000), range(0xFF00, 0xFFF0))


def is_chinese(letter: str) -> bool:
    return any(ord(letter) in some for some in CHINESE)


def chinese_of(root: Path) -> tuple[int, ...]:
    """What the record and the claims say in Chinese, which is all that pages can: a third file, for these few alone."""
    files = [*(root / "data").glob("*.csv"), *(root / "seeds").glob("*.yml")]
    said = {letter for file in files for letter in file.read_text(encoding="utf-8")}
    return tuple(sorted(ord(letter) for letter in said if is_chinese(letter)))
