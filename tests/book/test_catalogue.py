"""The lists of claims and sources say what they are read from, so that a change of it makes them anew."""

import shutil
from types import SimpleNamespace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from audit.book import catalogue
from audit.findings import default_record
from audit.inputs.record import check_record
from audit.paths import DATA, ROOT


@pytest.mark.parametrize("directive", [catalogue.SourceIndex, catalogue.SourcesOf, catalogue.Register])
@pytest.mark.parametrize("asked_before", [False, True])
def test_a_list_is_read_from_the_notebooks_of_all_chapters(directive, asked_before):
    """Which tables a chapter uses stands in its notebook; it is looked up once for all lists, and each depends on it."""
    noted = set()
    names = ["chapters/index", "chapters/trade", "chapters/ruble"]
    config = SimpleNamespace(external_site_map=dict.fromkeys(names))
    env = SimpleNamespace(note_dependency=noted.add)
    asked = SimpleNamespace(env=env, config=config)
    if asked_before:
        catalogue.listed_by_chapter(["trade", "ruble"])
    assert directive.chapters(asked) == ["trade", "ruble"]
    assert noted == {str(ROOT / "chapters" / f"{name}.ipynb") for name in ("trade", "ruble")}


# --- copies in an archive of the web ---


def with_copies(archived: list[str]) -> BeautifulSoup:
    """The page of a chapter's sources, of which these have a copy."""
    row = {
        "title": "T",
        "publisher": "P",
        "published": "2023",
        "url": "https://a.example/",
        "kind": "press",
        "seen": "excerpt",
    }
    rows = [
        {"source_id": f"s{number}", **row, "archived": copy, "tables": [], "chapters": ["trade"]}
        for number, copy in enumerate(archived)
    ]
    return BeautifulSoup(catalogue.sources_of("trade", {"trade": rows}, ["trade"]), "html.parser")


def test_a_source_with_a_copy_in_an_archive_links_to_it_and_the_others_can_be_listed():
    page = with_copies(["https://archive.example/1", "", ""])
    (link,) = page.select("a:-soup-contains('archived')")
    assert link["href"] == "https://archive.example/1" and link.find_parent("tr")["id"] == "source-s0"
    assert [row["id"] for row in page.select("tr[data-archived=noted]")] == ["source-s0"]
    assert page.select_one("details.source-group")["data-archived"] == "none", "what its rows are that say nothing else"
    told = {one["value"]: one.select_one(".facet-count").text for one in page.select("button[name=archived]")}
    assert told == {"noted": "1", "none": "2"}


def test_the_page_of_sources_counts_those_without_a_copy(built_book):
    sources = default_record().sources
    words = " ".join((built_book / "chapters" / "sources.html").read_text(encoding="utf-8").split())
    assert f"As yet {sources['archived'].isna().sum():,} of {len(sources):,} carry none" in words


def test_a_page_that_was_seen_in_an_archive_has_its_address_there():
    sources = default_record().sources
    seen_there = sources["url"].str.contains(r"//(?:web\.archive\.org|archive\.(?:is|ph|today))/")
    assert seen_there.any() and (sources["archived"] == sources["url"])[seen_there].all()
    assert not (sources["archived"] == sources["url"])[~seen_there].any()


def test_what_is_no_address_of_a_copy_is_refused(tmp_path):
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "sources.csv"
    sources = pd.read_csv(file, dtype="string", keep_default_na=False)
    sources.loc[0, "archived"] = "web archive"
    sources.to_csv(file, index=False)
    told = [fault for fault in check_record(tmp_path) if fault.column == "archived"]
    assert [(fault.file.rpartition("/")[2], fault.row) for fault in told] == [("sources.csv", 2)]
    assert "web archive" in str(told[0])
