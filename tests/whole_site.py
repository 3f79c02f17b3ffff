"""What is wrong with the links of a built site: whatever one of its files names must be there, and once.

Nothing is fetched. An address on another host is right if it was written on purpose: if it stands in a file of the project.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

#: Attributes that hold an address; the last two, several of them.
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "xlink:href", "srcset", "imagesrcset")
#: Attributes that hold the id of an element of the page, or several: of HTML, and of this book's scripts.
IDS = tuple(
    "for list headers form popovertarget commandfor aria-labelledby aria-describedby aria-controls aria-owns aria-details"
    " aria-flowto aria-activedescendant aria-errormessage data-anchor data-definition".split()
)
META = ("og:image", "og:url", "twitter:image", "twitter:url")
IN_CSS = re.compile(r"""url\(\s*(["']?)(.*?)\1\s*\)|@import\s+(["'])(.*?)\3""")
#: Where JSON-LD and descriptions of tables keep addresses.
IN_JSON = ("@id", "url", "contentUrl", "path", "image", "logo")
BY_THEMSELVES = ("data", "mailto", "about", "tel")


@dataclass
class Site:
    """A folder of pages. ``written`` is the text of all files of the project, in which links to other hosts stand."""

    root: Path
    written: str
    checked: Counter = field(default_factory=Counter)

    def faults(self) -> list[str]:
        """A line for each thing that is named and not there, or there twice."""
        found = [f"{page.relative_to(self.root)}: {fault}" for page in self.pages for fault in self._of_page(page)]
        for kind, looks in (("*.css", self._of_sheet), ("*.json*", self._of_json), ("*.svg", self._of_sheet)):
            found += [
                f"{file.relative_to(self.root)}: {fault}" for file in self.root.rglob(kind) for fault in looks(file)
            ]
        return found + list(self._of_map()) + list(self._of_search())

    @cached_property
    def pages(self) -> dict[Path, BeautifulSoup]:
        """Each page as whoever has opened its tables sees it: what waits in a template stands in its place."""
        files = (file for file in sorted(self.root.rglob("*.html")) if "_static" not in file.parts)  # there: macros
        return {
            file: BeautifulSoup(re.sub("</?template[^>]*>", "", file.read_text(encoding="utf-8")), "html.parser")
            for file in files
        }

    @cached_property
    def scripts(self) -> str:
        return "\n".join(file.read_text(encoding="utf-8") for file in self.root.rglob("*.js"))

    @cached_property
    def anchors(self) -> dict[Path, Counter]:
        return {
            file: Counter([tag["id"] for tag in page.select("[id]")])
            + Counter(a["name"] for a in page.select("a[name]"))
            for file, page in self.pages.items()
        }

    def _of_page(self, file: Path) -> Iterator[str]:
        page = self.pages[file]
        yield from (f"the id {id!r} is there {times} times" for id, times in self.anchors[file].items() if times > 1)
        for tag in page.find_all(True):
            for name in ADDRESSES:
                if (value := tag.get(name)) and not (name == "data" and tag.name != "object"):
                    several = [part.split()[0] for part in value.split(",") if part.strip()]
                    for address in several if name.endswith("srcset") else [value]:
                        yield from self._resolved(address, file, f"{tag.name} {name}")
            for name in IDS:
                value = tag.get(name) or ""
                for id in value if isinstance(value, list) else value.split():
                    if tag.has_attr("hidden") and f'"{id}"' in self.scripts:
                        continue  # a script shows the one and makes the other
                    yield from self._resolved(f"#{id}", file, name)
            for value in tag.attrs.values():
                yield from self._in_css(value, file) if isinstance(value, str) and "url(" in value else ()
        for tag in page.select("meta[property], meta[name]"):
            if (tag.get("property") or tag.get("name")) in META:
                yield from self._resolved(tag["content"], file, "meta")
        for tag in page.select("meta[http-equiv=refresh]"):
            yield from self._resolved(tag["content"].partition("url=")[2], file, "meta refresh")
        for tag in page.select("style"):
            yield from self._in_css(tag.get_text(), file)
        for tag in page.select('script[type="application/ld+json"]'):
            yield from self._in_json(json.loads(tag.get_text()), file)
        words = "".join(
            one for one in page.strings if not one.find_parent(["code", "pre"])
        )  # code may show a role as it is written
        if lost := re.findall(r"\[\?+\]|\{(?:cite|ref|doc|term|glue)\b", words):
            yield f"{lost[0]!r} stands where a citation or a reference should"

    def _of_sheet(self, file: Path) -> Iterator[str]:
        yield from self._in_css(file.read_text(encoding="utf-8"), file)

    def _in_css(self, css: str, file: Path) -> Iterator[str]:
        """Of a sheet or a style. ``url(#…)`` names a part of the drawing it stands in."""
        for match in IN_CSS.finditer(css):
            address = match[2] or match[4] or ""
            if file.suffix == ".html" or not address.startswith("#"):
                yield from self._resolved(address, file, "style")
            elif f'id="{address[1:]}"' not in css:
                yield f"style: {address} is not there"

    def _of_json(self, file: Path) -> Iterator[str]:
        yield from self._in_json(json.loads(file.read_text(encoding="utf-8")), file)

    def _in_json(self, node, file: Path) -> Iterator[str]:
        if isinstance(node, list):
            for one in node:
                yield from self._in_json(one, file)
        elif isinstance(node, dict):
            for key, value in node.items():
                if key in IN_JSON and isinstance(value, str):
                    yield from self._resolved(value, file, f"JSON {key}")
                else:
                    yield from self._in_json(value, file)

    def _of_map(self) -> Iterator[str]:
        for name in ("sitemap.xml", "feed.xml", "rss.xml"):
            if (file := self.root / name).is_file():
                for address in re.findall(r"<(?:loc|link)>([^<]*)</", file.read_text(encoding="utf-8")):
                    yield from (f"{name}: {fault}" for fault in self._resolved(address, file, "page"))

    def _of_search(self) -> Iterator[str]:
        """The search leads to passages: a page of the site and an anchor of it."""
        if not (file := self.root / "search-passages.js").is_file():
            return
        text = file.read_text(encoding="utf-8")
        kept = json.loads(text[text.index("{") : text.rindex("}") + 1])
        for page, anchor, *_ in kept["passages"]:
            address = f"{kept['pages'][page][0]}#{anchor}"
            yield from (f"{file.name}: {fault}" for fault in self._resolved(address, file, "passage"))

    def _resolved(self, address: str, file: Path, what: str) -> Iterator[str]:
        """Nothing, if what ``file`` names by ``address`` is there."""
        url = urlsplit(address.strip())
        self.checked[what] += 1
        if url.scheme in BY_THEMSELVES:
            return
        if url.scheme or url.netloc:
            if url.scheme not in ("http", "https") or not self._on_purpose(address.strip()):
                yield f"{what}: {address} leads elsewhere, and no file of the project says so"
            return
        target = (file.parent / unquote(url.path)).resolve() if url.path else file
        if not target.is_relative_to(self.root.resolve()) and url.path:
            yield f"{what}: {address} leads out of the site"
            return
        target = target / "index.html" if target.is_dir() else target
        if not target.is_file():
            yield f"{what}: {address} is not there"
        elif url.fragment and target.suffix == ".html":
            here = self.anchors.get(target, self.anchors.get(file) if target == file else None) or ()
            if unquote(url.fragment) not in here:
                yield f"{what}: {address} has no such anchor"

    def _on_purpose(self, address: str) -> bool:
        """A bibliography gives a work's DOI without the host that resolves it."""
        return address in self.written or address.removeprefix("https://doi.org/") in self.written
