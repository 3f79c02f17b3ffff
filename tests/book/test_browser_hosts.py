"""The book opens whole on every kind of host: at the root, below it, with short addresses, and out of a zip."""

import functools
import http.server
import shutil
import threading
import zipfile
from pathlib import Path

import pytest
from browsing import CHAPTERS, draw, opened, wait_until

PROJECT = "/partners-not-allies"


class Host(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below ``prefix`` and nothing else; ``short``: also /page for /page.html, as some hosts do."""

    def __init__(self, *args, prefix: str = "", short: bool = False, **options):
        self.prefix, self.short = prefix, short
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        path = path.partition("?")[0].partition("#")[0]
        if not path.startswith(self.prefix + "/"):
            return str(Path(self.directory) / "outside the project")
        file = Path(super().translate_path(path.removeprefix(self.prefix)))
        if self.short and not file.exists() and file.with_suffix(".html").is_file():
            file = file.with_suffix(".html")
        return str(file) + ("/" if path.endswith("/") and file.is_dir() else "")

    def log_message(self, *args):
        pass


def serve(folder: Path, **options) -> http.server.ThreadingHTTPServer:
    handler = functools.partial(Host, directory=str(folder), **options)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def published_from_a_branch(book: Path, target: Path) -> Path:
    """What GitHub Pages makes of a branch: without ``.nojekyll`` whatever begins with an underscore is left out."""
    ignore = None if (book / ".nojekyll").exists() else shutil.ignore_patterns("_*")
    return shutil.copytree(book, target, ignore=ignore)


@pytest.fixture(scope="module", params=["root", "project path", "short addresses", "zip"])
def front_door(request, built_book, tmp_path_factory):
    """The address of the book on a host, and how a chapter is called there."""
    folder = tmp_path_factory.mktemp("host")
    if request.param == "zip":
        archive = shutil.make_archive(str(folder / "book"), "zip", built_book)
        target = folder / "Bücher & 100% #1"
        zipfile.ZipFile(archive).extractall(target)
        yield target.as_uri() + "/index.html", ".html"
        return
    site = published_from_a_branch(built_book, folder / "site")
    prefix = PROJECT if request.param == "project path" else ""
    short = request.param == "short addresses"
    server = serve(site, prefix=prefix, short=short)
    yield f"http://127.0.0.1:{server.server_port}{prefix}/", "" if short else ".html"
    server.shutdown()


def complaints(page) -> list[str]:
    """But for requests that a click on the next link cut short."""
    return [one for one in page.complaints if not one.startswith("failed: ")]


def at(front_door, name: str) -> str:
    address, ending = front_door
    return address.removesuffix("index.html") + name + ending


def test_the_front_door_leads_to_the_book_and_on_to_a_chapter(browser, front_door):
    with opened(browser, front_door[0]) as page:
        page.wait_for_url("**/chapters/index.html")
        page.locator(f".bd-sidebar-primary a[href='{CHAPTERS[0].removeprefix('chapters/')}.html']").first.click()
        page.wait_for_url(f"**/{CHAPTERS[0]}.html")
        assert page.locator("h1").count() == 1
        assert not complaints(page)


@pytest.mark.parametrize("name", CHAPTERS[:2])
def test_a_chapter_is_whole(browser, front_door, name):
    with opened(browser, at(front_door, name)) as page:
        draw(page)
        styles = "getComputedStyle(document.querySelector('.claim-card')).borderTopStyle"
        assert page.evaluate(styles) != "none"  # the book's own style sheet has arrived
        assert page.evaluate("[...document.images].every(one => one.naturalWidth > 0)")
        if front_door[0].startswith("http"):
            for link in page.locator("#fig-trade-annual a[download]").all():
                assert page.request.get(link.evaluate("one => one.href")).ok
        assert not page.complaints


def test_the_search_finds_a_page_and_leads_to_it(browser, front_door):
    with opened(browser, at(front_door, "search") + "?q=crude") as page:
        link = page.locator("#search-results li a").first
        link.wait_for(timeout=15_000)
        link.click()
        wait_until(page, "document.querySelectorAll('h1').length === 1 && !location.pathname.includes('search')")
        assert not complaints(page)


def test_without_its_marker_a_branch_would_lose_the_styles(built_book, tmp_path):
    copy = shutil.copytree(built_book, tmp_path / "without")
    (copy / ".nojekyll").unlink()
    assert not (published_from_a_branch(copy, tmp_path / "site") / "_static").exists()


def test_a_missing_file_of_a_page_is_complained_of(browser, tmp_path):
    (tmp_path / "page.html").write_text("<script src='nowhere.js'></script>")
    with opened(browser, (tmp_path / "page.html").as_uri()) as page:
        assert any(one.startswith("failed: ") and one.endswith("nowhere.js") for one in page.complaints)
