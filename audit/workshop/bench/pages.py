"""Pages, in a real browser: what one fetches to its end, and when a phone on a slow network shows it.

*First picture* is the first frame in which a chart, still or live, has its place. *Interactive* is when the first live
chart answers; of a page without one, when its scripts have run. *Shift* is Chromium's layout shift, summed.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audit.paths import ROOT
from audit.workshop import unchanged
from audit.workshop.bench import default_embedding
from audit.workshop.bench.plan import Measurement
from audit.workshop.bench.running import NotMeasured, Unavailable
from audit.workshop.pdf import HOW_TO_GET_CHROMIUM, find_chromium, launch

#: 1.6 Mbit/s down and 0.75 up, 400 ms for each answer, a processor a fourth as fast.
NETWORK = {"offline": False, "latency": 400, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
SLOWER = 4
PHONE = {"viewport": {"width": 390, "height": 844}}
SECONDS = 120
TEXT = {".html", ".css", ".js", ".svg", ".json", ".csv", ".txt", ".xml", ".map"}

PICTURE = ".figure-picture svg, .vega-embed svg, .vega-embed canvas"
LIVE = ".audit-figure[data-state=live], .vega-embed svg, .vega-embed canvas"
#: What will be live once a reader comes near, and is it all? What waits until its controls are used is a picture till then.
OWN = ".audit-figure:not([data-state=still], [data-state=waiting])"
CHARTS = f"{OWN}, [id^=altair-viz-]"
IS_LIVE = """([names, number]) => {
  const one = document.querySelectorAll(names)[number];
  return one.matches(".audit-figure") ? one.dataset.state === "live" : !!one.querySelector("svg, canvas");
}"""
ALL_LIVE = f"""() => [...document.querySelectorAll("{OWN}")].every(one => one.dataset.state === "live")
  && [...document.querySelectorAll("[id^=altair-viz-]")].every(one => one.querySelector("svg, canvas"))"""
WATCH = f"""(() => {{
  const told = window.benchTold = {{picture: null, live: null, shift: 0}};
  const there = names => [...document.querySelectorAll(names)].some(one => one.getBoundingClientRect().height > 0);
  const look = () => {{
    if (told.picture === null && there("{PICTURE}")) requestAnimationFrame(() => {{ told.picture ??= performance.now(); }});
    if (told.live === null && there("{LIVE}")) told.live = performance.now();
    if (told.picture === null || told.live === null) requestAnimationFrame(look);
  }};
  requestAnimationFrame(look);
  new PerformanceObserver(list => {{
    for (const one of list.getEntries()) if (!one.hadRecentInput) told.shift += one.value;
  }}).observe({{type: "layout-shift", buffered: true}});
}})();"""
TOLD = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const paint = performance.getEntriesByType("paint").map(one => one.startTime);
  return {...window.benchTold, paint: Math.min(...paint), ready: page.domContentLoadedEventEnd, load: page.loadEventEnd};
}"""


def measure(one: Measurement) -> dict:
    """The result for one page. Raises NotMeasured where there is no browser or no book."""
    chromium = find_chromium()
    if chromium is None:
        raise Unavailable(f"no Chromium was found: {HOW_TO_GET_CHROMIUM}")
    if not unchanged.is_built(ROOT):
        raise NotMeasured("the book in _build/html is not that of this state: run `make book`")
    site = ROOT / "_build" / "html" if one.tool == "ours" else default_embedding.site()
    page = f"chapters/{one.subject}.html"
    if not (site / page).is_file():
        raise NotMeasured(f"the book has no page {page}")
    with served(site) as home, opened(chromium) as tab:
        return (weight if one.case == "weight" else on_a_phone)(tab, home, page, site)


def weight(tab, home: str, page: str, site: Path) -> dict:
    """Requests, gzipped bytes and elements of a page that was read to its end."""
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(home + page, timeout=SECONDS * 1000)
    for number in range(tab.locator(CHARTS).count()):
        tab.evaluate("([names, number]) => document.querySelectorAll(names)[number].scrollIntoView()", [CHARTS, number])
        # whoever reads stays: a chart that was gone again before the browser had a moment to look is not drawn
        _wait(tab, IS_LIVE, [CHARTS, number])
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    _wait(tab, ALL_LIVE)
    tab.wait_for_timeout(500)
    urls = [url for url in dict.fromkeys(asked) if url.startswith("http")]
    own = [site / url.removeprefix(home).split("?")[0].split("#")[0] for url in urls if url.startswith(home)]
    files = [file for file in own if file.is_file()]
    return {
        "requests": len(files),
        "bytes": sum(gzipped(file) for file in files),
        "elements": tab.evaluate("document.querySelectorAll('*').length"),
        "foreign": sum(not url.startswith(home) for url in urls),
    }


def on_a_phone(tab, home: str, page: str, site: Path) -> dict:
    """Milliseconds from the click to first paint, first picture and answering controls; and how much the page jumped."""
    channel = tab.context.new_cdp_session(tab)
    channel.send("Network.enable")
    channel.send("Network.setCacheDisabled", {"cacheDisabled": True})
    channel.send("Network.emulateNetworkConditions", NETWORK)
    channel.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tab.add_init_script(WATCH)
    tab.goto(home + page, timeout=SECONDS * 1000)
    has_charts = tab.evaluate("names => !!document.querySelector(names)", CHARTS)
    if has_charts:
        tab.evaluate("names => document.querySelector(names).scrollIntoView()", CHARTS)
        _wait(tab, "() => window.benchTold.live !== null && window.benchTold.picture !== null")
    told = tab.evaluate(TOLD)
    return {
        "paint": round(told["paint"]),
        "picture": round(max(told["picture"], told["paint"])) if has_charts else None,
        "interactive": round(told["live"] if has_charts else told["ready"]),
        "load": round(told["load"]),
        "shift": round(told["shift"], 4),
    }


def gzipped(file: Path) -> int:
    """Bytes that a host sends: compressed, unless compression does not help."""
    content = file.read_bytes()
    return min(len(content), len(gzip.compress(content, 9, mtime=0)))


def _wait(tab, expression: str, argument=None) -> None:
    """Until it is true in the page; Playwright's own waiting uses eval, which the book's policy forbids."""
    end = time.monotonic() + SECONDS
    while not tab.evaluate(expression, argument):
        if time.monotonic() > end:
            raise NotMeasured(f"after {SECONDS} s not all charts were drawn")
        tab.wait_for_timeout(50)


@contextmanager
def opened(chromium: str) -> Iterator:
    """A page in a browser that has nothing in store, as wide as a phone."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        try:
            yield browser.new_context(**PHONE).new_page()
        finally:
            browser.close()


class Host(http.server.SimpleHTTPRequestHandler):
    """A web host as they are: text is sent compressed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        library = "@" in file.name
        content, packed = file.read_bytes(), library or file.suffix in TEXT
        if packed:
            content = _compressed(content)
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if library else self.guess_type(str(file)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args) -> None:
        pass


@functools.cache
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a folder, served from this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
