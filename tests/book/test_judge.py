"""The rules stand twice, in the package and in the page: both judge alike, whatever a reader chooses.

Real findings and invented ones, more than a thousand sets of choices, and bugs planted on either side.
"""

import builtins
import re
from pathlib import Path

import bugs
import choosing
import invented
import judging
import pytest
from browsing import opened

from audit import judgement
from audit.book.judging import data_script
from audit.findings import answer as answer_module
from audit.findings import choices as choices_module
from audit.findings import clauses as clauses_module
from audit.findings import default_ledger, default_record, findings, of_propositions, scorecard, weighing
from audit.findings.choices import AS_WORDED, Choices, Rules, judge_data, judge_script, judged_by
from audit.inputs import ledger as ledger_module
from audit.judgement import CONFIDENCE, LADDERS, LEVELS, NUMERIC

STATIC = Path(choices_module.__file__).parents[1] / "book" / "static"
RULES = (STATIC / "judge.js").read_text(encoding="utf-8")
HARNESS = Path(__file__).with_name("judge_harness.js")
HOW_MANY = 1100


@pytest.fixture(scope="module")
def found():
    """Every finding of the book, every proposition, and findings that nobody made."""
    article = next(iter(default_ledger().articles.values()))
    return findings() | of_propositions() | invented.findings(article)


@pytest.fixture(scope="module")
def made(found):
    """The cases and, of each, all outcomes."""
    return judging.cases(choosing.choices(found, HOW_MANY), found, default_ledger())


@pytest.fixture(scope="module")
def page(browser, found, made, tmp_path_factory):
    """A page opened from a folder, with the rules, their inputs, the cases and the harness in it."""
    folder = tmp_path_factory.mktemp("judge")
    (folder / "judge-data.js").write_text(judge_script(default_ledger(), found, default_record()), encoding="utf-8")
    (folder / "judge.js").write_text(RULES, encoding="utf-8")
    (folder / "harness.js").write_text(HARNESS.read_text(encoding="utf-8"), encoding="utf-8")
    names = ("judge-data.js", "judge.js", "harness.js")
    scripts = "".join(f'<script src="{name}"></script>' for name in names)
    (folder / "page.html").write_text(
        f'<!doctype html><meta charset="utf-8"><title>Judge</title>{scripts}', encoding="utf-8"
    )
    with opened(browser, (folder / "page.html").as_uri()) as page:
        page.evaluate(
            "given => { window.given = given; }",
            {"base": judging.base(found), "cases": made[0], "weighed": weighed_cases(made[0])},
        )
        yield page
        assert page.complaints == []


WEIGHTS = (
    *({}, {"duty": 1}, {"duty": 0, "equality": 3}, {"behaviour": 0.3, "equality": 0.1}),
    *({"duty": 1, "behaviour": 2, "equality": 0.7}, {"duty": -1}),
    *({"duty": 100}, {"duty": 101}, {"duty": 1, "equality": -1}),
)


def weighed_cases(made: list[dict]) -> list[list]:
    """Scores, weights and a threshold, with the mean, whether the thesis fails, and beyond which weights it does."""
    scored = {tuple(one["scores"].items()) for one in made}
    told = []
    for one in map(dict, sorted(scored, key=str)):
        for weights in WEIGHTS:
            for threshold in (0.25, 0.5, 0.75):
                try:
                    mean = weighing.weighed(one, weights)
                except ValueError:
                    told.append([one, weights, threshold, "refused"])
                    continue
                fails, beyond = weighing.thesis_fails(mean, threshold), weighing.fails_beyond(one, threshold)
                told.append([one, weights, threshold, [mean, fails, [list(row) for row in beyond]]])
    return told


# --- alike ----------------------------------------------------------------------------------------------------------------


def test_page_and_package_judge_alike_in_more_than_a_thousand_choices(page):
    told = page.evaluate("() => harness.compare(AuditJudge, AUDIT, given.base, given.cases)")
    assert told["faults"] == [] and told["cases"] >= 1000


def test_with_no_choices_the_verdicts_are_those_of_the_book(found):
    outcomes, refused = judged_by(Choices(), found)
    assert refused == {}
    for id, one in found.items():
        reached = outcomes[id].reached
        assert (reached.verdict, reached.at_publication) == (one.verdict, one.verdict_at_publication), id
        assert reached.confidence == one.confidence, id
        assert {
            name: by.verdict for name, by in outcomes[id].verdicts.items() if name != AS_WORDED
        } == one.alternative_verdicts


def test_the_inputs_are_whole_and_not_rounded(found):
    told = {one["id"]: one for one in judge_data(default_ledger(), found, default_record())["findings"]}
    assert list(told) == list(found)
    for id, one in found.items():
        values = {each["id"]: each["value"] for each in told[id]["specifications"] if each["reading"] is None}
        assert values == {each.specification.id: each.specification.value for each in one.judged}


def test_page_and_package_weigh_alike_and_neither_begins_with_weights(page, made):
    ours = weighed_cases(made[0])
    assert page.evaluate("given.weighed.map(([s, w, t]) => harness.weighedBy(AuditJudge, s, w, t))") == [
        told for *_, told in ours
    ]
    assert all(told[0] is None for _, weights, _, told in ours if not weights)
    assert {told[1] for *_, told in ours} >= {True, False, None} and any(
        told[2] for *_, told in ours if told != "refused"
    )


def test_an_address_holds_the_choices(page, made):
    chosen = [one["choices"] for one in made[0]]
    assert page.evaluate("all => all.map(one => AuditJudge.fromAddress(AuditJudge.toAddress(one)))", chosen) == chosen


# --- the choices reach everything -----------------------------------------------------------------------------------------


def test_a_third_of_the_choices_change_a_verdict_of_the_book(made):
    real = [one for one in made[0] if [id for id in one["moved"] if not id.startswith("invented")]]
    assert len(real) * 3 >= len(made[0])


def test_every_claim_with_a_test_is_judged_otherwise_by_some_choice(found, made):
    judged_otherwise = {id for one in made[0] for id in one["differs"]}
    assert {id for id, one in found.items() if one.claim.test is not None} <= judged_otherwise


def test_every_rung_and_every_confidence_is_reached(found, made):
    reached = {
        (found[id].claim.kind, by.verdict)
        for one in made[1]
        for id, each in one.items()
        for by in each.verdicts.values()
    }
    assert {(kind, rung) for kind, ladder in LADDERS.items() for rung in ladder} - reached <= {
        # no pattern is a quantity or an event
        ("quantity", judgement.WITH_EXCEPTIONS),
        ("event", judgement.WITH_EXCEPTIONS),
    }
    sure = [by.confidence for one in made[1] for each in one.values() for by in each.verdicts.values() if by.confidence]
    assert {(one.evidence, one.agreement) for one in sure if one.agreement} == set(CONFIDENCE)
    assert {one.level for one in sure} == set(LEVELS)
    assert {(one.lone, one.issuer) for one in sure} == {
        (lone, issuer) for lone in (True, False) for issuer in (True, False)
    }
    assert any(one.origins == 1 and one.evidence == "medium" for one in sure)


def test_every_comparison_says_yes_and_no_and_every_bound_is_hit(found, made):
    said, hit, seen = set(), set(), set()
    for chosen, outcomes in zip(made[0], made[1], strict=True):
        for id, one in outcomes.items():
            if builtins.id(one) in seen:
                continue
            seen.add(builtins.id(one))
            if id in chosen["choices"].get("claims", {}) and chosen["choices"]["claims"][id].get("test"):
                continue  # another test than the one below
            readings = {test.id: test for test in found[id].claim.readings}
            for name, by in one.verdicts.items():
                test = readings.get(name)
                for check in by.checks:
                    value = check.specification.value
                    if test is None or check.agrees is None or isinstance(value, str):
                        continue
                    said.add((test.comparison, check.agrees))
                    ends = {end: getattr(test, end) for end in ("low", "high", "threshold") if hasattr(test, end)}
                    if chosen["choices"].get("hedge") is None:
                        hit |= {(test.comparison, end) for end, edge in ends.items() if value == edge}
    assert {(name, answer) for name in [*NUMERIC, "holds", "strict_maximum"] for answer in (True, False)} <= said
    windows = {(name, end) for name in ("rounds_to", "about", "between") for end in ("low", "high")}
    assert windows | {(name, "threshold") for name in ("more_than", "at_least", "at_most")} <= hit


def test_every_outcome_stands_in_the_answer_and_every_refusal_is_met(found, made):
    told = {layer: {one["clauses"][layer] for one in made[0]} for layer in ("duty", "behaviour", "equality")}
    assert len(told["duty"]) == 4 and len(told["behaviour"]) >= 12 and len(told["equality"]) >= 6
    reasons = {reason for refused in made[2] for reason in refused.values()}
    for words in ("expected one nearest", "must say one of", "count its exceptions", "must be a principled one", "has no check",
                  "no such test", "has no test", "compares a number", "is answered by True or False", "has no reading"):  # fmt: skip
        assert any(words in reason for reason in reasons), words


def test_every_part_of_the_page_s_rules_is_run(page):
    session = page.context.new_cdp_session(page)
    session.send("Profiler.enable")
    session.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
    measured = f"{RULES}\n//# sourceURL=measured-judge.js"
    assert "exceptionDetails" not in session.send("Runtime.evaluate", {"expression": measured})
    page.evaluate("() => harness.compare(AuditJudge, AUDIT, given.base, given.cases)")
    page.evaluate("() => given.cases.map(one => AuditJudge.fromAddress(AuditJudge.toAddress(one.choices)))")
    page.evaluate(
        "() => AuditJudge.fromAddress('hedge=wide&exceptions=0.2&whole=yes&nowhere=1&a.test.low=x&a.else=1&toString.reading=x&a.value.toString=1&without-toString=a&weight-duty=7000')"
    )
    page.evaluate("() => given.cases.map(one => [AuditJudge.failsBeyond(one.scores), AuditJudge.thesisFails(null)])")
    page.evaluate("() => [{}, { duty: 1 }].map(each => AuditJudge.weighed({ duty: 0, equality: 1 }, each))")
    page.evaluate("() => { try { AuditJudge.weighed({ duty: 0 }, { duty: -1 }); } catch { /* refused */ } }")
    scripts = session.send("Profiler.takePreciseCoverage")["result"]
    parts = [
        part for one in scripts if "measured-judge" in one["url"] for f in one["functions"] for part in f["ranges"]
    ]
    never = [RULES[part["startOffset"] : part["endOffset"]].strip(" ?:;") for part in parts if part["count"] == 0]
    # A fault that is no refusal is thrown on, and outside a page there is no window.
    assert parts and [one for one in never if one not in ("throw error", "globalThis")] == []


# --- a bug on either side is found ----------------------------------------------------------------------------------------

#: Planted, these change nothing that anyone could see.
HARMLESS = {
    "the weakest of an order: what is in no list comes before all": r"(EVIDENCE|LEVELS) = .*⟦\"(limited|very low|low|medium)\"",
    "a level put in place of itself": r"LEVELS\.indexOf\(level\) ⟦>→>=⟧",
    "below every place of a ladder": r"place = -⟦1→2⟧",
    "a judgement has no test, and so no check that counts": r"⟦\"judgement\"→\"another\"⟧( \|\||:)",
    "the same, in the other order": r"or kind == ⟦\"judgement\"→\"another\"⟧",
    "two numbers that differ by a billionth differ by as much of the one as of the other": r"max→min⟧\(Math\.abs",
    "just a billionth": r"⟦<=→<⟧ Math\.max\(1e-9",
    "what a check is before it is judged": r"excepted: bool = ⟦False→True⟧",
    "a window that has been held to its two ends before it came here": r"info\.data\.get\(",
    "two lists that are as long as each other anyway": r"strict=⟦True→False⟧",
    "which of two reasons is told, for people": r"\"spoke against it\" if then",
    "two words that only have to differ": r"FOR_ALLIES, FOR_PARTNERS = ",
    "what a test without a comparison is called": r"\"comparison\", ⟦\"\"→\"another\"⟧",
}


def harmful(planted: list[bugs.Bug], text: str) -> list[bugs.Bug]:
    return [bug for bug in planted if not any(re.search(pattern, bug.shown(text)) for pattern in HARMLESS.values())]


def test_a_bug_in_the_page_is_found(page):
    # The address is no rule: what it holds is compared whole, above.
    rules = [bug for bug in bugs.in_script(RULES) if bug.place < RULES.index("choices in an address")]
    planted = harmful(rules, RULES)
    assert len(planted) > 200
    left = page.evaluate(
        "([text, bugs]) => harness.unfound(text, bugs, AUDIT, given.base, given.cases)",
        [RULES, [list(bug) for bug in planted]],
    )
    assert [bugs.Bug(*one).shown(RULES) for one in left] == []


#: Each line of the scorecard's rule.
_LINES = (
    "_weighed",
    "_silent",
    "_wrong",
    "_before_its_time",
    "_lies_ahead",
    "_few_agree",
    "_in_part",
    "_other_reading",
)
#: The rules of the package: module, and the names in it.
IN_PACKAGE = {
    judgement: (
        *(
            "EXCEPTIONS_SHARE",
            "LADDERS",
            "NUMERIC",
            "IN_WORDS",
            "_SILENT",
            "CONFIDENCE",
            "EVIDENCE",
            "LEVELS",
            "Judged",
        ),
        *("_under", "_apply", "verdict", "_lower", "_rung", "confidence", "_answers", "_evidence"),
    ),
    ledger_module: ("HEDGE_SHARE", "_bare", "_half_width", "low", "high", "_compare"),
    answer_module: (
        "_OUTCOME",
        "outcome",
        "GROWTHS",
        "growth_of",
        "speaks",
        "duty",
        "behaviour",
        "equality",
        "clauses",
    ),
    weighing: ("WORTH", "FOR_ALLIES", "CHOSEN", "speaking", "scores", "_towards", "_score"),
    scorecard: ("RULE", "label", "fails_under", "holds_under", "_below", *_LINES),
    choices_module: ("with_choices", "resting_on_what_is_left", "one_judged_by", "LEFT_OUT", "rests_on"),
    clauses_module: ("ByClause", "with_clauses", "_codes", "_matched"),
}


@pytest.mark.parametrize("module", IN_PACKAGE, ids=[module.__name__ for module in IN_PACKAGE])
def test_a_bug_in_the_package_is_found(module, found, made, tmp_path, monkeypatch):
    text = Path(module.__file__).read_text(encoding="utf-8")
    planted = harmful(bugs.in_module(text, IN_PACKAGE[module]), text)
    if module is scorecard:  # its labels are names; what stands in quotes are reasons, for people
        planted = [bug for bug in planted if text[bug.place] not in "\"'"]
    assert planted
    base, left = judging.base(found), []
    for bug in planted:
        try:
            copy = judging.with_bug(module, bug.planted(text), tmp_path)
        except Exception:  # it does not even load
            continue
        names = {
            name: vars(copy)[name]
            for name in ("one_judged_by", "outcome", "clauses", "scores", "label", "fails_under", "holds_under")
            if module in (choices_module, answer_module, weighing, scorecard)
            and vars(copy).get(name) is not vars(module).get(name)
        }
        if module is clauses_module:
            monkeypatch.setattr(choices_module, "with_clauses", copy.with_clauses)
        rules = {
            judgement: lambda copy=copy: {"rules": Rules(judgement=copy)},
            ledger_module: lambda copy=copy: {"rules": Rules(ledger=copy)},
        }
        if not judging.is_found(made[0], found, default_ledger(), base, **names, **rules.get(module, dict)()):
            left.append(bug.shown(text))
        choices_module._names.cache_clear()
    assert left == []


# --- in the book ------------------------------------------------------------------------------------------------------------


def test_the_book_carries_the_inputs_of_its_findings(built_book):
    inputs = judge_script(default_ledger(), findings() | of_propositions(), default_record())
    written = (built_book / "judge-data.js").read_text(encoding="utf-8")
    assert written == data_script() and written.startswith(inputs)
    assert (built_book / "_static" / "judge.js").read_text(encoding="utf-8") == RULES
