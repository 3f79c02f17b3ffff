"""The claim card and its words: they say what the finding says, and nothing in them becomes markup."""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from audit.figures.cards import (
    ICONS,
    STANDING,
    as_published,
    beside,
    bounds_text,
    card_words,
    claim_card,
    computed_text,
    counts,
    figure_text,
    gloss,
    published_on,
    register_rows,
    sentence,
    standing_of,
    stated_text,
    strip_of,
    strip_words,
    templates,
    to_come,
    value_of,
    ways_in_words,
)
from audit.figures.prose import VERDICT_WORDS, glue_finding
from audit.figures.strip import strip_data
from audit.figures.words import UNITS_TOLD
from audit.findings import default_ledger, finding, findings
from audit.inputs.ledger import UNITS
from audit.judgement import IN_WORDS, LADDERS

CLAIMS = ["trade-growth-2022", "trade-mainly-energy"]
JUDGED = list(findings())
NASTY = "<script>alert('x')</script> & \"more\" <b>bold</b>."


def html(text) -> BeautifulSoup:
    return BeautifulSoup(str(text), "html.parser")


def text(element) -> str:
    return re.sub(r"\s+", " ", element.get_text(" ")).strip()


def detail(card, name: str) -> str:
    """What stands behind the disclosure under a heading."""
    return {text(div.dt): text(div.dd) for div in card.select(".claim-card-details > div")}[name]


def on_the_card(card) -> str:
    """The words that show while the disclosure is shut."""
    copy = html(card)
    copy.select_one("details > dl").decompose()
    return text(copy)


@pytest.mark.parametrize("claim_id", JUDGED)
def test_card_says_what_the_finding_says(claim_id):
    one = finding(claim_id)
    page = html(claim_card(one))
    shown = on_the_card(page)
    cutoff = f"{one.data_cutoff.day} {one.data_cutoff:%B %Y}"
    assert text(page.select_one(".claim-card-claim")) == one.claim.claim
    kicker = text(page.select_one(".claim-card-kicker"))
    assert one.article.outlet in kicker and published_on(one.article) in kicker
    assert f"paragraph {one.claim.paragraph}" in kicker
    assert text(page.select_one(".claim-card-gloss")).startswith(gloss(one))
    assert detail(page, "When published").lower() == VERDICT_WORDS[one.verdict_at_publication]
    assert detail(page, f"On the record to {cutoff}").lower() == VERDICT_WORDS[one.verdict]
    assert page.select_one(".claim-card-details a[href*='register']")["href"] == f"register.html#claim-{claim_id}"
    if one.confidence:
        assert f"How sure of this verdict {sentence(one.confidence.level)}" in shown
        assert one.confidence.reason not in shown
        assert one.confidence.reason in detail(page, "How sure of this verdict")
    if ways_in_words(one):
        assert sentence(ways_in_words(one)) in shown
        listed = [text(li) for li in page.select(".claim-card-ways li")]
        assert len(listed) == len(one.judged)
        for judged, line in zip(one.judged, listed, strict=True):
            assert judged.specification.label in line and STANDING[standing_of(judged)] in line
    for name in one.exceptions:
        assert name in shown
    if len(one.all_nearest) == 2:
        for nearest in one.all_nearest:
            assert nearest.specification.label in shown and value_of(one, nearest) in shown
    for reading in one.claim.alternative_readings:
        if reading.id in one.alternative_verdicts:
            assert reading.reading not in shown and reading.reading in detail(page, "Read another way")


@pytest.mark.parametrize("claim_id", JUDGED)
def test_one_chip_where_both_dates_agree_and_two_where_they_do_not(claim_id):
    one = finding(claim_id)
    page = html(claim_card(one))
    chips = [text(chip).lower() for chip in page.select(".claim-card-verdicts .verdict")]
    if one.verdict == one.verdict_at_publication:
        assert chips == [VERDICT_WORDS[one.verdict]]
        assert "same verdict when published" in on_the_card(page)
    else:
        assert chips == [VERDICT_WORDS[one.verdict_at_publication], VERDICT_WORDS[one.verdict]]
        assert "same verdict when published" not in on_the_card(page)


def test_claims_of_both_sorts_are_among_them():
    same = [finding(id).verdict == finding(id).verdict_at_publication for id in JUDGED]
    assert any(same) and not all(same)


@pytest.mark.parametrize("claim_id", JUDGED)
def test_a_number_has_a_strip_other_checks_have_marks_and_a_single_one_has_neither(claim_id):
    one = finding(claim_id)
    page = html(claim_card(one))
    known = [judged for judged in one.judged if standing_of(judged) != "silent"]
    assert len(page.select("svg.strip")) == (strip_of(one) is not None)
    marks = page.select(".strip-marks .strip-mark")
    if strip_of(one) is None and one.claim.kind not in IN_WORDS and len(known) > 1:
        assert len(marks) == len(known)
        for code in ("agrees", "differs", "aside"):
            assert len(page.select(f".strip-marks .strip-{code}")) == [standing_of(one) for one in known].count(code)
    else:
        assert not marks


@pytest.mark.parametrize("claim_id", JUDGED)
def test_words_say_the_same_as_the_card(claim_id):
    one = finding(claim_id)
    words = card_words(one)
    shown = text(html(claim_card(one))).replace("’", "'").lower()
    assert claim_card(one)._repr_mimebundle_()["text/plain"] == words
    for line in words.splitlines():
        name, _, value = line.partition(": ")
        for part in re.split(r" \(|\)$|; | or |, paragraph", value):
            if value != "none" and part:
                assert part.rstrip(".").lower() in shown, line
    for must in (one.claim.claim, VERDICT_WORDS[one.verdict], VERDICT_WORDS[one.verdict_at_publication], gloss(one)):
        assert must in words


@pytest.mark.parametrize("verdict", [rung for ladder in LADDERS.values() for rung in ladder])
def test_every_verdict_has_a_word_and_an_icon(verdict):
    one = replace(finding(CLAIMS[0]), verdict=verdict, verdict_at_publication=verdict)
    [chip] = html(claim_card(one)).select("dl.claim-card-verdicts .verdict")
    assert text(chip) == sentence(VERDICT_WORDS[verdict])  # the word, not the colour, carries the verdict
    assert f"verdict-{ICONS[verdict]}" in chip["class"] and chip.select("svg > *")


def test_what_stands_behind_the_card_is_a_disclosure_that_needs_no_script():
    page = html(claim_card(finding(CLAIMS[0])))
    [more] = page.select("details.claim-card-more")
    assert text(more.summary).startswith("More: reasons") and not page.select("script, [hidden]")


def test_the_summary_says_whether_another_reading_has_another_verdict():
    def summary(claim_id: str) -> str:
        return text(html(claim_card(finding(claim_id))).select_one("summary"))

    one = finding("not-formal-allies")
    assert list(one.alternative_verdicts.values()) == ["not-supported"] and one.verdict == "supported"
    assert summary("not-formal-allies").endswith("one other reading (with another verdict)")
    assert summary("trade-growth-2022").endswith("one other reading (same verdict)")
    assert set(finding("trade-growth-2022").alternative_verdicts.values()) == {finding("trade-growth-2022").verdict}


@pytest.mark.parametrize("claim_id", [id for id in JUDGED if finding(id).verdict == "supported-on-its-own-terms"])
def test_the_gloss_counts_the_checks_that_differ(claim_id):
    one = finding(claim_id)
    differing = sum(judged.counts and not judged.passes for judged in one.judged)
    others = sum(judged.counts and not judged.specification.nearest for judged in one.judged)
    assert differing > 0 and (f"{differing} of the {others} others" in gloss(one) or others == 1)


def test_of_two_plain_senses_the_card_says_that_the_lower_decides():
    one = finding("ruble-rank-2023")
    assert len(one.all_nearest) == 2 and one.verdict == "not-supported"
    assert "in one of them it does not hold" in on_the_card(html(claim_card(one)))
    neither = replace(one, judged=tuple(replace(judged, agrees=False) for judged in one.judged))
    assert gloss(neither).endswith("it holds in neither.")


@pytest.mark.parametrize(
    ("claim_id", "stated"),
    [
        ("trade-growth-2022", "about 29%"),
        ("sea-of-japan-warships-2023", "more than 10 ships"),
        ("aleutians-ships-2023", "at least 11 ships"),
        ("key-rate-august-2023", "12%"),
        ("trade-mainly-energy", None),
    ],
)
def test_a_stated_figure_keeps_its_hedge_its_bound_and_its_unit(claim_id, stated):
    assert stated_text(finding(claim_id).claim.test) == stated


def test_an_open_claim_says_when_and_where_it_is_judged():
    for claim in (one for one in default_ledger().claims.values() if one.chapter):  # as if none were judged
        assert f"chapter on {claim.chapter}, which is to come" in to_come(claim)
        assert ("its test stands since" in to_come(claim)) == (claim.kind != "judgement")


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
    register = html(
        templates()
        .get_template("register.html")
        .render(
            rows=rows,
            facets=[],
            rank=[hostile.verdict, hostile.verdict_at_publication].index,
            every_article="the article",
        )
    )
    assert not register.select("script, b") and NASTY in text(register)
    score = html(
        templates()
        .get_template("scorecard.html")
        .render(layers=[{"name": "Duty", "question": "Who owes what?", "claims": [(hostile.claim, hostile)]}], total=1)
    )
    assert not score.select("script, b") and NASTY in text(score)


def test_card_without_numbers_leaves_them_out():
    one = finding(CLAIMS[0])
    empty = replace(one, judged=(), confidence=None, verdict="not-testable", verdict_at_publication="not-testable")
    page = html(claim_card(empty))
    assert "nan" not in text(page).lower() and "None" not in text(page)
    assert not page.select(".strip, .strip-caption") and "agree" not in text(page.select_one(".claim-card-verdicts"))


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
    assert found["judged"] + found["weighed"] + found["out-of-scope"] + found["open"] == len(ledger.claims)
    assert found["out-of-scope"] == sum(claim.chapter is None for claim in ledger.claims.values())
    assert found["weighed"] == sum(one.claim.kind == "judgement" for one in judged.values())
    assert found["judged"] == len(judged) - found["weighed"]


def test_a_record_that_cannot_say_settles_nothing():
    ledger, judged = default_ledger(), findings()
    before = counts(ledger.claims.values(), judged)
    cannot_say = {"not-testable", "text-not-obtained", "open"}
    assert before["silent"] == sum(one.verdict in cannot_say for one in judged.values()) > 0
    assert before["settled"] + before["silent"] == before["judged"]
    id = next(id for id, one in judged.items() if one.verdict == "supported")
    after = counts(ledger.claims.values(), judged | {id: replace(judged[id], verdict="not-testable")})
    assert (after["settled"], after["silent"]) == (before["settled"] - 1, before["silent"] + 1)


def test_an_independent_count_stands_beside_the_nearest():
    one = next(one for one in findings().values() if beside(one))
    shown = beside(one)
    assert shown.counts and not set(shown.specification.origins) & set(one.nearest.specification.origins)
    assert f"independent {value_of(one, shown)}" in [
        text(word) for word in html(claim_card(one)).select("svg.strip text")
    ]


def test_a_named_exception_stands_on_the_card_with_what_the_rule_changes():
    one = finding("no-formal-alliances")
    if one.verdict != "supported-with-exceptions":
        pytest.fail("this test needs a pattern with an exception")
    card = html(claim_card(one))
    assert "North Korea 1961" in text(card.select_one(".claim-card-gloss"))
    assert detail(card, "Without the rule of exceptions").lower() == VERDICT_WORDS[one.verdict_without_exceptions]


@pytest.mark.parametrize(
    ("published", "shown"), [("2026", "2026"), ("2026-03", "March 2026"), ("2026-03-04", "4 March 2026")]
)
def test_a_source_is_never_dated_more_exactly_than_it_says(published, shown):
    assert as_published(published) == shown


@pytest.mark.parametrize(("value", "shown"), [(2023.0, "2023"), (1998, "1998")])
def test_a_year_has_no_comma(value, shown):
    assert figure_text(value, "year") == shown
    assert figure_text(value, "ships") == f"{value:,.0f}"


def test_the_card_of_a_claim_on_a_year_has_none():
    card = str(claim_card(finding("iran-sco-2023")))
    assert "2023" in card and "2,023" not in card and "2,021" not in card
    assert "2023 year" not in card


def in_unit(unit: str, **numbers):
    """A finding of a growth, as if it had been claimed in another unit."""
    growth = finding("trade-growth-2022")
    return replace(growth, claim=growth.claim.model_copy(update={"test": growth_test(unit, **numbers)}))


def growth_test(unit: str, **numbers):
    return finding("trade-growth-2022").claim.test.model_copy(update={"unit": unit, **numbers})


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_that_stands_with_every_value_stands_wherever_per_cent_does_and_every_unit_on_the_scale(
    unit, monkeypatch
):
    one, glued = in_unit(unit), {}
    monkeypatch.setattr("audit.figures.prose.glue", lambda name, text, display: glued.update({name: str(text)}))
    glue_finding(one)
    strip = strip_of(one)
    told = [computed_text(one), stated_text(one.claim.test), strip.bounds.words, strip.claimed.words]
    told += [*(label.words for label in strip.labels), *strip_data(one)["text"]]
    proses = [text for name, text in glued.items() if name.removeprefix("trade-growth-2022-") in ids(one)]
    if "per cent" in unit:
        assert all("%" in words for words in told) and all("per cent" in words for words in proses)
    elif unit in UNITS_TOLD:
        assert all(unit in words for words in told + proses)
    assert len(proses) == len(ids(one)) and f"on one scale, {unit}. " in strip_words(one)


def ids(one) -> set[str]:
    return {judged.specification.id for judged in one.judged if isinstance(judged.specification.value, float)}


def test_percentage_points_are_told_once_and_one_is_one():
    assert "percentage points" in UNITS_TOLD
    assert bounds_text(growth_test("percentage points")).count("percentage") == 1
    assert stated_text(growth_test("percentage points", stated=1.0)) == "about 1 percentage point"
    assert figure_text(-1.0, "percentage points") == "−1 percentage point"
    assert figure_text(-1.5, "percentage points") == "−1.5 percentage points"
