"""Mutants: which are tried, with which tests, and what is told of them."""

from pathlib import Path

import pytest

from audit.paths import ROOT
from audit.workshop.mutants import drawn
from audit.workshop.mutants import trials as trying
from audit.workshop.mutants.reached import Reach, notebooks, reach, reaching, statement
from audit.workshop.mutants.score import ENDLESS, KILLED, SURVIVED, interval, score
from audit.workshop.mutants.trials import Trials

SOURCE = """\
def grown(before, after):
    if after > before:
        return True
    raise ValueError("it shrank")
"""
TEST = """\
from audit.rule import grown

def test_growth():
    assert grown(1, 2)
"""


def made_in(folder: Path) -> Path:
    for name, text in {"audit/__init__.py": "", "audit/rule.py": SOURCE, "tests/test_rule.py": TEST}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def tree(tmp_path):
    return made_in(tmp_path)


FILES = [Reach("tests/test_rule.py", 1.0, {"audit/rule.py": frozenset({1, 2, 3})})]


# --- which are tried -------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_mutants_and_another_one_others():
    mutants = {"a": range(50), "b": range(30), "c": range(3)}
    assert drawn.draw(mutants, 20, 1) == drawn.draw(mutants, 20, 1) != drawn.draw(mutants, 20, 2)


def test_every_module_gives_its_share_and_at_least_one():
    mutants = {"large": range(1000), "middle": range(100), "small": range(2)}
    shares = {module: len(numbers) for module, numbers in drawn.draw(mutants, 110, 1).items()}
    assert sum(shares.values()) == 110 and shares == {"large": 99, "middle": 10, "small": 1}


def test_a_mutant_is_drawn_once_and_all_are_if_so_many_are_wanted():
    mutants = {"a": range(5), "b": range(2)}
    assert drawn.draw(mutants, 7, 1) == drawn.draw(mutants, 99, 1) == {"a": [0, 1, 2, 3, 4], "b": [0, 1]}
    assert all(len(set(numbers)) == len(numbers) for numbers in drawn.draw(mutants, 4, 1).values())


def test_the_parts_are_the_rules_the_inputs_and_the_findings():
    assert drawn.modules_of("rules") == ["audit/judgement.py"]
    assert "audit/inputs/record.py" in drawn.modules_of("inputs")
    assert "audit/findings/trade/claims.py" in drawn.modules_of("findings")


# --- with which tests ------------------------------------------------------------------------------


def test_the_lines_that_a_test_file_runs_are_found(tree):
    pytest.importorskip("coverage", reason="`make mutants` installs it")
    found = reach(tree, "tests/test_rule.py")
    assert found.lines["audit/rule.py"] == {1, 2, 3} and found.seconds > 0
    assert not [file for file in tree.iterdir() if file.name.startswith(".coverage")]


def test_a_test_file_that_fails_as_it_is_stops_everything(tree):
    pytest.importorskip("coverage", reason="`make mutants` installs it")
    (tree / "tests/test_rule.py").write_text(TEST.replace("grown(1, 2)", "grown(2, 1)"))
    with pytest.raises(RuntimeError, match="tests/test_rule.py does not pass with the code as it is"):
        reach(tree, "tests/test_rule.py")


def test_a_line_belongs_to_the_smallest_statement_around_it():
    source = "def f():\n    return [\n        1,\n        2,\n    ]\n"
    assert [statement(source, line) for line in (1, 2, 3, 4)] == [1, 2, 2, 2]


def test_the_file_named_after_the_module_goes_first_and_time_is_bounded():
    lines = {"audit/findings/trade/claims.py": frozenset({7})}
    quick, slow, own = (
        Reach("tests/test_quick.py", 1, lines),
        Reach("tests/test_slow.py", 60, lines),
        Reach("tests/test_trade.py", 9, lines),
    )
    assert reaching("audit/findings/trade/claims.py", 7, [quick, slow, own], 60) == [own, quick]
    assert reaching("audit/findings/trade/claims.py", 8, [quick, slow, own], 60) == []
    assert reaching("audit/findings/trade/claims.py", 7, [slow], 60) == [slow], "better one that takes long than none"


def test_a_notebook_is_a_test_of_what_it_says_it_uses_and_is_run_after_the_tests_of_its_chapter():
    [trade] = [one for one in notebooks(ROOT) if one.file == "chapters/trade.ipynb"]
    lines = trade.lines["audit/findings/trade/claims.py"]
    own, other = (
        Reach(file, 1, {"audit/findings/trade/claims.py": frozenset({7})})
        for file in ("tests/findings/test_trade.py", "tests/findings/test_flips.py")
    )
    assert 7 in lines
    assert reaching("audit/findings/trade/claims.py", 7, [trade, other, own], 60) == [own, trade, other]
    assert "audit/findings/war/goods.py" not in trade.lines


# --- what becomes of a mutant ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def trials(tmp_path_factory):
    made = Trials(made_in(tmp_path_factory.mktemp("tree")))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("fault", "outcome", "by"),
    [
        (("after > before", "after < before"), KILLED, "tests/test_rule.py::test_growth"),
        (("after > before", "after >= before"), SURVIVED, "1 test files passed"),
        (("def grown", "def other"), KILLED, "tests/test_rule.py"),
    ],
    ids=["noticed", "not noticed", "not even imported"],
)
def test_a_mutant_is_killed_if_a_test_notices_it(trials, fault, outcome, by):
    assert trials.attempt("audit/rule.py", SOURCE.replace(*fault), FILES) == {"outcome": outcome, "by": by}
    assert (trials.tree / "audit/rule.py").read_text() == SOURCE


def test_a_mutant_does_not_outlive_itself_as_compiled_code(trials):
    fault = SOURCE.replace("after > before", "after < before")  # as long as the source, and written in the same second
    said = [trials.attempt("audit/rule.py", text, FILES)["outcome"] for text in (SOURCE, fault, SOURCE, fault, SOURCE)]
    assert said == [SURVIVED, KILLED, SURVIVED, KILLED, SURVIVED]
    assert list((trials.tree / "audit").rglob("*.pyc")), "compiled code is kept: otherwise this test shows nothing"


def test_a_mutant_that_never_ends_is_noticed(trials, monkeypatch):
    monkeypatch.setattr(trying, "START", 0)
    endless = SOURCE.replace("return True", "return grown(before, after + 0 * sum(iter(int, 1)))")
    quick = [Reach("tests/test_rule.py", 0.5, {})]
    assert trials.attempt("audit/rule.py", endless, quick)["outcome"] == ENDLESS
    assert (trials.tree / "audit/rule.py").read_text() == SOURCE


def test_a_line_that_no_test_reaches_survives(trials):
    assert trials.attempt("audit/rule.py", "nonsense(", []) == {"outcome": SURVIVED, "by": "no test reaches it"}


# --- what is told ----------------------------------------------------------------------------------


def test_the_interval_is_wilsons():
    assert interval(9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert interval(0, 10)[0] == 0 and interval(10, 10)[1] == pytest.approx(1)
    with pytest.raises(ValueError, match="no mutant was tried"):
        interval(0, 0)


def test_what_never_ends_counts_as_noticed():
    assert score({"rules": [KILLED, ENDLESS, SURVIVED, KILLED], "inputs": []}) == [
        "rules: 3 of 4 mutants noticed, 75.0% (95% interval 30.1% to 95.4%)"
    ]


# --- the mutants of a module (needs what `make mutants` installs) ----------------------------------


def test_mutants_are_faults_with_numbers_that_stay_and_messages_are_left_alone():
    pytest.importorskip("mutmut", reason="`make mutants` installs it")
    from audit.workshop.mutants import code

    found = [code.mutant("audit/rule.py", SOURCE, number) for number in code.numbers(SOURCE)]
    assert found and found == [code.mutant("audit/rule.py", SOURCE, number) for number in code.numbers(SOURCE)]
    assert any(one.after == "if after >= before:" and one.line == 2 for one in found)
    assert not any("shrank" in one.after for one in found if one.line == 4 and "XX" in one.after)


def test_a_survivor_is_told_with_its_reason_or_as_one_without():
    pytest.importorskip("mutmut", reason="`make mutants` installs it")
    from audit.workshop.mutants import explained
    from audit.workshop.mutants.code import Mutant

    known, other = Mutant("audit/rule.py", 1, 2, "a > b", "a >= b"), Mutant("audit/rule.py", 2, 2, "a > b", "a < b")
    reasons = {("audit/rule.py", "a > b", "a >= b"): "they are never alike"}
    assert [line.splitlines()[-1] for line in explained.told([known, other], reasons)] == [
        "    explained: they are never alike",
        "    NOT EXPLAINED",
    ]


def test_no_mutant_is_explained_twice(tmp_path):
    pytest.importorskip("mutmut", reason="`make mutants` installs it")
    from audit.workshop.mutants import explained

    entry = "- {module: audit/rule.py, why: so it is, mutants: [[a, b]]}\n"
    (tmp_path / "explained.yml").write_text(entry)
    assert explained.read(tmp_path / "explained.yml") == {("audit/rule.py", "a", "b"): "so it is"}
    (tmp_path / "explained.yml").write_text(entry * 2)
    with pytest.raises(ValueError, match=r"explained twice: audit/rule.py \| a \| b"):
        explained.read(tmp_path / "explained.yml")
