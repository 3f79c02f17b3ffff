"""The book's Sphinx extension: charts, a guard against stale numbers, and a lighter theme."""


def setup(app):
    """Sphinx calls this. The parts are imported here, so that a notebook may use one without Sphinx."""
    from audit.book import charts, claims, clean, guard

    for part in (guard, clean, charts, claims):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
