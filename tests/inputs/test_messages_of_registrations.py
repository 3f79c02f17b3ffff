"""What a fault of the registrations says, word for word: line, field, problem and what was expected; and why nothing was registered."""

import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from invented import EVENING_PAPER

from audit.faults import Fault, FaultsError
from audit.inputs import registration
from audit.inputs.ledger import Ledger, load_ledger
from audit.inputs.registration import (
    FILE,
    HEADER,
    Refused,
    check_history,
    entry_digest,
    faults,
    only_the_chain,
    read,
    register,
)

DAY = date(2026, 11, 20)
CLAIMS = """\
- id: trade-growth
  article: evening-paper
  paragraph: 1
  kind: quantity
  claim: Trade grew by 29.
  topic: trade
  chapter: trade
  test: {comparison: rounds_to, reading: What rounds to it., value: 29}
- article: evening-paper
  id: "ships-seen" # a remark
  paragraph: 2
  kind: quantity
  claim: They sent more than 10 ships.
  topic: exercises
  chapter: exercises
  test: {comparison: more_than, reading: Above ten., threshold: 10}
"""
TRADE, SHIPS = "trade-growth", "ships-seen"
HOW = "python -m audit register {} --reason TEXT --results-known yes|no|part"
ONLY_GROWS = "a change is a new entry at the end: " + HOW.format("CLAIM_ID")
AS_WRITTEN = "the entry as it was written; " + ONLY_GROWS
DIGEST = "a SHA-256 digest, 64 digits of 0-9 and a-f"
FIELDS = "one of claim, test, date, reason, results_known, note, previous, digest"
ENTRIES = "entries as - claim: ..."


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> tuple[Ledger, str]:
    """A ledger of two claims, and the list with both registered, the second a day later."""
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "articles.yml").write_text(EVENING_PAPER)
    (folder / "claims.yml").write_text(CLAIMS)
    ledger = load_ledger(folder)
    for days, name in enumerate((TRADE, SHIPS)):
        add(ledger, folder, name, day=DAY + timedelta(days))
    return ledger, (folder / FILE).read_text(encoding="utf-8").removeprefix(HEADER)


@pytest.fixture
def seeds(tmp_path, sound) -> Path:
    (tmp_path / "articles.yml").write_text(EVENING_PAPER)
    (tmp_path / "claims.yml").write_text(CLAIMS)
    (tmp_path / FILE).write_text(sound[1])
    return tmp_path


def add(ledger: Ledger, folder: Path, *names: str, day: date = DAY + timedelta(9), **more):
    given = {"reason": "A test.", "results_known": "no"} | more
    return register(names, ledger, day=day, seeds_dir=folder, **given)


def only(ledger: Ledger | None, folder: Path) -> tuple:
    """The one fault of the registrations, without the name of its file."""
    [fault] = faults(ledger, folder)
    assert fault.file == str(folder / FILE)
    return fault.row, fault.column, fault.problem, fault.expected


# --- one entry ---
# The list is, without its heading: a blank line, the seven lines of the first entry, a blank line, those of the second.

BROKEN = [
    ("claim: trade-growth", "claim: Trade Growth", (2, "claim", "is 'Trade Growth'", "the id of a claim, proposition or forecast")),
    ("claim: trade-growth", "claim: [a]", (2, "claim", "is not text", "the id of a claim, proposition or forecast")),
    ("date: '2026-11-20'", "date: '2026-11-31'", (4, "date", "is '2026-11-31'", "a day of the calendar as YYYY-MM-DD")),
    ("date: '2026-11-20'", "date: '20261120'", (4, "date", "is '20261120'", "a day of the calendar as YYYY-MM-DD")),
    ("reason: A test.", "reason: ' A test.'", (5, "reason", "is ' A test.'", "text on one line")),
    ("reason: A test.", "reason: ''", (5, "reason", "is ''", "text on one line")),
    ("reason: A test.", f"reason: \"{'x' * 60}\\a\"", (5, "reason", "is '" + "x" * 57 + "...'", "text on one line")),
    ("reason: A test.", f"reason: \"{'x' * 59}\\a\"", (5, "reason", "is '" + "x" * 59 + "\\x07'", "text on one line")),
    ("results_known: 'no'", "results_known: perhaps", (6, "results_known", "is 'perhaps'", 'one of "yes", "no", "in part"')),
    ("reason: A test.", "note: ''\n  reason: A test.", (5, "note", "is ''", "text on one line, or no such field")),
    ("previous: ''", "previous: none", (7, "previous", "is 'none'", 'a SHA-256 digest, or "" in the first entry')),
    ("  test: ", "  test: A", (3, "test", "*", DIGEST)),
    ("  digest: ", "  digest: z", (8, "digest", "*", DIGEST)),
    ("  reason: A test.\n", "", (2, "reason", "is missing", "text on one line")),
    ("  previous: ''\n", "", (2, "previous", "is missing", 'a SHA-256 digest, or "" in the first entry')),
    ("  reason: A test.\n", "  reason: A test.\n  reason: A test.\n", (6, "reason", "field given twice", "each field once")),
    ("  reason: A test.\n", "  resaon: x\n  reason: A test.\n", (5, "resaon", "unknown field (did you mean reason?)", FIELDS)),
    ("  reason: A test.\n", "  reason: A test.\n  zzz: x\n", (6, "zzz", "unknown field", FIELDS)),
    ("  reason: A test.\n", "  [a]: x\n  reason: A test.\n", (5, "(a key that is no text)", "unknown field", FIELDS)),
    # changed after it was written
    ("reason: A test.", "reason: A tale.", (8, "digest", "does not fit the entry (trade-growth, 2026-11-20), which was changed after it was written", AS_WRITTEN)),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN, ids=[f"{case[2][1]} {case[2][2][:30]}" for case in BROKEN])
def test_a_fault_of_an_entry_is_named_with_its_line_and_field(seeds, sound, old, new, expected):
    text = sound[1]
    assert old in text
    (seeds / FILE).write_text(text.replace(old, new, 1))
    row, column, problem, wanted = expected
    if problem == "*":  # what a digest is said to be hangs on the digest
        value = yaml.load((seeds / FILE).read_text(), Loader=yaml.BaseLoader)[0][column]
        problem = f"is '{value[:57]}...'"
    found = faults(None, seeds)
    assert found[0] == Fault(str(seeds / FILE), row, column, problem, wanted)
    # The next entry names the digest of this one, where that was touched; nothing else is told of it.
    assert [fault.column for fault in found[1:]] == (["previous"] if (column, problem[:2]) == ("digest", "is") else [])
    if column != "claim":
        assert faults(sound[0], seeds) == found


FILES = {
    "nothing": (b"\xff", (1, None, "byte 0xff is not UTF-8", "UTF-8 text")),
    "not UTF-8": (b"- claim: x\n  test: \xe9", (2, None, "byte 0xe9 is not UTF-8", "UTF-8 text")),
    "a mapping": (b"\nclaim: x", (2, None, "holds no list of entries", ENTRIES)),
    "a list of words": (b"\n- x", (2, None, "is not an entry with fields", "- claim: ...")),
    "deep": (b"- claim: x\n  test: [[a]]", (2, None, "is nested deeper than an entry", ENTRIES)),
}


@pytest.mark.parametrize(("text", "expected"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_list_of_entries_is_named(seeds, sound, text, expected):
    (seeds / FILE).write_bytes(text)
    assert only(sound[0], seeds) == only(None, seeds) == expected
    with pytest.raises(FaultsError) as caught:
        read(seeds / FILE)
    assert caught.value.faults == [Fault(str(seeds / FILE), *expected)]


def test_what_is_no_yaml_is_named_in_the_words_of_its_reader(seeds):
    (seeds / FILE).write_text("- claim: x\n  test: [")
    row, column, problem, expected = only(None, seeds)
    assert (row, column, expected) == (3, None, "well-formed YAML")
    assert problem.startswith("cannot be read as YAML: ") and len(problem) > len("cannot be read as YAML: ")
    (seeds / FILE).write_text("- claim: \x07\n")
    row, column, problem, expected = only(None, seeds)
    assert (row, column, expected) == (None, None, "well-formed YAML")
    assert problem.startswith("cannot be read as YAML: ") and len(problem) > len("cannot be read as YAML: ")


def test_a_list_that_is_missing_or_no_file_is_named(seeds, sound):
    (seeds / FILE).unlink()
    assert only(sound[0], seeds) == (None, None, "file is missing", "the list of registered tests")
    (seeds / FILE).mkdir()
    told = (None, None, "cannot be read (Is a directory)", "the list of registered tests")
    assert only(sound[0], seeds) == told


# --- the chain ---


def entries(text: str) -> list[dict]:
    return yaml.load(text, Loader=yaml.BaseLoader)


def write(folder: Path, rows: list[dict]) -> None:
    """One after another without blank lines: an entry has seven lines."""
    (folder / FILE).write_text(yaml.safe_dump(rows, sort_keys=False, width=200))


def test_an_entry_that_is_not_the_next_breaks_the_chain(seeds, sound):
    first, second = entries(sound[1])
    problem = "of {} breaks the chain: an entry before it was changed, removed, moved or inserted"
    write(seeds, [second])
    assert only(None, seeds) == (
        *(6, "previous", problem.format("ships-seen, 2026-11-21")),
        '"", as no entry stands before',
    )
    third = second | {"previous": "0" * 64}
    third["digest"] = entry_digest(third)
    write(seeds, [first, third])
    assert only(None, seeds) == (
        *(13, "previous", problem.format("ships-seen, 2026-11-21")),
        f"the digest of the entry before, {first['digest'][:12]}…",
    )


def test_an_entry_after_one_that_has_no_digest_is_not_blamed(seeds, sound):
    first, second = entries(sound[1])
    write(seeds, [{name: text for name, text in first.items() if name != "digest"}, second])
    assert only(None, seeds) == (1, "digest", "is missing", DIGEST)


def test_an_entry_is_not_dated_before_any_that_stands_before_it(seeds, sound):
    first, second = entries(sound[1])
    rows = [first]
    for day in ("2026-11-25", "2026-11-24", "2026-11-25"):
        row = second | {"date": day, "previous": rows[-1]["digest"]}
        rows.append(row | {"digest": entry_digest(row)})
    write(seeds, rows)
    assert only(None, seeds) == (
        *(17, "date", "of ships-seen is 2026-11-24, before that of the entry before it"),
        "2026-11-25 or later",
    )


def test_an_entry_without_a_claim_or_a_date_is_named_all_the_same(seeds, sound):
    raw = registration._parse("- test: x\n- claim: a\n  date: 2026-11-20\n")
    assert [one.name for one in raw] == ["an entry without a claim, no date", "a, 2026-11-20"]


# --- the list and the ledger ---


def test_an_entry_of_a_claim_that_is_not_there_is_named_with_what_may_be_meant(seeds, sound):
    first, second = entries(sound[1])
    rows = [first, second]
    for name in ("ship-seen", "qqq"):
        row = second | {"claim": name, "previous": rows[-1]["digest"]}
        rows.append(row | {"digest": entry_digest(row)})
    write(seeds, rows)
    file, expected = str(seeds / FILE), "the id of a claim or proposition"
    assert faults(sound[0], seeds) == [
        Fault(file, 15, "claim", "no claim 'ship-seen' in the ledger (did you mean ships-seen?)", expected),
        Fault(file, 22, "claim", "no claim 'qqq' in the ledger", expected),
    ]


def test_a_test_that_nobody_registered_is_named_where_its_claim_begins(seeds, sound):
    write(seeds, [])
    expected = f"an entry in {seeds / FILE}: " + HOW
    claims = str(seeds / "claims.yml")
    assert faults(sound[0], seeds) == [
        Fault(claims, 1, "test", f"in {TRADE}: has no registered test", expected.format(TRADE)),
        Fault(claims, 10, "test", f"in {SHIPS}: has no registered test", expected.format(SHIPS)),
    ]
    (seeds / "claims.yml").write_text(CLAIMS.replace("id: ", "id:    other-"))
    assert [(one.file, one.row) for one in faults(sound[0], seeds)] == [(claims, None)] * 2


def test_a_test_that_changed_is_named_with_the_one_that_was_registered(seeds, sound):
    (seeds / "claims.yml").write_text(CLAIMS.replace("threshold: 10", "threshold: 11"))
    digest = entries(sound[1])[1]["test"]
    assert faults(load_ledger(seeds), seeds) == [
        Fault(
            str(seeds / "claims.yml"),
            10,
            "test",
            f"in {SHIPS}: the test changed without a revision",
            f"the test registered on 2026-11-21 ({digest[:12]}…); register it with `{HOW.format(SHIPS)}`",
        )
    ]


def test_faults_of_the_list_stand_in_the_order_of_its_lines(seeds, sound):
    text = sound[1].replace("test: ", "test: z").replace("  reason: A test.\n", "")
    (seeds / FILE).write_text(text)
    assert [(one.row, one.column) for one in faults(sound[0], seeds)] == [
        *[(2, "reason"), (3, "test"), (9, "reason"), (10, "test")],
    ]


# --- history ---


def git(folder: Path, *arguments: str) -> str:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *settings, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def committed(folder: Path, text: str, name: str = f"seeds/{FILE}") -> str:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")
    return git(folder, "rev-parse", "HEAD").strip()


def test_an_entry_that_was_not_kept_is_named_with_its_commit_and_what_became_of_it(tmp_path, sound):
    git(tmp_path, "init", "-q")
    first, second = (f"\n- claim{entry}" for entry in sound[1].split("\n- claim")[1:])
    commit = committed(tmp_path, first + second)
    name, kept = f"seeds/{FILE}", "every entry as it was committed, in its order; " + ONLY_GROWS
    one, two = (
        f"entry {number} ({entry}), committed in {commit[:10]}, was "
        for number, entry in ((1, "trade-growth, 2026-11-20"), (2, "ships-seen, 2026-11-21"))
    )
    on_disk = tmp_path / name
    for text, row, problem in (
        (first, None, two + "removed since"),
        (first + second.replace("A test.", "A tale."), 10, two + "changed since"),
        (second, 2, one + "moved or removed since"),
        (second + first, 2, one + "moved or removed since"),
    ):
        on_disk.write_text(text)
        assert check_history(tmp_path) == ([Fault(name, row, None, problem, kept)], None)
    on_disk.unlink()
    assert check_history(tmp_path) == ([Fault(name, None, None, one + "removed since", kept)], None)
    other = committed(tmp_path, first + second.replace("A test.", "A tale."))
    found = Fault(name, None, None, two + f"changed in {other[:10]}", kept)
    assert check_history(tmp_path) == ([found], None)


def test_what_kept_the_history_from_being_read_is_said(tmp_path):
    assert check_history(tmp_path) == ([], "there is no .git here")
    assert only_the_chain("there is no .git here") == (
        "registrations: only the chain of digests could be verified, not the whole history (there is no .git here)"
    )


def test_a_clone_that_was_cut_off_says_so(tmp_path, sound):
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    whole.mkdir()
    git(whole, "init", "-q")
    committed(whole, sound[1])
    committed(whole, "x", "other")
    git(tmp_path, "clone", "-q", "--depth", "1", whole.as_uri(), str(cut))
    assert check_history(cut) == ([], "this clone is shallow: what came before its oldest commit is unknown")


# --- why nothing was registered ---


@pytest.mark.parametrize(
    ("names", "given", "reason"),
    [
        ([TRADE], {"reason": " x"}, "reason is ' x', expected text on one line"),
        ([TRADE], {"reason": "x" * 60 + "\n"}, f"reason is '{'x' * 57}...', expected text on one line"),
        ([TRADE], {"results_known": "part"}, 'results_known is \'part\', expected one of "yes", "no", "in part"'),
        ([TRADE], {"note": ""}, "note is '', expected text on one line, or no such field"),
        (
            [TRADE],
            {"day": DAY},
            "the date 2026-11-20 is before that of the last entry, 2026-11-21",
        ),
        (["ship-seen"], {}, "ship-seen: no such claim (did you mean ships-seen?)"),
        (["qqq"], {}, "qqq: no such claim"),
        ([SHIPS], {}, "ships-seen: this test was registered on 2026-11-21; nothing to register"),
    ],
)
def test_why_nothing_was_registered_is_said(seeds, sound, names, given, reason):
    with pytest.raises(Refused) as caught:
        add(sound[0], seeds, *names, **given)
    assert str(caught.value) == reason
    assert (seeds / FILE).read_text() == sound[1]


def test_to_a_list_with_a_fault_nothing_is_added(seeds, sound):
    text = sound[1].replace("A test.", "A tale.", 1)
    (seeds / FILE).write_text(text)
    with pytest.raises(FaultsError) as caught:
        add(sound[0], seeds, TRADE)
    assert caught.value.faults == faults(None, seeds)
    assert [one.column for one in caught.value.faults] == ["digest"] and (seeds / FILE).read_text() == text


def test_a_list_that_cannot_grow_at_its_end_is_left_as_it_is(seeds, sound):
    (seeds / "claims.yml").write_text(CLAIMS.replace("threshold: 10", "threshold: 11"))
    inline = "[]\n"
    (seeds / FILE).write_text(inline)
    with pytest.raises(Refused) as caught:
        add(load_ledger(seeds), seeds, SHIPS)
    assert str(caught.value) == (
        f"{seeds / FILE} cannot grow as it is written, expected entries as - claim: ... down to its last line"
    )
    assert (seeds / FILE).read_text() == inline


def test_a_list_that_changed_while_it_was_read_is_left_as_it_is(seeds, sound, monkeypatch):
    def edited_meanwhile(*arguments):
        (seeds / FILE).write_text("# mine\n")
        return "0" * 64

    (seeds / FILE).write_text("")
    monkeypatch.setattr(registration, "test_digest", edited_meanwhile)
    with pytest.raises(Refused) as caught:
        add(sound[0], seeds, TRADE)
    assert str(caught.value) == f"{seeds / FILE} changed meanwhile; nothing was registered"
    assert (seeds / FILE).read_text() == "# mine\n"
    assert sorted(one.name for one in seeds.iterdir()) == ["articles.yml", "claims.yml", FILE]


def test_an_entry_is_written_as_it_is_read_by_people(tmp_path, sound):
    reason = "Größe, in one sentence that is longer than a line of eighty characters, so that it could be broken; 关系."
    [entry] = add(sound[0], tmp_path, TRADE, reason=reason, note="Zweitens: ß.")
    assert (tmp_path / FILE).read_text(encoding="utf-8") == HEADER + (
        f"\n- claim: trade-growth\n  test: {entry.test}\n  date: '2026-11-29'\n  reason: {reason}\n"
        f"  results_known: 'no'\n  note: 'Zweitens: ß.'\n  previous: ''\n  digest: {entry.digest}\n"
    )
