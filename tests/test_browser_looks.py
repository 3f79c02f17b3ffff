"""Every page at every width and in both modes: accessible to axe-core, nothing sideways, no word of a chart cut off."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CHAPTERS, PAGES, draw, opened

WIDTHS = (320, 390, 768, 1280, 1600)
EVERY_PAGE = [*PAGES, "search", "genindex"]

#: Words of visible drawings that leave their drawing, and pairs of words that cover each other.
MISPLACED = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('.figure-picture svg')) {
    const box = svg.getBoundingClientRect();
    if (!box.width || getComputedStyle(svg).visibility === 'hidden') continue;
    const where = svg.closest('.audit-figure').id + (svg.closest('.figure-live') ? ' live' : ' static');
    const words = [...svg.querySelectorAll('text')].filter(one =>
      one.textContent.trim() && Number(getComputedStyle(one).opacity) > 0 && one.getBoundingClientRect().width);
    const boxes = words.map(one => one.getBoundingClientRect());
    words.forEach((one, i) => {
      const b = boxes[i];
      const out = Math.max(box.left - b.left, b.right - box.right, box.top - b.top, b.bottom - box.bottom);
      if (out > 4) found.push(`${where}: "${one.textContent}" leaves the drawing by ${Math.round(out)} px`);
      const size = parseFloat(getComputedStyle(one).fontSize) * box.width / (svg.viewBox.baseVal.width || box.width);
      if (size < 11.9 && innerWidth >= 360) found.push(`${where}: "${one.textContent}" is ${size.toFixed(1)} px high`);
      words.slice(i + 1).forEach((other, j) => {
        const c = boxes[i + 1 + j];
        const wide = Math.min(b.right, c.right) - Math.max(b.left, c.left);
        const high = Math.min(b.bottom, c.bottom) - Math.max(b.top, c.top);
        const halo = one.textContent === other.textContent && wide > b.width - 2 && high > b.height - 2;
        if (wide > 2 && high > 4 && !halo) found.push(`${where}: "${one.textContent}" and "${other.textContent}" overlap`);
      });
    });
  }
  return found;
}"""


def uri(book, name: str) -> str:
    return (book / f"{name}.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", EVERY_PAGE)
def test_axe_finds_nothing(browser, built_book, name, width, scheme):
    with opened(browser, uri(built_book, name), width, scheme) as page:
        draw(page)
        violations = Axe().run(page).response["violations"]
        told = [
            f"{violation['id']}: {node['html'][:160]} ({node['failureSummary'][:300]})"
            for violation in violations
            for node in violation["nodes"][:3]
        ]
        assert not told, "\n".join(told)


def test_axe_finds_nothing_with_everything_open(browser, built_book):
    with opened(browser, uri(built_book, CHAPTERS[0])) as page:
        draw(page)
        page.locator(".code-switch").click()
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        violations = Axe().run(page).response["violations"]
        assert not violations, [(one["id"], one["nodes"][0]["html"][:200]) for one in violations]


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_nothing_scrolls_sideways_at_any_width(browser, built_book, name):
    with opened(browser, uri(built_book, name), WIDTHS[0]) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            draw(page)
            page.wait_for_timeout(250)  # a chart takes its new width after a short rest
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"at {width} px"


@pytest.mark.parametrize("scripts", [True, False], ids=["live", "static"])
@pytest.mark.parametrize("width", [320, 390, 600, 768, 1280, 1600])
@pytest.mark.parametrize("name", CHAPTERS)
def test_words_of_charts_are_whole_and_apart(browser, built_book, name, width, scripts):
    with opened(browser, uri(built_book, name), width, java_script_enabled=True) as page:
        if scripts:
            draw(page)
        else:  # the drawings that stand in the page before any script has run
            page.add_style_tag(content=".figure-static{display:revert!important}.figure-live{display:none!important}")
            page.add_style_tag(content=STATIC_BY_WIDTH)
        found = page.evaluate(MISPLACED)
        assert not found, "\n".join(found)


#: As book.css chooses them; the live state would hide all three.
STATIC_BY_WIDTH = """
.figure-static:is(.figure-wide, .figure-middle) { display: none !important; }
@container figure (min-width: 520px) {
  .figure-static.figure-middle { display: block !important; } .figure-static.figure-narrow { display: none !important; }
}
@container figure (min-width: 668px) {
  .figure-static.figure-wide { display: block !important; } .figure-static.figure-middle { display: none !important; }
}
"""


@pytest.mark.parametrize("name", CHAPTERS)
def test_things_to_touch_are_large_enough(browser, built_book, name):
    with opened(browser, uri(built_book, name), 390, has_touch=True) as page:
        draw(page)
        small = page.evaluate(
            """() => [...document.querySelectorAll('.figure-controls :is(select, button, .figure-choices label),'
              + ' .figure-foot > :is(a, button), .figure-data > summary, .article-header-buttons button, .code-switch')]
              .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5)
              .map(one => one.outerHTML.slice(0, 90) + ' ' + one.getBoundingClientRect().height)"""
        )
        assert not small, "\n".join(small)
