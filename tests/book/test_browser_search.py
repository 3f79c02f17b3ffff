"""The search, from a folder as from a host: words, numbers and ids with the words round them, and clean pages afterwards."""

import pytest
from browsing import hosted, opened

WHERE = ["file", "http"]


@pytest.fixture(scope="module", params=WHERE)
def home(request, built_book):
    """The address of the book: in a folder, and on a host."""
    if request.param == "file":
        yield built_book.as_uri()
        return
    with hosted(built_book) as address:
        yield address


def results(page) -> list[tuple[str, str, str]]:
    """Address, name and excerpt of each result."""
    return page.locator("#search-results li").evaluate_all(
        "all => all.map(one => [one.querySelector('a').getAttribute('href'), one.querySelector('a').textContent,"
        " one.querySelector('.context')?.textContent ?? ''])"
    )


@pytest.mark.parametrize(
    "query, address, words",
    [
        ("29", "chapters/trade.html#claim-trade-growth-2022", "29"),
        ("190.272", "chapters/trade.html#fig-", "190.272"),
        ("warships", "#claim-sea-of-japan-warships-2023", "warships"),
        ("crude oil", "chapters/trade.html#", "crude"),
        ("hknews_2023", "chapters/sources-trade.html#source-hknews_2023", "Hong Kong"),
        ("non-aggression", "chapters/glossary.html#term-non-aggression-pact", "non-aggression"),
    ],
)
def test_what_readers_look_for_is_found_with_the_words_round_it(browser, home, query, address, words):
    with opened(browser, f"{home}/search.html?q={query}") as page:
        found = results(page)
        assert any(address in where for where, _, _ in found[:10]), found[:10]
        assert any(words in name + excerpt for where, name, excerpt in found if address in where)
        assert all(len(name) > 2 and not name.startswith(("fig-", "claim-", "source-")) for _, name, _ in found)
        assert not page.complaints


def test_a_claim_is_found_by_its_id_in_its_chapter_and_in_the_register(browser, home):
    with opened(browser, f"{home}/search.html?q=trade-growth-2022") as page:
        first = page.locator("#search-results li").first
        assert first.locator("a").first.get_attribute("href") == "chapters/trade.html#claim-trade-growth-2022"
        first.get_by_role("link", name="in the register").click()
        page.wait_for_url("**/register.html#claim-trade-growth-2022")
        assert page.locator("#claim-trade-growth-2022").is_visible()


def test_every_result_of_a_number_holds_the_number(browser, home):
    with opened(browser, f"{home}/search.html?q=29") as page:
        page.get_by_role("button", name="Show all").click()
        marked = page.locator("#search-results li").evaluate_all(
            "all => all.map(one => [...one.querySelectorAll('mark')].map(mark => mark.textContent))"
        )
        assert len(marked) > 30
        assert {mark.split(".")[0] for marks in marked for mark in marks} == {"29"}
        assert sum(map(bool, marked)) == len(marked)


@pytest.mark.parametrize("query", ["29", "China Russia", "warships"])
def test_pages_that_a_search_leads_to_are_clean(browser, home, query):
    with opened(browser, f"{home}/search.html?q={query}") as page:
        link = page.locator("#search-results a[href^='chapters/']").first
        address = link.get_attribute("href")
        link.click()
        page.wait_for_url(f"**/{address.split('#')[0]}#*")
        page.wait_for_timeout(300)
        assert page.locator(".highlighted, mark, .highlight-link, #searchbox button").count() == 0
        assert page.evaluate("Object.keys(localStorage).filter(name => /highlight/.test(name))") == []
        assert "highlight" not in page.url
        page.goto(f"{home}/search.html")
        assert page.locator("mark, .highlighted").count() == 0 and results(page) == []
        assert not page.complaints


def test_a_search_in_vain_says_what_to_try(browser, home):
    with opened(browser, f"{home}/search.html?q=zebra") as page:
        assert page.get_by_role("status").text_content() == "No passage has “zebra”."
        assert page.locator(".search-help a").count() == 2 and page.locator(".search-help").is_visible()
        field = page.locator(".bd-search-container input[name=q]")
        field.fill("zebra warships")
        field.press("Enter")
        page.wait_for_url(lambda url: "warships" in url)
        assert page.get_by_role("status").text_content().startswith("No passage has all of “zebra warships”;")
        assert results(page)


def test_what_is_asked_is_never_taken_for_markup(browser, home):
    with opened(browser, f"{home}/search.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20(%5B") as page:
        assert page.locator("#search-results img, .search-status img").count() == 0 and not page.complaints


def test_the_search_field_of_a_chapter_leads_to_the_results(browser, home):
    with opened(browser, f"{home}/chapters/trade.html") as page:
        page.keyboard.press("Control+k")
        page.locator("#pst-search-dialog input").fill("warships")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=warships")
        assert len(results(page)) > 5


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["search", "chapters/index"])
def test_the_glass_stands_beside_the_words_and_one_ring_shows_the_focus(browser, built_book, name, width):
    with opened(browser, (built_book / f"{name}.html").as_uri(), width) as page:
        if name == "chapters/index":
            page.keyboard.press("Control+k")
        field = page.locator("input[type=search]:focus")
        field.wait_for()
        glass, words, rings = field.evaluate(
            """one => [one.form.querySelector('.fa-solid').getBoundingClientRect().right,
              one.getBoundingClientRect().left + parseFloat(getComputedStyle(one).paddingLeft),
              [getComputedStyle(one).outlineColor, getComputedStyle(one.form).boxShadow]]"""
        )
        assert glass + 4 <= words
        assert rings[0] == "rgba(0, 0, 0, 0)" and "0px 0px 0px 3px" in rings[1]
