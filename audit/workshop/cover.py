"""The page of all chapters on its way to paper: a title page with contents, and heads that name book and chapter."""

import re
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

#: A chapter on the page of all chapters, as Sphinx writes it.
_CHAPTER = re.compile(
    r'<span id="(?P<anchor>document-[^"]+)"></span><section id="(?P<id>[^"]+)">\s*<h2>(?P<title>.*?)<a class="headerlink"',
    re.DOTALL,
)


@dataclass(frozen=True)
class Chapter:
    id: str  # of its section
    title: str
    anchor: str  # of the empty element before it


def chapters_of(html: str) -> list[Chapter]:
    """The chapters on the page of all chapters, in order."""
    return [
        Chapter(found["id"], unescape(re.sub(r"<[^>]+>", "", found["title"])).strip(), found["anchor"])
        for found in _CHAPTER.finditer(html)
    ]


def with_cover(html: str, title: str, about: str, facts: list[str], numbers: dict[str, int] | None = None) -> str:
    """The page of all chapters with a title page, its contents, and running heads that name each chapter.

    ``facts``: lines on the title page. ``numbers``: the sheet on which a chapter begins, by the id of its section.
    """
    chapters = chapters_of(html)
    rows = "".join(
        f'<li><a href="#{escape(one.anchor)}">{escape(one.title)}</a> <span>{(numbers or {}).get(one.id, "")}</span></li>\n'
        for one in chapters
    )
    cover = (
        f'<div class="cover"><p class="cover-title">{escape(title)}</p>\n<p class="cover-about">{escape(about)}</p>\n'
        + "".join(f'<p class="cover-fact">{escape(fact)}</p>\n' for fact in facts)
        + f'<p class="cover-contents">Contents</p>\n<ol>\n{rows}</ol></div>\n'
    )
    first = "@page:first{@top-left{content:none}@top-right{content:none}@bottom-right{content:none}}"
    heads = first + "".join(
        f'[id="{one.anchor}"]{{display:block}}'  # as a line of text it would fill a sheet of its own
        f'[id="{one.anchor}"],.toctree-wrapper>section[id="{one.id}"]{{page:chapter-{number}}}{running_head(one.title, f"chapter-{number}")}'
        for number, one in enumerate(chapters, 1)
    )
    html = html.replace("</head>", f'<style media="print">{heads}</style></head>', 1)
    return re.sub(r'(<article class="bd-article"[^>]*>)', lambda found: found[1] + cover, html, count=1)


def first_sheets(pdf: Path, chapters: list[Chapter]) -> dict[str, int]:
    """The sheet on which each chapter of a printed book begins, counted from 1, by its outline."""
    import pypdfium2

    def bare(title: str) -> str:
        return "".join(title.split())  # where a title is broken into lines, its outline has no space

    marks = (one for one in pypdfium2.PdfDocument(pdf).get_toc() if one.level == 1)  # below the front page's title
    outline = [(bare(one.get_title()), one.get_dest().get_index() + 1) for one in marks]
    numbers, at = {}, 0
    for chapter in chapters:
        at = next(n for n in range(at, len(outline)) if outline[n][0] == bare(chapter.title))
        numbers[chapter.id] = outline[at][1]
    return numbers


def running_head(title: str, page: str = "") -> str:
    """The CSS for the head of every sheet, or of those that are called ``page``."""
    return f"@page {page}{{@top-right{{content:{css_string(title)};white-space:nowrap;font:8pt/1 'Audit Sans',sans-serif;color:#595959}}}}"


def css_string(words: str) -> str:
    """Words as a CSS string that can neither end itself nor the style element it stands in."""
    return '"' + "".join(f"\\{ord(one):x} " if one in '"\\<>\n' else one for one in words) + '"'
