"""The search: every passage of the book in one file, which a page opened from a folder can load as well.

Sphinx's own index knows which page holds a word and nothing more: numbers are left out, and the words round a match are
fetched from the page, which a browser refuses for a file. Here a passage (a claim, a source, a figure, a term, a section)
is what one anchor of a finished page holds. ``static/search.js`` looks through them, in the words of ``static/find.js``.
"""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

from audit.book.charts import ROWS_AT_ONCE
from audit.book.kept_parts import part
from audit.figures.static_pictures import write_whole

FILE = "search-passages.js"
#: What Sphinx makes for a search of its own, which no page of this book loads.
REPLACED = ("searchindex.js", "_static/searchtools.js", "_static/language_data.js", "_static/sphinx_highlight.js")
#: Rows of a figure's table that can be found: those that are shown at once. Longer tables are daily series and whole matrices.
MOST_ROWS = ROWS_AT_ONCE

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_HEADINGS = {"h1", "h2", "h3", "h4"}
_TITLES = {"figure-title", "register-claim", "claim-card-claim", "source-name"}
#: Neither read nor looked for: controls, code, definitions shown on request, what another page says better.
_SKIPPED_TAGS = {"form", "button", "noscript", "nav", "summary"}
_SKIPPED = {
    *("headerlink", "cell_input", "hide", "term-definition", "figure-link", "figure-sources", "figure-citation"),
    *("register-readings", "unit-chart", "bibliography", "citation-list", "source-index"),
}
_APART = {"p", "li", "tr", "div", "section", "dd", "dt", "figure", "summary", "caption", "text"}


def setup(app) -> None:
    app.connect("builder-inited", without_sphinx_index)
    app.connect("html-page-context", without_sphinx_highlight, priority=950)
    app.connect("build-finished", write_passages, priority=800)  # when the pages are as they will be read


def without_sphinx_index(app) -> None:
    """Sphinx need not make the index that ``REPLACED`` would take away again."""
    if app.builder.name == "html":
        app.builder.index_page = lambda pagename, doctree, title: None
        app.builder.dump_search_index = lambda: None


def without_sphinx_highlight(app, pagename, templatename, context, doctree) -> None:
    """Its script marks every place of a page that one comes to from a search, and its way back is an icon we do not ship."""
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if "sphinx_highlight" not in str(getattr(script, "filename", script))
    ]


def write_passages(app, exception) -> None:
    """``search-passages.js`` from the finished pages; and nothing is left of the index it takes the place of."""
    if exception or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    for name in REPLACED:
        (folder / name).unlink(missing_ok=True)
    pages, found = [], []
    for docname in sorted(app.env.found_docs):
        address = app.builder.get_target_uri(docname)
        html = (folder / address).read_text(encoding="utf-8")
        pages.append([address, app.env.titles[docname].astext()])
        article = html[html.find("<article") : html.rfind("</article>")]
        found += [
            [len(pages) - 1, *passage] for passage in part(["passages", article], lambda html=html: passages(html))
        ]
    content = json.dumps({"pages": pages, "passages": found}, ensure_ascii=False, separators=(",", ":"))
    write_whole(folder / FILE, f"window.bookPassages = {content};\n")


def passages(html: str) -> list[list[str]]:
    """``[anchor, kind, title, text]`` of everything on a page that has an address of its own, in its order."""
    start, end = html.find("<article"), html.rfind("</article>")
    if start < 0:
        return []
    reader = _Reader()
    reader.feed(re.sub(r"(?s)<(svg|script|style)\b.*?</\1>", "", html[start:end]))
    return [found for one in reader.found if (found := one.finished())]


class _Passage:
    def __init__(self, anchor: str, kind: str):
        self.anchor, self.kind = anchor, kind
        self.title: list[str] = []
        self.text: list[str] = []

    def finished(self) -> list[str] | None:
        title, text = _one_line(self.title), _one_line(self.text)
        return [self.anchor, self.kind, title, text] if title or text else None


def _one_line(pieces: list[str]) -> str:
    return re.sub(r"\s+([;,.:])", r"\1", re.sub(r"\s+", " ", "".join(pieces))).strip(" ;")


class _Reader(HTMLParser):
    """Goes through a page and puts each word to the innermost passage that it stands in."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found: list[_Passage] = []
        self.inside: list[_Passage] = []  # the innermost last
        self.open: list[tuple[str, str]] = []  # of each open element its tag and what ends with it
        self.skipping = self.naming = 0
        self.rows: int | None = None  # of the figure's table that is being read

    def handle_starttag(self, tag, attributes):
        if tag in _VOID:
            if tag == "br" and self.inside and not self.skipping:
                self._say(" ")
            return
        has = dict(attributes)
        classes = set((has.get("class") or "").split())
        ends = ""
        if self.skipping or tag in _SKIPPED_TAGS or classes & _SKIPPED or self._is_late_row(tag):
            self.skipping, ends = self.skipping + 1, "skipping"
        elif kind := _kind(tag, classes, has.get("id") or ""):
            self._begin(_Passage(has["id"], kind))
            ends = "" if kind == "term" else "passage"  # a term's definition stands beside it, not within
        if not ends and self.inside:
            ends = self._inner(tag, classes, has)
        self.open.append((tag, ends))

    def _inner(self, tag: str, classes: set[str], has: dict) -> str:
        """What begins with an element that is no passage of its own: a name, a table, words that only a screen reader tells."""
        if tag in _HEADINGS or classes & _TITLES or (tag == "dt" and self.inside[-1].anchor == has.get("id")):
            self.naming += 1
            return "naming"
        if "figure-picture" in classes:
            self._say(f" {has.get('aria-label') or ''} ")
        if "figure-data" in classes:
            self.rows = 0
            return "rows"
        if tag in ("td", "th", *_APART):
            self._say(" ")
        return ""

    def _is_late_row(self, tag: str) -> bool:
        if self.rows is None or tag != "tr":
            return False
        self.rows += 1
        return self.rows > MOST_ROWS

    def _begin(self, passage: _Passage) -> None:
        self.found.append(passage)
        if passage.kind == "term" and self.inside and self.inside[-1].kind == "term":
            self.inside.pop()  # the terms of a glossary follow one another
        self.inside.append(passage)

    def _say(self, words: str) -> None:
        passage = self.inside[-1]
        (passage.title if self.naming else passage.text).append(words)

    def handle_endtag(self, tag):
        while self.open:
            opened, ends = self.open.pop()
            if ends == "skipping":
                self.skipping -= 1
            elif ends == "naming":
                self.naming -= 1
            elif ends == "passage":
                self.inside.pop()
            elif ends == "rows":
                self.rows = None
            if self.inside and not self.skipping and opened == "tr":
                self._say("; ")
            if opened == "dl" and self.inside and self.inside[-1].kind == "term":
                self.inside.pop()
            if opened == tag:
                break

    def handle_data(self, data):
        if self.inside and not self.skipping:
            self._say(data)


def _kind(tag: str, classes: set[str], anchor: str) -> str | None:
    """What an element with an id is to a reader who looks for it; None for what is no place of its own."""
    if not anchor:
        return None
    if tag == "tr":
        return {"claim": "claim", "source": "source"}.get(anchor.partition("-")[0])
    if tag == "figure":
        return "figure"
    if tag == "dt":
        return "term"
    if tag == "section":
        return "card" if "claim-card" in classes else "section"
    return None
