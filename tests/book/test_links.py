"""Whatever a page, a style, a list or the search names is in the book, once; and no link leaves it but on purpose."""

from pathlib import Path

import pytest
from whole_site import Site

from audit.workshop.house_rules import project_files


@pytest.fixture(scope="module")
def written() -> str:
    """What the project's own files say: tests do not write links."""
    files = [file for file in project_files() if "tests" not in file.parts]
    return "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files)


def test_whatever_the_book_names_is_there_once(built_book, written):
    site = Site(built_book.resolve(), written)
    assert site.faults() == []
    few = {"a href": 5000, "script src": 20, "style": 50, "for": 10, "aria-labelledby": 50, "passage": 1000, "page": 20}
    assert {what: times for what, times in few.items() if site.checked[what] < times} == {}


WHOLE = """<!doctype html><html><head><link rel="stylesheet" href="a.css"><script src="a.js"></script>
<meta property="og:image" content="a.png"><style>p { background: url('a.png') }</style></head><body>
<h1 id="top">A <a href="https://example.org/on-purpose">link</a></h1>
<a href="#top">up</a> <a href="b/?q=1#there">there</a> <a href="a.csv" download>CSV</a>
<img alt="" src="a.png" srcset="a.png 1x, b/b.png 2x"><svg><g clip-path="url(#cut)"></g><clipPath id="cut"/></svg>
<label for="size">Size</label><input id="size" list="sizes"><datalist id="sizes"></datalist>
<div hidden aria-labelledby="told"></div>
<table><template><tr id="late" aria-labelledby="top size"></tr></template></table><a href="#late">late</a>
<script type="application/ld+json">{"@graph": [{"@id": "#top", "url": "b/index.html#there"}]}</script></body></html>"""


@pytest.fixture
def small(tmp_path) -> Path:
    """A site in which everything is there."""
    files = {
        "index.html": WHOLE,
        "b/index.html": '<p id="there"><a href="../index.html#top">back</a></p>',
        "a.css": "@import 'b/b.css'; p { background: url(a.png) }",
        "b/b.css": "p { background: url( '../a.png' ) }",
        "b/b.json": '{"tables": [{"url": "../a.csv"}]}',
        "a.js": 'heading.id = "told"',
        "sitemap.xml": "<urlset><url><loc>b/index.html</loc></url></urlset>",
        "search-passages.js": 'window.bookPassages = {"pages":[["index.html","A"]],"passages":[[0,"top","x"]]}',
        **dict.fromkeys(["a.png", "b/b.png", "a.csv"], ""),
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def faults(site: Path) -> list[str]:
    return Site(site, "see https://example.org/on-purpose").faults()


def test_a_site_in_which_everything_is_there_has_no_fault(small):
    assert faults(small) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("index.html", 'href="#top"', 'href="#bottom"', "#bottom has no such anchor"),
        ("index.html", "b/?q=1#there", "c/?q=1#there", "c/?q=1#there is not there"),
        ("index.html", "b/?q=1#there", "b/?q=1#here", "b/?q=1#here has no such anchor"),
        ("index.html", "b/?q=1#there", "../elsewhere.html", "leads out of the site"),
        ("index.html", 'href="a.csv"', 'href="b.csv"', "a href: b.csv is not there"),
        ("index.html", 'href="a.css"', 'href="b.css"', "link href: b.css is not there"),
        ("index.html", 'src="a.js"', 'src="b.js"', "script src: b.js is not there"),
        ("index.html", 'src="a.png"', 'src="c.png"', "img src: c.png is not there"),
        ("index.html", "b/b.png 2x", "b/c.png 2x", "img srcset: b/c.png is not there"),
        ("index.html", 'content="a.png"', 'content="c.png"', "meta: c.png is not there"),
        ("index.html", "url('a.png')", "url('c.png')", "style: c.png is not there"),
        ("index.html", "url(#cut)", "url(#out)", "style: #out has no such anchor"),
        ("index.html", 'for="size"', 'for="sizing"', "for: #sizing has no such anchor"),
        ("index.html", 'list="sizes"', 'list="kinds"', "list: #kinds has no such anchor"),
        ("index.html", '"top size"', '"top late-title"', "aria-labelledby: #late-title has no such anchor"),
        ("index.html", '"top size"', '"top" aria-controls="gone"', "aria-controls: #gone has no such anchor"),
        ("index.html", 'id="late"', 'id="size"', "the id 'size' is there 2 times"),
        ("index.html", '"@id": "#top"', '"@id": "#bottom"', "JSON @id: #bottom has no such anchor"),
        ("index.html", "on-purpose", "by-accident", "https://example.org/by-accident leads elsewhere"),
        ("index.html", "https://example.org/on-purpose", "javascript:void(0)", "javascript:void(0) leads elsewhere"),
        ("index.html", ">up</a>", ">up</a> [?]", "'[?]' stands where a citation"),
        ("index.html", "<body>", "<body><meta http-equiv=refresh content='0; url=c.html'>", "c.html is not there"),
        ("a.js", "told", "asked", "aria-labelledby: #told has no such anchor"),
        ("index.html", "div hidden", "div", "aria-labelledby: #told has no such anchor"),
        ("a.css", "b/b.css", "c.css", "style: c.css is not there"),
        ("b/b.css", "../a.png", "a.png", "style: a.png is not there"),
        ("b/b.json", "../a.csv", "a.csv", "JSON url: a.csv is not there"),
        ("sitemap.xml", "b/index.html", "c/index.html", "sitemap.xml: page: c/index.html is not there"),
        (
            "search-passages.js",
            '"top"',
            '"bottom"',
            "search-passages.js: passage: index.html#bottom has no such anchor",
        ),
    ],
)
def test_a_broken_link_of_each_kind_is_found(small, file, old, new, fault):
    whole = (small / file).read_text(encoding="utf-8")
    assert whole.count(old) == 1 or old == "url('a.png')"
    (small / file).write_text(whole.replace(old, new), encoding="utf-8")
    found = faults(small)
    assert found and any(fault in one for one in found), found
