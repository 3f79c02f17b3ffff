"""Reading aids: the switch that shows the code, the reading time, and the glossary's definitions where a term stands."""

import math

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode

from audit.book.charts import figure_node

WORDS_A_MINUTE = 230
SHORT = 400  # words: below, a reading time tells nobody anything
GLOSSARY = "chapters/glossary"
#: Nobody reads these from end to end.
LOOKED_UP = (GLOSSARY, "chapters/sources")
#: The last page that ``templates/sbt-sidebar-nav.html`` shows unfolded.
REGISTER = "chapters/register"


def setup(app):
    app.connect("doctree-resolved", define_terms)
    app.connect("html-page-context", offer_code_switch)
    app.add_js_file("page.js")  # before those that are deferred: they use it


def offer_code_switch(app, pagename, templatename, context, doctree) -> None:
    """Tells ``templates/code-switch.html`` whether the page has code to show, and how long it takes to read."""
    context["page_has_code"] = doctree is not None and any(doctree.findall(HideCodeCellNode))
    context["minutes_to_read"] = minutes_to_read(doctree, pagename) if doctree is not None else None
    context["open_pages"] = open_pages(app.env.toctree_includes.get(app.config.root_doc, []))


def open_pages(pages: list[str]) -> int:
    """How many pages the navigation shows unfolded: the chapters and, after them, the register."""
    return pages.index(REGISTER) + 1 if REGISTER in pages else len(pages)


# --- reading time -----------------------------------------------------------------------------------------


def minutes_to_read(doctree, docname: str) -> int | None:
    """How long a long page takes; it stands in the header, as nothing comes between a question and its answer."""
    count = words_to_read(doctree)
    return None if count < SHORT or docname in LOOKED_UP else math.ceil(count / WORDS_A_MINUTE)


def words_to_read(doctree) -> int:
    """Words of the prose: paragraphs and headings, without charts, code and tables."""
    prose = [
        node
        for node in doctree.findall(lambda node: isinstance(node, (nodes.paragraph, nodes.title)))
        if not _inside(node, (figure_node, nodes.table))
    ]
    return sum(len(node.astext().split()) for node in prose)


def _inside(node, kinds) -> bool:
    while node is not None:
        if isinstance(node, kinds):
            return True
        node = node.parent
    return False


# --- definitions ------------------------------------------------------------------------------------------


def define_terms(app, doctree, docname) -> None:
    """Give every link to a term its definition: ``page.js`` shows it at hover and focus, a screen reader reads it."""
    if app.builder.format != "html" or GLOSSARY not in app.env.found_docs:
        return
    definitions = None
    for number, link in enumerate(list(doctree.findall(nodes.reference))):
        term = next(link.findall(lambda node: "std-term" in node.get("classes", ()) if _element(node) else False), None)
        if term is None or link.get("refid") and docname == GLOSSARY:
            continue
        definitions = definitions if definitions is not None else glossary(app.env.get_doctree(GLOSSARY))
        anchor = link.get("refid") or link.get("refuri", "").partition("#")[2]
        if anchor not in definitions:
            continue
        name = f"definition-{number}"
        link["classes"] += ["term"]
        place = link.parent.index(link)  # not replace_self: it would give the link's classes to its neighbour
        link.parent[place : place + 1] = [
            nodes.raw("", f'<span class="term" data-definition="{name}">', format="html"),
            link,
            nodes.raw("", f'<span class="term-definition" id="{name}" hidden>', format="html"),
            nodes.Text(definitions[anchor]),
            nodes.raw("", "</span></span>", format="html"),
        ]


def glossary(doctree) -> dict[str, str]:
    """The first sentence or two of each definition, by the anchor of its term."""
    found = {}
    for item in doctree.findall(nodes.definition_list_item):
        definition = next(item.findall(nodes.definition), None)
        paragraph = definition and next(definition.findall(nodes.paragraph), None)
        for term in item.findall(nodes.term):
            for anchor in term["ids"] if paragraph else ():
                found[anchor] = paragraph.astext().replace("\n", " ")
    return found


def _element(node) -> bool:
    return isinstance(node, nodes.Element)
