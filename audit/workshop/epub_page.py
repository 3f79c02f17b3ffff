"""A page of the built book as a page for an e-reader: XHTML, with the static pictures and without what needs a script.

E-readers run no scripts and read XML. So from a page goes its article; out of it goes what is pressed, dragged or fetched, what
stands behind a chart (its table, its files), and the pictures for other widths of a screen. What is folded stays folded.
"""

import re
from collections.abc import Collection
from html.parser import HTMLParser
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from audit.figures.theme import PALETTE

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
#: Vocabularies of their own, by the element that begins them.
NAMESPACES = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
#: Names that a parser of HTML puts into small letters.
CASED = {
    one.lower(): one
    for one in ("viewBox", "clipPath", "textLength", "lengthAdjust", "preserveAspectRatio", "pathLength")
}
CONTROLS = {"script", "template", "form", "button", "output", "input", "select", "datalist"}
#: Classes of what an e-reader has no use for.
LEFT_OUT = {
    *(
        "headerlink",
        "hide",
        "figure-live",
        "figure-wide",
        "figure-narrow",
        "figure-table",
        "figure-files",
        "figure-link",
    ),
    *(
        "figure-citation",
        "register-filter",
        "register-empty",
        "unit-skip",
        "judge-fallback",
        "judge-bar",
        "register-cite",
    ),
}
#: In place of what the site says where its choices cannot be made.
OUR_VERDICTS = "Here stand our verdicts. Another choice can be made on this page of the book on the web."
#: Attributes that only scripts, a mouse or a newer reader ask for.
UNREAD = re.compile(r"data-|on|xlink:|(download|focusable|tabindex|hidden|inert|xmlns|align)$")

_COLOUR = re.compile(r"var\(--audit-([a-z-]+)(?:,[^()]*)?\)")


class Page:
    """The article of a page, as elements. ``title``: its heading. ``ids``: the places in it that a link may lead to."""

    def __init__(self, html: str):
        start = html.find('<article class="bd-article"')
        reader = _Reader()
        reader.feed(html[start : html.find("</article>", start)])
        reader.close()
        self.article = reader.root
        _clean(self.article)
        self.ids = _single_ids(self.article)
        self.title = " ".join("".join(next(self.article.iter("h1")).itertext()).split())

    def lead(self, here: str, pages: dict[str, "Page"]) -> None:
        """Let each link lead to a page of this file, to the web, or nowhere. ``here``: the name of this page in ``pages``."""
        for link in self.article.iter("a"):
            if (address := link.attrib.pop("href", None)) is None:
                continue
            parts = urlsplit(address)
            if parts.scheme in ("http", "https", "mailto"):
                link.set("href", quote(address, safe="/:?#[]@!$&'()*+,;=%~"))
                continue
            page = urljoin(here, parts.path) if parts.path else here
            if page in pages:
                place = f"#{parts.fragment}" if parts.fragment in pages[page].ids else ""
                link.set("href", f"{pages_name(page)}{place}")
            else:
                link.tag = "span"  # a file of the site

    def xhtml(self) -> str:
        return document(self.title, ElementTree.tostring(self.article, encoding="unicode"))

    def properties(self) -> list[str]:
        """What a page says of itself in the list of files."""
        return [
            {"svg": "svg", "math": "mathml"}[tag]
            for tag in NAMESPACES
            if next(self.article.iter(tag), None) is not None
        ]


def pages_name(page: str) -> str:
    """The name of a page of the site, ``chapters/trade.html``, in the file: all lie in one folder."""
    return page.rpartition("/")[2].replace(".html", ".xhtml")


def document(title: str, body: str, head: str = "") -> str:
    """A page of XHTML from its title and well-formed ``body``."""
    title = title.replace("&", "&amp;").replace("<", "&lt;")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">\n'
        f'<head><meta charset="utf-8"/><title>{title}</title><link rel="stylesheet" href="book.css"/>{head}</head>\n'
        f"<body>{body}</body>\n</html>\n"
    )


class _Reader(HTMLParser):
    """Puts what it reads together as elements; what a page leaves open is closed with what it stands in."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Element("article")
        self.open = [self.root]

    def handle_starttag(self, tag, attributes):
        if len(self.open) == 1 and tag == "article":
            return
        has = {CASED.get(name, name): name if value is None else value for name, value in attributes}
        child = ElementTree.SubElement(self.open[-1], CASED.get(tag, tag), has)
        if tag not in VOID:
            self.open.append(child)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        tag = CASED.get(tag, tag)
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data):
        inside = self.open[-1]
        if len(inside):
            inside[-1].tail = (inside[-1].tail or "") + data
        else:
            inside.text = (inside.text or "") + data


def _classes(one: Element) -> set[str]:
    return set((one.get("class") or "").split())


def _clean(parent: Element) -> None:
    """Take out what is left out, and bring the rest into the form that e-readers know."""
    for one in list(parent):
        if _is_left_out(one):
            _remove(parent, one)
            continue
        _put_into_words(one)
        _clean(one)
        one.attrib = {
            name: _COLOUR.sub(_colour, value)
            for name, value in one.attrib.items()
            if not UNREAD.match(name) and not (one.tag == "details" and name == "name")
        }
        if one.tag in NAMESPACES:
            one.set("xmlns", NAMESPACES[one.tag])


def _is_left_out(one: Element) -> bool:
    if one.tag in CONTROLS or "hidden" in one.attrib or _classes(one) & LEFT_OUT:
        return True
    # choices of the reader's, with their heading
    return one.tag == "section" and any(
        "data-judge" in child.attrib and (child.tag == "form" or "hidden" in child.attrib) for child in one
    )


def _remove(parent: Element, one: Element) -> None:
    """Take an element out and leave the words around it, but not a point that parted it from those before."""
    at = list(parent).index(one)
    before = (parent[at - 1].tail if at else parent.text) or ""
    left = before.removesuffix(" · ") + (one.tail or "")
    if at:
        parent[at - 1].tail = left
    else:
        parent.text = left
    parent.remove(one)


def _put_into_words(one: Element) -> None:
    """Say in words what a page shows by its scripts or its layout.

    A chart whose title asks the reader to choose is headed by what it says as it stands; what is folded names what is left.
    What a page says where scripts are off is said, but for what a figure says of its files.
    """
    classes = _classes(one)
    if one.tag == "noscript":
        one.tag = "div"
    if one.tag == "figure":
        for parent in list(one.iter()):
            for child in parent.findall("noscript"):
                _remove(parent, child)
    if one.get("data-judge") == "verdict":
        for paragraph in one.iter("p"):
            if "judge-fallback" in _classes(paragraph):
                paragraph.attrib, paragraph.text, paragraph[:] = {}, OUR_VERDICTS, []
    if "figure-head" in classes:
        printed = next((child for child in one if "figure-printed" in _classes(child)), None)
        if printed is not None:
            title = next(child for child in one if "figure-title" in _classes(child))
            title.text, title[:] = printed.text, []
            _remove(one, printed)
    if one.tag == "details" and classes & {"figure-data", "figure-behind"}:
        summary = next(child for child in one if child.tag == "summary")
        summary.text, summary[:] = "Sources", []
    if one.tag == "table" and classes & {"register", "sources"}:  # a list here, without the heads of its columns
        for cell in one.iter("td"):
            cell.text = f"{cell.get('data-label')}: {(cell.text or '').lstrip()}"


def _colour(found: re.Match) -> str:
    return PALETTE[found[1].replace("-", "_")][0]


def _single_ids(article: Element) -> Collection[str]:
    """Every id of a page; of two that are the same the second goes."""
    ids: set[str] = set()
    for one in article.iter():
        if (id := one.get("id")) in ids:
            del one.attrib["id"]
        elif id is not None:
            ids.add(id)
    return ids
