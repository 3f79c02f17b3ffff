"""The bench itself: its plan, going on after an interruption, medians and ratios, the report, the synthetic chapters.

Nothing is measured here.
"""

import gzip
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections import Counter

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from audit.paths import DATA
from audit.workshop.bench import (
    __main__ as command,
)
from audit.workshop.bench import (
    builds,
    chapters,
    default_embedding,
    lines,
    pages,
    plan,
    report,
    running,
    suites,
    trees,
)
from audit.workshop.bench.told import Figure, Told

RUN = {"commit": "abc1234567", "processors": 2, "system": "Linux", "python": "3.11.9"}


def line(kind, subject, tool, case, number=1, **result):
    return plan.Measurement(kind, subject, tool, case, number).key() | {"run": RUN, "result": result}


def build(book, tool, case, wall, number=1, **more):
    return line("builds", book, tool, case, number, wall=wall, cpu=wall, **more)


# The plan


def test_the_plan_has_every_measurement_once():
    planned = plan.plan()
    assert Counter(planned).most_common(1)[0][1] == 1
    assert {one.kind for one in planned} == set(plan.KINDS)


def test_tools_take_turns_within_a_round_and_rounds_follow_each_other():
    planned = plan.plan(["builds"], repeat=2, subjects=["book"])
    assert [one.round for one in planned] == sorted(one.round for one in planned)
    assert [one.tool for one in planned[:5]] == list(plan.BUILDERS["book"])
    of_one = [one.case for one in planned if one.tool == "ours" and one.round == 1]
    assert of_one == list(plan.CASES)


def test_eighty_chapters_and_the_suite_are_measured_once_however_many_rounds_are_asked_for():
    planned = plan.plan(repeat=4)
    assert {one.round for one in planned if one.subject in ("80", "same tests") or one.case == "weight"} == {1}
    assert {one.round for one in planned if one.subject == "20"} == {1, 2, 3, 4}


def test_only_a_tool_that_stores_outputs_makes_the_pages_alone():
    assert {one.tool for one in plan.plan(["builds"]) if one.case == "pages"} == set(plan.STORING)


# Going on


def test_what_is_done_is_not_measured_again_and_what_failed_is():
    planned = plan.plan(["builds"], repeat=1, subjects=["whole"])
    done = planned[0].key() | {"run": RUN, "result": {"wall": 1}}
    failed = planned[1].key() | {"run": RUN, "not measured": "a fault"}
    assert plan.left(planned, [done, failed]) == planned[1:]


def test_a_line_that_was_cut_off_counts_for_nothing_and_spoils_no_other(tmp_path):
    file = tmp_path / "lines.jsonl"
    assert lines.read(file) == []
    lines.add({"a": 1}, file)
    file.write_bytes(file.read_bytes() + b'{"b": ')
    assert lines.read(file) == [{"a": 1}]
    lines.add({"c": "–"}, file)
    assert lines.read(file) == [{"a": 1}, {"c": "–"}]


def test_lines_of_another_state_of_the_code_are_no_part_of_a_run():
    other = {"run": RUN | {"commit": "def"}}
    assert lines.of_run([other, {"run": RUN}], RUN) == [{"run": RUN}]


def test_an_interrupted_run_keeps_what_it_has_and_goes_on(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lines, "LINES", file := tmp_path / "lines.jsonl")
    monkeypatch.setattr(lines.read, "__defaults__", (file,))
    monkeypatch.setattr(lines.add, "__defaults__", (file,))
    monkeypatch.setattr(lines, "this_run", lambda: RUN)
    monkeypatch.setattr(report, "write", lambda found: [])
    measured = []

    def measurer(kind):
        def measure(one):
            measured.append(one)
            if len(measured) == 2:
                raise KeyboardInterrupt
            if len(measured) == 3:
                raise running.NotMeasured("no such tool in /opt/tools/bin/tool")
            return {"wall": 1.0}

        return measure

    monkeypatch.setattr(command, "_measurer", measurer)
    asked = ["--only", "builds", "--subject", "whole", "--repeat", "1"]
    assert command.main(asked) == 130
    assert len(lines.read(file)) == 1
    assert command.main(asked) == 1  # one has no figure
    assert measured[1] == measured[2]
    assert "not measured" in lines.read(file)[1] and "/opt" not in file.read_text(encoding="utf-8")
    assert command.main(asked) == 0 and len(measured) == 1 + len(plan.plan(["builds"], 1, ["whole"])) + 1
    assert "Interrupted" in capsys.readouterr().err


def test_a_tool_that_is_not_on_the_machine_is_told_and_no_failure(tmp_path, monkeypatch):
    monkeypatch.setattr(lines.add, "__defaults__", (file := tmp_path / "lines.jsonl",))

    def measure(one):
        raise running.Unavailable("no such tool") if one.round == 1 else ValueError("a fault")

    monkeypatch.setattr(command, "_measurer", lambda kind: measure)
    rounds = [plan.Measurement("builds", "20", "jupyter-book 2", "clean", number) for number in (1, 2)]
    assert [command._measure(one, RUN, "1/1") for one in rounds] == [True, False]
    assert [line["not measured"] for line in lines.read(file)] == ["no such tool", "ValueError: a fault"]


def test_a_tree_of_another_state_of_the_code_is_not_ready(tmp_path, monkeypatch):
    monkeypatch.setattr(trees, "state_of_code", lambda: "one")
    assert not trees.is_ready(tmp_path / "tree")
    trees.set_ready(tmp_path / "tree")
    assert trees.is_ready(tmp_path / "tree")
    monkeypatch.setattr(trees, "state_of_code", lambda: "other")
    assert not trees.is_ready(tmp_path / "tree")
    monkeypatch.setattr(trees, "state_of_code", lambda: "one")
    trees.set_busy(tmp_path / "tree")
    assert not trees.is_ready(tmp_path / "tree")


def test_a_reason_names_no_place_of_the_machine_and_no_host():
    told = lines.without_places(f"see {lines.ROOT}/_build/build.log\nand /opt/some/else.py: no 1/2 and file:///a/b")
    assert told == "see …/build.log and …/else.py: no 1/2 and …/b"
    told = lines.without_places("no answer of api.example.org:443 nor of http://127.0.0.1:80/a, for lack of 1.2 s")
    assert told == "no answer of (a host) nor of (a host) for lack of 1.2 s"


def test_a_run_names_no_machine():
    assert set(lines.this_run()) == set(RUN)


def test_an_edit_is_another_state_of_the_code_and_a_new_report_is_not(tmp_path):
    def git(*arguments):
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init")
    (tmp_path / "a.py").write_text("1")
    git("add", ".")
    git("commit", "-m", "first")
    committed = lines.state_of_code(tmp_path)
    (tmp_path / lines.PAGE).write_text("# How fast it is")
    assert lines.state_of_code(tmp_path) == committed
    git("add", ".")
    git("commit", "-m", "report")
    assert lines.state_of_code(tmp_path) == committed
    (tmp_path / "a.py").write_text("2")
    edited = lines.state_of_code(tmp_path)
    (tmp_path / "b.py").write_text("3")
    assert edited.startswith(f"{committed}+") and lines.state_of_code(tmp_path) not in (edited, committed)


# Figures


def test_median_and_spread():
    assert lines.median_and_spread([3, 1, 2]) == (2, 1, 3)
    assert lines.median_and_spread([4, 1]) == (2.5, 1, 4)
    with pytest.raises(ValueError, match="nothing was measured"):
        lines.median_and_spread([])


def test_a_figure_says_its_spread_or_that_it_is_one_run_or_none():
    assert Figure({1: 1.0, 2: 3.0, 3: 2.0}).words() == "2.0 (1.0–3.0)"
    assert Figure({1: 1234.5}).words(0) == "1,234°"
    assert Figure({}).words() == "not measured"


def test_a_ratio_is_taken_within_a_round():
    assert Figure({1: 1.0, 2: 2.0, 3: 5.0}).over(Figure({1: 2.0, 2: 8.0})).values == {1: 0.5, 2: 0.25}
    assert Figure({1: 1.0}).over(Figure({})).median is None


def test_a_later_line_of_a_round_replaces_an_earlier_one():
    told = Told([build("20", "ours", "csv", 4.0), build("20", "ours", "csv", 2.0)])
    assert told.figure("builds", "20", "ours", "csv", "wall").values == {1: 2.0}


def test_a_child_is_timed_and_its_failure_told(tmp_path):
    log = tmp_path / "log"
    took = running.timed([sys.executable, "-c", "print('done')"], tmp_path, os.environ, log)
    assert took.code == 0 and took.wall > 0 and took.cpu > 0 and log.read_text() == "done\n"
    took = running.timed([sys.executable, "-c", "raise SystemExit('an error of its own')"], tmp_path, os.environ, log)
    with pytest.raises(running.NotMeasured, match="ended with code 1: an error of its own"):
        running.succeeded(took, log)


def test_what_a_command_leaves_running_ends_with_it(tmp_path):
    log = tmp_path / "log"
    later = "import time; print('running', flush=True); time.sleep(1); open('later', 'w')"
    leaves = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {later!r}]); time.sleep(0.5)"
    assert running.timed([sys.executable, "-c", leaves], tmp_path, os.environ, log).code == 0
    time.sleep(1.5)
    assert not (tmp_path / "later").exists()


# The report


def told_of(tmp_path, found) -> str:
    report.write(found, tmp_path)
    return (tmp_path / report.PAGE).read_text(encoding="utf-8")


def test_nothing_is_written_of_nothing(tmp_path):
    assert report.write([], tmp_path) == [] and not list(tmp_path.iterdir())


def test_what_was_not_measured_is_told_as_such_with_the_reason(tmp_path):
    reason = plan.Measurement("builds", "20", "jupyter-book 2", "clean", 1).key()
    text = told_of(tmp_path, [reason | {"run": RUN, "not measured": "it is not here"}])
    assert "- it is not here (builds 20 jupyter-book 2 clean)" in text
    assert not (tmp_path / report.PICTURE).exists() and report.PICTURE not in text
    figures = text.partition("## How it was measured")[0].partition("## What was to be reached")[2]
    rows = [row.split(" | ") for row in figures.splitlines() if row.startswith("| ") and "÷" in row]
    assert rows and all(row[1] == "not measured" and row[3] == "– |" for row in rows)


def test_medians_spread_ratios_targets_and_staleness_are_told(tmp_path):
    found = [build("20", "ours", "csv", wall, number, stale=False) for number, wall in enumerate([1.0, 3.0, 2.0], 1)]
    found += [build("20", "force", "csv", 20.0, number, stale=False) for number in (1, 2, 3)]
    found += [build("20", "cache", "csv", 4.0, stale=True), build("20", "ours", "pages", 5.0)]
    found += [build("80", "ours", "pages", 29.0)]
    text = told_of(tmp_path, found)
    assert "| one CSV ÷ `force --all`, 20 chapters | 0.10 (0.05–0.15) | ≤ 0.15 | yes |" in text
    assert "| seconds a chapter, pages alone, 20 to 80 chapters | 0.40° | ≤ 0.3 | no |" in text
    assert "2.0 (1.0–3.0)" in text and "4.0°, **stale**" in text and "no, in 1 of 1" in text
    picture = (tmp_path / report.PICTURE).read_text(encoding="utf-8")
    title = "Less time in 1 of 1 comparisons, and the target reached in 1"
    assert title in picture and picture.startswith("<svg ")
    assert f"]({report.PICTURE})" in text


def test_commands_alone_are_told_without_a_chart(tmp_path):
    found = [
        line("commands", name, tool, "first time", wall=1.0)
        for name, tool in (("check", "ours"), (plan.PANDAS, "python"))
    ]
    text = told_of(tmp_path, found)
    assert "| `check`, answer not kept ÷ `import pandas` | 1.00° | ≤ 2 | yes |" in text
    assert report.PICTURE not in text and not (tmp_path / report.PICTURE).exists()


def test_only_the_latest_run_is_told(tmp_path):
    before = build("20", "ours", "csv", 99.0) | {"run": RUN | {"commit": "older"}}
    text = told_of(tmp_path, [before, build("20", "ours", "csv", 1.5)])
    assert "1.5°" in text and "99.0" not in text and "older" not in text


def test_the_same_lines_give_the_same_report(tmp_path):
    found = [build("book", "ours", "none", 0.3), build("book", "force", "none", 1.5)]
    first = told_of(tmp_path, found), (tmp_path / report.PICTURE).read_bytes()
    assert (told_of(tmp_path, found), (tmp_path / report.PICTURE).read_bytes()) == first


def test_what_remains_is_told_of_a_target_that_was_missed_and_of_no_other(tmp_path):
    words = "all executed ÷ `force`, the book"
    for wall, is_told in ((9.0, False), (11.0, True)):
        text = told_of(tmp_path, [build("book", "ours", "executed", wall), build("book", "force", "executed", 20.0)])
        assert (
            (f"- *{words}*: {report.REMAINS[words]}" in text) == is_told == ("Not reached, and what remains:" in text)
        )


def test_what_remains_is_of_targets_that_there_are(tmp_path):
    rows = [line for line in told_of(tmp_path, [build("20", "ours", "csv", 1.0)]).splitlines() if " | ≤ " in line]
    assert set(report.REMAINS) <= {row.split(" | ")[0].removeprefix("| ") for row in rows}


def test_every_comparison_is_between_measurements_of_the_plan():
    planned = {(one.kind, one.subject, one.tool, one.case) for one in plan.plan()}
    for words, ours, other, *_ in report.comparisons():
        assert {ours, other} <= planned, words


# The books


def test_synthetic_chapters_are_valid_notebooks_of_tables_that_there_are():
    tables = chapters.columns_of_numbers(json.loads((DATA / "datapackage.json").read_text(encoding="utf-8")))
    assert tables[0] == (builds.TABLE, builds.COLUMN) and len(tables) >= 20
    made = [chapters.synthetic(number, *tables[number % len(tables)]) for number in range(80)]
    for notebook in made:
        nbformat.validate(notebook)
        assert not any(cell.get("outputs") for cell in notebook.cells)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                compile(cell.source, cell.id, "exec")
    titles = {notebook.cells[0].source.splitlines()[0] for notebook in made}
    assert len(titles) == len({str(notebook.cells) for notebook in made}) == 80


def test_the_total_of_a_chapter_follows_the_edit_of_its_table():
    text = (DATA / f"{builds.TABLE}.csv").read_text(encoding="utf-8")
    first, second = (builds.with_total(text, number)[0] for number in (1, 2))
    assert len({chapters.total(one, builds.COLUMN) for one in (text, first, second)}) == 3
    assert builds.with_total(second, 1)[0] == first
    changed = [new for old, new in zip(text.splitlines(), first.splitlines(), strict=True) if old != new]
    assert changed and all(row.startswith("2022,total,") for row in changed)


def test_a_case_begins_with_a_built_book_and_a_failed_one_leaves_none(tmp_path, monkeypatch):
    done = []

    def make(book, tool):
        done.append("made")
        tree = trees.place(book, tool)
        (tree / "chapters").mkdir(parents=True, exist_ok=True)
        nbformat.write(chapters.synthetic(0, "a", "b"), tree / "chapters" / "synthetic00.ipynb")
        return tree

    def build(tree, one, log):
        done.append(one.case)
        if len(done) == 6:
            raise running.NotMeasured("it broke")
        return running.Took(2.0, 1.0, 0)

    monkeypatch.setattr(trees, "TREES", tmp_path)
    monkeypatch.setattr(trees, "state_of_code", lambda: "one")
    monkeypatch.setattr(trees, "make", make)
    monkeypatch.setattr(builds, "build", build)
    one, other, last = (plan.Measurement("builds", "20", "ours", case, 1) for case in ("clean", "cell", "none"))
    assert builds.measure(one) == builds.measure(other) == {"wall": 2.0, "cpu": 1.0}
    assert done == ["made", "clean", "cell"]
    trees.set_busy(trees.place("20", "ours"))  # interrupted here
    with pytest.raises(running.NotMeasured):
        builds.measure(last)
    assert done[3:] == ["made", "clean", "none"]
    assert not trees.is_ready(trees.place("20", "ours"))


def test_a_page_without_the_new_number_is_stale(tmp_path):
    one = plan.Measurement("builds", "20", "cache", "csv", 1)
    with pytest.raises(running.NotMeasured, match="no page"):
        builds.is_stale(tmp_path, one, "is 7.000")
    page = tmp_path / "_build" / "html" / "chapters" / "synthetic00.html"
    page.parent.mkdir(parents=True)
    page.write_text("<pre>The total of value <span>is</span>\n 7.000</pre>", encoding="utf-8")
    assert not builds.is_stale(tmp_path, one, "is 7.000")
    assert builds.is_stale(tmp_path, one, "is 8.000")


def test_a_notebook_as_its_author_wrote_it_has_roles_and_no_outputs():
    shown = new_output("stream", text="1")
    prose = new_markdown_cell('Up by <span data-glue="rise">29 per cent</span>.', id="says")
    notebook = new_notebook(cells=[prose, new_code_cell("record", id="set-up", outputs=[shown])])
    notebook.metadata["audit"] = {"fingerprint": {}}
    written = chapters.as_written(notebook)
    assert written.cells[0].source == "Up by {glue:text}`rise`."
    assert written.cells[1].outputs == [] and "audit" not in written.metadata
    assert notebook.cells[1].outputs == [shown]
    twice = chapters.with_edited_cell(chapters.with_edited_cell(notebook, 1), 2)
    assert twice.cells[1].source == "record\n\n# edit 2"


def test_links_to_pages_that_a_book_lacks_are_only_words():
    text = "[Trade](trade.ipynb#energy), [war](war.ipynb), [data](../data/a.csv), {ref}`method <forecasts>`, {ref}`x <gone>`"
    assert chapters.without_links(text, ["trade"], chapters.labels(["(forecasts)=\n# F"])) == (
        "[Trade](trade.ipynb#energy), war, [data](../data/a.csv), {ref}`method <forecasts>`, x"
    )


def test_plain_jupyter_book_has_nothing_of_ours_but_the_notebooks(tmp_path):
    for folder in ("chapters", "audit/book"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("trade", "war"):
        nbformat.write(new_notebook(), tmp_path / "chapters" / f"{name}.ipynb")
    trees._make_plain(tmp_path, ("trade",))
    assert "audit" not in yaml.safe_load((tmp_path / "_config.yml").read_text()).get("sphinx", {})
    assert [file.name for file in (tmp_path / "chapters").glob("*.ipynb")] == ["trade.ipynb"]
    assert trees.notebooks_of(tmp_path) == ("trade",)
    compile((tmp_path / "audit/book/charts.py").read_text(), "charts", "exec")
    builds._set_execution(tmp_path, "cache")
    assert yaml.safe_load((tmp_path / "_config.yml").read_text())["execute"]["execute_notebooks"] == "cache"


def test_without_jupyter_book_2_it_says_what_to_name(monkeypatch):
    monkeypatch.delenv(builds.SECOND, raising=False)
    with pytest.raises(running.NotMeasured, match=builds.SECOND):
        builds.measure(plan.Measurement("builds", "20", "jupyter-book 2", "clean", 1))


def test_jupyter_book_2_builds_the_same_pages_with_a_theme_from_a_folder(tmp_path, monkeypatch):
    trees.write_toc(tmp_path, ["synthetic00"])
    monkeypatch.setenv(builds.SECOND_THEME, "theme")
    settings = builds.second_settings(tmp_path)
    assert settings["project"]["toc"] == [{"file": "chapters/index.md"}, {"file": "chapters/synthetic00.ipynb"}]
    assert settings["site"] == {"template": "theme"}


def test_a_jupyter_book_2_that_could_not_execute_is_not_measured_though_it_ends_well(tmp_path):
    log = tmp_path / "log"
    log.write_text("📖 Built a.ipynb in 2 s.\n", encoding="utf-8")
    builds.check_executed(log)
    log.write_text("⛔️ a.ipynb Could not load Jupyter session manager\n📖 Built a.ipynb in 2 s.\n", encoding="utf-8")
    with pytest.raises(running.NotMeasured, match="a.ipynb Could not load"):
        builds.check_executed(log)


def test_all_executed_means_that_no_execution_is_kept(tmp_path):
    kept = [tmp_path / "_build" / name for name in builds.KEPT_EXECUTIONS]
    for folder in kept:
        folder.mkdir(parents=True)
    builds._as_never_executed(tmp_path, "cache")
    assert not any(folder.exists() for folder in kept) and (tmp_path / "_build").exists()


# Suites and pages


def test_tests_are_the_same_if_both_suites_have_them_under_one_name(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-v")  # a user's own, which is for no suite that is measured
    monkeypatch.setattr(suites, "FOLDER", tmp_path / "bench")
    for tree, file, names in (("new", "book/test_a.py", "bc"), ("old", "test_a.py", "ab")):
        path = tmp_path / tree / "tests" / file
        path.parent.mkdir(parents=True)
        path.write_text("".join(f"def test_{name}(): pass\n" for name in names))
        (tmp_path / tree / "pytest.ini").write_text("[pytest]\n")  # or the root is where settings lie further up
    new, old = (suites.tests_of(tmp_path / tree) for tree in ("new", "old"))
    assert suites.common(new, old) == ["tests/book/test_a.py::test_b"]
    assert suites.common(old, new) == ["tests/test_a.py::test_b"]


def test_a_test_of_a_page_that_only_one_book_has_is_none_of_both():
    old = ["tests/test_a.py::test_page[trade]", "chapters/trade.ipynb::notebook"]
    new = [
        "tests/book/test_a.py::test_page[trade]",
        "tests/book/test_a.py::test_page[war]",
        "chapters/war.ipynb::notebook",
    ]
    assert suites.common(new, old) == new[:1] and suites.common(old, new) == old[:1]


def test_a_suite_that_cannot_be_listed_is_not_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(suites, "FOLDER", tmp_path / "bench")
    (tmp_path / "test_a.py").write_text("import nothing_of_this_name")
    with pytest.raises(running.NotMeasured, match="ended with code 2"):
        suites.tests_of(tmp_path)


def test_altairs_default_embedding_stands_in_place_of_each_chart():
    stored = {default_embedding.VEGALITE_MIME: {"mark": "bar", "usermeta": {"figure": {}}}, "text/plain": "words"}
    cell = new_code_cell("chart", id="chart", outputs=[new_output("display_data", data=stored)])
    [changed] = default_embedding.with_default_embedding(new_notebook(cells=[cell])).cells
    html = changed.outputs[0].data["text/html"]
    assert 'id="altair-viz-1"' in html and '"mark": "bar"' in html and "usermeta" not in html and "http" not in html
    assert all(f"{default_embedding.LIBRARIES}/{one}" in html for one in default_embedding.ADDRESSES.values())


def test_pages_are_served_as_hosts_do(tmp_path):
    (tmp_path / "a.html").write_text("<p>a</p>" * 100)
    (tmp_path / "vega@6").write_text("let a")
    (tmp_path / "a.woff2").write_bytes(b"\0\1")
    with pages.served(tmp_path) as home:
        answers = {name: urllib.request.urlopen(f"{home}{name}?x") for name in ("a.html", "vega@6", "a.woff2")}
        read = {name: answer.read() for name, answer in answers.items()}
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{home}none.html")
    assert gzip.decompress(read["a.html"]) == b"<p>a</p>" * 100
    assert len(read["a.html"]) == pages.gzipped(tmp_path / "a.html")
    assert answers["vega@6"].headers["Content-Type"] == "text/javascript"
    assert read["a.woff2"] == b"\0\1" and answers["a.woff2"].headers["Content-Encoding"] is None


#: Each chart is drawn once a reader has stayed with it for half a second, as on a page that is busy with another chart.
SLOW_CHARTS = """<!doctype html><style>figure { height: 2000px }</style>
<figure class="audit-figure" data-state="static"></figure><figure class="audit-figure" data-state="static"></figure>
<figure class="audit-figure" data-state="still"></figure><p>The end.</p>
<script>
  const timers = new Map();
  const near = new IntersectionObserver(entries => entries.forEach(({ target, isIntersecting }) => {
    clearTimeout(timers.get(target));
    if (isIntersecting) timers.set(target, setTimeout(() => { target.dataset.state = "live"; }, 500));
  }));
  document.querySelectorAll("[data-state=static]").forEach(one => near.observe(one));
</script>"""


def test_a_page_is_read_as_readers_do_who_stay_until_a_chart_is_drawn(browser, tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "SECONDS", 5)
    (tmp_path / "a.html").write_text(SLOW_CHARTS)
    context = browser.new_context(**pages.PHONE)
    with pages.served(tmp_path) as home:
        found = pages.weight(context.new_page(), home, "a.html", tmp_path)
    context.close()
    assert found == {"requests": 1, "bytes": pages.gzipped(tmp_path / "a.html"), "elements": 9, "foreign": 0}
