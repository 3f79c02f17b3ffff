"""Which page lists a source: each stands once, under the first chapter that uses it, and each such chapter has a page.

One page of all sources would weigh more than twice what a page of text may.
"""

from collections.abc import Iterable

INDEX = "chapters/sources"


def page_of(chapter: str) -> str:
    """The page that lists the sources of a chapter."""
    return f"{INDEX}-{chapter}"


def note_places(app, env) -> None:
    """Look up once, when all pages are read, where each source stands."""
    from audit.book.catalogue import chapters_of, listed_by_chapter

    listed = listed_by_chapter(chapters_of(app.config))
    places = {row["source_id"]: page_of(chapter) for chapter, rows in listed.items() for row in rows}
    env.places_of_sources = {id: page if page in env.found_docs else INDEX for id, page in places.items()}


def source_pages(builder, page: str, source_ids: Iterable[str]) -> dict[str, str] | None:
    """By source_id, the address of its list as seen from a page; None in a book without the lists."""
    if INDEX not in builder.env.found_docs:
        return None
    if builder.name == "singlehtml":
        return dict.fromkeys(source_ids, "")
    places = builder.env.places_of_sources
    return {id: builder.get_relative_uri(page, places.get(id, INDEX)) for id in source_ids}


def setup(app) -> None:
    app.connect("env-check-consistency", note_places)
