"""Print the briefing and the book as PDFs with an installed Chromium (``python -m audit.workshop.pdf``).

The briefing is its own page of the built book; the book is all chapters on one page. Run after ``make book``, which checks
the inputs and brings the notebooks up to date.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import yaml
from filelock import FileLock

from audit.figures import faces, imprint
from audit.paths import ROOT
from audit.workshop import cover
from audit.workshop.building import BuildError, book_command
from audit.workshop.surroundings import clean_environment

CHROMIUMS = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]
#: Chromium without what surrounds a page, as Debian and playwright name it: it draws pages alike with less work.
SHELLS = ["chromium-headless-shell", "chrome-headless-shell"]
#: What playwright turns off by itself. Chromium hears only the last list, so ours says these again (a test compares).
PLAYWRIGHT_TURNS_OFF = """AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades
HttpsFirstBalancedModeAutoEnable LensOverlay MediaRouter PaintHolding ThirdPartyStoragePartitioning
AvoidCorsURLLoaderRestartOnRedirect TcpPortRandomizationWin OptimizationHints NetworkTimeServiceQuerying AimEnabled
PreconnectToSearch msForceBrowserSignIn msEdgeUpdateLaunchServicesPreferredVersion""".split()
#: The suggestions below the address bar are a page of their own in each window, which costs more than a page of the book.
SUGGESTIONS = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"]
# Every look-up of a host name fails: the book must need no network.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    f"--disable-features={','.join([*PLAYWRIGHT_TURNS_OFF, *SUGGESTIONS])}",
]
#: The page of the built book that fills two sheets of A4.
BRIEFING = "chapters/briefing.html"
HOW_TO_GET_CHROMIUM = (
    "install Chromium (Debian and Ubuntu: apt-get install chromium), "
    "or name it in the environment: CHROMIUM=/path/to/chromium"
)


def find_chromium() -> str | None:
    """The path of an installed Chromium; the environment variable CHROMIUM goes before what is found."""
    return _installed(CHROMIUMS)


def find_shell() -> str | None:
    """What looks at pages with least work: Chromium's headless shell where there is one, or else what is found above.

    What is printed is left to the whole Chromium, which readers have; and only that keeps pages whole for the way back.
    """
    return _installed([*SHELLS, *CHROMIUMS])


def _installed(names: list[str]) -> str | None:
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else names
    return next((path for name in names if (path := shutil.which(name))), None)


def launch(playwright, chromium: str):
    """A running Chromium (playwright's Browser) without a network.

    On a machine without any font it would stop at the first text field. There it gets a blank one from us, which has no
    letters: what can be read is in the face that the page brings along.
    """
    env = dict(os.environ)
    if not machine_has_fonts():
        env["FONTCONFIG_FILE"] = str(faces.FOLDER / "blank" / "fonts.conf")
    return playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS, env=env)


def machine_has_fonts() -> bool:
    """Does fontconfig, which Chromium asks on Linux, know a font? True where there is no fontconfig."""

    class Fonts(ctypes.Structure):
        _fields_ = [("count", ctypes.c_int)]

    try:
        library = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return True
    library.FcInitLoadConfigAndFonts.restype = ctypes.c_void_p
    library.FcConfigGetFonts.argtypes, library.FcConfigGetFonts.restype = (
        [ctypes.c_void_p, ctypes.c_int],
        ctypes.POINTER(Fonts),
    )
    library.FcConfigDestroy.argtypes = [ctypes.c_void_p]
    settings = library.FcInitLoadConfigAndFonts()
    if not settings:
        return False
    try:
        fonts = library.FcConfigGetFonts(settings, 0)
        return bool(fonts) and fonts.contents.count > 0
    finally:
        library.FcConfigDestroy(settings)


def make_pdf(root: Path = ROOT) -> Path:
    """Build the one-page book aside and print it to ``_build/book.pdf``, and say how many sheets a chapter has; returns that path.

    Raises BuildError when there is no Chromium, or when the book cannot be built or printed.
    """
    chromium = find_chromium()
    if chromium is None:
        raise BuildError(f"no Chromium was found: {HOW_TO_GET_CHROMIUM}")
    folder = root / "_build"
    folder.mkdir(exist_ok=True)
    with FileLock(folder / ".pdf-lock"), tempfile.TemporaryDirectory(prefix=".pdf-", dir=folder) as aside:
        print("1/2 Putting all chapters on one page", flush=True)
        command = [*book_command(root, Path(aside)), "--builder", "singlehtml"]
        done = subprocess.run(
            command,
            cwd=root,
            env=clean_environment(root),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            raise BuildError(f"jupyter-book stopped with exit code {done.returncode}:\n{done.stdout[-4000:]}")
        print("2/2 Printing it", flush=True)
        site, printed = Path(aside) / "_build" / "singlehtml", Path(aside) / "book.pdf"
        for title, count in print_book(chromium, one_page(site, root), printed, root):
            print(f"    {count:4}  {title}")
        return printed.replace(folder / "book.pdf")


def make_briefing(root: Path = ROOT) -> Path:
    """Print the briefing's page of the built book to ``_build/briefing.pdf``; returns that path.

    Raises BuildError when there is no Chromium or no book, or when it cannot be printed.
    """
    chromium, page = find_chromium(), root / "_build" / "html" / BRIEFING
    if chromium is None:
        raise BuildError(f"no Chromium was found: {HOW_TO_GET_CHROMIUM}")
    if not page.is_file():
        raise BuildError(f"there is no {page}: run 'make book' first")
    folder = root / "_build"
    with FileLock(folder / ".pdf-lock"), tempfile.TemporaryDirectory(prefix=".pdf-", dir=folder) as aside:
        printed = Path(aside) / "briefing.pdf"
        print_page(chromium, page, printed)
        return printed.replace(folder / "briefing.pdf")


def print_book(chromium: str, page: Path, pdf: Path, root: Path) -> list[tuple[str, int]]:
    """Print the page of all chapters with a title page; returns each chapter with the number of its sheets.

    Twice: only print tells on which sheet a chapter begins.
    """
    html, numbers = page.read_text(encoding="utf-8"), None
    chapters = cover.chapters_of(html)
    for _ in range(2):
        page.write_text(cover.with_cover(html, **title_page(root), numbers=numbers), encoding="utf-8")
        print_page(chromium, page, pdf)
        numbers = cover.first_sheets(pdf, chapters)
    return cover.sheets(pdf, chapters)


def title_page(root: Path) -> dict:
    """What stands on the title page: the book's title, what it is, by whom, of when, where, under which licence."""
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    address = config["sphinx"]["config"].get("html_baseurl")
    facts = [config["author"], f"Record to {imprint.record_date()}. {imprint.version(root).capitalize()}."]
    return {
        "title": config["title"],
        "about": f"{project['description']}.",
        "facts": [*facts, *([address] if address else []), imprint.LICENCE],
    }


def one_page(site: Path, root: Path) -> Path:
    """The page that holds all chapters, where its links lead to their files.

    Sphinx writes it under the name of the front page (``chapters/index.html``), but with links as from the top folder.
    """
    front_page = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))["root"]
    return (site / f"{front_page}.html").replace(site / "book.html")


def print_page(chromium: str, page: Path, pdf: Path) -> None:
    """Print one HTML file as a tagged PDF with an outline.

    Scripts are off: what readers without scripts see, the static vector pictures, is what belongs on paper.
    """
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            browser = launch(playwright, chromium)
            sheet = browser.new_page(java_script_enabled=False)
            sheet.goto(page.resolve().as_uri())
            sheet.evaluate("document.fonts.ready.then(() => null)")
            sheet.pdf(path=pdf, format="A4", tagged=True, outline=True, prefer_css_page_size=True)
            browser.close()
    except Error as error:
        raise BuildError(f"{chromium} could not print {page.name}: {error.message}") from error


def main() -> int:
    """Returns the exit code: 0 printed, 1 not printed."""
    try:
        print(f"Printed: {make_briefing()}", flush=True)
        print(f"Printed: {make_pdf()}")
    except BuildError as error:
        print(f"No PDF: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
