"""What a reader changes in a chart, and how few keys it takes: days, stops, groups, order, headings, tab stops."""

from datetime import date, timedelta

import pytest
from browsing import CHAPTERS, PAGES, draw, hosted, opened, unfold_all, wait_until

from audit.findings import default_record
from audit.findings.ruble import context as ruble_context
from audit.findings.ruble.claims import YEAR_END
from audit.findings.trade import tables

DESK, PHONE = 1280, 390
FEW = 72  # the Tab key reaches fewer places than this on a page of a chapter, as it opens; each chapter of the book is one

#: Places that the Tab key reaches; radio buttons of one name are one.
STOPS = """() => {
  const wanted = 'a[href], button, input, select, textarea, summary, iframe, audio, video, [tabindex], [contenteditable]';
  const names = new Set();
  return [...document.querySelectorAll(wanted)].filter(one => {
    if (one.tabIndex < 0 || one.disabled || !one.getClientRects().length) return false;
    if (!one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
    if (one.type !== 'radio') return true;
    return !names.has(one.name) && names.add(one.name);
  }).map(one => one.outerHTML.slice(0, 90));
}"""


def uri(book, name: str) -> str:
    return (book / f"{name}.html").as_uri()


def say(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


@pytest.fixture(scope="module")
def answering() -> dict[str, list[date]]:
    """The days on which the record has a rate, by quotation."""
    rates = ruble_context.reader_rates(default_record()).dropna(subset="rate")
    return {basis: [day.date() for day in rows["day"]] for basis, rows in rates.groupby("basis")}


# --- fewer keys ---


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_has_few_tab_stops_on_a_telephone(browser, built_book, name):
    with opened(browser, uri(built_book, name), PHONE) as page:
        draw(page)
        stops = page.evaluate(STOPS)
        assert 20 < len(stops) < FEW, "\n".join(stops)


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_has_few_tab_stops_because_things_fold_not_because_keys_pass_over_them(browser, built_book, name):
    with opened(browser, uri(built_book, name), DESK) as page:
        draw(page)
        stops = page.evaluate(STOPS)
        assert 20 < (few := len(stops)) < FEW, "\n".join(stops)
        unfold_all(page)
        assert len(page.evaluate(STOPS)) > 2 * few
        passed = page.evaluate(
            "[...document.querySelectorAll('.bd-main :is(a[href], button, input, select, summary)')]"
            ".filter(one => one.tabIndex < 0).map(one => one.outerHTML.slice(0, 90))"
        )
        assert not passed


@pytest.mark.parametrize("name", CHAPTERS)
def test_what_belongs_to_a_figure_folds_into_one_line_that_opens_without_a_script(browser, built_book, name):
    with opened(browser, uri(built_book, name), java_script_enabled=False) as page:
        for figure in page.locator(".audit-figure").all():
            assert figure.locator(".figure-foot > :is(a, button, details)").count() == 1
            assert figure.locator(".figure-origin").inner_text().startswith("Source")
            figure.locator(".figure-data > summary").click()
            for inside in (".figure-sources a", "table", "a[href$='.csv']", "a[href$='.png']"):
                assert figure.locator(inside).first.is_visible()


def test_whoever_opens_the_contents_finds_them_open_on_the_next_page(browser, built_book):
    with hosted(built_book) as site, opened(browser, f"{site}/{CHAPTERS[0]}.html") as page:
        fold = page.locator(".toc-fold")
        assert not fold.locator("a").first.is_visible()
        fold.locator("summary").press("Enter")
        assert fold.locator("a").first.is_visible()
        page.goto(f"{site}/{CHAPTERS[1]}.html")
        assert page.locator(".toc-fold a").first.is_visible()


def test_in_a_narrow_window_the_drawer_shows_the_contents_at_once(browser, built_book):
    with opened(browser, uri(built_book, CHAPTERS[0]), PHONE) as page:
        page.locator(".secondary-toggle:visible").click()
        page.locator(".toc-fold nav a").first.wait_for(state="visible")


# --- figures are reached by heading ---


@pytest.mark.parametrize("name", PAGES, scope="module")
def test_a_figure_has_a_heading_one_below_that_of_its_section(as_drawn, name):
    page = as_drawn(name)
    wrong = page.evaluate(
        """() => [...document.querySelectorAll('.audit-figure')].filter(figure => {
          const title = figure.querySelector('.figure-title'), above = figure.closest('section').querySelector(':scope > :is(h1,h2,h3,h4,h5)');
          return !/^H[2-6]$/.test(title.tagName) || Number(title.tagName[1]) !== Number(above.tagName[1]) + 1; }).map(one => one.id)"""
    )
    assert not wrong
    titles = page.locator(".figure-title").all_inner_texts()
    contents = page.locator(".toc-fold a").all_text_contents()
    assert not {one.strip() for one in titles} & {one.strip() for one in contents}


# --- every control has a name and a value to hear ---


@pytest.mark.parametrize("name", CHAPTERS, scope="module")
def test_every_control_can_be_heard(as_drawn, name):
    page = as_drawn(name)
    for form in page.locator(".figure-controls").all():
        assert form.get_attribute("aria-label")
        for control in form.locator("[data-signal]").all():
            words = control.evaluate(
                "one => [...one.labels].map(label => label.textContent.trim()).join(' ')"
            ) or control.get_attribute("aria-label")
            assert words, control.get_attribute("id")
            if control.get_attribute("type") == "range":
                assert control.get_attribute("aria-valuetext")
    for output in page.locator(".figure-readout").all():
        assert output.evaluate("one => one.tagName") == "OUTPUT" and output.get_attribute("aria-live") == "polite"


@pytest.mark.parametrize("name", CHAPTERS, scope="module")
def test_check_boxes_stand_in_named_groups_and_no_label_repeats_the_name(as_drawn, name):
    page = as_drawn(name)
    for form in page.locator(".figure-controls").all():
        boxes = form.locator("input[type=checkbox]")
        if boxes.count() < 4:
            continue
        alone = form.locator("input[type=checkbox]:not(.figure-group input)").count()
        assert alone <= 1
        for group in form.locator("fieldset.figure-group").all():
            legend = group.locator("legend").inner_text()
            labels = group.locator("label").all_inner_texts()
            assert legend and len(labels) > 1
            assert not any(":" in label or label.lower().startswith(legend.lower()) for label in labels)


def test_the_events_to_count_are_chosen_in_three_groups(browser, built_book):
    with opened(browser, uri(built_book, "chapters/exercises")) as page:
        assert page.locator("#fig-exercises-try fieldset.figure-group > legend").count() == 3


# --- days ---


def slider(page, label: str):
    return page.locator("#fig-ruble-try").get_by_label(label, exact=True)


def readout(page) -> str:
    page.wait_for_timeout(120)
    return page.locator("#fig-ruble-try .figure-readout").inner_text()


def test_days_are_told_as_dates_and_never_as_counts(browser, built_book):
    with opened(browser, uri(built_book, "chapters/ruble")) as page:
        draw(page)
        figure = page.locator("#fig-ruble-try")
        assert "days after" not in figure.inner_text()
        for label in ("From", "To"):
            words = slider(page, label).get_attribute("aria-valuetext")
            assert words == slider(page, label).locator("xpath=following-sibling::span").inner_text()
            assert words in readout(page)
        assert slider(page, "From").get_attribute("aria-valuetext") == say(date.fromisoformat(YEAR_END))


def test_every_stop_of_a_slider_answers(browser, built_book, answering):
    with opened(browser, uri(built_book, "chapters/ruble")) as page:
        draw(page)
        bases = page.locator("#fig-ruble-try select").first.locator("option").all_inner_texts()
        assert set(bases) == set(answering)
        for basis in bases:
            page.locator("#fig-ruble-try").get_by_label("Quotation", exact=True).select_option(label=basis)
            days = answering[basis]
            for label in ("From", "To"):
                one = slider(page, label)
                low, high, step = (int(one.get_attribute(name)) for name in ("min", "max", "step"))
                assert (low, high, step) == (0, len(days) - 1, 1), basis
                for stop in range(0, high + 1, max(1, high // 9)):
                    one.fill(str(stop))
                    assert one.get_attribute("aria-valuetext") == say(days[int(one.input_value())])
                    words = readout(page)
                    assert " lost " in words and " gained " in words, f"{basis}, stop {stop}: {words}"
                one.press("End" if label == "To" else "Home")


def test_a_slider_keeps_its_day_or_takes_the_nearest_when_the_quotation_changes(browser, built_book, answering):
    with opened(browser, uri(built_book, "chapters/ruble")) as page:
        draw(page)
        quotation = page.locator("#fig-ruble-try").get_by_label("Quotation", exact=True)
        few = min(answering, key=lambda basis: len(answering[basis]))
        many = max(answering, key=lambda basis: len(answering[basis]))
        before = slider(page, "To").get_attribute("aria-valuetext")
        quotation.select_option(label=many)
        assert slider(page, "To").get_attribute("aria-valuetext") == before
        slider(page, "To").fill("200")
        wanted = answering[many][200]
        quotation.select_option(label=few)
        nearest = min(answering[few], key=lambda day: abs(day - wanted))
        assert slider(page, "To").get_attribute("aria-valuetext") == say(nearest)
        page.locator("#fig-ruble-try").get_by_role("button", name="Reset").click()
        wait_until(
            page,
            "words => document.querySelector('#fig-ruble-try [data-signal=last_day]').getAttribute('aria-valuetext') === words",
            before,
        )


def test_days_in_the_wrong_order_change_places(browser, built_book, answering):
    with opened(browser, uri(built_book, "chapters/ruble")) as page:
        draw(page)
        many = max(answering, key=lambda basis: len(answering[basis]))
        page.locator("#fig-ruble-try").get_by_label("Quotation", exact=True).select_option(label=many)
        slider(page, "To").fill("100")
        slider(page, "From").fill("150")
        early, late = (say(answering[many][0] + timedelta(days)) for days in (100, 150))
        assert [slider(page, label).get_attribute("aria-valuetext") for label in ("From", "To")] == [early, late]
        assert f"{early} (" in readout(page) and f"to {late} (" in readout(page)


# --- years ---


def test_years_in_the_wrong_order_change_places_and_two_alike_move_apart(browser, built_book):
    def chosen(page) -> list[str]:
        return [
            page.locator("#fig-trade-try").get_by_label(label, exact=True).locator("option:checked").inner_text()
            for label in ("From", "To")
        ]

    with opened(browser, uri(built_book, "chapters/trade")) as page:
        draw(page)
        figure = page.locator("#fig-trade-try")
        words = figure.locator(".figure-readout")
        figure.get_by_label("To", exact=True).select_option(label="2019")
        assert chosen(page) == ["2019", "2021"]
        page.wait_for_timeout(120)
        assert "2019 to 2021" in words.inner_text()
        figure.get_by_label("From", exact=True).select_option(label="2024")
        assert chosen(page) == ["2021", "2024"]
        figure.get_by_label("From", exact=True).select_option(label="2024")
        assert chosen(page) == ["2023", "2024"], "no later year answers: the first one goes back"
        figure.get_by_label("To", exact=True).select_option(label="2023")
        assert chosen(page) == ["2022", "2023"]
        figure.get_by_label("From", exact=True).select_option(label="2023")
        assert chosen(page) == ["2023", "2024"]
        page.wait_for_timeout(120)
        assert "2023 to 2024" in words.inner_text()
        assert not page.complaints


def test_only_years_that_answer_can_be_chosen(browser, built_book):
    levels = tables.reader_levels(default_record()).groupby(["currency", "flow_name"])["year"].apply(set)
    with opened(browser, uri(built_book, "chapters/trade")) as page:
        draw(page)
        figure = page.locator("#fig-trade-try")
        for (currency, flow), years in levels.items():
            figure.get_by_label("Currency", exact=True).select_option(label=currency)
            figure.get_by_label("Flow", exact=True).select_option(label=flow)
            for label in ("From", "To"):
                offered = figure.get_by_label(label, exact=True).locator("option:not(:disabled)").all_inner_texts()
                assert {int(year) for year in offered} <= years and offered
            page.wait_for_timeout(120)
            words = figure.locator(".figure-readout").inner_text()
            assert words.startswith(f"{flow}, {currency}, ") and "%" in words, words


# --- a page of text ---


def test_the_scorecard_draws_nothing_by_script_until_a_reader_uses_the_controls(browser, built_book):
    with opened(browser, uri(built_book, "chapters/scorecard")) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url) if request.url.endswith(".js") else None)
        for figure in page.locator(".audit-figure").all():
            figure.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        assert not asked and page.locator(".audit-figure[data-state=still]").count() == 3
        figure = page.locator("#fig-scorecard-try")
        choice = figure.get_by_label("Group by")
        choice.focus()
        page.keyboard.press("Home")  # as it is chosen by keys; the first of all is the article
        wait_until(page, "() => document.querySelector('#fig-scorecard-try').dataset.state === 'live'")
        assert [url for url in asked if "vega-bundle" in url]
        assert "Asia Times" in figure.locator(".figure-live svg").text_content()
        figure.get_by_role("button", name="Reset").click()
        wait_until(page, "() => document.querySelector('#fig-scorecard-try .figure-live').textContent.includes('Duty')")
        assert not page.complaints
