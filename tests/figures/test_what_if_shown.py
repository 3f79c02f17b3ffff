"""What a changed assumption moves, as a reader sees it: ours beside it, and the strip."""

from IPython.core.formatters import DisplayFormatter

from audit.figures.cards import claim_card
from audit.figures.what_if import compared, show_what_if
from audit.figures.words import VERDICT_WORDS
from audit.findings import finding
from audit.findings.what_if import what_if


def test_verdict_agreement_confidence_and_each_moved_check_stand_beside_ours():
    tried = what_if("ruble-fall-2023", nearest="official-set-15-august")
    table = compared(tried).set_index("Finding and checks")
    ours = finding("ruble-fall-2023")
    assert [word.lower() for word in table.loc["Verdict"]] == [
        VERDICT_WORDS[ours.verdict],
        VERDICT_WORDS["not-supported"],
    ]
    assert table.loc["Checks that agree"].tolist() == [
        f"{one.agreeing} of {one.principled_total}" for one in (ours, tried)
    ]
    assert table.loc["How sure"].tolist() == [ours.confidence.level, tried.confidence.level]
    assert table.loc["Official rate, set 15 Aug", "What if"].endswith("closest to the article's words")
    assert (
        len(table) == 3 + len(tried.moved) + 1
        and table.index[-1] == f"The {len(tried.unmoved)} other checks that count"
    )


def test_the_strip_is_that_of_the_changed_finding():
    page = show_what_if(what_if("ruble-fall-2023", test={"low": 20, "high": 31}))
    assert page.count("<svg") == 1 and "20–31%" in page and "20–31%" in page.words


def test_a_viewer_without_html_gets_the_words_and_no_markup():
    for shown in (show_what_if(what_if("hub-and-spoke")), claim_card(finding("hub-and-spoke"))):
        bundle, _ = DisplayFormatter().format(shown)
        assert bundle["text/html"] == str(shown) and bundle["text/plain"] == shown.words and "<" not in shown.words


def test_a_check_that_is_gone_or_without_a_figure_is_told():
    rows = compared(what_if("ruble-fall-2023", constants={"DECISION": "2023-08-16"})).set_index("Finding and checks")
    assert rows.loc["Official rate, set 15 Aug", "What if"] == "–"
    assert "no figure in the record" in rows.loc["Moscow Exchange, 15 Aug after the decision", "What if"]


def test_a_claim_without_numbers_has_no_strip_and_nothing_moved_is_said():
    page = show_what_if(what_if("exercises-record-2022"))
    assert "<svg" not in page and "as they are" in page.words and "nothing is changed" in page.words
