"""What hosts need: the book's address in one form, and no file that a host would leave out.

The pages link to each other relatively, so the folder works at the root of a host, below it, and from the file system.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from sphinx.errors import ConfigError

from audit.figures.static_pictures import write_whole

SETTING = "html_baseurl (in _config.yml, under sphinx: config:)"


def setup(app):
    app.connect("config-inited", set_base_address)
    app.connect("build-finished", tell_hosts)


def set_base_address(app, config) -> None:
    """Bring the configured address into its one form before anything is joined to it. Raises ConfigError."""
    file = Path(app.srcdir) / "_config.yml"
    raw = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else {}
    if other := ((raw or {}).get("html") or {}).get("baseurl"):
        raise ConfigError(f"html: baseurl: {other!r} has no effect in this book: set {SETTING} instead")
    config.html_baseurl = base_address(config.html_baseurl)


def base_address(given: str | None) -> str:
    """The address of the published book, ending in one slash; empty if none is given.

    Raises ConfigError for what is not the address of a folder on the web.
    """
    address = "" if given is None else given
    if address == "":
        return ""
    wrong = _what_is_wrong(address)
    if wrong:
        raise ConfigError(f"{SETTING} is {given!r}: {wrong}, expected an address such as https://example.org/report/")
    return address.rstrip("/") + "/"


def _what_is_wrong(address) -> str | None:
    if not isinstance(address, str):
        return "not a text"
    if not address.isascii() or re.search(r"[\s\"'<>\\^`{|}]", address):
        return "it has a blank or another sign that addresses write in another way"
    try:
        parts = urlsplit(address)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError as error:
        return str(error)
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_fine:
        return "no address that begins with https:// and names a host"
    if parts.username or parts.password:
        return "it names a user"
    if "?" in address or "#" in address:
        return "a question or a place in a page follows the folder"
    if re.search(r"\.html?$", parts.path):
        return "it names a page and not the folder that holds the pages"
    if re.search(r"//|/\.{1,2}(/|$)", parts.path.rstrip("/")):
        return "its path has empty or relative parts"
    return None


def tell_hosts(app, exception) -> None:
    """``.nojekyll``: else GitHub Pages leaves out every folder whose name begins with an underscore."""
    if exception or app.builder.name != "html":
        return
    write_whole(Path(app.outdir) / ".nojekyll", "")
