"""The book as a reader opens it: from the file system, without a network, in a real browser."""

import json
import re
from pathlib import Path

import pytest
import yaml
from browsing import LIVE, wait_until

from audit.book.charts import STILL_PAGES
from audit.findings import default_record, findings
from audit.findings.trade import tables
from audit.paths import ROOT

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(entry["file"] for entry in TOC["chapters"])]
#: The theme declares it twice; named in the project's list of known faults, and harmless.
KNOWN_ERROR = "THEBE_JS_URL"


class Visit:
    """A page with what it complained of and asked for."""

    def __init__(self, browser, url: str, **options):
        self.context = browser.new_context(offline=True, **options)
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(url, wait_until="load")

    def _note(self, message: str) -> None:
        if KNOWN_ERROR not in message:
            self.errors.append(message)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()


def uri(book: Path, name: str) -> str:
    return (book / f"{name}.html").as_uri()


def draw_all(page) -> int:
    """Scroll to each chart and wait until it is live."""
    figures = page.locator(f"figure{LIVE}")
    for number in range(figures.count()):
        figures.nth(number).scroll_into_view_if_needed()
        figures.nth(number).locator("css=.figure-live svg").first.wait_for(state="attached", timeout=15_000)
    return figures.count()


def test_a_window_is_its_page_alone_and_what_playwright_turns_off_stays_off(browser):
    """Chromium hears only the last list of what is off, so ours must hold all of playwright's."""
    session = browser.new_browser_cdp_session()
    theirs, ours = re.findall(r"--disable-features=(\S+)", session.send("SystemInfo.getInfo")["commandLine"])
    assert set(theirs.split(",")) < set(ours.split(","))
    page = browser.new_page()
    targets = session.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
    page.context.close()
    assert not [one["url"] for one in targets if one["url"].startswith("chrome:")]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_works_without_network_and_without_complaint(browser, built_book, name):
    with Visit(browser, uri(built_book, name)) as visit:
        count = draw_all(visit.page)
        stored = ROOT / f"{name}.ipynb"
        if stored.exists():
            cells = json.loads(stored.read_text(encoding="utf-8"))["cells"]
            outputs = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
            stored = sum("application/vnd.vegalite.v6+json" in data for data in outputs)
            assert visit.page.locator("figure.audit-figure").count() == stored > 0
            assert count == (0 if name in STILL_PAGES else stored)
            assert visit.page.locator("figure.audit-figure[data-state=live]").count() == count
        assert visit.errors == []
        assert [url for url in visit.requests if not url.startswith(("file:", "data:", "blob:"))] == []
        assert len(visit.requests) > 3


def test_a_live_chart_has_the_same_text_alternative_and_marks(browser, built_book):
    with Visit(browser, uri(built_book, "chapters/trade")) as visit:
        figures = draw_all(visit.page)
        # The library's own label is on the drawing, which is hidden from screen readers: the picture has the words.
        exposed = "[aria-label='Vega visualization']:not([aria-hidden=true], [aria-hidden=true] *)"
        assert visit.page.locator(exposed).count() == 0
        assert visit.page.locator(".figure-picture[role=img] > .figure-live[aria-hidden=true]").count() == figures
        for number in range(visit.page.locator("figure.audit-figure").count()):
            live = visit.page.locator("figure.audit-figure").nth(number).locator(".figure-live svg").first
            assert live.locator("path, rect, text").count() > 5
            assert live.bounding_box()["width"] > 200


def test_without_scripts_the_pictures_are_there(browser, built_book):
    with Visit(browser, uri(built_book, "chapters/trade"), java_script_enabled=False) as visit:
        for number in range(visit.page.locator("figure.audit-figure").count()):
            figure = visit.page.locator("figure.audit-figure").nth(number)
            assert figure.locator(".figure-static svg:visible").count() == 1
        assert visit.errors == []


def test_the_reader_changes_years_and_currency_and_reads_growth_and_verdict(browser, built_book):
    levels = tables.reader_levels(default_record()).set_index(["currency", "flow_name", "year"])["value_bn"]
    test = findings()["trade-growth-2022"].claim.test

    def choose(figure, label: str, option: str) -> None:
        figure.get_by_label(label, exact=True).select_option(label=option)

    with Visit(browser, uri(built_book, "chapters/trade")) as visit:
        figure = visit.page.locator("#fig-trade-try")
        figure.scroll_into_view_if_needed()
        visit.page.locator("#fig-trade-try[data-state=live]").wait_for(timeout=15_000)
        readout = figure.locator("output.figure-readout")
        for currency, flow, first, second in [
            ("US dollars", "Both ways", 2021, 2022),
            ("US dollars", "Both ways", 2020, 2021),
            ("US dollars", "China buys", 2021, 2022),
            ("yuan", "Both ways", 2021, 2022),
        ]:
            for label, option in (("From", first), ("To", second), ("Flow", flow), ("Currency", currency)):
                choose(figure, label, str(option))
            growth = (levels[currency, flow, second] / levels[currency, flow, first] - 1) * 100
            wait_until(
                visit.page,
                "text => document.querySelector('#fig-trade-try .figure-readout').textContent.includes(text)",
                f"{flow}, {currency}, {first} to {second}: {growth:+.1f}%".replace("-", "−"),
                seconds=5,
            )
            holds = "the claim would hold" in readout.text_content()
            assert holds == test.agrees(float(growth)), readout.text_content()
        assert visit.errors == []


def test_the_front_door_opens(browser, built_book):
    with Visit(browser, (built_book / "index.html").as_uri()) as visit:
        visit.page.wait_for_url("**/chapters/index.html")
        assert "allies" in visit.page.locator("h1").first.text_content()


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_needs_no_sideways_scrolling(browser, built_book, name):
    with Visit(browser, uri(built_book, name), viewport={"width": 390, "height": 800}) as visit:
        draw_all(visit.page)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
