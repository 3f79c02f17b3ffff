"""The first screen: answer, card and chart where a reader sees them; what is folded opens without a script and is printed open."""

import gzip
import re

import pytest
from browsing import CHAPTERS, Lent, opened, restyled, settle, switch_to
from bs4 import BeautifulSoup
from layout import MISPLACED

from audit.figures.prose import VERDICT_WORDS
from audit.findings import default_ledger, finding, findings, of_propositions

FRONT = "chapters/index"
OPENINGS = [FRONT, *CHAPTERS]
#: Pages that begin with a chart: all but the chapter that judges no sentence and puts a case in words before its charts.
JUDGES = {one.claim.chapter for one in (findings() | of_propositions()).values()}
CHART_FIRST = [name for name in OPENINGS if name == FRONT or name.removeprefix("chapters/") in JUDGES]
DESK, PHONE, PAPER = {"width": 1280, "height": 900}, {"width": 390, "height": 844}, {"width": 700, "height": 900}
FOLD = 600  # px: on a desk the first chart begins above it

PLACES = """() => {
  const at = one => { const box = document.querySelector('article.bd-article ' + one).getBoundingClientRect();
    return { top: box.top + scrollY, bottom: box.bottom + scrollY }; };
  return { answer: at('p.answer'), figure: at('figure.audit-figure'), title: at('figure.audit-figure .figure-title'),
    picture: at('figure.audit-figure .figure-picture') };
}"""

#: Words of cards and rows that leave the page or their box, or are cut: checked under every hardship.
CUT = """() => {
  const found = [], wide = document.documentElement.clientWidth;
  const parts = '.claim-card, .claim-card :is(p, dt, dd, li, summary, .verdict), .layer-row :is(p, li, a), .unit-chart :is(p, li)';
  for (const one of document.querySelectorAll(parts)) {
    const box = one.getBoundingClientRect();
    if (!box.width || one.closest('.visually-hidden') || one.closest('.unit-words')) continue;
    if (box.right > wide + 1 || box.left < -1) found.push(`${one.className || one.tagName} leaves the page: ${one.textContent.trim().slice(0, 40)}`);
    const card = one.closest('.claim-card');
    if (card && one !== card && box.right > card.getBoundingClientRect().right) found.push(`${one.className || one.tagName} leaves the card`);
  }
  for (const svg of document.querySelectorAll('svg.strip')) {
    const frame = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll('text')].filter(text => getComputedStyle(text).display !== 'none' && text.getBoundingClientRect().width);
    const boxes = words.map(text => text.getBoundingClientRect());
    boxes.forEach((box, i) => {
      if (frame.left - box.left > 3 || box.right - frame.right > 3) found.push(`strip: "${words[i].textContent}" leaves the drawing`);
      boxes.slice(i + 1).forEach((other, j) => {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (across > 1 && down > 5) found.push(`strip: "${words[i].textContent}" and "${words[i + 1 + j].textContent}" overlap`);
      });
    });
  }
  return found;
}"""

SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
WIDE_FACE = ":root { --audit-sans: 'DejaVu Sans', 'Verdana', sans-serif !important; }"
#: From wide to narrow: a page takes each width once, and its charts follow it once.
HARDSHIPS = {
    "a desk": (1280, WIDE_FACE),
    "doubled type on a desk": (1280, "html { font-size: 200% !important; }"),
    "a tablet": (768, WIDE_FACE),
    "as it is": (390, ""),
    "a wide face": (390, WIDE_FACE),
    "a reader's spacing": (390, SPACING),
    "doubled type": (390, "html { font-size: 200% !important; }"),
    "a narrow phone": (320, ""),
    "a wide face on a narrow phone": (320, WIDE_FACE),
    "a reader's spacing on a narrow phone": (320, SPACING),
}


def uri(book, name: str) -> str:
    return (book / f"{name}.html").as_uri()


@pytest.fixture(scope="module")
def without_script(browser, built_book):
    """Lends a page as it is where no script runs. Style sheets alone rule it: it may be given any window and go to paper."""
    lent = Lent(browser, built_book, java_script_enabled=False)
    yield lent
    lent.take_back()


# --- the first screen ---


@pytest.mark.parametrize("name", CHART_FIRST)
def test_on_a_desk_the_first_chart_begins_above_the_fold(browser, built_book, name):
    with opened(browser, uri(built_book, name), **DESK) as page:
        places = page.evaluate(PLACES)
        assert places["answer"]["bottom"] < places["figure"]["top"] < FOLD


@pytest.mark.parametrize("name", CHART_FIRST)
def test_on_a_phone_the_answer_is_whole_and_the_chart_has_begun(browser, built_book, name):
    with opened(browser, uri(built_book, name), **PHONE) as page:
        places = page.evaluate(PLACES)
        assert places["answer"]["bottom"] < PHONE["height"] / 2
        assert places["picture"]["top"] + 24 < PHONE["height"], "the chart itself does not begin on the first screen"


@pytest.mark.parametrize("name", OPENINGS, scope="module")
def test_the_fold_holds_without_a_script(without_script, name):
    page = without_script(name)
    page.set_viewport_size(PHONE)
    answer = page.locator("p.answer").bounding_box()
    assert answer["y"] + answer["height"] < PHONE["height"] / 2


# --- whole under every hardship ---


@pytest.fixture(scope="module")
def to_restyle(browser, built_book):
    """Lends a page under which no policy forbids a style sheet of ours."""
    lent = Lent(browser, built_book, bypass_csp=True)
    yield lent
    lent.take_back()


OPEN_CARDS = "open => document.querySelectorAll('.claim-card details').forEach(one => { one.open = open; })"


@pytest.mark.parametrize("hardship", HARDSHIPS)
@pytest.mark.parametrize("name", OPENINGS, scope="module")
def test_cards_and_rows_stay_whole(to_restyle, name, hardship):
    width, style = HARDSHIPS[hardship]
    page = to_restyle(name)
    page.set_viewport_size({"width": width, "height": 900})
    with restyled(page, style):
        settle(page)
        assert page.evaluate(CUT) == []
        page.evaluate(OPEN_CARDS, True)
        unfolded = page.evaluate(CUT)
        page.evaluate(OPEN_CARDS, False)
    assert unfolded == []


def test_a_cut_word_would_be_found(browser, built_book):
    with opened(browser, uri(built_book, CHAPTERS[0]), 390, bypass_csp=True) as page:
        with restyled(page, ".claim-card .verdict { white-space: nowrap; min-width: 30rem; }"):
            assert page.evaluate(CUT)
        assert page.evaluate(CUT) == []
        with restyled(page, ".strip text { font-size: 2.2em !important; }"):
            assert any("strip" in fault for fault in page.evaluate(CUT))


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_words_of_a_strip_are_as_large_on_a_phone_as_on_a_desk(browser, built_book, width):
    with opened(browser, uri(built_book, "chapters/trade"), width) as page:
        sizes = page.evaluate(
            "[...document.querySelectorAll('.strip text')].filter(one => one.getBoundingClientRect().width)"
            ".map(one => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert sizes and min(sizes) >= 12.9
        assert "audit-sans" not in page.evaluate("getComputedStyle(document.querySelector('.strip text')).fontFamily")


def test_where_type_is_doubled_on_a_phone_the_strip_has_its_words_in_a_list(browser, built_book):
    with opened(browser, uri(built_book, "chapters/trade"), 390, bypass_csp=True) as page:
        words = page.locator(".claim-card .strip-list").first
        assert not words.is_visible()
        with restyled(page, "html { font-size: 200% !important; }"):
            words.wait_for(state="visible", timeout=5_000)  # what hangs on the width of a card follows a moment later
            assert "about 29%" in words.text_content() and "27.55–30.45%" in words.text_content()
            assert page.locator(".claim-card .strip circle").first.is_visible()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_words_of_the_small_charts_are_whole_and_apart(browser, built_book, width):
    with opened(browser, uri(built_book, FRONT), width) as page:
        assert page.evaluate(MISPLACED) == []


# --- what is folded ---


@pytest.mark.parametrize("name", OPENINGS, scope="module")
def test_disclosures_open_and_close_without_a_script(without_script, name):
    page = without_script(name)
    page.set_viewport_size(DESK)
    for summary in page.locator(":is(.claim-card-more, .front-more, .figure-behind) > summary").all():
        inside = summary.locator("xpath=following-sibling::*").first
        assert not inside.is_visible()
        summary.click()
        assert inside.is_visible()
        summary.click()
        assert not inside.is_visible()
    page.evaluate("document.activeElement.blur()")


@pytest.mark.parametrize("name", OPENINGS, scope="module")
def test_what_is_folded_is_printed_without_a_script(without_script, name):
    page = without_script(name)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    try:
        is_printed(page, name)
    finally:
        page.emulate_media(media="null")


@pytest.mark.parametrize("name", OPENINGS)
def test_what_is_folded_is_printed(browser, built_book, name):
    with opened(browser, uri(built_book, name), **PAPER) as page:
        page.emulate_media(media="print")
        is_printed(page, name)


#: How high each of these is, in px, one after another.
HEIGHTS = "all => all.map(one => one.getClientRects().length ? one.getBoundingClientRect().height : 0)"


def is_printed(page, name: str) -> None:
    """What is folded has its place on paper, every claim its row, and every card its verdicts and the reason of its confidence."""
    assert all(
        high > 20 for high in page.locator(":is(.claim-card-more, .front-more) > :not(summary)").evaluate_all(HEIGHTS)
    )
    if name == FRONT:
        for claim in default_ledger().claims.values():
            [high] = page.locator(f"#every-claim-as-a-table a[href$='#claim-{claim.id}']").evaluate_all(HEIGHTS)
            assert high > 5
    cards = page.locator(".claim-card").evaluate_all("all => all.map(one => [one.id, one.innerText.toLowerCase()])")
    for card, shown in cards:
        one = finding(card.removeprefix("claim-"))
        assert VERDICT_WORDS[one.verdict] in shown
        assert one.article is None or VERDICT_WORDS[one.verdict_at_publication] in shown
        if one.confidence:
            assert one.confidence.reason in shown


# --- every claim as a mark ---


def test_marks_are_one_stop_and_arrow_keys_go_from_claim_to_claim(browser, built_book):
    claims = default_ledger().claims
    with opened(browser, uri(built_book, FRONT), **DESK) as page:
        marks = page.locator(".unit-marks a")
        assert marks.count() == len(claims)
        assert (
            page.evaluate("[...document.querySelectorAll('.unit-marks a')].filter(one => one.tabIndex === 0).length")
            == 1
        )
        marks.first.focus()
        seen = []
        for _ in claims:
            seen.append(page.evaluate("document.activeElement.getAttribute('href')"))
            page.keyboard.press("ArrowRight")
        assert seen == [mark.get_attribute("href") for mark in marks.all()]
        page.keyboard.press("Home")
        assert page.evaluate("document.activeElement.getAttribute('href')") == seen[0]
        page.keyboard.press("ArrowDown")
        group = page.locator(".unit-group").nth(1).locator("a").first
        assert page.evaluate("document.activeElement.getAttribute('href')") == group.get_attribute("href")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        assert not page.complaints


def test_words_of_a_mark_show_at_hover_and_focus_and_escape_puts_them_away(browser, built_book):
    def shown(words) -> bool:
        return words.evaluate(
            "one => getComputedStyle(one).clipPath === 'none' && one.getBoundingClientRect().height > 20"
        )

    with opened(browser, uri(built_book, FRONT), **DESK) as page:
        mark = page.locator(".unit-marks a[href$='claim-trade-growth-2022']")
        words = mark.locator(".unit-words")
        mark.scroll_into_view_if_needed()
        assert not shown(words)
        mark.hover()
        assert shown(words) and finding("trade-growth-2022").claim.claim in words.text_content()
        box, frame = words.bounding_box(), page.locator(".unit-chart").bounding_box()
        assert frame["x"] - 1 <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
        words.hover()
        assert shown(words)  # the pointer may go to the words
        page.mouse.move(2, 2)
        assert not shown(words)
        mark.focus()
        assert shown(words)
        page.keyboard.press("Escape")
        assert not shown(words)
        mark.press("Enter")
        page.wait_for_url("**/register.html#claim-trade-growth-2022")


def test_a_first_tap_shows_the_words_and_a_second_goes_to_the_register(browser, built_book):
    with opened(browser, uri(built_book, FRONT), **PHONE, has_touch=True) as page:
        mark = page.locator(".unit-marks a[href$='claim-ruble-rank-2023']")
        mark.tap()
        words = mark.locator(".unit-words")
        assert page.url.endswith("index.html")
        assert words.evaluate("one => getComputedStyle(one).clipPath") == "none"
        box = words.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
        mark.tap()
        page.wait_for_url("**/register.html#claim-ruble-rank-2023")


def test_without_a_script_marks_are_links_that_can_be_skipped(browser, built_book):
    with opened(browser, uri(built_book, FRONT), **DESK, java_script_enabled=False) as page:
        skip = page.locator(".unit-skip a")
        skip.focus()
        assert skip.bounding_box()["height"] > 10
        assert skip.get_attribute("href") == "#every-claim-as-a-table"
        mark = page.locator(".unit-marks a").first
        mark.hover()
        assert mark.locator(".unit-words").evaluate("one => getComputedStyle(one).clipPath") == "none"


def test_marks_are_large_enough_for_a_finger_and_dark_enough_to_see(browser, built_book):
    with opened(browser, uri(built_book, FRONT), **PHONE, has_touch=True) as page:
        sizes = [mark.bounding_box() for mark in page.locator(".unit-marks a").all()]
        assert min(min(box["width"], box["height"]) for box in sizes) >= 24
        for scheme in ("light", "dark"):
            switch_to(page, scheme)
            ink, paper = page.evaluate(
                "['--audit-ink', '--audit-paper'].map(one => getComputedStyle(document.documentElement).getPropertyValue(one))"
            )
            assert ink.strip() != paper.strip()


# --- weight ---


@pytest.mark.parametrize("name", [name for name in CHART_FIRST if name != FRONT])
def test_a_card_is_light(built_book, name):
    """As a host sends it: 2,000 bytes at most, on average. A share of the page would grow whenever its charts become lighter."""
    html = (built_book / f"{name}.html").read_text(encoding="utf-8")
    bare = BeautifulSoup(html, "html.parser")
    cards = bare.select(".claim-card")
    assert cards
    for card in cards:
        card.decompose()
    with_cards, without = (
        len(gzip.compress(one.encode(), 9)) for one in (str(BeautifulSoup(html, "html.parser")), str(bare))
    )
    assert with_cards - without < 2_000 * len(cards)


def test_the_front_page_is_light(built_book):
    assert len(gzip.compress((built_book / f"{FRONT}.html").read_bytes(), 9)) < 40_000


def test_marks_stand_for_what_was_judged(built_book):
    html = (built_book / f"{FRONT}.html").read_text(encoding="utf-8")
    judged = BeautifulSoup(html, "html.parser").select(".unit-group:not(:has(.unit-note)) a")
    out = sum(claim.chapter is None for claim in default_ledger().claims.values())
    assert len(judged) == len(findings()) + out
    assert not re.search(r"\bnot judged yet\b(?!:| \d|</)", "".join(map(str, judged)))
