"""Every figure says the same: live, as a static picture and downloaded, in every time zone and language of a browser."""

import re
from xml.etree import ElementTree

import pytest
from browsing import CHAPTERS, draw, opened, settle

#: Time zone and language of a browser: both sides of Greenwich and of the date line, half hours, a Turkish i.
PLACES = [
    ("America/Los_Angeles", "en-US"),
    ("America/New_York", "tr-TR"),
    ("Asia/Kolkata", "hi-IN"),
    ("Pacific/Auckland", "de-DE"),
]
WIDTH = 1280  # here a live chart is as wide as the static picture for a desk, and as the download

#: Counts in ``asked`` what scripts ask that a time zone or a language answers. What a script asks while it is being read, before
#: any figure is drawn, is left out: Vega tries then how a browser reads dates.
WATCH = """(() => {
  window.asked = {};
  const note = name => { if (!document.currentScript) window.asked[name] = (window.asked[name] || 0) + 1; };
  const watched = (name, one) => new Proxy(one, {
    apply: (...call) => { note(name); return Reflect.apply(...call); },
    construct: (...call) => {
      if (name !== 'Date' || call[1].length > 1 || typeof call[1][0] === 'string') note(name);
      return Reflect.construct(...call);
    } });
  const local = /^(get|set)(?!UTC|Time$)|^toLocale|^to(Date|Time)?String$/;
  for (const [name, methods] of [['Date', local], ['Number', /^toLocale/], ['Array', /^toLocale/], ['String', /^toLocale|^localeCompare$/]])
    for (const method of Object.getOwnPropertyNames(window[name].prototype).filter(one => methods.test(one)))
      window[name].prototype[method] = watched(`${name} ${method}`, window[name].prototype[method]);
  for (const name of Object.getOwnPropertyNames(Intl).filter(one => typeof Intl[one] === 'function'))
    Intl[name] = watched(`Intl ${name}`, Intl[name]);
  Date.parse = watched('Date parse', Date.parse);
  window.Date = watched('Date', Date);
  for (const name of ['language', 'languages'])
    Object.defineProperty(navigator, name, { get: () => { note(name); return name === 'language' ? 'en-GB' : ['en-GB']; } });
})()"""

#: What a live figure says by itself, at every mark, and after each change of each of its controls.
SAYS = """async () => {
  const lines = drawing => [...drawing.querySelectorAll('text')].filter(one => one.getAttribute('opacity') !== '0')
    .flatMap(one => one.querySelector('tspan') ? [...one.querySelectorAll('tspan')] : [one])
    .map(one => one.textContent).filter(words => words.trim()).sort();
  const tips = live => [...new Set([...live.querySelectorAll('svg *')].flatMap(one => one.__data__ || [])
    .filter(item => item.tooltip).map(item => JSON.stringify(item.tooltip)))].sort();
  const said = {};
  for (const figure of document.querySelectorAll('.audit-figure:not([data-state=still])')) {
    const live = figure.querySelector('.figure-live'), readout = figure.querySelector('.figure-readout');
    const now = () => ({ words: lines(live), tips: tips(live), readout: readout && readout.textContent });
    const one = said[figure.id] = {
      static: lines(figure.querySelector('.figure-wide')), first: now(), readout: readout && readout.textContent, changed: {} };
    for (const input of figure.querySelectorAll('[data-signal]')) {
      const choices = input.type === 'checkbox' ? [!input.checked, input.checked]
        : input.type === 'radio' ? [true]
        : input.tagName === 'SELECT' ? [...new Set([0, input.options.length >> 1, input.options.length - 1])].map(String)
        : [input.min, input.max];
      const before = input.value;
      for (const choice of choices) {
        if (typeof choice === 'boolean') input.checked = choice; else input.value = choice;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        await figure.view.runAsync();
        const label = input.value + (typeof choice === 'boolean' ? input.checked : '');
        one.changed[`${input.dataset.signal} ${label}`] = now();
      }
      if (typeof choices[0] !== 'boolean') {
        input.value = before;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        await figure.view.runAsync();
      }
    }
  }
  return said;
}"""

#: The middle of a mark of this figure that has something to say, or null.
A_MARK = """figure => { for (const one of figure.querySelectorAll('.figure-live svg :is(path, rect, text)')) {
    const item = [].concat(one.__data__ || [])[0], box = one.getBoundingClientRect();
    if (!item || !item.tooltip || box.width > 120 || box.height > 120 || box.width < 2) continue;
    const x = box.x + box.width / 2, y = box.y + box.height / 2;
    if (document.elementFromPoint(x, y) === one) return [x, y]; }
  return null; }"""


def hovered(page) -> dict[str, str]:
    """The words beside the mouse on one mark of each figure that has any."""
    words = {}
    for figure in page.locator(".audit-figure").all():
        figure.locator(".figure-picture").scroll_into_view_if_needed()
        if place := figure.evaluate(A_MARK):
            page.mouse.move(place[0] + 1, place[1])
            page.mouse.move(*place)
            tip = page.locator(".figure-tip")
            tip.wait_for(state="visible")
            words[figure.get_attribute("id")] = tip.inner_text()
            page.mouse.move(1, 1)
    return words


def said_in(browser, book, name: str, zone: str, language: str, first: str = "") -> tuple[dict, dict, dict]:
    """The words at the mouse, those of the figures, and what ``WATCH`` has counted if it was run ``first``."""
    url = (book / f"{name}.html").as_uri()
    with opened(browser, url, WIDTH, first=first, timezone_id=zone, locale=language) as page:
        draw(page)
        settle(page)
        at_mouse, said, asked = hovered(page), page.evaluate(SAYS), page.evaluate("window.asked")
        offset = page.evaluate("new Date(Date.UTC(2023, 0, 1)).getTimezoneOffset()")
        assert (offset == 0) == (zone == "UTC")
        return at_mouse, said, asked


@pytest.fixture(scope="module", params=CHAPTERS)
def in_utc(request, browser, built_book):
    """A chapter, the words at the mouse and the words of its figures, read in Greenwich, and what was asked of the place."""
    return request.param, *said_in(browser, built_book, request.param, "UTC", "en-GB", WATCH)


def test_the_words_of_the_live_chart_are_those_of_the_static_picture(in_utc):
    _, _, figures, _ = in_utc
    assert figures
    for name, said in figures.items():
        assert said["first"]["words"] == said["static"], name
        assert said["static"], name


def test_the_words_of_a_download_are_those_of_the_live_chart(in_utc, built_book):
    _, _, figures, _ = in_utc
    svg = "{http://www.w3.org/2000/svg}"
    for name, said in figures.items():
        root = ElementTree.parse(built_book / "data" / "figures" / f"{name.removeprefix('fig-')}.svg").getroot()
        [chart] = root.findall(f"{svg}svg")
        found = []
        for one in chart.iter(f"{svg}text"):
            if one.get("opacity") != "0":
                spans = one.findall(f"{svg}tspan") or [one]
                found += [span.text for span in spans if (span.text or "").strip()]
        assert sorted(found) == said["first"]["words"], name


def test_title_and_subtitle_of_a_download_are_those_of_the_page(browser, built_book):
    svg = "{http://www.w3.org/2000/svg}"
    for chapter in CHAPTERS:
        with opened(browser, (built_book / f"{chapter}.html").as_uri(), java_script_enabled=False) as page:
            for figure in page.locator(".audit-figure").all():
                name = figure.get_attribute("id").removeprefix("fig-")
                root = ElementTree.parse(built_book / "data" / "figures" / f"{name}.svg").getroot()
                written = re.sub(r"\s+", " ", " ".join(one.text for one in root.findall(f"{svg}text")))
                # The picture of a chart to try is titled with what it shows, as on paper.
                title = ".figure-printed" if figure.locator(".figure-printed").count() else ".figure-title"
                for part in (title, ".figure-subtitle"):
                    assert re.sub(r"\s+", " ", figure.locator(part).text_content().strip()) in written


def test_axes_tooltips_and_readouts_say_the_same_as_in_greenwich(in_utc, browser, built_book):
    """A chapter without dates asks nothing that the place answers, when it is drawn, hovered over and changed: it says the
    same everywhere. One that asks is read in every place."""
    name, tips, figures, asked = in_utc
    assert len(tips) >= len(figures) / 3
    for zone, language in PLACES if asked else ():
        there, said, _ = said_in(browser, built_book, name, zone, language)
        assert there == tips, zone
        assert list(said) == list(figures)
        for figure, words in figures.items():
            assert said[figure]["first"] == words["first"], f"{figure} in {zone}"
            for change, after in words["changed"].items():
                assert said[figure]["changed"][change] == after, f"{figure} in {zone}, {change}"


#: Ways to ask for the zone or the language of a browser.
QUESTIONS = """Date() new|Date(2023,1,1) new|Date('2023-01-01T12:00') Date.parse('2023-01-01T12:00') new|Date().getHours()
new|Date().setMonth(3) new|Date().getTimezoneOffset() new|Date().toString() new|Date().toLocaleDateString() (9.5).toLocaleString()
[9.5].toLocaleString() 'i'.toLocaleUpperCase() 'i'.localeCompare('j') Intl.NumberFormat() new|Intl.DateTimeFormat()
new|Intl.Collator() navigator.language navigator.languages""".split()


def test_whoever_asks_for_the_zone_or_the_language_is_noticed(browser, built_book):
    with opened(browser, (built_book / "chapters/ruble.html").as_uri(), first=WATCH) as page:
        draw(page)
        assert page.evaluate("asked['Date getMonth'] > 0"), "a chart with an axis of dates has asked for months"
        for question in QUESTIONS:
            page.evaluate(f"asked = {{}}; {question.replace('|', ' ')}; null")
            assert page.evaluate("asked"), question
        assert (
            page.evaluate("asked = {}; new Date(); Date.now(); new Date(0).getUTCHours(); Date.UTC(2023, 1); asked")
            == {}
        )


def test_the_controls_of_every_chapter_are_moved(in_utc):
    name, _, figures, _ = in_utc
    moved = [change for said in figures.values() for change in said["changed"]]
    assert len(moved) >= 4, f"{name} has no chart to try"
    readouts = {after["readout"] for said in figures.values() for after in said["changed"].values()}
    assert len(readouts) > 3, f"the sentence of {name} does not follow its controls"
