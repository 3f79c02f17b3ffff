"""Take out what Jupyter Book loads and this book does not use, and make the rest work from a file."""

import re
import shutil
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from myst_nb.sphinx_ import HideCodeCellNode

TEMPLATES = Path(__file__).parent / "templates"

# scripts and styles that come with Jupyter Book, by a word of their name or of their text
UNUSED = (
    "THEBE_JS_URL",
    "sphinx-thebe",
    "togglebutton",
    "toggleHint",
    "toggleOpenOnPrint",
    "design-tabs",
    "sphinx-design",
)

_REDIRECT = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={target}">
<link rel="canonical" href="{target}">
<title>{title}</title>
</head>
<body><main><h1>{title}</h1><p><a href="{target}">Open the book</a></p></main></body>
</html>
"""


def setup(app):
    app.add_html_math_renderer("mathml", (_inline_math, None), (_display_math, None))
    app.add_node(HideCodeCellNode, override=True, html=(_open_folded_code, _close_folded_code))
    app.connect("config-inited", lambda app, config: config.templates_path.insert(0, str(TEMPLATES)))
    app.connect("html-page-context", lighten, priority=900)
    app.connect("build-finished", drop_unused_files)
    app.connect("build-finished", mend_pages)
    app.connect("build-finished", write_front_door, priority=100)  # before sphinx-external-toc's bare one


def lighten(app, pagename, templatename, context, doctree) -> None:
    """Only scripts and styles that the book uses: no live code (there is no server), no toggles, no tabs."""

    def wanted(file) -> bool:
        body = (getattr(file, "attributes", None) or {}).get("body") or ""
        return not any(name in f"{body} {getattr(file, 'filename', '')}" for name in UNUSED)

    context["script_files"] = [script for script in context.get("script_files", []) if wanted(script)]
    context["css_files"] = [sheet for sheet in context.get("css_files", []) if wanted(sheet)]
    context["default_mode"] = context.get("default_mode") or "auto"


def drop_unused_files(app, exception) -> None:
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    # templates/static/webpack-macros.html leaves out the icon script, and book.css draws the ten icons there are
    unused = ["*.map", "fontawesome.js*", "*thebe*", "togglebutton.*", "design-tabs.js", "sphinx-design.min.css"]
    unused += ["bootstrap.js*"]
    for file in [found for name in unused for found in static.rglob(name)]:
        file.unlink(missing_ok=True)
    shutil.rmtree(static / "vendor" / "fontawesome", ignore_errors=True)
    for sheet in static.glob("styles/*.css"):
        css = sheet.read_text(encoding="utf-8")
        css = re.sub(r"@font-face\s*\{[^}]*fontawesome[^}]*\}", "", css)
        css = re.sub(r'(?:\.fa-[a-z0-9-]+::?before,?)+\{content:"[^"]*"\}', "", css)  # two thousand names of icons
        sheet.write_text(css, encoding="utf-8")


#: What the theme's pages have wrong, as (pattern, replacement).
MENDED = (
    (r'(<meta name="viewport"[^>]*>)\s*<meta name="viewport"[^>]*>', r"\1"),  # twice, and once more below
    (r'\s*<meta name="viewport" content="width=device-width, initial-scale=1"/>', ""),
    (r'<div id="pst-primary-sidebar"', '<div id="pst-primary-sidebar" role="region" aria-label="The book"'),
    (r'<button class="sidebar-toggle primary-toggle btn btn-sm" title="([^"]*)"', r'\g<0> aria-label="\1"'),
    (r'<button class="sidebar-toggle secondary-toggle [^"]*" title="([^"]*)"', r'\g<0> aria-label="\1"'),
    (r"Toggle primary sidebar", "Chapters"),
    (r"Toggle secondary sidebar", "On this page"),
    (r'(?s)<div id="jb-print-docs-body".*?(?=<div id="searchbox">|<article)', ""),  # a second h1, only for print
    (r'<div role="list" class="citation-list">', '<div class="citation-list">'),  # a list without list items
    (r' role="doc-biblioentry"', ""),  # deprecated
    (r' data-bs-title="([^"]*)"', r' title="\1"'),  # what Bootstrap's script would show over a button
    (r' data-bs-[a-z-]+="[^"]*"', ""),
    (r"<pre><span></span>", "<pre>"),
    (r'<span class="[npw]">([^<]*)</span>', r"\1"),  # names, points and spaces have no colour of their own
    (r'<span class="o">\.</span>', "."),  # nor has the point between two names
    (r'<div id="ethical-ad-placement"[^>]*>\s*</div>', ""),
    (r'<footer class="bd-footer">\s*</footer>', ""),
    (  # a frame as pandas draws it: in the book's own type, and moved by keyboard where it is wider than the page
        r'(?s)<div class="output text_html"><div>\s*<style scoped>.*?</style>\s*<table border="1" class="dataframe">',
        '<div class="output text_html register-scroll" role="region" aria-label="What the code computes" tabindex="0"><div>'
        '<table class="dataframe">',
    ),
)


def mend_pages(app, exception) -> None:
    """Names for buttons, landmarks for regions, nothing twice."""
    if exception or app.builder.name != "html":
        return
    for page in Path(app.outdir).rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        for pattern, replacement in MENDED:
            html = re.sub(pattern, replacement, html)
        page.write_text(html, encoding="utf-8")


def write_front_door(app, exception) -> None:
    """``index.html`` leads to the front page, also without JavaScript and from the file system."""
    if exception or app.builder.name != "html" or app.config.master_doc == "index":
        return
    page = _REDIRECT.format(
        language=app.config.language,
        title=app.config.html_title,
        target=app.builder.get_target_uri(app.config.master_doc),
    )
    (Path(app.outdir) / "index.html").write_text(page, encoding="utf-8")


def _open_folded_code(self, node) -> None:
    """MyST-NB's own names the switch otherwise than it reads, which a voice user cannot say."""
    self.body.append(
        f'<details class="hide {" ".join(node["classes"])}"><summary>'
        f'<span class="collapsed">{escape(node["prompt_show"])}</span>'
        f'<span class="expanded">{escape(node["prompt_hide"])}</span></summary>\n'
    )


def _close_folded_code(self, node) -> None:
    self.body.append("</details>\n")


def _inline_math(self, node) -> None:
    self.body.append(_mathml(node.astext(), False))
    raise nodes.SkipNode


def _display_math(self, node) -> None:
    self.body.append(f'<div class="math">{_mathml(node.astext(), True)}</div>\n')
    raise nodes.SkipNode


def _mathml(tex: str, display: bool) -> str:
    """MathML made at build time: no script, and nothing from another host."""
    made = tex2mathml(tex, as_block=display)
    return made if isinstance(made, str) else made.toprettyxml()
