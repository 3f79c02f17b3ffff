"""Audit two news articles claim by claim: claims (seeds/) meet the record (data/) and give findings."""

import os
import sys
import zlib
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader

#: Of each module of the package what its source was when it was imported: what a file says since is not what runs.
imported: dict[str, int] = {}


class _ByContent(SourceFileLoader):
    """Compiled code counts only for the very source it was compiled from.

    Python goes by the time and the size of the source, and an edit can keep both: a copy that keeps its times, a second edit
    within the second. The digests would then be those of the new rule, and the numbers those of the old one.
    """

    def path_stats(self, path: str) -> dict[str, int]:
        source = self.get_data(path)
        imported[path] = hash(source)
        return {"mtime": zlib.crc32(source), "size": len(source)}


_finder = FileFinder.path_hook((_ByContent, SOURCE_SUFFIXES))


def _of_this_package(folder: str) -> FileFinder:
    if not f"{folder}{os.sep}".startswith(f"{__path__[0]}{os.sep}"):
        raise ImportError(f"{folder} is not in this package")
    return _finder(folder)


sys.path_hooks.insert(0, _of_this_package)
