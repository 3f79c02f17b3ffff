"""Registered tests: what the list holds cannot change unseen, and a test cannot change without it."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from invented import EVENING_PAPER
from sphinx.errors import ExtensionError

from audit import cli, commands
from audit.book import guard
from audit.faults import FaultsError
from audit.inputs import ledger as ledger_module
from audit.inputs import registration
from audit.inputs.history import NoHistory, history_of
from audit.inputs.ledger import Claim, Forecast, Proposition, load_ledger
from audit.inputs.registration import FILE, Refused, check_history, entry_digest, faults, history_faults, register
from audit.paths import DATA, ROOT, SEEDS
from audit.workshop import building
from audit.workshop.notebooks import Inputs

DAY = date(2026, 11, 20)
NAME = f"seeds/{FILE}"
#: What the repository's own list is tested for, once there is one.
needs_the_list = pytest.mark.skipif(not (SEEDS / FILE).exists(), reason=f"{NAME} does not exist yet")

CLAIM = """\
- id: {id}
  article: evening-paper
  paragraph: {paragraph}
  kind: quantity
  claim: Trade grew by about {low} in the year of paragraph {paragraph}.
  topic: trade
  chapter: trade
  test:
    comparison: between
    reading: Growth lies between the two.
    low: {low}
    high: {high}
"""
IDS = ("first-claim", "second-claim", "third-claim")


@pytest.fixture
def seeds(tmp_path) -> Path:
    """A ledger of three claims, each with a registered test."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "articles.yml").write_text(EVENING_PAPER)
    (folder / "claims.yml").write_text(
        "".join(
            CLAIM.format(id=name, paragraph=row, low=10 * row, high=10 * row + 1) for row, name in enumerate(IDS, 1)
        )
    )
    for days, name in enumerate(IDS):
        add(folder, name, day=DAY + timedelta(days))
    return folder


def add(folder: Path, *names: str, day: date = DAY + timedelta(9), known: str = "no", **more):
    return register(
        names, load_ledger(folder), reason="A test.", results_known=known, day=day, seeds_dir=folder, **more
    )


def told(folder: Path) -> list[str]:
    return [str(fault).removeprefix(f"{folder}/") for fault in faults(load_ledger(folder), folder)]


def entries(folder: Path) -> list[dict]:
    return yaml.load((folder / FILE).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def write(folder: Path, rows: list[dict]) -> None:
    (folder / FILE).write_text(yaml.safe_dump(rows, sort_keys=False), encoding="utf-8")


def chained(rows: list[dict]) -> list[dict]:
    """The rows with a chain that fits them: what somebody who knows the code could write."""
    previous = ""
    for row in rows:
        row["previous"] = previous
        row["digest"] = previous = entry_digest(row)
    return rows


def change_test(folder: Path, low: int = 20, to: int = 15) -> None:
    """Another lower bound for the claim whose bound is ``low``, with the same words."""
    claims = folder / "claims.yml"
    text = claims.read_text()
    assert f"    low: {low}\n" in text
    claims.write_text(text.replace(f"    low: {low}\n", f"    low: {to}\n"))


# --- the test and its digest ---


def claim(**changes) -> Claim:
    [entry] = yaml.safe_load(CLAIM.format(id="first-claim", paragraph=1, low=10, high=11))
    return Claim.model_validate(entry | changes)


OTHER = {"id": "narrow", "comparison": "between", "reading": "Closer.", "low": 10.4, "high": 10.6}


@pytest.mark.parametrize(
    "change",
    [
        {"id": "another-claim"},
        {"claim": "Trade grew by about 10."},
        {"kind": "event"},
        {"test": {"comparison": "between", "reading": "Growth lies between the two.", "low": 10, "high": 11.5}},
        {"test": {"comparison": "between", "reading": "Growth is close.", "low": 10, "high": 11}},
        {"test": {"comparison": "more_than", "reading": "Growth lies between the two.", "threshold": 10}},
        {"alternative_readings": [OTHER]},
    ],
    ids=["id", "wording", "kind", "bound", "reading", "comparison", "another reading"],
)
def test_what_a_claim_is_tested_for_is_registered(change):
    assert registration.test_digest(claim(**change)) != registration.test_digest(claim())


@pytest.mark.parametrize(
    "change",
    [
        {"topic": "other"},
        {"chapter": "ruble"},
        {"chapter": None, "not_judged_reason": "No data."},
        {"headline": True},
        {"wording_note": "Garbled."},
        {"paragraph": 2},
        {"relies_on": ["second-claim"]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_notes_and_places_are_not_registered(change):
    assert registration.test_digest(claim(**change)) == registration.test_digest(claim())


def test_the_digest_is_the_same_from_process_to_process():
    script = (
        "import sys, json; from audit.inputs.ledger import Claim; from audit.inputs.registration import test_digest;"
        "print(test_digest(Claim.model_validate(json.loads(sys.argv[1]))))"
    )
    given = json.dumps(yaml.safe_load(CLAIM.format(id="first-claim", paragraph=1, low=10, high=11))[0])
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script, given], env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == registration.test_digest(claim()), done.stderr


EVIDENCE = {"for": ["Treaties."], "against": ["Speeches."], "would_change": "A text."}


def test_of_a_judgement_the_evidence_asked_for_is_registered():
    def digest(evidence: dict | None) -> str:
        return registration.test_digest(claim(kind="judgement", test=None, evidence=evidence))

    changed = [{"for": ["Trade."]}, {"against": ["Trade."]}, {"would_change": "Trade."}]
    assert len({digest(None), digest(EVIDENCE), *(digest(EVIDENCE | change) for change in changed)}) == 5


@pytest.mark.parametrize("as_alternative", [False, True])
def test_a_changed_rule_for_hedges_changes_every_hedged_test_and_no_other(monkeypatch, as_alternative):
    about = {"comparison": "about", "reading": "Near it.", "value": 29}
    words = {"claim": "Trade grew by “around 29” per cent."}
    hedged = words | ({"alternative_readings": [about | {"id": "near"}]} if as_alternative else {"test": about})
    if as_alternative:
        hedged["test"] = {"comparison": "more_than", "reading": "Above it.", "threshold": 29}
    before = registration.test_digest(claim(**hedged)), registration.test_digest(claim())
    monkeypatch.setitem(vars(ledger_module), "HEDGE_SHARE", 0.1)
    after = registration.test_digest(claim(**hedged)), registration.test_digest(claim())
    assert before[0] != after[0] and before[1] == after[1]


PROPOSITION = """\
- id: equals-act-alike
  layer: equality
  proposition: Each side needs the other alike.
  predicts: {allies: Both do., partners: One does.}
  kind: structure
  chapter: equality
  test: {comparison: holds, reading: Shares of trade are alike.}
"""


def proposition(**changes) -> Proposition:
    return Proposition.model_validate(yaml.safe_load(PROPOSITION)[0] | changes)


def test_a_proposition_registers_all_that_it_says_but_notes_and_chapter():
    before = registration.test_digest(proposition())
    for change in (
        {"layer": "duty"},
        {"proposition": "Neither does."},
        {"predicts": {"allies": "Both do.", "partners": "Neither does."}},
        {"test": {"comparison": "holds", "reading": "Shares of trade are not alike."}},
    ):
        assert registration.test_digest(proposition(**change)) != before
    for change in ({"chapter": "trade"}, {"wording_note": "A note."}):
        assert registration.test_digest(proposition(**change)) == before


def test_propositions_are_registered_like_claims(seeds):
    (seeds / "propositions.yml").write_text(PROPOSITION)
    [fault] = told(seeds)
    assert fault.startswith("propositions.yml:1:test: in equals-act-alike: has no registered test")
    add(seeds, "equals-act-alike")
    assert told(seeds) == []
    (seeds / "propositions.yml").write_text(PROPOSITION.replace("are alike", "are equal"))
    assert "in equals-act-alike: the test changed without a revision" in told(seeds)[0]


# --- the list ---


def test_a_sound_list_has_no_fault(seeds):
    assert told(seeds) == []


def test_the_list_tells_first_latest_and_revisions(seeds):
    change_test(seeds)
    add(seeds, "second-claim", known="in part", note="On review.")
    listed = registration.read(seeds / FILE)
    [revision] = listed.revisions("second-claim")
    assert (revision.date, revision.results_known, revision.note) == (DAY + timedelta(9), "in part", "On review.")
    assert listed.first("second-claim").date == DAY + timedelta(1) and listed.latest("second-claim") == revision
    assert listed.revisions("first-claim") == () and listed.first("first-claim") == listed.latest("first-claim")
    assert listed.first("nobody") is None and listed.latest("nobody") is None and listed.of("nobody") == ()


def test_a_new_entry_changes_the_digest_of_its_claim_and_of_no_other(seeds):
    before = registration.read(seeds / FILE)
    change_test(seeds)
    add(seeds, "second-claim")
    after = registration.read(seeds / FILE)
    assert [name for name in IDS if before.digest(name) != after.digest(name)] == ["second-claim"]


def test_a_notebook_that_used_a_claim_is_out_of_date_when_its_test_is_revised(tmp_path):
    for folder in ("seeds", "data", "audit"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns(FILE, "__pycache__"))
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    before = Inputs.read(tmp_path).claims
    add(tmp_path / "seeds", "hub-and-spoke")
    after = Inputs.read(tmp_path).claims
    assert [name for name in after if before[name] != after[name]] == ["hub-and-spoke"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, f"{FILE}:-:-: file is missing"),
        (b"- claim: [\n", "cannot be read as YAML"),
        (b"- claim: a\n   test: b\n", f"{FILE}:2:-: cannot be read as YAML"),
        (b"claim: a\n", f"{FILE}:1:-: holds no list of entries"),
        (b"just words\n", f"{FILE}:1:-: holds no list of entries"),
        (b"# nothing\n\n- 12\n", f"{FILE}:3:-: is not an entry with fields"),
        (b"- claim: \xff\n", f"{FILE}:1:-: byte 0xff is not UTF-8"),
        (b"- &a [*a]\n", f"{FILE}:1:-: is not an entry with fields"),
        (b"[" * 30, f"{FILE}:1:-: is nested deeper than an entry"),
        (b"[" * 100_000, "nest"),  # PyYAML from 6.0.4 on is first to say so
        (b"- {[a, b]: c}\n", f"{FILE}:1:(a key that is no text): unknown field"),
        (b"--- []\n--- []\n", "cannot be read as YAML"),
        (b"\0", "cannot be read as YAML"),
    ],
)
def test_a_malformed_list_is_a_fault_with_its_line(seeds, content, problem):
    (seeds / FILE).unlink()
    if content is not None:
        (seeds / FILE).write_bytes(content)
    assert told(seeds)[0].startswith(problem) or problem in told(seeds)[0]
    assert " expected " in told(seeds)[0]
    with pytest.raises(FaultsError) as error:
        registration.read(seeds / FILE)
    assert problem in str(error.value)
    assert registration.read_if_any(seeds / "nowhere").entries == ()


def test_a_missing_list_is_one_fault_and_not_one_for_each_claim(seeds):
    (seeds / FILE).unlink()
    assert told(seeds) == [f"{FILE}:-:-: file is missing, expected the list of registered tests"]


def test_an_empty_list_registers_nothing(seeds):
    (seeds / FILE).write_text("# later\n")
    assert [re.search(r"in (\S+): has no registered test", line)[1] for line in told(seeds)] == list(IDS)


@pytest.mark.parametrize("field", ["claim", "test", "date", "reason", "results_known", "previous", "digest"])
def test_a_missing_field_is_named(seeds, field):
    rows = entries(seeds)
    del rows[1][field]
    write(seeds, rows)
    line = 1 + len(rows[0])
    assert f"{FILE}:{line}:{field}: is missing" in told(seeds)[0]


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("claim", "First Claim", "is 'First Claim', expected the id of a claim"),
        ("claim", ["first-claim"], "is not text"),
        ("test", "abc", "is 'abc', expected a SHA-256 digest"),
        ("date", "2026-02-30", "is '2026-02-30', expected a day of the calendar"),
        ("date", "20261120", "is '20261120', expected a day of the calendar"),
        ("reason", "", "is '', expected text on one line"),
        ("reason", "one\ntwo", "is 'one\\ntwo', expected text on one line"),
        ("note", " ", "is ' ', expected text on one line"),
        ("results_known", "perhaps", 'is \'perhaps\', expected one of "yes", "no", "in part"'),
        ("results_known", True, 'is \'true\', expected one of "yes", "no", "in part"'),
        ("results_known", {"yes": 1}, "is not text"),
        ("previous", "none", "is 'none', expected a SHA-256 digest"),
        ("digest", "0" * 63, "expected a SHA-256 digest"),
    ],
)
def test_a_value_of_another_form_is_named(seeds, field, value, problem):
    rows = entries(seeds)
    rows[0][field] = value
    write(seeds, rows)
    assert any(f":{field}: " in line and problem in line for line in told(seeds)), told(seeds)


def test_an_unknown_field_and_one_given_twice_are_named(seeds):
    file = seeds / FILE
    text = file.read_text()
    file.write_text(text.replace("  reason: A test.\n", "  reason: A test.\n  reson: Another.\n  reason: Two.\n", 1))
    assert any(
        "reson: unknown field (did you mean reason?), expected one of claim, test" in line for line in told(seeds)
    )
    assert any(":reason: field given twice" in line for line in told(seeds))


def test_a_plain_yes_is_text_and_what_we_write_is_text_for_every_reader_of_yaml(seeds):
    change_test(seeds)
    add(seeds, "second-claim", known="yes")
    file = seeds / FILE
    for row in yaml.safe_load(file.read_text()):
        assert {type(value) for value in row.values()} == {str}
    file.write_text(file.read_text().replace("results_known: 'yes'", "results_known: yes"))
    assert "results_known: yes\n" in file.read_text() and told(seeds) == []


# --- the chain ---


def test_an_entry_changed_after_it_was_written_is_named(seeds):
    rows = entries(seeds)
    rows[1]["reason"] = "A better one."
    write(seeds, rows)
    [fault] = told(seeds)
    assert ":digest: does not fit the entry (second-claim, 2026-11-21), which was changed after it was written" in fault


@pytest.mark.parametrize(
    "forge",
    [
        lambda rows: rows[1].update(reason="A better one.", digest=entry_digest(rows[1] | {"reason": "A better one."})),
        lambda rows: rows.pop(1),
        lambda rows: rows.insert(1, rows[0]),
        lambda rows: rows.pop(0),
    ],
    ids=["changed with its digest", "removed", "inserted", "first removed"],
)
def test_a_list_written_anew_in_part_breaks_the_chain(seeds, forge):
    rows = entries(seeds)
    forge(rows)
    write(seeds, rows)
    assert any(":previous: of " in line and "breaks the chain" in line for line in told(seeds)), told(seeds)


def test_moved_entries_break_the_chain(seeds):
    first, second, third = entries(seeds)
    write(seeds, [first, third, second])
    assert sum("breaks the chain" in line for line in told(seeds)) == 2


def test_a_date_before_that_of_the_entry_before_is_named(seeds):
    rows = entries(seeds)
    rows[2]["date"] = "2020-01-01"
    write(seeds, chained(rows))
    [fault] = told(seeds)
    assert (
        ":date: of third-claim is 2020-01-01, before that of the entry before it, expected 2026-11-21 or later" in fault
    )


# --- the list and the ledger ---


def test_a_test_that_changed_without_a_revision_is_named_with_the_way_out(seeds):
    change_test(seeds)
    [fault] = told(seeds)
    assert re.match(
        r"claims\.yml:13:test: in second-claim: the test changed without a revision, expected the test ", fault
    )
    assert "register it with `python -m audit register second-claim --reason TEXT --results-known yes|no|part`" in fault


def test_a_registered_revision_makes_it_sound_and_changing_back_is_a_change(seeds):
    change_test(seeds)
    add(seeds, "second-claim")
    assert told(seeds) == []
    change_test(seeds, 15, 20)
    assert len(told(seeds)) == 1
    add(seeds, "second-claim")
    assert told(seeds) == []
    assert len(registration.read(seeds / FILE).revisions("second-claim")) == 2


def test_a_claim_without_an_entry_is_named(seeds):
    with (seeds / "claims.yml").open("a") as file:
        file.write(CLAIM.format(id="fourth-claim", paragraph=4, low=40, high=41))
    [fault] = told(seeds)
    assert re.match(r"claims\.yml:37:test: in fourth-claim: has no registered test, expected an entry in ", fault)


def test_an_entry_for_an_unknown_claim_is_named(seeds):
    text = (seeds / "claims.yml").read_text()
    (seeds / "claims.yml").write_text(text.replace("- id: third-claim", "- id: third-claims"))
    unknown, unregistered = told(seeds)
    assert ":claim: no claim 'third-claim' in the ledger (did you mean third-claims?)" in unknown
    assert "in third-claims: has no registered test" in unregistered


def test_a_faulty_ledger_does_not_hide_a_broken_chain(seeds):
    rows = entries(seeds)
    del rows[0]
    write(seeds, rows)
    assert len(faults(None, seeds)) == 1


# --- registering ---


def test_registering_keeps_what_stands_in_the_file(seeds):
    file = seeds / FILE
    file.write_text(file.read_text().replace("# note ", "# A comment of ours.\n# note ").rstrip("\n"))
    before = file.read_text()
    change_test(seeds)
    [entry] = add(seeds, "second-claim")
    assert file.read_text().startswith(before + "\n") and before.count("A comment of ours.") == 1
    assert entry.previous == entries(seeds)[2]["digest"] and entry.digest == entries(seeds)[3]["digest"]
    assert told(seeds) == [] and not list(seeds.glob(".*"))


@pytest.mark.parametrize(
    "reason", ["yes", "2026-11-20", "a: b # c", "“ships” → six; 'more'", '"', "- x", "é" * 500, "\u00a0x\u00a0y"]
)
def test_any_line_of_text_can_be_a_reason(seeds, reason):
    change_test(seeds)
    day = DAY + timedelta(9)
    if reason.strip() != reason:
        reason = reason.strip()
    register(["second-claim"], load_ledger(seeds), reason=reason, results_known="no", day=day, seeds_dir=seeds)
    assert registration.read(seeds / FILE).latest("second-claim").reason == reason and told(seeds) == []


@pytest.mark.parametrize(
    ("names", "more", "problem"),
    [
        (["first-claim"], {}, "first-claim: this test was registered on 2026-11-20; nothing to register"),
        (["second-claim", "first-claim"], {}, "first-claim: this test was registered"),
        (["second-claims"], {}, r"second-claims: no such claim \(did you mean second-claim\?\)"),
        (
            ["second-claim"],
            {"day": date(2026, 11, 21)},
            "the date 2026-11-21 is before that of the last entry, 2026-11-22",
        ),
        (["second-claim"], {"reason": " "}, "reason is ' ', expected text on one line"),
        (["second-claim"], {"reason": "one\ntwo"}, "reason is"),
        (["second-claim"], {"reason": "\udcff"}, "reason is"),
        (["second-claim"], {"note": ""}, "note is ''"),
        (["second-claim"], {"results_known": "part"}, "results_known is 'part', expected one of"),
    ],
)
def test_nothing_is_registered_in_vain_or_in_part(seeds, names, more, problem):
    change_test(seeds)
    before = (seeds / FILE).read_bytes()
    given = {"reason": "A test.", "results_known": "no", "day": DAY + timedelta(9)} | more
    with pytest.raises(Refused, match=problem):
        register(names, load_ledger(seeds), seeds_dir=seeds, **given)
    assert (seeds / FILE).read_bytes() == before


def test_nothing_is_added_to_a_broken_list(seeds):
    rows = entries(seeds)
    del rows[0]
    write(seeds, rows)
    change_test(seeds)
    with pytest.raises(FaultsError, match="breaks the chain"):
        add(seeds, "second-claim")


def test_a_list_that_cannot_grow_stays_as_it_is(seeds):
    for content in (b"[]\n", b"# nothing yet\n[ ]"):
        (seeds / FILE).write_bytes(content)
        with pytest.raises(Refused, match="cannot grow as it is written"):
            add(seeds, "first-claim")
        assert (seeds / FILE).read_bytes() == content


def test_an_edit_meanwhile_is_not_overwritten(seeds, monkeypatch):
    change_test(seeds)
    dump = registration._as_yaml

    def edit_and_dump(entry):
        (seeds / FILE).write_text("- edited\n")
        return dump(entry)

    monkeypatch.setattr(registration, "_as_yaml", edit_and_dump)
    with pytest.raises(Refused, match="changed meanwhile"):
        add(seeds, "second-claim")
    assert (seeds / FILE).read_text() == "- edited\n" and not list(seeds.glob(".*"))


# --- the command line ---


@pytest.fixture
def audit(capsys, monkeypatch):
    """Runs a command in this process on a sound record."""
    monkeypatch.setattr(commands, "check_record", lambda data: [])

    def run(*arguments) -> tuple[int, str, str]:
        code = cli.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_check_passes_and_says_what_it_could_not_verify(audit, seeds):
    code, out, err = audit("check", "--seeds", seeds)
    assert (code, out) == (0, "")
    assert "only the chain of digests could be verified" in err and err.endswith("claims and record: no faults\n")


def test_check_refuses_a_test_that_was_edited_and_names_it(audit, seeds):
    change_test(seeds)
    code, out, err = audit("check", "--seeds", seeds)
    assert code == 1 and "in second-claim: the test changed without a revision" in out and err.endswith("\n1 fault\n")


def test_a_reader_can_try_another_test_and_is_told(audit, seeds):
    change_test(seeds)
    code, out, err = audit("findings", "--seeds", seeds)
    assert code == 0 and out
    assert re.fullmatch(
        r"warning: \S+claims.yml:13:test: in second-claim: the test changed without a revision, .*\n", err
    )
    code, out, err = audit("explain", "second-claim", "--seeds", seeds)
    assert code == 2 and "second-claim is in the ledger but not judged yet" in err and "warning: " in err
    (seeds / FILE).unlink()
    code, out, err = audit("findings", "--seeds", seeds)
    assert code == 0 and err.count("warning: ") == 1 and "file is missing" in err
    assert audit("check", "--seeds", seeds)[0] == 1


def test_of_its_own_claims_it_tells_no_verdict_of_a_test_that_is_not_registered(audit, seeds, monkeypatch):
    change_test(seeds)
    monkeypatch.setattr(commands, "SEEDS", seeds)
    for command in (["findings"], ["explain", "second-claim"]):
        code, out, err = audit(*command, "--seeds", seeds)
        assert (code, out) == (1, "") and "in second-claim: the test changed without a revision" in err


def test_register_adds_entries_and_check_passes(audit, seeds):
    change_test(seeds)
    command = ["register", "second-claim", "--reason", "Found too wide.", "--results-known", "part", "--seeds", seeds]
    before = date.today()
    code, out, err = audit(*command)
    latest = registration.read(seeds / FILE).latest("second-claim")
    # Not "today": it may have become tomorrow since.
    assert before <= latest.date <= date.today()
    assert (latest.results_known, latest.reason) == ("in part", "Found too wide.")
    assert (code, err) == (0, "") and re.fullmatch(
        rf"second-claim: registered on {latest.date}, test .*…, entry .*…\n", out
    )
    assert audit("check", "--seeds", seeds)[0] == 0
    assert audit(*command) == (
        2,
        "",
        f"second-claim: this test was registered on {latest.date}; nothing to register\n",
    )


def test_register_makes_the_list_with_its_explanation(audit, seeds):
    (seeds / FILE).unlink()
    command = ["register", *IDS, "--reason", "First.", "--results-known", "yes", "--note", "judged before"]
    code, out, _ = audit(*command, "--date", "2026-11-20", "--seeds", seeds)
    assert code == 0 and len(out.splitlines()) == 3
    assert (seeds / FILE).read_text().startswith("# Every test that was registered")
    assert {row["note"] for row in entries(seeds)} == {"judged before"} and told(seeds) == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["first-claim", "--reason", "x"],
        ["first-claim", "--results-known", "no"],
        ["first-claim", "--reason", "x", "--results-known", "maybe"],
        ["first-claim", "--reason", "x", "--results-known", "no", "--date", "20.11.2026"],
        ["first-claim", "--reason", "x", "--results-known", "no", "--date", "9999-12-31"],
    ],
)
def test_register_wants_a_reason_and_a_day_that_has_come(audit, seeds, arguments):
    with pytest.raises(SystemExit) as stop:
        audit("register", *arguments, "--seeds", seeds)
    assert stop.value.code == 2


def test_register_tells_the_faults_of_the_claims(audit, seeds):
    (seeds / "claims.yml").write_text("- id: x\n")
    code, out, err = audit("register", "x", "--reason", "x", "--results-known", "no", "--seeds", seeds)
    assert (code, out) == (1, "") and "claims.yml:1:" in err and "Traceback" not in err


# --- the build ---


def test_the_build_refuses_an_edited_test_and_names_it(tmp_path, seeds, monkeypatch):
    shutil.copytree(DATA, tmp_path / "data")
    building.check_inputs(tmp_path)
    change_test(seeds)
    with pytest.raises(FaultsError, match="in second-claim: the test changed without a revision"):
        building.check_inputs(tmp_path)


def test_the_build_says_what_it_could_not_verify(tmp_path, seeds, capsys):
    shutil.copytree(DATA, tmp_path / "data")
    building.check_inputs(tmp_path)
    assert (
        "only the chain of digests could be verified, not the whole history (there is no .git here)"
        in capsys.readouterr().err
    )


def test_plain_jupyter_book_refuses_it_too(seeds, monkeypatch):
    change_test(seeds)
    ledger = load_ledger(seeds)
    monkeypatch.setattr(guard, "load_ledger", lambda: ledger)
    monkeypatch.setattr(guard.registered, "check", lambda ledger: (faults(ledger, seeds), None))
    with pytest.raises(ExtensionError, match="in second-claim: the test changed without a revision"):
        guard.refuse_unregistered_tests(SimpleNamespace())


# --- the history ---


def git(root: Path, *arguments: str) -> str:
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true"}
    for role in ("AUTHOR", "COMMITTER"):
        settings |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.org"}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(["git", *arguments], cwd=root, env=clean | settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(root: Path, message: str = "x") -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path, seeds) -> Path:
    """The three registrations, committed."""
    if not shutil.which("git"):
        pytest.skip("there is no git here")
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    return tmp_path


def history(root: Path) -> list[str]:
    return [str(fault) for fault in history_faults(root)]


def revise(seeds: Path, low: int, to: int, name: str) -> None:
    change_test(seeds, low, to)
    add(seeds, name)


def rewrite_second(seeds: Path) -> None:
    """Another test, with its digest and its date, and a chain that fits: what no look at the files can find."""
    change_test(seeds)
    rows = entries(seeds)
    rows[1] |= {"test": registration.test_digest(load_ledger(seeds).claims["second-claim"]), "date": "2026-11-20"}
    write(seeds, chained(rows))
    assert told(seeds) == []


def test_a_list_that_only_grew_has_no_fault(repository, seeds):
    assert check_history(repository) == ([], None)
    revise(seeds, 20, 15, "second-claim")
    assert check_history(repository) == ([], None)
    commit(repository)
    revise(seeds, 30, 25, "third-claim")
    commit(repository)
    (seeds / "claims.yml").touch()
    commit(repository, "nothing of it")
    assert check_history(repository) == ([], None)


def test_editing_test_digest_and_date_together_is_caught_before_the_commit(repository, seeds):
    first = git(repository, "rev-parse", "HEAD")
    rewrite_second(seeds)
    [fault] = history(repository)
    assert fault.startswith(
        f"{NAME}:8:-: entry 2 (second-claim, 2026-11-21), committed in {first[:10]}, was changed since"
    )


def test_editing_test_digest_and_date_together_is_caught_after_the_commit(repository, seeds):
    first = git(repository, "rev-parse", "HEAD")
    rewrite_second(seeds)
    second = commit(repository)
    revise(seeds, 30, 25, "third-claim")
    commit(repository)
    [fault] = history(repository)
    assert f"entry 2 (second-claim, 2026-11-21), committed in {first[:10]}, was changed in {second[:10]}" in fault


def test_check_and_the_build_tell_it(repository, seeds, audit, monkeypatch):
    rewrite_second(seeds)
    monkeypatch.setattr(commands, "SEEDS", seeds)
    monkeypatch.setattr(registration, "check", lambda ledger: (history_faults(repository), None))
    code, out, err = audit("check", "--seeds", seeds)
    assert code == 1 and "entry 2 (second-claim, 2026-11-21)" in out and "only the chain" not in err
    monkeypatch.undo()
    shutil.copytree(DATA, repository / "data")
    with pytest.raises(FaultsError, match=r"entry 2 \(second-claim, 2026-11-21\)"):
        building.check_inputs(repository)


@pytest.mark.parametrize(
    ("forge", "named", "what"),
    [
        (lambda rows: rows[:2], "entry 3 (third-claim, 2026-11-22)", "was removed in"),
        (lambda rows: [rows[0], rows[2]], "entry 2 (second-claim, 2026-11-21)", "was moved or removed in"),
        (lambda rows: [rows[1], rows[0], rows[2]], "entry 1 (first-claim, 2026-11-20)", "was moved or removed in"),
        (lambda rows: [], "entry 1 (first-claim, 2026-11-20)", "was removed in"),
        (
            lambda rows: [rows[0] | {"reason": "Better."}, *rows[1:]],
            "entry 1 (first-claim, 2026-11-20)",
            "was changed in",
        ),
    ],
    ids=["last removed", "middle removed", "reordered", "all removed", "a reason changed"],
)
def test_what_was_committed_can_neither_go_nor_move_nor_change(repository, seeds, forge, named, what):
    write(seeds, chained(forge(entries(seeds))))
    bad = commit(repository)
    [fault] = history(repository)
    assert named in fault and f"{what} {bad[:10]}" in fault


def test_putting_it_back_does_not_undo_it(repository, seeds):
    before = (seeds / FILE).read_text()
    (seeds / FILE).unlink()
    bad = commit(repository)
    (seeds / FILE).write_text(before)
    commit(repository)
    [fault] = history(repository)
    assert "entry 1 (first-claim, 2026-11-20)" in fault and f"was removed in {bad[:10]}" in fault


def test_a_version_that_cannot_be_read_hides_nothing(repository, seeds):
    before = (seeds / FILE).read_text()
    (seeds / FILE).write_text("- claim: [\n")
    commit(repository)
    (seeds / FILE).write_text(before)
    assert history(repository) == []
    rewrite_second(seeds)
    assert len(history(repository)) == 1
    commit(repository)
    assert len(history(repository)) == 1


def test_comments_and_layout_may_change(repository, seeds):
    (seeds / FILE).write_text("# Another explanation.\n" + json.dumps(entries(seeds), indent=1))
    assert history(repository) == []
    commit(repository)
    assert history(repository) == []


def test_a_branch_without_registrations_merges_without_fault(repository, seeds):
    git(repository, "checkout", "-q", "-b", "side")
    (repository / "notes.txt").write_text("x")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    revise(seeds, 20, 15, "second-claim")
    commit(repository)
    git(repository, "merge", "-q", "--no-ff", "-m", "merge", "side")
    assert history(repository) == []


def test_a_branch_that_registered_merges_without_fault(repository, seeds):
    git(repository, "checkout", "-q", "-b", "side")
    revise(seeds, 20, 15, "second-claim")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    (repository / "notes.txt").write_text("x")
    commit(repository)
    git(repository, "merge", "-q", "--no-ff", "-m", "merge", "side")
    assert len(registration.read(seeds / FILE).entries) == 4 and history(repository) == []


def test_an_entry_taken_over_from_another_branch_is_no_fault(repository, seeds):
    git(repository, "branch", "side")
    revise(seeds, 20, 15, "second-claim")
    taken = commit(repository)
    revise(seeds, 30, 25, "third-claim")
    commit(repository)
    git(repository, "checkout", "-q", "side")
    git(repository, "cherry-pick", "-x", taken)  # with another message, so that it is another commit in any second
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "--no-ff", "-X", "ours", "-m", "merge", "side")
    assert history(repository) == []


@pytest.mark.parametrize("strategy", ["ours", "theirs by hand"])
def test_a_merge_that_drops_a_branchs_entry_is_named(repository, seeds, strategy):
    git(repository, "checkout", "-q", "-b", "side")
    revise(seeds, 20, 15, "second-claim")
    lost = commit(repository)
    git(repository, "checkout", "-q", "main")
    (repository / "notes.txt").write_text("x")
    commit(repository)
    git(repository, "merge", "-q", "--no-ff", "--no-commit", *(["-s", "ours"] if strategy == "ours" else []), "side")
    if strategy != "ours":
        git(repository, "checkout", "main", "--", "seeds")
    merge = commit(repository)
    for _ in range(2):
        (repository / "notes.txt").write_text((repository / "notes.txt").read_text() + "y")
        commit(repository)
    [fault] = history(repository)
    assert f"entry 4 (second-claim, 2026-11-29), committed in {lost[:10]}, was removed in {merge[:10]}" in fault


def test_two_branches_cannot_both_register(repository, seeds):
    git(repository, "branch", "side")
    revise(seeds, 20, 15, "second-claim")
    commit(repository)
    ours = entries(seeds)
    git(repository, "checkout", "-q", "side")
    revise(seeds, 30, 25, "third-claim")
    commit(repository)
    theirs = entries(seeds)
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "--no-ff", "-s", "ours", "--no-commit", "side")
    change_test(seeds, 30, 25)
    write(seeds, chained([*ours, theirs[3]]))
    merge = commit(repository)
    assert told(seeds) == []
    [fault] = history(repository)
    assert f"entry 4 (third-claim, 2026-11-29), committed in {git(repository, 'rev-parse', 'side')[:10]}" in fault
    assert f"in {merge[:10]}" in fault


def test_without_history_it_is_a_note_and_no_fault(tmp_path, seeds):
    assert check_history(tmp_path) == ([], "there is no .git here")


def test_without_git_it_is_a_note_and_no_fault(repository, monkeypatch, tmp_path):
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert check_history(repository) == ([], "the command git was not found")


def test_before_the_first_commit_it_is_a_note(tmp_path, seeds):
    git(tmp_path, "init", "-q")
    found, note = check_history(tmp_path)
    assert found == [] and note.startswith("git could not read the history (")


def test_a_list_that_was_never_committed_has_no_fault(tmp_path, seeds):
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "x")
    assert check_history(tmp_path) == ([], None)


def test_a_shallow_clone_is_checked_as_far_as_it_goes(repository, seeds, tmp_path):
    rewrite_second(seeds)
    commit(repository)
    commit(repository, "later")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), str(shallow))
    found, note = check_history(shallow)
    assert found == [] and "shallow" in note
    (shallow / NAME).unlink()
    assert len(history(shallow)) == 1


def test_a_hook_of_another_repository_does_not_mislead(repository, seeds, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    rewrite_second(seeds)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert len(history(repository)) == 1


def test_the_history_takes_few_processes_however_long_it_is(repository, seeds, monkeypatch):
    for number in range(12):
        revise(seeds, *((20, 15) if number % 2 == 0 else (15, 20)), "second-claim")
        commit(repository)
    calls, run = [], subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *given, **more: calls.append(given) or run(*given, **more))
    assert history_faults(repository) == [] and len(calls) <= 4


# --- registered before the data ---


def first_holding(root: Path, name: str, holds) -> tuple[str, int] | None:
    """The first commit whose version of a file ``holds`` something, and its place in the line of first parents."""
    line = git(root, "rev-list", "--first-parent", "--reverse", "HEAD").split()
    added = next((one.commit for one in history_of(root, name).versions if one.content and holds(one.content)), None)
    if added is None:
        return None
    along = git(root, "rev-list", "--first-parent", "--reverse", "HEAD", "--", name).split()
    arrived = next(one for one in along if holds(git(root, "show", f"{one}:{name}").encode()))
    return added, line.index(arrived)


def registered_too_late(root: Path, claim_ids: set[str], chapter: str = "institutions") -> list[str]:
    """The claims that were first registered after, or together with, the first table of their chapter."""

    def tables(content: bytes) -> bool:
        try:
            descriptor = json.loads(content)
        except json.JSONDecodeError:  # a merge once committed marks of a conflict: such a version describes no table
            return False
        return any(resource.get("chapter") == chapter for resource in descriptor["resources"])

    table = first_holding(root, "data/datapackage.json", tables)
    late = []
    for claim_id in sorted(claim_ids) if table else ():
        entry = first_holding(
            root,
            NAME,
            lambda content, name=claim_id: any(
                e.value.get("claim") == name for e in registration._parse(content.decode())
            ),
        )
        before = entry is not None and (
            entry[1] < table[1] or (entry[0] != table[0] and is_ancestor(root, entry[0], table[0]))
        )
        late += [] if before else [claim_id]
    return late


def is_ancestor(root: Path, one: str, other: str) -> bool:
    return subprocess.run(["git", "merge-base", "--is-ancestor", one, other], cwd=root).returncode == 0


def add_table(root: Path, chapter: str = "institutions") -> None:
    (root / "data").mkdir(exist_ok=True)
    (root / "data" / "datapackage.json").write_text(json.dumps({"resources": [{"name": "clubs", "chapter": chapter}]}))


def test_a_test_registered_before_the_table_is_in_time(repository):
    assert registered_too_late(repository, set(IDS)) == []
    add_table(repository)
    assert registered_too_late(repository, set(IDS)) == []
    commit(repository)
    assert registered_too_late(repository, set(IDS)) == []


def test_a_test_registered_with_the_table_or_after_it_is_late(repository, seeds):
    with (seeds / "claims.yml").open("a") as file:
        file.write(CLAIM.format(id="fourth-claim", paragraph=4, low=40, high=41))
        file.write(CLAIM.format(id="fifth-claim", paragraph=5, low=50, high=51))
    add_table(repository)
    add(seeds, "fourth-claim")
    commit(repository)
    add(seeds, "fifth-claim")
    commit(repository)
    assert registered_too_late(repository, {*IDS, "fourth-claim", "fifth-claim"}) == ["fifth-claim", "fourth-claim"]


def test_a_test_and_then_its_table_on_one_branch_are_in_time(repository, seeds):
    git(repository, "checkout", "-q", "-b", "side")
    with (seeds / "claims.yml").open("a") as file:
        file.write(CLAIM.format(id="fourth-claim", paragraph=4, low=40, high=41))
    add(seeds, "fourth-claim")
    commit(repository)
    add_table(repository)
    commit(repository)
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "--no-ff", "-m", "merge", "side")
    assert registered_too_late(repository, {"fourth-claim"}) == []


# --- the repository itself ---


@needs_the_list
def test_the_repositorys_own_list_is_sound():
    found, note = registration.check(load_ledger())
    assert [str(fault) for fault in found] == []
    if note:
        pytest.skip(note)


@needs_the_list
def test_an_edited_test_of_the_repository_is_named_by_check(tmp_path):
    seeds = Path(shutil.copytree(SEEDS, tmp_path / "seeds"))
    ledger = load_ledger()
    name = next(one.id for one in ledger.claims.values() if one.headline and one.test is not None)
    text = (seeds / "claims.yml").read_text(encoding="utf-8")
    start = text.index(f"- id: {name}\n")
    changed = re.sub(r"\n    reading: ", "\n    reading: More or less, ", text[start:], count=1)
    (seeds / "claims.yml").write_text(text[:start] + changed, encoding="utf-8")
    command = [sys.executable, "-m", "audit"]
    done = subprocess.run([*command, "check", "--seeds", seeds], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout.count("\n") == 1
    assert f"in {name}: the test changed without a revision" in done.stdout
    done = subprocess.run([*command, "explain", name, "--seeds", seeds], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.startswith(f"{name} (")
    assert f"in {name}: the test changed without a revision" in done.stderr


@needs_the_list
@pytest.mark.parametrize("chapter", ["institutions", "concert", "equality", "war"])
def test_open_tests_were_registered_before_the_first_table_of_their_chapter(chapter):
    descriptor = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    if not any(resource.get("chapter") == chapter for resource in descriptor["resources"]):
        return  # no table yet: whatever is registered now precedes it
    try:
        history = history_of(ROOT, NAME)
    except NoHistory as error:
        pytest.skip(f"the order cannot be shown: {error}")
    if history.shallow:
        pytest.skip("the order cannot be shown: this clone is shallow")
    listed, known = registration.read(), registration.registrable(load_ledger())
    # A forecast is put to data of years to come, which are in no table yet.
    known = {name: one for name, one in known.items() if not isinstance(one, Forecast)}
    open_ones = {
        name for name, one in known.items() if one.chapter == chapter or chapter in (listed.first(name).note or "")
    }
    assert open_ones and registered_too_late(ROOT, open_ones, chapter) == []
