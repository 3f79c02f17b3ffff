"""Bugs, planted one at a time: another comparison, another number, another word, "or" in place of "and"."""

import ast
import io
import re
import tokenize
from collections.abc import Collection, Iterator
from typing import NamedTuple


class Bug(NamedTuple):
    """From ``place`` on, ``length`` characters of a text are ``instead``."""

    place: int
    length: int
    instead: str

    def planted(self, text: str) -> str:
        return text[: self.place] + self.instead + text[self.place + self.length :]

    def shown(self, text: str) -> str:
        """The line with the bug marked in it."""
        start, end = text.rfind("\n", 0, self.place) + 1, text.find("\n", self.place)
        here = text[self.place : self.place + self.length]
        return f"{text[start : self.place]}⟦{here}→{self.instead}⟧{text[self.place + self.length : end]}".strip()


#: Signs and words of both languages, and what may stand there by mistake.
SIGNS = {
    **{"<=": "<", ">=": ">", "<": "<=", ">": ">=", "==": "!=", "!=": "==", "===": "!==", "!==": "==="},
    **{"&&": "||", "||": "&&", "and": "or", "or": "and", "+": "-", "-": "+", "&": "|", "-=": "+="},
    **{"true": "false", "false": "true", "True": "False", "False": "True"},
    **{"every": "some", "some": "every", "all": "any", "any": "all", "max": "min", "min": "max"},
}
_JS = re.compile(
    r"""(?P<comment>/\*.*?\*/) | (?P<message>new\ Refused\(`[^`]*`\)) | (?P<strict>"use\ strict") | (?P<word>"[^"\n]*")
    | (?P<number>(?<![\w.$])\d+(?:\.\d+)?(?:e-\d+)?(?!\w)) | (?P<arrow>=>) | (?P<sign>[=!]==|<=|>=|&&|\|\||(?<=\s)[<>+-](?=\s)|-(?=\d))
    | (?P<name>\b(?:true|false)\b|(?<=\.)(?:every|some)(?=\()|(?<=Math\.)(?:max|min)(?=\())""",
    re.VERBOSE | re.DOTALL,
)


def in_script(text: str) -> list[Bug]:
    """A bug for every comparison, conjunction, number and word of a script, but in comments and in what a refusal says."""
    found = []
    for token in _JS.finditer(text):
        kind, here = token.lastgroup, token[0]
        if kind in ("sign", "name"):
            found.append(Bug(token.start(), len(here), SIGNS[here]))
        elif kind in ("number", "word"):
            found.append(Bug(token.start(), len(here), _other(here)))
    return found


def _other(literal: str) -> str:
    if literal[0] in "\"'":
        return literal[0] + "another" + literal[0]
    if literal.isdigit():
        return str(int(literal) + 1)
    return repr(float(literal) * 1.5 or 1.0)


def in_module(text: str, names: Collection[str]) -> list[Bug]:
    """The same for a module of Python, within the functions, classes and constants of these names."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    spans = list(_spans(ast.parse(text), set(names)))
    quiet = [span for node in ast.walk(ast.parse(text)) for span in _said(node)]
    found = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        row, column = token.start
        if not any(first <= row <= last for first, last in spans) or any(a <= token.start < b for a, b in quiet):
            continue
        place, here = starts[row - 1] + column, token.string
        if token.type in (tokenize.OP, tokenize.NAME) and here in SIGNS and not text[place + len(here)] == "=":
            found.append(Bug(place, len(here), SIGNS[here]))
        elif token.type == tokenize.NUMBER or (token.type == tokenize.STRING and here[0] in "\"'"):
            found.append(Bug(place, len(here), _other(here)))
    return found


def _spans(tree: ast.Module, names: set[str]) -> Iterator[tuple[int, int]]:
    """First and last line of what has one of the names."""
    for node in ast.walk(tree):
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        called = {
            getattr(node, "name", None),
            *(each.id for one in targets for each in ast.walk(one) if isinstance(each, ast.Name)),
        }
        if called & names:
            yield node.lineno, node.end_lineno


def _said(node: ast.AST) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where something is only said: a docstring, an error, a type."""
    said = []
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        said = [node]
    elif isinstance(node, ast.Raise):
        said = [node]
    elif isinstance(node, ast.FunctionDef):
        said = [one for one in (node.returns, *(argument.annotation for argument in node.args.args)) if one]
    elif isinstance(node, ast.AnnAssign):
        said = [node.annotation]
    for one in said:
        yield (one.lineno, one.col_offset), (one.end_lineno, one.end_col_offset)
