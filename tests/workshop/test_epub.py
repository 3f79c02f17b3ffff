"""The book for e-readers: well-formed, whole, without scripts, asking no host for anything, the same whenever it is made."""

import io
import posixpath
import re
import shutil
import struct
import subprocess
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from browsing import PAGES, SOURCE_PAGES

from audit.figures import faces, static_pictures
from audit.figures.cards import computed_text
from audit.figures.imprint import LICENCE, record_date
from audit.figures.words import VERDICT_WORDS
from audit.findings import default_ledger, default_record, finding, findings
from audit.paths import ROOT
from audit.workshop import epub, epub_cover
from audit.workshop.building import BuildError
from audit.workshop.epub_page import OUR_VERDICTS, Page
from audit.workshop.pdf import title_page

XHTML, OPF = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/opf}"
SVG = "{http://www.w3.org/2000/svg}"
MOST = 10e6  # bytes
PAGE = '<html><body><article class="bd-article"><section id="a"><h1>A &amp; B</h1>{}</section></article></body></html>'


@pytest.fixture(scope="module")
def content(built_book) -> bytes:
    return epub.packed(epub.files(built_book, ROOT), default_record().data_cutoff)


@pytest.fixture(scope="module")
def book(content) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


@pytest.fixture(scope="module")
def pages(book) -> dict[str, ElementTree.Element]:
    """Every page, read as XML, by its path in the file."""
    return {name: ElementTree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")}


@pytest.fixture(scope="module")
def package(book) -> ElementTree.Element:
    container = ElementTree.fromstring(book.read("META-INF/container.xml"))
    return ElementTree.fromstring(
        book.read(next(one for one in container.iter() if "full-path" in one.attrib).get("full-path"))
    )


def words(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


# --- the file ---


def test_the_first_entry_says_what_it_is_unpacked(content, book):
    first = book.infolist()[0]
    assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED and not first.extra
    assert content[30:58] == b"mimetypeapplication/epub+zip"


def test_every_file_is_in_its_list_and_the_pages_are_read_in_the_order_of_the_contents(book, package):
    items = {one.get("id"): f"book/{one.get('href')}" for one in package.iter(f"{OPF}item")}
    listed = {"mimetype", "META-INF/container.xml", "book/content.opf", *items.values()}
    assert sorted(listed) == sorted(book.namelist()) and len(set(items.values())) == len(items)
    read = [items[one.get("idref")] for one in package.iter(f"{OPF}itemref")]
    assert read == [name for name in book.namelist() if name.endswith(".xhtml")]


def test_the_list_says_which_pages_have_pictures(pages, package):
    for item in package.iter(f"{OPF}item"):
        if page := pages.get(f"book/{item.get('href')}"):
            has = next(page.iter(f"{SVG}svg"), None) is not None
            assert has == ("svg" in (item.get("properties") or "")), item.get("href")


def test_it_is_the_same_whenever_it_is_made_and_light(content, book, built_book, tmp_path, monkeypatch):
    monkeypatch.setattr(static_pictures, "cache_folder", lambda: tmp_path)  # the cover is drawn again
    assert epub.packed(epub.files(built_book, ROOT), default_record().data_cutoff) == content
    day = default_record().data_cutoff
    assert {one.date_time for one in book.infolist()} == {(day.year, day.month, day.day, 0, 0, 0)}
    assert len(content) < MOST


def test_a_shelf_shows_a_cover_that_is_a_picture_of_that_size(book, package):
    covers = [one for one in package.iter(f"{OPF}item") if "cover-image" in (one.get("properties") or "").split()]
    assert [one.get("media-type") for one in covers] == ["image/png"]
    picture = book.read(f"book/{covers[0].get('href')}")
    assert picture.startswith(b"\x89PNG") and struct.unpack(">II", picture[16:24]) == (1600, 2400)
    [older] = [one.get("content") for one in package.iter(f"{OPF}meta") if one.get("name") == "cover"]
    assert older == covers[0].get("id"), "where readers of EPUB 2 look"


def test_the_cover_says_title_version_and_the_day_of_the_record():
    told = title_page(ROOT)
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    spaced = " ".join(re.findall(r">([^<]+)</text>", epub_cover.svg(told)))
    assert cited["title"].startswith(told["title"]) and told["title"] in spaced and told["about"] in spaced
    assert f"Version {cited['version']}." in spaced and f"Record to {record_date()}." in spaced
    assert cited["authors"][0]["name"] in spaced and LICENCE not in spaced


def test_words_of_the_cover_stand_between_its_margins_and_not_on_each_other():
    facts = ["a fact & more " * 9, "1", "left out"]
    drawn = epub_cover.svg(
        {"title": "Partners, Not Allies? " * 2, "about": "audited claim by claim " * 9, "facts": facts}
    )
    room, below = epub_cover.WIDTH - 2 * epub_cover.MARGIN, 0.0
    placed = re.findall(r'y="(\d+)" font-size="(\d+)" font-weight="(\d+)"[^>]*>([^<]+)<', drawn)
    for y, size, weight, line in sorted(placed, key=lambda one: int(one[0])):
        assert faces.width(unescape(line), int(size), int(weight)) <= room
        assert int(y) - int(size) >= below and int(y) <= epub_cover.HEIGHT - epub_cover.MARGIN
        below = int(y)


def test_epubcheck_finds_nothing(content, tmp_path):
    found = shutil.which("epubcheck")
    if found is None:
        pytest.skip("no EPUBCheck was found (Debian: epubcheck)")
    archive = zipfile.is_zipfile(found)  # Debian's command is the archive itself, which not every machine starts
    if archive and shutil.which("java") is None:
        pytest.skip("no Java was found, which EPUBCheck needs")
    (tmp_path / "book.epub").write_bytes(content)
    command = ["java", "-jar", found] if archive else [found]
    done = subprocess.run([*command, "--failonwarnings", tmp_path / "book.epub"], capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


# --- the pages ---


def test_the_contents_name_all_pages_of_the_book_in_order(pages):
    links = [(one.get("href"), words(one)) for one in pages["book/nav.xhtml"].iter(f"{XHTML}a")]
    names = [f"{Path(name).name}.xhtml" for name in [*PAGES, *SOURCE_PAGES]]
    assert [href for href, _ in links] == names
    for href, title in links:
        assert title == words(next(pages[f"book/{href}"].iter(f"{XHTML}h1")))


def test_every_link_leads_to_a_place_that_is_there(pages):
    ids = {name: [one.get("id") for one in page.iter() if one.get("id")] for name, page in pages.items()}
    assert all(len(set(own)) == len(own) for own in ids.values())
    within, lost = 0, []
    for name, page in pages.items():
        for link in page.iter(f"{XHTML}a"):
            parts = urlsplit(link.get("href", ""))
            if parts.scheme in ("http", "https", "mailto"):
                continue
            target = posixpath.normpath(posixpath.join("book", parts.path)) if parts.path else name
            within += 1
            if target not in pages or (parts.fragment and parts.fragment not in ids[target]):
                lost.append((name, link.get("href")))
    assert within > 2000 and not lost, lost[:10]


def test_no_page_has_a_script_a_control_or_anything_from_elsewhere(book, pages):
    asked = {"script", "iframe", "object", "embed", "form", "button", "input", "select", "noscript", "template"}
    for name, page in pages.items():
        for one in page.iter():
            assert one.tag.rpartition("}")[2] not in asked, name
            assert not [attribute for attribute in one.attrib if attribute.startswith("on")], name
            assert not re.search(r"url\(\s*[\"']?(?!#)|var\(", " ".join(one.attrib.values())), name
            if one.tag != f"{XHTML}a":
                assert one.get("href", "book.css") == "book.css" and "src" not in one.attrib, name
    style = book.read("book/book.css").decode()
    assert "@import" not in style and "//" not in style
    assert {f"book/{name}" for name in re.findall(r'url\("([^"]+)"\)', style)} <= set(book.namelist())


def test_every_character_is_in_a_face_that_the_style_sheet_names(book, pages):
    style = book.read("book/book.css").decode()
    fonts = dict(re.findall(r'font-family: ("[^"]+");.*?url\("([^"]+)"\)', style))
    for element, own in (("body", faces.face()), ("code, pre", faces.mono())):
        [named] = re.findall(rf"^{element} {{ font-family: ([^;]+);", style, re.MULTILINE)
        assert fonts.keys() & {one.strip() for one in named.split(",")} >= {f'"{faces.HAN_FAMILY}"'}, element
        has = {*own.widths, *faces.han().widths}
        for name, page in pages.items():
            said = (
                page
                if element == "body"
                else [one for one in page.iter() if one.tag in (f"{XHTML}code", f"{XHTML}pre")]
            )
            lacking = {letter for one in said for text in one.itertext() for letter in text if ord(letter) not in has}
            assert not [letter for letter in lacking if not letter.isspace()], name


def test_every_figure_has_one_picture_with_its_text_alternative(pages):
    figures = [one for page in pages.values() for one in page.iter(f"{XHTML}figure")]
    for figure in figures:
        assert len(list(figure.iter(f"{SVG}svg"))) == 1, figure.get("id")
        picture = next(one for one in figure.iter() if one.get("role") == "img")
        assert picture.get("aria-label") and words(figure).find("Source") > 0
    assert len(figures) > 70


def test_every_claim_stands_in_the_register_with_its_verdict_at_both_dates(pages):
    rows = {one.get("id"): words(one) for one in pages["book/register.xhtml"].iter(f"{XHTML}tr")}
    for id, claim in default_ledger().claims.items():
        assert claim.claim in rows[f"claim-{id}"]
    for id, one in findings().items():
        row = rows[f"claim-{id}"].lower()
        assert f"on the record: {VERDICT_WORDS[one.verdict]}" in row
        assert f"when published: {VERDICT_WORDS[one.verdict_at_publication]}" in row


def test_a_figure_that_the_findings_compute_stands_in_its_chapter(pages):
    found = finding("trade-growth-2022")
    assert computed_text(found) in words(pages[f"book/{found.claim.chapter}.xhtml"])


def test_every_source_stands_in_it_with_its_address(pages):
    rows = {one.get("id"): one for page in pages.values() for one in page.iter(f"{XHTML}tr")}
    for id, title in default_record().sources["title"].items():
        row = rows[f"source-{id}"]
        assert " ".join(title.split()) in words(row)
        assert [one for one in row.iter(f"{XHTML}a") if one.get("href", "").startswith("http")], id


# --- a page on its way ---


def read(body: str, **others: str) -> str:
    pages = {"chapters/a.html": Page(PAGE.format(body))}
    pages |= {f"chapters/{name}.html": Page(PAGE.format(other)) for name, other in others.items()}
    pages["chapters/a.html"].lead("chapters/a.html", pages)
    text = pages["chapters/a.html"].xhtml()
    ElementTree.fromstring(text)
    return text


@pytest.mark.parametrize(
    "html, xhtml",
    [
        ("<p>one<br>two &amp; three&nbsp;<b>four</b></p>", "<p>one<br />two &amp; three\xa0<b>four</b></p>"),
        ("<details open><summary>S</summary>x</details>", '<details open="open"><summary>S</summary>x</details>'),
        ("<p>a <button>press</button>b</p>", "<p>a b</p>"),
        ('<p><b>a</b> · <a class="figure-link" href="#a">l</a> c</p>', "<p><b>a</b> c</p>"),
        ("<p>a</p><script>1 < 2</script> b", "<p>a</p> b"),
        ('<p onclick="x()" data-x="1" tabindex="0" class="c">a</p>', '<p class="c">a</p>'),
        ('<svg viewbox="0 0 1 1"><clippath id="c"></clippath></svg>', '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg"><clipPath id="c" /></svg>'),
        ('<p style="color:var(--audit-paper,#fff)">a</p>', '<p style="color:#FFFFFF">a</p>'),
        ('<p id="x">a</p><p id="x">b</p>', '<p id="x">a</p><p>b</p>'),
    ],
)  # fmt: skip
def test_html_becomes_xhtml_without_what_needs_a_script(html, xhtml):
    assert xhtml in read(html)


@pytest.mark.parametrize(
    "html, xhtml",
    [
        ('<a href="b.html#there">b</a>', '<a href="b.xhtml#there">b</a>'),
        ('<a href="b.html?kind=press#gone">b</a>', '<a href="b.xhtml">b</a>'),
        ('<a href="#a">here</a>', '<a href="a.xhtml#a">here</a>'),
        ('<a href="../data/sources.csv" download>file</a>', "<span>file</span>"),
        ('<a href="https://example.org/a b">web</a>', '<a href="https://example.org/a%20b">web</a>'),
    ],
)
def test_a_link_leads_to_a_page_of_the_file_to_the_web_or_nowhere(html, xhtml):
    assert xhtml in read(html, b='<p id="there">x</p>')


def test_a_chart_that_asks_for_a_choice_is_headed_by_what_it_says():
    head = '<figcaption class="figure-head"><h3 class="figure-title">Choose</h3><p class="figure-printed">It grew</p></figcaption>'
    text = read(f'<figure>{head}<details class="figure-data"><summary>Get the data</summary>x</details></figure>')
    assert '<h3 class="figure-title">It grew</h3></figcaption>' in text and "<summary>Sources</summary>" in text


def test_what_a_page_says_where_scripts_are_off_is_said_but_not_what_a_figure_says_of_its_files():
    figure = "<figure><noscript><p>The CSV has all.</p></noscript><p>b</p></figure>"
    text = read(f"<noscript><p>The search needs JavaScript.</p></noscript>{figure}")
    assert "<div><p>The search needs JavaScript.</p></div><figure><p>b</p></figure>" in text


def test_the_page_of_the_readers_own_choices_says_whose_verdicts_stand_there():
    choices = '<section><h2>Your own</h2><form data-judge="choices" hidden>x</form></section>'
    text = read(f'<div data-judge="verdict"><p class="judge-fallback">Needs JavaScript.</p></div>{choices}')
    assert f"<div><p>{OUR_VERDICTS}</p></div></section>" in text


def test_without_a_book_it_says_what_to_do(tmp_path):
    with pytest.raises(BuildError, match="run 'make book' first"):
        epub.make_epub(tmp_path)
