"""A constant that verdicts rest on is held: setting it raises, because what was computed with it would not follow.

Findings are computed once in a process, and charts and prose take over a constant when they import it. A value set
afterwards would reach some of them and not others. So a module of arithmetic, or of rules, ends with ``hold(__name__)``.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _HeldModule(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        if name.isupper() and name in vars(self):
            raise AttributeError(_refusal(f"{self.__name__}.{name}", vars(self)["_instead"].format(name=name)))
        super().__setattr__(name, value)


class HeldDict(dict):
    """A constant that is a dict: read like any other, and as firm as its name."""

    def __init__(self, entries: dict, name: str, instead: str):
        super().__init__(entries)
        self._name, self._instead = name, instead

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise TypeError(_refusal(self._name, self._instead))

    __setitem__ = __delitem__ = __ior__ = update = setdefault = pop = popitem = clear = _refuse


#: How another value of a chapter's constant is tried.
TRY = "To try another value: what_if(finding, constants={{'{name}': …}}), from audit.findings.what_if."
#: A rule is the same for every claim.
RULE = "It is one rule for every claim: to try another, edit a copy of the repository, or a claim's test by what_if(finding, test=…)."


def hold(module: str, instead: str = TRY) -> None:
    """Hold the constants of a module (its names in capitals). ``instead``: what to do to try another value of {name}."""
    held = sys.modules[module]
    if isinstance(held, _HeldModule):
        return
    for name, value in list(vars(held).items()):
        if name.isupper() and type(value) is dict:
            vars(held)[name] = HeldDict(value, f"{module}.{name}", instead.format(name=name))
    vars(held)["_instead"] = instead
    held.__class__ = _HeldModule


def _refusal(name: str, instead: str) -> str:
    return f"{name} is held: what was already computed with it would not follow. {instead}"
