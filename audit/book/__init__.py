"""The book's Sphinx extension: charts, claims, corrections, lists, a search, a guard against stale numbers, a face, reading aids, a lighter theme."""


def setup(app):
    """Sphinx calls this. The parts are imported here, so that a notebook may use one without Sphinx."""
    from audit.book import (
        briefing,
        catalogue,
        charts,
        citations,
        citing,
        claims,
        clean,
        contact,
        corrections,
        data_files,
        front,
        guard,
        hosts,
        judging,
        kept_pages,
        kept_parts,
        kept_rests,
        kept_templates,
        light_pages,
        paper,
        places_of_sources,
        policy,
        reading,
        rests,
        roles,
        search,
        sharing,
        typeface,
        writing,
    )
    from audit.workshop import kept_findings

    kept_rests.note_inputs()
    kept_pages.note_inputs()
    kept_parts.note_package()
    parts = (
        *(guard, kept_pages, kept_parts, kept_templates, hosts, clean, typeface, charts, claims, catalogue, front),
        *(
            corrections,
            places_of_sources,
            contact,
            citations,
            citing,
            reading,
            roles,
            sharing,
            judging,
            rests,
            briefing,
        ),
        *(data_files, search, paper, light_pages, policy, writing),
    )
    for part in parts:
        part.setup(app)
    app.connect("builder-inited", lambda app: kept_findings.hand_over())  # after the guard: the inputs are sound
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
