"""What a fault of the ledger says, word for word: file, line, field, problem and what was expected.

One small folder of seeds, broken in one way for each place in ``audit.inputs.ledger`` that can find something.
"""

from pathlib import Path

import pytest
import yaml

from audit.faults import Fault, FaultsError
from audit.inputs.ledger import chapters, load_ledger

ARTICLES = """\
- id: evening-paper
  title: Friends
  outlet: The Evening Paper
  author: A. Writer
  url: https://example.org/friends
  published_earliest: 2023-08-14
  published_latest: 2023-08-15
  published_reason: Printed on it.
  text_sha256: "0000000000000000000000000000000000000000000000000000000000000000"
  paragraphs: 9
  paragraph_rule: Non-blank lines.
"""
CLAIMS = """\
- id: trade-growth
  article: evening-paper
  paragraph: 1
  kind: quantity
  claim: Trade grew by “29 per cent”.
  topic: trade
  chapter: trade
  headline: true
  test:
    comparison: between
    reading: It lies between the two.
    unit: per cent
    stated: 29
    low: 28.5
    high: 29.5
  alternative_readings:
  - {id: narrow, comparison: rounds_to, reading: What rounds to it., unit: per cent, stated: 29, value: 29}
- id: ships-seen
  article: evening-paper
  paragraph: 2
  kind: quantity
  claim: They sent “more than 10” ships.
  topic: exercises
  chapter: exercises
  test: {comparison: more_than, reading: Above ten., unit: ships, threshold: 10}
- id: spokesman-said
  article: evening-paper
  paragraph: 3
  kind: statement
  claim: A spokesman welcomed it.
  speaker: A spokesman
  topic: diplomacy
  chapter: null
  not_judged_reason: Nobody has the text.
  relies_on: [trade-growth]
  test: {comparison: was_said, reading: He said it., parts: [{id: one, words: It.}, {id: two, words: That.}]}
- id: they-are-friends
  article: evening-paper
  paragraph: 4
  kind: judgement
  claim: They are friends.
  topic: alliance
  chapter: alliance
  evidence: {for: [Visits.], against: [Silence.], would_change: A treaty.}
- id: will-join
  article: evening-paper
  paragraph: 5
  kind: prediction
  claim: A third will join.
  topic: institutions
  chapter: institutions
  test: {comparison: comes_true, reading: It joins., by: 2024-12-31}
"""
PROPOSITIONS = """\
- id: both-need-it
  layer: equality
  proposition: Each side needs the other alike.
  predicts: {allies: Both do., partners: One does.}
  kind: structure
  chapter: equality
  test: {comparison: every_case, reading: None is without., unit: meetings}
"""
FORECASTS = """\
- id: a-treaty-comes
  layer: duty
  way: closer
  strength: decisive
  forecast: A treaty will be signed.
  indicator: Treaties signed.
  source: The gazette.
  principle: one case
  threshold: {comparison: at_least, reading: One at least., unit: treaties in force, threshold: 1}
  year: 2026
  kind: prediction
  scored_on: 2027-01-15
  means: {thesis: It falls., rivals: One is right.}
  base: {finding: trade-growth, specification: customs}
  chapter: concert
  test: {comparison: comes_true, reading: It is signed., by: 2026-12-31}
"""
TEXTS = {"articles": ARTICLES, "claims": CLAIMS, "propositions": PROPOSITIONS, "forecasts": FORECASTS}


def faults_of(folder: Path, **texts: str | bytes) -> list[Fault]:
    """The faults of the seeds with these texts in place of their own, each named by its file alone."""
    for name, text in (TEXTS | texts).items():
        (folder / f"{name}.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(FaultsError) as caught:
        load_ledger(folder)
    assert {Path(fault.file).parent for fault in caught.value.faults} == {folder}
    return caught.value.faults


def test_the_seeds_that_are_broken_here_are_sound(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.yml").write_text(text)
    ledger = load_ledger(tmp_path)
    assert [*ledger.claims, *ledger.propositions, *ledger.forecasts] == [
        *("trade-growth", "ships-seen", "spokesman-said", "they-are-friends", "will-join"),
        *("both-need-it", "a-treaty-comes"),
    ]


CLAIM_FIELDS = (
    "one of id, article, paragraph, kind, claim, speaker, topic, chapter, not_judged_reason, headline, wording_note, "
    "relies_on, test, alternative_readings, evidence"
)
COMPARISONS = (
    "one of rounds_to, about, every_case, between, more_than, at_least, at_most, equals, strict_maximum, holds, "
    "was_said, comes_true"
)
CHAPTERS = f"a chapter that _toc.yml lists: {', '.join(chapters())}"
KEBAB = "words joined by hyphens, such as trade-growth-2022"
PLAIN = "a plain decimal number such as 29 or 28.5"
LISTED = (
    "a unit that is listed (UNITS): per cent, per cent of the rise, per cent of votes, per cent of the value of 2023, "
    "percentage points, basis points, times, per cent of North Korea's deliveries, per cent of Iran's deliveries, per cent of the price, "
    "per cent of the others' price, of five domains, rank from the bottom, year, days, ships, aircraft, "
    "exercises a year, meetings, initiatives, initiatives named, texts, standing structures of three, "
    "members that do not endorse, members not named, defence pacts, bilateral defence pacts, "
    "bilateral defence pacts, or treaty allies, pacts of China that ask for action, pacts of the hub and spokes, "
    "treaties in force, per cent of Russia's imports of major arms, per cent of Russia's imports of battlefield goods"
)
DAY = "a day as YYYY-MM-DD"
QUOTES = "quoted words between “ and ”"
STATEMENT = "was_said for a statement, and for nothing else"
PREDICTION = "comes_true for a prediction, and for nothing else"
ONE_PLACE = ("does not name one place in the book", "one of finding, answer, indicator, nothing")
THRESHOLD = "threshold: {comparison: at_least, reading: One at least., unit: treaties in force, threshold: 1}"
BASE = "base: {finding: trade-growth, specification: customs}"
WAS_SAID = "{comparison: was_said, reading: He said it., parts: [{id: one, words: It.}, {id: two, words: That.}]}"
TRADE, SHIPS, SAID, FRIENDS, JOIN = "trade-growth", "ships-seen", "spokesman-said", "they-are-friends", "will-join"
OURS, FORECAST, PAPER = "both-need-it", "a-treaty-comes", "evening-paper"
NO_ID = ""

#: File, what is replaced, by what, words on the blamed line, entry, field, problem, expectation.
BROKEN = [
    # types of fields
    ("claims", "id: trade-growth", "id: Trade Growth", "id: Trade", "Trade Growth", "id", "'Trade Growth' is not kebab-case", KEBAB, "unknown claim 'trade-growth'"),
    ("claims", "claim: They are friends.", 'claim: " "', 'claim: " "', FRIENDS, "claim", "is empty", "text"),
    ("claims", "claim: They are friends.", 'claim: "They\\nare friends."', 'claim: "They', FRIENDS, "claim", "has more than one line", "text on one line (fold it with >- in YAML)"),
    ("claims", "by: 2024-12-31", "by: 20241231", "by: 2024", JOIN, "test.by", "20241231 is not a day", DAY),
    ("claims", "by: 2024-12-31", "by: 31 December", "by: 31", JOIN, "test.by", "'31 December' is not a day", DAY),
    ("claims", "by: 2024-12-31", "by: 2024-12-32", "by: 2024", JOIN, "test.by", "is '2024-12-32'", "a day of the calendar as YYYY-MM-DD"),
    ("claims", "low: 28.5", 'low: "28.5"', "low:", TRADE, "test.low", "is '28.5'", "a number"),
    ("claims", "low: 28.5", "low: .inf", "low:", TRADE, "test.low", "is written '.inf'", PLAIN),
    ("claims", "stated: 29\n", "stated: 1_0\n", "stated: 1_0", TRADE, "test.stated", "is written '1_0'", PLAIN),
    ("claims", "paragraph: 2", "paragraph: 0", "paragraph: 0", SHIPS, "paragraph", "is 0", "1 or more"),
    ("claims", "paragraph: 2", "paragraph: 2.5", "paragraph: 2.5", SHIPS, "paragraph", "is 2.5", "a whole number"),
    ("claims", "paragraph: 2", "paragraph: two", "paragraph: two", SHIPS, "paragraph", "is 'two'", "a whole number"),
    ("claims", "paragraph: 2", "paragraph: 011", "paragraph: 011", SHIPS, "paragraph", "is written '011'", PLAIN),
    ("claims", "headline: true", "headline: yes", "headline: yes", TRADE, "headline", "is written 'yes'", "true or false"),
    ("claims", "headline: true", "headline: 1", "headline: 1", TRADE, "headline", "is 1", "true or false"),
    ("claims", "topic: alliance", "topic: Tea", "topic: Tea", FRIENDS, "topic", "'Tea' is not kebab-case", KEBAB),
    ("claims", "topic: alliance\n", "topic: 7\n", "topic: 7", FRIENDS, "topic", "is 7", "text"),
    ("claims", "claim: They are friends.", "claim: 7", "claim: 7", FRIENDS, "claim", "is 7", "text"),
    ("claims", "claim: They are friends.", f"claim: [{'x' * 60}]", "claim: [x", FRIENDS, "claim", "is ['" + "x" * 55 + "...", "text"),
    ("claims", "claim: They are friends.\n  ", "", "- id: they", FRIENDS, "claim", "is missing", "a value"),
    ("claims", "  chapter: alliance\n", "", "- id: they", FRIENDS, "chapter", "is missing", "a value or null"),
    ("claims", "  topic: alliance\n", "  topics: alliance\n  topic: alliance\n", "topics:", FRIENDS, "topics", "unknown field (did you mean topic?)", CLAIM_FIELDS),
    ("claims", "  topic: alliance\n", "  zzz: 1\n  topic: alliance\n", "zzz:", FRIENDS, "zzz", "unknown field", CLAIM_FIELDS),
    ("claims", "relies_on: [trade-growth]", "relies_on: 7", "relies_on: 7", SAID, "relies_on", "is 7", "a list"),
    ("claims", "evidence: {for: [Visits.], against: [Silence.], would_change: A treaty.}", "evidence: 7", "evidence: 7", FRIENDS, "evidence", "is 7", "a mapping of fields"),
    ("claims", "for: [Visits.]", "for: []", "evidence:", FRIENDS, "evidence.for", "is []", "a list of at least 1"),
    ("articles", "url: https://example.org/friends", "url: http://example.org", "url:", PAPER, "url", "is 'http://example.org'", r"text of the pattern ^https://\S+$"),
    ("claims", "  topic: alliance\n", "  7: 1\n  topic: alliance\n", "- id: they", FRIENDS, None, "is 7", "field names that are text"),
    # tests
    ("claims", "comparison: more_than", "comparison: most", "comparison: most", SHIPS, "test.comparison", "unknown comparison 'most' (did you mean at_most?)", COMPARISONS),
    ("claims", "comparison: more_than, ", "", "reading: Above", SHIPS, "test.comparison", "unknown comparison None", COMPARISONS),
    ("claims", "high: 29.5", "high: 28", "high: 28", TRADE, "test.high", "is 28, below low, which is 28.5", "high at or above low"),
    ("claims", "high: 29.5", "height: 29.5", "height: 29.5", TRADE, "test.height", "unknown field (did you mean high?)", "one of id, reading, unit, stated, comparison, low, high", "is missing"),
    ("claims", "high: 29.5\n", "high: 29.5\n    hihg: 7\n", "hihg:", TRADE, "test.hihg", "unknown field (did you mean high?)", "one of id, reading, unit, stated, comparison, low, high"),
    ("claims", "low: 28.5", "low: 29.1", "stated: 29\n", TRADE, "test.stated", "is 29, outside 29.1 to 29.5", "a figure within the window of its test"),
    ("claims", "low: 28.5", "low: -28.5", "stated: 29\n", TRADE, "test.stated", "is 29 although low is -28.5 and high 29.5", "low, stated and high on one side of zero"),
    ("claims", "stated: 29, value: 29", "stated: 30, value: 29", "stated: 30", TRADE, "alternative_readings.stated", "is 30 although value is 29", "the same number as value"),
    ("claims", "threshold: 10", "threshold: 10, stated: 11", "stated: 11", SHIPS, "test.stated", "is 11 although threshold is 10", "the same number as threshold"),
    ("claims", "reading: He said it.", "reading: He said it., stated: 3", "stated: 3", SAID, "test.stated", "is given although no number is compared", "no stated figure"),
    ("claims", "{id: two, words: That.}", "{id: one, words: That.}", "parts:", SAID, "test.parts", "have a repeated id", "an id of its own for each part"),
    ("claims", "unit: ships", "unit: shipps", "unit: shipps", SHIPS, "test.unit", "is 'shipps' (did you mean ships?)", LISTED),
    ("claims", "unit: ships", "unit: qqq", "unit: qqq", SHIPS, "test.unit", "is 'qqq'", LISTED),
    ("claims", "    unit: per cent\n", "    unit: basis points\n", "unit: basis", TRADE, "test.unit", "is 'basis points' although the sentence says 29 per cent", "per cent", "is 'per cent' although the same figure is tested in 'basis points'"),
    ("claims", "“29 per cent”", "“29 basis points”", "    unit: per cent\n", TRADE, "test.unit", "is 'per cent' although the sentence says 29 basis points", "basis points", "is 'per cent' although the sentence says 29 basis points"),
    ("claims", "“29 per cent”", "“29 percentage points”", "    unit: per cent\n", TRADE, "test.unit", "is 'per cent' although the sentence says 29 percentage points", "percentage points", "is 'per cent' although the sentence says 29 percentage points"),
    ("claims", "    unit: per cent\n", "    unit: percentage points\n", "unit: percentage", TRADE, "test.unit", "is 'percentage points' although the sentence says 29 per cent", "per cent", "is 'per cent' although the same figure is tested in 'percentage points'"),
    ("claims", "unit: per cent, stated", "unit: per cent of votes, stated", "of votes", TRADE, "alternative_readings.unit", "is 'per cent of votes' although the same figure is tested in 'per cent'", "per cent"),
    ("claims", "threshold: 10", "threshold: -10", "threshold: -10", SHIPS, "test.threshold", "is -10 although ships cannot be below zero", "zero or more"),
    ("claims", "test: {comparison: more_than, reading: Above ten., unit: ships, threshold: 10}", "test: {comparison: holds, reading: It is so.}", "comparison: holds", SHIPS, "test.comparison", "is holds although the kind is quantity", "a comparison of numbers, or strict_maximum"),
    ("claims", "claim: They are friends.", "claim: null", "claim: null", FRIENDS, "claim", "is null", "text"),
    ("claims", "{comparison: comes_true, reading: It joins., by: 2024-12-31}", "7", "test: 7", JOIN, "test", "is 7", "a mapping of fields"),
    ("claims", "- {id: narrow", "- 7\n  - {id: narrow", "- 7", TRADE, "alternative_readings", "is 7", "a mapping of fields"),
    # articles
    ("articles", "title: Friends", "title: null", "- id", PAPER, "title_note", "is missing although title is null", "a note that says why there is no title"),
    ("articles", "author: A. Writer", "author: null", "- id", PAPER, "author_note", "is missing although author is null", "a note that says why there is no author"),
    ("articles", "url: https://example.org/friends", "url: null", "- id", PAPER, "url_note", "is missing although url is null", "a note that says why there is no url"),
    ("articles", "published_latest: 2023-08-15", "published_latest: 2023-08-13", "published_latest", PAPER, "published_latest", "is 2023-08-13, before published_earliest, which is 2023-08-14", "published_latest on or after published_earliest (swapped?)"),
    ("articles", "paragraphs: 9", "paragraphs: 4", "paragraph: 5", JOIN, "paragraph", "is 5, but evening-paper has 4 paragraphs", "1 to 4"),
    # the test and the kind
    ("claims", "  test: {comparison: more_than, reading: Above ten., unit: ships, threshold: 10}\n", "", "- id: ships", SHIPS, "test", "is missing", "a test, as the kind is quantity"),
    ("claims", "  chapter: alliance\n", "  chapter: alliance\n  test: {comparison: holds, reading: So.}\n", "comparison: holds", FRIENDS, "test", "is given although a judgement gets no verdict", "no test, or another kind"),
    ("claims", "  chapter: alliance\n", "  chapter: alliance\n  alternative_readings: [{id: x, comparison: holds, reading: So.}]\n", "comparison: holds", FRIENDS, "alternative_readings", "are given although a judgement has no test", "no alternative readings"),
    ("claims", "id: narrow, ", "", "  alternative_readings:", TRADE, "alternative_readings", "have a missing or repeated id", "an id of its own for each reading"),
    ("claims", "comparison: rounds_to, reading: What rounds to it., unit: per cent, stated: 29, value: 29", "comparison: was_said, reading: So.", "  alternative_readings:", TRADE, "alternative_readings", "compares by was_said although the kind is quantity", STATEMENT),
    ("claims", WAS_SAID, "{comparison: holds, reading: So.}", "comparison: holds", SAID, "test", "compares by holds although the kind is statement", STATEMENT),
    ("claims", "{comparison: comes_true, reading: It joins., by: 2024-12-31}", "{comparison: holds, reading: So.}", "comparison: holds", JOIN, "test", "compares by holds although the kind is prediction", PREDICTION),
    ("claims", "{comparison: more_than, reading: Above ten., unit: ships, threshold: 10}", "{comparison: comes_true, reading: So., by: null}", "comparison: comes_true", SHIPS, "test", "compares by comes_true although the kind is quantity", PREDICTION),
    # claims
    ("claims", "claim: They are friends.", 'claim: They are "friends".', "claim: They are", FRIENDS, "claim", "has straight or unpaired quotation marks", QUOTES),
    ("claims", "claim: They are friends.", "claim: They are “friends.", "claim: They are", FRIENDS, "claim", "has straight or unpaired quotation marks", QUOTES),
    ("claims", "claim: They are friends.", "claim: They “are very good” and “old old friends indeed”.", "claim: They “", FRIENDS, "claim", "quotes 7 words", "at most 6 quoted words"),
    ("claims", "claim: They are friends.", "claim: They are friends", "claim: They are", FRIENDS, "claim", "does not end with a full stop", "a complete sentence"),
    ("claims", "  speaker: A spokesman\n", "", "- id: spokes", SAID, "speaker", "is missing", "who is said to have said it, as the kind is statement"),
    ("claims", "  not_judged_reason: Nobody has the text.\n", "", "- id: spokes", SAID, "not_judged_reason", "is missing although chapter is null", "why no chapter judges this claim"),
    ("claims", "  chapter: alliance\n", "  chapter: alliance\n  not_judged_reason: No.\n", "not_judged_reason: No.", FRIENDS, "not_judged_reason", "is given although a chapter will judge the claim", "no reason, or chapter: null"),
    ("claims", "“29 per cent”", "“around 29 per cent”", "  test:\n", TRADE, "test", "compares by between although the figure is hedged (around)", "about"),
    ("claims", "“29 per cent”", "“Nearly 29 per cent”", "  test:\n", TRADE, "test", "compares by between although the figure is hedged (Nearly)", "about"),
    ("claims", "{comparison: more_than, reading: Above ten., unit: ships, threshold: 10}", "{comparison: about, reading: Some., unit: ships, value: 10}", "comparison: about", SHIPS, "test", "compares by about although no quoted figure is hedged", "rounds_to, or the hedge in quotes"),
    ("claims", "  chapter: exercises\n", "  chapter: exercises\n  evidence: {for: [A.], against: [B.], would_change: C.}\n", "for: [A.]", SHIPS, "evidence", "is given although the claim has a test", "evidence for judgements only"),
    # what one entry says of another
    ("claims", "article: evening-paper\n  paragraph: 2", "article: morning-paper\n  paragraph: 2", "morning-paper", SHIPS, "article", "unknown article 'morning-paper' (did you mean evening-paper?)", "one of evening-paper"),
    ("claims", "relies_on: [trade-growth]", "relies_on: [spokesman-said]", "relies_on:", SAID, "relies_on", "names the claim itself", "other claims"),
    ("claims", "relies_on: [trade-growth]", "relies_on: [trade-grwth]", "relies_on:", SAID, "relies_on", "unknown claim 'trade-grwth'", "a claim of this file (did you mean trade-growth?)"),
    ("claims", "relies_on: [trade-growth]", "relies_on: [qqq]", "relies_on:", SAID, "relies_on", "unknown claim 'qqq'", "a claim of this file"),
    ("claims", "  headline: true\n", "  relies_on: [spokesman-said]\n", "relies_on: [spokes", TRADE, "relies_on", "goes round in a circle: trade-growth → spokesman-said → trade-growth", "claims that do not rest on this one"),
    ("claims", "id: ships-seen", "id: trade-growth", "id: trade-growth\n  article: evening-paper\n  paragraph: 2", TRADE, "id", "id already used in line 1", "an id of its own"),
    ("propositions", "id: both-need-it", "id: ships-seen", "id: ships-seen", SHIPS, "id", "is the id of a claim", "an id of its own"),
    ("forecasts", "id: a-treaty-comes", "id: ships-seen", "id: ships-seen", SHIPS, "id", "is the id of a claim", "an id of its own"),
    ("forecasts", "id: a-treaty-comes", "id: both-need-it", "id: both-need-it", OURS, "id", "is the id of a proposition", "an id of its own"),
    # our own sentences
    ("propositions", "chapter: equality", "chapter: parity", "chapter: parity", OURS, "chapter", "is 'parity'", CHAPTERS),
    ("propositions", "{allies: Both do., partners: One does.}", "{allies: Both do.}", "predicts:", OURS, "predicts.partners", "is missing", "a value"),
    ("forecasts", "chapter: concert", "chapter: parity", "chapter: parity", FORECAST, "chapter", "is 'parity'", CHAPTERS),
    ("forecasts", BASE, "base: {}", "base: {}", FORECAST, "base", *ONE_PLACE),
    ("forecasts", BASE, "base: {finding: a, indicator: b}", "base: {", FORECAST, "base", *ONE_PLACE),
    ("forecasts", BASE, "base: {answer: a, nothing: b}", "base: {", FORECAST, "base", *ONE_PLACE),
    ("forecasts", BASE, "base: {answer: a, specification: b}", "base: {", FORECAST, "base", "names a specification without its finding", "a finding beside it"),
    ("forecasts", "by: 2026-12-31", "by: null", "- id: a-treaty", FORECAST, None, "has a test without a last day", "test.by, the last day on which it can come true"),
    ("forecasts", "scored_on: 2027-01-15", "scored_on: 2026-12-31", "- id: a-treaty", FORECAST, None, "is scored on 2026-12-31, before its time is over", "a day after 2026-12-31"),
    ("forecasts", "year: 2026", "year: 2027", "- id: a-treaty", FORECAST, None, "is about 2027, after its last day", "2026 or before"),
    ("forecasts", THRESHOLD, "threshold: {comparison: rounds_to, reading: One., value: 1}", "threshold: {", FORECAST, "threshold.comparison", "unknown comparison 'rounds_to'", COMPARISONS),
    ("forecasts", "threshold: 1}", "threshold: 1, stated: 2}", "threshold: {", FORECAST, "threshold.stated", "is 2 although threshold is 1", "the same number as threshold"),
    # YAML that is more than lists, fields and values
    ("claims", "claim: They are friends.", "claim: &x They are friends.", "&x", None, None, "&x marks a place to refer to", "no anchors and aliases"),
    ("claims", "claim: They are friends.", "claim: !x They are friends.", "!x", None, None, "has the tag !x", "values without a tag"),
    ("claims", "  topic: alliance\n", "  <<: {a: 1}\n  topic: alliance\n", "<<", None, None, "<< merges another entry into this one", "every field written out"),
    ("claims", "claim: They are friends.", "claim: " + "[" * 11 + "x" + "]" * 11, "claim: [[", None, None, "is nested too deeply", "at most 12 levels"),
    ("claims", "  topic: alliance\n", "  topic: alliance\n  topic: alliance\n", "topic: alliance\n  chapter", None, "topic", "field given twice", "each field once"),
    ("claims", "- id: they-are-friends\n", "- 7\n- id: they-are-friends\n", "- 7", None, None, "is not an entry with fields", "- id: ..."),
]  # fmt: skip


@pytest.mark.parametrize(
    "case", BROKEN, ids=[f"{number}: {case[5]} {case[6][:40]}" for number, case in enumerate(BROKEN)]
)
def test_a_fault_of_the_seeds_is_named_with_its_line_and_field(tmp_path, case):
    name, old, new, where, entry, column, problem, expected, *others = case
    assert TEXTS[name].count(old) >= 1
    text = TEXTS[name].replace(old, new, 1)
    file = "claims" if (name, column) == ("articles", "paragraph") else name
    holds = text if file == name else TEXTS[file]
    line = holds[: holds.index(where)].count("\n") + 1
    wanted = Fault(
        str(tmp_path / f"{file}.yml"), line, column, f"in {entry}: {problem}" if entry else problem, expected
    )
    found = faults_of(tmp_path, **{name: text})
    assert wanted in found
    told = [fault.problem.removeprefix(f"in {entry}: ") for fault in found if fault != wanted]
    assert [one.split(": ", 1)[-1] for one in told] == others


# --- files ---

FILES = {
    "empty": (b"", (None, None, "holds no list of entries", "entries as - id: ...")),
    "an empty list": (b"# none\n[]", (2, None, "holds no list of entries", "entries as - id: ...")),
    "a mapping": (b"\nid: x", (2, None, "holds no list of entries", "entries as - id: ...")),
    "not UTF-8": (b"- id: x\n  claim: \xff", (2, None, "byte 0xff is not UTF-8", "UTF-8 text")),
    "not YAML": (b"- id: x\n  claim: [", (3, None, "cannot be read as YAML: *", "well-formed YAML")),
    "a sign that YAML refuses": (b"- id: x\n- \x07", (None, None, "cannot be read as YAML: *", "well-formed YAML")),
}


@pytest.mark.parametrize(("text", "expected"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_list_of_entries_is_named(tmp_path, text, expected):
    [fault] = [one for one in faults_of(tmp_path, propositions=text) if one.file.endswith("propositions.yml")]
    row, column, problem, wanted = expected
    assert (fault.row, fault.column, fault.expected) == (row, column, wanted)
    if problem.endswith("*"):  # the words after it are those of the reader of YAML
        assert fault.problem.startswith(problem[:-1]) and len(fault.problem) > len(problem)
    else:
        assert fault.problem == problem


def test_two_files_must_be_there_and_two_may(tmp_path):
    with pytest.raises(FaultsError) as caught:
        load_ledger(tmp_path)
    assert caught.value.faults == [
        Fault(str(tmp_path / f"{name}.yml"), None, None, "file is missing", "a YAML list of entries")
        for name in ("articles", "claims")
    ]
    for name in ("articles", "claims"):
        (tmp_path / f"{name}.yml").write_text(TEXTS[name])
    ledger = load_ledger(tmp_path)
    assert (len(ledger.claims), ledger.propositions, ledger.forecasts) == (5, {}, {})


def test_a_reference_in_a_file_that_refers_to_itself_is_told_with_both_its_ends(tmp_path):
    text = CLAIMS.replace("claim: They are friends.", "claim: &x [a]").replace("claim: A third will join.", "claim: *x")
    rows = [text[: text.index(words)].count("\n") + 1 for words in ("&x", "*x")]
    path = str(tmp_path / "claims.yml")
    assert faults_of(tmp_path, claims=text) == [
        Fault(path, rows[0], None, "&x marks a place to refer to", "no anchors and aliases"),
        Fault(path, rows[1], None, "*x stands for what is written elsewhere", "the words themselves"),
    ]


def test_twelve_levels_are_not_too_deep_and_what_follows_the_thirteenth_is_not_read(tmp_path):
    def nested(levels: int) -> str:  # the list of entries and the entry are two
        return CLAIMS.replace("claim: They are friends.", "claim: " + "[" * (levels - 2) + "x" + "]" * (levels - 2))

    assert [fault.column for fault in faults_of(tmp_path, claims=nested(12))] == ["claim"]
    both = nested(13).replace("claim: A third will join.", "claim: &x A third will join.")
    assert [fault.problem for fault in faults_of(tmp_path, claims=both)] == ["is nested too deeply"]


def test_faults_of_all_files_are_told_in_the_order_of_files_and_lines(tmp_path):
    found = faults_of(
        tmp_path,
        articles=ARTICLES.replace("outlet: The Evening Paper", "outlet: 7"),
        claims=CLAIMS.replace("topic: alliance", "topic: Tea").replace("  topic: trade", "  topic: Coffee"),
        propositions=PROPOSITIONS.replace("layer: equality", "layer: peace"),
        forecasts=FORECASTS.replace("way: closer", "way: home"),
    )
    assert [(Path(fault.file).stem, fault.column, fault.problem, fault.expected) for fault in found] == [
        ("articles", "outlet", "in evening-paper: is 7", "text"),
        ("claims", "topic", "in trade-growth: 'Coffee' is not kebab-case", KEBAB),
        ("claims", "topic", "in they-are-friends: 'Tea' is not kebab-case", KEBAB),
        ("forecasts", "way", "in a-treaty-comes: is 'home'", "one of closer, apart or even"),
        ("propositions", "layer", "in both-need-it: is 'peace'", "one of duty, behaviour or equality"),
    ]


def test_an_entry_without_an_id_is_named_by_its_line_alone(tmp_path):
    text = CLAIMS.replace("- id: they-are-friends\n  article", "- article").replace("topic: alliance", "topic: Tea")
    line = text[: text.index("topic: Tea")].count("\n") + 1
    assert faults_of(tmp_path, claims=text) == [
        Fault(str(tmp_path / "claims.yml"), line - 4, "id", "is missing", "a value"),
        Fault(str(tmp_path / "claims.yml"), line, "topic", "'Tea' is not kebab-case", KEBAB),
    ]


def test_a_topic_that_is_almost_one_of_others_is_a_slip(tmp_path):
    shared = CLAIMS.replace("topic: exercises", "topic: alliance")
    assert [
        (fault.column, fault.problem, fault.expected)
        for fault in faults_of(tmp_path, claims=shared.replace("topic: diplomacy", "topic: aliance"))
    ] == [
        (
            "topic",
            "in spokesman-said: is 'aliance', which no other claim has (did you mean alliance?)",
            "a topic of others, or one that is not almost theirs",
        )
    ]


def test_a_topic_of_its_own_begins_with_one_claim(tmp_path):
    for name, text in (TEXTS | {"claims": CLAIMS.replace("topic: diplomacy", "topic: tea")}).items():
        (tmp_path / f"{name}.yml").write_text(text)
    assert load_ledger(tmp_path).claims["spokesman-said"].topic == "tea"


@pytest.mark.parametrize("content", [None, b"\xff", b"chapters: ["])
def test_without_a_table_of_contents_there_is_nothing_to_check_chapters_against(tmp_path, content):
    if content is not None:
        (tmp_path / "_toc.yml").write_bytes(content)
    with pytest.raises(
        FaultsError, match="^_toc.yml:-:-: cannot be read: .*, expected the table of contents of the book$"
    ):
        chapters(tmp_path)


def test_chapters_are_those_of_the_table_of_contents_in_its_order_and_pages_are_none(tmp_path):
    for folder in ("chapters", "audit/findings/older"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "chapters/method.md").touch()
    (tmp_path / "audit/findings/older/claims.py").touch()
    inner = [{"file": "chapters/tea.ipynb"}, {"file": "elsewhere/coffee"}]
    pages = [{"file": "chapters/method", "sections": inner}, {"file": "chapters/bread"}]
    (tmp_path / "_toc.yml").write_text(yaml.safe_dump({"root": "chapters/index", "chapters": pages}))
    assert chapters(tmp_path) == ("tea", "bread", "older")


def test_a_circle_of_three_is_told_once_and_where_it_is_first_met(tmp_path):
    text = CLAIMS.replace("  headline: true\n", "  relies_on: [ships-seen, they-are-friends]\n")
    text = text.replace("  topic: exercises\n", "  topic: exercises\n  relies_on: [spokesman-said]\n")
    line = text[: text.index("relies_on: [ships-seen")].count("\n") + 1
    path = "trade-growth → ships-seen → spokesman-said → trade-growth"
    assert faults_of(tmp_path, claims=text) == [
        Fault(
            str(tmp_path / "claims.yml"),
            line,
            "relies_on",
            f"in trade-growth: goes round in a circle: {path}",
            "claims that do not rest on this one",
        )
    ]


# --- what only a finding shows ---


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seeds")
    for name, text in TEXTS.items():
        (folder / f"{name}.yml").write_text(text)
    return load_ledger(folder), folder


def test_a_fault_that_only_a_finding_shows_is_told_with_file_and_line(ledger):
    read, folder = ledger
    assert read.fault("ships-seen", ("test", "unit"), "is odd", "even") == Fault(
        str(folder / "claims.yml"), 25, "test.unit", "in ships-seen: is odd", "even"
    )
    assert read.fault("both-need-it", ("test",), "is odd", "even") == Fault(
        str(folder / "propositions.yml"), 7, "test", "in both-need-it: is odd", "even"
    )
    assert read.fault("a-treaty-comes", ("base", "answer"), "is odd", "even") == Fault(
        str(folder / "forecasts.yml"), 14, "base.answer", "in a-treaty-comes: is odd", "even"
    )
    assert read.fault("nobody", ("test", 0), "is odd", "even") == Fault(
        "claims.yml", None, "test.0", "in nobody: is odd", "even"
    )


def test_an_id_that_nobody_has_gets_the_nearest(ledger):
    read, _ = ledger
    for id, told in (
        ("ship-seen", "no claim 'ship-seen' in the ledger (did you mean ships-seen?)"),
        ("qqq", "no claim 'qqq' in the ledger"),
    ):
        with pytest.raises(KeyError) as caught:
            read.claims[id]
        assert caught.value.args == (told,)
