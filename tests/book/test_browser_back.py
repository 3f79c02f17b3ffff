"""Controls and page agree after Back, after a reload, and when the browser kept the page whole (back/forward cache)."""

import pytest
from browsing import CHAPTERS, PAGES, draw, hosted, wait_until

from audit.findings import default_ledger
from audit.workshop.pdf import CHROMIUM_FLAGS

#: Every control that holds a choice of the reader, and what stands for it here. Another kind needs a test of its own.
CONTROLS = {
    ".register-filter :is(select, input), .facet button, [data-sort] button": "the filter and the order of a list",
    ".figure-controls [data-signal]": "what a reader changes in a chart",
    ".judge :is(button, input, select), .judge-bar button": "a choice that stands in the address (test_judge_page.py)",
    ".code-switch": "the switch that shows the code",
    ".theme-switch-button": "light, dark or as the system",
    "details": "opens and closes what it holds, and nothing else follows it",
    "#pst-search-dialog input, .bd-search input, .search-button-field": "a search field, which is sent and not followed",
    ".sidebar-toggle, .search-button__button, .pst-navbar-icon": "opens a part of the page",
    ".search-more, button[type=reset], .figure-cite, .copybtn, #pst-back-to-top": "does something once",
}
HOW = ["back", "reload", "kept whole"]


@pytest.fixture(scope="module")
def site(built_book):
    """The address of the book over http: only such a page is kept whole."""
    with hosted(built_book) as address:
        yield address


@pytest.fixture(scope="module")
def keeping_browser(chromium, browser):
    """A browser that keeps pages whole, which playwright's own settings forbid and the headless shell cannot."""
    kept = "--disable-back-forward-cache"
    running = browser.browser_type.launch(
        executable_path=chromium, args=CHROMIUM_FLAGS, ignore_default_args=[kept], timeout=60_000
    )
    yield running
    running.close()


@pytest.fixture(params=HOW)
def come_back(request, browser, keeping_browser, site):
    """Opens a page of the book; calling the second value leaves it and comes back."""
    context = (keeping_browser if request.param == "kept whole" else browser).new_context(reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script("addEventListener('pageshow', event => { window.keptWhole = event.persisted; })")

    def open_page(name: str):
        page.goto(f"{site}/{name}.html")
        return page

    def leave_and_return(meanwhile=None) -> None:
        """``meanwhile``: what is done on another chapter; without it, the page that is left for is one that opens quickly."""
        if request.param == "reload":
            page.reload()
        else:
            page.evaluate("delete window.keptWhole")
            page.goto(f"{site}/{'chapters/ruble' if meanwhile else 'genindex'}.html")
            if meanwhile:
                meanwhile(page)
            page.go_back(wait_until="commit")
        wait_until(page, "'keptWhole' in window && document.readyState === 'complete'")
        assert page.evaluate("window.keptWhole") == (request.param == "kept whole")

    yield open_page, leave_and_return
    context.close()


FACETS = ("article", "chapter", "kind", "verdict")


def rows_that_fit(page) -> set[str]:
    """The claims that the register must show, told from what its controls say."""
    said = {}
    for name in FACETS:
        pressed = page.locator(f".register-filter button[name={name}][aria-pressed=true]")
        said[name] = pressed.get_attribute("value") if pressed.count() else ""
    rows = page.locator("table.register tbody tr").evaluate_all(
        "rows => rows.map(row => ({ id: row.id, ...row.dataset }))"
    )
    fits = [row["id"] for row in rows if all(not value or row.get(name) == value for name, value in said.items())]
    words = page.locator(".register-filter [name=words]").input_value()
    return {id for id in fits if not words or words in id}


def shown_rows(page) -> set[str]:
    return set(page.locator("table.register tbody tr:visible").evaluate_all("rows => rows.map(row => row.id)"))


@pytest.mark.parametrize("control", [*FACETS, "words", "several"])
def test_the_register_shows_what_its_filter_says(come_back, control):
    open_page, leave_and_return = come_back
    page = open_page("chapters/register")
    if control == "words":
        page.locator(".register-filter [name=words]").fill(list(default_ledger().claims)[3])
    elif control == "several":
        page.locator(".register-filter button[name=chapter]").nth(2).click()
        page.locator(".register-filter button[name=kind]:not(.facet-none)").nth(1).click()
    else:
        page.locator(f".register-filter button[name={control}]").nth(1).click()
    before, address = shown_rows(page), page.url
    assert 0 < len(before) < len(default_ledger().claims)
    leave_and_return()
    assert shown_rows(page) == rows_that_fit(page) == before and page.url == address
    assert (
        page.locator(".register-count").text_content().startswith(f"{len(before)} of {len(default_ledger().claims)} ")
    )


def test_the_filter_stays_although_the_address_named_a_claim_it_hides(come_back):
    open_page, leave_and_return = come_back
    claims = list(default_ledger().claims)
    page = open_page("chapters/register")
    page.evaluate("id => { location.hash = id; }", f"claim-{claims[0]}")
    other = next(
        claim.kind
        for claim in default_ledger().claims.values()
        if claim.kind != default_ledger().claims[claims[0]].kind
    )
    page.locator(f".register-filter button[name=kind][value={other}]").click()
    leave_and_return()
    shown = shown_rows(page)
    assert shown == rows_that_fit(page) and f"claim-{claims[0]}" not in shown


#: What each control of a page says beside what its chart was last told.
SAID = """() => [...document.querySelectorAll('.audit-figure')].flatMap(figure =>
  [...figure.querySelectorAll('.figure-controls [data-signal]')]
    .filter(input => input.type !== 'radio' || input.checked)
    .map(input => {
      const control = figure.chart.controls.find(one => one.signal === input.dataset.signal);
      const says = input.type === 'checkbox' ? input.checked
        : control.options.length ? control.options[Number(input.value)]
        : input.stops ? input.stops[Number(input.value)] : Number(input.value);
      return [figure.id, control.signal, says, figure.view.signal(control.signal)]; }))"""
READOUTS = """() => [...document.querySelectorAll('.figure-readout')].map(one => {
  const figure = one.closest('.audit-figure');
  return [one.textContent, String(figure.view.signal(figure.chart.readout))]; })"""
NUMBERS = """() => [...document.querySelectorAll('.figure-range-value')].map(one =>
  [one.textContent, one.parentElement.querySelector('input').getAttribute('aria-valuetext')])"""

CHANGE = """() => { for (const input of document.querySelectorAll('.figure-controls [data-signal]')) {
    if (input.type === 'checkbox') input.checked = !input.checked;
    else if (input.type === 'radio') { if (input.checked || input.value !== '1') continue; input.checked = true; }
    else if (input.tagName === 'SELECT') input.selectedIndex = input.options.length - 1 - input.selectedIndex;
    else input.value = input.min;
    if (window.tell) input.dispatchEvent(new Event('input', { bubbles: true }));
  } }"""


def agree(page, what: str) -> None:
    for *where, one, other in page.evaluate(what):
        assert one == other, where


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chart_shows_what_its_controls_say(come_back, name):
    open_page, leave_and_return = come_back
    page = open_page(name)
    draw(page)
    page.evaluate("window.tell = true")
    page.evaluate(CHANGE)
    page.wait_for_timeout(100)
    agree(page, SAID)
    leave_and_return()
    draw(page)
    for what in (SAID, READOUTS, NUMBERS):
        agree(page, what)


@pytest.mark.parametrize("when", ["before it is drawn", "after it is drawn"])
def test_a_chart_follows_a_browser_that_brings_choices_back_late(browser, site, when):
    """Firefox puts back what a control said without telling the page: pageshow is the last word."""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{site}/{CHAPTERS[0]}.html")
    if when == "after it is drawn":
        draw(page)
        defaults = page.evaluate(SAID)
        page.evaluate(CHANGE)
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    else:
        page.evaluate(CHANGE)
        draw(page)
        defaults = None
    page.wait_for_timeout(100)
    said = page.evaluate(SAID)
    assert said and said != defaults
    for what in (SAID, READOUTS, NUMBERS):
        agree(page, what)
    page.close()


@pytest.mark.parametrize("name", CHAPTERS[:1])
def test_code_shows_if_and_only_if_its_switch_says_so(come_back, name):
    open_page, leave_and_return = come_back

    def switch_says_what_shows(page) -> bool:
        pressed = page.locator(".code-switch").get_attribute("aria-pressed") == "true"
        assert (page.locator("div.cell_input:visible").count() > 0) == pressed
        return pressed

    page = open_page(name)
    page.locator(".code-switch").click()
    assert switch_says_what_shows(page)
    leave_and_return()
    assert switch_says_what_shows(page)
    leave_and_return(lambda other: other.locator(".code-switch").click())
    assert switch_says_what_shows(page) == (page.evaluate("localStorage.code") == "shown")


def test_a_page_comes_back_in_the_mode_that_was_chosen_meanwhile(come_back):
    open_page, leave_and_return = come_back
    page = open_page(CHAPTERS[0])

    def choose_dark(other) -> None:
        while other.evaluate("document.documentElement.dataset.mode") != "dark":
            other.locator(".theme-switch-button:visible").first.click()

    leave_and_return(choose_dark)
    mode = page.evaluate("localStorage.mode") or "auto"
    assert page.evaluate("document.documentElement.dataset.mode") == mode
    assert mode != "dark" or page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("name", [*PAGES, "search", "genindex"])
def test_every_control_of_every_page_is_of_a_known_kind(browser, site, name):
    page = browser.new_page()
    page.goto(f"{site}/{name}.html")
    found = page.evaluate(
        "known => [...document.querySelectorAll('input, select, textarea, button, details, [contenteditable]')]"
        ".filter(one => !one.matches(known)).map(one => one.outerHTML.slice(0, 120))",
        ", ".join(CONTROLS),
    )
    assert not found
    page.close()
