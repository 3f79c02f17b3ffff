"""The page on paper: a style sheet for print only (``static/print.css``), and a running head with the page's title.

A browser's own header would have the address of a file; ours names the book (in the style sheet) and the page. The book
on one page has a title page as well: ``audit.workshop.cover``.
"""

from docutils import nodes

from audit.workshop.cover import running_head


def setup(app):
    app.add_css_file("print.css", priority=904, media="print")  # after all others
    app.connect("builder-inited", bring_style_of_one_file)
    app.connect("html-page-context", name_page, priority=860)


def bring_style_of_one_file(app) -> None:
    """Its title page and its long lists are set on paper only where all chapters stand on one page."""
    if app.builder.name == "singlehtml":
        app.add_css_file("one_file.css", priority=906, media="print")  # after those of single pages


def name_page(app, pagename, templatename, context, doctree) -> None:
    """Put the running head into the head of a page; the book on one page gets its own (``audit.workshop.cover``)."""
    if app.builder.name == "html" and pagename in app.env.titles:
        title = app.env.titles[pagename].astext()
        style = f'<style media="print">{running_head(nodes.unescape(title))}</style>'
        context["metatags"] = context.get("metatags", "") + "\n" + style
