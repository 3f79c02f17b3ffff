"""The book's Sphinx extension: charts, claims, a guard against stale numbers, reading aids, a face and a lighter theme."""


def setup(app):
    """Sphinx calls this. The parts are imported here, so that a notebook may use one without Sphinx."""
    from audit.book import charts, citations, claims, clean, guard, policy, reading, sharing, typeface

    for part in (guard, clean, typeface, charts, claims, citations, reading, sharing, policy):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
