"""The Content-Security-Policy: nothing from another host, no script that the build did not put there, no ``eval``.

It ships in each page as a ``<meta>``, which works on every host and from the file system, and as header files for
common hosts (``_headers``; ``csp-nginx.conf``), which also forbid framing: a ``<meta>`` cannot.
"""

import base64
import hashlib
import re
from pathlib import Path

from audit.book.static_pictures import write_whole

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
_META = '<meta http-equiv="Content-Security-Policy" content="{}">'


def setup(app):
    app.connect("build-finished", put_into_pages, priority=900)  # after everything else that writes pages


def inline_script_hashes(html: str) -> list[str]:
    """A CSP hash of each script that stands in a page (not of data blocks, which no browser runs)."""
    hashes = {
        "'sha256-" + base64.b64encode(hashlib.sha256(script["code"].encode()).digest()).decode() + "'"
        for script in _SCRIPT.finditer(html)
        if "src=" not in script["attributes"] and "json" not in script["attributes"]
    }
    return sorted(hashes)


def policy(hashes: list[str], files: bool = False) -> str:
    """The policy that allows the book's own files and the scripts with these ``hashes``.

    ``files``: also when opened from the file system, where not every browser takes a neighbouring file for ``'self'``.
    Over http ``file:`` allows nothing: no browser lets a web page load files.
    """
    own = "'self' file:" if files else "'self'"
    rules = {
        "default-src": "'none'",
        "script-src": " ".join([own, *hashes]),
        "style-src": f"{own} 'unsafe-inline'",  # widths and positions that charts and the theme set
        "img-src": f"{own} data:",
        "font-src": own if files else f"{own} data:",  # a drawing opened on its host has its face within it
        "connect-src": own,
        "base-uri": "'none'",
        "form-action": own,
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def put_into_pages(app, exception) -> None:
    if exception or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    every: set[str] = set()
    for page in sorted(folder.rglob("*.html")):
        if page.is_relative_to(folder / "_static"):
            page.unlink()  # templates that the theme leaves among its files
            continue
        html = page.read_text(encoding="utf-8")
        hashes = inline_script_hashes(html)
        every |= set(hashes)
        charset = re.search(r'<meta charset="utf-8"[^>]*>', html)
        html = html[: charset.end()] + "\n    " + _META.format(policy(hashes, files=True)) + html[charset.end() :]
        write_whole(page, html)
    rules = policy(sorted(every)) + "; frame-ancestors 'none'"
    headers = {
        "Content-Security-Policy": rules,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    netlify = "# Netlify and Cloudflare Pages read this file.\n/*\n"
    write_whole(folder / "_headers", netlify + "".join(f"  {name}: {value}\n" for name, value in headers.items()))
    nginx = "# Include this in the server block that serves the book.\n"
    nginx += "".join(f'add_header {name} "{value}" always;\n' for name, value in headers.items())
    write_whole(folder / "csp-nginx.conf", nginx)
