"""Whose claim a mark is can be seen: each article has a shape of its own, on the front page and where readers judge."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from invented import judged, press

from audit.book import front, judging
from audit.figures.cards import ICONS, SHAPES, shapes, templates


def icon(verdict: str, shape: str) -> str:
    return str(templates().get_template("verdict.html").make_module(templates().globals).icon(verdict, shape))


@pytest.fixture(params=[2, 3, 4])
def ledger(request, monkeypatch):
    made = press(request.param)
    for page in (front, judging):
        monkeypatch.setattr(page, "default_ledger", lambda: made)
        monkeypatch.setattr(page, "findings", lambda: judged(made))
    return made


@pytest.mark.parametrize("verdict", ICONS)
def test_no_two_shapes_look_alike(verdict):
    assert len({icon(verdict, shape) for shape in SHAPES}) == len(SHAPES)


def test_on_the_front_page_a_mark_has_the_shape_that_the_key_gives_its_article(ledger):
    page = BeautifulSoup(front.unit_chart(), "html.parser")
    key = page.select_one(".unit-key").get_text()
    drawn = {}
    for claim in ledger.claims.values():
        mark = page.select_one(f".unit-marks a[href$='#claim-{claim.id}'] svg")
        verdict = "supported" if claim.chapter else "out-of-scope"
        [drawn[claim.article]] = [one for one in SHAPES if BeautifulSoup(icon(verdict, one), "html.parser").svg == mark]
        assert f" {drawn[claim.article]} for {ledger.articles[claim.article].outlet}" in key
    assert len(set(drawn.values())) == len(ledger.articles)


def test_where_readers_judge_a_mark_has_that_shape_too_and_a_script_finds_each_of_its_icons(ledger):
    page = BeautifulSoup(judging.verdict_part(SimpleNamespace(pages=list)), "html.parser")
    key, own = page.select_one(".judge-key").get_text(), shapes(list(ledger.articles.values()))
    for claim in ledger.claims.values():
        shape = page.select_one(f".judge-mark[data-id={claim.id}]")["data-shape"]
        assert shape == own[claim.article] and f" {shape} for {ledger.articles[claim.article].outlet}" in key
        for verdict in judging.VERDICT_WORDS:
            kept = page.find(attrs={"data-icon": f"{verdict} {shape}"})
            assert kept.svg == BeautifulSoup(icon(verdict, shape), "html.parser").svg
    assert len(set(own.values())) == len(ledger.articles)


def test_more_articles_than_shapes_are_refused_with_where_a_shape_is_drawn():
    with pytest.raises(LookupError, match=r"4 shapes for 5 articles: draw another in .*verdict\.html.*cards\.py"):
        shapes(list(press(5).articles.values()))
