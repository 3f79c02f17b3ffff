"""The built book: whole pages, whole figures, links that lead somewhere, nothing foreign, and numbers that are true."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
import yaml
from browsing import SOURCE_PAGES
from bs4 import BeautifulSoup, NavigableString
from prose_numbers import expected, specification_values

from audit.book.judging import cautions
from audit.figures.cards import counts as standings
from audit.figures.cards import register_rows, ways_in_words
from audit.figures.front_charts import CHARTS
from audit.figures.prose import VERDICT_WORDS
from audit.figures.static_pictures import told_title
from audit.figures.stored_chart import unpacked
from audit.figures.stored_words import without_words
from audit.findings import default_ledger, findings, of_forecasts, of_propositions
from audit.findings.answer import LAYERS, answer, clauses, said_by
from audit.findings.weighing import TRIED_ON_ALLIES
from audit.inputs.record import open_record
from audit.paths import CHAPTERS, ROOT

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
VEGALITE = "application/vnd.vegalite.v6+json"


def toc_entries(node) -> list[str]:
    """Every page that the table of contents names, however deep."""
    if isinstance(node, list):
        return [entry for one in node for entry in toc_entries(one)]
    if isinstance(node, dict):
        named = [str(node[key]) for key in ("root", "file") if key in node]
        return named + [entry for value in node.values() for entry in toc_entries(value)]
    return []


PAGES = [entry.removesuffix(".md").removesuffix(".ipynb") for entry in toc_entries(TOC)]
NOTEBOOKS = [page for page in PAGES if (ROOT / f"{page}.ipynb").exists()]


@cache
def read(path: Path) -> BeautifulSoup:
    """A page as whoever has opened its tables sees it: what waits in a template stands in its place."""
    return BeautifulSoup(re.sub("</?template>", "", path.read_text(encoding="utf-8")), "html.parser")


def page(book: Path, name: str) -> BeautifulSoup:
    return read(book / f"{name}.html")


def article(book: Path, name: str):
    return page(book, name).select_one("article.bd-article")


def one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def text(element) -> str:
    return one_line(element.get_text(""))


def html_pages(book: Path) -> list[Path]:
    return sorted(path for path in book.rglob("*.html") if "_static" not in path.parts)  # there: the theme's macros


@cache
def notebook(name: str) -> dict:
    return json.loads((ROOT / f"{name}.ipynb").read_text(encoding="utf-8"))


def stored_outputs(name: str):
    return [output for cell in notebook(name)["cells"] for output in cell.get("outputs", [])]


# --- pages ---


def test_toc_is_read():
    assert {"chapters/index", "chapters/trade", "chapters/register", "chapters/method"} <= set(PAGES)
    assert "chapters/trade" in NOTEBOOKS


@pytest.mark.parametrize("name", PAGES)
def test_every_entry_of_the_contents_is_a_page_worth_reading(built_book, name):
    headings = article(built_book, name).select("h1")
    assert len(headings) == 1 and len(text(headings[0])) > 5
    # Figures and folded code do not make a page.
    words = [p for p in article(built_book, name).select("p, td, th, li") if not p.find_parent("figure")]
    assert sum(len(text(p).split()) for p in words) > 60


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_language_a_title_and_headings_in_order(built_book, name):
    whole = page(built_book, name)
    assert whole.html["lang"] == "en" and text(article(built_book, name).h1).rstrip("#") in whole.title.string
    levels = [int(heading.name[1]) for heading in article(built_book, name).select("h1, h2, h3, h4")]
    assert levels[0] == 1 and all(deeper - level <= 1 for level, deeper in zip(levels, levels[1:], strict=False))


def test_the_front_door_leads_to_the_front_page(built_book):
    door = read(built_book / "index.html")
    target = door.select_one("meta[http-equiv=refresh]")["content"].partition("url=")[2]
    assert target == f"{PAGES[0]}.html" == door.a["href"] and (built_book / target).is_file()


# --- figures ---


def stored_figures(name: str) -> dict[str, dict]:
    specs = [output["data"][VEGALITE] for output in stored_outputs(name) if VEGALITE in output.get("data", {})]
    return {spec["usermeta"]["figure"]["id"]: unpacked(spec) for spec in specs}


FIGURES = [(name, figure_id) for name in NOTEBOOKS for figure_id in stored_figures(name)]
each_figure = pytest.mark.parametrize(("name", "figure_id"), FIGURES, ids=[one for _, one in FIGURES])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_page_shows_every_figure_of_its_notebook_once_and_in_order(built_book, name):
    shown = [figure["id"].removeprefix("fig-") for figure in page(built_book, name).select("figure.audit-figure")]
    assert shown == list(stored_figures(name))


def test_figure_ids_are_unique_in_the_book():
    ids = [figure_id for _, figure_id in FIGURES]
    assert len(ids) == len(set(ids)) >= 10


@each_figure
def test_a_figure_has_its_text_alternative_on_the_outermost_element(built_book, name, figure_id):
    spec = stored_figures(name)[figure_id]
    figure = page(built_book, name).select_one(f"#fig-{figure_id}")
    [picture] = figure.select("[role=img]:not([role=img] [role=img])")
    assert picture["aria-label"] == spec["description"] == spec["usermeta"]["figure"]["alt"]
    assert len(picture["aria-label"].split()) >= 10
    assert "Vega visualization" not in str(figure)


@each_figure
def test_a_figure_says_what_it_finds_and_what_it_measures(built_book, name, figure_id):
    payload = stored_figures(name)[figure_id]["usermeta"]["figure"]
    figure = page(built_book, name).select_one(f"#fig-{figure_id}")
    assert text(figure.select_one(".figure-title")) == one_line(payload["title"])
    assert text(figure.select_one(".figure-subtitle")) == one_line(payload["subtitle"])
    for svg in figure.select(".figure-static"):
        assert svg.select("svg path, svg rect, svg text"), "an empty picture"


def plain(value: str, held) -> str:
    """A cell as the table shows it, back to what a CSV holds; ``held`` is the value in the figure."""
    if value == "–":
        return ""
    if re.fullmatch(r"[−-]?\d[\d,]*(\.\d+)?(e[−-]?\d+)?", value):
        return value.replace(",", "").replace("−", "-")
    return {"yes": "True", "no": "False"}.get(value, value) if isinstance(held, bool) else value


@each_figure
def test_table_csv_and_payload_hold_the_same_rows(built_book, name, figure_id):
    payload = stored_figures(name)[figure_id]["usermeta"]["figure"]
    figure = page(built_book, name).select_one(f"#fig-{figure_id}")
    [link] = [a for a in figure.select("a[download]") if a["href"].endswith(".csv")]
    file = (built_book / f"{name}.html").parent / link["href"]
    header, *rows = list(csv.reader(io.StringIO(file.resolve().read_text(encoding="utf-8-sig"))))
    assert header == payload["columns"] and len(rows) == len(payload["rows"]) > 0
    assert rows == [["" if cell is None else str(cell) for cell in row] for row in payload["rows"]]
    table = figure.select_one("table")
    assert [text(th) for th in table.select("thead th")] == [payload["labels"][column] for column in header]
    lines = [[text(cell) for cell in row.select("th, td")] for row in table.select("tbody tr")]
    for later in table.select("tbody script"):
        lines += [[one_line(cell) for cell in row] for row in json.loads(later.string)]
    shown = [[plain(*cell) for cell in zip(*row, strict=True)] for row in zip(lines, payload["rows"], strict=True)]
    assert shown == [[one_line(cell) for cell in row] for row in rows]


@cache
def all_sources(book: Path) -> dict[str, str]:
    """The page that has the row of each source."""
    return {
        row["id"].removeprefix("source-"): name
        for name in SOURCE_PAGES
        for row in article(book, name).select("tr[id^=source-]")
    }


@each_figure
def test_a_figure_names_its_sources_and_links_to_them(built_book, name, figure_id):
    payload = stored_figures(name)[figure_id]["usermeta"]["figure"]
    line = page(built_book, name).select_one(f"#fig-{figure_id} .figure-sources")
    assert re.match(r"Sources?:", text(line))
    linked = [urlsplit(a["href"]).fragment.removeprefix("source-") for a in line.select("a")]
    assert sorted(linked) == sorted(payload["sources"]) != []
    assert set(linked) <= all_sources(built_book).keys()
    for link in line.select("a"):
        address, anchor = urldefrag(link["href"])
        assert address == f"{all_sources(built_book)[anchor.removeprefix('source-')].partition('/')[2]}.html"
    publishers = open_record().sources.loc[payload["sources"], "publisher"]
    assert all(publisher in text(line) for publisher in publishers)


@each_figure
def test_a_figure_can_be_taken_as_a_vector_picture(built_book, name, figure_id):
    figure = page(built_book, name).select_one(f"#fig-{figure_id}")
    [link] = [a for a in figure.select("a[download]") if a["href"].endswith(".svg")]
    drawn = ET.parse(((built_book / f"{name}.html").parent / link["href"]).resolve()).getroot()
    words = " ".join(drawn.itertext())
    title = told_title(stored_figures(name)[figure_id])
    assert drawn.tag.endswith("svg") and title.split()[0] in words and "Source" in words


@pytest.mark.parametrize("name", PAGES)
def test_no_chart_or_picture_is_without_words(built_book, name):
    whole = article(built_book, name)
    assert not [image for image in whole.select("img") if not image.get("alt")]
    for drawn in whole.select("svg"):
        hidden = any(tag.get("aria-hidden") == "true" for tag in [drawn, *drawn.parents])
        within = any(tag.get("role") == "img" and tag.get("aria-label") for tag in [drawn, *drawn.parents])
        assert hidden or within, str(drawn)[:200]


# --- nothing from another host ---

LOADED = {
    **dict.fromkeys(
        ["script", "img", "iframe", "source", "video", "audio", "embed", "track", "input"], ["src", "srcset"]
    ),
    "link": ["href"],
    "object": ["data"],
    "use": ["href", "xlink:href"],
    "image": ["href", "xlink:href"],
    "form": ["action"],
}
FOREIGN = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
FOREIGN_IN_CSS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])\s*((?:https?:)?//[^"')]*)""", re.IGNORECASE)
FOREIGN_IN_JS = re.compile(
    r"""(?:\b(?:fetch|import|importScripts|open|Worker|EventSource|WebSocket|sendBeacon)\(\s*(?:["'][A-Z]+["']\s*,\s*)?"""
    r"""|\.(?:src|href)\s*=\s*)["'`]((?:https?:|wss?:)?//[^"'`]*)"""
)
# Named by rel, not fetched.
NOT_FETCHED = {"canonical", "license", "author", "next", "prev", "index", "search", "help", "cite-as"}


def foreign_in_html(content: str) -> list[str]:
    """What a browser would fetch from elsewhere on opening the page; links to click do not count."""
    soup = BeautifulSoup(content, "html.parser")
    found = []
    for tag in soup.find_all(LOADED):
        if tag.name == "link" and set(tag.get("rel", [])) & NOT_FETCHED:
            continue
        values = [tag.get(attribute) or "" for attribute in LOADED[tag.name]]
        found += [part.strip() for value in values for part in value.split(",") if FOREIGN.match(part)]
    for tag in soup.select("style, [style]"):
        found += FOREIGN_IN_CSS.findall(tag.get("style", "") if tag.name != "style" else tag.get_text())
    for tag in soup.select("script:not([src])"):
        found += FOREIGN_IN_JS.findall(tag.get_text())
    for tag in soup.select("link[rel~=preconnect], link[rel~=dns-prefetch], meta[http-equiv=refresh]"):
        found += [
            value
            for value in (tag.get("href"), (tag.get("content") or "").partition("url=")[2])
            if value and FOREIGN.match(value)
        ]
    return found


def test_no_page_asks_another_host_for_anything(built_book):
    found = {path.name: foreign_in_html(path.read_text(encoding="utf-8")) for path in html_pages(built_book)}
    assert len(found) > len(PAGES)
    assert {name: urls for name, urls in found.items() if urls} == {}


def test_no_style_or_script_of_the_book_does_either(built_book):
    styles, scripts = sorted(built_book.rglob("*.css")), sorted(built_book.rglob("*.js"))
    assert len(styles) > 3 and any(script.name == "vega-bundle.js" for script in scripts)
    found = {path.name: FOREIGN_IN_CSS.findall(path.read_text(encoding="utf-8")) for path in styles}
    found |= {path.name: FOREIGN_IN_JS.findall(path.read_text(encoding="utf-8")) for path in scripts}
    assert {name: urls for name, urls in found.items() if urls} == {}


@pytest.mark.parametrize(
    "content",
    [
        "<script src='https://cdn.example.org/a.js'></script>",
        "<script src='//cdn.example.org/a.js'></script>",
        "<link rel='stylesheet' href='https://fonts.example.org/a.css'>",
        "<link rel='preconnect' href='https://fonts.example.org'>",
        "<img alt='' srcset='a.png 1x, https://example.org/b.png 2x'>",
        "<style>@font-face{src:url( 'https://example.org/a.woff2')}</style>",
        '<style>@import "https://example.org/a.css";</style>',
        "<p style='background:url(//example.org/a.png)'>x</p>",
        "<script>fetch('https://example.org/data.json')</script>",
        '<script>s.src = "https://example.org/a.js"</script>',
    ],
)
def test_a_foreign_request_would_be_found(content):
    assert foreign_in_html(content)


def test_a_plain_link_is_no_request():
    assert not foreign_in_html("<a href='https://example.org'>x</a><svg xmlns='http://www.w3.org/2000/svg'></svg>")


# --- words ---

LEFTOVERS = re.compile(
    r"\b(?:nan|NaN|NaT|null|inf|Traceback|\w*Warning:)(?!\w)|\bNone\b(?! of|;)|\[object Object\]|\{(?:glue|number)|<NA>"
    r"|(?:^|[$+−\d]\s*)undefined\b|\bundefined(?= per cent|%| billion|$)"
)


def prose(whole) -> list[str]:
    """The pieces of text that a reader reads: no code, no scripts."""
    copy = BeautifulSoup(str(whole), "html.parser")
    for tag in copy.select("pre, code, script, style, .cell_input, details.hide"):
        tag.decompose()
    return [piece.strip() for piece in copy.find_all(string=True) if type(piece) is NavigableString]


@pytest.mark.parametrize("name", PAGES)
def test_no_leftover_of_a_program_is_in_the_prose(built_book, name):
    words = prose(article(built_book, name))
    labels = [tag["aria-label"] for tag in article(built_book, name).select("[aria-label]")]
    assert sum(map(len, words)) > 200
    assert [piece for piece in words + labels if LEFTOVERS.search(piece)] == []


@pytest.mark.parametrize(
    "words",
    ["grew by nan per cent", "US$undefined billion", "undefined", "None", "UserWarning: x", "up inf%", "{glue:text}"],
)
def test_a_leftover_would_be_found(words):
    assert LEFTOVERS.search(words)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_notebook_stores_an_error_or_a_warning(name):
    kinds = [(output["output_type"], output.get("name")) for output in stored_outputs(name)]
    assert kinds and not [kind for kind in kinds if kind[0] == "error" or kind[1] == "stderr"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_frame_as_pandas_draws_it_is_named_and_moved_by_keyboard(built_book, name):
    frames = article(built_book, name).select("table.dataframe")
    assert frames or name != "chapters/trade"
    for frame in frames:
        region = frame.find_parent(class_="register-scroll")
        assert (region["role"], region["tabindex"]) == ("region", "0") and region["aria-label"]
        assert not region.select("style") and not frame.has_attr("border")


# --- numbers and verdicts: what stands on the page is what the record gives ---


def glued_names(name: str) -> list[str]:
    """Names of glued texts in the order in which the prose uses them."""
    cells = ["".join(cell["source"]) for cell in notebook(name)["cells"] if cell["cell_type"] == "markdown"]
    return re.findall(r"\{glue:text\}`([^`]+)`", without_words("\n".join(cells)))


@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if glued_names(name)])
def test_every_number_in_prose_is_the_one_computed_now(built_book, name):
    wanted, values = expected(Path(name).name), specification_values()
    shown = [text(span) for span in article(built_book, name).select(".pasted-text")]
    names = glued_names(name)
    assert len(shown) == len(names)
    for glued, seen in zip(names, shown, strict=True):
        if glued in values:
            digits = re.fullmatch(r"(-?[\d,]+(?:\.(\d+))?)( per cent)?", seen)
            assert digits, f"{glued}: {seen!r} is no number"
            assert float(digits[1].replace(",", "")) == pytest.approx(round(values[glued], len(digits[2] or ""))), glued
        else:
            assert glued in wanted, f"tests/prose_numbers.py does not compute {glued}, which {name} shows: add it"
            assert seen.replace("’", "'") == wanted[glued].replace("’", "'"), glued


def chips(element) -> list[str]:
    return [text(chip).lower() for chip in element.select(".verdict")]


def both_verdicts(one) -> list[str]:
    return [VERDICT_WORDS[one.verdict_at_publication], VERDICT_WORDS[one.verdict]]


def card_verdicts(one) -> list[str]:
    """The chips of a card: one where both dates agree, and for a proposition, which has one date."""
    two = one.article and one.verdict != one.verdict_at_publication
    return both_verdicts(one) if two else [VERDICT_WORDS[one.verdict]]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_cards_of_a_chapter_show_the_findings(built_book, name):
    judged = findings() | of_propositions()
    cards = article(built_book, name).select(".claim-card")
    assert cards or name != "chapters/trade"
    for card in cards:
        one = judged[card["id"].removeprefix("claim-")]
        place = "register.html#claim-" if one.article else "method.html#proposition-"
        assert card.select(f"a[href='{place}{one.claim.id}']")
        assert chips(card) == card_verdicts(one)
        assert text(card.select_one(".claim-card-claim")) == one.claim.claim
        if ways_in_words(one):  # a forecast has no checks that agree
            lone = one.principled_total == 1  # "the only check agrees", not "1 of 1"
            assert ("The only" if lone else f"{one.agreeing} of {one.principled_total}") in text(card)
        if one.confidence:
            assert one.confidence.level in text(card).lower() and one.confidence.reason in text(card)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_chapter_begins_with_its_answer_then_the_card_then_the_chart(built_book, name):
    blocks = article(built_book, name).select("h1, p.answer, section.claim-card, figure.audit-figure")
    kinds = [block.name if block.name == "h1" else block["class"][0] for block in blocks]
    judges = name.removeprefix("chapters/") in {one.claim.chapter for one in (findings() | of_propositions()).values()}
    first = [kind for kind in kinds if judges or kind != "claim-card"][: 4 if judges else 3]
    assert first == ["h1", "answer", *(["claim-card"] if judges else []), "audit-figure"] and kinds.count("answer") == 1
    words = text(blocks[1])
    assert len(re.findall(r"[.?!](?= [A-Z]|$)", words)) <= 2 and len(words.split()) <= 60
    assert not re.match(r"(?:It|They|This|That|But|And)\b", words)
    if not judges:  # a chapter that judges no sentence of its own puts the case against the book before its charts
        return
    before = blocks[2].find_all_previous(["p", "table", "li"])
    assert not [one for one in before if one.find_parent("article") and text(one) and one is not blocks[1]]


def test_the_front_page_begins_with_the_answer_that_follows_from_the_findings(built_book):
    whole = article(built_book, "chapters/index")
    [said] = whole.select("p.answer")
    assert text(said) == answer(findings() | of_propositions())
    assert whole.h1.find_next("p") is said
    assert page(built_book, "chapters/index").select_one("meta[name=description]")["content"][:80] in text(said)


def test_the_front_page_has_a_row_a_layer_with_its_clause_its_chart_and_its_findings(built_book):
    whole, judged = article(built_book, "chapters/index"), findings()
    ours = of_propositions()
    rows = whole.select(".layer-row")
    assert [text(row.find_previous("h2")).rstrip("#") for row in rows] == [layer.name for layer in LAYERS]
    for row, layer in zip(rows, LAYERS, strict=True):
        said = clauses(said_by(judged | ours))[layer.id]
        assert text(row.select_one(".layer-answer")).rstrip(".").lower() == said.lower()
        [figure] = row.select("figure.audit-figure")
        assert figure["id"] == f"fig-front-{layer.id}" and figure.select("svg text") and figure.select("table tbody tr")
        assert len(figure.select_one("[role=img]")["aria-label"].split()) >= 10
        items = row.select(".front-findings:not(.front-propositions) li")
        assert len(items) == len(layer.labels)
        for item, (id, label) in zip(items, layer.labels.items(), strict=True):
            one = judged.get(id)
            assert text(item.a) == label
            assert item.a["href"] == (f"{one.claim.chapter}.html#claim-{id}" if one else f"register.html#claim-{id}")
            verdict = VERDICT_WORDS[one.verdict if one else "not-judged-yet"]
            assert text(item.select_one(".front-verdict")).lower().startswith(verdict)
            for other in set(one.alternative_verdicts.values()) - {one.verdict} if one else ():
                assert re.search(r"by (another reading|other readings): ", text(item)) and VERDICT_WORDS[other] in text(
                    item
                )
            for reading in one.claim.alternative_readings if one else ():
                assert (reading.reading in text(item)) == (one.alternative_verdicts[reading.id] != one.verdict)


def test_propositions_of_our_own_stand_in_their_layer_apart_from_the_claims(built_book):
    for row, layer in zip(article(built_book, "chapters/index").select(".layer-row"), LAYERS, strict=True):
        ours = [one for one in of_propositions().values() if one.claim.layer == layer.id]
        items = row.select(".front-propositions li")
        assert [text(item.a) for item in items] == [one.claim.proposition for one in ours]
        told = [text(item.select_one(".front-verdict")).partition(". ")[0].lower() for item in items]
        assert told == [VERDICT_WORDS[one.verdict] for one in ours]
        assert not ours or "no claims of the articles" in text(row.select_one(".front-note"))


@pytest.mark.parametrize("name", ["duty", "behaviour", "equality"])
def test_charts_of_the_front_page_can_be_taken_away(built_book, name):
    figure = article(built_book, "chapters/index").select_one(f"#fig-front-{name}")
    made = CHARTS[name](open_record()).payload
    links = {text(a): built_book / "chapters" / a["href"] for a in figure.select("a[download]")}
    assert set(links) == {"CSV", "Origin", "SVG", "PNG", "BibTeX"} and all(
        file.resolve().stat().st_size > 20 for file in links.values()
    )
    assert text(figure.select_one(".figure-title")) == one_line(made["title"])
    assert len(figure.select("tbody tr")) == len(made["rows"])


def test_charts_of_the_front_page_are_the_same_every_time():
    for make in CHARTS.values():
        assert json.dumps(make(open_record()).spec) == json.dumps(make(open_record()).spec)


def test_every_claim_is_one_mark_with_its_words_and_a_link(built_book):
    judged, ledger = findings(), default_ledger()
    whole = article(built_book, "chapters/index")
    rows = {row["claim"].id: row["verdict"] for row in register_rows(ledger.claims.values(), ledger.articles, judged)}
    marks = whole.select(".unit-marks a")
    shown = [mark["href"].removeprefix("register.html#claim-") for mark in marks]
    assert sorted(shown) == sorted(ledger.claims) and len(marks) == len(ledger.claims)
    order = list(ledger.claims)
    for group in whole.select(".unit-group"):
        ids = [mark["href"].removeprefix("register.html#claim-") for mark in group.select("a")]
        [verdict] = {rows[id] for id in ids}
        assert text(group.select_one(".unit-name")).startswith(f"{len(ids)} {VERDICT_WORDS[verdict]}")
        assert ids == sorted(ids, key=order.index)
    for mark in marks:
        claim = ledger.claims[mark["href"].removeprefix("register.html#claim-")]
        assert claim.claim in text(mark) and VERDICT_WORDS[rows[claim.id]] in text(mark).lower()
        assert f"paragraph {claim.paragraph}" in text(mark) and mark.select("svg[aria-hidden=true]")
    table = whole.select_one("#every-claim-as-a-table table")
    assert [text(row.th) for row in table.select("tbody tr")] == [ledger.claims[id].claim for id in shown]


@pytest.mark.parametrize("name", ["chapters/index", "chapters/register"])
def test_every_claim_is_judged_weighed_or_out_of_scope(built_book, name):
    chips = article(built_book, name).select(".score:has(.verdict), tr:has(td)")
    assert chips and not [text(row)[:200] for row in chips if "not judged yet" in text(row).lower()]


def test_register_has_every_claim_with_its_verdicts_and_a_link_to_its_chapter(built_book):
    judged, ledger = findings(), default_ledger()
    rows = article(built_book, "chapters/register").select("tr[id^=claim-]")
    assert [row["id"].removeprefix("claim-") for row in rows] == list(ledger.claims)
    for row in rows:
        claim_id = row["id"].removeprefix("claim-")
        one = judged.get(claim_id)
        claim = ledger.claims[claim_id]
        without = "not-judged-yet" if claim.chapter else "out-of-scope"
        assert chips(row) == (both_verdicts(one) if one else [VERDICT_WORDS[without]] * 2)
        assert row["data-verdict"] == (one.verdict if one else without)
        assert (row["data-article"], row["data-kind"]) == (claim.article, claim.kind)
        assert claim.claim in text(row) and str(claim.paragraph) in text(row)
        links = {a["href"] for a in row.select("a[href]")}
        assert (f"{claim.chapter}.html" in links) == bool(one)


def test_scorecard_shows_every_headline_claim_judged_or_not(built_book):
    judged, claims = findings(), default_ledger().claims
    scores = article(built_book, "chapters/index").select(".scorecard .score")
    shown = {text(score.select_one(".score-claim")): score for score in scores}
    headline = {claim.claim: claim.id for claim in claims.values() if claim.headline}
    assert shown.keys() == headline.keys() and len(scores) == len(headline)
    for words, claim_id in headline.items():
        one = judged.get(claim_id)
        assert chips(shown[words]) == ([VERDICT_WORDS[one.verdict]] if one else ["not judged yet"])
        if one and one.verdict != one.verdict_at_publication:
            assert f"When published: {VERDICT_WORDS[one.verdict_at_publication]}" in text(shown[words])
        if one and one.confidence and ways_in_words(one):  # a forecast has no checks that agree
            assert f"{one.agreeing} of {one.principled_total}" in text(shown[words])


def number_roles() -> list[tuple[str, str]]:
    """Each paragraph of a page that shows a number by role."""
    pages = [CHAPTERS / f"{Path(name).name}.md" for name in PAGES if name not in NOTEBOOKS]
    return [
        (f"chapters/{path.stem}", line)
        for path in pages
        for line in path.read_text(encoding="utf-8").splitlines()
        if "{number}" in line
    ]


def test_counts_on_the_front_page_and_in_the_method_are_the_ledgers(built_book):
    from prose_numbers import word

    ledger = default_ledger()
    counts = {
        "claims": len(ledger.claims),
        **standings(ledger.claims.values(), findings()),
        "propositions": len(ledger.propositions),
        "forecasts": len(ledger.forecasts),
        "articles": len(ledger.articles),
        "sources": len(open_record().sources),
    } | {f"claims-{id}": sum(claim.article == id for claim in ledger.claims.values()) for id in ledger.articles}
    roles = number_roles()
    assert {name for name, _ in roles} >= {"chapters/index", "chapters/register", "chapters/method"}
    for name, line in roles:
        shown = text(article(built_book, name))
        # The words around each number, without markup, must stand on the page with the number between them.
        for before, role, after in re.findall(r"([\w ,]{0,30})\{number\}`([^`]+)`([\w ,]{0,30})", line):
            if role in counts:
                number = word(counts[role]) if counts[role] < 1000 else f"{counts[role]:,}"
                assert re.search(re.escape(before + number + after), shown, re.IGNORECASE), (name, role, number)


def test_method_lists_every_forecast_with_its_day_and_what_became_of_it(built_book):
    ours, scored = default_ledger().forecasts, of_forecasts()
    rows = {
        row["id"].removeprefix("forecast-"): text(row)
        for row in article(built_book, "chapters/method").select("tr[id^=forecast-]")
    }
    assert list(rows) == list(ours)
    for id, one in ours.items():
        assert one.forecast in rows[id] and VERDICT_WORDS[scored[id].verdict] in rows[id].lower()
        assert f"{one.scored_on.day} {one.scored_on:%B %Y}" in rows[id]


def test_the_register_says_where_our_own_sentences_are(built_book):
    [link] = article(built_book, "chapters/register").select("a[href*='method.html#forecasts']")
    assert "forecasts" in text(link.find_parent("p"))


def test_method_prints_the_tables_that_the_code_uses(built_book):
    from audit.judgement import CONFIDENCE, LADDERS

    whole = article(built_book, "chapters/method")
    [ladders] = [table for table in whole.select("table") if "ladder" in text(table.caption)]
    rows = {text(row.th).lower(): chips(row) for row in ladders.select("tbody tr")}
    assert rows == {kind: [VERDICT_WORDS[rung] for rung in ladder] for kind, ladder in LADDERS.items()}
    [table] = [table for table in whole.select("table") if "Confidence" in text(table.caption)]
    columns = [text(th).lower().removesuffix(" evidence") for th in table.select("thead th")]
    cells = {
        (column, text(row.th).lower().removesuffix(" agreement")): text(cell)
        for row in table.select("tbody tr")
        for column, cell in zip(columns, row.select("td"), strict=True)
    }
    assert cells == CONFIDENCE


def test_every_source_is_listed_once_and_on_its_page(built_book):
    rows = [row["id"] for name in SOURCE_PAGES for row in article(built_book, name).select("tr[id^=source-]")]
    assert sorted(row.removeprefix("source-") for row in rows) == sorted(open_record().sources.index)


def test_the_address_that_a_source_had_leads_to_its_row(built_book):
    links = article(built_book, "chapters/sources").select("a[id^=source-]")
    told = {link["id"].removeprefix("source-"): link["href"] for link in links}
    rows = all_sources(built_book)
    assert told == {id: f"{name.partition('/')[2]}.html#source-{id}" for id, name in rows.items()} != {}


def test_the_index_of_sources_counts_what_each_page_lists_by_kind_and_by_chapter(built_book):
    index = article(built_book, "chapters/sources")
    for name in SOURCE_PAGES:
        here = article(built_book, name)
        for link in index.select(f"a[href^='{name.partition('/')[2]}.html?']"):
            asked, value = urlsplit(link["href"]).query.split("=")
            told = int(text(link).split()[-1])
            rows = here.select("tr[id^=source-]")
            said = [
                (row if row.has_attr(f"data-{asked}") else row.find_parent("details"))[f"data-{asked}"] for row in rows
            ]
            assert told == sum(value in one.split() for one in said) > 0
        row = index.select_one(f"a[href='{name.partition('/')[2]}.html']").find_parent("tr")
        assert int(text(row.select("td")[-1])) == len(rows)


def test_every_source_says_which_tables_use_it(built_book):
    rows = [row for name in SOURCE_PAGES for row in article(built_book, name).select("tr[id^=source-]")]
    assert rows and [row["id"] for row in rows if not text(row.select_one("[data-label='Used in']"))] == []


def test_beside_a_proposition_stands_how_known_allies_fare_and_that_a_newer_release_overtakes_it(built_book):
    items = article(built_book, "chapters/index").select(".front-propositions li")
    told = {item.a["href"].partition("#claim-")[2]: text(item) for item in items}
    assert set(told) == set(of_propositions())
    assert "A newer release of the register overtakes" in told["arms-below-a-treaty-ally"]
    for id, said in told.items():
        assert cautions(id) in said and ("Known allies put to this test" in said) == (id in TRIED_ON_ALLIES), id
