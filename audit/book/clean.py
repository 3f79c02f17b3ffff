"""Take out what Jupyter Book loads and this book does not use, and make the rest work from a file."""

from html import escape
from pathlib import Path

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from myst_nb.sphinx_ import HideCodeCellNode

TEMPLATES = Path(__file__).parent / "templates"

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
    app.connect("config-inited", lambda app, config: config.templates_path.append(str(TEMPLATES)))
    app.connect("html-page-context", lighten, priority=900)
    app.connect("build-finished", drop_unused_files)
    app.connect("build-finished", write_front_door, priority=100)  # before sphinx-external-toc's bare one


def lighten(app, pagename, templatename, context, doctree) -> None:
    """No live-code scripts: there is no server, and put in twice they are an error in the console."""

    def wanted(script) -> bool:
        body = (getattr(script, "attributes", None) or {}).get("body") or ""
        return "THEBE_JS_URL" not in body and "sphinx-thebe" not in str(getattr(script, "filename", ""))

    context["script_files"] = [script for script in context.get("script_files", []) if wanted(script)]
    context["css_files"] = [sheet for sheet in context.get("css_files", []) if wanted(sheet)]
    context["default_mode"] = context.get("default_mode") or "auto"


def drop_unused_files(app, exception) -> None:
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    # templates/static/webpack-macros.html leaves out the tag: the web font draws the icons
    for file in [*static.rglob("*.map"), *static.glob("scripts/fontawesome.js*"), *static.glob("*thebe*")]:
        file.unlink(missing_ok=True)


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
