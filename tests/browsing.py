"""Helpers of the browser tests: pages of the book, and a page opened with all its charts drawn."""

import functools
import http.server
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import yaml

from audit.paths import ROOT

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(entry["file"] for entry in TOC["chapters"])]
#: The pages that list sources, each those of a chapter.
SOURCE_PAGES = [page["file"] for entry in TOC["chapters"] for page in entry.get("sections", ())]
#: Of these, which are all made alike, the longest.
LONGEST_SOURCES = "chapters/sources-exercises"
CHAPTERS = [name for name in PAGES if (ROOT / f"{name}.ipynb").exists()]


@contextmanager
def hosted(folder: Path, headers: dict[str, str] | None = None):
    """The address of a folder on a host that sends these headers with every file.

    Chromium may forget what a page from a file keeps (``localStorage``) when it is loaded again at once; from a host it does not.
    """

    class Host(http.server.SimpleHTTPRequestHandler):
        def end_headers(self):
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


@contextmanager
def opened(browser, url: str, width: int = 1280, scheme: str = "light", height: int = 900, first: str = "", **options):
    """A page in a context of its own; ``page.complaints`` collects console errors and failed or foreign requests.

    ``first``: a script that runs before those of the page.
    """
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", **options
    )
    page = context.new_page()
    page.complaints = []
    home = url.split("://")[0] + "://" + ("" if url.startswith("file:") else url.split("/")[2])
    # Browsers ask a host for its icon by themselves; the book has none, and that is no fault of a page.
    page.on(
        "console",
        lambda message: (
            page.complaints.append(message.text)
            if message.type == "error" and not message.location.get("url", "").endswith("/favicon.ico")
            else None
        ),
    )
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    # A reader who leaves a page before its icon came breaks off that request, and that is no fault of a page either.
    page.on(
        "requestfailed",
        lambda request: (
            page.complaints.append(f"failed: {request.url}") if request.failure != "net::ERR_ABORTED" else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            page.complaints.append(f"foreign: {request.url}")
            if not request.url.startswith((home, "data:", "blob:"))
            else None
        ),
    )
    if first:
        page.add_init_script(first)
    page.goto(url)
    try:
        yield page
    finally:
        context.close()


def wait_until(page, expression: str, arg=None, seconds: float = 20) -> None:
    """Wait until an expression is true in the page.

    Playwright's own ``wait_for_function`` asks again from within the page, by eval, which the book's policy forbids.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"waited in vain for {expression}"
        page.wait_for_timeout(30)


#: "toggle" comes a moment after a fold has opened, and some contents come with it. Toggles are heard in their order: once
#: that of a fold of our own is heard, so are those before it.
HEARD = """() => new Promise(done => {
  const last = document.createElement('details');
  last.addEventListener('toggle', () => done());
  last.open = true; })"""


def unfold(fold) -> None:
    """Press the summary of a fold, and wait until the page has heard of it."""
    fold.locator("> summary").click()
    fold.page.evaluate(HEARD)


def unfold_all(page, folds: str = "details") -> None:
    """Open all folds of a selector, and wait until the page has heard of it."""
    page.locator(folds).evaluate_all("all => all.forEach(one => { one.open = true; })")
    page.evaluate(HEARD)


def draw_frames(page) -> None:
    """Wait until the page has been drawn as it is now: what follows a change comes in its frame, or in the next."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))")


@contextmanager
def restyled(page, style: str):
    """A page that has another style sheet for as long as this lasts.

    Waits until it rules and is drawn, and the same when it no longer does: Chromium may answer one question by the old one.
    """
    name = f"--restyled-{abs(hash(style))}"
    rules = "([name, on]) => getComputedStyle(document.documentElement).getPropertyValue(name).trim() === on"
    sheet = page.add_style_tag(content=f"{style} :root {{ {name}: yes; }}")
    wait_until(page, rules, [name, "yes"])
    draw_frames(page)
    try:
        yield
    finally:
        sheet.evaluate("one => one.remove()")
        wait_until(page, rules, [name, ""])
        draw_frames(page)


#: Figures that are drawn by script when they come near; those of pages of text stay pictures until their controls are used.
LIVE = ".audit-figure:not([data-state=still], [data-state=waiting])"


USE = """() => { for (const figure of document.querySelectorAll(".audit-figure[data-state=waiting]"))
    figure.querySelector("[data-signal]").dispatchEvent(new Event("input", { bubbles: true })); }"""


def draw(page) -> None:
    """Bring every chart near the viewport, or use its controls if it waits for that, and wait until all are live."""
    # Handles: a locator would count again when the first is live.
    for figure in page.locator(f"{LIVE}:not([data-state=live])").element_handles():
        figure.scroll_into_view_if_needed()
    page.evaluate(USE)
    every = ".audit-figure:not([data-state=still])"
    wait_until(page, "all => [...document.querySelectorAll(all)].every(f => f.dataset.state === 'live')", every)
    page.evaluate("scrollTo(0, 0)")


#: Where the words and edges of the drawings are: unchanged twice in a row, the page has come to rest.
PLACES = """() => [...document.querySelectorAll('.figure-picture svg, .figure-picture svg text')]
  .map(one => { const b = one.getBoundingClientRect(); return [b.x, b.y, b.width].map(Math.round); }).join(' ')"""


#: Every live chart is drawn for the width that it has now, in faces that have come.
DRAWN_FOR_IT = """() => document.fonts.status === 'loaded' && [...document.querySelectorAll('.audit-figure[data-state=live]')].every(one => {
  const width = one.querySelector('.figure-live').clientWidth;
  return !width || width === one.drawnWidth; })"""


def settle(page) -> None:
    """Wait until charts have taken the page's new width: they do so after a short rest."""
    wait_until(page, DRAWN_FOR_IT)
    before, end = None, time.monotonic() + 10
    while (now := page.evaluate(PLACES)) != before:
        assert time.monotonic() < end, "the charts do not come to rest"
        before = now
        page.wait_for_timeout(100)


def switch_to(page, scheme: str) -> None:
    """The page in light or dark, after its colours have changed."""
    page.emulate_media(color_scheme=scheme)
    wait_until(page, "scheme => document.documentElement.dataset.theme === scheme", scheme)
    wait_until(page, "document.getAnimations().every(one => one.playState !== 'running')")
    settle(page)


#: What a test may have done to a page: what is open, in focus or chosen, and the elements beside figures, which draw themselves.
DONE_TO_IT = """() => JSON.stringify([
  [...document.querySelectorAll('details')].map(one => one.open),
  [...document.querySelectorAll(':is(input, select, textarea):not(.audit-figure *)')].map(one => [one.value, one.checked]),
  document.querySelectorAll('article *:not(.audit-figure *)').length, document.querySelectorAll('style').length,
  document.activeElement === document.body || document.activeElement.outerHTML.slice(0, 80), document.documentElement.dataset.theme])"""


class Lent:
    """Pages of the book, each opened once for all tests that only read it: a page stays until another is asked for.

    ``prepare``: what is done to a page before it is lent; ``options``: those of ``opened``, if it is not a wide window.
    """

    def __init__(self, browser, book, prepare=lambda page: None, **options):
        self.browser, self.book, self.prepare, self.options = browser, book, prepare, options
        self.name = self.page = self.as_lent = None
        self.held = ExitStack()

    def __call__(self, name: str):
        """The page of this name; AssertionError if a test that had it before has changed it."""
        if name != self.name:
            self.take_back()
            address = (self.book / f"{name}.html").as_uri()
            self.page = self.held.enter_context(opened(self.browser, address, **self.options))
            self.prepare(self.page)
            self.name, self.as_lent = name, self.page.evaluate(DONE_TO_IT)
        assert self.page.evaluate(DONE_TO_IT) == self.as_lent, f"{name} was lent to be read, and a test has changed it"
        return self.page

    def take_back(self) -> None:
        self.held.close()
        self.name = None
