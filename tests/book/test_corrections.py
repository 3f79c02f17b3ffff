"""The Corrections page says what the changelog says, all of it; the address for reports is there or leaves no trace."""

import io
import re
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from audit.book import corrections
from audit.book.corrections import ENTRY_FORM, TABLE_FORM, read_changelog
from audit.faults import FaultsError
from audit.figures.prose import VERDICT_WORDS
from audit.findings import default_ledger, findings
from audit.paths import ROOT

CLAIM = next(iter(default_ledger().claims))
CHANGELOG = f"""\
# Changelog

Any text, and a list:

- 2026-01-01 · no entry

## [Unreleased]

### Added

- Something.

### Corrected

- 2026-11-20 · Ruble, fall to the low: 30.8 per cent → 30.4 per cent. The figure is no market low. (A11)
- 2026-11-22 · Alliance, chart title: “none of the three” → “one of the three, in part.” The table has
  two of them as partly; see `exercise_depth`. (A2, A3)

### Verdicts that moved

| claim | before | after | rule |
|---|---|---|---|
| `{CLAIM}` | not-supported | supported-on-its-own-terms | hedges weigh: a \\| b |

## [0.1.0] - 2026-11-01

### Corrected

- 2026-10-31 · Trade: US$5 billion → US$6 billion (both rounded). It was *mistyped*: see 3.2 there. (own reading)
- 2026-10-31 · Trade: US$7 billion → US$8 billion. Also mistyped. (own reading)
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "CHANGELOG.md"
    file.write_text(text, encoding="utf-8")
    return file


# --- reading the changelog ---


def test_every_release_is_read_newest_first(tmp_path):
    found, moves = read_changelog(written(tmp_path, CHANGELOG))
    assert [one.day for one in found] == [
        date(2026, 11, 22),
        date(2026, 11, 20),
        date(2026, 10, 31),
        date(2026, 10, 31),
    ]
    latest = found[0]
    assert (latest.what, latest.old) == ("Alliance, chart title", "“none of the three”")
    assert latest.new == "“one of the three, in part.”" and latest.point == "A2, A3"
    assert latest.reason == "The table has two of them as partly; see `exercise_depth`."
    assert (found[2].old, found[2].new) == ("US$5 billion", "US$6 billion (both rounded)")
    assert found[2].reason == "It was *mistyped*: see 3.2 there."
    [move] = moves
    assert (move.claim, move.before, move.after) == (CLAIM, "not-supported", "supported-on-its-own-terms")


def test_a_decimal_point_ends_no_sentence(tmp_path):
    entry = "- 2026-11-20 · Share: 2.45 per cent → 3.01 in 2022. “Years” differ, by 0.5. Both are ours. (A6)"
    [one], _ = read_changelog(written(tmp_path, f"## [Unreleased]\n\n### Corrected\n\n{entry}\n"))
    assert (one.new, one.reason) == ("3.01 in 2022", "“Years” differ, by 0.5. Both are ours.")


GOOD = "- 2026-11-20 · Ruble: 30.8 → 30.4. No market low. (A11)"


@pytest.mark.parametrize(
    "entry",
    [
        "Some words first.",
        "* 2026-11-20 · Ruble: 30.8 → 30.4. No market low. (A11)",
        "- 20 November 2026 · Ruble: 30.8 → 30.4. No market low. (A11)",
        "- 2026-02-30 · Ruble: 30.8 → 30.4. No market low. (A11)",
        "- 2026-11-20 - Ruble: 30.8 → 30.4. No market low. (A11)",
        "- 2026-11-20 · Ruble 30.8 → 30.4. No market low. (A11)",
        "- 2026-11-20 · Ruble: 30.8 -> 30.4. No market low. (A11)",
        "- 2026-11-20 · Ruble: 30.8 → 30.4 → 30.5. No market low. (A11)",
        "- 2026-11-20 · Ruble:  → 30.4. No market low. (A11)",
        "- 2026-11-20 · Ruble: 30.8 → 30.4. (A11)",
        "- 2026-11-20 · Ruble: 30.8 → 30.4, no market low. (A11)",
        "- 2026-11-20 · Ruble: 30.8 → 30.4. No market low.",
        "- 2026-11-20 · Ruble: 30.8 → 30.4. No market low. ()",
        "- 2026-11-20 · Ruble: 30.8 → 30.4. No market low. (A11).",
        "<!-- later -->",
    ],
)
def test_an_entry_of_another_form_is_a_fault_with_its_line_and_the_form(tmp_path, entry):
    file = written(tmp_path, f"# Changelog\n\n## [Unreleased]\n\n### Corrected\n\n{GOOD}\n\n{entry}\n")
    with pytest.raises(FaultsError) as error:
        read_changelog(file)
    [fault] = error.value.faults
    assert str(fault).startswith("CHANGELOG.md:9:Corrected: '") and str(fault).endswith(f", expected {ENTRY_FORM}")


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        (["Some words."], 3, TABLE_FORM),
        (["| claim | before | after |", "|---|---|---|"], 3, TABLE_FORM),
        (["| claim | before | after | rule |"], 3, TABLE_FORM),
        (["| claim | before | after | rule |", "|---|---|---|---|", f"| {CLAIM} | a | b |"], 5, TABLE_FORM),
        (["| claim | before | after | rule |", "|---|---|---|---|", f"| {CLAIM} | a |  | c |"], 5, TABLE_FORM),
        (["| claim | before | after | rule |", "|---|---|---|---|", "| nobody | a | b | c |"], 5, "the id of a claim"),
        (["| claim | before | after | rule |", "|---|---|---|---|", "More."], 5, TABLE_FORM),
    ],
)
def test_a_table_of_another_form_is_a_fault(tmp_path, table, row, expected):
    file = written(tmp_path, "\n".join(["## [Unreleased]", "### Verdicts that moved", *table]) + "\n")
    with pytest.raises(FaultsError) as error:
        read_changelog(file)
    [fault] = error.value.faults
    assert str(fault).startswith(f"CHANGELOG.md:{row}:Verdicts that moved: ") and str(fault).endswith(
        f"expected {expected}"
    )


def test_a_misspelt_section_is_a_fault_and_not_left_out(tmp_path):
    file = written(tmp_path, f"## [Unreleased]\n\n### Corrections\n\n{GOOD}\n")
    with pytest.raises(FaultsError, match="CHANGELOG.md:3:-: no section 'Corrections', expected one of Added, "):
        read_changelog(file)


def test_all_faults_are_told_in_one_run(tmp_path):
    bad = CHANGELOG.replace("· Trade:", "Trade:").replace("| not-supported", "")
    with pytest.raises(FaultsError) as error:
        read_changelog(written(tmp_path, bad))
    assert len(error.value.faults) == 3


def test_a_missing_changelog_is_a_fault(tmp_path):
    with pytest.raises(FaultsError, match="CHANGELOG.md:-:-: file is missing"):
        read_changelog(tmp_path / "CHANGELOG.md")


# --- the page, in a small book ---

CONF = """\
extensions = ["myst_parser", "audit.book.corrections", "audit.book.contact"]
myst_enable_extensions = ["dollarmath"]
html_theme = "basic"
def setup(app):
    app.add_object_type("claim", "claim")
"""
PAGE = f"""\
# Corrections

## What was corrected

```{{corrections}}
```

## Verdicts that moved

```{{verdicts-moved}}
```

```{{claim}} {CLAIM}
```
"""


def build(folder: Path, page: str, contact: str = "") -> tuple[BeautifulSoup, str]:
    """The page as HTML, and the warnings."""
    (folder / "conf.py").write_text(CONF)
    (folder / "index.md").write_text(page, encoding="utf-8")
    warnings = io.StringIO()
    settings = {"audit_contact": contact}
    with docutils_namespace():  # directives are global to docutils: the next book registers its own
        Sphinx(folder, folder, folder / "out", folder / "trees", "html", settings, None, warnings).build()
    return BeautifulSoup((folder / "out" / "index.html").read_text("utf-8"), "html.parser"), warnings.getvalue()


@pytest.fixture
def small_page(tmp_path, monkeypatch):
    def page(changelog: str) -> tuple[BeautifulSoup, str]:
        monkeypatch.setattr(corrections, "CHANGELOG", written(tmp_path, changelog))
        (tmp_path / "book").mkdir()
        return build(tmp_path / "book", PAGE)

    return page


def text(element) -> str:
    return re.sub(r"\s+", " ", element.get_text()).strip()


def test_the_page_lists_every_correction_under_its_day_with_an_anchor(small_page):
    page, warnings = small_page(CHANGELOG)
    assert not warnings
    days = [text(title).rstrip("¶#") for title in page.select("#what-was-corrected h3")]
    assert days == ["22 November 2026", "20 November 2026", "31 October 2026"]
    items = page.select("ul.corrections > li")
    assert [text(item) for item in items] == [
        "Alliance, chart title. Before: “none of the three”. Now: “one of the three, in part.” "
        "The table has two of them as partly; see exercise_depth. (A2, A3)",
        "Ruble, fall to the low. Before: 30.8 per cent. Now: 30.4 per cent. The figure is no market low. (A11)",
        "Trade. Before: US$5 billion. Now: US$6 billion (both rounded). It was mistyped: see 3.2 there. (own reading)",
        "Trade. Before: US$7 billion. Now: US$8 billion. Also mistyped. (own reading)",
    ]
    assert [item["id"] for item in items] == [
        "correction-2026-11-22-alliance-chart-title",
        "correction-2026-11-20-ruble-fall-to-the-low",
        "correction-2026-10-31-trade",
        "correction-2026-10-31-trade-2",
    ]
    assert text(items[0].code) == "exercise_depth" and text(items[2].em) == "mistyped"


def test_the_page_shows_moved_verdicts_in_the_words_of_readers(small_page):
    page, _ = small_page(CHANGELOG)
    [row] = page.select("table.verdicts-moved tbody tr")
    claim, *rest = row.select("td")
    assert text(claim) == default_ledger().claims[CLAIM].claim and claim.a["href"] == f"#claim-{CLAIM}"
    words = [VERDICT_WORDS["not-supported"], VERDICT_WORDS["supported-on-its-own-terms"], "hedges weigh: a | b"]
    assert [text(cell) for cell in rest] == words


def test_a_verdict_that_no_longer_exists_is_shown_as_words(small_page):
    page, _ = small_page(CHANGELOG.replace("| not-supported |", "| was-never-confirmed |"))
    assert text(page.select("table.verdicts-moved tbody td")[1]) == "was never confirmed"


def test_nothing_in_the_changelog_becomes_markup(small_page):
    nasty = (
        "- 2026-11-20 · <b>x</b>: {glue:text}`y` $a$ → <script>alert(1)</script>. Reason [z](https://example.org). (A1)"
    )
    page, warnings = small_page(f"## [Unreleased]\n\n### Corrected\n\n{nasty}\n")
    [item] = page.select("ul.corrections > li")
    assert not item.select("b, script, a, .math") and not warnings
    assert "<script>alert(1)</script>" in text(item) and "$a$" in text(item)


def test_without_corrections_the_page_says_so(small_page):
    page, warnings = small_page("# Changelog\n\n## [Unreleased]\n\n### Corrected\n\n### Verdicts that moved\n")
    assert "Nothing has been corrected so far." in text(page) and "No verdict has moved so far." in text(page)
    assert not warnings


def test_a_malformed_entry_is_an_error_of_the_build_that_names_line_and_form(small_page):
    _, warnings = small_page(f"## [Unreleased]\n\n### Corrected\n\n- 2026-11-20 · Ruble.\n{GOOD}\n- Trade.\n")
    assert "ERROR: CHANGELOG.md:5:Corrected: '- 2026-11-20 · Ruble.' is not of the form" in warnings
    assert "ERROR: CHANGELOG.md:7:Corrected: '- Trade.'" in warnings and ENTRY_FORM in warnings


# --- the address ---

SENTENCE = "# Mistakes\n\nBefore.\n\n```{if-contact}\nWrite to {contact}`address` *soon*.\n```\n\nAfter.\n"


def test_without_an_address_the_sentence_is_not_there(tmp_path):
    page, warnings = build(tmp_path, SENTENCE)
    assert [text(p) for p in page.select("section p")] == ["Before.", "After."]
    assert "Write" not in str(page.select_one("section")) and not warnings


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("audit@example.org", "mailto:audit@example.org"),
        ("https://example.org/issues", "https://example.org/issues"),
        ("PO box 5, Oslo", None),
        ("javascript:alert(1)", None),
        ("<b>x</b>", None),
    ],
)
def test_with_an_address_the_sentence_names_it(tmp_path, address, link):
    page, warnings = build(tmp_path, SENTENCE, address)
    before, sentence, after = page.select("section p")
    assert text(sentence) == f"Write to {address} soon." and not warnings and sentence.em
    assert ([unquote(a["href"]) for a in sentence.select("a")] or [None]) == [link]


def test_an_address_outside_its_directive_is_an_error_while_there_is_none(tmp_path):
    _, warnings = build(tmp_path, "# Mistakes\n\nWrite to {contact}`address`.\n")
    assert "audit_contact is not set in _config.yml" in warnings


def test_the_setting_stands_in_the_configuration_and_the_pages_need_no_address():
    assert re.search(r"^    audit_contact: ", (ROOT / "_config.yml").read_text(encoding="utf-8"), re.MULTILINE)
    for page in sorted((ROOT / "chapters").glob("*.md")):
        outside = re.sub(r"```\{if-contact\}.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert "{contact}" not in outside, page.name


# --- the repository itself ---


def test_the_changelog_is_of_the_form():
    read_changelog()


def test_the_newest_move_of_a_claim_ends_at_its_verdict():
    _, moves = read_changelog()
    newest: dict[str, str] = {}
    for move in moves:  # releases stand newest first
        newest.setdefault(move.claim, move.after.strip("`"))
    judged = findings()
    for claim_id, after in newest.items():
        if after in VERDICT_WORDS and claim_id in judged:
            assert judged[claim_id].verdict == after, claim_id


def plain(words: str) -> str:
    """Without the marks that the page turns into type."""
    return re.sub(r"[`*]", "", words).translate(str.maketrans("“”‘’", "\"\"''"))


def test_the_built_page_holds_every_correction_and_every_move(built_book):
    found, moves = read_changelog()
    page = BeautifulSoup((built_book / "chapters" / "corrections.html").read_text("utf-8"), "html.parser")
    shown = [text(item) for item in page.select("ul.corrections > li")]
    assert len(shown) == len(found)
    for item, entry in zip(shown, found, strict=True):
        assert item.endswith(f"({plain(entry.point)})")
        for part in (entry.what, entry.old, entry.new, entry.reason):
            assert plain(part) in plain(item)
    assert len(page.select("table.verdicts-moved tbody tr")) == len(moves)
