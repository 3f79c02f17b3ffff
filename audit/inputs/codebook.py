"""Keep what follows from the record in step with it: hashes, sizes and row counts in the descriptor, and data/README.md.

``python -m audit.inputs.codebook`` writes them anew after an edit of data/, if the tables are without a fault; with ``--check``
it only says what is out of date. ``python -m audit accept`` does the same after a check of everything.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from audit.faults import Fault, FaultsError, label
from audit.inputs.record import DESCRIPTOR, Record, check_record, open_record
from audit.paths import DATA

CODEBOOK = "README.md"
HASH_KEYS = ("bytes", "hash")


def outdated(data_dir: Path | str | None = None) -> list[Fault]:
    """The derived parts of ``data_dir`` that no longer fit. Raises FaultsError when it cannot be read."""
    record = open_record(data_dir)
    faults = [fault for name in record.resources for fault in not_as_accepted(record, name)]
    path = record.directory / CODEBOOK
    if not path.is_file() or path.read_bytes() != codebook(record.descriptor).encode():
        expected = f"the text generated from it; if the change is meant: {_command(record.directory)}"
        faults.append(Fault(label(path), None, None, f"does not fit {DESCRIPTOR}", expected))
    return faults


def not_as_accepted(record: Record, name: str) -> list[Fault]:
    """A fault if a file does not fit its hash and size. Raises FaultsError when it cannot be read."""
    there = record.bookkeeping(name)
    wrong = [key for key in HASH_KEYS if record.resource(name).get(key) != there[key]]
    if not wrong:
        return []
    problem = f"does not fit its {' and '.join(wrong)} in {DESCRIPTOR}"
    expected = f"the accepted file; if the change is meant: {_command(record.directory)}"
    return [Fault(label(record.path(name)), None, None, problem, expected)]


def refresh(data_dir: Path | str | None = None) -> list[str]:
    """Write hashes, sizes, row counts and codebook anew; returns the names of the files that had changed.

    Raises FaultsError with every fault of the record, and writes nothing then: what is accepted is sound.
    """
    if faults := check_record(data_dir, counted=False):
        raise FaultsError(faults)
    record = open_record(data_dir)
    changed = []
    for name in record.resources:
        there = record.bookkeeping(name)
        if any(record.resource(name).get(key) != value for key, value in there.items()):
            changed.append(record.resource(name)["path"])
        record.resource(name).update(there)
    _write(record.directory / DESCRIPTOR, json.dumps(record.descriptor, indent=2, ensure_ascii=False) + "\n")
    _write(record.directory / CODEBOOK, codebook(record.descriptor))
    return changed


def _command(directory: Path) -> str:
    own = directory.resolve() == DATA
    return "python -m audit accept" if own else f"python -m audit.inputs.codebook --data {directory}"


def codebook(descriptor: dict) -> str:
    """The descriptor as a Markdown page for people: one section for each table."""
    resources = descriptor["resources"]
    lines = [
        f"# {descriptor['title']}",
        "",
        f"<!-- Generated from {DESCRIPTOR} by python -m audit.inputs.codebook: change the descriptor, not this. -->",
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
        lines += _section(resource) if "schema" in resource else _outline_section(resource)
    return "\n".join(lines).rstrip() + "\n"


def _about(resource: dict) -> list[str]:
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
    ]


def _outline_section(resource: dict) -> list[str]:
    west, south, east, north = resource["bbox"]
    return [*_about(resource), f"**Extent.** {west} to {east} degrees east, {south} to {north} degrees north.", ""]


def _section(resource: dict) -> list[str]:
    schema = resource["schema"]
    references = [_reference(key) for key in schema.get("foreignKeys", [])]
    return [
        *_about(resource),
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
        _values(field),
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _values(field: dict) -> str:
    """The constraints of a column, in words."""
    constraints = field.get("constraints", {})
    words = ["" if constraints.get("required") else "may be blank"]
    if "enum" in constraints:
        words.append("one of " + ", ".join(f"`{value}`" for value in constraints["enum"]))
    low, high = constraints.get("minimum"), constraints.get("maximum")
    if low is not None and high is not None:
        words.append(f"{low} to {high}")
    elif low is not None or high is not None:
        words.append(f"{low} or later" if high is None else f"up to {high}")
    if "bounds_by" in field:
        bounds = field["bounds_by"]["bounds"].items()
        words.append(", ".join(f"{low} to {high} {unit}" for unit, (low, high) in bounds))
    if "pattern" in constraints:
        words.append(f"matches `{constraints['pattern']}`")
    if constraints.get("unique"):
        words.append("no value twice")
    if "beyond_cutoff" in field:
        words.append(f"may lie after the data cut-off ({field['beyond_cutoff']})")
    return "; ".join(word for word in words if word)


def _anchor(resource: dict) -> str:
    """The anchor GitHub gives the heading of a section."""
    text = f"{resource['name']}: {resource['title']}".lower()
    return "".join(c for c in text.replace(" ", "-") if c.isalnum() or c in "-_")


def _write(path: Path, text: str) -> None:
    """All of the file or nothing."""
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(text.encode())
    os.replace(partial, path)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m audit.inputs.codebook", description=__doc__.split("\n")[0])
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
