"""What a release says of itself, as an RO-Crate (version 1.2): who made it, when, under which terms, and what its parts are.

The parts are those that somebody looks for; what lies in a folder of sources is for git to list. Everything is read from
``CITATION.cff`` and from the record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from audit.inputs.record import Record

SPECIFICATION = "https://w3id.org/ro/crate/1.2"
METADATA = "ro-crate-metadata.json"
#: The terms: for what readers read, and for the code.
PROSE, CODE = "https://creativecommons.org/licenses/by/4.0/", "https://spdx.org/licenses/MIT"
MAKERS = "#contributors"
#: The parts by their place in the archive: name, what they are, media type (a folder has none), terms.
PARTS = {
    "book/": ("The book", "The built pages; open book/index.html in a browser.", "", PROSE),
    "chapters/": ("The notebooks", "One question a notebook, stored executed.", "", PROSE),
    "data/": (
        "The data package",
        "One CSV a table, described in datapackage.json; every row names its source.",
        "",
        "",
    ),
    "seeds/": ("The claims", "What was claimed, in our paraphrase, each with its registered test.", "", PROSE),
    "audit/": ("The code", "From the record to the verdicts and the pages.", "", CODE),
    "tests/": ("The tests", "Why one may believe it.", "", CODE),
    "requirements.txt": ("The lock", "Every package by version and hash.", "text/plain", CODE),
    "sbom.cdx.json": ("The bill of materials", "The locked packages as CycloneDX.", "application/json", CODE),
    "CITATION.cff": ("How to cite", "In the Citation File Format.", "text/yaml", PROSE),
    "README.md": ("Read me", "What this is, and the two commands.", "text/markdown", PROSE),
}


def crate(book: Mapping, record: Record, sizes: Mapping[str, int], commit: str) -> str:
    """The metadata as JSON. ``book``: ``CITATION.cff``. ``sizes``: every file of the archive by its place, in bytes.

    ``commit``: its name in git, which tells apart what has one version.

    Raises KeyError for a part that the archive does not have.
    """
    graph = [
        {"@id": METADATA, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": SPECIFICATION}},
        {
            "@id": "./",
            "@type": "Dataset",
            "name": book["title"],
            "description": " ".join(book["abstract"].split()),
            "datePublished": f"{book['date-released']}",
            "version": book["version"],
            "identifier": f"git commit {commit}",
            "temporalCoverage": f"../{record.data_cutoff}",
            "inLanguage": "en",
            "keywords": ", ".join(book["keywords"]),
            "author": {"@id": MAKERS},
            "license": {"@id": PROSE},
            "hasPart": [{"@id": place} for place in PARTS],
        },
        {"@id": MAKERS, "@type": "Organization", "name": book["authors"][0]["name"]},
        *(_part(place, sizes) for place in PARTS),
        _terms(
            PROSE,
            "Creative Commons Attribution 4.0 International",
            "Prose and charts. Figures belong to their publishers.",
        ),
        _terms(CODE, "MIT License", "The code."),
    ]
    return json.dumps({"@context": f"{SPECIFICATION}/context", "@graph": graph}, indent=2, ensure_ascii=False) + "\n"


def _part(place: str, sizes: Mapping[str, int]) -> dict:
    name, description, media_type, terms = PARTS[place]
    made = {
        "@id": place,
        "@type": "Dataset" if place.endswith("/") else "File",
        "name": name,
        "description": description,
    }
    made |= (
        {"license": {"@id": terms}}
        if terms
        else {"conditionsOfAccess": "As each source allows: data/sources.csv, rights."}
    )
    if not place.endswith("/"):
        return made | {"encodingFormat": media_type, "contentSize": str(sizes[place])}
    if not any(file.startswith(place) for file in sizes):
        raise KeyError(place)
    return made


def _terms(address: str, name: str, description: str) -> dict:
    return {"@id": address, "@type": "CreativeWork", "name": name, "description": description}
