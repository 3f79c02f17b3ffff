"""The claim card and its words: they say what the finding says, and nothing in them becomes markup."""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from audit.cards import (
    ICONS,
    as_published,
    beside,
    card_words,
    claim_card,
    counts,
    day,
    figure_text,
    published_on,
    register_rows,
    sentence,
    templates,
    value_of,
)
from audit.findings import default_ledger, finding, findings
from audit.judgement import LADDERS
from audit.prose import VERDICT_GLOSS, VERDICT_WORDS

CLAIMS = ["trade-growth-2022", "trade-mainly-energy"]
NASTY = "<script>alert('x')</script> & \"more\" <b>bold</b>."


def html(text) -> BeautifulSoup:
    return BeautifulSoup(str(text), "html.parser")


def text(element) -> str:
    return re.sub(r"\s+", " ", element.get_text(" ")).strip()


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_card_says_what_the_finding_says(claim_id):
    one = finding(claim_id)
    page = html(claim_card(one))
    terms = {text(div.dt): text(div.dd) for div in page.select("dl > div")}
    assert text(page.select_one(".claim-card-claim")) == one.claim.claim
    assert terms["When published"].lower() == VERDICT_WORDS[one.verdict_at_publication]
    cutoff = f"{one.data_cutoff.day} {one.data_cutoff:%B %Y}"
    assert terms[f"On the record to {cutoff}"].lower() == VERDICT_WORDS[one.verdict]
    assert terms["What that means"] == VERDICT_GLOSS[one.verdict]
    assert terms["How sure we are of this verdict"].lower() == f"{one.confidence.level} {one.confidence.reason}".lower()
    closest = [(text(div.dt), text(div.dd)) for div in page.select("dl > div") if text(div.dt).startswith("Closest")]
    names = ["Closest to the article's words"]
    if len(one.all_nearest) == 2:
        names = [f"{names[0]}, one sense", f"{names[0]}, another"]
    assert closest == [(name, value_of(one, nearest)) for name, nearest in zip(names, one.all_nearest, strict=True)]
    assert terms["Ways of checking"] == f"{one.agreeing} of {one.principled_total} ways of checking agree"
    assert f"Latest figure for {day(one.last_datum)}" in text(page.select_one(".claim-card-links"))
    assert f"paragraph {one.claim.paragraph}" in text(page.select_one(".claim-card-origin"))
    assert page.select_one(".claim-card-links a")["href"] == f"register.html#claim-{claim_id}"
    marks = page.select("circle.strip-mark")
    assert len(marks) == len(one.judged)


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_words_say_the_same_as_the_card(claim_id):
    one = finding(claim_id)
    words = card_words(one)
    shown = text(html(claim_card(one)))
    assert claim_card(one)._repr_mimebundle_()["text/plain"] == words
    for line in words.splitlines():
        value = line.partition(": ")[2] or line
        if line.startswith("Closest"):
            assert all(part in shown for part in value.split(" or ")), line
            continue
        if value not in ("–", "none"):
            assert all(part.lower() in shown.lower() for part in re.split(r" \(|\)$", value) if part), line


@pytest.mark.parametrize("verdict", [rung for ladder in LADDERS.values() for rung in ladder])
def test_every_verdict_has_a_word_and_an_icon(verdict):
    one = replace(finding(CLAIMS[0]), verdict=verdict)
    chip = html(claim_card(one)).select("dl.claim-card-verdicts .verdict")[1]
    assert text(chip) == sentence(VERDICT_WORDS[verdict])  # the word, not the colour, carries the verdict
    assert f"verdict-{ICONS[verdict]}" in chip["class"]


def test_nothing_in_a_claim_becomes_markup():
    one = finding(CLAIMS[0])
    hostile = replace(
        one,
        claim=one.claim.model_copy(update={"claim": NASTY}),
        article=one.article.model_copy(update={"outlet": NASTY}),
    )
    page = html(claim_card(hostile))
    assert not page.select("script, b")
    assert text(page.select_one(".claim-card-claim")) == NASTY
    rows = register_rows([hostile.claim], {hostile.claim.article: hostile.article}, {hostile.claim.id: hostile})
    register = html(templates().get_template("register.html").render(rows=rows, filters=[]))
    assert not register.select("script, b") and NASTY in text(register)
    score = html(
        templates()
        .get_template("scorecard.html")
        .render(layers=[{"name": "Duty", "question": "Who owes what?", "claims": [(hostile.claim, hostile)]}])
    )
    assert not score.select("script, b") and NASTY in text(score)


def test_card_without_numbers_leaves_them_out():
    one = finding(CLAIMS[0])
    empty = replace(one, judged=(), confidence=None, verdict="not-testable", verdict_at_publication="not-testable")
    page = html(claim_card(empty))
    assert "nan" not in text(page).lower() and "None" not in text(page)
    assert not page.select(".strip") and "ways of checking agree" not in text(page)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (29.3, "per cent", "29.3%"),
        (29.0, "per cent", "29%"),
        (-3.25, "per cent of the rise", "−3.2%"),
        (1234.5, "billion", "1,234.5"),
        (True, None, "yes"),
        (False, None, "no"),
        (None, "per cent", "–"),
        ("came-true", None, "came-true"),
    ],
)
def test_figures_are_written_as_people_write_them(value, unit, shown):
    assert figure_text(value, unit) == shown


def test_date_of_an_article_may_be_a_span():
    article = next(iter(default_ledger().articles.values()))

    def told(first: str, last: str) -> str:
        from datetime import date

        days = {"published_earliest": date.fromisoformat(first), "published_latest": date.fromisoformat(last)}
        return published_on(article.model_copy(update=days))

    assert told("2023-09-03", "2023-09-03") == "3 September 2023"
    assert told("2023-09-01", "2023-09-03") == "1–3 September 2023"
    assert told("2023-08-30", "2023-09-03") == "30 August 2023 to 3 September 2023"


def test_register_has_every_claim_and_says_plainly_what_is_not_judged():
    ledger, judged = default_ledger(), findings()
    rows = register_rows(ledger.claims.values(), ledger.articles, judged)
    assert [row["claim"].id for row in rows] == list(ledger.claims)
    for row in rows:
        known = judged.get(row["claim"].id)
        without = "not-judged-yet" if row["claim"].chapter else "out-of-scope"
        assert row["verdict"] == (known.verdict if known else without)
        assert row["at_publication"] == (known.verdict_at_publication if known else without)


def test_out_of_scope_is_not_not_yet_and_no_verdict_is_not_judged():
    ledger, judged = default_ledger(), findings()
    found = counts(ledger.claims.values(), judged)
    assert sum(found.values()) == len(ledger.claims)
    assert found["out-of-scope"] == sum(claim.chapter is None for claim in ledger.claims.values())
    assert found["weighed"] == sum(one.claim.kind == "judgement" for one in judged.values())
    assert found["judged"] == len(judged) - found["weighed"]


def test_an_independent_count_stands_beside_the_nearest():
    one = finding("sea-of-japan-warships-2023")
    shown = beside(one)
    assert shown.counts and not set(shown.specification.origins) & set(one.nearest.specification.origins)
    terms = {text(div.dt): text(div.dd) for div in html(claim_card(one)).select("dl > div")}
    assert terms["An independent count"] == f"{shown.specification.value:.0f}"


def test_a_named_exception_stands_on_the_card_with_what_the_rule_changes():
    one = finding("no-formal-alliances")
    if one.verdict != "supported-with-exceptions":
        pytest.fail("this test needs a pattern with an exception")
    gloss = text(html(claim_card(one)).select_one(".claim-card-gloss"))
    assert "North Korea 1961" in gloss and f"“{VERDICT_WORDS[one.verdict_without_exceptions]}”" in gloss


@pytest.mark.parametrize(
    ("published", "shown"), [("2026", "2026"), ("2026-03", "March 2026"), ("2026-03-04", "4 March 2026")]
)
def test_a_source_is_never_dated_more_exactly_than_it_says(published, shown):
    assert as_published(published) == shown
