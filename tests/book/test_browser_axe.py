"""Every page, wide and narrow, in light and in dark, is accessible to axe-core."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CHAPTERS, LONGEST_SOURCES, PAGES, draw, opened, settle, switch_to, unfold_all, wait_until

EVERY_PAGE = [*PAGES, LONGEST_SOURCES, "search", "genindex"]


def uri(book, name: str) -> str:
    return (book / f"{name}.html").as_uri()


#: axe-core as a script: half a megabyte, read once, and given to a page once. It never finds a word in a drawing too pale
#: (a test shows it), and takes as long for such a word as for any other: here it leaves them to ``test_browser_contrast``.
AXE = Axe().axe_script + "\naxe.configure({ rules: [{ id: 'color-contrast', selector: '*:not(svg *)' }] });"

#: What takes axe-core most of its time: long tables, whose rows are all made alike, and what nobody sees.
SHORTEN = """() => {
  const code = [...document.querySelectorAll('div.cell_input pre')].filter(one => !one.offsetParent);
  const rows = document.querySelectorAll('tbody tr:nth-child(n+31)');
  const replaced = document.querySelectorAll('.audit-figure[data-state=live] .figure-static > *');
  [...code, ...rows, ...replaced].forEach(one => one.remove());
}"""


#: The theme lets keys into what scrolls a moment after a window has changed.
KEYS_LET_IN = """[...document.querySelectorAll('pre, .cell_output > .output, .pst-scrollable-table-container')].every(one =>
  one.tabIndex === 0 || one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight)"""


def violations(page, *rules: str) -> list[str]:
    """What axe-core finds, one line a node; only these rules if any are named."""
    page.evaluate(SHORTEN)
    wait_until(page, KEYS_LET_IN)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": list(rules)}} if rules else {})
    found = page.evaluate("options => axe.run(options).then(told => told.violations)", options)
    return [
        f"{one['id']}: {node['html'][:160]} ({node['failureSummary'][:300]})"
        for one in found
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_axe_finds_nothing(browser, built_book, name):
    with opened(browser, uri(built_book, name)) as page:
        # Dark changes colours and nothing else: where the page is in one scheme, the other asks for its colours alone.
        for width, other in ((1280, "dark"), (390, "light")):
            page.set_viewport_size({"width": width, "height": 900})
            draw(page)
            settle(page)
            assert violations(page) == [], f"at {width} px, before {other}"
            switch_to(page, other)
            assert violations(page, "color-contrast", "link-in-text-block") == [], f"at {width} px, {other}"


def test_axe_finds_nothing_with_everything_open(browser, built_book):
    with opened(browser, uri(built_book, CHAPTERS[0])) as page:
        draw(page)
        page.locator(".code-switch").click()
        unfold_all(page)
        assert violations(page) == []


def test_axe_would_find_something(browser, built_book):
    with opened(browser, uri(built_book, EVERY_PAGE[0])) as page:
        page.evaluate(
            "document.querySelector('article').innerHTML += '<p style=\"color:#eee;background:#fff\">pale</p>'"
        )
        assert [one.split(":")[0] for one in violations(page)] == ["color-contrast"]
        assert len(violations(page, "color-contrast")) == 1


def test_axe_says_nothing_of_a_pale_word_in_a_drawing(browser, built_book):
    """So nothing is lost where it is not asked."""
    drawing = '<svg width="90" height="30"><text y="20" fill="#eee">pale</text></svg>'
    rule = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    with opened(browser, uri(built_book, EVERY_PAGE[0])) as page:
        page.evaluate("html => { document.querySelector('article').insertAdjacentHTML('afterbegin', html); }", drawing)
        found = Axe().run(page, options=rule).response
        assert found["violations"] == []
        assert any("pale" in node["html"] for told in found["incomplete"] for node in told["nodes"])
