"""Sheets put together lose what no page can match, and nothing else."""

import pytest

from audit.book.style_sheets import Names, together

PAGE = (
    '<html data-theme="light"><body class="wide page"><p id="one" class=\'first\' style="color: var(--said)">words</p>'
)
SCRIPT = "one.className = 'made'; other.className = `card-${kind}`; tip.style.setProperty('--by-script', 1);"


def put_together(tmp_path, css: str, media: str = "", **others: str) -> str:
    for name, content in {"sheet": css, **others}.items():
        file = tmp_path / "styles" / f"{name}.css"
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return together([(tmp_path / "styles" / "sheet.css", media)], tmp_path, Names.of([PAGE], [SCRIPT]))


@pytest.mark.parametrize(
    "rule",
    [
        "p{color:red}",
        ".first{color:red}",
        '#one.first>p::before{content:"} .none{"}',
        ".made:hover{color:red}",
        ".card-war{color:red}",
        ":is(.none,.first){color:red}",
        "p:not(.none):not(:has(.none, .nowhere)){color:red}",
        '[class="none"] p[data-x=".none"]{color:red}',
        "@media print{.first{color:red}}",
        "@supports (width:1px){@media (min-width:10.5em){.first{color:red}}}",
        '@font-face{font-family:"A";src:url("https://a.example/a.woff2")}',
        "@keyframes turn{0%{top:0}50.5%{top:1px}to{top:0}}",
        "@page{margin:1cm;@top-left{content:none}}",
        ":root{--read:1}p{width:var(--read)}",
        ":root{--said:url(data:image/png;base64,AA==);--by-script:2}",
        "p{background:url(data:image/png;base64,AA==)}",
    ],
)
def test_what_can_match_stays_as_it_is(tmp_path, rule):
    assert put_together(tmp_path, rule) == rule


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        (".none{color:red}p{top:0}", "p{top:0}"),
        (".first,.none p,#nowhere{color:red}", ".first{color:red}"),
        (".first.none{color:red}", ""),
        (r".md\:none{color:red}", ""),
        ("@media print{.none{color:red}}p{top:0}", "p{top:0}"),
        (':root{--a:1;--b:var(--a);--c:";}"}p{top:0}', ":root{}p{top:0}"),
        ("p { color : red ;\n\n top: 0 }  /* why */ a{}", "p{color : red;top: 0}"),
    ],
)
def test_what_cannot_match_is_left_out(tmp_path, rule, left):
    assert put_together(tmp_path, rule) == left


def test_a_licence_stays_though_the_first_rule_goes(tmp_path):
    assert put_together(tmp_path, "/*! MIT */.none{top:0}p{top:0}") == "/*! MIT */p{top:0}"


def test_what_a_sheet_imports_stands_in_its_place_and_addresses_are_seen_from_the_new_folder(tmp_path):
    css = put_together(
        tmp_path,
        '@charset "UTF-8";@import "deep/../other.css";p{background:url(pictures/a.svg)}',
        other="p{background:url('../b.svg')}",
    )
    assert css == 'p{background:url("b.svg")}p{background:url("styles/pictures/a.svg")}'


def test_a_sheet_for_paper_is_for_paper_only(tmp_path):
    assert put_together(tmp_path, "p{top:0}", media="print") == "@media print{p{top:0}}"


def test_order_decides_which_rule_wins_and_stays(tmp_path):
    css = "p{top:1px}@media print{p{top:2px}}p{top:3px}"
    assert put_together(tmp_path, css) == css
