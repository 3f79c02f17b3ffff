"""Charts that nobody has drawn yet are drawn before the pages are written, in as many processes as there are processors.

Each picture goes to where ``audit.figures.kept`` finds it, under a digest of everything it was made from: a page that is
written afterwards draws what is missing all the same, so that this pass may leave anything out and changes no byte.
A process imports no more than drawing takes: neither Sphinx nor pandas.
"""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from audit.book import live_charts
from audit.figures import faces, static_pictures
from audit.figures.kept import found, keep

#: Charts for each process at least: fewer are drawn by the page itself before another process has started.
WORTH_A_PROCESS = 2


class DrawingError(RuntimeError):
    """A chart at which the process that draws it ended; the message names its figure."""


@dataclass(frozen=True)
class Pictures:
    """All that a figure shows: ``spec`` on the page, for ``small`` figures in one width, and in a file with two lines below.

    ``live``: the chart as the page draws it; None for a figure that is a picture and no more.
    """

    id: str
    spec: dict
    small: bool
    live: dict | None
    source_line: str
    imprint: str

    def draw(self) -> None:
        """Raises ValueError for a chart that cannot be shown."""
        spec = self.spec
        wider = () if self.small else (static_pictures.WIDE, static_pictures.MIDDLE)
        if self.live is not None:
            live_charts.compiled(self.live)
            static_pictures.side_space(spec)
        for width in (*wider, static_pictures.NARROW):
            static_pictures.inline_svg(spec, width, "")
        file = static_pictures.titled_svg(spec, self.source_line, carry_face=True, imprint=self.imprint)
        static_pictures.png(file)

    def mark(self) -> str:
        """What says that all of it was drawn: a hint, of which a removed picture makes no lie."""
        drawn_by = [live_charts.MADE_BY, static_pictures.vl_convert_version(), faces.digest()]
        return json.dumps(["drawn", *drawn_by, vars(self)], sort_keys=True)


def draw(pictures: Sequence[Pictures], processes: int | None = None) -> None:
    """Draw what is not kept yet, if it is enough to share out. Raises DrawingError."""
    folder = static_pictures.cache_folder()
    missing = [one for one in pictures if found(folder, one.mark()) is None]
    processes = min(processes or os.cpu_count() or 1, len(missing) // WORTH_A_PROCESS)
    if processes < 2:
        return
    try:
        _share_out(missing, processes)
    except BrokenProcessPool:  # which does not say at which chart
        for one in missing:
            if found(folder, one.mark()) is None:
                _draw_alone(one)


def _draw_alone(one: Pictures) -> None:
    try:
        _share_out([one], 1)
    except BrokenProcessPool:
        problem = "the process that drew it ended before it was done: out of memory, or a fault of vl-convert"
        raise DrawingError(f"figure {one.id!r}: {problem}") from None


def _share_out(pictures: Sequence[Pictures], processes: int) -> None:
    # Not forked: vl-convert has threads, and a copy of a process has only one.
    folder = static_pictures.cache_folder()
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_keep_in, initargs=(folder,)) as pool:
        list(pool.map(_draw_and_mark, pictures))


def _keep_in(folder: Path) -> None:
    static_pictures.cache_folder = lambda: folder  # where the process that asks looks for it


def _draw_and_mark(one: Pictures) -> None:
    try:
        one.draw()
    except ValueError:  # told where the page is written
        return
    keep(static_pictures.cache_folder(), one.mark(), b"")
