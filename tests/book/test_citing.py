"""Whoever cites the book, a page, a figure or a claim finds an entry with its address, and no two are the same."""

import datetime
import json
import re
import tomllib
from urllib.parse import urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from pybtex.database import parse_string

from audit.book.charts import DOWNLOADS
from audit.book.citing import ALL, BOOK, FOLDER, KEY, Citation, bibtex, citation_file
from audit.figures.cards import published_on
from audit.figures.imprint import LICENCE
from audit.figures.words import VERDICT_WORDS
from audit.findings import default_ledger, default_record, findings
from audit.paths import ROOT

ADDRESS = "https://example.org/report/"


def only(entry: str):
    (one,) = parse_string(entry, "bibtex").entries.values()
    return one


@pytest.fixture(scope="module")
def together(built_book):
    """Every entry of the built book by its key."""
    return parse_string((built_book / FOLDER / ALL).read_text(encoding="utf-8"), "bibtex").entries


@pytest.fixture(scope="module")
def pages(built_book):
    return {
        file.stem: BeautifulSoup(file.read_bytes(), "html.parser") for file in (built_book / "chapters").glob("*.html")
    }


# --- the entries ---


def test_the_book_each_page_each_figure_and_each_claim_has_an_entry(together, pages):
    figures = {
        figure["id"].removeprefix("fig-") for page in pages.values() for figure in page.select("figure.audit-figure")
    }
    named = {f"{KEY}-figure-{name}" for name in figures} | {f"{KEY}-claim-{name}" for name in default_ledger().claims}
    named |= {f"{KEY}-page-{name}" for name in pages if name != "index"} | {KEY, f"{KEY}-data"}
    assert set(together) == named and len(figures) > 50


def test_an_entry_of_its_own_is_the_one_in_the_file_of_all(built_book, together):
    files = [*(built_book / FOLDER).glob("*.bib"), *(built_book / DOWNLOADS).glob("*.bib")]
    single = [file for file in files if file.name != ALL]
    assert len(single) == len(together)
    for file in single:
        (key, entry), *more = parse_string(file.read_text(encoding="utf-8"), "bibtex").entries.items()
        assert not more and entry == together[key], file.name


def test_what_an_entry_names_is_there_in_the_book(built_book, together, pages):
    told = {key: re.search(r"At (\S+) in the book", entry.fields["note"]) for key, entry in together.items()}
    places = {key: found[1].replace("\\", "") for key, found in told.items() if found}
    assert places.keys() == together.keys() - {KEY}
    for key, place in places.items():
        page, _, anchor = place.partition("#")
        assert (built_book / page).is_file(), key
        assert not anchor or pages[page.removeprefix("chapters/").removesuffix(".html")].find(id=anchor), key


def test_a_published_book_has_addresses_in_the_place_of_places():
    one = only(bibtex(Citation("figure-x", "T", "Figure x", "chapters/trade.html#fig-x"), ADDRESS))
    assert one.fields["url"] == f"{ADDRESS}chapters/trade.html#fig-x" and "in the book" not in one.fields["note"]
    assert only(bibtex(BOOK, ADDRESS)).fields["url"] == ADDRESS
    assert "url" not in only(bibtex(BOOK, "")).fields


def test_signs_that_mean_something_to_tex_are_told_as_signs():
    title = only(bibtex(Citation("claim-x", "Up 29% & more: US$ #1_a", "Claim x", "a.html"), "")).fields["title"]
    assert title == r"{Up 29\% \& more: US\$ \#1\_a}"


def test_the_entry_of_a_claim_says_which_verdict_it_got(together):
    for one in findings().values():
        note = together[f"{KEY}-claim-{one.claim.id}"].fields["note"]
        assert f". Verdict on the record: {VERDICT_WORDS[one.verdict]}." in note, one.claim.id
        who = f"{one.article.author} in {one.article.outlet}" if one.article.author else one.article.outlet
        assert note.startswith(f"Made by {who}, "), one.claim.id
        assert f", {published_on(one.article)}, paragraph {one.claim.paragraph}," in note, one.claim.id


def test_a_day_that_nobody_knows_is_told_as_the_days_between_which_it_lies(together):
    unsure = [one for one in findings().values() if one.article.published_earliest != one.article.published_latest]
    notes = [together[f"{KEY}-claim-{one.claim.id}"].fields["note"] for one in unsure]
    days = {f"{one.article.published_earliest.day}–{one.article.published_latest.day} " for one in unsure}
    assert notes and all(any(some in note for some in days) for note in notes)


def test_an_entry_says_by_whom_of_when_and_to_which_day_the_record_goes(together):
    book, cutoff = citation_file(), default_record().data_cutoff
    for key, entry in together.items():
        assert [str(who).strip("{}") for who in entry.persons["author"]] == [book["authors"][0]["name"]], key
        assert entry.fields["year"] == str(book["date-released"].year), key
        assert f"version {book['version']}" in entry.fields["howpublished"], key
        assert entry.fields["note"].endswith(f"Record to {cutoff.day} {cutoff:%B %Y}"), key


# --- where readers find them ---


def test_each_figure_offers_its_entry_beside_its_other_files(pages, built_book):
    for page in pages.values():
        for figure in page.select("figure.audit-figure"):
            (link,) = figure.select("a[href$='.bib']")
            assert link["href"] == f"../{DOWNLOADS}/{figure['id'].removeprefix('fig-')}.bib"


def test_each_claim_offers_its_entry_in_the_register(pages):
    for claim in default_ledger().claims:
        (link,) = pages["register"].select(f"tr#claim-{claim} a[href$='.bib']")
        assert link["href"] == f"../{FOLDER}/claim-{claim}.bib"


def test_each_page_offers_its_entry_at_its_foot_and_the_first_that_of_the_book(pages):
    for name, page in pages.items():
        (entry,) = page.select("footer .page-cite a")
        assert entry["href"] == f"../{FOLDER}/{'book' if name == 'index' else f'page-{name}'}.bib", name


def test_reference_managers_read_title_authors_and_day_from_the_head(pages):
    book = citation_file()
    for name, page in pages.items():
        told = {tag["name"]: tag["content"] for tag in page.select("meta[name^=citation_]")}
        assert told["citation_author"] == book["authors"][0]["name"], name
        assert told["citation_publication_date"] == f"{book['date-released']:%Y/%m/%d}", name
        assert told["citation_title"] == (book["title"] if name == "index" else page.h1.find(string=True).strip()), name
        assert ("citation_inbook_title" in told) == (name != "index"), name


# --- CITATION.cff and what else says the same ---

ALLOWED = """abstract authors cff-version commit contact date-released doi identifiers keywords license license-url message
preferred-citation references repository repository-artifact repository-code title type url version""".split()


def test_the_citation_file_is_in_its_format():
    book = citation_file()
    assert book["cff-version"] == "1.2.0" and set(book) <= set(ALLOWED)
    assert book["type"] in ("software", "dataset")
    assert all(set(author) == {"name"} and author["name"] for author in book["authors"])
    assert all(
        isinstance(book[name], str) and book[name] for name in ("message", "title", "abstract", "version", "license")
    )
    assert type(book["date-released"]) is datetime.date and len(set(book["keywords"])) == len(book["keywords"])


def test_all_files_that_name_the_book_name_it_alike():
    book, config = citation_file(), yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    deposit = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    assert book["title"].startswith(config["title"]) and deposit["title"] == book["title"]
    assert (
        [config["author"]]
        == [author["name"] for author in book["authors"]]
        == [one["name"] for one in deposit["creators"]]
    )
    assert book["version"] == project["version"] == deposit["version"]
    assert deposit["publication_date"] == str(book["date-released"])
    assert deposit["description"] == f"<p>{' '.join(book['abstract'].split())}</p>"
    assert deposit["keywords"] == book["keywords"] and book["license"] == project["license"]
    assert deposit["license"].replace("-", " ") in LICENCE


def test_a_release_is_of_a_day_on_which_its_record_was_there():
    assert citation_file()["date-released"] >= default_record().data_cutoff


def test_no_entry_invents_an_address(together):
    if not yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]["html_baseurl"]:
        assert not any(urlsplit(entry.fields.get("url", "")).scheme for entry in together.values())
