"""Every page at every width and in both modes: accessible to axe-core, nothing sideways, no word of a chart cut off."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CHAPTERS, PAGES, draw, opened, settle, wait_until

WIDTHS = (320, 390, 600, 768, 1280, 1600)
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


#: What takes axe-core most of its time: long tables, whose rows are all made alike, and what nobody sees.
SHORTEN = """() => {
  const code = [...document.querySelectorAll('div.cell_input pre')].filter(one => !one.offsetParent);
  const rows = document.querySelectorAll('tbody tr:nth-child(n+31)');
  const replaced = document.querySelectorAll('.audit-figure[data-state=live] .figure-static > *');
  [...code, ...rows, ...replaced].forEach(one => one.remove());
}"""


def violations(page, *rules: str) -> list[str]:
    """What axe-core finds, one line a node; only these rules if any are named."""
    page.evaluate(SHORTEN)
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": list(rules)}} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} ({node['failureSummary'][:300]})"
        for one in found
        for node in one["nodes"][:3]
    ]


def switch_to(page, scheme: str) -> None:
    """The page in light or dark, after its colours have changed."""
    page.emulate_media(color_scheme=scheme)
    wait_until(page, "scheme => document.documentElement.dataset.theme === scheme", scheme)
    wait_until(page, "document.getAnimations().every(one => one.playState !== 'running')")
    settle(page)


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_axe_finds_nothing(browser, built_book, name):
    with opened(browser, uri(built_book, name)) as page:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            switch_to(page, "light")
            draw(page)
            settle(page)
            assert violations(page) == [], f"at {width} px"
            switch_to(page, "dark")  # changes colours and nothing else
            assert violations(page, "color-contrast", "link-in-text-block") == [], f"at {width} px, dark"


def test_axe_finds_nothing_with_everything_open(browser, built_book):
    with opened(browser, uri(built_book, CHAPTERS[0])) as page:
        draw(page)
        page.locator(".code-switch").click()
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert violations(page) == []


def test_axe_would_find_something(browser, built_book):
    with opened(browser, uri(built_book, EVERY_PAGE[0])) as page:
        page.evaluate(
            "document.querySelector('article').innerHTML += '<p style=\"color:#eee;background:#fff\">pale</p>'"
        )
        assert [one.split(":")[0] for one in violations(page)] == ["color-contrast"]
        assert len(violations(page, "color-contrast")) == 1


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_a_page_fits_every_width_and_words_of_charts_are_whole_and_apart(browser, built_book, name):
    found = []
    with opened(browser, uri(built_book, name), WIDTHS[0]) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            draw(page)
            settle(page)
            needed = page.evaluate("document.documentElement.scrollWidth")
            found += [f"at {width} px the page is {needed} px wide"] if needed > width else []
            found += [f"at {width} px, {fault}" for fault in page.evaluate(MISPLACED)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", CHAPTERS)
def test_words_of_static_pictures_are_whole_and_apart(browser, built_book, name):
    found = []
    with opened(browser, uri(built_book, name), WIDTHS[0]) as page:
        # The drawings that stand in the page before any script has run.
        page.add_style_tag(content=".figure-static{display:revert!important}.figure-live{display:none!important}")
        page.add_style_tag(content=STATIC_BY_WIDTH)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            settle(page)
            found += [f"at {width} px, {fault}" for fault in page.evaluate(MISPLACED)]
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
