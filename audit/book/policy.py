"""The Content-Security-Policy: nothing from another host, no script but those that the templates write, no ``eval``.

It ships in each page as a ``<meta>``, which works on every host and from the file system, and as header files for
common hosts (``_headers``; ``csp-nginx.conf``), which also forbid framing: a ``<meta>`` cannot.
"""

import base64
import hashlib
import re
from pathlib import Path

from sphinx.errors import ExtensionError

from audit.book.light_pages import EARLY
from audit.book.typeface import preload
from audit.figures.static_pictures import write_whole

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script[^>]*>", re.DOTALL | re.IGNORECASE)
#: Types of script elements that hold data, which no browser runs.
_DATA = re.compile(r"""type=["']?(application/(\w+\+)?json|text/x-)""", re.IGNORECASE)
_META = '<meta http-equiv="Content-Security-Policy" content="{}">'


def setup(app):
    app.connect("build-finished", put_into_pages, priority=900)  # after everything else that writes pages


def _written(code: str) -> re.Pattern:
    """The code as a pattern: any space will do, and ``NAME`` stands for the name of a page or a kernel."""
    words = [re.escape(word).replace("NAME", r"[\w/.-]+") for word in code.split()]
    return re.compile(r"\s*" + r"\s+".join(words) + r"\s*", re.ASCII)


#: Every script that stands in a page instead of in a file, as the templates of this theme write it. All else is refused.
WRITTEN_BY_TEMPLATES = (
    # pydata_sphinx_theme/layout.html: the colours of the page are set before it shows
    _written(
        """document.documentElement.dataset.mode = localStorage.getItem("mode") || "auto";
        document.documentElement.dataset.theme = localStorage.getItem("theme") || "auto";"""
    ),
    # pydata_sphinx_theme/layout.html
    _written("DOCUMENTATION_OPTIONS.pagename = 'NAME';"),
    # sphinx_thebe, which Jupyter Book brings along
    _written("kernelName = 'NAME'"),
    # audit/book/typeface.py: the face is asked for early
    _written(preload("NAME")),
    # audit/book/light_pages.py: what must be known before the page is drawn
    _written(EARLY),
)


def inline_scripts(html: str) -> list[str]:
    """The code of each script that stands in a page and is run (data blocks are not), in order."""
    return [
        script["code"]
        for script in _SCRIPT.finditer(html)
        if not re.search(r"\bsrc\s*=", script["attributes"], re.IGNORECASE) and not _DATA.search(script["attributes"])
    ]


def is_known(code: str) -> bool:
    """Is it a script that the templates are known to write?"""
    return any(pattern.fullmatch(code) for pattern in WRITTEN_BY_TEMPLATES)


def inline_script_hashes(html: str) -> list[str]:
    """A CSP hash of each script that stands in a page and is known."""
    hashes = {
        "'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'"
        for code in inline_scripts(html)
        if is_known(code)
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
    unknown: list[str] = []
    for page in sorted(folder.rglob("*.html")):
        if page.is_relative_to(folder / "_static"):
            page.unlink()  # templates that the theme leaves among its files
            continue
        html = page.read_text(encoding="utf-8")
        hashes = inline_script_hashes(html)
        name = page.relative_to(folder).as_posix()
        unknown += [f"  {name}: {code.strip()[:80]!r}" for code in inline_scripts(html) if not is_known(code)]
        every |= set(hashes)
        charset = re.search(r'<meta charset="utf-8"[^>]*>', html)
        html = html[: charset.end()] + "\n    " + _META.format(policy(hashes, files=True)) + html[charset.end() :]
        write_whole(page, html)
    if unknown:
        raise ExtensionError(
            "scripts stand in pages that no template is known to write; the policy would stop them. A script of the book's "
            "is a file in audit/book/static; one that a new theme writes is listed in audit/book/policy.py.\n"
            + "\n".join(unknown)
        )
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
