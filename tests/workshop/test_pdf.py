"""Printing: a tagged PDF with the picture for readers without scripts, and a plain word when it cannot be."""

import pypdfium2
import pytest

from audit.workshop import cover, pdf
from audit.workshop.building import BuildError

PAGE = """<!doctype html><html lang="en"><title>Book</title><h1>First chapter</h1>
<p id="p">static picture</p><script>document.getElementById("p").textContent = "x".repeat(200000)</script>
"""


def test_a_page_is_printed_tagged_and_without_scripts(tmp_path, chromium):
    page, printed = tmp_path / "a page.html", tmp_path / "book.pdf"
    page.write_text(PAGE, encoding="utf-8")
    pdf.print_page(chromium, page, printed)
    content = printed.read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo" in content and b"/Outlines" in content
    assert content.count(b"/Type /Page\n") == 1  # the script would fill many


def test_without_a_browser_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(BuildError, match="apt-get install chromium"):
        pdf.make_pdf(tmp_path)


@pytest.mark.parametrize(
    "installed, prints, looks",
    [
        (["chromium", "chromium-headless-shell"], "chromium", "chromium-headless-shell"),
        (["google-chrome", "chrome-headless-shell"], "google-chrome", "chrome-headless-shell"),
        (["chromium"], "chromium", "chromium"),
        (["chromium-headless-shell"], None, "chromium-headless-shell"),
        ([], None, None),
    ],
)
def test_the_whole_chromium_prints_and_the_headless_shell_looks_where_there_is_one(
    tmp_path, monkeypatch, installed, prints, looks
):
    for name in [*installed, "mine"]:
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(pdf, "CHROMIUMS", [name for name in pdf.CHROMIUMS if "/" not in name])
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    at = {None: None} | {name: str(tmp_path / name) for name in installed}
    assert (pdf.find_chromium(), pdf.find_shell()) == (at[prints], at[looks])
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "mine"))
    assert pdf.find_chromium() == pdf.find_shell() == str(tmp_path / "mine")


def test_a_browser_that_fails_is_an_error(tmp_path):
    with pytest.raises(BuildError, match="could not print"):
        pdf.print_page("/bin/false", tmp_path / "page.html", tmp_path / "book.pdf")


def test_the_page_of_all_chapters_stands_where_its_links_lead(tmp_path):
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: chapters/index\n", encoding="utf-8")
    front_page = tmp_path / "site" / "chapters" / "index.html"
    front_page.parent.mkdir(parents=True)
    front_page.write_text('<link rel="stylesheet" href="_static/book.css">', encoding="utf-8")
    page = pdf.one_page(tmp_path / "site", tmp_path)
    assert page == tmp_path / "site" / "book.html" and "_static/book.css" in page.read_text("utf-8")


# --- the book in one file ---

BOOK = """<!doctype html><html lang="en"><head><title>Book</title></head><body><article class="bd-article">
<section id="front"><h1>Front<a class="headerlink" href="#front">#</a></h1><p>Answer.</p><div class="toctree-wrapper">
<span id="document-chapters/a"></span><section id="first">
<h2>Who &amp; <em>why</em>?<a class="headerlink" href="#first">#</a></h2><p style="break-after: page">Long.</p><p>End.</p></section>
<span id="document-chapters/b"></span><section id="second">
<h2>Second<a class="headerlink" href="#second">#</a></h2><p>Words.</p></section></div></section></article></body></html>
"""
SHEETS = (
    "<style>.cover { break-after: page } .cover-contents { break-before: page } .headerlink { display: none }</style>"
)


def test_its_contents_name_each_chapter_and_the_sheet_it_begins_on(tmp_path, chromium, monkeypatch):
    page, printed = tmp_path / "book.html", tmp_path / "book.pdf"
    html = BOOK.replace("</head>", SHEETS + "</head>")
    page.write_text(html, encoding="utf-8")
    chapters = cover.chapters_of(html)
    named = [("front", "Front"), ("first", "Who & why?"), ("second", "Second")]
    assert [(one.id, one.title) for one in chapters] == named
    monkeypatch.setattr(pdf, "title_page", lambda root: {"title": "Book", "about": "About.", "facts": ["By us."]})
    told = pdf.print_book(chromium, page, printed, tmp_path)
    assert told == [("Title page and contents", 2), ("Front", 1), ("Who & why?", 2), ("Second", 1)]
    assert cover.first_sheets(printed, chapters) == {"front": 3, "first": 4, "second": 6}
    sheets = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(printed)]
    assert all(part in sheets[0] for part in ("Book", "About.", "By us."))
    assert all(part in sheets[1] for part in ("Contents", "Front 3", "Who & why? 4", "Second 6"))
    assert "Who&why?" in "".join(sheets[4].split())  # the running head of its second sheet


def test_a_source_below_a_figure_is_told_by_its_id_and_stays_a_link():
    source = '<a class="source-link" href="#source-tass_2023" title="A long title (2023-01-13)">TASS 2023</a>'
    html = cover.with_cover(BOOK.replace("<p>End.</p>", source), "Book", "About.", [])
    assert '<a class="source-link" href="#source-tass_2023" title="tass_2023">TASS 2023</a>' in html


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ('href="b.html"', ' href="#document-chapters/b"'),
        ('href="chapters/b.html?kind=press"', ' href="#document-chapters/b"'),
        ('href="b.html#one"', ' href="#one"'),
        ('href="b.html#twice"', ' href="#document-chapters/b"'),
        ('href="index.html"', ' href="#front"'),
        ('href="b.ipynb" download', " download"),
        ('href="../data/sources.csv"', ""),
        ('href="elsewhere.html"', ""),
        ('href="#second"', ' href="#second"'),
        ('href="https://example.org/b.html"', ' href="https://example.org/b.html"'),
    ],
)
def test_a_link_on_paper_leads_to_its_place_in_the_book_to_the_web_or_nowhere(link, leads):
    words = f'<a class="x" {link}>there</a><i id="one"></i><i id="twice"></i><i id="twice"></i>'
    assert f'<a class="x"{leads}>there</a>' in cover.with_links_within(BOOK.replace("<p>End.</p>", words))


def test_the_title_page_says_of_when_and_under_which_licence():
    told = pdf.title_page(pdf.ROOT)
    assert told["title"] == "Partners, Not Allies?" and told["about"]
    facts = " ".join(told["facts"])
    assert "Record to" in facts and "Version" in facts and "CC BY 4.0" in facts


@pytest.mark.parametrize("title", ['a "quoted" title', "</style><b>", "back\\slash"])
def test_a_title_cannot_leave_its_running_head(title):
    string = cover.css_string(title)
    assert string[0] == string[-1] == '"' and not set('"<>') & set(string[1:-1])
