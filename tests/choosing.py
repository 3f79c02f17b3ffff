"""Choices such as a reader might make, drawn at random from a seed: near every bound, and some that cannot be judged."""

import random
from collections.abc import Iterator, Mapping

from audit.findings import default_ledger
from audit.findings.answer import ALLIES_IN_LAW, MORE, OUT_OF_THE_WAR
from audit.findings.choices import AS_WORDED, rests_on
from audit.findings.clauses import CLAUSES
from audit.findings.weighing import speaking
from audit.findings.what_if import specifications_of
from audit.judgement import IN_WORDS, LADDERS, NUMERIC, Finding, Specification, Value

WIDTHS = (0.0, 0.01, 0.02, 0.05, 0.08, 0.1, 0.2)
SHARES = (0.0, 0.03, 0.05, 0.1, 0.25, 0.5, 1.0)


def choices(found: Mapping[str, Finding], how_many: int, seed: int = 15) -> list[dict]:
    """``how_many`` choices in the form that a page writes them; the first is none."""
    return [{}, *Generator(found, seed).several(how_many - 1)]


class Generator:
    def __init__(self, found: Mapping[str, Finding], seed: int):
        self.random = random.Random(seed)
        self.found = {id: one for id, one in found.items() if one.claim.kind != "judgement"}
        self.own = {id: [each.specification for each in one.judged] for id, one in self.found.items()}
        every = [each for one in self.found.values() for each in specifications_of(one)]
        self.origins, self.sources, self.kinds = (
            sorted({id for one in every for id in rests_on(one, name)}) for name in ("origins", "sources", "kinds")
        )
        self.chapters = sorted({one.claim.chapter for one in self.found.values()})
        self.patterns = [one for one in every if one.exceptions]
        self.with_readings = [id for id, one in self.found.items() if one.claim.alternative_readings]
        self.weighed_only = [id for id, one in found.items() if one.claim.kind == "judgement"]
        self.numeric = [id for id, one in self.found.items() if one.claim.test.comparison in NUMERIC]
        ours = [id for id, one in self.found.items() if getattr(one.claim, "layer", None) == "equality"]
        self.decisive = [*MORE, ALLIES_IN_LAW, OUT_OF_THE_WAR, *ours]
        self.conduct = [id for id in speaking(default_ledger())["behaviour"] if id in found]
        self.several_checks = [id for id, own in self.own.items() if len(own) > 1]

    def several(self, how_many: int) -> Iterator[dict]:
        """Mostly one or two changes at a time, so that each shows; now and then a whole set of them."""
        for _ in range(how_many):
            made: dict = {}
            for _ in range(self.random.choice((1, 1, 1, 2, 2, 3, 6))):
                self.random.choices(self.MOVES, self.WEIGHTS)[0](self, made)
            yield made

    def _of(self, made: dict, ids: list[str]) -> tuple[str, dict]:
        id = self.random.choice(ids)
        return id, made.setdefault("claims", {}).setdefault(id, {})

    def counting(self, made: dict) -> None:
        """Some checks count, the closest among them; once in a while not, which cannot be judged."""
        id, mine = self._of(made, self.several_checks)
        ids = [one.id for one in self.own[id]]
        chosen = set(self.random.sample(ids, self.random.randint(1, len(ids))))
        if self.random.random() < 0.9:
            chosen |= {one.id for one in self.own[id] if one.nearest}
        mine["counting"] = [one for one in ids if one in chosen]

    def nearest(self, made: dict) -> None:
        """Another closest check, or two; three or one that nobody knows cannot be judged."""
        id, mine = self._of(made, self.several_checks)
        ids = [one.id for one in self.own[id]]
        number = min(len(ids), self.random.choices((1, 2, 3, 0), (60, 30, 4, 2))[0])
        mine["nearest"] = self.random.sample(ids, number)
        if self.random.random() < 0.02:
            mine["nearest"] = ["no-such-check"]

    def bounds(self, made: dict) -> None:
        """A window or a threshold right at a value, or a hair beside it; a judgement has no test that could have one."""
        if self.random.random() < 0.02:
            self._of(made, self.weighed_only)[1]["test"] = {"threshold": 1.0}
            return
        id, mine = self._of(made, self.numeric)
        values = [one.value for one in self.own[id] if isinstance(one.value, float)]
        value = self.random.choice(values) if values else 1.0
        near = self.random.choice((value, value + 1e-6, value - 1e-6, value + 5e-10, value * 0.9, value * 1.1))
        wide = self.random.choice((0.0, 0.5, abs(value) / 10, abs(value)))
        comparison = self.found[id].claim.test.comparison
        name = {"equals": "value", "rounds_to": "value", "about": "value"}.get(comparison, "threshold")
        if comparison in ("between", "every_case") or self.random.random() < 0.5:
            mine["test"] = self.random.choice(({"low": near, "high": near + wide}, {"low": near - wide, "high": near}))
            if self.random.random() < 0.03:
                mine["test"] = {"low": near + 1, "high": near}
        else:
            mine["test"] = {name: near}

    def hedge(self, made: dict) -> None:
        made["hedge"] = self.random.choice(WIDTHS)

    def exceptions(self, made: dict) -> None:
        pattern = self.random.choice(self.patterns)
        exactly = len(pattern.exceptions) / pattern.population
        made["exceptions"] = self.random.choice((*SHARES, exactly))

    def left_out(self, made: dict) -> None:
        name, known = self.random.choice((("origins", self.origins), ("sources", self.sources), ("kinds", self.kinds)))
        made.setdefault("without", {})[name] = self.random.sample(
            known, min(len(known), self.random.choice((1, 1, 2, 5)))
        )

    def chapter(self, made: dict) -> None:
        made.setdefault("without", {})["chapters"] = [self.random.choice(self.chapters)]

    def whole(self, made: dict) -> None:
        made["whole"] = True

    def reading(self, made: dict) -> None:
        id, mine = self._of(made, self.with_readings)
        mine["reading"] = self.random.choice(
            [AS_WORDED, *(one.id for one in self.found[id].claim.alternative_readings)]
        )

    def value(self, made: dict) -> None:
        """Another value of one check: the other answer, another word, or a number at the edge of its test."""
        id, mine = self._of(made, list(self.found))
        one, found = self.random.choice(self.own[id]), self.found[id]
        test, kind = found.claim.test, found.claim.kind
        if kind in IN_WORDS:
            value = self.random.choices([*LADDERS[kind], None, "so-so"], [4, 4, 4, 4, 4, 3])[0]
        elif test.comparison in NUMERIC:
            edges = [getattr(test, name) for name in ("low", "high", "threshold", "value") if hasattr(test, name)]
            edge = self.random.choice(edges or [0.0, 1.0, 2.0])
            value = self.random.choice(
                (edge, edge + 1e-6, edge - 1e-6, edge + 1.0, edge + 4e-10, edge + 1.2e-9, edge * (1 + 1.2e-9), None)
            )
        else:
            value = self.random.choice((True, False, None))
        if kind not in IN_WORDS and self.random.random() < 0.04:  # what no test of the kind can judge
            value = True if test.comparison in NUMERIC else 1.0
        mine.setdefault("values", {})[one.id] = value

    def clauses(self, made: dict) -> None:
        """Other duties make an alliance, or none does."""
        made["clauses"] = self.random.sample(list(CLAUSES), self.random.choice((0, 1, 1, 2, 2, 3, 4)))

    def weights(self, made: dict) -> None:
        layers = self.random.sample(["duty", "behaviour", "equality"], self.random.choice((1, 2, 3, 3)))
        made["weights"] = {layer: self.random.choice((0, 1, 1, 2, 0.5, 0.3)) for layer in layers}
        if self.random.random() < 0.5:
            made["threshold"] = self.random.choice((0.0, 0.25, 0.5, 0.75, 1.0))
        if self.random.random() < 0.5:
            made["behaviour"] = self.random.sample(self.conduct, self.random.choice((0, 1, 2, 5, len(self.conduct))))

    def layers(self, made: dict) -> None:
        """All checks of what the answer hangs on say yes, or no, or nothing, or no growth, or a little of it, or the closest alone says yes."""
        for id in self.random.sample(self.decisive, self.random.choice((1, 2, 4, len(self.decisive)))):
            mine = made.setdefault("claims", {}).setdefault(id, {})
            how = self.random.choice(("yes", "no", "nothing", "no growth", "a little", "the closest"))
            mine["values"] = {one.id: self._answering(id, one, how) for one in self.own[id] if one.principled}

    def _answering(self, id: str, one: Specification, how: str) -> Value:
        test = self.found[id].claim.test
        yes = how == "yes" or (how == "the closest" and one.nearest)
        if how == "nothing":
            return None
        if test.comparison not in NUMERIC:
            return yes
        if how in ("no growth", "a little"):
            return 0.0 if how == "no growth" else 0.5
        inside = getattr(test, "low", getattr(test, "threshold", getattr(test, "value", 0.0)))
        step = {"more_than": 1.0, "at_least": 1.0, "at_most": -1.0}.get(test.comparison, 0.0)
        outside = inside - (step or 1e6)
        return inside + step if yes else outside

    MOVES = (
        counting,
        nearest,
        bounds,
        hedge,
        exceptions,
        left_out,
        chapter,
        whole,
        reading,
        value,
        clauses,
        weights,
        layers,
    )
    WEIGHTS = (14, 16, 18, 4, 4, 12, 3, 1, 10, 18, 4, 4, 8)
