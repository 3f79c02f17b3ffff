"""A page asks for one sheet and one script, and they hold what its many held, in the order in which it ran."""

import re
from types import SimpleNamespace

import pytest

from audit.book import light_pages, policy, style_sheets
from audit.book.charts import STATIC

HEAD = """<!DOCTYPE html><html data-theme="auto"><head><meta charset="utf-8" />
<script>first();</script>
<link href="{up}_static/styles/theme.css" rel="stylesheet">
<link rel="stylesheet" type="text/css" href="{up}_static/own.css?v=1" />
<link media="print" rel="stylesheet" type="text/css" href="{up}_static/print.css?v=2" />
<script src="{up}_static/options.js?v=3"></script>
<script defer="defer" src="{up}_static/figure.js?v=4"></script>
<script src="{up}_static/page.js"></script>
<script defer="defer" src="{up}_static/../judge-data.js?v=5"></script>
<script>DOCUMENTATION_OPTIONS.pagename = 'chapters/a';</script>
<link rel="icon" href="{up}_static/icon.svg"/></head><body class="page">{body}
<script type="text/x-thebe-config">{{ a: 1 }}</script><script>kernelName = 'python3'</script>
<script type="application/json">{{"a": 1}}</script>
<script defer src="{up}_static/theme.js"></script>
</body></html>"""
LIVE = '<figure class="audit-figure" data-state="static"></figure>'


@pytest.fixture
def site(tmp_path):
    static = tmp_path / "_static"
    (static / "styles").mkdir(parents=True)
    (tmp_path / "chapters").mkdir()
    files = {
        "styles/theme.css": '@import "../basic.css"; .page{top:0}',
        "basic.css": ".nowhere{top:0} p{top:0}",
        "own.css": ".page{top:1px}",
        "print.css": ".page{top:2px}",
        **{f"{name}.js": f"run('{name}')" for name in ("options", "figure", "page", "theme")},
    }
    for name, content in files.items():
        (static / name).write_text(content, encoding="utf-8")
    (tmp_path / "judge-data.js").write_text("window.DATA = 1", encoding="utf-8")
    (tmp_path / "chapters/chart.html").write_text(HEAD.format(up="../", body=LIVE), encoding="utf-8")
    (tmp_path / "chapters/text.html").write_text(HEAD.format(up="../", body="<p>words</p>"), encoding="utf-8")
    (tmp_path / "search.html").write_text(HEAD.format(up="", body="<p>search</p>"), encoding="utf-8")
    (tmp_path / "door.html").write_text("<html><head></head><body>no sheet</body></html>", encoding="utf-8")
    light_pages.lighten_pages(SimpleNamespace(builder=SimpleNamespace(name="html"), outdir=str(tmp_path)), None)
    return tmp_path


def asked(site, page: str) -> list[str]:
    html = (site / page).read_text(encoding="utf-8")
    return re.findall(r'<script defer src="([^"]+)"|<link rel="stylesheet" href="([^"]+)"', html)


def test_one_sheet_and_one_script_and_data_by_itself(site):
    (_, sheet), (data, _), (script, _) = asked(site, "chapters/chart.html")
    assert re.fullmatch(r"\.\./_static/book\.\w{12}\.css", sheet)
    assert re.fullmatch(r"\.\./judge-data\.js\?v=\w{12}", data)
    assert re.fullmatch(r"\.\./_static/book\.\w{12}\.js", script)
    html = (site / "chapters/chart.html").read_text(encoding="utf-8")
    assert html.count("stylesheet") == 1 and html.count(" src=") == 2 and '<link rel="icon"' in html
    assert "pagename" not in html and "thebe" not in html and "kernelName" not in html


def test_the_script_holds_them_in_the_order_in_which_a_browser_ran_them(site):
    *_, (script, _) = asked(site, "chapters/chart.html")
    text = (site / "chapters" / script).read_text(encoding="utf-8")
    assert re.findall(r"run\('(\w+)'\)\n;", text) == ["options", "page", "figure", "theme"]


def test_the_sheet_holds_them_in_their_order_without_what_matches_nothing(site):
    (_, sheet), *_ = asked(site, "search.html")
    css = (site / sheet).read_text(encoding="utf-8")
    assert css == "p{top:0}.page{top:0}.page{top:1px}@media print{.page{top:2px}}"


def test_a_page_without_a_live_chart_is_spared_the_script_of_charts(site):
    *_, (script, _) = asked(site, "chapters/text.html")
    assert "figure" not in (site / "chapters" / script).read_text(encoding="utf-8")


def test_pages_with_the_same_needs_share_their_files(site):
    text, search = asked(site, "chapters/text.html"), asked(site, "search.html")
    assert [[name.removeprefix("../") for name in one] for one in text] == [list(one) for one in search]


def test_a_page_without_a_sheet_stays_as_it_is(site):
    assert (site / "door.html").read_text(encoding="utf-8") == "<html><head></head><body>no sheet</body></html>"


def test_what_must_be_known_early_is_said_before_the_sheet_and_the_policy_knows_it(site):
    html = (site / "chapters/text.html").read_text(encoding="utf-8")
    assert html.index("first();") < html.index(light_pages.EARLY) < html.index("stylesheet")
    assert policy.is_known(light_pages.EARLY)


# --- the built book ---


def pages(book):
    return [file for file in book.rglob("*.html") if "_static" not in file.parts and file.parent != book / "data"]


def test_every_page_of_the_book_asks_for_one_sheet_and_one_script(built_book):
    for file in pages(built_book):
        html = file.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in html:
            continue
        scripts = re.findall(r"<script\b[^>]*\ssrc=\"([^\"]+)\"", html)
        assert html.count('rel="stylesheet"') == 1, file.name
        assert len([one for one in scripts if not any(name in one for name in light_pages.DATA)]) == 1, file.name
        assert all(f'<script defer src="{one}"></script>' in html for one in scripts), file.name


def test_no_page_of_the_book_loads_bootstrap(built_book):
    assert not list((built_book / "_static").rglob("bootstrap*"))
    assert not [file.name for file in pages(built_book) if "data-bs-" in file.read_text(encoding="utf-8")]


#: Of the book's own sheets, what no page of it matches now: the cover of the printed book, a title that the theme may write
#: and a note that a row of verdicts may have. Anything else that is left out is a name that only a script composes.
UNMATCHED = {"cover", "cover-title", "cover-about", "cover-fact", "cover-contents", "bd-links__title", "unit-note"}


def test_no_rule_of_our_own_is_left_out_by_mistake(built_book):
    scripts = [*sorted((built_book / "_static").rglob("*.js")), *built_book.glob("*.js")]
    texts = [[file.read_text(encoding="utf-8") for file in files] for files in (pages(built_book), scripts)]
    names = style_sheets.Names.of(*texts)
    lost = set()
    for sheet in sorted(STATIC.glob("*.css")):
        for rule in style_sheets._rules(style_sheets._light(sheet.read_text(encoding="utf-8"))):
            for head in heads(rule):
                unmatched = [one for one in style_sheets._selectors(head) if not style_sheets._can_match(one, names)]
                lost |= {name for one in unmatched for name in style_sheets._NAME.findall(one) if not names.has(name)}
    assert lost <= UNMATCHED


def heads(rule):
    if isinstance(rule.body, list):
        for inner in rule.body:
            yield from heads(inner)
    elif not rule.head.startswith("@"):
        yield rule.head
