"""What rests on what, asked in the page: from a source, a table or a claim, by address, by keyboard, from a folder, on a phone."""

import random
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import SOURCE_PAGES, opened, unfold_all

from audit.figures.rests import default_rests
from audit.figures.words import VERDICT_WORDS
from audit.findings.falling import BOUNDS, most_first

RESTS = "chapters/rests"
LABEL = "Words or the id of a source, a table or a claim"
#: Asks without leaving the page, as Back and Forward do.
ASK = """([kind, id]) => {
  history.pushState(null, "", `?${kind}=${encodeURIComponent(id)}`);
  dispatchEvent(new PopStateEvent("popstate"));
  const told = document.querySelector(".rests-told");
  const falls = [...told.querySelectorAll("li:has(> .rests-change)")].map(one =>
    [(one.querySelector("a").dataset.claim || one.querySelector("a").dataset.source), ...[...one.querySelectorAll(".verdict")].map(chip => chip.textContent.trim())]);
  return { title: told.querySelector("h3").textContent, said: told.querySelector(".rests-verdict").textContent, falls };
}"""


def uri(book, name: str, question: str = "") -> str:
    return (book / f"{name}.html").as_uri() + question


def query(page) -> dict:
    """What the address asks, by the page itself: Playwright hears of a change a moment later."""
    return parse_qs(page.evaluate("location.search.slice(1)"))


@pytest.fixture(scope="module")
def rests():
    return default_rests()


def counts(row) -> list[str]:
    """The verdict by each count, the mildest first."""
    return [getattr(row, bound) for bound in BOUNDS]


def capital(verdict: str) -> str:
    words = VERDICT_WORDS[verdict]
    return words[0].upper() + words[1:]


@pytest.mark.parametrize("kind", ["source", "table"])
def test_what_falls_is_told_as_the_findings_have_it(browser, built_book, rests, kind):
    frame = rests.falls[kind]
    first = list(most_first(frame)["id"][:10])
    some = random.Random(15).sample(sorted(set(frame["id"]) - set(first)), 30)
    with opened(browser, uri(built_book, RESTS)) as page:
        for id in [*first, *some]:
            told, own = page.evaluate(ASK, [kind, id]), frame[frame["id"] == id]
            mild, origin, harsh = (int((own[bound] != own["before"]).sum()) for bound in BOUNDS)
            if not mild and not origin and not harsh:
                assert "no verdict moves" in told["said"], id
            else:
                assert f"{origin or 'no'} verdict{'s' * (origin != 1)} move" in told["said"], id
            if not mild == origin == harsh:
                assert f"{mild or 'none'} by the mild and {harsh or 'none'} by the harsh count." in told["said"], id
            expected = {
                (
                    row.claim_id,
                    capital(row.before),
                    capital(next(verdict for verdict in counts(row) if verdict != row.before)),
                )
                for row in own.itertuples()
                if set(counts(row)) != {row.before}
            }
            assert {tuple(one) for one in told["falls"]} == expected, id
        assert not page.complaints


def test_each_claim_is_told_with_the_sources_that_alone_would_move_it(browser, built_book, rests):
    frame = rests.falls["source"]
    with opened(browser, uri(built_book, RESTS)) as page:
        for id, one in rests.judged.items():
            told, own = page.evaluate(ASK, ["claim", id]), frame[frame["claim_id"] == id]
            assert told["title"] == one.claim.claim
            moving = own[[set(counts(row)) != {row.before} for row in own.itertuples()]]
            assert {source for source, *_ in told["falls"]} == set(moving.get("id", [])), id
            used = rests.ways.loc[rests.ways["claim_id"] == id, "source_id"].nunique()
            assert (f" {used} source" in f" {told['said']}") if used else "No table" in told["said"], id
        assert not page.complaints


def test_words_find_and_the_address_keeps_the_question(browser, built_book):
    with opened(browser, uri(built_book, RESTS)) as page:
        page.get_by_label(LABEL).fill("oxr_daily")
        assert query(page) == {"words": ["oxr_daily"]}
        assert "source" in page.locator(".rests-count").text_content()
        page.locator(".rests-found a").first.click()
        assert query(page) == {"source": ["oxr_daily"]}
        told = page.locator(".rests-told").inner_text()
        assert "oxr_daily" in told
        with opened(browser, page.evaluate("location.href")) as other:
            assert other.locator(".rests-told").inner_text() == told
        page.locator(".rests-told a[data-claim]").first.click()
        assert "claim" in query(page)
        page.go_back()
        assert page.locator(".rests-told").inner_text() == told
        page.reload()
        assert page.locator(".rests-told").inner_text() == told
        page.get_by_role("button", name="Start again").click()
        assert not page.locator(".rests-told").is_visible() and not query(page)
        assert not page.complaints


def test_it_works_by_keyboard_alone(browser, built_book):
    with opened(browser, uri(built_book, RESTS)) as page:
        page.get_by_label(LABEL).focus()
        page.keyboard.type("trade_annual")
        page.keyboard.press("Enter")
        assert query(page) == {"table": ["trade_annual"]}
        assert page.evaluate("document.activeElement.className") == "rests-told"
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('.rests-told')")


def test_words_that_nothing_has_say_so_and_an_unknown_question_asks_nothing(browser, built_book):
    with opened(browser, uri(built_book, RESTS)) as page:
        page.get_by_label(LABEL).fill("zebra zebra")
        assert "Fewer words" in page.locator(".rests-count").text_content()
    with opened(browser, uri(built_book, RESTS, "?source=nobody_saw_this&x=%22%5D")) as page:
        assert not page.locator(".rests-told").is_visible() and not page.complaints
        assert "Not in this edition: source nobody_saw_this." in page.locator(".rests-count").text_content()
    with opened(browser, uri(built_book, RESTS, "?source=oxr_daily&claim=trade-growth-2022")) as page:
        assert page.locator(".rests-told").is_visible()
        assert "left aside: claim trade-growth-2022." in page.locator(".rests-count").text_content()


def test_an_answer_has_a_name_and_words_typed_after_it_leave_it_behind_in_the_history(browser, built_book):
    with opened(browser, uri(built_book, RESTS, "?source=nobody_saw_this")) as page:
        plain = page.title()
        page.locator(".rests-examples a").first.click()
        answered, name = query(page), page.locator("#rests-told-name").text_content()
        assert page.title().startswith(name) and page.get_by_role("region", name=name).count() == 1
        page.get_by_label(LABEL).press_sequentially("customs")
        assert page.title() == plain and query(page) == {"words": ["customs"]}
        page.go_back()
        assert query(page) == answered and page.locator("#rests-told-name").text_content() == name
        page.go_forward()
        assert query(page) == {"words": ["customs"]} and not page.locator(".rests-told").is_visible()


def test_a_long_list_opens_where_it_was_cut(browser, built_book):
    with opened(browser, uri(built_book, RESTS, "?words=china")) as page:
        group = page.locator("[data-group=source]")
        before = group.locator("li").count()
        group.get_by_role("button").press("Enter")
        assert group.locator("li").count() > before
        assert page.evaluate("document.activeElement.tagName") == "A"


def test_without_a_script_the_tables_say_it(browser, built_book, rests):
    with opened(browser, uri(built_book, RESTS), java_script_enabled=False) as page:
        assert not page.locator(".rests-form").is_visible() and not page.locator(".rests-told").is_visible()
        moving = most_first(rests.falls["source"])
        moving = moving[(moving["moved_by_origin"] > 0) | (moving["propositions_by_origin"] > 0)]
        rows = page.locator("li[id^=rests-source-]")
        assert rows.count() == len(moving) and rows.first.is_visible()
        assert page.locator(".bd-article noscript").count() == 1


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
@pytest.mark.parametrize(
    "question", ["?source=hellenic_2022_antipiracy", "?table=exercises", "?claim=trade-growth-2022", "?words=customs"]
)
def test_an_answer_is_accessible_and_fits(browser, built_book, question, width, scheme):
    with opened(browser, uri(built_book, RESTS, question), width, scheme) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate("document.querySelectorAll('.rests-most, .rests-others').forEach(one => one.remove())")
        unfold_all(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, context=".bd-article", options={"resultTypes": ["violations"]}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []


def test_sources_cards_and_the_register_lead_here(browser, built_book, rests):
    addresses = []
    for name in SOURCE_PAGES:
        with opened(browser, uri(built_book, name)) as page:
            links = page.locator("tr[id^=source-] a[href^='rests.html?source=']")
            addresses += links.evaluate_all("all => all.map(one => one.href)")
    assert len(addresses) == rests.ways["source_id"].nunique()
    with opened(browser, addresses[-1]) as page:
        assert page.locator(".rests-told").is_visible()
    with opened(browser, uri(built_book, "chapters/register")) as page:
        linked = page.locator("a[href^='rests.html?claim=']").evaluate_all(
            "all => all.map(one => one.getAttribute('href').split('=')[1])"
        )
        assert set(linked) == {id for id, one in rests.judged.items() if one.article}


def test_cards_lead_to_what_they_rest_on(browser, built_book):
    with opened(browser, uri(built_book, "chapters/trade")) as page:
        cards = page.locator(".claim-card")
        links = page.locator(".claim-card a[href^='rests.html?claim=']")
        assert links.count() == cards.count() > 0
