"""What a reader does with a page: shows the code, copies a citation, changes the mode, searches, prints, uses keys only."""

import json
import re

import pytest
from browsing import CHAPTERS, PAGES, SOURCE_PAGES, Lent, draw, hosted, opened, restyled, unfold, wait_until

from audit.book.sharing import RATINGS
from audit.figures.prose import VERDICT_WORDS
from audit.findings import default_ledger, findings

CHAPTER = "chapters/trade"


def uri(book, name: str = CHAPTER) -> str:
    return (book / f"{name}.html").as_uri()


def visible_code(page) -> int:
    return page.locator("div.cell_input:visible").count()


# --- code ---


def test_code_is_hidden_until_asked_for_and_the_answer_is_kept(browser, served):
    with opened(browser, f"{served}/{CHAPTER}.html") as page:
        switch = page.get_by_role("button", name="Show the code")
        assert switch.get_attribute("aria-pressed") == "false"
        assert visible_code(page) == 0
        assert page.locator("details.hide:visible").count() == 0
        switch.focus()
        page.keyboard.press("Enter")
        assert switch.get_attribute("aria-pressed") == "true"
        assert visible_code(page) > 5
        page.reload()
        assert switch.get_attribute("aria-pressed") == "true" and visible_code(page) > 5
        switch.click()
        assert visible_code(page) == 0
        assert not page.complaints


def test_code_stands_before_what_it_makes(browser, built_book):
    with opened(browser, uri(built_book)) as page:
        page.locator(".code-switch").click()
        code = page.locator("div.cell:has(#fig-trade-annual) div.cell_input").bounding_box()
        assert code["y"] < page.locator("#fig-trade-annual").bounding_box()["y"]


def test_a_page_without_code_has_no_switch(browser, built_book):
    with opened(browser, uri(built_book, "chapters/method")) as page:
        assert page.locator(".code-switch").count() == 0


# --- the line under a figure ---


@pytest.mark.parametrize("name", CHAPTERS, scope="module")
def test_every_figure_can_be_taken_away(as_opened, built_book, name):
    page = as_opened(name)
    for figure in page.locator(".audit-figure").all():
        links = {link.text_content(): link.get_attribute("href") for link in figure.locator("a.figure-link").all()}
        assert list(links) == ["CSV", "Origin", "SVG", "PNG", "Notebook cell", "BibTeX", "Link"]
        for what in ("CSV", "Origin", "SVG", "PNG", "Notebook cell", "BibTeX"):
            file = (built_book / "chapters" / links[what]).resolve()
            assert file.is_relative_to(built_book) and file.stat().st_size > 20, what
        assert (built_book / "chapters" / links["PNG"]).read_bytes().startswith(b"\x89PNG")
        assert page.locator(links["Link"]).count() == 1
        cell = re.search(
            r"Notebook cell (\S+) of", figure.locator("a", has_text="Notebook").get_attribute("aria-label")
        )
        notebook = json.loads((built_book / "chapters" / links["Notebook cell"]).read_text(encoding="utf-8"))
        assert cell[1] in [one["id"] for one in notebook["cells"]]


def test_sources_are_named_under_a_figure_and_fold_into_links_to_their_rows(browser, built_book):
    with opened(browser, uri(built_book)) as page:
        foot = page.locator("#fig-trade-annual .figure-foot")
        assert re.search(r"and \d+ more$", foot.locator(".figure-origin").inner_text())
        hidden = foot.locator(".figure-sources a").last
        assert not hidden.is_visible()
        foot.locator(".figure-data > summary").press("Enter")
        assert hidden.is_visible()
        hidden.click()
        page.wait_for_url("**/sources-*.html#source-*")
        assert page.locator(":target").evaluate("one => one.tagName") == "TR"


def test_citation_is_copied(browser, built_book):
    with opened(browser, uri(built_book), permissions=["clipboard-read", "clipboard-write"]) as page:
        figure = page.locator("#fig-trade-annual")
        unfold(figure.locator(".figure-data"))
        figure.get_by_role("button", name="Copy citation").click()
        figure.get_by_text("Citation copied").wait_for()
        words = page.evaluate("navigator.clipboard.readText()")
        assert figure.locator(".figure-title").text_content().rstrip(".") in words
        assert "Figure trade-annual" in words and "Source" in words and "Record to" in words


def test_citation_can_be_copied_by_hand(browser, built_book):
    with opened(browser, uri(built_book)) as page:
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        unfold(page.locator("#fig-trade-annual .figure-data"))
        page.locator("#fig-trade-annual .figure-cite").click()
        box = page.get_by_label("Citation of this figure, ready to copy")
        assert "Figure trade-annual" in box.input_value()
        assert page.evaluate("getSelection().toString() || document.activeElement.value.length > 50")


# --- controls ---


def test_controls_change_picture_and_sentence_and_reset_brings_them_back(browser, built_book):
    with opened(browser, uri(built_book)) as page:
        draw(page)
        figure = page.locator("#fig-trade-try")
        drawing = figure.locator(".figure-live svg")
        before, sentence = drawing.inner_html(), figure.locator(".figure-readout").text_content()
        select = figure.locator("select").first
        chosen = select.input_value()
        other = figure.locator("select").first.locator("option").first.get_attribute("value")
        select.select_option(other if other != chosen else "1")
        wait_until(
            page, "words => document.querySelector('#fig-trade-try .figure-readout').textContent !== words", sentence
        )
        assert drawing.inner_html() != before
        figure.get_by_role("button", name="Reset").click()
        wait_until(
            page, "words => document.querySelector('#fig-trade-try .figure-readout').textContent === words", sentence
        )
        assert select.input_value() == chosen
        assert not page.complaints


# --- modes ---


def test_dark_mode_switches_live(browser, built_book):
    with opened(browser, uri(built_book)) as page:
        draw(page)
        colour = "getComputedStyle(document.querySelector('#fig-trade-annual .figure-live svg text')).fill"
        ground = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(f"[{colour}, {ground}]")
        drawing = page.locator("#fig-trade-annual .figure-live svg").inner_html()
        page.emulate_media(color_scheme="dark")
        wait_until(page, f"ground => {ground} !== ground", light[1])
        dark = page.evaluate(f"[{colour}, {ground}]")
        assert dark[0] != light[0] and dark[1] != light[1]
        assert page.locator("#fig-trade-annual .figure-live svg").inner_html() == drawing  # followed, not drawn again


def test_without_scripts_the_essentials_remain(browser, built_book):
    with opened(browser, uri(built_book), java_script_enabled=False) as page:
        figure = page.locator("#fig-trade-annual")
        assert figure.locator(".figure-static svg:visible").count() == 1
        figure.locator(".figure-data > summary").click()
        assert figure.locator("a", has_text="CSV").is_visible() and figure.locator("p.figure-citation").is_visible()
        assert page.locator("details.hide > summary:visible").count() > 5  # code still folds, cell by cell
        assert not page.locator(".code-switch").is_visible()


def test_print_has_pictures_sources_and_no_code(browser, built_book):
    with opened(browser, uri(built_book)) as page:
        draw(page)
        page.locator(".code-switch").click()
        page.emulate_media(media="print")
        assert visible_code(page) == 0
        figure = page.locator("#fig-trade-annual")
        assert figure.locator(".figure-wide svg").is_visible() and not figure.locator(".figure-live").is_visible()
        assert figure.locator(".figure-sources").is_visible() and not figure.locator(".figure-origin").is_visible()
        assert page.locator(".claim-card").first.is_visible()
        assert not page.locator(".bd-sidebar-primary").is_visible()


# --- finding one's way ---


def test_a_link_to_a_claim_beats_the_register_filter(browser, built_book):
    claim = list(default_ledger().claims)[-1]
    with opened(browser, uri(built_book, "chapters/register")) as page:
        page.get_by_label("Words of the claim, or its id").fill("trade-growth-2022")
        assert page.locator("table.register tbody tr:visible").count() == 1
        page.evaluate("id => { location.hash = id; }", f"claim-{claim}")
        page.locator(f"#claim-{claim}").wait_for(state="visible")


def test_definitions_show_at_hover_and_at_focus(browser, built_book):
    with opened(browser, uri(built_book, "chapters/method")) as page:
        term = page.locator("span.term a").first
        tip = page.get_by_role("tooltip")
        term.focus()
        assert len(tip.text_content()) > 20
        assert page.evaluate(
            "one => document.getElementById(one.getAttribute('aria-describedby')).textContent", term.element_handle()
        )
        page.keyboard.press("Escape")
        assert not tip.is_visible()
        term.hover()
        tip.wait_for(state="visible")
        assert not page.complaints


@pytest.mark.parametrize("name", PAGES)
def test_keys_reach_everything_in_order_and_show_where_they_are_under_the_strict_policy(browser, served, name):
    with opened(browser, f"{served}/{name}.html") as page:
        draw(page)
        assert not page.complaints
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
        reached, heights = 0, []
        for _ in range(60):
            page.keyboard.press("Tab")
            here = page.evaluate(
                """() => { const one = document.activeElement, box = one.getBoundingClientRect();
                   const shown = one.matches('.figure-choices input') ? one.nextElementSibling : one;
                   const style = getComputedStyle(shown);
                   return { name: one.outerHTML.slice(0, 120), row: one.closest("tr")?.id ?? "",
                     layer: [...document.querySelectorAll(".layer-row")].indexOf(one.closest(".layer-row")), main: !!one.closest('article'), y: box.y + scrollY, x: box.x,
                     size: box.width * box.height, visible: one === document.body
                       || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) }; }"""
            )
            if "Skip to main" in here["name"] or here["name"].startswith("<body"):
                break  # once round
            assert here["visible"], f"no focus to see on {here['name']}"
            reached += 1
            if here["main"]:
                heights.append((here["y"], here["x"], here["layer"], here["name"], here["row"]))
        assert reached > 12
        assert heights or not page.locator("article a:visible:not(.headerlink)").count()
        for (above, left, layer, first, row), (below, right, there, second, same) in zip(
            heights, heights[1:], strict=False
        ):
            # Within a row of a table the next cell may begin higher than the last one ended; so may the next column of a layer.
            assert below > above - 60 or (row and row == same) or (layer == there != -1 and right > left + 200), (
                f"{second} comes after {first} but stands above it"
            )
        assert not page.complaints


@pytest.mark.parametrize("name", PAGES, scope="module")
def test_headings_go_down_one_step_at_a_time(as_opened, name):
    page = as_opened(name)
    levels = page.evaluate("[...document.querySelectorAll('article :is(h1,h2,h3,h4,h5,h6)')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below <= above + 1 for above, below in zip(levels, levels[1:], strict=False)), levels
    assert page.evaluate("document.documentElement.lang") == "en"


# --- safety ---


@pytest.fixture(scope="module")
def served(built_book):
    """The book over http with the headers that ``_headers`` lists."""
    rules = (built_book / "_headers").read_text(encoding="utf-8")
    with hosted(built_book, dict(re.findall(r"^  ([\w-]+): (.+)$", rules, re.MULTILINE))) as address:
        yield address


def test_the_search_works_under_the_strict_policy(browser, served):
    """So do all other pages: they are gone through by keys under it."""
    with opened(browser, f"{served}/search.html") as page:
        assert not page.complaints


def test_policy_forbids_what_it_should(browser, served, built_book):
    rules = (built_book / "_headers").read_text(encoding="utf-8")
    assert "unsafe-eval" not in rules and "http" not in rules and "file:" not in rules
    assert re.search(r"script-src 'self'( 'sha256-[\w+/=]+')*;", rules)
    with opened(browser, f"{served}/{CHAPTER}.html") as page:
        assert (
            page.evaluate(
                "document.addEventListener('securitypolicyviolation', e => { window.stopped = e.blockedURI; })"
            )
            is None
        )
        page.evaluate(
            "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)"
        )
        assert page.evaluate("window.ran") is None and page.evaluate("window.stopped") == "inline"


@pytest.mark.parametrize("name", [*PAGES, "search"], scope="module")
def test_every_page_carries_the_policy(as_opened, built_book, name):
    html = (built_book / f"{name}.html").read_text(encoding="utf-8")
    assert html.index("Content-Security-Policy") < html.index("<script")
    ran = as_opened(name).evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s);"
        " s.remove(); return window.ran ?? null; }"
    )
    assert ran is None


# --- sharing ---


@pytest.mark.parametrize("name", PAGES, scope="module")
def test_a_shared_link_has_title_words_and_picture(as_opened, built_book, name):
    page = as_opened(name)
    tags = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('meta[property], meta[name]')]"
        ".map(m => [m.getAttribute('property') || m.name, m.content]))"
    )
    title = page.locator("h1").text_content().removesuffix("#").strip()
    assert tags["og:title"] == title or page.locator("p.answer").text_content().startswith(tags["og:title"])
    assert 40 < len(tags["description"]) <= 201 and tags["description"] == tags["og:description"]
    picture = (built_book / f"{name}.html").parent / tags["og:image"]
    assert picture.read_bytes()[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")
    assert page.locator("link[rel=icon]").count() == 1


@pytest.mark.parametrize("name", CHAPTERS, scope="module")
def test_claim_reviews_say_what_the_page_shows(as_opened, name):
    judged = {id: one for id, one in findings().items() if f"chapters/{one.claim.chapter}" == name}
    page = as_opened(name)
    if not judged:  # propositions of our own review nobody's claim
        assert page.locator("script[type='application/ld+json']").count() == 0
        return
    graph = json.loads(page.locator("script[type='application/ld+json']").text_content())["@graph"]
    assert {one["itemReviewed"]["identifier"] for one in graph} == {
        id for id, one in judged.items() if one.verdict in RATINGS
    }
    assert all(review["itemReviewed"]["author"]["@type"] == "Organization" for review in graph)
    for review in graph:
        card = page.locator(f"#claim-{review['itemReviewed']['identifier']}")
        if card.count() == 0:
            continue  # judged in the chapter without a card of its own
        assert card.locator(".claim-card-claim").text_content() == review["claimReviewed"]
        chips = card.locator(".claim-card-verdicts .verdict").all_text_contents()
        assert chips[-1].strip() == review["reviewRating"]["alternateName"]
        assert (
            review["reviewRating"]["alternateName"].lower()
            == VERDICT_WORDS[judged[review["itemReviewed"]["identifier"]].verdict]
        )
    assert any(page.locator(f"#claim-{review['itemReviewed']['identifier']}").count() for review in graph)


def test_a_page_that_is_lent_is_only_read(browser, built_book):
    lent = Lent(browser, built_book)
    page = lent(CHAPTER)
    with restyled(page, "p { margin-bottom: 2em }"):
        with pytest.raises(AssertionError, match="a test has changed it"):
            lent(CHAPTER)
    assert lent(CHAPTER) is page
    unfold(page.locator(".figure-data").first)
    with pytest.raises(AssertionError, match="a test has changed it"):
        lent(CHAPTER)
    lent.take_back()


def test_what_was_not_found_out_is_rated_by_nobody():
    assert not {"text-not-obtained", "not-testable", "open", "no-verdict"} & set(RATINGS)
    assert RATINGS["supported"] > RATINGS["supported-with-exceptions"] > RATINGS["supported-on-its-own-terms"]
    assert RATINGS["supported-on-its-own-terms"] == RATINGS["said-in-part"] == 3 > RATINGS["not-supported"]


def test_files_for_machines_hold_the_findings(built_book):
    listed = json.loads((built_book / "findings.json").read_text(encoding="utf-8"))
    assert listed == [json.loads(json.dumps(one.to_json())) for one in findings().values()]
    graph = json.loads((built_book / "claims.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert [one["itemReviewed"]["identifier"] for one in graph] == [
        id for id, one in findings().items() if one.verdict in RATINGS
    ]
    sitemap = (built_book / "sitemap.xml").read_text(encoding="utf-8")
    assert sitemap.count("<loc>") == len(PAGES) + len(SOURCE_PAGES) and "chapters/trade.html" in sitemap
