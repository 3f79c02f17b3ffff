"""The picture by which an e-reader's shelf shows the book: its title page, in the book's face, with two bars that run side by side.

A PNG, which every shelf shows. The book opens with its title page, which says the same in words; so no page shows the picture.
"""

from html import escape

from audit.figures import faces, static_pictures
from audit.figures.theme import light

WIDTH, HEIGHT, MARGIN = 1600, 2400, 150
TITLE, ABOUT, FACT = (180, 700), (72, 400), (42, 400)  # size and weight of letters


def png(told: dict) -> bytes:
    """``told``: what stands on the title page (``audit.workshop.pdf.title_page``)."""
    return static_pictures.png(svg(told), scale=1)


def svg(told: dict) -> str:
    """Title and what the book is from above, the facts from below, without the last of them, the licence."""
    y, lines, across = 560, [], WIDTH - 2 * MARGIN
    for words, (size, weight), colour, room in ((told["title"], TITLE, "ink", 90), (told["about"], ABOUT, "muted", 0)):
        for line in faces.wrapped(words, across, size, weight):
            y += round(size * 1.2)
            lines.append(_text(line, y, size, weight, colour))
        y += room
    size, weight = FACT
    foot = [line for fact in told["facts"][:-1] for line in faces.wrapped(fact, across, size, weight)]
    for above, line in enumerate(reversed(foot)):
        lines.append(_text(line, HEIGHT - MARGIN - round(above * size * 1.5), size, weight, "muted"))
    bars = "".join(
        f'<rect x="{MARGIN}" y="{top}" width="{across}" height="60" fill="{light(colour)}"/>'
        for top, colour in ((MARGIN, "china"), (MARGIN + 100, "russia"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' font-family="{faces.FAMILY}"><rect width="{WIDTH}" height="{HEIGHT}" fill="{light("tint")}"/>'
        f"{bars}{''.join(lines)}</svg>\n"
    )


def _text(words: str, y: int, size: int, weight: int, colour: str) -> str:
    return f'<text x="{MARGIN}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{light(colour)}">{escape(words)}</text>'
