"""Computed words in the prose of a notebook: readable where nothing runs, and never typed.

An author writes a role, ``{glue:text}`growth` `` or ``{cite:p}`rt_2022` ``. ``make book`` puts a marker in its place, which
every viewer of notebooks shows as its text:

    <span data-glue="growth">29.3 per cent</span>

The text between the tags belongs to the program: it is written again with each execution, ``audit status`` and the build
refuse another one, and the book itself reads only the name. Nothing here runs a notebook or knows a claim.
"""

import re
from ast import literal_eval
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: What a role becomes as an attribute of a marker.
ATTRIBUTES = {"glue:text": "data-glue", "cite:p": "data-cite", "cite:t": "data-cite-words"}
ROLES = {attribute: role for role, attribute in ATTRIBUTES.items()}
_MARKER = r'<span (?P<attribute>data-glue|data-cite|data-cite-words)="(?P<of>[^"<>`]+)">(?P<text>.*?)</span>'
MARKER = re.compile(_MARKER, re.DOTALL)
ROLE = re.compile(r"\{(?P<role>glue:text|cite:p|cite:t)\}`(?P<of>[^`]+)`")
# In the file, a notebook's prose stands in JSON strings.
_MARKER_IN_JSON = re.compile(_MARKER.replace('"', r"\\\""))
# MyST's attributes of a paragraph, ``{.answer}`` on a line before it: in a comment, so that no viewer shows them.
ATTRIBUTE = re.compile(r"^(\{\.[\w-]+\})$", re.MULTILINE)
_HIDDEN_ATTRIBUTE = re.compile(r"<!-- (\{\.[\w-]+\}) -->")
_RECORD = "application/papermill.record/"


@dataclass(frozen=True)
class Known:
    """What prose may say: texts by the name that they were glued under, sources by their id."""

    glued: Mapping[str, str]
    sources: Mapping[str, Mapping[str, str]]  # source_id -> {"publisher", "year", "url"}

    def text(self, role: str, of: str) -> str | None:
        """The words in place of a role, as Markdown; None for a name that nobody glued or a source that is not there."""
        if role == "glue:text":
            return escaped(self.glued[of]) if of in self.glued else None
        ids = [one.strip() for one in of.split(",")]
        if not set(ids) <= set(self.sources):
            return None
        if role == "cite:t":
            return ", ".join(_linked("{publisher} ({year})", self.sources[one]) for one in ids)
        return "(" + "; ".join(_linked("{publisher}, {year}", self.sources[one]) for one in ids) + ")"


def _linked(words: str, source: Mapping[str, str]) -> str:
    words = escaped(words.format_map(source))
    address = source["url"].replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{words}]({address})" if address else words


def escaped(text: str) -> str:
    """Text that means itself in Markdown, in a JSON string and between two dollar signs (``US$60 to US$90``)."""
    return re.sub(r"([\\`*_\[\]$])", r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;")


def glued_in(outputs: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Texts by name, as ``glue`` left them in the outputs of a notebook; a later one replaces an earlier."""
    found = {}
    for output in outputs:
        name = output.get("metadata", {}).get("scrapbook", {}).get("name")
        if name and isinstance(text := output.get("data", {}).get(_RECORD + "text/plain"), str):
            found[name] = _unquoted(text)
    return found


def _unquoted(text: str) -> str:
    """A text as the page will show it: one that Python would read as another value was glued in quotes."""
    try:
        value = literal_eval(text)
    except (SyntaxError, ValueError):
        return text
    return value if isinstance(value, str) else text


def filled(prose: str, known: Known) -> str:
    """``prose`` with every role and marker as a marker of the words that are true now.

    Raises KeyError with the role of the first that is not known.
    """

    def marker(match: re.Match) -> str:
        role = match.groupdict().get("role") or ROLES[match["attribute"]]
        text = known.text(role, match["of"])
        if text is None:
            raise KeyError(f"{{{role}}}`{match['of']}`")
        return f'<span {ATTRIBUTES[role]}="{match["of"]}">{text}</span>'

    return ATTRIBUTE.sub(r"<!-- \1 -->", ROLE.sub(marker, MARKER.sub(marker, prose)))


def wrong(prose: str, known: Known) -> Iterator[str]:
    """One line for each marker whose text is not what was computed."""
    for match in MARKER.finditer(prose):
        role = ROLES[match["attribute"]]
        if (text := known.text(role, match["of"])) != match["text"]:
            yield f"{match['of']} reads {match['text']!r}" + (
                f", computed: {text!r}" if text else ", computed by nothing"
            )


def roles_in(prose: str) -> int:
    """How many roles still wait for their text."""
    return len(ROLE.findall(prose))


def without_words(prose: str) -> str:
    """``prose`` as its author wrote it: markers are roles again."""
    return _HIDDEN_ATTRIBUTE.sub(r"\1", MARKER.sub(_role, prose))


def _role(match: re.Match) -> str:
    return f"{{{ROLES[match['attribute']]}}}`{match['of']}`"


def roles_in_file(content: str) -> str:
    """The text of a notebook's file with roles in place of markers: what the book is made from."""
    return _HIDDEN_ATTRIBUTE.sub(r"\1", _MARKER_IN_JSON.sub(_role, content))
