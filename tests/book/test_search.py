"""What the search can find is what stands on the pages, under the address that it stands at."""

import json
from collections import Counter

from bs4 import BeautifulSoup

from audit.book.search import FILE, MOST_ROWS, REPLACED, passages
from audit.findings import default_ledger, default_record

PAGE = """<nav>Elsewhere</nav><article><section id="one"><h1>Trade<a class="headerlink" href="#one">#</a></h1>
<p>Grew by <b>29</b> per&nbsp;cent.</p><style>p { color: red }</style>
<div class="cell_input"><pre>import pandas</pre></div>
<figure id="fig-a"><p class="figure-title">Up</p><div class="figure-picture" aria-label="A line from 147 to 190.">
<svg><text>drawn</text></svg><script type="application/json">{"x": 1}</script></div>
<details class="figure-data"><summary>Data table</summary><table><tr><th>2022</th><td>190.272</td></tr></table></details>
</figure><p>After the figure.</p>
<section id="two"><h2>Why</h2><p>Energy<br>and more.</p></section></section>
<dl class="glossary"><dt id="term-x">term x</dt><dd>Meaning of x.</dd><dt id="term-y">term y</dt><dd>Of y.</dd></dl>
<p>Nobody's words</p></article><footer>Below</footer>"""


def test_each_word_belongs_to_the_innermost_place_that_has_an_address():
    assert passages(PAGE) == [
        ["one", "section", "Trade", "Grew by 29 per cent. After the figure."],
        ["fig-a", "figure", "Up", "A line from 147 to 190. 2022 190.272"],
        ["two", "section", "Why", "Energy and more."],
        ["term-x", "term", "term x", "Meaning of x."],
        ["term-y", "term", "term y", "Of y."],
    ]


def test_a_page_without_an_article_has_nothing_to_find():
    assert passages("<body><p>Moved</p></body>") == []


def test_the_rows_of_a_long_table_are_left_out():
    rows = "".join(f"<tr><td>row{number}</td></tr>" for number in range(MOST_ROWS + 5))
    table = f'<div class="figure-data"><table>{rows}</table></div><p>then</p>'
    [(_, _, _, text)] = passages(f'<article><figure id="fig-a">{table}</figure></article>')
    assert f"row{MOST_ROWS - 1};" in text and f"row{MOST_ROWS};" not in text and text.endswith("then")


def test_every_claim_and_every_source_can_be_found_where_it_stands(built_book):
    content = (built_book / FILE).read_text(encoding="utf-8")
    index = json.loads(content.removeprefix("window.bookPassages = ").removesuffix(";\n"))
    found = {(index["pages"][page][0], anchor) for page, anchor, *_ in index["passages"]}
    assert {("chapters/register.html", f"claim-{id}") for id in default_ledger().claims} <= found
    listed = Counter(anchor for page, anchor in found if page.startswith("chapters/sources"))
    assert {id: 1 for id in default_record().sources.index} == {
        anchor.removeprefix("source-"): number for anchor, number in listed.items() if anchor.startswith("source-")
    }
    for address in {address for address, _ in found}:
        page = BeautifulSoup((built_book / address).read_text(encoding="utf-8"), "html.parser")
        ids = {tag["id"] for tag in page.select("[id]")}
        assert {anchor for where, anchor in found if where == address} <= ids


def test_nothing_of_the_index_it_replaces_is_shipped_or_asked_for(built_book):
    assert [name for name in REPLACED if (built_book / name).exists()] == []
    names = [name.rsplit("/", 1)[-1] for name in REPLACED]
    for page in built_book.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert [name for name in names if name in html] == [], page.name
