"""Propositions of our own are judged by the rules that judge the articles' claims, and never pass for one."""

from datetime import date

from markupsafe import escape

from audit.figures.cards import claim_card
from audit.figures.strip import strip_data
from audit.findings import default_ledger, findings, of_propositions
from audit.judgement import NOT_TESTABLE, Specification, judge

PROPOSITION = default_ledger().propositions["arms-in-both-directions"]


def judged(value: float | None):
    way = Specification("latest-window", "Latest window", value, True, "…", origins=("sipri",), nearest=True)
    return judge(PROPOSITION, None, [way], date(2026, 11, 21))


def test_a_proposition_is_judged_by_its_registered_test():
    assert judged(1.5).verdict == "supported" and judged(0.1).verdict == "not-supported"
    assert judged(None).verdict == NOT_TESTABLE


def test_a_proposition_has_no_verdict_on_the_day_of_an_article():
    found = judged(1.5)
    assert found.article is None and found.verdict_at_publication is None
    assert not any(one.available_at_publication for one in found.judged)


def test_its_card_says_whose_it_is_and_what_it_would_tell():
    card = claim_card(judged(0.1))
    assert "A proposition of this book" in card and "A proposition of this book" in card.words
    assert "When published" not in card and "When published" not in card.words
    assert str(escape(PROPOSITION.predicts.allies)) in card
    assert 'href="method.html#proposition-arms-in-both-directions"' in card


def test_propositions_are_never_counted_among_the_claims():
    assert not set(of_propositions()) & set(findings())
    assert set(of_propositions()) <= set(default_ledger().propositions)


def test_it_speaks_of_no_article():
    for value in (1.5, 0.1, None):
        card = claim_card(judged(value))
        assert "the article" not in card.replace("no claim of the articles", "") and "the article" not in card.words
    assert not strip_data(judged(0.1))["group"].str.contains("article").any()
