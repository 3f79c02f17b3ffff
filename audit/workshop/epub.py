"""The book as one file for e-readers, ``_build/book.epub`` (``python -m audit.workshop.epub``): an EPUB 3.

It is made from the pages of the built book, which have passed all that ``make book`` checks; so the two say the same, and it
needs neither Sphinx nor a browser. Same book, same bytes: every entry has the day to which the record goes.
"""

import io
import sys
import uuid
import zipfile
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

import yaml

from audit.figures import faces
from audit.figures.imprint import LICENCE
from audit.figures.static_pictures import write_whole
from audit.findings import default_record
from audit.paths import ROOT
from audit.workshop import epub_cover
from audit.workshop.building import BuildError
from audit.workshop.epub_page import Page, document, pages_name
from audit.workshop.pdf import title_page

STYLE = Path(__file__).with_name("epub.css")
FOLDER, COVER = "book", "cover.png"  # within the file
MIMETYPE = "application/epub+zip"
CONTAINER = f"""<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{FOLDER}/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
#: What the file says of itself to readers who do not see its pictures.
ACCESSIBLE = {
    "schema:accessMode": ("textual", "visual"),
    "schema:accessModeSufficient": ("textual", "textual,visual"),
    "schema:accessibilityFeature": ("alternativeText", "structuralNavigation", "tableOfContents", "unlocked"),
    "schema:accessibilityHazard": ("none",),
    "schema:accessibilitySummary": ("Every chart has a text alternative that says what it shows.",),
}


def make_epub(root: Path = ROOT) -> Path:
    """Write ``_build/book.epub`` from ``_build/html``; returns its path. Raises BuildError when there is no book."""
    site = root / "_build" / "html"
    if not (site / "index.html").is_file():
        raise BuildError(f"there is no {site / 'index.html'}: run 'make book' first")
    file = root / "_build" / "book.epub"
    write_whole(file, packed(files(site, root), default_record().data_cutoff))
    return file


def files(site: Path, root: Path) -> dict[str, bytes]:
    """The files of the book below its folder, by name."""
    tree = contents(root)
    names = [name for name, _ in _every(tree)]
    pages = {name: Page((site / name).read_text(encoding="utf-8")) for name in names}
    for name, page in pages.items():
        page.lead(name, pages)
    told = title_page(root)
    fonts = {file.name: file.read_bytes() for file in sorted(faces.FOLDER.glob("*.ttf"))}
    texts = {
        "title.xhtml": _title_page(told),
        "nav.xhtml": _contents(tree, pages),
        **{pages_name(name): page.xhtml() for name, page in pages.items()},
        "book.css": STYLE.read_text(encoding="utf-8"),
        "OFL.txt": (faces.FOLDER / "OFL.txt").read_text(encoding="utf-8"),
        "content.opf": _package(told, pages, list(fonts)),
    }
    return {**{name: text.encode() for name, text in texts.items()}, COVER: epub_cover.png(told), **fonts}


def packed(files: dict[str, bytes], day: date) -> bytes:
    """The files as an EPUB that is the same whenever and wherever it is made; what it is stands first, and unpacked."""
    entries = {
        "mimetype": MIMETYPE.encode(),
        "META-INF/container.xml": CONTAINER.encode(),
        **{f"{FOLDER}/{name}": content for name, content in files.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


# --- contents -------------------------------------------------------------------------------------------


def contents(root: Path) -> list[tuple[str, list]]:
    """The pages in the order of ``_toc.yml``, each with those below it."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    return [(f"{toc['root']}.html", []), *_branch(toc["chapters"])]


def _branch(entries: list[dict]) -> list[tuple[str, list]]:
    return [(f"{entry['file']}.html", _branch(entry.get("sections", []))) for entry in entries]


def _every(tree: list[tuple[str, list]]) -> Iterator[tuple[str, list]]:
    for name, below in tree:
        yield name, below
        yield from _every(below)


def _contents(tree: list[tuple[str, list]], pages: dict[str, Page]) -> str:
    def told(tree: list[tuple[str, list]]) -> str:
        items = (
            f'<li><a href="{pages_name(name)}">{escape(pages[name].title)}</a>{told(below) if below else ""}</li>\n'
            for name, below in tree
        )
        return f"<ol>\n{''.join(items)}</ol>"

    return document("Contents", f'<nav epub:type="toc" id="toc"><h1>Contents</h1>\n{told(tree)}\n</nav>')


def _title_page(told: dict) -> str:
    facts = "".join(f"<p>{escape(fact)}</p>\n" for fact in told["facts"])
    body = f'<h1>{escape(told["title"])}</h1>\n<p class="about">{escape(told["about"])}</p>\n{facts}'
    return document(told["title"], f'<section class="title-page" epub:type="titlepage">{body}</section>')


# --- the package ----------------------------------------------------------------------------------------


def _package(told: dict, pages: dict[str, Page], fonts: list[str]) -> str:
    """The file that lists all others, in the order in which they are read."""
    day = default_record().data_cutoff.isoformat()
    read = {
        "title.xhtml": [],
        "nav.xhtml": ["nav"],
        **{pages_name(name): one.properties() for name, one in pages.items()},
    }
    items = [(name, "application/xhtml+xml", properties) for name, properties in read.items()]
    items += [("book.css", "text/css", []), ("OFL.txt", "text/plain", []), (COVER, "image/png", ["cover-image"])]
    items += [(font, "font/ttf", []) for font in fonts]
    manifest = "".join(
        f'<item id="{_id(name)}" href="{name}" media-type="{kind}"'
        + (f' properties="{" ".join(properties)}"' if properties else "")
        + "/>\n"
        for name, kind, properties in items
    )
    spine = "".join(f'<itemref idref="{_id(name)}"/>\n' for name in read)
    accessible = "".join(
        f'<meta property="{name}">{escape(value)}</meta>\n' for name, values in ACCESSIBLE.items() for value in values
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, told["title"])}</dc:identifier>
<dc:title>{escape(told["title"])}</dc:title>
<dc:creator>{escape(told["facts"][0])}</dc:creator>
<dc:language>en</dc:language>
<dc:description>{escape(told["about"])}</dc:description>
<dc:date>{day}</dc:date>
<dc:rights>{escape(LICENCE)}</dc:rights>
<meta property="dcterms:modified">{day}T00:00:00Z</meta>
<meta name="cover" content="{_id(COVER)}"/>
{accessible}</metadata>
<manifest>
{manifest}</manifest>
<spine>
{spine}</spine>
</package>
"""


def _id(name: str) -> str:
    return f"file-{name.replace('.', '-')}"


def main() -> int:
    """Returns the exit code: 0 written, 1 not written."""
    try:
        file = make_epub()
    except BuildError as error:
        print(f"No EPUB: {error}", file=sys.stderr)
        return 1
    print(f"Written: {file} ({file.stat().st_size / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
