"""Keep what follows from the record in step with it: hashes and sizes in the descriptor, and data/README.md.

``python -m audit.codebook`` writes both anew after an edit of data/; with ``--check`` it only says what is
out of date.
"""

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path

from audit.faults import Fault, FaultsError
from audit.paths import DATA
from audit.record import DESCRIPTOR, Record, open_record

CODEBOOK = "README.md"
REFRESH = "run python -m audit.codebook"


def outdated(data_dir: Path | str | None = None) -> list[Fault]:
    """The derived parts of ``data_dir`` that no longer fit. Raises FaultsError when it cannot be read."""
    record = open_record(data_dir)
    faults = []
    for name in record.tables:
        resource = record.resource(name)
        for key, value in _bookkeeping(record.path(name)).items():
            if resource.get(key) != value:
                place = str(record.directory / DESCRIPTOR)
                faults.append(
                    Fault(place, None, name, f"{key} does not fit {resource['path']} ({REFRESH})", str(value))
                )
    path = record.directory / CODEBOOK
    if not path.is_file() or path.read_text(encoding="utf-8") != codebook(record.descriptor):
        faults.append(
            Fault(
                str(path),
                None,
                None,
                f"does not fit the descriptor ({REFRESH})",
                "the text generated from it",
            )
        )
    return faults


def refresh(data_dir: Path | str | None = None) -> None:
    """Write hashes, sizes and codebook anew. Raises FaultsError when a table is missing."""
    record: Record = open_record(data_dir)
    for name in record.tables:
        record.digest(name)  # raises when the file is missing
        record.resource(name).update(_bookkeeping(record.path(name)))
    _write(record.directory / DESCRIPTOR, json.dumps(record.descriptor, indent=2, ensure_ascii=False) + "\n")
    _write(record.directory / CODEBOOK, codebook(record.descriptor))


def codebook(descriptor: dict) -> str:
    """The descriptor as a Markdown page for people: one section for each table."""
    resources = descriptor["resources"]
    lines = [
        f"# {descriptor['title']}",
        "",
        f"<!-- Generated from {DESCRIPTOR} by python -m audit.codebook: change the descriptor, not this. -->",
        "",
        descriptor["description"],
        "",
        f"Version {descriptor['version']}. Data cut-off: {descriptor['data_cutoff']}. "
        + descriptor["data_cutoff_meaning"],
        "",
        "All files are UTF-8 with LF line ends, cells separated by commas, one header line. "
        "Dates are ISO 8601. A column may be blank only where its description says what a blank means.",
        "",
        "Licences:",
        "",
        *[f"- [{licence['title']}]({licence['path']})" for licence in descriptor["licenses"]],
        "",
        "| table | what it holds |",
        "|---|---|",
        *[f"| [{resource['name']}](#{_anchor(resource)}) | {resource['title']} |" for resource in resources],
        "",
    ]
    for resource in resources:
        lines += _section(resource)
    return "\n".join(lines).rstrip() + "\n"


def _section(resource: dict) -> list[str]:
    schema = resource["schema"]
    references = [_reference(key) for key in schema.get("foreignKeys", [])]
    return [
        f"## {resource['name']}: {resource['title']}",
        "",
        f"File: `{resource['path']}`",
        "",
        resource["description"],
        "",
        f"**How compiled.** {resource['how_compiled']}",
        "",
        f"**Rights.** {resource['rights']}",
        "",
        f"**One row for each** {', '.join(f'`{name}`' for name in schema['primaryKey'])}."
        + (f" **Refers to** {'; '.join(references)}." if references else ""),
        "",
        "| column | type | unit | description | values |",
        "|---|---|---|---|---|",
        *[_column(field) for field in schema["fields"]],
        "",
    ]


def _reference(key: dict) -> str:
    target = key["reference"].get("resource") or "this table"
    return f"{target} (`{key['fields'][0]}` → `{key['reference']['fields'][0]}`)"


def _column(field: dict) -> str:
    cells = [
        f"`{field['name']}`",
        field["type"],
        field.get("unit", ""),
        field["description"],
        _values(field.get("constraints", {})),
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _values(constraints: dict) -> str:
    """The constraints of a column, in words."""
    words = ["" if constraints.get("required") else "may be blank"]
    if "enum" in constraints:
        words.append("one of " + ", ".join(f"`{value}`" for value in constraints["enum"]))
    if "minimum" in constraints or "maximum" in constraints:
        words.append(f"{constraints.get('minimum', 'any')} to {constraints.get('maximum', 'any')}")
    if "pattern" in constraints:
        words.append(f"matches `{constraints['pattern']}`")
    if constraints.get("unique"):
        words.append("no value twice")
    return "; ".join(word for word in words if word)


def _anchor(resource: dict) -> str:
    """The anchor GitHub gives the heading of a section."""
    text = f"{resource['name']}: {resource['title']}".lower()
    return "".join(c for c in text.replace(" ", "-") if c.isalnum() or c in "-_")


def _bookkeeping(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {"bytes": len(data), "hash": "sha256:" + hashlib.sha256(data).hexdigest()}


def _write(path: Path, text: str) -> None:
    """All of the file or nothing."""
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(text.encode())
    os.replace(partial, path)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m audit.codebook", description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when something is out of date")
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="the record (default: data/)")
    options = parser.parse_args(arguments)
    try:
        if options.check:
            faults = outdated(options.data)
            print(*faults, sep="\n", end="\n" if faults else "")
            return 1 if faults else 0
        refresh(options.data)
        return 0
    except FaultsError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
