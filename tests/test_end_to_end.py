"""From one edited CSV to the pages: what used it is executed again, the new number is everywhere, the old one nowhere."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from audit.findings.trade.tables import AS_PRINTED

#: The new total of 2022 and its growth: far enough from 29 per cent to turn the verdict.
LEVEL, GROWTH = "195.272", "32.9"


def run(copy: Path, *command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *command],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def jupyter_book(copy: Path) -> subprocess.CompletedProcess:
    """``jupyter-book build .`` as somebody types it, with the interpreter of these tests."""
    return run(copy, "-c", "from jupyter_book.cli.main import main; main()", "build", ".")


def text(element) -> str:
    return re.sub(r"\s+", " ", element.get_text("")).strip()


def add_second_notebook(copy: Path) -> None:
    """A small chapter that uses another table."""
    code = "from audit.findings import default_record\n\nlen(default_record()['trade_shares'])"
    cells = [new_markdown_cell("# A second question, about shares", id="question"), new_code_cell(code, id="rows")]
    nbformat.write(new_notebook(cells=cells), copy / "chapters" / "second.ipynb")
    with (copy / "_toc.yml").open("a", encoding="utf-8") as toc:
        toc.write("  - file: chapters/second\n")


def edit_total_of_2022(copy: Path) -> None:
    file = copy / "data" / "trade_annual.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    year, flow, vintage, level, growth = (
        header.index(name) for name in ("year", "flow", "vintage", "value_usd_bn", "growth_usd_pct")
    )
    wanted = [row for row in rows if row[year] == "2022" and row[flow] == "total" and row[level]]
    assert [row[vintage] for row in wanted].count("first_release") >= 2
    for row in wanted:
        row[level], row[growth] = LEVEL, GROWTH
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])


def using(copy: Path, table: str) -> list[str]:
    """The notebooks that read a table, by what each noted of itself when it was executed."""
    notebooks = {file.stem: nbformat.read(file, as_version=4) for file in (copy / "chapters").glob("*.ipynb")}
    return sorted(name for name, one in notebooks.items() if table in one.metadata["audit"]["fingerprint"]["tables"])


@pytest.fixture(scope="module")
def story(tmp_path_factory, built_book):
    """One copy of the repository through the whole story: each step's output, and the pages at the end."""
    from conftest import copy_repository, lend_what_is_kept

    copy = copy_repository(tmp_path_factory.mktemp("story") / "copy")
    lend_what_is_kept(copy, built_book.parents[1] / ".cache")
    add_second_notebook(copy)
    steps = {"before": run(copy, "-c", "from audit.workshop.notebooks import execute_all; execute_all()")}
    edit_total_of_2022(copy)
    steps["accepted"] = run(copy, "-m", "audit", "accept")
    steps["refused"] = jupyter_book(copy)
    steps["built"] = run(copy, "-m", "audit.workshop.building")
    steps["status"] = run(copy, "-m", "audit", "status")
    return copy, steps


def page(story, name: str) -> BeautifulSoup:
    return BeautifulSoup((story[0] / "_build" / "html" / "chapters" / f"{name}.html").read_text("utf-8"), "html.parser")


def test_both_notebooks_are_up_to_date_at_first(story):
    printed = story[1]["before"].stdout
    assert story[1]["before"].returncode == 0, printed
    assert re.search(r"^chapters/second\.ipynb: executed in [\d.]+ s \(never executed\)$", printed, re.MULTILINE)


def test_plain_jupyter_book_refuses_a_stale_notebook_and_says_which_and_why(story):
    refused = story[1]["refused"]
    assert refused.returncode != 0
    assert "stored outputs are out of date:" in refused.stdout
    assert re.search(r"^ *chapters/trade\.ipynb: table trade_annual changed$", refused.stdout, re.MULTILINE)
    assert "chapters/second.ipynb:" not in refused.stdout and "make book" in refused.stdout


def test_make_book_executes_only_what_uses_the_table_with_a_line_for_each_notebook(story):
    built = story[1]["built"]
    assert built.returncode == 0, built.stdout[-3000:]
    lines = [line.strip() for line in built.stdout.splitlines()]
    assert "chapters/second.ipynb: up to date" in lines
    assert "chapters/trade.ipynb: executing (table trade_annual changed)" in lines
    executed = [line for line in lines if ": executed in " in line]
    named = [
        match[1]
        for line in executed
        if (match := re.match(r"chapters/(\w+)\.ipynb: executed in [\d.]+ s \(table trade_annual changed\)$", line))
    ]
    assert len(named) == len(executed) and sorted(named) == using(story[0], "trade_annual")
    assert lines[-1].startswith("file://") and lines[-1].endswith("/_build/html/index.html")
    assert story[1]["status"].returncode == 0, story[1]["status"].stdout


def test_the_new_number_is_in_prose_card_chart_and_table_of_its_chapter(story):
    whole = page(story, "trade").select_one("article.bd-article")
    glued = [text(span) for span in whole.select(".pasted-text")]
    assert "32.9 per cent" in glued[0] or "33 per cent" in glued[0]
    assert "US$195.3 billion" in glued
    card = whole.select_one(".claim-card")
    assert "32.9%" in text(card) and "Not supported" in text(card)
    assert "US$195 billion" in text(whole.select_one("#fig-trade-annual .figure-title"))
    figure = whole.select_one("#fig-trade-annual")
    assert LEVEL in text(figure.select_one("table"))
    link = next(a["href"] for a in figure.select("a[download]") if a["href"].endswith(".csv"))
    downloaded = (story[0] / "_build" / "html" / "chapters" / link).resolve().read_text("utf-8")
    assert f'2022,"{AS_PRINTED}",{LEVEL}\n' in downloaded and "190.27" not in downloaded


def test_the_new_verdict_is_on_the_front_page_and_in_the_register(story):
    row = page(story, "register").select_one("#claim-trade-growth-2022")
    assert [text(chip) for chip in row.select(".verdict")] == ["Not supported"] * 2
    scores = page(story, "index").select(".scorecard .score")
    [score] = [score for score in scores if "29 per cent" in text(score)]
    assert [text(chip) for chip in score.select(".verdict")] == ["Not supported"]


def test_the_old_number_is_nowhere_in_the_prose(story):
    for name in ("index", "register", "method", "trade"):
        whole = page(story, name).select_one("article.bd-article")
        # Other figures (a partner's row, the later years) are other cells of the record.
        for part in whole.select("p, .claim-card, .score"):
            assert "29.3 per cent" not in text(part) and "190.3 billion" not in text(part), text(part)
