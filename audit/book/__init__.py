"""The book's Sphinx extension: charts, claims, corrections, a guard against stale numbers, reading aids, a lighter theme."""


def setup(app):
    """Sphinx calls this. The parts are imported here, so that a notebook may use one without Sphinx."""
    from audit.book import charts, citations, claims, clean, contact, corrections, guard, policy, reading, sharing

    for part in (guard, clean, charts, claims, corrections, contact, citations, reading, sharing, policy):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
