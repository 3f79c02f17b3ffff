"""BENCHMARKS.md and its chart, from the lines of one run: what has no line is told as not measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from audit.paths import ROOT
from audit.workshop.bench import plan
from audit.workshop.bench.lines import PAGE, PICTURE, of_run
from audit.workshop.bench.told import NOT_MEASURED, Figure, Told

BOOKS = {
    "book": "The book of four chapters",
    "whole": "The whole book as it is now",
    "20": "20 synthetic chapters",
    "80": "80 synthetic chapters (one run)",
}
TOOLS = {
    "ours": "this book",
    "force": "Jupyter Book 1, `force`",
    "cache": "Jupyter Book 1, `cache`",
    "jupyter-book 2": "Jupyter Book 2, `--execute`",
    "before": f"this book at {plan.BASELINE}",
    "before force": f"Jupyter Book 1, `force`, the notebooks of {plan.BASELINE}",
}
CASES = {
    "clean": "from nothing",
    "executed": "all executed",
    "pages": "pages alone",
    "none": "nothing changed",
    "cell": "one cell",
    "csv": "one CSV",
}
COMMAND_CASES = {"nothing kept": "nothing kept", "first time": "answer not kept", "asked again": "asked again"}
#: What stands in the way of a target, told only where it was not reached. No share of the time: each run has its own.
REMAINS = {
    "one CSV ÷ `force --all`, the book": "the charts that the edit changes are drawn anew, at every width and as a file, and "
    "every word of each is looked for in its picture, while plain Jupyter Book draws none. The cells of the notebook, the checks "
    "and the start of Python take the rest.",
    "all executed ÷ `force`, the book": "most of the time is the notebooks' own cells, which both ways have to run; where there "
    "are fewer processors than notebooks, the last one is alone at the end.",
    "text page: gzipped kB, the most": "it is the scorecard, with its charts as pictures, two lists that name every claim, the "
    "folded code, and the data of the chart to try.",
    f"suite ÷ that of {plan.BASELINE}, the same tests": "each suite builds its own book and reads it in a browser, and today's is "
    "several times as large. What both suites do with one book was not measured.",
}
#: Ratios of this book to the other way: words, measurement of ours, the other's, what of it, target.
Comparison = tuple[str, tuple[str, str, str, str], tuple[str, str, str, str], str, float]
HOW = f"""\
Each figure is the median of its rounds, with the least and the most in brackets; ° marks a single run. Tools take turns within
a round. A ratio is taken within a round, and its median told. Seconds are those on the clock.

- *The book of four chapters* is {", ".join(plan.CHAPTERS[:-1])} and {plan.CHAPTERS[-1]}. The notebooks of {plan.BASELINE} use modules that have other
  names now, so that today's package cannot run them: each package builds its own notebooks of these names, and plain Jupyter
  Book builds both, so that every ratio is one of the same notebooks. This book also makes its lists of claims, terms and sources.
- *From nothing*: no output, nothing kept. *All executed*: no output, no execution kept; tables and charts kept.
  *One CSV*: after `accept`, which is told apart; for Jupyter Book 1 with `--all`, because without it no page is made again.
  *Pages alone*: all outputs stored.
- Synthetic chapters read one table each, in turn, print a sum and draw a chart. They have no glue, which Jupyter Book 2 lacks.
- Jupyter Book 2 is given a local copy of its own theme, rebuilt from source, which it would fetch from a public host. What it
  executed it keeps by code and kernel alone; to be true after the edit of a CSV it has to do what *all executed* takes.
- Python may store what it compiled, as it does unless told otherwise, for every tool alike.
- *Plain* has no extension and no chart plug-in of ours.
- Pages are read in Chromium at 390 px, from a host on the same machine that compresses text. The phone has a processor a fourth
  as fast, 400 ms for each answer and 1.6 Mbit/s; once loaded, the page is moved to its first chart. *Interactive*: a live chart
  is there; on a page without one, its scripts have run. Altair's default embedding stands in a page of plain Jupyter Book; its
  libraries come from the same host, as one bundle. Requests to other hosts fail at once and are not counted.
"""


def comparisons() -> list[Comparison]:
    """What the work on speed set out to reach, as far as it is a ratio of times."""
    found: list[Comparison] = []

    def build(words: str, book: str, case: str, target: float) -> None:
        found.append(
            (f"{words}, {_name(book)}", ("builds", book, "ours", case), ("builds", book, "force", case), "wall", target)
        )

    build("nothing changed ÷ Jupyter Book", "book", "none", 0.35)
    build("one CSV ÷ `force --all`", "book", "csv", 0.35)
    build("one CSV ÷ `force --all`", "20", "csv", 0.15)
    build("all executed ÷ `force`", "book", "executed", 0.5)
    build("all executed ÷ `force`", "20", "executed", 0.25)
    build("all executed ÷ `force`", "80", "executed", 0.13)
    for page in plan.BOTH_WAYS:
        ours, default = ("pages", page, "ours", "phone"), ("pages", page, "default", "phone")
        found.append((f"first picture ÷ default embedding, {page}", ours, default, "picture", 0.25))
    for name in plan.COMMANDS:
        target = {"help": 0.5, "status": 0.8}.get(name, 2)
        pandas = ("commands", plan.PANDAS, "python", "first time")
        words = f"`{name}`, answer not kept ÷ `{plan.PANDAS}`"
        found.append((words, ("commands", name, "ours", "first time"), pandas, "wall", target))
    suites = (("suite", "same tests", tool, "run") for tool in ("ours", "before"))
    found.append((f"suite ÷ that of {plan.BASELINE}, the same tests", *suites, "wall", 0.5))
    return found


def _name(book: str) -> str:
    return f"{book} chapters" if book.isdigit() else "the book" if book == "book" else "the whole book"


def write(lines: list[dict], folder: Path = ROOT) -> list[Path]:
    """Write the report of the latest run, and its chart if there is a ratio to draw; returns the files. Writes nothing of nothing."""
    if not lines:
        print("Nothing has been measured: there is nothing to report.")
        return []
    run = lines[-1]["run"]
    told = Told(of_run(lines, run))
    ratios = {
        words: told.figure(*ours, of).over(told.figure(*other, of)) for words, ours, other, of, _ in comparisons()
    }
    # Not the commands: what they are held against is no other way of doing the same.
    drawn = {
        words: (ratios[words].median, target)
        for words, (kind, *_), *_, target in comparisons()
        if ratios[words].values and kind != "commands"
    }
    page, picture = folder / PAGE, folder / PICTURE
    picture.unlink(missing_ok=True)
    if drawn:
        picture.write_text(chart(drawn), encoding="utf-8")
    told_lines = text(told, run, ratios, with_picture=bool(drawn))
    page.write_text("\n".join(told_lines).rstrip("\n") + "\n", encoding="utf-8")
    return [page, picture] if drawn else [page]


def text(told: Told, run: dict, ratios: dict[str, Figure], with_picture: bool) -> Iterator[str]:
    """The report, line by line."""
    yield "# How fast it is\n"
    yield (
        f"Written by `make bench` at commit {run['commit']}: {run['processors']} processors, {run['system']}, "
        f"Python {run['python']}.\n"
    )
    if with_picture:
        yield f"![Time of this book as a share of the other way's]({PICTURE})\n"
    yield "## What was to be reached\n"
    targets = _targets(told, ratios)
    yield from table(["what", "measured", "target", "reached"], targets)
    if missed := [words for words, *_, reached in targets if reached == "no" and words in REMAINS]:
        yield "Not reached, and what remains:\n"
        yield from (f"- *{words}*: {REMAINS[words]}" for words in missed)
        yield ""
    yield "## Builds, seconds\n"
    for book, tools in plan.BUILDERS.items():
        yield f"### {BOOKS[book]}\n"
        rows = [[TOOLS[tool], *(_build(told, book, tool, case) for case in CASES)] for tool in tools]
        yield from table(["", *CASES.values()], rows)
        yield from _accepting(told, book)
    yield "### Is the page true after the edit of a CSV?\n"
    yield from table(["", *(_name(book) for book in plan.BUILDERS)], _staleness(told))
    yield f"## Commands, as a ratio to `python -c '{plan.PANDAS}'`\n"
    yield from table(["", *COMMAND_CASES.values()], _commands(told))
    yield "## Pages, read to their end\n"
    yield from table(["page", "with", "requests", "gzipped kB", "elements"], _weights(told))
    yield "## Pages, on a phone, milliseconds\n"
    yield from table(["page", "with", "first paint", "first picture", "interactive", "shift"], _phones(told))
    yield "## Suite, seconds\n"
    yield from table(["", "tests", "seconds", "processor seconds"], _suites(told))
    if reasons := list(_reasons(told)):
        yield "## Not measured, and why\n"
        yield from reasons
        yield ""
    yield "## How it was measured\n"
    yield HOW


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    marked = [f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows]]
    return [*marked, ""]


# --- rows ------------------------------------------------------------------------------------------


def _targets(told: Told, ratios: dict[str, Figure]) -> list[list[str]]:
    rows = [_target(words, ratios[words], target, 2) for words, *_, target in comparisons()]
    rows.append(_target("seconds a chapter, pages alone, 20 to 80 chapters", seconds_a_chapter(told), 0.3, 2))
    for kind, pages, most in (
        ("text page", plan.TEXT_PAGES, {"requests": 8, "bytes": 100}),
        ("chart page", plan.CHART_PAGES, {"requests": 10, "bytes": 400, "elements": 8000}),
    ):
        for name, target in most.items():
            words = {"bytes": "gzipped kB"}.get(name, name)
            rows.append(_target(f"{kind}: {words}, the most", _most(told, pages, name), target, 0))
    return rows


def _target(words: str, figure: Figure, target: float, digits: int) -> list[str]:
    reached = "–" if figure.median is None else "yes" if figure.median <= target else "no"
    return [words, figure.words(digits), f"≤ {target:,g}", reached]


def seconds_a_chapter(told: Told) -> Figure:
    few, many = (told.figure("builds", book, "ours", "pages", "wall") for book in ("20", "80"))
    if few.median is None or many.median is None:
        return Figure({})
    return Figure({1: (many.median - few.median) / (80 - 20)})


def _most(told: Told, pages: Sequence[str], name: str) -> Figure:
    """Of the page that has the most; nothing unless every page was measured."""
    found = [_weight(told, page, "ours", name).median for page in pages]
    return Figure({}) if None in found else Figure({1: max(found)})


def _weight(told: Told, page: str, tool: str, name: str) -> Figure:
    figure = told.figure("pages", page, tool, "weight", name)
    return Figure({one: value / 1000 for one, value in figure.values.items()}) if name == "bytes" else figure


def _build(told: Told, book: str, tool: str, case: str) -> str:
    if case == "pages" and tool not in plan.STORING:
        return "–"
    words = told.figure("builds", book, tool, case, "wall").words()
    stale = any(result.get("stale") for result in told.results("builds", book, tool, case).values())
    return f"{words}, **stale**" if stale else words


def _accepting(told: Told, book: str) -> Iterator[str]:
    results = told.results("builds", book, "ours", "csv")
    took = Figure({number: one["accept"]["wall"] for number, one in results.items() if "accept" in one})
    if took.values:
        yield f"Before the build after the edit of a CSV, `accept` takes {took.words()} s.\n"


def _staleness(told: Told) -> list[list[str]]:
    def answer(book: str, tool: str) -> str:
        if tool not in plan.BUILDERS[book]:
            return "–"
        found = [one["stale"] for one in told.results("builds", book, tool, "csv").values() if "stale" in one]
        return NOT_MEASURED if not found else f"no, in {sum(found)} of {len(found)}" if any(found) else "yes"

    return [[words, *(answer(book, tool) for book in plan.BUILDERS)] for tool, words in TOOLS.items()]


def _commands(told: Told) -> list[list[str]]:
    def ratio(name: str, case: str) -> str:
        pandas = told.figure("commands", plan.PANDAS, "python", case, "wall")
        return told.figure("commands", name, "ours", case, "wall").over(pandas).words(2)

    return [[f"`{name}`", *(ratio(name, case) for case in COMMAND_CASES)] for name in plan.COMMANDS]


def _both(page: str) -> Iterator[tuple[str, str]]:
    yield "ours", "this book"
    if page in plan.BOTH_WAYS:
        yield "default", "Altair's default embedding"


def _weights(told: Told) -> list[list[str]]:
    return [
        [
            page,
            words,
            *(_weight(told, page, tool, name).words(0).rstrip("°") for name in ("requests", "bytes", "elements")),
        ]
        for page in (*plan.TEXT_PAGES, *plan.CHART_PAGES)
        for tool, words in _both(page)
    ]


def _phones(told: Told) -> list[list[str]]:
    def figures(page: str, tool: str) -> Iterator[str]:
        for name, digits in (("paint", 0), ("picture", 0), ("interactive", 0), ("shift", 2)):
            figure = told.figure("pages", page, tool, "phone", name)
            yield "–" if name == "picture" and page in plan.TEXT_PAGES else figure.words(digits)

    return [
        [page, words, *figures(page, tool)]
        for page in (*plan.TEXT_PAGES, *plan.CHART_PAGES)
        for tool, words in _both(page)
    ]


def _suites(told: Told) -> list[list[str]]:
    rows = []
    for tool in ("ours", "before"):
        wall, cpu, tests = (told.figure("suite", "same tests", tool, "run", name) for name in ("wall", "cpu", "tests"))
        failed = any(one["failed"] for one in told.results("suite", "same tests", tool, "run").values())
        count = tests.words(0).rstrip("°") + (", some failed" if failed else "")
        rows.append([TOOLS[tool], count, wall.words(0), cpu.words(0)])
    return rows


def _reasons(told: Told) -> Iterator[str]:
    """Each reason once, with all that it kept from being measured."""
    found: dict[str, list[str]] = {}
    for line in told.lines:
        place = [line[name] for name in ("kind", "subject", "tool", "case")]
        if "not measured" in line and not told.results(*place):
            named = found.setdefault(line["not measured"], [])
            named += [" ".join(place)] if " ".join(place) not in named else []
    yield from (f"- {reason} ({'; '.join(places)})" for reason, places in found.items())


# --- chart -----------------------------------------------------------------------------------------


def chart(ratios: dict[str, tuple[float, float]]) -> str:
    """Ratios and their targets as bars and ticks, drawn as the book's charts are; at 1 both take the same time."""
    import altair as alt
    import pandas as pd

    from audit.figures.static_pictures import titled_svg
    from audit.figures.theme import house_config, light

    rows = [(words.replace("`", ""), *numbers) for words, numbers in ratios.items()]
    data = pd.DataFrame(rows, columns=["what", "ratio", "target"])
    y = alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=330, labelOverlap=False))
    bars = alt.Chart(data).mark_bar(size=15).encode(x=alt.X("ratio:Q", title="Ratio of times"), y=y)
    ticks = alt.Chart(data).mark_tick(size=22, thickness=2, color=light("ink")).encode(x="target:Q", y=y)
    data["end"] = data[["ratio", "target"]].max(axis=1)  # beyond bar and tick
    words = alt.Chart(data).mark_text(align="left", dx=6).encode(x="end:Q", y=y, text=alt.Text("ratio:Q", format=".2f"))
    same = alt.Chart(pd.DataFrame({"ratio": [1]})).mark_rule(strokeDash=[4, 3]).encode(x="ratio:Q")
    spec = (bars + same + ticks + words).to_dict() | {"config": house_config(), "height": 26 * len(data)}
    less, reached = sum(data["ratio"] < 1), sum(data["ratio"].round(2) <= data["target"])
    title = f"Less time in {less} of {len(data)} comparisons, and the target reached in {reached}"
    subtitle = (
        "Time as a share of the other way’s. Ticks: what was to be reached. At the broken line both take the same."
    )
    alt_text = "; ".join(f"{row.what}: {row.ratio:.2f}, target {row.target:g}" for row in data.itertuples())
    spec |= {"width": "container", "usermeta": {"figure": {"title": title, "subtitle": subtitle, "alt": alt_text}}}
    return titled_svg(spec)
