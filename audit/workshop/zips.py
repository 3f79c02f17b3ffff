"""A zip that is the same whenever and wherever it is made."""

import io
import zipfile
from collections.abc import Collection, Mapping
from datetime import date


def zipped(files: Mapping[str, bytes], day: date, folder: str = "", programs: Collection[str] = ()) -> bytes:
    """The files by name as a zip: sorted, all of one day. ``folder``: what they lie in, if anything. ``programs``: what can be run."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}" if folder else name, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED
            # readable by all, also where Windows made it
            entry.external_attr = (0o755 if name in programs else 0o644) << 16
            archive.writestr(entry, files[name])
    return out.getvalue()
