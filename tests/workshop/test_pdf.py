"""Printing: a tagged PDF with the picture for readers without scripts, and a plain word when it cannot be."""

import pytest

from audit.workshop import pdf
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
