"""One style sheet and one script a page, in place of the dozen files each that Sphinx, its theme and this book bring.

Both stand under a name that is their content's digest, so that pages with the same needs share them and a browser may
keep them for ever. Pages that ask for the same files have the same needs: their sheet has the rules that one of them may
match, and no others. The script waits until the page has been read (``defer``): nothing stands between a reader and the
first picture but the sheet. What must be known before that, whether code shows and whether it is dark, is said by a few
lines in the page. Data that only one page loads stays a file of its own.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from audit.book.kept_parts import part
from audit.book.style_sheets import Names, together
from audit.figures.static_pictures import write_whole
from audit.workshop import unchanged

#: Scripts of data, which stand by themselves.
DATA = ("judge-data.js", "rests-data.js", "search-passages.js")
#: The script of live charts, the one that it fetches to draw them, and what a page with such a chart says.
CHARTS, DRAWS, LIVE = "figure.js", "vega-bundle.js", 'data-state="static"'
#: The same of a chart that is drawn only when a reader uses its controls.
WAITING = 'data-state="waiting"'
#: Scripts that a page is spared where it says none of this: charts that may be drawn, the button that copies code.
NEEDED_BY = {CHARTS: (LIVE, WAITING)} | dict.fromkeys(
    ("clipboard.min.js", "copybutton.js"), ('<div class="highlight">',)
)
#: Said before the page is drawn, after the theme has said what the reader chose.
EARLY = (
    '{const root=document.documentElement.dataset;root.code="hidden";'
    'try{if(localStorage.getItem("code")==="shown")root.code="shown"}catch{}'
    'if(root.theme==="auto")root.theme=matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light"}'
)

_TAG = re.compile(r"""<script\b[^>]*\ssrc=[^>]*>\s*</script>|<link\b[^>]*\srel=["']stylesheet["'][^>]*>""")
_ATTRIBUTE = re.compile(r"""\s(src|href|media)=["']([^"']*)["']""")
#: What the theme says of a page in a script of its own, and for live code, which there is none of.
_SAID_FOR_NOTHING = re.compile(
    r"<script>DOCUMENTATION_OPTIONS\.pagename = '[^']*';</script>"
    r"|<script type=\"text/x-thebe-config\">.*?</script>|<script>kernelName = '[^']*'</script>",
    re.DOTALL,
)


def setup(app):
    app.connect("build-finished", lighten_pages, priority=850)  # when pages are written, before the policy is put in


def lighten_pages(app, exception) -> None:
    if exception or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    files = sorted(file for file in folder.rglob("*.html") if not file.is_relative_to(folder / "_static"))
    pages = {file: file.read_text(encoding="utf-8") for file in files}
    bundles = Bundles(folder, pages)
    for file, html in pages.items():
        write_whole(file, bundles.lighter(file, html))


class Bundles:
    """The sheets and scripts of a site's pages, each written when a first page asks for it."""

    def __init__(self, folder: Path, pages: dict[Path, str]):
        self.folder, self.static = folder, folder / "_static"
        #: Pages with the same needs, by what they ask for.
        self.alike: dict[tuple, list[str]] = {}
        for file, html in pages.items():
            self.alike.setdefault(_wanted(file, html), []).append(html)
        #: All that a sheet may import or draw.
        self.files = [[str(one.relative_to(self.static)), _whole(one)] for one in unchanged.files(self.static, ["."])]
        self.sheet, self.script = cache(self._sheet), cache(self._script)

    def lighter(self, file: Path, html: str) -> str:
        """The page with its one sheet and its one script."""
        sheets, scripts = _wanted(file, html)
        if not sheets:
            return html
        place = next(_tags(html)).start()
        rest = _SAID_FOR_NOTHING.sub("", _TAG.sub("", html[place:]))
        ours = [f"<script>{EARLY}</script>", f'<link rel="stylesheet" href="{_to(file, self.sheet(sheets, scripts))}">']
        apart = [one for one in scripts if one.name in DATA]
        together = tuple(one for one in scripts if one not in apart)
        ours += [f'<script defer src="{_to(file, one)}?v={_digest(one.read_bytes())}"></script>' for one in apart]
        ours += [f'<script defer src="{_to(file, self.script(together))}"></script>'] if together else []
        return html[:place] + "\n    ".join(ours) + rest

    def _sheet(self, sheets: tuple[tuple[Path, str], ...], scripts: tuple[Path, ...]) -> Path:
        given = [[os.path.relpath(file, self.static), _whole(file), media] for file, media in sheets]
        names = self._names(sheets, scripts)
        words = [sorted(names.words), names.beginnings, sorted(names.variables)]
        made = part(["sheet", given, words, self.files], lambda: together(sheets, self.static, names))
        return self._written(made, "css")

    def _names(self, sheets: tuple[tuple[Path, str], ...], scripts: tuple[Path, ...]) -> Names:
        """Names that the pages which ask for these files may have, now or once a script has run."""
        fetched = [self.static / DRAWS] if any(one.name == CHARTS for one in scripts) else []
        texts = [one.read_text(encoding="utf-8") for one in (*scripts, *fetched) if one.is_file()]
        return Names.of(self.alike[sheets, scripts], texts)

    def _script(self, scripts: tuple[Path, ...]) -> Path:
        texts = [one.read_text(encoding="utf-8").rstrip() for one in scripts]
        return self._written("".join(f"{text}\n;\n" for text in texts), "js")

    def _written(self, content: str, kind: str) -> Path:
        file = self.static / f"book.{_digest(content.encode())}.{kind}"
        write_whole(file, content)
        return file


def _tags(html: str) -> Iterator[re.Match]:
    return (found for found in _TAG.finditer(html))


def _wanted(file: Path, html: str) -> tuple[tuple[tuple[Path, str], ...], tuple[Path, ...]]:
    """The sheets of a page with their media, and its scripts in the order in which a browser runs them."""
    sheets, at_once, later = [], [], []
    for found in _tags(html):
        tag = found[0]
        says = dict(_ATTRIBUTE.findall(tag))
        target = Path(os.path.normpath(file.parent / (says.get("src") or says["href"]).partition("?")[0]))
        if tag.startswith("<link"):
            sheets.append((target, says.get("media", "")))
        elif any(said in html for said in NEEDED_BY.get(target.name, ("",))):
            (later if re.search(r"\sdefer\b", tag) else at_once).append(target)
    return tuple(sheets), tuple(dict.fromkeys([*at_once, *later]))


def _to(file: Path, target: Path) -> str:
    return Path(os.path.relpath(target, file.parent)).as_posix()


def _whole(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
