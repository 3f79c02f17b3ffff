"""The built folder works wherever it is put: names that every system takes, no absolute path, one base address."""

import io
import json
import re
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.errors import ConfigError
from sphinx.util.docutils import docutils_namespace

from audit.book.hosts import base_address

# --- the base address ---


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("", ""),
        (None, ""),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/", "https://a.example/"),
        ("https://a.example/report", "https://a.example/report/"),
        ("https://a.example/report/", "https://a.example/report/"),
        ("https://a.example/report//", "https://a.example/report/"),
        ("http://localhost:8000/r%20x", "http://localhost:8000/r%20x/"),
        ("https://somebody.github.io/partners.not-allies", "https://somebody.github.io/partners.not-allies/"),
    ],
)
def test_a_base_address_ends_in_one_slash_however_it_is_written(given, address):
    assert base_address(given) == address


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("a.example/report", "begins with https://"),
        ("/report/", "begins with https://"),
        ("ftp://a.example/", "begins with https://"),
        ("https:///report", "begins with https://"),
        ("https://a.example:port/", "[Pp]ort"),
        ("https://me:secret@a.example/", "names a user"),
        ("https://a.example/report/index.html", "names a page"),
        ("https://a.example/?book=1", "a question or a place"),
        ("https://a.example/#top", "a question or a place"),
        ("https://a.example/a//b", "empty or relative parts"),
        ("https://a.example/../b", "empty or relative parts"),
        ("https://a.example/my report/", "a blank"),
        (" https://a.example/", "a blank"),
        ('https://a.example/"><script>', "a blank"),
        (True, "not a text"),
        (["https://a.example/"], "not a text"),
    ],
)
def test_what_is_no_address_of_a_folder_is_refused_with_the_reason(given, reason):
    with pytest.raises(ConfigError, match=f"html_baseurl .*{reason}.*, expected an address such as https://"):
        base_address(given)


def built(folder: Path, address: str, config: str = "") -> Path:
    """A small book of one page at ``address``."""
    folder.mkdir()
    (folder / "_config.yml").write_text(config)
    (folder / "conf.py").write_text(
        'extensions = ["myst_parser", "audit.book.hosts", "audit.book.sharing"]\nhtml_theme = "basic"\n'
    )
    (folder / "index.md").write_text("# A book\n\nIt has one page.\n\n```{toctree}\nchapters/one\n```\n")
    (folder / "chapters").mkdir()
    (folder / "chapters" / "one.md").write_text("# A page\n\nIt says something.\n")
    out = folder / "out"
    with docutils_namespace():
        settings = {"html_baseurl": address}
        Sphinx(folder, folder, out, folder / "trees", "html", settings, None, io.StringIO()).build()
    return out


def addresses(out: Path) -> list[str]:
    """Everything in the small book that names its own address."""
    page = BeautifulSoup((out / "chapters" / "one.html").read_text(encoding="utf-8"), "html.parser")
    tags = {tag.get("property") or tag.get("name"): tag.get("content") for tag in page.select("meta")}
    found = [tags["og:url"], tags["og:image"], tags["twitter:image"]]
    found += [link["href"] for link in page.select("link[rel=canonical]")]
    found += [one.text for one in ElementTree.parse(out / "sitemap.xml").iter() if one.tag.endswith("loc")]
    graph = json.loads((out / "claims.jsonld").read_text(encoding="utf-8"))["@graph"]
    return found + [review["url"] for review in graph]


def test_every_address_of_the_book_is_below_the_base_address(tmp_path):
    with_slash = addresses(built(tmp_path / "with", "https://a.example/report/"))
    assert with_slash == addresses(built(tmp_path / "without", "https://a.example/report"))
    assert len(with_slash) > 10
    assert all(one.startswith("https://a.example/report/") for one in with_slash)
    assert "https://a.example/report/chapters/one.html" in with_slash


def test_a_wrong_base_address_stops_the_build(tmp_path):
    with pytest.raises(ConfigError, match="names a page"):
        built(tmp_path / "book", "https://a.example/index.html")


def test_a_base_address_in_the_place_that_has_no_effect_is_refused(tmp_path):
    with pytest.raises(ConfigError, match=r"html: baseurl: 'https://b.example/' has no effect .* html_baseurl"):
        built(tmp_path / "book", "", "html:\n  baseurl: https://b.example/\n")


def test_jupyter_book_shows_the_reason():
    from audit.workshop.building import _Output

    reader = _Output(lambda line: None)
    for line in ("Configuration error:", "html_baseurl is 'x': no address", ""):
        reader.read(line)
    assert reader.problems == ["Configuration error:\n    html_baseurl is 'x': no address"]


# --- the folder ---


def files(book: Path) -> list[PurePosixPath]:
    return [PurePosixPath(file.relative_to(book)) for file in sorted(book.rglob("*")) if file.is_file()]


def test_github_pages_is_told_to_leave_nothing_out(built_book):
    assert (built_book / ".nojekyll").read_bytes() == b""
    assert [name for name in files(built_book) if name.parts[0].startswith("_")], "so it would not be needed"


def test_names_of_files_work_on_every_system_and_in_every_zip(built_book):
    names = files(built_book)
    odd = [str(name) for name in names if not re.fullmatch(r"[A-Za-z0-9._/-]+", str(name)) or len(str(name)) > 120]
    assert not odd
    reserved = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?|.*[. ]")
    assert not [str(name) for name in names if any(reserved.fullmatch(part) for part in name.parts)]
    assert len({str(name).casefold() for name in names}) == len(names)
    assert not [file for file in built_book.rglob("*") if file.is_symlink()]


ADDRESS = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")


def local_addresses(book: Path) -> list[tuple[str, str]]:
    """Every address in pages and style sheets that leads to a file of the book, with the file it stands in."""
    found = []
    for file in book.rglob("*.html"):
        page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        for tag in page.find_all(True):
            values = [tag.get(name) for name in ("href", "src", "action", "poster", "data", "formaction")]
            values += [part.split()[0] for part in (tag.get("srcset") or "").split(",") if part.strip()]
            if tag.name == "meta" and (tag.get("http-equiv") or "").lower() == "refresh":
                values.append(tag["content"].partition("url=")[2])
            if tag.name == "html":
                values.append(tag.get("data-content_root"))
            found += [(str(file.relative_to(book)), value) for value in values if value]
    for file in book.rglob("*.css"):
        for match in ADDRESS.finditer(file.read_text(encoding="utf-8")):
            found.append((str(file.relative_to(book)), match[1] or match[2]))
    return [(where, address) for where, address in found if not urlsplit(address).scheme]


def test_no_address_is_absolute_or_leads_to_a_folder(built_book):
    """A folder has no page of its own when the book is opened from the file system."""
    found = local_addresses(built_book)
    assert len(found) > 500
    assert not [one for one in found if one[1].startswith("/")]
    folders = [one for one in found if urlsplit(one[1]).path.endswith("/")]
    assert not [one for one in folders if set(urlsplit(one[1]).path) - set("./")], folders


def test_no_address_leaves_the_book(built_book):
    for where, address in local_addresses(built_book):
        path = urlsplit(address).path
        if path:
            target = (built_book / where).parent / path
            assert target.resolve().is_relative_to(built_book.resolve()), (where, address)


def test_no_script_of_the_book_names_an_absolute_path(built_book):
    own = [
        built_book / "_static" / name for name in ("figure.js", "page.js", "register.js", "documentation_options.js")
    ]
    for script in own:
        text = re.sub(r"/\*.*?\*/", "", script.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.findall(r"""["'`]/[\w.]""", text), script.name
