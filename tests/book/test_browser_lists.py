"""The register and the sources as tools: totals that filter, order, an address that gives the same view, folds that open."""

import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import SOURCE_PAGES, opened, unfold_all, wait_until

from audit.figures.cards import register_rows
from audit.figures.words import VERDICT_WORDS
from audit.findings import default_ledger, default_record, findings

REGISTER, INDEX = "chapters/register", "chapters/sources"
#: The longest of the lists of sources.
SOURCES = "chapters/sources-exercises"
CLAIMS = default_ledger().claims
STANDING = {
    row["claim"].id: row["verdict"] for row in register_rows(CLAIMS.values(), default_ledger().articles, findings())
}
OF_CLAIM = {
    "verdict": lambda id: STANDING[id],
    "chapter": lambda id: CLAIMS[id].chapter or "none",
    "article": lambda id: CLAIMS[id].article,
    "kind": lambda id: CLAIMS[id].kind,
}


def uri(book, name: str) -> str:
    return (book / f"{name}.html").as_uri()


def listed(book, name: str) -> list[str]:
    """Ids of the sources on a page."""
    return re.findall(r'<tr id="source-(\w+)"', (book / f"{name}.html").read_text(encoding="utf-8"))


def shown(page) -> list[str]:
    """Ids of the rows that fit, in the order of the page, folded or not."""
    rows = page.locator("[data-list] tbody tr:not([hidden])").evaluate_all("rows => rows.map(row => row.id)")
    return [row.split("-", 1)[1] for row in rows]


def totals(page) -> dict[tuple[str, str], int]:
    told = page.locator(".facet button").evaluate_all(
        "all => all.map(one => [one.name, one.value, Number(one.querySelector('.facet-count').textContent)])"
    )
    return {(name, value): number for name, value, number in told}


# --- the register ---


def test_totals_count_every_claim_by_verdict_chapter_article_and_kind(browser, built_book):
    with opened(browser, uri(built_book, REGISTER)) as page:
        told = totals(page)
        for name, of in OF_CLAIM.items():
            assert {value: number for (facet, value), number in told.items() if facet == name} == Counter(
                map(of, CLAIMS)
            )
        assert not page.complaints


def test_a_total_is_what_its_button_will_show_whatever_else_is_chosen(browser, built_book):
    with opened(browser, uri(built_book, REGISTER)) as page:
        for chosen in ({}, {"chapter": "exercises"}, {"chapter": "alliance", "kind": "event"}):
            for name, value in chosen.items():
                page.locator(f".facet button[name={name}][value={value}][aria-pressed=false]").click()
            for (name, value), number in totals(page).items():
                expected = [
                    id
                    for id in CLAIMS
                    if all(OF_CLAIM[facet](id) == what for facet, what in {**chosen, name: value}.items())
                ]
                assert number == len(expected), (chosen, name, value)
            if chosen:
                page.get_by_role("button", name="Show all").click()
        page.locator(".facet button[name=kind][value=quantity]").click()
        assert set(shown(page)) == {id for id in CLAIMS if CLAIMS[id].kind == "quantity"}
        page.locator(".facet button[name=kind][value=quantity]").click()
        assert shown(page) == list(CLAIMS), "pressed again, a button lets go"


@pytest.mark.parametrize("name", OF_CLAIM)
def test_a_total_filters_and_the_address_gives_the_same_view(browser, built_book, name):
    with opened(browser, uri(built_book, REGISTER)) as page:
        button = page.locator(f".facet button[name={name}]:not(.facet-none)").last
        value, number = button.get_attribute("value"), int(button.locator(".facet-count").text_content())
        button.press("Enter")
        wanted = [id for id in CLAIMS if OF_CLAIM[name](id) == value]
        assert shown(page) == wanted and len(wanted) == number
        assert button.get_attribute("aria-pressed") == "true"
        assert page.locator(".register-count").text_content() == f"{number} of {len(CLAIMS)} claims"
        assert parse_qs(urlsplit(page.url).query) == {name: [value]}
        with opened(browser, page.url) as other:
            assert shown(other) == wanted
        page.go_back()
        assert shown(page) == list(CLAIMS) and button.get_attribute("aria-pressed") == "false"
        page.go_forward()
        assert shown(page) == wanted


def test_words_find_claims_by_their_beginning_and_by_id(browser, built_book):
    with opened(browser, uri(built_book, REGISTER)) as page:
        field = page.get_by_label("Words of the claim, or its id")
        for words in ("29 per cent", "warships", "trade-growth-2022", "“largest number”"):
            field.fill(words)
            assert 0 < len(shown(page)) < 20, words
        field.fill("trade-growth-2022")
        assert shown(page) == ["trade-growth-2022"]
        field.fill("29")
        assert shown(page) and "202" not in str([id for id in shown(page) if "29" not in CLAIMS[id].claim + id])
        assert parse_qs(urlsplit(page.url).query) == {"words": ["29"]}


def test_columns_are_ordered_by_buttons_in_their_headings(browser, built_book):
    with opened(browser, uri(built_book, REGISTER)) as page:
        heading = page.locator("th[data-sort=record]")
        button = heading.get_by_role("button")
        assert heading.get_attribute("aria-sort") is None
        button.press("Enter")
        ladder = list(VERDICT_WORDS)
        ranks = [ladder.index(STANDING[id]) for id in shown(page)]
        assert ranks == sorted(ranks) and heading.get_attribute("aria-sort") == "ascending"
        button.press("Enter")
        assert [ladder.index(STANDING[id]) for id in shown(page)] == sorted(ranks, reverse=True)
        assert heading.get_attribute("aria-sort") == "descending" and "sort=-record" in page.url
        page.reload()
        assert [ladder.index(STANDING[id]) for id in shown(page)] == sorted(ranks, reverse=True)
        page.locator("th[data-sort=record] button").click()
        assert shown(page) == list(CLAIMS)
        page.locator("th[data-sort=claim] button").click()
        words = [CLAIMS[id].claim for id in shown(page)]
        assert words == page.evaluate(
            "words => [...words].sort(new Intl.Collator('en', {numeric: true}).compare)", words
        )


def test_an_empty_register_says_what_each_choice_costs(browser, built_book):
    with opened(browser, uri(built_book, REGISTER) + "?words=zebra&kind=event") as page:
        assert shown(page) == [] and not page.locator("table.register").is_visible()
        empty = page.locator(".register-empty")
        events = [id for id in CLAIMS if CLAIMS[id].kind == "event"]
        assert empty.get_by_role("button").all_text_contents() == [
            f"Without the words “zebra”: {len(events)}",
            "Without “Event”: 0",
            f"Show all {len(CLAIMS)}",
        ]
        empty.get_by_role("button").first.click()
        assert shown(page) == events and not empty.is_visible()
        assert page.evaluate("document.activeElement.name") == "words"


def test_an_address_with_unknown_words_shows_all(browser, built_book):
    with opened(browser, uri(built_book, REGISTER) + "?kind=gossip&sort=colour&x=%22%5D") as page:
        assert shown(page) == list(CLAIMS) and not page.complaints


@pytest.mark.parametrize("name", [REGISTER, SOURCES])
def test_without_scripts_the_lists_are_whole_and_nothing_pretends_to_filter(browser, built_book, name):
    with opened(browser, uri(built_book, name), java_script_enabled=False) as page:
        assert not page.locator(".register-filter").is_visible() and page.locator("thead button").count() == 0
        whole = len(CLAIMS) if name == REGISTER else len(listed(built_book, SOURCES))
        assert page.locator("[data-list] tbody tr").count() == whole


# --- the sources ---


def test_the_page_of_sources_is_short_and_no_fold_makes_it_long(browser, built_book):
    height = "document.documentElement.scrollHeight"
    for width in (390, 1280):
        with opened(browser, uri(built_book, SOURCES), width=width) as page:
            assert page.evaluate(height) < 6_000
            tallest = 0
            for fold in page.locator(".source-group > summary").all():
                fold.click()
                tallest = max(tallest, page.evaluate(height))
            assert page.locator(".source-group[open]").count() == 1
            assert 6_000 < tallest < 30_000
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_link_to_a_source_opens_its_fold(browser, built_book):
    ids = listed(built_book, SOURCES)
    with opened(browser, uri(built_book, SOURCES) + f"#source-{ids[5]}") as page:
        for source in (ids[5], ids[-3]):
            page.evaluate("hash => { location.hash = hash; }", f"source-{source}")
            row = page.locator(f"#source-{source}")
            row.wait_for(state="visible")
            wait_until(
                page,
                "id => { const at = document.getElementById(id).getBoundingClientRect(); return at.top > 40 && at.top < innerHeight; }",
                f"source-{source}",
            )
        page.get_by_label("Words of title or publisher").fill("zebra")
        assert not page.locator(f"#source-{ids[5]}").is_visible()
        page.evaluate("hash => { location.hash = hash; }", f"source-{ids[5]}")
        page.locator(f"#source-{ids[5]}").wait_for(state="visible")


def test_a_citation_in_the_text_leads_to_the_row_of_its_source(browser, built_book):
    with opened(browser, uri(built_book, "chapters/trade")) as page:
        link = page.locator("p a[href*='sources-trade.html#source-']").first
        link.click()
        page.wait_for_url("**/sources-trade.html#source-*")
        page.locator("tr:target").wait_for(state="visible")


def test_an_address_of_when_one_page_listed_all_goes_on_to_the_row(browser, built_book):
    ids = [listed(built_book, name)[0] for name in SOURCE_PAGES]
    with opened(browser, uri(built_book, INDEX) + f"#source-{ids[0]}") as page:
        page.wait_for_url(f"**/sources-trade.html#source-{ids[0]}")
        page.locator(f"tr#source-{ids[0]}").wait_for(state="visible")
        page.goto(uri(built_book, INDEX))
        page.evaluate("hash => { location.hash = hash; }", f"source-{ids[-1]}")
        page.wait_for_url(f"**/sources-*.html#source-{ids[-1]}")


@pytest.mark.parametrize("name", ["chapters/trade", "chapters/index"])
def test_a_link_to_a_source_names_it_and_is_large_enough(browser, built_book, name):
    with opened(browser, uri(built_book, name)) as page:
        unfold_all(page, ".figure-foot, .figure-more")
        links = page.locator(".figure-sources a").evaluate_all(
            "all => all.map(one => { const box = one.getBoundingClientRect();"
            " return [one.textContent.trim(), box.width, box.height]; })"
        )
        assert len(links) > 3
        for words, width, height in links:
            assert not words.isdigit() and len(words) > 5, words
            assert min(width, height) >= 24, words


def test_sources_are_filtered_folds_open_and_the_address_keeps_it(browser, built_book):
    sources = default_record().sources.loc[listed(built_book, SOURCES)]
    some = sources.index[7]
    with opened(browser, uri(built_book, SOURCES)) as page:
        told = totals(page)
        assert {v: n for (facet, v), n in told.items() if facet == "kind"} == sources["kind"].value_counts().to_dict()
        page.locator(".facet button[name=seen][value=whole]").click()
        whole = set(sources.index[sources["seen"] == "whole"])
        assert set(shown(page)) == whole
        assert page.locator("[data-list] tbody tr:visible").count() == len(whole), "few are shown without another click"
        page.reload()
        assert set(shown(page)) == whole
        page.locator(".facet button[name=seen][value=whole]").click()
        assert page.locator("[data-list] tbody tr:visible").count() == 0 and len(shown(page)) == len(sources)
        page.get_by_label("Words of title or publisher").fill(some)
        assert some in shown(page) and len(shown(page)) < 10 and page.locator(f"#source-{some}").is_visible()
        assert page.locator(".source-group:visible").count() < len(sources["kind"].unique())
        assert not page.complaints


def test_sources_are_ordered_within_their_folds(browser, built_book):
    published = default_record().sources["published"]
    with opened(browser, uri(built_book, SOURCES)) as page:

        def dates() -> list[list[str]]:
            folds = page.locator(".source-group").all()
            rows = [fold.locator("tbody tr").evaluate_all("rows => rows.map(row => row.id.slice(7))") for fold in folds]
            return [[published[id] for id in fold] for fold in rows]

        assert dates() == [sorted(fold, reverse=True) for fold in dates()]
        page.get_by_label("Order").select_option("published")
        assert dates() == [sorted(fold) for fold in dates()] and "sort=published" in page.url


def test_sources_are_printed_whole(browser, built_book):
    with opened(browser, uri(built_book, SOURCES)) as page:
        page.emulate_media(media="print")
        assert page.locator("[data-list] tbody tr:visible").count() == len(listed(built_book, SOURCES)) > 100
        assert not page.locator(".register-filter").is_visible()


@pytest.mark.parametrize("width", [768, 1024, 1280])
def test_short_words_in_the_table_of_sources_stay_whole(browser, built_book, width):
    with opened(browser, uri(built_book, SOURCES), width=width) as page:
        page.evaluate("document.querySelectorAll('.source-group').forEach(one => { one.name = ''; one.open = true; })")
        lines = page.locator("table.sources td:is([data-label='Published'], [data-label='Seen as'])").evaluate_all(
            """cells => cells.map(cell => { const words = document.createRange(); words.selectNodeContents(cell);
               return words.getClientRects().length; })"""
        )
        assert len(lines) > 100 and set(lines) == {1}
        broken = page.locator("table.sources td[data-label='Used in']").evaluate_all(
            """cells => cells.filter(cell => [...cell.childNodes].some(node => { if (node.nodeType !== 3) return false;
               const words = document.createRange(); words.selectNodeContents(node);
               return !/[ ,]/.test(node.data.trim()) && words.getClientRects().length > 1; })).map(cell => cell.textContent)"""
        )
        assert not broken


# --- whatever is chosen, it can be read and used ---

STATES = [
    f"{REGISTER}.html?verdict=supported&kind=event&sort=-record",
    f"{REGISTER}.html?words=zebra",
    f"{SOURCES}.html?seen=whole&sort=publisher",
    "chapters/sources-trade.html#source-hknews_2023",
    f"{INDEX}.html",
    "search.html?q=29",
    "search.html?q=zebra",
]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_a_list_that_is_filtered_ordered_or_empty(browser, built_book, state):
    for scheme, width in (("light", 1280), ("dark", 390)):
        with opened(browser, f"{built_book.as_uri()}/{state}", width=width, scheme=scheme) as page:
            page.wait_for_timeout(300)
            found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found] == [], (scheme, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_fingertip_meets_every_button_of_a_filter(browser, built_book):
    for name in (REGISTER, SOURCES):
        with opened(browser, uri(built_book, name), width=390) as page:
            unfold_all(page, ".facet")
            heights = page.locator(
                ".register-filter :is(button, input, select, summary), thead button:visible"
            ).evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
            assert len(heights) > 10 and min(heights) >= 44
