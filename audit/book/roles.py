"""Stored words of a notebook become roles again: the book pastes numbers from outputs and citations from the sources.

The text in a marker is for viewers that run nothing; ``guard`` has refused one that was not computed.
"""

from audit.figures.stored_words import roles_in_file


def setup(app):
    app.connect("source-read", read_roles)


def read_roles(app, docname, content) -> None:
    if str(app.env.doc2path(docname)).endswith(".ipynb"):
        content[0] = roles_in_file(content[0])
