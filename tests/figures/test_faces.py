"""One face everywhere: it ships with the book, has every character, and makes every box stand where it stands elsewhere."""

import base64
import contextlib
import functools
import hashlib
import http.server
import json
import re
import threading
import time
from collections import Counter

import pytest
from browsing import CHAPTERS, PAGES, draw, draw_frames, opened, settle, unfold_all, wait_until
from bs4 import BeautifulSoup
from layout import CUT, MISPLACED

from audit.book import typeface
from audit.book.charts import read_payload
from audit.figures import faces, static_pictures
from audit.figures.faces import characters
from audit.figures.stored_chart import unpacked
from audit.figures.theme import FONT, MONO
from audit.paths import ROOT
from audit.workshop import boxes
from audit.workshop.pdf import launch, machine_has_fonts

#: Characters on pages that the face lacks, each with its reason.
EXCEPTIONS: dict[str, str] = {}
OUR_FACES = {faces.FAMILY, faces.MONO_FAMILY}
#: What to do where a character is lacking.
MAKE = "make the faces again, as their README.md says: python audit/figures/faces/make.py FOLDER"
VEGALITE = static_pictures.VEGALITE_MIME


def stored_specs() -> list[dict]:
    return [
        unpacked(output["data"][VEGALITE])
        for name in CHAPTERS
        for cell in json.loads((ROOT / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
        if VEGALITE in output.get("data", {})
    ]


def small_chart(label: str = "Exports", **config) -> dict:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.4.1.json",
        "width": "container",
        "height": 60,
        "config": {"font": FONT, **config},
        "data": {"values": [{"a": label, "b": 3}]},
        "mark": "bar",
        "encoding": {"y": {"field": "a", "type": "nominal"}, "x": {"field": "b", "type": "quantitative"}},
        "usermeta": {"figure": {"id": "a", "title": "Trade rose", "subtitle": "In dollars", "alt": "Bars."}},
    }


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(static_pictures, "cache_folder", lambda: tmp_path)


# --- the files ---


def test_the_files_are_those_that_the_script_made():
    lines = (faces.FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = dict(reversed(line.split("  ")) for line in lines)
    there = {
        file.relative_to(faces.FOLDER).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in faces.FOLDER.rglob("Audit*")
    }
    assert listed == there


def test_each_file_carries_its_copyright_and_licence():
    for file in faces.FOLDER.rglob("*.ttf"):
        names = file.read_bytes().replace(b"\0", b"")
        assert b"SIL Open Font License, Version 1.1" in names and (b"Project Authors" in names or b"Adobe" in names)
    licence = (faces.FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "Arimo Project Authors" in licence and "Cousine Project Authors" in licence and "SIL OPEN FONT" in licence
    assert "Noto Sans SC: (c) 2014-2021 Adobe" in licence


def test_no_face_has_the_name_that_its_makers_keep_to_themselves():
    """Adobe reserves *Source*; our names are our own anyway."""
    licence = (faces.FOLDER / "OFL.txt").read_text(encoding="utf-8")
    [reserved] = re.findall(r"Reserved Font Name '(\w+)'", licence)
    assert not [file.name for file in faces.FOLDER.rglob("*.ttf") if reserved in file.name]
    assert reserved not in faces.FAMILY + faces.MONO_FAMILY + faces.HAN_FAMILY


def test_the_face_is_as_wide_as_arial_and_its_digits_are_alike():
    widths = faces.face().widths
    assert {letter: round(widths[ord(letter)] * 2048) for letter in "AWimx"} == {
        "A": 1366,
        "W": 1933,
        "i": 455,
        "m": 1706,
        "x": 1024,
    }
    for weight in faces.WEIGHTS:
        assert len({faces.face(weight).widths[ord(digit)] for digit in "0123456789"}) == 1
    assert len({round(width, 3) for code, width in faces.mono().widths.items() if chr(code).isalnum()}) == 1


def test_circles_are_of_one_width_and_the_signs_of_the_book_are_there():
    for face in (faces.face(400), faces.face(700), faces.mono()):
        assert len({face.widths[ord(circle)] for circle in "●○◐◑"}) == 1
        assert not [sign for sign in "–—“”‘’…•·−×÷°€£¥±¶§≤≥→←✓éçñЖшł" if ord(sign) not in face.widths]


def test_a_wide_line_is_measured_as_wide():
    assert faces.width("Words", 20) > 3 * faces.width("W", 20) * 0.7
    assert faces.width("Words", 13, 700) > faces.width("Words", 13) and faces.width("", 13) == 0
    assert faces.unknown("China 中国, 中 and ●") == ["中", "国"]


def test_the_first_names_are_ours_and_the_last_are_everywhere():
    assert FONT.startswith(f'"{faces.FAMILY}", ') and FONT.endswith("sans-serif")
    assert MONO.startswith(f'"{faces.MONO_FAMILY}", ') and MONO.endswith("monospace")


# --- pictures ---


def test_an_unknown_face_is_found_before_it_draws_pictures_without_words():
    import vl_convert

    with pytest.raises(RuntimeError, match="would have no words"):
        static_pictures.prove_it_draws(vl_convert, "Nowhere Sans", 400)


def test_words_cut_by_a_limit_are_found(own_cache):
    name = "A country with a name that is longer than what an axis gives it unless told otherwise"
    with pytest.raises(ValueError, match="lost the words 'A country with a name"):
        static_pictures.inline_svg(small_chart(name), 720, "a-")
    assert name in static_pictures.inline_svg(small_chart(name, axis={"labelLimit": 600}), 720, "a-")


def test_a_character_that_the_face_lacks_is_found(own_cache):
    with pytest.raises(ValueError, match=r"no '中' \(U\+4E2D\)"):
        static_pictures.inline_svg(small_chart("中"), 720, "a-")
    titled = small_chart()
    titled["usermeta"]["figure"]["title"] = "☂"
    with pytest.raises(ValueError, match="U\\+2602"):
        static_pictures.titled_svg(titled)


def test_a_drawing_holds_its_widths_in_any_face(own_cache):
    svg = static_pictures.inline_svg(small_chart(), 360, "a-")
    [held] = re.findall(r'textLength="([\d.]+)" lengthAdjust="spacingAndGlyphs">Exports<', svg)
    assert float(held) == pytest.approx(faces.width("Exports", 13) * 10 / 13, abs=3)


def test_a_drawing_that_leaves_the_page_carries_the_face_and_one_that_stays_does_not(own_cache):
    assert "@font-face" not in static_pictures.titled_svg(small_chart())
    svg = static_pictures.titled_svg(small_chart(), carry_face=True)
    carried = re.findall(r"font-weight:(\d+);[^}]*base64,([\w+/=]+)\)", svg)
    assert [weight for weight, _ in carried] == ["400", "700"]
    for weight, content in carried:
        file = faces.FOLDER / f"{faces.WEIGHTS[int(weight)]}.latin.woff2"
        assert base64.b64decode(content) == file.read_bytes()
    assert static_pictures.titled_svg(small_chart("Łódź"), carry_face=True).count("@font-face") == 4


def test_long_titles_wrap_within_the_drawing():
    words = "What China bought from Russia in 2022 and what it had bought the year before, by kind of good"
    lines = faces.wrapped(words, 400, 20, 700)
    assert " ".join(lines) == words and len(lines) > 2
    assert all(faces.width(line, 20, 700) <= 400 for line in lines)


def test_other_faces_give_other_drawings_to_the_cache(own_cache, tmp_path, monkeypatch):
    static_pictures.inline_svg(small_chart(), 360, "a-")
    before = len(list(tmp_path.iterdir()))
    monkeypatch.setattr(faces, "digest", lambda: "another")
    static_pictures.inline_svg(small_chart(), 360, "a-")
    assert len(list(tmp_path.iterdir())) == 2 * before


def test_every_word_of_every_chart_is_in_the_face():
    lacking = {read_payload(spec).id: faces.unknown(json.dumps(spec, ensure_ascii=False)) for spec in stored_specs()}
    assert {name: letters for name, letters in lacking.items() if set(letters) - set(EXCEPTIONS)} == {}


# --- pages, by their files ---


def test_every_character_of_every_page_is_in_the_face(built_book):
    pages = {path.relative_to(built_book).as_posix(): path for path in built_book.rglob("*.html")}
    lacking = {name: found for name, path in pages.items() if (found := lacked(path.read_text(encoding="utf-8")))}
    assert not lacking, f"{lacking}: {MAKE}"


def lacked(html: str) -> list[str]:
    """The characters of a page that no shipped face has, each once; code has a face of its own."""
    found: dict[str, None] = {}
    for text in BeautifulSoup(html, "html.parser").find_all(string=True):
        if text.parent.name not in ("script", "style"):
            face = faces.mono() if text.find_parent(["code", "pre", "kbd", "samp"]) else faces.face()
            has = {*face.widths, *faces.han().widths, *map(ord, EXCEPTIONS)}
            found.update(dict.fromkeys(letter for letter in text if ord(letter) not in has and not letter.isspace()))
    return list(found)


def test_a_character_that_no_face_has_is_found_in_words_and_in_code():
    assert lacked("<p>吴学兰 and Łódź ●</p><code>吴, x ≥ 1</code><script>中</script>") == []
    assert lacked("<p>陈学兰</p><code>☂</code>") == ["陈", "☂"]


def test_every_character_of_the_record_and_the_claims_is_in_the_face():
    """They reach pages, their search and the reader's own verdicts; Chinese, by the characters alone."""
    lacking = {}
    for file in [*sorted((ROOT / "data").glob("*.csv")), *sorted((ROOT / "seeds").glob("*.yml"))]:
        letters = dict.fromkeys(file.read_text(encoding="utf-8"))
        if found := [one for one in faces.unknown("".join(letters)) if ord(one) not in faces.han().widths]:
            lacking[file.name] = found
    assert not lacking, f"{lacking}: {MAKE}"


def test_the_chinese_that_the_face_has_is_what_a_record_says(tmp_path):
    for folder, file in (("data", "sources.csv"), ("seeds", "claims.yml")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / file).write_text(f"Łódź ● {folder[0]} 陈、学", encoding="utf-8")
    assert [chr(code) for code in characters.chinese_of(tmp_path)] == ["、", "学", "陈"]
    assert set(faces.han().widths) == set(characters.chinese_of(ROOT)), MAKE


def test_the_face_is_served_with_its_licence_and_nothing_else(built_book):
    there = {file.name for file in (built_book / "_static" / "faces").iterdir()}
    assert there == {file.name for file in faces.FOLDER.glob("*.woff2")} | {"OFL.txt"}
    css = (built_book / "_static" / "palette.css").read_text(encoding="utf-8")
    named = set(re.findall(r'url\("faces/([^"]+)"\)', css))
    assert named == there - {"OFL.txt"} and css.count("font-display:swap") == css.count('url("faces/')
    other = [file for file in built_book.rglob("*") if file.suffix in (".ttf", ".woff", ".otf", ".eot")]
    assert not other, other


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_downloaded_drawing_carries_the_face(built_book, name):
    soup = BeautifulSoup((built_book / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    links = [a["href"] for a in soup.select("a.figure-link") if a["href"].endswith(".svg")]
    assert links
    for link in links:
        svg = (built_book / name).parent.joinpath(link).read_text(encoding="utf-8")
        assert f'font-family:"{faces.FAMILY}"' in svg and f'font-family="&quot;{faces.FAMILY}&quot;' in svg, link
        assert len(re.findall(r"<text\b[^>]*>[^<]", svg)) == svg.count("textLength="), link  # not the few of two lines
    assert "base64" not in str(soup.select(".figure-static")), "the page's own drawings use the page's face"


# --- pages, in a browser ---


#: Marks an element for each way of setting words and for each character in it, so that few need be asked for their faces.
PROBE = """() => {
  const seen = new Set();
  for (const one of document.querySelectorAll("body *, svg text")) {
    if (one.closest("script, style, noscript, template")) continue;
    const words = [...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim()).join("");
    if (!words) continue;
    const style = getComputedStyle(one), kind = [style.fontFamily, style.fontWeight, style.fontStyle, style.display !== "none"].join();
    const signs = ["a", ...words.replace(/[ -~]/g, "")].map(sign => kind + sign).filter(sign => !seen.has(sign));
    if (signs.length) one.setAttribute("data-probe", "");
    signs.forEach(sign => seen.add(sign));
  }
}"""


def shown_faces(page) -> set[tuple[str, bool]]:
    """The faces that a page shows, as the browser tells: (family, brought along by the page?)."""
    page.evaluate(PROBE)
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    nodes = tools.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-probe]"})["nodeIds"]
    fonts = [tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]
    assert any(fonts), "no words on this page"
    return {(font["familyName"], font["isCustomFont"]) for found in fonts for font in found}


@pytest.fixture(scope="module")
def bare_browser(playwright, shell, tmp_path_factory):
    """A browser on a machine without any font: its settings name an empty folder."""
    folder = tmp_path_factory.mktemp("fonts")
    (folder / "none").mkdir()
    settings = folder / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{folder / 'none'}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("FONTCONFIG_FILE", str(settings))
        running = launch(playwright, shell)
        bare = not machine_has_fonts()
    if not bare:
        running.close()
        pytest.skip("this system has no fontconfig that could be told to have no fonts")
    yield running
    running.close()


@pytest.mark.parametrize("name", [*PAGES, "search", "genindex"])
def test_a_page_shows_no_face_but_the_shipped_ones(browser, built_book, name):
    with opened(browser, (built_book / f"{name}.html").as_uri()) as page:
        draw(page)
        assert shown_faces(page) <= {(face, True) for face in (*OUR_FACES, faces.HAN_FAMILY)}


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_page_is_whole_on_a_machine_without_any_font(bare_browser, built_book, name):
    found = []
    with opened(bare_browser, (built_book / f"{name}.html").as_uri(), 320) as page:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            draw(page)
            settle(page)
            found += [f"at {width} px, {fault}" for fault in page.evaluate(CUT) + page.evaluate(MISPLACED)]
        unfold_all(page)
        shown = shown_faces(page)
    assert not found, "\n".join(found)
    said = BeautifulSoup((built_book / f"{name}.html").read_text(encoding="utf-8"), "html.parser").get_text()
    chinese = {faces.HAN_FAMILY} if any(map(characters.is_chinese, said)) else set()
    assert shown == {(face, True) for face in OUR_FACES | chinese}


@pytest.mark.parametrize("name", [CHAPTERS[0], "chapters/method"])
def test_everything_stands_where_it_stands_on_a_machine_with_other_fonts_and_in_the_whole_chromium(
    browser, bare_browser, whole_browser, built_book, name
):
    """The second: most tests look at pages in the headless shell, which readers do not have."""
    url = (built_book / f"{name}.html").as_uri()
    here, bare, whole = (boxes.read_boxes(one, url, (320, 1280)) for one in (browser, bare_browser, whole_browser))
    assert len(here) > 500
    assert boxes.moved(here, bare) == []
    assert boxes.moved(here, whole) == []


def test_a_box_that_moved_would_be_found():
    here = {(320, "main>p1"): (0.0, 0.0, 100.0, 20.0), (320, "main>p2"): (0.0, 20.0, 100.0, 20.0)}
    there = {(320, "main>p1"): (0.0, 0.0, 101.0, 20.0), (320, "main>p3"): (0.0, 20.0, 100.0, 20.0)}
    assert boxes.moved(here, here) == []
    assert boxes.moved(here, there) == [
        "320 main>p1: here 0 0 100 20, there 0 0 101 20",
        "320 main>p2: only here",
        "320 main>p3: only there",
    ]


def test_a_list_that_was_scrolled_has_not_moved(browser, tmp_path):
    """The theme scrolls the contents to the page's name, further or less far as the faces come late or soon."""
    found = []
    for far in (0, 32):
        file = tmp_path / f"{far}.html"
        scroll = f"<script>document.querySelector('div').scrollTop = {far}</script>"
        file.write_text(
            f'<div style="height:50px;overflow:auto"><p style="height:200px">A</p></div>{scroll}', encoding="utf-8"
        )
        found.append(boxes.read_boxes(browser, file.as_uri(), [320]))
    assert len(found[0]) == 2 and boxes.moved(*found) == []


def test_a_downloaded_drawing_shows_the_face_it_carries(bare_browser, built_book):
    for file in sorted((built_book / "data" / "figures").glob("*.svg"))[:3]:
        with opened(bare_browser, file.as_uri()) as page:
            assert shown_faces(page) == {(faces.FAMILY, True)}, file.name


def faces_fetched(browser, url: str) -> Counter:
    context = browser.new_context()
    page, fetched = context.new_page(), []
    page.on("request", lambda request: fetched.append(request.url.rsplit("/", 1)[1]))
    page.goto(url)
    draw(page)
    unfold_all(page)
    draw_frames(page)  # what came into sight asks for its letters when it is drawn
    wait_until(page, "() => document.fonts.status === 'loaded'")
    context.close()
    return Counter(name for name in fetched if name.endswith("woff2"))


def test_a_page_fetches_only_what_it_shows(browser, built_book):
    files = faces_fetched(browser, (built_book / "chapters/trade.html").as_uri())
    assert set(files) == {f"{name}.latin.woff2" for name in (*faces.WEIGHTS.values(), faces.MONO)}
    assert sum((faces.FOLDER / name).stat().st_size for name in files) < 32_000


def test_chinese_is_fetched_once_and_only_where_it_is_shown(browser, built_book):
    files = faces_fetched(browser, (built_book / "chapters/alliance.html").as_uri())
    assert {name: times for name, times in files.items() if faces.HAN in name} == {f"{faces.HAN}.woff2": 1}


@pytest.mark.parametrize(("late", "least", "most"), [(0, 0, 10), (1.5, 1.5, 15), (30, 3, 25)])
def test_charts_wait_for_the_face_but_not_for_ever(browser, built_book, late, least, most):
    class Slow(http.server.SimpleHTTPRequestHandler):
        def do_GET(self):
            if "AuditSans-Bold" in self.path:
                time.sleep(late)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                super().do_GET()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Slow, directory=str(built_book)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(viewport={"width": 1280, "height": 2000})
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/chapters/trade.html", wait_until="commit")
    page.locator("#fig-trade-annual[data-state=live]").wait_for(timeout=40_000)
    assert least <= page.evaluate("performance.now()") / 1000 <= most
    context.close()
    server.shutdown()


def test_the_face_is_asked_for_before_the_style_sheets_over_http_and_quietly_from_a_file(browser, built_book):
    html = (built_book / "chapters/trade.html").read_text(encoding="utf-8")
    for file in typeface.FIRST:
        assert file in html and (built_book / "_static" / "faces" / file).is_file()
    assert html.index('rel:"preload"') < html.index('rel="stylesheet"')
    with opened(browser, (built_book / "chapters/trade.html").as_uri()) as page:
        assert page.locator("link[rel=preload]").count() == 0 and not page.complaints


def test_stand_ins_have_the_height_of_the_face():
    ours = faces.face()
    rules = [rule for rule in faces.stand_in_rules() if "font-weight:400" in rule]
    assert len(rules) == len(faces.STAND_INS)
    for rule in rules:
        parts = {name: float(value) for name, value in re.findall(r"([a-z-]+):([\d.]+)%", rule)}
        scale = parts.get("size-adjust", 100) / 100
        assert parts["ascent-override"] * scale == pytest.approx(ours.ascent * 100, abs=0.05)
        assert parts["descent-override"] * scale == pytest.approx(ours.descent * 100, abs=0.05)
    assert FONT.count("Audit Sans as") == len(faces.STAND_INS)
