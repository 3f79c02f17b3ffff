"""Where everything on a page stands, to compare two machines (``python -m audit.workshop.boxes``).

    python -m audit.workshop.boxes > here.txt                     every page at 320, 390 and 1280 px
    python -m audit.workshop.boxes --against there.txt            what stands elsewhere than there; exit code 1 if anything does
    FONTCONFIG_FILE=other.conf python -m audit.workshop.boxes ... as if other fonts were installed

Run after ``make book``. One line an element: page, width of the window, path of the element, left, top, width, height.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from audit.paths import ROOT
from audit.workshop.pdf import HOW_TO_GET_CHROMIUM, find_chromium, launch

WIDTHS = (320, 390, 1280)
Box = tuple[float, float, float, float]

#: Boxes by path. What is hidden has none; the parts of a drawing other than its words follow from them.
READ = """() => {
  const found = {};
  const walk = (element, path) => {
    const count = {};
    for (const child of element.children) {
      const name = child.tagName.toLowerCase();
      count[name] = (count[name] || 0) + 1;
      const here = child.id ? `#${child.id}` : `${path}>${name}${count[name]}`;
      if (["script", "style", "template", "noscript"].includes(name)) continue;
      const box = child.getBoundingClientRect();
      const wanted = !child.closest("svg") || ["svg", "text"].includes(name);
      if (box.width && box.height && wanted) {
        found[here] = [box.left + scrollX, box.top + scrollY, box.width, box.height].map(one => Math.round(one * 10) / 10);
      }
      walk(child, here);
    }
  };
  walk(document.body, "");
  return found;
}"""
DRAWN = "[...document.querySelectorAll('.audit-figure')].every(one => ['live', 'still', 'waiting'].includes(one.dataset.state))"
#: The page and every list in it at its beginning: the theme scrolls the contents before or after the faces are there.
TO_THE_TOP = "[...document.querySelectorAll('*')].forEach(one => one.scrollTo(0, 0))"
STILL = """() => [...document.querySelectorAll('.figure-live svg, .figure-live svg text')]
  .map(one => { const b = one.getBoundingClientRect(); return [b.x, b.width].map(Math.round); }).join(' ')"""


def read_boxes(browser, url: str, widths: Iterable[int] = WIDTHS) -> dict[tuple[int, str], Box]:
    """The boxes of a page with all its charts drawn, by width of the window and path of the element.

    The page is opened anew at each width: in a window that changes, Chromium may go on measuring folded parts by the old style.
    """
    found = {}
    for width in widths:
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        try:
            page = context.new_page()
            page.goto(url)
            _come_to_rest(page)
            found |= {(width, path): tuple(box) for path, box in page.evaluate(READ).items()}
        finally:
            context.close()
    return found


def _come_to_rest(page) -> None:
    """Draw every chart, load every face (a folded part asks for its own only when it is measured), wait until nothing moves."""
    page.evaluate("async () => { await Promise.allSettled([...document.fonts].map(face => face.load())); }")
    for figure in page.locator(".audit-figure").all():
        figure.scroll_into_view_if_needed()
    before = None
    for _ in range(200):
        page.wait_for_timeout(150)
        now = page.evaluate(STILL) if page.evaluate(DRAWN) else None
        if now is not None and now == before:
            page.evaluate(TO_THE_TOP)
            return
        before = now
    raise TimeoutError(f"{page.url}: the charts did not come to rest within 30 s")


def moved(ours: Mapping, theirs: Mapping, tolerance: float = 0.5) -> list[str]:
    """What differs by more than ``tolerance`` px or stands on one side only, one line each."""
    found = []
    for place in [*ours, *(place for place in theirs if place not in ours)]:
        here, there = ours.get(place), theirs.get(place)
        if here is None or there is None:
            found.append(f"{_words(place)}: only {'there' if here is None else 'here'}")
        elif max(abs(one - other) for one, other in zip(here, there, strict=True)) > tolerance:
            found.append(f"{_words(place)}: here {_words(here)}, there {_words(there)}")
    return found


def _words(parts: Iterable) -> str:
    return " ".join(f"{part:g}" if isinstance(part, float) else str(part) for part in parts)


def _read_file(file: Path) -> dict[tuple, Box]:
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        page, width, path, *box = line.split(" ")
        found[page, int(width), path] = tuple(map(float, box))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Print or compare. Returns the exit code: 0 printed or equal, 1 different or not measured."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    every = [contents["root"], *(entry["file"] for entry in contents["chapters"])]
    parser = argparse.ArgumentParser(prog="python -m audit.workshop.boxes", description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="*", default=every, help="such as chapters/trade; all by default")
    parser.add_argument("--width", type=int, nargs="+", default=WIDTHS, help="of the window, in pixels")
    parser.add_argument("--book", type=Path, default=ROOT / "_build" / "html", help="the folder of a built book")
    parser.add_argument("--against", type=Path, help="a file printed on another machine")
    asked = parser.parse_args(arguments)
    chromium = find_chromium()
    if chromium is None:
        print(f"No Chromium was found: {HOW_TO_GET_CHROMIUM}.", file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright

    found = {}
    with sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        for name in asked.pages:
            page = (asked.book / f"{name}.html").resolve()
            if not page.is_file():
                print(f"There is no page {page.name} in {asked.book}: run `make book` first.", file=sys.stderr)
                return 1
            found |= {(name, *place): box for place, box in read_boxes(browser, page.as_uri(), asked.width).items()}
        browser.close()
    if asked.against is None:
        for place, box in found.items():
            print(_words((*place, *map(float, box))))
        return 0
    theirs = {place: box for place, box in _read_file(asked.against).items() if place[0] in asked.pages}
    lines = moved(found, theirs)
    print("\n".join([*lines, f"{len(lines)} of {len(found)} boxes stand elsewhere"]))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
