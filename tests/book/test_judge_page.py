"""The page on which readers judge for themselves: what a choice does at once, the address, the way back, keys, a telephone."""

from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import draw_frames, opened, restyled, unfold, unfold_all, wait_until
from layout import CUT, READERS

from audit.figures.scorecard.words import LABEL_WORDS
from audit.findings import default_ledger, default_record, finding, findings, of_propositions
from audit.findings.answer import answer
from audit.findings.choices import Choices, answers, counted, judged_by
from audit.findings.scorecard import MARKS, label, scorecard
from audit.findings.sensitivity import picture, scenarios
from audit.findings.weighing import scores, speaking

PAGE = "chapters/judge.html"
LEDGER = default_ledger()
ANSWER = ".judge-answer:not(.judge-answer-ours)"


def address(book, query: str = "") -> str:
    return (book / PAGE).as_uri() + (f"?{query}" if query else "")


@pytest.fixture(scope="module")
def everything():
    return findings() | of_propositions()


def by(everything, **chosen):
    return judged_by(Choices.from_json(chosen), everything)[0]


def groups(page) -> dict[str, int]:
    told = page.locator("[data-label]").evaluate_all(
        "all => all.map(one => [one.dataset.label, one.querySelectorAll('.judge-mark').length])"
    )
    return {name: number for name, number in told if number}


def counts(outcomes) -> dict[str, int]:
    return {name: number for name, number in counted(LEDGER, outcomes).items() if number}


def moved(everything, outcomes) -> set[str]:
    return {id for id, one in everything.items() if id not in outcomes or outcomes[id].verdict != one.verdict}


def tally(everything, outcomes) -> str:
    """What differs, as the page says it: of the claims that have a verdict, and of our own propositions."""
    settled = {id for id, one in findings().items() if label(one)[0] in MARKS}
    differ = {id for id, one in outcomes.items() if one.verdict != everything[id].verdict}
    claims, ours = len(differ & settled), len(differ - set(findings()))
    return f"{claims} of {len(settled)} claims" + (
        f", {ours} of our {len(of_propositions())} propositions" if ours else ""
    )


def framed(page) -> set[str]:
    ids = page.locator(".judge-groups .judge-moved").evaluate_all("all => all.map(one => one.dataset.id)")
    assert len(ids) == len(set(ids))
    return set(ids)


def choices(page) -> dict:
    query = page.evaluate("location.search").removeprefix("?")  # page.url hears of it a moment later
    return {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}


def open_fold(page, words: str) -> None:
    unfold(page.locator(".judge-controls > details > summary", has_text=words).locator(".."))


# --- the big picture ---


def test_it_begins_with_our_verdicts_and_nothing_is_marked(browser, built_book, everything):
    with opened(browser, address(built_book)) as page:
        assert page.locator(ANSWER).inner_text() == answer(everything)
        assert groups(page) == scorecard(LEDGER, findings())["label"].value_counts().to_dict()
        assert framed(page) == set() and page.locator(".judge-bar").is_visible()
        assert page.locator(".judge-bar button:not(:disabled)").count() == 0
        assert page.locator(".judge-fallback").count() == 0
        assert page.locator("[name=weight]").evaluate_all("all => all.map(one => one.value)") == ["", "", ""]
        assert page.locator("[data-told=weights]").text_content().startswith("No weights are set")
        assert not page.complaints


def test_without_scripts_our_verdicts_stand_there(browser, built_book, everything):
    with opened(browser, address(built_book), java_script_enabled=False) as page:
        assert page.locator(ANSWER).inner_text() == answer(everything)
        for row in scorecard(LEDGER, findings())["label"].value_counts().items():
            assert page.get_by_text(f"{row[1]} {LABEL_WORDS[row[0]]}").first.is_visible()
        assert not page.locator(".judge-controls:visible, .judge-presets:visible, .judge-bar:visible").count()


def test_a_newcomer_meets_a_few_stops_before_claims(browser, built_book):
    with opened(browser, address(built_book)) as page:
        stops = page.locator(
            ".judge :is(a, button, input, summary, select):visible, .judge-bar :is(a, button):visible"
        ).count()
        assert stops <= 30


# --- one choice, and what follows from it ---


def test_another_definition_of_an_alliance_changes_the_answer_and_one_press_returns(browser, built_book, everything):
    outcomes = by(everything, clauses=["defence", "consultation"])
    with opened(browser, address(built_book)) as page:
        open_fold(page, "What makes an alliance?")
        page.get_by_label("to consult when one of them is threatened").check()
        assert choices(page) == {"alliance": "defence,consultation"}
        assert page.locator(ANSWER).inner_text() == answers(LEDGER, outcomes)["answer"]
        assert "allies in law" in page.locator(ANSWER).inner_text()
        assert page.locator(".judge-answer-ours").is_visible()
        assert groups(page) == counts(outcomes) and framed(page) == moved(everything, outcomes)
        assert tally(everything, outcomes) in page.locator(".judge-bar-words").inner_text()
        page.get_by_role("button", name="Back to ours").click()
        assert (
            choices(page) == {}
            and framed(page) == set()
            and page.get_by_role("button", name="Back to ours").is_disabled()
        )
        assert page.locator(ANSWER).inner_text() == answer(everything)
        page.go_back()
        wait_until(page, "document.querySelectorAll('.judge-groups .judge-moved').length > 0")
        assert not page.complaints


#: Where an element begins and ends on the screen, and where the bar begins, below which nothing is seen.
SEEN = """one => { const at = one.getBoundingClientRect(), bar = document.querySelector(".judge-bar").getBoundingClientRect();
  return [at.top, at.bottom, bar.top]; }"""


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_the_first_screen_shows_what_to_press_and_a_press_is_answered_in_sight(browser, built_book, width, height):
    with opened(browser, address(built_book), width=width, height=height) as page:
        start, told = page.locator(".judge-presets button").first, page.locator(ANSWER)
        assert page.locator(".judge-whose").inner_text() == "Our answer"
        for one in (told, start):
            top, bottom, bar = one.evaluate(SEEN)
            assert 0 <= top < bottom <= bar
        before = start.evaluate(SEEN)[0]
        start.click()
        page.wait_for_timeout(200)
        assert abs(start.evaluate(SEEN)[0] - before) <= 1  # what was pressed stays under the finger
        top, bottom, bar = told.evaluate(SEEN)
        assert 0 <= top < bottom <= bar
        assert page.locator(".judge-whose").inner_text() == "The answer by your choices"
        assert page.locator(".judge-answer-ours").inner_text().startswith("Ours, where it differs: China and Russia")
        assert page.locator(".judge-bar-words").inner_text().endswith("; the answer changes on duty.")


def test_what_changed_is_one_press_away_and_told_in_words(browser, built_book, everything):
    outcomes = by(everything, without={"kinds": ["press"]})
    with opened(browser, address(built_book), width=390) as page:
        changed = page.get_by_role("button", name="What changed")
        assert changed.is_disabled()
        page.locator(".judge-presets button", has_text="Leave out the press").click()
        changed.click()
        assert page.evaluate("document.activeElement.matches('.judge-moves summary')")
        top, bottom, bar = page.locator(".judge-moves summary").evaluate(SEEN)
        assert 0 <= top < bottom <= bar
        rows = page.locator(".judge-moves li")
        assert rows.count() == len(moved(everything, outcomes))
        assert all(" → " in row for row in rows.all_inner_texts())
        page.get_by_role("button", name="Back to ours").click()
        assert changed.is_disabled() and choices(page) == {} and not page.locator(".judge-moves").is_visible()
        page.goto(address(built_book, "weight-duty=1"))  # a choice that moves no verdict
        assert changed.is_disabled() and page.get_by_role("button", name="Back to ours").is_enabled()
        assert page.locator(".judge-whose").inner_text() == "The answer by your choices, the same as ours"


def test_a_start_does_what_it_says_and_says_how_much_it_moves(browser, built_book, everything):
    with opened(browser, address(built_book)) as page:
        for words, chosen in {
            "Leave out the press": {"without": {"kinds": ["press"]}},
            "Only what we read whole": {"whole": True},
            "A pattern has no exceptions": {"exceptions": 0},
        }.items():
            outcomes = by(everything, **chosen)
            button = page.locator(".judge-presets button", has_text=words)
            told = f"changes {tally(everything, outcomes)}"
            if answers(LEDGER, outcomes)["answer"] != answer(everything):
                told += ", and the answer"
            assert button.locator(".judge-effect").inner_text() == told
            button.click()
            assert button.get_attribute("aria-pressed") == "true"
            assert framed(page) == moved(everything, outcomes) and groups(page) == counts(outcomes)
            button.click()
            assert choices(page) == {}


def test_starts_are_joined_with_what_was_chosen_and_taken_from_it_again(browser, built_book):
    with opened(browser, address(built_book, "hedge=0.2")) as page:
        button = page.locator(".judge-presets button")
        button.filter(has_text="Leave out the press").click()
        button.filter(has_text="A pattern has no exceptions").click()
        assert choices(page) == {"hedge": "0.2", "exceptions": "0", "without-kinds": "press"}
        assert page.locator(".judge-presets [aria-pressed=true]").count() == 2
        button.filter(has_text="Leave out the press").click()
        assert choices(page) == {"hedge": "0.2", "exceptions": "0"}


@pytest.mark.parametrize(
    ("preset", "kind"), [("Leave out the press", "press"), ("Leave out what governments say", "official")]
)
def test_what_a_start_moves_is_what_the_scorecard_says_moves_at_most(browser, built_book, everything, preset, kind):
    record = default_record()
    wanted = [one for one in scenarios(record, everything) if one.kind == "evidence" and one.id == kind]
    at_most = picture(LEDGER, record, everything, wanted)["moved_strictly"].item()
    with opened(browser, address(built_book)) as page:
        assert f"changes {at_most} of " in page.locator(".judge-presets button", has_text=preset).inner_text()


def test_a_source_and_a_body_are_left_out_by_name_and_taken_back(browser, built_book, everything):
    with opened(browser, address(built_book)) as page:
        open_fold(page, "Whose word counts?")
        field = page.get_by_label("Leave out a source, or all that one body counted")
        field.fill("no such body anywhere")
        field.press("Enter")
        assert "None of the sources" in page.locator("[data-told=leave]").inner_text()
        origin = page.evaluate("Object.entries(AUDIT.names.origins).find(([id]) => id === 'china-customs')")
        field.fill(f"All that {origin[1]} counted or said")
        page.get_by_role("button", name="Leave it out").click()
        outcomes = by(everything, without={"origins": ["china-customs"]})
        assert framed(page) == moved(everything, outcomes) != set()
        source = finding("ruble-fall-2023").sources[0]
        field.fill(source)
        field.press("Enter")
        outcomes = by(everything, without={"origins": ["china-customs"], "sources": [source]})
        assert framed(page) == moved(everything, outcomes)
        page.locator(".judge-chosen button").first.click()
        assert choices(page) == {"without-sources": source}
        assert page.evaluate("document.activeElement.className") == "judge-undo"
        assert not page.complaints


def test_the_choices_of_one_claim(browser, built_book, everything):
    id = "trade-growth-2022"
    own = [one.specification for one in finding(id).judged]
    with opened(browser, address(built_book)) as page:
        page.get_by_label("Words of a claim, or its id").fill(id)
        row = page.locator(f"#judge-{id}")
        unfold(row.locator("details"))
        assert row.get_by_label("Closest to the words: ").count() == len(own)
        old = next(one for one in own if one.nearest)
        new = next(one for one in own if one.id == "customs-yuan")
        row.get_by_label(f"Closest to the words: {new.label}", exact=True).check()
        row.get_by_label(f"Closest to the words: {old.label}", exact=True).uncheck()
        assert choices(page) == {f"{id}.nearest": new.id}
        outcomes = by(everything, claims={id: {"nearest": [new.id]}})
        assert framed(page) == moved(everything, outcomes)
        row.get_by_label("From").fill("0")
        row.get_by_label("to, per cent").fill("100")
        row.get_by_label("to, per cent").press("Tab")
        assert choices(page)[f"{id}.test.high"] == "100"
        outcomes = by(everything, claims={id: {"nearest": [new.id], "test": {"low": 0, "high": 100}}})
        assert outcomes[id].verdict == "supported" and framed(page) == moved(everything, outcomes)
        row.get_by_label(f"Closest to the words: {new.label}", exact=True).uncheck()
        assert "cannot be judged" in row.locator("[role=status]").first.inner_text()
        row.get_by_role("button", name="This claim as we judged it").click()
        assert choices(page) == {} and not page.complaints


def test_another_reading_of_the_words_is_one_press(browser, built_book, everything):
    id, reading = "not-formal-allies", "any-security-pact"
    with opened(browser, address(built_book)) as page:
        unfold_all(page, ".judge-chapter")
        unfold(page.locator(f"#judge-{id} > details"))
        page.locator(f"#judge-{id} input[value={reading}]").check()
        outcomes = by(everything, claims={id: {"reading": reading}})
        assert choices(page) == {f"{id}.reading": reading}
        assert page.locator(ANSWER).inner_text() == answers(LEDGER, outcomes)["answer"]


def test_an_address_can_name_a_claim(browser, built_book):
    with opened(browser, address(built_book, "whole=yes") + "#judge-hub-and-spoke") as page:
        row = page.locator("#judge-hub-and-spoke")
        row.locator(".judge-editor").wait_for(state="visible")
        top = row.evaluate("one => one.getBoundingClientRect().top")
        assert 0 <= top < 450 and not page.complaints


def test_the_layers_are_combined_by_the_readers_weights_alone(browser, built_book):
    with opened(browser, address(built_book)) as page:
        open_fold(page, "What weighs what?")
        scores = {
            one: page.evaluate("id => AuditJudge.judge(AUDIT, {}).scores[id]", one) for one in ("duty", "behaviour")
        }
        for layer, weight in (("duty", "1"), ("behaviour", "3")):
            page.locator(f"[data-layer={layer}]").fill(weight)
            page.locator(f"[data-layer={layer}]").press("Tab")
        mean = (scores["duty"] + 3 * scores["behaviour"]) / 4
        told = page.locator("[data-told=weights]").inner_text()
        assert str(round(mean, 2)) in told and ("fails" if mean > 0.5 else "holds") in told
        assert choices(page) == {"weight-duty": "1", "weight-behaviour": "3"}
        assert page.locator("[data-told=beyond] li").count() >= 1
        assert framed(page) == set()  # weights move no verdict


# --- the address ---

SHARED = (
    "hedge=0.2&exceptions=0&threshold=0.4&without-kinds=press&whole=yes&alliance=consultation&weight-duty=1"
    "&hub-and-spoke.test.threshold=4&trade-growth-2022.nearest=customs-yuan&no-formal-alliances.reading=none-at-all"
)


def view(page) -> str:
    return page.evaluate("document.querySelector('.bd-article').innerHTML.replace(/ open=\"\"/g, '')")


def test_a_shared_address_gives_the_same_view(browser, built_book):
    with opened(browser, address(built_book, SHARED)) as page:
        first, fields = (
            view(page),
            page.locator(".judge-controls input").evaluate_all(
                "all => all.map(one => [one.name, one.value, one.checked])"
            ),
        )
        assert (
            page.evaluate("decodeURIComponent(AuditJudge.toAddress(AuditJudge.fromAddress(location.search)))") == SHARED
        )
        page.reload()
        assert view(page) == first
        assert (
            page.locator(".judge-controls input").evaluate_all(
                "all => all.map(one => [one.name, one.value, one.checked])"
            )
            == fields
        )
        assert framed(page) and not page.complaints
    with opened(browser, address(built_book, SHARED), width=390, scheme="dark") as page:
        assert view(page) == first


def test_an_address_from_another_edition_is_read_as_far_as_it_goes(browser, built_book, everything):
    query = "without-kinds=press,rumour&without-moons=1&no-such-claim.reading=x&hedge=7&weight-luck=1&alliance=defence,bases"
    with opened(browser, address(built_book, query)) as page:
        assert framed(page) == moved(everything, by(everything, without={"kinds": ["press"]}))
        assert "Left aside" in page.locator(".judge-chosen").inner_text()
        assert not page.complaints


@pytest.mark.parametrize(
    "nonsense",
    [
        *(
            "__proto__.reading=zzz",
            "__proto__.nearest=a",
            "constructor.reading=x",
            "without-constructor=x",
            "without-toString=x",
        ),
        *(
            "without-__proto__=a",
            "alliance=toString",
            "hedge=abc",
            "whole=1",
            "weight-duty=1e999",
            "weight-duty=-1",
            "nowhere=1",
        ),
        *(
            "trade-growth-2022.reading=toString",
            "trade-growth-2022.nearest=none-such",
            "trade-growth-2022.value.customs-yuan=29",
        ),
        *("trade-growth-2022.test.low=1", "hub-and-spoke.test.high=1", "behaviour=toString", "weight-toString=1"),
    ],
)
def test_an_address_that_says_nothing_is_named_and_changes_nothing(browser, built_book, everything, nonsense):
    with opened(browser, address(built_book, nonsense)) as page:
        assert page.locator(ANSWER).inner_text() == answer(everything)
        assert framed(page) == set() and groups(page) == scorecard(LEDGER, findings())["label"].value_counts().to_dict()
        assert "Left aside" in page.locator(".judge-chosen").inner_text()
        assert page.evaluate("Object.keys(Object.prototype).length") == 0 and not page.complaints


def test_what_is_no_verdict_is_not_counted_as_one_that_differs(browser, built_book, everything):
    chapters = sorted({one.claim.chapter for one in everything.values()})
    with opened(browser, address(built_book, f"without-chapters={','.join(chapters)}")) as page:
        said = page.locator(".judge-bar-words").inner_text()
        asked = sum(one.claim.kind != "judgement" for one in everything.values())
        assert said.startswith(f"No verdict differs from ours; {asked} are not judged")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("hedge", "101"), ("exceptions", "-5"), ("threshold", "2"), ("weight", "-1"), ("weight", "1e5")],
)
def test_a_number_that_is_none_is_refused_aloud_and_is_no_step_back(browser, built_book, field, typed):
    with opened(browser, address(built_book)) as page:
        unfold_all(page, ".judge-fold")
        place, steps = page.locator(f"[name={field}]").first, page.evaluate("history.length")
        before = place.input_value()
        place.fill(typed)
        place.press("Tab")
        assert place.input_value() == before and choices(page) == {} and page.evaluate("history.length") == steps
        assert any("Not taken" in said for said in page.locator("[data-told=refused]").all_inner_texts())


def test_any_number_in_range_is_taken(browser, built_book):
    with opened(browser, address(built_book)) as page:
        unfold_all(page, ".judge-fold")
        for name, typed in (("hedge", "7.3"), ("exceptions", "7.5"), ("threshold", "0.33")):
            page.locator(f"[name={name}]").fill(typed)
            page.locator(f"[name={name}]").press("Tab")
            assert page.locator(f"[name={name}]").input_value() == typed
        assert choices(page) == {"hedge": "0.073", "exceptions": "0.075", "threshold": "0.33"}


def test_what_weights_come_to_is_said_for_each_case(browser, built_book):
    told = {
        "weight-duty=0&weight-equality=0": "Your weights are all zero",
        "weight-duty=2&without-kinds=official,dataset,research,press": "Of duty the record says nothing",
        "weight-duty=100&weight-behaviour=100&weight-equality=100": "the mean is 0.",
    }
    for query, words in told.items():
        with opened(browser, address(built_book, query)) as page:
            assert words in page.locator("[data-told=weights]").text_content() and not page.complaints


def test_allies_in_law_fell_the_thesis_by_the_weight_of_duty(browser, built_book):
    with opened(browser, address(built_book, "alliance=defence,consultation&weight-duty=1")) as page:
        assert "China and Russia are allies in law" in page.locator(ANSWER).inner_text()
        assert "the mean is 1: the thesis fails" in page.locator("[data-told=weights]").text_content()


def test_the_conduct_that_counts_is_the_readers_and_begins_with_all_of_it(browser, built_book):
    with opened(browser, address(built_book)) as page:
        open_fold(page, "What weighs what?")
        boxes = page.locator("[name=behaviour]")
        sides = speaking(LEDGER)["behaviour"]
        assert boxes.count() == len(sides) and page.locator("[name=behaviour]:checked").count() == len(sides)
        for id, side in sides.items():
            if side == "partners":
                page.locator(f"[name=behaviour][value={id}]").uncheck()
        its = [id for id, side in sides.items() if side == "allies"]
        assert choices(page)["behaviour"] == ",".join(its)
        score = scores(LEDGER, findings() | of_propositions(), its)["behaviour"]
        assert page.locator("[data-score=behaviour]").inner_text() == f"{round(score, 2):g}"


def test_the_link_can_be_copied_by_hand(browser, built_book):
    with opened(browser, address(built_book, "whole=yes"), permissions=[]) as page:
        page.evaluate("() => { if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(); }")
        page.get_by_role("button", name="Copy link").click()
        box = page.get_by_label("The address of your verdict, ready to copy")
        assert box.input_value() == page.url and box.evaluate("one => one === document.activeElement")


# --- for everyone ---


def test_it_works_by_keys_alone(browser, built_book):
    with opened(browser, address(built_book)) as page:
        page.locator(".judge-presets button").first.focus()
        page.keyboard.press("Enter")
        assert framed(page)
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == "What makes an alliance?":
                break
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert choices(page) == {"alliance": "consultation,neutrality,nonaggression"}
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == "Back to ours":
                break
        page.keyboard.press("Enter")
        assert choices(page) == {} and page.evaluate("!!document.activeElement.closest('.judge-presets')")


def test_it_works_without_a_network_from_a_folder(browser, built_book):
    with opened(browser, address(built_book), offline=True) as page:
        page.locator(".judge-presets button").first.click()
        assert framed(page) and not page.complaints


FOLDS = ".judge details, .judge-moves details"


@pytest.mark.parametrize("reader", ["nobody in particular", *READERS])
def test_everything_fits_a_telephone_with_all_folds_open(browser, built_book, reader):
    with opened(browser, address(built_book, SHARED), width=390) as page:
        with restyled(page, READERS[reader](built_book) if reader in READERS else ""):
            for width in (320, 390, 768):
                page.set_viewport_size({"width": width, "height": 900})
                unfold_all(page, FOLDS)
                draw_frames(page)
                assert page.evaluate(CUT) == [], width


def test_a_fingertip_meets_every_control(browser, built_book):
    with opened(browser, address(built_book, "whole=yes"), width=390, has_touch=True) as page:
        unfold_all(page, FOLDS)
        page.wait_for_timeout(200)
        low = page.evaluate(
            """() => [...document.querySelectorAll('.judge button, .judge-bar button, .judge input:not([type=checkbox], [type=radio]), .judge .judge-check, .judge summary')]
              .filter(one => one.offsetParent && one.getBoundingClientRect().height < 39.5).map(one => one.outerHTML.slice(0, 90))"""
        )
        assert low == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_whatever_is_chosen_and_open(browser, built_book, scheme, width):
    with opened(browser, address(built_book, SHARED), width=width, scheme=scheme) as page:
        unfold_all(page, FOLDS)
        page.wait_for_timeout(300)
        page.evaluate("document.querySelectorAll('.judge-list > li:nth-child(n+4)').forEach(one => one.remove())")
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found] == []


def test_on_paper_the_verdict_stands_with_the_choices_and_no_controls(browser, built_book):
    with opened(browser, address(built_book, "whole=yes")) as page:
        page.emulate_media(media="print")
        assert page.locator(ANSWER).is_visible() and page.locator(".judge-chosen").is_visible()
        assert not page.locator(".judge-controls:visible, .judge-bar:visible, .judge button:visible").count()
