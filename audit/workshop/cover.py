"""The page of all chapters on its way to paper: a title page, contents, and heads that name book and chapter."""

import re
from collections import Counter
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

#: The front page and a chapter on the page of all chapters, as Sphinx writes them.
_FRONT = re.compile(r'<section id="(?P<id>[^"]+)">\s*<h1>(?P<title>.*?)<a class="headerlink"', re.DOTALL)
_CHAPTER = re.compile(
    r'<span id="(?P<anchor>document-[^"]+)"></span><section id="(?P<id>[^"]+)">\s*<h2>(?P<title>.*?)<a class="headerlink"',
    re.DOTALL,
)
#: Chapters that are set on wider sheets: the briefing, as by itself, and the lists to look things up in (``static/one_file.css``).
MARGINS = {
    "document-chapters/briefing": "18mm 16mm 18.5mm",
    "document-chapters/register": "17mm 15mm 17mm",
    "document-chapters/sources": "17mm 15mm 17mm",
}
#: A source below a figure, which says its title.
_SOURCE = re.compile(r'(<a class="source-link" href="#source-([^"]+)" title=")[^"]*"')

#: A link to a page or a file of the site.
_FILE = re.compile(r'(<a\b[^>]*?) href="(?!#|https?:|mailto:)([^"]*)"')


@dataclass(frozen=True)
class Chapter:
    id: str  # of its section
    title: str
    anchor: str  # of the empty element before it; of the front page the same as its id


def chapters_of(html: str) -> list[Chapter]:
    """The front page and the chapters on the page of all chapters, in order."""
    front = _FRONT.search(html)
    return [
        Chapter(front["id"], _plain(front["title"]), front["id"]),
        *(Chapter(found["id"], _plain(found["title"]), found["anchor"]) for found in _CHAPTER.finditer(html)),
    ]


def _plain(title: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", title)).strip()


def with_cover(html: str, title: str, about: str, facts: list[str], numbers: dict[str, int] | None = None) -> str:
    """The page of all chapters with a title page, its contents, and running heads that name each chapter.

    ``facts``: lines on the title page. ``numbers``: the sheet on which a chapter begins, by the id of its section. Below
    figures, sources are told by the id under which the list at the end has them: there is their title.
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
    heads = (
        first
        + "".join(
            f'[id="{one.anchor}"]{{display:block}}'  # as a line of text it would fill a sheet of its own
            f'[id="{one.anchor}"],.toctree-wrapper>section[id="{one.id}"]{{page:chapter-{number}}}{running_head(one.title, f"chapter-{number}")}'
            + (f"@page chapter-{number}{{margin:{MARGINS[one.anchor]}}}" if one.anchor in MARGINS else "")
            for number, one in enumerate(chapters[1:], 1)
        )
    )
    html = _SOURCE.sub(r'\1\2"', with_links_within(html))
    html = html.replace("</head>", f'<style media="print">{heads}</style></head>', 1)
    return re.sub(r'(<article class="bd-article"[^>]*>)', lambda found: found[1] + cover, html, count=1)


def with_links_within(html: str) -> str:
    """The page of all chapters, where a link to another page leads to its place here, and one to a file nowhere.

    What is printed would have the path of a folder of this machine in it, which is gone.
    """
    ids = Counter(re.findall(r'\sid="([^"]+)"', html))
    front = chapters_of(html)[0].id

    def lead(found: re.Match) -> str:
        parts = urlsplit(unescape(found[2]))
        page = PurePosixPath(parts.path)
        if page.suffix != ".html":
            return found[1]
        beginning = front if page.stem == "index" else f"document-chapters/{page.stem}"
        places = [place for place in (parts.fragment, beginning) if ids[place] == 1]
        return f'{found[1]} href="#{escape(places[0])}"' if places else found[1]

    return _FILE.sub(lead, html)


def first_sheets(pdf: Path, chapters: list[Chapter]) -> dict[str, int]:
    """The sheet on which each chapter of a printed book begins, counted from 1, by its outline."""
    import pypdfium2

    def bare(title: str) -> str:
        return "".join(title.split())  # a title that is broken into lines has other spaces in the outline

    marks = (
        one for one in pypdfium2.PdfDocument(pdf).get_toc() if one.level <= 1
    )  # the front page, and what is below it
    outline = [(bare(one.get_title()), one.get_dest().get_index() + 1) for one in marks]
    numbers, at = {}, 0
    for chapter in chapters:
        at = next(n for n in range(at, len(outline)) if outline[n][0] == bare(chapter.title))
        numbers[chapter.id] = outline[at][1]
    return numbers


def sheets(pdf: Path, chapters: list[Chapter]) -> list[tuple[str, int]]:
    """Each chapter of a printed book, from title page and contents on, with the number of its sheets."""
    import pypdfium2

    begins = [1, *first_sheets(pdf, chapters).values(), len(pypdfium2.PdfDocument(pdf)) + 1]
    titles = ["Title page and contents", *(one.title for one in chapters)]
    return [(title, end - begin) for title, (begin, end) in zip(titles, pairwise(begins), strict=True)]


def running_head(title: str, page: str = "") -> str:
    """The CSS for the head of every sheet, or of those that are called ``page``."""
    return f"@page {page}{{@top-right{{content:{css_string(title)};white-space:nowrap;font:8pt/1 'Audit Sans',sans-serif;color:#595959}}}}"


def css_string(words: str) -> str:
    """Words as a CSS string that can neither end itself nor the style element it stands in."""
    return '"' + "".join(f"\\{ord(one):x} " if one in '"\\<>\n' else one for one in words) + '"'
