"""The content policy allows the scripts that the templates write, and nothing that merely stands in a page."""

import base64
import hashlib
import re
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from audit.book import policy
from audit.book.typeface import preload

MODE = """
    document.documentElement.dataset.mode = localStorage.getItem("mode") || "auto";
    document.documentElement.dataset.theme = localStorage.getItem("theme") || "auto";
  """
PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8" /><script data-cfasync="false">{mode}</script>
<script src="_static/page.js"></script>
<script>DOCUMENTATION_OPTIONS.pagename = 'chapters/trade';</script>
</head><body>{body}
<script type="text/x-thebe-config">{{ requestKernel: true }}</script><script>kernelName = 'python3'</script>
<script type="application/json">{{"spec": "</b>"}}</script>
<script type="application/ld+json">{{"@type": "Claim"}}</script>
</body></html>"""


def page(body: str = "", mode: str = MODE) -> str:
    return PAGE.format(body=body, mode=mode)


def hash_of(code: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'"


def test_the_scripts_of_the_templates_are_allowed_and_no_others():
    wanted = [MODE, "DOCUMENTATION_OPTIONS.pagename = 'chapters/trade';", "kernelName = 'python3'"]
    assert policy.inline_script_hashes(page()) == sorted(map(hash_of, wanted))


def test_the_script_that_asks_for_the_face_is_ours_and_any_other_folder_is_not():
    for folder in ("_static/faces/", "../_static/faces/"):
        assert policy.is_known(preload(folder))
    assert not policy.is_known(preload('x"+alert(1)+"'))


def test_data_need_no_leave_as_no_browser_runs_them():
    assert [code for code in policy.inline_scripts(page()) if "{" in code] == []
    for kind in ("application/json", "application/ld+json", "text/x-config"):
        html = f'<script type="{kind}">{{"a": 1}}</script>'
        assert policy.inline_scripts(html) == [] and policy.inline_script_hashes(html) == []


@pytest.mark.parametrize(
    "smuggled",
    [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<script\n>alert(1)</script\n>",
        '<script type="module">alert(1)</script>',
        '<script type="text/javascript">alert(1)</script>',
        '<script type="importmap">{"imports": {}}</script>',
        "<script>DOCUMENTATION_OPTIONS.pagename = 'a';alert(1)</script>",
        "<script>DOCUMENTATION_OPTIONS.pagename = 'a'+alert(1)+'b';</script>",
        "<script>kernelName = 'python3'\nalert(1)</script>",
        f"<script>{MODE}alert(1)</script>",
        "<script></script><script>x</script>",
    ],
)
def test_a_script_that_merely_stands_in_a_page_is_not_allowed(smuggled):
    assert policy.inline_script_hashes(page(smuggled)) == policy.inline_script_hashes(page())
    assert any(not policy.is_known(code) for code in policy.inline_scripts(page(smuggled)))


def built(folder, **pages: str) -> SimpleNamespace:
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return SimpleNamespace(builder=SimpleNamespace(name="html"), outdir=str(folder))


def test_each_page_carries_its_policy_and_the_header_files_that_of_all(tmp_path):
    policy.put_into_pages(built(tmp_path, one=page(), two=page()), None)
    html = (tmp_path / "one.html").read_text(encoding="utf-8")
    rules = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert hash_of(MODE) in rules and "unsafe-inline" not in rules.split("style-src")[0] and "unsafe-eval" not in rules
    assert html.index("Content-Security-Policy") < html.index("<script")
    assert hash_of(MODE) in (tmp_path / "_headers").read_text(encoding="utf-8")


def test_a_page_with_an_unknown_script_is_not_published(tmp_path):
    with pytest.raises(ExtensionError, match=r"no template is known to write(.|\n)*two\.html: 'alert\(1\)'"):
        policy.put_into_pages(built(tmp_path, one=page(), two=page("<script>alert(1)</script>")), None)


def test_the_theme_still_writes_what_we_know(built_book):
    """The scripts of every page of the book as it is built: a new theme that writes others must be looked at."""
    pages = [file for file in built_book.rglob("*.html") if "_static" not in file.parts]
    assert pages
    for file in pages:
        html = file.read_text(encoding="utf-8")
        assert [code for code in policy.inline_scripts(html) if not policy.is_known(code)] == [], file.name
