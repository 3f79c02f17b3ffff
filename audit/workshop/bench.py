"""What a page costs to fetch (``make bench``): the trade page as built, beside the same page with Altair's own embedding.

"This book" is measured in a real browser over http: every file that the page asks for, gzipped as a host would, after
all charts have been drawn. The other two are computed from it, without a network:

- "Altair's embedding": our page without static pictures, chart script and bundle, plus the three libraries that
  Altair's default renderer fetches from a public host, at their sizes as npm packages (LIBRARIES).
- "Altair's embedding, theme as it comes": the same with what Jupyter Book and its theme load and this book leaves out.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import re
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

from audit.paths import ROOT
from audit.workshop.pdf import HOW_TO_GET_CHROMIUM, find_chromium, launch

PAGE = "chapters/trade.html"
# gzipped bytes of build/*.min.js in the npm packages vega 6.4.0, vega-lite 6.4.1 and vega-embed 7.3.0 (gzip -9)
LIBRARIES = {"vega": 179_594, "vega-lite": 78_797, "vega-embed": 20_785}
# files that the theme's pages fetch and audit/book/clean.py leaves out, by package
LEFT_OUT = {
    "pydata_sphinx_theme": ["scripts/fontawesome.js", "webfonts/fa-solid-900.woff2"],
    "sphinx_design": ["sphinx-design.min.css", "sd_tabs.js", "design-tabs.js"],
    "sphinx_togglebutton": ["togglebutton.js", "togglebutton.css"],
    "sphinx_thebe": ["sphinx-thebe.js", "sphinx-thebe.css"],
}


def gzipped(content: bytes) -> int:
    """Bytes that a host sends: compressed, unless compression does not help (pictures)."""
    return min(len(content), len(gzip.compress(content, 9, mtime=0)))


def requested(book: Path, page: str, chromium: str) -> list[Path]:
    """The files that a browser fetches for ``page``, drawn to its end."""
    from playwright.sync_api import sync_playwright

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(book)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/"
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright, chromium)
            tab = browser.new_page()
            seen: list[str] = []
            tab.on("request", lambda request: seen.append(request.url))
            tab.goto(home + page)
            for figure in tab.locator(".audit-figure").all():
                figure.scroll_into_view_if_needed()
            drawn = "[...document.querySelectorAll('.audit-figure')].every(f => f.dataset.state === 'live')"
            for _ in range(100):  # wait_for_function polls by eval, which the page's policy forbids
                if tab.evaluate(drawn):
                    break
                tab.wait_for_timeout(200)
            else:
                raise TimeoutError(f"{page}: not all charts were drawn within 20 s")
            browser.close()
    finally:
        server.shutdown()
    own = [url.removeprefix(home).split("?")[0] for url in dict.fromkeys(seen) if url.startswith(home)]
    return [book / name for name in own]


def default_page(html: str) -> str:
    """The page with each figure as Altair's default renderer would have put it there."""
    html = re.sub(r'<div class="figure-static[^"]*">.*?</svg></div>\n', "", html, flags=re.DOTALL)
    return re.sub(r"<!-- \w+ -->", "", html)


def measure(book: Path, chromium: str) -> dict[str, dict[str, int]]:
    """Requests, gzipped bytes, and gzipped bytes before the charts can be seen, of the three pages."""
    ours = {file: gzipped(file.read_bytes()) for file in requested(book, PAGE, chromium)}
    bundle, script, page = book / "_static" / "vega-bundle.js", book / "_static" / "figure.js", book / PAGE
    rest = {file: size for file, size in ours.items() if file not in (bundle, script, page)}
    html = gzipped(default_page(page.read_text(encoding="utf-8")).encode())
    theirs = sum(rest.values()) + html + sum(LIBRARIES.values())
    left_out = [gzipped(file.read_bytes()) for file in _left_out()]
    return {
        "this book": _row(len(ours), sum(ours.values()), sum(ours.values()) - ours[bundle]),
        "Altair's embedding": _row(len(rest) + 1 + len(LIBRARIES), theirs, theirs),
        "Altair's embedding, theme as it comes": _row(
            len(rest) + 1 + len(LIBRARIES) + len(left_out), theirs + sum(left_out), theirs + sum(left_out)
        ),
    }


def _row(requests: int, total: int, visible: int) -> dict[str, int]:
    return {"requests": requests, "bytes_gzipped": total, "bytes_until_charts_show": visible}


def _left_out() -> list[Path]:
    found = []
    for package, names in LEFT_OUT.items():
        folder = Path(find_spec(package).submodule_search_locations[0])
        for name in names:
            found += [file for file in folder.rglob(Path(name).name) if file.as_posix().endswith(name)][:1]
    return found


def main() -> int:
    """Print the table. Returns the exit code: 0 measured, 1 not measured."""
    book, chromium = ROOT / "_build" / "html", find_chromium()
    if not (book / PAGE).exists():
        print("There is no book yet: run `make book` first.", file=sys.stderr)
        return 1
    if chromium is None:
        print(f"No Chromium was found: {HOW_TO_GET_CHROMIUM}.", file=sys.stderr)
        return 1
    print(json.dumps(measure(book, chromium), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
