"""Sentences that are somebody else's: runs of words that a text has in common with an article, however they are dressed."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator

from audit.inputs.ledger import MAX_QUOTED_WORDS

LENGTH = MAX_QUOTED_WORDS + 1
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)\b[^<>]*>")
#: Elements within a sentence. Any other ends it: two cells side by side are no run of words.
INLINE = frozenset("a abbr b br cite code em i mark q s small span strong sub sup tspan u wbr".split())
END = " ¦ "
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
LINK = re.compile(r"\]\([^()\s]*\)")  # Markdown's: the address stands in the middle of the sentence
ROLE = re.compile(r"\{[\w:.-]+\}(?=`)")
WORD = re.compile(r"[a-z0-9¦]+")


def words(text: str) -> list[str]:
    """The words of a text, alike for every kind of quotation mark, apostrophe, space, capital and accent."""
    text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    text = re.sub(r"\\[nrt]", " ", html.unescape(text)).replace('","', END)  # two cells of a table kept as JSON
    text = unicodedata.normalize("NFKD", ROLE.sub("", LINK.sub("", text)))
    text = "".join(one for one in text if not unicodedata.combining(one) and one not in "'’‘ʼ\u00ad\u200b")
    return WORD.findall(text.lower())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every LENGTH words in a row."""
    found = words(text)
    return zip(*(found[start:] for start in range(LENGTH)), strict=False)


def views(text: str) -> Iterator[str]:
    """A text as it stands, what its attributes say among it, and as it is read without markup: tags between words, and in one."""
    yield text
    for between in (" ", ""):
        yield TAG.sub(lambda match, between=between: between if match[2].lower() in INLINE else END, text)


def copied(text: str, articles: Iterable[str]) -> set[str]:
    """The runs of words that ``text`` has in common with an article."""
    theirs = {run for article in articles for run in runs(article)}
    return {" ".join(run) for view in views(text) for run in runs(view) if run in theirs}
